#include "judgment/parse.h"

#define FAR_FROM_NUMBER 180 /* bytes: a title on a lost line stands nearer to the number */
#define MOST_IN_NAME    40  /* words and numbers that the name of a court may hold */
#define MOST_HEARINGS   200 /* days of hearing that are kept */

/* Where things stand at the top of the document, as token indexes. */
typedef struct {
    size_t title;   /* kind of document, or `end` */
    size_t end;     /* first full stop or comma after the title */
    size_t body;    /* end of the account of how the case came to trial */
    size_t brought; /* brought to court, or `body` */
} top;

/* A title that is one only on a line of its own, or between the court and the case number. */
static bool has_own_line(const cm_parse *p, size_t i)
{
    if (cm_folded_break_at(p->folded, p->tokens[i].begin) &&
        cm_folded_break_at(p->folded, p->tokens[i].end)) {
        return true;
    }
    return i > 0 && cm_parse_is_cue(p, i - 1, CM_CUE_COURT_END) && cm_parse_adjacent(p, i - 1, i) &&
           cm_parse_is(p, i + 1, CM_TOKEN_CASE_NO) && cm_parse_adjacent(p, i, i + 1);
}

bool cm_head_is_title(const cm_parse *p, size_t i)
{
    return cm_parse_is_cue(p, i, CM_CUE_DOC_CRIMINAL) || cm_parse_is_cue(p, i, CM_CUE_DOC_CIVIL) ||
           cm_parse_is_cue(p, i, CM_CUE_DOC_ADMINISTRATIVE) ||
           cm_parse_is_cue(p, i, CM_CUE_DOC_COMPENSATION) ||
           cm_parse_is_cue(p, i, CM_CUE_DOC_EXECUTION) || cm_parse_is_cue(p, i, CM_CUE_DOC_PLAIN) ||
           (cm_parse_is_cue(p, i, CM_CUE_DOC_LINE) && has_own_line(p, i));
}

/* The highest court issues law elsewhere; above a title it is the court. */
static bool is_court(const cm_parse *p, size_t i)
{
    return cm_parse_is_cue(p, i, CM_CUE_COURT_END) || cm_parse_is_cue(p, i, CM_CUE_ISSUER);
}

static bool ends_clause(const cm_parse *p, size_t i)
{
    return cm_parse_is(p, i, CM_TOKEN_STOP) || cm_parse_is(p, i, CM_TOKEN_COMMA) ||
           cm_parse_is(p, i, CM_TOKEN_SEMICOLON);
}

/* The first title that ends its line, else the first one before the sentences begin. */
static size_t find_title(const cm_parse *p)
{
    size_t found = p->count;
    for (size_t i = 0; i < p->count && !cm_parse_is(p, i, CM_TOKEN_STOP); i++) {
        if (!cm_head_is_title(p, i)) {
            continue;
        }
        if (cm_folded_break_at(p->folded, p->tokens[i].end) ||
            cm_parse_is(p, i + 1, CM_TOKEN_CASE_NO)) {
            return i;
        }
        found = found == p->count ? i : found;
    }
    return found;
}

static top find_top(const cm_parse *p)
{
    top t = {.title = find_title(p)};
    size_t from = t.title < p->count ? t.title : 0;
    t.end = from;
    while (t.end < p->count && !ends_clause(p, t.end)) {
        t.end++;
    }
    t.body = p->parts[CM_SECTION_HEAD].end;
    t.brought = cm_parse_find_cue(p, 0, t.body, CM_CUE_BROUGHT);
    return t;
}

/* A heading in brackets is one token. */
static bool is_bracketed(const cm_parse *p, size_t i)
{
    return p->text.ptr[p->tokens[i].begin] == '(';
}

