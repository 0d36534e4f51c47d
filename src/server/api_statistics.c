#include "base/base.h"

#include "app/statistics_json.h"
#include "server/answer.h"
#include "server/routes.h"

/* ---- what is asked ---- */

static cm_status begin(cm_exchange *x, cm_statistics *s, cm_err *err)
{
    *s = (cm_statistics){.english = x->home->english};
    return cm_statistics_open(x->workdesk->desk, x->home, &x->caller, x->mem, s, err);
}

static cm_standing_filter filter_of(const cm_exchange *x)
{
    cm_sv direction = cm_ask_text(x, "direction");
    int at = cm_term_find(x->home->directions, direction);
    return (cm_standing_filter){
        .model = cm_ask_text(x, "model"),
        .court = cm_ask_text(x, "court"),
        .charge = cm_ask_text(x, "charge"),
        .office = cm_ask_text(x, "office"),
        .direction = at >= 0 ? cm_term_id(x->home->directions, at) : direction,
        .year = cm_ask_text(x, "year"),
        .from = cm_ask_day(x, "from"),
        .to = cm_ask_day(x, "to"),
        .as_of = cm_ask_day(x, "as_of"),
    };
}

static cm_status query_of(cm_exchange *x, cm_statistics_query *ret, cm_err *err)
{
    cm_sv by = cm_ask_text(x, "by");
    *ret = (cm_statistics_query){.filter = filter_of(x), .by = CM_DIM_ALL};
    return by.ptr == NULL || cm_statistics_dim(by, &ret->by)
               ? CM_OK
               : cm_ask_wrong(x, "by", "not counted by that", err);
}

/* ---- ladder, precision, outcomes ---- */

typedef cm_status (*count)(cm_statistics *s, const cm_statistics_query *query, cm_json *json,
                           cm_grid *grid, cm_err *err);

typedef struct {
    count run;
    bool watches; /* changes are seen when it is counted */
    const char *name;
} counting;

static const counting LADDER = {cm_statistics_ladder, false, "stats ladder"};
static const counting PRECISION = {cm_statistics_precision, true, "stats precision"};
static const counting OUTCOMES = {cm_statistics_outcomes, false, "stats outcomes"};

static cm_status watch(cm_statistics *s, const counting *c, cm_err *err)
{
    size_t added = 0;
    return c->watches ? cm_statistics_watch(s, &added, err) : CM_OK;
}

static cm_status put_counts(cm_exchange *x, const counting *c, cm_err *err)
{
    cm_statistics s;
    cm_statistics_query query;
    cm_status status = query_of(x, &query, err);
    if (status == CM_OK) {
        status = begin(x, &s, err);
    }
    if (status != CM_OK) {
        return status;
    }
    cm_reply_notice(x);
    cm_json_key(x->json, CM_SV("counts"));
    status = c->run(&s, &query, x->json, NULL, err);
    cm_json_object_end(x->json);
    return status == CM_OK ? watch(&s, c, err) : status;
}

static cm_status put_sheet(cm_exchange *x, const counting *c, cm_sv name, cm_err *err)
{
    cm_statistics s;
    cm_statistics_query query;
    cm_grid grid = {0};
    cm_sv path;
    cm_status status = query_of(x, &query, err);
    if (status == CM_OK) {
        status = begin(x, &s, err);
    }
    if (status == CM_OK) {
        status = c->run(&s, &query, NULL, &grid, err);
    }
    if (status == CM_OK) {
        status = cm_answer_file_begin(x, &path, err);
    }
    if (status != CM_OK) {
        return status;
    }
    status = cm_statistics_export(&s, &grid, cm_sv_from(c->name), path, err);
    if (status == CM_OK) {
        status = watch(&s, c, err);
    }
    return cm_answer_file_send(x, path, name, status, err);
}

cm_status cm_api_statistics_ladder(cm_exchange *x, cm_err *err)
{
    return put_counts(x, &LADDER, err);
}

cm_status cm_api_statistics_ladder_sheet(cm_exchange *x, cm_err *err)
{
    return put_sheet(x, &LADDER, CM_SV("ladder.xlsx"), err);
}

cm_status cm_api_statistics_precision(cm_exchange *x, cm_err *err)
{
    return put_counts(x, &PRECISION, err);
}

cm_status cm_api_statistics_precision_sheet(cm_exchange *x, cm_err *err)
{
    return put_sheet(x, &PRECISION, CM_SV("precision.xlsx"), err);
}

cm_status cm_api_statistics_outcomes(cm_exchange *x, cm_err *err)
{
    return put_counts(x, &OUTCOMES, err);
}

