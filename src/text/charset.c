#include "base/base.h"

#include "text/charset.h"

#include "base/limits.h"
#include "text/utf8.h"

#include <unicode/ucnv.h>

#define CHUNK_BYTES  4096
#define SAMPLE_BYTES ((size_t)256 << 10)

struct cm_charsets {
    UConverter *converters[CM_CHARSET_COUNT]; /* opened when first asked for */
    UChar *units;                             /* CHUNK_BYTES of them: never more than bytes */
    int32_t *offsets;
    cm_buf encoded; /* a sample in GB18030 */
};

/* The first name is the one we give; the others are what pages and tools say. */
static const struct {
    cm_charset charset;
    const char *name;
} names[] = {
    {CM_CHARSET_UTF8, "UTF-8"},       {CM_CHARSET_GB18030, "GB18030"},
    {CM_CHARSET_UTF16LE, "UTF-16LE"}, {CM_CHARSET_UTF16BE, "UTF-16BE"},
    {CM_CHARSET_BIG5, "Big5"},        {CM_CHARSET_UTF8, "utf8"},
    {CM_CHARSET_GB18030, "GBK"},      {CM_CHARSET_GB18030, "GB2312"},
    {CM_CHARSET_GB18030, "x-gbk"},    {CM_CHARSET_GB18030, "EUC-CN"},
    {CM_CHARSET_GB18030, "CP936"},    {CM_CHARSET_GB18030, "gb_2312-80"},
    {CM_CHARSET_BIG5, "Big5-HKSCS"},  {CM_CHARSET_BIG5, "CP950"},
};

cm_charsets *cm_charsets_new(void)
{
    cm_charsets *c = cm_alloc_zero(1, sizeof(*c));
    c->units = cm_alloc(CHUNK_BYTES * sizeof(*c->units));
    c->offsets = cm_alloc(CHUNK_BYTES * sizeof(*c->offsets));
    cm_buf_init(&c->encoded, 4 * SAMPLE_BYTES);
    return c;
}

void cm_charsets_free(cm_charsets *c)
{
    if (c == NULL) {
        return;
    }
    for (size_t i = 0; i < CM_CHARSET_COUNT; i++) {
        ucnv_close(c->converters[i]); /* NULL is allowed */
    }
    cm_buf_clear(&c->encoded);
    cm_free(c->units);
    cm_free(c->offsets);
    cm_free(c);
}

cm_sv cm_charset_name(cm_charset charset)
{
    for (size_t i = 0; i < CM_COUNT(names); i++) {
        if (names[i].charset == charset) {
            return cm_sv_from(names[i].name);
        }
    }
    return CM_SV("");
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

cm_charset cm_charset_named(cm_sv label)
{
    for (size_t i = 0; i < CM_COUNT(names); i++) {
        cm_sv name = cm_sv_from(names[i].name);
        size_t same = 0;
        while (same < name.len && same < label.len &&
               lower(name.ptr[same]) == lower(label.ptr[same])) {
            same++;
        }
        if (same == name.len && same == label.len) {
            return names[i].charset;
        }
    }
    return CM_CHARSET_NONE;
}

static void stop_at_fault(UConverter *converter)
{
    UErrorCode code = U_ZERO_ERROR;
    ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &code);
    cm_assert(U_SUCCESS(code));
}

/* The converter of a charset, from its beginning. */
static UConverter *converter_of(cm_charsets *c, cm_charset charset)
{
    if (c->converters[charset] == NULL) {
        UErrorCode code = U_ZERO_ERROR;
        c->converters[charset] = ucnv_open(cm_charset_name(charset).ptr, &code);
        cm_assert(U_SUCCESS(code)); /* all of them are part of ICU's own data */
        stop_at_fault(c->converters[charset]);
    }
    ucnv_reset(c->converters[charset]);
    return c->converters[charset];
}

uint64_t cm_map_place(const cm_map_steps *steps, uint32_t at)
{
    size_t low = 0, high = steps->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (steps->items[middle].text <= at) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == 0) {
        return at; /* before the first step, or without a map: the same place */
    }
    const cm_map_step *step = &steps->items[low - 1];
    return step->place + (uint64_t)(at - step->text) / step->text_unit * step->place_unit;
}

void cm_map_add(cm_arena *mem, cm_map_steps *steps, cm_map_step step)
{
    if (steps->count != 0) {
        const cm_map_step *last = &steps->items[steps->count - 1];
        if (last->text_unit == step.text_unit && last->place_unit == step.place_unit &&
            (step.text - last->text) % last->text_unit == 0 &&
            cm_map_place(steps, step.text) == step.place) {
            return;
        }
    }
    *cm_vec_push(mem, steps) = step;
}

