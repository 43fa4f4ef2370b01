SELECT c.oid IS NOT NULL AS found, coalesce(has_table_privilege(c.oid, 'SELECT'), true) AS readable,
  coalesce(pg_get_userbyid(c.relowner)::text, '') AS owner, current_user::text AS me
FROM (SELECT to_regclass('ripcord.run') AS run) AS named LEFT JOIN pg_class AS c ON c.oid = named.run
