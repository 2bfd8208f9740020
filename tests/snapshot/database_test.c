/*
 * What a database answered: facts with their places, gaps for what is no
 * answer, and what it has beyond its schemas.
 */
#include "database_case.h"
#include "evidence_case.h"

#include "xml_document.h"

#define CSV(name, text)                                                        \
    {                                                                          \
        .path = "db/" name ".csv", .content = (text)                           \
    }

#define DRIFT                                                                  \
    CSV("columns", COLUMNS), CSV("constraints", NO_CONSTRAINTS),               \
        CSV("foreign-keys", NO_FOREIGN_KEYS), CSV("grants", NO_GRANTS),        \
        CSV("index-columns", INDEX_COLUMNS), CSV("indexes", INDEXES),          \
        CSV("partitions", NO_PARTITIONS),                                      \
        CSV("publications", NO_PUBLICATIONS), CSV("schema-xml", SCHEMA_XML),   \
        CSV("script", SCRIPT), CSV("server", SERVER), CSV("tables", TABLES),   \
        CSV("triggers", NO_TRIGGERS)

static void
fits_its_schema(const struct snapshot *snapshot)
{
    char *xml = facts_xml(snapshot);
    struct failure why = {.text = ""};
    struct xml_document *document = xml_read_bytes(span_of(xml), "facts", &why);

    assert_non_null(document);
    if (xml_check(document, ACC_SOURCE_DIR "/analyzer/snapshot/facts.rng",
                  &why) != 0) {
        print_error("%s\n", why.text);
        assert_true(false);
    }
    xml_release(document);
    free(xml);
}

static void
answers_become_facts_with_their_lines(void **state)
{
    const struct piece pieces[] = {
        CSV("delivery-states", "state,mode,count\r\n51,4,2\r\n95,1,9\r\n"),
        {.path = "db/script.csv", .content = SCRIPT, .detail = "psql -X"},
        CSV("server", SERVER),
        CSV("settings", "name,value\r\nencoding,UTF8\r\n"),
        CSV("status", "query,status,rows,reason\r\nserver,ok,1,\r\n"
                      "settings,ok,1,\r\nsize,denied,,permission denied\r\n"
                      "workflows,skipped-absent,,\r\n"),
        CSV("time-zone-names", "count\r\n0\r\n"),
        {.path = NULL}};
    struct snapshot *snapshot = snapshot_of(pieces);

    (void)state;
    says(fact_at(snapshot, "database"), "engine", "postgresql", "db/script.csv",
         2);
    says(fact_at(snapshot, "database"), "verified", "true", "db/script.csv", 2);
    says(fact_at(snapshot, "database"), "names", NULL, NULL, 0);
    says(fact_at(snapshot, "database/server"), "version", "9.6.24",
         "db/server.csv", 2);
    says(fact_at(snapshot, "database/server"), "bits", "64", "db/server.csv",
         2);
    says(fact_at(snapshot, "database/server"), "edition", NULL, NULL, 0);
    says(fact_at(snapshot, "database/setting[name=encoding]"), "value", "UTF8",
         "db/settings.csv", 2);
    says(fact_at(snapshot, "database/time-zone-names"), "count", "0",
         "db/time-zone-names.csv", 2);
    says(fact_at(snapshot, "database/delivery-state[state=95]"), "count", "9",
         "db/delivery-states.csv", 3);
    says(fact_at(snapshot, "database/query[name=server]"), "status", "ok",
         "db/status.csv", 2);
    says(fact_at(snapshot, "database/query[name=size]"), "status", "denied",
         "db/status.csv", 4);
    says(fact_at(snapshot, "database/query[name=size]"), "reason",
         "permission denied", "db/status.csv", 4);
    says(fact_at(snapshot, "database/query[name=workflows]"), "status",
         "absent", "db/status.csv", 5);
    says(fact_at(snapshot, "database/query[name=tables]"), "status", "missing",
         "db/status.csv", 0);
    assert_string_equal(
        snapshot_line(snapshot, "db/delivery-states.csv", 3)->text, "95,1,9");
    fits_its_schema(snapshot);
    snapshot_release(snapshot);
}

