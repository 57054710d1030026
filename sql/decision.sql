-- noun decision in texts
--   target uuid
--   verdict text
--   reasons text body
--   decided_on text
--   voices int

-- statement decision_list (target uuid, limit int) -> id uuid, verdict text, reasons text, decided_on text, voices int, created_at int
-- scope: owner
select id, verdict, reasons, decided_on, voices, created_at
from decision where owner = :owner and target = :target order by doc desc limit :limit;
