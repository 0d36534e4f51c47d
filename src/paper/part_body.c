#include "base/base.h"

#include "paper/part.h"

#include "base/limits.h"

/* Widths are counted in half characters: a Latin letter or figure is one, all else two. */
#define LATIN_END    0xe2 /* the first byte of U+2000 in UTF-8 */
#define COLUMN_LEAST 8
#define COLUMN_MOST  30

static int64_t halves_of(cm_sv s)
{
    int64_t halves = 0;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if ((c & 0xc0) != 0x80) { /* the first byte of a character */
            halves += c < LATIN_END ? 1 : 2;
        }
    }
    return halves;
}

typedef struct {
    cm_markup *m;
    const cm_paper *paper;
    const cm_paper_style *style;
} writer;

/* What a paragraph has beside its style. */
typedef struct {
    int64_t right; /* indent; below 0: the style's */
    int64_t size;  /* half points; 0: the style's */
    bool keep;     /* on the page of the next paragraph */
    int64_t
        foot_width; /* of the frame at the foot of the page it shares with its neighbours; or 0 */
} setting;

static const setting as_styled = {.right = -1};

static void add_words(cm_markup *m, cm_sv words)
{
    if (words.len == 0) {
        return;
    }
    cm_markup_begin(m, "w:t");
    cm_markup_set(m, "xml:space", CM_SV("preserve"));
    cm_markup_text(m, words);
    cm_markup_end(m);
}

/* One line of text: '\t' goes to the next stop. */
static void add_line(cm_markup *m, cm_sv line)
{
    cm_sv part = {0};
    bool is_first = true;
    while (cm_sv_split(&line, '\t', &part)) {
        if (!is_first) {
            cm_markup_empty(m, "w:tab");
        }
        add_words(m, part);
        is_first = false;
    }
}

static void add_paragraph_begin(cm_markup *m, const cm_paper_look *look, setting own)
{
    cm_markup_begin(m, "w:p");
    cm_markup_begin(m, "w:pPr");
    cm_part_style_id(m, "w:pStyle", look);
    if (own.keep) {
        cm_markup_empty(m, "w:keepNext");
    }
    if (own.right >= 0) {
        cm_markup_with_int(m, "w:ind", "w:right", own.right);
    }
    cm_markup_end(m);
}

static void add_run_begin(cm_markup *m, const cm_paper_look *look, setting own)
{
    cm_markup_begin(m, "w:r");
    cm_markup_begin(m, "w:rPr");
    cm_part_run_fonts(m, look->font);
    if (own.size != 0) {
        cm_markup_with_int(m, "w:sz", "w:val", own.size);
        cm_markup_with_int(m, "w:szCs", "w:val", own.size);
    }
    cm_markup_end(m);
}

/* A paragraph whose lines stand under each other. */
static void add_paragraph(cm_markup *m, const cm_paper_look *look, cm_sv text, setting own)
{
    add_paragraph_begin(m, look, own);
    cm_sv line = {0};
    bool is_first = true;
    while (cm_sv_split(&text, '\n', &line)) {
        add_run_begin(m, look, own);
        if (!is_first) {
            cm_markup_empty(m, "w:br");
        }
        add_line(m, line);
        cm_markup_end(m);
        is_first = false;
    }
    cm_markup_end(m);
}

/* A paragraph for each line. */
static void add_paragraphs(cm_markup *m, const cm_paper_look *look, cm_sv text, setting own)
{
    cm_sv line = {0};
    if (text.len == 0) {
        add_paragraph(m, look, text, own);
    }
    while (cm_sv_split(&text, '\n', &line)) {
        add_paragraph(m, look, line, own);
    }
}

/* The size at which the text stands on one line. */
static int64_t fitting_size(const cm_paper_style *style, const cm_paper_look *look, cm_sv text)
{
    int64_t halves = halves_of(text);
    int64_t most = halves == 0 ? look->size : style->text_width / 5 / halves;
    return most < look->size ? most : 0;
}

/* Where a paragraph of this text ends when it is centred over (or under) the date, which stands
 * `right` from the edge. May be negative: the text is longer than the date and its place together.
 */
static int64_t centred_right(const writer *w, int64_t right, cm_sv text, cm_sv date)
{
    int64_t width = cm_paper_char_width(w->style, &w->style->looks[CM_PAPER_DATE]);
    return right + (halves_of(date) - halves_of(text)) * width / 4;
}

