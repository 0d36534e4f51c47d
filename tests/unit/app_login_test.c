/* Who comes in and who does not: passwords, wrong tries, one-time codes, log-ins and their end,
 * tokens, invitations, on a workspace of its own. The clock is given. */
#include "base/base.h"

#include "app/account.h"
#include "app/login.h"
#include "app/people.h"
#include "base/file.h"
#include "base/moment.h"
#include "desk/audit.h"
#include "desk/person.h"
#include "harness.h"
#include "store/totp.h"

#include <string.h>
#include <unistd.h>

enum { MINUTE = 60 };

#define AT   "2026-11-22T07:40:00Z"
#define GOOD "Orange-Desk-77"

typedef struct {
    cm_arena mem;
    cm_home *home;
    cm_workdesk *w;
    int64_t clock; /* seconds */
    cm_sv folder;
} fixture;

static void wait_minutes(fixture *f, int64_t minutes)
{
    f->clock += minutes * MINUTE;
}

static cm_sv now(fixture *f)
{
    return cm_moment_text(&f->mem, f->clock);
}

static cm_caller caller_of(fixture *f, const char *name)
{
    CM_AUTO_ERR err = {0};
    cm_caller caller = {0};
    assert_int_equal(cm_person_known(f->w->desk, cm_sv_from(name), now(f), &f->mem, &caller, &err),
                     CM_OK);
    return caller;
}

/* Somebody who is no administrator. */
static void add_prosecutor(fixture *f)
{
    CM_AUTO_ERR err = {0};
    const cm_caller sam = caller_of(f, "sam");
    const cm_people_person pro = {.name = CM_SV("pro"), .office = CM_SV("office")};
    assert_int_equal(cm_people_add(f->w, &sam, &pro, &err), CM_OK);
}

static void set_policy(fixture *f, const char *id, int64_t value)
{
    CM_AUTO_ERR err = {0};
    const cm_policy_value set = {.value = value, .at = now(f)};
    const cm_deed deed = {.at = now(f), .action = CM_SV("policy.set")};
    assert_int_equal(cm_change_begin(f->w->desk, &err), CM_OK);
    assert_int_equal(cm_policy_put(f->w->desk, &f->home->policies, &set, cm_sv_from(id), &err),
                     CM_OK);
    assert_int_equal(cm_change_commit(f->w->desk, &deed, NULL, &err), CM_OK);
}

static cm_status set_password(fixture *f, const char *by, const char *name, const char *password)
{
    CM_AUTO_ERR err = {0};
    const cm_caller caller = caller_of(f, by);
    const cm_account_new set = {.name = cm_sv_from(name), .password = cm_sv_from(password)};
    return cm_account_password(f->w, &caller, &set, &err);
}

static int set_up(void **state)
{
    fixture *f = cm_alloc_zero(1, sizeof(*f));
    cm_arena_init(&f->mem);
    CM_AUTO_ERR err = {0};
    char *folder = cm_arena_array(&f->mem, char, 32);
    (void)snprintf(folder, 32, "login-test-XXXXXX");
    assert_non_null(mkdtemp(folder));
    f->folder = cm_sv_from(folder);
    f->clock = cm_moment_seconds(CM_SV(AT));
    cm_sv at = cm_file_join(&f->mem, f->folder, CM_SV("ws"));
    const cm_people_setup setup = {.office = CM_SV("office"),
                                   .code = CM_SV("o"),
                                   .system_admin = CM_SV("sam"),
                                   .security_admin = CM_SV("sec"),
                                   .auditor = CM_SV("aud"),
                                   .folder = cm_file_join(&f->mem, f->folder, CM_SV("tokens")),
                                   .at = CM_SV(AT)};
    assert_int_equal(cm_home_open(CM_SV(""), CM_SV("zh"), &f->home, &err), CM_OK);
    assert_int_equal(cm_workspace_create(&f->mem, at, &err), CM_OK);
    assert_int_equal(cm_workdesk_open(f->home, at, CM_SV(AT), &f->w, &err), CM_OK);
    assert_int_equal(cm_people_begin(f->w, &setup, &err), CM_OK);
    assert_int_equal(set_password(f, "sam", "sam", GOOD), CM_OK);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR err = {0};
    cm_workdesk_close(f->w);
    cm_home_close(f->home);
    cm_svs files = {0};
    cm_status status = cm_file_list(&f->mem, f->folder, &files, &err);
    for (size_t i = 0; i < files.count; i++) {
        (void)unlink(files.items[i].ptr);
        (void)rmdir(cm_arena_sv(&f->mem, cm_file_folder(files.items[i])).ptr);
    }
    (void)rmdir(cm_file_join(&f->mem, f->folder, CM_SV("ws/vault")).ptr);
    (void)rmdir(cm_file_join(&f->mem, f->folder, CM_SV("ws")).ptr);
    (void)rmdir(f->folder.ptr);
    cm_arena_clear(&f->mem);
    cm_free(f);
    return status == CM_OK ? 0 : -1;
}

