#include "base/base.h"

#include "desk/list.h"

#include "base/json.h"
#include "base/limits.h"
#include "base/map.h"
#include "desk/census.h"
#include "desk/clue_row.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name, *column; /* column: as text */
} FACETS[CM_FACET_COUNT] = {
    [CM_FACET_STATE] = {"state", "state"},
    [CM_FACET_MODEL] = {"model", "model"},
    [CM_FACET_COURT] = {"court", "court"},
    [CM_FACET_CHARGE] = {"charge", "charge"},
    [CM_FACET_OFFICE] = {"office", "office"},
    [CM_FACET_HANDLER] = {"handler", "handler"},
    [CM_FACET_DIRECTION] = {"direction", "direction"},
    [CM_FACET_SEVERITY] = {"severity", "severity"},
    [CM_FACET_YEAR] = {"year", "year"},
    /* today, today, soon */
    [CM_FACET_DUE] = {"due", "CASE WHEN due_on IS NULL THEN NULL WHEN due_on < ? THEN 'overdue' "
                             "WHEN due_on = ? THEN 'today' WHEN due_on <= ? THEN 'soon' ELSE "
                             "'later' END"},
    [CM_FACET_URGENT] = {"urgent", "iif(urgent, '1', '0')"},
};

/* As the indexes of the layout have them. */
static const struct {
    const char *name, *key;
} ORDERS[CM_LIST_BY_COUNT] = {
    [CM_LIST_BY_PLACE] = {"place", "place"},
    [CM_LIST_BY_DUE] = {"due", CM_CLUE_BY_DUE},
    [CM_LIST_BY_NEWEST] = {"newest", CM_CLUE_BY_NEWEST},
    [CM_LIST_BY_MODEL] = {"model", CM_CLUE_BY_MODEL},
    [CM_LIST_BY_COURT] = {"court", CM_CLUE_BY_COURT},
};

cm_sv cm_facet_name(cm_facet facet)
{
    return cm_sv_from(FACETS[facet].name);
}

cm_sv cm_list_order_name(cm_list_order order)
{
    return cm_sv_from(ORDERS[order].name);
}

bool cm_list_order_find(cm_sv name, cm_list_order *ret_order)
{
    for (size_t i = 0; i < CM_LIST_BY_COUNT; i++) {
        if (cm_sv_equal(cm_sv_from(ORDERS[i].name), name)) {
            *ret_order = (cm_list_order)i;
            return true;
        }
    }
    return false;
}

/* ---- the condition: SQL, and its values in the same order ---- */

typedef struct {
    cm_buf sql;
    cm_arena *mem;
    cm_svs values;
    bool walk; /* in the order of the list, whose clues are in sight */
} condition;

static cm_sv day_text(condition *c, cm_date day)
{
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_MESSAGE);
    if (cm_date_exists(day)) {
        (void)cm_date_write(&text, day);
    }
    return cm_arena_sv(c->mem, cm_buf_view(&text));
}

/* The values of a facet's column itself. */
static void add_days(condition *c, size_t facet, cm_date today)
{
    if (facet == CM_FACET_DUE) {
        cm_date soon = today;
        if (cm_date_exists(today)) {
            soon = cm_date_from_days(cm_date_to_days(today) + CM_LIST_SOON);
        }
        *cm_vec_push(c->mem, &c->values) = day_text(c, today);
        *cm_vec_push(c->mem, &c->values) = day_text(c, today);
        *cm_vec_push(c->mem, &c->values) = day_text(c, soon);
    }
}

/* An array that json_each() takes apart: one value however many there are. */
static cm_sv array_of(condition *c, const cm_svs *values)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    CM_AUTO_JSON *json = cm_json_new(&out);
    cm_json_array(json);
    for (size_t i = 0; i < values->count; i++) {
        cm_json_text(json, values->items[i]);
    }
    cm_json_array_end(json);
    return cm_arena_sv(c->mem, cm_buf_view(&out));
}