/* The block of the date for which a signer stands, or the block count. */
static size_t date_after(const cm_paper *paper, size_t at)
{
    while (at < paper->blocks.count && paper->blocks.items[at].kind == CM_PAPER_SIGNER) {
        at++;
    }
    return at < paper->blocks.count && paper->blocks.items[at].kind == CM_PAPER_DATE
               ? at
               : paper->blocks.count;
}

/* The right indent of a date: as the style says, more when one of its signers is so long that it
 * would stand outside the text. */
static int64_t date_right(const writer *w, size_t date)
{
    const cm_paper_block *blocks = w->paper->blocks.items;
    int64_t style_right = w->style->looks[CM_PAPER_DATE].right;
    int64_t right = style_right;
    for (size_t i = date; i > 0 && blocks[i - 1].kind == CM_PAPER_SIGNER; i--) {
        int64_t over = -centred_right(w, style_right, blocks[i - 1].text, blocks[date].text);
        right = style_right + over > right ? style_right + over : right;
    }
    return right;
}

static bool is_after(const cm_paper *paper, size_t at, cm_paper_kind kind)
{
    return at > 0 && paper->blocks.items[at - 1].kind == kind;
}

/* What stands right before the signer goes to its page with it, so that no page holds the signature
 * alone; the closing words go with the court they name. */
static bool keeps_next(const cm_paper *paper, size_t at)
{
    if (at + 1 >= paper->blocks.count) {
        return false;
    }
    cm_paper_kind next = paper->blocks.items[at + 1].kind;
    return next == CM_PAPER_SIGNER || next == CM_PAPER_ADDRESSEE;
}

/* Looks that depend on the block before. */
static const struct {
    cm_paper_kind kind, before;
    size_t look;
} neighbours[] = {
    {CM_PAPER_ATTACHMENT, CM_PAPER_ATTACHMENT, CM_LOOK_ATTACHMENT_MORE},
    {CM_PAPER_TITLE, CM_PAPER_ANNEX, CM_LOOK_ANNEX_TITLE},
    {CM_PAPER_TITLE, CM_PAPER_ORGAN, CM_LOOK_TITLE_UNDER_ORGAN},
    {CM_PAPER_NUMBER, CM_PAPER_TITLE, CM_LOOK_NUMBER_UNDER_TITLE},
    {CM_PAPER_SIGNER, CM_PAPER_SIGNER, CM_LOOK_SIGNER_MORE},
};

static const cm_paper_look *look_of(const writer *w, size_t at)
{
    cm_paper_kind kind = w->paper->blocks.items[at].kind;
    for (size_t i = 0; i < CM_COUNT(neighbours); i++) {
        if (neighbours[i].kind == kind && is_after(w->paper, at, neighbours[i].before)) {
            return &w->style->looks[neighbours[i].look];
        }
    }
    return &w->style->looks[kind];
}

static int64_t signer_right(const writer *w, size_t at)
{
    const cm_paper_block *blocks = w->paper->blocks.items;
    size_t date = date_after(w->paper, at);
    return date == w->paper->blocks.count
               ? as_styled.right
               : centred_right(w, date_right(w, date), blocks[at].text, blocks[date].text);
}

static bool is_attachment(const cm_paper *paper, size_t at)
{
    return at < paper->blocks.count && paper->blocks.items[at].kind == CM_PAPER_ATTACHMENT;
}

/* "<label>1. <name>", without a number when it is the only one. */
static void name_attachment(const writer *w, size_t at, cm_buf *out)
{
    size_t first = at;
    while (first > 0 && is_attachment(w->paper, first - 1)) {
        first--;
    }
    if (at == first) {
        (void)cm_buf_add(out, w->style->attachment_label);
    }
    if (at != first || is_attachment(w->paper, at + 1)) {
        (void)cm_buf_addf(out, "%zu. ", at - first + 1);
    }
    (void)cm_buf_add(out, w->paper->blocks.items[at].text);
}

static void add_attachment(const writer *w, size_t at, setting own)
{
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_PAPER);
    name_attachment(w, at, &text);
    add_paragraph(w->m, look_of(w, at), cm_buf_view(&text), own);
}

