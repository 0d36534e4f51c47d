#include "base/base.h"

#include "desk/statement.h"
#include "desk/upload.h"

#define COLUMNS "no, name, by, office, at, bytes, digest, job"

static cm_upload upload_of(cm_statement *s, cm_arena *mem)
{
    return (cm_upload){.no = cm_statement_number(s, 0),
                       .name = cm_statement_cell(s, 1, mem),
                       .by = cm_statement_cell(s, 2, mem),
                       .office = cm_statement_cell(s, 3, mem),
                       .at = cm_statement_cell(s, 4, mem),
                       .bytes = cm_statement_number(s, 5),
                       .digest = cm_statement_cell(s, 6, mem),
                       .job = cm_statement_number(s, 7)};
}

cm_status cm_upload_put(cm_desk *desk, const cm_upload *upload, int64_t *ret_no, cm_err *err)
{
    cm_statement s =
        cm_statement_new(desk, "INSERT INTO upload (name, by, office, at, digest, bytes, job) "
                               "VALUES (?, ?, ?, ?, ?, ?, 0)");
    const cm_sv texts[] = {upload->name, upload->by, upload->office, upload->at, upload->digest};
    for (size_t i = 0; i < CM_COUNT(texts); i++) {
        cm_statement_text(&s, cm_or_empty(texts[i]));
    }
    cm_statement_int(&s, upload->bytes);
    cm_status status = cm_statement_run(&s, err);
    *ret_no = sqlite3_last_insert_rowid(desk->db);
    return status;
}

cm_status cm_upload_get(cm_desk *desk, int64_t no, cm_arena *mem, cm_upload *ret_upload,
                        cm_err *err)
{
    cm_statement s =
        cm_statement_new(desk, "SELECT " COLUMNS " FROM upload WHERE no = ? AND ended_at IS NULL");
    cm_statement_int(&s, no);
    bool found = cm_statement_next(&s);
    cm_upload upload = found ? upload_of(&s, mem) : (cm_upload){.no = 0};
    cm_status status = cm_statement_end(&s, err);
    if (status == CM_OK && !found) {
        return cm_err_set(err, CM_E_NOTFOUND, "no upload %lld", (long long)no);
    }
    *ret_upload = upload;
    return status;
}

cm_status cm_uploads_list(cm_desk *desk, cm_arena *mem, cm_uploads *ret_list, cm_err *err)
{
    cm_statement s =
        cm_statement_new(desk, "SELECT " COLUMNS " FROM upload WHERE ended_at IS NULL ORDER BY no");
    cm_uploads list = {0};
    while (cm_statement_next(&s)) {
        *cm_vec_push(mem, &list) = upload_of(&s, mem);
    }
    *ret_list = list;
    return cm_statement_end(&s, err);
}

cm_status cm_upload_take(cm_desk *desk, int64_t no, int64_t job, cm_err *err)
{
    cm_statement s = cm_statement_new(desk, "UPDATE upload SET job = ? WHERE no = ?");
    cm_statement_int(&s, job);
    cm_statement_int(&s, no);
    return cm_statement_run(&s, err);
}

cm_status cm_upload_end(cm_desk *desk, int64_t no, cm_sv at, cm_err *err)
{
    cm_statement s =
        cm_statement_new(desk, "UPDATE upload SET ended_at = ?, name = '' WHERE no = ?");
    cm_statement_text(&s, at);
    cm_statement_int(&s, no);
    return cm_statement_run(&s, err);
}
