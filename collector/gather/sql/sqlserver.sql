-- acc-readiness: what the migration of Adobe Campaign depends on in its database.
-- SQL Server 2005 and later, for sqlcmd (-u: names outside ASCII stay whole):
--
--     sqlcmd -S SERVER -d DATABASE -E -u -i metadata.sql -o result.txt
--     acc-collect --db-result result.txt
--
-- It only reads: catalogues, and of Campaign's tables what README.md of this
-- script's folder lists; no recipient, no password; with a limit on the time of
-- a query and on waiting for locks.  Errors (a view that this version does not
-- have, a right that is missing) stop nothing.  Written from Microsoft's
-- documentation; not run against a real server.
--
-- Every query has one shape: q makes one text of a row, its fields separated by
-- the character 31; t writes % | # \ and white space as %XX; then one line per
-- row with its length, and one with the number of rows.
-- To read the queries without what is the same around each of them:
--
--     sed '/^), t/,/;$/d; /acc|begin/d' metadata.sql

:setvar SQLCMDCOLWIDTH 65535
:setvar SQLCMDMAXVARTYPEWIDTH 0
:setvar SQLCMDSTATTIMEOUT 45
SET NOCOUNT ON;
SET QUOTED_IDENTIFIER ON;
SET ANSI_NULLS ON;
SET ANSI_WARNINGS ON;
SET CONCAT_NULL_YIELDS_NULL ON;
SET LOCK_TIMEOUT 2000;
SET DEADLOCK_PRIORITY LOW;
GO

-- ==== the server ====

-- script: the version of this script, and a letter (e with acute) outside ASCII.
SELECT '#' + 'acc|begin|script|#';
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    '1' + NCHAR(31) + 'sqlserver' + NCHAR(31) + NCHAR(233)
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|script|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|script|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
GO

-- server: what this server is, who asks, and where Campaign stands.
SELECT '#' + 'acc|begin|server|#';
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    'Microsoft SQL Server' + NCHAR(31) +
    CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)) + NCHAR(31) +
    @@VERSION + NCHAR(31) +
    CASE WHEN @@VERSION LIKE '%(X64)%' OR @@VERSION LIKE '%64-bit%' THEN '64'
      WHEN @@VERSION LIKE '%(Intel X86)%' THEN '32' ELSE '' END + NCHAR(31) +
    '' + NCHAR(31) + CAST(SERVERPROPERTY('Edition') AS nvarchar(128)) + NCHAR(31) +
    DB_NAME() + NCHAR(31) + SUSER_SNAME() + NCHAR(31) +
    ISNULL(OBJECT_SCHEMA_NAME(OBJECT_ID('XtkOption')), '')
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|server|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|server|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
GO

-- settings: encoding, collation, and settings that Campaign feels.
SELECT '#' + 'acc|begin|settings|#';
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    name + NCHAR(31) + ISNULL(value, '')
  FROM (
    SELECT 'encoding' AS name, CAST(COLLATIONPROPERTY(
      CAST(DATABASEPROPERTYEX(DB_NAME(), 'Collation') AS nvarchar(128)), 'CodePage') AS nvarchar(128))
      AS value
    UNION ALL SELECT 'national-encoding', 'UTF-16'
    UNION ALL SELECT 'collation', CAST(DATABASEPROPERTYEX(DB_NAME(), 'Collation') AS nvarchar(128))
    UNION ALL SELECT 'ctype', ''
    UNION ALL SELECT 'server-collation', CAST(SERVERPROPERTY('Collation') AS nvarchar(128))
    UNION ALL SELECT 'compatibility_level', CAST(compatibility_level AS nvarchar(128))
      FROM sys.databases WHERE database_id = DB_ID()
    UNION ALL SELECT 'is_read_committed_snapshot_on',
      CAST(is_read_committed_snapshot_on AS nvarchar(128))
      FROM sys.databases WHERE database_id = DB_ID()
    UNION ALL SELECT 'recovery_model_desc', recovery_model_desc
      FROM sys.databases WHERE database_id = DB_ID()) AS s
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|settings|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|settings|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
GO

-- time-zone: the server has that of Windows; only its offset can be asked.
SELECT '#' + 'acc|begin|time-zone|#';
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    name + NCHAR(31) + value
  FROM (
    SELECT 'database' AS name, '' AS value UNION ALL SELECT 'session', '' UNION ALL SELECT 'server', ''
    UNION ALL SELECT 'offset',
      CAST(DATEDIFF(minute, GETUTCDATE(), GETDATE()) AS varchar(10))) AS s
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|time-zone|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|time-zone|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
GO

-- time-zone-names: MySQL only.
SELECT '#' + 'acc|begin|time-zone-names|#';
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    ''
  WHERE 1 = 0
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|time-zone-names|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|time-zone-names|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
GO

-- time-zone-files: Oracle only.
SELECT '#' + 'acc|begin|time-zone-files|#';
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    '' + NCHAR(31) + ''
  WHERE 1 = 0
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|time-zone-files|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|time-zone-files|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
GO

-- size: of the database's files.
SELECT '#' + 'acc|begin|size|#';
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    ISNULL(CAST(SUM(CAST(size AS bigint)) * 8192 AS nvarchar(max)), '')
  FROM sys.database_files
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|size|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|size|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
GO

-- tablespaces: file groups.
SELECT '#' + 'acc|begin|tablespaces|#';
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    g.name + NCHAR(31) + CASE WHEN g.is_default = 1 THEN 'yes' ELSE 'no' END + NCHAR(31) +
    ISNULL(CAST((SELECT SUM(CAST(f.size AS bigint)) * 8192
      FROM sys.database_files AS f WHERE f.data_space_id = g.data_space_id) AS nvarchar(max)), '')
  FROM sys.filegroups AS g
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|tablespaces|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|tablespaces|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
GO

