#include "base/base.h"

#include "desk/layout.h"

#include "desk/clue_row.h"

#include <string.h>

/* Days are ISO texts, moments UTC to the second. */
static const char *const FIRST[] = {
    "CREATE TABLE suppression (no INTEGER PRIMARY KEY, model TEXT NOT NULL, clue TEXT, "
    "finding TEXT, court TEXT, charge TEXT, sub TEXT, reason TEXT NOT NULL, by TEXT NOT NULL, "
    "made_on TEXT NOT NULL, expires_on TEXT NOT NULL, ended_on TEXT, ended_by TEXT, "
    "ended_why TEXT, CHECK (coalesce(clue, court, charge, sub) IS NOT NULL)) STRICT",
};

static const char *const SECOND[] = {
    /* What was done, one line for each transaction; see audit.h. */
    "CREATE TABLE audit (no INTEGER PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL, "
    "role TEXT NOT NULL, office TEXT NOT NULL, action TEXT NOT NULL, object TEXT NOT NULL, "
    "reason TEXT NOT NULL, detail TEXT NOT NULL, rows TEXT NOT NULL, previous TEXT NOT NULL, "
    "digest TEXT NOT NULL) STRICT",
    "CREATE TRIGGER audit_line_is_kept BEFORE UPDATE ON audit "
    "BEGIN SELECT raise(ABORT, 'a line of the audit is never changed'); END",
    "CREATE TRIGGER audit_line_stays BEFORE DELETE ON audit "
    "BEGIN SELECT raise(ABORT, 'a line of the audit is never deleted'); END",
    /* Clues and what became of them; see clue.h, step.h. */
    "CREATE TABLE batch (no INTEGER PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL, "
    "office TEXT, step TEXT NOT NULL, filter TEXT NOT NULL, clues INTEGER NOT NULL, "
    "undone_at TEXT, undone_by TEXT, left_alone INTEGER) STRICT",
    "CREATE TABLE clue (no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, model TEXT NOT NULL, "
    "model_version INTEGER NOT NULL, content TEXT, sub TEXT, direction TEXT, severity TEXT, "
    "confidence TEXT, error_class TEXT, stage TEXT, measure TEXT, court TEXT, charge TEXT, "
    "case_no TEXT, doc TEXT, defendant TEXT, decided_on TEXT, received_on TEXT, finding TEXT, "
    "facts_digest TEXT NOT NULL, urgent INTEGER NOT NULL, own INTEGER NOT NULL, "
    "own_handler TEXT, gone INTEGER NOT NULL, state TEXT NOT NULL, rung INTEGER NOT NULL, "
    "office TEXT, handler TEXT, due_on TEXT, outcome TEXT, reason TEXT, number TEXT, "
    "amount INTEGER NOT NULL, persons INTEGER NOT NULL, merged_into INTEGER REFERENCES clue (no), "
    "batch INTEGER REFERENCES batch (no), version INTEGER NOT NULL, made_at TEXT NOT NULL, "
    "changed_at TEXT NOT NULL, changed_by TEXT NOT NULL, "
    "place TEXT AS (iif(urgent, '0', '1') || coalesce(severity, '~') || coalesce(due_on, '~')) "
    "VIRTUAL, year TEXT AS (substr(decided_on, 1, 4)) VIRTUAL) STRICT",
    "CREATE TABLE clue_event (no INTEGER PRIMARY KEY, clue INTEGER NOT NULL REFERENCES clue (no), "
    "version INTEGER NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL, role TEXT, office TEXT, "
    "step TEXT NOT NULL, from_state TEXT NOT NULL, to_state TEXT NOT NULL, reason TEXT, why TEXT, "
    "detail TEXT, was TEXT NOT NULL, finding_was TEXT, digest_was TEXT, finding TEXT, "
    "digest TEXT, batch INTEGER REFERENCES batch (no), undone INTEGER) STRICT",
    "CREATE TABLE verification (no INTEGER PRIMARY KEY, clue INTEGER NOT NULL REFERENCES clue "
    "(no), at TEXT NOT NULL, by TEXT NOT NULL, role TEXT, office TEXT, kind TEXT NOT NULL, "
    "what TEXT NOT NULL, result TEXT NOT NULL, told TEXT, done INTEGER NOT NULL) STRICT",
    "CREATE TABLE attachment (no INTEGER PRIMARY KEY, verification INTEGER NOT NULL REFERENCES "
    "verification (no), name TEXT NOT NULL, digest TEXT NOT NULL, size INTEGER NOT NULL, "
    "content BLOB NOT NULL) STRICT",
    "CREATE TABLE note (no INTEGER PRIMARY KEY, clue INTEGER NOT NULL REFERENCES clue (no), "
    "at TEXT NOT NULL, by TEXT NOT NULL, role TEXT, office TEXT, text TEXT NOT NULL) STRICT",
    "CREATE INDEX clue_place ON clue (place, no)",
    "CREATE INDEX clue_state ON clue (state, place, no)",
    "CREATE INDEX clue_model ON clue (model, place, no)",
    "CREATE INDEX clue_office ON clue (office, place, no)",
    "CREATE INDEX clue_handler ON clue (handler, place, no)",
    "CREATE INDEX clue_court ON clue (court, place, no)",
    "CREATE INDEX clue_charge ON clue (charge, place, no)",
    "CREATE INDEX clue_doc ON clue (doc)",
    "CREATE INDEX clue_merged ON clue (merged_into) WHERE merged_into IS NOT NULL",
    "CREATE INDEX clue_facet ON clue (state, direction, severity, urgent, gone, year, model, "
    "office, handler, court, charge)",
    "CREATE INDEX clue_event_clue ON clue_event (clue, no)",
    "CREATE INDEX clue_event_batch ON clue_event (batch) WHERE batch IS NOT NULL",
    "CREATE INDEX verification_clue ON verification (clue)",
    "CREATE INDEX attachment_verification ON attachment (verification)",
    "CREATE INDEX note_clue ON note (clue)",
    /* The clocks of clues and what stopped them; see deadline.h. */
    "CREATE TABLE deadline (no INTEGER PRIMARY KEY, clue INTEGER NOT NULL REFERENCES clue (no), "
    "document INTEGER, event INTEGER REFERENCES clue_event (no), limit_id TEXT NOT NULL, "
    "start_on TEXT NOT NULL, stated_on TEXT, due_on TEXT, unknown_year INTEGER, "
    "extension INTEGER NOT NULL, travel INTEGER NOT NULL, extended_why TEXT, "
    "started_by TEXT NOT NULL, open INTEGER NOT NULL, met_on TEXT, ended_by TEXT, ended_why TEXT, "
    "end_event INTEGER REFERENCES clue_event (no), version INTEGER NOT NULL) STRICT",
    "CREATE TABLE deadline_pause (no INTEGER PRIMARY KEY, deadline INTEGER NOT NULL REFERENCES "
    "deadline (no), reason TEXT NOT NULL, why TEXT NOT NULL, from_on TEXT NOT NULL, to_on TEXT, "
    "by TEXT NOT NULL) STRICT",
    "CREATE INDEX deadline_clue ON deadline (clue)",
    "CREATE INDEX deadline_due ON deadline (due_on) WHERE open = 1",
    "CREATE INDEX deadline_event ON deadline (event) WHERE event IS NOT NULL",
    "CREATE INDEX deadline_end_event ON deadline (end_event) WHERE end_event IS NOT NULL",
    "CREATE INDEX deadline_pause_deadline ON deadline_pause (deadline)",
    /* Supervision documents; see letter.h. The number of an issued one is used once. */
    "CREATE TABLE document (no INTEGER PRIMARY KEY, clue INTEGER NOT NULL REFERENCES clue (no), "
    "kind TEXT NOT NULL, state TEXT NOT NULL, office TEXT NOT NULL, drafter TEXT NOT NULL, "
    "submitter TEXT, approver TEXT, number TEXT UNIQUE, year INTEGER NOT NULL DEFAULT 0, "
    "n INTEGER NOT NULL DEFAULT 0, seq INTEGER NOT NULL DEFAULT 0, "
    "approved_seq INTEGER NOT NULL DEFAULT 0, issued_on TEXT, delivered_on TEXT, "
    "reply_due_on TEXT, replied_on TEXT, reply TEXT, reply_text TEXT, attachment TEXT, "
    "attachment_digest TEXT, reason TEXT, version INTEGER NOT NULL, made_at TEXT NOT NULL, "
    "changed_at TEXT NOT NULL, changed_by TEXT NOT NULL) STRICT",
    "CREATE INDEX document_of_clue ON document (clue, kind)",
    "CREATE TABLE document_version (no INTEGER PRIMARY KEY, "
    "document INTEGER NOT NULL REFERENCES document (no), seq INTEGER NOT NULL, "
    "content TEXT NOT NULL, digest TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL, "
    "step TEXT, UNIQUE (document, seq)) STRICT",
    /* Offices in a tree, the people, what was granted to them, and what each saw unmasked. */
    "CREATE TABLE office (no INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, code TEXT UNIQUE, "
    "above TEXT REFERENCES office (name), department INTEGER NOT NULL, made_at TEXT NOT NULL, "
    "version INTEGER NOT NULL) STRICT",
    "CREATE TABLE person (no INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, "
    "office TEXT NOT NULL REFERENCES office (name), active INTEGER NOT NULL, token TEXT NOT NULL, "
    "token_by TEXT NOT NULL, token_at TEXT NOT NULL, made_at TEXT NOT NULL, made_by TEXT NOT NULL, "
    "version INTEGER NOT NULL) STRICT",
    "CREATE TABLE grant_role (no INTEGER PRIMARY KEY, person TEXT NOT NULL REFERENCES "
    "person (name), role TEXT NOT NULL, since TEXT NOT NULL, until TEXT, by TEXT NOT NULL, "
    "ended_at TEXT, ended_by TEXT, ended_why TEXT) STRICT",
    "CREATE INDEX grant_role_person ON grant_role (person)",
    "CREATE TABLE unmask (no INTEGER PRIMARY KEY, clue TEXT NOT NULL, person TEXT NOT NULL "
    "REFERENCES person (name), day TEXT NOT NULL, at TEXT NOT NULL, reason TEXT NOT NULL) STRICT",
    "CREATE INDEX unmask_clue ON unmask (clue, person)",
    /* Documents that the law seals; see seal.h. */
    "CREATE TABLE seal (no INTEGER PRIMARY KEY, doc TEXT NOT NULL, ground TEXT NOT NULL, "
    "why TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL, ended_at TEXT, ended_by TEXT, "
    "ended_why TEXT) STRICT",
    /* What the finding of a clue tells of persons beside the defendant's name; see sight.h. */
    "CREATE TABLE clue_told (no INTEGER PRIMARY KEY, clue TEXT NOT NULL, text TEXT NOT NULL) "
    "STRICT",
    "CREATE INDEX clue_told_clue ON clue_told (clue)",
    "CREATE INDEX seal_doc ON seal (doc) WHERE ended_at IS NULL",
    /* What each run of a model gave, and what is to be looked at in how models do; see tally.h,
     * alert.h. */
    "CREATE TABLE tally (no INTEGER PRIMARY KEY, at TEXT NOT NULL, model TEXT NOT NULL, "
    "model_version INTEGER NOT NULL, content TEXT NOT NULL, hit INTEGER NOT NULL, "
    "undecidable INTEGER NOT NULL, clear INTEGER NOT NULL, suppressed INTEGER NOT NULL) STRICT",
    "CREATE INDEX tally_model ON tally (model, no)",
    "CREATE TABLE notice (no INTEGER PRIMARY KEY, kind TEXT NOT NULL, model TEXT NOT NULL, "
    "model_version INTEGER NOT NULL, content TEXT NOT NULL, period TEXT NOT NULL, "
    "at TEXT NOT NULL, detail TEXT NOT NULL, seen_by TEXT, seen_at TEXT, "
    "UNIQUE (model, content, period)) STRICT",
    /* Clues whose personal data were taken out, or are to be with a source (0: not because of one);
     * see redact.h. */
    "CREATE TABLE redaction (no INTEGER PRIMARY KEY, clue INTEGER NOT NULL REFERENCES clue (no), "
    "source INTEGER NOT NULL, marked_at TEXT NOT NULL, done_at TEXT, ended_at TEXT) STRICT",
    "CREATE INDEX redaction_clue ON redaction (clue)",
    "CREATE INDEX redaction_marked ON redaction (source) WHERE done_at IS NULL",
};

