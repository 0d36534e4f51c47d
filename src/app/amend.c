#include "base/base.h"

#include "app/amend.h"

#include "app/amend_fields.h"
#include "app/fill_parts.h"
#include "base/limits.h"

enum { TEXT_MOST = 1000 };

static const int64_t NUMBER_MOST = INT64_C(1000000000000000);

/* ---- fields ---- */

static cm_amend_field field_of(const cm_fill_use *use, cm_arena *mem, const cm_amend_spot *spot)
{
    const cm_catalogue *all = use->catalogue;
    cm_amend_field f = {.in_rows = cm_amend_table(spot->owner) != NULL,
                        .grows = cm_amend_grows(spot->owner)};
    for (size_t i = 0; i < all->tables.count; i++) {
        if (cm_sv_equal(all->tables.items[i]->name, cm_sv_from(spot->view))) {
            f.view = all->tables.items[i];
        }
    }
    cm_assert(f.view != NULL);
    size_t column = cm_view_column(f.view, cm_sv_from(spot->column));
    cm_assert(column != SIZE_MAX);
    f.column = f.view->columns.items[column];
    if (mem != NULL) {
        f.name = cm_arena_format(mem, "%s.%s", spot->view, spot->column);
    }
    return f;
}

/* Its rows, to be removed. */
static cm_amend_field rows_of(cm_amend_field field)
{
    return (cm_amend_field){.name = field.view->name, .view = field.view, .in_rows = true};
}

cm_amend_fields cm_amend_fields_of(const cm_fill_use *use, cm_arena *mem)
{
    const cm_amend_spot *spots = NULL;
    size_t count = cm_amend_spots(&spots);
    cm_amend_fields all = {0};
    for (size_t i = 0; i < count; i++) {
        cm_amend_field f = field_of(use, mem, &spots[i]);
        if (f.in_rows && (i == 0 || spots[i - 1].owner != spots[i].owner)) {
            *cm_vec_push(mem, &all) = rows_of(f);
        }
        *cm_vec_push(mem, &all) = f;
    }
    return all;
}

/* The spot of a field, or the first of its rows; NULL: no such field. */
static const cm_amend_spot *spot_of(cm_sv name, bool *ret_rows)
{
    const cm_amend_spot *spots = NULL;
    size_t count = cm_amend_spots(&spots);
    *ret_rows = false;
    for (size_t i = 0; i < count; i++) {
        cm_sv view = cm_sv_from(spots[i].view), column = cm_sv_from(spots[i].column);
        if (cm_amend_table(spots[i].owner) != NULL && cm_sv_equal(name, view)) {
            *ret_rows = true;
            return &spots[i];
        }
        if (name.len == view.len + 1 + column.len && cm_sv_starts(name, view) &&
            name.ptr[view.len] == '.' && cm_sv_ends(name, column)) {
            return &spots[i];
        }
    }
    return NULL;
}

bool cm_amend_field_find(const cm_fill_use *use, cm_sv name, cm_amend_field *ret_field)
{
    bool rows = false;
    const cm_amend_spot *spot = spot_of(name, &rows);
    if (spot != NULL) {
        cm_amend_field f = field_of(use, NULL, spot);
        f.name = name;
        *ret_field = rows ? rows_of(f) : f;
    }
    return spot != NULL;
}

/* ---- values ---- */

/* One value of any shape. */
typedef struct {
    cm_sv text;
    cm_date date;
    int64_t number; /* also of a choice */
    cm_extent extent;
} value;

static const cm_term_list *list_of(const cm_fill_use *use, const cm_amend_spot *spot)
{
    const cm_term_list *list = NULL;
    memcpy(&list, (const char *)use->choices + spot->list, sizeof(list));
    return list;
}

static size_t allowed_position(const cm_column *column, cm_sv text)
{
    size_t i = 0;
    while (i < column->allowed.count && !cm_sv_equal(column->allowed.items[i], text)) {
        i++;
    }
    return i;
}

