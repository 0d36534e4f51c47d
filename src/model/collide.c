/* The meaning of the steps of a collision, row by row over small tables: docs/collisions.md.
 * Written to be plain, not fast: the oracle of what the database answers. */
#include "model/step.h"

enum { KEYS = 3, PER_MILLE = 1000 };

typedef struct {
    cm_value *values; /* by column of the relation */
    bool maybe;
    cm_svs missing; /* of a doubtful row */
} row;

typedef CM_VEC(row) rows;

typedef struct {
    cm_arena *mem;
    const cm_model *model;
    const cm_case_tables *tables;
    rows *done; /* by step */
} collider;

static const cm_value ABSENT = {.state = CM_VALUE_ABSENT};
static const cm_value UNREAD = {.state = CM_VALUE_UNREAD};

static bool is_known(cm_value value)
{
    return value.state == CM_VALUE_KNOWN;
}

static cm_value known(int64_t number)
{
    return (cm_value){.state = CM_VALUE_KNOWN, .number = number};
}

static bool same(cm_type type, cm_value a, cm_value b)
{
    return type == CM_TYPE_TEXT ? cm_sv_equal(a.text, b.text) : a.number == b.number;
}

/* Known values in order; one that is not known comes last. */
static int compare(cm_type type, cm_value a, cm_value b)
{
    if (!is_known(a) || !is_known(b)) {
        return (int)!is_known(a) - (int)!is_known(b);
    }
    if (type == CM_TYPE_TEXT) {
        return cm_sv_compare(a.text, b.text);
    }
    return (a.number > b.number) - (a.number < b.number);
}

static void add_missing(cm_arena *mem, cm_svs *to, cm_svs from)
{
    for (size_t i = 0; i < from.count; i++) {
        *cm_vec_push(mem, to) = from.items[i];
    }
}

static const rows *rows_of(const collider *c, const cm_step *step)
{
    const cm_steps *steps = &c->model->collision->steps;
    size_t i = 0;
    while (i < steps->count && steps->items[i] != step) {
        i++;
    }
    cm_assert(i < steps->count);
    return &c->done[i];
}

/* ---- expressions over a row ---- */

static cm_value evaluate(const collider *c, const cm_step_expression *e, const cm_value *values)
{
    cm_value *copy = cm_arena_array(c->mem, cm_value, e->rule->subject->columns.count + 1);
    memcpy(copy, values, e->rule->subject->columns.count * sizeof *copy);
    const cm_row over = {.view = e->rule->subject, .values = copy};
    return cm_rule_value_of(c->mem, c->model->law, e->rule, &over, e->node);
}

/* The facts for lack of which it is unknown: as in finding.missing of a rule. */
static void missing_of(const collider *c, const cm_step_expression *e, const cm_value *values,
                       cm_svs *missing)
{
    const cm_view *view = e->rule->subject;
    size_t before = missing->count;
    for (int all = 0; all < 2 && missing->count == before; all++) {
        for (size_t i = 0; i < view->columns.count; i++) {
            bool reads = e->rule->reads[i];
            bool looks = e->rule->looks[i];
            bool absent = values[i].state == CM_VALUE_ABSENT;
            if ((reads && (all != 0 || !looks) && absent) ||
                ((reads || looks) && values[i].state == CM_VALUE_UNREAD)) {
                *cm_vec_push(c->mem, missing) = view->columns.items[i]->name;
            }
        }
    }
}

/* What is not known is unread where a fact that it reads is. */
static cm_value derived(const collider *c, const cm_step_expression *e, const cm_value *values)
{
    cm_value value = evaluate(c, e, values);
    if (is_known(value)) {
        return value;
    }
    for (size_t i = 0; i < e->rule->subject->columns.count; i++) {
        if ((e->rule->reads[i] || e->rule->looks[i]) && values[i].state == CM_VALUE_UNREAD) {
            return UNREAD;
        }
    }
    return ABSENT;
}

/* ---- scan ---- */

static bool has_group(const cm_row *from, cm_sv group)
{
    for (size_t i = 0; i < from->unread_groups.count; i++) {
        if (group.len != 0 && cm_sv_equal(from->unread_groups.items[i], group)) {
            return true;
        }
    }
    return false;
}

static const cm_case_table *find_table(const collider *c, const cm_view *view)
{
    for (size_t i = 0; i < c->tables->tables.count; i++) {
        if (c->tables->tables.items[i].view == view) {
            return &c->tables->tables.items[i];
        }
    }
    return NULL;
}

