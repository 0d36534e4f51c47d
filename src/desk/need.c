#include "base/base.h"

#include "desk/need.h"

#include "desk/office.h"
#include "desk/statement.h"

typedef struct {
    cm_desk *desk;
    const cm_step_by *by;
    const cm_course_step *step;
    const cm_desk_clue *clue;
    const cm_step_request *request;
    int64_t into;
} asking;

static cm_status refuse(const asking *a, const cm_need *need, cm_sv word, cm_status status,
                        cm_err *err)
{
    /* The ids of needs are those of the data. */
    static const char *const IDS[CM_NEED_COUNT] = {
        "need.why",    "need.reason", "need.office",  "need.organ", "need.person", "need.day",
        "need.number", "need.into",   "need.outcome", "need.check", "need.told",   "need.document",
    };
    const cm_step_refusal r = {.id = cm_sv_from(IDS[need->kind]), .word = word};
    return cm_step_refuse(a->by, r, status, err);
}

static bool in_list(const cm_svs *list, cm_sv name)
{
    for (size_t i = 0; i < list->count; i++) {
        if (cm_sv_equal(list->items[i], name)) {
            return true;
        }
    }
    return false;
}

static cm_status count(asking *a, const char *sql, const cm_need *need, int64_t *ret_count,
                       cm_err *err)
{
    cm_statement s = cm_statement_new(a->desk, sql);
    cm_statement_int(&s, a->clue->no);
    cm_statement_text(&s, need->of);
    *ret_count = cm_statement_next(&s) ? cm_statement_number(&s, 0) : 0;
    return cm_statement_end(&s, err);
}

static cm_status check_text(asking *a, const cm_need *need, cm_sv given, cm_err *err)
{
    return cm_sv_trim(given).len != 0 ? CM_OK : refuse(a, need, need->of, CM_E_ARG, err);
}

static cm_status check_code(asking *a, const cm_need *need, cm_sv list, cm_sv given, cm_err *err)
{
    return cm_course_code_of(a->by->course, list, given) != NULL
               ? CM_OK
               : refuse(a, need, given.len != 0 ? given : list, CM_E_ARG, err);
}

/* Above, below or beside the office of the one that acts; whoever owns the files has none. */
static bool stands(const cm_caller *caller, cm_sv how, cm_sv office, bool above)
{
    bool here = cm_sv_equal(office, caller->office), below = in_list(&caller->below, office);
    if (caller->owner) {
        return true;
    }
    if (cm_sv_equal(how, CM_SV("within"))) {
        return here || below;
    }
    return cm_sv_equal(how, CM_SV("lower"))   ? below
           : cm_sv_equal(how, CM_SV("upper")) ? above
                                              : !here && !below && !above;
}

static cm_status check_office(asking *a, const cm_need *need, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_offices all = {0};
    cm_sv office = a->request->to_office;
    cm_status status = cm_offices_load(a->desk, &mem, &all, err);
    if (status != CM_OK) {
        return status;
    }
    const cm_office *there = cm_office_find(&all, office);
    bool known = there != NULL ? cm_sv_equal(there->name, office) : all.count == 0;
    cm_svs under = there != NULL ? cm_offices_below(&all, office, &mem) : (cm_svs){0};
    bool above = in_list(&under, a->by->caller->office);
    return office.len != 0 && known && stands(a->by->caller, need->of, office, above)
               ? CM_OK
               : refuse(a, need, office.len != 0 ? office : need->of, CM_E_ARG, err);
}

/* While nobody is registered any name will do. */
static cm_status check_registered(asking *a, const cm_need *need, cm_err *err)
{
    cm_statement s = cm_statement_new(
        a->desk, "SELECT NOT EXISTS (SELECT 1 FROM person) OR EXISTS (SELECT 1 FROM person WHERE "
                 "name = ? AND active = 1)");
    cm_statement_text(&s, a->request->to_person);
    bool known = cm_statement_next(&s) && cm_statement_number(&s, 0) != 0;
    cm_status status = cm_statement_end(&s, err);
    return status == CM_OK && !known ? refuse(a, need, a->request->to_person, CM_E_ARG, err)
                                     : status;
}

/* The error may stand in the work of the one who handled it before. */
static cm_status check_person(asking *a, const cm_need *need, cm_err *err)
{
    cm_sv person = a->request->to_person;
    bool before =
        cm_sv_equal(person, a->clue->handler) || cm_sv_equal(person, a->clue->own_handler);
    if (person.len == 0) {
        return refuse(a, need, CM_SV(""), CM_E_ARG, err);
    }
    if (a->clue->own && a->step->other && before) {
        const cm_step_refusal r = {.id = CM_SV("same_person"), .word = person};
        return cm_step_refuse(a->by, r, CM_E_DENIED, err);
    }
    return check_registered(a, need, err);
}

