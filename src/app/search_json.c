#include "base/base.h"

#include "app/clue.h"
#include "app/search.h"

enum { CONTEXT_CHARS = 20 }; /* on each side of a place */

static bool begins_character(cm_sv text, size_t at)
{
    return at >= text.len || ((unsigned char)text.ptr[at] & 0xc0) != 0x80;
}

static size_t before(cm_sv text, size_t at, size_t characters)
{
    while (at > 0 && characters > 0) {
        at--;
        characters -= begins_character(text, at) ? 1 : 0;
    }
    return at;
}

static size_t after(cm_sv text, size_t at, size_t characters)
{
    while (at < text.len && characters > 0) {
        at++;
        characters -= begins_character(text, at) ? 1 : 0;
    }
    return at;
}

cm_span cm_search_around(cm_sv text, cm_span at)
{
    return (cm_span){(uint32_t)before(text, at.begin, CONTEXT_CHARS),
                     (uint32_t)after(text, at.end, CONTEXT_CHARS)};
}

static void write_place(cm_json *json, const cm_term_list *sections, const cm_search_hit *hit,
                        const cm_search_place *p, const cm_utf16 *units)
{
    cm_span around = cm_search_around(hit->text, p->at);
    cm_sv none = {NULL, 0};
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("section"),
                     p->section >= 0 ? cm_term_id(sections, p->section) : none);
    cm_json_put_place(json, units, p->at);
    cm_json_put_text(json, CM_SV("text"), p->text);
    cm_json_put_text(json, CM_SV("before"), cm_sv_slice(hit->text, around.begin, p->at.begin));
    cm_json_put_text(json, CM_SV("after"), cm_sv_slice(hit->text, p->at.end, around.end));
    cm_json_object_end(json);
}

void cm_search_write_json(cm_json *json, const cm_home *home, const cm_search_hit *hit,
                          bool in_utf16)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_utf16 units;
    if (in_utf16) {
        cm_utf16_of(&mem, hit->text, &units);
    }
    cm_json_object(json);
    cm_json_put_text(json, CM_SV("doc"), hit->doc);
    cm_json_put_text(json, CM_SV("case_no"), hit->case_no);
    cm_json_put_text(json, CM_SV("court"), hit->court);
    cm_json_put_date(json, CM_SV("decided_on"), hit->decided_on);
    cm_json_put_text(json, CM_SV("document_type"), hit->document_type);
    cm_json_key(json, CM_SV("places"));
    cm_json_array(json);
    for (size_t i = 0; i < hit->places.count; i++) {
        write_place(json, cm_reader_choices(home->reader)->section, hit, &hit->places.items[i],
                    in_utf16 ? &units : NULL);
    }
    cm_json_array_end(json);
    cm_json_object_end(json);
}
