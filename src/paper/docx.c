#include "base/base.h"

#include "paper/docx.h"

#include "base/limits.h"
#include "office/package.h"
#include "paper/part.h"

#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define WORD   "application/vnd.openxmlformats-officedocument.wordprocessingml."

/* The parts that belong to the main one: file, type of the relation, type of the content. The place
 * in the table is the relation's id: rId1 … */
static const struct {
    const char *file, *relation, *content;
    bool for_banner;
} parts[] = {
    {"styles.xml", OFFICE "styles", WORD "styles+xml", false},
    {"settings.xml", OFFICE "settings", WORD "settings+xml", false},
    {"fontTable.xml", OFFICE "fontTable", WORD "fontTable+xml", false},
    {"footer1.xml", OFFICE "footer", WORD "footer+xml", false},
    {"footer2.xml", OFFICE "footer", WORD "footer+xml", false},
    {"header1.xml", OFFICE "header", WORD "header+xml", true},
    {"header2.xml", OFFICE "header", WORD "header+xml", true},
};

static size_t part_count(const cm_paper *paper)
{
    size_t count = 0;
    while (count < CM_COUNT(parts) && (paper->banner.len != 0 || !parts[count].for_banner)) {
        count++;
    }
    return count;
}

static void add_type(cm_markup *m, const char *element, const char *key, const char *what,
                     const char *type)
{
    cm_markup_begin(m, element);
    cm_markup_set(m, key, cm_sv_from(what));
    cm_markup_set(m, "ContentType", cm_sv_from(type));
    cm_markup_end(m);
}

static void write_types(const cm_paper *paper, cm_buf *out)
{
    cm_markup *m = cm_markup_new();
    cm_markup_begin(m, "Types");
    cm_markup_set(m, "xmlns",
                  CM_SV("http://schemas.openxmlformats.org/package/2006/content-types"));
    add_type(m, "Default", "Extension", "rels",
             "application/vnd.openxmlformats-package.relationships+xml");
    add_type(m, "Default", "Extension", "xml", "application/xml");
    add_type(m, "Override", "PartName", "/word/document.xml", WORD "document.main+xml");
    for (size_t i = 0; i < part_count(paper); i++) {
        CM_AUTO_BUF name;
        cm_buf_init(&name, CM_MAX_PATH_BYTES);
        (void)cm_buf_addf(&name, "/word/%s", parts[i].file);
        add_type(m, "Override", "PartName", cm_buf_z(&name), parts[i].content);
    }
    add_type(m, "Override", "PartName", "/docProps/core.xml",
             "application/vnd.openxmlformats-package.core-properties+xml");
    add_type(m, "Override", "PartName", "/docProps/app.xml",
             "application/vnd.openxmlformats-officedocument.extended-properties+xml");
    cm_markup_end(m);
    cm_markup_finish(m, out);
}

static void add_relation(cm_markup *m, size_t number, const char *type, const char *target)
{
    CM_AUTO_BUF id;
    cm_buf_init(&id, CM_MAX_PATH_BYTES);
    (void)cm_buf_addf(&id, "rId%zu", number);
    cm_markup_begin(m, "Relationship");
    cm_markup_set(m, "Id", cm_buf_view(&id));
    cm_markup_set(m, "Type", cm_sv_from(type));
    cm_markup_set(m, "Target", cm_sv_from(target));
    cm_markup_end(m);
}

static cm_markup *begin_relations(void)
{
    cm_markup *m = cm_markup_new();
    cm_markup_begin(m, "Relationships");
    cm_markup_set(m, "xmlns",
                  CM_SV("http://schemas.openxmlformats.org/package/2006/relationships"));
    return m;
}

static void write_package_relations(cm_buf *out)
{
    cm_markup *m = begin_relations();
    add_relation(m, 1, OFFICE "officeDocument", "word/document.xml");
    add_relation(m, 2,
                 "http://schemas.openxmlformats.org/package/2006/relationships/metadata/"
                 "core-properties",
                 "docProps/core.xml");
    add_relation(m, 3, OFFICE "extended-properties", "docProps/app.xml");
    cm_markup_end(m);
    cm_markup_finish(m, out);
}

static void write_main_relations(const cm_paper *paper, cm_buf *out)
{
    cm_markup *m = begin_relations();
    for (size_t i = 0; i < part_count(paper); i++) {
        add_relation(m, i + 1, parts[i].relation, parts[i].file);
    }
    cm_markup_end(m);
    cm_markup_finish(m, out);
}

