#include "judgment/party.h"

#include "base/limits.h"

#define LONGEST_PERSON 60  /* bytes of a natural person's name; foreign names are long */
#define LONGEST_REMARK 12  /* tokens in brackets between a birth date and "born" */
#define TITLE_BYTES    900 /* of the folded text, in which the document's own number stands */
#define MOST_NAMESAKES 64  /* defendants and entries that a name met again is compared with */
#define JOINT          3   /* bytes of one Chinese character that joins two party words */

typedef struct {
    cm_parse *p;
    bool adding; /* party.c's own run: new names become defendants */
    cm_names names;
    cm_party_entries *entries;
    cm_indexes last; /* defendants of the entry before */
    bool doubt;      /* an entry whose name was not understood */
} scan;

static bool is_party_cue(const cm_parse *p, size_t i)
{
    return cm_parse_is_cue(p, i, CM_CUE_DEFENDANT) || cm_parse_is_cue(p, i, CM_CUE_APPELLANT) ||
           cm_parse_is_cue(p, i, CM_CUE_OTHER_PARTY) || cm_parse_is_cue(p, i, CM_CUE_DEFENDER) ||
           cm_parse_is_cue(p, i, CM_CUE_GUARDIAN) || cm_parse_is_cue(p, i, CM_CUE_REPRESENTATIVE) ||
           cm_parse_is_cue(p, i, CM_CUE_PROSECUTION) || cm_parse_is_cue(p, i, CM_CUE_ACCUSED);
}

static bool is_criminal(const cm_parse *p)
{
    return p->record->case_type.state == CM_KNOWN && p->record->case_type.value == CM_CASE_CRIMINAL;
}

bool cm_party_after_prosecution(const cm_parse *p, size_t i)
{
    size_t before = cm_parse_is(p, i - 1, CM_TOKEN_ENUM) && i > 1 ? i - 2 : i - 1;
    return cm_parse_is_cue(p, before, CM_CUE_PROSECUTION) ||
           cm_parse_is_cue(p, before, CM_CUE_PROCURATORATE_END);
}

/* A party word that opens an entry: at the start of a sentence or line, or as a heading in
 * brackets.
 */
static bool starts_entry(const cm_parse *p, size_t i)
{
    if (i == 0 || cm_folded_blank_at(p->folded, p->tokens[i].begin)) {
        return true;
    }
    if (cm_party_after_prosecution(p, i)) {
        return true;
    }
    if (!cm_parse_adjacent(p, i - 1, i)) {
        return false;
    }
    if (cm_head_is_title(p, i - 1)) {
        return true; /* and the one after the title */
    }
    if (cm_parse_is(p, i - 1, CM_TOKEN_OPEN)) {
        return cm_parse_adjacent(p, i, i + 1) &&
               (cm_parse_is(p, i + 1, CM_TOKEN_CLOSE) || cm_parse_is(p, i + 1, CM_TOKEN_OPEN));
    }
    return cm_parse_is(p, i - 1, CM_TOKEN_STOP) || cm_parse_is(p, i - 1, CM_TOKEN_SEMICOLON) ||
           cm_parse_is(p, i - 1, CM_TOKEN_CASE_NO);
}

/* Where the account of the case begins: the charge, or the words that bring the case to court; for
 * a change of penalty, whose stage a lost number leaves open, the judgment that is served. */
static size_t find_account(const cm_parse *p, size_t i, size_t end)
{
    const cm_choice_fact *stage = &p->record->instance;
    bool change = stage->state != CM_KNOWN || stage->value == CM_INSTANCE_PENALTY_CHANGE;
    for (; i < end; i++) {
        if (cm_parse_is_cue(p, i, CM_CUE_CASE_OPENED) || cm_parse_is_cue(p, i, CM_CUE_INDICTMENT) ||
            cm_parse_is_cue(p, i, CM_CUE_BROUGHT) ||
            (change && cm_parse_is(p, i, CM_TOKEN_CASE_NO)) ||
            (cm_parse_is_cue(p, i, CM_CUE_CHARGED) &&
             !(i > 0 && cm_parse_is_cue(p, i - 1, CM_CUE_PASSIVE)))) {
            return i;
        }
    }
    return end;
}

/* The token after the document's own number, which stands between title and parties and may stand
 * in the title too; `end` limits the search. */
