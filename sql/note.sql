-- noun note in texts
--   interview uuid
--   person uuid
--   question uuid
--   text text body

-- statement note_list (interview uuid, limit int) -> id uuid, version int, text text, question uuid, question_text text, created_at int
-- scope: owner
select note.id, note.version, note.text, note.question, question.text as question_text, note.created_at
from note left join question on question.owner = note.owner and question.id = note.question
where note.owner = :owner and note.interview = :interview order by note.doc limit :limit;
