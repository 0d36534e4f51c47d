/* Lists page by page and counts by facet, against the same worked out row by row here; scope, what
 * is sealed and what is gone; pages while clues are added. */
#include "base/base.h"

#include "desk/census.h"
#include "desk/change.h"
#include "desk/list.h"
#include "harness.h"

#include "base/file.h"

#include <sqlite3.h>
#include <stdlib.h>

enum { CLUES = 500, MANY = 2500 };

typedef struct {
    cm_arena mem;
    cm_desk *desk;
    sqlite3 *db; /* the same file, for what takes many steps */
    cm_course course;
} fixture;

static const char *const STATES[] = {"new", "screened", "rejected"};
static const char *const COURTS[] = {"A", "B", "C", "D", "E"};
static const cm_scope ALL = {.all = true};

static void sql(fixture *f, const char *text)
{
    char *why = NULL;
    if (sqlite3_exec(f->db, text, NULL, NULL, &why) != SQLITE_OK) {
        fail_msg("%s: %s", text, why);
    }
}

static void merge(fixture *f, int i)
{
    CM_AUTO_ERR err = {0};
    const cm_merge_by by = {&f->course, CM_SV(""), CM_SV("2026-11-02T01:00:00Z"), CM_SV("changed")};
    cm_merge_effect effect = CM_MERGE_SAME;
    const cm_desk_clue clue = {
        .id = cm_arena_format(&f->mem, "c%d", i),
        .model = cm_arena_format(&f->mem, "m/%d", i % 3),
        .severity = cm_arena_format(&f->mem, "S%d", 1 + i % 4),
        .direction = i % 2 == 0 ? CM_SV("favours") : CM_SV("against"),
        .court = cm_sv_from(COURTS[i % 5]),
        .facts_digest = CM_SV("f"),
        .finding = CM_SV("said"),
        .doc = cm_arena_format(&f->mem, "d%d", i),
        .decided_on = {(int16_t)(2015 + i % 4), 1, 2},
        .urgent = i % 50 == 0,
    };
    assert_int_equal(cm_desk_clue_merge(f->desk, &by, &clue, &effect, &err), CM_OK);
    assert_int_equal(effect, CM_MERGE_NEW);
}

/* From `from` to before `to`, in one change. */
static void add(fixture *f, int from, int to)
{
    CM_AUTO_ERR err = {0};
    const cm_deed deed = {.at = CM_SV("2026-11-02T01:00:00Z"), .action = CM_SV("clue.intake")};
    assert_int_equal(cm_change_begin(f->desk, &err), CM_OK);
    for (int i = from; i < to; i++) {
        merge(f, i);
    }
    assert_int_equal(cm_change_commit(f->desk, &deed, NULL, &err), CM_OK);
}

static int setup(void **state)
{
    static int turn = 0; /* a file for each test */
    CM_AUTO_ERR err = {0};
    fixture *f = cm_alloc_zero(1, sizeof(*f));
    cm_arena_init(&f->mem);
    cm_sv data = cm_file_join(&f->mem, cm_sv_from(getenv("CHAMING_DATA")), CM_SV("desk"));
    cm_sv path = cm_arena_format(&f->mem, "%s/list-%d.sqlite", test_temp_dir(), ++turn);
    if (cm_course_load(&f->mem, data, &f->course, &err) != CM_OK ||
        cm_desk_open(path, CM_SV("2026-11-02T01:00:00Z"), &f->desk, &err) != CM_OK ||
        sqlite3_open(path.ptr, &f->db) != SQLITE_OK) {
        print_error("%s\n", err.message);
        return -1;
    }
    add(f, 0, CLUES);
    sql(f, "UPDATE clue SET state = CASE no % 3 WHEN 0 THEN 'new' WHEN 1 THEN 'screened' ELSE "
           "'rejected' END, office = CASE no % 4 WHEN 0 THEN 'x' WHEN 1 THEN 'y' ELSE NULL END, "
           "handler = iif(no % 7 = 0, 'me', NULL), due_on = iif(no % 5 = 0, '2026-12-0' || (no % "
           "9 + 1), due_on), gone = no % 11 = 0; INSERT INTO seal (doc, ground, why, by, at) "
           "VALUES ('d12', 'g', 'w', 'b', 't'), ('d13', 'g', 'w', 'b', 't')");
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    fixture *f = *state;
    cm_desk_close(f->desk);
    (void)sqlite3_close(f->db);
    cm_arena_clear(&f->mem);
    cm_free(f);
    return 0;
}

