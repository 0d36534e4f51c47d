#include "base/base.h"

#include "app/statistics.h"

#include "base/digest.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/moment.h"
#include "desk/change.h"
#include "desk/tally.h"

#include <stdlib.h>

#define ACT CM_SV("stats.read")

cm_status cm_statistics_open(cm_desk *desk, const cm_home *home, const cm_caller *caller,
                             cm_arena *mem, cm_statistics *ret_statistics, cm_err *err)
{
    cm_statistics *s = ret_statistics;
    cm_sv folder = cm_file_join(mem, home->data, CM_SV("desk"));
    s->desk = desk;
    s->home = home;
    s->caller = caller;
    s->mem = mem;
    s->scope = cm_right_scope(home->rights, caller, ACT, mem);
    s->course = &home->course;
    cm_status status = cm_verdicts_load(mem, folder, s->course, &s->verdicts, err);
    return status == CM_OK ? cm_alert_rules_load(mem, folder, &s->rules, err) : status;
}

cm_status cm_statistics_census(const cm_home *home, cm_arena *mem, cm_census **ret_census,
                               cm_err *err)
{
    cm_sv folder = cm_file_join(mem, home->data, CM_SV("desk"));
    cm_verdicts *verdicts = cm_arena_new(mem, cm_verdicts);
    cm_status status = cm_verdicts_load(mem, folder, &home->course, verdicts, err);
    if (status == CM_OK) {
        *ret_census = cm_census_new(verdicts);
    }
    return status;
}

static cm_standing_filter seen(const cm_statistics *s, const cm_statistics_query *query)
{
    cm_standing_filter ret = query->filter;
    ret.scope = &s->scope;
    ret.today = cm_moment_day(s->caller->at);
    return ret;
}

bool cm_statistics_sees_all(const cm_statistics *s)
{
    return s->scope.all;
}

/* ---- words ---- */

static cm_sv message(const cm_statistics *s, const char *id)
{
    return cm_wording_find(&s->home->messages, cm_sv_from(id));
}

static cm_sv either(const cm_statistics *s, cm_sv zh, cm_sv en)
{
    return s->english ? en : zh;
}

static cm_sv code_title(const cm_statistics *s, const char *list, cm_sv id)
{
    const cm_course_code *code = cm_course_code_of(s->course, cm_sv_from(list), id);
    return code != NULL ? either(s, code->zh, code->en) : id;
}

static cm_sv dim_title(const cm_statistics *s, cm_dim dim)
{
    cm_sv id = cm_arena_format(s->mem, "stats.by.%.*s", CM_SV_ARG(cm_dim_name(dim)));
    return cm_wording_find(&s->home->messages, id);
}

static cm_sv value_title(const cm_statistics *s, cm_dim dim, cm_sv value)
{
    const cm_term *term = dim == CM_DIM_DIRECTION ? cm_term_of(s->home->directions, value) : NULL;
    if (term != NULL) {
        return either(s, term->zh, term->en);
    }
    return value.len != 0 ? value : message(s, "stats.none");
}

static void column(const cm_statistics *s, cm_grid *grid, cm_sv title, bool number)
{
    cm_grid_add_column(grid, s->mem, (cm_grid_column){title, number, false});
}

/* "法院=…；截至 …": what was asked for, with the day and time. */
static cm_sv note_of(const cm_statistics *s, const cm_statistics_query *query)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_MESSAGE);
    const cm_standing_filter *f = &query->filter;

    const struct {
        cm_dim dim;
        cm_sv value;
    } parts[] = {{CM_DIM_MODEL, f->model},   {CM_DIM_COURT, f->court},
                 {CM_DIM_OFFICE, f->office}, {CM_DIM_CHARGE, f->charge},
                 {CM_DIM_YEAR, f->year},     {CM_DIM_DIRECTION, f->direction}};

    const struct {
        const char *id;
        cm_date day;
    } days[] = {{"stats.from", f->from}, {"stats.to", f->to}, {"stats.as_of", f->as_of}};

    for (size_t i = 0; i < CM_COUNT(parts); i++) {
        if (parts[i].value.ptr != NULL) {
            cm_sv title = dim_title(s, parts[i].dim);
            cm_sv value = value_title(s, parts[i].dim, parts[i].value);
            (void)cm_buf_addf(&out, "%.*s=%.*s%.*s", CM_SV_ARG(title), CM_SV_ARG(value),
                              CM_SV_ARG(message(s, "stats.and")));
        }
    }
    for (size_t i = 0; i < CM_COUNT(days); i++) {
        if (cm_date_exists(days[i].day)) {
            (void)cm_buf_addf(&out, "%.*s ", CM_SV_ARG(message(s, days[i].id)));
            (void)cm_date_write(&out, days[i].day);
            (void)cm_buf_add(&out, message(s, "stats.and"));
        }
    }
    cm_word words[] = {{"at", s->caller->at}, {NULL, {NULL, 0}}};
    cm_home_say(s->home, &out, CM_SV("stats.made"), words);
    return cm_arena_sv(s->mem, cm_buf_view(&out));
}

