#include "base/base.h"

#include "text/blot.h"

#define MOST_IN_RUN 24 /* characters of one blotted number */

typedef struct {
    uint32_t end;
    int chars, blots, digits_at_end;
    int certain; /* words for "a certain" among the blots: names end in them too */
} run;

static cm_char char_at(const cm_blot_text *b, uint32_t at, uint32_t *ret_end)
{
    return cm_lexicon_char_at(b->lexicon, b->text, at, ret_end);
}

static bool take(const cm_blot_text *b, cm_char_class cls, uint32_t *at)
{
    uint32_t end;
    if (char_at(b, *at, &end).cls != (uint8_t)cls) {
        return false;
    }
    *at = end;
    return true;
}

/* 日, but not 号, which ends house numbers too. */
static bool take_day(const cm_blot_text *b, uint32_t *at)
{
    uint32_t end;
    cm_char c = char_at(b, *at, &end);
    if (c.cls != CM_CHAR_DAY || c.value != 0) {
        return false;
    }
    *at = end;
    return true;
}

/* A sign that groups thousands, where letters among them are blotted: three places follow. */
static bool groups(const cm_blot_text *b, uint32_t at)
{
    uint32_t end = at + 1;
    int places = 0;
    for (cm_char c = char_at(b, end, &end); places < 4; c = char_at(b, end, &end)) {
        if (c.cls != CM_CHAR_DIGIT && c.cls != CM_CHAR_BLOT) {
            break;
        }
        places++;
    }
    return at < b->text.len && b->text.ptr[at] == ',' && places == 3;
}

/* Digits and blots in any order; a point or comma only between them. */
static bool take_run(const cm_blot_text *b, uint32_t at, run *ret_run)
{
    run r = {.end = at};
    while (r.chars < MOST_IN_RUN) {
        uint32_t end;
        cm_char c = char_at(b, r.end, &end);
        bool digit = c.cls == CM_CHAR_DIGIT || c.cls == CM_CHAR_SCALE;
        bool inside =
            r.chars > 0 && (c.cls == CM_CHAR_ABOUT ||
                            (r.end < b->text.len && b->text.ptr[r.end] == '.') || groups(b, r.end));
        if (!digit && c.cls != CM_CHAR_BLOT && !inside) {
            break;
        }
        r.blots += c.cls == CM_CHAR_BLOT ? 1 : 0;
        r.certain += c.cls == CM_CHAR_BLOT && c.value != 0 ? 1 : 0;
        r.digits_at_end = digit ? r.digits_at_end + 1 : 0;
        r.chars++;
        r.end = end;
    }
    *ret_run = r;
    return r.chars > 0;
}

uint32_t cm_blot_run(const cm_blot_text *b, uint32_t at)
{
    run r;
    return take_run(b, at, &r) && r.blots > 0 ? r.end : at;
}

static uint32_t before(const cm_blot_text *b, uint32_t at)
{
    while (at > 0 && ((unsigned char)b->text.ptr[--at] & 0xC0) == 0x80) {
    }
    return at;
}

static bool is_unit(cm_char c)
{
    return c.cls == CM_CHAR_YEAR || c.cls == CM_CHAR_MONTH || c.cls == CM_CHAR_DAY ||
           c.cls == CM_CHAR_DAYS || c.cls == CM_CHAR_MEASURE || c.cls == CM_CHAR_YUAN;
}

/* A sign for "times", a bullet or a masked name before a whole number, the end of a Latin word. */
static bool is_no_blot(const cm_blot_text *b, uint32_t begin, const run *r)
{
    uint32_t end;
    cm_char first = char_at(b, begin, &end);
    cm_char prev = begin > 0 ? char_at(b, before(b, begin), &end) : (cm_char){CM_CHAR_OTHER, 0};
    char c = begin > 0 ? b->text.ptr[begin - 1] : '\0';
    bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (r->certain > 0 && r->certain < r->chars) {
        return true; /* a name, and what follows it */
    }
    if (first.cls != CM_CHAR_BLOT) {
        return word;
    }
    bool whole = r->digits_at_end > 0 && r->blots == 1 && r->chars == r->digits_at_end + 1;
    bool after_number = is_unit(prev) || prev.cls == CM_CHAR_DIGIT || c == ')' || c == '%';
    bool leading = r->blots > 0 && r->chars == r->blots + r->digits_at_end;
    return word || (whole && after_number) || (leading && r->digits_at_end >= 4);
}

