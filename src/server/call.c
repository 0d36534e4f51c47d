#include "base/base.h"

#include "server/call.h"

#include "base/file.h"
#include "base/kdf.h"
#include "base/limits.h"
#include "server/entry.h"
#include "server/problem.h"
#include "server/repeat.h"
#include "server/server_parts.h"
#include "server/stream_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define CSP_NAME "Content-Security-Policy"
#define CSP(styles)                                                                                \
    "default-src 'none'; script-src 'self'; " styles                                               \
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; form-action 'none'; "        \
    "frame-ancestors 'none'; base-uri 'none'"
#define JSON_LEAST ((size_t)16 << 10) /* of who has not logged in */
#define JSON_MOST  ((size_t)1 << 20)
#define RAW_MOST   ((size_t)16 << 20)

/* ---- from beginning to end ---- */

static void run(cm_task *task, cm_seat *seat);
static void done(cm_task *task);
static bool gone(cm_task *task);

cm_call *cm_call_new(cm_server *server, struct MHD_Connection *connection, const char *target)
{
    cm_call *c = cm_alloc_zero(1, sizeof(*c));
    cm_arena_init(&c->mem);
    c->server = server;
    c->connection = connection;
    c->target = cm_arena_sv(&c->mem, cm_sv_from(target));
    c->file = -1;
    c->begun_ms = cm_clock_ms();
    c->task = (cm_task){.run = run, .done = done, .gone = gone};
    c->x = (cm_exchange){
        .mem = &c->mem, .house = server->house, .server = server, .cancel = &c->task.cancel};
    c->x.home = cm_house_home(server->house, CM_ZH);
    cm_buf_init(&c->x.reply.bytes, CM_MAX_JSON);
    cm_buf_init(&c->body, RAW_MOST);
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    c->socket = info == NULL ? -1 : info->connect_fd;
    return c;
}

static void drop_file(cm_call *c)
{
    if (c->file >= 0) {
        (void)close(c->file);
        c->file = -1;
    }
    if (c->x.file.len != 0 && cm_file_exists(c->x.file)) {
        CM_AUTO_ERR ignored = {0}; /* what is left is removed at the next start */
        cm_status status = cm_file_remove(c->x.file, &ignored);
        (void)status;
    }
}

void cm_call_free(cm_call *call)
{
    if (call != NULL) {
        drop_file(call);
        cm_stream_free(call->x.stream);
        cm_buf_clear(&call->body);
        cm_buf_clear(&call->x.reply.bytes);
        cm_arena_clear(&call->mem);
        cm_free(call);
    }
}

void cm_call_turn(const cm_call *call, cm_guest_stage stage)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(call->connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    if (info != NULL && info->socket_context != NULL) {
        cm_guest_turn(call->server->guests, info->socket_context, stage, cm_clock_ms());
    }
}

/* ---- headers ---- */

typedef struct {
    cm_call *call;
    size_t hosts, lengths, codings;
    bool broken; /* a name or a value that others could read in another way */
} headers;

static bool is_named(const char *name, const char *wanted)
{
    return strcasecmp(name, wanted) == 0;
}

static void take_authorization(cm_exchange *x, cm_sv value)
{
    static const char SCHEME[] = "Bearer ";
    if (value.len > strlen(SCHEME) && strncasecmp(value.ptr, SCHEME, strlen(SCHEME)) == 0) {
        x->bearer = cm_sv_trim(cm_sv_slice(value, strlen(SCHEME), value.len));
    }
}

/* What others call the request: letters, digits and '-' only, as it goes to the log. */
static bool is_id(cm_sv id)
{
    enum { MOST = 64 };

    for (size_t i = 0; i < id.len; i++) {
        char c = id.ptr[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
              c == '-')) {
            return false;
        }
    }
    return id.len > 0 && id.len <= MOST;
}

/* The last of a list: what the proxy itself saw. */
static cm_sv last_address(cm_sv list)
{
    cm_sv part, last = {NULL, 0};
    while (cm_sv_split(&list, ',', &part)) {
        last = cm_sv_trim(part);
    }
    return last;
}

