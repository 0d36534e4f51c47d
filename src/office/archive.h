/* office/archive.h - zip containers, read: entries by number, their bytes whole or as a source.
 * Nothing is written to disk, names are labels and never paths. Limits are the caller's: `out->max`
 * of a read, what it takes from a source.
 * Memory: an archive owns itself; entries' names are borrowed from it. Threads: one. */
#ifndef CM_OFFICE_ARCHIVE_H
#define CM_OFFICE_ARCHIVE_H

#include "base/buf.h"
#include "office/source.h"

typedef struct cm_archive cm_archive;

typedef struct {
    cm_sv name;            /* the bytes as they stand: UTF-8, or what the zip's maker used */
    uint64_t size, packed; /* as the directory says, which may lie */
    bool is_folder, is_locked;
} cm_archive_entry;

/* Fails: NOTFOUND, IO, SYNTAX (no zip, or a damaged one). */
CM_MUST_USE cm_status cm_archive_open(cm_sv path, cm_archive **ret_archive, cm_err *err);
/* A zip in memory, borrowed. Fails: SYNTAX. */
CM_MUST_USE cm_status cm_archive_open_bytes(cm_sv bytes, cm_archive **ret_archive, cm_err *err);
void cm_archive_close(cm_archive *a);
#define CM_AUTO_ARCHIVE __attribute__((cleanup(cm_archive_cleanup))) cm_archive
void cm_archive_cleanup(cm_archive **a);

uint64_t cm_archive_count(const cm_archive *a);
cm_archive_entry cm_archive_entry_get(const cm_archive *a, uint64_t index);
/* The entry of this name, any letter case; UINT64_MAX when there is none. */
uint64_t cm_archive_find(const cm_archive *a, const char *name);

/* Append the bytes of an entry. Fails: SYNTAX (damaged), DENIED (a password),
 * SCHEMA (packed by a method that is not known), LIMIT (out->max). */
CM_MUST_USE cm_status cm_archive_read(cm_archive *a, uint64_t index, cm_buf *out, cm_err *err);

/* An entry as a source, bit by bit. Fails as a read. */
typedef struct cm_archive_part cm_archive_part;
CM_MUST_USE cm_status cm_archive_part_open(cm_archive *a, uint64_t index,
                                           cm_archive_part **ret_part, cm_err *err);
void cm_archive_part_close(cm_archive_part *part);
cm_source cm_archive_part_source(cm_archive_part *part);

/* Whether the last read failed (LIMIT) because an entry unpacks to more than CM_MAX_UNPACK_RATIO
 * times its size. */
bool cm_archive_is_bomb(const cm_archive *a);

#endif
