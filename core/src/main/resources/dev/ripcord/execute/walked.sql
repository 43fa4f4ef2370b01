-- how far the walks got, to be compared with how far they got before
SELECT coalesce(string_agg(concat_ws('/', unit, pass, stretch, next_block), ' ' ORDER BY unit, stretch), '') AS places
FROM ripcord.walk
