/* app/relation.h - what a document has to do with others: another version of it, what it corrects
 * or is corrected by, and where else its content was found. */
#ifndef CM_APP_RELATION_H
#define CM_APP_RELATION_H

#include "app/site.h"

typedef struct {
    cm_sv doc;  /* id of the other document */
    cm_sv kind; /* same_case, correction (this corrects it) or corrected_by */
} cm_relation;

typedef struct {
    CM_VEC(cm_relation) links;
    cm_svs duplicates; /* path, with the place inside and the line where there are such */
} cm_relations;

/* Fails: DB. */
CM_MUST_USE cm_status cm_relations_of(cm_site *s, int64_t doc_key, cm_arena *mem,
                                      cm_relations *ret_relations, cm_err *err);
/* "path/place:line"; line 0 and an empty place are left out. */
cm_sv cm_relation_place(cm_arena *mem, cm_sv path, cm_sv place, uint64_t line);

#endif
