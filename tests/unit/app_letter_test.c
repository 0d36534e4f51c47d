/* Documents over a real workspace: every state with every step, with all that it asks for and with
 * each left out; what the check finds in sentences; evidence that changes; what is not drafted. */
#include "base/base.h"

#include "app/clue.h"
#include "app/import.h"
#include "app/letter.h"
#include "app/run.h"
#include "desk/change.h"
#include "desk/seal.h"
#include "harness.h"

#include "base/file.h"
#include "base/limits.h"

#include <stdlib.h>

static const char *const MODEL = "criminal/term-span-mismatch";
static const cm_sv NOW = {"2026-11-22T07:40:00Z", 20};

typedef struct {
    cm_arena mem;
    cm_home *home;
    cm_site *site;
    cm_caller owner;
    cm_letter_desk d;
    cm_sv clue;
} fixture;

#define OK(call)                                                                                   \
    do {                                                                                           \
        CM_AUTO_ERR fault = {0};                                                                   \
        cm_status status_ = (call);                                                                \
        if (status_ != CM_OK) {                                                                    \
            fail_msg("%s: %s", #call, fault.message);                                              \
        }                                                                                          \
    } while (0)

/* ---- a workspace with one clue, screened and with its file consulted ---- */

static cm_sv write_input(cm_arena *mem)
{
    CM_AUTO_BUF text, line;
    cm_buf_init(&text, CM_MAX_LINE);
    cm_buf_init(&line, CM_MAX_LINE);
    cm_sv from = cm_arena_format(mem, "%s/cli/data/hit.txt", test_source_dir());
    CM_AUTO_ERR err = {0};
    assert_int_equal(cm_file_read(from, &text, &err), CM_OK);
    CM_AUTO_JSON *json = cm_json_new(&line);
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("id"), CM_SV("doc"));
    cm_json_put_text(json, CM_SV("text"), cm_buf_view(&text));
    cm_json_object_end(json);
    cm_json_line(json);
    cm_sv path = cm_arena_format(mem, "%s/one.ndjson", test_temp_dir());
    assert_int_equal(cm_file_write(path, cm_buf_view(&line), &err), CM_OK);
    return path;
}

static cm_status take_id(void *payload, const cm_clue *clue, cm_err *err)
{
    (void)err;
    fixture *f = payload;
    f->clue = cm_arena_sv(&f->mem, clue->id);
    return CM_OK;
}

static cm_status add_clue(fixture *f, const char *state, cm_err *err)
{
    const cm_deed deed = {.at = NOW, .action = CM_SV("clue.intake")};
    const cm_merge_by by = {.course = &f->home->course, .at = NOW, .reopen = CM_SV("changed")};
    const cm_desk_clue clue = {
        .id = f->clue, .model = cm_sv_from(MODEL), .doc = CM_SV("doc"), .facts_digest = CM_SV("x")};
    cm_course course = f->home->course;
    cm_course_state first = {.id = cm_sv_from(state)};
    cm_merge_effect effect;
    course.states.items = &first; /* where a new clue stands */
    course.states.count = 1;
    cm_merge_by here = by;
    here.course = &course;
    cm_status status = cm_change_begin(f->d.desk, err);
    if (status == CM_OK) {
        status = cm_desk_clue_merge(f->d.desk, &here, &clue, &effect, err);
        status = cm_change_end(f->d.desk, status, &deed, err);
    }
    return status;
}

static cm_status verify(fixture *f, const char *kind, const char *told, cm_err *err)
{
    const cm_deed deed = {.at = NOW, .action = CM_SV("clue.verify")};
    const cm_step_by by = {
        .course = &f->home->course, .rights = f->home->rights, .caller = &f->owner};
    const cm_verification v = {.kind = cm_sv_from(kind),
                               .what = CM_SV("原审卷宗"),
                               .result = CM_SV("supports"),
                               .told = cm_sv_from(told)};
    int64_t no = 0;
    cm_status status = cm_change_begin(f->d.desk, err);
    if (status == CM_OK) {
        status = cm_desk_verify(f->d.desk, &by, f->clue, &v, &no, err);
        status = cm_change_end(f->d.desk, status, &deed, err);
    }
    return status;
}

