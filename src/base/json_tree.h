/* base/json_tree.h - one JSON value as a tree, for files that are small and read in any order; what
 * comes in bulk goes through base/json.h. yajl parses. Memory: the arena given; texts are copied.
 *
 *   const cm_json_value *root;
 *   status = cm_json_tree(mem, text, &root, err);
 *   cm_sv id = cm_json_member_text(root, CM_SV("id")); */
#ifndef CM_BASE_JSON_TREE_H
#define CM_BASE_JSON_TREE_H

#include "base/status.h"
#include "base/vec.h"

typedef enum {
    CM_JSON_IS_NULL,
    CM_JSON_IS_BOOL,
    CM_JSON_IS_INT, /* another number is a SYNTAX error */
    CM_JSON_IS_TEXT,
    CM_JSON_IS_ARRAY,
    CM_JSON_IS_OBJECT
} cm_json_kind;

typedef struct cm_json_value cm_json_value;

struct cm_json_value {
    cm_json_kind kind;
    cm_sv name;     /* as a member of an object */
    int64_t number; /* BOOL: 0 or 1 */
    cm_sv text;
    CM_VEC(cm_json_value *) items; /* of an array or object, in their order */
};

/* Fails: SYNTAX (err->pos), UTF8, LIMIT (deeper than CM_MAX_DEPTH). */
CM_MUST_USE cm_status cm_json_tree(cm_arena *mem, cm_sv text, const cm_json_value **ret_root,
                                   cm_err *err);

/* NULL: no object, or no such member. Of a repeated name the first one. */
const cm_json_value *cm_json_member(const cm_json_value *object, cm_sv name);
cm_sv cm_json_member_text(const cm_json_value *object, cm_sv name); /* empty: no such text */
bool cm_json_member_int(const cm_json_value *object, cm_sv name, int64_t *ret_value);
bool cm_json_same(const cm_json_value *a, const cm_json_value *b); /* members in their order */
size_t cm_json_count(const cm_json_value *value); /* items; 0 of anything else, also NULL */

struct cm_json;
void cm_json_put_tree(struct cm_json *json, const cm_json_value *value); /* as the next value */

#endif
