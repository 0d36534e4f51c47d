#include "base/base.h"

#include "base/json_tree.h"

#include "base/json.h"
#include "base/json_memory.h"
#include "base/limits.h"

#include <yajl/yajl_parse.h>

typedef struct {
    cm_arena *mem;
    cm_json_value *open[CM_MAX_DEPTH + 1]; /* open[0] holds the root */
    size_t depth;
    cm_sv name;
    bool too_deep;
} builder;

static cm_json_value *add(builder *b, cm_json_kind kind)
{
    cm_json_value *v = cm_arena_new(b->mem, cm_json_value);
    *v = (cm_json_value){.kind = kind, .name = b->name};
    b->name = (cm_sv){NULL, 0};
    *cm_vec_push(b->mem, &b->open[b->depth]->items) = v;
    return v;
}

static int add_null(void *ctx)
{
    (void)add(ctx, CM_JSON_IS_NULL);
    return 1;
}

static int add_bool(void *ctx, int value)
{
    add(ctx, CM_JSON_IS_BOOL)->number = value != 0;
    return 1;
}

static int add_int(void *ctx, long long value)
{
    add(ctx, CM_JSON_IS_INT)->number = value;
    return 1;
}

static int refuse_double(void *ctx, double value)
{
    (void)ctx;
    (void)value;
    return 0;
}

static cm_sv copy(builder *b, const unsigned char *ptr, size_t len)
{
    return cm_arena_sv(b->mem, (cm_sv){(const char *)ptr, len});
}

static int add_text(void *ctx, const unsigned char *ptr, size_t len)
{
    builder *b = ctx;
    add(b, CM_JSON_IS_TEXT)->text = copy(b, ptr, len);
    return 1;
}

static int take_name(void *ctx, const unsigned char *ptr, size_t len)
{
    builder *b = ctx;
    b->name = copy(b, ptr, len);
    return 1;
}

static int open_value(builder *b, cm_json_kind kind)
{
    if (b->depth == CM_MAX_DEPTH) {
        b->too_deep = true;
        return 0;
    }
    cm_json_value *v = add(b, kind);
    b->open[++b->depth] = v;
    return 1;
}

static int open_object(void *ctx)
{
    return open_value(ctx, CM_JSON_IS_OBJECT);
}

static int open_array(void *ctx)
{
    return open_value(ctx, CM_JSON_IS_ARRAY);
}

static int close_value(void *ctx)
{
    builder *b = ctx;
    b->depth--;
    return 1;
}

static const yajl_callbacks CALLBACKS = {
    .yajl_null = add_null,
    .yajl_boolean = add_bool,
    .yajl_integer = add_int,
    .yajl_double = refuse_double,
    .yajl_string = add_text,
    .yajl_start_map = open_object,
    .yajl_map_key = take_name,
    .yajl_end_map = close_value,
    .yajl_start_array = open_array,
    .yajl_end_array = close_value,
};

cm_status cm_json_tree(cm_arena *mem, cm_sv text, const cm_json_value **ret_root, cm_err *err)
{
    builder *b = cm_arena_new(mem, builder);
    b->mem = mem;
    b->open[0] = cm_arena_new(mem, cm_json_value);
    yajl_alloc_funcs funcs = CM_JSON_MEMORY;
    yajl_handle h = yajl_alloc(&CALLBACKS, &funcs, b);
    yajl_status parsed = yajl_parse(h, (const unsigned char *)text.ptr, text.len);
    size_t pos = yajl_get_bytes_consumed(h);
    if (parsed == yajl_status_ok) {
        parsed = yajl_complete_parse(h);
    }
    yajl_free(h);
    if (parsed != yajl_status_ok || b->open[0]->items.count != 1) {
        cm_status status = cm_err_set(err, b->too_deep ? CM_E_LIMIT : CM_E_SYNTAX,
                                      "not one JSON value, from byte %zu", pos);
        if (err != NULL) {
            err->pos = pos;
        }
        return status;
    }
    *ret_root = b->open[0]->items.items[0];
    return CM_OK;
}

const cm_json_value *cm_json_member(const cm_json_value *object, cm_sv name)
{
    size_t count = object != NULL && object->kind == CM_JSON_IS_OBJECT ? object->items.count : 0;
    for (size_t i = 0; i < count; i++) {
        if (cm_sv_equal(object->items.items[i]->name, name)) {
            return object->items.items[i];
        }
    }
    return NULL;
}

cm_sv cm_json_member_text(const cm_json_value *object, cm_sv name)
{
    const cm_json_value *v = cm_json_member(object, name);
    return v != NULL && v->kind == CM_JSON_IS_TEXT ? v->text : CM_SV("");
}

bool cm_json_member_int(const cm_json_value *object, cm_sv name, int64_t *ret_value)
{
    const cm_json_value *v = cm_json_member(object, name);
    if (v == NULL || v->kind != CM_JSON_IS_INT) {
        return false;
    }
    *ret_value = v->number;
    return true;
}

size_t cm_json_count(const cm_json_value *value)
{
    bool many =
        value != NULL && (value->kind == CM_JSON_IS_ARRAY || value->kind == CM_JSON_IS_OBJECT);
    return many ? value->items.count : 0;
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the tree, which parsing bounds
bool cm_json_same(const cm_json_value *a, const cm_json_value *b)
{
    bool same = a->kind == b->kind && cm_sv_equal(a->name, b->name) && a->number == b->number &&
                cm_sv_equal(a->text, b->text) && a->items.count == b->items.count;
    for (size_t i = 0; same && i < a->items.count; i++) {
        same = cm_json_same(a->items.items[i], b->items.items[i]);
    }
    return same;
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as CM_MAX_DEPTH
void cm_json_put_tree(cm_json *json, const cm_json_value *v)
{
    switch (v->kind) {
    case CM_JSON_IS_NULL:
        cm_json_null(json);
        break;
    case CM_JSON_IS_BOOL:
        cm_json_bool(json, v->number != 0);
        break;
    case CM_JSON_IS_INT:
        cm_json_int(json, v->number);
        break;
    case CM_JSON_IS_TEXT:
        cm_json_text(json, v->text);
        break;
    case CM_JSON_IS_ARRAY:
        cm_json_array(json);
        for (size_t i = 0; i < v->items.count; i++) {
            cm_json_put_tree(json, v->items.items[i]);
        }
        cm_json_array_end(json);
        break;
    case CM_JSON_IS_OBJECT:
        cm_json_object(json);
        for (size_t i = 0; i < v->items.count; i++) {
            cm_json_key(json, v->items.items[i]->name);
            cm_json_put_tree(json, v->items.items[i]);
        }
        cm_json_object_end(json);
        break;
    }
}
