WITH :affected, keys AS (
  SELECT k.*, coalesce((to_jsonb(k) ->> 'conperiod')::boolean, false) AS period,
         coalesce((to_jsonb(k) ->> 'conenforced')::boolean, true) AS enforced
  FROM pg_constraint AS k
  WHERE k.contype = 'f' AND k.conparentid = 0
    AND (k.conrelid IN (SELECT oid FROM affected) OR k.confrelid IN (SELECT oid FROM affected))
), pairs AS (
  SELECT k.oid, string_agg(format('parent.%I OPERATOR(%I.%s) child.%I', p.attname, n.nspname, o.oprname, c.attname), ' AND ' ORDER BY place.at) AS same,
         string_agg(format('child.%I IS NOT NULL', c.attname), CASE k.confmatchtype WHEN 'f' THEN ' OR ' ELSE ' AND ' END ORDER BY place.at) AS bound
  FROM keys AS k
  CROSS JOIN LATERAL generate_subscripts(k.conkey, 1) AS place (at)
  JOIN pg_attribute AS c ON c.attrelid = k.conrelid AND c.attnum = k.conkey[place.at]
  JOIN pg_attribute AS p ON p.attrelid = k.confrelid AND p.attnum = k.confkey[place.at]
  JOIN pg_operator AS o ON o.oid = k.conpfeqop[place.at]
  JOIN pg_namespace AS n ON n.oid = o.oprnamespace
  GROUP BY k.oid, k.confmatchtype
)
SELECT k.conrelid::regclass || '.' || quote_ident(k.conname) AS name, k.convalidated AS validated, k.period OR NOT k.enforced AS skipped,
       format('SELECT count(*) AS orphans FROM %s%s AS child WHERE (%s) AND NOT EXISTS (SELECT FROM %s AS parent WHERE %s)',
              CASE (SELECT relkind FROM pg_class WHERE oid = k.conrelid) WHEN 'p' THEN '' ELSE 'ONLY ' END,
              k.conrelid::regclass, pairs.bound, k.confrelid::regclass, pairs.same) AS query,
       -- also the triggers of partitions, which carry on the key of their parent
       (SELECT string_agg(DISTINCT t.tgrelid::regclass::text, ', ') FROM pg_trigger AS t
        WHERE t.tgconstraint = k.oid AND t.tgenabled = 'D') AS disabled
FROM keys AS k JOIN pairs ON pairs.oid = k.oid
ORDER BY 1
