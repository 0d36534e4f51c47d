#include "base/base.h"

#include "app/site.h"

#include "app/deletion.h"
#include "app/journal.h"
#include "app/lens.h"
#include "app/settings.h"
#include "app/table.h"
#include "app/trail.h"
#include "app/workdesk.h"
#include "base/digest.h"
#include "base/file.h"

static cm_status prepare(cm_site *s, cm_err *err)
{
    cm_status status = cm_sessions_take(s->sessions, &s->session, err);
    if (status == CM_OK) {
        status = cm_facts_create(s->session, s->home->catalogue, err);
    }
    cm_plan_functions functions = cm_model_functions(&s->mem, s->home->law);
    for (size_t i = 0; status == CM_OK && i < functions.count; i++) {
        status = cm_session_register(s->session, &functions.items[i], err);
    }
    return status == CM_OK ? cm_tables_prepare(s, err) : status;
}

static cm_status open_engine(cm_site *s, cm_sv path, size_t threads, cm_err *err)
{
    cm_engine_options options = {.path = path, .threads = threads};
    cm_status status = cm_engine_open(&options, &s->engine, err);
    if (status == CM_OK) {
        s->sessions = cm_sessions_new(s->engine);
        status = prepare(s, err);
    }
    return status;
}

static cm_site *site_new(const cm_home *home)
{
    cm_site *s = cm_alloc_zero(1, sizeof(*s));
    cm_arena_init(&s->mem);
    s->home = home;
    s->workspace.lock = -1;
    return s;
}

/* ---- the tables and the vault belong together ---- */

cm_status cm_site_lag(cm_site *s, cm_site_lags *ret_lags, cm_err *err)
{
    cm_numbers sources = {0};
    cm_rows *rows = NULL;
    cm_status status = cm_vault_sources(&s->mem, &s->workspace, &sources, err);
    if (status == CM_OK) {
        status = cm_facts_ask(s->session, CM_QUERY_SOURCE_SIZES, NULL, 0, &rows, err);
    }
    bool more = status == CM_OK && cm_rows_next(rows);
    for (size_t i = 0; status == CM_OK && i < sources.count; i++) { /* both lists rise */
        cm_site_lag_row lag = {.source_no = sources.items[i]};
        if (more && cm_rows_cell(rows, 0).number == lag.source_no) {
            lag.known = (uint64_t)cm_rows_cell(rows, 1).number;
            more = cm_rows_next(rows);
        }
        status = cm_vault_measure(&s->workspace, lag.source_no, CM_PART_JOURNAL, &lag.journal, err);
        if (status == CM_OK && lag.journal > lag.known) {
            *cm_vec_push(&s->mem, ret_lags) = lag;
        } else if (status == CM_OK && lag.journal < lag.known) {
            more = true;
            break;
        }
    }
    cm_rows_close(rows);
    return status != CM_OK || !more
               ? status
               : cm_err_set(err, CM_E_SCHEMA,
                            "%.*s knows of more than the vault holds: parts of %.*s are missing",
                            CM_SV_ARG(s->workspace.facts), CM_SV_ARG(s->workspace.vault));
}

/* Without its tables a workspace would look empty, though it is not. */
static cm_status check_facts(cm_site *s, cm_err *err)
{
    cm_numbers sources = {0};
    cm_status status = cm_vault_sources(&s->mem, &s->workspace, &sources, err);
    size_t count = 0;
    for (size_t i = 0; status == CM_OK && i < sources.count; i++) {
        uint64_t journal = 0;
        status = cm_vault_measure(&s->workspace, sources.items[i], CM_PART_JOURNAL, &journal, err);
        count += journal > 0 ? 1 : 0;
    }
    if (status == CM_OK && count > 0 && !cm_file_exists(s->workspace.facts)) {
        status = cm_err_set(err, CM_E_NOTFOUND,
                            "%.*s is missing, and the vault holds %zu source%s: chaming rebuild "
                            "makes it anew from them",
                            CM_SV_ARG(s->workspace.facts), count, count == 1 ? "" : "s");
    }
    return status;
}

