SELECT count(*) FILTER (WHERE action = 'updated') AS updated, count(*) FILTER (WHERE action = 'inserted') AS inserted,
  count(*) FILTER (WHERE action = 'deleted') AS deleted, count(*) FILTER (WHERE action = 'merged') AS merged,
  count(*) FILTER (WHERE altered) AS altered
FROM ripcord_kept.merged_rows
WHERE merge = ? AND of_table = ?
