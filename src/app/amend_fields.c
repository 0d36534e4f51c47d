#include "base/base.h"

#include "app/amend_fields.h"

#define NONE 0

#define OF_RECORD(column, shape, member, list)                                                     \
    {                                                                                              \
        "judgment", column, CM_SHAPE_##shape, CM_OWNER_RECORD, offsetof(cm_record, member), list   \
    }
#define OF_DEFENDANT(column, shape, member, list)                                                  \
    {                                                                                              \
        "defendant", column, CM_SHAPE_##shape, CM_OWNER_DEFENDANT, offsetof(cm_defendant, member), \
            list                                                                                   \
    }
#define OF_PENALTY(owner, column, shape, member, list)                                             \
    {                                                                                              \
        "defendant", column, CM_SHAPE_##shape, CM_OWNER_##owner, offsetof(cm_penalty, member),     \
            list                                                                                   \
    }
#define OF_COMMUTATION(column, shape, member, list)                                                \
    {                                                                                              \
        "defendant", column, CM_SHAPE_##shape, CM_OWNER_COMMUTATION,                               \
            offsetof(cm_commutation, member), list                                                 \
    }
#define OF_ASKED(column, shape, member, list)                                                      \
    {                                                                                              \
        "defendant", column, CM_SHAPE_##shape, CM_OWNER_RECOMMENDATION,                            \
            offsetof(cm_recommendation, member), list                                              \
    }
#define OF_COUNT(column, shape, member, list)                                                      \
    {                                                                                              \
        "conviction", column, CM_SHAPE_##shape, CM_OWNER_COUNT, offsetof(cm_count, member), list   \
    }
#define OF_ORDER(column, shape, member, list)                                                      \
    {                                                                                              \
        "judgment.orders", column, CM_SHAPE_##shape, CM_OWNER_ORDER, offsetof(cm_order, member),   \
            list                                                                                   \
    }
#define OF_MEASURE(column, shape, member, list)                                                    \
    {                                                                                              \
        "defendant.measures", column, CM_SHAPE_##shape, CM_OWNER_MEASURE,                          \
            offsetof(cm_measure, member), list                                                     \
    }
#define OF_PRIOR(column, shape, member, list)                                                      \
    {                                                                                              \
        "defendant.priors", column, CM_SHAPE_##shape, CM_OWNER_PRIOR, offsetof(cm_prior, member),  \
            list                                                                                   \
    }
#define ITSELF(view, column, shape, owner, list)                                                   \
    {                                                                                              \
        view, column, CM_SHAPE_##shape, CM_OWNER_##owner, 0, list                                  \
    }
#define LIST(name) offsetof(cm_choices, name)

