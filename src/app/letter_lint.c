#include "base/base.h"

#include "app/letter_lint.h"

#include "app/letter_words.h"
#include "base/file.h"

void cm_letter_mark_add(const cm_letter_linting *l, const char *code, bool is_error,
                        const cm_sentence *s, cm_sv what)
{
    const cm_letter_mark mark = {.code = cm_sv_from(code),
                                 .is_error = is_error,
                                 .k = s != NULL ? s->k : 0,
                                 .part = s != NULL ? s->part : CM_SV(""),
                                 .what = cm_arena_sv(l->use->mem, what)};
    *cm_vec_push(l->use->mem, l->marks) = mark;
}

bool cm_letter_marks_block(const cm_letter_marks *marks)
{
    bool block = false;
    for (size_t i = 0; i < marks->count; i++) {
        block = block || marks->items[i].is_error;
    }
    return block;
}

/* ---- parts ---- */

static bool is_heading(cm_paper_kind block)
{
    return block == CM_PAPER_HEADING_1 || block == CM_PAPER_HEADING_2 ||
           block == CM_PAPER_TABLE_HEAD;
}

/* Whether the part has words that are no heading; `template`: by its form, else by the content. */
static bool has_words(const cm_letter_use *use, const cm_letter_content *content, cm_sv part)
{
    bool headings_only = true, words = false;
    for (size_t i = 0; i < use->kind->lines.count; i++) {
        const cm_letter_line *line = &use->kind->lines.items[i];
        headings_only =
            headings_only && (!cm_sv_equal(line->part, part) || is_heading(line->block));
    }
    for (size_t i = 0; i < content->sentences.count; i++) {
        const cm_sentence *s = &content->sentences.items[i];
        bool counts = headings_only || !is_heading(s->block);
        words = words || (cm_sv_equal(s->part, part) && counts && cm_sv_trim(s->text).len != 0);
    }
    return words;
}

static void lint_parts(const cm_letter_linting *l, const cm_letter_content *content)
{
    for (size_t i = 0; i < l->use->kind->lines.count; i++) {
        const cm_letter_line *line = &l->use->kind->lines.items[i];
        if (line->required && !has_words(l->use, content, line->part)) {
            cm_letter_mark_add(l, "part", true, NULL, line->part);
        }
    }
}

/* ---- gaps ---- */

static bool may_be_open(const cm_letter_field *field, cm_letter_time time)
{
    bool approval = cm_sv_equal(field->source, CM_SV("approval"));
    bool issue = cm_sv_equal(field->source, CM_SV("issue"));
    return (approval && time == CM_LETTER_BEFORE_APPROVAL) || (issue && time != CM_LETTER_AT_ISSUE);
}

/* It had a value: what became of it is told of the evidence. */
static bool is_bound(const cm_sentence *s, cm_sv name)
{
    for (size_t i = 0; i < s->binds.count; i++) {
        if (cm_sv_equal(s->binds.items[i].name, name)) {
            return true;
        }
    }
    return false;
}

static void lint_gaps(const cm_letter_linting *l, const cm_sentence *s, cm_letter_time time)
{
    if (s->state != CM_SENTENCE_DRAFTED) {
        if (cm_sv_find(s->text, cm_letter_gap(l->use), 0) != SIZE_MAX) {
            cm_letter_mark_add(l, "gap", true, s, s->text);
        }
        return;
    }
    size_t at = 0, begin = 0;
    cm_sv name;
    while (cm_letter_place_next(s->form, &at, &begin, &name)) {
        const cm_letter_field *field = cm_letter_field_of(l->use->forms, name);
        bool open = (field != NULL && may_be_open(field, time)) || is_bound(s, name);
        if (cm_letter_value_of(l->values, name) == NULL && !open) {
            cm_sv title = field != NULL ? field->zh : name;
            cm_letter_mark_add(
                l, "gap", true, s,
                cm_arena_format(l->use->mem, "%.*s (%.*s)", CM_SV_ARG(title), CM_SV_ARG(name)));
        }
    }
}

/* ---- evidence ---- */

