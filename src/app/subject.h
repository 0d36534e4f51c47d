/* app/subject.h - the facts of a stretch of documents back from the tables, as rows that models
 * can be evaluated over: every judgment, defendant and conviction with its child rows. One scan of
 * the tables serves all models. Memory: the batch's own arena; reset by the next load. */
#ifndef CM_APP_SUBJECT_H
#define CM_APP_SUBJECT_H

#include "app/site.h"

typedef struct {
    int64_t keys[3]; /* doc_key, defendant_no, count_no; 0 where the view has none */
    cm_row row;
    cm_sv digest; /* of the text of the document */
} cm_subject;

typedef CM_VEC(cm_subject *) cm_subjects;

typedef struct {
    cm_arena mem;
    cm_subjects *by_view; /* one per view of the catalogue, in its order; each by its keys */
} cm_subject_batch;

/* Load the documents first..last. Fails: DB. */
CM_MUST_USE cm_status cm_subjects_load(cm_site *s, int64_t first, int64_t last,
                                       cm_subject_batch *batch, cm_err *err);
/* Those of one view. */
const cm_subjects *cm_subjects_of(const cm_subject_batch *batch, const cm_catalogue *catalogue,
                                  const cm_view *view);
void cm_subject_batch_clear(cm_subject_batch *batch);

#endif
