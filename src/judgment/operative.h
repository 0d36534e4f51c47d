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
    cm_indexes item;      /* those convicted in this item, in the order told */
    uint32_t mention_end; /* folded offset after the last name */
    cm_operative_mode mode;
    bool quote_open;      /* the quotation was opened by "namely": it runs to the end of the item */
    bool quote_full;      /* the quotation names the offence: its sentence is quoted with it */
    bool total;           /* what follows belongs to the sentence to be executed */
    bool rest;            /* of the earlier sentence, what was not yet served */
    bool old_seen;        /* an earlier sentence was named in this item */
    bool new_item;        /* no offence was read in this item yet */
    size_t depth;         /* of brackets */
    size_t missed;        /* items whose person was not understood */
    size_t joined;        /* charges named together whose penalties follow one by one; else 0 */
    size_t listed;        /* penalties listed for those spoken of; 1 = one for all */
    size_t ranges, range; /* spells of term dates listed together; the one at hand */
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
/* old.c: the same of an earlier sentence that is combined with the new one. */
void cm_operative_old(cm_operative *o, size_t i);

/* list.c: penalties, fines and probations told one by one: "respectively one year, eight months".
 * What each is: the token of the cue that names it, and of its term or amount (SIZE_MAX: none). */
typedef struct {
    size_t word, amount;
} cm_listed;

typedef CM_VEC(cm_listed) cm_listing;

/* How many are to receive what is said: persons, or the charges of one person named together. */
size_t cm_listing_wanted(const cm_operative *o);
/* What is listed from token i on, a cue of its kind with its own `amount`. */
cm_listing cm_listing_read(const cm_operative *o, size_t i, size_t amount);
/* The one for the k-th of `wanted`; NULL when the list does not come out even. */
const cm_listed *cm_listing_of(const cm_listing *list, size_t k, size_t wanted);
/* Whether "respectively" follows token i, before the penalties. */
bool cm_listing_announced(const cm_parse *p, size_t i);

/* Index of the MONEY that says how much, after token i; SIZE_MAX when none follows directly. */
size_t cm_operative_money(const cm_parse *p, size_t i, size_t end); /* penalty.c */

/* term.c: */
void cm_operative_date(cm_operative *o, size_t i);
void cm_operative_credited(cm_operative *o, size_t i);
void cm_operative_spell(cm_operative *o, size_t i);

#endif