/* "" when it went well, else what was said. */
static cm_sv enter(fixture *f, const cm_login_ask *ask, cm_login_in *ret)
{
    CM_AUTO_ERR err = {0};
    cm_login_ask whole = *ask;
    whole.at = now(f);
    cm_status status = cm_login_begin(f->w, &whole, &f->mem, ret, &err);
    return status == CM_OK ? CM_SV("") : cm_arena_sv(&f->mem, cm_sv_from(err.message));
}

static void expect(fixture *f, const char *name, const char *password, const char *said)
{
    cm_login_in in = {0};
    const cm_login_ask ask = {.name = cm_sv_from(name), .password = cm_sv_from(password)};
    cm_sv seen = enter(f, &ask, &in);
    if (!cm_sv_equal(seen, cm_sv_from(said))) {
        fail_msg("%s: '%.*s', expected '%s'", name, CM_SV_ARG(seen), said);
    }
}

static cm_login_in log_in(fixture *f, const char *name, const char *password)
{
    cm_login_in in = {0};
    const cm_login_ask ask = {.name = cm_sv_from(name), .password = cm_sv_from(password)};
    assert_int_equal(enter(f, &ask, &in).len, 0);
    return in;
}

static cm_status come(fixture *f, cm_sv cookie, cm_caller *ret)
{
    CM_AUTO_ERR err = {0};
    cm_sv csrf;
    return cm_login_session(f->w, cookie, now(f), &f->mem, ret, &csrf, &err);
}

static cm_status take_action(void *payload, const cm_audit_line *line, cm_err *err)
{
    (void)err;
    cm_buf *out = payload;
    (void)cm_buf_addf(out, "%.*s %.*s %.*s\n", CM_SV_ARG(line->deed.by),
                      CM_SV_ARG(line->deed.action), CM_SV_ARG(line->deed.object));
    return CM_OK;
}

static cm_sv lines_after(fixture *f, int64_t after)
{
    CM_AUTO_ERR err = {0};
    CM_AUTO_BUF out;
    cm_buf_init(&out, SIZE_MAX);
    const cm_audit_filter filter = {.after = after};
    assert_int_equal(cm_audit_each(f->w->desk, &filter, take_action, &out, &err), CM_OK);
    return cm_arena_sv(&f->mem, cm_buf_view(&out));
}

static int64_t last_line(fixture *f)
{
    CM_AUTO_ERR err = {0};
    cm_audit_point last = {0};
    assert_int_equal(cm_audit_last(f->w->desk, &f->mem, &last, &err), CM_OK);
    return last.no;
}

static void test_log_in(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR err = {0};
    cm_caller caller = {0};
    cm_sv csrf;
    int64_t before = last_line(f);
    expect(f, "sam", "wrong", "login: refused");
    expect(f, "nobody", GOOD, "login: refused");
    expect(f, "sec", GOOD, "login: refused"); /* has no password yet */
    expect(f, "sec", "", "login: refused");
    cm_login_in in = log_in(f, "sam", GOOD), other = log_in(f, "sam", GOOD);
    assert_false(cm_sv_equal(in.cookie, other.cookie));
    assert_int_equal(cm_login_session(f->w, in.cookie, now(f), &f->mem, &caller, &csrf, &err),
                     CM_OK);
    assert_true(cm_sv_equal(caller.name, CM_SV("sam")));
    assert_int_equal(caller.roles.count, 1);
    assert_true(cm_sv_equal(csrf, in.csrf) && !cm_sv_equal(csrf, other.csrf));
    assert_int_equal(come(f, CM_SV("x"), &caller), CM_E_DENIED);
    assert_int_equal(come(f, CM_SV(""), &caller), CM_E_DENIED);
    assert_true(cm_sv_equal(lines_after(f, before),
                            CM_SV(" login.refused person sam\n login.refused person ?\n"
                                  " login.refused person sec\n login.refused person sec\n"
                                  "sam login person sam\nsam login person sam\n")));
}

