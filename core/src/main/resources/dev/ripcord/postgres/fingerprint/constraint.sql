-- Children of a partitioned table's foreign keys are implied by their parents and have names that
-- the server makes up, so they are left out, as pg_dump does. Constraint triggers are triggers.
-- Kind n (NOT NULL) exists since 18, conenforced too.
SELECT r.identity || '.' || quote_ident(k.conname),
       json_build_object(
         'table', r.identity,
         'definition', pg_get_constraintdef(k.oid),
         'validated', k.convalidated,
         'enforced', (SELECT conenforced FROM pg_constraint o WHERE o.oid = k.oid),
         'deferrable', k.condeferrable,
         'deferred', k.condeferred,
         'inherited', CASE WHEN k.coninhcount > 0
                           THEN CASE WHEN k.conislocal THEN 'and local' ELSE 'only' END END,
         'no inherit', nullif(k.connoinherit AND k.contype IN ('c', 'n'), false),
         -- ALTER TABLE DISABLE TRIGGER ALL silently stops a foreign key from being enforced
         'triggers', (SELECT string_agg(DISTINCT CASE g.tgenabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'on replica'
                                                                  ELSE 'always' END, ', ')
                      FROM pg_trigger g WHERE g.tgconstraint = k.oid AND g.tgenabled <> 'O'),
         'comment', (SELECT description FROM pg_description
                     WHERE (classoid, objoid, objsubid) = ('pg_constraint'::regclass, k.oid, 0)))
FROM pg_constraint k
JOIN relation r ON r.oid = k.conrelid
-- the name of a column that older servers lack: there it is found here instead of in pg_constraint
CROSS JOIN (VALUES (NULL::boolean)) AS older (conenforced)
WHERE k.contype <> 't'
  AND (k.contype <> 'f' OR k.conparentid = 0)