static void begin_grid(const cm_statistics *s, cm_grid *grid, const char *title,
                       const cm_statistics_query *query)
{
    grid->title = message(s, title);
    grid->note = note_of(s, query);
}

static void put_day(cm_json *json, const char *name, cm_date day)
{
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_MESSAGE);
    (void)cm_date_write(&text, day);
    cm_json_put_text(json, cm_sv_from(name),
                     cm_date_exists(day) ? cm_buf_view(&text) : (cm_sv){NULL, 0});
}

/* To the days of the group, where it has days. */
static void narrow(cm_dim by, cm_sv value, cm_date *from, cm_date *to)
{
    cm_date first, last;
    if (cm_dim_days(by, value, &first, &last)) {
        bool later = cm_date_exists(*from) && cm_date_compare(*from, first) > 0;
        bool sooner = cm_date_exists(*to) && cm_date_compare(*to, last) < 0;
        *from = later ? *from : first;
        *to = sooner ? *to : last;
    }
}

/* The options by which `stats clues` lists what a group counts. */
static void put_filter(cm_json *json, const cm_statistics_query *query, cm_sv value, bool whole)
{
    const cm_standing_filter *f = &query->filter;

    const struct {
        cm_dim dim;
        cm_sv value;
    } parts[] = {{CM_DIM_MODEL, f->model},   {CM_DIM_COURT, f->court},
                 {CM_DIM_OFFICE, f->office}, {CM_DIM_CHARGE, f->charge},
                 {CM_DIM_YEAR, f->year},     {CM_DIM_DIRECTION, f->direction}};

    cm_json_key(json, CM_SV("filter"));
    cm_json_object(json);
    for (size_t i = 0; i < CM_COUNT(parts); i++) {
        cm_sv wanted = !whole && parts[i].dim == query->by ? value : parts[i].value;
        if (wanted.ptr != NULL) {
            cm_json_put_text(json, cm_dim_name(parts[i].dim), wanted);
        }
    }
    cm_date from = f->from, to = f->to;
    if (!whole) {
        narrow(query->by, value, &from, &to);
    }
    const cm_date days[] = {from, to, f->as_of};
    static const char *const NAMES[] = {"from", "to", "as_of"};
    for (size_t i = 0; i < CM_COUNT(days); i++) {
        if (cm_date_exists(days[i])) {
            put_day(json, NAMES[i], days[i]);
        }
    }
    cm_json_object_end(json);
}

static void begin_json(cm_json *json, const cm_statistics *s, const cm_statistics_query *query)
{
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("made_at"), s->caller->at);
    cm_json_put_text(json, CM_SV("by"), cm_dim_name(query->by));
    put_filter(json, query, CM_SV(""), true);
}

/* ---- the ladder ---- */

typedef struct {
    cm_statistics *s;
    const cm_statistics_query *query;
    cm_ladder ladder;
    cm_tallies tallies;
    bool tallied; /* what could not be judged belongs to no court, charge or office */
} laddering;

static cm_status load_tallies(laddering *l, cm_err *err)
{
    const cm_standing_filter *f = &l->query->filter;
    bool whole = f->court.ptr == NULL && f->charge.ptr == NULL && f->office.ptr == NULL &&
                 f->direction.ptr == NULL && f->year.ptr == NULL && !cm_date_exists(f->from) &&
                 !cm_date_exists(f->to);
    l->tallied = whole && (l->query->by == CM_DIM_ALL || l->query->by == CM_DIM_MODEL) &&
                 cm_scope_has(&l->s->scope, CM_SV(""), CM_SV(""));
    return l->tallied ? cm_tallies_load(l->s->desk, f->as_of, l->s->mem, &l->tallies, err) : CM_OK;
}

