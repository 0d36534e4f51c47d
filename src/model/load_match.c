/* Named search expressions of a model: `match`. Each is a column of the subject, true where the
 * text of the document matches; what the expression means is read by who runs it. */
#include "model/load.h"

static const cm_key MATCH_KEYS[] = {{"title", true}, {"find", true}, {NULL, false}};

/* NAME: EXPRESSION, or NAME: {title, find}. */
static void load_one(const cm_loader *l, const cm_yaml_pair *pair, cm_view *view)
{
    const cm_yaml *at = pair->value;
    cm_load_name(l, pair->key);
    cm_model_match match = {.name = pair->key->text, .title = pair->key->text};
    if (at->kind == CM_YAML_MAP) {
        if (!cm_load_keys(l, at, MATCH_KEYS, "match")) {
            return;
        }
        match.title = cm_load_text(l, at, "title");
        match.find = cm_load_text(l, at, "find");
        at = cm_yaml_get(at, CM_SV("find"));
    } else if (at->kind == CM_YAML_SCALAR) {
        match.find = at->text;
    } else {
        cm_load_problem(l, at, "text_wanted", CM_SV(""), CM_SV("match"));
        return;
    }
    match.offset = at != NULL ? at->offset : pair->key->offset;
    *cm_vec_push(l->mem, &l->model->matches) = match;
    cm_column *column = cm_arena_new(l->mem, cm_column);
    *column = (cm_column){.name = match.name,
                          .title = match.title,
                          .about = match.find,
                          .type = CM_TYPE_BOOLEAN,
                          .group = CM_SV(""),
                          .unit = CM_SV("")};
    *cm_vec_push(l->mem, &view->columns) = column;
}

void cm_load_matches(const cm_loader *l, const cm_yaml *at)
{
    if (at == NULL || l->rule->subject == NULL) {
        return;
    }
    if (at->kind != CM_YAML_MAP || at->pairs.count == 0) {
        cm_load_problem(l, at, "map_wanted", CM_SV(""), CM_SV("match"));
        return;
    }
    const cm_view *base = l->rule->subject;
    cm_view *view = cm_arena_new(l->mem, cm_view);
    *view = *base;
    view->table = CM_MATCHED_VIEW;
    view->columns.items = NULL;
    view->columns.count = view->columns.cap = 0;
    for (size_t i = 0; i < base->columns.count; i++) {
        *cm_vec_push(l->mem, &view->columns) = base->columns.items[i];
    }
    l->rule->subject = view; /* so that a name is taken once it is given */
    for (size_t i = 0; i < at->pairs.count; i++) {
        load_one(l, &at->pairs.items[i], view);
    }
    if (l->model->subject != NULL) {
        l->model->matched = l->model->subject;
        l->model->subject = view;
    }
}
