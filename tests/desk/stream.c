/* A stream of mixed writes to a desk, for who kills it: each write is told on standard output when
 * it is committed, and not before.
 *
 *   desk_stream DESK SEED WRITES     "line NUMBER DIGEST" for each; clues are made when there are
 * none
 */
#include "base/base.h"

#include "desk/audit.h"
#include "desk/record.h"
#include "desk/suppression.h"

#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>

enum { CLUES = 200, BATCH = 20 };

#define AT CM_SV("2026-11-22T07:40:00Z")

typedef struct {
    cm_arena mem, step_mem;
    cm_desk *desk;
    cm_course course;
    const cm_rights *rights;
    cm_caller caller;
    uint64_t seed;
} stream;

static void must(cm_status status, const cm_err *err)
{
    if (status != CM_OK) {
        (void)fprintf(stderr, "desk_stream: %s\n", err->message);
        exit(1); /* NOLINT(concurrency-mt-unsafe) */
    }
}

static uint64_t below(stream *s, uint64_t bound)
{
    s->seed = s->seed * 6364136223846793005U + 1442695040888963407U;
    return (s->seed >> 33) % bound;
}

static cm_sv clue_name(stream *s, uint64_t i)
{
    return cm_arena_format(&s->step_mem, "%012llx", (unsigned long long)i);
}

static void commit(stream *s, const char *action, cm_err *err)
{
    const cm_deed deed = {.at = AT, .action = cm_sv_from(action), .object = CM_SV("stream")};
    cm_audit_point last;
    must(cm_change_commit(s->desk, &deed, NULL, err), err);
    must(cm_audit_last(s->desk, &s->step_mem, &last, err), err);
    (void)printf("line %lld %.*s\n", (long long)last.no, CM_SV_ARG(last.digest));
    (void)fflush(stdout);
}

static void merge_clues(stream *s, uint64_t from, uint64_t count, cm_err *err)
{
    const cm_merge_by by = {&s->course, CM_SV(""), AT, CM_SV("changed")};
    for (uint64_t i = from; i < from + count; i++) {
        cm_merge_effect effect = CM_MERGE_NEW;
        const cm_desk_clue clue = {
            .id = clue_name(s, i),
            .model = CM_SV("area/name"),
            .model_version = 1,
            .content = CM_SV("0"),
            .direction = CM_SV("neutral"),
            .severity = CM_SV("S2"),
            .confidence = CM_SV("H"),
            .error_class = CM_SV("substance"),
            .stage = CM_SV("effective"),
            .court = CM_SV("court"),
            .charge = CM_SV("charge"),
            .case_no = clue_name(s, i),
            .doc = clue_name(s, i),
            .defendant = CM_SV("somebody"),
            .finding =
                cm_arena_format(&s->step_mem, "finding %llu", (unsigned long long)below(s, 1000)),
            .facts_digest = cm_arena_format(&s->step_mem, "%llu", (unsigned long long)below(s, 9)),
        };
        must(cm_desk_clue_merge(s->desk, &by, &clue, &effect, err), err);
    }
}

/* One of the steps that may start where the clue is; most ask for more than is given here and are
 * refused, which is no fault. */
static void step_clue(stream *s, cm_sv id, int64_t batch, cm_err *err)
{
    static const char *const STEPS[] = {"screen", "assess", "reject", "void",
                                        "reopen", "keep",   "resume"};
    static const char *const REASONS[] = {"", "", "misread", "test", "", "", ""};
    cm_step_by by = {
        .course = &s->course, .rights = s->rights, .caller = &s->caller, .batch = batch};
    size_t which = below(s, CM_COUNT(STEPS));
    const cm_step_request request = {.step = cm_sv_from(STEPS[which]),
                                     .reason = cm_sv_from(REASONS[which]),
                                     .why = CM_SV("why"),
                                     .day = {2030, 1, 1}};
    cm_step_done done;
    CM_AUTO_ERR refused = {0};
    cm_status status = cm_desk_step(s->desk, &by, id, &request, &s->step_mem, &done, &refused);
    if (status != CM_OK && status != CM_E_CONFLICT && status != CM_E_ARG && status != CM_E_DENIED) {
        must(cm_err_set(err, status, "%s", refused.message), err);
    }
}

static void note(stream *s, cm_sv id, cm_err *err)
{
    int64_t no = 0;
    const cm_step_by by = {.course = &s->course, .rights = s->rights, .caller = &s->caller};
    must(cm_desk_note(s->desk, &by, id, CM_SV("a note"), &no, err), err);
}

static void suppress(stream *s, cm_err *err)
{
    int64_t no = 0;
    const cm_suppression one = {.model = CM_SV("area/name"),
                                .court = CM_SV("court"),
                                .reason = CM_SV("why"),
                                .by = CM_SV("who"),
                                .made_on = {2026, 1, 1},
                                .expires_on = {2027, 1, 1}};
    must(cm_suppression_add(s->desk, &one, &no, err), err);
}

static void many(stream *s, cm_err *err)
{
    int64_t batch = 0;
    const cm_step_by by = {.course = &s->course, .rights = s->rights, .caller = &s->caller};
    must(cm_desk_batch_add(s->desk, &by, CM_SV("screen"), CM_SV("{}"), &batch, err), err);
    for (size_t i = 0; i < BATCH; i++) {
        step_clue(s, clue_name(s, below(s, CLUES)), batch, err);
    }
    must(cm_desk_batch_count(s->desk, batch, BATCH, err), err);
}

static void write_one(stream *s, cm_err *err)
{
    cm_arena_reset(&s->step_mem);
    must(cm_change_begin(s->desk, err), err);
    cm_sv id = clue_name(s, below(s, CLUES));
    switch (below(s, 8)) {
    case 0:
        note(s, id, err);
        break;
    case 1:
        suppress(s, err);
        break;
    case 2:
        merge_clues(s, below(s, CLUES - BATCH), BATCH, err);
        break;
    case 3:
        many(s, err);
        break;
    default:
        step_clue(s, id, 0, err);
    }
    commit(s, "test.write", err);
}

int main(int argc, char **argv)
{
    CM_AUTO_ERR err = {0};
    int64_t seed = 0, writes = 0;
    stream s = {.caller = {.owner = true, .at = AT}};
    if (argc != 4 || !cm_sv_to_int(cm_sv_from(argv[2]), &seed) ||
        !cm_sv_to_int(cm_sv_from(argv[3]), &writes)) {
        (void)fprintf(stderr, "desk_stream DESK SEED WRITES\n");
        return 2;
    }
    cm_arena_init(&s.mem);
    cm_arena_init(&s.step_mem);
    s.seed = (uint64_t)seed;
    cm_sv data = cm_file_join(&s.mem, cm_sv_from(getenv("CHAMING_DATA")), /* NOLINT */
                              CM_SV("desk"));
    must(cm_course_load(&s.mem, data, &s.course, &err), &err);
    must(cm_rights_load(&s.mem, data, &s.rights, &err), &err);
    must(cm_desk_open(cm_sv_from(argv[1]), AT, &s.desk, &err), &err);
    must(cm_change_begin(s.desk, &err), &err);
    merge_clues(&s, 0, CLUES, &err);
    commit(&s, "test.clues", &err);
    for (int64_t i = 0; i < writes; i++) {
        write_one(&s, &err);
    }
    (void)printf("end\n");
    cm_desk_close(s.desk);
    cm_arena_clear(&s.step_mem);
    cm_arena_clear(&s.mem);
    return 0;
}