static bool is_asked_for(const laddering *l, cm_sv model)
{
    cm_sv wanted = l->query->filter.model;
    return wanted.ptr == NULL || cm_sv_equal(wanted, model);
}

static int by_value(const void *left, const void *right)
{
    return cm_sv_compare(((const cm_ladder_group *)left)->value,
                         ((const cm_ladder_group *)right)->value);
}

/* A model without a clue has a row where there is something that it could not judge: the parts are
 * the whole there too. */
static void add_silent_models(laddering *l)
{
    cm_ladder *ladder = &l->ladder;
    size_t known = ladder->groups.count;
    for (size_t i = 0; l->query->by == CM_DIM_MODEL && i < l->tallies.count; i++) {
        const cm_tally *t = &l->tallies.items[i];
        bool found = t->undecidable == 0 || !is_asked_for(l, t->model);
        for (size_t k = 0; k < known && !found; k++) {
            found = cm_sv_equal(ladder->groups.items[k].value, t->model);
        }
        if (!found) {
            *cm_vec_push(l->s->mem, &ladder->groups) = (cm_ladder_group){
                .value = t->model,
                .at = cm_arena_array(l->s->mem, int64_t, l->s->course->rungs.count),
                .states = cm_arena_array(l->s->mem, int64_t, l->s->course->states.count),
            };
        }
    }
    if (ladder->groups.count > known) {
        qsort(ladder->groups.items, ladder->groups.count, sizeof(*ladder->groups.items), by_value);
    }
}

/* Of the model, or of all that the filter leaves; -1: not known. */
static int64_t undecidable(const laddering *l, cm_sv model)
{
    int64_t sum = 0;
    bool found = false;
    for (size_t i = 0; l->tallied && i < l->tallies.count; i++) {
        cm_sv tallied = l->tallies.items[i].model;
        if (is_asked_for(l, tallied) && (model.len == 0 || cm_sv_equal(model, tallied))) {
            sum += l->tallies.items[i].undecidable;
            found = true;
        }
    }
    return found ? sum : -1;
}

static void write_group(const laddering *l, cm_json *json, const cm_ladder_group *g, bool whole)
{
    const cm_course *course = l->s->course;
    size_t rungs = course->rungs.count;
    cm_json_object(json);
    if (!whole) {
        cm_json_put_text(json, CM_SV("value"), g->value);
    }
    cm_json_put_int(json, CM_SV("total"), g->total);
    cm_json_key(json, CM_SV("reached"));
    cm_json_object(json);
    for (size_t i = 0; i < rungs; i++) {
        cm_json_put_int(json, course->rungs.items[i], cm_ladder_reached(g, i, rungs));
    }
    cm_json_object_end(json);
    cm_json_key(json, CM_SV("at"));
    cm_json_object(json);
    for (size_t i = 0; i < rungs; i++) {
        cm_json_put_int(json, course->rungs.items[i], g->at[i]);
    }
    cm_json_object_end(json);
    cm_json_key(json, CM_SV("verdicts"));
    cm_json_object(json);
    for (size_t i = 0; i < CM_VERDICT_COUNT; i++) {
        cm_json_put_int(json, l->s->verdicts.rules[i].id, g->verdicts[i]);
    }
    cm_json_object_end(json);
    cm_json_key(json, CM_SV("states"));
    cm_json_object(json);
    for (size_t i = 0; i < course->states.count; i++) {
        if (g->states[i] != 0) {
            cm_json_put_int(json, course->states.items[i].id, g->states[i]);
        }
    }
    cm_json_object_end(json);
    cm_json_put_int(json, CM_SV("left_out"), g->left_out);
    cm_json_put_int(json, CM_SV("gone"), g->gone);
    int64_t open = undecidable(l, whole ? CM_SV("") : g->value);
    cm_json_key(json, CM_SV("undecidable"));
    if (open >= 0) {
        cm_json_int(json, open);
    } else {
        cm_json_null(json);
    }
    put_filter(json, l->query, g->value, whole);
    cm_json_object_end(json);
}

