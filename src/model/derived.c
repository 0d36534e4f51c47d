#include "base/base.h"

#include "model/derived.h"

#include "law/custody.h"
#include "law/function.h"
#include "law/mitigation.h"
#include "law/period.h"

/* ---- the facts of a row by name ---- */

static cm_value fact(const cm_row *row, const char *name)
{
    size_t i = cm_view_column(row->view, cm_sv_from(name));
    return i != SIZE_MAX ? row->values[i] : (cm_value){.state = CM_VALUE_UNREAD};
}

/* NULL when the view has no such child table, or it was not read. */
static const cm_child_rows *rows_of(const cm_row *row, const char *name, const cm_view **ret_view)
{
    size_t i = cm_view_child(row->view, cm_sv_from(name));
    if (i == SIZE_MAX || row->children[i].unread) {
        return NULL;
    }
    *ret_view = row->view->children.items[i];
    return &row->children[i];
}

static cm_value field(const cm_view *view, const cm_value *values, const char *name)
{
    size_t i = cm_view_column(view, cm_sv_from(name));
    return i != SIZE_MAX ? values[i] : (cm_value){.state = CM_VALUE_UNREAD};
}

static cm_date date_of(cm_value v)
{
    return v.state == CM_VALUE_KNOWN ? cm_date_from_days((int32_t)v.number) : CM_NO_DATE;
}

/* Position in a closed list; -1: not in it. */
static int term(const cm_derived_use *use, const char *list, cm_value v)
{
    const cm_term_list *terms = cm_map_find(&use->terms->lists, cm_sv_from(list));
    return terms != NULL && v.state == CM_VALUE_KNOWN ? cm_term_find(terms, v.text) : -1;
}

static cm_value known(int64_t number)
{
    return (cm_value){.state = CM_VALUE_KNOWN, .number = number};
}

static const cm_value ABSENT = {.state = CM_VALUE_ABSENT};
static const cm_value UNKNOWN = {.state = CM_VALUE_UNREAD};

/* ---- one function for each kind of fact; UNREAD: its inputs do not tell ---- */

/* The earliest (sign 1) or latest (-1) day of a child table. */
static cm_value outermost(const cm_row *row, const char *child, int sign)
{
    const cm_view *view = NULL;
    const cm_child_rows *rows = rows_of(row, child, &view);
    cm_value ret = ABSENT;
    for (size_t i = 0; rows != NULL && i < rows->rows.count; i++) {
        cm_value on = field(view, rows->rows.items[i], "on");
        if (on.state != CM_VALUE_KNOWN) {
            return UNKNOWN;
        }
        if (ret.state != CM_VALUE_KNOWN || (on.number - ret.number) * sign < 0) {
            ret = on;
        }
    }
    return rows != NULL ? ret : UNKNOWN;
}

static cm_value first_act_on(const cm_derived_use *use, const cm_row *row)
{
    (void)use;
    return outermost(row, "acts", 1);
}

static cm_value last_act_on(const cm_derived_use *use, const cm_row *row)
{
    (void)use;
    return outermost(row, "acts", -1);
}

static cm_value first_hearing_on(const cm_derived_use *use, const cm_row *row)
{
    (void)use;
    return outermost(row, "hearings", 1);
}

static cm_value last_hearing_on(const cm_derived_use *use, const cm_row *row)
{
    (void)use;
    return outermost(row, "hearings", -1);
}

/* What the text itself calls a minor is one: only what his age says can be told here. */
static cm_value minor(const cm_derived_use *use, const cm_row *row)
{
    cm_value birth = fact(row, "birth_date");
    cm_value act = fact(row, "last_act_on");
    int64_t adult = 0;
    if (birth.state != CM_VALUE_KNOWN || act.state != CM_VALUE_KNOWN ||
        !cm_law_period(use->law, CM_SV("adult_age"), date_of(act), &adult)) {
        return UNKNOWN;
    }
    const int64_t args[] = {birth.number, act.number};
    const cm_law_function *age = cm_law_function_find(CM_SV("age_on"));
    cm_value_int years = age->eval(use->law, args, CM_COUNT(args));
    bool told = fact(row, "minor").number != 0 && years.value >= adult;
    return years.known && !told ? known(years.value < adult) : UNKNOWN;
}

