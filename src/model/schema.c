#include "model/schema.h"

#include "base/file.h"
#include "base/limits.h"
#include "model/load.h"

static const cm_key SCHEMA_KEYS[] = {{"table", true},   {"title", true},  {"about", false},
                                     {"columns", true}, {"sealed", true}, {NULL, false}};

static const cm_key COLUMN_KEYS[] = {
    {"name", true}, {"title", true},     {"type", true},      {"header", false}, {"about", false},
    {"key", false}, {"personal", false}, {"required", false}, {"empty", false},  {NULL, false}};

static const cm_key SEALED_KEYS[] = {{"column", false}, {"title", false}, {"open", false},
                                     {"sealed", false}, {"all", false},   {NULL, false}};

static const char *const sealed_ids[CM_SEALED_COUNT] = {
    [CM_SEALED_OPEN] = "open", [CM_SEALED_SEALED] = "sealed", [CM_SEALED_UNKNOWN] = "unknown"};

cm_sv cm_sealed_id(cm_sealed state)
{
    return cm_sv_from(sealed_ids[state]);
}

/* Lower-case letters, digits and _, a letter first: it becomes a name in SQL and in models. */
static bool is_name(cm_sv name)
{
    bool good = name.len != 0 && name.ptr[0] >= 'a' && name.ptr[0] <= 'z';
    for (size_t i = 0; good && i < name.len; i++) {
        char c = name.ptr[i];
        good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    }
    return good;
}

static cm_sv load_name(const cm_loader *l, const cm_yaml *map, const char *key)
{
    cm_sv name = cm_load_text(l, map, key);
    if (name.len != 0 && !is_name(name)) {
        cm_load_problem(l, cm_yaml_get(map, cm_sv_from(key)), "name_form", name, CM_SV(""));
    }
    return name;
}

static bool load_flag(const cm_loader *l, const cm_yaml *map, const char *key)
{
    cm_value value = {0};
    const cm_yaml *at = cm_yaml_get(map, cm_sv_from(key));
    return at != NULL && cm_load_value(l, at, CM_TYPE_BOOLEAN, &value) && value.number != 0;
}

static bool load_empty(const cm_loader *l, const cm_yaml *map)
{
    cm_sv text = cm_load_text(l, map, "empty");
    bool absent = cm_sv_equal(text, CM_SV("absent"));
    if (text.len != 0 && !absent && !cm_sv_equal(text, CM_SV("unread"))) {
        cm_load_problem(l, cm_yaml_get(map, CM_SV("empty")), "not_in_list", text,
                        CM_SV("absent, unread"));
    }
    return absent;
}

static void load_column(const cm_loader *l, const cm_yaml *at, cm_schema *schema)
{
    if (!cm_load_keys(l, at, COLUMN_KEYS, "columns")) {
        return;
    }
    cm_column *column = cm_arena_new(l->mem, cm_column);
    column->name = load_name(l, at, "name");
    column->title = cm_load_text(l, at, "title");
    column->about = cm_load_text(l, at, "about");
    column->group = CM_SV("");
    cm_sv type = cm_load_text(l, at, "type");
    if (type.len != 0 && !cm_column_set_type(l->mem, l->context->terms, type, column)) {
        cm_load_problem(l, cm_yaml_get(at, CM_SV("type")), "column_type", type, CM_SV(""));
    }
    if (cm_view_column(&schema->view, column->name) != SIZE_MAX ||
        cm_sv_equal(column->name, CM_SV("sealed"))) {
        cm_load_problem(l, cm_yaml_get(at, CM_SV("name")), "name_taken", column->name, CM_SV(""));
    }
    cm_schema_column *c = cm_vec_push(l->mem, &schema->columns);
    *c = (cm_schema_column){.column = column,
                            .key = load_flag(l, at, "key"),
                            .personal = load_flag(l, at, "personal"),
                            .required = load_flag(l, at, "required"),
                            .empty_is_absent = load_empty(l, at)};
    *cm_vec_push(l->mem, &c->headers) = column->title;
    cm_svs more = cm_load_texts(l, at, "header");
    for (size_t i = 0; i < more.count; i++) {
        *cm_vec_push(l->mem, &c->headers) = more.items[i];
    }
    *cm_vec_push(l->mem, &schema->view.columns) = column;
}

static void load_columns(const cm_loader *l, const cm_yaml *root, cm_schema *schema)
{
    const cm_yaml *at = cm_yaml_get(root, CM_SV("columns"));
    if (at != NULL && (at->kind != CM_YAML_LIST || at->items.count == 0)) {
        cm_load_problem(l, at, "list_wanted", CM_SV(""), CM_SV("columns"));
        return;
    }
    for (size_t i = 0; at != NULL && i < at->items.count; i++) {
        load_column(l, at->items.items[i], schema);
    }
}

/* Either a column that says it, with its words, or one state for all rows; sealed for all would be
 * a table that nothing may look at. */
