/* app/fill.h - from a judgment record to rows of the fact tables, the law applied to each
 * conviction on the way. Every judgment gives one judgment row, at least one defendant row, and
 * each of those at least one conviction row, so that what was not read is counted and does not
 * vanish. Memory: `mem`; texts are borrowed from the record. Threads: `use` is shared, the rest is
 * not. */
#ifndef CM_APP_FILL_H
#define CM_APP_FILL_H

#include "app/row.h"
#include "desk/correction.h"
#include "judgment/reader.h"
#include "law/law.h"

/* What filling needs of the reference data. */
typedef struct {
    const cm_law *law;
    const cm_catalogue *catalogue;
    const cm_choices *choices;
} cm_fill_use;

typedef struct {
    cm_sv id;            /* given at import */
    cm_date received_on; /* or none */
    const cm_record *record;
    const cm_corrections *corrections; /* that hold; NULL: none */
} cm_fill_document;

void cm_fill(const cm_fill_use *use, cm_arena *mem, const cm_fill_document *document,
             cm_fact_rows *ret_rows);

#endif
