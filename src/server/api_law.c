#include "base/base.h"

#include "app/statute.h"
#include "server/route.h"
#include "server/routes.h"

cm_status cm_api_law_find(cm_exchange *x, cm_err *err)
{
    cm_sv query = cm_ask_text(x, "query");
    cm_statute s;
    cm_statute_find(x->home, x->mem, query, cm_ask_day(x, "on"), &s);
    if (s.kind == CM_STATUTE_NONE) {
        return cm_err_set(err, CM_E_NOTFOUND, "no article or crime '%.*s'", CM_SV_ARG(query));
    }
    cm_statute_write_json(x->json, x->home, query, &s);
    return CM_OK;
}
