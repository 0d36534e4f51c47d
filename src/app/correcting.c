#include "base/base.h"

#include "app/correcting.h"

#include "app/correcting_parts.h"
#include "app/docket.h"
#include "app/judgment.h"
#include "app/lens.h"
#include "base/limits.h"
#include "base/moment.h"
#include "desk/change.h"
#include "desk/right.h"

/* ---- asking for one ---- */

/* Who handled the case of the clue may not change what it rests on. */
static cm_status ask_right(const cm_docket *d, cm_sv doc, cm_deed *ret_deed, cm_err *err)
{
    cm_svs names = {0};
    cm_status status = cm_correction_own_handlers(d->desk, doc, d->mem, &names, err);
    cm_right_part *parts = cm_arena_array(d->mem, cm_right_part, names.count + 1);
    for (size_t i = 0; i < names.count; i++) {
        parts[i] = (cm_right_part){CM_SV("own_handler"), names.items[i]};
    }
    const cm_right_object object = {.parts = parts, .part_count = names.count};
    if (status == CM_OK) {
        status = cm_right_deed(d->home->rights, d->caller, CM_SV("fact.correct"), &object, ret_deed,
                               err);
    }
    ret_deed->object = cm_arena_format(d->mem, "document %.*s", CM_SV_ARG(doc));
    return status;
}

static cm_sv detail_of(cm_arena *mem, const cm_correction *c)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_MESSAGE);
    CM_AUTO_JSON *json = cm_json_new(&out);
    cm_json_object(json);
    cm_json_put_int(json, CM_SV("correction"), c->no);
    cm_json_put_text(json, CM_SV("field"), c->field);
    cm_json_object_end(json);
    return cm_arena_sv(mem, cm_buf_view(&out));
}

static bool is_same_fact(const cm_correction *a, const cm_correction *b)
{
    return cm_sv_equal(a->field, b->field) && a->defendant_no == b->defendant_no &&
           a->count_no == b->count_no && a->row_no == b->row_no &&
           !cm_sv_equal(b->act, CM_SV("add"));
}

/* The one that is replaced; CONFLICT where nothing would change. */
static cm_status find_earlier(const cm_corrections *holding, const cm_correction *c,
                              const cm_correction **ret_earlier, cm_err *err)
{
    bool absent = cm_sv_equal(c->act, CM_SV("absent"));
    cm_sv state = absent ? CM_SV("absent") : CM_SV("read");
    *ret_earlier = NULL;
    for (size_t i = 0; i < holding->count; i++) {
        const cm_correction *h = &holding->items[i];
        *ret_earlier = is_same_fact(h, c) ? h : *ret_earlier;
    }
    const cm_correction *h = *ret_earlier;
    bool same = h != NULL ? cm_sv_equal(h->act, c->act) && cm_sv_equal(h->value, c->value)
                          : cm_sv_equal(c->was_state, state) && cm_sv_equal(c->was, c->value) &&
                                !cm_sv_equal(c->act, CM_SV("remove")) &&
                                !cm_sv_equal(c->act, CM_SV("add"));
    return same ? cm_err_set(err, CM_E_CONFLICT, "'%.*s' says so already", CM_SV_ARG(c->field))
                : CM_OK;
}

static cm_status keep(cm_desk *desk, const cm_correction *earlier, cm_correction *c, cm_deed *deed,
                      cm_arena *mem, cm_err *err)
{
    cm_status status = cm_change_begin(desk, err);
    if (status != CM_OK) {
        return status;
    }
    if (earlier != NULL) {
        const cm_correction ending = {
            .no = earlier->no, .ended_at = c->at, .ended_by = c->by, .ended_why = c->why};
        status = cm_correction_end(desk, &ending, err);
    }
    if (status == CM_OK) {
        status = cm_correction_add(desk, c, &c->no, err);
    }
    deed->detail = detail_of(mem, c);
    return cm_change_end(desk, status, deed, err);
}

