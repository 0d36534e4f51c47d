#include "base/base.h"

#include "app/letter_way.h"
#include "base/limits.h"
#include "base/moment.h"
#include "server/answer.h"
#include "server/routes.h"

/* The sentences of documents are made of the words as they are; the use cases ask who may. */
static cm_status begin(cm_exchange *x, cm_letter_desk *d, cm_err *err)
{
    cm_site *site = NULL;
    *d = (cm_letter_desk){0};
    cm_status status = cm_ask_site(x, &site, err);
    return status == CM_OK ? cm_letter_desk_open(site, &x->caller, x->mem, d, err) : status;
}

static void put_titles(cm_exchange *x, const cm_letter_desk *d, const cm_letter *l)
{
    cm_json_put_text(x->json, CM_SV("kind_title"), cm_letter_kind_title(d, l->kind));
    cm_json_put_text(x->json, CM_SV("state_title"), cm_letter_state_title(d, l->state));
}

/* As it is now; `sentence` 0: none in particular. */
static cm_status put_row(cm_exchange *x, cm_letter_desk *d, int64_t no, int64_t sentence,
                         cm_err *err)
{
    cm_letter row;
    cm_status status = cm_letter_find(d->desk, x->mem, no, &row, err);
    if (status == CM_OK) {
        cm_json_object(x->json);
        cm_letter_put(x->json, &row);
        put_titles(x, d, &row);
        if (sentence != 0) {
            cm_json_put_int(x->json, CM_SV("sentence"), sentence);
        }
        cm_json_object_end(x->json);
        cm_reply_version(x, row.version);
    }
    return status;
}

/* ---- lists ---- */

static cm_letter_filter filter_of(const cm_exchange *x)
{
    return (cm_letter_filter){.clue = cm_ask_text(x, "clue"),
                              .kind = cm_ask_text(x, "kind"),
                              .state = cm_ask_text(x, "state")};
}

cm_status cm_api_document_list(cm_exchange *x, cm_err *err)
{
    cm_letter_desk d;
    cm_letters letters = {0};
    cm_answer_page page;
    cm_sv waits = cm_ask_text(x, "waits");
    const cm_letter_filter filter = filter_of(x);
    cm_status status = cm_answer_page_begin(x, &page, err);
    if (status == CM_OK) {
        status = begin(x, &d, err);
    }
    if (status == CM_OK) {
        status = cm_letter_list(&d, &filter, &letters, err);
    }
    if (status == CM_OK && waits.len != 0) {
        status = cm_letter_waiting(&d, waits, &letters, err);
    }
    if (status != CM_OK) {
        return status;
    }
    cm_reply_notice(x);
    cm_reply_items(x);
    for (size_t i = 0; i < letters.count; i++) {
        const cm_letter *l = &letters.items[i];
        if (cm_answer_page_has(&page, -l->no)) {
            cm_json_object(x->json);
            cm_letter_put(x->json, l);
            put_titles(x, &d, l);
            cm_json_object_end(x->json);
        }
    }
    cm_answer_page_end(x, &page);
    return CM_OK;
}

cm_status cm_api_document_ledger(cm_exchange *x, cm_err *err)
{
    cm_letter_desk d;
    cm_sv path;
    uint64_t rows = 0;
    const cm_letter_filter filter = filter_of(x);
    cm_status status = begin(x, &d, err);
    if (status == CM_OK) {
        status = cm_answer_file_begin(x, &path, err);
    }
    if (status != CM_OK) {
        return status;
    }
    status = cm_letter_ledger(&d, &filter, path, &rows, err);
    return cm_answer_file_send(x, path, CM_SV("documents.xlsx"),
                               cm_answer_letter(x, &d, status, err), err);
}

/* ---- one document ---- */

