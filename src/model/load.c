#include "model/load.h"

#include "base/file.h"
#include "base/limits.h"
#include "model/step.h"
#include "text/utf8.h"

static const cm_key MODEL_KEYS[] = {
    {"id", true},          {"title", true},     {"version", true},   {"basis", true},
    {"measure", true},     {"severity", true},  {"direction", true}, {"about", true},
    {"parameters", false}, {"subject", false},  {"needs", false},    {"scope", false},
    {"derive", false},     {"hit", false},      {"inputs", false},   {"steps", false},
    {"clue", false},       {"sub", false},      {"finding", true},   {"evidence", true},
    {"usual", false},      {"cases", true},     {"code", false},     {"confidence", true},
    {"enabled", false},    {"off", false},      {"traps", false},    {"names", false},
    {"match", false},      {"changing", false}, {NULL, false}};

/* Of a rule over one subject, and of a collision; the other's have no place in it. */
static const cm_key RULE_KEYS[] = {{"subject", true}, {"needs", true},   {"hit", true},
                                   {"scope", false},  {"derive", false}, {NULL, false}};
static const cm_key COLLISION_KEYS[] = {
    {"inputs", true}, {"steps", true}, {"clue", true}, {NULL, false}};

static const char *const SEVERITIES[] = {"S1", "S2", "S3", "S4"};

void cm_load_problem(const cm_loader *l, const cm_yaml *at, const char *id, cm_sv found,
                     cm_sv expected)
{
    cm_problem_add(l->mem, l->problems, l->source, at == NULL ? SIZE_MAX : at->offset,
                   (cm_problem){.id = id, .found = found, .expected = expected});
}

static bool is_key(const cm_key *keys, cm_sv name)
{
    for (; keys->name != NULL; keys++) {
        if (cm_sv_equal(name, cm_sv_from(keys->name))) {
            return true;
        }
    }
    return false;
}

bool cm_load_keys(const cm_loader *l, const cm_yaml *at, const cm_key *keys, const char *what)
{
    if (at->kind != CM_YAML_MAP) {
        cm_load_problem(l, at, "map_wanted", CM_SV(""), cm_sv_from(what));
        return false;
    }
    cm_svs names = {0};
    for (const cm_key *key = keys; key->name != NULL; key++) {
        *cm_vec_push(l->mem, &names) = cm_sv_from(key->name);
    }
    for (size_t i = 0; i < at->pairs.count; i++) {
        const cm_yaml *key = at->pairs.items[i].key;
        if (!is_key(keys, key->text)) {
            cm_sv near = cm_problem_nearest(key->text, names);
            cm_load_problem(l, key, near.len != 0 ? "unknown_key_near" : "unknown_key", key->text,
                            near);
        }
    }
    for (const cm_key *key = keys; key->name != NULL; key++) {
        if (key->is_required && cm_yaml_get(at, cm_sv_from(key->name)) == NULL) {
            cm_load_problem(l, at, "missing_key", cm_sv_from(what), cm_sv_from(key->name));
        }
    }
    return true;
}

cm_sv cm_load_text(const cm_loader *l, const cm_yaml *map, const char *key)
{
    const cm_yaml *at = cm_yaml_get(map, cm_sv_from(key));
    if (at == NULL) {
        return CM_SV("");
    }
    if (at->kind != CM_YAML_SCALAR) {
        cm_load_problem(l, at, "text_wanted", CM_SV(""), cm_sv_from(key));
        return CM_SV("");
    }
    if (cm_sv_trim(at->text).len == 0) {
        cm_load_problem(l, at, "empty_value", CM_SV(""), cm_sv_from(key));
    }
    return at->text;
}

cm_svs cm_load_list(const cm_loader *l, const cm_yaml *at, const char *what)
{
    cm_svs texts = {0};
    if (at != NULL && at->kind == CM_YAML_SCALAR) {
        *cm_vec_push(l->mem, &texts) = at->text;
    } else if (at != NULL && at->kind == CM_YAML_LIST) {
        for (size_t i = 0; i < at->items.count; i++) {
            if (at->items.items[i]->kind == CM_YAML_SCALAR) {
                *cm_vec_push(l->mem, &texts) = at->items.items[i]->text;
            } else {
                cm_load_problem(l, at->items.items[i], "text_wanted", CM_SV(""), cm_sv_from(what));
            }
        }
    } else if (at != NULL) {
        cm_load_problem(l, at, "list_wanted", CM_SV(""), cm_sv_from(what));
    }
    return texts;
}

