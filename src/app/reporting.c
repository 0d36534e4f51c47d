#include "base/base.h"

#include "app/coverage.h"
#include "app/reporting.h"

#include "app/clue.h"
#include "app/statistics.h"
#include "base/file.h"
#include "base/limits.h"
#include "paper/report.h"

typedef struct {
    cm_site *site;
    const cm_home *home;
    cm_json *json;
    cm_arena mem;
    cm_map documents; /* id in the page -> doc_key */
    uint64_t hits;
    cm_statistics statistics;
    cm_verdict_groups verdicts; /* on the models, where there is a desk */
} job;

typedef struct {
    int64_t key;
    bool written;
} document;

static void put(job *j, cm_sv name, cm_sv value)
{
    cm_json_put_text(j->json, name, value.ptr != NULL ? value : CM_SV(""));
}

static void put_day(job *j, cm_sv name, cm_date date)
{
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_MESSAGE);
    if (date.year != 0) {
        (void)cm_date_write(&text, date);
    }
    cm_json_put_text(j->json, name, cm_buf_view(&text).len > 0 ? cm_buf_view(&text) : CM_SV(""));
}

/* ---- corpus ---- */

static cm_status write_sources(job *j, uint64_t *ret_documents, cm_err *err)
{
    cm_rows *rows = NULL;
    cm_status status = cm_facts_ask(j->site->session, CM_QUERY_SOURCES, NULL, 0, &rows, err);
    cm_json_key(j->json, CM_SV("sources"));
    cm_json_array(j->json);
    while (status == CM_OK && cm_rows_next(rows)) {
        cm_cell received = cm_rows_cell(rows, 2);
        cm_date day = received.type == CM_CELL_DATE ? cm_date_from_days((int32_t)received.number)
                                                    : CM_NO_DATE;
        cm_json_object(j->json);
        put(j, CM_SV("id"),
            cm_arena_format(&j->mem, "%lld", (long long)cm_rows_cell(rows, 0).number));
        put(j, CM_SV("label"), cm_rows_cell(rows, 1).text);
        put_day(j, CM_SV("received_on"), day);
        cm_json_put_int(j->json, CM_SV("documents"), cm_rows_cell(rows, 3).number);
        cm_json_object_end(j->json);
        *ret_documents += (uint64_t)cm_rows_cell(rows, 3).number;
    }
    cm_json_array_end(j->json);
    cm_rows_close(rows);
    return status;
}

static cm_status write_not_read(job *j, cm_err *err)
{
    cm_rows *rows = NULL;
    cm_status status = cm_facts_ask(j->site->session, CM_QUERY_NOT_READ, NULL, 0, &rows, err);
    cm_json_key(j->json, CM_SV("not_read"));
    cm_json_array(j->json);
    while (status == CM_OK && cm_rows_next(rows)) {
        cm_sv path = cm_rows_cell(rows, 0).text, cause = cm_rows_cell(rows, 2).text;
        long long line = (long long)cm_rows_cell(rows, 1).number;
        cm_json_object(j->json);
        put(j, CM_SV("where"),
            line > 0 ? cm_arena_format(&j->mem, "%.*s:%lld", CM_SV_ARG(path), line) : path);
        put(j, CM_SV("cause"), cm_cause_text(j->home, &j->mem, cause));
        cm_json_object_end(j->json);
    }
    cm_json_array_end(j->json);
    cm_rows_close(rows);
    return status;
}

static cm_status write_coverage(job *j, cm_err *err)
{
    cm_coverage c;
    const cm_term_list *groups = cm_reader_choices(j->home->reader)->group;
    cm_status status = cm_coverage_of(j->site, &j->mem, &c, err);
    cm_json_key(j->json, CM_SV("coverage"));
    cm_json_array(j->json);
    for (size_t i = 0; status == CM_OK && i < c.groups.count; i++) {
        const cm_coverage_row *r = &c.groups.items[i];
        cm_json_object(j->json);
        put(j, CM_SV("group"), r->name);
        put(j, CM_SV("title"), cm_term_zh(groups, (int)i));
        cm_json_put_int(j->json, CM_SV("partly"), (int64_t)r->partly);
        cm_json_put_int(j->json, CM_SV("unread"), (int64_t)r->unread);
        cm_json_object_end(j->json);
    }
    cm_json_array_end(j->json);
    return status;
}

