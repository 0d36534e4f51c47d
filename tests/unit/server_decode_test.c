/* Requests as they come, against routes of the test's own. */
#include "base/base.h"

#include "harness.h"
#include "server/decode.h"

#include <string.h>

static const char *const COLOURS[] = {"red", "blue", NULL};

static const cm_field fields_get[] = {
    {"id", CM_IN_PATH, CM_FIELD_TEXT, NULL, NULL, 1, 8, true},
    {"limit", CM_IN_QUERY, CM_FIELD_INT, NULL, NULL, 1, 500, false},
    {"on", CM_IN_QUERY, CM_FIELD_TEXT, "date", NULL, 0, 20, false},
    {"at", CM_IN_QUERY, CM_FIELD_TEXT, "date-time", NULL, 0, 30, false},
    {"colour", CM_IN_QUERY, CM_FIELD_TEXTS, NULL, COLOURS, 0, 2, false},
    {"urgent", CM_IN_QUERY, CM_FIELD_BOOL, NULL, NULL, 0, 1, false},
};

static const cm_field fields_post[] = {
    {"id", CM_IN_PATH, CM_FIELD_TEXT, NULL, NULL, 1, 8, true},
    {"step", CM_IN_BODY, CM_FIELD_TEXT, NULL, NULL, 1, 4, true},
    {"count", CM_IN_BODY, CM_FIELD_INT, NULL, NULL, 0, 9, false},
    {"ids", CM_IN_BODY, CM_FIELD_TEXTS, NULL, NULL, 1, 2, false},
    {"rest", CM_IN_BODY, CM_FIELD_TREE, NULL, NULL, 0, 3, false},
    {"sure", CM_IN_BODY, CM_FIELD_BOOL, NULL, NULL, 0, 1, false},
};

static const cm_route routes[] = {
    {.operation = "all", .method = "GET", .path = "/v1/things"},
    {.operation = "one",
     .method = "GET",
     .path = "/v1/things/{id}",
     .fields = fields_get,
     .field_count = CM_COUNT(fields_get)},
    {.operation = "change",
     .method = "POST",
     .path = "/v1/things/{id}",
     .body = CM_BODY_JSON,
     .body_required = true,
     .fields = fields_post,
     .field_count = CM_COUNT(fields_post)},
    {.operation = "named", .method = "GET", .path = "/v1/things/new"},
};

const cm_route *cm_routes(size_t *ret_count)
{
    *ret_count = CM_COUNT(routes);
    return routes;
}

