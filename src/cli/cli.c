#include "base/base.h"

#include "cli/cli.h"

#include "base/limits.h"
#include "base/moment.h"

void cm_cli_print(cm_sv text)
{
    (void)fwrite(text.ptr, 1, text.len, stdout);
}

static void say(cm_cli *cli, FILE *to, const char *id, const cm_word *words)
{
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_MESSAGE);
    cm_home_say(cli->home, &text, cm_sv_from(id), words);
    (void)fprintf(to, "%s\n", cm_buf_z(&text));
}

void cm_cli_say(cm_cli *cli, const char *id, const cm_word *words)
{
    say(cli, stdout, id, words);
}

void cm_cli_say_error(cm_cli *cli, const char *id, const cm_word *words)
{
    say(cli, stderr, id, words);
}

/* "clue.screen: own" in words. */
static bool say_denied(cm_cli *cli, cm_sv detail)
{
    size_t colon = cm_sv_find(detail, CM_SV(": "), 0);
    if (colon == SIZE_MAX) {
        return false;
    }
    cm_sv act = cm_sv_slice(detail, 0, colon);
    cm_sv why = cm_sv_slice(detail, colon + 2, detail.len);
    cm_sv id = cm_arena_format(&cli->mem, "right.%.*s", CM_SV_ARG(why));
    if (cm_sv_equal(cm_wording_find(&cli->home->messages, id), id)) {
        return false;
    }
    bool english = cm_sv_equal(cli->language, CM_SV("en"));
    cm_word words[] = {{"act", cm_right_title(cli->home->rights, act, english)},
                       {"as", cli->as},
                       {NULL, {NULL, 0}}};
    cm_cli_say_error(cli, id.ptr, words);
    return true;
}

int cm_cli_fail(cm_cli *cli, const cm_err *err)
{
    if (err->status == CM_E_DENIED && say_denied(cli, cm_sv_from(err->message))) {
        return cm_status_exit_code(err->status);
    }
    CM_AUTO_BUF id;
    cm_buf_init(&id, CM_MAX_MESSAGE);
    (void)cm_buf_addf(&id, "status.%s", cm_status_name(err->status));
    CM_AUTO_BUF where;
    cm_buf_init(&where, CM_MAX_MESSAGE);
    if (err->file != NULL) {
        (void)cm_buf_addf(&where, "%s:%u: ", err->file, err->line);
    }
    (void)cm_buf_add(&where, cm_sv_from(err->message));
    cm_word words[] = {{"detail", cm_buf_view(&where)}, {NULL, {NULL, 0}}};
    cm_cli_say_error(cli, cm_buf_z(&id), words);
    return cm_status_exit_code(err->status);
}

int cm_cli_usage(cm_cli *cli)
{
    size_t count = 0;
    const cm_command *all = cm_commands(&count);
    for (size_t i = 0; i < count; i++) {
        if (cm_sv_equal(cli->program, cm_sv_from(all[i].name))) {
            (void)fprintf(stderr, "chaming %s %s\n", all[i].name, all[i].usage);
        }
    }
    return CM_EXIT_USAGE;
}

int cm_cli_problems(cm_cli *cli, const char *id, const cm_err *err)
{
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_JSON);
    const cm_problems *problems = &cli->home->problems;
    if (problems->count == 0) {
        return cm_cli_fail(cli, err);
    }
    for (size_t i = 0; i < problems->count; i++) {
        cm_problem_write(&text, &cli->home->words, &problems->items[i]);
    }
    (void)fwrite(text.ptr, 1, text.len, stderr);
    cm_word words[] = {{"count", cm_cli_number(cli, problems->count)}, {NULL, {NULL, 0}}};
    cm_cli_say_error(cli, id, words);
    return cm_status_exit_code(CM_E_SCHEMA);
}

static cm_sv given_now(void)
{
    return cm_sv_from(getenv("CHAMING_NOW")); /* NOLINT(concurrency-mt-unsafe) */
}

