#include "base/base.h"

#include "app/clue.h"
#include "app/people.h"
#include "app/people_json.h"
#include "cli/cli.h"

#include "base/json.h"
#include "base/limits.h"

int cm_cmd_person_setup(cm_cli *cli)
{
    cm_people_setup setup = {.code = CM_SV(""), .at = cm_cli_now(cli)};
    const cm_option options[] = {
        {"--office", "NAME", "help.option.office", NULL, &setup.office, NULL},
        {"--code", "TEXT", "help.option.code", NULL, &setup.code, NULL},
        {"--system", "NAME", "help.option.system", NULL, &setup.system_admin, NULL},
        {"--security", "NAME", "help.option.security", NULL, &setup.security_admin, NULL},
        {"--auditor", "NAME", "help.option.auditor", NULL, &setup.auditor, NULL},
        {"-o", "FOLDER", "help.option.token_folder", NULL, &setup.folder, NULL},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    bool named = setup.office.len != 0 && setup.system_admin.len != 0 &&
                 setup.security_admin.len != 0 && setup.auditor.len != 0 && setup.folder.len != 0;
    cm_workdesk *w = NULL;
    if (rest.count != 0 || !named) {
        return cm_cli_usage(cli);
    }
    if (!cm_cli_open_desk(cli, &w, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    cm_word words[] = {{"office", setup.office}, {"folder", setup.folder}, {NULL, {NULL, 0}}};
    cm_status status = cm_people_begin(w, &setup, &err);
    return cm_cli_finish(cli, w, status, &err, "person.setup.done", words);
}

int cm_cmd_person_add(cm_cli *cli)
{
    cm_people_person p = {0};
    const cm_option options[] = {
        {"--office", "NAME", "help.option.office", NULL, &p.office, NULL},
        {"-o", "FILE", "help.option.token_file", NULL, &p.token_file, NULL},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    cm_workdesk *w = NULL;
    if (rest.count != 1 || p.office.len == 0 || p.token_file.len == 0) {
        return cm_cli_usage(cli);
    }
    p.name = rest.items[0];
    if (!cm_cli_open_desk(cli, &w, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    cm_word words[] = {
        {"name", p.name}, {"office", p.office}, {"file", p.token_file}, {NULL, {NULL, 0}}};
    cm_status status = cm_people_add(w, &cli->caller, &p, &err);
    return cm_cli_finish(cli, w, status, &err, "person.added", words);
}

int cm_cmd_person_token(cm_cli *cli)
{
    cm_people_person p = {0};
    const cm_option options[] = {
        {"-o", "FILE", "help.option.token_file", NULL, &p.token_file, NULL},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    cm_workdesk *w = NULL;
    if (rest.count > 1 || p.token_file.len == 0) {
        return cm_cli_usage(cli);
    }
    p.name = rest.count == 1 ? rest.items[0] : cli->caller.name;
    if (!cm_cli_open_desk(cli, &w, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    cm_word words[] = {{"name", p.name}, {"file", p.token_file}, {NULL, {NULL, 0}}};
    cm_status status = cm_people_token(w, &cli->caller, &p, &err);
    return cm_cli_finish(cli, w, status, &err, "person.token.done", words);
}

int cm_cmd_person_disable(cm_cli *cli)
{
    cm_sv reason = {NULL, 0};
    const cm_option options[] = {
        {"--reason", "TEXT", "help.option.reason", NULL, &reason, NULL},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    cm_workdesk *w = NULL;
    if (rest.count != 1 || cm_sv_trim(reason).len == 0) {
        return cm_cli_usage(cli);
    }
    if (!cm_cli_open_desk(cli, &w, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    cm_word words[] = {{"name", rest.items[0]}, {NULL, {NULL, 0}}};
    cm_status status = cm_people_disable(w, &cli->caller, rest.items[0], reason, &err);
    return cm_cli_finish(cli, w, status, &err, "person.disabled", words);
}

/* ---- roles ---- */

static cm_sv role_title(const cm_cli *cli, cm_sv id)
{
    const cm_role *role = cm_right_role_find(cli->home->rights, id);
    bool english = cm_sv_equal(cli->language, CM_SV("en"));
    return role == NULL ? id : (english ? role->en : role->zh);
}

int cm_cmd_person_grant(cm_cli *cli)
{
    cm_grant grant = {0};
    const cm_option options[] = {
        {"--until", "DATE", "help.option.grant_until", NULL, &grant.until, NULL},
        {"--reason", "TEXT", "help.option.reason", NULL, &grant.why, NULL},
    };
    cm_svs rest = {0};
    cm_date until = CM_NO_DATE;
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    cm_workdesk *w = NULL;
    if (rest.count != 2 || !cm_cli_read_day(grant.until, &until)) {
        return cm_cli_usage(cli);
    }
    grant.person = rest.items[0];
    grant.role = rest.items[1];
    if (!cm_cli_open_desk(cli, &w, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    cm_word words[] = {
        {"name", grant.person}, {"role", role_title(cli, grant.role)}, {NULL, {NULL, 0}}};
    cm_status status = cm_people_grant(w, &cli->caller, &grant, &err);
    return cm_cli_finish(cli, w, status, &err, "person.granted", words);
}

int cm_cmd_person_end(cm_cli *cli)
{
    cm_grant grant = {0};
    const cm_option options[] = {
        {"--reason", "TEXT", "help.option.reason", NULL, &grant.why, NULL},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    cm_workdesk *w = NULL;
    if (rest.count != 2 || cm_sv_trim(grant.why).len == 0) {
        return cm_cli_usage(cli);
    }
    grant.person = rest.items[0];
    grant.role = rest.items[1];
    if (!cm_cli_open_desk(cli, &w, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    cm_word words[] = {
        {"name", grant.person}, {"role", role_title(cli, grant.role)}, {NULL, {NULL, 0}}};
    cm_status status = cm_people_end(w, &cli->caller, &grant, &err);
    return cm_cli_finish(cli, w, status, &err, "person.ended", words);
}

/* ---- lists ---- */

static void print_person_json(const cm_person *p)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    CM_AUTO_JSON *json = cm_json_new(&out);
    cm_person_json(json, p);
    cm_json_line(json);
    cm_cli_print(cm_buf_view(&out));
}

static cm_sv message(const cm_cli *cli, const char *id)
{
    return cm_wording_find(&cli->home->messages, cm_sv_from(id));
}

static void print_person(cm_cli *cli, const cm_person *p)
{
    CM_AUTO_BUF roles;
    cm_buf_init(&roles, CM_MAX_MESSAGE);
    for (size_t i = 0; i < p->roles.count; i++) {
        (void)cm_buf_add(&roles, i > 0 ? CM_SV(", ") : CM_SV(""));
        (void)cm_buf_add(&roles, role_title(cli, p->roles.items[i]));
    }
    cm_word words[] = {
        {"name", p->name},
        {"office", p->office},
        {"roles", roles.len != 0 ? cm_buf_view(&roles) : message(cli, "person.no_role")},
        {"state", message(cli, p->active ? "person.active" : "person.inactive")},
        {"by", p->token_by.len != 0 ? p->token_by : message(cli, "person.files_owner")},
        {"at", p->token_at},
        {NULL, {NULL, 0}}};
    cm_cli_say(cli, "person.row", words);
}

/* The only option of both lists. False: said what is wrong, or the help. */
static bool parse_list(cm_cli *cli, bool *ret_json, int *ret_exit)
{
    const cm_option options[] = {{"--json", NULL, "help.option.json", ret_json, NULL, NULL}};
    cm_svs rest = {0};
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, ret_exit)) {
        return false;
    }
    if (rest.count != 0) {
        *ret_exit = cm_cli_usage(cli);
    }
    return rest.count == 0;
}

int cm_cmd_person_list(cm_cli *cli)
{
    bool as_json = false;
    int code = CM_EXIT_OK;
    cm_workdesk *w = NULL;
    if (!parse_list(cli, &as_json, &code) || !cm_cli_open_desk(cli, &w, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    cm_persons all = {0};
    cm_status status = cm_people_list(w, &cli->caller, &cli->mem, &all, &err);
    cm_workdesk_close(w);
    for (size_t i = 0; status == CM_OK && i < all.count; i++) {
        if (as_json) {
            print_person_json(&all.items[i]);
        } else {
            print_person(cli, &all.items[i]);
        }
    }
    if (status == CM_OK && all.count == 0 && !as_json) {
        cm_cli_say(cli, "person.none_yet", NULL);
    }
    return status == CM_OK ? CM_EXIT_OK : cm_cli_fail(cli, &err);
}

/* ---- offices ---- */

int cm_cmd_office_add(cm_cli *cli)
{
    cm_office office = {.code = CM_SV("")};
    const cm_option options[] = {
        {"--above", "NAME", "help.option.above", NULL, &office.above, NULL},
        {"--code", "TEXT", "help.option.code", NULL, &office.code, NULL},
        {"--department", NULL, "help.option.department", &office.department, NULL, NULL},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    cm_workdesk *w = NULL;
    if (rest.count != 1 || office.above.len == 0) {
        return cm_cli_usage(cli);
    }
    office.name = rest.items[0];
    if (!cm_cli_open_desk(cli, &w, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    cm_word words[] = {{"name", office.name}, {NULL, {NULL, 0}}};
    cm_status status = cm_people_office(w, &cli->caller, &office, &err);
    return cm_cli_finish(cli, w, status, &err, "office.added", words);
}

int cm_cmd_office_move(cm_cli *cli)
{
    cm_sv above = {NULL, 0};
    const cm_option options[] = {
        {"--above", "NAME", "help.option.above", NULL, &above, NULL},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    cm_workdesk *w = NULL;
    if (rest.count != 1 || above.len == 0) {
        return cm_cli_usage(cli);
    }
    if (!cm_cli_open_desk(cli, &w, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    cm_word words[] = {{"name", rest.items[0]}, {"above", above}, {NULL, {NULL, 0}}};
    cm_status status = cm_people_move(w, &cli->caller, rest.items[0], above, &err);
    return cm_cli_finish(cli, w, status, &err, "office.moved", words);
}

static void print_office(const cm_offices *all, const cm_office *o, bool as_json)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    if (as_json) {
        CM_AUTO_JSON *json = cm_json_new(&out);
        cm_office_json(json, o);
        cm_json_line(json);
    } else {
        for (size_t i = 2 * cm_office_depth(all, o); i > 0; i--) {
            (void)cm_buf_add_byte(&out, ' ');
        }
        (void)cm_buf_addf(&out, "%.*s  %.*s\n", CM_SV_ARG(o->name), CM_SV_ARG(o->code));
    }
    cm_cli_print(cm_buf_view(&out));
}

int cm_cmd_office_list(cm_cli *cli)
{
    bool as_json = false;
    int code = CM_EXIT_OK;
    cm_workdesk *w = NULL;
    if (!parse_list(cli, &as_json, &code) || !cm_cli_open_desk(cli, &w, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    cm_offices all = {0};
    cm_status status = cm_offices_load(w->desk, &cli->mem, &all, &err);
    cm_workdesk_close(w);
    for (size_t i = 0; status == CM_OK && i < all.count; i++) {
        print_office(&all, &all.items[i], as_json);
    }
    if (status == CM_OK && all.count == 0 && !as_json) {
        cm_cli_say(cli, "office.none", NULL);
    }
    return status == CM_OK ? CM_EXIT_OK : cm_cli_fail(cli, &err);
}
