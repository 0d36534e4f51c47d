/* app/horizon.h - up to which day the law that a clue rests on is known: by data/law/sources.tsv,
 * or further where the office vouches for a law in its workspace (docs/workspace.md). What lies
 * beyond stands, and is marked. */
#ifndef CM_APP_HORIZON_H
#define CM_APP_HORIZON_H

#include "app/home.h"

/* Read the office's file; a missing one is empty. Fails: IO, SYNTAX, SCHEMA (no such law, an
 * earlier day than that of the program's own data, no name or reason). */
CM_MUST_USE cm_status cm_horizon_load(cm_home *h, cm_sv workspace, cm_err *err);

/* What the office says of a law, or NULL. */
const cm_horizon *cm_horizon_of_law(const cm_home *home, cm_sv law);

/* The day up to which the law is known. */
cm_date cm_horizon_known_to(const cm_home *home, cm_sv law);

/* The earliest day up to which a law that the model rests on is known, if `on` lies after it; else
 * CM_NO_DATE. */
cm_date cm_horizon_before(const cm_home *home, const cm_model *model, cm_date on);

#endif
