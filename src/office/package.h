/* office/package.h - zip packages, written: parts by name, in the order in which they are added.
 * The same parts give the same bytes: every entry has the first day a zip can name as its time.
 * Memory: a package owns copies of its parts. Threads: one.
 *
 *     cm_package *p = cm_package_new();
 *     cm_package_add(p, "[Content_Types].xml", cm_buf_view(&types));
 *     status = cm_package_write(p, &out, err);
 *     cm_package_free(p); */
#ifndef CM_OFFICE_PACKAGE_H
#define CM_OFFICE_PACKAGE_H

#include "base/buf.h"
#include "base/status.h"

typedef struct cm_package cm_package;

cm_package *cm_package_new(void);
void cm_package_free(cm_package *p);
#define CM_AUTO_PACKAGE __attribute__((cleanup(cm_package_cleanup))) cm_package
void cm_package_cleanup(cm_package **p);

void cm_package_add(cm_package *p, const char *name, cm_sv bytes);
/* Append the finished zip; afterwards nothing can be added. Fails: LIMIT (out->max; *out is then as
 * it was), IO. */
CM_MUST_USE cm_status cm_package_write(cm_package *p, cm_buf *out, cm_err *err);

#endif
