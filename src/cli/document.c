#include "base/base.h"

#include "app/letter_say.h"
#include "app/letter_way.h"
#include "cli/cli.h"

#include "base/digest.h"
#include "base/file.h"
#include "base/limits.h"

/* Every command opens the same; close puts it away. */
typedef struct {
    cm_cli *cli;
    cm_site *site;
    cm_letter_desk desk;
    int code;
} session;

static bool begin(cm_cli *cli, session *s)
{
    *s = (session){.cli = cli, .code = CM_EXIT_OK};
    if (!cm_cli_open(cli, &s->site, &s->code)) {
        return false;
    }
    CM_AUTO_ERR err = {0};
    if (cm_letter_desk_open(s->site, &cli->caller, &cli->mem, &s->desk, &err) != CM_OK) {
        s->code = cm_cli_fail(cli, &err);
        cm_site_close(s->site);
        return false;
    }
    return true;
}

static void print_marks(const cm_letter_desk *d, const cm_letter_marks *marks)
{
    for (size_t i = 0; i < marks->count; i++) {
        CM_AUTO_BUF text;
        cm_buf_init(&text, CM_MAX_MESSAGE);
        cm_letter_mark_say(d, &marks->items[i], &text);
        (void)cm_buf_add_byte(&text, '\n');
        cm_cli_print(cm_buf_view(&text));
    }
}

/* Says why, in words where there are some. */
static int end(session *s, cm_status status, const cm_err *err)
{
    cm_cli *cli = s->cli;
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_MESSAGE);
    if (status == CM_OK) {
        cm_site_close(s->site);
        return s->code;
    }
    int code = cm_status_exit_code(status);
    if (cm_letter_refused(&s->desk, "document.refused.", &text)) {
        (void)fprintf(stderr, "%s\n", cm_buf_z(&text));
    } else {
        code = cm_cli_fail(cli, err);
    }
    cm_site_close(s->site);
    return code;
}

static bool one_number(const cm_svs *rest, int64_t *ret_no)
{
    return rest->count == 1 && cm_sv_to_int(rest->items[0], ret_no) && *ret_no > 0;
}

static bool read_number(cm_sv text, int64_t *ret_value)
{
    return text.ptr == NULL || (cm_sv_to_int(text, ret_value) && *ret_value > 0);
}

/* ---- draft ---- */

int cm_cmd_document_draft(cm_cli *cli)
{
    cm_letter_order order = {.kind = CM_SV("")};
    cm_sv from = {NULL, 0}, to = {NULL, 0};
    const cm_option options[] = {
        {.name = "--kind",
         .value = "KIND",
         .help = "help.option.doc_kind",
         .ret_value = &order.kind},
        {.name = "--court",
         .value = "NAME",
         .help = "help.option.court",
         .ret_value = &order.filter.court},
        {.name = "--from", .value = "DATE", .help = "help.option.from", .ret_value = &from},
        {.name = "--to", .value = "DATE", .help = "help.option.to", .ret_value = &to},
    };
    cm_svs rest = {0};
    session s;
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (rest.count != 1 || order.kind.len == 0 || !cm_cli_read_day(from, &order.filter.from) ||
        !cm_cli_read_day(to, &order.filter.to)) {
        return cm_cli_usage(cli);
    }
    if (!begin(cli, &s)) {
        return s.code;
    }
    CM_AUTO_ERR err = {0};
    int64_t no = 0;
    order.clue = rest.items[0];
    cm_status status = cm_letter_draft(&s.desk, &order, &no, &err);
    if (status == CM_OK) {
        cm_word words[] = {{"number", cm_cli_number(cli, (uint64_t)no)},
                           {"kind", cm_letter_kind_title(&s.desk, order.kind)},
                           {NULL, {NULL, 0}}};
        cm_cli_say(cli, "document.drafted", words);
    }
    return end(&s, status, &err);
}

int cm_cmd_document_kinds(cm_cli *cli)
{
    cm_svs rest = {0};
    session s;
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, NULL, 0, &rest, &code)) {
        return code;
    }
    if (rest.count != 1) {
        return cm_cli_usage(cli);
    }
    if (!begin(cli, &s)) {
        return s.code;
    }
    CM_AUTO_ERR err = {0};
    cm_letter_choices choices = {0};
    cm_status status = cm_letter_choices_of(&s.desk, rest.items[0], &choices, &err);
    for (size_t i = 0; status == CM_OK && i < choices.count; i++) {
        const cm_letter_choice *c = &choices.items[i];
        cm_word words[] = {{"kind", c->kind->id},
                           {"title", cm_letter_kind_title(&s.desk, c->kind->id)},
                           {"why", c->why_not},
                           {NULL, {NULL, 0}}};
        cm_cli_say(cli,
                   !c->may       ? "document.choice.not"
                   : c->proposed ? "document.choice.proposed"
                                 : "document.choice.may",
                   words);
    }
    return end(&s, status, &err);
}

