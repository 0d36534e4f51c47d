#include "base/base.h"

#include "desk/layout.h"

/* Days are ISO texts, moments UTC to the second. */
static const char *const FIRST[] = {
    "CREATE TABLE suppression (no INTEGER PRIMARY KEY, model TEXT NOT NULL, clue TEXT, "
    "finding TEXT, court TEXT, charge TEXT, sub TEXT, reason TEXT NOT NULL, by TEXT NOT NULL, "
    "made_on TEXT NOT NULL, expires_on TEXT NOT NULL, ended_on TEXT, ended_by TEXT, "
    "ended_why TEXT, CHECK (coalesce(clue, court, charge, sub) IS NOT NULL)) STRICT",
};

static const char *const SECOND[] = {
    /* What was done, one line for each transaction; see audit.h. */
    "CREATE TABLE audit (no INTEGER PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL, "
    "role TEXT NOT NULL, office TEXT NOT NULL, action TEXT NOT NULL, object TEXT NOT NULL, "
    "reason TEXT NOT NULL, detail TEXT NOT NULL, rows TEXT NOT NULL, previous TEXT NOT NULL, "
    "digest TEXT NOT NULL) STRICT",
    "CREATE TRIGGER audit_line_is_kept BEFORE UPDATE ON audit "
    "BEGIN SELECT raise(ABORT, 'a line of the audit is never changed'); END",
    "CREATE TRIGGER audit_line_stays BEFORE DELETE ON audit "
    "BEGIN SELECT raise(ABORT, 'a line of the audit is never deleted'); END",
};

static const cm_layout LAYOUTS[] = {
    {FIRST, CM_COUNT(FIRST)},
    {SECOND, CM_COUNT(SECOND)},
};

const cm_layout *cm_layouts(size_t *ret_count)
{
    *ret_count = CM_COUNT(LAYOUTS);
    return LAYOUTS;
}
