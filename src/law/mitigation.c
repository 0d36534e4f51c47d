#include "base/base.h"

#include "law/data.h"
#include "law/mitigation.h"

static void read_ref(cm_cells *c, cm_law_ref *ref)
{
    ref->law = cm_cells_text(c, "law");
    ref->article = (int)cm_cells_int(c, "article");
    ref->sub = (int)cm_cells_int(c, "sub");
    ref->paragraph = (int)cm_cells_int(c, "paragraph");
}

static cm_status load_row(cm_law *law, cm_arena *mem, cm_cells *c)
{
    enum { CIRCUMSTANCE, ARTICLE, REACH };

    static const char *const KINDS[] = {"circumstance", "article", "reach"};
    int kind = cm_cells_choice(c, "kind", KINDS, CM_COUNT(KINDS));
    cm_mitigation m = {.circumstance = -1, .validity = cm_cells_validity(c)};
    cm_law_text text;
    read_ref(c, &m.ref);
    if (cm_cells_text(c, "source").len == 0) {
        cm_cells_fail(c, "source", "a source is needed");
    }
    if (c->status == CM_OK && !cm_law_article(law, m.ref, CM_NO_DATE, &text)) {
        cm_cells_fail(c, "article", "is not in articles.tsv");
    }
    if (kind == REACH) {
        law->any_lower_tier = m.validity;
        return c->status;
    }
    if (kind == CIRCUMSTANCE) {
        m.circumstance = cm_law_term(law, CM_SV("circumstance"), cm_cells_text(c, "id"));
        if (m.circumstance < 0) {
            cm_cells_fail(c, "id", "is not in list circumstance");
        }
    }
    *cm_vec_push(mem, &law->mitigations) = m;
    return c->status;
}

cm_status cm_mitigation_load(cm_law *law, cm_arena *mem, cm_err *err)
{
    cm_tsv t;
    cm_status status = cm_law_table(law, mem, "mitigation.tsv", &t, err);
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        cm_cells c = {&t, &t.rows.items[i], CM_OK, err};
        status = load_row(law, mem, &c);
    }
    return status;
}

bool cm_law_mitigates(const cm_law *law, int circumstance)
{
    for (size_t i = 0; circumstance >= 0 && i < law->mitigations.count; i++) {
        if (law->mitigations.items[i].circumstance == circumstance) {
            return true;
        }
    }
    return false;
}

static bool is_cited(const cm_mitigation *m, const cm_law_ref *cited, cm_date on)
{
    return m->circumstance < 0 && m->ref.article == cited->article && m->ref.sub == cited->sub &&
           (m->ref.paragraph == 0 || cited->paragraph == 0 ||
            m->ref.paragraph == cited->paragraph) &&
           (!cm_date_exists(on) || cm_validity_holds(m->validity, cm_date_to_days(on)));
}

bool cm_law_mitigates_cited(const cm_law *law, cm_law_ref cited, cm_date on)
{
    const cm_sv *name = cm_map_find(&law->source_names, cited.law);
    for (size_t i = 0; name != NULL && i < law->mitigations.count; i++) {
        const cm_mitigation *m = &law->mitigations.items[i];
        if (is_cited(m, &cited, on) && cm_sv_equal(m->ref.law, *name)) {
            return true;
        }
    }
    return false;
}
