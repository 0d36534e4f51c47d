#include "base/base.h"

#include "app/check.h"
#include "app/judgment.h"
#include "app/search.h"
#include "base/limits.h"
#include "server/answer.h"
#include "server/route.h"
#include "server/routes.h"

static void end_list(cm_exchange *x, cm_sv next)
{
    cm_json_array_end(x->json);
    cm_answer_next(x, next);
}

cm_status cm_api_judgment_list(cm_exchange *x, cm_err *err)
{
    cm_sv read = cm_ask_text(x, "read");
    const cm_judgment_filter filter = {
        .from = cm_ask_day(x, "from"),
        .to = cm_ask_day(x, "to"),
        .court = cm_ask_text(x, "court"),
        .case_no = cm_ask_text(x, "number"),
        .document_type = cm_ask_text(x, "type"),
        .case_type = cm_ask_text(x, "case_type"),
        .group = cm_ask_text(x, "gap"),
        .by_read = read.len != 0,
        .read = cm_sv_equal(read, CM_SV("whole")),
        .after = cm_ask_text(x, "after"),
        .limit = cm_ask_int(x, "limit", 50),
    };
    cm_site *site = NULL;
    cm_judgment_lines lines = {0};
    cm_sv next = CM_SV("");
    cm_status status = cm_ask_look(x, "text.search", &site, err);
    if (status == CM_OK) {
        status = cm_judgments_page(site, &filter, x->mem, &lines, &next, err);
    }
    if (status != CM_OK) {
        return status;
    }
    cm_reply_notice(x);
    cm_reply_items(x);
    for (size_t i = 0; i < lines.count; i++) {
        cm_judgment_line_write_json(x->json, &lines.items[i]);
    }
    end_list(x, next);
    cm_json_object_end(x->json);
    return CM_OK;
}

cm_status cm_api_judgment_open(cm_exchange *x, cm_err *err)
{
    cm_site *site = NULL;
    cm_status status = cm_ask_look(x, "text.search", &site, err);
    return status == CM_OK
               ? cm_judgment_write_json(site, cm_ask_text(x, "judgment"), x->mem, x->json, err)
               : status;
}

cm_status cm_api_judgment_facts(cm_exchange *x, cm_err *err)
{
    cm_site *site = NULL;
    cm_status status = cm_ask_look(x, "text.search", &site, err);
    return status == CM_OK
               ? cm_judgment_write_facts(site, cm_ask_text(x, "judgment"), x->mem, x->json, err)
               : status;
}

/* ---- search ---- */

typedef struct {
    cm_exchange *x;
    int64_t last;
} finding;

static cm_status take_hit(void *payload, const cm_search_hit *hit, cm_err *err)
{
    (void)err;
    finding *f = payload;
    f->last = hit->doc_key;
    cm_search_write_json(f->x->json, f->x->home, hit, true);
    return CM_OK;
}

static void write_summary(cm_exchange *x, const cm_search_summary *sum)
{
    cm_json_put_int(x->json, CM_SV("documents"), (int64_t)sum->documents);
    cm_json_put_int(x->json, CM_SV("hits"), (int64_t)sum->hits);
    cm_json_put_int(x->json, CM_SV("places"), (int64_t)sum->places);
    cm_json_put_int(x->json, CM_SV("unreadable"), (int64_t)sum->unreadable);
}

cm_status cm_api_judgment_search(cm_exchange *x, cm_err *err)
{
    int64_t after = 0;
    cm_sv cursor = cm_ask_text(x, "after");
    if (cursor.len != 0 && (!cm_sv_to_int(cursor, &after) || after < 0)) {
        return cm_ask_wrong(x, "after", "no such page", err);
    }
    finding f = {.x = x};
    const cm_search_options job = {
        .query = cm_ask_text(x, "query"),
        .section = cm_ask_text(x, "in"),
        .from = cm_ask_day(x, "from"),
        .to = cm_ask_day(x, "to"),
        .court = cm_ask_text(x, "court"),
        .document_type = cm_ask_text(x, "type"),
        .case_type = cm_ask_text(x, "case_type"),
        .after = after,
        .limit = (uint64_t)cm_ask_int(x, "limit", 50),
        .hit = take_hit,
        .payload = &f,
        .cancel = x->cancel,
    };
    cm_site *site = NULL;
    cm_search_summary sum = {0};
    cm_status status = cm_ask_look(x, "text.search", &site, err);
    if (status != CM_OK) {
        return status;
    }
    cm_reply_notice(x);
    cm_reply_items(x);
    status = cm_search(site, &job, &sum, err);
    cm_sv next = sum.more ? cm_arena_format(x->mem, "%lld", (long long)f.last) : CM_SV("");
    end_list(x, next);
    write_summary(x, &sum);
    cm_json_object_end(x->json);
    return status;
}

/* ---- one that is not kept ---- */

static cm_status take_body(cm_exchange *x, cm_check_options *options, cm_err *err)
{
    cm_sv name = cm_ask_text(x, "name");
    cm_reply_secret(x); /* nor is the answer, whatever its Idempotency-Key */
    options->id = name.len != 0 ? cm_reading_file_id(name) : CM_SV("1");
    options->cancel = x->cancel;
    return cm_check_take(x->mem, name.len != 0 ? name : CM_SV("body"), cm_ask_body(x),
                         &options->content, err);
}

static cm_date today_of(const cm_exchange *x)
{
    cm_date day = CM_NO_DATE;
    bool known = cm_date_parse(cm_sv_slice(x->caller.at, 0, strlen("2026-11-22")), &day);
    cm_assert(known);
    return day;
}

cm_status cm_api_judgment_check(cm_exchange *x, cm_err *err)
{
    cm_check_options options = {.received_on = cm_ask_day(x, "received_on"),
                                .today = cm_ask_day(x, "today")};
    options.today = cm_date_exists(options.today) ? options.today : today_of(x);
    cm_check check = {0};
    cm_status status = take_body(x, &options, err);
    if (status == CM_OK) {
        status = cm_check_open(x->home, x->mem, &options, &check, err);
    }
    if (status == CM_OK) {
        status = cm_check_write_json(x->json, x->home, &check, true, x->mem, err);
    }
    cm_check_close(&check);
    return status;
}

cm_status cm_api_judgment_extract(cm_exchange *x, cm_err *err)
{
    cm_check_options options = {.received_on = CM_NO_DATE, .today = CM_NO_DATE};
    cm_status status = take_body(x, &options, err);
    return status == CM_OK ? cm_check_extract(x->json, x->home, x->mem, &options, err) : status;
}