/* ---- list ---- */

static void print_row(session *s, const cm_letter *l)
{
    cm_word words[] = {{"number", cm_cli_number(s->cli, (uint64_t)l->no)},
                       {"kind", cm_letter_kind_title(&s->desk, l->kind)},
                       {"state", cm_letter_state_title(&s->desk, l->state)},
                       {"clue", l->clue_id},
                       {"drafter", l->drafter},
                       {"official", l->number},
                       {NULL, {NULL, 0}}};
    cm_cli_say(s->cli, "document.line", words);
}

static void print_row_json(const cm_letter *l)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    CM_AUTO_JSON *json = cm_json_new(&out);
    cm_json_object(json);
    cm_letter_put(json, l);
    cm_json_object_end(json);
    cm_json_line(json);
    cm_cli_print(cm_buf_view(&out));
}

static int write_ledger(session *s, const cm_letter_filter *filter, cm_sv path)
{
    CM_AUTO_ERR err = {0};
    uint64_t rows = 0;
    cm_status status = cm_letter_ledger(&s->desk, filter, path, &rows, &err);
    if (status == CM_OK) {
        cm_word words[] = {
            {"path", path}, {"rows", cm_cli_number(s->cli, rows)}, {NULL, {NULL, 0}}};
        cm_cli_say(s->cli, "document.ledger.done", words);
    }
    return end(s, status, &err);
}

int cm_cmd_document_list(cm_cli *cli)
{
    cm_letter_filter filter = {.clue = CM_SV("")};
    bool as_json = false;
    cm_sv sheet = {NULL, 0};
    const cm_option options[] = {
        {.name = "--xlsx", .value = "FILE", .help = "help.option.doc_xlsx", .ret_value = &sheet},
        {.name = "--clue", .value = "ID", .help = "help.option.clue", .ret_value = &filter.clue},
        {.name = "--kind",
         .value = "KIND",
         .help = "help.option.doc_kind",
         .ret_value = &filter.kind},
        {.name = "--state",
         .value = "ID",
         .help = "help.option.doc_state",
         .ret_value = &filter.state},
        {.name = "--json", .help = "help.option.json", .ret_flag = &as_json},
    };
    cm_svs rest = {0};
    session s;
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (rest.count != 0) {
        return cm_cli_usage(cli);
    }
    if (!begin(cli, &s)) {
        return s.code;
    }
    CM_AUTO_ERR err = {0};
    cm_letters letters = {0};
    if (sheet.len != 0) {
        return write_ledger(&s, &filter, sheet);
    }
    cm_status status = cm_letter_list(&s.desk, &filter, &letters, &err);
    for (size_t i = 0; i < letters.count; i++) {
        if (as_json) {
            print_row_json(&letters.items[i]);
        } else {
            print_row(&s, &letters.items[i]);
        }
    }
    if (status == CM_OK && letters.count == 0 && !as_json) {
        cm_cli_say(cli, "document.none", NULL);
    }
    return end(&s, status, &err);
}

/* ---- show, lint ---- */

static void print_bind(cm_cli *cli, const cm_letter_value *b)
{
    CM_AUTO_BUF places;
    cm_buf_init(&places, CM_MAX_MESSAGE);
    for (size_t i = 0; i < b->places.count; i++) {
        (void)cm_buf_addf(&places, " %u-%u", b->places.items[i].begin, b->places.items[i].end);
    }
    cm_word words[] = {{"name", b->name},
                       {"source", b->source},
                       {"ref", b->ref},
                       {"places", cm_buf_view(&places)},
                       {NULL, {NULL, 0}}};
    cm_cli_say(cli, "document.bind", words);
}

