#include "base/base.h"

#include "app/trail.h"

#include "base/file.h"
#include "base/json.h"
#include "base/json_tree.h"
#include "base/limits.h"
#include "store/signing.h"

enum { SIGNED_VERSION = 1 };

static cm_sv points_path(cm_arena *mem, const cm_workspace *w)
{
    return cm_file_join(mem, w->keys, CM_SV("audit-points"));
}

typedef struct {
    cm_sv workspace, digest, at;
    int64_t line;
} point;

/* What is signed. */
static cm_sv message_of(cm_arena *mem, const point *p)
{
    return cm_arena_format(mem, "chaming audit point %d\n%.*s\n%lld\n%.*s\n%.*s\n", SIGNED_VERSION,
                           CM_SV_ARG(p->workspace), (long long)p->line, CM_SV_ARG(p->digest),
                           CM_SV_ARG(p->at));
}

static cm_sv hex_of(cm_arena *mem, const uint8_t *bytes, size_t count)
{
    CM_AUTO_BUF hex;
    cm_buf_init(&hex, CM_MAX_MESSAGE);
    (void)cm_hex_write(&hex, bytes, count);
    return cm_arena_sv(mem, cm_buf_view(&hex));
}

static void write_point(cm_buf *out, cm_arena *mem, const point *p, const cm_signing_key *key)
{
    const cm_signature signature = cm_sign(key, message_of(mem, p));
    CM_AUTO_JSON *json = cm_json_new(out);
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("workspace"), p->workspace);
    cm_json_put_int(json, CM_SV("line"), p->line);
    cm_json_put_text(json, CM_SV("digest"), p->digest);
    cm_json_put_text(json, CM_SV("at"), p->at);
    cm_json_put_text(json, CM_SV("key"), hex_of(mem, key->public.bytes, CM_PUBLIC_KEY_BYTES));
    cm_json_put_text(json, CM_SV("signature"), hex_of(mem, signature.bytes, CM_SIGNATURE_BYTES));
    cm_json_object_end(json);
    cm_json_line(json);
}

cm_status cm_trail_point(const cm_trail *trail, cm_buf *out, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_audit_point last;
    cm_signing_key key;
    cm_status status = cm_audit_last(trail->desk, &mem, &last, err);
    if (status == CM_OK) {
        status = cm_signing_key_open(trail->workspace->keys, &key, err);
    }
    if (status == CM_OK) {
        const point p = {trail->workspace->id, last.digest, trail->at, last.no};
        write_point(out, &mem, &p, &key);
        cm_signing_key_wipe(&key);
    }
    return status;
}

/* ---- reading ---- */

/* False: no point of this workspace, or its key did not sign it. */
static bool read_point(cm_arena *mem, const cm_workspace *w, cm_sv line, point *ret_point,
                       cm_public_key *ret_key)
{
    const cm_json_value *root = NULL;
    CM_AUTO_ERR ignored = {0};
    if (cm_json_tree(mem, line, &root, &ignored) != CM_OK) {
        return false;
    }
    cm_signature signature;
    point p = {.workspace = cm_json_member_text(root, CM_SV("workspace")),
               .digest = cm_json_member_text(root, CM_SV("digest")),
               .at = cm_json_member_text(root, CM_SV("at"))};
    bool whole =
        cm_json_member_int(root, CM_SV("line"), &p.line) && cm_sv_equal(p.workspace, w->id) &&
        cm_hex_read(cm_json_member_text(root, CM_SV("key")), ret_key->bytes, CM_PUBLIC_KEY_BYTES) &&
        cm_hex_read(cm_json_member_text(root, CM_SV("signature")), signature.bytes,
                    CM_SIGNATURE_BYTES);
    *ret_point = p;
    return whole && cm_signature_holds(ret_key, message_of(mem, &p), &signature);
}

typedef struct {
    const cm_trail *trail;
    cm_arena *mem;
    cm_trail_points *ret;
    cm_svs keys; /* of each point */
} reading;

