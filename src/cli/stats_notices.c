#include "base/base.h"

#include "app/statistics_json.h"
#include "base/limits.h"
#include "cli/commands.h"
#include "cli/due.h"
#include "cli/stats.h"

enum { INDENT = 6 };

static void print_json(const cm_alert *n, const cm_alert_counts *counts)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    CM_AUTO_JSON *json = cm_json_new(&out);
    cm_alert_write_json(json, n, counts);
    cm_json_line(json);
    cm_cli_print(cm_buf_view(&out));
}

static cm_sv percent(cm_cli *cli, int64_t held, int64_t wrong)
{
    int share = (int)cm_proportion_of((uint64_t)held, (uint64_t)(held + wrong)).share;
    return cm_arena_format(&cli->mem, "%d.%d", share / 10, share % 10);
}

static void print_notice(cm_cli_stats *s, const cm_alert *n, const cm_alert_counts *c)
{
    cm_cli *cli = s->cli;
    cm_word words[] = {{"no", cm_cli_int(cli, n->no)},
                       {"at", n->at},
                       {"title", cm_statistics_notice_title(&s->statistics, n->kind)},
                       {"model", n->model},
                       {"version", cm_cli_int(cli, n->model_version)},
                       {"period", n->period},
                       {"by", n->seen_by},
                       {NULL, {NULL, 0}}};
    cm_cli_say(cli, "stats.notice", words);
    if (c != NULL) {
        cm_word counts[] = {{"held", cm_cli_int(cli, c->held_before)},
                            {"false", cm_cli_int(cli, c->wrong_before)},
                            {"precision", percent(cli, c->held_before, c->wrong_before)},
                            {"held_now", cm_cli_int(cli, c->held)},
                            {"false_now", cm_cli_int(cli, c->wrong)},
                            {"precision_now", percent(cli, c->held, c->wrong)},
                            {NULL, {NULL, 0}}};
        cm_cli_put(cli, INDENT, cm_cli_words(cli, "stats.notice.counts", counts));
    }
    if (n->seen_at.len != 0) {
        cm_word seen[] = {{"by", n->seen_by}, {"at", n->seen_at}, {NULL, {NULL, 0}}};
        cm_cli_put(cli, INDENT, cm_cli_words(cli, "stats.notice.seen", seen));
    }
}

/* The counts are over all clues: they are shown to those who may count all. */
static cm_status list(cm_cli_stats *s, bool with_seen, bool as_json, cm_err *err)
{
    cm_alerts alerts = {0};
    size_t added = 0;
    cm_status status = cm_statistics_watch(&s->statistics, &added, err);
    if (status == CM_OK) {
        status = cm_alerts_load(s->work->desk, with_seen, &s->cli->mem, &alerts, err);
    }
    for (size_t i = 0; status == CM_OK && i < alerts.count; i++) {
        cm_alert_counts counts = {0};
        bool all = cm_statistics_sees_all(&s->statistics);
        status = cm_alert_read(&alerts.items[i], &counts, err);
        if (status == CM_OK && as_json) {
            print_json(&alerts.items[i], all ? &counts : NULL);
        } else if (status == CM_OK) {
            print_notice(s, &alerts.items[i], all ? &counts : NULL);
        }
    }
    if (status == CM_OK && alerts.count == 0 && !as_json) {
        cm_cli_say(s->cli, "stats.notice.none", NULL);
    }
    return status;
}

int cm_cmd_stats_notices(cm_cli *cli)
{
    bool all = false, as_json = false;
    cm_sv seen = {NULL, 0};
    int64_t no = 0;
    const cm_option options[] = {
        {"--all", NULL, "help.option.notices_all", &all, NULL, NULL},
        {"--seen", "N", "help.option.notices_seen", NULL, &seen, NULL},
        {"--json", NULL, "help.option.json", &as_json, NULL, NULL},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    cm_cli_stats s;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (rest.count != 0 || (seen.ptr != NULL && (!cm_sv_to_int(seen, &no) || no <= 0))) {
        return cm_cli_usage(cli);
    }
    if (!cm_cli_stats_open(cli, &s, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    cm_status status =
        no != 0 ? cm_statistics_see(&s.statistics, no, &err) : list(&s, all, as_json, &err);
    cm_cli_stats_close(&s);
    if (status != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    if (no != 0) {
        cm_word words[] = {{"no", seen}, {NULL, {NULL, 0}}};
        cm_cli_say(cli, "stats.notice.marked", words);
    }
    return CM_EXIT_OK;
}
