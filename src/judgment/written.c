#include "judgment/quote.h"
#include "judgment/statement.h"
#include "text/utf8.h"

#define LEAST_CHARACTERS 3   /* of a name of which one character may be another */
#define SHORT_CHARACTERS 2   /* the same where it is clear where the name ends */
#define MOST_NAMES       400 /* participants whose names are compared */
#define MOST_NEAR        40  /* near names that are recorded */
#define MOST_AFTER       4   /* tokens after a name that may say that his case is another */

/* ---- names that are nearly a defendant's ---- */

static bool is_accused(const cm_participant *who)
{
    int role = who->role.state == CM_KNOWN ? who->role.value : -1;
    bool accused = role == CM_ROLE_ACCUSED || role == CM_ROLE_ACCUSED_BELOW;
    for (size_t i = 0; i < who->also.count; i++) {
        accused = accused || who->also.items[i].value == CM_ROLE_ACCUSED ||
                  who->also.items[i].value == CM_ROLE_ACCUSED_BELOW;
    }
    return accused && who->name.state == CM_KNOWN;
}

/* The characters of `name` stand at `at` but for one, which is not the first. *ret_end: after it.
 */
static bool is_near(const cm_parse *p, cm_sv name, uint32_t at, size_t least, uint32_t *ret_end)
{
    size_t wrong = 0, count = 0, len = 0, other = 0;
    for (size_t i = 0; i < name.len; i += len, count++) {
        uint32_t want = cm_utf8_decode(name, i, &len);
        if (at >= p->text.len) {
            return false;
        }
        uint32_t is = cm_utf8_decode(p->text, at, &other);
        bool letter = cm_lexicon_char(p->lexicon, p->text, at, &other).cls == CM_CHAR_OTHER &&
                      other == len && len > 1;
        if (!letter || (is != want && count == 0)) {
            return false;
        }
        wrong += is != want ? 1 : 0;
        at += (uint32_t)other;
    }
    *ret_end = at;
    return wrong == 1 && count >= least;
}

static bool is_anybody(const cm_parse *p, uint32_t at)
{
    cm_sv rest = cm_parse_text(p, at, (uint32_t)p->text.len);
    for (size_t i = 0; i < p->record->participants.count && i < MOST_NAMES; i++) {
        const cm_text_fact *name = &p->record->participants.items[i].name;
        if (name->state == CM_KNOWN && cm_sv_starts(rest, name->value)) {
            return true;
        }
    }
    return false;
}

static bool is_masked_name(const cm_parse *p, cm_sv name)
{
    size_t len = 0;
    for (size_t i = 0; i < name.len; i += len) {
        (void)cm_utf8_decode(name, i, &len);
        if (cm_name_words_start(p->name_words, CM_NAME_MASK, cm_sv_slice(name, i, name.len)) != 0) {
            return true;
        }
    }
    return false;
}

static bool is_other_case(const cm_parse *p, size_t i)
{
    for (size_t k = i + 1; k <= i + MOST_AFTER; k++) {
        if (cm_parse_is_cue(p, k, CM_CUE_MENTION)) {
            return true;
        }
        if (cm_parse_is(p, k, CM_TOKEN_STOP) || cm_parse_is(p, k, CM_TOKEN_COMMA)) {
            break;
        }
    }
    return false;
}

static int64_t times_of(const cm_parse *p, cm_sv words)
{
    int64_t times = 0;
    for (size_t at = cm_sv_find(p->text, words, 0); at != SIZE_MAX;
         at = cm_sv_find(p->text, words, at + words.len)) {
        times++;
    }
    return times;
}

/* A short name is compared where an offence follows at once: there it ends, and it is a person's.
 */
static bool is_near_short(const cm_parse *p, cm_sv name, size_t i, uint32_t *ret_end)
{
    return is_near(p, name, p->tokens[i].end, SHORT_CHARACTERS, ret_end) &&
           cm_parse_is_cue(p, i + 1, CM_CUE_OFFENCE) && p->tokens[i + 1].begin == *ret_end;
}