static void test_end(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR err = {0};
    cm_caller caller = {0};
    cm_visits visits = {0};
    cm_login_in in = log_in(f, "sam", GOOD), other = log_in(f, "sam", GOOD);
    assert_int_equal(come(f, in.cookie, &caller), CM_OK);
    assert_int_equal(cm_login_visits(f->w, &caller, &f->mem, &visits, &err), CM_OK);
    assert_int_equal(visits.count, 2);
    assert_int_equal(cm_login_end(f->w, &caller, 0, &err), CM_OK);
    assert_int_equal(cm_login_end(f->w, &caller, 0, &err), CM_E_NOTFOUND);
    assert_int_equal(come(f, in.cookie, &caller), CM_E_DENIED);
    assert_int_equal(come(f, other.cookie, &caller), CM_OK);

    wait_minutes(f, 29); /* idle for less than 30 minutes, and again */
    assert_int_equal(come(f, other.cookie, &caller), CM_OK);
    wait_minutes(f, 29);
    assert_int_equal(come(f, other.cookie, &caller), CM_OK);
    wait_minutes(f, 31);
    assert_int_equal(come(f, other.cookie, &caller), CM_E_DENIED);

    in = log_in(f, "sam", GOOD);
    for (int i = 0; i < 12 * 3; i++) { /* twelve hours, never idle */
        assert_int_equal(come(f, in.cookie, &caller), CM_OK);
        wait_minutes(f, 20);
    }
    f->clock += 60;
    assert_int_equal(come(f, in.cookie, &caller), CM_E_DENIED);
}

static void test_single(void **state)
{
    fixture *f = *state;
    cm_caller caller = {0};
    cm_login_in first = log_in(f, "sam", GOOD);
    set_policy(f, "session_single", 1);
    cm_login_in second = log_in(f, "sam", GOOD);
    assert_int_equal(come(f, first.cookie, &caller), CM_E_DENIED);
    assert_int_equal(come(f, second.cookie, &caller), CM_OK);
}

static void test_locked(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR err = {0};
    int64_t before = last_line(f);
    add_prosecutor(f);
    set_policy(f, "lockout_tries", 3);
    for (int i = 0; i < 2; i++) {
        expect(f, "sam", "wrong", "login: refused");
    }
    (void)log_in(f, "sam", GOOD); /* not in a row */
    for (int i = 0; i < 3; i++) {
        expect(f, "sam", "wrong", "login: refused");
    }
    expect(f, "sam", GOOD, "login: refused");
    assert_true(cm_sv_find(lines_after(f, before), CM_SV("login.locked person sam"), 0) !=
                SIZE_MAX);
    wait_minutes(f, 15);
    (void)log_in(f, "sam", GOOD);

    for (int i = 0; i < 3; i++) {
        expect(f, "sam", "wrong", "login: refused");
        wait_minutes(f, 16); /* far apart */
    }
    (void)log_in(f, "sam", GOOD);

    assert_int_equal(set_password(f, "sam", "pro", GOOD), CM_OK);
    for (int i = 0; i < 3; i++) {
        expect(f, "pro", "wrong", "login: refused");
    }
    expect(f, "pro", GOOD, "login: refused");
    const cm_caller sam = caller_of(f, "sam"), aud = caller_of(f, "aud");
    assert_int_equal(cm_account_unlock(f->w, &aud, CM_SV("pro"), &err), CM_E_DENIED);
    assert_int_equal(cm_account_unlock(f->w, &sam, CM_SV("pro"), &err), CM_OK);
    expect(f, "pro", GOOD, "login: change"); /* in, but another chose the password */
}

