-- acc-readiness: what the migration of Adobe Campaign depends on in its database.
-- PostgreSQL 9.1 and later, for psql:
--
--     psql -X -f metadata.sql DATABASE > result.txt 2>&1
--     acc-collect --db-result result.txt
--
-- It only reads: catalogues, and of Campaign's tables what README.md of this
-- script's folder lists; no recipient, no password.  Each statement is a
-- read-only transaction of its own, with a limit on its time and on waiting for
-- locks.  Errors are expected (a table that this Campaign does not have) and
-- stop nothing.
--
-- Every query has one shape: q makes one text of a row, its fields separated by
-- the character 31; t writes % | # \ and white space as %XX; then one line per
-- row with its length, and one with the number of rows.
-- To read the queries without what is the same around each of them:
--
--     sed '/^), t/,/;$/d; /acc|begin/d' metadata.sql

\set ON_ERROR_STOP off
\set QUIET on
\set VERBOSITY verbose
\timing off
\pset pager off
\pset format unaligned
\pset tuples_only on
\encoding UTF8
SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY;
SET statement_timeout = 45000;
SET DateStyle = 'ISO, YMD';
-- lock_timeout came with 9.3.
SELECT set_config(name, '2s', false) FROM pg_settings WHERE name = 'lock_timeout';

-- ==== the server ====

-- script: the version of this script, and a letter (e with acute) outside ASCII.
SELECT '#' || 'acc|begin|script|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    '1', 'postgresql', chr(233))
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|script|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|script|' || count(*) || '|#' FROM t;

-- server: what this server is, who asks, and where Campaign stands.
SELECT '#' || 'acc|begin|server|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    'PostgreSQL', split_part(current_setting('server_version'), ' ', 1), version(),
    CASE WHEN version() LIKE '%64-bit%' THEN '64'
      WHEN version() LIKE '%32-bit%' THEN '32' ELSE '' END,
    COALESCE(substring(version() from ' on ([^,]+),'), ''), '', current_database()::text,
    current_user::text,
    COALESCE((SELECT n.nspname::text FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relname = 'xtkoption' AND c.relkind IN ('r', 'p')
      ORDER BY n.nspname <> current_schema(), n.nspname LIMIT 1), ''))
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|server|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|server|' || count(*) || '|#' FROM t;

-- settings: encoding, collation, and settings that Campaign feels.
SELECT '#' || 'acc|begin|settings|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    name, value)
  FROM (
    SELECT 'encoding' AS name, pg_encoding_to_char(encoding)::text AS value
      FROM pg_database WHERE datname = current_database()
    UNION ALL SELECT 'national-encoding', ''
    UNION ALL SELECT 'collation', datcollate::text
      FROM pg_database WHERE datname = current_database()
    UNION ALL SELECT 'ctype', datctype::text
      FROM pg_database WHERE datname = current_database()
    UNION ALL SELECT name, setting FROM pg_settings WHERE name IN ('server_version_num',
      'search_path', 'default_tablespace', 'standard_conforming_strings')) AS s
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|settings|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|settings|' || count(*) || '|#' FROM t;

-- time-zone: the zones of server and session.
SELECT '#' || 'acc|begin|time-zone|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    name, value)
  FROM (
    SELECT 'server' AS name, reset_val AS value FROM pg_settings WHERE name = 'TimeZone'
    UNION ALL SELECT 'session', current_setting('TimeZone')
    UNION ALL SELECT 'database', ''
    UNION ALL SELECT 'offset', (extract(timezone FROM now())::integer / 60)::text) AS s
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|time-zone|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|time-zone|' || count(*) || '|#' FROM t;

-- time-zone-names: MySQL only.
SELECT '#' || 'acc|begin|time-zone-names|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    '')
  WHERE false
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|time-zone-names|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|time-zone-names|' || count(*) || '|#' FROM t;

-- time-zone-files: Oracle only.
SELECT '#' || 'acc|begin|time-zone-files|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    '', '')
  WHERE false
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|time-zone-files|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|time-zone-files|' || count(*) || '|#' FROM t;

-- size: of the database.
SELECT '#' || 'acc|begin|size|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    pg_database_size(current_database())::text)
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|size|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|size|' || count(*) || '|#' FROM t;

-- tablespaces: their sizes, where this account may ask.
SELECT '#' || 'acc|begin|tablespaces|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    s.spcname::text, CASE WHEN s.oid = d.dattablespace THEN 'yes' ELSE 'no' END,
    CASE WHEN s.oid = d.dattablespace OR has_tablespace_privilege(s.oid, 'CREATE')
      THEN pg_tablespace_size(s.oid)::text ELSE '' END)
  FROM pg_tablespace s
  JOIN pg_database d ON d.datname = current_database()
  WHERE s.spcname <> 'pg_global'
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|tablespaces|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|tablespaces|' || count(*) || '|#' FROM t;