cm_status cm_correct(cm_site *site, const cm_caller *caller, const cm_correction_order *order,
                     cm_arena *mem, cm_correction *ret_correction, cm_err *err)
{
    cm_reread_doc r = {0};
    cm_desk *desk = NULL;
    cm_deed deed = {0};
    const cm_correction *earlier = NULL;
    const cm_fill_use use = cm_home_fill_use(site->home);
    cm_correction c = {.field = order->field,
                       .doc = order->doc,
                       .defendant_no = order->defendant_no,
                       .count_no = order->count_no,
                       .row_no = order->row_no,
                       .value = order->value,
                       .why = cm_sv_trim(order->why),
                       .by = caller->name,
                       .at = caller->at};
    if (c.why.len == 0) {
        return cm_err_set(err, CM_E_ARG, "a correction needs a reason");
    }
    cm_status status = cm_judgment_find(site, order->doc, &r.doc_key, err);
    if (status == CM_OK) {
        status = cm_site_desk(site, false, caller->at, &desk, err);
    }
    if (status == CM_OK) {
        const cm_docket d = {.desk = desk, .home = site->home, .caller = caller, .mem = mem};
        status = ask_right(&d, order->doc, &deed, err);
    }
    if (status == CM_OK) {
        status = cm_reread_take(site, r.doc_key, mem, &r, err);
    }
    if (status == CM_OK) {
        status = cm_reread_load_holding(desk, mem, &r, err);
    }
    if (status == CM_OK) {
        status = cm_amend_take(&use, mem, &r.document.record, &r.holding, &c, err);
    }
    if (status == CM_OK) {
        status = find_earlier(&r.holding, &c, &earlier, err);
    }
    if (status != CM_OK) {
        return status;
    }
    c.content = r.content;
    status = keep(desk, earlier, &c, &deed, mem, err);
    if (status == CM_OK) {
        *ret_correction = c;
    }
    return status;
}

cm_status cm_corrections_of(cm_site *site, int64_t doc_key, bool ended_too, cm_arena *mem,
                            cm_corrections *ret, cm_err *err)
{
    const cm_cell key = cm_cell_int(doc_key);
    cm_rows *rows = NULL;
    cm_desk *desk = NULL;
    cm_correction_filter filter = {.ended_too = ended_too};
    *ret = (cm_corrections){0};
    cm_status status = cm_facts_ask(site->session, CM_QUERY_IDENTITY, &key, 1, &rows, err);
    if (status == CM_OK && cm_rows_next(rows)) {
        filter.content = cm_rows_text(rows, 1, mem);
    }
    cm_rows_close(rows);
    if (status == CM_OK && filter.content.len != 0) {
        status = cm_site_desk(site, true, cm_moment_now(mem), &desk, err);
    }
    return status == CM_OK && desk != NULL ? cm_corrections_load(desk, &filter, mem, ret, err)
                                           : status;
}

static cm_status find_one(cm_site *site, cm_sv doc, int64_t no, cm_arena *mem, cm_err *err)
{
    int64_t key = 0;
    cm_corrections all = {0};
    bool found = false;
    cm_status status = cm_judgment_find(site, doc, &key, err);
    if (status == CM_OK) {
        status = cm_corrections_of(site, key, false, mem, &all, err);
    }
    for (size_t i = 0; i < all.count; i++) {
        found = found || all.items[i].no == no;
    }
    return status == CM_OK && !found
               ? cm_err_set(err, CM_E_NOTFOUND, "no correction %lld that holds", (long long)no)
               : status;
}

cm_status cm_correct_end(cm_site *site, const cm_caller *caller, cm_sv doc, int64_t no, cm_sv why,
                         cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_desk *desk = NULL;
    cm_deed deed = {0};
    const cm_correction c = {.no = no,
                             .field = CM_SV(""),
                             .ended_at = caller->at,
                             .ended_by = caller->name,
                             .ended_why = cm_sv_trim(why)};
    if (c.ended_why.len == 0) {
        return cm_err_set(err, CM_E_ARG, "taking a correction back needs a reason");
    }
    cm_status status = find_one(site, doc, no, &mem, err);
    if (status == CM_OK) {
        status = cm_site_desk(site, false, caller->at, &desk, err);
    }
    if (status == CM_OK) {
        const cm_docket d = {.desk = desk, .home = site->home, .caller = caller, .mem = &mem};
        status = ask_right(&d, doc, &deed, err);
    }
    if (status == CM_OK) {
        status = cm_change_begin(desk, err);
    }
    if (status != CM_OK) {
        return status;
    }
    deed.action = CM_SV("fact.correct_end");
    deed.detail = detail_of(&mem, &c);
    status = cm_correction_end(desk, &c, err);
    return cm_change_end(desk, status, &deed, err);
}

