#include "base/base.h"

#include "app/fill_parts.h"
#include "base/limits.h"
#include "law/threshold.h"
#include "law/version.h"

static const cm_span NOWHERE = {0, 0};

static cm_sv allowed_text(const cm_fact_row *row, cm_sv column, size_t position)
{
    const cm_column *c = row->view->columns.items[cm_view_column(row->view, column)];
    cm_assert(position < c->allowed.count);
    return c->allowed.items[position];
}

void cm_fill_confiscation(cm_filling *f, cm_fact_row *row, cm_sv column, const cm_extent_fact *fact)
{
    /* The closed list of the column is: all, part, amount. */
    static const size_t position[] = {
        [CM_EXTENT_ALL] = 0, [CM_EXTENT_PART] = 1, [CM_EXTENT_AMOUNT] = 2};
    cm_cell cell = cm_cell_text(allowed_text(row, column, position[fact->extent]));
    cm_row_set(f->rows, row, column, fact->state, cell, fact->at);
}

void cm_fill_rights(cm_filling *f, cm_fact_row *row, cm_sv column, cm_sv months,
                    const cm_extent_fact *fact)
{
    size_t kind = fact->extent == CM_EXTENT_ALL ? 0 : 1; /* in the closed list of the column */
    cm_row_set(f->rows, row, column, fact->state, cm_cell_text(allowed_text(row, column, kind)),
               fact->at);
    bool term = fact->state == CM_KNOWN && fact->extent == CM_EXTENT_AMOUNT;
    cm_row_set(f->rows, row, months, term ? CM_KNOWN : CM_ABSENT, cm_cell_int(fact->value),
               term ? fact->at : NOWHERE);
}

static void fill_extents(cm_filling *f, cm_fact_row *row, const cm_penalty *p)
{
    const cm_extent_fact *c = &p->confiscation;
    cm_fill_confiscation(f, row, CM_SV("confiscation"), c);
    bool amount = c->state == CM_KNOWN && c->extent == CM_EXTENT_AMOUNT;
    cm_row_set(f->rows, row, CM_SV("confiscation_amount"), amount ? CM_KNOWN : CM_ABSENT,
               cm_cell_int(c->value), amount ? c->at : NOWHERE);
    cm_fill_rights(f, row, CM_SV("political_rights"), CM_SV("political_rights_months"),
                   &p->political_rights);
}

static void fill_penalty(cm_filling *f, cm_fact_row *row, const cm_count *count)
{
    const cm_penalty *p = &count->penalty;
    cm_row_text(f->rows, row, CM_SV("charge"), &count->charge);
    cm_fill_charge(f, row, &count->charge);
    cm_fill_charge_name(f, row, count);
    cm_row_choice(f->rows, row, CM_SV("kind"), f->use->choices->penalty, &p->kind);
    cm_row_number(f->rows, row, CM_SV("months"), &p->months);
    cm_row_number(f->rows, row, CM_SV("days"), &p->days);
    cm_row_number(f->rows, row, CM_SV("fine"), &p->fine);
    fill_extents(f, row, p);
}

/* ---- the law's tiers for this conviction ---- */

static void put_bool(cm_filling *f, cm_fact_row *row, const char *column, bool value)
{
    cm_row_bool(f->rows, row, cm_sv_from(column), value);
}

/* 0 stands for "none" in the tables of the law. */
static void put_amount(cm_filling *f, cm_fact_row *row, const char *column, int64_t value)
{
    cm_row_set(f->rows, row, cm_sv_from(column), value != 0 ? CM_KNOWN : CM_ABSENT,
               cm_cell_int(value), NOWHERE);
}

static void put_text(cm_filling *f, cm_fact_row *row, const char *column, cm_sv value)
{
    cm_row_set(f->rows, row, cm_sv_from(column), value.len != 0 ? CM_KNOWN : CM_ABSENT,
               cm_cell_text(value), NOWHERE);
}

/* From which amount the tier applies; absent where its condition names none that is at hand. */
static void fill_amount(cm_filling *f, cm_fact_row *row, const cm_tier *t)
{
    cm_amount_band band = {.level = -1};
    cm_date act = f->last_act.state == CM_KNOWN ? f->last_act.value : CM_NO_DATE;
    bool found =
        cm_law_amount_band(f->use->law, t, act, f->record->decided_on.value, f->province, &band);
    put_text(f, row, "amount_level",
             found ? cm_law_word(f->use->law, CM_SV("amount_level"), band.level) : CM_SV(""));
    put_amount(f, row, "amount_special", band.special);
    put_amount(f, row, "amount_min", band.min);
    put_amount(f, row, "amount_max", band.max);
    cm_row_set(f->rows, row, CM_SV("amount_provincial"), found ? CM_KNOWN : CM_ABSENT,
               cm_cell_bool(band.provincial), NOWHERE);
    put_text(f, row, "amount_basis", band.basis);
}

