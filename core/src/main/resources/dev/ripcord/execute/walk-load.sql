SELECT pass, next_block, end_block, changed_in_pass, changed FROM ripcord.walk WHERE unit = ?
