/* desk/layout.h - the layouts of desk.sqlite, oldest first; for this folder only. A layout that was
 * shipped is never changed: the next one is added. Every table has `no INTEGER PRIMARY KEY` and a
 * rowid, so that the audit line of a change can name its rows. Tables *of the moment* hold what
 * serves the running program only (log-ins, requests at work, jobs): no line of the audit tells of
 * their rows, a copy of the desk has none of them, and rows of theirs may be deleted. */
#ifndef CM_DESK_LAYOUT_H
#define CM_DESK_LAYOUT_H

#include "base/vec.h"

typedef struct {
    const char *const *statements;
    size_t count;
} cm_layout;

const cm_layout *cm_layouts(size_t *ret_count);

enum { CM_LAYOUT_MOMENTS = 3 }; /* the layout that has the first of them */

enum { CM_LAYOUT_PROPOSALS = 4 };

bool cm_layout_of_the_moment(const char *table);
cm_svs cm_layout_moments(cm_arena *mem); /* names of those tables */

#endif
