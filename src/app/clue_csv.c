#include "base/base.h"

#include "app/clue.h"

#include "base/limits.h"

static cm_sv direction_text(const cm_home *home, const cm_clue *clue)
{
    return clue->outcome == CM_ANSWER_HIT ? cm_term_zh(home->directions, (int)clue->direction)
                                          : CM_SV("");
}

/* One field of a table that spreadsheets open: quoted where it must be (RFC 4180), and with a blank
 * before what a spreadsheet would take for a formula. */
static void add_field(cm_buf *line, cm_sv text)
{
    bool formula = text.len > 0 && cm_sv_find_byte(CM_SV("=+-@\t\r"), text.ptr[0], 0) != SIZE_MAX;
    (void)cm_buf_add(line, line->len > 0 ? CM_SV(",\"") : CM_SV("\""));
    if (formula) {
        (void)cm_buf_add_byte(line, ' ');
    }
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"') {
            (void)cm_buf_add_byte(line, '"');
        }
        (void)cm_buf_add_byte(line, text.ptr[i]);
    }
    (void)cm_buf_add_byte(line, '"');
}

void cm_clue_write_csv(cm_buf *out, const cm_home *home, const cm_clue *clue)
{
    CM_AUTO_BUF line, day;
    cm_buf_init(&line, CM_MAX_JSON);
    cm_buf_init(&day, CM_MAX_MESSAGE);
    if (clue->decided_on.year != 0) {
        (void)cm_date_write(&day, clue->decided_on);
    }
    const cm_sv fields[] = {
        clue->id,
        clue->model,
        cm_term_zh(home->answers, (int)clue->outcome),
        clue->doc,
        clue->case_no,
        clue->court,
        cm_buf_view(&day),
        clue->defendant,
        clue->charge,
        direction_text(home, clue),
        clue->finding,
        clue->missing,
    };
    for (size_t i = 0; i < CM_COUNT(fields); i++) {
        add_field(&line, fields[i]);
    }
    (void)cm_buf_add(&line, CM_SV("\r\n"));
    (void)cm_buf_add(out, cm_buf_view(&line));
}

void cm_clue_write_csv_head(cm_buf *out, const cm_home *home)
{
    static const char *const titles[] = {"column.clue",       "column.model",     "column.outcome",
                                         "column.doc",        "column.case_no",   "column.court",
                                         "column.decided_on", "column.defendant", "column.charge",
                                         "column.direction",  "column.finding",   "column.missing"};
    CM_AUTO_BUF line;
    cm_buf_init(&line, CM_MAX_MESSAGE);
    for (size_t i = 0; i < CM_COUNT(titles); i++) {
        add_field(&line, cm_wording_find(&home->messages, cm_sv_from(titles[i])));
    }
    (void)cm_buf_add(&line, CM_SV("\r\n"));
    (void)cm_buf_add(out, cm_buf_view(&line));
}

bool cm_clue_outcome_find(const cm_home *home, cm_sv name, cm_answer *ret_outcome)
{
    for (int i = 0; i < CM_ANSWER_OUT_OF_SCOPE; i++) {
        const cm_term *t = &home->answers->terms.items[i];
        if (cm_sv_equal(t->zh, name) || cm_sv_equal(t->id, name) || cm_sv_equal(t->en, name)) {
            *ret_outcome = (cm_answer)i;
            return true;
        }
    }
    return false;
}
