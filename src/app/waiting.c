#include "base/base.h"

#include "app/waiting.h"

#include "app/clue.h"
#include "app/decision.h"
#include "app/docket_words.h"
#include "app/job.h"
#include "app/statistics.h"
#include "base/limits.h"
#include "base/moment.h"

typedef struct {
    cm_docket *docket;
    cm_site *site;
    cm_waiting rows;
} gathering;

static bool may(const gathering *g, const char *act)
{
    cm_sv why;
    return cm_right_may(g->docket->home->rights, g->docket->caller, cm_sv_from(act), NULL, &why);
}

/* Message "waiting.GROUP.ID". */
static cm_sv title_of(const gathering *g, cm_sv group, cm_sv id)
{
    cm_sv name = cm_arena_format(g->docket->mem, "waiting.%.*s%s%.*s", CM_SV_ARG(group),
                                 id.len != 0 ? "." : "", CM_SV_ARG(id));
    return cm_wording_find(&g->docket->home->messages, name);
}

static void add(gathering *g, const cm_waiting_row *row)
{
    *cm_vec_push(g->docket->mem, &g->rows) = *row;
}

/* A value in a query string. */
static cm_sv escaped(const gathering *g, cm_sv value)
{
    static const char SAFE[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_MESSAGE);
    for (size_t i = 0; i < value.len; i++) {
        char c = value.ptr[i];
        if (memchr(SAFE, c, sizeof(SAFE) - 1) != NULL) {
            (void)cm_buf_add_byte(&out, c);
        } else {
            (void)cm_buf_addf(&out, "%%%02X", (unsigned char)c);
        }
    }
    return cm_arena_sv(g->docket->mem, cm_buf_view(&out));
}

/* ---- clues ---- */

static void add_states(gathering *g, const char *group, cm_sv base, const cm_facets *facets)
{
    const cm_course *course = &g->docket->home->course;
    const cm_facet_counts *counts = &facets->facets[CM_FACET_STATE];
    for (size_t i = 0; i < course->states.count; i++) {
        cm_sv state = course->states.items[i].id;
        for (size_t k = 0; k < counts->count; k++) {
            if (cm_sv_equal(counts->items[k].value, state)) {
                add(g,
                    &(cm_waiting_row){.group = cm_sv_from(group),
                                      .id = state,
                                      .title = cm_docket_state_title(g->docket->home, state),
                                      .list = CM_SV("clues"),
                                      .query = cm_arena_format(g->docket->mem, "%.*sstate=%.*s",
                                                               CM_SV_ARG(base), CM_SV_ARG(state)),
                                      .count = counts->items[k].count});
            }
        }
    }
}

/* Those of no day and of later ones do not wait. */
static void add_due(gathering *g, const char *group, cm_sv base, const cm_facets *facets)
{
    static const char *const WHEN[] = {"overdue", "today", "soon"};
    const cm_facet_counts *counts = &facets->facets[CM_FACET_DUE];
    for (size_t i = 0; i < CM_COUNT(WHEN); i++) {
        cm_waiting_row row = {
            .group = cm_sv_from(group),
            .id = cm_sv_from(WHEN[i]),
            .title = cm_docket_facet_title(g->docket->home, CM_FACET_DUE, cm_sv_from(WHEN[i])),
            .list = CM_SV("clues"),
            .query = cm_arena_format(g->docket->mem, "%.*sdue=%s", CM_SV_ARG(base), WHEN[i])};
        for (size_t k = 0; k < counts->count; k++) {
            if (cm_sv_equal(counts->items[k].value, row.id)) {
                row.count = counts->items[k].count;
            }
        }
        add(g, &row);
    }
}

