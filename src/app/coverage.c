#include "base/base.h"

#include "app/coverage.h"

#include "app/lens.h"

/* ---- counts ---- */

static cm_status add_slices(cm_site *site, cm_facts_query query, cm_arena *mem,
                            cm_coverage_rows *rows, cm_err *err)
{
    cm_cell groups = cm_cell_int(CM_GROUP_COUNT);
    cm_rows *found = NULL;
    cm_status status = cm_facts_ask(site->session, query, &groups, 1, &found, err);
    while (status == CM_OK && cm_rows_next(found)) {
        *cm_vec_push(mem, rows) =
            (cm_coverage_row){cm_rows_text(found, 0, mem), cm_rows_count(found, 1),
                              cm_rows_count(found, 2), cm_rows_count(found, 3)};
    }
    cm_rows_close(found);
    return status;
}

cm_status cm_coverage_by(cm_site *site, cm_coverage_slice slice, cm_arena *mem,
                         cm_coverage_rows *ret_rows, cm_err *err)
{
    static const cm_facts_query queries[CM_COVERAGE_SLICE_COUNT] = {
        [CM_COVERAGE_COURT] = CM_QUERY_COVERAGE_COURT,
        [CM_COVERAGE_MONTH] = CM_QUERY_COVERAGE_MONTH,
        [CM_COVERAGE_SOURCE] = CM_QUERY_COVERAGE_SOURCE,
        [CM_COVERAGE_KIND] = CM_QUERY_COVERAGE_KIND,
    };
    *ret_rows = (cm_coverage_rows){0};
    return add_slices(site, queries[slice], mem, ret_rows, err);
}

static cm_status count_groups(cm_site *site, cm_arena *mem, cm_coverage *c, cm_err *err)
{
    const cm_term_list *groups = cm_reader_choices(site->home->reader)->group;
    for (size_t g = 0; g < CM_GROUP_COUNT; g++) {
        *cm_vec_push(mem, &c->groups) =
            (cm_coverage_row){.name = groups->terms.items[g].id, .documents = c->documents};
    }
    cm_rows *found = NULL;
    cm_status status = cm_facts_ask(site->session, CM_QUERY_GROUP_GAPS, NULL, 0, &found, err);
    while (status == CM_OK && cm_rows_next(found)) {
        cm_sv name = cm_rows_cell(found, 0).text;
        for (size_t g = 0; g < c->groups.count; g++) {
            if (cm_sv_equal(c->groups.items[g].name, name)) {
                c->groups.items[g].partly = cm_rows_count(found, 1);
                c->groups.items[g].unread = cm_rows_count(found, 2);
            }
        }
    }
    cm_rows_close(found);
    return status;
}

static cm_status count_causes(cm_site *site, cm_arena *mem, cm_coverage *c, cm_err *err)
{
    cm_rows *found = NULL;
    cm_status status = cm_facts_ask(site->session, CM_QUERY_NOT_READ_COUNTS, NULL, 0, &found, err);
    while (status == CM_OK && cm_rows_next(found)) {
        *cm_vec_push(mem, &c->causes) = (cm_coverage_row){.name = cm_rows_text(found, 0, mem),
                                                          .unread = cm_rows_count(found, 1)};
    }
    cm_rows_close(found);
    return status;
}

static cm_status count_documents(cm_site *site, cm_coverage *c, cm_err *err)
{
    cm_rows *found = NULL;
    cm_status status = cm_facts_ask(site->session, CM_QUERY_COVERAGE, NULL, 0, &found, err);
    if (status == CM_OK && cm_rows_next(found)) {
        c->documents = cm_rows_count(found, 0);
        c->whole = cm_rows_count(found, 1);
        c->conflicts = cm_rows_count(found, 2);
    }
    cm_rows_close(found);
    return status;
}

cm_status cm_coverage_of(cm_site *site, cm_arena *mem, cm_coverage *ret_coverage, cm_err *err)
{
    *ret_coverage = (cm_coverage){0};
    cm_status status = count_documents(site, ret_coverage, err);
    if (status == CM_OK) {
        status = count_groups(site, mem, ret_coverage, err);
    }
    return status == CM_OK ? count_causes(site, mem, ret_coverage, err) : status;
}

/* ---- places ---- */

typedef struct {
    cm_site *site;
    cm_arena mem;          /* of one row */
    cm_arena document_mem; /* of `document` */
    int64_t document_key;  /* 0: none */
    cm_sv text;            /* of the document, as whoever looks sees it */
    cm_utf16 units;
    bool counted; /* units are there */
} reading;

/* Places are counted in UTF-16 for those who look through a lens: it keeps bytes, not units. */
static cm_status see(reading *r, int64_t key, cm_err *err)
{
    r->counted = r->site->lens != NULL;
    if (!r->counted) {
        return CM_OK;
    }
    cm_status status = cm_lens_text(r->site->lens, key, r->text, &r->document_mem, &r->text, err);
    cm_utf16_of(&r->document_mem, r->text, &r->units);
    return status;
}

/* The words at a place of a document; the last document is kept. */
static cm_status words_at(reading *r, int64_t key, cm_span at, cm_sv *ret_text, cm_err *err)
{
    if (r->document_key != key) {
        cm_arena_reset(&r->document_mem);
        r->document_key = 0;
        cm_site_document document;
        cm_status status = cm_site_text(r->site, key, &r->document_mem, &document, err);
        if (status == CM_OK) {
            r->text = document.text;
            status = see(r, key, err);
        }
        if (status != CM_OK) {
            return status;
        }
        r->document_key = key;
    }
    *ret_text = cm_sv_slice(r->text, at.begin, at.end);
    return CM_OK;
}

