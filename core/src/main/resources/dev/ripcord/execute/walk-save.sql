INSERT INTO ripcord.walk (unit, stretch, pass, next_block, end_block, changed_in_pass, changed)
VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (unit, stretch) DO UPDATE SET pass = excluded.pass, next_block = excluded.next_block,
  end_block = excluded.end_block, changed_in_pass = excluded.changed_in_pass, changed = excluded.changed
RETURNING set_config('synchronous_commit', 'off', true) AS commit