static void print_sentences(cm_cli *cli, const cm_letter_opened *o)
{
    cm_sv part = CM_SV("");
    for (size_t i = 0; i < o->content.sentences.count; i++) {
        const cm_sentence *s = &o->content.sentences.items[i];
        if (!cm_sv_equal(part, s->part)) {
            cm_cli_print(cm_arena_format(&cli->mem, "-- %.*s\n", CM_SV_ARG(s->part)));
            part = s->part;
        }
        cm_sv id = cm_arena_format(&cli->mem, "document.sentence.%.*s",
                                   CM_SV_ARG(cm_sentence_state_id(s->state)));
        CM_AUTO_BUF line;
        cm_buf_init(&line, CM_MAX_JSON);
        cm_cli_right(&line, cm_cli_number(cli, (uint64_t)s->k), 4);
        (void)cm_buf_add(&line, CM_SV("  "));
        cm_home_say(cli->home, &line, id, NULL);
        cm_cli_wrap(&line, s->text, 6);
        (void)cm_buf_add_byte(&line, '\n');
        cm_cli_print(cm_buf_view(&line));
        for (size_t k = 0; k < s->binds.count; k++) {
            print_bind(cli, &s->binds.items[k]);
        }
    }
}

static cm_status print_versions(session *s, int64_t no, cm_err *err)
{
    cm_letter_versions all = {0};
    cm_status status = cm_letter_versions_of(s->desk.desk, &s->cli->mem, no, &all, err);
    for (size_t i = 0; i < all.count; i++) {
        const cm_letter_version *v = &all.items[i];
        cm_word words[] = {{"number", cm_cli_number(s->cli, (uint64_t)v->seq)},
                           {"at", v->at},
                           {"by", v->by},
                           {"digest", v->digest},
                           {NULL, {NULL, 0}}};
        cm_cli_say(s->cli, "document.version", words);
    }
    return status;
}

static void print_values(cm_cli *cli, const cm_letter_opened *o)
{
    for (size_t i = 0; i < o->values.by_name.entries.count; i++) {
        const cm_letter_value *v = o->values.by_name.entries.items[i].value;
        cm_cli_print(
            cm_arena_format(&cli->mem, "%.*s\t%.*s\n", CM_SV_ARG(v->name), CM_SV_ARG(v->text)));
    }
}

static cm_status print_ways(session *s, const cm_letter_opened *o, cm_err *err)
{
    cm_letter_ways ways = {0};
    cm_status status = cm_letter_ways_of(&s->desk, o, &ways, err);
    for (size_t i = 0; i < ways.count; i++) {
        const cm_letter_way *way = &ways.items[i];
        cm_word words[] = {{"step", way->step->id}, {"why", way->why_not}, {NULL, {NULL, 0}}};
        cm_cli_say(s->cli, way->may ? "document.way.may" : "document.way.not", words);
    }
    return status;
}

static cm_status print_opened_json(session *s, const cm_letter_opened *o, cm_err *err)
{
    cm_letter_ways ways = {0};
    cm_status status = cm_letter_ways_of(&s->desk, o, &ways, err);
    if (status != CM_OK) {
        return status;
    }
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    CM_AUTO_JSON *json = cm_json_new(&out);
    cm_json_object(json);
    cm_letter_put(json, &o->row);
    cm_letter_content_put(json, &o->content);
    cm_json_key(json, CM_SV("steps"));
    cm_letter_ways_put(json, &s->desk, &ways);
    cm_json_object_end(json);
    cm_json_line(json);
    cm_cli_print(cm_buf_view(&out));
    return CM_OK;
}

int cm_cmd_document_show(cm_cli *cli)
{
    bool as_json = false, values = false;
    cm_sv seq_text = {NULL, 0};
    int64_t no = 0, seq = 0;
    const cm_option options[] = {
        {.name = "--version", .value = "N", .help = "help.option.doc_seq", .ret_value = &seq_text},
        {.name = "--values", .help = "help.option.doc_values", .ret_flag = &values},
        {.name = "--json", .help = "help.option.json", .ret_flag = &as_json},
    };
    cm_svs rest = {0};
    session s;
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (!one_number(&rest, &no) || !read_number(seq_text, &seq)) {
        return cm_cli_usage(cli);
    }
    if (!begin(cli, &s)) {
        return s.code;
    }
    CM_AUTO_ERR err = {0};
    cm_letter_opened o;
    cm_status status = cm_letter_open(&s.desk, no, seq, CM_SV("document.open"), &o, &err);
    if (status == CM_OK) {
        status = cm_letter_log(&s.desk, &o, CM_SV("document.open"), &err);
    }
    if (status == CM_OK && as_json) {
        status = print_opened_json(&s, &o, &err);
    } else if (status == CM_OK && values) {
        print_values(cli, &o);
    } else if (status == CM_OK) {
        print_row(&s, &o.row);
        print_sentences(cli, &o);
        status = print_versions(&s, no, &err);
        if (status == CM_OK) {
            status = print_ways(&s, &o, &err);
        }
    }
    return end(&s, status, &err);
}

