#include "base/base.h"

#include "app/lens.h"
#include "app/search.h"
#include "base/json.h"
#include "base/limits.h"
#include "cli/cli.h"

#include <unistd.h>

enum {
    SHOWN_PLACES = 3, /* of a document, in the list for people; JSON has all */
    TICK = 512        /* documents between two words about progress */
};

typedef struct {
    cm_cli *cli;
    bool as_json, show_progress;
    cm_buf out;
} screen;

/* ---- words around a place ---- */

/* Without the breaks and blanks of the original, which would tear the line. */
static void put_line(cm_buf *out, cm_sv text)
{
    for (size_t i = 0; i < text.len; i++) {
        if ((unsigned char)text.ptr[i] > ' ') {
            (void)cm_buf_add_byte(out, text.ptr[i]);
        }
    }
}

static void put_place(cm_buf *out, cm_sv text, cm_span at)
{
    cm_span around = cm_search_around(text, at);
    put_line(out, cm_sv_slice(text, around.begin, at.begin));
    (void)cm_buf_add(out, CM_SV(" ["));
    put_line(out, cm_sv_slice(text, at.begin, at.end));
    (void)cm_buf_add(out, CM_SV("] "));
    put_line(out, cm_sv_slice(text, at.end, around.end));
}

/* ---- hits ---- */

static cm_sv section_name(const screen *s, int section)
{
    const cm_term_list *list = cm_reader_choices(s->cli->home->reader)->section;
    return section < 0 ? (cm_sv){NULL, 0} : cm_term_zh(list, section);
}

static cm_sv day_of(cm_buf *space, cm_date day)
{
    cm_buf_init(space, CM_MAX_MESSAGE);
    (void)cm_date_write(space, day);
    return cm_date_exists(day) ? cm_buf_view(space) : (cm_sv){NULL, 0};
}

static void write_json(screen *s, const cm_search_hit *hit)
{
    CM_AUTO_JSON *json = cm_json_new(&s->out);
    cm_search_write_json(json, s->cli->home, hit, false);
    cm_json_line(json);
}

static void write_text(screen *s, const cm_search_hit *hit)
{
    CM_AUTO_BUF day;
    cm_sv parts[] = {hit->doc, hit->case_no, hit->court, day_of(&day, hit->decided_on)};
    for (size_t i = 0; i < CM_COUNT(parts); i++) {
        if (parts[i].len != 0) {
            (void)cm_buf_add(&s->out, i > 0 ? CM_SV("  ") : CM_SV(""));
            (void)cm_buf_add(&s->out, parts[i]);
        }
    }
    (void)cm_buf_add_byte(&s->out, '\n');
    for (size_t i = 0; i < hit->places.count && i < SHOWN_PLACES; i++) {
        const cm_search_place *p = &hit->places.items[i];
        (void)cm_buf_add(&s->out, CM_SV("    "));
        cm_cli_cell(&s->out, section_name(s, p->section), 12);
        put_place(&s->out, hit->text, p->at);
        (void)cm_buf_add_byte(&s->out, '\n');
    }
    if (hit->places.count > SHOWN_PLACES) {
        cm_word words[] = {
            {"count", cm_arena_format(&s->cli->mem, "%zu", hit->places.count - SHOWN_PLACES)},
            {NULL, {NULL, 0}}};
        (void)cm_buf_add(&s->out, CM_SV("    "));
        cm_home_say(s->cli->home, &s->out, CM_SV("search.more"), words);
        (void)cm_buf_add_byte(&s->out, '\n');
    }
}

static cm_status print_hit(void *payload, const cm_search_hit *hit, cm_err *err)
{
    (void)err;
    screen *s = payload;
    if (s->as_json) {
        write_json(s, hit);
    } else {
        write_text(s, hit);
    }
    cm_cli_print(cm_buf_view(&s->out));
    cm_buf_reset(&s->out);
    return CM_OK;
}

static void show_progress(void *payload, const cm_search_summary *so_far)
{
    const screen *s = payload;
    if (s->show_progress && so_far->documents % TICK == 0) {
        (void)fprintf(stderr, "\r%llu  %llu ", (unsigned long long)so_far->documents,
                      (unsigned long long)so_far->hits);
    }
}

/* ---- the subcommand ---- */

