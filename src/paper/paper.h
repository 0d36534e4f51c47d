/* paper/paper.h - an outward document as a row of blocks: what stands in it and what each part is,
 * not how it looks. The look (fonts, sizes, measures) is data/templates/paper/, the file is written
 * by paper/docx.h.
 * Memory: blocks and copies of their words live in the arena given. Threads: no state.
 *
 *     cm_paper paper = {.title = title, .made_at = now, .banner = draft_words};
 *     cm_paper_add(mem, &paper, CM_PAPER_TITLE, title);
 *     cm_paper_add(mem, &paper, CM_PAPER_TEXT, sentence);
 *     cm_paper_add_row(mem, &paper, CM_PAPER_TABLE_HEAD, names, CM_COUNT(names));
 */
#ifndef CM_PAPER_PAPER_H
#define CM_PAPER_PAPER_H

#include "base/vec.h"

/* What a block is. Each has an id, "organ", "heading-1" …, under which data/ names it; its look is
 * the row of that id in data/templates/paper/styles.tsv. */
typedef enum {
    CM_PAPER_ORGAN,     /* red head: the issuing office */
    CM_PAPER_NUMBER,    /* number of the document; the red rule stands under it */
    CM_PAPER_TITLE,     /* may have several lines: '\n' */
    CM_PAPER_ADDRESSEE, /* flush left, also the court after the closing words */
    CM_PAPER_HEADING_1, /* with its numeral in the text, as all headings */
    CM_PAPER_HEADING_2,
    CM_PAPER_TEXT, /* a paragraph; '\n' begins another, '\t' goes to a tab stop */
    CM_PAPER_TABLE_TITLE,
    CM_PAPER_TABLE_HEAD, /* has cells; repeated on every page the table reaches */
    CM_PAPER_TABLE_ROW,  /* has cells; neighbouring rows are one table */
    CM_PAPER_ATTACHMENT, /* in the list under the text: its name; label and number are added */
    CM_PAPER_SIGNER,     /* the issuing office above the date, centred over it */
    CM_PAPER_DATE,
    CM_PAPER_NOTE,    /* remark under the date */
    CM_PAPER_ANNEX,   /* the label that begins an annex on a new page */
    CM_PAPER_COPY,    /* who gets copies, between rules */
    CM_PAPER_PRINTED, /* who printed it, '\t', when */
    CM_PAPER_KIND_COUNT
} cm_paper_kind;

typedef struct {
    cm_paper_kind kind;
    cm_sv text;
    const cm_sv *cells; /* of a table row */
    size_t cell_count;
} cm_paper_block;

typedef struct {
    CM_VEC(cm_paper_block) blocks;
    cm_sv title, author; /* properties of the file, not shown */
    cm_sv made_at;       /* "2026-11-22T07:40:00Z"; nothing else in the file depends on the clock */
    cm_sv banner;        /* at the head of every page of what is not issued: a draft; or empty */
} cm_paper;

/* Add a block with a copy of its words. Asserts that the kind takes a text. */
void cm_paper_add(cm_arena *mem, cm_paper *paper, cm_paper_kind kind, cm_sv text);
/* Add a row of a table, CM_PAPER_TABLE_HEAD or CM_PAPER_TABLE_ROW. */
void cm_paper_add_row(cm_arena *mem, cm_paper *paper, cm_paper_kind kind, const cm_sv *cells,
                      size_t count);

/* The id of a kind in data, and back. */
cm_sv cm_paper_kind_id(cm_paper_kind kind);
bool cm_paper_kind_find(cm_sv id, cm_paper_kind *ret_kind);

#endif
