#include "base/base.h"

#include "app/fill_parts.h"
#include "law/charge.h"

static const cm_span NOWHERE = {0, 0};

/* The position of `text` in the closed list of a column, or the length of the list. */
static size_t allowed_position(const cm_fact_row *row, cm_sv column, cm_sv text)
{
    const cm_column *c = row->view->columns.items[cm_view_column(row->view, column)];
    size_t i = 0;
    while (i < c->allowed.count && !cm_sv_equal(c->allowed.items[i], text)) {
        i++;
    }
    return i < c->allowed.count ? i : SIZE_MAX;
}

/* Intent where all charges agree and none is disputed. */
static void fill_intent(cm_filling *f, cm_fact_row *row, const cm_charges *charges, cm_span at)
{
    cm_sv column = CM_SV("intent");
    cm_sv intent = CM_SV("");
    bool same = true;
    for (size_t i = 0; i < charges->count; i++) {
        const cm_charge *charge = charges->items[i];
        cm_assert(charge != NULL);
        same = same && (i == 0 || cm_sv_equal(charge->intent, intent));
        intent = i == 0 ? charge->intent : intent;
    }
    bool agreed = same && allowed_position(row, column, intent) != SIZE_MAX;
    cm_row_set(f->rows, row, column, agreed ? CM_KNOWN : CM_UNREAD, cm_cell_text(intent), at);
}

void cm_fill_charge(cm_filling *f, cm_fact_row *row, const cm_text_fact *printed)
{
    cm_charges charges = {.items = NULL};
    bool known = printed->state == CM_KNOWN &&
                 cm_law_charge_list(f->use->law, f->rows->mem, printed->value, &charges);
    cm_state state = known ? CM_KNOWN : CM_UNREAD;
    state = printed->state == CM_ABSENT ? CM_ABSENT : state;
    const cm_charge *first = known ? charges.items[0] : NULL;
    const cm_charge *second = known && charges.count > 1 ? charges.items[1] : NULL;
    cm_row_set(f->rows, row, CM_SV("charge_article"), state,
               cm_cell_text(first != NULL ? first->article : CM_SV("")), printed->at);
    cm_row_set(f->rows, row, CM_SV("charge_chapter"), state,
               cm_cell_text(first != NULL ? first->chapter : CM_SV("")), printed->at);
    cm_row_set(f->rows, row, CM_SV("second_article"),
               state == CM_KNOWN && second == NULL ? CM_ABSENT : state,
               cm_cell_text(second != NULL ? second->article : CM_SV("")), printed->at);
    if (known) {
        fill_intent(f, row, &charges, printed->at);
    } else {
        cm_row_set(f->rows, row, CM_SV("intent"), state, cm_cell_null(), NOWHERE);
    }
}

/* The last day that a date can mean, where the text gives its year or month only. */
static cm_date_fact latest(const cm_date_fact *told)
{
    cm_date_fact ret = *told;
    if (ret.state != CM_KNOWN || ret.value.year == 0) {
        return ret;
    }
    ret.value.month = ret.value.month == 0 ? 12 : ret.value.month;
    if (ret.value.day == 0) {
        ret.value.day = (uint8_t)cm_date_month_length(ret.value.year, ret.value.month);
    }
    return ret;
}

