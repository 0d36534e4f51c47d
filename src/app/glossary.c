#include "base/base.h"

#include "app/glossary.h"

#include "app/clue.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/limits.h"

static void put_term(cm_json *json, cm_sv id, cm_sv zh, cm_sv en)
{
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("id"), id);
    cm_json_put_text(json, CM_SV("zh"), zh);
    cm_json_put_text(json, CM_SV("en"), en);
    cm_json_object_end(json);
}

static void begin_list(cm_json *json, cm_sv name)
{
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("list"), name);
    cm_json_key(json, CM_SV("terms"));
    cm_json_array(json);
}

static void end_list(cm_json *json)
{
    cm_json_array_end(json);
    cm_json_object_end(json);
}

static bool wanted(cm_sv list, cm_sv name, bool *found)
{
    bool is = list.len == 0 || cm_sv_equal(list, name);
    *found = *found || is;
    return is;
}

static void write_terms(const cm_home *home, cm_sv list, cm_json *json, bool *found)
{
    for (size_t i = 0; i < home->terms.lists.entries.count; i++) {
        const cm_term_list *l = home->terms.lists.entries.items[i].value;
        if (!wanted(list, l->name, found)) {
            continue;
        }
        begin_list(json, l->name);
        for (size_t k = 0; k < l->terms.count; k++) {
            const cm_term *t = &l->terms.items[k];
            put_term(json, t->id, t->zh, t->en);
        }
        end_list(json);
    }
}

/* The position of a column, or SIZE_MAX. */
static size_t column_of(const cm_tsv *t, cm_sv name)
{
    for (size_t i = 0; i < t->columns.count; i++) {
        if (cm_sv_equal(t->columns.items[i], name)) {
            return i;
        }
    }
    return SIZE_MAX;
}

static void write_table(const cm_tsv *t, cm_sv name, cm_json *json)
{
    size_t zh = column_of(t, CM_SV("zh")), en = column_of(t, CM_SV("en"));
    begin_list(json, name);
    for (size_t i = 0; i < t->rows.count; i++) {
        const cm_tsv_row *row = &t->rows.items[i];
        put_term(json, row->cells[0], row->cells[zh], row->cells[en]);
    }
    end_list(json);
}

/* "desk.states" of data/desk/states.tsv, where its rows have names. */
static cm_status write_desk(const cm_home *home, cm_sv list, cm_json *json, bool *found,
                            cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_svs paths = {0};
    cm_status status =
        cm_file_list(&mem, cm_file_join(&mem, home->data, CM_SV("desk")), &paths, err);
    for (size_t i = 0; status == CM_OK && i < paths.count; i++) {
        cm_sv file = cm_file_name(paths.items[i]);
        cm_sv stem = cm_sv_slice(file, 0, file.len - strlen(".tsv"));
        cm_sv name = cm_arena_format(&mem, "desk.%.*s", CM_SV_ARG(stem));
        cm_tsv t;
        status = cm_tsv_load(&mem, paths.items[i], &t, err);
        bool named = status == CM_OK && column_of(&t, CM_SV("zh")) != SIZE_MAX &&
                     column_of(&t, CM_SV("en")) != SIZE_MAX;
        if (named && wanted(list, name, found)) {
            write_table(&t, name, json);
        }
    }
    return status;
}

cm_status cm_glossary_write_json(const cm_home *home, cm_sv list, cm_json *json, cm_err *err)
{
    bool found = false;
    cm_json_object(json);
    cm_json_key(json, CM_SV("lists"));
    cm_json_array(json);
    write_terms(home, list, json, &found);
    cm_status status = write_desk(home, list, json, &found, err);
    cm_json_array_end(json);
    cm_json_object_end(json);
    return status == CM_OK && !found
               ? cm_err_set(err, CM_E_NOTFOUND, "no list '%.*s'", CM_SV_ARG(list))
               : status;
}

/* ---- the catalogue ---- */

static void write_column(cm_json *json, const cm_column *c, bool english)
{
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("name"), c->name);
    cm_json_put_text(json, CM_SV("title"), c->title);
    cm_json_put_text(json, CM_SV("about"), english ? c->about : c->explain);
    cm_json_put_text(json, CM_SV("type"), cm_sv_from(cm_type_name(c->type)));
    cm_json_put_text(json, CM_SV("group"), c->group);
    cm_json_put_text(json, CM_SV("unit"), c->unit);
    cm_json_put_list(json, CM_SV("allowed"), &c->allowed);
    cm_json_object_end(json);
}

void cm_catalogue_write_json(const cm_home *home, cm_json *json)
{
    cm_json_object(json);
    cm_json_key(json, CM_SV("tables"));
    cm_json_array(json);
    for (size_t i = 0; i < home->catalogue->tables.count; i++) {
        const cm_view *v = home->catalogue->tables.items[i];
        cm_json_object(json);
        cm_json_put_text(json, CM_SV("table"), v->name);
        cm_json_put_text(json, CM_SV("title"), v->title);
        cm_json_put_text(json, CM_SV("wider"), v->wider != NULL ? v->wider->name : CM_SV(""));
        cm_json_key(json, CM_SV("columns"));
        cm_json_array(json);
        for (size_t k = v->wider != NULL ? v->wider->columns.count : 0; k < v->columns.count; k++) {
            write_column(json, v->columns.items[k], home->english);
        }
        cm_json_array_end(json);
        cm_json_object_end(json);
    }
    cm_json_array_end(json);
    cm_json_object_end(json);
}

/* ---- what this is ---- */

/* Names below the folder and contents, in the order of the names. */
static cm_status digest_folder(cm_arena *mem, cm_sv folder, cm_sv *ret_digest, cm_err *err)
{
    cm_svs paths = {0};
    cm_status status = cm_file_list(mem, folder, &paths, err);
    cm_digester *all = cm_digester_new();
    for (size_t i = 0; status == CM_OK && i < paths.count; i++) {
        CM_AUTO_BUF content;
        cm_buf_init(&content, CM_MAX_DATA_FILE);
        status = cm_file_read(paths.items[i], &content, err);
        cm_digester_add(all, cm_sv_slice(paths.items[i], folder.len, paths.items[i].len));
        cm_digester_add(all, cm_digest_hex(mem, cm_digest_of(cm_buf_view(&content))));
    }
    *ret_digest = cm_digest_hex(mem, cm_digester_finish(all));
    return status;
}

static cm_sv digest_models(cm_arena *mem, const cm_home *home, size_t *ret_on)
{
    cm_digester *all = cm_digester_new();
    *ret_on = 0;
    for (size_t i = 0; i < home->models.count; i++) {
        const cm_model *m = home->models.items[i];
        cm_digester_add(all, m->id);
        cm_digester_add(all, cm_digest_hex(mem, cm_digest_of(m->source)));
        *ret_on += m->enabled;
    }
    return cm_digest_hex(mem, cm_digester_finish(all));
}

cm_status cm_version_write_json(const cm_home *home, cm_sv program, cm_json *json, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_sv data = CM_SV("");
    size_t on = 0;
    cm_status status = digest_folder(&mem, home->data, &data, err);
    if (status != CM_OK) {
        return status;
    }
    cm_sv models = digest_models(&mem, home, &on);
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("version"), program);
    cm_json_put_text(json, CM_SV("data"), data);
    cm_json_put_text(json, CM_SV("models"), models);
    cm_json_put_int(json, CM_SV("models_all"), (int64_t)home->models.count);
    cm_json_put_int(json, CM_SV("models_on"), (int64_t)on);
    cm_json_object_end(json);
    return CM_OK;
}
