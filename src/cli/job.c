#include "base/base.h"

#include "app/job.h"
#include "base/limits.h"
#include "cli/cli.h"

enum { LIST_MOST = 50, LOG_MOST = 1000 };

static cm_sv number_of(cm_cli *cli, const cm_json_value *object, const char *name)
{
    int64_t value = 0;
    return cm_json_member_int(object, cm_sv_from(name), &value)
               ? cm_cli_number(cli, (uint64_t)value)
               : CM_SV("-");
}

static const cm_json_value *tree_of(cm_cli *cli, cm_sv text)
{
    const cm_json_value *root = NULL;
    CM_AUTO_ERR ignored = {0};
    return text.len != 0 && cm_json_tree(&cli->mem, text, &root, &ignored) == CM_OK ? root : NULL;
}

/* "12 / 40", or nothing. */
static cm_sv progress_of(cm_cli *cli, const cm_job *job)
{
    const cm_json_value *p = tree_of(cli, job->progress);
    return p == NULL
               ? CM_SV("")
               : cm_arena_format(&cli->mem, "%.*s / %.*s", CM_SV_ARG(number_of(cli, p, "done")),
                                 CM_SV_ARG(number_of(cli, p, "all")));
}

static void print_row(cm_cli *cli, const cm_job *job)
{
    const cm_word words[] = {
        {"number", cm_cli_int(cli, job->no)},
        {"at", job->made_at},
        {"kind", cm_job_kind_title(cli->home, &cli->mem, job->kind)},
        {"state", cm_job_state_title(cli->home, &cli->mem, job->state)},
        {"by", job->by.len != 0 ? job->by : CM_SV("-")},
        {"progress", progress_of(cli, job)},
        {NULL, {NULL, 0}},
    };
    cm_cli_say(cli, "job.row", words);
}

static void print_json(cm_cli *cli, const cm_job *job)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    CM_AUTO_JSON *json = cm_json_new(&out);
    cm_job_write_json(json, cli->home, &cli->mem, job);
    cm_json_line(json);
    cm_cli_print(cm_buf_view(&out));
}

int cm_cmd_job_list(cm_cli *cli)
{
    bool as_json = false;
    cm_sv state = {NULL, 0}, most = {NULL, 0}, after = {NULL, 0};
    cm_job_filter filter = {.most = LIST_MOST, .state = -1};
    const cm_option options[] = {
        {"--state", "STATE", "help.option.job_state", NULL, &state, NULL},
        {"--after", "NO", "help.option.job_after", NULL, &after, NULL},
        {"--limit", "N", "help.option.job_limit", NULL, &most, NULL},
        {"--json", NULL, "help.option.json", &as_json, NULL, NULL},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    cm_job_state found = CM_JOB_QUEUED;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    bool good = rest.count == 0 &&
                (most.ptr == NULL || (cm_sv_to_int(most, &filter.most) && filter.most > 0)) &&
                (after.ptr == NULL || (cm_sv_to_int(after, &filter.before) && filter.before > 0));
    if (!good) {
        return cm_cli_usage(cli);
    }
    if (state.ptr != NULL && !cm_job_state_find(state, &found)) {
        const cm_word words[] = {{"name", state}, {NULL, {NULL, 0}}};
        cm_cli_say_error(cli, "error.job_state", words);
        return CM_EXIT_USAGE;
    }
    filter.state = state.ptr != NULL ? (int)found : -1;
    cm_workdesk *desk = NULL;
    CM_AUTO_ERR err = {0};
    cm_jobs jobs = {0};
    if (!cm_cli_open_desk(cli, &desk, &code)) {
        return code;
    }
    const cm_asking ask = {desk, &cli->caller, &cli->mem};
    cm_status status = cm_job_list(&ask, &filter, &jobs, &err);
    cm_workdesk_close(desk);
    for (size_t i = 0; status == CM_OK && i < jobs.count; i++) {
        (as_json ? print_json : print_row)(cli, &jobs.items[i]);
    }
    if (status == CM_OK && jobs.count == 0 && !as_json) {
        cm_cli_say(cli, "job.none", NULL);
    }
    return status == CM_OK ? CM_EXIT_OK : cm_cli_fail(cli, &err);
}

/* ---- one ---- */

static void print_job(cm_cli *cli, const cm_job *job)
{
    const cm_json_value *progress = tree_of(cli, job->progress);
    cm_sv unit = cm_json_member_text(progress, CM_SV("unit"));
    const cm_word words[] = {
        {"attempts", cm_cli_int(cli, job->attempts)},
        {"done", number_of(cli, progress, "done")},
        {"all", number_of(cli, progress, "all")},
        {"unit", cm_wording_find(&cli->home->messages,
                                 cm_arena_format(&cli->mem, "job.unit.%.*s", CM_SV_ARG(unit)))},
        {"detail", cm_json_member_text(tree_of(cli, job->error), CM_SV("detail"))},
        {"at", job->begun_at},
        {NULL, {NULL, 0}},
    };
    print_row(cli, job);
    if (job->begun_at.len != 0) {
        cm_cli_say(cli, "job.begun", words);
    }
    if (progress != NULL) {
        cm_cli_say(cli, "job.done", words);
    }
    if (job->error.len != 0) {
        cm_cli_say(cli, "job.failed", words);
    }
    if (job->ended_at.len != 0) {
        const cm_word at[] = {{"at", job->ended_at}, {NULL, {NULL, 0}}};
        cm_cli_say(cli, "job.ended", at);
    }
}

static void print_line(cm_cli *cli, const cm_job_line *line)
{
    cm_sv text = cm_job_line_text(cli->home, &cli->mem, line);
    cm_cli_print(
        cm_arena_format(&cli->mem, "  %.*s  %.*s\n", CM_SV_ARG(line->at), CM_SV_ARG(text)));
}

int cm_cmd_job_show(cm_cli *cli)
{
    bool as_json = false;
    const cm_option options[] = {{"--json", NULL, "help.option.json", &as_json, NULL, NULL}};
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    int64_t no = 0;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (rest.count != 1 || !cm_sv_to_int(rest.items[0], &no) || no <= 0) {
        return cm_cli_usage(cli);
    }
    cm_workdesk *desk = NULL;
    CM_AUTO_ERR err = {0};
    cm_job job = {0};
    cm_job_lines lines = {0};
    if (!cm_cli_open_desk(cli, &desk, &code)) {
        return code;
    }
    const cm_asking ask = {desk, &cli->caller, &cli->mem};
    cm_status status = cm_job_find(&ask, no, &job, &err);
    if (status == CM_OK) {
        status = cm_job_log(desk->desk, no, 0, LOG_MOST, &cli->mem, &lines, &err);
    }
    cm_workdesk_close(desk);
    if (status != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    (as_json ? print_json : print_job)(cli, &job);
    for (size_t i = 0; !as_json && i < lines.count; i++) {
        print_line(cli, &lines.items[i]);
    }
    return CM_EXIT_OK;
}
