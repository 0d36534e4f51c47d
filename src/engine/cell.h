/* engine/cell.h - one value on its way into or out of the engine. Text is borrowed. */
#ifndef CM_ENGINE_CELL_H
#define CM_ENGINE_CELL_H

#include "base/date.h"

typedef enum {
    CM_CELL_NULL,
    CM_CELL_BOOL,
    CM_CELL_INT,  /* integers and money in fen */
    CM_CELL_DATE, /* days since 1970-01-01 in number */
    CM_CELL_TEXT,
    CM_CELL_TEXTS /* a list of texts, none of them NULL */
} cm_cell_type;

typedef struct {
    cm_cell_type type;
    int64_t number; /* BOOL (0 or 1), INT, DATE */
    cm_sv text;
    const cm_sv *texts; /* TEXTS */
    size_t text_count;
} cm_cell;

static inline cm_cell cm_cell_null(void)
{
    return (cm_cell){.type = CM_CELL_NULL};
}

static inline cm_cell cm_cell_bool(bool value)
{
    return (cm_cell){.type = CM_CELL_BOOL, .number = value ? 1 : 0};
}

static inline cm_cell cm_cell_int(int64_t value)
{
    return (cm_cell){.type = CM_CELL_INT, .number = value};
}

static inline cm_cell cm_cell_date(int64_t days)
{
    return (cm_cell){.type = CM_CELL_DATE, .number = days};
}

/* NULL: no such day. */
static inline cm_cell cm_cell_day(cm_date day)
{
    return cm_date_exists(day) ? cm_cell_date(cm_date_to_days(day)) : cm_cell_null();
}

static inline cm_cell cm_cell_text(cm_sv value)
{
    return (cm_cell){.type = CM_CELL_TEXT, .text = value};
}

static inline cm_cell cm_cell_texts(const cm_sv *texts, size_t count)
{
    return (cm_cell){.type = CM_CELL_TEXTS, .texts = texts, .text_count = count};
}

#endif
