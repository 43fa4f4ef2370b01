SELECT pass, stretch, next_block, end_block, changed_in_pass, changed FROM ripcord.walk WHERE unit = ? ORDER BY stretch
