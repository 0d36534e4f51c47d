/* law/data.h - the inside of cm_law and the loaders that fill it; for this folder only. Each loader
 * reads one file of data/law; law.c calls them in order. */
#ifndef CM_LAW_DATA_H
#define CM_LAW_DATA_H

#include "base/map.h"
#include "law/article.h"
#include "law/charge.h"
#include "law/note.h"
#include "law/rows.h"
#include "text/terms.h"

/* A charge with what only this folder looks at. */
typedef struct {
    cm_charge public;
    cm_svs forms; /* name and aliases without separators, ignored signs and suffix */
    cm_svs parts; /* the name alike, cut at the separators */
    CM_VEC(const cm_tier *) tiers;
} cm_charge_entry;

struct cm_law {
    cm_sv folder;
    cm_terms terms;
    cm_svs suffixes, separators, ignored;
    CM_VEC(cm_charge_entry *) charges;
    cm_map charge_names; /* plain name -> cm_charges */
    CM_VEC(cm_tier *) tiers;
    cm_map tier_ids;
    CM_VEC(cm_fine_rule) fine_rules;
    CM_VEC(cm_law_source) sources; /* the first is the law of the penalty tables */
    cm_map source_names;           /* names and short names -> name of the law, a cm_sv */
    cm_map articles;               /* key of article.c -> cm_article_entry */
    CM_VEC(cm_threshold) thresholds;
    CM_VEC(cm_province_mark) provinces;
    CM_VEC(cm_concurrence_cap) caps;
    CM_VEC(cm_law_gate_row) gates;
    CM_VEC(cm_law_note) notes;
    CM_VEC(cm_mitigation) mitigations;
    cm_validity any_lower_tier;      /* acts for which mitigation may pass over tiers */
    CM_VEC(cm_custody_kind) custody; /* one per term of list "measure" */
    CM_VEC(cm_drug_line) drug_lines; /* weights are converted to the drug of the first */
    cm_law_numbers counting, periods;
    /* of counting, looked up once */
    cm_validity month_end_rule, missing_day_kept, absorbed_detention;
    int64_t half_month_days;
    CM_VEC(cm_measure_row) measures;
    CM_VEC(cm_calendar_row) calendar; /* ascending */
    CM_VEC(int) calendar_years;       /* ascending */
    CM_VEC(cm_limit_row) limits;
};

CM_MUST_USE cm_status cm_charges_load(cm_law *law, cm_arena *mem, cm_err *err);
CM_MUST_USE cm_status cm_articles_load(cm_law *law, cm_arena *mem, cm_err *err);
CM_MUST_USE cm_status cm_tiers_load(cm_law *law, cm_arena *mem, cm_err *err);
CM_MUST_USE cm_status cm_fine_rules_load(cm_law *law, cm_arena *mem, cm_err *err);
CM_MUST_USE cm_status cm_concurrence_load(cm_law *law, cm_arena *mem, cm_err *err);
CM_MUST_USE cm_status cm_notes_load(cm_law *law, cm_arena *mem, cm_err *err);
CM_MUST_USE cm_status cm_gates_load(cm_law *law, cm_arena *mem, cm_err *err);
CM_MUST_USE cm_status cm_thresholds_load(cm_law *law, cm_arena *mem, cm_err *err);
CM_MUST_USE cm_status cm_provinces_load(cm_law *law, cm_arena *mem, cm_err *err);
CM_MUST_USE cm_status cm_mitigation_load(cm_law *law, cm_arena *mem, cm_err *err);
CM_MUST_USE cm_status cm_custody_load(cm_law *law, cm_arena *mem, cm_err *err);
CM_MUST_USE cm_status cm_counting_load(cm_law *law, cm_arena *mem, cm_err *err);
CM_MUST_USE cm_status cm_periods_load(cm_law *law, cm_arena *mem, cm_err *err);
CM_MUST_USE cm_status cm_measures_load(cm_law *law, cm_arena *mem, cm_err *err);
CM_MUST_USE cm_status cm_calendar_load(cm_law *law, cm_arena *mem, cm_err *err);
CM_MUST_USE cm_status cm_limits_load(cm_law *law, cm_arena *mem, cm_err *err);
CM_MUST_USE cm_status cm_drug_lines_load(cm_law *law, cm_arena *mem, cm_err *err);
/* After the tiers. */
CM_MUST_USE cm_status cm_tier_words_load(cm_law *law, cm_arena *mem, cm_err *err);

CM_MUST_USE cm_status cm_law_table(const cm_law *law, cm_arena *mem, const char *name,
                                   cm_tsv *ret_table, cm_err *err);
/* Rows of (id, value, valid_from, valid_to). */
CM_MUST_USE cm_status cm_law_numbers_load(const cm_law *law, cm_arena *mem, const char *name,
                                          cm_law_numbers *ret_numbers, cm_err *err);
/* Position of a term's id in a list, or -1. */
int cm_law_term(const cm_law *law, cm_sv list, cm_sv id);
/* Citations divided by ";": each must resolve, or name a law whose text is not at hand. */
void cm_law_check_citations(const cm_law *law, cm_cells *c, const char *column);
/* By its exact name in charges.tsv; NULL: none. */
const cm_charge *cm_charge_named(const cm_law *law, cm_sv name);
const cm_charge_entry *cm_charge_entry_of(const cm_charge *charge);
/* "264" or "133-1" of the penalty law; a word before the number names another law. */
bool cm_law_article_key(const cm_law *law, cm_sv key, cm_law_ref *ret_ref);

#endif