static void lint_evidence(const cm_letter_linting *l, const cm_sentence *s)
{
    cm_sv name, now;
    if (!cm_letter_holds(l->values, s, &name, &now)) {
        bool gone = now.ptr == NULL;
        cm_letter_mark_add(l, gone ? "gone" : "changed", true, s, name);
        l->marks->items[l->marks->count - 1].other = gone ? CM_SV("") : now;
    }
    if (s->state != CM_SENTENCE_DRAFTED && s->binds.count == 0 && cm_sv_trim(s->text).len != 0) {
        cm_letter_mark_add(l, "unsupported", true, s, s->text);
    }
}

/* Sentences that the evidence calls for now, and the document lacks. */
static void lint_new(const cm_letter_linting *l, const cm_letter_content *content)
{
    cm_letter_content now = {0};
    cm_letter_values values = *l->values;
    cm_letter_fill(l->use, &values, &now);
    for (size_t i = 0; i < now.sentences.count; i++) {
        const cm_sentence *s = &now.sentences.items[i];
        bool there = false;
        for (size_t k = 0; k < content->sentences.count && !there; k++) {
            there = cm_sv_equal(content->sentences.items[k].part, s->part) &&
                    cm_sv_equal(content->sentences.items[k].form, s->form);
        }
        if (!there) {
            cm_letter_mark_add(l, "new", true, NULL, s->text);
        }
    }
}

bool cm_letter_is_proposed(const cm_home *home, const cm_letter_kind *kind,
                           const cm_letter_values *values)
{
    const cm_term_list *terms = cm_map_find(&home->terms.lists, CM_SV("proposal"));
    bool fits = kind->proposals.count == 0 || terms == NULL;
    for (size_t i = 0; i < values->measures.count; i++) {
        for (size_t k = 0; k < kind->proposals.count && !fits; k++) {
            const cm_term *term = cm_term_of(terms, kind->proposals.items[k]);
            fits = term != NULL && cm_sv_equal(term->zh, values->measures.items[i]);
        }
    }
    return fits;
}

/* Another document than the model proposes, say a protest against what is in force already. */
static void lint_proposal(const cm_letter_linting *l)
{
    cm_sv proposed = CM_SV("");
    for (size_t i = 0; i < l->values->measures.count; i++) {
        cm_sv measure = l->values->measures.items[i];
        proposed = i == 0 ? measure
                          : cm_arena_format(l->use->mem, "%.*s, %.*s", CM_SV_ARG(proposed),
                                            CM_SV_ARG(measure));
    }
    if (!cm_letter_is_proposed(l->use->home, l->use->kind, l->values)) {
        cm_letter_mark_add(l, "proposal", false, NULL, proposed);
    }
}

static void lint_notice(const cm_letter_linting *l, const cm_letter_content *content)
{
    cm_sv notice = cm_wording_find(&l->use->home->finding_words, CM_SV("notice"));
    bool said = !l->use->kind->notice || cm_letter_value_of(l->values, CM_SV("verified")) != NULL;
    for (size_t i = 0; i < content->sentences.count && !said; i++) {
        said = cm_sv_find(content->sentences.items[i].text, notice, 0) != SIZE_MAX;
    }
    if (!said) {
        cm_letter_mark_add(l, "notice", true, NULL, notice);
    }
}

cm_status cm_letter_lint(const cm_letter_use *use, const cm_letter_values *values,
                         const cm_letter_content *content, cm_letter_time time,
                         cm_letter_marks *ret_marks, cm_err *err)
{
    *ret_marks = (cm_letter_marks){0};
    cm_letter_linting l = {.use = use, .values = values, .marks = ret_marks};
    cm_sv names = cm_arena_format(use->mem, "%.*s/lexicon/names.tsv", CM_SV_ARG(use->home->data));
    cm_status status = cm_name_words_load(use->mem, names, &l.names, err);
    if (status != CM_OK) {
        return status;
    }
    if (!values->found) {
        cm_letter_mark_add(&l, "no_clue", true, NULL, CM_SV(""));
    } else {
        lint_new(&l, content);
        lint_proposal(&l);
    }
    lint_parts(&l, content);
    lint_notice(&l, content);
    l.scratch = cm_reader_scratch_new(use->home->reader);
    for (size_t i = 0; i < content->sentences.count && status == CM_OK; i++) {
        const cm_sentence *s = &content->sentences.items[i];
        lint_gaps(&l, s, time);
        lint_evidence(&l, s);
        status = cm_letter_lint_words(&l, s, err);
    }
    cm_reader_scratch_free(l.scratch);
    return status;
}