size_t cm_party_list_begin(const cm_parse *p, size_t begin, size_t end)
{
    size_t first = cm_parse_find(p, begin, end, CM_TOKEN_CASE_NO);
    if (first == end || p->record->case_no.state != CM_KNOWN ||
        p->tokens[first].begin > TITLE_BYTES) {
        return begin;
    }
    const cm_token *own = &p->tokens[first];
    size_t found = first + 1;
    for (size_t i = found; i < end && p->tokens[i].begin < TITLE_BYTES; i++) {
        const cm_token *t = &p->tokens[i];
        if (t->kind == CM_TOKEN_STOP) {
            break; /* what a sentence names is no title */
        }
        if (t->kind == CM_TOKEN_CASE_NO && cm_sv_equal(cm_parse_text(p, t->begin, t->end),
                                                       cm_parse_text(p, own->begin, own->end))) {
            found = i + 1;
        }
    }
    return found;
}

bool cm_party_is_first(const cm_parse *p, size_t i)
{
    return cm_parse_is_cue(p, i, CM_CUE_PROSECUTION) &&
           cm_parse_find_cue(p, 0, i, CM_CUE_PROSECUTION) == i && /* once: else quadratic */
           cm_parse_find(p, 0, i, CM_TOKEN_STOP) == i;
}

size_t cm_party_list_end(const cm_parse *p, size_t begin, size_t account)
{
    size_t end = account;
    if (cm_parse_is_cue(p, end, CM_CUE_CASE_OPENED) && p->text.ptr[p->tokens[end].begin] == '(') {
        return end; /* a heading in brackets */
    }
    while (end > begin && !cm_parse_is(p, end - 1, CM_TOKEN_STOP) &&
           !(end < p->parts[CM_SECTION_HEAD].end &&
             cm_folded_break_at(p->folded, p->tokens[end].begin))) {
        end--;
    }
    return end;
}

/* The tokens of the head that list the parties: after the case number or from the prosecution, up
 * to the sentence in which the account begins. A title before them may name the parties too. */
cm_range cm_party_list(const cm_parse *p)
{
    cm_range head = p->parts[CM_SECTION_HEAD];
    size_t prosecution = cm_parse_find_cue(p, head.begin, head.end, CM_CUE_PROSECUTION);
    size_t begin = cm_party_list_begin(p, head.begin, prosecution);
    if (begin == head.begin && prosecution < head.end) {
        begin = prosecution;
    }
    size_t account = find_account(p, begin, head.end);
    size_t end = cm_party_list_end(p, begin, account);
    return cm_parse_range(p, begin, end > begin + 1 ? end : account);
}

static bool is_short(const cm_token *t)
{
    return t->end - t->begin <= 3;
}

/* A sex that stands for itself and is no part of a name: between separators. */
bool cm_party_is_sex(const cm_parse *p, size_t i)
{
    if (!cm_parse_is_cue(p, i, CM_CUE_SEX) || i == 0) {
        return false;
    }
    bool left = (cm_parse_adjacent(p, i - 1, i) &&
                 (cm_parse_is(p, i - 1, CM_TOKEN_COMMA) || cm_parse_is(p, i - 1, CM_TOKEN_ENUM) ||
                  cm_parse_is(p, i - 1, CM_TOKEN_OPEN) || cm_parse_is(p, i - 1, CM_TOKEN_CLOSE))) ||
                cm_folded_blank_at(p->folded, p->tokens[i].begin);
    bool right = i + 1 >= p->count ||
                 (cm_parse_adjacent(p, i, i + 1) && (p->tokens[i + 1].kind <= CM_TOKEN_CLOSE ||
                                                     p->tokens[i + 1].kind == CM_TOKEN_DATE ||
                                                     cm_parse_is_cue(p, i + 1, CM_CUE_BORN))) ||
                 cm_folded_blank_at(p->folded, p->tokens[i].end);
    return left && right;
}

