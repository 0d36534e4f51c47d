/* The life of a clue as data/desk has it: every state is reached and left, every name is known; and
 * what the loader refuses. */
#include "base/base.h"

#include "desk/course.h"
#include "harness.h"

#include "base/file.h"

#include <stdlib.h>
#include <unistd.h>

static cm_sv data_folder(cm_arena *mem)
{
    return cm_file_join(mem, cm_sv_from(getenv("CHAMING_DATA")), CM_SV("desk"));
}

static void load(cm_arena *mem, cm_course *course)
{
    CM_AUTO_ERR err = {0};
    cm_status status = cm_course_load(mem, data_folder(mem), course, &err);
    if (status != CM_OK) {
        fail_msg("%s:%u: %s", err.file, err.line, err.message);
    }
}

static void test_states_are_reached_and_left(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_course c;
    load(&mem, &c);
    assert_true(c.states.count > 15);
    for (size_t i = 0; i < c.states.count; i++) {
        const cm_course_state *s = &c.states.items[i];
        bool reached = i == 0, left = s->final;
        for (size_t k = 0; k < c.steps.count; k++) {
            const cm_course_step *step = &c.steps.items[k];
            reached = reached || cm_sv_equal(step->to, s->id);
            left = left || (cm_course_leaves(step, s->id) && !cm_sv_equal(step->to, s->id));
        }
        test_row(cm_arena_sv(&mem, s->id).ptr);
        assert_true(reached);
        assert_true(left);
        assert_true(s->zh.len != 0 && s->en.len != 0);
    }
}

/* From the first state every other one can be come to. */
static void test_all_are_connected(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_course c;
    load(&mem, &c);
    bool *seen = cm_arena_array(&mem, bool, c.states.count);
    seen[0] = true;
    for (size_t round = 0; round < c.states.count; round++) {
        for (size_t i = 0; i < c.states.count; i++) {
            for (size_t k = 0; seen[i] && k < c.steps.count; k++) {
                if (cm_course_leaves(&c.steps.items[k], c.states.items[i].id)) {
                    seen[cm_course_state_of(&c, c.steps.items[k].to) - c.states.items] = true;
                }
            }
        }
    }
    for (size_t i = 0; i < c.states.count; i++) {
        assert_true(seen[i]);
    }
}

/* Rejecting needs a reason and words; where someone may be held too long it is never done in bulk.
 */
static void test_steps(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_course c;
    load(&mem, &c);
    const cm_course_step *reject = cm_course_step_of(&c, CM_SV("reject"));
    assert_non_null(reject);
    assert_int_equal(reject->bulk, CM_BULK_CALM);
    assert_non_null(cm_course_need(reject, CM_NEED_REASON));
    assert_null(cm_course_need(reject, CM_NEED_WHY));
    assert_null(cm_course_need(reject, CM_NEED_OFFICE));
    const cm_course_step *file = cm_course_step_of(&c, CM_SV("file"));
    assert_true(cm_sv_equal(cm_course_need(file, CM_NEED_CHECK)->of, CM_SV("file_consulted")));
    assert_non_null(cm_course_urgent_of(&c, CM_SV("custody"), CM_SV("favours"), CM_SV("open")));
    assert_null(cm_course_urgent_of(&c, CM_SV("custody"), CM_SV("against"), CM_SV("open")));
    assert_true(cm_course_code_of(&c, CM_SV("reject"), CM_SV("misread"))->false_positive);
    assert_false(cm_course_code_of(&c, CM_SV("reject"), CM_SV("trivial"))->false_positive);
    assert_null(cm_course_code_of(&c, CM_SV("return"), CM_SV("misread")));
    assert_false(cm_course_code_of(&c, CM_SV("result"), CM_SV("not_made"))->done);
    assert_true(cm_course_code_of(&c, CM_SV("outcome"), CM_SV("recovered"))->amount);
}

/* ---- what is refused ---- */

