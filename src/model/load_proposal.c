#include "base/base.h"

#include "model/load.h"

static const char *const SWITCHES[] = {"true", "false"};

/* The word must be the id of a term. */
// NOLINTNEXTLINE(readability-function-size): seven parameters, each of its own
static void load_word(const cm_loader *l, const cm_yaml *at, const char *key, const char *list,
                      bool by_zh, cm_by_sub word, cm_by_subs *words)
{
    const cm_term_list *terms = cm_map_find(&l->context->terms->lists, cm_sv_from(list));
    cm_sv all = CM_SV("");
    for (size_t i = 0; terms != NULL && i < terms->terms.count; i++) {
        const cm_term *t = &terms->terms.items[i];
        cm_sv name = by_zh ? t->zh : t->id;
        if (cm_sv_equal(name, word.word)) {
            *cm_vec_push(l->mem, words) = word;
            return;
        }
        all = cm_arena_format(l->mem, "%.*s%s%.*s", CM_SV_ARG(all), i == 0 ? "" : ", ",
                              CM_SV_ARG(name));
    }
    bool scalar = at->kind == CM_YAML_SCALAR;
    cm_load_problem(l, at, scalar ? "not_in_list" : "text_wanted", word.word,
                    scalar ? all : cm_sv_from(key));
}

static void load_measure(const cm_loader *l, const cm_yaml *at, cm_sv sub)
{
    load_word(l, at, "measure", "error_class", false, (cm_by_sub){sub, at->text},
              &l->model->measure);
}

static void load_confidence(const cm_loader *l, const cm_yaml *at, cm_sv sub)
{
    load_word(l, at, "confidence", "confidence", true, (cm_by_sub){sub, at->text},
              &l->model->confidence);
}

/* A model that is switched off says why. */
static void load_switch(const cm_loader *l, const cm_yaml *root)
{
    const cm_yaml *at = cm_yaml_get(root, CM_SV("enabled"));
    const cm_yaml *off = cm_yaml_get(root, CM_SV("off"));
    cm_sv text = cm_load_text(l, root, "enabled");
    l->model->enabled = !cm_sv_equal(text, cm_sv_from(SWITCHES[1]));
    l->model->off = cm_load_text(l, root, "off");
    if (at != NULL && l->model->enabled && !cm_sv_equal(text, cm_sv_from(SWITCHES[0]))) {
        cm_load_problem(l, at, "value_type", text, CM_SV("boolean"));
    }
    if (!l->model->enabled && off == NULL) {
        cm_load_problem(l, at, "missing_key", CM_SV("model"), CM_SV("off"));
    } else if (l->model->enabled && off != NULL) {
        cm_load_problem(l, off, "off_but_enabled", CM_SV(""), CM_SV(""));
    }
}

static bool is_known(const cm_rule *rule, cm_sv name)
{
    bool found = false;
    for (size_t i = 0; i < rule->derived.count; i++) {
        found = found || cm_sv_equal(rule->derived.items[i].name, name);
    }
    for (size_t i = 0; i < rule->parameters.count; i++) {
        found = found || cm_sv_equal(rule->parameters.items[i].name, name);
    }
    return found;
}

/* What people call the derived values and parameters. */
static void load_names(const cm_loader *l, const cm_yaml *at)
{
    if (at == NULL) {
        return;
    }
    if (at->kind != CM_YAML_MAP) {
        cm_load_problem(l, at, "map_wanted", CM_SV(""), CM_SV("names"));
        return;
    }
    for (size_t i = 0; i < at->pairs.count; i++) {
        const cm_yaml *key = at->pairs.items[i].key;
        const cm_yaml *value = at->pairs.items[i].value;
        const cm_by_sub name = {key->text, value->text};
        if (value->kind != CM_YAML_SCALAR || cm_sv_trim(value->text).len == 0) {
            cm_load_problem(l, value, "text_wanted", CM_SV(""), key->text);
        }
        if (!is_known(l->rule, key->text)) {
            cm_load_problem(l, key, "unknown_name", key->text, CM_SV(""));
        }
        *cm_vec_push(l->mem, &l->model->names) = name;
    }
}

void cm_load_proposal(const cm_loader *l, const cm_yaml *root)
{
    const cm_yaml *measure = cm_yaml_get(root, CM_SV("measure"));
    const cm_yaml *confidence = cm_yaml_get(root, CM_SV("confidence"));
    if (measure != NULL) {
        cm_load_by_sub(l, measure, "measure", load_measure);
    }
    if (confidence != NULL) {
        cm_load_by_sub(l, confidence, "confidence", load_confidence);
    }
    load_switch(l, root);
    load_names(l, cm_yaml_get(root, CM_SV("names")));
    l->model->code = cm_load_text(l, root, "code");
    l->model->traps = cm_load_texts(l, root, "traps");
}

cm_sv cm_model_by_sub(const cm_by_subs *words, cm_sv sub)
{
    for (size_t i = 0; i < words->count; i++) {
        const cm_by_sub *w = &words->items[i];
        if (w->sub.len == 0 || cm_sv_equal(w->sub, sub)) {
            return w->word;
        }
    }
    return words->count != 0 ? words->items[0].word : CM_SV("");
}
