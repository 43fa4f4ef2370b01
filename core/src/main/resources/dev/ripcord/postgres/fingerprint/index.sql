SELECT r.schema || '.' || quote_ident(c.relname),
       json_build_object(
         'table', r.identity,
         'definition', pg_get_indexdef(c.oid),
         'constraint', (SELECT quote_ident(k.conname) FROM pg_constraint k
                        WHERE k.conindid = c.oid AND k.conrelid = r.oid AND k.contype IN ('p', 'u', 'x')),
         'valid', i.indisvalid,
         'ready', i.indisready,
         'clustered', i.indisclustered,
         'replica identity', i.indisreplident,
         'tablespace', (SELECT quote_ident(t.spcname) FROM pg_tablespace t WHERE t.oid = c.reltablespace),
         'statistics', (SELECT string_agg(a.attnum || ': ' || a.attstattarget, ', ' ORDER BY a.attnum)
                        FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attstattarget >= 0),
         'attached to', (SELECT h.inhparent::regclass::text FROM pg_inherits h WHERE h.inhrelid = c.oid),
         'comment', (SELECT description FROM pg_description
                     WHERE (classoid, objoid, objsubid) = ('pg_class'::regclass, c.oid, 0)))
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN (SELECT relation.*, space.name AS schema FROM relation JOIN space ON space.oid = relation.relnamespace) r
  ON r.oid = i.indrelid
