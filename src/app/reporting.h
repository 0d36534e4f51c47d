/* app/reporting.h - the document behind the report page: counts, clues with law and evidence, what
 * could not be judged, and the texts of the judgments that have a clue. Its form is docs/report.md.
 */
#ifndef CM_APP_REPORTING_H
#define CM_APP_REPORTING_H

#include "app/site.h"
#include "base/json.h"
#include "desk/caller.h"

typedef struct {
    cm_date today;
    cm_sv program;           /* name and version */
    const cm_caller *caller; /* whose counts of verdicts it shows; NULL: none */
} cm_report_options;

/* Put the report page of a site into *page. Fails: DB, IO, LIMIT, NOTFOUND (the template). */
CM_MUST_USE cm_status cm_report_write(cm_site *site, const cm_report_options *options, cm_buf *page,
                                      uint64_t *ret_hits, cm_err *err);

/* What other reports share: the member `corpus` of an object that is being written, and the page of
 * a template with a document in it. Texts live in mem. Fails: DB; as cm_report_write. */
CM_MUST_USE cm_status cm_report_write_corpus(cm_site *site, cm_json *json, cm_arena *mem,
                                             cm_err *err);
CM_MUST_USE cm_status cm_report_make_page(const cm_home *home, cm_sv page_template,
                                          const cm_buf *json, cm_buf *page, cm_err *err);

#endif
