#include "base/base.h"

#include "app/clue_open.h"

#include "app/bundle.h"
#include "app/correcting.h"
#include "app/judgment.h"
#include "app/lens.h"
#include "base/digest.h"
#include "base/limits.h"

typedef struct {
    cm_site *site;
    cm_json *json;
    cm_arena *mem;
    cm_buf *out;
    cm_sv name, bytes;
    bool found;
} opening;

static cm_status open_one(opening *o, cm_sv id, bool with_shown, cm_clue_visit visit, cm_err *err)
{
    const cm_clue_filter filter = {
        .id = id, .any_outcome = true, .with_suppressed = true, .with_shown = with_shown};
    cm_status status = id.len != 0 ? cm_clues_each(o->site, &filter, visit, o, err) : CM_OK;
    return status == CM_OK && !o->found
               ? cm_err_set(err, CM_E_NOTFOUND, "no clue %.*s", CM_SV_ARG(id))
               : status;
}

/* ---- all that it says ---- */

static void write_law(cm_json *json, const cm_grounds *laws)
{
    cm_json_key(json, CM_SV("law"));
    cm_json_array(json);
    for (size_t i = 0; i < laws->count; i++) {
        const cm_ground *l = &laws->items[i];
        cm_json_object(json);
        cm_json_put_text(json, CM_SV("cite"), l->cite);
        cm_json_put_text(json, CM_SV("text"), l->text.len != 0 ? l->text : (cm_sv){NULL, 0});
        cm_json_put_date(json, CM_SV("valid_from"), l->valid_from);
        cm_json_put_date(json, CM_SV("valid_to"), l->valid_to);
        cm_json_put_bool(json, CM_SV("applied"), l->applied);
        cm_json_put_date(json, CM_SV("known_to"), l->known_to);
        cm_json_object_end(json);
    }
    cm_json_array_end(json);
}

static void write_origin(cm_json *json, const cm_site_document *d)
{
    cm_json_key(json, CM_SV("origin"));
    if (d == NULL) {
        cm_json_null(json);
        return;
    }
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("path"), d->path);
    cm_json_put_text(json, CM_SV("place"), d->place);
    cm_json_put_int(json, CM_SV("line"), (int64_t)d->line);
    cm_json_put_text(json, CM_SV("labels"), d->labels);
    cm_json_object_end(json);
}

cm_status cm_clue_write_whole(cm_site *site, const cm_clue *clue, cm_json *json, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_grounds laws = {0};
    cm_corrections corrections = {0};
    const cm_model *model = cm_home_model(site->home, clue->model);
    cm_status status = cm_clue_law_of(site, clue, &mem, &laws, err);
    if (status == CM_OK) {
        status = cm_corrections_of(site, clue->doc_key, false, &mem, &corrections, err);
    }
    if (status == CM_OK) {
        cm_json_object(json);
        cm_clue_write_members(json, site->home, clue);
        cm_json_put_text(json, CM_SV("title"), model != NULL ? model->title : clue->model);
        cm_json_put_text(json, CM_SV("document_type"), clue->document_type);
        cm_json_put_date(json, CM_SV("received_on"), clue->received_on);
        write_law(json, &laws);
        write_origin(json, clue->document);
        cm_corrections_put(site, &corrections, &mem, json);
        cm_json_object_end(json);
    }
    return status;
}

/* Only the first one: an id is given once. */
static cm_status write_whole(void *payload, const cm_clue *clue, cm_err *err)
{
    opening *o = payload;
    bool first = !o->found;
    o->found = true;
    return first ? cm_clue_write_whole(o->site, clue, o->json, err) : CM_OK;
}

cm_status cm_clue_open(cm_site *site, cm_sv id, cm_json *json, cm_err *err)
{
    opening o = {.site = site, .json = json};
    return open_one(&o, id, true, write_whole, err);
}

/* ---- the text ---- */

static cm_status write_text(void *payload, const cm_clue *clue, cm_err *err)
{
    opening *o = payload;
    if (o->found || clue->units == NULL) {
        return CM_OK;
    }
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    o->found = true;
    return cm_judgment_write_text(o->site, clue, &mem, o->json, err);
}

cm_status cm_clue_open_text(cm_site *site, cm_sv id, cm_json *json, cm_err *err)
{
    opening o = {.site = site, .json = json};
    return open_one(&o, id, true, write_text, err);
}

/* ---- as it is ---- */

static cm_status write_bundle(void *payload, const cm_clue *clue, cm_err *err)
{
    opening *o = payload;
    cm_signing_key key;
    o->found = true;
    cm_status status = cm_lens_unmasked(o->site->lens, err); /* it proves words as they are */
    if (status == CM_OK) {
        status = cm_signing_key_open(o->site->workspace.keys, &key, err);
    }
    if (status == CM_OK) {
        status = cm_bundle_write(o->site, clue, &key, o->out, err);
        cm_signing_key_wipe(&key);
    }
    return status;
}

cm_status cm_clue_open_bundle(cm_site *site, cm_sv id, cm_buf *out, cm_err *err)
{
    opening o = {.site = site, .out = out};
    return open_one(&o, id, false, write_bundle, err);
}

static cm_status take_original(void *payload, const cm_clue *clue, cm_err *err)
{
    opening *o = payload;
    o->found = true;
    cm_status status = cm_lens_unmasked(o->site->lens, err);
    return status == CM_OK
               ? cm_judgment_original(o->site, clue->doc_key, o->mem, &o->name, &o->bytes, err)
               : status;
}

cm_status cm_clue_open_original(cm_site *site, cm_sv id, cm_arena *mem, cm_sv *ret_name,
                                cm_sv *ret_bytes, cm_err *err)
{
    opening o = {.site = site, .mem = mem};
    cm_status status = open_one(&o, id, false, take_original, err);
    *ret_name = o.name;
    *ret_bytes = o.bytes;
    return status;
}

cm_status cm_bundle_key_write_json(cm_site *site, cm_json *json, cm_err *err)
{
    cm_signing_key key;
    cm_status status = cm_signing_key_open(site->workspace.keys, &key, err);
    if (status != CM_OK) {
        return status;
    }
    CM_AUTO_BUF fingerprint, hex;
    cm_buf_init(&fingerprint, CM_MAX_MESSAGE);
    cm_buf_init(&hex, CM_MAX_MESSAGE);
    (void)cm_public_key_fingerprint(&fingerprint, &key.public);
    (void)cm_hex_write(&hex, key.public.bytes, CM_PUBLIC_KEY_BYTES);
    cm_signing_key_wipe(&key);
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("fingerprint"), cm_buf_view(&fingerprint));
    cm_json_put_text(json, CM_SV("key"), cm_buf_view(&hex));
    cm_json_object_end(json);
    return CM_OK;
}
