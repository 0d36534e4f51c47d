#include "base/base.h"

#include "desk/standing.h"

#include "base/digest.h"
#include "base/file.h"
#include "base/map.h"
#include "base/tsv.h"
#include "desk/census.h"
#include "desk/replay.h"
#include "desk/seal.h"
#include "desk/statement.h"
#include "desk/suppression.h"

/* ---- the rules ---- */

static cm_status read_rule(const cm_verdicts *v, const cm_tsv *t, const cm_tsv_row *row,
                           cm_verdict_rule *rule, cm_err *err)
{
    static const char *const COLUMNS[] = {"from_rung", "list", "false_positive", "zh", "en"};
    cm_sv cells[CM_COUNT(COLUMNS)];
    cm_status status = cm_tsv_cells(t, row, COLUMNS, CM_COUNT(COLUMNS), cells, err);
    if (status != CM_OK) {
        return status;
    }
    rule->from_rung = -1;
    for (size_t i = 0; i < v->course->rungs.count; i++) {
        if (cm_sv_equal(v->course->rungs.items[i], cells[0])) {
            rule->from_rung = (int64_t)i;
        }
    }
    rule->list = cells[1];
    rule->false_positive = cm_sv_equal(cells[2], CM_SV("1"));
    rule->zh = cells[3];
    rule->en = cells[4];
    return cells[0].len != 0 && rule->from_rung < 0
               ? cm_err_set_at(err, CM_E_SCHEMA, t->file, row->line, 0, "no rung '%.*s'",
                               CM_SV_ARG(cells[0]))
               : CM_OK;
}

cm_status cm_verdicts_load(cm_arena *mem, cm_sv folder, const cm_course *course,
                           cm_verdicts *ret_verdicts, cm_err *err)
{
    static const char *const IDS[CM_VERDICT_COUNT] = {"open", "held", "false_positive", "rejected"};
    cm_verdicts v = {.course = course};
    cm_tsv t = {0};
    size_t id = 0;
    cm_status status = cm_tsv_load(mem, cm_file_join(mem, folder, CM_SV("verdicts.tsv")), &t, err);
    if (status == CM_OK) {
        status = cm_tsv_column(&t, CM_SV("verdict"), &id, err);
    }
    for (size_t i = 0; status == CM_OK && i < CM_VERDICT_COUNT; i++) {
        const cm_tsv_row *row = NULL;
        for (size_t k = 0; k < t.rows.count; k++) {
            row =
                cm_sv_equal(t.rows.items[k].cells[id], cm_sv_from(IDS[i])) ? &t.rows.items[k] : row;
        }
        v.rules[i].id = cm_sv_from(IDS[i]);
        status = row != NULL ? read_rule(&v, &t, row, &v.rules[i], err)
                             : cm_err_set(err, CM_E_SCHEMA, "%.*s: no verdict '%s'",
                                          CM_SV_ARG(t.file), IDS[i]);
    }
    if (status == CM_OK) {
        *ret_verdicts = v;
    }
    return status;
}

/* ---- one clue after the other, as the filter leaves them ---- */

typedef struct {
    cm_desk *desk;
    const cm_standing_filter *filter;
    cm_standing_visit visit;
    void *payload;
    cm_arena mem, clue;
    CM_VEC(cm_suppression) wide; /* that hold and are not for one clue */
    cm_map narrow;               /* clue -> cm_suppressions */
    cm_map sealed;               /* document -> cm_seal */
} walk;

static bool covered(const cm_suppression *items, size_t count, const cm_suppressible *clue,
                    cm_date day)
{
    for (size_t i = 0; i < count; i++) {
        cm_suppression one = items[i];
        const cm_suppressions list = {&one, 1, 1};
        if (cm_suppression_of(&list, clue, day) != NULL) {
            return true;
        }
    }
    return false;
}

