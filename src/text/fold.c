#include "text/fold.h"

#include "base/limits.h"
#include "base/tsv.h"
#include "text/utf8.h"

/* What a character below U+10000 becomes: 0 itself, DROP nothing, else another character. */
#define PLANE 0x10000U
#define DROP  1U
#define BREAK 2U

struct cm_folder {
    uint16_t to[PLANE];
};

static cm_status set_row(cm_folder *f, const cm_tsv *t, const cm_tsv_row *row, cm_err *err)
{
    size_t len;
    cm_sv from = row->cells[0];
    cm_sv to = row->cells[1];
    uint32_t code = from.len != 0 ? cm_utf8_decode(from, 0, &len) : CM_BAD_CHAR;
    if (code >= PLANE || len != from.len) {
        return cm_err_set_at(err, CM_E_SCHEMA, t->file, row->line, 1,
                             "'from' is not one character");
    }
    uint32_t target = DROP;
    if (to.len != 0) {
        target = cm_utf8_decode(to, 0, &len);
        if (target >= PLANE || len != to.len) {
            return cm_err_set_at(err, CM_E_SCHEMA, t->file, row->line, 2,
                                 "'to' is neither empty nor one character");
        }
        if (to.len > from.len + from.len / 2) {
            return cm_err_set_at(err, CM_E_SCHEMA, t->file, row->line, 2,
                                 "'to' takes more than one and a half times the bytes of 'from'");
        }
    }
    f->to[code] = (uint16_t)target;
    return CM_OK;
}

cm_status cm_folder_load(cm_arena *mem, cm_sv path, cm_folder **ret_folder, cm_err *err)
{
    cm_tsv t;
    cm_status status = cm_tsv_load(mem, path, &t, err);
    if (status != CM_OK) {
        return status;
    }
    cm_folder *f = cm_arena_new(mem, cm_folder);
    for (uint16_t c = 0; c < 0x5E; c++) {
        f->to[0xFF01 + c] = (uint16_t)(0x21 + c); /* full-width ASCII */
    }
    f->to[' '] = f->to['\t'] = f->to['\f'] = f->to['\v'] = DROP;
    f->to['\n'] = f->to['\r'] = BREAK;
    for (size_t i = 0; i < t.rows.count && status == CM_OK; i++) {
        status = set_row(f, &t, &t.rows.items[i], err);
    }
    /* what is folded to a character that is itself folded goes all the way: full-width '[' to '('
     */
    for (uint32_t c = 0; c < PLANE; c++) {
        if (f->to[c] > BREAK && f->to[f->to[c]] != 0) {
            f->to[c] = f->to[f->to[c]];
        }
    }
    if (status == CM_OK) {
        *ret_folder = f;
    }
    return status;
}

static bool is_digit(uint32_t code)
{
    return code >= '0' && code <= '9';
}

/* A comma between groups of digits is a thousands separator: exactly 3 digits after it; before it
 * 1-3, or exactly 3 after the separator last dropped, which was at folded offset `last`. */
static bool is_separator(const cm_folder *folder, cm_sv text, size_t after, cm_sv out, size_t last)
{
    size_t before = 0;
    while (before < 4 && before < out.len && out.len - before != last &&
           is_digit((unsigned char)out.ptr[out.len - 1 - before])) {
        before++;
    }
    if (before == 0 || before > 3 || (out.len - before == last && before != 3)) {
        return false;
    }
    size_t digits = 0;
    size_t len;
    for (size_t i = after; i < text.len && digits <= 3; i += len) {
        uint32_t code = cm_utf8_decode(text, i, &len);
        uint32_t to = code < PLANE ? folder->to[code] : 0;
        if (to == DROP || to == BREAK) {
            continue;
        }
        if (!is_digit(to != 0 ? to : code)) {
            break;
        }
        digits++;
    }
    return digits == 3;
}

static void note(cm_arena *mem, cm_folded *f, uint16_t to, uint32_t at)
{
    if (f->blanks.count == 0 || f->blanks.items[f->blanks.count - 1] != at) {
        *cm_vec_push(mem, &f->blanks) = at;
    }
    if (to == BREAK && (f->breaks.count == 0 || f->breaks.items[f->breaks.count - 1] != at)) {
        *cm_vec_push(mem, &f->breaks) = at;
    }
}

static void step(cm_arena *mem, cm_folded *f, size_t folded, size_t original)
{
    if (f->steps.count > 0 && f->steps.items[f->steps.count - 1].folded == folded) {
        f->steps.items[f->steps.count - 1].original = (uint32_t)original;
        return;
    }
    *cm_vec_push(mem, &f->steps) = (cm_fold_step){(uint32_t)folded, (uint32_t)original};
}

