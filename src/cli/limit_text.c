#include "base/base.h"

#include "base/limits.h"
#include "cli/due.h"

cm_sv cm_cli_words(cm_cli *cli, const char *id, const cm_word *words)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_PAGE);
    cm_home_say(cli->home, &out, cm_sv_from(id), words);
    return cm_arena_sv(&cli->mem, cm_buf_view(&out));
}

void cm_cli_put(cm_cli *cli, size_t indent, cm_sv text)
{
    CM_AUTO_BUF out;
    (void)cli;
    cm_buf_init(&out, CM_MAX_PAGE);
    (void)cm_buf_addf(&out, "%*s", (int)indent, "");
    cm_cli_wrap(&out, text, indent);
    (void)cm_buf_add_byte(&out, '\n');
    cm_cli_print(cm_buf_view(&out));
}

cm_sv cm_cli_limit_length(cm_cli *cli, const cm_limit *limit, cm_date stated)
{
    bool other = limit->may_state && cm_date_exists(stated);
    cm_limit_unit unit = other ? CM_LIMIT_STATED : limit->unit;
    cm_sv id = cm_arena_format(&cli->mem, "limit.length.%.*s", CM_SV_ARG(cm_limit_unit_name(unit)));
    cm_word words[] = {{"number", cm_cli_number(cli, (uint64_t)limit->length)}, {NULL, {NULL, 0}}};
    return cm_cli_words(cli, id.ptr, words);
}

cm_sv cm_cli_limit_basis(cm_cli *cli, const cm_limit *limit)
{
    cm_svs basis = cm_limit_basis(cli->home->law, limit, &cli->mem);
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_PAGE);
    for (size_t i = 0; i < basis.count; i++) {
        (void)cm_buf_add(&out, i == 0 ? CM_SV("") : cm_cli_words(cli, "limit.and", NULL));
        (void)cm_buf_add(&out, basis.items[i]);
    }
    return cm_arena_sv(&cli->mem, cm_buf_view(&out));
}

cm_sv cm_cli_limit_mark(cm_cli *cli, const cm_limit *limit)
{
    if (limit->status == CM_LIMIT_CHECKED) {
        return CM_SV("");
    }
    cm_word words[] = {{"doubt", limit->doubt}, {NULL, {NULL, 0}}};
    return cm_cli_words(cli, limit->status == CM_LIMIT_HOUSE ? "limit.house" : "limit.unverified",
                        words);
}

cm_sv cm_cli_term(cm_cli *cli, const char *list, cm_sv id)
{
    const cm_term_list *terms = cm_map_find(&cli->home->terms.lists, cm_sv_from(list));
    const cm_term *term = terms != NULL ? cm_term_of(terms, id) : NULL;
    if (term == NULL) {
        return id;
    }
    return cm_sv_equal(cli->language, CM_SV("en")) ? term->en : term->zh;
}