static cm_status prepare(fixture *f, const char *state, cm_err *err)
{
    static int turn = 0;
    cm_sv folder = cm_arena_format(&f->mem, "%s/ws-%d", test_temp_dir(), ++turn);
    cm_svs paths = {0};
    *cm_vec_push(&f->mem, &paths) = write_input(&f->mem);
    cm_import_options options = {.paths = &paths, .workers = 1};
    cm_import_summary sum;
    cm_run_counts counts;
    const cm_clue_filter hits = {.model = cm_sv_from(MODEL), .outcome = CM_ANSWER_HIT};
    cm_status status = cm_workspace_create(&f->mem, folder, err);
    status = status == CM_OK ? cm_site_open(f->home, folder, 1, &f->site, err) : status;
    status = status == CM_OK ? cm_import(f->site, &options, &sum, err) : status;
    const cm_model *model = cm_home_model(f->home, cm_sv_from(MODEL));
    status = status == CM_OK ? cm_run_model(f->site, model, (cm_date){2016, 6, 1}, &counts, err)
                             : status;
    status = status == CM_OK ? cm_clues_each(f->site, &hits, take_id, f, err) : status;
    status =
        status == CM_OK ? cm_letter_desk_open(f->site, &f->owner, &f->mem, &f->d, err) : status;
    return status == CM_OK ? add_clue(f, state, err) : status;
}

static int open_home(void **state)
{
    CM_AUTO_ERR err = {0};
    cm_home *home = NULL;
    cm_status status = cm_home_open(CM_SV(""), CM_SV("zh"), &home, &err);
    status = status == CM_OK ? cm_home_load_models(home, CM_SV(""), &err) : status;
    *state = home;
    return status == CM_OK ? 0 : -1;
}

static int close_home(void **state)
{
    cm_home_close(*state);
    return 0;
}

static int setup_in(void **state, const char *clue_state)
{
    fixture *f = cm_alloc_zero(1, sizeof(*f));
    f->home = *state;
    cm_arena_init(&f->mem);
    f->owner = (cm_caller){.owner = true, .at = NOW};
    *state = f;
    CM_AUTO_ERR err = {0};
    cm_status status = prepare(f, clue_state, &err);
    if (status != CM_OK) {
        print_error("%s\n", err.message);
    }
    return status == CM_OK ? 0 : -1;
}

static int setup(void **state)
{
    return setup_in(state, "filed");
}

static int setup_rejected(void **state)
{
    return setup_in(state, "rejected");
}

static int teardown(void **state)
{
    fixture *f = *state;
    cm_site_close(f->site);
    *state = f->home;
    cm_arena_clear(&f->mem);
    cm_free(f);
    return 0;
}

/* ---- helpers ---- */

static cm_status draft(fixture *f, const char *kind, int64_t *ret_no, cm_err *err)
{
    const cm_letter_order order = {.clue = f->clue, .kind = cm_sv_from(kind)};
    f->d.refusal = (cm_letter_refusal){0};
    return cm_letter_draft(&f->d, &order, ret_no, err);
}

static cm_letter_opened opened(fixture *f, int64_t no)
{
    cm_letter_opened o = {0};
    OK(cm_letter_open(&f->d, no, 0, CM_SV("document.open"), &o, &fault));
    return o;
}

static cm_letter_marks check(fixture *f, int64_t no)
{
    cm_letter_opened o = opened(f, no);
    cm_letter_marks marks = {0};
    OK(cm_letter_check(&o, &marks, &fault));
    return marks;
}

