#include "base/base.h"

#include "app/fill_parts.h"
#include "law/charge.h"
#include "text/utf8.h"

static const cm_span NOWHERE = {0, 0};

static void put_part(cm_filling *f, cm_fact_row *row, cm_section_kind part)
{
    cm_row_set(f->rows, row, CM_SV("part"), CM_KNOWN,
               cm_cell_text(cm_term_zh(f->use->choices->section, (int)part)), NOWHERE);
}

/* ---- court and case number ---- */

static void fill_level(cm_filling *f, cm_fact_row *row)
{
    const cm_text_fact *court = &f->record->court;
    const cm_term_list *levels = f->use->choices->court_level;
    const cm_term_list *special = f->use->choices->special_court;
    cm_state state = court->state;
    size_t level = 0; /* the lowest is told by no word */
    for (size_t i = 1; court->state == CM_KNOWN && i < levels->terms.count; i++) {
        level = cm_sv_find(court->value, levels->terms.items[i].zh, 0) != SIZE_MAX ? i : level;
    }
    for (size_t i = 0; level == 0 && i < special->terms.count; i++) {
        bool is = cm_sv_find(court->value, special->terms.items[i].zh, 0) != SIZE_MAX;
        state = state == CM_KNOWN && is ? CM_UNREAD : state;
    }
    cm_row_set(f->rows, row, CM_SV("court_level"), state,
               cm_cell_text(levels->terms.items[level].zh), court->at);
}

#define YEAR_DIGITS 4

/* The first number of four digits. */
static void fill_case_year(cm_filling *f, cm_fact_row *row)
{
    const cm_text_fact *number = &f->record->case_no;
    int64_t year = 0;
    size_t digits = 0;
    for (size_t i = 0; number->state == CM_KNOWN && digits < YEAR_DIGITS && i < number->value.len;
         i++) {
        char c = number->value.ptr[i];
        bool digit = c >= '0' && c <= '9';
        year = digit ? year * 10 + (c - '0') : 0;
        digits = digit ? digits + 1 : 0;
    }
    bool read = digits == YEAR_DIGITS;
    cm_state state = number->state == CM_KNOWN && !read ? CM_UNREAD : number->state;
    cm_row_set(f->rows, row, CM_SV("case_year"), state, cm_cell_int(year), number->at);
}

/* ---- the heaviest sentence ---- */

static int weight_of(int kind)
{
    static const cm_penalty_kind by_weight[] = {
        CM_PENALTY_EXEMPT,  CM_PENALTY_FINE_ONLY,       CM_PENALTY_RIGHTS_ONLY,
        CM_PENALTY_CONTROL, CM_PENALTY_DETENTION,       CM_PENALTY_FIXED_TERM,
        CM_PENALTY_LIFE,    CM_PENALTY_DEATH_SUSPENDED, CM_PENALTY_DEATH};
    for (size_t i = 0; i < CM_COUNT(by_weight); i++) {
        if ((int)by_weight[i] == kind) {
            return (int)i + 1;
        }
    }
    return 0;
}

/* Defendants, and those of whom the operative part decides something. */
static void fill_answered(cm_filling *f, cm_fact_row *row)
{
    int64_t answered = 0;
    for (size_t i = 0; i < f->record->defendants.count; i++) {
        const cm_defendant *d = &f->record->defendants.items[i];
        answered += d->counts.count > 0 || d->has_sentence ? 1 : 0;
    }
    bool read = !cm_filling_unread(f, CM_GROUP_DISPOSITION);
    cm_row_int(f->rows, row, CM_SV("defendants"), (int64_t)f->record->defendants.count);
    cm_row_set(f->rows, row, CM_SV("decided_defendants"), read ? CM_KNOWN : CM_ABSENT,
               cm_cell_int(answered), NOWHERE);
}

