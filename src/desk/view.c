#include "base/base.h"

#include "desk/view.h"

#include "base/file.h"
#include "base/tsv.h"
#include "desk/statement.h"

enum { MOST = 200 }; /* views of a person on a screen */

#define COLUMNS "no, person, office, screen, name, query, shared, made_at, changed_at"

static cm_view_saved read_row(cm_statement *s, cm_arena *mem)
{
    return (cm_view_saved){.no = cm_statement_number(s, 0),
                           .person = cm_statement_cell(s, 1, mem),
                           .office = cm_statement_cell(s, 2, mem),
                           .screen = cm_statement_cell(s, 3, mem),
                           .name = cm_statement_cell(s, 4, mem),
                           .query = cm_statement_cell(s, 5, mem),
                           .shared = cm_statement_number(s, 6) != 0,
                           .made_at = cm_statement_cell(s, 7, mem),
                           .changed_at = cm_statement_cell(s, 8, mem)};
}

cm_status cm_views_load(cm_desk *desk, const cm_view_saved *like, cm_arena *mem,
                        cm_views_saved *ret_views, cm_err *err)
{
    cm_views_saved views = {0};
    cm_statement s = cm_statement_new(
        desk, "SELECT " COLUMNS " FROM saved_view WHERE ended_at IS NULL AND (person = ?1 OR "
              "(shared AND office = ?2)) AND (?3 = '' OR screen = ?3) ORDER BY person <> ?1, name, "
              "no");
    cm_statement_text(&s, cm_or_empty(like->person));
    cm_statement_text(&s, cm_or_empty(like->office));
    cm_statement_text(&s, cm_or_empty(like->screen));
    while (cm_statement_next(&s)) {
        *cm_vec_push(mem, &views) = read_row(&s, mem);
    }
    cm_status status = cm_statement_end(&s, err);
    if (status == CM_OK) {
        *ret_views = views;
    }
    return status;
}

cm_status cm_view_find(cm_desk *desk, int64_t no, cm_sv person, cm_arena *mem,
                       cm_view_saved *ret_view, cm_err *err)
{
    cm_statement s = cm_statement_new(desk, "SELECT " COLUMNS " FROM saved_view WHERE no = ? AND "
                                            "person = ? AND ended_at IS NULL");
    cm_statement_int(&s, no);
    cm_statement_text(&s, cm_or_empty(person));
    cm_view_saved view = {0};
    if (cm_statement_next(&s)) {
        view = read_row(&s, mem);
    }
    cm_status status = cm_statement_end(&s, err);
    if (status == CM_OK && view.no == 0) {
        return cm_err_set(err, CM_E_NOTFOUND, "no view %lld", (long long)no);
    }
    if (status == CM_OK) {
        *ret_view = view;
    }
    return status;
}

/* Another view of his has the name; or there are too many. */
static cm_status check_name(cm_desk *desk, const cm_view_saved *view, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "SELECT count(*), coalesce(sum(name = ?1 AND no <> ?2), 0) FROM saved_view WHERE "
              "person = ?3 AND screen = ?4 AND ended_at IS NULL");
    cm_statement_text(&s, view->name);
    cm_statement_int(&s, view->no);
    cm_statement_text(&s, cm_or_empty(view->person));
    cm_statement_text(&s, view->screen);
    bool found = cm_statement_next(&s);
    int64_t count = found ? cm_statement_number(&s, 0) : 0;
    bool taken = found && cm_statement_number(&s, 1) != 0;
    cm_status status = cm_statement_end(&s, err);
    if (status == CM_OK && taken) {
        return cm_err_set(err, CM_E_CONFLICT, "there is a view '%.*s'", CM_SV_ARG(view->name));
    }
    return status == CM_OK && view->no == 0 && count >= MOST
               ? cm_err_set(err, CM_E_LIMIT, "%d views are the most", MOST)
               : status;
}

cm_status cm_view_add(cm_desk *desk, const cm_view_saved *view, int64_t *ret_no, cm_err *err)
{
    cm_status status = check_name(desk, view, err);
    if (status != CM_OK) {
        return status;
    }
    cm_statement s = cm_statement_new(
        desk, "INSERT INTO saved_view (person, office, screen, name, query, shared, made_at, "
              "changed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)");
    cm_statement_text(&s, cm_or_empty(view->person));
    cm_statement_text(&s, cm_or_empty(view->office));
    cm_statement_text(&s, view->screen);
    cm_statement_text(&s, view->name);
    cm_statement_text(&s, cm_or_empty(view->query));
    cm_statement_int(&s, view->shared);
    cm_statement_text(&s, view->made_at);
    status = cm_statement_run(&s, err);
    *ret_no = sqlite3_last_insert_rowid(desk->db);
    return status;
}

