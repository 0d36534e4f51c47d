#include "base/base.h"

#include "paper/style.h"

#include "base/tsv.h"

#define MILLI 1000
#define MICRO 1000000

/* Ids of the looks that no kind of block has. */
static const cm_sv more_ids[CM_LOOK_COUNT - CM_PAPER_KIND_COUNT] = {
    [CM_LOOK_BODY - CM_PAPER_KIND_COUNT] = {"body", 4},
    [CM_LOOK_TABLE_AFTER - CM_PAPER_KIND_COUNT] = {"table-after", 11},
    [CM_LOOK_ATTACHMENT_MORE - CM_PAPER_KIND_COUNT] = {"attachment-more", 15},
    [CM_LOOK_ANNEX_TITLE - CM_PAPER_KIND_COUNT] = {"annex-title", 11},
    [CM_LOOK_TITLE_UNDER_ORGAN - CM_PAPER_KIND_COUNT] = {"title-under-organ", 17},
    [CM_LOOK_NUMBER_UNDER_TITLE - CM_PAPER_KIND_COUNT] = {"number-under-title", 18},
    [CM_LOOK_SIGNER_MORE - CM_PAPER_KIND_COUNT] = {"signer-more", 11},
    [CM_LOOK_PAGE_NUMBER_ODD - CM_PAPER_KIND_COUNT] = {"page-number-odd", 15},
    [CM_LOOK_PAGE_NUMBER_EVEN - CM_PAPER_KIND_COUNT] = {"page-number-even", 16},
    [CM_LOOK_BANNER - CM_PAPER_KIND_COUNT] = {"banner", 6},
};

/* A table that is being read, at a row. */
typedef struct {
    const cm_tsv *table;
    const cm_tsv_row *row;
    cm_paper_style *style;
    const cm_paper_look *look; /* whose characters count; NULL outside a look */
} place;

static cm_status wrong(const place *at, cm_err *err, const char *wanted, cm_sv found)
{
    return cm_err_set_at(err, CM_E_SCHEMA, at->table->file, at->row->line, 0, "\"%.*s\" is not %s",
                         CM_SV_ARG(found), wanted);
}

/* A decimal number in thousandths. */
static bool read_milli(cm_sv s, int64_t *ret_milli)
{
    bool minus = cm_sv_starts(s, CM_SV("-"));
    s = cm_sv_slice(s, minus ? 1 : 0, s.len);
    cm_sv whole = {0};
    (void)cm_sv_split(&s, '.', &whole);
    int64_t value = 0;
    int64_t part = 0;
    if (whole.len == 0 || whole.len > 6 || s.len > 3 || !cm_sv_to_int(whole, &value) ||
        (s.len != 0 && (!cm_sv_to_int(s, &part) || part < 0)) || value < 0) {
        return false;
    }
    for (size_t i = s.len; i < 3; i++) {
        part *= 10;
    }
    *ret_milli = (minus ? -1 : 1) * (value * MILLI + part);
    return true;
}

/* A unit in millionths of a twip; 0: unknown here. */
static int64_t unit_twips(const place *at, cm_sv unit)
{
    if (cm_sv_equal(unit, CM_SV("pt"))) {
        return (int64_t)20 * MICRO;
    }
    if (cm_sv_equal(unit, CM_SV("mm"))) {
        return (int64_t)1440 * 10 * MICRO / 254;
    }
    if (cm_sv_equal(unit, CM_SV("line")) && at->look != NULL) {
        return at->style->line_pitch * MICRO;
    }
    if (cm_sv_equal(unit, CM_SV("char")) && at->look != NULL) {
        return cm_paper_char_width(at->style, at->look) * MICRO;
    }
    return 0;
}

/* "<number> <unit>" in twips; empty is 0. */
static cm_status read_length(const place *at, cm_sv s, int64_t *ret_twips, cm_err *err)
{
    if (s.len == 0) {
        *ret_twips = 0;
        return CM_OK;
    }
    cm_sv rest = s;
    cm_sv number = {0};
    (void)cm_sv_split(&rest, ' ', &number);
    int64_t milli = 0;
    int64_t unit = unit_twips(at, rest);
    if (unit == 0 || !read_milli(number, &milli)) {
        return wrong(at, err, "a length like \"16 pt\"", s);
    }
    *ret_twips = milli * unit / MILLI / MICRO;
    return CM_OK;
}

