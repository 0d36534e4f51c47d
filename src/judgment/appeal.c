#include "judgment/parse.h"

/* The account of the case: from behind the document's own number to the end of the head. */
typedef struct {
    size_t begin, end;
} account;

static account find_account(const cm_parse *p)
{
    account a = {0, p->parts[CM_SECTION_HEAD].end};
    bool numbered = p->record->case_no.state != CM_ABSENT;
    for (size_t i = 0; numbered && i < a.end; i++) {
        if (cm_parse_is(p, i, CM_TOKEN_CASE_NO) && !p->tokens[i].about) {
            a.begin = i + 1;
            break;
        }
    }
    return a;
}

static void add_appellant(cm_parse *p, int who, cm_span at)
{
    cm_record *r = p->record;
    for (size_t k = 0; k < r->appealed_by.count; k++) {
        if (r->appealed_by.items[k].value == who) {
            return;
        }
    }
    *cm_vec_push(p->mem, &r->appealed_by) = (cm_choice_fact){CM_KNOWN, who, at};
}

/* Who a party's words name: the defendant below, the civil plaintiff ...; -1 for anyone else. */
static int appellant_of(const cm_parse *p, size_t i)
{
    if (cm_parse_is_cue(p, i, CM_CUE_DEFENDANT)) {
        return CM_APPELLANT_DEFENDANT;
    }
    return cm_parse_is_cue(p, i, CM_CUE_OTHER_PARTY) ? p->tokens[i].value : -1;
}

/* Parties listed as appellants, with their place in the first trial in brackets. */
static void read_listed(cm_parse *p, account a)
{
    for (size_t i = a.begin; i < a.end; i++) {
        if (cm_parse_is_cue(p, i, CM_CUE_PROSECUTION) && p->tokens[i].value >= 0) {
            add_appellant(p, CM_APPELLANT_PROSECUTION, cm_parse_token_span(p, i));
        }
        if (!cm_parse_is_cue(p, i, CM_CUE_APPELLANT)) {
            continue;
        }
        size_t close = cm_parse_skip_brackets(p, i + 1, a.end);
        for (size_t k = i + 1; k < close; k++) {
            int who = appellant_of(p, k);
            if (who >= 0) {
                add_appellant(p, who, cm_parse_token_span(p, k));
            }
        }
    }
}

/* Whether the text of tokens [begin, end) names one of the defendants. */
static bool names_defendant(const cm_parse *p, size_t begin, size_t end)
{
    cm_sv text = cm_parse_text(p, p->tokens[begin].end, p->tokens[end].begin);
    for (size_t i = 0; i < p->record->defendants.count; i++) {
        cm_sv name = p->record->defendants.items[i].name.value;
        if (name.len != 0 && cm_sv_find(text, name, 0) != SIZE_MAX) {
            return true;
        }
    }
    return false;
}

/* The sentence that ends in "appeals": who stands in it after the decision below. */
static void read_sentence(cm_parse *p, account a, size_t appeals)
{
    size_t before = p->record->appealed_by.count;
    size_t i = appeals;
    while (i > a.begin && !cm_parse_is(p, i - 1, CM_TOKEN_STOP) &&
           !cm_parse_is(p, i - 1, CM_TOKEN_CASE_NO) &&
           !cm_parse_is_cue(p, i - 1, CM_CUE_APPEALED)) {
        i--;
        int who = appellant_of(p, i);
        if (who >= 0) {
            add_appellant(p, who, cm_parse_token_span(p, i));
        }
    }
    if (p->record->appealed_by.count == before && i > 0 && i < appeals + 1 &&
        names_defendant(p, i - 1, appeals)) {
        add_appellant(p, CM_APPELLANT_DEFENDANT, cm_parse_token_span(p, appeals));
    }
}

static void read_appellants(cm_parse *p, account a)
{
    read_listed(p, a);
    bool listed = p->record->appealed_by.count > 0;
    for (size_t i = a.begin; i < a.end; i++) {
        if (cm_parse_is_cue(p, i, CM_CUE_PROTESTED)) {
            add_appellant(p, CM_APPELLANT_PROSECUTION, cm_parse_token_span(p, i));
        } else if (cm_parse_is_cue(p, i, CM_CUE_APPEALED) && !listed) {
            read_sentence(p, a, i);
        }
    }
}

