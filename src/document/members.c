/* A stack of containers: the file, and inside a zip what it holds. Each level gives members, opens
 * a level above itself, or ends. */
#include "base/base.h"

#include "document/members.h"

#include "base/limits.h"
#include "document/read.h"
#include "document/rows.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
    cm_form form;
    cm_buf path;         /* inside the zip; empty for the file itself */
    cm_buf held;         /* the bytes of a container inside another */
    cm_archive *archive; /* of a zip or xlsx */
    uint64_t at, count;  /* entries of a zip */
    cm_table_rows *rows;
    cm_stream *lines;
    cm_archive_part *part; /* what rows or lines are read from, inside a zip */
} level;

struct cm_members {
    const cm_columns *columns;
    cm_charsets *charsets;
    level levels[CM_MAX_ZIP_DEPTH + 1]; /* the innermost may be a table */
    size_t depth;
    cm_arena mem; /* of the member given out */
    cm_buf bytes; /* of the file of a zip given out */
    int fd;       /* of a csv file; -1: none */
    uint64_t size, packed_done, unpacked, number, skip_to;
    cm_fault fault;
};

typedef enum { STEP_MEMBER, STEP_AGAIN, STEP_END, STEP_FAILED } step;

static cm_status read_file(void *payload, char *space, size_t room, size_t *ret_got, cm_err *err)
{
    const cm_members *m = payload;
    ssize_t got = 0;
    do {
        got = read(m->fd, space, room);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        return cm_err_set(err, CM_E_IO, "cannot read: %s", cm_os_reason(errno));
    }
    *ret_got = (size_t)got;
    return CM_OK;
}

static void close_level(level *l)
{
    cm_table_rows_close(l->rows);
    cm_stream_close(l->lines);
    cm_archive_part_close(l->part);
    cm_archive_close(l->archive);
    cm_buf_clear(&l->held);
    cm_buf_clear(&l->path);
    *l = (level){0};
}

static level *push(cm_members *m, cm_form form, cm_sv path)
{
    level *l = &m->levels[m->depth++];
    *l = (level){.form = form};
    cm_buf_init(&l->path, path.len);
    (void)cm_buf_add(&l->path, path);
    cm_buf_init(&l->held, CM_MAX_MEMBER);
    return l;
}

/* What an opened archive is read as. */
static void start_archive(cm_members *m, level *l)
{
    if (l->form == CM_FORM_XLSX) {
        l->rows = cm_rows_open_xlsx(l->archive, m->columns);
    } else {
        l->count = cm_archive_count(l->archive);
    }
}

static cm_status open_file(cm_members *m, cm_form form, cm_sv path, cm_err *err)
{
    CM_AUTO_BUF name;
    struct stat st;
    cm_buf_init(&name, path.len);
    (void)cm_buf_add(&name, path);
    m->fd = open(cm_buf_z(&name), O_RDONLY | O_CLOEXEC);
    if (m->fd < 0 || fstat(m->fd, &st) != 0) {
        return cm_err_set(err, errno == ENOENT ? CM_E_NOTFOUND : CM_E_IO, "cannot open %.*s: %s",
                          CM_SV_ARG(path), cm_os_reason(errno));
    }
    m->size = (uint64_t)st.st_size;
    if (form == CM_FORM_CSV) {
        level *l = push(m, form, (cm_sv){0});
        l->rows = cm_rows_open_csv((cm_source){read_file, m}, m->charsets, m->columns);
        return CM_OK;
    }
    if (form != CM_FORM_ZIP && form != CM_FORM_XLSX) {
        m->fault = CM_FAULT_UNKNOWN_FORM;
        return CM_OK;
    }
    CM_AUTO_ERR fault = {0};
    cm_archive *archive = NULL;
    cm_status status = cm_archive_open(path, &archive, &fault);
    if (status == CM_E_IO || status == CM_E_NOTFOUND) {
        return cm_err_set(err, status, "%s", fault.message);
    }
    if (status != CM_OK) {
        m->fault = cm_fault_of(status);
        return CM_OK;
    }
    level *l = push(m, form, (cm_sv){0});
    l->archive = archive;
    start_archive(m, l);
    return CM_OK;
}

