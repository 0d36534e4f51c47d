#include "model/yaml.h"

#include <libfyaml.h>

#include "text/utf8.h"

typedef struct {
    cm_arena *mem;
    const cm_source *source;
    cm_problems *problems;
    bool failed;
} converter;

static const cm_yaml *convert(converter *c, struct fy_node *from, size_t near);

static cm_yaml *convert_scalar(converter *c, struct fy_node *from, size_t near)
{
    cm_yaml *node = cm_arena_new(c->mem, cm_yaml);
    struct fy_token *token = fy_node_get_scalar_token(from);
    const struct fy_mark *mark = token == NULL ? NULL : fy_token_start_mark(token);
    enum fy_node_style style = fy_node_get_style(from);
    size_t len = 0;
    const char *text = fy_node_get_scalar(from, &len);
    node->offset = mark == NULL ? near : mark->input_pos;
    node->is_block = style == FYNS_LITERAL;
    node->is_quoted = style == FYNS_SINGLE_QUOTED || style == FYNS_DOUBLE_QUOTED;
    node->text = cm_arena_sv(c->mem, (cm_sv){text == NULL ? "" : text, text == NULL ? 0 : len});
    if (fy_node_is_alias(from)) {
        c->failed = true;
        cm_problem_add(c->mem, c->problems, c->source, node->offset,
                       (cm_problem){.id = "alias", .found = node->text});
    }
    return node;
}

static cm_yaml *convert_list(converter *c, struct fy_node *from, size_t near)
{
    cm_yaml *node = cm_arena_new(c->mem, cm_yaml);
    *node = (cm_yaml){.kind = CM_YAML_LIST, .offset = near};
    void *at = NULL;
    struct fy_node *item;
    while ((item = fy_node_sequence_iterate(from, &at)) != NULL) {
        *cm_vec_push(c->mem, &node->items) = convert(c, item, near);
    }
    if (node->items.count != 0) {
        node->offset = node->items.items[0]->offset;
    }
    return node;
}

static cm_yaml *convert_map(converter *c, struct fy_node *from, size_t near)
{
    cm_yaml *node = cm_arena_new(c->mem, cm_yaml);
    *node = (cm_yaml){.kind = CM_YAML_MAP, .offset = near};
    void *at = NULL;
    struct fy_node_pair *pair;
    while ((pair = fy_node_mapping_iterate(from, &at)) != NULL) {
        const cm_yaml *key = convert(c, fy_node_pair_key(pair), near);
        const cm_yaml *value = convert(c, fy_node_pair_value(pair), key->offset);
        *cm_vec_push(c->mem, &node->pairs) = (cm_yaml_pair){key, value};
    }
    if (node->pairs.count != 0) {
        node->offset = node->pairs.items[0].key->offset;
    }
    return node;
}

/* libfyaml refuses trees deeper than its own limit. */
// NOLINTNEXTLINE(misc-no-recursion)
static const cm_yaml *convert(converter *c, struct fy_node *from, size_t near)
{
    if (from == NULL || fy_node_get_type(from) == FYNT_SCALAR) {
        return convert_scalar(c, from, near);
    }
    return fy_node_get_type(from) == FYNT_SEQUENCE ? convert_list(c, from, near)
                                                   : convert_map(c, from, near);
}

static size_t offset_of(cm_sv text, int line, int column)
{
    size_t at = 0;
    for (int i = 0; i < line; i++) {
        size_t end = cm_sv_find_byte(text, '\n', at);
        if (end == SIZE_MAX) {
            return text.len;
        }
        at = end + 1;
    }
    for (int i = 0; i < column && at < text.len; i++) {
        size_t len;
        (void)cm_utf8_decode(text, at, &len);
        at += len;
    }
    return at;
}

static void report(converter *c, struct fy_diag *diag)
{
    void *at = NULL;
    struct fy_diag_error *error;
    size_t before = c->problems->count;
    while ((error = fy_diag_errors_iterate(diag, &at)) != NULL) {
        cm_sv message = cm_arena_sv(c->mem, cm_sv_trim(cm_sv_from(error->msg)));
        cm_problem_add(c->mem, c->problems, c->source,
                       offset_of(c->source->text, error->line, error->column),
                       (cm_problem){.id = "yaml", .found = message});
    }
    if (c->problems->count == before) { /* the parser has no word for a file without content */
        cm_problem_add(c->mem, c->problems, c->source, SIZE_MAX, (cm_problem){.id = "empty"});
    }
    c->failed = true;
}

const cm_yaml *cm_yaml_parse(cm_arena *mem, const cm_source *source, cm_problems *problems)
{
    converter c = {mem, source, problems, false};
    size_t bad = cm_utf8_invalid_at(source->text);
    if (bad == SIZE_MAX) {
        bad = cm_sv_find_byte(source->text, '\0', 0);
    }
    if (bad != SIZE_MAX) {
        cm_problem_add(mem, problems, source, bad, (cm_problem){.id = "utf8"});
        return NULL;
    }
    struct fy_diag_cfg diag_cfg;
    fy_diag_cfg_default(&diag_cfg);
    diag_cfg.fp = NULL;
    struct fy_diag *diag = fy_diag_create(&diag_cfg);
    cm_assert(diag != NULL);
    fy_diag_set_collect_errors(diag, true);
    const struct fy_parse_cfg cfg = {.flags = FYPCF_COLLECT_DIAG, .diag = diag};
    const cm_yaml *root = NULL;
    struct fy_document *document =
        fy_document_build_from_string(&cfg, source->text.ptr, source->text.len);
    if (document == NULL) {
        report(&c, diag);
    } else {
        struct fy_node *top = fy_document_root(document);
        if (top != NULL) {
            root = convert(&c, top, 0);
        } else {
            cm_problem_add(mem, problems, source, SIZE_MAX, (cm_problem){.id = "empty"});
        }
        fy_document_destroy(document);
    }
    fy_diag_destroy(diag);
    return c.failed ? NULL : root;
}

const cm_yaml *cm_yaml_get(const cm_yaml *map, cm_sv key)
{
    for (size_t i = 0; map->kind == CM_YAML_MAP && i < map->pairs.count; i++) {
        if (cm_sv_equal(map->pairs.items[i].key->text, key)) {
            return map->pairs.items[i].value;
        }
    }
    return NULL;
}

/* The indentation of a block is that of its first line that is not blank. */
static size_t block_indent(cm_sv source, size_t start)
{
    for (size_t line = start; line < source.len;) {
        size_t at = line;
        while (at < source.len && source.ptr[at] == ' ') {
            at++;
        }
        if (at < source.len && source.ptr[at] != '\n') {
            return at - line;
        }
        line = at + 1;
    }
    return 0;
}

size_t cm_yaml_offset(const cm_source *source, const cm_yaml *scalar, size_t at)
{
    if (!scalar->is_block) {
        return scalar->offset + (scalar->is_quoted ? 1 : 0) + at;
    }
    size_t indent = block_indent(source->text, scalar->offset);
    size_t line = scalar->offset;
    size_t begin = 0; /* of the line in the scalar */
    for (size_t i = 0; i < at && i < scalar->text.len; i++) {
        if (scalar->text.ptr[i] == '\n') {
            begin = i + 1;
            size_t end = cm_sv_find_byte(source->text, '\n', line);
            line = end == SIZE_MAX ? source->text.len : end + 1;
        }
    }
    return line + indent + (at - begin);
}
