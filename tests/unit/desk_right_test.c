/* The matrix of rights cell by cell against desk_right_expected.txt: every role, every act, every
 * place of the object, with and without a reason; the scope of lists says the same; parts, bulk,
 * grades, roles that exclude each other. */
#include "base/base.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/tsv.h"
#include "desk/right.h"
#include "harness.h"

typedef struct {
    cm_arena mem;
    const cm_rights *rights;
    cm_tsv table; /* rights.tsv, for the list of its acts alone */
    cm_sv expected;
} fixture;

static fixture setup(void)
{
    fixture f = {0};
    CM_AUTO_ERR err = {0};
    cm_arena_init(&f.mem);
    cm_sv folder = cm_arena_format(&f.mem, "%s/desk", getenv("CHAMING_DATA"));
    assert_int_equal(cm_rights_load(&f.mem, folder, &f.rights, &err), CM_OK);
    assert_int_equal(
        cm_tsv_load(&f.mem, cm_file_join(&f.mem, folder, CM_SV("rights.tsv")), &f.table, &err),
        CM_OK);
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_DATA_FILE);
    cm_sv path = cm_arena_format(&f.mem, "%s/unit/desk_right_expected.txt", test_source_dir());
    assert_int_equal(cm_file_read(path, &text, &err), CM_OK);
    f.expected = cm_arena_sv(&f.mem, cm_buf_view(&text));
    return f;
}

/* The reach that the list gives, "" for none. */
static cm_sv expected_of(cm_sv list, cm_sv role, cm_sv act)
{
    cm_sv line, word, found = CM_SV("");
    while (cm_sv_split(&list, '\n', &line)) {
        cm_sv who, reach;
        if (!cm_sv_split(&line, ' ', &who) || !cm_sv_equal(who, role) ||
            !cm_sv_split(&line, ' ', &reach)) {
            continue;
        }
        while (cm_sv_split(&line, ' ', &word)) {
            if (cm_sv_equal(word, act)) {
                assert_int_equal(found.len, 0); /* the list names it once */
                found = reach;
            }
        }
    }
    return found;
}

/* Where an object stands to the caller, and which reaches get there. */
static const struct {
    const char *title, *office, *handler;
    const char *reached_by; /* each between blanks */
} PLACES[] = {
    {"his own", "mine", "me", " own office below all "},
    {"his own in another office", "other", "me", " own all "},
    {"of his office", "mine", "someone", " office below all "},
    {"nobody's, of his office", "mine", "", " office below all "},
    {"of an office below", "lower", "someone", " below all "},
    {"of the office above", "upper", "someone", " all "},
    {"of another office", "other", "", " all "},
    {"of no office", "", "", " all "},
};

static bool reached(cm_arena *mem, const char *by, cm_sv reach)
{
    cm_sv bare = cm_sv_ends(reach, CM_SV("!")) ? cm_sv_slice(reach, 0, reach.len - 1) : reach;
    cm_sv word = cm_arena_format(mem, " %.*s ", CM_SV_ARG(bare));
    return bare.len != 0 && cm_sv_find(cm_sv_from(by), word, 0) != SIZE_MAX;
}

static cm_sv lower[] = {{"lower", 5}};

static cm_caller caller_of(cm_sv *role)
{
    return (cm_caller){.no = 1,
                       .name = CM_SV("me"),
                       .office = CM_SV("mine"),
                       .below = {lower, 1, 1},
                       .roles = {role, role != NULL ? 1 : 0, 1},
                       .at = CM_SV("2026-01-01T00:00:00Z")};
}

