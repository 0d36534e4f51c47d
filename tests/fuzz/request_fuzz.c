/* A request as bytes: "METHOD target\n" and a body, against all routes of the server. */
#include "base/base.h"

#include "server/decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CM_AUTO_ARENA mem;
    CM_AUTO_ERR err = {0};
    cm_arena_init(&mem);
    cm_sv rest = cm_arena_sv(&mem, (cm_sv){(const char *)data, size}), line = {NULL, 0};
    (void)cm_sv_split(&rest, '\n', &line);
    size_t blank = cm_sv_find_byte(line, ' ', 0);
    cm_sv method = cm_sv_slice(line, 0, blank);
    cm_sv target = blank == SIZE_MAX ? CM_SV("") : cm_sv_slice(line, blank + 1, line.len);
    cm_decoded d;
    int64_t version = 0;
    (void)cm_decode_version(line, &version);
    (void)cm_decode_cookie(line, CM_SV("chaming_session"));
    cm_status status = cm_decode_target(method, target, &mem, &d, &err);
    if (status == CM_OK && d.route->body == CM_BODY_JSON) {
        status = cm_decode_body(&d, rest, &mem, &err);
    }
    for (size_t i = 0; status == CM_OK && i < d.route->field_count; i++) {
        cm_assert(d.values[i].given || !d.route->fields[i].required);
        cm_assert(!d.values[i].given || d.route->fields[i].type != CM_FIELD_INT ||
                  d.values[i].number <= d.route->fields[i].most);
    }
    return 0;
}