/* Whether token i ends a name that began before it. */
static bool ends_name(const cm_parse *p, size_t i, bool unit)
{
    const cm_token *t = &p->tokens[i];
    switch ((cm_token_kind)t->kind) {
    case CM_TOKEN_STOP:
    case CM_TOKEN_SEMICOLON:
    case CM_TOKEN_COMMA:
    case CM_TOKEN_ENUM:
    case CM_TOKEN_COLON:
    case CM_TOKEN_OPEN:
    case CM_TOKEN_CLOSE:
    case CM_TOKEN_QUOTE:
    case CM_TOKEN_UNQUOTE:
    case CM_TOKEN_TITLE:
    case CM_TOKEN_CASE_NO:
    case CM_TOKEN_DATE:
        return true;
    case CM_TOKEN_CUE:
        return t->cue == CM_CUE_GROUND || t->cue == CM_CUE_SUSPECTED || t->cue == CM_CUE_ALIAS ||
               is_party_cue(p, i) || cm_party_is_sex(p, i) ||
               (!unit && (!is_short(t) || t->cue == CM_CUE_PASSIVE || t->cue == CM_CUE_OFFENCE));
    case CM_TOKEN_DURATION:
    case CM_TOKEN_BLOT:
    case CM_TOKEN_MONEY:
    case CM_TOKEN_NUMBER:
    case CM_TOKEN_ARTICLE:
    case CM_TOKEN_PARAGRAPH:
    case CM_TOKEN_ITEM:
        return false;
    }
    return true;
}

/* "ZHANG on 3 May ...": the end of the name before the word that joins it to the date at `to`. */
static uint32_t without_joint(const cm_parse *p, uint32_t from, uint32_t to)
{
    cm_sv name = cm_parse_text(p, from, to);
    for (int k = 0; k < CM_JOINT_COUNT; k++) {
        cm_sv joint = cm_term_zh(p->choices->joint, k);
        if (cm_sv_ends(name, joint) && name.len > 2 * joint.len) {
            return to - (uint32_t)joint.len;
        }
    }
    return to;
}

/* End of the name that starts at folded offset `from`; *i is the first token at or after it, and
 * becomes the token that ends the name. */
static uint32_t name_end(const cm_parse *p, uint32_t from, size_t *i, size_t end, bool unit)
{
    while (*i < end && !ends_name(p, *i, unit)) {
        (*i)++;
    }
    uint32_t to = *i < p->count ? p->tokens[*i].begin : (uint32_t)p->text.len;
    uint32_t line = cm_folded_next_break(p->folded, from);
    if (line >= to && to > from && cm_parse_is(p, *i, CM_TOKEN_DATE)) {
        return without_joint(p, from, to);
    }
    return line < to ? line : to;
}

/* The birth date that stands around token i, a BORN cue: before it, or after "born on". */
static bool read_birth(const cm_parse *p, size_t i, size_t end, cm_date_fact *ret_birth)
{
    size_t at = i;
    if (i > 0 && cm_parse_is(p, i - 1, CM_TOKEN_CLOSE)) {
        while (at > 0 && i - at < LONGEST_REMARK && !cm_parse_is(p, at, CM_TOKEN_OPEN)) {
            at--;
        }
    }
    if (at > 0 && cm_parse_is(p, at - 1, CM_TOKEN_DATE) && cm_parse_adjacent(p, at - 1, at)) {
        *ret_birth = cm_parse_date_fact(p, at - 1);
        return true;
    }
    at = i + 1;
    if (cm_parse_is(p, at, CM_TOKEN_COLON)) {
        at++;
    }
    if (at < end && cm_parse_is(p, at, CM_TOKEN_DATE) && cm_parse_adjacent(p, at - 1, at)) {
        *ret_birth = cm_parse_date_fact(p, at);
        return true;
    }
    return false;
}

/* The birth date told right after a name that ends before token i; false when none is. */
static bool born_after(const cm_parse *p, size_t i, size_t end, cm_date *ret_birth)
{
    cm_date_fact birth = {.state = CM_ABSENT};
    size_t last = end - i > LONGEST_REMARK ? i + LONGEST_REMARK : end;
    for (; i < last && !cm_parse_is(p, i, CM_TOKEN_STOP); i++) {
        if (cm_parse_is_cue(p, i, CM_CUE_BORN) && read_birth(p, i, end, &birth)) {
            break;
        }
    }
    *ret_birth = birth.value;
    return birth.state == CM_KNOWN && cm_date_is_full(birth.value);
}

/* The defendant meant by the name of the entry that begins at token `entry`, whose name is also
 * that of defendant `known`: SIZE_MAX when the head tells another person's birth for him. */
