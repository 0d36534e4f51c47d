#include "base/base.h"

#include "cli/clue_text.h"

#include "app/horizon.h"

#include "base/limits.h"

#define AROUND_BYTES ((size_t)48) /* of the judgment before and after the words */

/* Columns: of a title before its text, of the table of clues, of the facts below. */
enum { LABEL = 12, ID = 14, TITLE = 24, OUTCOME = 10, DIRECTION = 10, CASE_NO = 34, FACT = 22 };

static void line(cm_cli *cli, const char *title, cm_sv value)
{
    if (value.len == 0) {
        return;
    }
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_PAGE);
    cm_cli_cell(&out, cm_wording_find(&cli->home->messages, cm_sv_from(title)), LABEL);
    cm_cli_wrap(&out, value, LABEL);
    (void)cm_buf_add_byte(&out, '\n');
    cm_cli_print(cm_buf_view(&out));
}

static void heading(cm_cli *cli, const char *title)
{
    (void)printf("\n");
    cm_cli_say(cli, title, NULL);
}

static cm_sv joined(cm_cli *cli, const cm_svs *list)
{
    cm_sv between = cm_wording_find(&cli->home->messages, CM_SV("show.join"));
    cm_sv ret = CM_SV("");
    for (size_t i = 0; i < list->count; i++) {
        ret = cm_arena_format(&cli->mem, "%.*s%.*s%.*s", CM_SV_ARG(ret),
                              CM_SV_ARG(i > 0 ? between : CM_SV("")), CM_SV_ARG(list->items[i]));
    }
    return ret;
}

static void print_law(cm_cli *cli, const cm_ground *l)
{
    cm_word words[] = {{"from", cm_cli_day(cli, l->valid_from)},
                       {"to", l->valid_to.year != 0 ? cm_cli_day(cli, l->valid_to) : CM_SV("")},
                       {NULL, {NULL, 0}}};
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_PAGE);
    (void)cm_buf_addf(&out, "  %.*s  ", CM_SV_ARG(l->cite));
    cm_home_say(cli->home, &out,
                l->valid_to.year != 0 ? CM_SV("show.law_to") : CM_SV("show.law_from"), words);
    if (!l->applied) {
        (void)cm_buf_add(&out, CM_SV("  "));
        cm_home_say(cli->home, &out, CM_SV("show.law_not_then"), NULL);
    }
    if (l->known_to.year != 0) {
        cm_word day[] = {{"day", cm_cli_day(cli, l->known_to)}, {NULL, {NULL, 0}}};
        (void)cm_buf_add(&out, CM_SV("  "));
        cm_home_say(cli->home, &out, CM_SV("law.beyond"), day);
    }
    (void)cm_buf_add(&out, CM_SV("\n    "));
    if (l->text.len != 0) {
        cm_cli_wrap(&out, l->text, 4);
    } else {
        cm_home_say(cli->home, &out, CM_SV("show.law_unknown"), NULL);
    }
    (void)cm_buf_add_byte(&out, '\n');
    cm_cli_print(cm_buf_view(&out));
}

static cm_status print_laws(cm_cli *cli, cm_site *site, const cm_clue *clue, cm_err *err)
{
    cm_grounds laws = {0};
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
            cm_cli_cell(&out, f->title, FACT);
            cm_cli_wrap(&out, f->value, FACT + 2);
            (void)cm_buf_add_byte(&out, '\n');
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

static cm_sv flat(cm_cli *cli, cm_sv text)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_PAGE);
    for (size_t i = 0; i < text.len; i++) {
        bool brk = text.ptr[i] == '\n' || text.ptr[i] == '\r' || text.ptr[i] == '\t';
        (void)cm_buf_add_byte(&out, brk ? ' ' : text.ptr[i]);
    }
    return cm_arena_sv(&cli->mem, cm_buf_view(&out));
}

/* Where in the original, when the text is not the original itself. */
static void add_place(cm_cli *cli, cm_buf *out, const cm_clue *clue, const cm_clue_fact *f)
{
    cm_sv unit;
    uint64_t number = 0;
    if (clue->document != NULL && cm_site_place(clue->document, f->at.begin, &unit, &number)) {
        cm_word words[] = {{"number", cm_cli_number(cli, number)}, {NULL, {NULL, 0}}};
        (void)cm_buf_add(out, CM_SV("  "));
        cm_home_say(cli->home, out, cm_arena_format(&cli->mem, "show.place_%.*s", CM_SV_ARG(unit)),
                    words);
    }
}

