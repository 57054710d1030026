/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cli.h - the command line: rapport NOUN VERB [ARGUMENT] [--name=value ...], all of it from the rows of
 * calls. An answer goes to standard output, a problem to standard error; the exit code is codes.h's. */
#ifndef FACES_CLI_H
#define FACES_CLI_H

#include "faces/program.h"
#include "text/reader.h"

enum {
    CLI_TOKENS_MAX = 1000,
    CLI_WORDS_MAX = 4, /* words of a row's name */
    CLI_OUTPUT_MAX = 256 * 1024 * 1024,
    CLI_STDIN_MAX = 1024 * 1024 /* of a text read with "-" */
};

struct cli {
    struct program *program;
    struct arena *arena;
    struct reader reader;
    const char **tokens; /* what was typed, without the options that every command knows */
    int token_count;
    const char *format; /* "table" when nothing else was said */
    const char *output; /* the file that takes what a command writes; NULL: standard output */
    bool help, version;
    const struct call_row *row;
    int file_fd; /* of a file that had to be copied; -1: none */
};

/* Everything after main has set the program up. Returns the exit code. */
int cli_run(struct program *program, int argc, char **argv);

/* Take --db, --format, --output, --help and --version out of argv. INVALID with a problem shown. */
MUST_CHECK enum status cli_take_globals(struct cli *cli, int argc, char **argv);

/* The row whose name begins the tokens, the longest one; its words are taken off. NULL: none. */
const struct call_row *cli_take_row(struct cli *cli);

/* The rest of the tokens as raw parameters of cli->row. Not OK: the problem was shown. */
MUST_CHECK enum status cli_take_params(struct cli *cli, struct doc **out_raw);

/* The value of --name=value of a face's own command, or NULL; taken off the tokens. A flag's value is
 * "true". */
const char *cli_take_option(struct cli *cli, const char *name, bool flag);

/* Show. Each returns the exit code. */
int cli_show_answer(struct cli *cli, const struct doc *raw, const struct answer *answer);
int cli_show_problem(struct cli *cli, const struct doc *problem, enum status status);
int cli_show_document(struct cli *cli, const struct doc *document);
int cli_print(const char *bytes, size_t length);

/* What a command wrote, to standard output or whole into the file of --output. */
int cli_put(struct cli *cli, const char *bytes, size_t length);

/* The answer in its row's own form, to standard output or the file of --output; of a file in parts all
 * that follow, too. */
int cli_write_file(struct cli *cli, const struct doc *raw, const struct doc *document);

/* A problem of the command line itself; {name: value} fills the sentence, both may be NULL. */
int cli_complain(struct cli *cli, enum status status, const char *code, const char *name,
                 const char *value);

/* Do the work of a job here and now, with its progress on a terminal, then show what it names. Ctrl-C asks it to stop, and it
 * takes back what it did: 130; pressed once more it ends the program as usual, and the job stays as it is. */
int cli_finish_job(struct cli *cli, const char *job);

/* Send what an answer with `outbox` (the id of a mail, or "all") has put into the outbox, here and now, then show
 * the answer and what became of it. */
int cli_finish_mail(struct cli *cli, const struct doc *raw, struct answer *answer);

/* `rapport`, `rapport help [NOUN [VERB]]`, `--help`. */
int cli_help(struct cli *cli);
int cli_help_row(struct cli *cli, const struct call_row *row);

/* What was meant by the tokens that are no command. */
int cli_suggest(struct cli *cli);

/* `rapport completion bash`. */
int cli_completion(struct cli *cli);

/* `rapport serve`. */
int cli_serve(struct cli *cli);

/* Commands of the faces themselves, beside the rows. Ended by one without a name. */
struct cli_command {
    const char *name;
    const char *help; /* a message code */
    int (*run)(struct cli *cli);
};
extern const struct cli_command cli_commands[];

/* How a parameter's value is written: "TEXT", "yes|no", "email|phone". */
const char *cli_value_word(const struct param *param, struct arena *arena);

#endif
