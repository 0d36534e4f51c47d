/* Which tiers can apply to a conviction: rows of the days that count, then their relation to the
 * penalty that was imposed. */
#include "base/base.h"

#include "law/data.h"

/* Days on which the law counts. A range (every version between two days) stands for an unknown
 * day. */
typedef struct {
    int32_t act_from, act_to; /* first and last possible day of an act */
    int32_t decided_from, decided_to;
    bool is_act_known, is_decided_known;
} match_days;

static match_days days_of(const cm_tier_query *q)
{
    match_days days = {INT32_MIN, INT32_MAX, INT32_MIN, INT32_MAX, false, false};
    cm_date first = q->first_act.year > 0 ? q->first_act : q->last_act;
    cm_date last = q->last_act.year > 0 ? q->last_act : q->first_act;
    if (first.year > 0) {
        days.act_from = cm_date_edge(first, false);
        days.act_to = cm_date_edge(last, true);
        days.is_act_known = true;
    }
    if (q->decided_on.year > 0) {
        days.decided_from = cm_date_edge(q->decided_on, false);
        days.decided_to = cm_date_edge(q->decided_on, true);
        days.is_decided_known = true;
    }
    if (!days.is_act_known) {
        days.act_to = days.decided_to;
    }
    if (!days.is_decided_known) {
        days.decided_from = days.act_from;
    }
    return days;
}

static bool in_force_between(const cm_tier *t, int32_t from, int32_t to)
{
    return t->from_day <= to && from < t->to_day;
}

static void add_match(cm_arena *mem, cm_tier_matches *rows, const cm_tier *tier, bool at_act)
{
    cm_tier_match *row = NULL;
    for (size_t i = 0; i < rows->count && row == NULL; i++) {
        row = rows->items[i].tier == tier ? &rows->items[i] : NULL;
    }
    if (row == NULL) {
        row = cm_vec_push(mem, rows);
        row->tier = tier;
    }
    row->at_act |= at_act;
    row->at_decision |= !at_act;
}

static bool add_versions(cm_arena *mem, const cm_charge *charge, const int32_t range[2],
                         bool at_act, cm_tier_matches *rows)
{
    const cm_charge_entry *e = cm_charge_entry_of(charge);
    bool found = false;
    for (size_t i = 0; i < e->tiers.count; i++) {
        if (in_force_between(e->tiers.items[i], range[0], range[1])) {
            add_match(mem, rows, e->tiers.items[i], at_act);
            found = true;
        }
    }
    return found;
}

static void add_related(cm_arena *mem, const cm_charge *charge, const int32_t range[2], bool at_act,
                        cm_tier_matches *rows)
{
    const cm_charges *lists[] = {&charge->later, &charge->earlier};
    for (size_t n = 0; n < CM_COUNT(lists); n++) {
        for (size_t i = 0; i < lists[n]->count; i++) {
            (void)add_versions(mem, lists[n]->items[i], range, at_act, rows);
        }
    }
}

/* Rows of one day; when the charge had none then, those of the names it had before or has since: a
 * name may outlive its provision. */
static void add_day(cm_arena *mem, const cm_charge *charge, int32_t day, bool at_act,
                    cm_tier_matches *rows)
{
    const int32_t range[2] = {day, day};
    if (!add_versions(mem, charge, range, at_act, rows)) {
        add_related(mem, charge, range, at_act, rows);
    }
}

/* Every version in the range; names before and since only for the time that the charge has no rows
 * of its own. */
static void add_period(cm_arena *mem, const cm_charge *charge, const int32_t range[2], bool at_act,
                       cm_tier_matches *rows)
{
    const cm_charge_entry *e = cm_charge_entry_of(charge);
    int32_t first = INT32_MAX;
    int32_t end = INT32_MIN;
    for (size_t i = 0; i < e->tiers.count; i++) {
        first = e->tiers.items[i]->from_day < first ? e->tiers.items[i]->from_day : first;
        end = e->tiers.items[i]->to_day > end ? e->tiers.items[i]->to_day : end;
    }
    (void)add_versions(mem, charge, range, at_act, rows);
    if (range[0] < first) {
        add_related(mem, charge, (const int32_t[2]){range[0], first - 1}, at_act, rows);
    }
    if (range[1] >= end && end != INT32_MAX) {
        add_related(mem, charge, (const int32_t[2]){end, range[1]}, at_act, rows);
    }
}