static void add_block(const writer *w, size_t at)
{
    const cm_paper_block *block = &w->paper->blocks.items[at];
    const cm_paper_look *look = look_of(w, at);
    setting own = as_styled;
    own.keep = keeps_next(w->paper, at);
    if (block->kind == CM_PAPER_TEXT || block->kind == CM_PAPER_NOTE) {
        add_paragraphs(w->m, look, block->text, own);
        return;
    }
    if (block->kind == CM_PAPER_ATTACHMENT) {
        add_attachment(w, at, own);
        return;
    }
    if (block->kind == CM_PAPER_SIGNER) {
        own.right = signer_right(w, at);
    } else if (block->kind == CM_PAPER_DATE) {
        own.right = date_right(w, at);
    }
    own.size = look->fit ? fitting_size(w->style, look, block->text) : 0;
    add_paragraph(w->m, look, block->text, own);
}

static bool is_row(const cm_paper_block *block)
{
    return block->kind == CM_PAPER_TABLE_HEAD || block->kind == CM_PAPER_TABLE_ROW;
}

/* The block after the table that begins at `at`: a head begins another one. */
static size_t table_end(const cm_paper *paper, size_t at)
{
    bool in_head = true;
    for (; at < paper->blocks.count && is_row(&paper->blocks.items[at]); at++) {
        bool is_head = paper->blocks.items[at].kind == CM_PAPER_TABLE_HEAD;
        if (is_head && !in_head) {
            break;
        }
        in_head = is_head;
    }
    return at;
}

static int64_t clamp(int64_t value, int64_t least, int64_t most)
{
    return value < least ? least : value > most ? most : value;
}

/* The share of a column: what its longest cell would take, within reason. */
static int64_t column_share(const cm_paper *paper, size_t begin, size_t end, size_t column)
{
    int64_t longest = 0;
    for (size_t i = begin; i < end; i++) {
        const cm_paper_block *row = &paper->blocks.items[i];
        cm_sv text = column < row->cell_count ? row->cells[column] : (cm_sv){0};
        cm_sv line = {0};
        while (cm_sv_split(&text, '\n', &line)) {
            int64_t halves = halves_of(line);
            longest = halves > longest ? halves : longest;
        }
    }
    return clamp(longest, COLUMN_LEAST, COLUMN_MOST) + 2;
}

static size_t column_count(const cm_paper *paper, size_t begin, size_t end)
{
    size_t count = 1;
    for (size_t i = begin; i < end; i++) {
        size_t here = paper->blocks.items[i].cell_count;
        count = here > count ? here : count;
    }
    return count;
}

static void add_width(cm_markup *m, const char *element, int64_t width)
{
    cm_markup_begin(m, element);
    cm_markup_set_int(m, "w:w", width);
    cm_markup_set(m, "w:type", CM_SV("dxa"));
    cm_markup_end(m);
}

static void add_row(const writer *w, const cm_paper_block *row, const int64_t *widths, size_t count)
{
    cm_markup *m = w->m;
    cm_markup_begin(m, "w:tr");
    cm_markup_begin(m, "w:trPr");
    cm_markup_empty(m, "w:cantSplit");
    if (row->kind == CM_PAPER_TABLE_HEAD) {
        cm_markup_empty(m, "w:tblHeader");
    }
    cm_markup_end(m);
    for (size_t i = 0; i < count; i++) {
        cm_markup_begin(m, "w:tc");
        cm_markup_begin(m, "w:tcPr");
        add_width(m, "w:tcW", widths[i]);
        cm_markup_with(m, "w:vAlign", "w:val", CM_SV("center"));
        cm_markup_end(m);
        add_paragraphs(m, &w->style->looks[row->kind],
                       i < row->cell_count ? row->cells[i] : (cm_sv){0}, as_styled);
        cm_markup_end(m);
    }
    cm_markup_end(m);
}

static void add_foot_place(cm_markup *m)
{
    cm_markup_begin(m, "w:tblpPr");
    cm_markup_set(m, "w:vertAnchor", CM_SV("margin"));
    cm_markup_set(m, "w:horzAnchor", CM_SV("margin"));
    cm_markup_set(m, "w:tblpXSpec", CM_SV("left"));
    cm_markup_set(m, "w:tblpYSpec", CM_SV("bottom"));
    cm_markup_end(m);
    cm_markup_with(m, "w:tblOverlap", "w:val", CM_SV("never"));
}

