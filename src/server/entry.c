#include "base/base.h"

#include "server/entry.h"

#include "app/caller.h"
#include "app/login.h"
#include "base/kdf.h"
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

/* *ret_csrf: what must come with a cookie; empty: nothing. */
static cm_status find_caller(cm_exchange *x, cm_sv *ret_csrf, cm_err *err)
{
    if (x->bearer.len != 0) {
        return cm_login_token(x->workdesk, x->bearer, x->caller.at, x->mem, &x->caller, err);
    }
    if (x->cookie.len != 0) {
        return cm_login_session(x->workdesk, x->cookie, x->caller.at, x->mem, &x->caller, ret_csrf,
                                err);
    }
    return cm_right_refuse(CM_SV("login"), CM_SV("as"), err);
}

/* Another site can make a browser send the cookie, but neither read nor set this header. */
static bool is_forged(const cm_exchange *x, cm_sv csrf)
{
    bool reads = cm_sv_equal(cm_sv_from(x->route->method), CM_SV("GET"));
    return csrf.len != 0 && !reads && !cm_secret_equal(csrf, x->csrf);
}

bool cm_entry_admit(cm_exchange *x)
{
    CM_AUTO_ERR err = {0};
    x->caller = (cm_caller){.at = cm_moment_now(x->mem)};
    x->workdesk->at = x->caller.at;
    if (x->route->anyone) {
        return true;
    }
    cm_sv csrf = CM_SV("");
    cm_status status = find_caller(x, &csrf, &err);
    if (status != CM_OK) {
        return refuse(x, status == CM_E_DENIED ? UNAUTHORIZED : 0, &err);
    }
    if (is_forged(x, csrf)) {
        cm_problem_named(x, FORBIDDEN, "csrf");
        return false;
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
