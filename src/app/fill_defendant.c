#include "base/base.h"

#include "app/fill_parts.h"
#include "law/custody.h"
#include "law/function.h"
#include "law/mitigation.h"
#include "law/period.h"

#define MOST_COUNTS 64 /* of one defendant, whose charges are compared */

static const cm_span NOWHERE = {0, 0};

static void fill_person(cm_filling *f, cm_fact_row *row, const cm_defendant *d)
{
    cm_row_text(f->rows, row, CM_SV("name"), &d->name);
    cm_row_choice(f->rows, row, CM_SV("party"), f->use->choices->party, &d->kind);
    cm_row_choice(f->rows, row, CM_SV("sex"), f->use->choices->sex, &d->sex);
    cm_row_date(f->rows, row, CM_SV("birth_date"), &d->birth_date);
    cm_row_text(f->rows, row, CM_SV("id_number"), &d->id_number);
    cm_row_text(f->rows, row, CM_SV("origin"), &d->origin);
    cm_state guardian = d->guardian.state == CM_ABSENT ? CM_KNOWN : d->guardian.state;
    cm_row_set(f->rows, row, CM_SV("guardian"), guardian,
               cm_cell_bool(d->guardian.state == CM_KNOWN), d->guardian.at);
}

static bool age_on(const cm_law *law, int32_t birth, int32_t day, int64_t *ret_years)
{
    const cm_law_function *age = cm_law_function_find(CM_SV("age_on"));
    int64_t args[] = {birth, day};
    cm_value_int years = age->eval(law, args, CM_COUNT(args));
    *ret_years = years.value;
    return years.known;
}

/* Under age on the day of the last act: known where the partial dates of birth and act leave no
 * doubt. */
static cm_state is_minor(cm_filling *f, const cm_date_fact *birth, bool *ret_minor)
{
    const cm_law *law = f->use->law;
    cm_date act = f->last_act.value;
    int64_t adult = 0;
    int64_t most = 0;
    int64_t least = 0;
    if (birth->value.year <= 0 || act.year <= 0 ||
        !cm_law_period(law, CM_SV("adult_age"), cm_date_from_days(cm_date_edge(act, true)),
                       &adult) ||
        !age_on(law, cm_date_edge(birth->value, false), cm_date_edge(act, true), &most) ||
        !age_on(law, cm_date_edge(birth->value, true), cm_date_edge(act, false), &least)) {
        return CM_UNREAD;
    }
    *ret_minor = most < adult;
    return most < adult || least >= adult ? CM_KNOWN : CM_UNREAD;
}

static void fill_minor(cm_filling *f, cm_fact_row *row, const cm_defendant *d)
{
    bool minor = true;
    cm_state state = d->minor.state == CM_KNOWN ? CM_KNOWN : is_minor(f, &d->birth_date, &minor);
    cm_row_set(f->rows, row, CM_SV("minor"), state, cm_cell_bool(minor), d->minor.at);
    if (d->minor.state != CM_KNOWN && state == CM_KNOWN) {
        cm_row_anchor(f->rows, row, CM_SV("minor"), d->birth_date.at);
        cm_row_anchor(f->rows, row, CM_SV("minor"), f->last_act.at);
    }
}

/* How many names of charges his counts have. */
static int64_t distinct_charges(const cm_defendant *d)
{
    int64_t names = 0;
    for (size_t i = 0; i < d->counts.count && i < MOST_COUNTS; i++) {
        size_t k = 0;
        while (k < i &&
               !cm_sv_equal(d->counts.items[k].charge.value, d->counts.items[i].charge.value)) {
            k++;
        }
        names += k == i ? 1 : 0;
    }
    return names;
}