static const char *const THIRD[] = {
    /* How people prove who they are; see credential.h, access.h. A secret is an Argon2id or PBKDF2
     * text, or the sealed secret of the one-time codes; `used` is the last code's step of time. */
    "CREATE TABLE credential (no INTEGER PRIMARY KEY, person TEXT NOT NULL REFERENCES person "
    "(name), kind TEXT NOT NULL, secret TEXT NOT NULL, must_change INTEGER NOT NULL, "
    "used INTEGER NOT NULL, made_at TEXT NOT NULL, made_by TEXT NOT NULL, ended_at TEXT) STRICT",
    "CREATE INDEX credential_person ON credential (person, kind)",
    "CREATE TABLE attempt (no INTEGER PRIMARY KEY, person TEXT NOT NULL UNIQUE REFERENCES person "
    "(name), failed INTEGER NOT NULL, failed_at TEXT, locked_until TEXT) STRICT",
    "CREATE TABLE api_token (no INTEGER PRIMARY KEY, person TEXT NOT NULL REFERENCES person "
    "(name), label TEXT NOT NULL, digest TEXT NOT NULL UNIQUE, scopes TEXT NOT NULL, "
    "expires_on TEXT NOT NULL, made_at TEXT NOT NULL, made_by TEXT NOT NULL, ended_at TEXT, "
    "ended_by TEXT) STRICT",
    "CREATE INDEX api_token_person ON api_token (person)",
    /* No person: the first set-up. */
    "CREATE TABLE invitation (no INTEGER PRIMARY KEY, person TEXT REFERENCES person (name), "
    "digest TEXT NOT NULL UNIQUE, expires_at TEXT NOT NULL, made_at TEXT NOT NULL, "
    "made_by TEXT NOT NULL, used_at TEXT, ended_at TEXT) STRICT",
    "CREATE TABLE policy (no INTEGER PRIMARY KEY, name TEXT NOT NULL, value INTEGER NOT NULL, "
    "at TEXT NOT NULL, by TEXT NOT NULL) STRICT",
    /* Of the moment. Log-ins; requests that may come twice, see request.h. */
    "CREATE TABLE session (no INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, "
    "person TEXT NOT NULL, address TEXT NOT NULL, made_at TEXT NOT NULL, seen_at TEXT NOT NULL, "
    "ended_at TEXT) STRICT",
    "CREATE INDEX session_person ON session (person)",
    "CREATE TABLE request (no INTEGER PRIMARY KEY, person TEXT NOT NULL, key TEXT NOT NULL, "
    "digest TEXT NOT NULL, at TEXT NOT NULL, line INTEGER, status INTEGER, headers TEXT, "
    "answer BLOB, UNIQUE (person, key)) STRICT",
    "CREATE INDEX request_at ON request (at)",
    /* Of the moment. Long work and its log; files that wait to be imported; see job.h, upload.h. */
    "CREATE TABLE job (no INTEGER PRIMARY KEY, kind TEXT NOT NULL, by TEXT NOT NULL, "
    "role TEXT NOT NULL, office TEXT NOT NULL, parameters TEXT NOT NULL, state TEXT NOT NULL, "
    "made_at TEXT NOT NULL, begun_at TEXT, ended_at TEXT, progress TEXT, result TEXT, error TEXT, "
    "attempts INTEGER NOT NULL, stopping INTEGER NOT NULL) STRICT",
    "CREATE INDEX job_state ON job (state, no)",
    "CREATE TABLE job_line (no INTEGER PRIMARY KEY, job INTEGER NOT NULL REFERENCES job (no), "
    "at TEXT NOT NULL, text TEXT NOT NULL, words TEXT NOT NULL) STRICT",
    "CREATE INDEX job_line_job ON job_line (job, no)",
    "CREATE TABLE upload (no INTEGER PRIMARY KEY, name TEXT NOT NULL, by TEXT NOT NULL, "
    "office TEXT NOT NULL, at TEXT NOT NULL, bytes INTEGER NOT NULL, digest TEXT NOT NULL, "
    "job INTEGER NOT NULL, ended_at TEXT) STRICT",
    "CREATE INDEX upload_open ON upload (no) WHERE ended_at IS NULL",
    /* A list that is walked in its order looks at these columns only; see list.c. */
    "CREATE INDEX clue_walk ON clue (place, no, gone, state, severity, direction, urgent, year, "
    "office, handler)",
};