static void
a_damaged_file_is_a_gap_for_that_query_alone(void **state)
{
    static const struct {
        const char *settings, *words;
        uint32_t line;
    } cases[] = {
        {"name,value\r\na,b\r\n\"c", "a quoted field without its end", 3},
        {"name,value\r\na\r\n", "another number of fields", 2},
        {"name\r\na\r\n", "lacks the column \"value\"", 1},
        {"", "no header", 1},
        {"name,value\r\na,\xFF\r\n", "not UTF-8", 2},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct piece pieces[] = {
            CSV("script", SCRIPT),
            CSV("server", SERVER),
            CSV("settings", cases[i].settings),
            CSV("status", "query,status,rows,reason\r\nsettings,ok,1,\r\n"),
            {.path = NULL}};
        struct snapshot *snapshot = snapshot_of(pieces);

        has_gap(snapshot, "db/settings.csv", cases[i].line, cases[i].words);
        says(fact_at(snapshot, "source[entry=db/settings.csv]"), "status",
             "malformed", "db/settings.csv", 0);
        says(fact_at(snapshot, "database/query[name=settings]"), "status",
             "malformed", "db/status.csv", 2);
        says(fact_at(snapshot, "database/server"), "version", "9.6.24",
             "db/server.csv", 2);
        assert_null(fact_at(snapshot, "database/setting"));
        fits_its_schema(snapshot);
        snapshot_release(snapshot);
    }
}

static void
a_query_that_was_refused_is_a_gap(void **state)
{
    const struct piece pieces[] = {{.path = "db/options.csv",
                                    .content = NULL,
                                    .status = "denied",
                                    .detail = "no right"},
                                   CSV("script", SCRIPT),
                                   {.path = NULL}};
    struct snapshot *snapshot = snapshot_of(pieces);

    (void)state;
    has_gap(snapshot, "db/options.csv", 0, "denied: no right");
    says(fact_at(snapshot, "database/query[name=options]"), "status", "denied",
         "db/options.csv", 0);
    snapshot_release(snapshot);
}

static void
without_a_known_script_no_answer_counts(void **state)
{
    static const char *const scripts[] = {
        "version,engine,probe\r\n1,dbase,\xC3\xA9\r\n",
        "version,engine,probe\r\nx,postgresql,\xC3\xA9\r\n",
        "version,engine,probe\r\n",
        "version,engine,probe\r\n1,postgresql,x\r\n1,oracle,x\r\n"};

    (void)state;
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        const struct piece pieces[] = {
            CSV("script", scripts[i]), CSV("server", SERVER), {.path = NULL}};
        struct snapshot *snapshot = snapshot_of(pieces);

        assert_null(fact_at(snapshot, "database"));
        has_gap(snapshot, "db/script.csv", i < 2 ? 2 : 0,
                "none of its answers counts");
        snapshot_release(snapshot);
    }
}

static void
a_script_of_another_version_says_so(void **state)
{
    const struct piece pieces[] = {
        CSV("script", "version,engine,probe\r\n2,oracle,?\r\n"),
        {.path = NULL}};
    struct snapshot *snapshot = snapshot_of(pieces);

    (void)state;
    says(fact_at(snapshot, "database"), "other-script", "newer",
         "db/script.csv", 2);
    says(fact_at(snapshot, "database"), "verified", "false", "db/script.csv",
         2);
    says(fact_at(snapshot, "database"), "names", "damaged", "db/script.csv", 2);
    has_gap(snapshot, "db/script.csv", 2, "a newer script: version 2");
    has_gap(snapshot, "db/script.csv", 2, "letters outside ASCII");
    fits_its_schema(snapshot);
    snapshot_release(snapshot);
}

