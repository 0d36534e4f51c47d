#include "base/base.h"

#include "app/search.h"

#include "app/choice.h"
#include "app/lens.h"

#include "base/limits.h"
#include "base/pipeline.h"

enum { ITEMS_PER_WORKER = 4 };

/* Columns of CM_QUERY_SEARCH. */
enum {
    DOC_KEY,
    SOURCE_NO,
    PART,
    IS_JSON,
    RAW_BEGIN,
    RAW_END,
    DOC,
    CASE_NO,
    COURT,
    DECIDED_ON,
    DOCUMENT_TYPE
};

typedef struct {
    cm_arena mem;
    cm_buf bytes;
    bool is_json, unreadable, found;
    cm_search_hit hit;
} item;

typedef struct {
    cm_site *site;
    const cm_search_options *options;
    cm_search_summary *summary;
    const cm_search_words *words;
    const cm_search_expression *expression;
    cm_rows *rows;
    cm_reading **readings; /* per worker */
} job;

/* ---- the stages ---- */

static bool read_item(void *payload, void *it, cm_err *err)
{
    (void)err;
    job *j = payload;
    item *i = it;
    do {
        if (!cm_rows_next(j->rows)) {
            return false;
        }
    } while (!cm_choice_has(j->options->documents, cm_rows_cell(j->rows, DOC_KEY).number));
    cm_arena_reset(&i->mem);
    cm_buf_reset(&i->bytes);
    cm_cell day = cm_rows_cell(j->rows, DECIDED_ON);
    i->hit = (cm_search_hit){
        .doc_key = cm_rows_cell(j->rows, DOC_KEY).number,
        .doc = cm_rows_text(j->rows, DOC, &i->mem),
        .case_no = cm_rows_text(j->rows, CASE_NO, &i->mem),
        .court = cm_rows_text(j->rows, COURT, &i->mem),
        .document_type = cm_rows_text(j->rows, DOCUMENT_TYPE, &i->mem),
        .decided_on =
            day.type == CM_CELL_DATE ? cm_date_from_days((int32_t)day.number) : CM_NO_DATE,
    };
    i->is_json = cm_rows_cell(j->rows, IS_JSON).number != 0;
    const cm_address at = {.part = (cm_part)cm_rows_count(j->rows, PART),
                           .begin = cm_rows_count(j->rows, RAW_BEGIN),
                           .end = cm_rows_count(j->rows, RAW_END)};
    if (j->site->workspace.lock < 0) { /* in memory: the text is at hand */
        (void)cm_buf_add(&i->bytes, j->site->kept.items[i->hit.doc_key - 1]->text);
        i->is_json = i->unreadable = false;
        return true;
    }
    CM_AUTO_ERR fault = {0};
    i->unreadable = cm_site_bytes(j->site, cm_rows_cell(j->rows, SOURCE_NO).number, &at, &i->bytes,
                                  &fault) != CM_OK;
    return true;
}

static int section_at(const cm_search_section_span *sections, size_t count, cm_span at)
{
    for (size_t i = 0; i < count; i++) {
        if (sections[i].at.begin <= at.begin && at.begin < sections[i].at.end) {
            return sections[i].section;
        }
    }
    return -1;
}

/* The sections of a document are known when it was read as a judgment. */
static void read_sections(cm_reading *reading, cm_arena *mem, cm_sv text, cm_search_text_view *view)
{
    cm_document *d = cm_arena_new(mem, cm_document);
    cm_reading_text(reading, mem, CM_SV(""), text, d);
    size_t count = d->record.sections.count;
    cm_search_section_span *spans = cm_arena_array(mem, cm_search_section_span, count + 1);
    for (size_t i = 0; i < count; i++) {
        const cm_section *s = &d->record.sections.items[i];
        spans[i] = (cm_search_section_span){(int)s->kind, s->at};
    }
    view->sections = spans;
    view->section_count = count;
}

static void look(const job *j, cm_reading *reading, item *i)
{
    cm_search_text_view view = {0};
    cm_folded folded;
    CM_AUTO_ERR fault = {0};
    if (cm_fold(&i->mem, j->words->folder, i->hit.text, &folded, &fault) != CM_OK) {
        i->unreadable = true;
        return;
    }
    view.folded = &folded;
    if (cm_search_needs_sections(j->expression, &folded)) {
        read_sections(reading, &i->mem, i->hit.text, &view);
    }
    cm_spans places = {0};
    i->found = cm_search_text(j->expression, &i->mem, &view, &places);
    if (i->found && places.count > 0 && view.sections == NULL) {
        read_sections(reading, &i->mem, i->hit.text, &view);
    }
    for (size_t k = 0; i->found && k < places.count; k++) {
        cm_span at = places.items[k];
        *cm_vec_push(&i->mem, &i->hit.places) =
            (cm_search_place){.text = cm_sv_slice(i->hit.text, at.begin, at.end),
                              .section = section_at(view.sections, view.section_count, at),
                              .at = at};
    }
}