cm_status cm_api_statistics_outcomes_sheet(cm_exchange *x, cm_err *err)
{
    return put_sheet(x, &OUTCOMES, CM_SV("outcomes.xlsx"), err);
}

/* ---- what stands behind a number ---- */

typedef struct {
    cm_exchange *x;
    const cm_statistics *statistics;
    cm_answer_page page;
} listing;

static cm_status put_standing(void *payload, const cm_standing *standing, cm_err *err)
{
    listing *l = payload;
    (void)err;
    if (cm_answer_page_has(&l->page, standing->no)) {
        cm_standing_write_json(l->x->json, l->statistics, standing);
    }
    return CM_OK;
}

static cm_status rows_of(cm_exchange *x, const cm_statistics *s, cm_statistics_rows *ret,
                         cm_err *err)
{
    cm_sv state = cm_ask_text(x, "state"), outcome = cm_ask_text(x, "outcome");
    *ret = (cm_statistics_rows){.state = state.ptr != NULL ? state : CM_SV(""),
                                .outcome = outcome.ptr != NULL ? outcome : CM_SV(""),
                                .left_out = cm_ask_bool(x, "left_out")};
    if (!cm_statistics_rung(s, cm_ask_text(x, "reached"), &ret->reached)) {
        return cm_ask_wrong(x, "reached", "no such rung", err);
    }
    if (!cm_statistics_rung(s, cm_ask_text(x, "at"), &ret->at)) {
        return cm_ask_wrong(x, "at", "no such rung", err);
    }
    if (!cm_statistics_verdict(s, cm_ask_text(x, "verdict"), &ret->verdict)) {
        return cm_ask_wrong(x, "verdict", "no such verdict", err);
    }
    if (outcome.ptr != NULL && cm_course_code_of(s->course, CM_SV("outcome"), outcome) == NULL) {
        return cm_ask_wrong(x, "outcome", "no such outcome", err);
    }
    return state.ptr == NULL || cm_course_state_of(s->course, state) != NULL
               ? CM_OK
               : cm_ask_wrong(x, "state", "no such state", err);
}

cm_status cm_api_statistics_clues(cm_exchange *x, cm_err *err)
{
    cm_statistics s;
    cm_statistics_rows rows;
    listing l = {.x = x, .statistics = &s};
    const cm_statistics_query query = {.filter = filter_of(x), .by = CM_DIM_ALL};
    cm_status status = cm_answer_page_begin(x, &l.page, err);
    if (status == CM_OK) {
        status = begin(x, &s, err);
    }
    if (status == CM_OK) {
        status = rows_of(x, &s, &rows, err);
    }
    if (status != CM_OK) {
        return status;
    }
    cm_reply_notice(x);
    cm_reply_items(x);
    status = cm_statistics_clues(&s, &query, &rows, put_standing, &l, err);
    cm_answer_page_end(x, &l.page);
    return status;
}

/* ---- notices ---- */

static cm_status put_notices(cm_exchange *x, const cm_statistics *s, const cm_alerts *alerts,
                             cm_answer_page *page, cm_err *err)
{
    cm_status status = CM_OK;
    bool all = cm_statistics_sees_all(s); /* the counts are over all clues */
    cm_reply_items(x);
    for (size_t i = 0; status == CM_OK && i < alerts->count; i++) {
        cm_alert_counts counts = {0};
        if (cm_answer_page_has(page, -alerts->items[i].no)) {
            status = cm_alert_read(&alerts->items[i], &counts, err);
            cm_alert_write_json(x->json, &alerts->items[i], all ? &counts : NULL);
        }
    }
    return status;
}

cm_status cm_api_notice_list(cm_exchange *x, cm_err *err)
{
    cm_statistics s;
    cm_alerts alerts = {0};
    cm_answer_page page;
    size_t added = 0;
    cm_status status = cm_answer_page_begin(x, &page, err);
    if (status == CM_OK) {
        status = begin(x, &s, err);
    }
    if (status == CM_OK) {
        status = cm_statistics_watch(&s, &added, err);
    }
    if (status == CM_OK) {
        status = cm_alerts_load(x->workdesk->desk, cm_ask_bool(x, "all"), x->mem, &alerts, err);
    }
    if (status != CM_OK) {
        return status;
    }
    cm_reply_notice(x);
    status = put_notices(x, &s, &alerts, &page, err);
    cm_answer_page_end(x, &page);
    return status;
}

cm_status cm_api_notice_seen(cm_exchange *x, cm_err *err)
{
    cm_statistics s;
    cm_status status = begin(x, &s, err);
    return status == CM_OK ? cm_statistics_see(&s, cm_ask_int(x, "notice", 0), err) : status;
}
