/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faces/cli.h"
#include "faces/route.h"

#include <string.h>

enum { SCRIPT_MAX = 256 * 1024 };

struct script {
    struct cli *cli;
    struct buffer buffer;
};

static void
add_name(void *context, const struct call_row *row)
{
    struct script *script = context;
    buffer_print(&script->buffer, "        '%s'\n", row->name);
}

/* One case per command: its options; those with choices are offered with each. */
static void
add_options(void *context, const struct call_row *row)
{
    struct script *script = context;
    struct buffer *buffer = &script->buffer;
    buffer_print(buffer, "    '%s') options='", row->name);
    for (const struct param *param = row->params; param != NULL && param->name != NULL; param++) {
        if (param->kind == PARAM_BOOL)
            buffer_print(buffer, "--%s ", param->name);
        else if (param->choices != NULL)
            for (int i = 0; param->choices[i] != NULL; i++)
                buffer_print(buffer, "--%s=%s ", param->name, param->choices[i]);
        else if (param->kind != PARAM_ROWS)
            buffer_print(buffer, "--%s= ", param->name);
    }
    buffer_text(buffer, "' ;;\n");
}

static const char beginning[] =
    "# Completion of rapport for bash: . <(rapport completion bash)\n"
    "_rapport() {\n"
    "    local word=${COMP_WORDS[COMP_CWORD]} line='' name best='' options='' i\n"
    "    local -a names=(\n";

static const char middle[] =
    "    )\n"
    "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
    "        [[ ${COMP_WORDS[i]} == -* ]] || line+=\"${line:+ }${COMP_WORDS[i]}\"\n"
    "    done\n"
    "    COMPREPLY=()\n"
    "    for name in \"${names[@]}\"; do\n"
    "        [[ \"$line \" == \"$name \"* && ${#name} -gt ${#best} ]] && best=$name\n"
    "        if [[ $word != -* && ( -z $line || $name == \"$line \"* ) ]]; then\n"
    "            name=${name#\"$line\"}; name=${name# }; name=${name%% *}\n"
    "            [[ $name == \"$word\"* ]] && COMPREPLY+=(\"$name\")\n"
    "        fi\n"
    "    done\n"
    "    case $best in\n";

static const char end[] =
    "    esac\n"
    "    if [[ $word == -* ]]; then\n"
    "        COMPREPLY=($(compgen -W \"$options --db= --format=table --format=json --output= "
    "--help\" -- "
    "\"$word\"))\n"
    "        [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace\n"
    "    elif [[ -n $best && ${#COMPREPLY[@]} -eq 0 ]]; then\n"
    "        COMPREPLY=($(compgen -f -- \"$word\"))\n"
    "    fi\n"
    "}\n"
    "COMP_WORDBREAKS=${COMP_WORDBREAKS//=}\n"
    "complete -o default -F _rapport rapport\n";

int
cli_completion(struct cli *cli)
{
    struct script script = {.cli = cli};
    const char *shell = cli->token_count > 0 ? cli->tokens[0] : "bash";
    if (strcmp(shell, "bash") != 0)
        return cli_complain(cli, STATUS_INVALID, "cli.unknown_shell", "shell", shell);
    buffer_open(&script.buffer, cli->arena, SCRIPT_MAX);
    buffer_text(&script.buffer, beginning);
    for (const struct cli_command *command = cli_commands; command->name != NULL; command++)
        buffer_print(&script.buffer, "        '%s'\n", command->name);
    route_each(&cli->program->desk, add_name, &script);
    buffer_text(&script.buffer, middle);
    route_each(&cli->program->desk, add_options, &script);
    buffer_text(&script.buffer, "    'serve') options='--listen= --workers= --host= --open-access "
                                "--no-browser' ;;\n");
    buffer_text(&script.buffer, end);
    return cli_print(buffer_read(&script.buffer), script.buffer.length);
}
