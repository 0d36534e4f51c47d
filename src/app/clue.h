/* app/clue.h - results of models as people and other programs see them: the subject, the finding,
 * the values read and the words they stand in, the law that applied. Ordered by model, document,
 * defendant, count. Nothing here is a finding of illegality: a clue is a question. */
#ifndef CM_APP_CLUE_H
#define CM_APP_CLUE_H

#include "app/related.h"
#include "app/relation.h"
#include "base/json.h"
#include "desk/suppression.h"
#include "model/ground.h"
#include "text/utf16.h"

typedef struct {
    cm_sv fact, title;
    cm_sv value; /* ptr NULL: a place only */
    bool has_place;
    cm_span at; /* bytes of the imported text */
    cm_sv text; /* those bytes */
} cm_clue_fact;

typedef struct {
    cm_sv id, model, content;
    int version;
    cm_answer outcome;
    cm_direction direction; /* of a hit */
    cm_sv sub, missing, finding;
    cm_date as_of;        /* the day the run counted as today, or none */
    cm_sv stage, measure; /* of a hit: id of list "stage"; what is proposed, joined by ',' */
    int64_t doc_key, defendant_no, count_no;
    cm_sv doc, case_no, court, defendant, charge; /* ptr NULL: not known */
    cm_date decided_on, first_act_on, last_act_on;
    cm_date received_on;
    cm_sv document_type;        /* of list "document_type" */
    CM_VEC(cm_clue_fact) facts; /* of a hit */
    cm_date law_known_to; /* the law it rests on is known up to this day, before it was decided */
    const cm_suppression *suppressed; /* NULL: it is not */
    /* Of a hit, unless the originals were left alone: */
    cm_sv document_text;
    const cm_site_document *document; /* NULL: none */
    const cm_relations *relations;    /* NULL: none */
    cm_related_rows related;          /* rows of other documents; of a collision */
    /* Where the filter asks for it: the text as the caller sees it, and its places in UTF-16. */
    cm_sv shown_text;
    const cm_utf16 *units;
} cm_clue;

typedef struct {
    cm_sv model, id; /* empty: all */
    bool any_outcome;
    cm_answer outcome;
    bool with_suppressed;   /* known false positives too */
    cm_date on;             /* the day that says which these are; none: today */
    uint64_t *ret_left_out; /* NULL, or counts those that were left out */
    bool without_text;      /* leave the originals alone: no words at the places */
    bool with_shown;        /* shown_text and units too */
} cm_clue_filter;

typedef CM_MUST_USE cm_status (*cm_clue_visit)(void *payload, const cm_clue *clue, cm_err *err);

/* Calls visit for each; the clue is valid during the call. Fails: DB, IO, SCHEMA, as visit. */
CM_MUST_USE cm_status cm_clues_each(cm_site *site, const cm_clue_filter *filter,
                                    cm_clue_visit visit, void *payload, cm_err *err);

/* By what the subject is; empty or 0: any. */
typedef struct {
    cm_sv court, charge;
    int64_t year;  /* of the decision */
    cm_sv missing; /* the facts that were missing, as a result names them */
} cm_clue_choice;

/* A page of them: those of the filter that the caller sees, behind the page before. */
typedef struct {
    cm_sv after;    /* cursor of the page before; empty: from the first one on */
    uint64_t limit; /* at least 1 */
    bool by_direction;
    cm_direction direction;
    int64_t doc_key; /* 0: of any document */
    cm_clue_choice choice;
    bool only_suppressed; /* with `with_suppressed` of the filter */
    cm_clue_visit visit;
    void *payload;
} cm_clue_page;

/* *ret_next: cursor of the page behind it, into mem; empty: this is the last one. Looks at no more
 * than some thousand results: a page may be short, or empty, and not the last. Fails: ARG (no such
 * cursor), as cm_clues_each. */
CM_MUST_USE cm_status cm_clues_page(cm_site *site, const cm_clue_filter *filter,
                                    const cm_clue_page *page, cm_arena *mem, cm_sv *ret_next,
                                    cm_err *err);

/* How many there are of each value, the most frequent first; `which` is model, court, charge, year
 * or missing. Of answers without a clue only, which are there for those who see what no office has;
 * for others there are none. */
typedef struct {
    cm_sv which, value; /* value empty: none */
    int64_t count;
} cm_clue_value;

typedef CM_VEC(cm_clue_value) cm_clue_values;

/* Fails: DB. */
CM_MUST_USE cm_status cm_clues_values(cm_site *site, const cm_clue_filter *filter,
                                      const cm_clue_choice *choice, cm_arena *mem,
                                      cm_clue_values *ret_values, cm_err *err);

/* What it is called; `model`: of which they are, or empty. */
cm_sv cm_clue_value_title(const cm_home *home, cm_sv model, const cm_clue_value *value,
                          cm_arena *mem);

/* What the model says of the sub-code of a clue; empty where the model is not loaded. */
typedef struct {
    cm_sv error_class, confidence, severity;
} cm_clue_grade;

cm_clue_grade cm_clue_graded(const cm_home *home, const cm_clue *clue);
cm_svs cm_clue_measures(const cm_clue *clue, cm_arena *mem);
void cm_json_put_list(cm_json *json, cm_sv name, const cm_svs *list);

/* One object: the form of `clues --json` (docs/cli.md). */
void cm_clue_write_json(cm_json *json, const cm_home *home, const cm_clue *clue);
void cm_clue_write_members(cm_json *json, const cm_home *home, const cm_clue *clue);

/* A line of a table that spreadsheets open, and the line of titles. */
void cm_clue_write_csv_head(cm_buf *out, const cm_home *home);
void cm_clue_write_csv(cm_buf *out, const cm_home *home, const cm_clue *clue);
/* An outcome by its id or its name in Chinese or English. */
bool cm_clue_outcome_find(const cm_home *home, cm_sv name, cm_answer *ret_outcome);

/* Its parts, as members of an object: values and evidence. */
void cm_clue_write_facts(cm_json *json, const cm_clue *clue);
void cm_json_put_date(cm_json *json, cm_sv name, cm_date date); /* null when there is none */
/* Members begin and end, and with units begin16 and end16. */
void cm_json_put_place(cm_json *json, const cm_utf16 *units, cm_span at);
/* What people call a column, child table or fact group that a result names; the name itself if
 * none. */
cm_sv cm_clue_title(const cm_home *home, cm_sv model, cm_sv name);

/* The articles whose tiers were compared, then the model's basis on the day of decision, also as of
 * the last act where it read otherwise then. Fails: DB. */
CM_MUST_USE cm_status cm_clue_law_of(cm_site *site, const cm_clue *clue, cm_arena *mem,
                                     cm_grounds *ret_laws, cm_err *err);

#endif
