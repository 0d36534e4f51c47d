#include "base/base.h"

#include "app/letter_desk.h"

#include "base/limits.h"
#include "paper/sheet.h"

enum { LEDGER_COLUMNS = 13 };

static const struct {
    const char *name; /* message document.column.NAME */
    cm_sheet_type type;
    uint32_t width;
} COLUMNS[LEDGER_COLUMNS] = {
    {"no", CM_SHEET_NUMBER, 8},          {"kind", CM_SHEET_TEXT, 28},
    {"number", CM_SHEET_TEXT, 28},       {"state", CM_SHEET_TEXT, 16},
    {"clue", CM_SHEET_TEXT, 16},         {"office", CM_SHEET_TEXT, 28},
    {"drafter", CM_SHEET_TEXT, 12},      {"approver", CM_SHEET_TEXT, 12},
    {"issued_on", CM_SHEET_DATE, 12},    {"delivered_on", CM_SHEET_DATE, 12},
    {"reply_due_on", CM_SHEET_DATE, 12}, {"replied_on", CM_SHEET_DATE, 12},
    {"reply", CM_SHEET_TEXT, 16},
};

static cm_sv word(const cm_letter_desk *d, const char *prefix, const char *name)
{
    cm_sv id = cm_arena_format(d->mem, "%s%s", prefix, name);
    return cm_wording_find(&d->site->home->messages, id);
}

static cm_sv day(const cm_letter_desk *d, cm_date date)
{
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_MESSAGE);
    (void)(cm_date_exists(date) && cm_date_write(&text, date));
    return cm_arena_sv(d->mem, cm_buf_view(&text));
}

static cm_status write_row(const cm_letter_desk *d, const cm_letter *l, cm_sheet *sheet,
                           cm_err *err)
{
    const cm_letter_kind *kind = cm_letter_kind_of(&d->forms, l->kind);
    const cm_letter_state *state = cm_letter_state_of(&d->forms, l->state);
    const cm_letter_field *reply = cm_letter_reply_of(&d->forms, l->reply);
    const cm_sv cells[LEDGER_COLUMNS] = {
        cm_arena_format(d->mem, "%lld", (long long)l->no),
        kind != NULL ? kind->zh : l->kind,
        l->number,
        state != NULL ? state->zh : l->state,
        l->clue_id,
        l->office,
        l->drafter,
        l->approver,
        day(d, l->issued_on),
        day(d, l->delivered_on),
        day(d, l->reply_due_on),
        day(d, l->replied_on),
        reply != NULL ? reply->zh : l->reply,
    };
    return cm_sheet_row(sheet, cells, err);
}

/* What was asked for, when, and how many rows: it stands in the file. */
static cm_sv note_of(const cm_letter_desk *d, const cm_letter_filter *filter, size_t rows)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_MESSAGE);
    cm_sv asked = cm_arena_format(d->mem, "%.*s %.*s %.*s", CM_SV_ARG(filter->clue),
                                  CM_SV_ARG(filter->kind), CM_SV_ARG(filter->state));
    cm_sv all = word(d, "document.ledger.", "all");
    const cm_word words[] = {{"filter", cm_sv_trim(asked).len != 0 ? cm_sv_trim(asked) : all},
                             {"at", d->caller->at},
                             {"rows", cm_arena_format(d->mem, "%zu", rows)},
                             {NULL, {NULL, 0}}};
    cm_home_say(d->site->home, &out, CM_SV("document.ledger.note"), words);
    return cm_arena_sv(d->mem, cm_buf_view(&out));
}

static cm_status write_all(cm_letter_desk *d, const cm_letter_filter *filter,
                           const cm_letters *letters, cm_sv path, cm_err *err)
{
    cm_sheet_column columns[LEDGER_COLUMNS];
    for (size_t i = 0; i < LEDGER_COLUMNS; i++) {
        columns[i] = (cm_sheet_column){word(d, "document.column.", COLUMNS[i].name),
                                       COLUMNS[i].type, COLUMNS[i].width};
    }
    const cm_sheet_head head = {.title = word(d, "document.ledger.", "title"),
                                .note = note_of(d, filter, letters->count),
                                .made_at = d->caller->at,
                                .columns = columns,
                                .column_count = LEDGER_COLUMNS,
                                .row_count = letters->count};
    cm_sheet *sheet = NULL;
    cm_status status = cm_sheet_open(path, &head, &sheet, err);
    for (size_t i = 0; status == CM_OK && i < letters->count; i++) {
        status = write_row(d, &letters->items[i], sheet, err);
    }
    if (status != CM_OK) {
        cm_sheet_drop(sheet);
        return status;
    }
    return cm_sheet_close(sheet, err);
}

cm_status cm_letter_ledger(cm_letter_desk *d, const cm_letter_filter *filter, cm_sv path,
                           uint64_t *ret_rows, cm_err *err)
{
    cm_deed deed;
    cm_letters letters = {0};
    cm_status status =
        cm_right_deed(d->site->home->rights, d->caller, CM_SV("export.list"), NULL, &deed, err);
    if (status == CM_OK) {
        status = cm_letter_list(d, filter, &letters, err);
    }
    if (status == CM_OK) {
        deed.object = CM_SV("documents");
        status = cm_change_log(d->desk, &deed, err);
    }
    if (status == CM_OK) {
        status = write_all(d, filter, &letters, path, err);
    }
    *ret_rows = status == CM_OK ? letters.count : *ret_rows;
    return status;
}
