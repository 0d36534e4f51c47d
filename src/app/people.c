#include "base/base.h"

#include "app/people.h"

#include "base/file.h"
#include "desk/access.h"
#include "store/token.h"

/* ---- the first three ---- */

static cm_status check_setup(cm_workdesk *w, const cm_people_setup *setup, cm_arena *mem,
                             cm_err *err)
{
    cm_persons all = {0};
    cm_status status = cm_persons_load(w->desk, setup->at, mem, &all, err);
    bool same = cm_sv_equal(setup->system_admin, setup->security_admin) ||
                cm_sv_equal(setup->system_admin, setup->auditor) ||
                cm_sv_equal(setup->security_admin, setup->auditor);
    if (status == CM_OK && all.count != 0) {
        return cm_err_set(err, CM_E_CONFLICT, "persons are registered");
    }
    if (status == CM_OK && same) {
        return cm_err_set(err, CM_E_ARG, "the three administrators are three persons");
    }
    return status;
}

static cm_sv token_path(cm_arena *mem, cm_sv folder, cm_sv name)
{
    return cm_file_join(mem, folder, cm_arena_format(mem, "%.*s.token", CM_SV_ARG(name)));
}

static cm_status make_first(cm_workdesk *w, const cm_people_setup *setup, cm_sv name, cm_sv role,
                            cm_arena *mem, cm_err *err)
{
    cm_digest digest = {{0}};
    cm_status status = cm_token_make(token_path(mem, setup->folder, name), &digest, err);
    const cm_person_new person = {
        .name = name, .office = setup->office, .token = &digest, .at = setup->at};
    if (status == CM_OK) {
        status = cm_person_add(w->desk, &person, err);
    }
    const cm_grant grant = {.person = name, .role = role, .at = setup->at};
    return status == CM_OK ? cm_grant_add(w->desk, w->home->rights, &grant, err) : status;
}

cm_status cm_people_begin(cm_workdesk *w, const cm_people_setup *setup, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    const cm_deed deed = {
        .at = setup->at, .action = CM_SV("person.setup"), .object = CM_SV("office")};
    const cm_office office = {.name = setup->office, .code = setup->code};

    const struct {
        cm_sv name, role;
    } first[] = {{setup->system_admin, CM_SV("system_admin")},
                 {setup->security_admin, CM_SV("security_admin")},
                 {setup->auditor, CM_SV("auditor")}};

    cm_status status = check_setup(w, setup, &mem, err);
    if (status == CM_OK) {
        status = cm_file_make_folder(setup->folder, err);
    }
    if (status == CM_OK) {
        status = cm_change_begin(w->desk, err);
    }
    if (status != CM_OK) {
        return status;
    }
    status = cm_office_add(w->desk, &office, setup->at, err);
    for (size_t i = 0; status == CM_OK && i < CM_COUNT(first); i++) {
        status = make_first(w, setup, first[i].name, first[i].role, &mem, err);
    }
    return cm_change_end(w->desk, status, &deed, err);
}

/* ---- what administrators do ---- */

/* The owner of the files makes the first three and no more. */
static cm_status ask(cm_workdesk *w, const cm_caller *caller, cm_sv act,
                     const cm_right_object *object, cm_deed *ret_deed, cm_err *err)
{
    return caller->owner ? cm_right_refuse(act, CM_SV("setup"), err)
                         : cm_right_deed(w->home->rights, caller, act, object, ret_deed, err);
}

/* Ask, and open the change. */
static cm_status begin(cm_workdesk *w, const cm_caller *caller, cm_sv act,
                       const cm_right_object *object, cm_deed *ret_deed, cm_err *err)
{
    cm_status status = ask(w, caller, act, object, ret_deed, err);
    return status == CM_OK ? cm_change_begin(w->desk, err) : status;
}

/* Whoever could give himself the account of another administrator could do everything. */
static cm_status is_administrator(cm_workdesk *w, cm_sv name, cm_sv at, bool *ret, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_persons all = {0};
    cm_status status = cm_persons_load(w->desk, at, &mem, &all, err);
    const cm_person *p = status == CM_OK ? cm_person_find(&all, name) : NULL;
    *ret = false;
    for (size_t i = 0; p != NULL && i < p->roles.count; i++) {
        const cm_role *role = cm_right_role_find(w->home->rights, p->roles.items[i]);
        *ret = *ret || (role != NULL && role->admin);
    }
    return status;
}

