#include "base/base.h"

#include "judgment/party.h"

#define MOST_BEFORE                                                                                \
    1200                /* bytes of the sentence before "a case" in which the parties are named    \
                         */
#define MOST_CAUSE  120 /* bytes of a cause as written; longer is no cause but an account */
#define LEAST_NAME  4   /* bytes of a name of a party that is looked for */
#define LEAST_CAUSE 6   /* bytes of a cause without "a case" behind it */
#define MOST_COMMAS 200 /* commas before which a cause is looked for */
#define MOST_STOPS  2   /* sentences of the account in which the case is named */
#define MOST_NAMES  400 /* parties whose names are looked for */

static cm_sv words(const cm_parse *p, uint32_t from, uint32_t to)
{
    return cm_parse_text(p, from, to);
}

/* The end of the last name of a party in [from, to), or `from`. */
static uint32_t after_names(const cm_parse *p, uint32_t from, uint32_t to)
{
    uint32_t end = from;
    cm_sv text = words(p, from, to);
    size_t count = p->record->participants.count;
    for (size_t i = 0; i < count && i < MOST_NAMES; i++) {
        const cm_text_fact *name = &p->record->participants.items[i].name;
        size_t at = name->state == CM_KNOWN && name->value.len >= LEAST_NAME ? 0 : SIZE_MAX;
        while (at != SIZE_MAX) {
            at = cm_sv_find(text, name->value, at);
            if (at != SIZE_MAX) {
                at += name->value.len;
                end = from + at > end ? from + (uint32_t)at : end;
            }
        }
    }
    return end;
}

/* The offset from which token `first` and the plain text before it stand. */
static uint32_t text_from(const cm_parse *p, size_t first)
{
    return first > 0 ? p->tokens[first - 1].end : 0;
}

/* Where the words for the cause begin at the earliest: behind the last party, bracket or comma. */
static uint32_t earliest(const cm_parse *p, size_t opened, size_t first)
{
    uint32_t to = p->tokens[opened].begin;
    uint32_t from = text_from(p, first);
    for (size_t i = opened; i-- > first;) {
        const cm_token *t = &p->tokens[i];
        bool party = cm_participant_role(p, i) >= 0;
        bool mark = t->kind == CM_TOKEN_STOP || t->kind == CM_TOKEN_COMMA ||
                    t->kind == CM_TOKEN_COLON || t->kind == CM_TOKEN_SEMICOLON ||
                    t->kind == CM_TOKEN_UNQUOTE;
        bool bracket = t->kind == CM_TOKEN_CLOSE && t->end < to;
        if (party || mark || bracket || to - t->begin > MOST_BEFORE) {
            from = t->end;
            break;
        }
    }
    return after_names(p, from, to);
}

/* Without the words that join the cause to the parties: because of, against. */
static uint32_t without_joint(const cm_parse *p, uint32_t from, uint32_t to)
{
    for (;;) {
        cm_sv text = words(p, from, to);
        size_t more = cm_name_words_start(p->name_words, CM_NAME_JOINT, text);
        if (more == 0 || more >= text.len) {
            return from;
        }
        from += (uint32_t)more;
    }
}

static void take_cause(cm_parse *p, uint32_t from, uint32_t to)
{
    cm_record *r = p->record;
    r->cause = cm_parse_text_fact(p, from, to);
    cm_sv name = r->cause.value;
    name.len -= cm_name_words_end(p->name_words, CM_NAME_CASE, name);
    size_t end = cm_cause_table_end(p->causes, name);
    const cm_sv *area = cm_cause_table_area(p->causes, cm_sv_slice(name, name.len - end, name.len));
    if (area != NULL) {
        r->cause_area = (cm_text_fact){CM_KNOWN, *area, r->cause.at};
    }
}

