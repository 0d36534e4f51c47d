#include "base/base.h"

#include "app/trail.h"
#include "app/workdesk.h"
#include "base/file.h"
#include "base/json.h"
#include "base/limits.h"
#include "cli/cli.h"

/* ids of messages, by cm_audit_fault_kind */
static const char *const FAULTS[] = {
    [CM_AUDIT_LINE_MISSING] = "audit.line_missing",
    [CM_AUDIT_LINE_ALTERED] = "audit.line_altered",
    [CM_AUDIT_LINE_MOVED] = "audit.line_moved",
    [CM_AUDIT_ROW_ALTERED] = "audit.row_altered",
    [CM_AUDIT_ROW_MISSING] = "audit.row_missing",
    [CM_AUDIT_ROW_UNTOLD] = "audit.row_untold",
    [CM_AUDIT_LAYOUT] = "audit.layout",
    [CM_AUDIT_CHECK_POINT] = "audit.point",
};

/* ---- verify ---- */

static void say_fault(cm_cli *cli, const cm_audit_fault *f)
{
    cm_word words[] = {{"line", cm_cli_int(cli, f->line)},
                       {"table", f->table},
                       {"row", cm_cli_int(cli, f->row)},
                       {NULL, {NULL, 0}}};
    cm_cli_say(cli, FAULTS[f->kind], words);
}

static int say_report(cm_cli *cli, const cm_audit_report *report, const cm_trail_points *points)
{
    for (size_t i = 0; i < report->faults.count; i++) {
        say_fault(cli, &report->faults.items[i]);
    }
    cm_word words[] = {
        {"lines", cm_cli_int(cli, report->lines)},
        {"rows", cm_cli_int(cli, report->rows)},
        {"faults", cm_cli_int(cli, report->fault_count)},
        {"points", cm_cli_int(cli, (int64_t)points->points.count)},
        {"sealed", cm_cli_int(cli, report->sealed)},
        {"open",
         cm_cli_int(cli, report->lines > report->sealed ? report->lines - report->sealed : 0)},
        {"key", points->key.len > 0 ? points->key : CM_SV("-")},
        {"invalid", cm_cli_int(cli, (int64_t)points->invalid)},
        {"strange", cm_cli_int(cli, (int64_t)points->strange)},
        {NULL, {NULL, 0}}};
    if (points->invalid > 0) {
        cm_cli_say(cli, "audit.invalid", words);
    }
    if (points->strange > 0) {
        cm_cli_say(cli, "audit.strange", words);
    }
    bool good = report->fault_count == 0 && points->invalid == 0 && points->strange == 0;
    cm_cli_say(cli, good ? "audit.good" : "audit.bad", words);
    cm_cli_say(cli, "audit.points", words);
    return good ? CM_EXIT_OK : CM_EXIT_NOT_ALL;
}

