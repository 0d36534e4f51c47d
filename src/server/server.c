#include "base/base.h"

#include "app/once.h"
#include "app/setup.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/moment.h"
#include "server/call.h"
#include "server/server_parts.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum {
    IDLE_SECONDS = 20,
    HEADER_BYTES = 32 << 10,
    BURST = 4, /* seconds' worth of requests at once */
    WRONG = 5, /* a second that are refused of one address */
    WRONG_BURST = 20,
    PER_ADDRESS = 512,        /* connections of one client */
    DISCARDED_MOST = 64 << 20 /* of a body that is too long */
};

/* ---- log ---- */

static void write_line(cm_server *server, const cm_exchange *x, cm_sv method, int64_t ms,
                       const cm_err *err)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    CM_AUTO_JSON *json = cm_json_new(&out);
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("at"), cm_moment_now(x->mem));
    cm_json_put_text(json, CM_SV("request"), x->id);
    cm_json_put_text(json, CM_SV("operation"),
                     x->route == NULL ? CM_SV("none") : cm_sv_from(x->route->operation));
    if (x->caller.no != 0) {
        cm_json_put_int(json, CM_SV("person"), x->caller.no);
    }
    if (err != NULL) {
        cm_json_put_text(json, CM_SV("cause"), cm_sv_from(cm_status_name(err->status)));
        cm_json_put_text(json, CM_SV("fault"), cm_sv_from(err->message));
    } else {
        cm_json_put_text(json, CM_SV("method"), method);
        cm_json_put_int(json, CM_SV("status"), x->reply.status);
        cm_json_put_int(json, CM_SV("ms"), ms);
        cm_json_put_int(json, CM_SV("bytes"), (int64_t)x->reply.bytes.len);
        cm_json_put_text(json, CM_SV("client"), x->address);
    }
    cm_json_object_end(json);
    cm_json_line(json);
    server->log.write(server->log.payload, cm_buf_view(&out));
}

void cm_server_told(cm_server *server, const cm_exchange *x, cm_sv method, int64_t ms)
{
    cm_gauge_request(server->gauge, x->route, x->reply.status, ms);
    write_line(server, x, method, ms, NULL);
}

/* Mistakes of the client are in his answer; what is ours is told here, and only here. */
void cm_server_fault(cm_server *server, const cm_exchange *x, const cm_err *err)
{
    if (err->status == CM_E_DB || err->status == CM_E_IO) {
        write_line(server, x, CM_SV(""), 0, err);
    }
}

/* ---- the daemon ---- */

cm_sv cm_server_address(struct MHD_Connection *connection, cm_arena *mem)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    char *text = cm_arena_bytes(mem, INET6_ADDRSTRLEN);
    text[0] = '\0';
    if (info != NULL && info->client_addr->sa_family == AF_INET) {
        struct sockaddr_in v4;
        memcpy(&v4, info->client_addr, sizeof(v4));
        (void)inet_ntop(AF_INET, &v4.sin_addr, text, INET6_ADDRSTRLEN);
    } else if (info != NULL && info->client_addr->sa_family == AF_INET6) {
        struct sockaddr_in6 v6;
        memcpy(&v6, info->client_addr, sizeof(v6));
        (void)inet_ntop(AF_INET6, &v6.sin6_addr, text, INET6_ADDRSTRLEN);
    }
    return cm_sv_from(text);
}

static void *on_target(void *payload, const char *target, struct MHD_Connection *connection)
{
    return cm_call_new(payload, connection, target);
}

/* The target is decoded by our own rules; see decode.h. */
static size_t keep_escapes(void *payload, struct MHD_Connection *connection, char *text)
{
    (void)payload;
    (void)connection;
    return strlen(text);
}

// NOLINTNEXTLINE(readability-function-size): the library calls it so
static enum MHD_Result on_request(void *payload, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *bytes,
                                  size_t *count, void **request)
{
    cm_call *call = *request;
    (void)payload;
    (void)connection;
    (void)url;
    (void)version;
    if (call == NULL) {
        return MHD_NO;
    }
    switch (call->stage) {
    case CM_CALL_NEW:
        return cm_call_open(call, method) ? MHD_YES : cm_call_answer(call);
    case CM_CALL_READING:
        if (*count != 0) {
            cm_call_take(call, bytes, *count);
            *count = 0;
            /* What is far too long is not even read to its end. */
            return call->over && call->taken > DISCARDED_MOST ? MHD_NO : MHD_YES;
        }
        return cm_call_submit(call) ? MHD_YES : cm_call_answer(call);
    case CM_CALL_WORKING:
        return MHD_YES; /* suspended: nobody asks */
    case CM_CALL_READY:
        return cm_call_answer(call);
    }
    return MHD_NO;
}

