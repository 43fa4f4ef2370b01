SELECT seq, hash FROM ripcord.journal ORDER BY seq DESC LIMIT 1
