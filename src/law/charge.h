/* law/charge.h - the names of crimes, in force and former, and which of them a printed name means.
 * Does not know the judgment. Memory: the law's; results go to the arena given. Threads: pure. */
#ifndef CM_LAW_CHARGE_H
#define CM_LAW_CHARGE_H

#include "base/vec.h"
#include "law/law.h"

typedef struct cm_charge cm_charge;

typedef CM_VEC(const cm_charge *) cm_charges;

struct cm_charge {
    cm_sv name;     /* as the rules on names of crimes have it */
    cm_sv article;  /* main article: 264, 133-1 */
    cm_sv chapter;  /* its heading in the special part; empty outside of it */
    cm_sv intent;   /* as the table has it: intentional, negligent, or a remark where disputed */
    bool selective; /* made of parts that a judgment may choose from */
    bool current;   /* a name in force today */
    cm_date name_from, name_to; /* of the rules on names; name_to: first day it is no longer one */
    cm_charges later;           /* renamed to, merged into */
    cm_charges earlier;
};

/* The charges that a printed name means: exact name, alias, or a choice of the parts of a selective
 * name in any order; with or without the final word for "crime". More than one when a name has
 * several statutory forms in time. False, and nothing added: no charge has such a name. */
bool cm_law_charge(const cm_law *law, cm_arena *mem, cm_sv printed, cm_charges *ret_charges);
/* The same of several charges that a decision names in one: the first charge that each means, in
 * their order. False where one of them has no known name. */
bool cm_law_charge_list(const cm_law *law, cm_arena *mem, cm_sv printed, cm_charges *ret_charges);

#endif
