#include "base/base.h"

#include "server/answer.h"

#include "base/file.h"
#include "base/limits.h"

#include <string.h>

enum { PAGE = 50 };

/* ---- refusals ---- */

/* The server's own words where it has some: those of the command line name its options. */
static const char *prefix_of(const cm_exchange *x, const char *own, const char *common, cm_sv id)
{
    cm_sv name = cm_arena_format(x->mem, "%s%.*s", own, CM_SV_ARG(id));
    return cm_sv_equal(cm_wording_find(&x->home->messages, name), name) ? common : own;
}

/* What a step asks for, or does not, is named where it is a member of the request. */
static void name_member(cm_exchange *x, const cm_step_refusal *r)
{
    static const char NEED[] = "need.";
    bool extra = cm_sv_equal(r->id, CM_SV("extra"));
    if (!extra && !cm_sv_starts(r->id, cm_sv_from(NEED))) {
        return;
    }
    cm_sv need = extra ? r->word : cm_sv_slice(r->id, strlen(NEED), r->id.len);
    x->wrong_name = cm_docket_member(need);
    x->wrong_in = x->wrong_name.len != 0 ? CM_SV("body") : CM_SV("");
}

cm_status cm_answer_docket(cm_exchange *x, const cm_docket *d, cm_status status, cm_err *err)
{
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_MESSAGE);
    const char *prefix = prefix_of(x, "server.refused.", "desk.refused.", d->refusal.id);
    if (status != CM_OK && cm_docket_refused(d, err, prefix, &text)) {
        name_member(x, &d->refusal);
        return cm_err_set(err, status, "%s", cm_buf_z(&text));
    }
    return status;
}

cm_status cm_answer_letter(cm_exchange *x, const cm_letter_desk *d, cm_status status, cm_err *err)
{
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_MESSAGE);
    const char *prefix =
        prefix_of(x, "server.document.refused.", "document.refused.", d->refusal.id);
    if (status != CM_OK && cm_letter_refused(d, prefix, &text)) {
        return cm_err_set(err, status, "%s", cm_buf_z(&text));
    }
    return status;
}

/* ---- small answers ---- */

void cm_answer_number(cm_exchange *x, int64_t no)
{
    cm_reply_status(x, CM_HTTP_CREATED);
    cm_json_object(x->json);
    cm_json_put_int(x->json, CM_SV("no"), no);
    cm_json_object_end(x->json);
}

void cm_answer_next(cm_exchange *x, cm_sv next)
{
    cm_json_put_text(x->json, CM_SV("next"), next.len != 0 ? next : (cm_sv){NULL, 0});
    cm_reply_next(x, next);
}

void cm_answer_list_end(cm_exchange *x, cm_sv next)
{
    cm_json_array_end(x->json);
    cm_answer_next(x, next);
    cm_json_object_end(x->json);
}

int64_t cm_answer_limit(const cm_exchange *x)
{
    return cm_ask_int(x, "limit", PAGE);
}

/* ---- pages ---- */

cm_status cm_answer_page_begin(cm_exchange *x, cm_answer_page *ret_page, cm_err *err)
{
    cm_sv after = cm_ask_text(x, "after");
    *ret_page = (cm_answer_page){.after = INT64_MIN, .limit = cm_answer_limit(x)};
    return after.len == 0 || cm_sv_to_int(after, &ret_page->after)
               ? CM_OK
               : cm_ask_wrong(x, "after", "no such place in the list", err);
}

bool cm_answer_page_has(cm_answer_page *page, int64_t key)
{
    if (key <= page->after) {
        return false;
    }
    page->more = page->count == page->limit;
    if (!page->more) {
        page->count++;
        page->last = key;
    }
    return !page->more;
}

void cm_answer_page_end(cm_exchange *x, const cm_answer_page *page)
{
    cm_answer_list_end(x, page->more ? cm_arena_format(x->mem, "%lld", (long long)page->last)
                                     : CM_SV(""));
}

/* ---- files ---- */

cm_status cm_answer_file_begin(cm_exchange *x, cm_sv *ret_path, cm_err *err)
{
    cm_sv folder = cm_file_join(x->mem, x->workdesk->workspace.folder, CM_SV("downloads"));
    /* No other request that is there has this address. */
    *ret_path = cm_arena_format(x->mem, "%.*s/made-%llx.xlsx", CM_SV_ARG(folder),
                                (unsigned long long)(uintptr_t)x);
    return cm_file_make_folder(folder, err);
}

cm_status cm_answer_file_send(cm_exchange *x, cm_sv path, cm_sv name, cm_status status, cm_err *err)
{
    CM_AUTO_BUF bytes;
    cm_buf_init(&bytes, CM_MAX_PAPER);
    if (status == CM_OK) {
        status = cm_file_read(path, &bytes, err);
    }
    CM_AUTO_ERR left = {0}; /* the first fault is the one to tell */
    cm_status removed = cm_file_remove(path, status == CM_OK ? err : &left);
    status = status == CM_OK ? removed : status;
    if (status == CM_OK) {
        cm_reply_file(x, CM_TYPE_XLSX, name, cm_buf_view(&bytes));
    }
    return status;
}
