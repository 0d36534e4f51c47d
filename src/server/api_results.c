#include "base/base.h"

#include "app/class_report.h"
#include "app/clue_open.h"
#include "app/judgment.h"
#include "base/file.h"
#include "base/limits.h"
#include "server/answer.h"
#include "server/route.h"
#include "server/routes.h"

#ifndef CM_VERSION
#define CM_VERSION "unknown"
#endif

/* ---- the list ---- */

static cm_status write_item(void *payload, const cm_clue *clue, cm_err *err)
{
    (void)err;
    cm_exchange *x = payload;
    cm_clue_write_json(x->json, x->home, clue);
    return CM_OK;
}

static cm_status read_filter(cm_exchange *x, cm_clue_filter *ret_filter, cm_err *err)
{
    cm_sv outcome = cm_ask_text(x, "outcome"), suppressed = cm_ask_text(x, "suppressed");
    *ret_filter = (cm_clue_filter){.model = cm_ask_text(x, "model"),
                                   .outcome = CM_ANSWER_HIT,
                                   .any_outcome = cm_sv_equal(outcome, CM_SV("any")),
                                   .with_suppressed = suppressed.len != 0 &&
                                                      !cm_sv_equal(suppressed, CM_SV("without")),
                                   .on = cm_ask_day(x, "as_of")};
    bool wrong = outcome.len != 0 && !ret_filter->any_outcome &&
                 !cm_clue_outcome_find(x->home, outcome, &ret_filter->outcome);
    return wrong ? cm_ask_wrong(x, "outcome", "no such answer", err) : CM_OK;
}

static cm_clue_choice read_choice(const cm_exchange *x)
{
    return (cm_clue_choice){.court = cm_ask_text(x, "court"),
                            .charge = cm_ask_text(x, "charge"),
                            .year = cm_ask_int(x, "year", 0),
                            .missing = cm_ask_text(x, "missing")};
}

static cm_clue_page read_page(cm_exchange *x)
{
    cm_sv direction = cm_ask_text(x, "direction");
    cm_clue_page page = {.after = cm_ask_text(x, "after"),
                         .limit = (uint64_t)cm_ask_int(x, "limit", 50),
                         .by_direction = direction.len != 0,
                         .only_suppressed =
                             cm_sv_equal(cm_ask_text(x, "suppressed"), CM_SV("only")),
                         .choice = read_choice(x),
                         .visit = write_item,
                         .payload = x};
    for (int i = 0; i < CM_DIRECTION_COUNT; i++) {
        if (cm_sv_equal(cm_term_id(x->home->directions, i), direction)) {
            page.direction = (cm_direction)i;
        }
    }
    return page;
}

cm_status cm_api_result_list(cm_exchange *x, cm_err *err)
{
    cm_clue_filter filter;
    cm_clue_page page = read_page(x);
    cm_site *site = NULL;
    cm_sv doc = cm_ask_text(x, "judgment"), next = CM_SV("");
    cm_status status = read_filter(x, &filter, err);
    filter.without_text = !cm_ask_bool(x, "words");
    if (status == CM_OK) {
        status = cm_ask_look(x, "clue.list", &site, err);
    }
    if (status == CM_OK && doc.len != 0) {
        status = cm_judgment_find(site, doc, &page.doc_key, err);
    }
    if (status != CM_OK) {
        return status;
    }
    cm_reply_notice(x);
    cm_reply_items(x);
    status = cm_clues_page(site, &filter, &page, x->mem, &next, err);
    cm_answer_list_end(x, next);
    return status;
}

cm_status cm_api_result_facets(cm_exchange *x, cm_err *err)
{
    static const char *const WHICH[] = {"model", "court", "charge", "year", "missing"};
    const cm_clue_filter filter = {.model = cm_ask_text(x, "model"),
                                   .outcome = CM_ANSWER_UNDECIDABLE};
    const cm_clue_choice choice = read_choice(x);
    cm_site *site = NULL;
    cm_clue_values values = {0};
    cm_status status = cm_ask_look(x, "clue.list", &site, err);
    if (status == CM_OK) {
        status = cm_clues_values(site, &filter, &choice, x->mem, &values, err);
    }
    if (status != CM_OK) {
        return status;
    }
    int64_t total = 0;
    cm_reply_notice(x);
    for (size_t i = 0; i < CM_COUNT(WHICH); i++) {
        cm_json_key(x->json, cm_sv_from(WHICH[i]));
        cm_json_array(x->json);
        for (size_t k = 0; k < values.count; k++) {
            const cm_clue_value *v = &values.items[k];
            if (cm_sv_equal(v->which, cm_sv_from(WHICH[i]))) {
                cm_docket_json_count(x->json, v->value,
                                     cm_clue_value_title(x->home, filter.model, v, x->mem),
                                     v->count);
                total += i == 0 ? v->count : 0;
            }
        }
        cm_json_array_end(x->json);
    }
    cm_json_put_int(x->json, CM_SV("total"), total);
    cm_json_object_end(x->json);
    return CM_OK;
}

