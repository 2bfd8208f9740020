/*
 * database: what its answers say, as far as rules read it.
 */
#include <string.h>

#include "conclude.h"
#include "database.h"
#include "declared.h"
#include "paths.h"
#include "structure.h"

enum { ACCOUNTS_MOST = 500, HITS_MOST = 500, FEW_MOST = 200 };

static const char *const ENGINES[] = {"postgresql", "mysql", "oracle",
                                      "sqlserver", "db2"};

/* The scripts for these two were run against real servers; those for the others
 * were written after the documentation. */
static const char *const VERIFIED[] = {"postgresql", "mysql"};

/* Options that rules read; of others, and of secrets, nothing is kept. */
static const char *const OPTIONS[] = {
    "NlMigration_KeepFolderStructure",
    "NmsExecutionInstanceId",
    "NmsServer_LastPostUpgrade",
    "NmsTracking_ClickFormula",
    "NmsTracking_OpenFormula",
    "NmsTracking_Password",
    "NmsTracking_Pointer",
    "NmsTracking_WebFormula",
    "NmsTracking_WebTrackingMode",
    "PostUpgradeLastError",
    "WdbcOptions_TableSpaceIndex",
    "WdbcOptions_TableSpaceUser",
    "WdbcOptions_TempDbName",
    "WdbcTimeZone",
    "WdbcUseNChar",
    "WdbcUseTimeStampWithTZ",
    "XtkAcceptOldPasswords",
    "XtkDatabaseId",
    "XtkLdap_Active",
    "XtkPassUnknownSQLFunctionsToRDBMS",
};

/* Folders of 5.11 that the migration takes apart, and those that it makes
 * (specific-configurations-in-v5-11.md). */
static const struct {
    const char *name, *fate;
} FOLDERS[] = {
    {"nmsAdministration", "obsolete"},
    {"nmsDeliveryMgt", "obsolete"},
    {"ncmContent", "obsolete"},
    {"ncmForm", "obsolete"},
    {"ncmImage", "obsolete"},
    {"ncmJavascript", "obsolete"},
    {"ncmJst", "obsolete"},
    {"ncmParameters", "obsolete"},
    {"ncmSrcSchema", "obsolete"},
    {"ncmStylesheet", "obsolete"},
    {"nmsAdminPlan", "obsolete"},
    {"nmsResourcePlan", "obsolete"},
    {"nmsResourcesModels", "obsolete"},
    {"nmsRootPlan", "obsolete"},
    {"nmsOperator", "obsolete"},
    {"nmsAutoObjects", "new"},
    {"nmsCampaignAdmin", "new"},
    {"nmsCampaignMgt", "new"},
    {"nmsCampaignRes", "new"},
    {"nmsModels", "new"},
    {"nmsOnlineRes", "new"},
    {"nmsProduction", "new"},
    {"nmsProfilProcess", "new"},
    {"xtkDashboard", "new"},
    {"xtkPlatformAdmin", "new"},
    {"nmsLocalOrgUnit", "new"},
};

static bool
is_one_of(const char *word, const char *const words[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(word, words[i]) == 0)
            return true;
    return false;
}

/* Whole answers whose rows become facts as they are. */
static const struct {
    enum query query;
    const char *kind;
    size_t most;
    const char *names[DATABASE_COLUMNS]; /* by column; NULL: it is left out */
} COPIED[] = {
    {QUERY_SERVER,
     "server",
     1,
     {"product", "version", "banner", "bits", "platform", "edition", "database",
      "account", "schema"}},
    {QUERY_SETTINGS, "setting", FEW_MOST, {"name", "value"}},
    {QUERY_TIME_ZONE, "zone", FEW_MOST, {"name", "value"}},
    {QUERY_TIME_ZONE_NAMES, "time-zone-names", 1, {"count"}},
    {QUERY_TIME_ZONE_FILES, "time-zone-file", FEW_MOST, {"file", "version"}},
    {QUERY_SIZE, "size", 1, {"bytes"}},
    {QUERY_TABLESPACES, "tablespace", FEW_MOST, {"name", "default", "bytes"}},
    {QUERY_EXTENSIONS, "extension", FEW_MOST, {"name", "version", "schema"}},
    {QUERY_PRIVILEGES, "privilege", FEW_MOST, {"name", "held"}},
    {QUERY_WORKFLOW_STATES,
     "workflow-state",
     FEW_MOST,
     {"state", "status", "count"}},
    {QUERY_EXTERNAL_ACCOUNTS,
     "external-account",
     ACCOUNTS_MOST,
     {NULL, "name", "label", "active", "type", "server", "port", NULL,
      "provider", "database", "schema", "unicode"}},
    {QUERY_DELIVERY_STATES,
     "delivery-state",
     FEW_MOST,
     {"state", "mode", "count"}},
    {QUERY_DELIVERY_PARTS, "delivery-parts", 1, {"count"}},
    {QUERY_DELIVERY_MAPPINGS,
     "delivery-mapping",
     FEW_MOST,
     {"broad-log-schema", "broad-log-exclusion-schema", "tracking-log-schema"}},
    {QUERY_OFFER_VIEWS, "offer-views", 1, {"count"}},
    {QUERY_CODE_HITS,
     "code-hit",
     HITS_MOST,
     {"table", "key", "name", "label", "expression", "count", "context"}},
    {QUERY_CODE_HITS_ENTITIES,
     "code-hit",
     HITS_MOST,
     {"table", "key", "name", "label", "expression", "count", "context"}},
};

