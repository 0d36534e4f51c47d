/* base/buf.h - cm_buf, the owned, growing string. Created with the maximum it may reach
 * (base/limits.h); a longer append changes nothing and is remembered in `over`, so that a series of
 * appends is checked once at its end. `ptr` is NUL-terminated whenever it is not NULL. */
#ifndef CM_BASE_BUF_H
#define CM_BASE_BUF_H

#include "base/sv.h"

typedef struct {
    char *ptr;
    size_t len, cap, max;
    bool over; /* an append would have passed max */
} cm_buf;

void cm_buf_init(cm_buf *b, size_t max);
void cm_buf_clear(cm_buf *b); /* frees */
void cm_buf_reset(cm_buf *b); /* empties, keeps the memory */
#define CM_AUTO_BUF __attribute__((cleanup(cm_buf_clear))) cm_buf

bool cm_buf_reserve(cm_buf *b, size_t more); /* false: would pass max */
bool cm_buf_add(cm_buf *b, cm_sv s);
bool cm_buf_add_byte(cm_buf *b, char c);
bool cm_buf_add_int(cm_buf *b, int64_t value);
bool cm_buf_addf(cm_buf *b, const char *format, ...) CM_PRINTF(2, 3);
cm_sv cm_buf_view(const cm_buf *b);    /* valid until the next append */
const char *cm_buf_z(const cm_buf *b); /* NUL-terminated, "" when empty; same life as the view */

#endif
