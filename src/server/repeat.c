#include "base/base.h"

#include "server/repeat.h"

#include "app/once.h"
#include "base/file.h"
#include "base/limits.h"
#include "server/problem.h"
#include "server/route.h"

/* Headers as lines, and back. */
static cm_sv write_headers(const cm_exchange *x)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_MESSAGE);
    (void)cm_buf_addf(&out, "%s\n", x->reply.type == NULL ? "" : x->reply.type);
    for (size_t i = 0; i < x->reply.headers.count; i++) {
        const cm_header *h = &x->reply.headers.items[i];
        (void)cm_buf_addf(&out, "%.*s: %.*s\n", CM_SV_ARG(h->name), CM_SV_ARG(h->value));
    }
    return cm_arena_sv(x->mem, cm_buf_view(&out));
}

static void read_headers(cm_exchange *x, cm_sv text)
{
    cm_sv line;
    if (cm_sv_split(&text, '\n', &line) && line.len != 0) {
        x->reply.type = cm_arena_sv(x->mem, line).ptr;
    }
    while (cm_sv_split(&text, '\n', &line)) {
        size_t colon = cm_sv_find(line, CM_SV(": "), 0);
        if (colon != SIZE_MAX) {
            cm_reply_header(x, cm_arena_sv(x->mem, cm_sv_slice(line, 0, colon)).ptr,
                            cm_sv_slice(line, colon + 2, line.len));
        }
    }
}

static void answer_again(cm_exchange *x, const cm_request_seen *seen)
{
    read_headers(x, seen->answer.headers);
    x->reply.status = seen->answer.status;
    (void)cm_buf_add(&x->reply.bytes, seen->answer.body);
}

/* It was done, and its answer went with the process that gave it: what is known is the line. */
static void answer_line(cm_exchange *x, const cm_request_seen *seen)
{
    CM_AUTO_JSON *json = cm_json_new(&x->reply.bytes);
    cm_json_object(json);
    cm_json_put_bool(json, CM_SV("done"), true);
    cm_json_put_int(json, CM_SV("audit_line"), seen->line);
    cm_json_object_end(json);
}

static void handle_new(cm_exchange *x, const cm_request_seen *seen, bool (*handle)(cm_exchange *x))
{
    CM_AUTO_ERR err = {0};
    bool done = handle(x);
    /* A wrong password is counted, so its line is there; it is not done for that. */
    bool told = done ? !x->reply.secret : x->reply.status == CM_HTTP_UNAUTHORIZED;
    const cm_request_answer answer = {.status = x->reply.status,
                                      .headers = write_headers(x),
                                      .body = cm_buf_view(&x->reply.bytes)};
    cm_status status = cm_once_end(x->workdesk, seen, told ? &answer : NULL, &err);
    if (done && status != CM_OK) {
        cm_problem_reply(x, 0,
                         &err); /* it is done, and will be known to be when it is sent again */
    }
}

void cm_repeat_handle(cm_exchange *x, cm_sv method, cm_sv target, bool (*handle)(cm_exchange *x))
{
    CM_AUTO_ERR err = {0};
    cm_request_seen seen = {0};
    cm_once once = {x->key, method, target, x->body};
    /* What is kept of a request with a password in it would help to guess the password. */
    if (x->key.len == 0 || x->caller.no == 0 || x->route->load == CM_LOAD_LOGIN) {
        (void)handle(x);
        return;
    }
    cm_file_copied sent = {0};
    if (x->file.len != 0 && cm_file_measure(x->file, &sent, &err) != CM_OK) {
        cm_problem_reply(x, 0, &err);
        return;
    }
    if (x->file.len != 0) {
        once.body = cm_digest_hex(x->mem, sent.digest);
    }
    if (cm_once_begin(x->workdesk, &x->caller, &once, x->mem, &seen, &err) != CM_OK) {
        cm_problem_reply(x, 0, &err);
        return;
    }
    switch (seen.state) {
    case CM_REQUEST_NEW:
        handle_new(x, &seen, handle);
        return;
    case CM_REQUEST_ANSWERED:
        answer_again(x, &seen);
        break;
    case CM_REQUEST_DONE:
        answer_line(x, &seen);
        break;
    case CM_REQUEST_BUSY:
    case CM_REQUEST_OTHER:
        cm_problem_named(x, CM_HTTP_CONFLICT, "repeat");
        return;
    }
    cm_reply_header(x, "Idempotent-Replayed", CM_SV("true"));
}
