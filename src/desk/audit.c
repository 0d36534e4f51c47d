#include "base/base.h"

#include "desk/audit.h"

#include "base/limits.h"
#include "base/map.h"
#include "desk/layout.h"
#include "desk/line.h"
#include "desk/statement.h"

cm_status cm_audit_last(cm_desk *desk, cm_arena *mem, cm_audit_point *ret_point, cm_err *err)
{
    cm_statement s =
        cm_statement_new(desk, "SELECT no, digest FROM audit ORDER BY no DESC LIMIT 1");
    *ret_point = (cm_audit_point){0};
    if (cm_statement_next(&s)) {
        ret_point->no = cm_statement_number(&s, 0);
        ret_point->digest = cm_statement_cell(&s, 1, mem);
    }
    return cm_statement_end(&s, err);
}

static cm_audit_line read_line(cm_statement *s, cm_arena *mem)
{
    return (cm_audit_line){
        .no = cm_statement_number(s, 0),
        .deed = {.at = cm_statement_cell(s, 1, mem),
                 .by = cm_statement_cell(s, 2, mem),
                 .role = cm_statement_cell(s, 3, mem),
                 .office = cm_statement_cell(s, 4, mem),
                 .action = cm_statement_cell(s, 5, mem),
                 .object = cm_statement_cell(s, 6, mem),
                 .reason = cm_statement_cell(s, 7, mem),
                 .detail = cm_statement_cell(s, 8, mem)},
        .rows = cm_statement_cell(s, 9, mem),
        .previous = cm_statement_cell(s, 10, mem),
        .digest = cm_statement_cell(s, 11, mem),
    };
}

static bool is_wanted(const cm_audit_filter *f, const cm_audit_line *line)
{
    const cm_deed *d = &line->deed;
    return (f->by.len == 0 || cm_sv_equal(f->by, d->by)) && cm_sv_starts(d->action, f->action) &&
           (f->object.len == 0 || cm_sv_equal(f->object, d->object)) &&
           (f->from.len == 0 || cm_sv_compare(f->from, d->at) <= 0) &&
           (f->to.len == 0 || cm_sv_compare(d->at, f->to) <= 0);
}

#define LINES                                                                                      \
    "SELECT no, at, by, role, office, action, object, reason, detail, rows, previous, digest "     \
    "FROM audit "

cm_status cm_audit_each(cm_desk *desk, const cm_audit_filter *filter, cm_audit_visit visit,
                        void *payload, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_statement s = cm_statement_new(desk, filter->newest ? LINES "WHERE no < ? ORDER BY no DESC"
                                                           : LINES "WHERE no > ? ORDER BY no");
    cm_statement_int(&s, filter->newest && filter->after == 0 ? INT64_MAX : filter->after);
    cm_status status = CM_OK;
    int64_t seen = 0;
    while (status == CM_OK && (filter->limit == 0 || seen < filter->limit) &&
           cm_statement_next(&s)) {
        cm_arena_reset(&mem);
        cm_audit_line line = read_line(&s, &mem);
        if (is_wanted(filter, &line)) {
            seen++;
            status = visit(payload, &line, err);
        }
    }
    cm_status ended = cm_statement_end(&s, status == CM_OK ? err : NULL);
    return status != CM_OK ? status : ended;
}

/* ---- verifying ---- */

/* What the lines say a row is. */
typedef struct {
    cm_sv digest; /* of the last line that tells of it */
    int64_t line;
    bool seen;
} told_row;

typedef struct {
    cm_desk *desk;
    cm_arena *mem; /* of the report and of all that is kept */
    const cm_audit_points *points;
    cm_audit_report *report;
    cm_map rows; /* "table number": told_row */
    cm_audit_point last;
} verifying;

static void fault(verifying *v, cm_audit_fault_kind kind, int64_t line, cm_sv table, int64_t row)
{
    if (v->report->fault_count++ < CM_AUDIT_FAULTS) {
        *cm_vec_push(v->mem, &v->report->faults) =
            (cm_audit_fault){kind, line, cm_arena_sv(v->mem, table), row};
    }
}

static told_row *row_of(verifying *v, cm_sv name)
{
    told_row *row = cm_map_find(&v->rows, name);
    if (row == NULL) {
        row = cm_arena_new(v->mem, told_row);
        (void)cm_map_put(v->mem, &v->rows, cm_arena_sv(v->mem, name), row);
    }
    return row;
}

