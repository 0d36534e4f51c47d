#include "base/base.h"

#include "base/file.h"
#include "base/limits.h"
#include "harness.h"
#include "judgment/reader.h"

typedef struct {
    cm_arena process, document;
    cm_reader *reader;
    cm_reader_scratch *scratch;
} fixture;

static void write_yuan(cm_buf *out, int64_t fen)
{
    (void)cm_buf_add_int(out, fen / 100);
    if (fen % 100 != 0) {
        (void)cm_buf_addf(out, ".%02d", (int)(fen % 100));
    }
}

static void write_extent(cm_buf *out, const char *label, const char *all, const cm_extent_fact *f,
                         bool money)
{
    if (f->state != CM_KNOWN) {
        return;
    }
    (void)cm_buf_addf(out, " %s", label);
    if (f->extent == CM_EXTENT_ALL) {
        (void)cm_buf_add(out, cm_sv_from(all));
    } else if (money) {
        write_yuan(out, f->value);
    } else {
        (void)cm_buf_add_int(out, f->value);
    }
}

static void write_penalty(cm_buf *out, const cm_choices *choices, const cm_penalty *p)
{
    if (p->kind.state == CM_KNOWN) {
        (void)cm_buf_addf(out, " %.*s", CM_SV_ARG(cm_term_zh(choices->penalty, p->kind.value)));
    }
    if (p->months.state == CM_KNOWN) {
        (void)cm_buf_addf(out, " %d %d", (int)p->months.value, (int)p->days.value);
    }
    if (p->fine.state == CM_UNREAD) {
        (void)cm_buf_addf(out, " 罚金?");
    } else if (p->fine.state == CM_KNOWN) {
        (void)cm_buf_addf(out, " 罚金");
        write_yuan(out, p->fine.value);
    }
    write_extent(out, "没收", "全部", &p->confiscation, true);
    write_extent(out, "剥权", "终身", &p->political_rights, false);
    if (p->probation_months.state == CM_KNOWN) {
        (void)cm_buf_addf(out, " 缓刑%d", (int)p->probation_months.value);
    }
    (void)cm_buf_add_byte(out, '\n');
}

static void write_defendant(cm_buf *out, const cm_choices *choices, const cm_defendant *d)
{
    (void)cm_buf_addf(out, "%.*s\n", CM_SV_ARG(d->name.value));
    for (size_t i = 0; i < d->counts.count; i++) {
        (void)cm_buf_addf(out, "  %.*s", CM_SV_ARG(d->counts.items[i].charge.value));
        write_penalty(out, choices, &d->counts.items[i].penalty);
    }
    if (d->has_sentence) {
        (void)cm_buf_addf(out, "  =");
        write_penalty(out, choices, &d->sentence);
    }
    if (d->term_from.state == CM_KNOWN) {
        (void)cm_buf_addf(out, "  ");
        (void)cm_date_write(out, d->term_from.value);
        (void)cm_buf_addf(out, "..");
        (void)cm_date_write(out, d->term_to.value);
        (void)cm_buf_add_byte(out, '\n');
    }
    if (d->credit_days.state == CM_KNOWN) {
        (void)cm_buf_addf(out, "  折抵%d\n", (int)d->credit_days.value);
    }
    if (d->credit_days.state == CM_UNREAD) {
        (void)cm_buf_addf(out, "  折抵?\n");
    }
    if (d->merged) {
        (void)cm_buf_addf(out, "  并入前刑\n");
    }
    if (d->also.state == CM_KNOWN) {
        (void)cm_buf_addf(out, "  另 %.*s\n",
                          CM_SV_ARG(cm_term_zh(choices->penalty, d->also.value)));
    }
    for (size_t i = 0; i < d->old_sentences.count; i++) {
        (void)cm_buf_addf(out, "  %s", d->old_sentences.items[i].rest ? "余刑" : "前刑");
        write_penalty(out, choices, &d->old_sentences.items[i].penalty);
    }
    if (d->reviewed.state == CM_KNOWN) {
        (void)cm_buf_addf(out, "  复核 %.*s\n",
                          CM_SV_ARG(cm_term_zh(choices->penalty, d->reviewed.value)));
    }
    if (d->limited.state == CM_KNOWN) {
        (void)cm_buf_addf(out, "  限制减刑\n");
    }
}