static const struct {
    const char *title, *file, *from, *to, *message; /* `from` becomes `to` in a copy of `file` */
} WRONG[] = {
    {"a state that is not there", "steps.tsv", "data_defect\tnew", "data_defect\tnowhere",
     "no state 'nowhere'"},
    {"from such a state", "steps.tsv", "person\tdata_defect", "person\tnowhere",
     "no state 'nowhere'"},
    {"a need nobody knows", "steps.tsv", "reason:reject", "reasons:reject",
     "no need 'reasons:reject'"},
    {"a list of reasons that is not there", "steps.tsv", "reason:reject", "reason:none",
     "no need 'reason:none'"},
    {"a kind of verification that is not there", "steps.tsv", "check:file_consulted", "check:file",
     "no need 'check:file'"},
    {"a rung that is not there", "states.tsv", "new\thit", "new\tsky", "no rung 'sky'"},
    {"neither yes nor no", "states.tsv", "new\thit\t0", "new\thit\tno", "no final 'no'"},
    {"a step twice", "steps.tsv", "mended\tclue", "screen\tclue", "no second step 'screen'"},
};

static void copy(cm_arena *mem, cm_sv to, const char *file, const char *from, const char *put)
{
    CM_AUTO_ERR err = {0};
    CM_AUTO_BUF text, changed;
    cm_buf_init(&text, 1 << 20);
    cm_buf_init(&changed, 1 << 20);
    cm_sv name = cm_sv_from(file);
    assert_int_equal(cm_file_read(cm_file_join(mem, data_folder(mem), name), &text, &err), CM_OK);
    size_t at = from != NULL ? cm_sv_find(cm_buf_view(&text), cm_sv_from(from), 0) : SIZE_MAX;
    if (from != NULL) {
        assert_true(at != SIZE_MAX);
        (void)cm_buf_add(&changed, cm_sv_slice(cm_buf_view(&text), 0, at));
        (void)cm_buf_add(&changed, cm_sv_from(put));
        (void)cm_buf_add(&changed, cm_sv_slice(cm_buf_view(&text), at + strlen(from), text.len));
    } else {
        (void)cm_buf_add(&changed, cm_buf_view(&text));
    }
    assert_int_equal(cm_file_write(cm_file_join(mem, to, name), cm_buf_view(&changed), &err),
                     CM_OK);
}

static void test_refused(void **state)
{
    (void)state;
    static const char *const FILES[] = {"states.tsv",   "steps.tsv",  "rungs.tsv",  "reasons.tsv",
                                        "outcomes.tsv", "organs.tsv", "checks.tsv", "results.tsv",
                                        "urgent.tsv",   "own.tsv",    "follow.tsv"};
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    char folder[] = "course-test-XXXXXX";
    assert_non_null(mkdtemp(folder));
    for (size_t i = 0; i < CM_COUNT(WRONG); i++) {
        CM_AUTO_ERR err = {0};
        cm_course course;
        test_row(WRONG[i].title);
        for (size_t k = 0; k < CM_COUNT(FILES); k++) {
            bool here = strcmp(FILES[k], WRONG[i].file) == 0;
            copy(&mem, cm_sv_from(folder), FILES[k], here ? WRONG[i].from : NULL, WRONG[i].to);
        }
        assert_int_equal(cm_course_load(&mem, cm_sv_from(folder), &course, &err), CM_E_SCHEMA);
        assert_string_equal(err.message, WRONG[i].message);
        assert_true(err.line > 0);
    }
    for (size_t k = 0; k < CM_COUNT(FILES); k++) {
        CM_AUTO_ERR err = {0};
        assert_int_equal(
            cm_file_remove(cm_file_join(&mem, cm_sv_from(folder), cm_sv_from(FILES[k])), &err),
            CM_OK);
    }
    assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_states_are_reached_and_left),
        cmocka_unit_test(test_all_are_connected),
        cmocka_unit_test(test_steps),
        cmocka_unit_test(test_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
