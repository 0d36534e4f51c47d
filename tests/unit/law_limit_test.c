/* Working days and time limits: real years, worked cases, the words of the law behind every checked
 * row, and a walk day by day that knows nothing of the code under test. */
#include "base/base.h"

#include "law/calendar.h"
#include "law/limit.h"
#include "law/verify.h"
#include "law_fixture.h"

static const struct {
    const char *day;
    cm_day_kind kind;
} DAYS[] = {
    {"2024-10-01", CM_DAY_OFF},                                     /* National Day, a Tuesday */
    {"2024-10-07", CM_DAY_OFF},                                     /* the last day of its week */
    {"2024-10-08", CM_DAY_WORKING}, {"2024-09-29", CM_DAY_WORKING}, /* a Sunday worked for it */
    {"2024-10-12", CM_DAY_WORKING},                                 /* a Saturday worked for it */
    {"2024-10-13", CM_DAY_OFF},                                     /* a plain Sunday */
    {"2020-01-31", CM_DAY_OFF}, /* Spring Festival made longer by the notice of 2020-01-27 */
    {"2020-02-03", CM_DAY_WORKING}, {"2015-09-03", CM_DAY_OFF}, /* once only */
    {"2016-09-02", CM_DAY_WORKING}, {"2026-02-23", CM_DAY_OFF},
    {"2004-01-17", CM_DAY_WORKING}, /* a Saturday worked */
    {"2003-12-31", CM_DAY_UNKNOWN}, {"2027-01-01", CM_DAY_UNKNOWN},
};

static void test_days(void **state)
{
    const law_fixture *f = *state;
    int first = 0, last = 0;
    for (size_t i = 0; i < TEST_ROWS(DAYS); i++) {
        test_row(DAYS[i].day);
        assert_int_equal(cm_calendar_day(f->law, test_day(DAYS[i].day)), DAYS[i].kind);
    }
    assert_true(cm_calendar_years(f->law, &first, &last));
    assert_int_equal(first, 2004);
    assert_int_equal(last, 2026);
    assert_int_equal(cm_calendar_next(f->law, test_day("2024-10-01")), test_day("2024-10-08"));
    assert_true(cm_calendar_title(f->law, test_day("2024-10-03")).len != 0);
    assert_int_equal(cm_calendar_title(f->law, test_day("2024-10-13")).len, 0);
}

