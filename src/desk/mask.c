#include "base/base.h"

#include "desk/mask.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/tsv.h"

#include <string.h>

enum { LONG_NUMBER = 11, KEPT_DIGITS = 6, BLANK_BYTES = 3 };

cm_status cm_mask_load(cm_arena *mem, cm_sv folder, cm_mask_words *ret, cm_err *err)
{
    cm_tsv t;
    size_t kind = 0, text = 0;
    cm_mask_words words = {0};
    cm_status status = cm_tsv_load(mem, cm_file_join(mem, folder, CM_SV("mask.tsv")), &t, err);
    if (status == CM_OK) {
        status = cm_tsv_column(&t, CM_SV("kind"), &kind, err);
    }
    if (status == CM_OK) {
        status = cm_tsv_column(&t, CM_SV("text"), &text, err);
    }
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        cm_sv found = t.rows.items[i].cells[kind], word = t.rows.items[i].cells[text];
        if (cm_sv_equal(found, CM_SV("blank")) && word.len == BLANK_BYTES) {
            words.blank = word;
        } else if (cm_sv_equal(found, CM_SV("hidden"))) {
            words.hidden = word;
        } else if (cm_sv_equal(found, CM_SV("surname"))) {
            *cm_vec_push(mem, &words.surnames) = word;
        } else if (cm_sv_equal(found, CM_SV("pseudonym"))) {
            *cm_vec_push(mem, &words.pseudonyms) = word;
        } else if (cm_sv_equal(found, CM_SV("deleted"))) {
            words.deleted = word;
        } else {
            status = cm_err_set_at(err, CM_E_SCHEMA, t.file, t.rows.items[i].line, 0,
                                   "'%.*s' cannot be '%.*s'", CM_SV_ARG(found), CM_SV_ARG(word));
        }
    }
    bool lacks = words.blank.len == 0 || words.hidden.len == 0 || words.deleted.len == 0 ||
                 words.pseudonyms.count == 0;
    if (status == CM_OK && lacks) {
        status =
            cm_err_set_at(err, CM_E_SCHEMA, t.file, 1, 0, "no blank, hidden, deleted or pseudonym");
    }
    if (status == CM_OK) {
        *ret = words;
    }
    return status;
}

/* Bytes of the character at `at`; of a broken one, one. */
static size_t character(cm_sv text, size_t at)
{
    unsigned char c = (unsigned char)text.ptr[at];
    size_t len = c < 0xc0 ? 1 : (c < 0xe0 ? 2 : (c < 0xf0 ? 3 : 4));
    return at + len <= text.len ? len : 1;
}

/* Blanks of ASCII, and the wide one. */
static size_t blank_at(cm_sv text, size_t at)
{
    if (at < text.len && (unsigned char)text.ptr[at] <= ' ') {
        return 1;
    }
    return cm_sv_starts(cm_sv_slice(text, at, text.len), CM_SV("\xe3\x80\x80")) ? 3 : 0;
}

/* What is kept at the front: a surname of two characters, else the first character. */
static size_t kept_of(const cm_mask_words *words, cm_sv name)
{
    for (size_t i = 0; i < words->surnames.count; i++) {
        cm_sv surname = words->surnames.items[i];
        if (name.len > surname.len && cm_sv_starts(name, surname)) {
            return surname.len;
        }
    }
    return name.len != 0 ? character(name, 0) : 0;
}

/* As many bytes as the character has. */
static void cover(const cm_mask_words *words, char *at, size_t len)
{
    size_t i = 0;
    for (; len - i >= BLANK_BYTES; i += BLANK_BYTES) {
        for (size_t k = 0; k < BLANK_BYTES; k++) {
            at[i + k] = words->blank.ptr[k];
        }
    }
    for (; i < len; i++) {
        at[i] = '*';
    }
}

static char *copy(cm_arena *mem, cm_sv text)
{
    char *out = cm_arena_bytes(mem, text.len + 1);
    if (text.len != 0) {
        (void)memcpy(out, text.ptr, text.len);
    }
    out[text.len] = '\0';
    return out;
}

/* The end of the name where it stands at `at`, or 0. */
static size_t name_end(cm_sv text, size_t at, cm_sv name)
{
    size_t n = 0;
    while (n < name.len) {
        size_t len = character(name, n), skip = 0;
        while (n > 0 && (skip = blank_at(text, at)) != 0) {
            at += skip;
        }
        if (!cm_sv_starts(cm_sv_slice(text, at, text.len), cm_sv_slice(name, n, n + len))) {
            return 0;
        }
        at += len;
        n += len;
    }
    return at;
}