static void fill_first_measure(cm_filling *f, cm_fact_row *row)
{
    cm_date_fact first = {.state = CM_ABSENT};
    for (size_t d = 0; d < f->record->defendants.count; d++) {
        const cm_defendant *one = &f->record->defendants.items[d];
        for (size_t i = 0; i < one->measures.count; i++) {
            const cm_measure *m = &one->measures.items[i];
            bool own = m->kind.state == CM_KNOWN && m->kind.value != CM_MEASURE_ADMIN_DETENTION;
            if (own && m->date.state == CM_KNOWN && cm_date_exists(m->date.value) &&
                (first.state == CM_ABSENT || cm_date_compare(m->date.value, first.value) < 0)) {
                first = m->date;
            }
        }
    }
    cm_row_date(f->rows, row, CM_SV("first_measure_on"), &first);
}

static void fill_heaviest(cm_filling *f, cm_fact_row *row)
{
    const cm_penalty *heaviest = NULL;
    bool doubtful = cm_filling_unread(f, CM_GROUP_DISPOSITION);
    for (size_t i = 0; i < f->record->defendants.count; i++) {
        const cm_defendant *d = &f->record->defendants.items[i];
        const cm_penalty *p = &d->sentence;
        if (!d->has_sentence || p->kind.state != CM_KNOWN) {
            doubtful = doubtful || (d->has_sentence && p->kind.state == CM_UNREAD);
            continue;
        }
        doubtful = doubtful || p->months.state == CM_UNREAD;
        int more =
            heaviest == NULL ? 1 : weight_of(p->kind.value) - weight_of(heaviest->kind.value);
        if (more > 0 || (more == 0 && p->months.value > heaviest->months.value)) {
            heaviest = p;
        }
    }
    static const cm_penalty none = {.kind = {.state = CM_ABSENT}};
    const cm_penalty *shown = heaviest != NULL ? heaviest : &none;
    if (doubtful) {
        cm_row_unread(f->rows, row, CM_SV("heaviest_kind"));
        cm_row_unread(f->rows, row, CM_SV("heaviest_months"));
        return;
    }
    cm_row_choice(f->rows, row, CM_SV("heaviest_kind"), f->use->choices->penalty, &shown->kind);
    cm_row_number(f->rows, row, CM_SV("heaviest_months"), &shown->months);
}

/* ---- names of charges ---- */

/* The charge that the end of some words names: the longest end that the law knows. */
static const cm_charge *charge_at_end(cm_filling *f, cm_sv words)
{
    size_t len = 1;
    for (size_t at = 0; at < words.len; at += len) {
        cm_charges found = {0};
        cm_sv end = cm_sv_slice(words, at, words.len);
        if (cm_law_charge(f->use->law, f->rows->mem, end, &found) && found.count > 0) {
            return found.items[0];
        }
        (void)cm_utf8_decode(words, at, &len);
    }
    return NULL;
}

static const cm_charge *charge_of(cm_filling *f, const cm_count *count)
{
    cm_charges found = {0};
    bool known = count->charge.state == CM_KNOWN &&
                 cm_law_charge(f->use->law, f->rows->mem, count->charge.value, &found);
    return known && found.count > 0 ? found.items[0] : NULL;
}

static bool is_convicted_of(cm_filling *f, const cm_charge *charge)
{
    for (size_t i = 0; i < f->record->defendants.count; i++) {
        const cm_defendant *d = &f->record->defendants.items[i];
        for (size_t k = 0; k < d->counts.count; k++) {
            if (charge_of(f, &d->counts.items[k]) == charge) {
                return true;
            }
        }
    }
    return false;
}

