#include "text/lexer.h"

#include "text/blot.h"
#include "text/numeral.h"
#include "text/utf8.h"

typedef struct {
    cm_arena *mem;
    const cm_lexicon *lexicon;
    cm_sv text;
    cm_lexed *out;
    cm_matches matches;
    size_t next_match;
    bool in_title, title_nested;
    uint32_t title_begin;
} lexing;

static cm_char char_at(const lexing *l, uint32_t at, uint32_t *ret_end)
{
    return cm_lexicon_char_at(l->lexicon, l->text, at, ret_end);
}

static cm_blot_text blots(const lexing *l)
{
    return (cm_blot_text){l->lexicon, l->text};
}

static cm_token *push(lexing *l, cm_token_kind kind, uint32_t begin, uint32_t end)
{
    cm_token *t = cm_vec_push(l->mem, &l->out->tokens);
    t->kind = (uint8_t)kind;
    t->begin = begin;
    t->end = end;
    return t;
}

/* The next class, stepping over it when it is `cls`. */
static bool take(const lexing *l, cm_char_class cls, uint32_t *at)
{
    uint32_t end;
    if (char_at(l, *at, &end).cls != (uint8_t)cls) {
        return false;
    }
    *at = end;
    return true;
}

static bool take_small(const lexing *l, uint32_t *at, int32_t max, int32_t *ret_value)
{
    cm_numeral n;
    if (!cm_numeral_read(l->lexicon, l->text, *at, &n) || n.fraction || n.more ||
        n.hundredths > (int64_t)max * 100) {
        return false;
    }
    *ret_value = (int32_t)(n.hundredths / 100);
    *at = n.end;
    return true;
}

static uint8_t clamp_part(int32_t value)
{
    return (uint8_t)(value > 99 ? 99 : value);
}

/* The unit of a date; a broken line may have left an enumeration comma before it. */
static bool take_unit(const lexing *l, cm_char_class cls, uint32_t *at)
{
    uint32_t i = *at;
    if (take(l, cls, at)) {
        return true;
    }
    if (take(l, CM_CHAR_ENUM, &i) && take(l, cls, &i)) {
        *at = i;
        return true;
    }
    return false;
}

/* The number and word of a day. */
static bool take_day(const lexing *l, uint32_t *at, int32_t *ret_value)
{
    uint32_t i = *at;
    if (take_small(l, at, 99, ret_value) && take_unit(l, CM_CHAR_DAY, at)) {
        return true;
    }
    return take(l, CM_CHAR_ENUM, &i) && take_small(l, &i, 99, ret_value) &&
           take(l, CM_CHAR_DAY, &i) && (*at = i, true);
}

/* month [day] after a year, or on its own; *at moves past what was read. */
static void read_month_day(const lexing *l, uint32_t *at, cm_date *date)
{
    int32_t value;
    uint32_t i = *at;
    bool month = take_small(l, &i, 99, &value) &&
                 (date->year != 0 ? take_unit(l, CM_CHAR_MONTH, &i) : take(l, CM_CHAR_MONTH, &i));
    if (!month) {
        return;
    }
    date->month = clamp_part(value);
    *at = i;
    if (date->year != 0 ? take_day(l, &i, &value)
                        : take_small(l, &i, 99, &value) && take(l, CM_CHAR_DAY, &i)) {
        date->day = clamp_part(value);
        *at = i;
    } else if (i != *at && date->month != 0 && value >= 1 && value <= 31) {
        /* the day's own character was lost: 2019年1月23止 */
        uint32_t end;
        cm_char c = char_at(l, i, &end);
        if (c.cls == CM_CHAR_OTHER && i < l->text.len && (unsigned char)l->text.ptr[i] >= 0x80) {
            date->day = clamp_part(value);
            *at = i;
        }
    }
}

static bool is_year(const cm_numeral *n)
{
    return n->digits == 4 && !n->scaled && !n->fraction && n->hundredths >= 190000 &&
           n->hundredths < 220000;
}

