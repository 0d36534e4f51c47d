/* verify/report.h - what a check found, for people (words of data/messages/<language>/verify.tsv)
 * or as one line of JSON. */
#ifndef CM_VERIFY_REPORT_H
#define CM_VERIFY_REPORT_H

#include "verify/verify.h"

void cm_verify_write(cm_buf *out, bool as_json, const cm_wording *words, cm_sv file,
                     const cm_verify_report *report);

#endif
