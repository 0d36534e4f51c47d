#include "base/base.h"

#include "server/problem.h"

#include "base/limits.h"
#include "server/route.h"

/* HTTP status by cause. */
static const unsigned STATUS[CM_STATUS_COUNT] = {[CM_OK] = CM_HTTP_INTERNAL,
                                                 [CM_E_ARG] = CM_HTTP_BAD_REQUEST,
                                                 [CM_E_UTF8] = CM_HTTP_BAD_REQUEST,
                                                 [CM_E_SYNTAX] = CM_HTTP_BAD_REQUEST,
                                                 [CM_E_SCHEMA] = CM_HTTP_UNPROCESSABLE,
                                                 [CM_E_NOTFOUND] = CM_HTTP_NOT_FOUND,
                                                 [CM_E_CONFLICT] = CM_HTTP_CONFLICT,
                                                 [CM_E_LIMIT] = CM_HTTP_TOO_LARGE,
                                                 [CM_E_IO] = CM_HTTP_INTERNAL,
                                                 [CM_E_DB] = CM_HTTP_INTERNAL,
                                                 [CM_E_DENIED] = CM_HTTP_FORBIDDEN,
                                                 [CM_E_CANCELLED] = CM_HTTP_BUSY};

/* "clue.screen: own" in words; empty: it is none of these. */
static cm_sv denied(cm_exchange *x, cm_sv detail)
{
    size_t colon = cm_sv_find(detail, CM_SV(": "), 0);
    if (colon == SIZE_MAX) {
        return CM_SV("");
    }
    cm_sv why = cm_sv_slice(detail, colon + 2, detail.len);
    cm_sv id = cm_arena_format(x->mem, "right.%.*s", CM_SV_ARG(why));
    if (cm_sv_equal(cm_wording_find(&x->home->messages, id), id)) {
        return CM_SV("");
    }
    bool english = x->home->english;
    cm_word words[] = {
        {"act", cm_right_title(x->home->rights, cm_sv_slice(detail, 0, colon), english)},
        {"as", x->caller.name},
        {NULL, {NULL, 0}}};
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_MESSAGE);
    cm_home_say(x->home, &text, id, words);
    return cm_arena_sv(x->mem, cm_buf_view(&text));
}

static void write_where(cm_exchange *x, const cm_err *err, cm_json *json)
{
    bool placed = err != NULL && (err->line != 0 || err->pos != 0);
    if (x->wrong_in.len == 0 && !placed) {
        return;
    }
    cm_json_key(json, CM_SV("where"));
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("in"), x->wrong_in.len != 0 ? x->wrong_in : CM_SV("body"));
    if (x->wrong_name.len != 0) {
        cm_json_put_text(json, CM_SV("name"), x->wrong_name);
    }
    if (placed && err->line != 0) {
        cm_json_put_int(json, CM_SV("line"), err->line);
        cm_json_put_int(json, CM_SV("column"), err->column);
    } else if (placed) {
        cm_json_put_int(json, CM_SV("at"), (int64_t)err->pos);
    }
    cm_json_object_end(json);
}

static void write_problem(cm_exchange *x, unsigned status, cm_sv name, cm_sv detail,
                          const cm_err *err)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    CM_AUTO_JSON *json = cm_json_new(&out);
    cm_sv id = cm_arena_format(x->mem, "problem.%.*s", CM_SV_ARG(name));
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("type"),
                     cm_arena_format(x->mem, "/problems/%.*s", CM_SV_ARG(name)));
    cm_json_put_text(json, CM_SV("title"), cm_wording_find(&x->home->messages, id));
    cm_json_put_int(json, CM_SV("status"), status);
    if (detail.len != 0) {
        cm_json_put_text(json, CM_SV("detail"), detail);
    }
    cm_json_put_text(json, CM_SV("instance"), x->id);
    write_where(x, err, json);
    cm_json_object_end(json);
    x->reply.status = status;
    cm_reply_file(x, "application/problem+json", CM_SV(""), cm_buf_view(&out));
}

void cm_problem_reply(cm_exchange *x, unsigned status, const cm_err *err)
{
    cm_sv detail = cm_sv_from(err->message);
    if (status == 0) {
        status = STATUS[err->status];
    }
    if (cm_sv_equal(detail, CM_SV("login: refused"))) {
        status =
            CM_HTTP_UNAUTHORIZED; /* told from "it is you, but": whoever guesses is kept waiting */
    }
    if (status == CM_HTTP_CONFLICT && x->version != 0) {
        status = CM_HTTP_PRECONDITION_FAILED;
    }
    if (err->status == CM_E_DENIED) {
        cm_sv words = denied(x, detail);
        detail = words.len != 0 ? words : detail;
    }
    /* What the engine or the system said may hold texts of the workspace: it stays in the log. */
    if (status >= CM_HTTP_INTERNAL) {
        detail = CM_SV("");
    }
    if (status == CM_HTTP_UNAUTHORIZED) {
        cm_reply_header(x, "WWW-Authenticate", CM_SV("Bearer"));
    }
    write_problem(x, status, cm_sv_from(cm_status_name(err->status)), detail,
                  status >= CM_HTTP_INTERNAL ? NULL : err);
}

void cm_problem_named(cm_exchange *x, unsigned status, const char *name)
{
    write_problem(x, status, cm_sv_from(name), CM_SV(""), NULL);
}