static cm_status read_flag(const place *at, cm_sv s, bool *ret_flag, cm_err *err)
{
    if (s.len != 0 && !cm_sv_equal(s, CM_SV("yes")) && !cm_sv_equal(s, CM_SV("no"))) {
        return wrong(at, err, "yes or no", s);
    }
    *ret_flag = cm_sv_equal(s, CM_SV("yes"));
    return CM_OK;
}

/* Points in eighths. */
static cm_status read_eighths(const place *at, cm_sv s, int64_t *ret_eighths, cm_err *err)
{
    int64_t twips = 0;
    cm_status status = read_length(at, s, &twips, err);
    if (status == CM_OK) {
        *ret_eighths = twips * 8 / 20;
    }
    return status;
}

int64_t cm_paper_char_width(const cm_paper_style *style, const cm_paper_look *look)
{
    return look->size * 10 + (look->on_grid ? style->char_spacing : 0);
}

/* Values of page.tsv by key. */
typedef struct {
    const cm_tsv *table;
    size_t key, value;
    cm_paper_style *style;
} page;

static cm_status find_value(const page *p, const char *key, place *ret_at, cm_sv *ret_value,
                            cm_err *err)
{
    for (size_t i = 0; i < p->table->rows.count; i++) {
        const cm_tsv_row *row = &p->table->rows.items[i];
        if (cm_sv_equal(row->cells[p->key], cm_sv_from(key))) {
            *ret_at = (place){p->table, row, p->style, NULL};
            *ret_value = row->cells[p->value];
            return CM_OK;
        }
    }
    return cm_err_set_at(err, CM_E_SCHEMA, p->table->file, 0, 0, "no row for \"%s\"", key);
}

typedef cm_status (*length_reader)(const place *at, cm_sv s, int64_t *ret_value, cm_err *err);

static cm_status read_count(const place *at, cm_sv s, int64_t *ret_count, cm_err *err)
{
    int64_t count = 0;
    if (!cm_sv_to_int(s, &count) || count < 1 || count > 1000) {
        return wrong(at, err, "a count", s);
    }
    *ret_count = count;
    return CM_OK;
}

static cm_status read_numbers(const page *p, int64_t *lines, int64_t *characters,
                              int64_t *number_below, int64_t *text_height, cm_err *err)
{
    cm_paper_style *s = p->style;

    const struct {
        const char *key;
        length_reader read;
        int64_t *value;
    } rows[] = {
        {"paper_width", read_length, &s->paper_width},
        {"paper_height", read_length, &s->paper_height},
        {"top", read_length, &s->top},
        {"left", read_length, &s->left},
        {"text_width", read_length, &s->text_width},
        {"text_height", read_length, text_height},
        {"banner_below", read_length, &s->header},
        {"number_below", read_length, number_below},
        {"lines", read_count, lines},
        {"characters", read_count, characters},
        {"imprint_outer", read_eighths, &s->imprint_outer},
        {"imprint_inner", read_eighths, &s->imprint_inner},
        {"table_rule", read_eighths, &s->table_rule},
    };

    for (size_t i = 0; i < CM_COUNT(rows); i++) {
        place at = {0};
        cm_sv value = {0};
        cm_status status = find_value(p, rows[i].key, &at, &value, err);
        if (status == CM_OK) {
            status = rows[i].read(&at, value, rows[i].value, err);
        }
        if (status != CM_OK) {
            return status;
        }
    }
    return CM_OK;
}

static cm_status read_words(const page *p, cm_err *err)
{
    cm_paper_style *s = p->style;
    cm_sv number = {0};

    const struct {
        const char *key;
        cm_sv *text; /* or */
        bool *flag;
    } rows[] = {
        {"page_number", &number, NULL},
        {"attachment_label", &s->attachment_label, NULL},
        {"punctuation", &s->punctuation, NULL},
        {"language", &s->language, NULL},
        {"latin_language", &s->latin_language, NULL},
        {"kinsoku", NULL, &s->kinsoku},
        {"hanging_punctuation", NULL, &s->hanging_punctuation},
        {"latin_spacing", NULL, &s->latin_spacing},
    };

    for (size_t i = 0; i < CM_COUNT(rows); i++) {
        place at = {0};
        cm_sv value = {0};
        cm_status status = find_value(p, rows[i].key, &at, &value, err);
        if (status == CM_OK && rows[i].flag != NULL) {
            status = read_flag(&at, value, rows[i].flag, err);
        } else if (status == CM_OK) {
            *rows[i].text = value;
        }
        if (status != CM_OK) {
            return status;
        }
    }
    cm_sv slot = CM_SV("{page}");
    size_t begin = cm_sv_find(number, slot, 0);
    if (begin == SIZE_MAX) {
        return cm_err_set_at(err, CM_E_SCHEMA, p->table->file, 0, 0,
                             "page_number does not hold \"%.*s\"", CM_SV_ARG(slot));
    }
    s->number_before = cm_sv_slice(number, 0, begin);
    s->number_after = cm_sv_slice(number, begin + slot.len, number.len);
    return CM_OK;
}

