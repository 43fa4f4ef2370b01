-- of this database, for everybody or for one role in it; the database's own name is no property
SELECT CASE s.setrole WHEN 0 THEN 'everybody' ELSE 'role ' || quote_ident(pg_get_userbyid(s.setrole)) END
         || ' ' || split_part(setting, '=', 1),
       jsonb_build_object('value', substr(setting, strpos(setting, '=') + 1))
FROM pg_db_role_setting s
CROSS JOIN unnest(s.setconfig) setting
WHERE s.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