static cm_status count_criminal(job *j, uint64_t *ret_documents, cm_err *err)
{
    const cm_term_list *kinds = cm_reader_choices(j->home->reader)->case_type;
    cm_cell kind = cm_cell_text(cm_term_zh(kinds, CM_CASE_CRIMINAL));
    cm_rows *rows = NULL;
    cm_status status = cm_facts_ask(j->site->session, CM_QUERY_OF_KIND, &kind, 1, &rows, err);
    if (status == CM_OK && cm_rows_next(rows)) {
        *ret_documents = (uint64_t)cm_rows_cell(rows, 0).number;
    }
    cm_rows_close(rows);
    return status;
}

static cm_status write_slice(job *j, cm_sv name, cm_facts_query query, cm_err *err)
{
    cm_rows *rows = NULL;
    cm_cell groups = cm_cell_int(CM_GROUP_COUNT);
    size_t bound = query == CM_QUERY_COVERAGE_COURT ? 1 : 0;
    cm_status status = cm_facts_ask(j->site->session, query, &groups, bound, &rows, err);
    cm_json_key(j->json, name);
    cm_json_array(j->json);
    while (status == CM_OK && cm_rows_next(rows)) {
        cm_json_object(j->json);
        put(j, CM_SV("name"), cm_rows_text(rows, 0, &j->mem));
        cm_json_put_int(j->json, CM_SV("documents"), cm_rows_cell(rows, 1).number);
        cm_json_object_end(j->json);
    }
    cm_json_array_end(j->json);
    cm_rows_close(rows);
    return status;
}

/* All documents by what clues are counted by: the denominators. */
static cm_status write_slices(job *j, cm_err *err)
{
    cm_json_key(j->json, CM_SV("by"));
    cm_json_object(j->json);
    cm_status status = write_slice(j, CM_SV("court"), CM_QUERY_COVERAGE_COURT, err);
    if (status == CM_OK) {
        status = write_slice(j, CM_SV("charge"), CM_QUERY_COVERAGE_CHARGE, err);
    }
    if (status == CM_OK) {
        status = write_slice(j, CM_SV("year"), CM_QUERY_COVERAGE_YEAR, err);
    }
    cm_json_object_end(j->json);
    return status;
}

static cm_status write_corpus(job *j, cm_err *err)
{
    uint64_t documents = 0;
    uint64_t criminal = 0;
    cm_json_key(j->json, CM_SV("corpus"));
    cm_json_object(j->json);
    cm_status status = write_sources(j, &documents, err);
    if (status == CM_OK) {
        status = count_criminal(j, &criminal, err);
    }
    cm_json_put_int(j->json, CM_SV("documents"), (int64_t)documents);
    cm_json_put_int(j->json, CM_SV("criminal"), (int64_t)criminal);
    if (status == CM_OK) {
        status = write_slices(j, err);
    }
    if (status == CM_OK) {
        status = write_coverage(j, err);
    }
    if (status == CM_OK) {
        status = write_not_read(j, err);
    }
    cm_json_object_end(j->json);
    return status;
}

/* ---- models ---- */

typedef struct {
    uint64_t answers[CM_ANSWER_COUNT], directions[CM_DIRECTION_COUNT];
} counts;

static cm_status load_counts(job *j, cm_map *ret_counts, cm_err *err)
{
    cm_rows *rows = NULL;
    cm_status status = cm_facts_ask(j->site->session, CM_QUERY_RESULT_COUNTS, NULL, 0, &rows, err);
    while (status == CM_OK && cm_rows_next(rows)) {
        cm_sv model = cm_arena_sv(&j->mem, cm_rows_cell(rows, 0).text);
        counts *c = cm_map_find(ret_counts, model);
        if (c == NULL) {
            c = cm_arena_new(&j->mem, counts);
            (void)cm_map_put(&j->mem, ret_counts, model, c);
        }
        uint64_t number = (uint64_t)cm_rows_cell(rows, 3).number;
        c->answers[cm_rows_cell(rows, 1).number] += number;
        if (cm_rows_cell(rows, 2).type == CM_CELL_INT) {
            c->directions[cm_rows_cell(rows, 2).number] += number;
        }
    }
    cm_rows_close(rows);
    return status;
}

/* The kinds of error a model finds, in words, each once. */
static cm_svs class_titles(job *j, const cm_model *m)
{
    cm_svs titles = {0};
    for (size_t i = 0; i < m->measure.count; i++) {
        const cm_term *t = cm_term_of(j->home->error_classes, m->measure.items[i].word);
        bool there = false;
        for (size_t k = 0; t != NULL && k < titles.count; k++) {
            there = there || cm_sv_equal(titles.items[k], t->zh);
        }
        if (t != NULL && !there) {
            *cm_vec_push(&j->mem, &titles) = t->zh;
        }
    }
    return titles;
}

