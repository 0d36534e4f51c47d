/* office/html.h - HTML pages as they are found, however broken: elements and texts in order, each
 * text with its place in the page. Loads nothing from outside.
 * Memory: what a callback is given dies with its return. Threads: any number of parses. */
#ifndef CM_OFFICE_HTML_H
#define CM_OFFICE_HTML_H

#include "base/status.h"

typedef struct {
    void (*start)(void *payload, cm_sv name); /* names in small letters */
    void (*end)(void *payload, cm_sv name);
    /* `at`: where the text stands in the page; where an entity was decoded, its end. */
    void (*text)(void *payload, cm_sv text, size_t at);
    void *payload;
} cm_html_events;

/* Parse a page in UTF-8; what it says of its charset is not looked at. Fails: LIMIT (nested deeper
 * than CM_MAX_HTML_DEPTH). */
CM_MUST_USE cm_status cm_html_parse(cm_sv page, const cm_html_events *events, cm_err *err);

#endif