/* The row of the parent table that a child row belongs to says whether the child was read. */
static bool is_child_unread(const cm_step *step, const cm_case_row *parent)
{
    size_t child = cm_view_child(step->parent, step->table->child);
    return parent->row.children[child].unread || has_group(&parent->row, step->table->group);
}

static bool same_parent(const cm_step *step, const cm_case_row *a, const cm_case_row *b)
{
    bool is_same = true;
    for (size_t i = 0; i < step->table->key_count; i++) {
        is_same = is_same && a->keys[i] == b->keys[i];
    }
    return is_same;
}

/* Without a row of its parent a child row counts as read. */
static bool is_hidden(const collider *c, const cm_step *step, const cm_case_row *from)
{
    const cm_case_table *parents = step->parent == NULL ? NULL : find_table(c, step->parent);
    for (size_t i = 0; parents != NULL && i < parents->rows.count; i++) {
        const cm_case_row *parent = &parents->rows.items[i];
        if (same_parent(step, parent, from) && is_child_unread(step, parent)) {
            return true;
        }
    }
    if (step->sealed != SIZE_MAX) {
        cm_value sealed = from->row.values[step->sealed];
        return is_known(sealed) && cm_sv_equal(sealed.text, cm_sealed_id(CM_SEALED_SEALED));
    }
    return false;
}

static void scan_row(const collider *c, const cm_step *step, const cm_case_row *from, rows *out)
{
    row *r = cm_vec_push(c->mem, out);
    r->values = cm_arena_array(c->mem, cm_value, step->out.view->columns.count);
    for (size_t i = 0; i < step->key_columns; i++) {
        r->values[i] = known(from->keys[i < step->table->key_count ? i : KEYS]);
    }
    for (size_t i = 0; i < step->taken.count; i++) {
        size_t column = step->taken.items[i];
        bool unread = step->parent == NULL &&
                      has_group(&from->row, step->table->columns.items[column]->group);
        r->values[step->key_columns + i] = unread ? UNREAD : from->row.values[column];
    }
}

/* One doubtful row for a child table that was not read. */
static void scan_unread(const collider *c, const cm_step *step, const cm_case_row *parent,
                        rows *out)
{
    row *r = cm_vec_push(c->mem, out);
    r->values = cm_arena_array(c->mem, cm_value, step->out.view->columns.count);
    for (size_t i = 0; i < step->out.view->columns.count; i++) {
        r->values[i] = i < step->table->key_count ? known(parent->keys[i])
                       : i < step->key_columns    ? known(0)
                                                  : UNREAD;
    }
    r->maybe = true;
    *cm_vec_push(c->mem, &r->missing) = step->table->child;
}

static void run_scan(const collider *c, const cm_step *step, rows *out)
{
    const cm_case_table *table = find_table(c, step->table);
    for (size_t i = 0; table != NULL && i < table->rows.count; i++) {
        if (!is_hidden(c, step, &table->rows.items[i])) {
            scan_row(c, step, &table->rows.items[i], out);
        }
    }
    const cm_case_table *parents = step->parent == NULL ? NULL : find_table(c, step->parent);
    for (size_t i = 0; parents != NULL && i < parents->rows.count; i++) {
        if (is_child_unread(step, &parents->rows.items[i])) {
            scan_unread(c, step, &parents->rows.items[i], out);
        }
    }
}

/* ---- filter and derive ---- */

/* False: some condition is. Else the row becomes doubtful for those that are unknown. */
static bool holds(const collider *c, const cm_step *step, row *r)
{
    bool is_out = false;
    for (size_t i = 0; i < step->conditions.count; i++) {
        cm_value value = evaluate(c, &step->conditions.items[i], r->values);
        is_out = is_out || (is_known(value) && value.number == 0);
        if (!is_known(value)) {
            r->maybe = true;
            missing_of(c, &step->conditions.items[i], r->values, &r->missing);
        }
    }
    return !is_out;
}

static row copy_of(const collider *c, const row *from, size_t columns, size_t room)
{
    row r = {.maybe = from->maybe};
    r.values = cm_arena_array(c->mem, cm_value, room);
    memcpy(r.values, from->values, columns * sizeof *r.values);
    add_missing(c->mem, &r.missing, from->missing);
    return r;
}

