/* server/entry.h - who asks: the cookie of a session or a bearer token becomes the caller, a change
 * by cookie must carry its CSRF token, and the act of the route is asked. */
#ifndef CM_SERVER_ENTRY_H
#define CM_SERVER_ENTRY_H

#include "server/exchange.h"

/* What stands for the CSRF token of one whom the proxy logged in: another site cannot make a
 * browser send any such header. */
#define CM_PROXY_CSRF "proxy"

/* Sets x->caller. False: the answer is the problem. */
bool cm_entry_admit(cm_exchange *x);
/* Whether he would be admitted, before his body is read: told to nobody, and asked again after it.
 */
bool cm_entry_would(cm_exchange *x);
/* After the answer: who was refused is counted by his address. */
void cm_entry_done(cm_exchange *x);
void cm_entry_slow(cm_exchange *x, int64_t wait_ms); /* the answer: too many requests */

/* What somebody showed when he came; or empty. */
typedef struct {
    cm_sv cookie, bearer;
    cm_sv proxy_user, proxy_secret;
} cm_entry_proof;

/* Who he is now, of one who stays; that he stays is no use of his log-in. Fails: DENIED (it proves
 * nothing any more), DB. */
CM_MUST_USE cm_status cm_entry_again(cm_seat *seat, const cm_entry_proof *proof, cm_arena *mem,
                                     cm_caller *ret_caller, cm_err *err);
/* By what requests of the caller are counted: of a session, a token or an address. */
cm_sv cm_entry_name(const cm_exchange *x);

#endif
