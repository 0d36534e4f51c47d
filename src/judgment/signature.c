#include "judgment/signature.h"

#define LONGEST_NAME  48 /* bytes of a judge's name: some are long, with a dot */
#define LETTER        3  /* bytes of a Chinese character */
#define SHORTEST_NAME 6  /* bytes: two characters */
#define MOST_IN_NAME  8  /* tokens that a name may hold: numbers, words */

static bool is_signer(const cm_parse *p, size_t i)
{
    return cm_parse_is_cue(p, i, CM_CUE_JUDGE_ROLE) || cm_parse_is_cue(p, i, CM_CUE_CLERK) ||
           cm_parse_is_cue(p, i, CM_CUE_COURT_STAFF);
}

/* Whether token i cannot be inside a name, however short it is. */
static bool ends_name(const cm_parse *p, size_t i)
{
    switch ((cm_token_kind)p->tokens[i].kind) {
    case CM_TOKEN_CUE:
        return is_signer(p, i) || cm_parse_is_cue(p, i, CM_CUE_APPENDIX);
    case CM_TOKEN_NUMBER:
    case CM_TOKEN_DURATION:
    case CM_TOKEN_BLOT:
    case CM_TOKEN_MONEY:
        return false;
    case CM_TOKEN_STOP:
    case CM_TOKEN_SEMICOLON:
    case CM_TOKEN_COMMA:
    case CM_TOKEN_ENUM:
    case CM_TOKEN_COLON:
    case CM_TOKEN_OPEN:
    case CM_TOKEN_CLOSE:
    case CM_TOKEN_QUOTE:
    case CM_TOKEN_UNQUOTE:
    case CM_TOKEN_DATE:
    case CM_TOKEN_ARTICLE:
    case CM_TOKEN_PARAGRAPH:
    case CM_TOKEN_ITEM:
    case CM_TOKEN_TITLE:
    case CM_TOKEN_CASE_NO:
        break;
    }
    return true;
}

/* A number or mark of the page that touches a name; a masked name may end in a number. */
static uint32_t without_mark(cm_sv text, uint32_t from, uint32_t to)
{
    uint32_t end = to;
    while (end > from && (unsigned char)text.ptr[end - 1] < 0x80) {
        end--;
    }
    return end - from >= SHORTEST_NAME ? end : to;
}

/* The end of the first name where two stand together because the break between them was lost: where
 * only one surname can begin the second. */
static uint32_t first_of_two(const cm_parse *p, uint32_t from, uint32_t to)
{
    uint32_t found = to;
    for (uint32_t length = SHORTEST_NAME; length <= SHORTEST_NAME + LETTER; length += LETTER) {
        uint32_t at = from + length;
        if (to < at + SHORTEST_NAME || to > at + SHORTEST_NAME + LETTER ||
            cm_name_words_end(p->name_words, CM_NAME_SURNAME, cm_parse_text(p, at, at + LETTER)) ==
                0) {
            continue;
        }
        if (found != to) {
            return to;
        }
        found = at;
    }
    return found;
}

/* The name after token i: up to the end of its line or the next token that cannot be in a name. */
static cm_text_fact read_name(const cm_parse *p, size_t i, size_t end)
{
    size_t next = i + 1;
    uint32_t from = p->tokens[i].end;
    while (next < end && cm_parse_is(p, next, CM_TOKEN_COLON) && p->tokens[next].begin == from) {
        from = p->tokens[next++].end;
    }
    while (next < end && !ends_name(p, next)) {
        next++;
    }
    uint32_t limit = next < p->count ? p->tokens[next].begin : (uint32_t)p->text.len;
    uint32_t line = cm_folded_next_break(p->folded, from);
    limit = line < limit ? line : first_of_two(p, from, limit);
    limit = without_mark(p->text, from, limit);
    if (limit <= from) {
        return (cm_text_fact){.state = CM_ABSENT};
    }
    cm_text_fact name = cm_parse_text_fact(p, from, limit);
    cm_parse_unmask(p, &name, true);
    return name;
}

/* Whether a signature stands before token i, with nothing but its name between. */
static bool follows_signature(const cm_parse *p, size_t i)
{
    for (size_t k = i; k-- > 0 && i - k <= MOST_IN_NAME;) {
        if (is_signer(p, k)) {
            return p->tokens[i].begin - p->tokens[k].end <= LONGEST_NAME;
        }
        bool colon = cm_parse_is(p, k, CM_TOKEN_COLON) && k > 0 && is_signer(p, k - 1);
        if (ends_name(p, k) && !colon) {
            break;
        }
    }
    return false;
}

