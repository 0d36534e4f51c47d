/* First set-up, log-ins, invitations and one's own password. */
#include "base/base.h"

#include "app/account.h"
#include "app/login.h"
#include "app/people_json.h"
#include "app/setup.h"
#include "base/moment.h"
#include "server/answer.h"
#include "server/entry.h"
#include "server/routes.h"

/* ---- setup ---- */

cm_status cm_api_setup_state(cm_exchange *x, cm_err *err)
{
    bool wanted = false;
    cm_status status = cm_setup_wanted(x->workdesk, &wanted, err);
    if (status == CM_OK) {
        cm_json_object(x->json);
        cm_json_put_bool(x->json, CM_SV("wanted"), wanted);
        cm_json_object_end(x->json);
    }
    return status;
}

static void put_code(cm_json *json, cm_sv name, cm_sv code)
{
    cm_json_put_text(json, name, code.len != 0 ? code : (cm_sv){NULL, 0});
}

cm_status cm_api_setup_begin(cm_exchange *x, cm_err *err)
{
    static const struct {
        const char *name, *password;
    } members[CM_SETUP_COUNT] = {
        [CM_SETUP_SYSTEM] = {"system_admin", "system_admin_password"},
        [CM_SETUP_SECURITY] = {"security_admin", "security_admin_password"},
        [CM_SETUP_AUDITOR] = {"auditor", "auditor_password"},
        [CM_SETUP_PROSECUTOR] = {"prosecutor", "prosecutor_password"},
    };

    cm_setup setup = {.code = cm_ask_text(x, "code"),
                      .office = cm_ask_text(x, "office"),
                      .office_code = cm_ask_text(x, "office_code"),
                      .at = x->caller.at};
    cm_setup_done done = {0};
    for (size_t i = 0; i < CM_SETUP_COUNT; i++) {
        setup.persons[i] =
            (cm_setup_person){cm_ask_text(x, members[i].name), cm_ask_text(x, members[i].password)};
    }
    cm_status status = cm_setup_begin(x->workdesk, &setup, x->mem, &done, err);
    if (status != CM_OK) {
        return status;
    }
    cm_reply_secret(x);
    cm_reply_status(x, CM_HTTP_CREATED);
    cm_json_object(x->json);
    cm_json_key(x->json, CM_SV("invitations"));
    cm_json_object(x->json);
    for (size_t i = 0; i < CM_SETUP_COUNT; i++) {
        put_code(x->json, cm_sv_from(members[i].name), done.invitations[i]);
    }
    cm_json_object_end(x->json);
    cm_json_object_end(x->json);
    return CM_OK;
}

/* {"name": …, "code": …}, once. */
static void answer_code(cm_exchange *x, cm_sv name, cm_sv code)
{
    cm_reply_secret(x);
    cm_reply_status(x, CM_HTTP_CREATED);
    cm_json_object(x->json);
    cm_json_put_text(x->json, CM_SV("name"), name);
    put_code(x->json, CM_SV("code"), code);
    cm_json_object_end(x->json);
}

cm_status cm_api_invitation_make(cm_exchange *x, cm_err *err)
{
    cm_sv code, name = cm_ask_text(x, "person");
    cm_status status = cm_account_invite(x->workdesk, &x->caller, name, x->mem, &code, err);
    if (status == CM_OK) {
        answer_code(x, name, code);
    }
    return status;
}

/* Without a cookie where he still has to show a one-time code. */
static void answer_log_in(cm_exchange *x, const cm_login_in *in)
{
    const cm_sv none = {NULL, 0};
    bool is_in = in->cookie.len != 0;
    cm_reply_secret(x);
    if (is_in) {
        cm_reply_cookie(x, in->cookie,
                        cm_moment_seconds(in->ends_at) - cm_moment_seconds(x->caller.at));
    }
    cm_json_object(x->json);
    cm_json_put_text(x->json, CM_SV("name"), in->name);
    cm_json_put_text(x->json, CM_SV("csrf"), is_in ? in->csrf : none);
    cm_json_put_text(x->json, CM_SV("ends_at"), is_in ? in->ends_at : none);
    cm_json_object_end(x->json);
}