bool cm_cli_now_given(void)
{
    return cm_moment_is(given_now());
}

cm_sv cm_cli_now(cm_cli *cli)
{
    return cm_cli_now_given() ? given_now() : cm_moment_now(&cli->mem);
}

bool cm_cli_open_desk(cm_cli *cli, cm_workdesk **ret, int *ret_exit)
{
    CM_AUTO_ERR err = {0};
    cm_status status = cm_workdesk_open(cli->home, cli->workspace, cm_cli_now(cli), ret, &err);
    if (status != CM_OK) {
        *ret_exit = cm_cli_fail(cli, &err);
    }
    return status == CM_OK;
}

cm_sv cm_cli_int(cm_cli *cli, int64_t value)
{
    return cm_arena_format(&cli->mem, "%lld", (long long)value);
}

cm_sv cm_cli_number(cm_cli *cli, uint64_t value)
{
    return cm_arena_format(&cli->mem, "%llu", (unsigned long long)value);
}

cm_sv cm_cli_day(cm_cli *cli, cm_date date)
{
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_MESSAGE);
    const cm_value value = {CM_VALUE_KNOWN, cm_date_to_days(date), {NULL, 0}};
    cm_value_write(&text, &cli->home->words, CM_TYPE_DATE, value);
    return cm_arena_sv(&cli->mem, cm_buf_view(&text));
}

bool cm_cli_read_day(cm_sv text, cm_date *ret_day)
{
    return text.ptr == NULL || (cm_date_parse(text, ret_day) && cm_date_exists(*ret_day));
}

/* "-j 4", "-j4", "--received 2020-01-02" or "--received=2020-01-02"; a value that stands in the
 * same argument is put in *ret_value. */
static const cm_option *find_option(const cm_option *options, size_t count, cm_sv arg,
                                    cm_sv *ret_value)
{
    size_t equals = cm_sv_starts(arg, CM_SV("--")) ? cm_sv_find_byte(arg, '=', 0) : SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        cm_sv name = cm_sv_from(options[i].name);
        bool letter = name.len == 2 && arg.len > 2 && cm_sv_starts(arg, name);
        bool assigned = equals == name.len && cm_sv_starts(arg, name);
        if (cm_sv_equal(arg, name)) {
            return &options[i];
        }
        if ((letter || assigned) && options[i].ret_flag == NULL) {
            *ret_value = cm_sv_slice(arg, name.len + (assigned ? 1 : 0), arg.len);
            return &options[i];
        }
    }
    return NULL;
}

static void print_help(cm_cli *cli, const cm_option *options, size_t count)
{
    (void)cm_cli_usage(cli);
    for (size_t i = 0; i < count; i++) {
        CM_AUTO_BUF line;
        cm_buf_init(&line, CM_MAX_MESSAGE);
        cm_sv left = cm_arena_format(&cli->mem, "  %s %s", options[i].name,
                                     options[i].value != NULL ? options[i].value : "");
        cm_cli_cell(&line, left, 24);
        cm_home_say(cli->home, &line, cm_sv_from(options[i].help), NULL);
        (void)fprintf(stderr, "%s\n", cm_buf_z(&line));
    }
}

static bool wrong_option(cm_cli *cli, const char *id, cm_sv arg, int *ret_exit)
{
    cm_word words[] = {{"option", arg}, {NULL, {NULL, 0}}};
    cm_cli_say_error(cli, id, words);
    *ret_exit = cm_cli_usage(cli);
    return false;
}

