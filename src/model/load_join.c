/* The step that joins two others. */
#include "model/load_step.h"

const cm_key CM_JOIN_KEYS[] = {
    {"name", true},    {"join", true},   {"with", true}, {"mode", true},    {"match", false},
    {"on", true},      {"where", false}, {"day", false}, {"latest", false}, {"within", false},
    {"prefix", false}, {"title", false}, {NULL, false}};

static const char *const MODES[CM_JOIN_COUNT] = {[CM_JOIN_INNER] = "inner",
                                                 [CM_JOIN_LEFT] = "left",
                                                 [CM_JOIN_SEMI] = "semi",
                                                 [CM_JOIN_ANTI] = "anti"};

static const cm_type BOOLEAN = CM_TYPE_BOOLEAN;

static bool load_mode(const cm_loader *l, const cm_yaml *at, cm_step *step)
{
    cm_sv mode = cm_load_text(l, at, "mode");
    cm_sv match = cm_load_text(l, at, "match");
    size_t i = 0;
    while (i < CM_COUNT(MODES) && !cm_sv_equal(mode, cm_sv_from(MODES[i]))) {
        i++;
    }
    step->is_asof = cm_sv_equal(match, CM_SV("asof"));
    if (i == CM_COUNT(MODES)) {
        cm_load_problem(l, cm_yaml_get(at, CM_SV("mode")), "not_in_list", mode,
                        CM_SV("inner, left, semi, anti"));
        return false;
    }
    step->mode = (cm_join_mode)i;
    bool is_match = match.len == 0 || step->is_asof || cm_sv_equal(match, CM_SV("eq"));
    bool is_pair = step->mode == CM_JOIN_INNER || step->mode == CM_JOIN_LEFT;
    if (!is_match || (step->is_asof && !is_pair)) {
        cm_load_problem(l, cm_yaml_get(at, CM_SV("match")), "not_in_list", match,
                        is_match ? CM_SV("eq") : CM_SV("eq, asof"));
        return false;
    }
    return true;
}

/* ---- the keys that must be equal ---- */

static bool add_pair(const cm_loader *l, const cm_yaml *left, const cm_yaml *right, cm_step *step)
{
    const cm_view *a = step->from->out.view;
    const cm_view *b = step->with->out.view;
    cm_key_pair pair = {cm_step_column(l, a, left), SIZE_MAX};
    pair.right = pair.left == SIZE_MAX ? SIZE_MAX : cm_step_column(l, b, right);
    if (pair.right == SIZE_MAX) {
        return false;
    }
    cm_type left_type = a->columns.items[pair.left]->type;
    cm_type right_type = b->columns.items[pair.right]->type;
    if (left_type != right_type) {
        cm_load_problem(l, right, "types_differ", cm_sv_from(cm_type_name(right_type)),
                        cm_sv_from(cm_type_name(left_type)));
        return false;
    }
    *cm_vec_push(l->mem, &step->on) = pair;
    return true;
}

static bool add_subject(const cm_loader *l, const cm_yaml *at, cm_step *step)
{
    const cm_relation *a = &step->from->out;
    const cm_relation *b = &step->with->out;
    bool ok = a->lineages.count != 0 && b->lineages.count != 0;
    size_t keys = 0;
    if (ok) {
        size_t left = a->lineages.items[0].table->key_count;
        size_t right = b->lineages.items[0].table->key_count;
        keys = left < right ? left : right;
    }
    for (size_t i = 0; i < keys; i++) {
        cm_key_pair pair = {cm_relation_key(a, &a->lineages.items[0], i),
                            cm_relation_key(b, &b->lineages.items[0], i)};
        ok = ok && pair.left != SIZE_MAX && pair.right != SIZE_MAX;
        *cm_vec_push(l->mem, &step->on) = pair;
    }
    if (!ok) {
        cm_load_problem(l, at, "subjects_form", step->from->name, step->with->name);
    }
    return ok;
}

static bool load_on(const cm_loader *l, const cm_yaml *at, cm_step *step)
{
    const cm_yaml *on = cm_yaml_get(at, CM_SV("on"));
    if (on->kind == CM_YAML_SCALAR && cm_sv_equal(on->text, CM_SV("subject"))) {
        return add_subject(l, on, step);
    }
    if (on->kind != CM_YAML_LIST || on->items.count == 0) {
        cm_load_problem(l, on, "list_wanted", CM_SV(""), CM_SV("on"));
        return false;
    }
    bool ok = true;
    for (size_t i = 0; i < on->items.count; i++) {
        const cm_yaml *item = on->items.items[i];
        if (item->kind == CM_YAML_SCALAR) {
            ok = add_pair(l, item, item, step) && ok;
        } else if (item->kind == CM_YAML_MAP && item->pairs.count == 1) {
            ok = add_pair(l, item->pairs.items[0].key, item->pairs.items[0].value, step) && ok;
        } else {
            cm_load_problem(l, item, "text_wanted", CM_SV(""), CM_SV("on"));
            ok = false;
        }
    }
    return ok;
}

/* ---- the columns of both sides ---- */

