-- acc-readiness: what the migration of Adobe Campaign depends on in its database.
-- DB2 for Linux, Unix and Windows 9.7 and later, for its command line processor:
--
--     db2 CONNECT TO DATABASE
--     db2 -tx -f metadata.sql > result.txt
--     acc-collect --db-result result.txt
--
-- Connected as another account than Campaign's, put SET CURRENT SCHEMA with the
-- schema of Campaign's tables before the first query.
--
-- It only reads: catalogues, and of Campaign's tables what README.md of this
-- script's folder lists; no recipient, no password; at isolation UR, without
-- waiting for locks.  Errors are expected (a table that this Campaign does not
-- have) and stop nothing.  Written from IBM's documentation; not run against a
-- real server.
--
-- Every query has one shape: q makes one text of a row, its fields separated by
-- the character 31; t writes % | # \ and white space as %XX; then one line per
-- row with its length, and one with the number of rows.
-- To read the queries without what is the same around each of them:
--
--     sed '/^), t/,/;$/d; /acc|begin/d' metadata.sql

SET CURRENT ISOLATION = UR;
SET CURRENT LOCK TIMEOUT = 2;

-- ==== the server ====

-- script: the version of this script, and a letter (e with acute) outside ASCII.
VALUES '#' || 'acc|begin|script|#';
WITH q(r) AS (
  SELECT
    '1' || CHR(31) || 'db2' || CHR(31) || VARCHAR(U&'\00E9', 4)
  FROM SYSIBM.SYSDUMMY1
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|script|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|script|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- server: what this server is, who asks, and where Campaign stands.
VALUES '#' || 'acc|begin|server|#';
WITH q(r) AS (
  SELECT
    'DB2' || CHR(31) ||
    REPLACE(REPLACE(i.service_level, 'DB2 v', ''), 'Db2 v', '') || CHR(31) ||
    i.service_level || CHR(31) || RTRIM(CHAR(i.inst_ptr_size)) || CHR(31) ||
    COALESCE((SELECT os_name || ' ' || os_version FROM SYSIBMADM.ENV_SYS_INFO), '') || CHR(31) ||
    '' || CHR(31) || CURRENT SERVER || CHR(31) || RTRIM(SESSION_USER) || CHR(31) ||
    COALESCE((SELECT MAX(RTRIM(tabschema)) FROM SYSCAT.TABLES
      WHERE tabname = 'XTKOPTION' AND tabschema = CURRENT SCHEMA), '')
  FROM SYSIBMADM.ENV_INST_INFO i
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|server|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|server|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- settings: encoding, collation, and settings that Campaign feels.
VALUES '#' || 'acc|begin|settings|#';
WITH q(r) AS (
  SELECT
    name || CHR(31) || COALESCE(value, '')
  FROM (
    SELECT 'encoding' AS name, value FROM SYSIBMADM.DBCFG WHERE name = 'codeset'
    UNION ALL SELECT 'national-encoding', '' FROM SYSIBM.SYSDUMMY1
    UNION ALL SELECT 'collation', '' FROM SYSIBM.SYSDUMMY1
    UNION ALL SELECT 'ctype', '' FROM SYSIBM.SYSDUMMY1
    UNION ALL SELECT name, SUBSTR(value, 1, 100) FROM SYSIBMADM.DBCFG
      WHERE name IN ('codepage', 'territory', 'pagesize', 'collate_info')) AS c
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|settings|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|settings|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- time-zone: the server has that of its system; only its offset can be asked.
VALUES '#' || 'acc|begin|time-zone|#';
WITH q(r) AS (
  SELECT
    name || CHR(31) || value
  FROM (
    SELECT 'database' AS name, '' AS value FROM SYSIBM.SYSDUMMY1
    UNION ALL SELECT 'session', '' FROM SYSIBM.SYSDUMMY1
    UNION ALL SELECT 'server', '' FROM SYSIBM.SYSDUMMY1
    UNION ALL SELECT 'offset', RTRIM(CHAR(INTEGER(CURRENT TIMEZONE / 10000) * 60
      + MOD(INTEGER(CURRENT TIMEZONE / 100), 100))) FROM SYSIBM.SYSDUMMY1) AS z
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|time-zone|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|time-zone|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- time-zone-names: MySQL only.
VALUES '#' || 'acc|begin|time-zone-names|#';
WITH q(r) AS (
  SELECT
    ''
  FROM SYSIBM.SYSDUMMY1 WHERE 1 = 0
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|time-zone-names|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|time-zone-names|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- time-zone-files: Oracle only.
VALUES '#' || 'acc|begin|time-zone-files|#';
WITH q(r) AS (
  SELECT
    '' || CHR(31) || ''
  FROM SYSIBM.SYSDUMMY1 WHERE 1 = 0
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|time-zone-files|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|time-zone-files|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- size: of tables, as of the last statistics.
VALUES '#' || 'acc|begin|size|#';
WITH q(r) AS (
  SELECT
    COALESCE(RTRIM(CHAR(SUM(BIGINT(t.fpages) * s.pagesize))), '')
  FROM SYSCAT.TABLES t JOIN SYSCAT.TABLESPACES s ON s.tbspaceid = t.tbspaceid
  WHERE t.type = 'T' AND t.fpages > 0
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|size|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|size|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- tablespaces: their names.
VALUES '#' || 'acc|begin|tablespaces|#';
WITH q(r) AS (
  SELECT
    tbspace || CHR(31) || '' || CHR(31) || ''
  FROM SYSCAT.TABLESPACES
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|tablespaces|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|tablespaces|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- extensions: PostgreSQL only.
VALUES '#' || 'acc|begin|extensions|#';
WITH q(r) AS (
  SELECT
    '' || CHR(31) || '' || CHR(31) || ''
  FROM SYSIBM.SYSDUMMY1 WHERE 1 = 0
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|extensions|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|extensions|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- privileges: what the asking account may, groups not counted.
VALUES '#' || 'acc|begin|privileges|#';
WITH q(r) AS (
  SELECT
    name || CHR(31) || CASE WHEN held > 0 THEN 'yes' ELSE 'no' END
  FROM (
    SELECT 'create-table' AS name, COUNT(*) AS held FROM SYSCAT.DBAUTH
      WHERE grantee IN (SESSION_USER, 'PUBLIC') AND createtabauth <> 'N'
    UNION ALL SELECT 'create-schema', COUNT(*) FROM SYSCAT.DBAUTH
      WHERE grantee IN (SESSION_USER, 'PUBLIC') AND implschemaauth <> 'N'
    UNION ALL SELECT 'administrator', COUNT(*) FROM SYSCAT.DBAUTH
      WHERE grantee = SESSION_USER AND dbadmauth <> 'N'
    UNION ALL SELECT 'owner', COUNT(*) FROM SYSCAT.TABLES
      WHERE tabname = 'XTKOPTION' AND owner = SESSION_USER) AS p
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|privileges|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|privileges|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- ==== objects ====

-- tables: rows and sizes as of the last statistics.
VALUES '#' || 'acc|begin|tables|#';
WITH q(r) AS (
  SELECT
    RTRIM(t.tabschema) || CHR(31) || t.tabname || CHR(31) || 'table' || CHR(31) ||
    CASE WHEN t.card < 0 THEN '' ELSE RTRIM(CHAR(t.card)) END || CHR(31) ||
    CASE WHEN t.fpages < 0 THEN '' ELSE RTRIM(CHAR(BIGINT(t.fpages) * s.pagesize)) END || CHR(31) ||
    COALESCE(RTRIM(CHAR((SELECT SUM(BIGINT(i.nleaf) * s.pagesize) FROM SYSCAT.INDEXES i
      WHERE i.tabschema = t.tabschema AND i.tabname = t.tabname AND i.nleaf > 0))), '') || CHR(31) ||
    COALESCE(t.tbspace, '') || CHR(31) || 'yes' || CHR(31) || RTRIM(t.owner)
  FROM SYSCAT.TABLES t LEFT JOIN SYSCAT.TABLESPACES s ON s.tbspaceid = t.tbspaceid
  WHERE t.type = 'T' AND t.tabschema NOT LIKE 'SYS%'
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|tables|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|tables|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- columns: of tables.
VALUES '#' || 'acc|begin|columns|#';
WITH q(r) AS (
  SELECT
    RTRIM(c.tabschema) || CHR(31) || c.tabname || CHR(31) ||
    COALESCE(RTRIM(CHAR(c.colno + 1)), '') || CHR(31) || c.colname || CHR(31) ||
    c.typename || CASE
      WHEN c.typename IN ('CHARACTER', 'VARCHAR', 'CLOB', 'GRAPHIC', 'VARGRAPHIC', 'DBCLOB', 'BLOB')
        THEN '(' || RTRIM(CHAR(c.length)) || ')'
      WHEN c.typename = 'DECIMAL' THEN '(' || RTRIM(CHAR(c.length)) || ','
        || RTRIM(CHAR(c.scale)) || ')'
      ELSE '' END || CHR(31) ||
    CASE
      WHEN c.typename = 'TIMESTAMP' THEN 'datetime'
      WHEN c.typename = 'DATE' THEN 'date'
      WHEN c.typename = 'TIME' THEN 'time'
      WHEN c.typename IN ('CLOB', 'DBCLOB', 'LONG VARCHAR', 'XML') THEN 'memo'
      WHEN c.typename IN ('CHARACTER', 'VARCHAR', 'GRAPHIC', 'VARGRAPHIC') THEN 'text'
      WHEN c.typename IN ('SMALLINT', 'INTEGER', 'BIGINT', 'DECIMAL', 'DOUBLE', 'REAL', 'DECFLOAT')
        THEN 'number'
      WHEN c.typename IN ('BLOB', 'BINARY', 'VARBINARY') THEN 'binary'
      ELSE 'other' END || CHR(31) ||
    CASE WHEN c.nulls = 'Y' THEN 'yes' ELSE 'no' END || CHR(31) ||
    COALESCE(VARCHAR(c.default, 254), '')
  FROM SYSCAT.COLUMNS c JOIN SYSCAT.TABLES t ON t.tabschema = c.tabschema AND t.tabname = c.tabname
  WHERE t.type IN ('T') AND t.tabschema NOT LIKE 'SYS%'
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|columns|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|columns|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- indexes: the key of its table among them.
VALUES '#' || 'acc|begin|indexes|#';
WITH q(r) AS (
  SELECT
    RTRIM(t.tabschema) || CHR(31) || t.tabname || CHR(31) || t.indname || CHR(31) ||
    CASE WHEN t.uniquerule IN ('U', 'P') THEN 'yes' ELSE 'no' END || CHR(31) ||
    CASE WHEN t.uniquerule = 'P' THEN 'yes' ELSE 'no' END || CHR(31) ||
    LOWER(RTRIM(t.indextype)) || CHR(31) || '' || CHR(31) || '' || CHR(31) || ''
  FROM SYSCAT.INDEXES t WHERE t.tabschema NOT LIKE 'SYS%'
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|indexes|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|indexes|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- index-columns: one row per key.
VALUES '#' || 'acc|begin|index-columns|#';
WITH q(r) AS (
  SELECT
    RTRIM(t.tabschema) || CHR(31) || t.tabname || CHR(31) || t.indname || CHR(31) ||
    COALESCE(RTRIM(CHAR(c.colseq)), '') || CHR(31) || c.colname || CHR(31) ||
    '' || CHR(31) || CASE c.colorder WHEN 'D' THEN 'desc' ELSE 'asc' END
  FROM SYSCAT.INDEXES t JOIN SYSCAT.INDEXCOLUSE c
    ON c.indschema = t.indschema AND c.indname = t.indname
  WHERE c.colorder IN ('A', 'D') AND t.tabschema NOT LIKE 'SYS%'
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|index-columns|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|index-columns|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- views: materialized ones too.
VALUES '#' || 'acc|begin|views|#';
WITH q(r) AS (
  SELECT
    RTRIM(t.tabschema) || CHR(31) || t.tabname || CHR(31) ||
    CASE t.type WHEN 'S' THEN 'materialized' ELSE 'view' END || CHR(31) || RTRIM(t.owner)
  FROM SYSCAT.TABLES t WHERE t.type IN ('V', 'S') AND t.tabschema NOT LIKE 'SYS%'
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|views|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|views|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- view-columns: what views show.
VALUES '#' || 'acc|begin|view-columns|#';
WITH q(r) AS (
  SELECT
    RTRIM(c.tabschema) || CHR(31) || c.tabname || CHR(31) ||
    COALESCE(RTRIM(CHAR(c.colno + 1)), '') || CHR(31) || c.colname || CHR(31) ||
    c.typename || CASE
      WHEN c.typename IN ('CHARACTER', 'VARCHAR', 'CLOB', 'GRAPHIC', 'VARGRAPHIC', 'DBCLOB', 'BLOB')
        THEN '(' || RTRIM(CHAR(c.length)) || ')'
      WHEN c.typename = 'DECIMAL' THEN '(' || RTRIM(CHAR(c.length)) || ','
        || RTRIM(CHAR(c.scale)) || ')'
      ELSE '' END || CHR(31) ||
    CASE
      WHEN c.typename = 'TIMESTAMP' THEN 'datetime'
      WHEN c.typename = 'DATE' THEN 'date'
      WHEN c.typename = 'TIME' THEN 'time'
      WHEN c.typename IN ('CLOB', 'DBCLOB', 'LONG VARCHAR', 'XML') THEN 'memo'
      WHEN c.typename IN ('CHARACTER', 'VARCHAR', 'GRAPHIC', 'VARGRAPHIC') THEN 'text'
      WHEN c.typename IN ('SMALLINT', 'INTEGER', 'BIGINT', 'DECIMAL', 'DOUBLE', 'REAL', 'DECFLOAT')
        THEN 'number'
      WHEN c.typename IN ('BLOB', 'BINARY', 'VARBINARY') THEN 'binary'
      ELSE 'other' END
  FROM SYSCAT.COLUMNS c JOIN SYSCAT.TABLES t ON t.tabschema = c.tabschema AND t.tabname = c.tabname
  WHERE t.type IN ('V', 'S') AND t.tabschema NOT LIKE 'SYS%'
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|view-columns|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|view-columns|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- view-uses: the catalogue knows tables, not columns.
VALUES '#' || 'acc|begin|view-uses|#';
WITH q(r) AS (
  SELECT
    RTRIM(t.tabschema) || CHR(31) || t.tabname || CHR(31) || RTRIM(t.bschema) || CHR(31) ||
    t.bname || CHR(31) || ''
  FROM SYSCAT.TABDEP t WHERE t.dtype IN ('V', 'S') AND t.btype IN ('T', 'V', 'S')
    AND t.tabschema NOT LIKE 'SYS%'
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|view-uses|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|view-uses|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- view-text: their definition, in pieces of 400 characters.
VALUES '#' || 'acc|begin|view-text|#';
WITH n(k) AS (
  SELECT 1 FROM SYSIBM.SYSDUMMY1 UNION ALL SELECT k + 1 FROM n WHERE k < 1001
), q(r) AS (
  SELECT
    RTRIM(t.viewschema) || CHR(31) || t.viewname || CHR(31) ||
    COALESCE(RTRIM(CHAR(n.k)), '') || CHR(31) ||
    CASE WHEN n.k = 1001 THEN '[cut]'
      ELSE VARCHAR(SUBSTRING(t.text, n.k * 400 - 399, 400, CODEUNITS32), 1600) END
  FROM SYSCAT.VIEWS t JOIN n ON n.k = 1 OR n.k * 400 - 399 <= LENGTH(t.text)
  WHERE t.viewschema NOT LIKE 'SYS%'
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|view-text|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|view-text|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- triggers: made by hand or by Campaign.
VALUES '#' || 'acc|begin|triggers|#';
WITH q(r) AS (
  SELECT
    RTRIM(t.tabschema) || CHR(31) || t.tabname || CHR(31) || t.trigname || CHR(31) ||
    CASE t.trigtime WHEN 'B' THEN 'BEFORE' WHEN 'A' THEN 'AFTER' ELSE 'INSTEAD OF' END
      || CASE t.trigevent WHEN 'I' THEN ' INSERT' WHEN 'U' THEN ' UPDATE' WHEN 'D' THEN ' DELETE'
      ELSE '' END || CHR(31) ||
    CASE WHEN t.valid = 'Y' THEN 'yes' ELSE 'no' END
  FROM SYSCAT.TRIGGERS t WHERE t.tabschema NOT LIKE 'SYS%'
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|triggers|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|triggers|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- constraints: but keys to other tables.
VALUES '#' || 'acc|begin|constraints|#';
WITH q(r) AS (
  SELECT
    RTRIM(t.tabschema) || CHR(31) || t.tabname || CHR(31) || t.constname || CHR(31) ||
    CASE t.type WHEN 'K' THEN 'check' ELSE 'unique' END || CHR(31) || ''
  FROM SYSCAT.TABCONST t WHERE t.type IN ('K', 'U') AND t.tabschema NOT LIKE 'SYS%'
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|constraints|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|constraints|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- foreign-keys: keys to other tables; the catalogue keeps names between blanks.
VALUES '#' || 'acc|begin|foreign-keys|#';
WITH q(r) AS (
  SELECT
    RTRIM(t.tabschema) || CHR(31) || t.tabname || CHR(31) || t.constname || CHR(31) ||
    REPLACE(STRIP(t.fk_colnames), ' ', ',') || CHR(31) ||
    RTRIM(t.reftabschema) || CHR(31) || t.reftabname || CHR(31) ||
    REPLACE(STRIP(t.pk_colnames), ' ', ',')
  FROM SYSCAT.REFERENCES t WHERE t.tabschema NOT LIKE 'SYS%'
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|foreign-keys|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|foreign-keys|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- partitions: of tables that have several.
VALUES '#' || 'acc|begin|partitions|#';
WITH q(r) AS (
  SELECT
    RTRIM(t.tabschema) || CHR(31) || t.tabname || CHR(31) || t.datapartitionname
  FROM SYSCAT.DATAPARTITIONS t
  WHERE t.tabschema NOT LIKE 'SYS%' AND EXISTS (SELECT 1 FROM SYSCAT.DATAPARTITIONS o
    WHERE o.tabschema = t.tabschema AND o.tabname = t.tabname AND o.seqno > 0)
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|partitions|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|partitions|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- publications: PostgreSQL and SQL Server only.
VALUES '#' || 'acc|begin|publications|#';
WITH q(r) AS (
  SELECT
    '' || CHR(31) || '' || CHR(31) || ''
  FROM SYSIBM.SYSDUMMY1 WHERE 1 = 0
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|publications|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|publications|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- sequences: current is the first number of the next cache.
VALUES '#' || 'acc|begin|sequences|#';
WITH q(r) AS (
  SELECT
    RTRIM(t.seqschema) || CHR(31) || t.seqname || CHR(31) ||
    COALESCE(RTRIM(CHAR(BIGINT(t.minvalue))), '') || CHR(31) ||
    COALESCE(RTRIM(CHAR(BIGINT(t.maxvalue))), '') || CHR(31) ||
    COALESCE(RTRIM(CHAR(BIGINT(t.increment))), '') || CHR(31) ||
    COALESCE(RTRIM(CHAR(BIGINT(t.nextcachefirstvalue))), '') || CHR(31) ||
    CASE WHEN t.cycle = 'Y' THEN 'yes' ELSE 'no' END
  FROM SYSCAT.SEQUENCES t WHERE t.seqtype = 'S' AND t.seqschema NOT LIKE 'SYS%'
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|sequences|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|sequences|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- routines: functions and procedures.
VALUES '#' || 'acc|begin|routines|#';
WITH q(r) AS (
  SELECT
    RTRIM(t.routineschema) || CHR(31) || t.routinename || CHR(31) ||
    CASE t.routinetype WHEN 'P' THEN 'procedure' ELSE 'function' END || CHR(31) ||
    RTRIM(t.owner)
  FROM SYSCAT.ROUTINES t
  WHERE t.origin IN ('Q', 'U', 'E') AND t.routineschema NOT LIKE 'SYS%'
    AND t.routineschema NOT LIKE 'SQLJ%'
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|routines|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|routines|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- grants: to others than the owner.
VALUES '#' || 'acc|begin|grants|#';
WITH q(r) AS (
  SELECT
    RTRIM(t.grantee) || CHR(31) || RTRIM(t.tabschema) || CHR(31) || t.tabname || CHR(31) ||
    p.name
  FROM SYSCAT.TABAUTH t JOIN (SELECT 'CONTROL' AS name FROM SYSIBM.SYSDUMMY1
    UNION ALL SELECT 'ALTER' FROM SYSIBM.SYSDUMMY1 UNION ALL SELECT 'DELETE' FROM SYSIBM.SYSDUMMY1
    UNION ALL SELECT 'INDEX' FROM SYSIBM.SYSDUMMY1 UNION ALL SELECT 'INSERT' FROM SYSIBM.SYSDUMMY1
    UNION ALL SELECT 'SELECT' FROM SYSIBM.SYSDUMMY1
    UNION ALL SELECT 'UPDATE' FROM SYSIBM.SYSDUMMY1) AS p
    ON CASE p.name WHEN 'CONTROL' THEN t.controlauth WHEN 'ALTER' THEN t.alterauth
      WHEN 'DELETE' THEN t.deleteauth WHEN 'INDEX' THEN t.indexauth WHEN 'INSERT' THEN t.insertauth
      WHEN 'SELECT' THEN t.selectauth ELSE t.updateauth END <> 'N'
  WHERE t.tabschema NOT LIKE 'SYS%' AND t.grantee <> t.tabschema
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|grants|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|grants|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- ==== Campaign ====

-- Columns that not every version of Campaign has are read by a subquery in which
-- an unknown name means the empty column of the same name around it.

-- options: Campaign's own, without any whose name may hold a secret.
VALUES '#' || 'acc|begin|options|#';
WITH n(k) AS (
  SELECT 1 FROM SYSIBM.SYSDUMMY1 UNION ALL SELECT k + 1 FROM n WHERE k < 1001
), q(r) AS (
  SELECT
    o.sName || CHR(31) || COALESCE(RTRIM(CHAR(o.datatype)), '') || CHR(31) ||
    COALESCE(o.sStringValue, '') || CHR(31) ||
    COALESCE(RTRIM(CHAR(o.longvalue)), '') || CHR(31) ||
    COALESCE(RTRIM(CHAR(o.doublevalue)), '') || CHR(31) ||
    COALESCE(VARCHAR_FORMAT(o.timestampvalue, 'YYYY-MM-DD HH24:MI:SS'), '') || CHR(31) ||
    COALESCE(RTRIM(CHAR(n.k)), '') || CHR(31) ||
    CASE WHEN n.k = 1001 THEN '[cut]'
      ELSE VARCHAR(SUBSTRING(o.memo, n.k * 400 - 399, 400, CODEUNITS32), 1600) END
  FROM (SELECT o.sName, o.sStringValue,
      (SELECT iDataType FROM XtkOption i WHERE i.sName = o.sName FETCH FIRST 1 ROW ONLY) AS datatype,
      (SELECT iLongValue FROM XtkOption i WHERE i.sName = o.sName FETCH FIRST 1 ROW ONLY) AS longvalue,
      (SELECT dDoubleValue FROM XtkOption i WHERE i.sName = o.sName FETCH FIRST 1 ROW ONLY) AS doublevalue,
      (SELECT tsTimeStampValue FROM XtkOption i WHERE i.sName = o.sName FETCH FIRST 1 ROW ONLY)
        AS timestampvalue,
      COALESCE((SELECT mMemoValue FROM XtkOption i WHERE i.sName = o.sName FETCH FIRST 1 ROW ONLY), '')
        AS memo
    FROM (SELECT sName, sStringValue, CAST(NULL AS INTEGER) AS iDataType,
        CAST(NULL AS INTEGER) AS iLongValue, CAST(NULL AS DOUBLE) AS dDoubleValue,
        CAST(NULL AS TIMESTAMP) AS tsTimeStampValue, CAST(NULL AS CLOB(1048576)) AS mMemoValue
      FROM XtkOption) AS o
    WHERE (LOWER(o.sName) LIKE 'wdbc%' OR LOWER(o.sName) LIKE 'xtk%'
      OR LOWER(o.sName) LIKE 'nms%' OR LOWER(o.sName) LIKE 'nl%'
      OR LOWER(o.sName) LIKE 'ncm%' OR LOWER(o.sName) LIKE 'crm%'
      OR LOWER(o.sName) LIKE 'tnt%' OR LOWER(o.sName) LIKE 'postupgrade%')
      AND (NOT (LOWER(o.sName) LIKE '%pass%' OR LOWER(o.sName) LIKE '%pwd%'
      OR LOWER(o.sName) LIKE '%key%' OR LOWER(o.sName) LIKE '%secret%'
      OR LOWER(o.sName) LIKE '%token%' OR LOWER(o.sName) LIKE '%credential%'
      OR LOWER(o.sName) LIKE '%pipeline%')
      OR o.sName IN ('XtkPassUnknownSQLFunctionsToRDBMS',
      'XtkAcceptOldPasswords'))) AS o
  JOIN n ON n.k = 1 OR n.k * 400 - 399 <= LENGTH(o.memo)
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|options|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|options|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- option-secrets: of the others only whether they are empty.
VALUES '#' || 'acc|begin|option-secrets|#';
WITH q(r) AS (
  SELECT
    o.sName || CHR(31) ||
    CASE WHEN COALESCE(o.sStringValue, '') = '' THEN 'yes' ELSE 'no' END
  FROM XtkOption o
  WHERE (LOWER(o.sName) LIKE '%pass%' OR LOWER(o.sName) LIKE '%pwd%'
      OR LOWER(o.sName) LIKE '%key%' OR LOWER(o.sName) LIKE '%secret%'
      OR LOWER(o.sName) LIKE '%token%' OR LOWER(o.sName) LIKE '%credential%'
      OR LOWER(o.sName) LIKE '%pipeline%')
    AND NOT o.sName IN ('XtkPassUnknownSQLFunctionsToRDBMS',
      'XtkAcceptOldPasswords')
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|option-secrets|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|option-secrets|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- workflows: who they are and their state.
VALUES '#' || 'acc|begin|workflows|#';
WITH q(r) AS (
  SELECT
    COALESCE(RTRIM(CHAR(iWorkflowId)), '') || CHR(31) ||
    COALESCE(sInternalName, '') || CHR(31) || COALESCE(sLabel, '') || CHR(31) ||
    COALESCE(RTRIM(CHAR(iState)), '') || CHR(31) ||
    COALESCE(RTRIM(CHAR(iStatus)), '') || CHR(31) || COALESCE(RTRIM(CHAR(iHistory)), '')
  FROM XtkWorkflow
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|workflows|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|workflows|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- workflow-states: how many are in which state.
VALUES '#' || 'acc|begin|workflow-states|#';
WITH q(r) AS (
  SELECT
    COALESCE(RTRIM(CHAR(iState)), '') || CHR(31) ||
    COALESCE(RTRIM(CHAR(iStatus)), '') || CHR(31) || COALESCE(RTRIM(CHAR(COUNT(*))), '')
  FROM XtkWorkflow GROUP BY iState, iStatus
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|workflow-states|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|workflow-states|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- folders: the tree of the console.
VALUES '#' || 'acc|begin|folders|#';
WITH q(r) AS (
  SELECT
    COALESCE(RTRIM(CHAR(iFolderId)), '') || CHR(31) ||
    COALESCE(RTRIM(CHAR(iParentId)), '') || CHR(31) || COALESCE(sName, '') || CHR(31) ||
    COALESCE(sFullName, '') || CHR(31) || COALESCE(sModel, '') || CHR(31) ||
    COALESCE(RTRIM(CHAR(iChildCount)), '')
  FROM XtkFolder
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|folders|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|folders|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- external-accounts: where Campaign connects to; never a password.
VALUES '#' || 'acc|begin|external-accounts|#';
WITH q(r) AS (
  SELECT
    COALESCE(RTRIM(CHAR(o.iExtAccountId)), '') || CHR(31) ||
    COALESCE(o.sName, '') || CHR(31) ||
    COALESCE((SELECT sLabel FROM NmsExtAccount i WHERE i.iExtAccountId = o.iExtAccountId FETCH FIRST 1 ROW ONLY), '') || CHR(31) ||
    COALESCE(RTRIM(CHAR(o.iActive)), '') || CHR(31) ||
    COALESCE(RTRIM(CHAR((SELECT iType FROM NmsExtAccount i WHERE i.iExtAccountId = o.iExtAccountId FETCH FIRST 1 ROW ONLY))), '') || CHR(31) ||
    COALESCE((SELECT sServer FROM NmsExtAccount i WHERE i.iExtAccountId = o.iExtAccountId FETCH FIRST 1 ROW ONLY), '') || CHR(31) ||
    COALESCE(RTRIM(CHAR((SELECT sPort FROM NmsExtAccount i WHERE i.iExtAccountId = o.iExtAccountId FETCH FIRST 1 ROW ONLY))), '') || CHR(31) ||
    COALESCE((SELECT sAccount FROM NmsExtAccount i WHERE i.iExtAccountId = o.iExtAccountId FETCH FIRST 1 ROW ONLY), '') || CHR(31) ||
    COALESCE((SELECT sProvider FROM NmsExtAccount i WHERE i.iExtAccountId = o.iExtAccountId FETCH FIRST 1 ROW ONLY), '') || CHR(31) ||
    COALESCE((SELECT sDbName FROM NmsExtAccount i WHERE i.iExtAccountId = o.iExtAccountId FETCH FIRST 1 ROW ONLY), '') || CHR(31) ||
    COALESCE((SELECT sDbSchema FROM NmsExtAccount i WHERE i.iExtAccountId = o.iExtAccountId FETCH FIRST 1 ROW ONLY), '') || CHR(31) ||
    COALESCE(RTRIM(CHAR((SELECT iUnicodeData FROM NmsExtAccount i WHERE i.iExtAccountId = o.iExtAccountId FETCH FIRST 1 ROW ONLY))), '')
  FROM (SELECT iExtAccountId, sName, iActive, CAST(NULL AS VARCHAR(100)) AS sLabel,
      CAST(NULL AS INTEGER) AS iType, CAST(NULL AS VARCHAR(100)) AS sServer,
      CAST(NULL AS VARCHAR(100)) AS sPort, CAST(NULL AS VARCHAR(100)) AS sAccount,
      CAST(NULL AS VARCHAR(100)) AS sProvider, CAST(NULL AS VARCHAR(100)) AS sDbName,
      CAST(NULL AS VARCHAR(100)) AS sDbSchema, CAST(NULL AS INTEGER) AS iUnicodeData
    FROM NmsExtAccount WHERE iExtAccountId <> 0) AS o
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|external-accounts|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|external-accounts|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- operators: their names; never a password.
VALUES '#' || 'acc|begin|operators|#';
WITH q(r) AS (
  SELECT
    COALESCE(RTRIM(CHAR(o.iOperatorId)), '') || CHR(31) ||
    COALESCE(o.sName, '') || CHR(31) ||
    COALESCE(RTRIM(CHAR((SELECT iDisable FROM XtkOperator i WHERE i.iOperatorId = o.iOperatorId FETCH FIRST 1 ROW ONLY))), '') || CHR(31) ||
    COALESCE(RTRIM(CHAR((SELECT iType FROM XtkOperator i WHERE i.iOperatorId = o.iOperatorId FETCH FIRST 1 ROW ONLY))), '') || CHR(31) ||
    COALESCE(VARCHAR_FORMAT((SELECT tsLastModified FROM XtkOperator i WHERE i.iOperatorId = o.iOperatorId FETCH FIRST 1 ROW ONLY), 'YYYY-MM-DD HH24:MI:SS'), '')
  FROM (SELECT iOperatorId, sName, CAST(NULL AS INTEGER) AS iDisable, CAST(NULL AS INTEGER) AS iType,
      CAST(NULL AS TIMESTAMP) AS tsLastModified FROM XtkOperator) AS o
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|operators|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|operators|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- operator-groups: who is in which group.
VALUES '#' || 'acc|begin|operator-groups|#';
WITH q(r) AS (
  SELECT
    COALESCE(RTRIM(CHAR(iOperatorId)), '') || CHR(31) || COALESCE(RTRIM(CHAR(iGroupId)), '')
  FROM XtkOperatorGroup
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|operator-groups|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|operator-groups|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- delivery-states: how many are under way.
VALUES '#' || 'acc|begin|delivery-states|#';
WITH q(r) AS (
  SELECT
    COALESCE(RTRIM(CHAR(iState)), '') || CHR(31) ||
    COALESCE(RTRIM(CHAR(iDeliveryMode)), '') || CHR(31) ||
    COALESCE(RTRIM(CHAR(COUNT(*))), '')
  FROM NmsDelivery WHERE iDeleteStatus = 0 AND iIsModel = 0
  GROUP BY iState, iDeliveryMode
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|delivery-states|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|delivery-states|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- delivery-parts: how many are prepared.
VALUES '#' || 'acc|begin|delivery-parts|#';
WITH q(r) AS (
  SELECT
    COALESCE(RTRIM(CHAR(COUNT(*))), '')
  FROM NmsDeliveryPart WHERE iDeliveryPartId <> 0
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|delivery-parts|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|delivery-parts|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- delivery-mappings: the schemas of logs.
VALUES '#' || 'acc|begin|delivery-mappings|#';
WITH q(r) AS (
  SELECT
    COALESCE(sBroadLogSchema, '') || CHR(31) ||
    COALESCE(sBroadLogExclSchema, '') || CHR(31) || COALESCE(sTrackingLogSchema, '')
  FROM (SELECT DISTINCT sBroadLogSchema, sBroadLogExclSchema, sTrackingLogSchema
    FROM NmsDeliveryMapping) AS m
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|delivery-mappings|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|delivery-mappings|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- offer-views: content of offers of 6.02.
VALUES '#' || 'acc|begin|offer-views|#';
WITH q(r) AS (
  SELECT
    COALESCE(RTRIM(CHAR(COUNT(*))), '')
  FROM NmsEmailOfferView
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|offer-views|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|offer-views|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- key-ranges: the least and the greatest key, nothing of the rows.
VALUES '#' || 'acc|begin|key-ranges|#';
WITH q(r) AS (
  SELECT
    'NMSRECIPIENT' || CHR(31) || 'IRECIPIENTID' || CHR(31) ||
    COALESCE(RTRIM(CHAR(MIN(iRecipientId))), '') || CHR(31) ||
    COALESCE(RTRIM(CHAR(MAX(iRecipientId))), '')
  FROM NmsRecipient
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|key-ranges|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|key-ranges|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- entities: what is stored: schemas, forms, reports, scripts; not their content.
VALUES '#' || 'acc|begin|entities|#';
WITH q(r) AS (
  SELECT
    COALESCE(sEntitySchema, '') || CHR(31) || COALESCE(sNamespace, '') || CHR(31) ||
    COALESCE(sName, '') || CHR(31) || COALESCE(sLabel, '') || CHR(31) ||
    COALESCE(sMd5, '') || CHR(31) ||
    COALESCE(VARCHAR_FORMAT(tsLastModified, 'YYYY-MM-DD HH24:MI:SS'), '') || CHR(31) ||
    CASE WHEN mData IS NOT NULL THEN 'yes' ELSE 'no' END
  FROM XtkEntity
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|entities|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|entities|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- schema-xml: the schemas that describe tables, in pieces of 400 characters.
VALUES '#' || 'acc|begin|schema-xml|#';
WITH n(k) AS (
  SELECT 1 FROM SYSIBM.SYSDUMMY1 UNION ALL SELECT k + 1 FROM n WHERE k < 1001
), q(r) AS (
  SELECT
    COALESCE(o.sNamespace, '') || CHR(31) || COALESCE(o.sName, '') || CHR(31) ||
    COALESCE(RTRIM(CHAR(n.k)), '') || CHR(31) ||
    CASE WHEN n.k = 1001 THEN '[cut]'
      ELSE VARCHAR(SUBSTRING(o.mData, n.k * 400 - 399, 400, CODEUNITS32), 1600) END
  FROM XtkEntity o JOIN n ON n.k = 1 OR n.k * 400 - 399 <= LENGTH(o.mData)
  WHERE o.sEntitySchema = 'xtk:srcSchema' AND o.mData IS NOT NULL
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|schema-xml|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|schema-xml|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- code-hits: what may not survive the migration, with 80 characters around; DB2 does
-- not count how often.
VALUES '#' || 'acc|begin|code-hits|#';
WITH q(r) AS (
  SELECT
    'XTKWORKFLOW' || CHR(31) || o.id || CHR(31) || o.name || CHR(31) ||
    o.label || CHR(31) || e.x || CHR(31) || '' || CHR(31) ||
    VARCHAR(SUBSTRING(o.m, MAX(1, LOCATE(e.x, o.m) - 80),
      MIN(LOCATE(e.x, o.m) - 1, 80) + LENGTH(e.x) + 80, CODEUNITS32), 1200)
  FROM (SELECT RTRIM(CHAR(iWorkflowId)) AS id, COALESCE(sInternalName, '') AS name,
      COALESCE(sLabel, '') AS label,
      mData AS m FROM XtkWorkflow) AS o
  JOIN (VALUES
      ('.@'), ('common.js'), ('logon('), ('new SoapMethodCall('), ('sql='), ('SQLDATA'),
      ('SQLData'), ('aliasSqlTable'), ('__sessiontoken='), ('sessionInfo'),
      ('preprocessCommand'), ('decryptString('), ('crmDeploymentType="onpremise"'),
      ('crmDeploymentType="v1 active"'), ('crmDeploymentType=&quot;onpremise&quot;'),
      ('crmDeploymentType=&quot;v1 active&quot;'), ('mscrmWorkflow'), ('sfdcWorkflow'),
      ('nl5'), ('nlserver5'), ('Neolane v5'), ('Neolane v6'), ('Adobe Campaign v6'),
      ('EvaluateJavaScript'), ('count(*)'), ('sqlExec'), ('sqlSelect'), ('emailOfferView'),
      ('webOfferView'), ('callCenterOfferView'), ('mobileOfferView'), ('paperOfferView'),
      ('dropDownMenu')) AS e(x)
    ON LOCATE(e.x, o.m) > 0
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|code-hits|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|code-hits|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

-- code-hits-entities: the same in stored entities.
VALUES '#' || 'acc|begin|code-hits-entities|#';
WITH q(r) AS (
  SELECT
    'XTKENTITY' || CHR(31) || o.id || CHR(31) || o.name || CHR(31) || o.label || CHR(31) ||
    e.x || CHR(31) || '' || CHR(31) ||
    VARCHAR(SUBSTRING(o.m, MAX(1, LOCATE(e.x, o.m) - 80),
      MIN(LOCATE(e.x, o.m) - 1, 80) + LENGTH(e.x) + 80, CODEUNITS32), 1200)
  FROM (SELECT COALESCE(sEntitySchema, '') || ' ' || COALESCE(sNamespace, '') || ':'
      || COALESCE(sName, '') AS id, COALESCE(sName, '') AS name, '' AS label,
      mData AS m FROM XtkEntity) AS o
  JOIN (VALUES
      ('.@'), ('common.js'), ('logon('), ('new SoapMethodCall('), ('sql='), ('SQLDATA'),
      ('SQLData'), ('aliasSqlTable'), ('__sessiontoken='), ('sessionInfo'),
      ('preprocessCommand'), ('decryptString('), ('crmDeploymentType="onpremise"'),
      ('crmDeploymentType="v1 active"'), ('crmDeploymentType=&quot;onpremise&quot;'),
      ('crmDeploymentType=&quot;v1 active&quot;'), ('mscrmWorkflow'), ('sfdcWorkflow'),
      ('nl5'), ('nlserver5'), ('Neolane v5'), ('Neolane v6'), ('Adobe Campaign v6'),
      ('EvaluateJavaScript'), ('count(*)'), ('sqlExec'), ('sqlSelect'), ('emailOfferView'),
      ('webOfferView'), ('callCenterOfferView'), ('mobileOfferView'), ('paperOfferView'),
      ('dropDownMenu')) AS e(x)
    ON LOCATE(e.x, o.m) > 0
), t(t) AS (SELECT CAST(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), CHR(92), '%5C'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|') AS VARCHAR(2500))
  FROM q)
SELECT '#' || 'acc|row|code-hits-entities|' || RTRIM(CHAR(LENGTH(t))) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|code-hits-entities|' || RTRIM(CHAR(COUNT(*))) || '|#' FROM t;

ROLLBACK;
TERMINATE;
