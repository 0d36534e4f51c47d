#include "base/base.h"

#include "app/clue.h"
#include "app/horizon.h"

#include "app/decision.h"
#include "app/lens.h"
#include "base/limits.h"

/* Where a result stands in the order of all. */
typedef struct {
    cm_sv model;
    int64_t doc_key, defendant_no, count_no;
} place;

typedef struct {
    cm_site *site;
    const cm_clue_filter *filter;
    cm_clue_visit visit;
    void *payload;
    bool only_suppressed;
    place at; /* the result that was looked at last */
    cm_rows *results, *facts;
    bool more_facts; /* the current row of `facts` is not yet taken */
    cm_arena mem;    /* of one clue */
    cm_arena document_mem;
    int64_t document_key; /* of the text in document_mem; 0: none */
    cm_site_document document;
    cm_relations relations;
    cm_arena all_mem; /* of the whole walk */
    cm_decisions decisions;
} walk;

/* Known false positives are left out, and counted. */
static cm_status leave_out(walk *w, cm_clue *c, bool *ret_out, cm_err *err)
{
    cm_date on = cm_date_exists(w->filter->on) ? w->filter->on : cm_date_today();
    const cm_home *home = w->site->home;
    c->law_known_to = cm_horizon_before(home, cm_home_model(home, c->model), c->decided_on);
    cm_status status = cm_decision_on(&w->decisions, c, on, &w->mem, &c->suppressed, err);
    *ret_out = c->suppressed != NULL && !w->filter->with_suppressed;
    if (*ret_out && w->filter->ret_left_out != NULL) {
        (*w->filter->ret_left_out)++;
    }
    return status;
}

static cm_date date_cell(cm_rows *rows, size_t column)
{
    cm_cell c = cm_rows_cell(rows, column);
    return c.type == CM_CELL_DATE ? cm_date_from_days((int32_t)c.number) : CM_NO_DATE;
}

static cm_clue read_clue(walk *w)
{
    cm_rows *r = w->results;
    return (cm_clue){
        .id = cm_rows_text(r, CM_RESULT_CLUE, &w->mem),
        .model = cm_rows_text(r, CM_RESULT_MODEL, &w->mem),
        .content = cm_rows_text(r, CM_RESULT_CONTENT, &w->mem),
        .version = (int)cm_rows_cell(r, CM_RESULT_VERSION).number,
        .outcome = (cm_answer)cm_rows_cell(r, CM_RESULT_OUTCOME).number,
        .direction = (cm_direction)cm_rows_cell(r, CM_RESULT_DIRECTION).number,
        .sub = cm_rows_text(r, CM_RESULT_SUB, &w->mem),
        .missing = cm_rows_text(r, CM_RESULT_MISSING, &w->mem),
        .finding = cm_rows_text(r, CM_RESULT_FINDING, &w->mem),
        .as_of = date_cell(r, CM_RESULT_AS_OF),
        .stage = cm_rows_text(r, CM_RESULT_STAGE, &w->mem),
        .measure = cm_rows_text(r, CM_RESULT_MEASURE, &w->mem),
        .doc_key = cm_rows_cell(r, CM_RESULT_DOC_KEY).number,
        .defendant_no = cm_rows_cell(r, CM_RESULT_DEFENDANT_NO).number,
        .count_no = cm_rows_cell(r, CM_RESULT_COUNT_NO).number,
        .doc = cm_rows_text(r, CM_RESULT_DOC, &w->mem),
        .case_no = cm_rows_text(r, CM_RESULT_CASE_NO, &w->mem),
        .court = cm_rows_text(r, CM_RESULT_COURT, &w->mem),
        .defendant = cm_rows_text(r, CM_RESULT_DEFENDANT, &w->mem),
        .charge = cm_rows_text(r, CM_RESULT_CHARGE, &w->mem),
        .decided_on = date_cell(r, CM_RESULT_DECIDED_ON),
        .first_act_on = date_cell(r, CM_RESULT_FIRST_ACT_ON),
        .last_act_on = date_cell(r, CM_RESULT_LAST_ACT_ON),
        .received_on = date_cell(r, CM_RESULT_RECEIVED_ON),
        .document_type = cm_rows_text(r, CM_RESULT_DOCUMENT_TYPE, &w->mem),
    };
}

