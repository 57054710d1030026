-- What a saved view is found by: its name without case and marks. Null: saved before this was kept.
alter table saved_view add column name_key text;
