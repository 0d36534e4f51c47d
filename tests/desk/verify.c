/* desk_verify DESK [NUMBER DIGEST]: whether the audit of a desk is whole, and has that line. */
#include "base/base.h"

#include "desk/audit.h"

#include <stdio.h>

int main(int argc, char **argv)
{
    CM_AUTO_ARENA mem;
    cm_arena_init(&mem);
    CM_AUTO_ERR err = {0};
    cm_desk *desk = NULL;
    cm_audit_points points = {0};
    cm_audit_report report = {0};
    cm_audit_point p = {0};
    if (argc == 4 && cm_sv_to_int(cm_sv_from(argv[2]), &p.no)) {
        p.digest = cm_sv_from(argv[3]);
        *cm_vec_push(&mem, &points) = p;
    } else if (argc != 2) {
        (void)fprintf(stderr, "desk_verify DESK [NUMBER DIGEST]\n");
        return 2;
    }
    cm_status status =
        cm_desk_open(cm_sv_from(argv[1]), CM_SV("2026-11-22T07:40:00Z"), &desk, &err);
    if (status == CM_OK) {
        status = cm_audit_verify(desk, &points, &mem, &report, &err);
    }
    cm_desk_close(desk);
    if (status != CM_OK) {
        (void)fprintf(stderr, "desk_verify: %s\n", err.message);
        return 3;
    }
    (void)printf("%lld lines, %lld rows, %lld faults\n", (long long)report.lines,
                 (long long)report.rows, (long long)report.fault_count);
    for (size_t i = 0; i < report.faults.count; i++) {
        const cm_audit_fault *f = &report.faults.items[i];
        (void)printf("fault %d %.*s %lld\n", (int)f->kind, CM_SV_ARG(f->table), (long long)f->row);
    }
    return report.fault_count == 0 ? 0 : 1;
}
