SELECT to_regclass('ripcord.run') IS NOT NULL AS found
