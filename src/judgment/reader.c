#include "judgment/reader.h"

#include "base/file.h"
#include "base/limits.h"
#include "judgment/parse.h"
#include "judgment/relative.h"
#include "judgment/statement.h"

struct cm_reader {
    cm_folder *folder;
    cm_terms terms;
    cm_lexicon *lexicon;
    cm_choices choices;
    cm_name_words name_words;
    cm_cause_table causes;
    cm_wordings wordings;
};

struct cm_reader_scratch {
    cm_scratch *lexer;
    cm_pattern_scratch *patterns;
};

typedef struct {
    const char *name;
    size_t count; /* 0: a list of any length, which C passes on */
    const cm_term_list **list;
} binding;

static cm_status bind_choices(const cm_terms *terms, cm_choices *c, cm_err *err)
{
    const binding all[] = {
        {"penalty", CM_PENALTY_COUNT, &c->penalty},
        {"document_type", CM_DOC_COUNT, &c->document_type},
        {"case_type", CM_CASE_COUNT, &c->case_type},
        {"instance", CM_INSTANCE_COUNT, &c->instance},
        {"procedure", CM_PROCEDURE_COUNT, &c->procedure},
        {"panel", CM_PANEL_COUNT, &c->panel},
        {"hearing", CM_HEARING_COUNT, &c->hearing},
        {"party", CM_PARTY_COUNT, &c->party},
        {"sex", CM_SEX_COUNT, &c->sex},
        {"measure", CM_MEASURE_COUNT, &c->measure},
        {"prior", CM_PRIOR_COUNT, &c->prior},
        {"sanction", CM_SANCTION_COUNT, &c->sanction},
        {"release", CM_RELEASE_COUNT, &c->release},
        {"counted", CM_COUNTED_COUNT, &c->counted},
        {"counted_from", CM_COUNTED_FROM_COUNT, &c->counted_from},
        {"judge_role", CM_JUDGE_COUNT, &c->judge_role},
        {"order", CM_ORDER_COUNT, &c->order},
        {"outcome", CM_OUTCOME_COUNT, &c->outcome},
        {"performance", CM_PERFORMANCE_COUNT, &c->performance},
        {"decision_part", CM_DECISION_PART_COUNT, &c->decision_part},
        {"prison", CM_PRISON_COUNT, &c->prison},
        {"appellant", CM_APPELLANT_COUNT, &c->appellant},
        {"party_role", CM_ROLE_COUNT, &c->party_role},
        {"result", CM_RESULT_COUNT, &c->result},
        {"law_procedure", CM_PROCEDURE_LAW_COUNT, &c->law_procedure},
        {"list_mark", CM_LIST_MARK_COUNT, &c->list_mark},
        {"circumstance", CM_CIRC_COUNT, &c->circumstance},
        {"extent", 3, &c->extent},
        {"group", CM_GROUP_COUNT, &c->group},
        {"section", CM_SECTION_COUNT, &c->section},
        {"law_title", CM_CODE_COUNT, &c->law_title},
        {"law_short", CM_CODE_COUNT, &c->law_short},
        {"case_letter", CM_LETTER_COUNT, &c->case_letter},
        {"case_mark", CM_MARK_COUNT, &c->case_mark},
        {"case_bracket", CM_BRACKET_COUNT, &c->case_bracket},
        {"joint", CM_JOINT_COUNT, &c->joint},
        {"other_act", CM_OTHER_ACT_COUNT, &c->other_act},
        {"charge_word", CM_CHARGE_WORD_COUNT, &c->charge_word},
        {"place", CM_PLACE_COUNT, &c->place},
        {"defender_kind", CM_DEFENDER_COUNT, &c->defender_kind},
        {"amount", CM_AMOUNT_COUNT, &c->amount},
        {"adoption", CM_ADOPTION_COUNT, &c->adoption},
        {"appeal_from", CM_APPEAL_FROM_COUNT, &c->appeal_from},
        {"fine_deadline", CM_DEADLINE_COUNT, &c->fine_deadline},
        {"bound", CM_BOUND_COUNT, &c->bound},
        {"drug", 0, &c->drug},
        {"injury", 0, &c->injury},
        {"award", 0, &c->award},
        {"mention", 0, &c->mention},
        {"property_word", CM_PROPERTY_COUNT, &c->property_word},
        {"reason", 0, &c->reason},
        {"wording", 0, &c->wording},
        {"court_level", 0, &c->court_level},
        {"special_court", 0, &c->special_court},
        {"weight_unit", 0, &c->weight_unit},
        {"copula", 0, &c->copula},
        {"particle", 0, &c->particle},
    };
    cm_status status = CM_OK;
    for (size_t i = 0; status == CM_OK && i < CM_COUNT(all); i++) {
        status = cm_terms_bind(terms, cm_sv_from(all[i].name), all[i].count, all[i].list, err);
    }
    return status;
}

