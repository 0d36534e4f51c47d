/* Any bytes as the text of a judgment: refused as no UTF-8, or read and written as a record. */
#include "base/base.h"

#include "base/limits.h"
#include "judgment/record_json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct {
    cm_arena mem;
    cm_reader *reader;
    cm_reader_scratch *scratch;
} target;

static void load(target *t)
{
    CM_AUTO_ERR err = {0};
    cm_arena_init(&t->mem);
    cm_status status =
        cm_reader_load(&t->mem, cm_sv_from(getenv("CHAMING_DATA")), &t->reader, &err);
    cm_assert(status == CM_OK);
    t->scratch = cm_reader_scratch_new(t->reader);
}

/* Loading takes longer than reading: it is done once, and what is loaded is never freed. */
static target *get(void)
{
    static target t; /* NOLINT(cppcoreguidelines-avoid-non-const-global-variables) */
    if (t.reader == NULL) {
        load(&t);
    }
    return &t;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    target *t = get();
    CM_AUTO_ARENA document;
    CM_AUTO_ERR err = {0};
    cm_record record;
    cm_arena_init(&document);
    cm_sv text = {(const char *)data, size};
    if (cm_reader_read(t->reader, t->scratch, &document, text, &record, &err) == CM_OK) {
        CM_AUTO_BUF out;
        cm_buf_init(&out, CM_MAX_JSON);
        CM_AUTO_JSON *j = cm_json_new(&out);
        cm_record_write_json(j, &document, cm_reader_choices(t->reader), CM_SV("x"), &record);
        cm_assert(!out.over && out.len > 0);
    } else {
        cm_assert(err.status == CM_E_UTF8 || err.status == CM_E_LIMIT);
    }
    return 0;
}
