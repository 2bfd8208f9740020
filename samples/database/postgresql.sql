-- A small database like Campaign's; README.md says what it holds and why.
\set ON_ERROR_STOP on
\encoding UTF8
CREATE EXTENSION IF NOT EXISTS pgcrypto;

CREATE SEQUENCE XtkNewId MINVALUE 1000 MAXVALUE 2147483646 CYCLE;
SELECT setval('XtkNewId', 1900000000);

CREATE TABLE XtkOption (
    iOptionId integer NOT NULL DEFAULT 0, sName varchar(100), sStringValue varchar(255),
    iDataType integer NOT NULL DEFAULT 0, iLongValue integer NOT NULL DEFAULT 0,
    dDoubleValue double precision NOT NULL DEFAULT 0, tsTimeStampValue timestamp,
    mMemoValue text, mData text, sDescription varchar(255));
CREATE UNIQUE INDEX XtkOption_id ON XtkOption(iOptionId);
CREATE UNIQUE INDEX XtkOption_name ON XtkOption(sName);
INSERT INTO XtkOption(iOptionId, sName, sStringValue, iDataType, iLongValue, tsTimeStampValue,
    mMemoValue, mData, sDescription) VALUES
    (1, 'XtkDatabaseId', 'uFE80000000000000', 6, 0, NULL, NULL, 'CANARY-1', 'CANARY-2'),
    (2, 'WdbcTimeZone', 'Europe/Paris', 6, 0, NULL, NULL, NULL, NULL),
    (3, 'XtkAcceptOldPasswords', '', 3, 1, NULL, NULL, NULL, NULL),
    (4, 'XtkPassUnknownSQLFunctionsToRDBMS', '', 3, 1, NULL, NULL, NULL, NULL),
    (5, 'NmsTracking_Password', 'CANARY-3', 6, 0, NULL, 'CANARY-4', NULL, NULL),
    (6, 'NmsServer_SecretToken', '', 6, 0, NULL, NULL, NULL, NULL),
    (7, 'XtkSecretKey', 'CANARY-5', 6, 0, NULL, NULL, NULL, NULL),
    (8, 'myOwnOption', 'CANARY-6', 6, 0, NULL, NULL, NULL, NULL),
    (9, 'NmsTracking_ClickFormula', '', 12, 0, NULL,
        'var a = "50 % | \ #1";' || chr(13) || chr(10) || chr(9) || 'end; '
        || repeat('long formula, ', 200) || ' fin', NULL, NULL),
    (10, 'NmsCleanup_LastCleanup', '', 7, 0, '2026-01-02 03:04:05', NULL, NULL, NULL),
    (11, 'NmsTracking_ServerUrl', 'http://user:CANARY-7@trk1.example.com/r', 6, 0, NULL, NULL,
        NULL, NULL),
    (12, 'NmsDelivery_Défaut', '#tag, "quoted"', 6, 0, NULL, NULL, NULL, NULL);

CREATE TABLE XtkWorkflow (
    iWorkflowId integer NOT NULL PRIMARY KEY, sInternalName varchar(64), sLabel varchar(128),
    iState integer NOT NULL DEFAULT 0, iStatus integer NOT NULL DEFAULT 0,
    iHistory integer NOT NULL DEFAULT 30, mData text, sDescription varchar(255));
INSERT INTO XtkWorkflow VALUES
    (10, 'wkfImport', 'Import of files', 11, 1, 30,
        '<workflow><script>CANARY-8 ' || repeat('.', 100)
        || ' execCommand("/usr/local/neolane/nl5/bin/x password=hunter2"); '
        || repeat('.', 100) || ' CANARY-9</script></workflow>', 'CANARY-10'),
    (11, 'cleanup', 'Database cleanup', 20, 0, 30, '<workflow/>', NULL);

