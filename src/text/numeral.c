#include "text/numeral.h"

#define UNIT 10000 /* inner precision: four decimals, for 0.0573 of ten thousand */
#define MOST ((int64_t)10000000000000000) /* a million million yuan */

typedef struct {
    int64_t total;   /* closed parts: ...ten thousand, ...hundred million */
    int64_t section; /* below the next big scale */
    int64_t pending; /* digits waiting for a scale */
    int64_t place;   /* of the next decimal digit; 0 = before the point, -1 = past the precision */
    int64_t last_scale;
    int32_t digits;
    bool has_pending;
} reading;

static bool add_digit(reading *r, int32_t value)
{
    if (r->place != 0) {
        r->pending += r->place > 0 ? value * r->place : 0;
        r->place = r->place >= 10 ? r->place / 10 : -1;
        return true;
    }
    if (r->pending > MOST / 10) {
        return false;
    }
    r->pending = r->pending * 10 + (int64_t)value * UNIT;
    r->digits++;
    r->has_pending = true;
    return true;
}

static bool add_scale(reading *r, int64_t scale)
{
    int64_t base = r->has_pending ? r->pending : UNIT;
    if (base > MOST / scale) {
        return false;
    }
    if (scale >= 10000 && !r->has_pending && r->section == 0 && r->total != 0) {
        if (r->total > MOST / scale) { /* a scale on a scale: ten thousand of a hundred million */
            return false;
        }
        r->total *= scale;
    } else if (scale >= 10000) {
        int64_t whole = r->section + (r->has_pending ? r->pending : 0);
        whole = whole == 0 ? UNIT : whole;
        if (whole > MOST / scale || r->total > MOST) {
            return false;
        }
        r->total += whole * scale;
        r->section = 0;
    } else {
        r->section += base * scale;
    }
    r->last_scale = scale;
    r->pending = 0;
    r->has_pending = false;
    r->place = 0;
    return true;
}

static bool is_ascii_digit(cm_sv text, size_t at)
{
    return at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9';
}

/* Whether a zero inside a number only bridges a gap (one hundred zero five). */
static bool is_bridge(const reading *r, cm_char c)
{
    return c.value == 0 && r->last_scale != 0 && !r->has_pending;
}

/* A letter O typed for the zero of a year: after a digit, before another or the word for year. */
static bool is_letter_zero(const cm_lexicon *lexicon, cm_sv text, size_t begin, size_t at)
{
    if ((text.ptr[at] != 'O' && text.ptr[at] != 'o') || at == begin || at + 1 >= text.len) {
        return false;
    }
    size_t len;
    cm_char next = cm_lexicon_char(lexicon, text, at + 1, &len);
    if ((unsigned char)text.ptr[begin] < 0x80) {
        return next.cls == CM_CHAR_YEAR && at - begin == 3; /* 201O: else a letter may be meant */
    }
    return text.ptr[at + 1] == text.ptr[at] || next.cls == CM_CHAR_YEAR ||
           (next.cls == CM_CHAR_DIGIT && len > 1);
}

bool cm_numeral_read(const cm_lexicon *lexicon, cm_sv text, uint32_t at, cm_numeral *ret_numeral)
{
    reading r = {0};
    cm_numeral n = {.end = at};
    size_t len;
    for (size_t i = at; i < text.len; i += len) {
        cm_char c = cm_lexicon_char(lexicon, text, i, &len);
        if (is_letter_zero(lexicon, text, at, i)) {
            c = (cm_char){CM_CHAR_DIGIT, 0};
        }
        if (n.more && c.cls != CM_CHAR_SCALE) {
            break; /* after "more than" only a scale still belongs to the number */
        }
        if (c.cls == CM_CHAR_DIGIT && !is_bridge(&r, c)) {
            if (!add_digit(&r, c.value)) {
                return false;
            }
        } else if (c.cls == CM_CHAR_SCALE) {
            if (!add_scale(&r, c.value)) {
                return false;
            }
            n.scaled = true;
        } else if (c.cls == CM_CHAR_ABOUT && n.end > at) {
            n.more = true;
            n.end = (uint32_t)(i + len);
            continue;
        } else if (text.ptr[i] == '.' && r.has_pending && r.place == 0 && !n.fraction &&
                   is_ascii_digit(text, i + 1) && is_ascii_digit(text, i - 1)) {
            r.place = UNIT / 10;
            n.fraction = true;
            continue;
        } else if (c.cls != CM_CHAR_DIGIT) {
            break;
        }
        n.end = (uint32_t)(i + len);
    }
    if (n.end == at) {
        return false;
    }
    n.digits = (uint8_t)(r.digits > 255 ? 255 : r.digits);
    n.hundredths = (r.total + r.section + r.pending) / (UNIT / 100);
    *ret_numeral = n;
    return true;
}
