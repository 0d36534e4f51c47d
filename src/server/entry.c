#include "base/base.h"

#include "server/entry.h"

#include "app/caller.h"
#include "app/login.h"
#include "base/kdf.h"
#include "base/moment.h"
#include "server/problem.h"
#include "server/route.h"
#include "server/server_parts.h"

static bool refuse(cm_exchange *x, unsigned status, const cm_err *err)
{
    cm_problem_reply(x, status, err);
    return false;
}

/* The proxy says who it is, and is the proxy. */
static bool is_vouched(const cm_exchange *x)
{
    const cm_house_options *o = &x->house->options;
    return o->proxy_secret.len != 0 && x->proxy_user.len != 0 &&
           cm_secret_equal(o->proxy_secret, x->proxy_secret);
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
    if (is_vouched(x)) {
        *ret_csrf = CM_SV(CM_PROXY_CSRF);
        return cm_caller_named(x->workdesk, x->proxy_user, x->caller.at, x->mem, &x->caller, err);
    }
    return cm_right_refuse(CM_SV("login"), CM_SV("as"), err);
}

cm_status cm_entry_again(cm_seat *seat, const cm_entry_proof *proof, cm_arena *mem,
                         cm_caller *ret_caller, cm_err *err)
{
    cm_exchange x = {.mem = mem,
                     .house = seat->house,
                     .workdesk = &seat->workdesk,
                     .bearer = proof->bearer,
                     .proxy_user = proof->proxy_user,
                     .proxy_secret = proof->proxy_secret,
                     .caller = {.at = cm_moment_now(mem)}};
    cm_sv csrf = CM_SV(""), at = x.caller.at;
    cm_status status = proof->bearer.len != 0 ? cm_login_token_still(x.workdesk, proof->bearer, at,
                                                                     mem, &x.caller, err)
                       : proof->cookie.len != 0
                           ? cm_login_still(x.workdesk, proof->cookie, at, mem, &x.caller, err)
                           : find_caller(&x, &csrf, err);
    *ret_caller = x.caller;
    return status;
}

bool cm_entry_would(cm_exchange *x)
{
    CM_AUTO_ERR err = {0};
    const cm_entry_proof proof = {x->cookie, x->bearer, x->proxy_user, x->proxy_secret};
    cm_caller caller = {0};
    cm_sv why;
    return cm_entry_again(x->seat, &proof, x->mem, &caller, &err) == CM_OK &&
           (x->route->act == NULL ||
            cm_right_may(x->home->rights, &caller, cm_sv_from(x->route->act), NULL, &why));
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
    int64_t wait = 0;
    bool proves = !x->route->anyone || x->route->load == CM_LOAD_LOGIN;
    if (proves && cm_pace_is_empty(x->server->wrong, x->address, cm_clock_ms(), &wait)) {
        cm_entry_slow(x, wait); /* whoever tries passwords, tokens and cookies is kept waiting */
        return false;
    }
    if (x->route->anyone) {
        return true;
    }
    cm_sv csrf = CM_SV("");
    cm_status status = find_caller(x, &csrf, &err);
    if (status != CM_OK) {
        return refuse(x, status == CM_E_DENIED ? CM_HTTP_UNAUTHORIZED : 0, &err);
    }
    if (is_forged(x, csrf)) {
        cm_problem_named(x, CM_HTTP_FORBIDDEN, "csrf");
        return false;
    }
    status = x->route->act == NULL
                 ? CM_OK
                 : cm_caller_ask(x->workdesk, &x->caller, cm_sv_from(x->route->act), &err);
    return status == CM_OK || refuse(x, 0, &err);
}

void cm_entry_slow(cm_exchange *x, int64_t wait_ms)
{
    enum { SECOND = 1000 };

    cm_problem_named(x, CM_HTTP_TOO_MANY, "rate");
    cm_reply_header(x, "Retry-After",
                    cm_arena_format(x->mem, "%lld", (long long)(wait_ms / SECOND) + 1));
}

void cm_entry_done(cm_exchange *x)
{
    int64_t wait = 0;
    if (x->reply.status == CM_HTTP_UNAUTHORIZED) {
        (void)cm_pace_take(x->server->wrong, x->address, cm_clock_ms(), &wait);
    }
}

cm_sv cm_entry_name(const cm_exchange *x)
{
    /* Where no one logs in, what is sent as a token vouches for nothing. */
    bool named = x->route == NULL || !x->route->anyone;
    return named && x->bearer.len != 0   ? x->bearer
           : named && x->cookie.len != 0 ? x->cookie
                                         : x->address;
}
