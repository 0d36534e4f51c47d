/* tests/unit/zip_fixture.h - zip files made in the test's temporary folder, also as .docx and
 * .xlsx. Not for reading them: that is what is tested. */
#ifndef CM_TESTS_ZIP_FIXTURE_H
#define CM_TESTS_ZIP_FIXTURE_H

#include "base/file.h"
#include "harness.h"

#include <zip.h>

typedef struct {
    const char *name;
    cm_sv bytes;
    const char *password; /* NULL: none */
} zip_fixture_part;

/* Returns the path of the file. */
static inline cm_sv zip_fixture_file(cm_arena *mem, const char *name, const zip_fixture_part *parts,
                                     size_t count)
{
    cm_sv path = cm_file_join(mem, cm_sv_from(test_temp_dir()), cm_sv_from(name));
    int code = 0;
    zip_t *zip = zip_open(path.ptr, ZIP_CREATE | ZIP_TRUNCATE, &code);
    assert_true(zip != NULL);
    for (size_t i = 0; i < count; i++) {
        zip_source_t *source = zip_source_buffer(zip, parts[i].bytes.ptr, parts[i].bytes.len, 0);
        zip_int64_t index = zip_file_add(zip, parts[i].name, source, ZIP_FL_ENC_GUESS);
        assert_true(index >= 0);
        if (parts[i].password != NULL) {
            assert_int_equal(zip_file_set_encryption(zip, (zip_uint64_t)index, ZIP_EM_AES_256,
                                                     parts[i].password),
                             0);
        }
    }
    assert_int_equal(zip_close(zip), 0);
    return path;
}

static inline cm_sv zip_fixture_bytes(cm_arena *mem, const zip_fixture_part *parts, size_t count)
{
    CM_AUTO_BUF bytes;
    CM_AUTO_ERR err = {0};
    cm_buf_init(&bytes, (size_t)64 << 20);
    cm_sv path = zip_fixture_file(mem, "fixture.zip", parts, count);
    assert_int_equal(cm_file_read(path, &bytes, &err), CM_OK);
    return cm_arena_sv(mem, cm_buf_view(&bytes));
}

#define DOCX_HEAD "<?xml version='1.0'?><w:document xmlns:w='w' xmlns:mc='mc'><w:body>"
#define DOCX_TAIL "</w:body></w:document>"

/* A .docx of a body, and of footnotes where they are not NULL. */
static inline cm_sv zip_fixture_docx(cm_arena *mem, const char *body, const char *notes)
{
    const zip_fixture_part parts[] = {
        {"[Content_Types].xml", CM_SV("<Types/>"), NULL},
        {"word/document.xml", cm_arena_format(mem, DOCX_HEAD "%s" DOCX_TAIL, body), NULL},
        {"word/footnotes.xml",
         cm_arena_format(mem, "<w:footnotes xmlns:w='w'>%s</w:footnotes>",
                         notes == NULL ? "" : notes),
         NULL},
    };
    return zip_fixture_bytes(mem, parts, notes == NULL ? 2 : 3);
}

#endif
