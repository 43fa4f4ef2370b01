WITH concerned AS (
  SELECT split_part(line, ' ', 1)::regclass AS class, split_part(line, ' ', 2)::oid AS id,
    split_part(line, ' ', 3)::integer AS part, split_part(line, ' ', 4)::boolean AS goes
  FROM unnest(string_to_array(?, chr(10))) AS line),
dropped AS (
  SELECT class, id, part FROM concerned WHERE goes
  UNION
  -- a foreign key depends on the index of the key that it references
  SELECT 'pg_class'::regclass, k.conindid, 0
  FROM concerned AS c
  JOIN pg_constraint AS k ON c.class = 'pg_constraint'::regclass AND k.oid = c.id
  WHERE c.goes AND k.contype IN ('p', 'u', 'x')
  UNION
  SELECT 'pg_type'::regclass, t.oid, 0
  FROM concerned AS c
  JOIN pg_type AS t ON c.class = 'pg_class'::regclass AND c.part = 0 AND t.typrelid = c.id
    OR c.class = 'pg_type'::regclass AND t.oid = (SELECT typarray FROM pg_type WHERE oid = c.id)
  WHERE c.goes),
hanging AS (
  SELECT d.classid, d.objid, d.objsubid, min(pg_describe_object(o.class, o.id, o.part)) AS on_what
  FROM dropped AS o
  JOIN pg_depend AS d ON d.refclassid = o.class AND d.refobjid = o.id AND (o.part = 0 OR d.refobjsubid = o.part)
  WHERE d.deptype = 'n'
  GROUP BY d.classid, d.objid, d.objsubid),
-- the table or view to which the dependent belongs, and its columns there
placed AS (
  SELECT h.*, coalesce(r.ev_class, k.conrelid, f.adrelid, t.tgrelid, p.polrelid,
      CASE h.classid WHEN 'pg_class'::regclass THEN h.objid END) AS relation,
    coalesce(k.conkey, ARRAY[f.adnum], ARRAY[nullif(h.objsubid, 0)::smallint]) AS columns,
    r.oid IS NOT NULL AS is_rule, t.tgname
  FROM hanging AS h
  LEFT JOIN pg_rewrite AS r ON h.classid = 'pg_rewrite'::regclass AND r.oid = h.objid
  LEFT JOIN pg_constraint AS k ON h.classid = 'pg_constraint'::regclass AND k.oid = h.objid
  LEFT JOIN pg_attrdef AS f ON h.classid = 'pg_attrdef'::regclass AND f.oid = h.objid
  LEFT JOIN pg_trigger AS t ON h.classid = 'pg_trigger'::regclass AND t.oid = h.objid
  LEFT JOIN pg_policy AS p ON h.classid = 'pg_policy'::regclass AND p.oid = h.objid)
SELECT DISTINCT format('%s depends on %s, which the way back drops',
    CASE WHEN is_rule THEN pg_describe_object('pg_class'::regclass, relation, 0)
    ELSE pg_describe_object(classid, objid, objsubid) END, on_what) AS what
FROM placed AS p
WHERE NOT EXISTS (SELECT FROM concerned AS c
    WHERE c.class = p.classid AND c.id = p.objid AND (c.part = 0 OR c.part = p.objsubid)
      OR c.class = 'pg_class'::regclass AND c.id = p.relation
        AND (c.part = 0 OR c.goes AND c.part = ANY (p.columns)))
  AND coalesce(p.tgname NOT LIKE '~ripcord%', true)
  AND NOT EXISTS (SELECT FROM pg_proc AS f
    WHERE p.classid = 'pg_proc'::regclass AND f.oid = p.objid AND f.pronamespace = to_regnamespace('ripcord'))
ORDER BY what