static size_t find_namesake(const scan *s, size_t known, uint32_t from, size_t entry)
{
    const cm_parse *p = s->p;
    size_t looked = 0;
    bool other = false;
    cm_date mine;
    cm_date his;
    for (size_t k = 0; k < s->names.namesakes.count && looked < MOST_NAMESAKES; k++, looked++) {
        size_t index = s->names.namesakes.items[k].other;
        if (p->record->defendants.items[index].name.at.begin ==
            cm_parse_span(p, from, from).begin) {
            return index;
        }
    }
    if (!s->adding || !born_after(p, entry + 1, p->count, &mine)) {
        return known;
    }
    looked = 0;
    for (size_t k = s->entries->count; k-- > 0 && looked < MOST_NAMESAKES; looked++) {
        const cm_party_entry *e = &s->entries->items[k];
        if (e->who.count == 1 && e->begin != entry &&
            cm_sv_equal(p->record->defendants.items[e->who.items[0]].name.value,
                        p->record->defendants.items[known].name.value) &&
            born_after(p, e->begin + 1, p->count, &his)) {
            other = true;
            if (cm_date_equal(mine, his)) {
                return e->who.items[0];
            }
        }
    }
    return other ? SIZE_MAX : known;
}

uint32_t cm_party_name_end(const cm_parse *p, uint32_t from, size_t *i, size_t end)
{
    return name_end(p, from, i, end, false);
}

/* A sentence that goes on about the person just listed, whose name is masked there: what follows
 * his name is no party's particulars but a word of the sentence. */
static bool names_the_masked(const cm_parse *p, size_t after)
{
    size_t count = p->record->defendants.count;
    return count > 0 && cm_parse_is_masked(p, p->record->defendants.items[count - 1].name.value) &&
           cm_parse_is(p, after, CM_TOKEN_CUE) && !cm_party_is_sex(p, after);
}

static size_t find_or_add(scan *s, uint32_t from, uint32_t to, int kind, size_t cue)
{
    cm_parse *p = s->p;
    cm_sv name = cm_parse_text(p, from, to);
    const size_t *known = cm_map_find(&s->names.by_name, name);
    size_t same = known != NULL ? find_namesake(s, *known, from, cue) : SIZE_MAX;
    if (same != SIZE_MAX) {
        return same;
    }
    if (!s->adding || p->record->defendants.count > CM_MAX_DEFENDANTS) {
        return SIZE_MAX;
    }
    size_t index = p->record->defendants.count;
    cm_defendant *d = cm_vec_push(p->mem, &p->record->defendants);
    d->name = cm_parse_text_fact(p, from, to);
    d->kind = cm_parse_choice(p, kind, p->tokens[cue].begin, p->tokens[cue].end);
    cm_names_add(p, &s->names, index);
    return index;
}

/* Steps over brackets that touch the name: aliases and remarks. */
static size_t skip_remarks(const cm_parse *p, size_t i, size_t end, uint32_t *at)
{
    while (i < end && cm_parse_is(p, i, CM_TOKEN_OPEN) && p->tokens[i].begin == *at) {
        i = cm_parse_skip_brackets(p, i, end);
        if (!cm_parse_is(p, i - 1, CM_TOKEN_CLOSE)) {
            break; /* never closed */
        }
        *at = p->tokens[i - 1].end;
    }
    return i;
}

