#include "base/base.h"

#include "law/combine.h"
#include "law/data.h"

enum { MAX_MONTHS = 12 * 1000, MAX_DAYS = 366 * 1000 };

/* Year 1 and the end of year 9999: what a date can be. */
static const int32_t FIRST_DAY = -719162;
static const int32_t LAST_DAY = 2932896;

/* ---- load ---- */

cm_status cm_concurrence_load(cm_law *law, cm_arena *mem, cm_err *err)
{
    cm_tsv t;
    cm_status status = cm_law_table(law, mem, "concurrence.tsv", &t, err);
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        cm_cells c = {&t, &t.rows.items[i], CM_OK, err};
        int penalty = cm_law_term(law, CM_SV("penalty"), cm_cells_text(&c, "penalty"));
        cm_concurrence_cap cap = {
            .kind = (cm_penalty_kind)penalty,
            .sum_from = cm_cells_int(&c, "sum_from_months"),
            .months = cm_cells_int(&c, "cap_months"),
            .validity = cm_cells_validity(&c),
        };
        if (penalty < 0 || cap.months < 1 || cap.sum_from < 0) {
            cm_cells_fail(&c, "penalty", "a kind of list penalty and a cap are needed");
        }
        *cm_vec_push(mem, &law->caps) = cap;
        status = c.status;
    }
    return status;
}

/* ---- lengths ---- */

static bool is_length(cm_length l)
{
    return l.months >= 0 && l.days >= 0 && l.months <= MAX_MONTHS && l.days <= MAX_DAYS;
}

bool cm_months_later(int32_t day, int64_t months, int32_t *ret_day)
{
    if (day < FIRST_DAY || day > LAST_DAY || months < -MAX_MONTHS || months > MAX_MONTHS) {
        return false;
    }
    cm_date from = cm_date_from_days(day);
    int64_t at = (int64_t)from.year * 12 + from.month - 1 + months;
    int64_t year = at / 12;
    if (year < 1 || year > 9999) {
        return false;
    }
    int month = (int)(at % 12) + 1;
    int length = cm_date_month_length((int)year, month);
    cm_date to = {(int16_t)year, (uint8_t)month, from.day < length ? from.day : (uint8_t)length};
    *ret_day = cm_date_to_days(to);
    return true;
}

/* Over four years the calendar has every order of months that it has between 1901 and 2099; they
 * are counted from day 0. */
bool cm_length_days(cm_length length, int64_t *ret_least, int64_t *ret_most)
{
    if (!is_length(length) || length.months > (int64_t)12 * 90) {
        return false;
    }
    int64_t least = INT64_MAX, most = 0;
    for (int i = 0; i < 4 * 12; i++) {
        int32_t from = 0, to = 0;
        if (!cm_months_later(0, i, &from) || !cm_months_later(from, length.months, &to)) {
            return false;
        }
        int64_t days = (int64_t)to - from + length.days;
        least = days < least ? days : least;
        most = days > most ? days : most;
    }
    *ret_least = least;
    *ret_most = most;
    return true;
}

bool cm_length_between(int32_t first, int32_t last, cm_length *ret_length)
{
    if (first < FIRST_DAY || last > LAST_DAY - 1 || last < first) {
        return false;
    }
    cm_date a = cm_date_from_days(first);
    cm_date b = cm_date_from_days(last + 1); /* the day after: a whole month ends on the same day */
    int64_t months = ((int64_t)b.year - a.year) * 12 + b.month - a.month;
    int32_t there = 0;
    if (!cm_months_later(first, months, &there)) {
        return false;
    }
    if (there > last + 1) {
        months--;
        if (!cm_months_later(first, months, &there)) {
            return false;
        }
    }
    *ret_length = (cm_length){months, (int64_t)last + 1 - there};
    return true;
}

size_t cm_commuted_ends(int32_t old_end, cm_length cut, int32_t ret_ends[2])
{
    int32_t same = 0;
    if (!is_length(cut) || cut.months + cut.days == 0 ||
        !cm_months_later(old_end, -cut.months, &same)) {
        return 0;
    }
    cm_date old = cm_date_from_days(old_end);
    cm_date there = cm_date_from_days(same);
    bool from_last = old.day == cm_date_month_length(old.year, old.month);
    int length = cm_date_month_length(there.year, there.month);
    size_t count = 0;
    ret_ends[count++] = same - (int32_t)cut.days;
    if (cut.months > 0 && from_last && there.day != length) {
        there.day = (uint8_t)length;
        ret_ends[count++] = cm_date_to_days(there) - (int32_t)cut.days;
    }
    return count;
}

