/* law/function.h - the arithmetic of law that models may call, as one table of pure functions. The
 * expression checker takes names and types from here, the engine and the evaluator call `eval`.
 * Dates are days since 1970-01-01, integers are plain. Unknown arguments never reach `eval`: a call
 * with one is unknown by the rule of expressions. Threads: pure, call freely. */
#ifndef CM_LAW_FUNCTION_H
#define CM_LAW_FUNCTION_H

#include "law/law.h"

typedef enum { CM_LAW_DATE, CM_LAW_INTEGER } cm_law_type;

/* known = false: the arguments have no meaning (a negative term, a day outside of years 1-9999). */
typedef struct {
    bool known;
    int64_t value;
} cm_value_int;

typedef struct {
    const char *name;
    const cm_law_type *args;
    size_t arg_count;
    cm_law_type result;
    cm_value_int (*eval)(const cm_law *law, const int64_t *args, size_t count);
    const char *help; /* id of its help text in data/messages */
} cm_law_function;

/* The functions, in a fixed order:
 *   term_gap(from, to, months, days, decided_on, credit)   to - (admissible end - credit), in days;
 *                    of several admissible ends the one with the smallest distance
 *   exact_credit_gap(from, to, months, days, decided_on)   the same when the term is counted from
 *                    the day of decision and the days since `from` are taken off
 *   days_between(a, b)   b - a
 *   age_on(birth, day)   completed years; an age is reached on the day after the birthday
 *   months_after(day, months)   the same day of a later month, else the last of that month
 *   first_term_end(from, months, days, decided_on), last_term_end(...)   of the admissible ends
 *   shortest_days(months, days), longest_days(...)   days such a term lasts, from whatever day it
 * begins span_months(first, last), span_days(...)   the term between two days: whole months, then
 * days fixed_term_cap(sum_months, last_act)   longest term several may be combined to, in months
 *   commuted_gap(old_end, new_end, months, days)   new_end - (old_end less the part remitted) */
const cm_law_function *cm_law_functions(size_t *ret_count);
const cm_law_function *cm_law_function_find(cm_sv name); /* NULL when there is none */

#endif