static void check_cell(fixture *f, cm_sv role, cm_sv act)
{
    cm_sv reach = expected_of(f->expected, role, act), why;
    const cm_caller caller = caller_of(&role);
    const cm_scope scope = cm_right_scope(f->rights, &caller, act, &f->mem);
    bool asks = cm_sv_ends(reach, CM_SV("!"));
    bool any = cm_right_may(f->rights, &caller, act, NULL, &why);
    test_row(cm_arena_format(&f->mem, "%.*s %.*s", CM_SV_ARG(role), CM_SV_ARG(act)).ptr);
    assert_int_equal(any, reach.len != 0);
    for (size_t i = 0; i < CM_COUNT(PLACES); i++) {
        cm_right_object object = {.office = cm_sv_from(PLACES[i].office),
                                  .handler = cm_sv_from(PLACES[i].handler)};
        bool there = reached(&f->mem, PLACES[i].reached_by, reach);
        bool silent = cm_right_may(f->rights, &caller, act, &object, &why);
        assert_int_equal(silent, there && !asks);
        cm_sv expected_why =
            there && asks
                ? CM_SV("reason")
                : (reach.len == 0
                       ? CM_SV("role")
                       : (cm_sv_starts(reach, CM_SV("own")) ? CM_SV("own") : CM_SV("office")));
        assert_true(cm_sv_equal(why, silent ? role : expected_why));
        object.reason = CM_SV("why");
        assert_int_equal(cm_right_may(f->rights, &caller, act, &object, &why), there);
        assert_int_equal(cm_scope_has(&scope, object.office, object.handler), there);
    }
}

static void test_cells(void **state)
{
    (void)state;
    fixture f = setup();
    size_t cells = 0, expected = 0, allowed = 0;
    for (size_t r = 0; r < cm_right_role_count(f.rights); r++) {
        cm_sv role = cm_right_role(f.rights, r)->id;
        for (size_t a = 0; a < f.table.rows.count; a++) {
            cm_sv act = f.table.rows.items[a].cells[0];
            check_cell(&f, role, act);
            cells++;
            allowed += expected_of(f.expected, role, act).len != 0 ? 1 : 0;
        }
    }
    assert_int_equal(cells, cm_right_role_count(f.rights) * f.table.rows.count);
    cm_sv rest = f.expected, line, word;
    while (cm_sv_split(&rest, '\n', &line)) { /* the list names no act that the matrix lacks */
        size_t words = 0;
        while (line.len != 0 && line.ptr[0] != '#' && cm_sv_split(&line, ' ', &word)) {
            words++;
        }
        expected += words > 2 ? words - 2 : 0;
    }
    assert_int_equal(allowed, expected);
    cm_arena_clear(&f.mem);
}

/* The top office has what no office has. */
static void test_top(void **state)
{
    (void)state;
    fixture f = setup();
    cm_sv role = CM_SV("prosecutor"), why;
    cm_caller caller = caller_of(&role);
    const cm_right_object object = {0};
    caller.top = true;
    assert_true(cm_right_may(f.rights, &caller, CM_SV("clue.open"), &object, &why));
    cm_scope scope = cm_right_scope(f.rights, &caller, CM_SV("clue.list"), &f.mem);
    assert_true(cm_scope_has(&scope, CM_SV(""), CM_SV("")));
    assert_false(cm_scope_has(&scope, CM_SV("lower"), CM_SV("")));
    cm_arena_clear(&f.mem);
}

static const struct {
    const char *title, *act, *role, *part, *name;
    bool bulk;
    const char *why; /* NULL: allowed */
} OBJECTS[] = {
    {"another drafted it", "document.approve", "chief", "drafter", "someone", false, NULL},
    {"he drafted it", "document.approve", "chief", "drafter", "me", false, "apart"},
    {"he drafted it and issues it", "document.issue", "chief", "drafter", "me", false, "apart"},
    {"he drafted it and reads it", "document.open", "chief", "drafter", "me", false, NULL},
    {"he handled our own case", "clue.assess", "prosecutor", "own_handler", "me", false, "apart"},
    {"he wrote the model", "model.publish", "chief", "author", "me", false, "apart"},
    {"he grants himself", "role.grant", "security_admin", "subject", "me", false, "apart"},
    {"he grants another", "role.grant", "security_admin", "subject", "someone", false, NULL},
    {"he disables himself", "person.disable", "system_admin", "subject", "me", false, "apart"},
    {"many at once", "clue.reject", "prosecutor", NULL, NULL, true, NULL},
    {"many at once, one by one only", "clue.assess", "prosecutor", NULL, NULL, true, "bulk"},
    {"unmasking many at once", "clue.unmask", "prosecutor", NULL, NULL, true, "bulk"},
    {"no such act", "clue.burn", "chief", NULL, NULL, false, "act"},
};

