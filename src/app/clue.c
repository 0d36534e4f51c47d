#include "base/base.h"

#include "app/clue.h"
#include "app/horizon.h"

#include "app/decision.h"
#include "app/lens.h"
#include "base/limits.h"

typedef struct {
    cm_site *site;
    const cm_clue_filter *filter;
    cm_rows *results, *facts;
    bool more_facts; /* the current row of `facts` is not yet taken */
    cm_arena mem;    /* of one clue */
    cm_arena document_mem;
    int64_t document_key; /* of the text in document_mem; 0: none */
    cm_site_document document;
    cm_relations relations;
    cm_arena all_mem; /* of the whole walk */
    cm_suppressions suppressions;
} walk;

/* Known false positives are left out, and counted. */
static bool is_left_out(walk *w, cm_clue *c)
{
    cm_date on = cm_date_exists(w->filter->on) ? w->filter->on : cm_date_today();
    const cm_home *home = w->site->home;
    c->law_known_to = cm_horizon_before(home, cm_home_model(home, c->model), c->decided_on);
    c->suppressed = cm_decision_on(&w->suppressions, c, on);
    bool out = c->suppressed != NULL && !w->filter->with_suppressed;
    if (out && w->filter->ret_left_out != NULL) {
        (*w->filter->ret_left_out)++;
    }
    return out;
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

static cm_status ask(walk *w, cm_err *err)
{
    const cm_clue_filter *f = w->filter;
    const cm_cell values[] = {
        f->model.len != 0 ? cm_cell_text(f->model) : cm_cell_null(),
        f->any_outcome ? cm_cell_null() : cm_cell_int(f->outcome),
        f->id.len != 0 ? cm_cell_text(f->id) : cm_cell_null(),
    };
    cm_session *s = w->site->session;
    cm_status status =
        cm_facts_ask(s, CM_QUERY_RESULTS, values, CM_COUNT(values), &w->results, err);
    if (status == CM_OK) {
        status = cm_facts_ask(s, CM_QUERY_RESULT_FACTS, values, CM_COUNT(values), &w->facts, err);
    }
    return status;
}

cm_status cm_clues_each(cm_site *site, const cm_clue_filter *filter, cm_clue_visit visit,
                        void *payload, cm_err *err)
{
    walk w = {.site = site, .filter = filter};
    cm_arena_init(&w.mem);
    cm_arena_init(&w.document_mem);
    cm_arena_init(&w.all_mem);
    cm_status status = cm_decisions_load(site, &w.all_mem, &w.suppressions, err);
    if (status == CM_OK) {
        status = ask(&w, err);
    }
    w.more_facts = status == CM_OK && cm_rows_next(w.facts);
    while (status == CM_OK && cm_rows_next(w.results)) {
        cm_arena_reset(&w.mem);
        cm_clue c = read_clue(&w);
        read_facts(&w, &c);
        bool there = true;
        if (site->lens != NULL) {
            status = cm_lens_admit(site->lens, &c, &there, err);
        }
        if (status != CM_OK || !there || is_left_out(&w, &c)) {
            continue;
        }
        if (c.outcome == CM_ANSWER_HIT && !filter->without_text) {
            status = read_text(&w, &c, err);
        }
        if (status == CM_OK && c.outcome == CM_ANSWER_HIT &&
            (!filter->without_text || site->lens != NULL)) {
            status = read_related(&w, &c, err); /* what rests on a sealed row is not told */
        }
        if (status == CM_OK && site->lens != NULL) {
            status = cm_lens_mask(site->lens, &c, &w.mem, err);
        }
        if (status == CM_OK) {
            status = visit(payload, &c, err);
        }
    }
    cm_rows_close(w.results);
    cm_rows_close(w.facts);
    cm_arena_clear(&w.mem);
    cm_arena_clear(&w.document_mem);
    cm_arena_clear(&w.all_mem);
    return status;
}

void cm_json_put_date(cm_json *json, cm_sv name, cm_date date)
{
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_MESSAGE);
    (void)cm_date_write(&text, date);
    cm_json_put_text(json, name, date.year != 0 ? cm_buf_view(&text) : (cm_sv){NULL, 0});
}

static void write_missing(cm_json *json, cm_sv missing)
{
    cm_json_key(json, CM_SV("missing"));
    cm_json_array(json);
    cm_sv part;
    while (missing.len != 0 && cm_sv_split(&missing, ',', &part)) {
        cm_json_text(json, part);
    }
    cm_json_array_end(json);
}