static bool is_first_instance(const cm_parse *p, size_t i)
{
    if (p->tokens[i].value == 1) {
        return true; /* masked: not known to be another */
    }
    cm_sv number = cm_parse_text(p, p->tokens[i].begin, p->tokens[i].end);
    cm_sv first = cm_term_zh(p->choices->case_mark, CM_MARK_FIRST);
    return cm_sv_find(number, first, 0) != SIZE_MAX;
}

/* Whether the number at token i is that of a step towards the review: a protest, a petition, the
 * decision to try again. */
static bool is_step(const cm_parse *p, size_t i)
{
    static const cm_case_mark steps[] = {CM_MARK_PROTESTED, CM_MARK_SUPERVISION, CM_MARK_PETITION};
    cm_sv number = cm_parse_text(p, p->tokens[i].begin, p->tokens[i].end);
    for (size_t k = 0; k < CM_COUNT(steps); k++) {
        if (cm_sv_find(number, cm_term_zh(p->choices->case_mark, (int)steps[k]), 0) != SIZE_MAX) {
            return true;
        }
    }
    return false;
}

static bool same_number(const cm_parse *p, size_t a, size_t b)
{
    return cm_sv_equal(cm_parse_text(p, p->tokens[a].begin, p->tokens[a].end),
                       cm_parse_text(p, p->tokens[b].begin, p->tokens[b].end));
}

/* The number of the decision under review: of an appeal the last one of a first instance, as a case
 * may have been sent back before; of a review and a retrial the last one at all that is told with
 * its court and day. What such a decision upholds or revokes is named after its number. */
static size_t find_below(const cm_parse *p, account a)
{
    int stage = p->record->instance.value;
    bool review = stage == CM_INSTANCE_DEATH_REVIEW || stage == CM_INSTANCE_RETRIAL;
    size_t first = a.end;
    size_t last = a.end;
    bool dated = false; /* a court and a day were named since the number before */
    bool court = false;
    for (size_t i = a.begin; i < a.end; i++) {
        if (cm_parse_is(p, i, CM_TOKEN_STOP)) {
            dated = false;
            court = false;
        }
        dated = dated || cm_parse_is(p, i, CM_TOKEN_DATE);
        court = court || cm_parse_is_cue(p, i, CM_CUE_COURT_END) ||
                (review && cm_parse_is_cue(p, i, CM_CUE_THIS_COURT));
        if (!cm_parse_is(p, i, CM_TOKEN_CASE_NO) || p->tokens[i].about) {
            continue;
        }
        first = first == a.end ? i : first;
        bool counts =
            review ? !(stage == CM_INSTANCE_RETRIAL && is_step(p, i)) : is_first_instance(p, i);
        if (dated && court && counts && !(last < a.end && same_number(p, last, i))) {
            last = i;
        }
        dated = !review && dated;
        court = !review && court;
    }
    return last < a.end ? last : first;
}

/* Of a case that is not criminal: the number named after "dissatisfied with". */
static size_t find_contested(const cm_parse *p, account a)
{
    size_t i = cm_parse_find_cue(p, a.begin, a.end, CM_CUE_DISSATISFIED);
    for (; i < a.end && !cm_parse_is(p, i, CM_TOKEN_STOP); i++) {
        if (cm_parse_is(p, i, CM_TOKEN_CASE_NO) && !p->tokens[i].about) {
            return i;
        }
    }
    return a.end;
}

/* The fullest name of the court named at token i: it may be given in short the second time. */
static cm_text_fact full_court(const cm_parse *p, account a, size_t i)
{
    cm_text_fact name = cm_head_court(p, i);
    for (size_t k = a.begin; k < i; k++) {
        /* elsewhere what stands before a name may be "sentenced by" or "with approval of" */
        if (!cm_parse_is_cue(p, k, CM_CUE_COURT_END) || !cm_parse_is_cue(p, k + 1, CM_CUE_TRIES)) {
            continue;
        }
        cm_text_fact other = cm_parse_text_fact(p, cm_head_name_begin(p, k), p->tokens[k].end);
        if (other.value.len > name.value.len && cm_sv_ends(other.value, name.value)) {
            return other;
        }
    }
    return name;
}