/* Where the line or phrase that ends with token i begins; words and numbers are parts of names. */
uint32_t cm_head_name_begin(const cm_parse *p, size_t i)
{
    uint32_t from = 0;
    size_t first = i > MOST_IN_NAME ? i - MOST_IN_NAME : 0;
    for (size_t k = i; k-- > first;) {
        bool word =
            cm_parse_is(p, k, CM_TOKEN_CUE) && !cm_head_is_title(p, k) &&
            !cm_parse_is_cue(p, k, CM_CUE_DISSATISFIED) && !cm_parse_is_cue(p, k, CM_CUE_UPHOLD) &&
            !cm_parse_is_cue(p, k, CM_CUE_REVOKE) && !cm_parse_is_cue(p, k, CM_CUE_OUTCOME) &&
            !cm_parse_is_cue(p, k, CM_CUE_TRIES) && !is_bracketed(p, k);
        if (!word && !cm_parse_is(p, k, CM_TOKEN_NUMBER)) {
            from = p->tokens[k].end;
            break;
        }
    }
    uint32_t at = p->tokens[i].begin;
    for (uint32_t next = cm_folded_next_break(p->folded, from); next < at;
         next = cm_folded_next_break(p->folded, next)) {
        from = next;
    }
    size_t len;
    while (from < at && (unsigned char)p->text.ptr[from] < 0x80 &&
           cm_lexicon_char(p->lexicon, p->text, from, &len).cls != CM_CHAR_BLOT) {
        from++; /* page numbers and the like */
    }
    return from;
}

cm_text_fact cm_head_court(const cm_parse *p, size_t i)
{
    uint32_t begin = cm_head_name_begin(p, i);
    cm_text_fact court = cm_parse_text_fact(p, begin, p->tokens[i].end);
    bool bare = cm_parse_is_cue(p, i, CM_CUE_COURT_END) && begin == p->tokens[i].begin;
    court.state = bare ? CM_UNREAD : CM_KNOWN; /* which court, cannot be made out */
    return court;
}

static void read_court(cm_parse *p, const top *t)
{
    size_t found = t->end;
    for (size_t i = 0; i < t->end; i++) {
        if (!is_court(p, i)) {
            continue;
        }
        found = found == t->end ? i : found;
        if (cm_folded_break_at(p->folded, p->tokens[i].end) || cm_head_is_title(p, i + 1)) {
            found = i;
            break;
        }
    }
    if (found < t->end) {
        p->record->court = cm_head_court(p, found);
    }
}

static cm_sv with_brackets(cm_parse *p, cm_sv number)
{
    cm_sv open = cm_term_zh(p->choices->case_bracket, CM_BRACKET_OPEN);
    cm_sv close = cm_term_zh(p->choices->case_bracket, CM_BRACKET_CLOSE);
    size_t count = 0;
    for (size_t i = 0; i < number.len; i++) {
        count += number.ptr[i] == '(' || number.ptr[i] == ')' ? 1 : 0;
    }
    char *out = cm_arena_alloc(p->mem, number.len + count * open.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < number.len; i++) {
        char c = number.ptr[i];
        cm_sv put = c == '(' ? open : c == ')' ? close : cm_sv_slice(number, i, i + 1);
        memcpy(out + n, put.ptr, put.len);
        n += put.len;
    }
    return (cm_sv){out, n};
}

cm_text_fact cm_head_case_no(cm_parse *p, size_t i)
{
    cm_text_fact f = cm_parse_text_fact(p, p->tokens[i].begin, p->tokens[i].end);
    f.value = with_brackets(p, f.value);
    f.state = p->tokens[i].value == 1 ? CM_UNREAD : CM_KNOWN;
    return f;
}

int cm_head_case_year(const cm_parse *p, size_t i)
{
    const cm_token *t = &p->tokens[i];
    int year = 0;
    for (uint32_t at = t->begin; at < t->end && year < 1000; at++) {
        char c = p->text.ptr[at];
        year = c >= '0' && c <= '9' ? year * 10 + (c - '0') : 0;
    }
    return year;
}

static void read_case_no(cm_parse *p, const top *t)
{
    for (size_t i = 0; i < t->end; i++) {
        /* a number without letters is that of an indictment */
        if (cm_parse_is(p, i, CM_TOKEN_CASE_NO) && !p->tokens[i].about) {
            p->record->case_no = cm_head_case_no(p, i);
            return;
        }
    }
}

static int case_letter(const cm_parse *p, cm_sv number)
{
    for (int k = 0; k < CM_LETTER_COUNT; k++) {
        if (cm_sv_find(number, cm_term_zh(p->choices->case_letter, k), 0) != SIZE_MAX) {
            return k;
        }
    }
    return CM_LETTER_COUNT;
}