cm_status cm_api_document_draft(cm_exchange *x, cm_err *err)
{
    cm_letter_desk d;
    int64_t no = 0;
    const cm_letter_order order = {.clue = cm_ask_text(x, "clue"),
                                   .kind = cm_ask_text(x, "kind"),
                                   .filter = {.court = cm_ask_text(x, "court"),
                                              .from = cm_ask_day(x, "from"),
                                              .to = cm_ask_day(x, "to")}};
    cm_status status = begin(x, &d, err);
    if (status == CM_OK) {
        status = cm_letter_draft(&d, &order, &no, err);
    }
    if (status == CM_OK) {
        status = put_row(x, &d, no, 0, err);
    }
    if (status == CM_OK) {
        cm_reply_status(x, CM_HTTP_CREATED);
        cm_reply_place(x, cm_arena_format(x->mem, "/api/v1/documents/%lld", (long long)no));
    }
    return cm_answer_letter(x, &d, status, err);
}

/* What may be drafted from a clue, and what stands in the way. */
cm_status cm_api_document_choices(cm_exchange *x, cm_err *err)
{
    cm_letter_desk d;
    cm_letter_choices choices;
    cm_status status = begin(x, &d, err);
    if (status == CM_OK) {
        status = cm_letter_choices_of(&d, cm_ask_text(x, "clue"), &choices, err);
    }
    if (status != CM_OK) {
        return cm_answer_letter(x, &d, status, err);
    }
    cm_reply_notice(x);
    cm_reply_items(x);
    for (size_t i = 0; i < choices.count; i++) {
        const cm_letter_choice *c = &choices.items[i];
        cm_json_object(x->json);
        cm_json_put_text(x->json, CM_SV("kind"), c->kind->id);
        cm_json_put_text(x->json, CM_SV("title"), cm_letter_kind_title(&d, c->kind->id));
        cm_json_put_bool(x->json, CM_SV("may"), c->may);
        cm_json_put_text(x->json, CM_SV("why_not"), c->why_not);
        cm_json_put_bool(x->json, CM_SV("proposed"), c->proposed);
        cm_json_object_end(x->json);
    }
    cm_json_array_end(x->json);
    cm_json_object_end(x->json);
    return CM_OK;
}

static void put_versions(cm_json *json, const cm_letter_versions *all)
{
    cm_json_key(json, CM_SV("texts"));
    cm_json_array(json);
    for (size_t i = 0; i < all->count; i++) {
        const cm_letter_version *v = &all->items[i];
        cm_json_object(json);
        cm_json_put_int(json, CM_SV("seq"), v->seq);
        cm_json_put_text(json, CM_SV("at"), v->at);
        cm_json_put_text(json, CM_SV("by"), v->by);
        cm_json_put_text(json, CM_SV("digest"), v->digest);
        cm_json_put_text(json, CM_SV("step"), v->step);
        cm_json_object_end(json);
    }
    cm_json_array_end(json);
}

cm_status cm_api_document_open(cm_exchange *x, cm_err *err)
{
    cm_letter_desk d;
    cm_letter_opened o;
    cm_letter_versions versions = {0};
    cm_letter_ways ways = {0};
    const cm_sv act = CM_SV("document.open");
    int64_t no = cm_ask_int(x, "document", 0);
    cm_status status = begin(x, &d, err);
    if (status == CM_OK) {
        status = cm_letter_open(&d, no, cm_ask_int(x, "version", 0), act, &o, err);
    }
    if (status == CM_OK) {
        status = cm_letter_log(&d, &o, act, err);
    }
    if (status == CM_OK) {
        status = cm_letter_versions_of(d.desk, x->mem, no, &versions, err);
    }
    if (status == CM_OK) {
        status = cm_letter_ways_of(&d, &o, &ways, err);
    }
    if (status != CM_OK) {
        return cm_answer_letter(x, &d, status, err);
    }
    cm_reply_notice(x);
    cm_letter_put(x->json, &o.row);
    put_titles(x, &d, &o.row);
    cm_letter_content_put(x->json, &o.content);
    put_versions(x->json, &versions);
    cm_json_key(x->json, CM_SV("steps"));
    cm_letter_ways_put(x->json, &d, &ways);
    cm_json_object_end(x->json);
    cm_reply_version(x, o.row.version);
    return CM_OK;
}