static void
note_most(const struct structure *structure, enum query query, size_t most)
{
    evidence_gap(
        structure->evidence,
        arena_format(structure->arena,
                     "only %zu of what it lists were looked at", most),
        (struct place){structure->database->answers[query].entry->path, 0});
}

static void
copy_answers(const struct structure *structure)
{
    for (size_t c = 0; c < sizeof COPIED / sizeof *COPIED; c++) {
        struct rows rows = rows_all(structure->database, COPIED[c].query);

        for (size_t i = 0; i < rows.count && i < COPIED[c].most; i++) {
            struct fact *fact =
                structure_add(structure, structure->fact, COPIED[c].kind,
                              COPIED[c].query, &rows.items[i], NULL);

            for (int f = 0; query_columns(COPIED[c].query)[f] != NULL; f++)
                if (COPIED[c].names[f] != NULL)
                    structure_set(structure, fact, COPIED[c].names[f],
                                  row_field(&rows.items[i], f));
        }
        if (rows.count > COPIED[c].most)
            note_most(structure, COPIED[c].query, COPIED[c].most);
    }
}

/* The column that holds the value of an option of that type (codes:
 * formats of XtkOption; 0 and what is not known: the first that is not empty).
 */
static const char *
option_value(const struct row *row)
{
    static const struct {
        const char *codes;
        int column;
    } types[] = {{" 6 ", 2},
                 {" 1 2 3 15 ", 3},
                 {" 4 5 ", 4},
                 {" 7 10 ", 5},
                 {" 12 13 ", 6}};
    char code[16] = " ";

    strncat(code, row_field(row, 1), sizeof code - 3);
    strcat(code, " ");
    for (size_t i = 0; strlen(code) > 2 && i < sizeof types / sizeof *types;
         i++)
        if (strstr(types[i].codes, code) != NULL)
            return row_field(row, types[i].column);
    for (int column = 2; column < 7; column++)
        if (*row_field(row, column) != '\0' &&
            strcmp(row_field(row, column), "0") != 0)
            return row_field(row, column);
    return row_field(row, 2);
}

static void
add_options(const struct structure *structure)
{
    enum { VALUE_MOST = 200 };
    struct arena *arena = structure->arena;

    for (size_t i = 0; i < sizeof OPTIONS / sizeof *OPTIONS; i++) {
        struct rows rows =
            rows_of(structure->database, QUERY_OPTIONS, OPTIONS[i]);
        struct rows secrets =
            rows_of(structure->database, QUERY_OPTION_SECRETS, OPTIONS[i]);

        if (rows.count > 0) {
            struct fact *fact =
                structure_add(structure, structure->fact, "option",
                              QUERY_OPTIONS, rows.items, NULL);
            const char *value = option_value(rows.items);

            fact_set(arena, fact, "name", OPTIONS[i], fact->at);
            fact_set(arena, fact, "value",
                     arena_format(arena, "%.*s", VALUE_MOST, value), fact->at);
        } else if (secrets.count > 0) {
            struct fact *fact =
                structure_add(structure, structure->fact, "option",
                              QUERY_OPTION_SECRETS, secrets.items, NULL);

            fact_set(arena, fact, "name", OPTIONS[i], fact->at);
            structure_set(structure, fact, "empty",
                          row_field(secrets.items, 1));
        }
    }
}