/* Decoding: a character waits until it is known where the next one begins in the original. */
typedef struct {
    const cm_charset_map *map;
    cm_buf *out;
    uint32_t waiting; /* its code point; 0: none */
    uint64_t begin;   /* its offset in the bytes */
    uint64_t torn;    /* where a character began that lies over the end of a chunk */
} decoding;

static bool put(decoding *d, uint64_t end)
{
    if (d->waiting == 0) {
        return true;
    }
    char bytes[4];
    size_t len = cm_utf8_encode(d->waiting, bytes);
    if (d->map != NULL) {
        cm_map_add(d->map->mem, d->map->steps,
                   (cm_map_step){(uint32_t)d->out->len, (uint16_t)len, (uint16_t)(end - d->begin),
                                 d->map->place + d->begin});
    }
    d->waiting = 0;
    return cm_buf_add(d->out, (cm_sv){bytes, len});
}

static bool put_units(cm_charsets *c, decoding *d, size_t count, uint64_t base)
{
    uint32_t lead = 0;
    uint64_t lead_at = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t at = c->offsets[i] < 0 ? d->torn : base + (uint64_t)c->offsets[i];
        uint32_t code = c->units[i];
        if (U16_IS_LEAD(code)) {
            lead = code;
            lead_at = at;
            continue;
        }
        if (U16_IS_TRAIL(code)) {
            code = (uint32_t)U16_GET_SUPPLEMENTARY(lead, code);
            at = lead_at;
        }
        if (!put(d, at)) {
            return false;
        }
        d->waiting = code;
        d->begin = at;
    }
    return true;
}

static cm_status decode_utf8(cm_sv bytes, const cm_charset_map *map, cm_buf *out, cm_err *err)
{
    const size_t wrong = cm_utf8_invalid_at(bytes);
    bytes = cm_sv_slice(bytes, 0, wrong);
    for (size_t at = 0; at < bytes.len;) {
        size_t end = cm_sv_find_byte(bytes, '\0', at);
        end = end == SIZE_MAX ? bytes.len : end;
        if (end > at && map != NULL) {
            cm_map_add(map->mem, map->steps,
                       (cm_map_step){(uint32_t)out->len, 1, 1, map->place + at});
        }
        (void)cm_buf_add(out, cm_sv_slice(bytes, at, end));
        at = end + 1;
    }
    if (wrong != SIZE_MAX) {
        cm_status status = cm_err_set(err, CM_E_UTF8, "no UTF-8 at byte %zu", wrong);
        if (err != NULL) {
            err->pos = wrong;
        }
        return status;
    }
    return out->over ? cm_err_set(err, CM_E_LIMIT, "a text of more than %zu bytes", out->max)
                     : CM_OK;
}

static cm_status fault_at(cm_err *err, cm_charset charset, uint64_t at)
{
    cm_status status = cm_err_set(err, CM_E_UTF8, "no %s at byte %llu",
                                  cm_charset_name(charset).ptr, (unsigned long long)at);
    if (err != NULL) {
        err->pos = at;
    }
    return status;
}

/* Convert one chunk; *at is how far the bytes were taken. */
static UErrorCode convert_chunk(cm_charsets *c, UConverter *converter, cm_sv bytes, size_t *at,
                                size_t *ret_count)
{
    UErrorCode code = U_ZERO_ERROR;
    size_t end = bytes.len - *at > CHUNK_BYTES ? *at + CHUNK_BYTES : bytes.len;
    const char *source = bytes.ptr + *at;
    UChar *target = c->units;
    ucnv_toUnicode(converter, &target, c->units + CHUNK_BYTES, &source, bytes.ptr + end, c->offsets,
                   end == bytes.len, &code);
    *at = (size_t)(source - bytes.ptr);
    *ret_count = (size_t)(target - c->units);
    return code == U_BUFFER_OVERFLOW_ERROR ? U_ZERO_ERROR : code;
}