static cm_status check_into(asking *a, const cm_need *need, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_desk_clue other = {0};
    if (a->request->into.len == 0) {
        return refuse(a, need, CM_SV(""), CM_E_ARG, err);
    }
    cm_status status = cm_desk_clue_find(a->desk, &mem, a->request->into, &other, err);
    if (status != CM_OK) {
        return status;
    }
    const cm_course_state *state = cm_course_state_of(a->by->course, other.state);
    if (other.no == a->clue->no || state == NULL || state->final) {
        return refuse(a, need, a->request->into, CM_E_CONFLICT, err);
    }
    a->into = other.no;
    return CM_OK;
}

static cm_status check_recorded(asking *a, const cm_need *need, const char *sql, cm_err *err)
{
    int64_t found = 0;
    cm_status status = count(a, sql, need, &found, err);
    return status != CM_OK || found != 0 ? status : refuse(a, need, need->of, CM_E_CONFLICT, err);
}

static cm_status check(asking *a, const cm_need *need, cm_err *err)
{
    const cm_step_request *r = a->request;
    switch (need->kind) {
    case CM_NEED_WHY:
        return check_text(a, need, r->why, err);
    case CM_NEED_NUMBER:
        return check_text(a, need, r->number, err);
    case CM_NEED_REASON:
        return check_code(a, need, need->of, r->reason, err);
    case CM_NEED_ORGAN:
        return check_code(a, need, CM_SV("organ"), r->organ, err);
    case CM_NEED_OUTCOME:
        return check_code(a, need, CM_SV("outcome"), r->outcome, err);
    case CM_NEED_OFFICE:
        return check_office(a, need, err);
    case CM_NEED_PERSON:
        return check_person(a, need, err);
    case CM_NEED_DAY:
        return cm_date_exists(r->day) ? CM_OK : refuse(a, need, need->of, CM_E_ARG, err);
    case CM_NEED_INTO:
        return check_into(a, need, err);
    case CM_NEED_CHECK:
        return check_recorded(a, need,
                              "SELECT count(*) FROM verification WHERE clue = ?1 AND done = 1 AND "
                              "?2 IN (kind, '*')",
                              err);
    case CM_NEED_TOLD:
        return check_recorded(
            a, need, "SELECT count(*) FROM verification WHERE clue = ?1 AND ?2 IN (kind, '*')",
            err);
    case CM_NEED_DOCUMENT:
        return check_recorded(
            a, need, "SELECT count(*) FROM document WHERE clue = ?1 AND ?2 IN (state, '*')", err);
    case CM_NEED_COUNT:
        break;
    }
    cm_assert(false);
    return CM_E_ARG;
}

/* What no need asks for is not taken along: nobody would have looked whether it may be. Words why
 * may stand with any step. */
static cm_status check_nothing_else(asking *a, cm_err *err)
{
    const cm_step_request *r = a->request;

    const struct {
        cm_need_kind kind;
        bool given;
    } parts[] = {
        {CM_NEED_REASON, r->reason.len != 0},
        {CM_NEED_OFFICE, r->to_office.len != 0},
        {CM_NEED_PERSON, r->to_person.len != 0},
        {CM_NEED_ORGAN, r->organ.len != 0},
        {CM_NEED_NUMBER, r->number.len != 0},
        {CM_NEED_INTO, r->into.len != 0},
        {CM_NEED_OUTCOME, r->outcome.len != 0 || r->amount != 0 || r->persons != 0},
        {CM_NEED_DAY, cm_date_exists(r->day)},
    };

    for (size_t i = 0; i < CM_COUNT(parts); i++) {
        if (parts[i].given && cm_course_need(a->step, parts[i].kind) == NULL) {
            const cm_step_refusal refusal = {.id = CM_SV("extra"),
                                             .word = cm_course_need_name(parts[i].kind)};
            return cm_step_refuse(a->by, refusal, CM_E_ARG, err);
        }
    }
    return CM_OK;
}

// NOLINTNEXTLINE(readability-function-size): seven parameters, each of its own
cm_status cm_needs_check(cm_desk *desk, const cm_step_by *by, const cm_course_step *step,
                         const cm_desk_clue *clue, const cm_step_request *request,
                         int64_t *ret_into, cm_err *err)
{
    asking a = {.desk = desk, .by = by, .step = step, .clue = clue, .request = request};
    cm_status status = by->follows ? CM_OK : check_nothing_else(&a, err);
    for (size_t i = 0; status == CM_OK && i < step->needs.count; i++) {
        status = check(&a, &step->needs.items[i], err);
    }
    if (status == CM_OK) {
        *ret_into = a.into;
    }
    return status;
}
