#include "base/base.h"

#include "desk/redact.h"

#include "base/digest.h"
#include "desk/mask.h"
#include "desk/statement.h"

/* ---- the texts ---- */

typedef enum { NAMES, WHOLE, CONTENT } manner;

#define OF_CLUE         "clue = ?1"
#define OF_CLUE_ID      "clue = (SELECT id FROM clue WHERE no = ?1)"
#define OF_VERIFICATION "verification IN (SELECT no FROM verification WHERE clue = ?1)"
#define OF_DEADLINE     "deadline IN (SELECT no FROM deadline WHERE clue = ?1)"
#define OF_DOCUMENT     "document IN (SELECT no FROM document WHERE clue = ?1)"

/* Every column of the desk in which words about a clue are written. */
static const struct {
    const char *read, *write;
    manner manner;
} PLACES[] = {

#define PLACE(table, column, where, how)                                                           \
    {                                                                                              \
        "SELECT no, " column " FROM " table " WHERE " column " IS NOT NULL AND " where,            \
            "UPDATE " table " SET " column " = ?1 WHERE no = ?2", how                              \
    }
    PLACE("clue", "defendant", "no = ?1", WHOLE),
    PLACE("clue", "finding", "no = ?1", WHOLE),
    PLACE("clue_event", "finding_was", OF_CLUE, WHOLE),
    PLACE("clue_event", "finding", OF_CLUE, WHOLE),
    PLACE("clue_event", "why", OF_CLUE, NAMES),
    PLACE("clue_told", "text", OF_CLUE_ID, WHOLE),
    PLACE("note", "text", OF_CLUE, NAMES),
    PLACE("verification", "what", OF_CLUE, NAMES),
    PLACE("verification", "told", OF_CLUE, NAMES),
    PLACE("attachment", "name", OF_VERIFICATION, NAMES),
    PLACE("deadline", "extended_why", OF_CLUE, NAMES),
    PLACE("deadline", "ended_why", OF_CLUE, NAMES),
    PLACE("deadline_pause", "why", OF_DEADLINE, NAMES),
    PLACE("document", "reply_text", OF_CLUE, NAMES),
    PLACE("document", "attachment", OF_CLUE, NAMES),
    PLACE("document", "reason", OF_CLUE, NAMES),
    PLACE("document_version", "content", OF_DOCUMENT, CONTENT),
    PLACE("unmask", "reason", OF_CLUE_ID, NAMES),
#undef PLACE
};

typedef struct {
    int64_t no;
    cm_sv text;
} changed_text;

typedef CM_VEC(changed_text) changed_texts;

static cm_status replace(const cm_redaction *r, manner by, cm_arena *mem, cm_sv text,
                         cm_sv *ret_text, cm_err *err)
{
    if (by == CONTENT && r->content != NULL) {
        return r->content(r->payload, text, ret_text, err);
    }
    *ret_text = by == WHOLE && r->whole.len != 0
                    ? r->whole
                    : cm_mask_replace(mem, text, &r->names, &r->stands);
    return CM_OK;
}

// NOLINTNEXTLINE(readability-function-size): seven parameters, each of its own
static cm_status read_changed(cm_desk *desk, int64_t clue, size_t place, const cm_redaction *r,
                              cm_arena *mem, changed_texts *ret, cm_err *err)
{
    cm_status status = CM_OK;
    cm_statement s = cm_statement_new(desk, PLACES[place].read);
    cm_statement_int(&s, clue);
    while (status == CM_OK && cm_statement_next(&s)) {
        cm_sv text = cm_statement_cell(&s, 1, mem), now = text;
        status = replace(r, PLACES[place].manner, mem, text, &now, err);
        if (status == CM_OK && !cm_sv_equal(text, now)) {
            *cm_vec_push(mem, ret) = (changed_text){cm_statement_number(&s, 0), now};
        }
    }
    CM_AUTO_ERR ignored = {0};
    cm_status ended = cm_statement_end(&s, status == CM_OK ? err : &ignored);
    return status != CM_OK ? status : ended;
}

