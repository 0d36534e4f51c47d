/* tests/unit/model_fixture.h - the real tables that models are checked against, for model_*_test.c.
 */
#ifndef CM_TESTS_MODEL_FIXTURE_H
#define CM_TESTS_MODEL_FIXTURE_H

#include "harness.h"

#include "base/file.h"
#include "base/limits.h"
#include "model/model.h"

typedef struct {
    cm_arena mem;
    cm_terms terms;
    const cm_catalogue *catalogue;
    const cm_law *law;
    cm_schemas schemas;
    cm_wording words; /* English, so that tests can say what they expect */
    cm_wording chinese;
} model_fixture;

static inline cm_sv fixture_path(model_fixture *f, const char *variable, const char *below)
{
    const char *root = getenv(variable);
    assert_non_null(root);
    return cm_file_join(&f->mem, cm_sv_from(root), cm_sv_from(below));
}

static inline void fixture_open(model_fixture *f)
{
    CM_AUTO_ERR err = {0};
    *f = (model_fixture){0};
    cm_arena_init(&f->mem);
    cm_sv data = fixture_path(f, "CHAMING_DATA", "");
    cm_sv terms = fixture_path(f, "CHAMING_DATA", "terms/terms.tsv");
    cm_sv columns = fixture_path(f, "CHAMING_DATA", "catalogue.tsv");
    cm_sv tables = fixture_path(f, "CHAMING_DATA", "tables");
    cm_problems problems = {0};
    cm_sv english = fixture_path(f, "CHAMING_DATA", "messages/en/model.tsv");
    cm_sv chinese = fixture_path(f, "CHAMING_DATA", "messages/zh/model.tsv");
    bool ok = cm_terms_load(&f->mem, terms, &f->terms, &err) == CM_OK &&
              cm_catalogue_load(&f->mem, columns, &f->terms, &f->catalogue, &err) == CM_OK &&
              cm_law_load(&f->mem, data, &f->law, &err) == CM_OK &&
              cm_schemas_load(&f->mem, &f->terms, tables, &f->schemas, &problems, &err) == CM_OK &&
              cm_wording_load(&f->mem, english, &f->words, &err) == CM_OK &&
              cm_wording_load(&f->mem, chinese, &f->chinese, &err) == CM_OK;
    if (!ok) {
        print_error("%s:%u: %s\n", err.file == NULL ? "" : err.file, err.line, err.message);
        fail();
    }
}

static inline void fixture_close(model_fixture *f)
{
    cm_arena_clear(&f->mem);
}

static inline cm_model_context fixture_context(const model_fixture *f)
{
    return (cm_model_context){
        .catalogue = f->catalogue, .terms = &f->terms, .law = f->law, .schemas = &f->schemas};
}

/* All problems as the loader prints them. */
static inline cm_sv fixture_problems(model_fixture *f, const cm_wording *words,
                                     const cm_problems *problems)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_DATA_FILE);
    for (size_t i = 0; i < problems->count; i++) {
        cm_problem_write(&out, words, &problems->items[i]);
    }
    return cm_arena_sv(&f->mem, cm_buf_view(&out));
}

/* A model from its text; NULL after *ret_problems was set. */
static inline const cm_model *fixture_parse(model_fixture *f, const char *path, cm_sv text,
                                            cm_sv *ret_problems)
{
    const cm_model_context context = fixture_context(f);
    const cm_model *model = NULL;
    cm_problems problems = {0};
    const cm_source source = {cm_sv_from(path), text};
    cm_status status = cm_model_parse(&f->mem, &context, source, &model, &problems, NULL);
    *ret_problems = fixture_problems(f, &f->words, &problems);
    return status == CM_OK ? model : NULL;
}

#endif