/* Every place that the check finds open, as a person fills it: the first part of what it names. */
static void fill_gaps(fixture *f, int64_t no)
{
    cm_letter_opened o = opened(f, no);
    for (size_t i = 0; i < f->d.forms.fields.count; i++) {
        const cm_letter_field *field = &f->d.forms.fields.items[i];
        bool used = cm_sv_equal(field->source, CM_SV("approval")) && o.use.kind->committee;
        for (size_t k = 0; k < o.content.sentences.count && !used; k++) {
            cm_sv place = cm_arena_format(&f->mem, "{%.*s}", CM_SV_ARG(field->id));
            used = cm_sv_find(o.content.sentences.items[k].form, place, 0) != SIZE_MAX;
        }
        if (used && !cm_sv_equal(field->source, CM_SV("issue")) &&
            cm_letter_value_of(&o.values, field->id) == NULL) {
            int64_t k = 0;
            const cm_letter_change change = {.field = field->id, .text = CM_SV("已写明")};
            OK(cm_letter_edit(&f->d, no, &change, &k, &fault));
        }
    }
}

static void put_in_state(fixture *f, int64_t no, cm_sv state)
{
    const cm_deed deed = {.at = NOW, .action = CM_SV("document.edit")};
    cm_letter row;
    OK(cm_letter_find(f->d.desk, &f->mem, no, &row, &fault));
    row.state = state;
    row.number = CM_SV("");
    row.issued_on = row.delivered_on = CM_NO_DATE;
    row.changed_at = NOW;
    OK(cm_change_begin(f->d.desk, &fault));
    CM_AUTO_ERR err = {0};
    cm_status status = cm_letter_update(f->d.desk, &row, &err);
    OK(cm_change_end(f->d.desk, status, &deed, &fault));
}

static bool marked(const cm_letter_marks *marks, const char *code, int64_t k)
{
    for (size_t i = 0; i < marks->count; i++) {
        if (cm_sv_equal(marks->items[i].code, cm_sv_from(code)) && marks->items[i].k == k) {
            return true;
        }
    }
    return false;
}

/* ---- the data ---- */

static void test_data(void **state)
{
    fixture *f = *state;
    assert_int_equal(f->d.forms.kinds.count, 7);
    for (size_t i = 0; i < f->d.forms.kinds.count; i++) {
        const cm_letter_kind *kind = &f->d.forms.kinds.items[i];
        test_row(cm_arena_sv(&f->mem, kind->id).ptr);
        assert_true(kind->lines.count > 10);
        assert_non_null(cm_right_role_find(f->home->rights, kind->approver));
        for (size_t k = 0; k < kind->states.count; k++) {
            assert_true(cm_sv_equal(kind->states.items[k], CM_SV("*")) ||
                        cm_course_state_of(&f->home->course, kind->states.items[k]) != NULL);
        }
        for (size_t k = 0; k < kind->needs.count; k++) {
            assert_non_null(
                cm_course_code_of(&f->home->course, CM_SV("check"), kind->needs.items[k]));
        }
        for (size_t k = 0; k < kind->basis.count; k++) {
            cm_law_ref ref;
            cm_law_text text;
            assert_true(cm_law_ref_parse(f->home->law, kind->basis.items[k], &ref));
            assert_true(cm_law_article(f->home->law, ref, (cm_date){2026, 11, 22}, &text) ||
                        cm_law_not_at_hand(f->home->law, ref));
        }
    }
}

/* ---- states and steps ---- */

static cm_letter_request full(cm_sv step)
{
    return (cm_letter_request){.step = step,
                               .reason = CM_SV("because"),
                               .committee = CM_SV("第1次会议"),
                               .number = CM_SV("检1号"),
                               .day = {2026, 11, 22},
                               .reply_by = {2026, 12, 22},
                               .result = CM_SV("accepted"),
                               .text = CM_SV("已纠正")};
}