/* The names from token i on, which come after the party words, joined by enumeration commas. */
static void read_names(scan *s, cm_party_entry *e, size_t i, int kind)
{
    cm_parse *p = s->p;
    size_t end = p->parts[CM_SECTION_HEAD].end;
    bool unit = kind == CM_PARTY_UNIT;
    uint32_t from = p->tokens[i - 1].end;
    for (;;) {
        uint32_t to = name_end(p, from, &i, end, unit);
        if (!unit && cm_parse_is_cue(p, i, CM_CUE_CASE_OPENED) && p->tokens[i].begin == to) {
            to = cm_names_without_charge(p, from, to);
            s->doubt = s->doubt || to == from;
        }
        if (to <= from || (!unit && to - from > LONGEST_PERSON)) {
            s->doubt = s->doubt || e->who.count == 0;
            return;
        }
        cm_sv name = cm_parse_text(p, from, to);
        if (s->adding && names_the_masked(p, i) && !cm_parse_is_masked(p, name) &&
            cm_map_find(&s->names.by_name, name) == NULL) {
            p->record->defendants.items[p->record->defendants.count - 1].name =
                cm_parse_text_fact(p, from, to);
            cm_names_add(p, &s->names, p->record->defendants.count - 1);
        }
        size_t index = find_or_add(s, from, to, kind, e->begin);
        if (index != SIZE_MAX) {
            *cm_vec_push(p->mem, &e->who) = index;
        }
        i = skip_remarks(p, i, end, &to);
        e->name_end = to;
        if (!cm_parse_is(p, i, CM_TOKEN_ENUM) || p->tokens[i].begin != to) {
            return;
        }
        from = p->tokens[i].end;
        i++;
        if (cm_parse_is_cue(p, i, CM_CUE_DEFENDANT) && p->tokens[i].begin == from) {
            from = p->tokens[i].end;
            i++;
        } else if (cm_party_is_sex(p, i) && p->tokens[i].begin == from) {
            return;
        }
    }
}

/* What the bracket from token `open` to `close` says of the role: "(defendant below)". */
static void read_bracketed_role(const cm_parse *p, size_t open, size_t close, cm_party_entry *e,
                                int *kind)
{
    bool accused = false;
    for (size_t i = open; i < close; i++) {
        if (cm_parse_is_cue(p, i, CM_CUE_DEFENDANT)) {
            accused = true;
            *kind = p->tokens[i].value;
            e->cue = CM_CUE_DEFENDANT;
        } else if (cm_parse_is_cue(p, i, CM_CUE_OTHER_PARTY) && e->cue == CM_CUE_APPELLANT) {
            e->cue = CM_CUE_OTHER_PARTY;
        }
    }
    if (e->cue == CM_CUE_APPELLANT && !accused) {
        e->cue = CM_CUE_OTHER_PARTY;
    }
}

/* Whether token i is a second role of the same party: joined by one character or a mark. */
static bool is_further_role(const cm_parse *p, size_t i, uint32_t after)
{
    return is_party_cue(p, i) && p->tokens[i].begin - after <= JOINT;
}

/* The party words from token i on; returns the token after them and sets what they say. */
static size_t read_role(const cm_parse *p, size_t i, size_t end, cm_party_entry *e, int *kind)
{
    *kind = p->tokens[i].value;
    size_t at = i + 1;
    if (cm_parse_is(p, i - 1, CM_TOKEN_OPEN) && cm_parse_is(p, at, CM_TOKEN_CLOSE)) {
        at++; /* the role is a heading in brackets */
    }
    while (at < end) {
        uint32_t after = p->tokens[at - 1].end;
        if (cm_parse_is(p, at, CM_TOKEN_OPEN) && p->tokens[at].begin == after) {
            size_t close = cm_parse_skip_brackets(p, at, end);
            if (!cm_parse_is(p, close - 1, CM_TOKEN_CLOSE)) {
                break; /* never closed */
            }
            read_bracketed_role(p, at, close, e, kind);
            at = close;
        } else if (is_further_role(p, at, after)) {
            at++;
        } else if (cm_parse_is(p, at, CM_TOKEN_ENUM) && is_further_role(p, at + 1, after)) {
            at += 2;
        } else {
            break;
        }
        if (cm_parse_is_cue(p, at - 1, CM_CUE_DEFENDANT)) {
            e->cue = CM_CUE_DEFENDANT;
            *kind = p->tokens[at - 1].value;
        }
    }
    if (cm_parse_is(p, at, CM_TOKEN_COLON) && cm_parse_adjacent(p, at - 1, at)) {
        at++;
    }
    if (cm_parse_is_cue(p, at, CM_CUE_ALIAS) && cm_parse_adjacent(p, at - 1, at)) {
        at++; /* "says his name is" */
    }
    return at;
}

