/* app/diff.h - what a changed model, or changed law, would gain and lose before it is published:
 * the same models over two sites, or two forms of a model over one. Nothing is stored.
 * Memory: the arena given. */
#ifndef CM_APP_DIFF_H
#define CM_APP_DIFF_H

#include "app/run.h"

typedef enum { CM_DIFF_GAINED, CM_DIFF_LOST, CM_DIFF_CHANGED, CM_DIFF_KIND_COUNT } cm_diff_kind;

/* A hit of one side that is none of the other, or says something else there. */
typedef struct {
    cm_diff_kind kind;
    int64_t doc_key, defendant_no, count_no;
    cm_answer before, after;
    cm_sv case_no, defendant, charge;
    cm_sv said_before, said_after; /* findings; empty unless a hit */
} cm_diff_row;

typedef struct {
    const cm_model *before, *after; /* NULL: there is none on that side */
    uint64_t answers_before[CM_ANSWER_COUNT], answers_after[CM_ANSWER_COUNT];
    uint64_t kinds[CM_DIFF_KIND_COUNT];
    CM_VEC(cm_diff_row) rows; /* ordered by document, defendant, count */
} cm_diff;

/* What a model answers about the subjects of a site, kept for the comparison. */
typedef struct cm_snapshot cm_snapshot;

/* Fails: DB, LIMIT. */
CM_MUST_USE cm_status cm_snapshot_take(cm_site *site, const cm_model *model, cm_arena *mem,
                                       cm_snapshot **ret_snapshot, cm_err *err);
/* Either may be NULL: a model that is new, or was taken away. */
void cm_diff_of(const cm_snapshot *before, const cm_snapshot *after, cm_arena *mem,
                cm_diff *ret_diff);

#endif