static void on_end(void *payload, struct MHD_Connection *connection, void **request,
                   enum MHD_RequestTerminationCode code)
{
    (void)payload;
    (void)connection;
    (void)code;
    if (*request != NULL) {
        cm_call_turn(*request, CM_GUEST_SPEAKS); /* the next one */
        cm_call_free(*request);
        *request = NULL;
    }
}

static void on_connection(void *payload, struct MHD_Connection *connection, void **guest,
                          enum MHD_ConnectionNotificationCode code)
{
    cm_server *server = payload;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        *guest = cm_guest_enter(server->guests, info->connect_fd, cm_clock_ms());
    } else {
        cm_guest_leave(server->guests, *guest);
    }
}

/* The words of the daemon about single connections are of no use to anybody. */
static void on_log(void *payload, const char *format, va_list words)
{
    (void)payload;
    (void)format;
    (void)words;
}

static cm_status find_address(const cm_house_options *o, cm_arena *mem, struct addrinfo **ret,
                              cm_err *err)
{
    const struct addrinfo hints = {.ai_flags = AI_PASSIVE | AI_NUMERICSERV,
                                   .ai_family = AF_UNSPEC,
                                   .ai_socktype = SOCK_STREAM};
    cm_sv port = cm_arena_format(mem, "%u", o->port), host = cm_arena_sv(mem, o->address);
    int code = getaddrinfo(host.ptr, port.ptr, &hints, ret);
    return code == 0 ? CM_OK
                     : cm_err_set(err, CM_E_ARG, "address %s: %s", host.ptr, gai_strerror(code));
}

/* The library takes its options as what may be written to, and writes to none. */
static char *copy_of(cm_arena *mem, cm_sv text)
{
    char *copy = cm_arena_alloc(mem, text.len + 1);
    memcpy(copy, text.ptr, text.len);
    return copy;
}

static cm_status read_pem(cm_server *s, cm_sv path, char **ret, cm_err *err)
{
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_MESSAGE);
    cm_status status = cm_file_read(path, &text, err);
    if (status == CM_OK) {
        *ret = copy_of(&s->mem, cm_sv_from(cm_buf_z(&text)));
    }
    return status;
}

static cm_status listen_at(cm_server *s, cm_err *err)
{
    const cm_house_options *o = &s->house->options;
    struct addrinfo *found = NULL;
    char *certificate = NULL, *key = NULL;
    cm_status status = find_address(o, &s->mem, &found, err);
    if (status == CM_OK && o->certificate.len != 0) {
        status = read_pem(s, o->certificate, &certificate, err);
        status = status == CM_OK ? read_pem(s, o->key, &key, err) : status;
    }
    if (status != CM_OK) {
        return status;
    }
    bool tls = certificate != NULL;
    struct MHD_OptionItem tls_items[] = {
        {tls ? MHD_OPTION_HTTPS_MEM_CERT : MHD_OPTION_END, 0, certificate},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, key},
        {MHD_OPTION_HTTPS_PRIORITIES, 0,
         copy_of(&s->mem,
                 CM_SV("SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:%SERVER_PRECEDENCE"))},
        {MHD_OPTION_END, 0, NULL}};
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG |
                     (found->ai_family == AF_INET6 ? (unsigned)MHD_USE_IPv6 : 0U) |
                     (tls ? (unsigned)MHD_USE_TLS : 0U);
    s->daemon = MHD_start_daemon(
        flags, o->port, NULL, NULL, on_request, s, MHD_OPTION_EXTERNAL_LOGGER, on_log, NULL,
        MHD_OPTION_SOCK_ADDR, found->ai_addr, MHD_OPTION_CONNECTION_LIMIT, (unsigned)o->connections,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT, o->behind_proxy ? 0U : (unsigned)PER_ADDRESS,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)HEADER_BYTES, MHD_OPTION_URI_LOG_CALLBACK, on_target, s,
        MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL, MHD_OPTION_NOTIFY_COMPLETED, on_end, s,
        MHD_OPTION_NOTIFY_CONNECTION, on_connection, s, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_ARRAY, tls_items, MHD_OPTION_END);
    freeaddrinfo(found);
    return s->daemon != NULL
               ? CM_OK
               : cm_err_set(err, CM_E_IO, "cannot listen at %.*s port %u%s", CM_SV_ARG(o->address),
                            o->port, tls ? ", or the certificate is none" : "");
}

