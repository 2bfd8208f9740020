-- acc-readiness: what the migration of Adobe Campaign depends on in its database.
-- MySQL 5.1 and later, MariaDB, for their client:
--
--     mysql --batch --force --skip-column-names DATABASE < metadata.sql > result.txt 2>&1
--     acc-collect --db-result result.txt
--
-- It only reads: catalogues, and of Campaign's tables what README.md of this
-- script's folder lists; no recipient, no password.  Each statement is a
-- read-only transaction of its own where the server has these, with a limit on
-- its time and on waiting for locks.  Errors are expected (a table that this
-- Campaign does not have); with --force they stop nothing.
--
-- Every query has one shape: the innermost SELECT makes one text of a row, its
-- fields separated by the character 31; around it % | # \ and white space are
-- written as %XX; then one line per row with its length, and, by the same
-- statement, one with the number of rows, which @n has counted.
-- To read the queries without what is the same around each of them:
--
--     sed '/acc|row/,/ AS t FROM ($/d; /^  ) AS q) AS t/,/;$/d; /acc|begin/d' metadata.sql

SET NAMES utf8;
SET SESSION sql_mode = '';
SET SESSION group_concat_max_len = 65536;
/*!50605 SET SESSION TRANSACTION READ ONLY */;
/*!50503 SET SESSION lock_wait_timeout = 2 */;
/*!50708 SET SESSION max_execution_time = 45000 */;
/*M!100101 SET SESSION max_statement_time = 45 */;

-- ==== the server ====

