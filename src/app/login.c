#include "base/base.h"

#include "app/login.h"

#include "app/account.h"
#include "app/proof.h"
#include "base/moment.h"
#include "desk/person.h"
#include "store/token.h"

enum { MINUTE = 60, HOUR = 3600, DAY = 86400, SEEN_STEP = 60, KEPT_DAYS = 7 };

static cm_status policy(cm_workdesk *w, cm_sv id, int64_t *ret, cm_err *err)
{
    return cm_policy_get(w->desk, &w->home->policies, id, ret, err);
}

/* It need not be kept: whoever has the cookie, and nobody else, can make it. */
cm_sv cm_login_csrf(cm_arena *mem, cm_sv cookie)
{
    return cm_digest_hex(mem, cm_digest_of(cm_arena_format(mem, "csrf %.*s", CM_SV_ARG(cookie))));
}

/* ---- in ---- */

typedef struct {
    cm_workdesk *w;
    const cm_login_ask *ask;
    cm_arena *mem;
    cm_proof proof;
    cm_sv secret; /* what is to be kept of the password; empty: as it is */
    cm_sv reason; /* for the audit */
    cm_login_in in;
    cm_digest digest; /* of the cookie */
} entering;

/* He is who he says; what else is asked of him? */
static cm_status check_terms(entering *e, const char **ret_lacks, cm_err *err)
{
    int64_t days = 0, required = 0;
    const cm_credential *c = &e->proof.password;
    cm_status status = policy(e->w, CM_SV("password_days"), &days, err);
    if (status == CM_OK) {
        status = policy(e->w, CM_SV("totp_required"), &required, err);
    }
    int64_t age = cm_moment_seconds(e->ask->at) - cm_moment_seconds(c->made_at);
    bool old = c->must_change || (days != 0 && age > days * DAY);
    if (required != 0 && e->proof.step == 0) {
        *ret_lacks = "enrol";
    } else if (old && e->ask->new_password.len == 0) {
        *ret_lacks = "change";
    }
    return status;
}

static cm_status tell_lack(entering *e, const char *lacks, cm_err *err)
{
    const cm_deed deed = {
        .at = e->ask->at,
        .action = CM_SV("login.refused"),
        .object = cm_arena_format(e->mem, "person %.*s", CM_SV_ARG(e->proof.name)),
        .reason = cm_sv_from(lacks),
    };
    cm_status status = cm_change_log(e->w->desk, &deed, err);
    return status == CM_OK ? cm_right_refuse(CM_SV("login"), deed.reason, err) : status;
}

/* Before the change: digests take their time. */
static cm_status prepare(entering *e, cm_err *err)
{
    const char *lacks = NULL;
    cm_status status = check_terms(e, &lacks, err);
    if (status == CM_OK && lacks != NULL) {
        return tell_lack(e, lacks, err);
    }
    if (status == CM_OK) {
        status = e->ask->new_password.len != 0
                     ? cm_account_digest(e->w, e->proof.name, e->ask->new_password, e->mem,
                                         &e->secret, err)
                     : cm_account_refresh(e->w, &e->proof.password, e->ask->password, e->mem,
                                          &e->secret, err);
    }
    e->in.cookie = cm_token_new(e->mem, &e->digest);
    return status;
}

static cm_status take_password(entering *e, cm_err *err)
{
    if (e->secret.len == 0) {
        return CM_OK;
    }
    if (e->ask->new_password.len == 0) {
        return cm_credential_renew(e->w->desk, e->proof.password.no, e->secret, err);
    }
    const cm_credential c = {.secret = e->secret, .made_at = e->ask->at, .made_by = e->proof.name};
    return cm_account_put(e->w, e->proof.name, &c, err);
}