static const struct {
    const char *title, *method, *target, *operation; /* operation NULL: none */
    cm_status status;
    const char *wrong; /* field, or NULL */
} targets[] = {
    {"plain", "GET", "/v1/things", "all", CM_OK, NULL},
    {"head is get", "HEAD", "/v1/things", "all", CM_OK, NULL},
    {"parameter", "GET", "/v1/things/7", "one", CM_OK, NULL},
    {"a literal part goes before a parameter", "GET", "/v1/things/new", "named", CM_OK, NULL},
    {"other method", "PUT", "/v1/things/7", NULL, CM_E_NOTFOUND, NULL},
    {"longer path", "GET", "/v1/things/7/8", NULL, CM_E_NOTFOUND, NULL},
    {"slash at the end", "GET", "/v1/things/", NULL, CM_E_NOTFOUND, NULL},
    {"no path", "GET", "", NULL, CM_E_NOTFOUND, NULL},
    {"slash in a parameter", "GET", "/v1/things/a%2Fb", "one", CM_OK, NULL},
    {"too long", "GET", "/v1/things/123456789", "one", CM_E_SCHEMA, "id"},
    {"characters, not bytes", "GET", "/v1/things/%E5%90%8D%E5%90%8D%E5%90%8D%E5%90%8D", "one",
     CM_OK, NULL},
    {"escape cut off", "GET", "/v1/things/%e", NULL, CM_E_SYNTAX, NULL},
    {"escape of nothing", "GET", "/v1/things/%zz", NULL, CM_E_SYNTAX, NULL},
    {"zero", "GET", "/v1/things/%00", NULL, CM_E_SYNTAX, NULL},
    {"no UTF-8", "GET", "/v1/things/%c0%80", NULL, CM_E_UTF8, NULL},
    {"number", "GET", "/v1/things/7?limit=500", "one", CM_OK, NULL},
    {"too large", "GET", "/v1/things/7?limit=501", "one", CM_E_SCHEMA, "limit"},
    {"too small", "GET", "/v1/things/7?limit=0", "one", CM_E_SCHEMA, "limit"},
    {"no number", "GET", "/v1/things/7?limit=1e3", "one", CM_E_SCHEMA, "limit"},
    {"beyond any number", "GET", "/v1/things/7?limit=99999999999999999999", "one", CM_E_SCHEMA,
     "limit"},
    {"twice", "GET", "/v1/things/7?limit=1&limit=2", "one", CM_E_SCHEMA, "limit"},
    {"day", "GET", "/v1/things/7?on=2024-02-29", "one", CM_OK, NULL},
    {"no such day", "GET", "/v1/things/7?on=2023-02-29", "one", CM_E_SCHEMA, "on"},
    {"moment", "GET", "/v1/things/7?at=2026-11-22T07:40:00Z", "one", CM_OK, NULL},
    {"no moment", "GET", "/v1/things/7?at=2026-11-22", "one", CM_E_SCHEMA, "at"},
    {"list", "GET", "/v1/things/7?colour=red&colour=blue", "one", CM_OK, NULL},
    {"list too long", "GET", "/v1/things/7?colour=red&colour=red&colour=red", "one", CM_E_SCHEMA,
     "colour"},
    {"not of the list", "GET", "/v1/things/7?colour=green", "one", CM_E_SCHEMA, "colour"},
    {"true", "GET", "/v1/things/7?urgent=true", "one", CM_OK, NULL},
    {"neither", "GET", "/v1/things/7?urgent=1", "one", CM_E_SCHEMA, "urgent"},
    {"unknown", "GET", "/v1/things/7?other=1", "one", CM_E_SCHEMA, "other"},
    {"a field of the body in the query", "POST", "/v1/things/7?step=a", "change", CM_E_SCHEMA,
     "step"},
    {"empty query", "GET", "/v1/things/7?", "one", CM_OK, NULL},
    {"empty parts", "GET", "/v1/things/7?&&limit=3&", "one", CM_OK, NULL},
};

static void test_targets(void **state)
{
    (void)state;
    for (size_t i = 0; i < TEST_ROWS(targets); i++) {
        CM_AUTO_ARENA mem;
        CM_AUTO_ERR err = {0};
        cm_decoded d;
        cm_arena_init(&mem);
        test_row(targets[i].title);
        assert_int_equal(cm_decode_target(cm_sv_from(targets[i].method),
                                          cm_sv_from(targets[i].target), &mem, &d, &err),
                         targets[i].status);
        assert_int_equal(d.route == NULL, targets[i].operation == NULL);
        if (d.route != NULL) {
            assert_string_equal(d.route->operation, targets[i].operation);
        }
        if (targets[i].wrong != NULL) {
            assert_true(cm_sv_equal(d.wrong_name, cm_sv_from(targets[i].wrong)));
        }
    }
}

static void test_values(void **state)
{
    (void)state;
    CM_AUTO_ARENA mem;
    CM_AUTO_ERR err = {0};
    cm_decoded d;
    cm_arena_init(&mem);
    assert_int_equal(cm_decode_target(CM_SV("GET"),
                                      CM_SV("/v1/things/a%2Fb+c?limit=7&colour=blue&urgent=true"),
                                      &mem, &d, &err),
                     CM_OK);
    assert_true(cm_sv_equal(d.values[0].text, CM_SV("a/b+c")));
    assert_int_equal(d.values[1].number, 7);
    assert_false(d.values[2].given);
    assert_int_equal(d.values[4].texts.count, 1);
    assert_int_equal(d.values[5].number, 1);
    assert_int_equal(cm_decode_target(CM_SV("DELETE"), CM_SV("/v1/things/7"), &mem, &d, &err),
                     CM_E_NOTFOUND);
    assert_true(cm_sv_equal(d.allowed, CM_SV("GET, POST")));
}

