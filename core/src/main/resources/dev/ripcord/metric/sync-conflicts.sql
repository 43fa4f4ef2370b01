SELECT count(*)::text AS value, NULL::text AS idle, NULL::text AS blind FROM ripcord.sync_conflict
