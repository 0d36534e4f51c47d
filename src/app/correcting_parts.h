/* app/correcting_parts.h - the pieces of correcting*.c: a document of the tables as the reader
 * reads it now, with the corrections that hold. */
#ifndef CM_APP_CORRECTING_PARTS_H
#define CM_APP_CORRECTING_PARTS_H

#include "app/correcting.h"
#include "app/identity.h"

typedef struct {
    int64_t doc_key;
    cm_site_document stored;
    cm_document document;
    cm_identity identity; /* without the corrections */
    cm_sv content;
    cm_corrections holding;
} cm_reread_doc;

/* All but `holding`. Fails: NOTFOUND, IO, DB, CONFLICT (it can't be read any more). */
CM_MUST_USE cm_status cm_reread_take(cm_site *site, int64_t doc_key, cm_arena *mem,
                                     cm_reread_doc *ret, cm_err *err);
CM_MUST_USE cm_status cm_reread_load_holding(cm_desk *desk, cm_arena *mem, cm_reread_doc *r,
                                             cm_err *err);

#endif