static void load_sealed(const cm_loader *l, const cm_yaml *root, cm_schema *schema)
{
    const cm_yaml *at = cm_yaml_get(root, CM_SV("sealed"));
    if (at == NULL || !cm_load_keys(l, at, SEALED_KEYS, "sealed")) {
        return;
    }
    schema->sealed_headers = cm_load_texts(l, at, "column");
    schema->open_words = cm_load_texts(l, at, "open");
    schema->sealed_words = cm_load_texts(l, at, "sealed");
    cm_sv all = cm_load_text(l, at, "all");
    bool ruled = cm_sv_equal(all, CM_SV("open")) || cm_sv_equal(all, CM_SV("unknown"));
    bool by_column = schema->sealed_headers.count > 0;
    if (by_column == ruled || (by_column && schema->sealed_words.count == 0)) {
        cm_load_problem(l, at, "sealed_form", all, CM_SV("all: open|unknown"));
    }
    schema->sealed_rule =
        cm_sv_equal(all, CM_SV("open")) && !by_column ? CM_SEALED_OPEN : CM_SEALED_UNKNOWN;
}

/* What models see of it. */
static void add_sealed_column(cm_arena *mem, cm_sv title, cm_schema *schema)
{
    cm_column *column = cm_arena_new(mem, cm_column);
    *column = (cm_column){.name = CM_SV("sealed"),
                          .title = title.len != 0 ? title : CM_SV("sealed"),
                          .about = CM_SV("open or unknown: sealed rows are never given"),
                          .type = CM_TYPE_TEXT,
                          .group = CM_SV("")};
    *cm_vec_push(mem, &column->allowed) = cm_sealed_id(CM_SEALED_OPEN);
    *cm_vec_push(mem, &column->allowed) = cm_sealed_id(CM_SEALED_UNKNOWN);
    *cm_vec_push(mem, &schema->view.columns) = column;
}

cm_status cm_schema_parse(cm_arena *mem, const cm_terms *terms, const cm_source *text,
                          const cm_schema **ret_schema, cm_problems *problems, cm_err *err)
{
    size_t before = problems->count;
    const cm_yaml *root = cm_yaml_parse(mem, text, problems);
    if (root == NULL) {
        return cm_err_set_at(err, CM_E_SYNTAX, text->file, 0, 0, "not YAML as it must be");
    }
    cm_schema *schema = cm_arena_new(mem, cm_schema);
    const cm_model_context context = {.terms = terms};
    const cm_loader l = {.mem = mem, .context = &context, .source = text, .problems = problems};
    if (cm_load_keys(&l, root, SCHEMA_KEYS, "table")) {
        schema->name = load_name(&l, root, "table");
        schema->title = cm_load_text(&l, root, "title");
        schema->about = cm_load_text(&l, root, "about");
        schema->source = text->text;
        schema->view.name = cm_arena_format(mem, "t_%.*s", CM_SV_ARG(schema->name));
        schema->view.table = schema->view.name;
        schema->view.title = schema->title;
        schema->view.child = schema->view.group = CM_SV("");
        load_columns(&l, root, schema);
        load_sealed(&l, root, schema);
        const cm_yaml *sealed = cm_yaml_get(root, CM_SV("sealed"));
        cm_sv title = sealed != NULL ? cm_load_text(&l, sealed, "title") : CM_SV("");
        add_sealed_column(mem, title, schema);
    }
    if (problems->count > before) {
        return cm_err_set_at(err, CM_E_SCHEMA, text->file, problems->items[before].line, 0,
                             "%zu mistakes", problems->count - before);
    }
    *ret_schema = schema;
    return CM_OK;
}

cm_status cm_schema_load(cm_arena *mem, const cm_terms *terms, cm_sv path,
                         const cm_schema **ret_schema, cm_problems *problems, cm_err *err)
{
    CM_AUTO_BUF bytes;
    cm_buf_init(&bytes, CM_MAX_DATA_FILE);
    cm_status status = cm_file_read(path, &bytes, err);
    if (status != CM_OK) {
        return status;
    }
    cm_source *text = cm_arena_new(mem, cm_source); /* problems point into it */
    *text = (cm_source){cm_arena_sv(mem, path), cm_arena_sv(mem, cm_buf_view(&bytes))};
    return cm_schema_parse(mem, terms, text, ret_schema, problems, err);
}

const cm_schema *cm_schema_find(const cm_schemas *schemas, cm_sv name)
{
    for (size_t i = 0; i < schemas->count; i++) {
        if (cm_sv_equal(schemas->items[i]->name, name)) {
            return schemas->items[i];
        }
    }
    return NULL;
}

static cm_status check_file_name(cm_arena *mem, cm_sv path, cm_sv name, cm_err *err)
{
    cm_sv file = cm_arena_format(mem, "%.*s.yaml", CM_SV_ARG(name));
    return cm_sv_equal(cm_file_name(path), file)
               ? CM_OK
               : cm_err_set_at(err, CM_E_SCHEMA, path, 1, 0,
                               "table '%.*s' stands in a file of another name", CM_SV_ARG(name));
}

cm_status cm_schemas_load(cm_arena *mem, const cm_terms *terms, cm_sv folder, cm_schemas *schemas,
                          cm_problems *problems, cm_err *err)
{
    cm_svs paths = {0};
    if (!cm_file_is_folder(folder)) {
        return CM_OK;
    }
    cm_status status = cm_file_list(mem, folder, &paths, err);
    for (size_t i = 0; status == CM_OK && i < paths.count; i++) {
        cm_sv path = paths.items[i];
        if (!cm_sv_ends(path, CM_SV(".yaml"))) {
            continue;
        }
        const cm_schema *schema = NULL;
        status = cm_schema_load(mem, terms, path, &schema, problems, err);
        if (status == CM_OK) {
            cm_assert(schema != NULL);
            status = check_file_name(mem, path, schema->name, err);
            *cm_vec_push(mem, schemas) = schema;
        }
    }
    return status;
}
