/* Custody before the sentence: worked cases and a day-by-day recount of random histories. */
#include "base/base.h"

#include "law/custody.h"
#include "law_fixture.h"

/* Positions in list "measure" of data/terms/terms.tsv. */
enum { CAPTURE, CUSTODY, ADMIN, DETENTION, ARREST, BAIL, SURVEILLANCE, DESIGNATED, RELEASE };

typedef struct {
    int kind;
    const char *on;
} event;

/* want: days/spells/credit/cut, first and last day of custody, gap; ? = unknown, - = none. */
static const struct {
    const char *title;
    event events[6];
    size_t count;
    const char *term_from, *decided;
    cm_penalty_kind kind;
    const char *want;
} CASES[] = {
    {"detained, bailed, arrested",
     {{DETENTION, "2014-01-01"}, {BAIL, "2014-01-20"}, {ARREST, "2014-06-01"}},
     3,
     "2014-06-01",
     "2014-07-01",
     CM_PENALTY_FIXED_TERM,
     "20/1/20/0 2014-01-01 2014-06-01 131"},
    {"twofold for public surveillance",
     {{DETENTION, "2014-01-01"}, {BAIL, "2014-01-20"}},
     2,
     "2014-06-01",
     "2014-05-20",
     CM_PENALTY_CONTROL,
     "20/1/40/0 2014-01-01 2014-01-01 119"},
    {"capture alone is no custody",
     {{CAPTURE, "2014-01-01"}, {BAIL, "2014-01-02"}},
     2,
     "2014-06-01",
     "2014-05-20",
     CM_PENALTY_FIXED_TERM,
     "0/0/0/0 - - 0"},
    {"detention runs on into arrest",
     {{CAPTURE, "2013-12-31"}, {DETENTION, "2014-01-01"}, {ARREST, "2014-01-30"}},
     3,
     "2014-01-01",
     "2014-05-20",
     CM_PENALTY_FIXED_TERM,
     "0/0/0/0 2014-01-01 2014-01-01 0"},
    {"an unbroken spell that the term cuts is not an earlier one",
     {{DETENTION, "2014-01-01"}, {ARREST, "2014-01-30"}},
     2,
     "2014-01-30",
     "2014-05-20",
     CM_PENALTY_FIXED_TERM,
     "0/0/0/29 2014-01-01 2014-01-01 0"},
    {"designated surveillance: two days for one",
     {{DESIGNATED, "2014-01-01"}, {ARREST, "2014-01-31"}},
     2,
     "2014-01-31",
     "2014-05-20",
     CM_PENALTY_FIXED_TERM,
     "30/1/15/0 2014-01-01 2014-01-31 0"},
    {"designated surveillance: half days fall away once, not twice",
     {{DESIGNATED, "2014-01-01"},
      {BAIL, "2014-01-03"},
      {DESIGNATED, "2014-02-01"},
      {RELEASE, "2014-02-03"}},
     4,
     "2014-03-01",
     "2014-02-20",
     CM_PENALTY_DETENTION,
     "6/2/3/0 2014-01-01 2014-02-01 44"},
    {"designated surveillance: day for day for public surveillance",
     {{DESIGNATED, "2014-01-01"}, {RELEASE, "2014-01-30"}},
     2,
     "2014-03-01",
     "2014-02-20",
     CM_PENALTY_CONTROL,
     "30/1/30/0 2014-01-01 2014-01-01 20"},
    {"ordinary surveillance gives nothing",
     {{SURVEILLANCE, "2014-01-01"}},
     1,
     "2014-03-01",
     "2014-02-20",
     CM_PENALTY_FIXED_TERM,
     "0/0/0/0 - - 0"},
    {"administrative detention with its release",
     {{ADMIN, "2014-01-01"}, {RELEASE, "2014-01-15"}, {DETENTION, "2014-03-01"}},
     3,
     "2014-03-01",
     "2014-05-01",
     CM_PENALTY_FIXED_TERM,
     "15/1/15/0 2014-01-01 2014-03-01 44"},
    {"administrative detention passing into detention",
     {{ADMIN, "2014-01-01"}, {DETENTION, "2014-01-16"}, {BAIL, "2014-02-10"}},
     3,
     "2014-03-01",
     "2014-02-20",
     CM_PENALTY_FIXED_TERM,
     "41/1/41/0 2014-01-01 2014-01-01 9"},
    {"administrative detention of the longest length",
     {{ADMIN, "2014-01-01"}, {DETENTION, "2014-01-21"}, {BAIL, "2014-01-22"}},
     3,
     "2014-03-01",
     "2014-05-01",
     CM_PENALTY_FIXED_TERM,
     "22/1/22/0 2014-01-01 2014-01-01 98"},
    {"a day longer than it can be",
     {{ADMIN, "2014-01-01"}, {DETENTION, "2014-01-22"}, {BAIL, "2014-01-22"}},
     3,
     "2014-03-01",
     "2014-05-01",
     CM_PENALTY_FIXED_TERM,
     "? 2014-01-01 2014-01-22 ?"},
    {"administrative detention whose end is not stated",
     {{ADMIN, "2014-01-01"}, {DETENTION, "2014-03-01"}},
     2,
     "2014-03-01",
     "2014-05-01",
     CM_PENALTY_FIXED_TERM,
     "? 2014-01-01 2014-03-01 ?"},
    {"released on the day the term begins",
     {{DETENTION, "2014-01-01"}, {RELEASE, "2014-01-10"}},
     2,
     "2014-01-10",
     "2014-01-09",
     CM_PENALTY_FIXED_TERM,
     "9/1/9/0 2014-01-01 2014-01-01 0"},
    {"one day",
     {{DETENTION, "2014-01-01"}, {BAIL, "2014-01-01"}},
     2,
     "2014-03-01",
     "2014-02-20",
     CM_PENALTY_FIXED_TERM,
     "1/1/1/0 2014-01-01 2014-01-01 49"},
    {"in any order",
     {{ARREST, "2014-06-01"}, {BAIL, "2014-01-20"}, {DETENTION, "2014-01-01"}},
     3,
     "2014-06-01",
     "2014-07-01",
     CM_PENALTY_FIXED_TERM,
     "20/1/20/0 2014-01-01 2014-06-01 131"},
    {"a day that is not stated",
     {{DETENTION, "2014-01"}, {BAIL, "2014-01-20"}},
     2,
     "2014-06-01",
     "2014-07-01",
     CM_PENALTY_FIXED_TERM,
     "? - - ?"},
    {"no term begins",
     {{DETENTION, "2014-01-01"}, {BAIL, "2014-01-20"}},
     2,
     "",
     "2014-02-01",
     CM_PENALTY_FIXED_TERM,
     "? 2014-01-01 2014-01-01 11"},
    {"nothing is credited to life imprisonment",
     {{DETENTION, "2014-01-01"}, {BAIL, "2014-01-20"}},
     2,
     "2014-06-01",
     "2014-02-01",
     CM_PENALTY_LIFE,
     "? 2014-01-01 2014-01-01 11"},
};