cm_status cm_api_document_values(cm_exchange *x, cm_err *err)
{
    cm_letter_desk d;
    cm_letter_opened o;
    const cm_sv act = CM_SV("document.open");
    cm_status status = begin(x, &d, err);
    if (status == CM_OK) {
        status = cm_letter_open(&d, cm_ask_int(x, "document", 0), 0, act, &o, err);
    }
    if (status == CM_OK) {
        status = cm_letter_log(&d, &o, act, err);
    }
    if (status != CM_OK) {
        return cm_answer_letter(x, &d, status, err);
    }
    cm_reply_notice(x);
    cm_reply_items(x);
    for (size_t i = 0; i < o.values.by_name.entries.count; i++) {
        const cm_letter_value *v = o.values.by_name.entries.items[i].value;
        cm_json_object(x->json);
        cm_json_put_text(x->json, CM_SV("name"), v->name);
        cm_json_put_text(x->json, CM_SV("text"), v->text);
        cm_json_object_end(x->json);
    }
    cm_json_array_end(x->json);
    cm_json_object_end(x->json);
    return CM_OK;
}

/* ---- the check ---- */

static void put_mark(cm_exchange *x, const cm_letter_desk *d, const cm_letter_mark *m)
{
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_MESSAGE);
    cm_letter_mark_say(d, m, &text);
    cm_json_object(x->json);
    cm_json_put_text(x->json, CM_SV("code"), m->code);
    cm_json_put_bool(x->json, CM_SV("error"), m->is_error);
    cm_json_put_int(x->json, CM_SV("sentence"), m->k);
    cm_json_put_text(x->json, CM_SV("part"), m->part);
    cm_json_put_text(x->json, CM_SV("what"), m->what);
    cm_json_put_text(x->json, CM_SV("other"), m->other);
    cm_json_put_text(x->json, CM_SV("text"), cm_buf_view(&text));
    cm_json_object_end(x->json);
}

cm_status cm_api_document_lint(cm_exchange *x, cm_err *err)
{
    cm_letter_desk d;
    cm_letter_opened o;
    cm_letter_marks marks = {0};
    cm_status status = begin(x, &d, err);
    if (status == CM_OK) {
        status =
            cm_letter_open(&d, cm_ask_int(x, "document", 0), 0, CM_SV("document.open"), &o, err);
    }
    if (status == CM_OK) {
        status = cm_letter_check(&o, &marks, err);
    }
    if (status != CM_OK) {
        return cm_answer_letter(x, &d, status, err);
    }
    cm_reply_notice(x);
    cm_json_put_bool(x->json, CM_SV("blocks"), cm_letter_marks_block(&marks));
    cm_reply_items(x);
    for (size_t i = 0; i < marks.count; i++) {
        put_mark(x, &d, &marks.items[i]);
    }
    cm_json_array_end(x->json);
    cm_json_object_end(x->json);
    return CM_OK;
}

/* ---- editing ---- */

/* Which of the four ways, with what it needs. */
static cm_status read_change(cm_exchange *x, cm_letter_change *ret, cm_err *err)
{
    int64_t sentence = cm_ask_int(x, "sentence", -1), after = cm_ask_int(x, "add_after", -1);
    cm_letter_change c = {.field = cm_ask_text(x, "field"),
                          .again = cm_ask_bool(x, "again"),
                          .add = after >= 0,
                          .text = cm_ask_text(x, "text"),
                          .binds = cm_ask_texts(x, "bind"),
                          .version = cm_ask_version(x)};
    int ways = (sentence >= 0) + (after >= 0) + (c.field.ptr != NULL) + c.again;
    c.k = c.add ? after : sentence >= 0 ? sentence : 0;
    if (c.version == 0) {
        x->wrong_in = CM_SV("header");
        x->wrong_name = CM_SV("If-Match");
        return cm_err_set(err, CM_E_ARG, "'If-Match': the ETag that was looked at is needed");
    }
    if (ways != 1) {
        return cm_ask_wrong(x, "sentence", "give one of sentence, add_after, field and again", err);
    }
    if (c.text.ptr == NULL && !c.again && (sentence < 0 || c.binds.count == 0)) {
        return cm_ask_wrong(x, "text", "is missing", err);
    }
    *ret = c;
    return CM_OK;
}

