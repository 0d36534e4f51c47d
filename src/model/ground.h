/* model/ground.h - the articles an answer of a model rests on, as they read then: those of the
 * penalty tiers that were compared, then the model's basis on the day of decision, and as of the
 * last act where it read otherwise. Memory: the arena given; texts are the law's. Threads: pure. */
#ifndef CM_MODEL_GROUND_H
#define CM_MODEL_GROUND_H

#include "model/model.h"

/* An article, or one paragraph of it, with the words that applied. */
typedef struct {
    cm_sv law, cite, text;       /* cite: as people cite it; text empty: not at hand */
    int article, sub, paragraph; /* paragraph 0: the only one */
    cm_date valid_from, valid_to;
    bool applied;     /* in force then; else for reference */
    cm_date known_to; /* none here; for who knows up to which day the law is known */
} cm_ground;

typedef CM_VEC(cm_ground) cm_grounds;

/* Days that no calendar has are passed over for the act; for the decision the newest text counts.
 */
typedef struct {
    const cm_svs *tiers; /* ids of rows of the law; NULL: none */
    cm_date decided_on, last_act_on;
} cm_ground_query;

void cm_model_grounds(cm_arena *mem, const cm_model *model, const cm_ground_query *query,
                      cm_grounds *ret_grounds);

#endif
