CREATE TABLE public.odd (id int PRIMARY KEY, a int, b int NOT NULL DEFAULT 3);
ALTER TABLE public.odd ADD CONSTRAINT "new a" CHECK (a > 0) NOT VALID;
ALTER TABLE public.odd ADD CONSTRAINT few CHECK (a < 100000 AND b < 100000) NO INHERIT NOT VALID;
CREATE TABLE public.kept (id int PRIMARY KEY, c int, d text);
-- a row that the check would refuse, and which comes back all the same
INSERT INTO public.kept VALUES (1000001, 7, 'x'), (1000002, -5, 'not asked for');
ALTER TABLE public.kept ADD CONSTRAINT old_c CHECK (c > 0) NOT VALID;
COMMENT ON CONSTRAINT old_c ON public.kept IS 'of new rows';
