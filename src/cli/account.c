/* Passwords, invitations, one-time codes, API tokens and policies. */
#include "base/base.h"

#include "app/account.h"
#include "app/api_token.h"
#include "app/people_json.h"
#include "app/policies.h"
#include "cli/cli.h"
#include "cli/secret.h"

#include "base/json.h"
#include "base/kdf.h"
#include "base/limits.h"

/* The only argument is a name; without one it is the caller's where `own`. False: said why. */
static bool open_on(cm_cli *cli, bool own, cm_sv *ret_name, cm_workdesk **ret, int *ret_exit)
{
    cm_svs rest = {0};
    if (!cm_cli_parse(cli, NULL, 0, &rest, ret_exit)) {
        return false;
    }
    if (rest.count > 1 || (rest.count == 0 && !own)) {
        *ret_exit = cm_cli_usage(cli);
        return false;
    }
    *ret_name = rest.count == 1 ? rest.items[0] : cli->caller.name;
    return cm_cli_open_desk(cli, ret, ret_exit);
}

int cm_cmd_person_password(cm_cli *cli)
{
    CM_AUTO_BUF password;
    CM_AUTO_ERR err = {0};
    cm_workdesk *w = NULL;
    cm_account_new set = {0};
    int code = CM_EXIT_OK;
    cm_buf_init(&password, CM_MAX_PASSWORD + 1);
    if (!open_on(cli, true, &set.name, &w, &code)) {
        return code;
    }
    if (!cm_cli_secret(cli, &password, &code)) {
        cm_workdesk_close(w);
        return code;
    }
    set.password = cm_buf_view(&password);
    cm_status status = cm_account_password(w, &cli->caller, &set, &err);
    cm_wipe(password.ptr, password.len);
    cm_word words[] = {{"name", set.name}, {NULL, {NULL, 0}}};
    bool own = cm_sv_equal(set.name, cli->caller.name);
    return cm_cli_finish(cli, w, status, &err,
                         own ? "person.password.done" : "person.password.reset", words);
}

int cm_cmd_person_invite(cm_cli *cli)
{
    CM_AUTO_ERR err = {0};
    cm_workdesk *w = NULL;
    cm_sv name, invitation = CM_SV("");
    int code = CM_EXIT_OK;
    if (!open_on(cli, false, &name, &w, &code)) {
        return code;
    }
    cm_status status = cm_account_invite(w, &cli->caller, name, &cli->mem, &invitation, &err);
    cm_word words[] = {{"name", name}, {"code", invitation}, {NULL, {NULL, 0}}};
    return cm_cli_finish(cli, w, status, &err, "person.invited", words);
}

int cm_cmd_person_unlock(cm_cli *cli)
{
    CM_AUTO_ERR err = {0};
    cm_workdesk *w = NULL;
    cm_sv name;
    int code = CM_EXIT_OK;
    if (!open_on(cli, false, &name, &w, &code)) {
        return code;
    }
    cm_status status = cm_account_unlock(w, &cli->caller, name, &err);
    cm_word words[] = {{"name", name}, {NULL, {NULL, 0}}};
    return cm_cli_finish(cli, w, status, &err, "person.unlocked", words);
}

int cm_cmd_person_totp_reset(cm_cli *cli)
{
    CM_AUTO_ERR err = {0};
    cm_workdesk *w = NULL;
    cm_sv name;
    int code = CM_EXIT_OK;
    if (!open_on(cli, true, &name, &w, &code)) {
        return code;
    }
    cm_status status = cm_account_codes_end(w, &cli->caller, name, &err);
    cm_word words[] = {{"name", name}, {NULL, {NULL, 0}}};
    return cm_cli_finish(cli, w, status, &err, "person.totp.ended", words);
}

/* A list has one option. False: said why. */
static bool open_list(cm_cli *cli, bool *ret_json, cm_workdesk **ret, int *ret_exit)
{
    const cm_option options[] = {{"--json", NULL, "help.option.json", ret_json, NULL, NULL}};
    cm_svs rest = {0};
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, ret_exit)) {
        return false;
    }
    if (rest.count != 0) {
        *ret_exit = cm_cli_usage(cli);
        return false;
    }
    return cm_cli_open_desk(cli, ret, ret_exit);
}

/* ---- tokens ---- */

