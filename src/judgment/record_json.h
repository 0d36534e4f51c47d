/* judgment/record_json.h - the judgment record as JSON: keys in the order of docs/record.md, then
 * `spans` {pointer: [[begin, end]]}, `read` {group: {state, at}} and `conflicts`. */
#ifndef CM_JUDGMENT_RECORD_JSON_H
#define CM_JUDGMENT_RECORD_JSON_H

#include "base/json.h"
#include "judgment/reader.h"

/* Write one record as a JSON object. Offsets are bytes of the text the record was read from; `mem`
 * is for working memory (the document's arena). */
void cm_record_write_json(cm_json *out, cm_arena *mem, const cm_choices *choices, cm_sv id,
                          const cm_record *record);

#endif