/* RFC 9110 5.1 and 5.5. Whoever stands before the server may end a value at a zero or take a name
 * with a blank for another one. */
static bool is_sound(cm_sv name, cm_sv value)
{
    static const char MARKS[] = "!#$%&'*+-.^_`|~";
    bool sound = name.len > 0;
    for (size_t i = 0; i < name.len && sound; i++) {
        char c = name.ptr[i];
        sound = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                (c != '\0' && strchr(MARKS, c) != NULL);
    }
    for (size_t i = 0; i < value.len && sound; i++) {
        unsigned char c = (unsigned char)value.ptr[i];
        sound = (c >= ' ' || c == '\t') && c != 0x7F;
    }
    return sound;
}

static enum MHD_Result take_header(void *payload, enum MHD_ValueKind kind, const char *name,
                                   size_t name_size, const char *text, size_t text_size)
{
    headers *h = payload;
    cm_call *c = h->call;
    cm_exchange *x = &c->x;
    cm_sv value = cm_arena_sv(&c->mem, (cm_sv){text, text_size});
    h->broken = h->broken || !is_sound((cm_sv){name, name_size}, value);
    (void)kind;
    if (is_named(name, "Host")) {
        h->hosts++;
    } else if (is_named(name, "Content-Length")) {
        h->lengths++;
    } else if (is_named(name, "Transfer-Encoding")) {
        h->codings++;
        h->broken = h->broken || strcasecmp(value.ptr, "chunked") != 0;
    } else if (is_named(name, "Authorization")) {
        take_authorization(x, value);
    } else if (is_named(name, "Cookie")) {
        x->cookie = cm_decode_cookie(value, CM_SV(CM_SESSION_COOKIE));
    } else if (is_named(name, "X-Proxy-Secret")) {
        x->proxy_secret = value;
    } else if (x->house->options.proxy_user.len != 0 &&
               is_named(name, x->house->options.proxy_user.ptr)) {
        x->proxy_user = value;
    } else if (is_named(name, "X-CSRF-Token")) {
        x->csrf = value;
    } else if (is_named(name, "Idempotency-Key")) {
        x->key = value;
    } else if (is_named(name, "Last-Event-ID")) {
        x->last_event = value;
    } else if (is_named(name, "Accept-Language")) {
        bool english = cm_sv_starts(cm_sv_trim(value), CM_SV("en"));
        x->home = cm_house_home(c->server->house, english ? CM_EN : CM_ZH);
    } else if (is_named(name, "X-Request-Id") && is_id(value)) {
        x->id = value;
    } else if (is_named(name, "X-Forwarded-For") && x->house->options.behind_proxy) {
        x->forwarded = last_address(value);
    }
    return MHD_YES;
}

/* A proxy on this machine is believed, and one elsewhere that shows the secret. */
static void take_address(cm_call *c)
{
    cm_exchange *x = &c->x;
    const cm_house_options *o = &x->house->options;
    x->address = cm_server_address(c->connection, &c->mem);
    bool proxy = cm_house_is_local(x->address) ||
                 (o->proxy_secret.len != 0 && cm_secret_equal(o->proxy_secret, x->proxy_secret));
    if (x->forwarded.len != 0 && proxy) {
        x->address = x->forwarded;
    }
}

/* Two lengths, a length and a coding, or a coding that not everybody knows are how a request hides
 * another one. */
static bool check_framing(cm_call *c, const headers *h)
{
    if (h->broken || (h->lengths > 0 && h->codings > 0) || h->lengths > 1 || h->codings > 1 ||
        h->hosts > 1) {
        cm_problem_named(&c->x, CM_HTTP_BAD_REQUEST, "framing");
        cm_reply_header(&c->x, "Connection", CM_SV("close"));
        return false;
    }
    return true;
}

static cm_sv header(const cm_call *c, const char *name)
{
    return cm_sv_from(MHD_lookup_connection_value(c->connection, MHD_HEADER_KIND, name));
}