static void add_date(cm_buf *out, cm_date date)
{
    cm_buf_add_byte(out, ' ');
    if (date.year == 0) {
        cm_buf_add_byte(out, '-');
    } else {
        cm_date_write(out, date);
    }
}

static void describe(cm_buf *out, const cm_custody *c)
{
    if (c->known) {
        cm_buf_addf(out, "%d/%d/%d/%d", (int)c->days, (int)c->spells, (int)c->credit,
                    (int)c->cut_days);
    } else {
        cm_buf_add_byte(out, '?');
    }
    add_date(out, c->first_on);
    add_date(out, c->last_on);
    if (c->gap_known) {
        cm_buf_addf(out, " %d", (int)c->gap_days);
    } else {
        cm_buf_addf(out, " ?");
    }
}

static void test_cases(void **state)
{
    law_fixture *f = *state;

    for (size_t i = 0; i < TEST_ROWS(CASES); i++) {
        CM_AUTO_ARENA mem;
        CM_AUTO_BUF got;
        cm_custody custody;
        cm_custody_event events[6];

        test_row(CASES[i].title);
        cm_arena_init(&mem);
        cm_buf_init(&got, 1000);
        for (size_t k = 0; k < CASES[i].count; k++) {
            events[k] =
                (cm_custody_event){CASES[i].events[k].kind, test_date(CASES[i].events[k].on)};
        }
        cm_custody_query q = {events, CASES[i].count, test_date(CASES[i].term_from),
                              test_date(CASES[i].decided), CASES[i].kind};
        cm_law_custody(f->law, &mem, &q, &custody);
        describe(&got, &custody);
        assert_string_equal(cm_buf_z(&got), CASES[i].want);
    }
}

