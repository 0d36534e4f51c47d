#include "base/base.h"

#include "cli/desk_parts.h"

#include "base/limits.h"

bool cm_cli_desk_open(cm_cli *cli, cm_cli_desk *d, int *ret_exit)
{
    *d = (cm_cli_desk){.cli = cli};
    if (!cm_cli_open_desk(cli, &d->work, ret_exit)) {
        return false;
    }
    d->docket = (cm_docket){.desk = d->work->desk,
                            .home = cli->home,
                            .caller = &cli->caller,
                            .mem = &cli->mem,
                            .reason = cli->reason};
    d->scope = cm_right_scope(cli->home->rights, &cli->caller, CM_SV("clue.list"), &cli->mem);
    return true;
}

void cm_cli_desk_close(cm_cli_desk *d)
{
    cm_workdesk_close(d->work);
}

cm_sv cm_cli_word(const cm_cli *cli, const char *id)
{
    return cm_wording_find(&cli->home->messages, cm_sv_from(id));
}

cm_sv cm_cli_state(const cm_cli *cli, cm_sv id)
{
    return cm_docket_state_title(cli->home, id);
}

cm_sv cm_cli_code(const cm_cli *cli, cm_sv list, cm_sv id)
{
    return cm_docket_code_title(cli->home, list, id);
}

cm_sv cm_cli_step(const cm_cli *cli, cm_sv id)
{
    return cm_docket_step_title(cli->home, id);
}

int cm_cli_desk_fail(cm_cli_desk *d, const cm_err *err)
{
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_MESSAGE);
    if (!cm_docket_refused(&d->docket, err, "desk.refused.", &text)) {
        return cm_cli_fail(d->cli, err);
    }
    (void)fprintf(stderr, "%s\n", cm_buf_z(&text));
    return cm_status_exit_code(err->status);
}

/* ---- filters ---- */

void cm_cli_filter_options(cm_cli_filter *filter, cm_option *ret)
{
    static const char *const NAMES[CM_FACET_COUNT][2] = {
        [CM_FACET_STATE] = {"--state", "STATE"},
        [CM_FACET_MODEL] = {"--model", "ID"},
        [CM_FACET_COURT] = {"--court", "NAME"},
        [CM_FACET_CHARGE] = {"--charge", "NAME"},
        [CM_FACET_OFFICE] = {"--office", "NAME"},
        [CM_FACET_HANDLER] = {"--handler", "NAME"},
        [CM_FACET_DIRECTION] = {"--direction", "NAME"},
        [CM_FACET_SEVERITY] = {"--severity", "NAME"},
        [CM_FACET_YEAR] = {"--year", "YEAR"},
        [CM_FACET_DUE] = {"--due", "WHEN"},
    };
    static const char *const HELP[CM_FACET_COUNT] = {
        "help.filter.state",     "help.filter.model",    "help.filter.court",
        "help.filter.charge",    "help.filter.office",   "help.filter.handler",
        "help.filter.direction", "help.filter.severity", "help.filter.year",
        "help.filter.due",
    };
    for (size_t i = 0; i < CM_FACET_URGENT; i++) {
        ret[i] = (cm_option){.name = NAMES[i][0],
                             .value = NAMES[i][1],
                             .help = HELP[i],
                             .ret_values = &filter->values[i]};
    }
    ret[CM_FACET_URGENT] =
        (cm_option){.name = "--urgent", .help = "help.filter.urgent", .ret_flag = &filter->urgent};
    ret[CM_FACET_COUNT] =
        (cm_option){.name = "--gone", .help = "help.filter.gone", .ret_flag = &filter->gone};
    ret[CM_FACET_COUNT + 1] = (cm_option){.name = "--words",
                                          .value = "TEXT",
                                          .help = "help.filter.words",
                                          .ret_value = &filter->words};
}

cm_list_filter cm_cli_filter_of(cm_cli_desk *d, const cm_cli_filter *f)
{
    return cm_docket_filter(&d->docket, f, &d->scope);
}
