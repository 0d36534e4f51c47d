#include "base/base.h"

#include "app/arrival.h"

#include "app/due.h"
#include "app/lens.h"
#include "base/digest.h"
#include "base/moment.h"
#include "desk/change.h"
#include "desk/sight.h"
#include "judgment/found.h"

typedef struct {
    cm_site *site;
    const cm_arrival_of *of;
    const cm_caller *caller;
    cm_desk *desk;
    cm_merge_by by;
    cm_map models;  /* id -> itself: those that ran */
    cm_map given;   /* id of a clue -> itself */
    cm_map adopted; /* "doc_key/defendant_no" whose recommendation the court adopted */
    cm_arena mem, step;
    size_t open; /* clues in the change at hand; 0: none is begun */
    cm_arrival_counts counts;
} arriving;

/* ---- changes of many clues ---- */

static cm_status close_change(arriving *a, cm_status status, cm_err *err)
{
    cm_sv object = cm_arena_format(&a->step, "%zu clues", a->open);
    const cm_deed deed = {.by = a->caller->name,
                          .office = a->caller->office,
                          .at = a->caller->at,
                          .action = CM_SV("clue.intake"),
                          .object = object};
    if (a->open != 0) {
        a->open = 0;
        status = cm_change_end(a->desk, status, &deed, err);
    }
    return status;
}

static cm_status open_change(arriving *a, cm_err *err)
{
    cm_status status = a->open == CM_ARRIVAL_BATCH ? close_change(a, CM_OK, err) : CM_OK;
    if (status == CM_OK && a->open == 0) {
        status = cm_change_begin(a->desk, err);
    }
    if (status == CM_OK) {
        a->open++;
    }
    return status;
}

/* ---- what the desk keeps of a result ---- */

/* The finding and every value it rests on. */
static cm_sv digest_of(arriving *a, const cm_clue *clue)
{
    cm_digester *g = cm_digester_new();
    const cm_sv mark = CM_SV("\x1f");
    cm_digester_add(g, clue->finding);
    cm_digester_add(g, mark);
    cm_digester_add(g, clue->sub);
    for (size_t i = 0; i < clue->facts.count; i++) {
        cm_digester_add(g, mark);
        cm_digester_add(g, clue->facts.items[i].fact);
        cm_digester_add(g, mark);
        cm_digester_add(g, clue->facts.items[i].value);
    }
    return cm_digest_hex(&a->step, cm_digester_finish(g));
}

static cm_sv adopted_key(cm_arena *mem, int64_t doc_key, int64_t defendant_no)
{
    return cm_arena_format(mem, "%lld/%lld", (long long)doc_key, (long long)defendant_no);
}

/* The court did what we recommended, and the error stands in what it did. */
static bool is_own(arriving *a, const cm_clue *clue)
{
    cm_sv key = adopted_key(&a->step, clue->doc_key, clue->defendant_no);
    if (clue->defendant_no == 0 || cm_map_find(&a->adopted, key) == NULL) {
        return false;
    }
    for (size_t i = 0; i < clue->facts.count; i++) {
        if (cm_course_code_of(&a->site->home->course, CM_SV("own"), clue->facts.items[i].fact) !=
            NULL) {
            return true;
        }
    }
    return false;
}

static cm_desk_clue desk_clue(arriving *a, const cm_clue *clue)
{
    const cm_home *home = a->site->home;
    cm_clue_grade grade = cm_clue_graded(home, clue);
    cm_sv direction = cm_term_id(home->directions, (int)clue->direction);
    return (cm_desk_clue){
        .id = clue->id,
        .model = clue->model,
        .model_version = clue->version,
        .content = clue->content,
        .sub = clue->sub,
        .direction = direction,
        .severity = grade.severity,
        .confidence = grade.confidence,
        .error_class = grade.error_class,
        .stage = clue->stage,
        .measure = clue->measure,
        .court = clue->court,
        .charge = clue->charge,
        .case_no = clue->case_no,
        .doc = clue->doc,
        .defendant = clue->defendant,
        .decided_on = clue->decided_on,
        .received_on = clue->received_on,
        .finding = clue->finding,
        .facts_digest = digest_of(a, clue),
        .urgent =
            cm_course_urgent_of(&home->course, grade.error_class, direction, clue->stage) != NULL,
        .own = is_own(a, clue),
    };
}

