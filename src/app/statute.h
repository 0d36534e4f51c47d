/* app/statute.h - the law looked up by citation or by the name of a crime, as of a day.
 * Memory: what the answer points to is the law's or the arena's. */
#ifndef CM_APP_STATUTE_H
#define CM_APP_STATUTE_H

#include "app/home.h"
#include "base/json.h"
#include "law/note.h"
#include "law/tier.h"
#include "law/verify.h"

typedef enum { CM_STATUTE_NONE, CM_STATUTE_ARTICLE, CM_STATUTE_CHARGE } cm_statute_kind;

typedef struct {
    cm_statute_kind kind;
    cm_date on; /* CM_NO_DATE: the text in force now */

    /* of an article */
    const cm_law_source *source;
    cm_law_ref ref;
    cm_sv cite;
    cm_law_text text; /* count 0: its words are not at hand */
    cm_law_notes notes;
    const cm_law_source *then; /* the law that stood in its place on that day, or NULL */
    bool beyond;               /* the day lies after the last one for which the law is known */

    /* of a crime */
    cm_charges charges;
    cm_tier_matches tiers;
} cm_statute;

/* `query` is a citation (docs/cli.md) or the name of a crime as judgments print it. NONE: neither,
 * or no such article of a law that is wholly in the tables. */
void cm_statute_find(const cm_home *home, cm_arena *mem, cm_sv query, cm_date on,
                     cm_statute *ret_statute);

void cm_statute_write_json(cm_json *json, const cm_home *home, cm_sv query, const cm_statute *s);

#endif
