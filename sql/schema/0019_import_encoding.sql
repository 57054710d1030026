-- In which encoding files with this header are written, when somebody said so; null: it is guessed.
alter table import_mapping add column encoding text;