/* The file that the judgment came in. */
static void print_origin(cm_cli *cli, const cm_site_document *d)
{
    const bool is_row = d->labels.len > 0, is_member = d->place.len > 0 && !is_row;
    const char *id = is_member ? "show.origin_member" : "show.origin_line";
    cm_word words[] = {{"path", d->path},
                       {"place", d->place},
                       {"line", cm_cli_number(cli, d->line)},
                       {NULL, {NULL, 0}}};
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_MESSAGE);
    if (d->line == 0) {
        (void)cm_buf_add(&out, d->path);
    } else {
        cm_home_say(cli->home, &out,
                    cm_sv_from(is_row && d->place.len > 0 ? "show.origin_row" : id), words);
    }
    line(cli, "show.origin", cm_buf_view(&out));
    line(cli, "show.labels", d->labels);
}

static void print_relations(cm_cli *cli, const cm_relations *r)
{
    for (size_t i = 0; i < r->links.count; i++) {
        cm_word words[] = {{"doc", r->links.items[i].doc}, {NULL, {NULL, 0}}};
        CM_AUTO_BUF out;
        cm_buf_init(&out, CM_MAX_MESSAGE);
        cm_home_say(cli->home, &out,
                    cm_arena_format(&cli->mem, "show.link_%.*s", CM_SV_ARG(r->links.items[i].kind)),
                    words);
        line(cli, "show.links", cm_buf_view(&out));
    }
    for (size_t i = 0; i < r->duplicates.count; i++) {
        cm_word words[] = {{"path", r->duplicates.items[i]}, {NULL, {NULL, 0}}};
        CM_AUTO_BUF out;
        cm_buf_init(&out, CM_MAX_MESSAGE);
        cm_home_say(cli->home, &out, CM_SV("show.duplicate"), words);
        line(cli, "show.links", cm_buf_view(&out));
    }
}

static void print_place(cm_cli *cli, const cm_clue *clue, const cm_clue_fact *f)
{
    cm_sv text = clue->document_text;
    size_t from = f->at.begin > AROUND_BYTES ? f->at.begin - AROUND_BYTES : 0;
    size_t to = f->at.end + AROUND_BYTES < text.len ? f->at.end + AROUND_BYTES : text.len;
    from = to_edge(text, from, 1);
    to = to_edge(text, to, -1);
    cm_word words[] = {{"before", flat(cli, cm_sv_slice(text, from, f->at.begin))},
                       {"words", flat(cli, f->text)},
                       {"after", flat(cli, cm_sv_slice(text, f->at.end, to))},
                       {NULL, {NULL, 0}}};
    CM_AUTO_BUF out, quote;
    cm_buf_init(&out, CM_MAX_PAGE);
    cm_buf_init(&quote, CM_MAX_PAGE);
    (void)cm_buf_add(&out, CM_SV("  "));
    cm_cli_cell(&out, f->title, FACT);
    cm_home_say(cli->home, &quote, CM_SV("show.quote"), words);
    add_place(cli, &quote, clue, f);
    cm_cli_wrap(&out, cm_buf_view(&quote), FACT + 2);
    (void)cm_buf_add_byte(&out, '\n');
    cm_cli_print(cm_buf_view(&out));
}

static cm_sv missing_titles(cm_cli *cli, const cm_clue *clue)
{
    cm_sv rest = clue->missing, name;
    cm_svs titles = {0};
    while (rest.len != 0 && cm_sv_split(&rest, ',', &name)) {
        *cm_vec_push(&cli->mem, &titles) = cm_clue_title(cli->home, clue->model, name);
    }
    return joined(cli, &titles);
}

static cm_sv title_of(const cm_cli *cli, const cm_clue *clue)
{
    const cm_model *model = cm_home_model(cli->home, clue->model);
    return model != NULL ? model->title : clue->model;
}

/* ---- the table of clues: what it is about, and below it what it says ---- */

static cm_sv words_of(const cm_cli *cli, const char *id)
{
    return cm_wording_find(&cli->home->messages, cm_sv_from(id));
}

static void print_row(const cm_sv cells[6])
{
    static const size_t widths[] = {ID, TITLE, OUTCOME, DIRECTION, CASE_NO};
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_PAGE);
    for (size_t i = 0; i < CM_COUNT(widths); i++) {
        cm_cli_cell(&out, cells[i], widths[i]);
    }
    (void)cm_buf_add(&out, cells[CM_COUNT(widths)]);
    (void)printf("%.*s\n", CM_SV_ARG(cm_sv_trim(cm_buf_view(&out))));
}

