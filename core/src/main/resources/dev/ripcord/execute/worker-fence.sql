-- shared by the batches of all workers; whoever begins a run waits until nobody has it, once it has the run's lock
SELECT pg_advisory_xact_lock_shared(7305801, 2) IS NOT NULL AS waited
