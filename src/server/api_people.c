/* Persons, their roles, offices. */
#include "base/base.h"

#include "app/account.h"
#include "app/people.h"
#include "app/people_json.h"
#include "server/answer.h"
#include "server/routes.h"

cm_status cm_api_person_list(cm_exchange *x, cm_err *err)
{
    cm_answer_page page;
    cm_persons all = {0};
    cm_status status = cm_answer_page_begin(x, &page, err);
    if (status == CM_OK) {
        status = cm_people_list(x->workdesk, &x->caller, x->mem, &all, err);
    }
    if (status != CM_OK) {
        return status;
    }
    cm_reply_list(x);
    for (size_t i = 0; i < all.count; i++) {
        if (cm_answer_page_has(&page, all.items[i].no)) {
            cm_person_json(x->json, &all.items[i]);
        }
    }
    cm_answer_page_end(x, &page);
    return CM_OK;
}

/* Who is registered over the network has no token in a file: he is invited. */
cm_status cm_api_person_add(cm_exchange *x, cm_err *err)
{
    const cm_people_person p = {.name = cm_ask_text(x, "name"), .office = cm_ask_text(x, "office")};
    cm_sv code = CM_SV("");
    cm_status status = cm_people_add(x->workdesk, &x->caller, &p, err);
    if (status == CM_OK) {
        status = cm_account_invite(x->workdesk, &x->caller, p.name, x->mem, &code, err);
    }
    if (status != CM_OK) {
        return status;
    }
    cm_reply_secret(x);
    cm_reply_status(x, CM_HTTP_CREATED);
    cm_json_object(x->json);
    cm_json_put_text(x->json, CM_SV("name"), p.name);
    cm_json_put_text(x->json, CM_SV("code"), code);
    cm_json_object_end(x->json);
    return CM_OK;
}

cm_status cm_api_person_disable(cm_exchange *x, cm_err *err)
{
    return cm_people_disable(x->workdesk, &x->caller, cm_ask_text(x, "person"),
                             cm_ask_text(x, "reason"), err);
}

cm_status cm_api_person_password(cm_exchange *x, cm_err *err)
{
    const cm_account_new set = {.name = cm_ask_text(x, "person"),
                                .password = cm_ask_text(x, "new_password"),
                                .old = CM_SV("")};
    return cm_account_password(x->workdesk, &x->caller, &set, err);
}

cm_status cm_api_person_unlock(cm_exchange *x, cm_err *err)
{
    return cm_account_unlock(x->workdesk, &x->caller, cm_ask_text(x, "person"), err);
}

cm_status cm_api_person_codes_end(cm_exchange *x, cm_err *err)
{
    return cm_account_codes_end(x->workdesk, &x->caller, cm_ask_text(x, "person"), err);
}

/* ---- roles ---- */

static cm_grant grant_of(const cm_exchange *x)
{
    return (cm_grant){.person = cm_ask_text(x, "person"),
                      .role = cm_ask_text(x, "role"),
                      .why = cm_ask_text(x, "reason")};
}

cm_status cm_api_role_grant(cm_exchange *x, cm_err *err)
{
    cm_grant grant = grant_of(x);
    grant.until = cm_ask_text(x, "until");
    return cm_people_grant(x->workdesk, &x->caller, &grant, err);
}

cm_status cm_api_role_end(cm_exchange *x, cm_err *err)
{
    cm_grant grant = grant_of(x);
    return cm_people_end(x->workdesk, &x->caller, &grant, err);
}

static void put_acts(cm_exchange *x, size_t role)
{
    const cm_rights *rights = x->home->rights;
    cm_json_key(x->json, CM_SV("acts"));
    cm_json_array(x->json);
    for (size_t i = 0; i < cm_right_act_count(rights); i++) {
        bool reason = false;
        cm_sv reach = cm_right_reach(rights, i, role, &reason);
        if (reach.len != 0) {
            cm_json_object(x->json);
            cm_json_put_text(x->json, CM_SV("act"), cm_right_act(rights, i));
            cm_json_put_text(x->json, CM_SV("reach"), reach);
            cm_json_put_bool(x->json, CM_SV("reason"), reason);
            cm_json_object_end(x->json);
        }
    }
    cm_json_array_end(x->json);
}

static void put_excludes(cm_exchange *x, cm_sv role)
{
    const cm_rights *rights = x->home->rights;
    cm_json_key(x->json, CM_SV("excludes"));
    cm_json_array(x->json);
    for (size_t i = 0; i < cm_right_role_count(rights); i++) {
        cm_sv other = cm_right_role(rights, i)->id;
        if (!cm_sv_equal(role, other) && cm_right_excludes(rights, role, other)) {
            cm_json_text(x->json, other);
        }
    }
    cm_json_array_end(x->json);
}

cm_status cm_api_role_list(cm_exchange *x, cm_err *err)
{
    (void)err;
    bool english = x->home->english;
    cm_reply_list(x);
    for (size_t i = 0; i < cm_right_role_count(x->home->rights); i++) {
        const cm_role *role = cm_right_role(x->home->rights, i);
        cm_json_object(x->json);
        cm_json_put_text(x->json, CM_SV("id"), role->id);
        cm_json_put_text(x->json, CM_SV("title"), english ? role->en : role->zh);
        cm_json_put_bool(x->json, CM_SV("administrator"), role->admin);
        put_acts(x, i);
        put_excludes(x, role->id);
        cm_json_object_end(x->json);
    }
    cm_json_array_end(x->json);
    cm_answer_next(x, CM_SV(""));
    cm_json_object_end(x->json);
    return CM_OK;
}

/* ---- offices ---- */

cm_status cm_api_office_list(cm_exchange *x, cm_err *err)
{
    cm_offices all = {0};
    cm_status status = cm_offices_load(x->workdesk->desk, x->mem, &all, err);
    if (status != CM_OK) {
        return status;
    }
    cm_reply_list(x);
    for (size_t i = 0; i < all.count; i++) {
        cm_office_json(x->json, &all.items[i]);
    }
    cm_json_array_end(x->json);
    cm_answer_next(x, CM_SV(""));
    cm_json_object_end(x->json);
    return CM_OK;
}

cm_status cm_api_office_add(cm_exchange *x, cm_err *err)
{
    cm_sv code = cm_ask_text(x, "code");
    const cm_office office = {.name = cm_ask_text(x, "name"),
                              .above = cm_ask_text(x, "above"),
                              .code = code.ptr != NULL ? code : CM_SV(""),
                              .department = cm_ask_bool(x, "department")};
    return cm_people_office(x->workdesk, &x->caller, &office, err);
}

cm_status cm_api_office_move(cm_exchange *x, cm_err *err)
{
    return cm_people_move(x->workdesk, &x->caller, cm_ask_text(x, "office"),
                          cm_ask_text(x, "above"), err);
}
