/* A rule in sentences: the third thing an expression can be turned into, beside SQL and a value. */
#include "base/limits.h"
#include "model/step.h"

typedef struct {
    cm_arena *mem;
    const cm_model *model;
    const cm_wording *wording;
    const cm_view *child; /* the row of this table, inside every, any, count and sum */
} speaker;

static cm_sv say_id(const speaker *s, cm_sv id, cm_sv a, cm_sv b, cm_sv c)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_PAGE);
    const cm_word words[] = {{"a", a}, {"b", b}, {"c", c}, {NULL, {NULL, 0}}};
    cm_wording_write(&out, s->wording, id, words);
    return cm_arena_sv(s->mem, cm_buf_view(&out));
}

static cm_sv say(const speaker *s, const char *id, cm_sv a, cm_sv b, cm_sv c)
{
    return say_id(s, cm_sv_from(id), a, b, c);
}

static cm_sv word(const speaker *s, const char *id)
{
    return cm_wording_find(s->wording, cm_sv_from(id));
}

static cm_sv join(const speaker *s, cm_sv a, cm_sv between, cm_sv b)
{
    return cm_arena_format(s->mem, "%.*s%.*s%.*s", CM_SV_ARG(a), CM_SV_ARG(between), CM_SV_ARG(b));
}

static cm_sv phrase(const speaker *s, const cm_node *node);

/* A part that joins others stands in brackets. */
// NOLINTNEXTLINE(misc-no-recursion): as deep as the tree
static cm_sv part(const speaker *s, const cm_node *node)
{
    static const cm_node_kind JOINS[] = {CM_NODE_AND, CM_NODE_OR,       CM_NODE_CASE,
                                         CM_NODE_ADD, CM_NODE_SUBTRACT, CM_NODE_MULTIPLY,
                                         CM_NODE_MANY};
    cm_sv text = phrase(s, node);
    for (size_t i = 0; i < CM_COUNT(JOINS); i++) {
        if (node->kind == JOINS[i]) {
            return say(s, "plain.brackets", text, CM_SV(""), CM_SV(""));
        }
    }
    return text;
}

cm_sv cm_model_title_of(const cm_model *model, cm_sv name)
{
    for (size_t i = 0; i < model->names.count; i++) {
        if (cm_sv_equal(model->names.items[i].sub, name)) {
            return model->names.items[i].word;
        }
    }
    return name;
}

static cm_sv literal(const speaker *s, const cm_node *node)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_PAGE);
    const cm_value value = {CM_VALUE_KNOWN, node->number, node->text};
    cm_value_write(&out, s->wording, node->type, value);
    cm_sv text = cm_arena_sv(s->mem, cm_buf_view(&out));
    return node->type == CM_TYPE_TEXT ? say(s, "plain.quote", text, CM_SV(""), CM_SV("")) : text;
}

