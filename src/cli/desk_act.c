#include "base/base.h"

#include "cli/desk_parts.h"

#include "base/file.h"
#include "base/limits.h"

/* ---- what is given with a step ---- */

typedef struct {
    cm_step_request request;
    cm_sv day, amount, persons, version;
} given;

enum { GIVEN_OPTIONS = 12 };

static void given_options(given *g, cm_option *ret)
{
    cm_step_request *r = &g->request;
    const cm_option options[GIVEN_OPTIONS] = {
        {"--reason", "CODE", "help.option.code_reason", NULL, &r->reason, NULL},
        {"--why", "TEXT", "help.option.why", NULL, &r->why, NULL},
        {"--to-office", "NAME", "help.option.to_office", NULL, &r->to_office, NULL},
        {"--to-person", "NAME", "help.option.to_person", NULL, &r->to_person, NULL},
        {"--organ", "CODE", "help.option.organ", NULL, &r->organ, NULL},
        {"--number", "TEXT", "help.option.number", NULL, &r->number, NULL},
        {"--into", "ID", "help.option.into", NULL, &r->into, NULL},
        {"--day", "DATE", "help.option.day", NULL, &g->day, NULL},
        {"--outcome", "CODE", "help.option.outcome_code", NULL, &r->outcome, NULL},
        {"--amount", "FEN", "help.option.amount", NULL, &g->amount, NULL},
        {"--persons", "N", "help.option.persons", NULL, &g->persons, NULL},
        {"--version", "N", "help.option.version", NULL, &g->version, NULL},
    };
    memcpy(ret, options, sizeof(options));
}

static bool read_number(cm_sv text, int64_t *ret)
{
    return text.ptr == NULL || (cm_sv_to_int(text, ret) && *ret >= 0);
}

static bool read_given(given *g)
{
    return cm_cli_read_day(g->day, &g->request.day) && read_number(g->amount, &g->request.amount) &&
           read_number(g->persons, &g->request.persons) &&
           read_number(g->version, &g->request.version);
}

/* ---- one clue ---- */

static int take_step(cm_cli_desk *d, const cm_svs *ids, const cm_step_request *request)
{
    int code = CM_EXIT_OK;
    for (size_t i = 0; i < ids->count && code == CM_EXIT_OK; i++) {
        CM_AUTO_ERR err = {0};
        cm_step_done done = {0};
        if (cm_docket_step(&d->docket, ids->items[i], request, &done, &err) != CM_OK) {
            return cm_cli_desk_fail(d, &err);
        }
        cm_word words[] = {{"id", ids->items[i]},
                           {"step", cm_cli_step(d->cli, done.step->id)},
                           {"from", cm_cli_state(d->cli, done.before.state)},
                           {"to", cm_cli_state(d->cli, done.step->to)},
                           {"version", cm_cli_number(d->cli, (uint64_t)done.version)},
                           {NULL, {NULL, 0}}};
        cm_cli_say(d->cli, "desk.step.done", words);
    }
    return code;
}

int cm_cmd_desk_step(cm_cli *cli)
{
    given g = {0};
    cm_option options[GIVEN_OPTIONS];
    given_options(&g, options);
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    cm_cli_desk d;
    bool one = rest.count == 2, versioned = g.request.version != 0;
    if (!read_given(&g) || rest.count < 2 || (versioned && !one)) {
        return cm_cli_usage(cli);
    }
    if (!cm_cli_desk_open(cli, &d, &code)) {
        return code;
    }
    const cm_svs ids = {rest.items + 1, rest.count - 1, 0};
    g.request.step = rest.items[0];
    code = take_step(&d, &ids, &g.request);
    cm_cli_desk_close(&d);
    return code;
}

/* ---- many ---- */

static cm_sv joined(cm_cli *cli, const cm_svs *list)
{
    cm_sv text = CM_SV("");
    for (size_t i = 0; i < list->count; i++) {
        text = cm_arena_format(&cli->mem, "%.*s%s%.*s", CM_SV_ARG(text), i > 0 ? " " : "",
                               CM_SV_ARG(list->items[i]));
    }
    return text;
}

