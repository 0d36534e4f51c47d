/* model/derived.h - facts of a row that follow from other facts of it by the law's own arithmetic:
 * the tiers that can apply, days of custody, age, first and last days. Which facts they follow
 * from, and whether they do: for who checks a bundle (what fills the tables is src/app/fill*.c).
 * Memory: the arena given. Threads: pure. */
#ifndef CM_MODEL_DERIVED_H
#define CM_MODEL_DERIVED_H

#include "law/tier.h"
#include "model/trace.h"

/* Add to what is used the facts that those follow from, and so on. */
void cm_derived_add_inputs(const cm_view *view, cm_model_use *use);

typedef enum {
    CM_DERIVED_OTHER,   /* no such fact, or its inputs are not all there */
    CM_DERIVED_FOLLOWS, /* comes out as the row says */
    CM_DERIVED_CONTRADICTS,
    CM_DERIVED_AS_LISTED /* rows of the law as they stand; which of them apply is as stated */
} cm_derived;

typedef struct {
    cm_arena *mem;
    const cm_law *law;
    const cm_terms *terms;
} cm_derived_use;

/* A column or child table that follows, or is put together, from other facts: its words at a
 * place are those of what it comes from. */
bool cm_derived_is(cm_sv fact);

cm_derived cm_derived_column(const cm_derived_use *use, const cm_row *row, size_t column);
cm_derived cm_derived_child(const cm_derived_use *use, const cm_row *row, size_t child);

/* A matched row of the law by the columns of conviction.tiers; a column that it says nothing of
 * stays as it is. */
void cm_tier_values(const cm_view *child, const cm_tier_match *match, cm_value *values);

#endif
