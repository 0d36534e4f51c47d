#include "base/base.h"

#include "app/docket_words.h"

#include "base/limits.h"
#include "base/moment.h"
#include "text/utf8.h"

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

/* Message "desk.due.overdue" and the like. */
static cm_sv named_value(const cm_home *home, cm_facet facet, cm_sv value)
{
    CM_AUTO_BUF id;
    cm_buf_init(&id, CM_MAX_MESSAGE);
    (void)cm_buf_addf(&id, "desk.%.*s.%.*s", CM_SV_ARG(cm_facet_name(facet)), CM_SV_ARG(value));
    cm_sv text = cm_wording_find(&home->messages, cm_buf_view(&id));
    return cm_sv_equal(text, cm_buf_view(&id)) ? value : text;
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

/* Width as people type it: full-width forms and the brackets of case numbers are read as ASCII. */
static uint32_t narrow(uint32_t c)
{
    enum { FULL = 0xFF01, FULL_END = 0xFF5E, SHIFT = 0xFEE0, OPEN = 0x3014, SHUT = 0x3015 };

    return c >= FULL && c <= FULL_END ? c - SHIFT : c == OPEN ? '(' : c == SHUT ? ')' : c;
}

static bool is_blank(uint32_t c)
{
    enum { IDEOGRAPHIC = 0x3000, NO_BREAK = 0xA0 };

    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == IDEOGRAPHIC || c == NO_BREAK;
}

static void add_char(cm_buf *out, uint32_t c)
{
    char bytes[4];
    (void)cm_buf_add(out, (cm_sv){bytes, cm_utf8_encode(c, bytes)});
}

/* Models whose title has the word. */
static cm_svs models_of(const cm_docket *d, cm_sv word)
{
    cm_svs ids = {0};
    const cm_models *models = &d->home->models;
    for (size_t i = 0; i < models->count; i++) {
        if (cm_sv_find(models->items[i]->title, word, 0) != SIZE_MAX) {
            *cm_vec_push(d->mem, &ids) = models->items[i]->id;
        }
    }
    return ids;
}

static void end_word(const cm_docket *d, cm_buf *text, cm_buf *wide, cm_list_words *words)
{
    if (text->len != 0) {
        cm_sv word = cm_arena_sv(d->mem, cm_buf_view(text));
        *cm_vec_push(d->mem, words) =
            (cm_list_word){word, cm_arena_sv(d->mem, cm_buf_view(wide)), models_of(d, word)};
    }
    text->len = wide->len = 0;
}

static cm_list_words words_of(const cm_docket *d, cm_sv text)
{
    enum { SHIFT = 0xFEE0 };

    cm_list_words words = {0};
    CM_AUTO_BUF plain, wide;
    cm_buf_init(&plain, CM_MAX_MESSAGE);
    cm_buf_init(&wide, CM_MAX_MESSAGE);
    size_t len = 0;
    for (size_t at = 0; at < text.len; at += len) {
        uint32_t c = narrow(cm_utf8_decode(text, at, &len));
        if (c == CM_BAD_CHAR || is_blank(c)) {
            end_word(d, &plain, &wide, &words);
            continue;
        }
        add_char(&plain, c);
        add_char(&wide, c == '(' || c == ')' ? c + SHIFT : c);
    }
    end_word(d, &plain, &wide, &words);
    return words;
}

static bool sees_names(const cm_docket *d)
{
    cm_sv mask = CM_SV("");
    return d->caller->owner ||
           cm_right_shows(d->home->rights, d->caller, CM_SV("defendant"), false, &mask);
}

cm_list_filter cm_docket_filter(const cm_docket *d, const cm_docket_asked *asked,
                                const cm_scope *scope)
{
    cm_list_filter filter = {.with_gone = asked->gone,
                             .scope = scope,
                             .only = asked->has_only ? &asked->only : NULL,
                             .except = asked->except.count != 0 ? &asked->except : NULL,
                             .words = words_of(d, asked->words),
                             .reader = d->caller->name,
                             .names = sees_names(d),
                             .today = cm_moment_day(d->caller->at)};
    (void)cm_list_order_find(asked->order, &filter.order);
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

    const struct {
        bool holds;
        cm_sv text;
    } others[] = {
        {asked->urgent, CM_SV("urgent")},
        {asked->gone, CM_SV("gone")},
        {asked->words.len != 0, CM_SV("words=*")},
        {asked->has_only,
         cm_arena_format(d->mem, "only=%llu", (unsigned long long)asked->only.count)},
        {asked->except.count != 0,
         cm_arena_format(d->mem, "except=%llu", (unsigned long long)asked->except.count)},
    };

    for (size_t i = 0; i < CM_COUNT(others); i++) {
        if (others[i].holds) {
            text = cm_arena_format(d->mem, "%.*s%s%.*s", CM_SV_ARG(text), text.len > 0 ? " " : "",
                                   CM_SV_ARG(others[i].text));
        }
    }
    return text;
}

cm_sv cm_docket_facet_title(const cm_home *home, cm_facet facet, cm_sv value)
{
    const cm_model *model = NULL;
    const cm_term *direction = NULL;
    switch (facet) {
    case CM_FACET_STATE:
        return cm_docket_state_title(home, value);
    case CM_FACET_MODEL:
        model = cm_home_model(home, value);
        return model != NULL ? model->title : value;
    case CM_FACET_DIRECTION:
        direction = cm_term_of(home->directions, value);
        return direction != NULL ? pick(home, direction->zh, direction->en) : value;
    case CM_FACET_DUE:
    case CM_FACET_URGENT:
        return value.len == 0 ? value : named_value(home, facet, value);
    case CM_FACET_COURT:
    case CM_FACET_CHARGE:
    case CM_FACET_OFFICE:
    case CM_FACET_HANDLER:
    case CM_FACET_SEVERITY:
    case CM_FACET_YEAR:
    case CM_FACET_COUNT:
        break;
    }
    return value;
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

cm_sv cm_docket_refusal_text(const cm_docket *d, const cm_docket_refused_one *refused)
{
    CM_AUTO_BUF out;
    CM_AUTO_ERR none = {0};
    cm_buf_init(&out, CM_MAX_MESSAGE);
    cm_docket one = *d;
    one.refusal = refused->why;
    if (!cm_docket_refused(&one, &none, "desk.refused.", &out)) {
        const cm_course_step *step = cm_course_step_of(&d->home->course, d->step);
        cm_sv act = step != NULL ? step->act : CM_SV("");
        const cm_word words[] = {{"act", cm_right_title(d->home->rights, act, d->home->english)},
                                 {"as", d->caller->name},
                                 {NULL, {NULL, 0}}};
        cm_home_say(d->home, &out,
                    cm_arena_format(d->mem, "right.%.*s", CM_SV_ARG(refused->why.word)), words);
    }
    return cm_arena_sv(d->mem, cm_buf_view(&out));
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
