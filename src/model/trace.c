#include "base/base.h"

#include "model/rule.h"
#include "model/trace.h"

bool cm_model_is_rule(const cm_model *model)
{
    return model->rule != NULL && model->rule->hit != NULL;
}

static void mark_name(const cm_rule *rule, cm_model_use *use, cm_ref ref, size_t index)
{
    if (ref == CM_REF_COLUMN) {
        use->columns[index] = true;
    } else if (ref == CM_REF_TABLE) {
        use->children[index] = true;
    } else if (ref == CM_REF_PARAMETER && rule->parameters.items[index].is_dated) {
        use->columns[rule->parameters.items[index].date_column] = true;
    }
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the tree, which parsing bounds
static void mark(const cm_rule *rule, cm_model_use *use, const cm_node *node)
{
    if (node->kind == CM_NODE_NAME) {
        mark_name(rule, use, node->ref, node->index);
    } else if (node->kind == CM_NODE_MANY) {
        use->children[node->index] = true;
    }
    for (size_t i = 0; i < node->args.count; i++) {
        mark(rule, use, node->args.items[i]);
    }
}

static void mark_arms(const cm_rule *rule, cm_model_use *use, const cm_rule_arms *arms)
{
    for (size_t i = 0; i < arms->count; i++) {
        if (arms->items[i].when != NULL) {
            mark(rule, use, arms->items[i].when);
        }
    }
}

static void mark_evidence(const cm_model *model, cm_model_use *use, const cm_svs *names)
{
    for (size_t i = 0; i < names->count; i++) {
        size_t column = cm_view_column(model->subject, names->items[i]);
        size_t child = cm_view_child(model->subject, names->items[i]);
        if (column != SIZE_MAX) {
            use->columns[column] = true;
        } else if (child != SIZE_MAX) {
            use->children[child] = true;
        }
    }
}

cm_model_use cm_model_uses(cm_arena *mem, const cm_model *model)
{
    const cm_rule *rule = model->rule;
    cm_model_use use = {cm_arena_array(mem, bool, model->subject->columns.count + 1),
                        cm_arena_array(mem, bool, model->subject->children.count + 1)};
    for (size_t i = 0; i < rule->derived.count; i++) {
        mark(rule, &use, rule->derived.items[i].node);
    }
    if (rule->scope != NULL) {
        mark(rule, &use, rule->scope);
    }
    if (rule->hit != NULL) { /* else a collision: its rows are other tables' */
        mark(rule, &use, rule->hit);
    }
    mark_arms(rule, &use, &rule->subs);
    mark_arms(rule, &use, &rule->directions);
    for (size_t i = 0; i < rule->outputs.count; i++) {
        mark_name(rule, &use, rule->outputs.items[i].ref, rule->outputs.items[i].index);
    }
    for (size_t i = 0; i < model->evidence.count; i++) {
        mark_evidence(model, &use, &model->evidence.items[i].names);
        mark_evidence(model, &use, &model->evidence.items[i].columns);
    }
    return use;
}
