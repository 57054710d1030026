/* SPDX-License-Identifier: GPL-3.0-or-later */
/* log.h - one JSON object a line on standard error: {"at":..., "level":..., "event":..., ...}. Only
 * faces and main write logs. Never a secret, never a note's text. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/status.h"

#include <stdint.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARNING, LOG_ERROR };

/* Least level that is written; INFO unless RAPPORT_LOG says debug, warning, error or none. */
void log_open(const char *process);

/* `event` is "noun.verb". `format` gives the rest as key=value words ("status=%d path=%s"): each
 * becomes a member; a value runs to the next " key=". NULL for none. */
void log_event(enum log_level level, const char *event, const char *format, ...) PRINTF_LIKE(3, 4);

#endif