/* ---- starting and stopping ---- */

static cm_status open_setup(cm_server *s, cm_err *err)
{
    bool wanted = false;
    cm_workdesk *w = &s->front->workdesk;
    cm_status status = cm_setup_wanted(w, &wanted, err);
    return status == CM_OK && wanted
               ? cm_setup_code(w, cm_moment_now(&s->mem), &s->mem, &s->setup_code, err)
               : status;
}

static cm_status open_parts(cm_server *s, cm_home *home, const cm_house_options *o, cm_err *err)
{
    cm_status status = cm_house_open(home, o, &s->house, err);
    if (status == CM_OK) {
        s->house->gauge = s->gauge;
        status = cm_shelf_load(cm_file_join(&s->mem, home->data, CM_SV("web")), &s->shelf, err);
    }
    if (status == CM_OK) {
        status = cm_seat_open(s->house, &s->front, err);
    }
    if (status == CM_OK) {
        status = cm_once_restart(&s->front->workdesk, err);
    }
    if (status == CM_OK) {
        status = cm_runner_start(s->house, &s->house->runner, err);
    }
    if (status == CM_OK) {
        status = open_setup(s, err);
    }
    if (status == CM_OK) {
        status = cm_work_start(s->house, s->gauge, &s->work, err);
    }
    if (status == CM_OK) {
        status = cm_keeper_start(s->house, s->guests, &s->keeper, err);
    }
    return status == CM_OK ? listen_at(s, err) : status;
}

/* Of hashes that nobody outside is to foresee; it is shown nowhere. */
static uint64_t seed_of(cm_server *s)
{
    cm_sv text = cm_arena_format(&s->mem, "%p %lld", (void *)s, (long long)cm_clock_ms());
    const cm_digest digest = cm_digest_of(text);
    uint64_t seed = 0;
    memcpy(&seed, digest.bytes, sizeof(seed));
    return seed;
}

cm_status cm_server_start(cm_home *home, const cm_house_options *options, const cm_server_log *log,
                          cm_server **ret_server, cm_err *err)
{
    if (!cm_house_is_local(options->address) && options->certificate.len == 0 &&
        !options->behind_proxy) {
        cm_home_close(home);
        return cm_err_set(
            err, CM_E_ARG,
            "%.*s is not of this machine alone: passwords and judgments would go "
            "over the wire in the clear; give a certificate, or say that a proxy does "
            "TLS",
            CM_SV_ARG(options->address));
    }
    cm_server *s = cm_alloc_zero(1, sizeof(*s));
    cm_arena_init(&s->mem);
    s->log = *log;
    s->begun = (uint64_t)time(NULL);
    s->seed = seed_of(s);
    s->gauge = cm_gauge_new();
    s->guests = cm_guests_new();
    s->pace = cm_pace_new(options->rate, options->rate * BURST, s->seed);
    s->wrong = cm_pace_new(WRONG, WRONG * WRONG_BURST, ~s->seed);
    cm_status status = open_parts(s, home, options, err);
    if (status != CM_OK) {
        cm_server_stop(s);
        return status;
    }
    *ret_server = s;
    return CM_OK;
}

cm_sv cm_server_setup_code(const cm_server *server)
{
    return server->setup_code;
}

uint16_t cm_server_port(const cm_server *server)
{
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT);
    return info == NULL ? 0 : info->port;
}

void cm_server_stop(cm_server *s)
{
    if (s->house != NULL) {
        atomic_store(&s->house->stopping, true);
    }
    if (s->daemon != NULL) {
        (void)MHD_quiesce_daemon(s->daemon);
    }
    if (s->work != NULL) {
        cm_work_stop(s->work);
    }
    struct cm_runner *runner = s->house != NULL ? s->house->runner : NULL;
    cm_runner_stop(runner); /* who listens to events is sent home before the daemon */
    if (s->daemon != NULL) {
        MHD_stop_daemon(s->daemon);
    }
    cm_runner_free(runner);
    cm_keeper_stop(s->keeper);
    cm_guests_free(s->guests);
    cm_work_free(s->work);
    cm_seat_close(s->front);
    cm_shelf_free(s->shelf);
    cm_house_close(s->house);
    cm_pace_free(s->wrong);
    cm_pace_free(s->pace);
    cm_gauge_free(s->gauge);
    cm_arena_clear(&s->mem);
    cm_free(s);
}