static bool parse(const cm_fill_use *use, const cm_amend_spot *spot, const cm_column *column,
                  cm_sv text, value *ret)
{
    /* The closed lists of the columns are: all, part, amount; and life, a term. */
    static const cm_extent confiscations[] = {CM_EXTENT_ALL, CM_EXTENT_PART, CM_EXTENT_AMOUNT};
    if (column == NULL) {
        return false; /* rows have no value */
    }
    size_t listed = allowed_position(column, text);
    *ret = (value){.text = text, .date = CM_NO_DATE};
    switch (spot->shape) {
    case CM_SHAPE_TEXT:
        return text.len != 0 && text.len <= TEXT_MOST;
    case CM_SHAPE_DATE:
        return cm_date_parse(text, &ret->date) && cm_date_exists(ret->date);
    case CM_SHAPE_NUMBER:
    case CM_SHAPE_AMOUNT:
        return cm_sv_to_int(text, &ret->number) && ret->number >= 0 && ret->number <= NUMBER_MOST;
    case CM_SHAPE_CHOICE:
        ret->number = cm_term_find(list_of(use, spot), text);
        return ret->number >= 0 && listed < column->allowed.count;
    case CM_SHAPE_CONFISCATION:
    case CM_SHAPE_RIGHTS:
        if (listed < column->allowed.count && listed < CM_COUNT(confiscations)) {
            bool rights = spot->shape == CM_SHAPE_RIGHTS;
            ret->extent = !rights       ? confiscations[listed]
                          : listed == 0 ? CM_EXTENT_ALL
                                        : CM_EXTENT_AMOUNT;
        }
        return listed < column->allowed.count;
    }
    return false;
}

/* In one way: a day with all its digits, a number without zeros before it. */
static cm_sv normal(cm_arena *mem, const cm_amend_spot *spot, const value *v)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_MESSAGE);
    if (spot->shape == CM_SHAPE_DATE) {
        (void)cm_date_write(&out, v->date);
    } else if (spot->shape == CM_SHAPE_NUMBER || spot->shape == CM_SHAPE_AMOUNT) {
        (void)cm_buf_add_int(&out, v->number);
    } else {
        (void)cm_buf_add(&out, v->text);
    }
    return cm_arena_sv(mem, cm_buf_view(&out));
}

static const cm_span NOWHERE = {0, 0};

static void put_extent(cm_extent_fact *fact, const cm_amend_spot *spot, cm_state state,
                       const value *v)
{
    bool amount = spot->shape == CM_SHAPE_AMOUNT;
    fact->state = state;
    fact->at = NOWHERE;
    if (state == CM_KNOWN) {
        fact->extent = amount ? CM_EXTENT_AMOUNT : v->extent;
        fact->value = amount ? v->number : fact->value;
    }
}

/* KNOWN or ABSENT; what a person says has no place in the text. */
static void put(void *owner, const cm_amend_spot *spot, cm_state state, const value *v)
{
    void *fact = (char *)owner + spot->at;
    switch (spot->shape) {
    case CM_SHAPE_TEXT:
        *(cm_text_fact *)fact = (cm_text_fact){state, v->text, NOWHERE};
        break;
    case CM_SHAPE_DATE:
        *(cm_date_fact *)fact = (cm_date_fact){state, v->date, NOWHERE};
        break;
    case CM_SHAPE_NUMBER:
        *(cm_number_fact *)fact = (cm_number_fact){state, v->number, NOWHERE};
        break;
    case CM_SHAPE_CHOICE:
        *(cm_choice_fact *)fact = (cm_choice_fact){state, (int)v->number, NOWHERE};
        break;
    case CM_SHAPE_CONFISCATION:
    case CM_SHAPE_RIGHTS:
    case CM_SHAPE_AMOUNT:
        put_extent(fact, spot, state, v);
        break;
    }
}

static cm_state extent_of(const cm_extent_fact *fact, const cm_amend_spot *spot,
                          const cm_column *column, cm_buf *out, cm_span *ret_at)
{
    static const size_t position[] = {
        [CM_EXTENT_ALL] = 0, [CM_EXTENT_PART] = 1, [CM_EXTENT_AMOUNT] = 2};
    *ret_at = fact->at;
    if (fact->state != CM_KNOWN) {
        return fact->state;
    }
    if (spot->shape == CM_SHAPE_AMOUNT) {
        (void)cm_buf_add_int(out, fact->value);
        return fact->extent == CM_EXTENT_AMOUNT ? CM_KNOWN : CM_ABSENT;
    }
    size_t at = position[fact->extent];
    at = spot->shape == CM_SHAPE_RIGHTS && at > 1 ? 1 : at;
    (void)cm_buf_add(out, column->allowed.items[at]);
    return CM_KNOWN;
}

