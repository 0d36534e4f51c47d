#include "base/base.h"

#include "app/fill_parts.h"
#include "law/charge.h"

static const cm_span NOWHERE = {0, 0};

static void fill_served(cm_filling *f, cm_fact_row *row, const cm_commutation *c)
{
    const cm_served_sentence *s = &c->original;
    cm_row_text(f->rows, row, CM_SV("original_charge"), &s->charge);
    cm_row_choice(f->rows, row, CM_SV("original_kind"), f->use->choices->penalty, &s->penalty.kind);
    cm_row_number(f->rows, row, CM_SV("original_months"), &s->penalty.months);
    cm_row_number(f->rows, row, CM_SV("original_days"), &s->penalty.days);
    cm_row_number(f->rows, row, CM_SV("original_fine"), &s->penalty.fine);
    cm_row_date(f->rows, row, CM_SV("original_decided_on"), &s->decided_on);
    cm_row_date(f->rows, row, CM_SV("executed_from"), &c->executed_from);
    cm_row_date(f->rows, row, CM_SV("old_term_to"), &c->old_term_to);
}

static void fill_proposal(cm_filling *f, cm_fact_row *row, const cm_commutation *c)
{
    cm_row_text(f->rows, row, CM_SV("proposed_by"), &c->proposed_by);
    cm_row_date(f->rows, row, CM_SV("proposed_on"), &c->proposed_on);
    cm_row_number(f->rows, row, CM_SV("proposed_months"), &c->proposed.months);
    cm_row_number(f->rows, row, CM_SV("proposed_days"), &c->proposed.days);
    cm_row_number(f->rows, row, CM_SV("commendations"), &c->commendations);
    cm_row_choice(f->rows, row, CM_SV("performance"), f->use->choices->performance,
                  &c->performance);
}

static void fill_granted(cm_filling *f, cm_fact_row *row, const cm_commutation *c)
{
    const cm_reduction *g = &c->granted;
    cm_row_choice(f->rows, row, CM_SV("commuted_kind"), f->use->choices->penalty, &g->new_kind);
    cm_row_number(f->rows, row, CM_SV("commuted_months"), &g->months);
    cm_row_number(f->rows, row, CM_SV("commuted_days"), &g->days);
    cm_fill_rights(f, row, CM_SV("rights_after"), CM_SV("rights_after_months"),
                   &c->political_rights);
    cm_row_date(f->rows, row, CM_SV("parole_from"), &c->parole_from);
    cm_row_date(f->rows, row, CM_SV("parole_to"), &c->parole_to);
}

static void fill_earlier(cm_filling *f, cm_fact_row *row, const cm_commutation *c)
{
    cm_date_fact last = {.state = CM_ABSENT};
    for (size_t i = 0; i < c->earlier.count; i++) {
        const cm_reduction *e = &c->earlier.items[i];
        cm_fact_row *n = cm_row_new(f->rows, CM_SV("defendant.commutations"), row, (int64_t)i + 1);
        cm_row_date(f->rows, n, CM_SV("on"), &e->date);
        cm_row_choice(f->rows, n, CM_SV("kind"), f->use->choices->penalty, &e->new_kind);
        cm_row_number(f->rows, n, CM_SV("months"), &e->months);
        cm_row_number(f->rows, n, CM_SV("days"), &e->days);
        cm_span at = cm_span_of((cm_span[]){e->date.at, e->new_kind.at, e->months.at}, 3);
        cm_row_anchor(f->rows, row, CM_SV("commutations"), at);
        cm_row_anchor(f->rows, row, CM_SV("earlier_commutations"), at);
        last = e->date; /* told in order of time */
    }
    cm_row_date(f->rows, row, CM_SV("last_commuted_on"), &last);
}

static void fill_charge(cm_filling *f, const cm_fact_row *row, cm_sv charge, int64_t number)
{
    cm_charges found = {.items = NULL};
    int64_t article = 0;
    if (cm_law_charge(f->use->law, f->rows->mem, charge, &found)) {
        cm_sv key = found.items[0]->article;
        size_t dash = cm_sv_find_byte(key, '-', 0);
        (void)cm_sv_to_int(cm_sv_slice(key, 0, dash), &article);
    }
    cm_fact_row *n = cm_row_new(f->rows, CM_SV("defendant.original_charges"), row, number);
    cm_row_set(f->rows, n, CM_SV("charge"), CM_KNOWN, cm_cell_text(charge), NOWHERE);
    cm_row_set(f->rows, n, CM_SV("article"), article > 0 ? CM_KNOWN : CM_ABSENT,
               cm_cell_int(article), NOWHERE);
}

/* The charges of the sentence now served, told as one text: each ends in the word for crime, a mark
 * before the next. */
static void fill_charges(cm_filling *f, cm_fact_row *row, const cm_text_fact *charges)
{
    if (charges->state != CM_KNOWN) {
        cm_row_unread(f->rows, row, CM_SV("original_charges")); /* nobody serves for nothing */
        return;
    }
    cm_sv word = cm_term_zh(f->use->choices->charge_word, CM_CHARGE_WORD_CRIME);
    cm_sv mark = cm_term_zh(f->use->choices->charge_word, CM_CHARGE_WORD_AND);
    cm_sv rest = charges->value;
    for (int64_t number = 1; rest.len > 0; number++) {
        size_t end = cm_sv_find(rest, word, 0);
        size_t cut = end == SIZE_MAX ? rest.len : end + word.len;
        fill_charge(f, row, cm_sv_slice(rest, 0, cut), number);
        rest = cm_sv_slice(rest, cut, rest.len);
        rest = cm_sv_starts(rest, mark) ? cm_sv_slice(rest, mark.len, rest.len) : rest;
    }
    cm_row_anchor(f->rows, row, CM_SV("original_charges"), charges->at);
}

void cm_fill_commutation(cm_filling *f, cm_fact_row *row, const cm_defendant *d)
{
    static const cm_commutation none = {.performance = {.state = CM_ABSENT}};
    const cm_choice_fact *stage = &f->record->instance;
    if (d->commutation == NULL && stage->state == CM_KNOWN &&
        stage->value == CM_INSTANCE_PENALTY_CHANGE) {
        return; /* all unread */
    }
    const cm_commutation *c = d->commutation != NULL ? d->commutation : &none;
    cm_state stated = d->commutation != NULL ? CM_KNOWN : CM_ABSENT;
    fill_served(f, row, c);
    if (stated == CM_KNOWN) {
        fill_charges(f, row, &c->original.charge);
    }
    fill_proposal(f, row, c);
    fill_granted(f, row, c);
    fill_earlier(f, row, c);
    cm_row_set(f->rows, row, CM_SV("commuted_rest"), stated,
               cm_cell_bool(c->granted.rest.state == CM_KNOWN), c->granted.rest.at);
    cm_row_set(f->rows, row, CM_SV("earlier_commutations"), stated,
               cm_cell_int((int64_t)c->earlier.count), NOWHERE);
}
