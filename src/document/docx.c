/* Word's .docx (also as WPS writes it, and under the name .doc): the paragraphs of the body, tables
 * row by row, text boxes after the paragraph they hang on, notes at the end. What was deleted with
 * tracked changes is left out, what was inserted stays. */
#include "base/base.h"

#include "base/limits.h"
#include "document/read.h"
#include "office/archive.h"
#include "office/xml.h"

typedef struct {
    cm_arena *mem;
    cm_map_steps *steps;
    cm_buf out, boxes;
    size_t in_box;   /* open text boxes */
    bool in_text;    /* inside <w:t> */
    char pending;    /* what separates from the next text: a break or a tab */
    uint64_t number; /* of the paragraph */
} word_reading;

typedef void tag_function(word_reading *r, cm_xml *xml);

static void put(word_reading *r, cm_sv text)
{
    cm_buf *to = r->in_box != 0 ? &r->boxes : &r->out;
    if (text.len == 0) {
        return;
    }
    if (r->in_box == 0) {
        if (r->pending != 0 && to->len > 0) {
            (void)cm_buf_add_byte(to, r->pending);
        }
        r->pending = 0;
        cm_map_add(r->mem, r->steps, (cm_map_step){(uint32_t)to->len, 1, 0, r->number});
    }
    /* a NUL cannot stand in XML */
    (void)cm_buf_add(to, text);
}

static void on_paragraph(word_reading *r, cm_xml *xml)
{
    (void)xml;
    r->number += r->in_box == 0;
}

static void on_paragraph_end(word_reading *r, cm_xml *xml)
{
    (void)xml;
    if (r->in_box != 0) {
        (void)cm_buf_add_byte(&r->boxes, '\n');
        return;
    }
    r->pending = '\n';
    if (r->boxes.len != 0) {
        put(r, cm_sv_trim(cm_buf_view(&r->boxes)));
        cm_buf_reset(&r->boxes);
        r->pending = '\n';
    }
}

static void on_cell_end(word_reading *r, cm_xml *xml)
{
    (void)xml;
    r->pending = r->in_box == 0 ? '\t' : r->pending;
}

static void on_row_end(word_reading *r, cm_xml *xml)
{
    (void)xml;
    r->pending = r->in_box == 0 ? '\n' : r->pending;
}

static void on_box(word_reading *r, cm_xml *xml)
{
    (void)xml;
    r->in_box++;
}

static void on_box_end(word_reading *r, cm_xml *xml)
{
    (void)xml;
    r->in_box -= r->in_box != 0;
}

static void on_tab(word_reading *r, cm_xml *xml)
{
    (void)xml;
    put(r, CM_SV("\t"));
}

static void on_break(word_reading *r, cm_xml *xml)
{
    (void)xml;
    put(r, CM_SV("\n"));
}

static void on_hyphen(word_reading *r, cm_xml *xml)
{
    (void)xml;
    put(r, CM_SV("-"));
}

static void on_text_tag(word_reading *r, cm_xml *xml)
{
    (void)xml;
    r->in_text = true;
}

static void on_text_end(word_reading *r, cm_xml *xml)
{
    (void)xml;
    r->in_text = false;
}

static void skip(word_reading *r, cm_xml *xml)
{
    (void)r;
    cm_xml_skip(xml);
}

/* The line that separates notes from the text is kept as a note of its own kind. */
static void on_note(word_reading *r, cm_xml *xml)
{
    (void)r;
    cm_sv type = cm_xml_attribute(xml, CM_SV("type"));
    if (type.len != 0 && !cm_sv_equal(type, CM_SV("normal"))) {
        cm_xml_skip(xml);
    }
}

/* Tab stops of a paragraph are <tab> too; they stand inside <tabs>, which is skipped. Fallback is
 * the same text box again, for old programs; rt the pronunciation over a character. */
static const struct {
    const char *name;
    tag_function *start, *end;
} tags[] = {
    {"p", on_paragraph, on_paragraph_end},
    {"t", on_text_tag, on_text_end},
    {"tc", NULL, on_cell_end},
    {"tr", NULL, on_row_end},
    {"txbxContent", on_box, on_box_end},
    {"tab", on_tab, NULL},
    {"br", on_break, NULL},
    {"cr", on_break, NULL},
    {"noBreakHyphen", on_hyphen, NULL},
    {"footnote", on_note, NULL},
    {"endnote", on_note, NULL},
    {"del", skip, NULL},
    {"moveFrom", skip, NULL},
    {"Fallback", skip, NULL},
    {"rt", skip, NULL},
    {"pPr", skip, NULL},
    {"tblPr", skip, NULL},
    {"sectPr", skip, NULL},
};