static cm_letter_request lacking(cm_sv step, cm_letter_ask ask)
{
    cm_letter_request r = full(step);
    switch (ask) {
    case CM_LETTER_ASK_REASON:
        r.reason = CM_SV("");
        break;
    case CM_LETTER_ASK_COMMITTEE:
        r.committee = CM_SV("");
        break;
    case CM_LETTER_ASK_NUMBER:
        r.number = CM_SV("");
        break;
    case CM_LETTER_ASK_DAY:
        r.day = (cm_date){2026, 11, 23}; /* tomorrow */
        break;
    case CM_LETTER_ASK_RESULT:
        r.result = CM_SV("none of these");
        break;
    case CM_LETTER_ASK_FRESH:
    case CM_LETTER_ASK_LINT:
    case CM_LETTER_ASK_OTHER:
    case CM_LETTER_ASK_COUNT:
        break;
    }
    return r;
}

static bool by_words(cm_letter_ask ask)
{
    return ask == CM_LETTER_ASK_REASON || ask == CM_LETTER_ASK_NUMBER || ask == CM_LETTER_ASK_DAY ||
           ask == CM_LETTER_ASK_RESULT;
}

/* The step with everything, and once without each thing it asks for. */
static size_t try_step(fixture *f, int64_t no, cm_sv from, cm_sv id)
{
    const cm_letter_step *step = cm_letter_step_of(&f->d.forms, id, from);
    size_t tried = 0;
    for (int ask = 0; step != NULL && ask < CM_LETTER_ASK_COUNT; ask++) {
        if (step->asks[ask] && by_words((cm_letter_ask)ask)) {
            const cm_letter_request r = lacking(id, (cm_letter_ask)ask);
            CM_AUTO_ERR err = {0};
            put_in_state(f, no, from);
            assert_int_not_equal(cm_letter_take_step(&f->d, no, &r, &err), CM_OK);
            assert_true(cm_sv_equal(opened(f, no).row.state, from));
            tried++;
        }
    }
    CM_AUTO_ERR err = {0};
    const cm_letter_request r = full(id);
    put_in_state(f, no, from);
    cm_status status = cm_letter_take_step(&f->d, no, &r, &err);
    cm_sv now = opened(f, no).row.state;
    if (step == NULL) {
        assert_int_equal(status, CM_E_CONFLICT);
        assert_true(cm_sv_equal(now, from));
    } else {
        if (status != CM_OK) {
            fail_msg("%.*s from %.*s: %s", CM_SV_ARG(id), CM_SV_ARG(from), err.message);
        }
        assert_true(cm_sv_equal(now, step->to));
    }
    if (step != NULL && step->asks[CM_LETTER_ASK_NUMBER]) { /* it has a number now */
        const cm_letter_change again = {.again = true};
        int64_t k = 0;
        put_in_state(f, no, f->d.forms.states.items[0].id);
        OK(cm_letter_edit(&f->d, no, &again, &k, &fault));
    }
    return tried + 1;
}

static void test_steps(void **state)
{
    fixture *f = *state;
    int64_t no = 0;
    size_t tried = 0;
    OK(verify(f, "file_consulted", "", &fault));
    OK(draft(f, "correction_notice", &no, &fault));
    fill_gaps(f, no);
    const cm_letter_forms *forms = &f->d.forms;
    for (size_t i = 0; i < forms->states.count; i++) {
        test_row(cm_arena_sv(&f->mem, forms->states.items[i].id).ptr);
        for (size_t k = 0; k < forms->steps.count; k++) {
            bool first = true;
            for (size_t before = 0; before < k; before++) {
                first =
                    first && !cm_sv_equal(forms->steps.items[before].id, forms->steps.items[k].id);
            }
            tried +=
                first ? try_step(f, no, forms->states.items[i].id, forms->steps.items[k].id) : 0;
        }
    }
    assert_true(tried >= forms->states.count * 8);
}