static void look_near(cm_parse *p, size_t i, cm_section_kind part)
{
    uint32_t at = p->tokens[i].end;
    if (p->record->written.near_names.count >= MOST_NEAR || is_anybody(p, at) ||
        is_other_case(p, i)) {
        return;
    }
    for (size_t k = 0; k < p->record->participants.count && k < MOST_NAMES; k++) {
        const cm_participant *who = &p->record->participants.items[k];
        uint32_t end = at;
        bool near = is_near(p, who->name.value, at, LEAST_CHARACTERS, &end) ||
                    (part == CM_SECTION_OPERATIVE && is_near_short(p, who->name.value, i, &end));
        if (!near || !is_accused(who) || is_masked_name(p, who->name.value) ||
            is_masked_name(p, cm_parse_text(p, at, end))) {
            continue;
        }
        cm_near_name *n = cm_vec_push(p->mem, &p->record->written.near_names);
        n->written = cm_parse_text_fact(p, at, end);
        n->name = who->name;
        n->part = part;
        n->times = times_of(p, cm_parse_text(p, at, end));
        return;
    }
}

/* ---- items of the operative part ---- */

/* A numeral in words that opens a line or a sentence, with the enumeration comma behind it. */
static void read_item(cm_parse *p, size_t i)
{
    const cm_token *t = &p->tokens[i];
    bool words = (unsigned char)p->text.ptr[t->begin] >= 0x80;
    bool opens = cm_folded_break_at(p->folded, t->begin) || i == 0 ||
                 cm_parse_is(p, i - 1, CM_TOKEN_COLON) || cm_parse_is(p, i - 1, CM_TOKEN_STOP);
    if (words && opens && t->number % 100 == 0 && cm_parse_is(p, i + 1, CM_TOKEN_ENUM) &&
        cm_parse_adjacent(p, i, i + 1)) {
        cm_number_fact *n = cm_vec_push(p->mem, &p->record->written.items);
        *n = cm_parse_number(p, t->number / 100, t->begin, t->end);
    }
}

/* ---- sums written twice ---- */

static void read_pair(cm_parse *p, size_t i, cm_section_kind part)
{
    size_t k = i + 1;
    if (!cm_parse_is(p, k, CM_TOKEN_OPEN) || !cm_parse_adjacent(p, i, k)) {
        return;
    }
    while (cm_parse_adjacent(p, k, k + 1) &&
           (cm_parse_is_cue(p, k + 1, CM_CUE_CURRENCY) ||
            cm_parse_is_cue(p, k + 1, CM_CUE_SUM_AGAIN) || cm_parse_is(p, k + 1, CM_TOKEN_COLON))) {
        k++;
    }
    bool again = cm_parse_is(p, k + 1, CM_TOKEN_MONEY) && cm_parse_adjacent(p, k, k + 1) &&
                 cm_parse_is(p, k + 2, CM_TOKEN_CLOSE) && cm_parse_adjacent(p, k + 1, k + 2);
    if (!again || p->tokens[i].about || p->tokens[k + 1].about) {
        return;
    }
    cm_money_pair *pair = cm_vec_push(p->mem, &p->record->written.money_pairs);
    pair->sum = cm_parse_money(p, &p->tokens[i], p->tokens[i].begin);
    pair->again = cm_parse_money(p, &p->tokens[k + 1], p->tokens[k + 1].begin);
    pair->part = part;
}

void cm_written_parse(cm_parse *p)
{
    cm_wording_parse(p);
    cm_charge_word_parse(p);
    cm_below_parse(p);
    for (size_t n = 0; n < CM_SECTION_COUNT; n++) {
        cm_range part = p->parts[n];
        bool names = n == CM_SECTION_CHARGE || n == CM_SECTION_FACTS || n == CM_SECTION_REASONING ||
                     n == CM_SECTION_OPERATIVE;
        for (size_t i = part.begin; i < part.end; i++) {
            if (names && (cm_parse_is_cue(p, i, CM_CUE_DEFENDANT) ||
                          cm_parse_is_cue(p, i, CM_CUE_APPELLANT))) {
                look_near(p, i, (cm_section_kind)n);
            } else if (n == CM_SECTION_OPERATIVE && cm_parse_is(p, i, CM_TOKEN_NUMBER)) {
                read_item(p, i);
            } else if (cm_parse_is(p, i, CM_TOKEN_MONEY)) {
                read_pair(p, i, (cm_section_kind)n);
            }
        }
    }
}
