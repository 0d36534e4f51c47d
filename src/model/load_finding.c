#include "model/load.h"

static const struct {
    const char *name;
    cm_type type; /* of the value it is for */
} FORMATS[] = {{"term", CM_TYPE_INTEGER}, {"abs", CM_TYPE_INTEGER}};

/* The name as an output of the model: its position, or SIZE_MAX when nothing has that name. */
static size_t add_output(const cm_loader *l, cm_sv name)
{
    cm_rule *rule = l->rule;
    for (size_t i = 0; i < rule->plan_outputs.count; i++) {
        if (cm_sv_equal(rule->plan_outputs.items[i].name, name)) {
            return i;
        }
    }
    cm_rule_output output = {CM_REF_COLUMN, cm_view_column(rule->subject, name), CM_TYPE_TEXT};
    const cm_column *column = NULL;
    if (output.index != SIZE_MAX) {
        column = rule->subject->columns.items[output.index];
        output.type = column->type;
    }
    for (size_t i = 0; output.index == SIZE_MAX && i < rule->derived.count; i++) {
        if (cm_sv_equal(rule->derived.items[i].name, name)) {
            output = (cm_rule_output){CM_REF_DERIVED, i, rule->derived.items[i].node->type};
        }
    }
    for (size_t i = 0; output.index == SIZE_MAX && i < rule->parameters.count; i++) {
        if (cm_sv_equal(rule->parameters.items[i].name, name)) {
            output = (cm_rule_output){CM_REF_PARAMETER, i, rule->parameters.items[i].type};
        }
    }
    if (output.index == SIZE_MAX) {
        return SIZE_MAX;
    }
    *cm_vec_push(l->mem, &rule->outputs) = output;
    *cm_vec_push(l->mem, &rule->plan_outputs) = (cm_plan_output){name, output.type, column};
    return rule->outputs.count - 1;
}

static void unknown_name(const cm_loader *l, size_t offset, cm_sv name)
{
    cm_svs names = {0};
    for (size_t i = 0; i < l->rule->subject->columns.count; i++) {
        *cm_vec_push(l->mem, &names) = l->rule->subject->columns.items[i]->name;
    }
    for (size_t i = 0; i < l->rule->derived.count; i++) {
        *cm_vec_push(l->mem, &names) = l->rule->derived.items[i].name;
    }
    cm_sv near = cm_problem_nearest(name, names);
    cm_problem_add(l->mem, l->problems, l->source, offset,
                   (cm_problem){.id = near.len != 0 ? "unknown_name_near" : "unknown_name",
                                .found = name,
                                .expected = near});
}

typedef struct {
    const cm_loader *l;
    const cm_yaml *at; /* the text that is read */
    cm_rule_sentence *sentence;
    size_t option, options; /* the part between [ and ] it is in, and how many there were */
} reader;

static void problem_at(const reader *r, size_t at, cm_problem what)
{
    const cm_loader *l = r->l;
    cm_problem_add(l->mem, l->problems, l->source, cm_yaml_offset(l->source, r->at, at), what);
}

static void add_piece(const reader *r, cm_rule_piece piece)
{
    piece.option = r->option;
    *cm_vec_push(r->l->mem, &r->sentence->pieces) = piece;
}

/* The part between { and }: name, or months,days|term. */
static void add_place(const reader *r, size_t begin, cm_sv inside)
{
    const cm_loader *l = r->l;
    size_t bar = cm_sv_find_byte(inside, '|', 0);
    cm_sv names = cm_sv_slice(inside, 0, bar);
    size_t comma = cm_sv_find_byte(names, ',', 0);
    cm_sv first = cm_sv_trim(cm_sv_slice(names, 0, comma));
    cm_rule_piece piece = {.is_output = true, .output = add_output(l, first), .second = SIZE_MAX};
    size_t offset = cm_yaml_offset(l->source, r->at, begin);
    if (piece.output == SIZE_MAX) {
        unknown_name(l, offset, first);
        return;
    }
    if (bar != SIZE_MAX) {
        piece.format = cm_sv_trim(cm_sv_slice(inside, bar + 1, inside.len));
    }
    if (comma != SIZE_MAX) {
        cm_sv second = cm_sv_trim(cm_sv_slice(names, comma + 1, names.len));
        piece.second = add_output(l, second);
        if (piece.second == SIZE_MAX) {
            unknown_name(l, offset, second);
            return;
        }
    }
    bool ok = piece.format.len == 0 && comma == SIZE_MAX;
    for (size_t i = 0; i < CM_COUNT(FORMATS); i++) {
        ok = ok || (cm_sv_equal(piece.format, cm_sv_from(FORMATS[i].name)) &&
                    l->rule->outputs.items[piece.output].type == FORMATS[i].type);
    }
    if (!ok) {
        problem_at(r, begin, (cm_problem){.id = "finding_format", .found = inside});
        return;
    }
    add_piece(r, piece);
}

