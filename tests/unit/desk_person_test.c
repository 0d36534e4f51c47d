/* People of a desk: offices in a tree without circles, tokens, grants that exclude each other and
 * end, the last administrators; and lists and counts that hold nothing hidden or sealed. */
#include "base/base.h"

#include "base/file.h"
#include "desk/list.h"
#include "desk/office.h"
#include "desk/person.h"
#include "desk/seal.h"
#include "desk/sight.h"
#include "harness.h"

#include <stdlib.h>

#define NOW CM_SV("2026-03-02T01:00:00Z")

typedef struct {
    cm_arena mem;
    cm_desk *desk;
    const cm_rights *rights;
    cm_course course;
} fixture;

static const cm_deed DEED = {.at = {"2026-03-02T01:00:00Z", 20}, .action = {"test", 4}};

/* One call inside a change; *ret_status is what it said. */
#define CHANGE(f, call)                                                                            \
    __extension__({                                                                                \
        CM_AUTO_ERR err = {0};                                                                     \
        assert_int_equal(cm_change_begin((f)->desk, &err), CM_OK);                                 \
        cm_status done_ = cm_change_end((f)->desk, (call), &DEED, &err);                           \
        done_;                                                                                     \
    })

static cm_status office(fixture *f, const char *name, const char *code, const char *above)
{
    const cm_office o = {.name = cm_sv_from(name),
                         .code = cm_sv_from(code),
                         .above = above != NULL ? cm_sv_from(above) : CM_SV("")};
    return CHANGE(f, cm_office_add(f->desk, &o, NOW, &err));
}

static cm_digest token_of(const char *name)
{
    return cm_digest_of(cm_sv_from(name));
}

static cm_status person(fixture *f, const char *name, const char *where)
{
    const cm_digest token = token_of(name);
    const cm_person_new p = {.name = cm_sv_from(name),
                             .office = cm_sv_from(where),
                             .token = &token,
                             .by = CM_SV("x"),
                             .at = NOW};
    return CHANGE(f, cm_person_add(f->desk, &p, &err));
}

static cm_status grant(fixture *f, const char *name, const char *role, const char *until)
{
    const cm_grant g = {.person = cm_sv_from(name),
                        .role = cm_sv_from(role),
                        .until = cm_sv_from(until),
                        .by = CM_SV("x"),
                        .at = NOW};
    return CHANGE(f, cm_grant_add(f->desk, f->rights, &g, &err));
}

static cm_status end(fixture *f, const char *name, const char *role, cm_sv at)
{
    const cm_grant g = {.person = cm_sv_from(name),
                        .role = cm_sv_from(role),
                        .by = CM_SV("x"),
                        .at = at,
                        .why = CM_SV("y")};
    return CHANGE(f, cm_grant_end(f->desk, f->rights, &g, &err));
}

static cm_status call(fixture *f, const char *name, const char *token, cm_sv at, cm_caller *ret)
{
    CM_AUTO_ERR err = {0};
    const cm_claim claim = {cm_sv_from(name), token_of(token), at};
    return cm_person_caller(f->desk, &claim, &f->mem, ret, &err);
}

static int setup(void **state)
{
    static int turn = 0; /* a file for each test */
    CM_AUTO_ERR err = {0};
    fixture *f = cm_alloc_zero(1, sizeof(*f));
    cm_arena_init(&f->mem);
    cm_sv data = cm_file_join(&f->mem, cm_sv_from(getenv("CHAMING_DATA")), CM_SV("desk"));
    cm_sv path = cm_arena_format(&f->mem, "%s/people-%d.sqlite", test_temp_dir(), ++turn);
    if (cm_rights_load(&f->mem, data, &f->rights, &err) != CM_OK ||
        cm_course_load(&f->mem, data, &f->course, &err) != CM_OK ||
        cm_desk_open(path, NOW, &f->desk, &err) != CM_OK) {
        print_error("%s\n", err.message);
        return -1;
    }
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    fixture *f = *state;
    cm_desk_close(f->desk);
    cm_arena_clear(&f->mem);
    cm_free(f);
    return 0;
}

static cm_status move(fixture *f, const char *name, const char *above)
{
    return CHANGE(f, cm_office_move(f->desk, cm_sv_from(name), cm_sv_from(above), &err));
}