static void run_filter(const collider *c, const cm_step *step, rows *out)
{
    const rows *from = rows_of(c, step->from);
    size_t columns = step->out.view->columns.count;
    for (size_t i = 0; i < from->count; i++) {
        row r = copy_of(c, &from->items[i], columns, columns);
        if (holds(c, step, &r)) {
            *cm_vec_push(c->mem, out) = r;
        }
    }
}

static void run_derive(const collider *c, const cm_step *step, rows *out)
{
    const rows *from = rows_of(c, step->from);
    size_t columns = step->from->out.view->columns.count;
    for (size_t i = 0; i < from->count; i++) {
        row r = copy_of(c, &from->items[i], columns, step->out.view->columns.count);
        for (size_t k = 0; k < step->values.count; k++) {
            r.values[columns + k] = derived(c, &step->values.items[k], from->items[i].values);
        }
        *cm_vec_push(c->mem, out) = r;
    }
}

/* ---- join ---- */

/* The left row, with room for the right side, which is absent. */
static row left_only(const collider *c, const cm_step *step, const row *left)
{
    return copy_of(c, left, step->from->out.view->columns.count, step->pairs->columns.count);
}

static void make_unread(const cm_step *step, row *r)
{
    for (size_t i = step->from->out.view->columns.count; i < step->pairs->columns.count; i++) {
        r->values[i] = UNREAD;
    }
}

/* The pair, doubtful as far as the pairing goes; false: they don't meet. */
static bool meet(const collider *c, const cm_step *step, const row *left, const row *right,
                 row *ret_pair)
{
    size_t first = step->from->out.view->columns.count;
    row pair = left_only(c, step, left);
    pair.maybe = right->maybe;
    pair.missing = (cm_svs){0};
    add_missing(c->mem, &pair.missing, right->missing);
    memcpy(pair.values + first, right->values,
           step->with->out.view->columns.count * sizeof *pair.values);
    for (size_t i = 0; i < step->on.count; i++) {
        const cm_key_pair *key = &step->on.items[i];
        const cm_column *column = step->pairs->columns.items[key->left];
        cm_value a = pair.values[key->left];
        cm_value b = pair.values[first + key->right];
        if (is_known(a) && is_known(b)) {
            if (!same(column->type, a, b)) {
                return false;
            }
            continue;
        }
        if (i == 0 || a.state == CM_VALUE_ABSENT || b.state == CM_VALUE_ABSENT) {
            return false;
        }
        pair.maybe = true;
        *cm_vec_push(c->mem, &pair.missing) =
            is_known(a) ? step->pairs->columns.items[first + key->right]->name : column->name;
    }
    *ret_pair = pair;
    return holds(c, step, ret_pair);
}

static bool is_open(const cm_step *step, const row *left)
{
    return left->values[step->on.items[0].left].state == CM_VALUE_UNREAD;
}

static cm_sv first_key(const cm_step *step)
{
    return step->pairs->columns.items[step->on.items[0].left]->name;
}

/* The later `latest` first, then the keys of the right side. */
static bool is_better(const cm_step *step, const row *a, const row *b)
{
    size_t first = step->from->out.view->columns.count;
    int order =
        -compare(CM_TYPE_DATE, a->values[first + step->latest], b->values[first + step->latest]);
    for (size_t i = 0; order == 0 && i < step->with->out.order.count; i++) {
        size_t column = first + step->with->out.order.items[i];
        order =
            compare(step->pairs->columns.items[column]->type, a->values[column], b->values[column]);
    }
    return order < 0;
}

/* The doubt of the left row and of the pairing together. */
static void add_pair(const collider *c, const row *left, const row *pair, rows *out)
{
    row *r = cm_vec_push(c->mem, out);
    *r = *pair;
    r->maybe = left->maybe || pair->maybe;
    r->missing = (cm_svs){0};
    add_missing(c->mem, &r->missing, left->missing);
    add_missing(c->mem, &r->missing, pair->missing);
}

static void join_asof(const collider *c, const cm_step *step, const row *left, const rows *pairs,
                      rows *out)
{
    const row *best = NULL;
    row doubt = left_only(c, step, left);
    bool is_doubtful = false;
    make_unread(step, &doubt);
    for (size_t i = 0; i < pairs->count; i++) {
        const row *pair = &pairs->items[i];
        if (best == NULL || is_better(step, pair, best)) {
            best = pair;
        }
        if (pair->maybe) {
            is_doubtful = true;
            if (step->mode == CM_JOIN_INNER) {
                doubt.maybe = true;
                add_missing(c->mem, &doubt.missing, pair->missing);
            }
        }
    }
    if (is_doubtful) {
        *cm_vec_push(c->mem, out) = doubt;
    } else if (best != NULL) {
        add_pair(c, left, best, out);
    } else if (step->mode == CM_JOIN_LEFT) {
        *cm_vec_push(c->mem, out) = left_only(c, step, left);
    }
}

