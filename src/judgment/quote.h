/* judgment/quote.h - the stretches of the operative part of a later decision in which it tells what
 * it upholds, approves or revokes: they quote the decision below and decide nothing new.
 * Internal to src/judgment. */
#ifndef CM_JUDGMENT_QUOTE_H
#define CM_JUDGMENT_QUOTE_H

#include "judgment/parse.h"

/* Whether token i is the number of an item of the operative part that begins at token `begin`. */
bool cm_quote_starts_item(const cm_parse *p, size_t i, size_t begin);
/* The quotation that token i stands in, or NULL. */
const cm_quote *cm_quote_at(const cm_parse *p, size_t i);

/* Reads a range as an operative part into p->record, which is not that of the document: what a
 * decision below imposed. operative.c */
void cm_operative_quoted(cm_parse *p, cm_range range);
void cm_below_parse(cm_parse *p); /* below.c: the penalties of the decision under review */

#endif