static const struct {
    const char *title, *limit, *start, *stated;
    const char *pause, *until; /* of one pause; until empty: it goes on */
    int extension, travel;
    const char *today, *counted, *due;
    int unknown_year;
} ENDS[] = {
    {"ten days end on National Day", "protest_judgment", "2024-09-21", "", NULL, "", 0, 0, "",
     "2024-10-01", "2024-10-08", 0},
    {"they end on a Sunday that is worked", "protest_judgment", "2024-09-19", "", NULL, "", 0, 0,
     "", "2024-09-29", "2024-09-29", 0},
    {"five days of a ruling end on a Saturday", "protest_ruling", "2024-11-04", "", NULL, "", 0, 0,
     "", "2024-11-09", "2024-11-11", 0},
    {"a working day stays", "protest_judgment", "2024-11-04", "", NULL, "", 0, 0, "", "2024-11-14",
     "2024-11-14", 0},
    {"the Spring Festival made longer", "protest_judgment", "2020-01-16", "", NULL, "", 0, 0, "",
     "2020-01-26", "2020-02-03", 0},
    {"the law of 2012", "protest_judgment", "2014-09-21", "", NULL, "", 0, 0, "", "2014-10-01",
     "2014-10-08", 0},
    {"custody does not move", "arrest_decision", "2024-09-24", "", NULL, "", 0, 0, "", "2024-10-01",
     "2024-10-01", 0},
    {"custody with four more days", "arrest_request", "2024-09-24", "", NULL, "", 4, 0, "",
     "2024-10-01", "2024-10-01", 0},
    {"custody does not need a calendar", "bail", "2026-12-25", "", NULL, "", 0, 0, "", "2027-12-25",
     "2027-12-25", 0},
    {"a month", "file_reading", "2024-01-15", "", NULL, "", 0, 0, "", "2024-02-15", "2024-02-18",
     0},
    {"no such day in the last month", "file_reading", "2024-01-30", "", NULL, "", 0, 0, "",
     "2024-02-29", "2024-02-29", 0},
    {"from a month's end to a month's end", "file_reading", "2023-02-28", "", NULL, "", 0, 0, "",
     "2023-03-31", "2023-03-31", 0},
    {"before 2021 the same number", "file_reading", "2020-02-28", "", NULL, "", 0, 0, "",
     "2020-03-28", "2020-03-30", 0},
    {"not before 2021 either, from the 29th", "file_reading", "2020-02-29", "", NULL, "", 0, 0, "",
     "2020-03-29", "2020-03-30", 0},
    {"over the end of a year", "investigation_custody", "2023-11-30", "", NULL, "", 1, 0, "",
     "2024-02-29", "2024-02-29", 0},
    {"years", "penalty_two_years", "2024-02-29", "", NULL, "", 0, 0, "", "2026-02-28", "2026-02-28",
     0},
    {"the document sets the day", "correction_reply", "2024-09-01", "2024-10-03", NULL, "", 0, 0,
     "", "2024-10-03", "2024-10-08", 0},
    {"it may set another day", "suggestion_reply", "2024-09-01", "2024-09-20", NULL, "", 0, 0, "",
     "2024-09-20", "2024-09-20", 0},
    {"it may not", "protest_judgment", "2024-09-01", "2024-12-20", NULL, "", 0, 0, "", "2024-09-11",
     "2024-09-11", 0},
    {"days on the way", "protest_judgment", "2024-11-04", "", NULL, "", 0, 2, "", "2024-11-16",
     "2024-11-18", 0},
    {"a year that is not known", "protest_judgment", "2026-12-25", "", NULL, "", 0, 0, "",
     "2027-01-04", "2027-01-04", 2027},
    {"moved to a year that is not known", "correction_reply", "2026-12-01", "2026-12-31", NULL, "",
     0, 0, "", "2026-12-31", "2026-12-31", 0},
    {"before the first year known", "protest_judgment", "2003-03-03", "", NULL, "", 0, 0, "",
     "2003-03-13", "2003-03-13", 2003},
    {"stopped in the middle", "investigation_custody", "2024-01-10", "", "2024-02-01", "2024-02-20",
     0, 0, "", "2024-03-30", "2024-03-30", 0},
    {"stopped on the last day", "withdrawal_order", "2024-06-03", "", "2024-06-18", "2024-06-20", 0,
     0, "", "2024-06-21", "2024-06-21", 0},
    {"stopped after the end: nothing", "withdrawal_order", "2024-06-03", "", "2024-06-19",
     "2024-06-30", 0, 0, "", "2024-06-18", "2024-06-18", 0},
    {"still stopped, counted up to today", "withdrawal_order", "2024-06-03", "", "2024-06-10", "",
     0, 0, "2024-06-14", "2024-06-23", "2024-06-24", 0},
    {"the same day", "custody_clue", "2024-10-01", "", NULL, "", 0, 0, "", "2024-10-01",
     "2024-10-01", 0},
};