static void join_pairs(const collider *c, const cm_step *step, const row *left, const rows *pairs,
                       rows *out)
{
    for (size_t i = 0; i < pairs->count; i++) {
        add_pair(c, left, &pairs->items[i], out);
    }
    if (pairs->count == 0 && step->mode == CM_JOIN_LEFT) {
        *cm_vec_push(c->mem, out) = left_only(c, step, left);
    }
}

/* semi and anti: the left row, doubtful where only doubtful pairs speak for or against it. */
static void join_test(const collider *c, const cm_step *step, const row *left, const rows *pairs,
                      rows *out)
{
    bool yes = false;
    row r = left_only(c, step, left);
    for (size_t i = 0; i < pairs->count; i++) {
        yes = yes || !pairs->items[i].maybe;
    }
    for (size_t i = 0; !yes && i < pairs->count; i++) {
        r.maybe = true;
        add_missing(c->mem, &r.missing, pairs->items[i].missing);
    }
    bool is_kept = step->mode == CM_JOIN_SEMI ? pairs->count != 0 : !yes;
    if (is_kept) {
        *cm_vec_push(c->mem, out) = r;
    }
}

static void join_open(const collider *c, const cm_step *step, const row *left, rows *out)
{
    row r = left_only(c, step, left);
    make_unread(step, &r);
    if (step->mode != CM_JOIN_LEFT) {
        r.maybe = true;
        *cm_vec_push(c->mem, &r.missing) = first_key(step);
    }
    *cm_vec_push(c->mem, out) = r;
}

static void run_join(const collider *c, const cm_step *step, rows *out)
{
    const rows *from = rows_of(c, step->from);
    const rows *with = rows_of(c, step->with);
    for (size_t i = 0; i < from->count; i++) {
        const row *left = &from->items[i];
        rows pairs = {0};
        row pair;
        if (is_open(step, left)) {
            join_open(c, step, left, out);
            continue;
        }
        for (size_t k = 0; k < with->count; k++) {
            if (meet(c, step, left, &with->items[k], &pair)) {
                *cm_vec_push(c->mem, &pairs) = pair;
            }
        }
        if (step->mode == CM_JOIN_SEMI || step->mode == CM_JOIN_ANTI) {
            join_test(c, step, left, &pairs, out);
        } else if (step->is_asof) {
            join_asof(c, step, left, &pairs, out);
        } else {
            join_pairs(c, step, left, &pairs, out);
        }
    }
}

/* ---- aggregate ---- */

typedef CM_VEC(cm_value) values;

static void sort_values(cm_type type, values *v)
{
    for (size_t i = 1; i < v->count; i++) {
        cm_value moved = v->items[i];
        size_t at = i;
        while (at > 0 && compare(type, v->items[at - 1], moved) > 0) {
            v->items[at] = v->items[at - 1];
            at--;
        }
        v->items[at] = moved;
    }
}

static size_t different(cm_type type, const values *sorted)
{
    size_t count = 0;
    for (size_t i = 0; i < sorted->count; i++) {
        count += i == 0 || !same(type, sorted->items[i - 1], sorted->items[i]);
    }
    return count;
}

static cm_value sum_of(const values *v)
{
    __extension__ __int128 sum = 0;
    for (size_t i = 0; i < v->count; i++) {
        sum += v->items[i].number;
    }
    bool fits = sum >= INT64_MIN && sum <= INT64_MAX;
    return v->count == 0 || !fits ? ABSENT : known((int64_t)sum);
}

static cm_value list_of(const collider *c, const cm_step *step, const values *sorted)
{
    cm_sv text = CM_SV("");
    for (size_t i = 0; i < sorted->count; i++) {
        if (i == 0 || !same(CM_TYPE_TEXT, sorted->items[i - 1], sorted->items[i])) {
            text = cm_arena_format(c->mem, "%.*s%.*s%.*s", CM_SV_ARG(text),
                                   CM_SV_ARG(i == 0 ? CM_SV("") : step->separator),
                                   CM_SV_ARG(sorted->items[i].text));
        }
    }
    return sorted->count == 0 ? ABSENT : (cm_value){CM_VALUE_KNOWN, 0, text};
}

