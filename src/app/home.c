#include "base/base.h"

#include "app/home.h"
#include "app/horizon.h"

#include "app/match.h"
#include "base/file.h"
#include "base/limits.h"
#include "desk/proposal.h"

#include <unistd.h>

#ifndef CM_DATA_DIR
#define CM_DATA_DIR "/usr/share/chaming/data"
#endif

enum { LEVELS_UP = 6 };

/* The path without its last part and the slash before that. */
static cm_sv parent(cm_sv path)
{
    cm_sv name = cm_file_name(path);
    size_t end = path.len - name.len;
    return cm_sv_slice(path, 0, end > 1 ? end - 1 : end);
}

/* The folder of the running program, or empty. */
static cm_sv program_folder(cm_arena *mem)
{
    CM_AUTO_BUF path;
    cm_buf_init(&path, CM_MAX_PATH_BYTES);
    cm_assert(cm_buf_reserve(&path, CM_MAX_PATH_BYTES));
    ssize_t len = readlink("/proc/self/exe", path.ptr, CM_MAX_PATH_BYTES);
    cm_sv whole = {path.ptr, len > 0 ? (size_t)len : 0};
    return cm_arena_sv(mem, parent(whole));
}

static bool is_data(cm_arena *mem, cm_sv folder)
{
    return cm_file_exists(cm_file_join(mem, folder, CM_SV("catalogue.tsv")));
}

/* From $CHAMING_DATA, from the folders above the program (a build tree), or where it is installed.
 */
static cm_sv find_data(cm_arena *mem)
{
    cm_sv named = cm_sv_from(getenv("CHAMING_DATA")); /* NOLINT(concurrency-mt-unsafe) */
    if (named.len != 0) {
        return cm_arena_sv(mem, named);
    }
    cm_sv at = program_folder(mem);
    for (int i = 0; at.len != 0 && i < LEVELS_UP; i++) {
        cm_sv folder = cm_file_join(mem, at, CM_SV("data"));
        if (is_data(mem, folder)) {
            return folder;
        }
        at = parent(at);
    }
    return CM_SV(CM_DATA_DIR);
}

static cm_status load_table(cm_home *h, cm_sv language, const char *name, cm_wording *words,
                            cm_err *err)
{
    cm_sv path = cm_arena_format(&h->mem, "%.*s/messages/%.*s/%s", CM_SV_ARG(h->data),
                                 CM_SV_ARG(language), name);
    return cm_wording_add(&h->mem, path, words, err);
}

/* What the command line says, a file for each part of the work. */
static const char *const MESSAGES[] = {"messages.tsv", "people.tsv", "documents.tsv",
                                       "due.tsv",      "desk.tsv",   "statistics.tsv",
                                       "server.tsv",   "jobs.tsv",   "proposals.tsv"};

static cm_status load_words(cm_home *h, cm_sv language, cm_err *err)
{
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < CM_COUNT(MESSAGES); i++) {
        status = load_table(h, language, MESSAGES[i], &h->messages, err);
    }
    if (status == CM_OK) {
        status = load_table(h, language, "model.tsv", &h->words, err);
    }
    if (status == CM_OK) {
        status = load_table(h, CM_SV("zh"), "model.tsv", &h->finding_words, err);
    }
    return status;
}

static cm_status load_reference(cm_home *h, cm_err *err)
{
    cm_sv terms = cm_file_join(&h->mem, h->data, CM_SV("terms/terms.tsv"));
    cm_status status = cm_terms_load(&h->mem, terms, &h->terms, err);
    if (status == CM_OK) {
        status = cm_terms_bind(&h->terms, CM_SV("answer"), CM_ANSWER_COUNT, &h->answers, err);
    }
    if (status == CM_OK) {
        status =
            cm_terms_bind(&h->terms, CM_SV("direction"), CM_DIRECTION_COUNT, &h->directions, err);
    }
    if (status == CM_OK) {
        status = cm_terms_bind(&h->terms, CM_SV("stage"), CM_STAGE_COUNT, &h->stages, err);
    }
    if (status == CM_OK) {
        status = cm_terms_bind(&h->terms, CM_SV("error_class"), 0, &h->error_classes, err);
    }
    if (status == CM_OK) {
        status = cm_law_load(&h->mem, h->data, &h->law, err);
    }
    if (status == CM_OK) {
        status = cm_reader_load(&h->mem, h->data, &h->reader, err);
    }
    if (status == CM_OK) {
        cm_sv path = cm_file_join(&h->mem, h->data, CM_SV("catalogue.tsv"));
        status = cm_catalogue_load(&h->mem, path, &h->terms, &h->catalogue, err);
    }
    if (status == CM_OK) {
        status = cm_identity_load(&h->mem, h->data, &h->identity, err);
    }
    if (status == CM_OK) {
        status = cm_search_words_load(&h->mem, h->data, &h->terms, &h->search, err);
    }
    if (status == CM_OK) {
        cm_sv folder = cm_file_join(&h->mem, h->data, CM_SV("desk"));
        status = cm_rights_load(&h->mem, folder, &h->rights, err);
        status = status == CM_OK ? cm_course_load(&h->mem, folder, &h->course, err) : status;
        status = status == CM_OK ? cm_policies_load(&h->mem, folder, &h->policies, err) : status;
        status =
            status == CM_OK ? cm_preferences_load(&h->mem, folder, &h->preferences, err) : status;
    }
    if (status == CM_OK) {
        cm_sv folder = cm_file_join(&h->mem, h->data, CM_SV("tables"));
        status = cm_schemas_load(&h->mem, &h->terms, folder, &h->schemas, &h->problems, err);
    }
    return status;
}

