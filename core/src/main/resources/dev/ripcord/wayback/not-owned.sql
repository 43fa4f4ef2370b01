SELECT format('table %s is owned by %s, and %s is no member of that role', c.oid::regclass,
    pg_get_userbyid(c.relowner), current_user) AS what
FROM unnest(string_to_array(?, chr(10))) AS name
JOIN pg_class AS c ON c.oid = to_regclass(name)
WHERE NOT pg_has_role(c.relowner, 'USAGE')