/* The decision whose number is token `number`, with the court and the day told before it. */
static cm_decision read_decision(cm_parse *p, account a, size_t number)
{
    cm_decision d = {.stated = true, .case_no = cm_head_case_no(p, number)};
    for (size_t i = number; i-- > a.begin && !cm_parse_is(p, i, CM_TOKEN_STOP);) {
        if (cm_parse_is(p, i, CM_TOKEN_DATE) && d.decided_on.state == CM_ABSENT) {
            d.decided_on = cm_parse_date_fact(p, i);
        }
        if (cm_parse_is_cue(p, i, CM_CUE_COURT_END)) {
            d.court = full_court(p, a, i);
            break;
        }
        if (cm_parse_is_cue(p, i, CM_CUE_THIS_COURT) &&
            p->record->instance.value != CM_INSTANCE_SECOND) {
            d.court = p->record->court;
            break;
        }
    }
    return d;
}

/* The decision under review; where that is itself an appeal's, the first instance's too. */
static void read_below(cm_parse *p, account a)
{
    size_t number = cm_parse_is_criminal(p) ? a.end : find_contested(p, a);
    number = number < a.end ? number : find_below(p, a);
    if (number >= a.end) {
        return;
    }
    p->record->below = read_decision(p, a, number);
    for (size_t i = a.begin; i < number && !is_first_instance(p, number); i++) {
        if (cm_parse_is(p, i, CM_TOKEN_CASE_NO) && is_first_instance(p, i)) {
            cm_decision d = read_decision(p, a, i);
            bool told = d.decided_on.state == CM_KNOWN || !p->record->first_below.stated;
            p->record->first_below = told ? d : p->record->first_below;
        }
    }
}

/* What the operative part says about the decision below, as one bit per outcome. */
static unsigned said_outcomes(const cm_parse *p, cm_range part)
{
    unsigned said = 0;
    bool sentenced = false;
    for (size_t i = part.begin; i < part.end; i++) {
        if (cm_parse_is_cue(p, i, CM_CUE_OUTCOME)) {
            said |= 1U << (unsigned)p->tokens[i].value;
        } else if (cm_parse_is_cue(p, i, CM_CUE_REMITTED)) {
            said |= 1U << CM_OUTCOME_COMMUTED;
        } else if (cm_parse_is_cue(p, i, CM_CUE_REVOKE)) {
            said |= 1U << CM_OUTCOME_QUASHED;
        } else if (cm_parse_is_cue(p, i, CM_CUE_PENALTY)) {
            sentenced = true;
        }
    }
    if (sentenced && (said & 1U << CM_OUTCOME_QUASHED) != 0) {
        said |= 1U << CM_OUTCOME_CHANGED;
    }
    return said;
}

/* The outcome that decides when several are said, most telling first. */
static int deciding_outcome(cm_instance stage, unsigned said)
{
    static const cm_outcome review[] = {CM_OUTCOME_NOT_APPROVED, CM_OUTCOME_APPROVED,
                                        CM_OUTCOME_CHANGED};
    static const cm_outcome change[] = {CM_OUTCOME_NOT_COMMUTED, CM_OUTCOME_PAROLED,
                                        CM_OUTCOME_COMMUTED, CM_OUTCOME_QUASHED,
                                        CM_OUTCOME_DISMISSED};
    static const cm_outcome appeal[] = {
        CM_OUTCOME_REMANDED, CM_OUTCOME_CHANGED,   CM_OUTCOME_UPHELD,       CM_OUTCOME_WITHDRAWN,
        CM_OUTCOME_QUASHED,  CM_OUTCOME_DISMISSED, CM_OUTCOME_NOT_APPROVED, CM_OUTCOME_APPROVED};
    const cm_outcome *order = appeal;
    size_t count = CM_COUNT(appeal);
    if (stage == CM_INSTANCE_DEATH_REVIEW) {
        order = review;
        count = CM_COUNT(review);
    } else if (stage == CM_INSTANCE_PENALTY_CHANGE) {
        order = change;
        count = CM_COUNT(change);
    }
    for (size_t i = 0; i < count; i++) {
        if ((said & 1U << order[i]) != 0) {
            return (int)order[i];
        }
    }
    return -1;
}

