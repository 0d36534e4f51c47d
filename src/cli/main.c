#include "base/base.h"

#include "base/limits.h"
#include "cli/cli.h"

#include <signal.h>

#ifndef CM_VERSION
#define CM_VERSION "unknown"
#endif

static const cm_command commands[] = {
    {"init", "", "help.init", true, cm_cmd_init, NULL},
    {"import judgments", "[--received DATE] [--label TEXT] [-j N] PATH...", "help.import", true,
     cm_cmd_import, "data.import"},
    {"import table", "[--schema FILE] [--received DATE] [--label TEXT] NAME FILE",
     "help.import.table", true, cm_cmd_import_table, "data.import"},
    {"table list", "[--json]", "help.table.list", true, cm_cmd_table_list, "data.quality"},
    {"table delete", "--reason TEXT [--yes] NAME", "help.table.delete", true, cm_cmd_table_delete,
     "data.delete"},
    {"rebuild", "[-j N]", "help.rebuild", true, cm_cmd_rebuild, "data.import"},
    {"source list", "[--json]", "help.source.list", true, cm_cmd_source_list, "data.quality"},
    {"source receipts", "", "help.source.receipts", true, cm_cmd_source_receipts, "data.quality"},
    {"source delete", "--reason TEXT [--yes] N", "help.source.delete", true, cm_cmd_source_delete,
     "data.delete"},
    {"job list", "[--state STATE] [--after NO] [--limit N] [--json]", "help.job.list", true,
     cm_cmd_job_list, "job.open"},
    {"job show", "[--json] NO", "help.job.show", true, cm_cmd_job_show, "job.open"},
    {"run",
     "[--model ID]... [--court NAME] [--from DATE] [--to DATE] [--source N] [--judgment ID]... "
     "[--as-of DATE]",
     "help.run", true, cm_cmd_run, "model.run"},
    {"clues", "[--csv|--json] [--model ID] [--outcome NAME] [--suppressed] [--as-of DATE]",
     "help.clues", true, cm_cmd_clues, "clue.list"},
    {"show", "[--reason TEXT] [--case-no TEXT --ground ID] ID", "help.show", true, cm_cmd_show,
     "clue.open"},
    {"serve",
     "[--listen ADDRESS] [--port N] [--certificate FILE --key FILE | --behind-proxy "
     "[--proxy-user HEADER --proxy-secret FILE]] [--workers N] "
     "[--time-limit MS] "
     "[--rate N]",
     "help.serve", true, cm_cmd_serve, NULL},
    {"search",
     "[--in SECTION] [--from DATE] [--to DATE] [--court NAME] [--type NAME] [--json] EXPR...",
     "help.search", true, cm_cmd_search, "text.search"},
    {"suppress list", "[--all] [--json]", "help.suppress.list", true, cm_cmd_suppress_list,
     "clue.list"},
    {"suppress end", "--reason TEXT [--by NAME] N", "help.suppress.end", true, cm_cmd_suppress_end,
     "suppress.end"},
    {"suppress",
     "--reason TEXT --until DATE (--clue ID | --model ID [--court NAME] [--charge NAME] [--sub "
     "CODE]) [--by NAME]",
     "help.suppress", true, cm_cmd_suppress, "suppress.add"},
    {"backup", "[--keys FOLDER] FOLDER", "help.backup", true, cm_cmd_backup, "backup.make"},
    {"restore", "[--keys FOLDER] BACKUP WORKSPACE", "help.restore", true, cm_cmd_restore, NULL},
    {"audit verify", "[--point FILE]...", "help.audit.verify", true, cm_cmd_audit_verify,
     "audit.verify"},
    {"audit list",
     "[--by NAME] [--action ID] [--object NAME] [--from MOMENT] [--to MOMENT] [--after N] "
     "[--limit N] [--newest] [--json]",
     "help.audit.list", true, cm_cmd_audit_list, "audit.read"},
    {"audit point", "-o FILE", "help.audit.point", true, cm_cmd_audit_point, "audit.checkpoint"},
    {"similar", "[--reason TEXT] [--days N] [--least N] [--limit N] [--json] ID", "help.similar",
     true, cm_cmd_similar, "clue.open"},
    {"bundle", "[--reason TEXT] -o FILE|FOLDER ID...|--all, or --key", "help.bundle", true,
     cm_cmd_bundle, "export.bundle"},
    {"coverage", "[--by NAME] [--group NAME] [--document ID] [--conflicts] [--json]",
     "help.coverage", true, cm_cmd_coverage, "data.quality"},
    {"report", "[--reason TEXT] -o FILE", "help.report", true, cm_cmd_report, "export.list"},
    {"class-report", "[--court NAME] [--from DATE] [--to DATE] [--reason TEXT] -o FILE MODEL",
     "help.class_report", true, cm_cmd_class_report, "export.list"},
    {"check", "[--received DATE] [--today DATE] [--json] FILE", "help.check", true, cm_cmd_check,
     NULL},
    {"extract", "[-j N] [FILE]", "help.extract", true, cm_cmd_extract, NULL},
    {"law", "[--on DATE] [--json] CITATION|CHARGE", "help.law", true, cm_cmd_law, NULL},
    {"model list", "[--json]", "help.model.list", true, cm_cmd_model_list, NULL},
    {"model check", "[--json] [PATH]", "help.model.check", true, cm_cmd_model_check, NULL},
    {"model test", "[--json] [PATH|ID]", "help.model.test", true, cm_cmd_model_test, NULL},
    {"model diff", "[--all] [--json] (PATH | --data FOLDER)", "help.model.diff", true,
     cm_cmd_model_diff, "model.edit"},
    {"model page", "-o FOLDER [ID]...", "help.model.page", true, cm_cmd_model_page, NULL},
    {"model explain", "[--json] ID", "help.model.explain", true, cm_cmd_model_explain,
     "model.edit"},
    {"model propose", "--why TEXT [--proposal N] FILE", "help.model.propose", true,
     cm_cmd_model_propose, "model.edit"},
    {"model proposals", "[--model ID] [--state STATE] [--json]", "help.model.proposals", true,
     cm_cmd_model_proposals, "model.review"},
    {"model review", "[--text | --json] N", "help.model.review", true, cm_cmd_model_review,
     "model.review"},
    {"model publish", "--why TEXT N", "help.model.publish", true, cm_cmd_model_publish,
     "model.publish"},
    {"model refuse", "--why TEXT N", "help.model.refuse", true, cm_cmd_model_refuse,
     "model.publish"},
    {"model drop", "--why TEXT N", "help.model.drop", true, cm_cmd_model_drop, "model.edit"},
    {"model withdraw", "--why TEXT ID", "help.model.withdraw", true, cm_cmd_model_withdraw,
     "model.withdraw"},
    {"desk unmask", "--reason TEXT ID", "help.desk.unmask", true, cm_cmd_desk_unmask,
     "clue.unmask"},
    {"fact correct",
     "[--defendant N] [--count N] [--row N] (--value TEXT | --absent) --reason TEXT DOC FIELD",
     "help.fact.correct", true, cm_cmd_fact_correct, "fact.correct"},
    {"fact end", "--reason TEXT DOC N", "help.fact.end", true, cm_cmd_fact_end, "fact.correct"},
    {"fact list", "[--all] [--json] DOC", "help.fact.list", true, cm_cmd_fact_list, "text.search"},
    {"fact fields", "[--json]", "help.fact.fields", true, cm_cmd_fact_fields, NULL},
    {"seal add", "--ground ID --reason TEXT DOC...", "help.seal.add", true, cm_cmd_seal_add,
     "seal.add"},
    {"seal list", "[--all] [--json]", "help.seal.list", true, cm_cmd_seal_list, "seal.list"},
    {"seal end", "--reason TEXT DOC", "help.seal.end", true, cm_cmd_seal_end, "seal.end"},
    {"home", "[--json]", "help.home", true, cm_cmd_home, ""},
    {"desk list",
     "[--state STATE] [--model ID] [--court NAME] [--charge NAME] [--office NAME] [--handler NAME] "
     "[--direction NAME] [--severity NAME] [--year YEAR] [--due WHEN] [--urgent] [--gone] [--words "
     "TEXT] [--order NAME] [--after PLACE] [--limit N] [--json | --xlsx FILE]",
     "help.desk.list", true, cm_cmd_desk_list, "clue.list"},
    {"desk facets", "[FILTER as of desk list] [--json]", "help.desk.facets", true,
     cm_cmd_desk_facets, "clue.list"},
    {"desk show", "[--reason TEXT] [--json] ID", "help.desk.show", true, cm_cmd_desk_show,
     "clue.open"},
    {"desk attachment", "[--reason TEXT] -o FILE ID N", "help.desk.attachment", true,
     cm_cmd_desk_attachment, "clue.open"},
    {"desk attach", "ID N FILE", "help.desk.attach", true, cm_cmd_desk_attach, "clue.verify"},
    {"desk step",
     "[--reason CODE] [--why TEXT] [--to-office NAME] [--to-person NAME] [--organ CODE] [--number "
     "TEXT] [--into ID] [--day DATE] [--outcome CODE] [--amount FEN] [--persons N] [--version N] "
     "STEP ID...",
     "help.desk.step", true, cm_cmd_desk_step, ""},
    {"desk bulk",
     "[FILTER as of desk list] [--only ID] [--except ID] [what the step needs, as of desk step] "
     "STEP",
     "help.desk.bulk", true, cm_cmd_desk_bulk, "clue.list"},
    {"desk undo", "BATCH", "help.desk.undo", true, cm_cmd_desk_undo, "clue.list"},
    {"desk note", "ID TEXT", "help.desk.note", true, cm_cmd_desk_note, "clue.note"},
    {"desk verify", "--kind CODE --result CODE [--what TEXT] [--why TEXT] [--attach FILE]... ID",
     "help.desk.verify", true, cm_cmd_desk_verify, "clue.verify"},
    {"desk chain", "[--reason TEXT] [--json] ID", "help.desk.chain", true, cm_cmd_desk_chain,
     "chain.open"},
    {"desk retire", "[--on DATE] [--dry-run] [--json]", "help.desk.retire", true,
     cm_cmd_desk_retire, "clue.retire"},
    {"desk own", "ID NAME", "help.desk.own", true, cm_cmd_desk_own, "clue.note"},
    {"person setup",
     "--office NAME [--code TEXT] --system NAME --security NAME --auditor NAME -o FOLDER",
     "help.person.setup", true, cm_cmd_person_setup, NULL},
    {"person add", "--office NAME -o FILE NAME", "help.person.add", true, cm_cmd_person_add,
     "person.create"},
    {"person list", "[--json]", "help.person.list", true, cm_cmd_person_list, "person.list"},
    {"person grant", "[--until DATE] [--reason TEXT] NAME ROLE", "help.person.grant", true,
     cm_cmd_person_grant, "role.grant"},
    {"person end", "--reason TEXT NAME ROLE", "help.person.end", true, cm_cmd_person_end,
     "role.end"},
    {"person token", "-o FILE [NAME]", "help.person.token", true, cm_cmd_person_token, ""},
    {"person disable", "--reason TEXT NAME", "help.person.disable", true, cm_cmd_person_disable,
     "person.disable"},
    {"person password", "[NAME]", "help.person.password", true, cm_cmd_person_password, ""},
    {"person invite", "NAME", "help.person.invite", true, cm_cmd_person_invite, "person.password"},
    {"person unlock", "NAME", "help.person.unlock", true, cm_cmd_person_unlock, "person.password"},
    {"person totp-reset", "[NAME]", "help.person.totp", true, cm_cmd_person_totp_reset, ""},
    {"token add", "--scope ACT... [--until DATE] LABEL", "help.token.add", true, cm_cmd_token_add,
     ""},
    {"token list", "[--json]", "help.token.list", true, cm_cmd_token_list, ""},
    {"token end", "N", "help.token.end", true, cm_cmd_token_end, ""},
    {"view list", "[--screen NAME] [--json]", "help.view.list", true, cm_cmd_view_list, ""},
    {"view save", "[--screen NAME] [--shared] NAME QUERY", "help.view.save", true, cm_cmd_view_save,
     ""},
    {"view end", "N", "help.view.end", true, cm_cmd_view_end, ""},
    {"preference list", "", "help.preference.list", true, cm_cmd_preference_list, ""},
    {"preference set", "KEY VALUE", "help.preference.set", true, cm_cmd_preference_set, ""},
    {"policy list", "[--json]", "help.policy.list", true, cm_cmd_policy_list, "policy.list"},
    {"policy set", "[--reason TEXT] ID VALUE", "help.policy.set", true, cm_cmd_policy_set,
     "policy.set"},
    {"office add", "--above NAME [--code TEXT] [--department] NAME", "help.office.add", true,
     cm_cmd_office_add, "office.create"},
    {"office list", "[--json]", "help.office.list", true, cm_cmd_office_list, ""},
    {"office move", "--above NAME NAME", "help.office.move", true, cm_cmd_office_move,
     "office.create"},
    {"document draft", "--kind KIND [--court NAME] [--from DATE] [--to DATE] CLUE",
     "help.document.draft", true, cm_cmd_document_draft, "document.draft"},
    {"document kinds", "CLUE", "help.document.kinds", true, cm_cmd_document_kinds,
     "document.draft"},
    {"document list", "[--clue ID] [--kind KIND] [--state ID] [--json] [--xlsx FILE]",
     "help.document.list", true, cm_cmd_document_list, "document.open"},
    {"document show", "[--version N] [--values] [--json] NO", "help.document.show", true,
     cm_cmd_document_show, "document.open"},
    {"document edit",
     "(--sentence K | --add-after K | --field NAME | --again) [--text TEXT] [--bind NAME]... "
     "[--version N] NO",
     "help.document.edit", true, cm_cmd_document_edit, "document.edit"},
    {"document lint", "NO", "help.document.lint", true, cm_cmd_document_lint, "document.open"},
    {"document submit", "[--version N] NO", "help.document.submit", true, cm_cmd_document_submit,
     "document.submit"},
    {"document return", "--reason TEXT [--version N] NO", "help.document.return", true,
     cm_cmd_document_return, "document.return"},
    {"document approve", "[--committee TEXT] [--version N] NO", "help.document.approve", true,
     cm_cmd_document_approve, "document.approve"},
    {"document issue", "[--number TEXT] [--on DATE] NO", "help.document.issue", true,
     cm_cmd_document_issue, "document.issue"},
    {"document deliver", "--on DATE [--reply-by DATE] NO", "help.document.deliver", true,
     cm_cmd_document_deliver, "clue.monitor"},
    {"document reply", "--on DATE --result ID [--text TEXT] [--file FILE] NO",
     "help.document.reply", true, cm_cmd_document_reply, "clue.monitor"},
    {"document withdraw", "--reason TEXT NO", "help.document.withdraw", true,
     cm_cmd_document_withdraw, "document.edit"},
    {"document print", "-o FILE NO", "help.document.print", true, cm_cmd_document_print,
     "document.print"},
    {"limit list", "[--on DATE|--all] [--json]", "help.limit.list", true, cm_cmd_limit_list, NULL},
    {"limit days",
     "--from DATE [--stated DATE] [--pause DATE..DATE]... [--extend N] [--travel DAYS] [--json] "
     "LIMIT",
     "help.limit.days", true, cm_cmd_limit_days, NULL},
    {"due start", "--from DATE [--stated DATE] [--travel DAYS] CLUE LIMIT", "help.due.start", true,
     cm_cmd_due_start, "clue.monitor"},
    {"due pause", "--from DATE [--until DATE] --reason CODE --why TEXT N", "help.due.pause", true,
     cm_cmd_due_pause, "clue.monitor"},
    {"due resume", "--last DATE N", "help.due.resume", true, cm_cmd_due_resume, "clue.monitor"},
    {"due extend", "[--extend N] [--travel DAYS] --why TEXT N", "help.due.extend", true,
     cm_cmd_due_extend, "clue.monitor"},
    {"due meet", "--day DATE N", "help.due.meet", true, cm_cmd_due_meet, "clue.monitor"},
    {"due end", "--why TEXT N", "help.due.end", true, cm_cmd_due_end, "clue.monitor"},
    {"due check", "", "help.due.check", true, cm_cmd_due_check, "clue.list"},
    {"due adopt", "N", "help.due.adopt", true, cm_cmd_due_adopt, "clue.monitor"},
    {"due",
     "[--on DATE] [--within DAYS|--all|--ended] [--clue ID] [--office ID] [--handler NAME] "
     "[--limit N] [--json]",
     "help.due", true, cm_cmd_due, "clue.list"},
    {"stats ladder",
     "[--by NAME] [--model ID] [--court NAME] [--charge NAME] [--office ID] [--direction NAME] "
     "[--year YEAR] [--from DATE] [--to DATE] [--as-of DATE] [--json | --xlsx FILE]",
     "help.stats.ladder", true, cm_cmd_stats_ladder, "stats.read"},
    {"stats precision",
     "[--by NAME] [--model ID] [--court NAME] [--charge NAME] [--office ID] [--direction NAME] "
     "[--year YEAR] [--from DATE] [--to DATE] [--as-of DATE] [--json | --xlsx FILE]",
     "help.stats.precision", true, cm_cmd_stats_precision, "stats.read"},
    {"stats outcomes",
     "[--by NAME] [--model ID] [--court NAME] [--charge NAME] [--office ID] [--direction NAME] "
     "[--year YEAR] [--from DATE] [--to DATE] [--as-of DATE] [--json | --xlsx FILE]",
     "help.stats.outcomes", true, cm_cmd_stats_outcomes, "stats.read"},
    {"stats clues",
     "[--reached RUNG] [--at RUNG] [--verdict ID] [--state ID] [--outcome ID] [--left-out] "
     "[--model ID] "
     "[--court NAME] [--charge NAME] [--office ID] [--direction NAME] [--year YEAR] [--from DATE] "
     "[--to DATE] [--as-of DATE] [--json]",
     "help.stats.clues", true, cm_cmd_stats_clues, "clue.list"},
    {"stats notices", "[--all] [--json | --seen N]", "help.stats.notices", true,
     cm_cmd_stats_notices, "stats.read"},
    {"data check", "", "help.data.check", true, cm_cmd_data_check, NULL},
    {"help", "[COMMAND]", "help.help", true, cm_cmd_help, NULL},
};