/* More of a term: its months or days, blotted or not. */
static bool take_term_part(const cm_blot_text *b, uint32_t *at, bool must_be_blotted)
{
    run r;
    uint32_t i = *at;
    (void)take(b, CM_CHAR_AND, &i);
    if (!take_run(b, i, &r) || (must_be_blotted && r.blots == 0)) {
        return false;
    }
    i = r.end;
    bool months = take(b, CM_CHAR_MEASURE, &i) && take(b, CM_CHAR_MONTH, &i);
    if (!months) {
        i = r.end;
        if (!take(b, CM_CHAR_DAYS, &i) && !take_day(b, &i)) {
            return false;
        }
    }
    *at = i;
    return true;
}

/* A month at *at, with its day if there is one. */
static bool take_month(const cm_blot_text *b, uint32_t *at)
{
    run r;
    uint32_t i = *at;
    if (!take_run(b, i, &r)) {
        return false;
    }
    i = r.end;
    if (!take(b, CM_CHAR_MONTH, &i)) {
        return false;
    }
    *at = i;
    if (take_run(b, i, &r)) {
        i = r.end;
        *at = take_day(b, &i) ? i : *at;
    }
    return true;
}

static void become(cm_token *t, int kind, uint32_t end)
{
    t->kind = kind == CM_TOKEN_DATE ? CM_TOKEN_DATE : CM_TOKEN_BLOT;
    t->about = true;
    t->value = (int16_t)kind;
    t->end = end;
}

/* After the word for year: a date when a month follows or the year has four places, else a term.
 * Returns how many parts were read. */
static int read_after_year(const cm_blot_text *b, const run *year, uint32_t at, cm_token *t)
{
    if (take_month(b, &at)) {
        become(t, CM_TOKEN_DATE, at);
        return 2;
    }
    if (year->chars >= 4) {
        become(t, CM_TOKEN_DATE, at);
        return 2;
    }
    int parts = 1;
    while (parts < 3 && take_term_part(b, &at, false)) {
        parts++;
    }
    become(t, CM_TOKEN_DURATION, at);
    return parts;
}

/* Whether a form of one part, which may be a mask before a word, is one where it stands: after a
 * word that it belongs to, or before the end of its clause. */
static bool is_placed(const cm_blot_text *b, const cm_token *t, const run *r, cm_blot_place place)
{
    uint32_t end;
    bool closed = t->end >= b->text.len || (unsigned char)b->text.ptr[t->end] < 0x80 ||
                  char_at(b, t->end, &end).cls != CM_CHAR_OTHER;
    bool lone_mark = r->chars == 1 && b->text.ptr[t->begin] == '?';
    if (place == CM_BLOT_AFTER_TOKEN) {
        return true;
    }
    bool noise = b->text.ptr[t->begin] == '?'; /* names are not masked so */
    return !lone_mark && r->certain == 0 && (place == CM_BLOT_AFTER_OTHER || closed || noise);
}

bool cm_blot_read(const cm_blot_text *b, uint32_t begin, cm_blot_place place, cm_token *ret_token)
{
    run r;
    if (!take_run(b, begin, &r) || r.blots == 0 || is_no_blot(b, begin, &r)) {
        return false;
    }
    cm_token t = {.begin = begin};
    uint32_t at = r.end;
    uint32_t end;
    cm_char unit = char_at(b, at, &end);
    int parts = 2; /* two parts tell a date or term from a mask before a word */
    if (unit.cls == CM_CHAR_YEAR) {
        parts = read_after_year(b, &r, end, &t);
    } else if (unit.cls == CM_CHAR_MONTH) {
        (void)take_month(b, &begin);
        parts = begin > end ? 2 : 1;
        become(&t, CM_TOKEN_DATE, begin);
    } else if (unit.cls == CM_CHAR_YUAN) {
        become(&t, CM_TOKEN_MONEY, end);
    } else {
        parts = unit.cls == CM_CHAR_DAY ? 1 : 2;
        at = t.begin;
        if (!take_term_part(b, &at, true)) {
            return false;
        }
        (void)take_term_part(b, &at, false);
        become(&t, CM_TOKEN_DURATION, at);
    }
    bool name = r.certain == 1 && place == CM_BLOT_AFTER_LETTER && unit.cls == CM_CHAR_YUAN;
    if (name || (parts < 2 && !is_placed(b, &t, &r, place))) {
        return false;
    }
    *ret_token = t;
    return true;
}

uint32_t cm_blot_rest_of_date(const cm_blot_text *b, uint32_t at, cm_date date)
{
    uint32_t i = cm_blot_run(b, at);
    if (i == at || date.day != 0) {
        return at;
    }
    if (date.month != 0) {
        return take_day(b, &i) ? i : at;
    }
    i = at;
    return take_month(b, &i) ? i : at;
}

uint32_t cm_blot_rest_of_term(const cm_blot_text *b, uint32_t at)
{
    (void)take_term_part(b, &at, true);
    return at;
}
