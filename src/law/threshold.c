#include "base/base.h"

#include "law/data.h"
#include "law/threshold.h"

static const int64_t FEN_PER_YUAN = 100;
static const cm_sv LEVELS = {"amount_level", sizeof("amount_level") - 1};
static const cm_sv PROVINCES = {"province", sizeof("province") - 1};

/* ---- load ---- */

static cm_status load_threshold(cm_law *law, cm_arena *mem, cm_cells *c)
{
    cm_sv province = cm_cells_text(c, "province");
    cm_threshold t = {
        .charge = cm_charge_named(law, cm_cells_text(c, "charge")),
        .level = cm_law_term(law, LEVELS, cm_cells_text(c, "level")),
        .province = province.len != 0 ? cm_law_term(law, PROVINCES, province) : -1,
        .min = cm_cells_int(c, "min") * FEN_PER_YUAN,
        .max = cm_cells_int(c, "max") * FEN_PER_YUAN,
        .special = cm_cells_int(c, "special") * FEN_PER_YUAN,
        .validity = cm_cells_validity(c),
        .basis = cm_cells_text(c, "basis"),
        .special_basis = cm_cells_text(c, "special_basis"),
        .doubt = cm_cells_text(c, "doubt"),
    };
    cm_law_check_citations(law, c, "basis");
    cm_law_check_citations(law, c, "special_basis");
    if (t.charge == NULL) {
        cm_cells_fail(c, "charge", "is not in charges.tsv");
    }
    if (t.level < 0 || (province.len != 0 && t.province < 0)) {
        cm_cells_fail(c, "level", "level or province is not in the lists of data/terms");
    }
    if (t.min < FEN_PER_YUAN || t.max < t.min || t.special > t.min || t.basis.len == 0) {
        cm_cells_fail(c, "min", "amounts out of order, or no basis");
    }
    if ((t.special != 0) != (t.special_basis.len != 0)) {
        cm_cells_fail(c, "special", "goes with a basis of its own");
    }
    *cm_vec_push(mem, &law->thresholds) = t;
    return c->status;
}

cm_status cm_thresholds_load(cm_law *law, cm_arena *mem, cm_err *err)
{
    cm_tsv t;
    cm_status status = cm_law_table(law, mem, "thresholds.tsv", &t, err);
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        cm_cells c = {&t, &t.rows.items[i], CM_OK, err};
        status = load_threshold(law, mem, &c);
    }
    return status;
}

cm_status cm_provinces_load(cm_law *law, cm_arena *mem, cm_err *err)
{
    cm_tsv t;
    cm_status status = cm_law_table(law, mem, "provinces.tsv", &t, err);
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        cm_cells c = {&t, &t.rows.items[i], CM_OK, err};
        int province = cm_law_term(law, PROVINCES, cm_cells_text(&c, "province"));
        cm_sv begins = cm_cells_text(&c, "begins");
        cm_sv code = cm_cells_text(&c, "code");
        cm_sv each;
        if (province < 0) {
            cm_cells_fail(&c, "province", "is not in list province");
        }
        if (begins.len == 0 || code.len == 0) {
            cm_cells_fail(&c, "begins", "names and a code are needed");
        }
        while (c.status == CM_OK && cm_sv_split(&begins, ';', &each)) {
            *cm_vec_push(mem, &law->provinces) = (cm_province_mark){province, each, code};
        }
        status = c.status;
    }
    return status;
}

/* ---- province ---- */

static bool is_digit_at(cm_sv s, size_t at)
{
    return at < s.len && s.ptr[at] >= '0' && s.ptr[at] <= '9';
}

/* A code, then the number of the court: since 2016 every court has one. */
static bool has_code(cm_sv case_no, cm_sv code)
{
    size_t at = cm_sv_find(case_no, code, 0);
    return at != SIZE_MAX && is_digit_at(case_no, at + code.len) &&
           is_digit_at(case_no, at + code.len + 1);
}

int cm_law_province(const cm_law *law, cm_sv court, cm_sv case_no)
{
    int ret = -1;
    size_t longest = 0;
    for (size_t i = 0; i < law->provinces.count; i++) {
        const cm_province_mark *m = &law->provinces.items[i];
        if (cm_sv_starts(court, m->begins) && m->begins.len > longest) {
            ret = m->province;
            longest = m->begins.len;
        }
    }
    for (size_t i = 0; ret < 0 && i < law->provinces.count; i++) {
        if (has_code(case_no, law->provinces.items[i].code)) {
            ret = law->provinces.items[i].province;
        }
    }
    return ret;
}

/* ---- amounts ---- */

static bool names_level(const cm_law *law, const cm_tier *tier, int level)
{
    const cm_term_list *levels = cm_map_find(&law->terms.lists, LEVELS);
    cm_sv word = levels->terms.items[level].zh;
    return cm_sv_find(tier->condition, word, 0) != SIZE_MAX;
}

/* The row of a day: that of the province goes before the one of the whole country. NULL: none. */
static const cm_threshold *row_on(const cm_law *law, const cm_tier *tier, int32_t day, int province)
{
    const cm_threshold *ret = NULL;
    for (size_t i = 0; i < law->thresholds.count; i++) {
        const cm_threshold *t = &law->thresholds.items[i];
        bool here = t->province < 0 || t->province == province;
        if (t->charge == tier->charge && here && cm_validity_holds(t->validity, day) &&
            names_level(law, tier, t->level) && (ret == NULL || ret->province < 0)) {
            ret = t;
        }
    }
    return ret;
}

static void widen(cm_amount_band *band, const cm_threshold *t)
{
    int64_t special = t->special != 0 ? t->special : t->min;
    band->min = t->min < band->min ? t->min : band->min;
    band->max = t->max > band->max ? t->max : band->max;
    band->special = special < band->special ? special : band->special;
    band->provincial = band->provincial && t->province >= 0;
}

bool cm_law_amount_band(const cm_law *law, const cm_tier *tier, cm_date act, cm_date decided_on,
                        int province, cm_amount_band *ret_band)
{
    const cm_threshold *now = NULL;
    if (cm_date_exists(decided_on)) {
        now = row_on(law, tier, cm_date_to_days(decided_on), province);
    }
    if (now == NULL) {
        return false;
    }
    cm_amount_band band = {
        .level = now->level,
        .min = now->min,
        .max = now->max,
        .special = now->special != 0 ? now->special : now->min,
        .provincial = now->province >= 0,
        .basis = now->basis,
        .special_basis = now->special_basis,
        .doubt = now->doubt,
    };
    const cm_threshold *then =
        cm_date_exists(act) ? row_on(law, tier, cm_date_to_days(act), province) : NULL;
    if (then != NULL) {
        widen(&band, then);
    }
    *ret_band = band;
    return true;
}