static void fill_tier(cm_filling *f, cm_fact_row *row, const cm_tier_match *m, uint64_t words)
{
    const cm_tier *t = m->tier;
    bool reasoned = !cm_filling_unread(f, CM_GROUP_FINDINGS);
    cm_row_set(f->rows, row, CM_SV("stated"), reasoned ? CM_KNOWN : CM_ABSENT,
               cm_cell_bool((t->words & words) != 0), NOWHERE);
    put_text(f, row, "charge", t->charge->name);
    put_text(f, row, "article", t->article);
    put_amount(f, row, "paragraph", t->paragraph);
    put_amount(f, row, "tier", t->tier);
    put_bool(f, row, "fits", m->fits);
    put_bool(f, row, "candidate", m->candidate);
    put_bool(f, row, "at_act", m->at_act);
    put_bool(f, row, "at_decision", m->at_decision);
    put_bool(f, row, "lowest", m->lowest);
    put_bool(f, row, "lighter", m->lighter);
    put_bool(f, row, "base", t->order == 1);
    put_bool(f, row, "control", t->control);
    put_bool(f, row, "detention", t->detention);
    put_bool(f, row, "fixed_term", t->fixed_term);
    put_bool(f, row, "life", t->life);
    put_bool(f, row, "death", t->death);
    put_bool(f, row, "rights_alone", t->rights_alone);
    put_bool(f, row, "staff", t->subject == CM_SUBJECT_UNIT_STAFF);
    put_bool(f, row, "fine_amount_set", t->fine_amount_set);
    put_amount(f, row, "min_months", t->min_months);
    put_amount(f, row, "max_months", t->max_months);
    put_text(f, row, "fine", cm_sv_from(cm_fine_mode_name(t->fine)));
    put_amount(f, row, "fine_min", t->fine_min);
    put_amount(f, row, "fine_max", t->fine_max);
    put_amount(f, row, "fine_floor", m->fine_floor);
    put_amount(f, row, "fine_ceiling", m->fine_ceiling);
    put_text(f, row, "confiscation", cm_sv_from(cm_confiscation_mode_name(t->confiscation)));
    cm_date_fact from = {CM_KNOWN, t->valid_from, NOWHERE};
    cm_row_date(f->rows, row, CM_SV("valid_from"), &from);
    put_text(f, row, "law_row", t->id);
    fill_amount(f, row, t);
    cm_row_set(f->rows, row, CM_SV("cited"),
               cm_filling_unread(f, CM_GROUP_BASIS) ? CM_UNREAD : CM_KNOWN,
               cm_cell_bool(cm_fill_is_cited(f, t->article)), NOWHERE);
}

static void add_part(cm_filling *f, cm_svs *parts, const cm_buf *part)
{
    for (size_t i = 0; i < parts->count; i++) {
        if (cm_sv_equal(parts->items[i], cm_buf_view(part))) {
            return;
        }
    }
    *cm_vec_push(f->rows->mem, parts) = cm_arena_sv(f->rows->mem, cm_buf_view(part));
}

static void put_parts(cm_filling *f, cm_fact_row *row, const char *column, const cm_svs *parts)
{
    cm_sv joined = CM_SV("");
    for (size_t i = 0; i < parts->count; i++) {
        joined = cm_arena_format(f->rows->mem, "%.*s%s%.*s", CM_SV_ARG(joined), i > 0 ? "; " : "",
                                 CM_SV_ARG(parts->items[i]));
    }
    put_text(f, row, column, joined);
}

/* The law in words: of the tiers the court may have used, else of all. */
static void fill_penalty_law(cm_filling *f, cm_fact_row *row, const cm_tier_matches *matches)
{
    bool narrow = false;
    for (size_t i = 0; i < matches->count; i++) {
        narrow = narrow || matches->items[i].candidate;
    }
    cm_svs articles = {0}, tiers = {0};
    for (size_t i = 0; i < matches->count; i++) {
        const cm_tier *t = matches->items[i].tier;
        if (narrow && !matches->items[i].candidate) {
            continue;
        }
        CM_AUTO_BUF text;
        cm_buf_init(&text, CM_MAX_MESSAGE);
        cm_law_cite(f->use->law, t->text_at, t->valid_from, &text);
        add_part(f, &articles, &text);
        (void)cm_buf_add_byte(&text, ' ');
        (void)cm_buf_add(&text, t->penalty_text);
        add_part(f, &tiers, &text);
    }
    put_parts(f, row, "penalty_article", &articles);
    put_parts(f, row, "penalty_tiers", &tiers);
}