-- extensions: PostgreSQL only.
SELECT '#' + 'acc|begin|extensions|#';
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    '' + NCHAR(31) + '' + NCHAR(31) + ''
  WHERE 1 = 0
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|extensions|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|extensions|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
GO

-- privileges: what the asking account may.
SELECT '#' + 'acc|begin|privileges|#';
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    name + NCHAR(31) + CASE WHEN held = 1 THEN 'yes' ELSE 'no' END
  FROM (
    SELECT 'create-table' AS name, HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'CREATE TABLE') AS held
    UNION ALL SELECT 'create-schema', HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'CREATE SCHEMA')
    UNION ALL SELECT 'administrator', IS_SRVROLEMEMBER('sysadmin')
    UNION ALL SELECT 'owner', IS_MEMBER('db_owner')) AS s
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|privileges|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|privileges|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
GO

-- ==== objects ====

-- tables: with the number of their rows as the catalogue counts them.
SELECT '#' + 'acc|begin|tables|#';
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    s.name + NCHAR(31) + t.name + NCHAR(31) + 'table' + NCHAR(31) +
    ISNULL(CAST((SELECT SUM(p.rows) FROM sys.partitions AS p
      WHERE p.object_id = t.object_id AND p.index_id < 2) AS nvarchar(max)), '') + NCHAR(31) +
    ISNULL(CAST((SELECT SUM(u.total_pages) * 8192 FROM sys.partitions AS p
      JOIN sys.allocation_units AS u ON u.container_id IN (p.hobt_id, p.partition_id)
      WHERE p.object_id = t.object_id AND p.index_id < 2) AS nvarchar(max)), '') + NCHAR(31) +
    ISNULL(CAST((SELECT SUM(u.total_pages) * 8192 FROM sys.partitions AS p
      JOIN sys.allocation_units AS u ON u.container_id IN (p.hobt_id, p.partition_id)
      WHERE p.object_id = t.object_id AND p.index_id >= 2) AS nvarchar(max)), '') + NCHAR(31) +
    ISNULL((SELECT MAX(d.name) FROM sys.indexes AS i JOIN sys.data_spaces AS d
      ON d.data_space_id = i.data_space_id WHERE i.object_id = t.object_id AND i.index_id < 2), '') + NCHAR(31) +
    'yes' + NCHAR(31) + ISNULL(USER_NAME(ISNULL(t.principal_id, s.principal_id)), '')
  FROM sys.tables AS t JOIN sys.schemas AS s ON s.schema_id = t.schema_id
  WHERE t.is_ms_shipped = 0
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|tables|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|tables|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
GO

-- columns: of tables.
SELECT '#' + 'acc|begin|columns|#';
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    s.name + NCHAR(31) + t.name + NCHAR(31) +
    ISNULL(CAST(c.column_id AS nvarchar(max)), '') + NCHAR(31) + c.name + NCHAR(31) +
    y.name + CASE
      WHEN y.name IN ('varchar', 'char', 'varbinary', 'binary') THEN '(' + CASE c.max_length
        WHEN -1 THEN 'max' ELSE CAST(c.max_length AS varchar(10)) END + ')'
      WHEN y.name IN ('nvarchar', 'nchar') THEN '(' + CASE c.max_length
        WHEN -1 THEN 'max' ELSE CAST(c.max_length / 2 AS varchar(10)) END + ')'
      WHEN y.name IN ('decimal', 'numeric') THEN '(' + CAST(c.precision AS varchar(10)) + ','
        + CAST(c.scale AS varchar(10)) + ')'
      ELSE '' END + NCHAR(31) +
    CASE
      WHEN y.name IN ('datetime', 'datetime2', 'smalldatetime') THEN 'datetime'
      WHEN y.name = 'datetimeoffset' THEN 'datetime-tz'
      WHEN y.name IN ('date', 'time') THEN y.name
      WHEN y.name IN ('text', 'ntext', 'xml') OR c.max_length = -1
        AND y.name IN ('varchar', 'nvarchar') THEN 'memo'
      WHEN y.name IN ('varchar', 'nvarchar', 'char', 'nchar') THEN 'text'
      WHEN y.name IN ('tinyint', 'smallint', 'int', 'bigint', 'bit', 'decimal', 'numeric', 'float',
        'real', 'money', 'smallmoney') THEN 'number'
      WHEN y.name IN ('binary', 'varbinary', 'image') THEN 'binary'
      ELSE 'other' END + NCHAR(31) +
    CASE WHEN c.is_nullable = 1 THEN 'yes' ELSE 'no' END + NCHAR(31) +
    ISNULL(d.definition, '')
  FROM sys.tables AS t JOIN sys.schemas AS s ON s.schema_id = t.schema_id
  JOIN sys.columns AS c ON c.object_id = t.object_id
  JOIN sys.types AS y ON y.user_type_id = c.user_type_id
  LEFT JOIN sys.default_constraints AS d ON d.object_id = c.default_object_id
  WHERE t.is_ms_shipped = 0
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|columns|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|columns|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
GO

-- indexes: the key of its table among them.
SELECT '#' + 'acc|begin|indexes|#';
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    s.name + NCHAR(31) + t.name + NCHAR(31) + i.name + NCHAR(31) +
    CASE WHEN i.is_unique = 1 THEN 'yes' ELSE 'no' END + NCHAR(31) +
    CASE WHEN i.is_primary_key = 1 THEN 'yes' ELSE 'no' END + NCHAR(31) +
    LOWER(i.type_desc) + NCHAR(31) + ISNULL(d.name, '') + NCHAR(31) + '' + NCHAR(31) + ''
  FROM sys.indexes AS i JOIN sys.tables AS t ON t.object_id = i.object_id
  JOIN sys.schemas AS s ON s.schema_id = t.schema_id
  LEFT JOIN sys.data_spaces AS d ON d.data_space_id = i.data_space_id
  WHERE i.type > 0 AND t.is_ms_shipped = 0
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|indexes|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|indexes|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
GO

