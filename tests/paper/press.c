/* press DATA IN OUT.docx: the document that IN describes. Each line of IN is the id of a block, a
 * tab and its words; cells of a table are separated by tabs, "\n" is a new line. Lines "@banner",
 * "@title", "@author" and "@made" give what is not a block. */
#include "base/base.h"

#include "base/file.h"
#include "base/limits.h"
#include "paper/docx.h"

#include <stdio.h>
#include <string.h>

static cm_sv with_breaks(cm_arena *mem, cm_sv s)
{
    char *out = cm_arena_bytes(mem, s.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++) {
        bool is_break = s.ptr[i] == '\\' && i + 1 < s.len && s.ptr[i + 1] == 'n';
        out[len++] = is_break ? '\n' : s.ptr[i];
        i += is_break;
    }
    return (cm_sv){out, len};
}

static bool add_property(cm_paper *paper, cm_sv id, cm_sv words)
{
    const struct {
        const char *id;
        cm_sv *value;
    } rows[] = {
        {"@banner", &paper->banner},
        {"@title", &paper->title},
        {"@author", &paper->author},
        {"@made", &paper->made_at},
    };

    for (size_t i = 0; i < CM_COUNT(rows); i++) {
        if (cm_sv_equal(cm_sv_from(rows[i].id), id)) {
            *rows[i].value = words;
            return true;
        }
    }
    return false;
}

static void add_row(cm_arena *mem, cm_paper *paper, cm_paper_kind kind, cm_sv line)
{
    cm_svs cells = {0};
    cm_sv cell = {0};
    while (cm_sv_split(&line, '\t', &cell)) {
        *cm_vec_push(mem, &cells) = with_breaks(mem, cell);
    }
    cm_paper_add_row(mem, paper, kind, cells.items, cells.count);
}

static bool add_line(cm_arena *mem, cm_paper *paper, cm_sv line)
{
    cm_sv id = {0};
    cm_paper_kind kind = CM_PAPER_TEXT;
    (void)cm_sv_split(&line, '\t', &id);
    if (add_property(paper, id, line)) {
        return true;
    }
    if (!cm_paper_kind_find(id, &kind)) {
        (void)fprintf(stderr, "press: no block \"%.*s\"\n", CM_SV_ARG(id));
        return false;
    }
    if (kind == CM_PAPER_TABLE_HEAD || kind == CM_PAPER_TABLE_ROW) {
        add_row(mem, paper, kind, line);
    } else {
        cm_paper_add(mem, paper, kind, with_breaks(mem, line));
    }
    return true;
}

static bool read_paper(cm_arena *mem, cm_sv text, cm_paper *paper)
{
    cm_sv line = {0};
    while (cm_sv_split(&text, '\n', &line)) {
        if (line.len != 0 && !add_line(mem, paper, line)) {
            return false;
        }
    }
    return true;
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        (void)fprintf(stderr, "press DATA IN OUT.docx\n");
        return 2;
    }
    CM_AUTO_ERR err = {0};
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    CM_AUTO_BUF in;
    cm_buf_init(&in, CM_MAX_DATA_FILE);
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_PAPER);
    cm_paper paper = {0};
    cm_paper_style *style = NULL;
    cm_sv folder = cm_arena_format(&mem, "%s/templates/paper", argv[1]);
    cm_status status = cm_paper_style_load(&mem, folder, &style, &err);
    if (status == CM_OK) {
        status = cm_file_read(cm_sv_from(argv[2]), &in, &err);
    }
    if (status == CM_OK && !read_paper(&mem, cm_buf_view(&in), &paper)) {
        return 1;
    }
    if (status == CM_OK) {
        status = cm_paper_write_docx(&paper, style, &out, &err);
    }
    if (status == CM_OK) {
        status = cm_file_write(cm_sv_from(argv[3]), cm_buf_view(&out), &err);
    }
    if (status != CM_OK) {
        (void)fprintf(stderr, "press: %s\n", err.message);
    }
    return status == CM_OK ? 0 : 1;
}
