/* Rich text, as court programs keep it under the name .doc: control words, groups, and characters
 * in the code page of the file or as \u. What Word numbers by itself stands in the file as text. */
#include "base/base.h"

#include "base/limits.h"
#include "document/read.h"
#include "text/utf8.h"

typedef struct {
    bool hidden;       /* a group that is no text */
    bool muted;        /* deleted or hidden text */
    uint32_t fallback; /* characters that follow a \u for programs that do not know it */
} group;

typedef struct {
    cm_extractor *x;
    cm_arena *mem;
    cm_sv bytes;
    size_t at;
    cm_buf out;
    cm_map_steps *steps;
    CM_VEC(group) groups; /* the open ones; the last one is ours */
    cm_charset charset;
    char lead;      /* the first byte of a character of two, or 0 */
    size_t lead_at; /* where it stands */
    uint32_t high;  /* the first half of a surrogate pair, or 0 */
    size_t skip;    /* fallback characters to leave out */
    bool starred;   /* \* : a group that may be unknown */
    cm_fault fault;
    uint64_t fault_at;
} rich_reading;

typedef enum {
    WORD_BREAK,    /* a new line */
    WORD_TAB,      /* a tab */
    WORD_SIGN,     /* the character `value` */
    WORD_HIDDEN,   /* its group is no text */
    WORD_TOGGLE,   /* hides what follows, unless its number is 0 */
    WORD_SHOW,     /* ends what a toggle began */
    WORD_UNICODE,  /* \u */
    WORD_FALLBACK, /* \uc */
    WORD_PAGE,     /* \ansicpg */
    WORD_BINARY    /* \bin: bytes that are no text */
} word_kind;

static const struct {
    const char *name;
    word_kind kind;
    uint32_t value;
} words[] = {
    {"par", WORD_BREAK, 0},
    {"line", WORD_BREAK, 0},
    {"row", WORD_BREAK, 0},
    {"sect", WORD_BREAK, 0},
    {"page", WORD_BREAK, 0},
    {"nestrow", WORD_BREAK, 0},
    {"tab", WORD_TAB, 0},
    {"cell", WORD_TAB, 0},
    {"nestcell", WORD_TAB, 0},
    {"emdash", WORD_SIGN, 0x2014},
    {"endash", WORD_SIGN, 0x2013},
    {"lquote", WORD_SIGN, 0x2018},
    {"rquote", WORD_SIGN, 0x2019},
    {"ldblquote", WORD_SIGN, 0x201C},
    {"rdblquote", WORD_SIGN, 0x201D},
    {"bullet", WORD_SIGN, 0x2022},
    {"fonttbl", WORD_HIDDEN, 0},
    {"colortbl", WORD_HIDDEN, 0},
    {"stylesheet", WORD_HIDDEN, 0},
    {"info", WORD_HIDDEN, 0},
    {"pict", WORD_HIDDEN, 0},
    {"object", WORD_HIDDEN, 0},
    {"header", WORD_HIDDEN, 0},
    {"headerl", WORD_HIDDEN, 0},
    {"headerr", WORD_HIDDEN, 0},
    {"headerf", WORD_HIDDEN, 0},
    {"footer", WORD_HIDDEN, 0},
    {"footerl", WORD_HIDDEN, 0},
    {"footerr", WORD_HIDDEN, 0},
    {"footerf", WORD_HIDDEN, 0},
    {"fldinst", WORD_HIDDEN, 0},
    {"nonshppict", WORD_HIDDEN, 0},
    {"deleted", WORD_TOGGLE, 0},
    {"v", WORD_TOGGLE, 0},
    {"plain", WORD_SHOW, 0},
    {"u", WORD_UNICODE, 0},
    {"uc", WORD_FALLBACK, 0},
    {"ansicpg", WORD_PAGE, 0},
    {"bin", WORD_BINARY, 0},
};

static group *ours(rich_reading *r)
{
    return &r->groups.items[r->groups.count - 1];
}