static size_t read_entry(scan *s, size_t i, size_t end)
{
    cm_parse *p = s->p;
    cm_party_entry *e = cm_vec_push(p->mem, s->entries);
    *e = (cm_party_entry){.begin = i, .end = end, .cue = (cm_cue)p->tokens[i].cue};
    int kind = CM_PARTY_PERSON;
    size_t after = read_role(p, i, end, e, &kind);
    if ((e->cue == CM_CUE_APPELLANT || e->cue == CM_CUE_ACCUSED) && is_criminal(p)) {
        e->cue = CM_CUE_DEFENDANT;
    }
    e->name_end = p->tokens[after - 1].end;
    if (e->cue == CM_CUE_DEFENDANT) {
        read_names(s, e, after, kind == CM_PARTY_UNIT ? CM_PARTY_UNIT : CM_PARTY_PERSON);
        s->last = e->who;
    } else {
        e->who = s->last;
    }
    return after;
}

static void scan_entries(scan *s)
{
    cm_parse *p = s->p;
    cm_range list = cm_party_list(p);
    for (size_t i = list.begin; i < list.end;) {
        bool first = cm_party_is_first(p, i);
        if (is_party_cue(p, i) && (first || starts_entry(p, i))) {
            if (s->entries->count > 0) {
                s->entries->items[s->entries->count - 1].end = i;
            }
            i = read_entry(s, i, list.end);
        } else {
            i++;
        }
    }
}

void cm_party_entries_find(cm_parse *p, cm_party_entries *ret_entries)
{
    scan s = {.p = p, .entries = ret_entries};
    cm_names_init(p, &s.names);
    scan_entries(&s);
}

size_t cm_party_collective(const cm_parse *p, size_t i)
{
    if (i == 0 ||
        !(cm_parse_is_cue(p, i, CM_CUE_DEFENDANT) || cm_parse_is_cue(p, i, CM_CUE_APPELLANT)) ||
        p->tokens[i].begin - p->tokens[i - 1].end > JOINT) {
        return 0;
    }
    if (cm_parse_is(p, i - 1, CM_TOKEN_NUMBER)) {
        return (size_t)(p->tokens[i - 1].number / 100);
    }
    bool all =
        cm_parse_is_cue(p, i - 1, CM_CUE_ALL_OF_THEM) || cm_parse_is_cue(p, i - 1, CM_CUE_EACH);
    return all ? SIZE_MAX : 0;
}

cm_indexes cm_party_subjects(cm_parse *p, const cm_party_entry *e, size_t begin, size_t end)
{
    size_t some = 0;
    for (size_t i = begin; i < end && some < 2; i++) {
        some = cm_party_collective(p, i);
    }
    if (some < 2 || e->who.count == 0) {
        return e->who;
    }
    cm_indexes all = {.items = NULL};
    size_t last = e->who.items[e->who.count - 1] + 1;
    for (size_t i = last > some ? last - some : 0; i < last; i++) {
        *cm_vec_push(p->mem, &all) = i;
    }
    return all;
}

/* "male, 3 March 1980, Han": a date of its own right after the sex is the birth date. */
static bool is_bare_birth(const cm_parse *p, size_t i)
{
    return cm_parse_is(p, i, CM_TOKEN_DATE) && i >= 2 && cm_party_is_sex(p, i - 2) &&
           cm_parse_is(p, i - 1, CM_TOKEN_COMMA) && cm_parse_adjacent(p, i - 1, i) &&
           (cm_parse_is(p, i + 1, CM_TOKEN_COMMA) || cm_parse_is(p, i + 1, CM_TOKEN_SEMICOLON)) &&
           cm_parse_adjacent(p, i, i + 1);
}

static void read_identity(cm_parse *p, const cm_party_entry *e)
{
    cm_defendant *d = &p->record->defendants.items[e->who.items[0]];
    if (d->kind.value == CM_PARTY_UNIT) {
        return; /* sex and birth in the entry of a unit are its representative's */
    }
    size_t stop = e->begin + 1;
    for (; stop < e->end; stop++) {
        if (cm_parse_is_cue(p, stop, CM_CUE_SUSPECTED) ||
            cm_parse_is_cue(p, stop, CM_CUE_MEASURE) || cm_parse_is_cue(p, stop, CM_CUE_GUARDIAN)) {
            break;
        }
        const cm_token *t = &p->tokens[stop];
        if (d->sex.state == CM_ABSENT && cm_party_is_sex(p, stop)) {
            d->sex = cm_parse_choice(p, t->value, t->begin, t->end);
        } else if (d->birth_date.state == CM_ABSENT && cm_parse_is_cue(p, stop, CM_CUE_BORN)) {
            (void)read_birth(p, stop, e->end, &d->birth_date);
        } else if (d->birth_date.state == CM_ABSENT && is_bare_birth(p, stop)) {
            d->birth_date = cm_parse_date_fact(p, stop);
        }
    }
    cm_party_origin(p, e, stop, d);
}