cm_svs cm_load_texts(const cm_loader *l, const cm_yaml *map, const char *key)
{
    return cm_load_list(l, cm_yaml_get(map, cm_sv_from(key)), key);
}

int cm_load_term(const cm_loader *l, const cm_yaml *at, const char *list)
{
    const cm_term_list *terms = cm_map_find(&l->context->terms->lists, cm_sv_from(list));
    if (at->kind != CM_YAML_SCALAR || terms == NULL) {
        cm_load_problem(l, at, "text_wanted", CM_SV(""), cm_sv_from(list));
        return -1;
    }
    int found = cm_term_find(terms, at->text);
    if (found < 0) {
        cm_sv all = CM_SV("");
        for (size_t i = 0; i < terms->terms.count; i++) {
            all = cm_arena_format(l->mem, "%.*s%s%.*s", CM_SV_ARG(all), i == 0 ? "" : ", ",
                                  CM_SV_ARG(terms->terms.items[i].zh));
        }
        cm_load_problem(l, at, "not_in_list", at->text, all);
    }
    return found;
}

/* Yuan with at most two decimals, as fen. */
static bool read_money(cm_sv text, int64_t *ret_fen)
{
    size_t dot = cm_sv_find_byte(text, '.', 0);
    cm_sv whole = cm_sv_slice(text, 0, dot);
    cm_sv rest = dot == SIZE_MAX ? CM_SV("") : cm_sv_slice(text, dot + 1, text.len);
    int64_t yuan;
    int64_t fen = 0;
    const int64_t most = INT64_MAX / 100 - 1;
    if (!cm_sv_to_int(whole, &yuan) || yuan < 0 || yuan > most || rest.len > 2 ||
        (dot != SIZE_MAX && (!cm_sv_to_int(rest, &fen) || fen < 0))) {
        return false;
    }
    *ret_fen = yuan * 100 + (rest.len == 1 ? fen * 10 : fen);
    return true;
}

bool cm_value_parse(cm_type type, cm_sv text, cm_value *ret_value)
{
    cm_value value = {.state = CM_VALUE_KNOWN};
    bool ok = true;
    cm_date date;
    switch (type) {
    case CM_TYPE_TEXT:
        value.text = text;
        break;
    case CM_TYPE_DATE:
        ok = cm_date_parse(text, &date) && cm_date_exists(date);
        value.number = ok ? cm_date_to_days(date) : 0;
        break;
    case CM_TYPE_INTEGER:
        ok = cm_sv_to_int(text, &value.number);
        break;
    case CM_TYPE_MONEY:
        ok = read_money(text, &value.number);
        break;
    case CM_TYPE_BOOLEAN:
        value.number = cm_sv_equal(text, CM_SV("true"));
        ok = value.number != 0 || cm_sv_equal(text, CM_SV("false"));
        break;
    case CM_TYPE_COUNT:
        ok = false;
        break;
    }
    if (ok) {
        *ret_value = value;
    }
    return ok;
}

bool cm_load_value(const cm_loader *l, const cm_yaml *at, cm_type type, cm_value *ret_value)
{
    if (at->kind != CM_YAML_SCALAR || !cm_value_parse(type, at->text, ret_value)) {
        cm_load_problem(l, at, "value_type", at->text, cm_sv_from(cm_type_name(type)));
        return false;
    }
    return true;
}

/* ---- the frame ---- */

/* area/name in lower-case letters, digits and hyphens, and the end of the file's path. */
static void load_id(const cm_loader *l, const cm_yaml *root)
{
    cm_sv id = cm_load_text(l, root, "id");
    const cm_yaml *at = cm_yaml_get(root, CM_SV("id"));
    size_t slashes = 0;
    bool ok = true;
    for (size_t i = 0; i < id.len; i++) {
        char c = id.ptr[i];
        slashes += c == '/';
        ok = ok && ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '/');
    }
    l->model->id = id;
    if (id.len != 0 && (!ok || slashes != 1)) {
        cm_load_problem(l, at, "id_form", id, CM_SV("area/name"));
    } else if (id.len != 0 && l->model->file.len != 0 &&
               !cm_sv_ends(l->model->file, cm_arena_format(l->mem, "%.*s.yaml", CM_SV_ARG(id)))) {
        cm_load_problem(l, at, "id_file", id, l->model->file);
    }
}