static void test_objects(void **state)
{
    (void)state;
    fixture f = setup();
    for (size_t i = 0; i < CM_COUNT(OBJECTS); i++) {
        cm_sv role = cm_sv_from(OBJECTS[i].role), why;
        const cm_caller caller = caller_of(&role);
        const cm_right_part part = {cm_sv_from(OBJECTS[i].part), cm_sv_from(OBJECTS[i].name)};
        const cm_right_object object = {.office = CM_SV("mine"),
                                        .reason = CM_SV("why"),
                                        .bulk = OBJECTS[i].bulk,
                                        .parts = &part,
                                        .part_count = OBJECTS[i].part != NULL ? 1 : 0};
        test_row(OBJECTS[i].title);
        bool may = cm_right_may(f.rights, &caller, cm_sv_from(OBJECTS[i].act), &object, &why);
        assert_int_equal(may, OBJECTS[i].why == NULL);
        assert_true(cm_sv_equal(why, OBJECTS[i].why != NULL ? cm_sv_from(OBJECTS[i].why) : role));
    }
    cm_arena_clear(&f.mem);
}

/* While no person is registered, whoever owns the files may do what there is. */
static void test_owner(void **state)
{
    (void)state;
    fixture f = setup();
    const cm_caller owner = {.owner = true};
    const cm_right_object object = {.office = CM_SV("any")};
    cm_sv why, mask;
    assert_true(cm_right_may(f.rights, &owner, CM_SV("clue.void"), &object, &why));
    assert_int_equal(why.len, 0);
    assert_false(cm_right_may(f.rights, &owner, CM_SV("clue.burn"), &object, &why));
    assert_true(cm_right_scope(f.rights, &owner, CM_SV("clue.list"), &f.mem).all);
    assert_true(cm_right_shows(f.rights, &owner, CM_SV("id_no"), false, &mask));
    const cm_caller nobody = caller_of(NULL);
    assert_false(cm_right_may(f.rights, &nobody, CM_SV("clue.list"), &object, &why));
    cm_arena_clear(&f.mem);
}

static const struct {
    const char *role, *field;
    bool masked_shows, unmasked_shows;
    const char *mask;
} FIELDS[] = {
    {"prosecutor", "court", true, true, NULL},
    {"prosecutor", "defendant", false, true, "name"},
    {"prosecutor", "finding", false, true, "text"},
    {"prosecutor", "id_no", false, true, "number"},
    {"assistant", "defendant", false, true, "name"},
    {"assistant", "id_no", false, false, "number"},
    {"case_management", "court", true, true, NULL},
    {"case_management", "defendant", false, false, "name"},
    {"modeller", "finding", false, false, "text"},
    {"data_manager", "court", false, false, "keep"},
    {"system_admin", "case_no", false, false, "keep"},
    {"security_admin", "defendant", false, false, "name"},
    {"auditor", "finding", false, false, "text"},
    {"prosecutor", "shoe_size", false, false, "hide"},
};

