#include "base/base.h"

#include "app/proof.h"

#include "base/kdf.h"
#include "base/moment.h"
#include "desk/person.h"
#include "store/password.h"
#include "store/totp.h"

enum { MINUTE = 60 };

static cm_status policy(cm_workdesk *w, cm_sv id, int64_t *ret, cm_err *err)
{
    return cm_policy_get(w->desk, &w->home->policies, id, ret, err);
}

/* ---- checking ---- */

static cm_status find_codes(cm_workdesk *w, cm_arena *mem, cm_proof *p, cm_err *err)
{
    cm_status status = cm_credential_find(w->desk, p->name, CM_SV("totp"), mem, &p->totp, err);
    p->confirmed = p->totp.no != 0;
    if (status == CM_OK && !p->confirmed) {
        status = cm_credential_find(w->desk, p->name, CM_SV("totp-new"), mem, &p->totp, err);
    }
    return status;
}

static cm_status find_person(cm_workdesk *w, const cm_proof_ask *ask, cm_arena *mem, cm_proof *p,
                             cm_attempt *attempt, cm_err *err)
{
    cm_persons all = {0};
    cm_status status = cm_persons_load(w->desk, ask->at, mem, &all, err);
    const cm_person *person = status == CM_OK ? cm_person_find(&all, ask->name) : NULL;
    if (status != CM_OK || person == NULL || !person->active) {
        return status;
    }
    p->name = person->name;
    p->office = person->office;
    status = cm_credential_find(w->desk, p->name, CM_SV("password"), mem, &p->password, err);
    if (status == CM_OK) {
        status = cm_attempt_find(w->desk, p->name, mem, attempt, err);
    }
    return status == CM_OK ? find_codes(w, mem, p, err) : status;
}

static cm_status check_code(cm_workdesk *w, const cm_proof_ask *ask, cm_proof *p, cm_err *err)
{
    cm_totp_secret secret;
    cm_status status = cm_totp_unseal(w->workspace.keys, p->name, p->totp.secret, &secret, err);
    if (status == CM_OK) {
        p->step = cm_totp_step(&secret, ask->code, cm_moment_seconds(ask->at), p->totp.used);
        cm_wipe(&secret, sizeof(secret));
    }
    return status;
}

cm_status cm_proof_check(cm_workdesk *w, const cm_proof_ask *ask, cm_arena *mem, cm_proof *ret,
                         cm_err *err)
{
    cm_proof p = {.name = CM_SV("")};
    cm_attempt attempt = {0};
    int64_t sm3 = 0;
    bool holds = false;
    cm_status status = policy(w, CM_SV("password_sm3"), &sm3, err);
    if (status == CM_OK) {
        status = find_person(w, ask, mem, &p, &attempt, err);
    }
    if (status != CM_OK) {
        return status;
    }
    if (p.password.no != 0) {
        holds = cm_password_holds(p.password.secret, ask->password);
    } else {
        cm_password_nobody(sm3 != 0 ? CM_PASSWORD_PBKDF2_SM3 : CM_PASSWORD_ARGON2ID, ask->password);
    }
    p.right = holds && cm_sv_compare(attempt.locked_until, ask->at) <= 0;
    if (p.right && p.totp.no != 0 && ask->code.len != 0) {
        status = check_code(w, ask, &p, err);
    }
    if (status == CM_OK) {
        *ret = p;
    }
    return status;
}

/* ---- wrong ---- */

static cm_status refuse(cm_err *err)
{
    return cm_right_refuse(CM_SV("login"), CM_SV("refused"), err);
}

/* One more; *ret_locked: it was once too often. Tries that lie far apart are not in a row. */
static cm_status count_one(cm_workdesk *w, const cm_proof *p, cm_sv at, cm_arena *mem,
                           bool *ret_locked, cm_err *err)
{
    int64_t tries = 0, minutes = 0;
    cm_attempt a;
    cm_status status = policy(w, CM_SV("lockout_tries"), &tries, err);
    if (status == CM_OK) {
        status = policy(w, CM_SV("lockout_minutes"), &minutes, err);
    }
    if (status == CM_OK) {
        status = cm_attempt_find(w->desk, p->name, mem, &a, err);
    }
    if (status != CM_OK || cm_sv_compare(a.locked_until, at) > 0) {
        return status; /* it is locked as long as it was */
    }
    bool apart = cm_moment_seconds(at) - cm_moment_seconds(a.failed_at) > minutes * MINUTE;
    a.failed = apart ? 1 : a.failed + 1;
    a.failed_at = at;
    *ret_locked = a.failed >= tries;
    if (*ret_locked) {
        a.failed = 0;
        a.locked_until = cm_moment_after(mem, at, minutes * MINUTE);
    }
    return cm_attempt_put(w->desk, p->name, &a, err);
}

/* What was typed as a name could be anything: it is told only where it is a person. */
cm_status cm_proof_fail(cm_workdesk *w, const cm_proof *p, cm_sv at, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_deed deed = {.at = at, .action = CM_SV("login.refused"), .object = CM_SV("person ?")};
    bool locked = false;
    cm_status status = cm_change_begin(w->desk, err);
    if (status == CM_OK && p->name.len != 0) {
        deed.object = cm_arena_format(&mem, "person %.*s", CM_SV_ARG(p->name));
        status = count_one(w, p, at, &mem, &locked, err);
        deed.action = locked ? CM_SV("login.locked") : deed.action;
    }
    status = cm_change_end(w->desk, status, &deed, err);
    return status == CM_OK ? refuse(err) : status;
}

/* ---- right ---- */

cm_status cm_proof_take(cm_workdesk *w, const cm_proof *p, cm_sv at, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_attempt a;
    cm_status status = cm_attempt_find(w->desk, p->name, &mem, &a, err);
    if (status == CM_OK && cm_sv_compare(a.locked_until, at) > 0) {
        return refuse(err);
    }
    if (status == CM_OK && (a.failed != 0 || a.locked_until.len != 0)) {
        const cm_attempt none = {0};
        status = cm_attempt_put(w->desk, p->name, &none, err);
    }
    if (status == CM_OK && p->step != 0) {
        status = cm_credential_use(w->desk, p->totp.no, p->step, err);
    }
    return status == CM_E_CONFLICT ? refuse(err) : status;
}