static cm_status gather_clues(gathering *g, bool mine, cm_err *err)
{
    cm_docket *d = g->docket;
    const cm_scope scope = cm_right_scope(d->home->rights, d->caller, CM_SV("clue.list"), d->mem);
    cm_docket_asked asked = {0};
    cm_sv base = CM_SV("");
    if (mine) {
        *cm_vec_push(d->mem, &asked.values[CM_FACET_HANDLER]) = d->caller->name;
        base = cm_arena_format(d->mem, "handler=%.*s&", CM_SV_ARG(escaped(g, d->caller->name)));
    }
    const cm_list_filter filter = cm_docket_filter(d, &asked, &scope);
    cm_facets facets;
    cm_status status = cm_list_facets(d->desk, &filter, d->mem, &facets, err);
    if (status == CM_OK) {
        add_states(g, mine ? "mine" : "office", base, &facets);
        add_due(g, mine ? "due" : "office_due", base, &facets);
    }
    return status;
}

/* ---- documents ---- */

/* The state in which a document waits for what is told with a result. */
static cm_sv awaiting_state(const cm_letter_forms *forms)
{
    for (size_t i = 0; i < forms->steps.count; i++) {
        const cm_letter_step *step = &forms->steps.items[i];
        if (step->asks[CM_LETTER_ASK_RESULT] && !cm_sv_equal(step->from, step->to)) {
            return step->from;
        }
    }
    return CM_SV("");
}

static cm_status gather_documents(gathering *g, cm_err *err)
{
    static const char *const ACTS[] = {"document.submit", "document.approve", "document.issue"};
    const cm_letter_filter any = {.clue = CM_SV("")};
    cm_letter_desk d;
    cm_letters all = {0};
    cm_status status = cm_letter_desk_open(g->site, g->docket->caller, g->docket->mem, &d, err);
    if (status == CM_OK) {
        status = cm_letter_list(&d, &any, &all, err);
    }
    for (size_t i = 0; status == CM_OK && i < CM_COUNT(ACTS); i++) {
        cm_letters some = {0};
        for (size_t k = 0; k < all.count; k++) {
            *cm_vec_push(g->docket->mem, &some) = all.items[k];
        }
        status = cm_letter_waiting(&d, cm_sv_from(ACTS[i]), &some, err);
        if (may(g, ACTS[i])) {
            add(g, &(cm_waiting_row){.group = CM_SV("documents"),
                                     .id = cm_sv_from(ACTS[i]),
                                     .title = title_of(g, CM_SV("documents"), cm_sv_from(ACTS[i])),
                                     .list = CM_SV("documents"),
                                     .query = cm_arena_format(g->docket->mem, "waits=%s", ACTS[i]),
                                     .count = (int64_t)some.count});
        }
    }
    if (status == CM_OK) {
        cm_sv state = awaiting_state(&d.forms);
        cm_waiting_row row = {.group = CM_SV("documents"),
                              .id = state,
                              .title = title_of(g, CM_SV("documents"), CM_SV("reply")),
                              .list = CM_SV("documents"),
                              .query =
                                  cm_arena_format(g->docket->mem, "state=%.*s", CM_SV_ARG(state))};
        for (size_t k = 0; k < all.count; k++) {
            row.count += cm_sv_equal(all.items[k].state, state);
        }
        add(g, &row);
    }
    return status;
}

/* ---- the rest ---- */

static cm_status gather_jobs(gathering *g, cm_err *err)
{
    enum { MOST = 1000 };

    static const struct {
        cm_job_state state;
        const char *id;
    } STATES[] = {{CM_JOB_RUNNING, "running"}, {CM_JOB_QUEUED, "queued"}};

    cm_status status = CM_OK;
    cm_workdesk desk = {.home = g->docket->home, .desk = g->docket->desk};
    const cm_asking ask = {&desk, g->docket->caller, g->docket->mem};
    for (size_t i = 0; status == CM_OK && i < CM_COUNT(STATES); i++) {
        cm_jobs jobs = {0};
        cm_job_filter filter = {.state = (int)STATES[i].state, .most = MOST};
        status = cm_job_list(&ask, &filter, &jobs, err);
        add(g, &(cm_waiting_row){.group = CM_SV("jobs"),
                                 .id = cm_sv_from(STATES[i].id),
                                 .title = title_of(g, CM_SV("jobs"), cm_sv_from(STATES[i].id)),
                                 .list = CM_SV("jobs"),
                                 .query = cm_arena_format(g->docket->mem, "state=%s", STATES[i].id),
                                 .count = (int64_t)jobs.count});
    }
    return status;
}