static cm_status write_visit(entering *e, cm_err *err)
{
    int64_t single = 0, hours = 0;
    cm_desk *desk = e->w->desk;
    cm_status status = policy(e->w, CM_SV("session_single"), &single, err);
    if (status == CM_OK) {
        status = policy(e->w, CM_SV("session_hours"), &hours, err);
    }
    if (status == CM_OK && (single != 0 || e->ask->new_password.len != 0)) {
        status = cm_visits_end(desk, e->proof.name, 0, e->ask->at, err);
    }
    const cm_visit visit = {
        .person = e->proof.name, .address = e->ask->address, .made_at = e->ask->at};
    e->in.ends_at = cm_moment_after(e->mem, e->ask->at, hours * HOUR);
    return status == CM_OK ? cm_visit_add(desk, &visit, e->digest, err) : status;
}

static cm_status enter(entering *e, cm_err *err)
{
    const cm_deed deed = {
        .by = e->proof.name,
        .office = e->proof.office,
        .at = e->ask->at,
        .action = CM_SV("login"),
        .object = cm_arena_format(e->mem, "person %.*s", CM_SV_ARG(e->proof.name)),
        .reason = e->reason,
    };
    cm_status status = cm_change_begin(e->w->desk, err);
    if (status != CM_OK) {
        return status;
    }
    status = cm_proof_take(e->w, &e->proof, e->ask->at, err);
    if (status == CM_OK) {
        status = take_password(e, err);
    }
    if (status == CM_OK) {
        status = write_visit(e, err);
    }
    return cm_change_end(e->w->desk, status, &deed, err);
}

static cm_status entered(entering *e, cm_login_in *ret)
{
    e->in.name = e->proof.name;
    e->in.csrf = cm_login_csrf(e->mem, e->in.cookie);
    *ret = e->in;
    return CM_OK;
}

cm_status cm_login_begin(cm_workdesk *w, const cm_login_ask *ask, cm_arena *mem, cm_login_in *ret,
                         cm_err *err)
{
    entering e = {.w = w,
                  .ask = ask,
                  .mem = mem,
                  .reason = ask->new_password.len != 0 ? CM_SV("change") : CM_SV("")};
    const cm_proof_ask proof = {ask->name, ask->password, ask->code, ask->at};
    cm_status status = cm_proof_check(w, &proof, mem, &e.proof, err);
    if (status != CM_OK) {
        return status;
    }
    bool lacks_code = (e.proof.confirmed || ask->code.len != 0) && e.proof.step == 0;
    if (!e.proof.right || lacks_code) {
        return cm_proof_fail(w, &e.proof, ask->at, err);
    }
    status = prepare(&e, err);
    if (status == CM_OK) {
        status = enter(&e, err);
    }
    return status == CM_OK ? entered(&e, ret) : status;
}

/* Whoever has, or must have, one-time codes shows one at the log-in. */
static cm_status asks_codes(cm_workdesk *w, cm_sv name, cm_arena *mem, bool *ret, cm_err *err)
{
    int64_t required = 0;
    cm_credential totp = {0};
    cm_status status = policy(w, CM_SV("totp_required"), &required, err);
    if (status == CM_OK) {
        status = cm_credential_find(w->desk, name, CM_SV("totp"), mem, &totp, err);
    }
    *ret = required != 0 || totp.no != 0;
    return status;
}

static cm_status find_office(entering *e, cm_err *err)
{
    cm_persons all = {0};
    cm_status status = cm_persons_load(e->w->desk, e->ask->at, e->mem, &all, err);
    const cm_person *person = status == CM_OK ? cm_person_find(&all, e->proof.name) : NULL;
    e->proof.office = person != NULL ? person->office : CM_SV("");
    return status;
}