const cm_command *cm_commands(size_t *ret_count)
{
    *ret_count = CM_COUNT(commands);
    return commands;
}

/* The only state outside of main: a signal handler reaches nothing else. */
static atomic_bool cancelled; /* NOLINT(cppcoreguidelines-avoid-non-const-global-variables) */

static void on_signal(int number)
{
    (void)number;
    atomic_store(&cancelled, true);
}

/* Without SA_RESTART, so that a read that waits for input comes back. The second signal ends the
 * program at once. */
static void catch_signals(void)
{
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND};
    (void)sigemptyset(&action.sa_mask);
    (void)sigaction(SIGINT, &action, NULL);
    (void)sigaction(SIGTERM, &action, NULL);
}

/* The options that come before the subcommand. Returns the number of arguments used, or 0 when one
 * of them is wrong. */
static size_t global_options(cm_cli *cli, int argc, char **argv)
{
    int i = 1;
    while (i < argc && argv[i][0] == '-') {
        cm_sv arg = cm_sv_from(argv[i]);
        cm_sv *to = NULL;
        if (cm_sv_equal(arg, CM_SV("-w")) || cm_sv_equal(arg, CM_SV("--workspace"))) {
            to = &cli->workspace;
        } else if (cm_sv_equal(arg, CM_SV("--lang"))) {
            to = &cli->language;
        } else if (cm_sv_equal(arg, CM_SV("--as"))) {
            to = &cli->as;
        } else if (cm_sv_equal(arg, CM_SV("--token"))) {
            to = &cli->token;
        } else {
            break;
        }
        if (i + 1 == argc) {
            return 0;
        }
        *to = cm_sv_from(argv[i + 1]);
        i += 2;
    }
    return (size_t)i;
}