static bool same_result(walk *w, const cm_clue *c)
{
    cm_rows *f = w->facts;
    return cm_sv_equal(cm_rows_cell(f, CM_RESULT_FACT_MODEL).text, c->model) &&
           cm_rows_cell(f, CM_RESULT_FACT_DOC_KEY).number == c->doc_key &&
           cm_rows_cell(f, CM_RESULT_FACT_DEFENDANT_NO).number == c->defendant_no &&
           cm_rows_cell(f, CM_RESULT_FACT_COUNT_NO).number == c->count_no;
}

/* Both lists have the same order, and facts belong to a result of this walk: they stand together.
 */
static void read_facts(walk *w, cm_clue *c)
{
    while (w->more_facts && same_result(w, c)) {
        cm_cell begin = cm_rows_cell(w->facts, CM_RESULT_FACT_BEGIN);
        cm_clue_fact f = {.fact = cm_rows_text(w->facts, CM_RESULT_FACT_NAME, &w->mem),
                          .title = cm_rows_text(w->facts, CM_RESULT_FACT_TITLE, &w->mem),
                          .value = cm_rows_text(w->facts, CM_RESULT_FACT_VALUE, &w->mem),
                          .has_place = begin.type == CM_CELL_INT};
        if (f.has_place) {
            f.at.begin = (uint32_t)begin.number;
            f.at.end = (uint32_t)cm_rows_cell(w->facts, CM_RESULT_FACT_END).number;
        }
        *cm_vec_push(&w->mem, &c->facts) = f;
        w->more_facts = cm_rows_next(w->facts);
    }
}

static cm_status read_text(walk *w, cm_clue *c, cm_err *err)
{
    if (w->document_key != c->doc_key) {
        cm_arena_reset(&w->document_mem);
        cm_status status = cm_site_text(w->site, c->doc_key, &w->document_mem, &w->document, err);
        if (status == CM_OK) {
            status = cm_relations_of(w->site, c->doc_key, &w->document_mem, &w->relations, err);
        }
        if (status != CM_OK) {
            return status;
        }
        w->document_key = c->doc_key;
    }
    c->document_text = w->document.text;
    c->document = &w->document;
    c->relations = &w->relations;
    for (size_t i = 0; i < c->facts.count; i++) {
        cm_clue_fact *f = &c->facts.items[i];
        f->text =
            f->has_place ? cm_sv_slice(c->document_text, f->at.begin, f->at.end) : (cm_sv){NULL, 0};
    }
    return CM_OK;
}

static cm_status read_related(walk *w, cm_clue *c, cm_err *err)
{
    const cm_related_query query = {c->model, c->doc_key, c->defendant_no, c->count_no, false};
    const cm_model *model = cm_home_model(w->site->home, c->model);
    return model == NULL || model->collision != NULL
               ? cm_related_of(w->site, &query, &w->mem, &c->related, err)
               : CM_OK;
}

static cm_cell text_or_null(cm_sv text)
{
    return text.len != 0 ? cm_cell_text(text) : cm_cell_null();
}

/* The document of a clue; NULL: none is asked for, or there is none. */
static cm_status document_of(walk *w, cm_cell *ret_key, cm_err *err)
{
    const cm_cell values[] = {text_or_null(w->filter->id), cm_cell_null()};
    cm_rows *rows = NULL;
    *ret_key = cm_cell_null();
    if (w->filter->id.len == 0) {
        return CM_OK;
    }
    cm_status status = cm_facts_ask(w->site->session, CM_QUERY_RESULT_PLACE, values, 2, &rows, err);
    if (status == CM_OK && cm_rows_next(rows)) {
        *ret_key = cm_rows_cell(rows, 0);
    }
    cm_rows_close(rows);
    return status;
}

static cm_status ask(walk *w, cm_err *err)
{
    const cm_clue_filter *f = w->filter;
    cm_cell doc_key;
    cm_status status = document_of(w, &doc_key, err);
    if (status != CM_OK) {
        return status;
    }
    const cm_cell values[] = {
        text_or_null(f->model),
        f->any_outcome ? cm_cell_null() : cm_cell_int(f->outcome),
        text_or_null(f->id),
        doc_key,
    };
    cm_session *s = w->site->session;
    status = cm_facts_ask(s, CM_QUERY_RESULTS, values, CM_COUNT(values), &w->results, err);
    if (status == CM_OK) {
        status = cm_facts_ask(s, CM_QUERY_RESULT_FACTS, values, CM_COUNT(values), &w->facts, err);
    }
    return status;
}