cm_status cm_login_accept(cm_workdesk *w, const cm_login_ask *ask, cm_arena *mem, cm_login_in *ret,
                          cm_err *err)
{
    entering e = {.w = w, .ask = ask, .mem = mem, .reason = CM_SV("invitation")};
    bool codes = false;
    cm_status status =
        cm_account_accept(w, ask->code, ask->password, ask->at, mem, &e.proof.name, err);
    if (status == CM_OK) {
        status = asks_codes(w, e.proof.name, mem, &codes, err);
    }
    if (status != CM_OK || codes) {
        *ret = (cm_login_in){.name = e.proof.name};
        return status;
    }
    e.in.cookie = cm_token_new(mem, &e.digest);
    status = find_office(&e, err);
    if (status == CM_OK) {
        status = enter(&e, err);
    }
    return status == CM_OK ? entered(&e, ret) : status;
}

/* ---- who comes ---- */

static cm_status check_age(cm_workdesk *w, const cm_visit *v, cm_sv at, bool *ret_over, cm_err *err)
{
    int64_t idle = 0, hours = 0, now = cm_moment_seconds(at);
    cm_status status = policy(w, CM_SV("session_idle_minutes"), &idle, err);
    if (status == CM_OK) {
        status = policy(w, CM_SV("session_hours"), &hours, err);
    }
    *ret_over = v->no == 0 || v->ended || now - cm_moment_seconds(v->seen_at) > idle * MINUTE ||
                now - cm_moment_seconds(v->made_at) > hours * HOUR;
    return status;
}

// NOLINTNEXTLINE(readability-function-size): seven parameters, each of its own
static cm_status find_visit(cm_workdesk *w, cm_sv cookie, cm_sv at, cm_arena *mem, cm_visit *visit,
                            cm_caller *caller, cm_err *err)
{
    bool over = true;
    cm_status status = cm_visit_find(w->desk, cm_digest_of(cookie), mem, visit, err);
    if (status == CM_OK) {
        status = check_age(w, visit, at, &over, err);
    }
    if (status == CM_OK && !over) {
        status = cm_person_known(w->desk, visit->person, at, mem, caller, err);
    }
    caller->visit = visit->no;
    return status == CM_E_DENIED || (status == CM_OK && over)
               ? cm_right_refuse(CM_SV("login"), CM_SV("session"), err)
               : status;
}

// NOLINTNEXTLINE(readability-function-size): seven parameters, each of its own
cm_status cm_login_session(cm_workdesk *w, cm_sv cookie, cm_sv at, cm_arena *mem,
                           cm_caller *ret_caller, cm_sv *ret_csrf, cm_err *err)
{
    cm_visit visit = {0};
    cm_caller caller = {0};
    cm_status status = find_visit(w, cookie, at, mem, &visit, &caller, err);
    if (status == CM_OK && cm_moment_seconds(at) - cm_moment_seconds(visit.seen_at) >= SEEN_STEP) {
        status = cm_visit_seen(w->desk, visit.no, at, err);
    }
    if (status == CM_OK) {
        *ret_caller = caller;
        *ret_csrf = cm_login_csrf(mem, cookie);
    }
    return status;
}

cm_status cm_login_still(cm_workdesk *w, cm_sv cookie, cm_sv at, cm_arena *mem,
                         cm_caller *ret_caller, cm_err *err)
{
    cm_visit visit = {0};
    cm_caller caller = {0};
    cm_status status = find_visit(w, cookie, at, mem, &visit, &caller, err);
    *ret_caller = caller;
    return status;
}

static bool holds(const cm_api_token *t, cm_sv at)
{
    cm_date last = CM_NO_DATE;
    return t->no != 0 && t->ended_at.len == 0 && cm_date_parse(t->expires_on, &last) &&
           cm_date_compare(cm_moment_day(at), last) <= 0;
}

// NOLINTNEXTLINE(readability-function-size): seven parameters, each of its own
static cm_status find_bearer(cm_workdesk *w, cm_digest digest, cm_sv at, cm_arena *mem,
                             cm_api_token *token, cm_sv *ret_name, cm_err *err)
{
    cm_status status = cm_api_token_find(w->desk, digest, mem, token, err);
    if (status == CM_OK && token->no != 0) {
        *ret_name = holds(token, at) ? token->person : CM_SV("");
        return CM_OK;
    }
    return status == CM_OK ? cm_person_of_token(w->desk, &digest, mem, ret_name, err) : status;
}

