#include "base/base.h"

#include "app/due.h"

#include "app/docket.h"
#include "base/limits.h"
#include "base/moment.h"
#include "desk/clue.h"

#define ACT CM_SV("clue.monitor")

static cm_clock_use clock_use(const cm_due_use *use)
{
    return (cm_clock_use){use->desk->desk, use->desk->home->law, use->mem, use->caller->name};
}

cm_status cm_due_list(const cm_due_use *use, const cm_deadline_filter *filter, cm_date on,
                      cm_clocks *ret_clocks, cm_err *err)
{
    cm_clock_use clocks = clock_use(use);
    cm_scope scope =
        cm_right_scope(use->desk->home->rights, use->caller, CM_SV("clue.list"), use->mem);
    cm_deadline_filter seen = *filter;
    seen.scope = &scope;
    return cm_clocks_list(&clocks, &seen, on, ret_clocks, err);
}

/* ---- no reply in time ---- */

/* Whether a step that leaves the state meets the limit: it is one that the clue waits for there. */
static bool is_awaited(const cm_course *course, cm_sv state, cm_sv limit)
{
    for (size_t i = 0; i < course->steps.count; i++) {
        const cm_course_step *step = &course->steps.items[i];
        for (size_t k = 0; cm_course_leaves(step, state) && k < step->meets.count; k++) {
            if (cm_sv_equal(step->meets.items[k], limit)) {
                return true;
            }
        }
    }
    return false;
}

static cm_status has_lapsed(cm_desk *desk, const cm_course *course, const cm_deadline_row *late,
                            cm_date today, bool *ret_lapsed, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    const cm_deadline_filter filter = {.clue_id = late->clue_id};
    cm_deadline_rows clocks = {0};
    bool over = true;
    cm_status status = cm_deadline_list(desk, &mem, &filter, &clocks, err);
    for (size_t i = 0; status == CM_OK && i < clocks.count; i++) {
        const cm_deadline_row *c = &clocks.items[i];
        bool runs = c->open && is_awaited(course, c->state, c->limit);
        over = over && !(runs && cm_date_exists(c->due) && cm_date_compare(c->due, today) >= 0);
    }
    *ret_lapsed = over;
    return status;
}

cm_status cm_due_lapse(const cm_home *home, cm_desk *desk, const cm_caller *caller, cm_arena *mem,
                       uint64_t *ret_count, cm_err *err)
{
    const cm_step_request request = {.step = CM_SV("lapse")};
    const cm_course_step *step = cm_course_step_of(&home->course, request.step);
    cm_date today = cm_moment_day(caller->at);
    const cm_deadline_filter filter = {.until = cm_date_from_days(cm_date_to_days(today) - 1)};
    cm_docket d = {.desk = desk, .home = home, .caller = caller, .mem = mem};
    cm_deadline_rows late = {0};
    cm_map done = {0};
    *ret_count = 0;
    cm_status status = step != NULL ? cm_deadline_list(desk, mem, &filter, &late, err) : CM_OK;
    for (size_t i = 0; status == CM_OK && i < late.count; i++) {
        const cm_deadline_row *row = &late.items[i];
        bool lapsed = false;
        if (!cm_course_leaves(step, row->state) ||
            !is_awaited(&home->course, row->state, row->limit) ||
            cm_map_put(mem, &done, row->clue_id, &done) != NULL) {
            continue;
        }
        status = has_lapsed(desk, &home->course, row, today, &lapsed, err);
        if (status == CM_OK && lapsed) {
            status = cm_docket_step_by_program(&d, row->clue_id, &request, err);
            *ret_count += status == CM_OK;
        }
    }
    return status;
}

static const cm_term_list *list_of(const cm_home *home, const char *name)
{
    return cm_map_find(&home->terms.lists, cm_sv_from(name));
}

cm_status cm_due_protest(const cm_clock_use *use, const cm_home *home, int64_t clue_no,
                         const cm_clue *clue, cm_err *err)
{
    const cm_term *protest = cm_term_of(list_of(home, "proposal"), CM_SV("appeal_protest"));
    bool proposed = false, ruling = false;
    cm_svs measures = cm_clue_measures(clue, use->mem);
    for (size_t i = 0; i < measures.count; i++) {
        proposed = proposed || (protest != NULL && cm_sv_equal(measures.items[i], protest->zh));
    }
    ruling = cm_term_find(list_of(home, "document_type"), clue->document_type) == CM_DOC_RULING;
    cm_sv limit = cm_law_protest_limit(ruling);
    if (!proposed || !cm_date_exists(clue->received_on) ||
        !cm_sv_equal(clue->stage, cm_term_id(home->stages, CM_STAGE_OPEN)) ||
        cm_limit_find(use->law, limit, clue->received_on) == NULL) {
        return CM_OK;
    }
    cm_clock_event event = {.clue = clue_no, .on = clue->received_on};
    *cm_vec_push(use->mem, &event.limits) = limit;
    return cm_clock_start(use, &event, err);
}