static cm_status gather_notices(gathering *g, cm_err *err)
{
    cm_alerts alerts = {0};
    cm_status status = cm_alerts_load(g->docket->desk, false, g->docket->mem, &alerts, err);
    if (status == CM_OK) {
        add(g, &(cm_waiting_row){.group = CM_SV("notices"),
                                 .id = CM_SV(""),
                                 .title = title_of(g, CM_SV("notices"), CM_SV("")),
                                 .list = CM_SV("notices"),
                                 .query = CM_SV(""),
                                 .count = (int64_t)alerts.count});
    }
    return status;
}

static cm_status gather_undecided(gathering *g, cm_err *err)
{
    const cm_clue_filter filter = {.outcome = CM_ANSWER_UNDECIDABLE};
    const cm_clue_choice any = {.year = 0};
    cm_clue_values values = {0};
    cm_waiting_row row = {.group = CM_SV("undecidable"),
                          .id = CM_SV(""),
                          .title = title_of(g, CM_SV("undecidable"), CM_SV("")),
                          .list = CM_SV("results"),
                          .query = CM_SV("outcome=undecidable")};
    cm_status status = cm_clues_values(g->site, &filter, &any, g->docket->mem, &values, err);
    for (size_t i = 0; i < values.count; i++) {
        row.count += cm_sv_equal(values.items[i].which, CM_SV("model")) ? values.items[i].count : 0;
    }
    add(g, &row);
    return status;
}

static cm_status gather_suppressed(gathering *g, cm_err *err)
{
    const cm_docket *d = g->docket;
    cm_suppressions list = {0};
    cm_date today = cm_moment_day(d->caller->at);
    cm_waiting_row row = {.group = CM_SV("suppressed"),
                          .id = CM_SV(""),
                          .title = title_of(g, CM_SV("suppressed"), CM_SV("")),
                          .list = CM_SV("suppressions"),
                          .query = CM_SV("")};
    cm_status status = cm_suppressions_load(d->desk, d->mem, &list, err);
    if (status == CM_OK) {
        status = cm_decisions_show(d->desk, d->home->rights, d->caller, d->mem, &list, err);
    }
    for (size_t i = 0; i < list.count; i++) {
        row.count += cm_suppression_holds(&list.items[i], today);
    }
    add(g, &row);
    return status;
}

cm_status cm_waiting_of(cm_docket *docket, cm_site *site, cm_waiting *ret_waiting, cm_err *err)
{
    gathering g = {.docket = docket, .site = site};
    bool lists = may(&g, "clue.list");
    cm_status status = CM_OK;
    if (lists && docket->caller->name.len != 0) {
        status = gather_clues(&g, true, err);
    }
    if (status == CM_OK && lists) {
        status = gather_clues(&g, false, err);
    }
    if (status == CM_OK && may(&g, "document.open")) {
        status = gather_documents(&g, err);
    }
    if (status == CM_OK && may(&g, "job.open")) {
        status = gather_jobs(&g, err);
    }
    if (status == CM_OK && may(&g, "stats.read")) {
        status = gather_notices(&g, err);
    }
    if (status == CM_OK && lists) {
        status = gather_undecided(&g, err);
    }
    if (status == CM_OK && lists) {
        status = gather_suppressed(&g, err);
    }
    if (status == CM_OK) {
        *ret_waiting = g.rows;
    }
    return status;
}

void cm_waiting_write_json(cm_json *json, const cm_waiting *waiting)
{
    cm_json_key(json, CM_SV("items"));
    cm_json_array(json);
    for (size_t i = 0; i < waiting->count; i++) {
        const cm_waiting_row *row = &waiting->items[i];
        cm_json_object(json);
        cm_json_put_text(json, CM_SV("group"), row->group);
        cm_json_put_text(json, CM_SV("id"), row->id);
        cm_json_put_text(json, CM_SV("title"), row->title);
        cm_json_put_text(json, CM_SV("list"), row->list);
        cm_json_put_text(json, CM_SV("query"), row->query);
        cm_json_put_int(json, CM_SV("count"), row->count);
        cm_json_object_end(json);
    }
    cm_json_array_end(json);
}
