#include "model/function.h"

#include "model/model.h"

static const cm_function OWN[] = {
    {{"at_least", 8}, CM_FUNCTION_AT_LEAST, 2, NULL},
    {{"at_most", 7}, CM_FUNCTION_AT_MOST, 2, NULL},
    {{"abs", 3}, CM_FUNCTION_ABS, 1, NULL},
    {{"if_absent", 9}, CM_FUNCTION_IF_ABSENT, 2, NULL},
};

const cm_function *cm_function_find(cm_arena *mem, cm_sv name)
{
    for (size_t i = 0; i < CM_COUNT(OWN); i++) {
        if (cm_sv_equal(OWN[i].name, name)) {
            return &OWN[i];
        }
    }
    const cm_law_function *law = cm_law_function_find(name);
    if (law == NULL) {
        return NULL;
    }
    cm_function *function = cm_arena_new(mem, cm_function);
    *function = (cm_function){cm_sv_from(law->name), CM_FUNCTION_LAW, law->arg_count, law};
    return function;
}

cm_svs cm_function_names(cm_arena *mem)
{
    cm_svs names = {0};
    for (size_t i = 0; i < CM_COUNT(OWN); i++) {
        *cm_vec_push(mem, &names) = OWN[i].name;
    }
    size_t count;
    const cm_law_function *law = cm_law_functions(&count);
    for (size_t i = 0; i < count; i++) {
        *cm_vec_push(mem, &names) = cm_sv_from(law[i].name);
    }
    return names;
}

cm_type cm_law_type_of(cm_law_type type)
{
    return type == CM_LAW_DATE ? CM_TYPE_DATE : CM_TYPE_INTEGER;
}

typedef struct {
    const cm_law *law;
    const cm_law_function *function;
} law_call;

static bool call_law(const void *payload, const int64_t *args, int64_t *ret_value)
{
    const law_call *call = payload;
    cm_value_int value = call->function->eval(call->law, args, call->function->arg_count);
    *ret_value = value.value;
    return value.known;
}

cm_plan_functions cm_model_functions(cm_arena *mem, const cm_law *law)
{
    cm_plan_functions functions = {0};
    size_t count;
    const cm_law_function *all = cm_law_functions(&count);
    for (size_t i = 0; i < count; i++) {
        law_call *call = cm_arena_new(mem, law_call);
        *call = (law_call){law, &all[i]};
        *cm_vec_push(mem, &functions) =
            (cm_plan_function){cm_sv_from(all[i].name), all[i].arg_count, call_law, call};
    }
    return functions;
}
