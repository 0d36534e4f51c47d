#include "base/base.h"

#include "paper/part.h"

static cm_sv on_off(bool flag)
{
    return flag ? CM_SV("1") : CM_SV("0");
}

void cm_part_run_fonts(cm_markup *m, cm_sv font)
{
    cm_markup_begin(m, "w:rFonts");
    cm_markup_set(m, "w:ascii", font);
    cm_markup_set(m, "w:hAnsi", font);
    cm_markup_set(m, "w:eastAsia", font);
    cm_markup_set(m, "w:cs", font);
    cm_markup_set(m, "w:hint", CM_SV("eastAsia")); /* quotation marks and dashes too */
    cm_markup_end(m);
}

void cm_part_style_id(cm_markup *m, const char *element, const cm_paper_look *look)
{
    cm_markup_with(m, element, "w:val", look->id);
}

/* The order of children is the schema's (ECMA-376, CT_RPrBase). */
static void add_run_look(cm_markup *m, const cm_paper_style *style, const cm_paper_look *look)
{
    cm_markup_begin(m, "w:rPr");
    cm_part_run_fonts(m, look->font);
    cm_markup_with(m, "w:b", "w:val", on_off(look->bold));
    cm_markup_with(m, "w:bCs", "w:val", on_off(look->bold));
    if (!look->on_grid) {
        cm_markup_with(m, "w:snapToGrid", "w:val", on_off(false));
    }
    if (look->colour.len != 0) {
        cm_markup_with(m, "w:color", "w:val", look->colour);
    }
    cm_markup_with_int(m, "w:spacing", "w:val", look->on_grid ? style->char_spacing : 0);
    cm_markup_with_int(m, "w:sz", "w:val", look->size);
    cm_markup_with_int(m, "w:szCs", "w:val", look->size);
    cm_markup_end(m);
}

static void add_rule(cm_markup *m, const cm_paper_look *look)
{
    cm_markup_begin(m, "w:pBdr");
    cm_markup_begin(m, "w:bottom");
    cm_markup_set(m, "w:val", CM_SV("single"));
    cm_markup_set_int(m, "w:sz", look->rule_width);
    cm_markup_set_int(m, "w:space", look->rule_space);
    cm_markup_set(m, "w:color", look->rule_colour);
    cm_markup_end(m);
    cm_markup_end(m);
}

/* A stop at the right edge of the text, for what '\t' leads to. */
static void add_tab(cm_markup *m, const cm_paper_style *style, const cm_paper_look *look)
{
    cm_markup_begin(m, "w:tabs");
    cm_markup_begin(m, "w:tab");
    cm_markup_set(m, "w:val", CM_SV("right"));
    cm_markup_set_int(m, "w:pos", style->text_width - look->right);
    cm_markup_end(m);
    cm_markup_end(m);
}

static void add_spacing(cm_markup *m, const cm_paper_look *look)
{
    cm_markup_begin(m, "w:spacing");
    cm_markup_set_int(m, "w:before", look->before);
    cm_markup_set_int(m, "w:after", look->after);
    cm_markup_set_int(m, "w:line", look->line);
    cm_markup_set(m, "w:lineRule", CM_SV("exact"));
    cm_markup_end(m);
}

static void add_indent(cm_markup *m, const cm_paper_look *look)
{
    cm_markup_begin(m, "w:ind");
    cm_markup_set_int(m, "w:left", look->left);
    cm_markup_set_int(m, "w:right", look->right);
    if (look->first < 0) {
        cm_markup_set_int(m, "w:hanging", -look->first);
    } else {
        if (look->first_chars > 0) {
            cm_markup_set_int(m, "w:firstLineChars", look->first_chars);
        }
        cm_markup_set_int(m, "w:firstLine", look->first);
    }
    cm_markup_end(m);
}