/* How many rows a condition has, by the database itself. */
static int64_t truth(fixture *f, const char *where)
{
    sqlite3_stmt *s = NULL;
    cm_sv text = cm_arena_format(
        &f->mem, "SELECT count(*) FROM clue WHERE doc NOT IN ('d12', 'd13') AND %s", where);
    assert_int_equal(sqlite3_prepare_v2(f->db, text.ptr, -1, &s, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    int64_t count = sqlite3_column_int64(s, 0);
    assert_int_equal(sqlite3_finalize(s), SQLITE_OK);
    return count;
}

static void want(fixture *f, cm_list_filter *filter, cm_facet facet, const char *value)
{
    *cm_vec_push(&f->mem, &filter->values[facet]) = cm_sv_from(value);
}

/* Every clue once, in the order; returns how many. */
static int64_t walk(fixture *f, const cm_list_filter *filter, int64_t limit)
{
    CM_AUTO_ERR err = {0};
    cm_list_page page = {0};
    cm_sv after = CM_SV(""), last = CM_SV("");
    bool *seen = cm_arena_array(&f->mem, bool, (size_t)2 * (CLUES + MANY));
    int64_t count = 0;
    do {
        assert_int_equal(cm_list_page_of(f->desk, filter, after, limit, &f->mem, &page, &err),
                         CM_OK);
        assert_true((int64_t)page.clues.count <= limit);
        for (size_t i = 0; i < page.clues.count; i++) {
            const cm_desk_clue *c = &page.clues.items[i];
            CM_AUTO_BUF day;
            cm_buf_init(&day, 64);
            (void)cm_date_write(&day, c->due_on);
            cm_sv place =
                cm_arena_format(&f->mem, "%d%.*s%s%06lld", !c->urgent, CM_SV_ARG(c->severity),
                                cm_date_exists(c->due_on) ? cm_buf_z(&day) : "~", (long long)c->no);
            assert_true(cm_sv_compare(last, place) < 0);
            assert_false(seen[c->no]);
            seen[c->no] = true;
            last = place;
            count++;
        }
        after = page.next;
    } while (after.len != 0);
    return count;
}

static void test_pages(void **state)
{
    fixture *f = *state;
    cm_list_filter all = {.scope = &ALL, .with_gone = true}, some = {.scope = &ALL};
    const int64_t limits[] = {1, 7, 50, 499, 500, 501};
    for (size_t i = 0; i < CM_COUNT(limits); i++) {
        assert_int_equal(walk(f, &all, limits[i]), truth(f, "1"));
    }
    want(f, &some, CM_FACET_STATE, "new");
    want(f, &some, CM_FACET_STATE, "screened");
    want(f, &some, CM_FACET_COURT, "B");
    assert_int_equal(walk(f, &some, 9),
                     truth(f, "gone = 0 AND state IN ('new', 'screened') AND court = 'B'"));
    want(f, &some, CM_FACET_OFFICE, "");
    assert_int_equal(walk(f, &some, 9),
                     truth(f, "gone = 0 AND state IN ('new', 'screened') AND court = 'B' AND "
                              "office IS NULL"));
}

/* What is added while one reads does not make anything appear twice or vanish. */
static void test_added_meanwhile(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR err = {0};
    cm_list_filter all = {.scope = &ALL, .with_gone = true};
    cm_list_page first = {0}, second = {0};
    assert_int_equal(cm_list_page_of(f->desk, &all, CM_SV(""), 20, &f->mem, &first, &err), CM_OK);
    add(f, CLUES, CLUES + 1); /* urgent: it stands on the first page from now on */
    assert_int_equal(cm_list_page_of(f->desk, &all, first.next, 20, &f->mem, &second, &err), CM_OK);
    for (size_t i = 0; i < first.clues.count; i++) {
        for (size_t k = 0; k < second.clues.count; k++) {
            assert_int_not_equal(first.clues.items[i].no, second.clues.items[k].no);
        }
    }
    assert_int_equal(cm_list_page_of(f->desk, &all, CM_SV("nowhere"), 20, &f->mem, &first, &err),
                     CM_E_ARG);
}

static int64_t counted(const cm_facets *facets, cm_facet facet, const char *value)
{
    for (size_t i = 0; i < facets->facets[facet].count; i++) {
        if (cm_sv_equal(facets->facets[facet].items[i].value, cm_sv_from(value))) {
            return facets->facets[facet].items[i].count;
        }
    }
    return 0;
}

/* By the index and in memory: the same. */
static cm_facets facets_of(fixture *f, const cm_list_filter *filter)
{
    CM_AUTO_ERR err = {0};
    cm_facets ret, other;
    const cm_verdicts verdicts = {.course = &f->course};
    cm_census *census = cm_census_new(&verdicts);
    assert_int_equal(cm_list_facets(f->desk, filter, &f->mem, &ret, &err), CM_OK);
    cm_desk_take_census(f->desk, census);
    assert_int_equal(cm_list_facets(f->desk, filter, &f->mem, &other, &err), CM_OK);
    cm_desk_take_census(f->desk, NULL);
    cm_census_free(census);
    assert_int_equal(ret.total, other.total);
    for (size_t i = 0; i < CM_FACET_COUNT; i++) {
        assert_int_equal(ret.facets[i].count, other.facets[i].count);
        for (size_t k = 0; k < ret.facets[i].count; k++) {
            assert_true(cm_sv_equal(ret.facets[i].items[k].value, other.facets[i].items[k].value));
            assert_int_equal(ret.facets[i].items[k].count, other.facets[i].items[k].count);
        }
    }
    return ret;
}

/* Each facet under the whole filter but its own values. */
static void test_facets(void **state)
{
    fixture *f = *state;
    cm_list_filter filter = {.scope = &ALL};
    cm_facets facets;
    want(f, &filter, CM_FACET_STATE, "new");
    want(f, &filter, CM_FACET_DIRECTION, "against");
    facets = facets_of(f, &filter);
    const char *both = "gone = 0 AND state = 'new' AND direction = 'against'";
    assert_int_equal(facets.total, truth(f, both));
    for (size_t i = 0; i < CM_COUNT(COURTS); i++) {
        cm_sv where = cm_arena_format(&f->mem, "%s AND court = '%s'", both, COURTS[i]);
        assert_int_equal(counted(&facets, CM_FACET_COURT, COURTS[i]), truth(f, where.ptr));
    }
    for (size_t i = 0; i < CM_COUNT(STATES); i++) {
        cm_sv where = cm_arena_format(
            &f->mem, "gone = 0 AND direction = 'against' AND state = '%s'", STATES[i]);
        assert_int_equal(counted(&facets, CM_FACET_STATE, STATES[i]), truth(f, where.ptr));
    }
    assert_int_equal(counted(&facets, CM_FACET_DIRECTION, "favours"),
                     truth(f, "gone = 0 AND state = 'new' AND direction = 'favours'"));
    assert_int_equal(counted(&facets, CM_FACET_OFFICE, ""),
                     truth(f, "gone = 0 AND state = 'new' AND direction = 'against' AND office IS "
                              "NULL"));
}

/* Nothing outside the scope is listed or counted. */
static void test_scope(void **state)
{
    fixture *f = *state;
    cm_sv office = CM_SV("x");

    const struct {
        const char *title;
        cm_scope scope;
        const char *where;
    } rows[] = {
        {"an office", {.offices = {&office, 1, 1}}, "office = 'x'"},
        {"what is mine", {.own = true, .name = CM_SV("me")}, "handler = 'me'"},
        {"both",
         {.own = true, .name = CM_SV("me"), .offices = {&office, 1, 1}},
         "(office = 'x' OR handler = 'me')"},
        {"nothing", {0}, "0"},
    };

    for (size_t i = 0; i < CM_COUNT(rows); i++) {
        cm_list_filter filter = {.scope = &rows[i].scope, .with_gone = true};
        cm_facets facets;
        test_row(rows[i].title);
        assert_int_equal(walk(f, &filter, 13), truth(f, rows[i].where));
        facets = facets_of(f, &filter);
        assert_int_equal(facets.total, truth(f, rows[i].where));
    }
}

/* Where most is in sight a page is found in another way; what is in it is the same. */
static void test_scope_of_many(void **state)
{
    fixture *f = *state;
    cm_sv offices[] = {CM_SV("x"), CM_SV("")};
    const cm_scope scope = {
        .own = true, .name = CM_SV("me"), .offices = {offices, CM_COUNT(offices), 0}};
    cm_list_filter all = {.scope = &scope}, one = {.scope = &scope};
    add(f, CLUES, CLUES + MANY);
    sql(f, "UPDATE clue SET office = CASE no % 8 WHEN 0 THEN 'x' WHEN 1 THEN 'y' ELSE NULL END, "
           "handler = iif(no % 7 = 0, 'me', NULL)");
    want(f, &one, CM_FACET_COURT, "B");
    const char *sight = "gone = 0 AND (office = 'x' OR office IS NULL OR handler = 'me')";
    assert_int_equal(walk(f, &all, 100), truth(f, sight));
    assert_int_equal(walk(f, &one, 7),
                     truth(f, cm_arena_format(&f->mem, "court = 'B' AND %s", sight).ptr));
}

/* In every order each clue comes once, those who may be held too long first, by the key. */
static void test_orders(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR err = {0};
    for (size_t i = 0; i < CM_LIST_BY_COUNT; i++) {
        cm_list_filter all = {.scope = &ALL, .order = (cm_list_order)i};
        cm_list_page page = {0};
        cm_sv after = CM_SV(""), last = CM_SV("");
        int64_t count = 0;
        test_row(cm_list_order_name(all.order).ptr);
        do {
            assert_int_equal(cm_list_page_of(f->desk, &all, after, 17, &f->mem, &page, &err),
                             CM_OK);
            for (size_t k = 0; k < page.clues.count; k++) {
                const cm_desk_clue *c = &page.clues.items[k];
                CM_AUTO_BUF day;
                cm_buf_init(&day, 64);
                (void)cm_date_write(&day, c->due_on);
                const char *due = cm_date_exists(c->due_on) ? cm_buf_z(&day) : "~";
                const cm_sv keys[CM_LIST_BY_COUNT] = {
                    [CM_LIST_BY_PLACE] = c->severity,
                    [CM_LIST_BY_DUE] = cm_sv_from(due),
                    [CM_LIST_BY_NEWEST] =
                        cm_arena_format(&f->mem, "%06lld", 2LL * (CLUES + MANY) - c->no),
                    [CM_LIST_BY_MODEL] = c->model,
                    [CM_LIST_BY_COURT] = c->court,
                };
                cm_sv place = cm_arena_format(&f->mem, "%d%.*s", !c->urgent, CM_SV_ARG(keys[i]));
                assert_true(cm_sv_compare(last, place) <= 0);
                last = place;
                count++;
            }
            after = page.next;
        } while (after.len != 0);
        assert_int_equal(count, truth(f, "gone = 0"));
    }
}

static void test_due(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR err = {0};

    const struct {
        const char *value, *where;
    } rows[] = {
        {"overdue", "due_on < '2026-12-03'"},
        {"today", "due_on = '2026-12-03'"},
        {"soon", "due_on > '2026-12-03' AND due_on <= '2026-12-06'"},
        {"later", "due_on > '2026-12-06'"},
        {"", "due_on IS NULL"},
    };

    for (size_t i = 0; i < CM_COUNT(rows); i++) {
        cm_list_filter filter = {.scope = &ALL, .today = {2026, 12, 3}};
        cm_facets facets;
        int64_t count = 0,
                wanted = truth(f, cm_arena_format(&f->mem, "gone = 0 AND %s", rows[i].where).ptr);
        test_row(rows[i].value);
        assert_true(wanted > 0);
        facets = facets_of(f, &filter);
        assert_int_equal(counted(&facets, CM_FACET_DUE, rows[i].value), wanted);
        want(f, &filter, CM_FACET_DUE, rows[i].value);
        assert_int_equal(walk(f, &filter, 9), wanted);
        assert_int_equal(cm_list_count(f->desk, &filter, &f->mem, &count, &err), CM_OK);
        assert_int_equal(count, wanted);
    }
}

/* Lists of ids, and words: in the number, the id, the models meant by them; in a name only where
 * it is shown. */
static void test_chosen(void **state)
{
    fixture *f = *state;
    cm_sv ids[] = {CM_SV("c1"), CM_SV("c2"), CM_SV("c12"), CM_SV("nothing")};
    const cm_svs some = {ids, CM_COUNT(ids), 0}, none = {0};
    cm_list_filter only = {.scope = &ALL, .with_gone = true, .only = &some};
    cm_list_filter except = {.scope = &ALL, .with_gone = true, .except = &some};
    cm_list_filter nothing = {.scope = &ALL, .with_gone = true, .only = &none};
    assert_int_equal(walk(f, &only, 2), truth(f, "id IN ('c1', 'c2')"));
    assert_int_equal(walk(f, &except, 50), truth(f, "id NOT IN ('c1', 'c2')"));
    assert_int_equal(walk(f, &nothing, 50), 0);

    sql(f, "UPDATE clue SET case_no = '(2018)x' || (no % 4), defendant = 'n' || (no % 6); INSERT "
           "INTO office (name, department, made_at, version) VALUES ('o', 0, 't', 1); INSERT INTO "
           "person (name, office, active, token, token_by, token_at, made_at, made_by, version) "
           "VALUES ('me', 'o', 1, 't', 'b', 't', 't', 'b', 1); INSERT INTO unmask (clue, person, "
           "day, at, reason) VALUES ('c5', 'me', '2026-12-03', 't', 'r'), ('c11', 'me', "
           "'2026-12-02', 't', 'r')");
    cm_sv model = CM_SV("m/1");

    const struct {
        cm_list_word word;
        bool names;
        const char *where;
    } rows[] = {
        {{.text = CM_SV("x2"), .wide = CM_SV("x2")}, false, "case_no LIKE '%x2'"},
        {{.text = CM_SV("[2018]x2"), .wide = CM_SV("(2018)x2")}, false, "case_no LIKE '%x2'"},
        {{.text = CM_SV("c7"), .wide = CM_SV("c7")}, false, "id = 'c7'"},
        {{.text = CM_SV("-"), .wide = CM_SV("-"), .models = {&model, 1, 1}},
         false,
         "model = 'm/1'"},
        {{.text = CM_SV("n0"), .wide = CM_SV("n0")}, true, "defendant = 'n0'"},
        {{.text = CM_SV("n0"), .wide = CM_SV("n0")}, false, "id = 'c5' AND defendant = 'n0'"},
    };

    for (size_t i = 0; i < CM_COUNT(rows); i++) {
        cm_list_filter filter = {.scope = &ALL,
                                 .with_gone = true,
                                 .reader = CM_SV("me"),
                                 .names = rows[i].names,
                                 .today = {2026, 12, 3}};
        *cm_vec_push(&f->mem, &filter.words) = rows[i].word;
        cm_facets facets;
        test_row(rows[i].where);
        assert_true(truth(f, rows[i].where) > 0);
        assert_int_equal(walk(f, &filter, 7), truth(f, rows[i].where));
        facets = facets_of(f, &filter);
        assert_int_equal(facets.total, truth(f, rows[i].where));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_pages, setup, teardown),
        cmocka_unit_test_setup_teardown(test_added_meanwhile, setup, teardown),
        cmocka_unit_test_setup_teardown(test_facets, setup, teardown),
        cmocka_unit_test_setup_teardown(test_orders, setup, teardown),
        cmocka_unit_test_setup_teardown(test_due, setup, teardown),
        cmocka_unit_test_setup_teardown(test_chosen, setup, teardown),
        cmocka_unit_test_setup_teardown(test_scope, setup, teardown),
        cmocka_unit_test_setup_teardown(test_scope_of_many, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
