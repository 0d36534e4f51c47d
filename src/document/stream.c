#include "base/base.h"

#include "document/stream.h"

#include "base/limits.h"

#define CHUNK_BYTES ((size_t)256 << 10)

struct cm_stream {
    cm_source source;
    cm_charsets *charsets;
    cm_charset charset;
    char *chunk;
    size_t at, len;  /* unread part of the chunk */
    uint64_t offset; /* of chunk[at] */
    bool started, at_end;
    cm_buf raw, text;
};

cm_stream *cm_stream_open(cm_source source, cm_charsets *charsets)
{
    cm_stream *s = cm_alloc_zero(1, sizeof(*s));
    s->source = source;
    s->charsets = charsets;
    s->chunk = cm_alloc(CHUNK_BYTES);
    cm_buf_init(&s->raw, CM_MAX_LINE);
    cm_buf_init(&s->text, 2 * CM_MAX_LINE);
    return s;
}

void cm_stream_close(cm_stream *s)
{
    if (s != NULL) {
        cm_free(s->chunk);
        cm_buf_clear(&s->raw);
        cm_buf_clear(&s->text);
        cm_free(s);
    }
}

cm_charset cm_stream_charset(const cm_stream *s)
{
    return s->charset;
}

uint64_t cm_stream_done(const cm_stream *s)
{
    return s->offset;
}

/* Fill the chunk from its beginning. False at the end or at a fault. */
static bool fill(cm_stream *s, cm_err *err)
{
    s->at = s->len = 0;
    while (!s->at_end && s->len < CHUNK_BYTES) {
        size_t got = 0;
        if (s->source.read(s->source.payload, s->chunk + s->len, CHUNK_BYTES - s->len, &got, err) !=
            CM_OK) {
            return false;
        }
        s->at_end = got == 0;
        s->len += got;
    }
    return s->len != 0;
}

static void start(cm_stream *s)
{
    size_t mark = 0;
    s->charset = cm_charset_detect(s->charsets, (cm_sv){s->chunk, s->len}, !s->at_end, &mark);
    s->at += mark;
    s->offset += mark;
    s->started = true;
}

/* Where the line in the chunk ends, its break included; SIZE_MAX: not in this chunk. Chunks are
 * whole units of UTF-16: CHUNK_BYTES and the byte order mark are even. */
static size_t end_of_line(const cm_stream *s)
{
    cm_sv chunk = {s->chunk, s->len};
    size_t brk = cm_sv_find_byte(chunk, '\n', s->at);
    if (s->charset != CM_CHARSET_UTF16LE && s->charset != CM_CHARSET_UTF16BE) {
        return brk == SIZE_MAX ? SIZE_MAX : brk + 1;
    }
    const size_t place = s->charset == CM_CHARSET_UTF16BE; /* of the low byte in its unit */
    for (; brk != SIZE_MAX; brk = cm_sv_find_byte(chunk, '\n', brk + 1)) {
        size_t high = brk + 1 - 2 * place;
        if (brk % 2 == place && high < s->len && s->chunk[high] == '\0') {
            return brk + 2 - place;
        }
    }
    return SIZE_MAX;
}

/* The raw bytes of the next line into s->raw. */
static bool next_raw(cm_stream *s, bool *over, cm_err *err)
{
    uint64_t begin = s->offset;
    cm_buf_reset(&s->raw);
    *over = false;
    for (;;) {
        if (s->at == s->len && !fill(s, err)) {
            return (err == NULL || err->status == CM_OK) && s->offset != begin;
        }
        if (!s->started) {
            start(s);
            begin = s->offset;
        }
        size_t end = end_of_line(s);
        size_t to = end == SIZE_MAX ? s->len : end;
        cm_sv part = {s->chunk + s->at, to - s->at};
        if (!*over && !cm_buf_add(&s->raw, part)) {
            *over = true;
            cm_buf_clear(&s->raw);
        }
        s->offset += part.len;
        s->at = to;
        if (end != SIZE_MAX) {
            return true;
        }
    }
}

/* Decode the line, going on after bytes that fit nothing. */
static bool decode(cm_stream *s)
{
    cm_sv rest = cm_buf_view(&s->raw);
    bool whole = true;
    for (;;) {
        CM_AUTO_ERR err = {0};
        if (cm_charset_decode(s->charsets, s->charset, rest, NULL, &s->text, &err) != CM_E_UTF8) {
            return whole;
        }
        whole = false;
        rest = cm_sv_slice(rest, (size_t)err.pos + 1, rest.len);
    }
}

bool cm_stream_next(cm_stream *s, cm_stream_line *ret_line, cm_err *err)
{
    CM_AUTO_ERR fault = {0};
    uint64_t begin = s->offset;
    bool over = false;
    if (!next_raw(s, &over, &fault)) {
        if (fault.status != CM_OK) {
            (void)cm_err_set(err, fault.status, "%s", fault.message);
        }
        return false;
    }
    if (s->charset == CM_CHARSET_NONE) {
        return false;
    }
    cm_buf_reset(&s->text);
    bool whole = over || decode(s);
    *ret_line = (cm_stream_line){cm_buf_view(&s->text), begin,
                                 over    ? CM_FAULT_TOO_LONG
                                 : whole ? CM_FAULT_NONE
                                         : CM_FAULT_CHARSET};
    return true;
}