static void add_any(condition *c, const char *column, const cm_svs *values)
{
    bool none = false;
    size_t given = 0;
    (void)cm_buf_addf(&c->sql, "(%s IN (", column);
    for (size_t i = 0; i < values->count; i++) {
        if (values->items[i].len == 0) {
            none = true;
        } else {
            (void)cm_buf_addf(&c->sql, "%s?", given++ > 0 ? ", " : "");
            *cm_vec_push(c->mem, &c->values) = values->items[i];
        }
    }
    (void)cm_buf_add(&c->sql, CM_SV(")"));
    if (none && strchr(column, '?') != NULL) {
        (void)cm_buf_add(&c->sql, CM_SV(" OR due_on IS NULL"));
    } else if (none) {
        (void)cm_buf_addf(&c->sql, " OR %s IS NULL", column);
    }
    (void)cm_buf_add(&c->sql, CM_SV(")"));
}

static bool sees_all(const cm_scope *scope)
{
    return scope == NULL || scope->all;
}

/* A '+' before a column keeps SQLite from finding the rows by it. */
static void add_scope(condition *c, const cm_scope *scope)
{
    const char *by = c->walk ? "+" : "";
    if (sees_all(scope)) {
        return;
    }
    (void)cm_buf_add(&c->sql, CM_SV(" AND ("));
    if (scope->offices.count != 0 || !scope->own) {
        add_any(c, c->walk ? "+office" : "office", &scope->offices);
    }
    if (scope->own) {
        (void)cm_buf_addf(&c->sql, "%s%shandler = ?", scope->offices.count == 0 ? "" : " OR ", by);
        *cm_vec_push(c->mem, &c->values) = scope->name;
    }
    (void)cm_buf_add(&c->sql, CM_SV(")"));
}

static void add_gone(condition *c, const cm_list_filter *filter)
{
    if (!filter->with_gone) {
        (void)cm_buf_add(&c->sql, CM_SV(" AND gone = 0"));
    }
}

/* A clue about a document that the law seals is in no list and no count. */
static void add_seals(condition *c)
{
    (void)cm_buf_add(&c->sql, CM_SV(" AND no NOT IN (SELECT k.no FROM seal s JOIN clue k ON "
                                    "k.doc = s.doc WHERE s.ended_at IS NULL)"));
}

static void add_ids(condition *c, const char *in, const cm_svs *ids)
{
    if (ids != NULL) {
        (void)cm_buf_addf(&c->sql, " AND id %s (SELECT value FROM json_each(?))", in);
        *cm_vec_push(c->mem, &c->values) = array_of(c, ids);
    }
}

/* A name that is masked is not searched: a hit would tell it. */
static void add_word(condition *c, const cm_list_filter *filter, const cm_list_word *word)
{
    const cm_sv values[] = {word->text, word->text, word->wide, array_of(c, &word->models),
                            word->text};
    (void)cm_buf_add(&c->sql, CM_SV(" AND (id = ? OR instr(case_no, ?) > 0 OR instr(case_no, ?) > "
                                    "0 OR model IN (SELECT value FROM json_each(?)) OR "
                                    "(instr(defendant, ?) > 0"));
    for (size_t i = 0; i < CM_COUNT(values); i++) {
        *cm_vec_push(c->mem, &c->values) = values[i];
    }
    if (!filter->names) {
        (void)cm_buf_add(&c->sql, CM_SV(" AND EXISTS (SELECT 1 FROM unmask u WHERE u.clue = "
                                        "clue.id AND u.person = ? AND u.day = ?)"));
        *cm_vec_push(c->mem, &c->values) = filter->reader;
        *cm_vec_push(c->mem, &c->values) = day_text(c, filter->today);
    }
    (void)cm_buf_add(&c->sql, CM_SV("))"));
}

/* All but the values of facets. */
static void add_rest(condition *c, const cm_list_filter *filter)
{
    add_gone(c, filter);
    add_ids(c, "IN", filter->only);
    add_ids(c, "NOT IN", filter->except);
    for (size_t i = 0; i < filter->words.count; i++) {
        add_word(c, filter, &filter->words.items[i]);
    }
    add_scope(c, filter->scope);
    add_seals(c);
}

static void add_filter(condition *c, const cm_list_filter *filter)
{
    for (size_t i = 0; i < CM_FACET_COUNT; i++) {
        if (filter->values[i].count != 0) {
            (void)cm_buf_add(&c->sql, CM_SV(" AND "));
            add_days(c, i, filter->today);
            add_any(c, FACETS[i].column, &filter->values[i]);
        }
    }
    add_rest(c, filter);
}

static void bind(cm_statement *s, const condition *c)
{
    for (size_t i = 0; i < c->values.count; i++) {
        cm_statement_text(s, c->values.items[i]);
    }
}

