/* server/work.h - the workers: requests wait in order, so many of each load are worked on at once,
 * and what takes too long or whose client went away is broken off. Threads: any. */
#ifndef CM_SERVER_WORK_H
#define CM_SERVER_WORK_H

#include "server/gauge.h"
#include "server/house.h"
#include "server/route.h"

typedef struct cm_work cm_work;
typedef struct cm_task cm_task;

/* One request at work; embedded in what the caller has of it. */
struct cm_task {
    void (*run)(cm_task *task, cm_seat *seat);
    void (*done)(cm_task *task); /* after that nothing here knows of it any more */
    bool (*gone)(cm_task *task); /* the client went away; asked while it runs */
    cm_load load;
    atomic_bool cancel;
    atomic_bool late; /* its time was up */
    uint64_t number;  /* in the order in which they came */
    int64_t begun_ms; /* when a worker took it; 0: it waits */
    cm_task *next;
};

/* Fails: as cm_seat_open, IO (no thread). */
CM_MUST_USE cm_status cm_work_start(cm_house *house, cm_gauge *gauge, cm_work **ret_work,
                                    cm_err *err);
/* What waits and what is at work is ended first; tasks that are added later are refused. */
void cm_work_stop(cm_work *work);
void cm_work_free(cm_work *work); /* NULL allowed */
/* False: too many wait already. */
bool cm_work_add(cm_work *work, cm_task *task);

#endif
