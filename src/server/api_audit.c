#include "base/base.h"

#include "app/trail.h"
#include "base/limits.h"
#include "base/moment.h"
#include "server/answer.h"
#include "server/routes.h"

/* ---- lines ---- */

typedef struct {
    cm_json *json;
    int64_t limit, count, last;
    bool more;
} listing;

static cm_status put_line(void *payload, const cm_audit_line *line, cm_err *err)
{
    listing *l = payload;
    (void)err;
    l->more = l->count == l->limit;
    if (!l->more) {
        cm_audit_line_write_json(l->json, line);
        l->last = line->no;
        l->count++;
    }
    return CM_OK;
}

static cm_status read_moment(cm_exchange *x, const char *name, cm_sv *ret, cm_err *err)
{
    cm_date day;
    *ret = cm_ask_text(x, name);
    bool good = ret->ptr == NULL || cm_moment_is(*ret) ||
                (cm_date_parse(*ret, &day) && cm_date_exists(day));
    return good ? CM_OK : cm_ask_wrong(x, name, "not a moment like 2026-11-22T07:40:00Z", err);
}

cm_status cm_api_audit_list(cm_exchange *x, cm_err *err)
{
    listing l = {.json = x->json, .limit = cm_answer_limit(x)};
    cm_audit_filter filter = {.by = cm_ask_text(x, "by"),
                              .action = cm_ask_text(x, "action"),
                              .object = cm_ask_text(x, "object"),
                              .after = cm_ask_int(x, "after", 0),
                              .limit = l.limit + 1,
                              .newest = cm_ask_bool(x, "newest")};
    cm_status status = read_moment(x, "from", &filter.from, err);
    if (status == CM_OK) {
        status = read_moment(x, "to", &filter.to, err);
    }
    if (status != CM_OK) {
        return status;
    }
    cm_reply_list(x);
    status = cm_audit_each(x->workdesk->desk, &filter, put_line, &l, err);
    cm_json_array_end(x->json);
    cm_json_key(x->json, CM_SV("next"));
    if (l.more) {
        cm_json_int(x->json, l.last);
        cm_reply_next(x, cm_arena_format(x->mem, "%lld", (long long)l.last));
    } else {
        cm_json_null(x->json);
    }
    cm_json_object_end(x->json);
    return status;
}

/* ---- verifying ---- */

static void put_faults(cm_json *json, const cm_audit_report *report)
{
    static const char *const KINDS[] = {
        [CM_AUDIT_LINE_MISSING] = "line_missing",
        [CM_AUDIT_LINE_ALTERED] = "line_altered",
        [CM_AUDIT_LINE_MOVED] = "line_moved",
        [CM_AUDIT_ROW_ALTERED] = "row_altered",
        [CM_AUDIT_ROW_MISSING] = "row_missing",
        [CM_AUDIT_ROW_UNTOLD] = "row_untold",
        [CM_AUDIT_LAYOUT] = "layout",
        [CM_AUDIT_CHECK_POINT] = "point",
    };
    cm_json_key(json, CM_SV("items"));
    cm_json_array(json);
    for (size_t i = 0; i < report->faults.count; i++) {
        const cm_audit_fault *f = &report->faults.items[i];
        cm_json_object(json);
        cm_json_put_text(json, CM_SV("kind"), cm_sv_from(KINDS[f->kind]));
        cm_json_put_int(json, CM_SV("line"), f->line);
        cm_json_put_text(json, CM_SV("table"), f->table);
        cm_json_put_int(json, CM_SV("row"), f->row);
        cm_json_object_end(json);
    }
    cm_json_array_end(json);
}

static void put_report(cm_json *json, const cm_audit_report *report, const cm_trail_points *points)
{
    bool good = report->fault_count == 0 && points->invalid == 0 && points->strange == 0;
    int64_t open = report->lines > report->sealed ? report->lines - report->sealed : 0;
    cm_json_object(json);
    cm_json_put_bool(json, CM_SV("good"), good);
    cm_json_put_int(json, CM_SV("lines"), report->lines);
    cm_json_put_int(json, CM_SV("rows"), report->rows);
    cm_json_put_int(json, CM_SV("faults"), report->fault_count);
    cm_json_put_int(json, CM_SV("points"), (int64_t)points->points.count);
    cm_json_put_int(json, CM_SV("sealed"), report->sealed);
    cm_json_put_int(json, CM_SV("open"), open);
    cm_json_put_text(json, CM_SV("key"), points->key.len != 0 ? points->key : (cm_sv){NULL, 0});
    cm_json_put_int(json, CM_SV("invalid"), (int64_t)points->invalid);
    cm_json_put_int(json, CM_SV("strange"), (int64_t)points->strange);
    put_faults(json, report);
    cm_json_object_end(json);
}

static cm_status verify(cm_exchange *x, const cm_svs *files, cm_err *err)
{
    cm_trail_points points;
    cm_audit_report report;
    const cm_trail trail = {&x->workdesk->workspace, x->workdesk->desk, x->caller.at};
    cm_status status = cm_trail_load(&trail, files, x->mem, &points, err);
    if (status == CM_OK) {
        status = cm_audit_verify(x->workdesk->desk, &points.points, x->mem, &report, err);
    }
    if (status == CM_OK) {
        put_report(x->json, &report, &points);
    }
    return status;
}

cm_status cm_api_audit_verify(cm_exchange *x, cm_err *err)
{
    const cm_svs none = {0};
    return verify(x, &none, err);
}

cm_status cm_api_audit_verify_points(cm_exchange *x, cm_err *err)
{
    cm_svs files = {0};
    *cm_vec_push(x->mem, &files) = cm_ask_file(x);
    return verify(x, &files, err);
}

/* ---- a check point to be taken away ---- */

cm_status cm_api_audit_point(cm_exchange *x, cm_err *err)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_MESSAGE);
    const cm_trail trail = {&x->workdesk->workspace, x->workdesk->desk, x->caller.at};
    cm_deed deed;
    cm_status status =
        cm_right_deed(x->home->rights, &x->caller, CM_SV("audit.checkpoint"), NULL, &deed, err);
    if (status == CM_OK) {
        status = cm_change_log(x->workdesk->desk, &deed, err);
    }
    if (status == CM_OK) {
        status = cm_trail_point(&trail, &out, err);
    }
    if (status == CM_OK) {
        cm_reply_file(x, "application/octet-stream", CM_SV("audit-point.json"), cm_buf_view(&out));
    }
    return status;
}