static bool custody_of(const cm_derived_use *use, const cm_row *row, cm_custody *ret_custody)
{
    const cm_view *view = NULL;
    const cm_child_rows *rows = rows_of(row, "measures", &view);
    cm_value from = fact(row, "term_from"), decided = fact(row, "decided_on");
    cm_value kind = fact(row, "sentence_kind");
    if (rows == NULL || from.state == CM_VALUE_UNREAD || decided.state == CM_VALUE_UNREAD ||
        kind.state == CM_VALUE_UNREAD) {
        return false;
    }
    cm_custody_event *events = cm_arena_array(use->mem, cm_custody_event, rows->rows.count + 1);
    for (size_t i = 0; i < rows->rows.count; i++) {
        cm_value what = field(view, rows->rows.items[i], "kind");
        cm_value on = field(view, rows->rows.items[i], "on");
        if (what.state != CM_VALUE_KNOWN || on.state != CM_VALUE_KNOWN) {
            return false;
        }
        events[i] = (cm_custody_event){term(use, "measure", what), date_of(on)};
    }
    int penalty = term(use, "penalty", kind);
    const cm_custody_query query = {events, rows->rows.count, date_of(from), date_of(decided),
                                    penalty < 0 ? CM_PENALTY_NONE : (cm_penalty_kind)penalty};
    cm_law_custody(use->law, use->mem, &query, ret_custody);
    return true;
}

static cm_value day_or_absent(cm_date day)
{
    return cm_date_exists(day) ? known(cm_date_to_days(day)) : ABSENT;
}

static cm_value custody_days(const cm_derived_use *use, const cm_row *row)
{
    cm_custody c = {0};
    return custody_of(use, row, &c) && c.known ? known(c.days) : UNKNOWN;
}

static cm_value custody_credit(const cm_derived_use *use, const cm_row *row)
{
    cm_custody c = {0};
    return custody_of(use, row, &c) && c.known ? known(c.credit) : UNKNOWN;
}

static cm_value custody_spells(const cm_derived_use *use, const cm_row *row)
{
    cm_custody c = {0};
    return custody_of(use, row, &c) && c.known ? known(c.spells) : UNKNOWN;
}

static cm_value bail_gap_days(const cm_derived_use *use, const cm_row *row)
{
    cm_custody c = {0};
    return custody_of(use, row, &c) && c.gap_known ? known(c.gap_days) : UNKNOWN;
}

static cm_value first_custody_on(const cm_derived_use *use, const cm_row *row)
{
    cm_custody c = {0};
    return custody_of(use, row, &c) ? day_or_absent(c.first_on) : UNKNOWN;
}

static cm_value last_custody_on(const cm_derived_use *use, const cm_row *row)
{
    cm_custody c = {0};
    return custody_of(use, row, &c) ? day_or_absent(c.last_on) : UNKNOWN;
}

static cm_value mitigated(const cm_derived_use *use, const cm_row *row)
{
    const cm_view *view = NULL;
    const cm_child_rows *rows = rows_of(row, "circumstances", &view);
    bool any = false;
    for (size_t i = 0; rows != NULL && i < rows->rows.count; i++) {
        int kind = term(use, "circumstance", field(view, rows->rows.items[i], "kind"));
        any = any || (kind >= 0 && cm_law_mitigates(use->law, kind));
    }
    const cm_child_rows *cited = rows_of(row, "articles", &view);
    for (size_t i = 0; cited != NULL && i < cited->rows.count; i++) {
        const cm_value *v = cited->rows.items[i];
        cm_law_ref ref = {field(view, v, "law").text, (int)field(view, v, "article").number,
                          (int)field(view, v, "sub").number,
                          (int)field(view, v, "paragraph").number};
        any = any || cm_law_mitigates_cited(use->law, ref, date_of(fact(row, "decided_on")));
    }
    return rows != NULL && cited != NULL ? known(any) : UNKNOWN;
}

