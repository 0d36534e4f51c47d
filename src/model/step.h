/* model/step.h - the steps of a collision (docs/collisions.md): relations made from relations. Each
 * row is certain or doubtful. Inside this folder only. Memory: the model's arena; immutable after
 * loading. */
#ifndef CM_MODEL_STEP_H
#define CM_MODEL_STEP_H

#include "model/rule.h"
#include "model/schema.h"

typedef enum {
    CM_STEP_SCAN,
    CM_STEP_FILTER,
    CM_STEP_DERIVE,
    CM_STEP_JOIN,
    CM_STEP_AGGREGATE
} cm_step_kind;

typedef enum {
    CM_JOIN_INNER,
    CM_JOIN_LEFT,
    CM_JOIN_SEMI,
    CM_JOIN_ANTI,
    CM_JOIN_COUNT
} cm_join_mode;

typedef enum {
    CM_AGGREGATE_COUNT,
    CM_AGGREGATE_SHARE,
    CM_AGGREGATE_DISTINCT,
    CM_AGGREGATE_SUM,
    CM_AGGREGATE_MIN,
    CM_AGGREGATE_MAX,
    CM_AGGREGATE_MEDIAN,
    CM_AGGREGATE_LIST,
    CM_AGGREGATE_KINDS
} cm_aggregate_kind;

/* An expression over the columns of one step. The rule is that of the step with marks of its own.
 */
typedef struct {
    const cm_node *node;
    const cm_rule *rule;
} cm_step_expression;

/* A table whose rows stand in a relation; its keys are the columns <prefix>doc_key and so on. */
typedef struct {
    cm_sv prefix; /* empty: the subject's own */
    const cm_view *table;
} cm_lineage;

typedef struct {
    const cm_view *view;         /* its columns */
    CM_VEC(size_t) order;        /* the columns that tell its rows apart */
    CM_VEC(cm_lineage) lineages; /* the first one has no prefix */
} cm_relation;

typedef struct {
    size_t left, right; /* columns */
} cm_key_pair;

typedef struct cm_step cm_step;

struct cm_step {
    cm_step_kind kind;
    cm_sv name;
    cm_relation out;
    const cm_step *from, *with;
    /* scan */
    const cm_view *table, *parent; /* parent: of a child table */
    size_t key_columns;            /* keys in front of the columns taken */
    CM_VEC(size_t) taken;          /* columns of the table */
    size_t sealed;                 /* column that says it (cm_sealed_id), or SIZE_MAX */
    /* filter; join: all must hold of a pair */
    CM_VEC(cm_step_expression) conditions;
    const cm_view *pairs; /* join: columns of both sides, whatever the mode */
    /* derive: one for each new column; aggregate: node NULL counts all rows */
    CM_VEC(cm_step_expression) values;
    CM_VEC(cm_aggregate_kind) kinds;
    CM_VEC(size_t) by;
    cm_sv separator; /* of a list */
    /* join */
    cm_join_mode mode;
    bool is_asof;
    size_t latest; /* asof: column of the right side */
    CM_VEC(cm_key_pair) on;
};

typedef CM_VEC(cm_step *) cm_steps;

/* Rows of other documents that are shown with a hit. */
typedef struct cm_step_related {
    const cm_step *from;
    cm_lineage lineage;
    cm_sv title;
    CM_VEC(size_t) facts; /* columns of from */
} cm_step_related;

typedef struct cm_collision cm_collision;

struct cm_collision {
    cm_svs inputs; /* names, and in the same order their tables */
    CM_VEC(const cm_view *) tables;
    cm_steps steps;
    const cm_step *subjects, *rows;
    CM_VEC(cm_step_related) related;
};

extern const char *const CM_STEP_KEYS[4]; /* doc_key, defendant_no, count_no, row_no */

/* The column that holds a key of a lineage, or SIZE_MAX. */
size_t cm_relation_key(const cm_relation *relation, const cm_lineage *lineage, size_t key);

#endif