static void put(rich_reading *r, cm_sv text, size_t begin)
{
    if (text.len == 0 || ours(r)->hidden || ours(r)->muted) {
        return;
    }
    cm_map_add(
        r->mem, r->steps,
        (cm_map_step){(uint32_t)r->out.len, (uint16_t)text.len, (uint16_t)(r->at - begin), begin});
    (void)cm_buf_add(&r->out, text);
}

static void put_code(rich_reading *r, uint32_t code, size_t begin)
{
    char bytes[4];
    if (code != 0) {
        put(r, (cm_sv){bytes, cm_utf8_encode(code, bytes)}, begin);
    }
}

/* A byte of text, which may be half a character. */
static void put_byte(rich_reading *r, char byte, size_t begin)
{
    if (r->skip != 0) {
        r->skip--;
        return;
    }
    if (ours(r)->hidden) {
        return;
    }
    if (r->lead == 0 && ((unsigned char)byte & 0x80U) == 0) {
        put(r, (cm_sv){&byte, byte != '\0'}, begin);
        return;
    }
    if (r->lead == 0 && (unsigned char)byte != 0x80U && (unsigned char)byte != 0xFFU) {
        r->lead = byte;
        r->lead_at = begin;
        return;
    }
    const char pair[] = {r->lead == 0 ? byte : r->lead, byte};
    CM_AUTO_BUF decoded;
    CM_AUTO_ERR err = {0};
    cm_buf_init(&decoded, 16);
    size_t from = r->lead == 0 ? begin : r->lead_at;
    r->lead = 0;
    if (cm_charset_decode(r->x->charsets, r->charset, (cm_sv){pair, 2}, NULL, &decoded, &err) !=
        CM_OK) {
        r->fault = CM_FAULT_CHARSET;
        r->fault_at = from;
        return;
    }
    put(r, cm_buf_view(&decoded), from);
}

static void put_unicode(rich_reading *r, int64_t number, size_t begin)
{
    uint32_t code = (uint32_t)(number < 0 ? number + 65536 : number) & 0xFFFFU;
    if (code >= 0xD800 && code < 0xDC00) {
        r->high = code;
    } else if (code >= 0xDC00 && code < 0xE000) {
        if (r->high != 0) {
            put_code(r, 0x10000 + ((r->high - 0xD800) << 10) + (code - 0xDC00), begin);
        }
        r->high = 0;
    } else {
        put_code(r, code, begin);
    }
    r->skip = ours(r)->fallback;
}

