#include "base/base.h"

#include "document/child.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHUNK_BYTES ((size_t)64 << 10)
/* The child's word that it could not become what it should be. */
#define EXIT_NOT_RUN 126

struct cm_cage {
    struct sock_fprog program;
};

/* What a program needs that reads files and writes to descriptors it was given. All else gives
 * EPERM. Opening is allowed for reading only. */
static const int allowed[] = {
    SCMP_SYS(read),
    SCMP_SYS(readv),
    SCMP_SYS(pread64),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(close),
    SCMP_SYS(stat),
    SCMP_SYS(fstat),
    SCMP_SYS(lstat),
    SCMP_SYS(newfstatat),
    SCMP_SYS(statx),
    SCMP_SYS(lseek),
    SCMP_SYS(access),
    SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2),
    SCMP_SYS(getdents64),
    SCMP_SYS(readlink),
    SCMP_SYS(readlinkat),
    SCMP_SYS(getcwd),
    SCMP_SYS(mmap),
    SCMP_SYS(mprotect),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(brk),
    SCMP_SYS(arch_prctl),
    SCMP_SYS(set_tid_address),
    SCMP_SYS(rseq),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(prlimit64),
    SCMP_SYS(getrlimit),
    SCMP_SYS(getrandom),
    SCMP_SYS(futex),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_getres),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(time),
    SCMP_SYS(nanosleep),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(getuid),
    SCMP_SYS(geteuid),
    SCMP_SYS(getgid),
    SCMP_SYS(getegid),
    SCMP_SYS(uname),
    SCMP_SYS(sysinfo),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(sched_yield),
    SCMP_SYS(fcntl),
    SCMP_SYS(dup),
    SCMP_SYS(dup2),
    SCMP_SYS(poll),
    SCMP_SYS(execve),
    SCMP_SYS(umask),
    SCMP_SYS(fadvise64),
};

static bool add_rules(scmp_filter_ctx filter)
{
    static const int opening[] = {SCMP_SYS(open), SCMP_SYS(openat)};
    for (size_t i = 0; i < CM_COUNT(allowed); i++) {
        if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0) != 0) {
            return false;
        }
    }
    for (unsigned i = 0; i < CM_COUNT(opening); i++) {
        const struct scmp_arg_cmp reading = {.arg = i + 1,
                                             .op = SCMP_CMP_MASKED_EQ,
                                             .datum_a =
                                                 O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND,
                                             .datum_b = 0};
        if (seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, opening[i], 1, &reading) != 0) {
            return false;
        }
    }
    return true;
}

/* The filter as the kernel takes it, so that nothing but system calls remains for the child. */
static bool take_program(scmp_filter_ctx filter, struct sock_fprog *program)
{
    int fd = memfd_create("cage", MFD_CLOEXEC);
    off_t size = -1;
    if (fd >= 0 && seccomp_export_bpf(filter, fd) == 0) {
        size = lseek(fd, 0, SEEK_END);
    }
    bool taken = size > 0;
    if (taken) {
        program->filter = cm_alloc((size_t)size);
        program->len = (unsigned short)((size_t)size / sizeof(*program->filter));
        taken = pread(fd, program->filter, (size_t)size, 0) == size;
    }
    if (fd >= 0) {
        (void)close(fd);
    }
    return taken;
}

cm_cage *cm_cage_new(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    if (filter == NULL) {
        return NULL;
    }
    cm_cage *cage = cm_alloc_zero(1, sizeof(*cage));
    if (!add_rules(filter) || !take_program(filter, &cage->program)) {
        cm_cage_free(cage);
        cage = NULL;
    }
    seccomp_release(filter);
    return cage;
}

void cm_cage_free(cm_cage *cage)
{
    if (cage != NULL) {
        cm_free(cage->program.filter);
        cm_free(cage);
    }
}

static int input_file(cm_sv input)
{
    int fd = memfd_create("input", MFD_CLOEXEC);
    while (fd >= 0 && input.len > 0) {
        ssize_t put = write(fd, input.ptr, input.len);
        if (put <= 0 && !(put < 0 && errno == EINTR)) {
            (void)close(fd);
            return -1;
        }
        input = cm_sv_slice(input, put < 0 ? 0 : (size_t)put, input.len);
    }
    return fd >= 0 && lseek(fd, 0, SEEK_SET) == 0 ? fd : -1;
}

static bool limit(unsigned what, uint64_t most)
{
    const struct rlimit both = {most, most};
    return setrlimit(what, &both) == 0;
}

/* In the child, between fork and exec: system calls only. */
static bool become(const cm_cage *cage, const cm_child_job *job, const int fds[3])
{
    sigset_t none;
    (void)sigemptyset(&none);
    const struct sigaction as_usual = {.sa_handler = SIG_DFL};
    const struct sigaction ignored = {.sa_handler = SIG_IGN};
    bool ready = setpgid(0, 0) == 0 && prctl(PR_SET_PDEATHSIG, SIGKILL) == 0;
    for (int i = 0; i < 3 && ready; i++) {
        ready = dup2(fds[i], i) == i;
    }
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): after fork there is one thread */
    ready = ready && sigprocmask(SIG_SETMASK, &none, NULL) == 0;
    ready = ready && close_range(3, ~0U, 0) == 0 && chdir("/") == 0 &&
            sigaction(SIGPIPE, &as_usual, NULL) == 0 && sigaction(SIGINT, &ignored, NULL) == 0;
    ready = ready && limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_NOFILE, 64) &&
            limit(RLIMIT_CPU, job->seconds) && limit(RLIMIT_AS, job->memory);
    return ready && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &cage->program) == 0;
}