static cm_status walk_open(walk *w, cm_err *err)
{
    cm_arena_init(&w->mem);
    cm_arena_init(&w->document_mem);
    cm_arena_init(&w->all_mem);
    return cm_decisions_open(w->site, &w->all_mem, &w->decisions, err);
}

static void walk_close(walk *w)
{
    cm_rows_close(w->results);
    cm_rows_close(w->facts);
    cm_arena_clear(&w->mem);
    cm_arena_clear(&w->document_mem);
    cm_arena_clear(&w->all_mem);
}

static cm_utf16 *units_of(walk *w, cm_sv text)
{
    cm_utf16 *units = cm_arena_new(&w->mem, cm_utf16);
    cm_utf16_of(&w->mem, text, units);
    return units;
}

/* Of a row of another document, as that is opened by itself. */
static cm_status show_other(walk *w, cm_related_row *row, cm_err *err)
{
    cm_site_document d;
    cm_status status = cm_site_text(w->site, row->doc_key, &w->mem, &d, err);
    if (status == CM_OK && w->site->lens != NULL) {
        status = cm_lens_text(w->site->lens, row->doc_key, d.text, &w->mem, &d.text, err);
    }
    row->units = status == CM_OK ? units_of(w, d.text) : NULL;
    return status;
}

static cm_status show_text(walk *w, cm_sv text, cm_clue *c, cm_err *err)
{
    cm_lens *lens = w->site->lens;
    cm_status status = CM_OK;
    c->shown_text = lens != NULL ? cm_lens_field(lens, "text", text, &w->mem) : text;
    c->units = units_of(w, c->shown_text);
    for (size_t i = 0; status == CM_OK && i < c->related.count; i++) {
        if (c->related.items[i].doc_key != 0) {
            status = show_other(w, &c->related.items[i], err);
        }
    }
    return status;
}

/* What a clue that is there says, as the caller sees it. */
static cm_status show(walk *w, cm_clue *c, cm_err *err)
{
    const cm_clue_filter *f = w->filter;
    bool hit = c->outcome == CM_ANSWER_HIT;
    cm_status status = hit && !f->without_text ? read_text(w, c, err) : CM_OK;
    if (status == CM_OK && hit && (!f->without_text || w->site->lens != NULL)) {
        status = read_related(w, c, err); /* what rests on a sealed row is not told */
    }
    cm_sv text = c->document_text;
    if (status == CM_OK && w->site->lens != NULL) {
        status = cm_lens_mask(w->site->lens, c, &w->mem, err);
    }
    if (status == CM_OK && f->with_shown && c->document != NULL) {
        status = show_text(w, text, c, err);
    }
    return status;
}

static void stand_at(walk *w, const cm_clue *c)
{
    bool same = cm_sv_equal(w->at.model, c->model);
    cm_sv model = same ? w->at.model : cm_arena_sv(&w->all_mem, c->model);
    w->at = (place){model, c->doc_key, c->defendant_no, c->count_no};
}

/* Visit the result that the walk stands at, unless it is not for the caller or left out. */
static cm_status visit_one(walk *w, bool *ret_seen, cm_err *err)
{
    cm_arena_reset(&w->mem);
    cm_clue c = read_clue(w);
    read_facts(w, &c);
    stand_at(w, &c);
    bool there = true;
    cm_status status = CM_OK;
    if (w->site->lens != NULL) {
        status = cm_lens_admit(w->site->lens, &c, &there, err);
    }
    bool out = false;
    if (status == CM_OK && there) {
        status = leave_out(w, &c, &out, err);
    }
    *ret_seen = there && !out && (!w->only_suppressed || c.suppressed != NULL);
    if (status == CM_OK && *ret_seen) {
        status = show(w, &c, err);
    }
    return status == CM_OK && *ret_seen ? w->visit(w->payload, &c, err) : status;
}

cm_status cm_clues_each(cm_site *site, const cm_clue_filter *filter, cm_clue_visit visit,
                        void *payload, cm_err *err)
{
    walk w = {.site = site, .filter = filter, .visit = visit, .payload = payload};
    bool seen = false;
    cm_status status = walk_open(&w, err);
    if (status == CM_OK) {
        status = ask(&w, err);
    }
    w.more_facts = status == CM_OK && cm_rows_next(w.facts);
    while (status == CM_OK && cm_rows_next(w.results)) {
        status = visit_one(&w, &seen, err);
    }
    walk_close(&w);
    return status;
}

