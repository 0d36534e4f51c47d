/* bench/server.c - a running server under load: so many users at once, each with a token of his own
 * and one connection, who list, count, open, look at the evidence, take steps and write notes.
 *
 *   bench_server ADDRESS TOKENS USERS SECONDS THINK_MS PID [MIX]
 *
 * TOKENS: a file with a token in each line. PID: the server, whose memory and processor time are
 * read in /proc. MIX: "list=40,open=25", which kinds and how often. The working folder should be on
 * the server's disk: how often it can be made to write is measured there. */
#include "base/base.h"

#include "base/file.h"
#include "base/lines.h"
#include "base/thread.h"
#include "base/vec.h"

#include <curl/curl.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { PAGE = 50, HEALTH_SECONDS = 5, WRITES = 300, EVENTS = 64, SHOWN_FAULTS = 5, MARKS = 10 };

#define ANSWER_MOST ((size_t)16 << 20)
#define US          1e6
#define MS          1e3

typedef enum { LIST, FACETS, OPEN, EVIDENCE, STEP, NOTE, HEALTH, KINDS } kind;

static const char *const NAMES[KINDS] = {
    "list", "facets", "open", "evidence", "step", "note", "healthz",
};
static const char USUAL[] = "list=40,facets=2,open=28,evidence=10,step=15,note=5";

typedef struct {
    CM_VEC(uint32_t) times; /* microseconds, of those that succeeded */
    uint64_t faults, conflicts;
} measured;

typedef struct {
    struct bench *bench;
    CURL *easy;
    struct curl_slist *headers;
    cm_sv token;
    cm_arena mem; /* of the request at work */
    cm_buf answer;
    cm_buf clue, state, model, court, next; /* seen last */
    int64_t version;                        /* of the clue as it was opened; 0: it was not */
    uint64_t changes;
    kind kind;
    double begun, due; /* seconds; due 0: at work */
} user;

typedef struct bench {
    cm_arena mem;
    cm_sv address, process;
    CURLM *multi;
    int epoll;
    double timer; /* when curl wants to be called; 0: not */
    user *users;
    size_t count, at_work;
    double think, until;
    cm_svs results; /* with evidence */
    unsigned mix[KINDS];
    measured seen[KINDS];
    uint64_t seed, run;
    CM_VEC(double) memory; /* MB, each second */
    unsigned shown;
} bench;

static void fail(const char *what, const char *why)
{
    (void)fprintf(stderr, "bench_server: %s: %s\n", what, why);
    exit(1); /* NOLINT(concurrency-mt-unsafe) */
}

static double now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* splitmix64 */
static uint64_t below(bench *b, uint64_t bound)
{
    b->seed += 0x9e3779b97f4a7c15U;
    uint64_t z = b->seed;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return (z ^ (z >> 31)) % bound;
}

static void keep(cm_buf *to, cm_sv text)
{
    cm_buf_reset(to);
    (void)cm_buf_add(to, text);
}

/* ---- requests ---- */

static void add_filter(user *u, cm_buf *url, const char *name, cm_sv value)
{
    char *escaped = curl_easy_escape(u->easy, value.ptr, (int)value.len);
    (void)cm_buf_addf(url, "&%s=%s", name, escaped);
    curl_free(escaped);
}

