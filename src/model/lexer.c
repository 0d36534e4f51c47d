#include "model/lexer.h"

#include "base/date.h"
#include "text/utf8.h"

static const char *const WORDS[] = {"and",  "or",    "not",   "in",  "is",     "case",
                                    "when", "then",  "else",  "end", "every",  "any",
                                    "true", "false", "count", "sum", "between"};

/* Longer ones first. */
static const char *const SIGNS[] = {"<=", ">=", "!=", "<>", "=", "<", ">",
                                    "(",  ")",  ",",  ".",  "+", "-", "*"};

enum { DATE_BYTES = 10, HUNDREDTHS = 100 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static cm_token bad(size_t begin, size_t end, const char *problem)
{
    return (cm_token){.kind = CM_TOKEN_BAD, .begin = begin, .end = end, .problem = problem};
}

/* 2014-05-23 without blanks is a date, never two subtractions. */
static bool read_date(cm_sv text, size_t at, cm_token *token)
{
    static const char SHAPE[] = "dddd-dd-dd";
    for (size_t i = 0; i < DATE_BYTES; i++) {
        if (at + i >= text.len ||
            (SHAPE[i] == 'd' ? !is_digit(text.ptr[at + i]) : text.ptr[at + i] != '-')) {
            return false;
        }
    }
    cm_date date;
    cm_sv written = cm_sv_slice(text, at, at + DATE_BYTES);
    if (!cm_date_parse(written, &date) || !cm_date_exists(date)) {
        *token = bad(at, at + DATE_BYTES, "no_such_day");
        return true;
    }
    *token = (cm_token){.kind = CM_TOKEN_DATE,
                        .begin = at,
                        .end = at + DATE_BYTES,
                        .text = written,
                        .number = cm_date_to_days(date)};
    return true;
}

static cm_token read_number(cm_sv text, size_t at)
{
    enum { LONGEST = 16 }; /* digits; keeps hundredths inside 64 bits */

    size_t end = at;
    int64_t number = 0;
    while (end < text.len && is_digit(text.ptr[end])) {
        if (end - at >= LONGEST) {
            return bad(at, end, "number_too_long");
        }
        number = number * 10 + (text.ptr[end++] - '0');
    }
    int64_t rest = 0;
    if (end + 1 < text.len && text.ptr[end] == '.' && is_digit(text.ptr[end + 1])) {
        size_t places = 0;
        for (end++; end < text.len && is_digit(text.ptr[end]); end++) {
            places++;
            rest = places > 2 ? 0 : rest * 10 + (text.ptr[end] - '0');
        }
        if (places > 2) {
            return bad(at, end, "too_many_decimals");
        }
        rest = places == 1 ? rest * 10 : rest;
    }
    if (end < text.len && is_letter(text.ptr[end])) {
        return bad(at, end + 1, "number_and_letters");
    }
    return (cm_token){.kind = CM_TOKEN_NUMBER,
                      .begin = at,
                      .end = end,
                      .text = cm_sv_slice(text, at, end),
                      .number = number * HUNDREDTHS + rest};
}

static cm_token read_text(cm_arena *mem, cm_sv text, size_t at)
{
    size_t end = at + 1;
    bool is_doubled = false;
    for (;; end++) {
        if (end >= text.len || text.ptr[end] == '\n') {
            return bad(at, end, "text_not_closed");
        }
        if (text.ptr[end] == '\'') {
            if (end + 1 >= text.len || text.ptr[end + 1] != '\'') {
                break;
            }
            is_doubled = true;
            end++;
        }
    }
    cm_sv value = cm_sv_slice(text, at + 1, end);
    if (is_doubled) {
        char *copy = cm_arena_alloc(mem, value.len);
        size_t len = 0;
        for (size_t i = 0; i < value.len; i++) {
            copy[len++] = value.ptr[i];
            i += value.ptr[i] == '\'';
        }
        value = (cm_sv){copy, len};
    }
    return (cm_token){.kind = CM_TOKEN_TEXT, .begin = at, .end = end + 1, .text = value};
}

static cm_token read_name(cm_sv text, size_t at)
{
    size_t end = at;
    while (end < text.len && (is_letter(text.ptr[end]) || is_digit(text.ptr[end]))) {
        end++;
    }
    cm_token token = {
        .kind = CM_TOKEN_NAME, .begin = at, .end = end, .text = cm_sv_slice(text, at, end)};
    for (size_t i = 0; i < CM_COUNT(WORDS); i++) {
        if (cm_sv_equal(token.text, cm_sv_from(WORDS[i]))) {
            token.kind = CM_TOKEN_WORD;
        }
    }
    return token;
}

static cm_token read_sign(cm_sv text, size_t at)
{
    cm_sv rest = cm_sv_slice(text, at, text.len);
    for (size_t i = 0; i < CM_COUNT(SIGNS); i++) {
        cm_sv sign = cm_sv_from(SIGNS[i]);
        if (cm_sv_starts(rest, sign)) {
            return (cm_token){
                .kind = CM_TOKEN_SIGN, .begin = at, .end = at + sign.len, .text = sign};
        }
    }
    size_t len;
    uint32_t code = cm_utf8_decode(text, at, &len);
    return bad(at, at + len, code < 0x80 ? "strange_character" : "wide_character");
}

cm_token cm_token_next(cm_arena *mem, cm_sv text, size_t at)
{
    while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '\n' || text.ptr[at] == '\t' ||
                             text.ptr[at] == '\r')) {
        at++;
    }
    if (at >= text.len) {
        return (cm_token){.kind = CM_TOKEN_END, .begin = text.len, .end = text.len};
    }
    char c = text.ptr[at];
    cm_token token;
    if (is_digit(c)) {
        return read_date(text, at, &token) ? token : read_number(text, at);
    }
    if (c == '\'') {
        return read_text(mem, text, at);
    }
    return is_letter(c) ? read_name(text, at) : read_sign(text, at);
}
