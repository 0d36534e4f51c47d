#include "base/base.h"

#include "base/json.h"
#include "base/json_memory.h"
#include "base/limits.h"

#include <yajl/yajl_gen.h>
#include <yajl/yajl_parse.h>

struct cm_json {
    yajl_gen gen;
    cm_buf *out;
};

static void append(void *ctx, const char *bytes, size_t len)
{
    cm_json *j = ctx;
    (void)cm_buf_add(j->out, (cm_sv){bytes, len});
}

static void *take(void *ctx, size_t size)
{
    (void)ctx;
    return cm_alloc(size);
}

static void *take_more(void *ctx, void *old, size_t size)
{
    (void)ctx;
    return cm_realloc(old, size);
}

static void give_back(void *ctx, void *ptr)
{
    (void)ctx;
    cm_free(ptr);
}

const yajl_alloc_funcs CM_JSON_MEMORY = {take, take_more, give_back, NULL};

cm_json *cm_json_new(cm_buf *out)
{
    cm_json *j = cm_alloc_zero(1, sizeof(*j));
    j->out = out;
    yajl_alloc_funcs funcs = CM_JSON_MEMORY;
    j->gen = yajl_gen_alloc(&funcs);
    (void)yajl_gen_config(j->gen, yajl_gen_print_callback, append, j);
    return j;
}

void cm_json_free(cm_json *j)
{
    if (j != NULL) {
        yajl_gen_free(j->gen);
        cm_free(j);
    }
}

void cm_json_cleanup(cm_json **j)
{
    cm_json_free(*j);
}

/* A refusal of the generator is a wrong order of calls (a value where a key belongs): ours. */
static void checked(yajl_gen_status status)
{
    cm_assert(status == yajl_gen_status_ok);
}

void cm_json_object(cm_json *j)
{
    checked(yajl_gen_map_open(j->gen));
}

void cm_json_object_end(cm_json *j)
{
    checked(yajl_gen_map_close(j->gen));
}

void cm_json_array(cm_json *j)
{
    checked(yajl_gen_array_open(j->gen));
}

void cm_json_array_end(cm_json *j)
{
    checked(yajl_gen_array_close(j->gen));
}

void cm_json_text(cm_json *j, cm_sv value)
{
    const char *ptr = value.ptr != NULL ? value.ptr : "";
    checked(yajl_gen_string(j->gen, (const unsigned char *)ptr, value.len));
}

void cm_json_key(cm_json *j, cm_sv name)
{
    cm_json_text(j, name);
}

void cm_json_int(cm_json *j, int64_t value)
{
    checked(yajl_gen_integer(j->gen, value));
}

void cm_json_number(cm_json *j, cm_sv digits)
{
    checked(yajl_gen_number(j->gen, digits.ptr, digits.len));
}

void cm_json_bool(cm_json *j, bool value)
{
    checked(yajl_gen_bool(j->gen, value));
}

void cm_json_null(cm_json *j)
{
    checked(yajl_gen_null(j->gen));
}

void cm_json_line(cm_json *j)
{
    yajl_gen_reset(j->gen, NULL);
    (void)cm_buf_add_byte(j->out, '\n');
}

void cm_json_put_text(cm_json *j, cm_sv name, cm_sv value)
{
    cm_json_key(j, name);
    if (value.ptr == NULL) {
        cm_json_null(j);
    } else {
        cm_json_text(j, value);
    }
}

void cm_json_put_int(cm_json *j, cm_sv name, int64_t value)
{
    cm_json_key(j, name);
    cm_json_int(j, value);
}

void cm_json_put_bool(cm_json *j, cm_sv name, bool value)
{
    cm_json_key(j, name);
    cm_json_bool(j, value);
}

/* Where a value stands: in the line itself, or (it had escapes) copied to `texts`. The copy is kept
 * as an offset because `texts` may move while it grows. */
typedef struct {
    bool copied;
    size_t offset, len;
} place;

struct cm_json_reader {
    cm_buf texts;
    cm_sv line;
    cm_json_field *fields;
    size_t count;
    place *places;
    size_t place_cap;
    unsigned depth;
    bool top_is_object;
    size_t current; /* the field whose value comes next; count = none of ours */
};

cm_json_reader *cm_json_reader_new(void)
{
    cm_json_reader *r = cm_alloc_zero(1, sizeof(*r));
    cm_buf_init(&r->texts, CM_MAX_LINE);
    return r;
}

void cm_json_reader_free(cm_json_reader *r)
{
    if (r != NULL) {
        cm_buf_clear(&r->texts);
        cm_free(r->places);
        cm_free(r);
    }
}

static bool wanted(const cm_json_reader *r)
{
    return r->depth == 1 && r->current < r->count;
}

