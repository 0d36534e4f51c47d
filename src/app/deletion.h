/* app/deletion.h - taking a source away: its key, its files in the vault, and every row that came
 * from it. What is to be done is written down first (`deleting` in the workspace); whoever opens
 * the workspace next finishes it. */
#ifndef CM_APP_DELETION_H
#define CM_APP_DELETION_H

#include "app/site.h"

typedef struct {
    int64_t source_no;
    cm_sv label;
    cm_date received_on;
    uint64_t files, documents, duplicates, not_read, bytes; /* bytes: of its files */
    bool has_key;
    cm_sv fingerprint; /* of the key */
} cm_source_info;

/* Fails: NOTFOUND (no such source), DB. */
CM_MUST_USE cm_status cm_source_look_up(cm_site *s, int64_t source_no, cm_arena *mem,
                                        cm_source_info *ret_info, cm_err *err);
typedef CM_MUST_USE cm_status (*cm_source_visit)(void *payload, const cm_source_info *info,
                                                 cm_err *err);
CM_MUST_USE cm_status cm_sources_each(cm_site *s, cm_source_visit visit, void *payload,
                                      cm_err *err);

/* Write down that a source is to be deleted, and why. It is deleted by the next cm_site_open.
 * Fails: NOTFOUND, IO, DB. */
CM_MUST_USE cm_status cm_deletion_begin(cm_site *s, int64_t source_no, cm_sv reason, cm_err *err);

/* For cm_site_open alone: before the tables are opened, and after. Nothing when nothing is to be
 * deleted. Fails: IO, DB, SCHEMA. */
CM_MUST_USE cm_status cm_deletion_erase(cm_site *s, cm_err *err);
CM_MUST_USE cm_status cm_deletion_settle(cm_site *s, cm_err *err);

#endif