static void fill_prior(cm_filling *f, cm_fact_row *n, const cm_prior *p)
{
    cm_row_choice(f->rows, n, CM_SV("kind"), f->use->choices->prior, &p->kind);
    cm_date_fact on_by = latest(&p->date);
    cm_date_fact released_by = latest(&p->released_on);
    cm_row_date(f->rows, n, CM_SV("on"), &p->date);
    cm_row_date(f->rows, n, CM_SV("on_by"), &on_by);
    cm_row_date(f->rows, n, CM_SV("released_by"), &released_by);
    cm_row_text(f->rows, n, CM_SV("charge"), &p->charge);
    cm_row_text(f->rows, n, CM_SV("penalty"), &p->penalty);
    cm_row_number(f->rows, n, CM_SV("months"), &p->months);
    cm_row_number(f->rows, n, CM_SV("days"), &p->days);
    cm_row_number(f->rows, n, CM_SV("fine"), &p->fine);
    cm_row_number(f->rows, n, CM_SV("probation_months"), &p->probation_months);
    cm_row_set(f->rows, n, CM_SV("revoked"), CM_KNOWN, cm_cell_bool(p->revoked.state == CM_KNOWN),
               p->revoked.at);
    cm_fill_rights(f, n, CM_SV("rights"), CM_SV("rights_months"), &p->political_rights);
    cm_row_date(f->rows, n, CM_SV("released_on"), &p->released_on);
    cm_row_choice(f->rows, n, CM_SV("release"), f->use->choices->release, &p->release);
    cm_row_date(f->rows, n, CM_SV("parole_to"), &p->parole_to);
    if (p->kind.state == CM_KNOWN && p->kind.value == CM_PRIOR_CRIMINAL) {
        cm_fill_charge(f, n, &p->charge);
    } else {
        const cm_text_fact none = {.state = CM_ABSENT};
        cm_fill_charge(f, n, &none);
    }
}

static void fill_priors(cm_filling *f, const cm_fact_row *row, const cm_defendant *d)
{
    for (size_t i = 0; i < d->priors.count; i++) {
        const cm_prior *p = &d->priors.items[i];
        fill_prior(f, cm_row_new(f->rows, CM_SV("defendant.priors"), row, (int64_t)i + 1), p);
        cm_span spans[] = {p->kind.at,        p->date.at,    p->charge.at,   p->penalty.at,
                           p->released_on.at, p->release.at, p->parole_to.at};
        cm_row_anchor(f->rows, row, CM_SV("priors"), cm_span_of(spans, CM_COUNT(spans)));
    }
}

static void fill_penalty(cm_filling *f, cm_fact_row *n, const cm_penalty *p)
{
    cm_row_choice(f->rows, n, CM_SV("kind"), f->use->choices->penalty, &p->kind);
    cm_row_number(f->rows, n, CM_SV("months"), &p->months);
    cm_row_number(f->rows, n, CM_SV("days"), &p->days);
    cm_row_number(f->rows, n, CM_SV("fine"), &p->fine);
    cm_fill_rights(f, n, CM_SV("rights"), CM_SV("rights_months"), &p->political_rights);
}

static void fill_convictions(cm_filling *f, const cm_fact_row *row, const cm_defendant *d)
{
    for (size_t i = 0; i < d->counts.count; i++) {
        const cm_count *c = &d->counts.items[i];
        cm_fact_row *n = cm_row_new(f->rows, CM_SV("defendant.convictions"), row, (int64_t)i + 1);
        cm_row_text(f->rows, n, CM_SV("charge"), &c->charge);
        cm_fill_charge(f, n, &c->charge);
        fill_penalty(f, n, &c->penalty);
        cm_fill_confiscation(f, n, CM_SV("confiscation"), &c->penalty.confiscation);
        cm_row_number(f->rows, n, CM_SV("probation_months"), &c->penalty.probation_months);
        cm_row_anchor(f->rows, row, CM_SV("convictions"), c->penalty.at);
    }
}

static void fill_old_sentences(cm_filling *f, const cm_fact_row *row, const cm_defendant *d)
{
    for (size_t i = 0; i < d->old_sentences.count; i++) {
        const cm_old_sentence *o = &d->old_sentences.items[i];
        cm_fact_row *n = cm_row_new(f->rows, CM_SV("defendant.old_sentences"), row, (int64_t)i + 1);
        fill_penalty(f, n, &o->penalty);
        cm_row_bool(f->rows, n, CM_SV("rest"), o->rest);
        cm_row_anchor(f->rows, row, CM_SV("old_sentences"), o->penalty.at);
    }
}

void cm_fill_sentences(cm_filling *f, const cm_fact_row *row, const cm_defendant *d)
{
    fill_priors(f, row, d);
    fill_convictions(f, row, d);
    fill_old_sentences(f, row, d);
}