cm_status cm_charset_decode(cm_charsets *c, cm_charset charset, cm_sv bytes,
                            const cm_charset_map *map, cm_buf *out, cm_err *err)
{
    if (charset == CM_CHARSET_UTF8 || charset == CM_CHARSET_NONE || bytes.len == 0) {
        return decode_utf8(bytes, map, out, err);
    }
    UConverter *converter = converter_of(c, charset);
    decoding d = {.map = map, .out = out};
    size_t at = 0;
    for (bool more = true; more;) {
        size_t base = at, count = 0;
        UErrorCode code = convert_chunk(c, converter, bytes, &at, &count);
        bool fits = put_units(c, &d, count, base);
        if (U_FAILURE(code)) {
            char torn[8]; /* text: allow fixed-buffer because these are bytes, at most 7 */
            int8_t len = (int8_t)sizeof(torn);
            UErrorCode ignored = U_ZERO_ERROR;
            ucnv_getInvalidChars(converter, torn, &len, &ignored);
            at -= U_SUCCESS(ignored) ? (size_t)len : 0;
            (void)put(&d, at);
            return fault_at(err, charset, at);
        }
        if (!fits) {
            return cm_err_set(err, CM_E_LIMIT, "a text of more than %zu bytes", out->max);
        }
        code = U_ZERO_ERROR;
        int32_t held = ucnv_toUCountPending(converter, &code);
        d.torn = at - (held > 0 ? (uint64_t)held : 0);
        more = at < bytes.len || (count == CHUNK_BYTES);
    }
    return put(&d, bytes.len)
               ? CM_OK
               : cm_err_set(err, CM_E_LIMIT, "a text of more than %zu bytes", out->max);
}

/* Detection: how many characters are common, rare or none at all, if the bytes were this charset.
 */
typedef struct {
    size_t common, rare, wrong;
} weight;

static bool is_control(unsigned char b)
{
    return b < 0x20 && b != '\t' && b != '\n' && b != '\r' && b != '\f';
}

/* GB2312 orders its characters by use: rows 0xB0 to 0xD7 are the 3,755 common ones, rows 0xA1 to
 * 0xA3 the marks. GBK and GB18030 put all others elsewhere. */
static weight weigh_gb(cm_sv s, bool cut)
{
    weight w = {0};
    const unsigned char *p = (const unsigned char *)s.ptr;
    for (size_t i = 0; i < s.len;) {
        if (p[i] < 0x80) {
            w.wrong += is_control(p[i]);
            i++;
            continue;
        }
        unsigned char trail = i + 1 < s.len ? p[i + 1] : 0;
        if (i + 1 >= s.len || (trail >= 0x30 && trail <= 0x39 && i + 3 >= s.len)) {
            w.wrong += !cut;
            break;
        }
        if (p[i] == 0x80 || p[i] == 0xFF || trail < 0x30 || trail == 0x7F || trail == 0xFF ||
            (trail > 0x39 && trail < 0x40)) {
            w.wrong++;
            i++;
        } else if (trail <= 0x39) {
            w.rare++;
            i += 4;
        } else {
            bool common =
                trail >= 0xA1 && ((p[i] >= 0xB0 && p[i] <= 0xD7) || (p[i] >= 0xA1 && p[i] <= 0xA3));
            w.common += common;
            w.rare += !common;
            i += 2;
        }
    }
    return w;
}

/* Big5 has its 5,401 common characters in rows 0xA4 to 0xC6, its marks in 0xA1 to 0xA3. */
static weight weigh_big5(cm_sv s, bool cut)
{
    weight w = {0};
    const unsigned char *p = (const unsigned char *)s.ptr;
    for (size_t i = 0; i < s.len;) {
        if (p[i] < 0x80) {
            w.wrong += is_control(p[i]);
            i++;
            continue;
        }
        if (i + 1 >= s.len) {
            w.wrong += !cut;
            break;
        }
        unsigned char trail = p[i + 1];
        bool fits = p[i] >= 0xA1 && p[i] <= 0xF9 &&
                    ((trail >= 0x40 && trail <= 0x7E) || (trail >= 0xA1 && trail <= 0xFE));
        w.common += fits && p[i] <= 0xC6;
        w.rare += fits && p[i] > 0xC6;
        w.wrong += !fits;
        i += fits ? 2 : 1;
    }
    return w;
}

/* UTF-16 weighed by what its characters are in GB18030. ASCII counts as common here: every second
 * byte of it is 0, which no other charset has. */
