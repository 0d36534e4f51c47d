#include "base/base.h"

#include "desk/credential.h"

#include "desk/statement.h"

cm_status cm_credential_find(cm_desk *desk, cm_sv person, cm_sv kind, cm_arena *mem,
                             cm_credential *ret, cm_err *err)
{
    cm_credential c = {0};
    cm_statement s = cm_statement_new(
        desk, "SELECT no, secret, must_change, used, made_at, made_by FROM credential WHERE "
              "person = ? AND kind = ? AND ended_at IS NULL ORDER BY no DESC LIMIT 1");
    cm_statement_text(&s, person);
    cm_statement_text(&s, kind);
    if (cm_statement_next(&s)) {
        c = (cm_credential){.no = cm_statement_number(&s, 0),
                            .secret = cm_statement_cell(&s, 1, mem),
                            .must_change = cm_statement_number(&s, 2) != 0,
                            .used = cm_statement_number(&s, 3),
                            .made_at = cm_statement_cell(&s, 4, mem),
                            .made_by = cm_statement_cell(&s, 5, mem)};
    }
    cm_status status = cm_statement_end(&s, err);
    if (status == CM_OK) {
        *ret = c;
    }
    return status;
}

// NOLINTNEXTLINE(readability-function-size): seven parameters, each of its own
cm_status cm_credential_past(cm_desk *desk, cm_sv person, cm_sv kind, int64_t count, cm_arena *mem,
                             cm_svs *ret, cm_err *err)
{
    cm_svs all = {0};
    cm_statement s =
        cm_statement_new(desk, "SELECT secret FROM credential WHERE person = ? AND kind = ? AND "
                               "secret <> '' ORDER BY no DESC LIMIT ?");
    cm_statement_text(&s, person);
    cm_statement_text(&s, kind);
    cm_statement_int(&s, count);
    while (cm_statement_next(&s)) {
        *cm_vec_push(mem, &all) = cm_statement_cell(&s, 0, mem);
    }
    cm_status status = cm_statement_end(&s, err);
    if (status == CM_OK) {
        *ret = all;
    }
    return status;
}

static cm_status end_all(cm_desk *desk, cm_sv person, cm_sv kind, cm_sv at, cm_err *err)
{
    cm_statement s =
        cm_statement_new(desk, "UPDATE credential SET ended_at = ? WHERE person = ? AND kind = ? "
                               "AND ended_at IS NULL");
    cm_statement_text(&s, at);
    cm_statement_text(&s, person);
    cm_statement_text(&s, kind);
    return cm_statement_run(&s, err);
}

static cm_status forget(cm_desk *desk, cm_sv person, cm_sv kind, int64_t keep, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "UPDATE credential SET secret = '' WHERE person = ?1 AND kind = ?2 AND ended_at IS "
              "NOT NULL AND secret <> '' AND no NOT IN (SELECT no FROM credential WHERE person = "
              "?1 AND kind = ?2 ORDER BY no DESC LIMIT ?3)");
    cm_statement_text(&s, person);
    cm_statement_text(&s, kind);
    cm_statement_int(&s, keep);
    return cm_statement_run(&s, err);
}

// NOLINTNEXTLINE(readability-function-size): six parameters and the error
cm_status cm_credential_add(cm_desk *desk, cm_sv person, cm_sv kind, const cm_credential *c,
                            int64_t keep, cm_err *err)
{
    cm_status status = end_all(desk, person, kind, c->made_at, err);
    if (status != CM_OK) {
        return status;
    }
    cm_statement s = cm_statement_new(
        desk, "INSERT INTO credential (person, kind, secret, must_change, used, made_at, made_by) "
              "VALUES (?, ?, ?, ?, ?, ?, ?)");
    cm_statement_text(&s, person);
    cm_statement_text(&s, kind);
    cm_statement_text(&s, c->secret);
    cm_statement_int(&s, c->must_change);
    cm_statement_int(&s, c->used);
    cm_statement_text(&s, c->made_at);
    cm_statement_text(&s, cm_or_empty(c->made_by));
    status = cm_statement_run(&s, err);
    return status == CM_OK ? forget(desk, person, kind, keep, err) : status;
}

cm_status cm_credential_end(cm_desk *desk, cm_sv person, cm_sv kind, cm_sv at, cm_err *err)
{
    cm_status status = end_all(desk, person, kind, at, err);
    return status == CM_OK ? forget(desk, person, kind, 0, err) : status;
}

cm_status cm_credential_renew(cm_desk *desk, int64_t no, cm_sv secret, cm_err *err)
{
    cm_statement s = cm_statement_new(desk, "UPDATE credential SET secret = ? WHERE no = ?");
    cm_statement_text(&s, secret);
    cm_statement_int(&s, no);
    return cm_statement_run(&s, err);
}

cm_status cm_credential_use(cm_desk *desk, int64_t no, int64_t step, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "UPDATE credential SET used = ?1, kind = 'totp' WHERE no = ?2 AND used < ?1 AND "
              "ended_at IS NULL");
    cm_statement_int(&s, step);
    cm_statement_int(&s, no);
    cm_status status = cm_statement_run(&s, err);
    return status == CM_OK && sqlite3_changes(desk->db) == 0
               ? cm_err_set(err, CM_E_CONFLICT, "the one-time code was given before")
               : status;
}

cm_status cm_attempt_find(cm_desk *desk, cm_sv person, cm_arena *mem, cm_attempt *ret, cm_err *err)
{
    cm_attempt a = {.failed_at = CM_SV(""), .locked_until = CM_SV("")};
    cm_statement s = cm_statement_new(
        desk, "SELECT failed, failed_at, locked_until FROM attempt WHERE person = ?");
    cm_statement_text(&s, person);
    if (cm_statement_next(&s)) {
        a.failed = cm_statement_number(&s, 0);
        a.failed_at = cm_statement_cell(&s, 1, mem);
        a.locked_until = cm_statement_cell(&s, 2, mem);
    }
    cm_status status = cm_statement_end(&s, err);
    if (status == CM_OK) {
        *ret = a;
    }
    return status;
}

cm_status cm_attempt_put(cm_desk *desk, cm_sv person, const cm_attempt *a, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "INSERT INTO attempt (person, failed, failed_at, locked_until) VALUES (?, ?, ?, ?) "
              "ON CONFLICT (person) DO UPDATE SET failed = excluded.failed, failed_at = "
              "excluded.failed_at, locked_until = excluded.locked_until");
    cm_statement_text(&s, person);
    cm_statement_int(&s, a->failed);
    cm_statement_text(&s, cm_or_null(a->failed_at));
    cm_statement_text(&s, cm_or_null(a->locked_until));
    return cm_statement_run(&s, err);
}
