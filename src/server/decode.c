#include "base/base.h"

#include "server/decode.h"

#include "base/buf.h"
#include "base/date.h"
#include "base/limits.h"
#include "base/moment.h"
#include "text/utf8.h"

#include <string.h>

/* ---- escapes ---- */

static int hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* A part of the request line without its escapes; '+' is a blank in a query. */
static cm_status unescape(cm_sv part, bool query, cm_arena *mem, cm_sv *ret, cm_err *err)
{
    char *out = cm_arena_bytes(mem, part.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < part.len; i++) {
        char c = part.ptr[i];
        if (c == '%') {
            int high = i + 2 < part.len ? hex_digit(part.ptr[i + 1]) : -1;
            int low = high >= 0 ? hex_digit(part.ptr[i + 2]) : -1;
            if (low < 0) {
                return cm_err_set(err, CM_E_SYNTAX, "'%%' without two hexadecimal digits");
            }
            c = (char)(high * 16 + low);
            i += 2;
        } else if (c == '+' && query) {
            c = ' ';
        }
        if (c == '\0') {
            return cm_err_set(err, CM_E_SYNTAX, "a byte of zero in the address");
        }
        out[len++] = c;
    }
    out[len] = '\0';
    *ret = (cm_sv){out, len};
    return cm_utf8_invalid_at(*ret) == SIZE_MAX
               ? CM_OK
               : cm_err_set(err, CM_E_UTF8, "the address is not UTF-8");
}

/* ---- one value against its row ---- */

static cm_status wrong(cm_decoded *d, const cm_field *f, cm_err *err, const char *what)
{
    static const char *const PLACES[] = {"path", "query", "body"};
    d->wrong_in = cm_sv_from(PLACES[f->in]);
    d->wrong_name = cm_sv_from(f->name);
    return cm_err_set(err, CM_E_SCHEMA, "'%s': %s", f->name, what);
}

static bool is_choice(const cm_field *f, cm_sv text)
{
    for (size_t i = 0; f->choices != NULL && f->choices[i] != NULL; i++) {
        if (cm_sv_equal(cm_sv_from(f->choices[i]), text)) {
            return true;
        }
    }
    return f->choices == NULL;
}

static bool has_format(const cm_field *f, cm_sv text)
{
    cm_date day;
    if (f->format != NULL && strcmp(f->format, "date") == 0) {
        return cm_date_parse(text, &day) && cm_date_exists(day);
    }
    return f->format == NULL || strcmp(f->format, "date-time") != 0 || cm_moment_is(text);
}

/* Each text by itself; its length is that of the row only where the row is one text. */
static cm_status check_text(cm_decoded *d, const cm_field *f, cm_sv text, cm_err *err)
{
    if (cm_utf8_invalid_at(text) != SIZE_MAX) { /* half of a pair, as an escape of JSON */
        return wrong(d, f, err, "not a text of Unicode");
    }
    if (f->type == CM_FIELD_TEXT && cm_utf8_count(text) < (size_t)f->least) {
        return wrong(d, f, err, "shorter than it may be");
    }
    if (f->type == CM_FIELD_TEXT && cm_utf8_count(text) > (size_t)f->most) {
        return wrong(d, f, err, "longer than it may be");
    }
    if (!is_choice(f, text)) {
        return wrong(d, f, err, "none of the values of its list");
    }
    if (!has_format(f, text)) {
        return wrong(d, f, err, "not a day like 2026-11-22, or a moment like 2026-11-22T07:40:00Z");
    }
    return memchr(text.ptr, 0, text.len) == NULL ? CM_OK : wrong(d, f, err, "a byte of zero");
}

static cm_status check_number(cm_decoded *d, const cm_field *f, int64_t number, cm_err *err)
{
    return number >= f->least && number <= f->most ? CM_OK
                                                   : wrong(d, f, err, "a number out of bounds");
}