static void write_ladder(const laddering *l, cm_json *json)
{
    begin_json(json, l->s, l->query);
    cm_json_key(json, CM_SV("total"));
    write_group(l, json, &l->ladder.whole, true);
    cm_json_key(json, CM_SV("groups"));
    cm_json_array(json);
    for (size_t i = 0; l->query->by != CM_DIM_ALL && i < l->ladder.groups.count; i++) {
        write_group(l, json, &l->ladder.groups.items[i], false);
    }
    cm_json_array_end(json);
    cm_json_object_end(json);
}

/* Columns and cells in one order: reached, verdicts, left out, undecidable; then for a sheet those
 * that stand on a rung, in a state, and are gone. */
static void add_ladder_columns(const laddering *l, cm_grid *grid)
{
    const cm_statistics *s = l->s;
    column(s, grid, dim_title(s, l->query->by), false);
    for (size_t i = 0; i < s->course->rungs.count; i++) {
        column(s, grid, code_title(s, "rung", s->course->rungs.items[i]), true);
    }
    for (size_t i = 1; i <= CM_VERDICT_COUNT; i++) {
        const cm_verdict_rule *rule = &s->verdicts.rules[i % CM_VERDICT_COUNT];
        column(s, grid, either(s, rule->zh, rule->en), true);
    }
    column(s, grid, message(s, "stats.left_out"), true);
    column(s, grid, message(s, "stats.undecidable"), true);
    for (size_t i = 0; i < s->course->rungs.count; i++) {
        cm_word words[] = {{"rung", code_title(s, "rung", s->course->rungs.items[i])},
                           {NULL, {NULL, 0}}};
        CM_AUTO_BUF title;
        cm_buf_init(&title, CM_MAX_MESSAGE);
        cm_home_say(s->home, &title, CM_SV("stats.at"), words);
        cm_grid_add_column(grid, s->mem,
                           (cm_grid_column){cm_arena_sv(s->mem, cm_buf_view(&title)), true, true});
    }
    for (size_t i = 0; i < s->course->states.count; i++) {
        const cm_course_state *state = &s->course->states.items[i];
        cm_word words[] = {{"state", either(s, state->zh, state->en)}, {NULL, {NULL, 0}}};
        CM_AUTO_BUF title;
        cm_buf_init(&title, CM_MAX_MESSAGE);
        cm_home_say(s->home, &title, CM_SV("stats.in"), words);
        cm_grid_add_column(grid, s->mem,
                           (cm_grid_column){cm_arena_sv(s->mem, cm_buf_view(&title)), true, true});
    }
    cm_grid_add_column(grid, s->mem, (cm_grid_column){message(s, "stats.gone"), true, true});
}

static void add_ladder_row(const laddering *l, cm_grid *grid, const cm_ladder_group *g, bool whole)
{
    const cm_statistics *s = l->s;
    size_t rungs = s->course->rungs.count;
    cm_svs *row = cm_grid_add_row(grid, s->mem);
    cm_grid_add_cell(row, s->mem,
                     whole ? message(s, "stats.total") : value_title(s, l->query->by, g->value));
    for (size_t i = 0; i < rungs; i++) {
        cm_grid_add_number(row, s->mem, cm_ladder_reached(g, i, rungs));
    }
    for (size_t i = 1; i <= CM_VERDICT_COUNT; i++) {
        cm_grid_add_number(row, s->mem, g->verdicts[i % CM_VERDICT_COUNT]);
    }
    cm_grid_add_number(row, s->mem, g->left_out);
    int64_t open = undecidable(l, whole ? CM_SV("") : g->value);
    if (open >= 0) {
        cm_grid_add_number(row, s->mem, open);
    } else {
        cm_grid_add_cell(row, s->mem, CM_SV("-"));
    }
    for (size_t i = 0; i < rungs; i++) {
        cm_grid_add_number(row, s->mem, g->at[i]);
    }
    for (size_t i = 0; i < s->course->states.count; i++) {
        cm_grid_add_number(row, s->mem, g->states[i]);
    }
    cm_grid_add_number(row, s->mem, g->gone);
}

