SELECT to_regclass('ripcord.journal') IS NOT NULL AS found
