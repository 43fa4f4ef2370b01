DELETE FROM ripcord.owed WHERE letter = ? AND channel = ?
