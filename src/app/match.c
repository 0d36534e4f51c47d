#include "base/base.h"

#include "app/match.h"

#include "app/search.h"

/* A place where an expression matches; begin 0 and end 0: no place, or the document is unread. */
typedef struct {
    int64_t doc_key;
    cm_span at;
    bool unread;
} found;

typedef struct {
    cm_arena mem;
    CM_VEC(found) all;
} search;

size_t cm_matches_check(cm_home *home, const cm_model *model)
{
    size_t faults = 0;
    const cm_source source = {model->file, model->source};
    for (size_t i = 0; i < model->matches.count; i++) {
        const cm_model_match *m = &model->matches.items[i];
        const cm_search_expression *ignored = NULL;
        CM_AUTO_ERR fault = {0};
        if (cm_search_parse(&home->mem, &home->search, m->find, -1, &ignored, &fault) != CM_OK) {
            faults++;
            cm_problem_add(
                &home->mem, &home->problems, &source, m->offset,
                (cm_problem){.id = "search_expression",
                             .found = cm_arena_sv(&home->mem, cm_sv_from(fault.message))});
        }
    }
    return faults;
}

static cm_status take_hit(void *payload, const cm_search_hit *hit, cm_err *err)
{
    (void)err;
    search *s = payload;
    for (size_t i = 0; i < hit->places.count; i++) {
        *cm_vec_push(&s->mem, &s->all) = (found){hit->doc_key, hit->places.items[i].at, false};
    }
    if (hit->places.count == 0) {
        *cm_vec_push(&s->mem, &s->all) = (found){hit->doc_key, {0, 0}, false};
    }
    return CM_OK;
}

static void take_missed(void *payload, int64_t doc_key)
{
    search *s = payload;
    *cm_vec_push(&s->mem, &s->all) = (found){doc_key, {0, 0}, true};
}

static cm_status store(cm_site *site, const search *s, cm_sv name, cm_err *err)
{
    cm_writer *w = cm_writer_open(site->session, site->home->catalogue);
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < s->all.count; i++) {
        const found *f = &s->all.items[i];
        bool placed = f->at.end > f->at.begin;
        const cm_cell cells[] = {cm_cell_text(name), cm_cell_int(f->doc_key),
                                 placed ? cm_cell_int(f->at.begin) : cm_cell_null(),
                                 placed ? cm_cell_int(f->at.end) : cm_cell_null(),
                                 cm_cell_bool(f->unread)};
        status = cm_writer_add_fixed(w, CM_TABLE_MATCH, cells, CM_COUNT(cells), err);
    }
    if (status != CM_OK) {
        cm_writer_drop(w);
        return status;
    }
    return cm_writer_close(w, err);
}

static cm_status look_for(cm_site *site, const cm_model_match *m, const cm_numbers *documents,
                          cm_err *err)
{
    search s = {0};
    cm_arena_init(&s.mem);
    const cm_search_options options = {.query = m->find,
                                       .from = CM_NO_DATE,
                                       .to = CM_NO_DATE,
                                       .documents = documents,
                                       .hit = take_hit,
                                       .missed = take_missed,
                                       .payload = &s};
    cm_search_summary ignored;
    cm_status status = cm_search(site, &options, &ignored, err);
    if (status == CM_OK) {
        status = store(site, &s, m->name, err);
    }
    cm_arena_clear(&s.mem);
    return status;
}

cm_status cm_matches_prepare(cm_site *site, const cm_model *model, const cm_numbers *documents,
                             cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_svs names = {0};
    site->matched = true;
    cm_status status = cm_facts_execute(site->session, CM_QUERY_MATCH_CLEAR, NULL, 0, err);
    for (size_t i = 0; status == CM_OK && i < model->matches.count; i++) {
        *cm_vec_push(&mem, &names) = model->matches.items[i].name;
        status = look_for(site, &model->matches.items[i], documents, err);
    }
    return status == CM_OK && names.count > 0
               ? cm_facts_create_matched(site->session, model->matched->table, &names,
                                         CM_MATCHED_VIEW, err)
               : status;
}
