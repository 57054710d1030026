/* SPDX-License-Identifier: GPL-3.0-or-later */
/* detect.h - in which old encoding is this text? ICU's statistics of languages, looked at with care. */
#ifndef TEXT_DETECT_H
#define TEXT_DETECT_H

#include <stddef.h>

enum { DETECT_MAX = 64 * 1024 /* bytes that are looked at */ };

/* The name of the encoding of bytes that are neither ASCII nor UTF-8: "Windows-1250", "Windows-1251",
 * "Windows-1252", "Windows-1253", "Windows-1254", "Windows-1255", "Windows-1256", "ISO-8859-2", "ISO-8859-5", "KOI8-R",
 * "GB18030", "Big5", "Shift_JIS", "EUC-JP" or "EUC-KR". Windows-1252 when unsure. Where
 * the statistics are, letters that no Western language has there, or a first line that names its columns in Polish, Czech,
 * Slovak, Hungarian or a neighbor of theirs, mean Windows-1250 (or its older kin), also without ICU. */
const char *text_detect(const char *bytes, size_t length);

#endif