-- extensions: Campaign needs pgcrypto.
SELECT '#' || 'acc|begin|extensions|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    e.extname::text, e.extversion, n.nspname::text)
  FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|extensions|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|extensions|' || count(*) || '|#' FROM t;

-- privileges: what the asking account may.
SELECT '#' || 'acc|begin|privileges|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    name, CASE WHEN held THEN 'yes' ELSE 'no' END)
  FROM (
    SELECT 'create-schema' AS name, has_database_privilege(current_database(), 'CREATE') AS held
    UNION ALL SELECT 'temporary', has_database_privilege(current_database(), 'TEMPORARY')
    UNION ALL SELECT 'administrator', rolsuper FROM pg_roles WHERE rolname = current_user
    UNION ALL SELECT 'create-table', has_schema_privilege(relnamespace, 'CREATE')
      FROM pg_class WHERE relname = 'xtkoption' AND relkind IN ('r', 'p')
    UNION ALL SELECT 'owner', pg_has_role(relowner, 'USAGE')
      FROM pg_class WHERE relname = 'xtkoption' AND relkind IN ('r', 'p')) AS s
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|privileges|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|privileges|' || count(*) || '|#' FROM t;

-- ==== objects ====

-- tables: rows and sizes as of the last VACUUM or ANALYZE, which needs no lock.
SELECT '#' || 'acc|begin|tables|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    n.nspname::text, c.relname::text,
    CASE WHEN c.relpersistence = 't' THEN 'temporary' WHEN c.relkind = 'p' THEN 'partitioned'
      WHEN c.relkind = 'f' THEN 'foreign' ELSE 'table' END,
    CASE WHEN c.reltuples < 0 OR (c.reltuples = 0 AND c.relpages = 0) THEN ''
      ELSE c.reltuples::bigint::text END,
    ((c.relpages + COALESCE(o.relpages, 0)) * current_setting('block_size')::bigint)::text,
    (COALESCE(x.pages, 0) * current_setting('block_size')::bigint)::text,
    COALESCE(s.spcname::text, ''),
    CASE WHEN c.relpersistence <> 'u' THEN 'yes' ELSE 'no' END,
    pg_get_userbyid(c.relowner)::text)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_class o ON o.oid = c.reltoastrelid
  LEFT JOIN (SELECT i.indrelid, sum(k.relpages) AS pages
    FROM pg_index i JOIN pg_class k ON k.oid = i.indexrelid GROUP BY i.indrelid) AS x
    ON x.indrelid = c.oid
  LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
  WHERE c.relkind IN ('r', 'p', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND n.nspname NOT LIKE 'pg~_toast%' ESCAPE '~' AND n.nspname NOT LIKE 'pg~_temp%' ESCAPE '~'
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|tables|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|tables|' || count(*) || '|#' FROM t;

-- columns: of tables; a default is read without its table, which may be locked.
SELECT '#' || 'acc|begin|columns|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    n.nspname::text, c.relname::text, a.attnum::text, a.attname::text,
    format_type(a.atttypid, a.atttypmod),
    CASE
      WHEN y.typname = 'timestamp' THEN 'datetime'
      WHEN y.typname = 'timestamptz' THEN 'datetime-tz'
      WHEN y.typname = 'date' THEN 'date'
      WHEN y.typname IN ('time', 'timetz') THEN 'time'
      WHEN y.typname = 'text' THEN 'memo'
      WHEN y.typname IN ('varchar', 'bpchar', 'char', 'name') THEN 'text'
      WHEN y.typname IN ('int2', 'int4', 'int8', 'numeric', 'float4', 'float8',
        'money', 'bool') THEN 'number'
      WHEN y.typname IN ('bytea', 'lo') THEN 'binary'
      ELSE 'other' END,
    CASE WHEN NOT a.attnotnull THEN 'yes' ELSE 'no' END,
    CASE WHEN d.adbin::text LIKE '%{VAR %' THEN '' ELSE COALESCE(pg_get_expr(d.adbin, 0), '') END)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_type y ON y.oid = a.atttypid
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
  WHERE c.relkind IN ('r', 'p', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND n.nspname NOT LIKE 'pg~_toast%' ESCAPE '~' AND n.nspname NOT LIKE 'pg~_temp%' ESCAPE '~'
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|columns|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|columns|' || count(*) || '|#' FROM t;

-- indexes: with their definition.
SELECT '#' || 'acc|begin|indexes|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    n.nspname::text, c.relname::text, x.relname::text,
    CASE WHEN i.indisunique THEN 'yes' ELSE 'no' END,
    CASE WHEN i.indisprimary THEN 'yes' ELSE 'no' END, m.amname::text,
    COALESCE(s.spcname::text, ''),
    (x.relpages * current_setting('block_size')::bigint)::text,
    CASE WHEN i.indisprimary THEN '' ELSE pg_get_indexdef(i.indexrelid) END)
  FROM pg_index i
  JOIN pg_class c ON c.oid = i.indrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_class x ON x.oid = i.indexrelid
  JOIN pg_am m ON m.oid = x.relam
  LEFT JOIN pg_tablespace s ON s.oid = x.reltablespace
  WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND n.nspname NOT LIKE 'pg~_toast%' ESCAPE '~' AND n.nspname NOT LIKE 'pg~_temp%' ESCAPE '~'
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|indexes|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|indexes|' || count(*) || '|#' FROM t;