cm_status cm_view_change(cm_desk *desk, const cm_view_saved *view, cm_err *err)
{
    cm_status status = check_name(desk, view, err);
    if (status != CM_OK) {
        return status;
    }
    cm_statement s = cm_statement_new(desk, "UPDATE saved_view SET name = ?, query = ?, shared = "
                                            "?, office = ?, changed_at = ? WHERE no = ?");
    cm_statement_text(&s, view->name);
    cm_statement_text(&s, cm_or_empty(view->query));
    cm_statement_int(&s, view->shared);
    cm_statement_text(&s, cm_or_empty(view->office));
    cm_statement_text(&s, view->changed_at);
    cm_statement_int(&s, view->no);
    return cm_statement_run(&s, err);
}

cm_status cm_view_end(cm_desk *desk, int64_t no, cm_sv at, cm_err *err)
{
    cm_statement s = cm_statement_new(desk, "UPDATE saved_view SET ended_at = ? WHERE no = ?");
    cm_statement_text(&s, at);
    cm_statement_int(&s, no);
    return cm_statement_run(&s, err);
}

/* ---- preferences ---- */

static cm_status take_row(const cm_tsv *table, const cm_tsv_row *row, cm_arena *mem,
                          cm_preference_key *ret, cm_err *err)
{
    static const char *const names[] = {"key", "values", "zh", "en"};
    cm_sv cells[CM_COUNT(names)], value;
    cm_status status = cm_tsv_cells(table, row, names, CM_COUNT(names), cells, err);
    if (status == CM_OK) {
        *ret = (cm_preference_key){.key = cells[0], .zh = cells[2], .en = cells[3]};
        while (cells[1].len != 0 && cm_sv_split(&cells[1], ';', &value)) {
            *cm_vec_push(mem, &ret->values) = value;
        }
    }
    return status;
}

cm_status cm_preferences_load(cm_arena *mem, cm_sv folder, cm_preference_keys *ret, cm_err *err)
{
    cm_tsv table;
    cm_preference_keys all = {0};
    cm_status status =
        cm_tsv_load(mem, cm_file_join(mem, folder, CM_SV("preferences.tsv")), &table, err);
    for (size_t i = 0; status == CM_OK && i < table.rows.count; i++) {
        status = take_row(&table, &table.rows.items[i], mem, cm_vec_push(mem, &all), err);
    }
    if (status == CM_OK) {
        *ret = all;
    }
    return status;
}

cm_status cm_preferences_of(cm_desk *desk, cm_sv person, cm_arena *mem, cm_preferences *ret,
                            cm_err *err)
{
    cm_preferences all = {0};
    cm_statement s =
        cm_statement_new(desk, "SELECT key, value FROM setting WHERE person = ? ORDER BY key");
    cm_statement_text(&s, cm_or_empty(person));
    while (cm_statement_next(&s)) {
        *cm_vec_push(mem, &all) =
            (cm_preference){cm_statement_cell(&s, 0, mem), cm_statement_cell(&s, 1, mem)};
    }
    cm_status status = cm_statement_end(&s, err);
    if (status == CM_OK) {
        *ret = all;
    }
    return status;
}

static cm_status check_value(const cm_preference_keys *keys, const cm_preference *set, cm_err *err)
{
    const cm_preference_key *key = NULL;
    for (size_t i = 0; i < keys->count; i++) {
        key = cm_sv_equal(keys->items[i].key, set->key) ? &keys->items[i] : key;
    }
    if (key == NULL) {
        return cm_err_set(err, CM_E_NOTFOUND, "no preference '%.*s'", CM_SV_ARG(set->key));
    }
    bool fits = key->values.count == 0;
    for (size_t i = 0; i < key->values.count; i++) {
        fits = fits || cm_sv_equal(key->values.items[i], set->value);
    }
    return fits ? CM_OK
                : cm_err_set(err, CM_E_ARG, "'%.*s' is no value of '%.*s'", CM_SV_ARG(set->value),
                             CM_SV_ARG(set->key));
}

cm_status cm_preference_put(cm_desk *desk, const cm_preference_keys *keys, cm_sv person,
                            const cm_preference *set, cm_sv at, cm_err *err)
{
    cm_status status = check_value(keys, set, err);
    if (status != CM_OK) {
        return status;
    }
    cm_statement s = cm_statement_new(
        desk, "INSERT INTO setting (person, key, value, at) VALUES (?, ?, ?, ?) ON CONFLICT "
              "(person, key) DO UPDATE SET value = excluded.value, at = excluded.at");
    cm_statement_text(&s, cm_or_empty(person));
    cm_statement_text(&s, set->key);
    cm_statement_text(&s, set->value);
    cm_statement_text(&s, at);
    return cm_statement_run(&s, err);
}