/* What the reader has there: the text of a known value goes to `out`. */
static cm_state look(const cm_fill_use *use, const void *owner, const cm_amend_spot *spot,
                     cm_buf *out, cm_span *ret_at)
{
    const void *fact = (const char *)owner + spot->at;
    const cm_text_fact *text = fact;
    const cm_date_fact *date = fact;
    const cm_number_fact *number = fact;
    const cm_choice_fact *choice = fact;
    switch (spot->shape) {
    case CM_SHAPE_TEXT:
        *ret_at = text->at;
        (void)cm_buf_add(out, text->state == CM_KNOWN ? text->value : CM_SV(""));
        return text->state;
    case CM_SHAPE_DATE:
        *ret_at = date->at;
        if (date->state == CM_KNOWN) {
            (void)cm_date_write(out, date->value);
        }
        return date->state;
    case CM_SHAPE_NUMBER:
        *ret_at = number->at;
        if (number->state == CM_KNOWN) {
            (void)cm_buf_add_int(out, number->value);
        }
        return number->state;
    case CM_SHAPE_CHOICE:
        *ret_at = choice->at;
        (void)cm_buf_add(out, choice->state == CM_KNOWN
                                  ? cm_term_zh(list_of(use, spot), choice->value)
                                  : CM_SV(""));
        return choice->state;
    case CM_SHAPE_CONFISCATION:
    case CM_SHAPE_RIGHTS:
    case CM_SHAPE_AMOUNT:
        break;
    }
    return extent_of(fact, spot, field_of(use, NULL, spot).column, out, ret_at);
}

/* ---- which one ---- */

/* By what a count or a row is known again: its charge, or all of its words. */
static cm_sv part_of(const cm_fill_use *use, cm_arena *mem, const cm_amend_spot *spot,
                     const void *owner)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_PAGE);
    const cm_amend_spot *spots = NULL;
    size_t count = cm_amend_spots(&spots);
    bool row = cm_amend_table(spot->owner) != NULL;
    if (spot->owner == CM_OWNER_COUNT) {
        const cm_count *c = owner;
        return c->charge.state == CM_KNOWN ? c->charge.value : CM_SV("");
    }
    for (size_t i = 0; row && i < count; i++) {
        cm_span ignored;
        if (spots[i].owner == spot->owner) {
            (void)look(use, owner, &spots[i], &out, &ignored);
            (void)cm_buf_add_byte(&out, '|');
        }
    }
    return cm_arena_sv(mem, cm_buf_view(&out));
}

static cm_sv name_of(const cm_defendant *d)
{
    return d->name.state == CM_KNOWN ? d->name.value : CM_SV("");
}

/* The number of the defendant that the correction is about; 0: he is not there. */
static int64_t defendant_of(const cm_record *r, const cm_correction *c)
{
    int64_t at = c->defendant_no;
    if (at >= 1 && (size_t)at <= r->defendants.count &&
        cm_sv_equal(name_of(&r->defendants.items[at - 1]), c->person)) {
        return at;
    }
    for (size_t i = 0; c->person.len != 0 && i < r->defendants.count; i++) {
        if (cm_sv_equal(name_of(&r->defendants.items[i]), c->person)) {
            return (int64_t)i + 1;
        }
    }
    return 0;
}

static bool has_person(const cm_amend_spot *spot)
{
    return !cm_sv_starts(cm_sv_from(spot->view), CM_SV("judgment"));
}

/* Where in a record the fact of a correction stands; numbers of the reader. */
typedef struct {
    const cm_amend_spot *spot;
    bool rows; /* all of the row */
    int64_t defendant_no, number;
    void *owner; /* NULL: not there */
} place;

static bool is_part(const cm_fill_use *use, cm_arena *mem, const place *p, const void *owner,
                    cm_sv part)
{
    return owner != NULL && cm_sv_equal(part_of(use, mem, p->spot, owner), part);
}

