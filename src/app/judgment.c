#include "base/base.h"

#include "app/judgment.h"

#include "app/lens.h"
#include "base/limits.h"

/* Columns of CM_QUERY_JUDGMENTS. */
enum {
    DOC_KEY,
    DOC,
    SOURCE_NO,
    CASE_NO,
    COURT,
    DOCUMENT_TYPE,
    CASE_TYPE,
    INSTANCE,
    DECIDED_ON,
    RECEIVED_ON,
    PARTLY,
    UNREAD
};

/* ---- the list ---- */

static cm_cell text_or_null(cm_sv text)
{
    return text.len != 0 ? cm_cell_text(text) : cm_cell_null();
}

static cm_date day_at(cm_rows *rows, size_t column)
{
    cm_cell c = cm_rows_cell(rows, column);
    return c.type == CM_CELL_DATE ? cm_date_from_days((int32_t)c.number) : CM_NO_DATE;
}

static cm_judgment_line read_line(cm_rows *rows, cm_arena *mem)
{
    return (cm_judgment_line){
        .doc_key = cm_rows_cell(rows, DOC_KEY).number,
        .source_no = cm_rows_cell(rows, SOURCE_NO).number,
        .doc = cm_rows_text(rows, DOC, mem),
        .case_no = cm_rows_text(rows, CASE_NO, mem),
        .court = cm_rows_text(rows, COURT, mem),
        .document_type = cm_rows_text(rows, DOCUMENT_TYPE, mem),
        .case_type = cm_rows_text(rows, CASE_TYPE, mem),
        .instance = cm_rows_text(rows, INSTANCE, mem),
        .decided_on = day_at(rows, DECIDED_ON),
        .received_on = day_at(rows, RECEIVED_ON),
        .partly = cm_rows_text(rows, PARTLY, mem),
        .unread = cm_rows_text(rows, UNREAD, mem),
    };
}

cm_status cm_judgments_page(cm_site *site, const cm_judgment_filter *filter, cm_arena *mem,
                            cm_judgment_lines *ret_lines, cm_sv *ret_next, cm_err *err)
{
    int64_t after = 0;
    if (filter->after.len != 0 && (!cm_sv_to_int(filter->after, &after) || after < 0)) {
        return cm_err_set(err, CM_E_ARG, "no page '%.*s'", CM_SV_ARG(filter->after));
    }
    const cm_cell values[] = {
        cm_cell_day(filter->from),
        cm_cell_day(filter->to),
        text_or_null(filter->court),
        text_or_null(filter->document_type),
        text_or_null(filter->case_type),
        text_or_null(filter->case_no),
        text_or_null(filter->group),
        filter->by_read ? cm_cell_bool(filter->read) : cm_cell_null(),
        cm_cell_int(after),
        cm_cell_int(filter->limit + 1),
    };
    cm_judgment_lines lines = {0};
    cm_rows *rows = NULL;
    bool more = false;
    int64_t last = 0;
    cm_status status =
        cm_facts_ask(site->session, CM_QUERY_JUDGMENTS, values, CM_COUNT(values), &rows, err);
    while (status == CM_OK && cm_rows_next(rows) && !more) {
        more = (int64_t)lines.count == filter->limit;
        if (!more) {
            cm_judgment_line *line = cm_vec_push(mem, &lines);
            *line = read_line(rows, mem);
            last = line->doc_key;
        }
    }
    cm_rows_close(rows);
    if (status == CM_OK) {
        *ret_lines = lines;
        *ret_next = more ? cm_arena_format(mem, "%lld", (long long)last) : CM_SV("");
    }
    return status;
}

static void put_words(cm_json *json, cm_sv name, cm_sv words)
{
    cm_sv one;
    cm_json_key(json, name);
    cm_json_array(json);
    while (words.len != 0 && cm_sv_split(&words, ',', &one)) {
        cm_json_text(json, one);
    }
    cm_json_array_end(json);
}

