#include "base/base.h"

#include "judgment/party.h"

#define JOINT         3   /* bytes of one Chinese character that joins two party words */
#define LETTER        3   /* bytes of one Chinese character */
#define LEAST_NAME    6   /* bytes of a name that words behind it may be taken off */
#define MOST_PERSON   60  /* bytes of a natural person's name; foreign names are long */
#define MOST_UNIT     300 /* bytes of a unit's name */
#define LEAST_UNIT    12  /* bytes of a unit's name */
#define SURELY_UNIT   24  /* bytes of a name that no person has without a dot in it */
#define MOST_GIVEN    12  /* bytes of a Chinese person's name */
#define MOST_BRACKET  60  /* bytes in brackets that may belong to the name of a unit */
#define MOST_PARTIES  20000
#define MOST_TOGETHER 200 /* parties that one lawyer acts for */
#define MOST_BEFORE   12  /* tokens before a companion's role that tell for whom he acts */

/* The bytes of a name in the folded text, and the token after them. */
typedef struct {
    uint32_t from, to;
    size_t next;
} named;

typedef struct {
    cm_parse *p;
    size_t end;   /* tokens */
    bool told;    /* names in the sentences of the account, not in a list */
    size_t first; /* participants of the last entry of a party: [first, last) */
    size_t last;
    size_t doubts; /* entries whose name was not understood */
} listing;

int cm_participant_role(const cm_parse *p, size_t i)
{
    if (!cm_parse_is(p, i, CM_TOKEN_CUE)) {
        return -1;
    }
    const cm_token *t = &p->tokens[i];
    if (t->cue == CM_CUE_LITIGANT || t->cue == CM_CUE_JOINT_COUNSEL) {
        return t->value;
    }
    bool decides = t->cue == CM_CUE_OUTCOME || t->cue == CM_CUE_UPHOLD || t->cue == CM_CUE_REJECTED;
    return decides ? -1 : t->second;
}

/* One letter that is a cue may stand in a name too. */
static bool is_letter(const cm_parse *p, size_t i)
{
    return p->tokens[i].end - p->tokens[i].begin <= LETTER;
}

static bool is_companion(int role)
{
    return role >= (int)CM_ROLE_FIRST_COMPANION;
}

/* ---- where entries begin ---- */

static bool opens_account(const cm_parse *p, size_t i)
{
    static const cm_cue cues[] = {CM_CUE_CASE_OPENED, CM_CUE_BROUGHT,      CM_CUE_INDICTMENT,
                                  CM_CUE_ACCEPTED,    CM_CUE_DISSATISFIED, CM_CUE_APPEALED,
                                  CM_CUE_PANEL,       CM_CUE_TRIAL_ENDED,  CM_CUE_HEARING};
    if (!cm_parse_is(p, i, CM_TOKEN_CUE)) {
        return false;
    }
    for (size_t k = 0; k < CM_COUNT(cues); k++) {
        if (p->tokens[i].cue == (uint16_t)cues[k]) {
            return true;
        }
    }
    return false;
}

/* The heading in brackets of what is asked for: [plaintiff's claims], [grounds of appeal]. */
static bool heads_claims(const cm_parse *p, size_t i)
{
    if (!cm_parse_is_cue(p, i, CM_CUE_DISMISSED) && !cm_parse_is_cue(p, i, CM_CUE_OPINION)) {
        return false;
    }
    size_t first = i > 0 && cm_participant_role(p, i - 1) >= 0 ? i - 1 : i;
    return first > 0 && cm_parse_is(p, first - 1, CM_TOKEN_OPEN) &&
           cm_parse_adjacent(p, first - 1, first) && cm_parse_adjacent(p, i - 1, i);
}

/* The list of the parties of a case that is not criminal: from the document's own number to the
 * sentence that tells how the case came to court. */
static cm_range find_list(const cm_parse *p)
{
    cm_range head = p->parts[CM_SECTION_HEAD];
    size_t begin = cm_party_list_begin(p, head.begin, head.end);
    size_t account = begin;
    while (account < head.end && !opens_account(p, account) && !heads_claims(p, account)) {
        account++;
    }
    return cm_parse_range(p, begin, cm_party_list_end(p, begin, account));
}