/* A notice to a petitioner has no operative part: the last outcome it tells is its own. */
static cm_range outcome_part(const cm_parse *p, cm_instance stage)
{
    cm_range part = p->parts[CM_SECTION_OPERATIVE];
    const cm_choice_fact *type = &p->record->document_type;
    bool notice = stage == CM_INSTANCE_RETRIAL && type->state == CM_KNOWN &&
                  type->value == CM_DOC_NOTICE && part.end <= part.begin;
    for (size_t i = p->count; notice && i-- > 0;) {
        if (cm_parse_is_cue(p, i, CM_CUE_OUTCOME)) {
            return cm_parse_range(p, i, i + 1);
        }
    }
    return part;
}

static void read_outcome(cm_parse *p, cm_instance stage)
{
    cm_range part = outcome_part(p, stage);
    int outcome = deciding_outcome(stage, said_outcomes(p, part));
    if (outcome < 0 || part.begin >= part.end) {
        return;
    }
    uint32_t from = part.from;
    uint32_t to = part.to;
    for (size_t i = part.begin; i < part.end; i++) {
        if (cm_parse_is_cue(p, i, CM_CUE_OUTCOME) && p->tokens[i].value == outcome) {
            from = p->tokens[i].begin;
            to = p->tokens[i].end;
            break;
        }
    }
    p->record->outcome = cm_parse_choice(p, outcome, from, to);
}

/* The appellant whose place below a party had; false: not one of a list of parties. */
static bool appellant_by_role(int role_below, cm_appellant *ret_who)
{
    static const struct {
        cm_party_role role;
        cm_appellant who;
    } below[] = {{CM_ROLE_PLAINTIFF_BELOW, CM_APPELLANT_PLAINTIFF},
                 {CM_ROLE_DEFENDANT_BELOW, CM_APPELLANT_DEFENDANT_PARTY},
                 {CM_ROLE_THIRD_BELOW, CM_APPELLANT_THIRD_PARTY}};

    for (size_t i = 0; i < CM_COUNT(below); i++) {
        if (role_below == (int)below[i].role) {
            *ret_who = below[i].who;
            return true;
        }
    }
    return false;
}

/* Who appeals or asks for a retrial: by the place below that the list of parties gives. */
static void read_listed_appellants(cm_parse *p)
{
    cm_record *r = p->record;
    cm_appellant appellant;
    for (size_t i = 0; i < r->participants.count; i++) {
        const cm_participant *who = &r->participants.items[i];
        bool asks = who->role.value == CM_ROLE_APPELLANT ||
                    who->role.value == CM_ROLE_RETRIAL_APPLICANT ||
                    who->role.value == CM_ROLE_PETITIONER;
        for (size_t k = 0; asks && k < who->also.count; k++) {
            if (appellant_by_role(who->also.items[k].value, &appellant)) {
                add_appellant(p, (int)appellant, who->also.items[k].at);
            }
        }
    }
}

/* A ruling without a number that commutes or paroles tells its stage by that. */
static void read_stage_from_outcome(cm_parse *p)
{
    cm_record *r = p->record;
    const unsigned change =
        1U << CM_OUTCOME_COMMUTED | 1U << CM_OUTCOME_PAROLED | 1U << CM_OUTCOME_NOT_COMMUTED;
    cm_range part = p->parts[CM_SECTION_OPERATIVE];
    if (r->instance.state == CM_ABSENT && cm_parse_is_criminal(p) &&
        (said_outcomes(p, part) & change) != 0) {
        r->instance = cm_parse_choice(p, (int)CM_INSTANCE_PENALTY_CHANGE, part.from, part.to);
        if (r->case_type.state == CM_ABSENT) {
            r->case_type = cm_parse_choice(p, (int)CM_CASE_CRIMINAL, part.from, part.to);
        }
    }
}

void cm_appeal_parse(cm_parse *p)
{
    cm_record *r = p->record;
    read_stage_from_outcome(p);
    if (r->instance.state != CM_KNOWN || r->instance.value == CM_INSTANCE_FIRST) {
        return;
    }
    cm_instance stage = (cm_instance)r->instance.value;
    account a = find_account(p);
    bool criminal = cm_parse_is_criminal(p);
    if (criminal) {
        read_outcome(p, stage);
    }
    if (stage == CM_INSTANCE_SECOND || stage == CM_INSTANCE_RETRIAL ||
        stage == CM_INSTANCE_DEATH_REVIEW) {
        read_below(p, a);
    }
    if (!criminal) {
        read_listed_appellants(p);
    } else if (stage == CM_INSTANCE_SECOND) {
        read_appellants(p, a);
    }
}