/* Whether the character before `at` is the word for year: its number could not be read. */
static bool after_year(const lexing *l, uint32_t at)
{
    uint32_t begin = at;
    while (begin > 0 && ((unsigned char)l->text.ptr[--begin] & 0xC0) == 0x80) {
    }
    uint32_t end;
    return begin < at && char_at(l, begin, &end).cls == CM_CHAR_YEAR;
}

static bool lex_date(lexing *l, uint32_t begin, const cm_numeral *n, uint32_t *ret_end)
{
    uint32_t at = n->end;
    cm_date date = CM_NO_DATE;
    if (is_year(n) && take_unit(l, CM_CHAR_YEAR, &at)) {
        date.year = (int16_t)(n->hundredths / 100);
        read_month_day(l, &at, &date);
    } else {
        at = begin;
        read_month_day(l, &at, &date);
        if (date.month == 0) {
            return false;
        }
    }
    cm_blot_text b = blots(l);
    at = cm_blot_rest_of_date(&b, at, date);
    cm_token *t = push(l, CM_TOKEN_DATE, begin, at);
    t->date = date;
    t->about = date.year == 0 && after_year(l, begin);
    *ret_end = at;
    return true;
}

/* 2013.3.31, 2013-03-31, 2013/3/31 */
static bool lex_dotted_date(lexing *l, uint32_t begin, uint32_t *ret_end)
{
    int32_t part[3] = {0, 0, 0};
    uint32_t at = begin;
    char mark = '\0';
    for (int k = 0; k < 3; k++) {
        uint32_t from = at;
        while (at < l->text.len && l->text.ptr[at] >= '0' && l->text.ptr[at] <= '9' &&
               at - from < 5) {
            part[k] = part[k] * 10 + (l->text.ptr[at] - '0');
            at++;
        }
        if (at == from || at - from != (k == 0 ? 4U : at - from) ||
            at - from > (k == 0 ? 4U : 2U)) {
            return false;
        }
        if (k < 2) {
            char c = at < l->text.len ? l->text.ptr[at] : '\0';
            if ((c != '.' && c != '-' && c != '/') || (k == 1 && c != mark)) {
                return false;
            }
            mark = c;
            at++;
        }
    }
    if (part[0] < 1900 || part[0] >= 2200 || part[1] < 1 || part[1] > 12 || part[2] < 1 ||
        part[2] > 31) {
        return false;
    }
    push(l, CM_TOKEN_DATE, begin, at)->date =
        (cm_date){(int16_t)part[0], (uint8_t)part[1], (uint8_t)part[2]};
    *ret_end = at;
    return true;
}

typedef struct {
    int32_t months, days;
    bool any_months, any_days;
    uint32_t end;
} duration;

/* One "number unit" of a duration at *at: years, months, days. */
static bool take_duration_part(const lexing *l, uint32_t *at, duration *d)
{
    int32_t value;
    uint32_t i = *at;
    uint32_t end;
    if (char_at(l, i, &end).cls == CM_CHAR_HALF) { /* half a year, half a month */
        i = end;
        if (!d->any_months && take(l, CM_CHAR_YEAR, &i)) {
            d->months += 6;
            d->any_months = true;
        } else {
            (void)take(l, CM_CHAR_MEASURE, &i);
            if (d->any_days || !take(l, CM_CHAR_MONTH, &i)) {
                return false;
            }
            d->days += 15;
            d->any_days = true;
        }
    } else if (!take_small(l, &i, 9999, &value)) {
        return false;
    } else if (!d->any_months && take(l, CM_CHAR_YEAR, &i)) {
        d->months += value * 12;
        d->any_months = true;
    } else if (take(l, CM_CHAR_MEASURE, &i)) {
        if (d->any_days) {
            return false;
        }
        bool half = take(l, CM_CHAR_HALF, &i);
        if (!take(l, CM_CHAR_MONTH, &i)) {
            return false;
        }
        d->months += value;
        d->days += half ? 15 : 0;
        d->any_months = true;
        d->any_days = half;
    } else if (!d->any_days && (take(l, CM_CHAR_DAYS, &i) || take(l, CM_CHAR_DAY, &i))) {
        d->days += value;
        d->any_days = true;
    } else {
        return false;
    }
    *at = i;
    return true;
}

