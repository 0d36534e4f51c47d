#include "base/base.h"

#include "cli/desk_parts.h"

#include "base/file.h"
#include "base/limits.h"

enum { LABEL = 14, AT = 22, BY = 12 };

static void line(cm_cli *cli, const char *title, cm_sv value)
{
    if (value.len == 0) {
        return;
    }
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_PAGE);
    cm_cli_cell(&out, cm_cli_word(cli, title), LABEL);
    cm_cli_wrap(&out, value, LABEL);
    (void)cm_buf_add_byte(&out, '\n');
    cm_cli_print(cm_buf_view(&out));
}

static cm_sv person(const cm_cli *cli, cm_sv by)
{
    return by.len != 0 ? by : cm_cli_word(cli, "desk.owner");
}

static cm_sv day_of(cm_cli *cli, cm_date day)
{
    return cm_date_exists(day) ? cm_cli_day(cli, day) : CM_SV("");
}

/* What can follow, for somebody with every right. */
static cm_sv next_steps(cm_cli *cli, const cm_desk_clue *c)
{
    cm_sv text = CM_SV("");
    for (size_t i = 0; i < cli->home->course.steps.count; i++) {
        const cm_course_step *step = &cli->home->course.steps.items[i];
        if (step->by != CM_BY_PROGRAM && cm_course_leaves(step, c->state)) {
            text = cm_arena_format(&cli->mem, "%.*s%s%.*s (%.*s)", CM_SV_ARG(text),
                                   text.len > 0 ? "  " : "", CM_SV_ARG(step->id),
                                   CM_SV_ARG(cm_cli_step(cli, step->id)));
        }
    }
    return text;
}

static void print_clue(cm_cli *cli, const cm_desk_clue *c)
{
    line(cli, "column.clue", c->id);
    line(cli, "desk.column.state", cm_cli_state(cli, c->state));
    line(cli, "desk.urgent.1", c->urgent ? cm_cli_word(cli, "desk.urgent.why") : CM_SV(""));
    line(cli, "desk.own", c->own ? cm_cli_word(cli, "desk.own.why") : CM_SV(""));
    line(cli, "desk.own_handler", c->own_handler);
    line(cli, "desk.gone", c->gone ? cm_cli_word(cli, "desk.gone.why") : CM_SV(""));
    line(cli, "desk.facet.office", c->office);
    line(cli, "desk.facet.handler", c->handler);
    line(cli, "desk.column.due", day_of(cli, c->due_on));
    line(cli, "desk.number", c->number);
    line(cli, "desk.outcome", cm_cli_code(cli, CM_SV("outcome"), c->outcome));
    line(cli, "show.finding", c->finding);
    line(cli, "show.defendant", c->defendant);
    line(cli, "show.charge", c->charge);
    line(cli, "show.subject",
         cm_arena_format(&cli->mem, "%.*s  %.*s  %.*s  (%.*s)", CM_SV_ARG(c->court),
                         CM_SV_ARG(c->case_no), CM_SV_ARG(day_of(cli, c->decided_on)),
                         CM_SV_ARG(c->doc)));
    line(cli, "show.model",
         cm_arena_format(&cli->mem, "%.*s  v%lld", CM_SV_ARG(c->model),
                         (long long)c->model_version));
    line(cli, "show.severity", c->severity);
    line(cli, "desk.version",
         cm_arena_format(&cli->mem, "%lld  %.*s  %.*s", (long long)c->version,
                         CM_SV_ARG(c->changed_at), CM_SV_ARG(person(cli, c->changed_by))));
    line(cli, "desk.next", next_steps(cli, c));
}

/* ---- history ---- */

/* The list of reasons that a step chooses from is one of its needs. */
static cm_sv reason_of(const cm_cli *cli, const cm_clue_event *e)
{
    const cm_course_step *step = cm_course_step_of(&cli->home->course, e->step);
    const cm_need *need = step != NULL ? cm_course_need(step, CM_NEED_REASON) : NULL;
    return need != NULL ? cm_cli_code(cli, need->of, e->reason) : e->reason;
}

static void print_event(cm_cli *cli, const cm_clue_event *e)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_PAGE);
    cm_cli_cell(&out, e->at, AT);
    cm_cli_cell(&out, person(cli, e->by), BY);
    cm_sv title = cm_sv_equal(e->step, CM_SV("undo")) ? cm_cli_word(cli, "desk.undone")
                  : e->step.len == 0                  ? cm_cli_word(cli, "desk.updated")
                                                      : cm_cli_step(cli, e->step);
    cm_sv text =
        cm_arena_format(&cli->mem, "%.*s: %.*s -> %.*s", CM_SV_ARG(title),
                        CM_SV_ARG(cm_cli_state(cli, e->from)), CM_SV_ARG(cm_cli_state(cli, e->to)));
    const cm_sv more[] = {reason_of(cli, e), e->why, e->detail.len > 2 ? e->detail : CM_SV(""),
                          e->finding_was, e->finding};
    for (size_t i = 0; i < CM_COUNT(more); i++) {
        if (more[i].len != 0) {
            text = cm_arena_format(&cli->mem, "%.*s%s%.*s", CM_SV_ARG(text),
                                   i == CM_COUNT(more) - 1 ? " -> " : "  ", CM_SV_ARG(more[i]));
        }
    }
    cm_cli_wrap(&out, text, AT + BY);
    (void)cm_buf_add_byte(&out, '\n');
    cm_cli_print(cm_buf_view(&out));
}

