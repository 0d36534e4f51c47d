#include "base/base.h"

#include "server/hub.h"

#include "base/limits.h"
#include "base/moment.h"
#include "server/entry.h"

#include <string.h>

enum {
    BEAT_MS = 15 * 1000,
    KEPT = 256,            /* events for those who come back */
    OF_ONE_PERSON = 6,     /* streams */
    WAITING_MOST = 1 << 20 /* bytes that a client has not taken */
};

/* One who listens. */
typedef struct viewer {
    cm_hub *hub;
    cm_stream *stream;
    cm_arena mem, who; /* who: of the caller, who is looked up again and again */
    const cm_home *home;
    cm_caller caller;
    cm_entry_proof proof;
    cm_buf waiting; /* under the lock of the stream */
    size_t sent;
    bool ended;
    struct viewer *next;
} viewer;

/* One event as it is kept. */
typedef struct {
    uint64_t no;
    cm_arena mem;
    const char *type;
    cm_job job;
    cm_sv since; /* of clues: those made from then on */
} event;

struct cm_hub {
    cm_house *house;
    cm_seat *seat;
    cm_lock *lock; /* of what follows */
    cm_bell *bell;
    cm_thread *thread;
    viewer *viewers; /* newest first */
    event events[KEPT];
    uint64_t last, epoch; /* number of the last event; of this process */
    bool stopping;
};

/* ---- bytes to one ---- */

typedef struct {
    viewer *to;
    cm_sv bytes; /* empty: the end */
} parcel;

static void put(void *payload)
{
    parcel *p = payload;
    viewer *v = p->to;
    if (p->bytes.len == 0 || v->waiting.len - v->sent + p->bytes.len > WAITING_MOST) {
        v->ended = true;
    } else {
        (void)cm_buf_add(&v->waiting, p->bytes);
    }
}

static void send(viewer *v, cm_sv bytes)
{
    parcel p = {v, bytes};
    cm_stream_wake(v->stream, put, &p);
}

static int64_t read_some(void *payload, char *to, size_t most)
{
    viewer *v = payload;
    size_t left = v->waiting.len - v->sent, count = left < most ? left : most;
    if (count == 0) {
        return v->ended ? -1 : 0;
    }
    memcpy(to, v->waiting.ptr + v->sent, count);
    v->sent += count;
    if (v->sent == v->waiting.len) {
        cm_buf_reset(&v->waiting);
        v->sent = 0;
    }
    return (int64_t)count;
}

static void close_viewer(void *payload)
{
    viewer *v = payload;
    cm_lock_take(v->hub->lock);
    for (viewer **at = &v->hub->viewers; *at != NULL; at = &(*at)->next) {
        if (*at == v) {
            *at = v->next;
            break;
        }
    }
    cm_lock_leave(v->hub->lock);
    cm_buf_clear(&v->waiting);
    cm_arena_clear(&v->who);
    cm_arena_clear(&v->mem);
    cm_free(v);
}

/* ---- events ---- */

static void write_clues(cm_json *json, const event *e, int64_t arrived, int64_t urgent)
{
    cm_json_object(json);
    cm_json_put_int(json, CM_SV("job"), e->job.no);
    cm_json_put_int(json, CM_SV("new"), arrived);
    cm_json_put_int(json, CM_SV("urgent"), urgent);
    cm_json_object_end(json);
}

/* What the event is for the viewer. False: nothing. */
static bool write_data(const cm_hub *hub, cm_workdesk *desk, const viewer *v, const event *e,
                       cm_buf *out)
{
    CM_AUTO_ARENA mem;
    CM_AUTO_ERR err = {0};
    cm_arena_init(&mem);
    CM_AUTO_JSON *json = cm_json_new(out);
    const cm_rights *rights = cm_house_home(hub->house, CM_ZH)->rights;
    if (e->since.len == 0) {
        bool his = cm_job_is_for(rights, &v->caller, &e->job);
        if (his) {
            cm_job_write_json(json, v->home, &mem, &e->job);
        }
        return his;
    }
    cm_sv why;
    int64_t arrived = 0, urgent = 0;
    cm_scope scope = cm_right_scope(rights, &v->caller, CM_SV("clue.list"), &mem);
    bool may = cm_right_may(rights, &v->caller, CM_SV("clue.list"), NULL, &why);
    bool some =
        may &&
        cm_list_arrived(desk->desk, &scope, e->since, &mem, &arrived, &urgent, &err) == CM_OK &&
        arrived > 0;
    if (some) {
        write_clues(json, e, arrived, urgent);
    }
    return some;
}