static void write_links(cm_json *json, const cm_clue *clue)
{
    cm_json_key(json, CM_SV("linked"));
    cm_json_array(json);
    for (size_t i = 0; clue->relations != NULL && i < clue->relations->links.count; i++) {
        const cm_relation *r = &clue->relations->links.items[i];
        cm_json_object(json);
        cm_json_put_text(json, CM_SV("doc"), r->doc);
        cm_json_put_text(json, CM_SV("kind"), r->kind);
        cm_json_object_end(json);
    }
    cm_json_array_end(json);
}

/* Page, paragraph or byte of the original, where the text is not the original itself. */
static void write_place(cm_json *json, const cm_clue *clue, const cm_clue_fact *f)
{
    cm_sv unit;
    uint64_t number = 0;
    if (clue->document != NULL && cm_site_place(clue->document, f->at.begin, &unit, &number)) {
        cm_json_put_int(json, unit, (int64_t)number);
    }
}

static void write_evidence(cm_json *json, const cm_clue *clue)
{
    cm_json_key(json, CM_SV("evidence"));
    cm_json_array(json);
    for (size_t i = 0; i < clue->facts.count; i++) {
        const cm_clue_fact *f = &clue->facts.items[i];
        if (f->has_place) {
            cm_json_object(json);
            cm_json_put_text(json, CM_SV("fact"), f->fact);
            cm_json_put_text(json, CM_SV("title"), f->title);
            cm_json_put_int(json, CM_SV("begin"), f->at.begin);
            cm_json_put_int(json, CM_SV("end"), f->at.end);
            cm_json_put_text(json, CM_SV("text"), f->text);
            write_place(json, clue, f);
            cm_json_object_end(json);
        }
    }
    cm_json_array_end(json);
}

static void write_values(cm_json *json, const cm_clue *clue)
{
    cm_json_key(json, CM_SV("values"));
    cm_json_array(json);
    cm_sv last = {NULL, 0};
    for (size_t i = 0; i < clue->facts.count; i++) {
        const cm_clue_fact *f = &clue->facts.items[i];
        if (f->value.ptr != NULL && !cm_sv_equal(f->fact, last)) {
            cm_json_object(json);
            cm_json_put_text(json, CM_SV("fact"), f->fact);
            cm_json_put_text(json, CM_SV("title"), f->title);
            cm_json_put_text(json, CM_SV("value"), f->value);
            cm_json_object_end(json);
        }
        last = f->fact;
    }
    cm_json_array_end(json);
}

static void write_related_fact(cm_json *json, const cm_related_fact *f)
{
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("fact"), f->fact);
    cm_json_put_text(json, CM_SV("title"), f->title);
    cm_json_put_text(json, CM_SV("value"), f->value);
    if (f->has_place) {
        cm_json_put_int(json, CM_SV("begin"), f->at.begin);
        cm_json_put_int(json, CM_SV("end"), f->at.end);
        cm_json_put_text(json, CM_SV("text"), f->text);
    }
    cm_json_object_end(json);
}

static void write_related(cm_json *json, const cm_clue *clue)
{
    cm_json_key(json, CM_SV("related"));
    cm_json_array(json);
    for (size_t i = 0; i < clue->related.count; i++) {
        const cm_related_row *row = &clue->related.items[i];
        cm_json_object(json);
        cm_json_put_text(json, CM_SV("role"), row->role);
        cm_json_put_text(json, CM_SV("doc"), row->doc);
        cm_json_put_text(json, CM_SV("case_no"), row->case_no);
        cm_json_put_text(json, CM_SV("court"), row->court);
        cm_json_put_date(json, CM_SV("decided_on"), row->decided_on);
        cm_json_put_text(json, CM_SV("defendant"), row->defendant);
        cm_json_key(json, CM_SV("facts"));
        cm_json_array(json);
        for (size_t k = 0; k < row->facts.count; k++) {
            write_related_fact(json, &row->facts.items[k]);
        }
        cm_json_array_end(json);
        cm_json_object_end(json);
    }
    cm_json_array_end(json);
}

void cm_clue_write_facts(cm_json *json, const cm_clue *clue)
{
    write_values(json, clue);
    write_evidence(json, clue);
    if (clue->related.count != 0) {
        write_related(json, clue);
    }
}

cm_sv cm_clue_title(const cm_home *home, cm_sv model, cm_sv name)
{
    const cm_model *m = cm_home_model(home, model);
    size_t column = m != NULL ? cm_view_column(m->subject, name) : SIZE_MAX;
    if (column != SIZE_MAX) {
        return m->subject->columns.items[column]->title;
    }
    size_t child = m != NULL ? cm_view_child(m->subject, name) : SIZE_MAX;
    if (child != SIZE_MAX) {
        return m->subject->children.items[child]->title;
    }
    const cm_term_list *groups = cm_reader_choices(home->reader)->group;
    for (size_t i = 0; i < groups->terms.count; i++) {
        if (cm_sv_equal(groups->terms.items[i].id, name)) {
            return groups->terms.items[i].zh;
        }
    }
    return name;
}

