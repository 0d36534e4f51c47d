#include "base/base.h"

#include "desk/count.h"

#include "base/map.h"

#include <stdlib.h>

static const char *const NAMES[CM_DIM_COUNT] = {
    [CM_DIM_ALL] = "all",       [CM_DIM_MODEL] = "model",         [CM_DIM_COURT] = "court",
    [CM_DIM_OFFICE] = "office", [CM_DIM_CHARGE] = "charge",       [CM_DIM_YEAR] = "year",
    [CM_DIM_MONTH] = "month",   [CM_DIM_DIRECTION] = "direction", [CM_DIM_QUARTER] = "quarter",
};

cm_sv cm_dim_name(cm_dim dim)
{
    return cm_sv_from(NAMES[dim]);
}

bool cm_dim_from(cm_sv name, cm_dim *ret_dim)
{
    for (size_t i = 0; i < CM_DIM_COUNT; i++) {
        if (cm_sv_equal(name, cm_sv_from(NAMES[i]))) {
            *ret_dim = (cm_dim)i;
            return true;
        }
    }
    return false;
}

enum { MONTHS = 3 }; /* of a quarter */

bool cm_dim_days(cm_dim dim, cm_sv value, cm_date *ret_first, cm_date *ret_last)
{
    enum { YEAR = 4 };

    int64_t year = 0, number = 0;
    int span = dim == CM_DIM_QUARTER ? MONTHS : 1;
    bool dated = dim == CM_DIM_MONTH || dim == CM_DIM_QUARTER;
    if (!dated || value.len <= YEAR || !cm_sv_to_int(cm_sv_slice(value, 0, YEAR), &year) ||
        !cm_sv_to_int(cm_sv_slice(value, YEAR + 1, value.len), &number)) {
        return false;
    }
    int last = (int)number * span;
    *ret_first = (cm_date){(int16_t)year, (uint8_t)(last - span + 1), 1};
    *ret_last =
        (cm_date){(int16_t)year, (uint8_t)last, (uint8_t)cm_date_month_length((int)year, last)};
    return cm_date_exists(*ret_first) && cm_date_exists(*ret_last);
}

/* Empty where there is none. `day`: of which the count speaks. */
static cm_sv value_of(cm_dim dim, const cm_standing *s, cm_date day, cm_arena *mem)
{
    const cm_sv values[CM_DIM_COUNT] = {
        [CM_DIM_MODEL] = s->model,   [CM_DIM_COURT] = s->court, [CM_DIM_OFFICE] = s->office,
        [CM_DIM_CHARGE] = s->charge, [CM_DIM_YEAR] = s->year,   [CM_DIM_DIRECTION] = s->direction,
    };
    bool dated = cm_date_exists(day);
    if (dim == CM_DIM_MONTH && dated) {
        return cm_arena_format(mem, "%04d-%02d", (int)day.year, (int)day.month);
    }
    if (dim == CM_DIM_QUARTER && dated) {
        return cm_arena_format(mem, "%04dQ%d", (int)day.year, (day.month + MONTHS - 1) / MONTHS);
    }
    return values[dim].ptr != NULL ? values[dim] : CM_SV("");
}

/* What all three share: groups found by key, in the arena of the caller. */
typedef struct {
    const cm_verdicts *verdicts;
    cm_dim dim;
    cm_arena *mem, step;
    cm_map seen;
    cm_date from, to;
    cm_ladder_group whole;
    cm_verdict_group *recent[64];
} counting;

static bool is_between(const counting *c, cm_date day)
{
    return (!cm_date_exists(c->from) || cm_date_compare(day, c->from) >= 0) &&
           (!cm_date_exists(c->to) || cm_date_compare(day, c->to) <= 0);
}

static cm_status run(cm_desk *desk, counting *c, const cm_standing_filter *filter,
                     cm_standing_visit visit, cm_err *err)
{
    cm_arena_init(&c->step);
    cm_status status = cm_standings_each(desk, c->verdicts, filter, visit, c, err);
    cm_arena_clear(&c->step);
    return status;
}

/* ---- the ladder ---- */

static void begin_group(const counting *c, cm_ladder_group *group)
{
    group->at = cm_arena_array(c->mem, int64_t, c->verdicts->course->rungs.count);
    group->states = cm_arena_array(c->mem, int64_t, c->verdicts->course->states.count);
}