static void collect(cm_arena *mem, const cm_charge *charge, const match_days *d,
                    cm_tier_matches *rows)
{
    if (d->is_act_known) {
        add_day(mem, charge, d->act_from, true, rows);
        add_day(mem, charge, d->act_to, true, rows);
    } else {
        add_period(mem, charge, (const int32_t[2]){d->act_from, d->act_to}, true, rows);
    }
    if (d->is_decided_known) {
        add_day(mem, charge, d->decided_from, false, rows);
        add_day(mem, charge, d->decided_to, false, rows);
    } else {
        add_period(mem, charge, (const int32_t[2]){d->decided_from, d->decided_to}, false, rows);
    }
}

/* ---- the penalty and a tier ---- */

static bool fits(const cm_tier *t, const cm_tier_query *q)
{
    switch (q->kind) {
    case CM_PENALTY_FIXED_TERM:
        return t->fixed_term && q->months >= t->min_months &&
               (q->months < t->max_months || (q->months == t->max_months && q->days == 0));
    case CM_PENALTY_DETENTION:
        return t->detention;
    case CM_PENALTY_CONTROL:
        return t->control;
    case CM_PENALTY_LIFE:
        return t->life;
    case CM_PENALTY_DEATH:
    case CM_PENALTY_DEATH_SUSPENDED:
        return t->death;
    case CM_PENALTY_FINE_ONLY:
        return t->fine == CM_FINE_ALONE_OR_WITH || t->fine == CM_FINE_ALONE;
    case CM_PENALTY_RIGHTS_ONLY:
        return t->rights_alone;
    case CM_PENALTY_NONE:
    case CM_PENALTY_EXEMPT:
    case CM_PENALTY_NOT_GUILTY:
    case CM_PENALTY_TERMINATED:
    case CM_PENALTY_COUNT:
        break;
    }
    return false;
}

/* Principal penalties from light to heavy (art. 33); 0: none imposed. */
static int weight(cm_penalty_kind kind)
{
    switch (kind) {
    case CM_PENALTY_CONTROL:
        return 1;
    case CM_PENALTY_DETENTION:
        return 2;
    case CM_PENALTY_FIXED_TERM:
        return 3;
    case CM_PENALTY_LIFE:
        return 4;
    case CM_PENALTY_DEATH_SUSPENDED:
    case CM_PENALTY_DEATH:
        return 5;
    case CM_PENALTY_NONE:
    case CM_PENALTY_FINE_ONLY:
    case CM_PENALTY_RIGHTS_ONLY:
    case CM_PENALTY_EXEMPT:
    case CM_PENALTY_NOT_GUILTY:
    case CM_PENALTY_TERMINATED:
    case CM_PENALTY_COUNT:
        break;
    }
    return 0;
}

static cm_penalty_kind lightest(const cm_tier *t)
{
    if (t->control) {
        return CM_PENALTY_CONTROL;
    }
    if (t->detention) {
        return CM_PENALTY_DETENTION;
    }
    if (t->fixed_term) {
        return CM_PENALTY_FIXED_TERM;
    }
    return t->life ? CM_PENALTY_LIFE : CM_PENALTY_DEATH;
}

static bool is_lighter(const cm_tier *t, const cm_tier_query *q)
{
    cm_penalty_kind low = lightest(t);
    int imposed = weight(q->kind);
    if (imposed == 0) {
        return false;
    }
    return imposed < weight(low) || (low == CM_PENALTY_FIXED_TERM &&
                                     q->kind == CM_PENALTY_FIXED_TERM && q->months < t->min_months);
}

