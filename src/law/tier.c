#include "base/base.h"

#include "law/data.h"

enum { FEN_PER_YUAN = 100 };

static const char *const SUBJECTS[] = {"person", "unit_staff", "staff_only"};
static const char *const FINES[] = {"none",          "may",   "must",
                                    "alone_or_with", "alone", "fine_or_confiscation"};
static const char *const CONFISCATIONS[] = {"none", "may", "must", "fine_or_confiscation"};

const char *cm_fine_mode_name(cm_fine_mode mode)
{
    return FINES[mode];
}

const char *cm_confiscation_mode_name(cm_confiscation_mode mode)
{
    return CONFISCATIONS[mode];
}

static cm_charge_entry *entry_of_row(cm_law *law, cm_cells *c)
{
    cm_sv name = cm_cells_text(c, "charge");
    for (size_t i = law->charges.count; i > 0; i--) {
        if (cm_sv_equal(law->charges.items[i - 1]->public.name, name)) {
            return law->charges.items[i - 1];
        }
    }
    cm_cells_fail(c, "charge", "is not in charges.tsv");
    return NULL;
}

/* "264:1", "113:1": article and paragraph of the words. */
static cm_law_ref text_ref(const cm_law *law, cm_cells *c)
{
    cm_law_ref ref = {0};
    cm_sv rest = cm_cells_text(c, "text_at");
    cm_sv article;
    int64_t paragraph = 0;
    if (!cm_sv_split(&rest, ':', &article) || !cm_sv_to_int(rest, &paragraph) ||
        !cm_law_article_key(law, article, &ref)) {
        cm_cells_fail(c, "text_at", "not an article and a paragraph");
    }
    ref.paragraph = (int)paragraph;
    return ref;
}

static void read_main_penalties(cm_tier *tier, cm_cells *c)
{
    tier->control = cm_cells_flag(c, "control");
    tier->detention = cm_cells_flag(c, "detention");
    tier->life = cm_cells_flag(c, "life");
    tier->death = cm_cells_flag(c, "death");
    tier->rights_alone = cm_cells_flag(c, "dep_alone");
    tier->min_months = (int)cm_cells_int(c, "fixed_min_months");
    tier->max_months = (int)cm_cells_int(c, "fixed_max_months");
    tier->fixed_term = tier->max_months != 0;
    if (tier->min_months > tier->max_months) {
        cm_cells_fail(c, "fixed_min_months", "is more than the maximum");
    }
}

static void read_property_penalties(cm_tier *tier, cm_cells *c)
{
    tier->fine = (cm_fine_mode)cm_cells_choice(c, "fine", FINES, CM_COUNT(FINES));
    tier->fine_min = cm_cells_int(c, "fine_min_yuan") * FEN_PER_YUAN;
    tier->fine_max = cm_cells_int(c, "fine_max_yuan") * FEN_PER_YUAN;
    tier->fine_amount_set = tier->fine_min != 0 || cm_cells_text(c, "fine_basis").len != 0;
    tier->confiscation = (cm_confiscation_mode)cm_cells_choice(c, "confiscation", CONFISCATIONS,
                                                               CM_COUNT(CONFISCATIONS));
    if ((tier->fine == CM_FINE_OR_CONFISCATION) !=
        (tier->confiscation == CM_CONFISCATION_OR_FINE)) {
        cm_cells_fail(c, "confiscation", "does not mirror the fine");
    }
}

static void read_place(const cm_law *law, cm_tier *tier, cm_cells *c)
{
    tier->article = cm_cells_text(c, "article");
    tier->paragraph = (int)cm_cells_int(c, "paragraph");
    tier->tier = (int)cm_cells_int(c, "tier_no");
    tier->order = (int)cm_cells_int(c, "stat_order");
    tier->subject = (cm_tier_subject)cm_cells_choice(c, "subject", SUBJECTS, CM_COUNT(SUBJECTS));
    cm_validity v = cm_cells_validity(c);
    tier->from_day = v.from;
    tier->to_day = v.to;
    tier->valid_from = cm_cells_date(c, "valid_from");
    tier->valid_to = cm_cells_date(c, "valid_to");
    tier->condition = cm_cells_text(c, "tier_condition");
    tier->penalty_text = cm_cells_text(c, "penalty_text");
    tier->doubt = cm_cells_text(c, "doubt");
    tier->text_at = text_ref(law, c);
    if (tier->tier < 1 || tier->penalty_text.len == 0) {
        cm_cells_fail(c, "tier_no", "tiers count from 1 and quote the statute");
    }
}

