#include "base/base.h"

#include "app/data_json.h"
#include "base/limits.h"
#include "cli/cli.h"

#define SHOWN_BYTES ((size_t)180) /* of the words at a place; the whole place is in --json */

typedef struct {
    cm_cli *cli;
    cm_sv by, group, doc;
    bool conflicts, as_json;
    uint64_t places;
    cm_buf out;
    cm_json *json;
} output;

static void flush(output *o)
{
    cm_cli_print(cm_buf_view(&o->out));
    cm_buf_reset(&o->out);
}

static cm_sv group_title(const cm_cli *cli, cm_sv id)
{
    const cm_term_list *groups = cm_reader_choices(cli->home->reader)->group;
    for (size_t i = 0; i < groups->terms.count; i++) {
        if (cm_sv_equal(groups->terms.items[i].id, id)) {
            return cm_term_zh(groups, (int)i);
        }
    }
    return id;
}

static cm_sv word(const cm_cli *cli, const char *id)
{
    return cm_wording_find(&cli->home->messages, cm_sv_from(id));
}

/* ---- counts ---- */

static void put_cells(output *o, cm_sv name, const uint64_t *numbers, size_t count)
{
    cm_cli_cell(&o->out, name, 40);
    for (size_t i = 0; i < count; i++) {
        cm_cli_right(&o->out, cm_cli_number(o->cli, numbers[i]), 10);
    }
    (void)cm_buf_add_byte(&o->out, '\n');
}

static void put_head(output *o, const char *const *titles, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        cm_sv title = word(o->cli, titles[i]);
        if (i == 0) {
            cm_cli_cell(&o->out, title, 40);
        } else {
            cm_cli_right(&o->out, title, 10);
        }
    }
    (void)cm_buf_add_byte(&o->out, '\n');
}

static void print_groups(output *o, const cm_coverage *c)
{
    static const char *const titles[] = {"column.group", "column.read", "column.partly",
                                         "column.unread"};
    cm_word words[] = {{"documents", cm_cli_number(o->cli, c->documents)},
                       {"whole", cm_cli_number(o->cli, c->whole)},
                       {"conflicts", cm_cli_number(o->cli, c->conflicts)},
                       {NULL, {NULL, 0}}};
    cm_cli_say(o->cli, "coverage.summary", words);
    put_head(o, titles, CM_COUNT(titles));
    for (size_t i = 0; i < c->groups.count; i++) {
        const cm_coverage_row *r = &c->groups.items[i];
        const uint64_t numbers[] = {r->documents - r->partly - r->unread, r->partly, r->unread};
        put_cells(o, group_title(o->cli, r->name), numbers, CM_COUNT(numbers));
    }
    for (size_t i = 0; i < c->causes.count; i++) {
        if (i == 0) {
            (void)cm_buf_add(&o->out, word(o->cli, "coverage.not_read"));
            (void)cm_buf_add_byte(&o->out, '\n');
        }
        put_cells(o, cm_cause_text(o->cli->home, &o->cli->mem, c->causes.items[i].name),
                  &c->causes.items[i].unread, 1);
    }
    flush(o);
}

static cm_status say_counts(output *o, cm_site *site, cm_err *err)
{
    cm_coverage c;
    cm_status status = cm_coverage_of(site, &o->cli->mem, &c, err);
    if (status != CM_OK) {
        return status;
    }
    if (!o->as_json) {
        print_groups(o, &c);
        return CM_OK;
    }
    cm_coverage_write_json(o->json, &c);
    cm_json_line(o->json);
    flush(o);
    return CM_OK;
}

static cm_status say_slice(output *o, cm_site *site, cm_coverage_slice slice, cm_err *err)
{
    static const char *const titles[] = {"column.slice", "column.documents", "column.whole",
                                         "column.gaps", "column.nothing"};
    cm_coverage_rows rows;
    cm_status status = cm_coverage_by(site, slice, &o->cli->mem, &rows, err);
    if (status == CM_OK && !o->as_json) {
        put_head(o, titles, CM_COUNT(titles));
    }
    for (size_t i = 0; status == CM_OK && i < rows.count; i++) {
        const cm_coverage_row *r = &rows.items[i];
        if (o->as_json) {
            cm_coverage_row_write_json(o->json, o->by, r);
            cm_json_line(o->json);
        } else {
            const uint64_t numbers[] = {r->documents, r->documents - r->partly,
                                        r->partly - r->unread, r->unread};
            put_cells(o, r->name.ptr != NULL ? r->name : word(o->cli, "coverage.unknown"), numbers,
                      CM_COUNT(numbers));
        }
        flush(o);
    }
    return status;
}

/* ---- places ---- */

/* The beginning of the words at a place, cut where a character ends. */
static cm_sv shown(cm_sv text)
{
    size_t end = text.len < SHOWN_BYTES ? text.len : SHOWN_BYTES;
    while (end < text.len && end > 0 && ((unsigned char)text.ptr[end] & 0xc0) == 0x80) {
        end--;
    }
    return cm_sv_slice(text, 0, end);
}