cm_status cm_statistics_ladder(cm_statistics *s, const cm_statistics_query *query, cm_json *json,
                               cm_grid *grid, cm_err *err)
{
    laddering l = {.s = s, .query = query};
    const cm_standing_filter filter = seen(s, query);
    cm_status status =
        cm_count_ladder(s->desk, &s->verdicts, &filter, query->by, s->mem, &l.ladder, err);
    if (status == CM_OK) {
        status = load_tallies(&l, err);
        add_silent_models(&l);
    }
    if (status == CM_OK && json != NULL) {
        write_ladder(&l, json);
    }
    if (status == CM_OK && grid != NULL) {
        begin_grid(s, grid, "stats.ladder", query);
        add_ladder_columns(&l, grid);
        for (size_t i = 0; query->by != CM_DIM_ALL && i < l.ladder.groups.count; i++) {
            add_ladder_row(&l, grid, &l.ladder.groups.items[i], false);
        }
        add_ladder_row(&l, grid, &l.ladder.whole, true);
    }
    return status;
}

/* ---- precision ---- */

cm_proportion cm_statistics_share(const cm_verdict_group *group)
{
    uint64_t held = (uint64_t)group->verdicts[CM_VERDICT_HELD];
    return cm_proportion_of(held, held + (uint64_t)group->verdicts[CM_VERDICT_FALSE]);
}

static bool is_measured(const cm_verdict_group *group)
{
    return group->verdicts[CM_VERDICT_HELD] + group->verdicts[CM_VERDICT_FALSE] != 0;
}

void cm_statistics_write_verdicts(const cm_statistics *s, cm_json *json,
                                  const cm_verdict_group *group)
{
    cm_json_key(json, CM_SV("verdicts"));
    cm_json_object(json);
    for (size_t i = 0; i < CM_VERDICT_COUNT; i++) {
        cm_json_put_int(json, s->verdicts.rules[i].id, group->verdicts[i]);
    }
    cm_json_object_end(json);
    if (is_measured(group)) {
        cm_proportion p = cm_statistics_share(group);
        cm_json_put_int(json, CM_SV("precision"), p.share);
        cm_json_put_int(json, CM_SV("low"), p.low);
        cm_json_put_int(json, CM_SV("high"), p.high);
    } else {
        cm_json_put_text(json, CM_SV("precision"), (cm_sv){NULL, 0});
    }
}

static cm_sv percent(const cm_statistics *s, int32_t thousandths)
{
    return cm_arena_format(s->mem, "%d.%d", (int)(thousandths / 10), (int)(thousandths % 10));
}

static void add_precision_columns(const cm_statistics *s, cm_grid *grid, cm_dim by)
{
    column(s, grid, dim_title(s, CM_DIM_MODEL), false);
    column(s, grid, message(s, "stats.version"), false);
    if (by != CM_DIM_ALL) {
        column(s, grid, dim_title(s, by), false);
    }
    for (size_t i = 1; i <= CM_VERDICT_COUNT; i++) {
        const cm_verdict_rule *rule = &s->verdicts.rules[i % CM_VERDICT_COUNT];
        column(s, grid, either(s, rule->zh, rule->en), true);
    }
    column(s, grid, message(s, "stats.precision"), true);
    column(s, grid, message(s, "stats.low"), true);
    column(s, grid, message(s, "stats.high"), true);
    cm_grid_add_column(grid, s->mem, (cm_grid_column){message(s, "stats.content"), false, true});
}

static void add_precision_row(const cm_statistics *s, cm_grid *grid, const cm_verdict_group *g,
                              cm_dim by)
{
    cm_svs *row = cm_grid_add_row(grid, s->mem);
    cm_grid_add_cell(row, s->mem, g->model);
    cm_grid_add_cell(row, s->mem, cm_arena_format(s->mem, "v%lld", (long long)g->version));
    if (by != CM_DIM_ALL) {
        cm_grid_add_cell(row, s->mem, value_title(s, by, g->value));
    }
    for (size_t i = 1; i <= CM_VERDICT_COUNT; i++) {
        cm_grid_add_number(row, s->mem, g->verdicts[i % CM_VERDICT_COUNT]);
    }
    cm_proportion p = cm_statistics_share(g);
    const int32_t numbers[] = {p.share, p.low, p.high};
    for (size_t i = 0; i < CM_COUNT(numbers); i++) {
        cm_grid_add_cell(row, s->mem, is_measured(g) ? percent(s, numbers[i]) : CM_SV("-"));
    }
    cm_grid_add_cell(row, s->mem, g->content);
}

