/* app/reading.h - one line of NDJSON or one text file to a judgment record, or the cause why not.
 * What is read: documents of Chinese courts. Threads: one cm_reading per thread. */
#ifndef CM_APP_READING_H
#define CM_APP_READING_H

#include "app/home.h"

/* Why something was not read. The names are ids of messages: cause.<name>. */
typedef enum {
    CM_CAUSE_NONE,
    CM_CAUSE_TOO_LONG,
    CM_CAUSE_INVALID_UTF8,
    CM_CAUSE_INVALID_JSON, /* also a line that is cut off */
    CM_CAUSE_NO_TEXT,      /* neither full_text nor text, or not a string */
    CM_CAUSE_EMPTY,
    CM_CAUSE_NOT_A_JUDGMENT, /* no trace of a court's document in Chinese */
    CM_CAUSE_UNREADABLE_FILE,
    CM_CAUSE_UNKNOWN_TYPE,   /* a file of a folder that is neither NDJSON nor text */
    CM_CAUSE_SCAN,           /* a pdf without a text layer */
    CM_CAUSE_PASSWORD,       /* encrypted */
    CM_CAUSE_DAMAGED,        /* not what its form asks for */
    CM_CAUSE_CHARSET,        /* bytes of no known charset */
    CM_CAUSE_BOMB,           /* unpacks to too many times its size */
    CM_CAUSE_NESTED,         /* an archive too deep inside others */
    CM_CAUSE_TIMEOUT,        /* the program that reads it took too long */
    CM_CAUSE_NO_TOOL,        /* the program that reads it is not installed */
    CM_CAUSE_NO_TEXT_COLUMN, /* a table without a column for the text */
    CM_CAUSE_NO_KEY,         /* the key of its source is missing */
    /* Rows of a table of declared columns (app/table.h): */
    CM_CAUSE_BAD_ROW,      /* another number of cells than the header */
    CM_CAUSE_BAD_VALUE,    /* a cell that is not of the type of its column */
    CM_CAUSE_EMPTY_CELL,   /* a cell that must not be empty */
    CM_CAUSE_REPEATED_ROW, /* the keys of an earlier row */
    CM_CAUSE_COUNT
} cm_cause;

cm_sv cm_cause_name(cm_cause cause);
/* What people are told of the cause of that name; lives as long as mem. */
cm_sv cm_cause_text(const cm_home *home, cm_arena *mem, cm_sv name);

typedef struct {
    cm_cause cause;
    cm_sv id;   /* the caller's; without one the number of the line */
    cm_sv text; /* what the spans of the record count in */
    cm_record record;
} cm_document;

typedef struct cm_reading cm_reading;

cm_reading *cm_reading_new(const cm_home *home);
void cm_reading_free(cm_reading *r);
/* One for each of `count` threads. */
cm_reading **cm_readings_new(const cm_home *home, size_t count);
void cm_readings_free(cm_reading **readings, size_t count);

/* The document lives in mem, as long as `line` does, until the next call with this reading. */
void cm_reading_line(cm_reading *r, cm_arena *mem, cm_sv line, uint64_t number,
                     cm_document *ret_document);
void cm_reading_text(cm_reading *r, cm_arena *mem, cm_sv id, cm_sv text, cm_document *ret_document);

/* The id of a text file: its name without ".txt". A view of path. */
cm_sv cm_reading_file_id(cm_sv path);

/* `line` without the byte order mark with which a file may begin. */
cm_sv cm_reading_unmarked(cm_sv line);

/* The text of a line, without reading it as a judgment. */
cm_cause cm_reading_pick(cm_reading *r, cm_sv line, cm_sv *ret_id, cm_sv *ret_text);

#endif
