-- How often words were taken out of the list: what a process remembers to have put in is void then.
alter table search_version add column removed bigint not null default 0;
