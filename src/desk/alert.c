#include "base/base.h"

#include "desk/alert.h"

#include "base/file.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/tsv.h"
#include "desk/statement.h"

/* ---- the rules ---- */

static cm_status read_rule(const cm_tsv *t, const cm_tsv_row *row, cm_alert_rule *rule, cm_err *err)
{
    static const char *const COLUMNS[] = {"kind",         "period", "least_before",
                                          "least_latest", "zh",     "en"};
    cm_sv cells[CM_COUNT(COLUMNS)];
    cm_status status = cm_tsv_cells(t, row, COLUMNS, CM_COUNT(COLUMNS), cells, err);
    if (status != CM_OK) {
        return status;
    }
    *rule = (cm_alert_rule){.kind = cells[0], .zh = cells[4], .en = cells[5]};
    rule->fallen = cm_sv_equal(rule->kind, CM_SV("fallen"));
    bool good = (rule->fallen || cm_sv_equal(rule->kind, CM_SV("risen"))) &&
                cm_dim_from(cells[1], &rule->period) &&
                (rule->period == CM_DIM_MONTH || rule->period == CM_DIM_QUARTER) &&
                cm_sv_to_int(cells[2], &rule->least_before) && rule->least_before > 0 &&
                cm_sv_to_int(cells[3], &rule->least_latest) && rule->least_latest > 0;
    return good ? CM_OK
                : cm_err_set_at(err, CM_E_SCHEMA, t->file, row->line, 0, "no such notice '%.*s'",
                                CM_SV_ARG(rule->kind));
}

cm_status cm_alert_rules_load(cm_arena *mem, cm_sv folder, cm_alert_rules *ret_rules, cm_err *err)
{
    cm_tsv t = {0};
    cm_alert_rules rules = {0};
    cm_status status = cm_tsv_load(mem, cm_file_join(mem, folder, CM_SV("notices.tsv")), &t, err);
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        status = read_rule(&t, &t.rows.items[i], cm_vec_push(mem, &rules), err);
    }
    if (status == CM_OK) {
        *ret_rules = rules;
    }
    return status;
}

/* ---- what the counts call for ---- */

typedef struct {
    int64_t held, wrong;
} judged;

static void add(judged *sum, const cm_verdict_group *g)
{
    sum->held += g->verdicts[CM_VERDICT_HELD];
    sum->wrong += g->verdicts[CM_VERDICT_FALSE];
}

static cm_proportion share(const judged *j)
{
    return cm_proportion_of((uint64_t)j->held, (uint64_t)(j->held + j->wrong));
}

static const char *const COUNTS[] = {"held_before", "false_positive_before", "held",
                                     "false_positive"};

static cm_sv detail_of(cm_arena *mem, const judged *before, const judged *latest)
{
    const int64_t values[] = {before->held, before->wrong, latest->held, latest->wrong};
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_MESSAGE);
    CM_AUTO_JSON *json = cm_json_new(&out);
    cm_json_object(json);
    for (size_t i = 0; i < CM_COUNT(COUNTS); i++) {
        cm_json_put_int(json, cm_sv_from(COUNTS[i]), values[i]);
    }
    cm_json_object_end(json);
    return cm_arena_sv(mem, cm_buf_view(&out));
}

cm_status cm_alert_read(const cm_alert *alert, cm_alert_counts *ret_counts, cm_err *err)
{
    cm_json_field fields[CM_COUNT(COUNTS)];
    int64_t values[CM_COUNT(COUNTS)] = {0};
    for (size_t i = 0; i < CM_COUNT(COUNTS); i++) {
        fields[i] = (cm_json_field){.name = cm_sv_from(COUNTS[i])};
    }
    cm_json_reader *reader = cm_json_reader_new();
    cm_status status = cm_json_pick(reader, alert->detail, fields, CM_COUNT(COUNTS), err);
    for (size_t i = 0; status == CM_OK && i < CM_COUNT(COUNTS); i++) {
        if (!cm_sv_to_int(fields[i].value, &values[i]) || values[i] < 0) {
            status = cm_err_set(err, CM_E_SCHEMA, "notice %lld: no counts", (long long)alert->no);
        }
    }
    cm_json_reader_free(reader);
    *ret_counts = (cm_alert_counts){values[0], values[1], values[2], values[3]};
    return status;
}

