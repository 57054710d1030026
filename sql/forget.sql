-- statement forget_rows (person uuid, mark text) -> noun text, id uuid
-- scope: owner
-- Every row that is about a person alone or was made because of them. `mark` finds the id in saved views.
with asked (id) as (select id from request where owner = :owner and person = :person),
    met (id) as (select id from interview where owner = :owner and person = :person),
    thanked (id) as (
        select id from message where owner = :owner and person = :person
        union select message.id from met join message on message.owner = :owner and message.interview = met.id)
select 'request' as noun, id from asked
union select 'interview' as noun, id from met
union select 'message' as noun, id from thanked
union select 'question' as noun, question.id from met join question on question.owner = :owner and question.interview = met.id
union select 'note' as noun, note.id from met join note on note.owner = :owner and note.interview = met.id
union select 'note' as noun, id from note where owner = :owner and person = :person
union select 'finding' as noun, finding.id from met join finding on finding.owner = :owner and finding.interview = met.id
union select 'reflection' as noun, reflection.id from met
    join reflection on reflection.owner = :owner and reflection.interview = met.id
union select 'task' as noun, id from task where owner = :owner and person = :person
union select 'task' as noun, task.id from met join task on task.owner = :owner and task.interview = met.id
union select 'referral' as noun, id from referral where owner = :owner and from_person = :person
union select 'referral' as noun, id from referral where owner = :owner and person = :person
union select 'referral' as noun, referral.id from met join referral on referral.owner = :owner and referral.interview = met.id
union select 'attachment' as noun, id from attachment where owner = :owner and person = :person
union select 'distinction' as noun, id from distinction where owner = :owner and person = :person
union select 'distinction' as noun, id from distinction where owner = :owner and other = :person
union select 'person_alias' as noun, id from person_alias where owner = :owner and person = :person
union select 'outbox' as noun, outbox.id from asked join outbox on outbox.owner = :owner and outbox.about = asked.id
union select 'outbox' as noun, outbox.id from thanked join outbox on outbox.owner = :owner and outbox.about = thanked.id
union select 'silence' as noun, id from silence where owner = :owner and about = :person
union select 'silence' as noun, silence.id from asked join silence on silence.owner = :owner and silence.about = asked.id
union select 'silence' as noun, silence.id from met join silence on silence.owner = :owner and silence.about = met.id
union select 'saved_view' as noun, id from saved_view where owner = :owner and query like :mark
limit 10000;

-- statement forget_bridges (person uuid, limit int) -> id uuid
-- scope: owner
-- Those whom this person could introduce me to.
select person.id from person_bridge join person on person.owner = person_bridge.owner and person.doc = person_bridge.parent
where person_bridge.owner = :owner and person_bridge.person = :person limit :limit;

-- statement forget_found (person uuid, name text, limit int) -> id uuid
-- scope: owner
-- Those whom this person named, and of whom nothing but that name says how they were found.
select found.id from referral join person as found on found.owner = referral.owner and found.id = referral.person
where referral.owner = :owner and referral.from_person = :person and found.how_found = :name limit :limit;

-- statement forget_named (limit int) -> noun text, id uuid, name text
-- scope: owner
-- Where other people gave somebody's name.
select 'finding' as noun, id, text as name from finding where owner = :owner and kind = 'person'
union all
select 'referral' as noun, id, name from referral where owner = :owner
limit :limit;

-- statement forget_formers (person uuid, limit int) -> former uuid
-- scope: owner
-- The twins who were merged into this person.
select former from person_alias where owner = :owner and person = :person order by doc limit :limit;

-- statement forget_log (after_record int, after_n int, limit int) -> record int, n int, noun text, id uuid, before text, gone bool
-- scope: owner
-- The next rows of the log that still say what something was; `gone`: it was removed then and is away.
select record, n, noun, id, before,
    exists (select 1 from tombstone where tombstone.owner = change_row.owner and tombstone.id = change_row.id
        and tombstone.version = change_row.version) as gone
from change_row
where (record, n) > (:after_record, :after_n) and record < ((:owner + 1) << 32) and owner = :owner and before <> ''
order by record, n limit :limit;

-- statement forget_log_set (record int, n int, before text)
-- scope: owner
-- Without what told of the person; an empty text: nothing of it may stay.
update change_row set before = :before where owner = :owner and record = :record and n = :n;

-- statement forget_mail (after_doc int, limit int) -> doc int, id uuid, about uuid, recipient text
-- scope: owner
-- Mail whose draft is gone.
select doc, id, about, recipient from outbox
where owner = :owner and doc > :after_doc
    and not exists (select 1 from request where request.owner = :owner and request.id = outbox.about)
    and not exists (select 1 from message where message.owner = :owner and message.id = outbox.about)
order by doc limit :limit;

-- statement forget_import_rows (import int, least int, below int) -> n int, person uuid, data text
-- scope: owner
select n, person, data from import_row
where owner = :owner and import = :import and n >= :least and n < :below
    and (data is not null or person is not null);

-- statement forget_import_row (import int, n int)
-- scope: owner
-- A row of a file that spoke of the person keeps its number and verdict, nothing else.
update import_row set data = null, person = null where owner = :owner and import = :import and n = :n;

-- statement forget_import_last (import int) -> n int
-- scope: owner
select coalesce(max(n), 0) as n from import_row where owner = :owner and import = :import;

-- statement forget_import_next (after_doc int) -> doc int, name text, state text, job uuid, detail text
-- scope: owner
select doc, name, state, job, detail from import where owner = :owner and doc > :after_doc order by doc limit 1;

-- statement forget_import (doc int, name text, state text, detail text)
-- scope: owner
-- Without the names of rows that an undo left as they were.
update import set problem = null, name = :name, state = :state, detail = :detail
where owner = :owner and doc = :doc;

-- statement forget_jobs (after_doc int, limit int) -> doc int, input text, problem text
-- scope: owner
select doc, input, problem from job
where owner = :owner and doc > :after_doc and state in ('done', 'failed', 'cancelled')
order by doc limit :limit;

-- statement forget_job (doc int)
-- scope: owner
update job set input = '{}', problem = null where owner = :owner and doc = :doc;

-- statement forget_pairs (person uuid)
-- scope: owner
delete from duplicate_pair where owner = :owner and (
    person = (select doc from person where owner = :owner and id = :person)
    or other = (select doc from person where owner = :owner and id = :person));
