#include "base/base.h"

#include "cli/cli.h"

#include "base/file.h"
#include "base/limits.h"
#include "server/server.h"

#include <time.h>
#include <unistd.h>

enum {
    PORT = 8700,
    PORT_MOST = 65535,
    CONNECTIONS = 1024,
    RATE = 50,
    QUICK_MS = 30000,
    SLOW_MS = 120000,
    LOOK_NS = 100000000
};

#define UPLOAD_MOST ((size_t)4 << 30)

/* One write for one line, so that lines of threads do not mix. */
static void write_log(void *payload, cm_sv line)
{
    (void)payload;
    while (line.len > 0) {
        ssize_t count = write(STDERR_FILENO, line.ptr, line.len);
        if (count <= 0) {
            return;
        }
        line = cm_sv_slice(line, (size_t)count, line.len);
    }
}

static bool read_number(cm_sv text, int64_t most, int64_t *ret)
{
    return text.ptr == NULL || (cm_sv_to_int(text, ret) && *ret >= 0 && *ret <= most);
}

/* What a proxy shows, so that nobody else can say who he is. */
static bool read_secret(cm_cli *cli, cm_sv path, cm_sv *ret, int *ret_exit)
{
    enum { LEAST = 32 };

    CM_AUTO_ERR err = {0};
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_MESSAGE);
    cm_status status = cm_file_read(path, &text, &err);
    *ret = cm_arena_sv(&cli->mem, cm_sv_trim(cm_buf_view(&text)));
    if (status == CM_OK && ret->len < LEAST) {
        status = cm_err_set(&err, CM_E_SCHEMA, "%.*s: a secret has %d characters or more",
                            CM_SV_ARG(path), LEAST);
    }
    if (status != CM_OK) {
        *ret_exit = cm_cli_fail(cli, &err);
    }
    return status == CM_OK;
}

static int serve(cm_cli *cli, const cm_house_options *options)
{
    CM_AUTO_ERR err = {0};
    const cm_server_log log = {write_log, NULL};
    cm_server *server = NULL;
    cm_home *home = cli->home;
    cm_sv setup = cm_arena_sv(&cli->mem, cm_wording_find(&home->messages, CM_SV("serve.setup")));
    cli->home = NULL; /* the server has it from here on */
    cm_status status = cm_server_start(home, options, &log, &server, &err);
    if (status != CM_OK) {
        (void)fprintf(stderr, "chaming: %s\n", err.message);
        return cm_status_exit_code(status);
    }
    cm_sv url =
        cm_arena_format(&cli->mem, "%s://%.*s:%u", options->certificate.len != 0 ? "https" : "http",
                        CM_SV_ARG(options->address), cm_server_port(server));
    cm_sv code = cm_server_setup_code(server);
    if (code.len != 0) {
        (void)printf("%.*s %.*s/setup#%.*s\n", CM_SV_ARG(setup), CM_SV_ARG(url), CM_SV_ARG(code));
    }
    (void)printf("%.*s\n", CM_SV_ARG(url));
    (void)fflush(stdout);
    const struct timespec look = {.tv_nsec = LOOK_NS};
    while (!atomic_load(cli->cancel)) {
        (void)nanosleep(&look, NULL);
    }
    cm_server_stop(server);
    return CM_EXIT_OK;
}

int cm_cmd_serve(cm_cli *cli)
{
    cm_house_options o = {.workspace = cli->workspace,
                          .address = CM_SV("127.0.0.1"),
                          .connections = CONNECTIONS,
                          .upload_most = UPLOAD_MOST,
                          .quick_ms = QUICK_MS,
                          .slow_ms = SLOW_MS};
    cm_sv port = {NULL, 0}, workers = {NULL, 0}, rate = {NULL, 0}, secret = {NULL, 0},
          limit = {NULL, 0};
    const cm_option options[] = {
        {"--listen", "ADDRESS", "help.option.listen", NULL, &o.address, NULL},
        {"--port", "N", "help.option.port", NULL, &port, NULL},
        {"--certificate", "FILE", "help.option.certificate", NULL, &o.certificate, NULL},
        {"--key", "FILE", "help.option.tls_key", NULL, &o.key, NULL},
        {"--behind-proxy", NULL, "help.option.behind_proxy", &o.behind_proxy, NULL, NULL},
        {"--proxy-user", "HEADER", "help.option.proxy_user", NULL, &o.proxy_user, NULL},
        {"--proxy-secret", "FILE", "help.option.proxy_secret", NULL, &secret, NULL},
        {"--workers", "N", "help.option.workers", NULL, &workers, NULL},
        {"--time-limit", "MS", "help.option.time_limit", NULL, &limit, NULL},
        {"--rate", "N", "help.option.rate", NULL, &rate, NULL},
    };

    enum { WORKERS_MOST = 256, RATE_MOST = 100000, LIMIT_MOST = 86400000 };

    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    int64_t number = PORT, count = 0, each = RATE;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (rest.count != 0 || !read_number(port, PORT_MOST, &number) ||
        !read_number(workers, WORKERS_MOST, &count) || !read_number(rate, RATE_MOST, &each) ||
        !read_number(limit, LIMIT_MOST, &o.slow_ms) ||
        (o.certificate.len == 0) != (o.key.len == 0) ||
        (o.proxy_user.len == 0) != (secret.len == 0) || (secret.len != 0 && !o.behind_proxy)) {
        return cm_cli_usage(cli);
    }
    o.port = (uint16_t)number;
    o.workers = (size_t)count;
    o.rate = (unsigned)each;
    if (secret.len != 0 && !read_secret(cli, secret, &o.proxy_secret, &code)) {
        return code;
    }
    return serve(cli, &o);
}