static void fill_charge_words(cm_filling *f, const cm_fact_row *row)
{
    int64_t number = 0;
    for (size_t i = 0; i < f->record->written.charge_words.count; i++) {
        const cm_named_charge *w = &f->record->written.charge_words.items[i];
        const cm_charge *charge =
            w->words.state == CM_KNOWN ? charge_at_end(f, w->words.value) : NULL;
        if (charge == NULL) {
            continue;
        }
        cm_fact_row *n = cm_row_new(f->rows, CM_SV("judgment.charge_words"), row, ++number);
        cm_row_set(f->rows, n, CM_SV("charge"), CM_KNOWN, cm_cell_text(charge->name), NOWHERE);
        put_part(f, n, w->part);
        cm_row_bool(f->rows, n, CM_SV("opinion"), w->opinion);
        cm_fill_whose(f, n, w->defendant);
        cm_row_set(f->rows, n, CM_SV("convicted"),
                   cm_filling_unread(f, CM_GROUP_DISPOSITION) ? CM_UNREAD : CM_KNOWN,
                   cm_cell_bool(is_convicted_of(f, charge)), NOWHERE);
        cm_row_anchor(f->rows, row, CM_SV("charge_words"), w->words.at);
    }
}

void cm_fill_charge_name(cm_filling *f, cm_fact_row *row, const cm_count *count)
{
    const cm_charge *charge = charge_of(f, count);
    cm_state state = charge != NULL                     ? CM_KNOWN
                     : count->charge.state == CM_UNREAD ? CM_UNREAD
                                                        : CM_ABSENT;
    cm_row_set(f->rows, row, CM_SV("standard_charge"), state,
               cm_cell_text(charge != NULL ? charge->name : CM_SV("")), count->charge.at);
    cm_date_fact from = {state, charge != NULL ? charge->name_from : (cm_date){0}, NOWHERE};
    cm_date_fact to = {state, charge != NULL ? charge->name_to : (cm_date){0}, NOWHERE};
    from.state = state == CM_KNOWN && from.value.year == 0 ? CM_ABSENT : state;
    to.state = state == CM_KNOWN && to.value.year == 0 ? CM_ABSENT : state;
    cm_row_date(f->rows, row, CM_SV("charge_name_from"), &from);
    cm_row_date(f->rows, row, CM_SV("charge_name_to"), &to);
    bool unread = state == CM_UNREAD || cm_filling_unread(f, CM_GROUP_BASIS);
    cm_row_set(f->rows, row, CM_SV("charge_cited"), unread ? CM_UNREAD : state,
               cm_cell_bool(charge != NULL && cm_fill_is_cited(f, charge->article)), NOWHERE);
}

void cm_fill_below(cm_filling *f, cm_fact_row *row, const cm_defendant *d)
{
    const cm_penalty *b = &d->below;
    cm_row_choice(f->rows, row, CM_SV("below_kind"), f->use->choices->penalty, &b->kind);
    cm_row_number(f->rows, row, CM_SV("below_months"), &b->months);
    cm_row_number(f->rows, row, CM_SV("below_days"), &b->days);
    cm_row_number(f->rows, row, CM_SV("below_fine"), &b->fine);
    cm_row_number(f->rows, row, CM_SV("below_probation_months"), &b->probation_months);
}

bool cm_fill_is_cited(const cm_filling *f, cm_sv article)
{
    cm_sv law = cm_term_zh(f->use->choices->law_short, CM_CODE_CRIMINAL);
    int64_t number = 0, sub = 0;
    cm_sv rest = article;
    cm_sv first;
    (void)cm_sv_split(&rest, '-', &first);
    if (!cm_sv_to_int(first, &number) || (rest.len != 0 && !cm_sv_to_int(rest, &sub))) {
        return false;
    }
    for (size_t i = 0; i < f->record->articles.count; i++) {
        const cm_article *a = &f->record->articles.items[i];
        if (cm_sv_equal(a->law.value, law) && a->article == number && a->sub == sub) {
            return true;
        }
    }
    return false;
}

/* ---- how it is written ---- */