static void cover_name(const cm_mask_words *words, cm_sv text, char *out, cm_span at, size_t kept)
{
    size_t i = at.begin, left = kept;
    while (i < at.end) {
        size_t blank = blank_at(text, i), len = blank != 0 ? blank : character(text, i);
        if (blank == 0 && left > 0) {
            left = left > len ? left - len : 0;
        } else if (blank == 0) {
            cover(words, out + i, len);
        }
        i += len;
    }
}

static bool is_long_name(cm_sv name)
{
    return name.len != 0 && character(name, 0) < name.len;
}

static void cover_names(const cm_mask_words *words, cm_sv text, char *out, cm_sv name)
{
    const size_t kept = kept_of(words, name);
    for (size_t at = cm_sv_find_byte(text, name.ptr[0], 0); at != SIZE_MAX;) {
        size_t end = name_end(text, at, name);
        if (end != 0) {
            cover_name(words, text, out, (cm_span){(uint32_t)at, (uint32_t)end}, kept);
        }
        at = cm_sv_find_byte(text, name.ptr[0], end != 0 ? end : at + 1);
    }
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void cover_numbers(cm_sv text, char *out, size_t kept)
{
    for (size_t at = 0; at < text.len;) {
        size_t end = at;
        while (end < text.len && is_digit(text.ptr[end])) {
            end++;
        }
        if (end - at >= LONG_NUMBER) {
            end += end < text.len && (text.ptr[end] == 'X' || text.ptr[end] == 'x') ? 1 : 0;
            (void)memset(out + at + kept, '*', end - at - kept);
        }
        at = end > at ? end : at + 1;
    }
}

cm_sv cm_mask_name(const cm_mask_words *words, cm_arena *mem, cm_sv name)
{
    if (!is_long_name(name)) {
        return name;
    }
    char *out = copy(mem, name);
    cover_name(words, name, out, (cm_span){0, (uint32_t)name.len}, kept_of(words, name));
    return (cm_sv){out, name.len};
}

cm_sv cm_mask_number(cm_arena *mem, cm_sv number)
{
    char *out = copy(mem, number);
    if (number.len > KEPT_DIGITS) {
        (void)memset(out + KEPT_DIGITS, '*', number.len - KEPT_DIGITS);
    }
    return (cm_sv){out, number.len};
}

cm_sv cm_mask_text(const cm_mask_words *words, cm_arena *mem, cm_sv text, const cm_svs *names)
{
    if (text.len == 0) {
        return text;
    }
    char *out = copy(mem, text);
    for (size_t i = 0; i < names->count; i++) {
        if (is_long_name(names->items[i])) {
            cover_names(words, text, out, names->items[i]);
        }
    }
    cover_numbers(text, out, KEPT_DIGITS);
    return (cm_sv){out, text.len};
}

/* The name that stands at `at` and reaches furthest, or SIZE_MAX. */
static size_t name_at(cm_sv text, size_t at, const cm_svs *names, size_t *ret_end)
{
    size_t found = SIZE_MAX;
    *ret_end = 0;
    for (size_t i = 0; i < names->count; i++) {
        size_t end = is_long_name(names->items[i]) ? name_end(text, at, names->items[i]) : 0;
        if (end > *ret_end) {
            *ret_end = end;
            found = i;
        }
    }
    return found;
}

cm_sv cm_mask_replace(cm_arena *mem, cm_sv text, const cm_svs *names, const cm_svs *stands)
{
    if (text.len == 0) {
        return text;
    }
    CM_AUTO_BUF out;
    cm_buf_init(&out, SIZE_MAX);
    for (size_t at = 0, end = 0; at < text.len; at = end) {
        size_t found = name_at(text, at, names, &end);
        if (found == SIZE_MAX) {
            end = at + character(text, at);
            (void)cm_buf_add(&out, cm_sv_slice(text, at, end));
        } else {
            (void)cm_buf_add(&out, stands->items[found]);
        }
    }
    cm_sv replaced = cm_buf_view(&out);
    char *covered = copy(mem, replaced);
    cover_numbers(replaced, covered, 0);
    return (cm_sv){covered, replaced.len};
}
