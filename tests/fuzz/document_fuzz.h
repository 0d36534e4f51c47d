/* tests/fuzz/document_fuzz.h - what holds for every text that was made from a file. */
#ifndef CM_TESTS_DOCUMENT_FUZZ_H
#define CM_TESTS_DOCUMENT_FUZZ_H

#include "base/file.h"
#include "base/limits.h"
#include "document/members.h"
#include "text/utf8.h"

#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void check_extraction(const cm_extraction *got)
{
    cm_assert(cm_utf8_invalid_at(got->text) == SIZE_MAX);
    cm_assert(got->verbatim || cm_sv_find_byte(got->text, '\0', 0) == SIZE_MAX);
    cm_assert((got->fault == CM_FAULT_NONE) == (got->text.len != 0));
    for (size_t i = 0; i < got->steps.count; i++) {
        const cm_map_step *step = &got->steps.items[i];
        cm_assert(step->text_unit != 0 && step->text <= got->text.len);
        cm_assert(i == 0 || step->text >= got->steps.items[i - 1].text);
    }
}

/* The places of a map of bytes lie in the original. */
static inline void check_places(const cm_extraction *got, size_t size)
{
    for (uint32_t at = 0; at < got->text.len; at++) {
        cm_assert(cm_extraction_place(got, at) <= size);
    }
}

static inline int fuzz_form(cm_form form, const uint8_t *data, size_t size)
{
    CM_AUTO_ARENA mem;
    cm_extraction got;
    cm_arena_init(&mem);
    cm_sv bytes = {(const char *)data, size};
    static cm_extractor *x = NULL; /* for all inputs: making one costs more than reading */
    if (x == NULL) {
        x = cm_extractor_new(NULL);
    }
    cm_extract_text(x, &mem, form, bytes, &got);
    check_extraction(&got);
    if (got.unit == CM_PLACE_BYTE) {
        check_places(&got, size);
    }
    (void)cm_form_of(CM_SV("x"), bytes);
    return 0;
}

/* A container is read from a file: its members, all of them, as an import does. */
static inline int fuzz_container(cm_form form, const uint8_t *data, size_t size)
{
    CM_AUTO_ARENA mem;
    CM_AUTO_ERR err = {0};
    cm_columns columns = {0};
    cm_members *m = NULL;
    cm_member member;
    cm_arena_init(&mem);
    cm_sv table = cm_arena_format(&mem, "%s/lexicon/columns.tsv", getenv("CHAMING_DATA"));
    cm_status status = cm_columns_load(&mem, table, &columns, &err);
    cm_assert(status == CM_OK);
    char name[] = "/tmp/chaming-fuzz-XXXXXX";
    int fd = mkstemp(name);
    cm_assert(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    status = cm_members_open(form, cm_sv_from(name), &columns, &m, &err);
    (void)close(fd);
    (void)unlink(name);
    uint64_t number = 0;
    while (status == CM_OK && cm_members_next(m, &member, &err)) {
        cm_assert(member.number == ++number);
        cm_assert(member.fault == CM_FAULT_NONE || member.bytes.len == 0 || member.row != 0);
        cm_assert(cm_utf8_invalid_at(member.name) == SIZE_MAX);
    }
    cm_members_close(m);
    return 0;
}

#endif
