/* judgment/names.h - finds the names of the defendants in running text, where nothing else marks
 * them. Linear in the text: a name is looked up by its length and bytes. */
#ifndef CM_JUDGMENT_NAMES_H
#define CM_JUDGMENT_NAMES_H

#include "base/map.h"
#include "judgment/parse.h"

typedef CM_VEC(size_t) cm_indexes;

/* Two defendants whose masked names are the same: `first` is the one the name stands for. */
typedef struct {
    size_t first, other;
} cm_namesake;

typedef struct {
    cm_map by_name;           /* value: its index, size_t */
    CM_VEC(uint32_t) lengths; /* distinct, longest first */
    CM_VEC(cm_namesake) namesakes;
} cm_names;

/* Index the defendants found so far. */
void cm_names_init(const cm_parse *p, cm_names *ret_names);
void cm_names_add(const cm_parse *p, cm_names *names, size_t index);
/* The longest defendant's name that starts at folded offset `at`: its length, 0 when none. */
uint32_t cm_names_match(const cm_parse *p, const cm_names *names, uint32_t at, size_t *ret_index);
/* Names in a row from `at`, one character (and brackets after a name) between them. Adds to `set`;
 * returns the offset after the last name, or `at`. */
uint32_t cm_names_list(const cm_parse *p, const cm_names *names, uint32_t at, cm_indexes *set);

/* "X theft case": the end of the name at `from`, where the words up to `to` run on into the charge:
 * as much of them as the text names again. `from` when it names nobody again, `to` for a name that
 * is short enough to be one. */
uint32_t cm_names_without_charge(const cm_parse *p, uint32_t from, uint32_t to);

#endif