/* The token after the brackets that follow token i. */
static size_t after_brackets(const cm_parse *p, size_t i, size_t end)
{
    size_t at = i + 1;
    while (at < end && cm_parse_is(p, at, CM_TOKEN_OPEN) && cm_parse_adjacent(p, at - 1, at)) {
        size_t close = cm_parse_skip_brackets(p, at, end);
        if (close == at + 1) {
            break; /* never closed */
        }
        at = close;
    }
    return at;
}

/* A party word that opens an entry of the list: at the start of a sentence or line, as a heading in
 * brackets, or with a colon. */
static bool opens_entry(const cm_parse *p, size_t i, size_t end)
{
    if (i == 0 || cm_folded_blank_at(p->folded, p->tokens[i].begin)) {
        return true;
    }
    size_t after = after_brackets(p, i, end);
    if (cm_parse_is(p, after, CM_TOKEN_COLON) && cm_parse_adjacent(p, after - 1, after)) {
        return true;
    }
    if (cm_party_after_prosecution(p, i)) {
        return true;
    }
    if (!cm_parse_adjacent(p, i - 1, i)) {
        return false;
    }
    if (cm_parse_is(p, i - 1, CM_TOKEN_ENUM)) {
        return cm_participant_role(p, i - 2) < 0 &&
               !is_companion(cm_participant_role(p, i)); /* a list in one sentence */
    }
    if (cm_head_is_title(p, i - 1)) {
        return true; /* and the one after the title */
    }
    if (cm_parse_is(p, i - 1, CM_TOKEN_OPEN)) {
        return (cm_parse_is(p, i + 1, CM_TOKEN_CLOSE) || cm_parse_is(p, i + 1, CM_TOKEN_OPEN)) &&
               cm_parse_adjacent(p, i, i + 1);
    }
    return cm_parse_is(p, i - 1, CM_TOKEN_STOP) || cm_parse_is(p, i - 1, CM_TOKEN_SEMICOLON) ||
           cm_parse_is(p, i - 1, CM_TOKEN_CASE_NO);
}

/* ---- the role ---- */

static void add_also(cm_parse *p, cm_participant *who, size_t i)
{
    const cm_token *t = &p->tokens[i];
    *cm_vec_push(p->mem, &who->also) =
        cm_parse_choice(p, cm_participant_role(p, i), t->begin, t->end);
}

static void take_role(cm_parse *p, cm_participant *who, size_t i)
{
    const cm_token *t = &p->tokens[i];
    int role = cm_participant_role(p, i);
    bool companion = who->role.state == CM_KNOWN && !is_companion(who->role.value) &&
                     is_companion(role); /* "the plaintiff's lawyer" is a lawyer */
    if (who->role.state != CM_KNOWN || companion) {
        who->role = cm_parse_choice(p, role, t->begin, t->end);
    } else {
        add_also(p, who, i);
    }
}

/* The party words in brackets that open at `at`; returns the token after them, `at` if they never
 * close. */
static size_t read_role_in_brackets(cm_parse *p, size_t at, size_t end, cm_participant *who)
{
    size_t close = cm_parse_skip_brackets(p, at, end);
    if (close == at + 1) {
        return at;
    }
    for (size_t k = at + 1; k + 1 < close; k++) {
        if (cm_participant_role(p, k) >= 0) {
            add_also(p, who, k);
        }
    }
    return close;
}

/* After the party words: a number in the list of parties, and the mark before the name. */
static size_t skip_role_mark(const cm_parse *p, size_t at)
{
    if (cm_parse_is(p, at, CM_TOKEN_NUMBER) && cm_parse_is(p, at + 1, CM_TOKEN_COLON) &&
        cm_parse_adjacent(p, at - 1, at)) {
        at++; /* the first defendant: */
    }
    bool marked = cm_parse_is(p, at, CM_TOKEN_COLON) || cm_parse_is_cue(p, at, CM_CUE_ALIAS);
    return marked && cm_parse_adjacent(p, at - 1, at) ? at + 1 : at;
}

