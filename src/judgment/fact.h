/* judgment/fact.h - what a fact of the judgment record is: a value with its state and the place it
 * stands; and the penalty, which several nouns of the record share. Plain values; texts live in the
 * arena given to the reader. */
#ifndef CM_JUDGMENT_FACT_H
#define CM_JUDGMENT_FACT_H

#include "base/date.h"
#include "base/vec.h"
#include "judgment/choice.h"
#include "law/kind.h"

/* A fact is a value, absent (the text does not state it) or unread (stated, but not understood). */
typedef enum { CM_ABSENT, CM_KNOWN, CM_UNREAD } cm_state;

typedef struct {
    cm_state state;
    cm_sv value; /* blanks inside removed; lives in the arena */
    cm_span at;  /* bytes of the original text */
} cm_text_fact;

typedef struct {
    cm_state state;
    cm_date value;
    cm_span at;
} cm_date_fact;

typedef struct {
    cm_state state;
    int64_t value; /* months, days, or money in fen (1/100 yuan) */
    cm_span at;
} cm_number_fact;

typedef struct {
    cm_state state;
    int value; /* an enum of choice.h or law/kind.h */
    cm_span at;
} cm_choice_fact;

/* Confiscation of property and deprivation of political rights: all / life, an amount, or a part.
 */
typedef enum { CM_EXTENT_AMOUNT, CM_EXTENT_ALL, CM_EXTENT_PART } cm_extent;

typedef struct {
    cm_state state;
    cm_extent extent;
    int64_t value; /* fen, or months; 0 for ALL and PART */
    cm_span at;
} cm_extent_fact;

typedef struct {
    cm_choice_fact kind; /* cm_penalty_kind */
    cm_number_fact months, days;
    cm_number_fact fine; /* fen */
    cm_extent_fact confiscation, political_rights;
    cm_number_fact probation_months;
    cm_span at; /* the whole item */
} cm_penalty;

#endif