static void test_fields(void **state)
{
    (void)state;
    fixture f = setup();
    for (size_t i = 0; i < CM_COUNT(FIELDS); i++) {
        cm_sv role = cm_sv_from(FIELDS[i].role), field = cm_sv_from(FIELDS[i].field), mask;
        const cm_caller caller = caller_of(&role);
        test_row(FIELDS[i].field);
        assert_int_equal(cm_right_shows(f.rights, &caller, field, true, &mask),
                         FIELDS[i].unmasked_shows);
        assert_int_equal(cm_right_shows(f.rights, &caller, field, false, &mask),
                         FIELDS[i].masked_shows);
        if (FIELDS[i].mask != NULL) {
            assert_true(cm_sv_equal(mask, cm_sv_from(FIELDS[i].mask)));
        }
    }
    cm_arena_clear(&f.mem);
}

static const struct {
    const char *fact, *field;
    bool personal;
} FACTS[] = {
    {"name", "name", true},
    {"other_name", "name", true},
    {"a.other_name", "name", true},
    {"before_id_number", "id_number", true},
    {"birth_date", "birth_date", true},
    {"court", "court", false},
    {"old_court", "court", false},
    {"surname", "", false},
    {"months", "", false},
    {"", "", false},
};

static void test_facts(void **state)
{
    (void)state;
    fixture f = setup();
    for (size_t i = 0; i < CM_COUNT(FACTS); i++) {
        cm_sv fact = cm_sv_from(FACTS[i].fact);
        test_row(FACTS[i].fact);
        assert_true(cm_sv_equal(cm_right_field_of(f.rights, fact), cm_sv_from(FACTS[i].field)));
        assert_int_equal(cm_right_personal(f.rights, fact), FACTS[i].personal);
    }
    cm_arena_clear(&f.mem);
}

static const struct {
    const char *a, *b;
    bool excludes;
} PAIRS[] = {
    {"system_admin", "auditor", true},
    {"security_admin", "auditor", true},
    {"system_admin", "security_admin", true},
    {"system_admin", "prosecutor", true},
    {"prosecutor", "auditor", true},
    {"data_manager", "system_admin", true},
    {"modeller", "chief", true},
    {"modeller", "department_head", true},
    {"chief", "modeller", true},
    {"data_manager", "prosecutor", true},
    {"case_management", "assistant", true},
    {"prosecutor", "assistant", true},
    {"prosecutor", "department_head", false},
    {"department_head", "committee", false},
    {"prosecutor", "prosecutor", false},
    {"auditor", "auditor", false},
    {"modeller", "analyst", false},
};

static void test_pairs(void **state)
{
    (void)state;
    fixture f = setup();
    for (size_t i = 0; i < CM_COUNT(PAIRS); i++) {
        test_row(PAIRS[i].b);
        assert_int_equal(
            cm_right_excludes(f.rights, cm_sv_from(PAIRS[i].a), cm_sv_from(PAIRS[i].b)),
            PAIRS[i].excludes);
    }
    assert_true(cm_right_role_find(f.rights, CM_SV("auditor"))->admin);
    assert_false(cm_right_role_find(f.rights, CM_SV("chief"))->admin);
    assert_null(cm_right_role_find(f.rights, CM_SV("root")));
    cm_arena_clear(&f.mem);
}

/* No administrator sees or touches business data, and no business role administers. */
static void test_administrators(void **state)
{
    (void)state;
    static const char *const BUSINESS[] = {"clue.",  "document.", "data.",  "text.",
                                           "model.", "suppress.", "stats.", "export.",
                                           "chain.", "seal.",     "fact."};
    fixture f = setup();
    for (size_t r = 0; r < cm_right_role_count(f.rights); r++) {
        const cm_role *role = cm_right_role(f.rights, r);
        cm_sv id = role->id, why;
        const cm_caller caller = caller_of(&id);
        for (size_t a = 0; a < f.table.rows.count; a++) {
            cm_sv act = f.table.rows.items[a].cells[0];
            bool business = false;
            for (size_t i = 0; i < CM_COUNT(BUSINESS); i++) {
                business = business || cm_sv_starts(act, cm_sv_from(BUSINESS[i]));
            }
            test_row(act.ptr);
            if (cm_sv_equal(act, CM_SV("person.list")) || cm_sv_starts(act, CM_SV("job."))) {
                continue; /* heads of offices see whom they may assign; backups are jobs too */
            }
            assert_false(cm_right_may(f.rights, &caller, act, NULL, &why) &&
                         business == role->admin);
        }
    }
    cm_arena_clear(&f.mem);
}

