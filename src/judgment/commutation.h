/* judgment/commutation.h - what a ruling that commutes a sentence or grants parole (instance
 * PENALTY_CHANGE) says of a prisoner: the sentence he serves, what was remitted before, what is
 * proposed and why, what is decided. Plain values in the arena given to the reader. */
#ifndef CM_JUDGMENT_COMMUTATION_H
#define CM_JUDGMENT_COMMUTATION_H

#include "judgment/fact.h"

/* One reduction of the sentence. */
typedef struct {
    cm_date_fact date;           /* of the ruling; absent for the one this document decides */
    cm_choice_fact new_kind;     /* cm_penalty_kind, when the kind of penalty changes */
    cm_number_fact months, days; /* remitted; with a new kind the new term */
    cm_choice_fact rest;         /* KNOWN: all that was left is remitted */
} cm_reduction;

typedef struct {
    cm_text_fact court, case_no, charge;
    cm_date_fact decided_on;
    cm_penalty penalty;
} cm_served_sentence;

typedef struct {
    cm_served_sentence original; /* as changed on appeal */
    CM_VEC(cm_reduction) earlier;
    cm_date_fact executed_from; /* handed over to prison */
    cm_date_fact old_term_to;   /* end of the term before this ruling */
    cm_text_fact proposed_by;   /* prison */
    cm_date_fact proposed_on;
    cm_reduction proposed; /* by the prison, the first proposal stated */
    cm_number_fact commendations;
    cm_choice_fact performance;      /* cm_performance: fines, damages and the like paid */
    cm_reduction granted;            /* by this ruling; absent when refused */
    cm_extent_fact political_rights; /* deprived of after this ruling, in months */
    cm_date_fact parole_from, parole_to;
    cm_choice_fact withdrawn; /* KNOWN: the proposal was withdrawn or sent back */
} cm_commutation;

#endif
