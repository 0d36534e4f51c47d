/* The sentence of a clue, and single values, in the words of data/messages. */
#include "base/date.h"
#include "base/limits.h"
#include "model/rule.h"

enum { MONTHS_PER_YEAR = 12, FEN_PER_YUAN = 100 };

static void write_words(cm_buf *out, const cm_wording *wording, const char *id,
                        const cm_word *words)
{
    cm_wording_write(out, wording, cm_sv_from(id), words);
}

static void write_plain(cm_buf *out, const cm_wording *wording, const char *id)
{
    const cm_word none[] = {{NULL, {NULL, 0}}};
    write_words(out, wording, id, none);
}

/* "{number}" and what the wording puts around it. */
static void write_number(cm_buf *out, const cm_wording *wording, const char *id, int64_t number)
{
    CM_AUTO_BUF digits;
    cm_buf_init(&digits, CM_MAX_MESSAGE);
    cm_buf_add_int(&digits, number);
    const cm_word words[] = {{"number", cm_buf_view(&digits)}, {NULL, {NULL, 0}}};
    write_words(out, wording, id, words);
}

static void write_date(cm_buf *out, const cm_wording *wording, int64_t days)
{
    if (days < INT32_MIN / 2 || days > INT32_MAX / 2) {
        cm_buf_add_int(out, days);
        return;
    }
    cm_date date = cm_date_from_days((int32_t)days);
    CM_AUTO_BUF parts;
    cm_buf_init(&parts, CM_MAX_MESSAGE);
    cm_buf_add_int(&parts, date.year);
    size_t year = parts.len;
    cm_buf_add_int(&parts, date.month);
    size_t month = parts.len;
    cm_buf_add_int(&parts, date.day);
    cm_sv all = cm_buf_view(&parts);
    const cm_word words[] = {{"year", cm_sv_slice(all, 0, year)},
                             {"month", cm_sv_slice(all, year, month)},
                             {"day", cm_sv_slice(all, month, all.len)},
                             {NULL, {NULL, 0}}};
    write_words(out, wording, "model.date", words);
}

static void write_money(cm_buf *out, const cm_wording *wording, int64_t fen)
{
    CM_AUTO_BUF digits;
    cm_buf_init(&digits, CM_MAX_MESSAGE);
    int64_t rest = fen % FEN_PER_YUAN;
    cm_buf_add_int(&digits, fen / FEN_PER_YUAN);
    if (rest != 0) {
        cm_buf_addf(&digits, ".%02d", (int)(rest < 0 ? -rest : rest));
    }
    const cm_word words[] = {{"number", cm_buf_view(&digits)}, {NULL, {NULL, 0}}};
    write_words(out, wording, "model.money", words);
}

void cm_value_write(cm_buf *out, const cm_wording *wording, cm_type type, cm_value value)
{
    if (value.state != CM_VALUE_KNOWN) {
        write_plain(out, wording, value.state == CM_VALUE_UNREAD ? "model.unread" : "model.absent");
        return;
    }
    switch (type) {
    case CM_TYPE_TEXT:
        cm_buf_add(out, value.text);
        break;
    case CM_TYPE_DATE:
        write_date(out, wording, value.number);
        break;
    case CM_TYPE_INTEGER:
        cm_buf_add_int(out, value.number);
        break;
    case CM_TYPE_MONEY:
        write_money(out, wording, value.number);
        break;
    case CM_TYPE_BOOLEAN:
        write_plain(out, wording, value.number != 0 ? "model.yes" : "model.no");
        break;
    case CM_TYPE_COUNT:
        break;
    }
}

void cm_column_write(cm_buf *out, const cm_wording *wording, const cm_column *column,
                     cm_value value)
{
    cm_value_write(out, wording, column->type, value);
    if (value.state == CM_VALUE_KNOWN && column->type == CM_TYPE_INTEGER) {
        cm_buf_add(out, column->unit);
    }
}

/* Years, months and days of a term; the parts that are nought are left out. */
static void write_term(cm_buf *out, const cm_wording *wording, cm_value months, cm_value days)
{
    int64_t m = months.state == CM_VALUE_KNOWN ? months.number : 0;
    int64_t d = days.state == CM_VALUE_KNOWN ? days.number : 0;
    if (m / MONTHS_PER_YEAR != 0) {
        write_number(out, wording, "model.years", m / MONTHS_PER_YEAR);
    }
    if (m % MONTHS_PER_YEAR != 0 || (m == 0 && d == 0)) {
        write_number(out, wording, "model.months", m % MONTHS_PER_YEAR);
    }
    if (d != 0) {
        write_number(out, wording, "model.days", d);
    }
}

static void write_piece(cm_buf *out, const cm_model *model, const cm_wording *wording,
                        const cm_rule_piece *piece, const cm_value *values)
{
    cm_value value = values[piece->output];
    cm_type type = model->rule->outputs.items[piece->output].type;
    if (cm_sv_equal(piece->format, CM_SV("term")) && value.state == CM_VALUE_KNOWN) {
        cm_value none = {.state = CM_VALUE_ABSENT};
        write_term(out, wording, value, piece->second == SIZE_MAX ? none : values[piece->second]);
        return;
    }
    if (cm_sv_equal(piece->format, CM_SV("abs")) && value.number < 0 && value.number != INT64_MIN) {
        value.number = -value.number;
    }
    cm_value_write(out, wording, type, value);
}

/* An optional part is written when every value in it is known. */
static bool is_written(const cm_rule_sentence *sentence, size_t option, const cm_value *values)
{
    for (size_t i = 0; option != 0 && i < sentence->pieces.count; i++) {
        const cm_rule_piece *piece = &sentence->pieces.items[i];
        if (piece->option == option && piece->is_output &&
            values[piece->output].state != CM_VALUE_KNOWN) {
            return false;
        }
    }
    return true;
}

static void write_sentence(cm_buf *out, const cm_model *model, const cm_wording *wording,
                           const cm_rule_sentence *sentence, const cm_value *values)
{
    for (size_t i = 0; i < sentence->pieces.count; i++) {
        const cm_rule_piece *piece = &sentence->pieces.items[i];
        if (!is_written(sentence, piece->option, values)) {
            continue;
        }
        if (piece->is_output) {
            write_piece(out, model, wording, piece, values);
        } else {
            cm_buf_add(out, piece->words);
        }
    }
}

void cm_model_finding(cm_buf *out, const cm_model *model, const cm_wording *wording, cm_sv sub,
                      const cm_value *values)
{
    for (size_t i = 0; i < model->rule->findings.count; i++) {
        const cm_rule_sentence *sentence = &model->rule->findings.items[i];
        if (sentence->sub.len == 0 || cm_sv_equal(sentence->sub, sub)) {
            write_sentence(out, model, wording, sentence, values);
            return;
        }
    }
    cm_buf_add(out, model->title);
}

const cm_evidence *cm_model_evidence(const cm_model *model, cm_sv sub)
{
    const cm_evidence *last = &model->evidence.items[model->evidence.count - 1];
    for (size_t i = 0; i < model->evidence.count; i++) {
        if (sub.len != 0 && cm_sv_equal(model->evidence.items[i].sub, sub)) {
            return &model->evidence.items[i];
        }
    }
    return last;
}

size_t cm_model_outputs(const cm_model *model, const cm_plan_output **ret_outputs)
{
    *ret_outputs = model->rule->plan_outputs.items;
    return model->rule->plan_outputs.count;
}
