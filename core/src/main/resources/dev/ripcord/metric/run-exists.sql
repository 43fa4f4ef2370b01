SELECT to_regclass('ripcord.journal') IS NOT NULL AND to_regclass('ripcord.run') IS NOT NULL AS found