/* Of the known values, sorted; `yes` of them are true, where they are conditions. */
static cm_value fold(const collider *c, const cm_step *step, size_t which, cm_type type,
                     const values *v, size_t total)
{
    size_t yes = 0;
    for (size_t i = 0; i < v->count; i++) {
        yes += v->items[i].number != 0;
    }
    switch (step->kinds.items[which]) {
    case CM_AGGREGATE_COUNT:
        return known((int64_t)yes);
    case CM_AGGREGATE_SHARE:
        return known((int64_t)(yes * PER_MILLE / total));
    case CM_AGGREGATE_DISTINCT:
        return known((int64_t)different(type, v));
    case CM_AGGREGATE_SUM:
        return sum_of(v);
    case CM_AGGREGATE_MIN:
        return v->count == 0 ? ABSENT : v->items[0];
    case CM_AGGREGATE_MAX:
        return v->count == 0 ? ABSENT : v->items[v->count - 1];
    case CM_AGGREGATE_MEDIAN:
        return v->count == 0 ? ABSENT : v->items[(v->count - 1) / 2];
    case CM_AGGREGATE_LIST:
        return list_of(c, step, v);
    case CM_AGGREGATE_KINDS:
        break;
    }
    return ABSENT;
}

static cm_value aggregate(const collider *c, const cm_step *step, size_t which, const rows *group)
{
    const cm_step_expression *e = &step->values.items[which];
    cm_aggregate_kind kind = step->kinds.items[which];
    bool is_condition = kind == CM_AGGREGATE_COUNT || kind == CM_AGGREGATE_SHARE;
    bool unread = false;
    values v = {0};
    for (size_t i = 0; i < group->count; i++) {
        const row *r = &group->items[i];
        cm_value value = derived(c, e, r->values);
        bool is_no = kind == CM_AGGREGATE_COUNT && is_known(value) && value.number == 0;
        unread = unread || (r->maybe && !is_no) || value.state == CM_VALUE_UNREAD ||
                 (is_condition && !is_known(value));
        if (is_known(value)) {
            *cm_vec_push(c->mem, &v) = value;
        }
    }
    sort_values(e->node->type, &v);
    return unread ? UNREAD : fold(c, step, which, e->node->type, &v, group->count);
}

static bool in_group(const cm_step *step, const row *a, const row *b)
{
    const cm_view *view = step->from->out.view;
    bool is_same = true;
    for (size_t i = 0; i < step->by.count; i++) {
        size_t column = step->by.items[i];
        is_same = is_same && is_known(a->values[column]) && is_known(b->values[column]) &&
                  same(view->columns.items[column]->type, a->values[column], b->values[column]);
    }
    return is_same;
}

static void add_group(const collider *c, const cm_step *step, const rows *group, rows *out)
{
    row *r = cm_vec_push(c->mem, out);
    r->values = cm_arena_array(c->mem, cm_value, step->out.view->columns.count);
    r->maybe = true;
    for (size_t i = 0; i < step->by.count; i++) {
        r->values[i] = group->items[0].values[step->by.items[i]];
    }
    for (size_t i = 0; i < step->values.count; i++) {
        r->values[step->by.count + i] = aggregate(c, step, i, group);
    }
    for (size_t i = 0; i < group->count; i++) {
        r->maybe = r->maybe && group->items[i].maybe;
        add_missing(c->mem, &r->missing, group->items[i].missing);
    }
    if (!r->maybe) {
        r->missing = (cm_svs){0};
    }
}

static void run_aggregate(const collider *c, const cm_step *step, rows *out)
{
    const rows *from = rows_of(c, step->from);
    bool *taken = cm_arena_array(c->mem, bool, from->count + 1);
    for (size_t i = 0; i < from->count; i++) {
        rows group = {0};
        for (size_t k = i; k < from->count; k++) {
            if (!taken[k] && in_group(step, &from->items[i], &from->items[k])) {
                taken[k] = true;
                *cm_vec_push(c->mem, &group) = from->items[k];
            }
        }
        if (group.count != 0) {
            add_group(c, step, &group, out);
        }
    }
}

/* ---- the answers ---- */

static bool same_subject(const cm_collision *p, const row *a, const row *b)
{
    const cm_relation *left = &p->subjects->out;
    const cm_relation *right = &p->rows->out;
    bool is_same = true;
    for (size_t i = 0; i < left->lineages.items[0].table->key_count; i++) {
        is_same =
            is_same && a->values[cm_relation_key(left, &left->lineages.items[0], i)].number ==
                           b->values[cm_relation_key(right, &right->lineages.items[0], i)].number;
    }
    return is_same;
}

