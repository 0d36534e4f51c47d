#include "base/base.h"

#include "desk/job.h"
#include "desk/statement.h"

static const char *const STATES[CM_JOB_STATE_COUNT] = {
    [CM_JOB_QUEUED] = "queued", [CM_JOB_RUNNING] = "running",     [CM_JOB_DONE] = "done",
    [CM_JOB_FAILED] = "failed", [CM_JOB_CANCELLED] = "cancelled",
};

cm_sv cm_job_state_id(cm_job_state state)
{
    return cm_sv_from(STATES[state]);
}

bool cm_job_state_find(cm_sv id, cm_job_state *ret_state)
{
    for (size_t i = 0; i < CM_JOB_STATE_COUNT; i++) {
        if (cm_sv_equal(id, cm_sv_from(STATES[i]))) {
            *ret_state = (cm_job_state)i;
            return true;
        }
    }
    return false;
}

/* ---- rows ---- */

#define COLUMNS                                                                                    \
    "no, kind, by, role, office, parameters, state, made_at, begun_at, ended_at, progress, "       \
    "result, error, attempts, stopping"

static cm_job job_of(cm_statement *s, cm_arena *mem)
{
    cm_job job = {.no = cm_statement_number(s, 0)};
    cm_sv *const texts[] = {&job.kind, &job.by, &job.role, &job.office, &job.parameters};
    for (size_t i = 0; i < CM_COUNT(texts); i++) {
        *texts[i] = cm_statement_cell(s, (int)i + 1, mem);
    }
    (void)cm_job_state_find(cm_statement_cell(s, 6, mem), &job.state);
    job.made_at = cm_statement_cell(s, 7, mem);
    job.begun_at = cm_statement_cell(s, 8, mem);
    job.ended_at = cm_statement_cell(s, 9, mem);
    job.progress = cm_statement_cell(s, 10, mem);
    job.result = cm_statement_cell(s, 11, mem);
    job.error = cm_statement_cell(s, 12, mem);
    job.attempts = cm_statement_number(s, 13);
    job.stopping = cm_statement_number(s, 14) != 0;
    return job;
}

cm_status cm_job_put(cm_desk *desk, const cm_job *job, int64_t *ret_no, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "INSERT INTO job (kind, by, role, office, parameters, state, made_at, attempts, "
              "stopping) VALUES (?, ?, ?, ?, ?, 'queued', ?, 0, 0)");
    const cm_sv texts[] = {job->kind,   job->by,         job->role,
                           job->office, job->parameters, job->made_at};
    for (size_t i = 0; i < CM_COUNT(texts); i++) {
        cm_statement_text(&s, cm_or_empty(texts[i]));
    }
    cm_status status = cm_statement_run(&s, err);
    *ret_no = sqlite3_last_insert_rowid(desk->db);
    return status;
}

cm_status cm_job_get(cm_desk *desk, int64_t no, cm_arena *mem, cm_job *ret_job, cm_err *err)
{
    cm_statement s = cm_statement_new(desk, "SELECT " COLUMNS " FROM job WHERE no = ?");
    cm_statement_int(&s, no);
    bool found = cm_statement_next(&s);
    cm_job job = found ? job_of(&s, mem) : (cm_job){.no = 0};
    cm_status status = cm_statement_end(&s, err);
    if (status == CM_OK && !found) {
        return cm_err_set(err, CM_E_NOTFOUND, "no job %lld", (long long)no);
    }
    *ret_job = job;
    return status;
}

cm_status cm_job_next(cm_desk *desk, cm_arena *mem, cm_job *ret_job, cm_err *err)
{
    cm_statement s = cm_statement_new(desk, "SELECT " COLUMNS
                                            " FROM job WHERE state = 'queued' ORDER BY no LIMIT 1");
    *ret_job = cm_statement_next(&s) ? job_of(&s, mem) : (cm_job){.no = 0};
    return cm_statement_end(&s, err);
}

/* ---- its life ---- */

cm_status cm_job_begin(cm_desk *desk, int64_t no, cm_sv at, cm_err *err)
{
    cm_statement s =
        cm_statement_new(desk, "UPDATE job SET state = 'running', begun_at = ?, attempts = "
                               "attempts + 1 WHERE no = ? AND state = 'queued'");
    cm_statement_text(&s, at);
    cm_statement_int(&s, no);
    return cm_statement_run(&s, err);
}

cm_status cm_job_tell(cm_desk *desk, int64_t no, cm_sv progress, cm_err *err)
{
    cm_statement s = cm_statement_new(desk, "UPDATE job SET progress = ? WHERE no = ?");
    cm_statement_text(&s, progress);
    cm_statement_int(&s, no);
    return cm_statement_run(&s, err);
}

cm_status cm_job_end(cm_desk *desk, const cm_job *job, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "UPDATE job SET state = ?, ended_at = ?, progress = ?, result = ?, error = ? "
              "WHERE no = ?");
    cm_statement_text(&s, cm_job_state_id(job->state));
    cm_statement_text(&s, job->ended_at);
    cm_statement_text(&s, cm_or_null(job->progress));
    cm_statement_text(&s, cm_or_null(job->result));
    cm_statement_text(&s, cm_or_null(job->error));
    cm_statement_int(&s, job->no);
    return cm_statement_run(&s, err);
}

