/*
 * The database: asked through a client, or told by a file that a DBA's client
 * made; sql/README.md says what becomes of the answers.
 */
#include "gathering.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "db_client.h"
#include "db_result.h"
#include "db_script.h"

static const char STATUS[] = "db/status.csv";

static const char *
database_mend(struct gathered *gathered, enum db_status status)
{
    const struct db_options *options = &gathered->options->db;
    const char *engine = options->engine != NULL ? options->engine : "ENGINE";
    static const char *const before[] = {
        [DB_OK] = "",
        [DB_ABSENT] = "",
        [DB_DENIED] = "give the account the right to read it, or ",
        [DB_TIMEOUT] = "try again at a quieter time, or ",
        [DB_FAILED] = ""};

    return arena_format(
        gathered->arena,
        "%shave a DBA run what 'acc-collect db-script %s' prints, "
        "then acc-collect --db-result FILE",
        before[status], engine);
}

static enum entry_status
entry_status_for(enum db_status status)
{
    static const enum entry_status statuses[] = {ENTRY_COLLECTED, ENTRY_ABSENT,
                                                 ENTRY_DENIED, ENTRY_TIMEOUT,
                                                 ENTRY_FAILED};

    return statuses[status];
}

/* No connection came to be: one entry says so for all. */
static void
database_missed(struct gathered *gathered, enum db_status status,
                const char *reason, const char *mend)
{
    struct entry *entry = entry_add(gathered, STATUS, entry_status_for(status),
                                    "what became of each query");

    entry->reason = reason;
    entry->mend = mend;
}

/* ---- entries ---- */

/* The way by which the answers came. */
struct way {
    const char *argv, *account; /* of the client; NULL: by hand */
    int64_t exit, duration;
    const char *cut; /* why the client ended early, or NULL */
};

/* A file cut in the middle would be no CSV: too long is not there at all. */
static int
csv_keep(struct gathered *gathered, struct entry *entry, struct buf *csv,
         const struct redact_counts *counts, struct failure *why)
{
    if (csv->overflow || csv->len > (size_t)gathered->options->max_file) {
        entry_refuse(entry, ENTRY_FAILED,
                     arena_format(gathered->arena, "longer than %lld bytes",
                                  (long long)gathered->options->max_file),
                     "raise --max-file");
        return 0;
    }
    return entry_store(gathered, entry, counts, csv, why);
}

static int
answer_keep(struct gathered *gathered, struct db_result *result, int at,
            const struct way *way, struct failure *why)
{
    struct db_answer *answer = &result->answers[at];
    const struct db_query *query = &DB_QUERIES[at];
    struct entry *entry = entry_add(
        gathered, arena_format(gathered->arena, "db/%s.csv", query->name),
        entry_status_for(answer->status), query->why);
    struct redact_counts counts = {{0}};
    struct buf csv;
    int kept;

    if (at == 0 && way->argv != NULL) {
        entry->argv = way->argv;
        entry->account = way->account;
        entry->exit = way->exit;
        entry->duration = way->duration;
    } else if (at == 0 && answer->status == DB_OK) {
        /* A script that was handed out long ago may ask otherwise. */
        entry->reason =
            db_result_version(result) == DB_SCRIPT_VERSION
                ? "a result given by hand"
                : arena_format(gathered->arena,
                               "a result given by hand, of version %lld of the "
                               "script: this is version %d",
                               (long long)db_result_version(result),
                               DB_SCRIPT_VERSION);
    }
    if (answer->status != DB_OK) {
        entry->reason = answer->reason;
        /* What ended the client is told once, with status.csv. */
        if (answer->status != DB_ABSENT && answer->reason != way->cut)
            entry->mend = database_mend(gathered, answer->status);
        return 0;
    }
    buf_init(&csv, GATHER_FILE_MOST);
    db_result_csv(result, at, &csv, &counts);
    kept = csv_keep(gathered, entry, &csv, &counts, why);
    if (entry->status != ENTRY_COLLECTED) {
        answer->status = DB_FAILED;
        answer->reason = entry->reason;
    }
    buf_release(&csv);
    return kept;
}

static int
status_keep(struct gathered *gathered, const struct db_result *result,
            const struct way *way, enum db_status cut_status,
            struct failure *why)
{
    struct entry *entry = entry_add(gathered, STATUS, ENTRY_COLLECTED,
                                    "what became of each query");
    struct redact_counts counts = {{0}};
    struct buf csv;
    int kept;

    if (way->cut != NULL) {
        entry->reason = way->cut;
        entry->mend = database_mend(gathered, cut_status);
    }
    buf_init(&csv, GATHER_FILE_MOST);
    db_result_status(result, &csv);
    kept = csv_keep(gathered, entry, &csv, &counts, why);
    buf_release(&csv);
    return kept;
}

static int
result_keep(struct gathered *gathered, struct db_result *result,
            const struct way *way, enum db_status cut_status,
            struct failure *why)
{
    int i;

    for (i = 0; i < DB_QUERY_COUNT; i++)
        if (answer_keep(gathered, result, i, way, why) != 0)
            return -1;
    return status_keep(gathered, result, way, cut_status, why);
}

/* ---- by hand ---- */

static int
result_read(struct gathered *gathered, struct db_result *result,
            struct failure *why)
{
    const char *path = gathered->options->db.result;
    FILE *file = fopen(path, "rb");
    char room[16384];
    size_t got;
    int kept = 0;

    if (file == NULL)
        return fail(why, "--db-result: %s: %s", path, strerror(errno));
    while (!stop_asked && (got = fread(room, 1, sizeof room, file)) > 0)
        db_result_feed(result, room, got);
    if (ferror(file))
        kept = fail(why, "--db-result: %s: it cannot be read", path);
    fclose(file);
    return kept;
}