-- index-columns: one row per key.
SELECT '#' || 'acc|begin|index-columns|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    n.nspname::text, c.relname::text, x.relname::text, k.k::text,
    COALESCE(a.attname::text, ''),
    CASE WHEN a.attname IS NULL THEN pg_get_indexdef(i.indexrelid, k.k, true) ELSE '' END,
    CASE WHEN i.indoption[k.k - 1] & 1 = 1 THEN 'desc' ELSE 'asc' END)
  FROM pg_index i
  JOIN pg_class c ON c.oid = i.indrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_class x ON x.oid = i.indexrelid
  JOIN generate_series(1, 32) AS k(k) ON k.k <= i.indnatts
  LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.k - 1]
    AND a.attnum <> 0
  WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND n.nspname NOT LIKE 'pg~_toast%' ESCAPE '~' AND n.nspname NOT LIKE 'pg~_temp%' ESCAPE '~'
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|index-columns|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|index-columns|' || count(*) || '|#' FROM t;

-- views: materialized ones too.
SELECT '#' || 'acc|begin|views|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    n.nspname::text, c.relname::text,
    CASE WHEN c.relkind = 'm' THEN 'materialized' ELSE 'view' END,
    pg_get_userbyid(c.relowner)::text)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('v', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND n.nspname NOT LIKE 'pg~_toast%' ESCAPE '~' AND n.nspname NOT LIKE 'pg~_temp%' ESCAPE '~'
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|views|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|views|' || count(*) || '|#' FROM t;

-- view-columns: what views show.
SELECT '#' || 'acc|begin|view-columns|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    n.nspname::text, c.relname::text, a.attnum::text, a.attname::text,
    format_type(a.atttypid, a.atttypmod),
    CASE
      WHEN y.typname = 'timestamp' THEN 'datetime'
      WHEN y.typname = 'timestamptz' THEN 'datetime-tz'
      WHEN y.typname = 'date' THEN 'date'
      WHEN y.typname IN ('time', 'timetz') THEN 'time'
      WHEN y.typname = 'text' THEN 'memo'
      WHEN y.typname IN ('varchar', 'bpchar', 'char', 'name') THEN 'text'
      WHEN y.typname IN ('int2', 'int4', 'int8', 'numeric', 'float4', 'float8',
        'money', 'bool') THEN 'number'
      WHEN y.typname IN ('bytea', 'lo') THEN 'binary'
      ELSE 'other' END)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_type y ON y.oid = a.atttypid
  WHERE c.relkind IN ('v', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND n.nspname NOT LIKE 'pg~_toast%' ESCAPE '~' AND n.nspname NOT LIKE 'pg~_temp%' ESCAPE '~'
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|view-columns|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|view-columns|' || count(*) || '|#' FROM t;

-- view-uses: of which columns they are made.
SELECT '#' || 'acc|begin|view-uses|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    n.nspname::text, c.relname::text, un.nspname::text, u.relname::text,
    COALESCE(a.attname::text, ''))
  FROM (SELECT DISTINCT r.ev_class, d.refobjid, d.refobjsubid
    FROM pg_rewrite r JOIN pg_depend d ON d.objid = r.oid
      AND d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_class'::regclass
    WHERE d.refobjid <> r.ev_class) AS w
  JOIN pg_class c ON c.oid = w.ev_class AND c.relkind IN ('v', 'm')
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_class u ON u.oid = w.refobjid AND u.relkind IN ('r', 'p', 'f', 'v', 'm')
  JOIN pg_namespace un ON un.oid = u.relnamespace
  LEFT JOIN pg_attribute a ON a.attrelid = w.refobjid AND a.attnum = w.refobjsubid
    AND w.refobjsubid > 0
  WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND n.nspname NOT LIKE 'pg~_toast%' ESCAPE '~' AND n.nspname NOT LIKE 'pg~_temp%' ESCAPE '~'
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|view-uses|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|view-uses|' || count(*) || '|#' FROM t;