static bool lex_duration(lexing *l, uint32_t begin, uint32_t *ret_end)
{
    duration d = {0};
    uint32_t at = begin;
    if (!take_duration_part(l, &at, &d)) {
        return false;
    }
    for (int k = 0; k < 3; k++) {
        uint32_t i = at;
        uint32_t end;
        cm_char c = char_at(l, i, &end);
        if (c.cls == CM_CHAR_AND || (c.cls == CM_CHAR_DIGIT && c.value == 0)) {
            i = end; /* one year AND three months */
        }
        if (!take_duration_part(l, &i, &d)) {
            break;
        }
        at = i;
    }
    cm_blot_text b = blots(l);
    uint32_t blotted = cm_blot_rest_of_term(&b, at);
    if (blotted != at) {
        push(l, CM_TOKEN_BLOT, begin, blotted)->value = CM_TOKEN_DURATION;
        *ret_end = blotted;
        return true;
    }
    cm_token *t = push(l, CM_TOKEN_DURATION, begin, at);
    t->months = d.months;
    t->days = d.days;
    t->about = !d.any_months;
    *ret_end = at;
    return true;
}

static bool lex_money(lexing *l, uint32_t begin, const cm_numeral *n, uint32_t *ret_end)
{
    uint32_t at = n->end;
    if (!take(l, CM_CHAR_YUAN, &at)) {
        return false;
    }
    cm_token *t = push(l, CM_TOKEN_MONEY, begin, at);
    t->number = n->hundredths;
    t->about = n->more;
    *ret_end = at;
    return true;
}

/* "sub" after an article: 之一 */
static int32_t take_sub(const lexing *l, uint32_t *at)
{
    uint32_t i = *at;
    int32_t value;
    if (take(l, CM_CHAR_SUB, &i) && take_small(l, &i, 30, &value) && value > 0) {
        *at = i;
        return value;
    }
    return 0;
}

static int unit_kind(cm_char c)
{
    return c.cls == CM_CHAR_ARTICLE     ? CM_TOKEN_ARTICLE
           : c.cls == CM_CHAR_PARAGRAPH ? CM_TOKEN_PARAGRAPH
           : c.cls == CM_CHAR_ITEM      ? CM_TOKEN_ITEM
                                        : -1;
}

#define MOST_LISTED     40
#define MOST_GLUED      8 /* digits of a year and of what it is glued to */
#define MOST_TITLE_REST 120

typedef struct {
    uint32_t begin[MOST_LISTED], end[MOST_LISTED];
    int32_t value[MOST_LISTED];
    size_t count;
} listed;

/* One number of a list, with or without brackets and its own ordinal mark. */
static bool take_listed(const lexing *l, uint32_t *at, listed *list)
{
    uint32_t i = *at;
    int32_t value = 0;
    bool open = i < l->text.len && l->text.ptr[i] == '(';
    i += open ? 1 : 0;
    uint32_t begin = i;
    cm_blot_text b = blots(l);
    uint32_t blotted = cm_blot_run(&b, i);
    if (list->count == MOST_LISTED || (blotted == i && !take_small(l, &i, 2000, &value))) {
        return false;
    }
    value = blotted > begin ? 0 : value;
    i = blotted > begin ? blotted : i;
    list->begin[list->count] = begin;
    list->end[list->count] = i;
    list->value[list->count] = value;
    if (open) {
        if (i >= l->text.len || l->text.ptr[i] != ')') {
            return false;
        }
        i++;
    }
    list->count++;
    *at = i;
    return true;
}

