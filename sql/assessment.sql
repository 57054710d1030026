-- noun assessment
--   answers text -- sixty letters: 1 to 5, or - for what is not answered
--   value_order text -- the six values, a blank between, the one that matters most first; null: not sorted
--   strengths text
--   weaknesses text
--   dealbreakers text
--   love_and_good text
--   free_page text
-- part skills of assessment in assessment_skill
--   kind text -- ability skill
--   name text
--   level text -- some good strong
--   evidence text -- when it was shown

-- statement assessment_list (limit int) -> id uuid, created_at int, answers text, value_order text
-- scope: owner
-- The newest first.
select id, created_at, answers, value_order from assessment where owner = :owner order by doc desc limit :limit;