static void load_version(const cm_loader *l, const cm_yaml *root)
{
    cm_sv text = cm_load_text(l, root, "version");
    int64_t version;
    if (text.len == 0) {
        return;
    }
    if (!cm_sv_to_int(text, &version) || version < 1 || version > INT32_MAX) {
        cm_load_problem(l, cm_yaml_get(root, CM_SV("version")), "version", text, CM_SV(""));
        return;
    }
    l->model->version = (int)version;
}

static void load_severity(const cm_loader *l, const cm_yaml *root)
{
    cm_sv text = cm_load_text(l, root, "severity");
    for (size_t i = 0; i < CM_COUNT(SEVERITIES); i++) {
        if (cm_sv_equal(text, cm_sv_from(SEVERITIES[i]))) {
            l->model->severity = text;
        }
    }
    if (text.len != 0 && l->model->severity.len == 0) {
        cm_load_problem(l, cm_yaml_get(root, CM_SV("severity")), "not_in_list", text,
                        CM_SV("S1, S2, S3, S4"));
    }
}

static void load_basis(const cm_loader *l, const cm_yaml *root)
{
    const cm_yaml *at = cm_yaml_get(root, CM_SV("basis"));
    cm_svs texts = cm_load_texts(l, root, "basis");
    for (size_t i = 0; i < texts.count; i++) {
        bool is_list = at->kind == CM_YAML_LIST && i < at->items.count;
        const cm_yaml *item = is_list ? at->items.items[i] : at;
        cm_basis basis = {.text = texts.items[i]};
        cm_law_text words;
        if (!cm_law_ref_parse(l->context->law, basis.text, &basis.ref)) {
            cm_load_problem(l, item, "basis_form", basis.text, CM_SV(""));
        } else if (!cm_law_article(l->context->law, basis.ref, CM_NO_DATE, &words) &&
                   !cm_law_not_at_hand(l->context->law, basis.ref)) {
            cm_load_problem(l, item, "basis_unknown", basis.text, CM_SV(""));
        } else {
            *cm_vec_push(l->mem, &l->model->basis) = basis;
        }
    }
}

static void check_kind(const cm_loader *l, const cm_yaml *root)
{
    const cm_key *wanted = l->collision != NULL ? COLLISION_KEYS : RULE_KEYS;
    const cm_key *foreign = l->collision != NULL ? RULE_KEYS : COLLISION_KEYS;
    for (const cm_key *key = wanted; key->name != NULL; key++) {
        if (key->is_required && cm_yaml_get(root, cm_sv_from(key->name)) == NULL) {
            cm_load_problem(l, root, "missing_key", CM_SV("model"), cm_sv_from(key->name));
        }
    }
    for (size_t i = 0; i < root->pairs.count; i++) {
        const cm_yaml *key = root->pairs.items[i].key;
        if (is_key(foreign, key->text)) {
            cm_load_problem(l, key, "unknown_key", key->text, CM_SV(""));
        }
    }
}

static void load_subject(const cm_loader *l, const cm_yaml *root)
{
    cm_sv name = cm_load_text(l, root, "subject");
    const cm_catalogue *catalogue = l->context->catalogue;
    cm_svs names = {0};
    for (size_t i = 0; i < catalogue->views.count; i++) {
        *cm_vec_push(l->mem, &names) = catalogue->views.items[i]->name;
    }
    l->model->subject = cm_catalogue_view(catalogue, name);
    l->rule->subject = l->model->subject;
    if (name.len != 0 && l->model->subject == NULL) {
        cm_sv near = cm_problem_nearest(name, names);
        l->rule->subject = cm_catalogue_view(catalogue, near); /* to find the other mistakes */
        cm_load_problem(l, cm_yaml_get(root, CM_SV("subject")),
                        near.len != 0 ? "unknown_subject_near" : "unknown_subject", name, near);
    }
}

static void load_needs(const cm_loader *l, const cm_yaml *root)
{
    const cm_term_list *groups = cm_map_find(&l->context->terms->lists, CM_SV("group"));
    const cm_yaml *at = cm_yaml_get(root, CM_SV("needs"));
    cm_svs names = {0};
    for (size_t i = 0; groups != NULL && i < groups->terms.count; i++) {
        *cm_vec_push(l->mem, &names) = groups->terms.items[i].id;
    }
    cm_svs needs = cm_load_texts(l, root, "needs");
    for (size_t i = 0; i < needs.count; i++) {
        bool is_known = false;
        for (size_t k = 0; k < names.count; k++) {
            is_known = is_known || cm_sv_equal(needs.items[i], names.items[k]);
        }
        if (!is_known) {
            bool is_list = at->kind == CM_YAML_LIST && i < at->items.count;
            cm_sv near = cm_problem_nearest(needs.items[i], names);
            cm_load_problem(l, is_list ? at->items.items[i] : at,
                            near.len != 0 ? "unknown_group_near" : "unknown_group", needs.items[i],
                            near);
        }
    }
    l->rule->needs = needs;
}