/* The party words from token i on; returns the token after them. */
static size_t read_role(cm_parse *p, size_t i, size_t end, cm_participant *who)
{
    take_role(p, who, i);
    size_t at = i + 1;
    bool heading = i > 0 && cm_parse_is(p, i - 1, CM_TOKEN_OPEN); /* a role in brackets */
    if (heading && cm_parse_is(p, at, CM_TOKEN_CLOSE)) {
        at++;
    }
    while (at < end) {
        uint32_t after = p->tokens[at - 1].end;
        bool joined = cm_parse_is(p, at, CM_TOKEN_ENUM) && cm_participant_role(p, at + 1) >= 0 &&
                      p->tokens[at + 1].begin - after <= JOINT;
        if (cm_parse_is(p, at, CM_TOKEN_OPEN) && p->tokens[at].begin == after) {
            size_t close = read_role_in_brackets(p, at, end, who);
            if (close == at) {
                break;
            }
            at = close;
            at += heading && cm_parse_is(p, at, CM_TOKEN_CLOSE) ? 1 : 0;
        } else if (joined ||
                   (cm_participant_role(p, at) >= 0 && p->tokens[at].begin - after <= JOINT)) {
            at += joined ? 1 : 0;
            take_role(p, who, at++);
        } else {
            break;
        }
    }
    return skip_role_mark(p, at);
}

/* ---- the name ---- */

/* Where the names of a criminal case end that no mark closes: at words of the history behind them.
 */
static bool tells_history(const listing *l, size_t i, uint32_t from)
{
    const cm_token *t = &l->p->tokens[i];
    bool unit =
        t->cue == CM_CUE_COURT_END || t->cue == CM_CUE_PROCURATORATE_END || t->cue == CM_CUE_ISSUER;
    bool said = t->end - t->begin > LETTER || t->cue == CM_CUE_GROUND || t->cue == CM_CUE_PASSIVE ||
                t->cue == CM_CUE_FORMERLY;
    return cm_parse_is_criminal(l->p) && said && !unit && t->begin - from >= LEAST_NAME;
}

static bool ends_name(const listing *l, size_t i, uint32_t from)
{
    const cm_parse *p = l->p;
    const cm_token *t = &p->tokens[i];
    if (t->kind != CM_TOKEN_CUE) {
        return t->kind != CM_TOKEN_NUMBER && t->kind != CM_TOKEN_DURATION &&
               t->kind != CM_TOKEN_MONEY;
    }
    return cm_participant_role(p, i) >= 0 || t->cue == CM_CUE_ALIAS || t->cue == CM_CUE_SUSPECTED ||
           (t->cue == CM_CUE_BORN && !is_letter(p, i)) || t->cue == CM_CUE_CASE_OPENED ||
           cm_party_is_sex(p, i) || tells_history(l, i, from) ||
           (l->told && t->cue == CM_CUE_GROUND && t->begin - from >= LEAST_NAME) ||
           (l->told && (t->cue == CM_CUE_DISSATISFIED || t->cue == CM_CUE_OFFENCE ||
                        t->cue == CM_CUE_APPEALED || t->cue == CM_CUE_THIS_COURT));
}

/* The name of a unit goes on after a bracket that stands in it, or ends with one. */
static bool goes_on(const listing *l, uint32_t from, size_t open, size_t close, named *name)
{
    const cm_parse *p = l->p;
    uint32_t begin = p->tokens[open].begin;
    uint32_t end = p->tokens[close - 1].end;
    if (!cm_parse_is(p, close - 1, CM_TOKEN_CLOSE) || end - begin > MOST_BRACKET) {
        return false;
    }
    for (size_t k = open + 1; k + 1 < close; k++) {
        if (cm_participant_role(p, k) >= 0 || cm_parse_is_cue(p, k, CM_CUE_ALIAS)) {
            return false;
        }
    }
    cm_sv inside = cm_parse_text(p, begin + 1, end - 1);
    if (cm_name_words_find(p->name_words, CM_NAME_DETAIL, inside) != SIZE_MAX) {
        return false;
    }
    size_t next = close;
    while (next < l->end && !ends_name(l, next, from)) {
        next++;
    }
    uint32_t to = next < p->count ? p->tokens[next].begin : (uint32_t)p->text.len;
    uint32_t line = cm_folded_next_break(p->folded, from);
    to = line < to ? line : to;
    bool whole = to > end &&
                 cm_name_words_end(p->name_words, CM_NAME_UNIT_END, cm_parse_text(p, from, to)) > 0;
    bool last = to <= end && cm_name_words_end(p->name_words, CM_NAME_UNIT_END, inside) > 0;
    if (whole || last) {
        name->to = whole ? to : end;
        name->next = next;
    }
    return whole || last;
}

