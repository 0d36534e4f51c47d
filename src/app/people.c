#include "base/base.h"

#include "app/people.h"

#include "base/file.h"
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

/* Ask, and open the change. The owner of the files makes the first three and no more. */
static cm_status begin(cm_workdesk *w, const cm_caller *caller, cm_sv act,
                       const cm_right_object *object, cm_deed *ret_deed, cm_err *err)
{
    if (caller->owner) {
        return cm_right_refuse(act, CM_SV("setup"), err);
    }
    cm_status status = cm_right_deed(w->home->rights, caller, act, object, ret_deed, err);
    return status == CM_OK ? cm_change_begin(w->desk, err) : status;
}

/* An act on a person, by another than himself where the matrix says so. */
// NOLINTNEXTLINE(readability-function-size): seven parameters, each of its own
static cm_status begin_on(cm_workdesk *w, const cm_caller *caller, cm_sv act, cm_sv name, cm_sv why,
                          cm_deed *ret_deed, cm_err *err)
{
    const cm_right_part subject = {CM_SV("subject"), name};
    const cm_right_object object = {.reason = why, .parts = &subject, .part_count = 1};
    cm_status status = begin(w, caller, act, &object, ret_deed, err);
    if (status == CM_OK) {
        ret_deed->object = cm_arena_format(&w->mem, "person %.*s", CM_SV_ARG(name));
    }
    return status;
}

cm_status cm_people_add(cm_workdesk *w, const cm_caller *caller, const cm_people_person *p,
                        cm_err *err)
{
    cm_deed deed = {0};
    cm_digest digest = {{0}};
    cm_status status = begin_on(w, caller, CM_SV("person.create"), p->name, CM_SV(""), &deed, err);
    if (status != CM_OK) {
        return status;
    }
    const cm_person_new person = {.name = p->name,
                                  .office = p->office,
                                  .token = &digest,
                                  .by = caller->name,
                                  .at = caller->at};
    status = cm_token_make(p->token_file, &digest, err);
    if (status == CM_OK) {
        status = cm_person_add(w->desk, &person, err);
    }
    return cm_change_end(w->desk, status, &deed, err);
}

static cm_status begin_token(cm_workdesk *w, const cm_caller *caller, cm_sv name, cm_deed *ret_deed,
                             cm_err *err)
{
    const cm_sv act = CM_SV("person.token");
    if (caller->owner || !cm_sv_equal(name, caller->name)) {
        return begin_on(w, caller, act, name, CM_SV(""), ret_deed, err);
    }
    *ret_deed = (cm_deed){.by = caller->name,
                          .office = caller->office,
                          .at = caller->at,
                          .action = act,
                          .object = cm_arena_format(&w->mem, "person %.*s", CM_SV_ARG(name))};
    return cm_change_begin(w->desk, err);
}

cm_status cm_people_token(cm_workdesk *w, const cm_caller *caller, const cm_people_person *p,
                          cm_err *err)
{
    cm_deed deed = {0};
    cm_digest digest = {{0}};
    cm_status status = begin_token(w, caller, p->name, &deed, err);
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
    cm_deed deed = {0};
    cm_status status = begin_on(w, caller, CM_SV("person.disable"), name, why, &deed, err);
    if (status != CM_OK) {
        return status;
    }
    status = cm_person_disable(w->desk, w->home->rights, name, caller->at, err);
    return cm_change_end(w->desk, status, &deed, err);
}

/* Both write the same line, with the role in its detail. */
static cm_status change_grant(cm_workdesk *w, const cm_caller *caller, cm_grant *grant, cm_sv act,
                              cm_err *err)
{
    cm_deed deed = {0};
    cm_status status = begin_on(w, caller, act, grant->person, grant->why, &deed, err);
    if (status != CM_OK) {
        return status;
    }
    grant->by = caller->name;
    grant->at = caller->at;
    deed.object = cm_arena_format(&w->mem, "person %.*s role %.*s", CM_SV_ARG(grant->person),
                                  CM_SV_ARG(grant->role));
    status = cm_sv_equal(act, CM_SV("role.grant"))
                 ? cm_grant_add(w->desk, w->home->rights, grant, err)
                 : cm_grant_end(w->desk, w->home->rights, grant, err);
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
    cm_deed deed = {0};
    const cm_right_object any = {0};
    cm_status status = begin(w, caller, CM_SV("office.create"), &any, &deed, err);
    if (status != CM_OK) {
        return status;
    }
    deed.object = cm_arena_format(&w->mem, "office %.*s", CM_SV_ARG(office->name));
    status = cm_office_add(w->desk, office, caller->at, err);
    return cm_change_end(w->desk, status, &deed, err);
}

cm_status cm_people_move(cm_workdesk *w, const cm_caller *caller, cm_sv office, cm_sv above,
                         cm_err *err)
{
    cm_deed deed = {0};
    const cm_right_object any = {0};
    cm_status status = begin(w, caller, CM_SV("office.create"), &any, &deed, err);
    if (status != CM_OK) {
        return status;
    }
    deed.object =
        cm_arena_format(&w->mem, "office %.*s below %.*s", CM_SV_ARG(office), CM_SV_ARG(above));
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