/* One record that the tables do not have is of a process that died between the two; more of them
 * mean that the tables are of another day than the vault. */
static cm_status check_lag(cm_site *s, cm_err *err)
{
    cm_site_lags lags = {0};
    cm_status status = cm_site_lag(s, &lags, err);
    size_t records = 0;
    for (size_t i = 0; status == CM_OK && i < lags.count; i++) {
        cm_vault *v = NULL;
        status =
            cm_vault_open(&s->workspace, lags.items[i].source_no, CM_PART_JOURNAL, false, &v, err);
        cm_journal *j = status == CM_OK ? cm_journal_new(v) : NULL;
        CM_AUTO_ERR fault = {0};
        cm_entry e;
        if (j != NULL) {
            cm_journal_seek(j, lags.items[i].known);
        }
        while (j != NULL && cm_journal_next(j, &e, &fault)) {
            records += e.kind == CM_ENTRY_END ? 1 : 0;
        }
        cm_journal_free(j);
        cm_vault_close(v);
    }
    if (status == CM_OK && records > 1) {
        status = cm_err_set(err, CM_E_CONFLICT,
                            "%.*s is older than the vault: chaming rebuild makes it anew",
                            CM_SV_ARG(s->workspace.facts));
    }
    return status;
}

/* ---- opening and closing ---- */

static cm_status open_workspace(cm_site *s, cm_sv folder, cm_err *err)
{
    cm_settings settings;
    cm_status status = cm_settings_load(&s->mem, folder, &settings, err);
    if (status == CM_OK) {
        status = cm_workspace_open(&s->mem, folder, settings.keys, &s->workspace, err);
    }
    return status == CM_OK ? cm_deletion_erase(s, err) : status;
}

cm_status cm_site_open(const cm_home *home, cm_sv folder, size_t threads, cm_site **ret_site,
                       cm_err *err)
{
    cm_site *s = site_new(home);
    cm_status status = open_workspace(s, folder, err);
    if (status == CM_OK) {
        status = check_facts(s, err);
    }
    if (status == CM_OK) {
        status = open_engine(s, s->workspace.facts, threads, err);
    }
    if (status == CM_OK) {
        status = check_lag(s, err);
    }
    if (status == CM_OK) {
        status = cm_deletion_settle(s, err);
    }
    if (status != CM_OK) {
        cm_site_close(s);
        return status;
    }
    *ret_site = s;
    return CM_OK;
}

static cm_status remove_tables(cm_site *s, cm_sv path, cm_err *err)
{
    cm_sv log = cm_arena_format(&s->mem, "%.*s.wal", CM_SV_ARG(path));
    cm_status status = cm_file_remove(log, err);
    return status == CM_OK ? cm_file_remove(path, err) : status;
}

static void close_engine(cm_site *s)
{
    cm_session_close(s->session);
    cm_sessions_free(s->sessions);
    cm_engine_close(s->engine);
    s->session = NULL;
    s->sessions = NULL;
    s->engine = NULL;
}

static cm_status open_fresh(cm_site *s, size_t threads, cm_err *err)
{
    s->fresh = cm_arena_format(&s->mem, "%.*s.new", CM_SV_ARG(s->workspace.facts));
    cm_status status = remove_tables(s, s->fresh, err);
    return status == CM_OK ? open_engine(s, s->fresh, threads, err) : status;
}

cm_status cm_site_open_fresh(const cm_home *home, cm_sv folder, size_t threads, cm_site **ret_site,
                             cm_err *err)
{
    cm_site *s = site_new(home);
    cm_status status = open_workspace(s, folder, err);
    if (status == CM_OK) {
        status = open_fresh(s, threads, err);
    }
    if (status != CM_OK) {
        cm_site_close(s);
        return status;
    }
    *ret_site = s;
    return CM_OK;
}