/* The first of { [ ] from `from` on. */
static size_t find_mark(cm_sv text, size_t from)
{
    while (from < text.len && cm_sv_find_byte(CM_SV("{[]"), text.ptr[from], 0) == SIZE_MAX) {
        from++;
    }
    return from;
}

/* { ... } at `at`; returns the offset after it. */
static size_t read_place(const reader *r, size_t at)
{
    cm_sv text = r->at->text;
    size_t close = cm_sv_find_byte(text, '}', at);
    if (close == SIZE_MAX) {
        problem_at(r, at,
                   (cm_problem){.id = "not_closed", .found = CM_SV("{"), .expected = CM_SV("}")});
        return text.len;
    }
    add_place(r, at + 1, cm_sv_slice(text, at + 1, close));
    return close + 1;
}

static void read_bracket(reader *r, size_t at)
{
    bool opens = r->at->text.ptr[at] == '[';
    if (opens && r->option != 0) {
        problem_at(r, at,
                   (cm_problem){.id = "not_closed", .found = CM_SV("["), .expected = CM_SV("]")});
    } else if (!opens && r->option == 0) {
        problem_at(r, at, (cm_problem){.id = "not_opened", .found = CM_SV("]")});
    }
    r->option = opens ? ++r->options : 0;
}

static void load_sentence(const cm_loader *l, const cm_yaml *at, cm_sv sub)
{
    if (at->kind != CM_YAML_SCALAR || cm_sv_trim(at->text).len == 0) {
        cm_load_problem(l, at, at->kind == CM_YAML_SCALAR ? "empty_value" : "text_wanted",
                        CM_SV(""), CM_SV("finding"));
        return;
    }
    reader r = {.l = l, .at = at, .sentence = cm_vec_push(l->mem, &l->rule->findings)};
    r.sentence->sub = sub;
    size_t opened = 0;
    for (size_t from = 0; from < at->text.len;) {
        size_t mark = find_mark(at->text, from);
        if (mark != from) {
            add_piece(&r, (cm_rule_piece){.words = cm_sv_slice(at->text, from, mark)});
        }
        if (mark == at->text.len) {
            break;
        }
        if (at->text.ptr[mark] == '{') {
            from = read_place(&r, mark);
        } else {
            read_bracket(&r, mark);
            opened = mark;
            from = mark + 1;
        }
    }
    if (r.option != 0) {
        problem_at(&r, opened,
                   (cm_problem){.id = "not_closed", .found = CM_SV("["), .expected = CM_SV("]")});
    }
}

/* ---- evidence: facts, derived values and child tables whose places in the text are shown ---- */

typedef struct {
    const cm_loader *l;
    cm_evidence *evidence;
    bool *is_shown; /* by derived value */
} shower;

static void add_name(cm_arena *mem, cm_svs *names, cm_sv name)
{
    for (size_t i = 0; i < names->count; i++) {
        if (cm_sv_equal(names->items[i], name)) {
            return;
        }
    }
    *cm_vec_push(mem, names) = name;
}

static void add_behind(const shower *s, const cm_node *node);

static void add_behind_derived(const shower *s, size_t index)
{
    if (!s->is_shown[index]) {
        s->is_shown[index] = true;
        add_behind(s, s->l->rule->derived.items[index].node);
    }
}

/* The facts behind a derived value stand for it. */
// NOLINTNEXTLINE(misc-no-recursion): as deep as the tree
static void add_behind(const shower *s, const cm_node *node)
{
    const cm_view *view = s->l->rule->subject;
    if (node->kind == CM_NODE_NAME && node->ref == CM_REF_COLUMN) {
        add_name(s->l->mem, &s->evidence->columns, view->columns.items[node->index]->name);
    } else if (node->kind == CM_NODE_NAME && node->ref == CM_REF_DERIVED) {
        add_behind_derived(s, node->index);
    } else if (node->kind == CM_NODE_MANY) {
        add_name(s->l->mem, &s->evidence->columns, view->children.items[node->index]->child);
    }
    for (size_t i = 0; i < node->args.count; i++) {
        add_behind(s, node->args.items[i]);
    }
}