static void take_rows(verifying *v, const cm_audit_line *line)
{
    cm_sv rest = line->rows, one = {NULL, 0};
    while (cm_sv_split(&rest, '\n', &one)) {
        size_t at = one.len;
        while (at > 0 && one.ptr[at - 1] != ' ') {
            at--;
        }
        if (at > 0) {
            told_row *row = row_of(v, cm_sv_slice(one, 0, at - 1));
            row->digest = cm_arena_sv(v->mem, cm_sv_slice(one, at, one.len));
            row->line = line->no;
        }
    }
}

static void check_points(verifying *v, const cm_audit_line *line)
{
    for (size_t i = 0; i < v->points->count; i++) {
        const cm_audit_point *p = &v->points->items[i];
        if (p->no == line->no && !cm_sv_equal(p->digest, line->digest)) {
            fault(v, CM_AUDIT_CHECK_POINT, line->no, CM_SV("audit"), line->no);
        }
    }
}

static cm_status take_line(void *payload, const cm_audit_line *line, cm_err *err)
{
    (void)err;
    verifying *v = payload;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    v->report->lines++;
    for (int64_t no = v->last.no + 1; no < line->no; no++) {
        fault(v, CM_AUDIT_LINE_MISSING, no, CM_SV("audit"), no);
        if (v->report->fault_count > CM_AUDIT_FAULTS) {
            break; /* a number out of all bounds */
        }
    }
    if (!cm_sv_equal(cm_line_digest(&mem, line), line->digest)) {
        fault(v, CM_AUDIT_LINE_ALTERED, line->no, CM_SV("audit"), line->no);
    } else if (!cm_sv_equal(line->previous, v->last.digest)) {
        fault(v, CM_AUDIT_LINE_MOVED, line->no, CM_SV("audit"), line->no);
    }
    check_points(v, line);
    take_rows(v, line);
    v->last = (cm_audit_point){line->no, cm_arena_sv(v->mem, line->digest)};
    return CM_OK;
}

static void check_end(verifying *v)
{
    for (size_t i = 0; i < v->points->count; i++) {
        const cm_audit_point *p = &v->points->items[i];
        if (p->no > v->last.no) {
            fault(v, CM_AUDIT_LINE_MISSING, p->no, CM_SV("audit"), p->no);
        }
        v->report->sealed = p->no > v->report->sealed ? p->no : v->report->sealed;
    }
}

static cm_status check_table(verifying *v, cm_sv table, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_sv sql = cm_arena_format(&mem, "SELECT * FROM \"%.*s\" ORDER BY no", CM_SV_ARG(table));
    cm_statement s = cm_statement_new(v->desk, sql.ptr);
    while (cm_statement_next(&s)) {
        CM_AUTO_ARENA step;
        cm_arena_init(&step);
        int64_t no = cm_statement_number(&s, 0); /* `no` is the first column of every table */
        cm_sv name = cm_arena_format(&step, "%.*s %lld", CM_SV_ARG(table), (long long)no);
        told_row *row = cm_map_find(&v->rows, name);
        v->report->rows++;
        if (row == NULL) {
            fault(v, CM_AUDIT_ROW_UNTOLD, 0, table, no);
            continue;
        }
        row->seen = true;
        if (!cm_sv_equal(cm_row_digest(&step, s.handle, 0), row->digest)) {
            fault(v, CM_AUDIT_ROW_ALTERED, row->line, table, no);
        }
    }
    return cm_statement_end(&s, err);
}

static cm_status check_tables(verifying *v, cm_err *err)
{
    cm_svs tables = {0};
    cm_statement s =
        cm_statement_new(v->desk, "SELECT name FROM sqlite_schema WHERE type = 'table' "
                                  "AND name <> 'audit' AND name NOT GLOB 'sqlite_*' "
                                  "ORDER BY name");
    while (cm_statement_next(&s)) {
        cm_sv name = cm_statement_cell(&s, 0, v->mem);
        if (!cm_layout_of_the_moment(name.ptr)) {
            *cm_vec_push(v->mem, &tables) = name;
        }
    }
    cm_status status = cm_statement_end(&s, err);
    for (size_t i = 0; status == CM_OK && i < tables.count; i++) {
        status = check_table(v, tables.items[i], err);
    }
    return status;
}