/* The order of children is the schema's (CT_PPrBase). */
static void add_paragraph_look(cm_markup *m, const cm_paper_style *style, size_t slot)
{
    const cm_paper_look *look = &style->looks[slot];
    cm_markup_begin(m, "w:pPr");
    cm_markup_with(m, "w:keepNext", "w:val", on_off(look->keep));
    if (slot == CM_PAPER_ANNEX) {
        cm_markup_empty(m, "w:pageBreakBefore");
    }
    cm_markup_with(m, "w:widowControl", "w:val", on_off(false));
    if (look->rule_width != 0) {
        add_rule(m, look);
    }
    if (slot == CM_PAPER_PRINTED) {
        add_tab(m, style, look);
    }
    cm_markup_with(m, "w:kinsoku", "w:val", on_off(style->kinsoku));
    cm_markup_with(m, "w:overflowPunct", "w:val", on_off(style->hanging_punctuation));
    cm_markup_with(m, "w:autoSpaceDE", "w:val", on_off(style->latin_spacing));
    cm_markup_with(m, "w:autoSpaceDN", "w:val", on_off(style->latin_spacing));
    cm_markup_with(m, "w:adjustRightInd", "w:val", on_off(false));
    cm_markup_with(m, "w:snapToGrid", "w:val", on_off(look->on_grid));
    add_spacing(m, look);
    add_indent(m, look);
    cm_markup_with(m, "w:jc", "w:val", look->align);
    if (look->outline != 0) {
        cm_markup_with_int(m, "w:outlineLvl", "w:val", look->outline - 1);
    }
    cm_markup_end(m);
}

static void add_look(cm_markup *m, const cm_paper_style *style, size_t slot)
{
    const cm_paper_look *look = &style->looks[slot];
    cm_markup_begin(m, "w:style");
    cm_markup_set(m, "w:type", CM_SV("paragraph"));
    if (slot == CM_LOOK_BODY) {
        cm_markup_set(m, "w:default", CM_SV("1"));
    } else if (!cm_sv_starts(look->name, CM_SV("heading "))) { /* Word has those itself */
        cm_markup_set(m, "w:customStyle", CM_SV("1"));
    }
    cm_markup_set(m, "w:styleId", look->id);
    cm_markup_with(m, "w:name", "w:val", slot == CM_LOOK_BODY ? CM_SV("Normal") : look->name);
    if (slot != CM_LOOK_BODY) {
        cm_part_style_id(m, "w:basedOn", &style->looks[CM_LOOK_BODY]);
    }
    cm_markup_empty(m, "w:qFormat");
    add_paragraph_look(m, style, slot);
    add_run_look(m, style, look);
    cm_markup_end(m);
}

/* What holds where no style says otherwise. */
static void add_defaults(cm_markup *m, const cm_paper_style *style)
{
    const cm_paper_look *body = &style->looks[CM_LOOK_BODY];
    cm_markup_begin(m, "w:docDefaults");
    cm_markup_begin(m, "w:rPrDefault");
    cm_markup_begin(m, "w:rPr");
    cm_part_run_fonts(m, body->font);
    cm_markup_with_int(m, "w:sz", "w:val", body->size);
    cm_markup_with_int(m, "w:szCs", "w:val", body->size);
    cm_markup_begin(m, "w:lang");
    cm_markup_set(m, "w:val", style->latin_language);
    cm_markup_set(m, "w:eastAsia", style->language);
    cm_markup_end(m);
    cm_markup_end(m);
    cm_markup_end(m);
    cm_markup_empty(m, "w:pPrDefault");
    cm_markup_end(m);
}

static void add_edge(cm_markup *m, const char *edge, int64_t eighths)
{
    cm_markup_begin(m, edge);
    cm_markup_set(m, "w:val", CM_SV("single"));
    cm_markup_set_int(m, "w:sz", eighths);
    cm_markup_set_int(m, "w:space", 0);
    cm_markup_set(m, "w:color", CM_SV("auto"));
    cm_markup_end(m);
}

static void add_cell_margins(cm_markup *m, int64_t sides)
{
    static const char *const edges[] = {"w:top", "w:left", "w:bottom", "w:right"};
    cm_markup_begin(m, "w:tblCellMar");
    for (size_t i = 0; i < CM_COUNT(edges); i++) {
        cm_markup_begin(m, edges[i]);
        cm_markup_set_int(m, "w:w", i % 2 == 1 ? sides : 0);
        cm_markup_set(m, "w:type", CM_SV("dxa"));
        cm_markup_end(m);
    }
    cm_markup_end(m);
}

static void begin_table_style(cm_markup *m, cm_sv id)
{
    cm_markup_begin(m, "w:style");
    cm_markup_set(m, "w:type", CM_SV("table"));
    cm_markup_set(m, "w:customStyle", CM_SV("1"));
    cm_markup_set(m, "w:styleId", id);
    cm_markup_with(m, "w:name", "w:val", id);
    cm_markup_begin(m, "w:tblPr");
    cm_markup_begin(m, "w:tblBorders");
}

/* Order of CT_TblPrBase: borders, then margins. */
static void end_table_style(cm_markup *m, int64_t sides)
{
    cm_markup_end(m);
    add_cell_margins(m, sides);
    cm_markup_end(m);
    cm_markup_end(m);
}