static cm_instance stage_of(cm_case_letter letter, cm_case_mark mark)
{
    switch (mark) {
    case CM_MARK_RETRIAL:
    case CM_MARK_LIFTED:
    case CM_MARK_PROTESTED:
    case CM_MARK_SUPERVISION:
    case CM_MARK_PETITION:
        return CM_INSTANCE_RETRIAL;
    case CM_MARK_FIRST:
        return CM_INSTANCE_FIRST;
    case CM_MARK_SECOND:
        return CM_INSTANCE_SECOND;
    case CM_MARK_REVIEW:
    case CM_MARK_REVIEW_OLD:
        return letter == CM_LETTER_CRIMINAL ? CM_INSTANCE_DEATH_REVIEW : CM_INSTANCE_OTHER;
    case CM_MARK_CHANGE:
    case CM_MARK_COMMUTATION:
    case CM_MARK_PAROLE:
        return CM_INSTANCE_PENALTY_CHANGE;
    case CM_MARK_EXECUTION:
        return letter == CM_LETTER_CRIMINAL ? CM_INSTANCE_PENALTY_CHANGE : CM_INSTANCE_EXECUTION;
    case CM_MARK_COUNT:
        break;
    }
    return CM_INSTANCE_OTHER;
}

/* The stage that the letters of the case number tell, looked for after the letter of its kind. */
static cm_instance stage_of_number(const cm_parse *p, cm_sv number)
{
    static const cm_case_mark order[] = {
        CM_MARK_RETRIAL,    CM_MARK_LIFTED, CM_MARK_PROTESTED,   CM_MARK_SUPERVISION,
        CM_MARK_PETITION,   CM_MARK_SECOND, CM_MARK_FIRST,       CM_MARK_REVIEW,
        CM_MARK_REVIEW_OLD, CM_MARK_CHANGE, CM_MARK_COMMUTATION, CM_MARK_PAROLE,
        CM_MARK_EXECUTION};
    int letter = case_letter(p, number);
    size_t from = letter < CM_LETTER_COUNT
                      ? cm_sv_find(number, cm_term_zh(p->choices->case_letter, letter), 0)
                      : 0;
    for (size_t k = 0; k < CM_COUNT(order); k++) {
        if (cm_sv_find(number, cm_term_zh(p->choices->case_mark, (int)order[k]), from) !=
            SIZE_MAX) {
            return stage_of((cm_case_letter)letter, order[k]);
        }
    }
    return CM_INSTANCE_OTHER;
}

static int kind_of_title(const cm_parse *p, size_t i)
{
    static const struct {
        cm_cue cue;
        cm_case_type type;
    } kinds[] = {{CM_CUE_DOC_CRIMINAL, CM_CASE_CRIMINAL},
                 {CM_CUE_DOC_CIVIL, CM_CASE_CIVIL},
                 {CM_CUE_DOC_ADMINISTRATIVE, CM_CASE_ADMINISTRATIVE},
                 {CM_CUE_DOC_COMPENSATION, CM_CASE_COMPENSATION},
                 {CM_CUE_DOC_EXECUTION, CM_CASE_EXECUTION}};

    for (size_t k = 0; k < CM_COUNT(kinds); k++) {
        if (cm_parse_is_cue(p, i, kinds[k].cue)) {
            return (int)kinds[k].type;
        }
    }
    return -1;
}

static cm_choice_fact choice_at(cm_choice_fact like, int value)
{
    return (cm_choice_fact){CM_KNOWN, value, like.at};
}

/* Whether the words for a kind of document are this document's title, not the mention of another
 * document in a sentence after its own number. */
static bool is_title(const cm_parse *p, size_t i)
{
    if (i >= p->count || p->record->case_no.state == CM_ABSENT ||
        cm_folded_break_at(p->folded, p->tokens[i].begin)) {
        return i < p->count;
    }
    return cm_parse_token_span(p, i).begin <= p->record->case_no.at.end + FAR_FROM_NUMBER;
}