static cm_status load_page(cm_arena *mem, cm_sv folder, cm_paper_style *style, int64_t *ret_chars,
                           int64_t *ret_below, cm_err *err)
{
    cm_tsv table = {0};
    page p = {.table = &table, .style = style};
    int64_t lines = 1;
    int64_t text_height = 0;
    cm_status status =
        cm_tsv_load(mem, cm_arena_format(mem, "%.*s/page.tsv", CM_SV_ARG(folder)), &table, err);
    if (status == CM_OK) {
        status = cm_tsv_column(&table, CM_SV("key"), &p.key, err);
    }
    if (status == CM_OK) {
        status = cm_tsv_column(&table, CM_SV("value"), &p.value, err);
    }
    if (status == CM_OK) {
        status = read_numbers(&p, &lines, ret_chars, ret_below, &text_height, err);
    }
    if (status == CM_OK) {
        status = read_words(&p, err);
    }
    if (status == CM_OK) {
        style->right = style->paper_width - style->left - style->text_width;
        style->bottom = style->paper_height - style->top - text_height;
        style->line_pitch = text_height / lines;
    }
    return status;
}

typedef enum {
    COL_ID,
    COL_NAME,
    COL_FONT,
    COL_SIZE,
    COL_BOLD,
    COL_COLOUR,
    COL_ALIGN,
    COL_FIRST,
    COL_LEFT,
    COL_RIGHT,
    COL_BEFORE,
    COL_AFTER,
    COL_LINE,
    COL_KEEP,
    COL_OUTLINE,
    COL_RULE,
    COL_FIT,
    COL_COUNT
} column;

static const char *const column_names[COL_COUNT] = {
    "id",    "name",   "font",  "size", "bold", "colour",  "align", "first", "left",
    "right", "before", "after", "line", "keep", "outline", "rule",  "fit",
};

static bool find_slot(cm_sv id, size_t *ret_slot)
{
    cm_paper_kind kind = CM_PAPER_ORGAN;
    if (cm_paper_kind_find(id, &kind)) {
        *ret_slot = (size_t)kind;
        return true;
    }
    for (size_t i = 0; i < CM_COUNT(more_ids); i++) {
        if (cm_sv_equal(more_ids[i], id)) {
            *ret_slot = CM_PAPER_KIND_COUNT + i;
            return true;
        }
    }
    return false;
}

/* "<thickness> pt <colour> <distance in points>", or nothing. */
static cm_status read_rule(const place *at, cm_sv s, cm_paper_look *look, cm_err *err)
{
    if (s.len == 0) {
        return CM_OK;
    }
    cm_sv rest = s;
    cm_sv width = {0};
    cm_sv unit = {0};
    cm_sv colour = {0};
    int64_t milli = 0;
    (void)cm_sv_split(&rest, ' ', &width);
    (void)cm_sv_split(&rest, ' ', &unit);
    (void)cm_sv_split(&rest, ' ', &colour);
    if (!cm_sv_equal(unit, CM_SV("pt")) || colour.len != 6 || !read_milli(width, &milli) ||
        !cm_sv_to_int(rest, &look->rule_space)) {
        return wrong(at, err, "a rule like \"1.5 pt FF0000 11\"", s);
    }
    look->rule_width = milli * 8 / MILLI;
    look->rule_colour = colour;
    return CM_OK;
}

static cm_status read_align(const place *at, cm_sv s, cm_sv *ret_align, cm_err *err)
{
    static const cm_sv known[] = {{"left", 4}, {"center", 6}, {"right", 5}, {"both", 4}};
    for (size_t i = 0; i < CM_COUNT(known); i++) {
        if (cm_sv_equal(known[i], s)) {
            *ret_align = s;
            return CM_OK;
        }
    }
    return wrong(at, err, "left, center, right or both", s);
}