/* Order of CT_TblPr: style, place, width, layout. */
static void add_table_begin(const writer *w, cm_sv style_id, bool at_foot)
{
    cm_markup *m = w->m;
    cm_markup_begin(m, "w:tbl");
    cm_markup_begin(m, "w:tblPr");
    cm_markup_with(m, "w:tblStyle", "w:val", style_id);
    if (at_foot) {
        add_foot_place(m);
    }
    add_width(m, "w:tblW", w->style->text_width);
    cm_markup_with(m, "w:tblLayout", "w:type", CM_SV("fixed"));
    cm_markup_end(m);
}

static void add_grid(cm_markup *m, const int64_t *widths, size_t count)
{
    cm_markup_begin(m, "w:tblGrid");
    for (size_t i = 0; i < count; i++) {
        cm_markup_with_int(m, "w:gridCol", "w:w", widths[i]);
    }
    cm_markup_end(m);
}

/* A paragraph must stand between two tables and at the end. */
static void add_table_after(const writer *w)
{
    add_paragraph(w->m, &w->style->looks[CM_LOOK_TABLE_AFTER], (cm_sv){0}, as_styled);
}

static void add_table(const writer *w, size_t begin, size_t end)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    size_t count = column_count(w->paper, begin, end);
    int64_t *widths = cm_arena_array(&mem, int64_t, count);
    int64_t all = 0;
    for (size_t i = 0; i < count; i++) {
        widths[i] = column_share(w->paper, begin, end, i);
        all += widths[i];
    }
    int64_t margins = (int64_t)2 * CM_CELL_MARGIN;
    int64_t most = w->style->text_width;
    int64_t room = clamp(most - margins * (int64_t)count, most / 2, most); /* for any count */
    for (size_t i = 0; i < count; i++) {
        widths[i] = widths[i] * room / all + margins;
    }
    add_table_begin(w, CM_TABLE_STYLE, false);
    add_grid(w->m, widths, count);
    for (size_t i = begin; i < end; i++) {
        add_row(w, &w->paper->blocks.items[i], widths, count);
    }
    cm_markup_end(w->m);
    add_table_after(w);
}

static bool is_imprint(const cm_paper_block *block)
{
    return block->kind == CM_PAPER_COPY || block->kind == CM_PAPER_PRINTED;
}

static size_t imprint_end(const cm_paper *paper, size_t at)
{
    while (at < paper->blocks.count && is_imprint(&paper->blocks.items[at])) {
        at++;
    }
    return at;
}

/* Copies and printing at the foot of the page, a row each between rules as wide as the text: a
 * table, because the rules of a paragraph follow its indents. */
static void add_imprint(const writer *w, size_t begin, size_t end)
{
    cm_markup *m = w->m;
    add_table_after(w); /* where it does not float it keeps a distance */
    add_table_begin(w, CM_IMPRINT_STYLE, true);
    add_grid(m, &w->style->text_width, 1);
    for (size_t i = begin; i < end; i++) {
        const cm_paper_block *block = &w->paper->blocks.items[i];
        cm_markup_begin(m, "w:tr");
        cm_markup_begin(m, "w:tc");
        cm_markup_begin(m, "w:tcPr");
        add_width(m, "w:tcW", w->style->text_width);
        cm_markup_end(m);
        add_paragraph(m, &w->style->looks[block->kind], block->text, as_styled);
        cm_markup_end(m);
        cm_markup_end(m);
    }
    cm_markup_end(m);
    add_table_after(w);
}

static void add_reference(cm_markup *m, const char *element, cm_sv type, cm_sv id)
{
    cm_markup_begin(m, element);
    cm_markup_set(m, "w:type", type);
    cm_markup_set(m, "r:id", id);
    cm_markup_end(m);
}

static void add_margins(cm_markup *m, const cm_paper_style *s)
{
    const struct {
        const char *name;
        int64_t value;
    } rows[] = {
        {"w:top", s->top},   {"w:right", s->right},   {"w:bottom", s->bottom},
        {"w:left", s->left}, {"w:header", s->header}, {"w:footer", s->footer},
        {"w:gutter", 0},
    };

    cm_markup_begin(m, "w:pgMar");
    for (size_t i = 0; i < CM_COUNT(rows); i++) {
        cm_markup_set_int(m, rows[i].name, rows[i].value);
    }
    cm_markup_end(m);
}