/* ---- changes ---- */

typedef struct {
    cm_workdesk *w;
    const cm_caller *caller;
    const cm_due_change *change;
    cm_clock_use use;
    cm_deadline_row row; /* of the clue at least */
    cm_sv role;
} changing;

static cm_status find(changing *c, cm_err *err)
{
    if (c->change->act != CM_DUE_START) {
        return cm_deadline_get(c->w->desk, c->use.mem, c->change->no, &c->row, err);
    }
    cm_desk_clue clue = {0};
    cm_status status = cm_desk_clue_find(c->w->desk, c->use.mem, c->change->clue, &clue, err);
    c->row = (cm_deadline_row){
        .clue = clue.no, .clue_id = clue.id, .office = clue.office, .handler = clue.handler};
    return status;
}

static cm_status may(changing *c, cm_err *err)
{
    bool sealed = false;
    cm_status status = cm_desk_clue_sealed(c->w->desk, c->row.clue_id, &sealed, err);
    if (status != CM_OK || sealed) {
        return status != CM_OK ? status : cm_err_set(err, CM_E_NOTFOUND, "no such clock");
    }
    const cm_right_object object = {
        .office = c->row.office, .handler = c->row.handler, .reason = c->change->why};
    return cm_right_may(c->w->home->rights, c->caller, ACT, &object, &c->role)
               ? CM_OK
               : cm_right_refuse(ACT, c->role, err);
}

static cm_status adopt(changing *c, cm_err *err)
{
    const cm_clock clock = {.row = c->row};
    return cm_clock_adopt(&c->use, &clock, err);
}

static cm_status apply(changing *c, cm_err *err)
{
    const cm_due_change *change = c->change;
    cm_clock_event event = {
        .clue = c->row.clue, .on = change->day, .stated = change->stated, .travel = change->travel};
    switch (change->act) {
    case CM_DUE_START:
        *cm_vec_push(c->use.mem, &event.limits) = change->limit;
        return cm_clock_start(&c->use, &event, err);
    case CM_DUE_PAUSE:
        return cm_clock_pause(&c->use, change->no, &change->pause, err);
    case CM_DUE_RESUME:
        return cm_clock_resume(&c->use, change->no, change->day, err);
    case CM_DUE_EXTEND:
        return cm_clock_extend(&c->use, change->no, change->extension, change->travel, change->why,
                               err);
    case CM_DUE_MEET:
        return cm_clock_end(&c->use, change->no, change->day, change->why, err);
    case CM_DUE_END:
        return cm_clock_end(&c->use, change->no, CM_NO_DATE, change->why, err);
    case CM_DUE_ADOPT:
        return adopt(c, err);
    }
    return CM_OK;
}

/* The words why stay in the rows: they may tell more than the audit may keep. */
static cm_deed deed_of(const changing *c)
{
    static const char *const WHAT[] = {"start", "pause", "resume", "extend",
                                       "meet",  "end",   "adopt"};
    cm_sv limit = c->change->act == CM_DUE_START ? c->change->limit : c->row.limit;
    return (cm_deed){
        .by = c->caller->name,
        .role = c->role,
        .office = c->caller->office,
        .at = c->caller->at,
        .action = ACT,
        .object = cm_arena_format(c->use.mem, "clue %.*s", CM_SV_ARG(c->row.clue_id)),
        .reason =
            cm_arena_format(c->use.mem, "clock %s %.*s", WHAT[c->change->act], CM_SV_ARG(limit)),
    };
}

static cm_status look(changing *c, cm_clock *ret_clock, cm_err *err)
{
    bool start = c->change->act == CM_DUE_START;
    const cm_deadline_filter filter = {
        .clue = c->row.clue, .limit = start ? c->change->limit : c->row.limit, .ended = !start};
    cm_clocks clocks = {0};
    cm_status status = cm_clocks_list(&c->use, &filter, cm_moment_day(c->caller->at), &clocks, err);
    for (size_t i = 0; i < clocks.count; i++) {
        if (start || clocks.items[i].row.no == c->change->no) {
            *ret_clock = clocks.items[i];
            break;
        }
    }
    return status;
}

cm_status cm_due_do(const cm_due_use *use, const cm_due_change *change, cm_clock *ret_clock,
                    cm_err *err)
{
    cm_workdesk *w = use->desk;
    changing c = {.w = w, .caller = use->caller, .change = change, .use = clock_use(use)};
    *ret_clock = (cm_clock){0};
    cm_status status = cm_change_begin(w->desk, err);
    if (status != CM_OK) {
        return status;
    }
    status = find(&c, err);
    if (status == CM_OK) {
        status = may(&c, err);
    }
    if (status == CM_OK) {
        status = apply(&c, err);
    }
    cm_deed deed = deed_of(&c);
    status = cm_change_end(w->desk, status, &deed, err);
    return status == CM_OK ? look(&c, ret_clock, err) : status;
}

