/* tests/unit/text_fixture.h - the text layer with the real folding table and characters, and a
 * lexicon of the test's own cues, so that no test depends on the phrases of data/lexicon/cues. */
#ifndef CM_TESTS_TEXT_FIXTURE_H
#define CM_TESTS_TEXT_FIXTURE_H

#include "base/file.h"
#include "base/limits.h"
#include "harness.h"
#include "text/lexer.h"

typedef struct {
    cm_arena mem;
    cm_folder *folder;
    cm_terms terms;
    cm_lexicon *lexicon; /* NULL until text_fixture_lexicon */
    cm_scratch *scratch;
} text_fixture;

static inline void text_fixture_init(text_fixture *f)
{
    CM_AUTO_ERR err = {0};
    *f = (text_fixture){0};
    cm_arena_init(&f->mem);
    const char *data = getenv("CHAMING_DATA");
    cm_sv fold = cm_arena_format(&f->mem, "%s/lexicon", data);
    cm_sv terms = cm_arena_format(&f->mem, "%s/terms/terms.tsv", data);
    assert_int_equal(cm_folder_load(&f->mem, fold, &f->folder, &err), CM_OK);
    assert_int_equal(cm_terms_load(&f->mem, terms, &f->terms, &err), CM_OK);
}

static inline void text_fixture_clear(text_fixture *f)
{
    cm_scratch_free(f->scratch);
    cm_lexicon_free(f->lexicon);
    cm_arena_clear(&f->mem);
}

#define TEXT_FIXTURE __attribute__((cleanup(text_fixture_clear))) text_fixture

/* Load a lexicon whose only cue file holds `phrases` (lines after the header). */
static inline cm_status text_fixture_lexicon(text_fixture *f, const char *phrases,
                                             const char *const *cue_names, size_t cue_count,
                                             cm_err *err)
{
    cm_sv folder = cm_arena_format(&f->mem, "%s/lexicon", test_temp_dir());
    cm_sv cues = cm_arena_format(&f->mem, "%s/lexicon/cues", test_temp_dir());
    CM_AUTO_BUF characters;
    cm_buf_init(&characters, CM_MAX_DATA_FILE);
    cm_sv real = cm_arena_format(&f->mem, "%s/lexicon/characters.tsv", getenv("CHAMING_DATA"));
    assert_int_equal(cm_file_read(real, &characters, err), CM_OK);
    assert_int_equal(cm_file_make_folder(cues, err), CM_OK);
    assert_int_equal(cm_file_write(cm_file_join(&f->mem, folder, CM_SV("characters.tsv")),
                                   cm_buf_view(&characters), err),
                     CM_OK);
    assert_int_equal(cm_file_write(cm_file_join(&f->mem, folder, CM_SV("second.tsv")),
                                   CM_SV("phrase\tterm\n"), err),
                     CM_OK);
    assert_int_equal(cm_file_write(cm_file_join(&f->mem, cues, CM_SV("test.tsv")),
                                   cm_arena_format(&f->mem, "phrase\tcue\tterm\n%s", phrases), err),
                     CM_OK);
    const cm_lexicon_source source = {folder, f->folder, &f->terms, cue_names, cue_count};
    cm_status status = cm_lexicon_load(&f->mem, &source, &f->lexicon, err);
    if (status == CM_OK) {
        f->scratch = cm_scratch_new(f->lexicon);
    }
    return status;
}

static inline cm_folded text_fixture_fold(text_fixture *f, cm_sv text)
{
    CM_AUTO_ERR err = {0};
    cm_folded folded = {0};
    assert_int_equal(cm_fold(&f->mem, f->folder, text, &folded, &err), CM_OK);
    return folded;
}

#endif