/* Numbers joined by enumeration comma or "and", then one unit for all: 第一、四款. Each is a token;
 * the number of a blotted one is 0. */
static bool lex_citation(lexing *l, uint32_t begin, uint32_t first, uint32_t *ret_end)
{
    listed list = {.count = 0};
    uint32_t at = first;
    uint32_t end;
    if (!take_listed(l, &at, &list)) {
        return false;
    }
    int kind = -1;
    for (;;) {
        kind = unit_kind(char_at(l, at, &end));
        if (kind >= 0) {
            break;
        }
        uint32_t i = at;
        cm_char c = char_at(l, i, &end);
        if (c.cls != CM_CHAR_ENUM && c.cls != CM_CHAR_JOIN) {
            return false;
        }
        i = end;
        if (!take_listed(l, &i, &list)) {
            return false;
        }
        at = i;
    }
    at = end;
    for (size_t k = 0; k < list.count; k++) {
        bool last = k + 1 == list.count;
        uint32_t to = last ? at : list.end[k];
        int32_t sub = last && kind == CM_TOKEN_ARTICLE ? take_sub(l, &to) : 0;
        at = last ? to : at;
        cm_token *t = push(l, (cm_token_kind)kind, k == 0 ? begin : list.begin[k], to);
        t->number = list.value[k];
        t->days = sub;
    }
    *ret_end = at;
    return true;
}

/* An item without its ordinal mark, (三)项: only where the unit follows its bracket at once. */
static bool lex_item(lexing *l, uint32_t begin, uint32_t *ret_end)
{
    listed list = {.count = 0};
    uint32_t at = begin;
    uint32_t end;
    return take_listed(l, &at, &list) && unit_kind(char_at(l, at, &end)) >= 0 &&
           lex_citation(l, begin, begin, ret_end);
}

/* The year between brackets of a case number, whole or blotted; its end, or 0. */
static uint32_t case_year(const lexing *l, uint32_t at)
{
    cm_numeral n;
    cm_blot_text b = blots(l);
    uint32_t end = cm_blot_run(&b, at);
    if (end == at) {
        end = cm_numeral_read(l->lexicon, l->text, at, &n) && is_year(&n) ? n.end : 0;
    } else if (cm_utf8_count(cm_sv_slice(l->text, at, end)) != 4) {
        return 0;
    }
    return end != 0 && end < l->text.len && l->text.ptr[end] == ')' ? end : 0;
}

/* (2013)甬宁刑初字第604号: a bracketed year, then text, then a number and its end mark. */
static bool lex_case_no(lexing *l, uint32_t begin, uint32_t *ret_end)
{
    uint32_t year = case_year(l, begin + 1);
    if (year == 0) {
        return false;
    }
    cm_blot_text b = blots(l);
    bool blotted = cm_blot_run(&b, begin + 1) == year;
    bool letters = false;
    bool digit = false;
    uint32_t at = year + 1;
    for (uint32_t end; at < l->text.len && at - begin < 90; at = end) {
        cm_char c = char_at(l, at, &end);
        if (c.cls == CM_CHAR_DAY && c.value == 1) {
            if (!digit) {
                return false;
            }
            uint32_t sub = end;
            (void)take_sub(l, &sub); /* 号之一 */
            cm_token *t = push(l, CM_TOKEN_CASE_NO, begin, sub);
            t->value = blotted ? 1 : 0;
            t->about = !letters;
            *ret_end = sub;
            return true;
        }
        blotted = blotted || (c.cls == CM_CHAR_BLOT && c.value == 0);
        digit = c.cls == CM_CHAR_DIGIT || c.cls == CM_CHAR_SUB || c.cls == CM_CHAR_BLOT ||
                (digit && l->text.ptr[at] == '-');
        letters = letters || (unsigned char)l->text.ptr[at] >= 0xE0 || c.cls == CM_CHAR_BLOT;
        if (c.cls == CM_CHAR_STOP || l->text.ptr[at] == ',' || l->text.ptr[at] == ';') {
            return false;
        }
    }
    return false;
}

