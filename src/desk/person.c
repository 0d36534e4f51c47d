#include "base/base.h"

#include "base/kdf.h"
#include "base/moment.h"
#include "desk/office.h"
#include "desk/person.h"
#include "desk/statement.h"

/* ---- reading ---- */

/* A grant holds from its moment until it is ended, or to the end of its last day. */
#define GRANT_HOLDS                                                                                \
    "g.since <= ? AND (g.ended_at IS NULL OR g.ended_at > ?) AND (g.until IS NULL OR g.until >= "  \
    "?)"

static void bind_moment(cm_statement *s, cm_sv at)
{
    cm_statement_text(s, at);
    cm_statement_text(s, at);
    cm_statement_date(s, cm_moment_day(at));
}

static cm_status load_roles(cm_desk *desk, cm_sv at, cm_arena *mem, cm_persons *all, cm_err *err)
{
    cm_statement s =
        cm_statement_new(desk, "SELECT p.no, g.role FROM grant_role g JOIN person p ON "
                               "p.name = g.person WHERE " GRANT_HOLDS " ORDER BY p.no, g.no");
    bind_moment(&s, at);
    size_t i = 0;
    while (cm_statement_next(&s)) {
        int64_t no = cm_statement_number(&s, 0);
        while (i < all->count && all->items[i].no < no) {
            i++;
        }
        if (i < all->count && all->items[i].no == no) {
            *cm_vec_push(mem, &all->items[i].roles) = cm_statement_cell(&s, 1, mem);
        }
    }
    return cm_statement_end(&s, err);
}

cm_status cm_persons_load(cm_desk *desk, cm_sv at, cm_arena *mem, cm_persons *ret, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "SELECT no, name, office, active, token_by, token_at FROM person ORDER BY no");
    cm_persons all = {0};
    while (cm_statement_next(&s)) {
        *cm_vec_push(mem, &all) = (cm_person){.no = cm_statement_number(&s, 0),
                                              .name = cm_statement_cell(&s, 1, mem),
                                              .office = cm_statement_cell(&s, 2, mem),
                                              .active = cm_statement_number(&s, 3) != 0,
                                              .token_by = cm_statement_cell(&s, 4, mem),
                                              .token_at = cm_statement_cell(&s, 5, mem)};
    }
    cm_status status = cm_statement_end(&s, err);
    if (status == CM_OK) {
        status = load_roles(desk, at, mem, &all, err);
    }
    if (status == CM_OK) {
        *ret = all;
    }
    return status;
}

const cm_person *cm_person_find(const cm_persons *all, cm_sv name)
{
    for (size_t i = 0; i < all->count; i++) {
        if (cm_sv_equal(all->items[i].name, name)) {
            return &all->items[i];
        }
    }
    return NULL;
}

/* ---- who calls ---- */

static cm_sv hex_of(cm_arena *mem, const cm_digest *digest)
{
    return cm_digest_hex(mem, *digest);
}

static cm_status count_persons(cm_desk *desk, int64_t *ret_count, cm_err *err)
{
    cm_statement s = cm_statement_new(desk, "SELECT count(*) FROM person");
    *ret_count = cm_statement_next(&s) ? cm_statement_number(&s, 0) : 0;
    return cm_statement_end(&s, err);
}

/* The active person of that name; *ret_token (hex) is of his token. Without one, number 0. */
static cm_status find_active(cm_desk *desk, cm_sv name, cm_arena *mem, cm_caller *caller,
                             cm_sv *ret_token, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "SELECT no, name, office, token FROM person WHERE name = ? AND active = 1");
    cm_statement_text(&s, name);
    if (cm_statement_next(&s)) {
        caller->no = cm_statement_number(&s, 0);
        caller->name = cm_statement_cell(&s, 1, mem);
        caller->office = cm_statement_cell(&s, 2, mem);
        *ret_token = cm_statement_cell(&s, 3, mem);
    }
    return cm_statement_end(&s, err);
}

