-- Mail that is to go out, put here in the transaction of the change that says it is sent. `mail` is what goes out, byte by
-- byte. Delivery moves state, attempts, trouble and times; it is nobody's change, so the version stays.
create table outbox (
    doc {doc}, owner bigint not null, id uuid not null,
    version bigint not null, created_at bigint not null, updated_at bigint not null,
    purpose text not null check (purpose in ('request', 'thanks')), about uuid not null, path text not null,
    recipient_name text, recipient_key text not null, recipient text not null, sender text not null,
    subject text, mail text not null,
    state text not null check (state in ('waiting', 'sending', 'sent', 'failed')),
    attempts bigint not null, trouble text, reply text, next_at bigint not null, touched_at bigint, sent_at bigint,
    unique (owner, id)
){strict};
create index outbox_due on outbox (state, next_at, doc);
create index outbox_state on outbox (owner, state, doc);
create index outbox_about on outbox (owner, about, doc);

-- The server that sends in the name of one person. No noun: it is in no history, no export and no answer.
create table mail_account (
    owner bigint primary key, host text not null, port bigint not null, username text, password text,
    updated_at bigint not null
){strict};
