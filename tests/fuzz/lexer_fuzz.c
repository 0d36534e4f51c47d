/* Any bytes through folding and the lexer: tokens in order, inside the text, whose places in the
 * original are whole characters. */
#include "base/base.h"

#include "base/file.h"
#include "judgment/cue.h"
#include "text/lexer.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct {
    cm_arena mem;
    cm_folder *folder;
    cm_terms terms;
    cm_lexicon *lexicon;
    cm_scratch *scratch;
} target;

static void load(target *t)
{
    CM_AUTO_ERR err = {0};
    cm_arena_init(&t->mem);
    cm_sv data = cm_sv_from(getenv("CHAMING_DATA"));
    cm_sv folder = cm_file_join(&t->mem, data, CM_SV("lexicon"));
    cm_assert(cm_folder_load(&t->mem, folder, &t->folder, &err) == CM_OK);
    cm_assert(cm_terms_load(&t->mem, cm_file_join(&t->mem, data, CM_SV("terms/terms.tsv")),
                            &t->terms, &err) == CM_OK);
    const cm_lexicon_source source = {folder, t->folder, &t->terms, CM_CUE_NAMES, CM_CUE_COUNT};
    cm_assert(cm_lexicon_load(&t->mem, &source, &t->lexicon, &err) == CM_OK);
    t->scratch = cm_scratch_new(t->lexicon);
}

/* Loading takes longer than lexing: it is done once, and what is loaded is never freed. */
static target *get(void)
{
    static target t; /* NOLINT(cppcoreguidelines-avoid-non-const-global-variables) */
    if (t.lexicon == NULL) {
        load(&t);
    }
    return &t;
}

static void check_tokens(const cm_lexed *lexed)
{
    uint32_t end = 0;
    for (size_t i = 0; i < lexed->tokens.count; i++) {
        const cm_token *t = &lexed->tokens.items[i];
        cm_assert(t->begin >= end && t->end > t->begin && t->end <= lexed->text.len);
        cm_span at = cm_folded_span(lexed->folded, t->begin, t->end);
        cm_sv original = lexed->folded->original;
        cm_assert(at.begin < at.end && at.end <= original.len);
        cm_assert(cm_utf8_is_boundary(original, at.begin));
        cm_assert(at.end == original.len || cm_utf8_is_boundary(original, at.end));
        end = t->end;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    target *t = get();
    CM_AUTO_ARENA document;
    CM_AUTO_ERR err = {0};
    cm_arena_init(&document);
    cm_folded folded;
    cm_lexed lexed;
    if (cm_fold(&document, t->folder, (cm_sv){(const char *)data, size}, &folded, &err) == CM_OK) {
        cm_lex(&document, t->lexicon, t->scratch, &folded, &lexed);
        check_tokens(&lexed);
    } else {
        cm_assert(err.status == CM_E_UTF8 || err.status == CM_E_LIMIT);
    }
    return 0;
}