static int finish(screen *s, cm_status status, const cm_search_summary *sum, const cm_err *err)
{
    cm_cli *cli = s->cli;
    (void)fflush(stdout); /* what was found stands before how much it is */
    if (s->show_progress) {
        (void)fprintf(stderr, "\r                         \r");
    }
    if (status != CM_OK && status != CM_E_CANCELLED) {
        return cm_cli_fail(cli, err);
    }
    cm_word words[] = {{"documents", cm_cli_number(cli, sum->documents)},
                       {"hits", cm_cli_number(cli, sum->hits)},
                       {"places", cm_cli_number(cli, sum->places)},
                       {"unreadable", cm_cli_number(cli, sum->unreadable)},
                       {NULL, {NULL, 0}}};
    cm_cli_say_error(cli, "search.done", words);
    if (sum->unreadable > 0) {
        cm_cli_say_error(cli, "search.unreadable", words);
    }
    if (status == CM_E_CANCELLED) {
        cm_cli_say_error(cli, "search.stopped", NULL);
        return cm_status_exit_code(status);
    }
    return sum->unreadable > 0 ? CM_EXIT_NOT_ALL : CM_EXIT_OK;
}

static int search(screen *s, cm_search_options *job)
{
    cm_site *site = NULL;
    CM_AUTO_ERR err = {0};
    if (cm_site_open(s->cli->home, s->cli->workspace, job->workers, &site, &err) != CM_OK) {
        return cm_cli_fail(s->cli, &err);
    }
    const cm_lens_use use = {.caller = &s->cli->caller, .act = CM_SV("text.search")};
    if (cm_lens_put(site, &use, &err) != CM_OK) {
        cm_site_close(site);
        return cm_cli_fail(s->cli, &err);
    }
    job->hit = print_hit;
    job->progress = show_progress;
    job->payload = s;
    job->cancel = s->cli->cancel;
    if (!s->as_json) {
        cm_cli_say(s->cli, "notice", NULL);
    }
    cm_buf_init(&s->out, CM_MAX_JSON);
    cm_search_summary sum = {0};
    cm_status status = cm_search(site, job, &sum, &err);
    cm_buf_clear(&s->out);
    cm_site_close(site);
    return finish(s, status, &sum, &err);
}

/* Several arguments are one expression. */
static cm_sv join_words(cm_cli *cli, const cm_svs *rest)
{
    CM_AUTO_BUF all;
    cm_buf_init(&all, CM_MAX_MESSAGE * 2);
    for (size_t i = 0; i < rest->count; i++) {
        (void)cm_buf_add(&all, i > 0 ? CM_SV(" ") : CM_SV(""));
        (void)cm_buf_add(&all, rest->items[i]);
    }
    return cm_arena_sv(&cli->mem, cm_buf_view(&all));
}

int cm_cmd_search(cm_cli *cli)
{
    cm_sv from = {NULL, 0}, to = {NULL, 0}, jobs = {NULL, 0};
    screen s = {.cli = cli, .show_progress = isatty(STDERR_FILENO) == 1};
    cm_search_options job = {.from = CM_NO_DATE, .to = CM_NO_DATE};
    const cm_option options[] = {
        {.name = "--in", .value = "SECTION", .help = "help.option.in", .ret_value = &job.section},
        {.name = "--from", .value = "DATE", .help = "help.option.from", .ret_value = &from},
        {.name = "--to", .value = "DATE", .help = "help.option.to", .ret_value = &to},
        {.name = "--court", .value = "NAME", .help = "help.option.court", .ret_value = &job.court},
        {.name = "--type",
         .value = "NAME",
         .help = "help.option.type",
         .ret_value = &job.document_type},
        {.name = "--case-type",
         .value = "NAME",
         .help = "help.option.case_type",
         .ret_value = &job.case_type},
        {.name = "--json", .help = "help.option.json", .ret_flag = &s.as_json},
        {.name = "--progress", .help = "help.option.progress", .ret_flag = &s.show_progress},
        {.name = "-j", .value = "N", .help = "help.option.jobs", .ret_value = &jobs},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    int64_t workers = 0;
    bool good = rest.count > 0 && cm_cli_read_day(from, &job.from) &&
                cm_cli_read_day(to, &job.to) &&
                (jobs.ptr == NULL || (cm_sv_to_int(jobs, &workers) && workers > 0));
    if (!good) {
        return cm_cli_usage(cli);
    }
    job.workers = (size_t)workers;
    job.query = join_words(cli, &rest);
    return search(&s, &job);
}