static int take_many(cm_cli_desk *d, const cm_cli_filter *f, const cm_step_request *request)
{
    CM_AUTO_ERR err = {0};
    cm_docket_bulk bulk = {0};
    const cm_list_filter filter = cm_cli_filter_of(d, f);
    cm_sv text = cm_docket_filter_text(&d->docket, f);
    if (cm_docket_many(&d->docket, &filter, text, request, &bulk, &err) != CM_OK) {
        return cm_cli_desk_fail(d, &err);
    }
    cm_svs batches = {0}, refused = {0};
    for (size_t i = 0; i < bulk.refused.count; i++) {
        *cm_vec_push(&d->cli->mem, &refused) =
            cm_arena_format(&d->cli->mem, "\n  %.*s  %.*s", CM_SV_ARG(bulk.refused.items[i].clue),
                            CM_SV_ARG(cm_docket_refusal_text(&d->docket, &bulk.refused.items[i])));
    }
    for (size_t i = 0; i < bulk.batches.count; i++) {
        *cm_vec_push(&d->cli->mem, &batches) =
            cm_cli_number(d->cli, (uint64_t)bulk.batches.items[i]);
    }
    cm_word words[] = {{"step", cm_cli_step(d->cli, request->step)},
                       {"count", cm_cli_number(d->cli, (uint64_t)bulk.done)},
                       {"batch", joined(d->cli, &batches)},
                       {"refused", cm_cli_number(d->cli, bulk.refused.count)},
                       {"ids", joined(d->cli, &refused)},
                       {"elsewhere", cm_cli_number(d->cli, (uint64_t)bulk.elsewhere)},
                       {NULL, {NULL, 0}}};
    cm_cli_say(d->cli, "desk.bulk.done", words);
    if (bulk.refused.count != 0) {
        cm_cli_say(d->cli, "desk.bulk.refused", words);
    }
    if (bulk.elsewhere != 0) {
        cm_cli_say(d->cli, "desk.bulk.elsewhere", words);
    }
    return CM_EXIT_OK;
}

int cm_cmd_desk_bulk(cm_cli *cli)
{
    given g = {0};
    cm_cli_filter filter = {0};
    cm_option options[GIVEN_OPTIONS + CM_CLI_FILTER_OPTIONS + 2];
    given_options(&g, options);
    cm_cli_filter_options(&filter, options + GIVEN_OPTIONS);
    cm_option *ids = options + GIVEN_OPTIONS + CM_CLI_FILTER_OPTIONS;
    ids[0] = (cm_option){"--only", "ID", "help.option.only", NULL, NULL, &filter.only};
    ids[1] = (cm_option){"--except", "ID", "help.option.except", NULL, NULL, &filter.except};
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    cm_cli_desk d;
    if (!read_given(&g) || rest.count != 1 || g.request.version != 0) {
        return cm_cli_usage(cli);
    }
    if (!cm_cli_desk_open(cli, &d, &code)) {
        return code;
    }
    g.request.step = rest.items[0];
    filter.has_only = filter.only.count != 0;
    code = take_many(&d, &filter, &g.request);
    cm_cli_desk_close(&d);
    return code;
}

