#include "base/base.h"

#include "cli/due.h"

/* What the options of these commands give. */
typedef struct {
    cm_sv day, until, stated, reason, why, extend, travel;
} given;

static int change(cm_cli *cli, const cm_due_change *what)
{
    CM_AUTO_ERR err = {0};
    cm_workdesk *w = NULL;
    cm_clock clock = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_open_desk(cli, &w, &code)) {
        return code;
    }
    const cm_due_use use = {w, &cli->caller, &cli->mem};
    cm_status status = cm_due_do(&use, what, &clock, &err);
    cm_workdesk_close(w);
    if (status != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    cm_word words[] = {{"no", cm_cli_number(cli, (uint64_t)clock.row.no)},
                       {"clue", clock.row.clue_id},
                       {"title", clock.limit != NULL ? clock.limit->title : clock.row.limit},
                       {"due", cm_cli_clock_due(cli, &clock)},
                       {"state", cm_cli_clock_state(cli, &clock)},
                       {NULL, {NULL, 0}}};
    cm_cli_say(cli, "due.changed", words);
    return CM_EXIT_OK;
}

static bool read_count(cm_sv text, int64_t *ret_count)
{
    return text.ptr == NULL || (cm_sv_to_int(text, ret_count) && *ret_count > 0);
}

static bool read_given(const given *g, const cm_svs *rest, cm_due_change *c)
{
    bool starts = c->act == CM_DUE_START;
    if (rest->count != (starts ? 2U : 1U) || !cm_cli_read_day(g->day, &c->day) ||
        !cm_cli_read_day(g->until, &c->pause.to) || !cm_cli_read_day(g->stated, &c->stated) ||
        !read_count(g->extend, &c->extension) || !read_count(g->travel, &c->travel)) {
        return false;
    }
    c->why = g->why;
    c->pause.from = c->day;
    c->pause.reason = g->reason;
    c->pause.why = g->why;
    if (starts) {
        c->clue = rest->items[0];
        c->limit = rest->items[1];
        return true;
    }
    return cm_sv_to_int(rest->items[0], &c->no);
}

/* Whether all that the act needs was given. */
static bool is_whole(const cm_due_change *c)
{
    bool day = cm_date_exists(c->day), why = cm_sv_trim(c->why).len != 0;
    switch (c->act) {
    case CM_DUE_START:
    case CM_DUE_RESUME:
    case CM_DUE_MEET:
        return day;
    case CM_DUE_PAUSE:
        return day && why && c->pause.reason.len != 0;
    case CM_DUE_EXTEND:
        return why && c->extension + c->travel != 0;
    case CM_DUE_END:
        return why;
    case CM_DUE_ADOPT:
        return true;
    }
    return false;
}

static int run(cm_cli *cli, cm_due_act act, const cm_option *options, size_t count, const given *g)
{
    cm_due_change what = {.act = act};
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, count, &rest, &code)) {
        return code;
    }
    if (!read_given(g, &rest, &what) || !is_whole(&what)) {
        return cm_cli_usage(cli);
    }
    return change(cli, &what);
}

int cm_cmd_due_start(cm_cli *cli)
{
    given g = {0};
    const cm_option options[] = {
        {"--from", "DATE", "help.option.limit_from", NULL, &g.day, NULL},
        {"--stated", "DATE", "help.option.limit_stated", NULL, &g.stated, NULL},
        {"--travel", "DAYS", "help.option.limit_travel", NULL, &g.travel, NULL},
    };
    return run(cli, CM_DUE_START, options, CM_COUNT(options), &g);
}

int cm_cmd_due_pause(cm_cli *cli)
{
    given g = {0};
    const cm_option options[] = {
        {"--from", "DATE", "help.option.due_from", NULL, &g.day, NULL},
        {"--until", "DATE", "help.option.due_until", NULL, &g.until, NULL},
        {"--reason", "CODE", "help.option.due_reason", NULL, &g.reason, NULL},
        {"--why", "TEXT", "help.option.due_why", NULL, &g.why, NULL},
    };
    return run(cli, CM_DUE_PAUSE, options, CM_COUNT(options), &g);
}

int cm_cmd_due_resume(cm_cli *cli)
{
    given g = {0};
    const cm_option options[] = {
        {"--last", "DATE", "help.option.due_last", NULL, &g.day, NULL},
    };
    return run(cli, CM_DUE_RESUME, options, CM_COUNT(options), &g);
}

int cm_cmd_due_extend(cm_cli *cli)
{
    given g = {0};
    const cm_option options[] = {
        {"--extend", "N", "help.option.limit_extend", NULL, &g.extend, NULL},
        {"--travel", "DAYS", "help.option.limit_travel", NULL, &g.travel, NULL},
        {"--why", "TEXT", "help.option.due_why", NULL, &g.why, NULL},
    };
    return run(cli, CM_DUE_EXTEND, options, CM_COUNT(options), &g);
}

int cm_cmd_due_meet(cm_cli *cli)
{
    given g = {0};
    const cm_option options[] = {
        {"--day", "DATE", "help.option.due_day", NULL, &g.day, NULL},
    };
    return run(cli, CM_DUE_MEET, options, CM_COUNT(options), &g);
}

int cm_cmd_due_end(cm_cli *cli)
{
    given g = {0};
    const cm_option options[] = {
        {"--why", "TEXT", "help.option.due_why", NULL, &g.why, NULL},
    };
    return run(cli, CM_DUE_END, options, CM_COUNT(options), &g);
}

int cm_cmd_due_adopt(cm_cli *cli)
{
    const given g = {0};
    return run(cli, CM_DUE_ADOPT, NULL, 0, &g);
}
