#include "base/base.h"

#include "app/setup.h"

#include "app/account.h"
#include "base/moment.h"
#include "desk/access.h"
#include "desk/office.h"
#include "desk/person.h"
#include "store/token.h"

static cm_sv role_of(size_t i)
{
    static const char *const roles[CM_SETUP_COUNT] = {[CM_SETUP_SYSTEM] = "system_admin",
                                                      [CM_SETUP_SECURITY] = "security_admin",
                                                      [CM_SETUP_AUDITOR] = "auditor",
                                                      [CM_SETUP_PROSECUTOR] = "prosecutor"};
    return cm_sv_from(roles[i]);
}

cm_status cm_setup_wanted(cm_workdesk *w, bool *ret_wanted, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_persons all = {0};
    cm_status status = cm_persons_load(w->desk, CM_SV(""), &mem, &all, err);
    if (status == CM_OK) {
        *ret_wanted = all.count == 0;
    }
    return status;
}

static cm_status check_empty(cm_workdesk *w, cm_err *err)
{
    bool wanted = false;
    cm_status status = cm_setup_wanted(w, &wanted, err);
    return status == CM_OK && !wanted ? cm_err_set(err, CM_E_CONFLICT, "persons are registered")
                                      : status;
}

cm_status cm_setup_code(cm_workdesk *w, cm_sv at, cm_arena *mem, cm_sv *ret_code, cm_err *err)
{
    const cm_deed deed = {
        .at = at, .action = CM_SV("person.setup_code"), .object = CM_SV("office")};
    cm_status status = check_empty(w, err);
    if (status == CM_OK) {
        status = cm_change_begin(w->desk, err);
    }
    if (status != CM_OK) {
        return status;
    }
    status = cm_account_invited(w, CM_SV(""), CM_SV(""), at, mem, ret_code, err);
    return cm_change_end(w->desk, status, &deed, err);
}

/* ---- with the code ---- */

typedef struct {
    cm_workdesk *w;
    const cm_setup *setup;
    cm_arena *mem;
    cm_invitation invitation;
    cm_sv secrets[CM_SETUP_COUNT]; /* of those with a password */
    cm_setup_done done;
} beginning;

static cm_status check_names(const cm_setup *setup, cm_err *err)
{
    for (size_t i = 0; i < CM_SETUP_COUNT; i++) {
        cm_sv name = setup->persons[i].name;
        bool twice = false;
        for (size_t j = 0; j < i; j++) {
            twice = twice || cm_sv_equal(setup->persons[j].name, name);
        }
        if (name.len == 0 || twice) {
            return cm_err_set(err, CM_E_ARG, "each of the four is a person of his own");
        }
    }
    return CM_OK;
}

static cm_status check(beginning *b, cm_err *err)
{
    const cm_setup *s = b->setup;
    cm_status status = check_empty(b->w, err);
    if (status == CM_OK) {
        status = cm_invitation_find(b->w->desk, cm_digest_of(s->code), s->at, b->mem,
                                    &b->invitation, err);
    }
    if (status == CM_OK && (b->invitation.no == 0 || b->invitation.person.len != 0)) {
        return cm_account_no_code(b->w, s->at, err);
    }
    if (status == CM_OK) {
        status = check_names(s, err);
    }
    for (size_t i = 0; status == CM_OK && i < CM_SETUP_COUNT; i++) {
        if (s->persons[i].password.len != 0) {
            status = cm_account_digest(b->w, s->persons[i].name, s->persons[i].password, b->mem,
                                       &b->secrets[i], err);
        }
    }
    return status;
}

static cm_status make_person(beginning *b, size_t i, cm_err *err)
{
    const cm_setup *s = b->setup;
    cm_digest digest; /* of a token that nobody has */
    (void)cm_token_new(b->mem, &digest);
    const cm_person_new person = {
        .name = s->persons[i].name, .office = s->office, .token = &digest, .at = s->at};
    const cm_grant grant = {.person = person.name, .role = role_of(i), .at = s->at};
    cm_status status = cm_person_add(b->w->desk, &person, err);
    if (status == CM_OK) {
        status = cm_grant_add(b->w->desk, b->w->home->rights, &grant, err);
    }
    if (status == CM_OK && b->secrets[i].len == 0) {
        return cm_account_invited(b->w, person.name, CM_SV(""), s->at, b->mem,
                                  &b->done.invitations[i], err);
    }
    const cm_credential c = {.secret = b->secrets[i], .must_change = true, .made_at = s->at};
    return status == CM_OK ? cm_account_put(b->w, person.name, &c, err) : status;
}

cm_status cm_setup_begin(cm_workdesk *w, const cm_setup *setup, cm_arena *mem, cm_setup_done *ret,
                         cm_err *err)
{
    beginning b = {.w = w, .setup = setup, .mem = mem};
    const cm_deed deed = {
        .at = setup->at, .action = CM_SV("person.setup"), .object = CM_SV("office")};
    const cm_office office = {.name = setup->office, .code = setup->office_code};
    cm_status status = check(&b, err);
    if (status == CM_OK) {
        status = cm_change_begin(w->desk, err);
    }
    if (status != CM_OK) {
        return status;
    }
    status = check_empty(w, err); /* nobody else was faster */
    if (status == CM_OK) {
        status = cm_invitation_use(w->desk, b.invitation.no, setup->at, err);
    }
    if (status == CM_OK) {
        status = cm_office_add(w->desk, &office, setup->at, err);
    }
    for (size_t i = 0; status == CM_OK && i < CM_SETUP_COUNT; i++) {
        status = make_person(&b, i, err);
    }
    status = cm_change_end(w->desk, status, &deed, err);
    if (status == CM_OK) {
        *ret = b.done;
    }
    return status;
}