// NOLINTNEXTLINE(readability-function-size): seven parameters, each of its own
cm_status cm_list_arrived(cm_desk *desk, const cm_scope *scope, cm_sv since, cm_arena *mem,
                          int64_t *ret_count, int64_t *ret_urgent, cm_err *err)
{
    condition c = {.mem = mem};
    const cm_list_filter filter = {.scope = scope};
    cm_buf_init(&c.sql, CM_MAX_SQL);
    (void)cm_buf_add(&c.sql, CM_SV("SELECT count(*), coalesce(sum(urgent), 0) FROM clue WHERE "
                                   "made_at >= ?"));
    *cm_vec_push(mem, &c.values) = since;
    add_filter(&c, &filter);
    cm_statement s = cm_statement_new(desk, cm_buf_z(&c.sql));
    bind(&s, &c);
    bool found = cm_statement_next(&s);
    *ret_count = found ? cm_statement_number(&s, 0) : 0;
    *ret_urgent = found ? cm_statement_number(&s, 1) : 0;
    cm_buf_clear(&c.sql);
    return cm_statement_end(&s, err);
}

/* Few clues in sight are found by their offices and sorted. Of many, that would read them all for
 * each page: there the list is walked in its order instead, and what is out of sight left out. */
static cm_status choose_way(cm_desk *desk, const cm_scope *scope, condition *c, cm_err *err)
{
    enum { FEW = 2000 };

    if (sees_all(scope)) {
        return CM_OK;
    }
    condition sight = {.mem = c->mem};
    cm_buf_init(&sight.sql, CM_MAX_SQL);
    (void)cm_buf_add(&sight.sql, CM_SV("SELECT count(*) FROM (SELECT 1 FROM clue WHERE 1"));
    add_scope(&sight, scope);
    (void)cm_buf_add(&sight.sql, CM_SV(" LIMIT ?)"));
    cm_statement s = cm_statement_new(desk, cm_buf_z(&sight.sql));
    cm_buf_clear(&sight.sql);
    bind(&s, &sight);
    cm_statement_int(&s, FEW);
    c->walk = cm_statement_next(&s) && cm_statement_number(&s, 0) == FEW;
    return cm_statement_end(&s, err);
}

/* Nothing is asked for that has an index of its own: the one in the order of the list has every
 * column that is looked at. */
static bool is_read_through(const cm_list_filter *filter, const condition *c)
{
    static const cm_facet WITH_INDEX[] = {CM_FACET_STATE,  CM_FACET_MODEL,  CM_FACET_COURT,
                                          CM_FACET_CHARGE, CM_FACET_OFFICE, CM_FACET_HANDLER};
    bool through = (c->walk || sees_all(filter->scope)) && filter->order == CM_LIST_BY_PLACE &&
                   filter->only == NULL && filter->words.count == 0;
    for (size_t i = 0; i < CM_COUNT(WITH_INDEX); i++) {
        through = through && filter->values[WITH_INDEX[i]].count == 0;
    }
    return through;
}

/* ---- pages ---- */

static bool read_cursor(cm_sv after, cm_sv *ret_place, int64_t *ret_no)
{
    size_t dot = after.len;
    while (dot > 0 && after.ptr[dot - 1] != '.') {
        dot--;
    }
    *ret_place = cm_sv_slice(after, 0, dot > 0 ? dot - 1 : 0);
    return dot > 0 && cm_sv_to_int(cm_sv_slice(after, dot, after.len), ret_no);
}

/* The cursor stands behind the last clue of a full page. */
static cm_status read_page(cm_statement *s, int64_t limit, cm_arena *mem, cm_list_page *page,
                           cm_err *err)
{
    cm_sv place = CM_SV("");
    bool more = false;
    while (cm_statement_next(s)) {
        if ((int64_t)page->clues.count == limit) {
            more = true;
            break;
        }
        *cm_vec_push(mem, &page->clues) = cm_clue_row(s, mem);
        place = cm_statement_cell(s, CM_CLUE_COLUMN_COUNT, mem);
    }
    if (more) {
        cm_assert(page->clues.items != NULL && page->clues.count > 0);
        const cm_desk_clue *last = &page->clues.items[page->clues.count - 1];
        page->next = cm_arena_format(mem, "%.*s.%lld", CM_SV_ARG(place), (long long)last->no);
    }
    return cm_statement_end(s, err);
}

