/* app/amend.h - a judgment record with what people corrected in it (desk/correction.h). Which facts
 * can be corrected, what the reader had read there, what a person may put instead. The text is not
 * touched: a corrected fact has no place in it. Memory: the arena given. Threads: any. */
#ifndef CM_APP_AMEND_H
#define CM_APP_AMEND_H

#include "app/fill.h"
#include "model/model.h"

/* How a value is written: a word of a closed list, 2026-11-22, a number in the unit of the column
 * (money in fen), any words. */
typedef struct {
    cm_sv name; /* "conviction.fine"; "defendant.priors": its rows, to be removed */
    const cm_view *view;
    const cm_column *column; /* NULL: rows */
    bool in_rows;            /* of a child table: the row is named */
    bool grows;              /* a row can be added by this value alone */
} cm_amend_field;

typedef CM_VEC(cm_amend_field) cm_amend_fields;

/* All of them, in the order of the catalogue. */
cm_amend_fields cm_amend_fields_of(const cm_fill_use *use, cm_arena *mem);
bool cm_amend_field_find(const cm_fill_use *use, cm_sv name, cm_amend_field *ret_field);

/* The record as tables hold it (cm_fill_settle), with the corrections, which all hold; NULL: none.
 * ret_applied: NULL, or of each whether it has found its fact: a reader that reads otherwise may
 * have lost it. */
const cm_record *cm_amend(const cm_fill_use *use, cm_arena *mem, const cm_record *record,
                          const cm_corrections *corrections, bool *ret_applied);

/* The correction that a person asks for, of field, numbers, act and value, against the record as
 * read and the corrections that hold: row_no counts the rows as they are shown, and becomes that of
 * the reader; value is written in one way; person, part, was and was_state are filled; *ret_at is
 * where the reader had read it. Fails: NOTFOUND (no such field, defendant, count, row), ARG. */
CM_MUST_USE cm_status cm_amend_take(const cm_fill_use *use, cm_arena *mem, const cm_record *record,
                                    const cm_corrections *holding, cm_correction *correction,
                                    cm_err *err);
/* Where the reader had read it, and what; false: nowhere now. */
bool cm_amend_place(const cm_fill_use *use, const cm_record *record,
                    const cm_correction *correction, cm_span *ret_at);

/* The value as people read it. */
cm_sv cm_amend_said(const cm_fill_use *use, const cm_wording *words, cm_arena *mem, cm_sv field,
                    cm_sv value_text);

#endif