static cm_status check_count(cm_decoded *d, const cm_field *f, size_t count, cm_err *err)
{
    return count >= (size_t)f->least && count <= (size_t)f->most
               ? CM_OK
               : wrong(d, f, err, "too few or too many values");
}

/* A value of the request line. */
static cm_status take_text(cm_decoded *d, size_t field, cm_sv text, cm_arena *mem, cm_err *err)
{
    const cm_field *f = &d->route->fields[field];
    cm_field_value *v = &d->values[field];
    if (v->given && f->type != CM_FIELD_TEXTS) {
        return wrong(d, f, err, "given twice");
    }
    v->given = true;
    if (f->type == CM_FIELD_INT) {
        return cm_sv_to_int(text, &v->number) ? check_number(d, f, v->number, err)
                                              : wrong(d, f, err, "not a whole number");
    }
    if (f->type == CM_FIELD_BOOL) {
        v->number = cm_sv_equal(text, CM_SV("true"));
        return v->number != 0 || cm_sv_equal(text, CM_SV("false"))
                   ? CM_OK
                   : wrong(d, f, err, "neither true nor false");
    }
    if (f->type == CM_FIELD_TEXTS) {
        *cm_vec_push(mem, &v->texts) = text;
        cm_status status = check_count(d, f, v->texts.count, err);
        return status == CM_OK ? check_text(d, f, text, err) : status;
    }
    v->text = text;
    return check_text(d, f, text, err);
}

/* ---- the request line ---- */

/* False: the path has other parts. Literal parts count for more: *ret_literal. */
static bool match(const char *pattern, cm_sv path, size_t *ret_literal)
{
    cm_sv left = cm_sv_from(pattern), right = path, a, b;
    *ret_literal = 0;
    for (;;) {
        bool more = cm_sv_split(&left, '/', &a);
        if (more != cm_sv_split(&right, '/', &b)) {
            return false;
        }
        if (!more) {
            return true;
        }
        if (cm_sv_starts(a, CM_SV("{"))) {
            if (b.len == 0) {
                return false;
            }
        } else if (cm_sv_equal(a, b)) {
            (*ret_literal)++;
        } else {
            return false;
        }
    }
}

static void find_route(cm_decoded *d, cm_sv method, cm_sv path, cm_arena *mem)
{
    size_t count = 0, best = 0;
    const cm_route *all = cm_routes(&count);
    const char *pattern = NULL;
    for (size_t i = 0; i < count; i++) {
        size_t literal = 0;
        if (match(all[i].path, path, &literal) && (pattern == NULL || literal > best)) {
            pattern = all[i].path;
            best = literal;
        }
    }
    for (size_t i = 0; pattern != NULL && i < count; i++) {
        if (strcmp(all[i].path, pattern) != 0) {
            continue;
        }
        cm_sv name = cm_sv_from(all[i].method);
        d->allowed = d->allowed.len == 0
                         ? name
                         : cm_arena_format(mem, "%.*s, %s", CM_SV_ARG(d->allowed), all[i].method);
        if (cm_sv_equal(name, method) ||
            (cm_sv_equal(method, CM_SV("HEAD")) && cm_sv_equal(name, CM_SV("GET")))) {
            d->route = &all[i];
        }
    }
}

static size_t field_named(const cm_route *route, cm_field_place in, cm_sv name)
{
    size_t i = 0;
    while (i < route->field_count &&
           (route->fields[i].in != in || !cm_sv_equal(cm_sv_from(route->fields[i].name), name))) {
        i++;
    }
    return i;
}

static cm_status take_path(cm_decoded *d, cm_sv path, cm_arena *mem, cm_err *err)
{
    cm_sv left = cm_sv_from(d->route->path), right = path, a, b;
    cm_status status = CM_OK;
    while (status == CM_OK && cm_sv_split(&left, '/', &a) && cm_sv_split(&right, '/', &b)) {
        cm_sv text = {NULL, 0};
        if (cm_sv_starts(a, CM_SV("{"))) {
            size_t field = field_named(d->route, CM_IN_PATH, cm_sv_slice(a, 1, a.len - 1));
            status = unescape(b, false, mem, &text, err);
            if (status == CM_OK) {
                status = take_text(d, field, text, mem, err);
            }
        }
    }
    return status;
}

