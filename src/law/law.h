/* law/law.h - the reference tables of data/law in memory: charges, penalty tiers, statute texts by
 * date, rates of custody, rules of counting. Knows nothing of judgments or models.
 * Memory: the arena given to load. Threads: immutable after load, read freely.
 *
 *   const cm_law *law;
 *   status = cm_law_load(mem, CM_SV("data"), &law, err);
 *   const cm_charge *charge = ...;      see law/charge.h, tier.h, text.h, sentence.h, custody.h
 */
#ifndef CM_LAW_LAW_H
#define CM_LAW_LAW_H

#include "base/arena.h"
#include "base/date.h"
#include "base/status.h"

typedef struct cm_law cm_law;

/* Load <data_dir>/law. Fails: as cm_tsv_load; SCHEMA (unknown value, bad date, broken reference),
 * with file and line. */
CM_MUST_USE cm_status cm_law_load(cm_arena *mem, cm_sv data_dir, const cm_law **ret_law,
                                  cm_err *err);

/* The word at a position of a list of data/terms. */
cm_sv cm_law_word(const cm_law *law, cm_sv list, int position);

#endif