CREATE TABLE XtkFolder (
    iFolderId integer NOT NULL PRIMARY KEY, iParentId integer NOT NULL DEFAULT 0, sName varchar(64),
    sFullName varchar(255), sLabel varchar(128), sModel varchar(64),
    iChildCount integer NOT NULL DEFAULT 0, mData text);
INSERT INTO XtkFolder VALUES
    (1000, 0, 'nmsAdministration', '/Administration/', 'CANARY-11', 'nmsAdministration', 1,
        'CANARY-12'),
    (1001, 1000, 'nmsOperator', '/Administration/Operators/', 'CANARY-13', 'nmsOperator', 0, NULL);

CREATE TABLE XtkOperator (
    iOperatorId integer NOT NULL PRIMARY KEY, sName varchar(64), sPassword varchar(128),
    sLabel varchar(128), sEmail varchar(128), iDisable integer NOT NULL DEFAULT 0,
    iType integer NOT NULL DEFAULT 0, tsLastModified timestamp, mData text);
INSERT INTO XtkOperator VALUES
    (1, 'admin', 'CANARY-14', 'CANARY-15', 'CANARY-16', 0, 0, '2025-12-31 23:59:58', 'CANARY-17'),
    (2, 'webapp', '', 'CANARY-18', NULL, 1, 0, NULL, NULL);
CREATE TABLE XtkOperatorGroup (iOperatorId integer NOT NULL, iGroupId integer NOT NULL);
INSERT INTO XtkOperatorGroup VALUES (1, 5);

CREATE TABLE NmsExtAccount (
    iExtAccountId integer NOT NULL PRIMARY KEY, iActive integer NOT NULL DEFAULT 0,
    iType integer NOT NULL DEFAULT 0, sName varchar(64), sLabel varchar(128), sServer varchar(128),
    sPort varchar(16), sAccount varchar(64), sPassword varchar(128), sAwsKey varchar(128),
    mData text);
