/* Word's old binary form through antiword, unwrapped: a paragraph is a line. */
#include "base/base.h"

#include "base/limits.h"
#include "document/read.h"

/* The output of antiword: a line per paragraph, tables as |cell|cell|. */
void cm_read_paragraphs(cm_arena *mem, cm_sv output, cm_extraction *got)
{
    CM_AUTO_BUF clean;
    CM_AUTO_BUF out;
    cm_buf_init(&clean, output.len);
    cm_buf_init(&out, CM_MAX_DOCUMENT);
    bool is_text = cm_read_clean(output, &clean);
    cm_sv rest = cm_buf_view(&clean);
    cm_sv raw;
    uint64_t number = 0;
    if (!is_text) {
        got->fault = CM_FAULT_DAMAGED;
        return;
    }
    while (cm_sv_split(&rest, '\n', &raw)) {
        cm_sv text = cm_sv_trim(raw);
        if (text.len == 0) {
            continue;
        }
        number++;
        *cm_vec_push(mem, &got->steps) = (cm_map_step){(uint32_t)out.len, 1, 0, number};
        (void)cm_buf_add(&out, text);
        (void)cm_buf_add_byte(&out, '\n');
    }
    got->unit = CM_PLACE_PARAGRAPH;
    got->fault = out.over ? CM_FAULT_TOO_LONG : CM_FAULT_NONE;
    cm_read_keep(mem, cm_buf_view(&out), got);
}

static bool holds(cm_sv bytes, cm_sv words)
{
    return cm_sv_find(bytes, words, 0) != SIZE_MAX;
}

void cm_read_doc(cm_extractor *x, cm_arena *mem, cm_sv bytes, cm_extraction *got)
{
    const char *tool = x->options.antiword != NULL ? x->options.antiword : "/usr/bin/antiword";
    const char *const command[] = {tool, "-t", "-w", "0", "-m", "UTF-8.txt", "/proc/self/fd/0",
                                   NULL};
    CM_AUTO_BUF output;
    CM_AUTO_BUF errors;
    cm_buf_init(&output, CM_MAX_DOCUMENT);
    cm_buf_init(&errors, CM_MAX_MESSAGE);
    /* an encrypted docx is such a file with one stream */
    if (holds(bytes, CM_SV("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"))) {
        got->fault = CM_FAULT_PASSWORD;
        return;
    }
    int code = 0;
    got->fault = cm_read_with_tool(x, command, bytes, &output, &errors, &code);
    if (got->fault == CM_FAULT_NONE && code != 0) {
        bool is_locked = holds(cm_buf_view(&errors), CM_SV("ncrypted"));
        got->fault = is_locked ? CM_FAULT_PASSWORD : CM_FAULT_DAMAGED;
    }
    if (got->fault == CM_FAULT_NONE) {
        cm_read_paragraphs(mem, cm_buf_view(&output), got);
    }
}
