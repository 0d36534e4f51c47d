/* app/class_report.h - the document behind a class report (类案监督报告): sample and period, the
 * model and its law, every case, what they have in common by court and kind with all that was
 * examined as denominator, and what the figures do not say. Its form is docs/class-report.md.
 * Threads: one. */
#ifndef CM_APP_CLASS_REPORT_H
#define CM_APP_CLASS_REPORT_H

#include "app/reporting.h"
#include "app/similar.h"

/* Put the page of a class report into *page. Fails: NOTFOUND (no such model, or the template), DB,
 * IO, LIMIT. */
CM_MUST_USE cm_status cm_class_report_write(cm_site *site, const cm_class_filter *filter,
                                            const cm_report_options *options, cm_buf *page,
                                            uint64_t *ret_hits, cm_err *err);

#endif
