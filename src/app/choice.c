#include "base/base.h"

#include "app/choice.h"

#include "app/clue.h"
#include "base/limits.h"

bool cm_choice_is_all(const cm_choice *c)
{
    return c->court.len == 0 && !cm_date_exists(c->from) && !cm_date_exists(c->to) &&
           c->source == 0 && c->documents.count == 0;
}

static cm_status check_documents(cm_site *site, const cm_svs *ids, cm_err *err)
{
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < ids->count; i++) {
        cm_cell id = cm_cell_text(ids->items[i]);
        cm_rows *rows = NULL;
        status = cm_facts_ask(site->session, CM_QUERY_DOC_KEY, &id, 1, &rows, err);
        if (status == CM_OK && !cm_rows_next(rows)) {
            status = cm_err_set(err, CM_E_NOTFOUND, "no document '%.*s'", CM_SV_ARG(ids->items[i]));
        }
        cm_rows_close(rows);
    }
    return status;
}

/* An id may hold any character but a line break: each is a line of a file or in one. */
static cm_cell ids_or_null(cm_arena *mem, const cm_svs *ids)
{
    CM_AUTO_BUF all;
    cm_buf_init(&all, CM_MAX_JSON);
    for (size_t i = 0; i < ids->count; i++) {
        (void)cm_buf_addf(&all, "%s%.*s", i > 0 ? "\n" : "", CM_SV_ARG(ids->items[i]));
    }
    return ids->count != 0 ? cm_cell_text(cm_arena_sv(mem, cm_buf_view(&all))) : cm_cell_null();
}

cm_status cm_choice_load(cm_site *site, const cm_choice *c, cm_arena *mem, cm_numbers *ret_keys,
                         cm_err *err)
{
    const cm_cell values[] = {c->court.len != 0 ? cm_cell_text(c->court) : cm_cell_null(),
                              cm_cell_day(c->from), cm_cell_day(c->to),
                              c->source != 0 ? cm_cell_int(c->source) : cm_cell_null(),
                              ids_or_null(mem, &c->documents)};
    cm_numbers keys = {0};
    cm_rows *rows = NULL;
    cm_status status = check_documents(site, &c->documents, err);
    if (status == CM_OK) {
        status = cm_facts_ask(site->session, CM_QUERY_CHOSEN, values, CM_COUNT(values), &rows, err);
    }
    while (status == CM_OK && cm_rows_next(rows)) {
        *cm_vec_push(mem, &keys) = cm_rows_cell(rows, 0).number;
    }
    cm_rows_close(rows);
    if (status == CM_OK) {
        *ret_keys = keys;
    }
    return status;
}

bool cm_choice_has(const cm_numbers *keys, int64_t doc_key)
{
    size_t low = 0, high = keys != NULL ? keys->count : 0;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (keys->items[mid] < doc_key) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    return keys == NULL || (low < keys->count && keys->items[low] == doc_key);
}

cm_cell cm_choice_cell(cm_arena *mem, const cm_numbers *keys)
{
    CM_AUTO_BUF all;
    cm_buf_init(&all, CM_MAX_JSON);
    for (size_t i = 0; keys != NULL && i < keys->count; i++) {
        (void)cm_buf_addf(&all, "%s%lld", i > 0 ? "," : "", (long long)keys->items[i]);
    }
    return keys != NULL ? cm_cell_text(cm_arena_sv(mem, cm_buf_view(&all))) : cm_cell_null();
}

/* ---- as JSON ---- */

void cm_choice_write_json(cm_json *json, const cm_choice *c)
{
    if (c->court.len != 0) {
        cm_json_put_text(json, CM_SV("court"), c->court);
    }
    if (cm_date_exists(c->from)) {
        cm_json_put_date(json, CM_SV("from"), c->from);
    }
    if (cm_date_exists(c->to)) {
        cm_json_put_date(json, CM_SV("to"), c->to);
    }
    if (c->source != 0) {
        cm_json_put_int(json, CM_SV("source"), c->source);
    }
    if (c->documents.count != 0) {
        cm_json_put_list(json, CM_SV("judgments"), &c->documents);
    }
}

static cm_date day_of(const cm_json_value *object, cm_sv name)
{
    cm_date day = CM_NO_DATE;
    cm_sv text = cm_json_member_text(object, name);
    return text.len != 0 && cm_date_parse(text, &day) ? day : CM_NO_DATE;
}

cm_choice cm_choice_read_json(cm_arena *mem, const cm_json_value *object)
{
    cm_choice c = {.court = cm_json_member_text(object, CM_SV("court")),
                   .from = day_of(object, CM_SV("from")),
                   .to = day_of(object, CM_SV("to"))};
    const cm_json_value *list = cm_json_member(object, CM_SV("judgments"));
    (void)cm_json_member_int(object, CM_SV("source"), &c.source);
    for (size_t i = 0; i < cm_json_count(list); i++) {
        *cm_vec_push(mem, &c.documents) = list->items.items[i]->text;
    }
    return c;
}
