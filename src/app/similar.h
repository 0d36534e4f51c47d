/* app/similar.h - from one clue to its like: every subject in which the same model hits, and what
 * it examined that is like it in charge, circumstance, court, judges and time, each with the
 * grounds that it shares; and how often the model hits by court, year and kind of error. Counts are
 * of judgments, with all that the model examined as denominator. Threads: one. */
#ifndef CM_APP_SIMILAR_H
#define CM_APP_SIMILAR_H

#include "app/site.h"
#include "base/json.h"

typedef struct {
    int64_t doc_key, defendant_no, count_no;
    cm_answer outcome;
    cm_direction direction;                                         /* of a hit */
    cm_sv id, doc, case_no, court, defendant, charge, sub, finding; /* ptr NULL: not known */
    cm_date decided_on;
    /* What it shares with the clue: names joined by commas, ptr NULL: none. */
    cm_sv charges, circumstances, judges;
    bool same_court, near; /* near: decided within `days` of each other */
    uint64_t grounds;      /* how many of the five */
} cm_similar;

typedef struct {
    cm_sv clue;
    uint64_t days;  /* between two decisions that are near in time; 0: 365 */
    uint64_t least; /* grounds that something not hit must share; 0: 3 */
    /* Hits first, then by number of grounds. Valid during the call. */
    CM_MUST_USE cm_status (*visit)(void *payload, const cm_similar *one, cm_err *err);
    void *payload;
} cm_similar_options;

/* Fails: NOTFOUND (no such clue), DB, as visit. */
CM_MUST_USE cm_status cm_similar_each(cm_site *site, const cm_similar_options *options,
                                      cm_err *err);

typedef struct {
    cm_sv model, court; /* court: a part of its name, empty: any */
    cm_date from, to;   /* day of decision; CM_NO_DATE: any */
} cm_class_filter;

/* Judgments of a court decided in a year. */
typedef struct {
    cm_sv court;                         /* ptr NULL: not known */
    int64_t year;                        /* 0: not known */
    uint64_t examined, hit, undecidable; /* undecidable: without a hit */
} cm_class_count;

typedef struct {
    cm_sv court, sub; /* sub ptr NULL: the model has no kinds */
    cm_direction direction;
    uint64_t hits, documents;
} cm_class_kind;

typedef struct {
    CM_VEC(cm_class_count) counts; /* by court and year */
    CM_VEC(cm_class_kind) kinds;   /* by court, sub-code and direction */
} cm_class;

/* Texts live in mem. Fails: DENIED (the caller may not see all, app/lens.h), DB. */
CM_MUST_USE cm_status cm_class_of(cm_site *site, const cm_class_filter *filter, cm_arena *mem,
                                  cm_class *ret_class, cm_err *err);

/* One object; and members counts and kinds of an object that is being written. */
void cm_similar_write_json(cm_json *json, const cm_home *home, const cm_similar *s);
void cm_class_write_json(cm_json *json, const cm_home *home, const cm_class *c);

#endif
