#include "base/base.h"

#include "app/docket_sheet.h"
#include "cli/desk_parts.h"

#include "base/limits.h"

enum { ID = 14, STATE = 12, SEVERITY = 5, DIRECTION = 8, DUE = 13, CASE_NO = 34, PAGE = 50 };

/* ---- lists ---- */

static void print_row(const cm_sv *cells)
{
    static const size_t widths[] = {ID, STATE, SEVERITY, DIRECTION, DUE, CASE_NO};
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_PAGE);
    for (size_t i = 0; i < CM_COUNT(widths); i++) {
        cm_cli_cell(&out, cells[i], widths[i]);
    }
    (void)cm_buf_add(&out, cells[CM_COUNT(widths)]);
    (void)printf("%.*s\n", CM_SV_ARG(cm_sv_trim(cm_buf_view(&out))));
}

static cm_sv day_of(cm_cli *cli, cm_date day)
{
    return cm_date_exists(day) ? cm_cli_day(cli, day) : CM_SV("");
}

static cm_sv direction_of(const cm_cli *cli, cm_sv id)
{
    const cm_term *t = cm_term_of(cli->home->directions, id);
    return t == NULL ? id : cm_sv_equal(cli->language, CM_SV("en")) ? t->en : t->zh;
}

static void print_head(cm_cli *cli)
{
    const cm_sv cells[] = {
        cm_cli_word(cli, "column.clue"),       cm_cli_word(cli, "desk.column.state"),
        cm_cli_word(cli, "desk.column.grade"), cm_cli_word(cli, "column.direction"),
        cm_cli_word(cli, "desk.column.due"),   cm_cli_word(cli, "column.case_no"),
        cm_cli_word(cli, "column.defendant")};
    print_row(cells);
}

static void print_clue(cm_cli_desk *d, const cm_desk_clue *c)
{
    cm_cli *cli = d->cli;
    const cm_sv cells[] = {c->id,
                           cm_cli_state(cli, c->state),
                           c->severity,
                           direction_of(cli, c->direction),
                           day_of(cli, c->due_on),
                           c->case_no,
                           c->defendant};
    CM_AUTO_BUF out;
    print_row(cells);
    cm_buf_init(&out, CM_MAX_PAGE);
    cm_cli_cell(&out, CM_SV(""), ID);
    static const char *const MARKS[] = {"desk.mark.urgent", "desk.mark.own", "desk.mark.gone"};
    const bool is[] = {c->urgent, c->own, c->gone};
    for (size_t i = 0; i < CM_COUNT(MARKS); i++) {
        if (is[i]) {
            (void)cm_buf_add(&out, cm_cli_word(cli, MARKS[i]));
        }
    }
    cm_cli_wrap(&out, c->finding, ID);
    (void)cm_buf_add_byte(&out, '\n');
    cm_cli_print(cm_buf_view(&out));
}

static void print_page(cm_cli_desk *d, const cm_list_page *page, bool as_json)
{
    for (size_t i = 0; i < page->clues.count; i++) {
        cm_desk_clue clue = page->clues.items[i];
        cm_docket_mask(&d->docket, &clue, false);
        if (!as_json) {
            print_clue(d, &clue);
            continue;
        }
        CM_AUTO_BUF out;
        cm_buf_init(&out, CM_MAX_JSON);
        CM_AUTO_JSON *json = cm_json_new(&out);
        cm_json_object(json);
        cm_json_put_text(json, CM_SV("notice"), cm_cli_word(d->cli, "notice"));
        cm_docket_json_clue(json, &d->docket, &clue);
        cm_json_object_end(json);
        cm_json_line(json);
        cm_cli_print(cm_buf_view(&out));
    }
}

typedef struct {
    cm_cli_filter filter;
    cm_sv after, limit, xlsx;
    bool as_json;
} listing;

static int write_xlsx(cm_cli_desk *d, const listing *l)
{
    CM_AUTO_ERR err = {0};
    uint64_t rows = 0;
    const cm_list_filter filter = cm_cli_filter_of(d, &l->filter);
    cm_sv text = cm_docket_filter_text(&d->docket, &l->filter);
    if (cm_docket_sheet(&d->docket, &filter, text, l->xlsx, &rows, &err) != CM_OK) {
        return cm_cli_fail(d->cli, &err);
    }
    cm_word words[] = {
        {"count", cm_cli_number(d->cli, rows)}, {"path", l->xlsx}, {NULL, {NULL, 0}}};
    cm_cli_say(d->cli, "desk.sheet.done", words);
    return CM_EXIT_OK;
}