/* `r` is not changed; what is given back is a part of it. */
static place place_of(const cm_fill_use *use, const cm_record *record, const cm_correction *c)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_record *r = cm_amend_open(record);
    place p = {.spot = spot_of(c->field, &p.rows)};
    if (p.spot == NULL) {
        return p;
    }
    bool row = cm_amend_table(p.spot->owner) != NULL, numbered = row;
    numbered = numbered || p.spot->owner == CM_OWNER_COUNT;
    p.defendant_no = has_person(p.spot) ? defendant_of(record, c) : 0;
    p.number = row ? c->row_no : c->count_no;
    if (has_person(p.spot) && p.defendant_no == 0) {
        return p;
    }
    p.owner = cm_amend_owner_of(r, p.spot->owner, p.defendant_no, p.number);
    if (!numbered || is_part(use, &mem, &p, p.owner, c->part)) {
        return p;
    }
    int64_t number = 1;
    do {
        p.owner = cm_amend_owner_of(r, p.spot->owner, p.defendant_no, number);
        p.number = number++;
    } while (p.owner != NULL && !is_part(use, &mem, &p, p.owner, c->part));
    return p;
}

bool cm_amend_place(const cm_fill_use *use, const cm_record *record, const cm_correction *c,
                    cm_span *ret_at)
{
    CM_AUTO_BUF ignored;
    cm_buf_init(&ignored, CM_MAX_PAGE);
    bool added = cm_sv_equal(c->act, CM_SV("add"));
    place p = added ? (place){.owner = NULL} : place_of(use, record, c);
    if (p.owner != NULL) {
        (void)look(use, p.owner, p.spot, &ignored, ret_at);
    }
    return p.owner != NULL && ret_at->end > ret_at->begin;
}

/* ---- the record ---- */

typedef struct {
    cm_amend_owner owner;
    int64_t defendant_no, number;
} removal;

typedef struct {
    const cm_fill_use *use;
    cm_arena *mem;
    const cm_record *record; /* as read */
    cm_record *copy;
    CM_VEC(removal) removals;
} amending;

static bool add_row(amending *a, const cm_correction *c)
{
    bool rows = false;
    const cm_amend_spot *spot = spot_of(c->field, &rows);
    cm_amend_field field = {0};
    value v;
    bool known = spot != NULL && cm_amend_field_find(a->use, c->field, &field) && field.grows &&
                 field.column != NULL && parse(a->use, spot, field.column, c->value, &v);
    int64_t whose = known && has_person(spot) ? defendant_of(a->record, c) : 0;
    void *owner = known ? cm_amend_row_add(a->copy, a->mem, spot->owner, whose) : NULL;
    if (owner != NULL) {
        put(owner, spot, CM_KNOWN, &v);
    }
    return owner != NULL;
}

static bool set_fact(amending *a, const cm_correction *c)
{
    place p = place_of(a->use, a->record, c);
    cm_amend_field field = {0};
    value v = {.date = CM_NO_DATE};
    bool set = cm_sv_equal(c->act, CM_SV("set"));
    if (p.owner == NULL || p.rows || !cm_amend_field_find(a->use, c->field, &field) ||
        (set && !parse(a->use, p.spot, field.column, c->value, &v))) {
        return false;
    }
    void *owner = cm_amend_owner_of(a->copy, p.spot->owner, p.defendant_no, p.number);
    put(owner, p.spot, set ? CM_KNOWN : CM_ABSENT, &v);
    if (p.spot->owner == CM_OWNER_SENTENCE) {
        a->copy->defendants.items[p.defendant_no - 1].has_sentence = true;
    }
    return true;
}

static bool note_removal(amending *a, const cm_correction *c)
{
    place p = place_of(a->use, a->record, c);
    if (p.owner != NULL && p.rows) {
        *cm_vec_push(a->mem, &a->removals) = (removal){p.spot->owner, p.defendant_no, p.number};
    }
    return p.owner != NULL && p.rows;
}

static int last_first(const void *a, const void *b)
{
    const removal *x = a, *y = b;
    return x->number == y->number ? 0 : (x->number > y->number ? -1 : 1);
}

static void remove_rows(amending *a)
{
    if (a->removals.count > 1) {
        qsort(a->removals.items, a->removals.count, sizeof(removal), last_first);
    }
    for (size_t i = 0; i < a->removals.count; i++) {
        const removal *x = &a->removals.items[i];
        cm_amend_row_remove(a->copy, x->owner, x->defendant_no, (size_t)x->number - 1);
    }
}