static void test_approver_is_another(void **state)
{
    fixture *f = *state;
    int64_t no = 0;
    OK(verify(f, "file_consulted", "", &fault));
    OK(draft(f, "correction_notice", &no, &fault));
    fill_gaps(f, no);
    cm_caller person = {.name = CM_SV(""), .top = true, .at = NOW};
    *cm_vec_push(&f->mem, &person.roles) = CM_SV("chief");
    f->d.caller = &person; /* the drafter's name is empty as his is */
    put_in_state(f, no, CM_SV("submitted"));
    CM_AUTO_ERR err = {0};
    const cm_letter_request r = full(CM_SV("approve"));
    assert_int_equal(cm_letter_take_step(&f->d, no, &r, &err), CM_E_DENIED);
    person.name = CM_SV("another");
    person.roles.items[0] = CM_SV("department_head");
    assert_int_equal(cm_letter_take_step(&f->d, no, &r, &err), CM_E_DENIED);
    person.roles.items[0] = CM_SV("chief");
    OK(cm_letter_take_step(&f->d, no, &r, &fault));
    CM_AUTO_ERR masked = {0};
    cm_letter_opened o;
    assert_int_equal(cm_letter_open(&f->d, no, 0, CM_SV("document.open"), &o, &masked),
                     CM_E_DENIED); /* he did not unmask the clue */
    f->d.caller = &f->owner;
    assert_true(cm_sv_equal(opened(f, no).row.approver, CM_SV("another")));
}

/* ---- the check ---- */

static const struct {
    const char *title, *text, *bind, *code; /* code NULL: nothing is marked */
} SENTENCES[] = {
    {"bound, with its figure", "判处有期徒刑七个月。", "record.operative", NULL},
    {"no support", "该判决不当。", NULL, "unsupported"},
    {"another figure", "判处有期徒刑九个月。", "record.operative", "figure"},
    {"another sum", "并处罚金人民币三千元。", "record.operative", "figure"},
    {"a sum in digits", "并处罚金2000元。", "record.operative", NULL},
    {"no such day", "2016年2月30日到案。", "record.operative", "date_impossible"},
    {"before the case", "2011年1月5日作案。", "record.operative", "date_early"},
    {"no such article", "依照刑法第九百条。", "record.operative", "article_unknown"},
    {"an article of a title", "依照《中华人民共和国刑法》第二百六十四条。", "record.operative",
     NULL},
    {"no such paragraph", "依照刑法第二百六十四条第九款。", "record.operative", "article_unknown"},
    {"a law whose text is not at hand", "依照检察建议工作规定第三条。", "record.operative",
     "article_not_at_hand"},
    {"which law is not said", "依照第二百六十四条。", "record.operative", "law_unknown"},
    {"the accused", "被告人张大山不服。", "record.operative", NULL},
    {"a letter of his name is wrong", "被告人张大川不服。", "record.operative", "name_differs"},
    {"nobody of the case", "证人李建国作证。", "record.operative", "name_unknown"},
    {"a masked name of the case", "被害人刘某陈述。", "record.operative", NULL},
    {"another masked name", "被害人陈某陈述。", "record.operative", "name_unknown"},
    {"claims too much", "显而易见，该判决不当。", "record.operative", "claim"},
    {"a gap", "该判决【待填：理由】。", "record.operative", "gap"},
};

