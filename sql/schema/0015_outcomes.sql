-- What a talk brought, and whether a word of a field is a term or an issue that people in it speak of.
alter table reflection add column outcome text;
create index task_interview on task (owner, interview, doc) where interview is not null;
alter table term add column kind text;
