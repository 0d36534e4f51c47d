/* paper/report.h - the report page: one HTML file that carries its data, styles and script.
 * Puts a JSON document (made by src/app, described in docs/report.md) into the template
 * data/templates/report.html. Reads no files and does not look into the JSON: the page's own script
 * shows it, as text only.
 * Memory: the page is appended to `out`, which the caller owns. Threads: no state.
 *
 *     CM_AUTO_BUF page;
 *     cm_buf_init(&page, CM_MAX_PAGE);
 *     status = cm_report_page(cm_buf_view(&page_template), cm_buf_view(&json), &page, err);
 */
#ifndef CM_PAPER_REPORT_H
#define CM_PAPER_REPORT_H

#include "base/buf.h"
#include "base/status.h"

/* The words of the template in whose place the data are put: once, as the whole content of a
 * <script type="application/json"> element. */
#define CM_REPORT_SLOT CM_SV("@@report-data@@")

/* Append the page to *out. `json` is one valid JSON value in UTF-8; characters of it that HTML or
 * JavaScript could take for their own are written as JSON escapes, so that no word of a judgment
 * becomes markup. Fails: SCHEMA (the slot is missing or stands twice), LIMIT (the page would pass
 * out->max; *out then holds a part of it). */
CM_MUST_USE cm_status cm_report_page(cm_sv page_template, cm_sv json, cm_buf *out, cm_err *err);

#endif