/* The log of the old tables must not be taken for that of the new ones. */
static cm_status put_in_place(cm_site *fresh, cm_err *err)
{
    cm_status status = remove_tables(fresh, fresh->workspace.facts, err);
    if (status == CM_OK) {
        status = cm_file_move(fresh->fresh, fresh->workspace.facts, err);
    }
    fresh->fresh = (cm_sv){NULL, 0};
    return status;
}

cm_status cm_site_close_fresh(cm_site *s, cm_err *err)
{
    cm_status status = cm_facts_execute(s->session, CM_QUERY_CHECKPOINT, NULL, 0, err);
    close_engine(s);
    if (status == CM_OK) {
        status = put_in_place(s, err);
    }
    if (status == CM_OK) {
        status = cm_deletion_settle(s, err);
    }
    cm_site_close(s);
    return status;
}

cm_status cm_site_open_memory(const cm_home *home, cm_site **ret_site, cm_err *err)
{
    cm_site *s = site_new(home);
    cm_status status = open_engine(s, CM_SV(""), 1, err);
    if (status != CM_OK) {
        cm_site_close(s);
        return status;
    }
    *ret_site = s;
    return CM_OK;
}

static void close_parts(cm_site *s)
{
    for (size_t i = 0; i < CM_PART_COUNT; i++) {
        cm_vault_close(s->parts[i]);
        s->parts[i] = NULL;
    }
}

cm_status cm_site_open_beside(const cm_site *base, size_t threads, cm_site **ret_site, cm_err *err)
{
    cm_site *s = site_new(base->home);
    s->workspace = base->workspace;
    s->beside = true;
    s->desk = base->desk;
    s->desk_at = base->desk_at;
    cm_status status = open_fresh(s, threads, err);
    if (status != CM_OK) {
        cm_site_close(s);
        return status;
    }
    *ret_site = s;
    return CM_OK;
}

cm_status cm_site_reopen(cm_site *base, cm_err *err)
{
    close_parts(base);
    close_engine(base);
    cm_status status = cm_deletion_erase(base, err);
    if (status == CM_OK) {
        status = open_engine(base, base->workspace.facts, 0, err);
    }
    if (status == CM_OK) {
        status = check_lag(base, err);
    }
    return status == CM_OK ? cm_deletion_settle(base, err) : status;
}

/* The old tables are closed last: while there is a fault they stay open. */
cm_status cm_site_replace(cm_site *base, cm_site *fresh, cm_err *err)
{
    cm_status status = cm_facts_execute(fresh->session, CM_QUERY_CHECKPOINT, NULL, 0, err);
    close_engine(fresh);
    if (status == CM_OK) {
        close_engine(base);
        status = put_in_place(fresh, err);
    }
    cm_site_close(fresh);
    CM_AUTO_ERR fault = {0};
    cm_status opened = base->engine == NULL ? cm_site_reopen(base, &fault) : CM_OK;
    return status != CM_OK || opened == CM_OK ? status
                                              : cm_err_set(err, opened, "%s", fault.message);
}

cm_status cm_site_desk(cm_site *s, bool existing, cm_sv at, cm_desk **ret_desk, cm_err *err)
{
    *ret_desk = s->desk;
    if (s->desk != NULL || s->workspace.lock < 0) {
        return CM_OK;
    }
    cm_sv path = cm_workdesk_path(&s->mem, &s->workspace);
    if (existing && !cm_file_exists(path)) {
        return CM_OK;
    }
    s->desk_at = cm_arena_sv(&s->mem, at);
    cm_status status = cm_desk_open(path, at, &s->desk, err);
    *ret_desk = s->desk;
    return status;
}