static void read_kinds(cm_parse *p, const top *t)
{
    cm_record *r = p->record;
    int type = -1;
    if (is_title(p, t->title)) {
        const cm_token *title = &p->tokens[t->title];
        r->document_type = cm_parse_choice(p, title->value, title->begin, title->end);
        type = kind_of_title(p, t->title);
    }
    if (type >= 0) {
        r->case_type = choice_at(r->document_type, type);
    } else if (r->case_no.state == CM_KNOWN) {
        int letter = case_letter(p, r->case_no.value); /* both lists have the same order */
        int known = letter < CM_LETTER_COUNT ? letter : CM_CASE_OTHER;
        r->case_type = (cm_choice_fact){CM_KNOWN, known, r->case_no.at};
    }
    if (r->case_no.state == CM_KNOWN) {
        int stage = (int)stage_of_number(p, r->case_no.value);
        r->instance = (cm_choice_fact){CM_KNOWN, stage, r->case_no.at};
    }
}

/* A document without a number of its own tells its stage by what it says of itself; so does a
 * criminal one whose number lost the letter, which only a first instance has been seen to lose. */
static void read_stage_from_words(cm_parse *p, const top *t)
{
    static const struct {
        cm_cue cue;
        cm_instance stage;
    } signs[] = {{CM_CUE_UNDER_REVIEW, CM_INSTANCE_DEATH_REVIEW},
                 {CM_CUE_APPELLANT, CM_INSTANCE_SECOND},
                 {CM_CUE_BROUGHT, CM_INSTANCE_FIRST}};

    cm_record *r = p->record;
    bool lost = r->instance.state == CM_KNOWN && r->instance.value == CM_INSTANCE_OTHER &&
                r->case_type.state == CM_KNOWN && r->case_type.value == CM_CASE_CRIMINAL;
    for (size_t k = 0; k < CM_COUNT(signs) && (lost || r->instance.state != CM_KNOWN); k++) {
        size_t i = cm_parse_find_cue(p, 0, t->body, signs[k].cue);
        if (i < t->body && (!lost || signs[k].stage == CM_INSTANCE_FIRST)) {
            r->instance =
                cm_parse_choice(p, (int)signs[k].stage, p->tokens[i].begin, p->tokens[i].end);
        }
    }
}

/* A text without head: there is a plaintiff and no accused; the law of procedure that it rests on
 * tells an administrative case. */
static void read_plaintiffs_case(cm_parse *p)
{
    cm_record *r = p->record;
    size_t plaintiff = p->count;
    cm_case_type type = CM_CASE_CIVIL;
    cm_sv administrative = cm_term_zh(p->choices->law_procedure, CM_PROCEDURE_LAW_ADMINISTRATIVE);
    for (size_t i = 0; i < p->count; i++) {
        const cm_token *t = &p->tokens[i];
        if (cm_parse_is_cue(p, i, CM_CUE_DEFENDANT)) {
            return;
        }
        if (plaintiff == p->count && cm_participant_role(p, i) == (int)CM_ROLE_PLAINTIFF) {
            plaintiff = i;
        }
        bool law = t->kind == CM_TOKEN_TITLE || cm_parse_is_cue(p, i, CM_CUE_LAW_NAME);
        if (law && cm_sv_find(cm_parse_text(p, t->begin, t->end), administrative, 0) != SIZE_MAX) {
            type = CM_CASE_ADMINISTRATIVE;
        }
    }
    if (plaintiff < p->count) {
        const cm_token *t = &p->tokens[plaintiff];
        r->case_type = cm_parse_choice(p, (int)type, t->begin, t->end);
    }
}

/* Without title and number: only criminal cases have a prosecution or a death sentence. */
static void read_case_type_from_words(cm_parse *p, const top *t)
{
    cm_record *r = p->record;
    if (r->case_type.state == CM_KNOWN) {
        return;
    }
    for (size_t i = 0; i < t->body; i++) {
        if (cm_parse_is_cue(p, i, CM_CUE_PROSECUTION) ||
            cm_parse_is_cue(p, i, CM_CUE_UNDER_REVIEW)) {
            r->case_type =
                cm_parse_choice(p, (int)CM_CASE_CRIMINAL, p->tokens[i].begin, p->tokens[i].end);
            return;
        }
    }
    read_plaintiffs_case(p);
}

