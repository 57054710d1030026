-- The language one speaks with somebody.
alter table person add column preferred_language text;
