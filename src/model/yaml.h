/* model/yaml.h - a YAML file as a tree of our own, each node with its place in the file. The only
 * user of libfyaml. Aliases and anchors are refused, so that a file reads as it is written.
 * Memory: the arena given to parse; scalars are copied. */
#ifndef CM_MODEL_YAML_H
#define CM_MODEL_YAML_H

#include "base/status.h"
#include "model/problem.h"

typedef enum { CM_YAML_SCALAR, CM_YAML_LIST, CM_YAML_MAP } cm_yaml_kind;

typedef struct cm_yaml cm_yaml;

typedef struct {
    const cm_yaml *key, *value;
} cm_yaml_pair;

struct cm_yaml {
    cm_yaml_kind kind;
    size_t offset; /* in the source; of a list or map: of its first leaf */
    cm_sv text;    /* of a scalar */
    bool is_block; /* written as | */
    bool is_quoted;
    CM_VEC(const cm_yaml *) items;
    CM_VEC(cm_yaml_pair) pairs;
};

/* Returns NULL after adding to *problems what is wrong. */
const cm_yaml *cm_yaml_parse(cm_arena *mem, const cm_source *source, cm_problems *problems);
const cm_yaml *cm_yaml_get(const cm_yaml *map, cm_sv key); /* NULL when absent or not a map */
/* Where byte `at` of a scalar's text stands in the source. */
size_t cm_yaml_offset(const cm_source *source, const cm_yaml *scalar, size_t at);

#endif
