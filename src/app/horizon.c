#include "base/base.h"

#include "app/horizon.h"
#include "base/file.h"
#include "base/tsv.h"
#include "law/article.h"

static cm_status load_row(cm_home *h, const cm_tsv *t, const cm_tsv_row *row, cm_err *err)
{
    static const char *const COLUMNS[] = {"law", "known_to", "by", "reason"};
    cm_sv cells[CM_COUNT(COLUMNS)];
    cm_status status = cm_tsv_cells(t, row, COLUMNS, CM_COUNT(COLUMNS), cells, err);
    if (status != CM_OK) {
        return status;
    }
    cm_date day = CM_NO_DATE;
    const cm_law_source *source = cm_law_source_of(h->law, cells[0]);
    const char *problem = NULL;
    if (source == NULL) {
        problem = "no such law";
    } else if (!cm_date_parse(cells[1], &day) || !cm_date_exists(day) ||
               cm_date_compare(day, source->known_to) <= 0) {
        problem = "not a day after the one up to which the law is known";
    } else if (cells[2].len == 0 || cells[3].len == 0) {
        problem = "a name and a reason are needed";
    }
    if (problem != NULL) {
        return cm_err_set_at(err, CM_E_SCHEMA, t->file, row->line, 0, "%.*s: %s",
                             CM_SV_ARG(cells[0]), problem);
    }
    *cm_vec_push(&h->mem, &h->horizons) = (cm_horizon){source->name, cells[2], cells[3], day};
    return CM_OK;
}

cm_status cm_horizon_load(cm_home *h, cm_sv workspace, cm_err *err)
{
    cm_sv path = cm_file_join(&h->mem, workspace, CM_SV("data/law-known-to.tsv"));
    cm_tsv t;
    if (workspace.len == 0 || !cm_file_exists(path)) {
        return CM_OK;
    }
    cm_status status = cm_tsv_load(&h->mem, path, &t, err);
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        status = load_row(h, &t, &t.rows.items[i], err);
    }
    return status;
}

const cm_horizon *cm_horizon_of_law(const cm_home *home, cm_sv law)
{
    const cm_law_source *source = cm_law_source_of(home->law, law);
    const cm_horizon *ret = NULL;
    for (size_t i = 0; source != NULL && i < home->horizons.count; i++) {
        const cm_horizon *h = &home->horizons.items[i];
        ret = cm_sv_equal(h->law, source->name) ? h : ret;
    }
    return ret;
}

cm_date cm_horizon_known_to(const cm_home *home, cm_sv law)
{
    cm_date day = CM_NO_DATE;
    const cm_horizon *h = cm_horizon_of_law(home, law);
    (void)cm_law_known_to(home->law, law, &day);
    return h != NULL ? h->known_to : day;
}

cm_date cm_horizon_before(const cm_home *home, const cm_model *model, cm_date on)
{
    cm_date ret = CM_NO_DATE;
    for (size_t i = 0; model != NULL && cm_date_exists(on) && i < model->basis.count; i++) {
        cm_date day = cm_horizon_known_to(home, model->basis.items[i].ref.law);
        bool earlier = ret.year == 0 || cm_date_compare(day, ret) < 0;
        if (day.year != 0 && cm_date_compare(on, day) > 0 && earlier) {
            ret = day;
        }
    }
    return ret;
}