static cm_tier_query tier_query(cm_filling *f, const cm_defendant *d, const cm_count *count)
{
    bool mitigated = false;
    cm_state state = cm_fill_mitigated(f, d, &mitigated);
    const cm_penalty *p = &count->penalty;
    return (cm_tier_query){
        .charge = count->charge.value,
        .unit = d->kind.state == CM_KNOWN && d->kind.value == CM_PARTY_UNIT,
        .first_act = f->first_act.value,
        .last_act = f->last_act.value,
        .decided_on = f->record->decided_on.value,
        .kind = (cm_penalty_kind)p->kind.value,
        .months = p->months.state == CM_KNOWN ? p->months.value : 0,
        .days = p->days.state == CM_KNOWN ? p->days.value : 0,
        .mitigated = mitigated || state != CM_KNOWN, /* in doubt the court may have gone below */
    };
}

/* Whether the law can be asked at all; without an answer the table of tiers is unread, not empty.
 * Without the day of decision every version since the act counts. */
static bool law_can_be_asked(cm_filling *f, const cm_count *count)
{
    const cm_penalty *p = &count->penalty;
    const cm_date_fact *decided = &f->record->decided_on;
    bool dated = decided->state == CM_KNOWN && cm_date_exists(decided->value);
    return count->charge.state == CM_KNOWN && p->kind.state == CM_KNOWN &&
           p->months.state != CM_UNREAD && p->days.state != CM_UNREAD &&
           (dated || (f->first_act.state == CM_KNOWN && cm_date_exists(f->first_act.value)));
}

/* Whether a word of the reasoning is about this count of this defendant, as far as it is tied. */
static bool is_about(const cm_record *r, const cm_reason *reason, const cm_defendant *d,
                     const cm_count *count)
{
    return (reason->defendant == CM_NO_DEFENDANT || &r->defendants.items[reason->defendant] == d) &&
           (reason->charge.state != CM_KNOWN ||
            cm_sv_equal(reason->charge.value, count->charge.value));
}

/* The words of the reasoning about this count; returns those that are the court's own, a bit each.
 */
static uint64_t fill_reasons(cm_filling *f, cm_fact_row *row, const cm_defendant *d,
                             const cm_count *count)
{
    uint64_t words = 0;
    int64_t number = 0;
    for (size_t i = 0; i < f->record->reasons.count; i++) {
        const cm_reason *r = &f->record->reasons.items[i];
        if (!is_about(f->record, r, d, count)) {
            continue;
        }
        cm_fact_row *n = cm_row_new(f->rows, CM_SV("conviction.reasons"), row, ++number);
        cm_row_choice(f->rows, n, CM_SV("word"), f->use->choices->reason, &r->kind);
        cm_row_bool(f->rows, n, CM_SV("quoted"), r->quoted);
        cm_row_anchor(f->rows, row, CM_SV("reasons"), r->kind.at);
        words |= r->quoted || r->loose ? 0 : cm_law_reason_bit(r->kind.value);
    }
    return words;
}

static const char *const VERSION_COLUMNS[] = {"law_at_act", "law_at_decision", "law_changed",
                                              "lighter_law"};

static void put_date(cm_filling *f, cm_fact_row *row, const char *column, cm_date day)
{
    cm_date_fact fact = {day.year != 0 ? CM_KNOWN : CM_UNREAD, day, NOWHERE};
    cm_row_date(f->rows, row, cm_sv_from(column), &fact);
}

/* Which version of the law applied; absent for a unit, which has no tiers. */
static void fill_versions(cm_filling *f, cm_fact_row *row, const cm_tier_matches *matches)
{
    /* The closed list of the column is: act, decision, same. */
    static const size_t position[] = {
        [CM_LIGHTER_ACT] = 0, [CM_LIGHTER_DECISION] = 1, [CM_LIGHTER_SAME] = 2};
    cm_law_versions v = {.is_known = false};
    cm_law_versions_of(matches, &v);
    put_date(f, row, "law_at_act", v.at_act);
    put_date(f, row, "law_at_decision", v.at_decision);
    cm_row_set(f->rows, row, CM_SV("law_changed"), v.is_known ? CM_KNOWN : CM_UNREAD,
               cm_cell_bool(v.changed), NOWHERE);
    cm_state state = !v.is_known ? CM_UNREAD : !v.changed ? CM_ABSENT : CM_KNOWN;
    state = v.changed && v.lighter == CM_LIGHTER_UNKNOWN ? CM_UNREAD : state;
    cm_cell word = state == CM_KNOWN
                       ? cm_cell_text(allowed_text(row, CM_SV("lighter_law"), position[v.lighter]))
                       : cm_cell_null();
    cm_row_set(f->rows, row, CM_SV("lighter_law"), state, word, NOWHERE);
}

