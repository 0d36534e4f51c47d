#include "base/base.h"

#include "desk/record.h"

#include "base/digest.h"
#include "base/limits.h"
#include "desk/statement.h"

/* Find the clue and ask for the right. */
// NOLINTNEXTLINE(readability-function-size): seven parameters, each of its own
static cm_status open_clue(cm_desk *desk, const cm_step_by *by, cm_sv act, cm_sv id,
                           cm_desk_clue *ret_clue, cm_sv *ret_role, cm_arena *mem, cm_err *err)
{
    cm_status status = cm_desk_clue_find(desk, mem, id, ret_clue, err);
    return status == CM_OK ? cm_desk_may(by, act, ret_clue, CM_SV(""), ret_role, err) : status;
}

/* Number, moment, person, role, office: the first columns of what is put on record. */
static void bind_head(cm_statement *s, const cm_step_by *by, int64_t clue, cm_sv role)
{
    cm_statement_int(s, clue);
    cm_statement_text(s, by->caller->at);
    cm_statement_text(s, cm_or_empty(by->caller->name));
    cm_statement_text(s, cm_or_null(role));
    cm_statement_text(s, cm_or_null(by->caller->office));
}

/* ---- verifications ---- */

static cm_status attach(cm_desk *desk, int64_t verification, const cm_attachment *a, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    if (a->content.len > CM_MAX_ATTACHMENT) {
        return cm_err_set(err, CM_E_LIMIT, "%.*s has %zu bytes, at most %zu are kept",
                          CM_SV_ARG(a->name), a->content.len, CM_MAX_ATTACHMENT);
    }
    cm_statement s = cm_statement_new(desk, "INSERT INTO attachment (verification, name, digest, "
                                            "size, content) VALUES (?, ?, ?, ?, ?)");
    cm_statement_int(&s, verification);
    cm_statement_text(&s, cm_or_empty(a->name));
    cm_statement_text(&s, cm_digest_hex(&mem, cm_digest_of(a->content)));
    cm_statement_int(&s, (int64_t)a->content.len);
    cm_statement_bytes(&s, a->content);
    return cm_statement_run(&s, err);
}

static cm_status check_verification(const cm_step_by *by, const cm_verification *v,
                                    const cm_course_code **ret_result, cm_err *err)
{
    const cm_course_code *kind = cm_course_code_of(by->course, CM_SV("check"), v->kind);
    const cm_course_code *result = cm_course_code_of(by->course, CM_SV("result"), v->result);
    if (kind == NULL || result == NULL) {
        return cm_err_set(err, CM_E_ARG, "no %s '%.*s'", kind == NULL ? "kind" : "result",
                          CM_SV_ARG(kind == NULL ? v->kind : v->result));
    }
    if (cm_sv_trim(result->done ? v->what : v->told).len == 0) {
        return cm_err_set(err, CM_E_ARG, "%s",
                          result->done ? "say what was checked" : "say why it was not made");
    }
    *ret_result = result;
    return CM_OK;
}

