#include "base/base.h"

#include "office/html.h"

#include "base/limits.h"

#include <libxml/HTMLparser.h>

typedef struct {
    const cm_html_events *events;
    htmlParserCtxtPtr parser;
    size_t depth;
    bool too_deep;
} parse;

static void on_start(void *payload, const xmlChar *name, const xmlChar **attributes)
{
    parse *p = payload;
    (void)attributes;
    if (p->parser->nameNr > CM_MAX_HTML_DEPTH) {
        /* broken pages that never close anything cost the square of their length */
        p->too_deep = true;
        xmlStopParser(p->parser);
        return;
    }
    p->events->start(p->events->payload, cm_sv_from((const char *)name));
}

static void on_end(void *payload, const xmlChar *name)
{
    const parse *p = payload;
    p->events->end(p->events->payload, cm_sv_from((const char *)name));
}

static void on_text(void *payload, const xmlChar *text, int len)
{
    const parse *p = payload;
    const xmlParserInput *input = p->parser->input;
    size_t end = input == NULL ? 0 : (size_t)input->consumed + (size_t)(input->cur - input->base);
    size_t size = (size_t)len;
    p->events->text(p->events->payload, (cm_sv){(const char *)text, size},
                    end < size ? 0 : end - size);
}

cm_status cm_html_parse(cm_sv page, const cm_html_events *events, cm_err *err)
{
    if (page.len > INT32_MAX) {
        return cm_err_set(err, CM_E_LIMIT, "a page of %zu bytes", page.len);
    }
    parse p = {.events = events, .parser = htmlNewParserCtxt()};
    cm_assert(p.parser != NULL);
    memset(p.parser->sax, 0, sizeof(*p.parser->sax));
    p.parser->sax->startElement = on_start;
    p.parser->sax->endElement = on_end;
    p.parser->sax->characters = on_text;
    p.parser->sax->ignorableWhitespace = on_text;
    p.parser->sax->cdataBlock = on_text;
    p.parser->userData = &p;
    xmlDocPtr tree =
        htmlCtxtReadMemory(p.parser, page.ptr, (int)page.len, NULL, "UTF-8",
                           HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                               HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
    xmlFreeDoc(tree); /* NULL: nothing builds one */
    htmlFreeParserCtxt(p.parser);
    return p.too_deep ? cm_err_set(err, CM_E_LIMIT, "nested deeper than %d", CM_MAX_HTML_DEPTH)
                      : CM_OK;
}
