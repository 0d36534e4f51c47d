/* model/bundle.h - the form of a bundle (docs/bundle.md): one JSON file, one part on each line, so
 * that every byte of it belongs to a part that can be named. Who writes one (app) and who checks
 * one (verify) put the parts that follow from others into words by the same functions here.
 * Memory: the arena given. Threads: pure. */
#ifndef CM_MODEL_BUNDLE_H
#define CM_MODEL_BUNDLE_H

#include "base/json.h"
#include "base/json_tree.h"
#include "base/signature.h"
#include "model/trace.h"

/* In the order of the file. */
typedef enum {
    CM_BUNDLE_FORM,
    CM_BUNDLE_CLUE,
    CM_BUNDLE_ANSWER,
    CM_BUNDLE_DOCUMENT,
    CM_BUNDLE_FACTS,
    CM_BUNDLE_CONDITIONS,
    CM_BUNDLE_MODEL,
    CM_BUNDLE_LAW,
    CM_BUNDLE_DATA,
    CM_BUNDLE_DIGESTS, /* SHA-256 of each part before it */
    CM_BUNDLE_SIGNATURE,
    CM_BUNDLE_PARTS
} cm_bundle_part;

const char *cm_bundle_part_name(cm_bundle_part part);

typedef struct {
    cm_sv parts[CM_BUNDLE_PARTS]; /* JSON values without a line break */
} cm_bundle;

void cm_bundle_join(const cm_bundle *bundle, cm_buf *out);
/* Views of `text`. False: *ret_part is the first part that does not stand as it must. */
bool cm_bundle_split(cm_sv text, cm_bundle *ret_bundle, cm_bundle_part *ret_part);

cm_sv cm_bundle_digests(cm_arena *mem, const cm_bundle *bundle); /* the part, from those before */
cm_sv cm_bundle_message(cm_arena *mem, cm_sv digests);           /* what is signed */
cm_sv cm_bundle_form(cm_arena *mem);

/* What a person says of the document instead of what was read there: not proved by its words. */
typedef struct {
    cm_sv fact; /* "conviction.fine", "defendant.priors.on", "defendant.priors" */
    int64_t defendant_no, count_no, row_no;
    cm_sv act, was, value, why, by, at;
} cm_bundle_correction;

/* The facts a model uses, as one subject has them, with the words they were read from. */
typedef struct {
    const cm_row *row; /* what the model does not use is unread */
    cm_model_use use;
    int64_t defendant_no, count_no;
    cm_spans *column_places, *child_places; /* bytes of the document's text */
    CM_VEC(cm_bundle_correction) corrections;
} cm_bundle_facts;

/* What the model uses, what that follows from, and the days the law was chosen by. */
cm_model_use cm_bundle_uses(cm_arena *mem, const cm_model *model);
/* None used, all unread; `row` is filled and kept. */
cm_bundle_facts cm_bundle_no_facts(cm_arena *mem, const cm_view *view, cm_row *row);
void cm_bundle_write_facts(cm_json *json, const cm_bundle_facts *facts, const cm_wording *words);
/* Whether a column of a view, or (column empty) anything of a child table, was corrected. */
bool cm_bundle_corrected(const cm_bundle_facts *facts, cm_sv view, cm_sv column);
/* Fails: SCHEMA (the view of the catalogue has no such fact, a value of another type). */
CM_MUST_USE cm_status cm_bundle_read_facts(cm_arena *mem, const cm_view *view,
                                           const cm_json_value *part, cm_bundle_facts *ret_facts,
                                           cm_err *err);

/* Dates as YYYY-MM-DD, money in fen, what is not known as null. */
void cm_bundle_write_value(cm_json *json, cm_type type, cm_value value);

/* What follows from the model, the facts and the law. */
typedef struct {
    cm_arena *mem;
    const cm_model *model;
    const cm_bundle_facts *facts;
    const cm_terms *terms;
    const cm_wording *words; /* Chinese: findings quote Chinese law */
} cm_bundle_case;

void cm_bundle_write_answer(cm_json *json, const cm_bundle_case *c);
void cm_bundle_write_conditions(cm_json *json, const cm_bundle_case *c);
void cm_bundle_write_law(cm_json *json, const cm_bundle_case *c);
/* The digests of the reference data that reading and deciding rest on. Fails: IO, LIMIT. */
CM_MUST_USE cm_status cm_bundle_write_data(cm_json *json, cm_arena *mem, cm_sv folder, cm_err *err);

#endif
