/* model/function.h - the functions expressions may call: four of the language itself and those of
 * law/function.h. Inside this folder only. */
#ifndef CM_MODEL_FUNCTION_H
#define CM_MODEL_FUNCTION_H

#include "law/function.h"
#include "model/catalogue.h"

typedef enum {
    CM_FUNCTION_AT_LEAST,  /* at_least(a, b): the greater */
    CM_FUNCTION_AT_MOST,   /* at_most(a, b): the smaller */
    CM_FUNCTION_ABS,       /* abs(a) */
    CM_FUNCTION_IF_ABSENT, /* if_absent(column, value): the value when the column is absent */
    CM_FUNCTION_LAW
} cm_function_kind;

typedef struct {
    cm_sv name;
    cm_function_kind kind;
    size_t arg_count;
    const cm_law_function *law; /* of CM_FUNCTION_LAW; argument and result types are its own */
} cm_function;

const cm_function *cm_function_find(cm_arena *mem, cm_sv name); /* NULL when there is none */
cm_svs cm_function_names(cm_arena *mem);
cm_type cm_law_type_of(cm_law_type type);

#endif