/* ---- page by page ---- */

enum { STRETCH = 4000 }; /* results that are looked at for one page */

/* "MODEL~DOC~DEFENDANT~COUNT". */
static bool parse_place(cm_sv text, place *ret_place)
{
    int64_t keys[3] = {0};
    cm_sv part;
    *ret_place = (place){.model = CM_SV("")};
    if (text.len == 0) {
        return true;
    }
    if (!cm_sv_split(&text, '~', &ret_place->model)) {
        return false;
    }
    for (size_t i = 0; i < CM_COUNT(keys); i++) {
        if (!cm_sv_split(&text, '~', &part) || !cm_sv_to_int(part, &keys[i])) {
            return false;
        }
    }
    ret_place->doc_key = keys[0];
    ret_place->defendant_no = keys[1];
    ret_place->count_no = keys[2];
    return text.len == 0;
}

/* The first stretch is about as long as what will be shown. */
static cm_status expect_names(walk *w, const cm_cell *values, size_t count, cm_err *err)
{
    cm_rows *rows = NULL;
    cm_sv keys = CM_SV("");
    cm_status status =
        cm_facts_ask(w->site->session, CM_QUERY_RESULTS_PAGE_DOCS, values, count, &rows, err);
    if (status == CM_OK && cm_rows_next(rows)) {
        keys = cm_rows_text(rows, 0, &w->all_mem);
    }
    cm_rows_close(rows);
    return status == CM_OK ? cm_lens_expect(w->site->lens, keys, err) : status;
}

static cm_status ask_stretch(walk *w, const cm_clue_page *page, uint64_t count, cm_err *err)
{
    const cm_clue_filter *f = w->filter;
    const cm_cell values[] = {
        text_or_null(f->model),
        f->any_outcome ? cm_cell_null() : cm_cell_int(f->outcome),
        text_or_null(f->id),
        page->by_direction ? cm_cell_int(page->direction) : cm_cell_null(),
        page->doc_key != 0 ? cm_cell_int(page->doc_key) : cm_cell_null(),
        cm_cell_text(w->at.model),
        cm_cell_int(w->at.doc_key),
        cm_cell_int(w->at.defendant_no),
        cm_cell_int(w->at.count_no),
        cm_cell_int((int64_t)count),
        text_or_null(page->choice.court),
        text_or_null(page->choice.charge),
        page->choice.year != 0 ? cm_cell_int(page->choice.year) : cm_cell_null(),
        text_or_null(page->choice.missing),
    };
    cm_session *s = w->site->session;
    cm_rows_close(w->results);
    cm_rows_close(w->facts);
    w->results = w->facts = NULL;
    bool first = w->site->lens != NULL && count <= page->limit + 1;
    cm_status status = first ? expect_names(w, values, CM_COUNT(values), err) : CM_OK;
    if (status == CM_OK) {
        status = cm_facts_ask(s, CM_QUERY_RESULTS_PAGE, values, CM_COUNT(values), &w->results, err);
    }
    if (status == CM_OK) {
        status =
            cm_facts_ask(s, CM_QUERY_RESULT_FACTS_PAGE, values, CM_COUNT(values), &w->facts, err);
    }
    w->more_facts = status == CM_OK && cm_rows_next(w->facts);
    return status;
}

/* Stretches of results until the page is full, all were looked at, or enough for now. */
static cm_status fill_page(walk *w, const cm_clue_page *page, bool *ret_more, cm_err *err)
{
    uint64_t shown = 0, looked = 0;
    cm_status status = CM_OK;
    *ret_more = true;
    while (status == CM_OK && *ret_more && shown < page->limit && looked < STRETCH) {
        uint64_t count = looked == 0 ? page->limit + 1 : STRETCH, taken = 0;
        status = ask_stretch(w, page, count, err);
        while (status == CM_OK && shown < page->limit && cm_rows_next(w->results)) {
            bool seen = false;
            status = visit_one(w, &seen, err);
            shown += seen ? 1 : 0;
            taken++;
        }
        bool full = shown == page->limit;
        *ret_more = status == CM_OK && (full ? cm_rows_next(w->results) : taken == count);
        looked += taken;
    }
    return status;
}