/* Whether [end - 4, end) is a year in ASCII digits that something else was glued to: the number of
 * an item (1.2016), a name that ends in a digit. */
static bool ends_in_year(const lexing *l, uint32_t begin, uint32_t end)
{
    if (end - begin < 5 || end < 4) {
        return false;
    }
    const char *y = l->text.ptr + end - 4;
    for (int i = 0; i < 4; i++) {
        if (y[i] < '0' || y[i] > '9') {
            return false;
        }
    }
    return (y[-1] < '0' || y[-1] > '9') &&
           ((y[0] == '1' && y[1] == '9') || (y[0] == '2' && y[1] == '0'));
}

/* Digits in [at, end); many when something else stands there. */
static int count_digits(const lexing *l, uint32_t at, uint32_t end)
{
    int digits = 0;
    uint32_t next;
    for (uint32_t i = at; i < end; i = next) {
        digits += char_at(l, i, &next).cls == CM_CHAR_DIGIT ? 1 : MOST_GLUED;
    }
    return digits;
}

/* The year in Chinese digits that ends [begin, end) after a name that ends in a digit; `begin` when
 * there is none. */
static uint32_t written_year(const lexing *l, uint32_t begin, uint32_t end)
{
    static const uint32_t LETTER = 3; /* bytes of a Chinese digit */
    int digits = count_digits(l, begin, end);
    if (digits <= 4 || digits >= MOST_GLUED || end - begin != (uint32_t)digits * LETTER) {
        return begin;
    }
    uint32_t at = end - 4 * LETTER;
    uint32_t next;
    int32_t century = char_at(l, at, &next).value * 10;
    century += char_at(l, next, &next).value;
    return century == 19 || century == 20 ? at : begin;
}

/* Where the year begins that a numeral ends with, when something else stands before its four
 * digits, or a line break: a name that ends in a digit, and the date on the next line. `begin` when
 * there is none. */
static uint32_t year_inside(const lexing *l, uint32_t begin, uint32_t end)
{
    uint32_t next;
    if (char_at(l, end, &next).cls != CM_CHAR_YEAR) {
        return begin;
    }
    if (ends_in_year(l, begin, end)) {
        return end - 4;
    }
    uint32_t at = cm_folded_next_break(l->out->folded, begin);
    return at < end && count_digits(l, at, end) == 4 ? at : written_year(l, begin, end);
}

static cm_blot_place place_of(const lexing *l, uint32_t at)
{
    size_t count = l->out->tokens.count;
    if (count > 0 && l->out->tokens.items[count - 1].end == at) {
        return CM_BLOT_AFTER_TOKEN;
    }
    bool letter = at > 0 && (unsigned char)l->text.ptr[at - 1] >= 0x80;
    return letter ? CM_BLOT_AFTER_LETTER : CM_BLOT_AFTER_OTHER;
}

/* A number of which letters cannot be read. */
static bool lex_blotted(lexing *l, uint32_t begin, uint32_t *ret_end)
{
    cm_blot_text b = blots(l);
    cm_token t;
    if (!cm_blot_read(&b, begin, place_of(l, begin), &t)) {
        return false;
    }
    *push(l, (cm_token_kind)t.kind, begin, t.end) = t;
    *ret_end = t.end;
    return true;
}