// NOLINTNEXTLINE(readability-function-size): seven parameters, each of its own
cm_status cm_list_page_of(cm_desk *desk, const cm_list_filter *filter, cm_sv after, int64_t limit,
                          cm_arena *mem, cm_list_page *ret_page, cm_err *err)
{
    cm_list_page page = {0};
    cm_sv place = CM_SV("");
    int64_t no = 0;
    if (after.len != 0 && !read_cursor(after, &place, &no)) {
        return cm_err_set(err, CM_E_ARG, "no such place in the list: '%.*s'", CM_SV_ARG(after));
    }
    condition c = {.mem = mem};
    cm_status status = choose_way(desk, filter->scope, &c, err);
    if (status != CM_OK) {
        return status;
    }
    cm_buf_init(&c.sql, CM_MAX_SQL);
    const char *key = ORDERS[filter->order].key;
    (void)cm_buf_addf(
        &c.sql, "SELECT " CM_CLUE_COLUMNS ", %s FROM (SELECT no AS wanted FROM clue%s WHERE 1", key,
        is_read_through(filter, &c) ? " INDEXED BY clue_walk" : "");
    add_filter(&c, filter);
    if (after.len != 0) {
        (void)cm_buf_addf(&c.sql, " AND (%s, no) > (?, ?)", key);
    }
    (void)cm_buf_addf(&c.sql, " ORDER BY %s, no LIMIT ?) JOIN clue ON no = wanted ORDER BY %s, no",
                      key, key);
    cm_statement s = cm_statement_new(desk, cm_buf_z(&c.sql));
    cm_buf_clear(&c.sql);
    bind(&s, &c);
    if (after.len != 0) {
        cm_statement_text(&s, place);
        cm_statement_int(&s, no);
    }
    cm_statement_int(&s, limit + 1);
    status = read_page(&s, limit, mem, &page, err);
    if (status == CM_OK) {
        *ret_page = page;
    }
    return status;
}

// NOLINTNEXTLINE(readability-function-size): seven parameters, each of its own
cm_status cm_list_ids(cm_desk *desk, const cm_list_filter *filter, const cm_svs *states,
                      int64_t limit, cm_arena *mem, cm_svs *ret_ids, cm_err *err)
{
    cm_svs ids = {0};
    condition c = {.mem = mem};
    cm_buf_init(&c.sql, CM_MAX_SQL);
    (void)cm_buf_add(&c.sql, CM_SV("SELECT id FROM clue WHERE "));
    add_any(&c, "state", states);
    add_filter(&c, filter);
    (void)cm_buf_add(&c.sql, CM_SV(" ORDER BY place, no LIMIT ?"));
    cm_statement s = cm_statement_new(desk, cm_buf_z(&c.sql));
    cm_buf_clear(&c.sql);
    bind(&s, &c);
    cm_statement_int(&s, limit);
    while (cm_statement_next(&s)) {
        *cm_vec_push(mem, &ids) = cm_statement_cell(&s, 0, mem);
    }
    cm_status status = cm_statement_end(&s, err);
    if (status == CM_OK) {
        *ret_ids = ids;
    }
    return status;
}

cm_status cm_list_count(cm_desk *desk, const cm_list_filter *filter, cm_arena *mem,
                        int64_t *ret_count, cm_err *err)
{
    condition c = {.mem = mem};
    cm_buf_init(&c.sql, CM_MAX_SQL);
    (void)cm_buf_add(&c.sql, CM_SV("SELECT count(*) FROM clue WHERE 1"));
    add_filter(&c, filter);
    cm_statement s = cm_statement_new(desk, cm_buf_z(&c.sql));
    cm_buf_clear(&c.sql);
    bind(&s, &c);
    int64_t count = cm_statement_next(&s) ? cm_statement_number(&s, 0) : 0;
    cm_status status = cm_statement_end(&s, err);
    if (status == CM_OK) {
        *ret_count = count;
    }
    return status;
}

/* ---- facets ---- */

typedef struct {
    const cm_list_filter *filter;
    cm_arena *mem;
    cm_map seen[CM_FACET_COUNT];          /* value -> cm_facet_count */
    cm_facet_count *last[CM_FACET_COUNT]; /* of the row before: rows of the index go together */
    int64_t total;
} counting;

