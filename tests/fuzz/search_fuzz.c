/* Any bytes as a search expression, and what parses looked for in the bytes themselves. */
#include "base/base.h"

#include "base/file.h"
#include "search/expression.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct {
    cm_arena mem;
    cm_terms terms;
    cm_search_words words;
} target;

static void load(target *t)
{
    CM_AUTO_ERR err = {0};
    cm_arena_init(&t->mem);
    cm_sv data = cm_sv_from(getenv("CHAMING_DATA"));
    cm_sv terms = cm_file_join(&t->mem, data, CM_SV("terms/terms.tsv"));
    cm_status terms_status = cm_terms_load(&t->mem, terms, &t->terms, &err);
    cm_status words_status = cm_search_words_load(&t->mem, data, &t->terms, &t->words, &err);
    cm_assert(terms_status == CM_OK && words_status == CM_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static target t; /* NOLINT(cppcoreguidelines-avoid-non-const-global-variables) */
    if (t.words.folder == NULL) {
        load(&t); /* once, and never freed */
    }
    CM_AUTO_ARENA mem;
    CM_AUTO_ERR err = {0};
    cm_arena_init(&mem);
    const cm_sv bytes = {(const char *)data, size};
    const cm_search_expression *e = NULL;
    cm_folded folded;
    if (cm_search_parse(&mem, &t.words, bytes, -1, &e, &err) == CM_OK &&
        cm_fold(&mem, t.words.folder, bytes, &folded, &err) == CM_OK) {
        const cm_search_section_span all = {0, {0, (uint32_t)size}};
        const cm_search_text_view view = {&folded, &all, 1};
        cm_spans places = {0};
        if (cm_search_text(e, &mem, &view, &places)) {
            for (size_t i = 0; i < places.count; i++) {
                cm_assert(places.items[i].begin < places.items[i].end &&
                          places.items[i].end <= size &&
                          (i == 0 || places.items[i - 1].end <= places.items[i].begin));
            }
        }
    }
    return 0;
}