/* What people judged of each version of the model. */
static void write_measured(job *j, const cm_model *m)
{
    cm_json_key(j->json, CM_SV("measured"));
    cm_json_array(j->json);
    for (size_t i = 0; i < j->verdicts.count; i++) {
        const cm_verdict_group *g = &j->verdicts.items[i];
        if (cm_sv_equal(g->model, m->id)) {
            cm_json_object(j->json);
            cm_json_put_int(j->json, CM_SV("version"), g->version);
            cm_statistics_write_verdicts(&j->statistics, j->json, g);
            cm_json_object_end(j->json);
        }
    }
    cm_json_array_end(j->json);
}

static cm_status load_verdicts(job *j, const cm_caller *caller, cm_err *err)
{
    cm_desk *desk = NULL;
    cm_status status = CM_OK;
    if (caller != NULL) {
        status = cm_site_desk(j->site, true, caller->at, &desk, err);
    }
    if (status == CM_OK && desk != NULL) {
        status = cm_statistics_open(desk, j->home, caller, &j->mem, &j->statistics, err);
    }
    return status == CM_OK && desk != NULL ? cm_statistics_models(&j->statistics, &j->verdicts, err)
                                           : status;
}

static void write_model(job *j, const cm_model *m, const counts *c)
{
    static const cm_answer shown[] = {CM_ANSWER_HIT, CM_ANSWER_UNDECIDABLE, CM_ANSWER_CLEAR};
    cm_json_object(j->json);
    put(j, CM_SV("id"), m->id);
    put(j, CM_SV("title"), m->title);
    cm_json_put_int(j->json, CM_SV("version"), m->version);
    put(j, CM_SV("severity"), m->severity);
    put(j, CM_SV("about"), m->about);
    cm_json_key(j->json, CM_SV("basis"));
    cm_json_array(j->json);
    for (size_t i = 0; i < m->basis.count; i++) {
        CM_AUTO_BUF cite;
        cm_buf_init(&cite, CM_MAX_MESSAGE);
        cm_law_cite(j->home->law, m->basis.items[i].ref, CM_NO_DATE, &cite);
        cm_json_text(j->json, cm_buf_view(&cite));
    }
    cm_json_array_end(j->json);
    cm_svs classes = class_titles(j, m);
    cm_json_put_list(j->json, CM_SV("measure"), &classes);
    uint64_t examined = 0;
    for (size_t i = 0; i < CM_COUNT(shown); i++) {
        examined += c->answers[shown[i]];
        cm_json_put_int(j->json, j->home->answers->terms.items[shown[i]].id,
                        (int64_t)c->answers[shown[i]]);
    }
    cm_json_put_int(j->json, CM_SV("examined"), (int64_t)examined);
    cm_json_key(j->json, CM_SV("directions"));
    cm_json_object(j->json);
    for (int i = 0; i < CM_DIRECTION_COUNT; i++) {
        cm_json_put_int(j->json, cm_term_zh(j->home->directions, i), (int64_t)c->directions[i]);
    }
    cm_json_object_end(j->json);
    write_measured(j, m);
    cm_json_object_end(j->json);
}

static cm_status write_models(job *j, cm_err *err)
{
    static const counts none = {{0}, {0}};
    cm_map all = {0};
    cm_status status = load_counts(j, &all, err);
    cm_json_key(j->json, CM_SV("models"));
    cm_json_array(j->json);
    for (size_t i = 0; status == CM_OK && i < j->home->models.count; i++) {
        const cm_model *m = j->home->models.items[i];
        const counts *c = cm_map_find(&all, m->id);
        write_model(j, m, c != NULL ? c : &none);
    }
    cm_json_array_end(j->json);
    return status;
}

/* ---- clues ---- */

/* The document's id, or with its key where two sources gave the same id to different texts. */
static cm_sv document_name(job *j, const cm_clue *clue)
{
    document *d = cm_map_find(&j->documents, clue->doc);
    if (d == NULL || d->key == clue->doc_key) {
        return clue->doc;
    }
    return cm_arena_format(&j->mem, "%.*s #%lld", CM_SV_ARG(clue->doc), (long long)clue->doc_key);
}

static void know_document(job *j, const cm_clue *clue)
{
    cm_sv name = document_name(j, clue);
    if (cm_map_find(&j->documents, name) == NULL) {
        document *d = cm_arena_new(&j->mem, document);
        d->key = clue->doc_key;
        (void)cm_map_put(&j->mem, &j->documents, cm_arena_sv(&j->mem, name), d);
    }
}

