#include "base/base.h"

#include "document/document.h"

static const char *const form_ids[CM_FORM_COUNT] = {
    [CM_FORM_UNKNOWN] = "unknown", [CM_FORM_TEXT] = "text",  [CM_FORM_HTML] = "html",
    [CM_FORM_DOCX] = "docx",       [CM_FORM_DOC] = "doc",    [CM_FORM_RTF] = "rtf",
    [CM_FORM_PDF] = "pdf",         [CM_FORM_LINES] = "json", [CM_FORM_ZIP] = "zip",
    [CM_FORM_CSV] = "csv",         [CM_FORM_XLSX] = "xlsx",
};

static const char *const fault_ids[CM_FAULT_COUNT] = {
    [CM_FAULT_NONE] = "none",
    [CM_FAULT_EMPTY] = "empty",
    [CM_FAULT_SCAN] = "scan",
    [CM_FAULT_PASSWORD] = "password",
    [CM_FAULT_DAMAGED] = "damaged",
    [CM_FAULT_CHARSET] = "charset",
    [CM_FAULT_TOO_LONG] = "too_long",
    [CM_FAULT_BOMB] = "bomb",
    [CM_FAULT_NESTED] = "nested",
    [CM_FAULT_TIMEOUT] = "timeout",
    [CM_FAULT_NO_TOOL] = "no_tool",
    [CM_FAULT_NO_TEXT_COLUMN] = "no_text_column",
    [CM_FAULT_UNKNOWN_FORM] = "unknown_type",
};

static const char *const unit_ids[CM_PLACE_UNIT_COUNT] = {
    [CM_PLACE_BYTE] = "byte",
    [CM_PLACE_PAGE] = "page",
    [CM_PLACE_PARAGRAPH] = "paragraph",
};

cm_sv cm_form_id(cm_form form)
{
    return cm_sv_from(form_ids[form]);
}

cm_sv cm_fault_id(cm_fault fault)
{
    return cm_sv_from(fault_ids[fault]);
}

cm_sv cm_place_unit_id(cm_place_unit unit)
{
    return cm_sv_from(unit_ids[unit]);
}

bool cm_form_is_container(cm_form form)
{
    return form >= CM_FORM_ZIP;
}

uint64_t cm_extraction_place(const cm_extraction *got, uint32_t at)
{
    return cm_map_place(&got->steps, at);
}
