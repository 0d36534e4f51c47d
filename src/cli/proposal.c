#include "base/base.h"

#include "app/proposal.h"
#include "base/file.h"
#include "base/limits.h"
#include "cli/cli.h"

/* The models as they are, and the desk. */
static bool open_desk(cm_cli *cli, cm_workdesk **ret, int *ret_exit)
{
    CM_AUTO_ERR err = {0};
    if (cm_home_load_models(cli->home, cli->workspace, &err) != CM_OK) {
        *ret_exit = cm_cli_problems(cli, "model.problems", &err);
        return false;
    }
    return cm_cli_open_desk(cli, ret, ret_exit);
}

int cm_cmd_model_propose(cm_cli *cli)
{
    cm_sv number = {NULL, 0};
    cm_proposal_draft draft = {0};
    const cm_option options[] = {
        {.name = "--why", .value = "TEXT", .help = "help.option.reason", .ret_value = &draft.why},
        {.name = "--proposal", .value = "N", .help = "help.option.proposal", .ret_value = &number},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    cm_workdesk *w = NULL;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (rest.count != 1 || cm_sv_trim(draft.why).len == 0 ||
        (number.ptr != NULL && !cm_sv_to_int(number, &draft.no))) {
        return cm_cli_usage(cli);
    }
    if (!open_desk(cli, &w, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    CM_AUTO_BUF text;
    cm_proposal p = {0};
    cm_buf_init(&text, CM_MAX_TRIAL);
    cm_status status = cm_file_read(rest.items[0], &text, &err);
    if (status == CM_OK && draft.no != 0) {
        status = cm_proposal_get(w->desk, draft.no, &cli->mem, &p, &err);
        draft.version = p.version;
    }
    draft.text = cm_buf_view(&text);
    if (status == CM_OK) {
        status = cm_proposal_write(w, &cli->caller, &draft, &draft.no, &err);
    }
    if (status == CM_OK) {
        status = cm_proposal_get(w->desk, draft.no, &cli->mem, &p, &err);
    }
    const cm_word words[] = {{"no", cm_cli_int(cli, draft.no)},
                             {"model", p.model},
                             {"version", cm_cli_int(cli, p.model_version)},
                             {NULL, {NULL, 0}}};
    return cm_cli_finish(cli, w, status, &err, "proposal.made", words);
}

/* ---- looking ---- */

static void print_proposal(cm_cli *cli, const cm_proposal *p)
{
    cm_sv id = cm_arena_format(&cli->mem, "proposal.state.%.*s",
                               CM_SV_ARG(cm_proposal_state_id(p->state)));
    const cm_word words[] = {{"no", cm_cli_int(cli, p->no)},
                             {"state", cm_wording_find(&cli->home->messages, id)},
                             {"model", p->model},
                             {"version", cm_cli_int(cli, p->model_version)},
                             {"author", p->author},
                             {"at", p->changed_at},
                             {"why", p->why},
                             {NULL, {NULL, 0}}};
    cm_cli_say(cli, "proposal.row", words);
    const cm_word decided[] = {
        {"by", p->decided_by}, {"at", p->decided_at}, {"why", p->decided_why}, {NULL, {NULL, 0}}};
    if (p->decided_at.len != 0) {
        cm_cli_say(cli, "proposal.decided", decided);
    }
}

static void print_json(cm_cli *cli, const cm_proposal *p)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    CM_AUTO_JSON *json = cm_json_new(&out);
    cm_proposal_write_json(json, cli->home, p);
    cm_json_line(json);
    cm_cli_print(cm_buf_view(&out));
}

int cm_cmd_model_proposals(cm_cli *cli)
{
    bool as_json = false;
    cm_sv state = {NULL, 0};
    cm_proposal_filter filter = {.state = -1};
    const cm_option options[] = {
        {.name = "--model", .value = "ID", .help = "help.option.model", .ret_value = &filter.model},
        {.name = "--state",
         .value = "STATE",
         .help = "help.option.proposal_state",
         .ret_value = &state},
        {.name = "--json", .help = "help.option.json", .ret_flag = &as_json},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    cm_proposal_state found = CM_PROPOSAL_OPEN;
    cm_workdesk *w = NULL;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (rest.count != 0 || (state.ptr != NULL && !cm_proposal_state_find(state, &found))) {
        return cm_cli_usage(cli);
    }
    filter.state = state.ptr != NULL ? (int)found : -1;
    if (!open_desk(cli, &w, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    cm_proposals list = {0};
    cm_status status = cm_proposals_list(w->desk, &filter, &cli->mem, &list, &err);
    cm_workdesk_close(w);
    for (size_t i = 0; i < list.count; i++) {
        if (as_json) {
            print_json(cli, &list.items[i]);
        } else {
            print_proposal(cli, &list.items[i]);
        }
    }
    if (status == CM_OK && list.count == 0 && !as_json) {
        cm_cli_say(cli, "proposal.none", NULL);
    }
    return status == CM_OK ? CM_EXIT_OK : cm_cli_fail(cli, &err);
}

static void print_problems(cm_cli *cli, const cm_problems *problems)
{
    for (size_t i = 0; i < problems->count; i++) {
        CM_AUTO_BUF text;
        cm_buf_init(&text, CM_MAX_MESSAGE);
        cm_problem_write(&text, &cli->home->words, &problems->items[i]);
        cm_cli_print(cm_buf_view(&text));
    }
}

static void print_counts(cm_cli *cli, const char *id, size_t cases, size_t passed, int version)
{
    const cm_word words[] = {{"cases", cm_cli_number(cli, cases)},
                             {"passed", cm_cli_number(cli, passed)},
                             {"version", cm_cli_int(cli, version)},
                             {NULL, {NULL, 0}}};
    cm_cli_say(cli, id, words);
}

static void print_report(cm_cli *cli, const cm_proposal_report *r)
{
    print_counts(cli, "proposal.tested", r->cases, r->passed, 0);
    print_problems(cli, &r->problems);
    if (r->base != NULL) {
        print_counts(cli, "proposal.base", r->base_cases, r->base_passed, r->base->version);
        print_problems(cli, &r->base_problems);
    }
    for (size_t i = 0; i < r->rewritten.count; i++) {
        const cm_word words[] = {{"why", r->rewritten.items[i]->why}, {NULL, {NULL, 0}}};
        cm_cli_say(cli, "proposal.rewritten", words);
    }
    cm_cli_say(cli, cm_proposal_is_ready(r) ? "proposal.ready" : "proposal.not_ready", NULL);
    for (int i = 0; i < CM_OBSTACLE_COUNT; i++) {
        if (r->obstacles[i]) {
            cm_sv id = cm_arena_format(&cli->mem, "obstacle.%.*s",
                                       CM_SV_ARG(cm_obstacle_id((cm_obstacle)i)));
            cm_cli_say(cli, id.ptr, NULL);
        }
    }
}

static int review(cm_cli *cli, const cm_proposal *p, bool as_json)
{
    CM_AUTO_ERR err = {0};
    cm_home own;
    cm_proposal_report report;
    int code = CM_EXIT_OK;
    cm_home_borrow(cli->home, &own);
    if (cm_proposal_examine(cli->home, p, &own, &report, &err) != CM_OK) {
        code = cm_cli_fail(cli, &err);
    } else if (as_json) {
        CM_AUTO_BUF out;
        cm_buf_init(&out, CM_MAX_JSON);
        CM_AUTO_JSON *json = cm_json_new(&out);
        cm_proposal_report_write_json(json, cli->home, &report);
        cm_json_line(json);
        cm_cli_print(cm_buf_view(&out));
    } else {
        print_proposal(cli, p);
        print_report(cli, &report);
    }
    if (code == CM_EXIT_OK && !cm_proposal_is_ready(&report)) {
        code = CM_EXIT_NOT_ALL;
    }
    cm_home_return(&own);
    return code;
}

int cm_cmd_model_review(cm_cli *cli)
{
    bool as_json = false, as_text = false;
    const cm_option options[] = {
        {.name = "--text", .help = "help.option.proposal_text", .ret_flag = &as_text},
        {.name = "--json", .help = "help.option.json", .ret_flag = &as_json},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    int64_t no = 0;
    cm_workdesk *w = NULL;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (rest.count != 1 || (as_json && as_text) || !cm_sv_to_int(rest.items[0], &no)) {
        return cm_cli_usage(cli);
    }
    if (!open_desk(cli, &w, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    cm_proposal p = {0};
    cm_status status = cm_proposal_get(w->desk, no, &cli->mem, &p, &err);
    cm_workdesk_close(w);
    if (status != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    if (as_text) {
        cm_cli_print(p.text);
        return CM_EXIT_OK;
    }
    return review(cli, &p, as_json);
}

/* ---- deciding ---- */

typedef cm_status (*decide)(cm_workdesk *w, const cm_caller *caller, const cm_proposal_verdict *v,
                            cm_err *err);

static bool read_verdict(cm_cli *cli, cm_sv *ret_why, cm_sv *ret_of, int *ret_exit)
{
    const cm_option options[] = {
        {.name = "--why", .value = "TEXT", .help = "help.option.reason", .ret_value = ret_why},
    };
    cm_svs rest = {0};
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, ret_exit)) {
        return false;
    }
    if (rest.count != 1 || cm_sv_trim(*ret_why).len == 0) {
        *ret_exit = cm_cli_usage(cli);
        return false;
    }
    *ret_of = rest.items[0];
    return true;
}

static int decide_one(cm_cli *cli, decide how, const char *done)
{
    cm_sv number = {NULL, 0};
    cm_proposal_verdict v = {0};
    int code = CM_EXIT_OK;
    cm_workdesk *w = NULL;
    if (!read_verdict(cli, &v.why, &number, &code)) {
        return code;
    }
    if (!cm_sv_to_int(number, &v.no)) {
        return cm_cli_usage(cli);
    }
    if (!open_desk(cli, &w, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    const cm_word words[] = {{"no", number}, {NULL, {NULL, 0}}};
    cm_status status = how(w, &cli->caller, &v, &err);
    return cm_cli_finish(cli, w, status, &err, done, words);
}

int cm_cmd_model_publish(cm_cli *cli)
{
    return decide_one(cli, cm_proposal_publish, "proposal.published");
}

int cm_cmd_model_refuse(cm_cli *cli)
{
    return decide_one(cli, cm_proposal_refuse, "proposal.refused");
}

int cm_cmd_model_drop(cm_cli *cli)
{
    return decide_one(cli, cm_proposal_drop, "proposal.dropped");
}

/* The way back also where the published model does not load any more: the models are not asked. */
int cm_cmd_model_withdraw(cm_cli *cli)
{
    cm_sv why = {NULL, 0}, model = {NULL, 0};
    int code = CM_EXIT_OK;
    cm_workdesk *w = NULL;
    if (!read_verdict(cli, &why, &model, &code)) {
        return code;
    }
    if (!cm_cli_open_desk(cli, &w, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    const cm_word words[] = {{"model", model}, {NULL, {NULL, 0}}};
    cm_status status = cm_proposal_withdraw(w, &cli->caller, model, why, &err);
    return cm_cli_finish(cli, w, status, &err, "proposal.withdrawn", words);
}