static void fill_wordings(cm_filling *f, const cm_fact_row *row)
{
    for (size_t i = 0; i < f->record->written.wordings.count; i++) {
        const cm_phrasing *w = &f->record->written.wordings.items[i];
        cm_fact_row *n = cm_row_new(f->rows, CM_SV("judgment.wordings"), row, (int64_t)i + 1);
        cm_row_choice(f->rows, n, CM_SV("kind"), f->use->choices->wording, &w->kind);
        put_part(f, n, w->part);
        cm_row_bool(f->rows, n, CM_SV("opinion"), w->opinion);
        cm_fill_whose(f, n, w->defendant);
        cm_row_anchor(f->rows, row, CM_SV("wordings"), w->kind.at);
    }
}

static void fill_near_names(cm_filling *f, const cm_fact_row *row)
{
    for (size_t i = 0; i < f->record->written.near_names.count; i++) {
        const cm_near_name *n = &f->record->written.near_names.items[i];
        cm_fact_row *r = cm_row_new(f->rows, CM_SV("judgment.near_names"), row, (int64_t)i + 1);
        cm_row_text(f->rows, r, CM_SV("written"), &n->written);
        cm_row_text(f->rows, r, CM_SV("name"), &n->name);
        put_part(f, r, n->part);
        cm_row_int(f->rows, r, CM_SV("times"), n->times);
        cm_row_anchor(f->rows, row, CM_SV("near_names"), n->written.at);
    }
}

static void fill_items(cm_filling *f, const cm_fact_row *row)
{
    for (size_t i = 0; i < f->record->written.items.count; i++) {
        const cm_number_fact *item = &f->record->written.items.items[i];
        cm_fact_row *r = cm_row_new(f->rows, CM_SV("judgment.items"), row, (int64_t)i + 1);
        cm_row_number(f->rows, r, CM_SV("number"), item);
        cm_number_fact none = {.state = CM_ABSENT};
        cm_row_number(f->rows, r, CM_SV("previous"), i > 0 ? item - 1 : &none);
        cm_row_anchor(f->rows, row, CM_SV("items"), item->at);
    }
}

static void fill_pairs(cm_filling *f, const cm_fact_row *row)
{
    for (size_t i = 0; i < f->record->written.money_pairs.count; i++) {
        const cm_money_pair *m = &f->record->written.money_pairs.items[i];
        cm_fact_row *r = cm_row_new(f->rows, CM_SV("judgment.money_pairs"), row, (int64_t)i + 1);
        cm_row_number(f->rows, r, CM_SV("amount"), &m->sum);
        cm_row_number(f->rows, r, CM_SV("again"), &m->again);
        put_part(f, r, m->part);
        cm_row_anchor(f->rows, row, CM_SV("money_pairs"),
                      cm_span_of((cm_span[]){m->sum.at, m->again.at}, 2));
    }
}

static void fill_appeals(cm_filling *f, const cm_fact_row *row)
{
    for (size_t i = 0; cm_filling_criminal(f) && i < f->record->appealed_by.count; i++) {
        const cm_choice_fact *who = &f->record->appealed_by.items[i];
        cm_fact_row *r = cm_row_new(f->rows, CM_SV("judgment.appeals"), row, (int64_t)i + 1);
        cm_row_choice(f->rows, r, CM_SV("who"), f->use->choices->appellant, who);
        cm_row_anchor(f->rows, row, CM_SV("appeals"), who->at);
    }
}

void cm_fill_written(cm_filling *f, cm_fact_row *row)
{
    fill_level(f, row);
    fill_case_year(f, row);
    fill_answered(f, row);
    fill_first_measure(f, row);
    fill_heaviest(f, row);
    cm_row_bool(f->rows, row, CM_SV("notice"), f->record->notice.at.end != 0);
    cm_row_anchor(f->rows, row, CM_SV("notice"), f->record->notice.at);
    fill_wordings(f, row);
    fill_charge_words(f, row);
    fill_near_names(f, row);
    fill_items(f, row);
    fill_pairs(f, row);
    fill_appeals(f, row);
}