static bool add_right(const cm_loader *l, const cm_yaml *at, cm_step *step, cm_view *view)
{
    cm_sv prefix = cm_yaml_get(at, CM_SV("prefix")) != NULL
                       ? cm_load_text(l, at, "prefix")
                       : cm_arena_format(l->mem, "%.*s_", CM_SV_ARG(step->with->name));
    cm_sv title = cm_load_text(l, at, "title");
    const cm_relation *right = &step->with->out;
    for (size_t i = 0; i < right->view->columns.count; i++) {
        cm_column *column = cm_arena_new(l->mem, cm_column);
        *column = *right->view->columns.items[i];
        column->name =
            cm_arena_format(l->mem, "%.*s%.*s", CM_SV_ARG(prefix), CM_SV_ARG(column->name));
        column->title =
            cm_arena_format(l->mem, "%.*s%.*s", CM_SV_ARG(title), CM_SV_ARG(column->title));
        if (cm_view_column(view, column->name) != SIZE_MAX) {
            cm_load_problem(l, at, "name_taken", column->name, CM_SV(""));
            return false;
        }
        *cm_vec_push(l->mem, &view->columns) = column;
    }
    step->pairs = view;
    if (step->mode == CM_JOIN_SEMI || step->mode == CM_JOIN_ANTI) {
        return true;
    }
    step->out.view = view;
    size_t first = step->from->out.view->columns.count;
    for (size_t i = 0; !step->is_asof && i < right->order.count; i++) {
        *cm_vec_push(l->mem, &step->out.order) = first + right->order.items[i];
    }
    for (size_t i = 0; i < right->lineages.count; i++) {
        cm_lineage lineage = right->lineages.items[i];
        lineage.prefix =
            cm_arena_format(l->mem, "%.*s%.*s", CM_SV_ARG(prefix), CM_SV_ARG(lineage.prefix));
        *cm_vec_push(l->mem, &step->out.lineages) = lineage;
    }
    return true;
}

/* ---- as of a day ---- */

static size_t date_column(const cm_loader *l, const cm_yaml *map, const char *key,
                          const cm_view *view)
{
    const cm_yaml *at = cm_yaml_get(map, cm_sv_from(key));
    if (at == NULL) {
        cm_load_problem(l, map, "missing_key", CM_SV("asof"), cm_sv_from(key));
        return SIZE_MAX;
    }
    size_t column = cm_step_column(l, view, at);
    if (column != SIZE_MAX && view->columns.items[column]->type != CM_TYPE_DATE) {
        cm_load_problem(l, at, "type", cm_sv_from(cm_type_name(view->columns.items[column]->type)),
                        CM_SV("date"));
        return SIZE_MAX;
    }
    return column;
}

/* A partner whose day is known and not after, as an expression of its own. */
static bool load_asof(const cm_loader *l, const cm_yaml *at, cm_step *step)
{
    size_t day = date_column(l, at, "day", step->from->out.view);
    step->latest = date_column(l, at, "latest", step->with->out.view);
    if (day == SIZE_MAX || step->latest == SIZE_MAX) {
        return false;
    }
    cm_sv a = step->from->out.view->columns.items[day]->name;
    size_t first = step->from->out.view->columns.count;
    cm_sv b = step->pairs->columns.items[first + step->latest]->name;
    cm_sv within = cm_load_text(l, at, "within");
    cm_sv limit = within.len == 0 ? CM_SV("true")
                                  : cm_arena_format(l->mem, "%.*s - %.*s <= %.*s", CM_SV_ARG(a),
                                                    CM_SV_ARG(b), CM_SV_ARG(within));
    cm_yaml *written = cm_arena_new(l->mem, cm_yaml);
    *written = (cm_yaml){.kind = CM_YAML_SCALAR, .offset = at->offset};
    written->text = cm_arena_format(
        l->mem,
        "case when %.*s is absent or %.*s is absent then false else %.*s <= %.*s and %.*s end",
        CM_SV_ARG(a), CM_SV_ARG(b), CM_SV_ARG(b), CM_SV_ARG(a), CM_SV_ARG(limit));
    return cm_step_expression_load(l, step->pairs, written, &BOOLEAN,
                                   cm_vec_push(l->mem, &step->conditions));
}

bool cm_step_load_join(const cm_loader *l, const cm_yaml *at, cm_step *step)
{
    step->with = cm_step_find(l, at, "with");
    if (step->with == NULL || !load_mode(l, at, step) || !load_on(l, at, step)) {
        return false;
    }
    const cm_relation *left = &step->from->out;
    cm_step_inherit(l, step, left, cm_step_view(l, step, left->view));
    if (!add_right(l, at, step, cm_step_view(l, step, left->view))) {
        return false;
    }
    const cm_yaml *where = cm_yaml_get(at, CM_SV("where"));
    bool ok = where == NULL || cm_step_expression_load(l, step->pairs, where, &BOOLEAN,
                                                       cm_vec_push(l->mem, &step->conditions));
    return ok && (!step->is_asof || load_asof(l, at, step));
}