static bool is_part_of_name(const cm_parse *p, size_t i)
{
    return cm_parse_is(p, i, CM_TOKEN_NUMBER) || cm_parse_is(p, i, CM_TOKEN_COLON) ||
           (cm_parse_is(p, i, CM_TOKEN_CUE) && !cm_parse_is_cue(p, i, CM_CUE_PROCURATORATE_END) &&
            !cm_parse_is_cue(p, i, CM_CUE_PROSECUTION));
}

/* The procuratorate named in tokens [i, end): the name runs up to its last word, without a remark
 * in brackets inside it ("X county (below: X) procuratorate"). */
static bool read_procuratorate(cm_parse *p, uint32_t from, size_t i, size_t end)
{
    size_t last = i;
    cm_span remark = {0, 0};
    for (;;) {
        size_t after = cm_parse_skip_brackets(p, last, end);
        if (after > last + 1 && remark.end == 0) {
            remark = (cm_span){p->tokens[last].begin, p->tokens[after - 1].end};
            last = after;
        } else if (last < end && is_part_of_name(p, last)) {
            from = cm_parse_is(p, last, CM_TOKEN_COLON) ? p->tokens[last].end : from;
            last++;
        } else {
            break;
        }
    }
    if (last >= end || !cm_parse_is_cue(p, last, CM_CUE_PROCURATORATE_END)) {
        return false;
    }
    cm_text_fact *name = &p->record->prosecution;
    *name = cm_parse_text_fact(p, from, p->tokens[last].end);
    if (remark.end > remark.begin && remark.begin >= from) {
        cm_sv before = cm_parse_text(p, from, remark.begin);
        cm_sv rest = cm_parse_text(p, remark.end, p->tokens[last].end);
        name->value = cm_arena_format(p->mem, "%.*s%.*s", CM_SV_ARG(before), CM_SV_ARG(rest));
    }
    return true;
}

static void read_prosecution(cm_parse *p, const top *t)
{
    for (size_t i = 0; i < t->body; i++) {
        if (!cm_parse_is_cue(p, i, CM_CUE_PROSECUTION)) {
            continue;
        }
        size_t next = i + 1;
        if (cm_parse_adjacent(p, i, next)) {
            next = cm_parse_skip_brackets(p, next, t->body);
        }
        uint32_t from = next > i + 1 ? p->tokens[next - 1].end : p->tokens[i].end;
        if (read_procuratorate(p, from, next, t->body)) {
            return;
        }
    }
    size_t from = t->title < t->body ? t->title : 0;
    size_t last = from;
    while (last < t->body && !cm_parse_is_cue(p, last, CM_CUE_INDICTMENT) &&
           !cm_parse_is_cue(p, last, CM_CUE_CHARGED)) {
        last++;
    }
    for (size_t i = last; last < t->body && i-- > from;) {
        if (cm_parse_is_cue(p, i, CM_CUE_PROCURATORATE_END)) {
            p->record->prosecution =
                cm_parse_text_fact(p, cm_head_name_begin(p, i), p->tokens[i].end);
            return;
        }
    }
}

/* The day the case came to this court: in the clause of `brought`, or with the indictment. */
static void read_charged(cm_parse *p, const top *t)
{
    if (t->brought >= t->body) {
        return;
    }
    bool own_clause = true;
    size_t date = SIZE_MAX;
    for (size_t i = t->brought; i-- > 0 && !cm_parse_is(p, i, CM_TOKEN_STOP);) {
        own_clause = own_clause && !ends_clause(p, i);
        if (cm_parse_is(p, i, CM_TOKEN_DATE)) {
            date = i;
            if (own_clause) {
                break;
            }
        }
        if (!own_clause && cm_parse_is_cue(p, i, CM_CUE_INDICTMENT)) {
            date = SIZE_MAX; /* only what stands before the indictment is the day it was filed */
        }
    }
    if (date != SIZE_MAX) {
        p->record->charged_on = cm_parse_date_fact(p, date);
    }
}

/* The date right before token i in its clause, with no other event between. */
static size_t date_before(const cm_parse *p, size_t i, size_t from)
{
    while (i-- > from && !ends_clause(p, i)) {
        if (cm_parse_is(p, i, CM_TOKEN_DATE)) {
            return i;
        }
        if (cm_parse_is_cue(p, i, CM_CUE_BROUGHT) || cm_parse_is_cue(p, i, CM_CUE_HEARING) ||
            cm_parse_is_cue(p, i, CM_CUE_ACCEPTED)) {
            break;
        }
    }
    return SIZE_MAX;
}

