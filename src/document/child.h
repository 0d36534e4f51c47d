/* document/child.h - a reading program as a limited child: input on descriptor 0 (a file in
 * memory), its output kept. It has no network, can write no file, start no process, and gets limits
 * of time and memory and an environment of nothing but LC_ALL=C.UTF-8. Does not know what the
 * programs do. Memory: output goes to the caller's buffers. Threads: a cage is immutable; run from
 * any. */
#ifndef CM_DOCUMENT_CHILD_H
#define CM_DOCUMENT_CHILD_H

#include "base/buf.h"

/* The list of system calls that a child may make, ready for the kernel. */
typedef struct cm_cage cm_cage;
cm_cage *cm_cage_new(void); /* NULL: the kernel or its library cannot */
void cm_cage_free(cm_cage *cage);

typedef enum {
    CM_CHILD_DONE,     /* ended by itself: see the code */
    CM_CHILD_BROKEN,   /* killed by a signal: a crash, its limits of memory or processor time */
    CM_CHILD_TIMEOUT,  /* killed: its time was over */
    CM_CHILD_TOO_LONG, /* killed: more output than out->max */
    CM_CHILD_NOT_RUN   /* no such program, or it could not be limited */
} cm_child_end;

typedef struct {
    const char *const *command; /* full path and arguments, NULL at the end */
    cm_sv input;
    uint32_t seconds;
    size_t memory; /* bytes of address space */
} cm_child_job;

/* Run to the end. `out` gets its standard output, `errors` what it said on standard error, cut to
 * errors->max; *ret_code its exit code. */
cm_child_end cm_child_run(const cm_cage *cage, const cm_child_job *job, cm_buf *out, cm_buf *errors,
                          int *ret_code);

#endif