/* ---- tiers ---- */

/* False: the law was not asked, or the row does not tell exactly what it was asked. */
static bool tiers_of(const cm_derived_use *use, const cm_row *row, cm_tier_matches *ret_rows,
                     bool *ret_known)
{
    static const char *const asked[] = {"charge", "kind", "decided_on"};
    static const char *const told[] = {"months", "days",         "mitigated",
                                       "party",  "first_act_on", "last_act_on"};
    for (size_t i = 0; i < CM_COUNT(asked); i++) {
        if (fact(row, asked[i]).state != CM_VALUE_KNOWN) {
            return false;
        }
    }
    for (size_t i = 0; i < CM_COUNT(told); i++) {
        if (fact(row, told[i]).state == CM_VALUE_UNREAD) {
            return false;
        }
    }
    const cm_term_list *party = cm_map_find(&use->terms->lists, CM_SV("party"));
    const cm_tier_query query = {
        .charge = fact(row, "charge").text,
        .unit =
            cm_sv_equal(cm_term_id(party, term(use, "party", fact(row, "party"))), CM_SV("unit")),
        .first_act = date_of(fact(row, "first_act_on")),
        .last_act = date_of(fact(row, "last_act_on")),
        .decided_on = date_of(fact(row, "decided_on")),
        .kind = (cm_penalty_kind)term(use, "penalty", fact(row, "kind")),
        .months = fact(row, "months").number,
        .days = fact(row, "days").number,
        .mitigated = fact(row, "mitigated").number != 0,
    };
    *ret_known = cm_law_tiers(use->law, use->mem, &query, ret_rows);
    return true;
}

static cm_value charge_known(const cm_derived_use *use, const cm_row *row)
{
    cm_tier_matches matches = {0};
    bool is_known = false;
    return tiers_of(use, row, &matches, &is_known) ? known(is_known) : UNKNOWN;
}

static cm_value statutory_fine_floor(const cm_derived_use *use, const cm_row *row)
{
    cm_tier_matches matches = {0};
    bool is_known = false;
    bool floor = false;
    if (!tiers_of(use, row, &matches, &is_known) || matches.count == 0) {
        return UNKNOWN;
    }
    for (size_t i = 0; i < matches.count; i++) {
        floor = floor || (matches.items[i].candidate && matches.items[i].tier->fine_amount_set);
    }
    return known(floor);
}

static void put(const cm_view *view, cm_value *values, const char *name, cm_value value)
{
    size_t i = cm_view_column(view, cm_sv_from(name));
    if (i != SIZE_MAX) {
        values[i] = value;
    }
}

static cm_value words(cm_sv text)
{
    return text.len != 0 ? (cm_value){.state = CM_VALUE_KNOWN, .text = text} : ABSENT;
}

/* 0 stands for "none" in the tables of the law. */
static cm_value amount(int64_t number)
{
    return number != 0 ? known(number) : ABSENT;
}

