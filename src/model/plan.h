/* model/plan.h - what a model compiles to: named steps of SQL with bound parameters, for the engine
 * to run. The engine knows these types and nothing else of models.
 * Memory: the arena given to cm_model_plan. Threads: immutable.
 *
 * Running:  prepare plan.sql (one WITH query), bind plan.parameters in order to its `?` marks, read
 *           rows. The first CM_PLAN_FIXED columns are those of cm_plan_field, then one per output.
 * Explaining: for each step make a temporary table of that name from step.sql with step.parameters;
 *           the last step gives the same rows as plan.sql. */
#ifndef CM_MODEL_PLAN_H
#define CM_MODEL_PLAN_H

#include "model/catalogue.h"

typedef struct {
    cm_type type;   /* of literals: TEXT -> VARCHAR, BOOLEAN -> BOOLEAN, all others -> BIGINT */
    int64_t number; /* dates are days since 1970-01-01 */
    cm_sv text;
} cm_parameter;

typedef CM_VEC(cm_parameter) cm_parameters;

typedef struct {
    cm_sv name; /* subject, needs, scope, derive.<name>, hit, sub, direction, result ... */
    cm_sv sql;  /* a SELECT over the tables of the catalogue and the steps before */
    cm_parameters parameters;
} cm_plan_step;

/* The columns that every result has, by position. */
typedef enum {
    CM_PLAN_DOC_KEY,      /* BIGINT */
    CM_PLAN_DEFENDANT_NO, /* INTEGER */
    CM_PLAN_COUNT_NO,     /* INTEGER */
    CM_PLAN_ANSWER,       /* INTEGER, cm_answer; CM_ANSWER_OUT_OF_SCOPE never stands in a result */
    CM_PLAN_DIRECTION,    /* INTEGER, cm_direction; NULL unless a hit */
    CM_PLAN_SUB,          /* VARCHAR; NULL unless a hit with a sub-code */
    CM_PLAN_MISSING,      /* VARCHAR, names joined by ','; NULL unless undecidable */
    CM_PLAN_UNREAD,       /* VARCHAR, the row's unread names joined by ',' */
    CM_PLAN_FIXED
} cm_plan_field;

typedef struct {
    cm_sv name;
    cm_type type; /* VARCHAR for text, BOOLEAN, else BIGINT (dates as days since 1970-01-01) */
    const cm_column *column; /* of a fact of the view; NULL of a derived value or parameter */
} cm_plan_output;

/* Rows of other documents that are shown with the hits of a collision: a statement whose columns
 * are CM_RELATED_FIXED of cm_related_field and one per output, ordered by them. */
typedef struct {
    cm_sv title, prefix;  /* prefix: of the outputs' names before those of the table */
    const cm_view *table; /* that the rows are of */
    cm_sv sql;
    cm_parameters parameters;
    CM_VEC(cm_plan_output) outputs;
} cm_plan_related;

typedef enum {
    CM_RELATED_DOC_KEY, /* of the subject, as in cm_plan_field */
    CM_RELATED_DEFENDANT_NO,
    CM_RELATED_COUNT_NO,
    CM_RELATED_OTHER_DOC, /* of the row; 0 where the table has no such key */
    CM_RELATED_OTHER_DEFENDANT,
    CM_RELATED_OTHER_COUNT,
    CM_RELATED_OTHER_ROW,
    CM_RELATED_UNREAD, /* VARCHAR, the unread names of the outputs joined by ',' */
    CM_RELATED_FIXED
} cm_related_field;

typedef struct {
    CM_VEC(cm_plan_step) steps;
    cm_sv sql;
    cm_parameters parameters;
    CM_VEC(cm_plan_output) outputs;
    CM_VEC(cm_plan_related) related;
} cm_plan;

/* A scalar function the SQL calls by name: BIGINT arguments, BIGINT result. NULL when an argument
 * is NULL or when eval returns false. */
typedef struct {
    cm_sv name;
    size_t arg_count;
    bool (*eval)(const void *payload, const int64_t *args, int64_t *ret_value);
    const void *payload;
} cm_plan_function;

typedef CM_VEC(cm_plan_function) cm_plan_functions;

#endif
