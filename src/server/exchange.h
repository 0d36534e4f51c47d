/* server/exchange.h - one request as its handler sees it, checked by the rows of its route, and the
 * answer it gives. Memory: the arena of the exchange, which goes with the request. Threads: the
 * worker that has it. */
#ifndef CM_SERVER_EXCHANGE_H
#define CM_SERVER_EXCHANGE_H

#include "app/docket.h"
#include "app/lens.h"
#include "app/site.h"
#include "app/workdesk.h"
#include "base/json.h"
#include "base/json_tree.h"
#include "server/house.h"
#include "server/http.h"

#include <stdatomic.h>

typedef struct cm_route cm_route;
typedef struct cm_field cm_field;

typedef struct {
    bool given;
    cm_sv text;     /* TEXT; its NUL-terminated */
    int64_t number; /* INT, BOOL */
    cm_svs texts;
    const cm_json_value *tree;
} cm_field_value;

typedef struct {
    cm_sv name, value;
} cm_header;

typedef struct {
    unsigned status;  /* 0: 200, or 204 where nothing was written */
    const char *type; /* of the bytes; NULL: JSON */
    cm_buf bytes;
    CM_VEC(cm_header) headers;
    bool secret; /* holds what is shown once: it is not kept for a request that is sent again */
} cm_reply;

/* An answer that goes on: events as they come. */
typedef struct {
    /* On the daemon's thread, never two at once, and never while cm_stream_wake is in its lock:
     * bytes put at `to`; 0: nothing yet, it sleeps until it is woken; -1: the end. */
    int64_t (*read)(void *payload, char *to, size_t most);
    void (*close)(void *payload); /* the client went away, or the end was read */
    void *payload;
} cm_stream_source;

typedef struct cm_stream cm_stream;

typedef struct cm_exchange {
    cm_arena *mem;
    const cm_home *home; /* in the language that was asked for */
    cm_house *house;
    cm_seat *seat;
    struct cm_server *server;
    cm_workdesk *workdesk;         /* of the worker */
    cm_caller caller;              /* who asks; at is now */
    cm_sv reason, case_no, ground; /* query parameters of these names, or empty */
    cm_json *json;                 /* the answer: exactly one value, or nothing */
    atomic_bool *cancel;           /* set when the time is up or the client went away */

    const cm_route *route;
    const cm_field_value *values;   /* one per field of the route */
    cm_sv body, file;               /* of a raw body; of one that was written to a file */
    cm_sv id;                       /* of the request */
    cm_sv address;                  /* of the client */
    cm_sv forwarded;                /* the client, as a proxy names it; or empty */
    cm_sv cookie, bearer, csrf;     /* what he showed; or empty */
    cm_sv proxy_user, proxy_secret; /* what a proxy says of him; or empty */
    cm_sv key;                      /* Idempotency-Key, or empty */
    cm_sv last_event;               /* Last-Event-ID, or empty */
    int64_t version;                /* of If-Match; 0: none */
    cm_site *site;                  /* opened by cm_ask_site */
    cm_reply reply;
    cm_stream *stream;          /* the answer, where it goes on */
    cm_sv wrong_in, wrong_name; /* where a mistake is, for the problem */
} cm_exchange;

/* ---- what was asked. The name must be a field of the route. ---- */
cm_sv cm_ask_text(const cm_exchange *x, const char *name); /* ptr NULL: not given */
int64_t cm_ask_int(const cm_exchange *x, const char *name, int64_t otherwise);
bool cm_ask_bool(const cm_exchange *x, const char *name); /* false when not given */
cm_date cm_ask_day(const cm_exchange *x, const char *name);
cm_svs cm_ask_texts(const cm_exchange *x, const char *name);
const cm_json_value *cm_ask_tree(const cm_exchange *x, const char *name); /* or NULL */
cm_sv cm_ask_body(const cm_exchange *x);
cm_sv cm_ask_file(const cm_exchange *x);
int64_t cm_ask_version(const cm_exchange *x);

/* A session of the tables of facts for this request, closed with it; results unmasked: only for use
 * cases that ask rights themselves. Fails: DB, IO. */
CM_MUST_USE cm_status cm_ask_site(cm_exchange *x, cm_site **ret_site, cm_err *err);
/* The same through the caller's lens, for the act. Fails: also as cm_lens_put. */
CM_MUST_USE cm_status cm_ask_look(cm_exchange *x, const char *act, cm_site **ret_site, cm_err *err);
cm_docket cm_ask_docket(cm_exchange *x);

/* A mistake in a field, named in the problem. Returns CM_E_ARG. */
cm_status cm_ask_wrong(cm_exchange *x, const char *name, const char *what, cm_err *err);

/* ---- the answer ---- */
void cm_reply_status(cm_exchange *x, unsigned status);
void cm_reply_header(cm_exchange *x, const char *name, cm_sv value);
void cm_reply_place(cm_exchange *x, cm_sv path); /* Location */
void cm_reply_version(cm_exchange *x, int64_t version);
void cm_reply_next(cm_exchange *x, cm_sv next); /* Link to the next page; empty: none */
/* Bytes instead of JSON; with a name they are a download. Bytes are copied. */
void cm_reply_file(cm_exchange *x, const char *type, cm_sv name, cm_sv bytes);
/* The cookie of a session; seconds 0: it is taken away. */
void cm_reply_cookie(cm_exchange *x, cm_sv value, int64_t seconds);
/* The answer has a token or a code in it. */
void cm_reply_secret(cm_exchange *x);
/* Events instead of JSON: text/event-stream. The stream is there until `close` is called. */
cm_stream *cm_reply_stream(cm_exchange *x, const cm_stream_source *source);
/* There is something to read. Any thread, not from within read; `change` (NULL allowed) is done
 * under the lock that read is called under. */
void cm_stream_wake(cm_stream *stream, void (*change)(void *payload), void *payload);
/* `"items": [` of an object that is begun; or of one that this begins, without a notice. */
void cm_reply_items(cm_exchange *x);
void cm_reply_list(cm_exchange *x);
/* Begin `{"notice": …,` of a list or object that shows clues. */
void cm_reply_notice(cm_exchange *x);

#endif
