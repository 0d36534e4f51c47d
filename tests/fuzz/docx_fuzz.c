/* Word's .docx: a zip with parts of XML. */
#include "base/base.h"

#include "document_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_form(CM_FORM_DOCX, data, size);
}
