#include "base/base.h"

#include "app/page.h"

#include "base/file.h"
#include "base/limits.h"

typedef struct {
    const cm_home *home;
    const cm_model *model;
    cm_buf *out;
    cm_arena *mem;
} page;

/* ---- words ---- */

static cm_sv word(const page *p, const char *id)
{
    return cm_wording_find(&p->home->messages, cm_sv_from(id));
}

static void say(const page *p, const char *id, cm_sv a, cm_sv b)
{
    const cm_word words[] = {{"a", a}, {"b", b}, {NULL, {NULL, 0}}};
    cm_home_say(p->home, p->out, cm_sv_from(id), words);
    (void)cm_buf_add_byte(p->out, '\n');
}

static void heading(const page *p, const char *id)
{
    (void)cm_buf_addf(p->out, "\n## %.*s\n\n", CM_SV_ARG(word(p, id)));
}

/* One line: breaks become blanks, and the bar that parts cells is escaped. */
static cm_sv flat(cm_arena *mem, cm_sv text)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_PAGE);
    cm_sv rest = cm_sv_trim(text);
    for (size_t i = 0; i < rest.len; i++) {
        char c = rest.ptr[i];
        if (c == '|') {
            (void)cm_buf_add(&out, CM_SV("\\|"));
        } else {
            (void)cm_buf_add_byte(&out, c == '\n' ? ' ' : c);
        }
    }
    return cm_arena_sv(mem, cm_buf_view(&out));
}

static void row(const page *p, const char *title, cm_sv text)
{
    if (text.len != 0) {
        (void)cm_buf_addf(p->out, "| %.*s | %.*s |\n", CM_SV_ARG(word(p, title)),
                          CM_SV_ARG(flat(p->mem, text)));
    }
}

static cm_sv listed(const page *p, cm_sv list, cm_sv one)
{
    return list.len == 0 ? one
                         : cm_arena_format(p->mem, "%.*s%.*s%.*s", CM_SV_ARG(list),
                                           CM_SV_ARG(word(p, "show.join")), CM_SV_ARG(one));
}

/* ---- the head ---- */

static cm_sv class_words(const page *p)
{
    cm_sv all = CM_SV("");
    for (size_t i = 0; i < p->model->measure.count; i++) {
        const cm_by_sub *m = &p->model->measure.items[i];
        const cm_term *t = cm_term_of(p->home->error_classes, m->word);
        cm_sv title = t != NULL ? t->zh : m->word;
        all = listed(p, all,
                     m->sub.len == 0 ? title
                                     : cm_arena_format(p->mem, "`%.*s` %.*s", CM_SV_ARG(m->sub),
                                                       CM_SV_ARG(title)));
    }
    return all;
}

static cm_sv confidence_words(const page *p)
{
    cm_sv all = CM_SV("");
    for (size_t i = 0; i < p->model->confidence.count; i++) {
        const cm_by_sub *c = &p->model->confidence.items[i];
        all = listed(p, all,
                     c->sub.len == 0 ? c->word
                                     : cm_arena_format(p->mem, "`%.*s` %.*s", CM_SV_ARG(c->sub),
                                                       CM_SV_ARG(c->word)));
    }
    return all;
}

static cm_sv proposed(const page *p, const cm_measure_query *query, cm_stage stage)
{
    cm_measure_answer answer;
    cm_sv all = CM_SV("");
    bool known = cm_law_measure_at(p->home->law, query, stage, &answer);
    for (size_t k = 0; known && k < answer.proposals.count; k++) {
        all = listed(p, all, answer.proposals.items[k]);
    }
    return all;
}

/* What is proposed before and after the judgment takes effect, for each direction. */
static void proposals(const page *p)
{
    static const cm_stage STAGES[] = {CM_STAGE_OPEN, CM_STAGE_EFFECTIVE};
    for (size_t i = 0; i < CM_COUNT(STAGES); i++) {
        cm_sv line = CM_SV("");
        for (int d = 0; d < CM_DIRECTION_COUNT; d++) {
            const cm_measure_query query = {
                .error_class = cm_model_by_sub(&p->model->measure, CM_SV("")),
                .direction = cm_term_zh(p->home->directions, d),
            };
            cm_sv all = proposed(p, &query, STAGES[i]);
            line = cm_arena_format(p->mem, "%.*s%s%.*s: %.*s", CM_SV_ARG(line), d == 0 ? "" : "; ",
                                   CM_SV_ARG(cm_term_zh(p->home->directions, d)), CM_SV_ARG(all));
        }
        row(p, STAGES[i] == CM_STAGE_OPEN ? "page.proposed_open" : "page.proposed_effective", line);
    }
}