cm_status cm_login_token_still(cm_workdesk *w, cm_sv token, cm_sv at, cm_arena *mem,
                               cm_caller *ret_caller, cm_err *err)
{
    cm_api_token *found = cm_arena_new(mem, cm_api_token);
    cm_caller caller = {0};
    cm_sv name = CM_SV("");
    cm_status status = find_bearer(w, cm_digest_of(token), at, mem, found, &name, err);
    if (status == CM_OK && name.len != 0) {
        status = cm_person_known(w->desk, name, at, mem, &caller, err);
    }
    if (status == CM_E_DENIED || (status == CM_OK && name.len == 0)) {
        return cm_right_refuse(CM_SV("login"), CM_SV("token"), err);
    }
    if (status == CM_OK) {
        caller.scopes = found->no != 0 ? &found->scopes : NULL;
        *ret_caller = caller;
    }
    return status;
}

cm_status cm_login_token(cm_workdesk *w, cm_sv token, cm_sv at, cm_arena *mem,
                         cm_caller *ret_caller, cm_err *err)
{
    CM_AUTO_ERR fault = {0};
    const cm_deed deed = {.at = at, .action = CM_SV("login.refused"), .object = CM_SV("person ?")};
    cm_status status = cm_login_token_still(w, token, at, mem, ret_caller, err);
    cm_status told = status == CM_E_DENIED ? cm_change_log(w->desk, &deed, &fault) : CM_OK;
    return told == CM_OK ? status : cm_err_set(err, told, "%s", fault.message);
}

/* ---- out ---- */

cm_status cm_login_visits(cm_workdesk *w, const cm_caller *caller, cm_arena *mem, cm_visits *ret,
                          cm_err *err)
{
    cm_visits all = {0}, open = {0};
    cm_status status = cm_visits_of(w->desk, caller->name, mem, &all, err);
    for (size_t i = 0; status == CM_OK && i < all.count; i++) {
        bool over = true;
        status = check_age(w, &all.items[i], caller->at, &over, err);
        if (status == CM_OK && !over) {
            *cm_vec_push(mem, &open) = all.items[i];
        }
    }
    if (status == CM_OK) {
        *ret = open;
    }
    return status;
}

cm_status cm_login_end(cm_workdesk *w, const cm_caller *caller, int64_t visit, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_visits all = {0};
    int64_t no = visit != 0 ? visit : caller->visit;
    bool found = false;
    if (caller->scopes != NULL) {
        return cm_right_refuse(CM_SV("login"), CM_SV("scope"), err);
    }
    cm_status status = cm_visits_of(w->desk, caller->name, &mem, &all, err);
    for (size_t i = 0; status == CM_OK && i < all.count; i++) {
        found = found || all.items[i].no == no;
    }
    if (status == CM_OK && !found) {
        return cm_err_set(err, CM_E_NOTFOUND, "no log-in %lld", (long long)no);
    }
    const cm_deed deed = {
        .by = caller->name,
        .office = caller->office,
        .at = caller->at,
        .action = CM_SV("logout"),
        .object = cm_arena_format(&mem, "person %.*s", CM_SV_ARG(caller->name)),
    };
    if (status == CM_OK) {
        status = cm_change_begin(w->desk, err);
    }
    if (status != CM_OK) {
        return status;
    }
    status = cm_visits_end(w->desk, caller->name, no, caller->at, err);
    return cm_change_end(w->desk, status, &deed, err);
}

cm_status cm_login_tidy(cm_workdesk *w, cm_sv at, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    return cm_visits_forget(w->desk, cm_moment_after(&mem, at, -(int64_t)KEPT_DAYS * DAY), err);
}