static void add_section(const writer *w)
{
    cm_markup *m = w->m;
    const cm_paper_style *s = w->style;
    cm_markup_begin(m, "w:sectPr");
    if (w->paper->banner.len != 0) {
        add_reference(m, "w:headerReference", CM_SV("even"), CM_SV(CM_RELATION_HEADER_EVEN));
        add_reference(m, "w:headerReference", CM_SV("default"), CM_SV(CM_RELATION_HEADER_ODD));
    }
    add_reference(m, "w:footerReference", CM_SV("even"), CM_SV(CM_RELATION_FOOTER_EVEN));
    add_reference(m, "w:footerReference", CM_SV("default"), CM_SV(CM_RELATION_FOOTER_ODD));
    cm_markup_begin(m, "w:pgSz");
    cm_markup_set_int(m, "w:w", s->paper_width);
    cm_markup_set_int(m, "w:h", s->paper_height);
    cm_markup_end(m);
    add_margins(m, s);
    cm_markup_with(m, "w:cols", "w:space", CM_SV("0"));
    cm_markup_begin(m, "w:docGrid");
    cm_markup_set(m, "w:type", CM_SV("lines"));
    cm_markup_set_int(m, "w:linePitch", s->line_pitch);
    cm_markup_end(m);
    cm_markup_end(m);
}

static void add_all(const writer *w)
{
    const cm_paper *paper = w->paper;
    for (size_t at = 0; at < paper->blocks.count;) {
        const cm_paper_block *block = &paper->blocks.items[at];
        if (is_row(block)) {
            size_t end = table_end(paper, at);
            add_table(w, at, end);
            at = end;
        } else if (is_imprint(block)) {
            size_t end = imprint_end(paper, at);
            add_imprint(w, at, end);
            at = end;
        } else {
            add_block(w, at++);
        }
    }
}

static cm_markup *begin_part(const char *element)
{
    cm_markup *m = cm_markup_new();
    cm_markup_begin(m, element);
    cm_markup_set(m, "xmlns:w", CM_WORD_NAMESPACE);
    cm_markup_set(m, "xmlns:r", CM_RELATIONS_NAMESPACE);
    return m;
}

void cm_part_body(const cm_paper *paper, const cm_paper_style *style, cm_buf *out)
{
    cm_markup *m = begin_part("w:document");
    cm_markup_begin(m, "w:body");
    writer w = {m, paper, style};
    add_all(&w);
    add_section(&w);
    cm_markup_end(m);
    cm_markup_end(m);
    cm_markup_finish(m, out);
}

void cm_part_header(const cm_paper *paper, const cm_paper_style *style, cm_buf *out)
{
    cm_markup *m = begin_part("w:hdr");
    add_paragraph(m, &style->looks[CM_LOOK_BANNER], paper->banner, as_styled);
    cm_markup_end(m);
    cm_markup_finish(m, out);
}

static void add_field_mark(cm_markup *m, const cm_paper_look *look, cm_sv type)
{
    add_run_begin(m, look, as_styled);
    cm_markup_with(m, "w:fldChar", "w:fldCharType", type);
    cm_markup_end(m);
}

static void add_run(cm_markup *m, const cm_paper_look *look, cm_sv words)
{
    add_run_begin(m, look, as_styled);
    add_words(m, words);
    cm_markup_end(m);
}

void cm_part_footer(const cm_paper_style *style, size_t look_slot, cm_buf *out)
{
    const cm_paper_look *look = &style->looks[look_slot];
    cm_markup *m = begin_part("w:ftr");
    add_paragraph_begin(m, look, as_styled);
    add_run(m, look, style->number_before);
    add_field_mark(m, look, CM_SV("begin"));
    add_run_begin(m, look, as_styled);
    cm_markup_begin(m, "w:instrText");
    cm_markup_set(m, "xml:space", CM_SV("preserve"));
    cm_markup_text(m, CM_SV(" PAGE "));
    cm_markup_end(m);
    cm_markup_end(m);
    add_field_mark(m, look, CM_SV("separate"));
    add_run(m, look, CM_SV("1"));
    add_field_mark(m, look, CM_SV("end"));
    add_run(m, look, style->number_after);
    cm_markup_end(m);
    cm_markup_end(m);
    cm_markup_finish(m, out);
}