static void
add_folders(const struct structure *structure)
{
    struct arena *arena = structure->arena;

    for (size_t i = 0; i < sizeof FOLDERS / sizeof *FOLDERS; i++) {
        struct rows rows =
            rows_of(structure->database, QUERY_FOLDERS, FOLDERS[i].name);
        struct fact *fact;
        int64_t children = 0;

        if (!answered(structure->database, QUERY_FOLDERS))
            return;
        for (size_t r = 0; r < rows.count; r++) {
            int64_t some;

            if (span_number(span_of(row_field(&rows.items[r], 5)), 0, INT32_MAX,
                            &some))
                children += some;
        }
        if (rows.count > 0)
            fact = structure_add(structure, structure->fact, "folder",
                                 QUERY_FOLDERS, rows.items, NULL);
        else
            fact = fact_add(
                arena, structure->fact, "folder",
                (struct place){
                    structure->database->answers[QUERY_FOLDERS].entry->path,
                    0});
        fact_set(arena, fact, "name", FOLDERS[i].name, fact->at);
        fact_set(arena, fact, "fate", FOLDERS[i].fate, fact->at);
        fact_number(arena, fact, "count", (int64_t)rows.count, fact->at);
        if (rows.count > 0) {
            structure_set(structure, fact, "full-name",
                          row_field(rows.items, 3));
            fact_number(arena, fact, "children", children, fact->at);
        }
    }
}

/* Operators that are in no group, or that the product knows by name. */
static void
add_operators(const struct structure *structure)
{
    struct rows rows = rows_all(structure->database, QUERY_OPERATORS);
    bool grouped = answered(structure->database, QUERY_OPERATOR_GROUPS);
    struct arena *arena = structure->arena;
    size_t kept = 0;

    for (size_t i = 0; i < rows.count; i++) {
        const struct row *row = &rows.items[i];
        size_t groups = rows_of(structure->database, QUERY_OPERATOR_GROUPS,
                                row_field(row, 0))
                            .count;
        const char *name = row_field(row, 1);
        bool known = strcmp(name, "admin") == 0 || strcmp(name, "mid") == 0;
        struct fact *fact;

        if (!known && (!grouped || groups > 0))
            continue;
        if (kept++ == ACCOUNTS_MOST) {
            note_most(structure, QUERY_OPERATORS, ACCOUNTS_MOST);
            break;
        }
        fact = structure_add(structure, structure->fact, "operator",
                             QUERY_OPERATORS, row, NULL);
        structure_set(structure, fact, "name", name);
        structure_set(structure, fact, "disabled", row_field(row, 2));
        if (grouped)
            fact_number(arena, fact, "groups", (int64_t)groups, fact->at);
    }
}

/* Stored entities: how many, and the newest change; factory schemas that were
 * changed; schemas of others in the product's own namespaces. */
static void
add_entities(const struct structure *structure)
{
    static const char *const own[] = {"nms", "xtk", "nl", "ncm", "crm"};
    struct rows rows = rows_all(structure->database, QUERY_ENTITIES);
    struct arena *arena = structure->arena;
    struct fact *fact;
    int64_t factory = 0;
    const struct row *newest = NULL;

    if (!answered(structure->database, QUERY_ENTITIES))
        return;
    for (size_t i = 0; i < rows.count; i++) {
        const struct row *row = &rows.items[i];

        if (newest == NULL ||
            strcmp(row_field(row, 5), row_field(newest, 5)) > 0)
            newest = row;
        factory += text_is_fold(row_field(row, 0), "xtk:srcSchema") &&
                   text_is_fold(row_field(row, 6), "yes") &&
                   is_one_of(row_field(row, 1), own, sizeof own / sizeof *own);
    }
    fact = fact_add(
        arena, structure->fact, "entities",
        newest != NULL
            ? row_place(structure->database, QUERY_ENTITIES, newest)
            : (struct place){
                  structure->database->answers[QUERY_ENTITIES].entry->path, 0});
    fact_number(arena, fact, "count", (int64_t)rows.count, fact->at);
    fact_number(arena, fact, "changed-schemas", factory, fact->at);
    if (newest != NULL)
        structure_set(structure, fact, "newest", row_field(newest, 5));
}

