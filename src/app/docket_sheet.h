/* app/docket_sheet.h - a list of the desk as a complete .xlsx file: every clue of the filter that
 * the caller may see, personal data as he sees them, and how the list came about. */
#ifndef CM_APP_DOCKET_SHEET_H
#define CM_APP_DOCKET_SHEET_H

#include "app/docket.h"

/* `filter_text`: the filter as it was typed. Told to the audit. Fails: DENIED (export.list), LIMIT
 * (more rows than a sheet holds), IO, DB. */
CM_MUST_USE cm_status cm_docket_sheet(cm_docket *d, const cm_list_filter *filter, cm_sv filter_text,
                                      cm_sv path, uint64_t *ret_rows, cm_err *err);

#endif
