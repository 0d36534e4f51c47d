#include "base/base.h"

#include "app/letter_desk.h"

#include "base/file.h"
#include "paper/docx.h"

/* The cells of a row of a table: the sentence cut at '|', each place filled by itself. */
static void add_cells(const cm_letter_opened *o, const cm_sentence *s, cm_paper *paper)
{
    cm_arena *mem = o->use.mem;
    cm_svs cells = {0};
    cm_sv rest = s->state == CM_SENTENCE_DRAFTED ? s->form : s->text, cell;
    while (rest.len != 0 && cm_sv_split(&rest, '|', &cell)) {
        *cm_vec_push(mem, &cells) =
            s->state == CM_SENTENCE_DRAFTED ? cm_letter_bound(&o->use, s, cell) : cell;
    }
    cm_paper_add_row(mem, paper, s->block, cells.items, cells.count);
}

static void make_paper(const cm_letter_opened *o, bool is_draft, cm_paper *ret_paper)
{
    cm_paper paper = {.title = o->use.kind->zh, .made_at = o->row.changed_at};
    if (is_draft) {
        paper.banner = cm_wording_find(&o->use.home->finding_words, CM_SV("document.banner"));
    }
    for (size_t i = 0; i < o->content.sentences.count; i++) {
        const cm_sentence *s = &o->content.sentences.items[i];
        bool is_row = s->block == CM_PAPER_TABLE_HEAD || s->block == CM_PAPER_TABLE_ROW;
        if (is_row) {
            add_cells(o, s, &paper);
        } else if (cm_sv_trim(s->text).len != 0) {
            cm_paper_add(o->use.mem, &paper, s->block, s->text);
        }
    }
    *ret_paper = paper;
}

/* A copy of what went out is what was sent; before that every figure is read again. */
static cm_status check_evidence(cm_letter_desk *d, cm_letter_opened *o, cm_err *err)
{
    cm_letter_marks marks;
    int64_t k = 0;
    cm_sv what = CM_SV("");
    cm_status status = cm_letter_check(o, &marks, err);
    if (status != CM_OK || cm_letter_is_fresh(&marks, &k, &what)) {
        return status;
    }
    status = cm_letter_lock(d, o, k, what, err);
    if (status != CM_OK) {
        return status;
    }
    d->refusal.k = k;
    d->refusal.marks = marks;
    return cm_letter_refuse(d, CM_E_CONFLICT, "stale", what, err);
}

cm_status cm_letter_print(cm_letter_desk *d, cm_letter_opened *o, cm_buf *out, cm_err *err)
{
    bool sent = cm_date_exists(o->row.issued_on);
    cm_status status = sent ? CM_OK : check_evidence(d, o, err);
    cm_paper_style *style = NULL;
    if (status == CM_OK) {
        cm_sv folder = cm_file_join(d->mem, d->site->home->data, CM_SV("templates/paper"));
        status = cm_paper_style_load(d->mem, folder, &style, err);
    }
    cm_paper paper;
    if (status == CM_OK) {
        make_paper(o, !sent, &paper);
        status = cm_paper_write_docx(&paper, style, out, err);
    }
    return status == CM_OK ? cm_letter_log(d, o, CM_SV("document.print"), err) : status;
}