cm_status cm_desk_verify(cm_desk *desk, const cm_step_by *by, cm_sv clue, const cm_verification *v,
                         int64_t *ret_no, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_desk_clue c = {0};
    cm_sv role = CM_SV("");
    const cm_course_code *result = NULL;
    cm_status status = open_clue(desk, by, CM_SV("clue.verify"), clue, &c, &role, &mem, err);
    if (status == CM_OK) {
        status = check_verification(by, v, &result, err);
    }
    if (status != CM_OK) {
        return status;
    }
    cm_statement s =
        cm_statement_new(desk, "INSERT INTO verification (clue, at, by, role, office, kind, what, "
                               "result, told, done) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    bind_head(&s, by, c.no, role);
    cm_statement_text(&s, v->kind);
    cm_statement_text(&s, cm_or_empty(v->what));
    cm_statement_text(&s, v->result);
    cm_statement_text(&s, cm_or_null(v->told));
    cm_assert(result != NULL); /* checked above */
    cm_statement_int(&s, result->done);
    status = cm_statement_run(&s, err);
    int64_t no = sqlite3_last_insert_rowid(desk->db);
    for (size_t i = 0; status == CM_OK && i < v->attachments.count; i++) {
        status = attach(desk, no, &v->attachments.items[i], err);
    }
    if (status == CM_OK) {
        *ret_no = no;
    }
    return status;
}

static cm_status find_own(cm_desk *desk, const cm_step_by *by, int64_t clue, int64_t verification,
                          cm_err *err)
{
    cm_statement s =
        cm_statement_new(desk, "SELECT by = ? FROM verification WHERE no = ? AND clue = ?");
    cm_statement_text(&s, cm_or_empty(by->caller->name));
    cm_statement_int(&s, verification);
    cm_statement_int(&s, clue);
    bool found = cm_statement_next(&s), own = found && cm_statement_number(&s, 0) != 0;
    cm_status status = cm_statement_end(&s, err);
    if (status == CM_OK && !found) {
        return cm_err_set(err, CM_E_NOTFOUND, "no verification %lld", (long long)verification);
    }
    return status == CM_OK && !own ? cm_right_refuse(CM_SV("clue.verify"), CM_SV("own"), err)
                                   : status;
}

cm_status cm_desk_attach(cm_desk *desk, const cm_step_by *by, const cm_attaching *attaching,
                         int64_t *ret_no, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_desk_clue c = {0};
    cm_sv role = CM_SV("");
    cm_status status =
        open_clue(desk, by, CM_SV("clue.verify"), attaching->clue, &c, &role, &mem, err);
    if (status == CM_OK) {
        status = find_own(desk, by, c.no, attaching->verification, err);
    }
    if (status == CM_OK) {
        status = attach(desk, attaching->verification, &attaching->file, err);
    }
    if (status == CM_OK) {
        *ret_no = sqlite3_last_insert_rowid(desk->db);
    }
    return status;
}

static cm_status load_attachments(cm_desk *desk, cm_verification *v, cm_arena *mem, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "SELECT no, name, digest, size FROM attachment WHERE verification = ? ORDER BY no");
    cm_statement_int(&s, v->no);
    while (cm_statement_next(&s)) {
        *cm_vec_push(mem, &v->attachments) = (cm_attachment){
            .no = cm_statement_number(&s, 0),
            .name = cm_statement_cell(&s, 1, mem),
            .digest = cm_statement_cell(&s, 2, mem),
            .size = cm_statement_number(&s, 3),
        };
    }
    return cm_statement_end(&s, err);
}

cm_status cm_desk_verifications(cm_desk *desk, int64_t clue, cm_arena *mem, cm_verifications *ret,
                                cm_err *err)
{
    cm_verifications all = {0};
    cm_statement s =
        cm_statement_new(desk, "SELECT no, at, by, role, office, kind, what, result, told, done "
                               "FROM verification WHERE clue = ? ORDER BY no");
    cm_statement_int(&s, clue);
    while (cm_statement_next(&s)) {
        cm_verification v = {.no = cm_statement_number(&s, 0),
                             .done = cm_statement_number(&s, 9) != 0};
        cm_sv *const texts[] = {&v.at,   &v.by,   &v.role,   &v.office,
                                &v.kind, &v.what, &v.result, &v.told};
        for (size_t i = 0; i < CM_COUNT(texts); i++) {
            *texts[i] = cm_statement_cell(&s, (int)i + 1, mem);
        }
        *cm_vec_push(mem, &all) = v;
    }
    cm_status status = cm_statement_end(&s, err);
    for (size_t i = 0; status == CM_OK && i < all.count; i++) {
        status = load_attachments(desk, &all.items[i], mem, err);
    }
    if (status == CM_OK) {
        *ret = all;
    }
    return status;
}

cm_status cm_desk_attachment(cm_desk *desk, int64_t no, cm_arena *mem, cm_attachment *ret,
                             cm_err *err)
{
    cm_attachment a = {.no = no};
    cm_statement s =
        cm_statement_new(desk, "SELECT name, digest, size, content FROM attachment WHERE no = ?");
    cm_statement_int(&s, no);
    bool found = cm_statement_next(&s);
    if (found) {
        a.name = cm_statement_cell(&s, 0, mem);
        a.digest = cm_statement_cell(&s, 1, mem);
        a.size = cm_statement_number(&s, 2);
        a.content = cm_statement_cell(&s, 3, mem);
    }
    cm_status status = cm_statement_end(&s, err);
    if (status == CM_OK && !found) {
        return cm_err_set(err, CM_E_NOTFOUND, "no attachment %lld", (long long)no);
    }
    if (status == CM_OK) {
        *ret = a;
    }
    return status;
}

/* ---- notes ---- */