typedef struct {
    const cm_home *home;
    cm_buf out;
} table;

static cm_status add_line(void *payload, const cm_clue *clue, cm_err *err)
{
    table *t = payload;
    cm_clue_write_csv(&t->out, t->home, clue);
    return t->out.over ? cm_err_set(err, CM_E_LIMIT, "the table is too long") : CM_OK;
}

cm_status cm_api_result_table(cm_exchange *x, cm_err *err)
{
    cm_clue_filter filter;
    cm_site *site = NULL;
    table t = {.home = x->home};
    cm_status status = read_filter(x, &filter, err);
    filter.without_text = true;
    if (status == CM_OK) {
        status = cm_ask_look(x, "export.list", &site, err);
    }
    cm_buf_init(&t.out, CM_MAX_JSON);
    cm_home_say(x->home, &t.out, CM_SV("notice"), NULL);
    (void)cm_buf_add(&t.out, CM_SV("\r\n"));
    cm_clue_write_csv_head(&t.out, x->home);
    if (status == CM_OK) {
        status = cm_clues_each(site, &filter, add_line, &t, err);
    }
    if (status == CM_OK) {
        cm_reply_file(x, "text/csv; charset=utf-8", CM_SV("results.csv"), cm_buf_view(&t.out));
    }
    cm_buf_clear(&t.out);
    return status;
}

/* ---- one ---- */

cm_status cm_api_result_open(cm_exchange *x, cm_err *err)
{
    cm_site *site = NULL;
    cm_status status = cm_ask_look(x, "clue.open", &site, err);
    return status == CM_OK ? cm_clue_open(site, cm_ask_text(x, "result"), x->json, err) : status;
}

cm_status cm_api_result_text(cm_exchange *x, cm_err *err)
{
    cm_site *site = NULL;
    cm_status status = cm_ask_look(x, "clue.open", &site, err);
    return status == CM_OK ? cm_clue_open_text(site, cm_ask_text(x, "result"), x->json, err)
                           : status;
}

cm_status cm_api_result_bundle(cm_exchange *x, cm_err *err)
{
    cm_site *site = NULL;
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    cm_sv id = cm_ask_text(x, "result");
    cm_status status = cm_ask_look(x, "export.bundle", &site, err);
    if (status == CM_OK) {
        status = cm_clue_open_bundle(site, id, &out, err);
    }
    if (status == CM_OK) {
        cm_reply_file(x, "application/json", cm_arena_format(x->mem, "%.*s.json", CM_SV_ARG(id)),
                      cm_buf_view(&out));
    }
    return status;
}

cm_status cm_api_result_original(cm_exchange *x, cm_err *err)
{
    cm_site *site = NULL;
    cm_sv name = CM_SV(""), bytes = CM_SV("");
    cm_status status = cm_ask_look(x, "export.bundle", &site, err);
    if (status == CM_OK) {
        status = cm_clue_open_original(site, cm_ask_text(x, "result"), x->mem, &name, &bytes, err);
    }
    if (status == CM_OK) {
        cm_reply_file(x, "application/octet-stream", cm_file_name(name), bytes);
    }
    return status;
}

cm_status cm_api_result_key(cm_exchange *x, cm_err *err)
{
    cm_site *site = NULL;
    cm_status status = cm_ask_site(x, &site, err);
    return status == CM_OK ? cm_bundle_key_write_json(site, x->json, err) : status;
}

/* ---- its class ---- */

typedef struct {
    cm_exchange *x;
    uint64_t limit; /* of those without a hit; 0: all */
    uint64_t hits, alike;
    cm_sv model;
} similar;

static cm_status take_model(void *payload, const cm_clue *clue, cm_err *err)
{
    (void)err;
    similar *s = payload;
    s->model = cm_arena_sv(s->x->mem, clue->model);
    return CM_OK;
}