static void check_gone(verifying *v)
{
    for (size_t i = 0; i < v->rows.entries.count; i++) {
        const cm_map_entry *e = &v->rows.entries.items[i];
        const told_row *row = e->value;
        size_t blank = cm_sv_find_byte(e->key, ' ', 0);
        int64_t no = 0;
        if (!row->seen && !cm_sv_equal(row->digest, CM_SV("-")) && blank != SIZE_MAX &&
            cm_sv_to_int(cm_sv_slice(e->key, blank + 1, e->key.len), &no)) {
            fault(v, CM_AUDIT_ROW_MISSING, row->line, cm_sv_slice(e->key, 0, blank), no);
        }
    }
}

/* ---- the layout itself: a trigger taken away lets lines be changed ---- */

static cm_sv object_name(cm_sv sql)
{
    cm_sv rest = sql, word = {NULL, 0};
    bool named = false; /* after TABLE, INDEX or TRIGGER */
    while (cm_sv_split(&rest, ' ', &word)) {
        if (named) {
            return word;
        }
        named = cm_sv_equal(word, CM_SV("TABLE")) || cm_sv_equal(word, CM_SV("INDEX")) ||
                cm_sv_equal(word, CM_SV("TRIGGER"));
    }
    return CM_SV("");
}

/* A later layout dropped it. */
static void take_back(cm_map *wanted, cm_sv name)
{
    for (size_t i = 0; i < wanted->entries.count; i++) {
        if (cm_sv_equal(object_name(wanted->entries.items[i].key), name)) {
            wanted->entries.items[i].value = NULL;
        }
    }
}

static cm_status check_layout(verifying *v, cm_err *err)
{
    size_t count = 0;
    const cm_layout *layouts = cm_layouts(&count);
    cm_map wanted = {0}, found = {0};
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < layouts[i].count; j++) {
            cm_sv sql = cm_sv_from(layouts[i].statements[j]);
            if (cm_sv_starts(sql, CM_SV("DROP "))) {
                take_back(&wanted, object_name(sql));
            } else {
                (void)cm_map_put(v->mem, &wanted, sql, v);
            }
        }
    }
    cm_statement s = cm_statement_new(v->desk, "SELECT name, sql FROM sqlite_schema WHERE sql IS "
                                               "NOT NULL AND name NOT GLOB 'sqlite_*'");
    while (cm_statement_next(&s)) {
        cm_sv name = cm_statement_cell(&s, 0, v->mem), sql = cm_statement_cell(&s, 1, v->mem);
        (void)cm_map_put(v->mem, &found, sql, v);
        if (cm_map_find(&wanted, sql) == NULL) {
            fault(v, CM_AUDIT_LAYOUT, 0, name, 0);
        }
    }
    for (size_t i = 0; i < wanted.entries.count; i++) {
        cm_sv sql = wanted.entries.items[i].key;
        if (wanted.entries.items[i].value != NULL && cm_map_find(&found, sql) == NULL) {
            fault(v, CM_AUDIT_LAYOUT, 0, object_name(sql), 0);
        }
    }
    return cm_statement_end(&s, err);
}

static cm_status check_all(verifying *v, cm_err *err)
{
    const cm_audit_filter all = {0};
    cm_status status = check_layout(v, err);
    if (status == CM_OK) {
        status = cm_audit_each(v->desk, &all, take_line, v, err);
    }
    check_end(v);
    if (status == CM_OK) {
        status = check_tables(v, err);
    }
    check_gone(v);
    return status;
}

/* Lines and rows of one moment, though others write. */
cm_status cm_audit_verify(cm_desk *desk, const cm_audit_points *points, cm_arena *mem,
                          cm_audit_report *ret_report, cm_err *err)
{
    *ret_report = (cm_audit_report){0};
    verifying v = {.desk = desk, .mem = mem, .points = points, .report = ret_report};
    cm_statement begin = cm_statement_new(desk, "BEGIN");
    cm_status status = cm_statement_run(&begin, err);
    if (status != CM_OK) {
        return status;
    }
    status = check_all(&v, err);
    cm_statement end = cm_statement_new(desk, "COMMIT");
    cm_status ended = cm_statement_run(&end, status == CM_OK ? err : NULL);
    return status != CM_OK ? status : ended;
}
