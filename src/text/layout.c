#include "text/layout.h"

#include "base/map.h"
#include "text/utf8.h"

#define FULL_STOP    0x3002U
#define LONG_LINE    16  /* letters: shorter lines are titles and signatures */
#define WIDE_LINE    120 /* letters: a paragraph on a line of its own */
#define FEW_LINES    3   /* long lines that stop inside a sentence: fewer are an accident */
#define EDGE_LINES   2   /* lines at either edge of a page that may repeat */
#define LONGEST_EDGE 200 /* bytes */

bool cm_layout_ends_sentence(uint32_t code)
{
    switch (code) {
    case '.':
    case ';':
    case ':':
    case '!':
    case '?':
    case FULL_STOP:
    case 0xFF0EU: /* full-width . ; : ! ? */
    case 0xFF1BU:
    case 0xFF1AU:
    case 0xFF01U:
    case 0xFF1FU:
        return true;
    default:
        return false;
    }
}

static bool is_blank(uint32_t code)
{
    return code <= ' ' || code == 0x3000U || code == 0xA0U;
}

/* Where the character before `at`, which is not 0, begins. The text may still be no UTF-8: such a
 * byte is a character of its own. */
static size_t char_before(cm_sv s, size_t at)
{
    size_t len = 0;
    size_t begin = at - 1;
    while (begin > 0 && at - begin < 4 && !cm_utf8_is_boundary(s, begin)) {
        begin--;
    }
    (void)cm_utf8_decode(s, begin, &len);
    return begin + len == at ? begin : at - 1;
}

/* The line without the blanks at its ends. */
static cm_sv trim(cm_sv line)
{
    size_t len;
    while (line.len > 0) {
        size_t at = char_before(line, line.len);
        if (!is_blank(cm_utf8_decode(line, at, &len))) {
            break;
        }
        line.len = at;
    }
    while (line.len > 0 && is_blank(cm_utf8_decode(line, 0, &len))) {
        line.ptr += len;
        line.len -= len;
    }
    return line;
}

static bool ends_sentence(cm_sv line)
{
    size_t len;
    if (line.len == 0) {
        return true;
    }
    size_t at = char_before(line, line.len);
    uint32_t code = cm_utf8_decode(line, at, &len);
    if (code == 0x201DU && at > 0) { /* closing quotation mark */
        code = cm_utf8_decode(line, char_before(line, at), &len);
    }
    return cm_layout_ends_sentence(code);
}

size_t cm_layout_letters(cm_sv line)
{
    size_t letters = 0;
    size_t len;
    for (size_t i = 0; i < line.len; i += len) {
        letters += is_blank(cm_utf8_decode(line, i, &len)) ? 0 : 1;
    }
    return letters;
}

/* The letters of a line, 0 when it is short, WIDE_LINE when it is no less. */
static size_t long_letters(cm_sv line)
{
    if (line.len < LONG_LINE) {
        return 0;
    }
    size_t letters = line.len >= (size_t)WIDE_LINE * 4 ? WIDE_LINE : cm_layout_letters(line);
    return letters < LONG_LINE ? 0 : letters < WIDE_LINE ? letters : WIDE_LINE;
}

/* Whether most long lines stop inside a sentence, and whether because they are full. */
static void read_breaks(cm_sv text, cm_layout *layout)
{
    size_t ended = 0;
    size_t open = 0;
    size_t most = 0; /* letters of the longest line */
    cm_sv rest = text;
    cm_sv line;
    while (cm_sv_split(&rest, '\n', &line) && rest.ptr != NULL) {
        size_t letters = long_letters(line);
        if (letters != 0 && ends_sentence(trim(line))) {
            ended++;
        } else if (letters != 0) {
            open++;
        }
        most = letters > most ? letters : most;
    }
    layout->broken = open >= FEW_LINES && (most < WIDE_LINE || open * 2 >= ended);
    if (!layout->broken || most == WIDE_LINE) {
        return;
    }
    size_t full = 0;
    rest = text;
    while (cm_sv_split(&rest, '\n', &line) && rest.ptr != NULL) {
        size_t letters = long_letters(line);
        full += letters * 10 >= most * 9 && !ends_sentence(trim(line)) ? 1 : 0;
    }
    layout->full = full * 3 >= open * 2 ? most * 4 / 5 : 0;
}

