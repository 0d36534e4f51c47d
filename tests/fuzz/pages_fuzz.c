/* The outputs of pdftotext and antiword. */
#include "base/base.h"

#include "document/read.h"
#include "document_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    void (*const readers[])(cm_arena *, cm_sv, cm_extraction *) = {cm_read_pages,
                                                                   cm_read_paragraphs};
    for (size_t i = 0; i < CM_COUNT(readers); i++) {
        CM_AUTO_ARENA mem;
        cm_extraction got = {0};
        cm_arena_init(&mem);
        readers[i](&mem, (cm_sv){(const char *)data, size}, &got);
        if (got.fault == CM_FAULT_NONE && got.text.len != 0) {
            check_extraction(&got);
        }
    }
    return 0;
}
