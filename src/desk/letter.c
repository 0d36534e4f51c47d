#include "base/base.h"

#include "desk/letter.h"

#include "desk/statement.h"

cm_status cm_letter_add(cm_desk *desk, const cm_letter *letter, int64_t *ret_no, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "INSERT INTO document (clue, kind, state, office, drafter, version, made_at, "
              "changed_at, changed_by) VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6, ?6, ?5)");
    cm_statement_int(&s, letter->clue);
    cm_statement_text(&s, letter->kind);
    cm_statement_text(&s, letter->state);
    cm_statement_text(&s, cm_or_empty(letter->office));
    cm_statement_text(&s, cm_or_empty(letter->drafter));
    cm_statement_text(&s, letter->made_at);
    cm_status status = cm_statement_run(&s, err);
    *ret_no = sqlite3_last_insert_rowid(desk->db);
    return status;
}

/* Why no row was written. */
static cm_status explain(cm_desk *desk, const cm_letter *letter, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_letter now = {0};
    cm_status status = cm_letter_find(desk, &mem, letter->no, &now, err);
    return status != CM_OK
               ? status
               : cm_err_set(err, CM_E_CONFLICT, "document %lld was changed by '%.*s' at %.*s",
                            (long long)letter->no, CM_SV_ARG(now.changed_by),
                            CM_SV_ARG(now.changed_at));
}

cm_status cm_letter_update(cm_desk *desk, const cm_letter *letter, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "UPDATE document SET state = ?, submitter = ?, approver = ?, number = ?, reply = ?, "
              "reply_text = ?, attachment = ?, attachment_digest = ?, reason = ?, year = ?, n = ?, "
              "seq = ?, approved_seq = ?, issued_on = ?, delivered_on = ?, reply_due_on = ?, "
              "replied_on = ?, changed_at = ?, changed_by = ?, version = version + 1 "
              "WHERE no = ? AND version = ?");
    const cm_sv texts[] = {
        letter->state, letter->submitter,  letter->approver,   letter->number,
        letter->reply, letter->reply_text, letter->attachment, letter->attachment_digest,
        letter->reason};
    for (size_t i = 0; i < CM_COUNT(texts); i++) {
        cm_statement_text(&s, cm_or_null(texts[i]));
    }
    const int64_t numbers[] = {letter->year, letter->n, letter->seq, letter->approved_seq};
    for (size_t i = 0; i < CM_COUNT(numbers); i++) {
        cm_statement_int(&s, numbers[i]);
    }
    cm_statement_date(&s, letter->issued_on);
    cm_statement_date(&s, letter->delivered_on);
    cm_statement_date(&s, letter->reply_due_on);
    cm_statement_date(&s, letter->replied_on);
    cm_statement_text(&s, letter->changed_at);
    cm_statement_text(&s, cm_or_empty(letter->changed_by));
    cm_statement_int(&s, letter->no);
    cm_statement_int(&s, letter->version);
    cm_status status = cm_statement_run(&s, err);
    return status == CM_OK && sqlite3_changes(desk->db) == 0 ? explain(desk, letter, err) : status;
}

cm_status cm_letter_add_version(cm_desk *desk, int64_t no, const cm_letter_version *v, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "INSERT INTO document_version (document, seq, content, digest, by, at, step) "
              "VALUES (?, ?, ?, ?, ?, ?, ?)");
    cm_statement_int(&s, no);
    cm_statement_int(&s, v->seq);
    cm_statement_text(&s, v->content);
    cm_statement_text(&s, v->digest);
    cm_statement_text(&s, cm_or_empty(v->by));
    cm_statement_text(&s, v->at);
    cm_statement_text(&s, cm_or_null(v->step));
    return cm_statement_run(&s, err);
}

/* ---- reading ---- */

#define COLUMNS                                                                                    \
    "SELECT d.no, d.clue, c.id, d.kind, d.state, d.office, d.drafter, d.submitter, d.approver, "   \
    "d.number, d.year, d.n, d.seq, d.approved_seq, d.issued_on, d.delivered_on, d.reply_due_on, "  \
    "d.replied_on, d.reply, d.reply_text, d.attachment, d.attachment_digest, d.reason, "           \
    "d.version, d.made_at, d.changed_at, d.changed_by, c.office, c.handler, c.doc "                \
    "FROM document d JOIN clue c ON c.no = d.clue "

static cm_letter read_row(cm_statement *s, cm_arena *mem)
{
    return (cm_letter){
        .no = cm_statement_number(s, 0),
        .clue = cm_statement_number(s, 1),
        .clue_id = cm_statement_cell(s, 2, mem),
        .kind = cm_statement_cell(s, 3, mem),
        .state = cm_statement_cell(s, 4, mem),
        .office = cm_statement_cell(s, 5, mem),
        .drafter = cm_statement_cell(s, 6, mem),
        .submitter = cm_statement_cell(s, 7, mem),
        .approver = cm_statement_cell(s, 8, mem),
        .number = cm_statement_cell(s, 9, mem),
        .year = cm_statement_number(s, 10),
        .n = cm_statement_number(s, 11),
        .seq = cm_statement_number(s, 12),
        .approved_seq = cm_statement_number(s, 13),
        .issued_on = cm_statement_day(s, 14),
        .delivered_on = cm_statement_day(s, 15),
        .reply_due_on = cm_statement_day(s, 16),
        .replied_on = cm_statement_day(s, 17),
        .reply = cm_statement_cell(s, 18, mem),
        .reply_text = cm_statement_cell(s, 19, mem),
        .attachment = cm_statement_cell(s, 20, mem),
        .attachment_digest = cm_statement_cell(s, 21, mem),
        .reason = cm_statement_cell(s, 22, mem),
        .version = cm_statement_number(s, 23),
        .made_at = cm_statement_cell(s, 24, mem),
        .changed_at = cm_statement_cell(s, 25, mem),
        .changed_by = cm_statement_cell(s, 26, mem),
        .clue_office = cm_statement_cell(s, 27, mem),
        .clue_handler = cm_statement_cell(s, 28, mem),
        .clue_doc = cm_statement_cell(s, 29, mem),
    };
}