static cm_sv cell_view(const cm_statement *s, int column)
{
    const unsigned char *text = sqlite3_column_text(s->handle, column);
    int bytes = sqlite3_column_bytes(s->handle, column);
    return text == NULL ? CM_SV("") : (cm_sv){(const char *)text, (size_t)bytes};
}

static cm_facet_count *entry(counting *c, size_t facet, cm_sv value)
{
    cm_facet_count *last = c->last[facet];
    if (last != NULL && cm_sv_equal(last->value, value)) {
        return last;
    }
    cm_facet_count *found = cm_map_find(&c->seen[facet], value);
    if (found == NULL) {
        found = cm_arena_new(c->mem, cm_facet_count);
        found->value = cm_arena_sv(c->mem, value);
        (void)cm_map_put(c->mem, &c->seen[facet], found->value, found);
    }
    c->last[facet] = found;
    return found;
}

static bool is_wanted(const cm_svs *values, cm_sv value)
{
    bool wanted = values->count == 0;
    for (size_t i = 0; i < values->count && !wanted; i++) {
        wanted = cm_sv_equal(values->items[i], value);
    }
    return wanted;
}

/* A row that one facet alone keeps out still counts for that facet. */
static void count_row(counting *c, const cm_statement *s)
{
    cm_sv values[CM_FACET_COUNT];
    size_t out = 0, which = 0;
    for (size_t i = 0; i < CM_FACET_COUNT; i++) {
        values[i] = cell_view(s, (int)i);
        if (!is_wanted(&c->filter->values[i], values[i])) {
            out++;
            which = i;
        }
    }
    for (size_t i = 0; i < CM_FACET_COUNT; i++) {
        if (out == 0 || (out == 1 && which == i)) {
            entry(c, i, values[i])->count++;
        }
    }
    c->total += out == 0;
}

static int by_count(const void *left, const void *right)
{
    const cm_facet_count *a = left;
    const cm_facet_count *b = right;
    return a->count != b->count ? (a->count < b->count) - (a->count > b->count)
                                : cm_sv_compare(a->value, b->value);
}

static void sort_counts(cm_facets *facets)
{
    for (size_t i = 0; i < CM_FACET_COUNT; i++) {
        cm_facet_counts *list = &facets->facets[i];
        if (list->count > 1) {
            qsort(list->items, list->count, sizeof(*list->items), by_count);
        }
    }
}

static void give_counts(counting *c, cm_facets *ret)
{
    ret->total = c->total;
    for (size_t i = 0; i < CM_FACET_COUNT; i++) {
        cm_facet_counts list = {0};
        for (size_t k = 0; k < c->seen[i].entries.count; k++) {
            *cm_vec_push(c->mem, &list) = *(cm_facet_count *)c->seen[i].entries.items[k].value;
        }
        ret->facets[i] = list;
    }
    sort_counts(ret);
}

cm_status cm_list_facets(cm_desk *desk, const cm_list_filter *filter, cm_arena *mem,
                         cm_facets *ret_facets, cm_err *err)
{
    bool apart = filter->only != NULL || filter->except != NULL || filter->words.count != 0;
    if (desk->census != NULL && !apart) {
        cm_status status = cm_census_facets(desk, filter, mem, ret_facets, err);
        sort_counts(ret_facets);
        return status;
    }
    counting counts = {.filter = filter, .mem = mem};
    condition c = {.mem = mem};
    cm_buf_init(&c.sql, CM_MAX_SQL);
    (void)cm_buf_add(&c.sql, CM_SV("SELECT "));
    for (size_t i = 0; i < CM_FACET_COUNT; i++) {
        (void)cm_buf_addf(&c.sql, "%s%s", i > 0 ? ", " : "", FACETS[i].column);
        add_days(&c, i, filter->today);
    }
    (void)cm_buf_addf(&c.sql, " FROM clue%s WHERE 1", apart ? "" : " INDEXED BY clue_facet");
    add_rest(&c, filter);
    cm_statement s = cm_statement_new(desk, cm_buf_z(&c.sql));
    cm_buf_clear(&c.sql);
    bind(&s, &c);
    while (cm_statement_next(&s)) {
        count_row(&counts, &s);
    }
    cm_status status = cm_statement_end(&s, err);
    if (status == CM_OK) {
        give_counts(&counts, ret_facets);
    }
    return status;
}
