/* judgment/name_word.h - the words around names in a list of parties (data/lexicon/names.tsv): how
 * the names of units end, what stands behind a name and is none of it. Immutable after loading. */
#ifndef CM_JUDGMENT_NAME_WORD_H
#define CM_JUDGMENT_NAME_WORD_H

#include "base/status.h"
#include "base/vec.h"

typedef enum {
    CM_NAME_UNIT_END,   /* ends the name of a unit */
    CM_NAME_DETAIL,     /* the name is over before it: residence, identity card ... */
    CM_NAME_TITLE,      /* behind the name of a person: director, lawyer ... */
    CM_NAME_JOINT,      /* joins a name to what follows: and, against ... */
    CM_NAME_CASE,       /* behind the cause of action: case, series */
    CM_NAME_SURNAME,    /* of one character, common */
    CM_NAME_HOUSEHOLD,  /* the place of the registered household follows */
    CM_NAME_NATIVE,     /* the birthplace follows */
    CM_NAME_WIDE_PLACE, /* how the name of a place above the county ends: province, region */
    CM_NAME_CITY,
    CM_NAME_COUNTY,
    CM_NAME_MASK, /* stands in a name instead of what is not to be known */
    CM_NAME_CLASS_COUNT
} cm_name_class;

typedef struct {
    cm_svs words[CM_NAME_CLASS_COUNT];
    /* A bit for the hash of each word's first, and of its last character. */
    uint64_t first[CM_NAME_CLASS_COUNT][4], last[CM_NAME_CLASS_COUNT][4];
} cm_name_words;

/* Fails: as cm_tsv_load; SCHEMA (a class that is none). */
CM_MUST_USE cm_status cm_name_words_load(cm_arena *mem, cm_sv path, cm_name_words *ret_words,
                                         cm_err *err);
/* Length of the longest word of the class that `text` ends with, or 0. */
size_t cm_name_words_end(const cm_name_words *w, cm_name_class class, cm_sv text);
/* The same for the word it begins with. */
size_t cm_name_words_start(const cm_name_words *w, cm_name_class class, cm_sv text);
/* Offset of the first word of the class in `text`, or SIZE_MAX. */
size_t cm_name_words_find(const cm_name_words *w, cm_name_class class, cm_sv text);

#endif