cm_status cm_members_open(cm_form form, cm_sv path, const cm_columns *columns,
                          cm_members **ret_members, cm_err *err)
{
    cm_members *m = cm_alloc_zero(1, sizeof(*m));
    m->columns = columns;
    m->charsets = cm_charsets_new();
    m->fd = -1;
    cm_arena_init(&m->mem);
    cm_buf_init(&m->bytes, CM_MAX_MEMBER);
    cm_status status = open_file(m, form, path, err);
    if (status == CM_OK) {
        *ret_members = m;
    } else {
        cm_members_close(m);
    }
    return status;
}

void cm_members_close(cm_members *m)
{
    if (m == NULL) {
        return;
    }
    while (m->depth != 0) {
        close_level(&m->levels[--m->depth]);
    }
    if (m->fd >= 0) {
        (void)close(m->fd);
    }
    cm_charsets_free(m->charsets);
    cm_buf_clear(&m->bytes);
    cm_arena_clear(&m->mem);
    cm_free(m);
}

cm_fault cm_members_fault(const cm_members *m)
{
    return m->fault;
}

/* A name as its maker wrote it: UTF-8, or the charset of a Chinese Windows. */
static cm_sv name_of(cm_members *m, cm_sv raw)
{
    CM_AUTO_BUF out;
    CM_AUTO_ERR err = {0};
    size_t mark = 0;
    cm_charset charset = cm_charset_detect(m->charsets, raw, false, &mark);
    charset = charset == CM_CHARSET_NONE ? CM_CHARSET_GB18030 : charset;
    cm_buf_init(&out, CM_MAX_PATH_BYTES + 3 * raw.len);
    cm_sv rest = cm_sv_slice(raw, mark, raw.len);
    while (cm_charset_decode(m->charsets, charset, rest, NULL, &out, &err) == CM_E_UTF8) {
        (void)cm_buf_add_byte(&out, '?');
        rest = cm_sv_slice(rest, (size_t)err.pos + 1, rest.len);
    }
    const level *l = &m->levels[m->depth - 1];
    return l->path.len == 0 ? cm_arena_sv(&m->mem, cm_buf_view(&out))
                            : cm_arena_format(&m->mem, "%.*s/%s", CM_SV_ARG(cm_buf_view(&l->path)),
                                              cm_buf_z(&out));
}

/* Hidden files, and what a Mac adds to every zip. */
static bool is_furniture(cm_sv name)
{
    size_t begin = name.len;
    while (begin > 0 && name.ptr[begin - 1] != '/') {
        begin--;
    }
    return begin == name.len || name.ptr[begin] == '.' || cm_sv_starts(name, CM_SV("__MACOSX/"));
}

/* The first bytes of an entry, for its form. */
static cm_status read_head(cm_archive_part *part, cm_buf *head, cm_err *err)
{
    cm_source source = cm_archive_part_source(part);
    (void)cm_buf_reserve(head, CM_FORM_HEAD);
    while (head->len < CM_FORM_HEAD) {
        size_t got = 0;
        cm_status status =
            source.read(source.payload, head->ptr + head->len, CM_FORM_HEAD - head->len, &got, err);
        if (status != CM_OK || got == 0) {
            return status;
        }
        head->len += got;
    }
    return CM_OK;
}

/* Too much from too little, over all entries that lie about sharing their bytes. */
static bool is_bomb(cm_members *m, size_t more)
{
    m->unpacked += more;
    return m->unpacked > CM_BOMB_LEAST && m->unpacked / CM_MAX_UNPACK_RATIO > m->size;
}

static cm_fault fault_of_entry(const level *l, cm_status status)
{
    return cm_archive_is_bomb(l->archive) ? CM_FAULT_BOMB : cm_fault_of(status);
}

static cm_status head_form(cm_members *m, const level *l, uint64_t index, cm_sv name,
                           cm_form *ret_form)
{
    CM_AUTO_ERR err = {0};
    CM_AUTO_BUF head;
    cm_archive_part *part = NULL;
    (void)m;
    cm_buf_init(&head, CM_FORM_HEAD);
    cm_status status = cm_archive_part_open(l->archive, index, &part, &err);
    if (status == CM_OK) {
        status = read_head(part, &head, &err);
        cm_archive_part_close(part);
    }
    if (status == CM_OK) {
        *ret_form = cm_form_of(name, cm_buf_view(&head));
    }
    return status;
}