static void
an_option_has_the_value_of_its_type_and_a_secret_none(void **state)
{
    const struct piece pieces[] = {
        CSV("option-secrets", "name,empty\r\nNmsTracking_Password,yes\r\n"),
        CSV("options",
            OPTION_COLUMNS "WdbcTimeZone,6,Europe/Paris,0,0,,\r\n"
                           "WdbcUseNChar,3,,1,0,,\r\n"
                           "NmsTracking_ClickFormula,12,,0,0,,\"a\nb\"\r\n"
                           "XtkDatabaseId,,uFE80,0,,,\r\n"
                           "PostUpgradeLastError,6,,0,0,,\r\n"
                           "NmsNobodyAsks,6,x,0,0,,\r\n"),
        CSV("script", SCRIPT),
        {.path = NULL}};
    struct snapshot *snapshot = snapshot_of(pieces);

    (void)state;
    says(fact_at(snapshot, "database/option[name=WdbcTimeZone]"), "value",
         "Europe/Paris", "db/options.csv", 2);
    says(fact_at(snapshot, "database/option[name=WdbcUseNChar]"), "value", "1",
         "db/options.csv", 3);
    says(fact_at(snapshot, "database/option[name=NmsTracking_ClickFormula]"),
         "value", "a\nb", "db/options.csv", 4);
    says(fact_at(snapshot, "database/option[name=XtkDatabaseId]"), "value",
         "uFE80", "db/options.csv", 6);
    says(fact_at(snapshot, "database/option[name=PostUpgradeLastError]"),
         "value", "", "db/options.csv", 7);
    says(fact_at(snapshot, "database/option[name=NmsTracking_Password]"),
         "empty", "yes", "db/option-secrets.csv", 2);
    assert_null(fact_at(snapshot, "database/option[name=NmsNobodyAsks]"));
    fits_its_schema(snapshot);
    snapshot_release(snapshot);
}

static void
folders_and_operators_are_those_that_rules_ask_for(void **state)
{
    const struct piece pieces[] = {
        CSV("folders", "id,parent,name,full-name,model,children\r\n"
                       "1,0,nmsAdministration,/A/,x,2\r\n"
                       "2,1,nmsAdministration,/A/B/,x,3\r\n"
                       "3,1,cusFolder,/C/,x,3\r\n"),
        CSV("operator-groups", "operator,group\r\n1,5\r\n1,6\r\n3,5\r\n"),
        CSV("operators", "id,name,disabled,type,last-modified\r\n"
                         "1,admin,0,0,\r\n2,jane,0,0,\r\n3,paul,1,0,\r\n"),
        CSV("script", SCRIPT),
        {.path = NULL}};
    struct snapshot *snapshot = snapshot_of(pieces);

    (void)state;
    says(fact_at(snapshot, "database/folder[name=nmsAdministration]"), "count",
         "2", "db/folders.csv", 2);
    says(fact_at(snapshot, "database/folder[name=nmsAdministration]"),
         "children", "5", "db/folders.csv", 2);
    says(fact_at(snapshot, "database/folder[name=nmsModels]"), "count", "0",
         "db/folders.csv", 0);
    assert_null(fact_at(snapshot, "database/folder[name=cusFolder]"));
    says(fact_at(snapshot, "database/operator[name=admin]"), "groups", "2",
         "db/operators.csv", 2);
    says(fact_at(snapshot, "database/operator[name=jane]"), "groups", "0",
         "db/operators.csv", 3);
    assert_null(fact_at(snapshot, "database/operator[name=paul]"));
    fits_its_schema(snapshot);
    snapshot_release(snapshot);
}

static void
what_a_schema_does_not_declare_is_drift(void **state)
{
    const struct piece pieces[] = {DRIFT, {.path = NULL}};
    struct snapshot *snapshot = snapshot_of(pieces);
    const struct fact *table =
        fact_at(snapshot, "database/table[name=NmsRecipient]");

    (void)state;
    says(table, "physical", "nmsrecipient", "db/tables.csv", 2);
    says(table, "rows", "1000", "db/tables.csv", 2);
    says(table, "columns", "4", "db/tables.csv", 2);
    says(table, "schema", "nms:recipient", "db/tables.csv", 2);
    says(table, "undeclared-columns", "1", "db/tables.csv", 2);
    says(table, "undeclared-indexes", "1", "db/tables.csv", 2);
    says(table, "undecided", "0", "db/tables.csv", 2);
    says(table, "attached", "0", "db/tables.csv", 2);
    says(fact_find(table, "column", "name", "scard"), "declared", "no",
         "db/columns.csv", 5);
    says(fact_find(table, "column", "name", "scard"), "ddl",
         "ALTER TABLE nmsrecipient ADD COLUMN scard character varying(20)",
         "db/columns.csv", 5);
    says(fact_find(table, "index", "name", "nmsrecipient_card"), "ddl",
         "CREATE INDEX nmsrecipient_card ON nmsrecipient (scard, tscreated "
         "DESC)",
         "db/indexes.csv", 4);
    says(fact_find(table, "index", "name", "nmsrecipient_card"), "columns",
         "scard, tscreated", "db/indexes.csv", 4);
    assert_null(fact_next(fact_child(table, "column")));
    assert_null(fact_next(fact_child(table, "index")));
    /* the shop and the messages have no schema */
    says(fact_at(snapshot, "database/drift"), "tables", "3", "db/columns.csv",
         0);
    says(fact_at(snapshot, "database/drift"), "drifted", "1", "db/columns.csv",
         0);
    says(fact_at(snapshot, "database/drift"), "undecided", "2",
         "db/columns.csv", 0);
    assert_string_equal(snapshot_line(snapshot, "db/indexes.csv", 4)->text,
                        "public,nmsrecipient,nmsrecipient_card,no,no,btree,,1,"
                        "\"CREATE INDEX x\"");
    fits_its_schema(snapshot);
    snapshot_release(snapshot);
}