void cm_cli_clue_head(cm_cli *cli)
{
    print_row((cm_sv[]){words_of(cli, "column.clue"), words_of(cli, "column.model"),
                        words_of(cli, "column.outcome"), words_of(cli, "column.direction"),
                        words_of(cli, "column.case_no"), words_of(cli, "column.defendant")});
}

void cm_cli_clue_row(cm_cli *cli, const cm_clue *clue)
{
    bool hit = clue->outcome == CM_ANSWER_HIT;
    print_row((cm_sv[]){clue->id, title_of(cli, clue),
                        cm_term_zh(cli->home->answers, (int)clue->outcome),
                        hit ? cm_term_zh(cli->home->directions, (int)clue->direction) : CM_SV(""),
                        clue->case_no, clue->defendant});
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_PAGE);
    cm_cli_cell(&out, CM_SV(""), ID);
    if (hit) {
        cm_cli_wrap(&out, clue->finding, ID);
        if (clue->law_known_to.year != 0) {
            cm_word day[] = {{"day", cm_cli_day(cli, clue->law_known_to)}, {NULL, {NULL, 0}}};
            (void)cm_buf_add(&out, CM_SV("  "));
            cm_home_say(cli->home, &out, CM_SV("law.beyond"), day);
        }
    } else if (clue->missing.len != 0) {
        cm_sv label = words_of(cli, "show.missing");
        cm_cli_wrap(&out,
                    cm_arena_format(&cli->mem, "%.*s  %.*s", CM_SV_ARG(label),
                                    CM_SV_ARG(missing_titles(cli, clue))),
                    ID);
    } else {
        return;
    }
    (void)cm_buf_add_byte(&out, '\n');
    cm_cli_print(cm_buf_view(&out));
}

/* ---- one clue ---- */

static cm_sv stage_text(cm_cli *cli, const cm_clue *clue)
{
    const cm_term *stage = cm_term_of(cli->home->stages, clue->stage);
    return stage == NULL                             ? CM_SV("")
           : cm_sv_equal(cli->language, CM_SV("en")) ? stage->en
                                                     : stage->zh;
}

static cm_sv suppression_text(cm_cli *cli, const cm_clue *clue)
{
    const cm_suppression *s = clue->suppressed;
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_PAGE);
    if (s != NULL) {
        cm_word words[] = {{"until", cm_cli_day(cli, s->expires_on)},
                           {"by", s->by},
                           {"reason", s->reason},
                           {NULL, {NULL, 0}}};
        cm_home_say(cli->home, &out, CM_SV("suppress.line"), words);
    }
    return cm_arena_sv(&cli->mem, cm_buf_view(&out));
}

/* Up to which day the law is known, and who vouches for a later one than the program's data say;
 * empty where the decision lies before it. */
static cm_sv horizon_text(cm_cli *cli, const cm_clue *clue)
{
    CM_AUTO_BUF out;
    const cm_model *model = cm_home_model(cli->home, clue->model);
    cm_buf_init(&out, CM_MAX_PAGE);
    if (clue->law_known_to.year != 0) {
        cm_word day[] = {{"day", cm_cli_day(cli, clue->law_known_to)}, {NULL, {NULL, 0}}};
        cm_home_say(cli->home, &out, CM_SV("law.beyond"), day);
    }
    for (size_t i = 0; model != NULL && i < model->basis.count; i++) {
        const cm_horizon *h = cm_horizon_of_law(cli->home, model->basis.items[i].ref.law);
        cm_date own = CM_NO_DATE;
        if (h == NULL || !cm_law_known_to(cli->home->law, h->law, &own) ||
            cm_date_compare(clue->decided_on, own) <= 0) {
            continue;
        }
        cm_word words[] = {{"law", h->law},
                           {"day", cm_cli_day(cli, h->known_to)},
                           {"by", h->by},
                           {"reason", h->reason},
                           {NULL, {NULL, 0}}};
        (void)cm_buf_add(&out, out.len > 0 ? CM_SV("  ") : CM_SV(""));
        cm_home_say(cli->home, &out, CM_SV("law.vouched"), words);
        break;
    }
    return cm_arena_sv(&cli->mem, cm_buf_view(&out));
}

