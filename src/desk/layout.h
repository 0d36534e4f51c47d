/* desk/layout.h - the layouts of desk.sqlite, oldest first; for this folder only. A layout that was
 * shipped is never changed: the next one is added. Every table has `no INTEGER PRIMARY KEY` and a
 * rowid, so that the audit line of a change can name its rows. */
#ifndef CM_DESK_LAYOUT_H
#define CM_DESK_LAYOUT_H

#include "base/base.h"

typedef struct {
    const char *const *statements;
    size_t count;
} cm_layout;

const cm_layout *cm_layouts(size_t *ret_count);

#endif