cm_status cm_statistics_precision(cm_statistics *s, const cm_statistics_query *query, cm_json *json,
                                  cm_grid *grid, cm_err *err)
{
    cm_verdict_groups groups = {0};
    const cm_standing_filter filter = seen(s, query);
    cm_status status =
        cm_count_verdicts(s->desk, &s->verdicts, &filter, query->by, s->mem, &groups, err);
    if (status == CM_OK && json != NULL) {
        begin_json(json, s, query);
        cm_json_key(json, CM_SV("groups"));
        cm_json_array(json);
        for (size_t i = 0; i < groups.count; i++) {
            const cm_verdict_group *g = &groups.items[i];
            cm_json_object(json);
            cm_json_put_text(json, CM_SV("model"), g->model);
            cm_json_put_int(json, CM_SV("version"), g->version);
            cm_json_put_text(json, CM_SV("content"), g->content);
            if (query->by != CM_DIM_ALL) {
                cm_json_put_text(json, CM_SV("value"), g->value);
            }
            cm_statistics_write_verdicts(s, json, g);
            cm_json_object_end(json);
        }
        cm_json_array_end(json);
        cm_json_object_end(json);
    }
    if (status == CM_OK && grid != NULL) {
        begin_grid(s, grid, "stats.precision.title", query);
        add_precision_columns(s, grid, query->by);
        for (size_t i = 0; i < groups.count; i++) {
            add_precision_row(s, grid, &groups.items[i], query->by);
        }
    }
    return status;
}

cm_status cm_statistics_models(cm_statistics *s, cm_verdict_groups *ret_groups, cm_err *err)
{
    const cm_statistics_query all = {.by = CM_DIM_ALL};
    const cm_standing_filter filter = seen(s, &all);
    return cm_count_verdicts(s->desk, &s->verdicts, &filter, CM_DIM_ALL, s->mem, ret_groups, err);
}

/* ---- what came of clues ---- */

/* Fen as yuan, to the cent. */
static cm_sv yuan(const cm_statistics *s, int64_t fen)
{
    return cm_arena_format(s->mem, "%lld.%02d", (long long)(fen / 100), (int)(fen % 100));
}

static void add_outcome_row(const cm_statistics *s, cm_grid *grid, const cm_outcome_group *g,
                            cm_dim by)
{
    const cm_course_code *code = cm_course_code_of(s->course, CM_SV("outcome"), g->outcome);
    cm_svs *row = cm_grid_add_row(grid, s->mem);
    if (by != CM_DIM_ALL) {
        cm_grid_add_cell(row, s->mem, value_title(s, by, g->value));
    }
    cm_grid_add_cell(row, s->mem, code_title(s, "outcome", g->outcome));
    cm_grid_add_number(row, s->mem, g->clues);
    bool amount = (code != NULL && code->amount) || g->amount != 0;
    bool persons = (code != NULL && code->persons) || g->persons != 0;
    cm_grid_add_cell(row, s->mem, amount ? yuan(s, g->amount) : CM_SV("-"));
    cm_grid_add_cell(row, s->mem,
                     persons ? cm_arena_format(s->mem, "%lld", (long long)g->persons) : CM_SV("-"));
}

static void write_outcomes(const cm_statistics *s, const cm_statistics_query *query, cm_json *json,
                           const cm_outcome_groups *groups)
{
    begin_json(json, s, query);
    cm_json_key(json, CM_SV("groups"));
    cm_json_array(json);
    for (size_t i = 0; i < groups->count; i++) {
        const cm_outcome_group *g = &groups->items[i];
        cm_json_object(json);
        if (query->by != CM_DIM_ALL) {
            cm_json_put_text(json, CM_SV("value"), g->value);
        }
        cm_json_put_text(json, CM_SV("outcome"), g->outcome);
        cm_json_put_int(json, CM_SV("clues"), g->clues);
        cm_json_put_int(json, CM_SV("amount"), g->amount);
        cm_json_put_int(json, CM_SV("persons"), g->persons);
        put_filter(json, query, g->value, query->by == CM_DIM_ALL);
        cm_json_object_end(json);
    }
    cm_json_array_end(json);
    cm_json_object_end(json);
}

