#include "base/base.h"

#include "cli/secret.h"

#include "base/kdf.h"
#include "base/limits.h"

#include <stdio.h>
#include <termios.h>
#include <unistd.h>

/* False: the input ended, or the line is too long. */
static bool read_line(cm_buf *ret)
{
    int c = getchar();
    while (c != EOF && c != '\n' && !ret->over) {
        if (c != '\r') {
            (void)cm_buf_add_byte(ret, (char)c);
        }
        c = getchar();
    }
    return !ret->over && (c == '\n' || ret->len != 0);
}

static bool ask(cm_cli *cli, const char *id, cm_buf *ret)
{
    struct termios shown;
    if (tcgetattr(STDIN_FILENO, &shown) != 0) {
        return false;
    }
    struct termios hidden = shown;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    cm_cli_say_error(cli, id, NULL);
    bool read = tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0 && read_line(ret);
    return tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown) == 0 && read;
}

bool cm_cli_secret(cm_cli *cli, cm_buf *ret, int *ret_exit)
{
    CM_AUTO_BUF again;
    cm_buf_init(&again, CM_MAX_PASSWORD + 1);
    bool terminal = isatty(STDIN_FILENO) != 0;
    bool read = terminal ? ask(cli, "person.password.ask", ret) : read_line(ret);
    bool same = !terminal || (read && ask(cli, "person.password.again", &again) &&
                              cm_secret_equal(cm_buf_view(ret), cm_buf_view(&again)));
    if (again.len != 0) {
        cm_wipe(again.ptr, again.len);
    }
    if (!read || !same) {
        cm_cli_say_error(cli, read ? "person.password.differ" : "person.password.none", NULL);
        *ret_exit = CM_EXIT_USAGE;
    }
    return read && same;
}
