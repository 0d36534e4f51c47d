/* judgment/party.h - the list of parties at the head of a judgment, entry by entry: where each
 * begins and ends, and which defendants it speaks of. party.c reads names and identity from it;
 * measure.c and prior.c read the history that an entry tells. Internal to src/judgment. */
#ifndef CM_JUDGMENT_PARTY_H
#define CM_JUDGMENT_PARTY_H

#include "judgment/names.h"

typedef struct {
    size_t begin, end; /* tokens */
    uint32_t name_end; /* folded offset after the last name */
    cm_cue cue;        /* DEFENDANT, DEFENDER, GUARDIAN, OTHER_PARTY, ... */
    cm_indexes who;    /* defendants named here; for other parties the defendants just before */
} cm_party_entry;

typedef CM_VEC(cm_party_entry) cm_party_entries;

/* The entries, in text order; `who` points into the record's defendants. Valid after party.c ran.
 */
void cm_party_entries_find(cm_parse *p, cm_party_entries *ret_entries);
/* Whom the sentence from token `begin` to `end` in entry `e` speaks of: all defendants up to this
 * entry for "the above defendants", else those of the entry. */
cm_indexes cm_party_subjects(cm_parse *p, const cm_party_entry *e, size_t begin, size_t end);

/* The list of the parties of a criminal case: after the document's own number or from the
 * prosecution, up to the account of the case. */
cm_range cm_party_list(const cm_parse *p);
/* The token of [begin, end) after the document's own number, or `begin`. */
size_t cm_party_list_begin(const cm_parse *p, size_t begin, size_t end);
/* The prosecution, before any sentence: opens the list however the lines are broken. */
bool cm_party_is_first(const cm_parse *p, size_t i);
/* Where the list that began at `begin` ends: before the sentence, line or heading of token
 * `account`, with which the account of the case begins. */
size_t cm_party_list_end(const cm_parse *p, size_t begin, size_t account);
/* Whether token i, not the first, follows the prosecution without a line break between them. */
bool cm_party_after_prosecution(const cm_parse *p, size_t i);
/* A sex that stands for itself and is no part of a name: between separators. */
bool cm_party_is_sex(const cm_parse *p, size_t i);
/* End of a person's name that starts at folded offset `from`; *i, a token at or before it, becomes
 * the token that ends the name. */
uint32_t cm_party_name_end(const cm_parse *p, uint32_t from, size_t *i, size_t end);

/* The number of the identity card and the place a person comes from, told in the entry before token
 * `stop`. origin.c */
void cm_party_origin(cm_parse *p, const cm_party_entry *e, size_t stop, cm_defendant *d);

/* How many defendants token i, a party word, speaks of ("the three defendants"): SIZE_MAX for all,
 * 0 when it introduces a name or is no party word. */
size_t cm_party_collective(const cm_parse *p, size_t i);

#endif