cm_status cm_fold(cm_arena *mem, const cm_folder *folder, cm_sv text, cm_folded *ret_folded,
                  cm_err *err)
{
    if (text.len > CM_MAX_DOCUMENT) {
        return cm_err_set(err, CM_E_LIMIT, "text of %zu bytes, at most %zu are read", text.len,
                          CM_MAX_DOCUMENT);
    }
    cm_folded f = {.original = text};
    char *out = cm_arena_bytes(mem, text.len + text.len / 2 + 1); /* see set_row */
    size_t n = 0;
    size_t separator = SIZE_MAX; /* where one was last dropped */
    size_t len;
    step(mem, &f, 0, 0);
    for (size_t i = 0; i < text.len; i += len) {
        uint32_t code = cm_utf8_decode(text, i, &len);
        if (code == CM_BAD_CHAR) {
            (void)cm_err_set(err, CM_E_UTF8, "byte 0x%02X at offset %zu is not UTF-8",
                             (unsigned char)text.ptr[i], i);
            if (err != NULL) {
                err->pos = i;
            }
            return CM_E_UTF8;
        }
        uint16_t to = code < PLANE ? folder->to[code] : 0;
        uint32_t now = to > BREAK ? to : code;
        if (to == DROP || to == BREAK) {
            note(mem, &f, to, (uint32_t)n);
            step(mem, &f, n, i + len);
        } else if (now == ',' && is_separator(folder, text, i + len, (cm_sv){out, n}, separator)) {
            separator = n;
            step(mem, &f, n, i + len);
        } else if (to == 0 && len == 3) {
            memcpy(out + n, text.ptr + i, 3); /* of known length: three moves, not a call */
            n += 3;
        } else if (to == 0) {
            memcpy(out + n, text.ptr + i, len);
            n += len;
        } else {
            n += cm_utf8_encode(to, out + n);
            step(mem, &f, n, i + len);
        }
    }
    f.text = (cm_sv){out, n};
    *ret_folded = f;
    return CM_OK;
}

static uint32_t to_original(const cm_folded *f, uint32_t at)
{
    size_t low = 0;
    size_t high = f->steps.count;
    while (high - low > 1) {
        size_t mid = low + (high - low) / 2;
        if (f->steps.items[mid].folded <= at) {
            low = mid;
        } else {
            high = mid;
        }
    }
    return f->steps.items[low].original + (at - f->steps.items[low].folded);
}

cm_span cm_folded_span(const cm_folded *f, uint32_t begin, uint32_t end)
{
    if (begin >= end) {
        uint32_t at = to_original(f, begin);
        return (cm_span){at, at};
    }
    /* the end is where the last character ends, not where the next begins: step inside it */
    uint32_t last = end - 1;
    while (last > begin && !cm_utf8_is_boundary(f->text, last)) {
        last--;
    }
    uint32_t original = to_original(f, last);
    size_t len;
    (void)cm_utf8_decode(f->original, original, &len);
    return (cm_span){to_original(f, begin), original + (uint32_t)len};
}

/* Index of the first item greater than `at`. */
static size_t upper_bound(const uint32_t *items, size_t count, uint32_t at)
{
    size_t low = 0;
    while (low < count) {
        size_t mid = low + (count - low) / 2;
        if (items[mid] <= at) {
            low = mid + 1;
        } else {
            count = mid;
        }
    }
    return low;
}

static bool contains(const uint32_t *items, size_t count, uint32_t at)
{
    size_t after = upper_bound(items, count, at);
    return after > 0 && items[after - 1] == at;
}

bool cm_folded_break_at(const cm_folded *f, uint32_t at)
{
    return contains(f->breaks.items, f->breaks.count, at);
}

bool cm_folded_blank_at(const cm_folded *f, uint32_t at)
{
    return contains(f->blanks.items, f->blanks.count, at);
}

uint32_t cm_folded_next_break(const cm_folded *f, uint32_t at)
{
    size_t i = upper_bound(f->breaks.items, f->breaks.count, at);
    return i < f->breaks.count ? f->breaks.items[i] : (uint32_t)f->text.len;
}

uint32_t cm_folded_next_blank(const cm_folded *f, uint32_t at)
{
    size_t i = upper_bound(f->blanks.items, f->blanks.count, at);
    return i < f->blanks.count ? f->blanks.items[i] : (uint32_t)f->text.len;
}
