/* app/api_token.h - tokens by which programs of a person come: for some acts, until a day. What
 * they may do is what both their scopes and the rights of their owner allow. Nobody makes one by
 * such a token. Memory: the arena given. Threads: as the desk. */
#ifndef CM_APP_API_TOKEN_H
#define CM_APP_API_TOKEN_H

#include "app/workdesk.h"
#include "desk/access.h"
#include "desk/caller.h"

typedef struct {
    cm_sv label;
    cm_svs scopes;    /* "clue.list", or "clue." for all that begin so; one at least */
    cm_date last_day; /* or none: as long as the policy allows */
} cm_api_token_new;

/* *ret_text is shown once. Fails: ARG (no label, no scope, no such act, a day outside of what the
 * policy allows), DENIED, DB. */
CM_MUST_USE cm_status cm_api_token_make(cm_workdesk *w, const cm_caller *caller,
                                        const cm_api_token_new *asked, cm_arena *mem,
                                        cm_sv *ret_text, cm_api_token *ret, cm_err *err);
/* His own; of others too where he may renew their tokens. */
CM_MUST_USE cm_status cm_api_token_list(cm_workdesk *w, const cm_caller *caller, cm_arena *mem,
                                        cm_api_tokens *ret, cm_err *err);
/* Fails: NOTFOUND (none that he may know of, or it has ended), DENIED, DB. */
CM_MUST_USE cm_status cm_api_token_stop(cm_workdesk *w, const cm_caller *caller, int64_t no,
                                        cm_err *err);

#endif
