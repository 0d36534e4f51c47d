#include "base/base.h"

#include "app/account.h"

#include "app/people.h"
#include "app/proof.h"
#include "base/kdf.h"
#include "base/limits.h"
#include "base/moment.h"
#include "desk/access.h"
#include "store/password.h"
#include "store/token.h"
#include "store/totp.h"
#include "text/utf8.h"

enum { HOUR = 3600 };

static cm_status policy(cm_workdesk *w, cm_sv id, int64_t *ret, cm_err *err)
{
    return cm_policy_get(w->desk, &w->home->policies, id, ret, err);
}

/* ---- the rules ---- */

/* Small letters, capitals, digits, all others. */
static int64_t count_classes(cm_sv password)
{
    bool small = false, capital = false, digit = false, other = false;
    for (size_t i = 0; i < password.len; i++) {
        char c = password.ptr[i];
        bool is_small = c >= 'a' && c <= 'z', is_capital = c >= 'A' && c <= 'Z';
        bool is_digit = c >= '0' && c <= '9';
        small = small || is_small;
        capital = capital || is_capital;
        digit = digit || is_digit;
        other = other || !(is_small || is_capital || is_digit);
    }
    return (int64_t)small + capital + digit + other;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Whatever the case of its Latin letters. */
static bool has_name(cm_sv password, cm_sv name)
{
    for (size_t at = 0; name.len != 0 && at + name.len <= password.len; at++) {
        size_t same = 0;
        while (same < name.len && lower(password.ptr[at + same]) == lower(name.ptr[same])) {
            same++;
        }
        if (same == name.len) {
            return true;
        }
    }
    return false;
}

static cm_status check_form(cm_workdesk *w, cm_sv name, cm_sv password, cm_err *err)
{
    int64_t least = 0, classes = 0;
    cm_status status = policy(w, CM_SV("password_length"), &least, err);
    if (status == CM_OK) {
        status = policy(w, CM_SV("password_classes"), &classes, err);
    }
    if (status != CM_OK) {
        return status;
    }
    if (cm_utf8_invalid_at(password) != SIZE_MAX) {
        return cm_err_set(err, CM_E_UTF8, "the password is not UTF-8");
    }
    if ((int64_t)cm_utf8_count(password) < least) {
        return cm_err_set(err, CM_E_ARG,
                          "the password has %zu characters, at least %lld are "
                          "asked for",
                          cm_utf8_count(password), (long long)least);
    }
    if (count_classes(password) < classes) {
        return cm_err_set(err, CM_E_ARG,
                          "the password has %lld kinds of characters (small, "
                          "capital, digit, other), at least %lld are asked for",
                          (long long)count_classes(password), (long long)classes);
    }
    return has_name(password, name) ? cm_err_set(err, CM_E_ARG, "the password has the name in it")
                                    : CM_OK;
}

static cm_status check_past(cm_workdesk *w, cm_sv name, cm_sv password, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    int64_t count = 0;
    cm_svs past = {0};
    cm_status status = policy(w, CM_SV("password_history"), &count, err);
    if (status == CM_OK) {
        status = cm_credential_past(w->desk, name, CM_SV("password"), count, &mem, &past, err);
    }
    for (size_t i = 0; status == CM_OK && i < past.count; i++) {
        if (cm_password_holds(past.items[i], password)) {
            status =
                cm_err_set(err, CM_E_ARG, "the password is one of the last %lld", (long long)count);
        }
    }
    return status;
}

static cm_status digest(cm_workdesk *w, cm_sv password, cm_arena *mem, cm_sv *ret, cm_err *err)
{
    int64_t sm3 = 0;
    cm_status status = policy(w, CM_SV("password_sm3"), &sm3, err);
    return status == CM_OK
               ? cm_password_hash(mem, sm3 != 0 ? CM_PASSWORD_PBKDF2_SM3 : CM_PASSWORD_ARGON2ID,
                                  password, ret, err)
               : status;
}

cm_status cm_account_digest(cm_workdesk *w, cm_sv name, cm_sv password, cm_arena *mem,
                            cm_sv *ret_secret, cm_err *err)
{
    cm_status status = check_form(w, name, password, err);
    if (status == CM_OK) {
        status = check_past(w, name, password, err);
    }
    return status == CM_OK ? digest(w, password, mem, ret_secret, err) : status;
}

cm_status cm_account_refresh(cm_workdesk *w, const cm_credential *c, cm_sv password, cm_arena *mem,
                             cm_sv *ret_secret, cm_err *err)
{
    int64_t sm3 = 0;
    cm_status status = policy(w, CM_SV("password_sm3"), &sm3, err);
    bool stale = status == CM_OK && cm_password_stale(c->secret, sm3 != 0 ? CM_PASSWORD_PBKDF2_SM3
                                                                          : CM_PASSWORD_ARGON2ID);
    return stale ? digest(w, password, mem, ret_secret, err) : status;
}

/* ---- passwords ---- */

cm_status cm_account_put(cm_workdesk *w, cm_sv name, const cm_credential *c, cm_err *err)
{
    const cm_attempt none = {0};
    int64_t keep = 0;
    cm_status status = policy(w, CM_SV("password_history"), &keep, err);
    if (status == CM_OK) {
        status = cm_credential_add(w->desk, name, CM_SV("password"), c, keep, err);
    }
    return status == CM_OK ? cm_attempt_put(w->desk, name, &none, err) : status;
}

static cm_status check_old(cm_workdesk *w, const cm_caller *caller, const cm_account_new *set,
                           cm_arena *mem, cm_err *err)
{
    const cm_proof_ask ask = {.name = caller->name, .password = set->old, .at = caller->at};
    cm_proof proof;
    cm_status status = cm_proof_check(w, &ask, mem, &proof, err);
    return status == CM_OK && !proof.right ? cm_proof_fail(w, &proof, caller->at, err) : status;
}

static cm_status check_person(cm_workdesk *w, cm_sv name, cm_sv at, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_persons all = {0};
    cm_status status = cm_persons_load(w->desk, at, &mem, &all, err);
    const cm_person *p = status == CM_OK ? cm_person_find(&all, name) : NULL;
    return status == CM_OK && (p == NULL || !p->active)
               ? cm_err_set(err, CM_E_NOTFOUND, "no person '%.*s'", CM_SV_ARG(name))
               : status;
}

/* A reset: whatever opened the account before opens it no more. */
static cm_status end_tokens(cm_workdesk *w, const cm_caller *caller, cm_sv name, cm_arena *mem,
                            cm_err *err)
{
    cm_digest nobodys;
    (void)cm_token_new(mem, &nobodys);
    const cm_person_new person = {
        .name = name, .token = &nobodys, .by = caller->name, .at = caller->at};
    cm_status status = cm_person_token(w->desk, &person, err);
    return status == CM_OK ? cm_api_token_end_all(w->desk, name, caller->name, caller->at, err)
                           : status;
}

cm_status cm_account_password(cm_workdesk *w, const cm_caller *caller, const cm_account_new *set,
                              cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    const cm_people_act act = {CM_SV("person.password"), set->name, CM_SV("")};
    const bool own = !caller->owner && cm_sv_equal(set->name, caller->name);
    cm_deed deed = {0};
    cm_sv secret = CM_SV("");
    cm_status status = cm_people_ask_own(w, caller, &act, err);
    if (status == CM_OK && own && set->old.ptr != NULL) {
        status = check_old(w, caller, set, &mem, err);
    }
    if (status == CM_OK) {
        status = check_person(w, set->name, caller->at, err);
    }
    if (status == CM_OK) {
        status = cm_account_digest(w, set->name, set->password, &mem, &secret, err);
    }
    if (status == CM_OK) {
        status = cm_people_open_own(w, caller, &act, &mem, &deed, err);
    }
    if (status != CM_OK) {
        return status;
    }
    const cm_credential c = {
        .secret = secret, .must_change = !own, .made_at = caller->at, .made_by = caller->name};
    status = cm_account_put(w, set->name, &c, err);
    if (status == CM_OK) {
        status = cm_visits_end_others(w->desk, set->name, own ? caller->visit : 0, caller->at, err);
    }
    if (status == CM_OK && !own) {
        status = end_tokens(w, caller, set->name, &mem, err);
    }
    return cm_change_end(w->desk, status, &deed, err);
}

/* ---- invitations ---- */

// NOLINTNEXTLINE(readability-function-size): seven parameters, each of its own
cm_status cm_account_invited(cm_workdesk *w, cm_sv name, cm_sv by, cm_sv at, cm_arena *mem,
                             cm_sv *ret_code, cm_err *err)
{
    cm_digest digest_of_code;
    int64_t hours = 0;
    cm_status status = policy(w, CM_SV("invitation_hours"), &hours, err);
    if (status != CM_OK) {
        return status;
    }
    cm_sv code = cm_token_new(mem, &digest_of_code);
    const cm_invitation i = {.person = name,
                             .expires_at = cm_moment_after(mem, at, hours * HOUR),
                             .made_at = at,
                             .made_by = by};
    status = cm_invitation_add(w->desk, &i, digest_of_code, err);
    if (status == CM_OK) {
        *ret_code = code;
    }
    return status;
}

cm_status cm_account_invite(cm_workdesk *w, const cm_caller *caller, cm_sv name, cm_arena *mem,
                            cm_sv *ret_code, cm_err *err)
{
    const cm_people_act act = {CM_SV("person.password"), name, CM_SV("")};
    cm_deed deed = {0};
    cm_status status = cm_people_open(w, caller, &act, mem, &deed, err);
    if (status != CM_OK) {
        return status;
    }
    status = check_person(w, name, caller->at, err);
    if (status == CM_OK) {
        status = cm_account_invited(w, name, caller->name, caller->at, mem, ret_code, err);
    }
    deed.action = CM_SV("person.invite");
    return cm_change_end(w->desk, status, &deed, err);
}

cm_status cm_account_no_code(cm_workdesk *w, cm_sv at, cm_err *err)
{
    const cm_deed deed = {.at = at,
                          .action = CM_SV("login.refused"),
                          .object = CM_SV("person ?"),
                          .reason = CM_SV("invitation")};
    cm_status status = cm_change_log(w->desk, &deed, err);
    return status == CM_OK ? cm_right_refuse(CM_SV("login"), deed.reason, err) : status;
}

static cm_status write_accepted(cm_workdesk *w, const cm_invitation *i, cm_sv secret, cm_sv at,
                                cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    const cm_credential c = {.secret = secret, .made_at = at, .made_by = i->person};
    const cm_deed deed = {.by = i->person,
                          .at = at,
                          .action = CM_SV("person.accept"),
                          .object = cm_arena_format(&mem, "person %.*s", CM_SV_ARG(i->person))};
    cm_status status = cm_change_begin(w->desk, err);
    if (status != CM_OK) {
        return status;
    }
    status = cm_invitation_use(w->desk, i->no, at, err);
    if (status == CM_OK) {
        status = cm_account_put(w, i->person, &c, err);
    }
    if (status == CM_OK) {
        status = cm_visits_end(w->desk, i->person, 0, at, err);
    }
    return cm_change_end(w->desk, status, &deed, err);
}

// NOLINTNEXTLINE(readability-function-size): seven parameters, each of its own
cm_status cm_account_accept(cm_workdesk *w, cm_sv code, cm_sv password, cm_sv at, cm_arena *mem,
                            cm_sv *ret_name, cm_err *err)
{
    cm_invitation i = {0};
    cm_sv secret = CM_SV("");
    cm_status status = cm_invitation_find(w->desk, cm_digest_of(code), at, mem, &i, err);
    if (status == CM_OK && i.person.len != 0) {
        status = check_person(w, i.person, at, err);
    }
    if (status == CM_E_NOTFOUND || (status == CM_OK && i.person.len == 0)) {
        return cm_account_no_code(w, at, err);
    }
    if (status == CM_OK) {
        status = cm_account_digest(w, i.person, password, mem, &secret, err);
    }
    if (status == CM_OK) {
        status = write_accepted(w, &i, secret, at, err);
    }
    if (status == CM_OK) {
        *ret_name = i.person;
    }
    return status;
}

/* ---- locks and one-time codes ---- */

cm_status cm_account_unlock(cm_workdesk *w, const cm_caller *caller, cm_sv name, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    const cm_people_act act = {CM_SV("person.password"), name, CM_SV("")};
    const cm_attempt none = {0};
    cm_deed deed = {0};
    cm_status status = cm_people_open(w, caller, &act, &mem, &deed, err);
    if (status != CM_OK) {
        return status;
    }
    status = check_person(w, name, caller->at, err);
    if (status == CM_OK) {
        status = cm_attempt_put(w->desk, name, &none, err);
    }
    deed.action = CM_SV("person.unlock");
    return cm_change_end(w->desk, status, &deed, err);
}

/* Bytes that are neither letters nor digits as %XX. */
static void add_escaped(cm_buf *out, cm_sv text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool plain = (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9');
        if (plain) {
            (void)cm_buf_add_byte(out, c);
        } else {
            (void)cm_buf_addf(out, "%%%02X", (unsigned)(unsigned char)c);
        }
    }
}

static cm_account_codes codes_of(cm_arena *mem, cm_sv name, const cm_totp_secret *secret)
{
    CM_AUTO_BUF uri;
    cm_buf_init(&uri, CM_MAX_MESSAGE);
    cm_account_codes codes = {.secret = cm_totp_text(mem, secret)};
    (void)cm_buf_add(&uri, CM_SV("otpauth://totp/Chaming:"));
    add_escaped(&uri, name);
    (void)cm_buf_addf(&uri, "?secret=%.*s&issuer=Chaming", CM_SV_ARG(codes.secret));
    codes.uri = cm_arena_sv(mem, cm_buf_view(&uri));
    return codes;
}

static cm_status write_codes(cm_workdesk *w, const cm_proof *proof, const cm_totp_secret *secret,
                             cm_sv at, cm_arena *mem, cm_err *err)
{
    const cm_deed deed = {.by = proof->name,
                          .office = proof->office,
                          .at = at,
                          .action = CM_SV("person.codes"),
                          .object = cm_arena_format(mem, "person %.*s", CM_SV_ARG(proof->name))};
    cm_credential c = {.made_at = at, .made_by = proof->name};
    cm_status status = cm_totp_seal(w->workspace.keys, proof->name, secret, mem, &c.secret, err);
    if (status == CM_OK) {
        status = cm_change_begin(w->desk, err);
    }
    if (status != CM_OK) {
        return status;
    }
    status = cm_proof_take(w, proof, at, err);
    if (status == CM_OK) {
        status = cm_credential_add(w->desk, proof->name, CM_SV("totp-new"), &c, 0, err);
    }
    return cm_change_end(w->desk, status, &deed, err);
}

// NOLINTNEXTLINE(readability-function-size): seven parameters, each of its own
cm_status cm_account_codes_begin(cm_workdesk *w, cm_sv name, cm_sv password, cm_sv at,
                                 cm_arena *mem, cm_account_codes *ret, cm_err *err)
{
    const cm_proof_ask ask = {.name = name, .password = password, .at = at};
    cm_proof proof;
    cm_totp_secret secret;
    cm_status status = cm_proof_check(w, &ask, mem, &proof, err);
    if (status == CM_OK && !proof.right) {
        return cm_proof_fail(w, &proof, at, err);
    }
    if (status == CM_OK && proof.confirmed) {
        return cm_err_set(err, CM_E_CONFLICT, "one-time codes are asked for already");
    }
    if (status != CM_OK) {
        return status;
    }
    cm_totp_make(&secret);
    status = write_codes(w, &proof, &secret, at, mem, err);
    if (status == CM_OK) {
        *ret = codes_of(mem, proof.name, &secret);
    }
    cm_wipe(&secret, sizeof(secret));
    return status;
}

static cm_status end_codes(cm_workdesk *w, cm_sv name, cm_sv at, cm_arena *mem, cm_err *err)
{
    static const char *const kinds[] = {"totp", "totp-new"};
    bool found = false;
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < CM_COUNT(kinds); i++) {
        cm_credential c = {0};
        status = cm_credential_find(w->desk, name, cm_sv_from(kinds[i]), mem, &c, err);
        found = found || c.no != 0;
        if (status == CM_OK && c.no != 0) {
            status = cm_credential_end(w->desk, name, cm_sv_from(kinds[i]), at, err);
        }
    }
    return status == CM_OK && !found
               ? cm_err_set(err, CM_E_NOTFOUND, "'%.*s' has no one-time codes", CM_SV_ARG(name))
               : status;
}

cm_status cm_account_codes_end(cm_workdesk *w, const cm_caller *caller, cm_sv name, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    const cm_people_act act = {CM_SV("person.password"), name, CM_SV("")};
    cm_deed deed = {0};
    cm_status status = cm_people_open_own(w, caller, &act, &mem, &deed, err);
    if (status != CM_OK) {
        return status;
    }
    status = end_codes(w, name, caller->at, &mem, err);
    deed.action = CM_SV("person.codes_end");
    return cm_change_end(w->desk, status, &deed, err);
}
