#include "base/base.h"

#include "app/api_token.h"

#include "app/people.h"
#include "base/limits.h"
#include "base/moment.h"
#include "store/token.h"

enum { LABEL_MOST = 200 };

static cm_status check_scopes(cm_workdesk *w, const cm_svs *scopes, cm_err *err)
{
    if (scopes->count == 0) {
        return cm_err_set(err, CM_E_ARG, "say which acts the token is for");
    }
    for (size_t i = 0; i < scopes->count; i++) {
        if (!cm_right_scope_known(w->home->rights, scopes->items[i])) {
            return cm_err_set(err, CM_E_ARG, "no act '%.*s'", CM_SV_ARG(scopes->items[i]));
        }
    }
    return CM_OK;
}

static cm_status choose_day(cm_workdesk *w, cm_sv at, cm_date asked, cm_date *ret, cm_err *err)
{
    int64_t most = 0;
    cm_date today = cm_moment_day(at);
    cm_status status = cm_policy_get(w->desk, &w->home->policies, CM_SV("token_days"), &most, err);
    if (status != CM_OK) {
        return status;
    }
    cm_date last = cm_date_from_days(cm_date_to_days(today) + (int32_t)most);
    cm_date day = cm_date_exists(asked) ? asked : last;
    if (cm_date_compare(day, today) < 0 || cm_date_compare(day, last) > 0) {
        return cm_err_set(err, CM_E_ARG, "a token is good for %lld days at most, from today on",
                          (long long)most);
    }
    *ret = day;
    return CM_OK;
}

static cm_sv day_text(cm_arena *mem, cm_date day)
{
    CM_AUTO_BUF text;
    cm_buf_init(&text, CM_MAX_MESSAGE);
    (void)cm_date_write(&text, day);
    return cm_arena_sv(mem, cm_buf_view(&text));
}

static cm_status check(cm_workdesk *w, const cm_caller *caller, const cm_api_token_new *asked,
                       cm_date *ret_day, cm_err *err)
{
    if (caller->owner || caller->scopes != NULL) {
        return cm_right_refuse(CM_SV("token.make"), caller->owner ? CM_SV("setup") : CM_SV("scope"),
                               err);
    }
    if (cm_sv_trim(asked->label).len == 0 || asked->label.len > LABEL_MOST) {
        return cm_err_set(err, CM_E_ARG, "say in up to %d bytes what the token is for", LABEL_MOST);
    }
    cm_status status = check_scopes(w, &asked->scopes, err);
    return status == CM_OK ? choose_day(w, caller->at, asked->last_day, ret_day, err) : status;
}

// NOLINTNEXTLINE(readability-function-size): two results
cm_status cm_api_token_make(cm_workdesk *w, const cm_caller *caller, const cm_api_token_new *asked,
                            cm_arena *mem, cm_sv *ret_text, cm_api_token *ret, cm_err *err)
{
    cm_date day = CM_NO_DATE;
    cm_digest digest;
    cm_status status = check(w, caller, asked, &day, err);
    if (status == CM_OK) {
        status = cm_change_begin(w->desk, err);
    }
    if (status != CM_OK) {
        return status;
    }
    cm_sv text = cm_token_new(mem, &digest);
    cm_api_token t = {.person = caller->name,
                      .label = asked->label,
                      .scopes = asked->scopes,
                      .expires_on = day_text(mem, day),
                      .made_at = caller->at,
                      .made_by = caller->name,
                      .ended_at = CM_SV(""),
                      .ended_by = CM_SV("")};
    status = cm_api_token_add(w->desk, &t, digest, &t.no, err);
    const cm_deed deed = {.by = caller->name,
                          .office = caller->office,
                          .at = caller->at,
                          .action = CM_SV("token.make"),
                          .object = cm_arena_format(mem, "token %lld", (long long)t.no)};
    status = cm_change_end(w->desk, status, &deed, err);
    if (status == CM_OK) {
        *ret_text = text;
        *ret = t;
    }
    return status;
}

static bool may_see_others(cm_workdesk *w, const cm_caller *caller, cm_sv *ret_role)
{
    return cm_right_may(w->home->rights, caller, CM_SV("person.token"), NULL, ret_role);
}

cm_status cm_api_token_list(cm_workdesk *w, const cm_caller *caller, cm_arena *mem,
                            cm_api_tokens *ret, cm_err *err)
{
    cm_sv role;
    cm_sv whose = may_see_others(w, caller, &role) ? CM_SV("") : caller->name;
    return cm_api_tokens_load(w->desk, whose, mem, ret, err);
}

static const cm_api_token *find(const cm_api_tokens *all, int64_t no)
{
    for (size_t i = 0; i < all->count; i++) {
        if (all->items[i].no == no && all->items[i].ended_at.len == 0) {
            return &all->items[i];
        }
    }
    return NULL;
}

cm_status cm_api_token_stop(cm_workdesk *w, const cm_caller *caller, int64_t no, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_api_tokens all = {0};
    cm_deed deed = {0};
    cm_status status = cm_api_token_list(w, caller, &mem, &all, err);
    const cm_api_token *t = status == CM_OK ? find(&all, no) : NULL;
    if (status == CM_OK && t == NULL) {
        return cm_err_set(err, CM_E_NOTFOUND, "no token %lld", (long long)no);
    }
    if (status == CM_OK) {
        const cm_people_act act = {CM_SV("person.token"), t->person, CM_SV("")};
        status = cm_people_open_own(w, caller, &act, &mem, &deed, err);
    }
    if (status != CM_OK) {
        return status;
    }
    deed.action = CM_SV("token.end");
    deed.object = cm_arena_format(&mem, "token %lld", (long long)no);
    status = cm_api_token_end(w->desk, no, caller->name, caller->at, err);
    return cm_change_end(w->desk, status, &deed, err);
}