static cm_status redact_place(cm_desk *desk, int64_t clue, size_t place, const cm_redaction *r,
                              cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    changed_texts list = {0};
    cm_status status = read_changed(desk, clue, place, r, &mem, &list, err);
    for (size_t i = 0; status == CM_OK && i < list.count; i++) {
        cm_statement s = cm_statement_new(desk, PLACES[place].write);
        cm_statement_text(&s, list.items[i].text);
        cm_statement_int(&s, list.items[i].no);
        status = cm_statement_run(&s, err);
        if (status == CM_OK && PLACES[place].manner == CONTENT) {
            cm_statement d =
                cm_statement_new(desk, "UPDATE document_version SET digest = ? WHERE no = ?");
            cm_statement_text(&d, cm_digest_hex(&mem, cm_digest_of(list.items[i].text)));
            cm_statement_int(&d, list.items[i].no);
            status = cm_statement_run(&d, err);
        }
    }
    return status;
}

cm_status cm_redact_clue(cm_desk *desk, int64_t clue, const cm_redaction *r, cm_err *err)
{
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < CM_COUNT(PLACES); i++) {
        status = redact_place(desk, clue, i, r, err);
    }
    if (status != CM_OK) {
        return status;
    }
    /* Of a file nobody can tell what it holds; its digest and size stay. */
    cm_statement files = cm_statement_new(
        desk, "UPDATE attachment SET content = x'' WHERE length(content) > 0 AND " OF_VERIFICATION);
    cm_statement_int(&files, clue);
    status = cm_statement_run(&files, err);
    cm_statement version = cm_statement_new(
        desk, "UPDATE clue SET version = version + 1, gone = max(gone, ?) WHERE no = ?");
    cm_statement_int(&version, r->whole.len != 0);
    cm_statement_int(&version, clue);
    CM_AUTO_ERR ignored = {0};
    cm_status told = cm_statement_run(&version, status == CM_OK ? err : &ignored);
    return status != CM_OK ? status : told;
}

cm_status cm_redact_names(cm_desk *desk, int64_t clue, cm_arena *mem, cm_svs *ret_names,
                          cm_err *err)
{
    cm_svs names = {0};
    cm_statement s = cm_statement_new(
        desk, "SELECT defendant, -1 AS place FROM clue WHERE no = ?1 AND defendant IS NOT NULL "
              "UNION ALL SELECT text, no FROM clue_told WHERE " OF_CLUE_ID " ORDER BY place");
    cm_statement_int(&s, clue);
    while (cm_statement_next(&s)) {
        *cm_vec_push(mem, &names) = cm_statement_cell(&s, 0, mem);
    }
    cm_status status = cm_statement_end(&s, err);
    if (status == CM_OK) {
        *ret_names = names;
    }
    return status;
}

/* ---- which clues ---- */

cm_status cm_redact_keep(cm_desk *desk, int64_t clue, int64_t source, cm_sv at, cm_err *err)
{
    cm_statement marked =
        cm_statement_new(desk, "UPDATE redaction SET done_at = ?1, ended_at = NULL WHERE clue = ?2 "
                               "AND source = ?3 AND done_at IS NULL");
    cm_statement_text(&marked, at);
    cm_statement_int(&marked, clue);
    cm_statement_int(&marked, source);
    cm_status status = cm_statement_run(&marked, err);
    if (status != CM_OK || source != 0) {
        return status;
    }
    cm_statement s = cm_statement_new(
        desk, "INSERT INTO redaction (clue, source, marked_at, done_at) VALUES (?1, 0, ?2, ?2)");
    cm_statement_int(&s, clue);
    cm_statement_text(&s, at);
    return cm_statement_run(&s, err);
}

cm_status cm_redact_mark(cm_desk *desk, cm_sv doc, int64_t source, cm_sv at, int64_t *ret_clues,
                         cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "INSERT INTO redaction (clue, source, marked_at) SELECT no, ?2, ?3 FROM clue WHERE "
              "doc = ?1 AND NOT EXISTS (SELECT 1 FROM redaction r WHERE r.clue = clue.no AND "
              "r.ended_at IS NULL AND (r.done_at IS NULL AND r.source = ?2 OR r.done_at IS NOT "
              "NULL AND r.source <> 0))");
    cm_statement_text(&s, doc);
    cm_statement_int(&s, source);
    cm_statement_text(&s, at);
    cm_status status = cm_statement_run(&s, err);
    if (status == CM_OK) {
        *ret_clues = sqlite3_changes64(desk->db);
    }
    return status;
}