static bool check_version(cm_call *c)
{
    cm_sv given = header(c, "If-Match");
    if (given.len == 0 || cm_sv_equal(given, CM_SV("*")) || !c->decoded.route->takes_version) {
        return true;
    }
    if (!cm_decode_version(given, &c->x.version)) {
        c->x.wrong_in = CM_SV("header");
        c->x.wrong_name = CM_SV("If-Match");
        cm_problem_named(&c->x, CM_HTTP_BAD_REQUEST, "version");
        return false;
    }
    return true;
}

static size_t body_most(const cm_call *c)
{
    switch (c->decoded.route->body) {
    case CM_BODY_NONE: /* nothing, or {} */
    case CM_BODY_JSON:
        return c->decoded.route->anyone ? JSON_LEAST : JSON_MOST;
    case CM_BODY_RAW:
        return RAW_MOST;
    case CM_BODY_FILE:
        return c->server->house->options.upload_most;
    }
    return 0;
}

static bool is_json(cm_sv type)
{
    static const char JSON[] = "application/json";
    cm_sv kind = cm_sv_trim(cm_sv_slice(type, 0, cm_sv_find_byte(type, ';', 0)));
    return kind.len == strlen(JSON) && strncasecmp(kind.ptr, JSON, strlen(JSON)) == 0;
}

/* Also where no body is asked for: there it has no members. */
static bool takes_json(const cm_call *c)
{
    return c->decoded.route->body == CM_BODY_JSON || c->decoded.route->body == CM_BODY_NONE;
}

static bool check_body(cm_call *c)
{
    int64_t length = 0;
    cm_sv type = header(c, "Content-Type"), given = header(c, "Content-Length");
    bool some =
        given.len != 0 ? !cm_sv_equal(given, CM_SV("0")) : header(c, "Transfer-Encoding").len != 0;
    if (given.len != 0 && (!cm_sv_to_int(given, &length) || (size_t)length > body_most(c))) {
        cm_problem_named(&c->x, CM_HTTP_TOO_LARGE, "limit");
        return false;
    }
    if (some && takes_json(c) && !is_json(type)) {
        cm_problem_named(&c->x, CM_HTTP_NO_TYPE, "type");
        return false;
    }
    return true;
}

/* ---- opening ---- */

/* A page with a nonce of its own, which the styles that its components make carry. */
static void reply_page(cm_call *c, const cm_shelf_file *f)
{
    cm_sv nonce = cm_nonce(&c->mem);
    size_t at = cm_sv_find(f->bytes, CM_SV(CM_SHELF_NONCE), 0);
    cm_sv before = cm_sv_slice(f->bytes, 0, at);
    cm_sv after = cm_sv_slice(f->bytes, at + CM_SV(CM_SHELF_NONCE).len, f->bytes.len);
    cm_reply_header(
        &c->x, CSP_NAME,
        cm_arena_format(&c->mem, CSP("style-src 'self' 'nonce-%.*s'; "), CM_SV_ARG(nonce)));
    cm_reply_file(&c->x, f->type, CM_SV(""), before);
    (void)cm_buf_add(&c->x.reply.bytes, nonce);
    (void)cm_buf_add(&c->x.reply.bytes, after);
}

static void reply_shelf(cm_call *c, const cm_shelf_file *f)
{
    if (f->kind == CM_SHELF_PAGE) {
        reply_page(c, f);
        return;
    }
    bool packed = f->packed.len != 0 &&
                  cm_sv_find(header(c, "Accept-Encoding"), CM_SV("gzip"), 0) != SIZE_MAX;
    cm_reply_header(&c->x, "ETag", f->tag);
    cm_reply_header(&c->x, "Vary", CM_SV("Accept-Encoding"));
    cm_reply_header(&c->x, "Cache-Control",
                    f->kind == CM_SHELF_LASTING ? CM_SV("public, max-age=31536000, immutable")
                                                : CM_SV("no-cache"));
    if (cm_sv_equal(header(c, "If-None-Match"), f->tag)) {
        cm_reply_file(&c->x, f->type, CM_SV(""), CM_SV(""));
        cm_reply_status(&c->x, CM_HTTP_NOT_MODIFIED);
        return;
    }
    if (packed) {
        cm_reply_header(&c->x, "Content-Encoding", CM_SV("gzip"));
    }
    cm_reply_file(&c->x, f->type, CM_SV(""), packed ? f->packed : f->bytes);
}

