-- noun outbox
--   purpose text
--   about uuid
--   path text
--   recipient_name text
--   recipient_key text
--   recipient text
--   sender text
--   subject text
--   mail text
--   state text
--   attempts int
--   trouble text
--   reply text
--   next_at int
--   touched_at int
--   sent_at int

-- statement outbox_hold (id uuid) -> code text
-- scope: owner
-- Why a change that this row belongs to cannot be taken back: what has gone out stays out (call/record.h).
select case when state = 'sent' then 'outbox.gone' else 'outbox.on_its_way' end as code
from outbox where owner = :owner and id = :id and state in ('sending', 'sent');

-- statement outbox_first_due (now int, house bool) -> id uuid
-- scope: system
-- reason: the runner delivers for everybody, what waits longest first; without a server of the house, for those with their own
select id from outbox
where state = 'waiting' and next_at <= :now
    and (:house or exists (select 1 from mail_account where mail_account.owner = outbox.owner))
order by next_at, doc limit 1;

-- statement outbox_owner (id uuid) -> owner int
-- scope: system
-- reason: the runner delivers in the name of the mail's owner
select owner from outbox where id = :id;

-- statement outbox_recover (now int)
-- scope: system
-- reason: what a runner that died was sending is in doubt, whoever it belongs to
update outbox set trouble = 'outbox.unsure', touched_at = :now
where state = 'sending' and trouble is null;

-- statement outbox_take (id uuid, now int)
-- scope: owner
-- Before it goes: whoever takes it first sends it.
update outbox set state = 'sending', attempts = attempts + 1, trouble = null, reply = null, touched_at = :now
where owner = :owner and id = :id and state = 'waiting' and next_at <= :now;

-- statement outbox_deliver (id uuid, now int)
-- scope: owner
-- It went out, whatever was thought of it meanwhile.
update outbox set state = 'sent', trouble = null, reply = null, touched_at = :now, sent_at = :now
where owner = :owner and id = :id and state <> 'sent';

-- statement outbox_return (id uuid, state text, trouble text, reply text, next_at int, now int)
-- scope: owner
update outbox set state = :state, trouble = :trouble, reply = :reply, next_at = :next_at, touched_at = :now
where owner = :owner and id = :id and state = 'sending';

-- statement outbox_retry (id uuid, stale_at int, now int)
-- scope: owner
-- The person decides: not what is being sent at this moment, and nothing that has gone.
update outbox set state = 'waiting', attempts = 0, trouble = null, reply = null, next_at = :now, touched_at = :now
where owner = :owner and id = :id and (state in ('waiting', 'failed')
    or (state = 'sending' and (trouble is not null or touched_at < :stale_at)));

-- statement outbox_settle (id uuid, stale_at int)
-- scope: owner
-- The person knows that it arrived.
update outbox set state = 'sent', trouble = null, reply = null, sent_at = touched_at
where owner = :owner and id = :id and state = 'sending' and (trouble is not null or touched_at < :stale_at);

-- statement outbox_hurry (now int)
-- scope: owner
update outbox set next_at = :now where owner = :owner and state = 'waiting' and next_at > :now;

-- statement outbox_list (limit int) -> id uuid, purpose text, about uuid, path text, recipient_name text, recipient text, subject text, state text, attempts int, trouble text, reply text, created_at int, next_at int, touched_at int, sent_at int
-- scope: owner
select id, purpose, about, path, recipient_name, recipient, subject, state, attempts, trouble, reply,
    created_at, next_at, touched_at, sent_at
from outbox where owner = :owner order by doc desc limit :limit;

-- statement outbox_of (about uuid) -> id uuid, state text, attempts int, trouble text, reply text, created_at int, next_at int, touched_at int, sent_at int
-- scope: owner
-- The newest mail of a request or a message.
select id, state, attempts, trouble, reply, created_at, next_at, touched_at, sent_at
from outbox where owner = :owner and about = :about order by doc desc limit 1;

-- statement outbox_counts (stale_at int, late_at int) -> waiting int, late int, failed int, unsure int
-- scope: owner
select coalesce(sum(case when state in ('waiting', 'sending') then 1 else 0 end), 0) as waiting,
    coalesce(sum(case when state = 'waiting' and created_at < :late_at then 1 else 0 end), 0) as late,
    coalesce(sum(case when state = 'failed' then 1 else 0 end), 0) as failed,
    coalesce(sum(case when state = 'sending' and (trouble is not null or touched_at < :stale_at) then 1 else 0 end), 0) as unsure
from outbox where owner = :owner and state in ('waiting', 'sending', 'failed');

-- statement outbox_agenda (stale_at int, late_at int, limit int) -> id uuid, name text, title text, standing text, sent_at int
-- scope: owner
-- Mail that needs somebody, for Today: it failed, it may or may not have gone out, or it has waited for long.
select id, coalesce(recipient_name, recipient) as name, coalesce(subject, recipient) as title,
    case state when 'failed' then 'failed' when 'sending' then 'unsure' else 'waiting' end as standing,
    created_at as sent_at
from outbox
where owner = :owner and state in ('waiting', 'sending', 'failed')
    and (state = 'failed' or (state = 'waiting' and created_at < :late_at)
        or (state = 'sending' and (trouble is not null or touched_at < :stale_at)))
order by doc desc limit :limit;

-- statement outbox_find (pattern text, second text, third text, exact_key text, limit int) -> id uuid, label text, exact bool
-- scope: owner
-- The newest mail to somebody, by a part of the name.
select id, coalesce(recipient_name, recipient) as label, recipient_key = :exact_key as exact
from outbox
where owner = :owner and recipient_key like :pattern escape '\'
    and (:second is null or recipient_key like :second escape '\')
    and (:third is null or recipient_key like :third escape '\')
order by exact desc, doc desc limit :limit;

-- statement mail_account_read -> host text, port int, username text, has_password bool
-- scope: owner
-- All but the password.
select host, port, username, password is not null as has_password from mail_account where owner = :owner;

-- statement mail_account_secret -> password text
-- scope: owner
-- For the delivery alone.
select password from mail_account where owner = :owner;

-- statement mail_account_save (host text, port int, username text, password text, now int)
-- scope: owner
-- A password that is not given stays, as long as it goes to the same server under the same name.
insert into mail_account (owner, host, port, username, password, updated_at)
values (:owner, :host, :port, :username, :password, :now)
on conflict (owner) do update set
    password = case when excluded.password is null and excluded.host = mail_account.host
        and coalesce(excluded.username, '') = coalesce(mail_account.username, '')
        then mail_account.password else excluded.password end,
    host = excluded.host, port = excluded.port, username = excluded.username, updated_at = excluded.updated_at;

-- statement mail_account_remove
-- scope: owner
delete from mail_account where owner = :owner;
