/* Who a person is beside name and birth: the number of the identity card and the county, or else
 * the city, of the registered household or birthplace. */
#include "base/base.h"

#include "judgment/party.h"

enum { OLD_DATE_DIGITS = 6, OLD_CENTURY = 19 };

enum { ID_DIGITS = 18, OLD_ID_DIGITS = 15, SHORTEST_PLACE = 6 /* bytes: two characters */ };

/* ---- the number of the identity card ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The date written as year, month, day in `text`; two digits of a year are of 19xx. */
static bool has_date(cm_sv text)
{
    int64_t number;
    if (!cm_sv_to_int(text, &number)) {
        return false;
    }
    number += text.len == OLD_DATE_DIGITS ? OLD_CENTURY * 1000000 : 0;
    const cm_date date = {(int16_t)(number / 10000), (uint8_t)(number / 100 % 100),
                          (uint8_t)(number % 100)};
    int century = date.year / 100;
    return (century == OLD_CENTURY || century == OLD_CENTURY + 1) && cm_date_exists(date);
}

/* GB 11643: the last character makes the weighted sum 1 modulo 11. */
static bool has_check(cm_sv id)
{
    static const int WEIGHTS[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    static const char CHECKS[] = "10X98765432";
    int sum = 0;
    for (size_t i = 0; i < CM_COUNT(WEIGHTS); i++) {
        sum += WEIGHTS[i] * (id.ptr[i] - '0');
    }
    char last = id.ptr[ID_DIGITS - 1];
    return CHECKS[sum % 11] == (last == 'x' ? 'X' : last);
}

static bool is_id(cm_sv run)
{
    if (run.len == OLD_ID_DIGITS) {
        return has_date(cm_sv_slice(run, 6, 12));
    }
    return run.len == ID_DIGITS && has_date(cm_sv_slice(run, 6, 14)) && has_check(run);
}

static void read_id(cm_parse *p, uint32_t begin, uint32_t end, cm_defendant *d)
{
    cm_sv text = cm_parse_text(p, begin, end);
    size_t at = 0;
    while (at < text.len) {
        size_t to = at;
        while (to < text.len && is_digit(text.ptr[to])) {
            to++;
        }
        bool has_x = to < text.len && (text.ptr[to] == 'X' || text.ptr[to] == 'x');
        to += has_x && to - at == ID_DIGITS - 1 ? 1 : 0;
        if (is_id(cm_sv_slice(text, at, to))) {
            d->id_number = cm_parse_text_fact(p, begin + (uint32_t)at, begin + (uint32_t)to);
            char *upper = cm_arena_bytes(p->mem, to - at);
            for (size_t i = 0; i < to - at; i++) {
                upper[i] = text.ptr[at + i] == 'x' ? 'X' : text.ptr[at + i];
            }
            d->id_number.value = (cm_sv){upper, to - at};
            return;
        }
        at = to > at ? to : at + 1;
    }
}

/* ---- the place ---- */

static size_t next_character(cm_sv text, size_t at)
{
    at++;
    while (at < text.len && ((unsigned char)text.ptr[at] & 0xC0U) == 0x80U) {
        at++;
    }
    return at;
}

/* The last unit of a place, down to the county: "Changde, Hunan, Li county" gives "Li county". */
static bool last_unit(const cm_parse *p, cm_sv place, size_t *ret_begin, size_t *ret_end)
{
    size_t begin = 0;
    bool found = false;
    for (size_t at = 0; at < place.len;) {
        at = next_character(place, at);
        cm_sv so_far = cm_sv_slice(place, 0, at);
        bool is_wide = cm_name_words_end(p->name_words, CM_NAME_WIDE_PLACE, so_far) > 0;
        bool is_county = !is_wide && cm_name_words_end(p->name_words, CM_NAME_COUNTY, so_far) > 0;
        bool is_city =
            !is_wide && !is_county && cm_name_words_end(p->name_words, CM_NAME_CITY, so_far) > 0;
        if (is_wide) {
            begin = at;
        } else if ((is_county || is_city) && at - begin >= SHORTEST_PLACE) {
            *ret_begin = begin;
            *ret_end = at;
            found = true;
            begin = at;
        }
        if (is_county && found) {
            break;
        }
    }
    return found;
}

/* What follows the word at `from` up to a mark or a date. */
static cm_range place_after(const cm_parse *p, uint32_t from, uint32_t end)
{
    size_t i = 0;
    while (i < p->count && (p->tokens[i].begin < from || cm_parse_is(p, i, CM_TOKEN_COLON))) {
        i++;
    }
    bool has_colon = i > 0 && cm_parse_is(p, i - 1, CM_TOKEN_COLON) &&
                     p->tokens[i - 1].begin >= from &&
                     cm_sv_trim(cm_parse_text(p, from, p->tokens[i - 1].begin)).len == 0;
    cm_range place = {.from = has_colon ? p->tokens[i - 1].end : from, .to = end};
    for (; i < p->count && p->tokens[i].begin < end; i++) {
        cm_token_kind kind = (cm_token_kind)p->tokens[i].kind;
        if (kind <= CM_TOKEN_CLOSE || kind == CM_TOKEN_DATE) {
            place.to = p->tokens[i].begin;
            break;
        }
    }
    return place;
}

static bool read_place(cm_parse *p, cm_name_class class, uint32_t begin, uint32_t end,
                       cm_defendant *d)
{
    cm_sv text = cm_parse_text(p, begin, end);
    size_t at = cm_name_words_find(p->name_words, class, text);
    if (at == SIZE_MAX) {
        return false;
    }
    cm_sv word = cm_sv_slice(text, at, text.len);
    uint32_t from = begin + (uint32_t)(at + cm_name_words_start(p->name_words, class, word));
    cm_range place = place_after(p, from, end);
    size_t first = 0, last = 0;
    if (place.from >= place.to ||
        !last_unit(p, cm_parse_text(p, (uint32_t)place.from, (uint32_t)place.to), &first, &last)) {
        return false;
    }
    d->origin =
        cm_parse_text_fact(p, (uint32_t)(place.from + first), (uint32_t)(place.from + last));
    cm_parse_unmask(p, &d->origin, false);
    if (d->origin.state == CM_KNOWN && cm_parse_is_masked(p, d->origin.value)) {
        d->origin.state = CM_UNREAD;
    }
    return true;
}

void cm_party_origin(cm_parse *p, const cm_party_entry *e, size_t stop, cm_defendant *d)
{
    uint32_t begin = e->name_end;
    uint32_t end = stop < p->count ? p->tokens[stop].begin : (uint32_t)p->text.len;
    if (end <= begin) {
        return;
    }
    if (d->id_number.state == CM_ABSENT) {
        read_id(p, begin, end, d);
    }
    if (d->origin.state == CM_ABSENT && !read_place(p, CM_NAME_HOUSEHOLD, begin, end, d)) {
        (void)read_place(p, CM_NAME_NATIVE, begin, end, d);
    }
}