/* False: it is answered. */
static bool find_route(cm_call *c)
{
    CM_AUTO_ERR err = {0};
    cm_status status = cm_decode_target(c->method, c->target, &c->mem, &c->decoded, &err);
    c->x.route = c->decoded.route;
    c->x.values = c->decoded.values;
    if (status == CM_OK) {
        return true;
    }
    bool reads = cm_sv_equal(c->method, CM_SV("GET")) || cm_sv_equal(c->method, CM_SV("HEAD"));
    const cm_shelf_file *f = reads && c->decoded.route == NULL && c->decoded.path.ptr != NULL
                                 ? cm_shelf_find(c->server->shelf, c->decoded.path)
                                 : NULL;
    if (f != NULL) {
        reply_shelf(c, f);
        return false;
    }
    c->x.wrong_in = c->decoded.wrong_in;
    c->x.wrong_name = c->decoded.wrong_name;
    if (c->decoded.allowed.len != 0 && c->decoded.route == NULL) {
        cm_problem_named(&c->x, CM_HTTP_NO_METHOD, "method");
        cm_reply_header(&c->x, "Allow", c->decoded.allowed);
    } else {
        cm_problem_reply(&c->x, 0, &err);
    }
    return false;
}

static bool check_pace(cm_call *c)
{
    int64_t wait = 0;
    if (cm_pace_take(c->server->pace, cm_entry_name(&c->x), c->begun_ms, &wait)) {
        return true;
    }
    cm_entry_slow(&c->x, wait);
    return false;
}

/* What is large is taken in only from somebody who may send it. */
static bool check_sender(cm_call *c)
{
    cm_exchange *x = &c->x;
    x->seat = c->server->front;
    x->workdesk = &c->server->front->workdesk;
    x->workdesk->home = x->home;
    bool good = cm_entry_would(x) || cm_entry_admit(x); /* the second tells what is refused */
    cm_entry_done(x);
    return good;
}