cm_status cm_clues_page(cm_site *site, const cm_clue_filter *filter, const cm_clue_page *page,
                        cm_arena *mem, cm_sv *ret_next, cm_err *err)
{
    walk w = {.site = site,
              .filter = filter,
              .visit = page->visit,
              .payload = page->payload,
              .only_suppressed = page->only_suppressed};
    bool more = false;
    if (!parse_place(page->after, &w.at)) {
        return cm_err_set(err, CM_E_ARG, "no page '%.*s'", CM_SV_ARG(page->after));
    }
    cm_status status = walk_open(&w, err);
    if (status == CM_OK) {
        status = fill_page(&w, page, &more, err);
    }
    if (status == CM_OK) {
        *ret_next = more ? cm_arena_format(mem, "%.*s~%lld~%lld~%lld", CM_SV_ARG(w.at.model),
                                           (long long)w.at.doc_key, (long long)w.at.defendant_no,
                                           (long long)w.at.count_no)
                         : CM_SV("");
    }
    walk_close(&w);
    return status;
}

/* ---- counted ---- */

cm_status cm_clues_values(cm_site *site, const cm_clue_filter *filter, const cm_clue_choice *choice,
                          cm_arena *mem, cm_clue_values *ret_values, cm_err *err)
{
    cm_clue_values values = {0};
    cm_rows *rows = NULL;
    const cm_cell cells[] = {
        text_or_null(filter->model),
        cm_cell_int(filter->outcome),
        cm_cell_null(),
        text_or_null(choice->court),
        text_or_null(choice->charge),
        choice->year != 0 ? cm_cell_int(choice->year) : cm_cell_null(),
        text_or_null(choice->missing),
    };
    *ret_values = values;
    if (filter->outcome == CM_ANSWER_HIT ||
        (site->lens != NULL && !cm_lens_unclaimed(site->lens))) {
        return CM_OK;
    }
    cm_status status =
        cm_facts_ask(site->session, CM_QUERY_RESULT_VALUES, cells, CM_COUNT(cells), &rows, err);
    while (status == CM_OK && cm_rows_next(rows)) {
        cm_clue_value *v = cm_vec_push(mem, &values);
        v->which = cm_rows_text(rows, 0, mem);
        v->value = cm_rows_text(rows, 1, mem);
        v->count = cm_rows_cell(rows, 2).number;
    }
    cm_rows_close(rows);
    if (status == CM_OK) {
        *ret_values = values;
    }
    return status;
}

/* ---- law ---- */

static cm_status tiers_of(cm_site *site, const cm_clue *clue, cm_arena *mem, cm_svs *ret_tiers,
                          cm_err *err)
{
    const cm_cell keys[] = {cm_cell_int(clue->doc_key), cm_cell_int(clue->defendant_no),
                            cm_cell_int(clue->count_no)};
    cm_rows *rows = NULL;
    cm_status status =
        cm_facts_ask(site->session, CM_QUERY_LAW_ROWS, keys, CM_COUNT(keys), &rows, err);
    while (status == CM_OK && cm_rows_next(rows)) {
        *cm_vec_push(mem, ret_tiers) = cm_rows_text(rows, 0, mem);
    }
    cm_rows_close(rows);
    return status;
}

/* Laws that were known up to a day before the decision. */
static void mark_horizon(const cm_home *home, cm_date on, cm_grounds *laws)
{
    for (size_t i = 0; cm_date_exists(on) && i < laws->count; i++) {
        cm_date day = cm_horizon_known_to(home, laws->items[i].law);
        bool beyond = day.year != 0 && cm_date_compare(on, day) > 0;
        laws->items[i].known_to = beyond ? day : CM_NO_DATE;
    }
}

cm_status cm_clue_law_of(cm_site *site, const cm_clue *clue, cm_arena *mem, cm_grounds *ret_laws,
                         cm_err *err)
{
    const cm_model *model = cm_home_model(site->home, clue->model);
    bool compares_tiers = false;
    for (size_t i = 0; i < clue->facts.count; i++) {
        cm_sv fact = clue->facts.items[i].fact;
        compares_tiers = compares_tiers || cm_sv_equal(fact, CM_SV("tiers")) ||
                         cm_sv_equal(fact, CM_SV("penalty_tiers"));
    }
    cm_svs tiers = {0};
    cm_status status = compares_tiers ? tiers_of(site, clue, mem, &tiers, err) : CM_OK;
    if (model != NULL) {
        const cm_ground_query query = {&tiers, clue->decided_on, clue->last_act_on};
        cm_model_grounds(mem, model, &query, ret_laws);
    }
    mark_horizon(site->home, clue->decided_on, ret_laws);
    return status;
}