cm_status cm_letter_find(cm_desk *desk, cm_arena *mem, int64_t no, cm_letter *ret_letter,
                         cm_err *err)
{
    cm_statement s = cm_statement_new(desk, COLUMNS "WHERE d.no = ?");
    cm_statement_int(&s, no);
    bool found = cm_statement_next(&s);
    if (found) {
        *ret_letter = read_row(&s, mem);
    }
    cm_status status = cm_statement_end(&s, err);
    return status == CM_OK && !found
               ? cm_err_set(err, CM_E_NOTFOUND, "no document %lld", (long long)no)
               : status;
}

cm_status cm_letters_load(cm_desk *desk, cm_arena *mem, const cm_letter_filter *filter,
                          cm_letters *ret_letters, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, COLUMNS "WHERE (?1 IS NULL OR c.id = ?1) AND (?2 IS NULL OR d.kind = ?2) AND "
                      "(?3 IS NULL OR d.state = ?3) ORDER BY d.no DESC");
    cm_statement_text(&s, cm_or_null(filter->clue));
    cm_statement_text(&s, cm_or_null(filter->kind));
    cm_statement_text(&s, cm_or_null(filter->state));
    *ret_letters = (cm_letters){0};
    while (cm_statement_next(&s)) {
        *cm_vec_push(mem, ret_letters) = read_row(&s, mem);
    }
    return cm_statement_end(&s, err);
}

cm_status cm_letter_version_find(cm_desk *desk, cm_arena *mem, int64_t no, int64_t seq,
                                 cm_letter_version *ret_version, cm_err *err)
{
    cm_statement s = cm_statement_new(desk, "SELECT content, digest, by, at, seq FROM "
                                            "document_version WHERE document = ? AND seq = ?");
    cm_statement_int(&s, no);
    cm_statement_int(&s, seq);
    bool found = cm_statement_next(&s);
    if (found) {
        *ret_version = (cm_letter_version){
            .content = cm_statement_cell(&s, 0, mem),
            .digest = cm_statement_cell(&s, 1, mem),
            .by = cm_statement_cell(&s, 2, mem),
            .at = cm_statement_cell(&s, 3, mem),
            .seq = cm_statement_number(&s, 4),
        };
    }
    cm_status status = cm_statement_end(&s, err);
    return status == CM_OK && !found
               ? cm_err_set(err, CM_E_NOTFOUND, "no version %lld of document %lld", (long long)seq,
                            (long long)no)
               : status;
}

cm_status cm_letter_versions_of(cm_desk *desk, cm_arena *mem, int64_t no,
                                cm_letter_versions *ret_versions, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "SELECT digest, by, at, seq, step FROM document_version WHERE document = ? "
              "ORDER BY seq");
    cm_statement_int(&s, no);
    *ret_versions = (cm_letter_versions){0};
    while (cm_statement_next(&s)) {
        *cm_vec_push(mem, ret_versions) = (cm_letter_version){
            .digest = cm_statement_cell(&s, 0, mem),
            .by = cm_statement_cell(&s, 1, mem),
            .at = cm_statement_cell(&s, 2, mem),
            .seq = cm_statement_number(&s, 3),
            .step = cm_statement_cell(&s, 4, mem),
        };
    }
    return cm_statement_end(&s, err);
}

cm_status cm_letter_last_number(cm_desk *desk, const cm_letter *like, int64_t *ret_n, cm_err *err)
{
    cm_statement s = cm_statement_new(desk, "SELECT coalesce(max(n), 0) FROM document WHERE "
                                            "office = ? AND kind = ? AND year = ?");
    cm_statement_text(&s, cm_or_empty(like->office));
    cm_statement_text(&s, like->kind);
    cm_statement_int(&s, like->year);
    *ret_n = cm_statement_next(&s) ? cm_statement_number(&s, 0) : 0;
    return cm_statement_end(&s, err);
}

cm_status cm_letter_number_taken(cm_desk *desk, cm_sv number, bool *ret_taken, cm_err *err)
{
    cm_statement s =
        cm_statement_new(desk, "SELECT EXISTS (SELECT 1 FROM document WHERE number = ?)");
    cm_statement_text(&s, number);
    *ret_taken = cm_statement_next(&s) && cm_statement_number(&s, 0) != 0;
    return cm_statement_end(&s, err);
}

cm_status cm_letter_writers(cm_desk *desk, cm_arena *mem, int64_t no, cm_svs *ret_names,
                            cm_err *err)
{
    cm_statement s = cm_statement_new(desk, "SELECT DISTINCT by FROM document_version WHERE "
                                            "document = ? AND step IS NULL ORDER BY by");
    cm_statement_int(&s, no);
    cm_svs names = {0};
    while (cm_statement_next(&s)) {
        *cm_vec_push(mem, &names) = cm_statement_cell(&s, 0, mem);
    }
    cm_status status = cm_statement_end(&s, err);
    if (status == CM_OK) {
        *ret_names = names;
    }
    return status;
}
