/* app/corrected.h - the corrections that hold, by the content they are of: for whoever makes facts
 * of many documents. Threads: immutable between open and close. */
#ifndef CM_APP_CORRECTED_H
#define CM_APP_CORRECTED_H

#include "app/identity.h"
#include "app/site.h"
#include "base/map.h"
#include "desk/correction.h"

typedef struct {
    cm_arena mem;
    cm_map by_content; /* -> cm_corrections */
} cm_corrected;

/* None, where there is no desk yet. Fails: as cm_site_desk, DB. */
CM_MUST_USE cm_status cm_corrected_open(cm_site *site, cm_corrected *ret_corrected, cm_err *err);
void cm_corrected_close(cm_corrected *corrected);

/* Of this content; NULL: none. `mem` for the while of asking. */
const cm_corrections *cm_corrected_of(const cm_corrected *corrected, cm_arena *mem,
                                      const cm_identity *identity);

#endif