/* Under the lock of the hub. */
static void send_event(const cm_hub *hub, cm_workdesk *desk, viewer *v, const event *e)
{
    CM_AUTO_BUF data;
    CM_AUTO_BUF text;
    cm_buf_init(&data, CM_MAX_JSON);
    cm_buf_init(&text, CM_MAX_JSON);
    if (write_data(hub, desk, v, e, &data) && !data.over) {
        (void)cm_buf_addf(&text, "id: %llx-%llu\nevent: %s\ndata: ", (unsigned long long)hub->epoch,
                          (unsigned long long)e->no, e->type);
        (void)cm_buf_add(&text, cm_buf_view(&data));
        (void)cm_buf_add(&text, CM_SV("\n\n"));
        send(v, cm_buf_view(&text));
    }
}

static cm_job copy_job(cm_arena *mem, const cm_job *job)
{
    cm_job copy = *job;
    cm_sv *const texts[] = {&copy.kind,     &copy.by,       &copy.role,     &copy.office,
                            &copy.made_at,  &copy.begun_at, &copy.ended_at, &copy.parameters,
                            &copy.progress, &copy.result,   &copy.error};
    for (size_t i = 0; i < CM_COUNT(texts); i++) {
        *texts[i] = cm_arena_sv(mem, *texts[i]);
    }
    return copy;
}

static void publish(cm_hub *hub, cm_workdesk *desk, const cm_job *job, cm_sv since)
{
    cm_lock_take(hub->lock);
    event *e = &hub->events[++hub->last % KEPT];
    cm_arena_reset(&e->mem);
    e->no = hub->last;
    e->type = since.len == 0 ? "job" : "clues";
    e->job = copy_job(&e->mem, job);
    e->since = cm_arena_sv(&e->mem, since);
    for (viewer *v = hub->viewers; v != NULL; v = v->next) {
        send_event(hub, desk, v, e);
    }
    cm_lock_leave(hub->lock);
}

void cm_hub_job(cm_hub *hub, cm_workdesk *desk, const cm_job *job)
{
    publish(hub, desk, job, CM_SV(""));
    if (job->state == CM_JOB_DONE && cm_job_brings_clues(job)) {
        publish(hub, desk, job, job->begun_at);
    }
}

/* ---- listening ---- */

/* The number of the last event that the client had; of another process or too long ago: false. */
static bool read_last(const cm_hub *hub, cm_sv last, uint64_t *ret_no)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_sv head = cm_arena_format(&mem, "%llx-", (unsigned long long)hub->epoch);
    int64_t no = 0;
    if (!cm_sv_starts(last, head) || !cm_sv_to_int(cm_sv_slice(last, head.len, last.len), &no) ||
        no < 0 || (uint64_t)no > hub->last || hub->last - (uint64_t)no > KEPT) {
        return false;
    }
    *ret_no = (uint64_t)no;
    return true;
}

static void greet(const cm_hub *hub, cm_workdesk *desk, viewer *v, cm_sv last)
{
    uint64_t no = hub->last;
    send(v, CM_SV("retry: 3000\n\n"));
    if (last.len != 0 && !read_last(hub, last, &no)) {
        no = hub->last;
        send(v, CM_SV("event: reset\ndata: {}\n\n")); /* what was missed is not known any more */
    }
    for (uint64_t i = no + 1; i <= hub->last; i++) {
        send_event(hub, desk, v, &hub->events[i % KEPT]);
    }
}

static void end_oldest(cm_hub *hub, const cm_caller *caller)
{
    size_t count = 0;
    for (viewer *v = hub->viewers; v != NULL; v = v->next) {
        bool his = v->caller.no == caller->no;
        count += his ? 1 : 0;
        if (his && count > OF_ONE_PERSON) {
            send(v, CM_SV(""));
        }
    }
}

static cm_svs copy_texts(cm_arena *mem, const cm_svs *texts)
{
    cm_svs copy = {0};
    for (size_t i = 0; i < texts->count; i++) {
        *cm_vec_push(mem, &copy) = cm_arena_sv(mem, texts->items[i]);
    }
    return copy;
}

