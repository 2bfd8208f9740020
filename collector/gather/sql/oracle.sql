-- acc-readiness: what the migration of Adobe Campaign depends on in its database.
-- Oracle 10gR2 and later, for SQL*Plus:
--
--     sqlplus -S -L ACCOUNT@SERVICE @metadata.sql > result.txt
--     acc-collect --db-result result.txt
--
-- It only reads, in one read-only transaction: catalogues, and of Campaign's
-- tables what README.md of this script's folder lists; no recipient, no
-- password.  Errors are expected (a table that this Campaign does not have, a
-- view that this account may not see) and stop nothing.  Written from Oracle's
-- documentation; not run against a real server.
--
-- Every query has one shape: q makes one text of a row, its fields separated by
-- the character 31; t writes % | # and white space as %XX, and what is not ASCII
-- as %uXXXX; then one line per row with its length, and one with the number of
-- rows.
-- To read the queries without what is the same around each of them:
--
--     sed '/^), t/,/;$/d; /acc|begin/d' metadata.sql

SET ECHO OFF
SET FEEDBACK OFF
SET HEADING OFF
SET PAGESIZE 0
SET LINESIZE 4000
SET LONG 4000
SET TRIMOUT ON
SET TAB OFF
SET VERIFY OFF
SET SQLBLANKLINES ON
WHENEVER SQLERROR CONTINUE NONE
-- Campaign's tables are looked up where XtkOption stands.
SET DEFINE ON
COLUMN campaign NEW_VALUE campaign NOPRINT
SELECT NVL(MAX(owner) KEEP (DENSE_RANK FIRST ORDER BY DECODE(owner, USER, 0, 1), owner), USER)
  AS campaign FROM all_tables WHERE table_name = 'XTKOPTION';
ALTER SESSION SET CURRENT_SCHEMA = "&campaign";
SET DEFINE OFF
ALTER SESSION SET NLS_NUMERIC_CHARACTERS = '.,';
SET TRANSACTION READ ONLY;

-- ==== the server ====

