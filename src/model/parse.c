/* Grammar: docs/expressions.md. One function per level, weakest binding first. */
#include "base/limits.h"
#include "model/lexer.h"

enum { MAX_WEIGHT = 20000 }; /* nodes of one expression; the subject of a case counts in each arm */

typedef struct {
    const cm_place *place;
    cm_sv text;
    cm_token token;
    size_t depth;
    size_t many; /* every, any and count so far */
    bool failed;
} parser;

static cm_node *parse_or(parser *p);

static void fail(parser *p, size_t at, const char *id, cm_sv found, const char *expected)
{
    if (!p->failed) {
        cm_place_problem(p->place, at, id, found, cm_sv_from(expected));
    }
    p->failed = true;
}

static void advance(parser *p)
{
    p->token = cm_token_next(p->place->mem, p->text, p->token.end);
    if (p->token.kind == CM_TOKEN_BAD) {
        fail(p, p->token.begin, p->token.problem,
             cm_sv_slice(p->text, p->token.begin, p->token.end), "");
    }
}

static bool is_at(const parser *p, const char *text)
{
    return (p->token.kind == CM_TOKEN_WORD || p->token.kind == CM_TOKEN_SIGN) &&
           cm_sv_equal(p->token.text, cm_sv_from(text));
}

static bool take(parser *p, const char *text)
{
    if (p->failed || !is_at(p, text)) {
        return false;
    }
    advance(p);
    return true;
}

static void expect(parser *p, const char *text)
{
    if (!take(p, text)) {
        bool at_end = p->token.kind == CM_TOKEN_END;
        fail(p, p->token.begin, at_end ? "ends_early" : "unexpected",
             cm_sv_slice(p->text, p->token.begin, p->token.end), text);
    }
}

static cm_node *new_node(parser *p, cm_node_kind kind, size_t begin)
{
    cm_node *node = cm_arena_new(p->place->mem, cm_node);
    node->kind = kind;
    node->begin = (uint32_t)begin;
    node->end = (uint32_t)p->token.begin;
    node->weight = 1;
    return node;
}

static void add_arg(parser *p, cm_node *node, cm_node *arg)
{
    *cm_vec_push(p->place->mem, &node->args) = arg;
    node->end = arg->end > node->end ? arg->end : node->end;
    node->height = arg->height + 1 > node->height ? arg->height + 1 : node->height;
    node->weight += arg->weight;
    if (node->height > CM_MAX_DEPTH || node->weight > MAX_WEIGHT) {
        fail(p, arg->begin, "too_deep", CM_SV(""), "");
    }
}

static cm_node *new_pair(parser *p, cm_node_kind kind, cm_node *a, cm_node *b)
{
    cm_node *node = new_node(p, kind, a->begin);
    add_arg(p, node, a);
    add_arg(p, node, b);
    return node;
}

/* A closing bracket; the problem, if any, points at the one that was opened. */
static void expect_close(parser *p, size_t open)
{
    if (p->token.kind == CM_TOKEN_END) {
        fail(p, open, "not_closed", CM_SV("("), ")");
    }
    expect(p, ")");
}

static cm_node *parse_literal(parser *p, cm_type type)
{
    cm_node *node = new_node(p, CM_NODE_LITERAL, p->token.begin);
    node->type = type;
    node->end = (uint32_t)p->token.end;
    node->number = p->token.number;
    node->is_loose = p->token.kind == CM_TOKEN_NUMBER;
    if (type == CM_TYPE_TEXT) {
        node->text = p->token.text;
    }
    if (type == CM_TYPE_BOOLEAN) {
        node->number = cm_sv_equal(p->token.text, CM_SV("true"));
    }
    advance(p);
    return node;
}

static void parse_arguments(parser *p, cm_node *node, size_t open)
{
    if (is_at(p, ")")) {
        advance(p);
        return;
    }
    do {
        add_arg(p, node, parse_or(p));
    } while (take(p, ","));
    expect_close(p, open);
}

static cm_node *parse_name(parser *p)
{
    cm_node *node = new_node(p, CM_NODE_NAME, p->token.begin);
    node->text = p->token.text;
    node->end = (uint32_t)p->token.end;
    advance(p);
    size_t open = p->token.begin;
    if (take(p, "(")) {
        node->kind = CM_NODE_CALL;
        parse_arguments(p, node, open);
    } else if (cm_sv_equal(node->text, CM_SV("outer")) && take(p, ".")) {
        if (p->token.kind != CM_TOKEN_NAME) {
            fail(p, p->token.begin, "unexpected", p->token.text, "outer.name");
        }
        node->is_outer = true;
        node->text = p->token.text;
        node->end = (uint32_t)p->token.end;
        advance(p);
    }
    return node;
}