static cm_sv name(const speaker *s, const cm_node *node)
{
    const cm_view *view = s->model->subject;
    switch (node->ref) {
    case CM_REF_COLUMN:
        return view->columns.items[node->index]->title;
    case CM_REF_CHILD:
        cm_assert(s->child != NULL && s->child->columns.items != NULL);
        return say(s, "plain.of_row", s->child->columns.items[node->index]->title, CM_SV(""),
                   CM_SV(""));
    case CM_REF_TABLE:
        return view->children.items[node->index]->title;
    case CM_REF_DERIVED:
        return cm_model_title_of(s->model, s->model->rule->derived.items[node->index].name);
    case CM_REF_PARAMETER:
        return cm_model_title_of(s->model, s->model->rule->parameters.items[node->index].name);
    }
    return node->text;
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the tree
static cm_sv joined(const speaker *s, const cm_node *node, size_t first, const char *between)
{
    cm_sv text = CM_SV("");
    for (size_t i = first; i < node->args.count; i++) {
        cm_sv one = part(s, node->args.items[i]);
        text = i == first ? one : join(s, text, word(s, between), one);
    }
    return text;
}

/* a and b and c: one list, not brackets in brackets. */
// NOLINTNEXTLINE(misc-no-recursion): as deep as the tree
static cm_sv chain(const speaker *s, const cm_node *node, const char *between)
{
    cm_sv text = CM_SV("");
    for (size_t i = 0; i < node->args.count; i++) {
        const cm_node *arg = node->args.items[i];
        cm_sv one = arg->kind == node->kind ? chain(s, arg, between) : part(s, arg);
        text = i == 0 ? one : join(s, text, word(s, between), one);
    }
    return text;
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the tree
static cm_sv cases(const speaker *s, const cm_node *node)
{
    cm_sv text = CM_SV("");
    size_t pairs = node->args.count / 2;
    for (size_t i = 0; i < pairs; i++) {
        cm_sv arm = say(s, "plain.when", phrase(s, node->args.items[2 * i]),
                        phrase(s, node->args.items[2 * i + 1]), CM_SV(""));
        text = i == 0 ? arm : join(s, text, word(s, "plain.then_next"), arm);
    }
    const char *end = node->args.count % 2 == 1 ? "plain.else" : "plain.no_else";
    cm_sv last =
        node->args.count % 2 == 1 ? phrase(s, node->args.items[node->args.count - 1]) : CM_SV("");
    return join(s, text, word(s, "plain.then_next"), say(s, end, last, CM_SV(""), CM_SV("")));
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the tree
static cm_sv many(const speaker *s, const cm_node *node)
{
    static const char *const IDS[] = {"plain.every", "plain.any", "plain.how_many", "plain.sum"};
    speaker inside = *s;
    inside.child = s->model->subject->children.items[node->index];
    if (node->args.count == 0) {
        return say(s, "plain.count_all", inside.child->title, CM_SV(""), CM_SV(""));
    }
    return say(s, IDS[node->many], inside.child->title, phrase(&inside, node->args.items[0]),
               CM_SV(""));
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the tree
static cm_sv call(const speaker *s, const cm_node *node)
{
    cm_sv id = cm_arena_format(s->mem, "plain.call.%.*s", CM_SV_ARG(node->function->name));
    cm_sv args[3] = {CM_SV(""), CM_SV(""), CM_SV("")};
    bool told = !cm_sv_equal(cm_wording_find(s->wording, id), id);
    for (size_t i = 0; told && i < node->args.count && i < CM_COUNT(args); i++) {
        args[i] = part(s, node->args.items[i]);
    }
    if (told && node->args.count <= CM_COUNT(args)) {
        return say_id(s, id, args[0], args[1], args[2]);
    }
    return say(s, "plain.call", told ? cm_wording_find(s->wording, id) : node->function->name,
               joined(s, node, 0, "plain.comma"), CM_SV(""));
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the tree
static cm_sv negated(const speaker *s, const cm_node *node)
{
    const cm_node *arg = node->args.items[0];
    if (arg->kind == CM_NODE_IN) {
        return say(s, "plain.not_in", part(s, arg->args.items[0]), joined(s, arg, 1, "plain.comma"),
                   CM_SV(""));
    }
    return say(s, "plain.not", phrase(s, arg), CM_SV(""), CM_SV(""));
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the tree
static cm_sv phrase(const speaker *s, const cm_node *node)
{
    static const char *const COMPARE[] = {"plain.equal",   "plain.unequal", "plain.less",
                                          "plain.at_most", "plain.greater", "plain.at_least"};
    static const char *const DAYS[] = {"plain.equal",     "plain.unequal", "plain.before",
                                       "plain.not_after", "plain.after",   "plain.not_before"};
    static const char *const STATE[] = {"plain.present", "plain.absent", "plain.unread"};
    cm_node *const *a = node->args.items;
    const cm_sv none = CM_SV("");
    switch (node->kind) {
    case CM_NODE_LITERAL:
        return literal(s, node);
    case CM_NODE_NAME:
        return name(s, node);
    case CM_NODE_NOT:
        return negated(s, node);
    case CM_NODE_AND:
        return chain(s, node, "plain.and");
    case CM_NODE_OR:
        return chain(s, node, "plain.or");
    case CM_NODE_COMPARE:
        return say(s, (a[0]->type == CM_TYPE_DATE ? DAYS : COMPARE)[node->compare], part(s, a[0]),
                   part(s, a[1]), none);
    case CM_NODE_ADD:
        return chain(s, node, "plain.add");
    case CM_NODE_SUBTRACT:
        return joined(s, node, 0, "plain.subtract");
    case CM_NODE_MULTIPLY:
        return joined(s, node, 0, "plain.multiply");
    case CM_NODE_NEGATE:
        return say(s, "plain.negate", part(s, a[0]), none, none);
    case CM_NODE_IN:
        return say(s, "plain.in", part(s, a[0]), joined(s, node, 1, "plain.comma"), none);
    case CM_NODE_BETWEEN:
        return say(s, "plain.between", part(s, a[0]), part(s, a[1]), part(s, a[2]));
    case CM_NODE_CASE:
        return cases(s, node);
    case CM_NODE_STATE:
        return say(s, STATE[node->is], phrase(s, a[0]), none, none);
    case CM_NODE_MANY:
        return many(s, node);
    case CM_NODE_CALL:
        return call(s, node);
    case CM_NODE_COUNT:
        break;
    }
    return none;
}

/* The conditions and values of the steps of a collision, each over the columns of its own step. */
static void collision_steps(const speaker *s, cm_plain *plain)
{
    const cm_collision *c = s->model->collision;
    for (size_t i = 0; i < c->steps.count; i++) {
        const cm_step *step = c->steps.items[i];
        cm_sv text = CM_SV("");
        for (size_t k = 0; k < step->conditions.count + step->values.count; k++) {
            bool is_value = k >= step->conditions.count;
            const cm_step_expression *e = is_value ? &step->values.items[k - step->conditions.count]
                                                   : &step->conditions.items[k];
            cm_model over = *s->model;
            over.rule = e->rule;
            over.subject = e->rule->subject;
            speaker inside = *s;
            inside.model = &over;
            cm_sv one = phrase(&inside, e->node);
            text =
                k == 0 ? one : join(s, text, word(s, is_value ? "plain.comma" : "plain.and"), one);
        }
        if (text.len != 0) {
            *cm_vec_push(s->mem, &plain->steps) = (cm_by_sub){step->name, text};
        }
    }
    plain->hit = say(s, "plain.collision", c->subjects->name, c->rows->name, CM_SV(""));
}

cm_plain cm_model_plain(cm_arena *mem, const cm_model *model, const cm_wording *wording)
{
    const speaker s = {mem, model, wording, NULL};
    const cm_rule *rule = model->rule;
    cm_plain plain = {.scope = rule->scope != NULL ? phrase(&s, rule->scope) : CM_SV(""),
                      .hit = rule->hit != NULL ? phrase(&s, rule->hit) : CM_SV("")};
    if (model->collision != NULL) {
        collision_steps(&s, &plain);
    }
    for (size_t i = 0; i < rule->derived.count; i++) {
        const cm_rule_derived *d = &rule->derived.items[i];
        *cm_vec_push(mem, &plain.steps) =
            (cm_by_sub){cm_model_title_of(model, d->name), phrase(&s, d->node)};
    }
    for (size_t i = 0; i < rule->parameters.count; i++) {
        const cm_rule_parameter *p = &rule->parameters.items[i];
        cm_sv text = CM_SV("");
        for (size_t k = 0; k < p->values.count; k++) {
            CM_AUTO_BUF out;
            cm_buf_init(&out, CM_MAX_PAGE);
            cm_value_write(&out, wording, p->type, p->values.items[k].value);
            cm_sv value = cm_arena_sv(mem, cm_buf_view(&out));
            if (p->is_dated) {
                cm_buf_reset(&out);
                const cm_value from = {.state = CM_VALUE_KNOWN, .number = p->values.items[k].from};
                cm_value_write(&out, wording, CM_TYPE_DATE, from);
                value = say(&s, "plain.from", cm_buf_view(&out), value, CM_SV(""));
            }
            text = k == 0 ? value : join(&s, text, word(&s, "plain.comma"), value);
        }
        *cm_vec_push(mem, &plain.parameters) =
            (cm_by_sub){cm_model_title_of(model, p->name),
                        say(&s, "plain.parameter", text,
                            p->type == CM_TYPE_MONEY ? CM_SV("") : p->unit, p->source)};
    }
    return plain;
}
