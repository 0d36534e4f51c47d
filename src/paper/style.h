/* paper/style.h - how outward documents look, from the tables of data/templates/paper/: the page,
 * one look for each kind of block and for what the writer adds, the fonts. Lengths are in twips
 * (1/20 pt) unless a name says otherwise. Memory: all in the arena given to the load. Threads:
 * immutable after it.
 *
 *     status = cm_paper_style_load(mem, folder, &style, err);      folder: data/templates/paper
 */
#ifndef CM_PAPER_STYLE_H
#define CM_PAPER_STYLE_H

#include "base/status.h"
#include "paper/paper.h"

/* What has a look beside the kinds of blocks. */
enum {
    CM_LOOK_BODY = CM_PAPER_KIND_COUNT, /* the ground of all others */
    CM_LOOK_TABLE_AFTER,                /* the empty paragraph that ends a table */
    CM_LOOK_ATTACHMENT_MORE,
    CM_LOOK_ANNEX_TITLE,       /* a title under the label of an annex */
    CM_LOOK_TITLE_UNDER_ORGAN, /* the order of procuratorial forms: organ, title, number */
    CM_LOOK_NUMBER_UNDER_TITLE,
    CM_LOOK_SIGNER_MORE,
    CM_LOOK_PAGE_NUMBER_ODD,
    CM_LOOK_PAGE_NUMBER_EVEN,
    CM_LOOK_BANNER,
    CM_LOOK_COUNT
};

typedef struct {
    cm_sv id, name, font;
    cm_sv colour; /* "FF0000", or empty */
    cm_sv align;  /* "left", "center", "right", "both" */
    int64_t size; /* half points */
    int64_t first, left, right, before, after, line;
    int64_t first_chars; /* hundredths of a character; 0 when `first` is given otherwise */
    int64_t outline;     /* 1 the highest, 0 none */
    cm_sv rule_colour;
    int64_t rule_width; /* eighths of a point; 0: none */
    int64_t rule_space; /* points */
    bool bold, keep, fit, on_grid;
} cm_paper_look;

typedef struct {
    cm_sv name, instead, panose, pitch;
} cm_paper_font;

typedef struct {
    int64_t paper_width, paper_height, top, left, right, bottom, text_width;
    int64_t header, footer; /* from the edge of the paper */
    int64_t line_pitch;     /* of the grid */
    int64_t
        char_spacing; /* what is added to a character of the body so that a line takes its number */
    int64_t table_rule, imprint_outer, imprint_inner; /* eighths of a point */
    cm_sv number_before, number_after;                /* around the page's number */
    cm_sv attachment_label;
    cm_sv punctuation, language, latin_language;
    bool kinsoku, hanging_punctuation, latin_spacing;
    cm_paper_look looks[CM_LOOK_COUNT]; /* by kind or CM_LOOK_* */
    CM_VEC(cm_paper_font) fonts;
} cm_paper_style;

/* Fails: NOTFOUND, IO, LIMIT, SYNTAX, SCHEMA (a row that is unknown, missing or wrong). */
CM_MUST_USE cm_status cm_paper_style_load(cm_arena *mem, cm_sv folder, cm_paper_style **ret_style,
                                          cm_err *err);

/* Width of one character of a look, in twips; in the body the grid's. */
int64_t cm_paper_char_width(const cm_paper_style *style, const cm_paper_look *look);

#endif
