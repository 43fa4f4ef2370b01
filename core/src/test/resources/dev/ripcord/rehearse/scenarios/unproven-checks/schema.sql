CREATE TABLE public.odd (id int PRIMARY KEY, a int, b int NOT NULL DEFAULT 3, c int, d text);
INSERT INTO public.odd VALUES (1000001, 5, 6, 7, 'x'), (1000002, 5, 6, -5, 'not asked for');
ALTER TABLE public.odd ADD CONSTRAINT "new a" CHECK (a > 0) NOT VALID;
ALTER TABLE public.odd ADD CONSTRAINT few CHECK (a < 100000 AND b < 100000) NO INHERIT NOT VALID;
ALTER TABLE public.odd ADD CONSTRAINT old_c CHECK (c > 0) NOT VALID;
COMMENT ON CONSTRAINT old_c ON public.odd IS 'of new rows';