/* case x when 1 then ... is read as case when x = 1 then ... */
static cm_node *parse_case(parser *p)
{
    cm_node *node = new_node(p, CM_NODE_CASE, p->token.begin);
    advance(p);
    cm_node *subject = is_at(p, "when") ? NULL : parse_or(p);
    if (!is_at(p, "when")) {
        expect(p, "when");
    }
    while (take(p, "when")) {
        cm_node *when = parse_or(p);
        if (subject != NULL) {
            when = new_pair(p, CM_NODE_COMPARE, subject, when);
            when->begin = when->args.items[1]->begin;
        }
        expect(p, "then");
        add_arg(p, node, when);
        add_arg(p, node, parse_or(p));
    }
    if (take(p, "else")) {
        add_arg(p, node, parse_or(p));
    }
    expect(p, "end");
    return node;
}

static cm_node *parse_between(parser *p)
{
    cm_node *node = new_node(p, CM_NODE_BETWEEN, p->token.begin);
    advance(p);
    size_t open = p->token.begin;
    expect(p, "(");
    parse_arguments(p, node, open);
    if (node->args.count != 3) {
        fail(p, node->begin, "between_arguments", CM_SV(""), "between(x, from, to)");
    }
    return node;
}

static cm_node *parse_many(parser *p, cm_many many)
{
    cm_node *node = new_node(p, CM_NODE_MANY, p->token.begin);
    node->many = many;
    node->row_name = ++p->many;
    advance(p);
    if (p->token.kind != CM_TOKEN_NAME) {
        fail(p, p->token.begin, "child_wanted", p->token.text, "");
        return node;
    }
    node->text = p->token.text;
    advance(p);
    size_t open = p->token.begin;
    expect(p, "(");
    if (is_at(p, ")") && (many == CM_EVERY || many == CM_SUM)) {
        fail(p, p->token.begin, "condition_wanted", CM_SV(""), "");
    }
    if (!is_at(p, ")")) {
        add_arg(p, node, parse_or(p));
    }
    expect_close(p, open);
    return node;
}

static cm_node *parse_word(parser *p)
{
    if (is_at(p, "true") || is_at(p, "false")) {
        return parse_literal(p, CM_TYPE_BOOLEAN);
    }
    if (is_at(p, "case")) {
        return parse_case(p);
    }
    if (is_at(p, "between")) {
        return parse_between(p);
    }
    if (is_at(p, "every")) {
        return parse_many(p, CM_EVERY);
    }
    if (is_at(p, "any")) {
        return parse_many(p, CM_ANY);
    }
    if (is_at(p, "count")) {
        return parse_many(p, CM_HOW_MANY);
    }
    if (is_at(p, "sum")) {
        return parse_many(p, CM_SUM);
    }
    return NULL;
}

static cm_node *parse_value(parser *p)
{
    size_t open = p->token.begin;
    switch (p->token.kind) {
    case CM_TOKEN_NAME:
        return parse_name(p);
    case CM_TOKEN_NUMBER:
        return parse_literal(p, CM_TYPE_INTEGER);
    case CM_TOKEN_DATE:
        return parse_literal(p, CM_TYPE_DATE);
    case CM_TOKEN_TEXT:
        return parse_literal(p, CM_TYPE_TEXT);
    case CM_TOKEN_SIGN:
        if (take(p, "(")) {
            cm_node *inner = parse_or(p);
            expect_close(p, open);
            return inner;
        }
        break;
    case CM_TOKEN_WORD: {
        cm_node *node = parse_word(p);
        if (node != NULL) {
            return node;
        }
        break;
    }
    case CM_TOKEN_END:
    case CM_TOKEN_BAD:
        break;
    }
    fail(p, open, p->token.kind == CM_TOKEN_END ? "value_missing" : "value_wanted",
         cm_sv_slice(p->text, p->token.begin, p->token.end), "");
    return new_node(p, CM_NODE_LITERAL, open);
}

static cm_node *parse_unary(parser *p)
{
    size_t begin = p->token.begin;
    size_t minus = 0;
    while (take(p, "-")) {
        minus++;
    }
    cm_node *node = parse_value(p);
    if (minus % 2 == 1) {
        cm_node *negated = new_node(p, CM_NODE_NEGATE, begin);
        add_arg(p, negated, node);
        return negated;
    }
    return node;
}

static cm_node *parse_product(parser *p)
{
    cm_node *node = parse_unary(p);
    while (take(p, "*")) {
        node = new_pair(p, CM_NODE_MULTIPLY, node, parse_unary(p));
    }
    return node;
}

static cm_node *parse_sum(parser *p)
{
    cm_node *node = parse_product(p);
    while (!p->failed) {
        if (take(p, "+")) {
            node = new_pair(p, CM_NODE_ADD, node, parse_product(p));
        } else if (take(p, "-")) {
            node = new_pair(p, CM_NODE_SUBTRACT, node, parse_product(p));
        } else {
            break;
        }
    }
    return node;
}