static cm_status ask_on(cm_workdesk *w, const cm_caller *caller, const cm_people_act *act,
                        cm_deed *ret_deed, cm_err *err)
{
    bool administrator = false;
    cm_status status = is_administrator(w, act->person, caller->at, &administrator, err);
    const cm_right_part parts[] = {{CM_SV("subject"), act->person},
                                   {CM_SV("administrator"), caller->name}};
    const cm_right_object object = {
        .reason = act->why, .parts = parts, .part_count = administrator ? CM_COUNT(parts) : 1};
    return status == CM_OK ? ask(w, caller, act->act, &object, ret_deed, err) : status;
}

/* What is done to somebody, in words of the audit. */
static cm_status open_on(cm_workdesk *w, const cm_people_act *act, cm_arena *mem, cm_deed *deed,
                         cm_err *err)
{
    deed->object = cm_arena_format(mem, "person %.*s", CM_SV_ARG(act->person));
    return cm_change_begin(w->desk, err);
}

cm_status cm_people_open(cm_workdesk *w, const cm_caller *caller, const cm_people_act *act,
                         cm_arena *mem, cm_deed *ret_deed, cm_err *err)
{
    cm_status status = ask_on(w, caller, act, ret_deed, err);
    return status == CM_OK ? open_on(w, act, mem, ret_deed, err) : status;
}

static cm_status ask_own(cm_workdesk *w, const cm_caller *caller, const cm_people_act *act,
                         cm_deed *ret_deed, cm_err *err)
{
    if (caller->owner || !cm_sv_equal(act->person, caller->name)) {
        return ask_on(w, caller, act, ret_deed, err);
    }
    if (caller->scopes != NULL) {
        return cm_right_refuse(act->act, CM_SV("scope"), err);
    }
    *ret_deed = (cm_deed){
        .by = caller->name, .office = caller->office, .at = caller->at, .action = act->act};
    return CM_OK;
}

cm_status cm_people_ask_own(cm_workdesk *w, const cm_caller *caller, const cm_people_act *act,
                            cm_err *err)
{
    cm_deed deed = {0};
    return ask_own(w, caller, act, &deed, err);
}

cm_status cm_people_open_own(cm_workdesk *w, const cm_caller *caller, const cm_people_act *act,
                             cm_arena *mem, cm_deed *ret_deed, cm_err *err)
{
    cm_status status = ask_own(w, caller, act, ret_deed, err);
    return status == CM_OK ? open_on(w, act, mem, ret_deed, err) : status;
}

/* Without a file he has none: a digest of what nobody knows. */
static cm_status make_token(const cm_people_person *p, cm_digest *ret_digest, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    if (p->token_file.len != 0) {
        return cm_token_make(p->token_file, ret_digest, err);
    }
    (void)cm_token_new(&mem, ret_digest);
    return CM_OK;
}

cm_status cm_people_add(cm_workdesk *w, const cm_caller *caller, const cm_people_person *p,
                        cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_deed deed = {0};
    cm_digest digest = {{0}};
    const cm_people_act act = {CM_SV("person.create"), p->name, CM_SV("")};
    cm_status status = cm_people_open(w, caller, &act, &mem, &deed, err);
    if (status != CM_OK) {
        return status;
    }
    const cm_person_new person = {.name = p->name,
                                  .office = p->office,
                                  .token = &digest,
                                  .by = caller->name,
                                  .at = caller->at};
    status = make_token(p, &digest, err);
    if (status == CM_OK) {
        status = cm_person_add(w->desk, &person, err);
    }
    return cm_change_end(w->desk, status, &deed, err);
}

/* The digest is that of a token that is there already, or will be nobody's when this fails. */
cm_status cm_people_token(cm_workdesk *w, const cm_caller *caller, const cm_people_person *p,
                          cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_deed deed = {0};
    cm_digest digest = {{0}};
    const cm_people_act act = {CM_SV("person.token"), p->name, CM_SV("")};
    cm_status status = cm_people_open_own(w, caller, &act, &mem, &deed, err);
    if (status != CM_OK) {
        return status;
    }
    const cm_person_new person = {
        .name = p->name, .token = &digest, .by = caller->name, .at = caller->at};
    status = cm_token_make(p->token_file, &digest, err);
    if (status == CM_OK) {
        status = cm_person_token(w->desk, &person, err);
    }
    return cm_change_end(w->desk, status, &deed, err);
}

