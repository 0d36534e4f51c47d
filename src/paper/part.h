/* paper/part.h - the parts of a .docx, for docx.c alone: each function appends one XML part.
 * Memory: the caller's. Threads: no state. */
#ifndef CM_PAPER_PART_H
#define CM_PAPER_PART_H

#include "office/markup.h"
#include "paper/style.h"

#define CM_WORD_NAMESPACE CM_SV("http://schemas.openxmlformats.org/wordprocessingml/2006/main")
#define CM_RELATIONS_NAMESPACE                                                                     \
    CM_SV("http://schemas.openxmlformats.org/officeDocument/2006/relationships")

#define CM_CELL_MARGIN 80 /* left and right of the words of a cell, in twips */

#define CM_TABLE_STYLE   CM_SV("table")
#define CM_IMPRINT_STYLE CM_SV("imprint")

/* Ids of the relations of the main part. */
#define CM_RELATION_FOOTER_ODD  "rId4"
#define CM_RELATION_FOOTER_EVEN "rId5"
#define CM_RELATION_HEADER_ODD  "rId6"
#define CM_RELATION_HEADER_EVEN "rId7"

void cm_part_styles(const cm_paper_style *style, cm_buf *out);
void cm_part_fonts(const cm_paper_style *style, cm_buf *out);
void cm_part_settings(const cm_paper_style *style, cm_buf *out);
void cm_part_body(const cm_paper *paper, const cm_paper_style *style, cm_buf *out);
/* A header with the banner; a footer with the page's number. `look`: CM_LOOK_*. */
void cm_part_header(const cm_paper *paper, const cm_paper_style *style, cm_buf *out);
void cm_part_footer(const cm_paper_style *style, size_t look, cm_buf *out);

/* The fonts of a run or style, for all scripts, so that no program chooses another. */
void cm_part_run_fonts(cm_markup *m, cm_sv font);
/* The id of a look's style. */
void cm_part_style_id(cm_markup *m, const char *element, const cm_paper_look *look);

#endif
