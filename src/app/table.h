/* app/table.h - tables of departments in a workspace: taken from a clean CSV file with declared
 * columns (model/schema.h), kept in the vault like any source, and rows of `t_NAME` for models.
 * Every row keeps its file and the number people count it by. A row is taken wholly or not at all;
 * what is not taken is told with its cause. A sealed row is counted and never given out.
 * Threads: one. */
#ifndef CM_APP_TABLE_H
#define CM_APP_TABLE_H

#include "app/intake.h"
#include "model/schema.h"

typedef struct {
    cm_sv name, title;
    int64_t source_no, file_no;
    uint64_t rows, sealed, bad; /* taken, with those that are sealed; sealed; not taken */
    cm_sv path;
    cm_date received_on;
    const cm_schema *schema;
} cm_table_info;

typedef CM_VEC(cm_table_info) cm_table_infos;

typedef struct {
    cm_sv path;
    cm_sv name; /* what the file is called; empty: its path */
    const cm_schema *schema;
    cm_sv label;         /* of the source; empty: the title of the table */
    cm_date received_on; /* or none */
    cm_intake_watch watch;
} cm_table_options;

/* Import a table. Fails: CONFLICT (there is one of that name), NOTFOUND, IO, DB; SCHEMA (not UTF-8,
 * or a declared column is missing from the header: nothing is kept); CANCELLED (nothing is). */
CM_MUST_USE cm_status cm_table_import(cm_site *site, const cm_table_options *options,
                                      cm_table_info *ret_info, cm_err *err);

/* The imported tables by name, into mem. Fails: DB, SCHEMA. */
CM_MUST_USE cm_status cm_tables_list(cm_site *site, cm_arena *mem, cm_table_infos *ret_list,
                                     cm_err *err);
/* One of them. Fails: NOTFOUND, and as cm_tables_list. */
CM_MUST_USE cm_status cm_table_find(cm_site *site, cm_arena *mem, cm_sv name,
                                    cm_table_info *ret_info, cm_err *err);

/* The first table that a model reads and that was not imported; empty: none lacks. Fails: DB,
 * SCHEMA.
 */
CM_MUST_USE cm_status cm_table_lacking(cm_site *site, const cm_model *model, cm_arena *mem,
                                       cm_sv *ret_name, cm_err *err);

/* Make the views of imported tables anew; when a site is opened. Fails: DB, SCHEMA. */
CM_MUST_USE cm_status cm_tables_prepare(cm_site *site, cm_err *err);

/* Read a table from the vault of its source into the tables; inside a transaction of `in`. For
 * import and rebuild. Fails: DB, IO, SCHEMA, CANCELLED. */
CM_MUST_USE cm_status cm_table_take(cm_intake *in, cm_vault *parts[CM_PART_COUNT],
                                    int64_t source_no, const cm_journal_table *table, cm_sv path,
                                    cm_table_info *ret_info, cm_err *err);

#endif