static void test_ends(void **state)
{
    const law_fixture *f = *state;
    for (size_t i = 0; i < TEST_ROWS(ENDS); i++) {
        CM_AUTO_ERR err = {0};
        cm_limit_pause pause = {test_date(ENDS[i].pause), test_date(ENDS[i].until)};
        cm_limit_query q = {
            .limit = cm_limit_find(f->law, cm_sv_from(ENDS[i].limit), test_date(ENDS[i].start)),
            .start = test_date(ENDS[i].start),
            .stated = test_date(ENDS[i].stated),
            .pauses = &pause,
            .pause_count = ENDS[i].pause != NULL ? 1 : 0,
            .extension = ENDS[i].extension,
            .travel = ENDS[i].travel,
            .today = test_date(ENDS[i].today)};
        cm_limit_end end = {0};
        test_row(ENDS[i].title);
        assert_non_null(q.limit);
        assert_int_equal(cm_limit_due(f->law, &q, &end, &err), CM_OK);
        assert_true(end.ends);
        assert_int_equal(cm_date_to_days(end.counted), test_day(ENDS[i].counted));
        assert_int_equal(cm_date_to_days(end.due), test_day(ENDS[i].due));
        assert_int_equal(end.unknown_year, ENDS[i].unknown_year);
    }
}

static void test_refused(void **state)
{
    const law_fixture *f = *state;
    cm_date start = test_date("2024-01-10");
    cm_limit_pause pause = {start, start}, backwards = {start, test_date("2024-01-09")};

    const struct {
        const char *title, *limit;
        cm_limit_query q;
    } rows[] = {
        {"nothing stops a protest", "protest_judgment", {.pauses = &pause, .pause_count = 1}},
        {"a pause that ends first", "first_trial", {.pauses = &backwards, .pause_count = 1}},
        {"no extension", "protest_judgment", {.extension = 1}},
        {"too long an extension", "arrest_request", {.extension = 5}},
        {"less than nothing", "arrest_request", {.extension = -1}},
        {"no day stated", "correction_reply", {0}},
        {"stated before it begins", "correction_reply", {.stated = test_date("2024-01-09")}},
    };

    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        CM_AUTO_ERR err = {0};
        cm_limit_end end = {0};
        cm_limit_query q = rows[i].q;
        test_row(rows[i].title);
        q.start = start;
        q.limit = cm_limit_find(f->law, cm_sv_from(rows[i].limit), start);
        assert_int_equal(cm_limit_due(f->law, &q, &end, &err), CM_E_ARG);
    }
    assert_null(cm_limit_find(f->law, CM_SV("protest_judgment"), test_date("1990-01-01")));
    assert_null(cm_limit_find(f->law, CM_SV("no_such"), start));
}

/* suggestion_reply from 2024-03-01: ends 2024-05-06 (from Labour Day), half of it on 2024-04-03 */
static const struct {
    const char *title, *on, *met;
    cm_clock_state state;
    int days_left, before; /* of the warning; -1: half, 0: none */
    bool urge, report;
} STANDS[] = {
    {"early", "2024-03-20", "", CM_CLOCK_RUNNING, 47, 0, false, false},
    {"the day before the half", "2024-04-02", "", CM_CLOCK_RUNNING, 34, 0, false, false},
    {"half", "2024-04-03", "", CM_CLOCK_WARNED, 33, -1, false, false},
    {"three days", "2024-05-03", "", CM_CLOCK_WARNED, 3, 3, false, false},
    {"one day", "2024-05-05", "", CM_CLOCK_WARNED, 1, 1, false, false},
    {"today", "2024-05-06", "", CM_CLOCK_DUE_TODAY, 0, 0, false, false},
    {"over", "2024-05-07", "", CM_CLOCK_OVERDUE, -1, 0, true, false},
    {"long over", "2024-05-21", "", CM_CLOCK_OVERDUE, -15, 0, true, true},
    {"met on the last day", "2024-06-01", "2024-05-06", CM_CLOCK_MET, -26, 0, false, false},
    {"met late", "2024-06-01", "2024-05-07", CM_CLOCK_MET_LATE, -26, 0, false, false},
};

