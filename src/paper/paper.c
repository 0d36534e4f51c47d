#include "base/base.h"

#include "paper/paper.h"

static const cm_sv ids[CM_PAPER_KIND_COUNT] = {
    [CM_PAPER_ORGAN] = {"organ", 5},
    [CM_PAPER_NUMBER] = {"number", 6},
    [CM_PAPER_TITLE] = {"title", 5},
    [CM_PAPER_ADDRESSEE] = {"addressee", 9},
    [CM_PAPER_HEADING_1] = {"heading-1", 9},
    [CM_PAPER_HEADING_2] = {"heading-2", 9},
    [CM_PAPER_TEXT] = {"text", 4},
    [CM_PAPER_TABLE_TITLE] = {"table-title", 11},
    [CM_PAPER_TABLE_HEAD] = {"table-head", 10},
    [CM_PAPER_TABLE_ROW] = {"table-row", 9},
    [CM_PAPER_ATTACHMENT] = {"attachment", 10},
    [CM_PAPER_SIGNER] = {"signer", 6},
    [CM_PAPER_DATE] = {"date", 4},
    [CM_PAPER_NOTE] = {"note", 4},
    [CM_PAPER_ANNEX] = {"annex", 5},
    [CM_PAPER_COPY] = {"copy", 4},
    [CM_PAPER_PRINTED] = {"printed", 7},
};

static bool is_row(cm_paper_kind kind)
{
    return kind == CM_PAPER_TABLE_HEAD || kind == CM_PAPER_TABLE_ROW;
}

void cm_paper_add(cm_arena *mem, cm_paper *paper, cm_paper_kind kind, cm_sv text)
{
    cm_assert(!is_row(kind));
    *cm_vec_push(mem, &paper->blocks) =
        (cm_paper_block){.kind = kind, .text = cm_arena_sv(mem, text)};
}

void cm_paper_add_row(cm_arena *mem, cm_paper *paper, cm_paper_kind kind, const cm_sv *cells,
                      size_t count)
{
    cm_assert(is_row(kind));
    cm_sv *copies = cm_arena_array(mem, cm_sv, count);
    for (size_t i = 0; i < count; i++) {
        copies[i] = cm_arena_sv(mem, cells[i]);
    }
    *cm_vec_push(mem, &paper->blocks) =
        (cm_paper_block){.kind = kind, .cells = copies, .cell_count = count};
}

cm_sv cm_paper_kind_id(cm_paper_kind kind)
{
    return ids[kind];
}

bool cm_paper_kind_find(cm_sv id, cm_paper_kind *ret_kind)
{
    for (size_t i = 0; i < CM_COUNT(ids); i++) {
        if (cm_sv_equal(ids[i], id)) {
            *ret_kind = (cm_paper_kind)i;
            return true;
        }
    }
    return false;
}