cm_status cm_site_join(const cm_site *base, const cm_home *home, cm_desk *desk, cm_site **ret_site,
                       cm_err *err)
{
    if (base->engine == NULL) {
        return cm_err_set(err, CM_E_IO, "the tables are not open: what put them away told why");
    }
    cm_site *s = site_new(home);
    s->joined = base;
    s->workspace = base->workspace;
    s->engine = base->engine;
    s->sessions = base->sessions;
    s->desk = desk;
    cm_status status = cm_sessions_take(s->sessions, &s->session, err);
    if (status != CM_OK) {
        cm_site_close(s);
        return status;
    }
    *ret_site = s;
    return CM_OK;
}

static void close_joined(cm_site *s)
{
    cm_lens_free(s->lens);
    cm_reading_free(s->reading);
    close_parts(s);
    cm_sessions_give(s->sessions, s->session, !s->matched);
    cm_arena_clear(&s->mem);
    cm_free(s);
}

void cm_site_close(cm_site *s)
{
    if (s != NULL && s->joined != NULL) {
        close_joined(s);
    } else if (s != NULL) {
        const cm_trail trail = {&s->workspace, s->desk, s->desk_at};
        if (!s->beside) {
            cm_trail_close(&trail);
        }
        cm_lens_free(s->lens);
        cm_reading_free(s->reading);
        close_parts(s);
        close_engine(s);
        if (s->fresh.len > 0) {
            CM_AUTO_ERR ignored = {0}; /* it is removed before the next time anyhow */
            cm_status status = remove_tables(s, s->fresh, &ignored);
            (void)status;
        }
        if (!s->beside) {
            cm_workspace_close(&s->workspace);
        }
        cm_arena_clear(&s->mem);
        cm_free(s);
    }
}

static cm_status add_fixed_rows(cm_site *s, cm_writer *w, const cm_document *d, int64_t key,
                                cm_date received_on, cm_err *err)
{
    const cm_cell received =
        cm_date_exists(received_on) ? cm_cell_date(cm_date_to_days(received_on)) : cm_cell_null();
    const cm_cell number = cm_cell_int(key), zero = cm_cell_int(0);
    const cm_cell digest = cm_cell_text(cm_digest_hex(&s->mem, cm_digest_of(d->text)));
    const cm_cell none = cm_cell_null(), yes = cm_cell_bool(true), no = cm_cell_bool(false);
    const cm_cell empty = cm_cell_text(CM_SV("")), id = cm_cell_text(d->id);
    const cm_cell source[] = {number, id, received, zero, zero, zero, yes};
    const cm_cell file[] = {number, number, id, digest, empty, zero, zero, zero, zero, yes};
    const cm_cell document[] = {number, number, number, zero, empty,  id,   zero, no,   zero,
                                zero,   zero,   zero,   none, digest, none, none, none, no};
    cm_status status = cm_writer_add_fixed(w, CM_TABLE_SOURCE, source, CM_COUNT(source), err);
    if (status == CM_OK) {
        status = cm_writer_add_fixed(w, CM_TABLE_FILE, file, CM_COUNT(file), err);
    }
    if (status == CM_OK) {
        status = cm_writer_add_fixed(w, CM_TABLE_DOCUMENT, document, CM_COUNT(document), err);
    }
    return status;
}

cm_status cm_site_add(cm_site *s, const cm_document *document, cm_date received_on,
                      int64_t *ret_doc_key, cm_err *err)
{
    *cm_vec_push(&s->mem, &s->kept) = document;
    int64_t key = (int64_t)s->kept.count;
    cm_fill_use use = cm_home_fill_use(s->home);
    cm_fill_document fill = {document->id, received_on, &document->record, NULL};
    cm_fact_rows rows;
    cm_fill(&use, &s->mem, &fill, &rows);
    cm_writer *w = cm_writer_open(s->session, s->home->catalogue);
    cm_status status = add_fixed_rows(s, w, document, key, received_on, err);
    if (status == CM_OK) {
        status = cm_writer_add(w, key, &rows, err);
    }
    if (status != CM_OK) {
        cm_writer_drop(w);
        return status;
    }
    *ret_doc_key = key;
    return cm_writer_close(w, err);
}
