/* desk/caller.h - on whose behalf something is done: the person, his office with those below it,
 * and the roles he holds at that moment. While no person is registered it is the owner of the
 * files, who may do everything. Made by desk/person.h; borrowed by all that act. */
#ifndef CM_DESK_CALLER_H
#define CM_DESK_CALLER_H

#include "base/vec.h"

typedef struct {
    bool owner;           /* no person is registered; name, office and roles are empty */
    int64_t no;           /* of the person */
    cm_sv name;           /* as registered */
    cm_sv office;         /* id of his office */
    bool top;             /* no office is above it; what has no office belongs to this one */
    cm_svs below;         /* ids of the offices below his, without his */
    cm_svs roles;         /* ids of data/desk/roles.tsv that he holds now */
    const cm_svs *scopes; /* of the token by which he came: the acts it is for, or beginnings of
                           * acts that end in a point; NULL: all */
    int64_t visit;        /* number of his log-in (desk/access.h); 0: he came by a token */
    cm_sv at;             /* "2026-11-22T07:40:00Z": the clock of all that is done */
} cm_caller;

#endif