-- view-text: their SELECT, in pieces of 1,000 characters.
SELECT '#' || 'acc|begin|view-text|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    v.nspname, v.relname, k.k::text,
    CASE WHEN k.k = 401 THEN '[cut]' ELSE substr(v.body, k.k * 1000 - 999, 1000) END)
  FROM (SELECT n.nspname::text AS nspname, c.relname::text AS relname,
      pg_get_viewdef(c.oid) AS body
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('v', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
      AND n.nspname NOT LIKE 'pg~_toast%' ESCAPE '~' AND n.nspname NOT LIKE 'pg~_temp%' ESCAPE '~') AS v
  JOIN generate_series(1, 401) AS k(k) ON k.k = 1 OR k.k * 1000 - 999 <= length(v.body)
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|view-text|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|view-text|' || count(*) || '|#' FROM t;

-- triggers: made by hand or by Campaign.
SELECT '#' || 'acc|begin|triggers|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    n.nspname::text, c.relname::text, g.tgname::text,
    COALESCE(substring(pg_get_triggerdef(g.oid)
      from ' ((?:BEFORE|AFTER|INSTEAD OF) .*?) ON '), ''),
    CASE WHEN g.tgenabled <> 'D' THEN 'yes' ELSE 'no' END)
  FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE NOT g.tgisinternal AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND n.nspname NOT LIKE 'pg~_toast%' ESCAPE '~' AND n.nspname NOT LIKE 'pg~_temp%' ESCAPE '~'
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|triggers|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|triggers|' || count(*) || '|#' FROM t;

-- constraints: but keys to other tables.
SELECT '#' || 'acc|begin|constraints|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    n.nspname::text, c.relname::text, o.conname::text,
    CASE o.contype WHEN 'c' THEN 'check' WHEN 'u' THEN 'unique' ELSE 'exclusion' END,
    pg_get_constraintdef(o.oid))
  FROM pg_constraint o JOIN pg_class c ON c.oid = o.conrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE o.contype IN ('c', 'u', 'x') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND n.nspname NOT LIKE 'pg~_toast%' ESCAPE '~' AND n.nspname NOT LIKE 'pg~_temp%' ESCAPE '~'
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|constraints|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|constraints|' || count(*) || '|#' FROM t;

-- foreign-keys: keys to other tables.
SELECT '#' || 'acc|begin|foreign-keys|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    n.nspname::text, c.relname::text, o.conname::text,
    array_to_string(ARRAY(SELECT a.attname::text FROM generate_subscripts(o.conkey, 1) AS k
      JOIN pg_attribute a ON a.attrelid = o.conrelid AND a.attnum = o.conkey[k] ORDER BY k), ','),
    un.nspname::text, u.relname::text,
    array_to_string(ARRAY(SELECT a.attname::text FROM generate_subscripts(o.confkey, 1) AS k
      JOIN pg_attribute a ON a.attrelid = o.confrelid AND a.attnum = o.confkey[k] ORDER BY k), ','))
  FROM pg_constraint o JOIN pg_class c ON c.oid = o.conrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_class u ON u.oid = o.confrelid
  JOIN pg_namespace un ON un.oid = u.relnamespace
  WHERE o.contype = 'f' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND n.nspname NOT LIKE 'pg~_toast%' ESCAPE '~' AND n.nspname NOT LIKE 'pg~_temp%' ESCAPE '~'
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|foreign-keys|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|foreign-keys|' || count(*) || '|#' FROM t;

-- partitions: and tables that inherit.
SELECT '#' || 'acc|begin|partitions|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    n.nspname::text, c.relname::text, p.relname::text)
  FROM pg_inherits h JOIN pg_class c ON c.oid = h.inhparent
  JOIN pg_class p ON p.oid = h.inhrelid AND p.relkind IN ('r', 'p', 'f')
  JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND n.nspname NOT LIKE 'pg~_toast%' ESCAPE '~' AND n.nspname NOT LIKE 'pg~_temp%' ESCAPE '~'
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|partitions|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|partitions|' || count(*) || '|#' FROM t;

-- publications: what replication reads; PostgreSQL 10 and later.
SELECT '#' || 'acc|begin|publications|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    pubname::text, schemaname::text, tablename::text)
  FROM pg_publication_tables
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|publications|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|publications|' || count(*) || '|#' FROM t;

