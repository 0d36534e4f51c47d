/* app/letter_say.h - supervision documents in words of the language of the home: titles, marks of
 * the check, and why something was refused. Memory: that of the desk. Threads: as the desk. */
#ifndef CM_APP_LETTER_SAY_H
#define CM_APP_LETTER_SAY_H

#include "app/letter.h"

cm_sv cm_letter_kind_title(const cm_letter_desk *d, cm_sv id);
cm_sv cm_letter_state_title(const cm_letter_desk *d, cm_sv id);
/* One mark as a line, without a break: "error  sentence 6 …". */
void cm_letter_mark_say(const cm_letter_desk *d, const cm_letter_mark *m, cm_buf *out);
/* Why, by the message `prefix` + id of the refusal, and each mark on a line of its own. False:
 * there are no words. */
CM_MUST_USE bool cm_letter_refused(const cm_letter_desk *d, const char *prefix, cm_buf *out);

#endif
