/* law/tier.h - statutory penalty tiers by charge and date, and which of them can apply to one
 * conviction. Computes rows and their relation to the penalty; decides nothing.
 * Memory: rows belong to the law, matches to the arena given. Threads: pure.
 *
 *   cm_tier_query q = {.charge = name, .last_act = day, .decided_on = day2,
 *                      .kind = CM_PENALTY_FIXED_TERM, .months = 8};
 *   cm_tier_matches rows = {0};
 *   bool known = cm_law_tiers(law, mem, &q, &rows);
 */
#ifndef CM_LAW_TIER_H
#define CM_LAW_TIER_H

#include "law/article.h"
#include "law/charge.h"
#include "law/kind.h"

typedef enum {
    CM_SUBJECT_PERSON,
    CM_SUBJECT_UNIT_STAFF, /* persons responsible for a unit's crime, with a range of their own */
    CM_SUBJECT_STAFF_ONLY  /* unit crimes for which only persons are punished */
} cm_tier_subject;

typedef enum {
    CM_FINE_NONE,
    CM_FINE_MAY,
    CM_FINE_MUST,
    CM_FINE_ALONE_OR_WITH,
    CM_FINE_ALONE,          /* an alternative to the other principal penalties, never beside them */
    CM_FINE_OR_CONFISCATION /* exactly one of the two */
} cm_fine_mode;

typedef enum {
    CM_CONFISCATION_NONE,
    CM_CONFISCATION_MAY,
    CM_CONFISCATION_MUST,
    CM_CONFISCATION_OR_FINE
} cm_confiscation_mode;

typedef struct {
    cm_sv id; /* stable: charge/article/paragraph/t<tier>@<first day in force> */
    const cm_charge *charge;
    cm_sv article;       /* 264, 133-1 */
    int paragraph, tier; /* tier 1 is the lightest of its subject and version */
    int order;           /* in the statute, 1 the first */
    cm_tier_subject subject;
    bool control, detention, fixed_term, life, death;
    bool rights_alone;          /* deprivation of political rights as the sole penalty */
    int min_months, max_months; /* of fixed-term imprisonment; 0 when not fixed_term */
    cm_fine_mode fine;
    int64_t fine_min, fine_max; /* fen, set by the statute itself; 0 = none */
    bool fine_amount_set;       /* the statute gives an amount or a multiple: no general floor */
    cm_confiscation_mode confiscation;
    cm_date valid_from, valid_to; /* valid_to: first day no longer in force, or none */
    int32_t from_day, to_day;     /* the same in days; INT32_MAX: in force */
    cm_sv condition, penalty_text, doubt;
    cm_law_ref text_at; /* where the words of the penalty stand */
    uint64_t words;     /* of list reason: those that name this range, a bit each */
} cm_tier;

typedef struct {
    cm_sv charge; /* as printed */
    bool unit;    /* the defendant is a unit: it only ever gets a fine, there are no rows */
    cm_date first_act, last_act; /* may be partial or missing */
    cm_date decided_on;
    cm_penalty_kind kind;
    int64_t months, days;
    bool mitigated;
} cm_tier_query;

typedef struct {
    const cm_tier *tier;
    bool fits;      /* the penalty's kind and length lie in this tier */
    bool candidate; /* the court may have used it: fits, or a higher one with mitigation */
    bool lowest;    /* the lightest of its subject and version */
    bool lighter;   /* the penalty is lighter than anything this tier has */
    bool at_act, at_decision; /* in force then */
    int64_t fine_floor;       /* fen; statute, else judicial interpretation; 0 = general floor */
    int64_t fine_ceiling;     /* likewise the highest fine; 0 = none that is a sum */
    cm_sv fine_floor_source;  /* empty when the statute */
} cm_tier_match;

typedef CM_VEC(cm_tier_match) cm_tier_matches;

/* Rows in force on the days of the acts and on the day of decision (Criminal Law art. 12). A
 * missing act date gives every version up to the decision, so that a rule over all rows stays
 * silent where the law once was different. False: the charge is not known, no rows. */
bool cm_law_tiers(const cm_law *law, cm_arena *mem, const cm_tier_query *query,
                  cm_tier_matches *ret_rows);
const cm_tier *cm_law_tier(const cm_law *law, cm_sv id); /* NULL when there is none */

/* The bit of `words` for a word: its position in the list reason. */
uint64_t cm_law_reason_bit(int reason);

/* The words of the tables for these lists: person, must, fine_or_confiscation ... */
const char *cm_fine_mode_name(cm_fine_mode mode);
const char *cm_confiscation_mode_name(cm_confiscation_mode mode);

#endif
