/* law/combine.h - terms beside one another: how long a term is in days, what is left of it, what
 * several are combined to (art. 69), and where it ends when part of it is remitted. Caps and their
 * dates are data/law/concurrence.tsv. Days are days since 1970-01-01. Threads: pure.
 */
#ifndef CM_LAW_COMBINE_H
#define CM_LAW_COMBINE_H

#include "law/kind.h"
#include "law/law.h"

typedef struct {
    int64_t months, days;
} cm_length;

typedef struct {
    cm_penalty_kind kind;
    cm_length length; /* of terms; nothing for life and death */
} cm_term_part;

typedef struct {
    cm_penalty_kind kind; /* the one that is executed; control beside it is told apart */
    cm_length least;      /* the longest of its terms */
    cm_length most;       /* their sum, or the cap where that is shorter */
    bool capped;
    bool control; /* public surveillance stays to be executed after it */
    cm_length control_least, control_most;
    bool apart; /* decided before 2015-11-01: detention beside imprisonment, no rule */
} cm_combined;

/* What the sentences of one person may be combined to. `last_act` may be unknown: then the longer
 * cap is taken. False: no part is a penalty that can be combined, or a length has no meaning. */
bool cm_combine(const cm_law *law, const cm_term_part *parts, size_t count, cm_date last_act,
                cm_date decided_on, cm_combined *ret_combined);

/* The longest term of that kind for a sum of terms, in months; 0: there is no cap. */
int64_t cm_combine_cap(const cm_law *law, cm_penalty_kind kind, int64_t sum_months,
                       cm_date last_act);

/* The fewest and the most days that a term can last, whatever day it begins on. False: no term. */
bool cm_length_days(cm_length length, int64_t *ret_least, int64_t *ret_most);

/* The term that runs from the first to the last day, both counted: whole months, then days. False:
 * the last day is before the first, or either is no day. */
bool cm_length_between(int32_t first, int32_t last, cm_length *ret_length);

/* The same day `months` later, or earlier when negative; the month's last day where it has no such
 * day. False: not in the calendar. */
bool cm_months_later(int32_t day, int64_t months, int32_t *ret_day);

/* The last day of a term of which so much is remitted: one, or two where the old last day ends a
 * month, since it may keep its number or stay at the month's end. Returns how many, ascending. */
size_t cm_commuted_ends(int32_t old_end, cm_length cut, int32_t ret_ends[2]);

#endif
