/* verify/reread.h - whether the words at a place of a document still read to the value that is
 * stated of them: days, terms, sums, the terms of closed lists, names. Uses src/text alone, and
 * nothing of the reader that read it first.
 * Memory: the arena given; a matcher, freed by close. Threads: one. */
#ifndef CM_VERIFY_REREAD_H
#define CM_VERIFY_REREAD_H

#include "model/value.h"
#include "text/lexer.h"

typedef struct cm_rereader cm_rereader;

/* Fails: as cm_lexicon_load. */
CM_MUST_USE cm_status cm_rereader_open(cm_arena *mem, cm_sv data_folder, const cm_terms *terms,
                                       cm_rereader **ret_rereader, cm_err *err);
void cm_rereader_close(cm_rereader *r);

/* A document whose places are asked for next; in mem until another is set. Fails: UTF8, LIMIT. */
CM_MUST_USE cm_status cm_reread_document(cm_rereader *r, cm_arena *mem, cm_sv text, cm_err *err);

typedef enum {
    CM_REREAD_AGREES,
    CM_REREAD_SILENT,     /* nothing there reads to a value of this kind */
    CM_REREAD_CONTRADICTS /* something does, and it is another value */
} cm_reread;

/* Places must lie in the text. */
cm_reread cm_reread_value(cm_rereader *r, cm_arena *mem, const cm_spans *places,
                          const cm_column *column, cm_value value);

#endif
