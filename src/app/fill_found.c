#include "base/base.h"

#include "app/fill_parts.h"
#include "law/drug.h"

void cm_fill_whose(cm_filling *f, cm_fact_row *row, size_t defendant)
{
    cm_state state = defendant < f->record->defendants.count ? CM_KNOWN : CM_ABSENT;
    cm_row_set(f->rows, row, CM_SV("whose"), state, cm_cell_int((int64_t)defendant + 1),
               (cm_span){0, 0});
}

static void put_place(cm_filling *f, cm_fact_row *row, cm_place place)
{
    cm_row_set(f->rows, row, CM_SV("place"), CM_KNOWN,
               cm_cell_text(cm_term_zh(f->use->choices->place, (int)place)), (cm_span){0, 0});
}

static void fill_amounts(cm_filling *f, const cm_fact_row *row)
{
    for (size_t i = 0; i < f->record->amounts.count; i++) {
        const cm_amount *a = &f->record->amounts.items[i];
        cm_fact_row *n = cm_row_new(f->rows, CM_SV("judgment.amounts"), row, (int64_t)i + 1);
        cm_row_choice(f->rows, n, CM_SV("kind"), f->use->choices->amount, &a->kind);
        cm_row_number(f->rows, n, CM_SV("amount"), &a->money);
        cm_row_bool(f->rows, n, CM_SV("total"), a->total);
        cm_row_bool(f->rows, n, CM_SV("about"), a->about);
        put_place(f, n, a->place);
        cm_fill_whose(f, n, a->defendant);
        cm_row_anchor(f->rows, row, CM_SV("amounts"), a->money.at);
    }
}

static void fill_drugs(cm_filling *f, const cm_fact_row *row)
{
    for (size_t i = 0; i < f->record->drugs.count; i++) {
        const cm_drug *d = &f->record->drugs.items[i];
        cm_fact_row *n = cm_row_new(f->rows, CM_SV("judgment.drugs"), row, (int64_t)i + 1);
        cm_row_choice(f->rows, n, CM_SV("kind"), f->use->choices->drug, &d->kind);
        cm_row_number(f->rows, n, CM_SV("milligrams"), &d->milligrams);
        cm_row_number(f->rows, n, CM_SV("pieces"), &d->pieces);
        cm_row_bool(f->rows, n, CM_SV("seized"), d->seized);
        cm_row_bool(f->rows, n, CM_SV("total"), d->total);
        put_place(f, n, d->place);
        cm_fill_whose(f, n, d->defendant);
        cm_span spans[] = {d->kind.at, d->milligrams.at, d->pieces.at};
        cm_row_anchor(f->rows, row, CM_SV("drugs"), cm_span_of(spans, CM_COUNT(spans)));
    }
}

static void fill_injuries(cm_filling *f, cm_fact_row *row)
{
    const cm_choice_fact *worst = NULL;
    for (size_t i = 0; i < f->record->injuries.count; i++) {
        const cm_injury *j = &f->record->injuries.items[i];
        cm_fact_row *n = cm_row_new(f->rows, CM_SV("judgment.injuries"), row, (int64_t)i + 1);
        cm_row_choice(f->rows, n, CM_SV("grade"), f->use->choices->injury, &j->grade);
        cm_row_number(f->rows, n, CM_SV("persons"), &j->count);
        put_place(f, n, j->place);
        cm_row_anchor(f->rows, row, CM_SV("injuries"), j->grade.at);
        worst = worst == NULL || j->grade.value > worst->value ? &j->grade : worst;
    }
    const cm_choice_fact none = {.state = CM_ABSENT};
    cm_row_choice(f->rows, row, CM_SV("worst_injury"), f->use->choices->injury,
                  worst != NULL ? worst : &none);
    for (size_t i = 0; i < f->record->disabilities.count; i++) {
        cm_fact_row *n = cm_row_new(f->rows, CM_SV("judgment.disabilities"), row, (int64_t)i + 1);
        cm_row_number(f->rows, n, CM_SV("degree"), &f->record->disabilities.items[i]);
        cm_row_anchor(f->rows, row, CM_SV("disabilities"), f->record->disabilities.items[i].at);
    }
}