static void test_rules(void **state)
{
    fixture *f = *state;
    set_policy(f, "password_history", 2);
    assert_int_equal(set_password(f, "sam", "sam", "Short-7"), CM_E_ARG);
    assert_int_equal(set_password(f, "sam", "sam", "onlysmallletters"), CM_E_ARG);
    assert_int_equal(set_password(f, "sam", "sam", "I-am-SAM-of-77"), CM_E_ARG);
    assert_int_equal(set_password(f, "sam", "sam", "\xff\xff-Bytes-0123"), CM_E_UTF8);
    assert_int_equal(set_password(f, "sam", "sam", GOOD), CM_E_ARG); /* the one he has */
    assert_int_equal(set_password(f, "sam", "sam", GOOD "-2"), CM_OK);
    assert_int_equal(set_password(f, "sam", "sam", GOOD), CM_E_ARG); /* the one before */
    for (int i = 3; i < 5; i++) {
        cm_sv next = cm_arena_format(&f->mem, "Good-word-%d", i);
        assert_int_equal(set_password(f, "sam", "sam", next.ptr), CM_OK);
    }
    assert_int_equal(set_password(f, "sam", "sam", GOOD), CM_OK); /* two others since */
    assert_int_equal(set_password(f, "aud", "sam", GOOD "-8"), CM_E_DENIED);
    assert_int_equal(set_password(f, "sam", "nobody", GOOD "-8"), CM_E_NOTFOUND);
}

/* Who changes it while he is in goes on; others who are in as he are out. */
static void test_change(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR err = {0};
    cm_caller caller = {0};
    cm_login_in mine = log_in(f, "sam", GOOD), other = log_in(f, "sam", GOOD);
    assert_int_equal(come(f, mine.cookie, &caller), CM_OK);
    cm_account_new set = {
        .name = CM_SV("sam"), .password = CM_SV(GOOD "-2"), .old = CM_SV("wrong")};
    assert_int_equal(cm_account_password(f->w, &caller, &set, &err), CM_E_DENIED);
    set.old = CM_SV(GOOD);
    assert_int_equal(cm_account_password(f->w, &caller, &set, &err), CM_OK);
    assert_int_equal(come(f, mine.cookie, &caller), CM_OK);
    assert_int_equal(come(f, other.cookie, &caller), CM_E_DENIED);
    expect(f, "sam", GOOD, "login: refused");
    (void)log_in(f, "sam", GOOD "-2");

    f->clock += (int64_t)91 * 86400; /* it has expired */
    expect(f, "sam", GOOD "-2", "login: change");
    cm_login_in in = {0};
    cm_login_ask ask = {
        .name = CM_SV("sam"), .password = CM_SV(GOOD "-2"), .new_password = CM_SV(GOOD "-2")};
    assert_true(enter(f, &ask, &in).len != 0); /* no new one */
    ask.new_password = CM_SV(GOOD "-3");
    assert_int_equal(enter(f, &ask, &in).len, 0);
    (void)log_in(f, "sam", GOOD "-3");
}

/* The way it is kept follows the policy. */
static void test_renewed(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR err = {0};
    cm_credential c = {0};
    set_policy(f, "password_sm3", 1);
    (void)log_in(f, "sam", GOOD);
    assert_int_equal(
        cm_credential_find(f->w->desk, CM_SV("sam"), CM_SV("password"), &f->mem, &c, &err), CM_OK);
    assert_true(cm_sv_starts(c.secret, CM_SV("$pbkdf2-sm3$")));
    (void)log_in(f, "sam", GOOD);
    expect(f, "sam", "wrong", "login: refused");
    expect(f, "nobody", "wrong", "login: refused");
}