static cm_coverage_eyes eyes_of(const output *o)
{
    return (cm_coverage_eyes){o->cli->home->rights, &o->cli->caller, &o->cli->mem};
}

static cm_status say_gap(void *payload, const cm_coverage_gap *gap, cm_err *err)
{
    (void)err;
    output *o = payload;
    const cm_coverage_eyes eyes = eyes_of(o);
    o->places++;
    if (o->as_json) {
        cm_coverage_gap_write_json(o->json, &eyes, gap);
        cm_json_line(o->json);
    } else {
        cm_cli_cell(&o->out, gap->doc, 40);
        cm_cli_cell(&o->out, group_title(o->cli, gap->group), 10);
        cm_cli_cell(&o->out, word(o->cli, gap->unread ? "column.unread" : "column.partly"), 6);
        cm_cli_wrap(&o->out,
                    gap->has_place ? shown(cm_coverage_seen(&eyes, "row", gap->text))
                                   : word(o->cli, "coverage.nowhere"),
                    56);
        (void)cm_buf_add_byte(&o->out, '\n');
    }
    flush(o);
    return CM_OK;
}

static cm_status say_conflict(void *payload, const cm_coverage_conflict *c, cm_err *err)
{
    (void)err;
    output *o = payload;
    const cm_coverage_eyes eyes = eyes_of(o);
    o->places++;
    if (o->as_json) {
        cm_coverage_conflict_write_json(o->json, &eyes, c);
        cm_json_line(o->json);
    } else {
        cm_cli_cell(&o->out, c->doc, 40);
        cm_word words[] = {{"defendant", cm_coverage_seen(&eyes, "defendant", c->defendant)},
                           {"fact", c->fact},
                           {"first", cm_coverage_seen(&eyes, "row", c->values[0])},
                           {"second", cm_coverage_seen(&eyes, "row", c->values[1])},
                           {NULL, {NULL, 0}}};
        cm_home_say(o->cli->home, &o->out, CM_SV("coverage.conflict"), words);
        (void)cm_buf_add_byte(&o->out, '\n');
    }
    flush(o);
    return CM_OK;
}

static cm_status say_places(output *o, cm_site *site, cm_err *err)
{
    const cm_coverage_walk walk = {
        .group = o->group,
        .doc = o->doc,
        .gap = o->conflicts && o->doc.len == 0 ? NULL : say_gap,
        .conflict = o->conflicts || o->doc.len != 0 ? say_conflict : NULL,
        .payload = o,
    };
    cm_status status = cm_coverage_each(site, &walk, err);
    if (status == CM_OK && o->places == 0 && !o->as_json) {
        cm_cli_say(o->cli, "coverage.none", NULL);
    }
    return status;
}

/* ---- the subcommand ---- */

static int wrong_name(cm_cli *cli, const char *id, cm_sv name)
{
    cm_word words[] = {{"name", name}, {NULL, {NULL, 0}}};
    cm_cli_say_error(cli, id, words);
    return CM_EXIT_USAGE;
}

static int say(output *o, bool slices, cm_coverage_slice slice)
{
    cm_site *site = NULL;
    int code = CM_EXIT_OK;
    if (!cm_cli_open(o->cli, &site, &code)) {
        return code;
    }
    CM_AUTO_ERR err = {0};
    cm_buf_init(&o->out, CM_MAX_JSON);
    o->json = cm_json_new(&o->out);
    cm_status status = CM_OK;
    if (o->group.len != 0 || o->doc.len != 0 || o->conflicts) {
        status = say_places(o, site, &err);
    } else if (slices) {
        status = say_slice(o, site, slice, &err);
    } else {
        status = say_counts(o, site, &err);
    }
    cm_json_free(o->json);
    cm_buf_clear(&o->out);
    cm_site_close(site);
    return status == CM_OK ? CM_EXIT_OK : cm_cli_fail(o->cli, &err);
}

int cm_cmd_coverage(cm_cli *cli)
{
    output o = {.cli = cli};
    const cm_option options[] = {
        {.name = "--by",
         .value = "court|month|source|kind",
         .help = "help.option.by",
         .ret_value = &o.by},
        {.name = "--group", .value = "NAME", .help = "help.option.group", .ret_value = &o.group},
        {.name = "--document", .value = "ID", .help = "help.option.document", .ret_value = &o.doc},
        {.name = "--conflicts", .help = "help.option.conflicts", .ret_flag = &o.conflicts},
        {.name = "--json", .help = "help.option.json", .ret_flag = &o.as_json},
    };
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (rest.count != 0) {
        return cm_cli_usage(cli);
    }
    cm_coverage_slice slice = CM_COVERAGE_COURT;
    if (o.by.len != 0 && !cm_coverage_slice_find(o.by, &slice)) {
        return wrong_name(cli, "error.slice", o.by);
    }
    if (o.group.len != 0 && !cm_coverage_group_find(cli->home, &o.group)) {
        return wrong_name(cli, "error.group", o.group);
    }
    return say(&o, o.by.len != 0, slice);
}
