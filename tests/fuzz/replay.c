/* Runs a fuzz target over every file of the folder it is given: committed seeds and once-found
 * crashes are ordinary tests, with gcc too. */
#include "base/base.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay(cm_sv path)
{
    CM_AUTO_ERR err = {0};
    CM_AUTO_BUF content;

    cm_buf_init(&content, CM_MAX_DOCUMENT);
    if (cm_file_read(path, &content, &err) != CM_OK) {
        (void)fprintf(stderr, "%s\n", err.message);
        return 1;
    }
    /* a block of exactly this size, so that AddressSanitizer sees the first byte past the end */
    uint8_t *exact = cm_alloc(content.len);
    if (content.len != 0) {
        memcpy(exact, content.ptr, content.len);
    }
    int result = LLVMFuzzerTestOneInput(exact, content.len);
    cm_free(exact);
    return result;
}

int main(int argc, char **argv)
{
    CM_AUTO_ERR err = {0};
    CM_AUTO_ARENA mem;
    cm_svs paths = {0};
    int failed = 0;

    cm_arena_init(&mem);
    if (argc != 2 || cm_file_list(&mem, cm_sv_from(argv[1]), &paths, &err) != CM_OK) {
        (void)fprintf(stderr, "usage: %s FOLDER-OF-SEEDS\n", argv[0]);
        return 2;
    }
    for (size_t i = 0; i < paths.count; i++) {
        failed += replay(paths.items[i]) != 0;
    }
    (void)fprintf(stderr, "%zu seeds, %d failed\n", paths.count, failed);
    return failed != 0 || paths.count == 0;
}