static void work_item(void *payload, size_t worker, void *it)
{
    job *j = payload;
    item *i = it;
    i->found = false;
    if (i->unreadable) {
        return;
    }
    i->hit.text = cm_buf_view(&i->bytes);
    if (i->is_json) {
        cm_sv id = {NULL, 0}, text = {NULL, 0};
        i->unreadable = cm_reading_pick(j->readings[worker], cm_buf_view(&i->bytes), &id, &text) !=
                        CM_CAUSE_NONE;
        i->hit.text = i->unreadable ? text : cm_arena_sv(&i->mem, text);
    }
    if (!i->unreadable) {
        look(j, j->readings[worker], i);
    }
}

/* Places stay where they are. */
static cm_status mask(cm_lens *lens, item *i, cm_err *err)
{
    cm_search_hit *hit = &i->hit;
    cm_status status = cm_lens_text(lens, hit->doc_key, hit->text, &i->mem, &hit->text, err);
    for (size_t k = 0; k < hit->places.count; k++) {
        cm_search_place *p = &hit->places.items[k];
        p->text = cm_sv_slice(hit->text, p->at.begin, p->at.end);
    }
    return status;
}

static cm_status write_item(void *payload, void *it, cm_err *err)
{
    job *j = payload;
    item *i = it;
    j->summary->documents++;
    j->summary->unreadable += i->unreadable ? 1 : 0;
    if (i->unreadable && j->options->missed != NULL) {
        j->options->missed(j->options->payload, i->hit.doc_key);
    }
    cm_status status = CM_OK;
    if (i->found) {
        j->summary->hits++;
        j->summary->places += i->hit.places.count;
        status = j->site->lens != NULL ? mask(j->site->lens, i, err) : CM_OK;
    }
    if (status == CM_OK && i->found) {
        status = j->options->hit(j->options->payload, &i->hit, err);
    }
    j->summary->more = j->options->limit != 0 && j->summary->hits == j->options->limit;
    if (j->options->progress != NULL) {
        j->options->progress(j->options->payload, j->summary);
    }
    return status == CM_OK && j->summary->more ? CM_E_CANCELLED : status;
}

/* ---- the whole ---- */

static cm_status run(job *j, cm_err *err)
{
    size_t workers = j->options->workers != 0 ? j->options->workers : cm_processors();
    size_t count = workers * ITEMS_PER_WORKER;
    item *items = cm_alloc_zero(count, sizeof(*items));
    void **ring = cm_alloc_zero(count, sizeof(*ring));
    for (size_t i = 0; i < count; i++) {
        cm_buf_init(&items[i].bytes, CM_MAX_LINE);
        cm_arena_init(&items[i].mem);
        ring[i] = &items[i];
    }
    j->readings = cm_readings_new(j->site->home, workers);
    const cm_pipeline p = {workers,   ring,       count, read_item,
                           work_item, write_item, j,     j->options->cancel};
    cm_status status = cm_pipeline_run(&p, err);
    status = status == CM_E_CANCELLED && j->summary->more ? CM_OK : status;
    for (size_t i = 0; i < count; i++) {
        cm_buf_clear(&items[i].bytes);
        cm_arena_clear(&items[i].mem);
    }
    cm_readings_free(j->readings, workers);
    cm_free(ring);
    cm_free(items);
    return status;
}

static cm_cell text_or_null(cm_sv text)
{
    return text.len != 0 ? cm_cell_text(text) : cm_cell_null();
}

cm_status cm_search(cm_site *site, const cm_search_options *options, cm_search_summary *ret_summary,
                    cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    *ret_summary = (cm_search_summary){0};
    const cm_search_words *words = &site->home->search;
    job j = {.site = site, .options = options, .summary = ret_summary, .words = words};
    int section = options->section.len != 0 ? cm_search_section(words, options->section) : -1;
    if (options->section.len != 0 && section < 0) {
        return cm_err_set(err, CM_E_ARG, "no section '%.*s'", CM_SV_ARG(options->section));
    }
    cm_status status = cm_search_parse(&mem, words, options->query, section, &j.expression, err);
    if (status != CM_OK) {
        return status;
    }
    const cm_cell filter[] = {
        cm_cell_day(options->from),       cm_cell_day(options->to),
        text_or_null(options->court),     text_or_null(options->document_type),
        text_or_null(options->case_type), cm_cell_int(options->after)};
    status = cm_facts_ask(site->session, CM_QUERY_SEARCH, filter, CM_COUNT(filter), &j.rows, err);
    if (status == CM_OK) {
        status = run(&j, err);
    }
    cm_rows_close(j.rows);
    return status;
}