static void add_time(cm_markup *m, const char *element, cm_sv time)
{
    cm_markup_begin(m, element);
    cm_markup_set(m, "xsi:type", CM_SV("dcterms:W3CDTF"));
    cm_markup_text(m, time);
    cm_markup_end(m);
}

static void write_core(const cm_paper *paper, cm_buf *out)
{
    cm_markup *m = cm_markup_new();
    cm_markup_begin(m, "cp:coreProperties");
    cm_markup_set(m, "xmlns:cp",
                  CM_SV("http://schemas.openxmlformats.org/package/2006/metadata/core-properties"));
    cm_markup_set(m, "xmlns:dc", CM_SV("http://purl.org/dc/elements/1.1/"));
    cm_markup_set(m, "xmlns:dcterms", CM_SV("http://purl.org/dc/terms/"));
    cm_markup_set(m, "xmlns:xsi", CM_SV("http://www.w3.org/2001/XMLSchema-instance"));
    cm_markup_leaf(m, "dc:title", paper->title);
    cm_markup_leaf(m, "dc:creator", paper->author);
    cm_markup_leaf(m, "cp:lastModifiedBy", paper->author);
    if (paper->made_at.len != 0) {
        add_time(m, "dcterms:created", paper->made_at);
        add_time(m, "dcterms:modified", paper->made_at);
    }
    cm_markup_end(m);
    cm_markup_finish(m, out);
}

static void write_app(cm_buf *out)
{
    cm_markup *m = cm_markup_new();
    cm_markup_begin(m, "Properties");
    cm_markup_set(
        m, "xmlns",
        CM_SV("http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"));
    cm_markup_leaf(m, "Application", CM_SV("Chaming"));
    cm_markup_end(m);
    cm_markup_finish(m, out);
}

/* A part that is being made, and whether one of them was too long. */
typedef struct {
    cm_package *package;
    cm_buf bytes;
    bool over;
} press;

static void add_part(press *p, const char *name)
{
    cm_package_add(p->package, name, cm_buf_view(&p->bytes));
    p->over = p->over || p->bytes.over;
    cm_buf_reset(&p->bytes);
}

static void add_parts(press *p, const cm_paper *paper, const cm_paper_style *style)
{
    write_types(paper, &p->bytes);
    add_part(p, "[Content_Types].xml");
    write_package_relations(&p->bytes);
    add_part(p, "_rels/.rels");
    write_core(paper, &p->bytes);
    add_part(p, "docProps/core.xml");
    write_app(&p->bytes);
    add_part(p, "docProps/app.xml");
    cm_part_body(paper, style, &p->bytes);
    add_part(p, "word/document.xml");
    write_main_relations(paper, &p->bytes);
    add_part(p, "word/_rels/document.xml.rels");
    cm_part_styles(style, &p->bytes);
    add_part(p, "word/styles.xml");
    cm_part_settings(style, &p->bytes);
    add_part(p, "word/settings.xml");
    cm_part_fonts(style, &p->bytes);
    add_part(p, "word/fontTable.xml");
    cm_part_footer(style, CM_LOOK_PAGE_NUMBER_ODD, &p->bytes);
    add_part(p, "word/footer1.xml");
    cm_part_footer(style, CM_LOOK_PAGE_NUMBER_EVEN, &p->bytes);
    add_part(p, "word/footer2.xml");
    if (paper->banner.len != 0) {
        cm_part_header(paper, style, &p->bytes);
        add_part(p, "word/header1.xml");
        cm_part_header(paper, style, &p->bytes);
        add_part(p, "word/header2.xml");
    }
}

cm_status cm_paper_write_docx(const cm_paper *paper, const cm_paper_style *style, cm_buf *out,
                              cm_err *err)
{
    CM_AUTO_PACKAGE *package = cm_package_new();
    press p = {.package = package};
    cm_buf_init(&p.bytes, CM_MAX_PAPER);
    add_parts(&p, paper, style);
    cm_buf_clear(&p.bytes);
    if (p.over) {
        return cm_err_set(err, CM_E_LIMIT, "a part of the document is longer than %zu bytes",
                          CM_MAX_PAPER);
    }
    return cm_package_write(package, out, err);
}