static void add_to_group(const counting *c, cm_ladder_group *group, const cm_standing *s)
{
    const cm_course *course = c->verdicts->course;
    const cm_course_state *state = cm_course_state_of(course, s->state);
    group->total++;
    group->left_out += s->left_out;
    group->gone += s->gone;
    group->verdicts[s->verdict]++;
    group->at[s->rung]++;
    if (state != NULL) {
        group->states[state - course->states.items]++;
    }
}

static cm_status count_on_ladder(void *payload, const cm_standing *s, cm_err *err)
{
    counting *c = payload;
    if (s->rung < 0 || (size_t)s->rung >= c->verdicts->course->rungs.count) {
        return cm_err_set(err, CM_E_DB, "clue %lld: no rung %lld", (long long)s->no,
                          (long long)s->rung);
    }
    cm_arena_reset(&c->step);
    cm_sv value = value_of(c->dim, s, s->since, &c->step);
    cm_ladder_group *group = cm_map_find(&c->seen, value);
    if (group == NULL) {
        group = cm_arena_new(c->mem, cm_ladder_group);
        begin_group(c, group);
        group->value = cm_arena_sv(c->mem, value);
        (void)cm_map_put(c->mem, &c->seen, group->value, group);
    }
    add_to_group(c, group, s);
    add_to_group(c, &c->whole, s);
    return CM_OK;
}

static int by_value(const void *left, const void *right)
{
    return cm_sv_compare(((const cm_ladder_group *)left)->value,
                         ((const cm_ladder_group *)right)->value);
}

// NOLINTNEXTLINE(readability-function-size): seven parameters, each of its own
cm_status cm_count_ladder(cm_desk *desk, const cm_verdicts *verdicts,
                          const cm_standing_filter *filter, cm_dim dim, cm_arena *mem,
                          cm_ladder *ret_ladder, cm_err *err)
{
    counting c = {.verdicts = verdicts, .dim = dim, .mem = mem};
    begin_group(&c, &c.whole);
    cm_status status = run(desk, &c, filter, count_on_ladder, err);
    if (status != CM_OK) {
        return status;
    }
    *ret_ladder = (cm_ladder){.whole = c.whole};
    for (size_t i = 0; i < c.seen.entries.count; i++) {
        *cm_vec_push(mem, &ret_ladder->groups) =
            *(const cm_ladder_group *)c.seen.entries.items[i].value;
    }
    if (ret_ladder->groups.count > 1) {
        qsort(ret_ladder->groups.items, ret_ladder->groups.count, sizeof(*ret_ladder->groups.items),
              by_value);
    }
    return CM_OK;
}

int64_t cm_ladder_reached(const cm_ladder_group *group, size_t rung, size_t rungs)
{
    int64_t sum = 0;
    for (size_t i = rung; i < rungs; i++) {
        sum += group->at[i];
    }
    return sum;
}

/* ---- verdicts ---- */

static cm_verdict_group *find_verdict_group(counting *c, const cm_standing *s, cm_sv value)
{
    cm_sv key =
        cm_arena_format(&c->step, "%.*s\n%lld\n%.*s\n%.*s", CM_SV_ARG(s->model),
                        (long long)s->model_version, CM_SV_ARG(s->content), CM_SV_ARG(value));
    cm_verdict_group *group = cm_map_find(&c->seen, key);
    if (group == NULL) {
        group = cm_arena_new(c->mem, cm_verdict_group);
        group->model = cm_arena_sv(c->mem, s->model);
        group->content = cm_arena_sv(c->mem, s->content);
        group->version = s->model_version;
        group->value = cm_arena_sv(c->mem, value);
        (void)cm_map_put(c->mem, &c->seen, cm_arena_sv(c->mem, key), group);
    }
    return group;
}

/* Clues of one model come together: the way by the key is rarely gone. */
static cm_verdict_group *verdict_group(counting *c, const cm_standing *s)
{
    cm_arena_reset(&c->step);
    cm_date judged = s->verdict != CM_VERDICT_OPEN ? s->verdict_on : CM_NO_DATE;
    cm_sv value = value_of(c->dim, s, judged, &c->step);
    cm_verdict_group **recent =
        &c->recent[(cm_sv_hash(s->model) ^ cm_sv_hash(value)) % CM_COUNT(c->recent)];
    cm_verdict_group *group = *recent;
    if (group == NULL || group->version != s->model_version ||
        !cm_sv_equal(group->model, s->model) || !cm_sv_equal(group->content, s->content) ||
        !cm_sv_equal(group->value, value)) {
        *recent = group = find_verdict_group(c, s, value);
    }
    return group;
}