/* The law it rests on is changing: beyond the day up to which that is known it cannot tell. */
static void load_changing(const cm_loader *l, const cm_yaml *root)
{
    const cm_yaml *at = cm_yaml_get(root, CM_SV("changing"));
    cm_sv text = cm_load_text(l, root, "changing");
    l->model->changing = cm_sv_equal(text, CM_SV("true"));
    if (at != NULL && !l->model->changing && !cm_sv_equal(text, CM_SV("false"))) {
        cm_load_problem(l, at, "value_type", text, CM_SV("boolean"));
    }
}

static void load_frame(const cm_loader *l, const cm_yaml *root)
{
    load_id(l, root);
    l->model->title = cm_load_text(l, root, "title");
    l->model->about = cm_load_text(l, root, "about");
    load_version(l, root);
    load_severity(l, root);
    load_basis(l, root);
    load_changing(l, root);
    check_kind(l, root);
    if (l->collision == NULL) {
        load_subject(l, root);
        load_needs(l, root);
    }
}

static void load_cases(const cm_loader *l, const cm_yaml *root,
                       void (*load)(const cm_loader *, const cm_yaml *))
{
    cm_loader other = *l;
    if (l->cases != NULL) {
        other.source = l->cases;
        root = cm_yaml_parse(l->mem, l->cases, l->problems);
        l->model->file = l->cases->file;
        l->model->source = l->cases->text;
    }
    if (root != NULL) {
        load(&other, root);
    }
}

static void load_rule(const cm_loader *l, const cm_yaml *root)
{
    if (l->rule->subject == NULL) {
        return;
    }
    l->model->table = l->rule->subject;
    cm_load_matches(l, cm_yaml_get(root, CM_SV("match")));
    cm_load_parameters(l, cm_yaml_get(root, CM_SV("parameters")));
    cm_load_expressions(l, root);
    cm_load_finding(l, root);
    cm_load_proposal(l, root);
    load_cases(l, root, cm_load_cases);
}

static void load_collision(const cm_loader *l, const cm_yaml *root)
{
    static const cm_view none = {.name = {"", 0}};
    l->rule->subject = &none;
    cm_load_parameters(l, cm_yaml_get(root, CM_SV("parameters")));
    if (cm_load_collision(l, root)) {
        cm_load_choices(l, root);
        cm_load_finding(l, root);
        cm_load_proposal(l, root);
        load_cases(l, root, cm_load_tables);
    }
}

/* In the order of the file. */
static void sort_problems(cm_problems *problems, size_t first)
{
    for (size_t i = first + 1; i < problems->count; i++) {
        cm_problem moved = problems->items[i];
        size_t at = i;
        while (at > first && (problems->items[at - 1].line > moved.line ||
                              (problems->items[at - 1].line == moved.line &&
                               problems->items[at - 1].column > moved.column))) {
            problems->items[at] = problems->items[at - 1];
            at--;
        }
        problems->items[at] = moved;
    }
}

static cm_status failed(const cm_source *source, const cm_problems *problems, size_t before,
                        cm_err *err)
{
    const cm_problem *first = &problems->items[before];
    return cm_err_set_at(err, CM_E_SCHEMA, source->file, first->line, first->column,
                         "%zu mistakes in the model file", problems->count - before);
}

static const cm_source *copy_of(cm_arena *mem, cm_source text)
{
    cm_source *source = cm_arena_new(mem, cm_source);
    *source = (cm_source){cm_arena_sv(mem, text.file), cm_arena_sv(mem, text.text)};
    return source;
}

