-- whether a script left its transaction open with work in it, which would be gone with the session
SELECT pg_current_xact_id_if_assigned() IS NOT NULL AS open
