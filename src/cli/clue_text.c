#include "base/base.h"

#include "cli/clue_text.h"

#include "base/limits.h"

#define AROUND_BYTES ((size_t)60) /* of the judgment before and after the words */

static void line(cm_cli *cli, const char *title, cm_sv value)
{
    if (value.len == 0) {
        return;
    }
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_PAGE);
    cm_cli_cell(&out, cm_wording_find(&cli->home->messages, cm_sv_from(title)), 12);
    (void)cm_buf_add(&out, value);
    (void)cm_buf_add_byte(&out, '\n');
    cm_cli_print(cm_buf_view(&out));
}

static void heading(cm_cli *cli, const char *title)
{
    (void)printf("\n");
    cm_cli_say(cli, title, NULL);
}

static cm_sv day(cm_cli *cli, cm_date date)
{
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_MESSAGE);
    (void)cm_date_write(&text, date);
    return cm_arena_sv(&cli->mem, cm_buf_view(&text));
}

static cm_sv joined(cm_cli *cli, const cm_svs *list)
{
    cm_sv ret = CM_SV("");
    for (size_t i = 0; i < list->count; i++) {
        ret = cm_arena_format(&cli->mem, "%.*s%s%.*s", CM_SV_ARG(ret), i > 0 ? ", " : "",
                              CM_SV_ARG(list->items[i]));
    }
    return ret;
}

static void print_law(cm_cli *cli, const cm_clue_law *l)
{
    cm_word words[] = {{"from", day(cli, l->valid_from)},
                       {"to", l->valid_to.year != 0 ? day(cli, l->valid_to) : CM_SV("")},
                       {NULL, {NULL, 0}}};
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_PAGE);
    (void)cm_buf_addf(&out, "  %.*s %.*s (%d)  ", CM_SV_ARG(l->law), CM_SV_ARG(l->heading),
                      l->paragraph);
    cm_home_say(cli->home, &out,
                l->valid_to.year != 0 ? CM_SV("show.law_to") : CM_SV("show.law_from"), words);
    if (!l->applied) {
        (void)cm_buf_add(&out, CM_SV("  "));
        cm_home_say(cli->home, &out, CM_SV("show.law_not_then"), NULL);
    }
    (void)cm_buf_addf(&out, "\n    %.*s\n", CM_SV_ARG(l->text));
    cm_cli_print(cm_buf_view(&out));
}

static cm_status print_laws(cm_cli *cli, cm_site *site, const cm_clue *clue, cm_err *err)
{
    cm_clue_laws laws = {0};
    cm_status status = cm_clue_law_of(site, clue, &cli->mem, &laws, err);
    heading(cli, "show.law");
    for (size_t i = 0; i < laws.count; i++) {
        print_law(cli, &laws.items[i]);
    }
    if (laws.count == 0) {
        cm_cli_say(cli, "show.law_unknown", NULL);
    }
    return status;
}

static void print_values(cm_cli *cli, const cm_clue *clue)
{
    heading(cli, "show.values");
    cm_sv last = {NULL, 0};
    for (size_t i = 0; i < clue->facts.count; i++) {
        const cm_clue_fact *f = &clue->facts.items[i];
        if (f->value.ptr != NULL && !cm_sv_equal(f->fact, last)) {
            CM_AUTO_BUF out;
            cm_buf_init(&out, CM_MAX_PAGE);
            (void)cm_buf_add(&out, CM_SV("  "));
            cm_cli_cell(&out, f->title, 24);
            (void)cm_buf_addf(&out, "%.*s\n", CM_SV_ARG(f->value));
            cm_cli_print(cm_buf_view(&out));
        }
        last = f->fact;
    }
}

/* Moves to the edge of a character, away from `towards`. */
static size_t to_edge(cm_sv text, size_t at, int step)
{
    while (at > 0 && at < text.len && ((unsigned char)text.ptr[at] & 0xc0) == 0x80) {
        at = step > 0 ? at + 1 : at - 1;
    }
    return at;
}