/* Without the words behind a person's name: what he is, or joins him to the next. */
static void take_off(const listing *l, cm_name_class class, named *name)
{
    cm_sv text = cm_parse_text(l->p, name->from, name->to);
    size_t more = cm_name_words_end(l->p->name_words, class, text);
    if (more > 0 && text.len >= more + LEAST_NAME) {
        name->to -= (uint32_t)more;
    }
}

/* "Lawyer of some firm, WANG Wu": the name stands behind what he is. */
static void take_off_before(const listing *l, named *name)
{
    cm_sv text = cm_parse_text(l->p, name->from, name->to);
    if (cm_name_words_end(l->p->name_words, CM_NAME_UNIT_END, text) > 0) {
        return; /* the end of the firm's name */
    }
    for (size_t len = LEAST_NAME; len <= MOST_GIVEN && len < text.len; len += LETTER) {
        cm_sv before = cm_sv_slice(text, 0, text.len - len);
        if (cm_name_words_end(l->p->name_words, CM_NAME_TITLE, before) > 0) {
            name->from = name->to - (uint32_t)len;
            return;
        }
    }
}

/* Where commas were left out, words for residence and the like, or a sex, end the name. */
static void cut_details(const listing *l, named *name)
{
    const cm_parse *p = l->p;
    size_t at =
        cm_name_words_find(p->name_words, CM_NAME_DETAIL, cm_parse_text(p, name->from, name->to));
    if (at != SIZE_MAX) {
        name->to = name->from + (uint32_t)at;
    } else if (cm_parse_is(p, name->next, CM_TOKEN_DATE) && name->next > 0 &&
               cm_parse_is_cue(p, name->next - 1, CM_CUE_SEX) &&
               p->tokens[name->next - 1].end == name->to) {
        name->to = p->tokens[name->next - 1].begin;
    }
}

/* The name that begins at name->from; name->next is the first token at or after it. */
static void find_end(const listing *l, named *name)
{
    const cm_parse *p = l->p;
    while (name->next < l->end && !ends_name(l, name->next, name->from)) {
        name->next++;
    }
    uint32_t to = name->next < p->count ? p->tokens[name->next].begin : (uint32_t)p->text.len;
    uint32_t line = cm_folded_next_break(p->folded, name->from);
    name->to = line < to ? line : to;
    if (line >= to && cm_parse_is(p, name->next, CM_TOKEN_OPEN)) {
        size_t close = cm_parse_skip_brackets(p, name->next, l->end);
        (void)goes_on(l, name->from, name->next, close, name);
    }
}

static void read_name(const listing *l, bool companion, named *name)
{
    find_end(l, name);
    cut_details(l, name);
    if (l->told) {
        take_off(l, CM_NAME_JOINT, name);
    }
    if (companion) {
        take_off(l, CM_NAME_TITLE, name);
        take_off_before(l, name);
    }
}

/* ---- entries ---- */

static bool is_known(const cm_record *r, const cm_participant *who)
{
    for (size_t i = r->participants.count; i-- > 0;) {
        const cm_participant *other = &r->participants.items[i];
        if (other->role.value == who->role.value &&
            cm_sv_equal(other->name.value, who->name.value)) {
            return !is_companion(who->role.value); /* one may act for several, entry by entry */
        }
        if (r->participants.count - i > MOST_TOGETHER) {
            break;
        }
    }
    return false;
}

/* A unit acts by its head; a lawyer's name does not read like that of his firm. */
static bool is_plausible(const listing *l, const cm_participant *who, named name)
{
    if (name.to <= name.from || name.to - name.from > MOST_UNIT) {
        return false;
    }
    int role = who->role.value;
    bool unit = cm_name_words_end(l->p->name_words, CM_NAME_UNIT_END,
                                  cm_parse_text(l->p, name.from, name.to)) > 0;
    bool person = role == CM_ROLE_COUNSEL || role == CM_ROLE_DEFENDER || role == CM_ROLE_GUARDIAN ||
                  role == CM_ROLE_LEGAL_REPRESENTATIVE;
    return !person ||
           (name.to - name.from <= MOST_PERSON && !(unit && name.to - name.from > MOST_GIVEN));
}