static void fill_sentence(cm_filling *f, cm_fact_row *row, const cm_defendant *d)
{
    static const cm_penalty none = {.kind = {.state = CM_ABSENT}};
    const cm_penalty *p = d->has_sentence ? &d->sentence : &none;
    cm_row_choice(f->rows, row, CM_SV("sentence_kind"), f->use->choices->penalty, &p->kind);
    cm_row_number(f->rows, row, CM_SV("sentence_months"), &p->months);
    cm_row_number(f->rows, row, CM_SV("sentence_days"), &p->days);
    cm_row_number(f->rows, row, CM_SV("sentence_fine"), &p->fine);
    cm_fill_confiscation(f, row, CM_SV("sentence_confiscation"), &p->confiscation);
    cm_fill_rights(f, row, CM_SV("sentence_rights"), CM_SV("sentence_rights_months"),
                   &p->political_rights);
    cm_row_number(f->rows, row, CM_SV("probation_months"), &p->probation_months);
    cm_row_choice(f->rows, row, CM_SV("reviewed_penalty"), f->use->choices->penalty, &d->reviewed);
    cm_row_date(f->rows, row, CM_SV("term_from"), &d->term_from);
    cm_row_date(f->rows, row, CM_SV("term_to"), &d->term_to);
    cm_row_number(f->rows, row, CM_SV("credit_days"), &d->credit_days);
    bool read = !cm_filling_unread(f, CM_GROUP_DISPOSITION);
    bool limits = d->limited.state == CM_KNOWN || p->kind.value == CM_PENALTY_DEATH_SUSPENDED;
    cm_row_set(f->rows, row, CM_SV("commutation_limited"), limits ? CM_KNOWN : CM_ABSENT,
               cm_cell_bool(d->limited.state == CM_KNOWN), d->limited.at);
    cm_row_set(f->rows, row, CM_SV("merged"), read ? CM_KNOWN : CM_ABSENT, cm_cell_bool(d->merged),
               NOWHERE);
    cm_row_set(f->rows, row, CM_SV("sentence_decided"), read ? CM_KNOWN : CM_ABSENT,
               cm_cell_bool(d->decided.state == CM_KNOWN), d->decided.at);
    cm_row_choice(f->rows, row, CM_SV("sentence_also"), f->use->choices->penalty, &d->also);
    cm_row_set(f->rows, row, CM_SV("distinct_charges"), read ? CM_KNOWN : CM_ABSENT,
               cm_cell_int(distinct_charges(d)), NOWHERE);
    cm_row_set(f->rows, row, CM_SV("counts"), read ? CM_KNOWN : CM_ABSENT,
               cm_cell_int((int64_t)d->counts.count), NOWHERE);
}

static cm_penalty_kind sentence_kind(const cm_defendant *d)
{
    return d->has_sentence && d->sentence.kind.state == CM_KNOWN
               ? (cm_penalty_kind)d->sentence.kind.value
               : CM_PENALTY_NONE;
}

static cm_date known_date(const cm_date_fact *fact)
{
    return fact->state == CM_KNOWN ? fact->value : CM_NO_DATE;
}

static cm_custody custody_of(cm_filling *f, const cm_defendant *d)
{
    size_t count = d->measures.count;
    cm_custody_event *events = cm_arena_array(f->rows->mem, cm_custody_event, count);
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        const cm_measure *m = &d->measures.items[i];
        if (m->kind.state == CM_KNOWN) {
            events[used++] = (cm_custody_event){m->kind.value, known_date(&m->date)};
        }
    }
    cm_custody_query query = {events, used, known_date(&d->term_from),
                              known_date(&f->record->decided_on), sentence_kind(d)};
    cm_custody ret = {.known = false};
    cm_law_custody(f->use->law, f->rows->mem, &query, &ret);
    return ret;
}

static cm_span measure_span(const cm_measure *m)
{
    return cm_span_of((cm_span[]){m->kind.at, m->date.at}, 2);
}

/* Days and spells rest on all measures, a single day on those of that day. */
static void anchor_custody(cm_filling *f, const cm_fact_row *row, const cm_defendant *d,
                           const cm_custody *c)
{
    const struct {
        const char *column;
        cm_date only; /* or none: all */
    } derived[] = {
        {"custody_days", CM_NO_DATE},      {"custody_spells", CM_NO_DATE},
        {"custody_credit", CM_NO_DATE},    {"bail_gap_days", CM_NO_DATE},
        {"first_custody_on", c->first_on}, {"last_custody_on", c->last_on},
    };

    for (size_t n = 0; n < CM_COUNT(derived); n++) {
        for (size_t i = 0; i < d->measures.count; i++) {
            const cm_measure *m = &d->measures.items[i];
            if (derived[n].only.year == 0 || cm_date_equal(derived[n].only, m->date.value)) {
                cm_row_anchor(f->rows, row, cm_sv_from(derived[n].column), measure_span(m));
            }
        }
    }
}

static void fill_custody(cm_filling *f, cm_fact_row *row, const cm_defendant *d)
{
    cm_custody c = custody_of(f, d);
    cm_state known = c.known ? CM_KNOWN : CM_UNREAD;
    cm_state gap = c.gap_known ? CM_KNOWN : CM_UNREAD;
    cm_date_fact first = {CM_KNOWN, c.first_on, NOWHERE};
    cm_date_fact last = {CM_KNOWN, c.last_on, NOWHERE};
    first.state = c.first_on.year != 0 ? CM_KNOWN : CM_ABSENT;
    last.state = c.last_on.year != 0 ? CM_KNOWN : CM_ABSENT;
    cm_row_set(f->rows, row, CM_SV("custody_days"), known, cm_cell_int(c.days), NOWHERE);
    cm_row_set(f->rows, row, CM_SV("custody_spells"), known, cm_cell_int(c.spells), NOWHERE);
    cm_row_set(f->rows, row, CM_SV("custody_credit"), known, cm_cell_int(c.credit), NOWHERE);
    cm_row_set(f->rows, row, CM_SV("bail_gap_days"), gap, cm_cell_int(c.gap_days), NOWHERE);
    cm_row_date(f->rows, row, CM_SV("first_custody_on"), &first);
    cm_row_date(f->rows, row, CM_SV("last_custody_on"), &last);
    anchor_custody(f, row, d, &c);
}

