/* app/letter_form.h - what the data say of supervision documents (data/desk/document*.tsv,
 * data/templates/documents): their kinds with parts and sentences, their states and the steps
 * between them, the values that sentences take. Nothing in C knows a kind, a state or a value's
 * words. "Letter" is what the code calls a supervision document; a cm_document is a judgment.
 * Memory: the arena given to load. Threads: immutable after load. */
#ifndef CM_APP_LETTER_FORM_H
#define CM_APP_LETTER_FORM_H

#include "base/map.h"
#include "base/status.h"
#include "paper/paper.h"

/* One sentence of a template. */
typedef struct {
    cm_sv part;
    bool required; /* of the part: on its first row */
    cm_paper_kind block;
    cm_sv each;     /* name of the list it is repeated for, or empty */
    cm_sv when;     /* "value", "!value", joined by ',': all must hold */
    cm_sv sentence; /* with {value} places */
} cm_letter_line;

typedef struct {
    cm_sv id, zh, en;
    cm_sv number;       /* how it is numbered, with places */
    cm_sv approver;     /* role */
    bool committee;     /* a decision of the committee is asked for */
    cm_sv addressee;    /* name of a value */
    cm_sv limit;        /* for the reply: id of a time limit, or empty */
    cm_sv stated_limit; /* when there is none but the document sets a day; or empty */
    cm_svs meets;       /* time limits that its delivery meets */
    cm_svs states;      /* of the clue in which it may be drafted; "*": any */
    cm_svs needs;       /* kinds of verification that the clue must have */
    cm_svs proposals;   /* ids of list "proposal": what a model proposes where it fits; none: any */
    bool carries;       /* the clue goes on with it */
    bool notice;        /* must say that nothing is verified, unless it is */
    cm_svs basis;       /* articles that the kind rests on, as cm_law_ref_parse takes them */
    CM_VEC(cm_letter_line) lines;
} cm_letter_kind;

typedef struct {
    cm_sv id, zh, en;
    bool open; /* its sentences may be changed */
    bool final;
} cm_letter_state;

typedef enum {
    CM_LETTER_ASK_FRESH, /* the evidence reads as it did */
    CM_LETTER_ASK_LINT,  /* no error of the check */
    CM_LETTER_ASK_OTHER, /* another person than the drafter */
    CM_LETTER_ASK_REASON,
    CM_LETTER_ASK_COMMITTEE,
    CM_LETTER_ASK_NUMBER,
    CM_LETTER_ASK_DAY,
    CM_LETTER_ASK_RESULT,
    CM_LETTER_ASK_COUNT
} cm_letter_ask;

typedef struct {
    cm_sv id, from, to, act;
    bool asks[CM_LETTER_ASK_COUNT];
    cm_sv zh, en;
} cm_letter_step;

/* source: "person" is written by the drafter, "approval" and "issue" are known then; "each": a list
 */
typedef struct {
    cm_sv id, zh, en, source;
} cm_letter_field;

/* Words that say too much; `parts`: pieces of the phrase, in this order in one sentence. */
typedef struct {
    cm_sv phrase, instead;
    cm_svs parts, kinds; /* kinds: "*" any */
    bool is_error;
} cm_letter_overclaim;

typedef struct {
    CM_VEC(cm_letter_kind) kinds;
    CM_VEC(cm_letter_state) states; /* the first is that of a new one */
    CM_VEC(cm_letter_step) steps;
    CM_VEC(cm_letter_field) replies; /* id, zh, en */
    CM_VEC(cm_letter_field) fields;
    CM_VEC(cm_letter_overclaim) overclaims;
} cm_letter_forms;

/* `data`: the data folder. Fails: as cm_tsv_load; SCHEMA (a name that is not in its list). */
CM_MUST_USE cm_status cm_letter_forms_load(cm_arena *mem, cm_sv data, cm_letter_forms *ret_forms,
                                           cm_err *err);

/* NULL: no such one. */
const cm_letter_kind *cm_letter_kind_of(const cm_letter_forms *f, cm_sv id);
const cm_letter_state *cm_letter_state_of(const cm_letter_forms *f, cm_sv id);
const cm_letter_step *cm_letter_step_of(const cm_letter_forms *f, cm_sv id, cm_sv from);
const cm_letter_field *cm_letter_field_of(const cm_letter_forms *f, cm_sv id);
const cm_letter_field *cm_letter_reply_of(const cm_letter_forms *f, cm_sv id);
bool cm_svs_have(const cm_svs *list, cm_sv one);

/* The next {place} of a sentence at or after *at: its name and where it begins; *at goes behind it.
 * False: no more. */
bool cm_letter_place_next(cm_sv sentence, size_t *at, size_t *ret_begin, cm_sv *ret_name);

#endif
