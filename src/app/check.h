/* app/check.h - one judgment looked at without keeping it: its facts, what the models say, what was
 * not read, and how long there is to protest. */
#ifndef CM_APP_CHECK_H
#define CM_APP_CHECK_H

#include "app/clue.h"

#include <stdatomic.h>

typedef enum {
    CM_DEADLINE_UNKNOWN, /* no day of receipt */
    CM_DEADLINE_NONE,    /* kind or date of the document not known, or a kind without one */
    CM_DEADLINE_RUNS     /* until `last`; days_left < 0: it is over */
} cm_deadline_state;

typedef struct {
    cm_deadline_state state;
    cm_date counted;  /* by counting alone */
    cm_date last;     /* where a holiday moves it to */
    int unknown_year; /* its calendar is needed and not known, `last` is the earliest; 0: known */
    int64_t days_left;
} cm_deadline;

typedef struct {
    cm_site *site; /* in memory, with the one document; NULL when it was not read */
    cm_document document;
    cm_fact_rows rows; /* as they went into the tables */
    cm_deadline deadline;
} cm_check;

typedef struct {
    cm_sv id;      /* of a text; a JSON object has its own */
    cm_sv content; /* a text, or lines of JSON of which the first is taken; outlives the check */
    cm_date received_on; /* or none */
    cm_date today;
    atomic_bool *cancel; /* NULL: it goes on to its end */
} cm_check_options;

/* Runs the models of the home that are switched on, but those that compare several documents. What
 * can't be read is told by document.cause, not by failing. Everything lives in mem. Fails: DB. */
CM_MUST_USE cm_status cm_check_open(const cm_home *home, cm_arena *mem,
                                    const cm_check_options *options, cm_check *ret_check,
                                    cm_err *err);
/* The text of a file of any form that is one document, into mem, for `content`. Fails: NOTFOUND,
 * IO, LIMIT, SCHEMA (no text can be made of it). */
CM_MUST_USE cm_status cm_check_load(cm_arena *mem, cm_sv path, cm_sv *ret_content, cm_err *err);
/* The same from memory; `name` is of the file. Fails: SCHEMA. */
CM_MUST_USE cm_status cm_check_take(cm_arena *mem, cm_sv name, cm_sv bytes, cm_sv *ret_content,
                                    cm_err *err);
void cm_check_close(cm_check *c);

/* Only its record as one object: what `extract` writes. Fails: SCHEMA (not read, with the cause).
 */
CM_MUST_USE cm_status cm_check_extract(cm_json *json, const cm_home *home, cm_arena *mem,
                                       const cm_check_options *options, cm_err *err);

/* The time to protest a document received on a day (data/law/limits.tsv). */
cm_deadline cm_check_deadline(const cm_law *law, const cm_record *record, cm_date received_on,
                              cm_date today);

/* One object: notice, facts, clues, undecidable, unread, deadline; `with_text`: also the text, and
 * places in UTF-16 units. Fails: DB. */
CM_MUST_USE cm_status cm_check_write_json(cm_json *json, const cm_home *home, const cm_check *check,
                                          bool with_text, cm_arena *mem, cm_err *err);

#endif
