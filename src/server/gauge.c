#include "base/base.h"

#include "server/gauge.h"

#include "base/lock.h"
#include "base/vec.h"

#include <string.h>

enum { CLASSES = 6, MS = 1000 }; /* of status: 1xx to 5xx, and none */

static const int64_t BOUNDS[] = {5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000};

enum { BOUND_COUNT = sizeof(BOUNDS) / sizeof(*BOUNDS) };

typedef struct {
    uint64_t status[CLASSES], within[BOUND_COUNT], count, ms;
} row;

typedef struct {
    const char *name, *help;
    int64_t value;
} level;

struct cm_gauge {
    cm_lock *lock;
    cm_arena mem;
    row *rows; /* one per route, and one for all else */
    CM_VEC(level) levels;
};

cm_gauge *cm_gauge_new(void)
{
    size_t count = 0;
    (void)cm_routes(&count);
    cm_gauge *g = cm_alloc_zero(1, sizeof(*g));
    g->lock = cm_lock_new();
    cm_arena_init(&g->mem);
    g->rows = cm_arena_array(&g->mem, row, count + 1);
    return g;
}

void cm_gauge_free(cm_gauge *g)
{
    if (g != NULL) {
        cm_lock_free(g->lock);
        cm_arena_clear(&g->mem);
        cm_free(g);
    }
}

void cm_gauge_request(cm_gauge *g, const cm_route *route, unsigned status, int64_t ms)
{
    size_t count = 0;
    const cm_route *all = cm_routes(&count);
    cm_lock_take(g->lock);
    row *r = &g->rows[route == NULL ? count : (size_t)(route - all)];
    unsigned class = status / 100;
    r->status[class < CLASSES ? class : 0]++;
    for (size_t i = 0; i < BOUND_COUNT; i++) {
        r->within[i] += ms <= BOUNDS[i];
    }
    r->count++;
    r->ms += (uint64_t)ms;
    cm_lock_leave(g->lock);
}

void cm_gauge_set(cm_gauge *g, const char *name, const char *help, int64_t value)
{
    cm_lock_take(g->lock);
    size_t i = 0;
    while (i < g->levels.count && strcmp(g->levels.items[i].name, name) != 0) {
        i++;
    }
    if (i == g->levels.count) {
        *cm_vec_push(&g->mem, &g->levels) = (level){name, help, 0};
    }
    g->levels.items[i].value = value;
    cm_lock_leave(g->lock);
}

static void write_row(const row *r, const char *name, cm_buf *out)
{
    for (unsigned i = 1; i < CLASSES; i++) {
        if (r->status[i] != 0) {
            (void)cm_buf_addf(out,
                              "chaming_requests_total{operation=\"%s\",status=\"%uxx\"} %llu\n",
                              name, i, (unsigned long long)r->status[i]);
        }
    }
}

static void write_time(const row *r, const char *name, cm_buf *out)
{
    if (r->count == 0) {
        return;
    }
    static const char METRIC[] = "chaming_request_seconds";
    for (size_t i = 0; i < BOUND_COUNT; i++) {
        (void)cm_buf_addf(out, "%s_bucket{operation=\"%s\",le=\"%lld.%03lld\"} %llu\n", METRIC,
                          name, (long long)(BOUNDS[i] / MS), (long long)(BOUNDS[i] % MS),
                          (unsigned long long)r->within[i]);
    }
    (void)cm_buf_addf(out, "%s_bucket{operation=\"%s\",le=\"+Inf\"} %llu\n", METRIC, name,
                      (unsigned long long)r->count);
    (void)cm_buf_addf(out, "%s_sum{operation=\"%s\"} %llu.%03llu\n", METRIC, name,
                      (unsigned long long)(r->ms / MS), (unsigned long long)(r->ms % MS));
    (void)cm_buf_addf(out, "%s_count{operation=\"%s\"} %llu\n", METRIC, name,
                      (unsigned long long)r->count);
}

void cm_gauge_write(cm_gauge *g, cm_buf *out)
{
    size_t count = 0;
    const cm_route *all = cm_routes(&count);
    cm_lock_take(g->lock);
    (void)cm_buf_add(out, CM_SV("# HELP chaming_requests_total Requests by operation and status.\n"
                                "# TYPE chaming_requests_total counter\n"));
    for (size_t i = 0; i <= count; i++) {
        write_row(&g->rows[i], i < count ? all[i].operation : "none", out);
    }
    (void)cm_buf_add(out, CM_SV("# HELP chaming_request_seconds Time from the request to its "
                                "answer.\n# TYPE chaming_request_seconds histogram\n"));
    for (size_t i = 0; i <= count; i++) {
        write_time(&g->rows[i], i < count ? all[i].operation : "none", out);
    }
    for (size_t i = 0; i < g->levels.count; i++) {
        const level *l = &g->levels.items[i];
        (void)cm_buf_addf(out, "# HELP %s %s\n# TYPE %s %s\n%s %lld\n", l->name, l->help, l->name,
                          strstr(l->name, "_total") != NULL ? "counter" : "gauge", l->name,
                          (long long)l->value);
    }
    cm_lock_leave(g->lock);
}
