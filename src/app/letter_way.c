#include "base/base.h"

#include "app/letter_way.h"

#include "app/letter_desk.h"
#include "app/letter_say.h"
#include "base/limits.h"
#include "base/moment.h"

static const char *const ASKS[] = {
    [CM_LETTER_ASK_FRESH] = "fresh",   [CM_LETTER_ASK_LINT] = "lint",
    [CM_LETTER_ASK_OTHER] = "other",   [CM_LETTER_ASK_REASON] = "reason",
    [CM_LETTER_ASK_DAY] = "day",       [CM_LETTER_ASK_COMMITTEE] = "committee",
    [CM_LETTER_ASK_NUMBER] = "number", [CM_LETTER_ASK_RESULT] = "result"};

/* ---- why not, in words ---- */

static cm_sv denied(const cm_letter_desk *d, cm_sv act, cm_sv why)
{
    const cm_home *home = d->site->home;
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_MESSAGE);
    cm_word words[] = {{"act", cm_right_title(home->rights, act, home->english)},
                       {"as", d->caller->name},
                       {NULL, {NULL, 0}}};
    cm_home_say(home, &text, cm_arena_format(d->mem, "right.%.*s", CM_SV_ARG(why)), words);
    return cm_arena_sv(d->mem, cm_buf_view(&text));
}

/* What was refused is no failure here: *ret_why keeps it and the desk is as before. */
static cm_status told(cm_letter_desk *d, cm_status status, cm_sv *ret_why)
{
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_MESSAGE);
    if (status == CM_OK || !cm_letter_refused(d, "document.refused.", &text)) {
        return status;
    }
    *ret_why = cm_arena_sv(d->mem, cm_buf_view(&text));
    d->refusal = (cm_letter_refusal){0};
    return CM_OK;
}

/* Fails as cm_letter_may does where it is not that he may not. */
static cm_status ask_right(cm_letter_desk *d, cm_sv act, const cm_desk_clue *clue,
                           const cm_letter *letter, cm_sv *ret_why)
{
    CM_AUTO_ERR err = {0};
    cm_sv role = CM_SV("");
    cm_status status = cm_letter_may(d, act, clue, letter, &role, &err);
    if (status == CM_E_DENIED) {
        *ret_why = denied(d, act, role);
        return CM_OK;
    }
    return status;
}

/* ---- steps ---- */

static cm_status judge_step(cm_letter_desk *d, const cm_letter_opened *o,
                            const cm_letter_step *step, cm_letter_way *ret_way, cm_err *err)
{
    cm_letter_way way = {.step = step, .why_not = CM_SV("")};
    cm_status status = ask_right(d, step->act, &o->clue, &o->row, &way.why_not);
    if (status == CM_OK && way.why_not.len == 0) {
        CM_AUTO_ERR refused = {0};
        status = told(d, cm_letter_check_other(d, o, step, &refused), &way.why_not);
    }
    way.may = way.why_not.len == 0;
    *ret_way = way;
    return status == CM_OK ? CM_OK : cm_err_set(err, status, "the step was not judged");
}

cm_status cm_letter_ways_of(cm_letter_desk *d, const cm_letter_opened *o, cm_letter_ways *ret_ways,
                            cm_err *err)
{
    *ret_ways = (cm_letter_ways){0};
    for (size_t i = 0; i < d->forms.steps.count; i++) {
        const cm_letter_step *step = &d->forms.steps.items[i];
        bool leads = cm_sv_equal(step->from, o->row.state) &&
                     !cm_sv_equal(step->id, CM_SV("lock")); /* the program's own */
        if (leads) {
            cm_status status = judge_step(d, o, step, cm_vec_push(d->mem, ret_ways), err);
            if (status != CM_OK) {
                return status;
            }
        }
    }
    return CM_OK;
}

void cm_letter_ways_put(cm_json *json, const cm_letter_desk *d, const cm_letter_ways *ways)
{
    bool english = d->site->home->english;
    cm_json_array(json);
    for (size_t i = 0; i < ways->count; i++) {
        const cm_letter_way *way = &ways->items[i];
        cm_json_object(json);
        cm_json_put_text(json, CM_SV("step"), way->step->id);
        cm_json_put_text(json, CM_SV("title"), english ? way->step->en : way->step->zh);
        cm_json_put_text(json, CM_SV("to"), way->step->to);
        cm_json_put_text(json, CM_SV("to_title"), cm_letter_state_title(d, way->step->to));
        cm_json_put_bool(json, CM_SV("may"), way->may);
        cm_json_put_text(json, CM_SV("why_not"), way->why_not);
        cm_json_key(json, CM_SV("asks"));
        cm_json_array(json);
        for (size_t k = 0; k < CM_LETTER_ASK_COUNT; k++) {
            if (way->step->asks[k]) {
                cm_json_text(json, cm_sv_from(ASKS[k]));
            }
        }
        cm_json_array_end(json);
        cm_json_object_end(json);
    }
    cm_json_array_end(json);
}

/* ---- kinds ---- */

static cm_status judge_kind(cm_letter_desk *d, const cm_desk_clue *clue,
                            const cm_letter_values *values, cm_letter_choice *choice, cm_err *err)
{
    cm_status status = ask_right(d, CM_SV("document.draft"), clue, NULL, &choice->why_not);
    if (status == CM_OK && choice->why_not.len == 0) {
        status =
            told(d, cm_letter_check_clue(d, choice->kind, clue, values, err), &choice->why_not);
    }
    choice->may = choice->why_not.len == 0;
    return status;
}

cm_status cm_letter_choices_of(cm_letter_desk *d, cm_sv id, cm_letter_choices *ret_choices,
                               cm_err *err)
{
    cm_desk_clue clue;
    cm_letter_values values = {0};
    const cm_letter_query query = {.clue = id, .today = cm_moment_day(d->caller->at)};
    cm_status status = cm_desk_clue_find(d->desk, d->mem, id, &clue, err);
    if (status == CM_OK) {
        status = cm_letter_check_seal(d, &clue, err);
    }
    if (status == CM_OK) {
        status = cm_letter_values_read(d->site, &query, d->mem, &values, err);
    }
    *ret_choices = (cm_letter_choices){0};
    for (size_t i = 0; status == CM_OK && i < d->forms.kinds.count; i++) {
        const cm_letter_kind *kind = &d->forms.kinds.items[i];
        cm_letter_choice choice = {.kind = kind,
                                   .why_not = CM_SV(""),
                                   .proposed = kind->proposals.count != 0 &&
                                               cm_letter_is_proposed(d->site->home, kind, &values)};
        status = judge_kind(d, &clue, &values, &choice, err);
        *cm_vec_push(d->mem, ret_choices) = choice;
    }
    return status;
}