static const struct {
    const char *title, *body;
    cm_status status;
    const char *wrong;
} bodies[] = {
    {"all", "{\"step\":\"a\",\"count\":3,\"ids\":[\"x\"],\"rest\":{\"k\":1},\"sure\":true}", CM_OK,
     NULL},
    {"null is as if left out", "{\"step\":\"a\",\"count\":null}", CM_OK, NULL},
    {"null for what is needed", "{\"step\":null}", CM_E_SCHEMA, "step"},
    {"needed", "{}", CM_E_SCHEMA, "step"},
    {"empty", "", CM_E_SCHEMA, NULL},
    {"no object", "[1]", CM_E_SCHEMA, NULL},
    {"cut off", "{\"step\":", CM_E_SYNTAX, NULL},
    {"more behind it", "{\"step\":\"a\"} x", CM_E_SYNTAX, NULL},
    {"unknown member", "{\"step\":\"a\",\"other\":1}", CM_E_SCHEMA, "other"},
    {"twice", "{\"step\":\"a\",\"step\":\"b\"}", CM_E_SCHEMA, "step"},
    {"other type", "{\"step\":1}", CM_E_SCHEMA, "step"},
    {"text for a number", "{\"step\":\"a\",\"count\":\"3\"}", CM_E_SCHEMA, "count"},
    {"out of bounds", "{\"step\":\"a\",\"count\":10}", CM_E_SCHEMA, "count"},
    {"empty text", "{\"step\":\"\"}", CM_E_SCHEMA, "step"},
    {"long text", "{\"step\":\"abcde\"}", CM_E_SCHEMA, "step"},
    {"zero in a text", "{\"step\":\"a\\u0000\"}", CM_E_SCHEMA, "step"},
    {"half of a pair", "{\"step\":\"\\udc00\"}", CM_E_SCHEMA, "step"},
    {"no list", "{\"step\":\"a\",\"ids\":\"x\"}", CM_E_SCHEMA, "ids"},
    {"list of other things", "{\"step\":\"a\",\"ids\":[1]}", CM_E_SCHEMA, "ids"},
    {"too many", "{\"step\":\"a\",\"ids\":[\"x\",\"y\",\"z\"]}", CM_E_SCHEMA, "ids"},
    {"too few", "{\"step\":\"a\",\"ids\":[]}", CM_E_SCHEMA, "ids"},
    {"a text for a tree", "{\"step\":\"a\",\"rest\":\"x\"}", CM_E_SCHEMA, "rest"},
    {"a path field in the body", "{\"step\":\"a\",\"id\":\"x\"}", CM_E_SCHEMA, "id"},
};

static void test_bodies(void **state)
{
    (void)state;
    for (size_t i = 0; i < TEST_ROWS(bodies); i++) {
        CM_AUTO_ARENA mem;
        CM_AUTO_ERR err = {0};
        cm_decoded d;
        cm_arena_init(&mem);
        test_row(bodies[i].title);
        assert_int_equal(cm_decode_target(CM_SV("POST"), CM_SV("/v1/things/7"), &mem, &d, &err),
                         CM_OK);
        assert_int_equal(cm_decode_body(&d, cm_sv_from(bodies[i].body), &mem, &err),
                         bodies[i].status);
        if (bodies[i].wrong != NULL) {
            assert_true(cm_sv_equal(d.wrong_name, cm_sv_from(bodies[i].wrong)));
            assert_true(d.wrong_in.len != 0);
        }
    }
}

static void test_headers(void **state)
{
    (void)state;
    int64_t version = 0;
    assert_true(cm_decode_version(CM_SV("\"7\""), &version));
    assert_int_equal(version, 7);
    assert_true(cm_decode_version(CM_SV(" W/\"8\" "), &version));
    assert_int_equal(version, 8);
    assert_false(cm_decode_version(CM_SV("7"), &version));
    assert_false(cm_decode_version(CM_SV("\"\""), &version));
    assert_false(cm_decode_version(CM_SV("\"0\""), &version));
    assert_false(cm_decode_version(CM_SV("\"-1\""), &version));
    cm_sv header = CM_SV("a=1; chaming=2; chaming_session=three;x=4");
    assert_true(cm_sv_equal(cm_decode_cookie(header, CM_SV("chaming_session")), CM_SV("three")));
    assert_int_equal(cm_decode_cookie(header, CM_SV("session")).len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_targets),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_bodies),
        cmocka_unit_test(test_headers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
