/* app/letter_values.h - what the sentences of a document may say of its clue, read now: values by
 * name (data/desk/document_fields.tsv), each with what it rests on: places in a judgment, an
 * article and its version, rows of the desk. Read again, it tells whether a document still says
 * what the evidence says. Memory: the arena given; nothing is borrowed. Threads: one. */
#ifndef CM_APP_LETTER_VALUES_H
#define CM_APP_LETTER_VALUES_H

#include "app/clue.h"
#include "app/similar.h"

typedef struct {
    cm_sv name, text;
    cm_sv title;     /* of a fact, as people call it */
    cm_sv source;    /* fact, record, law, clue, model, class, desk, office, person */
    cm_sv ref;       /* id of the judgment, citation, row of the desk, name of the person */
    cm_date from;    /* of a law: first day of the version */
    cm_spans places; /* bytes of the judgment's text */
} cm_letter_value;

typedef struct {
    cm_sv list, name; /* one of the list: "fact", "fact.months" */
} cm_letter_item;

typedef struct {
    cm_arena *mem;
    cm_map by_name; /* cm_letter_value */
    CM_VEC(cm_letter_item) items;
    bool found;      /* the clue is among the results */
    bool suppressed; /* as a known false positive */
    cm_sv model;
    cm_date decided_on, first_act_on, last_act_on, today;
    cm_svs texts;    /* of the judgments it rests on */
    cm_svs measures; /* that the model proposes, as people call them */
    cm_svs names;    /* of the persons whom the judgment names by their part in it */
} cm_letter_values;

typedef struct {
    cm_sv clue;
    bool with_class;        /* the counts and cases of its model too */
    cm_class_filter filter; /* of the class; its model is filled in */
    cm_date today;
} cm_letter_query;

/* A clue that is not among the results has no values; that is no failure. Fails: DB, IO, SCHEMA. */
CM_MUST_USE cm_status cm_letter_values_read(cm_site *site, const cm_letter_query *query,
                                            cm_arena *mem, cm_letter_values *ret_values,
                                            cm_err *err);

/* Add a value with a copy of its texts, unless its text is empty or there is one of that name. */
void cm_letter_value_put(cm_letter_values *v, const cm_letter_value *value);
/* The same, one of a list: also its name as an item. */
void cm_letter_item_put(cm_letter_values *v, cm_sv list, const cm_letter_value *value);
const cm_letter_value *cm_letter_value_of(const cm_letter_values *v, cm_sv name); /* or NULL */

cm_sv cm_letter_day(const cm_home *home, cm_arena *mem, cm_date day); /* as documents write it */

/* For letter_class.c: the values of the class of the clue's model. */
CM_MUST_USE cm_status cm_letter_class_read(cm_site *site, const cm_letter_query *query,
                                           cm_letter_values *values, cm_err *err);

#endif
