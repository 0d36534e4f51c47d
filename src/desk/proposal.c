#include "base/base.h"

#include "desk/layout.h"
#include "desk/proposal.h"
#include "desk/statement.h"

#define COLUMNS                                                                                    \
    "no, model, model_version, content, base, why, author, made_at, changed_at, state, "           \
    "decided_by, decided_at, decided_why, version"

static const char *const STATES[CM_PROPOSAL_STATE_COUNT] = {
    [CM_PROPOSAL_OPEN] = "open",         [CM_PROPOSAL_PUBLISHED] = "published",
    [CM_PROPOSAL_REFUSED] = "refused",   [CM_PROPOSAL_DROPPED] = "dropped",
    [CM_PROPOSAL_REPLACED] = "replaced", [CM_PROPOSAL_WITHDRAWN] = "withdrawn",
};

cm_sv cm_proposal_state_id(cm_proposal_state state)
{
    return cm_sv_from(STATES[state]);
}

bool cm_proposal_state_find(cm_sv id, cm_proposal_state *ret_state)
{
    for (size_t i = 0; i < CM_PROPOSAL_STATE_COUNT; i++) {
        if (cm_sv_equal(id, cm_sv_from(STATES[i]))) {
            *ret_state = (cm_proposal_state)i;
            return true;
        }
    }
    return false;
}

/* ---- writing ---- */

cm_status cm_proposal_add(cm_desk *desk, const cm_proposal *p, int64_t *ret_no, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "INSERT INTO proposal (model, text, content, base, why, author, made_at, changed_at, "
              "state, model_version, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)");
    const cm_sv texts[] = {p->model,
                           p->text,
                           p->content,
                           cm_or_null(p->base),
                           p->why,
                           p->author,
                           p->made_at,
                           p->made_at,
                           cm_proposal_state_id(CM_PROPOSAL_OPEN)};
    for (size_t i = 0; i < CM_COUNT(texts); i++) {
        cm_statement_text(&s, texts[i]);
    }
    cm_statement_int(&s, p->model_version);
    cm_status status = cm_statement_run(&s, err);
    *ret_no = sqlite3_last_insert_rowid(desk->db);
    return status;
}

static cm_status one_changed(cm_desk *desk, cm_status status, int64_t no, cm_err *err)
{
    return status == CM_OK && sqlite3_changes(desk->db) == 0
               ? cm_err_set(err, CM_E_CONFLICT, "proposal %lld was changed meanwhile",
                            (long long)no)
               : status;
}

cm_status cm_proposal_revise(cm_desk *desk, const cm_proposal *p, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "UPDATE proposal SET text = ?, content = ?, base = ?, why = ?, changed_at = ?, "
              "model_version = ?, version = version + 1 WHERE no = ? AND version = ? AND "
              "state = 'open'");
    const cm_sv texts[] = {p->text, p->content, cm_or_null(p->base), p->why, p->changed_at};
    for (size_t i = 0; i < CM_COUNT(texts); i++) {
        cm_statement_text(&s, texts[i]);
    }
    cm_statement_int(&s, p->model_version);
    cm_statement_int(&s, p->no);
    cm_statement_int(&s, p->version);
    return one_changed(desk, cm_statement_run(&s, err), p->no, err);
}

cm_status cm_proposal_decide(cm_desk *desk, const cm_proposal_decision *d, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "UPDATE proposal SET state = ?, decided_by = ?, decided_at = ?, decided_why = ?, "
              "version = version + 1 WHERE state = ? AND no = ? AND (? IN (0, version))");
    const cm_sv texts[] = {cm_proposal_state_id(d->to), cm_or_empty(d->by), d->at, d->why,
                           cm_proposal_state_id(d->from)};
    for (size_t i = 0; i < CM_COUNT(texts); i++) {
        cm_statement_text(&s, texts[i]);
    }
    cm_statement_int(&s, d->no);
    cm_statement_int(&s, d->version);
    return one_changed(desk, cm_statement_run(&s, err), d->no, err);
}

/* ---- reading ---- */

static cm_proposal proposal_of(cm_statement *s, cm_arena *mem, bool with_text)
{
    cm_proposal p = {.no = cm_statement_number(s, 0),
                     .model = cm_statement_cell(s, 1, mem),
                     .model_version = cm_statement_number(s, 2),
                     .content = cm_statement_cell(s, 3, mem),
                     .base = cm_statement_cell(s, 4, mem),
                     .why = cm_statement_cell(s, 5, mem),
                     .author = cm_statement_cell(s, 6, mem),
                     .made_at = cm_statement_cell(s, 7, mem),
                     .changed_at = cm_statement_cell(s, 8, mem),
                     .decided_by = cm_statement_cell(s, 10, mem),
                     .decided_at = cm_statement_cell(s, 11, mem),
                     .decided_why = cm_statement_cell(s, 12, mem),
                     .version = cm_statement_number(s, 13)};
    cm_assert(cm_proposal_state_find(cm_statement_cell(s, 9, mem), &p.state));
    if (with_text) {
        p.text = cm_statement_cell(s, 14, mem);
    }
    return p;
}

cm_status cm_proposal_get(cm_desk *desk, int64_t no, cm_arena *mem, cm_proposal *ret_proposal,
                          cm_err *err)
{
    cm_statement s = cm_statement_new(desk, "SELECT " COLUMNS ", text FROM proposal WHERE no = ?");
    cm_statement_int(&s, no);
    bool found = cm_statement_next(&s);
    cm_proposal p = found ? proposal_of(&s, mem, true) : (cm_proposal){.no = 0};
    cm_status status = cm_statement_end(&s, err);
    if (status == CM_OK && !found) {
        return cm_err_set(err, CM_E_NOTFOUND, "no proposal %lld", (long long)no);
    }
    *ret_proposal = p;
    return status;
}

cm_status cm_proposals_list(cm_desk *desk, const cm_proposal_filter *filter, cm_arena *mem,
                            cm_proposals *ret_list, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "SELECT " COLUMNS ", text FROM proposal WHERE (?1 IS NULL OR model = ?1) AND "
              "(?2 IS NULL OR state = ?2) ORDER BY no DESC");
    cm_proposals list = {0};
    cm_statement_text(&s, cm_or_null(filter->model));
    cm_statement_text(&s, filter->state >= 0
                              ? cm_proposal_state_id((cm_proposal_state)filter->state)
                              : (cm_sv){NULL, 0});
    while (cm_statement_next(&s)) {
        *cm_vec_push(mem, &list) = proposal_of(&s, mem, filter->with_text);
    }
    *ret_list = list;
    return cm_statement_end(&s, err);
}

cm_status cm_proposals_published(cm_sv path, cm_arena *mem, cm_proposals *ret_list, cm_err *err)
{
    const cm_proposal_filter filter = {.state = CM_PROPOSAL_PUBLISHED, .with_text = true};
    cm_desk *desk = NULL;
    *ret_list = (cm_proposals){0};
    cm_status status = cm_desk_open_reading(path, CM_LAYOUT_PROPOSALS, &desk, err);
    if (status == CM_OK && desk != NULL) {
        status = cm_proposals_list(desk, &filter, mem, ret_list, err);
    }
    cm_desk_close(desk);
    return status;
}
