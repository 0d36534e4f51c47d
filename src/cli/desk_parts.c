#include "base/base.h"

#include "cli/desk_parts.h"

#include "base/limits.h"

bool cm_cli_desk_open(cm_cli *cli, cm_cli_desk *d, int *ret_exit)
{
    *d = (cm_cli_desk){.cli = cli};
    if (!cm_cli_open_desk(cli, &d->work, ret_exit)) {
        return false;
    }
    d->docket = (cm_docket){
        .desk = d->work->desk, .home = cli->home, .caller = &cli->caller, .mem = &cli->mem};
    d->scope = cm_right_scope(cli->home->rights, &cli->caller, CM_SV("clue.list"), &cli->mem);
    return true;
}

void cm_cli_desk_close(cm_cli_desk *d)
{
    cm_workdesk_close(d->work);
}

static bool in_english(const cm_cli *cli)
{
    return cm_sv_equal(cli->language, CM_SV("en"));
}

cm_sv cm_cli_word(const cm_cli *cli, const char *id)
{
    return cm_wording_find(&cli->home->messages, cm_sv_from(id));
}

cm_sv cm_cli_state(const cm_cli *cli, cm_sv id)
{
    const cm_course_state *state = cm_course_state_of(&cli->home->course, id);
    return state == NULL ? id : in_english(cli) ? state->en : state->zh;
}

cm_sv cm_cli_code(const cm_cli *cli, cm_sv list, cm_sv id)
{
    const cm_course_code *code = cm_course_code_of(&cli->home->course, list, id);
    return code == NULL ? id : in_english(cli) ? code->en : code->zh;
}

cm_sv cm_cli_step(const cm_cli *cli, cm_sv id)
{
    const cm_course_step *step = cm_course_step_of(&cli->home->course, id);
    return step == NULL ? id : in_english(cli) ? step->en : step->zh;
}

/* ---- refusals ---- */

/* The codes of a list, so that one need not look them up. */
static cm_sv codes_of(cm_cli *cli, cm_sv list)
{
    cm_sv text = CM_SV("");
    for (size_t i = 0; i < cli->home->course.codes.count; i++) {
        const cm_course_code *code = &cli->home->course.codes.items[i];
        if (cm_sv_equal(code->list, list)) {
            text = cm_arena_format(&cli->mem, "%.*s\n  %-20.*s %.*s", CM_SV_ARG(text),
                                   CM_SV_ARG(code->id),
                                   CM_SV_ARG(in_english(cli) ? code->en : code->zh));
        }
    }
    return text;
}

static cm_sv word_of(cm_cli *cli, const cm_step_refusal *r)
{
    if (cm_sv_equal(r->id, CM_SV("state"))) {
        return cm_cli_state(cli, r->word);
    }
    if (cm_sv_equal(r->id, CM_SV("extra"))) {
        return cm_cli_word(cli,
                           cm_arena_format(&cli->mem, "desk.given.%.*s", CM_SV_ARG(r->word)).ptr);
    }
    if (cm_sv_equal(r->word, CM_SV("*"))) {
        return cm_cli_word(cli, "desk.any");
    }
    if (cm_sv_equal(r->id, CM_SV("need.check")) || cm_sv_equal(r->id, CM_SV("need.told"))) {
        return cm_cli_code(cli, CM_SV("check"), r->word);
    }
    return r->word;
}

/* The list of codes that a need chooses from. */
static cm_sv list_of(const cm_cli_desk *d, const cm_course_step *step, cm_sv id)
{
    const cm_need *reason = step != NULL ? cm_course_need(step, CM_NEED_REASON) : NULL;
    if (cm_sv_equal(id, CM_SV("need.reason")) && reason != NULL) {
        return reason->of;
    }
    (void)d;
    return cm_sv_equal(id, CM_SV("need.organ"))     ? CM_SV("organ")
           : cm_sv_equal(id, CM_SV("need.outcome")) ? CM_SV("outcome")
                                                    : CM_SV("");
}

int cm_cli_desk_fail(cm_cli_desk *d, const cm_err *err)
{
    cm_cli *cli = d->cli;
    const cm_step_refusal *r = &d->docket.refusal;
    bool by_right = cm_sv_equal(r->id, CM_SV("right")) || r->id.len == 0;
    if (by_right || err->status == CM_E_DB || err->status == CM_E_IO) {
        return cm_cli_fail(cli, err);
    }
    const cm_course_step *step = cm_course_step_of(&cli->home->course, d->docket.step);
    cm_word words[] = {{"word", word_of(cli, r)},
                       {"by", r->by.len != 0 ? r->by : cm_cli_word(cli, "desk.owner")},
                       {"at", r->at},
                       {"codes", codes_of(cli, list_of(d, step, r->id))},
                       {NULL, {NULL, 0}}};
    cm_sv id = cm_arena_format(&cli->mem, "desk.refused.%.*s", CM_SV_ARG(r->id));
    cm_cli_say_error(cli, id.ptr, words);
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
    };
    static const char *const HELP[CM_FACET_COUNT] = {
        "help.filter.state",     "help.filter.model",    "help.filter.court",
        "help.filter.charge",    "help.filter.office",   "help.filter.handler",
        "help.filter.direction", "help.filter.severity", "help.filter.year",
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
}

static cm_sv state_id(const cm_cli *cli, cm_sv name)
{
    for (size_t i = 0; i < cli->home->course.states.count; i++) {
        const cm_course_state *s = &cli->home->course.states.items[i];
        if (cm_sv_equal(s->zh, name) || cm_sv_equal(s->en, name)) {
            return s->id;
        }
    }
    return name;
}

static cm_sv direction_id(const cm_cli *cli, cm_sv name)
{
    int at = cm_term_find(cli->home->directions, name);
    return at >= 0 ? cm_term_id(cli->home->directions, at) : name;
}

cm_list_filter cm_cli_filter_of(cm_cli_desk *d, const cm_cli_filter *f)
{
    cm_list_filter filter = {.with_gone = f->gone, .scope = &d->scope};
    for (size_t i = 0; i < CM_FACET_COUNT; i++) {
        filter.values[i] = f->values[i];
        for (size_t k = 0; k < f->values[i].count; k++) {
            cm_sv *value = &filter.values[i].items[k];
            *value = i == CM_FACET_STATE       ? state_id(d->cli, *value)
                     : i == CM_FACET_DIRECTION ? direction_id(d->cli, *value)
                                               : *value;
        }
    }
    if (f->urgent) {
        *cm_vec_push(&d->cli->mem, &filter.values[CM_FACET_URGENT]) = CM_SV("1");
    }
    return filter;
}

cm_sv cm_cli_filter_text(cm_cli *cli, const cm_cli_filter *f)
{
    cm_sv text = CM_SV("");
    for (size_t i = 0; i < CM_FACET_COUNT; i++) {
        for (size_t k = 0; k < f->values[i].count; k++) {
            text = cm_arena_format(&cli->mem, "%.*s%s%.*s=%.*s", CM_SV_ARG(text),
                                   text.len > 0 ? " " : "", CM_SV_ARG(cm_facet_name((cm_facet)i)),
                                   CM_SV_ARG(f->values[i].items[k]));
        }
    }
    return f->urgent ? cm_arena_format(&cli->mem, "%.*s urgent", CM_SV_ARG(text)) : text;
}
