SELECT
  a.attname AS name,
  format_type(a.atttypid, a.atttypmod) AS type,
  a.atttypid::bigint AS type_id,
  a.atttypmod AS modifier,
  a.attnotnull OR EXISTS (
    WITH RECURSIVE domain AS (
      SELECT t.typnotnull, t.typbasetype FROM pg_type t WHERE t.oid = a.atttypid AND t.typtype = 'd'
      UNION ALL
      SELECT t.typnotnull, t.typbasetype FROM domain d JOIN pg_type t ON t.oid = d.typbasetype AND t.typtype = 'd'
    )
    SELECT FROM domain WHERE typnotnull
  ) AS required,
  a.attgenerated <> '' AS generated,
  a.attidentity <> '' AS identity,
  pg_get_expr(d.adbin, d.adrelid) AS default_value,
  EXISTS (
    SELECT FROM pg_trigger g
    WHERE g.tgrelid = a.attrelid AND NOT g.tgisinternal AND g.tgname NOT LIKE '~ripcord%'
  ) OR EXISTS (
    -- before 16 the generated column depends on it, since then its expression does too
    SELECT FROM pg_attribute g
    JOIN pg_attrdef e ON e.adrelid = g.attrelid AND e.adnum = g.attnum
    JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum
      AND (d.classid = 'pg_attrdef'::regclass AND d.objid = e.oid
           OR d.classid = 'pg_class'::regclass AND d.objid = g.attrelid AND d.objsubid = g.attnum)
    WHERE g.attrelid = a.attrelid AND g.attgenerated <> '' AND g.attnum <> a.attnum
  ) AS computed_with,
  EXISTS (
    SELECT FROM pg_index i WHERE i.indrelid = a.attrelid AND a.attnum = ANY (i.indkey)
  ) AS indexed,
  EXISTS (
    SELECT FROM pg_index i
    WHERE i.indrelid = a.attrelid
      AND i.indisunique
      AND i.indnkeyatts = 1
      AND (
        i.indkey[0] = a.attnum
        OR i.indkey[0] = 0
        AND strpos(pg_get_indexdef(i.indexrelid, 1, true), quote_ident(a.attname)) > 0
        AND EXISTS (
          SELECT FROM pg_depend d
          WHERE d.classid = 'pg_class'::regclass
            AND d.objid = i.indexrelid
            AND d.refclassid = 'pg_class'::regclass
            AND d.refobjid = a.attrelid
            AND d.refobjsubid = a.attnum
        )
      )
  ) AS alone_unique
FROM pg_attribute a
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attrelid = format('%I.%I', ?, ?)::regclass
  AND a.attnum > 0
  AND NOT a.attisdropped
ORDER BY a.attnum
