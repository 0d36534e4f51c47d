#include "base/base.h"

#include "base/elements.h"
#include "base/json_memory.h"
#include "base/limits.h"
#include "base/vec.h"

#include <yajl/yajl_parse.h>

#define CHUNK_BYTES ((size_t)1 << 20) /* no chunk of base/lines.h is longer */

typedef struct {
    uint64_t begin, end; /* bytes in the file; equal: no object */
} extent;

struct cm_elements {
    cm_lines *lines; /* reads the file; its lines do not matter */
    cm_lines_tap tap;
    void *payload;
    size_t max;
    yajl_handle parser;
    uint64_t parsed; /* bytes of the file given to the parser before this chunk */
    unsigned depth;
    bool in_array; /* objects stand at depth 1, else at depth 0 */
    bool broken, ended;
    uint64_t begin; /* of the object that is open */
    cm_buf window;  /* the file from window_at on */
    uint64_t window_at;
    cm_arena mem;
    CM_VEC(extent) found; /* in the window, not given out yet */
    size_t given;
    uint64_t number;
};

/* After the token that the parser tells of. */
static uint64_t here(const cm_elements *e)
{
    return e->parsed + yajl_get_bytes_consumed(e->parser);
}

static bool at_element(const cm_elements *e)
{
    return e->depth == (e->in_array ? 1 : 0);
}

static void found(cm_elements *e, uint64_t begin, uint64_t end)
{
    *cm_vec_push(&e->mem, &e->found) = (extent){begin, end};
}

static int on_value(void *ctx)
{
    cm_elements *e = ctx;
    if (at_element(e)) {
        found(e, here(e), here(e));
    }
    return 1;
}

static int on_bool(void *ctx, int value)
{
    (void)value;
    return on_value(ctx);
}

static int on_number(void *ctx, const char *ptr, size_t len)
{
    (void)ptr;
    (void)len;
    return on_value(ctx);
}

static int on_string(void *ctx, const unsigned char *ptr, size_t len)
{
    (void)ptr;
    (void)len;
    return on_value(ctx);
}

static int on_open_object(void *ctx)
{
    cm_elements *e = ctx;
    if (at_element(e)) {
        e->begin = here(e) - 1;
    }
    return ++e->depth <= CM_MAX_DEPTH;
}

static int on_close_object(void *ctx)
{
    cm_elements *e = ctx;
    e->depth--;
    if (at_element(e)) {
        found(e, e->begin, here(e));
    }
    return 1;
}

static int on_open_array(void *ctx)
{
    cm_elements *e = ctx;
    if (e->depth == 0) {
        e->in_array = true;
    } else {
        (void)on_value(e);
    }
    return ++e->depth <= CM_MAX_DEPTH;
}

static int on_close_array(void *ctx)
{
    cm_elements *e = ctx;
    e->depth--;
    e->in_array = e->in_array && e->depth > 0;
    return 1;
}

static const yajl_callbacks callbacks = {
    .yajl_null = on_value,
    .yajl_boolean = on_bool,
    .yajl_number = on_number,
    .yajl_string = on_string,
    .yajl_start_map = on_open_object,
    .yajl_end_map = on_close_object,
    .yajl_start_array = on_open_array,
    .yajl_end_array = on_close_array,
};

/* What lies before the object that is open is not needed any more: all before it was given out. */
static void slide(cm_elements *e, cm_sv bytes)
{
    bool open = e->depth > (e->in_array ? 1U : 0U);
    uint64_t window_end = e->window_at + e->window.len;
    uint64_t from = open && e->begin >= e->window_at ? e->begin : window_end;
    CM_AUTO_BUF kept;
    cm_buf_init(&kept, e->window.max);
    (void)cm_buf_add(
        &kept, cm_sv_slice(cm_buf_view(&e->window), (size_t)(from - e->window_at), e->window.len));
    cm_buf_reset(&e->window);
    e->window_at = window_end;
    if (kept.len <= e->max) { /* else the object is too long: its begin is lost */
        (void)cm_buf_add(&e->window, cm_buf_view(&kept));
        e->window_at = from;
    }
    (void)cm_buf_add(&e->window, bytes);
}

static void parse(cm_elements *e, cm_sv bytes)
{
    cm_sv mark = CM_SV("\xEF\xBB\xBF");
    if (e->parsed == 0 && cm_sv_starts(bytes, mark)) {
        bytes = cm_sv_slice(bytes, mark.len, bytes.len);
        e->parsed = mark.len;
    }
    if (yajl_parse(e->parser, (const unsigned char *)bytes.ptr, bytes.len) != yajl_status_ok) {
        e->broken = true;
        found(e, here(e), here(e));
    }
    e->parsed += bytes.len;
}

static cm_status on_chunk(void *payload, cm_sv bytes, cm_err *err)
{
    cm_elements *e = payload;
    if (!e->broken) {
        slide(e, bytes);
        parse(e, bytes);
    }
    return e->tap != NULL ? e->tap(e->payload, bytes, err) : CM_OK;
}

cm_status cm_elements_open(cm_sv path, size_t max, cm_elements **ret_elements, cm_err *err)
{
    cm_lines *lines = NULL;
    cm_status status = cm_lines_open(path, 0, &lines, err);
    if (status != CM_OK) {
        return status;
    }
    cm_elements *e = cm_alloc_zero(1, sizeof(*e));
    yajl_alloc_funcs funcs = CM_JSON_MEMORY;
    e->lines = lines;
    e->max = max;
    cm_arena_init(&e->mem);
    cm_buf_init(&e->window, max + CHUNK_BYTES);
    e->parser = yajl_alloc(&callbacks, &funcs, e);
    (void)yajl_config(e->parser, yajl_allow_multiple_values, 1);
    cm_lines_set_tap(lines, on_chunk, e);
    *ret_elements = e;
    return CM_OK;
}

void cm_elements_close(cm_elements *e)
{
    if (e != NULL) {
        cm_lines_close(e->lines);
        cm_buf_clear(&e->window);
        cm_arena_clear(&e->mem);
        yajl_free(e->parser);
        cm_free(e);
    }
}

void cm_elements_set_tap(cm_elements *e, cm_lines_tap tap, void *payload)
{
    e->tap = tap;
    e->payload = payload;
}

void cm_elements_set_cancel(cm_elements *e, atomic_bool *cancel)
{
    cm_lines_set_cancel(e->lines, cancel);
}

/* Read on until something is found. False at the end or when *err is set. */
static bool search(cm_elements *e, cm_err *err)
{
    e->found.count = e->given = 0;
    while (e->found.count == 0) {
        if (cm_lines_chunk(e->lines, err)) {
            continue;
        }
        if (err->status != CM_OK || e->ended) {
            return false;
        }
        e->ended = true;
        if (!e->broken && e->parsed > 0 && yajl_complete_parse(e->parser) != yajl_status_ok) {
            found(e, e->parsed, e->parsed);
        }
    }
    return true;
}

bool cm_elements_next(cm_elements *e, cm_buf *text, cm_line *ret_place, cm_err *err)
{
    cm_buf_reset(text);
    if (e->given == e->found.count && !search(e, err)) {
        return false;
    }
    extent x = e->found.items[e->given++];
    bool over = x.end > x.begin && (x.begin < e->window_at || x.end - x.begin > e->max);
    if (!over && x.end > x.begin) {
        size_t from = (size_t)(x.begin - e->window_at);
        (void)cm_buf_add(
            text, cm_sv_slice(cm_buf_view(&e->window), from, from + (size_t)(x.end - x.begin)));
    }
    *ret_place = (cm_line){++e->number, x.begin, x.end, over};
    return true;
}
