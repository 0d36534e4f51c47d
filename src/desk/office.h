/* desk/office.h - the offices of a desk and their departments, in one tree. Rows of the desk call
 * an office by its name, which never changes. Changing them is inside a change (change.h).
 * Threads: as the desk. */
#ifndef CM_DESK_OFFICE_H
#define CM_DESK_OFFICE_H

#include "base/vec.h"
#include "desk/desk.h"

typedef struct {
    int64_t no;
    cm_sv name;      /* unique */
    cm_sv code;      /* short form, as in numbers of documents; unique; may be empty */
    cm_sv above;     /* name; empty: the top */
    bool department; /* of the office above it, not an office of its own */
} cm_office;

typedef CM_VEC(cm_office) cm_offices;

/* Each stands behind the one above it. Fails: DB. */
CM_MUST_USE cm_status cm_offices_load(cm_desk *desk, cm_arena *mem, cm_offices *ret, cm_err *err);
const cm_office *cm_office_find(const cm_offices *all, cm_sv name_or_code); /* or NULL */
/* Names of all that stand below it, at any depth. */
cm_svs cm_offices_below(const cm_offices *all, cm_sv name, cm_arena *mem);
/* How many stand above it. */
size_t cm_office_depth(const cm_offices *all, const cm_office *office);

/* Fails: ARG (no name), CONFLICT (name or code is taken, or there is a top already), NOTFOUND (the
 * one above), DB. */
CM_MUST_USE cm_status cm_office_add(cm_desk *desk, const cm_office *office, cm_sv at, cm_err *err);
/* Put it below another. Fails: NOTFOUND, CONFLICT (it would stand below itself, or it is the top),
 * DB. */
CM_MUST_USE cm_status cm_office_move(cm_desk *desk, cm_sv name, cm_sv above, cm_err *err);

#endif