static void show(const shower *s, const cm_yaml *at, cm_sv name)
{
    const cm_loader *l = s->l;
    add_name(l->mem, &s->evidence->names, name);
    if (cm_view_child(l->rule->subject, name) != SIZE_MAX) {
        add_name(l->mem, &s->evidence->columns, name);
        return;
    }
    size_t output = add_output(l, name);
    if (output == SIZE_MAX) {
        unknown_name(l, at->offset, name);
    } else if (l->rule->outputs.items[output].ref == CM_REF_DERIVED) {
        add_behind_derived(s, l->rule->outputs.items[output].index);
    } else if (l->rule->outputs.items[output].ref == CM_REF_COLUMN) {
        add_name(l->mem, &s->evidence->columns, name);
    }
}

static void load_evidence(const cm_loader *l, const cm_yaml *at, cm_sv sub)
{
    const shower s = {l, cm_vec_push(l->mem, &l->model->evidence),
                      cm_arena_array(l->mem, bool, l->rule->derived.count + 1)};
    s.evidence->sub = sub;
    cm_svs names = cm_load_list(l, at, "evidence");
    if (names.count == 0) {
        cm_load_problem(l, at, "empty_value", CM_SV(""), CM_SV("evidence"));
    }
    for (size_t i = 0; i < names.count; i++) {
        bool is_item = at->kind == CM_YAML_LIST && i < at->items.count;
        show(&s, is_item ? at->items.items[i] : at, names.items[i]);
    }
}

/* What is shown with a hit whose sub-code can't be told. */
static void add_all_evidence(const cm_loader *l)
{
    cm_evidence all = {.sub = CM_SV("")};
    for (size_t i = 0; i < l->model->evidence.count; i++) {
        const cm_evidence *one = &l->model->evidence.items[i];
        for (size_t k = 0; k < one->names.count; k++) {
            add_name(l->mem, &all.names, one->names.items[k]);
        }
        for (size_t k = 0; k < one->columns.count; k++) {
            add_name(l->mem, &all.columns, one->columns.items[k]);
        }
    }
    *cm_vec_push(l->mem, &l->model->evidence) = all;
}

/* ---- one for every hit, or a map with one for each sub-code ---- */

static bool is_sub(const cm_loader *l, cm_sv name)
{
    for (size_t i = 0; i < l->rule->subs.count; i++) {
        if (cm_sv_equal(l->rule->subs.items[i].sub, name)) {
            return true;
        }
    }
    return false;
}

void cm_load_by_sub(const cm_loader *l, const cm_yaml *at, const char *key,
                    void (*load)(const cm_loader *, const cm_yaml *, cm_sv))
{
    if (at->kind != CM_YAML_MAP) {
        load(l, at, CM_SV(""));
        return;
    }
    cm_svs subs = {0};
    for (size_t i = 0; i < l->rule->subs.count; i++) {
        add_name(l->mem, &subs, l->rule->subs.items[i].sub);
    }
    for (size_t i = 0; i < at->pairs.count; i++) {
        const cm_yaml *name = at->pairs.items[i].key;
        if (!is_sub(l, name->text)) {
            cm_load_problem(l, name, "unknown_sub", name->text, CM_SV("sub"));
        }
        load(l, at->pairs.items[i].value, name->text);
    }
    for (size_t i = 0; i < subs.count; i++) {
        if (cm_yaml_get(at, subs.items[i]) == NULL) {
            cm_load_problem(l, at, "missing_key", cm_sv_from(key), subs.items[i]);
        }
    }
}

void cm_load_finding(const cm_loader *l, const cm_yaml *root)
{
    const cm_yaml *finding = cm_yaml_get(root, CM_SV("finding"));
    const cm_yaml *evidence = cm_yaml_get(root, CM_SV("evidence"));
    if (finding != NULL) {
        cm_load_by_sub(l, finding, "finding", load_sentence);
    }
    if (evidence != NULL) {
        cm_load_by_sub(l, evidence, "evidence", load_evidence);
        if (evidence->kind == CM_YAML_MAP) {
            add_all_evidence(l);
        }
    }
}