static void add_name(listing *l, const cm_participant *like, named name)
{
    cm_parse *p = l->p;
    cm_record *r = p->record;
    cm_participant who = *like;
    who.name = cm_parse_text_fact(p, name.from, name.to);
    if (!is_plausible(l, &who, name)) {
        l->doubts++;
        if (name.to <= name.from) {
            return;
        }
        who.name.state = CM_UNREAD;
    }
    if (!is_known(r, &who) && r->participants.count < MOST_PARTIES) {
        *cm_vec_push(p->mem, &r->participants) = who;
    }
}

/* The names from token i on, which come after the party words, joined by enumeration commas. */
static void read_names(listing *l, const cm_participant *like, size_t i)
{
    cm_parse *p = l->p;
    named name = {.from = p->tokens[i - 1].end, .next = i};
    for (;;) {
        read_name(l, is_companion(like->role.value), &name);
        add_name(l, like, name);
        uint32_t to = name.to;
        size_t at = name.next;
        while (at < l->end && cm_parse_is(p, at, CM_TOKEN_OPEN) && p->tokens[at].begin == to) {
            at = cm_parse_skip_brackets(p, at, l->end);
            to = p->tokens[at - 1].end;
        }
        bool more = name.to > name.from && cm_parse_is(p, at, CM_TOKEN_ENUM) &&
                    p->tokens[at].begin == to && at + 1 < l->end;
        bool other = cm_participant_role(p, at + 1) >= 0 || cm_party_is_sex(p, at + 1);
        if (!more || (other && cm_parse_adjacent(p, at, at + 1))) {
            return;
        }
        name = (named){.from = p->tokens[at].end, .next = at + 1};
    }
}

/* How many parties of which role the words before a companion's role tell: the two plaintiffs'. */
static size_t told_parties(const cm_parse *p, size_t i, int *ret_role)
{
    size_t first = i > MOST_BEFORE ? i - MOST_BEFORE : 0;
    for (size_t k = i; k-- > first && !cm_parse_is(p, k, CM_TOKEN_STOP);) {
        int role = cm_participant_role(p, k);
        if (role >= 0 && !is_companion(role) && k > 0 && cm_parse_is(p, k - 1, CM_TOKEN_NUMBER) &&
            cm_parse_adjacent(p, k - 1, k)) {
            *ret_role = role;
            return (size_t)(p->tokens[k - 1].number / 100);
        }
        if (cm_folded_break_at(p->folded, p->tokens[k].begin)) {
            break;
        }
    }
    return 0;
}

/* Whom a companion acts for: the parties of the entry before him, or as many as he is said to. */
static void find_represented(listing *l, cm_participant *who, size_t i)
{
    cm_parse *p = l->p;
    const cm_record *r = p->record;
    int role = -1;
    size_t count = told_parties(p, i, &role);
    bool joint = cm_parse_is_cue(p, i, CM_CUE_JOINT_COUNSEL) && count == 0 && l->last > l->first;
    if (joint) {
        role = r->participants.items[l->first].role.value;
        count = MOST_TOGETHER;
    }
    if (count == 0 || count > MOST_TOGETHER) {
        for (size_t k = l->first; k < l->last; k++) {
            *cm_vec_push(p->mem, &who->represents) = k;
        }
        return;
    }
    size_t first = l->last;
    size_t found = 0;
    while (first > 0 && found < count) {
        int other = r->participants.items[first - 1].role.value;
        if (!is_companion(other) && other != role) {
            break;
        }
        found += other == role ? 1 : 0;
        first--;
    }
    for (size_t k = first; k < l->last; k++) {
        if (r->participants.items[k].role.value == role) {
            *cm_vec_push(p->mem, &who->represents) = k;
        }
    }
}

static size_t read_entry(listing *l, size_t i)
{
    cm_parse *p = l->p;
    cm_participant like = {.role = {.state = CM_ABSENT}};
    size_t after = read_role(p, i, l->end, &like);
    size_t before = p->record->participants.count;
    if (is_companion(like.role.value)) {
        find_represented(l, &like, i);
        read_names(l, &like, after);
        return after;
    }
    read_names(l, &like, after);
    if (p->record->participants.count > before) {
        l->first = before;
        l->last = p->record->participants.count;
    }
    return after;
}

