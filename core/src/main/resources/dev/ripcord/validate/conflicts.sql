SELECT table_name AS name, count(*) AS conflicts FROM ripcord.sync_conflict GROUP BY 1 ORDER BY 1
