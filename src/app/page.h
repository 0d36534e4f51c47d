/* app/page.h - one page of Markdown for a model, in the words of data/messages: what it finds, the
 * words of its law, its rule in sentences, what it takes care not to report, what it proposes, what
 * was measured, its cases. docs/models is made of these pages. */
#ifndef CM_APP_PAGE_H
#define CM_APP_PAGE_H

#include "app/home.h"
#include "base/tsv.h"

/* What was measured of the models: models/measured.tsv. Empty when there is no such file.
 * Fails: as cm_tsv_load, SCHEMA. */
typedef struct {
    cm_tsv table;
    cm_map rows; /* model id -> cm_tsv_row */
} cm_measured;

CM_MUST_USE cm_status cm_measured_load(const cm_home *home, cm_arena *mem, cm_measured *ret,
                                       cm_err *err);

void cm_page_write(const cm_home *home, const cm_model *model, const cm_measured *measured,
                   cm_buf *out);
/* The list of all pages with a line for each model. */
void cm_page_index(const cm_home *home, cm_buf *out);

#endif