static void add_filters(user *u, cm_buf *url)
{
    static const char *const STATES[] = {"new", "screened", "data_defect"};
    static const char *const SEVERITIES[] = {"S1", "S2", "S3"};
    static const char *const DIRECTIONS[] = {"neutral", "favours", "against"};
    bench *b = u->bench;
    switch (below(b, 8)) {
    case 0:
        add_filter(u, url, "state", cm_sv_from(STATES[below(b, 3)]));
        break;
    case 1:
        add_filter(u, url, "severity", cm_sv_from(SEVERITIES[below(b, 3)]));
        add_filter(u, url, "direction", cm_sv_from(DIRECTIONS[below(b, 3)]));
        break;
    case 2:
        (void)cm_buf_addf(url, "&year=%d", 2010 + (int)below(b, 12));
        break;
    case 3:
        if (u->model.len != 0) {
            add_filter(u, url, "model", cm_buf_view(&u->model));
        }
        break;
    case 4:
        if (u->court.len != 0) {
            add_filter(u, url, "court", cm_buf_view(&u->court));
            add_filter(u, url, "state", cm_sv_from(STATES[below(b, 3)]));
        }
        break;
    case 5: /* the page after the one that was seen last, of all clues */
        if (u->next.len != 0 && u->kind == LIST) {
            add_filter(u, url, "after", cm_buf_view(&u->next));
        }
        break;
    default: /* the first page of all */
        break;
    }
}

static void add_header(user *u, const char *text)
{
    u->headers = curl_slist_append(u->headers, text);
}

/* Round and round: screened, sent back to the data, mended, screened again. */
static const char *body_of(const user *u)
{
    if (u->kind == NOTE) {
        return "{\"text\": \"to be compared with the file of the case\"}";
    }
    cm_sv state = cm_buf_view(&u->state);
    if (cm_sv_equal(state, CM_SV("screened"))) {
        return "{\"step\": \"defect\", \"reason\": \"illegible\"}";
    }
    return cm_sv_equal(state, CM_SV("data_defect")) ? "{\"step\": \"mended\"}"
                                                    : "{\"step\": \"screen\"}";
}

static void write_change(user *u)
{
    bench *b = u->bench;
    add_header(u, "Content-Type: application/json");
    add_header(u, cm_arena_format(&u->mem, "Idempotency-Key: bench-%llx-%zu-%llu",
                                  (unsigned long long)b->run, (size_t)(u - b->users),
                                  (unsigned long long)++u->changes)
                      .ptr);
    if (u->kind == STEP) {
        add_header(u, cm_arena_format(&u->mem, "If-Match: \"%lld\"", (long long)u->version).ptr);
        u->version = 0; /* to be opened again */
    }
    (void)curl_easy_setopt(u->easy, CURLOPT_COPYPOSTFIELDS, body_of(u));
}

static void write_url(user *u)
{
    const char *end = u->kind == STEP ? "/steps" : u->kind == NOTE ? "/notes" : "";
    CM_AUTO_BUF url;
    cm_buf_init(&url, ANSWER_MOST);
    (void)cm_buf_add(&url, u->bench->address);
    switch (u->kind) {
    case HEALTH:
        (void)cm_buf_addf(&url, "/healthz");
        break;
    case LIST:
        (void)cm_buf_addf(&url, "/api/v1/clues?limit=%d", PAGE);
        add_filters(u, &url);
        break;
    case FACETS:
        (void)cm_buf_addf(&url, "/api/v1/clues/facets?gone=false");
        add_filters(u, &url);
        break;
    case EVIDENCE:
        (void)cm_buf_addf(
            &url, "/api/v1/results/%.*s",
            CM_SV_ARG(u->bench->results.items[below(u->bench, u->bench->results.count)]));
        break;
    case OPEN:
    case STEP:
    case NOTE:
    case KINDS:
        (void)cm_buf_addf(&url, "/api/v1/clues/%s%s", cm_buf_z(&u->clue), end);
        break;
    }
    (void)curl_easy_setopt(u->easy, CURLOPT_URL, cm_buf_z(&url));
}

/* What he cannot do yet is replaced by what comes before it. */
static kind choose(user *u)
{
    bench *b = u->bench;
    unsigned all = 0, at = 0;
    for (size_t i = 0; i < KINDS; i++) {
        all += b->mix[i];
    }
    unsigned wanted = (unsigned)below(b, all);
    kind k = LIST;
    for (size_t i = 0; i < KINDS; i++) {
        at += b->mix[i];
        if (wanted < at) {
            k = (kind)i;
            break;
        }
    }
    if (k == EVIDENCE) {
        return b->results.count != 0 ? EVIDENCE : LIST;
    }
    if (k != HEALTH && k != FACETS && u->clue.len == 0) {
        return LIST;
    }
    return k == STEP && u->version == 0 ? OPEN : k;
}

