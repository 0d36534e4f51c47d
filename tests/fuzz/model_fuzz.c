/* The model loader and compiler: any bytes give a model or a list of mistakes, and what loads also
 * compiles and answers for a row without facts. */
#include "base/base.h"

#include "model/model.h"
#include "model/test.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct {
    cm_arena mem;
    cm_terms terms;
    cm_wording words;
    cm_model_context context;
} home;

static cm_sv below(home *h, const char *name)
{
    const char *root = getenv("CHAMING_DATA");
    return cm_arena_format(&h->mem, "%s/%s", root == NULL ? "data" : root, name);
}

static home *open_home(void)
{
    static home h; // NOLINT(cppcoreguidelines-avoid-non-const-global-variables): loaded once
    if (h.context.terms == NULL) {
        cm_arena_init(&h.mem);
        h.context.terms = &h.terms;
        cm_assert(cm_terms_load(&h.mem, below(&h, "terms/terms.tsv"), &h.terms, NULL) == CM_OK);
        cm_assert(cm_catalogue_load(&h.mem, below(&h, "catalogue.tsv"), &h.terms,
                                    &h.context.catalogue, NULL) == CM_OK);
        cm_assert(cm_law_load(&h.mem, below(&h, ""), &h.context.law, NULL) == CM_OK);
        cm_assert(cm_wording_load(&h.mem, below(&h, "messages/zh/model.tsv"), &h.words, NULL) ==
                  CM_OK);
    }
    return &h;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    home *h = open_home();
    CM_AUTO_ARENA mem;
    CM_AUTO_BUF out;
    const cm_model *model;
    const cm_plan *plan;
    cm_problems problems = {0};
    const cm_source text = {CM_SV("x/y.yaml"), {(const char *)data, size}};
    cm_arena_init(&mem);
    cm_buf_init(&out, (size_t)1 << 24);
    if (cm_model_parse(&mem, &h->context, text, &model, &problems, NULL) == CM_OK) {
        cm_status planned = cm_model_plan(&mem, model, &plan, NULL);
        cm_assert(planned == CM_OK || planned == CM_E_LIMIT);
        (void)cm_model_test(&mem, model, &h->words, &problems);
    }
    for (size_t i = 0; i < problems.count; i++) {
        cm_problem_write(&out, &h->words, &problems.items[i]);
    }
    return 0;
}
