/* judgment/found.h - facts of the judgment record beside parties and penalties: what the court
 * found (amounts, drugs, injuries, seizures), what the prosecution recommended, how fines are to be
 * paid and how to appeal. Closed lists have their text in data/terms/terms.tsv, in the same order.
 * `defendant` is an index into the record's defendants, CM_NO_DEFENDANT where the text does not
 * tie the fact to exactly one. Memory: the arena given to the reader. */
#ifndef CM_JUDGMENT_FOUND_H
#define CM_JUDGMENT_FOUND_H

#include "judgment/fact.h"

#define CM_NO_DEFENDANT SIZE_MAX

/* Where the court says it. */
typedef enum { CM_PLACE_FACTS, CM_PLACE_REASONING, CM_PLACE_COUNT } cm_place; /* place */

typedef enum { CM_DEFENDER_ENTRUSTED, CM_DEFENDER_APPOINTED, CM_DEFENDER_COUNT } cm_defender_kind;

typedef struct {
    cm_text_fact name, firm;
    cm_choice_fact kind; /* cm_defender_kind: defender_kind */
} cm_defender;

typedef enum {
    CM_AMOUNT_CRIME,    /* taken, cheated, received, lent out ... by the crime */
    CM_AMOUNT_VALUE,    /* what goods are worth */
    CM_AMOUNT_LOSS,     /* what a victim lost */
    CM_AMOUNT_PROCEEDS, /* what the crime brought in */
    CM_AMOUNT_PRICE,    /* for which something was sold */
    CM_AMOUNT_REPAID,   /* given back, handed in, recovered */
    CM_AMOUNT_COMPENSATED,
    CM_AMOUNT_SEIZED,
    CM_AMOUNT_OTHER,
    CM_AMOUNT_COUNT
} cm_amount_kind; /* amount */

typedef struct {
    cm_choice_fact kind;
    cm_number_fact money; /* fen */
    bool total;           /* adds up others */
    bool about;           /* "more than" */
    cm_place place;
    size_t defendant;
} cm_amount;

typedef struct {
    cm_choice_fact kind;       /* position in the list drug; UNREAD: a weight of no named drug */
    cm_number_fact milligrams; /* ABSENT: told in pieces */
    cm_number_fact pieces;     /* tablets */
    bool seized, total;
    cm_place place;
    size_t defendant;
} cm_drug;

typedef struct {
    cm_choice_fact grade; /* position in the list injury */
    cm_number_fact count; /* persons, where told */
    cm_place place;
} cm_injury;

typedef struct {
    cm_text_fact object;
    cm_number_fact amount; /* fen, where the object is money */
    bool counted;          /* a number or a sum is told with it */
} cm_seizure;

typedef enum { CM_ADOPTION_ADOPTED, CM_ADOPTION_NOT, CM_ADOPTION_COUNT } cm_adoption;

typedef struct {
    size_t defendant;
    cm_choice_fact kind; /* cm_penalty_kind */
    cm_number_fact min_months, min_days, max_months, max_days;
    cm_state probation;                          /* KNOWN: recommended; ABSENT: not spoken of */
    cm_number_fact probation_min, probation_max; /* months */
    cm_number_fact fine_min, fine_max;           /* fen */
    cm_choice_fact adopted;                      /* cm_adoption: adoption */
    cm_span at;
} cm_recommendation;

typedef enum { CM_APPEAL_FROM_NEXT_DAY, CM_APPEAL_FROM_THAT_DAY, CM_APPEAL_FROM_COUNT } cm_from;

typedef struct {
    cm_choice_fact final; /* KNOWN: the text says that it is final */
    cm_number_fact days, copies;
    cm_choice_fact from; /* cm_from: appeal_from */
    cm_text_fact court;  /* to which the appeal goes */
    cm_span at;          /* empty: there is no notice */
} cm_notice;

typedef enum {
    CM_DEADLINE_WITHIN,
    CM_DEADLINE_BY,
    CM_DEADLINE_AT_ONCE,
    CM_DEADLINE_PAID,
    CM_DEADLINE_COUNT
} cm_deadline_kind; /* fine_deadline */

typedef struct {
    cm_choice_fact kind;
    cm_number_fact months, days; /* WITHIN */
    cm_date_fact by;             /* BY */
} cm_fine_deadline;

typedef struct {
    cm_choice_fact item; /* position in the list award */
    cm_number_fact amount;
} cm_award;

typedef struct {
    cm_choice_fact kind; /* position in the list mention */
    cm_choice_fact part; /* cm_section_kind: where it stands; ABSENT: in none */
} cm_mention;

/* What the operative part counts, and from which day. */
typedef enum { CM_COUNTED_TERM, CM_COUNTED_PROBATION, CM_COUNTED_COUNT } cm_counted; /* counted */

typedef enum {
    CM_COUNTED_FROM_EXECUTION,
    CM_COUNTED_FROM_FINALITY,
    CM_COUNTED_FROM_EFFECT,
    CM_COUNTED_FROM_OTHER,
    CM_COUNTED_FROM_COUNT
} cm_counted_from; /* counted_from */

/* An earlier sentence that the operative part combines with the new one. */
typedef struct {
    cm_penalty penalty;
    bool rest; /* told as what was not yet served */
} cm_old_sentence;

/* From which day the operative part says that a term, or a probation, is counted. */
typedef struct {
    cm_choice_fact what; /* cm_counted */
    cm_choice_fact from; /* cm_counted_from */
} cm_counting;

/* Units after a number: weight_unit. From PIECE on they count tablets. */
typedef enum {
    CM_WEIGHT_GRAM,
    CM_WEIGHT_KILOGRAM,
    CM_WEIGHT_KILOGRAM_COLLOQUIAL,
    CM_WEIGHT_MILLIGRAM,
    CM_WEIGHT_PIECE,
} cm_weight_unit;

typedef enum { CM_BOUND_ABOVE, CM_BOUND_BELOW, CM_BOUND_COUNT } cm_bound; /* bound */

#endif