static void head(const page *p)
{
    const cm_model *m = p->model;
    (void)cm_buf_addf(p->out, "# %.*s\n\n| | |\n|---|---|\n", CM_SV_ARG(m->title));
    row(p, "page.id",
        cm_arena_format(p->mem, "%.*s%s`%.*s`", CM_SV_ARG(m->code), m->code.len != 0 ? " " : "",
                        CM_SV_ARG(m->id)));
    row(p, "page.version", cm_arena_format(p->mem, "%d", m->version));
    row(p, "page.on",
        m->enabled ? word(p, "page.switched_on")
                   : cm_arena_format(p->mem, "%.*s: %.*s", CM_SV_ARG(word(p, "model.off")),
                                     CM_SV_ARG(m->off)));
    row(p, "show.severity", m->severity);
    row(p, "show.confidence", confidence_words(p));
    row(p, "show.class", class_words(p));
    proposals(p);
    row(p, "page.subject", m->table->title);
}

/* ---- the law ---- */

static void law(const page *p)
{
    heading(p, "page.law");
    for (size_t i = 0; i < p->model->basis.count; i++) {
        cm_law_ref ref = p->model->basis.items[i].ref;
        CM_AUTO_BUF cite;
        cm_buf_init(&cite, CM_MAX_MESSAGE);
        cm_law_cite(p->home->law, ref, CM_NO_DATE, &cite);
        cm_law_text text = {0};
        bool at_hand = cm_law_article(p->home->law, ref, CM_NO_DATE, &text);
        (void)cm_buf_addf(p->out, "- **%s**", cm_buf_z(&cite));
        for (size_t k = 0; at_hand && k < text.count; k++) {
            (void)cm_buf_addf(p->out, "%s%.*s", k == 0 ? "  \n  " : " ",
                              CM_SV_ARG(flat(p->mem, text.paragraphs[k].text)));
        }
        if (!at_hand || text.count == 0) {
            (void)cm_buf_addf(p->out, "  \n  %.*s", CM_SV_ARG(word(p, "page.no_text")));
        }
        (void)cm_buf_add_byte(p->out, '\n');
    }
}

/* ---- the rule ---- */

static void pairs(const page *p, const char *title, const cm_by_subs *list)
{
    if (list->count == 0) {
        return;
    }
    (void)cm_buf_addf(p->out, "\n%.*s\n\n", CM_SV_ARG(word(p, title)));
    for (size_t i = 0; i < list->count; i++) {
        (void)cm_buf_addf(p->out, "%zu. **%.*s**: %.*s\n", i + 1, CM_SV_ARG(list->items[i].sub),
                          CM_SV_ARG(flat(p->mem, list->items[i].word)));
    }
}

static void rule(const page *p)
{
    cm_plain plain = cm_model_plain(p->mem, p->model, &p->home->words);
    heading(p, "page.rule");
    say(p, "page.scope", plain.scope.len != 0 ? plain.scope : word(p, "page.scope_all"), CM_SV(""));
    pairs(p, "page.steps", &plain.steps);
    (void)cm_buf_add_byte(p->out, '\n');
    say(p, "page.hit", plain.hit, CM_SV(""));
    pairs(p, "page.parameters", &plain.parameters);
}

static void traps(const page *p)
{
    if (p->model->traps.count == 0) {
        return;
    }
    heading(p, "page.traps");
    for (size_t i = 0; i < p->model->traps.count; i++) {
        (void)cm_buf_addf(p->out, "- %.*s\n", CM_SV_ARG(flat(p->mem, p->model->traps.items[i])));
    }
}

static void cases(const page *p)
{
    heading(p, "page.cases");
    for (size_t i = 0; i < p->model->cases.count; i++) {
        const cm_model_case *c = &p->model->cases.items[i];
        (void)cm_buf_addf(p->out, "- %.*s%.*s: %.*s\n",
                          CM_SV_ARG(cm_term_zh(p->home->answers, (int)c->expected)),
                          CM_SV_ARG(c->texts.count != 0 ? word(p, "page.as_text") : CM_SV("")),
                          CM_SV_ARG(flat(p->mem, c->why)));
    }
}

