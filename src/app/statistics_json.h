/* app/statistics_json.h - what is asked of counts, from the names that people give, and clues and
 * notices of the statistics as JSON (docs/statistics.md). Memory: that of the statistics. */
#ifndef CM_APP_STATISTICS_JSON_H
#define CM_APP_STATISTICS_JSON_H

#include "app/statistics.h"

/* A rung and a verdict by their ids; a view whose ptr is NULL asks for none. False: no such one. */
CM_MUST_USE bool cm_statistics_rung(const cm_statistics *s, cm_sv id, int64_t *ret_rung);
CM_MUST_USE bool cm_statistics_verdict(const cm_statistics *s, cm_sv id, int *ret_verdict);
/* "period" stands for the quarter. False: no such name. */
CM_MUST_USE bool cm_statistics_dim(cm_sv name, cm_dim *ret_dim);

/* Objects. */
void cm_standing_write_json(cm_json *json, const cm_statistics *s, const cm_standing *c);
/* `counts` NULL: they are not for the caller. */
void cm_alert_write_json(cm_json *json, const cm_alert *n, const cm_alert_counts *counts);

#endif