cm_status cm_people_disable(cm_workdesk *w, const cm_caller *caller, cm_sv name, cm_sv why,
                            cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_deed deed = {0};
    const cm_people_act act = {CM_SV("person.disable"), name, why};
    cm_status status = cm_people_open(w, caller, &act, &mem, &deed, err);
    if (status != CM_OK) {
        return status;
    }
    status = cm_person_disable(w->desk, w->home->rights, name, caller->at, err);
    if (status == CM_OK) {
        status = cm_visits_end(w->desk, name, 0, caller->at, err);
    }
    return cm_change_end(w->desk, status, &deed, err);
}

/* Both write the same line, with the role in its object. Who may do more or less than before logs
 * in again. */
static cm_status change_grant(cm_workdesk *w, const cm_caller *caller, cm_grant *grant, cm_sv act,
                              cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_deed deed = {0};
    const cm_people_act what = {act, grant->person, grant->why};
    cm_status status = cm_people_open(w, caller, &what, &mem, &deed, err);
    if (status != CM_OK) {
        return status;
    }
    grant->by = caller->name;
    grant->at = caller->at;
    deed.object = cm_arena_format(&mem, "person %.*s role %.*s", CM_SV_ARG(grant->person),
                                  CM_SV_ARG(grant->role));
    status = cm_sv_equal(act, CM_SV("role.grant"))
                 ? cm_grant_add(w->desk, w->home->rights, grant, err)
                 : cm_grant_end(w->desk, w->home->rights, grant, err);
    if (status == CM_OK) {
        status = cm_visits_end(w->desk, grant->person, 0, caller->at, err);
    }
    return cm_change_end(w->desk, status, &deed, err);
}

cm_status cm_people_grant(cm_workdesk *w, const cm_caller *caller, cm_grant *grant, cm_err *err)
{
    return change_grant(w, caller, grant, CM_SV("role.grant"), err);
}

cm_status cm_people_end(cm_workdesk *w, const cm_caller *caller, cm_grant *grant, cm_err *err)
{
    return change_grant(w, caller, grant, CM_SV("role.end"), err);
}

cm_status cm_people_office(cm_workdesk *w, const cm_caller *caller, const cm_office *office,
                           cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_deed deed = {0};
    const cm_right_object any = {0};
    cm_status status = begin(w, caller, CM_SV("office.create"), &any, &deed, err);
    if (status != CM_OK) {
        return status;
    }
    deed.object = cm_arena_format(&mem, "office %.*s", CM_SV_ARG(office->name));
    status = cm_office_add(w->desk, office, caller->at, err);
    return cm_change_end(w->desk, status, &deed, err);
}

cm_status cm_people_move(cm_workdesk *w, const cm_caller *caller, cm_sv office, cm_sv above,
                         cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_deed deed = {0};
    const cm_right_object any = {0};
    cm_status status = begin(w, caller, CM_SV("office.create"), &any, &deed, err);
    if (status != CM_OK) {
        return status;
    }
    deed.object =
        cm_arena_format(&mem, "office %.*s below %.*s", CM_SV_ARG(office), CM_SV_ARG(above));
    status = cm_office_move(w->desk, office, above, err);
    return cm_change_end(w->desk, status, &deed, err);
}

cm_status cm_people_list(cm_workdesk *w, const cm_caller *caller, cm_arena *mem, cm_persons *ret,
                         cm_err *err)
{
    cm_persons all = {0}, seen = {0};
    const cm_scope scope = cm_right_scope(w->home->rights, caller, CM_SV("person.list"), mem);
    cm_status status = cm_persons_load(w->desk, caller->at, mem, &all, err);
    for (size_t i = 0; status == CM_OK && i < all.count; i++) {
        const cm_person *p = &all.items[i];
        if (cm_scope_has(&scope, p->office, p->name)) {
            *cm_vec_push(mem, &seen) = *p;
        }
    }
    if (status == CM_OK) {
        *ret = seen;
    }
    return status;
}