cm_status cm_home_open(cm_sv data, cm_sv language, cm_home **ret_home, cm_err *err)
{
    cm_home *h = cm_alloc_zero(1, sizeof(*h));
    cm_arena_init(&h->mem);
    h->english = cm_sv_equal(language, CM_SV("en"));
    h->data = data.len != 0 ? cm_arena_sv(&h->mem, data) : find_data(&h->mem);
    while (h->data.len > 1 && cm_sv_ends(h->data, CM_SV("/"))) {
        h->data.len--;
    }
    h->library = cm_file_join(&h->mem, parent(h->data), CM_SV("models"));
    cm_status status = load_words(h, language, err);
    if (status == CM_OK) {
        status = load_reference(h, err);
    }
    if (status != CM_OK) {
        cm_home_close(h);
        return status;
    }
    *ret_home = h;
    return CM_OK;
}

cm_status cm_home_in(const cm_home *h, cm_sv language, cm_home **ret_home, cm_err *err)
{
    cm_home *other = cm_alloc_zero(1, sizeof(*other));
    *other = *h;
    cm_arena_init(&other->mem);
    other->of = h;
    other->english = cm_sv_equal(language, CM_SV("en"));
    other->messages = other->words = other->finding_words = (cm_wording){0};
    cm_status status = load_words(other, language, err);
    if (status != CM_OK) {
        cm_home_close(other);
        return status;
    }
    *ret_home = other;
    return CM_OK;
}

void cm_home_close(cm_home *h)
{
    if (h != NULL) {
        if (h->of == NULL) {
            cm_reader_free(h->reader);
        }
        cm_arena_clear(&h->mem);
        cm_free(h);
    }
}

static cm_date known_to(const void *payload, cm_sv law)
{
    return cm_horizon_known_to(payload, law);
}

static cm_model_context context_of(const cm_home *h)
{
    return (cm_model_context){.catalogue = h->catalogue,
                              .terms = &h->terms,
                              .law = h->law,
                              .known_to = known_to,
                              .payload = h,
                              .schemas = &h->schemas};
}

static cm_status check_matches(cm_home *h, cm_status status, cm_err *err)
{
    size_t faults = 0;
    for (size_t i = 0; i < h->models.count; i++) {
        faults += cm_matches_check(h, h->models.items[i]);
    }
    return status == CM_OK && faults > 0
               ? cm_err_set(err, CM_E_SCHEMA, "%zu search expressions do not parse", faults)
               : status;
}

/* Each is named by its proposal, so that a mistake in it can be traced: "7:criminal/x.yaml". */
static cm_status load_published(cm_home *h, const cm_proposal *p, cm_err *err)
{
    cm_model_context context = context_of(h);
    const cm_model *model = NULL;
    const cm_source source = {
        cm_arena_format(&h->mem, "%lld:%.*s.yaml", (long long)p->no, CM_SV_ARG(p->model)), p->text};
    cm_status status = cm_model_parse(&h->mem, &context, source, &model, &h->problems, err);
    if (status == CM_OK) {
        const cm_model *bundled = cm_models_put(&h->mem, &h->models, model);
        *cm_vec_push(&h->mem, &h->releases) =
            (cm_home_release){p->model, p->decided_by, p->decided_at, p->no, bundled};
    }
    return status;
}

static cm_status load_all_published(cm_home *h, cm_sv workspace, cm_err *err)
{
    cm_proposals list = {0};
    cm_sv path = cm_file_join(&h->mem, workspace, CM_SV("desk.sqlite"));
    cm_status status = cm_proposals_published(path, &h->mem, &list, err);
    for (size_t i = 0; i < list.count; i++) {
        cm_status one = load_published(h, &list.items[i], status == CM_OK ? err : NULL);
        status = status == CM_OK ? one : status;
    }
    return status;
}