void cm_judgment_line_write_json(cm_json *json, const cm_judgment_line *line)
{
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("doc"), line->doc);
    cm_json_put_text(json, CM_SV("case_no"), line->case_no);
    cm_json_put_text(json, CM_SV("court"), line->court);
    cm_json_put_text(json, CM_SV("document_type"), line->document_type);
    cm_json_put_text(json, CM_SV("case_type"), line->case_type);
    cm_json_put_text(json, CM_SV("instance"), line->instance);
    cm_json_put_date(json, CM_SV("decided_on"), line->decided_on);
    cm_json_put_date(json, CM_SV("received_on"), line->received_on);
    cm_json_put_int(json, CM_SV("source"), line->source_no);
    put_words(json, CM_SV("partly"), line->partly);
    put_words(json, CM_SV("unread"), line->unread);
    cm_json_object_end(json);
}

/* ---- one ---- */

cm_status cm_judgment_find(cm_site *site, cm_sv doc, int64_t *ret_doc_key, cm_err *err)
{
    const cm_cell id = cm_cell_text(doc);
    cm_rows *rows = NULL;
    bool there = false;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_status status = cm_facts_ask(site->session, CM_QUERY_DOC_KEY, &id, 1, &rows, err);
    if (status == CM_OK && cm_rows_next(rows)) {
        *ret_doc_key = cm_rows_cell(rows, 0).number;
        there = true;
    }
    cm_rows_close(rows);
    if (there && site->lens != NULL) {
        cm_sv case_no = CM_SV("");
        status = cm_site_case_no(site, *ret_doc_key, &mem, &case_no, err);
        if (status == CM_OK) {
            status = cm_lens_document(site->lens, doc, case_no, &there, err);
        }
    }
    return status == CM_OK && !there
               ? cm_err_set(err, CM_E_NOTFOUND, "no document '%.*s'", CM_SV_ARG(doc))
               : status;
}

typedef struct {
    cm_site *site;
    cm_arena *mem;
    cm_json *json;
    cm_sv shown; /* the text as the caller sees it */
    cm_utf16 units;
} writing;

static cm_sv words_at(const writing *w, cm_span at)
{
    return cm_sv_slice(w->shown, at.begin, at.end);
}

static void put_place(const writing *w, cm_span at)
{
    cm_json_object(w->json);
    cm_json_put_place(w->json, &w->units, at);
    cm_json_put_text(w->json, CM_SV("text"), words_at(w, at));
    cm_json_object_end(w->json);
}

static cm_sv masked(const writing *w, const char *field, cm_sv value)
{
    return w->site->lens != NULL ? cm_lens_field(w->site->lens, field, value, w->mem) : value;
}

/* The file it came in. */
static void write_origin(const writing *w, const cm_site_document *d)
{
    cm_json_key(w->json, CM_SV("origin"));
    cm_json_object(w->json);
    cm_json_put_text(w->json, CM_SV("path"), masked(w, "text", d->path));
    cm_json_put_text(w->json, CM_SV("place"), masked(w, "text", d->place));
    cm_json_put_int(w->json, CM_SV("line"), (int64_t)d->line);
    cm_json_put_text(w->json, CM_SV("labels"), masked(w, "row", d->labels));
    cm_json_object_end(w->json);
}

static void write_relations(const writing *w, const cm_relations *r)
{
    cm_json_key(w->json, CM_SV("linked"));
    cm_json_array(w->json);
    for (size_t i = 0; i < r->links.count; i++) {
        cm_json_object(w->json);
        cm_json_put_text(w->json, CM_SV("doc"), r->links.items[i].doc);
        cm_json_put_text(w->json, CM_SV("kind"), r->links.items[i].kind);
        cm_json_object_end(w->json);
    }
    cm_json_array_end(w->json);
    cm_json_key(w->json, CM_SV("duplicates"));
    cm_json_array(w->json);
    for (size_t i = 0; i < r->duplicates.count; i++) {
        cm_json_text(w->json, masked(w, "text", r->duplicates.items[i]));
    }
    cm_json_array_end(w->json);
}