static size_t take(const char *bytes, size_t size, size_t count, void *payload)
{
    user *u = payload;
    return cm_buf_add(&u->answer, (cm_sv){bytes, size * count}) ? size * count : 0;
}

static void ask(user *u)
{
    bench *b = u->bench;
    u->kind = choose(u);
    cm_arena_reset(&u->mem);
    cm_buf_reset(&u->answer);
    curl_slist_free_all(u->headers);
    u->headers = NULL;
    add_header(u, cm_arena_format(&u->mem, "Authorization: Bearer %.*s", CM_SV_ARG(u->token)).ptr);
    (void)curl_easy_setopt(u->easy, CURLOPT_HTTPGET, 1L);
    if (u->kind == STEP || u->kind == NOTE) {
        write_change(u);
    }
    write_url(u);
    (void)curl_easy_setopt(u->easy, CURLOPT_HTTPHEADER, u->headers);
    u->begun = now();
    u->due = 0;
    b->at_work++;
    (void)curl_multi_add_handle(b->multi, u->easy);
}

/* ---- answers ---- */

/* What stands between `before`, at or after `from`, and the next quotation mark. */
static cm_sv find_text(cm_sv answer, cm_sv before, size_t from)
{
    size_t at = cm_sv_find(answer, before, from);
    if (at == SIZE_MAX) {
        return CM_SV("");
    }
    at += before.len;
    size_t end = cm_sv_find_byte(answer, '"', at);
    return cm_sv_slice(answer, at, end == SIZE_MAX ? at : end);
}

/* Any of the page. */
static void take_list(user *u)
{
    const cm_sv mark = CM_SV("{\"id\":\""), all = cm_buf_view(&u->answer);
    size_t count = 0;
    for (size_t at = 0; (at = cm_sv_find(all, mark, at)) != SIZE_MAX; at++) {
        count++;
    }
    keep(&u->next, find_text(all, CM_SV("\"next\":\""), 0));
    if (count == 0) {
        return;
    }
    size_t at = cm_sv_find(all, mark, 0);
    for (uint64_t left = below(u->bench, count); left > 0; left--) {
        at = cm_sv_find(all, mark, at + 1);
    }
    keep(&u->clue, find_text(all, mark, at));
    keep(&u->model, find_text(all, CM_SV("\"model\":\""), at));
    keep(&u->court, find_text(all, CM_SV("\"court\":\""), at));
    u->version = 0;
}

static void take_open(user *u)
{
    struct curl_header *tag = NULL;
    keep(&u->state, find_text(cm_buf_view(&u->answer), CM_SV("\"state\":\""), 0));
    if (curl_easy_header(u->easy, "ETag", 0, CURLH_HEADER, -1, &tag) == CURLHE_OK) {
        (void)cm_sv_to_int(find_text(cm_sv_from(tag->value), CM_SV("\""), 0), &u->version);
    }
}

static void tell_fault(user *u, long status, CURLcode code)
{
    bench *b = u->bench;
    if (b->shown++ < SHOWN_FAULTS) {
        cm_sv said = cm_sv_slice(cm_buf_view(&u->answer), 0, 400);
        (void)fprintf(stderr, "%s %s: %ld %s %.*s\n", NAMES[u->kind], cm_buf_z(&u->clue), status,
                      code == CURLE_OK ? "" : curl_easy_strerror(code), CM_SV_ARG(said));
    }
}

