SELECT to_regclass('ripcord.alert') IS NOT NULL AS there
