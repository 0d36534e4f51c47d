/* app/choice.h - some of the documents of a workspace, chosen by what is known of them, for a run
 * over them alone. Memory: the arena given. */
#ifndef CM_APP_CHOICE_H
#define CM_APP_CHOICE_H

#include "app/site.h"
#include "base/json.h"
#include "base/json_tree.h"

typedef struct {
    cm_sv court;      /* a part of its name; empty: any */
    cm_date from, to; /* day of decision; CM_NO_DATE: any */
    int64_t source;   /* 0: any */
    cm_svs documents; /* ids; none: any */
} cm_choice;

bool cm_choice_is_all(const cm_choice *choice);
/* Their keys, rising. Fails: NOTFOUND (an id that is no document's), DB. */
CM_MUST_USE cm_status cm_choice_load(cm_site *site, const cm_choice *choice, cm_arena *mem,
                                     cm_numbers *ret_keys, cm_err *err);
/* Whether it is among them; NULL: all are. */
bool cm_choice_has(const cm_numbers *keys, int64_t doc_key);
/* The keys joined by ',' for a query; NULL: the cell says any. */
cm_cell cm_choice_cell(cm_arena *mem, const cm_numbers *keys);

/* Members of an object that is open, and back; texts are those of the tree. */
void cm_choice_write_json(cm_json *json, const cm_choice *choice);
cm_choice cm_choice_read_json(cm_arena *mem, const cm_json_value *object);

#endif