int cm_cmd_audit_verify(cm_cli *cli)
{
    cm_svs files = {0}, rest = {0};
    int code = CM_EXIT_OK;
    const cm_option options[] = {
        {.name = "--point", .value = "FILE", .help = "help.option.point", .ret_values = &files}};
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (rest.count != 0) {
        return cm_cli_usage(cli);
    }
    cm_workdesk *w = NULL;
    if (!cm_cli_open_desk(cli, &w, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    cm_trail_points points;
    cm_audit_report report;
    const cm_trail trail = {&w->workspace, w->desk, w->at};
    cm_status status = cm_trail_load(&trail, &files, &cli->mem, &points, &err);
    if (status == CM_OK) {
        status = cm_audit_verify(w->desk, &points.points, &cli->mem, &report, &err);
    }
    code = status == CM_OK ? say_report(cli, &report, &points) : cm_cli_fail(cli, &err);
    cm_workdesk_close(w);
    return code;
}

/* ---- list ---- */

static void write_row(cm_cli *cli, cm_buf *out, const cm_audit_line *line)
{
    const cm_deed *d = &line->deed;
    CM_AUTO_BUF by;
    cm_buf_init(&by, CM_MAX_MESSAGE);
    if (d->by.len == 0) {
        cm_home_say(cli->home, &by, CM_SV("audit.owner"), NULL);
    }
    (void)cm_buf_addf(out, "%6lld  %.*s  ", (long long)line->no, CM_SV_ARG(d->at));
    cm_cli_cell(out, d->by.len != 0 ? d->by : cm_buf_view(&by), 14);
    cm_cli_cell(out, d->action, 20);
    (void)cm_buf_addf(out, "%.*s  %.*s", CM_SV_ARG(d->object), CM_SV_ARG(d->reason));
    (void)cm_buf_add_byte(out, '\n');
}

typedef struct {
    cm_cli *cli;
    bool as_json;
} listing;

static cm_status print_line(void *payload, const cm_audit_line *line, cm_err *err)
{
    (void)err;
    const listing *l = payload;
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    if (l->as_json) {
        CM_AUTO_JSON *json = cm_json_new(&out);
        cm_audit_line_write_json(json, line);
        cm_json_line(json);
    } else {
        write_row(l->cli, &out, line);
    }
    cm_cli_print(cm_buf_view(&out));
    return CM_OK;
}

int cm_cmd_audit_list(cm_cli *cli)
{
    cm_audit_filter filter = {0};
    cm_sv after = {NULL, 0}, limit = {NULL, 0};
    listing l = {.cli = cli};
    const cm_option options[] = {
        {.name = "--by", .value = "NAME", .help = "help.option.audit_by", .ret_value = &filter.by},
        {.name = "--action",
         .value = "ID",
         .help = "help.option.audit_action",
         .ret_value = &filter.action},
        {.name = "--object",
         .value = "NAME",
         .help = "help.option.audit_object",
         .ret_value = &filter.object},
        {.name = "--from",
         .value = "MOMENT",
         .help = "help.option.audit_from",
         .ret_value = &filter.from},
        {.name = "--to",
         .value = "MOMENT",
         .help = "help.option.audit_to",
         .ret_value = &filter.to},
        {.name = "--after", .value = "N", .help = "help.option.audit_after", .ret_value = &after},
        {.name = "--limit", .value = "N", .help = "help.option.audit_limit", .ret_value = &limit},
        {.name = "--newest", .help = "help.option.audit_newest", .ret_flag = &filter.newest},
        {.name = "--json", .help = "help.option.json", .ret_flag = &l.as_json},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (rest.count != 0 || (after.len != 0 && !cm_sv_to_int(after, &filter.after)) ||
        (limit.len != 0 && !cm_sv_to_int(limit, &filter.limit))) {
        return cm_cli_usage(cli);
    }
    cm_workdesk *w = NULL;
    if (!cm_cli_open_desk(cli, &w, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    cm_status status = cm_audit_each(w->desk, &filter, print_line, &l, &err);
    cm_workdesk_close(w);
    return status == CM_OK ? CM_EXIT_OK : cm_cli_fail(cli, &err);
}

/* ---- check point ---- */

int cm_cmd_audit_point(cm_cli *cli)
{
    cm_sv path = {NULL, 0};
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    const cm_option options[] = {
        {.name = "-o", .value = "FILE", .help = "help.option.output", .ret_value = &path}};
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    cm_workdesk *w = NULL;
    if (rest.count != 0 || path.len == 0) {
        return cm_cli_usage(cli);
    }
    if (!cm_cli_open_desk(cli, &w, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_MESSAGE);
    const cm_trail trail = {&w->workspace, w->desk, w->at};
    cm_deed deed;
    cm_status status = cm_right_deed(cli->home->rights, &cli->caller, CM_SV("audit.checkpoint"),
                                     NULL, &deed, &err);
    if (status == CM_OK) {
        status = cm_change_log(w->desk, &deed, &err);
    }
    if (status == CM_OK) {
        status = cm_trail_point(&trail, &out, &err);
    }
    if (status == CM_OK) {
        status = cm_file_write(path, cm_buf_view(&out), &err);
    }
    cm_workdesk_close(w);
    if (status != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    cm_word words[] = {{"file", path}, {NULL, {NULL, 0}}};
    cm_cli_say(cli, "audit.point_made", words);
    return CM_EXIT_OK;
}