static void print_text(cm_cli *cli, cm_sv at, cm_sv by, cm_sv text)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_PAGE);
    cm_cli_cell(&out, at, AT);
    cm_cli_cell(&out, person(cli, by), BY);
    cm_cli_wrap(&out, text, AT + BY);
    (void)cm_buf_add_byte(&out, '\n');
    cm_cli_print(cm_buf_view(&out));
}

static void print_verification(cm_cli *cli, const cm_verification *v)
{
    cm_sv text = cm_arena_format(&cli->mem, "%.*s: %.*s  %.*s  %.*s",
                                 CM_SV_ARG(cm_cli_code(cli, CM_SV("check"), v->kind)),
                                 CM_SV_ARG(cm_cli_code(cli, CM_SV("result"), v->result)),
                                 CM_SV_ARG(v->what), CM_SV_ARG(v->told));
    for (size_t i = 0; i < v->attachments.count; i++) {
        const cm_attachment *a = &v->attachments.items[i];
        text = cm_arena_format(&cli->mem, "%.*s\n[%lld] %.*s  %lld B  %.*s", CM_SV_ARG(text),
                               (long long)a->no, CM_SV_ARG(a->name), (long long)a->size,
                               CM_SV_ARG(a->digest));
    }
    print_text(cli, v->at, v->by, text);
}

static void print_record(cm_cli *cli, const cm_docket_record *r)
{
    if (r->events.count != 0) {
        (void)printf("\n");
        cm_cli_say(cli, "desk.events", NULL);
    }
    for (size_t i = 0; i < r->events.count; i++) {
        print_event(cli, &r->events.items[i]);
    }
    if (r->verifications.count != 0) {
        (void)printf("\n");
        cm_cli_say(cli, "desk.verifications", NULL);
    }
    for (size_t i = 0; i < r->verifications.count; i++) {
        print_verification(cli, &r->verifications.items[i]);
    }
    if (r->notes.count != 0) {
        (void)printf("\n");
        cm_cli_say(cli, "desk.notes", NULL);
    }
    for (size_t i = 0; i < r->notes.count; i++) {
        print_text(cli, r->notes.items[i].at, r->notes.items[i].by, r->notes.items[i].text);
    }
}

static void print_json(cm_cli_desk *d, const cm_desk_clue *clue, const cm_docket_record *record)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    CM_AUTO_JSON *json = cm_json_new(&out);
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("notice"), cm_cli_word(d->cli, "notice"));
    cm_docket_json_clue(json, &d->docket, clue);
    cm_docket_json_record(json, record);
    cm_json_object_end(json);
    cm_json_line(json);
    cm_cli_print(cm_buf_view(&out));
}

static int show(cm_cli_desk *d, cm_sv id, bool as_json)
{
    CM_AUTO_ERR err = {0};
    cm_desk_clue clue = {0};
    cm_docket_record record = {0};
    bool unmasked = false;
    cm_status status = cm_docket_open(&d->docket, id, &clue, &unmasked, &err);
    if (status == CM_OK) {
        status = cm_docket_record_of(&d->docket, &clue, unmasked, &record, &err);
        cm_docket_mask(&d->docket, &clue, unmasked);
    }
    if (status != CM_OK) {
        return cm_cli_desk_fail(d, &err);
    }
    if (as_json) {
        print_json(d, &clue, &record);
        return CM_EXIT_OK;
    }
    cm_cli_say(d->cli, "notice", NULL);
    print_clue(d->cli, &clue);
    print_record(d->cli, &record);
    return CM_EXIT_OK;
}

int cm_cmd_desk_show(cm_cli *cli)
{
    bool as_json = false;
    const cm_option options[] = {
        {"--reason", "TEXT", "help.option.see_reason", NULL, &cli->reason, NULL},
        {"--json", NULL, "help.option.json", &as_json, NULL, NULL},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    cm_cli_desk d;
    if (rest.count != 1) {
        return cm_cli_usage(cli);
    }
    if (!cm_cli_desk_open(cli, &d, &code)) {
        return code;
    }
    code = show(&d, rest.items[0], as_json);
    cm_cli_desk_close(&d);
    return code;
}

int cm_cmd_desk_attachment(cm_cli *cli)
{
    cm_sv path = {NULL, 0};
    const cm_option options[] = {
        {"-o", "FILE", "help.option.output", NULL, &path, NULL},
        {"--reason", "TEXT", "help.option.see_reason", NULL, &cli->reason, NULL},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    int64_t no = 0;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    cm_cli_desk d;
    if (rest.count != 2 || path.len == 0 || !cm_sv_to_int(rest.items[1], &no)) {
        return cm_cli_usage(cli);
    }
    if (!cm_cli_desk_open(cli, &d, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    cm_attachment file = {0};
    cm_status status = cm_docket_attachment(&d.docket, rest.items[0], no, &file, &err);
    if (status == CM_OK) {
        status = cm_file_write(path, file.content, &err);
    }
    if (status == CM_OK) {
        cm_word words[] = {{"name", file.name}, {"path", path}, {NULL, {NULL, 0}}};
        cm_cli_say(cli, "desk.attachment.done", words);
    } else {
        code = cm_cli_desk_fail(&d, &err);
    }
    cm_cli_desk_close(&d);
    return code;
}