static cm_sv date_text(cm_parse *p, cm_date d)
{
    return cm_arena_format(p->mem, "%04d-%02d-%02d", d.year, d.month, d.day);
}

static void add_birth(cm_parse *p, size_t index, cm_date_fact birth)
{
    cm_defendant *d = &p->record->defendants.items[index];
    if (d->birth_date.state == CM_ABSENT) {
        d->birth_date = birth;
        return;
    }
    if (!cm_date_is_full(birth.value) || !cm_date_is_full(d->birth_date.value) ||
        cm_date_equal(birth.value, d->birth_date.value)) {
        return;
    }
    const cm_conflict conflict = {
        .defendant = index,
        .pointer = CM_SV("/birth_date"),
        .values = {date_text(p, d->birth_date.value), date_text(p, birth.value)},
        .at = {d->birth_date.at, birth.at}};
    cm_parse_conflict(p, &conflict);
}

/* The defendant whose name ends at folded offset `to`, or before a bracket or one character there;
 * NULL when there is none. */
static const size_t *named_before(const cm_parse *p, const cm_names *names, uint32_t to)
{
    static const uint32_t gaps[] = {0, 1, JOINT};
    const size_t *index = NULL;
    for (size_t g = 0; g < CM_COUNT(gaps) && index == NULL; g++) {
        for (size_t k = 0; k < names->lengths.count && index == NULL; k++) {
            uint32_t length = names->lengths.items[k] + gaps[g];
            if (length <= to) {
                cm_sv name = cm_parse_text(p, to - length, to - gaps[g]);
                index = cm_map_find(&names->by_name, name);
            }
        }
    }
    return index;
}

/* Birth dates that the facts and the evidence tell: "X, born on ..." . */
static void read_later_births(cm_parse *p)
{
    cm_names names;
    cm_names_init(p, &names);
    for (size_t i = p->parts[CM_SECTION_HEAD].end; i < p->count; i++) {
        cm_date_fact birth;
        if (!cm_parse_is_cue(p, i, CM_CUE_BORN) || !read_birth(p, i, p->count, &birth)) {
            continue;
        }
        bool after = i > 0 && cm_parse_is(p, i - 1, CM_TOKEN_DATE);
        const size_t *index = named_before(p, &names, p->tokens[after ? i - 1 : i].begin);
        if (index != NULL) {
            add_birth(p, *index, birth);
        }
    }
}

static void read_guardian(cm_parse *p, cm_defendant *d, size_t i, size_t end)
{
    cm_party_entry role = {.begin = i, .cue = CM_CUE_GUARDIAN};
    int kind = CM_PARTY_PERSON;
    size_t after = read_role(p, i, end, &role, &kind);
    uint32_t from = p->tokens[after - 1].end;
    uint32_t to = name_end(p, from, &after, end, false);
    if (d->guardian.state == CM_ABSENT && to > from && to - from <= LONGEST_PERSON) {
        d->guardian = cm_parse_text_fact(p, from, to);
    }
    if (d->minor.state == CM_ABSENT) {
        d->minor = cm_parse_choice(p, 1, p->tokens[i].begin, p->tokens[i].end);
    }
}

/* Guardian and minority, for a defendant's own entry and the guardian's entry after it. */
static void read_minority(cm_parse *p, const cm_party_entry *e)
{
    cm_defendant *d = &p->record->defendants.items[e->who.items[0]];
    if (d->kind.value == CM_PARTY_UNIT) {
        return;
    }
    for (size_t i = e->begin; i < e->end; i++) {
        const cm_token *t = &p->tokens[i];
        if (cm_parse_is_cue(p, i, CM_CUE_GUARDIAN)) {
            read_guardian(p, d, i, e->end);
        } else if (cm_parse_is_cue(p, i, CM_CUE_CALLED_MINOR) && d->minor.state == CM_ABSENT) {
            d->minor = cm_parse_choice(p, 1, t->begin, t->end);
        }
    }
}

