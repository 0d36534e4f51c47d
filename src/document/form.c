/* The form of a file. Content decides; the name only where content cannot tell (plain text and
 * tables of plain text look alike) and for the beginnings of files whose decisive part comes later.
 */
#include "base/base.h"

#include "document/document.h"

static const struct {
    const char *ending;
    cm_form form;
} endings[] = {
    {".txt", CM_FORM_TEXT},     {".text", CM_FORM_TEXT},   {".html", CM_FORM_HTML},
    {".htm", CM_FORM_HTML},     {".xhtml", CM_FORM_HTML},  {".docx", CM_FORM_DOCX},
    {".docm", CM_FORM_DOCX},    {".doc", CM_FORM_DOC},     {".wps", CM_FORM_DOC},
    {".dot", CM_FORM_DOC},      {".rtf", CM_FORM_RTF},     {".pdf", CM_FORM_PDF},
    {".ndjson", CM_FORM_LINES}, {".jsonl", CM_FORM_LINES}, {".json", CM_FORM_LINES},
    {".zip", CM_FORM_ZIP},      {".csv", CM_FORM_CSV},     {".tsv", CM_FORM_CSV},
    {".xlsx", CM_FORM_XLSX},    {".xlsm", CM_FORM_XLSX},
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool starts_any_case(cm_sv s, cm_sv prefix)
{
    if (s.len < prefix.len) {
        return false;
    }
    for (size_t i = 0; i < prefix.len; i++) {
        if (lower(s.ptr[i]) != prefix.ptr[i]) {
            return false;
        }
    }
    return true;
}

static cm_form by_name(cm_sv name)
{
    for (size_t i = 0; i < CM_COUNT(endings); i++) {
        cm_sv ending = cm_sv_from(endings[i].ending);
        if (name.len > ending.len &&
            starts_any_case(cm_sv_slice(name, name.len - ending.len, name.len), ending)) {
            return endings[i].form;
        }
    }
    return CM_FORM_UNKNOWN;
}

static bool holds(cm_sv head, cm_sv words)
{
    return cm_sv_find(head, words, 0) != SIZE_MAX;
}

/* A zip: the names of its first parts say what it was made for. */
static cm_form of_zip(cm_form named, cm_sv head)
{
    bool is_office = holds(cm_sv_slice(head, 0, 512), CM_SV("[Content_Types].xml")) ||
                     holds(cm_sv_slice(head, 0, 512), CM_SV("_rels/.rels")) ||
                     holds(cm_sv_slice(head, 0, 512), CM_SV("docProps/")) ||
                     cm_sv_starts(cm_sv_slice(head, 30, head.len), CM_SV("word/")) ||
                     cm_sv_starts(cm_sv_slice(head, 30, head.len), CM_SV("xl/"));
    if (!is_office) {
        bool is_other = cm_sv_starts(cm_sv_slice(head, 30, head.len), CM_SV("mimetype"));
        return is_other ? CM_FORM_UNKNOWN : CM_FORM_ZIP;
    }
    if (holds(head, CM_SV("word/document")) || holds(head, CM_SV("wordprocessingml"))) {
        return CM_FORM_DOCX;
    }
    if (holds(head, CM_SV("xl/workbook")) || holds(head, CM_SV("xl/worksheets"))) {
        return CM_FORM_XLSX;
    }
    if (holds(head, CM_SV("ppt/"))) {
        return CM_FORM_UNKNOWN;
    }
    bool is_word = named == CM_FORM_DOC || named == CM_FORM_RTF || holds(head, CM_SV("word/"));
    bool is_sheet = named == CM_FORM_CSV || holds(head, CM_SV("xl/"));
    return is_word ? CM_FORM_DOCX : is_sheet ? CM_FORM_XLSX : named;
}

/* An OLE file: the names of its streams are in UTF-16. The directory may lie past the head. */
static cm_form of_ole(cm_form named, cm_sv head)
{
    if (holds(head, CM_SV("W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"))) {
        return CM_FORM_DOC;
    }
    bool is_other = holds(head, CM_SV("W\0o\0r\0k\0b\0o\0o\0k\0")) ||
                    holds(head, CM_SV("P\0o\0w\0e\0r\0P\0o\0i\0n\0t\0"));
    /* a docx with a password is an OLE file with this stream */
    bool is_locked = holds(head, CM_SV("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"));
    bool named_word = named == CM_FORM_DOC || named == CM_FORM_DOCX || named == CM_FORM_RTF;
    return !is_other && (is_locked || named_word) ? CM_FORM_DOC : CM_FORM_UNKNOWN;
}

/* Whether the text begins with a tag of this name. */
static bool opens_tag(cm_sv text, cm_sv name)
{
    if (text.len < name.len + 2 || text.ptr[0] != '<' ||
        !starts_any_case(cm_sv_slice(text, 1, text.len), name)) {
        return false;
    }
    char after = text.ptr[1 + name.len];
    return after == '>' || after == '/' || after == ' ' || after == '\n' || after == '\r' ||
           after == '\t';
}

static bool is_html(cm_sv text)
{
    static const char *const first[] = {
        "!doctype", "html", "head",  "body", "meta",   "title", "div", "p",  "span",
        "table",    "font", "style", "a",    "center", "br",    "h1",  "h2", "script",
    };
    while (cm_sv_starts(text, CM_SV("<!--")) || cm_sv_starts(text, CM_SV("<?xml"))) {
        size_t end = cm_sv_find_byte(text, '>', 0);
        text = cm_sv_trim(cm_sv_slice(text, end == SIZE_MAX ? text.len : end + 1, text.len));
    }
    for (size_t i = 0; i < CM_COUNT(first); i++) {
        if (opens_tag(text, cm_sv_from(first[i]))) {
            return true;
        }
    }
    return false;
}

/* {" or [{ with blanks between: JSON rather than a text that begins with a bracket. */
static bool is_json(cm_sv text)
{
    if (text.len < 2 || (text.ptr[0] != '{' && text.ptr[0] != '[')) {
        return false;
    }
    cm_sv rest = cm_sv_trim(cm_sv_slice(text, 1, text.len));
    return rest.len > 0 && rest.ptr[0] == (text.ptr[0] == '{' ? '"' : '{');
}

/* Bytes that no text has. UTF-16 has zeros, and is told by the charset later. */
static bool is_binary(cm_sv head)
{
    size_t controls = 0;
    for (size_t i = 0; i < head.len; i++) {
        unsigned char b = (unsigned char)head.ptr[i];
        controls += b != 0 && b < 0x20 && (b < '\t' || b > '\r') && b != 0x1B && b != 0x1A;
    }
    return controls * 32 > head.len;
}

cm_form cm_form_of(cm_sv name, cm_sv head)
{
    cm_form named = by_name(name);
    if (cm_sv_starts(head, CM_SV("PK\3\4")) || cm_sv_starts(head, CM_SV("PK\5\6"))) {
        return of_zip(named, head);
    }
    if (cm_sv_starts(head, CM_SV("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"))) {
        return of_ole(named, head);
    }
    cm_sv text = head;
    if (cm_sv_starts(text, CM_SV("\xEF\xBB\xBF"))) {
        text = cm_sv_slice(text, 3, text.len);
    }
    text = cm_sv_trim(text);
    if (cm_sv_starts(text, CM_SV("{\\rtf"))) {
        return CM_FORM_RTF;
    }
    if (holds(cm_sv_slice(head, 0, 1024), CM_SV("%PDF-"))) {
        return CM_FORM_PDF;
    }
    if (is_html(text)) {
        return CM_FORM_HTML;
    }
    if (is_json(text) || named == CM_FORM_LINES) {
        return CM_FORM_LINES;
    }
    bool is_plain = named == CM_FORM_TEXT || named == CM_FORM_HTML || named == CM_FORM_CSV;
    if (is_plain || head.len == 0) {
        return named;
    }
    /* a text under the name of a document that it is not; a file without an ending */
    bool unnamed = cm_sv_find_byte(name, '.', 0) == SIZE_MAX;
    return (named != CM_FORM_UNKNOWN || unnamed) && !is_binary(head) ? CM_FORM_TEXT
                                                                     : CM_FORM_UNKNOWN;
}