static cm_status take_similar(void *payload, const cm_similar *one, cm_err *err)
{
    (void)err;
    similar *s = payload;
    bool hit = one->outcome == CM_ANSWER_HIT;
    uint64_t *count = hit ? &s->hits : &s->alike;
    (*count)++;
    if (hit || s->limit == 0 || *count <= s->limit) {
        cm_similar_write_json(s->x->json, s->x->home, one);
    }
    return CM_OK;
}

/* Counts over all are only for one who may see them all: else they are left out. */
static cm_status write_class(similar *s, cm_site *site, cm_err *err)
{
    const cm_class_filter filter = {.model = s->model, .from = CM_NO_DATE, .to = CM_NO_DATE};
    cm_class c;
    cm_status status = cm_class_of(site, &filter, s->x->mem, &c, err);
    if (status == CM_OK) {
        cm_class_write_json(s->x->json, s->x->home, &c);
    }
    return status == CM_E_DENIED ? CM_OK : status;
}

cm_status cm_api_result_similar(cm_exchange *x, cm_err *err)
{
    similar s = {.x = x, .limit = (uint64_t)cm_ask_int(x, "limit", 0)};
    const cm_similar_options job = {.clue = cm_ask_text(x, "result"),
                                    .days = (uint64_t)cm_ask_int(x, "days", 0),
                                    .least = (uint64_t)cm_ask_int(x, "least", 0),
                                    .visit = take_similar,
                                    .payload = &s};
    const cm_clue_filter one = {.id = job.clue, .outcome = CM_ANSWER_HIT, .without_text = true};
    cm_site *site = NULL;
    cm_status status = cm_ask_look(x, "clue.open", &site, err);
    if (status == CM_OK) {
        status = cm_clues_each(site, &one, take_model, &s, err);
    }
    if (status == CM_OK && s.model.len == 0) {
        status = cm_err_set(err, CM_E_NOTFOUND, "no clue %.*s", CM_SV_ARG(job.clue));
    }
    if (status != CM_OK) {
        return status;
    }
    cm_reply_notice(x);
    cm_reply_items(x);
    status = cm_similar_each(site, &job, err);
    cm_json_array_end(x->json);
    cm_json_put_int(x->json, CM_SV("hits"), (int64_t)s.hits);
    cm_json_put_int(x->json, CM_SV("alike"), (int64_t)s.alike);
    status = status == CM_OK ? write_class(&s, site, err) : status;
    cm_json_object_end(x->json);
    return status;
}

/* ---- pages ---- */

static cm_report_options report_options(const cm_exchange *x, const cm_caller *caller)
{
    cm_report_options o = {CM_NO_DATE, CM_SV("chaming " CM_VERSION), caller};
    bool known = cm_date_parse(cm_sv_slice(x->caller.at, 0, strlen("2026-11-22")), &o.today);
    cm_assert(known);
    return o;
}

cm_status cm_api_result_report(cm_exchange *x, cm_err *err)
{
    cm_site *site = NULL;
    CM_AUTO_BUF page;
    cm_buf_init(&page, CM_MAX_PAGE);
    uint64_t hits = 0;
    const cm_report_options options = report_options(x, &x->caller);
    cm_status status = cm_ask_look(x, "export.list", &site, err);
    if (status == CM_OK) {
        status = cm_report_write(site, &options, &page, &hits, err);
    }
    if (status == CM_OK) {
        cm_reply_file(x, "text/html; charset=utf-8", CM_SV("report.html"), cm_buf_view(&page));
    }
    return status;
}

cm_status cm_api_result_class_report(cm_exchange *x, cm_err *err)
{
    cm_site *site = NULL;
    CM_AUTO_BUF page;
    cm_buf_init(&page, CM_MAX_PAGE);
    uint64_t hits = 0;
    const cm_report_options options = report_options(x, NULL);
    const cm_class_filter filter = {.model = cm_ask_text(x, "model"),
                                    .court = cm_ask_text(x, "court"),
                                    .from = cm_ask_day(x, "from"),
                                    .to = cm_ask_day(x, "to")};
    cm_status status = cm_ask_look(x, "export.list", &site, err);
    if (status == CM_OK) {
        status = cm_class_report_write(site, &filter, &options, &page, &hits, err);
    }
    if (status == CM_OK) {
        cm_reply_file(x, "text/html; charset=utf-8", CM_SV("class-report.html"),
                      cm_buf_view(&page));
    }
    return status;
}