static void test_stands(void **state)
{
    const law_fixture *f = *state;
    CM_AUTO_ERR err = {0};
    cm_date start = test_date("2024-03-01");
    cm_limit_query q = {.limit = cm_limit_find(f->law, CM_SV("suggestion_reply"), start),
                        .start = start};
    cm_limit_end end;
    assert_int_equal(cm_limit_due(f->law, &q, &end, &err), CM_OK);
    assert_int_equal(cm_date_to_days(end.due), test_day("2024-05-06"));
    for (size_t i = 0; i < TEST_ROWS(STANDS); i++) {
        test_row(STANDS[i].title);
        cm_limit_standing s =
            cm_limit_stands(&q, &end, test_date(STANDS[i].on), test_date(STANDS[i].met));
        assert_int_equal(s.state, STANDS[i].state);
        assert_int_equal(s.days_left, STANDS[i].days_left);
        assert_int_equal(s.urge, STANDS[i].urge);
        assert_int_equal(s.report, STANDS[i].report);
        int before = s.warning == NULL ? 0 : (s.warning->half ? -1 : s.warning->days_before);
        assert_int_equal(before, STANDS[i].before);
    }
    cm_limit_pause pause = {test_date("2024-05-04"), CM_NO_DATE};
    q.pauses = &pause;
    q.pause_count = 1;
    assert_int_equal(cm_limit_stands(&q, &end, test_date("2024-06-01"), CM_NO_DATE).state,
                     CM_CLOCK_PAUSED);
    assert_int_equal(cm_limit_stands(&q, &end, test_date("2024-05-03"), CM_NO_DATE).state,
                     CM_CLOCK_WARNED);
}

static void test_endless(void **state)
{
    const law_fixture *f = *state;
    CM_AUTO_ERR err = {0};
    cm_date start = test_date("2024-03-01");
    cm_limit_query q = {.limit = cm_limit_find(f->law, CM_SV("retrial_protest"), start),
                        .start = start};
    cm_limit_end end;
    assert_int_equal(cm_limit_due(f->law, &q, &end, &err), CM_OK);
    assert_false(end.ends);
    assert_int_equal(cm_limit_stands(&q, &end, test_date("2034-06-01"), CM_NO_DATE).state,
                     CM_CLOCK_ENDLESS);
}

/* Every row that claims to be checked: each article it cites is here, and the first says the
 * length. */
static void test_words_of_the_law(void **state)
{
    law_fixture *f = *state;
    CM_AUTO_ERR err = {0};
    cm_law_report report;
    size_t checked = 0;
    assert_int_equal(cm_law_verify(f->law, &f->mem, &report, &err), CM_OK);
    for (size_t i = 0; i < report.faults.count; i++) {
        print_error("%.*s\n", (int)report.faults.items[i].where.len,
                    report.faults.items[i].where.ptr);
        assert_int_not_equal(report.faults.items[i].check, CM_CHECK_LIMIT);
    }
    for (size_t i = 0; i < cm_limit_count(f->law); i++) {
        checked += cm_limit_at(f->law, i)->status == CM_LIMIT_CHECKED;
    }
    assert_int_equal(report.done[CM_CHECK_LIMIT], 2 * cm_limit_count(f->law));
    assert_true(checked > 30);
}

/* ---- the oracle ---- */

typedef struct {
    int y, m, d;
    int32_t number;
} walker;