static void test_offices(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR err = {0};
    cm_offices all = {0};
    assert_int_equal(office(f, "top", "t", NULL), CM_OK);
    assert_int_equal(office(f, "other", "o", NULL), CM_E_CONFLICT);
    assert_int_equal(office(f, "a", "", "t"), CM_OK);
    assert_int_equal(office(f, "b", "", "a"), CM_OK);
    assert_int_equal(office(f, "c", "t", "a"), CM_E_CONFLICT);
    assert_int_equal(office(f, "t", "", "a"), CM_E_CONFLICT);
    assert_int_equal(office(f, "d", "", "nowhere"), CM_E_NOTFOUND);
    assert_int_equal(office(f, " ", "", "a"), CM_E_ARG);
    assert_int_equal(move(f, "a", "b"), CM_E_CONFLICT);
    assert_int_equal(move(f, "a", "a"), CM_E_CONFLICT);
    assert_int_equal(move(f, "top", "b"), CM_E_CONFLICT);
    assert_int_equal(move(f, "b", "top"), CM_OK);
    assert_int_equal(cm_offices_load(f->desk, &f->mem, &all, &err), CM_OK);
    assert_int_equal(all.count, 3);
    assert_int_equal(cm_offices_below(&all, CM_SV("top"), &f->mem).count, 2);
    assert_int_equal(cm_offices_below(&all, CM_SV("a"), &f->mem).count, 0);
    assert_true(cm_sv_equal(cm_office_find(&all, CM_SV("t"))->name, CM_SV("top")));
    assert_int_equal(cm_office_depth(&all, cm_office_find(&all, CM_SV("b"))), 1);
}

static const struct {
    const char *title, *name, *token;
    cm_status status;
} CLAIMS[] = {
    {"his own token", "anna", "anna", CM_OK},
    {"that of another", "anna", "bert", CM_E_DENIED},
    {"nobody of that name", "carl", "carl", CM_E_DENIED},
    {"no name", "", "anna", CM_E_DENIED},
    {"a part of the name", "ann", "anna", CM_E_DENIED},
};

static void test_claims(void **state)
{
    fixture *f = *state;
    cm_caller caller = {0};
    assert_int_equal(call(f, "", "", NOW, &caller), CM_OK);
    assert_true(caller.owner);
    assert_int_equal(call(f, "anna", "anna", NOW, &caller), CM_E_DENIED);
    assert_int_equal(office(f, "top", "t", NULL), CM_OK);
    assert_int_equal(office(f, "low", "", "t"), CM_OK);
    assert_int_equal(person(f, "anna", "t"), CM_OK);
    assert_int_equal(person(f, "bert", "low"), CM_OK);
    assert_int_equal(person(f, "anna", "t"), CM_E_CONFLICT);
    assert_int_equal(person(f, "carl", "nowhere"), CM_E_NOTFOUND);
    assert_int_equal(person(f, "a/b", "t"), CM_E_ARG);
    assert_int_equal(person(f, "a b", "t"), CM_E_ARG);
    for (size_t i = 0; i < CM_COUNT(CLAIMS); i++) {
        test_row(CLAIMS[i].title);
        assert_int_equal(call(f, CLAIMS[i].name, CLAIMS[i].token, NOW, &caller), CLAIMS[i].status);
    }
    assert_int_equal(call(f, "anna", "anna", NOW, &caller), CM_OK);
    assert_false(caller.owner);
    assert_true(caller.top);
    assert_true(cm_sv_equal(caller.office, CM_SV("top")));
    assert_int_equal(caller.below.count, 1);
    assert_int_equal(caller.roles.count, 0);
    assert_int_equal(call(f, "bert", "bert", NOW, &caller), CM_OK);
    assert_false(caller.top);
}

static size_t roles_at(fixture *f, const char *name, const char *at)
{
    cm_caller caller = {0};
    assert_int_equal(call(f, name, name, cm_sv_from(at), &caller), CM_OK);
    return caller.roles.count;
}

