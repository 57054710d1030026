-- noun task in texts
--   title text head
--   due_on text
--   person uuid
--   interview uuid
--   target uuid
--   done_at int
--   kind text -- preparation: a piece of advice on getting ready (M27)

-- statement task_list (limit int) -> id uuid, version int, title text, due_on text, person uuid, person_name text, done_at int
-- scope: owner
select task.id, task.version, task.title, task.due_on, task.person,
    {person_called}
    as person_name,
    task.done_at
from task left join person on person.owner = task.owner and person.id = task.person
where task.owner = :owner
order by task.done_at desc nulls first, task.due_on nulls last, task.doc limit :limit;

-- statement task_agenda (until_on text, limit int) -> id uuid, title text, due_on text, person uuid, person_name text
-- scope: owner
select task.id, task.title, task.due_on, task.person,
    {person_called}
    as person_name
from task left join person on person.owner = task.owner and person.id = task.person
where task.owner = :owner and task.done_at is null
    and (task.due_on is null or task.due_on <= :until_on)
order by task.due_on nulls last, task.doc limit :limit;

-- statement task_done_since (since_at int, limit int) -> id uuid, title text, done_at int
-- scope: owner
select id, title, done_at from task
where owner = :owner and done_at >= :since_at order by done_at desc limit :limit;

-- statement task_by_person (person uuid, limit int) -> id uuid, title text, due_on text, done_at int
-- scope: owner
select id, title, due_on, done_at from task
where owner = :owner and person = :person order by doc limit :limit;

-- statement task_by_interview (interview uuid, limit int) -> id uuid, title text, due_on text, kind text, done_at int
-- scope: owner
select id, title, due_on, kind, done_at from task
where owner = :owner and interview = :interview order by doc limit :limit;