static void test_grant_ends(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR err = {0};
    cm_caller caller = {0};
    const cm_caller sam = caller_of(f, "sam"), sec = caller_of(f, "sec");
    const cm_people_person anna = {.name = CM_SV("anna"), .office = CM_SV("office")};
    assert_int_equal(cm_people_add(f->w, &sam, &anna, &err), CM_OK);
    assert_int_equal(set_password(f, "anna", "anna", GOOD), CM_OK);
    cm_login_in in = log_in(f, "anna", GOOD);
    cm_grant grant = {.person = CM_SV("anna"), .role = CM_SV("prosecutor")};
    assert_int_equal(cm_people_grant(f->w, &sec, &grant, &err), CM_OK);
    assert_int_equal(come(f, in.cookie, &caller), CM_E_DENIED); /* as another than before */
    in = log_in(f, "anna", GOOD);
    assert_int_equal(come(f, in.cookie, &caller), CM_OK);
    assert_int_equal(cm_people_disable(f->w, &sam, CM_SV("anna"), CM_SV("left"), &err), CM_OK);
    assert_int_equal(come(f, in.cookie, &caller), CM_E_DENIED);
    expect(f, "anna", GOOD, "login: refused");
}

static cm_sv code_of(fixture *f, cm_sv secret)
{
    cm_totp_secret s = {{0}};
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    uint32_t held = 0;
    int bits = 0;
    size_t n = 0;
    for (size_t i = 0; i < secret.len; i++) {
        held = (held << 5) | (uint32_t)(strchr(letters, secret.ptr[i]) - letters);
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            s.bytes[n++] = (uint8_t)(held >> bits);
        }
    }
    return cm_totp_code(&f->mem, &s, f->clock);
}

static void test_codes(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR err = {0};
    cm_account_codes codes = {0}, again = {0};
    cm_login_in in = {0};
    cm_sv sam = CM_SV("sam");
    set_policy(f, "totp_required", 1);
    expect(f, "sam", GOOD, "login: enrol");
    assert_int_equal(
        cm_account_codes_begin(f->w, sam, CM_SV("wrong"), now(f), &f->mem, &codes, &err),
        CM_E_DENIED);
    assert_int_equal(cm_account_codes_begin(f->w, sam, CM_SV(GOOD), now(f), &f->mem, &codes, &err),
                     CM_OK);
    assert_int_equal(codes.secret.len, 32);
    assert_true(cm_sv_starts(codes.uri, CM_SV("otpauth://totp/Chaming:sam?secret=")));
    expect(f, "sam", GOOD, "login: enrol"); /* not before a code of it was given */
    cm_login_ask ask = {.name = sam, .password = CM_SV(GOOD), .code = code_of(f, codes.secret)};
    assert_int_equal(enter(f, &ask, &in).len, 0);
    assert_true(cm_sv_equal(enter(f, &ask, &in), CM_SV("login: refused"))); /* once */
    set_policy(f, "totp_required", 0);
    expect(f, "sam", GOOD, "login: refused"); /* it is asked for from now on */
    f->clock += 30;
    ask.code = code_of(f, codes.secret);
    ask.password = CM_SV("wrong");
    assert_true(cm_sv_equal(enter(f, &ask, &in), CM_SV("login: refused")));
    ask.password = CM_SV(GOOD);
    assert_int_equal(enter(f, &ask, &in).len, 0);
    assert_int_equal(cm_account_codes_begin(f->w, sam, CM_SV(GOOD), now(f), &f->mem, &again, &err),
                     CM_E_CONFLICT);
    const cm_caller caller = caller_of(f, "sam");
    assert_int_equal(cm_account_codes_end(f->w, &caller, sam, &err), CM_OK);
    (void)log_in(f, "sam", GOOD);
}