static cm_caller copy_caller(cm_arena *mem, const cm_caller *caller)
{
    cm_caller copy = *caller;
    copy.name = cm_arena_sv(mem, caller->name);
    copy.office = cm_arena_sv(mem, caller->office);
    copy.at = cm_arena_sv(mem, caller->at);
    copy.below = copy_texts(mem, &caller->below);
    copy.roles = copy_texts(mem, &caller->roles);
    if (caller->scopes != NULL) {
        cm_svs *scopes = cm_arena_array(mem, cm_svs, 1);
        *scopes = copy_texts(mem, caller->scopes);
        copy.scopes = scopes;
    }
    return copy;
}

void cm_hub_listen(cm_hub *hub, cm_exchange *x)
{
    viewer *v = cm_alloc_zero(1, sizeof(*v));
    v->hub = hub;
    v->home = x->home;
    cm_arena_init(&v->mem);
    cm_buf_init(&v->waiting, (size_t)2 * WAITING_MOST);
    cm_arena_init(&v->who);
    v->caller = copy_caller(&v->who, &x->caller);
    v->proof = (cm_entry_proof){cm_arena_sv(&v->mem, x->cookie), cm_arena_sv(&v->mem, x->bearer),
                                cm_arena_sv(&v->mem, x->proxy_user),
                                cm_arena_sv(&v->mem, x->proxy_secret)};
    const cm_stream_source source = {read_some, close_viewer, v};
    cm_lock_take(hub->lock);
    v->stream = cm_reply_stream(x, &source);
    v->next = hub->viewers;
    hub->viewers = v;
    if (hub->stopping) {
        send(v, CM_SV(""));
    }
    greet(hub, x->workdesk, v, x->last_event);
    end_oldest(hub, &v->caller);
    cm_lock_leave(hub->lock);
}

/* ---- the heart beat ---- */

/* Who he is now: his log-in may have ended, and his roles with it. */
static bool is_still(cm_hub *hub, viewer *v)
{
    CM_AUTO_ARENA mem;
    CM_AUTO_ERR err = {0};
    cm_arena_init(&mem);
    cm_caller now = {0};
    bool still = cm_entry_again(hub->seat, &v->proof, &mem, &now, &err) == CM_OK;
    if (still) {
        cm_arena_reset(&v->who);
        v->caller = copy_caller(&v->who, &now);
    }
    return still;
}

static void beat(void *payload)
{
    cm_hub *hub = payload;
    cm_lock_take(hub->lock);
    while (!hub->stopping) {
        bool rung = cm_bell_wait(hub->bell, hub->lock, BEAT_MS);
        for (viewer *v = hub->viewers; v != NULL && !rung; v = v->next) {
            send(v, is_still(hub, v) ? CM_SV(":\n\n") : CM_SV(""));
        }
    }
    cm_lock_leave(hub->lock);
}

/* ---- from start to end ---- */

cm_status cm_hub_start(cm_house *house, cm_hub **ret_hub, cm_err *err)
{
    cm_hub *hub = cm_alloc_zero(1, sizeof(*hub));
    hub->house = house;
    hub->lock = cm_lock_new();
    hub->bell = cm_bell_new();
    hub->epoch = (uint64_t)cm_moment_seconds(house->base->desk_at);
    for (size_t i = 0; i < KEPT; i++) {
        cm_arena_init(&hub->events[i].mem);
    }
    cm_status status = cm_seat_open(house, &hub->seat, err);
    if (status == CM_OK) {
        status = cm_thread_start(beat, hub, &hub->thread, err);
    }
    if (status != CM_OK) {
        cm_hub_free(hub);
        return status;
    }
    *ret_hub = hub;
    return CM_OK;
}

void cm_hub_stop(cm_hub *hub)
{
    if (hub != NULL) {
        cm_lock_take(hub->lock);
        hub->stopping = true;
        for (viewer *v = hub->viewers; v != NULL; v = v->next) {
            send(v, CM_SV(""));
        }
        cm_bell_ring(hub->bell);
        cm_lock_leave(hub->lock);
        cm_thread_join(hub->thread);
        hub->thread = NULL;
    }
}

void cm_hub_free(cm_hub *hub)
{
    if (hub != NULL) {
        for (size_t i = 0; i < KEPT; i++) {
            cm_arena_clear(&hub->events[i].mem);
        }
        cm_seat_close(hub->seat);
        cm_bell_free(hub->bell);
        cm_lock_free(hub->lock);
        cm_free(hub);
    }
}
