/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/buffer.h"

#include <stdio.h>
#include <string.h>

enum { FIRST_CAPACITY = 256, PRINTED_MAX = 1024 };

void
buffer_open(struct buffer *buffer, struct arena *arena, size_t ceiling)
{
    *buffer = (struct buffer){.arena = arena, .ceiling = ceiling};
}

static void
grow(struct buffer *buffer, size_t needed)
{
    size_t capacity = buffer->capacity == 0 ? FIRST_CAPACITY : buffer->capacity * 2;
    if (capacity < needed)
        capacity = needed;
    /* Who writes in place looks at the capacity alone. */
    if (capacity - 1 > buffer->ceiling)
        capacity = buffer->ceiling + 1;
    char *data = arena_take(buffer->arena, capacity);
    if (buffer->length > 0)
        memcpy(data, buffer->data, buffer->length);
    data[buffer->length] = '\0';
    buffer->data = data;
    buffer->capacity = capacity;
}

char *
buffer_room(struct buffer *buffer, size_t length)
{
    if (buffer->full || length > buffer->ceiling - buffer->length)
        return NULL;
    size_t needed = buffer->length + length + 1;
    if (needed > buffer->capacity)
        grow(buffer, needed);
    return buffer->data + buffer->length;
}

void
buffer_add(struct buffer *buffer, const char *bytes, size_t length)
{
    char *room = buffer_room(buffer, length);
    if (room == NULL) {
        buffer->full = true;
        return;
    }
    if (length > 0)
        memcpy(room, bytes, length);
    buffer->length += length;
    buffer->data[buffer->length] = '\0';
}

void
buffer_text(struct buffer *buffer, const char *text)
{
    buffer_add(buffer, text, strlen(text));
}

void
buffer_byte(struct buffer *buffer, char byte)
{
    buffer_add(buffer, &byte, 1);
}

void
buffer_print(struct buffer *buffer, const char *format, ...)
{
    char text[PRINTED_MAX];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (length >= 0 && (size_t)length < sizeof text) {
        buffer_add(buffer, text, (size_t)length);
        return;
    }
    va_start(arguments, format);
    buffer_text(buffer, arena_vprint(buffer->arena, format, arguments));
    va_end(arguments);
}

const char *
buffer_read(const struct buffer *buffer)
{
    return buffer->data == NULL ? "" : buffer->data;
}

enum status
buffer_status(const struct buffer *buffer)
{
    return buffer->full ? STATUS_INVALID : STATUS_OK;
}
