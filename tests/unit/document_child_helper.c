/* What no reading program may do, by name; without a known name it gives its input back. Its exit
 * code is 0 where it could not. Run by document_child_test.c. */
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* NOLINTNEXTLINE(readability-function-cognitive-complexity): one deed after the other */
static int misbehave(const char *what)
{
    if (strcmp(what, "loop") == 0) {
        for (volatile int i = 0;; i++) {
        }
    }
    if (strcmp(what, "sleep") == 0) {
        for (;;) {
            (void)poll(NULL, 0, -1);
        }
    }
    if (strcmp(what, "socket") == 0) {
        return socket(AF_INET, SOCK_STREAM, 0) >= 0 || socket(AF_UNIX, SOCK_STREAM, 0) >= 0 ? 1 : 0;
    }
    if (strcmp(what, "write") == 0) {
        return open("/tmp/chaming-child-test", O_WRONLY | O_CREAT, 0600) >= 0 ? 1 : 0;
    }
    if (strcmp(what, "fork") == 0) {
        return fork() >= 0 ? 1 : 0;
    }
    if (strcmp(what, "memory") == 0) {
        size_t taken = 0;
        volatile char *block = malloc((size_t)1 << 20);
        while (taken < (size_t)4 << 30 && block != NULL) {
            block[0] = 'x';
            taken += (size_t)1 << 20;
            block = malloc((size_t)1 << 20);
        }
        return taken < (size_t)4 << 30 ? 0 : 1;
    }
    if (strcmp(what, "output") == 0) {
        for (;;) {
            (void)!write(STDOUT_FILENO, "0123456789", 10);
        }
    }
    if (strcmp(what, "environment") == 0) {
        /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
        return getenv("HOME") == NULL && getenv("PATH") == NULL ? 0 : 1;
    }
    if (strcmp(what, "descriptors") == 0) {
        int open_ones = 0;
        for (int fd = 3; fd < 64; fd++) {
            open_ones += fcntl(fd, F_GETFD) >= 0;
        }
        return open_ones == 0 ? 0 : 1;
    }
    if (strcmp(what, "crash") == 0) {
        abort();
    }
    /* echo: the input comes back */
    char byte;
    while (read(STDIN_FILENO, &byte, 1) == 1) {
        (void)!write(STDOUT_FILENO, &byte, 1);
    }
    (void)!write(STDERR_FILENO, "done", 4);
    return 7;
}

int main(int argc, char **argv)
{
    return argc == 2 ? misbehave(argv[1]) : 2;
}