static void test_grants(void **state)
{
    fixture *f = *state;
    assert_int_equal(office(f, "top", "t", NULL), CM_OK);
    assert_int_equal(person(f, "anna", "t"), CM_OK);
    assert_int_equal(grant(f, "anna", "prosecutor", ""), CM_OK);
    assert_int_equal(grant(f, "anna", "prosecutor", ""), CM_E_CONFLICT);
    assert_int_equal(grant(f, "anna", "data_manager", ""), CM_E_CONFLICT);
    assert_int_equal(grant(f, "anna", "auditor", ""), CM_E_CONFLICT);
    assert_int_equal(grant(f, "anna", "king", ""), CM_E_NOTFOUND);
    assert_int_equal(grant(f, "nobody", "prosecutor", ""), CM_E_NOTFOUND);
    assert_int_equal(grant(f, "anna", "committee", "2026-03-10"), CM_OK);
    assert_int_equal(roles_at(f, "anna", "2026-03-01T01:00:00Z"), 0);
    assert_int_equal(roles_at(f, "anna", "2026-03-10T01:00:00Z"), 2);
    assert_int_equal(roles_at(f, "anna", "2026-03-12T01:00:00Z"), 1);
    assert_int_equal(end(f, "anna", "prosecutor", CM_SV("2026-03-05T00:00:00Z")), CM_OK);
    assert_int_equal(end(f, "anna", "prosecutor", CM_SV("2026-03-06T00:00:00Z")), CM_E_NOTFOUND);
    assert_int_equal(roles_at(f, "anna", "2026-03-04T23:00:00Z"), 2);
    assert_int_equal(roles_at(f, "anna", "2026-03-05T00:00:00Z"), 1);
}

static cm_status disable(fixture *f, const char *name)
{
    return CHANGE(f, cm_person_disable(f->desk, f->rights, cm_sv_from(name), NOW, &err));
}

static void test_last_administrator(void **state)
{
    fixture *f = *state;
    cm_caller caller = {0};
    assert_int_equal(office(f, "top", "t", NULL), CM_OK);
    assert_int_equal(person(f, "anna", "t"), CM_OK);
    assert_int_equal(person(f, "bert", "t"), CM_OK);
    assert_int_equal(grant(f, "anna", "auditor", "2026-03-10"), CM_E_CONFLICT);
    assert_int_equal(grant(f, "anna", "auditor", ""), CM_OK);
    assert_int_equal(disable(f, "anna"), CM_E_CONFLICT);
    assert_int_equal(end(f, "anna", "auditor", NOW), CM_E_CONFLICT);
    assert_int_equal(grant(f, "bert", "auditor", ""), CM_OK);
    assert_int_equal(disable(f, "anna"), CM_OK);
    assert_int_equal(disable(f, "anna"), CM_E_NOTFOUND);
    assert_int_equal(call(f, "anna", "anna", NOW, &caller), CM_E_DENIED);
    assert_int_equal(disable(f, "bert"), CM_E_CONFLICT);
}

static void test_token(void **state)
{
    fixture *f = *state;
    cm_caller caller = {0};
    const cm_digest fresh = token_of("fresh");
    const cm_person_new p = {
        .name = CM_SV("anna"), .token = &fresh, .by = CM_SV("anna"), .at = NOW};
    assert_int_equal(office(f, "top", "t", NULL), CM_OK);
    assert_int_equal(person(f, "anna", "t"), CM_OK);
    assert_int_equal(CHANGE(f, cm_person_token(f->desk, &p, &err)), CM_OK);
    assert_int_equal(call(f, "anna", "anna", NOW, &caller), CM_E_DENIED);
    assert_int_equal(call(f, "anna", "fresh", NOW, &caller), CM_OK);
}

/* ---- what is hidden is not counted ---- */

static void merge(fixture *f, const char *id, const char *doc)
{
    cm_merge_effect effect = CM_MERGE_SAME;
    const cm_merge_by by = {
        .course = &f->course, .by = CM_SV("x"), .at = NOW, .reopen = CM_SV("changed")};
    const cm_desk_clue clue = {.id = cm_sv_from(id),
                               .model = CM_SV("m"),
                               .doc = cm_sv_from(doc),
                               .court = CM_SV("court"),
                               .facts_digest = CM_SV("d")};
    assert_int_equal(CHANGE(f, cm_desk_clue_merge(f->desk, &by, &clue, &effect, &err)), CM_OK);
}

