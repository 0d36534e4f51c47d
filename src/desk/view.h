/* desk/view.h - what a person set for himself: views he saved (a filter, an order and columns under
 * a name, as the query string of a screen), some of them shared with his office; and preferences,
 * of which data/desk/preferences.tsv lists the keys. Changing is inside a change (change.h).
 * Memory: the arena given. Threads: as the desk; the list of keys is immutable after load. */
#ifndef CM_DESK_VIEW_H
#define CM_DESK_VIEW_H

#include "base/vec.h"
#include "desk/desk.h"

typedef struct {
    int64_t no;
    cm_sv person, office; /* whose it is; where he was when he saved it */
    cm_sv screen, name, query;
    bool shared; /* with his office */
    cm_sv made_at, changed_at;
} cm_view_saved;

typedef CM_VEC(cm_view_saved) cm_views_saved;

/* His own, then those that others of the office share; by name. `screen` empty: of all. Fails: DB.
 */
CM_MUST_USE cm_status cm_views_load(cm_desk *desk, const cm_view_saved *like, cm_arena *mem,
                                    cm_views_saved *ret_views, cm_err *err);
/* One of his own. Fails: NOTFOUND, DB. */
CM_MUST_USE cm_status cm_view_find(cm_desk *desk, int64_t no, cm_sv person, cm_arena *mem,
                                   cm_view_saved *ret_view, cm_err *err);
/* Fails: CONFLICT (he has one of that name on the screen), LIMIT (too many), DB. */
CM_MUST_USE cm_status cm_view_add(cm_desk *desk, const cm_view_saved *view, int64_t *ret_no,
                                  cm_err *err);
/* name, query, shared, office, changed_at of the row. Fails: CONFLICT (the name is taken), DB. */
CM_MUST_USE cm_status cm_view_change(cm_desk *desk, const cm_view_saved *view, cm_err *err);
CM_MUST_USE cm_status cm_view_end(cm_desk *desk, int64_t no, cm_sv at, cm_err *err);

/* ---- preferences ---- */

typedef struct {
    cm_sv key, zh, en;
    cm_svs values; /* one of these; none: any text */
} cm_preference_key;

typedef CM_VEC(cm_preference_key) cm_preference_keys;

/* `folder`: data/desk. Fails: NOTFOUND, IO, SYNTAX, SCHEMA. */
CM_MUST_USE cm_status cm_preferences_load(cm_arena *mem, cm_sv folder, cm_preference_keys *ret,
                                          cm_err *err);

typedef struct {
    cm_sv key, value;
} cm_preference;

typedef CM_VEC(cm_preference) cm_preferences;

/* Those that he set. Fails: DB. */
CM_MUST_USE cm_status cm_preferences_of(cm_desk *desk, cm_sv person, cm_arena *mem,
                                        cm_preferences *ret, cm_err *err);
/* Fails: NOTFOUND (no such key), ARG (not one of its values), DB. */
CM_MUST_USE cm_status cm_preference_put(cm_desk *desk, const cm_preference_keys *keys, cm_sv person,
                                        const cm_preference *set, cm_sv at, cm_err *err);

#endif
