#include "base/base.h"

#include "law/custody.h"
#include "law/data.h"

/* ---- load ---- */

static cm_status load_row(cm_law *law, cm_arena *mem, cm_cells *c)
{
    static const char *const EFFECTS[] = {"none", "custody", "end"};
    int measure = cm_law_term(law, CM_SV("measure"), cm_cells_text(c, "measure"));
    cm_custody_rate rate = {
        .validity = cm_cells_validity(c),
        .days = cm_cells_int(c, "days"),
        .counts_as = cm_cells_int(c, "counts_as"),
    };
    int effect = cm_cells_choice(c, "effect", EFFECTS, CM_COUNT(EFFECTS));
    if (measure < 0) {
        cm_cells_fail(c, "measure", "is not in list measure");
    }
    if (cm_cells_text(c, "source").len == 0) {
        cm_cells_fail(c, "source", "a source is needed");
    }
    if (c->status != CM_OK) {
        return c->status;
    }
    cm_custody_kind *kind = &law->custody.items[measure];
    kind->effect = (cm_custody_effect)effect;
    kind->max_days = cm_cells_int(c, "max_days");
    if (kind->effect != CM_EFFECT_CUSTODY) {
        return CM_OK;
    }
    int penalty = cm_law_term(law, CM_SV("penalty"), cm_cells_text(c, "penalty"));
    if (penalty < 0 || rate.days < 1 || rate.counts_as < 1) {
        cm_cells_fail(c, "penalty", "custody needs a kind of penalty and a rate");
    }
    rate.penalty = (cm_penalty_kind)penalty;
    *cm_vec_push(mem, &kind->rates) = rate;
    return c->status;
}

cm_status cm_custody_load(cm_law *law, cm_arena *mem, cm_err *err)
{
    const cm_term_list *measures = cm_map_find(&law->terms.lists, CM_SV("measure"));
    cm_tsv t;
    cm_status status = cm_law_table(law, mem, "custody.tsv", &t, err);
    for (size_t i = 0; measures != NULL && i < measures->terms.count; i++) {
        *cm_vec_push(mem, &law->custody) = (cm_custody_kind){.effect = CM_EFFECT_NONE};
    }
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        cm_cells c = {&t, &t.rows.items[i], CM_OK, err};
        status = load_row(law, mem, &c);
    }
    return status;
}

/* ---- spells ---- */

/* Time in custody at one rate. */
typedef struct {
    int32_t from, to; /* both days in custody; to = INT32_MAX: not ended */
    int64_t days, counts_as;
    bool is_end_known;
} spell;

typedef CM_VEC(spell) spells;

typedef struct {
    const cm_law *law;
    cm_arena *mem;
    const cm_custody_query *query;
    int32_t rate_day; /* decides which rates hold */
    spells list;
    bool is_open;
    int64_t max_days; /* of the measure that runs, 0 = no limit */
    int32_t measure_from;
} walk;

static const cm_custody_kind *kind_of(const cm_law *law, int kind)
{
    return kind >= 0 && (size_t)kind < law->custody.count ? &law->custody.items[kind] : NULL;
}

static spell spell_of(const walk *w, const cm_custody_kind *kind, int32_t day)
{
    spell s = {.from = day, .to = INT32_MAX, .days = 1, .counts_as = 0, .is_end_known = true};
    for (size_t i = 0; i < kind->rates.count; i++) {
        const cm_custody_rate *r = &kind->rates.items[i];
        if (r->penalty == w->query->kind && cm_validity_holds(r->validity, w->rate_day)) {
            s.days = r->days;
            s.counts_as = r->counts_as;
        }
    }
    return s;
}

/* The running measure cannot have lasted until `day`: it ended before, on a day not stated. */
static bool is_outlived(const walk *w, int32_t day)
{
    return w->max_days != 0 && day - w->measure_from > w->max_days;
}

static void close_spell(walk *w, int32_t to, int32_t seen_on)
{
    spell *s = &w->list.items[w->list.count - 1];
    s->is_end_known = !is_outlived(w, seen_on);
    s->to = to < s->from ? s->from : to;
    w->is_open = false;
}

static void enter_custody(walk *w, const cm_custody_kind *kind, int32_t day)
{
    spell s = spell_of(w, kind, day);
    if (w->is_open) {
        const spell *running = &w->list.items[w->list.count - 1];
        bool same_rate = running->days == s.days && running->counts_as == s.counts_as;
        if (!same_rate || is_outlived(w, day)) {
            close_spell(w, day - 1, day);
        }
    }
    if (!w->is_open) {
        *cm_vec_push(w->mem, &w->list) = s;
        w->is_open = true;
    }
    w->max_days = kind->max_days;
    w->measure_from = day;
}