/* ---- combining ---- */

int64_t cm_combine_cap(const cm_law *law, cm_penalty_kind kind, int64_t sum_months,
                       cm_date last_act)
{
    int64_t months = 0;
    for (size_t i = 0; i < law->caps.count; i++) {
        const cm_concurrence_cap *c = &law->caps.items[i];
        bool holds =
            !cm_date_exists(last_act) || cm_validity_holds(c->validity, cm_date_to_days(last_act));
        if (c->kind == kind && holds && sum_months >= c->sum_from && c->months > months) {
            months = c->months;
        }
    }
    return months;
}

/* A month counts as thirty days where only two lengths of different shape are compared. */
static int64_t rough_days(cm_length l)
{
    return l.months * 30 + l.days;
}

typedef struct {
    bool any;
    cm_length longest, sum;
} group;

static void join(group *g, cm_length l)
{
    g->longest = !g->any || rough_days(l) > rough_days(g->longest) ? l : g->longest;
    g->sum = (cm_length){g->sum.months + l.months, g->sum.days + l.days};
    g->any = true;
}

static bool cap_sum(const cm_law *law, cm_penalty_kind kind, cm_date last_act, cm_length *sum)
{
    int64_t cap = cm_combine_cap(law, kind, sum->months + sum->days / 30, last_act);
    if (cap == 0 || rough_days(*sum) <= cap * 30) {
        return false;
    }
    *sum = (cm_length){cap, 0};
    return true;
}

static bool absorbs(cm_penalty_kind kind)
{
    return kind == CM_PENALTY_LIFE || kind == CM_PENALTY_DEATH ||
           kind == CM_PENALTY_DEATH_SUSPENDED;
}

/* Death goes before death suspended, and that before life. */
static int weight(cm_penalty_kind kind)
{
    return kind == CM_PENALTY_DEATH ? 3 : kind == CM_PENALTY_DEATH_SUSPENDED ? 2 : 1;
}

typedef struct {
    cm_penalty_kind absorbing; /* life or death, or none */
    group fixed, detention, control;
} groups;

static bool sort_parts(const cm_term_part *parts, size_t count, groups *g)
{
    for (size_t i = 0; i < count; i++) {
        const cm_term_part *p = &parts[i];
        if (!is_length(p->length)) {
            return false;
        }
        if (absorbs(p->kind)) {
            bool graver = g->absorbing == CM_PENALTY_NONE || weight(p->kind) > weight(g->absorbing);
            g->absorbing = graver ? p->kind : g->absorbing;
        } else if (p->kind == CM_PENALTY_FIXED_TERM) {
            join(&g->fixed, p->length);
        } else if (p->kind == CM_PENALTY_DETENTION) {
            join(&g->detention, p->length);
        } else if (p->kind == CM_PENALTY_CONTROL) {
            join(&g->control, p->length);
        }
    }
    return g->absorbing != CM_PENALTY_NONE || g->fixed.any || g->detention.any || g->control.any;
}

bool cm_combine(const cm_law *law, const cm_term_part *parts, size_t count, cm_date last_act,
                cm_date decided_on, cm_combined *ret_combined)
{
    groups g = {.absorbing = CM_PENALTY_NONE};
    cm_combined c = {.kind = CM_PENALTY_NONE};
    if (!sort_parts(parts, count, &g)) {
        return false;
    }
    if (g.absorbing != CM_PENALTY_NONE) {
        *ret_combined = (cm_combined){.kind = g.absorbing};
        return true;
    }
    const group *main = g.fixed.any ? &g.fixed : g.detention.any ? &g.detention : &g.control;
    c.kind = g.fixed.any       ? CM_PENALTY_FIXED_TERM
             : g.detention.any ? CM_PENALTY_DETENTION
                               : CM_PENALTY_CONTROL;
    c.least = main->longest;
    c.most = main->sum;
    c.capped = cap_sum(law, c.kind, last_act, &c.most);
    c.control = g.control.any && main != &g.control;
    c.control_least = g.control.longest;
    c.control_most = g.control.sum;
    (void)cap_sum(law, CM_PENALTY_CONTROL, last_act, &c.control_most);
    bool ruled = cm_date_exists(decided_on) &&
                 cm_validity_holds(law->absorbed_detention, cm_date_to_days(decided_on));
    c.apart = g.fixed.any && g.detention.any && !ruled;
    *ret_combined = c;
    return true;
}