static const char *const FOURTH[] = {
    /* Lists in other orders, and by the day due; see clue_row.h, list.c. */
    "CREATE INDEX clue_by_due ON clue (" CM_CLUE_BY_DUE ", no)",
    "CREATE INDEX clue_by_newest ON clue (" CM_CLUE_BY_NEWEST ", no)",
    "CREATE INDEX clue_by_model ON clue (" CM_CLUE_BY_MODEL ", no)",
    "CREATE INDEX clue_by_court ON clue (" CM_CLUE_BY_COURT ", no)",
    "DROP INDEX clue_facet",
    "CREATE INDEX clue_facet ON clue (state, direction, severity, urgent, gone, year, due_on, "
    "model, office, handler, court, charge)",
    "DROP INDEX clue_walk",
    "CREATE INDEX clue_walk ON clue (place, no, gone, state, severity, direction, urgent, year, "
    "due_on, office, handler)",
    "CREATE INDEX suppression_clue ON suppression (clue)",
    /* What a person set for himself; see view.h. */
    "CREATE TABLE saved_view (no INTEGER PRIMARY KEY, person TEXT NOT NULL, screen TEXT NOT NULL, "
    "name TEXT NOT NULL, query TEXT NOT NULL, shared INTEGER NOT NULL, office TEXT NOT NULL, "
    "made_at TEXT NOT NULL, changed_at TEXT NOT NULL, ended_at TEXT) STRICT",
    "CREATE INDEX saved_view_person ON saved_view (person, screen)",
    "CREATE INDEX saved_view_shared ON saved_view (office, screen) WHERE shared",
    "CREATE TABLE setting (no INTEGER PRIMARY KEY, person TEXT NOT NULL, key TEXT NOT NULL, "
    "value TEXT NOT NULL, at TEXT NOT NULL, UNIQUE (person, key)) STRICT",
    /* Facts that were read wrongly, and what people say instead; see correction.h. */
    "CREATE TABLE correction (no INTEGER PRIMARY KEY, content TEXT NOT NULL, doc TEXT NOT NULL, "
    "field TEXT NOT NULL, defendant_no INTEGER NOT NULL, count_no INTEGER NOT NULL, "
    "row_no INTEGER NOT NULL, person TEXT NOT NULL, part TEXT NOT NULL, act TEXT NOT NULL, "
    "was_state TEXT NOT NULL, was TEXT NOT NULL, value TEXT NOT NULL, why TEXT NOT NULL, "
    "by TEXT NOT NULL, at TEXT NOT NULL, ended_at TEXT, ended_by TEXT, ended_why TEXT, "
    "applied_at TEXT) STRICT",
    "CREATE INDEX correction_content ON correction (content) WHERE ended_at IS NULL",
    "CREATE INDEX correction_pending ON correction (no) WHERE applied_at IS NULL",
    /* Models that somebody wrote, for another to publish; see proposal.h. */
    "CREATE TABLE proposal (no INTEGER PRIMARY KEY, model TEXT NOT NULL, "
    "model_version INTEGER NOT NULL, text TEXT NOT NULL, content TEXT NOT NULL, base TEXT, "
    "why TEXT NOT NULL, author TEXT NOT NULL, made_at TEXT NOT NULL, changed_at TEXT NOT NULL, "
    "state TEXT NOT NULL, decided_by TEXT, decided_at TEXT, decided_why TEXT, "
    "version INTEGER NOT NULL) STRICT",
    "CREATE UNIQUE INDEX proposal_published ON proposal (model) WHERE state = 'published'",
};

static const cm_layout LAYOUTS[] = {
    {FIRST, CM_COUNT(FIRST)},
    {SECOND, CM_COUNT(SECOND)},
    {THIRD, CM_COUNT(THIRD)},
    {FOURTH, CM_COUNT(FOURTH)},
};

static const char *const OF_THE_MOMENT[] = {"session", "request", "job_line", "job", "upload"};

const cm_layout *cm_layouts(size_t *ret_count)
{
    *ret_count = CM_COUNT(LAYOUTS);
    return LAYOUTS;
}

bool cm_layout_of_the_moment(const char *table)
{
    bool found = false;
    for (size_t i = 0; i < CM_COUNT(OF_THE_MOMENT); i++) {
        found = found || strcmp(table, OF_THE_MOMENT[i]) == 0;
    }
    return found;
}

cm_svs cm_layout_moments(cm_arena *mem)
{
    cm_svs all = {0};
    for (size_t i = 0; i < CM_COUNT(OF_THE_MOMENT); i++) {
        *cm_vec_push(mem, &all) = cm_sv_from(OF_THE_MOMENT[i]);
    }
    return all;
}