int cm_cmd_desk_undo(cm_cli *cli)
{
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    int64_t batch = 0;
    if (!cm_cli_parse(cli, NULL, 0, &rest, &code)) {
        return code;
    }
    cm_cli_desk d;
    if (rest.count != 1 || !cm_sv_to_int(rest.items[0], &batch)) {
        return cm_cli_usage(cli);
    }
    if (!cm_cli_desk_open(cli, &d, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    cm_batch_undone undone = {0};
    if (cm_docket_undo(&d.docket, batch, &undone, &err) != CM_OK) {
        code = cm_cli_desk_fail(&d, &err);
    } else {
        cm_word words[] = {{"batch", rest.items[0]},
                           {"count", cm_cli_number(cli, undone.restored.count)},
                           {"left", cm_cli_number(cli, undone.left_alone.count)},
                           {"ids", joined(cli, &undone.left_alone)},
                           {NULL, {NULL, 0}}};
        cm_cli_say(cli, "desk.undo.done", words);
        if (undone.left_alone.count != 0) {
            cm_cli_say(cli, "desk.undo.left", words);
        }
    }
    cm_cli_desk_close(&d);
    return code;
}

/* ---- on record ---- */

/* Message `id`, or the fault; closes the desk. */
static int finish(cm_cli_desk *d, cm_status status, const cm_err *err, const char *id, int64_t no)
{
    int code = CM_EXIT_OK;
    if (status != CM_OK) {
        code = cm_cli_desk_fail(d, err);
    } else {
        cm_word words[] = {{"number", cm_cli_number(d->cli, (uint64_t)no)}, {NULL, {NULL, 0}}};
        cm_cli_say(d->cli, id, words);
    }
    cm_cli_desk_close(d);
    return code;
}

int cm_cmd_desk_note(cm_cli *cli)
{
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, NULL, 0, &rest, &code)) {
        return code;
    }
    cm_cli_desk d;
    if (rest.count != 2) {
        return cm_cli_usage(cli);
    }
    if (!cm_cli_desk_open(cli, &d, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    int64_t no = 0;
    cm_status status = cm_docket_note(&d.docket, rest.items[0], rest.items[1], &no, &err);
    return finish(&d, status, &err, "desk.note.done", no);
}

int cm_cmd_desk_own(cm_cli *cli)
{
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, NULL, 0, &rest, &code)) {
        return code;
    }
    cm_cli_desk d;
    if (rest.count != 2) {
        return cm_cli_usage(cli);
    }
    if (!cm_cli_desk_open(cli, &d, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    cm_status status = cm_docket_own_handler(&d.docket, rest.items[0], rest.items[1], &err);
    return finish(&d, status, &err, "desk.own.done", 0);
}

static cm_status read_files(cm_cli *cli, const cm_svs *paths, cm_verification *v, cm_err *err)
{
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < paths->count; i++) {
        CM_AUTO_BUF content;
        cm_buf_init(&content, CM_MAX_ATTACHMENT);
        status = cm_file_read(paths->items[i], &content, err);
        if (status == CM_OK) {
            *cm_vec_push(&cli->mem, &v->attachments) =
                (cm_attachment){.name = cm_file_name(paths->items[i]),
                                .content = cm_arena_sv(&cli->mem, cm_buf_view(&content))};
        }
    }
    return status;
}

int cm_cmd_desk_verify(cm_cli *cli)
{
    cm_verification v = {0};
    cm_svs files = {0}, rest = {0};
    const cm_option options[] = {
        {"--kind", "CODE", "help.option.kind", NULL, &v.kind, NULL},
        {"--what", "TEXT", "help.option.what", NULL, &v.what, NULL},
        {"--result", "CODE", "help.option.result", NULL, &v.result, NULL},
        {"--why", "TEXT", "help.option.told", NULL, &v.told, NULL},
        {"--attach", "FILE", "help.option.attach", NULL, NULL, &files},
    };
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    cm_cli_desk d;
    if (rest.count != 1 || v.kind.len == 0 || v.result.len == 0) {
        return cm_cli_usage(cli);
    }
    CM_AUTO_ERR err = {0};
    if (read_files(cli, &files, &v, &err) != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    if (!cm_cli_desk_open(cli, &d, &code)) {
        return code;
    }
    int64_t no = 0;
    cm_status status = cm_docket_verify(&d.docket, rest.items[0], &v, &no, &err);
    return finish(&d, status, &err, "desk.verify.done", no);
}

int cm_cmd_desk_attach(cm_cli *cli)
{
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    cm_attaching a = {0};
    if (!cm_cli_parse(cli, NULL, 0, &rest, &code)) {
        return code;
    }
    cm_cli_desk d;
    if (rest.count != 3 || !cm_sv_to_int(rest.items[1], &a.verification)) {
        return cm_cli_usage(cli);
    }
    CM_AUTO_ERR err = {0};
    CM_AUTO_BUF content;
    cm_buf_init(&content, CM_MAX_ATTACHMENT);
    if (cm_file_read(rest.items[2], &content, &err) != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    if (!cm_cli_desk_open(cli, &d, &code)) {
        return code;
    }
    int64_t no = 0;
    a.clue = rest.items[0];
    a.file.name = cm_file_name(rest.items[2]);
    a.file.content = cm_buf_view(&content);
    cm_status status = cm_docket_attach(&d.docket, &a, &no, &err);
    return finish(&d, status, &err, "desk.attach.done", no);
}