/* ---- the oracle: one entry per day of a year, events at most one a day ---- */

enum { YEAR = 400 };

static uint32_t draw(uint64_t *seed, uint32_t below)
{
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)(*seed >> 33) % below;
}

typedef struct {
    int64_t days, spells, cut, gap;
} recount;

static bool ends_spell(int kind)
{
    return kind == BAIL || kind == RELEASE || kind == SURVEILLANCE;
}

/* Walk the days: a spell is added up when it ends before the term begins; a day before the decision
 * that is not in custody, after the first that was, is a gap. */
static recount walk_days(const int *kinds, int term_from, int decided)
{
    recount r = {0, 0, 0, 0};
    bool inside = false;
    bool ever = false;
    int64_t spell = 0;
    int began = 0;

    for (int day = 0; day < YEAR; day++) {
        bool counts = inside;

        if (day == term_from && inside && began < day && !ends_spell(kinds[day])) {
            r.cut = day - began;
        }
        if (kinds[day] == DETENTION || kinds[day] == ARREST || kinds[day] == CUSTODY) {
            began = inside ? began : day;
            spell = inside ? spell : 0;
            inside = true;
            counts = true;
        }
        if (ends_spell(kinds[day])) {
            bool last_day_is_of_term = day == term_from && began < term_from;

            if (inside && began < term_from && day <= term_from) {
                r.spells++;
                r.days += spell + (last_day_is_of_term ? 0 : 1);
            }
            inside = false;
        }
        ever = ever || counts;
        spell += counts;
        r.gap += ever && !counts && day < decided;
    }
    return r;
}

static void test_against_walk(void **state)
{
    static const int KINDS[] = {CUSTODY, DETENTION, ARREST, BAIL, SURVEILLANCE, RELEASE, CAPTURE};
    law_fixture *f = *state;
    uint64_t seed = 7;
    int32_t base = test_day("2015-01-01");

    for (int round = 0; round < 5000; round++) {
        CM_AUTO_ARENA mem;
        cm_custody got;
        cm_custody_event events[12];
        int kinds[YEAR];
        size_t count = 0;
        size_t wanted = draw(&seed, 10);
        int term_from = (int)draw(&seed, YEAR);
        int decided = (int)draw(&seed, YEAR);

        cm_arena_init(&mem);
        for (int day = 0; day < YEAR; day++) {
            kinds[day] = -1;
        }
        while (count < wanted) {
            int day = (int)draw(&seed, YEAR);
            int kind = KINDS[draw(&seed, (uint32_t)CM_COUNT(KINDS))];

            if (kinds[day] < 0) {
                kinds[day] = kind;
                events[count++] = (cm_custody_event){kind, cm_date_from_days(base + day)};
            }
        }
        cm_custody_query q = {events, count, cm_date_from_days(base + term_from),
                              cm_date_from_days(base + decided), CM_PENALTY_FIXED_TERM};
        cm_law_custody(f->law, &mem, &q, &got);
        recount want = walk_days(kinds, term_from, decided);
        assert_true(got.known);
        assert_int_equal(got.days, want.days);
        assert_int_equal(got.credit, want.days);
        assert_int_equal(got.spells, want.spells);
        assert_int_equal(got.cut_days, want.cut);
        assert_true(got.gap_known);
        assert_int_equal(got.gap_days, want.gap);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_against_walk),
    };

    return cmocka_run_group_tests(tests, law_fixture_load, law_fixture_free);
}
