/* app/sessions.h - sessions of an engine that wait to be used again: opening one and planning its
 * queries takes longer than most of them run. Memory: heap. Threads: any; a session is of one. */
#ifndef CM_APP_SESSIONS_H
#define CM_APP_SESSIONS_H

#include "engine/facts.h"

typedef struct cm_sessions cm_sessions;

cm_sessions *cm_sessions_new(cm_engine *engine);
void cm_sessions_free(cm_sessions *s); /* NULL allowed; before the engine is closed */

/* With what each session has for itself, empty. Fails: DB. */
CM_MUST_USE cm_status cm_sessions_take(cm_sessions *s, cm_session **ret_session, cm_err *err);
/* `clean`: its temporary tables are empty again. Otherwise, or after a fault, it is closed. NULL
 * allowed. */
void cm_sessions_give(cm_sessions *s, cm_session *session, bool clean);

#endif
