#include "base/base.h"

#include "law/data.h"
#include "law/limit.h"
#include "law/measure.h"
#include "law/period.h"

/* Position of an id, or -1 for the star that matches all. */
static int choice(const cm_law *law, cm_cells *c, const char *column, const char *list)
{
    cm_sv text = cm_cells_text(c, column);
    if (cm_sv_equal(text, CM_SV("*"))) {
        return -1;
    }
    int found = cm_law_term(law, cm_sv_from(list), text);
    if (found < 0) {
        cm_cells_fail(c, column, "is not in its list of data/terms");
    }
    return found;
}

static cm_status load_row(cm_law *law, cm_arena *mem, cm_cells *c)
{
    static const char *const AGES[] = {"*", "fresh", "old"};
    const cm_term_list *proposals = cm_map_find(&law->terms.lists, CM_SV("proposal"));
    const cm_term_list *directions = cm_map_find(&law->terms.lists, CM_SV("direction"));
    cm_measure_row row = {
        .error_class = cm_cells_text(c, "class"),
        .stage = choice(law, c, "stage", "stage"),
        .direction = cm_cells_text(c, "direction"),
        .age = (cm_measure_age)cm_cells_choice(c, "age", AGES, CM_COUNT(AGES)),
    };
    if (cm_law_term(law, CM_SV("error_class"), row.error_class) < 0) {
        cm_cells_fail(c, "class", "is not in list error_class");
    }
    if (!cm_sv_equal(row.direction, CM_SV("*")) &&
        (directions == NULL || cm_term_find(directions, row.direction) < 0)) {
        cm_cells_fail(c, "direction", "is not in list direction");
    }
    cm_sv rest = cm_cells_text(c, "proposals"), id;
    while (rest.len != 0 && cm_sv_split(&rest, ';', &id)) {
        int found = cm_law_term(law, CM_SV("proposal"), id);
        if (found < 0) {
            cm_cells_fail(c, "proposals", "is not in list proposal");
            break;
        }
        *cm_vec_push(mem, &row.proposals) = cm_term_zh(proposals, found);
    }
    *cm_vec_push(mem, &law->measures) = row;
    return c->status;
}

cm_status cm_measures_load(cm_law *law, cm_arena *mem, cm_err *err)
{
    const cm_term_list *stages = NULL;
    cm_tsv t;
    cm_status status = cm_terms_bind(&law->terms, CM_SV("stage"), CM_STAGE_COUNT, &stages, err);
    if (status == CM_OK) {
        status = cm_law_table(law, mem, "measures.tsv", &t, err);
    }
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        cm_cells c = {&t, &t.rows.items[i], CM_OK, err};
        status = load_row(law, mem, &c);
    }
    return status;
}

cm_sv cm_law_protest_limit(bool ruling)
{
    return ruling ? CM_SV("protest_ruling") : CM_SV("protest_judgment");
}

/* The last day to protest. False: no such limit then. */
static bool protest_until(const cm_law *law, const cm_measure_query *q, int32_t *ret_day)
{
    cm_sv id = cm_law_protest_limit(q->ruling);
    cm_limit_query query = {.limit = cm_limit_find(law, id, q->received_on),
                            .start = q->received_on};
    cm_limit_end end;
    if (query.limit == NULL || cm_limit_due(law, &query, &end, NULL) != CM_OK || !end.ends) {
        return false;
    }
    *ret_day = cm_date_to_days(end.due);
    return true;
}

/* Whether the judgment has taken effect, and on which day it did. */
static cm_stage stage_of(const cm_law *law, const cm_measure_query *q, int32_t *ret_day)
{
    int64_t days = 0;
    if (!cm_date_exists(q->decided_on) || !cm_date_exists(q->today)) {
        return q->final ? CM_STAGE_EFFECTIVE : CM_STAGE_UNKNOWN;
    }
    int32_t today = cm_date_to_days(q->today);
    *ret_day = cm_date_to_days(q->decided_on);
    if (q->final) {
        return CM_STAGE_EFFECTIVE;
    }
    int32_t last = 0;
    if (protest_until(law, q, &last)) {
        *ret_day = last + 1;
        return today < *ret_day ? CM_STAGE_OPEN : CM_STAGE_EFFECTIVE;
    }
    return cm_law_period(law, CM_SV("assumed_effective"), q->decided_on, &days) &&
                   today > *ret_day + days
               ? CM_STAGE_EFFECTIVE
               : CM_STAGE_UNKNOWN;
}

static cm_measure_age age_of(const cm_law *law, const cm_measure_query *q, int32_t effective)
{
    int64_t fresh = 0;
    if (effective == 0 || !cm_date_exists(q->today) ||
        !cm_law_period(law, CM_SV("retrial_fresh"), q->today, &fresh)) {
        return CM_MEASURE_ANY_AGE;
    }
    return cm_date_to_days(q->today) <= effective + fresh ? CM_MEASURE_FRESH : CM_MEASURE_OLD;
}

static bool find(const cm_law *law, const cm_measure_query *q, cm_measure_age age,
                 cm_measure_answer *ret)
{
    for (size_t i = 0; i < law->measures.count; i++) {
        const cm_measure_row *r = &law->measures.items[i];
        if (cm_sv_equal(r->error_class, q->error_class) &&
            (r->stage < 0 || r->stage == (int)ret->stage) &&
            (cm_sv_equal(r->direction, CM_SV("*")) || cm_sv_equal(r->direction, q->direction)) &&
            (r->age == CM_MEASURE_ANY_AGE || r->age == age)) {
            ret->proposals = r->proposals;
            return true;
        }
    }
    return false;
}

bool cm_law_measure(const cm_law *law, const cm_measure_query *q, cm_measure_answer *ret)
{
    int32_t effective = 0;
    *ret = (cm_measure_answer){.stage = stage_of(law, q, &effective)};
    return find(law, q, age_of(law, q, effective), ret);
}

bool cm_law_measure_at(const cm_law *law, const cm_measure_query *q, cm_stage stage,
                       cm_measure_answer *ret)
{
    *ret = (cm_measure_answer){.stage = stage};
    return find(law, q, CM_MEASURE_OLD, ret);
}