-- index-columns: one row per key.
SELECT '#' + 'acc|begin|index-columns|#';
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    s.name + NCHAR(31) + t.name + NCHAR(31) + i.name + NCHAR(31) +
    ISNULL(CAST(k.key_ordinal AS nvarchar(max)), '') + NCHAR(31) + c.name + NCHAR(31) +
    '' + NCHAR(31) + CASE WHEN k.is_descending_key = 1 THEN 'desc' ELSE 'asc' END
  FROM sys.indexes AS i JOIN sys.tables AS t ON t.object_id = i.object_id
  JOIN sys.schemas AS s ON s.schema_id = t.schema_id
  JOIN sys.index_columns AS k ON k.object_id = i.object_id AND k.index_id = i.index_id
  JOIN sys.columns AS c ON c.object_id = k.object_id AND c.column_id = k.column_id
  WHERE k.key_ordinal > 0 AND t.is_ms_shipped = 0
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|index-columns|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|index-columns|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
GO

-- views: indexed ones are materialized.
SELECT '#' + 'acc|begin|views|#';
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    s.name + NCHAR(31) + v.name + NCHAR(31) +
    CASE WHEN EXISTS (SELECT 1 FROM sys.indexes AS i WHERE i.object_id = v.object_id)
      THEN 'materialized' ELSE 'view' END + NCHAR(31) +
    ISNULL(USER_NAME(ISNULL(v.principal_id, s.principal_id)), '')
  FROM sys.views AS v JOIN sys.schemas AS s ON s.schema_id = v.schema_id
  WHERE v.is_ms_shipped = 0
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|views|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|views|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
GO

-- view-columns: what views show.
SELECT '#' + 'acc|begin|view-columns|#';
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    s.name + NCHAR(31) + t.name + NCHAR(31) +
    ISNULL(CAST(c.column_id AS nvarchar(max)), '') + NCHAR(31) + c.name + NCHAR(31) +
    y.name + CASE
      WHEN y.name IN ('varchar', 'char', 'varbinary', 'binary') THEN '(' + CASE c.max_length
        WHEN -1 THEN 'max' ELSE CAST(c.max_length AS varchar(10)) END + ')'
      WHEN y.name IN ('nvarchar', 'nchar') THEN '(' + CASE c.max_length
        WHEN -1 THEN 'max' ELSE CAST(c.max_length / 2 AS varchar(10)) END + ')'
      WHEN y.name IN ('decimal', 'numeric') THEN '(' + CAST(c.precision AS varchar(10)) + ','
        + CAST(c.scale AS varchar(10)) + ')'
      ELSE '' END + NCHAR(31) +
    CASE
      WHEN y.name IN ('datetime', 'datetime2', 'smalldatetime') THEN 'datetime'
      WHEN y.name = 'datetimeoffset' THEN 'datetime-tz'
      WHEN y.name IN ('date', 'time') THEN y.name
      WHEN y.name IN ('text', 'ntext', 'xml') OR c.max_length = -1
        AND y.name IN ('varchar', 'nvarchar') THEN 'memo'
      WHEN y.name IN ('varchar', 'nvarchar', 'char', 'nchar') THEN 'text'
      WHEN y.name IN ('tinyint', 'smallint', 'int', 'bigint', 'bit', 'decimal', 'numeric', 'float',
        'real', 'money', 'smallmoney') THEN 'number'
      WHEN y.name IN ('binary', 'varbinary', 'image') THEN 'binary'
      ELSE 'other' END
  FROM sys.views AS t JOIN sys.schemas AS s ON s.schema_id = t.schema_id
  JOIN sys.columns AS c ON c.object_id = t.object_id
  JOIN sys.types AS y ON y.user_type_id = c.user_type_id
  WHERE t.is_ms_shipped = 0
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|view-columns|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|view-columns|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
GO

-- view-uses: of which columns they are made, as far as the catalogue knows.
SELECT '#' + 'acc|begin|view-uses|#';
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    s.name + NCHAR(31) + v.name + NCHAR(31) + us.name + NCHAR(31) + u.name + NCHAR(31) +
    ISNULL(c.name, '')
  FROM (SELECT DISTINCT object_id, referenced_major_id, referenced_minor_id
    FROM sys.sql_dependencies WHERE class < 2) AS d
  JOIN sys.views AS v ON v.object_id = d.object_id
  JOIN sys.schemas AS s ON s.schema_id = v.schema_id
  JOIN sys.objects AS u ON u.object_id = d.referenced_major_id
  JOIN sys.schemas AS us ON us.schema_id = u.schema_id
  LEFT JOIN sys.columns AS c ON c.object_id = d.referenced_major_id
    AND c.column_id = d.referenced_minor_id
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|view-uses|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|view-uses|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
GO

-- view-text: their definition, in pieces of 1,000 characters.
SELECT '#' + 'acc|begin|view-text|#';
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    s.name + NCHAR(31) + v.name + NCHAR(31) +
    ISNULL(CAST(k.k AS nvarchar(max)), '') + NCHAR(31) +
    CASE WHEN k.k = 401 THEN '[cut]'
      ELSE SUBSTRING(m.definition, k.k * 1000 - 999, 1000) END
  FROM sys.views AS v JOIN sys.schemas AS s ON s.schema_id = v.schema_id
  JOIN sys.sql_modules AS m ON m.object_id = v.object_id AND m.definition IS NOT NULL
  JOIN (SELECT TOP (401) ROW_NUMBER() OVER (ORDER BY (SELECT 1)) AS k FROM sys.all_columns) AS k
    ON k.k = 1 OR k.k * 1000 - 999 <= DATALENGTH(m.definition) / 2
  WHERE v.is_ms_shipped = 0
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|view-text|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|view-text|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
GO