static bool is_mistake(cm_status status)
{
    return status == CM_E_SCHEMA || status == CM_E_SYNTAX;
}

cm_status cm_home_load_models(cm_home *h, cm_sv workspace, cm_err *err)
{
    cm_model_context context = context_of(h);
    cm_sv folder = cm_file_join(&h->mem, workspace, CM_SV("models"));
    cm_status status = cm_models_load(&h->mem, &context, h->library, &h->models, &h->problems, err);
    if ((status == CM_OK || is_mistake(status)) && workspace.len != 0 &&
        cm_file_is_folder(folder)) {
        cm_status second = cm_models_load(&h->mem, &context, folder, &h->models, &h->problems, err);
        status = second != CM_OK ? second : status;
    }
    if ((status == CM_OK || is_mistake(status)) && workspace.len != 0) {
        cm_status third = load_all_published(h, workspace, err);
        status = third != CM_OK ? third : status;
    }
    return check_matches(h, status, err);
}

cm_status cm_home_renew(const cm_home *h, cm_sv workspace, cm_home **ret_home, cm_err *err)
{
    cm_home *other = cm_alloc_zero(1, sizeof(*other));
    cm_home_borrow(h, other);
    other->of = h;
    cm_status status = cm_home_load_models(other, workspace, err);
    if (status != CM_OK) {
        cm_home_close(other);
        return status;
    }
    *ret_home = other;
    return CM_OK;
}

cm_status cm_home_load_model(cm_home *h, cm_sv path, cm_err *err)
{
    cm_model_context context = context_of(h);
    if (cm_file_is_folder(path)) {
        return cm_models_load(&h->mem, &context, path, &h->models, &h->problems, err);
    }
    const cm_model *model = NULL;
    cm_status status = cm_model_load(&h->mem, &context, path, &model, &h->problems, err);
    if (status == CM_OK) {
        *cm_vec_push(&h->mem, &h->models) = model;
    }
    return check_matches(h, status, err);
}

cm_status cm_home_parse_model(cm_home *h, cm_sv name, cm_sv text, cm_err *err)
{
    cm_model_context context = context_of(h);
    const cm_model *model = NULL;
    const cm_source source = {cm_arena_sv(&h->mem, name), cm_arena_sv(&h->mem, text)};
    cm_status status = cm_model_parse(&h->mem, &context, source, &model, &h->problems, err);
    if (status == CM_OK) {
        *cm_vec_push(&h->mem, &h->models) = model;
    }
    return check_matches(h, status, err);
}

cm_status cm_home_parse_beside(cm_home *h, cm_sv text, const cm_model *base, cm_err *err)
{
    cm_model_context context = context_of(h);
    const cm_model *model = NULL;
    const cm_source source = {CM_SV(""), text}, cases = {base->file, base->source};
    cm_status status =
        cm_model_parse_beside(&h->mem, &context, source, cases, &model, &h->problems, err);
    if (status == CM_OK) {
        *cm_vec_push(&h->mem, &h->models) = model;
    }
    return check_matches(h, status, err);
}

void cm_home_borrow(const cm_home *h, cm_home *ret_own)
{
    *ret_own = *h;
    cm_arena_init(&ret_own->mem);
    ret_own->models = (cm_models){0};
    ret_own->releases = (cm_home_releases){0};
    ret_own->problems = (cm_problems){0};
}

void cm_home_return(cm_home *own)
{
    cm_arena_clear(&own->mem);
}

const cm_model *cm_home_model(const cm_home *h, cm_sv id)
{
    for (size_t i = 0; i < h->models.count; i++) {
        if (cm_sv_equal(h->models.items[i]->id, id)) {
            return h->models.items[i];
        }
    }
    return NULL;
}

const cm_home_release *cm_home_release_of(const cm_home *h, cm_sv id)
{
    for (size_t i = 0; i < h->releases.count; i++) {
        if (cm_sv_equal(h->releases.items[i].model, id)) {
            return &h->releases.items[i];
        }
    }
    return NULL;
}

cm_fill_use cm_home_fill_use(const cm_home *h)
{
    return (cm_fill_use){h->law, h->catalogue, cm_reader_choices(h->reader)};
}

void cm_home_say(const cm_home *h, cm_buf *out, cm_sv id, const cm_word *words)
{
    static const cm_word none[] = {{NULL, {NULL, 0}}};
    cm_wording_write(out, &h->messages, id, words != NULL ? words : none);
}
