#include "base/base.h"

#include "app/clue.h"
#include "app/similar.h"
#include "base/limits.h"
#include "cli/cli.h"

enum { SHOWN_ALIKE = 20 };

typedef struct {
    cm_cli *cli;
    cm_site *site;
    bool as_json;
    uint64_t limit; /* of those without a hit; 0: all */
    uint64_t hits, alike;
    cm_sv model;
    cm_buf hits_out, alike_out;
} screen;

static cm_sv word(const cm_cli *cli, const char *id)
{
    return cm_wording_find(&cli->home->messages, cm_sv_from(id));
}

/* ---- one of them ---- */

static void put_ground(cm_cli *cli, cm_buf *out, const char *id, cm_sv words, bool *first)
{
    const cm_word values[] = {{"words", words}, {NULL, {NULL, 0}}};
    (void)cm_buf_add(out, *first ? CM_SV("") : CM_SV("; "));
    cm_home_say(cli->home, out, cm_sv_from(id), values);
    *first = false;
}

static void put_grounds(cm_cli *cli, cm_buf *out, const cm_similar *s)
{
    const struct {
        bool shared;
        const char *id;
        cm_sv words;
    } grounds[] = {
        {s->charges.ptr != NULL, "similar.charge", s->charges},
        {s->circumstances.ptr != NULL, "similar.circumstance", s->circumstances},
        {s->same_court, "similar.court", CM_SV("")},
        {s->judges.ptr != NULL, "similar.judge", s->judges},
        {s->near, "similar.near", CM_SV("")},
    };

    bool first = true;
    (void)cm_buf_add(out, word(cli, "similar.grounds"));
    for (size_t i = 0; i < CM_COUNT(grounds); i++) {
        if (grounds[i].shared) {
            put_ground(cli, out, grounds[i].id, grounds[i].words, &first);
        }
    }
    if (first) {
        put_ground(cli, out, "similar.no_grounds", CM_SV(""), &first);
    }
}

static void put_text(cm_cli *cli, cm_buf *out, const cm_similar *s)
{
    CM_AUTO_BUF day;
    cm_buf_init(&day, CM_MAX_MESSAGE);
    (void)cm_date_write(&day, s->decided_on);
    const cm_sv parts[] = {s->outcome == CM_ANSWER_HIT ? s->id : s->doc,
                           s->case_no,
                           s->court,
                           cm_date_exists(s->decided_on) ? cm_buf_view(&day) : CM_SV(""),
                           s->defendant,
                           s->charge};
    (void)cm_buf_add(out, CM_SV("  "));
    for (size_t i = 0; i < CM_COUNT(parts); i++) {
        (void)cm_buf_add(out, parts[i].len != 0 && i > 0 ? CM_SV("  ") : CM_SV(""));
        (void)cm_buf_add(out, parts[i]);
    }
    (void)cm_buf_add(out, CM_SV("\n      "));
    if (s->outcome == CM_ANSWER_HIT) {
        cm_cli_wrap(out, s->finding, 6);
        (void)cm_buf_add(out, CM_SV("\n      "));
    }
    put_grounds(cli, out, s);
    (void)cm_buf_add_byte(out, '\n');
}

static cm_status take(void *payload, const cm_similar *one, cm_err *err)
{
    (void)err;
    screen *s = payload;
    bool hit = one->outcome == CM_ANSWER_HIT;
    uint64_t *count = hit ? &s->hits : &s->alike;
    (*count)++;
    if (s->as_json) {
        CM_AUTO_JSON *json = cm_json_new(&s->hits_out);
        cm_similar_write_json(json, s->cli->home, one);
        cm_json_line(json);
        cm_cli_print(cm_buf_view(&s->hits_out));
        cm_buf_reset(&s->hits_out);
    } else if (hit || s->limit == 0 || *count <= s->limit) {
        put_text(s->cli, hit ? &s->hits_out : &s->alike_out, one);
    }
    return CM_OK;
}

/* ---- by court and kind ---- */

static void put_courts(screen *s, const cm_class *c)
{
    cm_cli *cli = s->cli;
    (void)cm_buf_addf(&s->hits_out, "%.*s\n", CM_SV_ARG(word(cli, "similar.by_court")));
    for (size_t i = 0; i < c->counts.count;) {
        cm_class_count all = c->counts.items[i];
        for (i++; i < c->counts.count && cm_sv_equal(c->counts.items[i].court, all.court); i++) {
            all.examined += c->counts.items[i].examined;
            all.hit += c->counts.items[i].hit;
            all.undecidable += c->counts.items[i].undecidable;
        }
        if (all.hit > 0) {
            (void)cm_buf_add(&s->hits_out, CM_SV("  "));
            cm_cli_cell(&s->hits_out,
                        all.court.ptr != NULL ? all.court : word(cli, "similar.unknown"), 50);
            cm_cli_right(&s->hits_out, cm_cli_number(cli, all.examined), 8);
            cm_cli_right(&s->hits_out, cm_cli_number(cli, all.hit), 8);
            cm_cli_right(&s->hits_out, cm_cli_number(cli, all.undecidable), 8);
            (void)cm_buf_add_byte(&s->hits_out, '\n');
        }
    }
}

