#include "model/problem.h"

#include "base/limits.h"
#include "text/utf8.h"

/* From here on characters take two columns of a terminal: Hangul Jamo, the start of the wide ones.
 */
enum { FIRST_WIDE = 0x1100 };

enum { FARTHEST = 3 }; /* edits between what was written and a name worth suggesting */

void cm_problem_add(cm_arena *mem, cm_problems *problems, const cm_source *source, size_t offset,
                    cm_problem what)
{
    what.file = source->file;
    if (offset != SIZE_MAX) {
        cm_sv text = source->text;
        size_t at = offset < text.len ? offset : text.len;
        size_t start = at;
        while (start > 0 && text.ptr[start - 1] != '\n') {
            start--;
        }
        what.line = 1;
        for (size_t i = 0; i < start; i++) {
            what.line += text.ptr[i] == '\n';
        }
        what.column = (uint32_t)cm_utf8_count(cm_sv_slice(text, start, at)) + 1;
        what.source_line = cm_sv_slice(text, start, cm_sv_find_byte(text, '\n', start));
    }
    *cm_vec_push(mem, problems) = what;
}

void cm_problem_message(cm_buf *out, const cm_wording *wording, const cm_problem *problem)
{
    CM_AUTO_BUF id;
    cm_buf_init(&id, CM_MAX_MESSAGE);
    cm_buf_addf(&id, "model.problem.%s", problem->id);
    const cm_word words[] = {
        {"found", problem->found}, {"expected", problem->expected}, {NULL, {NULL, 0}}};
    cm_wording_write(out, wording, cm_buf_view(&id), words);
}

/* Blanks as wide as the text before the column; a tab stays a tab. */
static void write_margin(cm_buf *out, cm_sv line, uint32_t column)
{
    size_t at = 0;
    for (uint32_t c = 1; c < column && at < line.len; c++) {
        size_t len;
        uint32_t code = cm_utf8_decode(line, at, &len);
        if (code == '\t') {
            cm_buf_add_byte(out, '\t');
        } else {
            bool is_wide = code >= FIRST_WIDE && code != CM_BAD_CHAR;
            cm_buf_add(out, is_wide ? CM_SV("  ") : CM_SV(" "));
        }
        at += len;
    }
}

void cm_problem_write(cm_buf *out, const cm_wording *wording, const cm_problem *problem)
{
    cm_buf_add(out, problem->file);
    if (problem->line != 0) {
        cm_buf_addf(out, ":%u:%u", problem->line, problem->column);
    }
    cm_buf_add(out, CM_SV(": "));
    cm_problem_message(out, wording, problem);
    cm_buf_add_byte(out, '\n');
    if (problem->line != 0) {
        cm_buf_add(out, CM_SV("    "));
        cm_buf_add(out, problem->source_line);
        cm_buf_add(out, CM_SV("\n    "));
        write_margin(out, problem->source_line, problem->column);
        cm_buf_add(out, CM_SV("^\n"));
    }
}

/* Levenshtein distance; names are short. */
static size_t distance(cm_arena *mem, cm_sv a, cm_sv b)
{
    size_t *row = cm_arena_array(mem, size_t, b.len + 1);
    for (size_t j = 0; j <= b.len; j++) {
        row[j] = j;
    }
    for (size_t i = 1; i <= a.len; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t best = diagonal + (a.ptr[i - 1] != b.ptr[j - 1]);
            diagonal = row[j];
            best = row[j] + 1 < best ? row[j] + 1 : best;
            row[j] = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
        }
    }
    return row[b.len];
}

cm_sv cm_problem_nearest(cm_sv written, cm_svs names)
{
    enum { LONGEST = 64 }; /* bytes; a longer word is no misspelt name */

    cm_sv nearest = CM_SV("");
    size_t best = FARTHEST + 1;
    if (written.len > LONGEST) {
        return nearest;
    }
    CM_AUTO_ARENA scratch;
    cm_arena_init(&scratch);
    for (size_t i = 0; i < names.count; i++) {
        if (names.items[i].len <= LONGEST) {
            size_t d = distance(&scratch, written, names.items[i]);
            if (d < best && d < written.len) {
                best = d;
                nearest = names.items[i];
            }
        }
    }
    return nearest;
}
