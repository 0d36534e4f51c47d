/* Terms beside one another: worked cases, and against a slow count that knows nothing of the code
 * under test: a calendar walked day by day, and every total tried. */
#include "base/base.h"

#include "law/combine.h"
#include "law_fixture.h"

/* ---- worked cases ---- */

#define FIXED CM_PENALTY_FIXED_TERM
#define SHORT CM_PENALTY_DETENTION
#define WATCH CM_PENALTY_CONTROL

static const struct {
    const char *title;
    cm_term_part parts[4];
    size_t count;
    const char *last_act, *decided_on;
    cm_combined want;
} COMBINED[] = {
    {"between the longest and the sum",
     {{FIXED, {36, 0}}, {FIXED, {10, 15}}},
     2,
     "2014-01-01",
     "2014-06-01",
     {.kind = FIXED, .least = {36, 0}, .most = {46, 15}}},
    {"one sentence alone",
     {{SHORT, {5, 0}}},
     1,
     "2014-01-01",
     "2014-06-01",
     {.kind = SHORT, .least = {5, 0}, .most = {5, 0}}},
    {"detention, a year at most",
     {{SHORT, {6, 0}}, {SHORT, {5, 0}}, {SHORT, {4, 0}}},
     3,
     "2014-01-01",
     "2014-06-01",
     {.kind = SHORT, .least = {6, 0}, .most = {12, 0}, .capped = true}},
    {"twenty years below a sum of thirty-five",
     {{FIXED, {180, 0}}, {FIXED, {180, 0}}, {FIXED, {59, 0}}},
     3,
     "2014-01-01",
     "2014-06-01",
     {.kind = FIXED, .least = {180, 0}, .most = {240, 0}, .capped = true}},
    {"twenty-five from thirty-five on",
     {{FIXED, {180, 0}}, {FIXED, {180, 0}}, {FIXED, {60, 0}}},
     3,
     "2014-01-01",
     "2014-06-01",
     {.kind = FIXED, .least = {180, 0}, .most = {300, 0}, .capped = true}},
    {"all acts before 2011-05-01: twenty",
     {{FIXED, {180, 0}}, {FIXED, {180, 0}}, {FIXED, {120, 0}}},
     3,
     "2011-04-30",
     "2014-06-01",
     {.kind = FIXED, .least = {180, 0}, .most = {240, 0}, .capped = true}},
    {"a day of act that is not known: the longer",
     {{FIXED, {180, 0}}, {FIXED, {180, 0}}, {FIXED, {120, 0}}},
     3,
     "",
     "2014-06-01",
     {.kind = FIXED, .least = {180, 0}, .most = {300, 0}, .capped = true}},
    {"imprisonment takes in detention",
     {{SHORT, {5, 0}}, {FIXED, {8, 0}}},
     2,
     "2014-01-01",
     "2015-11-01",
     {.kind = FIXED, .least = {8, 0}, .most = {8, 0}}},
    {"before there was a rule for it",
     {{SHORT, {5, 0}}, {FIXED, {8, 0}}},
     2,
     "2014-01-01",
     "2015-10-31",
     {.kind = FIXED, .least = {8, 0}, .most = {8, 0}, .apart = true}},
    {"public surveillance stays",
     {{WATCH, {24, 0}}, {WATCH, {18, 0}}, {FIXED, {8, 0}}},
     3,
     "2014-01-01",
     "2016-01-01",
     {.kind = FIXED,
      .least = {8, 0},
      .most = {8, 0},
      .control = true,
      .control_least = {24, 0},
      .control_most = {36, 0}}},
    {"life takes in everything",
     {{FIXED, {180, 0}}, {CM_PENALTY_LIFE, {0, 0}}},
     2,
     "2014-01-01",
     "2016-01-01",
     {.kind = CM_PENALTY_LIFE}},
    {"death suspended before life",
     {{CM_PENALTY_LIFE, {0, 0}}, {CM_PENALTY_DEATH_SUSPENDED, {0, 0}}},
     2,
     "2014-01-01",
     "2016-01-01",
     {.kind = CM_PENALTY_DEATH_SUSPENDED}},
    {"fines are not terms", {{CM_PENALTY_FINE_ONLY, {0, 0}}}, 1, "2014-01-01", "2016-01-01", {0}},
    {"no meaning", {{FIXED, {-1, 0}}}, 1, "2014-01-01", "2016-01-01", {0}},
};

static void assert_length(cm_length got, cm_length want)
{
    assert_int_equal(got.months, want.months);
    assert_int_equal(got.days, want.days);
}

static void test_combined(void **state)
{
    law_fixture *f = *state;

    for (size_t i = 0; i < TEST_ROWS(COMBINED); i++) {
        cm_combined got = {0};
        const cm_combined *want = &COMBINED[i].want;

        test_row(COMBINED[i].title);
        bool known =
            cm_combine(f->law, COMBINED[i].parts, COMBINED[i].count,
                       test_date(COMBINED[i].last_act), test_date(COMBINED[i].decided_on), &got);
        assert_int_equal(known, want->kind != CM_PENALTY_NONE);
        if (known) {
            assert_int_equal(got.kind, want->kind);
            assert_length(got.least, want->least);
            assert_length(got.most, want->most);
            assert_int_equal(got.capped, want->capped);
            assert_int_equal(got.apart, want->apart);
            assert_int_equal(got.control, want->control);
        }
        if (known && want->control) {
            assert_length(got.control_least, want->control_least);
            assert_length(got.control_most, want->control_most);
        }
    }
}