static void fill_property(cm_filling *f, const cm_fact_row *row)
{
    for (size_t i = 0; i < f->record->seizures.count; i++) {
        const cm_seizure *z = &f->record->seizures.items[i];
        cm_fact_row *n = cm_row_new(f->rows, CM_SV("judgment.seizures"), row, (int64_t)i + 1);
        cm_row_text(f->rows, n, CM_SV("object"), &z->object);
        cm_row_number(f->rows, n, CM_SV("amount"), &z->amount);
        cm_row_bool(f->rows, n, CM_SV("counted"), z->counted);
        cm_row_anchor(f->rows, row, CM_SV("seizures"), z->object.at);
    }
    for (size_t i = 0; i < f->record->awards.count; i++) {
        const cm_award *a = &f->record->awards.items[i];
        cm_fact_row *n = cm_row_new(f->rows, CM_SV("judgment.awards"), row, (int64_t)i + 1);
        cm_row_choice(f->rows, n, CM_SV("item"), f->use->choices->award, &a->item);
        cm_row_number(f->rows, n, CM_SV("amount"), &a->amount);
        cm_row_anchor(f->rows, row, CM_SV("awards"),
                      cm_span_of((cm_span[]){a->item.at, a->amount.at}, 2));
    }
}

static void fill_property_words(cm_filling *f, const cm_fact_row *row)
{
    for (size_t i = 0; i < f->record->property_words.count; i++) {
        const cm_property_word *w = &f->record->property_words.items[i];
        cm_fact_row *n = cm_row_new(f->rows, CM_SV("judgment.property_words"), row, (int64_t)i + 1);
        cm_row_choice(f->rows, n, CM_SV("kind"), f->use->choices->property_word, &w->kind);
        cm_row_choice(f->rows, n, CM_SV("part"), f->use->choices->section, &w->part);
        cm_row_bool(f->rows, n, CM_SV("found"), w->found);
        cm_row_bool(f->rows, n, CM_SV("seized"), w->seized);
        cm_row_anchor(f->rows, row, CM_SV("property_words"), w->kind.at);
    }
}

static void fill_deadlines(cm_filling *f, const cm_fact_row *row)
{
    for (size_t i = 0; i < f->record->fine_deadlines.count; i++) {
        const cm_fine_deadline *d = &f->record->fine_deadlines.items[i];
        cm_fact_row *n = cm_row_new(f->rows, CM_SV("judgment.fine_deadlines"), row, (int64_t)i + 1);
        cm_row_choice(f->rows, n, CM_SV("kind"), f->use->choices->fine_deadline, &d->kind);
        cm_row_number(f->rows, n, CM_SV("months"), &d->months);
        cm_row_number(f->rows, n, CM_SV("days"), &d->days);
        cm_row_date(f->rows, n, CM_SV("by"), &d->by);
        cm_row_anchor(f->rows, row, CM_SV("fine_deadlines"), d->kind.at);
    }
    for (size_t i = 0; i < f->record->countings.count; i++) {
        const cm_counting *c = &f->record->countings.items[i];
        cm_fact_row *n = cm_row_new(f->rows, CM_SV("judgment.countings"), row, (int64_t)i + 1);
        cm_row_choice(f->rows, n, CM_SV("period"), f->use->choices->counted, &c->what);
        cm_row_choice(f->rows, n, CM_SV("counted_from"), f->use->choices->counted_from, &c->from);
        cm_row_anchor(f->rows, row, CM_SV("countings"), c->from.at);
    }
    for (size_t i = 0; i < f->record->mentions.count; i++) {
        const cm_choice_fact *kind = &f->record->mentions.items[i].kind;
        cm_fact_row *n = cm_row_new(f->rows, CM_SV("judgment.mentions"), row, (int64_t)i + 1);
        cm_row_choice(f->rows, n, CM_SV("kind"), f->use->choices->mention, kind);
        cm_row_choice(f->rows, n, CM_SV("part"), f->use->choices->section,
                      &f->record->mentions.items[i].part);
        cm_row_anchor(f->rows, row, CM_SV("mentions"), kind->at);
    }
}