static const cm_amend_spot SPOTS[] = {
    OF_RECORD("case_no", TEXT, case_no, NONE),
    OF_RECORD("court", TEXT, court, NONE),
    OF_RECORD("document_type", CHOICE, document_type, LIST(document_type)),
    OF_RECORD("case_type", CHOICE, case_type, LIST(case_type)),
    OF_RECORD("instance", CHOICE, instance, LIST(instance)),
    OF_RECORD("cause", TEXT, cause, NONE),
    OF_RECORD("procedure", CHOICE, procedure, LIST(procedure)),
    OF_RECORD("panel", CHOICE, panel, LIST(panel)),
    OF_RECORD("hearing", CHOICE, hearing, LIST(hearing)),
    OF_RECORD("prosecution", TEXT, prosecution, NONE),
    OF_RECORD("charged_on", DATE, charged_on, NONE),
    OF_RECORD("accepted_on", DATE, accepted_on, NONE),
    OF_RECORD("decided_on", DATE, decided_on, NONE),
    OF_RECORD("outcome", CHOICE, outcome, LIST(outcome)),
    OF_RECORD("result", CHOICE, result, LIST(result)),
    OF_RECORD("below_court", TEXT, below.court, NONE),
    OF_RECORD("below_case_no", TEXT, below.case_no, NONE),
    OF_RECORD("below_decided_on", DATE, below.decided_on, NONE),
    OF_RECORD("first_court", TEXT, first_below.court, NONE),
    OF_RECORD("first_case_no", TEXT, first_below.case_no, NONE),
    ITSELF("judgment.hearings", "on", DATE, HEARING, NONE),
    ITSELF("judgment.acts", "on", DATE, ACT, NONE),
    OF_ORDER("kind", CHOICE, kind, LIST(order)),
    OF_ORDER("amount", NUMBER, amount, NONE),
    OF_ORDER("months", NUMBER, months, NONE),
    OF_DEFENDANT("name", TEXT, name, NONE),
    OF_DEFENDANT("party", CHOICE, kind, LIST(party)),
    OF_DEFENDANT("sex", CHOICE, sex, LIST(sex)),
    OF_DEFENDANT("birth_date", DATE, birth_date, NONE),
    OF_DEFENDANT("id_number", TEXT, id_number, NONE),
    OF_DEFENDANT("origin", TEXT, origin, NONE),
    OF_PENALTY(SENTENCE, "sentence_kind", CHOICE, kind, LIST(penalty)),
    OF_PENALTY(SENTENCE, "sentence_months", NUMBER, months, NONE),
    OF_PENALTY(SENTENCE, "sentence_days", NUMBER, days, NONE),
    OF_PENALTY(SENTENCE, "sentence_fine", NUMBER, fine, NONE),
    OF_PENALTY(SENTENCE, "sentence_confiscation", CONFISCATION, confiscation, NONE),
    OF_PENALTY(SENTENCE, "sentence_rights", RIGHTS, political_rights, NONE),
    OF_PENALTY(SENTENCE, "sentence_rights_months", AMOUNT, political_rights, NONE),
    OF_PENALTY(SENTENCE, "probation_months", NUMBER, probation_months, NONE),
    OF_DEFENDANT("term_from", DATE, term_from, NONE),
    OF_DEFENDANT("term_to", DATE, term_to, NONE),
    OF_DEFENDANT("credit_days", NUMBER, credit_days, NONE),
    OF_DEFENDANT("sentence_also", CHOICE, also, LIST(penalty)),
    OF_DEFENDANT("reviewed_penalty", CHOICE, reviewed, LIST(penalty)),
    OF_PENALTY(BELOW, "below_kind", CHOICE, kind, LIST(penalty)),
    OF_PENALTY(BELOW, "below_months", NUMBER, months, NONE),
    OF_PENALTY(BELOW, "below_days", NUMBER, days, NONE),
    OF_PENALTY(BELOW, "below_fine", NUMBER, fine, NONE),
    OF_PENALTY(BELOW, "below_probation_months", NUMBER, probation_months, NONE),
    OF_COMMUTATION("original_charge", TEXT, original.charge, NONE),
    OF_COMMUTATION("original_kind", CHOICE, original.penalty.kind, LIST(penalty)),
    OF_COMMUTATION("original_months", NUMBER, original.penalty.months, NONE),
    OF_COMMUTATION("original_days", NUMBER, original.penalty.days, NONE),
    OF_COMMUTATION("original_fine", NUMBER, original.penalty.fine, NONE),
    OF_COMMUTATION("original_decided_on", DATE, original.decided_on, NONE),
    OF_COMMUTATION("executed_from", DATE, executed_from, NONE),
    OF_COMMUTATION("old_term_to", DATE, old_term_to, NONE),
    OF_COMMUTATION("proposed_by", TEXT, proposed_by, NONE),
    OF_COMMUTATION("proposed_on", DATE, proposed_on, NONE),
    OF_COMMUTATION("proposed_months", NUMBER, proposed.months, NONE),
    OF_COMMUTATION("proposed_days", NUMBER, proposed.days, NONE),
    OF_COMMUTATION("commendations", NUMBER, commendations, NONE),
    OF_COMMUTATION("performance", CHOICE, performance, LIST(performance)),
    OF_COMMUTATION("commuted_kind", CHOICE, granted.new_kind, LIST(penalty)),
    OF_COMMUTATION("commuted_months", NUMBER, granted.months, NONE),
    OF_COMMUTATION("commuted_days", NUMBER, granted.days, NONE),
    OF_COMMUTATION("rights_after", RIGHTS, political_rights, NONE),
    OF_COMMUTATION("rights_after_months", AMOUNT, political_rights, NONE),
    OF_COMMUTATION("parole_from", DATE, parole_from, NONE),
    OF_COMMUTATION("parole_to", DATE, parole_to, NONE),
    OF_DEFENDANT("blood_alcohol", NUMBER, blood_alcohol, NONE),
    OF_ASKED("asked_kind", CHOICE, kind, LIST(penalty)),
    OF_ASKED("asked_min_months", NUMBER, min_months, NONE),
    OF_ASKED("asked_min_days", NUMBER, min_days, NONE),
    OF_ASKED("asked_max_months", NUMBER, max_months, NONE),
    OF_ASKED("asked_max_days", NUMBER, max_days, NONE),
    OF_ASKED("asked_probation_min", NUMBER, probation_min, NONE),
    OF_ASKED("asked_probation_max", NUMBER, probation_max, NONE),
    OF_ASKED("asked_fine_min", NUMBER, fine_min, NONE),
    OF_ASKED("asked_fine_max", NUMBER, fine_max, NONE),
    OF_ASKED("asked_adopted", CHOICE, adopted, LIST(adoption)),
    OF_MEASURE("kind", CHOICE, kind, LIST(measure)),
    OF_MEASURE("on", DATE, date, NONE),
    OF_PRIOR("kind", CHOICE, kind, LIST(prior)),
    OF_PRIOR("on", DATE, date, NONE),
    OF_PRIOR("charge", TEXT, charge, NONE),
    OF_PRIOR("penalty", TEXT, penalty, NONE),
    OF_PRIOR("months", NUMBER, months, NONE),
    OF_PRIOR("days", NUMBER, days, NONE),
    OF_PRIOR("fine", NUMBER, fine, NONE),
    OF_PRIOR("probation_months", NUMBER, probation_months, NONE),
    OF_PRIOR("rights", RIGHTS, political_rights, NONE),
    OF_PRIOR("rights_months", AMOUNT, political_rights, NONE),
    OF_PRIOR("released_on", DATE, released_on, NONE),
    OF_PRIOR("release", CHOICE, release, LIST(release)),
    OF_PRIOR("parole_to", DATE, parole_to, NONE),
    ITSELF("defendant.circumstances", "kind", CHOICE, CIRCUMSTANCE, LIST(circumstance)),
    OF_COUNT("charge", TEXT, charge, NONE),
    OF_COUNT("kind", CHOICE, penalty.kind, LIST(penalty)),
    OF_COUNT("months", NUMBER, penalty.months, NONE),
    OF_COUNT("days", NUMBER, penalty.days, NONE),
    OF_COUNT("fine", NUMBER, penalty.fine, NONE),
    OF_COUNT("confiscation", CONFISCATION, penalty.confiscation, NONE),
    OF_COUNT("confiscation_amount", AMOUNT, penalty.confiscation, NONE),
    OF_COUNT("political_rights", RIGHTS, penalty.political_rights, NONE),
    OF_COUNT("political_rights_months", AMOUNT, penalty.political_rights, NONE),
};

