/* model/rule.h - the checked rule of a model: what compiling and evaluating need. Inside this
 * folder only. Memory: the model's arena; immutable after loading. */
#ifndef CM_MODEL_RULE_H
#define CM_MODEL_RULE_H

#include "model/expression.h"
#include "model/model.h"

/* One value of a parameter; `from` counts when the parameter is by date. */
typedef struct {
    int64_t from; /* days since 1970-01-01 */
    cm_value value;
} cm_rule_value;

typedef struct {
    cm_sv name, unit, source;
    cm_type type;
    bool is_dated;
    cm_sv date_name;
    size_t date_column;           /* of the subject; the day that chooses the value */
    CM_VEC(cm_rule_value) values; /* by date ascending; one when not dated */
} cm_rule_parameter;

typedef struct {
    cm_sv name;
    cm_sv text; /* as written */
    cm_node *node;
    bool is_read;  /* scope or hit depend on it */
    bool in_scope; /* scope depends on it */
} cm_rule_derived;

/* One arm of `sub` or `direction`; when NULL it is the else. */
typedef struct {
    const cm_node *when;
    cm_sv text; /* of when, as written */
    cm_sv sub;
    cm_direction direction;
    size_t offset; /* in the source */
} cm_rule_arm;

typedef CM_VEC(cm_rule_arm) cm_rule_arms;

typedef struct {
    cm_ref ref; /* COLUMN, DERIVED or PARAMETER */
    size_t index;
    cm_type type;
} cm_rule_output;

/* A piece of a finding: words, or one output with a format. */
typedef struct {
    cm_sv words;
    size_t option; /* the pieces between [ and ] share a number from 1; 0: always written */
    bool is_output;
    size_t output; /* index in outputs */
    size_t second; /* of {months,days|term}: the days; else SIZE_MAX */
    cm_sv format;  /* "", "term", "abs" */
} cm_rule_piece;

/* The finding of one sub-code; sub empty: of every hit. */
typedef struct {
    cm_sv sub;
    CM_VEC(cm_rule_piece) pieces;
} cm_rule_sentence;

struct cm_rule {
    const cm_view *subject;
    cm_svs needs;
    CM_VEC(cm_rule_parameter) parameters;
    CM_VEC(cm_rule_derived) derived;
    const cm_node *scope; /* NULL: every subject */
    const cm_node *hit;
    cm_sv scope_text, hit_text; /* as written */
    cm_rule_arms subs, directions;
    CM_VEC(cm_rule_sentence) findings;
    CM_VEC(cm_rule_output) outputs;
    CM_VEC(cm_plan_output) plan_outputs; /* the same as the plan names them */
    bool *reads;                         /* by column: its value decides scope or hit */
    bool *looks;                         /* by column: only `is present` and the like of it */
    bool *reads_child;                   /* by child table */
};

/* Mark the columns and child tables that an expression of the rule reads. */
void cm_rule_mark_reads(cm_rule *rule, const cm_node *node);
/* The value of an expression of the rule over one row. */
cm_value cm_rule_value_of(cm_arena *mem, const cm_law *law, const cm_rule *rule, const cm_row *row,
                          const cm_node *node);
/* A hit over one row: its sub-code, direction and values. */
cm_finding cm_rule_hit(cm_arena *mem, const cm_model *model, const cm_row *row);

#endif
