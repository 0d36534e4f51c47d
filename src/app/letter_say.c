#include "base/base.h"

#include "app/letter_say.h"

static const cm_home *home_of(const cm_letter_desk *d)
{
    return d->site->home;
}

cm_sv cm_letter_kind_title(const cm_letter_desk *d, cm_sv id)
{
    const cm_letter_kind *kind = cm_letter_kind_of(&d->forms, id);
    return kind == NULL ? id : home_of(d)->english ? kind->en : kind->zh;
}

cm_sv cm_letter_state_title(const cm_letter_desk *d, cm_sv id)
{
    const cm_letter_state *state = cm_letter_state_of(&d->forms, id);
    return state == NULL ? id : home_of(d)->english ? state->en : state->zh;
}

static cm_sv sentence_of(const cm_letter_desk *d, int64_t k)
{
    return k > 0 ? cm_arena_format(d->mem, "%lld", (long long)k) : CM_SV("-");
}

void cm_letter_mark_say(const cm_letter_desk *d, const cm_letter_mark *m, cm_buf *out)
{
    cm_word words[] = {{"sentence", sentence_of(d, m->k)},
                       {"part", m->part},
                       {"what", m->what},
                       {"other", m->other},
                       {NULL, {NULL, 0}}};
    cm_home_say(home_of(d), out,
                m->is_error ? CM_SV("document.lint.error") : CM_SV("document.lint.warning"), words);
    cm_sv id = cm_arena_format(d->mem, "document.lint.%.*s", CM_SV_ARG(m->code));
    cm_home_say(home_of(d), out, id, words);
}

bool cm_letter_refused(const cm_letter_desk *d, const char *prefix, cm_buf *out)
{
    const cm_letter_refusal *r = &d->refusal;
    if (r->id.len == 0) {
        return false;
    }
    cm_word words[] = {{"word", r->word},
                       {"other", r->other},
                       {"sentence", sentence_of(d, r->k)},
                       {NULL, {NULL, 0}}};
    cm_home_say(home_of(d), out, cm_arena_format(d->mem, "%s%.*s", prefix, CM_SV_ARG(r->id)),
                words);
    for (size_t i = 0; i < r->marks.count; i++) {
        (void)cm_buf_add_byte(out, '\n');
        cm_letter_mark_say(d, &r->marks.items[i], out);
    }
    return true;
}
