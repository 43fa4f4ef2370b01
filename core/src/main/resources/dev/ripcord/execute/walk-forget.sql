DELETE FROM ripcord.walk WHERE unit = ?
