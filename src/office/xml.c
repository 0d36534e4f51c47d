#include "base/base.h"

#include "office/xml.h"

#include <libxml/xmlreader.h>

struct cm_xml {
    xmlTextReaderPtr reader;
    cm_source source;
    cm_sv bytes;   /* what is left of the bytes given; without a source */
    cm_err fault;  /* of the source */
    bool at_empty; /* an element without content has started: its end comes next */
    bool skipping;
    size_t skip_depth;
};

static cm_status read_bytes(void *payload, char *space, size_t room, size_t *ret_got, cm_err *err)
{
    cm_xml *x = payload;
    (void)err;
    size_t got = x->bytes.len < room ? x->bytes.len : room;
    if (got != 0) {
        memcpy(space, x->bytes.ptr, got);
        x->bytes = cm_sv_slice(x->bytes, got, x->bytes.len);
    }
    *ret_got = got;
    return CM_OK;
}

static int feed(void *payload, char *space, int room)
{
    cm_xml *x = payload;
    size_t got = 0;
    if (x->fault.status != CM_OK || room <= 0) {
        return -1;
    }
    cm_status status = x->source.read(x->source.payload, space, (size_t)room, &got, &x->fault);
    return status == CM_OK ? (int)got : -1;
}

static void keep_silent(void *payload, xmlErrorPtr error)
{
    (void)payload, (void)error;
}

static cm_xml *start(cm_xml *x)
{
    x->reader = xmlReaderForIO(feed, NULL, x, NULL, NULL,
                               XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    cm_assert(x->reader != NULL);
    xmlTextReaderSetStructuredErrorHandler(x->reader, keep_silent, NULL);
    return x;
}

cm_xml *cm_xml_open(cm_source source)
{
    cm_xml *x = cm_alloc_zero(1, sizeof(*x));
    x->source = source;
    return start(x);
}

cm_xml *cm_xml_open_bytes(cm_sv bytes)
{
    cm_xml *x = cm_alloc_zero(1, sizeof(*x));
    x->bytes = bytes;
    x->source = (cm_source){read_bytes, x};
    return start(x);
}

void cm_xml_close(cm_xml *x)
{
    if (x != NULL) {
        xmlFreeTextReader(x->reader);
        cm_err_clear(&x->fault);
        cm_free(x);
    }
}

void cm_xml_cleanup(cm_xml **x)
{
    cm_xml_close(*x);
}

static cm_sv view(const xmlChar *z)
{
    return cm_sv_from((const char *)z);
}

/* The node the reader stands at. False when it is of no interest. */
static bool take_node(cm_xml *x, int type, cm_xml_node *ret_node)
{
    size_t depth = (size_t)xmlTextReaderDepth(x->reader);
    switch (type) {
    case XML_READER_TYPE_ELEMENT:
        x->at_empty = xmlTextReaderIsEmptyElement(x->reader) == 1;
        *ret_node =
            (cm_xml_node){CM_XML_START, view(xmlTextReaderConstLocalName(x->reader)), {0}, depth};
        return true;
    case XML_READER_TYPE_END_ELEMENT:
        *ret_node =
            (cm_xml_node){CM_XML_END, view(xmlTextReaderConstLocalName(x->reader)), {0}, depth};
        return true;
    case XML_READER_TYPE_TEXT:
    case XML_READER_TYPE_CDATA:
    case XML_READER_TYPE_WHITESPACE:
    case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
        *ret_node =
            (cm_xml_node){CM_XML_TEXT, {0}, view(xmlTextReaderConstValue(x->reader)), depth};
        return true;
    default:
        return false;
    }
}

static bool fail(cm_xml *x, cm_err *err)
{
    if (x->fault.status != CM_OK) {
        (void)cm_err_set(err, x->fault.status, "%s", x->fault.message);
    } else {
        (void)cm_err_set(err, CM_E_SYNTAX, "no XML, or a damaged one");
    }
    return false;
}

bool cm_xml_next(cm_xml *x, cm_xml_node *ret_node, cm_err *err)
{
    if (x->at_empty) {
        x->at_empty = x->skipping = false;
        *ret_node = (cm_xml_node){CM_XML_END,
                                  view(xmlTextReaderConstLocalName(x->reader)),
                                  {0},
                                  (size_t)xmlTextReaderDepth(x->reader)};
        return true;
    }
    for (;;) {
        int more = xmlTextReaderRead(x->reader);
        if (more != 1) {
            return more == 0 && x->fault.status == CM_OK ? false : fail(x, err);
        }
        int type = xmlTextReaderNodeType(x->reader);
        if (type == XML_READER_TYPE_DOCUMENT_TYPE) {
            return fail(x, err);
        }
        if (x->skipping && (type != XML_READER_TYPE_END_ELEMENT ||
                            (size_t)xmlTextReaderDepth(x->reader) != x->skip_depth)) {
            continue;
        }
        x->skipping = false;
        if (take_node(x, type, ret_node)) {
            return true;
        }
    }
}

cm_sv cm_xml_attribute(cm_xml *x, cm_sv name)
{
    cm_sv value = {0};
    while (xmlTextReaderMoveToNextAttribute(x->reader) == 1) {
        if (cm_sv_equal(view(xmlTextReaderConstLocalName(x->reader)), name)) {
            value = view(xmlTextReaderConstValue(x->reader));
            break;
        }
    }
    (void)xmlTextReaderMoveToElement(x->reader);
    return value;
}

void cm_xml_skip(cm_xml *x)
{
    x->skipping = true;
    x->skip_depth = (size_t)xmlTextReaderDepth(x->reader);
}
