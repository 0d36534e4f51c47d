/* app/proposal.h - the way of a model into use: somebody writes it, it is checked against its own
 * cases and those of the model it takes the place of, another person publishes it. Each asks for
 * the right, and each change is one with its line in the audit. A model that was published counts
 * from when the models are loaded again (cm_home_renew). Threads: as the desk. */
#ifndef CM_APP_PROPOSAL_H
#define CM_APP_PROPOSAL_H

#include "app/trial.h"
#include "app/workdesk.h"
#include "desk/proposal.h"

typedef struct {
    int64_t no, version; /* 0 and 0: a new proposal */
    cm_sv text, why;
} cm_proposal_draft;

/* Write one, or another text of one's own that is open. It is without mistakes, of the same model,
 * and starts from the model as it is now. Fails: DENIED, ARG (no reason), SCHEMA (the first
 * mistake, with its place), NOTFOUND, CONFLICT (changed meanwhile), DB, LIMIT. */
CM_MUST_USE cm_status cm_proposal_write(cm_workdesk *w, const cm_caller *caller,
                                        const cm_proposal_draft *draft, int64_t *ret_no,
                                        cm_err *err);

/* ---- whether it may be published ---- */

typedef enum {
    CM_OBSTACLE_MISTAKES,   /* the program or the catalogue changed */
    CM_OBSTACLE_CASES,      /* a case of its own came out otherwise, or there are too few */
    CM_OBSTACLE_BASE_CASES, /* a case of the model it replaces, that it does not rewrite itself */
    CM_OBSTACLE_VERSION,    /* its number is not higher */
    CM_OBSTACLE_BASE,       /* the model is another one than it started from */
    CM_OBSTACLE_COUNT
} cm_obstacle;

typedef struct {
    bool obstacles[CM_OBSTACLE_COUNT];
    size_t cases, passed;
    size_t base_cases, base_passed;
    CM_VEC(const cm_model_case *) rewritten; /* of the base, by `why`: it says otherwise there */
    cm_problems problems, base_problems;
    const cm_model *base; /* NULL: a new model */
} cm_proposal_report;

/* Memory: own, a home of `home` (cm_home_borrow). Fails: DB, LIMIT. */
CM_MUST_USE cm_status cm_proposal_examine(const cm_home *home, const cm_proposal *p, cm_home *own,
                                          cm_proposal_report *ret_report, cm_err *err);
bool cm_proposal_is_ready(const cm_proposal_report *report);
cm_sv cm_obstacle_id(cm_obstacle obstacle); /* "cases"; its words are message "obstacle.cases" */

/* ---- decisions; each for a reason. All fail: DENIED, ARG (no reason), NOTFOUND, CONFLICT (not
 * open, or changed meanwhile), DB. ---- */

typedef struct {
    int64_t no, version; /* version: that was seen; 0: whatever it is */
    cm_sv why;
} cm_proposal_verdict;

/* By another person than its author. Fails: also SCHEMA (it is not ready). */
CM_MUST_USE cm_status cm_proposal_publish(cm_workdesk *w, const cm_caller *caller,
                                          const cm_proposal_verdict *v, cm_err *err);
CM_MUST_USE cm_status cm_proposal_refuse(cm_workdesk *w, const cm_caller *caller,
                                         const cm_proposal_verdict *v, cm_err *err);
/* By its author. */
CM_MUST_USE cm_status cm_proposal_drop(cm_workdesk *w, const cm_caller *caller,
                                       const cm_proposal_verdict *v, cm_err *err);
/* Back to the model that comes with the program. Fails: also NOTFOUND (none is published). */
CM_MUST_USE cm_status cm_proposal_withdraw(cm_workdesk *w, const cm_caller *caller, cm_sv model,
                                           cm_sv why, cm_err *err);

/* ---- as JSON ---- */

void cm_proposal_write_json(cm_json *json, const cm_home *home, const cm_proposal *p);
void cm_proposal_report_write_json(cm_json *json, const cm_home *home,
                                   const cm_proposal_report *report);

#endif