static void take_line(reading *r, cm_sv line)
{
    point p;
    cm_public_key key;
    if (line.len == 0) {
        return;
    }
    if (!read_point(r->mem, r->trail->workspace, line, &p, &key)) {
        r->ret->invalid++;
        return;
    }
    CM_AUTO_BUF print;
    cm_buf_init(&print, CM_MAX_MESSAGE);
    (void)cm_public_key_fingerprint(&print, &key);
    r->ret->key = cm_arena_sv(r->mem, cm_buf_view(&print));
    *cm_vec_push(r->mem, &r->keys) = r->ret->key;
    if (p.line > 0) {
        *cm_vec_push(r->mem, &r->ret->points) = (cm_audit_point){p.line, p.digest};
    }
}

static cm_status take_file(reading *r, cm_sv path, cm_err *err)
{
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_JSON);
    cm_status status = cm_file_read(path, &text, err);
    cm_sv rest = cm_arena_sv(r->mem, cm_buf_view(&text)), line = {NULL, 0};
    while (status == CM_OK && cm_sv_split(&rest, '\n', &line)) {
        take_line(r, line);
    }
    return status;
}

cm_status cm_trail_load(const cm_trail *trail, const cm_svs *files, cm_arena *mem,
                        cm_trail_points *ret_points, cm_err *err)
{
    *ret_points = (cm_trail_points){0};
    reading r = {.trail = trail, .mem = mem, .ret = ret_points};
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < files->count; i++) {
        status = take_file(&r, files->items[i], err);
    }
    cm_sv own = points_path(mem, trail->workspace);
    if (status == CM_OK && cm_file_exists(own)) {
        status = take_file(&r, own, err);
    }
    for (size_t i = 0; i < r.keys.count; i++) {
        ret_points->strange += !cm_sv_equal(r.keys.items[i], ret_points->key);
    }
    return status;
}

/* The line that the last point beside the keys tells of, or 0. */
static cm_status last_sealed(const cm_trail *trail, cm_arena *mem, int64_t *ret_line, cm_err *err)
{
    cm_sv path = points_path(mem, trail->workspace);
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_JSON);
    cm_status status = cm_file_exists(path) ? cm_file_read(path, &text, err) : CM_OK;
    cm_sv rest = cm_buf_view(&text), line = {NULL, 0};
    point p = {.line = 0};
    cm_public_key key;
    *ret_line = 0;
    while (status == CM_OK && cm_sv_split(&rest, '\n', &line)) {
        if (rest.len == 0 && line.len > 0 &&
            read_point(mem, trail->workspace, cm_arena_sv(mem, line), &p, &key)) {
            *ret_line = p.line;
        }
    }
    return status;
}

cm_status cm_trail_seal(const cm_trail *trail, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_audit_point last;
    int64_t sealed = 0;
    cm_status status = cm_audit_last(trail->desk, &mem, &last, err);
    if (status == CM_OK) {
        status = last_sealed(trail, &mem, &sealed, err);
    }
    if (status != CM_OK || last.no == 0 || sealed == last.no) {
        return status;
    }
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_MESSAGE);
    status = cm_trail_point(trail, &out, err);
    return status == CM_OK
               ? cm_file_append(points_path(&mem, trail->workspace), cm_buf_view(&out), err)
               : status;
}

void cm_trail_close(const cm_trail *trail)
{
    if (trail->desk != NULL && trail->workspace->lock >= 0) {
        CM_AUTO_ERR ignored = {0}; /* `audit verify` tells what no point vouches for */
        cm_status status = cm_trail_seal(trail, &ignored);
        (void)status;
    }
    cm_desk_close(trail->desk);
}

void cm_audit_line_write_json(cm_json *json, const cm_audit_line *line)
{
    const cm_deed *d = &line->deed;
    cm_json_object(json);
    cm_json_put_int(json, CM_SV("line"), line->no);
    cm_json_put_text(json, CM_SV("at"), d->at);
    cm_json_put_text(json, CM_SV("by"), d->by);
    cm_json_put_text(json, CM_SV("role"), d->role);
    cm_json_put_text(json, CM_SV("office"), d->office);
    cm_json_put_text(json, CM_SV("action"), d->action);
    cm_json_put_text(json, CM_SV("object"), d->object);
    cm_json_put_text(json, CM_SV("reason"), d->reason);
    cm_json_put_text(json, CM_SV("detail"), d->detail);
    cm_json_put_text(json, CM_SV("rows"), line->rows);
    cm_json_put_text(json, CM_SV("digest"), line->digest);
    cm_json_object_end(json);
}
