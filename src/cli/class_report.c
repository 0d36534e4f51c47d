#include "base/base.h"

#include "app/class_report.h"
#include "base/file.h"
#include "base/limits.h"
#include "cli/cli.h"

static int write_class_report(cm_cli *cli, const cm_class_filter *filter, cm_sv path)
{
    int code = CM_EXIT_OK;
    cm_site *site = NULL;
    if (!cm_cli_look(cli, "export.list", &site, &code)) {
        return code;
    }
    CM_AUTO_BUF page;
    cm_buf_init(&page, CM_MAX_PAGE);
    uint64_t hits = 0;
    const cm_report_options options = {cm_date_today(), CM_SV("chaming " CM_VERSION), NULL};
    CM_AUTO_ERR err = {0};
    cm_status status = cm_class_report_write(site, filter, &options, &page, &hits, &err);
    cm_site_close(site);
    status = status == CM_OK ? cm_file_write(path, cm_buf_view(&page), &err) : status;
    if (status != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    const cm_word words[] = {{"file", path}, {"hits", cm_cli_number(cli, hits)}, {NULL, {NULL, 0}}};
    cm_cli_say(cli, "notice", NULL);
    cm_cli_say(cli, "report.done", words);
    return CM_EXIT_OK;
}

int cm_cmd_class_report(cm_cli *cli)
{
    cm_sv from = {NULL, 0}, to = {NULL, 0}, path = {NULL, 0};
    cm_class_filter filter = {.from = CM_NO_DATE, .to = CM_NO_DATE};
    const cm_option options[] = {
        {.name = "--court",
         .value = "NAME",
         .help = "help.option.court",
         .ret_value = &filter.court},
        {.name = "--from", .value = "DATE", .help = "help.option.from", .ret_value = &from},
        {.name = "--to", .value = "DATE", .help = "help.option.to", .ret_value = &to},
        {.name = "--reason",
         .value = "TEXT",
         .help = "help.option.see_reason",
         .ret_value = &cli->reason},
        {.name = "-o", .value = "FILE", .help = "help.option.output", .ret_value = &path},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (rest.count != 1 || path.len == 0 || !cm_cli_read_day(from, &filter.from) ||
        !cm_cli_read_day(to, &filter.to)) {
        return cm_cli_usage(cli);
    }
    filter.model = rest.items[0];
    return write_class_report(cli, &filter, path);
}
