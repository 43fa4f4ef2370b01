SELECT count(*) AS conflicts FROM ripcord.sync_conflict