cm_status cm_statistics_outcomes(cm_statistics *s, const cm_statistics_query *query, cm_json *json,
                                 cm_grid *grid, cm_err *err)
{
    cm_outcome_groups groups = {0};
    const cm_standing_filter filter = seen(s, query);
    cm_status status =
        cm_count_outcomes(s->desk, &s->verdicts, &filter, query->by, s->mem, &groups, err);
    if (status == CM_OK && json != NULL) {
        write_outcomes(s, query, json, &groups);
    }
    if (status == CM_OK && grid != NULL) {
        begin_grid(s, grid, "stats.outcomes", query);
        if (query->by != CM_DIM_ALL) {
            column(s, grid, dim_title(s, query->by), false);
        }
        column(s, grid, message(s, "stats.outcome"), false);
        column(s, grid, message(s, "stats.clues"), true);
        column(s, grid, message(s, "stats.amount"), true);
        column(s, grid, message(s, "stats.persons"), true);
        for (size_t i = 0; i < groups.count; i++) {
            add_outcome_row(s, grid, &groups.items[i], query->by);
        }
    }
    return status;
}

/* ---- what stands behind a number ---- */

typedef struct {
    const cm_statistics_rows *rows;
    cm_standing_visit visit;
    void *payload;
    cm_date from, to; /* of the outcome */
} picking;

static bool has_outcome(const picking *p, const cm_standing *s)
{
    return cm_sv_equal(p->rows->outcome, s->outcome) &&
           (!cm_date_exists(p->from) || cm_date_compare(s->outcome_on, p->from) >= 0) &&
           (!cm_date_exists(p->to) || cm_date_compare(s->outcome_on, p->to) <= 0);
}

static cm_status pick(void *payload, const cm_standing *s, cm_err *err)
{
    const picking *p = payload;
    const cm_statistics_rows *r = p->rows;
    bool wanted = (r->reached < 0 || s->rung >= r->reached) && (r->at < 0 || s->rung == r->at) &&
                  (r->verdict < 0 || (int)s->verdict == r->verdict) &&
                  (r->state.len == 0 || cm_sv_equal(r->state, s->state)) &&
                  (!r->left_out || s->left_out) && (r->outcome.len == 0 || has_outcome(p, s));
    return wanted ? p->visit(p->payload, s, err) : CM_OK;
}

cm_status cm_statistics_clues(cm_statistics *s, const cm_statistics_query *query,
                              const cm_statistics_rows *rows, cm_standing_visit visit,
                              void *payload, cm_err *err)
{
    cm_scope scope = cm_right_scope(s->home->rights, s->caller, CM_SV("clue.list"), s->mem);
    cm_standing_filter filter = seen(s, query);
    filter.scope = &scope;
    picking p = {.rows = rows, .visit = visit, .payload = payload};
    if (rows->outcome.len != 0) {
        p.from = filter.from;
        p.to = filter.to;
        filter.from = filter.to = CM_NO_DATE;
    }
    return cm_standings_each(s->desk, &s->verdicts, &filter, pick, &p, err);
}

/* ---- notices ---- */

cm_sv cm_statistics_notice_title(const cm_statistics *s, cm_sv kind)
{
    for (size_t i = 0; i < s->rules.count; i++) {
        if (cm_sv_equal(s->rules.items[i].kind, kind)) {
            return either(s, s->rules.items[i].zh, s->rules.items[i].en);
        }
    }
    return kind;
}

static cm_deed deed_of(const cm_statistics *s, cm_sv object)
{
    cm_sv role = CM_SV("");
    (void)cm_right_may(s->home->rights, s->caller, ACT, NULL, &role);
    return (cm_deed){.by = s->caller->name,
                     .role = role,
                     .office = s->caller->office,
                     .at = s->caller->at,
                     .action = ACT,
                     .object = object};
}

