#include "base/base.h"

#include "law/data.h"
#include "law/note.h"

// NOLINTNEXTLINE(readability-function-size): seven parameters, each of its own
static cm_status load_note(cm_law *law, cm_arena *mem, cm_cells *c, cm_note_kind kind,
                           const char *label, const char *text, cm_law_ref at)
{
    cm_validity days = cm_cells_validity(c);
    cm_law_note note = {
        .kind = kind,
        .at = at,
        .label = cm_cells_text(c, label),
        .targets = kind == CM_NOTE_REFERENCE ? cm_cells_text(c, "target_articles") : CM_SV(""),
        .text = cm_cells_text(c, text),
        .valid_from = cm_cells_date(c, "valid_from"),
        .valid_to = cm_cells_date(c, "valid_to"),
    };
    (void)days;
    if (note.label.len == 0 || note.text.len == 0) {
        cm_cells_fail(c, label, "a label and a text are needed");
    }
    *cm_vec_push(mem, &law->notes) = note;
    return c->status;
}

static void check_targets(const cm_law *law, cm_cells *c)
{
    cm_sv targets = cm_cells_text(c, "target_articles");
    cm_sv each;
    while (targets.len != 0 && cm_sv_split(&targets, ',', &each)) {
        cm_law_ref ref;
        cm_law_text text;
        if (!cm_law_article_key(law, each, &ref) || !cm_law_article(law, ref, CM_NO_DATE, &text)) {
            cm_cells_fail(c, "target_articles", "names an article that is not there");
        }
    }
}

/* The sentence must stand in its paragraph of that version. */
static void check_quote(const cm_law *law, cm_cells *c, cm_law_ref ref)
{
    cm_law_text text;
    cm_sv sentence = cm_cells_text(c, "text");
    if (c->status == CM_OK && (!cm_law_article(law, ref, cm_cells_date(c, "valid_from"), &text) ||
                               cm_sv_find(text.paragraphs[0].text, sentence, 0) == SIZE_MAX)) {
        cm_cells_fail(c, "text", "does not stand in this paragraph of the statute");
    }
}

static cm_status load_sentences(cm_law *law, cm_arena *mem, const char *file, cm_note_kind kind,
                                const char *label, cm_err *err)
{
    cm_tsv t;
    cm_status status = cm_law_table(law, mem, file, &t, err);
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        cm_cells c = {&t, &t.rows.items[i], CM_OK, err};
        cm_law_ref ref = {0};
        if (!cm_law_article_key(law, cm_cells_text(&c, "article"), &ref)) {
            cm_cells_fail(&c, "article", "is no article");
        }
        ref.paragraph = (int)cm_cells_int(&c, "paragraph");
        if (kind == CM_NOTE_REFERENCE) {
            check_targets(law, &c);
        }
        check_quote(law, &c, ref);
        status = load_note(law, mem, &c, kind, label, "text", ref);
    }
    return status;
}

/* "69", "69(2)", "44,47": several articles, each with or without its paragraph. What is no article
 * of the penalty law is left out: the words of the rule name it. */
static cm_status load_rule(cm_law *law, cm_arena *mem, cm_cells *c)
{
    cm_sv articles = cm_cells_text(c, "article");
    cm_sv each;
    while (c->status == CM_OK && articles.len != 0 && cm_sv_split(&articles, ',', &each)) {
        cm_law_ref ref = {0};
        size_t bracket = cm_sv_find_byte(each, '(', 0);
        int64_t paragraph = 0;
        if (bracket != SIZE_MAX && each.ptr[each.len - 1] == ')') {
            (void)cm_sv_to_int(cm_sv_slice(each, bracket + 1, each.len - 1), &paragraph);
        }
        if (cm_law_article_key(law, cm_sv_slice(each, 0, bracket), &ref)) {
            ref.paragraph = (int)paragraph;
            (void)load_note(law, mem, c, CM_NOTE_RULE, "rule", "text_or_note", ref);
        }
    }
    return c->status;
}

cm_status cm_notes_load(cm_law *law, cm_arena *mem, cm_err *err)
{
    cm_tsv t;
    cm_status status = load_sentences(law, mem, "refs.tsv", CM_NOTE_REFERENCE, "type", err);
    if (status == CM_OK) {
        status = load_sentences(law, mem, "modifiers.tsv", CM_NOTE_MODIFIER, "effect", err);
    }
    if (status == CM_OK) {
        status = cm_law_table(law, mem, "general_rules.tsv", &t, err);
    }
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        cm_cells c = {&t, &t.rows.items[i], CM_OK, err};
        status = load_rule(law, mem, &c);
    }
    return status;
}

static bool holds(const cm_law_note *note, cm_date on)
{
    if (on.year == 0) {
        return note->valid_to.year == 0;
    }
    return cm_date_compare(note->valid_from, on) <= 0 &&
           (note->valid_to.year == 0 || cm_date_compare(on, note->valid_to) < 0);
}

void cm_law_notes_on(const cm_law *law, cm_arena *mem, cm_law_ref ref, cm_date on,
                     cm_law_notes *ret_notes)
{
    const cm_law_source *source = cm_law_source_of(law, ref.law);
    for (size_t i = 0; source != NULL && i < law->notes.count; i++) {
        const cm_law_note *n = &law->notes.items[i];
        bool here =
            cm_sv_equal(n->at.law, source->name) && n->at.article == ref.article &&
            n->at.sub == ref.sub &&
            (ref.paragraph == 0 || n->at.paragraph == 0 || n->at.paragraph == ref.paragraph);
        if (here && holds(n, on)) {
            *cm_vec_push(mem, ret_notes) = n;
        }
    }
}
