#include "base/base.h"

#include "desk/access.h"

#include "desk/statement.h"

static void bind_digest(cm_statement *s, cm_digest digest)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_statement_text(s, cm_digest_hex(&mem, digest));
}

/* ---- log-ins ---- */

cm_status cm_visit_add(cm_desk *desk, const cm_visit *v, cm_digest digest, cm_err *err)
{
    cm_statement s = cm_statement_new(desk, "INSERT INTO session (digest, person, address, "
                                            "made_at, seen_at) VALUES (?, ?, ?, ?, ?)");
    bind_digest(&s, digest);
    cm_statement_text(&s, v->person);
    cm_statement_text(&s, cm_or_empty(v->address));
    cm_statement_text(&s, v->made_at);
    cm_statement_text(&s, v->made_at);
    return cm_statement_run(&s, err);
}

static cm_visit read_visit(cm_statement *s, cm_arena *mem)
{
    return (cm_visit){.no = cm_statement_number(s, 0),
                      .person = cm_statement_cell(s, 1, mem),
                      .address = cm_statement_cell(s, 2, mem),
                      .made_at = cm_statement_cell(s, 3, mem),
                      .seen_at = cm_statement_cell(s, 4, mem),
                      .ended = cm_statement_number(s, 5) != 0};
}

#define VISIT "SELECT no, person, address, made_at, seen_at, ended_at IS NOT NULL FROM session "

cm_status cm_visit_find(cm_desk *desk, cm_digest digest, cm_arena *mem, cm_visit *ret, cm_err *err)
{
    cm_statement s = cm_statement_new(desk, VISIT "WHERE digest = ?");
    bind_digest(&s, digest);
    cm_visit v = {0};
    if (cm_statement_next(&s)) {
        v = read_visit(&s, mem);
    }
    cm_status status = cm_statement_end(&s, err);
    if (status == CM_OK) {
        *ret = v;
    }
    return status;
}

cm_status cm_visits_of(cm_desk *desk, cm_sv person, cm_arena *mem, cm_visits *ret, cm_err *err)
{
    cm_visits all = {0};
    cm_statement s =
        cm_statement_new(desk, VISIT "WHERE person = ? AND ended_at IS NULL ORDER BY no");
    cm_statement_text(&s, person);
    while (cm_statement_next(&s)) {
        *cm_vec_push(mem, &all) = read_visit(&s, mem);
    }
    cm_status status = cm_statement_end(&s, err);
    if (status == CM_OK) {
        *ret = all;
    }
    return status;
}

cm_status cm_visit_seen(cm_desk *desk, int64_t no, cm_sv at, cm_err *err)
{
    cm_statement s = cm_statement_new(desk, "UPDATE session SET seen_at = ? WHERE no = ?");
    cm_statement_text(&s, at);
    cm_statement_int(&s, no);
    return cm_statement_run_soon(&s, err);
}

cm_status cm_visits_end(cm_desk *desk, cm_sv person, int64_t no, cm_sv at, cm_err *err)
{
    cm_statement s =
        cm_statement_new(desk, "UPDATE session SET ended_at = ?1 WHERE person = ?2 AND ended_at IS "
                               "NULL AND (?3 = 0 OR no = ?3)");
    cm_statement_text(&s, at);
    cm_statement_text(&s, person);
    cm_statement_int(&s, no);
    return cm_statement_run(&s, err);
}

cm_status cm_visits_end_others(cm_desk *desk, cm_sv person, int64_t keep, cm_sv at, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "UPDATE session SET ended_at = ? WHERE person = ? AND ended_at IS NULL AND no <> ?");
    cm_statement_text(&s, at);
    cm_statement_text(&s, person);
    cm_statement_int(&s, keep);
    return cm_statement_run(&s, err);
}

cm_status cm_visits_forget(cm_desk *desk, cm_sv before, cm_err *err)
{
    cm_statement s = cm_statement_new(desk, "DELETE FROM session WHERE seen_at < ?");
    cm_statement_text(&s, before);
    return cm_statement_run_soon(&s, err);
}

/* ---- tokens ---- */

static cm_sv joined(cm_arena *mem, const cm_svs *scopes)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, SIZE_MAX);
    for (size_t i = 0; i < scopes->count; i++) {
        (void)cm_buf_add(&out, i != 0 ? CM_SV(" ") : CM_SV(""));
        (void)cm_buf_add(&out, scopes->items[i]);
    }
    return cm_arena_sv(mem, cm_buf_view(&out));
}

cm_status cm_api_token_add(cm_desk *desk, const cm_api_token *t, cm_digest digest, int64_t *ret_no,
                           cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_statement s =
        cm_statement_new(desk, "INSERT INTO api_token (digest, person, label, scopes, expires_on, "
                               "made_at, made_by) VALUES (?, ?, ?, ?, ?, ?, ?)");
    bind_digest(&s, digest);
    cm_statement_text(&s, t->person);
    cm_statement_text(&s, t->label);
    cm_statement_text(&s, joined(&mem, &t->scopes));
    cm_statement_text(&s, t->expires_on);
    cm_statement_text(&s, t->made_at);
    cm_statement_text(&s, cm_or_empty(t->made_by));
    cm_status status = cm_statement_run(&s, err);
    *ret_no = sqlite3_last_insert_rowid(desk->db);
    return status;
}

#define TOKEN                                                                                      \
    "SELECT no, person, label, scopes, expires_on, made_at, made_by, ended_at, ended_by FROM "     \
    "api_token "

