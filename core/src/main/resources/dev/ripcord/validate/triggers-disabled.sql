WITH :affected
SELECT t.tgrelid::regclass || '.' || quote_ident(t.tgname) AS name
FROM affected JOIN pg_trigger AS t ON t.tgrelid = affected.oid
WHERE NOT t.tgisinternal AND t.tgenabled = 'D' AND t.tgparentid = 0
ORDER BY 1