static void put_kinds(screen *s, const cm_class *c)
{
    cm_cli *cli = s->cli;
    const cm_model *model = cm_home_model(cli->home, s->model);
    (void)cm_buf_addf(&s->hits_out, "%.*s\n", CM_SV_ARG(word(cli, "similar.kinds")));
    for (size_t i = 0; i < c->kinds.count; i++) {
        const cm_class_kind *k = &c->kinds.items[i];
        cm_sv title = model != NULL ? model->title : s->model;
        (void)cm_buf_add(&s->hits_out, CM_SV("  "));
        cm_cli_cell(&s->hits_out, k->court.ptr != NULL ? k->court : word(cli, "similar.unknown"),
                    50);
        cm_cli_cell(&s->hits_out, k->sub.len != 0 ? k->sub : title, 30);
        cm_cli_cell(&s->hits_out, cm_term_zh(cli->home->directions, (int)k->direction), 6);
        cm_cli_right(&s->hits_out, cm_cli_number(cli, k->hits), 6);
        (void)cm_buf_add_byte(&s->hits_out, '\n');
    }
}

static cm_status put_class(screen *s, cm_err *err)
{
    const cm_class_filter filter = {.model = s->model, .from = CM_NO_DATE, .to = CM_NO_DATE};
    cm_class c;
    cm_status status = cm_class_of(s->site, &filter, &s->cli->mem, &c, err);
    if (status == CM_E_DENIED) { /* of what he may see there is the list; no counts of the rest */
        return CM_OK;
    }
    if (status == CM_OK) {
        put_courts(s, &c);
        put_kinds(s, &c);
        cm_cli_print(cm_buf_view(&s->hits_out));
    }
    return status;
}

/* ---- the subcommand ---- */

static cm_status find_model(void *payload, const cm_clue *clue, cm_err *err)
{
    (void)err;
    screen *s = payload;
    s->model = cm_arena_sv(&s->cli->mem, clue->model);
    return CM_OK;
}

static void print_lists(screen *s)
{
    cm_cli *cli = s->cli;
    const cm_word hits[] = {{"count", cm_cli_number(cli, s->hits)}, {NULL, {NULL, 0}}};
    const cm_word alike[] = {{"count", cm_cli_number(cli, s->alike)}, {NULL, {NULL, 0}}};
    cm_cli_say(cli, s->hits > 0 ? "similar.hits" : "similar.none", hits);
    cm_cli_print(cm_buf_view(&s->hits_out));
    if (s->alike > 0) {
        cm_cli_say(cli, "similar.like", alike);
        cm_cli_print(cm_buf_view(&s->alike_out));
    }
    if (s->limit != 0 && s->alike > s->limit) {
        const cm_word more[] = {{"count", cm_cli_number(cli, s->alike - s->limit)},
                                {NULL, {NULL, 0}}};
        (void)printf("  ");
        cm_cli_say(cli, "similar.more", more);
    }
    cm_buf_reset(&s->hits_out);
}

static int run(screen *s, cm_similar_options *job)
{
    int code = CM_EXIT_OK;
    if (!cm_cli_look(s->cli, "clue.open", &s->site, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    const cm_clue_filter one = {.id = job->clue, .outcome = CM_ANSWER_HIT, .without_text = true};
    cm_buf_init(&s->hits_out, CM_MAX_JSON);
    cm_buf_init(&s->alike_out, CM_MAX_JSON);
    job->visit = take;
    job->payload = s;
    cm_status status = cm_clues_each(s->site, &one, find_model, s, &err);
    if (status == CM_OK && s->model.len == 0) {
        status = cm_err_set(&err, CM_E_NOTFOUND, "no clue %.*s", CM_SV_ARG(job->clue));
    }
    if (status == CM_OK) {
        status = cm_similar_each(s->site, job, &err);
    }
    if (status == CM_OK && !s->as_json) {
        cm_cli_say(s->cli, "notice", NULL);
        print_lists(s);
        status = put_class(s, &err);
    }
    cm_buf_clear(&s->hits_out);
    cm_buf_clear(&s->alike_out);
    cm_site_close(s->site);
    return status == CM_OK ? CM_EXIT_OK : cm_cli_fail(s->cli, &err);
}

static bool read_number(cm_sv text, uint64_t *ret_number)
{
    int64_t number = 0;
    if (text.ptr != NULL && (!cm_sv_to_int(text, &number) || number < 0)) {
        return false;
    }
    *ret_number = text.ptr != NULL ? (uint64_t)number : *ret_number;
    return true;
}

int cm_cmd_similar(cm_cli *cli)
{
    cm_sv days = {NULL, 0}, least = {NULL, 0}, limit = {NULL, 0};
    screen s = {.cli = cli, .limit = SHOWN_ALIKE};
    cm_similar_options job = {0};
    const cm_option options[] = {
        {.name = "--reason",
         .value = "TEXT",
         .help = "help.option.see_reason",
         .ret_value = &cli->reason},
        {.name = "--days", .value = "N", .help = "help.option.days", .ret_value = &days},
        {.name = "--least", .value = "N", .help = "help.option.least", .ret_value = &least},
        {.name = "--limit", .value = "N", .help = "help.option.limit", .ret_value = &limit},
        {.name = "--json", .help = "help.option.json", .ret_flag = &s.as_json},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (rest.count != 1 || !read_number(days, &job.days) || !read_number(least, &job.least) ||
        !read_number(limit, &s.limit)) {
        return cm_cli_usage(cli);
    }
    job.clue = rest.items[0];
    return run(&s, &job);
}