static bool is_left_out(walk *r, const cm_replayed *one, cm_date day)
{
    const cm_standing *s = &one->standing;
    const cm_suppressions *narrow = cm_map_find(&r->narrow, s->id);
    if (s->verdict == CM_VERDICT_FALSE || s->verdict == CM_VERDICT_REJECTED ||
        (narrow == NULL && r->wide.count == 0)) {
        return false;
    }
    cm_arena_reset(&r->clue);
    const cm_suppressible clue = {
        .model = s->model,
        .clue = s->id,
        .finding = cm_digest_hex(&r->clue, cm_digest_of(one->finding)),
        .court = s->court,
        .charge = s->charge,
        .sub = one->sub,
    };
    return covered(r->wide.items, r->wide.count, &clue, day) ||
           (narrow != NULL && covered(narrow->items, narrow->count, &clue, day));
}

static bool matches(cm_sv wanted, cm_sv value)
{
    return wanted.ptr == NULL || cm_sv_equal(wanted, value);
}

static bool is_wanted(const cm_standing_filter *f, const cm_replayed *one)
{
    const cm_standing *s = &one->standing;
    return (f->scope == NULL || cm_scope_has(f->scope, one->office, s->handler)) &&
           matches(f->model, s->model) && matches(f->court, s->court) &&
           matches(f->charge, s->charge) && matches(f->office, s->office) &&
           matches(f->direction, s->direction) && matches(f->year, s->year) &&
           (!cm_date_exists(f->from) || cm_date_compare(s->since, f->from) >= 0) &&
           (!cm_date_exists(f->to) || cm_date_compare(s->since, f->to) <= 0);
}

static cm_date day_of(const cm_standing_filter *f)
{
    return cm_date_exists(f->as_of) ? f->as_of : f->today;
}

static cm_status give(void *payload, const cm_replayed *one, cm_err *err)
{
    walk *r = payload;
    if (!is_wanted(r->filter, one) || cm_map_find(&r->sealed, one->doc) != NULL) {
        return CM_OK;
    }
    cm_standing s = one->standing;
    s.left_out = is_left_out(r, one, day_of(r->filter));
    return r->visit(r->payload, &s, err);
}

static cm_status load_suppressions(walk *r, cm_err *err)
{
    cm_suppressions all = {0};
    cm_status status = cm_suppressions_load(r->desk, &r->mem, &all, err);
    for (size_t i = 0; status == CM_OK && i < all.count; i++) {
        const cm_suppression *s = &all.items[i];
        if (!cm_suppression_holds(s, day_of(r->filter))) {
            continue;
        }
        if (s->clue.len == 0) {
            *cm_vec_push(&r->mem, &r->wide) = *s;
            continue;
        }
        cm_suppressions *of_clue = cm_map_find(&r->narrow, s->clue);
        if (of_clue == NULL) {
            of_clue = cm_arena_new(&r->mem, cm_suppressions);
            (void)cm_map_put(&r->mem, &r->narrow, s->clue, of_clue);
        }
        *cm_vec_push(&r->mem, of_clue) = *s;
    }
    return status;
}

/* What is sealed now is in no count, of whichever day. */
static cm_status load_seals(walk *r, cm_err *err)
{
    cm_seals seals = {0};
    cm_status status = cm_seals_load(r->desk, false, &r->mem, &seals, err);
    r->sealed = cm_seals_by_doc(&seals, &r->mem);
    return status;
}

cm_status cm_standings_each(cm_desk *desk, const cm_verdicts *verdicts,
                            const cm_standing_filter *filter, cm_standing_visit visit,
                            void *payload, cm_err *err)
{
    if (desk->census != NULL && !cm_date_exists(filter->as_of)) {
        return cm_census_each(desk, filter, visit, payload, err);
    }
    walk r = {.desk = desk, .filter = filter, .visit = visit, .payload = payload};
    const cm_replay_of of = {.verdicts = verdicts, .as_of = filter->as_of};
    cm_arena_init(&r.mem);
    cm_arena_init(&r.clue);
    cm_status status = load_suppressions(&r, err);
    if (status == CM_OK) {
        status = load_seals(&r, err);
    }
    if (status == CM_OK) {
        status = cm_replay_each(desk, &of, give, &r, err);
    }
    cm_arena_clear(&r.clue);
    cm_arena_clear(&r.mem);
    return status;
}
