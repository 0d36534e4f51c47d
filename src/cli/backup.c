#include "base/base.h"

#include "app/backup.h"
#include "base/limits.h"
#include "cli/cli.h"

#include <unistd.h>

static void show(void *payload, uint64_t done, uint64_t all)
{
    cm_cli *cli = payload;
    cm_word words[] = {{"done", cm_cli_number(cli, done >> 20)},
                       {"all", cm_cli_number(cli, all >> 20)},
                       {NULL, {NULL, 0}}};
    CM_AUTO_BUF line;
    cm_buf_init(&line, CM_MAX_MESSAGE);
    cm_home_say(cli->home, &line, CM_SV("backup.progress"), words);
    (void)fprintf(stderr, "\r%s%s", cm_buf_z(&line), done >= all ? "\n" : "");
}

int cm_cmd_backup(cm_cli *cli)
{
    cm_backup_options job = {.keys = CM_SV("")};
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    const cm_option options[] = {{.name = "--keys",
                                  .value = "FOLDER",
                                  .help = "help.option.backup_keys",
                                  .ret_value = &job.keys}};
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (rest.count != 1) {
        return cm_cli_usage(cli);
    }
    cm_site *site = NULL;
    if (!cm_cli_open(cli, &site, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    const cm_backup_watch watch = {isatty(STDERR_FILENO) == 1 ? show : NULL, cli, cli->cancel};
    cm_backup_summary summary;
    cm_deed deed;
    job.folder = rest.items[0];
    job.watch = &watch;
    cm_status status =
        cm_right_deed(cli->home->rights, &cli->caller, CM_SV("backup.make"), NULL, &deed, &err);
    if (status == CM_OK) {
        status = cm_backup_make(site, &job, &deed, &summary, &err);
    }
    cm_site_close(site);
    if (status != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    cm_word words[] = {{"folder", job.folder},
                       {"files", cm_cli_number(cli, summary.files)},
                       {"bytes", cm_cli_number(cli, summary.bytes)},
                       {"documents", cm_cli_int(cli, summary.documents)},
                       {"lines", cm_cli_int(cli, summary.lines)},
                       {NULL, {NULL, 0}}};
    cm_cli_say(cli, "backup.done", words);
    cm_cli_say(cli, job.keys.len > 0 ? "backup.keys" : "backup.no_keys", words);
    return CM_EXIT_OK;
}

static int say_restored(cm_cli *cli, cm_sv folder, const cm_restore_summary *s)
{
    cm_word words[] = {{"folder", folder},
                       {"at", s->made_at},
                       {"version", s->version},
                       {"documents", cm_cli_int(cli, s->documents)},
                       {"lines", cm_cli_int(cli, s->audit.lines)},
                       {"rows", cm_cli_int(cli, s->audit.rows)},
                       {"faults", cm_cli_int(cli, s->audit.fault_count)},
                       {NULL, {NULL, 0}}};
    cm_cli_say(cli, "restore.done", words);
    cm_cli_say(cli, s->same_documents ? "restore.same_documents" : "restore.other_documents",
               words);
    cm_cli_say(cli,
               s->same_facts     ? "restore.same_facts"
               : s->same_version ? "restore.other_facts"
                                 : "restore.other_version",
               words);
    cm_cli_say(cli, s->audit.fault_count == 0 ? "restore.audit_good" : "restore.audit_bad", words);
    bool good =
        s->same_documents && (s->same_facts || !s->same_version) && s->audit.fault_count == 0;
    return good ? CM_EXIT_OK : CM_EXIT_NOT_ALL;
}

int cm_cmd_restore(cm_cli *cli)
{
    cm_restore_options job = {.keys = CM_SV(""), .watch = {.cancel = cli->cancel}};
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    const cm_option options[] = {{.name = "--keys",
                                  .value = "FOLDER",
                                  .help = "help.option.restore_keys",
                                  .ret_value = &job.keys}};
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (rest.count != 2) {
        return cm_cli_usage(cli);
    }
    CM_AUTO_ERR err = {0};
    cm_restore_summary summary;
    job.from = rest.items[0];
    job.to = rest.items[1];
    job.at = cm_cli_now(cli);
    cm_status status = cm_backup_restore(cli->home, &job, &cli->mem, &summary, &err);
    return status == CM_OK ? say_restored(cli, job.to, &summary) : cm_cli_fail(cli, &err);
}