static int list(cm_cli_desk *d, const listing *l)
{
    CM_AUTO_ERR err = {0};
    int64_t limit = PAGE;
    cm_list_page page = {0};
    cm_list_order order = CM_LIST_BY_PLACE;
    bool no_order = l->filter.order.len != 0 && !cm_list_order_find(l->filter.order, &order);
    if ((l->limit.ptr != NULL && (!cm_sv_to_int(l->limit, &limit) || limit < 1)) || no_order) {
        return cm_cli_usage(d->cli);
    }
    const cm_list_filter filter = cm_cli_filter_of(d, &l->filter);
    cm_status status =
        cm_list_page_of(d->docket.desk, &filter, l->after, limit, d->docket.mem, &page, &err);
    if (status != CM_OK) {
        return cm_cli_fail(d->cli, &err);
    }
    if (!l->as_json) {
        cm_cli_say(d->cli, "notice", NULL);
        if (page.clues.count != 0) {
            print_head(d->cli);
        }
    }
    print_page(d, &page, l->as_json);
    cm_word words[] = {
        {"count", cm_cli_number(d->cli, page.clues.count)}, {"next", page.next}, {NULL, {NULL, 0}}};
    if (!l->as_json) {
        cm_cli_say(d->cli, page.next.len != 0 ? "desk.more" : "desk.end", words);
    } else if (page.next.len != 0) {
        cm_cli_say_error(d->cli, "desk.more", words);
    }
    return CM_EXIT_OK;
}

int cm_cmd_desk_list(cm_cli *cli)
{
    listing l = {0};
    cm_option options[CM_CLI_FILTER_OPTIONS + 5];
    cm_cli_filter_options(&l.filter, options);
    cm_option *own = options + CM_CLI_FILTER_OPTIONS;
    own[0] = (cm_option){"--after", "PLACE", "help.option.after", NULL, &l.after, NULL};
    own[1] = (cm_option){"--limit", "N", "help.option.page", NULL, &l.limit, NULL};
    own[2] = (cm_option){"--json", NULL, "help.option.json", &l.as_json, NULL, NULL};
    own[4] = (cm_option){"--order", "NAME", "help.option.order", NULL, &l.filter.order, NULL};
    own[3] = (cm_option){"--xlsx", "FILE", "help.option.xlsx_list", NULL, &l.xlsx, NULL};
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    cm_cli_desk d;
    if (rest.count != 0) {
        return cm_cli_usage(cli);
    }
    if (!cm_cli_desk_open(cli, &d, &code)) {
        return code;
    }
    code = l.xlsx.len != 0 ? write_xlsx(&d, &l) : list(&d, &l);
    cm_cli_desk_close(&d);
    return code;
}

/* ---- facets ---- */

static cm_sv value_title(const cm_cli *cli, cm_facet facet, cm_sv value)
{
    return value.len == 0            ? cm_cli_word(cli, "desk.none")
           : facet == CM_FACET_MODEL ? value
                                     : cm_docket_facet_title(cli->home, facet, value);
}

static void print_facets(cm_cli *cli, const cm_facets *f)
{
    enum { WIDTH = 40, NUMBER = 9 };

    cm_word words[] = {{"count", cm_cli_number(cli, (uint64_t)f->total)}, {NULL, {NULL, 0}}};
    cm_cli_say(cli, "notice", NULL);
    cm_cli_say(cli, "desk.total", words);
    for (size_t i = 0; i < CM_FACET_COUNT; i++) {
        cm_sv id =
            cm_arena_format(&cli->mem, "desk.facet.%.*s", CM_SV_ARG(cm_facet_name((cm_facet)i)));
        (void)printf("\n");
        cm_cli_say(cli, id.ptr, NULL);
        for (size_t k = 0; k < f->facets[i].count; k++) {
            const cm_facet_count *c = &f->facets[i].items[k];
            CM_AUTO_BUF out;
            cm_buf_init(&out, CM_MAX_MESSAGE);
            (void)cm_buf_add(&out, CM_SV("  "));
            cm_cli_cell(&out, value_title(cli, (cm_facet)i, c->value), WIDTH);
            cm_cli_right(&out, cm_cli_number(cli, (uint64_t)c->count), NUMBER);
            (void)cm_buf_add_byte(&out, '\n');
            cm_cli_print(cm_buf_view(&out));
        }
    }
}

static int facets(cm_cli_desk *d, const cm_cli_filter *f, bool as_json)
{
    CM_AUTO_ERR err = {0};
    cm_facets counts;
    const cm_list_filter filter = cm_cli_filter_of(d, f);
    cm_status status = cm_list_facets(d->docket.desk, &filter, d->docket.mem, &counts, &err);
    if (status != CM_OK) {
        return cm_cli_fail(d->cli, &err);
    }
    if (!as_json) {
        print_facets(d->cli, &counts);
        return CM_EXIT_OK;
    }
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    CM_AUTO_JSON *json = cm_json_new(&out);
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("notice"), cm_cli_word(d->cli, "notice"));
    cm_docket_json_facets(json, d->cli->home, &counts);
    cm_json_object_end(json);
    cm_json_line(json);
    cm_cli_print(cm_buf_view(&out));
    return CM_EXIT_OK;
}

int cm_cmd_desk_facets(cm_cli *cli)
{
    cm_cli_filter filter = {0};
    bool as_json = false;
    cm_option options[CM_CLI_FILTER_OPTIONS + 1];
    cm_cli_filter_options(&filter, options);
    options[CM_CLI_FILTER_OPTIONS] =
        (cm_option){"--json", NULL, "help.option.json", &as_json, NULL, NULL};
    cm_svs rest = {0};
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    cm_cli_desk d;
    if (rest.count != 0) {
        return cm_cli_usage(cli);
    }
    if (!cm_cli_desk_open(cli, &d, &code)) {
        return code;
    }
    code = facets(&d, &filter, as_json);
    cm_cli_desk_close(&d);
    return code;
}