static cm_status read_lengths(const place *at, const size_t *columns, cm_paper_look *look,
                              cm_err *err)
{
    const struct {
        column column;
        int64_t *value;
    } rows[] = {
        {COL_FIRST, &look->first},   {COL_LEFT, &look->left},   {COL_RIGHT, &look->right},
        {COL_BEFORE, &look->before}, {COL_AFTER, &look->after}, {COL_LINE, &look->line},
    };

    cm_status status = CM_OK;
    for (size_t i = 0; i < CM_COUNT(rows) && status == CM_OK; i++) {
        status = read_length(at, at->row->cells[columns[rows[i].column]], rows[i].value, err);
    }
    cm_sv number = at->row->cells[columns[COL_FIRST]];
    if (status == CM_OK && cm_sv_ends(number, CM_SV(" char"))) {
        int64_t milli = 0;
        (void)read_milli(cm_sv_slice(number, 0, number.len - 5), &milli);
        look->first_chars = milli / 10;
    }
    if (status == CM_OK && look->line <= 0) {
        return wrong(at, err, "a distance from line to line", at->row->cells[columns[COL_LINE]]);
    }
    return status;
}

static cm_status read_flags(const place *at, const size_t *columns, cm_paper_look *look,
                            cm_err *err)
{
    const struct {
        column column;
        bool *value;
    } rows[] = {{COL_BOLD, &look->bold}, {COL_KEEP, &look->keep}, {COL_FIT, &look->fit}};

    cm_status status = CM_OK;
    for (size_t i = 0; i < CM_COUNT(rows) && status == CM_OK; i++) {
        status = read_flag(at, at->row->cells[columns[rows[i].column]], rows[i].value, err);
    }
    cm_sv outline = at->row->cells[columns[COL_OUTLINE]];
    if (status == CM_OK && outline.len != 0) {
        status = read_count(at, outline, &look->outline, err);
    }
    return status;
}

/* The size alone: the grid must be known before other lengths can be read. */
static cm_status read_size(const place *at, const size_t *columns, cm_paper_look *look, cm_err *err)
{
    int64_t twips = 0;
    cm_sv cell = at->row->cells[columns[COL_SIZE]];
    cm_status status = read_length(at, cell, &twips, err);
    if (status == CM_OK && twips <= 0) {
        return wrong(at, err, "a size", cell);
    }
    look->size = twips / 10;
    return status;
}

static cm_status read_look(const place *at, const size_t *columns, cm_paper_look *look, cm_err *err)
{
    const cm_sv *cells = at->row->cells;
    look->id = cells[columns[COL_ID]];
    look->name = cells[columns[COL_NAME]];
    look->font = cells[columns[COL_FONT]];
    look->colour = cells[columns[COL_COLOUR]];
    cm_status status = read_align(at, cells[columns[COL_ALIGN]], &look->align, err);
    if (status == CM_OK) {
        status = read_lengths(at, columns, look, err);
    }
    if (status == CM_OK) {
        status = read_flags(at, columns, look, err);
    }
    if (status == CM_OK) {
        status = read_rule(at, cells[columns[COL_RULE]], look, err);
    }
    return status;
}

/* The row of each look, with its size. */
static cm_status find_rows(const cm_tsv *table, const size_t *columns, cm_paper_style *style,
                           const cm_tsv_row **rows, cm_err *err)
{
    for (size_t i = 0; i < table->rows.count; i++) {
        const cm_tsv_row *row = &table->rows.items[i];
        place at = {table, row, style, NULL};
        size_t slot = 0;
        if (!find_slot(row->cells[columns[COL_ID]], &slot)) {
            return wrong(&at, err, "a known block", row->cells[columns[COL_ID]]);
        }
        cm_status status = read_size(&at, columns, &style->looks[slot], err);
        if (status != CM_OK) {
            return status;
        }
        rows[slot] = row;
    }
    for (size_t slot = 0; slot < CM_LOOK_COUNT; slot++) {
        if (rows[slot] == NULL) {
            cm_sv id = slot < CM_PAPER_KIND_COUNT ? cm_paper_kind_id((cm_paper_kind)slot)
                                                  : more_ids[slot - CM_PAPER_KIND_COUNT];
            return cm_err_set_at(err, CM_E_SCHEMA, table->file, 0, 0, "no row for \"%.*s\"",
                                 CM_SV_ARG(id));
        }
    }
    return CM_OK;
}

