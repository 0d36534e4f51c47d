/* report_page TEMPLATE JSON PAGE: what `chaming report` does with its document, for the browser
 * test. */
#include "base/base.h"

#include "base/file.h"
#include "base/limits.h"
#include "paper/report.h"

int main(int argc, char **argv)
{
    CM_AUTO_ERR err = {0};
    CM_AUTO_BUF page_template, json, page;
    cm_buf_init(&page_template, CM_MAX_DATA_FILE);
    cm_buf_init(&json, CM_MAX_JSON);
    cm_buf_init(&page, CM_MAX_PAGE);
    if (argc != 4 || cm_file_read(cm_sv_from(argv[1]), &page_template, &err) != CM_OK ||
        cm_file_read(cm_sv_from(argv[2]), &json, &err) != CM_OK ||
        cm_report_page(cm_buf_view(&page_template), cm_buf_view(&json), &page, &err) != CM_OK ||
        cm_file_write(cm_sv_from(argv[3]), cm_buf_view(&page), &err) != CM_OK) {
        fprintf(stderr, "report_page: %s\n",
                err.message != NULL ? err.message : "wants TEMPLATE JSON PAGE");
        return 1;
    }
    return 0;
}
