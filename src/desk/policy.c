#include "base/base.h"

#include "desk/policy.h"

#include "base/file.h"
#include "base/tsv.h"
#include "desk/statement.h"

static cm_status take_row(const cm_tsv *table, const cm_tsv_row *row, cm_policy *ret, cm_err *err)
{
    static const char *const names[] = {"id", "default", "least", "most", "unit", "zh", "en"};
    cm_sv cells[CM_COUNT(names)];
    cm_status status = cm_tsv_cells(table, row, names, CM_COUNT(names), cells, err);
    if (status != CM_OK) {
        return status;
    }
    cm_policy p = {.id = cells[0], .unit = cells[4], .zh = cells[5], .en = cells[6]};
    bool numbers = cm_sv_to_int(cells[1], &p.otherwise) && cm_sv_to_int(cells[2], &p.least) &&
                   cm_sv_to_int(cells[3], &p.most);
    if (!numbers || p.otherwise < p.least || p.otherwise > p.most) {
        return cm_err_set_at(err, CM_E_SCHEMA, table->file, row->line, 0,
                             "a default between least and most is expected");
    }
    *ret = p;
    return CM_OK;
}

cm_status cm_policies_load(cm_arena *mem, cm_sv folder, cm_policies *ret, cm_err *err)
{
    cm_tsv table;
    cm_policies all = {0};
    cm_status status =
        cm_tsv_load(mem, cm_file_join(mem, folder, CM_SV("policies.tsv")), &table, err);
    for (size_t i = 0; status == CM_OK && i < table.rows.count; i++) {
        status = take_row(&table, &table.rows.items[i], cm_vec_push(mem, &all), err);
    }
    if (status == CM_OK) {
        *ret = all;
    }
    return status;
}

static const cm_policy *find(const cm_policies *all, cm_sv id)
{
    for (size_t i = 0; i < all->count; i++) {
        if (cm_sv_equal(all->items[i].id, id)) {
            return &all->items[i];
        }
    }
    return NULL;
}

static cm_status read_value(cm_desk *desk, const cm_policy *policy, cm_arena *mem,
                            cm_policy_value *ret, cm_err *err)
{
    *ret = (cm_policy_value){.policy = policy, .value = policy->otherwise};
    cm_statement s = cm_statement_new(
        desk, "SELECT value, by, at FROM policy WHERE name = ? ORDER BY no DESC LIMIT 1");
    cm_statement_text(&s, policy->id);
    if (cm_statement_next(&s)) {
        ret->value = cm_statement_number(&s, 0);
        ret->by = cm_statement_cell(&s, 1, mem);
        ret->at = cm_statement_cell(&s, 2, mem);
    }
    return cm_statement_end(&s, err);
}

cm_status cm_policy_all(cm_desk *desk, const cm_policies *all, cm_arena *mem, cm_policy_values *ret,
                        cm_err *err)
{
    cm_policy_values values = {0};
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < all->count; i++) {
        status = read_value(desk, &all->items[i], mem, cm_vec_push(mem, &values), err);
    }
    if (status == CM_OK) {
        *ret = values;
    }
    return status;
}

cm_status cm_policy_get(cm_desk *desk, const cm_policies *all, cm_sv id, int64_t *ret_value,
                        cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    const cm_policy *policy = find(all, id);
    cm_policy_value value = {0};
    cm_assert(policy != NULL);
    cm_status status = read_value(desk, policy, &mem, &value, err);
    if (status == CM_OK) {
        *ret_value = value.value;
    }
    return status;
}

cm_status cm_policy_put(cm_desk *desk, const cm_policies *all, const cm_policy_value *set, cm_sv id,
                        cm_err *err)
{
    const cm_policy *policy = find(all, id);
    if (policy == NULL) {
        return cm_err_set(err, CM_E_NOTFOUND, "no policy '%.*s'", CM_SV_ARG(id));
    }
    if (set->value < policy->least || set->value > policy->most) {
        return cm_err_set(err, CM_E_ARG, "%.*s: %lld, from %lld to %lld is possible", CM_SV_ARG(id),
                          (long long)set->value, (long long)policy->least, (long long)policy->most);
    }
    cm_statement s =
        cm_statement_new(desk, "INSERT INTO policy (name, value, at, by) VALUES (?, ?, ?, ?)");
    cm_statement_text(&s, policy->id);
    cm_statement_int(&s, set->value);
    cm_statement_text(&s, set->at);
    cm_statement_text(&s, cm_or_empty(set->by));
    return cm_statement_run(&s, err);
}
