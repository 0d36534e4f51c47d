/* judgment/signature.h - what other parsers ask about the signature block. */
#ifndef CM_JUDGMENT_SIGNATURE_H
#define CM_JUDGMENT_SIGNATURE_H

#include "judgment/parse.h"

/* Whether after the role at token i nothing but a name stands before the next role, the date or the
 * end: a signature, however the lines are broken. */
bool cm_signature_goes_on(const cm_parse *p, size_t i);

#endif