static void fill_notice(cm_filling *f, cm_fact_row *row)
{
    const cm_notice *n = &f->record->notice;
    bool read = !cm_filling_unread(f, CM_GROUP_SIGNATURE);
    cm_row_set(f->rows, row, CM_SV("said_final"), read ? CM_KNOWN : CM_ABSENT,
               cm_cell_bool(n->final.state == CM_KNOWN), n->final.at);
    cm_row_number(f->rows, row, CM_SV("appeal_days"), &n->days);
    cm_row_choice(f->rows, row, CM_SV("appeal_from"), f->use->choices->appeal_from, &n->from);
    cm_row_text(f->rows, row, CM_SV("appeal_court"), &n->court);
    cm_row_number(f->rows, row, CM_SV("appeal_copies"), &n->copies);
}

void cm_fill_found(cm_filling *f, cm_fact_row *row)
{
    fill_amounts(f, row);
    fill_drugs(f, row);
    fill_injuries(f, row);
    fill_property(f, row);
    fill_property_words(f, row);
    fill_deadlines(f, row);
    fill_notice(f, row);
}

/* What the amounts of the crime, or the weights of a drug, come to for one defendant. */
typedef struct {
    int64_t told, parts, total; /* in the reasoning, one by one, the greatest sum */
    size_t times, count, sums;  /* distinct amounts told, amounts one by one, sums */
    int64_t first;              /* the amounts one by one: the first, and whether all are it */
    bool same;
    cm_span told_at, total_at, first_at;
} tally;

static void count_amount(tally *t, const cm_number_fact *told, cm_place place, bool total)
{
    int64_t amount = told->value;
    if (place == CM_PLACE_REASONING) {
        t->times += t->times == 0 || amount != t->told ? 1 : 0;
        t->told = amount;
        t->told_at = told->at;
    } else if (total) {
        t->sums++;
        t->total_at = amount >= t->total ? told->at : t->total_at;
        t->total = amount > t->total ? amount : t->total;
    } else {
        t->same = t->count == 0 || (t->same && amount == t->first);
        t->first = t->count == 0 ? amount : t->first;
        t->first_at = t->count == 0 ? told->at : t->first_at;
        t->parts += amount;
        t->count++;
    }
}

/* The court's own sum: in its reasoning; a sum that the amounts told one by one make up; the only
 * amount. Unread where there are several and no such sum. */
static cm_number_fact own_sum(const tally *t)
{
    if (t->times == 1) {
        return (cm_number_fact){CM_KNOWN, t->told, t->told_at};
    }
    if (t->sums > 0 && (t->count == 0 ? t->sums == 1 : t->total == t->parts)) {
        return (cm_number_fact){CM_KNOWN, t->total, t->total_at};
    }
    if (t->sums == 0 && t->count > 0 && t->same) {
        return (cm_number_fact){CM_KNOWN, t->first, t->first_at};
    }
    bool none = t->sums == 0 && t->count == 0 && t->times == 0;
    return (cm_number_fact){.state = none ? CM_ABSENT : CM_UNREAD};
}

static void fill_crime_amount(cm_filling *f, cm_fact_row *row, size_t index)
{
    tally t = {.count = 0};
    for (size_t i = 0; i < f->record->amounts.count; i++) {
        const cm_amount *a = &f->record->amounts.items[i];
        bool crime = a->kind.state == CM_KNOWN &&
                     (a->kind.value == CM_AMOUNT_CRIME || a->kind.value == CM_AMOUNT_VALUE);
        if (crime && (a->defendant == index || a->defendant == CM_NO_DEFENDANT)) {
            count_amount(&t, &a->money, a->place, a->total);
        }
    }
    cm_number_fact amount = own_sum(&t);
    cm_row_number(f->rows, row, CM_SV("crime_amount"), &amount);
    cm_number_fact parts = {t.count > 0 ? CM_KNOWN : CM_ABSENT, t.parts, t.first_at};
    cm_row_number(f->rows, row, CM_SV("crime_amount_parts"), &parts);
}