-- sequences: the current value is read from each sequence that this account may
-- read; query_to_xml runs that one SELECT.
SELECT '#' || 'acc|begin|sequences|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    n.nspname::text, c.relname::text, COALESCE(s.minimum_value::text, ''),
    COALESCE(s.maximum_value::text, ''), COALESCE(s.increment::text, ''),
    CASE WHEN has_sequence_privilege(c.oid, 'SELECT') THEN COALESCE((xpath('/row/last_value/text()',
      query_to_xml('SELECT last_value FROM ' || c.oid::regclass, false, true, '')))[1]::text, '')
      ELSE '' END,
    COALESCE(lower(s.cycle_option::text), ''))
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN information_schema.sequences s ON s.sequence_schema = n.nspname
    AND s.sequence_name = c.relname
  WHERE c.relkind = 'S' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND n.nspname NOT LIKE 'pg~_toast%' ESCAPE '~' AND n.nspname NOT LIKE 'pg~_temp%' ESCAPE '~'
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|sequences|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|sequences|' || count(*) || '|#' FROM t;

-- routines: but those of extensions.
SELECT '#' || 'acc|begin|routines|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    n.nspname::text, p.proname::text, 'function', pg_get_userbyid(p.proowner)::text)
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND n.nspname NOT LIKE 'pg~_toast%' ESCAPE '~' AND n.nspname NOT LIKE 'pg~_temp%' ESCAPE '~'
    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid
      AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e')
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|routines|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|routines|' || count(*) || '|#' FROM t;

-- grants: to others than the owner.
SELECT '#' || 'acc|begin|grants|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(g.grantee)::text END,
    g.nspname, g.relname, g.privilege)
  FROM (SELECT n.nspname::text AS nspname, c.relname::text AS relname, c.relowner,
      (aclexplode(c.relacl)).grantee AS grantee,
      (aclexplode(c.relacl)).privilege_type AS privilege
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND c.relacl IS NOT NULL
      AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND n.nspname NOT LIKE 'pg~_toast%' ESCAPE '~' AND n.nspname NOT LIKE 'pg~_temp%' ESCAPE '~') AS g
  WHERE g.grantee <> g.relowner
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|grants|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|grants|' || count(*) || '|#' FROM t;

-- ==== Campaign ====

-- Names without a schema below are looked up where XtkOption stands.
SELECT set_config('search_path', quote_ident(n.nspname), false)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relname = 'xtkoption' AND c.relkind IN ('r', 'p')
ORDER BY n.nspname <> current_schema(), n.nspname LIMIT 1;

-- Columns that not every version of Campaign has are read by a subquery in which
-- an unknown name means the empty column of the same name around it.

-- options: Campaign's own, without any whose name may hold a secret.
SELECT '#' || 'acc|begin|options|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    o.sname, o.datatype, o.sstringvalue, o.longvalue, o.doublevalue, o.timestampvalue,
    k.k::text,
    CASE WHEN k.k = 401 THEN '[cut]' ELSE substr(o.memo, k.k * 1000 - 999, 1000) END)
  FROM (SELECT o.sname, o.sstringvalue,
      COALESCE((SELECT idatatype::text FROM xtkoption i WHERE i.ctid = o.rowid), '') AS datatype,
      COALESCE((SELECT ilongvalue::text FROM xtkoption i WHERE i.ctid = o.rowid), '') AS longvalue,
      COALESCE((SELECT ddoublevalue::text FROM xtkoption i WHERE i.ctid = o.rowid), '') AS doublevalue,
      COALESCE(substr((SELECT tstimestampvalue::text FROM xtkoption i WHERE i.ctid = o.rowid), 1, 19), '')
        AS timestampvalue,
      COALESCE((SELECT mmemovalue::text FROM xtkoption i WHERE i.ctid = o.rowid), '') AS memo
    FROM (SELECT ctid AS rowid, sname::text, COALESCE(sstringvalue::text, '') AS sstringvalue,
        NULL::text AS idatatype, NULL::text AS ilongvalue, NULL::text AS ddoublevalue,
        NULL::text AS tstimestampvalue, NULL::text AS mmemovalue FROM xtkoption) AS o
    WHERE (lower(o.sname) LIKE 'wdbc%' OR lower(o.sname) LIKE 'xtk%'
      OR lower(o.sname) LIKE 'nms%' OR lower(o.sname) LIKE 'nl%'
      OR lower(o.sname) LIKE 'ncm%' OR lower(o.sname) LIKE 'crm%'
      OR lower(o.sname) LIKE 'tnt%' OR lower(o.sname) LIKE 'postupgrade%')
      AND (NOT (lower(o.sname) LIKE '%pass%' OR lower(o.sname) LIKE '%pwd%'
      OR lower(o.sname) LIKE '%key%' OR lower(o.sname) LIKE '%secret%'
      OR lower(o.sname) LIKE '%token%' OR lower(o.sname) LIKE '%credential%'
      OR lower(o.sname) LIKE '%pipeline%')
      OR o.sname IN ('XtkPassUnknownSQLFunctionsToRDBMS', 'XtkAcceptOldPasswords'))) AS o
  JOIN generate_series(1, 401) AS k(k) ON k.k = 1 OR k.k * 1000 - 999 <= length(o.memo)
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|options|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|options|' || count(*) || '|#' FROM t;