/* "import judgments" takes two words. */
static const cm_command *find_command(const cm_svs *args, size_t *ret_words)
{
    for (size_t i = 0; i < CM_COUNT(commands); i++) {
        cm_sv rest = cm_sv_from(commands[i].name);
        cm_sv word;
        size_t n = 0;
        bool same = true;
        while (cm_sv_split(&rest, ' ', &word)) {
            same = same && n < args->count && cm_sv_equal(args->items[n], word);
            n++;
        }
        if (same) {
            *ret_words = n;
            return &commands[i];
        }
    }
    return NULL;
}

static int run_command(cm_cli *cli)
{
    CM_AUTO_ERR err = {0};
    cm_status status = cm_home_open(CM_SV(""), cli->language, &cli->home, &err);
    if (status != CM_OK) {
        /* Without reference data there are no messages in Chinese. */
        bool placed = err.file != NULL;
        (void)fprintf(stderr, "chaming: %s%s%s\n", placed ? err.file : "", placed ? ": " : "",
                      err.message);
        return cm_status_exit_code(status);
    }
    bool help = cli->args.count == 0 || cm_sv_equal(cli->args.items[0], CM_SV("--help")) ||
                cm_sv_equal(cli->args.items[0], CM_SV("-h"));
    if (help) {
        cli->args.count = 0;
        (void)cm_cmd_help(cli);
        return CM_EXIT_OK;
    }
    size_t words = 0;
    const cm_command *command = find_command(&cli->args, &words);
    if (command == NULL) {
        cm_word word[] = {{"command", cli->args.items[0]}, {NULL, {NULL, 0}}};
        cm_cli_say_error(cli, "error.command", word);
        return CM_EXIT_USAGE;
    }
    cli->program = cm_sv_from(command->name);
    cli->args.items += words;
    cli->args.count -= words;
    int code = CM_EXIT_OK;
    return cm_cli_admit(cli, command, &code) ? command->run(cli) : code;
}

