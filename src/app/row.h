/* app/row.h - rows of the fact tables while they are being made from one judgment: values by column
 * name, which columns are unread, and the place of each fact in the text. Knows the catalogue, not
 * the judgment. Memory: the arena given to start; texts are borrowed. Threads: one. */
#ifndef CM_APP_ROW_H
#define CM_APP_ROW_H

#include "engine/cell.h"
#include "judgment/record.h"
#include "model/catalogue.h"

typedef struct {
    const cm_view *view;
    int64_t defendant_no, count_no; /* 1-based; 0 where the view has none */
    int64_t row_no;                 /* 1-based, of a child */
    cm_cell *cells;                 /* the view's own columns */
    bool *set;                      /* which of them were given a value or called absent */
    cm_svs unread;                  /* columns and child tables */
} cm_fact_row;

typedef struct {
    int64_t defendant_no, count_no;
    cm_sv fact; /* a column or a child table */
    cm_span at;
} cm_fact_anchor;

/* A place of a fact group that was not wholly read; an empty place when the group was not found. */
typedef struct {
    cm_sv group;
    cm_state state; /* ABSENT = partly, UNREAD */
    cm_span at;
} cm_fact_gap;

typedef struct {
    cm_arena *mem;
    const cm_catalogue *catalogue;
    CM_VEC(cm_fact_row *) rows;
    CM_VEC(cm_fact_anchor) anchors;
    CM_VEC(cm_fact_gap) gaps;
    CM_VEC(const cm_conflict *) conflicts;
    cm_svs unread_groups;
} cm_fact_rows;

/* Begin a row; `table` is a view or a child ("conviction.tiers") of the catalogue. */
cm_fact_row *cm_row_new(cm_fact_rows *rows, cm_sv table, const cm_fact_row *parent, int64_t number);

/* Give a column its value by state: KNOWN the cell and its anchor; ABSENT nothing; UNREAD the mark.
 */
void cm_row_set(cm_fact_rows *rows, cm_fact_row *row, cm_sv column, cm_state state, cm_cell cell,
                cm_span at);
void cm_row_text(cm_fact_rows *rows, cm_fact_row *row, cm_sv column, const cm_text_fact *fact);
void cm_row_date(cm_fact_rows *rows, cm_fact_row *row, cm_sv column, const cm_date_fact *fact);
void cm_row_number(cm_fact_rows *rows, cm_fact_row *row, cm_sv column, const cm_number_fact *fact);
/* The text is that of the closed list, whose order is that of the enum. */
void cm_row_choice(cm_fact_rows *rows, cm_fact_row *row, cm_sv column, const cm_term_list *list,
                   const cm_choice_fact *fact);
void cm_row_int(cm_fact_rows *rows, cm_fact_row *row, cm_sv column, int64_t value);
void cm_row_bool(cm_fact_rows *rows, cm_fact_row *row, cm_sv column, bool value);
void cm_row_unread(cm_fact_rows *rows, cm_fact_row *row, cm_sv column); /* or a child table */
void cm_row_all_unread(cm_fact_rows *rows, cm_fact_row *row);           /* with its children */
void cm_row_all_absent(cm_fact_row *row);                               /* there is no such thing */
/* A further place in the text that a column or child table rests on; empty spans are left out. */
void cm_row_anchor(cm_fact_rows *rows, const cm_fact_row *row, cm_sv fact, cm_span at);

/* The i-th of the columns that `cells` holds; NULL after the last. */
const cm_column *cm_row_column(const cm_fact_row *row, size_t i);
bool cm_row_is_unread(const cm_fact_row *row, cm_sv name);

/* Columns that nothing was said of count as unread. Call once, when all rows are there. */
void cm_rows_finish(cm_fact_rows *rows);

cm_span cm_span_of(const cm_span *spans, size_t count); /* the smallest span over all of them */

#endif