static void test_sentences(void **state)
{
    fixture *f = *state;
    int64_t no = 0;
    OK(verify(f, "file_consulted", "", &fault));
    OK(draft(f, "correction_notice", &no, &fault));
    fill_gaps(f, no);
    assert_int_equal(check(f, no).count, 0);
    cm_letter_opened o = opened(f, no);
    int64_t behind = o.content.sentences.items[5].k, k = 0;
    const cm_letter_change add = {.add = true, .k = behind, .text = CM_SV("x")};
    OK(cm_letter_edit(&f->d, no, &add, &k, &fault));
    for (size_t i = 0; i < CM_COUNT(SENTENCES); i++) {
        test_row(SENTENCES[i].title);
        cm_letter_content content = opened(f, no).content;
        cm_letter_opened now = opened(f, no);
        cm_sentence *s = cm_letter_sentence(&content, k);
        s->text = cm_sv_from(SENTENCES[i].text);
        s->binds = (cm_letter_binds){0};
        if (SENTENCES[i].bind != NULL) {
            const cm_letter_value *v =
                cm_letter_value_of(&now.values, cm_sv_from(SENTENCES[i].bind));
            assert_non_null(v);
            *cm_vec_push(&f->mem, &s->binds) = *v;
        }
        now.content = content;
        cm_letter_marks marks = {0};
        OK(cm_letter_check(&now, &marks, &fault));
        for (size_t m = 0; SENTENCES[i].code == NULL && m < marks.count; m++) {
            fail_msg("%s: %.*s", SENTENCES[i].title, CM_SV_ARG(marks.items[m].code));
        }
        assert_true(SENTENCES[i].code == NULL || marked(&marks, SENTENCES[i].code, k));
    }
}

static void test_parts_and_notice(void **state)
{
    fixture *f = *state;
    int64_t no = 0;
    OK(draft(f, "class_report", &no, &fault));
    fill_gaps(f, no);
    assert_int_equal(check(f, no).count, 0);
    cm_letter_opened o = opened(f, no);
    for (size_t i = 0; i < o.content.sentences.count; i++) {
        cm_sentence *s = &o.content.sentences.items[i];
        if (cm_sv_equal(s->part, CM_SV("notice")) || cm_sv_equal(s->part, CM_SV("advice"))) {
            s->text = CM_SV("");
            s->state = CM_SENTENCE_EDITED;
        }
    }
    cm_letter_marks marks = {0};
    OK(cm_letter_check(&o, &marks, &fault));
    assert_true(marked(&marks, "notice", 0));
    assert_true(marked(&marks, "part", 0));
    assert_int_equal(marks.count, 3); /* two parts */
}

/* ---- evidence ---- */

static void approve(fixture *f, int64_t no)
{
    static const char *const STEPS[] = {"submit", "approve"};
    for (size_t i = 0; i < CM_COUNT(STEPS); i++) {
        const cm_letter_request r = full(cm_sv_from(STEPS[i]));
        OK(cm_letter_take_step(&f->d, no, &r, &fault));
    }
}

static void test_change_after_approval_locks(void **state)
{
    fixture *f = *state;
    int64_t no = 0, k = 0;
    OK(verify(f, "file_consulted", "", &fault));
    OK(draft(f, "correction_notice", &no, &fault));
    fill_gaps(f, no);
    approve(f, no);
    OK(verify(f, "query", "另有补正裁定", &fault)); /* evidence that the document does not tell */
    CM_AUTO_ERR err = {0};
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_PAGE);
    cm_letter_opened o = opened(f, no);
    assert_int_equal(cm_letter_print(&f->d, &o, &out, &err), CM_E_CONFLICT);
    assert_true(cm_sv_equal(f->d.refusal.id, CM_SV("stale")));
    assert_int_equal(out.len, 0);
    assert_true(cm_sv_equal(opened(f, no).row.state, CM_SV("stale")));
    const cm_letter_request issue = full(CM_SV("issue"));
    assert_int_equal(cm_letter_take_step(&f->d, no, &issue, &err), CM_E_CONFLICT);
    const cm_letter_change again = {.again = true};
    OK(cm_letter_edit(&f->d, no, &again, &k, &fault));
    approve(f, no);
    o = opened(f, no);
    OK(cm_letter_print(&f->d, &o, &out, &fault));
    assert_true(out.len > 1000);
}

