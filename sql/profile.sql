-- noun profile
--   name text
--   email text
--   phone text
--   introduction text
--   language text
--   zone text
--   policy text

-- statement profile_own -> id uuid, version int, name text, email text, phone text, introduction text, language text, zone text, policy text
-- scope: owner
select id, version, name, email, phone, introduction, language, zone, policy
from profile where owner = :owner;
