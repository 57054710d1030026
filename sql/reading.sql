-- noun reading in texts
--   target uuid
--   title text head
--   link text body
--   done bool
--   notes text body

-- statement reading_list (target uuid, limit int) -> id uuid, version int, title text, link text, done bool, notes text
-- scope: owner
-- What is still to read stands first.
select id, version, title, link, done, notes from reading
where owner = :owner and target = :target order by done, doc limit :limit;