static bool clause_names_this_court(const cm_parse *p, size_t i)
{
    while (i-- > 0 && !ends_clause(p, i) && !cm_parse_is_cue(p, i, CM_CUE_ACCEPTED)) {
        if (cm_parse_is_cue(p, i, CM_CUE_THIS_COURT)) {
            return true;
        }
    }
    return false;
}

static void read_accepted(cm_parse *p, const top *t)
{
    size_t from = t->brought < t->body ? t->brought + 1 : 0;
    for (size_t i = from; i < t->body; i++) {
        if (!cm_parse_is_cue(p, i, CM_CUE_ACCEPTED) ||
            (from == 0 && !clause_names_this_court(p, i))) {
            continue;
        }
        size_t date = date_before(p, i, from);
        if (date != SIZE_MAX) {
            p->record->accepted_on = cm_parse_date_fact(p, date);
            return;
        }
    }
}

/* What the head says last counts: a case may change procedure or panel. */
static void read_last(cm_parse *p, size_t begin, size_t end, cm_cue cue, cm_choice_fact *fact)
{
    for (size_t i = begin; i < end; i++) {
        if (cm_parse_is_cue(p, i, cue) && p->tokens[i].value >= 0) {
            *fact = cm_parse_choice(p, p->tokens[i].value, p->tokens[i].begin, p->tokens[i].end);
        }
    }
}

static void add_hearing(cm_parse *p, cm_date_fact day)
{
    for (size_t i = 0; i < p->record->hearing_on.count; i++) {
        const cm_date_fact *old = &p->record->hearing_on.items[i];
        if (old->state == day.state && cm_date_equal(old->value, day.value)) {
            return;
        }
    }
    if (p->record->hearing_on.count < MOST_HEARINGS) {
        *cm_vec_push(p->mem, &p->record->hearing_on) = day;
    }
}

/* Days of a list of which only the first names the month: 3 July, 5 and 6. */
static bool add_day_of_list(cm_parse *p, size_t i, cm_date month)
{
    if (!cm_parse_is(p, i, CM_TOKEN_DURATION) || !p->tokens[i].about || p->tokens[i].days > 31 ||
        !cm_parse_is(p, i - 1, CM_TOKEN_ENUM)) {
        return false;
    }
    cm_date_fact f = {CM_KNOWN, month, cm_parse_token_span(p, i)};
    f.value.day = (uint8_t)p->tokens[i].days;
    add_hearing(p, f);
    return true;
}

/* The dates before a hearing's words in the same clause, back to another event. */
static void read_hearing_dates(cm_parse *p, size_t hearing, size_t from)
{
    size_t first = hearing;
    while (first > from && !ends_clause(p, first - 1) &&
           !cm_parse_is_cue(p, first - 1, CM_CUE_BROUGHT) &&
           !cm_parse_is_cue(p, first - 1, CM_CUE_ACCEPTED) &&
           !cm_parse_is_cue(p, first - 1, CM_CUE_HEARING) &&
           !cm_parse_is_cue(p, first - 1, CM_CUE_HEARD)) {
        first--;
    }
    if (!cm_parse_is(p, first, CM_TOKEN_DATE) && first > from &&
        cm_parse_is(p, first - 1, CM_TOKEN_COMMA) && cm_parse_is(p, first - 2, CM_TOKEN_DATE) &&
        cm_parse_adjacent(p, first - 2, first - 1)) {
        first -= 2; /* on that day, heard in public */
    }
    cm_date last = CM_NO_DATE;
    for (size_t i = first; i < hearing; i++) {
        if (cm_parse_is_blotted_date(p, i) ||
            (cm_parse_is(p, i, CM_TOKEN_DATE) && p->tokens[i].date.year != 0)) {
            last = p->tokens[i].date;
            add_hearing(p, cm_parse_date_fact(p, i));
        } else if (last.year != 0) {
            (void)add_day_of_list(p, i, last);
        }
    }
}

