named AS (SELECT to_regclass(name) AS oid FROM unnest(ARRAY[:names]::text[]) AS name),
affected AS (
  SELECT named.oid::oid AS oid FROM named WHERE named.oid IS NOT NULL
  UNION
  SELECT part.relid::oid FROM named CROSS JOIN LATERAL pg_partition_tree(named.oid) AS part
)