static void step(walk *w, const cm_custody_event *event)
{
    const cm_custody_kind *kind = kind_of(w->law, event->kind);
    int32_t day = cm_date_to_days(event->on);
    if (kind == NULL || kind->effect == CM_EFFECT_NONE) {
        return;
    }
    if (kind->effect == CM_EFFECT_CUSTODY) {
        enter_custody(w, kind, day);
    } else if (w->is_open) {
        close_spell(w, day, day);
    }
}

/* Events that matter, by day; false: one of them has no full date. */
static bool sort_events(const cm_law *law, cm_arena *mem, const cm_custody_query *q,
                        cm_custody_event **ret_events, size_t *ret_count)
{
    cm_custody_event *sorted = cm_arena_array(mem, cm_custody_event, q->count);
    size_t count = 0;
    bool all_dated = true;
    for (size_t i = 0; i < q->count; i++) {
        const cm_custody_kind *kind = kind_of(law, q->events[i].kind);
        if (kind == NULL || kind->effect == CM_EFFECT_NONE) {
            continue;
        }
        if (!cm_date_exists(q->events[i].on)) {
            all_dated = false;
            continue;
        }
        size_t at = count++;
        while (at > 0 && cm_date_compare(sorted[at - 1].on, q->events[i].on) > 0) {
            sorted[at] = sorted[at - 1];
            at--;
        }
        sorted[at] = q->events[i];
    }
    *ret_events = sorted;
    *ret_count = count;
    return all_dated;
}

/* ---- figures ---- */

/* Days at each rate are added up before they are turned into days of the sentence: two days at 2:1
 * in two spells are one day. */
static int64_t credit_of(const spells *list, size_t earlier)
{
    int64_t credit = 0;
    for (size_t i = 0; i < earlier; i++) {
        const spell *s = &list->items[i];
        bool seen = false;
        int64_t days = 0;
        for (size_t k = 0; k < earlier; k++) {
            const spell *other = &list->items[k];
            if (other->days == s->days && other->counts_as == s->counts_as) {
                seen = seen || k < i;
                days += other->to - other->from + 1;
            }
        }
        credit += seen ? 0 : days * s->counts_as / s->days;
    }
    return credit;
}

/* Spells that ended before the term begins; a release on its first day ends one the day before. */
static void sum_before_term(spells *list, int32_t term_from, cm_custody *result)
{
    size_t earlier = 0;
    while (earlier < list->count && list->items[earlier].from < term_from &&
           list->items[earlier].to <= term_from) {
        spell *s = &list->items[earlier];
        s->to = s->to == term_from ? s->to - 1 : s->to;
        result->known = result->known && s->is_end_known;
        result->days += s->to - s->from + 1;
        earlier++;
    }
    if (earlier < list->count && list->items[earlier].from < term_from) {
        result->cut_days = term_from - list->items[earlier].from;
    }
    result->spells = (int64_t)earlier;
    result->credit = credit_of(list, earlier);
}

static void sum_gaps(const spells *list, int32_t decided, cm_custody *result)
{
    for (size_t i = 0; i < list->count && list->items[i].to < decided; i++) {
        bool is_last = i + 1 == list->count;
        int32_t next =
            is_last || list->items[i + 1].from > decided ? decided : list->items[i + 1].from;
        int32_t gap = next - list->items[i].to - 1;
        result->gap_days += gap > 0 ? gap : 0;
        result->gap_known = result->gap_known && list->items[i].is_end_known;
    }
}

static bool has_rate(cm_penalty_kind kind)
{
    return kind == CM_PENALTY_FIXED_TERM || kind == CM_PENALTY_DETENTION ||
           kind == CM_PENALTY_CONTROL;
}

void cm_law_custody(const cm_law *law, cm_arena *mem, const cm_custody_query *query,
                    cm_custody *ret_custody)
{
    cm_custody_event *events = NULL;
    size_t count = 0;
    cm_custody result = {0};
    bool all_dated = sort_events(law, mem, query, &events, &count);
    bool has_term = cm_date_exists(query->term_from);
    bool has_decision = cm_date_exists(query->decided_on);
    cm_date rate_date = has_decision ? query->decided_on : query->term_from;
    walk w = {.law = law, .mem = mem, .query = query};
    w.rate_day = cm_date_exists(rate_date) ? cm_date_to_days(rate_date) : INT32_MIN;
    for (size_t i = 0; i < count; i++) {
        step(&w, &events[i]);
    }
    if (w.list.count != 0) {
        result.first_on = cm_date_from_days(w.list.items[0].from);
        result.last_on = cm_date_from_days(w.list.items[w.list.count - 1].from);
    }
    if (has_decision) {
        result.gap_known = all_dated;
        sum_gaps(&w.list, cm_date_to_days(query->decided_on), &result);
    }
    if (has_term && has_rate(query->kind)) {
        result.known = all_dated;
        sum_before_term(&w.list, cm_date_to_days(query->term_from), &result);
    }
    *ret_custody = result;
}
