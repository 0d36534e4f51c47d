/* app/rebuild.h - the tables out of the vault alone: every document is read again from where the
 * journals of the sources say it stands, in the order in which they were taken in. */
#ifndef CM_APP_REBUILD_H
#define CM_APP_REBUILD_H

#include "app/intake.h"

typedef struct {
    size_t workers; /* 0: as many as there are processors */
    cm_intake_watch watch;
} cm_rebuild_options;

/* Make facts.duckdb anew beside the one that may be there, and put it in its place at the end:
 * until then, also when it is stopped or killed, the old one stays. Results of models are made by
 * running them. Fails: NOTFOUND (no workspace; a key), CONFLICT, IO, DB, SCHEMA, CANCELLED. */
CM_MUST_USE cm_status cm_rebuild(const cm_home *home, cm_sv folder,
                                 const cm_rebuild_options *options, cm_import_summary *ret_summary,
                                 cm_err *err);

/* The same, left open to be asked; cm_site_close drops it and keeps the old one. */
CM_MUST_USE cm_status cm_rebuild_fresh(const cm_home *home, cm_sv folder,
                                       const cm_rebuild_options *options, cm_site **ret_site,
                                       cm_import_summary *ret_summary, cm_err *err);

/* The same beside a site that is open and goes on to serve; see cm_site_replace. */
CM_MUST_USE cm_status cm_rebuild_beside(const cm_site *base, const cm_rebuild_options *options,
                                        cm_site **ret_site, cm_import_summary *ret_summary,
                                        cm_err *err);

/* Take into the tables what a journal has beyond them: a record that was written when the process
 * died before the tables had it. Fails: as cm_rebuild. */
CM_MUST_USE cm_status cm_rebuild_catch_up(cm_site *site, cm_err *err);

#endif