INSERT INTO NmsExtAccount VALUES
    (0, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    (7, 1, 3, 'midsourcing', 'Mid-sourcing', 'mid1.example.com', '443', 'mid', 'CANARY-19',
        'CANARY-20', 'CANARY-21');

CREATE TABLE NmsDelivery (
    iDeliveryId integer NOT NULL PRIMARY KEY, sInternalName varchar(64), sLabel varchar(128),
    iState integer NOT NULL DEFAULT 0, iDeliveryMode integer NOT NULL DEFAULT 0,
    iDeleteStatus integer NOT NULL DEFAULT 0, iIsModel integer NOT NULL DEFAULT 0, mData text);
INSERT INTO NmsDelivery VALUES
    (1, 'DM1', 'CANARY-22', 95, 1, 0, 0, 'CANARY-23'), (2, 'CANARY-24', 'x', 51, 4, 0, 0, NULL),
    (3, 'DM3', 'x', 51, 4, 0, 0, NULL), (4, 'DM4', 'x', 0, 1, 0, 1, NULL);
CREATE TABLE NmsDeliveryPart (
    iDeliveryPartId integer NOT NULL PRIMARY KEY, iDeliveryId integer NOT NULL DEFAULT 0,
    mData text);
INSERT INTO NmsDeliveryPart VALUES (0, 0, NULL), (1, 2, 'CANARY-25');
CREATE TABLE NmsDeliveryMapping (
    iDeliveryMappingId integer NOT NULL PRIMARY KEY, sName varchar(64), sBroadLogSchema varchar(64),
    sBroadLogExclSchema varchar(64), sTrackingLogSchema varchar(64));
INSERT INTO NmsDeliveryMapping VALUES
    (1, 'CANARY-26', 'nms:broadLogRcp', 'nms:excludeLogRcp', 'nms:trackingLogRcp');

CREATE TABLE NmsRecipient (
    iRecipientId integer NOT NULL DEFAULT 0, sFirstName varchar(64), sLastName varchar(64),
    sEmail varchar(128), iFolderId integer NOT NULL DEFAULT 0, iBlackList integer NOT NULL DEFAULT 0,
    tsCreated timestamp, tsLastModified timestamp, mData text, sHandMade varchar(20));
CREATE UNIQUE INDEX NmsRecipient_id ON NmsRecipient(iRecipientId);
CREATE INDEX NmsRecipient_email ON NmsRecipient(sEmail);
CREATE INDEX NmsRecipient_handMade ON NmsRecipient(sHandMade, iFolderId DESC);
INSERT INTO NmsRecipient VALUES
    (2000, 'CANARY-27', 'CANARY-28', 'canary29@example.com', 0, 0, now(), now(), 'CANARY-30',
        'CANARY-31'),
    (1999999999, 'CANARY-32', 'x', NULL, 0, 1, NULL, NULL, NULL, NULL);
CREATE VIEW CusRecipientView AS SELECT iRecipientId, sEmail FROM NmsRecipient WHERE iBlackList = 0;

CREATE TABLE NmcTrackingLogMessages (
    iTrackingLogId integer NOT NULL PRIMARY KEY, tsLog timestamp, sSourceId varchar(64),
    sSourceName varchar(64));
INSERT INTO NmcTrackingLogMessages VALUES (1, now(), 'CANARY-33', 'CANARY-34');
CREATE VIEW NmcTrackingLogMessagesView AS SELECT iTrackingLogId, tsLog FROM NmcTrackingLogMessages;

CREATE TABLE XtkEntity (
    iEntityId integer NOT NULL PRIMARY KEY, sEntitySchema varchar(64), sNamespace varchar(32),
    sName varchar(64), sLabel varchar(128), sMd5 varchar(64), sImg varchar(128), mData text,
    tsCreated timestamp, tsLastModified timestamp);
INSERT INTO XtkEntity VALUES
    (1, 'xtk:srcSchema', 'nms', 'recipient', 'Recipients', 'd41d8cd9', 'CANARY-35',
        '<srcSchema namespace="nms" name="recipient">' || chr(10)
        || ' <element name="recipient" sqltable="NmsRecipient">' || chr(10)
        || '  <dbindex name="email"><keyfield xpath="@email"/></dbindex>' || chr(10)
        || '  <key name="id" internal="true"><keyfield xpath="@id"/></key>' || chr(10)
        || '  <attribute name="id" type="long" sqlname="iRecipientId"/>' || chr(10)
        || '  <attribute name="firstName" type="string" length="64"/>' || chr(10)
        || '  <attribute name="lastName" type="string" length="64"/>' || chr(10)
        || '  <attribute name="email" type="string" length="128"/>' || chr(10)
        || '  <attribute name="folder-id" type="long" sqlname="iFolderId"/>' || chr(10)
        || '  <attribute name="blackList" type="boolean"/>' || chr(10)
        || '  <attribute name="created" type="datetime"/>' || chr(10)
        || '  <attribute name="lastModified" type="datetime"/>' || chr(10)
        || '  <element name="data" type="memo" sqlname="mData"/>' || chr(10)
        || '  <help>' || repeat('é ', 700) || '</help>' || chr(10)
        || ' </element>' || chr(10) || '</srcSchema>', now(), '2024-05-06 07:08:09'),
    (2, 'xtk:form', 'nms', 'recipient', 'Recipients', 'd41d8cda', NULL, '<form>CANARY-36</form>',
        now(), NULL),
    (3, 'xtk:jssp', 'cus', 'page', 'Page', 'd41d8cdb', NULL,
        'var a = new SoapMethodCall("x"); logon("y", "z");', now(), NULL);

CREATE FUNCTION CusTouch() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN NEW.tsLastModified := now(); RETURN NEW; END';
CREATE TRIGGER CusRecipientTouch BEFORE INSERT OR UPDATE ON NmsRecipient
    FOR EACH ROW EXECUTE PROCEDURE CusTouch();