int cm_cmd_document_lint(cm_cli *cli)
{
    int64_t no = 0;
    cm_svs rest = {0};
    session s;
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, NULL, 0, &rest, &code)) {
        return code;
    }
    if (!one_number(&rest, &no)) {
        return cm_cli_usage(cli);
    }
    if (!begin(cli, &s)) {
        return s.code;
    }
    CM_AUTO_ERR err = {0};
    cm_letter_opened o;
    cm_letter_marks marks = {0};
    cm_status status = cm_letter_open(&s.desk, no, 0, CM_SV("document.open"), &o, &err);
    if (status == CM_OK) {
        status = cm_letter_check(&o, &marks, &err);
    }
    if (status == CM_OK) {
        print_marks(&s.desk, &marks);
        cm_word words[] = {{"count", cm_cli_number(cli, marks.count)}, {NULL, {NULL, 0}}};
        bool block = cm_letter_marks_block(&marks);
        cm_cli_say(cli, block ? "document.lint.blocks" : "document.lint.done", words);
        s.code = block ? CM_EXIT_NOT_ALL : CM_EXIT_OK;
    }
    return end(&s, status, &err);
}

/* ---- edit ---- */

static bool read_change(cm_sv sentence, cm_sv after, cm_sv version, cm_letter_change *change)
{
    change->add = after.ptr != NULL;
    size_t ways = (sentence.ptr != NULL ? 1U : 0U) + (change->add ? 1U : 0U) +
                  (change->field.ptr != NULL ? 1U : 0U) + (change->again ? 1U : 0U);
    bool words = change->text.ptr != NULL || change->again ||
                 (sentence.ptr != NULL && change->binds.count != 0);
    return ways == 1 && words && read_number(sentence, &change->k) &&
           read_number(after, &change->k) && read_number(version, &change->version);
}

int cm_cmd_document_edit(cm_cli *cli)
{
    cm_letter_change change = {.k = 0};
    cm_sv sentence = {NULL, 0}, after = {NULL, 0}, version = {NULL, 0};
    int64_t no = 0, k = 0;
    const cm_option options[] = {
        {.name = "--sentence",
         .value = "K",
         .help = "help.option.doc_sentence",
         .ret_value = &sentence},
        {.name = "--add-after", .value = "K", .help = "help.option.doc_after", .ret_value = &after},
        {.name = "--field",
         .value = "NAME",
         .help = "help.option.doc_field",
         .ret_value = &change.field},
        {.name = "--text",
         .value = "TEXT",
         .help = "help.option.doc_text",
         .ret_value = &change.text},
        {.name = "--bind",
         .value = "NAME",
         .help = "help.option.doc_bind",
         .ret_values = &change.binds},
        {.name = "--again", .help = "help.option.doc_again", .ret_flag = &change.again},
        {.name = "--version",
         .value = "N",
         .help = "help.option.doc_version",
         .ret_value = &version},
    };
    cm_svs rest = {0};
    session s;
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (!one_number(&rest, &no) || !read_change(sentence, after, version, &change)) {
        return cm_cli_usage(cli);
    }
    if (!begin(cli, &s)) {
        return s.code;
    }
    CM_AUTO_ERR err = {0};
    cm_status status = cm_letter_edit(&s.desk, no, &change, &k, &err);
    if (status == CM_OK) {
        cm_word words[] = {{"number", cm_cli_number(cli, (uint64_t)no)},
                           {"sentence", cm_cli_number(cli, (uint64_t)k)},
                           {NULL, {NULL, 0}}};
        cm_cli_say(cli, change.add ? "document.added" : "document.edited", words);
    }
    return end(&s, status, &err);
}

/* ---- steps ---- */

