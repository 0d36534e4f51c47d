/* paper/docx.h - an outward document as a .docx in the layout of GB/T 9704-2012: one page size, the
 * grid of 22 lines by 28 characters, named styles, page numbers right on odd and left on even
 * pages. All measures come from the style. The same paper and style give the same bytes. Memory:
 * the file is appended to `out`, which the caller owns. Threads: no state. */
#ifndef CM_PAPER_DOCX_H
#define CM_PAPER_DOCX_H

#include "base/buf.h"
#include "paper/style.h"

/* Append the file. Fails: LIMIT (out->max), IO. */
CM_MUST_USE cm_status cm_paper_write_docx(const cm_paper *paper, const cm_paper_style *style,
                                          cm_buf *out, cm_err *err);

#endif