static int length_of(int y, int m)
{
    if (m == 2) {
        return y % 400 == 0 || (y % 4 == 0 && y % 100 != 0) ? 29 : 28;
    }
    return m == 4 || m == 6 || m == 9 || m == 11 ? 30 : 31;
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

typedef struct {
    int32_t from, to;
} spell;

static bool in_spells(const spell *spells, size_t count, int32_t day)
{
    bool inside = false;
    for (size_t i = 0; i < count; i++) {
        inside = inside || (spells[i].from <= day && day <= spells[i].to);
    }
    return inside;
}

/* How many days the limit has when nothing stops it. */
static int32_t plain_days(const cm_limit *limit, walker start, int months, int32_t gate)
{
    walker w = start;
    bool from_end = start.d == length_of(start.y, start.m) && start.number >= gate;
    int begun = 0;
    while (begun < months) {
        int m = w.m;
        next_day(&w);
        begun += w.m != m;
    }
    while (w.d != length_of(w.y, w.m) && ((limit->month_end && from_end) || w.d != start.d)) {
        next_day(&w);
    }
    return w.number - start.number;
}

/* Strike out the days one by one, then wait for an office that is open. */
static int32_t walk(const law_fixture *f, const cm_limit_query *q, const spell *spells)
{
    walker start = {q->start.year, q->start.month, q->start.day, cm_date_to_days(q->start)};
    bool by_month = q->limit->unit == CM_LIMIT_MONTH || q->limit->unit == CM_LIMIT_YEAR;
    int months = q->limit->unit == CM_LIMIT_YEAR ? 12 : 1;
    int32_t left = by_month ? 0 : (int32_t)q->limit->length;
    months = by_month ? months * (int)q->limit->length : 0;
    if (q->limit->extension_unit == CM_LIMIT_MONTH) {
        months += (int)q->extension;
    } else {
        left += (int32_t)q->extension;
    }
    left += (months > 0 ? plain_days(q->limit, start, months, test_day("2021-03-01")) : 0) +
            (int32_t)q->travel;
    int32_t day = start.number;
    while (left > 0) {
        day++;
        left -= in_spells(spells, q->pause_count, day) ? 0 : 1;
    }
    while (q->limit->moves &&
           (cm_calendar_day(f->law, day) == CM_DAY_OFF || in_spells(spells, q->pause_count, day))) {
        day++;
    }
    return day;
}

static uint32_t draw(uint64_t *seed, uint32_t below)
{
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)(*seed >> 33) % below;
}

static void test_against_walk(void **state)
{
    const law_fixture *f = *state;
    uint64_t seed = 20261122;
    size_t compared = 0;
    for (int round = 0; round < 20000; round++) {
        const cm_limit *limit = cm_limit_at(f->law, draw(&seed, (uint32_t)cm_limit_count(f->law)));
        int32_t first = test_day("2016-01-01") + (int32_t)draw(&seed, 3600);
        cm_limit_pause pauses[3];
        spell spells[3];
        cm_limit_query q = {.limit = limit, .start = cm_date_from_days(first), .pauses = pauses};
        if (round % 3 == 0) { /* month ends are where it matters */
            q.start.day = (uint8_t)length_of(q.start.year, q.start.month);
            first = cm_date_to_days(q.start);
        }
        if (limit->unit > CM_LIMIT_YEAR) {
            continue;
        }
        q.pause_count = limit->pauses.count != 0 ? draw(&seed, 4) : 0;
        q.extension = draw(&seed, limit->extension < 3 ? (uint32_t)limit->extension + 1 : 4);
        q.travel = (int64_t)draw(&seed, 2) * draw(&seed, 5);
        for (size_t i = 0; i < q.pause_count; i++) {
            spells[i].from = first - 5 + (int32_t)draw(&seed, 90);
            spells[i].to = spells[i].from + (int32_t)draw(&seed, 40);
            pauses[i] = (cm_limit_pause){cm_date_from_days(spells[i].from),
                                         cm_date_from_days(spells[i].to)};
        }
        CM_AUTO_ERR err = {0};
        cm_limit_end end = {0};
        assert_int_equal(cm_limit_due(f->law, &q, &end, &err), CM_OK);
        int32_t want = walk(f, &q, spells);
        if (cm_date_to_days(end.due) != want) {
            print_error("%.*s from %d: %d, walked %d\n", (int)limit->id.len, limit->id.ptr, first,
                        cm_date_to_days(end.due), want);
        }
        assert_int_equal(cm_date_to_days(end.due), want);
        compared++;
    }
    assert_true(compared > 15000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_days),         cmocka_unit_test(test_ends),
        cmocka_unit_test(test_refused),      cmocka_unit_test(test_stands),
        cmocka_unit_test(test_endless),      cmocka_unit_test(test_words_of_the_law),
        cmocka_unit_test(test_against_walk),
    };

    return cmocka_run_group_tests(tests, law_fixture_load, law_fixture_free);
}
