/* Counting sentences: worked cases, real misprints, and a walk through the calendar day by day that
 * knows nothing of the code under test. */
#include "base/base.h"

#include "law/sentence.h"
#include "law_fixture.h"

static const struct {
    const char *title, *from;
    int months, days;
    const char *decided, *want; /* admissible last days */
} ENDS[] = {
    {"day before the same day", "2014-05-23", 48, 0, "2014-06-30", "2018-05-22"},
    {"days are added after months", "2020-01-10", 4, 15, "2020-03-01", "2020-05-24"},
    {"days alone", "2020-01-10", 0, 15, "2020-03-01", "2020-01-24"},
    {"month end before 2021: both readings", "2019-09-30", 6, 0, "2019-12-01",
     "2020-03-29 2020-03-30"},
    {"month end since 2021: the day before the last day", "2021-09-30", 6, 0, "2021-12-01",
     "2022-03-30"},
    {"years and months from a month's end: both", "2021-09-30", 18, 0, "2021-12-01",
     "2023-03-29 2023-03-30"},
    {"whole years from a month's end: the same day", "2021-09-30", 12, 0, "2021-12-01",
     "2022-09-29"},
    {"no such day, since 2021", "2021-08-30", 6, 0, "2021-12-01", "2022-02-27"},
    {"no such day, before: the last day too", "2018-08-30", 6, 0, "2018-12-01",
     "2019-02-27 2019-02-28"},
    {"31st before 2021", "2018-08-31", 1, 0, "2018-12-01", "2018-09-29 2018-09-30"},
    {"29 February plus years, since 2021", "2024-02-29", 12, 0, "2024-03-01", "2025-02-27"},
    {"the gate day itself", "2021-01-31", 1, 0, "2021-03-01", "2021-02-27"},
    {"the day before the gate", "2021-01-31", 1, 0, "2021-02-28", "2021-02-27 2021-02-28"},
    {"no length", "2021-01-31", 0, 0, "2021-02-28", ""},
    {"negative length", "2021-01-31", -1, 0, "2021-02-28", ""},
    {"endless", "2021-01-31", 99999, 0, "2021-02-28", ""},
};

static cm_sentence sentence_of(const char *from, int64_t months, int64_t days, const char *decided)
{
    return (cm_sentence){test_day(from), months, days, test_day(decided)};
}

static void test_ends(void **state)
{
    law_fixture *f = *state;

    for (size_t i = 0; i < TEST_ROWS(ENDS); i++) {
        int32_t ends[CM_SENTENCE_ENDS_MAX];
        cm_sentence s = sentence_of(ENDS[i].from, ENDS[i].months, ENDS[i].days, ENDS[i].decided);
        CM_AUTO_BUF got;

        test_row(ENDS[i].title);
        cm_buf_init(&got, 1000);
        size_t count = cm_sentence_ends(f->law, &s, ends);
        for (size_t k = 0; k < count; k++) {
            cm_buf_addf(&got, k == 0 ? "" : " ");
            cm_date_write(&got, cm_date_from_days(ends[k]));
        }
        assert_string_equal(cm_buf_z(&got), ENDS[i].want);
    }
}

static const struct {
    const char *title, *from, *to;
    int months, days;
    const char *decided;
    int credit, gap;
} GAPS[] = {
    {"four years printed as five", "2014-05-23", "2019-05-22", 48, 0, "2014-06-30", 0, 365},
    {"seven months printed as eight", "2016-02-25", "2016-10-24", 7, 0, "2016-05-01", 0, 30},
    {"eight months, 17 days before", "2014-12-25", "2015-10-07", 8, 0, "2015-03-01", 17, 61},
    {"start one year off", "2018-08-09", "2019-10-15", 3, 0, "2019-10-01", 24, 365},
    {"right to the day", "2014-05-23", "2018-05-22", 48, 0, "2014-06-30", 0, 0},
    {"month end, either reading", "2019-09-30", "2020-03-29", 6, 0, "2019-12-01", 0, 0},
    {"too short", "2014-05-23", "2018-05-20", 48, 0, "2014-06-30", 0, -2},
    {"as near to both: held longer", "2019-02-28", "2019-04-28", 2, 0, "2019-04-01", 0, 1},
};

static void test_gaps(void **state)
{
    law_fixture *f = *state;

    for (size_t i = 0; i < TEST_ROWS(GAPS); i++) {
        cm_sentence s = sentence_of(GAPS[i].from, GAPS[i].months, GAPS[i].days, GAPS[i].decided);
        int64_t gap = 99999;

        test_row(GAPS[i].title);
        assert_true(cm_sentence_gap(f->law, &s, test_day(GAPS[i].to), GAPS[i].credit, &gap));
        assert_int_equal(gap, GAPS[i].gap);
    }
}

static void test_gap_of_nothing_is_unknown(void **state)
{
    law_fixture *f = *state;
    cm_sentence s = sentence_of("2014-05-23", 0, 0, "2014-06-30");
    int64_t gap = 7;

    assert_false(cm_sentence_gap(f->law, &s, test_day("2014-06-30"), 0, &gap));
    assert_int_equal(gap, 7);
}

