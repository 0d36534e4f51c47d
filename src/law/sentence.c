#include "base/base.h"

#include "law/data.h"
#include "law/sentence.h"

enum { MAX_MONTHS = 12 * 1000, MAX_DAYS = 366 * 1000 };

/* First and last day that the calendar functions take: year 1 and the end of year 9999 less the
 * longest term. */
static const int32_t FIRST_DAY = -719162;
static const int32_t LAST_DAY = 2932896 - MAX_DAYS;

cm_status cm_counting_load(cm_law *law, cm_arena *mem, cm_err *err)
{
    cm_status status = cm_law_numbers_load(law, mem, "term-counting.tsv", &law->counting, err);
    for (size_t i = 0; status == CM_OK && i < law->counting.count; i++) {
        const cm_law_number *n = &law->counting.items[i];
        if (cm_sv_equal(n->id, CM_SV("half_month_days"))) {
            law->half_month_days = n->value;
        } else if (cm_sv_equal(n->id, CM_SV("month_end_rule"))) {
            law->month_end_rule = n->validity;
        } else if (cm_sv_equal(n->id, CM_SV("missing_day_kept"))) {
            law->missing_day_kept = n->validity;
        } else if (cm_sv_equal(n->id, CM_SV("absorbed_detention"))) {
            law->absorbed_detention = n->validity;
        } else {
            status = cm_err_set_at(err, CM_E_SCHEMA, law->folder, 0, 0,
                                   "term-counting.tsv: unknown id '%.*s'", CM_SV_ARG(n->id));
        }
    }
    if (status == CM_OK && (law->half_month_days == 0 || law->month_end_rule.to == 0 ||
                            law->missing_day_kept.to == 0 || law->absorbed_detention.to == 0)) {
        status = cm_err_set_at(err, CM_E_SCHEMA, law->folder, 0, 0,
                               "term-counting.tsv: a rule of counting is missing");
    }
    return status;
}

int64_t cm_sentence_half_month(const cm_law *law)
{
    return law->half_month_days;
}

static void add_end(int32_t ends[CM_SENTENCE_ENDS_MAX], size_t *count, int64_t end)
{
    size_t at = *count;
    for (size_t i = 0; i < *count; i++) {
        if (ends[i] == end) {
            return;
        }
    }
    while (at > 0 && ends[at - 1] > end) {
        ends[at] = ends[at - 1];
        at--;
    }
    ends[at] = (int32_t)end;
    (*count)++;
}

static int32_t day_of(int year, int month, int day)
{
    return cm_date_to_days((cm_date){(int16_t)year, (uint8_t)month, (uint8_t)day});
}

static bool is_countable(const cm_sentence *t)
{
    return t->from >= FIRST_DAY && t->from <= LAST_DAY && t->months >= 0 && t->days >= 0 &&
           t->months <= MAX_MONTHS && t->days <= MAX_DAYS && t->months + t->days > 0 &&
           t->from + t->months * 31 + t->days <= LAST_DAY;
}

/* A term ends on the day before the same day of its last month; where that month has no such day,
 * on the day before the month's last day. For terms of months alone that start on a month's last
 * day the interpretation of 2021, art. 202(2), takes the day before the last day; before it courts
 * used both readings, and where the same day was missing also the last day itself. */
size_t cm_sentence_ends(const cm_law *law, const cm_sentence *term,
                        int32_t ret_ends[CM_SENTENCE_ENDS_MAX])
{
    if (!is_countable(term)) {
        return 0;
    }
    cm_date from = cm_date_from_days(term->from);
    int months = from.month - 1 + (int)term->months;
    int year = from.year + months / 12;
    int month = months % 12 + 1;
    int length = cm_date_month_length(year, month);
    bool from_last = from.day == cm_date_month_length(from.year, from.month);
    bool by_rule = cm_validity_holds(law->month_end_rule, term->decided_on);
    size_t count = 0;

    bool month_end = from_last && term->months % 12 != 0;
    if (month_end) {
        add_end(ret_ends, &count, day_of(year, month, length) - 1 + term->days);
    }
    if (!month_end || !by_rule || term->months >= 12) {
        int day = from.day < length ? from.day : length;
        add_end(ret_ends, &count, day_of(year, month, day) - 1 + term->days);
    }
    if (from.day > length && cm_validity_holds(law->missing_day_kept, term->decided_on)) {
        add_end(ret_ends, &count, day_of(year, month, length) + term->days);
    }
    return count;
}

/* The gap to the nearest end; of two as near the one that holds longer, because it harms. */
static bool nearest_gap(const int32_t *ends, size_t count, int64_t target, int64_t *ret_gap)
{
    int64_t best = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t gap = target - ends[i];
        int64_t size = gap < 0 ? -gap : gap;
        int64_t best_size = best < 0 ? -best : best;
        if (i == 0 || size < best_size || (size == best_size && gap > best)) {
            best = gap;
        }
    }
    if (count != 0) {
        *ret_gap = best;
    }
    return count != 0;
}

bool cm_sentence_gap(const cm_law *law, const cm_sentence *term, int32_t to, int64_t credit,
                     int64_t *ret_gap)
{
    int32_t ends[CM_SENTENCE_ENDS_MAX];
    size_t count = cm_sentence_ends(law, term, ends);
    return nearest_gap(ends, count, (int64_t)to + credit, ret_gap);
}

bool cm_sentence_exact_gap(const cm_law *law, const cm_sentence *term, int32_t to, int64_t *ret_gap)
{
    int32_t ends[CM_SENTENCE_ENDS_MAX];
    cm_sentence from_decision = *term;
    from_decision.from = term->decided_on;
    size_t count = cm_sentence_ends(law, &from_decision, ends);
    int64_t served = (int64_t)term->decided_on - term->from;
    return nearest_gap(ends, count, (int64_t)to + served, ret_gap);
}
