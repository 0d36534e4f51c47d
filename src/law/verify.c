#include "base/base.h"

#include "base/limits.h"
#include "law/data.h"
#include "law/limit.h"
#include "law/verify.h"

typedef struct {
    const cm_law *law;
    cm_arena *mem;
    cm_law_report *report;
} verifying;

static void note(verifying *v, cm_law_check check, bool good, cm_sv where)
{
    v->report->done[check]++;
    if (!good) {
        *cm_vec_push(v->mem, &v->report->faults) = (cm_law_fault){check, where};
    }
}

/* ---- the checks written by reading the statute ---- */

/* A row in the notation of data/law/tests.tsv. */
static cm_sv encode(cm_arena *mem, const cm_tier *t)
{
    static const char *const FINES[] = {"", "F1", "F2", "F3", "FA", "FC"};
    static const char *const CONFISCATIONS[] = {"", "K1", "K2", ""};
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_MESSAGE);
    if (t->fixed_term) {
        (void)cm_buf_addf(&out, "%d-%d", t->min_months, t->max_months);
    } else {
        (void)cm_buf_addf(&out, "-");
    }
    (void)cm_buf_addf(&out, "%s%s%s%s%s%s%s", t->control ? "c" : "", t->detention ? "d" : "",
                      t->rights_alone ? "p" : "", t->life ? "L" : "", t->death ? "X" : "",
                      FINES[t->fine], CONFISCATIONS[t->confiscation]);
    return cm_arena_sv(mem, cm_buf_view(&out));
}

static size_t count_code(const cm_svs *codes, cm_sv code)
{
    size_t n = 0;
    for (size_t i = 0; i < codes->count; i++) {
        n += cm_sv_equal(codes->items[i], code) ? 1 : 0;
    }
    return n;
}

static bool same_codes(const cm_svs *a, const cm_svs *b)
{
    bool same = a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++) {
        same = count_code(a, a->items[i]) == count_code(b, a->items[i]);
    }
    return same;
}

static bool as_written(verifying *v, cm_cells *c)
{
    static const char *const SUBJECTS[] = {"person", "unit_staff", "staff_only"};
    cm_date on = cm_cells_date(c, "date");
    int subject = cm_cells_choice(c, "subject", SUBJECTS, CM_COUNT(SUBJECTS));
    cm_tier_query q = {.charge = cm_cells_text(c, "charge"), .last_act = on, .decided_on = on};
    cm_tier_matches rows = {0};
    cm_svs got = {0}, want = {0};
    cm_sv expected = cm_cells_text(c, "expected_tiers");
    cm_sv each;
    if (c->status != CM_OK || !cm_law_tiers(v->law, v->mem, &q, &rows)) {
        return false;
    }
    for (size_t i = 0; i < rows.count; i++) {
        if ((int)rows.items[i].tier->subject == subject) {
            *cm_vec_push(v->mem, &got) = encode(v->mem, rows.items[i].tier);
        }
    }
    while (cm_sv_split(&expected, ';', &each)) {
        *cm_vec_push(v->mem, &want) = each;
    }
    return same_codes(&got, &want);
}

static cm_status check_statute(verifying *v, cm_err *err)
{
    cm_tsv t;
    cm_status status = cm_law_table(v->law, v->mem, "tests.tsv", &t, err);
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        cm_cells c = {&t, &t.rows.items[i], CM_OK, err};
        bool good = as_written(v, &c);
        status = c.status;
        note(v, CM_CHECK_STATUTE, good,
             cm_arena_format(v->mem, "tests.tsv:%u %.*s", c.row->line,
                             CM_SV_ARG(cm_cells_text(&c, "charge"))));
    }
    return status;
}

/* ---- tiers ---- */

static bool together(const cm_tier *a, const cm_tier *b)
{
    return a->subject == b->subject && a->from_day == b->from_day;
}