int cm_cmd_token_add(cm_cli *cli)
{
    cm_api_token_new asked = {.last_day = CM_NO_DATE};
    cm_sv until = {NULL, 0}, text = CM_SV("");
    const cm_option options[] = {
        {"--scope", "ACT", "help.option.scope", NULL, NULL, &asked.scopes},
        {"--until", "DATE", "help.option.token_until", NULL, &until, NULL},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (rest.count != 1 || asked.scopes.count == 0 || !cm_cli_read_day(until, &asked.last_day)) {
        return cm_cli_usage(cli);
    }
    CM_AUTO_ERR err = {0};
    cm_workdesk *w = NULL;
    cm_api_token token = {0};
    asked.label = rest.items[0];
    if (!cm_cli_open_desk(cli, &w, &code)) {
        return code;
    }
    cm_status status = cm_api_token_make(w, &cli->caller, &asked, &cli->mem, &text, &token, &err);
    cm_word words[] = {{"no", cm_cli_int(cli, token.no)},
                       {"token", text},
                       {"until", token.expires_on},
                       {NULL, {NULL, 0}}};
    return cm_cli_finish(cli, w, status, &err, "token.added", words);
}

static void print_token(cm_cli *cli, const cm_api_token *t, bool as_json)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    if (as_json) {
        CM_AUTO_JSON *json = cm_json_new(&out);
        cm_api_token_json(json, t);
        cm_json_line(json);
        cm_cli_print(cm_buf_view(&out));
        return;
    }
    for (size_t i = 0; i < t->scopes.count; i++) {
        (void)cm_buf_addf(&out, "%s%.*s", i != 0 ? ", " : "", CM_SV_ARG(t->scopes.items[i]));
    }
    cm_word words[] = {{"no", cm_cli_int(cli, t->no)},
                       {"name", t->person},
                       {"label", t->label},
                       {"scopes", cm_buf_view(&out)},
                       {"until", t->expires_on},
                       {"ended", t->ended_at},
                       {NULL, {NULL, 0}}};
    cm_cli_say(cli, t->ended_at.len != 0 ? "token.row.ended" : "token.row", words);
}

int cm_cmd_token_list(cm_cli *cli)
{
    bool as_json = false;
    int code = CM_EXIT_OK;
    cm_workdesk *w = NULL;
    if (!open_list(cli, &as_json, &w, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    cm_api_tokens all = {0};
    cm_status status = cm_api_token_list(w, &cli->caller, &cli->mem, &all, &err);
    cm_workdesk_close(w);
    for (size_t i = 0; status == CM_OK && i < all.count; i++) {
        print_token(cli, &all.items[i], as_json);
    }
    if (status == CM_OK && all.count == 0 && !as_json) {
        cm_cli_say(cli, "token.none", NULL);
    }
    return status == CM_OK ? CM_EXIT_OK : cm_cli_fail(cli, &err);
}

int cm_cmd_token_end(cm_cli *cli)
{
    CM_AUTO_ERR err = {0};
    cm_workdesk *w = NULL;
    cm_sv number;
    int64_t no = 0;
    int code = CM_EXIT_OK;
    if (!open_on(cli, false, &number, &w, &code)) {
        return code;
    }
    cm_status status = cm_sv_to_int(number, &no)
                           ? cm_api_token_stop(w, &cli->caller, no, &err)
                           : cm_err_set(&err, CM_E_ARG, "'%.*s' is no number", CM_SV_ARG(number));
    cm_word words[] = {{"no", number}, {NULL, {NULL, 0}}};
    return cm_cli_finish(cli, w, status, &err, "token.ended", words);
}

/* ---- policies ---- */

static void print_policy(cm_cli *cli, const cm_policy_value *v, bool as_json)
{
    bool english = cm_sv_equal(cli->language, CM_SV("en"));
    if (as_json) {
        CM_AUTO_BUF out;
        cm_buf_init(&out, CM_MAX_JSON);
        CM_AUTO_JSON *json = cm_json_new(&out);
        cm_policy_json(json, v, english);
        cm_json_line(json);
        cm_cli_print(cm_buf_view(&out));
        return;
    }
    cm_word words[] = {{"id", v->policy->id},
                       {"title", english ? v->policy->en : v->policy->zh},
                       {"value", cm_cli_int(cli, v->value)},
                       {"default", cm_cli_int(cli, v->policy->otherwise)},
                       {"by", v->by},
                       {"at", v->at},
                       {NULL, {NULL, 0}}};
    cm_cli_say(cli, v->by.len != 0 ? "policy.row.set" : "policy.row", words);
}

int cm_cmd_policy_list(cm_cli *cli)
{
    bool as_json = false;
    int code = CM_EXIT_OK;
    cm_workdesk *w = NULL;
    if (!open_list(cli, &as_json, &w, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    cm_policy_values all = {0};
    cm_status status = cm_policies_list(w, &cli->caller, &cli->mem, &all, &err);
    cm_workdesk_close(w);
    for (size_t i = 0; status == CM_OK && i < all.count; i++) {
        print_policy(cli, &all.items[i], as_json);
    }
    return status == CM_OK ? CM_EXIT_OK : cm_cli_fail(cli, &err);
}

int cm_cmd_policy_set(cm_cli *cli)
{
    cm_sv reason = {NULL, 0};
    const cm_option options[] = {{"--reason", "TEXT", "help.option.reason", NULL, &reason, NULL}};
    cm_svs rest = {0};
    int64_t value = 0;
    int code = CM_EXIT_OK;
    cm_workdesk *w = NULL;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (rest.count != 2 || !cm_sv_to_int(rest.items[1], &value)) {
        return cm_cli_usage(cli);
    }
    if (!cm_cli_open_desk(cli, &w, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    cm_word words[] = {{"id", rest.items[0]}, {"value", rest.items[1]}, {NULL, {NULL, 0}}};
    cm_status status = cm_policies_set(w, &cli->caller, rest.items[0], value, reason, &err);
    return cm_cli_finish(cli, w, status, &err, "policy.done", words);
}
