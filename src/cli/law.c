#include "base/base.h"

#include "app/statute.h"
#include "base/limits.h"
#include "cli/cli.h"

enum { INDENT = 4 };

static void say_days(cm_cli *cli, cm_buf *out, cm_date from, cm_date to)
{
    cm_word words[] = {{"from", cm_cli_day(cli, from)},
                       {"to", to.year != 0 ? cm_cli_day(cli, to) : CM_SV("")},
                       {NULL, {NULL, 0}}};
    cm_home_say(cli->home, out, to.year != 0 ? CM_SV("show.law_to") : CM_SV("show.law_from"),
                words);
}

static void put_line(cm_cli *cli, const char *id, const cm_word *words)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_PAGE);
    (void)cm_buf_add(&out, CM_SV("  "));
    cm_home_say(cli->home, &out, cm_sv_from(id), words);
    (void)cm_buf_add_byte(&out, '\n');
    cm_cli_print(cm_buf_view(&out));
}

static void put_text(cm_sv lead, cm_sv text)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_PAGE);
    (void)cm_buf_addf(&out, "%*s", INDENT, "");
    (void)cm_buf_add(&out, lead);
    cm_cli_wrap(&out, text, INDENT);
    (void)cm_buf_add_byte(&out, '\n');
    cm_cli_print(cm_buf_view(&out));
}

static void print_notes(cm_cli *cli, const cm_statute *s)
{
    static const char *const TITLES[] = {"law.references", "law.modifiers", "law.rules"};
    for (size_t kind = 0; kind < CM_COUNT(TITLES); kind++) {
        bool any = false;
        for (size_t i = 0; i < s->notes.count; i++) {
            const cm_law_note *n = s->notes.items[i];
            if ((size_t)n->kind != kind) {
                continue;
            }
            if (!any) {
                put_line(cli, TITLES[kind], NULL);
            }
            any = true;
            put_text(CM_SV(""), cm_arena_format(&cli->mem, "%.*s  %.*s", CM_SV_ARG(n->label),
                                                CM_SV_ARG(n->text)));
        }
    }
}

/* Where it comes from, up to which day it is known, what is doubtful. */
static void print_source(cm_cli *cli, const cm_statute *s)
{
    cm_word words[] = {{"source", s->source->provenance},
                       {"day", cm_cli_day(cli, s->source->known_to)},
                       {"doubt", s->source->doubt},
                       {NULL, {NULL, 0}}};
    put_line(cli, "law.source", words);
    if (s->source->doubt.len != 0) {
        put_line(cli, "law.doubt", words);
    }
    if (s->beyond) {
        put_line(cli, "law.beyond", words);
    }
}

static void print_article(cm_cli *cli, const cm_statute *s)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_PAGE);
    (void)cm_buf_addf(&out, "%.*s  ", CM_SV_ARG(s->cite));
    if (s->text.count != 0) {
        const cm_law_paragraph *p = &s->text.paragraphs[0];
        say_days(cli, &out, p->valid_from, p->valid_to);
        (void)cm_buf_addf(&out, "  %.*s", CM_SV_ARG(p->source));
    } else {
        cm_home_say(cli->home, &out, CM_SV("show.law_unknown"), NULL);
    }
    (void)cm_buf_add_byte(&out, '\n');
    cm_cli_print(cm_buf_view(&out));
    if (s->text.count != 0 && !s->text.applied) {
        put_line(cli, "law.not_then", NULL);
    }
    for (size_t i = 0; i < s->text.count; i++) {
        put_text(CM_SV(""), s->text.paragraphs[i].text);
    }
    if (s->then != NULL) {
        cm_word words[] = {{"law", s->then->name}, {NULL, {NULL, 0}}};
        put_line(cli, "law.then", words);
    }
    print_notes(cli, s);
    print_source(cli, s);
}

static void print_tier(cm_cli *cli, const cm_tier *t)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_PAGE);
    (void)cm_buf_add(&out, CM_SV("  "));
    cm_law_cite(cli->home->law, t->text_at, t->valid_from, &out);
    (void)cm_buf_add(&out, CM_SV("  "));
    say_days(cli, &out, t->valid_from, t->valid_to);
    (void)cm_buf_add_byte(&out, '\n');
    cm_cli_print(cm_buf_view(&out));
    put_text(CM_SV(""), t->condition);
    put_text(CM_SV(""), t->penalty_text);
    if (t->doubt.len != 0) {
        cm_word words[] = {{"doubt", t->doubt}, {NULL, {NULL, 0}}};
        put_line(cli, "law.doubt", words);
    }
}

static void print_charge(cm_cli *cli, const cm_statute *s)
{
    for (size_t i = 0; i < s->charges.count; i++) {
        const cm_charge *c = s->charges.items[i];
        cm_word words[] = {{"charge", c->name}, {"article", c->article}, {NULL, {NULL, 0}}};
        cm_cli_say(cli, c->current ? "law.charge" : "law.charge_former", words);
    }
    for (size_t i = 0; i < s->tiers.count; i++) {
        print_tier(cli, s->tiers.items[i].tier);
    }
    if (s->tiers.count == 0) {
        put_line(cli, "law.no_tiers", NULL);
    }
    print_source(cli, s);
}

static void print_json(cm_cli *cli, cm_sv query, const cm_statute *s)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_PAGE);
    CM_AUTO_JSON *json = cm_json_new(&out);
    cm_statute_write_json(json, cli->home, query, s);
    cm_json_line(json);
    cm_cli_print(cm_buf_view(&out));
}

int cm_cmd_law(cm_cli *cli)
{
    bool as_json = false;
    cm_sv day = {NULL, 0};
    const cm_option options[] = {
        {"--on", "DATE", "help.option.law_on", NULL, &day, NULL},
        {"--json", NULL, "help.option.json", &as_json, NULL, NULL},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    cm_date on = CM_NO_DATE;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    bool dated = day.len == 0 || (cm_date_parse(day, &on) && cm_date_exists(on));
    if (rest.count != 1 || !dated) {
        return cm_cli_usage(cli);
    }
    cm_statute s;
    cm_statute_find(cli->home, &cli->mem, rest.items[0], on, &s);
    if (as_json) {
        print_json(cli, rest.items[0], &s);
    } else if (s.kind == CM_STATUTE_ARTICLE) {
        print_article(cli, &s);
    } else if (s.kind == CM_STATUTE_CHARGE) {
        print_charge(cli, &s);
    }
    if (s.kind != CM_STATUTE_NONE) {
        return CM_EXIT_OK;
    }
    cm_word words[] = {{"name", rest.items[0]}, {NULL, {NULL, 0}}};
    cm_cli_say_error(cli, "error.law", words);
    return cm_status_exit_code(CM_E_NOTFOUND);
}