-- option-secrets: of the others only whether they are empty.
SELECT '#' || 'acc|begin|option-secrets|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    o.sname::text,
    CASE WHEN COALESCE(o.sstringvalue::text, '') = '' THEN 'yes' ELSE 'no' END)
  FROM xtkoption o
  WHERE (lower(o.sname) LIKE '%pass%' OR lower(o.sname) LIKE '%pwd%'
    OR lower(o.sname) LIKE '%key%' OR lower(o.sname) LIKE '%secret%'
    OR lower(o.sname) LIKE '%token%' OR lower(o.sname) LIKE '%credential%'
    OR lower(o.sname) LIKE '%pipeline%')
    AND NOT o.sname IN ('XtkPassUnknownSQLFunctionsToRDBMS', 'XtkAcceptOldPasswords')
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|option-secrets|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|option-secrets|' || count(*) || '|#' FROM t;

-- workflows: who they are and their state.
SELECT '#' || 'acc|begin|workflows|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    iworkflowid::text, COALESCE(sinternalname::text, ''), COALESCE(slabel::text, ''),
    COALESCE(istate::text, ''), COALESCE(istatus::text, ''), COALESCE(ihistory::text, ''))
  FROM xtkworkflow
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|workflows|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|workflows|' || count(*) || '|#' FROM t;

-- workflow-states: how many are in which state.
SELECT '#' || 'acc|begin|workflow-states|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    COALESCE(istate::text, ''), COALESCE(istatus::text, ''), count(*)::text)
  FROM xtkworkflow GROUP BY istate, istatus
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|workflow-states|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|workflow-states|' || count(*) || '|#' FROM t;

-- folders: the tree of the console.
SELECT '#' || 'acc|begin|folders|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    ifolderid::text, COALESCE(iparentid::text, ''), COALESCE(sname::text, ''),
    COALESCE(sfullname::text, ''), COALESCE(smodel::text, ''),
    COALESCE(ichildcount::text, ''))
  FROM xtkfolder
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|folders|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|folders|' || count(*) || '|#' FROM t;

-- external-accounts: where Campaign connects to; never a password.
SELECT '#' || 'acc|begin|external-accounts|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    o.id, o.sname, o.slabel, o.iactive,
    COALESCE((SELECT itype::text FROM nmsextaccount i WHERE i.ctid = o.rowid), ''),
    COALESCE((SELECT sserver::text FROM nmsextaccount i WHERE i.ctid = o.rowid), ''),
    COALESCE((SELECT sport::text FROM nmsextaccount i WHERE i.ctid = o.rowid), ''),
    COALESCE((SELECT saccount::text FROM nmsextaccount i WHERE i.ctid = o.rowid), ''),
    COALESCE((SELECT sprovider::text FROM nmsextaccount i WHERE i.ctid = o.rowid), ''),
    COALESCE((SELECT sdbname::text FROM nmsextaccount i WHERE i.ctid = o.rowid), ''),
    COALESCE((SELECT sdbschema::text FROM nmsextaccount i WHERE i.ctid = o.rowid), ''),
    COALESCE((SELECT iunicodedata::text FROM nmsextaccount i WHERE i.ctid = o.rowid), ''))
  FROM (SELECT o.rowid, o.id, o.sname, o.iactive, COALESCE((SELECT slabel::text FROM nmsextaccount i WHERE i.ctid = o.rowid), '') AS slabel,
      NULL::text AS itype, NULL::text AS sserver, NULL::text AS sport, NULL::text AS saccount,
      NULL::text AS sprovider, NULL::text AS sdbname, NULL::text AS sdbschema,
      NULL::text AS iunicodedata
    FROM (SELECT ctid AS rowid, iextaccountid::text AS id, COALESCE(sname::text, '') AS sname,
        COALESCE(iactive::text, '') AS iactive, NULL::text AS slabel FROM nmsextaccount
        WHERE iextaccountid <> 0) AS o) AS o
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|external-accounts|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|external-accounts|' || count(*) || '|#' FROM t;