static void write_reading(cm_buf *out, const cm_choices *choices, const cm_record *r)
{
    for (size_t i = 0; i < r->defendants.count; i++) {
        write_defendant(out, choices, &r->defendants.items[i]);
    }
    for (size_t i = 0; i < r->orders.count; i++) {
        const cm_order *o = &r->orders.items[i];
        (void)cm_buf_addf(out, "%.*s ", CM_SV_ARG(cm_term_zh(choices->order, o->kind.value)));
        if (o->amount.state == CM_KNOWN) {
            write_yuan(out, o->amount.value);
        } else {
            (void)cm_buf_add_byte(out, '-');
        }
        (void)cm_buf_add_byte(out, '\n');
    }
    if (r->fine_payments.count > 0) {
        (void)cm_buf_addf(out, "缴纳 %zu\n", r->fine_payments.count);
    }
    for (size_t i = 0; i < r->conflicts.count; i++) {
        (void)cm_buf_addf(out, "矛盾 %.*s\n", CM_SV_ARG(r->conflicts.items[i].pointer));
    }
}

static void check_case(fixture *f, cm_sv title, cm_sv text, cm_sv expected)
{
    CM_AUTO_ERR err = {0};
    cm_record record;
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_MESSAGE);
    assert_int_equal(cm_reader_read(f->reader, f->scratch, &f->document, text, &record, &err),
                     CM_OK);
    write_reading(&out, cm_reader_choices(f->reader), &record);
    test_row(title.ptr);
    cm_sv want = cm_arena_format(&f->document, "%.*s\n", CM_SV_ARG(cm_sv_trim(expected)));
    assert_string_equal(cm_buf_z(&out), want.ptr);
    cm_arena_reset(&f->document);
}

static void test_golden(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR err = {0};
    CM_AUTO_BUF file;
    cm_buf_init(&file, CM_MAX_DATA_FILE);
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_sv path = cm_file_join(&mem, cm_sv_from(test_source_dir()), CM_SV("golden/operative.txt"));
    assert_int_equal(cm_file_read(path, &file, &err), CM_OK);
    cm_sv all = cm_buf_view(&file);
    size_t cases = 0;
    for (size_t at = cm_sv_find(all, CM_SV("\n=== "), 0); at != SIZE_MAX; cases++) {
        size_t next = cm_sv_find(all, CM_SV("\n=== "), at + 1);
        cm_sv one = cm_sv_slice(all, at + 5, next);
        cm_sv title;
        (void)cm_sv_split(&one, '\n', &title);
        size_t rule = cm_sv_find(one, CM_SV("\n---\n"), 0);
        assert_true(rule != SIZE_MAX);
        check_case(f, cm_arena_sv(&mem, title), cm_sv_slice(one, 0, rule),
                   cm_sv_slice(one, rule + 5, one.len));
        at = next;
    }
    assert_true(cases >= 15);
}

static int set_up(void **state)
{
    static fixture f; /* NOLINT(cppcoreguidelines-avoid-non-const-global-variables) */
    CM_AUTO_ERR err = {0};
    cm_arena_init(&f.process);
    cm_arena_init(&f.document);
    cm_sv data = cm_arena_format(&f.process, "%s/../data", test_source_dir());
    if (cm_reader_load(&f.process, data, &f.reader, &err) != CM_OK) {
        print_error("%s\n", err.message);
        return -1;
    }
    f.scratch = cm_reader_scratch_new(f.reader);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    cm_reader_scratch_free(f->scratch);
    cm_reader_free(f->reader);
    cm_arena_clear(&f->document);
    cm_arena_clear(&f->process);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_golden, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("judgment_operative", tests, NULL, NULL);
}
