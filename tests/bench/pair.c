/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pair - two commands in turn, A B A B ..., so that both see the same weather: whole-process wall and CPU time
 * of each (least and median, in ms) and the ratio of the medians.
 *   pair RUNS A [ARGUMENT...] -- B [ARGUMENT...] */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

enum { RUNS_MAX = 2000, WARM_UP = 5 };

extern char **environ;

struct times {
    double wall[RUNS_MAX];
    double cpu[RUNS_MAX];
};

static double
milliseconds(const struct timeval *time)
{
    return (double)time->tv_sec * 1e3 + (double)time->tv_usec / 1e3;
}

static bool
run(char **command, posix_spawn_file_actions_t *quiet, double *out_wall, double *out_cpu)
{
    struct timespec begin, end;
    struct rusage used;
    pid_t child;
    int state;
    (void)clock_gettime(CLOCK_MONOTONIC, &begin);
    if (posix_spawnp(&child, command[0], quiet, NULL, command, environ) != 0)
        return false;
    if (wait4(child, &state, 0, &used) != child || !WIFEXITED(state) || WEXITSTATUS(state) != 0)
        return false;
    (void)clock_gettime(CLOCK_MONOTONIC, &end);
    *out_wall =
        (double)(end.tv_sec - begin.tv_sec) * 1e3 + (double)(end.tv_nsec - begin.tv_nsec) / 1e6;
    *out_cpu = milliseconds(&used.ru_utime) + milliseconds(&used.ru_stime);
    return true;
}

static int
compare(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static double
median(double *list, int count)
{
    qsort(list, (size_t)count, sizeof *list, compare);
    return list[count / 2];
}

static int
read_count(const char *text)
{
    int count = 0;
    for (; *text >= '0' && *text <= '9' && count <= RUNS_MAX; text++)
        count = count * 10 + *text - '0';
    return *text == '\0' && count > 0 && count <= RUNS_MAX ? count : 0;
}

int
main(int argc, char **argv)
{
    static struct times times[2];
    char **commands[2] = {argv + 2, NULL};
    for (int i = 2; i < argc; i++)
        if (commands[1] == NULL && strcmp(argv[i], "--") == 0) {
            argv[i] = NULL;
            commands[1] = argv + i + 1;
        }
    int runs = argc > 1 ? read_count(argv[1]) : 0;
    if (runs == 0 || commands[1] == NULL || commands[0][0] == NULL || commands[1][0] == NULL) {
        (void)fputs("pair RUNS A [ARGUMENT...] -- B [ARGUMENT...]\n", stderr);
        return 2;
    }
    posix_spawn_file_actions_t quiet;
    if (posix_spawn_file_actions_init(&quiet) != 0 ||
        posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0) != 0)
        return 1;
    for (int i = -WARM_UP; i < runs; i++)
        for (int k = 0; k < 2; k++) {
            int at = i < 0 ? 0 : i;
            if (!run(commands[k], &quiet, &times[k].wall[at], &times[k].cpu[at])) {
                (void)fprintf(stderr, "pair: %s failed\n", commands[k][0]);
                return 1;
            }
        }
    double wall[2], cpu[2];
    for (int k = 0; k < 2; k++) {
        wall[k] = median(times[k].wall, runs);
        cpu[k] = median(times[k].cpu, runs);
    }
    (void)printf(
        "{\"a\":{\"wall_ms\":%.3f,\"least_ms\":%.3f,\"cpu_ms\":%.3f},\"b\":{\"wall_ms\":%.3f,"
        "\"least_ms\":%.3f,\"cpu_ms\":%.3f},\"ratio\":%.2f}\n",
        wall[0], times[0].wall[0], cpu[0], wall[1], times[1].wall[0], cpu[1], wall[0] / wall[1]);
    return 0;
}