/* ---- JSON ---- */

cm_svs cm_limit_basis(const cm_law *law, const cm_limit *limit, cm_arena *mem)
{
    cm_svs list = {0};
    cm_sv rest = limit->basis, citation;
    while (rest.len != 0 && cm_sv_split(&rest, ';', &citation)) {
        CM_AUTO_BUF text;
        cm_law_ref ref;
        cm_buf_init(&text, CM_MAX_MESSAGE);
        if (cm_law_ref_parse(law, citation, &ref)) {
            cm_law_cite(law, ref, limit->valid_from, &text);
            citation = cm_arena_sv(mem, cm_buf_view(&text));
        }
        *cm_vec_push(mem, &list) = citation;
    }
    return list;
}

static void put_basis(cm_json *json, const cm_home *home, const cm_limit *limit)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_svs basis = cm_limit_basis(home->law, limit, &mem);
    cm_json_key(json, CM_SV("basis"));
    cm_json_array(json);
    for (size_t i = 0; i < basis.count; i++) {
        cm_json_text(json, basis.items[i]);
    }
    cm_json_array_end(json);
    cm_json_put_text(json, CM_SV("status"), cm_limit_status_name(limit->status));
    cm_json_put_text(json, CM_SV("doubt"), limit->doubt);
}

static void put_year(cm_json *json, int64_t year)
{
    cm_json_key(json, CM_SV("unknown_year"));
    if (year != 0) {
        cm_json_int(json, year);
    } else {
        cm_json_null(json);
    }
}

void cm_clock_write_json(cm_json *json, const cm_home *home, const cm_clock *c)
{
    const cm_deadline_row *row = &c->row;
    cm_json_object(json);
    cm_json_put_int(json, CM_SV("no"), row->no);
    cm_json_put_text(json, CM_SV("clue"), row->clue_id);
    cm_json_put_bool(json, CM_SV("urgent"), row->urgent);
    cm_json_put_int(json, CM_SV("document"), row->document);
    cm_json_put_text(json, CM_SV("office"), row->office);
    cm_json_put_text(json, CM_SV("handler"), row->handler);
    cm_json_put_text(json, CM_SV("limit"), row->limit);
    cm_json_put_date(json, CM_SV("start"), row->start);
    cm_json_put_date(json, CM_SV("due"), row->due);
    put_year(json, row->unknown_year);
    cm_json_put_text(json, CM_SV("state"),
                     cm_term_id(list_of(home, "clock"), (int)c->standing.state));
    cm_json_put_int(json, CM_SV("days_left"), c->standing.days_left);
    cm_json_put_bool(json, CM_SV("urge"), c->standing.urge);
    cm_json_put_bool(json, CM_SV("report"), c->standing.report);
    cm_json_put_date(json, CM_SV("met"), row->met);
    cm_json_put_bool(json, CM_SV("differs"), c->differs);
    if (c->limit != NULL) {
        cm_json_put_text(json, CM_SV("title"), c->limit->title);
        cm_json_put_text(json, CM_SV("from"), c->limit->start);
        cm_json_put_text(json, CM_SV("by"), c->limit->by);
        put_basis(json, home, c->limit);
    }
    cm_json_put_int(json, CM_SV("version"), row->version);
    cm_json_object_end(json);
}

void cm_limit_write_json(cm_json *json, const cm_home *home, const cm_limit *limit)
{
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("limit"), limit->id);
    cm_json_put_text(json, CM_SV("title"), limit->title);
    cm_json_put_text(json, CM_SV("from"), limit->start);
    cm_json_put_text(json, CM_SV("by"), limit->by);
    cm_json_put_int(json, CM_SV("length"), limit->length);
    cm_json_put_text(json, CM_SV("unit"), cm_limit_unit_name(limit->unit));
    cm_json_put_bool(json, CM_SV("moves"), limit->moves);
    cm_json_put_date(json, CM_SV("valid_from"), limit->valid_from);
    cm_json_put_date(json, CM_SV("valid_to"), limit->valid_to);
    put_basis(json, home, limit);
    cm_json_put_text(json, CM_SV("about"), limit->about);
    cm_json_object_end(json);
}

void cm_limit_end_write_json(cm_json *json, const cm_home *home, const cm_limit_query *query,
                             const cm_limit_end *end)
{
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("limit"), query->limit->id);
    cm_json_put_date(json, CM_SV("start"), query->start);
    cm_json_put_date(json, CM_SV("counted"), end->counted);
    cm_json_put_date(json, CM_SV("due"), end->due);
    cm_json_put_int(json, CM_SV("paused_days"), end->paused);
    put_year(json, end->unknown_year);
    put_basis(json, home, query->limit);
    cm_json_object_end(json);
}
