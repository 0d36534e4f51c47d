/* judgment/relative.h - gives every date token its missing parts from the dates before it:
 * 同年4月7日, 同月14日, 次日. Works in place on the token array; a date that stays incomplete keeps
 * its zeros. */
#ifndef CM_JUDGMENT_RELATIVE_H
#define CM_JUDGMENT_RELATIVE_H

#include "text/lexer.h"

void cm_relative_resolve(cm_lexed *lexed);

#endif
