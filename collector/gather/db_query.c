#include "db_query.h"

/* clang-format off: a table is read in columns */
const struct db_query DB_QUERIES[] = {
    {"script", "version,engine,probe", NULL, false,
     "which script of ours answered"},
    {"server",
     "product,version,banner*,bits,platform,edition,database,account,"
     "schema",
     NULL, false, "is its version supported?"},
    {"settings", "name,value*", NULL, false,
     "is it Unicode, and does the encoding stay?"},
    {"time-zone", "name,value*", NULL, false, "the zone of the database"},
    {"time-zone-names", "count", NULL, false,
     "MySQL: are the zone tables loaded?"},
    {"time-zone-files", "file,version", NULL, false,
     "Oracle: is the zone file that of the client?"},
    {"size", "bytes", NULL, false, "how long backup and rebuild take"},
    {"tablespaces", "tablespace,default,bytes", NULL, false,
     "where tables go back to"},
    {"extensions", "extension,version,schema", NULL, false,
     "PostgreSQL: is pgcrypto there?"},
    {"privileges", "privilege,held", NULL, false,
     "may the account change tables?"},
    {"tables",
     "schema,table,kind,rows,bytes,index-bytes,tablespace,logged,"
     "owner",
     NULL, false, "which tables are large, or elsewhere"},
    {"columns", "schema,table,position,column,type,kind,nullable,default*",
     NULL, false, "which columns no schema declares"},
    {"indexes",
     "schema,table,index,unique,primary,method,tablespace,bytes,"
     "definition*",
     NULL, false, "which indexes no schema declares"},
    {"index-columns", "schema,table,index,position,column,expression*,order",
     NULL, false, "what these indexes are made of"},
    {"views", "schema,view,kind,owner", NULL, false,
     "views block the rebuild of tables"},
    {"view-columns", "schema,view,position,column,type,kind", NULL, false,
     "which views show a date with time"},
    {"view-uses", "schema,view,used-schema,used,column", NULL, false,
     "which tables views stand on"},
    {"view-text", "schema,view,text*", NULL, true,
     "to make dropped views again"},
    {"triggers", "schema,table,trigger,event,enabled", NULL, false,
     "what a rebuilt table loses"},
    {"constraints", "schema,table,constraint,kind,definition*", NULL, false,
     "what a rebuilt table loses"},
    {"foreign-keys",
     "schema,table,constraint,columns,used-schema,used-table,"
     "used-columns",
     NULL, false, "what a rebuilt table loses"},
    {"partitions", "schema,table,partition", NULL, false,
     "what a rebuilt table loses"},
    {"publications", "publication,schema,table", NULL, false,
     "what replication reads"},
    {"sequences", "schema,sequence,minimum,maximum,increment,current,cycle",
     NULL, false, "are identifiers running out?"},
    {"routines", "schema,routine,kind,owner", NULL, false,
     "functions and procedures made by hand"},
    {"grants", "grantee,schema,object,privilege", NULL, false,
     "rights that a rebuilt table loses"},
    {"options",
     "name,data-type,string-value*,long-value,double-value,"
     "timestamp-value,memo-value*",
     "XtkOption", true, "options that the migration depends on"},
    {"option-secrets", "name,empty", "XtkOption", false,
     "is a password empty that must not be?"},
    {"workflows", "id,internal-name*,label*,state,status,history",
     "XtkWorkflow", false, "workflows to stop and to test"},
    {"workflow-states", "state,status,count", "XtkWorkflow", false,
     "workflows running at stop time"},
    {"folders", "id,parent,name*,full-name*,model,children", "XtkFolder", false,
     "folders that the migration moves"},
    {"external-accounts",
     "id,name*,label*,active,type,server*,port,account*,"
     "provider,database*,schema,unicode",
     "NmsExtAccount", false, "which servers this one talks to"},
    {"operators", "id,name*,disabled,type,last-modified", "XtkOperator", false,
     "operators without rights"},
    {"operator-groups", "operator,group", "XtkOperatorGroup", false,
     "operators without rights"},
    {"delivery-states", "state,mode,count", "NmsDelivery", false,
     "deliveries running at stop time"},
    {"delivery-parts", "count", "NmsDeliveryPart", false,
     "deliveries prepared for sending"},
    {"delivery-mappings",
     "broad-log-schema,broad-log-exclusion-schema,"
     "tracking-log-schema",
     "NmsDeliveryMapping", false, "the schemas of custom logs"},
    {"offer-views", "count", "NmsEmailOfferView", false,
     "offer content of 6.02 to be moved"},
    {"key-ranges", "table,column,minimum,maximum", "NmsRecipient", false,
     "are identifiers running out?"},
    {"entities", "entity-schema,namespace,name,label*,md5,last-modified,stored",
     "XtkEntity", false, "which factory entities were changed"},
    {"schema-xml", "namespace,name,xml*", "XtkEntity", true,
     "what tables should look like"},
    {"code-hits", "table,key,name*,label*,expression,occurrences,context*",
     "XtkWorkflow", false, "expressions that a migration breaks on"},
    {"code-hits-entities",
     "table,key,name*,label*,expression,occurrences,"
     "context*",
     "XtkEntity", false, "expressions that a migration breaks on"},
    {NULL, NULL, NULL, false, NULL}};
/* clang-format on */

_Static_assert(sizeof DB_QUERIES / sizeof *DB_QUERIES == DB_QUERY_COUNT + 1,
               "the header says how many there are");

int
db_query_find(struct span name)
{
    int i;

    for (i = 0; i < DB_QUERY_COUNT; i++)
        if (span_is(name, DB_QUERIES[i].name))
            return i;
    return -1;
}

bool
db_query_column(struct span *columns, struct span *name, bool *redacted)
{
    if (columns->len == 0)
        return false;
    if (!span_until(columns, ',', name)) {
        *name = *columns;
        columns->len = 0;
    }
    *redacted = name->at[name->len - 1] == '*';
    if (*redacted)
        name->len--;
    return true;
}

size_t
db_query_columns(const struct db_query *query)
{
    struct span rest = span_of(query->columns), name;
    size_t count = 0;
    bool redacted;

    while (db_query_column(&rest, &name, &redacted))
        count++;
    return count;
}