static void test_invited(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR err = {0};
    const cm_caller sam = caller_of(f, "sam");
    cm_sv first, code, name;
    add_prosecutor(f);
    assert_int_equal(cm_account_invite(f->w, &sam, CM_SV("nobody"), &f->mem, &code, &err),
                     CM_E_NOTFOUND);
    assert_int_equal(cm_account_invite(f->w, &sam, CM_SV("pro"), &f->mem, &first, &err), CM_OK);
    assert_int_equal(cm_account_invite(f->w, &sam, CM_SV("pro"), &f->mem, &code, &err), CM_OK);
    cm_sv at = now(f), good = CM_SV(GOOD);
    assert_int_equal(cm_account_accept(f->w, first, good, at, &f->mem, &name, &err), CM_E_DENIED);
    assert_int_equal(cm_account_accept(f->w, code, CM_SV("x"), at, &f->mem, &name, &err), CM_E_ARG);
    cm_sv late = cm_moment_after(&f->mem, at, (int64_t)73 * 3600);
    assert_int_equal(cm_account_accept(f->w, code, good, late, &f->mem, &name, &err), CM_E_DENIED);
    assert_int_equal(cm_account_accept(f->w, code, good, at, &f->mem, &name, &err), CM_OK);
    assert_true(cm_sv_equal(name, CM_SV("pro")));
    assert_int_equal(cm_account_accept(f->w, code, good, at, &f->mem, &name, &err), CM_E_DENIED);
    (void)log_in(f, "pro", GOOD);
    /* Whoever could take over the account of another administrator could do everything. */
    assert_int_equal(cm_account_invite(f->w, &sam, CM_SV("sec"), &f->mem, &code, &err),
                     CM_E_DENIED);
    assert_int_equal(set_password(f, "sam", "aud", GOOD), CM_E_DENIED);
}

/* What he has from the file is known; what it opens is all he may do. */
static void test_file_token(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR err = {0};
    CM_AUTO_BUF text;
    cm_caller caller = {0};
    cm_buf_init(&text, 1024);
    cm_sv path = cm_file_join(&f->mem, f->folder, CM_SV("tokens/aud.token"));
    assert_int_equal(cm_file_read(path, &text, &err), CM_OK);
    cm_sv token = cm_sv_trim(cm_buf_view(&text));
    assert_int_equal(cm_login_token(f->w, token, now(f), &f->mem, &caller, &err), CM_OK);
    assert_true(cm_sv_equal(caller.name, CM_SV("aud")));
    assert_null(caller.scopes);
    int64_t before = last_line(f);
    assert_int_equal(cm_login_token(f->w, CM_SV("no"), now(f), &f->mem, &caller, &err),
                     CM_E_DENIED);
    assert_true(cm_sv_equal(lines_after(f, before), CM_SV(" login.refused person ?\n")));
}

/* No secret stands in the desk as it is, and the audit tells of every row. */
static void test_kept(void **state)
{
    fixture *f = *state;
    CM_AUTO_ERR err = {0};
    cm_audit_report report;
    const cm_audit_points none = {0};
    const cm_caller sam = caller_of(f, "sam");
    cm_sv code;
    cm_login_in in = log_in(f, "sam", GOOD);
    cm_account_codes codes = {0};
    add_prosecutor(f);
    assert_int_equal(
        cm_account_codes_begin(f->w, CM_SV("sam"), CM_SV(GOOD), now(f), &f->mem, &codes, &err),
        CM_OK);
    assert_int_equal(cm_account_invite(f->w, &sam, CM_SV("pro"), &f->mem, &code, &err), CM_OK);
    cm_sv copy = cm_file_join(&f->mem, f->folder, CM_SV("copy.sqlite"));
    cm_sv raw = cm_workdesk_path(&f->mem, &f->w->workspace);
    assert_int_equal(cm_desk_copy(f->w->desk, copy, &err), CM_OK);
    const cm_sv secrets[] = {CM_SV(GOOD), in.cookie, in.csrf, codes.secret, code};
    const cm_sv files[] = {copy, raw, cm_arena_format(&f->mem, "%.*s-wal", CM_SV_ARG(raw))};
    for (size_t i = 0; i < CM_COUNT(files); i++) {
        CM_AUTO_BUF bytes;
        cm_buf_init(&bytes, SIZE_MAX);
        assert_int_equal(cm_file_read(files[i], &bytes, &err), CM_OK);
        for (size_t j = 0; j < CM_COUNT(secrets); j++) {
            assert_true(cm_sv_find(cm_buf_view(&bytes), secrets[j], 0) == SIZE_MAX);
        }
    }
    assert_int_equal(cm_audit_verify(f->w->desk, &none, &f->mem, &report, &err), CM_OK);
    assert_int_equal(report.fault_count, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_log_in), TEST(test_end),     TEST(test_single),     TEST(test_locked),
        TEST(test_rules),  TEST(test_change),  TEST(test_renewed),    TEST(test_grant_ends),
        TEST(test_codes),  TEST(test_invited), TEST(test_file_token), TEST(test_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
