/* model/problem.h - mistakes in something a person wrote, each with its place. A loader collects
 * all of them instead of stopping at the first. Memory: the arena given to add. */
#ifndef CM_MODEL_PROBLEM_H
#define CM_MODEL_PROBLEM_H

#include "base/buf.h"
#include "base/vec.h"
#include "model/wording.h"

/* A text that problems point into. */
typedef struct {
    cm_sv file, text;
} cm_source;

typedef struct {
    cm_sv file;
    uint32_t line, column; /* 1-based, column in characters; 0 = the file as a whole */
    cm_sv source_line;     /* the text of that line, borrowed */
    const char *id;        /* of the wording, model.problem.<id> */
    cm_sv found, expected; /* {found} and {expected} of the wording; may be empty */
} cm_problem;

typedef CM_VEC(cm_problem) cm_problems;

/* Add a problem at byte `offset` of the source; SIZE_MAX for the file as a whole. */
void cm_problem_add(cm_arena *mem, cm_problems *problems, const cm_source *source, size_t offset,
                    cm_problem what);
/* The message alone, in the language of the wording. */
void cm_problem_message(cm_buf *out, const cm_wording *wording, const cm_problem *problem);
/* file:line:column: message, the line itself and a caret under the column; ends in a newline. */
void cm_problem_write(cm_buf *out, const cm_wording *wording, const cm_problem *problem);
/* The nearest of `names` to what was written, or "" when none is near. */
cm_sv cm_problem_nearest(cm_sv written, cm_svs names);

#endif