const cm_record *cm_amend(const cm_fill_use *use, cm_arena *mem, const cm_record *record,
                          const cm_corrections *corrections, bool *ret_applied)
{
    const cm_record *settled = cm_fill_settle(mem, record);
    if (corrections == NULL || corrections->count == 0) {
        return settled;
    }
    amending a = {.use = use, .mem = mem, .record = record, .copy = cm_amend_copy(mem, settled)};
    bool *applied =
        ret_applied != NULL ? ret_applied : cm_arena_array(mem, bool, corrections->count);
    for (size_t i = 0; i < corrections->count; i++) {
        const cm_correction *c = &corrections->items[i];
        bool row = cm_sv_equal(c->act, CM_SV("remove"));
        if (!cm_sv_equal(c->act, CM_SV("add"))) {
            applied[i] = row ? note_removal(&a, c) : set_fact(&a, c);
        }
    }
    remove_rows(&a);
    for (size_t i = 0; i < corrections->count; i++) {
        if (cm_sv_equal(corrections->items[i].act, CM_SV("add"))) {
            applied[i] = add_row(&a, &corrections->items[i]);
        }
    }
    return a.copy;
}

/* ---- what a person asks for ---- */

static bool is_removed(const cm_fill_use *use, const cm_record *record,
                       const cm_corrections *holding, const place *wanted)
{
    for (size_t i = 0; i < holding->count; i++) {
        const cm_correction *c = &holding->items[i];
        if (cm_sv_equal(c->act, CM_SV("remove"))) {
            place p = place_of(use, record, c);
            if (p.owner != NULL && p.spot->owner == wanted->spot->owner &&
                p.defendant_no == wanted->defendant_no && p.number == wanted->number) {
                return true;
            }
        }
    }
    return false;
}

/* The rows that are shown are those of the reader without what was removed. */
static void find_row(const cm_fill_use *use, const cm_record *record, const cm_corrections *holding,
                     int64_t shown, place *p)
{
    cm_record *r = cm_amend_open(record);
    int64_t left = shown;
    p->number = 0;
    while (left > 0) {
        p->number++;
        p->owner = cm_amend_owner_of(r, p->spot->owner, p->defendant_no, p->number);
        if (p->owner == NULL) {
            return;
        }
        left -= is_removed(use, record, holding, p) ? 0 : 1;
    }
}

static cm_status check_group(const cm_fill_use *use, const cm_record *record,
                             const cm_amend_field *field, cm_err *err)
{
    cm_sv group = field->column != NULL ? field->column->group : field->view->group;
    const cm_term_list *names = use->choices->group;
    for (size_t i = 0; i < CM_GROUP_COUNT; i++) {
        if (cm_sv_equal(names->terms.items[i].id, group) && record->groups[i].state == CM_UNREAD) {
            return cm_err_set(err, CM_E_ARG,
                              "nothing of group '%.*s' was read: one fact of it would not count",
                              CM_SV_ARG(group));
        }
    }
    return CM_OK;
}

static cm_status take_value(const cm_fill_use *use, cm_arena *mem, const place *p,
                            const cm_amend_field *field, cm_correction *c, cm_err *err)
{
    value v;
    bool adds = field->in_rows && c->row_no == 0, has = c->value.ptr != NULL;
    if (p->rows ? has || adds : adds && !(has && field->grows)) {
        return cm_err_set(err, CM_E_ARG, "'%.*s' takes %s", CM_SV_ARG(c->field),
                          p->rows ? "the number of a row, and no value"
                                  : "the number of a row, or it can't be added by one value");
    }
    c->act = p->rows ? CM_SV("remove") : adds ? CM_SV("add") : has ? CM_SV("set") : CM_SV("absent");
    if (!has) {
        c->value = CM_SV("");
        return CM_OK;
    }
    if (!parse(use, p->spot, field->column, cm_sv_trim(c->value), &v)) {
        return cm_err_set(err, CM_E_ARG, "'%.*s' is no value of '%.*s' (%s)", CM_SV_ARG(c->value),
                          CM_SV_ARG(c->field), cm_type_name(field->column->type));
    }
    c->value = normal(mem, p->spot, &v);
    return CM_OK;
}

