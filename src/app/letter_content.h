/* app/letter_content.h - the sentences of one version of a document, each with what it is bound to:
 * filled from a template and the values of a clue, kept as JSON (docs/documents.md), compared with
 * what the values are now. A place without a value is left as a gap that can be seen.
 * Memory: the arena given. Threads: no state. */
#ifndef CM_APP_LETTER_CONTENT_H
#define CM_APP_LETTER_CONTENT_H

#include "app/letter_form.h"
#include "app/letter_values.h"
#include "base/json_tree.h"

typedef enum {
    CM_SENTENCE_DRAFTED, /* as the template and the values make it */
    CM_SENTENCE_EDITED,  /* its words are the drafter's; it is bound as before */
    CM_SENTENCE_ADDED,   /* the drafter's own */
    CM_SENTENCE_COUNT
} cm_sentence_state;

typedef CM_VEC(cm_letter_value) cm_letter_binds;

typedef struct {
    int64_t k; /* number by which people name it; never used again */
    cm_sv part;
    cm_paper_kind block;
    cm_sv form; /* with places; of an added one empty */
    cm_sv text;
    cm_sentence_state state;
    cm_letter_binds binds;
} cm_sentence;

/* Written by a person for a place {name}. */
typedef struct {
    cm_sv name, text, by, at;
} cm_letter_entry;

typedef struct {
    cm_class_filter filter; /* of a report of a class */
    CM_VEC(cm_letter_entry) entries;
    CM_VEC(cm_sentence) sentences;
} cm_letter_content;

typedef struct {
    cm_arena *mem;
    const cm_home *home;
    const cm_letter_forms *forms;
    const cm_letter_kind *kind;
} cm_letter_use;

/* Every sentence of the template whose condition holds. Entries of *content become values. */
void cm_letter_fill(const cm_letter_use *use, cm_letter_values *values, cm_letter_content *content);
/* The same over an older one: sentences that were edited or added keep their words and number,
 * others are made again. */
void cm_letter_refill(const cm_letter_use *use, cm_letter_values *values,
                      const cm_letter_content *old, cm_letter_content *ret_content);
int64_t cm_letter_last_k(const cm_letter_content *content);
void cm_letter_insert(cm_arena *mem, cm_letter_content *content, int64_t before,
                      const cm_sentence *s); /* behind sentence `before`; 0: first */
cm_sentence *cm_letter_sentence(const cm_letter_content *content, int64_t k); /* or NULL */
/* What persons wrote becomes values. */
void cm_letter_put_entries(cm_letter_values *values, const cm_letter_content *content);
/* Set what a person wrote for a place; an empty text takes it away. */
void cm_letter_enter(cm_arena *mem, cm_letter_content *content, const cm_letter_entry *entry);

/* The words of a form with the values in their places; *binds (NULL allowed) gets the values. */
cm_sv cm_letter_render(const cm_letter_use *use, const cm_letter_values *values, cm_sv form,
                       cm_letter_binds *binds);
/* A piece of its form, with the values that the sentence is bound to. */
cm_sv cm_letter_bound(const cm_letter_use *use, const cm_sentence *s, cm_sv form);
/* Whether what the sentence is bound to still reads as it did. If not, *ret_name is the first that
 * does not, *ret_now what it reads now (ptr NULL: it is gone). */
bool cm_letter_holds(const cm_letter_values *values, const cm_sentence *sentence, cm_sv *ret_name,
                     cm_sv *ret_now);
/* Mark that begins a gap. */
cm_sv cm_letter_gap(const cm_letter_use *use);

/* Its members, into an object that is being written. */
void cm_letter_content_put(cm_json *json, const cm_letter_content *content);
cm_sv cm_letter_content_write(const cm_letter_use *use, const cm_letter_content *content);
/* Fails: SYNTAX, SCHEMA. */
CM_MUST_USE cm_status cm_letter_content_read(cm_arena *mem, cm_sv json,
                                             cm_letter_content *ret_content, cm_err *err);
cm_sv cm_sentence_state_id(cm_sentence_state state);

#endif