static void
without_the_schema_nothing_is_called_undeclared(void **state)
{
    static const char *const schemas[] = {
        NULL,
        "namespace,name,xml\r\n",
        "namespace,name,xml\r\ncus,recipient,\"<srcSchema "
        "extendedSchema=\"\"nms:recipient\"\"><element name=\"\"recipient\"\"/>"
        "</srcSchema>\"\r\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++) {
        const struct piece pieces[] = {
            CSV("columns", COLUMNS),
            CSV("index-columns", INDEX_COLUMNS),
            CSV("indexes", INDEXES),
            CSV("script", SCRIPT),
            CSV("server", SERVER),
            CSV("tables", TABLES),
            {.path = schemas[i] != NULL ? "db/schema-xml.csv" : NULL,
             .content = schemas[i]},
            {.path = NULL}};
        struct snapshot *snapshot = snapshot_of(pieces);
        const struct fact *table =
            fact_at(snapshot, "database/table[name=NmsRecipient]");

        says(table, "undeclared-columns", NULL, NULL, 0);
        assert_null(fact_child(table, "column"));
        assert_null(fact_child(table, "index"));
        snapshot_release(snapshot);
    }
}

static void
what_hangs_on_a_table_is_named(void **state)
{
    const struct piece pieces[] = {
        CSV("columns", COLUMNS),
        CSV("constraints", "schema,table,constraint,kind,definition\r\n"
                           "public,nmsrecipient,cus_check,check,x\r\n"
                           "public,nmsrecipient,nmsrecipient_email,unique,x\r\n"
                           "other,nmsrecipient,other_check,check,x\r\n"),
        CSV("foreign-keys", NO_FOREIGN_KEYS),
        CSV("grants", "grantee,schema,object,privilege\r\n"
                      "reporting,public,nmsrecipient,SELECT\r\n"),
        CSV("indexes", INDEXES),
        CSV("partitions", NO_PARTITIONS),
        CSV("publications", NO_PUBLICATIONS),
        CSV("script", SCRIPT),
        CSV("server", SERVER),
        CSV("tables", TABLES),
        CSV("triggers", "schema,table,trigger,event,enabled\r\n"
                        "public,nmsrecipient,custouch,INSERT,yes\r\n"),
        {.path = NULL}};
    struct snapshot *snapshot = snapshot_of(pieces);
    const struct fact *table =
        fact_at(snapshot, "database/table[name=NmsRecipient]");

    (void)state;
    says(table, "attached", "3", "db/tables.csv", 2);
    says(fact_find(table, "attached", "name", "custouch"), "kind", "trigger",
         "db/triggers.csv", 2);
    says(fact_find(table, "attached", "name", "cus_check"), "kind",
         "constraint", "db/constraints.csv", 2);
    says(fact_find(table, "attached", "name", "reporting"), "privilege",
         "SELECT", "db/grants.csv", 2);
    assert_null(fact_find(table, "attached", "name", "nmsrecipient_email"));
    assert_null(fact_find(table, "attached", "name", "other_check"));
    fits_its_schema(snapshot);
    snapshot_release(snapshot);
}

