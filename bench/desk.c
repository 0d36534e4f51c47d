/* bench/desk.c - the desk under load: how long the first page of a list takes under several
 * filters, all facet counts, the counts of statistics, and one step with its line in the audit.
 *
 *   bench_desk FILE CLUES        FILE is made; data/desk is found through $CHAMING_DATA
 *   bench_desk FILE CLUES fill   only brings the clues in
 *   bench_desk FILE COPIES repeat   the clues of a desk again and again, as bench_facts repeats
 *                                   the results, some of them taken up, rejected, put away
 */
#include "base/base.h"

#include "desk/change.h"
#include "desk/count.h"
#include "desk/list.h"
#include "desk/step.h"

#include "base/file.h"
#include "base/moment.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { CHUNK = 1000, TURNS = 21, PAGE = 50, STEPS = 3000 };

typedef struct {
    cm_arena mem;
    cm_desk *desk;
    cm_course course;
    const cm_rights *rights;
    cm_caller caller;
    cm_scope all;
    uint64_t seed;
    cm_sv data; /* folder data/desk */
} bench;

static void must(cm_status status, const cm_err *err)
{
    if (status != CM_OK) {
        (void)fprintf(stderr, "bench_desk: %s\n", err->message);
        exit(1); /* NOLINT(concurrency-mt-unsafe) */
    }
}

static double now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* splitmix64; skewed: small numbers come more often. */
static uint64_t below(bench *b, uint64_t bound)
{
    b->seed += 0x9e3779b97f4a7c15U;
    uint64_t z = b->seed;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    z ^= z >> 31;
    uint64_t first = z % bound;
    return (z >> 40) % (first + 1);
}