cm_status cm_reader_load(cm_arena *mem, cm_sv data_folder, cm_reader **ret_reader, cm_err *err)
{
    cm_reader *r = cm_arena_new(mem, cm_reader);
    cm_sv lexicon = cm_file_join(mem, data_folder, CM_SV("lexicon"));
    cm_sv terms = cm_file_join(mem, data_folder, CM_SV("terms/terms.tsv"));
    cm_status status = cm_folder_load(mem, lexicon, &r->folder, err);
    if (status == CM_OK) {
        status = cm_terms_load(mem, terms, &r->terms, err);
    }
    if (status == CM_OK) {
        status = bind_choices(&r->terms, &r->choices, err);
    }
    if (status == CM_OK) {
        cm_sv path = cm_file_join(mem, lexicon, CM_SV("names.tsv"));
        status = cm_name_words_load(mem, path, &r->name_words, err);
    }
    if (status == CM_OK) {
        cm_sv path = cm_file_join(mem, data_folder, CM_SV("law/causes.tsv"));
        status = cm_cause_table_load(mem, path, r->folder, &r->causes, err);
    }
    if (status == CM_OK) {
        cm_sv path = cm_file_join(mem, lexicon, CM_SV("wordings.tsv"));
        status = cm_wordings_load(mem, path, &r->terms, &r->wordings, err);
    }
    if (status == CM_OK) {
        const cm_lexicon_source source = {lexicon, r->folder, &r->terms, CM_CUE_NAMES,
                                          CM_CUE_COUNT};
        status = cm_lexicon_load(mem, &source, &r->lexicon, err);
    }
    if (status == CM_OK) {
        *ret_reader = r;
    }
    return status;
}

void cm_reader_free(cm_reader *reader)
{
    if (reader != NULL) {
        cm_lexicon_free(reader->lexicon);
        cm_wordings_free(&reader->wordings);
    }
}

const cm_choices *cm_reader_choices(const cm_reader *reader)
{
    return &reader->choices;
}

cm_reader_scratch *cm_reader_scratch_new(const cm_reader *reader)
{
    cm_reader_scratch *s = cm_alloc_zero(1, sizeof(*s));
    s->lexer = cm_scratch_new(reader->lexicon);
    s->patterns = cm_pattern_scratch_new(reader->wordings.patterns);
    return s;
}

void cm_reader_scratch_free(cm_reader_scratch *scratch)
{
    if (scratch != NULL) {
        cm_scratch_free(scratch->lexer);
        cm_pattern_scratch_free(scratch->patterns);
        cm_free(scratch);
    }
}

static void parse_crime(cm_parse *p)
{
    cm_party_parse(p);
    cm_measure_parse(p);
    cm_prior_parse(p);
    cm_act_parse(p);
    cm_measure_settle(p);
    cm_quote_parse(p);
    cm_operative_parse(p);
    cm_order_parse(p);
    cm_circumstance_parse(p);
}

/* What only criminal cases have is read in any other: there is none of it. */
static void skip_crime(cm_parse *p)
{
    static const cm_group groups[] = {CM_GROUP_PROSECUTION, CM_GROUP_IDENTITY, CM_GROUP_MEASURES,
                                      CM_GROUP_PRIORS,      CM_GROUP_ACTS,     CM_GROUP_FINDINGS,
                                      CM_GROUP_TERM,        CM_GROUP_PROPERTY};
    for (size_t i = 0; i < CM_COUNT(groups); i++) {
        cm_parse_group(p, groups[i], CM_KNOWN, (cm_span){0, 0});
    }
}

// NOLINTNEXTLINE(readability-function-size): seven parameters, each of its own
cm_status cm_reader_lex(const cm_reader *reader, cm_reader_scratch *scratch, cm_arena *mem,
                        cm_sv text, cm_folded *ret_folded, cm_lexed *ret_lexed, cm_err *err)
{
    cm_status status = cm_fold(mem, reader->folder, text, ret_folded, err);
    if (status == CM_OK) {
        cm_lex(mem, reader->lexicon, scratch->lexer, ret_folded, ret_lexed);
    }
    return status;
}

cm_status cm_reader_read(const cm_reader *reader, cm_reader_scratch *scratch, cm_arena *mem,
                         cm_sv text, cm_record *ret_record, cm_err *err)
{
    cm_folded folded;
    cm_status status = cm_fold(mem, reader->folder, text, &folded, err);
    if (status != CM_OK) {
        return status;
    }
    cm_lexed lexed;
    cm_lex(mem, reader->lexicon, scratch->lexer, &folded, &lexed);
    cm_relative_resolve(&lexed);
    cm_record record = {.decoys = folded.decoys};
    for (size_t g = 0; g < CM_GROUP_COUNT; g++) {
        record.groups[g].state = CM_UNREAD;
    }
    cm_parse p = {.mem = mem,
                  .reader = reader,
                  .lexicon = reader->lexicon,
                  .choices = &reader->choices,
                  .name_words = &reader->name_words,
                  .causes = &reader->causes,
                  .wordings = {&reader->wordings, scratch->patterns},
                  .folded = &folded,
                  .text = folded.text,
                  .tokens = lexed.tokens.items,
                  .count = lexed.tokens.count,
                  .record = &record};
    cm_section_parse(&p);
    cm_head_parse(&p);
    if (cm_parse_is_criminal(&p)) {
        parse_crime(&p);
    } else {
        skip_crime(&p);
        cm_result_parse(&p);
    }
    cm_participant_parse(&p);
    cm_cause_parse(&p);
    cm_basis_parse(&p);
    cm_signature_parse(&p);
    cm_appeal_parse(&p);
    cm_commutation_parse(&p);
    cm_defender_parse(&p);
    cm_found_parse(&p);
    cm_recommendation_parse(&p);
    cm_award_parse(&p);
    cm_deadline_parse(&p);
    cm_notice_parse(&p);
    cm_counting_parse(&p);
    cm_mention_parse(&p);
    cm_property_parse(&p);
    cm_reason_parse(&p);
    cm_written_parse(&p);
    cm_group_settle(&p);
    if (record.defendants.count > CM_MAX_DEFENDANTS) {
        return cm_err_set(err, CM_E_LIMIT, "%zu defendants, at most %d are read",
                          record.defendants.count, CM_MAX_DEFENDANTS);
    }
    *ret_record = record;
    return CM_OK;
}