static void print_head(cm_cli *cli, const cm_clue *clue, const cm_model *model)
{
    cm_sv decided = clue->decided_on.year != 0 ? cm_cli_day(cli, clue->decided_on) : CM_SV("");
    line(cli, "column.clue", clue->id);
    line(cli, "show.finding", clue->finding);
    line(cli, "show.missing", missing_titles(cli, clue));
    line(cli, "show.horizon", horizon_text(cli, clue));
    line(cli, "show.outcome", cm_term_zh(cli->home->answers, (int)clue->outcome));
    if (clue->outcome == CM_ANSWER_HIT) {
        line(cli, "show.direction", cm_term_zh(cli->home->directions, (int)clue->direction));
    }
    line(cli, "show.defendant", clue->defendant);
    line(cli, "show.charge", clue->charge);
    line(cli, "show.subject",
         cm_arena_format(&cli->mem, "%.*s  %.*s  %.*s  (%.*s)", CM_SV_ARG(clue->court),
                         CM_SV_ARG(clue->case_no), CM_SV_ARG(decided), CM_SV_ARG(clue->doc)));
    line(cli, "show.model",
         cm_arena_format(&cli->mem, "%.*s  %.*s  v%d", CM_SV_ARG(title_of(cli, clue)),
                         CM_SV_ARG(clue->model), clue->version));
    line(cli, "show.severity", model != NULL ? model->severity : CM_SV(""));
    if (clue->outcome == CM_ANSWER_HIT) {
        cm_svs measures = cm_clue_measures(clue, &cli->mem);
        line(cli, "show.confidence", cm_clue_graded(cli->home, clue).confidence);
        line(cli, "show.stage", stage_text(cli, clue));
        line(cli, "show.suppressed", suppression_text(cli, clue));
        line(cli, "show.measure", joined(cli, &measures));
    }
    if (clue->document != NULL && clue->document->path.len > 0) {
        print_origin(cli, clue->document);
    }
    if (clue->relations != NULL) {
        print_relations(cli, clue->relations);
    }
}

/* ---- rows of other documents ---- */

static void print_related_fact(cm_cli *cli, const cm_related_fact *f)
{
    cm_word words[] = {{"before", CM_SV("")},
                       {"words", flat(cli, f->text)},
                       {"after", CM_SV("")},
                       {NULL, {NULL, 0}}};
    CM_AUTO_BUF out, value;
    cm_buf_init(&out, CM_MAX_PAGE);
    cm_buf_init(&value, CM_MAX_PAGE);
    (void)cm_buf_add(&out, CM_SV("    "));
    cm_cli_cell(&out, f->title, FACT);
    (void)cm_buf_add(&value, f->value);
    if (f->has_place) {
        (void)cm_buf_add(&value, CM_SV("  "));
        cm_home_say(cli->home, &value, CM_SV("show.quote"), words);
    }
    cm_cli_wrap(&out, cm_buf_view(&value), FACT + 4);
    (void)cm_buf_add_byte(&out, '\n');
    cm_cli_print(cm_buf_view(&out));
}

static void print_related(cm_cli *cli, const cm_related_rows *rows)
{
    if (rows->count != 0) {
        heading(cli, "show.related");
    }
    for (size_t i = 0; i < rows->count; i++) {
        const cm_related_row *r = &rows->items[i];
        cm_sv day = r->decided_on.year != 0 ? cm_cli_day(cli, r->decided_on) : CM_SV("");
        CM_AUTO_BUF out;
        cm_buf_init(&out, CM_MAX_PAGE);
        (void)cm_buf_add(&out, CM_SV("  "));
        cm_cli_cell(&out, r->role, FACT);
        cm_cli_wrap(&out,
                    cm_arena_format(&cli->mem, "%.*s  %.*s  %.*s  %.*s  (%.*s)",
                                    CM_SV_ARG(r->court), CM_SV_ARG(r->case_no), CM_SV_ARG(day),
                                    CM_SV_ARG(r->defendant), CM_SV_ARG(r->doc)),
                    FACT + 2);
        (void)cm_buf_add_byte(&out, '\n');
        cm_cli_print(cm_buf_view(&out));
        for (size_t k = 0; k < r->facts.count; k++) {
            print_related_fact(cli, &r->facts.items[k]);
        }
    }
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
            print_place(cli, clue, &clue->facts.items[i]);
        }
    }
    print_related(cli, &clue->related);
    return status;
}
