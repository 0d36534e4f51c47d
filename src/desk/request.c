#include "base/base.h"

#include "desk/request.h"

#include "desk/statement.h"

/* Column `status`: NULL at work, 0 over without an answer, else of the answer. */

static cm_request_state state_of(bool same, bool busy, const cm_request_seen *seen)
{
    if (!same) {
        return CM_REQUEST_OTHER;
    }
    if (busy) {
        return CM_REQUEST_BUSY;
    }
    return seen->answer.status == 0 ? CM_REQUEST_DONE : CM_REQUEST_ANSWERED;
}

static cm_status find(cm_desk *desk, const cm_request_key *key, cm_arena *mem, cm_request_seen *ret,
                      cm_err *err)
{
    cm_statement s = cm_statement_new(desk, "SELECT no, digest, line, status, headers, answer, "
                                            "status IS NULL FROM request WHERE person = ? AND key "
                                            "= ?");
    cm_statement_text(&s, cm_or_empty(key->person));
    cm_statement_text(&s, key->key);
    if (cm_statement_next(&s)) {
        cm_sv digest = cm_statement_cell(&s, 1, mem);
        *ret = (cm_request_seen){.no = cm_statement_number(&s, 0),
                                 .line = cm_statement_number(&s, 2),
                                 .answer = {.status = (unsigned)cm_statement_number(&s, 3),
                                            .headers = cm_statement_cell(&s, 4, mem),
                                            .body = cm_statement_cell(&s, 5, mem)}};
        ret->state = state_of(cm_sv_equal(digest, cm_digest_hex(mem, key->digest)),
                              cm_statement_number(&s, 6) != 0, ret);
    } else {
        ret->state = CM_REQUEST_BUSY; /* it went away meanwhile */
    }
    return cm_statement_end(&s, err);
}

cm_status cm_request_open(cm_desk *desk, const cm_request_key *key, cm_arena *mem,
                          cm_request_seen *ret, cm_err *err)
{
    cm_request_seen seen = {.state = CM_REQUEST_NEW};
    cm_statement s = cm_statement_new(desk, "INSERT INTO request (person, key, digest, at) VALUES "
                                            "(?, ?, ?, ?) ON CONFLICT (person, key) DO NOTHING");
    cm_statement_text(&s, cm_or_empty(key->person));
    cm_statement_text(&s, key->key);
    cm_statement_text(&s, cm_digest_hex(mem, key->digest));
    cm_statement_text(&s, key->at);
    cm_status status = cm_statement_run_soon(&s, err);
    if (status == CM_OK && sqlite3_changes(desk->db) == 1) {
        seen.no = sqlite3_last_insert_rowid(desk->db);
        desk->request = seen.no;
    } else if (status == CM_OK) {
        status = find(desk, key, mem, &seen, err);
    }
    if (status == CM_OK) {
        *ret = seen;
    }
    return status;
}

static cm_status run_for(cm_desk *desk, const char *sql, int64_t no, cm_err *err)
{
    cm_statement s = cm_statement_new(desk, sql);
    cm_statement_int(&s, no);
    return cm_statement_run_soon(&s, err);
}

static cm_status give_up(cm_desk *desk, int64_t no, cm_err *err)
{
    cm_status status = run_for(desk, "DELETE FROM request WHERE no = ? AND line IS NULL", no, err);
    return status == CM_OK ? run_for(desk, "UPDATE request SET status = 0 WHERE no = ?", no, err)
                           : status;
}

cm_status cm_request_close(cm_desk *desk, int64_t no, const cm_request_answer *answer, cm_err *err)
{
    desk->request = 0;
    if (answer == NULL) {
        return give_up(desk, no, err);
    }
    cm_statement s = cm_statement_new(
        desk, "UPDATE request SET status = ?, headers = ?, answer = ? WHERE no = ?");
    cm_statement_int(&s, answer->status);
    cm_statement_text(&s, cm_or_empty(answer->headers));
    cm_statement_bytes(&s, answer->body);
    cm_statement_int(&s, no);
    return cm_statement_run_soon(&s, err);
}

cm_status cm_requests_restart(cm_desk *desk, cm_err *err)
{
    cm_statement gone =
        cm_statement_new(desk, "DELETE FROM request WHERE status IS NULL AND line IS NULL");
    cm_status status = cm_statement_run_soon(&gone, err);
    cm_statement s = cm_statement_new(desk, "UPDATE request SET status = 0 WHERE status IS NULL");
    cm_status done = cm_statement_run_soon(&s, status == CM_OK ? err : NULL);
    return status != CM_OK ? status : done;
}

cm_status cm_requests_forget(cm_desk *desk, cm_sv before, cm_err *err)
{
    cm_statement s =
        cm_statement_new(desk, "DELETE FROM request WHERE at < ? AND status IS NOT NULL");
    cm_statement_text(&s, before);
    return cm_statement_run_soon(&s, err);
}