static bool open_file(cm_call *c)
{
    cm_exchange *x = &c->x;
    CM_AUTO_ERR err = {0};
    cm_sv folder = cm_file_join(&c->mem, x->house->options.workspace, CM_SV("uploads"));
    cm_status status = cm_file_make_folder(folder, &err);
    cm_sv path =
        cm_arena_format(&c->mem, "%.*s/incoming-%.*s", CM_SV_ARG(folder), CM_SV_ARG(c->number));
    if (status == CM_OK) {
        c->file = open(path.ptr, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (c->file >= 0) {
            x->file = path;
        } else {
            status = cm_err_set(&err, CM_E_IO, "%s: %s", path.ptr, cm_os_reason(errno));
        }
    }
    if (status != CM_OK) {
        cm_problem_reply(x, 0, &err);
    }
    return status == CM_OK;
}

bool cm_call_open(cm_call *c, const char *method)
{
    headers h = {.call = c};
    c->method = cm_arena_sv(&c->mem, cm_sv_from(method));
    (void)MHD_get_connection_values_n(c->connection, MHD_HEADER_KIND, take_header, &h);
    c->number = cm_arena_format(&c->mem, "%llx-%llx", (unsigned long long)c->server->begun,
                                (unsigned long long)atomic_fetch_add(&c->server->requests, 1));
    if (c->x.id.len == 0) {
        c->x.id = c->number;
    }
    take_address(c);
    bool good =
        check_framing(c, &h) && find_route(c) && check_pace(c) && check_version(c) && check_body(c);
    if (good && (c->decoded.route->body == CM_BODY_FILE || c->decoded.route->body == CM_BODY_RAW)) {
        good = check_sender(c);
    }
    if (good && c->decoded.route->body == CM_BODY_FILE) {
        good = open_file(c);
    }
    if (good) {
        cm_call_turn(c, c->decoded.route->body == CM_BODY_FILE ? CM_GUEST_FILES : CM_GUEST_SENDS);
    }
    c->stage = good ? CM_CALL_READING : CM_CALL_READY;
    return good;
}

/* ---- body ---- */

static void write_file(cm_call *c, const char *bytes, size_t count)
{
    while (count > 0 && c->file >= 0) {
        ssize_t done = write(c->file, bytes, count);
        if (done < 0 && errno != EINTR) {
            (void)close(c->file);
            c->file = -1; /* the disk is full, or gone: told when all has come */
        } else if (done > 0) {
            bytes += done;
            count -= (size_t)done;
        }
    }
}

void cm_call_take(cm_call *c, const char *bytes, size_t count)
{
    c->taken += count;
    c->over = c->over || c->taken > body_most(c);
    if (c->over) {
        return;
    }
    if (c->decoded.route->body == CM_BODY_FILE) {
        write_file(c, bytes, count);
    } else {
        (void)cm_buf_add(&c->body, (cm_sv){bytes, count});
    }
}

bool cm_call_submit(cm_call *c)
{
    bool file = c->decoded.route->body == CM_BODY_FILE;
    bool lost = file && (c->file < 0 || fsync(c->file) != 0);
    if (c->over) {
        cm_problem_named(&c->x, CM_HTTP_TOO_LARGE, "limit");
    } else if (lost) {
        cm_problem_named(&c->x, CM_HTTP_NO_SPACE, "space");
    } else {
        c->task.load = c->decoded.route->load;
        if (c->task.load == CM_LOAD_QUICK && !cm_sv_equal(c->method, CM_SV("GET")) &&
            !cm_sv_equal(c->method, CM_SV("HEAD"))) {
            c->task.load = CM_LOAD_CHANGE;
        }
        c->stage = CM_CALL_WORKING;
        cm_call_turn(c, CM_GUEST_WAITS);
        MHD_suspend_connection(c->connection);
        if (cm_work_add(c->server->work, &c->task)) {
            return true;
        }
        MHD_resume_connection(c->connection);
        cm_problem_named(&c->x, CM_HTTP_BUSY, "busy");
        cm_reply_header(&c->x, "Retry-After", CM_SV("1"));
    }
    c->stage = CM_CALL_READY;
    return false;
}

/* ---- work ---- */

static void take_common(cm_exchange *x)
{
    struct {
        const char *name;
        cm_sv *to;
    } fields[] = {{"reason", &x->reason}, {"case_no", &x->case_no}, {"ground", &x->ground}};

    for (size_t i = 0; i < x->route->field_count; i++) {
        for (size_t k = 0; k < CM_COUNT(fields); k++) {
            if (x->route->fields[i].in == CM_IN_QUERY &&
                strcmp(x->route->fields[i].name, fields[k].name) == 0) {
                *fields[k].to = x->values[i].text;
            }
        }
    }
}

/* The reply of the handler, or the problem. */
static bool handle(cm_exchange *x)
{
    CM_AUTO_ERR err = {0};
    CM_AUTO_JSON *json = cm_json_new(&x->reply.bytes);
    x->json = json;
    cm_status status = x->route->handle(x, &err);
    if (status == CM_OK && x->reply.bytes.over) {
        status = cm_err_set(&err, CM_E_LIMIT, "the answer is larger than it may be");
    }
    if (status != CM_OK && atomic_load(x->cancel)) {
        cm_problem_named(x, CM_HTTP_BUSY, "late");
    } else if (status != CM_OK) {
        cm_server_fault(x->server, x, &err);
        cm_problem_reply(x, 0, &err);
    }
    x->json = NULL;
    if (x->reply.status == 0) {
        x->reply.status = x->reply.type == NULL && x->reply.bytes.len == 0 && x->stream == NULL
                              ? CM_HTTP_NO_CONTENT
                              : CM_HTTP_GOOD;
    }
    return status == CM_OK;
}

static bool decode_body(cm_call *c)
{
    cm_exchange *x = &c->x;
    CM_AUTO_ERR err = {0};
    x->body = cm_buf_view(&c->body);
    if (c->decoded.route->body == CM_BODY_RAW && c->decoded.route->body_required &&
        x->body.len == 0) {
        x->wrong_in = CM_SV("body");
        cm_problem_named(x, CM_HTTP_BAD_REQUEST, "empty");
        return false;
    }
    if (!takes_json(c) || cm_decode_body(&c->decoded, x->body, &c->mem, &err) == CM_OK) {
        return true;
    }
    x->wrong_in = c->decoded.wrong_in;
    x->wrong_name = c->decoded.wrong_name;
    cm_problem_reply(x, 0, &err);
    return false;
}

static void run(cm_task *task, cm_seat *seat)
{
    cm_call *c = (cm_call *)task;
    cm_exchange *x = &c->x;
    x->seat = seat;
    x->workdesk = &seat->workdesk;
    x->workdesk->home = x->home;
    take_common(x);
    if (cm_entry_admit(x) && decode_body(c)) {
        bool reads = cm_sv_equal(c->method, CM_SV("GET")) || cm_sv_equal(c->method, CM_SV("HEAD"));
        if (reads) {
            (void)handle(x);
        } else {
            cm_repeat_handle(x, c->method, c->target, handle);
        }
    }
    cm_entry_done(x);
    cm_seat_leave(seat);
    x->site = NULL;
}

static void done(cm_task *task)
{
    cm_call *c = (cm_call *)task;
    c->stage = CM_CALL_READY;
    MHD_resume_connection(c->connection);
}

/* Nobody waits for the answer. A change is done all the same. */
static bool gone(cm_task *task)
{
    const cm_call *c = (const cm_call *)task;
    char byte;
    return cm_sv_equal(c->method, CM_SV("GET")) &&
           recv(c->socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

/* ---- answer ---- */

static const char *const HEADERS[][2] = {
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()"},
};

static void add_header(struct MHD_Response *r, const char *name, const char *value)
{
    (void)MHD_add_response_header(r, name, value);
}

static void add_headers(cm_call *c, struct MHD_Response *r)
{
    bool cached = false;
    bool secured = false;
    for (size_t i = 0; i < CM_COUNT(HEADERS); i++) {
        add_header(r, HEADERS[i][0], HEADERS[i][1]);
    }
    for (size_t i = 0; i < c->x.reply.headers.count; i++) {
        const cm_header *h = &c->x.reply.headers.items[i];
        cached = cached || cm_sv_equal(h->name, CM_SV("Cache-Control"));
        secured = secured || cm_sv_equal(h->name, CM_SV(CSP_NAME));
        add_header(r, h->name.ptr, h->value.ptr);
    }
    if (!cached) {
        add_header(r, "Cache-Control", "no-store");
    }
    if (!secured) {
        add_header(r, CSP_NAME, CSP("style-src 'self'; "));
    }
    if (cm_house_is_secret(c->server->house)) {
        add_header(r, "Strict-Transport-Security", "max-age=31536000");
    }
    add_header(r, "X-Request-Id", c->x.id.ptr);
}

enum MHD_Result cm_call_answer(cm_call *c)
{
    cm_reply *reply = &c->x.reply;
    struct MHD_Response *r = NULL;
    cm_call_turn(c, c->x.stream != NULL ? CM_GUEST_WAITS : CM_GUEST_TAKES);
    if (c->x.stream != NULL) {
        r = cm_stream_response(c->x.stream, c->connection, &c->server->house->stopping);
        c->x.stream = NULL;
        reply->type = "text/event-stream";
    } else {
        r = MHD_create_response_from_buffer(reply->bytes.len, reply->bytes.ptr,
                                            MHD_RESPMEM_MUST_COPY);
    }
    if (reply->status == 0) {
        reply->status = CM_HTTP_GOOD; /* a file of the workbench */
    }
    add_headers(c, r);
    if (reply->status != CM_HTTP_NO_CONTENT) {
        add_header(r, "Content-Type",
                   reply->type != NULL ? reply->type : "application/json; charset=utf-8");
    }
    enum MHD_Result result = MHD_queue_response(c->connection, reply->status, r);
    MHD_destroy_response(r);
    cm_server_told(c->server, &c->x, c->method, cm_clock_ms() - c->begun_ms);
    return result;
}
