#include "base/base.h"

#include "app/docket_words.h"

static cm_sv pick(const cm_home *home, cm_sv zh, cm_sv en)
{
    return home->english ? en : zh;
}

cm_sv cm_docket_state_title(const cm_home *home, cm_sv id)
{
    const cm_course_state *state = cm_course_state_of(&home->course, id);
    return state == NULL ? id : pick(home, state->zh, state->en);
}

cm_sv cm_docket_code_title(const cm_home *home, cm_sv list, cm_sv id)
{
    const cm_course_code *code = cm_course_code_of(&home->course, list, id);
    return code == NULL ? id : pick(home, code->zh, code->en);
}

cm_sv cm_docket_step_title(const cm_home *home, cm_sv id)
{
    const cm_course_step *step = cm_course_step_of(&home->course, id);
    return step == NULL ? id : pick(home, step->zh, step->en);
}

/* ---- filters ---- */

static cm_sv state_id(const cm_course *course, cm_sv name)
{
    for (size_t i = 0; i < course->states.count; i++) {
        const cm_course_state *s = &course->states.items[i];
        if (cm_sv_equal(s->zh, name) || cm_sv_equal(s->en, name)) {
            return s->id;
        }
    }
    return name;
}

static cm_sv direction_id(const cm_home *home, cm_sv name)
{
    int at = cm_term_find(home->directions, name);
    return at >= 0 ? cm_term_id(home->directions, at) : name;
}

cm_list_filter cm_docket_filter(const cm_docket *d, const cm_docket_asked *asked,
                                const cm_scope *scope)
{
    cm_list_filter filter = {.with_gone = asked->gone, .scope = scope};
    for (size_t i = 0; i < CM_FACET_COUNT; i++) {
        for (size_t k = 0; k < asked->values[i].count; k++) {
            cm_sv value = asked->values[i].items[k];
            *cm_vec_push(d->mem, &filter.values[i]) =
                i == CM_FACET_STATE       ? state_id(&d->home->course, value)
                : i == CM_FACET_DIRECTION ? direction_id(d->home, value)
                                          : value;
        }
    }
    if (asked->urgent) {
        *cm_vec_push(d->mem, &filter.values[CM_FACET_URGENT]) = CM_SV("1");
    }
    return filter;
}

cm_sv cm_docket_filter_text(const cm_docket *d, const cm_docket_asked *asked)
{
    cm_sv text = CM_SV("");
    for (size_t i = 0; i < CM_FACET_COUNT; i++) {
        for (size_t k = 0; k < asked->values[i].count; k++) {
            text = cm_arena_format(d->mem, "%.*s%s%.*s=%.*s", CM_SV_ARG(text),
                                   text.len > 0 ? " " : "", CM_SV_ARG(cm_facet_name((cm_facet)i)),
                                   CM_SV_ARG(asked->values[i].items[k]));
        }
    }
    return asked->urgent ? cm_arena_format(d->mem, "%.*s urgent", CM_SV_ARG(text)) : text;
}

/* ---- refusals ---- */

/* The codes of a list, so that one need not look them up. */
static cm_sv codes_of(const cm_docket *d, cm_sv list)
{
    cm_sv text = CM_SV("");
    for (size_t i = 0; i < d->home->course.codes.count; i++) {
        const cm_course_code *code = &d->home->course.codes.items[i];
        if (cm_sv_equal(code->list, list)) {
            text =
                cm_arena_format(d->mem, "%.*s\n  %-20.*s %.*s", CM_SV_ARG(text),
                                CM_SV_ARG(code->id), CM_SV_ARG(pick(d->home, code->zh, code->en)));
        }
    }
    return text;
}

static cm_sv message(const cm_docket *d, const char *id)
{
    return cm_wording_find(&d->home->messages, cm_sv_from(id));
}

static cm_sv word_of(const cm_docket *d)
{
    const cm_step_refusal *r = &d->refusal;
    if (cm_sv_equal(r->id, CM_SV("state"))) {
        return cm_docket_state_title(d->home, r->word);
    }
    if (cm_sv_equal(r->id, CM_SV("extra"))) {
        return message(d, cm_arena_format(d->mem, "desk.given.%.*s", CM_SV_ARG(r->word)).ptr);
    }
    if (cm_sv_equal(r->word, CM_SV("*"))) {
        return message(d, "desk.any");
    }
    if (cm_sv_equal(r->id, CM_SV("need.check")) || cm_sv_equal(r->id, CM_SV("need.told"))) {
        return cm_docket_code_title(d->home, CM_SV("check"), r->word);
    }
    return r->word;
}

/* The list of codes that a need chooses from. */
static cm_sv list_of(const cm_docket *d)
{
    cm_sv id = d->refusal.id;
    const cm_course_step *step = cm_course_step_of(&d->home->course, d->step);
    const cm_need *reason = step != NULL ? cm_course_need(step, CM_NEED_REASON) : NULL;
    if (cm_sv_equal(id, CM_SV("need.reason")) && reason != NULL) {
        return reason->of;
    }
    return cm_sv_equal(id, CM_SV("need.organ"))     ? CM_SV("organ")
           : cm_sv_equal(id, CM_SV("need.outcome")) ? CM_SV("outcome")
                                                    : CM_SV("");
}

bool cm_docket_refused(const cm_docket *d, const cm_err *err, const char *prefix, cm_buf *out)
{
    const cm_step_refusal *r = &d->refusal;
    bool by_right = r->id.len == 0 || cm_sv_equal(r->id, CM_SV("right"));
    if (by_right || err->status == CM_E_DB || err->status == CM_E_IO) {
        return false;
    }
    cm_word words[] = {{"word", word_of(d)},
                       {"by", r->by.len != 0 ? r->by : message(d, "desk.owner")},
                       {"at", r->at},
                       {"codes", codes_of(d, list_of(d))},
                       {NULL, {NULL, 0}}};
    cm_home_say(d->home, out, cm_arena_format(d->mem, "%s%.*s", prefix, CM_SV_ARG(r->id)), words);
    return true;
}