static bool is_numbered(const cm_charge_entry *e, const cm_tier *t)
{
    int same = 0, lower = 0;
    for (size_t i = 0; i < e->tiers.count; i++) {
        const cm_tier *other = e->tiers.items[i];
        same += together(t, other) && other->tier == t->tier;
        lower += together(t, other) && other->tier < t->tier;
    }
    return same == 1 && lower == t->tier - 1;
}

static bool is_alone_in_time(const cm_charge_entry *e, const cm_tier *t)
{
    for (size_t i = 0; i < e->tiers.count; i++) {
        const cm_tier *other = e->tiers.items[i];
        if (other->subject == t->subject && other->from_day != t->from_day &&
            other->from_day < t->to_day && t->from_day < other->to_day) {
            return false;
        }
    }
    return true;
}

/* Some version begins on the day this one ends. */
static bool is_followed(const cm_charge_entry *e, const cm_tier *t)
{
    bool last = true, followed = t->to_day == INT32_MAX;
    for (size_t i = 0; i < e->tiers.count; i++) {
        followed = followed || e->tiers.items[i]->from_day == t->to_day;
        last = last && e->tiers.items[i]->from_day < t->to_day;
    }
    return followed || last;
}

static void check_tiers(verifying *v)
{
    for (size_t i = 0; i < v->law->tiers.count; i++) {
        const cm_tier *t = v->law->tiers.items[i];
        const cm_charge_entry *e = cm_charge_entry_of(t->charge);
        cm_law_text text;
        bool quoted = cm_law_article(v->law, t->text_at, t->valid_from, &text) && text.applied &&
                      cm_sv_find(text.paragraphs[0].text, t->penalty_text, 0) != SIZE_MAX;
        note(v, CM_CHECK_QUOTE, quoted, t->id);
        note(v, CM_CHECK_NUMBERS, is_numbered(e, t), t->id);
        note(v, CM_CHECK_OVERLAP, is_alone_in_time(e, t), t->id);
        note(v, CM_CHECK_TILING, is_followed(e, t), t->id);
    }
}

/* ---- time limits ---- */

static bool is_quoted(const cm_law *law, const cm_limit *limit)
{
    cm_sv rest = limit->basis, citation;
    bool first = true, good = true;
    while (good && cm_sv_split(&rest, ';', &citation)) {
        cm_law_ref ref;
        cm_law_text text;
        good = cm_law_ref_parse(law, citation, &ref) &&
               cm_law_article(law, ref, limit->valid_from, &text) &&
               (!first || cm_sv_find(text.paragraphs[0].text, limit->words, 0) != SIZE_MAX);
        first = false;
    }
    return good && (limit->words.len != 0 || limit->unit == CM_LIMIT_NONE);
}

static bool is_only_one(const cm_law *law, const cm_limit_row *row)
{
    for (size_t i = 0; i < law->limits.count; i++) {
        const cm_limit_row *other = &law->limits.items[i];
        if (other != row && cm_sv_equal(other->limit.id, row->limit.id) &&
            other->validity.from < row->validity.to && row->validity.from < other->validity.to) {
            return false;
        }
    }
    return true;
}

static void check_limits(verifying *v)
{
    for (size_t i = 0; i < v->law->limits.count; i++) {
        const cm_limit_row *row = &v->law->limits.items[i];
        bool checked = row->limit.status == CM_LIMIT_CHECKED;
        note(v, CM_CHECK_LIMIT, !checked || is_quoted(v->law, &row->limit), row->limit.id);
        note(v, CM_CHECK_LIMIT, is_only_one(v->law, row), row->limit.id);
    }
}

cm_status cm_law_verify(const cm_law *law, cm_arena *mem, cm_law_report *ret_report, cm_err *err)
{
    cm_law_report report = {.done = {0}};
    verifying v = {law, mem, &report};
    cm_status status = check_statute(&v, err);
    check_tiers(&v);
    check_limits(&v);
    *ret_report = report;
    return status;
}