static bool same_scale(const cm_tier *a, const cm_tier *b)
{
    return a->charge == b->charge && a->subject == b->subject && a->from_day == b->from_day;
}

/* Mitigation reaches the next lower tier; for older acts any lower one (art. 63 before 2011). */
static bool is_reached_from(const cm_law *law, const cm_tier *upper, const cm_tier *lower,
                            const match_days *d)
{
    if (!same_scale(upper, lower) || upper->tier <= lower->tier) {
        return false;
    }
    bool any_lower = d->act_from < law->any_lower_tier.to;
    return any_lower || upper->tier == lower->tier + 1;
}

/* A penalty lighter than every range of its scale is reached from the lightest, for older acts from
 * any. */
static bool is_reached_below(const cm_law *law, const match_days *d, const cm_tier_matches *rows,
                             const cm_tier_match *row)
{
    for (size_t k = 0; k < rows->count; k++) {
        const cm_tier_match *other = &rows->items[k];
        if (same_scale(row->tier, other->tier) && (other->fits || !other->lighter)) {
            return false;
        }
    }
    return row->lighter && (row->lowest || d->act_from < law->any_lower_tier.to);
}

static void mark_mitigated(const cm_law *law, const match_days *d, cm_tier_matches *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        rows->items[i].candidate =
            rows->items[i].candidate || is_reached_below(law, d, rows, &rows->items[i]);
        for (size_t k = 0; k < rows->count && !rows->items[i].candidate; k++) {
            rows->items[i].candidate =
                rows->items[k].fits &&
                is_reached_from(law, rows->items[i].tier, rows->items[k].tier, d);
        }
    }
}

/* ---- the lowest fine ---- */

static bool rule_applies(const cm_fine_rule *rule, const cm_tier *t, const match_days *d)
{
    return rule->charge == t->charge && d->is_act_known && d->is_decided_known &&
           d->act_from >= rule->validity.from &&
           cm_validity_holds(rule->validity, d->decided_from) &&
           (rule->max_months == 0 || rule->max_months == t->max_months);
}

/* The statute's amounts; else the widest band that interpretations in force at act and decision
 * set. A rule without a highest sum (a multiple) leaves it open. */
static void set_fine_band(const cm_law *law, const match_days *d, cm_tier_match *row)
{
    const cm_tier *t = row->tier;
    row->fine_floor = t->fine_min;
    row->fine_ceiling = t->fine_max;
    if (t->fine == CM_FINE_NONE || t->fine_amount_set) {
        return;
    }
    bool open = false;
    for (size_t i = 0; i < law->fine_rules.count; i++) {
        const cm_fine_rule *rule = &law->fine_rules.items[i];
        if (!rule_applies(rule, t, d)) {
            continue;
        }
        open = open || rule->max == 0;
        row->fine_ceiling = rule->max > row->fine_ceiling ? rule->max : row->fine_ceiling;
        if (row->fine_floor == 0 || rule->min < row->fine_floor) {
            row->fine_floor = rule->min;
            row->fine_floor_source = rule->source;
        }
    }
    row->fine_ceiling = open ? 0 : row->fine_ceiling;
}

bool cm_law_tiers(const cm_law *law, cm_arena *mem, const cm_tier_query *query,
                  cm_tier_matches *ret_rows)
{
    cm_charges charges = {0};
    cm_tier_matches rows = {0};
    if (!cm_law_charge(law, mem, query->charge, &charges)) {
        return false;
    }
    match_days days = days_of(query);
    for (size_t i = 0; i < charges.count && !query->unit; i++) {
        collect(mem, charges.items[i], &days, &rows);
    }
    for (size_t i = 0; i < rows.count; i++) {
        cm_tier_match *row = &rows.items[i];
        row->fits = fits(row->tier, query);
        row->candidate = row->fits;
        row->lowest = row->tier->tier == 1;
        row->lighter = is_lighter(row->tier, query);
        set_fine_band(law, &days, row);
    }
    if (query->mitigated) {
        mark_mitigated(law, &days, &rows);
    }
    *ret_rows = rows;
    return true;
}
