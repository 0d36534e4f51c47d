#include "base/base.h"

#include "app/import.h"
#include "app/rebuild.h"
#include "cli/cli.h"

#include <unistd.h>

enum { SHOWN_CAUSES = 20 }; /* lines named one by one; the summary counts all */

typedef struct {
    cm_cli *cli;
    bool show_progress;
    struct timespec begun, shown;
    size_t named;
} screen;

static double seconds_since(const struct timespec *from)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - from->tv_sec) + (double)(now.tv_nsec - from->tv_nsec) / 1e9;
}

static void show_progress(void *payload, const cm_import_summary *so_far)
{
    screen *s = payload;
    if (!s->show_progress || seconds_since(&s->shown) < 0.5) {
        return;
    }
    (void)clock_gettime(CLOCK_MONOTONIC, &s->shown);
    double elapsed = seconds_since(&s->begun);
    double rate = elapsed > 0 ? (double)so_far->bytes_done / elapsed : 0;
    double left = rate > 0 ? (double)(so_far->bytes - so_far->bytes_done) / rate : 0;
    (void)fprintf(stderr, "\r%3.0f%%  %llu  %.1f MB/s  -%.0f s   ",
                  so_far->bytes > 0 ? 100.0 * (double)so_far->bytes_done / (double)so_far->bytes
                                    : 100.0,
                  (unsigned long long)so_far->documents, rate / 1e6, left);
}

void cm_cli_not_read(cm_cli *cli, const cm_not_read *what)
{
    cm_sv text = cm_cause_text(cli->home, &cli->mem, cm_cause_name(what->cause));
    cm_sv place = what->path; /* line 0: the whole file */
    if (what->place.len > 0) {
        place = cm_arena_format(&cli->mem, "%.*s/%.*s", CM_SV_ARG(place), CM_SV_ARG(what->place));
    }
    if (what->line > 0) {
        place = cm_arena_format(&cli->mem, "%.*s:%llu", CM_SV_ARG(place),
                                (unsigned long long)what->line);
    }
    (void)fprintf(stderr, "%.*s: %.*s\n", CM_SV_ARG(place), CM_SV_ARG(text));
}

static void name_cause(void *payload, const cm_not_read *what)
{
    screen *s = payload;
    if (s->named++ >= SHOWN_CAUSES) {
        return;
    }
    if (s->show_progress) {
        (void)fprintf(stderr, "\r");
    }
    cm_cli_not_read(s->cli, what);
}

static int print_summary(cm_cli *cli, const char *done, const cm_import_summary *sum)
{
    cm_word words[] = {{"documents", cm_cli_number(cli, sum->documents)},
                       {"known", cm_cli_number(cli, sum->documents_known)},
                       {"links", cm_cli_number(cli, sum->links)},
                       {"files", cm_cli_number(cli, sum->files)},
                       {"files_known", cm_cli_number(cli, sum->files_known)},
                       {NULL, {NULL, 0}}};
    cm_cli_say(cli, done, words);
    if (sum->links > 0) {
        cm_cli_say(cli, "import.links", words);
    }
    uint64_t not_read = 0;
    for (size_t i = CM_CAUSE_NONE + 1; i < CM_CAUSE_COUNT; i++) {
        not_read += sum->causes[i];
    }
    if (not_read == 0) {
        return CM_EXIT_OK;
    }
    cm_word total[] = {{"count", cm_cli_number(cli, not_read)}, {NULL, {NULL, 0}}};
    cm_cli_say(cli, "import.not_read", total);
    for (size_t i = CM_CAUSE_NONE + 1; i < CM_CAUSE_COUNT; i++) {
        if (sum->causes[i] > 0) {
            cm_sv text = cm_cause_text(cli->home, &cli->mem, cm_cause_name((cm_cause)i));
            (void)printf("  %8llu  %.*s\n", (unsigned long long)sum->causes[i], CM_SV_ARG(text));
        }
    }
    return CM_EXIT_NOT_ALL;
}

static int run_import(cm_cli *cli, const cm_import_options *job, screen *s)
{
    cm_site *site = NULL;
    CM_AUTO_ERR err = {0};
    if (cm_site_open(cli->home, cli->workspace, job->workers, &site, &err) != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    cm_import_summary sum;
    cm_status status = cm_import(site, job, &sum, &err);
    cm_site_close(site);
    if (s->show_progress) {
        (void)fprintf(stderr, "\r                                              \r");
    }
    if (status == CM_E_CANCELLED) {
        (void)print_summary(cli, "import.done", &sum);
        cm_cli_say(cli, "import.stopped", NULL);
        return cm_status_exit_code(status);
    }
    return status == CM_OK ? print_summary(cli, "import.done", &sum) : cm_cli_fail(cli, &err);
}

int cm_cmd_import(cm_cli *cli)
{
    cm_sv received = {NULL, 0}, label = {NULL, 0}, jobs = {NULL, 0};
    screen s = {.cli = cli, .show_progress = isatty(STDERR_FILENO) == 1};
    const cm_option options[] = {
        {.name = "--received",
         .value = "DATE",
         .help = "help.option.received",
         .ret_value = &received},
        {.name = "--label", .value = "TEXT", .help = "help.option.label", .ret_value = &label},
        {.name = "--progress", .help = "help.option.progress", .ret_flag = &s.show_progress},
        {.name = "-j", .value = "N", .help = "help.option.jobs", .ret_value = &jobs},
    };
    cm_svs paths = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &paths, &code)) {
        return code;
    }
    cm_date day = CM_NO_DATE;
    int64_t workers = 0;
    bool good = paths.count > 0 &&
                (received.ptr == NULL || (cm_date_parse(received, &day) && cm_date_exists(day))) &&
                (jobs.ptr == NULL || (cm_sv_to_int(jobs, &workers) && workers > 0));
    if (!good) {
        return cm_cli_usage(cli);
    }
    (void)clock_gettime(CLOCK_MONOTONIC, &s.begun);
    s.shown = s.begun;
    cm_import_options job = {.paths = &paths,
                             .label = label,
                             .received_on = day,
                             .workers = (size_t)workers,
                             .watch = {show_progress, name_cause, &s, cli->cancel}};
    return run_import(cli, &job, &s);
}

int cm_cmd_rebuild(cm_cli *cli)
{
    cm_sv jobs = {NULL, 0};
    screen s = {.cli = cli, .show_progress = isatty(STDERR_FILENO) == 1};
    const cm_option options[] = {
        {.name = "--progress", .help = "help.option.progress", .ret_flag = &s.show_progress},
        {.name = "-j", .value = "N", .help = "help.option.jobs", .ret_value = &jobs},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    int64_t workers = 0;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (rest.count != 0 || (jobs.ptr != NULL && (!cm_sv_to_int(jobs, &workers) || workers <= 0))) {
        return cm_cli_usage(cli);
    }
    (void)clock_gettime(CLOCK_MONOTONIC, &s.begun);
    s.shown = s.begun;
    const cm_rebuild_options job = {.workers = (size_t)workers,
                                    .watch = {show_progress, name_cause, &s, cli->cancel}};
    cm_import_summary sum;
    CM_AUTO_ERR err = {0};
    cm_status status = cm_rebuild(cli->home, cli->workspace, &job, &sum, &err);
    if (s.show_progress) {
        (void)fprintf(stderr, "\r                                              \r");
    }
    if (status != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    return print_summary(cli, "rebuild.done", &sum);
}