void cm_tier_values(const cm_view *child, const cm_tier_match *m, cm_value *values)
{
    const cm_tier *t = m->tier;

    const struct {
        const char *column;
        cm_value value;
    } all[] = {
        {"charge", words(t->charge->name)},
        {"article", words(t->article)},
        {"paragraph", amount(t->paragraph)},
        {"tier", amount(t->tier)},
        {"fits", known(m->fits)},
        {"candidate", known(m->candidate)},
        {"at_act", known(m->at_act)},
        {"at_decision", known(m->at_decision)},
        {"lowest", known(m->lowest)},
        {"lighter", known(m->lighter)},
        {"base", known(t->order == 1)},
        {"control", known(t->control)},
        {"detention", known(t->detention)},
        {"fixed_term", known(t->fixed_term)},
        {"life", known(t->life)},
        {"death", known(t->death)},
        {"rights_alone", known(t->rights_alone)},
        {"staff", known(t->subject == CM_SUBJECT_UNIT_STAFF)},
        {"fine_amount_set", known(t->fine_amount_set)},
        {"min_months", amount(t->min_months)},
        {"max_months", amount(t->max_months)},
        {"fine", words(cm_sv_from(cm_fine_mode_name(t->fine)))},
        {"fine_min", amount(t->fine_min)},
        {"fine_max", amount(t->fine_max)},
        {"fine_floor", amount(m->fine_floor)},
        {"fine_ceiling", amount(m->fine_ceiling)},
        {"confiscation", words(cm_sv_from(cm_confiscation_mode_name(t->confiscation)))},
        {"valid_from", known(cm_date_to_days(t->valid_from))},
        {"law_row", words(t->id)},
    };

    for (size_t i = 0; i < CM_COUNT(all); i++) {
        put(child, values, all[i].column, all[i].value);
    }
}

/* ---- the table ---- */

#define MAX_INPUTS 9

typedef struct {
    const char *fact;
    const char *inputs[MAX_INPUTS + 1];
    /* NULL: of a child table, or not told here. */
    cm_value (*value)(const cm_derived_use *use, const cm_row *row);
} derivation;

#define OF_TIERS                                                                                   \
    {                                                                                              \
        "charge", "party", "first_act_on", "last_act_on", "decided_on", "kind", "months", "days",  \
            "mitigated", NULL                                                                      \
    }
#define OF_CUSTODY                                                                                 \
    {                                                                                              \
        "measures", "term_from", "decided_on", "sentence_kind", NULL                               \
    }

static const derivation ALL[] = {
    {"first_act_on", {"acts", NULL}, first_act_on},
    {"last_act_on", {"acts", NULL}, last_act_on},
    {"first_hearing_on", {"hearings", NULL}, first_hearing_on},
    {"last_hearing_on", {"hearings", NULL}, last_hearing_on},
    {"minor", {"birth_date", "last_act_on", NULL}, minor},
    {"mitigated", {"circumstances", "articles", "decided_on", NULL}, mitigated},
    {"custody_days", OF_CUSTODY, custody_days},
    {"custody_credit", OF_CUSTODY, custody_credit},
    {"custody_spells", OF_CUSTODY, custody_spells},
    {"bail_gap_days", OF_CUSTODY, bail_gap_days},
    {"first_custody_on", OF_CUSTODY, first_custody_on},
    {"last_custody_on", OF_CUSTODY, last_custody_on},
    {"charge_known", OF_TIERS, charge_known},
    {"statutory_fine_floor", OF_TIERS, statutory_fine_floor},
    {"tiers", OF_TIERS, NULL},
    {"penalty_article", OF_TIERS, NULL},
    {"penalty_tiers", OF_TIERS, NULL},
};

static const derivation *find(cm_sv name)
{
    for (size_t i = 0; i < CM_COUNT(ALL); i++) {
        if (cm_sv_equal(name, cm_sv_from(ALL[i].fact))) {
            return &ALL[i];
        }
    }
    return NULL;
}

bool cm_derived_is(cm_sv fact)
{
    return find(fact) != NULL;
}

static bool add_inputs_of(const cm_view *view, cm_model_use *use, cm_sv name)
{
    const derivation *d = find(name);
    bool more = false;
    for (size_t i = 0; d != NULL && d->inputs[i] != NULL; i++) {
        size_t column = cm_view_column(view, cm_sv_from(d->inputs[i]));
        size_t child = cm_view_child(view, cm_sv_from(d->inputs[i]));
        bool *used = column != SIZE_MAX  ? &use->columns[column]
                     : child != SIZE_MAX ? &use->children[child]
                                         : NULL;
        more = more || (used != NULL && !*used);
        if (used != NULL) {
            *used = true;
        }
    }
    return more;
}

