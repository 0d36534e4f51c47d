/* model/sql.h - the writer of SQL that sql.c (steps) and sql_expression.c (expressions) share, and
 * nobody else: inside this folder SQL is written there only. Text enters a statement by four verbs:
 * a keyword (a literal of these files), an identifier (from the catalogue or checked by the loader,
 * quoted by the verb), a parameter (bound, never text) and a step before. Memory: w->mem. */
#ifndef CM_MODEL_SQL_H
#define CM_MODEL_SQL_H

#include "model/rule.h"

typedef struct {
    cm_arena *mem;
    const cm_rule *rule;
    cm_plan *plan;
    cm_buf out; /* of the step being written */
    bool over;  /* a step was longer than CM_MAX_SQL */
    cm_parameters parameters;
    cm_sv before;         /* name of the step before */
    cm_sv prefix;         /* of the columns of every, any and count */
    const cm_view *child; /* inside every, any and count */
    bool *reads;          /* by column: the subject step has it */
    cm_svs child_columns; /* of every, any and count that scope and hit depend on */
    size_t *child_of;     /* by child_columns: its child table */
    bool is_collision;
} cm_sql;

void cm_sql_keyword(cm_sql *w, const char *literal);
void cm_sql_identifier(cm_sql *w, cm_sv name);
void cm_sql_parameter(cm_sql *w, cm_parameter value);

/* Phrases made of the verbs. */
void cm_sql_word(cm_sql *w, cm_sv text); /* a text, bound */
void cm_sql_truth(cm_sql *w, bool value);
void cm_sql_subject_column(cm_sql *w, cm_sv column);
/* The fact is listed as unread, by its own name or by its group. */
void cm_sql_listed_unread(cm_sql *w, const char *row, cm_sv column, cm_sv group);

void cm_sql_end_step(cm_sql *w, cm_sv step);
/* The names of the facts for lack of which the rule's expressions are unknown, joined. */
void cm_sql_missing(cm_sql *w);

/* The steps of a collision up to the answers, and the rows shown with its hits (sql_step.c). */
struct cm_collision;
struct cm_step_related;
void cm_sql_collision(cm_sql *w, const struct cm_collision *c);
void cm_sql_related(cm_sql *w, const struct cm_step_related *related);

/* An expression whose every, any, count and sum have their columns already. */
void cm_sql_expression(cm_sql *w, const cm_node *node);
/* The column of the step that computes one of these. */
cm_sv cm_sql_many_column(const cm_sql *w, const cm_node *node);

#endif
