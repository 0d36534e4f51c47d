#include "base/base.h"

#include "base/lock.h"
#include "server/stream_parts.h"

enum { BLOCK = 4096 };

struct cm_stream {
    cm_lock *lock;
    cm_stream_source source;
    struct MHD_Connection *connection; /* NULL: not answered yet */
    const atomic_bool *stopping;
    bool asleep;
};

cm_stream *cm_reply_stream(cm_exchange *x, const cm_stream_source *source)
{
    cm_stream *s = cm_alloc_zero(1, sizeof(*s));
    s->lock = cm_lock_new();
    s->source = *source;
    x->stream = s;
    return s;
}

void cm_stream_free(cm_stream *stream)
{
    if (stream != NULL) {
        stream->source.close(stream->source.payload);
        cm_lock_free(stream->lock);
        cm_free(stream);
    }
}

void cm_stream_wake(cm_stream *stream, void (*change)(void *payload), void *payload)
{
    cm_lock_take(stream->lock);
    if (change != NULL) {
        change(payload);
    }
    if (stream->asleep) {
        stream->asleep = false;
        MHD_resume_connection(stream->connection);
    }
    cm_lock_leave(stream->lock);
}

static ssize_t read_some(void *payload, uint64_t at, char *to, size_t most)
{
    cm_stream *s = payload;
    (void)at;
    if (atomic_load(s->stopping)) {
        return MHD_CONTENT_READER_END_OF_STREAM;
    }
    cm_lock_take(s->lock);
    int64_t count = s->source.read(s->source.payload, to, most);
    if (count == 0) {
        s->asleep = true;
        MHD_suspend_connection(s->connection);
    }
    cm_lock_leave(s->lock);
    return count < 0 ? MHD_CONTENT_READER_END_OF_STREAM : (ssize_t)count;
}

static void end(void *payload)
{
    cm_stream_free(payload);
}

struct MHD_Response *cm_stream_response(cm_stream *stream, struct MHD_Connection *connection,
                                        const atomic_bool *stopping)
{
    stream->connection = connection;
    stream->stopping = stopping;
    return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK, read_some, stream, end);
}
