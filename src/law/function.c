#include "base/base.h"

#include "law/function.h"
#include "law/sentence.h"

#define MOST_MONTHS 12000 /* of a term: a thousand years */

static const cm_value_int UNKNOWN = {false, 0};

/* Years 1 to 9999: what a date can be. */
static bool is_day(int64_t day)
{
    return day >= -719162 && day <= 2932896;
}

static cm_value_int eval_term_gap(const cm_law *law, const int64_t *args, size_t count)
{
    cm_assert(count == 6);
    if (!is_day(args[0]) || !is_day(args[1]) || !is_day(args[4]) || args[5] < 0 ||
        args[5] > INT32_MAX) {
        return UNKNOWN;
    }
    cm_sentence term = {(int32_t)args[0], args[2], args[3], (int32_t)args[4]};
    cm_value_int gap = {true, 0};
    return cm_sentence_gap(law, &term, (int32_t)args[1], args[5], &gap.value) ? gap : UNKNOWN;
}

static cm_value_int eval_exact_credit_gap(const cm_law *law, const int64_t *args, size_t count)
{
    cm_assert(count == 5);
    if (!is_day(args[0]) || !is_day(args[1]) || !is_day(args[4])) {
        return UNKNOWN;
    }
    cm_sentence term = {(int32_t)args[0], args[2], args[3], (int32_t)args[4]};
    cm_value_int gap = {true, 0};
    return cm_sentence_exact_gap(law, &term, (int32_t)args[1], &gap.value) ? gap : UNKNOWN;
}

static cm_value_int eval_days_between(const cm_law *law, const int64_t *args, size_t count)
{
    (void)law;
    cm_assert(count == 2);
    if (!is_day(args[0]) || !is_day(args[1])) {
        return UNKNOWN;
    }
    return (cm_value_int){true, args[1] - args[0]};
}

/* An age is reached on the day after the birthday (juvenile interpretation of 2006, art. 2).
 * Someone born on 29 February has the birthday of a common year on 28 February, as terms of years
 * are counted (interpretation of 2021, art. 202). */
static cm_value_int eval_age_on(const cm_law *law, const int64_t *args, size_t count)
{
    (void)law;
    cm_assert(count == 2);
    if (!is_day(args[0]) || !is_day(args[1]) || args[1] < args[0]) {
        return UNKNOWN;
    }
    cm_date birth = cm_date_from_days((int32_t)args[0]);
    cm_date on = cm_date_from_days((int32_t)args[1]);
    int length = cm_date_month_length(on.year, birth.month);
    cm_date birthday = {on.year, birth.month, birth.day < length ? birth.day : (uint8_t)length};
    int64_t age = on.year - birth.year - (cm_date_compare(on, birthday) <= 0);
    return (cm_value_int){true, age < 0 ? 0 : age};
}

/* The same day of a later month; where that month has no such day, its last. */
static cm_value_int eval_months_after(const cm_law *law, const int64_t *args, size_t count)
{
    (void)law;
    cm_assert(count == 2);
    if (!is_day(args[0]) || args[1] < -MOST_MONTHS || args[1] > MOST_MONTHS) {
        return UNKNOWN;
    }
    cm_date from = cm_date_from_days((int32_t)args[0]);
    int64_t month = (int64_t)from.year * 12 + from.month - 1 + args[1];
    if (month < 12 || month >= 10000 * 12) {
        return UNKNOWN;
    }
    cm_date to = {(int16_t)(month / 12), (uint8_t)(month % 12 + 1), from.day};
    int length = cm_date_month_length(to.year, to.month);
    to.day = to.day < length ? to.day : (uint8_t)length;
    return (cm_value_int){true, cm_date_to_days(to)};
}

static const cm_law_type TERM_GAP[] = {CM_LAW_DATE,    CM_LAW_DATE, CM_LAW_INTEGER,
                                       CM_LAW_INTEGER, CM_LAW_DATE, CM_LAW_INTEGER};
static const cm_law_type TWO_DAYS[] = {CM_LAW_DATE, CM_LAW_DATE};
static const cm_law_type DAY_AND_NUMBER[] = {CM_LAW_DATE, CM_LAW_INTEGER};

static const cm_law_function FUNCTIONS[] = {
    {"term_gap", TERM_GAP, 6, CM_LAW_INTEGER, eval_term_gap, "function.term_gap"},
    {"exact_credit_gap", TERM_GAP, 5, CM_LAW_INTEGER, eval_exact_credit_gap,
     "function.exact_credit_gap"},
    {"days_between", TWO_DAYS, 2, CM_LAW_INTEGER, eval_days_between, "function.days_between"},
    {"age_on", TWO_DAYS, 2, CM_LAW_INTEGER, eval_age_on, "function.age_on"},
    {"months_after", DAY_AND_NUMBER, 2, CM_LAW_DATE, eval_months_after, "function.months_after"},
};

const cm_law_function *cm_law_functions(size_t *ret_count)
{
    *ret_count = CM_COUNT(FUNCTIONS);
    return FUNCTIONS;
}

const cm_law_function *cm_law_function_find(cm_sv name)
{
    for (size_t i = 0; i < CM_COUNT(FUNCTIONS); i++) {
        if (cm_sv_equal(name, cm_sv_from(FUNCTIONS[i].name))) {
            return &FUNCTIONS[i];
        }
    }
    return NULL;
}
