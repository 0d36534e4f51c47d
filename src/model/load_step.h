/* model/load_step.h - what the files that read a collision share. Inside this folder only. */
#ifndef CM_MODEL_LOAD_STEP_H
#define CM_MODEL_LOAD_STEP_H

#include "model/load.h"
#include "model/step.h"

extern const cm_key CM_JOIN_KEYS[];

/* The step that map[key] names, or NULL after a problem. */
const cm_step *cm_step_find(const cm_loader *l, const cm_yaml *map, const char *key);
/* The column that is named, or SIZE_MAX after a problem. */
size_t cm_step_column(const cm_loader *l, const cm_view *view, const cm_yaml *at);
/* An expression over the columns of a view. False after problems. wanted NULL: any type. */
bool cm_step_expression_load(const cm_loader *l, const cm_view *view, const cm_yaml *at,
                             const cm_type *wanted, cm_step_expression *ret_expression);
cm_view *cm_step_view(const cm_loader *l, const cm_step *step, const cm_view *start);
void cm_step_inherit(const cm_loader *l, cm_step *step, const cm_relation *from, cm_view *view);
const cm_view *cm_step_table(const cm_loader *l, cm_sv name); /* or NULL */
cm_sv cm_step_joined(cm_arena *mem, cm_svs names);
bool cm_step_load_join(const cm_loader *l, const cm_yaml *at, cm_step *step);

#endif