/* Sections are those of the text itself: names that are masked tell a reader nothing. */
static void write_sections(const writing *w, cm_sv text)
{
    const cm_term_list *names = cm_reader_choices(w->site->home->reader)->section;
    cm_reading *reading = cm_reading_new(w->site->home);
    cm_document *d = cm_arena_new(w->mem, cm_document);
    cm_reading_text(reading, w->mem, CM_SV(""), text, d);
    cm_json_key(w->json, CM_SV("sections"));
    cm_json_array(w->json);
    for (size_t i = 0; i < d->record.sections.count; i++) {
        const cm_section *s = &d->record.sections.items[i];
        cm_json_object(w->json);
        cm_json_put_text(w->json, CM_SV("section"), cm_term_id(names, (int)s->kind));
        cm_json_put_text(w->json, CM_SV("title"), cm_term_zh(names, (int)s->kind));
        cm_json_put_place(w->json, &w->units, s->at);
        cm_json_object_end(w->json);
    }
    cm_json_array_end(w->json);
    cm_reading_free(reading);
}

static cm_status write_gap(void *payload, const cm_coverage_gap *gap, cm_err *err)
{
    (void)err;
    const writing *w = payload;
    cm_json_object(w->json);
    cm_json_put_text(w->json, CM_SV("group"), gap->group);
    cm_json_put_text(w->json, CM_SV("title"), cm_clue_title(w->site->home, CM_SV(""), gap->group));
    cm_json_put_text(w->json, CM_SV("state"), gap->unread ? CM_SV("unread") : CM_SV("partly"));
    cm_json_key(w->json, CM_SV("at"));
    if (gap->has_place) {
        put_place(w, gap->at);
    } else {
        cm_json_null(w->json);
    }
    cm_json_object_end(w->json);
    return CM_OK;
}

static cm_status write_conflict(void *payload, const cm_coverage_conflict *c, cm_err *err)
{
    (void)err;
    const writing *w = payload;
    cm_json_object(w->json);
    cm_json_put_text(w->json, CM_SV("fact"), c->fact);
    cm_json_put_text(w->json, CM_SV("defendant"), masked(w, "defendant", c->defendant));
    cm_json_key(w->json, CM_SV("at"));
    cm_json_array(w->json);
    put_place(w, c->at[0]);
    put_place(w, c->at[1]);
    cm_json_array_end(w->json);
    cm_json_object_end(w->json);
    return CM_OK;
}

static cm_status write_gaps(writing *w, cm_sv doc, cm_err *err)
{
    cm_coverage_walk walk = {.doc = doc, .gap = write_gap, .payload = w};
    cm_json_key(w->json, CM_SV("gaps"));
    cm_json_array(w->json);
    cm_status status = cm_coverage_each(w->site, &walk, err);
    cm_json_array_end(w->json);
    cm_json_key(w->json, CM_SV("conflicts"));
    cm_json_array(w->json);
    walk = (cm_coverage_walk){.doc = doc, .conflict = write_conflict, .payload = w};
    status = status == CM_OK ? cm_coverage_each(w->site, &walk, err) : status;
    cm_json_array_end(w->json);
    return status;
}

static void write_head(const writing *w, const cm_site_document *d)
{
    const cm_home *home = w->site->home;
    cm_json_put_text(w->json, CM_SV("notice"), cm_wording_find(&home->messages, CM_SV("notice")));
    cm_json_put_text(w->json, CM_SV("doc"), d->id);
    cm_json_put_text(w->json, CM_SV("case_no"), d->case_no);
    cm_json_put_text(w->json, CM_SV("court"), d->court);
    cm_json_put_date(w->json, CM_SV("received_on"), d->received_on);
    cm_json_put_text(w->json, CM_SV("text"), w->shown);
}