static cm_status read_attachment(cm_cli *cli, cm_sv path, cm_letter_request *r, cm_err *err)
{
    CM_AUTO_BUF bytes;
    cm_buf_init(&bytes, CM_MAX_MEMBER);
    cm_status status = path.len != 0 ? cm_file_read(path, &bytes, err) : CM_OK;
    if (status == CM_OK && path.len != 0) {
        r->attachment = cm_file_name(path);
        r->attachment_digest = cm_digest_hex(&cli->mem, cm_digest_of(cm_buf_view(&bytes)));
    }
    return status;
}

static int take_step(cm_cli *cli, const char *step)
{
    cm_letter_request r = {.step = cm_sv_from(step)};
    cm_sv on = {NULL, 0}, by = {NULL, 0}, version = {NULL, 0}, file = {NULL, 0};
    int64_t no = 0;
    const cm_option options[] = {
        {.name = "--reason", .value = "TEXT", .help = "help.option.reason", .ret_value = &r.reason},
        {.name = "--committee",
         .value = "TEXT",
         .help = "help.option.doc_committee",
         .ret_value = &r.committee},
        {.name = "--number",
         .value = "TEXT",
         .help = "help.option.doc_number",
         .ret_value = &r.number},
        {.name = "--on", .value = "DATE", .help = "help.option.doc_on", .ret_value = &on},
        {.name = "--reply-by",
         .value = "DATE",
         .help = "help.option.doc_reply_by",
         .ret_value = &by},
        {.name = "--result",
         .value = "ID",
         .help = "help.option.doc_result",
         .ret_value = &r.result},
        {.name = "--text",
         .value = "TEXT",
         .help = "help.option.doc_reply_text",
         .ret_value = &r.text},
        {.name = "--file", .value = "FILE", .help = "help.option.doc_file", .ret_value = &file},
        {.name = "--version",
         .value = "N",
         .help = "help.option.doc_version",
         .ret_value = &version},
    };
    cm_svs rest = {0};
    session s;
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (!one_number(&rest, &no) || !cm_cli_read_day(on, &r.day) ||
        !cm_cli_read_day(by, &r.reply_by) || !read_number(version, &r.version)) {
        return cm_cli_usage(cli);
    }
    if (!begin(cli, &s)) {
        return s.code;
    }
    CM_AUTO_ERR err = {0};
    cm_status status = read_attachment(cli, file, &r, &err);
    if (status == CM_OK) {
        status = cm_letter_take_step(&s.desk, no, &r, &err);
    }
    cm_letter row;
    if (status == CM_OK) {
        status = cm_letter_find(s.desk.desk, &cli->mem, no, &row, &err);
    }
    if (status == CM_OK) {
        print_row(&s, &row);
    }
    return end(&s, status, &err);
}

int cm_cmd_document_submit(cm_cli *cli)
{
    return take_step(cli, "submit");
}

int cm_cmd_document_return(cm_cli *cli)
{
    return take_step(cli, "return");
}

int cm_cmd_document_approve(cm_cli *cli)
{
    return take_step(cli, "approve");
}

int cm_cmd_document_issue(cm_cli *cli)
{
    return take_step(cli, "issue");
}

int cm_cmd_document_deliver(cm_cli *cli)
{
    return take_step(cli, "deliver");
}

int cm_cmd_document_reply(cm_cli *cli)
{
    return take_step(cli, "reply");
}

int cm_cmd_document_withdraw(cm_cli *cli)
{
    return take_step(cli, "withdraw");
}

/* ---- print ---- */

int cm_cmd_document_print(cm_cli *cli)
{
    cm_sv path = {NULL, 0};
    int64_t no = 0;
    const cm_option options[] = {
        {.name = "-o", .value = "FILE", .help = "help.option.output", .ret_value = &path},
    };
    cm_svs rest = {0};
    session s;
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &rest, &code)) {
        return code;
    }
    if (!one_number(&rest, &no) || path.len == 0) {
        return cm_cli_usage(cli);
    }
    if (!begin(cli, &s)) {
        return s.code;
    }
    CM_AUTO_ERR err = {0};
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_PAGE);
    cm_letter_opened o;
    cm_status status = cm_letter_open(&s.desk, no, 0, CM_SV("document.print"), &o, &err);
    if (status == CM_OK) {
        status = cm_letter_print(&s.desk, &o, &out, &err);
    }
    if (status == CM_OK) {
        status = cm_file_write(path, cm_buf_view(&out), &err);
    }
    if (status == CM_OK) {
        cm_word words[] = {{"path", path}, {NULL, {NULL, 0}}};
        cm_cli_say(cli, "document.printed", words);
    }
    return end(&s, status, &err);
}
