#include "base/base.h"

#include "office/markup.h"

#include <libxml/xmlwriter.h>

#define REPLACEMENT CM_SV("\xef\xbf\xbd") /* U+FFFD */

struct cm_markup {
    xmlBufferPtr bytes;
    xmlTextWriterPtr writer;
    cm_buf clean; /* the text at hand, NUL-terminated */
    size_t depth;
};

/* libxml2 says no for want of memory only, as this file calls it. */
static void check(int written)
{
    cm_assert(written >= 0);
}

static const xmlChar *name_of(const char *z)
{
    return (const xmlChar *)z;
}

cm_markup *cm_markup_new(void)
{
    cm_markup *m = cm_alloc_zero(1, sizeof(*m));
    m->bytes = xmlBufferCreate();
    cm_assert(m->bytes != NULL);
    m->writer = xmlNewTextWriterMemory(m->bytes, 0);
    cm_assert(m->writer != NULL);
    cm_buf_init(&m->clean, SIZE_MAX / 2);
    check(xmlTextWriterStartDocument(m->writer, "1.0", "UTF-8", "yes"));
    return m;
}

void cm_markup_finish(cm_markup *m, cm_buf *out)
{
    cm_assert(m->depth == 0);
    check(xmlTextWriterEndDocument(m->writer));
    xmlFreeTextWriter(m->writer);
    (void)cm_buf_add(
        out, (cm_sv){(const char *)xmlBufferContent(m->bytes), (size_t)xmlBufferLength(m->bytes)});
    xmlBufferFree(m->bytes);
    cm_buf_clear(&m->clean);
    cm_free(m);
}

/* The production Char of XML 1.0. */
static bool is_good(int c)
{
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c < 0xd800) ||
           (c >= 0xe000 && c < 0xfffe) || (c >= 0x10000 && c < 0x110000);
}

/* The length of the character at the front of s, 1 for a byte that belongs to none. */
static size_t take(cm_sv s, bool *ret_good)
{
    int len = s.len < 4 ? (int)s.len : 4;
    int c = xmlGetUTF8Char((const unsigned char *)s.ptr, &len);
    *ret_good = is_good(c);
    return c >= 0 && len > 0 ? (size_t)len : 1;
}

void cm_markup_clean(cm_sv text, cm_buf *out)
{
    size_t done = 0;
    size_t at = 0;
    while (at < text.len) {
        bool good = false;
        size_t len = take(cm_sv_slice(text, at, text.len), &good);
        if (!good) {
            (void)cm_buf_add(out, cm_sv_slice(text, done, at));
            (void)cm_buf_add(out, REPLACEMENT);
            done = at + len;
        }
        at += len;
    }
    (void)cm_buf_add(out, cm_sv_slice(text, done, text.len));
}

/* The text as libxml2 takes it; good until the next call. */
static const xmlChar *clean(cm_markup *m, cm_sv s)
{
    cm_buf_reset(&m->clean);
    cm_markup_clean(s, &m->clean);
    return name_of(cm_buf_z(&m->clean));
}

void cm_markup_begin(cm_markup *m, const char *element)
{
    check(xmlTextWriterStartElement(m->writer, name_of(element)));
    m->depth++;
}

void cm_markup_end(cm_markup *m)
{
    cm_assert(m->depth != 0);
    check(xmlTextWriterEndElement(m->writer));
    m->depth--;
}

void cm_markup_set(cm_markup *m, const char *attribute, cm_sv value)
{
    check(xmlTextWriterWriteAttribute(m->writer, name_of(attribute), clean(m, value)));
}

void cm_markup_set_int(cm_markup *m, const char *attribute, int64_t value)
{
    CM_AUTO_BUF digits;
    cm_buf_init(&digits, 32);
    (void)cm_buf_add_int(&digits, value);
    cm_markup_set(m, attribute, cm_buf_view(&digits));
}

void cm_markup_text(cm_markup *m, cm_sv text)
{
    check(xmlTextWriterWriteString(m->writer, clean(m, text)));
}

void cm_markup_empty(cm_markup *m, const char *element)
{
    cm_markup_begin(m, element);
    cm_markup_end(m);
}

void cm_markup_with(cm_markup *m, const char *element, const char *attribute, cm_sv value)
{
    cm_markup_begin(m, element);
    cm_markup_set(m, attribute, value);
    cm_markup_end(m);
}

void cm_markup_with_int(cm_markup *m, const char *element, const char *attribute, int64_t value)
{
    cm_markup_begin(m, element);
    cm_markup_set_int(m, attribute, value);
    cm_markup_end(m);
}

void cm_markup_leaf(cm_markup *m, const char *element, cm_sv text)
{
    cm_markup_begin(m, element);
    cm_markup_text(m, text);
    cm_markup_end(m);
}
