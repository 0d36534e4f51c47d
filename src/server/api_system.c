#include "base/base.h"

#include "app/glossary.h"
#include "base/file.h"
#include "base/limits.h"
#include "server/gauge.h"
#include "server/route.h"
#include "server/routes.h"

#ifndef CM_VERSION
#define CM_VERSION "unknown"
#endif

cm_status cm_api_system_health(cm_exchange *x, cm_err *err)
{
    (void)err;
    cm_json_object(x->json);
    cm_json_put_text(x->json, CM_SV("status"),
                     atomic_load(&x->house->stopping) ? CM_SV("stopping") : CM_SV("ok"));
    cm_json_put_text(x->json, CM_SV("version"), CM_SV(CM_VERSION));
    cm_json_object_end(x->json);
    return CM_OK;
}

/* No person is asked for: who collects numbers is on this machine. */
/* Whether work would be taken: not while it stops, nor while the tables cannot be asked. */
cm_status cm_api_system_ready(cm_exchange *x, cm_err *err)
{
    cm_site *site = NULL;
    bool stopping = atomic_load(&x->house->stopping);
    bool ready = !stopping && cm_ask_site(x, &site, err) == CM_OK;
    cm_reply_status(x, ready ? 0 : CM_HTTP_BUSY);
    cm_json_object(x->json);
    cm_json_put_text(x->json, CM_SV("status"),
                     ready      ? CM_SV("ok")
                     : stopping ? CM_SV("stopping")
                                : CM_SV("unavailable"));
    cm_json_object_end(x->json);
    return CM_OK;
}

cm_status cm_api_system_metrics(cm_exchange *x, cm_err *err)
{
    if (!cm_house_is_local(x->address)) {
        return cm_err_set(err, CM_E_DENIED, "from this machine only");
    }
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_JSON);
    cm_gauge_write(x->house->gauge, &out);
    cm_reply_file(x, "text/plain; version=0.0.4; charset=utf-8", CM_SV(""), cm_buf_view(&out));
    return CM_OK;
}

cm_status cm_api_system_version(cm_exchange *x, cm_err *err)
{
    return cm_version_write_json(x->home, CM_SV(CM_VERSION), x->json, err);
}

cm_status cm_api_system_terms(cm_exchange *x, cm_err *err)
{
    return cm_glossary_write_json(x->home, cm_ask_text(x, "list"), x->json, err);
}

cm_status cm_api_system_catalogue(cm_exchange *x, cm_err *err)
{
    (void)err;
    cm_catalogue_write_json(x->home, x->json);
    return CM_OK;
}

/* It lies in api/ beside the reference data. */
cm_status cm_api_system_openapi(cm_exchange *x, cm_err *err)
{
    CM_AUTO_BUF out;
    cm_buf_init(&out, CM_MAX_DATA_FILE);
    cm_sv path = cm_arena_format(x->mem, "%.*s/../api/openapi.yaml", CM_SV_ARG(x->home->data));
    cm_status status = cm_file_read(path, &out, err);
    if (status == CM_OK) {
        cm_reply_file(x, "application/yaml", CM_SV(""), cm_buf_view(&out));
    }
    return status;
}
