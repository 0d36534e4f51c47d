#include "base/base.h"

#include "app/model_json.h"

#include "app/clue.h"
#include "base/limits.h"

/* ---- what was measured ---- */

bool cm_model_measured_for(const cm_home *home, const cm_caller *caller)
{
    cm_sv why;
    return cm_right_may(home->rights, caller, CM_SV("stats.read"), NULL, &why);
}

cm_status cm_model_measured_load(cm_desk *desk, const cm_home *home, const cm_caller *caller,
                                 cm_arena *mem, cm_model_measured *ret_measured, cm_err *err)
{
    cm_status status = cm_statistics_open(desk, home, caller, mem, &ret_measured->statistics, err);
    if (status == CM_OK) {
        status = cm_statistics_models(&ret_measured->statistics, &ret_measured->groups, err);
    }
    if (status == CM_OK) {
        status = cm_measured_load(home, mem, &ret_measured->shipped, err);
    }
    ret_measured->known = status == CM_OK;
    return status;
}

static void write_measured(const cm_model_measured *measured, cm_json *json, const cm_model *model)
{
    if (!measured->known) {
        return;
    }
    cm_json_key(json, CM_SV("measured"));
    cm_json_array(json);
    for (size_t i = 0; i < measured->groups.count; i++) {
        const cm_verdict_group *g = &measured->groups.items[i];
        if (cm_sv_equal(g->model, model->id)) {
            cm_json_object(json);
            cm_json_put_int(json, CM_SV("version"), g->version);
            cm_json_put_text(json, CM_SV("content"), g->content);
            cm_statistics_write_verdicts(&measured->statistics, json, g);
            cm_json_object_end(json);
        }
    }
    cm_json_array_end(json);
    const cm_tsv_row *row = cm_map_find(&measured->shipped.rows, model->id);
    const cm_svs *columns = &measured->shipped.table.columns;
    cm_json_key(json, CM_SV("shipped"));
    if (row == NULL) {
        cm_json_null(json);
        return;
    }
    cm_json_object(json);
    for (size_t i = 1; i < columns->count; i++) {
        cm_json_put_text(json, columns->items[i], row->cells[i]);
    }
    cm_json_object_end(json);
}

/* ---- a model ---- */

/* One word, or an object by sub-code. */
static void word_member(cm_json *json, cm_sv name, const cm_by_subs *words)
{
    cm_json_key(json, name);
    if (words->count == 1 && words->items[0].sub.len == 0) {
        cm_json_text(json, words->items[0].word);
        return;
    }
    cm_json_object(json);
    for (size_t i = 0; i < words->count; i++) {
        cm_json_put_text(json, words->items[i].sub, words->items[i].word);
    }
    cm_json_object_end(json);
}

cm_sv cm_model_origin(const cm_home *home, const cm_model *m)
{
    return cm_home_release_of(home, m->id) != NULL ? CM_SV("published")
           : cm_sv_starts(m->file, home->library)  ? CM_SV("bundled")
                                                   : CM_SV("workspace");
}

static void write_origin(cm_json *json, const cm_home *home, const cm_model *m)
{
    const cm_home_release *r = cm_home_release_of(home, m->id);
    cm_json_put_text(json, CM_SV("origin"), cm_model_origin(home, m));
    cm_json_key(json, CM_SV("release"));
    if (r == NULL) {
        cm_json_null(json);
        return;
    }
    cm_json_object(json);
    cm_json_put_int(json, CM_SV("proposal"), r->proposal);
    cm_json_put_text(json, CM_SV("by"), r->by);
    cm_json_put_text(json, CM_SV("at"), r->at);
    cm_json_key(json, CM_SV("bundled_version"));
    if (r->bundled != NULL) {
        cm_json_int(json, r->bundled->version);
    } else {
        cm_json_null(json);
    }
    cm_json_object_end(json);
}

void cm_model_write_json(cm_json *json, const cm_home *home, const cm_model *m,
                         const cm_model_measured *measured)
{
    cm_json_put_text(json, CM_SV("id"), m->id);
    cm_json_put_text(json, CM_SV("title"), m->title);
    cm_json_put_int(json, CM_SV("version"), m->version);
    cm_json_put_text(json, CM_SV("severity"), m->severity);
    cm_json_put_text(json, CM_SV("subject"), m->table->name);
    cm_json_put_text(json, CM_SV("about"), m->about);
    cm_json_key(json, CM_SV("basis"));
    cm_json_array(json);
    for (size_t i = 0; i < m->basis.count; i++) {
        cm_json_text(json, m->basis.items[i].text);
    }
    cm_json_array_end(json);
    word_member(json, CM_SV("measure"), &m->measure);
    word_member(json, CM_SV("confidence"), &m->confidence);
    cm_json_put_list(json, CM_SV("traps"), &m->traps);
    cm_json_put_text(json, CM_SV("code"), m->code);
    cm_json_put_bool(json, CM_SV("enabled"), m->enabled);
    cm_json_put_text(json, CM_SV("off"), m->enabled ? (cm_sv){NULL, 0} : m->off);
    cm_json_put_list(json, CM_SV("evidence"), &cm_model_evidence(m, CM_SV(""))->names);
    cm_json_put_int(json, CM_SV("cases"), (int64_t)m->cases.count);
    cm_json_put_text(json, CM_SV("file"), m->file);
    write_origin(json, home, m);
    write_measured(measured, json, m);
}

