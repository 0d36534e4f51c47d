/* desk/right.h - who may do what: the matrix of data/desk, and one function that is asked before
 * every act. Pure: no database, no clock. What is not allowed by a cell is refused.
 *
 *   const cm_right_object clue = {.office = c->office, .handler = c->handler};
 *   if (!cm_right_may(rights, caller, CM_SV("clue.screen"), &clue, &why)) {
 *       return cm_right_refuse(rights, act, why, err);
 *   }
 *   deed.role = why;
 *
 * Memory: the arena given to load. Threads: immutable after load. */
#ifndef CM_DESK_RIGHT_H
#define CM_DESK_RIGHT_H

#include "base/status.h"
#include "desk/caller.h"
#include "desk/change.h"

typedef struct cm_rights cm_rights;

/* `folder`: data/desk. Fails: NOTFOUND, IO, SYNTAX, SCHEMA (with the line). */
CM_MUST_USE cm_status cm_rights_load(cm_arena *mem, cm_sv folder, const cm_rights **ret_rights,
                                     cm_err *err);

/* What a person did with the object before: {"drafter", NAME}. Column `apart` names the parts whose
 * owner may not do the act. */
typedef struct {
    cm_sv part, name;
} cm_right_part;

/* What is to be acted on. */
typedef struct {
    cm_sv office;  /* it belongs to; empty: the top office's */
    cm_sv handler; /* name; empty: nobody's */
    cm_sv reason;  /* that the caller gave */
    bool bulk;     /* one of many at once */
    const cm_right_part *parts;
    size_t part_count;
} cm_right_object;

/* Whether the caller may do the act on the object; NULL: on any object at all. Allowed: *ret_why is
 * the role by which (empty: owner of the files). Refused: the id of the reason, "role", "office",
 * "own", "apart", "reason", "bulk", "scope" or "act", with a message "right.ID". */
bool cm_right_may(const cm_rights *rights, const cm_caller *caller, cm_sv act,
                  const cm_right_object *object, cm_sv *ret_why);
/* Fills *err and returns CM_E_DENIED: "clue.screen: own", which the CLI says in words. */
CM_MUST_USE cm_status cm_right_refuse(cm_sv act, cm_sv why, cm_err *err);

/* Whether the audit has a line for every command that is for the act. */
bool cm_right_told(const cm_rights *rights, cm_sv act);
/* What people call the act; its id when it has none. */
cm_sv cm_right_title(const cm_rights *rights, cm_sv act, bool english);

/* Ask, and begin the deed that is written when it is done: all but its detail. Fails: DENIED. */
CM_MUST_USE cm_status cm_right_deed(const cm_rights *rights, const cm_caller *caller, cm_sv act,
                                    const cm_right_object *object, cm_deed *ret_deed, cm_err *err);

/* The same matrix as a filter of a list, a count or an export: an object is seen when `all`, or its
 * office is in `offices`, or `own` and its handler is the caller. None of them: nothing is seen. */
typedef struct {
    bool all, own;
    cm_sv name;     /* of the caller */
    cm_svs offices; /* with an empty one where what has no office is seen */
} cm_scope;

cm_scope cm_right_scope(const cm_rights *rights, const cm_caller *caller, cm_sv act, cm_arena *mem);
bool cm_scope_has(const cm_scope *scope, cm_sv office, cm_sv handler);

/* ---- grades of data ---- */

/* Whether a field is shown as it is; `unmasked`: the caller unmasked the object. If not, *ret_mask
 * is how it is masked: "text", "name", "number" or "hide" (desk/mask.h). A field that no row names
 * is hidden from all but the owner of the files. */
bool cm_right_shows(const cm_rights *rights, const cm_caller *caller, cm_sv field, bool unmasked,
                    cm_sv *ret_mask);

/* The row that a fact is masked by: the longest that its name is or ends with, "other_name" by
 * `name`; empty: none. */
cm_sv cm_right_field_of(const cm_rights *rights, cm_sv fact);
/* Whether it is all personal: masked as a name, a number, or hidden. */
bool cm_right_personal(const cm_rights *rights, cm_sv fact);
/* The value of a field as the caller may see it, masked where he may not: into mem where it is
 * changed. `names`: those known from the record; NULL: none. */
cm_sv cm_right_show(const cm_rights *rights, const cm_caller *caller, cm_sv field, bool unmasked,
                    cm_sv value, const cm_svs *names, cm_arena *mem);

/* ---- roles ---- */

typedef struct {
    cm_sv id, zh, en;
    bool admin; /* one of the three administrators */
} cm_role;

/* Acts that he may do on anything at all, in the order of the matrix. */
cm_svs cm_right_acts(const cm_rights *rights, const cm_caller *caller, cm_arena *mem);
/* Whether there is such an act, or one that begins so ("clue."). */
bool cm_right_scope_known(const cm_rights *rights, cm_sv scope);

size_t cm_right_role_count(const cm_rights *rights);
const cm_role *cm_right_role(const cm_rights *rights, size_t index);
const cm_role *cm_right_role_find(const cm_rights *rights, cm_sv id); /* or NULL */
size_t cm_right_act_count(const cm_rights *rights);
cm_sv cm_right_act(const cm_rights *rights, size_t index); /* in the order of the matrix */
/* A cell of it: "own", "office", "below", "all"; empty: may not. *ret_reason: only with one. */
cm_sv cm_right_reach(const cm_rights *rights, size_t act, size_t role, bool *ret_reason);
/* Whether one person may not hold both. */
bool cm_right_excludes(const cm_rights *rights, cm_sv role, cm_sv other);

#endif