/* Groups from `first` up to `end` are of one model, in all its versions. */
static void look_at(const cm_alert_rule *rule, const cm_verdict_group *first,
                    const cm_verdict_group *end, cm_arena *mem, cm_alerts *notices)
{
    const cm_verdict_group *latest = NULL;
    judged before = {0}, now = {0};
    for (const cm_verdict_group *g = first; g < end; g++) {
        int64_t count = g->verdicts[CM_VERDICT_HELD] + g->verdicts[CM_VERDICT_FALSE];
        int order = latest != NULL ? cm_sv_compare(g->value, latest->value) : 1;
        order = order != 0 ? order : cm_date_compare(g->last, latest->last);
        latest = count != 0 && order >= 0 ? g : latest;
    }
    for (const cm_verdict_group *g = first; latest != NULL && g < end; g++) {
        add(cm_sv_equal(g->value, latest->value) ? &now : &before, g);
    }
    if (latest == NULL || before.held + before.wrong < rule->least_before ||
        now.held + now.wrong < rule->least_latest) {
        return;
    }
    cm_proportion was = share(&before), is = share(&now);
    if (rule->fallen ? is.high >= was.low : is.low <= was.high) {
        return;
    }
    *cm_vec_push(mem, notices) = (cm_alert){
        .kind = rule->kind,
        .model = first->model,
        .content = latest->content,
        .model_version = latest->version,
        .period = latest->value,
        .detail = detail_of(mem, &before, &now),
    };
}

void cm_alerts_find(const cm_alert_rule *rule, const cm_verdict_groups *groups, cm_arena *mem,
                    cm_alerts *notices)
{
    for (size_t i = 0, end = 0; i < groups->count; i = end) {
        end = i;
        while (end < groups->count &&
               cm_sv_equal(groups->items[end].model, groups->items[i].model)) {
            end++;
        }
        look_at(rule, groups->items + i, groups->items + end, mem, notices);
    }
}

/* ---- kept ---- */

cm_status cm_alert_known(cm_desk *desk, const cm_alert *notice, bool *ret_known, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "SELECT 1 FROM notice WHERE model = ? AND content = ? AND period = ?");
    cm_statement_text(&s, notice->model);
    cm_statement_text(&s, notice->content);
    cm_statement_text(&s, notice->period);
    *ret_known = cm_statement_next(&s);
    return cm_statement_end(&s, err);
}

cm_status cm_alert_add(cm_desk *desk, const cm_alert *notice, bool *ret_new, cm_err *err)
{
    bool known = false;
    cm_status status = cm_alert_known(desk, notice, &known, err);
    *ret_new = !known;
    if (status != CM_OK || known) {
        return status;
    }
    cm_statement s = cm_statement_new(
        desk, "INSERT INTO notice (kind, model, content, period, at, detail, model_version) "
              "VALUES (?, ?, ?, ?, ?, ?, ?)");
    const cm_sv texts[] = {notice->kind,   notice->model, notice->content,
                           notice->period, notice->at,    notice->detail};
    for (size_t i = 0; i < CM_COUNT(texts); i++) {
        cm_statement_text(&s, texts[i]);
    }
    cm_statement_int(&s, notice->model_version);
    return cm_statement_run(&s, err);
}

cm_status cm_alerts_load(cm_desk *desk, bool with_seen, cm_arena *mem, cm_alerts *ret_notices,
                         cm_err *err)
{
    cm_alerts list = {0};
    cm_statement s = cm_statement_new(
        desk, "SELECT no, kind, model, content, period, at, detail, seen_by, seen_at, "
              "model_version FROM notice WHERE ? OR seen_at IS NULL ORDER BY no DESC");
    cm_statement_int(&s, with_seen);
    while (cm_statement_next(&s)) {
        cm_alert *n = cm_vec_push(mem, &list);
        cm_sv *const texts[] = {&n->kind, &n->model,  &n->content, &n->period,
                                &n->at,   &n->detail, &n->seen_by, &n->seen_at};
        n->no = cm_statement_number(&s, 0);
        for (size_t i = 0; i < CM_COUNT(texts); i++) {
            *texts[i] = cm_statement_cell(&s, (int)i + 1, mem);
        }
        n->model_version = cm_statement_number(&s, (int)CM_COUNT(texts) + 1);
    }
    *ret_notices = list;
    return cm_statement_end(&s, err);
}

cm_status cm_alert_see(cm_desk *desk, int64_t no, cm_sv by, cm_sv at, cm_err *err)
{
    cm_statement s = cm_statement_new(
        desk, "UPDATE notice SET seen_by = ?, seen_at = ? WHERE no = ? AND seen_at IS NULL");
    cm_statement_text(&s, by.ptr != NULL ? by : CM_SV(""));
    cm_statement_text(&s, at);
    cm_statement_int(&s, no);
    cm_status status = cm_statement_run(&s, err);
    return status == CM_OK && sqlite3_changes(desk->db) == 0
               ? cm_err_set(err, CM_E_NOTFOUND, "no notice %lld that was not seen", (long long)no)
               : status;
}