/* What stands in the entry of a party after its name tells what it is. */
static void read_person(listing *l, size_t begin, size_t end)
{
    cm_parse *p = l->p;
    bool person = false;
    for (size_t i = begin; i < end && !person; i++) {
        person = cm_party_is_sex(p, i) || (cm_parse_is_cue(p, i, CM_CUE_BORN) && !is_letter(p, i));
    }
    for (size_t k = l->first; person && k < l->last; k++) {
        cm_participant *who = &p->record->participants.items[k];
        who->kind = cm_parse_choice(p, CM_PARTY_PERSON, 0, 0);
        who->kind.at = who->name.at;
    }
}

static void read_list(listing *l, cm_range list)
{
    cm_parse *p = l->p;
    size_t entry = list.begin;
    bool party = false; /* the entry is that of a party */
    for (size_t i = list.begin; i < list.end;) {
        bool first = cm_party_is_first(p, i);
        if (cm_participant_role(p, i) < 0 || !(first || opens_entry(p, i, l->end))) {
            i++;
            continue;
        }
        if (party) {
            read_person(l, entry, i);
        }
        entry = i;
        size_t last = l->last;
        i = read_entry(l, i);
        party = l->last > last;
    }
    if (party) {
        read_person(l, entry, list.end);
    }
}

/* Copies without the list name the parties only where they tell how the case came to court. */
static void read_account(listing *l, size_t begin, size_t end)
{
    const cm_parse *p = l->p;
    l->told = true;
    size_t stop = cm_parse_find(p, begin, end, CM_TOKEN_STOP);
    l->end = stop;
    for (size_t i = begin; i < stop;) {
        int role = cm_participant_role(p, i);
        i = role >= 0 && !is_companion(role) ? read_entry(l, i) : i + 1;
    }
}

/* ---- kinds ---- */

static bool has_head(const cm_record *r, size_t index)
{
    size_t end =
        index + MOST_BEFORE < r->participants.count ? index + MOST_BEFORE : r->participants.count;
    for (size_t i = index + 1; i < end; i++) {
        const cm_participant *other = &r->participants.items[i];
        bool head = other->role.value == CM_ROLE_LEGAL_REPRESENTATIVE ||
                    other->role.value == CM_ROLE_HEAD || other->role.value == CM_ROLE_OPERATOR ||
                    other->role.value == CM_ROLE_UNIT_REPRESENTATIVE;
        for (size_t k = 0; head && k < other->represents.count; k++) {
            if (other->represents.items[k] == index) {
                return true;
            }
        }
    }
    return false;
}

static bool is_unit(const cm_parse *p, size_t index)
{
    const cm_participant *who = &p->record->participants.items[index];
    cm_sv name = who->name.value;
    bool ends =
        name.len >= LEAST_UNIT && cm_name_words_end(p->name_words, CM_NAME_UNIT_END, name) > 0;
    return who->role.value == CM_ROLE_PROSECUTION || who->role.value == CM_ROLE_ACCUSED_UNIT ||
           ends || name.len >= SURELY_UNIT || has_head(p->record, index);
}

static void settle_kinds(cm_parse *p)
{
    for (size_t i = 0; i < p->record->participants.count; i++) {
        cm_participant *who = &p->record->participants.items[i];
        if (who->kind.state == CM_KNOWN || who->name.state != CM_KNOWN) {
            continue;
        }
        bool unit = !is_companion(who->role.value) && is_unit(p, i);
        int kind = unit ? CM_PARTY_UNIT : CM_PARTY_PERSON;
        who->kind = (cm_choice_fact){CM_KNOWN, kind, who->name.at};
    }
}

cm_range cm_participant_list(const cm_parse *p)
{
    return cm_parse_is_criminal(p) ? cm_party_list(p) : find_list(p);
}

void cm_participant_parse(cm_parse *p)
{
    bool criminal = cm_parse_is_criminal(p);
    cm_range list = cm_participant_list(p);
    listing l = {.p = p, .end = list.end};
    read_list(&l, list);
    bool listed = l.last > 0;
    if (!listed) {
        l.doubts = 0;
        p->record->participants.count = 0;
        read_account(&l, list.begin, p->parts[CM_SECTION_HEAD].end);
    }
    settle_kinds(p);
    size_t count = p->record->participants.count;
    if (criminal || count == 0) {
        return;
    }
    const cm_participant *all = p->record->participants.items;
    cm_span at = {all[0].role.at.begin, all[count - 1].name.at.end};
    cm_parse_group(p, CM_GROUP_PARTIES, listed && l.doubts == 0 ? CM_KNOWN : CM_ABSENT, at);
}