void cm_derived_add_inputs(const cm_view *view, cm_model_use *use)
{
    bool more = true;
    while (more) {
        more = false;
        for (size_t i = 0; i < view->columns.count; i++) {
            more =
                (use->columns[i] && add_inputs_of(view, use, view->columns.items[i]->name)) || more;
        }
        for (size_t i = 0; i < view->children.count; i++) {
            more = (use->children[i] && add_inputs_of(view, use, view->children.items[i]->child)) ||
                   more;
        }
    }
}

static bool same(cm_type type, cm_value a, cm_value b)
{
    return a.state == b.state &&
           (a.state != CM_VALUE_KNOWN ||
            (type == CM_TYPE_TEXT ? cm_sv_equal(a.text, b.text) : a.number == b.number));
}

cm_derived cm_derived_column(const cm_derived_use *use, const cm_row *row, size_t column)
{
    const cm_column *c = row->view->columns.items[column];
    const derivation *d = find(c->name);
    cm_value stated = row->values[column];
    if (d == NULL || d->value == NULL || stated.state == CM_VALUE_UNREAD) {
        return CM_DERIVED_OTHER;
    }
    cm_value follows = d->value(use, row);
    if (follows.state == CM_VALUE_UNREAD) {
        return CM_DERIVED_OTHER;
    }
    return same(c->type, follows, stated) ? CM_DERIVED_FOLLOWS : CM_DERIVED_CONTRADICTS;
}

/* A row of the law as the row itself names it; what the penalty made of it as stated. */
static bool match_of(const cm_derived_use *use, const cm_view *view, const cm_value *stated,
                     cm_tier_match *ret_match)
{
    const cm_tier *tier = cm_law_tier(use->law, field(view, stated, "law_row").text);
    *ret_match = (cm_tier_match){
        .tier = tier,
        .fits = field(view, stated, "fits").number != 0,
        .candidate = field(view, stated, "candidate").number != 0,
        .at_act = field(view, stated, "at_act").number != 0,
        .at_decision = field(view, stated, "at_decision").number != 0,
        .lowest = field(view, stated, "lowest").number != 0,
        .lighter = field(view, stated, "lighter").number != 0,
        .fine_floor = field(view, stated, "fine_floor").number,
        .fine_ceiling = field(view, stated, "fine_ceiling").number,
    };
    return tier != NULL;
}

static bool same_tier(const cm_derived_use *use, const cm_view *view, const cm_tier_match *match,
                      const cm_value *stated)
{
    cm_value *values = cm_arena_array(use->mem, cm_value, view->columns.count);
    memcpy(values, stated, view->columns.count * sizeof *values);
    cm_tier_values(view, match, values);
    for (size_t i = 0; i < view->columns.count; i++) {
        if (!same(view->columns.items[i]->type, values[i], stated[i])) {
            return false;
        }
    }
    return true;
}

cm_derived cm_derived_child(const cm_derived_use *use, const cm_row *row, size_t child)
{
    const cm_view *view = row->view->children.items[child];
    const cm_child_rows *rows = &row->children[child];
    cm_tier_matches matches = {0};
    bool is_known = false;
    if (find(view->child) == NULL || rows->unread) {
        return CM_DERIVED_OTHER;
    }
    bool asked = tiers_of(use, row, &matches, &is_known);
    if (asked && matches.count != rows->rows.count) {
        return CM_DERIVED_CONTRADICTS;
    }
    for (size_t i = 0; i < rows->rows.count; i++) {
        cm_tier_match match;
        const cm_value *stated = rows->rows.items[i];
        bool there = match_of(use, view, stated, &match);
        if (!there || !same_tier(use, view, asked ? &matches.items[i] : &match, stated)) {
            return CM_DERIVED_CONTRADICTS;
        }
    }
    return asked ? CM_DERIVED_FOLLOWS : CM_DERIVED_AS_LISTED;
}
