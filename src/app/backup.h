/* app/backup.h - a copy of what nothing can make again, and a workspace made of it: the vault, the
 * desk, the office's models, data, settings and certificates. The tables are not in it: restoring
 * makes them anew and compares (docs/operations.md). Keys are copied to a place of their own, and
 * only when it is named: with the backup alone nobody can read the originals. */
#ifndef CM_APP_BACKUP_H
#define CM_APP_BACKUP_H

#include "app/rebuild.h"
#include "desk/audit.h"

typedef struct {
    void (*progress)(void *payload, uint64_t done, uint64_t all); /* bytes; may be NULL */
    void *payload;
    atomic_bool *cancel;
} cm_backup_watch;

typedef struct {
    cm_sv folder; /* to be made */
    cm_sv keys;   /* folder to be made for the keys, or empty */
    const cm_backup_watch *watch;
} cm_backup_options;

typedef struct {
    uint64_t files, bytes;
    int64_t documents, lines; /* of the audit */
} cm_backup_summary;

/* Copy, then write `manifest.json`, then give the folder its name: what has that name is whole.
 * `deed` goes into the audit. Fails: CONFLICT (the folder is there), IO, DB, CANCELLED. */
CM_MUST_USE cm_status cm_backup_make(cm_site *site, const cm_backup_options *options,
                                     const cm_deed *deed, cm_backup_summary *ret_summary,
                                     cm_err *err);

typedef struct {
    cm_sv from, to; /* the backup; the workspace to be made */
    cm_sv keys;     /* folder of copied keys, or empty: they are where they were */
    cm_intake_watch watch;
    cm_sv at;
} cm_restore_options;

typedef struct {
    cm_sv made_at, version; /* of the backup */
    int64_t documents, lines;
    cm_audit_report audit;
    bool same_documents, same_facts; /* the tables made anew are what they were */
    bool same_version;               /* made by this version of the program */
} cm_restore_summary;

/* Check every file against the manifest, make the workspace, its tables from the vault, and
 * compare. Fails: NOTFOUND (no backup, no key), CONFLICT (the workspace is there; another key is),
 * SCHEMA (a file is not what the manifest says), IO, DB, CANCELLED. */
CM_MUST_USE cm_status cm_backup_restore(const cm_home *home, const cm_restore_options *options,
                                        cm_arena *mem, cm_restore_summary *ret_summary,
                                        cm_err *err);

#endif