/* Results of another run, in which the model finds nothing: the words of the judgment are gone. */
static void test_evidence_gone(void **state)
{
    fixture *f = *state;
    int64_t no = 0;
    OK(verify(f, "file_consulted", "", &fault));
    OK(draft(f, "correction_notice", &no, &fault));
    fill_gaps(f, no);
    cm_letter_opened o = opened(f, no);
    o.values = (cm_letter_values){.mem = &f->mem, .today = {2026, 11, 22}};
    cm_letter_put_entries(&o.values, &o.content);
    cm_letter_marks marks = {0};
    OK(cm_letter_check(&o, &marks, &fault));
    assert_true(marked(&marks, "no_clue", 0));
    size_t named = 0;
    for (size_t i = 0; i < o.content.sentences.count; i++) {
        const cm_sentence *s = &o.content.sentences.items[i];
        bool read = false;
        for (size_t b = 0; b < s->binds.count; b++) {
            read = read || !cm_sv_equal(s->binds.items[b].source, CM_SV("person"));
        }
        assert_true(!read || marked(&marks, "gone", s->k));
        named += read ? 1 : 0;
    }
    assert_true(named > 5);
}

static void test_edits_stay(void **state)
{
    fixture *f = *state;
    int64_t no = 0, k = 0, added = 0;
    OK(verify(f, "file_consulted", "", &fault));
    OK(draft(f, "correction_notice", &no, &fault));
    cm_letter_opened o = opened(f, no);
    k = o.content.sentences.items[5].k;
    const cm_letter_change edit = {.k = k, .text = CM_SV("改写的句子")};
    cm_letter_change add = {.add = true, .k = k, .text = CM_SV("增加的句子")};
    *cm_vec_push(&f->mem, &add.binds) = CM_SV("clue.finding");
    OK(cm_letter_edit(&f->d, no, &edit, &k, &fault));
    OK(cm_letter_edit(&f->d, no, &add, &added, &fault));
    const cm_letter_change again = {.again = true};
    int64_t none = 0;
    OK(cm_letter_edit(&f->d, no, &again, &none, &fault));
    cm_letter_opened now = opened(f, no);
    const cm_sentence *edited = cm_letter_sentence(&now.content, k);
    const cm_sentence *new = cm_letter_sentence(&now.content, added);
    assert_non_null(edited);
    assert_non_null(new);
    assert_true(cm_sv_equal(edited->text, edit.text));
    assert_true(edited->binds.count > 0);
    assert_true(cm_sv_equal(new->text, add.text));
    assert_ptr_equal(new, edited + 1);
    assert_int_equal(now.content.sentences.count, o.content.sentences.count + 1);
    /* as JSON and back, the same bytes */
    cm_letter_content back;
    cm_sv json = cm_letter_content_write(&now.use, &now.content);
    OK(cm_letter_content_read(&f->mem, json, &back, &fault));
    assert_true(cm_sv_equal(cm_letter_content_write(&now.use, &back), json));
    /* somebody else was faster */
    CM_AUTO_ERR err = {0};
    cm_letter_change late = edit;
    late.version = 1;
    assert_int_equal(cm_letter_edit(&f->d, no, &late, &none, &err), CM_E_CONFLICT);
}

/* ---- what is not drafted ---- */

static void test_needs_verification(void **state)
{
    fixture *f = *state;
    int64_t no = 0;
    CM_AUTO_ERR err = {0};
    for (size_t i = 0; i < f->d.forms.kinds.count; i++) {
        const cm_letter_kind *kind = &f->d.forms.kinds.items[i];
        test_row(cm_arena_sv(&f->mem, kind->id).ptr);
        cm_status status = draft(f, cm_arena_sv(&f->mem, kind->id).ptr, &no, &err);
        assert_int_equal(status, kind->needs.count != 0 ? CM_E_CONFLICT : CM_OK);
        assert_true(status == CM_OK || cm_sv_equal(f->d.refusal.id, CM_SV("needs")));
    }
    OK(verify(f, "file_consulted", "", &fault));
    for (size_t i = 0; i < f->d.forms.kinds.count; i++) {
        test_row(cm_arena_sv(&f->mem, f->d.forms.kinds.items[i].id).ptr);
        OK(draft(f, cm_arena_sv(&f->mem, f->d.forms.kinds.items[i].id).ptr, &no, &fault));
    }
    assert_int_equal(draft(f, "none", &no, &err), CM_E_ARG);
}