cm_clue_grade cm_clue_graded(const cm_home *home, const cm_clue *clue)
{
    const cm_model *m = cm_home_model(home, clue->model);
    if (m == NULL) {
        return (cm_clue_grade){{NULL, 0}, {NULL, 0}, {NULL, 0}};
    }
    return (cm_clue_grade){cm_model_by_sub(&m->measure, clue->sub),
                           cm_model_by_sub(&m->confidence, clue->sub), m->severity};
}

cm_svs cm_clue_measures(const cm_clue *clue, cm_arena *mem)
{
    cm_svs list = {0};
    cm_sv rest = clue->measure, one;
    while (rest.len != 0 && cm_sv_split(&rest, ',', &one)) {
        *cm_vec_push(mem, &list) = one;
    }
    return list;
}

void cm_json_put_list(cm_json *json, cm_sv name, const cm_svs *list)
{
    cm_json_key(json, name);
    cm_json_array(json);
    for (size_t i = 0; i < list->count; i++) {
        cm_json_text(json, list->items[i]);
    }
    cm_json_array_end(json);
}

static void write_suppression(cm_json *json, const cm_suppression *s)
{
    if (s == NULL) {
        return;
    }
    cm_json_key(json, CM_SV("suppressed"));
    cm_json_object(json);
    cm_json_put_int(json, CM_SV("no"), s->no);
    cm_json_put_text(json, CM_SV("reason"), s->reason);
    cm_json_put_text(json, CM_SV("by"), s->by);
    cm_json_put_date(json, CM_SV("until"), s->expires_on);
    cm_json_object_end(json);
}

/* How grave and how sure it is, and what it proposes. */
static void write_grade(cm_json *json, const cm_home *home, const cm_clue *clue)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_clue_grade grade = cm_clue_graded(home, clue);
    cm_svs measures = cm_clue_measures(clue, &mem);
    cm_json_put_text(json, CM_SV("severity"), grade.severity);
    cm_json_put_text(json, CM_SV("confidence"), grade.confidence);
    cm_json_put_text(json, CM_SV("class"), grade.error_class);
    cm_json_put_text(json, CM_SV("stage"), clue->stage);
    cm_json_put_list(json, CM_SV("measure"), &measures);
    cm_json_put_date(json, CM_SV("as_of"), clue->as_of);
}

void cm_clue_write_json(cm_json *json, const cm_home *home, const cm_clue *clue)
{
    bool hit = clue->outcome == CM_ANSWER_HIT;
    cm_sv none = {NULL, 0};
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("notice"), cm_wording_find(&home->messages, CM_SV("notice")));
    cm_json_put_text(json, CM_SV("id"), clue->id);
    cm_json_put_text(json, CM_SV("model"), clue->model);
    cm_json_put_int(json, CM_SV("version"), clue->version);
    cm_json_put_text(json, CM_SV("content"), clue->content);
    cm_json_put_text(json, CM_SV("outcome"), cm_term_zh(home->answers, (int)clue->outcome));
    cm_json_put_text(json, CM_SV("doc"), clue->doc);
    cm_json_put_text(json, CM_SV("case_no"), clue->case_no);
    cm_json_put_text(json, CM_SV("court"), clue->court);
    cm_json_put_date(json, CM_SV("decided_on"), clue->decided_on);
    cm_json_put_text(json, CM_SV("defendant"), clue->defendant);
    cm_json_put_int(json, CM_SV("defendant_no"), clue->defendant_no);
    cm_json_put_text(json, CM_SV("charge"), clue->charge);
    cm_json_put_int(json, CM_SV("count_no"), clue->count_no);
    cm_json_put_text(json, CM_SV("finding"), clue->finding);
    cm_json_put_date(json, CM_SV("law_known_to"), clue->law_known_to);
    cm_json_put_text(json, CM_SV("direction"),
                     hit ? cm_term_zh(home->directions, (int)clue->direction) : none);
    cm_json_put_text(json, CM_SV("sub"), clue->sub);
    if (hit) {
        write_grade(json, home, clue);
        write_suppression(json, clue->suppressed);
    }
    write_missing(json, clue->missing);
    write_links(json, clue);
    cm_clue_write_facts(json, clue);
    cm_json_object_end(json);
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
