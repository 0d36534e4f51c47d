/* Any valid text, folded, and a numeral read at every character of it. */
#include "base/base.h"

#include "base/file.h"
#include "judgment/cue.h"
#include "text/numeral.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct {
    cm_arena mem;
    cm_folder *folder;
    cm_terms terms;
    cm_lexicon *lexicon;
} target;

static void load(target *t)
{
    CM_AUTO_ERR err = {0};
    cm_arena_init(&t->mem);
    cm_sv data = cm_sv_from(getenv("CHAMING_DATA"));
    cm_sv lexicon = cm_file_join(&t->mem, data, CM_SV("lexicon"));
    cm_sv terms = cm_file_join(&t->mem, data, CM_SV("terms/terms.tsv"));
    cm_status folder_status = cm_folder_load(&t->mem, lexicon, &t->folder, &err);
    cm_status terms_status = cm_terms_load(&t->mem, terms, &t->terms, &err);
    const cm_lexicon_source source = {lexicon, t->folder, &t->terms, CM_CUE_NAMES, CM_CUE_COUNT};
    cm_status lexicon_status = cm_lexicon_load(&t->mem, &source, &t->lexicon, &err);
    cm_assert(folder_status == CM_OK && terms_status == CM_OK && lexicon_status == CM_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static target t; /* NOLINT(cppcoreguidelines-avoid-non-const-global-variables) */
    if (t.lexicon == NULL) {
        load(&t); /* once, and never freed */
    }
    CM_AUTO_ARENA mem;
    CM_AUTO_ERR err = {0};
    cm_folded folded;
    cm_arena_init(&mem);
    if (cm_fold(&mem, t.folder, (cm_sv){(const char *)data, size}, &folded, &err) == CM_OK) {
        size_t len;
        for (size_t i = 0; i < folded.text.len; i += len) {
            cm_numeral n;
            (void)cm_utf8_decode(folded.text, i, &len);
            if (cm_numeral_read(t.lexicon, folded.text, (uint32_t)i, &n)) {
                cm_assert(n.end > i && n.end <= folded.text.len && n.hundredths >= 0);
            }
        }
    }
    return 0;
}
