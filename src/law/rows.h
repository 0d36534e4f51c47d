/* law/rows.h - rows of the tables of data/law as they are kept in memory; for this folder only. */
#ifndef CM_LAW_ROWS_H
#define CM_LAW_ROWS_H

#include "law/article.h"
#include "law/charge.h"
#include "law/custody.h"
#include "law/limit.h"
#include "law/table.h"
#include "law/tier.h"

typedef struct {
    const cm_charge *charge;
    int64_t max_months; /* of the tier it belongs to; 0 = every tier with a fine */
    int64_t min, max;   /* fen; max 0: none, or a multiple */
    cm_validity validity;
    cm_sv source;
} cm_fine_rule;

typedef struct {
    const cm_charge *charge;
    int level, province;       /* positions in lists amount_level and province; -1: everywhere */
    int64_t min, max, special; /* fen; special 0 = none */
    cm_validity validity;
    cm_sv basis, special_basis, doubt;
} cm_threshold;

typedef struct {
    cm_penalty_kind kind;
    int64_t sum_from, months;
    cm_validity validity; /* by the day of the last act */
} cm_concurrence_cap;

typedef struct {
    cm_sv name;
    cm_date day;
} cm_law_gate_row;

typedef struct {
    int province;
    cm_sv begins, code;
} cm_province_mark;

typedef struct {
    int circumstance; /* -1: the row is about an article */
    cm_law_ref ref;
    cm_validity validity;
} cm_mitigation;

typedef enum { CM_EFFECT_NONE, CM_EFFECT_CUSTODY, CM_EFFECT_END } cm_custody_effect;

typedef struct {
    cm_penalty_kind penalty;
    cm_validity validity;
    int64_t days, counts_as;
} cm_custody_rate;

typedef struct {
    cm_custody_effect effect;
    int64_t max_days; /* 0 = no limit */
    CM_VEC(cm_custody_rate) rates;
} cm_custody_kind;

typedef struct {
    cm_sv id;
    int64_t value;
    cm_validity validity;
} cm_law_number;

typedef CM_VEC(cm_law_number) cm_law_numbers;

typedef enum { CM_MEASURE_ANY_AGE, CM_MEASURE_FRESH, CM_MEASURE_OLD } cm_measure_age;

typedef struct {
    cm_sv error_class, direction; /* direction "*": any */
    int stage;                    /* cm_stage; -1: any */
    cm_measure_age age;
    cm_svs proposals;
} cm_measure_row;

typedef struct {
    int drug;      /* position in the list drug */
    int64_t grams; /* from which its quantity is large */
    cm_validity validity;
} cm_drug_line;

typedef struct {
    int32_t day;
    bool works; /* a weekend worked instead; else a holiday */
    cm_sv title;
} cm_calendar_row;

typedef struct {
    cm_limit limit;
    cm_validity validity; /* by the day it begins */
} cm_limit_row;

#endif