/* The law is known up to a day before the decision. */
static cm_sv beyond_note(const job *j, cm_date day, cm_arena *mem)
{
    CM_AUTO_BUF out, text;
    cm_buf_init(&out, CM_MAX_MESSAGE);
    cm_buf_init(&text, CM_MAX_MESSAGE);
    (void)cm_date_write(&text, day);
    cm_word words[] = {{"day", cm_buf_view(&text)}, {NULL, {NULL, 0}}};
    cm_home_say(j->home, &out, CM_SV("law.beyond"), words);
    return cm_arena_sv(mem, cm_buf_view(&out));
}

static cm_status write_law(job *j, const cm_clue *clue, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_grounds laws = {0};
    cm_status status = cm_clue_law_of(j->site, clue, &mem, &laws, err);
    cm_json_key(j->json, CM_SV("law"));
    cm_json_array(j->json);
    for (size_t i = 0; i < laws.count; i++) {
        const cm_ground *l = &laws.items[i];
        cm_json_object(j->json);
        put(j, CM_SV("law"), l->law);
        put(j, CM_SV("article"),
            l->sub > 0 ? cm_arena_format(&mem, "%d-%d", l->article, l->sub)
                       : cm_arena_format(&mem, "%d", l->article));
        cm_json_put_int(j->json, CM_SV("paragraph"), l->paragraph);
        put(j, CM_SV("text"), l->text);
        put_day(j, CM_SV("valid_from"), l->valid_from);
        put_day(j, CM_SV("valid_to"), l->valid_to);
        cm_sv note = l->text.len == 0 ? CM_SV("show.law_unknown") : CM_SV("show.law_not_then");
        put(j, CM_SV("note"),
            l->known_to.year != 0            ? beyond_note(j, l->known_to, &mem)
            : l->applied && l->text.len != 0 ? CM_SV("")
                                             : cm_wording_find(&j->home->messages, note));
        cm_json_object_end(j->json);
    }
    cm_json_array_end(j->json);
    return status;
}

/* Of a judgment or a defendant: all that it was convicted of. */
static cm_status write_charges(job *j, const cm_clue *clue, cm_err *err)
{
    const cm_cell subject[] = {cm_cell_int(clue->doc_key), cm_cell_int(clue->defendant_no),
                               cm_cell_int(clue->count_no)};
    cm_rows *rows = NULL;
    cm_status status =
        cm_facts_ask(j->site->session, CM_QUERY_CHARGES, subject, CM_COUNT(subject), &rows, err);
    cm_json_key(j->json, CM_SV("charges"));
    cm_json_array(j->json);
    while (status == CM_OK && cm_rows_next(rows)) {
        cm_json_text(j->json, cm_rows_cell(rows, 0).text);
    }
    cm_json_array_end(j->json);
    cm_rows_close(rows);
    return status;
}

static cm_status write_clue(void *payload, const cm_clue *clue, cm_err *err)
{
    job *j = payload;
    j->hits++;
    know_document(j, clue);
    cm_clue_grade grade = cm_clue_graded(j->home, clue);
    cm_json_object(j->json);
    put(j, CM_SV("id"), clue->id);
    put(j, CM_SV("model"), clue->model);
    put(j, CM_SV("outcome"), cm_term_zh(j->home->answers, (int)clue->outcome));
    put(j, CM_SV("doc"), document_name(j, clue));
    put(j, CM_SV("case_no"), clue->case_no);
    put(j, CM_SV("court"), clue->court);
    put_day(j, CM_SV("decided_on"), clue->decided_on);
    put(j, CM_SV("defendant"), clue->defendant);
    put(j, CM_SV("charge"), clue->charge);
    put(j, CM_SV("direction"), cm_term_zh(j->home->directions, (int)clue->direction));
    put(j, CM_SV("sub"), clue->sub);
    put(j, CM_SV("finding"), clue->finding);
    cm_svs measures = cm_clue_measures(clue, &j->mem);
    cm_json_put_list(j->json, CM_SV("measure"), &measures);
    put(j, CM_SV("severity"), grade.severity);
    put(j, CM_SV("confidence"), grade.confidence);
    put(j, CM_SV("class"), grade.error_class);
    put(j, CM_SV("stage"), clue->stage);
    cm_status status = write_charges(j, clue, err);
    if (status == CM_OK) {
        status = write_law(j, clue, err);
    }
    cm_clue_write_facts(j->json, clue);
    cm_json_object_end(j->json);
    return status;
}

