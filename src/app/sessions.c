#include "base/base.h"

#include "app/sessions.h"

#include "base/lock.h"

enum { MOST = 32 };

struct cm_sessions {
    cm_engine *engine;
    cm_lock *lock;
    cm_session *idle[MOST];
    size_t count;
};

cm_sessions *cm_sessions_new(cm_engine *engine)
{
    cm_sessions *s = cm_alloc_zero(1, sizeof(*s));
    s->engine = engine;
    s->lock = cm_lock_new();
    return s;
}

void cm_sessions_free(cm_sessions *s)
{
    if (s != NULL) {
        for (size_t i = 0; i < s->count; i++) {
            cm_session_close(s->idle[i]);
        }
        cm_lock_free(s->lock);
        cm_free(s);
    }
}

cm_status cm_sessions_take(cm_sessions *s, cm_session **ret_session, cm_err *err)
{
    cm_lock_take(s->lock);
    cm_session *session = s->count > 0 ? s->idle[--s->count] : NULL;
    cm_lock_leave(s->lock);
    cm_status status = CM_OK;
    if (session == NULL) {
        status = cm_session_open(s->engine, &session, err);
        if (status == CM_OK) {
            status = cm_facts_create_temporary(session, err);
        }
    }
    if (status != CM_OK) {
        cm_session_close(session);
        return status;
    }
    *ret_session = session;
    return CM_OK;
}

void cm_sessions_give(cm_sessions *s, cm_session *session, bool clean)
{
    if (session == NULL) {
        return;
    }
    cm_lock_take(s->lock);
    bool kept = clean && !cm_session_failed(session) && s->count < MOST;
    if (kept) {
        s->idle[s->count++] = session;
    }
    cm_lock_leave(s->lock);
    if (!kept) {
        cm_session_close(session);
    }
}
