/* app/data_json.h - what was taken in, as JSON: sources, tables, what was read of them and what was
 * not; the forms of docs/cli.md. Each writes an object. */
#ifndef CM_APP_DATA_JSON_H
#define CM_APP_DATA_JSON_H

#include "app/backup.h"
#include "app/coverage.h"
#include "app/deletion.h"
#include "app/table.h"
#include "base/json.h"
#include "base/json_tree.h"
#include "desk/caller.h"

void cm_source_write_json(cm_json *json, const cm_source_info *source);
void cm_table_write_json(cm_json *json, const cm_table_info *table);

void cm_schema_write_json(cm_json *json, const cm_schema *schema); /* of a standard table */

/* The certificates of sources that were deleted, by number. */
typedef CM_MUST_USE cm_status (*cm_receipt_visit)(void *payload, int64_t source_no,
                                                  const cm_json_value *receipt, cm_err *err);
/* Fails: IO, SYNTAX, as visit. */
CM_MUST_USE cm_status cm_receipts_each(const cm_workspace *workspace, cm_receipt_visit visit,
                                       void *payload, cm_err *err);

void cm_coverage_write_json(cm_json *json, const cm_coverage *coverage);
/* `key`: the name of the slice. */
void cm_coverage_row_write_json(cm_json *json, cm_sv key, const cm_coverage_row *row);

/* What stands in a judgment is not for everybody who may know how well it was read. */
typedef struct {
    const cm_rights *rights;
    const cm_caller *caller;
    cm_arena *mem;
} cm_coverage_eyes;

cm_sv cm_coverage_seen(const cm_coverage_eyes *eyes, const char *field, cm_sv value);
void cm_coverage_gap_write_json(cm_json *json, const cm_coverage_eyes *eyes,
                                const cm_coverage_gap *gap);
void cm_coverage_conflict_write_json(cm_json *json, const cm_coverage_eyes *eyes,
                                     const cm_coverage_conflict *conflict);

void cm_import_summary_write_json(cm_json *json, const cm_import_summary *summary);
void cm_backup_summary_write_json(cm_json *json, const cm_backup_summary *summary);

#endif