static cm_status check_claim(cm_desk *desk, const cm_claim *claim, cm_arena *mem, cm_caller *caller,
                             cm_err *err)
{
    cm_sv token = CM_SV("");
    cm_status status = find_active(desk, claim->name, mem, caller, &token, err);
    bool known = caller->no != 0 && cm_secret_equal(token, hex_of(mem, &claim->token));
    return status == CM_OK && !known ? cm_right_refuse(CM_SV("login"), CM_SV("token"), err)
                                     : status;
}

static cm_status load_held(cm_desk *desk, cm_arena *mem, cm_caller *caller, cm_err *err)
{
    cm_statement s =
        cm_statement_new(desk, "SELECT g.role FROM grant_role g WHERE g.person = ? AND " GRANT_HOLDS
                               " ORDER BY g.no");
    cm_statement_text(&s, caller->name);
    bind_moment(&s, caller->at);
    while (cm_statement_next(&s)) {
        *cm_vec_push(mem, &caller->roles) = cm_statement_cell(&s, 0, mem);
    }
    return cm_statement_end(&s, err);
}

/* With the roles he holds and his place among the offices. */
static cm_status complete(cm_desk *desk, cm_arena *mem, cm_caller *caller, cm_caller *ret_caller,
                          cm_err *err)
{
    cm_offices offices = {0};
    cm_status status = load_held(desk, mem, caller, err);
    if (status == CM_OK) {
        status = cm_offices_load(desk, mem, &offices, err);
    }
    if (status == CM_OK) {
        const cm_office *office = cm_office_find(&offices, caller->office);
        caller->top = office != NULL && office->above.len == 0;
        caller->below = cm_offices_below(&offices, caller->office, mem);
        *ret_caller = *caller;
    }
    return status;
}

cm_status cm_person_caller(cm_desk *desk, const cm_claim *claim, cm_arena *mem,
                           cm_caller *ret_caller, cm_err *err)
{
    int64_t count = 0;
    cm_caller caller = {.at = claim->at};
    cm_status status = count_persons(desk, &count, err);
    if (status == CM_OK && (count == 0) != (claim->name.len == 0)) {
        return cm_right_refuse(CM_SV("login"), count == 0 ? CM_SV("none") : CM_SV("as"), err);
    }
    if (status == CM_OK && count == 0) {
        *ret_caller = (cm_caller){.owner = true, .at = claim->at};
        return CM_OK;
    }
    if (status == CM_OK) {
        status = check_claim(desk, claim, mem, &caller, err);
    }
    return status == CM_OK ? complete(desk, mem, &caller, ret_caller, err) : status;
}

cm_status cm_person_known(cm_desk *desk, cm_sv name, cm_sv at, cm_arena *mem, cm_caller *ret_caller,
                          cm_err *err)
{
    cm_sv token;
    cm_caller caller = {.at = at};
    cm_status status = find_active(desk, name, mem, &caller, &token, err);
    if (status == CM_OK && caller.no == 0) {
        status = cm_right_refuse(CM_SV("login"), CM_SV("as"), err);
    }
    return status == CM_OK ? complete(desk, mem, &caller, ret_caller, err) : status;
}

cm_status cm_person_of_token(cm_desk *desk, const cm_digest *token, cm_arena *mem, cm_sv *ret_name,
                             cm_err *err)
{
    cm_statement s =
        cm_statement_new(desk, "SELECT name FROM person WHERE token = ? AND active = 1");
    cm_statement_text(&s, hex_of(mem, token));
    cm_sv name = cm_statement_next(&s) ? cm_statement_cell(&s, 0, mem) : CM_SV("");
    cm_status status = cm_statement_end(&s, err);
    if (status == CM_OK) {
        *ret_name = name;
    }
    return status;
}

/* ---- persons ---- */

static cm_status one(cm_desk *desk, cm_sv at, cm_arena *mem, cm_sv name, cm_person *ret,
                     cm_err *err)
{
    cm_persons all = {0};
    cm_status status = cm_persons_load(desk, at, mem, &all, err);
    const cm_person *p = status == CM_OK ? cm_person_find(&all, name) : NULL;
    if (status == CM_OK && (p == NULL || !p->active)) {
        return cm_err_set(err, CM_E_NOTFOUND, "no person '%.*s'", CM_SV_ARG(name));
    }
    if (status == CM_OK) {
        *ret = *p;
    }
    return status;
}

