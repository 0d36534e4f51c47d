/* app/amend_fields.h - which facts of a record a person may correct, and where each stands in it.
 * For app/amend.c. */
#ifndef CM_APP_AMEND_FIELDS_H
#define CM_APP_AMEND_FIELDS_H

#include "judgment/reader.h"

#include <stddef.h>

/* How the fact is kept (judgment/fact.h). AMOUNT: the number of an extent. */
typedef enum {
    CM_SHAPE_TEXT,
    CM_SHAPE_DATE,
    CM_SHAPE_NUMBER,
    CM_SHAPE_CHOICE,
    CM_SHAPE_CONFISCATION,
    CM_SHAPE_RIGHTS,
    CM_SHAPE_AMOUNT
} cm_amend_shape;

/* What the fact is a member of. From CM_OWNER_HEARING on: a row of a list. */
typedef enum {
    CM_OWNER_RECORD,
    CM_OWNER_DEFENDANT,
    CM_OWNER_SENTENCE, /* made where there is none */
    CM_OWNER_BELOW,
    CM_OWNER_COMMUTATION, /* only where the document is of a change of penalty */
    CM_OWNER_RECOMMENDATION,
    CM_OWNER_COUNT,
    CM_OWNER_HEARING,
    CM_OWNER_ACT,
    CM_OWNER_ORDER,
    CM_OWNER_MEASURE,
    CM_OWNER_PRIOR,
    CM_OWNER_CIRCUMSTANCE,
    CM_OWNER_KINDS
} cm_amend_owner;

typedef struct {
    const char *view, *column;
    cm_amend_shape shape;
    cm_amend_owner owner;
    size_t at;   /* in the owner */
    size_t list; /* of a choice, in cm_choices */
} cm_amend_spot;

size_t cm_amend_spots(const cm_amend_spot **ret_spots);
const char *cm_amend_table(cm_amend_owner owner); /* of rows: "defendant.priors"; else NULL */
bool cm_amend_grows(cm_amend_owner owner);        /* one value makes a row of it */

/* Numbers count from 1. NULL: there is no such one. */
void *cm_amend_owner_of(cm_record *r, cm_amend_owner owner, int64_t defendant_no, int64_t number);
size_t cm_amend_rows(const cm_record *r, cm_amend_owner owner, int64_t defendant_no);
void cm_amend_row_remove(cm_record *r, cm_amend_owner owner, int64_t defendant_no, size_t index);
/* A row without anything in it; NULL: there is no such defendant. */
void *cm_amend_row_add(cm_record *r, cm_arena *mem, cm_amend_owner owner, int64_t defendant_no);

/* A copy whose facts can be changed. */
cm_record *cm_amend_copy(cm_arena *mem, const cm_record *record);
/* The same record for the functions above, which serve reading and changing alike; only a copy may
 * be changed. */
cm_record *cm_amend_open(const cm_record *record);

#endif
