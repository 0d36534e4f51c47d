#include "base/base.h"

#include "app/class_report.h"

#include "app/clue.h"
#include "base/limits.h"

typedef struct {
    cm_site *site;
    const cm_home *home;
    const cm_model *model;
    const cm_class_filter *filter;
    cm_json *json;
    cm_arena mem;
    cm_map laws;    /* citation and day -> cm_ground */
    cm_map missing; /* title -> uint64_t */
    uint64_t hits, undecidable, suppressed;
} job;

/* Text that is not known is an empty one: the page tests nothing else. */
static void put(job *j, cm_sv name, cm_sv value)
{
    cm_json_put_text(j->json, name, value.ptr != NULL ? value : CM_SV(""));
}

static bool in_filter(const cm_class_filter *f, const cm_clue *clue)
{
    bool dated = cm_date_exists(clue->decided_on);
    bool court = f->court.len == 0 ||
                 (clue->court.ptr != NULL && cm_sv_find(clue->court, f->court, 0) != SIZE_MAX);
    bool from =
        !cm_date_exists(f->from) || (dated && cm_date_compare(clue->decided_on, f->from) >= 0);
    bool to = !cm_date_exists(f->to) || (dated && cm_date_compare(clue->decided_on, f->to) <= 0);
    return court && from && to;
}

/* ---- the model ---- */

static void write_plain(job *j)
{
    cm_plain plain = cm_model_plain(&j->mem, j->model, &j->home->finding_words);
    put(j, CM_SV("scope"), plain.scope);
    put(j, CM_SV("hit"), plain.hit);
    cm_json_key(j->json, CM_SV("steps"));
    cm_json_array(j->json);
    for (size_t i = 0; i < plain.steps.count; i++) {
        cm_json_object(j->json);
        put(j, CM_SV("name"), plain.steps.items[i].sub);
        put(j, CM_SV("text"), plain.steps.items[i].word);
        cm_json_object_end(j->json);
    }
    cm_json_array_end(j->json);
}

static void write_model(job *j)
{
    const cm_model *m = j->model;
    cm_json_key(j->json, CM_SV("model"));
    cm_json_object(j->json);
    put(j, CM_SV("id"), m->id);
    put(j, CM_SV("code"), m->code);
    put(j, CM_SV("title"), m->title);
    put(j, CM_SV("about"), m->about);
    put(j, CM_SV("severity"), m->severity);
    put(j, CM_SV("confidence"), cm_model_by_sub(&m->confidence, CM_SV("")));
    cm_json_put_int(j->json, CM_SV("version"), m->version);
    put(j, CM_SV("content"), cm_digest_hex(&j->mem, cm_digest_of(m->source)));
    cm_json_put_list(j->json, CM_SV("traps"), &m->traps);
    write_plain(j);
    cm_json_object_end(j->json);
}

static void write_filter(job *j)
{
    cm_json_key(j->json, CM_SV("filter"));
    cm_json_object(j->json);
    put(j, CM_SV("court"), j->filter->court);
    cm_json_put_date(j->json, CM_SV("from"), j->filter->from);
    cm_json_put_date(j->json, CM_SV("to"), j->filter->to);
    cm_json_object_end(j->json);
}

/* ---- counts ---- */

static cm_status write_class(job *j, cm_err *err)
{
    cm_class c;
    cm_status status = cm_class_of(j->site, j->filter, &j->mem, &c, err);
    cm_json_key(j->json, CM_SV("counts"));
    cm_json_array(j->json);
    for (size_t i = 0; status == CM_OK && i < c.counts.count; i++) {
        cm_json_object(j->json);
        put(j, CM_SV("court"), c.counts.items[i].court);
        cm_json_put_int(j->json, CM_SV("year"), c.counts.items[i].year);
        cm_json_put_int(j->json, CM_SV("examined"), (int64_t)c.counts.items[i].examined);
        cm_json_put_int(j->json, CM_SV("hit"), (int64_t)c.counts.items[i].hit);
        cm_json_put_int(j->json, CM_SV("undecidable"), (int64_t)c.counts.items[i].undecidable);
        cm_json_object_end(j->json);
    }
    cm_json_array_end(j->json);
    return status;
}

static cm_status count_missing(void *payload, const cm_clue *clue, cm_err *err)
{
    (void)err;
    job *j = payload;
    if (!in_filter(j->filter, clue)) {
        return CM_OK;
    }
    j->undecidable++;
    cm_sv rest = clue->missing, name;
    while (rest.len != 0 && cm_sv_split(&rest, ',', &name)) {
        cm_sv title = cm_clue_title(j->home, clue->model, name);
        uint64_t *count = cm_map_find(&j->missing, title);
        if (count == NULL) {
            count = cm_arena_new(&j->mem, uint64_t);
            (void)cm_map_put(&j->mem, &j->missing, cm_arena_sv(&j->mem, title), count);
        }
        (*count)++;
    }
    return CM_OK;
}

static cm_status write_missing(job *j, cm_err *err)
{
    const cm_clue_filter undecidable = {
        .model = j->model->id, .outcome = CM_ANSWER_UNDECIDABLE, .without_text = true};
    cm_status status = cm_clues_each(j->site, &undecidable, count_missing, j, err);
    cm_json_put_int(j->json, CM_SV("undecidable"), (int64_t)j->undecidable);
    cm_json_key(j->json, CM_SV("missing"));
    cm_json_array(j->json);
    for (size_t i = 0; i < j->missing.entries.count; i++) {
        const uint64_t *count = j->missing.entries.items[i].value;
        cm_json_object(j->json);
        put(j, CM_SV("title"), j->missing.entries.items[i].key);
        cm_json_put_int(j->json, CM_SV("subjects"), (int64_t)*count);
        cm_json_object_end(j->json);
    }
    cm_json_array_end(j->json);
    return status;
}