static void
views_are_followed_to_the_tables_that_they_read(void **state)
{
    const struct piece pieces[] = {CSV("columns", COLUMNS),
                                   CSV("script", SCRIPT),
                                   CSV("server", SERVER),
                                   CSV("tables", TABLES),
                                   CSV("view-columns", VIEW_COLUMNS),
                                   CSV("view-text", VIEW_TEXT),
                                   CSV("view-uses", VIEW_USES),
                                   CSV("views", VIEWS),
                                   {.path = NULL}};
    struct snapshot *snapshot = snapshot_of(pieces);
    const struct fact *direct =
        fact_at(snapshot, "database/view[name=cusrecipientview]");
    const struct fact *above =
        fact_at(snapshot, "database/view[name=custopview]");
    const struct fact *times =
        fact_at(snapshot, "database/view[name=nmctrackinglogmessagesview]");

    (void)state;
    says(direct, "recipient", "yes", "db/views.csv", 2);
    says(direct, "date-time", "no", "db/views.csv", 2);
    says(direct, "basis", "column", "db/views.csv", 2);
    says(direct, "ddl",
         "CREATE VIEW public.cusrecipientview AS SELECT nmsrecipient.semail "
         "FROM nmsrecipient",
         "db/view-text.csv", 2);
    says(direct, "drop", "DROP VIEW public.cusrecipientview", "db/views.csv",
         2);
    says(above, "recipient", "yes", "db/views.csv", 3);
    says(above, "basis", "object", "db/views.csv", 3);
    says(above, "ddl", "CREATE VIEW public.custopview AS <text: see evidence>",
         "db/view-text.csv", 4);
    says(times, "recipient", "no", "db/views.csv", 4);
    says(times, "date-time", "yes", "db/views.csv", 4);
    says(times, "exposed", "tslog", "db/views.csv", 4);
    assert_null(fact_at(snapshot, "database/view[name=cusplainview]"));
    assert_null(fact_at(snapshot, "database/view[name=cusotherview]"));
    says(fact_at(snapshot, "database/objects"), "recipient-views", "2",
         "db/script.csv", 2);
    says(fact_at(snapshot, "database/objects"), "date-time-views", "1",
         "db/script.csv", 2);
    fits_its_schema(snapshot);
    snapshot_release(snapshot);
}

static void
where_no_uses_are_told_the_text_of_a_view_tells(void **state)
{
    const struct piece pieces[] = {
        CSV("columns", COLUMNS),
        CSV("script", "version,engine,probe\r\n1,mysql,\xC3\xA9\r\n"),
        CSV("server", SERVER),
        CSV("tables", TABLES),
        CSV("view-columns", VIEW_COLUMNS),
        CSV("view-text",
            "schema,view,text\r\npublic,cusrecipientview,\"select `email` from "
            "`NmsRecipient`\"\r\npublic,custopview,select 1 from "
            "NmsRecipient2\r\n"
            "public,nmctrackinglogmessagesview,select * from "
            "NmcTrackingLogMessages\r\n"),
        CSV("view-uses", NONE("schema,view,used-schema,used,column")),
        CSV("views", VIEWS),
        {.path = NULL}};
    struct snapshot *snapshot = snapshot_of(pieces);

    (void)state;
    says(fact_at(snapshot, "database/view[name=cusrecipientview]"), "recipient",
         "yes", "db/views.csv", 2);
    says(fact_at(snapshot, "database/view[name=cusrecipientview]"), "basis",
         "text", "db/views.csv", 2);
    says(fact_at(snapshot, "database/view[name=nmctrackinglogmessagesview]"),
         "exposed", "tslog", "db/views.csv", 4);
    assert_null(fact_at(snapshot, "database/view[name=custopview]"));
    snapshot_release(snapshot);
}

static void
without_what_views_use_none_is_cleared(void **state)
{
    const struct piece pieces[] = {
        CSV("columns", COLUMNS), CSV("script", SCRIPT), CSV("server", SERVER),
        CSV("tables", TABLES),   CSV("views", VIEWS),   {.path = NULL}};
    struct snapshot *snapshot = snapshot_of(pieces);
    const struct fact *objects = fact_at(snapshot, "database/objects");

    (void)state;
    says(objects, "views", "5", "db/script.csv", 2);
    says(objects, "recipient-views", NULL, NULL, 0);
    says(objects, "date-time-views", NULL, NULL, 0);
    snapshot_release(snapshot);
}

