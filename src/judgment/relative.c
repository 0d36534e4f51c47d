#include "judgment/relative.h"

#include "judgment/cue.h"

static bool is_cue(const cm_token *t, cm_cue cue)
{
    return t->kind == CM_TOKEN_CUE && t->cue == (uint16_t)cue;
}

static void become_date(cm_token *t, cm_date date, uint32_t end)
{
    t->kind = CM_TOKEN_DATE;
    t->date = date;
    t->end = end;
}

/* A date relative to one that is masked: neither can be told. */
static size_t become_unread(cm_token *t, const cm_token *next)
{
    bool same = is_cue(t, CM_CUE_SAME_YEAR) || is_cue(t, CM_CUE_SAME_MONTH);
    bool dated = next != NULL && next->begin == t->end &&
                 (next->kind == CM_TOKEN_DATE || next->kind == CM_TOKEN_DURATION ||
                  next->kind == CM_TOKEN_BLOT);
    if (same ? !dated : !is_cue(t, CM_CUE_SAME_DAY) && !is_cue(t, CM_CUE_NEXT_DAY)) {
        return 0;
    }
    become_date(t, CM_NO_DATE, same ? next->end : t->end);
    t->about = true;
    return same ? 2 : 1;
}

/* A word for a date relative to `last`; `next` is the token right after it, or NULL. Returns how
 * many tokens it takes, 0 when the word stands alone and means nothing. */
static size_t resolve_word(cm_token *t, const cm_token *next, cm_date last)
{
    bool touching = next != NULL && next->begin == t->end;
    if (is_cue(t, CM_CUE_SAME_YEAR)) {
        if (touching && next->kind == CM_TOKEN_DATE && next->date.year == 0) {
            become_date(t, (cm_date){last.year, next->date.month, next->date.day}, next->end);
            return 2;
        }
        return 0;
    }
    if (is_cue(t, CM_CUE_SAME_MONTH)) {
        if (touching && next->kind == CM_TOKEN_BLOT && next->value == CM_TOKEN_DURATION) {
            become_date(t, (cm_date){last.year, last.month, 0}, next->end);
            return 2;
        }
        if (touching && next->kind == CM_TOKEN_DURATION && next->about && next->days <= 31) {
            become_date(t, (cm_date){last.year, last.month, (uint8_t)next->days}, next->end);
            return 2;
        }
        return 0;
    }
    if (!cm_date_is_full(last)) {
        return 0;
    }
    if (is_cue(t, CM_CUE_SAME_DAY)) {
        become_date(t, last, t->end);
        return 1;
    }
    if (is_cue(t, CM_CUE_NEXT_DAY) && cm_date_exists(last)) {
        become_date(t, cm_date_from_days(cm_date_to_days(last) + 1), t->end);
        return 1;
    }
    return 0;
}

/* "on 2 June, the 17th and the 25th": a bare number of days that goes on with a list of dates. */
static bool lists_day(const cm_token *now, const cm_token *kept, size_t count, cm_date last)
{
    return count > 1 && now->kind == CM_TOKEN_DURATION && now->about && now->months == 0 &&
           now->days > last.day && now->days <= 31 && cm_date_is_full(last) &&
           kept[count - 1].kind == CM_TOKEN_ENUM && kept[count - 1].end == now->begin &&
           kept[count - 2].kind == CM_TOKEN_DATE && kept[count - 2].end == kept[count - 1].begin;
}

/* Whether the date at token i is somebody's birth: what is told next does not refer to it. */
static bool is_birth(const cm_lexed *lexed, size_t i, const cm_token *before)
{
    const cm_token *t = &lexed->tokens.items[i];
    const cm_token *next = i + 1 < lexed->tokens.count ? t + 1 : NULL;
    return (next != NULL && is_cue(next, CM_CUE_BORN) && next->begin == t->end) ||
           (before != NULL && is_cue(before, CM_CUE_BORN) && before->end == t->begin);
}

void cm_relative_resolve(cm_lexed *lexed)
{
    cm_token *t = lexed->tokens.items;
    cm_date last = CM_NO_DATE;
    bool lost = false; /* the last date is masked */
    size_t kept = 0;
    for (size_t i = 0; i < lexed->tokens.count; i++) {
        cm_token now = t[i];
        size_t taken = 1;
        if (now.kind == CM_TOKEN_CUE && (last.year != 0 || lost)) {
            const cm_token *next = i + 1 < lexed->tokens.count ? &t[i + 1] : NULL;
            size_t n = lost ? become_unread(&now, next) : resolve_word(&now, next, last);
            taken = n != 0 ? n : 1;
        } else if (last.year != 0 && lists_day(&now, t, kept, last)) {
            become_date(&now, (cm_date){last.year, last.month, (uint8_t)now.days}, now.end);
        } else if (now.kind == CM_TOKEN_DATE && now.date.year == 0 && !now.about) {
            now.date.year = last.year;
            now.about = lost;
        }
        if (now.kind == CM_TOKEN_DATE && (now.date.year != 0 || now.about) &&
            !is_birth(lexed, i, kept > 0 ? &t[kept - 1] : NULL)) {
            last = now.date;
            lost = now.date.year == 0;
        }
        t[kept++] = now;
        i += taken - 1;
    }
    lexed->tokens.count = kept;
}