static void write_law(cm_json *json, const cm_home *home, const cm_model *model)
{
    cm_json_key(json, CM_SV("law"));
    cm_json_array(json);
    for (size_t i = 0; i < model->basis.count; i++) {
        cm_law_ref ref = model->basis.items[i].ref;
        CM_AUTO_BUF cite;
        cm_buf_init(&cite, CM_MAX_MESSAGE);
        cm_law_cite(home->law, ref, CM_NO_DATE, &cite);
        cm_law_text text = {0};
        bool at_hand = cm_law_article(home->law, ref, CM_NO_DATE, &text);
        cm_json_object(json);
        cm_json_put_text(json, CM_SV("cite"), cm_buf_view(&cite));
        cm_json_put_text(json, CM_SV("written"), model->basis.items[i].text);
        cm_json_key(json, CM_SV("paragraphs"));
        cm_json_array(json);
        for (size_t k = 0; at_hand && k < text.count; k++) {
            cm_json_object(json);
            cm_json_put_text(json, CM_SV("text"), text.paragraphs[k].text);
            cm_json_put_date(json, CM_SV("valid_from"), text.paragraphs[k].valid_from);
            cm_json_put_date(json, CM_SV("valid_to"), text.paragraphs[k].valid_to);
            cm_json_object_end(json);
        }
        cm_json_array_end(json);
        cm_json_object_end(json);
    }
    cm_json_array_end(json);
}

static void write_pairs(cm_json *json, cm_sv name, const cm_by_subs *list)
{
    cm_json_key(json, name);
    cm_json_array(json);
    for (size_t i = 0; i < list->count; i++) {
        cm_json_object(json);
        cm_json_put_text(json, CM_SV("name"), list->items[i].sub);
        cm_json_put_text(json, CM_SV("text"), list->items[i].word);
        cm_json_object_end(json);
    }
    cm_json_array_end(json);
}

static void write_rule(cm_json *json, const cm_home *home, const cm_model *model)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_plain plain = cm_model_plain(&mem, model, &home->words);
    cm_json_key(json, CM_SV("rule"));
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("scope"), plain.scope.len != 0 ? plain.scope : (cm_sv){NULL, 0});
    write_pairs(json, CM_SV("steps"), &plain.steps);
    cm_json_put_text(json, CM_SV("hit"), plain.hit);
    write_pairs(json, CM_SV("parameters"), &plain.parameters);
    cm_json_object_end(json);
}

static void write_cases(cm_json *json, const cm_home *home, const cm_model *model)
{
    cm_json_key(json, CM_SV("tests"));
    cm_json_array(json);
    for (size_t i = 0; i < model->cases.count; i++) {
        const cm_model_case *c = &model->cases.items[i];
        cm_json_object(json);
        cm_json_put_text(json, CM_SV("outcome"), cm_term_zh(home->answers, (int)c->expected));
        cm_json_put_bool(json, CM_SV("of_judgments"), c->texts.count != 0);
        cm_json_put_text(json, CM_SV("why"), c->why);
        cm_json_put_int(json, CM_SV("line"), c->line);
        cm_json_object_end(json);
    }
    cm_json_array_end(json);
}

void cm_model_write_page_json(cm_json *json, const cm_home *home, const cm_model *model)
{
    write_law(json, home, model);
    write_rule(json, home, model);
    write_cases(json, home, model);
}

/* ---- mistakes, steps, differences ---- */

void cm_problem_write_json(cm_json *json, const cm_home *home, const cm_problem *problem)
{
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_MESSAGE);
    cm_problem_message(&text, &home->words, problem);
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("file"), problem->file);
    cm_json_put_int(json, CM_SV("line"), problem->line);
    cm_json_put_int(json, CM_SV("column"), problem->column);
    cm_json_put_text(json, CM_SV("message"), cm_buf_view(&text));
    cm_json_object_end(json);
}

void cm_run_step_write_json(cm_json *json, const cm_run_step *step)
{
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("step"), step->name);
    cm_json_put_int(json, CM_SV("rows"), (int64_t)step->rows);
    cm_json_put_int(json, CM_SV("ms"), (int64_t)step->milliseconds);
    cm_json_put_text(json, CM_SV("sql"), step->sql);
    cm_json_object_end(json);
}

cm_sv cm_diff_shown(const cm_home *home, const cm_caller *caller, const cm_diff_row *row,
                    const char *field, cm_sv value, cm_arena *mem)
{
    const cm_svs names = {(cm_sv[]){row->defendant}, 1, 1};
    return cm_right_show(home->rights, caller, cm_sv_from(field), false, value, &names, mem);
}

void cm_diff_row_write_json(cm_json *json, const cm_home *home, const cm_caller *caller,
                            const cm_diff *diff, const cm_diff_row *row)
{
    static const char *const KINDS[] = {"gained", "lost", "changed"};
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    const cm_model *model = diff->after != NULL ? diff->after : diff->before;

    const struct {
        const char *name, *field;
        cm_sv value;
    } texts[] = {{"case_no", NULL, row->case_no},
                 {"defendant", "defendant", row->defendant},
                 {"charge", NULL, row->charge},
                 {"said_before", "finding", row->said_before},
                 {"said_after", "finding", row->said_after}};

    cm_json_object(json);
    cm_json_put_text(json, CM_SV("model"), model->id);
    cm_json_put_text(json, CM_SV("change"), cm_sv_from(KINDS[row->kind]));
    cm_json_put_text(json, CM_SV("before"), cm_term_zh(home->answers, (int)row->before));
    cm_json_put_text(json, CM_SV("after"), cm_term_zh(home->answers, (int)row->after));
    for (size_t i = 0; i < CM_COUNT(texts); i++) {
        cm_sv shown = texts[i].field != NULL
                          ? cm_diff_shown(home, caller, row, texts[i].field, texts[i].value, &mem)
                          : texts[i].value;
        cm_json_put_text(json, cm_sv_from(texts[i].name), shown);
    }
    cm_json_object_end(json);
}
