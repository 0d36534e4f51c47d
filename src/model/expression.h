/* model/expression.h - the expression language of models as a tree with types: docs/expressions.md.
 * Three-valued: the value of every node is known or unknown. Inside this folder only.
 * Memory: the arena of the place. A tree may share nodes; after checking it is immutable. */
#ifndef CM_MODEL_EXPRESSION_H
#define CM_MODEL_EXPRESSION_H

#include "model/function.h"
#include "model/problem.h"
#include "model/value.h"
#include "model/yaml.h"

typedef enum {
    CM_NODE_LITERAL,
    CM_NODE_NAME,
    CM_NODE_NOT,
    CM_NODE_AND,
    CM_NODE_OR,
    CM_NODE_COMPARE,
    CM_NODE_ADD,
    CM_NODE_SUBTRACT,
    CM_NODE_MULTIPLY,
    CM_NODE_NEGATE,
    CM_NODE_IN,      /* args[0] in args[1..] */
    CM_NODE_BETWEEN, /* args[1] <= args[0] <= args[2] */
    CM_NODE_CASE,    /* when, then, when, then ... and else, when args.count is odd */
    CM_NODE_STATE,   /* args[0], a name, is present, absent or unread */
    CM_NODE_MANY,    /* every, any, count or sum of args[0] over a child table */
    CM_NODE_CALL,
    CM_NODE_COUNT
} cm_node_kind;

typedef enum { CM_EQUAL, CM_UNEQUAL, CM_LESS, CM_AT_MOST, CM_GREATER, CM_AT_LEAST } cm_compare;

typedef enum { CM_IS_PRESENT, CM_IS_ABSENT, CM_IS_UNREAD } cm_is;

typedef enum { CM_EVERY, CM_ANY, CM_HOW_MANY, CM_SUM } cm_many;

/* What a name stands for. */
typedef enum {
    CM_REF_COLUMN, /* of the subject */
    CM_REF_CHILD,  /* of the child row, inside every, any and count */
    CM_REF_DERIVED,
    CM_REF_PARAMETER,
    CM_REF_TABLE /* a child table itself; only in `is unread` */
} cm_ref;

typedef struct cm_node cm_node;

struct cm_node {
    cm_node_kind kind;
    uint32_t begin, end; /* bytes of the expression */
    cm_type type;
    bool is_loose; /* a number that takes its unit from what it meets: integer or yuan */
    bool is_bad;   /* a problem was reported; no more of it */
    bool is_checked;
    uint32_t height; /* of the tree below */
    uint32_t weight; /* nodes of the tree, shared ones as often as they are reached */

    union {
        cm_compare compare;
        cm_is is;
        cm_many many;
        cm_ref ref;
        const cm_function *function;
    };

    size_t index;    /* of the column, derived value, parameter or child table */
    size_t row_name; /* of MANY: which one of its expression, from 1 */
    bool is_outer;   /* a name written outer.name */
    int64_t number;  /* of a literal; hundredths while loose */
    cm_sv text;      /* of a literal text; the name; the function; the child table */
    CM_VEC(cm_node *) args;
};

/* Where an expression stands, and where its mistakes go. */
typedef struct {
    cm_arena *mem;
    const cm_source *source;
    const cm_yaml *yaml;
    cm_problems *problems;
} cm_place;

struct cm_rule;

typedef struct {
    cm_place place;
    const struct cm_rule *rule; /* parameters and derived values so far, and the subject */
} cm_check;

void cm_place_problem(const cm_place *place, size_t at, const char *id, cm_sv found,
                      cm_sv expected);
/* NULL after a mistake of grammar was added to the problems. */
cm_node *cm_expression_parse(const cm_place *place);
/* Resolve names and types. False after problems. `wanted` NULL: any type. */
bool cm_expression_check(const cm_check *check, cm_node *root, const cm_type *wanted);

#endif
