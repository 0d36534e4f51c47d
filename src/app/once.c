#include "base/base.h"

#include "app/once.h"

#include "base/moment.h"

#include <time.h>

enum { DAY = 86400 };

static cm_digest digest_of(const cm_once *once, cm_arena *mem)
{
    return cm_digest_of(cm_arena_format(mem, "%.*s\n%.*s\n%.*s", CM_SV_ARG(once->method),
                                        CM_SV_ARG(once->target), CM_SV_ARG(once->body)));
}

cm_status cm_once_begin(cm_workdesk *w, const cm_caller *caller, const cm_once *once, cm_arena *mem,
                        cm_request_seen *ret_seen, cm_err *err)
{
    const cm_request_key key = {
        .person = caller->name, .key = once->key, .digest = digest_of(once, mem), .at = caller->at};
    return cm_request_open(w->desk, &key, mem, ret_seen, err);
}

cm_status cm_once_end(cm_workdesk *w, const cm_request_seen *seen, const cm_request_answer *answer,
                      cm_err *err)
{
    return cm_request_close(w->desk, seen->no, answer, err);
}

cm_status cm_once_restart(cm_workdesk *w, cm_err *err)
{
    return cm_requests_restart(w->desk, err);
}

cm_status cm_once_forget(cm_workdesk *w, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    return cm_requests_forget(w->desk, cm_moment_text(&mem, (int64_t)time(NULL) - DAY), err);
}
