#include "judgment/names.h"

/* Matters that models ask for and that the reader does not weigh: each word once per part. */
void cm_mention_parse(cm_parse *p)
{
    for (size_t i = 0; i < p->count; i++) {
        if (!cm_parse_is_cue(p, i, CM_CUE_MENTION)) {
            continue;
        }
        const cm_token *t = &p->tokens[i];
        if (t->begin >= p->parts[CM_SECTION_APPENDIX].from &&
            p->parts[CM_SECTION_APPENDIX].end > 0) {
            break;
        }
        cm_mention *m = cm_vec_push(p->mem, &p->record->mentions);
        m->kind = cm_parse_choice(p, t->value, t->begin, t->end);
        m->part = cm_parse_part(p, i);
    }
}