static cm_sv tier_id(cm_arena *mem, const cm_tier *t)
{
    return cm_arena_format(mem, "%.*s/%.*s/%d/t%d@%04d-%02d-%02d", CM_SV_ARG(t->charge->name),
                           CM_SV_ARG(t->article), t->paragraph, t->tier, t->valid_from.year,
                           t->valid_from.month, t->valid_from.day);
}

static cm_status load_tier(cm_law *law, cm_arena *mem, cm_cells *c)
{
    cm_tier *tier = cm_arena_new(mem, cm_tier);
    cm_charge_entry *entry = entry_of_row(law, c);
    read_place(law, tier, c);
    read_main_penalties(tier, c);
    read_property_penalties(tier, c);
    if (c->status != CM_OK) {
        return c->status;
    }
    tier->charge = &entry->public;
    tier->id = tier_id(mem, tier);
    if (cm_map_put(mem, &law->tier_ids, tier->id, tier) != NULL) {
        cm_cells_fail(c, "tier_no", "stands twice for this charge, article and date");
    }
    *cm_vec_push(mem, &law->tiers) = tier;
    *cm_vec_push(mem, &entry->tiers) = tier;
    return c->status;
}

cm_status cm_tiers_load(cm_law *law, cm_arena *mem, cm_err *err)
{
    cm_tsv t;
    cm_status status = cm_law_table(law, mem, "penalties.tsv", &t, err);
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        cm_cells c = {&t, &t.rows.items[i], CM_OK, err};
        status = load_tier(law, mem, &c);
    }
    return status;
}

const cm_tier *cm_law_tier(const cm_law *law, cm_sv id)
{
    return cm_map_find(&law->tier_ids, id);
}

/* ---- lowest fines set by judicial interpretations ---- */

const cm_charge *cm_charge_named(const cm_law *law, cm_sv name)
{
    for (size_t i = 0; i < law->charges.count; i++) {
        if (cm_sv_equal(law->charges.items[i]->public.name, name)) {
            return &law->charges.items[i]->public;
        }
    }
    return NULL;
}

static cm_status load_fine_rule(cm_law *law, cm_arena *mem, cm_cells *c)
{
    cm_fine_rule rule = {
        .charge = cm_charge_named(law, cm_cells_text(c, "charge")),
        .min = cm_cells_int(c, "min_yuan") * FEN_PER_YUAN,
        .max = cm_cells_int(c, "max_yuan") * FEN_PER_YUAN,
        .validity = cm_cells_validity(c),
        .source = cm_cells_text(c, "source"),
    };
    cm_sv tier = cm_cells_text(c, "tier_max_months");
    if (tier.len == 0 || c->status != CM_OK) {
        return c->status; /* depends on facts that no tier shows */
    }
    if (!cm_sv_equal(tier, CM_SV("*"))) {
        rule.max_months = cm_cells_int(c, "tier_max_months");
    }
    if (rule.charge == NULL || rule.min == 0 || rule.source.len == 0) {
        cm_cells_fail(c, "charge",
                      "a rule for a tier needs a known charge, an amount and a source");
    }
    *cm_vec_push(mem, &law->fine_rules) = rule;
    return c->status;
}

cm_status cm_fine_rules_load(cm_law *law, cm_arena *mem, cm_err *err)
{
    cm_tsv t;
    cm_status status = cm_law_table(law, mem, "judicial_fine_rules.tsv", &t, err);
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        cm_cells c = {&t, &t.rows.items[i], CM_OK, err};
        status = load_fine_rule(law, mem, &c);
    }
    return status;
}