static cm_node *parse_in(parser *p, cm_node *left)
{
    cm_node *node = new_node(p, CM_NODE_IN, left->begin);
    size_t open = p->token.begin;
    add_arg(p, node, left);
    expect(p, "(");
    if (is_at(p, ")")) {
        fail(p, p->token.begin, "value_wanted", CM_SV(")"), "");
    }
    parse_arguments(p, node, open);
    return node;
}

static cm_node *parse_is(parser *p, cm_node *left)
{
    static const char *const STATES[] = {"present", "absent", "unread"};
    cm_node *node = new_node(p, CM_NODE_STATE, left->begin);
    add_arg(p, node, left);
    for (size_t i = 0; i < CM_COUNT(STATES); i++) {
        if (p->token.kind == CM_TOKEN_NAME && cm_sv_equal(p->token.text, cm_sv_from(STATES[i]))) {
            node->is = (cm_is)i;
            node->end = (uint32_t)p->token.end;
            advance(p);
            return node;
        }
    }
    fail(p, p->token.begin, "state_wanted", p->token.text, "present, absent, unread");
    return node;
}

static cm_node *parse_comparison(parser *p)
{
    static const struct {
        const char *sign;
        cm_compare compare;
    } SIGNS[] = {{"=", CM_EQUAL},    {"!=", CM_UNEQUAL}, {"<>", CM_UNEQUAL}, {"<", CM_LESS},
                 {"<=", CM_AT_MOST}, {">", CM_GREATER},  {">=", CM_AT_LEAST}};

    cm_node *left = parse_sum(p);
    for (size_t i = 0; i < CM_COUNT(SIGNS); i++) {
        if (take(p, SIGNS[i].sign)) {
            cm_node *node = new_pair(p, CM_NODE_COMPARE, left, parse_sum(p));
            node->compare = SIGNS[i].compare;
            return node;
        }
    }
    if (take(p, "in")) {
        return parse_in(p, left);
    }
    if (take(p, "is")) {
        return parse_is(p, left);
    }
    size_t begin = p->token.begin;
    if (take(p, "not")) {
        cm_node *node = new_node(p, CM_NODE_NOT, begin);
        expect(p, "in");
        add_arg(p, node, parse_in(p, left));
        return node;
    }
    return left;
}

static cm_node *parse_not(parser *p)
{
    size_t begin = p->token.begin;
    size_t nots = 0;
    while (take(p, "not")) {
        nots++;
    }
    cm_node *node = parse_comparison(p);
    if (nots % 2 == 1) {
        cm_node *negated = new_node(p, CM_NODE_NOT, begin);
        add_arg(p, negated, node);
        return negated;
    }
    return node;
}

static cm_node *parse_and(parser *p)
{
    cm_node *node = parse_not(p);
    while (take(p, "and")) {
        node = new_pair(p, CM_NODE_AND, node, parse_not(p));
    }
    return node;
}

// NOLINTNEXTLINE(misc-no-recursion): bounded by CM_MAX_DEPTH
static cm_node *parse_or(parser *p)
{
    if (++p->depth > CM_MAX_DEPTH) {
        fail(p, p->token.begin, "too_deep", CM_SV(""), "");
    }
    if (p->failed) {
        p->depth--;
        return new_node(p, CM_NODE_LITERAL, p->token.begin);
    }
    cm_node *node = parse_and(p);
    while (take(p, "or")) {
        node = new_pair(p, CM_NODE_OR, node, parse_and(p));
    }
    p->depth--;
    return node;
}

void cm_place_problem(const cm_place *place, size_t at, const char *id, cm_sv found, cm_sv expected)
{
    size_t offset = cm_yaml_offset(place->source, place->yaml, at);
    cm_problem_add(place->mem, place->problems, place->source, offset,
                   (cm_problem){.id = id, .found = found, .expected = expected});
}

cm_node *cm_expression_parse(const cm_place *place)
{
    parser p = {.place = place, .text = place->yaml->text};
    if (place->yaml->kind != CM_YAML_SCALAR) {
        cm_problem_add(place->mem, place->problems, place->source, place->yaml->offset,
                       (cm_problem){.id = "expression_wanted"});
        return NULL;
    }
    advance(&p);
    cm_node *root = parse_or(&p);
    if (!p.failed && p.token.kind != CM_TOKEN_END) {
        bool is_close = is_at(&p, ")");
        fail(&p, p.token.begin, is_close ? "not_opened" : "left_over",
             cm_sv_slice(p.text, p.token.begin, p.token.end), "");
    }
    return p.failed ? NULL : root;
}
