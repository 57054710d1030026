/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/log.h"

#include "base/utf8.h"
#include "base/zone.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* A line has to reach a pipe in one piece, so it stays within what POSIX calls PIPE_BUF. */
enum { LINE_MAX_BYTES = 4000, DETAIL_MAX = 3000, ROOM_TO_END = 64, NOTHING = LOG_ERROR + 1 };

static char process_name[32] = "rapport";
static int least = LOG_INFO;

struct line {
    char bytes[LINE_MAX_BYTES + ROOM_TO_END];
    size_t length;
};

static const char *const level_names[] = {"debug", "info", "warning", "error"};

static int
level_of(const char *word)
{
    for (int i = 0; i < NOTHING; i++)
        if (strcmp(word, level_names[i]) == 0)
            return i;
    return strcmp(word, "none") == 0 ? NOTHING : LOG_INFO;
}

void
log_open(const char *process)
{
    const char *word = getenv("RAPPORT_LOG");
    (void)snprintf(process_name, sizeof process_name, "%s", process);
    least = word == NULL ? LOG_INFO : level_of(word);
}

static void
put(struct line *line, const char *bytes, size_t length)
{
    if (line->length + length > LINE_MAX_BYTES)
        return;
    memcpy(line->bytes + line->length, bytes, length);
    line->length += length;
}

static void
put_text(struct line *line, const char *text, size_t length)
{
    const char *end = text + length;
    put(line, "\"", 1);
    while (text < end) {
        char bytes[8];
        uint32_t code_point = utf8_next(&text, end);
        if (code_point == '"' || code_point == '\\') {
            bytes[0] = '\\';
            bytes[1] = (char)code_point;
            put(line, bytes, 2);
        } else if (utf8_is_control(code_point) && code_point < 0x10000) {
            (void)snprintf(bytes, sizeof bytes, "\\u%04x", (unsigned)code_point);
            put(line, bytes, 6);
        } else {
            put(line, bytes, utf8_put(code_point, bytes));
        }
    }
    line->bytes[line->length++] = '"'; /* there is always room to end */
}

static void
put_member(struct line *line, const char *key, size_t key_length, const char *value, size_t length)
{
    if (line->length + 2 * key_length + ROOM_TO_END > LINE_MAX_BYTES)
        return;
    put(line, line->length == 0 ? "{" : ",", 1);
    put_text(line, key, key_length);
    put(line, ":", 1);
    size_t sign = length > 0 && value[0] == '-' ? 1 : 0;
    bool number = length > sign && length < 18 &&
                  strspn(value + sign, "0123456789") >= length - sign &&
                  (value[sign] != '0' || length == 1);
    if (number)
        put(line, value, length);
    else
        put_text(line, value, length);
}

static bool
is_key_letter(char letter)
{
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_';
}

/* The " key=" that follows in `text`, or its end. */
static const char *
next_key(const char *text)
{
    for (const char *blank = strchr(text, ' '); blank != NULL; blank = strchr(blank + 1, ' ')) {
        const char *letter = blank + 1;
        while (is_key_letter(*letter))
            letter++;
        if (*letter == '=' && letter > blank + 1)
            return blank;
    }
    return text + strlen(text);
}

static void
put_details(struct line *line, const char *text)
{
    while (*text != '\0') {
        const char *end = next_key(text);
        const char *equals = strchr(text, '=');
        if (equals == NULL || equals > end) {
            put_member(line, "detail", 6, text, (size_t)(end - text));
        } else {
            const char *value = equals + 1;
            put_member(line, text, (size_t)(equals - text), value, (size_t)(end - value));
        }
        text = *end == '\0' ? end : end + 1;
    }
}

/* The real time, even where RAPPORT_CLOCK stops the application's. */
static void
put_time(struct line *line)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    struct moment utc = zone_local(zone_utc(), (int64_t)now.tv_sec * 1000);
    char text[48];
    int length =
        snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", utc.year, utc.month,
                 utc.day, utc.hour, utc.minute, utc.second, (int)(now.tv_nsec / 1000000));
    put_member(line, "at", 2, text, (size_t)length);
}

void
log_event(enum log_level level, const char *event, const char *format, ...)
{
    if ((int)level < least)
        return;
    struct line line = {.length = 0};
    put_time(&line);
    put_member(&line, "level", 5, level_names[level], strlen(level_names[level]));
    put_member(&line, "process", 7, process_name, strlen(process_name));
    char pid[16];
    put_member(&line, "pid", 3, pid, (size_t)snprintf(pid, sizeof pid, "%d", (int)getpid()));
    put_member(&line, "event", 5, event, strlen(event));
    if (format != NULL) {
        char details[DETAIL_MAX];
        va_list arguments;
        va_start(arguments, format);
        int length = vsnprintf(details, sizeof details, format, arguments);
        va_end(arguments);
        if (length > 0)
            put_details(&line, details);
    }
    memcpy(line.bytes + line.length, "}\n", 2);
    (void)!write(STDERR_FILENO, line.bytes, line.length + 2);
}