/* A table or lines inside a zip are read bit by bit. */
static cm_status open_stream(cm_members *m, level *l, uint64_t index, cm_form form, cm_sv path)
{
    CM_AUTO_ERR err = {0};
    cm_archive_part *part = NULL;
    cm_status status = cm_archive_part_open(l->archive, index, &part, &err);
    if (status == CM_OK) {
        level *inner = push(m, form, path);
        inner->part = part;
        cm_source source = cm_archive_part_source(part);
        if (form == CM_FORM_CSV) {
            inner->rows = cm_rows_open_csv(source, m->charsets, m->columns);
        } else {
            inner->lines = cm_stream_open(source, m->charsets);
        }
    }
    return status;
}

/* A zip or xlsx inside a zip is held in memory. */
static cm_fault open_nested(cm_members *m, level *l, uint64_t index, cm_form form, cm_sv path)
{
    CM_AUTO_ERR err = {0};
    level *inner = push(m, form, path);
    cm_status status = cm_archive_read(l->archive, index, &inner->held, &err);
    cm_fault fault = fault_of_entry(l, status);
    if (fault == CM_FAULT_NONE && is_bomb(m, inner->held.len)) {
        fault = CM_FAULT_BOMB;
    }
    if (fault == CM_FAULT_NONE) {
        status = cm_archive_open_bytes(cm_buf_view(&inner->held), &inner->archive, &err);
        fault = cm_fault_of(status);
    }
    if (fault == CM_FAULT_NONE) {
        start_archive(m, inner);
    } else {
        close_level(inner);
        m->depth--;
    }
    return fault;
}

static cm_fault read_entry(cm_members *m, const level *l, uint64_t index)
{
    CM_AUTO_ERR err = {0};
    cm_buf_reset(&m->bytes);
    m->bytes.over = false;
    cm_status status = cm_archive_read(l->archive, index, &m->bytes, &err);
    cm_fault fault = fault_of_entry(l, status);
    return fault == CM_FAULT_NONE && is_bomb(m, m->bytes.len) ? CM_FAULT_BOMB : fault;
}

/* Open the container that an entry is. NONE: it is a level now. */
static cm_fault open_entry(cm_members *m, level *l, uint64_t index, cm_form form, cm_sv path)
{
    bool is_table = form == CM_FORM_CSV || form == CM_FORM_LINES;
    if (m->depth >= CM_MAX_ZIP_DEPTH + (form != CM_FORM_ZIP)) {
        return CM_FAULT_NESTED;
    }
    return is_table ? fault_of_entry(l, open_stream(m, l, index, form, path))
                    : open_nested(m, l, index, form, path);
}

static step step_zip(cm_members *m, level *l, cm_member *member)
{
    if (l->at == l->count) {
        return STEP_END;
    }
    uint64_t index = l->at++;
    cm_archive_entry entry = cm_archive_entry_get(l->archive, index);
    m->packed_done += m->depth == 1 ? entry.packed : 0;
    if (entry.is_folder || is_furniture(entry.name)) {
        return STEP_AGAIN;
    }
    *member = (cm_member){.path = name_of(m, entry.name), .done = m->packed_done};
    member->name = member->path;
    if (entry.is_locked) {
        member->form = cm_form_of(member->path, (cm_sv){0});
        member->fault = CM_FAULT_PASSWORD;
        return STEP_MEMBER;
    }
    member->fault = fault_of_entry(l, head_form(m, l, index, member->path, &member->form));
    bool is_container = cm_form_is_container(member->form) || member->form == CM_FORM_LINES;
    if (member->fault != CM_FAULT_NONE) {
        return STEP_MEMBER;
    }
    if (is_container) {
        member->fault = open_entry(m, l, index, member->form, member->path);
        return member->fault == CM_FAULT_NONE ? STEP_AGAIN : STEP_MEMBER;
    }
    if (m->number + 1 > m->skip_to) {
        member->fault = read_entry(m, l, index);
        member->bytes = member->fault == CM_FAULT_NONE ? cm_buf_view(&m->bytes) : (cm_sv){0};
    }
    return STEP_MEMBER;
}