static void add_clue(bench *b, int64_t i, cm_arena *mem, cm_err *err)
{
    static const char *const DIRECTIONS[] = {"neutral", "favours", "against"};
    const cm_merge_by by = {&b->course, CM_SV(""), b->caller.at, CM_SV("changed")};
    cm_merge_effect effect = CM_MERGE_NEW;
    const cm_desk_clue clue = {
        .id = cm_arena_format(mem, "%012llx", (unsigned long long)i),
        .model =
            cm_arena_format(mem, "criminal/model-number-%llu", (unsigned long long)below(b, 70)),
        .model_version = 1,
        .content = CM_SV("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
        .direction = cm_sv_from(DIRECTIONS[below(b, 3)]),
        .severity = cm_arena_format(mem, "S%llu", 1 + (unsigned long long)below(b, 3)),
        .confidence = CM_SV("H"),
        .error_class = CM_SV("substance"),
        .stage = CM_SV("effective"),
        .court = cm_arena_format(mem, "the people's court of county %llu",
                                 (unsigned long long)below(b, 3000)),
        .charge = cm_arena_format(mem, "charge number %llu", (unsigned long long)below(b, 300)),
        .case_no = cm_arena_format(mem, "(2019) 0123 first instance %lld", (long long)i),
        .doc = cm_arena_format(mem, "document-%lld", (long long)(i / 2)),
        .defendant = CM_SV("somebody"),
        .decided_on = {(int16_t)(2010 + below(b, 14)), 5, 6},
        .finding = CM_SV("what the model says of it, in a sentence or two as findings are, with "
                         "the figures that it read and the bounds that they are compared with"),
        .facts_digest = CM_SV("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
        .urgent = below(b, 1000) == 999 || i % 997 == 0,
    };
    must(cm_desk_clue_merge(b->desk, &by, &clue, &effect, err), err);
}

static void fill(bench *b, int64_t count)
{
    CM_AUTO_ERR err = {0};
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    const cm_deed deed = {.at = b->caller.at, .action = CM_SV("clue.intake")};
    double start = now();
    for (int64_t i = 0; i < count; i += CHUNK) {
        must(cm_change_begin(b->desk, &err), &err);
        for (int64_t k = i; k < i + CHUNK && k < count; k++) {
            cm_arena_reset(&mem);
            add_clue(b, k, &mem, &err);
        }
        must(cm_change_commit(b->desk, &deed, NULL, &err), &err);
    }
    (void)printf("%-52s %10.0f per second\n", "clues brought in",
                 (double)count * 1e3 / (now() - start));
}

/* As bench/facts.c names the copies. */
static cm_desk_clue copy_of(const cm_desk_clue *clue, int64_t n, cm_arena *mem)
{
    cm_desk_clue c = *clue;
    int32_t day = cm_date_exists(c.decided_on) ? cm_date_to_days(c.decided_on) : 0;
    c.id = cm_arena_format(mem, "%04llx%.*s", (unsigned long long)n,
                           CM_SV_ARG(cm_sv_slice(clue->id, 4, clue->id.len)));
    c.doc = cm_arena_format(mem, "%.*s/%lld", CM_SV_ARG(clue->doc), (long long)n);
    c.case_no = cm_arena_format(mem, "%.*s-%lld", CM_SV_ARG(clue->case_no), (long long)n);
    c.court = cm_arena_format(mem, "%.*s%lld", CM_SV_ARG(clue->court), (long long)(n % 30));
    c.decided_on = day != 0 ? cm_date_from_days(day - (int32_t)(n % 1500)) : CM_NO_DATE;
    return c;
}

/* One in five is screened, one in ten rejected, one in forty sent back to the data. */
static void take_up(bench *b, cm_sv id, int64_t i, cm_arena *mem, cm_err *err)
{
    const cm_step_by by = {.course = &b->course, .rights = b->rights, .caller = &b->caller};
    static const char *const WRONG[] = {"misread", "known_exception", "trivial", "not_an_error"};
    cm_step_request request = {.step = i % 5 == 0 ? CM_SV("screen") : CM_SV("reject")};
    cm_step_done done;
    if (i % 40 == 7) {
        request.step = CM_SV("defect");
        request.reason = CM_SV("illegible");
    } else if (i % 10 == 3) {
        request.reason = cm_sv_from(WRONG[below(b, CM_COUNT(WRONG))]);
        request.why = CM_SV("looked at by somebody who said why");
    } else if (i % 5 != 0) {
        return;
    }
    must(cm_desk_step(b->desk, &by, id, &request, mem, &done, err), err);
}

static void repeat_copy(bench *b, const cm_list_page *all, int64_t n, cm_err *err)
{
    const cm_merge_by by = {&b->course, CM_SV(""), b->caller.at, CM_SV("changed")};
    const cm_deed deed = {.at = b->caller.at, .action = CM_SV("clue.intake")};
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    must(cm_change_begin(b->desk, err), err);
    for (size_t i = 0; i < all->clues.count; i++) {
        cm_merge_effect effect = CM_MERGE_NEW;
        cm_arena_reset(&mem);
        const cm_desk_clue c = copy_of(&all->clues.items[i], n, &mem);
        must(cm_desk_clue_merge(b->desk, &by, &c, &effect, err), err);
        take_up(b, c.id, (int64_t)i, &mem, err);
    }
    must(cm_change_commit(b->desk, &deed, NULL, err), err);
}

static void repeat(bench *b, int64_t copies)
{
    enum { MOST = 100000 };

    CM_AUTO_ERR err = {0};
    const cm_list_filter filter = {.scope = &b->all};
    cm_list_page all = {0};
    must(cm_list_page_of(b->desk, &filter, CM_SV(""), MOST, &b->mem, &all, &err), &err);
    double start = now();
    for (int64_t n = 1; n < copies; n++) {
        repeat_copy(b, &all, n, &err);
    }
    double count = (double)all.clues.count * (double)(copies - 1);
    (void)printf("%-52s %10.0f per second\n", "clues repeated", count * 1e3 / (now() - start));
}

static int by_size(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static void tell(const char *what, double *times)
{
    qsort(times, TURNS, sizeof(*times), by_size);
    (void)printf("%-52s %10.2f ms median %10.2f ms worst\n", what, times[TURNS / 2],
                 times[TURNS - 1]);
}

static void page(bench *b, const char *what, const cm_list_filter *filter, cm_sv after)
{
    CM_AUTO_ERR err = {0};
    double times[TURNS];
    size_t rows = 0;
    for (size_t i = 0; i < TURNS; i++) {
        CM_AUTO_ARENA mem;
        cm_arena_init(&mem);
        cm_list_page p;
        double start = now();
        must(cm_list_page_of(b->desk, filter, after, PAGE, &mem, &p, &err), &err);
        times[i] = now() - start;
        rows = p.clues.count;
    }
    (void)printf("%3zu rows: ", rows);
    tell(what, times);
}

static void facets(bench *b, const char *what, const cm_list_filter *filter)
{
    CM_AUTO_ERR err = {0};
    double times[TURNS];
    for (size_t i = 0; i < TURNS; i++) {
        CM_AUTO_ARENA mem;
        cm_arena_init(&mem);
        cm_facets f;
        double start = now();
        must(cm_list_facets(b->desk, filter, &mem, &f, &err), &err);
        times[i] = now() - start;
    }
    tell(what, times);
}

static cm_list_filter filter_of(bench *b)
{
    return (cm_list_filter){.scope = &b->all};
}

static void add(bench *b, cm_list_filter *f, cm_facet facet, const char *value)
{
    *cm_vec_push(&b->mem, &f->values[facet]) = cm_sv_from(value);
}

static void lists(bench *b)
{
    cm_list_filter none = filter_of(b), state = filter_of(b), court = filter_of(b),
                   two = filter_of(b), many = filter_of(b), rare = filter_of(b),
                   nothing = filter_of(b);
    const cm_scope scope = {.own = true, .name = CM_SV("me"), .offices = {0}};
    cm_list_filter mine = {.scope = &scope};
    add(b, &state, CM_FACET_STATE, "new");
    add(b, &court, CM_FACET_COURT, "the people's court of county 7");
    add(b, &two, CM_FACET_STATE, "screened");
    add(b, &two, CM_FACET_COURT, "the people's court of county 3");
    add(b, &many, CM_FACET_STATE, "new");
    add(b, &many, CM_FACET_STATE, "screened");
    add(b, &many, CM_FACET_DIRECTION, "against");
    add(b, &many, CM_FACET_SEVERITY, "S3");
    add(b, &many, CM_FACET_YEAR, "2023");
    add(b, &rare, CM_FACET_CHARGE, "charge number 299");
    add(b, &nothing, CM_FACET_STATE, "new");
    add(b, &nothing, CM_FACET_MODEL, "criminal/model-number-69");
    add(b, &nothing, CM_FACET_YEAR, "1999");
    page(b, "first page, all", &none, CM_SV(""));
    page(b, "a page in the middle", &none, CM_SV("1S2~.50000"));
    page(b, "first page, state new", &state, CM_SV(""));
    page(b, "first page, one court", &court, CM_SV(""));
    page(b, "first page, state and court", &two, CM_SV(""));
    page(b, "first page, two states, direction, severity, year", &many, CM_SV(""));
    page(b, "first page, a rare charge", &rare, CM_SV(""));
    page(b, "first page, nothing matches", &nothing, CM_SV(""));
    page(b, "first page, what is mine", &mine, CM_SV(""));
    facets(b, "all facets, everything", &none);
    facets(b, "all facets, state new", &state);
    facets(b, "all facets, two states, direction, severity, year", &many);
}

/* Every clue and every event is read. */
static void counts(bench *b)
{
    CM_AUTO_ERR err = {0};
    double ladder[TURNS], verdicts[TURNS];
    cm_verdicts rules;
    const cm_standing_filter filter = {.scope = &b->all, .today = cm_moment_day(b->caller.at)};
    must(cm_verdicts_load(&b->mem, b->data, &b->course, &rules, &err), &err);
    for (size_t i = 0; i < TURNS; i++) {
        CM_AUTO_ARENA mem;
        cm_arena_init(&mem);
        cm_ladder l;
        cm_verdict_groups groups;
        double start = now();
        must(cm_count_ladder(b->desk, &rules, &filter, CM_DIM_COURT, &mem, &l, &err), &err);
        ladder[i] = now() - start;
        start = now();
        must(cm_count_verdicts(b->desk, &rules, &filter, CM_DIM_QUARTER, &mem, &groups, &err),
             &err);
        verdicts[i] = now() - start;
    }
    tell("the ladder by court", ladder);
    tell("verdicts by model and quarter", verdicts);
}

static void steps(bench *b, int64_t count)
{
    CM_AUTO_ERR err = {0};
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    const cm_step_by by = {.course = &b->course, .rights = b->rights, .caller = &b->caller};
    const cm_step_request request = {.step = CM_SV("screen")};
    int64_t done_count = count < STEPS ? count : STEPS;
    double start = now();
    for (int64_t i = 0; i < done_count; i++) {
        cm_step_done done;
        cm_arena_reset(&mem);
        cm_sv id = cm_arena_format(
            &mem, "%012llx", (unsigned long long)i * (unsigned long long)(count / done_count));
        const cm_deed deed = {.at = b->caller.at, .action = CM_SV("clue.screen"), .object = id};
        must(cm_change_begin(b->desk, &err), &err);
        must(cm_desk_step(b->desk, &by, id, &request, &mem, &done, &err), &err);
        must(cm_change_commit(b->desk, &deed, NULL, &err), &err);
    }
    double took = now() - start;
    (void)printf("%-52s %10.0f per second\n", "steps, each a transaction with its audit line, FULL",
                 (double)done_count * 1e3 / took);
}

int main(int argc, char **argv)
{
    CM_AUTO_ERR err = {0};
    int64_t count = 0;
    bench b = {.seed = 1, .all = {.all = true}};
    bool only_fill = argc == 4 && cm_sv_equal(cm_sv_from(argv[3]), CM_SV("fill"));
    bool repeats = argc == 4 && cm_sv_equal(cm_sv_from(argv[3]), CM_SV("repeat"));
    if ((argc != 3 && !only_fill && !repeats) || !cm_sv_to_int(cm_sv_from(argv[2]), &count) ||
        count < 1) {
        (void)fprintf(stderr, "bench_desk FILE NUMBER [fill | repeat]\n");
        return 2;
    }
    cm_arena_init(&b.mem);
    cm_sv data = cm_sv_from(getenv("CHAMING_DATA")); /* NOLINT(concurrency-mt-unsafe) */
    data = cm_file_join(&b.mem, data.len != 0 ? data : CM_SV("data"), CM_SV("desk"));
    b.data = data;
    b.caller = (cm_caller){.owner = true, .at = cm_moment_now(&b.mem)};
    must(cm_course_load(&b.mem, data, &b.course, &err), &err);
    must(cm_rights_load(&b.mem, data, &b.rights, &err), &err);
    must(cm_desk_open(cm_sv_from(argv[1]), b.caller.at, &b.desk, &err), &err);
    if (repeats) {
        repeat(&b, count);
    } else {
        fill(&b, count);
    }
    if (argc == 3) {
        steps(&b, count);
        lists(&b);
        counts(&b);
    }
    cm_desk_close(b.desk);
    cm_arena_clear(&b.mem);
    return 0;
}
