/* Workbooks. */
#include "base/base.h"

#include "document_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_container(CM_FORM_XLSX, data, size);
}