static bool is_before(const cm_relation *relation, const row *a, const row *b)
{
    int order = 0;
    for (size_t i = 0; order == 0 && i < relation->order.count; i++) {
        size_t column = relation->order.items[i];
        order = compare(relation->view->columns.items[column]->type, a->values[column],
                        b->values[column]);
    }
    return order < 0;
}

/* Different names in the order of their bytes. */
static cm_svs tidy(const collider *c, cm_svs names)
{
    cm_svs sorted = {0};
    for (size_t i = 0; i < names.count; i++) {
        size_t at = 0;
        while (at < sorted.count && cm_sv_compare(sorted.items[at], names.items[i]) < 0) {
            at++;
        }
        if (at < sorted.count && cm_sv_equal(sorted.items[at], names.items[i])) {
            continue;
        }
        *cm_vec_push(c->mem, &sorted) = names.items[i];
        for (size_t k = sorted.count - 1; k > at; k--) {
            sorted.items[k] = sorted.items[k - 1];
        }
        sorted.items[at] = names.items[i];
    }
    return sorted;
}

static cm_finding answer(const collider *c, const row *subject)
{
    const cm_collision *p = c->model->collision;
    const rows *all = rows_of(c, p->rows);
    const row *lead = NULL;
    cm_svs missing = {0};
    bool maybe = subject->maybe;
    add_missing(c->mem, &missing, subject->missing);
    for (size_t i = 0; i < all->count; i++) {
        const row *r = &all->items[i];
        if (!same_subject(p, subject, r)) {
            continue;
        }
        if (r->maybe) {
            maybe = true;
            add_missing(c->mem, &missing, r->missing);
        } else if (lead == NULL || is_before(&p->rows->out, r, lead)) {
            lead = r;
        }
    }
    if (lead != NULL && !subject->maybe) {
        const cm_row over = {.view = p->rows->out.view, .values = lead->values};
        return cm_rule_hit(c->mem, c->model, &over);
    }
    cm_finding finding = {.answer = maybe ? CM_ANSWER_UNDECIDABLE : CM_ANSWER_CLEAR};
    finding.missing = maybe ? tidy(c, missing) : (cm_svs){0};
    return finding;
}

static bool is_earlier(const cm_keyed_finding *a, const cm_keyed_finding *b)
{
    for (size_t i = 0; i < KEYS; i++) {
        if (a->keys[i] != b->keys[i]) {
            return a->keys[i] < b->keys[i];
        }
    }
    return false;
}

static void insert(cm_arena *mem, cm_findings *findings, cm_keyed_finding one)
{
    *cm_vec_push(mem, findings) = one;
    size_t at = findings->count - 1;
    while (at > 0 && is_earlier(&one, &findings->items[at - 1])) {
        findings->items[at] = findings->items[at - 1];
        at--;
    }
    findings->items[at] = one;
}

static void run_step(const collider *c, const cm_step *step, rows *out)
{
    switch (step->kind) {
    case CM_STEP_SCAN:
        run_scan(c, step, out);
        break;
    case CM_STEP_FILTER:
        run_filter(c, step, out);
        break;
    case CM_STEP_DERIVE:
        run_derive(c, step, out);
        break;
    case CM_STEP_JOIN:
        run_join(c, step, out);
        break;
    case CM_STEP_AGGREGATE:
        run_aggregate(c, step, out);
        break;
    }
}

cm_findings cm_model_collide(cm_arena *mem, const cm_model *model, const cm_case_tables *tables)
{
    const cm_collision *p = model->collision;
    collider c = {mem, model, tables, cm_arena_array(mem, rows, p->steps.count)};
    for (size_t i = 0; i < p->steps.count; i++) {
        run_step(&c, p->steps.items[i], &c.done[i]);
    }
    cm_findings findings = {0};
    const cm_relation *relation = &p->subjects->out;
    const rows *subjects = rows_of(&c, p->subjects);
    for (size_t i = 0; i < subjects->count; i++) {
        cm_keyed_finding one = {.finding = answer(&c, &subjects->items[i])};
        for (size_t k = 0; k < relation->lineages.items[0].table->key_count; k++) {
            one.keys[k] = subjects->items[i]
                              .values[cm_relation_key(relation, &relation->lineages.items[0], k)]
                              .number;
        }
        insert(mem, &findings, one);
    }
    return findings;
}
