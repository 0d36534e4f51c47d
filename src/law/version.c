#include "base/base.h"

#include "law/data.h"
#include "law/version.h"

/* ---- gates ---- */

cm_status cm_gates_load(cm_law *law, cm_arena *mem, cm_err *err)
{
    static const char *const DECIDED_BY[] = {"act", "decision"};
    cm_tsv t;
    cm_status status = cm_law_table(law, mem, "gates.tsv", &t, err);
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        cm_cells c = {&t, &t.rows.items[i], CM_OK, err};
        cm_law_gate_row gate = {cm_cells_text(&c, "gate"), cm_cells_date(&c, "day")};
        (void)cm_cells_choice(&c, "decided_by", DECIDED_BY, CM_COUNT(DECIDED_BY));
        cm_law_check_citations(law, &c, "basis");
        if (gate.day.year == 0 || gate.name.len == 0 || cm_cells_text(&c, "basis").len == 0) {
            cm_cells_fail(&c, "day", "a name, a day and a basis are needed");
        }
        *cm_vec_push(mem, &law->gates) = gate;
        status = c.status;
    }
    return status;
}

bool cm_law_gate(const cm_law *law, cm_sv name, cm_date *ret_day)
{
    for (size_t i = 0; i < law->gates.count; i++) {
        if (cm_sv_equal(law->gates.items[i].name, name)) {
            *ret_day = law->gates.items[i].day;
            return true;
        }
    }
    return false;
}

/* ---- versions ---- */

/* The first day of the one version of that day; false: none, or more than one. Rows for persons
 * responsible for a crime of a unit go by with those of everybody. */
static bool one_version(const cm_tier_matches *rows, bool at_act, cm_date *ret_from)
{
    cm_date from = CM_NO_DATE;
    for (size_t i = 0; i < rows->count; i++) {
        const cm_tier_match *m = &rows->items[i];
        if (!(at_act ? m->at_act : m->at_decision)) {
            continue;
        }
        if (from.year != 0 && !cm_date_equal(from, m->tier->valid_from)) {
            return false;
        }
        from = m->tier->valid_from;
    }
    *ret_from = from;
    return from.year != 0;
}

enum { LIFE = 100000, DEATH = 200000, AFTER_DETENTION = 10, DETENTION = 2, CONTROL = 1 };

/* Ranks of principal penalties: any imprisonment lies above detention, that above control. */
static int64_t heaviest(const cm_tier *t)
{
    return t->death        ? DEATH
           : t->life       ? LIFE
           : t->fixed_term ? AFTER_DETENTION + t->max_months
           : t->detention  ? DETENTION
                           : CONTROL;
}

static int64_t lightest(const cm_tier *t)
{
    return t->control      ? CONTROL
           : t->detention  ? DETENTION
           : t->fixed_term ? AFTER_DETENTION + t->min_months
           : t->life       ? LIFE
                           : DEATH;
}

static cm_lighter compare(const cm_tier *act, const cm_tier *decision)
{
    int64_t order = heaviest(act) - heaviest(decision);
    order = order != 0 ? order : lightest(act) - lightest(decision);
    return order < 0 ? CM_LIGHTER_ACT : order > 0 ? CM_LIGHTER_DECISION : CM_LIGHTER_SAME;
}

/* Tiers of both versions that the court may have used are compared two by two; those of one number
 * belong together where both have it. */
static cm_lighter lighter_of(const cm_tier_matches *rows, cm_date at_act)
{
    cm_lighter ret = CM_LIGHTER_UNKNOWN;
    bool any = false;
    for (size_t i = 0; i < rows->count; i++) {
        const cm_tier_match *a = &rows->items[i];
        for (size_t k = 0; k < rows->count; k++) {
            const cm_tier_match *b = &rows->items[k];
            bool pair = a->candidate && b->candidate && a->at_act && b->at_decision &&
                        a->tier->subject == b->tier->subject &&
                        cm_date_equal(a->tier->valid_from, at_act);
            if (!pair) {
                continue;
            }
            cm_lighter one = compare(a->tier, b->tier);
            if (any && one != ret) {
                return CM_LIGHTER_UNKNOWN;
            }
            ret = one;
            any = true;
        }
    }
    return ret;
}

void cm_law_versions_of(const cm_tier_matches *rows, cm_law_versions *ret_versions)
{
    cm_law_versions v = {.lighter = CM_LIGHTER_UNKNOWN};
    bool act = one_version(rows, true, &v.at_act);
    bool decision = one_version(rows, false, &v.at_decision);
    v.is_known = act && decision;
    v.changed = v.is_known && !cm_date_equal(v.at_act, v.at_decision);
    if (v.changed) {
        v.lighter = lighter_of(rows, v.at_act);
    }
    *ret_versions = v;
}
