/* desk/alert.h - a sudden change of what a model is worth: the precision of its latest period
 * against that of all before it. One notice for a model, its version and a period.
 * Memory: the arena given. Threads: as the desk. */
#ifndef CM_DESK_ALERT_H
#define CM_DESK_ALERT_H

#include "base/proportion.h"
#include "desk/count.h"

/* data/desk/notices.tsv */
typedef struct {
    cm_sv kind, zh, en; /* kind: "fallen" or "risen" */
    bool fallen;
    cm_dim period;                      /* month or quarter */
    int64_t least_before, least_latest; /* verdicts */
} cm_alert_rule;

typedef CM_VEC(cm_alert_rule) cm_alert_rules;

/* `folder`: data/desk. Fails: as cm_tsv_load; SCHEMA. */
CM_MUST_USE cm_status cm_alert_rules_load(cm_arena *mem, cm_sv folder, cm_alert_rules *ret_rules,
                                          cm_err *err);

typedef struct {
    int64_t no;
    cm_sv kind, model, content, period;
    int64_t model_version;
    cm_sv at;
    cm_sv detail; /* JSON: verdicts before and in the period */
    cm_sv seen_by, seen_at;
} cm_alert;

typedef CM_VEC(cm_alert) cm_alerts;

typedef struct {
    int64_t held_before, wrong_before, held, wrong;
} cm_alert_counts;

/* What `detail` says. Fails: SYNTAX, SCHEMA. */
CM_MUST_USE cm_status cm_alert_read(const cm_alert *alert, cm_alert_counts *ret_counts,
                                    cm_err *err);

/* What the counts call for, pure: `groups` by the period of the rule, of all clues. */
void cm_alerts_find(const cm_alert_rule *rule, const cm_verdict_groups *groups, cm_arena *mem,
                    cm_alerts *notices);

/* Inside a change. False in *ret_new: there is one for the model, version and period. */
CM_MUST_USE cm_status cm_alert_add(cm_desk *desk, const cm_alert *notice, bool *ret_new,
                                   cm_err *err);
CM_MUST_USE cm_status cm_alert_known(cm_desk *desk, const cm_alert *notice, bool *ret_known,
                                     cm_err *err);
/* Latest first. */
CM_MUST_USE cm_status cm_alerts_load(cm_desk *desk, bool with_seen, cm_arena *mem,
                                     cm_alerts *ret_notices, cm_err *err);
/* Inside a change. Fails: NOTFOUND (no such one, or it was seen), DB. */
CM_MUST_USE cm_status cm_alert_see(cm_desk *desk, int64_t no, cm_sv by, cm_sv at, cm_err *err);

#endif
