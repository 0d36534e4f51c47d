#include "base/base.h"

#include "law/combine.h"
#include "law/function.h"
#include "law/sentence.h"

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

static cm_value_int eval_months_after(const cm_law *law, const int64_t *args, size_t count)
{
    (void)law;
    cm_assert(count == 2);
    int32_t day = 0;
    bool known = is_day(args[0]) && cm_months_later((int32_t)args[0], args[1], &day);
    return (cm_value_int){known, day};
}

static cm_value_int term_end(const cm_law *law, const int64_t *args, bool last)
{
    int32_t ends[CM_SENTENCE_ENDS_MAX] = {0};
    if (!is_day(args[0]) || !is_day(args[3])) {
        return UNKNOWN;
    }
    cm_sentence term = {(int32_t)args[0], args[1], args[2], (int32_t)args[3]};
    size_t ways = cm_sentence_ends(law, &term, ends);
    return (cm_value_int){ways != 0, ways != 0 ? ends[last ? ways - 1 : 0] : 0};
}

static cm_value_int eval_first_term_end(const cm_law *law, const int64_t *args, size_t count)
{
    cm_assert(count == 4);
    return term_end(law, args, false);
}

static cm_value_int eval_last_term_end(const cm_law *law, const int64_t *args, size_t count)
{
    cm_assert(count == 4);
    return term_end(law, args, true);
}

static cm_value_int eval_shortest_days(const cm_law *law, const int64_t *args, size_t count)
{
    (void)law;
    cm_assert(count == 2);
    int64_t least = 0, most = 0;
    bool known = cm_length_days((cm_length){args[0], args[1]}, &least, &most);
    return (cm_value_int){known, least};
}

static cm_value_int eval_longest_days(const cm_law *law, const int64_t *args, size_t count)
{
    (void)law;
    cm_assert(count == 2);
    int64_t least = 0, most = 0;
    bool known = cm_length_days((cm_length){args[0], args[1]}, &least, &most);
    return (cm_value_int){known, most};
}

static cm_length span_of(const int64_t *args, bool *ret_known)
{
    cm_length length = {0, 0};
    *ret_known = is_day(args[0]) && is_day(args[1]) &&
                 cm_length_between((int32_t)args[0], (int32_t)args[1], &length);
    return length;
}

static cm_value_int eval_span_months(const cm_law *law, const int64_t *args, size_t count)
{
    (void)law;
    cm_assert(count == 2);
    bool known = false;
    cm_length length = span_of(args, &known);
    return (cm_value_int){known, length.months};
}

static cm_value_int eval_span_days(const cm_law *law, const int64_t *args, size_t count)
{
    (void)law;
    cm_assert(count == 2);
    bool known = false;
    cm_length length = span_of(args, &known);
    return (cm_value_int){known, length.days};
}

static cm_value_int eval_fixed_term_cap(const cm_law *law, const int64_t *args, size_t count)
{
    cm_assert(count == 2);
    if (args[0] < 0 || !is_day(args[1])) {
        return UNKNOWN;
    }
    cm_date last_act = cm_date_from_days((int32_t)args[1]);
    int64_t cap = cm_combine_cap(law, CM_PENALTY_FIXED_TERM, args[0], last_act);
    return (cm_value_int){cap != 0, cap};
}

static cm_value_int eval_commuted_gap(const cm_law *law, const int64_t *args, size_t count)
{
    (void)law;
    cm_assert(count == 4);
    int32_t ends[2] = {0, 0};
    if (!is_day(args[0]) || !is_day(args[1])) {
        return UNKNOWN;
    }
    size_t ways = cm_commuted_ends((int32_t)args[0], (cm_length){args[2], args[3]}, ends);
    int64_t gap = args[1] - ends[0];
    int64_t other = args[1] - ends[ways > 1 ? 1 : 0];
    bool nearer = (other < 0 ? -other : other) < (gap < 0 ? -gap : gap);
    return (cm_value_int){ways != 0, nearer ? other : gap};
}

static const cm_law_type TERM_GAP[] = {CM_LAW_DATE,    CM_LAW_DATE, CM_LAW_INTEGER,
                                       CM_LAW_INTEGER, CM_LAW_DATE, CM_LAW_INTEGER};
static const cm_law_type TWO_DAYS[] = {CM_LAW_DATE, CM_LAW_DATE};
static const cm_law_type DAY_AND_NUMBER[] = {CM_LAW_DATE, CM_LAW_INTEGER};
static const cm_law_type TERM[] = {CM_LAW_DATE, CM_LAW_INTEGER, CM_LAW_INTEGER, CM_LAW_DATE};
static const cm_law_type LENGTH[] = {CM_LAW_INTEGER, CM_LAW_INTEGER};
static const cm_law_type NUMBER_AND_DAY[] = {CM_LAW_INTEGER, CM_LAW_DATE};
static const cm_law_type CUT[] = {CM_LAW_DATE, CM_LAW_DATE, CM_LAW_INTEGER, CM_LAW_INTEGER};

static const cm_law_function FUNCTIONS[] = {
    {"term_gap", TERM_GAP, 6, CM_LAW_INTEGER, eval_term_gap, "function.term_gap"},
    {"exact_credit_gap", TERM_GAP, 5, CM_LAW_INTEGER, eval_exact_credit_gap,
     "function.exact_credit_gap"},
    {"days_between", TWO_DAYS, 2, CM_LAW_INTEGER, eval_days_between, "function.days_between"},
    {"age_on", TWO_DAYS, 2, CM_LAW_INTEGER, eval_age_on, "function.age_on"},
    {"months_after", DAY_AND_NUMBER, 2, CM_LAW_DATE, eval_months_after, "function.months_after"},
    {"first_term_end", TERM, 4, CM_LAW_DATE, eval_first_term_end, "function.first_term_end"},
    {"last_term_end", TERM, 4, CM_LAW_DATE, eval_last_term_end, "function.last_term_end"},
    {"shortest_days", LENGTH, 2, CM_LAW_INTEGER, eval_shortest_days, "function.shortest_days"},
    {"longest_days", LENGTH, 2, CM_LAW_INTEGER, eval_longest_days, "function.longest_days"},
    {"span_months", TWO_DAYS, 2, CM_LAW_INTEGER, eval_span_months, "function.span_months"},
    {"span_days", TWO_DAYS, 2, CM_LAW_INTEGER, eval_span_days, "function.span_days"},
    {"fixed_term_cap", NUMBER_AND_DAY, 2, CM_LAW_INTEGER, eval_fixed_term_cap,
     "function.fixed_term_cap"},
    {"commuted_gap", CUT, 4, CM_LAW_INTEGER, eval_commuted_gap, "function.commuted_gap"},
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