static cm_status read_clues(cm_statement *s, cm_arena *mem, cm_redact_clues *ret_clues, cm_err *err)
{
    cm_redact_clues list = {0};
    while (cm_statement_next(s)) {
        cm_date since = CM_NO_DATE;
        cm_sv moment = cm_statement_cell(s, 6, mem);
        (void)cm_date_parse(cm_sv_slice(moment, 0, sizeof("2026-11-22") - 1), &since);
        *cm_vec_push(mem, &list) = (cm_redact_clue_row){.no = cm_statement_number(s, 0),
                                                        .id = cm_statement_cell(s, 1, mem),
                                                        .doc = cm_statement_cell(s, 2, mem),
                                                        .office = cm_statement_cell(s, 3, mem),
                                                        .handler = cm_statement_cell(s, 4, mem),
                                                        .state = cm_statement_cell(s, 5, mem),
                                                        .since = since};
    }
    cm_status status = cm_statement_end(s, err);
    if (status == CM_OK) {
        *ret_clues = list;
    }
    return status;
}

#define SINCE                                                                                      \
    "coalesce((SELECT max(e.at) FROM clue_event e WHERE e.clue = c.no AND e.to_state = c.state "   \
    "AND e.from_state <> c.state AND e.undone IS NULL), c.made_at)"
#define ROW "c.no, c.id, c.doc, c.office, c.handler, c.state, " SINCE " AS since"

cm_status cm_redact_marked(cm_desk *desk, int64_t source, cm_arena *mem, cm_redact_clues *ret_clues,
                           cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "SELECT " ROW " FROM clue c JOIN redaction r ON r.clue = c.no WHERE r.source = ? AND "
              "r.done_at IS NULL AND r.ended_at IS NULL ORDER BY c.no");
    cm_statement_int(&s, source);
    return read_clues(&s, mem, ret_clues, err);
}

cm_status cm_redact_spare(cm_desk *desk, int64_t clue, int64_t source, cm_sv at, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "UPDATE redaction SET ended_at = ? WHERE clue = ? AND source = ? AND done_at IS NULL "
              "AND ended_at IS NULL");
    cm_statement_text(&s, at);
    cm_statement_int(&s, clue);
    cm_statement_int(&s, source);
    return cm_statement_run(&s, err);
}

#define HOLDS "done_at IS NOT NULL AND ended_at IS NULL"

cm_status cm_redact_due(cm_desk *desk, cm_sv state, cm_date until, cm_arena *mem,
                        cm_redact_clues *ret_clues, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "SELECT " ROW " FROM clue c WHERE c.state = ?1 AND substr(" SINCE ", 1, 10) <= ?2 "
              "AND NOT EXISTS (SELECT 1 FROM redaction WHERE clue = c.no AND " HOLDS ") AND NOT "
              "EXISTS (SELECT 1 FROM seal WHERE seal.doc = c.doc AND seal.ended_at IS NULL) "
              "ORDER BY since, c.no");
    cm_statement_text(&s, state);
    cm_statement_date(&s, until);
    return read_clues(&s, mem, ret_clues, err);
}

cm_status cm_redact_is(cm_desk *desk, int64_t clue, bool *ret_redacted, cm_err *err)
{
    cm_statement s = cm_statement_new(desk, "SELECT 1 FROM redaction WHERE clue = ? AND " HOLDS);
    cm_statement_int(&s, clue);
    *ret_redacted = cm_statement_next(&s);
    return cm_statement_end(&s, err);
}

cm_status cm_redact_end(cm_desk *desk, int64_t clue, cm_sv at, cm_err *err)
{
    cm_statement s =
        cm_statement_new(desk, "UPDATE redaction SET ended_at = ? WHERE clue = ? AND " HOLDS);
    cm_statement_text(&s, at);
    cm_statement_int(&s, clue);
    return cm_statement_run(&s, err);
}