_Noreturn static void run_child(const cm_cage *cage, const cm_child_job *job, const int fds[3])
{
    char locale[] = "LC_ALL=C.UTF-8"; /* antiword asks for it */
    char *environment[] = {locale, NULL};
    char *const *command = NULL; /* execve promises not to change what it is given */
    memcpy((void *)&command, (const void *)&job->command, sizeof(command));
    if (become(cage, job, fds)) {
        (void)execve(command[0], command, environment);
    }
    _exit(EXIT_NOT_RUN);
}

static int64_t now_ms(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

typedef enum { PIPE_OPEN, PIPE_ENDED, PIPE_FULL } pipe_state;

/* What is there to read; what does not fit is an end for `out` and thrown away for errors. */
static pipe_state drain(int fd, cm_buf *into, bool keep_all)
{
    char *space = cm_alloc(CHUNK_BYTES);
    ssize_t got = read(fd, space, CHUNK_BYTES);
    bool fits = got <= 0 || cm_buf_add(into, (cm_sv){space, (size_t)got});
    cm_free(space);
    if (got < 0) {
        return errno == EINTR ? PIPE_OPEN : PIPE_ENDED;
    }
    return got == 0 ? PIPE_ENDED : fits || !keep_all ? PIPE_OPEN : PIPE_FULL;
}

/* Read both pipes until they end. */
static cm_child_end listen_to(const int fds[2], int64_t until, cm_buf *out, cm_buf *errors)
{
    struct pollfd polled[2] = {{fds[0], POLLIN, 0}, {fds[1], POLLIN, 0}};
    while (polled[0].fd >= 0 || polled[1].fd >= 0) {
        int64_t left = until - now_ms();
        if (left <= 0) {
            return CM_CHILD_TIMEOUT;
        }
        if (poll(polled, 2, (int)(left > 1000 ? 1000 : left)) < 0 && errno != EINTR) {
            return CM_CHILD_BROKEN;
        }
        for (size_t i = 0; i < 2; i++) {
            if (polled[i].fd < 0 || polled[i].revents == 0) {
                continue;
            }
            pipe_state state = drain(polled[i].fd, i == 0 ? out : errors, i == 0);
            if (state == PIPE_FULL) {
                return CM_CHILD_TOO_LONG;
            }
            polled[i].fd = state == PIPE_ENDED ? -1 : polled[i].fd;
        }
    }
    return CM_CHILD_DONE;
}

/* Wait for its end, until its time is over; then, or where it must end now, kill it. */
static cm_child_end reap(pid_t pid, int64_t until, cm_child_end so_far, int *ret_code)
{
    int status = 0;
    pid_t ended = 0;
    while (so_far == CM_CHILD_DONE && ended == 0) {
        ended = waitpid(pid, &status, WNOHANG);
        if (ended == 0 && now_ms() >= until) {
            so_far = CM_CHILD_TIMEOUT;
        } else if (ended == 0) {
            const struct timespec pause = {0, 1000000};
            (void)nanosleep(&pause, NULL);
        }
    }
    if (ended == 0) {
        (void)kill(-pid, SIGKILL);
        (void)kill(pid, SIGKILL); /* it may not have made its group yet */
        while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
        }
        return so_far;
    }
    if (!WIFEXITED(status)) {
        bool is_time =
            WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL);
        return is_time ? CM_CHILD_TIMEOUT : CM_CHILD_BROKEN;
    }
    *ret_code = WEXITSTATUS(status);
    return *ret_code == EXIT_NOT_RUN ? CM_CHILD_NOT_RUN : CM_CHILD_DONE;
}

static void close_all(const int *fds, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (fds[i] >= 0) {
            (void)close(fds[i]);
        }
    }
}

cm_child_end cm_child_run(const cm_cage *cage, const cm_child_job *job, cm_buf *out, cm_buf *errors,
                          int *ret_code)
{
    /* input, the write ends and the read ends of output and errors */
    int fds[5] = {input_file(job->input), -1, -1, -1, -1};
    int pipes[4] = {-1, -1, -1, -1};
    bool ready = cage != NULL && fds[0] >= 0 && access(job->command[0], X_OK) == 0 &&
                 pipe2(pipes, O_CLOEXEC) == 0 && pipe2(pipes + 2, O_CLOEXEC) == 0;
    fds[1] = pipes[1];
    fds[2] = pipes[3];
    fds[3] = pipes[0];
    fds[4] = pipes[2];
    int64_t until = now_ms() + (int64_t)job->seconds * 1000;
    pid_t pid = ready ? fork() : -1;
    if (pid == 0) {
        run_child(cage, job, fds);
    }
    if (pid < 0) {
        close_all(fds, CM_COUNT(fds));
        return CM_CHILD_NOT_RUN;
    }
    close_all(fds, 3);
    cm_child_end end = listen_to(fds + 3, until, out, errors);
    end = reap(pid, until, end, ret_code);
    close_all(fds + 3, 2);
    return end;
}
