#include "base/base.h"

#include "judgment/parse.h"

/* A fact that was met and not understood: its group is read in part at best. */
static void doubt(cm_parse *p, cm_group group, cm_state fact, cm_span at)
{
    cm_group_state *g = &p->record->groups[group];
    if (fact != CM_UNREAD || g->state == CM_UNREAD) {
        return;
    }
    if (g->state == CM_KNOWN) {
        g->state = CM_ABSENT;
        g->at.count = 0; /* from here on the places that were not understood */
    }
    const cm_span *last = g->at.count > 0 ? &g->at.items[g->at.count - 1] : NULL;
    bool again = last != NULL && last->begin == at.begin && last->end == at.end;
    if (at.end > at.begin && !again) {
        *cm_vec_push(p->mem, &g->at) = at;
    }
}

#define DOUBT(p, group, fact) doubt((p), (group), (fact).state, (fact).at)

static void settle_head(cm_parse *p)
{
    const cm_record *r = p->record;
    DOUBT(p, CM_GROUP_HEAD, r->case_no);
    DOUBT(p, CM_GROUP_HEAD, r->court);
    DOUBT(p, CM_GROUP_HEAD, r->document_type);
    DOUBT(p, CM_GROUP_HEAD, r->instance);
    DOUBT(p, CM_GROUP_PROSECUTION, r->prosecution);
    DOUBT(p, CM_GROUP_PROSECUTION, r->charged_on);
    DOUBT(p, CM_GROUP_PROSECUTION, r->accepted_on);
    DOUBT(p, CM_GROUP_PROCEDURE, r->procedure);
    DOUBT(p, CM_GROUP_PANEL, r->panel);
    DOUBT(p, CM_GROUP_HEARING, r->hearing);
    for (size_t i = 0; i < r->hearing_on.count; i++) {
        DOUBT(p, CM_GROUP_HEARING, r->hearing_on.items[i]);
    }
    for (size_t i = 0; i < r->acts.count; i++) {
        DOUBT(p, CM_GROUP_ACTS, r->acts.items[i]);
    }
}

static void settle_tail(cm_parse *p)
{
    const cm_record *r = p->record;
    for (size_t i = 0; i < r->orders.count; i++) {
        DOUBT(p, CM_GROUP_PROPERTY, r->orders.items[i].kind);
        DOUBT(p, CM_GROUP_PROPERTY, r->orders.items[i].amount);
    }
    for (size_t i = 0; i < r->articles.count; i++) {
        DOUBT(p, CM_GROUP_BASIS, r->articles.items[i].law);
    }
    for (size_t i = 0; i < r->judges.count; i++) {
        DOUBT(p, CM_GROUP_SIGNATURE, r->judges.items[i].name);
    }
    DOUBT(p, CM_GROUP_SIGNATURE, r->clerk);
    DOUBT(p, CM_GROUP_SIGNATURE, r->decided_on);
    DOUBT(p, CM_GROUP_DISPOSITION, r->outcome);
}

static void settle_penalty(cm_parse *p, const cm_penalty *penalty)
{
    const cm_number_fact *numbers[] = {&penalty->months, &penalty->days, &penalty->fine,
                                       &penalty->probation_months};
    DOUBT(p, CM_GROUP_DISPOSITION, penalty->kind);
    for (size_t i = 0; i < CM_COUNT(numbers); i++) {
        DOUBT(p, CM_GROUP_DISPOSITION, *numbers[i]);
    }
    DOUBT(p, CM_GROUP_DISPOSITION, penalty->confiscation);
    DOUBT(p, CM_GROUP_DISPOSITION, penalty->political_rights);
}

static void settle_prior(cm_parse *p, const cm_prior *prior)
{
    DOUBT(p, CM_GROUP_PRIORS, prior->kind);
    DOUBT(p, CM_GROUP_PRIORS, prior->date);
    DOUBT(p, CM_GROUP_PRIORS, prior->released_on);
    DOUBT(p, CM_GROUP_PRIORS, prior->charge);
    DOUBT(p, CM_GROUP_PRIORS, prior->penalty);
    DOUBT(p, CM_GROUP_PRIORS, prior->months);
}

static void settle_defendant(cm_parse *p, const cm_defendant *d)
{
    DOUBT(p, CM_GROUP_PARTIES, d->name);
    DOUBT(p, CM_GROUP_IDENTITY, d->sex);
    DOUBT(p, CM_GROUP_IDENTITY, d->birth_date);
    for (size_t i = 0; i < d->measures.count; i++) {
        DOUBT(p, CM_GROUP_MEASURES, d->measures.items[i].date);
    }
    for (size_t i = 0; i < d->priors.count; i++) {
        settle_prior(p, &d->priors.items[i]);
    }
    for (size_t i = 0; i < d->counts.count; i++) {
        DOUBT(p, CM_GROUP_DISPOSITION, d->counts.items[i].charge);
        settle_penalty(p, &d->counts.items[i].penalty);
    }
    if (d->has_sentence) {
        settle_penalty(p, &d->sentence);
    }
    DOUBT(p, CM_GROUP_TERM, d->term_from);
    DOUBT(p, CM_GROUP_TERM, d->term_to);
    DOUBT(p, CM_GROUP_TERM, d->credit_days);
    for (size_t i = 0; i < d->circumstances.count; i++) {
        DOUBT(p, CM_GROUP_FINDINGS, d->circumstances.items[i]);
    }
}

void cm_group_settle(cm_parse *p)
{
    settle_head(p);
    for (size_t i = 0; i < p->record->defendants.count; i++) {
        settle_defendant(p, &p->record->defendants.items[i]);
    }
    settle_tail(p);
}