static cm_status parse(cm_arena *mem, const cm_model_context *context,
                       const cm_source *const *texts, const cm_model **ret_model,
                       cm_problems *problems, cm_err *err)
{
    size_t before = problems->count;
    const cm_source *source = texts[0];
    cm_model *model = cm_arena_new(mem, cm_model);
    cm_rule *rule = cm_arena_new(mem, cm_rule);
    model->file = source->file;
    model->source = source->text;
    model->rule = rule;
    model->law = context->law;
    cm_loader l = {mem, context, source, problems, model, rule, NULL, texts[1]};
    const cm_yaml *root = cm_yaml_parse(mem, source, problems);
    if (root != NULL && cm_load_keys(&l, root, MODEL_KEYS, "model")) {
        if (cm_yaml_get(root, CM_SV("steps")) != NULL) {
            l.collision = cm_arena_new(mem, cm_collision);
            model->collision = l.collision;
        }
        load_frame(&l, root);
        if (l.collision == NULL) {
            load_rule(&l, root);
        } else {
            load_collision(&l, root);
        }
    }
    if (problems->count != before) {
        sort_problems(problems, before);
        return failed(source, problems, before, err);
    }
    *ret_model = model;
    return CM_OK;
}

cm_status cm_model_parse(cm_arena *mem, const cm_model_context *context, cm_source text,
                         const cm_model **ret_model, cm_problems *problems, cm_err *err)
{
    const cm_source *texts[] = {copy_of(mem, text), NULL};
    return parse(mem, context, texts, ret_model, problems, err);
}

// NOLINTNEXTLINE(readability-function-size): seven parameters, each of its own
cm_status cm_model_parse_beside(cm_arena *mem, const cm_model_context *context, cm_source text,
                                cm_source cases, const cm_model **ret_model, cm_problems *problems,
                                cm_err *err)
{
    const cm_source *texts[] = {copy_of(mem, text), copy_of(mem, cases)};
    return parse(mem, context, texts, ret_model, problems, err);
}

cm_status cm_model_load(cm_arena *mem, const cm_model_context *context, cm_sv path,
                        const cm_model **ret_model, cm_problems *problems, cm_err *err)
{
    CM_AUTO_BUF content;
    cm_buf_init(&content, CM_MAX_DATA_FILE);
    cm_status status = cm_file_read(path, &content, err);
    if (status != CM_OK) {
        return status;
    }
    const cm_source source = {path, cm_buf_view(&content)};
    return cm_model_parse(mem, context, source, ret_model, problems, err);
}

/* Keep models ordered by id. */
static void insert_model(cm_arena *mem, cm_models *models, const cm_model *model)
{
    *cm_vec_push(mem, models) = model;
    size_t at = models->count - 1;
    while (at > 0 && cm_sv_compare(models->items[at - 1]->id, model->id) > 0) {
        models->items[at] = models->items[at - 1];
        at--;
    }
    models->items[at] = model;
}

static const cm_model *find_model(const cm_models *models, cm_sv id)
{
    for (size_t i = 0; i < models->count; i++) {
        if (cm_sv_equal(models->items[i]->id, id)) {
            return models->items[i];
        }
    }
    return NULL;
}

const cm_model *cm_models_put(cm_arena *mem, cm_models *models, const cm_model *model)
{
    for (size_t i = 0; i < models->count; i++) {
        const cm_model *other = models->items[i];
        if (cm_sv_equal(other->id, model->id)) {
            models->items[i] = model;
            return other;
        }
    }
    insert_model(mem, models, model);
    return NULL;
}

cm_status cm_models_load(cm_arena *mem, const cm_model_context *context, cm_sv folder,
                         cm_models *models, cm_problems *problems, cm_err *err)
{
    cm_svs paths = {0};
    cm_status worst = cm_file_list(mem, folder, &paths, err);
    for (size_t i = 0; worst != CM_E_NOTFOUND && i < paths.count; i++) {
        const cm_model *model = NULL;
        bool is_folder = cm_file_is_folder(paths.items[i]); /* one that could not be listed */
        if (!is_folder && !cm_sv_ends(paths.items[i], CM_SV(".yaml"))) {
            continue;
        }
        cm_status status = cm_model_load(mem, context, paths.items[i], &model, problems,
                                         worst == CM_OK ? err : NULL);
        if (status == CM_OK && model != NULL) {
            const cm_model *same = find_model(models, model->id);
            if (same == NULL) {
                insert_model(mem, models, model);
                continue;
            }
            const cm_source source = {model->file, model->source};
            cm_problem_add(
                mem, problems, &source, 0,
                (cm_problem){.id = "id_twice", .found = model->id, .expected = same->file});
            status = cm_err_set_at(worst == CM_OK ? err : NULL, CM_E_SCHEMA, model->file, 1, 1,
                                   "id '%.*s' is taken", CM_SV_ARG(model->id));
        }
        worst = worst == CM_OK ? status : worst;
    }
    return worst;
}
