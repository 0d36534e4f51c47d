/* app/extract.h - a stream of NDJSON lines to a stream of judgment records, order kept, several
 * threads, bounded memory. Stores nothing. */
#ifndef CM_APP_EXTRACT_H
#define CM_APP_EXTRACT_H

#include "app/reading.h"

#include <stdatomic.h>

typedef struct {
    cm_sv path;     /* "-": standard input */
    size_t workers; /* 0: as many as there are processors */
    /* Called in the order of the lines, from one thread at a time. */
    CM_MUST_USE cm_status (*record)(void *payload, cm_sv json_line, cm_err *err);
    CM_MUST_USE cm_status (*not_read)(void *payload, uint64_t line, cm_cause cause, cm_err *err);
    void *payload;
    atomic_bool *cancel;
} cm_extract_options;

typedef struct {
    uint64_t lines, records, bytes; /* bytes of text in the records */
    uint64_t causes[CM_CAUSE_COUNT];
} cm_extract_summary;

/* Fails: NOTFOUND, IO, CANCELLED, and what the callbacks fail with. Empty lines are left out. */
CM_MUST_USE cm_status cm_extract(const cm_home *home, const cm_extract_options *options,
                                 cm_extract_summary *ret_summary, cm_err *err);

#endif
