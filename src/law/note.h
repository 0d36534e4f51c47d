/* law/note.h - what the tables say beside the words of an article: sentences that refer to other
 * articles (refs.tsv), that make a penalty graver or lighter (modifiers.tsv), and general rules by
 * date (general_rules.tsv), which also tell the substance of older texts that are not at hand.
 * Memory: the law's, lists the arena given. Threads: pure.
 */
#ifndef CM_LAW_NOTE_H
#define CM_LAW_NOTE_H

#include "base/vec.h"
#include "law/article.h"

typedef enum { CM_NOTE_REFERENCE, CM_NOTE_MODIFIER, CM_NOTE_RULE } cm_note_kind;

typedef struct {
    cm_note_kind kind;
    cm_law_ref at; /* paragraph 0: of the whole article */
    cm_sv label;   /* type of reference, effect, or name of the rule */
    cm_sv targets; /* of references to other articles: their keys, divided by "," */
    cm_sv text;
    cm_date valid_from, valid_to;
} cm_law_note;

typedef CM_VEC(const cm_law_note *) cm_law_notes;

/* Those of the article, or of its paragraph when one is named, on a day; CM_NO_DATE: in force now.
 */
void cm_law_notes_on(const cm_law *law, cm_arena *mem, cm_law_ref ref, cm_date on,
                     cm_law_notes *ret_notes);

#endif
