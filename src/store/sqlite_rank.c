/* SPDX-License-Identifier: GPL-3.0-or-later */
/* search_rank(TABLE): how well a row of the full text matches, a whole number, more is better. A word in the
 * head counts for more than any number of times in the body, most of all at its beginning. The built-in
 * function also weighs how long each text is and how rare a word, for which it reads a record a row; over
 * the newest rows alone that buys little and costs forty times as much. */
#include "store/sqlite.h"

enum {
    IN_HEAD = 40,
    AT_HEAD_BEGIN = 15,
    IN_BODY = 4,
    BODY_TIMES_MOST = 5,
    PLACES_MOST = 64 /* of a word that are looked at */
};

static int
score_phrase(const Fts5ExtensionApi *api, Fts5Context *context, int phrase)
{
    Fts5PhraseIter place;
    int column = 0, offset = 0, head = 0, body = 0;
    if (api->xPhraseFirst(context, phrase, &place, &column, &offset) != SQLITE_OK)
        return 0;
    for (int i = 0; column >= 0 && i < PLACES_MOST; i++) {
        if (column > 0)
            body += body < BODY_TIMES_MOST;
        else if (head == 0 || offset == 0)
            head = IN_HEAD + (offset == 0 ? AT_HEAD_BEGIN : 0);
        api->xPhraseNext(context, &place, &column, &offset);
    }
    return head + body * IN_BODY;
}

static void
search_rank(const Fts5ExtensionApi *api, Fts5Context *context, sqlite3_context *result, int count,
            sqlite3_value **values)
{
    int score = 0;
    (void)count;
    (void)values;
    for (int phrase = 0; phrase < api->xPhraseCount(context); phrase++)
        score += score_phrase(api, context, phrase);
    sqlite3_result_int(result, score);
}

int
sqlite_add_rank(sqlite3 *db)
{
    fts5_api *api = NULL;
    sqlite3_stmt *asked = NULL;
    int result = sqlite3_prepare_v2(db, "select fts5(?1)", -1, &asked, NULL);
    if (result != SQLITE_OK)
        return result;
    (void)sqlite3_bind_pointer(asked, 1, (void *)&api, "fts5_api_ptr", NULL);
    (void)sqlite3_step(asked);
    result = sqlite3_finalize(asked);
    if (result != SQLITE_OK || api == NULL)
        return result == SQLITE_OK ? SQLITE_ERROR : result;
    return api->xCreateFunction(api, "search_rank", NULL, search_rank, NULL);
}