/* Where someone may be held too long a clock runs from the moment it is known; the time to protest
 * runs from the receipt of the judgment. */
static cm_status start_clocks(arriving *a, const cm_clue *result, const cm_desk_clue *clue,
                              cm_err *err)
{
    const cm_course *course = &a->site->home->course;
    const cm_course_urgent *urgent =
        cm_course_urgent_of(course, clue->error_class, clue->direction, clue->stage);
    const cm_clock_use use = {a->desk, a->site->home->law, &a->step, a->caller->name};
    cm_desk_clue kept = {0};
    cm_status status = cm_desk_clue_find(a->desk, &a->step, clue->id, &kept, err);
    cm_clock_event event = {.clue = kept.no, .on = cm_moment_day(a->caller->at)};
    if (status == CM_OK && urgent != NULL && urgent->starts.count != 0) {
        event.limits = urgent->starts;
        status = cm_clock_start(&use, &event, err);
    }
    return status == CM_OK ? cm_due_protest(&use, a->site->home, kept.no, result, err) : status;
}

/* The desk has to mask them without the facts. */
static cm_status tell_persons(arriving *a, const cm_clue *clue, cm_err *err)
{
    const cm_model *model = cm_home_model(a->site->home, clue->model);
    const cm_related_query query = {clue->model, clue->doc_key, clue->defendant_no, clue->count_no,
                                    true};
    cm_clue full = *clue;
    cm_status status = model != NULL && model->collision != NULL
                           ? cm_related_of(a->site, &query, &a->step, &full.related, err)
                           : CM_OK;
    if (status != CM_OK) {
        return status;
    }
    const cm_svs told = cm_clue_told(a->site->home->rights, &full, &a->step);
    return cm_sight_tell(a->desk, clue->id, &told, err);
}

static cm_status take(void *payload, const cm_clue *clue, cm_err *err)
{
    arriving *a = payload;
    cm_merge_effect effect = CM_MERGE_SAME;
    if (cm_map_find(&a->models, clue->model) == NULL) {
        return CM_OK;
    }
    cm_arena_reset(&a->step);
    cm_sv id = cm_arena_sv(&a->mem, clue->id);
    (void)cm_map_put(&a->mem, &a->given, id, &a->given);
    if (!cm_choice_has(a->of->documents, clue->doc_key)) {
        return CM_OK;
    }
    cm_status status = open_change(a, err);
    cm_desk_clue now = desk_clue(a, clue);
    if (status == CM_OK) {
        status = cm_desk_clue_merge(a->desk, &a->by, &now, &effect, err);
    }
    if (status == CM_OK && effect != CM_MERGE_SAME) {
        status = tell_persons(a, clue, err);
    }
    if (status == CM_OK && (effect == CM_MERGE_NEW || effect == CM_MERGE_REOPENED)) {
        a->counts.urgent += now.urgent && effect == CM_MERGE_NEW;
        status = start_clocks(a, clue, &now, err);
    }
    a->counts.effects[effect] += status == CM_OK;
    return status;
}

/* ---- before and after ---- */

static cm_status load_adopted(arriving *a, cm_err *err)
{
    const cm_term_list *list = cm_reader_choices(a->site->home->reader)->adoption;
    const cm_cell value = cm_cell_text(cm_term_zh(list, CM_ADOPTION_ADOPTED));
    cm_rows *rows = NULL;
    cm_status status = cm_facts_ask(a->site->session, CM_QUERY_ADOPTED, &value, 1, &rows, err);
    while (status == CM_OK && cm_rows_next(rows)) {
        cm_sv key =
            adopted_key(&a->mem, cm_rows_cell(rows, 0).number, cm_rows_cell(rows, 1).number);
        (void)cm_map_put(&a->mem, &a->adopted, key, &a->adopted);
    }
    cm_rows_close(rows);
    return status;
}

typedef struct {
    arriving *a;
    CM_VEC(int64_t) gone;
} missing;