-- script: the version of this script, and a letter (e with acute) outside ASCII.
PROMPT #acc|begin|script|#
WITH q AS (
  SELECT
    '1' || CHR(31) || 'oracle' || CHR(31) || UNISTR('\00E9') AS r
  FROM dual
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|script|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|script|' || COUNT(*) || '|#' FROM t;

-- server: what this server is, who asks, and where Campaign stands.
PROMPT #acc|begin|server|#
WITH q AS (
  SELECT
    'Oracle' || CHR(31) ||
    (SELECT MAX(version) FROM product_component_version WHERE product LIKE 'Oracle%') || CHR(31) ||
    (SELECT MAX(banner) FROM v$version WHERE banner LIKE 'Oracle%') || CHR(31) ||
    (SELECT CASE WHEN MAX(banner) LIKE '%64bit%' THEN '64' END FROM v$version
      WHERE banner LIKE 'Oracle%') || CHR(31) ||
    DBMS_UTILITY.PORT_STRING || CHR(31) || '' || CHR(31) ||
    SYS_CONTEXT('USERENV', 'DB_NAME') || CHR(31) || USER || CHR(31) ||
    (SELECT MAX(owner) FROM all_tables
      WHERE table_name = 'XTKOPTION' AND owner = SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')) AS r
  FROM dual
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|server|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|server|' || COUNT(*) || '|#' FROM t;

-- settings: encoding, collation, and settings that Campaign feels.
PROMPT #acc|begin|settings|#
WITH q AS (
  SELECT
    name || CHR(31) || value AS r
  FROM (
    SELECT 'encoding' AS name, value FROM nls_database_parameters
      WHERE parameter = 'NLS_CHARACTERSET'
    UNION ALL SELECT 'national-encoding', value FROM nls_database_parameters
      WHERE parameter = 'NLS_NCHAR_CHARACTERSET'
    UNION ALL SELECT 'collation', NULL FROM dual
    UNION ALL SELECT 'ctype', NULL FROM dual
    UNION ALL SELECT parameter, value FROM nls_database_parameters
      WHERE parameter IN ('NLS_LENGTH_SEMANTICS', 'NLS_SORT', 'NLS_COMP'))
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|settings|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|settings|' || COUNT(*) || '|#' FROM t;

-- time-zone: the zones of database, session and server.
PROMPT #acc|begin|time-zone|#
WITH q AS (
  SELECT
    name || CHR(31) || value AS r
  FROM (
    SELECT 'database' AS name, DBTIMEZONE AS value FROM dual
    UNION ALL SELECT 'session', SESSIONTIMEZONE FROM dual
    UNION ALL SELECT 'server', TO_CHAR(SYSTIMESTAMP, 'TZR') FROM dual
    UNION ALL SELECT 'offset', TO_CHAR(EXTRACT(TIMEZONE_HOUR FROM SYSTIMESTAMP) * 60
      + EXTRACT(TIMEZONE_MINUTE FROM SYSTIMESTAMP)) FROM dual)
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|time-zone|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|time-zone|' || COUNT(*) || '|#' FROM t;

-- time-zone-names: MySQL only.
PROMPT #acc|begin|time-zone-names|#
WITH q AS (
  SELECT
    '' AS r
  FROM dual WHERE 1 = 0
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|time-zone-names|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|time-zone-names|' || COUNT(*) || '|#' FROM t;

-- time-zone-files: must be that of the client.
PROMPT #acc|begin|time-zone-files|#
WITH q AS (
  SELECT
    filename || CHR(31) || version AS r
  FROM v$timezone_file
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|time-zone-files|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|time-zone-files|' || COUNT(*) || '|#' FROM t;

-- size: of the schema's segments, if its own account asks.
PROMPT #acc|begin|size|#
WITH q AS (
  SELECT
    SUM(bytes) AS r
  FROM user_segments WHERE USER = SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA') HAVING SUM(bytes) IS NOT NULL
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|size|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|size|' || COUNT(*) || '|#' FROM t;

-- tablespaces: those that this account sees.
PROMPT #acc|begin|tablespaces|#
WITH q AS (
  SELECT
    t.tablespace_name || CHR(31) ||
    CASE WHEN t.tablespace_name = u.default_tablespace THEN 'yes' ELSE 'no' END || CHR(31) ||
    '' AS r
  FROM user_tablespaces t CROSS JOIN user_users u
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|tablespaces|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|tablespaces|' || COUNT(*) || '|#' FROM t;

-- extensions: PostgreSQL only.
PROMPT #acc|begin|extensions|#
WITH q AS (
  SELECT
    '' || CHR(31) || '' || CHR(31) || '' AS r
  FROM dual WHERE 1 = 0
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|extensions|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|extensions|' || COUNT(*) || '|#' FROM t;

-- privileges: what the asking account may.
PROMPT #acc|begin|privileges|#
WITH q AS (
  SELECT
    name || CHR(31) || CASE WHEN held > 0 THEN 'yes' ELSE 'no' END AS r
  FROM (
    SELECT 'create-table' AS name, COUNT(*) AS held FROM session_privs
      WHERE privilege IN ('CREATE TABLE', 'CREATE ANY TABLE')
    UNION ALL SELECT 'create-schema', COUNT(*) FROM session_privs WHERE privilege = 'CREATE USER'
    UNION ALL SELECT 'administrator', COUNT(*) FROM session_roles WHERE role = 'DBA'
    UNION ALL SELECT 'owner', COUNT(*) FROM user_tables WHERE table_name = 'XTKOPTION')
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|privileges|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|privileges|' || COUNT(*) || '|#' FROM t;

-- ==== objects, of Campaign's schema ====

-- tables: rows and sizes as of the last statistics.
PROMPT #acc|begin|tables|#
WITH q AS (
  SELECT
    t.owner || CHR(31) || t.table_name || CHR(31) ||
    CASE WHEN t.temporary = 'Y' THEN 'temporary' WHEN t.partitioned = 'YES' THEN 'partitioned'
      ELSE 'table' END || CHR(31) ||
    t.num_rows || CHR(31) || t.blocks * s.block_size || CHR(31) ||
    i.leaves * s.block_size || CHR(31) || t.tablespace_name || CHR(31) ||
    CASE WHEN NVL(t.logging, 'YES') = 'YES' THEN 'yes' ELSE 'no' END || CHR(31) || t.owner AS r
  FROM all_tables t
  LEFT JOIN user_tablespaces s ON s.tablespace_name = t.tablespace_name
  LEFT JOIN (SELECT table_owner, table_name, SUM(leaf_blocks) AS leaves FROM all_indexes
    GROUP BY table_owner, table_name) i ON i.table_owner = t.owner AND i.table_name = t.table_name
  WHERE t.owner = SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA') AND t.table_name NOT LIKE 'BIN$%'
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|tables|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|tables|' || COUNT(*) || '|#' FROM t;

-- columns: of tables; defaults are of type LONG, which no SQL can put in a text.
PROMPT #acc|begin|columns|#
WITH q AS (
  SELECT
    c.owner || CHR(31) || c.table_name || CHR(31) || c.column_id || CHR(31) ||
    c.column_name || CHR(31) ||
    CASE
      WHEN c.data_type IN ('CHAR', 'NCHAR', 'VARCHAR2', 'NVARCHAR2') THEN c.data_type || '('
        || c.char_length || CASE c.char_used WHEN 'C' THEN ' CHAR' END || ')'
      WHEN c.data_type = 'NUMBER' AND c.data_precision IS NOT NULL THEN 'NUMBER('
        || c.data_precision || ',' || c.data_scale || ')'
      ELSE c.data_type END || CHR(31) ||
    CASE
      WHEN c.data_type LIKE 'TIMESTAMP%ZONE' THEN 'datetime-tz'
      WHEN c.data_type LIKE 'TIMESTAMP%' OR c.data_type = 'DATE' THEN 'datetime'
      WHEN c.data_type IN ('CHAR', 'NCHAR', 'VARCHAR2', 'NVARCHAR2') THEN 'text'
      WHEN c.data_type IN ('CLOB', 'NCLOB', 'LONG') THEN 'memo'
      WHEN c.data_type IN ('NUMBER', 'FLOAT', 'BINARY_FLOAT', 'BINARY_DOUBLE') THEN 'number'
      WHEN c.data_type IN ('BLOB', 'RAW', 'LONG RAW') THEN 'binary'
      ELSE 'other' END || CHR(31) ||
    CASE c.nullable WHEN 'Y' THEN 'yes' ELSE 'no' END || CHR(31) || '' AS r
  FROM all_tab_columns c JOIN all_tables t ON t.owner = c.owner AND t.table_name = c.table_name
  WHERE c.owner = SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA') AND c.table_name NOT LIKE 'BIN$%'
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|columns|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|columns|' || COUNT(*) || '|#' FROM t;

-- indexes: the key of its table among them.
PROMPT #acc|begin|indexes|#
WITH q AS (
  SELECT
    i.table_owner || CHR(31) || i.table_name || CHR(31) || i.index_name || CHR(31) ||
    CASE WHEN i.uniqueness = 'UNIQUE' THEN 'yes' ELSE 'no' END || CHR(31) ||
    CASE WHEN p.index_name IS NOT NULL THEN 'yes' ELSE 'no' END || CHR(31) ||
    LOWER(i.index_type) || CHR(31) || i.tablespace_name || CHR(31) ||
    i.leaf_blocks * s.block_size || CHR(31) || '' AS r
  FROM all_indexes i
  LEFT JOIN user_tablespaces s ON s.tablespace_name = i.tablespace_name
  LEFT JOIN all_constraints p ON p.owner = i.table_owner AND p.index_name = i.index_name
    AND p.table_name = i.table_name AND p.constraint_type = 'P'
  WHERE i.table_owner = SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA') AND i.index_type <> 'LOB'
    AND i.table_name NOT LIKE 'BIN$%'
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|indexes|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|indexes|' || COUNT(*) || '|#' FROM t;

-- index-columns: one row per key.
PROMPT #acc|begin|index-columns|#
WITH q AS (
  SELECT
    table_owner || CHR(31) || table_name || CHR(31) || index_name || CHR(31) ||
    column_position || CHR(31) ||
    CASE WHEN column_name NOT LIKE 'SYS\_NC%' ESCAPE '\' THEN column_name END || CHR(31) ||
    CASE WHEN column_name LIKE 'SYS\_NC%' ESCAPE '\' THEN column_name END || CHR(31) ||
    LOWER(descend) AS r
  FROM all_ind_columns
  WHERE table_owner = SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA') AND table_name NOT LIKE 'BIN$%'
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|index-columns|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|index-columns|' || COUNT(*) || '|#' FROM t;

-- views: of the schema, and of others that use it.
PROMPT #acc|begin|views|#
WITH q AS (
  SELECT
    v.owner || CHR(31) || v.view_name || CHR(31) || v.kind || CHR(31) || v.owner AS r
  FROM (SELECT owner, view_name, 'view' AS kind FROM all_views
      WHERE owner NOT IN ('SYS', 'SYSTEM')
    UNION ALL SELECT owner, mview_name, 'materialized' FROM all_mviews) v
  WHERE (v.owner = SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA') OR EXISTS (SELECT 1 FROM all_dependencies d
      WHERE d.owner = v.owner AND d.name = v.view_name
      AND d.referenced_owner = SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')))
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|views|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|views|' || COUNT(*) || '|#' FROM t;

-- view-columns: what views show.
PROMPT #acc|begin|view-columns|#
WITH q AS (
  SELECT
    c.owner || CHR(31) || c.table_name || CHR(31) || c.column_id || CHR(31) ||
    c.column_name || CHR(31) ||
    CASE
      WHEN c.data_type IN ('CHAR', 'NCHAR', 'VARCHAR2', 'NVARCHAR2') THEN c.data_type || '('
        || c.char_length || CASE c.char_used WHEN 'C' THEN ' CHAR' END || ')'
      WHEN c.data_type = 'NUMBER' AND c.data_precision IS NOT NULL THEN 'NUMBER('
        || c.data_precision || ',' || c.data_scale || ')'
      ELSE c.data_type END || CHR(31) ||
    CASE
      WHEN c.data_type LIKE 'TIMESTAMP%ZONE' THEN 'datetime-tz'
      WHEN c.data_type LIKE 'TIMESTAMP%' OR c.data_type = 'DATE' THEN 'datetime'
      WHEN c.data_type IN ('CHAR', 'NCHAR', 'VARCHAR2', 'NVARCHAR2') THEN 'text'
      WHEN c.data_type IN ('CLOB', 'NCLOB', 'LONG') THEN 'memo'
      WHEN c.data_type IN ('NUMBER', 'FLOAT', 'BINARY_FLOAT', 'BINARY_DOUBLE') THEN 'number'
      WHEN c.data_type IN ('BLOB', 'RAW', 'LONG RAW') THEN 'binary'
      ELSE 'other' END AS r
  FROM all_tab_columns c JOIN all_views v ON v.owner = c.owner AND v.view_name = c.table_name
  WHERE v.owner NOT IN ('SYS', 'SYSTEM')
    AND (v.owner = SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA') OR EXISTS (SELECT 1 FROM all_dependencies d
      WHERE d.owner = v.owner AND d.name = v.view_name
      AND d.referenced_owner = SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')))
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|view-columns|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|view-columns|' || COUNT(*) || '|#' FROM t;

-- view-uses: the catalogue knows tables, not columns.
PROMPT #acc|begin|view-uses|#
WITH q AS (
  SELECT
    owner || CHR(31) || name || CHR(31) || referenced_owner || CHR(31) ||
    referenced_name || CHR(31) || '' AS r
  FROM all_dependencies
  WHERE type IN ('VIEW', 'MATERIALIZED VIEW') AND referenced_type IN ('TABLE', 'VIEW')
    AND owner NOT IN ('SYS', 'SYSTEM')
    AND SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA') IN (owner, referenced_owner)
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|view-uses|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|view-uses|' || COUNT(*) || '|#' FROM t;

-- view-text: as DBMS_METADATA writes them, in pieces of 300 characters.
PROMPT #acc|begin|view-text|#
WITH v AS (
  SELECT v.owner, v.view_name, DBMS_METADATA.GET_DDL('VIEW', v.view_name, v.owner) AS text
  FROM all_views v WHERE v.owner NOT IN ('SYS', 'SYSTEM')
  AND (v.owner = SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA') OR EXISTS (SELECT 1 FROM all_dependencies d
    WHERE d.owner = v.owner AND d.name = v.view_name
    AND d.referenced_owner = SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')))
), q AS (
  SELECT
    v.owner || CHR(31) || v.view_name || CHR(31) || k.k || CHR(31) ||
    DBMS_LOB.SUBSTR(v.text, 300, k.k * 300 - 299)
      || CASE WHEN k.k = 1335 THEN '[cut]' END AS r
  FROM v
  JOIN (SELECT LEVEL AS k FROM dual CONNECT BY LEVEL <= 1335) k
    ON k.k = 1 OR k.k * 300 - 299 <= DBMS_LOB.GETLENGTH(v.text)
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|view-text|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|view-text|' || COUNT(*) || '|#' FROM t;

-- triggers: made by hand or by Campaign.
PROMPT #acc|begin|triggers|#
WITH q AS (
  SELECT
    table_owner || CHR(31) || table_name || CHR(31) || trigger_name || CHR(31) ||
    trigger_type || ' ' || triggering_event || CHR(31) ||
    CASE WHEN status = 'ENABLED' THEN 'yes' ELSE 'no' END AS r
  FROM all_triggers WHERE table_owner = SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|triggers|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|triggers|' || COUNT(*) || '|#' FROM t;

-- constraints: but keys to other tables, and NOT NULL.
PROMPT #acc|begin|constraints|#
WITH q AS (
  SELECT
    owner || CHR(31) || table_name || CHR(31) || constraint_name || CHR(31) ||
    CASE constraint_type WHEN 'C' THEN 'check' ELSE 'unique' END || CHR(31) || '' AS r
  FROM all_constraints WHERE owner = SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')
    AND table_name NOT LIKE 'BIN$%'
    AND (constraint_type = 'U' OR constraint_type = 'C' AND generated = 'USER NAME')
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|constraints|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|constraints|' || COUNT(*) || '|#' FROM t;

-- foreign-keys: keys to other tables, up to four columns.
PROMPT #acc|begin|foreign-keys|#
WITH q AS (
  SELECT
    o.owner || CHR(31) || o.table_name || CHR(31) || o.constraint_name || CHR(31) ||
    o.columns || CHR(31) || u.owner || CHR(31) || u.table_name || CHR(31) || u.columns AS r
  FROM (SELECT o.owner, o.table_name, o.constraint_name, o.r_owner, o.r_constraint_name,
      MAX(CASE c.position WHEN 1 THEN c.column_name END)
        || MAX(CASE c.position WHEN 2 THEN ',' || c.column_name END)
        || MAX(CASE c.position WHEN 3 THEN ',' || c.column_name END)
        || MAX(CASE c.position WHEN 4 THEN ',' || c.column_name END) AS columns
    FROM all_constraints o JOIN all_cons_columns c
      ON c.owner = o.owner AND c.constraint_name = o.constraint_name
    WHERE o.constraint_type = 'R' AND o.owner = SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')
    GROUP BY o.owner, o.table_name, o.constraint_name, o.r_owner, o.r_constraint_name) o
  JOIN (SELECT c.owner, c.table_name, c.constraint_name,
      MAX(CASE c.position WHEN 1 THEN c.column_name END)
        || MAX(CASE c.position WHEN 2 THEN ',' || c.column_name END)
        || MAX(CASE c.position WHEN 3 THEN ',' || c.column_name END)
        || MAX(CASE c.position WHEN 4 THEN ',' || c.column_name END) AS columns
    FROM all_cons_columns c GROUP BY c.owner, c.table_name, c.constraint_name) u
    ON u.owner = o.r_owner AND u.constraint_name = o.r_constraint_name
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|foreign-keys|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|foreign-keys|' || COUNT(*) || '|#' FROM t;

-- partitions: of tables.
PROMPT #acc|begin|partitions|#
WITH q AS (
  SELECT
    table_owner || CHR(31) || table_name || CHR(31) || partition_name AS r
  FROM all_tab_partitions WHERE table_owner = SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|partitions|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|partitions|' || COUNT(*) || '|#' FROM t;

-- publications: PostgreSQL and SQL Server only.
PROMPT #acc|begin|publications|#
WITH q AS (
  SELECT
    '' || CHR(31) || '' || CHR(31) || '' AS r
  FROM dual WHERE 1 = 0
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|publications|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|publications|' || COUNT(*) || '|#' FROM t;

-- sequences: current is the next number that is not in the cache.
PROMPT #acc|begin|sequences|#
WITH q AS (
  SELECT
    sequence_owner || CHR(31) || sequence_name || CHR(31) || min_value || CHR(31) ||
    max_value || CHR(31) || increment_by || CHR(31) || last_number || CHR(31) ||
    CASE WHEN cycle_flag = 'Y' THEN 'yes' ELSE 'no' END AS r
  FROM all_sequences WHERE sequence_owner = SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|sequences|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|sequences|' || COUNT(*) || '|#' FROM t;

-- routines: functions and procedures.
PROMPT #acc|begin|routines|#
WITH q AS (
  SELECT
    owner || CHR(31) || object_name || CHR(31) || LOWER(object_type) || CHR(31) || owner AS r
  FROM all_objects WHERE owner = SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')
    AND object_type IN ('FUNCTION', 'PROCEDURE', 'PACKAGE')
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|routines|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|routines|' || COUNT(*) || '|#' FROM t;

-- grants: to others than the owner.
PROMPT #acc|begin|grants|#
WITH q AS (
  SELECT
    grantee || CHR(31) || table_schema || CHR(31) || table_name || CHR(31) || privilege AS r
  FROM all_tab_privs
  WHERE table_schema = SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA') AND grantee <> table_schema
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|grants|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|grants|' || COUNT(*) || '|#' FROM t;

-- ==== Campaign ====

-- Columns that not every version of Campaign has are read by a subquery in which
-- an unknown name means the empty column of the same name around it.

-- options: Campaign's own, without any whose name may hold a secret.
PROMPT #acc|begin|options|#
WITH q AS (
  SELECT
    o.sName || CHR(31) || o.datatype || CHR(31) || o.sStringValue || CHR(31) ||
    o.longvalue || CHR(31) || o.doublevalue || CHR(31) ||
    TO_CHAR(o.timestampvalue, 'YYYY-MM-DD HH24:MI:SS') || CHR(31) || k.k || CHR(31) ||
    DBMS_LOB.SUBSTR(o.memo, 300, k.k * 300 - 299)
      || CASE WHEN k.k = 1335 THEN '[cut]' END AS r
  FROM (SELECT o.sName, o.sStringValue,
      (SELECT iDataType FROM XtkOption i WHERE i.ROWID = o.rid) AS datatype,
      (SELECT iLongValue FROM XtkOption i WHERE i.ROWID = o.rid) AS longvalue,
      (SELECT dDoubleValue FROM XtkOption i WHERE i.ROWID = o.rid) AS doublevalue,
      (SELECT tsTimeStampValue FROM XtkOption i WHERE i.ROWID = o.rid) AS timestampvalue,
      (SELECT mMemoValue FROM XtkOption i WHERE i.ROWID = o.rid) AS memo
    FROM (SELECT ROWID AS rid, sName, sStringValue, TO_NUMBER(NULL) AS iDataType,
        TO_NUMBER(NULL) AS iLongValue, TO_NUMBER(NULL) AS dDoubleValue,
        TO_DATE(NULL) AS tsTimeStampValue, TO_CLOB(NULL) AS mMemoValue FROM XtkOption) o
    WHERE (LOWER(o.sName) LIKE 'wdbc%' OR LOWER(o.sName) LIKE 'xtk%'
      OR LOWER(o.sName) LIKE 'nms%' OR LOWER(o.sName) LIKE 'nl%'
      OR LOWER(o.sName) LIKE 'ncm%' OR LOWER(o.sName) LIKE 'crm%'
      OR LOWER(o.sName) LIKE 'tnt%' OR LOWER(o.sName) LIKE 'postupgrade%')
      AND (NOT (LOWER(o.sName) LIKE '%pass%' OR LOWER(o.sName) LIKE '%pwd%'
      OR LOWER(o.sName) LIKE '%key%' OR LOWER(o.sName) LIKE '%secret%'
      OR LOWER(o.sName) LIKE '%token%' OR LOWER(o.sName) LIKE '%credential%'
      OR LOWER(o.sName) LIKE '%pipeline%')
      OR o.sName IN ('XtkPassUnknownSQLFunctionsToRDBMS',
      'XtkAcceptOldPasswords'))) o
  JOIN (SELECT LEVEL AS k FROM dual CONNECT BY LEVEL <= 1335) k
    ON k.k = 1 OR k.k * 300 - 299 <= NVL(DBMS_LOB.GETLENGTH(o.memo), 0)
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|options|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|options|' || COUNT(*) || '|#' FROM t;

-- option-secrets: of the others only whether they are empty.
PROMPT #acc|begin|option-secrets|#
WITH q AS (
  SELECT
    o.sName || CHR(31) || CASE WHEN o.sStringValue IS NULL THEN 'yes' ELSE 'no' END AS r
  FROM XtkOption o
  WHERE (LOWER(o.sName) LIKE '%pass%' OR LOWER(o.sName) LIKE '%pwd%'
      OR LOWER(o.sName) LIKE '%key%' OR LOWER(o.sName) LIKE '%secret%'
      OR LOWER(o.sName) LIKE '%token%' OR LOWER(o.sName) LIKE '%credential%'
      OR LOWER(o.sName) LIKE '%pipeline%')
    AND NOT o.sName IN ('XtkPassUnknownSQLFunctionsToRDBMS',
      'XtkAcceptOldPasswords')
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|option-secrets|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|option-secrets|' || COUNT(*) || '|#' FROM t;

-- workflows: who they are and their state.
PROMPT #acc|begin|workflows|#
WITH q AS (
  SELECT
    iWorkflowId || CHR(31) || sInternalName || CHR(31) || sLabel || CHR(31) ||
    iState || CHR(31) || iStatus || CHR(31) || iHistory AS r
  FROM XtkWorkflow
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|workflows|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|workflows|' || COUNT(*) || '|#' FROM t;

-- workflow-states: how many are in which state.
PROMPT #acc|begin|workflow-states|#
WITH q AS (
  SELECT
    iState || CHR(31) || iStatus || CHR(31) || COUNT(*) AS r
  FROM XtkWorkflow GROUP BY iState, iStatus
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|workflow-states|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|workflow-states|' || COUNT(*) || '|#' FROM t;

-- folders: the tree of the console.
PROMPT #acc|begin|folders|#
WITH q AS (
  SELECT
    iFolderId || CHR(31) || iParentId || CHR(31) || sName || CHR(31) ||
    sFullName || CHR(31) || sModel || CHR(31) || iChildCount AS r
  FROM XtkFolder
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|folders|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|folders|' || COUNT(*) || '|#' FROM t;

-- external-accounts: where Campaign connects to; never a password.
PROMPT #acc|begin|external-accounts|#
WITH q AS (
  SELECT
    o.iExtAccountId || CHR(31) || o.sName || CHR(31) ||
    (SELECT sLabel FROM NmsExtAccount i WHERE i.ROWID = o.rid) || CHR(31) ||
    o.iActive || CHR(31) ||
    (SELECT iType FROM NmsExtAccount i WHERE i.ROWID = o.rid) || CHR(31) ||
    (SELECT sServer FROM NmsExtAccount i WHERE i.ROWID = o.rid) || CHR(31) ||
    (SELECT sPort FROM NmsExtAccount i WHERE i.ROWID = o.rid) || CHR(31) ||
    (SELECT sAccount FROM NmsExtAccount i WHERE i.ROWID = o.rid) || CHR(31) ||
    (SELECT sProvider FROM NmsExtAccount i WHERE i.ROWID = o.rid) || CHR(31) ||
    (SELECT sDbName FROM NmsExtAccount i WHERE i.ROWID = o.rid) || CHR(31) ||
    (SELECT sDbSchema FROM NmsExtAccount i WHERE i.ROWID = o.rid) || CHR(31) ||
    (SELECT iUnicodeData FROM NmsExtAccount i WHERE i.ROWID = o.rid) AS r
  FROM (SELECT ROWID AS rid, iExtAccountId, sName, iActive, NULL AS sLabel, NULL AS iType,
      NULL AS sServer, NULL AS sPort, NULL AS sAccount, NULL AS sProvider, NULL AS sDbName,
      NULL AS sDbSchema, NULL AS iUnicodeData FROM NmsExtAccount WHERE iExtAccountId <> 0) o
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|external-accounts|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|external-accounts|' || COUNT(*) || '|#' FROM t;

-- operators: their names; never a password.
PROMPT #acc|begin|operators|#
WITH q AS (
  SELECT
    o.iOperatorId || CHR(31) || o.sName || CHR(31) ||
    (SELECT iDisable FROM XtkOperator i WHERE i.ROWID = o.rid) || CHR(31) ||
    (SELECT iType FROM XtkOperator i WHERE i.ROWID = o.rid) || CHR(31) ||
    TO_CHAR((SELECT tsLastModified FROM XtkOperator i WHERE i.ROWID = o.rid), 'YYYY-MM-DD HH24:MI:SS') AS r
  FROM (SELECT ROWID AS rid, iOperatorId, sName, NULL AS iDisable, NULL AS iType,
      TO_DATE(NULL) AS tsLastModified FROM XtkOperator) o
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|operators|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|operators|' || COUNT(*) || '|#' FROM t;

-- operator-groups: who is in which group.
PROMPT #acc|begin|operator-groups|#
WITH q AS (
  SELECT
    iOperatorId || CHR(31) || iGroupId AS r
  FROM XtkOperatorGroup
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|operator-groups|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|operator-groups|' || COUNT(*) || '|#' FROM t;

-- delivery-states: how many are under way.
PROMPT #acc|begin|delivery-states|#
WITH q AS (
  SELECT
    iState || CHR(31) || iDeliveryMode || CHR(31) || COUNT(*) AS r
  FROM NmsDelivery WHERE iDeleteStatus = 0 AND iIsModel = 0
  GROUP BY iState, iDeliveryMode
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|delivery-states|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|delivery-states|' || COUNT(*) || '|#' FROM t;

-- delivery-parts: how many are prepared.
PROMPT #acc|begin|delivery-parts|#
WITH q AS (
  SELECT
    COUNT(*) AS r
  FROM NmsDeliveryPart WHERE iDeliveryPartId <> 0
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|delivery-parts|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|delivery-parts|' || COUNT(*) || '|#' FROM t;

-- delivery-mappings: the schemas of logs.
PROMPT #acc|begin|delivery-mappings|#
WITH q AS (
  SELECT
    sBroadLogSchema || CHR(31) || sBroadLogExclSchema || CHR(31) || sTrackingLogSchema AS r
  FROM (SELECT DISTINCT sBroadLogSchema, sBroadLogExclSchema, sTrackingLogSchema
    FROM NmsDeliveryMapping)
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|delivery-mappings|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|delivery-mappings|' || COUNT(*) || '|#' FROM t;

-- offer-views: content of offers of 6.02.
PROMPT #acc|begin|offer-views|#
WITH q AS (
  SELECT
    COUNT(*) AS r
  FROM NmsEmailOfferView
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|offer-views|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|offer-views|' || COUNT(*) || '|#' FROM t;

-- key-ranges: the least and the greatest key, nothing of the rows.
PROMPT #acc|begin|key-ranges|#
WITH q AS (
  SELECT
    'NMSRECIPIENT' || CHR(31) || 'IRECIPIENTID' || CHR(31) ||
    MIN(iRecipientId) || CHR(31) || MAX(iRecipientId) AS r
  FROM NmsRecipient
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|key-ranges|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|key-ranges|' || COUNT(*) || '|#' FROM t;

-- entities: what is stored: schemas, forms, reports, scripts; not their content.
PROMPT #acc|begin|entities|#
WITH q AS (
  SELECT
    o.sEntitySchema || CHR(31) || o.sNamespace || CHR(31) || o.sName || CHR(31) ||
    (SELECT sLabel FROM XtkEntity i WHERE i.ROWID = o.rid) || CHR(31) ||
    (SELECT sMd5 FROM XtkEntity i WHERE i.ROWID = o.rid) || CHR(31) ||
    TO_CHAR((SELECT tsLastModified FROM XtkEntity i WHERE i.ROWID = o.rid), 'YYYY-MM-DD HH24:MI:SS') || CHR(31) ||
    o.stored AS r
  FROM (SELECT ROWID AS rid, sEntitySchema, sNamespace, sName, NULL AS sLabel, NULL AS sMd5,
      TO_DATE(NULL) AS tsLastModified, CASE WHEN mData IS NULL THEN 'no' ELSE 'yes' END AS stored
    FROM XtkEntity) o
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|entities|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|entities|' || COUNT(*) || '|#' FROM t;

-- schema-xml: the schemas that describe tables, in pieces of 300 characters.
PROMPT #acc|begin|schema-xml|#
WITH q AS (
  SELECT
    o.sNamespace || CHR(31) || o.sName || CHR(31) || k.k || CHR(31) ||
    DBMS_LOB.SUBSTR(o.mData, 300, k.k * 300 - 299)
      || CASE WHEN k.k = 1335 THEN '[cut]' END AS r
  FROM XtkEntity o
  JOIN (SELECT LEVEL AS k FROM dual CONNECT BY LEVEL <= 1335) k
    ON k.k = 1 OR k.k * 300 - 299 <= DBMS_LOB.GETLENGTH(o.mData)
  WHERE o.sEntitySchema = 'xtk:srcSchema' AND o.mData IS NOT NULL
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|schema-xml|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|schema-xml|' || COUNT(*) || '|#' FROM t;

-- code-hits: what may not survive the migration, with 80 characters around.
PROMPT #acc|begin|code-hits|#
WITH q AS (
  SELECT
    'XTKWORKFLOW' || CHR(31) || o.id || CHR(31) || o.name || CHR(31) ||
    o.label || CHR(31) || e.x || CHR(31) ||
    (LENGTH(o.m) - NVL(LENGTH(REPLACE(o.m, e.x)), 0)) / LENGTH(e.x) || CHR(31) ||
    DBMS_LOB.SUBSTR(o.m, LEAST(INSTR(o.m, e.x) - 1, 80) + LENGTH(e.x) + 80,
      GREATEST(1, INSTR(o.m, e.x) - 80)) AS r
  FROM (SELECT iWorkflowId AS id, sInternalName AS name, sLabel AS label,
      mData AS m FROM XtkWorkflow) o
  JOIN (
      SELECT '.@' AS x FROM dual UNION ALL SELECT 'common.js' FROM dual UNION ALL
      SELECT 'logon(' FROM dual UNION ALL SELECT 'new SoapMethodCall(' FROM dual UNION ALL
      SELECT 'sql=' FROM dual UNION ALL SELECT 'SQLDATA' FROM dual UNION ALL
      SELECT 'SQLData' FROM dual UNION ALL SELECT 'aliasSqlTable' FROM dual UNION ALL
      SELECT '__sessiontoken=' FROM dual UNION ALL SELECT 'sessionInfo' FROM dual UNION ALL
      SELECT 'preprocessCommand' FROM dual UNION ALL SELECT 'decryptString(' FROM dual UNION ALL
      SELECT 'crmDeploymentType="onpremise"' FROM dual UNION ALL
      SELECT 'crmDeploymentType="v1 active"' FROM dual UNION ALL
      SELECT 'crmDeploymentType=&quot;onpremise&quot;' FROM dual UNION ALL
      SELECT 'crmDeploymentType=&quot;v1 active&quot;' FROM dual UNION ALL
      SELECT 'mscrmWorkflow' FROM dual UNION ALL SELECT 'sfdcWorkflow' FROM dual UNION ALL
      SELECT 'nl5' FROM dual UNION ALL SELECT 'nlserver5' FROM dual UNION ALL
      SELECT 'Neolane v5' FROM dual UNION ALL SELECT 'Neolane v6' FROM dual UNION ALL
      SELECT 'Adobe Campaign v6' FROM dual UNION ALL
      SELECT 'EvaluateJavaScript' FROM dual UNION ALL SELECT 'count(*)' FROM dual UNION ALL
      SELECT 'sqlExec' FROM dual UNION ALL SELECT 'sqlSelect' FROM dual UNION ALL
      SELECT 'emailOfferView' FROM dual UNION ALL SELECT 'webOfferView' FROM dual UNION ALL
      SELECT 'callCenterOfferView' FROM dual UNION ALL
      SELECT 'mobileOfferView' FROM dual UNION ALL
      SELECT 'paperOfferView' FROM dual UNION ALL SELECT 'dropDownMenu' FROM dual) e
    ON INSTR(o.m, e.x) > 0
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|code-hits|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|code-hits|' || COUNT(*) || '|#' FROM t;

-- code-hits-entities: the same in stored entities.
PROMPT #acc|begin|code-hits-entities|#
WITH q AS (
  SELECT
    'XTKENTITY' || CHR(31) || o.id || CHR(31) || o.name || CHR(31) || o.label || CHR(31) ||
    e.x || CHR(31) ||
    (LENGTH(o.m) - NVL(LENGTH(REPLACE(o.m, e.x)), 0)) / LENGTH(e.x) || CHR(31) ||
    DBMS_LOB.SUBSTR(o.m, LEAST(INSTR(o.m, e.x) - 1, 80) + LENGTH(e.x) + 80,
      GREATEST(1, INSTR(o.m, e.x) - 80)) AS r
  FROM (SELECT sEntitySchema || ' ' || sNamespace || ':' || sName AS id, sName AS name, '' AS label,
      mData AS m FROM XtkEntity) o
  JOIN (
      SELECT '.@' AS x FROM dual UNION ALL SELECT 'common.js' FROM dual UNION ALL
      SELECT 'logon(' FROM dual UNION ALL SELECT 'new SoapMethodCall(' FROM dual UNION ALL
      SELECT 'sql=' FROM dual UNION ALL SELECT 'SQLDATA' FROM dual UNION ALL
      SELECT 'SQLData' FROM dual UNION ALL SELECT 'aliasSqlTable' FROM dual UNION ALL
      SELECT '__sessiontoken=' FROM dual UNION ALL SELECT 'sessionInfo' FROM dual UNION ALL
      SELECT 'preprocessCommand' FROM dual UNION ALL SELECT 'decryptString(' FROM dual UNION ALL
      SELECT 'crmDeploymentType="onpremise"' FROM dual UNION ALL
      SELECT 'crmDeploymentType="v1 active"' FROM dual UNION ALL
      SELECT 'crmDeploymentType=&quot;onpremise&quot;' FROM dual UNION ALL
      SELECT 'crmDeploymentType=&quot;v1 active&quot;' FROM dual UNION ALL
      SELECT 'mscrmWorkflow' FROM dual UNION ALL SELECT 'sfdcWorkflow' FROM dual UNION ALL
      SELECT 'nl5' FROM dual UNION ALL SELECT 'nlserver5' FROM dual UNION ALL
      SELECT 'Neolane v5' FROM dual UNION ALL SELECT 'Neolane v6' FROM dual UNION ALL
      SELECT 'Adobe Campaign v6' FROM dual UNION ALL
      SELECT 'EvaluateJavaScript' FROM dual UNION ALL SELECT 'count(*)' FROM dual UNION ALL
      SELECT 'sqlExec' FROM dual UNION ALL SELECT 'sqlSelect' FROM dual UNION ALL
      SELECT 'emailOfferView' FROM dual UNION ALL SELECT 'webOfferView' FROM dual UNION ALL
      SELECT 'callCenterOfferView' FROM dual UNION ALL
      SELECT 'mobileOfferView' FROM dual UNION ALL
      SELECT 'paperOfferView' FROM dual UNION ALL SELECT 'dropDownMenu' FROM dual) e
    ON INSTR(o.m, e.x) > 0
), t AS (SELECT REPLACE(TO_CHAR(ASCIISTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(r, '%', '%25'), '|', '%7C'), '#', '%23'), ' ', '%20'),
    CHR(9), '%09'), CHR(10), '%0A'), CHR(13), '%0D'), CHR(31), '|'))), '\', '%u')
    AS t
  FROM q)
SELECT '#' || 'acc|row|code-hits-entities|' || LENGTH(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|code-hits-entities|' || COUNT(*) || '|#' FROM t;

ROLLBACK;
EXIT