/* A name stands in lines and in names of files. */
static bool is_name(cm_sv name)
{
    bool good = name.len != 0 && name.ptr[0] != '.' && name.ptr[0] != '-';
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.ptr[i];
        good = good && c > ' ' && c != 0x7f && c != '/';
    }
    return good;
}

cm_status cm_person_add(cm_desk *desk, const cm_person_new *p, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_offices offices = {0};
    cm_persons all = {0};
    cm_status status = cm_offices_load(desk, &mem, &offices, err);
    if (status == CM_OK) {
        status = cm_persons_load(desk, p->at, &mem, &all, err);
    }
    if (status != CM_OK) {
        return status;
    }
    const cm_office *office = cm_office_find(&offices, p->office);
    if (!is_name(p->name)) {
        return cm_err_set(err, CM_E_ARG, "'%.*s' is no name", CM_SV_ARG(p->name));
    }
    if (office == NULL) {
        return cm_err_set(err, CM_E_NOTFOUND, "no office '%.*s'", CM_SV_ARG(p->office));
    }
    if (cm_person_find(&all, p->name) != NULL) {
        return cm_err_set(err, CM_E_CONFLICT, "person '%.*s' is registered", CM_SV_ARG(p->name));
    }
    cm_statement s = cm_statement_new(
        desk, "INSERT INTO person (name, office, active, token, token_by, token_at, made_at, "
              "made_by, version) VALUES (?, ?, 1, ?, ?, ?, ?, ?, 1)");
    const cm_sv texts[] = {p->name, office->name, hex_of(&mem, p->token), p->by, p->at,
                           p->at,   p->by};
    for (size_t i = 0; i < CM_COUNT(texts); i++) {
        cm_statement_text(&s, texts[i].ptr != NULL ? texts[i] : CM_SV(""));
    }
    return cm_statement_run(&s, err);
}

cm_status cm_person_token(cm_desk *desk, const cm_person_new *p, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_person person = {0};
    cm_status status = one(desk, p->at, &mem, p->name, &person, err);
    if (status != CM_OK) {
        return status;
    }
    cm_statement s =
        cm_statement_new(desk, "UPDATE person SET token = ?, token_by = ?, token_at = ?, "
                               "version = version + 1 WHERE no = ?");
    cm_statement_text(&s, hex_of(&mem, p->token));
    cm_statement_text(&s, p->by);
    cm_statement_text(&s, p->at);
    cm_statement_int(&s, person.no);
    return cm_statement_run(&s, err);
}

/* How many active persons other than `name` hold the role. */
static cm_status others_with(cm_desk *desk, cm_sv name, cm_sv role, cm_sv at, int64_t *ret_count,
                             cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "SELECT count(*) FROM grant_role g JOIN person p ON p.name = g.person AND "
              "p.active = 1 WHERE g.person <> ? AND g.role = ? AND " GRANT_HOLDS);
    cm_statement_text(&s, name);
    cm_statement_text(&s, role);
    bind_moment(&s, at);
    *ret_count = cm_statement_next(&s) ? cm_statement_number(&s, 0) : 0;
    return cm_statement_end(&s, err);
}

/* Nobody could do what the last administrator of a kind did. */
static cm_status keep_last(cm_desk *desk, const cm_rights *rights, const cm_person *p, cm_sv role,
                           cm_sv at, cm_err *err)
{
    const cm_role *r = cm_right_role_find(rights, role);
    int64_t others = 1;
    cm_status status =
        r != NULL && r->admin ? others_with(desk, p->name, role, at, &others, err) : CM_OK;
    return status == CM_OK && others == 0
               ? cm_err_set(err, CM_E_CONFLICT, "'%.*s' is the last %.*s", CM_SV_ARG(p->name),
                            CM_SV_ARG(role))
               : status;
}