static void add_table_styles(cm_markup *m, const cm_paper_style *style)
{
    static const char *const edges[] = {"w:top",   "w:left",    "w:bottom",
                                        "w:right", "w:insideH", "w:insideV"};
    begin_table_style(m, CM_TABLE_STYLE);
    for (size_t i = 0; i < CM_COUNT(edges); i++) {
        add_edge(m, edges[i], style->table_rule);
    }
    end_table_style(m, CM_CELL_MARGIN);
    begin_table_style(m, CM_IMPRINT_STYLE);
    add_edge(m, "w:top", style->imprint_outer);
    add_edge(m, "w:bottom", style->imprint_outer);
    add_edge(m, "w:insideH", style->imprint_inner);
    end_table_style(m, 0);
}

void cm_part_styles(const cm_paper_style *style, cm_buf *out)
{
    cm_markup *m = cm_markup_new();
    cm_markup_begin(m, "w:styles");
    cm_markup_set(m, "xmlns:w", CM_WORD_NAMESPACE);
    add_defaults(m, style);
    add_look(m, style, CM_LOOK_BODY);
    for (size_t slot = 0; slot < CM_LOOK_COUNT; slot++) {
        if (slot != CM_LOOK_BODY) {
            add_look(m, style, slot);
        }
    }
    add_table_styles(m, style);
    cm_markup_end(m);
    cm_markup_finish(m, out);
}

void cm_part_fonts(const cm_paper_style *style, cm_buf *out)
{
    cm_markup *m = cm_markup_new();
    cm_markup_begin(m, "w:fonts");
    cm_markup_set(m, "xmlns:w", CM_WORD_NAMESPACE);
    for (size_t i = 0; i < style->fonts.count; i++) {
        const cm_paper_font *font = &style->fonts.items[i];
        cm_markup_begin(m, "w:font");
        cm_markup_set(m, "w:name", font->name);
        cm_markup_with(m, "w:altName", "w:val", font->instead);
        cm_markup_with(m, "w:panose1", "w:val", font->panose);
        cm_markup_with(m, "w:charset", "w:val", CM_SV("86")); /* GB2312 */
        cm_markup_with(m, "w:family", "w:val", CM_SV("auto"));
        cm_markup_with(m, "w:pitch", "w:val", font->pitch);
        cm_markup_end(m);
    }
    cm_markup_end(m);
    cm_markup_finish(m, out);
}

/* What Word for Chinese writes for a new document: Latin letters half as wide as Chinese ones,
 * lines of tables on the grid. */
static void add_compatibility(cm_markup *m)
{
    static const char *const flags[] = {
        "w:spaceForUL",   "w:balanceSingleByteDoubleByteWidth", "w:doNotLeaveBackslashAlone",
        "w:ulTrailSpace", "w:doNotExpandShiftReturn",           "w:adjustLineHeightInTable",
        "w:useFELayout",
    };
    cm_markup_begin(m, "w:compat");
    for (size_t i = 0; i < CM_COUNT(flags); i++) {
        cm_markup_empty(m, flags[i]);
    }
    cm_markup_begin(m, "w:compatSetting");
    cm_markup_set(m, "w:name", CM_SV("compatibilityMode"));
    cm_markup_set(m, "w:uri", CM_SV("http://schemas.microsoft.com/office/word"));
    cm_markup_set(m, "w:val", CM_SV("15"));
    cm_markup_end(m);
    cm_markup_end(m);
}

void cm_part_settings(const cm_paper_style *style, cm_buf *out)
{
    cm_markup *m = cm_markup_new();
    cm_markup_begin(m, "w:settings");
    cm_markup_set(m, "xmlns:w", CM_WORD_NAMESPACE);
    cm_markup_with(m, "w:zoom", "w:percent", CM_SV("100"));
    cm_markup_empty(m, "w:bordersDoNotSurroundHeader");
    cm_markup_empty(m, "w:bordersDoNotSurroundFooter");
    cm_markup_with_int(m, "w:defaultTabStop", "w:val", 420);
    cm_markup_empty(m, "w:evenAndOddHeaders");
    cm_markup_with(m, "w:characterSpacingControl", "w:val", style->punctuation);
    add_compatibility(m);
    cm_markup_begin(m, "w:themeFontLang");
    cm_markup_set(m, "w:val", style->latin_language);
    cm_markup_set(m, "w:eastAsia", style->language);
    cm_markup_end(m);
    cm_markup_end(m);
    cm_markup_finish(m, out);
}
