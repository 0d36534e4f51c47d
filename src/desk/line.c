#include "base/base.h"

#include "desk/line.h"

#include "base/limits.h"
#include "desk/statement.h"

void cm_line_part(cm_buf *out, cm_sv part)
{
    (void)cm_buf_addf(out, "%zu:", part.len);
    (void)cm_buf_add(out, part);
}

cm_sv cm_line_digest(cm_arena *mem, const cm_audit_line *line)
{
    const cm_deed *d = &line->deed;
    const cm_sv parts[] = {line->previous, d->at,     d->by,     d->role,   d->office,
                           d->action,      d->object, d->reason, d->detail, line->rows};
    CM_AUTO_BUF out;
    cm_buf_init(&out, SIZE_MAX);
    (void)cm_buf_add_int(&out, line->no);
    for (size_t i = 0; i < CM_COUNT(parts); i++) {
        cm_line_part(&out, parts[i]);
    }
    return cm_digest_hex(mem, cm_digest_of(cm_buf_view(&out)));
}

cm_status cm_line_append(cm_desk *desk, const cm_deed *deed, cm_sv rows, int64_t *ret_no,
                         cm_err *err)
{
    cm_arena *mem = &desk->transaction;
    cm_audit_point last = {0};
    cm_status status = cm_audit_last(desk, mem, &last, err);
    if (status != CM_OK) {
        return status;
    }
    cm_audit_line line = {
        .no = last.no + 1,
        .deed = *deed,
        .rows = cm_or_empty(rows),
        .previous = cm_or_empty(last.digest),
    };
    line.digest = cm_line_digest(mem, &line);
    cm_statement s = cm_statement_new(
        desk, "INSERT INTO audit (no, at, by, role, office, action, object, reason, detail, rows, "
              "previous, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    cm_statement_int(&s, line.no);
    const cm_sv texts[] = {deed->at,     deed->by,      deed->role,   deed->office,
                           deed->action, deed->object,  deed->reason, deed->detail,
                           line.rows,    line.previous, line.digest};
    for (size_t i = 0; i < CM_COUNT(texts); i++) {
        cm_statement_text(&s, cm_or_empty(texts[i]));
    }
    *ret_no = line.no;
    return cm_statement_run(&s, err);
}