static void test_rejected_clue(void **state)
{
    fixture *f = *state;
    int64_t no = 0;
    CM_AUTO_ERR err = {0};
    OK(verify(f, "file_consulted", "", &fault));
    assert_int_equal(draft(f, "correction_notice", &no, &err), CM_E_CONFLICT);
    assert_true(cm_sv_equal(f->d.refusal.id, CM_SV("state")));
}

static void test_suppressed_clue(void **state)
{
    fixture *f = *state;
    int64_t no = 0;
    CM_AUTO_ERR err = {0};
    OK(verify(f, "file_consulted", "", &fault));
    const cm_deed deed = {.at = NOW, .action = CM_SV("suppress.add")};
    const cm_suppression s = {.model = cm_sv_from(MODEL),
                              .clue = f->clue,
                              .reason = CM_SV("why"),
                              .made_on = {2026, 1, 1},
                              .expires_on = {2027, 1, 1}};
    OK(cm_change_begin(f->d.desk, &fault));
    cm_status status = cm_suppression_add(f->d.desk, &s, &no, &err);
    OK(cm_change_end(f->d.desk, status, &deed, &fault));
    assert_int_equal(draft(f, "correction_notice", &no, &err), CM_E_CONFLICT);
    assert_true(cm_sv_equal(f->d.refusal.id, CM_SV("suppressed")));
}

static void test_sealed_clue(void **state)
{
    fixture *f = *state;
    int64_t no = 0;
    CM_AUTO_ERR err = {0};
    OK(verify(f, "file_consulted", "", &fault));
    OK(draft(f, "correction_notice", &no, &fault));
    const cm_deed deed = {.at = NOW, .action = CM_SV("seal.add")};
    const cm_seal seal = {.doc = CM_SV("doc"), .ground = CM_SV("juvenile"), .at = NOW};
    OK(cm_change_begin(f->d.desk, &fault));
    cm_status status = cm_seal_add(f->d.desk, &seal, &err);
    OK(cm_change_end(f->d.desk, status, &deed, &fault));
    cm_letter_opened o;
    cm_letters list = {0};
    const cm_letter_filter all = {.kind = CM_SV("")};
    assert_int_equal(cm_letter_open(&f->d, no, 0, CM_SV("document.open"), &o, &err), CM_E_NOTFOUND);
    assert_int_equal(draft(f, "transfer_letter", &no, &err), CM_E_NOTFOUND);
    assert_true(cm_sv_equal(f->d.refusal.id, CM_SV("sealed")));
    OK(cm_letter_list(&f->d, &all, &list, &fault));
    assert_int_equal(list.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_data, setup, teardown),
        cmocka_unit_test_setup_teardown(test_steps, setup, teardown),
        cmocka_unit_test_setup_teardown(test_approver_is_another, setup, teardown),
        cmocka_unit_test_setup_teardown(test_sentences, setup, teardown),
        cmocka_unit_test_setup_teardown(test_parts_and_notice, setup, teardown),
        cmocka_unit_test_setup_teardown(test_change_after_approval_locks, setup, teardown),
        cmocka_unit_test_setup_teardown(test_evidence_gone, setup, teardown),
        cmocka_unit_test_setup_teardown(test_edits_stay, setup, teardown),
        cmocka_unit_test_setup_teardown(test_needs_verification, setup, teardown),
        cmocka_unit_test_setup_teardown(test_rejected_clue, setup_rejected, teardown),
        cmocka_unit_test_setup_teardown(test_suppressed_clue, setup, teardown),
        cmocka_unit_test_setup_teardown(test_sealed_clue, setup, teardown),
    };
    return cmocka_run_group_tests(tests, open_home, close_home);
}
