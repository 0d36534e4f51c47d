/* model/wording.h - the words of findings and of messages about models, from a table of
 * data/messages (id, text with {name} places). Memory: the arena given to load. Threads: immutable.
 */
#ifndef CM_MODEL_WORDING_H
#define CM_MODEL_WORDING_H

#include "base/buf.h"
#include "base/map.h"
#include "base/status.h"

typedef struct {
    cm_map texts;
} cm_wording;

typedef struct {
    const char *name;
    cm_sv value;
} cm_word;

/* Load data/messages/<language>/model.tsv. Fails: as cm_tsv_load. */
CM_MUST_USE cm_status cm_wording_load(cm_arena *mem, cm_sv path, cm_wording *ret_wording,
                                      cm_err *err);
/* One more file into the same; no id may stand twice. Fails: as load, SCHEMA. */
CM_MUST_USE cm_status cm_wording_add(cm_arena *mem, cm_sv path, cm_wording *wording, cm_err *err);
cm_sv cm_wording_find(const cm_wording *wording, cm_sv id); /* the id itself when unknown */
/* Append the text of `id` with its places filled from `words` (ended by a NULL name). */
void cm_wording_write(cm_buf *out, const cm_wording *wording, cm_sv id, const cm_word *words);

#endif
