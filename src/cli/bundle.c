#include "base/base.h"

#include "app/bundle.h"
#include "app/lens.h"
#include "cli/cli.h"

#include "base/file.h"
#include "base/limits.h"

typedef struct {
    cm_cli *cli;
    cm_site *site;
    const cm_signing_key *key;
    cm_sv to;
    bool into_folder;
    bool every;
    size_t count, left_out;
} writing;

static cm_status write_one(void *payload, const cm_clue *clue, cm_err *err)
{
    writing *w = payload;
    if (w->every && !cm_bundle_possible(w->site, clue)) {
        w->left_out++;
        return CM_OK;
    }
    cm_status seen = cm_lens_unmasked(w->site->lens, err); /* a bundle proves words as they are */
    if (seen != CM_OK) {
        return seen;
    }
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    cm_sv path = w->into_folder ? cm_arena_format(&w->cli->mem, "%.*s/%.*s.json", CM_SV_ARG(w->to),
                                                  CM_SV_ARG(clue->id))
                                : w->to;
    cm_status status = cm_bundle_write(w->site, clue, w->key, &out, err);
    if (status == CM_OK) {
        status = cm_file_write(path, cm_buf_view(&out), err);
    }
    w->count += status == CM_OK;
    return status;
}

/* Each clue by its id, or every hit. */
static cm_status write_all(writing *w, const cm_svs *ids, bool all, cm_err *err)
{
    cm_clue_filter filter = {.outcome = CM_ANSWER_HIT};
    cm_status status = all ? cm_clues_each(w->site, &filter, write_one, w, err) : CM_OK;
    for (size_t i = 0; status == CM_OK && i < ids->count; i++) {
        size_t before = w->count;
        filter.id = ids->items[i];
        status = cm_clues_each(w->site, &filter, write_one, w, err);
        if (status == CM_OK && w->count == before) {
            status = cm_err_set(err, CM_E_NOTFOUND, "%.*s", CM_SV_ARG(filter.id));
        }
    }
    return status;
}

static void say_key(cm_cli *cli, const cm_signing_key *key)
{
    CM_AUTO_BUF fingerprint, hex;
    cm_buf_init(&fingerprint, CM_MAX_MESSAGE);
    cm_buf_init(&hex, CM_MAX_MESSAGE);
    (void)cm_public_key_fingerprint(&fingerprint, &key->public);
    (void)cm_hex_write(&hex, key->public.bytes, CM_PUBLIC_KEY_BYTES);
    const cm_word words[] = {
        {"fingerprint", cm_buf_view(&fingerprint)}, {"key", cm_buf_view(&hex)}, {NULL, {NULL, 0}}};
    cm_cli_say(cli, "bundle.key", words);
    cm_cli_say(cli, "bundle.key_hex", words);
}

static int run(cm_cli *cli, writing *w, const cm_svs *ids, bool all)
{
    CM_AUTO_ERR err = {0};
    cm_signing_key key;
    int code = CM_EXIT_OK;
    if (!cm_cli_look(cli, "export.bundle", &w->site, &code)) {
        return code;
    }
    cm_status status = cm_signing_key_open(w->site->workspace.keys, &key, &err);
    bool only_key = w->to.ptr == NULL;
    if (status == CM_OK && w->into_folder) {
        status = cm_file_make_folder(w->to, &err);
    }
    if (status == CM_OK && only_key) {
        say_key(cli, &key);
    } else if (status == CM_OK) {
        w->key = &key;
        status = write_all(w, ids, all, &err);
    }
    w->key = NULL;
    cm_signing_key_wipe(&key);
    cm_site_close(w->site);
    if (status != CM_OK) {
        return cm_cli_fail(cli, &err);
    }
    if (!only_key) {
        const cm_word words[] = {
            {"count", cm_cli_number(cli, w->count)}, {"place", w->to}, {NULL, {NULL, 0}}};
        cm_cli_say(cli, "bundle.written", words);
        const cm_word left[] = {{"count", cm_cli_number(cli, w->left_out)}, {NULL, {NULL, 0}}};
        if (w->left_out != 0) {
            cm_cli_say(cli, "bundle.left_out", left);
        }
        cm_cli_say(cli, "bundle.discloses", NULL);
    }
    return CM_EXIT_OK;
}

int cm_cmd_bundle(cm_cli *cli)
{
    bool all = false, show_key = false;
    cm_sv to = {NULL, 0};
    cm_svs ids = {0};
    const cm_option options[] = {
        {.name = "-o", .value = "FILE|FOLDER", .help = "help.option.bundle", .ret_value = &to},
        {.name = "--all", .help = "help.option.all_hits", .ret_flag = &all},
        {.name = "--key", .help = "help.option.bundle_key", .ret_flag = &show_key},
        {.name = "--reason",
         .value = "TEXT",
         .help = "help.option.see_reason",
         .ret_value = &cli->reason},
    };
    int code = CM_EXIT_OK;
    if (!cm_cli_parse(cli, options, CM_COUNT(options), &ids, &code)) {
        return code;
    }
    bool writes = ids.count != 0 || all;
    if (writes == show_key || writes != (to.ptr != NULL) || (all && ids.count != 0)) {
        return cm_cli_usage(cli);
    }
    bool folder = all || ids.count > 1 || (writes && cm_file_is_folder(to));
    writing w = {.cli = cli, .to = to, .into_folder = folder, .every = all};
    return run(cli, &w, &ids, all);
}