/* ---- cases ---- */

static cm_status know_laws(job *j, const cm_clue *clue, cm_err *err)
{
    cm_grounds laws = {0};
    cm_status status = cm_clue_law_of(j->site, clue, &j->mem, &laws, err);
    for (size_t i = 0; status == CM_OK && i < laws.count; i++) {
        cm_ground *l = &laws.items[i];
        cm_sv key = cm_arena_format(&j->mem, "%.*s|%d", CM_SV_ARG(l->cite),
                                    (int)cm_date_to_days(cm_date_exists(l->valid_from)
                                                             ? l->valid_from
                                                             : cm_date_from_days(0)));
        if (cm_map_find(&j->laws, key) == NULL) {
            (void)cm_map_put(&j->mem, &j->laws, key, l);
        }
    }
    return status;
}

static void write_words(job *j, const cm_clue *clue)
{
    cm_json_key(j->json, CM_SV("words"));
    cm_json_array(j->json);
    for (size_t i = 0; i < clue->facts.count; i++) {
        const cm_clue_fact *f = &clue->facts.items[i];
        if (f->has_place) {
            cm_json_object(j->json);
            put(j, CM_SV("title"), f->title);
            put(j, CM_SV("text"), f->text);
            cm_json_object_end(j->json);
        }
    }
    cm_json_array_end(j->json);
}

static cm_status write_case(void *payload, const cm_clue *clue, cm_err *err)
{
    job *j = payload;
    if (!in_filter(j->filter, clue)) {
        return CM_OK;
    }
    if (clue->suppressed != NULL) {
        j->suppressed++;
        return CM_OK;
    }
    j->hits++;
    cm_svs measures = cm_clue_measures(clue, &j->mem);
    cm_json_object(j->json);
    put(j, CM_SV("id"), clue->id);
    put(j, CM_SV("doc"), clue->doc);
    put(j, CM_SV("case_no"), clue->case_no);
    put(j, CM_SV("court"), clue->court);
    cm_json_put_date(j->json, CM_SV("decided_on"), clue->decided_on);
    put(j, CM_SV("defendant"), clue->defendant);
    put(j, CM_SV("charge"), clue->charge);
    put(j, CM_SV("direction"), cm_term_zh(j->home->directions, (int)clue->direction));
    put(j, CM_SV("sub"), clue->sub);
    put(j, CM_SV("finding"), clue->finding);
    cm_json_put_list(j->json, CM_SV("measure"), &measures);
    write_words(j, clue);
    cm_json_object_end(j->json);
    return know_laws(j, clue, err);
}

static cm_status write_cases(job *j, cm_err *err)
{
    const cm_clue_filter hits = {
        .model = j->model->id, .outcome = CM_ANSWER_HIT, .with_suppressed = true};
    cm_json_key(j->json, CM_SV("cases"));
    cm_json_array(j->json);
    cm_status status = cm_clues_each(j->site, &hits, write_case, j, err);
    cm_json_array_end(j->json);
    cm_json_put_int(j->json, CM_SV("suppressed"), (int64_t)j->suppressed);
    cm_json_key(j->json, CM_SV("laws"));
    cm_json_array(j->json);
    for (size_t i = 0; i < j->laws.entries.count; i++) {
        const cm_ground *l = j->laws.entries.items[i].value;
        cm_json_object(j->json);
        put(j, CM_SV("cite"), l->cite);
        put(j, CM_SV("text"), l->text);
        cm_json_put_date(j->json, CM_SV("valid_from"), l->valid_from);
        cm_json_put_date(j->json, CM_SV("valid_to"), l->valid_to);
        cm_json_put_bool(j->json, CM_SV("applied"), l->applied);
        cm_json_object_end(j->json);
    }
    cm_json_array_end(j->json);
    return status;
}

static cm_status write_all(job *j, const cm_report_options *options, cm_err *err)
{
    cm_json_object(j->json);
    cm_json_put_date(j->json, CM_SV("generated_on"), options->today);
    put(j, CM_SV("program"), options->program);
    write_model(j);
    write_filter(j);
    cm_status status = cm_report_write_corpus(j->site, j->json, &j->mem, err);
    if (status == CM_OK) {
        status = write_class(j, err);
    }
    if (status == CM_OK) {
        status = write_missing(j, err);
    }
    if (status == CM_OK) {
        status = write_cases(j, err);
    }
    cm_json_object_end(j->json);
    return status;
}

cm_status cm_class_report_write(cm_site *site, const cm_class_filter *filter,
                                const cm_report_options *options, cm_buf *page, uint64_t *ret_hits,
                                cm_err *err)
{
    CM_AUTO_BUF json;
    cm_buf_init(&json, CM_MAX_JSON);
    const cm_home *home = site->home;
    job j = {
        .site = site, .home = home, .model = cm_home_model(home, filter->model), .filter = filter};
    if (j.model == NULL) {
        return cm_err_set(err, CM_E_NOTFOUND, "no model %.*s", CM_SV_ARG(filter->model));
    }
    cm_arena_init(&j.mem);
    j.json = cm_json_new(&json);
    cm_status status = write_all(&j, options, err);
    cm_json_free(j.json);
    cm_arena_clear(&j.mem);
    *ret_hits = j.hits;
    return status == CM_OK
               ? cm_report_make_page(home, CM_SV("templates/class-report.html"), &json, page, err)
               : status;
}
