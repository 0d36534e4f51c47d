/* server/house.h - what all requests share: the workspace with its tables, the reference data in
 * both languages, and the seats from which workers reach them. Memory: heap. Threads: any, but a
 * seat is of one. */
#ifndef CM_SERVER_HOUSE_H
#define CM_SERVER_HOUSE_H

#include "app/site.h"
#include "app/statistics.h"
#include "app/workdesk.h"
#include "base/thread.h"

#include <stdatomic.h>

#define CM_SESSION_COOKIE "chaming_session"

typedef struct {
    cm_sv workspace;
    cm_sv certificate, key;    /* PEM files; empty: no TLS */
    cm_sv address;             /* to listen at: "127.0.0.1" */
    uint16_t port;             /* 0: any that is free */
    bool behind_proxy;         /* which does TLS and names the client in X-Forwarded-For */
    cm_sv proxy_user;          /* header in which it names the person that it logged in; or empty */
    cm_sv proxy_secret;        /* that it shows in X-Proxy-Secret */
    size_t workers;            /* 0: by the processors */
    size_t connections;        /* at once */
    size_t upload_most;        /* bytes of a file */
    unsigned rate;             /* requests a second of one caller; 0: any */
    int64_t quick_ms, slow_ms; /* time limits */
} cm_house_options;

typedef struct cm_house cm_house;

enum { CM_ZH, CM_EN, CM_LANGUAGES };

struct cm_house {
    cm_arena mem;
    cm_house_options options;
    cm_home *_Atomic homes[CM_LANGUAGES]; /* as they are now; see cm_house_home */
    cm_lock *renewing;                    /* of the next */
    CM_VEC(cm_home *) every; /* with those of before: somebody may look at them still */
    cm_site *base;
    cm_door *door; /* shared by every session of the tables, closed to put others in their place */
    cm_turns *turns;          /* of all seats, at writing in the desk */
    cm_census *census;        /* of all seats */
    struct cm_gauge *gauge;   /* server/gauge.h */
    struct cm_runner *runner; /* of long jobs; NULL: none */
    atomic_bool stopping;
};

/* Opens the workspace; the home becomes its own, with its models. Fails: as cm_site_open and
 * cm_home_load_models. */
CM_MUST_USE cm_status cm_house_open(cm_home *home, const cm_house_options *options,
                                    cm_house **ret_house, cm_err *err);
/* Reference data and models in a language: good until the house is closed. */
const cm_home *cm_house_home(cm_house *house, int language);
/* The models were changed: whoever asks from now on gets them as they are. Fails: as
 * cm_home_load_models. */
CM_MUST_USE cm_status cm_house_renew(cm_house *house, cm_err *err);
void cm_house_close(cm_house *house);           /* NULL allowed; with a check point of the audit */
bool cm_house_is_secret(const cm_house *house); /* what goes over the wire */

bool cm_house_is_local(cm_sv address); /* of this machine alone */

/* A check point of the audit, if there are lines since the last one. Fails: DB, IO. */
CM_MUST_USE cm_status cm_house_seal(cm_house *house, cm_desk *desk, cm_err *err);

/* Waits until nobody has a session of the tables, and keeps others waiting. */
void cm_house_exclusive_begin(cm_house *house);
void cm_house_exclusive_end(cm_house *house);

/* ---- seats ---- */

/* A desk connection of one worker, and the session of the tables that it has for a request. What
 * works on it may be broken off from another thread. */
typedef struct {
    cm_house *house;
    cm_workdesk workdesk;
    cm_lock *lock; /* of what can be broken off */
    cm_site *site; /* or NULL */
} cm_seat;

CM_MUST_USE cm_status cm_seat_open(cm_house *house, cm_seat **ret_seat, cm_err *err);
void cm_seat_close(cm_seat *seat); /* NULL allowed */
CM_MUST_USE cm_status cm_seat_join(cm_seat *seat, const cm_home *home, cm_site **ret_site,
                                   cm_err *err);
void cm_seat_leave(cm_seat *seat); /* the session of the tables; none: nothing */
void cm_seat_break(cm_seat *seat); /* from another thread */

#endif
