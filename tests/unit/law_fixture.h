/* tests/unit/law_fixture.h - the real reference tables, loaded once per test program. */
#ifndef CM_TESTS_LAW_FIXTURE_H
#define CM_TESTS_LAW_FIXTURE_H

#include "harness.h"
#include "law/law.h"

typedef struct {
    cm_arena mem;
    const cm_law *law;
} law_fixture;

static inline int law_fixture_load(void **state)
{
    CM_AUTO_ERR err = {0};
    law_fixture *f = cm_alloc_zero(1, sizeof(*f));
    cm_arena_init(&f->mem);
    cm_status status = cm_law_load(&f->mem, cm_sv_from(getenv("CHAMING_DATA")), &f->law, &err);
    if (status != CM_OK) {
        print_error("%s:%u: %s\n", err.file != NULL ? err.file : "", err.line, err.message);
    }
    *state = f;
    return status == CM_OK ? 0 : -1;
}

static inline int law_fixture_free(void **state)
{
    law_fixture *f = *state;
    cm_arena_clear(&f->mem);
    cm_free(f);
    return 0;
}

static inline cm_date test_date(const char *text)
{
    cm_date d = CM_NO_DATE;
    if (text != NULL && text[0] != '\0') {
        assert_true(cm_date_parse(cm_sv_from(text), &d));
    }
    return d;
}

static inline int32_t test_day(const char *text)
{
    return cm_date_to_days(test_date(text));
}

#endif