/* Those that there is no notice of yet. */
static cm_status find_new(cm_statistics *s, cm_alerts *ret_fresh, cm_err *err)
{
    const cm_standing_filter all = {.today = cm_moment_day(s->caller->at)};
    cm_alerts found = {0};
    cm_verdict_groups groups = {0};
    cm_dim counted = CM_DIM_ALL; /* rules mostly look at the same periods: they are counted once */
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < s->rules.count; i++) {
        if (s->rules.items[i].period != counted) {
            counted = s->rules.items[i].period;
            status = cm_count_verdicts(s->desk, &s->verdicts, &all, s->rules.items[i].period,
                                       s->mem, &groups, err);
        }
        cm_alerts_find(&s->rules.items[i], &groups, s->mem, &found);
    }
    for (size_t i = 0; status == CM_OK && i < found.count; i++) {
        bool known = false;
        status = cm_alert_known(s->desk, &found.items[i], &known, err);
        if (!known) {
            *cm_vec_push(s->mem, ret_fresh) = found.items[i];
        }
    }
    return status;
}

cm_status cm_statistics_watch(cm_statistics *s, size_t *ret_new, cm_err *err)
{
    cm_alerts fresh = {0};
    size_t added = 0;
    cm_status status = find_new(s, &fresh, err);
    if (status != CM_OK || fresh.count == 0) {
        *ret_new = 0;
        return status;
    }
    status = cm_change_begin(s->desk, err);
    if (status != CM_OK) {
        return status;
    }
    for (size_t i = 0; status == CM_OK && i < fresh.count; i++) {
        bool is_new = false;
        fresh.items[i].at = s->caller->at;
        status = cm_alert_add(s->desk, &fresh.items[i], &is_new, err);
        added += is_new;
    }
    const cm_deed deed = deed_of(s, cm_arena_format(s->mem, "%zu notices", added));
    status = cm_change_end(s->desk, status, &deed, err);
    *ret_new = status == CM_OK ? added : 0;
    return status;
}

cm_status cm_statistics_see(cm_statistics *s, int64_t notice, cm_err *err)
{
    cm_status status = cm_change_begin(s->desk, err);
    if (status != CM_OK) {
        return status;
    }
    status = cm_alert_see(s->desk, notice, s->caller->name, s->caller->at, err);
    const cm_deed deed = deed_of(s, cm_arena_format(s->mem, "notice %lld", (long long)notice));
    return cm_change_end(s->desk, status, &deed, err);
}

/* ---- out of the house ---- */

cm_status cm_statistics_export(cm_statistics *s, const cm_grid *grid, cm_sv what, cm_sv path,
                               cm_err *err)
{
    cm_deed deed = {0};
    cm_status status =
        cm_right_deed(s->home->rights, s->caller, CM_SV("export.list"), NULL, &deed, err);
    if (status == CM_OK) {
        deed.object = what;
        status = cm_change_log(s->desk, &deed, err);
    }
    return status == CM_OK ? cm_grid_write(grid, path, s->caller->name, s->caller->at, err)
                           : status;
}

/* ---- runs ---- */

cm_status cm_statistics_keep_run(cm_site *site, const cm_run_counts *counts, size_t count,
                                 const cm_caller *caller, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_desk *desk = NULL;
    cm_status status = cm_site_desk(site, false, caller->at, &desk, err);
    if (status != CM_OK || desk == NULL || count == 0) {
        return status;
    }
    status = cm_change_begin(desk, err);
    if (status != CM_OK) {
        return status;
    }
    for (size_t i = 0; status == CM_OK && i < count; i++) {
        const cm_run_counts *c = &counts[i];
        const cm_tally tally = {
            .at = caller->at,
            .model = c->model->id,
            .content = cm_digest_hex(&mem, cm_digest_of(c->model->source)),
            .model_version = c->model->version,
            .hit = (int64_t)c->answers[CM_ANSWER_HIT],
            .undecidable = (int64_t)c->answers[CM_ANSWER_UNDECIDABLE],
            .clear = (int64_t)c->answers[CM_ANSWER_CLEAR],
            .suppressed = (int64_t)c->suppressed,
        };
        status = cm_tally_add(desk, &tally, err);
    }
    const cm_deed deed = {.by = caller->name,
                          .office = caller->office,
                          .at = caller->at,
                          .action = CM_SV("model.run"),
                          .object = cm_arena_format(&mem, "%zu models", count)};
    return cm_change_end(desk, status, &deed, err);
}
