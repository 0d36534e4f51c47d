/* desk/seal.h - documents that the law seals (juvenile records and the like). A sealed document and
 * the clues about it stand in no list, count, search or export; it opens only for a case number and
 * a legal ground, and that is told to the audit. Grounds: data/desk/seals.tsv. Changing a seal is
 * inside a change (change.h). Threads: as the desk. */
#ifndef CM_DESK_SEAL_H
#define CM_DESK_SEAL_H

#include "base/map.h"
#include "desk/desk.h"

typedef struct {
    int64_t no;
    cm_sv doc;         /* id of the document */
    cm_sv ground, why; /* id of a ground to seal; words */
    cm_sv by, at;
    cm_sv ended_at, ended_by, ended_why; /* empty: it holds */
} cm_seal;

typedef CM_VEC(cm_seal) cm_seals;

/* A reason of law to seal, or to open what is sealed. */
typedef struct {
    cm_sv id, zh, en, law;
    bool opens;
} cm_seal_ground;

typedef CM_VEC(cm_seal_ground) cm_seal_grounds;

/* `folder`: data/desk. Fails: NOTFOUND, IO, SYNTAX, SCHEMA. */
CM_MUST_USE cm_status cm_seal_grounds_load(cm_arena *mem, cm_sv folder, cm_seal_grounds *ret,
                                           cm_err *err);
const cm_seal_ground *cm_seal_ground_find(const cm_seal_grounds *all, cm_sv id, bool opens);

/* Fails: CONFLICT (sealed already), DB. */
CM_MUST_USE cm_status cm_seal_add(cm_desk *desk, const cm_seal *seal, cm_err *err);
/* By the ended_ members of `seal`. Fails: NOTFOUND (not sealed), DB. */
CM_MUST_USE cm_status cm_seal_end(cm_desk *desk, const cm_seal *seal, cm_err *err);
/* All, in order; or those that hold. Fails: DB. */
CM_MUST_USE cm_status cm_seals_load(cm_desk *desk, bool ended_too, cm_arena *mem, cm_seals *ret,
                                    cm_err *err);
/* Those that hold, by document. */
cm_map cm_seals_by_doc(const cm_seals *seals, cm_arena *mem);

#endif