bool cm_cli_parse(cm_cli *cli, const cm_option *options, size_t count, cm_svs *ret_rest,
                  int *ret_exit)
{
    bool only_rest = false;
    for (size_t i = 0; i < cli->args.count; i++) {
        cm_sv arg = cli->args.items[i];
        if (only_rest || arg.len < 2 || arg.ptr[0] != '-') {
            *cm_vec_push(&cli->mem, ret_rest) = arg;
            continue;
        }
        if (cm_sv_equal(arg, CM_SV("--"))) {
            only_rest = true;
            continue;
        }
        if (cm_sv_equal(arg, CM_SV("--help"))) {
            print_help(cli, options, count);
            *ret_exit = CM_EXIT_OK;
            return false;
        }
        cm_sv value = {NULL, 0};
        const cm_option *o = find_option(options, count, arg, &value);
        if (o == NULL) {
            return wrong_option(cli, "error.option", arg, ret_exit);
        }
        if (o->ret_flag != NULL) {
            *o->ret_flag = true;
            continue;
        }
        if (value.ptr == NULL) {
            if (++i == cli->args.count) {
                return wrong_option(cli, "error.option_value", arg, ret_exit);
            }
            value = cli->args.items[i];
        }
        if (o->ret_values != NULL) {
            *cm_vec_push(&cli->mem, o->ret_values) = value;
        } else {
            *o->ret_value = value;
        }
    }
    return true;
}

/* The first byte of a character of three or four bytes: those that Chinese text is made of. */
static bool is_wide(unsigned char byte)
{
    return byte >= 0xe3;
}

size_t cm_cli_width(cm_sv text)
{
    size_t width = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.ptr[i];
        if ((byte & 0xc0) != 0x80) {
            width += is_wide(byte) ? 2 : 1;
        }
    }
    return width;
}

static void add_blanks(cm_buf *out, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        (void)cm_buf_add_byte(out, ' ');
    }
}

void cm_cli_cell(cm_buf *out, cm_sv text, size_t width)
{
    size_t used = cm_cli_width(text);
    (void)cm_buf_add(out, text);
    add_blanks(out, used < width ? width - used : 1);
}

void cm_cli_right(cm_buf *out, cm_sv text, size_t width)
{
    size_t used = cm_cli_width(text);
    add_blanks(out, used < width ? width - used : 1);
    (void)cm_buf_add(out, text);
}

/* What is not broken: a word of ASCII, or one character. */
static size_t unit_end(cm_sv text, size_t at)
{
    size_t end = at + 1;
    bool word = (unsigned char)text.ptr[at] > ' ' && (unsigned char)text.ptr[at] < 0x80;
    while (end < text.len) {
        unsigned char c = (unsigned char)text.ptr[end];
        bool more = word ? c > ' ' && c < 0x80 : (c & 0xc0) == 0x80;
        if (!more) {
            break;
        }
        end++;
    }
    return end;
}

void cm_cli_wrap(cm_buf *out, cm_sv text, size_t indent)
{
    cm_sv before = cm_buf_view(out);
    size_t line = before.len;
    while (line > 0 && before.ptr[line - 1] != '\n') {
        line--;
    }
    size_t column = cm_cli_width(cm_sv_slice(before, line, before.len));
    for (size_t at = 0; at < text.len;) {
        size_t end = unit_end(text, at);
        cm_sv unit = cm_sv_slice(text, at, end);
        bool is_break = unit.ptr[0] == '\n';
        if (is_break || (column + cm_cli_width(unit) > CM_CLI_COLUMNS && column > indent)) {
            (void)cm_buf_add_byte(out, '\n');
            add_blanks(out, indent);
            column = indent;
        }
        if (!is_break && !(column == indent && unit.ptr[0] == ' ')) {
            (void)cm_buf_add(out, unit);
            column += cm_cli_width(unit);
        }
        at = end;
    }
}

int cm_cli_finish(cm_cli *cli, cm_workdesk *w, cm_status status, const cm_err *err, const char *id,
                  const cm_word *words)
{
    cm_workdesk_close(w);
    if (status != CM_OK) {
        return cm_cli_fail(cli, err);
    }
    cm_cli_say(cli, id, words);
    return CM_EXIT_OK;
}
