/* A bundle whose maker lies: one part is changed, then digests and signature are made anew with the
 * right key. What does not follow from the rest is found out all the same. */
#include "base/base.h"

#include "app/bundle.h"
#include "app/check.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/limits.h"
#include "harness.h"
#include "verify/verify.h"

typedef struct {
    cm_arena mem;
    cm_home *home;
    cm_verifier *verifier;
    cm_site *site;
    cm_signing_key key;
    cm_sv bundle;
} fixture;

static void must(cm_status status, const cm_err *err)
{
    if (status != CM_OK) {
        fail_msg("%s", err->message);
    }
}

static cm_status take_bundle(void *payload, const cm_clue *clue, cm_err *err)
{
    fixture *f = payload;
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    cm_status status = cm_bundle_write(f->site, clue, &f->key, &out, err);
    f->bundle = cm_arena_sv(&f->mem, cm_buf_view(&out));
    return status;
}

static void make_bundle(fixture *f)
{
    CM_AUTO_ERR err = {0};
    cm_check check;
    cm_sv path =
        cm_file_join(&f->mem, cm_sv_from(getenv("CHAMING_TESTS")), CM_SV("cli/data/hit.txt"));
    cm_check_options options = {.id = CM_SV("hit")};
    const cm_clue_filter filter = {.model = CM_SV("criminal/term-span-mismatch"),
                                   .outcome = CM_ANSWER_HIT};
    must(cm_home_load_models(f->home, CM_SV(""), &err), &err);
    must(cm_check_load(&f->mem, path, &options.content, &err), &err);
    must(cm_check_open(f->home, &f->mem, &options, &check, &err), &err);
    f->site = check.site;
    must(cm_clues_each(check.site, &filter, take_bundle, f, &err), &err);
    cm_check_close(&check);
    assert_true(f->bundle.len > 0);
}

static int open_all(void **state)
{
    CM_AUTO_ERR err = {0};
    fixture *f = cm_alloc_zero(1, sizeof(*f));
    *state = f;
    cm_arena_init(&f->mem);
    cm_sv keys = cm_file_join(&f->mem, cm_sv_from(getenv("CHAMING_KEYS")), CM_SV("verify"));
    must(cm_home_open(CM_SV(""), CM_SV("zh"), &f->home, &err), &err);
    must(cm_verifier_open(f->home->data, &f->verifier, &err), &err);
    must(cm_signing_key_open(keys, &f->key, &err), &err);
    make_bundle(f);
    return 0;
}

static int close_all(void **state)
{
    fixture *f = *state;
    cm_verifier_close(f->verifier);
    cm_home_close(f->home);
    cm_arena_clear(&f->mem);
    cm_free(f);
    return 0;
}

static cm_verify_report check(const fixture *f, cm_arena *mem, cm_sv bytes,
                              const cm_verify_options *options)
{
    cm_verify_report report;
    cm_verify_check(f->verifier, mem, bytes, options, &report);
    return report;
}

/* The part with `from` replaced by `to`, once. */
static cm_sv replaced(cm_arena *mem, cm_sv part, const char *from, const char *to)
{
    size_t at = cm_sv_find(part, cm_sv_from(from), 0);
    assert_true(at != SIZE_MAX);
    cm_sv after = cm_sv_slice(part, at + strlen(from), part.len);
    return cm_arena_format(mem, "%.*s%s%.*s", (int)at, part.ptr, to, CM_SV_ARG(after));
}

/* The digest that a part states of its own member is put right. */
static cm_sv with_digest(cm_arena *mem, cm_sv part, const char *member)
{
    const cm_json_value *root = NULL;
    assert_int_equal(cm_json_tree(mem, part, &root, NULL), CM_OK);
    cm_sv old = cm_json_member_text(root, CM_SV("sha256"));
    cm_sv content = cm_json_member_text(root, cm_sv_from(member));
    cm_sv right = cm_digest_hex(mem, cm_digest_of(content));
    return replaced(mem, part, cm_arena_sv(mem, old).ptr, right.ptr);
}

