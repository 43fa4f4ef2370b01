-- what names mean to the functions of users' triggers: the database's own path, whoever we are; and what our session would be to them
SELECT coalesce(string_agg(element, ', ' ORDER BY number), '') AS path, current_setting('TimeZone') AS zone, current_setting('row_security') AS policies
FROM (SELECT coalesce((SELECT substr(setting, length('search_path=') + 1)
    FROM pg_catalog.pg_db_role_setting AS s JOIN pg_catalog.pg_database AS d ON d.oid = s.setdatabase, unnest(s.setconfig) AS setting
    WHERE s.setrole = 0 AND d.datname = current_database() AND setting LIKE 'search\_path=%'), 'public') AS path) AS own,
  regexp_split_to_table(path, '\s*,\s*') WITH ORDINALITY AS elements (element, number)
WHERE element NOT IN ('$user', '"$user"', 'pg_catalog', '"pg_catalog"', '""')
