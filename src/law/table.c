#include "base/base.h"

#include "law/table.h"

bool cm_validity_holds(cm_validity v, int32_t day)
{
    return v.from <= day && day < v.to;
}

cm_sv cm_cells_text(cm_cells *c, const char *column)
{
    size_t at = 0;
    if (c->status != CM_OK) {
        return CM_SV("");
    }
    c->status = cm_tsv_column(c->table, cm_sv_from(column), &at, c->err);
    return c->status == CM_OK ? c->row->cells[at] : CM_SV("");
}

void cm_cells_fail(cm_cells *c, const char *column, const char *problem)
{
    cm_sv text = cm_cells_text(c, column);
    if (c->status == CM_OK) {
        c->status = cm_err_set_at(c->err, CM_E_SCHEMA, c->table->file, c->row->line, 0,
                                  "%s '%.*s': %s", column, CM_SV_ARG(text), problem);
    }
}

bool cm_cells_flag(cm_cells *c, const char *column)
{
    static const char *const NAMES[] = {"n", "y"};
    return cm_cells_choice(c, column, NAMES, CM_COUNT(NAMES)) == 1;
}

int64_t cm_cells_int(cm_cells *c, const char *column)
{
    cm_sv text = cm_cells_text(c, column);
    int64_t value = 0;
    if (text.len != 0 && !cm_sv_to_int(text, &value)) {
        cm_cells_fail(c, column, "not a whole number");
    }
    return value;
}

cm_date cm_cells_date(cm_cells *c, const char *column)
{
    cm_sv text = cm_cells_text(c, column);
    cm_date date = CM_NO_DATE;
    if (text.len != 0 && (!cm_date_parse(text, &date) || !cm_date_exists(date))) {
        cm_cells_fail(c, column, "not a day of the calendar");
        return CM_NO_DATE;
    }
    return date;
}

cm_validity cm_cells_validity(cm_cells *c)
{
    cm_date from = cm_cells_date(c, "valid_from");
    cm_date to = cm_cells_date(c, "valid_to");
    cm_validity v = {0, INT32_MAX};
    if (c->status != CM_OK) {
        return v;
    }
    if (from.year == 0) {
        cm_cells_fail(c, "valid_from", "a day is needed");
        return v;
    }
    v.from = cm_date_to_days(from);
    if (to.year != 0) {
        v.to = cm_date_to_days(to);
    }
    if (v.from >= v.to) {
        cm_cells_fail(c, "valid_to", "ends before it begins");
    }
    return v;
}

int cm_cells_choice(cm_cells *c, const char *column, const char *const *names, size_t count)
{
    cm_sv text = cm_cells_text(c, column);
    for (size_t i = 0; i < count; i++) {
        if (cm_sv_equal(text, cm_sv_from(names[i]))) {
            return (int)i;
        }
    }
    cm_cells_fail(c, column, "not one of the values known here");
    return 0;
}