/* Held since 1 January, decided on 31 March to six months: counted from the decision (ends
 * 2014-09-29 or -30) less 89 days. */
static void test_exact_gap(void **state)
{
    law_fixture *f = *state;
    cm_sentence s = sentence_of("2014-01-01", 6, 0, "2014-03-31");
    int64_t gap = 99999;

    assert_true(cm_sentence_exact_gap(f->law, &s, test_day("2014-07-03"), &gap));
    assert_int_equal(gap, 0);
    assert_true(cm_sentence_exact_gap(f->law, &s, test_day("2014-07-02"), &gap));
    assert_int_equal(gap, 0);
    assert_true(cm_sentence_exact_gap(f->law, &s, test_day("2014-07-06"), &gap));
    assert_int_equal(gap, 3);
    assert_true(cm_sentence_exact_gap(f->law, &s, test_day("2014-06-30"), &gap));
    assert_int_equal(gap, -2);
}

static void test_half_month(void **state)
{
    law_fixture *f = *state;

    assert_int_equal(cm_sentence_half_month(f->law), 15);
}

/* ---- the oracle ---- */

typedef struct {
    int y, m, d;
    int32_t number;
} walker;

static int length_of(int y, int m)
{
    switch (m) {
    case 2:
        return y % 400 == 0 || (y % 4 == 0 && y % 100 != 0) ? 29 : 28;
    case 4:
    case 6:
    case 9:
    case 11:
        return 30;
    default:
        return 31;
    }
}

static void next_day(walker *w)
{
    w->number++;
    if (++w->d > length_of(w->y, w->m)) {
        w->d = 1;
        w->m = w->m == 12 ? 1 : w->m + 1;
        w->y += w->m == 1;
    }
}

static void note(int32_t *ends, size_t *count, int32_t end)
{
    for (size_t i = 0; i < *count; i++) {
        if (ends[i] == end) {
            return;
        }
    }
    ends[(*count)++] = end;
}

/* Walk until as many months have begun as the term has, then through that month. */
static size_t walk_ends(const cm_date from, int32_t first, int months, int days, bool after_gate,
                        int32_t *ends)
{
    walker w = {from.year, from.month, from.day, first};
    bool from_last = from.day == length_of(from.year, from.month);
    size_t count = 0;
    int begun = 0;

    while (begun < months) {
        int m = w.m;

        next_day(&w);
        begun += w.m != m;
    }
    while (begun == months) {
        bool last = w.d == length_of(w.y, w.m);
        bool same = w.d == from.day || (last && w.d < from.day);
        bool only_month_end = after_gate && from_last && months < 12 && months > 0;
        int m = w.m;

        if (same && !only_month_end) {
            note(ends, &count, w.number - 1 + days);
        }
        if (last && from_last && months % 12 != 0) {
            note(ends, &count, w.number - 1 + days);
        }
        if (last && w.d < from.day && !after_gate) {
            note(ends, &count, w.number + days);
        }
        next_day(&w);
        begun += w.m != m;
    }
    return count;
}

static uint32_t draw(uint64_t *seed, uint32_t below)
{
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)(*seed >> 33) % below;
}

static bool holds(const int32_t *list, size_t count, int32_t value)
{
    for (size_t i = 0; i < count; i++) {
        if (list[i] == value) {
            return true;
        }
    }
    return false;
}

static void test_against_walk(void **state)
{
    law_fixture *f = *state;
    uint64_t seed = 20260101;
    int32_t gate = test_day("2021-03-01");
    int32_t start = test_day("1998-01-01");

    for (int round = 0; round < 4000; round++) {
        int32_t want[8];
        int32_t got[CM_SENTENCE_ENDS_MAX];
        int32_t first = start + (int32_t)draw(&seed, 12000);
        int months = (int)draw(&seed, round % 4 == 0 ? 181 : 24);
        int days = (int)draw(&seed, 2) * (int)draw(&seed, 30);
        int32_t decided = start + (int32_t)draw(&seed, 12000);
        cm_date from = cm_date_from_days(first);

        if (round % 2 == 0) { /* month ends are where it matters */
            first += length_of(from.year, from.month) - from.day;
            from = cm_date_from_days(first);
        }
        if (months + days == 0) {
            months = 1;
        }
        cm_sentence s = {first, months, days, decided};
        size_t want_count = walk_ends(from, first, months, days, decided >= gate, want);
        size_t got_count = cm_sentence_ends(f->law, &s, got);
        assert_int_equal(got_count, want_count);
        for (size_t i = 0; i < got_count; i++) {
            assert_true(holds(want, want_count, got[i]));
            assert_true(i == 0 || got[i - 1] < got[i]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ends),       cmocka_unit_test(test_gaps),
        cmocka_unit_test(test_exact_gap),  cmocka_unit_test(test_gap_of_nothing_is_unknown),
        cmocka_unit_test(test_half_month), cmocka_unit_test(test_against_walk),
    };

    return cmocka_run_group_tests(tests, law_fixture_load, law_fixture_free);
}