/* What became of each query. */
static void
add_queries(const struct structure *structure)
{
    static const struct {
        const char *said, *status;
    } words[] = {
        {"ok", "malformed"}, /* it was answered, and the file is no answer */
        {"skipped-absent", "absent"}, {"denied", "denied"},
        {"timeout", "timeout"},       {"failed", "failed"},
    };
    struct arena *arena = structure->arena;

    for (int q = QUERY_STATUS + 1; q < QUERIES; q++) {
        const char *name = query_name((enum query)q);
        struct rows rows = rows_of(structure->database, QUERY_STATUS, name);
        const struct entry *entry =
            manifest_find(structure->evidence->manifest,
                          arena_format(arena, "db/%s.csv", name));
        struct fact *fact;
        const char *status = "missing";

        if (rows.count > 0)
            fact = structure_add(structure, structure->fact, "query",
                                 QUERY_STATUS, rows.items, NULL);
        else
            fact =
                fact_add(arena, structure->fact, "query",
                         (struct place){
                             entry != NULL ? entry->path : "db/status.csv", 0});
        for (size_t i = 0; rows.count > 0 && i < sizeof words / sizeof *words;
             i++)
            if (strcmp(words[i].said, row_field(rows.items, 1)) == 0)
                status = words[i].status;
        if (entry != NULL && entry->status != ENTRY_COLLECTED)
            status = entry_status_word(entry->status);
        if (answered(structure->database, (enum query)q))
            status = "ok";
        fact_set(arena, fact, "name", name, fact->at);
        fact_set(arena, fact, "status", status, fact->at);
        if (rows.count > 0)
            structure_set(structure, fact, "reason", row_field(rows.items, 3));
    }
}

/* Which script asked, and by which way; NULL if that is not known. */
static struct fact *
add_database(struct evidence *evidence)
{
    const struct database *database = evidence->database;
    struct arena *arena = evidence->arena;
    struct rows rows = rows_all(database, QUERY_SCRIPT);
    const struct entry *entry = database->answers[QUERY_SCRIPT].entry;
    struct place at = {"db/script.csv", 0};
    const char *engine;
    int64_t version;
    struct fact *fact;

    if (rows.count != 1) {
        evidence_gap(evidence,
                     "which script asked the database is not known: none of "
                     "its answers counts",
                     at);
        return NULL;
    }
    at = row_place(database, QUERY_SCRIPT, rows.items);
    engine = row_field(rows.items, 1);
    if (!is_one_of(engine, ENGINES, sizeof ENGINES / sizeof *ENGINES) ||
        !span_number(span_of(row_field(rows.items, 0)), 1, 1000, &version)) {
        evidence_gap(
            evidence,
            "not of a script that is known: none of its answers counts", at);
        return NULL;
    }
    fact = fact_add(arena, evidence->host, "database", at);
    fact_set(arena, fact, "engine", arena_string(arena, engine), at);
    fact_number(arena, fact, "interface", version, at);
    fact_set(arena, fact, "verified",
             is_one_of(engine, VERIFIED, sizeof VERIFIED / sizeof *VERIFIED)
                 ? "true"
                 : "false",
             at);
    if (entry->argv != NULL || entry->reason != NULL)
        fact_set(arena, fact, "way",
                 entry->argv != NULL ? entry->argv : entry->reason, at);
    if (version != DATABASE_INTERFACE) {
        fact_set(arena, fact, "other-script",
                 version < DATABASE_INTERFACE ? "older" : "newer", at);
        evidence_gap(
            evidence,
            arena_format(arena,
                         "a result of %s script: version %d, where %d is known",
                         version < DATABASE_INTERFACE ? "an older" : "a newer",
                         (int)version, DATABASE_INTERFACE),
            at);
    }
    if (strcmp(row_field(rows.items, 2), "\xC3\xA9") != 0) {
        fact_set(arena, fact, "names", "damaged", at);
        evidence_gap(evidence,
                     "letters outside ASCII were damaged on the way: names "
                     "that hold some are not what the database has",
                     at);
    }
    return fact;
}

void
conclude_database(struct evidence *evidence)
{
    struct structure structure = {.evidence = evidence,
                                  .arena = evidence->arena,
                                  .database = evidence->database,
                                  .schema = ""};
    struct rows server;

    if (evidence->database == NULL)
        return;
    structure.fact = add_database(evidence);
    if (structure.fact == NULL)
        return;
    structure.engine = fact_get(structure.fact, "engine");
    server = rows_all(evidence->database, QUERY_SERVER);
    if (server.count > 0)
        structure.schema = row_field(server.items, 8);
    add_queries(&structure);
    copy_answers(&structure);
    add_options(&structure);
    add_folders(&structure);
    add_operators(&structure);
    add_entities(&structure);
    conclude_structure(&structure);
}
