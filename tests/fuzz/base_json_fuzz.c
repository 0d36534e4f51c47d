/* One line of NDJSON from outside: picked apart, and what was picked is written and picked again.
 */
#include "base/base.h"

#include "base/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The fields of a line of judgments (chaming import, chaming extract). */
static void set_names(cm_json_field *fields)
{
    fields[0] = (cm_json_field){.name = CM_SV("id")};
    fields[1] = (cm_json_field){.name = CM_SV("full_text")};
}

static void check_round_trip(cm_sv text)
{
    CM_AUTO_BUF out;
    CM_AUTO_ERR err = {0};
    cm_json_field fields[2];

    cm_buf_init(&out, (size_t)64 << 20);
    CM_AUTO_JSON *writer = cm_json_new(&out);
    cm_json_object(writer);
    cm_json_put_text(writer, CM_SV("full_text"), text);
    cm_json_object_end(writer);
    cm_json_reader *reader = cm_json_reader_new();
    set_names(fields);
    cm_status status = cm_json_pick(reader, cm_buf_view(&out), fields, 2, &err);
    cm_assert(status == CM_OK);
    cm_assert(cm_sv_equal(fields[1].value, text));
    cm_json_reader_free(reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CM_AUTO_ERR err = {0};
    cm_json_field fields[2];
    cm_json_reader *reader = cm_json_reader_new();
    cm_sv line = {(const char *)data, size};

    set_names(fields);
    if (cm_json_pick(reader, line, fields, 2, &err) == CM_OK && fields[1].type == CM_JSON_TEXT) {
        check_round_trip(fields[1].value);
    }
    cm_json_reader_free(reader);
    return 0;
}