-- operators: their names; never a password.
SELECT '#' || 'acc|begin|operators|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    o.id, o.sname,
    COALESCE((SELECT idisable::text FROM xtkoperator i WHERE i.ctid = o.rowid), ''),
    COALESCE((SELECT itype::text FROM xtkoperator i WHERE i.ctid = o.rowid), ''),
    COALESCE(substr((SELECT tslastmodified::text FROM xtkoperator i WHERE i.ctid = o.rowid), 1, 19), ''))
  FROM (SELECT ctid AS rowid, ioperatorid::text AS id, COALESCE(sname::text, '') AS sname,
      NULL::text AS idisable, NULL::text AS itype, NULL::text AS tslastmodified
    FROM xtkoperator) AS o
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|operators|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|operators|' || count(*) || '|#' FROM t;

-- operator-groups: who is in which group.
SELECT '#' || 'acc|begin|operator-groups|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    COALESCE(ioperatorid::text, ''), COALESCE(igroupid::text, ''))
  FROM xtkoperatorgroup
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|operator-groups|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|operator-groups|' || count(*) || '|#' FROM t;

-- delivery-states: how many are under way.
SELECT '#' || 'acc|begin|delivery-states|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    COALESCE(istate::text, ''), COALESCE(ideliverymode::text, ''), count(*)::text)
  FROM nmsdelivery WHERE ideletestatus = 0 AND iismodel = 0
  GROUP BY istate, ideliverymode
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|delivery-states|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|delivery-states|' || count(*) || '|#' FROM t;

-- delivery-parts: how many are prepared.
SELECT '#' || 'acc|begin|delivery-parts|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    count(*)::text)
  FROM nmsdeliverypart WHERE ideliverypartid <> 0
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|delivery-parts|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|delivery-parts|' || count(*) || '|#' FROM t;

-- delivery-mappings: the schemas of logs.
SELECT '#' || 'acc|begin|delivery-mappings|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    COALESCE(sbroadlogschema::text, ''), COALESCE(sbroadlogexclschema::text, ''),
    COALESCE(strackinglogschema::text, ''))
  FROM (SELECT DISTINCT sbroadlogschema, sbroadlogexclschema, strackinglogschema
    FROM nmsdeliverymapping) AS m
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|delivery-mappings|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|delivery-mappings|' || count(*) || '|#' FROM t;

-- offer-views: content of offers of 6.02.
SELECT '#' || 'acc|begin|offer-views|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    count(*)::text)
  FROM nmsemailofferview
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|offer-views|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|offer-views|' || count(*) || '|#' FROM t;

-- key-ranges: the least and the greatest key, nothing of the rows.
SELECT '#' || 'acc|begin|key-ranges|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    'nmsrecipient', 'irecipientid', COALESCE(min(irecipientid)::text, ''),
    COALESCE(max(irecipientid)::text, ''))
  FROM nmsrecipient
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|key-ranges|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|key-ranges|' || count(*) || '|#' FROM t;

-- entities: what is stored: schemas, forms, reports, scripts; not their content.
SELECT '#' || 'acc|begin|entities|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    o.entityschema, o.namespace, o.sname,
    COALESCE((SELECT slabel::text FROM xtkentity i WHERE i.ctid = o.rowid), ''),
    COALESCE((SELECT smd5::text FROM xtkentity i WHERE i.ctid = o.rowid), ''),
    COALESCE(substr((SELECT tslastmodified::text FROM xtkentity i WHERE i.ctid = o.rowid), 1, 19), ''),
    o.stored)
  FROM (SELECT ctid AS rowid, COALESCE(sentityschema::text, '') AS entityschema,
      COALESCE(snamespace::text, '') AS namespace, COALESCE(sname::text, '') AS sname,
      CASE WHEN mdata IS NULL THEN 'no' ELSE 'yes' END AS stored,
      NULL::text AS slabel, NULL::text AS smd5, NULL::text AS tslastmodified
    FROM xtkentity) AS o
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|entities|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|entities|' || count(*) || '|#' FROM t;

