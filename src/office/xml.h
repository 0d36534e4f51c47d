/* office/xml.h - XML parts of office files, node by node, from a source. Never loads anything from
 * outside, refuses document type declarations. Names are local names, without prefix.
 * Memory: what a node points at dies with the next call. Threads: one reader each.
 *
 *     while (cm_xml_next(x, &node, &err)) { ... }      false at the end, or when *err is set */
#ifndef CM_OFFICE_XML_H
#define CM_OFFICE_XML_H

#include "office/source.h"

typedef enum { CM_XML_START, CM_XML_END, CM_XML_TEXT } cm_xml_kind;

typedef struct {
    cm_xml_kind kind;
    cm_sv name;   /* of an element, at its start and its end */
    cm_sv text;   /* of a text */
    size_t depth; /* of the element; the root has 0 */
} cm_xml_node;

typedef struct cm_xml cm_xml;

cm_xml *cm_xml_open(cm_source source);
cm_xml *cm_xml_open_bytes(cm_sv bytes); /* borrowed */
void cm_xml_close(cm_xml *x);
#define CM_AUTO_XML __attribute__((cleanup(cm_xml_cleanup))) cm_xml
void cm_xml_cleanup(cm_xml **x);

/* The next node. Fails: SYNTAX, and what the source says. */
bool cm_xml_next(cm_xml *x, cm_xml_node *ret_node, cm_err *err);
/* An attribute of the element that has just started; empty when it is not there. Dies with the next
 * call, this one too. */
cm_sv cm_xml_attribute(cm_xml *x, cm_sv name);
/* Leave out the rest of the element that has just started: its end is the next node. */
void cm_xml_skip(cm_xml *x);

#endif
