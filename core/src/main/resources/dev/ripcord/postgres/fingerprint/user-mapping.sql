-- the view hides from a reader the options that are not his to read; a short hash stands for each value
SELECT quote_ident(u.usename) || ' ' || quote_ident(u.srvname),
       jsonb_build_object(
         'option hashes', (SELECT string_agg(o.option_name || '=' || left(encode(sha256(convert_to(o.option_value, 'UTF8')), 'hex'), 8),
                                             ', ' ORDER BY o.option_name COLLATE "C")
                           FROM pg_options_to_table(u.umoptions) o))
FROM pg_user_mappings u
