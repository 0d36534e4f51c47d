/* tests/unit/reading_fixture.h - the real reader with the real lexicon, loaded once per test
 * program; one document at a time. */
#ifndef CM_TESTS_READING_FIXTURE_H
#define CM_TESTS_READING_FIXTURE_H

#include "harness.h"
#include "judgment/reader.h"

typedef struct {
    cm_arena process, document;
    cm_reader *reader;
    cm_reader_scratch *scratch;
} reading_fixture;

static inline int reading_fixture_load(void **state)
{
    CM_AUTO_ERR err = {0};
    reading_fixture *f = cm_alloc_zero(1, sizeof(*f));
    cm_arena_init(&f->process);
    cm_arena_init(&f->document);
    *state = f;
    if (cm_reader_load(&f->process, cm_sv_from(getenv("CHAMING_DATA")), &f->reader, &err) !=
        CM_OK) {
        print_error("%s:%u: %s\n", err.file != NULL ? err.file : "", err.line, err.message);
        return -1;
    }
    f->scratch = cm_reader_scratch_new(f->reader);
    return 0;
}

static inline int reading_fixture_free(void **state)
{
    reading_fixture *f = *state;
    cm_reader_scratch_free(f->scratch);
    cm_reader_free(f->reader);
    cm_arena_clear(&f->document);
    cm_arena_clear(&f->process);
    cm_free(f);
    return 0;
}

/* Read one text; what was read before is gone. */
static inline cm_record reading_fixture_read(reading_fixture *f, cm_sv text)
{
    CM_AUTO_ERR err = {0};
    cm_record record = {0};
    cm_arena_reset(&f->document);
    assert_int_equal(cm_reader_read(f->reader, f->scratch, &f->document, text, &record, &err),
                     CM_OK);
    return record;
}

#endif
