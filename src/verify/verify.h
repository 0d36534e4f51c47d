/* verify/verify.h - a bundle (model/bundle.h, docs/bundle.md) checked without any database: its
 * form, its digests and signature; that every place still reads to the value stated of it; that
 * model, conditions, answer and law follow from each other by the reference data at hand. It names
 * the parts that fail, and what it had to take as stated.
 * Memory: own; reports live in the arena given. Threads: one.
 *
 *   cm_verifier *v;
 *   status = cm_verifier_open(CM_SV("data"), &v, err);
 *   cm_verify_report report;
 *   cm_verify_check(v, mem, bytes, &options, &report); */
#ifndef CM_VERIFY_VERIFY_H
#define CM_VERIFY_VERIFY_H

#include "model/bundle.h"

typedef struct cm_verifier cm_verifier;

/* Fails: NOTFOUND, IO, SYNTAX, SCHEMA: the reference data are not as they must be. */
CM_MUST_USE cm_status cm_verifier_open(cm_sv data_folder, cm_verifier **ret_verifier, cm_err *err);
void cm_verifier_close(cm_verifier *v);

/* The names are ids of messages: why.<name>. */
typedef enum {
    CM_WHY_LAYOUT,    /* the part does not stand where and as it must */
    CM_WHY_DIGEST,    /* another content than the one that was signed */
    CM_WHY_SIGNATURE, /* not of this key over these digests */
    CM_WHY_KEY,       /* signed by another key than the one asked for */
    CM_WHY_CONTENT,   /* not what its kind of part must hold */
    CM_WHY_DATA,      /* a file of reference data is another one here */
    CM_WHY_MODEL,     /* the model does not load with the data at hand */
    CM_WHY_PLACE,     /* outside of the text */
    CM_WHY_WORDS,     /* the words read to another value */
    CM_WHY_DERIVED,   /* does not follow from the facts it comes from */
    CM_WHY_CONDITION, /* a condition comes out otherwise */
    CM_WHY_ANSWER,    /* the model answers otherwise */
    CM_WHY_LAW,       /* the law reads otherwise here */
    CM_WHY_CLUE,      /* names another model than the one carried */
    CM_WHY_COUNT
} cm_verify_why;

const char *cm_verify_why_name(cm_verify_why why);

typedef struct {
    cm_bundle_part part;
    cm_verify_why why;
    cm_sv what; /* a fact, a step, an article, a file; may be empty */
} cm_verify_failure;

typedef struct {
    CM_VEC(cm_verify_failure) failures; /* none: it holds */
    CM_VEC(cm_verify_failure) notes;    /* passed over as the options ask */
    cm_sv clue, model, finding;         /* as stated */
    bool has_key;
    cm_public_key key;
    size_t reread, derived, absent; /* facts whose words were read; that follow; not in the text */
    cm_svs corrected;               /* facts that a person says, instead of what was read */
    cm_svs stated;                  /* facts taken as stated: their words do not tell them alone */
} cm_verify_report;

typedef struct {
    const cm_public_key *key; /* must be the one; NULL: any, its fingerprint is for people */
    bool other_data;          /* other reference data are only noted */
} cm_verify_options;

void cm_verify_check(cm_verifier *v, cm_arena *mem, cm_sv bytes, const cm_verify_options *options,
                     cm_verify_report *ret_report);

#endif