static void check_seen(fixture *f, const cm_scope *scope, size_t want)
{
    CM_AUTO_ERR err = {0};
    const cm_list_filter filter = {.scope = scope};
    cm_list_page page = {0};
    cm_facets facets = {0};
    assert_int_equal(cm_list_page_of(f->desk, &filter, CM_SV(""), 100, &f->mem, &page, &err),
                     CM_OK);
    assert_int_equal(cm_list_facets(f->desk, &filter, &f->mem, &facets, &err), CM_OK);
    assert_int_equal(page.clues.count, want);
    assert_int_equal(facets.total, want);
    int64_t sum = 0;
    for (size_t i = 0; i < facets.facets[CM_FACET_COURT].count; i++) {
        sum += facets.facets[CM_FACET_COURT].items[i].count;
    }
    assert_int_equal(sum, want);
}

static void test_hidden(void **state)
{
    fixture *f = *state;
    const cm_scope none = {0}, all = {.all = true};
    cm_scope top = {.name = CM_SV("anna")};
    *cm_vec_push(&f->mem, &top.offices) = CM_SV("");
    merge(f, "one", "d1");
    merge(f, "two", "d2");
    merge(f, "three", "d2");
    check_seen(f, &none, 0);
    check_seen(f, &all, 3);
    check_seen(f, &top, 3);
    const cm_seal seal = {.doc = CM_SV("d2"),
                          .ground = CM_SV("juvenile"),
                          .why = CM_SV("w"),
                          .by = CM_SV("x"),
                          .at = NOW,
                          .ended_at = NOW,
                          .ended_by = CM_SV("x"),
                          .ended_why = CM_SV("e")};
    assert_int_equal(CHANGE(f, cm_seal_add(f->desk, &seal, &err)), CM_OK);
    assert_int_equal(CHANGE(f, cm_seal_add(f->desk, &seal, &err)), CM_E_CONFLICT);
    check_seen(f, &all, 1);
    check_seen(f, &top, 1);
    assert_int_equal(CHANGE(f, cm_seal_end(f->desk, &seal, &err)), CM_OK);
    assert_int_equal(CHANGE(f, cm_seal_end(f->desk, &seal, &err)), CM_E_NOTFOUND);
    check_seen(f, &all, 3);
}

/* Unmasked for the day, for that person and that clue. */
static void test_unmasked(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR fault = {0};
    cm_sight sight = {0};
    assert_int_equal(office(f, "top", "t", NULL), CM_OK);
    assert_int_equal(person(f, "anna", "t"), CM_OK);
    assert_int_equal(person(f, "bert", "t"), CM_OK);
    merge(f, "one", "d1");
    merge(f, "two", "d2");
    cm_caller anna = {0}, bert = {0};
    assert_int_equal(call(f, "anna", "anna", NOW, &anna), CM_OK);
    assert_int_equal(call(f, "bert", "bert", NOW, &bert), CM_OK);
    assert_int_equal(CHANGE(f, cm_sight_unmask(f->desk, &anna, CM_SV("one"), CM_SV("why"), &err)),
                     CM_OK);

    const struct {
        const cm_caller *caller;
        const char *clue, *at;
        bool known, unmasked;
    } rows[] = {
        {&anna, "one", "2026-03-02T02:00:00Z", true, true},
        {&anna, "two", "2026-03-02T02:00:00Z", true, false},
        {&bert, "one", "2026-03-02T02:00:00Z", true, false},
        {&anna, "one", "2026-03-04T02:00:00Z", true, false},
        {&anna, "none", "2026-03-02T02:00:00Z", false, false},
    };

    for (size_t i = 0; i < CM_COUNT(rows); i++) {
        cm_caller caller = *rows[i].caller;
        caller.at = cm_sv_from(rows[i].at);
        test_row(rows[i].at);
        assert_int_equal(
            cm_sight_of(f->desk, &caller, cm_sv_from(rows[i].clue), &f->mem, &sight, &fault),
            CM_OK);
        assert_int_equal(sight.known, rows[i].known);
        assert_int_equal(sight.unmasked, rows[i].unmasked);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_offices, setup, teardown),
        cmocka_unit_test_setup_teardown(test_claims, setup, teardown),
        cmocka_unit_test_setup_teardown(test_grants, setup, teardown),
        cmocka_unit_test_setup_teardown(test_last_administrator, setup, teardown),
        cmocka_unit_test_setup_teardown(test_token, setup, teardown),
        cmocka_unit_test_setup_teardown(test_hidden, setup, teardown),
        cmocka_unit_test_setup_teardown(test_unmasked, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
