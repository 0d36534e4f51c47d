#include "base/base.h"

#include "server/exchange.h"

#include "base/limits.h"
#include "server/house.h"
#include "server/route.h"

#include <string.h>

/* ---- what was asked ---- */

static const cm_field_value *value_of(const cm_exchange *x, const char *name)
{
    for (size_t i = 0; i < x->route->field_count; i++) {
        if (strcmp(x->route->fields[i].name, name) == 0) {
            return &x->values[i];
        }
    }
    cm_assert(false); /* api/openapi.yaml has no such field in this operation */
    return NULL;
}

cm_sv cm_ask_text(const cm_exchange *x, const char *name)
{
    const cm_field_value *v = value_of(x, name);
    return v->given ? v->text : (cm_sv){NULL, 0};
}

int64_t cm_ask_int(const cm_exchange *x, const char *name, int64_t otherwise)
{
    const cm_field_value *v = value_of(x, name);
    return v->given ? v->number : otherwise;
}

bool cm_ask_bool(const cm_exchange *x, const char *name)
{
    const cm_field_value *v = value_of(x, name);
    return v->given && v->number != 0;
}

cm_date cm_ask_day(const cm_exchange *x, const char *name)
{
    cm_date day = CM_NO_DATE;
    const cm_field_value *v = value_of(x, name);
    if (v->given) {
        cm_assert(cm_date_parse(v->text, &day)); /* format: date was checked */
    }
    return day;
}

cm_svs cm_ask_texts(const cm_exchange *x, const char *name)
{
    return value_of(x, name)->texts;
}

const cm_json_value *cm_ask_tree(const cm_exchange *x, const char *name)
{
    const cm_field_value *v = value_of(x, name);
    return v->given ? v->tree : NULL;
}

cm_sv cm_ask_body(const cm_exchange *x)
{
    return x->body;
}

cm_sv cm_ask_file(const cm_exchange *x)
{
    return x->file;
}

int64_t cm_ask_version(const cm_exchange *x)
{
    return x->version;
}

cm_status cm_ask_site(cm_exchange *x, cm_site **ret_site, cm_err *err)
{
    cm_status status = CM_OK;
    if (x->site == NULL) {
        status = cm_seat_join(x->seat, x->home, &x->site, err);
    }
    *ret_site = x->site;
    return status;
}

cm_status cm_ask_look(cm_exchange *x, const char *act, cm_site **ret_site, cm_err *err)
{
    const cm_lens_use use = {.caller = &x->caller,
                             .act = cm_sv_from(act),
                             .reason = x->reason,
                             .case_no = x->case_no,
                             .ground = x->ground};
    cm_status status = cm_ask_site(x, ret_site, err);
    return status == CM_OK && x->site->lens == NULL ? cm_lens_put(x->site, &use, err) : status;
}

cm_docket cm_ask_docket(cm_exchange *x)
{
    return (cm_docket){
        .desk = x->workdesk->desk, .home = x->home, .caller = &x->caller, .mem = x->mem};
}

cm_status cm_ask_wrong(cm_exchange *x, const char *name, const char *what, cm_err *err)
{
    static const char *const PLACES[] = {"path", "query", "body"};
    for (size_t i = 0; i < x->route->field_count; i++) {
        if (strcmp(x->route->fields[i].name, name) == 0) {
            x->wrong_in = cm_sv_from(PLACES[x->route->fields[i].in]);
        }
    }
    x->wrong_name = cm_sv_from(name);
    return cm_err_set(err, CM_E_ARG, "'%s': %s", name, what);
}

/* ---- the answer ---- */

void cm_reply_status(cm_exchange *x, unsigned status)
{
    x->reply.status = status;
}

void cm_reply_header(cm_exchange *x, const char *name, cm_sv value)
{
    *cm_vec_push(x->mem, &x->reply.headers) =
        (cm_header){cm_sv_from(name), cm_arena_sv(x->mem, value)};
}

void cm_reply_place(cm_exchange *x, cm_sv path)
{
    cm_reply_header(x, "Location", path);
}

void cm_reply_version(cm_exchange *x, int64_t version)
{
    cm_reply_header(x, "ETag", cm_arena_format(x->mem, "\"%lld\"", (long long)version));
}

static void add_escaped(cm_buf *out, cm_sv text)
{
    static const char DIGITS[] = "0123456789ABCDEF";
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     c == '-' || c == '.' || c == '_' || c == '~';
        if (plain) {
            (void)cm_buf_add_byte(out, (char)c);
        } else {
            (void)cm_buf_add_byte(out, '%');
            (void)cm_buf_add_byte(out, DIGITS[c >> 4U]);
            (void)cm_buf_add_byte(out, DIGITS[c & 15U]);
        }
    }
}

void cm_reply_next(cm_exchange *x, cm_sv next)
{
    if (next.len != 0) {
        CM_AUTO_BUF link;
        cm_buf_init(&link, CM_MAX_MESSAGE);
        (void)cm_buf_add(&link, CM_SV("<?after="));
        add_escaped(&link, next);
        (void)cm_buf_add(&link, CM_SV(">; rel=\"next\""));
        cm_reply_header(x, "Link", cm_buf_view(&link));
    }
}

void cm_reply_file(cm_exchange *x, const char *type, cm_sv name, cm_sv bytes)
{
    x->reply.type = type;
    cm_buf_reset(&x->reply.bytes);
    (void)cm_buf_add(&x->reply.bytes, bytes);
    if (name.len != 0) {
        CM_AUTO_BUF value;
        cm_buf_init(&value, CM_MAX_MESSAGE);
        (void)cm_buf_add(&value, CM_SV("attachment; filename*=UTF-8''"));
        add_escaped(&value, name);
        cm_reply_header(x, "Content-Disposition", cm_buf_view(&value));
    }
}

void cm_reply_cookie(cm_exchange *x, cm_sv value, int64_t seconds)
{
    cm_reply_header(x, "Set-Cookie",
                    cm_arena_format(x->mem,
                                    "%s=%.*s; Path=/; Max-Age=%lld; HttpOnly; SameSite=Strict%s",
                                    CM_SESSION_COOKIE, CM_SV_ARG(value), (long long)seconds,
                                    cm_house_is_secret(x->house) ? "; Secure" : ""));
}

void cm_reply_secret(cm_exchange *x)
{
    x->reply.secret = true;
}

void cm_reply_notice(cm_exchange *x)
{
    cm_json_object(x->json);
    cm_json_put_text(x->json, CM_SV("notice"),
                     cm_wording_find(&x->home->messages, CM_SV("notice")));
}

void cm_reply_items(cm_exchange *x)
{
    cm_json_key(x->json, CM_SV("items"));
    cm_json_array(x->json);
}

void cm_reply_list(cm_exchange *x)
{
    cm_json_object(x->json);
    cm_reply_items(x);
}