/* "PARTY and PARTY, <cause> a case": the words before token `opened`. */
static bool read_before(cm_parse *p, size_t opened, size_t first)
{
    uint32_t to = p->tokens[opened].begin;
    if (opened > first && cm_parse_is(p, opened - 1, CM_TOKEN_CLOSE) &&
        p->tokens[opened - 1].end == to) {
        size_t open = opened - 1;
        while (open > first && !cm_parse_is(p, open, CM_TOKEN_OPEN)) {
            open--;
        }
        opened = open; /* a remark behind the cause */
        to = p->tokens[open].begin;
    }
    uint32_t from = without_joint(p, earliest(p, opened, first), to);
    cm_sv sentence = words(p, text_from(p, first), to);
    size_t known = cm_cause_table_end(p->causes, sentence);
    bool written = to > from && to - from <= MOST_CAUSE;
    if (!written && known == 0) {
        return false;
    }
    if (known > 0 && (!written || known > to - from)) {
        from = to - (uint32_t)known;
    }
    take_cause(p, from, to);
    return true;
}

/* The end of the words for the cause before token i: without "case", "three cases", "series". */
static uint32_t before_cases(const cm_parse *p, size_t i, size_t first)
{
    uint32_t to = p->tokens[i].begin;
    uint32_t from = text_from(p, first);
    to -= (uint32_t)cm_name_words_end(p->name_words, CM_NAME_CASE, words(p, from, to));
    if (i > first && cm_parse_is(p, i - 1, CM_TOKEN_NUMBER) && p->tokens[i - 1].end == to) {
        to = p->tokens[i - 1].begin;
    }
    return to - (uint32_t)cm_name_words_end(p->name_words, CM_NAME_CASE, words(p, from, to));
}

static size_t first_sentences(const cm_parse *p, size_t begin, size_t end)
{
    size_t stops = 0;
    for (size_t i = begin; i < end; i++) {
        stops += cm_parse_is(p, i, CM_TOKEN_STOP) ? 1 : 0;
        if (stops == MOST_STOPS) {
            return i + 1;
        }
    }
    return end;
}

/* The cause in the account of a case that is not criminal: before "a case", else before a comma
 * where a cause of the table ends. */
static void read_civil(cm_parse *p, size_t begin, size_t end)
{
    end = first_sentences(p, begin, end);
    for (size_t i = begin; i < end; i++) {
        bool opened = cm_parse_is_cue(p, i, CM_CUE_CASE_OPENED) && p->tokens[i].value == 1;
        if (opened && read_before(p, i, begin)) {
            return;
        }
    }
    size_t commas = 0;
    for (size_t i = begin; i < end; i++) {
        if (!cm_parse_is(p, i, CM_TOKEN_COMMA) && !cm_parse_is(p, i, CM_TOKEN_STOP)) {
            continue;
        }
        if (++commas > MOST_COMMAS) {
            return;
        }
        uint32_t to = before_cases(p, i, begin);
        size_t known = cm_cause_table_end(p->causes, words(p, text_from(p, begin), to));
        if (known >= LEAST_CAUSE) {
            take_cause(p, to - (uint32_t)known, to);
            return;
        }
    }
}

/* The charges that the account of a criminal case names: from "commits" to the last "crime". */
static void read_criminal(cm_parse *p, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++) {
        if (!cm_parse_is_cue(p, i, CM_CUE_OFFENCE)) {
            continue;
        }
        size_t last = i;
        for (size_t k = i + 1; k < end && p->tokens[k].begin - p->tokens[i].end <= MOST_CAUSE;
             k++) {
            if (cm_parse_is(p, k, CM_TOKEN_COMMA) || cm_parse_is(p, k, CM_TOKEN_STOP) ||
                cm_participant_role(p, k) >= 0) {
                break;
            }
            last = cm_parse_is_cue(p, k, CM_CUE_CHARGE_END) ? k : last;
        }
        if (last > i) {
            p->record->cause = cm_parse_text_fact(p, p->tokens[i].end, p->tokens[last].end);
            return;
        }
    }
}

void cm_cause_parse(cm_parse *p)
{
    bool criminal = cm_parse_is_criminal(p);
    cm_range list = cm_participant_list(p);
    size_t end = p->parts[CM_SECTION_HEAD].end;
    if (criminal) {
        read_criminal(p, list.end,
                      p->parts[CM_SECTION_CHARGE].end > end ? p->parts[CM_SECTION_CHARGE].end
                                                            : end);
    } else {
        read_civil(p, list.end, end);
    }
}