/* No full stop of its own, and dots after letters that are not ASCII: these end the sentences. */
static bool has_dots_only(cm_sv text)
{
    if (cm_sv_find(text, CM_SV("\xE3\x80\x82"), 0) != SIZE_MAX) {
        return false;
    }
    size_t dots = 0;
    for (size_t at = cm_sv_find_byte(text, '.', 1); at != SIZE_MAX && dots < FEW_LINES;
         at = cm_sv_find_byte(text, '.', at + 1)) {
        dots += (unsigned char)text.ptr[at - 1] >= 0x80 ? 1 : 0;
    }
    return dots >= FEW_LINES;
}

typedef struct {
    cm_arena *mem;
    cm_sv text;
    cm_map seen; /* an edge line without its digits -> its first page */
    cm_layout *layout;
} edges;

/* The line without digits, blanks and dashes: page numbers differ, the rest repeats. */
static cm_sv without_number(cm_arena *mem, cm_sv line)
{
    char *out = cm_arena_bytes(mem, line.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < line.len; i++) {
        char c = line.ptr[i];
        if (!(c >= '0' && c <= '9') && c != ' ' && c != '-') {
            out[n++] = c;
        }
    }
    return (cm_sv){out, n};
}

/* Looks at one line at the edge of page `page`. What repeats is left out: of heads all but the
 * first, which may be the title. In the first round lines are counted only. */
static void look_at_edge(edges *e, cm_sv line, size_t page, bool counting)
{
    cm_sv trimmed = trim(line);
    if (trimmed.len == 0 || trimmed.len > LONGEST_EDGE) {
        return;
    }
    cm_sv words = without_number(e->mem, trimmed);
    size_t *first = cm_map_find(&e->seen, words);
    if (counting) {
        if (first == NULL) {
            first = cm_arena_array(e->mem, size_t, 2);
            first[0] = page;
            (void)cm_map_put(e->mem, &e->seen, words, first);
        }
        first[1] = page;
        return;
    }
    bool bare = words.len == 0; /* nothing but a number */
    if (bare || (first != NULL && first[1] > first[0] && page > first[0])) {
        uint32_t begin = (uint32_t)(line.ptr - e->text.ptr);
        *cm_vec_push(e->mem, &e->layout->edges) = (cm_span){begin, begin + (uint32_t)line.len};
    }
}

static void look_at_page(edges *e, cm_sv page, size_t number, bool counting)
{
    cm_svs lines = {.items = NULL};
    cm_sv rest = page;
    cm_sv line;
    while (cm_sv_split(&rest, '\n', &line)) {
        if (trim(line).len > 0) {
            *cm_vec_push(e->mem, &lines) = line;
        }
    }
    for (size_t i = 0; i < lines.count; i++) {
        if (i < EDGE_LINES || i + EDGE_LINES >= lines.count) {
            look_at_edge(e, lines.items[i], number, counting);
        }
    }
}

static void read_edges(cm_arena *mem, cm_sv text, cm_layout *layout)
{
    edges e = {.mem = mem, .text = text, .layout = layout};
    for (int round = 0; round < 2; round++) {
        cm_sv rest = text;
        cm_sv page;
        for (size_t number = 0; cm_sv_split(&rest, '\f', &page); number++) {
            look_at_page(&e, page, number, round == 0);
        }
    }
}

void cm_layout_read(cm_arena *mem, cm_sv text, cm_layout *ret_layout)
{
    *ret_layout = (cm_layout){.broken = false};
    read_breaks(text, ret_layout);
    ret_layout->dots = has_dots_only(text);
    if (cm_sv_find_byte(text, '\f', 0) != SIZE_MAX) {
        read_edges(mem, text, ret_layout);
    }
}