static cm_span span_cells(cm_rows *rows, size_t column)
{
    return (cm_span){(uint32_t)cm_rows_cell(rows, column).number,
                     (uint32_t)cm_rows_cell(rows, column + 1).number};
}

static cm_cell text_or_null(cm_sv text)
{
    return text.len != 0 ? cm_cell_text(text) : cm_cell_null();
}

static bool is_done(const cm_coverage_walk *walk)
{
    return walk->done != NULL && *walk->done;
}

static cm_status each_gap(reading *r, const cm_coverage_walk *walk, cm_err *err)
{
    const cm_cell filter[] = {text_or_null(walk->group), text_or_null(walk->doc),
                              cm_cell_int(walk->after)};
    cm_rows *rows = NULL;
    cm_status status =
        cm_facts_ask(r->site->session, CM_QUERY_GAPS, filter, CM_COUNT(filter), &rows, err);
    while (status == CM_OK && !is_done(walk) && cm_rows_next(rows)) {
        cm_arena_reset(&r->mem);
        cm_coverage_gap gap = {
            .doc_key = cm_rows_cell(rows, 0).number,
            .doc = cm_rows_text(rows, 1, &r->mem),
            .case_no = cm_rows_text(rows, 2, &r->mem),
            .group = cm_rows_text(rows, 3, &r->mem),
            .unread = cm_rows_cell(rows, 4).number != 0,
            .has_place = cm_rows_cell(rows, 5).type == CM_CELL_INT,
        };
        if (gap.has_place) {
            gap.at = span_cells(rows, 5);
            status = words_at(r, cm_rows_cell(rows, 0).number, gap.at, &gap.text, err);
            gap.units = r->counted ? &r->units : NULL;
        }
        if (status == CM_OK) {
            status = walk->gap(walk->payload, &gap, err);
        }
    }
    cm_rows_close(rows);
    return status;
}

static cm_status each_conflict(reading *r, const cm_coverage_walk *walk, cm_err *err)
{
    const cm_cell filter[] = {text_or_null(walk->doc), cm_cell_int(walk->after)};
    cm_rows *rows = NULL;
    cm_status status =
        cm_facts_ask(r->site->session, CM_QUERY_CONFLICTS, filter, CM_COUNT(filter), &rows, err);
    while (status == CM_OK && !is_done(walk) && cm_rows_next(rows)) {
        cm_arena_reset(&r->mem);
        cm_coverage_conflict c = {
            .doc_key = cm_rows_cell(rows, 0).number,
            .doc = cm_rows_text(rows, 1, &r->mem),
            .case_no = cm_rows_text(rows, 2, &r->mem),
            .defendant = cm_rows_text(rows, 4, &r->mem),
            .fact = cm_rows_text(rows, 5, &r->mem),
            .values = {cm_rows_text(rows, 6, &r->mem), cm_rows_text(rows, 7, &r->mem)},
            .at = {span_cells(rows, 8), span_cells(rows, 10)},
        };
        for (size_t i = 0; status == CM_OK && i < CM_COUNT(c.at); i++) {
            status = words_at(r, cm_rows_cell(rows, 0).number, c.at[i], &c.texts[i], err);
            c.units = r->counted ? &r->units : NULL;
        }
        if (status == CM_OK) {
            status = walk->conflict(walk->payload, &c, err);
        }
    }
    cm_rows_close(rows);
    return status;
}

cm_status cm_coverage_each(cm_site *site, const cm_coverage_walk *walk, cm_err *err)
{
    reading r = {.site = site};
    cm_arena_init(&r.mem);
    cm_arena_init(&r.document_mem);
    cm_status status = walk->gap != NULL ? each_gap(&r, walk, err) : CM_OK;
    if (status == CM_OK && walk->conflict != NULL) {
        status = each_conflict(&r, walk, err);
    }
    cm_arena_clear(&r.mem);
    cm_arena_clear(&r.document_mem);
    return status;
}

/* ---- names ---- */

static const char *const SLICE_NAMES[CM_COVERAGE_SLICE_COUNT] = {
    [CM_COVERAGE_COURT] = "court",
    [CM_COVERAGE_MONTH] = "month",
    [CM_COVERAGE_SOURCE] = "source",
    [CM_COVERAGE_KIND] = "kind",
};

bool cm_coverage_slice_find(cm_sv name, cm_coverage_slice *ret_slice)
{
    for (size_t i = 0; i < CM_COUNT(SLICE_NAMES); i++) {
        if (cm_sv_equal(cm_sv_from(SLICE_NAMES[i]), name)) {
            *ret_slice = (cm_coverage_slice)i;
            return true;
        }
    }
    return false;
}

bool cm_coverage_group_find(const cm_home *home, cm_sv *name)
{
    const cm_term_list *groups = cm_reader_choices(home->reader)->group;
    for (size_t i = 0; i < groups->terms.count; i++) {
        if (cm_sv_equal(groups->terms.items[i].id, *name) ||
            cm_sv_equal(cm_term_zh(groups, (int)i), *name)) {
            *name = groups->terms.items[i].id;
            return true;
        }
    }
    return false;
}
