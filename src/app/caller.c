#include "base/base.h"

#include "app/caller.h"

#include "app/settings.h"
#include "base/file.h"
#include "desk/person.h"
#include "store/token.h"

/* Who was named is told only where it is a person of the desk: anything could have been typed. */
static cm_status tell_refusal(cm_workdesk *w, const cm_login *login, cm_arena *mem, cm_err *err)
{
    cm_persons all = {0};
    cm_status status = cm_persons_load(w->desk, login->at, mem, &all, err);
    if (status != CM_OK || all.count == 0) {
        return status;
    }
    bool known = cm_person_find(&all, login->name) != NULL;
    const cm_deed deed = {
        .at = login->at,
        .action = CM_SV("login.refused"),
        .object =
            known ? cm_arena_format(mem, "person %.*s", CM_SV_ARG(login->name)) : CM_SV("person ?"),
    };
    return cm_change_log(w->desk, &deed, err);
}

/* Whose grant has ended, or who would write another day into the audit, could say what time it is:
 * only the owner of the files may let the environment do so. */
static cm_status check_clock(cm_workdesk *w, const cm_login *login, cm_arena *mem, cm_err *err)
{
    cm_persons all = {0};
    cm_settings settings = {.clock_given = true};
    cm_status status = login->given ? cm_persons_load(w->desk, login->at, mem, &all, err) : CM_OK;
    if (status == CM_OK && all.count != 0) {
        status = cm_settings_load(mem, w->workspace.folder, &settings, err);
    }
    return status == CM_OK && !settings.clock_given
               ? cm_right_refuse(CM_SV("login"), CM_SV("clock"), err)
               : status;
}

static cm_status resolve(cm_workdesk *w, const cm_login *login, cm_arena *mem, cm_caller *ret,
                         cm_err *err)
{
    cm_claim claim = {.name = login->name, .at = login->at};
    cm_status status = CM_OK;
    if (login->name.len != 0 && login->token_file.len != 0) {
        status = cm_token_read(login->token_file, &claim.token, err);
    }
    if (status == CM_OK) {
        status = cm_person_caller(w->desk, &claim, mem, ret, err);
    }
    if (status == CM_E_DENIED) {
        CM_AUTO_ERR fault = {0};
        cm_status told = tell_refusal(w, login, mem, &fault);
        return told == CM_OK ? status : cm_err_set(err, told, "%s", fault.message);
    }
    return status;
}

/* No desk: no person was ever registered. */
static bool has_desk(cm_sv folder, cm_arena *mem)
{
    return cm_file_exists(cm_file_join(mem, folder, CM_SV("desk.sqlite")));
}

static cm_status without_desk(const cm_login *login, cm_caller *ret, cm_err *err)
{
    if (login->name.len != 0) {
        return cm_right_refuse(CM_SV("login"), CM_SV("none"), err);
    }
    *ret = (cm_caller){.owner = true, .at = login->at};
    return CM_OK;
}

/* Who imports, deletes, runs, searches and exports is known also where the desk has no row of it.
 */
static cm_status tell(cm_workdesk *w, const cm_caller *caller, cm_sv act, cm_sv role, cm_err *err)
{
    const cm_deed deed = {.by = caller->name,
                          .role = role,
                          .office = caller->office,
                          .at = caller->at,
                          .action = act,
                          .object = CM_SV("workspace")};
    return cm_right_told(w->home->rights, act) ? cm_change_log(w->desk, &deed, err) : CM_OK;
}

cm_status cm_caller_ask(cm_workdesk *w, const cm_caller *caller, cm_sv act, cm_err *err)
{
    cm_sv why;
    if (cm_right_may(w->home->rights, caller, act, NULL, &why)) {
        return caller->owner ? CM_OK : tell(w, caller, act, why, err);
    }
    const cm_deed deed = {.by = caller->name,
                          .office = caller->office,
                          .at = caller->at,
                          .action = CM_SV("right.refused"),
                          .object = act,
                          .reason = why};
    cm_status status = cm_change_log(w->desk, &deed, err);
    return status == CM_OK ? cm_right_refuse(act, why, err) : status;
}

// NOLINTNEXTLINE(readability-function-size): seven parameters, each of its own
cm_status cm_caller_admit(const cm_home *home, cm_sv folder, const cm_login *login, cm_sv act,
                          cm_arena *mem, cm_caller *ret_caller, cm_err *err)
{
    if (!has_desk(folder, mem)) {
        return without_desk(login, ret_caller, err);
    }
    cm_workdesk *w = NULL;
    cm_status status = cm_workdesk_open(home, folder, login->at, &w, err);
    if (status == CM_OK) {
        status = check_clock(w, login, mem, err);
    }
    if (status == CM_OK) {
        status = resolve(w, login, mem, ret_caller, err);
    }
    if (status == CM_OK && act.len != 0) {
        status = cm_caller_ask(w, ret_caller, act, err);
    }
    cm_workdesk_close(w);
    return status;
}

cm_status cm_caller_of_token(cm_workdesk *w, cm_sv token, cm_arena *mem, cm_caller *ret_caller,
                             cm_err *err)
{
    const cm_digest digest = cm_digest_of(token);
    cm_sv name = {NULL, 0};
    cm_status status = cm_person_of_token(w->desk, &digest, mem, &name, err);
    if (status == CM_OK && name.len == 0) {
        return cm_right_refuse(CM_SV("login"), CM_SV("token"), err);
    }
    return status == CM_OK ? cm_person_known(w->desk, name, w->at, mem, ret_caller, err) : status;
}

cm_status cm_caller_named(cm_workdesk *w, cm_sv name, cm_sv at, cm_arena *mem,
                          cm_caller *ret_caller, cm_err *err)
{
    return cm_person_known(w->desk, name, at, mem, ret_caller, err);
}
