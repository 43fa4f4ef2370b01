-- The snapshot is older than the number that is taken here, so if it knows of nothing that is under way below that
-- number, then nothing is: every transaction that could write without taking a later number has ended.
-- What a batch sets off may change rows behind it: triggers, rules and cascades, but not a row's own BEFORE trigger of ours.
SELECT mine.xid::text AS number,
  pg_snapshot_xmin(pg_current_snapshot()) = mine.xid AND NOT EXISTS (
    SELECT FROM pg_class AS c WHERE c.oid = walked.oid AND c.relhasrules
  ) AND NOT EXISTS (
    SELECT FROM pg_trigger AS t WHERE t.tgrelid = walked.oid AND NOT t.tgisinternal
      AND t.tgtype & 24 <> 0 AND NOT (t.tgname LIKE '~ripcord%' AND t.tgtype & 2 <> 0)
  ) AND NOT EXISTS (
    SELECT FROM pg_constraint AS f WHERE f.confrelid = walked.oid AND f.contype = 'f' AND f.confupdtype NOT IN ('a', 'r')
  ) AS alone
FROM pg_current_xact_id() AS mine (xid), to_regclass(?) AS walked (oid)