-- triggers: made by hand or by Campaign.
SELECT '#' + 'acc|begin|triggers|#';
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    s.name + NCHAR(31) + t.name + NCHAR(31) + g.name + NCHAR(31) +
    CASE WHEN g.is_instead_of_trigger = 1 THEN 'INSTEAD OF' ELSE 'AFTER' END
      + CASE OBJECTPROPERTY(g.object_id, 'ExecIsInsertTrigger') WHEN 1 THEN ' INSERT' ELSE '' END
      + CASE OBJECTPROPERTY(g.object_id, 'ExecIsUpdateTrigger') WHEN 1 THEN ' UPDATE' ELSE '' END
      + CASE OBJECTPROPERTY(g.object_id, 'ExecIsDeleteTrigger') WHEN 1 THEN ' DELETE' ELSE '' END + NCHAR(31) +
    CASE WHEN g.is_disabled = 0 THEN 'yes' ELSE 'no' END
  FROM sys.triggers AS g JOIN sys.objects AS t ON t.object_id = g.parent_id
  JOIN sys.schemas AS s ON s.schema_id = t.schema_id
  WHERE g.is_ms_shipped = 0
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|triggers|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|triggers|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
GO

-- constraints: but keys to other tables.
SELECT '#' + 'acc|begin|constraints|#';
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    s.name + NCHAR(31) + t.name + NCHAR(31) + o.name + NCHAR(31) + o.kind + NCHAR(31) +
    o.definition
  FROM (SELECT parent_object_id, name, 'check' AS kind, definition FROM sys.check_constraints
    UNION ALL SELECT parent_object_id, name, 'unique', '' FROM sys.key_constraints
      WHERE type = 'UQ') AS o
  JOIN sys.tables AS t ON t.object_id = o.parent_object_id
  JOIN sys.schemas AS s ON s.schema_id = t.schema_id
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|constraints|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|constraints|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
GO

-- foreign-keys: keys to other tables.
SELECT '#' + 'acc|begin|foreign-keys|#';
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    s.name + NCHAR(31) + t.name + NCHAR(31) + f.name + NCHAR(31) +
    STUFF((SELECT ',' + c.name FROM sys.foreign_key_columns AS k JOIN sys.columns AS c
      ON c.object_id = k.parent_object_id AND c.column_id = k.parent_column_id
      WHERE k.constraint_object_id = f.object_id ORDER BY k.constraint_column_id
      FOR XML PATH('')), 1, 1, '') + NCHAR(31) +
    us.name + NCHAR(31) + u.name + NCHAR(31) +
    STUFF((SELECT ',' + c.name FROM sys.foreign_key_columns AS k JOIN sys.columns AS c
      ON c.object_id = k.referenced_object_id AND c.column_id = k.referenced_column_id
      WHERE k.constraint_object_id = f.object_id ORDER BY k.constraint_column_id
      FOR XML PATH('')), 1, 1, '')
  FROM sys.foreign_keys AS f
  JOIN sys.tables AS t ON t.object_id = f.parent_object_id
  JOIN sys.schemas AS s ON s.schema_id = t.schema_id
  JOIN sys.tables AS u ON u.object_id = f.referenced_object_id
  JOIN sys.schemas AS us ON us.schema_id = u.schema_id
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|foreign-keys|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|foreign-keys|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
GO

-- partitions: of tables that have several.
SELECT '#' + 'acc|begin|partitions|#';
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    s.name + NCHAR(31) + t.name + NCHAR(31) +
    ISNULL(CAST(p.partition_number AS nvarchar(max)), '')
  FROM sys.partitions AS p JOIN sys.tables AS t ON t.object_id = p.object_id
  JOIN sys.schemas AS s ON s.schema_id = t.schema_id
  WHERE p.index_id < 2 AND EXISTS (SELECT 1 FROM sys.partitions AS o
    WHERE o.object_id = p.object_id AND o.index_id = p.index_id AND o.partition_number > 1)
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|partitions|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|partitions|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
GO

-- publications: tables that replication reads.
SELECT '#' + 'acc|begin|publications|#';
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    '' + NCHAR(31) + s.name + NCHAR(31) + t.name
  FROM sys.tables AS t JOIN sys.schemas AS s ON s.schema_id = t.schema_id
  WHERE t.is_published = 1 OR t.is_replicated = 1 OR t.is_merge_published = 1
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|publications|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|publications|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
GO

-- sequences: SQL Server 2012 and later.
SELECT '#' + 'acc|begin|sequences|#';
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    s.name + NCHAR(31) + e.name + NCHAR(31) +
    ISNULL(CAST(CAST(e.minimum_value AS bigint) AS nvarchar(max)), '') + NCHAR(31) +
    ISNULL(CAST(CAST(e.maximum_value AS bigint) AS nvarchar(max)), '') + NCHAR(31) +
    ISNULL(CAST(CAST(e.increment AS bigint) AS nvarchar(max)), '') + NCHAR(31) +
    ISNULL(CAST(CAST(e.current_value AS bigint) AS nvarchar(max)), '') + NCHAR(31) +
    CASE WHEN e.is_cycling = 1 THEN 'yes' ELSE 'no' END
  FROM sys.sequences AS e JOIN sys.schemas AS s ON s.schema_id = e.schema_id
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|sequences|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|sequences|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
GO

-- routines: functions and procedures.
SELECT '#' + 'acc|begin|routines|#';
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    s.name + NCHAR(31) + o.name + NCHAR(31) +
    CASE o.type WHEN 'P' THEN 'procedure' ELSE 'function' END + NCHAR(31) +
    ISNULL(USER_NAME(ISNULL(o.principal_id, s.principal_id)), '')
  FROM sys.objects AS o JOIN sys.schemas AS s ON s.schema_id = o.schema_id
  WHERE o.type IN ('P', 'FN', 'IF', 'TF') AND o.is_ms_shipped = 0
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|routines|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|routines|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
GO

