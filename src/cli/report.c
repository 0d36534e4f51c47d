#include "base/base.h"

#include "app/reporting.h"
#include "cli/cli.h"

#include "base/file.h"
#include "base/limits.h"

static int write_report(cm_cli *cli, cm_sv path)
{
    int code = CM_EXIT_OK;
    cm_site *site = NULL;
    if (!cm_cli_look(cli, "export.list", &site, &code)) {
        return code;
    }
    CM_AUTO_BUF page;
    cm_buf_init(&page, CM_MAX_PAGE);
    uint64_t hits = 0;
    cm_report_options options = {cm_date_today(), CM_SV("chaming " CM_VERSION), &cli->caller};
    CM_AUTO_ERR err = {0};
    cm_status status = cm_report_write(site, &options, &page, &hits, &err);
    cm_site_close(site);
    if (status == CM_OK) {
        status = cm_file_write(path, cm_buf_view(&page), &err);
    }
    if (status != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    cm_word words[] = {{"file", path}, {"hits", cm_cli_number(cli, hits)}, {NULL, {NULL, 0}}};
    cm_cli_say(cli, "notice", NULL);
    cm_cli_say(cli, "report.done", words);
    return CM_EXIT_OK;
}

int cm_cmd_report(cm_cli *cli)
{
    cm_sv path = {NULL, 0};
    const cm_option options[] = {
        {.name = "-o", .value = "FILE", .help = "help.option.output", .ret_value = &path},
        {.name = "--reason",
         .value = "TEXT",
         .help = "help.option.see_reason",
         .ret_value = &cli->reason},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (rest.count != 0 || path.len == 0) {
        return cm_cli_usage(cli);
    }
    return write_report(cli, path);
}