static void finish(user *u, CURLcode code)
{
    enum { CONFLICT = 409, CHANGED = 412 };

    bench *b = u->bench;
    measured *m = &b->seen[u->kind];
    double took = now() - u->begun;
    long status = 0;
    (void)curl_easy_getinfo(u->easy, CURLINFO_RESPONSE_CODE, &status);
    if (code == CURLE_OK && status / 100 == 2) {
        *cm_vec_push(&b->mem, &m->times) = (uint32_t)(took * US);
        if (u->kind == LIST) {
            take_list(u);
        } else if (u->kind == OPEN) {
            take_open(u);
        }
    } else if (u->kind == STEP && (status == CONFLICT || status == CHANGED)) {
        m->conflicts++; /* another user was first, and this one is told so */
    } else {
        m->faults++;
        tell_fault(u, status, code);
    }
    (void)curl_multi_remove_handle(b->multi, u->easy);
    b->at_work--;
    u->due = now() + b->think * (double)below(b, 2000) / 1e3;
}

/* ---- waiting for all of them ---- */

static int on_socket(CURL *easy, curl_socket_t s, int what, void *payload, void *known)
{
    bench *b = payload;
    struct epoll_event e = {.data.fd = s};
    (void)easy;
    if (what == CURL_POLL_REMOVE) {
        (void)epoll_ctl(b->epoll, EPOLL_CTL_DEL, s, &e);
        return 0;
    }
    e.events = ((what & CURL_POLL_IN) != 0 ? (uint32_t)EPOLLIN : 0U) |
               ((what & CURL_POLL_OUT) != 0 ? (uint32_t)EPOLLOUT : 0U);
    (void)epoll_ctl(b->epoll, known == NULL ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, s, &e);
    (void)curl_multi_assign(b->multi, s, b);
    return 0;
}

static int on_timer(CURLM *multi, long ms, void *payload)
{
    bench *b = payload;
    (void)multi;
    b->timer = ms < 0 ? 0 : now() + (double)ms / MS;
    return 0;
}

static void act_on(bench *b, int s, uint32_t events)
{
    int running = 0;
    int mask = ((events & (uint32_t)(EPOLLIN | EPOLLHUP)) != 0 ? CURL_CSELECT_IN : 0) |
               ((events & (uint32_t)EPOLLOUT) != 0 ? CURL_CSELECT_OUT : 0) |
               ((events & (uint32_t)EPOLLERR) != 0 ? CURL_CSELECT_ERR : 0);
    (void)curl_multi_socket_action(b->multi, s, mask, &running);
}

static void wait_for_some(bench *b)
{
    struct epoll_event events[EVENTS];
    int wait = 1, running = 0;
    if (b->timer == 0 || b->timer > now()) {
        int count = epoll_wait(b->epoll, events, EVENTS, wait);
        for (int i = 0; i < count; i++) {
            act_on(b, events[i].data.fd, events[i].events);
        }
    }
    if (b->timer != 0 && b->timer <= now()) {
        b->timer = 0;
        (void)curl_multi_socket_action(b->multi, CURL_SOCKET_TIMEOUT, 0, &running);
    }
    int left = 0;
    for (CURLMsg *m; (m = curl_multi_info_read(b->multi, &left)) != NULL;) {
        user *u = NULL;
        (void)curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &u);
        finish(u, m->data.result);
    }
}

/* ---- the server ---- */

/* Field `number` (from 1) of a file in /proc with blanks between its fields; 0: it cannot be read.
 */
static double proc_field(const bench *b, const char *name, size_t number)
{
    CM_AUTO_BUF text;
    CM_AUTO_ERR ignored = {0};
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_buf_init(&text, ANSWER_MOST);
    cm_sv path = cm_arena_format(&mem, "/proc/%.*s/%s", CM_SV_ARG(b->process), name);
    int64_t value = 0;
    if (cm_file_read(path, &text, &ignored) == CM_OK) {
        cm_sv rest = cm_buf_view(&text), field = {NULL, 0};
        for (size_t i = 0; i < number && cm_sv_split(&rest, ' ', &field); i++) {
        }
        (void)cm_sv_to_int(cm_sv_trim(field), &value);
    }
    return (double)value;
}

