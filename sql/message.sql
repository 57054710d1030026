-- noun message in texts
--   person uuid
--   interview uuid
--   guest text
--   kind text
--   channel text
--   subject text head
--   body text body
--   state text
--   sent_at int

-- statement message_thanks (interview uuid, guest text) -> id uuid
-- scope: owner
-- The thank-you of one interview: to the interviewee, or to a guest by name.
select id from message
where owner = :owner and interview = :interview and kind = 'thanks'
    and ((:guest is null and guest is null) or guest = :guest)
order by doc desc limit 1;

-- statement message_by_person (person uuid, limit int) -> id uuid, interview uuid, guest text, kind text, state text, sent_at int, created_at int
-- scope: owner
select id, interview, guest, kind, state, sent_at, created_at
from message where owner = :owner and person = :person order by doc desc limit :limit;