static void
a_table_in_another_tablespace_is_elsewhere(void **state)
{
    const struct piece pieces[] = {
        CSV("indexes",
            "schema,table,index,unique,primary,method,tablespace,bytes,"
            "definition\r\n"
            "public,nmsrecipient,nmsrecipient_id,yes,no,btree,fast,1,\r\n"
            "public,nmsrecipient,nmsrecipient_x,yes,no,btree,,1,\r\n"),
        CSV("options", OPTION_COLUMNS),
        CSV("script", SCRIPT),
        CSV("server", SERVER),
        CSV("tables", TABLES),
        CSV("tablespaces",
            "tablespace,default,bytes\r\npg_default,yes,\r\nfast,no,\r\n"),
        {.path = NULL}};
    struct snapshot *snapshot = snapshot_of(pieces);
    const struct fact *table =
        fact_at(snapshot, "database/table[name=NmsRecipient]");

    (void)state;
    says(table, "placed", "default", "db/tables.csv", 2);
    says(table, "elsewhere", "1", "db/tables.csv", 2);
    says(fact_find(table, "index", "name", "nmsrecipient_id"), "placed",
         "elsewhere", "db/indexes.csv", 2);
    fits_its_schema(snapshot);
    snapshot_release(snapshot);
}

static void
sequences_tell_how_much_room_they_have(void **state)
{
    const struct piece pieces[] = {
        CSV("key-ranges", "table,column,minimum,maximum\r\n"
                          "nmsrecipient,irecipientid,-5,1999999999\r\n"),
        CSV("script", SCRIPT),
        CSV("sequences",
            "schema,sequence,minimum,maximum,increment,current,cycle\r\n"
            "public,xtknewid,1,2147483646,1,1900000000,yes\r\n"
            "public,cusbig,1,9999999999999999999999999999,1,"
            "9999999999999999999999,no\r\n"
            "public,cussmall,1,2147483646,1,5,no\r\n"
            "public,cusnever,1,2147483646,1,,no\r\n"),
        CSV("server", SERVER),
        {.path = NULL}};
    struct snapshot *snapshot = snapshot_of(pieces);

    (void)state;
    says(fact_at(snapshot, "database/sequence[name=XtkNewId]"), "used", "88",
         "db/sequences.csv", 2);
    says(fact_at(snapshot, "database/sequence[name=cusbig]"), "used", "100",
         "db/sequences.csv", 3);
    assert_null(fact_at(snapshot, "database/sequence[name=cussmall]"));
    assert_null(fact_at(snapshot, "database/sequence[name=cusnever]"));
    says(fact_at(snapshot, "database/key-range"), "minimum", "-5",
         "db/key-ranges.csv", 2);
    says(fact_at(snapshot, "database/key-range"), "used", "93",
         "db/key-ranges.csv", 2);
    fits_its_schema(snapshot);
    snapshot_release(snapshot);
}

static int
start(void **state)
{
    (void)state;
    xml_start();
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_become_facts_with_their_lines),
        cmocka_unit_test(a_damaged_file_is_a_gap_for_that_query_alone),
        cmocka_unit_test(a_query_that_was_refused_is_a_gap),
        cmocka_unit_test(without_a_known_script_no_answer_counts),
        cmocka_unit_test(a_script_of_another_version_says_so),
        cmocka_unit_test(an_option_has_the_value_of_its_type_and_a_secret_none),
        cmocka_unit_test(folders_and_operators_are_those_that_rules_ask_for),
        cmocka_unit_test(what_a_schema_does_not_declare_is_drift),
        cmocka_unit_test(without_the_schema_nothing_is_called_undeclared),
        cmocka_unit_test(what_hangs_on_a_table_is_named),
        cmocka_unit_test(views_are_followed_to_the_tables_that_they_read),
        cmocka_unit_test(where_no_uses_are_told_the_text_of_a_view_tells),
        cmocka_unit_test(without_what_views_use_none_is_cleared),
        cmocka_unit_test(a_table_in_another_tablespace_is_elsewhere),
        cmocka_unit_test(sequences_tell_how_much_room_they_have),
    };

    return cmocka_run_group_tests(tests, start, NULL);
}