static bool lex_number(lexing *l, uint32_t begin, uint32_t *ret_end)
{
    cm_numeral n;
    uint32_t next;
    if (!cm_numeral_read(l->lexicon, l->text, begin, &n)) {
        return false;
    }
    if (char_at(l, n.end, &next).cls == CM_CHAR_BLOT && lex_blotted(l, begin, ret_end)) {
        return true;
    }
    uint32_t year = year_inside(l, begin, n.end);
    if (year != begin) {
        push(l, CM_TOKEN_NUMBER, begin, year);
        *ret_end = year;
        return true;
    }
    if (lex_dotted_date(l, begin, ret_end) || lex_date(l, begin, &n, ret_end) ||
        lex_duration(l, begin, ret_end) || lex_money(l, begin, &n, ret_end)) {
        return true;
    }
    uint32_t end;
    if (unit_kind(char_at(l, n.end, &end)) >= 0 && lex_citation(l, begin, begin, ret_end)) {
        return true;
    }
    cm_token *t = push(l, CM_TOKEN_NUMBER, begin, n.end);
    t->number = n.hundredths;
    t->about = n.more;
    *ret_end = n.end;
    return true;
}

static int ascii_kind(char c)
{
    switch (c) {
    case ';':
        return CM_TOKEN_SEMICOLON;
    case ',':
        return CM_TOKEN_COMMA;
    case ':':
        return CM_TOKEN_COLON;
    case '(':
        return CM_TOKEN_OPEN;
    case ')':
        return CM_TOKEN_CLOSE;
    case '!':
        return CM_TOKEN_STOP;
    default:
        return -1;
    }
}

/* Where a title that holds another title ends, looked for after the inner one has closed at `at`:
 * the next closing mark, when none opens and no sentence or citation begins before it. */
static uint32_t outer_title_end(const lexing *l, uint32_t at)
{
    uint32_t end;
    for (uint32_t i = at; i < l->text.len && i - at < MOST_TITLE_REST; i = end) {
        cm_char c = char_at(l, i, &end);
        if (c.cls == CM_CHAR_UNTITLE) {
            return end;
        }
        if (c.cls == CM_CHAR_TITLE || c.cls == CM_CHAR_STOP || c.cls == CM_CHAR_ORDINAL) {
            break;
        }
    }
    return at;
}

/* A title mark; returns where to go on. */
static uint32_t lex_title(lexing *l, cm_char c, uint32_t at, uint32_t end)
{
    if (c.cls == CM_CHAR_TITLE) {
        if (!l->in_title) {
            l->title_begin = at;
        }
        l->title_nested = l->in_title;
        l->in_title = true;
    } else if (l->in_title) {
        end = l->title_nested ? outer_title_end(l, end) : end;
        l->in_title = false;
        /* tokens inside the title (dates, numbers) are part of its name */
        while (l->out->tokens.count > 0 &&
               l->out->tokens.items[l->out->tokens.count - 1].begin >= l->title_begin) {
            l->out->tokens.count--;
        }
        push(l, CM_TOKEN_TITLE, l->title_begin, end);
    }
    return end;
}

/* After a numeral that is too great: past all of it, so that it is not tried again and again. */
static uint32_t skip_numeral(const lexing *l, uint32_t at)
{
    while (take(l, CM_CHAR_DIGIT, &at) || take(l, CM_CHAR_SCALE, &at)) {
    }
    return at;
}

/* A blot that is part of no number. A question mark ends its sentence, but several right after a
 * word are what is left of letters that could not be made out. */
static uint32_t lex_mark(lexing *l, uint32_t at, uint32_t end)
{
    if (l->text.ptr[at] != '?') {
        return end;
    }
    while (end < l->text.len && l->text.ptr[end] == '?') {
        end++;
    }
    if (end == at + 1 || place_of(l, at) == CM_BLOT_AFTER_LETTER) {
        push(l, CM_TOKEN_STOP, at, end);
    }
    return end;
}