/* ---- telling ---- */

static cm_sv column_of(cm_sv field)
{
    size_t at = SIZE_MAX;
    for (size_t i = 0; i < field.len; i++) {
        at = field.ptr[i] == '.' ? i : at;
    }
    return at == SIZE_MAX ? field : cm_sv_slice(field, at + 1, field.len);
}

static cm_sv masked(cm_site *site, const char *field, cm_sv value, cm_arena *mem)
{
    return site->lens != NULL && value.len != 0 ? cm_lens_field(site->lens, field, value, mem)
                                                : value;
}

/* NAME as a program reads it, NAME_said as people do; what is masked has no former. */
static void put_value(cm_site *site, const cm_correction *c, const char *name, cm_sv value,
                      cm_arena *mem, cm_json *json)
{
    const cm_fill_use use = cm_home_fill_use(site->home);
    cm_sv said = cm_amend_said(&use, &site->home->words, mem, c->field, value);
    bool rows = cm_sv_equal(c->act, CM_SV("remove"));
    cm_sv shown = said;
    if (site->lens != NULL && value.len != 0) {
        shown = rows ? cm_lens_field(site->lens, "text", said, mem)
                     : cm_lens_fact(site->lens, column_of(c->field), said, mem);
    }
    bool plain = cm_sv_equal(shown, said) && value.len != 0;
    cm_json_put_text(json, cm_sv_from(name), plain ? value : (cm_sv){NULL, 0});
    cm_json_put_text(json, cm_arena_format(mem, "%s_said", name), shown);
}

static void write_members(cm_site *site, const cm_correction *c, cm_arena *mem, cm_json *json)
{
    const cm_fill_use use = cm_home_fill_use(site->home);
    cm_amend_field field = {0};
    bool known = cm_amend_field_find(&use, c->field, &field);
    cm_sv title = !known                 ? c->field
                  : field.column != NULL ? field.column->title
                                         : field.view->title;
    cm_json_put_int(json, CM_SV("no"), c->no);
    cm_json_put_text(json, CM_SV("field"), c->field);
    cm_json_put_text(json, CM_SV("title"), title);
    cm_json_put_int(json, CM_SV("defendant_no"), c->defendant_no);
    cm_json_put_int(json, CM_SV("count_no"), c->count_no);
    cm_json_put_int(json, CM_SV("row_no"), c->row_no);
    cm_json_put_text(json, CM_SV("defendant"), masked(site, "defendant", c->person, mem));
    cm_json_put_text(json, CM_SV("act"), c->act);
    cm_json_put_text(json, CM_SV("was_state"), c->was_state);
    put_value(site, c, "was", c->was, mem, json);
    put_value(site, c, "value", c->value, mem, json);
    cm_json_put_text(json, CM_SV("why"), masked(site, "note", c->why, mem));
    cm_json_put_text(json, CM_SV("by"), c->by);
    cm_json_put_text(json, CM_SV("at"), c->at);
    cm_json_put_text(json, CM_SV("ended_at"), c->ended_at);
    cm_json_put_text(json, CM_SV("ended_by"), c->ended_by);
    cm_json_put_text(json, CM_SV("ended_why"), masked(site, "note", c->ended_why, mem));
    cm_json_put_bool(json, CM_SV("applied"), c->applied_at.len != 0);
}

void cm_correction_write_json(cm_site *site, const cm_correction *c, cm_arena *mem, cm_json *json)
{
    cm_json_object(json);
    write_members(site, c, mem, json);
    cm_json_object_end(json);
}

void cm_corrections_put(cm_site *site, const cm_corrections *all, cm_arena *mem, cm_json *json)
{
    cm_json_key(json, CM_SV("corrections"));
    cm_json_array(json);
    for (size_t i = 0; i < all->count; i++) {
        cm_correction_write_json(site, &all->items[i], mem, json);
    }
    cm_json_array_end(json);
}