static cm_status find_place(const cm_fill_use *use, const cm_record *record,
                            const cm_corrections *holding, cm_correction *c, place *p, cm_err *err)
{
    cm_record *r = cm_amend_open(record);
    bool person = has_person(p->spot), count = p->spot->owner == CM_OWNER_COUNT;
    bool row = cm_amend_table(p->spot->owner) != NULL;
    p->defendant_no = person ? c->defendant_no : 0;
    if (person && (p->defendant_no < 1 || (size_t)p->defendant_no > record->defendants.count)) {
        return cm_err_set(err, CM_E_NOTFOUND, "no defendant %lld", (long long)c->defendant_no);
    }
    p->number = count ? c->count_no : 0;
    if (row && c->row_no == 0) {
        return CM_OK;
    }
    if (row) {
        find_row(use, record, holding, c->row_no, p);
    } else {
        p->owner = cm_amend_owner_of(r, p->spot->owner, p->defendant_no, p->number);
    }
    return p->owner != NULL ? CM_OK
                            : cm_err_set(err, CM_E_NOTFOUND,
                                         "the reader has no such %s: a row that was added is taken "
                                         "back instead",
                                         row ? "row" : "fact");
}

static void tell_was(const cm_fill_use *use, cm_arena *mem, const place *p, cm_correction *c)
{
    static const char *const states[] = {
        [CM_ABSENT] = "absent", [CM_KNOWN] = "read", [CM_UNREAD] = "unread"};
    CM_AUTO_BUF was;
    cm_buf_init(&was, CM_MAX_PAGE);
    cm_span ignored;
    cm_state state = CM_ABSENT;
    if (p->owner != NULL && !p->rows) {
        state = look(use, p->owner, p->spot, &was, &ignored);
    } else if (p->owner != NULL) {
        state = CM_KNOWN;
        (void)cm_buf_add(&was, part_of(use, mem, p->spot, p->owner));
    }
    c->was_state = cm_sv_from(states[state]);
    c->was = state == CM_KNOWN ? cm_arena_sv(mem, cm_buf_view(&was)) : CM_SV("");
}

cm_status cm_amend_take(const cm_fill_use *use, cm_arena *mem, const cm_record *record,
                        const cm_corrections *holding, cm_correction *c, cm_err *err)
{
    cm_amend_field field = {0};
    place p = {.spot = spot_of(c->field, &p.rows)};
    if (p.spot == NULL || !cm_amend_field_find(use, c->field, &field)) {
        return cm_err_set(err, CM_E_NOTFOUND, "no field '%.*s' that can be corrected",
                          CM_SV_ARG(c->field));
    }
    cm_status status = check_group(use, record, &field, err);
    if (status == CM_OK) {
        status = find_place(use, record, holding, c, &p, err);
    }
    if (status == CM_OK) {
        status = take_value(use, mem, &p, &field, c, err);
    }
    if (status != CM_OK) {
        return status;
    }
    c->defendant_no = p.defendant_no;
    c->count_no = p.spot->owner == CM_OWNER_COUNT ? p.number : 0;
    c->row_no = cm_amend_table(p.spot->owner) != NULL ? p.number : 0;
    c->person =
        p.defendant_no != 0 ? name_of(&record->defendants.items[p.defendant_no - 1]) : CM_SV("");
    c->part = p.owner != NULL ? part_of(use, mem, p.spot, p.owner) : CM_SV("");
    tell_was(use, mem, &p, c);
    return CM_OK;
}

cm_sv cm_amend_said(const cm_fill_use *use, const cm_wording *words, cm_arena *mem, cm_sv field,
                    cm_sv value_text)
{
    cm_amend_field found = {0};
    value v;
    bool rows = false;
    const cm_amend_spot *spot = spot_of(field, &rows);
    if (spot == NULL || rows || !cm_amend_field_find(use, field, &found) ||
        !parse(use, spot, found.column, value_text, &v)) {
        return value_text;
    }
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_PAGE);
    bool day = spot->shape == CM_SHAPE_DATE;
    cm_column_write(&out, words, found.column,
                    (cm_value){CM_VALUE_KNOWN, day ? cm_date_to_days(v.date) : v.number, v.text});
    return cm_arena_sv(mem, cm_buf_view(&out));
}
