#include "base/base.h"

#include "law/data.h"
#include "text/utf8.h"

/* ---- how names are written ---- */

static cm_status load_writing(cm_law *law, cm_arena *mem, cm_err *err)
{
    static const char *const ROLES[] = {"suffix", "separator", "ignored"};
    cm_svs *lists[] = {&law->suffixes, &law->separators, &law->ignored};
    cm_tsv t;
    cm_status status = cm_law_table(law, mem, "charge-writing.tsv", &t, err);
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        cm_cells c = {&t, &t.rows.items[i], CM_OK, err};
        int role = cm_cells_choice(&c, "role", ROLES, CM_COUNT(ROLES));
        *cm_vec_push(mem, lists[role]) = cm_cells_text(&c, "text");
        status = c.status;
    }
    return status;
}

/* Length of the word of `words` that stands at the start of s, longest first; 0 when none does. */
static size_t word_at(const cm_svs *words, cm_sv s)
{
    size_t longest = 0;
    for (size_t i = 0; i < words->count; i++) {
        if (words->items[i].len > longest && cm_sv_starts(s, words->items[i])) {
            longest = words->items[i].len;
        }
    }
    return longest;
}

static cm_sv without_suffix(const cm_law *law, cm_sv name)
{
    for (size_t i = 0; i < law->suffixes.count; i++) {
        cm_sv suffix = law->suffixes.items[i];
        if (name.len > suffix.len && cm_sv_ends(name, suffix)) {
            return cm_sv_slice(name, 0, name.len - suffix.len);
        }
    }
    return name;
}

/* The letters of a name: `plain` without separators, `parts` cut at them. */
static void plain_name(const cm_law *law, cm_arena *mem, cm_sv name, cm_sv *plain, cm_svs *parts)
{
    char *out = cm_arena_alloc(mem, name.len + 1);
    size_t len = 0;
    size_t part = 0;
    cm_sv rest = without_suffix(law, cm_sv_trim(name));
    while (rest.len != 0) {
        size_t separator = word_at(&law->separators, rest);
        size_t skip = separator != 0 ? separator : word_at(&law->ignored, rest);
        if (separator != 0 && len > part) {
            *cm_vec_push(mem, parts) = (cm_sv){out + part, len - part};
            part = len;
        }
        if (skip == 0) {
            size_t letter = 1;
            (void)cm_utf8_decode(rest, 0, &letter);
            for (size_t i = 0; i < letter; i++) {
                out[len++] = rest.ptr[i];
            }
            skip = letter;
        }
        rest = cm_sv_slice(rest, skip, rest.len);
    }
    if (len > part) {
        *cm_vec_push(mem, parts) = (cm_sv){out + part, len - part};
    }
    *plain = (cm_sv){out, len};
}

/* ---- load ---- */

const cm_charge_entry *cm_charge_entry_of(const cm_charge *charge)
{
    return (const cm_charge_entry *)(const void *)charge; /* its first member */
}

static void add_name(cm_law *law, cm_arena *mem, cm_sv name, const cm_charge *charge)
{
    cm_sv plain;
    cm_svs parts = {0};
    plain_name(law, mem, name, &plain, &parts);
    cm_charges *known = cm_map_find(&law->charge_names, plain);
    if (known == NULL) {
        known = cm_arena_new(mem, cm_charges);
        (void)cm_map_put(mem, &law->charge_names, plain, known);
    }
    for (size_t i = 0; i < known->count; i++) {
        if (known->items[i] == charge) {
            return;
        }
    }
    *cm_vec_push(mem, known) = charge;
}

static cm_charge_entry *entry_by_name(const cm_law *law, cm_sv name)
{
    for (size_t i = 0; i < law->charges.count; i++) {
        if (cm_sv_equal(law->charges.items[i]->public.name, name)) {
            return law->charges.items[i];
        }
    }
    return NULL;
}

static cm_status load_entry(cm_law *law, cm_arena *mem, cm_cells *c)
{
    static const char *const STATUS[] = {"current", "renamed_or_merged", "abolished"};
    cm_charge_entry *e = cm_arena_new(mem, cm_charge_entry);
    e->public.name = cm_cells_text(c, "charge");
    e->public.article = cm_cells_text(c, "article");
    e->public.selective = cm_cells_flag(c, "selective");
    e->public.current = cm_cells_choice(c, "status", STATUS, CM_COUNT(STATUS)) == 0;
    plain_name(law, mem, e->public.name, &e->plain, &e->parts);
    if (entry_by_name(law, e->public.name) != NULL) {
        cm_cells_fail(c, "charge", "stands twice");
    }
    *cm_vec_push(mem, &law->charges) = e;
    add_name(law, mem, e->public.name, &e->public);
    cm_sv aliases = cm_cells_text(c, "aliases");
    cm_sv alias;
    while (aliases.len != 0 && cm_sv_split(&aliases, ';', &alias)) {
        add_name(law, mem, alias, &e->public);
    }
    return c->status;
}