static int
database_by_hand(struct gathered *gathered, struct db_result *result,
                 struct failure *why)
{
    struct way way = {NULL, NULL, -1, -1, NULL};

    if (result_read(gathered, result, why) != 0)
        return -1;
    db_result_end(result, NULL, DB_FAILED);
    if (db_result_engine(result) == NULL) {
        database_missed(
            gathered, DB_FAILED,
            result->first != NULL
                ? result->first
                : "the file does not hold what the script prints",
            "give the output of what 'acc-collect db-script ENGINE' prints, "
            "run with the standard client of the engine");
        return 0;
    }
    return result_keep(gathered, result, &way, DB_FAILED, why);
}

/* ---- through a client ---- */

static bool
output_take(void *baton, const char *bytes, size_t len)
{
    db_result_feed(baton, bytes, len);
    return !stop_asked;
}

static const char *
argv_words(struct gathered *gathered, const struct db_call *call)
{
    struct buf words;
    const char *text;
    size_t i;

    buf_init(&words, 65536);
    for (i = 0; call->argv.items[i] != NULL; i++)
        buf_addf(&words, i == 0 ? "%s" : " %s", call->argv.items[i]);
    text = arena_copy(gathered->arena, words.data, words.len);
    buf_release(&words);
    return text;
}

/* Why the client did not come to the script's end; NULL: it did. */
static const char *
client_ended(struct gathered *gathered, const struct db_result *result,
             const struct command_out *out, const struct command *command,
             enum db_status *status)
{
    struct arena *arena = gathered->arena;
    const struct db_answer *last = &result->answers[DB_QUERY_COUNT - 1];
    const char *asked =
        result->current >= 0 ? DB_QUERIES[result->current].name : NULL;
    const char *told = result->current >= 0
                           ? result->answers[result->current].reason
                           : result->first;

    *status = out->timed_out ? DB_TIMEOUT : DB_FAILED;
    if (out->timed_out)
        return arena_format(arena, "%s after %d seconds%s%s",
                            out->silent ? "no answer" : "no end",
                            out->silent ? command->silence : command->seconds,
                            asked != NULL ? ", during the query " : "",
                            asked != NULL ? asked : "");
    if (last->begun)
        return NULL;
    return arena_format(arena, "the client ended with status %d%s%s%s%s",
                        out->exit, asked != NULL ? ", during the query " : "",
                        asked != NULL ? asked : "", told != NULL ? ": " : "",
                        told != NULL ? told : "");
}

/* Not one record came: wrong password, no server, nobody who answers. */
static void
database_silent(struct gathered *gathered, const struct db_result *result,
                const struct db_call *call, const struct command_out *out,
                const char *cut, enum db_status status)
{
    struct arena *arena = gathered->arena;
    const char *reason = result->first != NULL ? result->first : cut;

    if (!out->timed_out && result->first != NULL)
        status = result->first_words;
    /* psql names itself. */
    if (strncmp(reason, call->client, strlen(call->client)) != 0)
        reason = arena_format(arena, "%s: %s", call->client, reason);
    database_missed(
        gathered, status, reason,
        arena_format(arena, "check %s; or %s",
                     call->unasked ? "the way to log on; a password is handed "
                                     "over, or asked for, when you name who "
                                     "runs the client with --db-account"
                     : status == DB_DENIED
                         ? "--db-user and the password "
                           "(--db-password-fd)"
                         : "--db-host, --db-port and --db-name, "
                           "and that the server answers there",
                     database_mend(gathered, DB_FAILED)));
}

static int
database_by_client(struct gathered *gathered, struct db_result *result,
                   struct failure *why)
{
    struct command command;
    struct command_out out;
    struct db_call call;
    enum db_status cut_status;
    const char *problem, *cut;
    int kept = 0;

    memset(&command, 0, sizeof command);
    db_call_init(&call);
    problem = gathered->options->no_commands
                  ? "nothing is executed with --no-commands"
                  : db_call_prepare(gathered, &call, &command);
    if (problem != NULL) {
        database_missed(gathered, DB_FAILED, problem,
                        database_mend(gathered, DB_FAILED));
        goto done;
    }
    command.take = output_take;
    command.baton = result;
    command_run(&command, gathered->arena, NULL, &out);
    if (stop_asked) {
        kept = fail(why, "stopped by a signal; nothing was written");
        goto done;
    }
    if (!out.started) {
        database_missed(gathered, DB_FAILED,
                        arena_format(gathered->arena, "%s: not started: %s",
                                     call.argv.items[0], out.reason),
                        database_mend(gathered, DB_FAILED));
        goto done;
    }
    cut = client_ended(gathered, result, &out, &command, &cut_status);
    if (!result->any) {
        database_silent(gathered, result, &call, &out,
                        cut != NULL ? cut : "it printed nothing", cut_status);
        goto done;
    }
    db_result_end(result, cut, cut_status);
    {
        struct way way = {argv_words(gathered, &call),
                          account_name(command.account, gathered->arena),
                          out.exit,
                          gathered->fixed_clock >= 0 ? 0 : out.duration, cut};

        kept = result_keep(gathered, result, &way, cut_status, why);
    }
done:
    db_call_release(&call);
    return kept;
}

int
gather_database(struct gathered *gathered, struct failure *why)
{
    const struct db_options *options = &gathered->options->db;
    struct db_result result;
    int kept = 0;

    if (options->engine == NULL && options->result == NULL)
        return 0;
    db_result_init(&result, gathered->arena);
    if (options->result != NULL)
        kept = database_by_hand(gathered, &result, why);
    else
        kept = database_by_client(gathered, &result, why);
    db_result_release(&result);
    return kept;
}