/* What the weights of one drug come to, as heroin; UNREAD where a part of them has no weight, or
 * nobody of several is named. */
static cm_number_fact drug_sum(cm_filling *f, int drug, size_t index)
{
    tally t = {.count = 0};
    const cm_record *r = f->record;
    for (size_t i = 0; i < r->drugs.count; i++) {
        const cm_drug *d = &r->drugs.items[i];
        if (d->kind.value != drug || (d->defendant != index && d->defendant != CM_NO_DEFENDANT)) {
            continue;
        }
        if (d->milligrams.state != CM_KNOWN ||
            (d->defendant == CM_NO_DEFENDANT && r->defendants.count > 1)) {
            return (cm_number_fact){.state = CM_UNREAD};
        }
        count_amount(&t, &d->milligrams, d->place, d->total);
    }
    cm_number_fact sum = own_sum(&t);
    if (sum.state == CM_KNOWN &&
        !cm_law_drug_equivalent(f->use->law, drug, sum.value, r->decided_on.value, &sum.value)) {
        sum.state = CM_UNREAD;
    }
    return sum;
}

/* Between which weights the drugs of the defendant lie, as heroin. The greater is UNREAD where a
 * part has no weight, nobody of several is named, or a drug has no line. */
typedef struct {
    int64_t least, most;
    bool any, open;
} drug_bounds;

/* Of one drug: the greatest weight told once, the least sum told, all weights together. */
typedef struct {
    int64_t greatest, sum, all;
    bool summed;
} drug_weights;

static void weigh_drug(drug_weights *w, const cm_drug *d, int64_t weight)
{
    w->greatest = weight > w->greatest ? weight : w->greatest;
    if (d->total || d->place == CM_PLACE_REASONING) {
        w->sum = !w->summed || weight < w->sum ? weight : w->sum;
        w->summed = true;
    } else {
        w->all += weight;
    }
}

static void bound_drug(cm_filling *f, int drug, size_t index, drug_bounds *b)
{
    const cm_record *r = f->record;
    drug_weights w = {.summed = false};
    for (size_t i = 0; i < r->drugs.count; i++) {
        const cm_drug *d = &r->drugs.items[i];
        int64_t weight = 0;
        bool own =
            d->defendant == index || (d->defendant == CM_NO_DEFENDANT && r->defendants.count == 1);
        if (d->kind.state != CM_KNOWN || d->kind.value != drug ||
            (!own && d->defendant != CM_NO_DEFENDANT)) {
            continue;
        }
        if (!own || d->milligrams.state != CM_KNOWN ||
            !cm_law_drug_equivalent(f->use->law, drug, d->milligrams.value, r->decided_on.value,
                                    &weight)) {
            b->open = true;
            continue;
        }
        b->any = true;
        weigh_drug(&w, d, weight);
    }
    int64_t least = w.summed && w.sum < w.greatest ? w.sum : w.greatest;
    b->least = least > b->least ? least : b->least;
    b->most += w.all > w.greatest ? w.all : w.greatest;
}

static void fill_drug_bounds(cm_filling *f, cm_fact_row *row, size_t index)
{
    drug_bounds b = {.any = false};
    for (size_t i = 0; i < f->record->drugs.count; i++) {
        b.open = b.open || f->record->drugs.items[i].kind.state != CM_KNOWN;
    }
    for (size_t k = 0; k < f->use->choices->drug->terms.count; k++) {
        bound_drug(f, (int)k, index, &b);
    }
    cm_state least = b.any ? CM_KNOWN : b.open ? CM_UNREAD : CM_ABSENT;
    cm_state most = b.open ? CM_UNREAD : b.any ? CM_KNOWN : CM_ABSENT;
    cm_row_set(f->rows, row, CM_SV("drug_least"), least, cm_cell_int(b.least), (cm_span){0, 0});
    cm_row_set(f->rows, row, CM_SV("drug_most"), most, cm_cell_int(b.most), (cm_span){0, 0});
}