/* 28 characters of 16 pt are wider than 156 mm: every character gives up a little, in whole twips.
 * Not by a grid of characters in the section, which LibreOffice takes for two cells a character
 * when the cell is narrower than it. */
static void fit_grid(cm_paper_style *style, int64_t characters)
{
    int64_t body = style->looks[CM_LOOK_BODY].size;
    style->char_spacing = style->text_width / characters - body * 10;
    for (size_t slot = 0; slot < CM_LOOK_COUNT; slot++) {
        style->looks[slot].on_grid = style->looks[slot].size == body;
    }
}

static cm_status load_looks(cm_arena *mem, cm_sv folder, cm_paper_style *style, int64_t characters,
                            cm_err *err)
{
    cm_tsv table = {0};
    size_t columns[COL_COUNT] = {0};
    cm_status status =
        cm_tsv_load(mem, cm_arena_format(mem, "%.*s/styles.tsv", CM_SV_ARG(folder)), &table, err);
    for (size_t i = 0; i < COL_COUNT && status == CM_OK; i++) {
        status = cm_tsv_column(&table, cm_sv_from(column_names[i]), &columns[i], err);
    }
    const cm_tsv_row *rows[CM_LOOK_COUNT] = {0};
    if (status == CM_OK) {
        status = find_rows(&table, columns, style, rows, err);
    }
    if (status == CM_OK) {
        fit_grid(style, characters);
    }
    for (size_t slot = 0; slot < CM_LOOK_COUNT && status == CM_OK; slot++) {
        place at = {&table, rows[slot], style, &style->looks[slot]};
        status = read_look(&at, columns, &style->looks[slot], err);
    }
    return status;
}

static cm_status load_fonts(cm_arena *mem, cm_sv folder, cm_paper_style *style, cm_err *err)
{
    static const char *const names[] = {"font", "instead", "panose", "pitch"};
    size_t columns[CM_COUNT(names)] = {0};
    cm_tsv table = {0};
    cm_status status =
        cm_tsv_load(mem, cm_arena_format(mem, "%.*s/fonts.tsv", CM_SV_ARG(folder)), &table, err);
    for (size_t i = 0; i < CM_COUNT(names) && status == CM_OK; i++) {
        status = cm_tsv_column(&table, cm_sv_from(names[i]), &columns[i], err);
    }
    for (size_t i = 0; status == CM_OK && i < table.rows.count; i++) {
        const cm_sv *cells = table.rows.items[i].cells;
        *cm_vec_push(mem, &style->fonts) = (cm_paper_font){cells[columns[0]], cells[columns[1]],
                                                           cells[columns[2]], cells[columns[3]]};
    }
    return status;
}

static cm_status check_fonts(const cm_paper_style *style, cm_err *err)
{
    for (size_t slot = 0; slot < CM_LOOK_COUNT; slot++) {
        cm_sv wanted = style->looks[slot].font;
        size_t i = 0;
        while (i < style->fonts.count && !cm_sv_equal(style->fonts.items[i].name, wanted)) {
            i++;
        }
        if (i == style->fonts.count) {
            return cm_err_set(err, CM_E_SCHEMA, "styles.tsv: the font \"%.*s\" is not in fonts.tsv",
                              CM_SV_ARG(wanted));
        }
    }
    return CM_OK;
}

cm_status cm_paper_style_load(cm_arena *mem, cm_sv folder, cm_paper_style **ret_style, cm_err *err)
{
    cm_paper_style *style = cm_arena_new(mem, cm_paper_style);
    int64_t characters = 1;
    int64_t below = 0;
    cm_status status = load_page(mem, folder, style, &characters, &below, err);
    if (status == CM_OK) {
        status = load_looks(mem, folder, style, characters, err);
    }
    if (status == CM_OK) {
        status = load_fonts(mem, folder, style, err);
    }
    if (status == CM_OK) {
        status = check_fonts(style, err);
    }
    if (status == CM_OK) {
        /* the dashes stand in the middle of their line */
        style->footer = style->bottom - below - style->looks[CM_LOOK_PAGE_NUMBER_ODD].line / 2;
        *ret_style = style;
    }
    return status;
}