static double memory_mb(const bench *b)
{
    enum { RESIDENT = 2 };

    return proc_field(b, "statm", RESIDENT) * (double)sysconf(_SC_PAGESIZE) / 1e6;
}

static double processor_seconds(const bench *b)
{
    enum { IN_USER = 14, IN_SYSTEM = 15 };

    return (proc_field(b, "stat", IN_USER) + proc_field(b, "stat", IN_SYSTEM)) /
           (double)sysconf(_SC_CLK_TCK);
}

/* ---- a run ---- */

static void run(bench *b, double seconds)
{
    double start = now(), look = start;
    b->until = start + seconds;
    for (size_t i = 0; i < b->count; i++) {
        b->users[i].due = start + b->think * (double)below(b, 1000) / 1e3;
    }
    while (now() < b->until || b->at_work != 0) {
        double t = now();
        for (size_t i = 0; t < b->until && i < b->count; i++) {
            if (b->users[i].due != 0 && b->users[i].due <= t) {
                ask(&b->users[i]);
            }
        }
        wait_for_some(b);
        if (now() >= look) {
            *cm_vec_push(&b->mem, &b->memory) = memory_mb(b);
            look += 1;
        }
    }
}

static double writes_per_second(void)
{
    static const char BLOCK[4096] = {1};
    const char *name = "bench-writes.tmp";
    int file = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) {
        fail(name, "cannot be written");
    }
    double start = now();
    for (int i = 0; i < WRITES; i++) {
        if (write(file, BLOCK, sizeof(BLOCK)) < 0 || fdatasync(file) != 0) {
            fail(name, "cannot be written");
        }
    }
    double took = now() - start;
    (void)close(file);
    (void)unlink(name);
    return WRITES / took;
}

/* ---- telling ---- */