/* What the options before the subcommand are when they are not given. */
static void from_environment(cm_cli *cli)
{
    const char *workspace = getenv("CHAMING_WORKSPACE"); /* NOLINT(concurrency-mt-unsafe) */
    cli->workspace = workspace != NULL ? cm_sv_from(workspace) : CM_SV("chaming-workspace");
    cli->as = cm_sv_from(getenv("CHAMING_AS"));       /* NOLINT(concurrency-mt-unsafe) */
    cli->token = cm_sv_from(getenv("CHAMING_TOKEN")); /* NOLINT(concurrency-mt-unsafe) */
}

int main(int argc, char **argv)
{
    cm_cli cli = {.language = CM_SV("zh"), .cancel = &cancelled};
    cm_arena_init(&cli.mem);
    from_environment(&cli);
    size_t used = global_options(&cli, argc, argv);
    if (used == 0) {
        (void)fprintf(stderr, "chaming: %s needs a value\n", argv[argc - 1]);
        return CM_EXIT_USAGE;
    }
    for (size_t i = used; i < (size_t)argc; i++) {
        *cm_vec_push(&cli.mem, &cli.args) = cm_sv_from(argv[i]);
    }
    if (cli.args.count > 0 && cm_sv_equal(cli.args.items[0], CM_SV("--version"))) {
        (void)printf("chaming %s\n", CM_VERSION);
        cm_arena_clear(&cli.mem);
        return CM_EXIT_OK;
    }
    catch_signals();
    int code = run_command(&cli);
    if (fflush(stdout) != 0 && code == CM_EXIT_OK) {
        code = cm_status_exit_code(CM_E_IO);
    }
    cm_home_close(cli.home);
    cm_arena_clear(&cli.mem);
    return code;
}
