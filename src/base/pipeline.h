/* base/pipeline.h - a stream of items read in order, worked on in parallel, written in order, with
 * a fixed number of items in memory. The caller owns the items; each is reused for later input.
 * Threads: `read` runs on the calling thread, `work` on `workers` threads, `write` on one more;
 * an item is touched by one of them at a time. Reading waits while all items are busy.
 *
 * Not: a thread pool for unrelated jobs. */
#ifndef CM_BASE_PIPELINE_H
#define CM_BASE_PIPELINE_H

#include "base/status.h"

#include <stdatomic.h>

typedef struct {
    size_t workers; /* at least 1 */
    void **items;   /* at least workers + 2, or threads stand idle */
    size_t item_count;
    /* Fill the item with the next input. False at the end; a fault is put in *err and also ends. */
    bool (*read)(void *payload, void *item, cm_err *err);
    void (*work)(void *payload, size_t worker, void *item); /* what fails is noted in the item */
    CM_MUST_USE cm_status (*write)(void *payload, void *item, cm_err *err);
    void *payload;
    atomic_bool *cancel; /* NULL, or set from anywhere: nothing more is read */
} cm_pipeline;

/* Run to the end of the input. Everything read is worked on and written, also when reading fails or
 * is cancelled; after a failed write nothing more is written. Fails: what read or write failed with
 * (the write's first); CANCELLED; IO (no thread). */
CM_MUST_USE cm_status cm_pipeline_run(const cm_pipeline *p, cm_err *err);

size_t cm_processors(void); /* that this process may use; at least 1 */

#endif