/* Whoever takes data in holds no role that judges the clues of them. */
static void test_importers(void **state)
{
    (void)state;
    static const char *const JUDGING[] = {"clue.screen", "clue.reject", "clue.assess",
                                          "suppress.add"};
    fixture f = setup();
    size_t pairs = 0;
    for (size_t i = 0; i < cm_right_role_count(f.rights); i++) {
        cm_sv importer = cm_right_role(f.rights, i)->id, why;
        const cm_caller caller = caller_of(&importer);
        bool imports = cm_right_may(f.rights, &caller, CM_SV("data.import"), NULL, &why);
        for (size_t k = 0; imports && k < cm_right_role_count(f.rights); k++) {
            cm_sv judge = cm_right_role(f.rights, k)->id;
            const cm_caller other = caller_of(&judge);
            for (size_t a = 0; a < CM_COUNT(JUDGING); a++) {
                cm_sv act = cm_sv_from(JUDGING[a]);
                assert_false(cm_right_may(f.rights, &caller, act, NULL, &why));
                if (cm_right_may(f.rights, &other, act, NULL, &why)) {
                    test_row(judge.ptr);
                    assert_true(cm_right_excludes(f.rights, importer, judge));
                    pairs++;
                }
            }
        }
    }
    assert_true(pairs > 0);
    cm_arena_clear(&f.mem);
}

/* A token is for some acts; what its owner may do beyond them it may not. */
static void test_scopes(void **state)
{
    (void)state;
    fixture f = setup();
    cm_sv names[] = {CM_SV("clue."), CM_SV("document.open")}, roles[] = {CM_SV("prosecutor")};
    const cm_svs scopes = {.items = names, .count = CM_COUNT(names)};
    const cm_caller caller = {.no = 1,
                              .name = CM_SV("anna"),
                              .office = CM_SV("here"),
                              .top = true,
                              .roles = {.items = roles, .count = 1},
                              .scopes = &scopes};
    cm_sv why;
    assert_true(cm_right_may(f.rights, &caller, CM_SV("clue.list"), NULL, &why));
    assert_true(cm_right_may(f.rights, &caller, CM_SV("document.open"), NULL, &why));
    assert_false(cm_right_may(f.rights, &caller, CM_SV("document.draft"), NULL, &why));
    assert_true(cm_sv_equal(why, CM_SV("scope")));
    assert_false(cm_right_may(f.rights, &caller, CM_SV("clue.sort"), NULL, &why)); /* nor more */
    assert_true(cm_sv_equal(why, CM_SV("role")));
    assert_true(cm_right_scope(f.rights, &caller, CM_SV("clue.list"), &f.mem).offices.count != 0);
    const cm_scope none = cm_right_scope(f.rights, &caller, CM_SV("model.run"), &f.mem);
    assert_false(none.all || none.own || none.offices.count != 0);
    assert_true(cm_right_scope_known(f.rights, CM_SV("clue.")));
    assert_true(cm_right_scope_known(f.rights, CM_SV("clue.list")));
    assert_false(cm_right_scope_known(f.rights, CM_SV("clue")));
    assert_false(cm_right_scope_known(f.rights, CM_SV("")));
    cm_arena_clear(&f.mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scopes),
        cmocka_unit_test(test_cells),
        cmocka_unit_test(test_top),
        cmocka_unit_test(test_objects),
        cmocka_unit_test(test_owner),
        cmocka_unit_test(test_fields),
        cmocka_unit_test(test_facts),
        cmocka_unit_test(test_pairs),
        cmocka_unit_test(test_administrators),
        cmocka_unit_test(test_importers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