static cm_sv signed_anew(const fixture *f, cm_arena *mem, cm_bundle *bundle)
{
    CM_AUTO_BUF out, hex;
    cm_buf_init(&out, CM_MAX_JSON);
    cm_buf_init(&hex, CM_MAX_MESSAGE);
    bundle->parts[CM_BUNDLE_DIGESTS] = cm_bundle_digests(mem, bundle);
    cm_sv message = cm_bundle_message(mem, bundle->parts[CM_BUNDLE_DIGESTS]);
    const cm_signature signature = cm_sign(&f->key, message);
    const cm_json_value *part = NULL;
    assert_int_equal(cm_json_tree(mem, bundle->parts[CM_BUNDLE_SIGNATURE], &part, NULL), CM_OK);
    (void)cm_hex_write(&hex, signature.bytes, CM_SIGNATURE_BYTES);
    cm_sv old = cm_arena_sv(mem, cm_json_member_text(part, CM_SV("signature")));
    bundle->parts[CM_BUNDLE_SIGNATURE] =
        replaced(mem, bundle->parts[CM_BUNDLE_SIGNATURE], old.ptr, cm_buf_z(&hex));
    cm_bundle_join(bundle, &out);
    return cm_arena_sv(mem, cm_buf_view(&out));
}

static void test_holds(void **state)
{
    const fixture *f = *state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    const cm_verify_options options = {.key = &f->key.public};
    const cm_verify_report report = check(f, &mem, f->bundle, &options);
    assert_int_equal(report.failures.count, 0);
    assert_true(report.reread >= 10);
    assert_true(report.derived >= 5);
    assert_true(report.has_key);
    cm_bundle bundle;
    cm_bundle_part part;
    assert_true(cm_bundle_split(f->bundle, &bundle, &part));
    assert_true(cm_sv_equal(signed_anew(f, &mem, &bundle), f->bundle)); /* the same bytes */
}

static const struct {
    const char *title;
    cm_bundle_part changed;
    const char *from, *to;
    const char *member; /* whose digest is put right; NULL: none */
    cm_bundle_part part;
    cm_verify_why why;
    const char *what;
} CASES[] = {
    {"a day that the words do not read to", CM_BUNDLE_FACTS, "2016-10-24", "2016-10-23", NULL,
     CM_BUNDLE_FACTS, CM_WHY_WORDS, "term_to"},
    {"a term that the words do not read to", CM_BUNDLE_FACTS, "\"value\":7,", "\"value\":8,", NULL,
     CM_BUNDLE_FACTS, CM_WHY_WORDS, "sentence_months"},
    {"a kind that the words do not read to", CM_BUNDLE_FACTS, "\"value\":\"有期徒刑\"",
     "\"value\":\"拘役\"", NULL, CM_BUNDLE_FACTS, CM_WHY_WORDS, "sentence_kind"},
    {"days of custody that do not follow", CM_BUNDLE_FACTS,
     "\"fact\":\"custody_credit\",\"title\":\"可折抵天数\",\"state\":\"known\",\"value\":0",
     "\"fact\":\"custody_credit\",\"title\":\"可折抵天数\",\"state\":\"known\",\"value\":9", NULL,
     CM_BUNDLE_FACTS, CM_WHY_DERIVED, "custody_credit"},
    {"another day in the text", CM_BUNDLE_DOCUMENT, "2016年10月24日", "2016年10月14日", "text",
     CM_BUNDLE_FACTS, CM_WHY_WORDS, "term_to"},
    {"a text that is not the one it says", CM_BUNDLE_DOCUMENT, "2016年10月24日", "2016年10月14日",
     NULL, CM_BUNDLE_DOCUMENT, CM_WHY_CONTENT, ""},
    {"a condition that comes out otherwise", CM_BUNDLE_CONDITIONS, "\"value\":true",
     "\"value\":false", NULL, CM_BUNDLE_CONDITIONS, CM_WHY_CONDITION, NULL},
    {"another direction", CM_BUNDLE_ANSWER, "有利", "不利", NULL, CM_BUNDLE_ANSWER, CM_WHY_ANSWER,
     ""},
    {"another finding in the model", CM_BUNDLE_MODEL, "判决写至", "判决写作", "source",
     CM_BUNDLE_ANSWER, CM_WHY_ANSWER, ""},
    {"a model that does not load", CM_BUNDLE_MODEL, "subject: defendant", "subject: defendent",
     "source", CM_BUNDLE_MODEL, CM_WHY_MODEL, NULL},
    {"another text of the law", CM_BUNDLE_LAW, "\"text\":\"", "\"text\":\"。", NULL, CM_BUNDLE_LAW,
     CM_WHY_LAW, NULL},
    {"another version of the model", CM_BUNDLE_CLUE, "\"version\":", "\"version\":9", NULL,
     CM_BUNDLE_CLUE, CM_WHY_CLUE, NULL},
    {"other reference data", CM_BUNDLE_DATA, "catalogue.tsv\",\"sha256\":\"",
     "catalogue.tsv\",\"sha256\":\"0", NULL, CM_BUNDLE_DATA, CM_WHY_DATA, "catalogue.tsv"},
};