/* One character that may start a token; returns where to go on. */
static uint32_t lex_char(lexing *l, uint32_t at)
{
    uint32_t end;
    cm_char c = char_at(l, at, &end);
    uint32_t after = end;
    if (c.cls == CM_CHAR_OTHER) {
        int kind = ascii_kind(l->text.ptr[at]);
        if (kind == CM_TOKEN_OPEN && (lex_case_no(l, at, &after) || lex_item(l, at, &after))) {
            return after;
        }
        if (kind >= 0) {
            push(l, (cm_token_kind)kind, at, end);
        }
        return end;
    }
    switch ((cm_char_class)c.cls) {
    case CM_CHAR_DIGIT:
    case CM_CHAR_SCALE:
        return lex_number(l, at, &after) ? after : skip_numeral(l, end);
    case CM_CHAR_HALF:
        return lex_duration(l, at, &after) ? after : end;
    case CM_CHAR_ORDINAL:
        return lex_citation(l, at, end, &after) ? after : end;
    case CM_CHAR_STOP:
        push(l, CM_TOKEN_STOP, at, end);
        return end;
    case CM_CHAR_ENUM:
        push(l, CM_TOKEN_ENUM, at, end);
        return end;
    case CM_CHAR_QUOTE:
        push(l, CM_TOKEN_QUOTE, at, end);
        return end;
    case CM_CHAR_UNQUOTE:
        push(l, CM_TOKEN_UNQUOTE, at, end);
        return end;
    case CM_CHAR_TITLE:
    case CM_CHAR_UNTITLE:
        return lex_title(l, c, at, end);
    case CM_CHAR_BLOT:
        return lex_blotted(l, at, &after) ? after : lex_mark(l, at, end);
    case CM_CHAR_OTHER:
    case CM_CHAR_YEAR:
    case CM_CHAR_MONTH:
    case CM_CHAR_DAY:
    case CM_CHAR_DAYS:
    case CM_CHAR_MEASURE:
    case CM_CHAR_YUAN:
    case CM_CHAR_ABOUT:
    case CM_CHAR_ARTICLE:
    case CM_CHAR_PARAGRAPH:
    case CM_CHAR_ITEM:
    case CM_CHAR_SUB:
    case CM_CHAR_AND:
    case CM_CHAR_JOIN:
    case CM_CHAR_CLASS_COUNT:
        return end;
    }
    return end;
}

/* A title that is never closed ends with its sentence. */
static void close_title(lexing *l)
{
    if (l->in_title && l->out->tokens.count > 0 &&
        l->out->tokens.items[l->out->tokens.count - 1].kind == CM_TOKEN_STOP) {
        l->in_title = false;
    }
}

void cm_lex(cm_arena *mem, const cm_lexicon *lexicon, cm_scratch *scratch, const cm_folded *folded,
            cm_lexed *ret_lexed)
{
    *ret_lexed = (cm_lexed){.folded = folded, .text = folded->text};
    lexing l = {.mem = mem, .lexicon = lexicon, .text = folded->text, .out = ret_lexed};
    l.matches = cm_lexicon_match(mem, lexicon, scratch, folded->text);
    uint32_t at = 0;
    while (at < l.text.len) {
        while (l.next_match < l.matches.count && l.matches.items[l.next_match].begin < at) {
            l.next_match++;
        }
        if (l.next_match < l.matches.count && l.matches.items[l.next_match].begin == at) {
            const cm_match *m = &l.matches.items[l.next_match];
            const cm_phrase *p = cm_lexicon_phrase(lexicon, m->phrase);
            cm_token *t = push(&l, CM_TOKEN_CUE, m->begin, m->end);
            t->cue = p->cue;
            t->value = p->value;
            t->second = p->second;
            at = m->end;
            continue;
        }
        uint32_t stop = l.next_match < l.matches.count ? l.matches.items[l.next_match].begin
                                                       : (uint32_t)l.text.len;
        at = cm_lexicon_skip(lexicon, l.text, at, stop);
        if (at < stop) {
            at = lex_char(&l, at);
            close_title(&l);
        }
    }
}

size_t cm_lexed_at(const cm_lexed *lexed, uint32_t at)
{
    size_t low = 0;
    size_t high = lexed->tokens.count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (lexed->tokens.items[mid].begin < at) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    return low;
}