/* ---- what was measured ---- */

cm_status cm_measured_load(const cm_home *home, cm_arena *mem, cm_measured *ret, cm_err *err)
{
    *ret = (cm_measured){0};
    cm_sv path = cm_file_join(mem, home->library, CM_SV("measured.tsv"));
    if (!cm_file_exists(path)) {
        return CM_OK;
    }
    size_t id = 0;
    cm_status status = cm_tsv_load(mem, path, &ret->table, err);
    if (status == CM_OK) {
        status = cm_tsv_column(&ret->table, CM_SV("model"), &id, err);
    }
    for (size_t i = 0; status == CM_OK && i < ret->table.rows.count; i++) {
        cm_tsv_row *r = &ret->table.rows.items[i];
        (void)cm_map_put(mem, &ret->rows, r->cells[id], r);
    }
    return status;
}

static void measured_row(const page *p, const cm_measured *measured)
{
    const cm_tsv_row *r = cm_map_find(&measured->rows, p->model->id);
    heading(p, "page.measured");
    if (r == NULL) {
        say(p, "page.not_measured", CM_SV(""), CM_SV(""));
        return;
    }
    const cm_svs *columns = &measured->table.columns;
    (void)cm_buf_add(p->out, CM_SV("|"));
    for (size_t i = 1; i < columns->count; i++) {
        cm_sv id = cm_arena_format(p->mem, "page.measured.%.*s", CM_SV_ARG(columns->items[i]));
        (void)cm_buf_addf(p->out, " %.*s |", CM_SV_ARG(cm_wording_find(&p->home->messages, id)));
    }
    (void)cm_buf_add(p->out, CM_SV("\n|"));
    for (size_t i = 1; i < columns->count; i++) {
        (void)cm_buf_add(p->out, CM_SV("---|"));
    }
    (void)cm_buf_add(p->out, CM_SV("\n|"));
    for (size_t i = 1; i < columns->count; i++) {
        (void)cm_buf_addf(p->out, " %.*s |", CM_SV_ARG(r->cells[i]));
    }
    (void)cm_buf_add_byte(p->out, '\n');
}

void cm_page_write(const cm_home *home, const cm_model *model, const cm_measured *measured,
                   cm_buf *out)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    const page p = {home, model, out, &mem};
    say(&p, "page.generated", CM_SV(""), CM_SV(""));
    head(&p);
    heading(&p, "page.about");
    (void)cm_buf_addf(out, "%.*s\n", CM_SV_ARG(cm_sv_trim(model->about)));
    law(&p);
    rule(&p);
    traps(&p);
    measured_row(&p, measured);
    cases(&p);
}

void cm_page_index(const cm_home *home, cm_buf *out)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    page p = {home, NULL, out, &mem};
    size_t on = 0;
    for (size_t i = 0; i < home->models.count; i++) {
        on += home->models.items[i]->enabled;
    }
    say(&p, "page.generated", CM_SV(""), CM_SV(""));
    (void)cm_buf_addf(out, "\n# %.*s\n\n", CM_SV_ARG(word(&p, "page.index_title")));
    say(&p, "page.index", cm_arena_format(&mem, "%zu", home->models.count),
        cm_arena_format(&mem, "%zu", on));
    (void)cm_buf_add_byte(out, '\n');
    say(&p, "page.index_head", CM_SV(""), CM_SV(""));
    (void)cm_buf_add(out, CM_SV("|---|---|---|---|---|---|\n"));
    for (size_t i = 0; i < home->models.count; i++) {
        const cm_model *m = home->models.items[i];
        p.model = m;
        (void)cm_buf_addf(
            out, "| %.*s | [%.*s](%.*s.md) | %.*s | %.*s | %.*s | %.*s |\n", CM_SV_ARG(m->code),
            CM_SV_ARG(m->title), CM_SV_ARG(cm_file_name(m->id)), CM_SV_ARG(m->severity),
            CM_SV_ARG(confidence_words(&p)), CM_SV_ARG(class_words(&p)),
            CM_SV_ARG(m->enabled ? word(&p, "page.switched_on") : word(&p, "model.off")));
    }
}
