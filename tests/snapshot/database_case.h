/*
 * A small database's answers, by the interface (collector/gather/sql), for the
 * tests of this folder.
 */
#ifndef ACC_DATABASE_CASE_H
#define ACC_DATABASE_CASE_H

#define SCRIPT "version,engine,probe\r\n1,postgresql,\xC3\xA9\r\n"

#define SERVER                                                                 \
    "product,version,banner,bits,platform,edition,database,account,schema\r\n" \
    "PostgreSQL,9.6.24,\"PostgreSQL 9.6.24, 64-bit\",64,,,prod,neolane,"       \
    "public\r\n"

#define TABLES                                                                 \
    "schema,table,kind,rows,bytes,index-bytes,tablespace,logged,owner\r\n"     \
    "public,nmsrecipient,table,1000,8192,4096,,yes,neolane\r\n"                \
    "public,cusshop,table,10,100,10,,yes,neolane\r\n"                          \
    "public,nmctrackinglogmessages,table,,200,20,,yes,neolane\r\n"             \
    "other,nmsrecipient,table,5,1,1,fast,yes,guest\r\n"

#define COLUMNS                                                                \
    "schema,table,position,column,type,kind,nullable,default\r\n"              \
    "public,nmsrecipient,1,irecipientid,integer,number,no,0\r\n"               \
    "public,nmsrecipient,2,semail,character varying(128),text,yes,\r\n"        \
    "public,nmsrecipient,3,tscreated,timestamp without time zone,datetime,"    \
    "yes,\r\n"                                                                 \
    "public,nmsrecipient,4,scard,character varying(20),text,yes,\r\n"          \
    "public,cusshop,1,iopened,integer,number,no,0\r\n"                         \
    "public,cusshop,2,tsopened,timestamp without time zone,datetime,yes,\r\n"  \
    "public,nmctrackinglogmessages,1,tslog,timestamp without time zone,"       \
    "datetime,yes,\r\n"                                                        \
    "other,nmsrecipient,1,sother,text,text,yes,\r\n"

#define INDEXES                                                                \
    "schema,table,index,unique,primary,method,tablespace,bytes,definition\r\n" \
    "public,nmsrecipient,nmsrecipient_id,yes,no,btree,,1,\r\n"                 \
    "public,nmsrecipient,nmsrecipient_email,no,no,btree,,1,\r\n"               \
    "public,nmsrecipient,nmsrecipient_card,no,no,btree,,1,\"CREATE INDEX x\""  \
    "\r\n"

#define INDEX_COLUMNS                                                          \
    "schema,table,index,position,column,expression,order\r\n"                  \
    "public,nmsrecipient,nmsrecipient_id,1,irecipientid,,asc\r\n"              \
    "public,nmsrecipient,nmsrecipient_email,1,semail,,asc\r\n"                 \
    "public,nmsrecipient,nmsrecipient_card,2,tscreated,,desc\r\n"              \
    "public,nmsrecipient,nmsrecipient_card,1,scard,,asc\r\n"

#define VIEWS                                                                  \
    "schema,view,kind,owner\r\n"                                               \
    "public,cusrecipientview,view,neolane\r\n"                                 \
    "public,custopview,view,neolane\r\n"                                       \
    "public,nmctrackinglogmessagesview,view,neolane\r\n"                       \
    "public,cusplainview,view,neolane\r\n"                                     \
    "other,cusotherview,materialized,guest\r\n"

#define VIEW_COLUMNS                                                           \
    "schema,view,position,column,type,kind\r\n"                                \
    "public,cusrecipientview,1,semail,character varying(128),text\r\n"         \
    "public,nmctrackinglogmessagesview,1,tslog,timestamp without time zone,"   \
    "datetime\r\n"

#define VIEW_USES                                                              \
    "schema,view,used-schema,used,column\r\n"                                  \
    "public,cusrecipientview,public,nmsrecipient,semail\r\n"                   \
    "public,custopview,public,cusrecipientview,semail\r\n"                     \
    "public,nmctrackinglogmessagesview,public,nmctrackinglogmessages,"         \
    "tslog\r\n"                                                                \
    "public,cusplainview,public,cusshop,iopened\r\n"                           \
    "other,cusotherview,other,nmsrecipient,sother\r\n"

#define VIEW_TEXT                                                              \
    "schema,view,text\r\n"                                                     \
    "public,cusrecipientview,\" SELECT nmsrecipient.semail\n"                  \
    "   FROM nmsrecipient;\"\r\n"                                              \
    "public,custopview,\"SELECT 'a;b'\"\r\n"

#define SCHEMA_XML                                                             \
    "namespace,name,xml\r\n"                                                   \
    "nms,recipient,\"<srcSchema namespace=\"\"nms\"\" name=\"\"recipient\"\">" \
    "\r\n<element name=\"\"recipient\"\" sqltable=\"\"NmsRecipient\"\" "       \
    "autopk=\"\"true\"\">\r\n<dbindex name=\"\"email\"\"><keyfield "           \
    "xpath=\"\"@email\"\"/></dbindex>\r\n<attribute name=\"\"email\"\" "       \
    "type=\"\"string\"\"/>\r\n<attribute name=\"\"created\"\" "                \
    "type=\"\"datetime\"\"/></element></srcSchema>\"\r\n"

#define NONE(header) header "\r\n"

#define NO_TRIGGERS NONE("schema,table,trigger,event,enabled")
#define NO_CONSTRAINTS NONE("schema,table,constraint,kind,definition")
#define NO_FOREIGN_KEYS                                                        \
    NONE("schema,table,constraint,columns,used-schema,used-table,"             \
         "used-columns")
#define NO_PARTITIONS NONE("schema,table,partition")
#define NO_PUBLICATIONS NONE("publication,schema,table")
#define NO_GRANTS NONE("grantee,schema,object,privilege")
#define OPTION_COLUMNS                                                         \
    "name,data-type,string-value,long-value,double-value,timestamp-value,"     \
    "memo-value\r\n"

#endif