static void read_entries(cm_parse *p, const cm_party_entries *entries)
{
    cm_cue before = CM_CUE_OTHER_PARTY;
    for (size_t i = 0; i < entries->count; i++) {
        const cm_party_entry *e = &entries->items[i];
        bool defendant = e->cue == CM_CUE_DEFENDANT;
        if (defendant || e->cue == CM_CUE_OTHER_PARTY) {
            before = e->cue;
        }
        if (e->who.count == 1 && defendant) {
            read_identity(p, e);
        }
        if (e->who.count == 1 && before == CM_CUE_DEFENDANT &&
            (defendant || e->cue == CM_CUE_GUARDIAN)) {
            read_minority(p, e);
        }
    }
}

/* The names from token i on, where they are the subject of a charge: "... commits". */
static void read_charged_names(scan *s, size_t cue, size_t end)
{
    cm_parse *p = s->p;
    CM_VEC(cm_span) names = {.items = NULL};
    int kind = p->tokens[cue].value;
    size_t i = cue + 1;
    uint32_t from = p->tokens[cue].end;
    for (;;) {
        uint32_t to = name_end(p, from, &i, end, kind == CM_PARTY_UNIT);
        if (to <= from || to - from > LONGEST_PERSON) {
            return;
        }
        *cm_vec_push(p->mem, &names) = (cm_span){from, to};
        i = skip_remarks(p, i, end, &to);
        if (!cm_parse_is(p, i, CM_TOKEN_ENUM)) {
            break;
        }
        from = p->tokens[i++].end;
        if (cm_parse_is_cue(p, i, CM_CUE_DEFENDANT) && p->tokens[i].begin == from) {
            from = p->tokens[i++].end;
        }
    }
    if (!cm_parse_is_cue(p, i, CM_CUE_OFFENCE) && !cm_parse_is_cue(p, i, CM_CUE_SUSPECTED) &&
        !cm_parse_is_cue(p, i, CM_CUE_PASSIVE)) {
        return;
    }
    for (size_t k = 0; k < names.count; k++) {
        (void)find_or_add(s, names.items[k].begin, names.items[k].end, kind, cue);
    }
}

/* Copies published without the list of parties name the defendants only in the charge. */
static void read_account(scan *s)
{
    cm_parse *p = s->p;
    size_t account = find_account(p, 0, p->count);
    size_t begin = account;
    while (begin > 0 && !cm_parse_is(p, begin - 1, CM_TOKEN_STOP) &&
           !cm_parse_is(p, begin - 1, CM_TOKEN_CASE_NO)) {
        begin--;
    }
    size_t end = cm_parse_find(p, account, p->count, CM_TOKEN_STOP);
    for (size_t i = begin; i < end; i++) {
        if (cm_parse_is_cue(p, i, CM_CUE_DEFENDANT)) {
            read_charged_names(s, i, end);
        }
    }
    cm_range operative = p->parts[CM_SECTION_OPERATIVE];
    for (size_t i = operative.begin; i < operative.end && p->record->defendants.count == 0; i++) {
        if (cm_parse_is_cue(p, i, CM_CUE_DEFENDANT)) {
            read_charged_names(s, i, operative.end);
        }
    }
}

void cm_party_parse(cm_parse *p)
{
    cm_party_entries entries = {.items = NULL};
    scan s = {.p = p, .adding = true, .entries = &entries};
    scan_entries(&s);
    read_entries(p, &entries);
    if (p->record->defendants.count == 0 || entries.count == 0) {
        if (is_criminal(p)) {
            read_account(&s);
        }
        read_later_births(p);
        if (p->record->defendants.count > 0) {
            cm_parse_group(p, CM_GROUP_PARTIES, CM_ABSENT, p->record->defendants.items[0].name.at);
        }
        return;
    }
    read_later_births(p);
    cm_span at = cm_parse_span(p, p->tokens[entries.items[0].begin].begin,
                               p->tokens[entries.items[entries.count - 1].end - 1].end);
    cm_parse_group(p, CM_GROUP_PARTIES, s.doubt ? CM_ABSENT : CM_KNOWN, at);
    cm_parse_group(p, CM_GROUP_IDENTITY, CM_KNOWN, at);
}