-- script: the version of this script, and a letter (e with acute) outside ASCII.
SELECT CONCAT('#', 'acc|begin|script|#') AS line;
SELECT CONCAT('#', 'acc|row|script|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    '1', 'mysql', CONVERT(_latin1 X'E9' USING utf8)) AS r
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|script|', @n, '|#');

-- server: what this server is, who asks, and where Campaign stands.
SELECT CONCAT('#', 'acc|begin|server|#') AS line;
SELECT CONCAT('#', 'acc|row|server|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    IF(VERSION() LIKE '%MariaDB%', 'MariaDB', 'MySQL'), SUBSTRING_INDEX(VERSION(), '-', 1),
    CONCAT(VERSION(), ' ', @@version_comment),
    CASE WHEN @@version_compile_machine LIKE '%64%' THEN '64'
      WHEN @@version_compile_machine LIKE 'i_86' THEN '32' ELSE '' END,
    CONCAT(@@version_compile_os, ' ', @@version_compile_machine), @@version_comment,
    IFNULL(DATABASE(), ''), CURRENT_USER(),
    IFNULL((SELECT MIN(TABLE_SCHEMA) FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = DATABASE() AND LOWER(TABLE_NAME) = 'xtkoption'), '')) AS r
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|server|', @n, '|#');

-- settings: encoding, collation, and settings that Campaign feels.
SELECT CONCAT('#', 'acc|begin|settings|#') AS line;
SELECT CONCAT('#', 'acc|row|settings|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    name, IFNULL(value, '')) AS r
  FROM (
    SELECT 'encoding' AS name, DEFAULT_CHARACTER_SET_NAME AS value
      FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = DATABASE()
    UNION ALL SELECT 'national-encoding', ''
    UNION ALL SELECT 'collation', DEFAULT_COLLATION_NAME
      FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = DATABASE()
    UNION ALL SELECT 'ctype', ''
    UNION ALL SELECT 'character_set_server', @@character_set_server
    UNION ALL SELECT 'sql_mode', @@global.sql_mode
    UNION ALL SELECT 'lower_case_table_names', @@lower_case_table_names
    UNION ALL SELECT 'default_storage_engine', MIN(ENGINE)
      FROM information_schema.ENGINES WHERE SUPPORT = 'DEFAULT'
    UNION ALL SELECT 'version_comment', @@version_comment) AS s
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|settings|', @n, '|#');

-- time-zone: the zones of server and session.
SELECT CONCAT('#', 'acc|begin|time-zone|#') AS line;
SELECT CONCAT('#', 'acc|row|time-zone|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    name, value) AS r
  FROM (
    SELECT 'server' AS name, @@global.time_zone AS value
    UNION ALL SELECT 'system', @@system_time_zone
    UNION ALL SELECT 'session', @@session.time_zone
    UNION ALL SELECT 'database', ''
    UNION ALL SELECT 'offset', TIMESTAMPDIFF(MINUTE, UTC_TIMESTAMP(), NOW())) AS s
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|time-zone|', @n, '|#');

-- time-zone-names: 0: mysql_tzinfo_to_sql was never run.
SELECT CONCAT('#', 'acc|begin|time-zone-names|#') AS line;
SELECT CONCAT('#', 'acc|row|time-zone-names|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    count) AS r
  FROM (SELECT COUNT(*) AS count FROM mysql.time_zone_name) AS z
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|time-zone-names|', @n, '|#');

-- time-zone-files: Oracle only.
SELECT CONCAT('#', 'acc|begin|time-zone-files|#') AS line;
SELECT CONCAT('#', 'acc|row|time-zone-files|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    '', '') AS r
  FROM (SELECT 1) AS none WHERE 1 = 0
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|time-zone-files|', @n, '|#');

-- size: of the database.
SELECT CONCAT('#', 'acc|begin|size|#') AS line;
SELECT CONCAT('#', 'acc|row|size|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    bytes) AS r
  FROM (SELECT IFNULL(SUM(DATA_LENGTH + INDEX_LENGTH), 0) AS bytes
    FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()) AS z
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|size|', @n, '|#');

-- tablespaces: not of MySQL.
SELECT CONCAT('#', 'acc|begin|tablespaces|#') AS line;
SELECT CONCAT('#', 'acc|row|tablespaces|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    '', '', '') AS r
  FROM (SELECT 1) AS none WHERE 1 = 0
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|tablespaces|', @n, '|#');

-- extensions: PostgreSQL only.
SELECT CONCAT('#', 'acc|begin|extensions|#') AS line;
SELECT CONCAT('#', 'acc|row|extensions|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    '', '', '') AS r
  FROM (SELECT 1) AS none WHERE 1 = 0
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|extensions|', @n, '|#');

-- privileges: what the asking account may.
SELECT CONCAT('#', 'acc|begin|privileges|#') AS line;
SELECT CONCAT('#', 'acc|row|privileges|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    name, IF(held > 0, 'yes', 'no')) AS r
  FROM (SELECT p.name, COUNT(g.PRIVILEGE_TYPE) AS held
    FROM (SELECT 'create-table' AS name, 'CREATE' AS needed, 0 AS whole
      UNION ALL SELECT 'create-schema', 'CREATE', 1
      UNION ALL SELECT 'temporary', 'CREATE TEMPORARY TABLES', 0
      UNION ALL SELECT 'administrator', 'SUPER', 1) AS p
    LEFT JOIN (SELECT GRANTEE, PRIVILEGE_TYPE, 1 AS whole FROM information_schema.USER_PRIVILEGES
      UNION ALL SELECT GRANTEE, PRIVILEGE_TYPE, 0 FROM information_schema.SCHEMA_PRIVILEGES
        WHERE DATABASE() LIKE TABLE_SCHEMA) AS g
      ON g.PRIVILEGE_TYPE = p.needed AND g.whole >= p.whole
      AND g.GRANTEE = CONCAT('''', REPLACE(CURRENT_USER(), '@', '''@'''), '''')
    GROUP BY p.name) AS h
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|privileges|', @n, '|#');

-- ==== objects ====

-- tables: with the engine's estimate of their rows.
SELECT CONCAT('#', 'acc|begin|tables|#') AS line;
SELECT CONCAT('#', 'acc|row|tables|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    TABLE_SCHEMA, TABLE_NAME,
    IF(CREATE_OPTIONS LIKE '%partitioned%', 'partitioned', 'table'), IFNULL(TABLE_ROWS, ''),
    IFNULL(DATA_LENGTH, ''), IFNULL(INDEX_LENGTH, ''), '', 'yes', '') AS r
  FROM information_schema.TABLES
  WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE'
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|tables|', @n, '|#');

-- columns: of tables.
SELECT CONCAT('#', 'acc|begin|columns|#') AS line;
SELECT CONCAT('#', 'acc|row|columns|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    c.TABLE_SCHEMA, c.TABLE_NAME, c.ORDINAL_POSITION, c.COLUMN_NAME, c.COLUMN_TYPE,
    CASE
      WHEN c.DATA_TYPE = 'datetime' THEN 'datetime'
      WHEN c.DATA_TYPE = 'timestamp' THEN 'datetime-tz'
      WHEN c.DATA_TYPE IN ('date', 'time') THEN c.DATA_TYPE
      WHEN c.DATA_TYPE LIKE '%text' OR c.DATA_TYPE = 'json' THEN 'memo'
      WHEN c.DATA_TYPE IN ('char', 'varchar', 'enum', 'set') THEN 'text'
      WHEN c.DATA_TYPE LIKE '%int' OR c.DATA_TYPE IN ('decimal', 'float', 'double', 'bit', 'year')
        THEN 'number'
      WHEN c.DATA_TYPE LIKE '%blob' OR c.DATA_TYPE LIKE '%binary' THEN 'binary'
      ELSE 'other' END,
    LOWER(c.IS_NULLABLE), IFNULL(c.COLUMN_DEFAULT, '')) AS r
  FROM information_schema.COLUMNS AS c
  WHERE c.TABLE_SCHEMA = DATABASE() AND c.TABLE_NAME NOT IN (
    SELECT TABLE_NAME FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE())
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|columns|', @n, '|#');

-- indexes: the key of its table among them.
SELECT CONCAT('#', 'acc|begin|indexes|#') AS line;
SELECT CONCAT('#', 'acc|row|indexes|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, IF(NON_UNIQUE = 0, 'yes', 'no'),
    IF(INDEX_NAME = 'PRIMARY', 'yes', 'no'), LOWER(INDEX_TYPE), '', '', '') AS r
  FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND SEQ_IN_INDEX = 1
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|indexes|', @n, '|#');

-- index-columns: one row per key.
SELECT CONCAT('#', 'acc|begin|index-columns|#') AS line;
SELECT CONCAT('#', 'acc|row|index-columns|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX, IFNULL(COLUMN_NAME, ''), '',
    IF(COLLATION = 'D', 'desc', 'asc')) AS r
  FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE()
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|index-columns|', @n, '|#');

-- views: and who made them.
SELECT CONCAT('#', 'acc|begin|views|#') AS line;
SELECT CONCAT('#', 'acc|row|views|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    TABLE_SCHEMA, TABLE_NAME, 'view', DEFINER) AS r
  FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE()
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|views|', @n, '|#');

-- view-columns: what views show.
SELECT CONCAT('#', 'acc|begin|view-columns|#') AS line;
SELECT CONCAT('#', 'acc|row|view-columns|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    c.TABLE_SCHEMA, c.TABLE_NAME, c.ORDINAL_POSITION, c.COLUMN_NAME, c.COLUMN_TYPE,
    CASE
      WHEN c.DATA_TYPE = 'datetime' THEN 'datetime'
      WHEN c.DATA_TYPE = 'timestamp' THEN 'datetime-tz'
      WHEN c.DATA_TYPE IN ('date', 'time') THEN c.DATA_TYPE
      WHEN c.DATA_TYPE LIKE '%text' OR c.DATA_TYPE = 'json' THEN 'memo'
      WHEN c.DATA_TYPE IN ('char', 'varchar', 'enum', 'set') THEN 'text'
      WHEN c.DATA_TYPE LIKE '%int' OR c.DATA_TYPE IN ('decimal', 'float', 'double', 'bit', 'year')
        THEN 'number'
      WHEN c.DATA_TYPE LIKE '%blob' OR c.DATA_TYPE LIKE '%binary' THEN 'binary'
      ELSE 'other' END) AS r
  FROM information_schema.COLUMNS AS c
  WHERE c.TABLE_SCHEMA = DATABASE() AND c.TABLE_NAME IN (
    SELECT TABLE_NAME FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE())
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|view-columns|', @n, '|#');

-- view-uses: the catalogue keeps the text only: tables whose name stands in it.
SELECT CONCAT('#', 'acc|begin|view-uses|#') AS line;
SELECT CONCAT('#', 'acc|row|view-uses|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    v.TABLE_SCHEMA, v.TABLE_NAME, t.TABLE_SCHEMA, t.TABLE_NAME, '') AS r
  FROM information_schema.VIEWS AS v JOIN information_schema.TABLES AS t
    ON LOCATE(CONCAT('`', t.TABLE_NAME, '`'), v.VIEW_DEFINITION) > 0
  WHERE v.TABLE_SCHEMA = DATABASE() AND t.TABLE_SCHEMA = DATABASE()
    AND t.TABLE_NAME <> v.TABLE_NAME
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|view-uses|', @n, '|#');

-- view-text: their SELECT, in pieces of 1,000 characters.
SELECT CONCAT('#', 'acc|begin|view-text|#') AS line;
SELECT CONCAT('#', 'acc|row|view-text|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    v.TABLE_SCHEMA, v.TABLE_NAME, k.k,
    IF(k.k = 401, '[cut]', SUBSTRING(v.VIEW_DEFINITION, k.k * 1000 - 999, 1000))) AS r
  FROM information_schema.VIEWS AS v
  JOIN (SELECT 1 + a.n + 10 * b.n + 100 * c.n AS k
      FROM (SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
      UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9) AS a,
      (SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
      UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9) AS b,
      (SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4) AS c) AS k
    ON k.k <= 401 AND (k.k = 1 OR k.k * 1000 - 999 <= CHAR_LENGTH(v.VIEW_DEFINITION))
  WHERE v.TABLE_SCHEMA = DATABASE()
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|view-text|', @n, '|#');

-- triggers: made by hand or by Campaign.
SELECT CONCAT('#', 'acc|begin|triggers|#') AS line;
SELECT CONCAT('#', 'acc|row|triggers|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    EVENT_OBJECT_SCHEMA, EVENT_OBJECT_TABLE, TRIGGER_NAME,
    CONCAT(ACTION_TIMING, ' ', EVENT_MANIPULATION), 'yes') AS r
  FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = DATABASE()
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|triggers|', @n, '|#');

-- constraints: but keys to other tables.
SELECT CONCAT('#', 'acc|begin|constraints|#') AS line;
SELECT CONCAT('#', 'acc|row|constraints|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    TABLE_SCHEMA, TABLE_NAME, CONSTRAINT_NAME, LOWER(CONSTRAINT_TYPE), '') AS r
  FROM information_schema.TABLE_CONSTRAINTS
  WHERE TABLE_SCHEMA = DATABASE() AND CONSTRAINT_TYPE IN ('UNIQUE', 'CHECK')
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|constraints|', @n, '|#');

-- foreign-keys: keys to other tables.
SELECT CONCAT('#', 'acc|begin|foreign-keys|#') AS line;
SELECT CONCAT('#', 'acc|row|foreign-keys|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    TABLE_SCHEMA, TABLE_NAME, CONSTRAINT_NAME, columns, used_schema, used_table,
    used_columns) AS r
  FROM (SELECT TABLE_SCHEMA, TABLE_NAME, CONSTRAINT_NAME,
      GROUP_CONCAT(COLUMN_NAME ORDER BY ORDINAL_POSITION) AS columns,
      MIN(REFERENCED_TABLE_SCHEMA) AS used_schema, MIN(REFERENCED_TABLE_NAME) AS used_table,
      GROUP_CONCAT(REFERENCED_COLUMN_NAME ORDER BY ORDINAL_POSITION) AS used_columns
    FROM information_schema.KEY_COLUMN_USAGE
    WHERE TABLE_SCHEMA = DATABASE() AND REFERENCED_TABLE_NAME IS NOT NULL
    GROUP BY TABLE_SCHEMA, TABLE_NAME, CONSTRAINT_NAME) AS f
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|foreign-keys|', @n, '|#');

-- partitions: of tables.
SELECT CONCAT('#', 'acc|begin|partitions|#') AS line;
SELECT CONCAT('#', 'acc|row|partitions|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    TABLE_SCHEMA, TABLE_NAME, PARTITION_NAME) AS r
  FROM information_schema.PARTITIONS
  WHERE TABLE_SCHEMA = DATABASE() AND PARTITION_NAME IS NOT NULL AND SUBPARTITION_NAME IS NULL
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|partitions|', @n, '|#');

-- publications: PostgreSQL and SQL Server only.
SELECT CONCAT('#', 'acc|begin|publications|#') AS line;
SELECT CONCAT('#', 'acc|row|publications|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    '', '', '') AS r
  FROM (SELECT 1) AS none WHERE 1 = 0
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|publications|', @n, '|#');

-- sequences: counters of tables.
SELECT CONCAT('#', 'acc|begin|sequences|#') AS line;
SELECT CONCAT('#', 'acc|row|sequences|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    c.TABLE_SCHEMA, CONCAT(c.TABLE_NAME, '.', c.COLUMN_NAME), '1',
    CASE
      WHEN c.DATA_TYPE = 'int' AND c.COLUMN_TYPE LIKE '%unsigned%' THEN '4294967295'
      WHEN c.DATA_TYPE = 'int' THEN '2147483647'
      WHEN c.DATA_TYPE = 'bigint' AND c.COLUMN_TYPE LIKE '%unsigned%' THEN '18446744073709551615'
      WHEN c.DATA_TYPE = 'bigint' THEN '9223372036854775807'
      ELSE '' END,
    @@auto_increment_increment, IFNULL(t.AUTO_INCREMENT, ''), 'no') AS r
  FROM information_schema.COLUMNS AS c JOIN information_schema.TABLES AS t
    ON t.TABLE_SCHEMA = c.TABLE_SCHEMA AND t.TABLE_NAME = c.TABLE_NAME
  WHERE c.TABLE_SCHEMA = DATABASE() AND c.EXTRA LIKE '%auto_increment%'
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|sequences|', @n, '|#');

-- routines: functions and procedures.
SELECT CONCAT('#', 'acc|begin|routines|#') AS line;
SELECT CONCAT('#', 'acc|row|routines|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    ROUTINE_SCHEMA, ROUTINE_NAME, LOWER(ROUTINE_TYPE), DEFINER) AS r
  FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE()
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|routines|', @n, '|#');

-- grants: on tables, and on the database (without an object).
SELECT CONCAT('#', 'acc|begin|grants|#') AS line;
SELECT CONCAT('#', 'acc|row|grants|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    GRANTEE, TABLE_SCHEMA, object, PRIVILEGE_TYPE) AS r
  FROM (SELECT GRANTEE, TABLE_SCHEMA, TABLE_NAME AS object, PRIVILEGE_TYPE
      FROM information_schema.TABLE_PRIVILEGES WHERE TABLE_SCHEMA = DATABASE()
    UNION ALL SELECT GRANTEE, TABLE_SCHEMA, '', PRIVILEGE_TYPE
      FROM information_schema.SCHEMA_PRIVILEGES WHERE DATABASE() LIKE TABLE_SCHEMA) AS g
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|grants|', @n, '|#');

-- ==== Campaign ====

-- Columns that not every version of Campaign has are read by a subquery in which
-- an unknown name means the empty column of the same name around it.

-- options: Campaign's own, without any whose name may hold a secret.
SELECT CONCAT('#', 'acc|begin|options|#') AS line;
SELECT CONCAT('#', 'acc|row|options|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    o.sName, IFNULL(o.datatype, ''), IFNULL(o.sStringValue, ''), IFNULL(o.longvalue, ''),
    IFNULL(o.doublevalue, ''),
    IFNULL(DATE_FORMAT(o.timestampvalue, '%Y-%m-%d %H:%i:%S'), ''), k.k,
    IF(k.k = 401, '[cut]', SUBSTRING(IFNULL(o.memo, ''), k.k * 1000 - 999, 1000))) AS r
  FROM (SELECT o.sName, o.sStringValue,
      (SELECT iDataType FROM XtkOption AS i WHERE i.sName = o.sName LIMIT 1) AS datatype,
      (SELECT iLongValue FROM XtkOption AS i WHERE i.sName = o.sName LIMIT 1) AS longvalue,
      (SELECT dDoubleValue FROM XtkOption AS i WHERE i.sName = o.sName LIMIT 1) AS doublevalue,
      (SELECT tsTimeStampValue FROM XtkOption AS i WHERE i.sName = o.sName LIMIT 1) AS timestampvalue,
      (SELECT mMemoValue FROM XtkOption AS i WHERE i.sName = o.sName LIMIT 1) AS memo
    FROM (SELECT sName, sStringValue, NULL AS iDataType, NULL AS iLongValue, NULL AS dDoubleValue,
        NULL AS tsTimeStampValue, NULL AS mMemoValue FROM XtkOption) AS o
    WHERE (LOWER(o.sName) LIKE 'wdbc%' OR LOWER(o.sName) LIKE 'xtk%' OR LOWER(o.sName) LIKE 'nms%'
      OR LOWER(o.sName) LIKE 'nl%' OR LOWER(o.sName) LIKE 'ncm%' OR LOWER(o.sName) LIKE 'crm%'
      OR LOWER(o.sName) LIKE 'tnt%' OR LOWER(o.sName) LIKE 'postupgrade%')
      AND (NOT (LOWER(o.sName) LIKE '%pass%' OR LOWER(o.sName) LIKE '%pwd%' OR LOWER(o.sName) LIKE '%key%'
      OR LOWER(o.sName) LIKE '%secret%' OR LOWER(o.sName) LIKE '%token%' OR LOWER(o.sName) LIKE '%credential%'
      OR LOWER(o.sName) LIKE '%pipeline%')
      OR o.sName IN ('XtkPassUnknownSQLFunctionsToRDBMS',
      'XtkAcceptOldPasswords'))) AS o
  JOIN (SELECT 1 + a.n + 10 * b.n + 100 * c.n AS k
      FROM (SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
      UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9) AS a,
      (SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
      UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9) AS b,
      (SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4) AS c) AS k
    ON k.k <= 401 AND (k.k = 1 OR k.k * 1000 - 999 <= CHAR_LENGTH(IFNULL(o.memo, '')))
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|options|', @n, '|#');

-- option-secrets: of the others only whether they are empty.
SELECT CONCAT('#', 'acc|begin|option-secrets|#') AS line;
SELECT CONCAT('#', 'acc|row|option-secrets|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    o.sName, IF(IFNULL(o.sStringValue, '') = '', 'yes', 'no')) AS r
  FROM XtkOption AS o
  WHERE (LOWER(o.sName) LIKE '%pass%' OR LOWER(o.sName) LIKE '%pwd%' OR LOWER(o.sName) LIKE '%key%'
      OR LOWER(o.sName) LIKE '%secret%' OR LOWER(o.sName) LIKE '%token%' OR LOWER(o.sName) LIKE '%credential%'
      OR LOWER(o.sName) LIKE '%pipeline%')
    AND NOT o.sName IN ('XtkPassUnknownSQLFunctionsToRDBMS',
      'XtkAcceptOldPasswords')
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|option-secrets|', @n, '|#');

-- workflows: who they are and their state.
SELECT CONCAT('#', 'acc|begin|workflows|#') AS line;
SELECT CONCAT('#', 'acc|row|workflows|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    iWorkflowId, IFNULL(sInternalName, ''), IFNULL(sLabel, ''), IFNULL(iState, ''),
    IFNULL(iStatus, ''), IFNULL(iHistory, '')) AS r
  FROM XtkWorkflow
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|workflows|', @n, '|#');

-- workflow-states: how many are in which state.
SELECT CONCAT('#', 'acc|begin|workflow-states|#') AS line;
SELECT CONCAT('#', 'acc|row|workflow-states|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    IFNULL(iState, ''), IFNULL(iStatus, ''), count) AS r
  FROM (SELECT iState, iStatus, COUNT(*) AS count
    FROM XtkWorkflow GROUP BY iState, iStatus) AS w
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|workflow-states|', @n, '|#');

-- folders: the tree of the console.
SELECT CONCAT('#', 'acc|begin|folders|#') AS line;
SELECT CONCAT('#', 'acc|row|folders|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    iFolderId, IFNULL(iParentId, ''), IFNULL(sName, ''), IFNULL(sFullName, ''),
    IFNULL(sModel, ''), IFNULL(iChildCount, '')) AS r
  FROM XtkFolder
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|folders|', @n, '|#');

-- external-accounts: where Campaign connects to; never a password.
SELECT CONCAT('#', 'acc|begin|external-accounts|#') AS line;
SELECT CONCAT('#', 'acc|row|external-accounts|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    o.iExtAccountId, IFNULL(o.sName, ''),
    IFNULL((SELECT sLabel FROM NmsExtAccount AS i WHERE i.iExtAccountId = o.iExtAccountId LIMIT 1), ''),
    IFNULL(o.iActive, ''),
    IFNULL((SELECT iType FROM NmsExtAccount AS i WHERE i.iExtAccountId = o.iExtAccountId LIMIT 1), ''),
    IFNULL((SELECT sServer FROM NmsExtAccount AS i WHERE i.iExtAccountId = o.iExtAccountId LIMIT 1), ''),
    IFNULL((SELECT sPort FROM NmsExtAccount AS i WHERE i.iExtAccountId = o.iExtAccountId LIMIT 1), ''),
    IFNULL((SELECT sAccount FROM NmsExtAccount AS i WHERE i.iExtAccountId = o.iExtAccountId LIMIT 1), ''),
    IFNULL((SELECT sProvider FROM NmsExtAccount AS i WHERE i.iExtAccountId = o.iExtAccountId LIMIT 1), ''),
    IFNULL((SELECT sDbName FROM NmsExtAccount AS i WHERE i.iExtAccountId = o.iExtAccountId LIMIT 1), ''),
    IFNULL((SELECT sDbSchema FROM NmsExtAccount AS i WHERE i.iExtAccountId = o.iExtAccountId LIMIT 1), ''),
    IFNULL((SELECT iUnicodeData FROM NmsExtAccount AS i WHERE i.iExtAccountId = o.iExtAccountId LIMIT 1), '')) AS r
  FROM (SELECT iExtAccountId, sName, iActive, NULL AS sLabel, NULL AS iType, NULL AS sServer,
      NULL AS sPort, NULL AS sAccount, NULL AS sProvider, NULL AS sDbName, NULL AS sDbSchema,
      NULL AS iUnicodeData FROM NmsExtAccount WHERE iExtAccountId <> 0) AS o
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|external-accounts|', @n, '|#');

-- operators: their names; never a password.
SELECT CONCAT('#', 'acc|begin|operators|#') AS line;
SELECT CONCAT('#', 'acc|row|operators|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    o.iOperatorId, IFNULL(o.sName, ''),
    IFNULL((SELECT iDisable FROM XtkOperator AS i WHERE i.iOperatorId = o.iOperatorId LIMIT 1), ''),
    IFNULL((SELECT iType FROM XtkOperator AS i WHERE i.iOperatorId = o.iOperatorId LIMIT 1), ''),
    IFNULL(DATE_FORMAT((SELECT tsLastModified FROM XtkOperator AS i WHERE i.iOperatorId = o.iOperatorId LIMIT 1), '%Y-%m-%d %H:%i:%S'), '')) AS r
  FROM (SELECT iOperatorId, sName, NULL AS iDisable, NULL AS iType, NULL AS tsLastModified
    FROM XtkOperator) AS o
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|operators|', @n, '|#');

-- operator-groups: who is in which group.
SELECT CONCAT('#', 'acc|begin|operator-groups|#') AS line;
SELECT CONCAT('#', 'acc|row|operator-groups|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    IFNULL(iOperatorId, ''), IFNULL(iGroupId, '')) AS r
  FROM XtkOperatorGroup
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|operator-groups|', @n, '|#');

-- delivery-states: how many are under way.
SELECT CONCAT('#', 'acc|begin|delivery-states|#') AS line;
SELECT CONCAT('#', 'acc|row|delivery-states|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    IFNULL(iState, ''), IFNULL(iDeliveryMode, ''), count) AS r
  FROM (SELECT iState, iDeliveryMode, COUNT(*) AS count FROM NmsDelivery
    WHERE iDeleteStatus = 0 AND iIsModel = 0 GROUP BY iState, iDeliveryMode) AS d
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|delivery-states|', @n, '|#');

-- delivery-parts: how many are prepared.
SELECT CONCAT('#', 'acc|begin|delivery-parts|#') AS line;
SELECT CONCAT('#', 'acc|row|delivery-parts|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    count) AS r
  FROM (SELECT COUNT(*) AS count FROM NmsDeliveryPart WHERE iDeliveryPartId <> 0) AS p
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|delivery-parts|', @n, '|#');

-- delivery-mappings: the schemas of logs.
SELECT CONCAT('#', 'acc|begin|delivery-mappings|#') AS line;
SELECT CONCAT('#', 'acc|row|delivery-mappings|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    IFNULL(sBroadLogSchema, ''), IFNULL(sBroadLogExclSchema, ''),
    IFNULL(sTrackingLogSchema, '')) AS r
  FROM (SELECT DISTINCT sBroadLogSchema, sBroadLogExclSchema, sTrackingLogSchema
    FROM NmsDeliveryMapping) AS m
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|delivery-mappings|', @n, '|#');

-- offer-views: content of offers of 6.02.
SELECT CONCAT('#', 'acc|begin|offer-views|#') AS line;
SELECT CONCAT('#', 'acc|row|offer-views|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    count) AS r
  FROM (SELECT COUNT(*) AS count FROM NmsEmailOfferView) AS o
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|offer-views|', @n, '|#');

-- key-ranges: the least and the greatest key, nothing of the rows.
SELECT CONCAT('#', 'acc|begin|key-ranges|#') AS line;
SELECT CONCAT('#', 'acc|row|key-ranges|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    'NmsRecipient', 'iRecipientId', IFNULL(least, ''), IFNULL(greatest, '')) AS r
  FROM (SELECT MIN(iRecipientId) AS least, MAX(iRecipientId) AS greatest
    FROM NmsRecipient) AS r
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|key-ranges|', @n, '|#');

-- entities: what is stored: schemas, forms, reports, scripts; not their content.
SELECT CONCAT('#', 'acc|begin|entities|#') AS line;
SELECT CONCAT('#', 'acc|row|entities|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    IFNULL(sEntitySchema, ''), IFNULL(sNamespace, ''), IFNULL(sName, ''),
    IFNULL(sLabel, ''), IFNULL(sMd5, ''),
    IFNULL(DATE_FORMAT(tsLastModified, '%Y-%m-%d %H:%i:%S'), ''),
    IF(mData IS NOT NULL, 'yes', 'no')) AS r
  FROM XtkEntity
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|entities|', @n, '|#');

-- schema-xml: the schemas that describe tables, in pieces of 1,000 characters.
SELECT CONCAT('#', 'acc|begin|schema-xml|#') AS line;
SELECT CONCAT('#', 'acc|row|schema-xml|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    IFNULL(o.sNamespace, ''), IFNULL(o.sName, ''), k.k,
    IF(k.k = 401, '[cut]', SUBSTRING(o.mData, k.k * 1000 - 999, 1000))) AS r
  FROM XtkEntity AS o
  JOIN (SELECT 1 + a.n + 10 * b.n + 100 * c.n AS k
      FROM (SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
      UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9) AS a,
      (SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
      UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9) AS b,
      (SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4) AS c) AS k
    ON k.k <= 401 AND (k.k = 1 OR k.k * 1000 - 999 <= CHAR_LENGTH(o.mData))
  WHERE o.sEntitySchema = 'xtk:srcSchema' AND o.mData IS NOT NULL
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|schema-xml|', @n, '|#');

-- code-hits: what may not survive the migration, with 80 characters around.
SELECT CONCAT('#', 'acc|begin|code-hits|#') AS line;
SELECT CONCAT('#', 'acc|row|code-hits|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    'XtkWorkflow', o.id, o.name, o.label, e.x,
    (CHAR_LENGTH(o.m) - CHAR_LENGTH(REPLACE(o.m, e.x, ''))) DIV CHAR_LENGTH(e.x),
    SUBSTRING(o.m, GREATEST(1, LOCATE(e.x, o.m) - 80),
      LEAST(LOCATE(e.x, o.m) - 1, 80) + CHAR_LENGTH(e.x) + 80)) AS r
  FROM (SELECT iWorkflowId AS id, IFNULL(sInternalName, '') AS name, IFNULL(sLabel, '') AS label,
      CONVERT(mData USING utf8) COLLATE utf8_bin AS m FROM XtkWorkflow) AS o
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
    ON LOCATE(e.x, o.m) > 0
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|code-hits|', @n, '|#');

-- code-hits-entities: the same in stored entities.
SELECT CONCAT('#', 'acc|begin|code-hits-entities|#') AS line;
SELECT CONCAT('#', 'acc|row|code-hits-entities|', CHAR_LENGTH(t), '|', t, '|#',
    IF((@n := @n + 1) > 0, '', '')) AS line FROM (
  SELECT REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    CONVERT(r USING utf8), '%', '%25'), '|', '%7C'), '#', '%23'), CHAR(92 USING utf8), '%5C'),
    ' ', '%20'), CHAR(9 USING utf8), '%09'), CHAR(10 USING utf8), '%0A'),
    CHAR(13 USING utf8), '%0D'), CHAR(31 USING utf8), '|') AS t FROM (
  SELECT CONCAT_WS(CHAR(31 USING utf8),
    'XtkEntity', o.id, o.name, o.label, e.x,
    (CHAR_LENGTH(o.m) - CHAR_LENGTH(REPLACE(o.m, e.x, ''))) DIV CHAR_LENGTH(e.x),
    SUBSTRING(o.m, GREATEST(1, LOCATE(e.x, o.m) - 80),
      LEAST(LOCATE(e.x, o.m) - 1, 80) + CHAR_LENGTH(e.x) + 80)) AS r
  FROM (SELECT CONCAT(IFNULL(sEntitySchema, ''), ' ', IFNULL(sNamespace, ''), ':',
        IFNULL(sName, '')) AS id, IFNULL(sName, '') AS name, '' AS label,
      CONVERT(mData USING utf8) COLLATE utf8_bin AS m FROM XtkEntity) AS o
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
    ON LOCATE(e.x, o.m) > 0
  ) AS q) AS t CROSS JOIN (SELECT @n := 0) AS start
UNION ALL SELECT CONCAT('#', 'acc|end|code-hits-entities|', @n, '|#');