static cm_api_token read_token(cm_statement *s, cm_arena *mem)
{
    cm_api_token t = {.no = cm_statement_number(s, 0),
                      .person = cm_statement_cell(s, 1, mem),
                      .label = cm_statement_cell(s, 2, mem),
                      .expires_on = cm_statement_cell(s, 4, mem),
                      .made_at = cm_statement_cell(s, 5, mem),
                      .made_by = cm_statement_cell(s, 6, mem),
                      .ended_at = cm_statement_cell(s, 7, mem),
                      .ended_by = cm_statement_cell(s, 8, mem)};
    cm_sv rest = cm_statement_cell(s, 3, mem), scope;
    while (rest.len != 0 && cm_sv_split(&rest, ' ', &scope)) {
        *cm_vec_push(mem, &t.scopes) = scope;
    }
    return t;
}

cm_status cm_api_token_find(cm_desk *desk, cm_digest digest, cm_arena *mem, cm_api_token *ret,
                            cm_err *err)
{
    cm_statement s = cm_statement_new(desk, TOKEN "WHERE digest = ?");
    bind_digest(&s, digest);
    cm_api_token t = {0};
    if (cm_statement_next(&s)) {
        t = read_token(&s, mem);
    }
    cm_status status = cm_statement_end(&s, err);
    if (status == CM_OK) {
        *ret = t;
    }
    return status;
}

cm_status cm_api_tokens_load(cm_desk *desk, cm_sv person, cm_arena *mem, cm_api_tokens *ret,
                             cm_err *err)
{
    cm_api_tokens all = {0};
    cm_statement s = cm_statement_new(desk, TOKEN "WHERE ?1 IS NULL OR person = ?1 ORDER BY no");
    cm_statement_text(&s, cm_or_null(person));
    while (cm_statement_next(&s)) {
        *cm_vec_push(mem, &all) = read_token(&s, mem);
    }
    cm_status status = cm_statement_end(&s, err);
    if (status == CM_OK) {
        *ret = all;
    }
    return status;
}

cm_status cm_api_token_end_all(cm_desk *desk, cm_sv person, cm_sv by, cm_sv at, cm_err *err)
{
    cm_statement s =
        cm_statement_new(desk, "UPDATE api_token SET ended_at = ?, ended_by = ? WHERE person = ? "
                               "AND ended_at IS NULL");
    cm_statement_text(&s, at);
    cm_statement_text(&s, cm_or_empty(by));
    cm_statement_text(&s, person);
    return cm_statement_run(&s, err);
}

cm_status cm_api_token_end(cm_desk *desk, int64_t no, cm_sv by, cm_sv at, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "UPDATE api_token SET ended_at = ?, ended_by = ? WHERE no = ? AND ended_at IS NULL");
    cm_statement_text(&s, at);
    cm_statement_text(&s, cm_or_empty(by));
    cm_statement_int(&s, no);
    cm_status status = cm_statement_run(&s, err);
    return status == CM_OK && sqlite3_changes(desk->db) == 0
               ? cm_err_set(err, CM_E_NOTFOUND, "no token %lld", (long long)no)
               : status;
}

/* ---- invitations ---- */

cm_status cm_invitation_add(cm_desk *desk, const cm_invitation *i, cm_digest digest, cm_err *err)
{
    cm_statement end = cm_statement_new(
        desk, "UPDATE invitation SET ended_at = ?1 WHERE person IS ?2 AND used_at IS NULL AND "
              "ended_at IS NULL");
    cm_statement_text(&end, i->made_at);
    cm_statement_text(&end, cm_or_null(i->person));
    cm_status status = cm_statement_run(&end, err);
    if (status != CM_OK) {
        return status;
    }
    cm_statement s = cm_statement_new(desk, "INSERT INTO invitation (digest, person, expires_at, "
                                            "made_at, made_by) VALUES (?, ?, ?, ?, ?)");
    bind_digest(&s, digest);
    cm_statement_text(&s, cm_or_null(i->person));
    cm_statement_text(&s, i->expires_at);
    cm_statement_text(&s, i->made_at);
    cm_statement_text(&s, cm_or_empty(i->made_by));
    return cm_statement_run(&s, err);
}

cm_status cm_invitation_find(cm_desk *desk, cm_digest digest, cm_sv at, cm_arena *mem,
                             cm_invitation *ret, cm_err *err)
{
    cm_invitation i = {0};
    cm_statement s = cm_statement_new(
        desk, "SELECT no, person, expires_at, made_at, made_by FROM invitation WHERE digest = ? "
              "AND used_at IS NULL AND ended_at IS NULL AND expires_at > ?");
    bind_digest(&s, digest);
    cm_statement_text(&s, at);
    if (cm_statement_next(&s)) {
        i = (cm_invitation){.no = cm_statement_number(&s, 0),
                            .person = cm_statement_cell(&s, 1, mem),
                            .expires_at = cm_statement_cell(&s, 2, mem),
                            .made_at = cm_statement_cell(&s, 3, mem),
                            .made_by = cm_statement_cell(&s, 4, mem)};
    }
    cm_status status = cm_statement_end(&s, err);
    if (status == CM_OK) {
        *ret = i;
    }
    return status;
}

cm_status cm_invitation_use(cm_desk *desk, int64_t no, cm_sv at, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk,
        "UPDATE invitation SET used_at = ? WHERE no = ? AND used_at IS NULL AND ended_at IS NULL");
    cm_statement_text(&s, at);
    cm_statement_int(&s, no);
    cm_status status = cm_statement_run(&s, err);
    return status == CM_OK && sqlite3_changes(desk->db) == 0
               ? cm_err_set(err, CM_E_CONFLICT, "the invitation was used")
               : status;
}
