/* model/value.h - a fact as a rule sees it: a value, absent, or unread; and one row of a view with
 * its child rows, for the evaluator. Borrows everything. */
#ifndef CM_MODEL_VALUE_H
#define CM_MODEL_VALUE_H

#include "model/catalogue.h"

typedef enum { CM_VALUE_ABSENT, CM_VALUE_UNREAD, CM_VALUE_KNOWN } cm_value_state;

typedef struct {
    cm_value_state state;
    int64_t number; /* integer; fen; days since 1970-01-01; 0 or 1 */
    cm_sv text;     /* of a text */
} cm_value;

/* The rows of one child table under one subject. */
typedef struct {
    bool unread;
    CM_VEC(cm_value *) rows; /* each as long as the child's columns */
} cm_child_rows;

typedef struct {
    const cm_view *view;
    cm_value *values;        /* one per column of the view */
    cm_child_rows *children; /* one per child of the view */
    cm_svs unread_groups;
    bool settled; /* what stands in those groups is marked unread already, in values and children */
} cm_row;

/* A fact as a person writes it: 2014-05-23, 1000.50 (yuan), 3, true, a word. False: no such value.
 */
bool cm_value_parse(cm_type type, cm_sv text, cm_value *ret_value);

/* One row of a table in memory, with its keys: doc_key, defendant_no, count_no, row_no. */
typedef struct {
    int64_t keys[4];
    cm_row row;
} cm_case_row;

typedef struct {
    const cm_view *view;
    CM_VEC(cm_case_row) rows;
} cm_case_table;

typedef struct {
    CM_VEC(cm_case_table) tables;
} cm_case_tables;

#endif