cm_state cm_fill_mitigated(cm_filling *f, const cm_defendant *d, bool *ret_value)
{
    *ret_value = false;
    for (size_t i = 0; i < d->circumstances.count; i++) {
        const cm_choice_fact *c = &d->circumstances.items[i];
        *ret_value =
            *ret_value || (c->state == CM_KNOWN && cm_law_mitigates(f->use->law, c->value));
    }
    cm_date on = known_date(&f->record->decided_on);
    for (size_t i = 0; i < f->record->articles.count; i++) {
        const cm_article *a = &f->record->articles.items[i];
        cm_law_ref ref = {a->law.value, a->article, a->sub, a->paragraph};
        *ret_value = *ret_value ||
                     cm_law_mitigates_cited(f->use->law, ref, cm_date_exists(on) ? on : CM_NO_DATE);
    }
    bool read = !cm_filling_unread(f, CM_GROUP_FINDINGS) && !cm_filling_unread(f, CM_GROUP_BASIS);
    return *ret_value || read ? CM_KNOWN : CM_UNREAD;
}

static void fill_mitigated(cm_filling *f, cm_fact_row *row, const cm_defendant *d)
{
    bool mitigated = false;
    cm_state state = cm_fill_mitigated(f, d, &mitigated);
    cm_row_set(f->rows, row, CM_SV("mitigated"), state, cm_cell_bool(mitigated), NOWHERE);
    for (size_t i = 0; i < d->circumstances.count; i++) {
        const cm_choice_fact *c = &d->circumstances.items[i];
        if (c->state == CM_KNOWN && cm_law_mitigates(f->use->law, c->value)) {
            cm_row_anchor(f->rows, row, CM_SV("mitigated"), c->at);
        }
    }
}

static void fill_children(cm_filling *f, const cm_fact_row *row, const cm_defendant *d)
{
    for (size_t i = 0; i < d->measures.count; i++) {
        const cm_measure *m = &d->measures.items[i];
        cm_fact_row *n = cm_row_new(f->rows, CM_SV("defendant.measures"), row, (int64_t)i + 1);
        cm_row_choice(f->rows, n, CM_SV("kind"), f->use->choices->measure, &m->kind);
        cm_row_date(f->rows, n, CM_SV("on"), &m->date);
        cm_row_anchor(f->rows, row, CM_SV("measures"), measure_span(m));
    }
    cm_fill_sentences(f, row, d);
    for (size_t i = 0; i < d->circumstances.count; i++) {
        const cm_choice_fact *c = &d->circumstances.items[i];
        cm_fact_row *n = cm_row_new(f->rows, CM_SV("defendant.circumstances"), row, (int64_t)i + 1);
        cm_row_choice(f->rows, n, CM_SV("kind"), f->use->choices->circumstance, c);
        cm_row_anchor(f->rows, row, CM_SV("circumstances"), c->at);
    }
}

void cm_fill_defendant(cm_filling *f, const cm_defendant *d, int64_t number)
{
    cm_fact_row *row = cm_row_new(f->rows, CM_SV("defendant"), NULL, number);
    if (d == NULL) {
        if (cm_filling_criminal(f)) {
            cm_row_all_unread(f->rows, row);
        } else {
            cm_row_all_absent(row);
        }
        cm_fill_conviction(f, row, NULL, NULL, 1);
        return;
    }
    cm_row_int(f->rows, row, CM_SV("number"), number);
    fill_person(f, row, d);
    fill_minor(f, row, d);
    fill_sentence(f, row, d);
    fill_custody(f, row, d);
    fill_mitigated(f, row, d);
    cm_fill_commutation(f, row, d);
    cm_fill_below(f, row, d);
    fill_children(f, row, d);
    cm_fill_found_of(f, row, d, (size_t)number - 1);
    for (size_t i = 0; i < d->counts.count; i++) {
        cm_fill_conviction(f, row, d, &d->counts.items[i], (int64_t)i + 1);
    }
    if (d->counts.count == 0) {
        cm_fill_conviction(f, row, d, NULL, 1);
    }
}
