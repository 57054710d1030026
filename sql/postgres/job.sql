-- Whose job it is: a lock of the server's would outlive who took it behind a pooler, so a job is lent for some seconds.

-- statement job_take (id uuid, worker uuid, now int)
-- scope: owner
-- A try begins: it is counted before anything can go wrong. Each slice begins with one, so the job is kept for five
-- seconds more; after that others take it for left. By the server's clock, because those of the machines may differ.
update job set state = 'running', attempts = attempts + 1, touched_at = :now,
    started_at = coalesce(started_at, :now), worker = :worker,
    held_until = cast(extract(epoch from clock_timestamp()) * 1000 as bigint) + 5000
where owner = :owner and id = :id and (worker is null or worker = :worker
    or held_until < cast(extract(epoch from clock_timestamp()) * 1000 as bigint));