static void all_versions(cm_filling *f, cm_fact_row *row, cm_state state)
{
    for (size_t i = 0; i < CM_COUNT(VERSION_COLUMNS); i++) {
        cm_row_set(f->rows, row, cm_sv_from(VERSION_COLUMNS[i]), state, cm_cell_null(), NOWHERE);
    }
}

static void fill_tiers(cm_filling *f, cm_fact_row *row, const cm_defendant *d,
                       const cm_count *count)
{
    uint64_t words = fill_reasons(f, row, d, count);
    cm_tier_matches matches = {0};
    bool known = false;
    bool asked = law_can_be_asked(f, count);
    if (asked) {
        cm_tier_query query = tier_query(f, d, count);
        known = cm_law_tiers(f->use->law, f->rows->mem, &query, &matches);
        cm_row_bool(f->rows, row, CM_SV("charge_known"), known);
    } else {
        cm_row_unread(f->rows, row, CM_SV("charge_known"));
    }
    bool unit = d->kind.state == CM_KNOWN && d->kind.value == CM_PARTY_UNIT;
    bool read = known && (matches.count > 0 || unit);
    if (read) {
        fill_penalty_law(f, row, &matches);
        if (matches.count > 0) {
            fill_versions(f, row, &matches);
        } else {
            all_versions(f, row, CM_ABSENT);
        }
    } else {
        all_versions(f, row, CM_UNREAD);
        cm_row_unread(f->rows, row, CM_SV("tiers"));
        cm_row_unread(f->rows, row, CM_SV("penalty_article"));
        cm_row_unread(f->rows, row, CM_SV("penalty_tiers"));
    }
    bool floor = false;
    for (size_t i = 0; i < matches.count; i++) {
        fill_tier(f, cm_row_new(f->rows, CM_SV("conviction.tiers"), row, (int64_t)i + 1),
                  &matches.items[i], words);
        floor = floor || (matches.items[i].candidate && matches.items[i].tier->fine_amount_set);
    }
    cm_row_set(f->rows, row, CM_SV("statutory_fine_floor"), read ? CM_KNOWN : CM_UNREAD,
               cm_cell_bool(floor), NOWHERE);
    static const char *const derived[] = {"tiers", "penalty_article", "penalty_tiers",
                                          "charge_known", "statutory_fine_floor"};
    for (size_t i = 0; i < CM_COUNT(derived); i++) {
        cm_row_anchor(f->rows, row, cm_sv_from(derived[i]), count->charge.at);
        cm_row_anchor(f->rows, row, cm_sv_from(derived[i]), count->penalty.kind.at);
    }
}

/* A first instance that convicts or acquits says of what; an appeal may leave the judgment as it
 * is, and then it states no count of its own. */
static bool states_no_count(cm_filling *f)
{
    const cm_choice_fact *instance = &f->record->instance;
    return instance->state == CM_KNOWN && instance->value != CM_INSTANCE_FIRST &&
           f->record->outcome.state == CM_KNOWN && !cm_filling_unread(f, CM_GROUP_DISPOSITION);
}

void cm_fill_conviction(cm_filling *f, const cm_fact_row *defendant_row, const cm_defendant *d,
                        const cm_count *count, int64_t number)
{
    cm_fact_row *row = cm_row_new(f->rows, CM_SV("conviction"), defendant_row, number);
    if (count != NULL) {
        fill_penalty(f, row, count);
        fill_tiers(f, row, d, count);
        return;
    }
    if (!cm_filling_criminal(f)) {
        cm_row_all_absent(row);
        return;
    }
    if (d == NULL || !states_no_count(f)) {
        cm_row_all_unread(f->rows, row);
        return;
    }
    static const cm_count none = {.charge = {.state = CM_ABSENT}};
    fill_penalty(f, row, &none);
    all_versions(f, row, CM_ABSENT);
    cm_row_set(f->rows, row, CM_SV("charge_known"), CM_ABSENT, cm_cell_null(), NOWHERE);
    cm_row_set(f->rows, row, CM_SV("statutory_fine_floor"), CM_ABSENT, cm_cell_null(), NOWHERE);
    put_text(f, row, "penalty_article", CM_SV(""));
    put_text(f, row, "penalty_tiers", CM_SV(""));
}
