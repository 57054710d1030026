-- The nouns of the method. Every owned row: owner, doc, id, version, created_at, updated_at, its own.
create table profile (
    doc {doc}, owner bigint not null, id uuid not null,
    version bigint not null, created_at bigint not null, updated_at bigint not null,
    name text not null, email text, phone text, introduction text,
    language text not null, zone text not null, policy text not null,
    unique (owner, id)
){strict};
create unique index profile_owner on profile (owner);

create table target (
    doc {doc}, owner bigint not null, id uuid not null,
    version bigint not null, created_at bigint not null, updated_at bigint not null,
    kind text not null, name text not null, name_key text not null, why text, notes text,
    unique (owner, id)
){strict};
create index target_name on target (owner, name_key, doc);

create table objective (
    doc {doc}, owner bigint not null, id uuid not null,
    version bigint not null, created_at bigint not null, updated_at bigint not null,
    target uuid not null, text text not null, answered boolean not null,
    unique (owner, id)
){strict};
create index objective_target on objective (owner, target, doc);

create table person (
    doc {doc}, owner bigint not null, id uuid not null,
    version bigint not null, created_at bigint not null, updated_at bigint not null,
    name text, name_key text not null, pronunciation text, address_form text,
    title text, organization text, organization_key text not null, place text, zone text,
    circle text, how_found text, in_field text, target uuid, connected_on text,
    profile_key text, notes text, stage text, import uuid,
    unique (owner, id)
){strict};
create index person_name on person (owner, name_key, doc);
create index person_profile on person (owner, profile_key);
create index person_organization on person (owner, organization_key, name_key);
create index person_target on person (owner, target, doc);
create index person_import on person (owner, import, doc);

create table contact_point (
    owner bigint not null, parent bigint not null, n bigint not null,
    kind text not null, value text not null, value_key text not null,
    primary key (owner, parent, n)
){strict};
create index contact_point_value on contact_point (owner, value_key);

create table request (
    doc {doc}, owner bigint not null, id uuid not null,
    version bigint not null, created_at bigint not null, updated_at bigint not null,
    person uuid not null, target uuid, state text not null, channel text not null,
    minutes bigint not null, subject text, body text, sent_at bigint, answered_at bigint, answer text,
    unique (owner, id)
){strict};
create index request_person on request (owner, person, doc);
create index request_state on request (owner, state, doc);

create table interview (
    doc {doc}, owner bigint not null, id uuid not null,
    version bigint not null, created_at bigint not null, updated_at bigint not null,
    person uuid not null, request uuid, target uuid, state text not null,
    start_local text not null, zone text not null, start_at bigint not null, minutes bigint not null,
    place_kind text not null, place text, phone_hint text, confirmed_at bigint,
    started_at bigint, ended_at bigint, extended_minutes bigint not null,
    notes_agreed boolean not null, outline text, debriefed_at bigint, sequence bigint not null,
    unique (owner, id)
){strict};
create index interview_person on interview (owner, person, doc);
create index interview_target on interview (owner, target, doc);
create index interview_start on interview (owner, start_at, doc);
create index interview_request on interview (owner, request, doc);
create index interview_state on interview (owner, state, start_at);

create table interview_guest (
    owner bigint not null, parent bigint not null, n bigint not null,
    name text not null, title text,
    primary key (owner, parent, n)
){strict};

create table question (
    doc {doc}, owner bigint not null, id uuid not null,
    version bigint not null, created_at bigint not null, updated_at bigint not null,
    interview uuid not null, text text not null, topic text, must boolean not null,
    state text not null, position bigint not null,
    unique (owner, id)
){strict};
create index question_interview on question (owner, interview, position, doc);

create table note (
    doc {doc}, owner bigint not null, id uuid not null,
    version bigint not null, created_at bigint not null, updated_at bigint not null,
    interview uuid not null, question uuid, text text not null,
    unique (owner, id)
){strict};
create index note_interview on note (owner, interview, doc);

create table referral (
    doc {doc}, owner bigint not null, id uuid not null,
    version bigint not null, created_at bigint not null, updated_at bigint not null,
    interview uuid, from_person uuid not null, name text not null, title text, organization text,
    contact text, why text, permission text not null, state text not null, person uuid,
    unique (owner, id)
){strict};
create index referral_interview on referral (owner, interview, doc);
create index referral_from on referral (owner, from_person, doc);
create index referral_person on referral (owner, person, doc);
create index referral_state on referral (owner, state, doc);

create table finding (
    doc {doc}, owner bigint not null, id uuid not null,
    version bigint not null, created_at bigint not null, updated_at bigint not null,
    interview uuid not null, kind text not null, text text not null,
    unique (owner, id)
){strict};
create index finding_interview on finding (owner, interview, doc);

create table message (
    doc {doc}, owner bigint not null, id uuid not null,
    version bigint not null, created_at bigint not null, updated_at bigint not null,
    person uuid not null, interview uuid, guest text, kind text not null, channel text not null,
    subject text, body text, state text not null, sent_at bigint,
    unique (owner, id)
){strict};
create index message_person on message (owner, person, doc);
create index message_interview on message (owner, interview, doc);

create table reflection (
    doc {doc}, owner bigint not null, id uuid not null,
    version bigint not null, created_at bigint not null, updated_at bigint not null,
    interview uuid not null, liked text, positive text, concerns text, advantages text,
    objectives text, other_occupation text, feelings text,
    unique (owner, id)
){strict};
create unique index reflection_interview on reflection (owner, interview);

create table decision (
    doc {doc}, owner bigint not null, id uuid not null,
    version bigint not null, created_at bigint not null, updated_at bigint not null,
    target uuid not null, verdict text not null, reasons text, decided_on text not null,
    voices bigint not null,
    unique (owner, id)
){strict};
create index decision_target on decision (owner, target, doc);

create table task (
    doc {doc}, owner bigint not null, id uuid not null,
    version bigint not null, created_at bigint not null, updated_at bigint not null,
    title text not null, due_on text, person uuid, interview uuid, target uuid, done_at bigint,
    unique (owner, id)
){strict};
create index task_open on task (owner, done_at, due_on);
create index task_person on task (owner, person, doc);

create table silence (
    doc {doc}, owner bigint not null, id uuid not null,
    version bigint not null, created_at bigint not null, updated_at bigint not null,
    rule text not null, about uuid not null,
    unique (owner, id)
){strict};
create index silence_about on silence (owner, about);