/* Where this court's own account begins: in second instance behind the number of the decision
 * below, as the court below held hearings too. */
static size_t own_account(const cm_parse *p, const top *t, size_t from)
{
    const cm_choice_fact *instance = &p->record->instance;
    bool second = instance->state == CM_KNOWN && instance->value == (int)CM_INSTANCE_SECOND;
    size_t panel = cm_parse_find_cue(p, from, t->body, CM_CUE_PANEL);
    for (size_t i = panel; second && i-- > from;) {
        if (cm_parse_is(p, i, CM_TOKEN_CASE_NO) && !p->tokens[i].about) {
            return i;
        }
    }
    return from;
}

/* How the case was heard: what is said last counts, but that a part of it was not heard takes
 * nothing from a hearing that was held. */
static void read_hearing(cm_parse *p, const top *t)
{
    size_t from = own_account(p, t, t->brought < t->body ? t->brought + 1 : t->end);
    cm_choice_fact *hearing = &p->record->hearing;
    for (size_t i = from; i < t->body; i++) {
        bool said = cm_parse_is_cue(p, i, CM_CUE_HEARING) && p->tokens[i].value >= 0;
        if (said && (p->tokens[i].value != CM_HEARING_NONE || hearing->state != CM_KNOWN)) {
            *hearing = cm_parse_choice(p, p->tokens[i].value, p->tokens[i].begin, p->tokens[i].end);
        }
    }
    for (size_t i = from; i < t->body; i++) {
        bool held = cm_parse_is_cue(p, i, CM_CUE_HEARD) || (cm_parse_is_cue(p, i, CM_CUE_HEARING) &&
                                                            p->tokens[i].value != CM_HEARING_NONE);
        if (held) {
            read_hearing_dates(p, i, from);
        }
    }
}

static void mark(cm_parse *p, cm_group group, bool read, cm_span at)
{
    cm_parse_group(p, group, read ? CM_KNOWN : CM_UNREAD, at);
}

static void mark_groups(cm_parse *p, const top *t)
{
    cm_record *r = p->record;
    bool whole = r->court.state == CM_KNOWN && r->document_type.state == CM_KNOWN &&
                 r->instance.state == CM_KNOWN;
    bool some = r->court.state == CM_KNOWN || r->document_type.state == CM_KNOWN ||
                r->case_no.state == CM_KNOWN;
    cm_span head =
        t->end < p->count ? cm_parse_span(p, 0, p->tokens[t->end].begin) : (cm_span){0, 0};
    cm_parse_group(p, CM_GROUP_HEAD, whole ? CM_KNOWN : some ? CM_ABSENT : CM_UNREAD, head);
    cm_span account = {0, 0};
    if (t->body > 0 && t->body <= p->count) {
        account = cm_parse_span(p, p->parts[CM_SECTION_HEAD].from, p->parts[CM_SECTION_HEAD].to);
    }
    size_t ended = cm_parse_find_cue(p, 0, t->body, CM_CUE_TRIAL_ENDED);
    bool account_read = t->brought < t->body || ended < t->body;
    mark(p, CM_GROUP_PROSECUTION, account_read || r->prosecution.state == CM_KNOWN, account);
    mark(p, CM_GROUP_PROCEDURE, account_read || r->procedure.state == CM_KNOWN, account);
    mark(p, CM_GROUP_PANEL, account_read || r->panel.state == CM_KNOWN, r->panel.at);
    mark(p, CM_GROUP_HEARING, account_read || r->hearing.state == CM_KNOWN, r->hearing.at);
}

void cm_head_parse(cm_parse *p)
{
    top t = find_top(p);
    size_t from = t.brought < t.body ? t.brought : t.end;
    read_court(p, &t);
    read_case_no(p, &t);
    read_kinds(p, &t);
    read_stage_from_words(p, &t);
    read_case_type_from_words(p, &t);
    read_prosecution(p, &t);
    read_charged(p, &t);
    read_accepted(p, &t);
    read_last(p, from, t.body, CM_CUE_PROCEDURE, &p->record->procedure);
    read_last(p, from, t.body, CM_CUE_PANEL, &p->record->panel);
    read_hearing(p, &t);
    mark_groups(p, &t);
}
