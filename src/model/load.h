/* model/load.h - what the files that read a model file share. Inside this folder only. */
#ifndef CM_MODEL_LOAD_H
#define CM_MODEL_LOAD_H

#include "model/rule.h"

typedef struct {
    cm_arena *mem;
    const cm_model_context *context;
    const cm_source *source;
    cm_problems *problems;
    cm_model *model;
    cm_rule *rule;
    struct cm_collision *collision; /* NULL: a rule over one subject */
    const cm_source *cases;         /* the file whose cases it takes; NULL: its own */
} cm_loader;

typedef struct {
    const char *name;
    bool is_required;
} cm_key;

void cm_load_problem(const cm_loader *l, const cm_yaml *at, const char *id, cm_sv found,
                     cm_sv expected);
/* `at` must be a map with these keys only (ended by a NULL name); `what` names it in messages. */
bool cm_load_keys(const cm_loader *l, const cm_yaml *at, const cm_key *keys, const char *what);
/* A scalar of map[key], or "" after a problem when it is something else. NULL map entry: "". */
cm_sv cm_load_text(const cm_loader *l, const cm_yaml *map, const char *key);
/* A list of scalars; a single scalar is a list of one. */
cm_svs cm_load_texts(const cm_loader *l, const cm_yaml *map, const char *key);
cm_svs cm_load_list(const cm_loader *l, const cm_yaml *at, const char *what); /* NULL: none */
/* Position of a word in a list of data/terms, or -1 after a problem. */
int cm_load_term(const cm_loader *l, const cm_yaml *at, const char *list);
/* A fact as a case or parameter writes it: 2014-05-23, 1000.50 (yuan), 3, true, a word. */
bool cm_load_value(const cm_loader *l, const cm_yaml *at, cm_type type, cm_value *ret_value);

/* A new name for a parameter or derived value: well formed and not taken. */
void cm_load_name(const cm_loader *l, const cm_yaml *key);

/* The parts of a model; each adds its problems. */
void cm_load_matches(const cm_loader *l, const cm_yaml *at); /* before what may name them */
void cm_load_parameters(const cm_loader *l, const cm_yaml *at);
void cm_load_expressions(const cm_loader *l, const cm_yaml *root);
void cm_load_choices(const cm_loader *l, const cm_yaml *root); /* sub and direction */
/* Inputs, steps and clue. False: nothing can be written over its rows. */
bool cm_load_collision(const cm_loader *l, const cm_yaml *root);
void cm_load_finding(const cm_loader *l, const cm_yaml *root);  /* finding and evidence */
void cm_load_proposal(const cm_loader *l, const cm_yaml *root); /* measure, confidence, on or off */
void cm_load_cases(const cm_loader *l, const cm_yaml *root);
void cm_load_tables(const cm_loader *l, const cm_yaml *root); /* the cases of a collision */

/* What cases share: facts as column: value, and what must come out. */
void cm_load_values(const cm_loader *l, const cm_view *view, const cm_yaml *at, cm_value *values);
void cm_load_expected(const cm_loader *l, const cm_yaml *at, cm_model_case *c);
uint32_t cm_load_line(const cm_loader *l, const cm_yaml *at);

/* One for every hit, or a map with one for each sub-code. */
void cm_load_by_sub(const cm_loader *l, const cm_yaml *at, const char *key,
                    void (*load)(const cm_loader *, const cm_yaml *, cm_sv));

#endif
