#include "base/base.h"

#include "server/entry.h"

#include "app/caller.h"
#include "base/moment.h"
#include "server/problem.h"
#include "server/route.h"

enum { UNAUTHORIZED = 401, FORBIDDEN = 403 };

static bool refuse(cm_exchange *x, unsigned status, const cm_err *err)
{
    cm_problem_reply(x, status, err);
    if (status == UNAUTHORIZED) {
        cm_reply_header(x, "WWW-Authenticate", CM_SV("Bearer"));
    }
    return false;
}

static cm_status find_caller(cm_exchange *x, cm_err *err)
{
    if (x->bearer.len != 0) {
        return cm_caller_of_token(x->workdesk, x->bearer, x->mem, &x->caller, err);
    }
    return cm_right_refuse(CM_SV("login"), CM_SV("as"), err);
}

bool cm_entry_admit(cm_exchange *x)
{
    CM_AUTO_ERR err = {0};
    x->caller = (cm_caller){.at = cm_moment_now(x->mem)};
    x->workdesk->at = x->caller.at;
    if (x->route->anyone) {
        return true;
    }
    cm_status status = find_caller(x, &err);
    if (status != CM_OK) {
        return refuse(x, status == CM_E_DENIED ? UNAUTHORIZED : 0, &err);
    }
    status = x->route->act == NULL
                 ? CM_OK
                 : cm_caller_ask(x->workdesk, &x->caller, cm_sv_from(x->route->act), &err);
    return status == CM_OK || refuse(x, 0, &err);
}

cm_sv cm_entry_name(const cm_exchange *x)
{
    return x->bearer.len != 0 ? x->bearer : x->cookie.len != 0 ? x->cookie : x->address;
}
