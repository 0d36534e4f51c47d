#include "judgment/names.h"

#include "text/utf8.h"

#define CHARACTERS   5     /* a person's name without a dot in it has fewer */
#define SHORT_NAME   12U   /* bytes of such a name */
#define LONGEST_RUN  90U   /* bytes of a name and a charge */
#define AGAIN_WITHIN 6000U /* bytes in which the text names a person again */

static void add_length(cm_arena *mem, cm_names *names, uint32_t length)
{
    size_t i = 0;
    while (i < names->lengths.count && names->lengths.items[i] > length) {
        i++;
    }
    if (i < names->lengths.count && names->lengths.items[i] == length) {
        return;
    }
    (void)cm_vec_push(mem, &names->lengths);
    for (size_t k = names->lengths.count - 1; k > i; k--) {
        names->lengths.items[k] = names->lengths.items[k - 1];
    }
    names->lengths.items[i] = length;
}

void cm_names_add(const cm_parse *p, cm_names *names, size_t index)
{
    cm_sv name = p->record->defendants.items[index].name.value;
    if (name.len == 0) {
        return;
    }
    const size_t *first = cm_map_find(&names->by_name, name);
    if (first != NULL) {
        *cm_vec_push(p->mem, &names->namesakes) = (cm_namesake){*first, index};
        return;
    }
    size_t *value = cm_arena_new(p->mem, size_t);
    *value = index;
    (void)cm_map_put(p->mem, &names->by_name, name, value);
    add_length(p->mem, names, (uint32_t)name.len);
}

void cm_names_init(const cm_parse *p, cm_names *ret_names)
{
    *ret_names = (cm_names){.by_name = {.slots = NULL}};
    for (size_t i = 0; i < p->record->defendants.count; i++) {
        cm_names_add(p, ret_names, i);
    }
}

uint32_t cm_names_match(const cm_parse *p, const cm_names *names, uint32_t at, size_t *ret_index)
{
    for (size_t i = 0; i < names->lengths.count; i++) {
        uint32_t length = names->lengths.items[i];
        if (at + length > p->text.len) {
            continue;
        }
        const size_t *index = cm_map_find(&names->by_name, cm_parse_text(p, at, at + length));
        if (index != NULL) {
            *ret_index = *index;
            return length;
        }
    }
    return 0;
}

static void add_once(cm_arena *mem, cm_indexes *set, size_t index)
{
    for (size_t i = 0; i < set->count; i++) {
        if (set->items[i] == index) {
            return;
        }
    }
    *cm_vec_push(mem, set) = index;
}

/* The offset after a bracketed remark at `at`, such as an alias. */
static uint32_t skip_remark(const cm_parse *p, uint32_t at)
{
    if (at >= p->text.len || p->text.ptr[at] != '(') {
        return at;
    }
    size_t close = cm_sv_find_byte(cm_sv_slice(p->text, 0, at + 120U), ')', at);
    return close == SIZE_MAX ? at : (uint32_t)close + 1;
}

uint32_t cm_names_list(const cm_parse *p, const cm_names *names, uint32_t at, cm_indexes *set)
{
    uint32_t end = at;
    size_t index;
    for (;;) {
        uint32_t length = cm_names_match(p, names, at, &index);
        if (length == 0) {
            return end;
        }
        add_once(p->mem, set, index);
        end = skip_remark(p, at + length);
        size_t joint = 0;
        if (end < p->text.len) {
            (void)cm_utf8_decode(p->text, end, &joint);
        }
        at = end + (uint32_t)joint;
    }
}

/* Whether `name` stands in `text` without the character `next` after it. */
static bool stands_alone(cm_sv text, cm_sv name, cm_sv next)
{
    size_t at = cm_sv_find(text, name, 0);
    while (at != SIZE_MAX) {
        size_t end = at + name.len;
        if (!cm_sv_starts(cm_sv_slice(text, end, text.len), next)) {
            return true;
        }
        at = cm_sv_find(text, name, end);
    }
    return false;
}

uint32_t cm_names_without_charge(const cm_parse *p, uint32_t from, uint32_t to)
{
    if (to - from <= SHORT_NAME || to - from > LONGEST_RUN) {
        return to;
    }
    uint32_t ends[CHARACTERS] = {0};
    size_t count = 0;
    for (uint32_t at = from; count < CHARACTERS && at < to; count++) {
        size_t len;
        (void)cm_utf8_decode(p->text, at, &len);
        at += (uint32_t)len;
        ends[count] = at;
    }
    uint32_t window = to + AGAIN_WITHIN < p->text.len ? to + AGAIN_WITHIN : (uint32_t)p->text.len;
    cm_sv after = cm_parse_text(p, to, window);
    for (size_t k = count - 1; k-- > 1;) {
        cm_sv next = cm_parse_text(p, ends[k], ends[k + 1]);
        if (stands_alone(after, cm_parse_text(p, from, ends[k]), next)) {
            return ends[k];
        }
    }
    return from;
}