static step step_rows(cm_members *m, level *l, cm_member *member, cm_err *err)
{
    bool more = cm_table_rows_next(l->rows, &m->mem, member, err);
    if (!more) {
        return err->status != CM_OK ? STEP_FAILED : STEP_END;
    }
    member->path = cm_buf_view(&l->path);
    member->done = m->depth > 1 ? m->packed_done : member->done;
    return STEP_MEMBER;
}

static step step_lines(cm_members *m, level *l, cm_member *member, cm_err *err)
{
    cm_stream_line line;
    if (!cm_stream_next(l->lines, &line, err)) {
        return err->status != CM_OK ? STEP_FAILED : STEP_END;
    }
    cm_sv text = cm_sv_trim(line.text);
    if (text.len == 0 && line.fault == CM_FAULT_NONE) {
        return STEP_AGAIN;
    }
    l->at++;
    *member = (cm_member){.path = cm_buf_view(&l->path),
                          .name = cm_arena_format(&m->mem, "%llu", (unsigned long long)l->at),
                          .form = CM_FORM_LINES,
                          .bytes = line.fault == CM_FAULT_NONE ? text : (cm_sv){0},
                          .fault = line.fault,
                          .row = l->at,
                          .offset = line.offset,
                          .done = m->packed_done};
    return STEP_MEMBER;
}

/* A level has come to its end, well or at fault. A fault of the file itself is the end of all; that
 * of a container inside is a member. */
static step end_level(cm_members *m, cm_fault fault, cm_member *member)
{
    level *l = &m->levels[m->depth - 1];
    if (fault == CM_FAULT_NONE && l->rows != NULL) {
        fault = cm_table_rows_fault(l->rows);
    }
    if (fault == CM_FAULT_NONE && l->lines != NULL && cm_stream_done(l->lines) != 0 &&
        cm_stream_charset(l->lines) == CM_CHARSET_NONE) {
        fault = CM_FAULT_CHARSET;
    }
    bool is_inner = m->depth > 1;
    if (is_inner && fault != CM_FAULT_NONE) {
        cm_sv path = cm_arena_sv(&m->mem, cm_buf_view(&l->path));
        *member = (cm_member){
            .path = path, .name = path, .form = l->form, .fault = fault, .done = m->packed_done};
    }
    m->fault = is_inner ? m->fault : fault;
    close_level(l);
    m->depth--;
    return fault == CM_FAULT_NONE || !is_inner ? STEP_AGAIN : STEP_MEMBER;
}

static step take_step(cm_members *m, cm_member *member, cm_err *err)
{
    level *l = &m->levels[m->depth - 1];
    CM_AUTO_ERR fault = {0};
    step taken = l->rows != NULL    ? step_rows(m, l, member, &fault)
                 : l->lines != NULL ? step_lines(m, l, member, &fault)
                                    : step_zip(m, l, member);
    if (taken == STEP_FAILED && (fault.status == CM_E_IO || m->depth == 1)) {
        (void)cm_err_set(err, fault.status, "%s", fault.message);
        return STEP_FAILED;
    }
    if (taken == STEP_FAILED || taken == STEP_END) {
        /* bytes inside a zip that cannot be unpacked further */
        bool bomb = taken == STEP_FAILED && cm_archive_is_bomb(m->levels[m->depth - 2].archive);
        return end_level(m, bomb ? CM_FAULT_BOMB : cm_fault_of(fault.status), member);
    }
    return taken;
}

bool cm_members_next(cm_members *m, cm_member *ret_member, cm_err *err)
{
    cm_member member = {0};
    for (;;) {
        cm_arena_reset(&m->mem);
        do {
            step taken = m->depth == 0 ? STEP_FAILED : take_step(m, &member, err);
            if (taken == STEP_FAILED) {
                return false;
            }
            if (taken == STEP_MEMBER) {
                break;
            }
        } while (true);
        if (++m->number > m->skip_to) {
            member.number = m->number;
            *ret_member = member;
            return true;
        }
        if (m->number == m->skip_to) {
            return true;
        }
    }
}

bool cm_members_skip(cm_members *m, uint64_t number, cm_err *err)
{
    cm_member last;
    if (number <= m->number) {
        return number == m->number;
    }
    m->skip_to = number;
    return cm_members_next(m, &last, err) && m->number == number;
}
