#include "base/base.h"

#include "verify/report.h"

#include "base/limits.h"

static void say(cm_buf *out, const cm_wording *words, const char *id, const cm_word *fill)
{
    static const cm_word none[] = {{NULL, {NULL, 0}}};
    cm_wording_write(out, words, cm_sv_from(id), fill != NULL ? fill : none);
    (void)cm_buf_add_byte(out, '\n');
}

static cm_sv word_of(cm_arena *mem, const cm_wording *words, const char *kind, const char *name)
{
    return cm_wording_find(words, cm_arena_format(mem, "%s.%s", kind, name));
}

static void say_failure(cm_buf *out, cm_arena *mem, const cm_wording *words, const char *id,
                        const cm_verify_failure *f)
{
    const cm_word fill[] = {
        {"part", word_of(mem, words, "part", cm_bundle_part_name(f->part))},
        {"why", word_of(mem, words, "why", cm_verify_why_name(f->why))},
        {"what", f->what},
        {NULL, {NULL, 0}},
    };
    say(out, words, f->what.len == 0 ? id : cm_arena_format(mem, "%s.of", id).ptr, fill);
}

static cm_sv number(cm_arena *mem, size_t value)
{
    return cm_arena_format(mem, "%zu", value);
}

/* A cell of a child table by its column: rows are counted, not listed. */
static cm_sv without_row(cm_arena *mem, cm_sv name)
{
    size_t open = cm_sv_find_byte(name, '[', 0), close = cm_sv_find_byte(name, ']', 0);
    if (open == SIZE_MAX || close == SIZE_MAX) {
        return name;
    }
    return cm_arena_format(mem, "%.*s%.*s", (int)open, name.ptr,
                           CM_SV_ARG(cm_sv_slice(name, close + 1, name.len)));
}

static size_t times(cm_arena *mem, const cm_svs *names, cm_sv name, size_t end)
{
    size_t count = 0;
    for (size_t i = 0; i < end; i++) {
        count += cm_sv_equal(without_row(mem, names->items[i]), name);
    }
    return count;
}

static cm_sv joined(cm_arena *mem, const cm_svs *names)
{
    CM_AUTO_BUF all;
    cm_buf_init(&all, CM_MAX_PAGE);
    for (size_t i = 0; i < names->count; i++) {
        cm_sv name = without_row(mem, names->items[i]);
        if (times(mem, names, name, i) != 0) {
            continue;
        }
        size_t count = times(mem, names, name, names->count);
        (void)cm_buf_add(&all, all.len > 0 ? CM_SV(", ") : CM_SV(""));
        (void)cm_buf_add(&all, name);
        (void)(count > 1 ? cm_buf_addf(&all, " (%zu)", count) : true);
    }
    return cm_arena_sv(mem, cm_buf_view(&all));
}

static void write_text(cm_buf *out, cm_arena *mem, const cm_wording *words, cm_sv file,
                       const cm_verify_report *r)
{
    CM_AUTO_BUF key;
    cm_buf_init(&key, CM_MAX_MESSAGE);
    (void)cm_public_key_fingerprint(&key, &r->key);
    const cm_word fill[] = {
        {"file", file},
        {"finding", r->finding},
        {"key", cm_buf_view(&key)},
        {"reread", number(mem, r->reread)},
        {"derived", number(mem, r->derived)},
        {"absent", number(mem, r->absent)},
        {"count", number(mem, r->stated.count)},
        {"stated", joined(mem, &r->stated)},
        {"corrections", number(mem, r->corrected.count)},
        {"corrected", joined(mem, &r->corrected)},
        {NULL, {NULL, 0}},
    };
    say(out, words, r->failures.count == 0 ? "holds" : "fails", fill);
    for (size_t i = 0; i < r->failures.count; i++) {
        say_failure(out, mem, words, "failure", &r->failures.items[i]);
    }
    for (size_t i = 0; i < r->notes.count; i++) {
        say_failure(out, mem, words, "note", &r->notes.items[i]);
    }
    if (r->failures.count == 0) {
        say(out, words, "finding", fill);
        say(out, words, "facts", fill);
        if (r->stated.count != 0) {
            say(out, words, "stated", fill);
        }
        if (r->corrected.count != 0) {
            say(out, words, "corrected", fill);
        }
    }
    if (r->has_key) {
        say(out, words, "key", fill);
    }
}

static void write_failures(cm_json *json, cm_sv key, const cm_verify_failure *items, size_t count)
{
    cm_json_key(json, key);
    cm_json_array(json);
    for (size_t i = 0; i < count; i++) {
        cm_json_object(json);
        cm_json_put_text(json, CM_SV("part"), cm_sv_from(cm_bundle_part_name(items[i].part)));
        cm_json_put_text(json, CM_SV("why"), cm_sv_from(cm_verify_why_name(items[i].why)));
        cm_json_put_text(json, CM_SV("what"), items[i].what);
        cm_json_object_end(json);
    }
    cm_json_array_end(json);
}

static void write_json(cm_buf *out, cm_sv file, const cm_verify_report *r)
{
    CM_AUTO_BUF key;
    cm_buf_init(&key, CM_MAX_MESSAGE);
    (void)cm_public_key_fingerprint(&key, &r->key);
    CM_AUTO_JSON *json = cm_json_new(out);
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("file"), file);
    cm_json_put_bool(json, CM_SV("holds"), r->failures.count == 0);
    cm_json_put_text(json, CM_SV("clue"), r->clue);
    cm_json_put_text(json, CM_SV("model"), r->model);
    cm_json_put_text(json, CM_SV("finding"), r->finding);
    cm_json_put_text(json, CM_SV("key"), r->has_key ? cm_buf_view(&key) : (cm_sv){NULL, 0});
    write_failures(json, CM_SV("failures"), r->failures.items, r->failures.count);
    write_failures(json, CM_SV("notes"), r->notes.items, r->notes.count);
    cm_json_put_int(json, CM_SV("reread"), (int64_t)r->reread);
    cm_json_put_int(json, CM_SV("derived"), (int64_t)r->derived);
    cm_json_put_int(json, CM_SV("absent"), (int64_t)r->absent);
    cm_json_key(json, CM_SV("stated"));
    cm_json_array(json);
    for (size_t i = 0; i < r->stated.count; i++) {
        cm_json_text(json, r->stated.items[i]);
    }
    cm_json_array_end(json);
    cm_json_key(json, CM_SV("corrected"));
    cm_json_array(json);
    for (size_t i = 0; i < r->corrected.count; i++) {
        cm_json_text(json, r->corrected.items[i]);
    }
    cm_json_array_end(json);
    cm_json_object_end(json);
    cm_json_line(json);
}

void cm_verify_write(cm_buf *out, bool as_json, const cm_wording *words, cm_sv file,
                     const cm_verify_report *report)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    if (as_json) {
        write_json(out, file, report);
    } else {
        write_text(out, &mem, words, file, report);
    }
}