-- grants: on tables and views.
SELECT '#' + 'acc|begin|grants|#';
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    USER_NAME(p.grantee_principal_id) + NCHAR(31) + s.name + NCHAR(31) +
    o.name + NCHAR(31) + p.permission_name
  FROM sys.database_permissions AS p JOIN sys.objects AS o ON o.object_id = p.major_id
  JOIN sys.schemas AS s ON s.schema_id = o.schema_id
  WHERE p.class = 1 AND p.state IN ('G', 'W') AND o.is_ms_shipped = 0
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|grants|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|grants|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
GO

-- ==== Campaign ====

-- Columns that not every version of Campaign has are read by a subquery in which
-- an unknown name means the empty column of the same name around it.

-- options: Campaign's own, without any whose name may hold a secret.
SELECT '#' + 'acc|begin|options|#';
IF OBJECT_ID('XtkOption') IS NULL SELECT '#' + 'acc|absent|options|#';
ELSE BEGIN
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    o.sName + NCHAR(31) + ISNULL(CAST(o.datatype AS nvarchar(max)), '') + NCHAR(31) +
    ISNULL(o.sStringValue, '') + NCHAR(31) +
    ISNULL(CAST(o.longvalue AS nvarchar(max)), '') + NCHAR(31) +
    ISNULL(CAST(o.doublevalue AS nvarchar(max)), '') + NCHAR(31) +
    ISNULL(CONVERT(nvarchar(19), o.timestampvalue, 120), '') + NCHAR(31) +
    ISNULL(CAST(k.k AS nvarchar(max)), '') + NCHAR(31) +
    CASE WHEN k.k = 401 THEN '[cut]'
      ELSE SUBSTRING(o.memo, k.k * 1000 - 999, 1000) END
  FROM (SELECT o.sName, o.sStringValue,
      (SELECT TOP (1) iDataType FROM XtkOption AS i WHERE i.sName = o.sName) AS datatype,
      (SELECT TOP (1) iLongValue FROM XtkOption AS i WHERE i.sName = o.sName) AS longvalue,
      (SELECT TOP (1) dDoubleValue FROM XtkOption AS i WHERE i.sName = o.sName) AS doublevalue,
      (SELECT TOP (1) tsTimeStampValue FROM XtkOption AS i WHERE i.sName = o.sName) AS timestampvalue,
      ISNULL((SELECT TOP (1) CAST(mMemoValue AS nvarchar(max)) FROM XtkOption AS i WHERE i.sName = o.sName), '')
        AS memo
    FROM (SELECT sName, sStringValue, CAST(NULL AS int) AS iDataType, CAST(NULL AS int) AS iLongValue,
        CAST(NULL AS float) AS dDoubleValue, CAST(NULL AS datetime) AS tsTimeStampValue,
        CAST(NULL AS nvarchar(max)) AS mMemoValue FROM XtkOption) AS o
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
  JOIN (SELECT TOP (401) ROW_NUMBER() OVER (ORDER BY (SELECT 1)) AS k FROM sys.all_columns) AS k
    ON k.k = 1 OR k.k * 1000 - 999 <= DATALENGTH(o.memo) / 2
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|options|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|options|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
END
GO

-- option-secrets: of the others only whether they are empty.
SELECT '#' + 'acc|begin|option-secrets|#';
IF OBJECT_ID('XtkOption') IS NULL SELECT '#' + 'acc|absent|option-secrets|#';
ELSE BEGIN
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    o.sName + NCHAR(31) + CASE WHEN ISNULL(o.sStringValue, '') = '' THEN 'yes' ELSE 'no' END
  FROM XtkOption AS o
  WHERE (LOWER(o.sName) LIKE '%pass%' OR LOWER(o.sName) LIKE '%pwd%'
      OR LOWER(o.sName) LIKE '%key%' OR LOWER(o.sName) LIKE '%secret%'
      OR LOWER(o.sName) LIKE '%token%' OR LOWER(o.sName) LIKE '%credential%'
      OR LOWER(o.sName) LIKE '%pipeline%')
    AND NOT o.sName IN ('XtkPassUnknownSQLFunctionsToRDBMS',
      'XtkAcceptOldPasswords')
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|option-secrets|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|option-secrets|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
END
GO

-- workflows: who they are and their state.
SELECT '#' + 'acc|begin|workflows|#';
IF OBJECT_ID('XtkWorkflow') IS NULL SELECT '#' + 'acc|absent|workflows|#';
ELSE BEGIN
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    ISNULL(CAST(iWorkflowId AS nvarchar(max)), '') + NCHAR(31) +
    ISNULL(sInternalName, '') + NCHAR(31) + ISNULL(sLabel, '') + NCHAR(31) +
    ISNULL(CAST(iState AS nvarchar(max)), '') + NCHAR(31) +
    ISNULL(CAST(iStatus AS nvarchar(max)), '') + NCHAR(31) +
    ISNULL(CAST(iHistory AS nvarchar(max)), '')
  FROM XtkWorkflow
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|workflows|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|workflows|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
END
GO

-- workflow-states: how many are in which state.
SELECT '#' + 'acc|begin|workflow-states|#';
IF OBJECT_ID('XtkWorkflow') IS NULL SELECT '#' + 'acc|absent|workflow-states|#';
ELSE BEGIN
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    ISNULL(CAST(iState AS nvarchar(max)), '') + NCHAR(31) +
    ISNULL(CAST(iStatus AS nvarchar(max)), '') + NCHAR(31) +
    ISNULL(CAST(COUNT(*) AS nvarchar(max)), '')
  FROM XtkWorkflow GROUP BY iState, iStatus
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|workflow-states|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|workflow-states|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
END
GO

-- folders: the tree of the console.
SELECT '#' + 'acc|begin|folders|#';
IF OBJECT_ID('XtkFolder') IS NULL SELECT '#' + 'acc|absent|folders|#';
ELSE BEGIN
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    ISNULL(CAST(iFolderId AS nvarchar(max)), '') + NCHAR(31) +
    ISNULL(CAST(iParentId AS nvarchar(max)), '') + NCHAR(31) +
    ISNULL(sName, '') + NCHAR(31) + ISNULL(sFullName, '') + NCHAR(31) +
    ISNULL(sModel, '') + NCHAR(31) + ISNULL(CAST(iChildCount AS nvarchar(max)), '')
  FROM XtkFolder
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|folders|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|folders|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
END
GO

-- external-accounts: where Campaign connects to; never a password.
SELECT '#' + 'acc|begin|external-accounts|#';
IF OBJECT_ID('NmsExtAccount') IS NULL SELECT '#' + 'acc|absent|external-accounts|#';
ELSE BEGIN
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    ISNULL(CAST(o.iExtAccountId AS nvarchar(max)), '') + NCHAR(31) +
    ISNULL(o.sName, '') + NCHAR(31) +
    ISNULL(CAST((SELECT TOP (1) sLabel FROM NmsExtAccount AS i WHERE i.iExtAccountId = o.iExtAccountId) AS nvarchar(max)), '') + NCHAR(31) +
    ISNULL(CAST(o.iActive AS nvarchar(max)), '') + NCHAR(31) +
    ISNULL(CAST((SELECT TOP (1) iType FROM NmsExtAccount AS i WHERE i.iExtAccountId = o.iExtAccountId) AS nvarchar(max)), '') + NCHAR(31) +
    ISNULL(CAST((SELECT TOP (1) sServer FROM NmsExtAccount AS i WHERE i.iExtAccountId = o.iExtAccountId) AS nvarchar(max)), '') + NCHAR(31) +
    ISNULL(CAST((SELECT TOP (1) sPort FROM NmsExtAccount AS i WHERE i.iExtAccountId = o.iExtAccountId) AS nvarchar(max)), '') + NCHAR(31) +
    ISNULL(CAST((SELECT TOP (1) sAccount FROM NmsExtAccount AS i WHERE i.iExtAccountId = o.iExtAccountId) AS nvarchar(max)), '') + NCHAR(31) +
    ISNULL(CAST((SELECT TOP (1) sProvider FROM NmsExtAccount AS i WHERE i.iExtAccountId = o.iExtAccountId) AS nvarchar(max)), '') + NCHAR(31) +
    ISNULL(CAST((SELECT TOP (1) sDbName FROM NmsExtAccount AS i WHERE i.iExtAccountId = o.iExtAccountId) AS nvarchar(max)), '') + NCHAR(31) +
    ISNULL(CAST((SELECT TOP (1) sDbSchema FROM NmsExtAccount AS i WHERE i.iExtAccountId = o.iExtAccountId) AS nvarchar(max)), '') + NCHAR(31) +
    ISNULL(CAST((SELECT TOP (1) iUnicodeData FROM NmsExtAccount AS i WHERE i.iExtAccountId = o.iExtAccountId) AS nvarchar(max)), '')
  FROM (SELECT iExtAccountId, sName, iActive, NULL AS sLabel, NULL AS iType, NULL AS sServer,
      NULL AS sPort, NULL AS sAccount, NULL AS sProvider, NULL AS sDbName, NULL AS sDbSchema,
      NULL AS iUnicodeData FROM NmsExtAccount WHERE iExtAccountId <> 0) AS o
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|external-accounts|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|external-accounts|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
END
GO

-- operators: their names; never a password.
SELECT '#' + 'acc|begin|operators|#';
IF OBJECT_ID('XtkOperator') IS NULL SELECT '#' + 'acc|absent|operators|#';
ELSE BEGIN
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    ISNULL(CAST(o.iOperatorId AS nvarchar(max)), '') + NCHAR(31) +
    ISNULL(o.sName, '') + NCHAR(31) +
    ISNULL(CAST((SELECT TOP (1) iDisable FROM XtkOperator AS i WHERE i.iOperatorId = o.iOperatorId) AS nvarchar(max)), '') + NCHAR(31) +
    ISNULL(CAST((SELECT TOP (1) iType FROM XtkOperator AS i WHERE i.iOperatorId = o.iOperatorId) AS nvarchar(max)), '') + NCHAR(31) +
    ISNULL(CONVERT(nvarchar(19), (SELECT TOP (1) tsLastModified FROM XtkOperator AS i WHERE i.iOperatorId = o.iOperatorId), 120), '')
  FROM (SELECT iOperatorId, sName, NULL AS iDisable, NULL AS iType,
      CAST(NULL AS datetime) AS tsLastModified FROM XtkOperator) AS o
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|operators|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|operators|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
END
GO

-- operator-groups: who is in which group.
SELECT '#' + 'acc|begin|operator-groups|#';
IF OBJECT_ID('XtkOperatorGroup') IS NULL SELECT '#' + 'acc|absent|operator-groups|#';
ELSE BEGIN
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    ISNULL(CAST(iOperatorId AS nvarchar(max)), '') + NCHAR(31) +
    ISNULL(CAST(iGroupId AS nvarchar(max)), '')
  FROM XtkOperatorGroup
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|operator-groups|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|operator-groups|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
END
GO

-- delivery-states: how many are under way.
SELECT '#' + 'acc|begin|delivery-states|#';
IF OBJECT_ID('NmsDelivery') IS NULL SELECT '#' + 'acc|absent|delivery-states|#';
ELSE BEGIN
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    ISNULL(CAST(iState AS nvarchar(max)), '') + NCHAR(31) +
    ISNULL(CAST(iDeliveryMode AS nvarchar(max)), '') + NCHAR(31) +
    ISNULL(CAST(COUNT(*) AS nvarchar(max)), '')
  FROM NmsDelivery WHERE iDeleteStatus = 0 AND iIsModel = 0
  GROUP BY iState, iDeliveryMode
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|delivery-states|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|delivery-states|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
END
GO

-- delivery-parts: how many are prepared.
SELECT '#' + 'acc|begin|delivery-parts|#';
IF OBJECT_ID('NmsDeliveryPart') IS NULL SELECT '#' + 'acc|absent|delivery-parts|#';
ELSE BEGIN
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    ISNULL(CAST(COUNT(*) AS nvarchar(max)), '')
  FROM NmsDeliveryPart WHERE iDeliveryPartId <> 0
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|delivery-parts|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|delivery-parts|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
END
GO

-- delivery-mappings: the schemas of logs.
SELECT '#' + 'acc|begin|delivery-mappings|#';
IF OBJECT_ID('NmsDeliveryMapping') IS NULL SELECT '#' + 'acc|absent|delivery-mappings|#';
ELSE BEGIN
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    ISNULL(sBroadLogSchema, '') + NCHAR(31) + ISNULL(sBroadLogExclSchema, '') + NCHAR(31) +
    ISNULL(sTrackingLogSchema, '')
  FROM (SELECT DISTINCT sBroadLogSchema, sBroadLogExclSchema, sTrackingLogSchema
    FROM NmsDeliveryMapping) AS m
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|delivery-mappings|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|delivery-mappings|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
END
GO

-- offer-views: content of offers of 6.02.
SELECT '#' + 'acc|begin|offer-views|#';
IF OBJECT_ID('NmsEmailOfferView') IS NULL SELECT '#' + 'acc|absent|offer-views|#';
ELSE BEGIN
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    ISNULL(CAST(COUNT(*) AS nvarchar(max)), '')
  FROM NmsEmailOfferView
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|offer-views|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|offer-views|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
END
GO

-- key-ranges: the least and the greatest key, nothing of the rows.
SELECT '#' + 'acc|begin|key-ranges|#';
IF OBJECT_ID('NmsRecipient') IS NULL SELECT '#' + 'acc|absent|key-ranges|#';
ELSE BEGIN
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    'NmsRecipient' + NCHAR(31) + 'iRecipientId' + NCHAR(31) +
    ISNULL(CAST(MIN(iRecipientId) AS nvarchar(max)), '') + NCHAR(31) +
    ISNULL(CAST(MAX(iRecipientId) AS nvarchar(max)), '')
  FROM NmsRecipient
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|key-ranges|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|key-ranges|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
END
GO

-- entities: what is stored: schemas, forms, reports, scripts; not their content.
SELECT '#' + 'acc|begin|entities|#';
IF OBJECT_ID('XtkEntity') IS NULL SELECT '#' + 'acc|absent|entities|#';
ELSE BEGIN
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    ISNULL(sEntitySchema, '') + NCHAR(31) + ISNULL(sNamespace, '') + NCHAR(31) +
    ISNULL(sName, '') + NCHAR(31) + ISNULL(sLabel, '') + NCHAR(31) +
    ISNULL(sMd5, '') + NCHAR(31) +
    ISNULL(CONVERT(nvarchar(19), tsLastModified, 120), '') + NCHAR(31) +
    CASE WHEN mData IS NOT NULL THEN 'yes' ELSE 'no' END
  FROM XtkEntity
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|entities|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|entities|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
END
GO

-- schema-xml: the schemas that describe tables, in pieces of 1,000 characters.
SELECT '#' + 'acc|begin|schema-xml|#';
IF OBJECT_ID('XtkEntity') IS NULL SELECT '#' + 'acc|absent|schema-xml|#';
ELSE BEGIN
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    ISNULL(o.sNamespace, '') + NCHAR(31) + ISNULL(o.sName, '') + NCHAR(31) +
    ISNULL(CAST(k.k AS nvarchar(max)), '') + NCHAR(31) +
    CASE WHEN k.k = 401 THEN '[cut]'
      ELSE SUBSTRING(o.m, k.k * 1000 - 999, 1000) END
  FROM (SELECT sNamespace, sName, CAST(mData AS nvarchar(max)) AS m FROM XtkEntity
    WHERE sEntitySchema = 'xtk:srcSchema' AND mData IS NOT NULL) AS o
  JOIN (SELECT TOP (401) ROW_NUMBER() OVER (ORDER BY (SELECT 1)) AS k FROM sys.all_columns) AS k
    ON k.k = 1 OR k.k * 1000 - 999 <= DATALENGTH(o.m) / 2
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|schema-xml|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|schema-xml|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
END
GO

-- code-hits: what may not survive the migration, with 80 characters around.
SELECT '#' + 'acc|begin|code-hits|#';
IF OBJECT_ID('XtkWorkflow') IS NULL SELECT '#' + 'acc|absent|code-hits|#';
ELSE BEGIN
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    'XtkWorkflow' + NCHAR(31) + o.id + NCHAR(31) + o.name + NCHAR(31) +
    o.label + NCHAR(31) + e.x + NCHAR(31) +
    ISNULL(CAST((DATALENGTH(o.m) - DATALENGTH(REPLACE(o.m, e.x, ''))) / 2 / LEN(e.x) AS nvarchar(max)), '') + NCHAR(31) +
    SUBSTRING(o.m, CASE WHEN CHARINDEX(e.x, o.m) > 80 THEN CHARINDEX(e.x, o.m) - 80 ELSE 1 END,
      CASE WHEN CHARINDEX(e.x, o.m) > 80 THEN 80 ELSE CHARINDEX(e.x, o.m) - 1 END + LEN(e.x) + 80)
  FROM (SELECT CAST(iWorkflowId AS nvarchar(20)) AS id, ISNULL(sInternalName, '') AS name,
      ISNULL(sLabel, '') AS label,
      CAST(mData AS nvarchar(max)) COLLATE Latin1_General_BIN2 AS m FROM XtkWorkflow) AS o
  JOIN (
      SELECT '.@' AS x UNION ALL SELECT 'common.js' UNION ALL SELECT 'logon(' UNION ALL
      SELECT 'new SoapMethodCall(' UNION ALL SELECT 'sql=' UNION ALL
      SELECT 'SQLDATA' UNION ALL SELECT 'SQLData' UNION ALL SELECT 'aliasSqlTable' UNION ALL
      SELECT '__sessiontoken=' UNION ALL SELECT 'sessionInfo' UNION ALL
      SELECT 'preprocessCommand' UNION ALL SELECT 'decryptString(' UNION ALL
      SELECT 'crmDeploymentType="onpremise"' UNION ALL
      SELECT 'crmDeploymentType="v1 active"' UNION ALL
      SELECT 'crmDeploymentType=&quot;onpremise&quot;' UNION ALL
      SELECT 'crmDeploymentType=&quot;v1 active&quot;' UNION ALL
      SELECT 'mscrmWorkflow' UNION ALL SELECT 'sfdcWorkflow' UNION ALL SELECT 'nl5' UNION ALL
      SELECT 'nlserver5' UNION ALL SELECT 'Neolane v5' UNION ALL
      SELECT 'Neolane v6' UNION ALL SELECT 'Adobe Campaign v6' UNION ALL
      SELECT 'EvaluateJavaScript' UNION ALL SELECT 'count(*)' UNION ALL
      SELECT 'sqlExec' UNION ALL SELECT 'sqlSelect' UNION ALL
      SELECT 'emailOfferView' UNION ALL SELECT 'webOfferView' UNION ALL
      SELECT 'callCenterOfferView' UNION ALL SELECT 'mobileOfferView' UNION ALL
      SELECT 'paperOfferView' UNION ALL SELECT 'dropDownMenu') AS e
    ON CHARINDEX(e.x, o.m) > 0
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|code-hits|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|code-hits|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
END
GO

-- code-hits-entities: the same in stored entities.
SELECT '#' + 'acc|begin|code-hits-entities|#';
IF OBJECT_ID('XtkEntity') IS NULL SELECT '#' + 'acc|absent|code-hits-entities|#';
ELSE BEGIN
WITH q(r) AS (
  SELECT CAST('' AS nvarchar(max)) +
    'XtkEntity' + NCHAR(31) + o.id + NCHAR(31) + o.name + NCHAR(31) + o.label + NCHAR(31) +
    e.x + NCHAR(31) +
    ISNULL(CAST((DATALENGTH(o.m) - DATALENGTH(REPLACE(o.m, e.x, ''))) / 2 / LEN(e.x) AS nvarchar(max)), '') + NCHAR(31) +
    SUBSTRING(o.m, CASE WHEN CHARINDEX(e.x, o.m) > 80 THEN CHARINDEX(e.x, o.m) - 80 ELSE 1 END,
      CASE WHEN CHARINDEX(e.x, o.m) > 80 THEN 80 ELSE CHARINDEX(e.x, o.m) - 1 END + LEN(e.x) + 80)
  FROM (SELECT ISNULL(sEntitySchema, '') + ' ' + ISNULL(sNamespace, '') + ':'
      + ISNULL(sName, '') AS id, ISNULL(sName, '') AS name, '' AS label,
      CAST(mData AS nvarchar(max)) COLLATE Latin1_General_BIN2 AS m FROM XtkEntity) AS o
  JOIN (
      SELECT '.@' AS x UNION ALL SELECT 'common.js' UNION ALL SELECT 'logon(' UNION ALL
      SELECT 'new SoapMethodCall(' UNION ALL SELECT 'sql=' UNION ALL
      SELECT 'SQLDATA' UNION ALL SELECT 'SQLData' UNION ALL SELECT 'aliasSqlTable' UNION ALL
      SELECT '__sessiontoken=' UNION ALL SELECT 'sessionInfo' UNION ALL
      SELECT 'preprocessCommand' UNION ALL SELECT 'decryptString(' UNION ALL
      SELECT 'crmDeploymentType="onpremise"' UNION ALL
      SELECT 'crmDeploymentType="v1 active"' UNION ALL
      SELECT 'crmDeploymentType=&quot;onpremise&quot;' UNION ALL
      SELECT 'crmDeploymentType=&quot;v1 active&quot;' UNION ALL
      SELECT 'mscrmWorkflow' UNION ALL SELECT 'sfdcWorkflow' UNION ALL SELECT 'nl5' UNION ALL
      SELECT 'nlserver5' UNION ALL SELECT 'Neolane v5' UNION ALL
      SELECT 'Neolane v6' UNION ALL SELECT 'Adobe Campaign v6' UNION ALL
      SELECT 'EvaluateJavaScript' UNION ALL SELECT 'count(*)' UNION ALL
      SELECT 'sqlExec' UNION ALL SELECT 'sqlSelect' UNION ALL
      SELECT 'emailOfferView' UNION ALL SELECT 'webOfferView' UNION ALL
      SELECT 'callCenterOfferView' UNION ALL SELECT 'mobileOfferView' UNION ALL
      SELECT 'paperOfferView' UNION ALL SELECT 'dropDownMenu') AS e
    ON CHARINDEX(e.x, o.m) > 0
), t(t) AS (SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    r COLLATE Latin1_General_BIN2, '%', '%25'), '|', '%7C'), '#', '%23'), '\', '%5C'),
    ' ', '%20'), NCHAR(9), '%09'), NCHAR(10), '%0A'), NCHAR(13), '%0D'), NCHAR(31), '|')
  FROM q)
SELECT '#' + 'acc|row|code-hits-entities|' + CAST(LEN(t) AS varchar(10)) + '|' + t + '|#' FROM t
UNION ALL SELECT '#' + 'acc|end|code-hits-entities|' + CAST(COUNT(*) AS varchar(10)) + '|#' FROM t;
END
GO