static cm_status look(void *payload, int64_t no, cm_sv id, cm_err *err)
{
    (void)err;
    missing *m = payload;
    if (cm_map_find(&m->a->given, id) == NULL) {
        *cm_vec_push(&m->a->mem, &m->gone) = no;
    }
    return CM_OK;
}

/* The clues of a model that are not gone, of the few documents or of all. */
static cm_status look_all(arriving *a, cm_sv model, const cm_svs *docs, missing *m, cm_err *err)
{
    cm_status status = CM_OK;
    if (docs == NULL) {
        return cm_desk_clue_ids(a->desk, model, CM_SV(""), look, m, err);
    }
    for (size_t i = 0; status == CM_OK && i < docs->count; i++) {
        status = cm_desk_clue_ids(a->desk, model, docs->items[i], look, m, err);
    }
    return status;
}

static cm_status mark_gone(arriving *a, const cm_svs *docs, cm_err *err)
{
    const cm_models *models = a->of->models;
    missing m = {.a = a};
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < models->count; i++) {
        status = look_all(a, models->items[i]->id, docs, &m, err);
    }
    for (size_t i = 0; status == CM_OK && i < m.gone.count; i++) {
        status = open_change(a, err);
        if (status == CM_OK) {
            status = cm_desk_clue_mark_gone(a->desk, &a->by, m.gone.items[i], err);
        }
        a->counts.gone += status == CM_OK;
    }
    return status;
}

/* Of a few documents, page by page: what a million others gave is not looked at. */
static cm_status take_few(arriving *a, const cm_clue_filter *filter, cm_svs *docs, cm_err *err)
{
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < a->of->documents->count; i++) {
        const cm_cell key = cm_cell_int(a->of->documents->items[i]);
        cm_clue_page page = {.limit = CM_ARRIVAL_BATCH,
                             .doc_key = key.number,
                             .visit = take,
                             .payload = a,
                             .after = CM_SV("")};
        cm_rows *rows = NULL;
        status = cm_facts_ask(a->site->session, CM_QUERY_IDENTITY, &key, 1, &rows, err);
        if (status == CM_OK && cm_rows_next(rows)) {
            *cm_vec_push(&a->mem, docs) = cm_rows_text(rows, 0, &a->mem);
        }
        cm_rows_close(rows);
        bool more = status == CM_OK;
        while (more) {
            status = cm_clues_page(a->site, filter, &page, &a->mem, &page.after, err);
            more = status == CM_OK && page.after.len != 0;
        }
    }
    return status;
}

static cm_status merge(arriving *a, cm_err *err)
{
    cm_svs docs = {0};
    bool few = a->of->documents != NULL && a->of->documents->count <= CM_ARRIVAL_FEW;
    const cm_models *models = a->of->models;
    const cm_clue_filter filter = {
        .outcome = CM_ANSWER_HIT, .with_suppressed = true, .without_text = true};
    for (size_t i = 0; i < models->count; i++) {
        (void)cm_map_put(&a->mem, &a->models, models->items[i]->id, a);
    }
    cm_status status = load_adopted(a, err);
    if (status == CM_OK) {
        status =
            few ? take_few(a, &filter, &docs, err) : cm_clues_each(a->site, &filter, take, a, err);
    }
    if (status == CM_OK) {
        status = mark_gone(a, few ? &docs : NULL, err);
    }
    return close_change(a, status, err);
}

cm_status cm_arrivals_merge(cm_site *site, const cm_arrival_of *of, const cm_caller *caller,
                            cm_arrival_counts *ret_counts, cm_err *err)
{
    *ret_counts = (cm_arrival_counts){0};
    arriving a = {.site = site, .of = of, .caller = caller};
    a.by = (cm_merge_by){&site->home->course, caller->name, caller->at, CM_SV("changed")};
    cm_status status = cm_site_desk(site, false, caller->at, &a.desk, err);
    if (status != CM_OK || a.desk == NULL) {
        return status;
    }
    cm_arena_init(&a.mem);
    cm_arena_init(&a.step);
    status = merge(&a, err);
    if (status == CM_OK) {
        *ret_counts = a.counts;
    }
    cm_arena_clear(&a.step);
    cm_arena_clear(&a.mem);
    return status;
}