static const struct {
    const char *title, *old_end;
    cm_length cut;
    const char *want[2];
} COMMUTED[] = {
    {"the same day so many months earlier", "2020-07-14", {8, 0}, {"2019-11-14", ""}},
    {"days after months", "2020-07-14", {5, 10}, {"2020-02-04", ""}},
    {"no such day: the last of the month", "2020-03-31", {1, 0}, {"2020-02-29", ""}},
    {"from a month's end: the number, or the end",
     "2020-02-29",
     {1, 0},
     {"2020-01-29", "2020-01-31"}},
    {"years from a month's end", "2021-02-28", {12, 0}, {"2020-02-28", "2020-02-29"}},
    {"days alone", "2020-02-29", {0, 15}, {"2020-02-14", ""}},
    {"nothing remitted", "2020-02-29", {0, 0}, {"", ""}},
};

static void test_commuted(void **state)
{
    (void)state;

    for (size_t i = 0; i < TEST_ROWS(COMMUTED); i++) {
        int32_t ends[2] = {0, 0};
        size_t want = 0;

        test_row(COMMUTED[i].title);
        size_t count = cm_commuted_ends(test_day(COMMUTED[i].old_end), COMMUTED[i].cut, ends);
        while (want < 2 && COMMUTED[i].want[want][0] != '\0') {
            assert_int_equal(ends[want], test_day(COMMUTED[i].want[want]));
            want++;
        }
        assert_int_equal(count, want);
    }
}

static const struct {
    const char *title, *first, *last;
    int64_t months, days;
} SPANS[] = {
    {"a whole month", "2014-05-23", "2014-06-22", 1, 0},
    {"a day less", "2014-05-23", "2014-06-21", 0, 30},
    {"a day more", "2014-05-23", "2014-06-23", 1, 1},
    {"years", "2014-05-23", "2018-05-22", 48, 0},
    {"one day", "2014-05-23", "2014-05-23", 0, 1},
    {"over the end of February", "2014-01-31", "2014-02-27", 1, 0},
    {"backwards", "2014-05-23", "2014-05-22", -1, 0},
};

static void test_spans(void **state)
{
    (void)state;

    for (size_t i = 0; i < TEST_ROWS(SPANS); i++) {
        cm_length got = {0, 0};

        test_row(SPANS[i].title);
        bool known = cm_length_between(test_day(SPANS[i].first), test_day(SPANS[i].last), &got);
        assert_int_equal(known, SPANS[i].months >= 0);
        if (known) {
            assert_length(got, (cm_length){SPANS[i].months, SPANS[i].days});
        }
    }
}

/* ---- against a slow count ---- */

static uint32_t draw(uint64_t *seed, uint32_t below)
{
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)(*seed >> 33) % below;
}

/* A calendar of its own: the length of every month from 1990 to 2089, walked from 1990-01-01. */
typedef struct {
    int32_t number; /* of the day, as the code under test counts */
    int y, m, d;
} walker;

static const int32_t EPOCH_1990 = 7305;