/* Where the reader had read it, and whether the correction still finds its fact. */
static void write_found(cm_site *site, const cm_reread_doc *r, const cm_utf16 *units,
                        const cm_correction *c, cm_arena *mem, cm_json *json)
{
    const cm_fill_use use = cm_home_fill_use(site->home);
    cm_correction one = *c;
    cm_corrections alone = {.items = &one, .count = 1, .cap = 1};
    bool found = false;
    cm_span at = {0, 0};
    (void)cm_amend(&use, mem, &r->document.record, &alone, &found);
    cm_json_put_bool(json, CM_SV("found"), found);
    cm_json_key(json, CM_SV("read_at"));
    if (cm_amend_place(&use, &r->document.record, c, &at)) {
        cm_json_object(json);
        cm_json_put_place(json, units, at);
        cm_json_object_end(json);
    } else {
        cm_json_null(json);
    }
}

cm_status cm_corrections_write_json(cm_site *site, cm_sv doc, bool ended_too, cm_arena *mem,
                                    cm_json *json, cm_err *err)
{
    cm_reread_doc r = {0};
    int64_t key = 0;
    cm_corrections all = {0};
    cm_utf16 units;
    cm_sv shown = CM_SV("");
    cm_status status = cm_judgment_find(site, doc, &key, err);
    if (status == CM_OK) {
        status = cm_corrections_of(site, key, ended_too, mem, &all, err);
    }
    if (status == CM_OK && all.count != 0) {
        status = cm_reread_take(site, key, mem, &r, err);
        shown = r.stored.text;
    }
    if (status == CM_OK && all.count != 0 && site->lens != NULL) {
        status = cm_lens_text(site->lens, key, r.stored.text, mem, &shown, err);
    }
    if (status != CM_OK) {
        return status;
    }
    cm_utf16_of(mem, shown, &units);
    cm_json_array(json);
    for (size_t i = 0; i < all.count; i++) {
        cm_json_object(json);
        write_members(site, &all.items[i], mem, json);
        write_found(site, &r, &units, &all.items[i], mem, json);
        cm_json_object_end(json);
    }
    cm_json_array_end(json);
    return CM_OK;
}

void cm_correct_fields_write_json(cm_json *json, const cm_home *home, cm_arena *mem)
{
    const cm_fill_use use = cm_home_fill_use(home);
    const cm_amend_fields all = cm_amend_fields_of(&use, mem);
    cm_json_array(json);
    for (size_t i = 0; i < all.count; i++) {
        const cm_amend_field *f = &all.items[i];
        const cm_column *c = f->column;
        cm_json_object(json);
        cm_json_put_text(json, CM_SV("field"), f->name);
        cm_json_put_text(json, CM_SV("title"), c != NULL ? c->title : f->view->title);
        cm_json_put_text(json, CM_SV("view"), f->view->name);
        cm_json_put_text(json, CM_SV("form"),
                         c != NULL ? cm_sv_from(cm_type_name(c->type)) : CM_SV("row"));
        cm_json_put_text(json, CM_SV("unit"),
                         c != NULL && c->unit.ptr != NULL ? c->unit : CM_SV(""));
        cm_json_put_bool(json, CM_SV("in_rows"), f->in_rows);
        cm_json_put_bool(json, CM_SV("grows"), f->grows);
        cm_json_key(json, CM_SV("choices"));
        cm_json_array(json);
        for (size_t k = 0; c != NULL && k < c->allowed.count; k++) {
            cm_json_text(json, c->allowed.items[k]);
        }
        cm_json_array_end(json);
        cm_json_object_end(json);
    }
    cm_json_array_end(json);
}

const cm_correction *cm_correction_at(const cm_corrections *all, cm_sv view, cm_sv column,
                                      const int64_t *keys, int64_t row_no)
{
    for (size_t i = 0; i < all->count; i++) {
        const cm_correction *c = &all->items[i];
        if (c->ended_at.len == 0 && c->defendant_no == keys[1] && c->count_no == keys[2] &&
            c->row_no == row_no && c->field.len == view.len + 1 + column.len &&
            cm_sv_starts(c->field, view) && c->field.ptr[view.len] == '.' &&
            cm_sv_ends(c->field, column)) {
            return c;
        }
    }
    return NULL;
}