static void on_tag(word_reading *r, cm_xml *xml, const cm_xml_node *node)
{
    for (size_t i = 0; i < CM_COUNT(tags); i++) {
        if (cm_sv_equal(cm_sv_from(tags[i].name), node->name)) {
            tag_function *act = node->kind == CM_XML_START ? tags[i].start : tags[i].end;
            if (act != NULL) {
                act(r, xml);
            }
            return;
        }
    }
}

static cm_status read_part(word_reading *r, cm_archive *archive, uint64_t index, cm_err *err)
{
    cm_archive_part *part = NULL;
    CM_AUTO_ERR fault = {0};
    cm_xml_node node;
    cm_status status = cm_archive_part_open(archive, index, &part, err);
    if (status != CM_OK) {
        return status;
    }
    cm_xml *xml = cm_xml_open(cm_archive_part_source(part));
    while (!r->out.over && !r->boxes.over && cm_xml_next(xml, &node, &fault)) {
        if (node.kind != CM_XML_TEXT) {
            on_tag(r, xml, &node);
        } else if (r->in_text) {
            put(r, node.text);
        }
    }
    cm_xml_close(xml);
    cm_archive_part_close(part);
    if (r->out.over || r->boxes.over) {
        return cm_err_set(err, CM_E_LIMIT, "more than %zu bytes", r->out.max);
    }
    return fault.status == CM_OK ? CM_OK : cm_err_set(err, fault.status, "%s", fault.message);
}

/* The part that _rels/.rels calls the document; where it says nothing, the usual one. */
static uint64_t find_document(cm_archive *archive)
{
    CM_AUTO_BUF relations;
    CM_AUTO_ERR ignored = {0};
    cm_buf_init(&relations, CM_MAX_MESSAGE);
    uint64_t found = UINT64_MAX, index = cm_archive_find(archive, "_rels/.rels");
    if (index != UINT64_MAX && cm_archive_read(archive, index, &relations, &ignored) == CM_OK) {
        CM_AUTO_ARENA mem;
        cm_arena_init(&mem);
        CM_AUTO_XML *xml = cm_xml_open_bytes(cm_buf_view(&relations));
        cm_xml_node node;
        while (found == UINT64_MAX && cm_xml_next(xml, &node, &ignored)) {
            if (node.kind == CM_XML_START &&
                cm_sv_ends(cm_xml_attribute(xml, CM_SV("Type")), CM_SV("/officeDocument"))) {
                cm_sv target = cm_arena_sv(&mem, cm_xml_attribute(xml, CM_SV("Target")));
                bool is_full = cm_sv_starts(target, CM_SV("/"));
                found = cm_archive_find(archive, target.ptr + (is_full ? 1 : 0));
            }
        }
    }
    return found != UINT64_MAX ? found : cm_archive_find(archive, "word/document.xml");
}

static cm_status read_document(word_reading *r, cm_archive *archive, cm_err *err)
{
    static const char *const notes[] = {"word/footnotes.xml", "word/endnotes.xml"};
    uint64_t document = find_document(archive);
    if (document == UINT64_MAX) {
        return cm_err_set(err, CM_E_SYNTAX, "no document part");
    }
    cm_status status = read_part(r, archive, document, err);
    for (size_t i = 0; i < CM_COUNT(notes) && status == CM_OK; i++) {
        uint64_t index = cm_archive_find(archive, notes[i]);
        r->pending = '\n';
        if (index != UINT64_MAX) {
            status = read_part(r, archive, index, err);
        }
    }
    return status;
}

void cm_read_docx(cm_extractor *x, cm_arena *mem, cm_sv bytes, cm_extraction *got)
{
    (void)x;
    CM_AUTO_ERR err = {0};
    cm_archive *archive = NULL;
    cm_status status = cm_archive_open_bytes(bytes, &archive, &err);
    if (status == CM_OK) {
        word_reading r = {.mem = mem, .steps = &got->steps};
        cm_buf_init(&r.out, CM_MAX_DOCUMENT);
        cm_buf_init(&r.boxes, CM_MAX_DOCUMENT);
        status = read_document(&r, archive, &err);
        got->unit = CM_PLACE_PARAGRAPH;
        got->fault = cm_archive_is_bomb(archive) ? CM_FAULT_BOMB : cm_fault_of(status);
        cm_read_keep(mem, cm_buf_view(&r.out), got);
        cm_buf_clear(&r.out);
        cm_buf_clear(&r.boxes);
        cm_archive_close(archive);
    } else {
        got->fault = cm_fault_of(status);
    }
}
