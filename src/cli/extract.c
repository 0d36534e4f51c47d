#include "base/base.h"

#include "app/extract.h"
#include "base/json.h"
#include "base/limits.h"
#include "cli/cli.h"

typedef struct {
    cm_buf line;
    cm_json *json;
} output;

static cm_status write_record(void *payload, cm_sv json_line, cm_err *err)
{
    (void)payload;
    if (fwrite(json_line.ptr, 1, json_line.len, stdout) != json_line.len || fflush(stdout) != 0) {
        return cm_err_set(err, CM_E_IO, "cannot write to standard output");
    }
    return CM_OK;
}

static cm_status write_cause(void *payload, uint64_t line, cm_cause cause, cm_err *err)
{
    output *o = payload;
    cm_buf_reset(&o->line);
    cm_json_object(o->json);
    cm_json_put_int(o->json, CM_SV("line"), (int64_t)line);
    cm_json_put_text(o->json, CM_SV("cause"), cm_cause_name(cause));
    cm_json_object_end(o->json);
    cm_json_line(o->json);
    if (fwrite(o->line.ptr, 1, o->line.len, stderr) != o->line.len) {
        return cm_err_set(err, CM_E_IO, "cannot write to standard error");
    }
    return CM_OK;
}

int cm_cmd_extract(cm_cli *cli)
{
    cm_sv jobs = {NULL, 0};
    const cm_option options[] = {
        {.name = "-j", .value = "N", .help = "help.option.jobs", .ret_value = &jobs},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    int64_t workers = 0;
    if (rest.count > 1 || (jobs.ptr != NULL && (!cm_sv_to_int(jobs, &workers) || workers < 1))) {
        return cm_cli_usage(cli);
    }
    output o;
    cm_buf_init(&o.line, CM_MAX_MESSAGE);
    o.json = cm_json_new(&o.line);
    cm_extract_options job = {.path = rest.count == 1 ? rest.items[0] : CM_SV("-"),
                              .workers = (size_t)workers,
                              .record = write_record,
                              .not_read = write_cause,
                              .payload = &o,
                              .cancel = cli->cancel};
    cm_extract_summary summary;
    CM_AUTO_ERR err = {0};
    cm_status status = cm_extract(cli->home, &job, &summary, &err);
    cm_json_free(o.json);
    cm_buf_clear(&o.line);
    if (status != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    return summary.records == summary.lines ? CM_EXIT_OK : CM_EXIT_NOT_ALL;
}