static int keep(cm_json_reader *r, cm_json_type type, cm_sv value)
{
    if (!wanted(r)) {
        return 1;
    }
    place *p = &r->places[r->current];
    const char *begin = r->line.ptr, *end = r->line.ptr + r->line.len;
    r->fields[r->current].type = type;
    p->copied = value.len > 0 && !(value.ptr >= begin && value.ptr < end);
    p->offset = p->copied ? r->texts.len : (value.len > 0 ? (size_t)(value.ptr - begin) : 0);
    p->len = value.len;
    r->current = r->count;
    return !p->copied || cm_buf_add(&r->texts, value) ? 1 : 0;
}

static int on_null(void *ctx)
{
    return keep(ctx, CM_JSON_NULL, (cm_sv){NULL, 0});
}

static int on_bool(void *ctx, int value)
{
    (void)value;
    return keep(ctx, CM_JSON_OTHER, (cm_sv){NULL, 0});
}

static int on_number(void *ctx, const char *ptr, size_t len)
{
    return keep(ctx, CM_JSON_NUMBER, (cm_sv){ptr, len});
}

static int on_string(void *ctx, const unsigned char *ptr, size_t len)
{
    return keep(ctx, CM_JSON_TEXT, (cm_sv){(const char *)ptr, len});
}

static int on_key(void *ctx, const unsigned char *ptr, size_t len)
{
    cm_json_reader *r = ctx;
    if (r->depth != 1) {
        return 1;
    }
    cm_sv name = {(const char *)ptr, len};
    r->current = 0;
    while (r->current < r->count && !cm_sv_equal(r->fields[r->current].name, name)) {
        r->current++;
    }
    return 1;
}

static int on_open(void *ctx)
{
    cm_json_reader *r = ctx;
    (void)keep(r, CM_JSON_OTHER, (cm_sv){NULL, 0});
    return ++r->depth <= CM_MAX_DEPTH;
}

static int on_open_object(void *ctx)
{
    cm_json_reader *r = ctx;
    r->top_is_object = r->top_is_object || r->depth == 0;
    return on_open(ctx);
}

static int on_close(void *ctx)
{
    cm_json_reader *r = ctx;
    r->depth--;
    return 1;
}

static const yajl_callbacks callbacks = {
    .yajl_null = on_null,
    .yajl_boolean = on_bool,
    .yajl_number = on_number,
    .yajl_string = on_string,
    .yajl_map_key = on_key,
    .yajl_start_map = on_open_object,
    .yajl_end_map = on_close,
    .yajl_start_array = on_open,
    .yajl_end_array = on_close,
};

static void start(cm_json_reader *r, cm_sv line, cm_json_field *fields, size_t count)
{
    cm_buf_reset(&r->texts);
    if (count > r->place_cap) {
        r->places = cm_realloc(r->places, count * sizeof(*r->places));
        r->place_cap = count;
    }
    r->line = line;
    r->fields = fields;
    r->count = count;
    r->current = count;
    r->depth = 0;
    r->top_is_object = false;
    for (size_t i = 0; i < count; i++) {
        fields[i].type = CM_JSON_MISSING;
        fields[i].value = (cm_sv){NULL, 0};
        r->places[i] = (place){false, 0, 0};
    }
}

static void resolve(cm_json_reader *r)
{
    for (size_t i = 0; i < r->count; i++) {
        cm_json_field *f = &r->fields[i];
        const place *p = &r->places[i];
        if (f->type == CM_JSON_TEXT || f->type == CM_JSON_NUMBER) {
            const char *from = p->copied ? r->texts.ptr : r->line.ptr;
            f->value = p->len > 0 ? (cm_sv){from + p->offset, p->len} : CM_SV("");
        }
    }
}

static cm_status explain(yajl_handle h, cm_sv line, size_t pos, cm_err *err)
{
    unsigned char *text = yajl_get_error(h, 0, (const unsigned char *)line.ptr, line.len);
    cm_sv reason = cm_sv_trim(cm_sv_from((const char *)text));
    bool utf8 = cm_sv_find(reason, CM_SV("UTF8"), 0) != SIZE_MAX;
    cm_status status = cm_err_set(err, utf8 ? CM_E_UTF8 : CM_E_SYNTAX, "%.*s", CM_SV_ARG(reason));
    if (err != NULL) {
        err->pos = pos;
    }
    yajl_free_error(h, text);
    return status;
}

cm_status cm_json_pick(cm_json_reader *r, cm_sv line, cm_json_field *fields, size_t count,
                       cm_err *err)
{
    start(r, line, fields, count);
    yajl_alloc_funcs funcs = CM_JSON_MEMORY;
    yajl_handle h = yajl_alloc(&callbacks, &funcs, r);
    yajl_status parsed = yajl_parse(h, (const unsigned char *)line.ptr, line.len);
    size_t pos = yajl_get_bytes_consumed(h);
    if (parsed == yajl_status_ok) {
        parsed = yajl_complete_parse(h);
    }
    cm_status status = CM_OK;
    if (parsed != yajl_status_ok) {
        status = explain(h, line, pos, err);
    } else if (!r->top_is_object) {
        status = cm_err_set(err, CM_E_SYNTAX, "not a JSON object");
    }
    yajl_free(h);
    if (status == CM_OK) {
        resolve(r);
    }
    return status;
}