static cm_status take_query(cm_decoded *d, cm_sv query, cm_arena *mem, cm_err *err)
{
    cm_status status = CM_OK;
    cm_sv part;
    while (status == CM_OK && cm_sv_split(&query, '&', &part)) {
        if (part.len == 0) {
            continue;
        }
        size_t equals = cm_sv_find_byte(part, '=', 0);
        cm_sv name = {NULL, 0}, value = CM_SV("");
        status = unescape(cm_sv_slice(part, 0, equals), true, mem, &name, err);
        if (status == CM_OK && equals != SIZE_MAX) {
            status = unescape(cm_sv_slice(part, equals + 1, part.len), true, mem, &value, err);
        }
        size_t field = status == CM_OK ? field_named(d->route, CM_IN_QUERY, name) : 0;
        if (status == CM_OK && field == d->route->field_count) {
            d->wrong_in = CM_SV("query");
            d->wrong_name = name;
            status = cm_err_set(err, CM_E_SCHEMA, "'%.*s': no such parameter", CM_SV_ARG(name));
        }
        if (status == CM_OK) {
            status = take_text(d, field, value, mem, err);
        }
    }
    return status;
}

static cm_status check_required(cm_decoded *d, bool of_body, cm_err *err)
{
    for (size_t i = 0; i < d->route->field_count; i++) {
        const cm_field *f = &d->route->fields[i];
        if (f->required && (f->in == CM_IN_BODY) == of_body && !d->values[i].given) {
            return wrong(d, f, err, "is missing");
        }
    }
    return CM_OK;
}

cm_status cm_decode_target(cm_sv method, cm_sv target, cm_arena *mem, cm_decoded *ret, cm_err *err)
{
    *ret = (cm_decoded){0};
    size_t mark = cm_sv_find_byte(target, '?', 0);
    cm_sv path = cm_sv_slice(target, 0, mark);
    cm_sv query = mark == SIZE_MAX ? (cm_sv){NULL, 0} : cm_sv_slice(target, mark + 1, target.len);
    cm_status status = unescape(path, false, mem, &ret->path, err);
    if (status != CM_OK) {
        return status;
    }
    find_route(ret, method, path, mem);
    if (ret->route == NULL) {
        return cm_err_set(err, CM_E_NOTFOUND, "%.*s: no such address", CM_SV_ARG(ret->path));
    }
    ret->values = cm_arena_array(mem, cm_field_value, ret->route->field_count + 1);
    status = take_path(ret, path, mem, err);
    if (status == CM_OK) {
        status = take_query(ret, query, mem, err);
    }
    return status == CM_OK ? check_required(ret, false, err) : status;
}

/* ---- the body ---- */

static cm_status take_texts(cm_decoded *d, size_t field, const cm_json_value *value, cm_arena *mem,
                            cm_err *err)
{
    const cm_field *f = &d->route->fields[field];
    cm_status status = check_count(d, f, value->items.count, err);
    for (size_t i = 0; status == CM_OK && i < value->items.count; i++) {
        const cm_json_value *item = value->items.items[i];
        if (item->kind != CM_JSON_IS_TEXT) {
            return wrong(d, f, err, "holds something that is not a text");
        }
        *cm_vec_push(mem, &d->values[field].texts) = item->text;
        status = check_text(d, f, item->text, err);
    }
    return status;
}