static void link_names(const cm_law *law, cm_arena *mem, cm_cells *c, const char *column,
                       cm_charges *links)
{
    cm_sv names = cm_cells_text(c, column);
    cm_sv name;
    while (names.len != 0 && cm_sv_split(&names, ';', &name)) {
        const cm_charge_entry *e = entry_by_name(law, name);
        if (e == NULL) {
            cm_cells_fail(c, column, "names a charge that is not in the table");
            return;
        }
        *cm_vec_push(mem, links) = &e->public;
    }
}

cm_status cm_charges_load(cm_law *law, cm_arena *mem, cm_err *err)
{
    cm_tsv t;
    cm_status status = load_writing(law, mem, err);
    if (status == CM_OK) {
        status = cm_law_table(law, mem, "charges.tsv", &t, err);
    }
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        cm_cells c = {&t, &t.rows.items[i], CM_OK, err};
        status = load_entry(law, mem, &c);
    }
    for (size_t i = 0; status == CM_OK && i < t.rows.count; i++) {
        cm_cells c = {&t, &t.rows.items[i], CM_OK, err};
        cm_charge *charge = &law->charges.items[i]->public;
        link_names(law, mem, &c, "renamed_to", &charge->later);
        link_names(law, mem, &c, "former_names", &charge->earlier);
        status = c.status;
    }
    return status;
}

/* ---- find ---- */

/* The letters of `part` stand in `whole` in this order, with others between them allowed. */
static bool is_subsequence(cm_sv part, cm_sv whole)
{
    size_t at = 0;
    size_t len = 0;
    for (size_t i = 0; i < part.len; i += len) {
        uint32_t letter = cm_utf8_decode(part, i, &len);
        size_t other = 0;
        bool found = false;
        while (at < whole.len && !found) {
            found = cm_utf8_decode(whole, at, &other) == letter;
            at += other;
        }
        if (!found) {
            return false;
        }
    }
    return true;
}

static size_t count_letter(cm_sv s, uint32_t letter)
{
    size_t count = 0;
    size_t len = 0;
    for (size_t i = 0; i < s.len; i += len) {
        count += cm_utf8_decode(s, i, &len) == letter;
    }
    return count;
}

/* No letter stands in `part` more often than in `whole`. */
static bool is_contained(cm_sv part, cm_sv whole)
{
    size_t len = 0;
    for (size_t i = 0; i < part.len; i += len) {
        uint32_t letter = cm_utf8_decode(part, i, &len);
        if (count_letter(part, letter) > count_letter(whole, letter)) {
            return false;
        }
    }
    return true;
}

static bool is_choice_of(cm_sv plain, const cm_svs *parts, const cm_charge_entry *e)
{
    if (!e->public.selective || plain.len > e->plain.len || !is_contained(plain, e->plain)) {
        return false;
    }
    for (size_t i = 0; i < parts->count; i++) {
        if (!is_subsequence(parts->items[i], e->plain)) {
            return false;
        }
    }
    return true;
}

/* Choices of one article only: letters that fit several articles are no name. The shortest full
 * name is nearest. */
static bool find_selective(const cm_law *law, cm_arena *mem, cm_sv plain, const cm_svs *parts,
                           cm_charges *ret_charges)
{
    const cm_charge_entry *best = NULL;
    for (size_t i = 0; i < law->charges.count; i++) {
        const cm_charge_entry *e = law->charges.items[i];
        if (!is_choice_of(plain, parts, e)) {
            continue;
        }
        if (best != NULL && !cm_sv_equal(best->public.article, e->public.article)) {
            return false;
        }
        if (best == NULL || e->plain.len < best->plain.len) {
            best = e;
        }
    }
    if (best == NULL) {
        return false;
    }
    *cm_vec_push(mem, ret_charges) = &best->public;
    return true;
}

bool cm_law_charge(const cm_law *law, cm_arena *mem, cm_sv printed, cm_charges *ret_charges)
{
    cm_sv plain;
    cm_svs parts = {0};
    plain_name(law, mem, printed, &plain, &parts);
    if (plain.len == 0) {
        return false;
    }
    const cm_charges *known = cm_map_find(&law->charge_names, plain);
    if (known == NULL) {
        return find_selective(law, mem, plain, &parts, ret_charges);
    }
    for (size_t i = 0; i < known->count; i++) {
        *cm_vec_push(mem, ret_charges) = known->items[i];
    }
    return true;
}