cm_status cm_api_invitation_accept(cm_exchange *x, cm_err *err)
{
    const cm_login_ask ask = {.code = cm_ask_text(x, "code"),
                              .password = cm_ask_text(x, "password"),
                              .address = x->address,
                              .at = x->caller.at};
    cm_login_in in = {0};
    cm_status status = cm_login_accept(x->workdesk, &ask, x->mem, &in, err);
    if (status == CM_OK) {
        answer_log_in(x, &in);
    }
    return status;
}

/* ---- session ---- */

cm_status cm_api_session_begin(cm_exchange *x, cm_err *err)
{
    const cm_login_ask ask = {.name = cm_ask_text(x, "name"),
                              .password = cm_ask_text(x, "password"),
                              .code = cm_ask_text(x, "code"),
                              .new_password = cm_ask_text(x, "new_password"),
                              .address = x->address,
                              .at = x->caller.at};
    cm_login_in in = {0};
    cm_status status = cm_login_begin(x->workdesk, &ask, x->mem, &in, err);
    if (status == CM_OK) {
        cm_reply_status(x, CM_HTTP_CREATED);
        answer_log_in(x, &in);
    }
    return status;
}

cm_status cm_api_session_open(cm_exchange *x, cm_err *err)
{
    (void)err;
    const cm_svs acts = cm_right_acts(x->home->rights, &x->caller, x->mem);
    cm_sv csrf = {NULL, 0}; /* a token in a header needs none */
    if (x->caller.visit != 0) {
        csrf = cm_login_csrf(x->mem, x->cookie);
    } else if (x->bearer.len == 0) {
        csrf = CM_SV(CM_PROXY_CSRF);
    }
    cm_json_object(x->json);
    cm_json_put_text(x->json, CM_SV("name"), x->caller.name);
    cm_json_put_text(x->json, CM_SV("office"), x->caller.office);
    cm_json_put_list(x->json, CM_SV("roles"), &x->caller.roles);
    cm_json_put_list(x->json, CM_SV("acts"), &acts);
    cm_json_put_text(x->json, CM_SV("csrf"), csrf);
    cm_json_object_end(x->json);
    return CM_OK;
}

cm_status cm_api_session_end(cm_exchange *x, cm_err *err)
{
    cm_status status = cm_login_end(x->workdesk, &x->caller, 0, err);
    if (status == CM_OK) {
        cm_reply_cookie(x, CM_SV(""), 0);
    }
    return status;
}

cm_status cm_api_visit_list(cm_exchange *x, cm_err *err)
{
    cm_answer_page page;
    cm_visits all = {0};
    cm_status status = cm_answer_page_begin(x, &page, err);
    if (status == CM_OK) {
        status = cm_login_visits(x->workdesk, &x->caller, x->mem, &all, err);
    }
    if (status != CM_OK) {
        return status;
    }
    cm_reply_list(x);
    for (size_t i = 0; i < all.count; i++) {
        if (cm_answer_page_has(&page, all.items[i].no)) {
            cm_visit_json(x->json, &all.items[i]);
        }
    }
    cm_answer_page_end(x, &page);
    return CM_OK;
}

cm_status cm_api_visit_end(cm_exchange *x, cm_err *err)
{
    return cm_login_end(x->workdesk, &x->caller, cm_ask_int(x, "visit", 0), err);
}

cm_status cm_api_password_change(cm_exchange *x, cm_err *err)
{
    const cm_account_new set = {.name = x->caller.name,
                                .password = cm_ask_text(x, "new_password"),
                                .old = cm_ask_text(x, "password")};
    return cm_account_password(x->workdesk, &x->caller, &set, err);
}

cm_status cm_api_codes_begin(cm_exchange *x, cm_err *err)
{
    cm_account_codes codes;
    cm_status status =
        cm_account_codes_begin(x->workdesk, cm_ask_text(x, "name"), cm_ask_text(x, "password"),
                               x->caller.at, x->mem, &codes, err);
    if (status != CM_OK) {
        return status;
    }
    cm_reply_secret(x);
    cm_reply_status(x, CM_HTTP_CREATED);
    cm_json_object(x->json);
    cm_json_put_text(x->json, CM_SV("secret"), codes.secret);
    cm_json_put_text(x->json, CM_SV("uri"), codes.uri);
    cm_json_object_end(x->json);
    return CM_OK;
}