bool cm_signature_goes_on(const cm_parse *p, size_t i)
{
    size_t next = cm_parse_is(p, i + 1, CM_TOKEN_COLON) ? i + 2 : i + 1;
    while (next < p->count && next - i <= MOST_IN_NAME && !ends_name(p, next)) {
        next++;
    }
    uint32_t to = next < p->count ? p->tokens[next].begin : (uint32_t)p->text.len;
    uint32_t length = to - p->tokens[i].end;
    return length > 0 && length <= LONGEST_NAME &&
           (next >= p->count || is_signer(p, next) || cm_parse_is(p, next, CM_TOKEN_DATE) ||
            cm_parse_is_cue(p, next, CM_CUE_APPENDIX));
}

/* A signature, not a mention in a sentence: it opens its line, or follows another signature. */
static bool signs(const cm_parse *p, size_t i, size_t begin)
{
    return i == begin || cm_folded_blank_at(p->folded, p->tokens[i].begin) ||
           follows_signature(p, i) || cm_parse_is(p, i - 1, CM_TOKEN_DATE) ||
           cm_parse_is(p, i - 1, CM_TOKEN_STOP) || cm_parse_is(p, i - 1, CM_TOKEN_CLOSE);
}

static void add_judge(cm_parse *p, size_t i, cm_text_fact name)
{
    cm_judge *j = cm_vec_push(p->mem, &p->record->judges);
    j->role = cm_parse_choice(p, p->tokens[i].value, p->tokens[i].begin, p->tokens[i].end);
    j->name = name;
}

/* Judges up to the clerk, then the day, wherever it stands: the first block counts. */
static void read_block(cm_parse *p, cm_range part)
{
    cm_record *r = p->record;
    for (size_t i = part.begin; i < part.end; i++) {
        bool signed_by = i == part.begin || r->judges.count > 0 || r->clerk.state != CM_ABSENT;
        if (cm_parse_is(p, i, CM_TOKEN_DATE) && r->decided_on.state == CM_ABSENT && signed_by) {
            r->decided_on = cm_parse_date_fact(p, i);
            r->decided_on.state = p->tokens[i].date.year != 0 ? CM_KNOWN : CM_UNREAD;
        }
        if (!is_signer(p, i) || !signs(p, i, part.begin)) {
            continue;
        }
        cm_text_fact name = read_name(p, i, part.end);
        if (cm_parse_is_cue(p, i, CM_CUE_CLERK) && r->clerk.state == CM_ABSENT) {
            r->clerk = name;
        } else if (cm_parse_is_cue(p, i, CM_CUE_JUDGE_ROLE)) {
            if (r->clerk.state != CM_ABSENT && r->judges.count > 0) {
                return; /* a second block */
            }
            if (name.state != CM_ABSENT) {
                add_judge(p, i, name);
            }
        }
    }
}

static bool has_presiding(const cm_record *r)
{
    for (size_t i = 0; i < r->judges.count; i++) {
        if (r->judges.items[i].role.value == CM_JUDGE_PRESIDING) {
            return true;
        }
    }
    return false;
}

/* Where the head does not say who tried the case, the signatures do. */
static void read_panel(cm_record *r)
{
    if (r->panel.state == CM_KNOWN || r->judges.count == 0) {
        return;
    }
    if (has_presiding(r) || r->judges.count == 1) {
        int panel = has_presiding(r) ? CM_PANEL_COLLEGIAL : CM_PANEL_SOLO;
        r->panel = (cm_choice_fact){CM_KNOWN, panel, r->judges.items[0].role.at};
    }
}

void cm_signature_parse(cm_parse *p)
{
    cm_record *r = p->record;
    cm_range part = p->parts[CM_SECTION_SIGNATURE];
    read_block(p, part);
    read_panel(r);
    bool whole = r->judges.count > 0 && r->decided_on.state == CM_KNOWN;
    bool some = r->judges.count > 0 || r->decided_on.state == CM_KNOWN;
    cm_span at = part.end > part.begin ? cm_parse_span(p, part.from, part.to) : (cm_span){0, 0};
    cm_parse_group(p, CM_GROUP_SIGNATURE, whole ? CM_KNOWN : some ? CM_ABSENT : CM_UNREAD, at);
    if (r->panel.state == CM_KNOWN) {
        cm_parse_group(p, CM_GROUP_PANEL, CM_KNOWN, r->panel.at);
    }
}