cm_status cm_judgment_write_json(cm_site *site, cm_sv doc, cm_arena *mem, cm_json *json,
                                 cm_err *err)
{
    writing w = {.site = site, .mem = mem, .json = json};
    cm_site_document d;
    cm_relations relations = {0};
    int64_t key = 0;
    cm_status status = cm_judgment_find(site, doc, &key, err);
    if (status == CM_OK) {
        status = cm_site_text(site, key, mem, &d, err);
    }
    if (status == CM_OK) {
        status = cm_relations_of(site, key, mem, &relations, err);
    }
    if (status == CM_OK) {
        w.shown = d.text;
        status =
            site->lens != NULL ? cm_lens_text(site->lens, key, d.text, mem, &w.shown, err) : CM_OK;
    }
    if (status != CM_OK) {
        return status;
    }
    cm_utf16_of(mem, w.shown, &w.units);
    cm_json_object(json);
    write_head(&w, &d);
    write_origin(&w, &d);
    write_relations(&w, &relations);
    write_sections(&w, d.text);
    status = write_gaps(&w, doc, err);
    cm_json_object_end(json);
    return status;
}

cm_status cm_judgment_write_parts(cm_site *site, cm_sv doc, cm_sv text, cm_arena *mem,
                                  cm_json *json, cm_err *err)
{
    writing w = {.site = site, .mem = mem, .json = json, .shown = text};
    cm_utf16_of(mem, text, &w.units);
    write_sections(&w, text);
    return write_gaps(&w, doc, err);
}

cm_status cm_judgment_write_text(cm_site *site, const cm_clue *clue, cm_arena *mem, cm_json *json,
                                 cm_err *err)
{
    cm_site_document d;
    writing w = {.site = site, .mem = mem, .json = json, .shown = clue->shown_text};
    cm_status status = cm_site_text(site, clue->doc_key, mem, &d, err);
    if (status != CM_OK) {
        return status;
    }
    w.units = *clue->units;
    cm_json_object(json);
    write_head(&w, &d);
    write_sections(&w, d.text);
    cm_json_object_end(json);
    return CM_OK;
}

/* ---- the file it came in ---- */

/* Columns of CM_QUERY_ORIGINAL. */
enum { FROM_SOURCE, PATH, LINE, PART, BEGIN, END, FILE_BEGIN, FILE_END };

static cm_address address_at(cm_rows *rows, cm_part part, size_t begin)
{
    return (cm_address){
        .part = part, .begin = cm_rows_count(rows, begin), .end = cm_rows_count(rows, begin + 1)};
}

cm_status cm_judgment_original(cm_site *site, int64_t doc_key, cm_arena *mem, cm_sv *ret_name,
                               cm_sv *ret_bytes, cm_err *err)
{
    const cm_cell key = cm_cell_int(doc_key);
    cm_rows *rows = NULL;
    int64_t source = 0;
    cm_address at = {0};
    cm_status status = cm_facts_ask(site->session, CM_QUERY_ORIGINAL, &key, 1, &rows, err);
    if (status == CM_OK && !cm_rows_next(rows)) {
        status = cm_err_set(err, CM_E_NOTFOUND, "no document %lld", (long long)doc_key);
    }
    if (status == CM_OK) {
        bool slice = cm_rows_count(rows, PART) == CM_PART_ORIGINALS;
        at = slice ? address_at(rows, CM_PART_ORIGINALS, BEGIN)
                   : address_at(rows, CM_PART_ORIGINALS, FILE_BEGIN);
        source = cm_rows_cell(rows, FROM_SOURCE).number;
        *ret_name = cm_arena_sv(mem, cm_rows_cell(rows, PATH).text);
        if (!slice && cm_rows_count(rows, LINE) != 0) {
            status = cm_err_set(err, CM_E_CONFLICT, "the file holds other documents too");
        }
    }
    cm_rows_close(rows);
    CM_AUTO_BUF bytes;
    cm_buf_init(&bytes, CM_MAX_MEMBER);
    if (status == CM_OK) {
        status = cm_site_bytes(site, source, &at, &bytes, err);
    }
    if (status == CM_OK) {
        *ret_bytes = cm_arena_sv(mem, cm_buf_view(&bytes));
    }
    return status;
}