static void obey(rich_reading *r, word_kind kind, uint32_t value, int64_t number, size_t begin)
{
    switch (kind) {
    case WORD_BREAK:
        put(r, CM_SV("\n"), begin);
        return;
    case WORD_TAB:
        put(r, CM_SV("\t"), begin);
        return;
    case WORD_SIGN:
        put_code(r, value, begin);
        return;
    case WORD_HIDDEN:
        ours(r)->hidden = true;
        return;
    case WORD_TOGGLE:
        ours(r)->muted = number != 0;
        return;
    case WORD_SHOW:
        ours(r)->muted = false;
        return;
    case WORD_UNICODE:
        put_unicode(r, number, begin);
        return;
    case WORD_FALLBACK:
        ours(r)->fallback = number < 0 || number > 100 ? 1 : (uint32_t)number;
        return;
    case WORD_PAGE:
        r->charset = number == 950 ? CM_CHARSET_BIG5 : CM_CHARSET_GB18030;
        return;
    case WORD_BINARY:
        r->at += number > 0 && (uint64_t)number < r->bytes.len - r->at ? (size_t)number : 0;
        return;
    }
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A control word at r->at, after the backslash: letters, a number, one blank. */
static void read_word(rich_reading *r, size_t begin)
{
    cm_sv s = r->bytes;
    size_t from = r->at;
    while (r->at < s.len && is_letter(s.ptr[r->at])) {
        r->at++;
    }
    cm_sv name = cm_sv_slice(s, from, r->at);
    size_t digits = r->at;
    r->at += r->at + 1 < s.len && s.ptr[r->at] == '-' && is_digit(s.ptr[r->at + 1]);
    while (r->at < s.len && is_digit(s.ptr[r->at])) {
        r->at++;
    }
    int64_t number = 1; /* a toggle without a number is on */
    (void)cm_sv_to_int(cm_sv_slice(s, digits, r->at), &number);
    r->at += r->at < s.len && s.ptr[r->at] == ' ';
    r->lead = 0;
    for (size_t i = 0; i < CM_COUNT(words); i++) {
        if (cm_sv_equal(cm_sv_from(words[i].name), name)) {
            if (r->skip == 0 || words[i].kind == WORD_BINARY || words[i].kind == WORD_UNICODE) {
                obey(r, words[i].kind, words[i].value, number, begin);
            }
            break;
        }
    }
    ours(r)->hidden = ours(r)->hidden || r->starred;
    r->starred = false;
}

static int hex_value(cm_sv s, size_t at)
{
    int value = 0;
    for (size_t i = at; i < at + 2; i++) {
        char c = i < s.len ? (char)(s.ptr[i] | 0x20) : '?';
        if (!is_digit(c) && (c < 'a' || c > 'f')) {
            return -1;
        }
        value = value * 16 + (is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    return value;
}

static void read_control(rich_reading *r)
{
    size_t begin = r->at++;
    char c = r->at < r->bytes.len ? r->bytes.ptr[r->at] : '\0';
    if (is_letter(c)) {
        read_word(r, begin);
        return;
    }
    r->at += r->at < r->bytes.len;
    if (c == '\'') {
        int value = hex_value(r->bytes, r->at);
        if (value >= 0) {
            r->at += 2;
            put_byte(r, (char)value, begin);
        }
    } else if (c == '*') {
        r->starred = true;
    } else if (c == '\\' || c == '{' || c == '}') {
        put_byte(r, c, begin);
    } else if (c == '~') {
        put_code(r, 0xA0, begin);
    } else if (c == '_') {
        put(r, CM_SV("-"), begin);
    } else if (c == '\n' || c == '\r') {
        put(r, CM_SV("\n"), begin);
    }
}

static void read_rich(rich_reading *r)
{
    *cm_vec_push(r->mem, &r->groups) = (group){.fallback = 1};
    while (r->at < r->bytes.len && r->fault == CM_FAULT_NONE && !r->out.over) {
        char c = r->bytes.ptr[r->at];
        if (c == '\\') {
            read_control(r);
            continue;
        }
        size_t begin = r->at++;
        if (c == '{') {
            if (r->groups.count > CM_MAX_RTF_DEPTH) {
                r->fault = CM_FAULT_DAMAGED;
                return;
            }
            group inner = *ours(r);
            *cm_vec_push(r->mem, &r->groups) = inner;
            r->skip = 0;
            r->lead = 0;
        } else if (c == '}') {
            r->groups.count -= r->groups.count > 1;
            r->skip = 0;
            r->lead = 0;
            r->starred = false;
        } else if (c != '\n' && c != '\r') {
            put_byte(r, c, begin);
        }
    }
}

void cm_read_rtf(cm_extractor *x, cm_arena *mem, cm_sv bytes, cm_extraction *got)
{
    rich_reading r = {
        .x = x, .mem = mem, .bytes = bytes, .steps = &got->steps, .charset = CM_CHARSET_GB18030};
    cm_buf_init(&r.out, CM_MAX_DOCUMENT);
    read_rich(&r);
    got->fault = r.out.over ? CM_FAULT_TOO_LONG : r.fault;
    got->fault_at = r.fault_at;
    cm_read_keep(mem, cm_buf_view(&r.out), got);
    cm_buf_clear(&r.out);
}
