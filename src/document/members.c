#include "base/base.h"

#include "document/members.h"

struct cm_members {
    cm_fault fault;
};

cm_status cm_members_open(cm_form form, cm_sv path, const cm_columns *columns,
                          cm_members **ret_members, cm_err *err)
{
    (void)form, (void)path, (void)columns, (void)err;
    *ret_members = cm_alloc_zero(1, sizeof(cm_members));
    (*ret_members)->fault = CM_FAULT_UNKNOWN_FORM;
    return CM_OK;
}

void cm_members_close(cm_members *m)
{
    cm_free(m);
}

bool cm_members_next(cm_members *m, cm_member *ret_member, cm_err *err)
{
    (void)m, (void)ret_member, (void)err;
    return false;
}

bool cm_members_skip(cm_members *m, uint64_t number, cm_err *err)
{
    (void)m, (void)number, (void)err;
    return false;
}

cm_fault cm_members_fault(const cm_members *m)
{
    return m->fault;
}
