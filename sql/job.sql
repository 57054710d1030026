-- statement job_insert (doc int, id uuid, kind text, input text, total int, next_path text, now int)
-- scope: owner
insert into job (doc, owner, id, kind, state, input, progress, total, next_path, cancel, attempts, created_at)
values (:doc, :owner, :id, :kind, 'waiting', :input, 0, :total, :next_path, false, 0, :now);

-- statement job_read (id uuid) -> doc int, id uuid, kind text, state text, input text, progress int, total int, next_path text, problem text, cancel bool, attempts int, created_at int, started_at int, touched_at int, ended_at int, worker uuid
-- scope: owner
select doc, id, kind, state, input, progress, total, next_path, problem, cancel, attempts,
    created_at, started_at, touched_at, ended_at, worker
from job where owner = :owner and id = :id;

-- statement job_open_first -> owner int, id uuid
-- scope: system
-- reason: the runner works for everybody, the oldest job first
select owner, id from job where state in ('waiting', 'running') order by doc limit 1;

-- statement job_owner (id uuid) -> owner int
-- scope: system
-- reason: the runner works in the name of the job's owner
select owner from job where id = :id and state in ('waiting', 'running');

-- statement job_take (id uuid, worker uuid, now int)
-- scope: owner
-- A try begins: it is counted before anything can go wrong. Who takes it has claimed it before (store_claim).
update job set state = 'running', attempts = attempts + 1, touched_at = :now,
    started_at = coalesce(started_at, :now), worker = :worker
where owner = :owner and id = :id;

-- statement job_save (id uuid, state text, input text, progress int, total int, problem text, now int, ended_at int)
-- scope: owner
-- A slice is done: what it found out is kept and the tries begin anew.
update job set state = :state, input = :input, progress = :progress, total = :total,
    problem = :problem, touched_at = :now, ended_at = :ended_at, attempts = 0
where owner = :owner and id = :id;

-- statement job_cancel (id uuid)
-- scope: owner
update job set cancel = true
where owner = :owner and id = :id and state in ('waiting', 'running');

-- statement job_counts -> waiting int, running int, failed int, oldest_at int
-- scope: owner
select coalesce(sum(case when state = 'waiting' then 1 else 0 end), 0) as waiting,
    coalesce(sum(case when state = 'running' then 1 else 0 end), 0) as running,
    coalesce(sum(case when state = 'failed' then 1 else 0 end), 0) as failed,
    min(case when state in ('waiting', 'running') then coalesce(touched_at, created_at) end) as oldest_at
from job where owner = :owner;