static int by_size(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static double part(const measured *m, double share)
{
    size_t at = (size_t)((double)(m->times.count - 1) * share);
    return (double)m->times.items[at] / MS;
}

static size_t tell_kinds(bench *b, double seconds)
{
    size_t all = 0;
    (void)printf("%-10s %9s %9s %9s %9s %9s %9s %7s %7s\n", "kind", "count", "per s", "p50 ms",
                 "p90 ms", "p99 ms", "max ms", "412", "errors");
    for (size_t i = 0; i < KINDS; i++) {
        measured *m = &b->seen[i];
        if (m->times.count + m->faults + m->conflicts == 0) {
            continue;
        }
        all += m->times.count;
        if (m->times.count == 0) {
            m->times.items = cm_arena_array(&b->mem, uint32_t, 1);
            m->times.count = 1;
        }
        qsort(m->times.items, m->times.count, sizeof(*m->times.items), by_size);
        (void)printf("%-10s %9zu %9.1f %9.1f %9.1f %9.1f %9.1f %7llu %7llu\n", NAMES[i],
                     m->times.count, (double)m->times.count / seconds, part(m, 0.5), part(m, 0.9),
                     part(m, 0.99), part(m, 1), (unsigned long long)m->conflicts,
                     (unsigned long long)m->faults);
    }
    return all;
}

static void tell_memory(const bench *b)
{
    double most = 0;
    (void)printf("memory of the server, MB, by tenths of the time:");
    for (size_t i = 0; i < b->memory.count; i++) {
        most = b->memory.items[i] > most ? b->memory.items[i] : most;
    }
    for (size_t i = 0; i <= MARKS && b->memory.count != 0; i++) {
        (void)printf(" %.0f", b->memory.items[(b->memory.count - 1) * i / MARKS]);
    }
    (void)printf("; most %.0f\n", most);
}

static double own_seconds(void)
{
    struct rusage u;
    (void)getrusage(RUSAGE_SELF, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
           (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / US;
}

/* ---- setting up ---- */

static void read_mix(bench *b, cm_sv text)
{
    cm_sv part_of = {NULL, 0};
    while (cm_sv_split(&text, ',', &part_of)) {
        cm_sv name = {NULL, 0};
        int64_t weight = 0;
        bool good = cm_sv_split(&part_of, '=', &name) && cm_sv_to_int(part_of, &weight);
        size_t at = 0;
        while (at < KINDS && !cm_sv_equal(name, cm_sv_from(NAMES[at]))) {
            at++;
        }
        if (!good || at == KINDS || weight < 0) {
            fail("MIX", "kind=weight,kind=weight");
        }
        b->mix[at] = (unsigned)weight;
    }
}

static void open_user(bench *b, user *u, cm_sv token)
{
    cm_buf *texts[] = {&u->answer, &u->clue, &u->state, &u->model, &u->court, &u->next};
    u->bench = b;
    u->token = token;
    cm_arena_init(&u->mem);
    for (size_t i = 0; i < CM_COUNT(texts); i++) {
        cm_buf_init(texts[i], ANSWER_MOST);
    }
    u->easy = curl_easy_init();
    (void)curl_easy_setopt(u->easy, CURLOPT_PRIVATE, u);
    (void)curl_easy_setopt(u->easy, CURLOPT_WRITEFUNCTION, take);
    (void)curl_easy_setopt(u->easy, CURLOPT_WRITEDATA, u);
    (void)curl_easy_setopt(u->easy, CURLOPT_NOSIGNAL, 1L);
}

static void close_user(user *u)
{
    cm_buf *texts[] = {&u->answer, &u->clue, &u->state, &u->model, &u->court, &u->next};
    for (size_t i = 0; i < CM_COUNT(texts); i++) {
        cm_buf_clear(texts[i]);
    }
    curl_easy_cleanup(u->easy);
    curl_slist_free_all(u->headers);
    cm_arena_clear(&u->mem);
}

static void open_all(bench *b, cm_sv tokens)
{
    CM_AUTO_BUF text;
    CM_AUTO_ERR err = {0};
    cm_svs lines = {0};
    cm_buf_init(&text, ANSWER_MOST);
    if (cm_file_read(tokens, &text, &err) != CM_OK) {
        fail("TOKENS", err.message);
    }
    cm_sv rest = cm_buf_view(&text), line = {NULL, 0};
    while (cm_sv_split(&rest, '\n', &line)) {
        if (line.len != 0) {
            *cm_vec_push(&b->mem, &lines) = cm_arena_sv(&b->mem, line);
        }
    }
    if (lines.count == 0) {
        fail("TOKENS", "none");
    }
    b->users = cm_arena_array(&b->mem, user, b->count);
    for (size_t i = 0; i < b->count; i++) {
        open_user(b, &b->users[i], lines.items[i % lines.count]);
    }
    b->multi = curl_multi_init();
    b->epoll = epoll_create1(EPOLL_CLOEXEC);
    (void)curl_multi_setopt(b->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
    (void)curl_multi_setopt(b->multi, CURLMOPT_SOCKETDATA, b);
    (void)curl_multi_setopt(b->multi, CURLMOPT_TIMERFUNCTION, on_timer);
    (void)curl_multi_setopt(b->multi, CURLMOPT_TIMERDATA, b);
    (void)curl_multi_setopt(b->multi, CURLMOPT_MAXCONNECTS, (long)b->count);
}

/* Results that have evidence to be looked at; most clues here are made ones. */
static void find_results(bench *b)
{
    user *u = &b->users[0];
    struct curl_slist *headers = curl_slist_append(
        NULL, cm_arena_format(&b->mem, "Authorization: Bearer %.*s", CM_SV_ARG(u->token)).ptr);
    (void)curl_easy_setopt(
        u->easy, CURLOPT_URL,
        cm_arena_format(&b->mem, "%.*s/api/v1/results?limit=500", CM_SV_ARG(b->address)).ptr);
    (void)curl_easy_setopt(u->easy, CURLOPT_HTTPHEADER, headers);
    if (curl_easy_perform(u->easy) != CURLE_OK) {
        fail("ADDRESS", "no answer");
    }
    const cm_sv mark = CM_SV("\"id\":\""), all = cm_buf_view(&u->answer);
    for (size_t at = 0; (at = cm_sv_find(all, mark, at)) != SIZE_MAX; at++) {
        *cm_vec_push(&b->mem, &b->results) = cm_arena_sv(&b->mem, find_text(all, mark, at));
    }
    (void)curl_easy_setopt(u->easy, CURLOPT_HTTPHEADER, NULL);
    curl_slist_free_all(headers);
}

static double measure_health(bench *b)
{
    double think = b->think;
    b->think = 0;
    b->mix[HEALTH] = 1;
    run(b, HEALTH_SECONDS);
    b->mix[HEALTH] = 0;
    b->think = think;
    double rate = (double)b->seen[HEALTH].times.count / HEALTH_SECONDS;
    b->memory.count = 0;
    return rate;
}

static void measure(bench *b, double seconds, cm_sv mix)
{
    double writes = writes_per_second(), health = measure_health(b);
    read_mix(b, mix);
    double server = processor_seconds(b), own = own_seconds(), start = now();
    run(b, seconds);
    double took = now() - start;
    server = processor_seconds(b) - server;
    own = own_seconds() - own;
    b->seen[HEALTH].times.count = 0;
    (void)printf("%zu users for %.0f s, %.0f ms to think on average; %ld processors\n\n", b->count,
                 took, b->think * MS, sysconf(_SC_NPROCESSORS_ONLN));
    double rate = (double)tell_kinds(b, took) / took;
    double changes = (double)(b->seen[STEP].times.count + b->seen[NOTE].times.count) / took;
    (void)printf(
        "\nall kinds %.0f per s; /healthz, the limit of HTTP here, %.0f per s: %.2f of it\n", rate,
        health, rate / health);
    (void)printf(
        "changes %.1f per s; the disk writes 4 KiB for good %.0f times per s: %.2f of it\n",
        changes, writes, changes / writes);
    (void)printf("processors busy: server %.2f, this client %.2f; server %.2f ms per request\n",
                 server / took, own / took, server * MS / (rate * took));
    tell_memory(b);
}

int main(int argc, char **argv)
{
    int64_t users = 0, seconds = 0, think = 0;
    bench b = {.seed = 1};
    cm_arena_init(&b.mem);
    if (argc < 7 || argc > 8 || !cm_sv_to_int(cm_sv_from(argv[3]), &users) || users < 1 ||
        !cm_sv_to_int(cm_sv_from(argv[4]), &seconds) || seconds < 1 ||
        !cm_sv_to_int(cm_sv_from(argv[5]), &think) || think < 0) {
        fail("use", "bench_server ADDRESS TOKENS USERS SECONDS THINK_MS PID [MIX]");
    }
    b.address = cm_sv_from(argv[1]);
    b.process = cm_sv_from(argv[6]);
    b.count = (size_t)users;
    b.think = (double)think / MS;
    b.run = (uint64_t)time(NULL);
    (void)curl_global_init(CURL_GLOBAL_ALL);
    open_all(&b, cm_sv_from(argv[2]));
    find_results(&b);
    measure(&b, (double)seconds, cm_sv_from(argc > 7 ? argv[7] : USUAL));
    for (size_t i = 0; i < b.count; i++) {
        close_user(&b.users[i]);
    }
    (void)curl_multi_cleanup(b.multi);
    (void)close(b.epoll);
    curl_global_cleanup();
    cm_arena_clear(&b.mem);
    return 0;
}