static weight weigh_utf16(cm_charsets *c, cm_sv s, bool cut, bool big)
{
    weight w = {.wrong = !cut && s.len % 2 != 0};
    UConverter *gb = converter_of(c, CM_CHARSET_GB18030);
    unsigned last = 0;
    for (size_t at = 0; at + 1 < s.len;) {
        size_t count = 0, ascii = 0;
        for (; count < CHUNK_BYTES && at + 1 < s.len; at += 2) {
            unsigned first = (unsigned char)s.ptr[at], second = (unsigned char)s.ptr[at + 1];
            unsigned code = big ? first << 8 | second : second << 8 | first;
            ascii += code >= ' ' && code < 0x7F;
            bool pairs = U16_IS_TRAIL(code) && U16_IS_LEAD(last);
            w.rare += pairs;
            w.wrong += (!pairs && (U16_IS_TRAIL(code) || U16_IS_LEAD(last))) || code == 0xFFFE ||
                       (code >= 0xE000 && code < 0xF900);
            c->units[count++] = U16_IS_SURROGATE(code) ? ' ' : (UChar)code;
            last = code;
        }
        UErrorCode code = U_ZERO_ERROR;
        cm_buf_reset(&c->encoded);
        (void)cm_buf_reserve(&c->encoded, 4 * CHUNK_BYTES + 8);
        int32_t len = ucnv_fromUChars(gb, c->encoded.ptr, (int32_t)(4 * CHUNK_BYTES), c->units,
                                      (int32_t)count, &code);
        if (U_FAILURE(code)) {
            w.wrong += count;
            continue;
        }
        weight part = weigh_gb((cm_sv){c->encoded.ptr, (size_t)len}, false);
        w.common += part.common + ascii;
        w.rare += part.rare;
        w.wrong += part.wrong;
    }
    return w;
}

/* In hundredths; a byte that fits nothing weighs as much as four characters. */
static size_t share(weight w)
{
    size_t all = w.common + w.rare + 4 * w.wrong;
    return all == 0 ? 0 : w.common * 100 / all;
}

static cm_charset marked(cm_sv bytes, size_t *ret_mark)
{
    static const struct {
        cm_charset charset;
        cm_sv mark;
    } marks[] = {
        {CM_CHARSET_UTF8, {"\xEF\xBB\xBF", 3}},
        {CM_CHARSET_GB18030, {"\x84\x31\x95\x33", 4}},
        {CM_CHARSET_UTF16LE, {"\xFF\xFE", 2}},
        {CM_CHARSET_UTF16BE, {"\xFE\xFF", 2}},
    };

    for (size_t i = 0; i < CM_COUNT(marks); i++) {
        if (cm_sv_starts(bytes, marks[i].mark)) {
            *ret_mark = marks[i].mark.len;
            return marks[i].charset;
        }
    }
    *ret_mark = 0;
    return CM_CHARSET_NONE;
}

/* Valid but for few bytes, so that it is damaged UTF-8 rather than something else. NULs are what
 * UTF-16 has. */
static bool looks_utf8(cm_sv bytes, bool cut)
{
    size_t wrong = 0, many = 0, zero = 0, len;
    for (size_t i = 0; i < bytes.len; i += len) {
        uint32_t code = cm_utf8_decode(bytes, i, &len);
        if (code == CM_BAD_CHAR && cut && bytes.len - i < 4) {
            break;
        }
        wrong += code == CM_BAD_CHAR;
        many += code != CM_BAD_CHAR && len > 1;
        zero += code == 0;
    }
    return wrong * 10 <= many && (zero == 0 || zero * 10 < bytes.len);
}

cm_charset cm_charset_detect(cm_charsets *c, cm_sv bytes, bool cut, size_t *ret_mark)
{
    cm_charset charset = marked(bytes, ret_mark);
    if (charset != CM_CHARSET_NONE) {
        return charset;
    }
    cut = cut || bytes.len > SAMPLE_BYTES;
    bytes = cm_sv_slice(bytes, 0, SAMPLE_BYTES);
    if (looks_utf8(bytes, cut)) {
        return CM_CHARSET_UTF8;
    }
    const size_t gb = share(weigh_gb(bytes, cut)), big5 = share(weigh_big5(bytes, cut)),
                 little = share(weigh_utf16(c, bytes, cut, false)),
                 big = share(weigh_utf16(c, bytes, cut, true));
    if (gb >= 60 && gb >= little && gb >= big) {
        return CM_CHARSET_GB18030;
    }
    if (little >= 60 || big >= 60) {
        return little >= big ? CM_CHARSET_UTF16LE : CM_CHARSET_UTF16BE;
    }
    if (big5 >= 90) {
        return CM_CHARSET_BIG5;
    }
    return cm_utf8_invalid_at(bytes) == SIZE_MAX ? CM_CHARSET_UTF8 : CM_CHARSET_NONE;
}