static void test_lies(void **state)
{
    const fixture *f = *state;
    const cm_verify_options options = {.key = &f->key.public};
    for (size_t i = 0; i < CM_COUNT(CASES); i++) {
        CM_AUTO_ARENA mem;
        cm_arena_init(&mem);
        test_row(CASES[i].title);
        cm_bundle bundle;
        cm_bundle_part part;
        assert_true(cm_bundle_split(f->bundle, &bundle, &part));
        cm_sv *changed = &bundle.parts[CASES[i].changed];
        *changed = replaced(&mem, *changed, CASES[i].from, CASES[i].to);
        if (CASES[i].member != NULL) {
            *changed = with_digest(&mem, *changed, CASES[i].member);
        }
        const cm_verify_report report = check(f, &mem, signed_anew(f, &mem, &bundle), &options);
        assert_true(report.failures.count > 0);
        const cm_verify_failure *first = &report.failures.items[0];
        assert_int_equal(first->part, CASES[i].part);
        assert_int_equal(first->why, CASES[i].why);
        if (CASES[i].what != NULL) {
            assert_true(cm_sv_equal(first->what, cm_sv_from(CASES[i].what)));
        }
    }
}

/* Other data are a note when they may differ, and a failure when they may not. */
static void test_other_data(void **state)
{
    const fixture *f = *state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_bundle bundle;
    cm_bundle_part part;
    assert_true(cm_bundle_split(f->bundle, &bundle, &part));
    bundle.parts[CM_BUNDLE_DATA] =
        replaced(&mem, bundle.parts[CM_BUNDLE_DATA], "catalogue.tsv\",\"sha256\":\"",
                 "catalogue.tsv\",\"sha256\":\"0");
    const cm_verify_options options = {.other_data = true};
    const cm_verify_report report = check(f, &mem, signed_anew(f, &mem, &bundle), &options);
    assert_int_equal(report.failures.count, 0);
    assert_int_equal(report.notes.count, 1);
}

static void test_other_key(void **state)
{
    const fixture *f = *state;
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_public_key other = f->key.public;
    other.bytes[0] ^= 1;
    const cm_verify_options options = {.key = &other};
    const cm_verify_report report = check(f, &mem, f->bundle, &options);
    assert_int_equal(report.failures.count, 1);
    assert_int_equal(report.failures.items[0].why, CM_WHY_KEY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_holds),
        cmocka_unit_test(test_lies),
        cmocka_unit_test(test_other_data),
        cmocka_unit_test(test_other_key),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