static cm_status take_member(cm_decoded *d, size_t field, const cm_json_value *value, cm_arena *mem,
                             cm_err *err)
{
    static const cm_json_kind KINDS[] = {[CM_FIELD_TEXT] = CM_JSON_IS_TEXT,
                                         [CM_FIELD_INT] = CM_JSON_IS_INT,
                                         [CM_FIELD_BOOL] = CM_JSON_IS_BOOL,
                                         [CM_FIELD_TEXTS] = CM_JSON_IS_ARRAY};
    const cm_field *f = &d->route->fields[field];
    cm_field_value *v = &d->values[field];
    if (v->given) {
        return wrong(d, f, err, "given twice");
    }
    if (value->kind == CM_JSON_IS_NULL) {
        return CM_OK; /* as if it were left out */
    }
    v->given = true;
    v->tree = value;
    v->number = value->number;
    v->text = value->text;
    if (f->type == CM_FIELD_TREE) {
        return value->kind == CM_JSON_IS_ARRAY || value->kind == CM_JSON_IS_OBJECT
                   ? check_count(d, f, value->kind == CM_JSON_IS_ARRAY ? value->items.count : 0,
                                 err)
                   : wrong(d, f, err, "neither an array nor an object");
    }
    if (value->kind != KINDS[f->type]) {
        return wrong(d, f, err, "of another type");
    }
    return f->type == CM_FIELD_TEXT    ? check_text(d, f, value->text, err)
           : f->type == CM_FIELD_INT   ? check_number(d, f, value->number, err)
           : f->type == CM_FIELD_TEXTS ? take_texts(d, field, value, mem, err)
                                       : CM_OK;
}

static cm_status take_members(cm_decoded *d, const cm_json_value *root, cm_arena *mem, cm_err *err)
{
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < root->items.count; i++) {
        const cm_json_value *member = root->items.items[i];
        size_t field = field_named(d->route, CM_IN_BODY, member->name);
        if (field == d->route->field_count) {
            d->wrong_in = CM_SV("body");
            d->wrong_name = member->name;
            return cm_err_set(err, CM_E_SCHEMA, "'%.*s': no such member", CM_SV_ARG(member->name));
        }
        status = take_member(d, field, member, mem, err);
    }
    return status;
}

cm_status cm_decode_body(cm_decoded *d, cm_sv body, cm_arena *mem, cm_err *err)
{
    const cm_json_value *root = NULL;
    cm_status status = CM_OK;
    if (cm_sv_trim(body).len != 0) {
        status = cm_json_tree(mem, body, &root, err);
        if (status == CM_OK && root->kind != CM_JSON_IS_OBJECT) {
            status = cm_err_set(err, CM_E_SCHEMA, "the body is not an object");
        }
        if (status == CM_OK) {
            status = take_members(d, root, mem, err);
        }
        if (status != CM_OK && d->wrong_in.len == 0) {
            d->wrong_in = CM_SV("body");
        }
    } else if (d->route->body_required) {
        d->wrong_in = CM_SV("body");
        status = cm_err_set(err, CM_E_SCHEMA, "a body is missing");
    }
    return status == CM_OK ? check_required(d, true, err) : status;
}

/* ---- headers ---- */

cm_sv cm_decode_cookie(cm_sv header, cm_sv name)
{
    cm_sv part;
    while (cm_sv_split(&header, ';', &part)) {
        part = cm_sv_trim(part);
        if (cm_sv_starts(part, name) && part.len > name.len && part.ptr[name.len] == '=') {
            return cm_sv_slice(part, name.len + 1, part.len);
        }
    }
    return CM_SV("");
}

bool cm_decode_version(cm_sv header, int64_t *ret_version)
{
    header = cm_sv_trim(header);
    if (cm_sv_starts(header, CM_SV("W/"))) {
        header = cm_sv_slice(header, 2, header.len);
    }
    return header.len > 2 && header.ptr[0] == '"' && header.ptr[header.len - 1] == '"' &&
           cm_sv_to_int(cm_sv_slice(header, 1, header.len - 1), ret_version) && *ret_version > 0;
}
