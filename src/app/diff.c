#include "base/base.h"

#include "app/diff.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/map.h"

typedef struct {
    int64_t doc_key, defendant_no, count_no;
    cm_answer answer;
    cm_sv finding, case_no, defendant, charge;
} subject;

struct cm_snapshot {
    const cm_model *model;
    uint64_t answers[CM_ANSWER_COUNT];
    CM_VEC(subject *) subjects; /* hits and undecidable ones, in the order of the results */
    cm_map by_key;
    CM_VEC(int64_t) sealed; /* documents that are not there for the caller, in order */
    cm_arena *mem;
};

static cm_status load_sealed(cm_site *site, cm_snapshot *s, cm_err *err)
{
    cm_rows *rows = NULL;
    cm_status status = cm_facts_ask(site->session, CM_QUERY_SEALED, NULL, 0, &rows, err);
    while (status == CM_OK && cm_rows_next(rows)) {
        *cm_vec_push(s->mem, &s->sealed) = cm_rows_cell(rows, 0).number;
    }
    cm_rows_close(rows);
    return status;
}

static bool is_sealed(const cm_snapshot *s, int64_t doc_key)
{
    size_t low = 0, high = s->sealed.count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (s->sealed.items[mid] < doc_key) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    return low < s->sealed.count && s->sealed.items[low] == doc_key;
}

static cm_sv key_of(cm_arena *mem, const subject *s)
{
    return cm_arena_format(mem, "%lld/%lld/%lld", (long long)s->doc_key, (long long)s->defendant_no,
                           (long long)s->count_no);
}

static cm_status keep(void *payload, const cm_run_result *r, cm_err *err)
{
    (void)err;
    cm_snapshot *snapshot = payload;
    if (is_sealed(snapshot, r->doc_key)) {
        return CM_OK;
    }
    snapshot->answers[r->answer]++;
    if (r->answer == CM_ANSWER_CLEAR) {
        return CM_OK; /* most are; what is not kept is clear or not in scope */
    }
    subject *s = cm_arena_new(snapshot->mem, subject);
    *s = (subject){.doc_key = r->doc_key,
                   .defendant_no = r->defendant_no,
                   .count_no = r->count_no,
                   .answer = r->answer,
                   .finding = cm_arena_sv(snapshot->mem, r->finding),
                   .case_no = cm_arena_sv(snapshot->mem, r->case_no),
                   .defendant = cm_arena_sv(snapshot->mem, r->defendant),
                   .charge = cm_arena_sv(snapshot->mem, r->charge)};
    *cm_vec_push(snapshot->mem, &snapshot->subjects) = s;
    (void)cm_map_put(snapshot->mem, &snapshot->by_key, key_of(snapshot->mem, s), s);
    return CM_OK;
}

cm_status cm_snapshot_take(cm_site *site, const cm_model *model, cm_arena *mem,
                           cm_snapshot **ret_snapshot, cm_err *err)
{
    cm_snapshot *snapshot = cm_arena_new(mem, cm_snapshot);
    snapshot->mem = mem;
    snapshot->model = model;
    *ret_snapshot = snapshot;
    cm_status status = load_sealed(site, snapshot, err);
    return status == CM_OK ? cm_run_preview(site, model, keep, snapshot, err) : status;
}

static const subject *find(const cm_snapshot *snapshot, cm_arena *mem, const subject *s)
{
    return snapshot == NULL ? NULL : cm_map_find(&snapshot->by_key, key_of(mem, s));
}

static void add(cm_arena *mem, cm_diff *d, cm_diff_kind kind, const subject *before,
                const subject *after)
{
    const subject *any = after != NULL ? after : before;
    d->kinds[kind]++;
    *cm_vec_push(mem, &d->rows) = (cm_diff_row){
        .kind = kind,
        .doc_key = any->doc_key,
        .defendant_no = any->defendant_no,
        .count_no = any->count_no,
        .before = before != NULL ? before->answer : CM_ANSWER_CLEAR,
        .after = after != NULL ? after->answer : CM_ANSWER_CLEAR,
        .case_no = any->case_no,
        .defendant = any->defendant,
        .charge = any->charge,
        .said_before = before != NULL ? before->finding : CM_SV(""),
        .said_after = after != NULL ? after->finding : CM_SV(""),
    };
}

static bool is_hit(const subject *s)
{
    return s != NULL && s->answer == CM_ANSWER_HIT;
}

static int by_subject(const void *a, const void *b)
{
    const cm_diff_row *x = a, *y = b;
    const int64_t pairs[][2] = {
        {x->doc_key, y->doc_key}, {x->defendant_no, y->defendant_no}, {x->count_no, y->count_no}};
    for (size_t i = 0; i < CM_COUNT(pairs); i++) {
        if (pairs[i][0] != pairs[i][1]) {
            return pairs[i][0] < pairs[i][1] ? -1 : 1;
        }
    }
    return 0;
}

void cm_diff_of(const cm_snapshot *before, const cm_snapshot *after, cm_arena *mem,
                cm_diff *ret_diff)
{
    cm_diff d = {.before = before != NULL ? before->model : NULL,
                 .after = after != NULL ? after->model : NULL};
    for (size_t i = 0; i < CM_ANSWER_COUNT; i++) {
        d.answers_before[i] = before != NULL ? before->answers[i] : 0;
        d.answers_after[i] = after != NULL ? after->answers[i] : 0;
    }
    for (size_t i = 0; after != NULL && i < after->subjects.count; i++) {
        const subject *now = after->subjects.items[i];
        const subject *then = find(before, mem, now);
        if (is_hit(now) && !is_hit(then)) {
            add(mem, &d, CM_DIFF_GAINED, then, now);
        } else if (is_hit(now) && !cm_sv_equal(now->finding, then->finding)) {
            add(mem, &d, CM_DIFF_CHANGED, then, now);
        }
    }
    for (size_t i = 0; before != NULL && i < before->subjects.count; i++) {
        const subject *then = before->subjects.items[i];
        const subject *now = find(after, mem, then);
        if (is_hit(then) && !is_hit(now)) {
            add(mem, &d, CM_DIFF_LOST, then, now);
        }
    }
    if (d.rows.count > 1) {
        qsort(d.rows.items, d.rows.count, sizeof(*d.rows.items), by_subject);
    }
    *ret_diff = d;
}