static void fill_drug_equivalent(cm_filling *f, cm_fact_row *row, size_t index)
{
    cm_number_fact all = {.state = CM_ABSENT};
    bool named = true;
    for (size_t i = 0; i < f->record->drugs.count; i++) {
        named = named && f->record->drugs.items[i].kind.state == CM_KNOWN;
    }
    for (size_t k = 0; named && k < f->use->choices->drug->terms.count; k++) {
        cm_number_fact one = drug_sum(f, (int)k, index);
        if (one.state == CM_UNREAD) {
            named = false;
        } else if (one.state == CM_KNOWN) {
            all = (cm_number_fact){CM_KNOWN, all.value + one.value, one.at};
            cm_row_anchor(f->rows, row, CM_SV("drug_equivalent"), one.at);
        }
    }
    all.state = named ? all.state : CM_UNREAD;
    cm_row_number(f->rows, row, CM_SV("drug_equivalent"), &all);
}

/* The recommendation for this defendant, else the one that names nobody. */
static const cm_recommendation *recommendation(const cm_record *r, size_t index)
{
    const cm_recommendation *found = NULL;
    for (size_t i = 0; i < r->recommendations.count; i++) {
        const cm_recommendation *one = &r->recommendations.items[i];
        if (one->defendant == index) {
            return one;
        }
        found = one->defendant == CM_NO_DEFENDANT ? one : found;
    }
    return found;
}

static void fill_recommendation(cm_filling *f, cm_fact_row *row, size_t index)
{
    static const cm_recommendation none = {.probation = CM_ABSENT};
    const cm_recommendation *found = recommendation(f->record, index);
    const cm_recommendation *r = found != NULL ? found : &none;
    cm_row_choice(f->rows, row, CM_SV("asked_kind"), f->use->choices->penalty, &r->kind);
    cm_row_number(f->rows, row, CM_SV("asked_min_months"), &r->min_months);
    cm_row_number(f->rows, row, CM_SV("asked_min_days"), &r->min_days);
    cm_row_number(f->rows, row, CM_SV("asked_max_months"), &r->max_months);
    cm_row_number(f->rows, row, CM_SV("asked_max_days"), &r->max_days);
    cm_row_set(f->rows, row, CM_SV("asked_probation"), found != NULL ? CM_KNOWN : CM_ABSENT,
               cm_cell_bool(r->probation == CM_KNOWN), r->at);
    cm_row_number(f->rows, row, CM_SV("asked_probation_min"), &r->probation_min);
    cm_row_number(f->rows, row, CM_SV("asked_probation_max"), &r->probation_max);
    cm_row_number(f->rows, row, CM_SV("asked_fine_min"), &r->fine_min);
    cm_row_number(f->rows, row, CM_SV("asked_fine_max"), &r->fine_max);
    cm_row_choice(f->rows, row, CM_SV("asked_adopted"), f->use->choices->adoption, &r->adopted);
}

void cm_fill_found_of(cm_filling *f, cm_fact_row *row, const cm_defendant *d, size_t index)
{
    for (size_t i = 0; i < d->defenders.count; i++) {
        const cm_defender *one = &d->defenders.items[i];
        cm_fact_row *n = cm_row_new(f->rows, CM_SV("defendant.defenders"), row, (int64_t)i + 1);
        cm_row_text(f->rows, n, CM_SV("name"), &one->name);
        cm_row_choice(f->rows, n, CM_SV("kind"), f->use->choices->defender_kind, &one->kind);
        cm_row_text(f->rows, n, CM_SV("firm"), &one->firm);
        cm_row_anchor(f->rows, row, CM_SV("defenders"), one->name.at);
        cm_row_anchor(f->rows, row, CM_SV("defended"), one->name.at);
    }
    cm_row_set(f->rows, row, CM_SV("defended"), d->defended == CM_UNREAD ? CM_UNREAD : CM_KNOWN,
               cm_cell_bool(d->defended == CM_KNOWN), (cm_span){0, 0});
    cm_row_number(f->rows, row, CM_SV("blood_alcohol"), &d->blood_alcohol);
    fill_crime_amount(f, row, index);
    fill_drug_equivalent(f, row, index);
    fill_drug_bounds(f, row, index);
    fill_recommendation(f, row, index);
}