static int days_in(int y, int m)
{
    static const int DAYS[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return DAYS[m - 1] + (m == 2 && y % 4 == 0);
}

static void forward(walker *w)
{
    w->number++;
    w->d++;
    if (w->d > days_in(w->y, w->m)) {
        w->d = 1;
        w->m++;
    }
    if (w->m > 12) {
        w->m = 1;
        w->y++;
    }
}

static void backward(walker *w)
{
    w->number--;
    w->d--;
    if (w->d == 0) {
        w->m--;
        if (w->m == 0) {
            w->m = 12;
            w->y--;
        }
        w->d = days_in(w->y, w->m);
    }
}

static walker walk_to(int32_t number)
{
    walker w = {EPOCH_1990, 1990, 1, 1};
    while (w.number < number) {
        forward(&w);
    }
    return w;
}

/* So many beginnings of months later, then on to the day of the same number, or to the last. */
static walker months_on(walker w, int months)
{
    int want = w.d;
    for (int begun = 0; begun < months;) {
        forward(&w);
        begun += w.d == 1;
    }
    while (w.d < want && w.d < days_in(w.y, w.m)) {
        forward(&w);
    }
    return w;
}

static walker months_back(walker w, int months)
{
    int want = w.d;
    for (int ended = 0; ended < months;) {
        ended += w.d == 1;
        backward(&w);
    }
    while (w.d > want) {
        backward(&w);
    }
    return w;
}

static void test_months_against_walk(void **state)
{
    uint64_t seed = 77;
    (void)state;

    for (int round = 0; round < 3000; round++) {
        walker w = walk_to(EPOCH_1990 + 7000 + (int32_t)draw(&seed, 4000));
        int months = (int)draw(&seed, 200);
        int32_t got = 0;

        while (round % 3 == 0 && w.d < days_in(w.y, w.m)) {
            forward(&w); /* month ends are where it matters */
        }
        assert_true(cm_months_later(w.number, months, &got));
        assert_int_equal(got, months_on(w, months).number);
        assert_true(cm_months_later(w.number, -months, &got));
        assert_int_equal(got, months_back(w, months).number);
    }
}

static void test_commuted_against_walk(void **state)
{
    uint64_t seed = 78;
    (void)state;

    for (int round = 0; round < 3000; round++) {
        walker w = walk_to(EPOCH_1990 + 7000 + (int32_t)draw(&seed, 4000));
        int months = 1 + (int)draw(&seed, 24);
        int days = round % 5 == 0 ? (int)draw(&seed, 29) : 0;
        int32_t ends[2] = {0, 0};

        while (round % 3 == 0 && w.d < days_in(w.y, w.m)) {
            forward(&w);
        }
        bool at_end = w.d == days_in(w.y, w.m);
        walker there = months_back(w, months);
        size_t count = cm_commuted_ends(w.number, (cm_length){months, days}, ends);
        assert_int_equal(ends[0], there.number - days);
        bool two = at_end && there.d < days_in(there.y, there.m);
        assert_int_equal(count, two ? 2 : 1);
        while (two && there.d < days_in(there.y, there.m)) {
            forward(&there);
        }
        assert_true(!two || ends[1] == there.number - days);
    }
}

/* The span is found by adding one month after another while it still fits, then single days. */
static void test_spans_against_walk(void **state)
{
    uint64_t seed = 79;
    (void)state;

    for (int round = 0; round < 3000; round++) {
        walker w = walk_to(EPOCH_1990 + 7000 + (int32_t)draw(&seed, 4000));
        int32_t last = w.number + (int32_t)draw(&seed, round % 2 == 0 ? 100 : 3000);
        cm_length got = {0, 0};
        int months = 0;

        while (months_on(w, months + 1).number - 1 <= last) {
            months++;
        }
        assert_true(cm_length_between(w.number, last, &got));
        assert_int_equal(got.months, months);
        assert_int_equal(got.days, last + 1 - months_on(w, months).number);
    }
}

static void test_days_against_walk(void **state)
{
    uint64_t seed = 80;
    (void)state;

    for (int round = 0; round < 60; round++) {
        cm_length length = {draw(&seed, 61), draw(&seed, 30)};
        int64_t least = 0, most = 0, low = INT64_MAX, high = 0;

        assert_true(cm_length_days(length, &least, &most));
        walker w = walk_to(EPOCH_1990);
        for (int day = 0; day < 1461; day++) {
            int64_t days = months_on(w, (int)length.months).number - w.number + length.days;
            low = days < low ? days : low;
            high = days > high ? days : high;
            forward(&w);
        }
        assert_int_equal(least, low);
        assert_int_equal(most, high);
    }
}

/* Art. 69 as it reads, asked of every total in turn. */
static bool may_be(int total, const int *terms, int count, bool after)
{
    int sum = 0, longest = 0;
    for (int i = 0; i < count; i++) {
        sum += terms[i];
        longest = terms[i] > longest ? terms[i] : longest;
    }
    int cap = sum < 35 * 12 || !after ? 20 * 12 : 25 * 12;
    return total >= longest && total <= sum && total <= cap;
}

static void test_combined_against_trial(void **state)
{
    law_fixture *f = *state;
    uint64_t seed = 81;

    for (int round = 0; round < 5000; round++) {
        cm_term_part parts[5];
        int terms[5];
        int count = 1 + (int)draw(&seed, 5), low = -1, high = -1;
        bool after = draw(&seed, 2) == 1;
        cm_combined got;

        for (int i = 0; i < count; i++) {
            terms[i] = 6 + (int)draw(&seed, 175);
            parts[i] = (cm_term_part){FIXED, {terms[i], 0}};
        }
        for (int total = 0; total < 1000; total++) {
            bool may = may_be(total, terms, count, after);
            low = may && low < 0 ? total : low;
            high = may ? total : high;
        }
        assert_true(cm_combine(f->law, parts, (size_t)count,
                               test_date(after ? "2011-05-01" : "2011-04-30"),
                               test_date("2016-01-01"), &got));
        assert_length(got.least, (cm_length){low, 0});
        assert_length(got.most, (cm_length){high, 0});
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_combined),
        cmocka_unit_test(test_commuted),
        cmocka_unit_test(test_spans),
        cmocka_unit_test(test_months_against_walk),
        cmocka_unit_test(test_commuted_against_walk),
        cmocka_unit_test(test_spans_against_walk),
        cmocka_unit_test(test_days_against_walk),
        cmocka_unit_test(test_combined_against_trial),
    };

    return cmocka_run_group_tests(tests, law_fixture_load, law_fixture_free);
}
