-- noun person_alias
--   person uuid
--   former uuid -- the id of the one that was merged into the other
--   uid text
--   profile_key text

-- statement person_alias_of (former uuid) -> person uuid
-- scope: owner
-- Who somebody is since a merge.
select person from person_alias where owner = :owner and former = :former order by doc desc limit 1;

-- statement person_by_former_uid (uid text) -> person uuid
-- scope: owner
-- Who has a card since a merge.
select person from person_alias where owner = :owner and uid = :uid order by doc desc limit 1;

-- statement person_by_former_profile (profile_key text) -> person uuid
-- scope: owner
select person from person_alias where owner = :owner and profile_key = :profile_key order by doc desc limit 1;

-- statement person_references (person uuid) -> noun text, id uuid
-- scope: owner
-- Every row that names a person: a merge leads them to the one that stays. tests/domain/test_merges.c
-- compares the nouns here with the columns of all nouns.
select 'attachment' as noun, id from attachment where owner = :owner and person = :person
union all
select 'distinction' as noun, id from distinction where owner = :owner and person = :person
union all
select 'distinction' as noun, id from distinction where owner = :owner and other = :person and person <> :person
union all
select 'interview' as noun, id from interview where owner = :owner and person = :person
union all
select 'message' as noun, id from message where owner = :owner and person = :person
union all
select 'note' as noun, id from note where owner = :owner and person = :person
union all
select 'person_alias' as noun, id from person_alias where owner = :owner and person = :person
union all
select 'referral' as noun, id from referral where owner = :owner and from_person = :person
union all
select 'referral' as noun, id from referral where owner = :owner and person = :person and from_person <> :person
union all
select 'request' as noun, id from request where owner = :owner and person = :person
union all
select 'silence' as noun, id from silence where owner = :owner and about = :person
union all
select 'task' as noun, id from task where owner = :owner and person = :person
union all
select 'person' as noun, person.id from person_bridge join person on person.doc = person_bridge.parent
where person_bridge.owner = :owner and person_bridge.person = :person and person.owner = :owner;