size_t cm_amend_spots(const cm_amend_spot **ret_spots)
{
    *ret_spots = SPOTS;
    return CM_COUNT(SPOTS);
}

/* The lists whose rows can be corrected. Every list has the same three members, whatever its items
 * are. */
typedef struct {
    char *items;
    size_t count, cap;
} rows;

static const struct {
    const char *table;
    size_t at, size; /* in the record, or in the defendant; of an item */
    bool of_record, grows;
} LISTS[CM_OWNER_KINDS] = {
    [CM_OWNER_HEARING] = {"judgment.hearings", offsetof(cm_record, hearing_on),
                          sizeof(cm_date_fact), true, true},
    [CM_OWNER_ACT] = {"judgment.acts", offsetof(cm_record, acts), sizeof(cm_date_fact), true, true},
    [CM_OWNER_ORDER] = {"judgment.orders", offsetof(cm_record, orders), sizeof(cm_order), true,
                        false},
    [CM_OWNER_MEASURE] = {"defendant.measures", offsetof(cm_defendant, measures),
                          sizeof(cm_measure), false, false},
    [CM_OWNER_PRIOR] = {"defendant.priors", offsetof(cm_defendant, priors), sizeof(cm_prior), false,
                        false},
    [CM_OWNER_CIRCUMSTANCE] = {"defendant.circumstances", offsetof(cm_defendant, circumstances),
                               sizeof(cm_choice_fact), false, true},
};

const char *cm_amend_table(cm_amend_owner owner)
{
    return LISTS[owner].table;
}

bool cm_amend_grows(cm_amend_owner owner)
{
    return LISTS[owner].grows;
}

/* ---- owners ---- */

cm_record *cm_amend_open(const cm_record *record)
{
    cm_record *open = NULL;
    memcpy(&open, &record, sizeof(open));
    return open;
}

static cm_defendant *defendant_of(const cm_record *r, int64_t number)
{
    return number >= 1 && (size_t)number <= r->defendants.count ? &r->defendants.items[number - 1]
                                                                : NULL;
}

/* NULL: no such list. */
static char *list_of(const cm_record *r, cm_amend_owner owner, int64_t defendant_no, rows *ret_rows)
{
    char *base =
        LISTS[owner].of_record ? (char *)cm_amend_open(r) : (char *)defendant_of(r, defendant_no);
    if (LISTS[owner].table == NULL || base == NULL) {
        return NULL;
    }
    base += LISTS[owner].at;
    memcpy(ret_rows, base, sizeof(*ret_rows));
    return base;
}