cm_status cm_job_again(cm_desk *desk, int64_t no, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "UPDATE job SET state = 'queued' WHERE no = ? AND state = 'running'");
    cm_statement_int(&s, no);
    return cm_statement_run(&s, err);
}

cm_status cm_job_stop(cm_desk *desk, int64_t no, cm_sv at, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "UPDATE job SET stopping = 1, ended_at = iif(state = 'queued', ?, ended_at), "
              "state = iif(state = 'queued', 'cancelled', state) "
              "WHERE no = ? AND state IN ('queued', 'running')");
    cm_statement_text(&s, at);
    cm_statement_int(&s, no);
    cm_status status = cm_statement_run(&s, err);
    return status == CM_OK && sqlite3_changes(desk->db) == 0
               ? cm_err_set(err, CM_E_CONFLICT, "job %lld has ended", (long long)no)
               : status;
}

static cm_status forget(cm_desk *desk, cm_sv before, cm_err *err)
{
    static const char *const texts[] = {
        "DELETE FROM job_line WHERE job IN (SELECT no FROM job WHERE ended_at < ?)",
        "DELETE FROM job WHERE ended_at < ?",
    };
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < CM_COUNT(texts); i++) {
        cm_statement s = cm_statement_new(desk, texts[i]);
        cm_statement_text(&s, before);
        status = cm_statement_run(&s, err);
    }
    return status;
}

cm_status cm_jobs_take_up(cm_desk *desk, int64_t most, cm_sv at, cm_sv before, cm_err *err)
{
    cm_statement ended = cm_statement_new(
        desk, "UPDATE job SET ended_at = ?, state = iif(stopping, 'cancelled', 'failed') "
              "WHERE state = 'running' AND (stopping OR attempts >= ?)");
    cm_statement_text(&ended, at);
    cm_statement_int(&ended, most);
    cm_status status = cm_statement_run(&ended, err);
    cm_statement rest =
        cm_statement_new(desk, "UPDATE job SET state = 'queued' WHERE state = 'running'");
    cm_status done = cm_statement_run(&rest, status == CM_OK ? err : NULL);
    status = status == CM_OK ? done : status;
    return status == CM_OK ? forget(desk, before, err) : status;
}

/* ---- lists ---- */

/* Who may see which is decided here, row by row: they are few. */
cm_status cm_jobs_list(cm_desk *desk, const cm_job_filter *filter, cm_arena *mem, cm_jobs *ret_jobs,
                       cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "SELECT " COLUMNS " FROM job WHERE no < ? AND (? IS NULL OR kind = ?) AND "
              "(? IS NULL OR state = ?) ORDER BY no DESC");
    cm_sv state =
        filter->state >= 0 ? cm_job_state_id((cm_job_state)filter->state) : (cm_sv){NULL, 0};
    cm_statement_int(&s, filter->before > 0 ? filter->before : INT64_MAX);
    cm_statement_text(&s, cm_or_null(filter->kind));
    cm_statement_text(&s, cm_or_null(filter->kind));
    cm_statement_text(&s, state);
    cm_statement_text(&s, state);
    cm_jobs list = {0};
    while ((int64_t)list.count < filter->most && cm_statement_next(&s)) {
        cm_job job = job_of(&s, mem);
        if (filter->scope == NULL || cm_scope_has(filter->scope, job.office, job.by)) {
            *cm_vec_push(mem, &list) = job;
        }
    }
    *ret_jobs = list;
    return cm_statement_end(&s, err);
}

/* ---- the log ---- */

cm_status cm_job_note(cm_desk *desk, const cm_job_line *line, cm_err *err)
{
    cm_statement s =
        cm_statement_new(desk, "INSERT INTO job_line (job, at, text, words) VALUES (?, ?, ?, ?)");
    cm_statement_int(&s, line->job);
    cm_statement_text(&s, line->at);
    cm_statement_text(&s, line->text);
    cm_statement_text(&s, line->words);
    return cm_statement_run(&s, err);
}

// NOLINTNEXTLINE(readability-function-size): seven parameters, each of its own
cm_status cm_job_log(cm_desk *desk, int64_t job, int64_t after, int64_t most, cm_arena *mem,
                     cm_job_lines *ret_lines, cm_err *err)
{
    cm_statement s = cm_statement_new(desk, "SELECT no, at, text, words FROM job_line WHERE job = "
                                            "? AND no > ? ORDER BY no LIMIT ?");
    cm_statement_int(&s, job);
    cm_statement_int(&s, after);
    cm_statement_int(&s, most);
    cm_job_lines list = {0};
    while (cm_statement_next(&s)) {
        *cm_vec_push(mem, &list) = (cm_job_line){.no = cm_statement_number(&s, 0),
                                                 .job = job,
                                                 .at = cm_statement_cell(&s, 1, mem),
                                                 .text = cm_statement_cell(&s, 2, mem),
                                                 .words = cm_statement_cell(&s, 3, mem)};
    }
    *ret_lines = list;
    return cm_statement_end(&s, err);
}
