/* text/charset.h - bytes of unknown charset to UTF-8, with the way back. A charset is told by what
 * the bytes are (byte order mark, validity, how common the Chinese characters would be), never by
 * the locale. Does not know forms of files.
 * Memory: steps live in the arena given. Threads: a cm_charsets belongs to one thread. */
#ifndef CM_TEXT_CHARSET_H
#define CM_TEXT_CHARSET_H

#include "base/buf.h"
#include "base/status.h"
#include "base/vec.h"

typedef enum {
    CM_CHARSET_NONE, /* fits none of the others */
    CM_CHARSET_UTF8,
    CM_CHARSET_GB18030, /* with GBK and GB2312 */
    CM_CHARSET_UTF16LE,
    CM_CHARSET_UTF16BE,
    CM_CHARSET_BIG5,
    CM_CHARSET_COUNT
} cm_charset;

/* From byte `text` of a text on, every `text_unit` bytes of it stand for `place_unit` units of the
 * original; place_unit 0: the place stays the same. */
typedef struct {
    uint32_t text;
    uint16_t text_unit, place_unit; /* text_unit is never 0 */
    uint64_t place;
} cm_map_step;

typedef CM_VEC(cm_map_step) cm_map_steps;

typedef struct cm_charsets cm_charsets; /* open converters */
cm_charsets *cm_charsets_new(void);
void cm_charsets_free(cm_charsets *c);

cm_sv cm_charset_name(cm_charset charset); /* as IANA writes it; empty for NONE */
/* The charset that a label (of a page, of a tool) names; NONE when not one of ours. */
cm_charset cm_charset_named(cm_sv label);

/* The charset of the bytes, and the length of their byte order mark. NONE: not sure of any. For a
 * beginning of a longer text say `cut`: a last character may then be torn. */
cm_charset cm_charset_detect(cm_charsets *c, cm_sv bytes, bool cut, size_t *ret_mark);

/* Append the bytes as UTF-8, NULs left out, and to `map` (or NULL) where they stood. Fails: UTF8
 * (err->pos: offset in `bytes` of the byte that fits nothing; what stands before it was appended),
 * LIMIT (out->max). */
typedef struct {
    cm_arena *mem;
    cm_map_steps *steps;
    uint64_t place; /* of the first byte */
} cm_charset_map;

CM_MUST_USE cm_status cm_charset_decode(cm_charsets *c, cm_charset charset, cm_sv bytes,
                                        const cm_charset_map *map, cm_buf *out, cm_err *err);

/* Add a step, unless the last one leads to the same places already. */
void cm_map_add(cm_arena *mem, cm_map_steps *steps, cm_map_step step);
/* Where byte `at` of the text stands. */
uint64_t cm_map_place(const cm_map_steps *steps, uint32_t at);

#endif
