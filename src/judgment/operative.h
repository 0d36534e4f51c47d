/* judgment/operative.h - the walk through the operative part: who is spoken of, and how the words
 * at hand are to be taken. Shared by operative.c (the walk, persons, counts), penalty.c (what is
 * imposed) and term.c (term dates, credit); internal to src/judgment. Lives as long as one reading.
 */
#ifndef CM_JUDGMENT_OPERATIVE_H
#define CM_JUDGMENT_OPERATIVE_H

#include "judgment/names.h"

/* How the words at hand are to be taken. */
typedef enum {
    CM_MODE_NEW,   /* what this judgment decides */
    CM_MODE_OLD,   /* an earlier sentence is named, to be combined with the new one */
    CM_MODE_QUOTE, /* what is upheld or revoked is quoted */
} cm_operative_mode;

typedef struct {
    cm_parse *p;
    cm_names names;
    cm_indexes current;   /* the defendants spoken of */
    uint32_t mention_end; /* folded offset after the last name */
    cm_operative_mode mode;
    bool quote_open; /* the quotation was opened by "namely": it runs to the end of the item */
    bool quote_full; /* the quotation names the offence: its sentence is quoted with it */
    bool total;      /* what follows belongs to the sentence to be executed */
    bool old_seen;   /* an earlier sentence was named in this item */
    size_t depth;    /* of brackets */
    size_t missed;   /* items whose person was not understood */
    cm_range part;
} cm_operative;

/* The k-th of the defendants spoken of. */
cm_defendant *cm_operative_defendant(const cm_operative *o, size_t k);

/* Each reads what follows token i, a cue of its name, for the defendants spoken of. penalty.c: */
void cm_operative_penalty(cm_operative *o, size_t i);
void cm_operative_execute(cm_operative *o, size_t i);
void cm_operative_fine(cm_operative *o, size_t i);
void cm_operative_probation(cm_operative *o, size_t i);
void cm_operative_rights(cm_operative *o, size_t i);
void cm_operative_confiscation(cm_operative *o, size_t i);

/* term.c: */
void cm_operative_date(cm_operative *o, size_t i);
void cm_operative_credited(cm_operative *o, size_t i);
void cm_operative_spell(cm_operative *o, size_t i);

#endif