static cm_status count_verdict(void *payload, const cm_standing *s, cm_err *err)
{
    (void)err;
    counting *c = payload;
    bool bounded = cm_date_exists(c->from) || cm_date_exists(c->to);
    if (bounded && (s->verdict == CM_VERDICT_OPEN || !is_between(c, s->verdict_on))) {
        return CM_OK;
    }
    cm_verdict_group *group = verdict_group(c, s);
    group->verdicts[s->verdict]++;
    if (s->verdict != CM_VERDICT_OPEN && cm_date_compare(s->verdict_on, group->last) > 0) {
        group->last = s->verdict_on;
    }
    return CM_OK;
}

static int by_model(const void *left, const void *right)
{
    const cm_verdict_group *a = left;
    const cm_verdict_group *b = right;
    int order = cm_sv_compare(a->model, b->model);
    order = order != 0 ? order : (a->version > b->version) - (a->version < b->version);
    order = order != 0 ? order : cm_sv_compare(a->content, b->content);
    return order != 0 ? order : cm_sv_compare(a->value, b->value);
}

/* The days of the filter speak of verdicts or outcomes here, not of when a clue came. */
static cm_standing_filter undated(const cm_standing_filter *filter, counting *c)
{
    cm_standing_filter ret = *filter;
    c->from = filter->from;
    c->to = filter->to;
    ret.from = ret.to = CM_NO_DATE;
    return ret;
}

// NOLINTNEXTLINE(readability-function-size): seven parameters, each of its own
cm_status cm_count_verdicts(cm_desk *desk, const cm_verdicts *verdicts,
                            const cm_standing_filter *filter, cm_dim dim, cm_arena *mem,
                            cm_verdict_groups *ret_groups, cm_err *err)
{
    counting c = {.verdicts = verdicts, .dim = dim, .mem = mem};
    const cm_standing_filter any_day = undated(filter, &c);
    cm_verdict_groups groups = {0};
    cm_status status = run(desk, &c, &any_day, count_verdict, err);
    for (size_t i = 0; status == CM_OK && i < c.seen.entries.count; i++) {
        *cm_vec_push(mem, &groups) = *(const cm_verdict_group *)c.seen.entries.items[i].value;
    }
    if (groups.count > 1) {
        qsort(groups.items, groups.count, sizeof(*groups.items), by_model);
    }
    *ret_groups = groups;
    return status;
}

/* ---- outcomes ---- */

static cm_status count_outcome(void *payload, const cm_standing *s, cm_err *err)
{
    (void)err;
    counting *c = payload;
    if (s->outcome.len == 0 || !is_between(c, s->outcome_on)) {
        return CM_OK;
    }
    cm_arena_reset(&c->step);
    cm_sv value = value_of(c->dim, s, s->outcome_on, &c->step);
    cm_sv key = cm_arena_format(&c->step, "%.*s\n%.*s", CM_SV_ARG(value), CM_SV_ARG(s->outcome));
    cm_outcome_group *group = cm_map_find(&c->seen, key);
    if (group == NULL) {
        group = cm_arena_new(c->mem, cm_outcome_group);
        group->value = cm_arena_sv(c->mem, value);
        group->outcome = cm_arena_sv(c->mem, s->outcome);
        (void)cm_map_put(c->mem, &c->seen, cm_arena_sv(c->mem, key), group);
    }
    group->clues++;
    group->amount += s->amount;
    group->persons += s->persons;
    return CM_OK;
}

static int by_outcome(const void *left, const void *right)
{
    const cm_outcome_group *a = left;
    const cm_outcome_group *b = right;
    int order = cm_sv_compare(a->value, b->value);
    return order != 0 ? order : cm_sv_compare(a->outcome, b->outcome);
}

// NOLINTNEXTLINE(readability-function-size): seven parameters, each of its own
cm_status cm_count_outcomes(cm_desk *desk, const cm_verdicts *verdicts,
                            const cm_standing_filter *filter, cm_dim dim, cm_arena *mem,
                            cm_outcome_groups *ret_groups, cm_err *err)
{
    counting c = {.verdicts = verdicts, .dim = dim, .mem = mem};
    const cm_standing_filter any_day = undated(filter, &c);
    cm_outcome_groups groups = {0};
    cm_status status = run(desk, &c, &any_day, count_outcome, err);
    for (size_t i = 0; status == CM_OK && i < c.seen.entries.count; i++) {
        *cm_vec_push(mem, &groups) = *(const cm_outcome_group *)c.seen.entries.items[i].value;
    }
    if (groups.count > 1) {
        qsort(groups.items, groups.count, sizeof(*groups.items), by_outcome);
    }
    *ret_groups = groups;
    return status;
}