-- schema-xml: the schemas that describe tables, in pieces of 1,000 characters.
SELECT '#' || 'acc|begin|schema-xml|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    COALESCE(o.snamespace::text, ''), COALESCE(o.sname::text, ''), k.k::text,
    CASE WHEN k.k = 401 THEN '[cut]' ELSE substr(o.mdata::text, k.k * 1000 - 999, 1000) END)
  FROM xtkentity o
  JOIN generate_series(1, 401) AS k(k) ON k.k = 1 OR k.k * 1000 - 999 <= length(o.mdata::text)
  WHERE o.sentityschema = 'xtk:srcSchema' AND o.mdata IS NOT NULL
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|schema-xml|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|schema-xml|' || count(*) || '|#' FROM t;

-- code-hits: what may not survive the migration, with 80 characters around.
SELECT '#' || 'acc|begin|code-hits|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    'xtkworkflow', o.id, o.name, o.label, e.x,
    ((length(o.m) - length(replace(o.m, e.x, ''))) / length(e.x))::text,
    substr(o.m, greatest(1, position(e.x in o.m) - 80),
      least(position(e.x in o.m) - 1, 80) + length(e.x) + 80))
  FROM (SELECT iworkflowid::text AS id, COALESCE(sinternalname::text, '') AS name,
      COALESCE(slabel::text, '') AS label, mdata::text AS m FROM xtkworkflow) AS o
  JOIN (VALUES
      ('.@'), ('common.js'), ('logon('), ('new SoapMethodCall('), ('sql='),
      ('SQLDATA'), ('SQLData'), ('aliasSqlTable'), ('__sessiontoken='), ('sessionInfo'),
      ('preprocessCommand'), ('decryptString('), ('crmDeploymentType="onpremise"'),
      ('crmDeploymentType="v1 active"'), ('crmDeploymentType=&quot;onpremise&quot;'),
      ('crmDeploymentType=&quot;v1 active&quot;'), ('mscrmWorkflow'), ('sfdcWorkflow'),
      ('nl5'), ('nlserver5'), ('Neolane v5'), ('Neolane v6'), ('Adobe Campaign v6'),
      ('EvaluateJavaScript'), ('count(*)'), ('sqlExec'), ('sqlSelect'),
      ('emailOfferView'), ('webOfferView'), ('callCenterOfferView'),
      ('mobileOfferView'), ('paperOfferView'), ('dropDownMenu')) AS e(x)
    ON position(e.x in o.m) > 0
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|code-hits|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|code-hits|' || count(*) || '|#' FROM t;

-- code-hits-entities: the same in stored entities.
SELECT '#' || 'acc|begin|code-hits-entities|#';
WITH q(r) AS (
  SELECT concat_ws(chr(31),
    'xtkentity', o.id, o.name, o.label, e.x,
    ((length(o.m) - length(replace(o.m, e.x, ''))) / length(e.x))::text,
    substr(o.m, greatest(1, position(e.x in o.m) - 80),
      least(position(e.x in o.m) - 1, 80) + length(e.x) + 80))
  FROM (SELECT COALESCE(sentityschema::text, '') || ' ' || COALESCE(snamespace::text, '')
      || ':' || COALESCE(sname::text, '') AS id, COALESCE(sname::text, '') AS name,
      '' AS label, mdata::text AS m FROM xtkentity) AS o
  JOIN (VALUES
      ('.@'), ('common.js'), ('logon('), ('new SoapMethodCall('), ('sql='),
      ('SQLDATA'), ('SQLData'), ('aliasSqlTable'), ('__sessiontoken='), ('sessionInfo'),
      ('preprocessCommand'), ('decryptString('), ('crmDeploymentType="onpremise"'),
      ('crmDeploymentType="v1 active"'), ('crmDeploymentType=&quot;onpremise&quot;'),
      ('crmDeploymentType=&quot;v1 active&quot;'), ('mscrmWorkflow'), ('sfdcWorkflow'),
      ('nl5'), ('nlserver5'), ('Neolane v5'), ('Neolane v6'), ('Adobe Campaign v6'),
      ('EvaluateJavaScript'), ('count(*)'), ('sqlExec'), ('sqlSelect'),
      ('emailOfferView'), ('webOfferView'), ('callCenterOfferView'),
      ('mobileOfferView'), ('paperOfferView'), ('dropDownMenu')) AS e(x)
    ON position(e.x in o.m) > 0
), t(t) AS (SELECT replace(replace(replace(replace(replace(replace(replace(
    replace(replace(r, '%', '%25'), '|', '%7C'), '#', '%23'), chr(92), '%5C'),
    ' ', '%20'), chr(9), '%09'), chr(10), '%0A'), chr(13), '%0D'), chr(31), '|')
  FROM q)
SELECT '#' || 'acc|row|code-hits-entities|' || length(t) || '|' || t || '|#' FROM t
UNION ALL SELECT '#' || 'acc|end|code-hits-entities|' || count(*) || '|#' FROM t;