cm_status cm_desk_note(cm_desk *desk, const cm_step_by *by, cm_sv clue, cm_sv text, int64_t *ret_no,
                       cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_desk_clue c = {0};
    cm_sv role = CM_SV("");
    cm_status status = open_clue(desk, by, CM_SV("clue.note"), clue, &c, &role, &mem, err);
    if (status == CM_OK && cm_sv_trim(text).len == 0) {
        status = cm_err_set(err, CM_E_ARG, "an empty note");
    }
    if (status != CM_OK) {
        return status;
    }
    cm_statement s = cm_statement_new(desk, "INSERT INTO note (clue, at, by, role, office, text) "
                                            "VALUES (?, ?, ?, ?, ?, ?)");
    bind_head(&s, by, c.no, role);
    cm_statement_text(&s, text);
    status = cm_statement_run(&s, err);
    *ret_no = sqlite3_last_insert_rowid(desk->db);
    return status;
}

cm_status cm_desk_notes(cm_desk *desk, int64_t clue, cm_arena *mem, cm_notes *ret, cm_err *err)
{
    cm_notes all = {0};
    cm_statement s = cm_statement_new(
        desk, "SELECT no, at, by, role, office, text FROM note WHERE clue = ? ORDER BY no");
    cm_statement_int(&s, clue);
    while (cm_statement_next(&s)) {
        *cm_vec_push(mem, &all) = (cm_note){
            .no = cm_statement_number(&s, 0),
            .at = cm_statement_cell(&s, 1, mem),
            .by = cm_statement_cell(&s, 2, mem),
            .role = cm_statement_cell(&s, 3, mem),
            .office = cm_statement_cell(&s, 4, mem),
            .text = cm_statement_cell(&s, 5, mem),
        };
    }
    cm_status status = cm_statement_end(&s, err);
    if (status == CM_OK) {
        *ret = all;
    }
    return status;
}

/* ---- our own part ---- */

cm_status cm_desk_own_handler(cm_desk *desk, const cm_step_by *by, cm_sv clue, cm_sv person,
                              cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_desk_clue c = {0};
    cm_sv role = CM_SV("");
    cm_status status = open_clue(desk, by, CM_SV("clue.note"), clue, &c, &role, &mem, err);
    if (status == CM_OK && (cm_sv_trim(person).len == 0 || !c.own)) {
        status = cm_err_set(err, CM_E_ARG, "clue '%.*s': %s", CM_SV_ARG(clue),
                            c.own ? "say who it was" : "the error is not in our own work");
    }
    bool himself = c.own_handler.len != 0 && cm_sv_equal(c.own_handler, by->caller->name);
    if (status == CM_OK && himself) {
        return cm_right_refuse(CM_SV("clue.note"), CM_SV("apart"), err);
    }
    if (status != CM_OK) {
        return status;
    }
    cm_statement s =
        cm_statement_new(desk, "UPDATE clue SET own_handler = ?, version = version + 1, "
                               "changed_at = ?, changed_by = ? WHERE no = ?");
    cm_statement_text(&s, person);
    cm_statement_text(&s, by->caller->at);
    cm_statement_text(&s, cm_or_empty(by->caller->name));
    cm_statement_int(&s, c.no);
    return cm_statement_run(&s, err);
}

/* ---- events ---- */

cm_status cm_desk_events(cm_desk *desk, int64_t clue, cm_arena *mem, cm_clue_events *ret,
                         cm_err *err)
{
    cm_clue_events all = {0};
    cm_statement s = cm_statement_new(
        desk, "SELECT no, version, batch, undone, at, by, role, office, step, from_state, "
              "to_state, reason, why, detail, finding_was, finding FROM clue_event WHERE clue = ? "
              "ORDER BY no");
    cm_statement_int(&s, clue);
    while (cm_statement_next(&s)) {
        cm_clue_event e = {.no = cm_statement_number(&s, 0),
                           .version = cm_statement_number(&s, 1),
                           .batch = cm_statement_number(&s, 2),
                           .undone = cm_statement_number(&s, 3) != 0};
        cm_sv *const texts[] = {&e.at, &e.by,     &e.role, &e.office, &e.step,        &e.from,
                                &e.to, &e.reason, &e.why,  &e.detail, &e.finding_was, &e.finding};
        for (size_t i = 0; i < CM_COUNT(texts); i++) {
            *texts[i] = cm_statement_cell(&s, (int)i + 4, mem);
        }
        *cm_vec_push(mem, &all) = e;
    }
    cm_status status = cm_statement_end(&s, err);
    if (status == CM_OK) {
        *ret = all;
    }
    return status;
}