cm_status cm_person_disable(cm_desk *desk, const cm_rights *rights, cm_sv name, cm_sv at,
                            cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_person person = {0};
    cm_status status = one(desk, at, &mem, name, &person, err);
    for (size_t i = 0; status == CM_OK && i < person.roles.count; i++) {
        status = keep_last(desk, rights, &person, person.roles.items[i], at, err);
    }
    if (status != CM_OK) {
        return status;
    }
    cm_statement s =
        cm_statement_new(desk, "UPDATE person SET active = 0, version = version + 1 WHERE no = ?");
    cm_statement_int(&s, person.no);
    return cm_statement_run(&s, err);
}

/* ---- grants ---- */

static cm_status check_grant(const cm_rights *rights, const cm_person *person,
                             const cm_grant *grant, cm_err *err)
{
    const cm_role *role = cm_right_role_find(rights, grant->role);
    if (role == NULL) {
        return cm_err_set(err, CM_E_NOTFOUND, "no role '%.*s'", CM_SV_ARG(grant->role));
    }
    for (size_t i = 0; i < person->roles.count; i++) {
        cm_sv held = person->roles.items[i];
        if (cm_sv_equal(held, role->id)) {
            return cm_err_set(err, CM_E_CONFLICT, "'%.*s' is %.*s already", CM_SV_ARG(person->name),
                              CM_SV_ARG(held));
        }
        if (cm_right_excludes(rights, held, role->id)) {
            return cm_err_set(err, CM_E_CONFLICT, "'%.*s' is %.*s and may not be %.*s",
                              CM_SV_ARG(person->name), CM_SV_ARG(held), CM_SV_ARG(role->id));
        }
    }
    if (role->admin && grant->until.len != 0) {
        return cm_err_set(err, CM_E_CONFLICT, "%.*s is granted without an end",
                          CM_SV_ARG(role->id));
    }
    return CM_OK;
}

cm_status cm_grant_add(cm_desk *desk, const cm_rights *rights, const cm_grant *grant, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_person person = {0};
    cm_status status = one(desk, grant->at, &mem, grant->person, &person, err);
    if (status == CM_OK) {
        status = check_grant(rights, &person, grant, err);
    }
    if (status != CM_OK) {
        return status;
    }
    cm_statement s = cm_statement_new(
        desk, "INSERT INTO grant_role (person, role, since, until, by) VALUES (?, ?, ?, ?, ?)");
    cm_statement_text(&s, person.name);
    cm_statement_text(&s, grant->role);
    cm_statement_text(&s, grant->at);
    cm_statement_text(&s, grant->until.len != 0 ? grant->until : (cm_sv){NULL, 0});
    cm_statement_text(&s, grant->by.ptr != NULL ? grant->by : CM_SV(""));
    return cm_statement_run(&s, err);
}

cm_status cm_grant_end(cm_desk *desk, const cm_rights *rights, const cm_grant *grant, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_person person = {0};
    cm_status status = one(desk, grant->at, &mem, grant->person, &person, err);
    if (status == CM_OK) {
        status = keep_last(desk, rights, &person, grant->role, grant->at, err);
    }
    if (status != CM_OK) {
        return status;
    }
    cm_statement s = cm_statement_new(
        desk, "UPDATE grant_role AS g SET ended_at = ?, ended_by = ?, ended_why = ? WHERE "
              "g.person = ? AND g.role = ? AND " GRANT_HOLDS);
    const cm_sv texts[] = {grant->at, grant->by, grant->why, person.name, grant->role};
    for (size_t i = 0; i < CM_COUNT(texts); i++) {
        cm_statement_text(&s, texts[i].ptr != NULL ? texts[i] : CM_SV(""));
    }
    bind_moment(&s, grant->at);
    status = cm_statement_run(&s, err);
    return status == CM_OK && sqlite3_changes(desk->db) == 0
               ? cm_err_set(err, CM_E_NOTFOUND, "'%.*s' is no %.*s", CM_SV_ARG(person.name),
                            CM_SV_ARG(grant->role))
               : status;
}
