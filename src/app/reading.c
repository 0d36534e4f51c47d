#include "base/base.h"

#include "app/reading.h"
#include "base/file.h"
#include "base/json.h"

static const char *const cause_names[CM_CAUSE_COUNT] = {
    [CM_CAUSE_NONE] = "none",
    [CM_CAUSE_TOO_LONG] = "too_long",
    [CM_CAUSE_INVALID_UTF8] = "invalid_utf8",
    [CM_CAUSE_INVALID_JSON] = "invalid_json",
    [CM_CAUSE_NO_TEXT] = "no_text",
    [CM_CAUSE_EMPTY] = "empty",
    [CM_CAUSE_NOT_A_JUDGMENT] = "not_a_judgment",
    [CM_CAUSE_UNREADABLE_FILE] = "unreadable_file",
    [CM_CAUSE_UNKNOWN_TYPE] = "unknown_type",
    [CM_CAUSE_SCAN] = "scan",
    [CM_CAUSE_PASSWORD] = "password",
    [CM_CAUSE_DAMAGED] = "damaged",
    [CM_CAUSE_CHARSET] = "charset",
    [CM_CAUSE_BOMB] = "bomb",
    [CM_CAUSE_NESTED] = "nested",
    [CM_CAUSE_TIMEOUT] = "timeout",
    [CM_CAUSE_NO_TOOL] = "no_tool",
    [CM_CAUSE_NO_TEXT_COLUMN] = "no_text_column",
    [CM_CAUSE_NO_KEY] = "no_key",
    [CM_CAUSE_BAD_ROW] = "bad_row",
    [CM_CAUSE_BAD_VALUE] = "bad_value",
    [CM_CAUSE_EMPTY_CELL] = "empty_cell",
    [CM_CAUSE_REPEATED_ROW] = "repeated_row",
};

cm_sv cm_cause_name(cm_cause cause)
{
    return cm_sv_from(cause_names[cause]);
}

cm_sv cm_cause_text(const cm_home *home, cm_arena *mem, cm_sv name)
{
    cm_sv id = cm_arena_format(mem, "cause.%.*s", CM_SV_ARG(name));
    return cm_wording_find(&home->messages, id);
}

struct cm_reading {
    const cm_home *home;
    cm_reader_scratch *scratch; /* some 30 ms of work: NULL until something is read */
    cm_json_reader *json;
};

cm_reading *cm_reading_new(const cm_home *home)
{
    cm_reading *r = cm_alloc_zero(1, sizeof(*r));
    r->home = home;
    r->json = cm_json_reader_new();
    return r;
}

void cm_reading_free(cm_reading *r)
{
    if (r != NULL) {
        cm_reader_scratch_free(r->scratch);
        cm_json_reader_free(r->json);
        cm_free(r);
    }
}

cm_reading **cm_readings_new(const cm_home *home, size_t count)
{
    cm_reading **readings = cm_alloc_zero(count, sizeof(*readings));
    for (size_t i = 0; i < count; i++) {
        readings[i] = cm_reading_new(home);
    }
    return readings;
}

void cm_readings_free(cm_reading **readings, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        cm_reading_free(readings[i]);
    }
    cm_free(readings);
}

static cm_cause cause_of(cm_status status)
{
    if (status == CM_E_UTF8) {
        return CM_CAUSE_INVALID_UTF8;
    }
    return status == CM_E_LIMIT ? CM_CAUSE_TOO_LONG : CM_CAUSE_INVALID_JSON;
}

cm_sv cm_reading_unmarked(cm_sv line)
{
    cm_sv mark = CM_SV("\xEF\xBB\xBF");
    return cm_sv_starts(line, mark) ? cm_sv_slice(line, mark.len, line.len) : line;
}

cm_cause cm_reading_pick(cm_reading *r, cm_sv line, cm_sv *ret_id, cm_sv *ret_text)
{
    cm_json_field fields[] = {
        {.name = CM_SV("id")}, {.name = CM_SV("full_text")}, {.name = CM_SV("text")}};
    CM_AUTO_ERR err = {0};
    cm_status status =
        cm_json_pick(r->json, cm_reading_unmarked(line), fields, CM_COUNT(fields), &err);
    if (status != CM_OK) {
        return cause_of(status);
    }
    const cm_json_field *text = fields[1].type == CM_JSON_TEXT ? &fields[1] : &fields[2];
    if (text->type != CM_JSON_TEXT) {
        return CM_CAUSE_NO_TEXT;
    }
    bool has_id = fields[0].type == CM_JSON_TEXT || fields[0].type == CM_JSON_NUMBER;
    *ret_id = has_id && fields[0].value.len > 0 ? fields[0].value : (cm_sv){NULL, 0};
    *ret_text = text->value;
    return CM_CAUSE_NONE;
}

/* Anything that only a court's document has. */
static bool is_judgment(const cm_record *r)
{
    return r->court.state == CM_KNOWN || r->case_no.state == CM_KNOWN ||
           r->document_type.state == CM_KNOWN || r->defendants.count > 0 ||
           r->decided_on.state == CM_KNOWN || r->articles.count > 0;
}

void cm_reading_text(cm_reading *r, cm_arena *mem, cm_sv id, cm_sv text, cm_document *ret_document)
{
    *ret_document = (cm_document){.id = id, .text = text};
    if (cm_sv_trim(text).len == 0) {
        ret_document->cause = CM_CAUSE_EMPTY;
        return;
    }
    CM_AUTO_ERR err = {0};
    if (r->scratch == NULL) {
        r->scratch = cm_reader_scratch_new(r->home->reader);
    }
    cm_status status =
        cm_reader_read(r->home->reader, r->scratch, mem, text, &ret_document->record, &err);
    if (status != CM_OK) {
        ret_document->cause = cause_of(status);
    } else if (!is_judgment(&ret_document->record)) {
        ret_document->cause = CM_CAUSE_NOT_A_JUDGMENT;
    }
}

void cm_reading_line(cm_reading *r, cm_arena *mem, cm_sv line, uint64_t number,
                     cm_document *ret_document)
{
    cm_sv id = {NULL, 0}, text = {NULL, 0};
    cm_cause cause = cm_reading_pick(r, line, &id, &text);
    if (cause != CM_CAUSE_NONE) {
        *ret_document = (cm_document){.cause = cause, .id = id};
        return;
    }
    if (id.ptr == NULL) {
        id = cm_arena_format(mem, "%llu", (unsigned long long)number);
    }
    cm_reading_text(r, mem, id, text, ret_document);
}

cm_sv cm_reading_file_id(cm_sv path)
{
    cm_sv name = cm_file_name(path);
    cm_sv end = CM_SV(".txt");
    return cm_sv_ends(name, end) ? cm_sv_slice(name, 0, name.len - end.len) : name;
}
