#include "base/base.h"

#include "text_fixture.h"

static const char *const CUES[] = {"first", "second"};

/* Matches as "phrase@begin". */
static const struct {
    const char *title, *phrases, *text, *want;
} rows[] = {
    {"none", "甲\tfirst\t\n乙\tsecond\t\n", "丙丁", ""},
    {"each where it stands", "甲\tfirst\t\n乙\tsecond\t\n", "甲丙乙甲", "甲@0 乙@6 甲@9"},
    {"the longest at one place", "自首\tfirst\t\n自\tsecond\t\n", "自自首", "自@0 自首@3"},
    {"the leftmost before the longer", "不构成\tfirst\t\n成立功勋\tsecond\t\n", "不构成立功勋",
     "不构成@0"},
    {"a denial hides what it denies", "不构成自首\tfirst\t\n自首\tsecond\t\n", "自首。不构成自首",
     "自首@0 不构成自首@9"},
    {"after an overlap matching goes on", "甲乙\tfirst\t\n乙丙\tsecond\t\n", "甲乙丙乙丙",
     "甲乙@0 乙丙@9"},
    {"phrases are folded too", "死刑，缓期\tfirst\t\n（二）\tsecond\t\n", "死刑,缓期(二)",
     "死刑,缓期@0 (二)@13"},
    {"empty text", "甲\tfirst\t\n乙\tsecond\t\n", "", ""},
};

static void test_matches(void **state)
{
    (void)state;
    for (size_t i = 0; i < TEST_ROWS(rows); i++) {
        test_row(rows[i].title);
        TEXT_FIXTURE f;
        text_fixture_init(&f);
        CM_AUTO_ERR err = {0};
        assert_int_equal(text_fixture_lexicon(&f, rows[i].phrases, CUES, 2, &err), CM_OK);
        CM_AUTO_BUF out;
        cm_buf_init(&out, CM_MAX_MESSAGE);
        cm_matches m = cm_lexicon_match(&f.mem, f.lexicon, f.scratch, cm_sv_from(rows[i].text));
        for (size_t k = 0; k < m.count; k++) {
            const cm_phrase *p = cm_lexicon_phrase(f.lexicon, m.items[k].phrase);
            assert_int_equal(m.items[k].end - m.items[k].begin, p->text.len);
            (void)cm_buf_addf(&out, "%s%.*s@%u", k > 0 ? " " : "", CM_SV_ARG(p->text),
                              m.items[k].begin);
        }
        assert_string_equal(cm_buf_z(&out), rows[i].want);
    }
}

static const struct {
    const char *title, *phrases;
    uint32_t line; /* 0: a fault of the whole */
} faults[] = {
    {"unknown cue", "甲\tfirst\t\n乙\tthird\t\n", 3},
    {"repeated phrase", "甲\tfirst\t\n乙\tsecond\t\n甲\tsecond\t\n", 4},
    {"repeated after folding", "（甲）\tfirst\t\n(甲)\tsecond\t\n", 3},
    {"empty phrase", "甲\tfirst\t\n\tsecond\t\n", 3},
    {"unknown list", "甲\tfirst\tnothing/at_all\n乙\tsecond\t\n", 2},
    {"unknown term", "甲\tfirst\tsex/other\n乙\tsecond\t\n", 2},
    {"a cue without a phrase", "甲\tfirst\t\n", 0},
};

static void test_faults(void **state)
{
    (void)state;
    for (size_t i = 0; i < TEST_ROWS(faults); i++) {
        test_row(faults[i].title);
        TEXT_FIXTURE f;
        text_fixture_init(&f);
        CM_AUTO_ERR err = {0};
        assert_int_equal(text_fixture_lexicon(&f, faults[i].phrases, CUES, 2, &err), CM_E_SCHEMA);
        assert_int_equal(err.line, faults[i].line);
        assert_true(err.message != NULL && strlen(err.message) > 0);
    }
}

static void test_values(void **state)
{
    (void)state;
    TEXT_FIXTURE f;
    text_fixture_init(&f);
    CM_AUTO_ERR err = {0};
    const char *phrases = "女\tfirst\tsex/female\n乙\tsecond\t7\n丙\tsecond\t\n";
    assert_int_equal(text_fixture_lexicon(&f, phrases, CUES, 2, &err), CM_OK);
    cm_matches m = cm_lexicon_match(&f.mem, f.lexicon, f.scratch, CM_SV("女乙丙"));
    assert_int_equal(m.count, 3);
    assert_int_equal(cm_lexicon_phrase(f.lexicon, m.items[0].phrase)->value, 1);
    assert_int_equal(cm_lexicon_phrase(f.lexicon, m.items[1].phrase)->value, 7);
    assert_int_equal(cm_lexicon_phrase(f.lexicon, m.items[2].phrase)->value, -1);
}

static const struct {
    const char *title, *text;
    cm_char_class cls;
    int32_t value;
} chars[] = {
    {"ascii digit", "7", CM_CHAR_DIGIT, 7},       {"chinese digit", "柒", CM_CHAR_DIGIT, 7},
    {"scale", "仟", CM_CHAR_SCALE, 1000},         {"year", "年", CM_CHAR_YEAR, 0},
    {"full stop", "。", CM_CHAR_STOP, 0},         {"letter", "a", CM_CHAR_OTHER, 0},
    {"beyond the plane", "𠮷", CM_CHAR_OTHER, 0},
};

static void test_characters(void **state)
{
    (void)state;
    TEXT_FIXTURE f;
    text_fixture_init(&f);
    CM_AUTO_ERR err = {0};
    const char *phrases = "甲\tfirst\t\n乙\tsecond\t\n";
    assert_int_equal(text_fixture_lexicon(&f, phrases, CUES, 2, &err), CM_OK);
    for (size_t i = 0; i < TEST_ROWS(chars); i++) {
        test_row(chars[i].title);
        size_t len = 0;
        cm_char c = cm_lexicon_char(f.lexicon, cm_sv_from(chars[i].text), 0, &len);
        assert_int_equal(c.cls, chars[i].cls);
        assert_int_equal(c.value, chars[i].value);
        assert_int_equal(len, strlen(chars[i].text));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_matches),
        cmocka_unit_test(test_faults),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_characters),
    };
    return cmocka_run_group_tests_name("text_lexicon", tests, NULL, NULL);
}
