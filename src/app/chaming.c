#include "base/base.h"

#include <chaming.h>

#include "app/check.h"
#include "base/limits.h"
#include "judgment/record_json.h"

#define EXPORT __attribute__((visibility("default")))

struct chaming {
    cm_home *home;
    cm_reading *reading;
};

EXPORT void chaming_error_clear(chaming_error *error)
{
    if (error != NULL) {
        cm_free(error->message);
        error->message = NULL;
    }
}

static chaming_status fail(chaming_error *error, chaming_status status, cm_sv message)
{
    if (error != NULL) {
        CM_AUTO_BUF text;
        cm_buf_init(&text, CM_MAX_MESSAGE);
        (void)cm_buf_add(&text, message);
        chaming_error_clear(error);
        error->message = cm_alloc(text.len + 1);
        memcpy(error->message, cm_buf_z(&text), text.len + 1);
    }
    return status;
}

EXPORT const char *chaming_version(void)
{
    return CM_VERSION;
}

EXPORT chaming_status chaming_open(const char *data_folder, chaming **ret_chaming,
                                   chaming_error *error)
{
    if (ret_chaming == NULL) {
        return fail(error, CHAMING_BAD_CALL, CM_SV("ret_chaming is NULL"));
    }
    CM_AUTO_ERR err = {0};
    cm_home *home = NULL;
    cm_status status = cm_home_open(cm_sv_from(data_folder), CM_SV("zh"), &home, &err);
    if (status == CM_OK) {
        status = cm_home_load_models(home, CM_SV(""), &err);
    }
    if (status != CM_OK) {
        cm_home_close(home);
        return fail(error, CHAMING_BAD_DATA, cm_sv_from(err.message));
    }
    chaming *c = cm_alloc_zero(1, sizeof(*c));
    c->home = home;
    c->reading = cm_reading_new(home);
    *ret_chaming = c;
    return CHAMING_OK;
}

EXPORT void chaming_close(chaming *c)
{
    if (c != NULL) {
        cm_reading_free(c->reading);
        cm_home_close(c->home);
        cm_free(c);
    }
}

EXPORT void chaming_free(char *json)
{
    cm_free(json);
}

static chaming_status not_read(chaming_error *error, cm_cause cause)
{
    return fail(error, CHAMING_NOT_READ, cm_cause_name(cause));
}

static bool is_given(const chaming_judgment *judgment)
{
    return judgment != NULL && judgment->id != NULL && judgment->text != NULL;
}

/* The buffer's memory becomes the caller's. */
static chaming_status hand_over(cm_buf *json, char **ret_json, size_t *ret_len,
                                chaming_error *error)
{
    if (json->over) {
        cm_buf_clear(json);
        return fail(error, CHAMING_NOT_READ, cm_cause_name(CM_CAUSE_TOO_LONG));
    }
    *ret_json = json->ptr;
    if (ret_len != NULL) {
        *ret_len = json->len;
    }
    return CHAMING_OK;
}

EXPORT chaming_status chaming_read(chaming *c, const chaming_judgment *judgment, char **ret_json,
                                   size_t *ret_len, chaming_error *error)
{
    if (c == NULL || !is_given(judgment) || ret_json == NULL) {
        return fail(error, CHAMING_BAD_CALL, CM_SV("an argument is NULL"));
    }
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_document d;
    cm_sv text = {judgment->text, judgment->text_len};
    cm_reading_text(c->reading, &mem, cm_sv_from(judgment->id), text, &d);
    if (d.cause != CM_CAUSE_NONE) {
        return not_read(error, d.cause);
    }
    cm_buf out;
    cm_buf_init(&out, CM_MAX_JSON);
    CM_AUTO_JSON *json = cm_json_new(&out);
    cm_record_write_json(json, &mem, cm_reader_choices(c->home->reader), d.id, &d.record);
    cm_json_line(json);
    return hand_over(&out, ret_json, ret_len, error);
}

/* False: a day was given that is none. */
static bool parse_day(const char *text, cm_date *ret_day)
{
    *ret_day = CM_NO_DATE;
    return text == NULL || (cm_date_parse(cm_sv_from(text), ret_day) && cm_date_exists(*ret_day));
}

static cm_status check_to_json(chaming *c, const cm_check_options *options, cm_buf *out,
                               cm_cause *ret_cause, cm_err *err)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    cm_check check;
    cm_status status = cm_check_open(c->home, &mem, options, &check, err);
    *ret_cause = check.document.cause;
    if (status == CM_OK && *ret_cause == CM_CAUSE_NONE) {
        CM_AUTO_JSON *json = cm_json_new(out);
        status = cm_check_write_json(json, c->home, &check, false, &mem, err);
        cm_json_line(json);
    }
    cm_check_close(&check);
    return status;
}

EXPORT chaming_status chaming_check(chaming *c, const chaming_judgment *judgment, char **ret_json,
                                    size_t *ret_len, chaming_error *error)
{
    cm_check_options options = {.today = cm_date_today()};
    if (c == NULL || !is_given(judgment) || ret_json == NULL ||
        !parse_day(judgment->received_on, &options.received_on)) {
        return fail(error, CHAMING_BAD_CALL, CM_SV("an argument is NULL or no date"));
    }
    options.id = cm_sv_from(judgment->id);
    options.content = (cm_sv){judgment->text, judgment->text_len};
    CM_AUTO_ERR err = {0};
    cm_buf out;
    cm_buf_init(&out, CM_MAX_JSON);
    cm_cause cause = CM_CAUSE_NONE;
    cm_status status = check_to_json(c, &options, &out, &cause, &err);
    if (status == CM_OK && cause == CM_CAUSE_NONE) {
        return hand_over(&out, ret_json, ret_len, error);
    }
    cm_buf_clear(&out);
    return status != CM_OK ? fail(error, CHAMING_FAILED, cm_sv_from(err.message))
                           : not_read(error, cause);
}
