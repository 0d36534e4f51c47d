/* PDF through pdftotext -layout: lines as they stand on the page, indents kept, so that rows of a
 * table and signatures stay together, and a paragraph can be told from a line that goes on. */
#include "base/base.h"

#include "base/limits.h"
#include "document/read.h"
#include "text/utf8.h"

/* Characters below which a page says nothing: a number, a stamp on a scan. */
#define LEAST_PER_PAGE 16
/* Columns that a full line may fall short of the longest: a mark does not begin a line. */
#define RAGGED 12

typedef struct {
    cm_sv text;           /* without the blanks at both ends */
    size_t indent, width; /* in columns; a Chinese character has two */
} line;

typedef struct {
    size_t margin, edge; /* where lines that go on begin, and where full lines end */
} page_shape;

static size_t columns_of(cm_sv text)
{
    size_t columns = 0, len;
    for (size_t i = 0; i < text.len; i += len) {
        columns += cm_utf8_decode(text, i, &len) >= 0x2000 ? 2 : 1;
    }
    return columns;
}

static line line_of(cm_sv raw)
{
    line l = {.text = cm_sv_trim(raw)};
    l.indent = l.text.len == 0 ? 0 : (size_t)(l.text.ptr - raw.ptr);
    l.width = columns_of(l.text);
    return l;
}

/* The commonest indent among the longer lines is the margin. */
static page_shape shape_of(cm_arena *mem, cm_sv page)
{
    page_shape shape = {0, 0};
    CM_VEC(size_t) counts = {0};
    cm_sv rest = page;
    cm_sv raw;
    while (cm_sv_split(&rest, '\n', &raw)) {
        line l = line_of(raw);
        shape.edge = l.indent + l.width > shape.edge ? l.indent + l.width : shape.edge;
    }
    rest = page;
    while (cm_sv_split(&rest, '\n', &raw)) {
        line l = line_of(raw);
        if (l.text.len == 0 || (l.indent + l.width) * 4 < shape.edge * 3) {
            continue;
        }
        while (counts.count <= l.indent) {
            *cm_vec_push(mem, &counts) = 0;
        }
        counts.items[l.indent]++;
    }
    size_t most = 0;
    for (size_t i = 0; i < counts.count; i++) {
        if (counts.items[i] > most) {
            most = counts.items[i];
            shape.margin = i;
        }
    }
    return shape;
}

/* Lines that go on are joined; the others keep their break. *open: the last line was full, so that
 * the next page may go on with it. */
static void add_page(cm_arena *mem, cm_sv page, cm_buf *out, bool *open)
{
    page_shape shape = shape_of(mem, page);
    cm_sv rest = page;
    cm_sv raw;
    while (cm_sv_split(&rest, '\n', &raw)) {
        line l = line_of(raw);
        if (l.text.len == 0) {
            continue;
        }
        bool goes_on = *open && l.indent <= shape.margin + 1;
        if (!goes_on && out->len > 0) {
            (void)cm_buf_add_byte(out, '\n');
        }
        (void)cm_buf_add(out, l.text);
        *open = l.indent + l.width + RAGGED >= shape.edge && l.indent <= shape.margin + 8;
    }
}

static size_t count_signs(cm_sv text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char b = (unsigned char)text.ptr[i];
        count += b > ' ' && (b & 0xC0U) != 0x80U;
    }
    return count;
}

/* The output of pdftotext: pages, each ended by a form feed. */
void cm_read_pages(cm_arena *mem, cm_sv output, cm_extraction *got)
{
    CM_AUTO_BUF clean;
    CM_AUTO_BUF out;
    cm_buf_init(&clean, output.len);
    cm_buf_init(&out, CM_MAX_DOCUMENT);
    bool is_text = cm_read_clean(output, &clean);
    cm_sv rest = cm_buf_view(&clean);
    cm_sv page;
    bool open = false;
    uint64_t number = 0;
    if (!is_text) {
        got->fault = CM_FAULT_DAMAGED;
        return;
    }
    while (cm_sv_split(&rest, '\f', &page)) {
        number++;
        if (count_signs(page) == 0) {
            continue;
        }
        uint32_t begin = (uint32_t)out.len;
        add_page(mem, page, &out, &open);
        *cm_vec_push(mem, &got->steps) = (cm_map_step){begin, 1, 0, number};
    }
    uint64_t pages = number > 1 ? number - 1 : number; /* a form feed ends the last one too */
    got->unit = CM_PLACE_PAGE;
    if (out.over) {
        got->fault = CM_FAULT_TOO_LONG;
    } else if (count_signs(cm_buf_view(&out)) < LEAST_PER_PAGE * pages) {
        got->fault = CM_FAULT_SCAN;
    } else {
        cm_read_keep(mem, cm_buf_view(&out), got);
    }
}

void cm_read_pdf(cm_extractor *x, cm_arena *mem, cm_sv bytes, cm_extraction *got)
{
    const char *tool = x->options.pdftotext != NULL ? x->options.pdftotext : "/usr/bin/pdftotext";
    const char *const command[] = {tool,   "-layout",         "-enc", "UTF-8", "-eol",
                                   "unix", "/proc/self/fd/0", "-",    NULL};
    CM_AUTO_BUF output;
    CM_AUTO_BUF errors;
    cm_buf_init(&output, 2 * CM_MAX_DOCUMENT); /* indents and empty lines besides the text */
    cm_buf_init(&errors, CM_MAX_MESSAGE);
    int code = 0;
    got->fault = cm_read_with_tool(x, command, bytes, &output, &errors, &code);
    bool is_locked = cm_sv_find(cm_buf_view(&errors), CM_SV("Incorrect password"), 0) != SIZE_MAX;
    if (got->fault == CM_FAULT_NONE && code != 0) {
        got->fault = is_locked || code == 3 ? CM_FAULT_PASSWORD : CM_FAULT_DAMAGED;
    }
    if (got->fault == CM_FAULT_NONE) {
        cm_read_pages(mem, cm_buf_view(&output), got);
    }
}