cm_status cm_api_document_edit(cm_exchange *x, cm_err *err)
{
    cm_letter_desk d;
    cm_letter_change change;
    int64_t no = cm_ask_int(x, "document", 0), k = 0;
    cm_status status = read_change(x, &change, err);
    if (status != CM_OK) {
        return status;
    }
    status = begin(x, &d, err);
    if (status == CM_OK) {
        status = cm_letter_edit(&d, no, &change, &k, err);
    }
    if (status == CM_OK) {
        status = put_row(x, &d, no, k, err);
    }
    return cm_answer_letter(x, &d, status, err);
}

/* ---- steps ---- */

static cm_status take_step(cm_exchange *x, cm_letter_request *r, cm_err *err)
{
    cm_letter_desk d;
    int64_t no = cm_ask_int(x, "document", 0);
    r->version = cm_ask_version(x);
    cm_status status = begin(x, &d, err);
    if (status == CM_OK) {
        status = cm_letter_take_step(&d, no, r, err);
    }
    if (status == CM_OK) {
        status = put_row(x, &d, no, 0, err);
    }
    return cm_answer_letter(x, &d, status, err);
}

cm_status cm_api_document_submit(cm_exchange *x, cm_err *err)
{
    cm_letter_request r = {.step = CM_SV("submit")};
    return take_step(x, &r, err);
}

cm_status cm_api_document_return(cm_exchange *x, cm_err *err)
{
    cm_letter_request r = {.step = CM_SV("return"), .reason = cm_ask_text(x, "reason")};
    return take_step(x, &r, err);
}

cm_status cm_api_document_approve(cm_exchange *x, cm_err *err)
{
    cm_letter_request r = {.step = CM_SV("approve"), .committee = cm_ask_text(x, "committee")};
    return take_step(x, &r, err);
}

cm_status cm_api_document_issue(cm_exchange *x, cm_err *err)
{
    cm_letter_request r = {
        .step = CM_SV("issue"), .number = cm_ask_text(x, "number"), .day = cm_ask_day(x, "on")};
    return take_step(x, &r, err);
}

static cm_date day_or_today(const cm_exchange *x)
{
    cm_date on = cm_ask_day(x, "on");
    return cm_date_exists(on) ? on : cm_moment_day(x->caller.at);
}

cm_status cm_api_document_deliver(cm_exchange *x, cm_err *err)
{
    cm_letter_request r = {
        .step = CM_SV("deliver"), .day = day_or_today(x), .reply_by = cm_ask_day(x, "reply_by")};
    return take_step(x, &r, err);
}

static bool is_digest(cm_sv text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
            return false;
        }
    }
    return true;
}

cm_status cm_api_document_reply(cm_exchange *x, cm_err *err)
{
    cm_letter_request r = {.step = CM_SV("reply"),
                           .day = day_or_today(x),
                           .result = cm_ask_text(x, "result"),
                           .text = cm_ask_text(x, "text"),
                           .attachment = cm_ask_text(x, "file_name"),
                           .attachment_digest = cm_ask_text(x, "file_sha256")};
    if (!is_digest(r.attachment_digest) ||
        (r.attachment.len != 0) != (r.attachment_digest.len != 0)) {
        return cm_ask_wrong(x, "file_sha256", "not the SHA-256 in hex of the file named", err);
    }
    return take_step(x, &r, err);
}

cm_status cm_api_document_withdraw(cm_exchange *x, cm_err *err)
{
    cm_letter_request r = {.step = CM_SV("withdraw"), .reason = cm_ask_text(x, "reason")};
    return take_step(x, &r, err);
}

/* ---- print ---- */

cm_status cm_api_document_print(cm_exchange *x, cm_err *err)
{
    cm_letter_desk d;
    cm_letter_opened o;
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_PAPER);
    int64_t no = cm_ask_int(x, "document", 0);
    cm_status status = begin(x, &d, err);
    if (status == CM_OK) {
        status = cm_letter_open(&d, no, 0, CM_SV("document.print"), &o, err);
    }
    if (status == CM_OK) {
        status = cm_letter_print(&d, &o, &out, err);
    }
    if (status == CM_OK) {
        cm_sv name = cm_arena_format(x->mem, "document-%lld.docx", (long long)no);
        cm_reply_file(x, CM_TYPE_DOCX, name, cm_buf_view(&out));
    }
    return cm_answer_letter(x, &d, status, err);
}