static cm_status write_undecidable(void *payload, const cm_clue *clue, cm_err *err)
{
    (void)err;
    job *j = payload;
    cm_json_object(j->json);
    put(j, CM_SV("model"), clue->model);
    put(j, CM_SV("doc"), clue->doc);
    put(j, CM_SV("case_no"), clue->case_no);
    put(j, CM_SV("defendant"), clue->defendant);
    cm_json_key(j->json, CM_SV("missing"));
    cm_json_array(j->json);
    cm_sv rest = clue->missing, name;
    while (rest.len != 0 && cm_sv_split(&rest, ',', &name)) {
        cm_json_text(j->json, cm_clue_title(j->home, clue->model, name));
    }
    cm_json_array_end(j->json);
    cm_json_object_end(j->json);
    return CM_OK;
}

static cm_status write_document(void *payload, const cm_clue *clue, cm_err *err)
{
    (void)err;
    job *j = payload;
    cm_sv name = document_name(j, clue);
    document *d = cm_map_find(&j->documents, name);
    cm_assert(d != NULL);
    if (!d->written) {
        d->written = true;
        cm_json_key(j->json, name);
        cm_json_object(j->json);
        put(j, CM_SV("case_no"), clue->case_no);
        put(j, CM_SV("court"), clue->court);
        put(j, CM_SV("text"), clue->document_text);
        cm_json_object_end(j->json);
    }
    return CM_OK;
}

static cm_status write_all(job *j, const cm_report_options *options, cm_err *err)
{
    const cm_clue_filter hits = {.outcome = CM_ANSWER_HIT};
    const cm_clue_filter undecidable = {.outcome = CM_ANSWER_UNDECIDABLE, .without_text = true};
    cm_json_object(j->json);
    put_day(j, CM_SV("generated_on"), options->today);
    put(j, CM_SV("program"), options->program);
    cm_status status = write_corpus(j, err);
    if (status == CM_OK) {
        status = load_verdicts(j, options->caller, err);
    }
    if (status == CM_OK) {
        status = write_models(j, err);
    }
    cm_json_key(j->json, CM_SV("clues"));
    cm_json_array(j->json);
    if (status == CM_OK) {
        status = cm_clues_each(j->site, &hits, write_clue, j, err);
    }
    cm_json_array_end(j->json);
    cm_json_key(j->json, CM_SV("undecidable"));
    cm_json_array(j->json);
    if (status == CM_OK) {
        status = cm_clues_each(j->site, &undecidable, write_undecidable, j, err);
    }
    cm_json_array_end(j->json);
    cm_json_key(j->json, CM_SV("documents"));
    cm_json_object(j->json);
    if (status == CM_OK) {
        status = cm_clues_each(j->site, &hits, write_document, j, err);
    }
    cm_json_object_end(j->json);
    cm_json_object_end(j->json);
    return status;
}

cm_status cm_report_write_corpus(cm_site *site, cm_json *json, cm_arena *mem, cm_err *err)
{
    job j = {.site = site, .home = site->home, .json = json, .mem = *mem};
    cm_status status = write_corpus(&j, err);
    *mem = j.mem;
    return status;
}

cm_status cm_report_make_page(const cm_home *home, cm_sv page_template, const cm_buf *json,
                              cm_buf *page, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    CM_AUTO_BUF template;
    cm_buf_init(&template, CM_MAX_DATA_FILE);
    cm_sv path = cm_file_join(&mem, home->data, page_template);
    if (json->over) {
        return cm_err_set(err, CM_E_LIMIT, "the report is larger than %zu bytes", json->max);
    }
    cm_status status = cm_file_read(path, &template, err);
    return status == CM_OK ? cm_report_page(cm_buf_view(&template), cm_buf_view(json), page, err)
                           : status;
}

cm_status cm_report_write(cm_site *site, const cm_report_options *options, cm_buf *page,
                          uint64_t *ret_hits, cm_err *err)
{
    CM_AUTO_BUF json;
    cm_buf_init(&json, CM_MAX_JSON);
    job j = {.site = site, .home = site->home};
    cm_arena_init(&j.mem);
    j.json = cm_json_new(&json);
    cm_status status = write_all(&j, options, err);
    cm_json_free(j.json);
    cm_arena_clear(&j.mem);
    *ret_hits = j.hits;
    return status == CM_OK
               ? cm_report_make_page(site->home, CM_SV("templates/report.html"), &json, page, err)
               : status;
}
