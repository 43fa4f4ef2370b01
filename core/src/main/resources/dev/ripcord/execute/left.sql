-- the first blocks that have rows left to do, and how many blocks and rows there are
SELECT block, count(*) OVER () AS blocks, (sum(rows) OVER ())::bigint AS rows
FROM (SELECT (t.ctid::text::point)[0]::bigint AS block, count(*) AS rows FROM <table> AS t WHERE <left>
  GROUP BY 1) AS places
ORDER BY block
LIMIT 1000
