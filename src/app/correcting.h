/* app/correcting.h - a fact that was read wrongly, corrected by a person: asked for, taken back,
 * told; and the tables of facts, the results of the models and the clues brought to say the same,
 * for the one document. Each change asks the right and has its line in the audit. Threads: as the
 * site.
 *
 *   status = cm_correct(site, &caller, &order, mem, &correction, err);
 *   status = cm_correct_apply(site, &caller, doc, mem, &effect, err); */
#ifndef CM_APP_CORRECTING_H
#define CM_APP_CORRECTING_H

#include "app/amend.h"
#include "app/site.h"
#include "base/json.h"
#include "desk/caller.h"

typedef struct {
    cm_sv doc, field; /* as cm_amend_fields_of names it */
    int64_t defendant_no, count_no, row_no;
    cm_sv value; /* ptr NULL: not in the text */
    cm_sv why;
} cm_correction_order;

/* One that held for the same fact ends. Fails: NOTFOUND, ARG, DENIED, CONFLICT (it says so
 * already), DB. */
CM_MUST_USE cm_status cm_correct(cm_site *site, const cm_caller *caller,
                                 const cm_correction_order *order, cm_arena *mem,
                                 cm_correction *ret_correction, cm_err *err);
/* Taken back: what the reader reads counts again. Fails: NOTFOUND, DENIED, ARG (no reason), DB. */
CM_MUST_USE cm_status cm_correct_end(cm_site *site, const cm_caller *caller, cm_sv doc, int64_t no,
                                     cm_sv why, cm_err *err);

/* What it changed. */
typedef struct {
    cm_sv model, clue;
    int64_t defendant_no, count_no;
} cm_correct_hit;

typedef CM_VEC(cm_correct_hit) cm_correct_hits;

typedef struct {
    cm_sv doc;
    uint64_t models;              /* that were run for it */
    cm_correct_hits gained, lost; /* hits */
    cm_svs later; /* collisions that ran before: they look at all documents, with their next run */
} cm_correct_effect;

/* The document read again, with the corrections that hold: facts, results, clues. Models that never
 * ran are left alone. The site looks for the program itself (no lens). Fails: NOTFOUND, DB, IO. */
CM_MUST_USE cm_status cm_correct_apply(cm_site *site, const cm_caller *caller, cm_sv doc,
                                       cm_arena *mem, cm_correct_effect *ret_effect, cm_err *err);
/* The same for every document of which the tables do not say yet what holds. */
CM_MUST_USE cm_status cm_correct_settle(cm_site *site, const cm_caller *caller, cm_arena *mem,
                                        cm_err *err);
void cm_correct_effect_write_json(cm_json *json, const cm_home *home,
                                  const cm_correct_effect *effect); /* members of an object */

/* Those of a document through the lens of the site: an array. Fails: NOTFOUND, DB, IO. */
CM_MUST_USE cm_status cm_corrections_write_json(cm_site *site, cm_sv doc, bool ended_too,
                                                cm_arena *mem, cm_json *json, cm_err *err);
/* What can be corrected, and by what: an array. */
void cm_correct_fields_write_json(cm_json *json, const cm_home *home, cm_arena *mem);

/* ---- for whoever shows facts ---- */

/* Those that hold, of a document in the tables; none where there is no desk. Fails: DB. */
CM_MUST_USE cm_status cm_corrections_of(cm_site *site, int64_t doc_key, bool ended_too,
                                        cm_arena *mem, cm_corrections *ret, cm_err *err);
/* The one about this column of this row, or NULL. keys: of its subject (app/subject.h); row_no: of
 * a child table as the reader numbered it, 0 else. */
const cm_correction *cm_correction_at(const cm_corrections *all, cm_sv view, cm_sv column,
                                      const int64_t *keys, int64_t row_no);
/* An object, and all as the member "corrections"; the text of the document was looked at last
 * through the lens. */
void cm_correction_write_json(cm_site *site, const cm_correction *correction, cm_arena *mem,
                              cm_json *json);
void cm_corrections_put(cm_site *site, const cm_corrections *all, cm_arena *mem, cm_json *json);

#endif