static void add_flat(cm_buf *out, cm_sv text)
{
    for (size_t i = 0; i < text.len; i++) {
        bool brk = text.ptr[i] == '\n' || text.ptr[i] == '\r' || text.ptr[i] == '\t';
        (void)cm_buf_add_byte(out, brk ? ' ' : text.ptr[i]);
    }
}

static void print_place(const cm_clue *clue, const cm_clue_fact *f)
{
    cm_sv text = clue->document_text;
    size_t from = f->at.begin > AROUND_BYTES ? f->at.begin - AROUND_BYTES : 0;
    size_t to = f->at.end + AROUND_BYTES < text.len ? f->at.end + AROUND_BYTES : text.len;
    from = to_edge(text, from, 1);
    to = to_edge(text, to, -1);
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_PAGE);
    (void)cm_buf_add(&out, CM_SV("  "));
    cm_cli_cell(&out, f->title, 24);
    add_flat(&out, cm_sv_slice(text, from, f->at.begin));
    (void)cm_buf_add(&out, CM_SV(">>"));
    add_flat(&out, f->text);
    (void)cm_buf_add(&out, CM_SV("<<"));
    add_flat(&out, cm_sv_slice(text, f->at.end, to));
    (void)cm_buf_addf(&out, "  [%u, %u)\n", f->at.begin, f->at.end);
    cm_cli_print(cm_buf_view(&out));
}

static void print_missing(cm_cli *cli, const cm_clue *clue)
{
    cm_sv rest = clue->missing, name;
    cm_svs titles = {0};
    while (rest.len != 0 && cm_sv_split(&rest, ',', &name)) {
        *cm_vec_push(&cli->mem, &titles) = cm_clue_title(cli->home, clue->model, name);
    }
    line(cli, "show.missing", joined(cli, &titles));
}

static void print_head(cm_cli *cli, const cm_clue *clue, const cm_model *model)
{
    cm_sv title = model != NULL ? model->title : CM_SV("");
    cm_sv decided = clue->decided_on.year != 0 ? day(cli, clue->decided_on) : CM_SV("");
    line(cli, "column.clue", clue->id);
    line(cli, "show.model",
         cm_arena_format(&cli->mem, "%.*s  %.*s  v%d", CM_SV_ARG(clue->model), CM_SV_ARG(title),
                         clue->version));
    line(cli, "show.outcome", cm_term_zh(cli->home->answers, (int)clue->outcome));
    line(cli, "show.finding", clue->finding);
    if (clue->outcome == CM_ANSWER_HIT) {
        line(cli, "show.direction", cm_term_zh(cli->home->directions, (int)clue->direction));
    }
    line(cli, "show.severity", model != NULL ? model->severity : CM_SV(""));
    line(cli, "show.measure", model != NULL ? joined(cli, &model->measure) : CM_SV(""));
    line(cli, "show.subject",
         cm_arena_format(&cli->mem, "%.*s  %.*s  %.*s  (%.*s)", CM_SV_ARG(clue->case_no),
                         CM_SV_ARG(clue->court), CM_SV_ARG(decided), CM_SV_ARG(clue->doc)));
    line(cli, "show.defendant", clue->defendant);
    line(cli, "show.charge", clue->charge);
    print_missing(cli, clue);
}

cm_status cm_cli_clue(cm_cli *cli, cm_site *site, const cm_clue *clue, cm_err *err)
{
    print_head(cli, clue, cm_home_model(cli->home, clue->model));
    if (clue->outcome != CM_ANSWER_HIT) {
        return CM_OK;
    }
    cm_status status = print_laws(cli, site, clue, err);
    print_values(cli, clue);
    heading(cli, "show.evidence");
    for (size_t i = 0; i < clue->facts.count; i++) {
        if (clue->facts.items[i].has_place) {
            print_place(clue, &clue->facts.items[i]);
        }
    }
    return status;
}