size_t cm_amend_rows(const cm_record *r, cm_amend_owner owner, int64_t defendant_no)
{
    rows list;
    return list_of(r, owner, defendant_no, &list) != NULL ? list.count : 0;
}

void cm_amend_row_remove(cm_record *r, cm_amend_owner owner, int64_t defendant_no, size_t index)
{
    rows list;
    char *place = list_of(r, owner, defendant_no, &list);
    cm_assert(place != NULL && index < list.count);
    size_t size = LISTS[owner].size, behind = list.count - index - 1;
    memmove(list.items + index * size, list.items + (index + 1) * size, behind * size);
    list.count--;
    memcpy(place, &list, sizeof(list));
}

void *cm_amend_row_add(cm_record *r, cm_arena *mem, cm_amend_owner owner, int64_t defendant_no)
{
    rows list;
    char *place = list_of(r, owner, defendant_no, &list);
    if (place == NULL) {
        return NULL;
    }
    size_t size = LISTS[owner].size;
    char *items = cm_arena_array(mem, char, (list.count + 1) * size);
    if (list.count != 0) {
        memcpy(items, list.items, list.count * size);
    }
    list = (rows){items, list.count + 1, list.count + 1};
    memcpy(place, &list, sizeof(list));
    return items + (list.count - 1) * size;
}

static void *row_of(const cm_record *r, cm_amend_owner owner, int64_t defendant_no, int64_t number)
{
    rows list;
    bool there = list_of(r, owner, defendant_no, &list) != NULL && number >= 1 &&
                 (size_t)number <= list.count;
    return there ? list.items + (size_t)(number - 1) * LISTS[owner].size : NULL;
}

static cm_recommendation *recommendation_of(const cm_record *r, int64_t defendant_no)
{
    for (size_t i = 0; i < r->recommendations.count; i++) {
        if ((int64_t)r->recommendations.items[i].defendant + 1 == defendant_no) {
            return &r->recommendations.items[i];
        }
    }
    return NULL;
}

void *cm_amend_owner_of(cm_record *r, cm_amend_owner owner, int64_t defendant_no, int64_t number)
{
    cm_defendant *d = defendant_of(r, defendant_no);
    if (LISTS[owner].table != NULL) {
        return row_of(r, owner, defendant_no, number);
    }
    if (owner == CM_OWNER_RECORD) {
        return r;
    }
    if (d == NULL) {
        return NULL;
    }
    switch (owner) {
    case CM_OWNER_DEFENDANT:
        return d;
    case CM_OWNER_SENTENCE:
        return &d->sentence;
    case CM_OWNER_BELOW:
        return &d->below;
    case CM_OWNER_COMMUTATION:
        return d->commutation;
    case CM_OWNER_RECOMMENDATION:
        return recommendation_of(r, defendant_no);
    case CM_OWNER_COUNT:
        return number >= 1 && (size_t)number <= d->counts.count ? &d->counts.items[number - 1]
                                                                : NULL;
    case CM_OWNER_RECORD:
    case CM_OWNER_HEARING:
    case CM_OWNER_ACT:
    case CM_OWNER_ORDER:
    case CM_OWNER_MEASURE:
    case CM_OWNER_PRIOR:
    case CM_OWNER_CIRCUMSTANCE:
    case CM_OWNER_KINDS:
        break;
    }
    return NULL;
}

/* ---- copies ---- */

#define COPY(mem, list)                                                                            \
    ((list)->items =                                                                               \
         copy_items((mem), (list)->items, (list)->count, &(list)->cap, sizeof(*(list)->items)))

static void *copy_items(cm_arena *mem, const void *items, size_t count, size_t *cap, size_t size)
{
    char *copy = cm_arena_array(mem, char, (count + 1) * size);
    if (count != 0) {
        memcpy(copy, items, count * size);
    }
    *cap = count + 1;
    return copy;
}

cm_record *cm_amend_copy(cm_arena *mem, const cm_record *record)
{
    cm_record *r = cm_arena_new(mem, cm_record);
    *r = *record;
    COPY(mem, &r->hearing_on);
    COPY(mem, &r->acts);
    COPY(mem, &r->orders);
    COPY(mem, &r->recommendations);
    COPY(mem, &r->defendants);
    for (size_t i = 0; i < r->defendants.count; i++) {
        cm_defendant *d = &r->defendants.items[i];
        COPY(mem, &d->measures);
        COPY(mem, &d->priors);
        COPY(mem, &d->counts);
        COPY(mem, &d->circumstances);
        if (d->commutation != NULL) {
            cm_commutation *c = cm_arena_new(mem, cm_commutation);
            *c = *d->commutation;
            d->commutation = c;
        }
    }
    return r;
}
