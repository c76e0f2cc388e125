-- 0001: the ground. Days are ÅÅÅÅ-MM-DD in Europe/Stockholm, moments UTC in ISO 8601, lengths of
-- time whole minutes. A released migration is frozen; what comes after is a new file.

-- ---- the database itself -------------------------------------------------------------------------

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,      -- 'demo', 'dated', 'rules', 'case_series', ...
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- ---- the unit and its people ---------------------------------------------------------------------

CREATE TABLE unit (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE base_group (        -- basgrupp
    id      INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit(id),
    name    TEXT NOT NULL,
    UNIQUE (unit_id, name)
) STRICT;

CREATE TABLE user (
    id      INTEGER PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    unit_id INTEGER NOT NULL REFERENCES unit(id),
    login   TEXT NOT NULL UNIQUE,
    name    TEXT NOT NULL,
    started TEXT NOT NULL,       -- first day in the post; delegation asks how long that is
    ended   TEXT                 -- last day
) STRICT;

CREATE TABLE user_role (
    id         INTEGER PRIMARY KEY,
    user_id    INTEGER NOT NULL REFERENCES user(id),
    role       TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to   TEXT
) STRICT;
CREATE INDEX user_role_user ON user_role(user_id, valid_from);

CREATE TABLE user_share (        -- share of full time, percent
    id         INTEGER PRIMARY KEY,
    user_id    INTEGER NOT NULL REFERENCES user(id),
    percent    INTEGER NOT NULL CHECK (percent BETWEEN 0 AND 100),
    valid_from TEXT NOT NULL,
    valid_to   TEXT
) STRICT;
CREATE INDEX user_share_user ON user_share(user_id, valid_from);

CREATE TABLE user_group (
    id            INTEGER PRIMARY KEY,
    user_id       INTEGER NOT NULL REFERENCES user(id),
    base_group_id INTEGER NOT NULL REFERENCES base_group(id),
    valid_from    TEXT NOT NULL,
    valid_to      TEXT
) STRICT;
CREATE INDEX user_group_user ON user_group(user_id, valid_from);

CREATE TABLE appointment (       -- a dated appointment, such as 'samrad' (consulted on 80–99 h)
    id         INTEGER PRIMARY KEY,
    user_id    INTEGER NOT NULL REFERENCES user(id),
    kind       TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to   TEXT
) STRICT;
CREATE INDEX appointment_user ON appointment(user_id, valid_from);

CREATE TABLE substitute (        -- who sees whose cases for a period
    id            INTEGER PRIMARY KEY,
    user_id       INTEGER NOT NULL REFERENCES user(id),
    substitute_id INTEGER NOT NULL REFERENCES user(id),
    valid_from    TEXT NOT NULL,
    valid_to      TEXT NOT NULL
) STRICT;
CREATE INDEX substitute_user ON substitute(substitute_id, valid_from);

-- ---- the person and the file ---------------------------------------------------------------------

CREATE TABLE person (
    id                INTEGER PRIMARY KEY,
    version           INTEGER NOT NULL DEFAULT 1,
    unit_id           INTEGER NOT NULL REFERENCES unit(id),
    family_name       TEXT NOT NULL,
    given_name        TEXT NOT NULL,
    wished_name       TEXT,
    pronoun           TEXT,
    sex               TEXT NOT NULL CHECK (sex IN ('kvinna', 'man', 'okant')),
    birth_date        TEXT,      -- apart from the number, which may hold a nearby day
    sort_key          TEXT NOT NULL, -- byte order is Swedish order: å ä ö after z
    communication     TEXT,      -- way of communicating
    interpreter       TEXT,      -- language
    protection        TEXT CHECK (protection IN
                        ('sekretessmarkering', 'skyddad_folkbokforing', 'fingerade_personuppgifter')),
    protection_source TEXT,
    protection_date   TEXT,
    died_on           TEXT,
    moved_on          TEXT,
    moved_to          TEXT,
    merged_into       INTEGER REFERENCES person(id), -- entered twice: this one points to the other
    source            TEXT,      -- the register it came from
    external_id       TEXT,      -- its id there
    UNIQUE (source, external_id)
) STRICT;
CREATE INDEX person_sort ON person(sort_key, id);

CREATE TABLE identity_number (
    id         INTEGER PRIMARY KEY,
    person_id  INTEGER NOT NULL REFERENCES person(id),
    kind       TEXT NOT NULL CHECK (kind IN ('personnummer', 'samordningsnummer', 'pahittat', 'annat')),
    value      TEXT NOT NULL UNIQUE,
    identity   TEXT,             -- coordination number: styrkt, sannolik, osaker
    valid_from TEXT,
    valid_to   TEXT              -- an old number ends and stays searchable
) STRICT;
CREATE INDEX identity_number_person ON identity_number(person_id, valid_to);

CREATE TABLE household (         -- household and family situation
    id         INTEGER PRIMARY KEY,
    person_id  INTEGER NOT NULL REFERENCES person(id),
    situation  TEXT NOT NULL,
    note       TEXT NOT NULL DEFAULT '',
    valid_from TEXT NOT NULL,
    valid_to   TEXT
) STRICT;
CREATE INDEX household_person ON household(person_id, valid_from);

CREATE TABLE address (
    id         INTEGER PRIMARY KEY,
    person_id  INTEGER NOT NULL REFERENCES person(id),
    street     TEXT NOT NULL,
    postcode   TEXT NOT NULL DEFAULT '',
    city       TEXT NOT NULL DEFAULT '',
    valid_from TEXT NOT NULL,
    valid_to   TEXT
) STRICT;
CREATE INDEX address_person ON address(person_id, valid_from);

CREATE TABLE phone (
    id         INTEGER PRIMARY KEY,
    person_id  INTEGER NOT NULL REFERENCES person(id),
    number     TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to   TEXT
) STRICT;
CREATE INDEX phone_person ON phone(person_id, valid_from);

CREATE TABLE contact (           -- others around the person
    id         INTEGER PRIMARY KEY,
    version    INTEGER NOT NULL DEFAULT 1,
    person_id  INTEGER NOT NULL REFERENCES person(id),
    role       TEXT NOT NULL,
    name       TEXT NOT NULL,
    relation   TEXT NOT NULL DEFAULT '',
    phone      TEXT NOT NULL DEFAULT '',
    call_first INTEGER NOT NULL DEFAULT 0 CHECK (call_first IN (0, 1)),
    covers     TEXT NOT NULL DEFAULT '', -- what an authority covers
    valid_from TEXT NOT NULL,
    valid_to   TEXT
) STRICT;
CREATE INDEX contact_person ON contact(person_id, valid_from);

CREATE TABLE file_named (        -- the named people who work with a protected person's file
    id         INTEGER PRIMARY KEY,
    person_id  INTEGER NOT NULL REFERENCES person(id),
    user_id    INTEGER NOT NULL REFERENCES user(id),
    valid_from TEXT NOT NULL,
    valid_to   TEXT
) STRICT;
CREATE INDEX file_named_person ON file_named(person_id, user_id);
CREATE INDEX file_named_user ON file_named(user_id, person_id);

CREATE TABLE conflict_of_interest ( -- jäv
    id        INTEGER PRIMARY KEY,
    user_id   INTEGER NOT NULL REFERENCES user(id),
    person_id INTEGER NOT NULL REFERENCES person(id),
    reason    TEXT NOT NULL,
    noted_on  TEXT NOT NULL,
    UNIQUE (user_id, person_id)
) STRICT;

-- Names, numbers and case numbers by their beginnings: the only ways to look a person up
-- (förordning 2001:637 15 §).
CREATE TABLE search_key (
    key       TEXT NOT NULL,     -- folded: no case, no diacritics
    person_id INTEGER NOT NULL REFERENCES person(id),
    case_id   INTEGER NOT NULL DEFAULT 0, -- 0 where the key is the person's
    true_key  TEXT NOT NULL,     -- the same with å ä ö kept
    PRIMARY KEY (key, person_id, case_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX search_key_person ON search_key(person_id, case_id);

-- ---- cases and events ----------------------------------------------------------------------------

CREATE TABLE cases (
    id          INTEGER PRIMARY KEY,
    version     INTEGER NOT NULL DEFAULT 1,
    case_number TEXT NOT NULL UNIQUE,
    person_id   INTEGER NOT NULL REFERENCES person(id),
    unit_id     INTEGER NOT NULL REFERENCES unit(id),
    case_type   TEXT NOT NULL,
    channel     TEXT NOT NULL DEFAULT '',
    oral        INTEGER NOT NULL DEFAULT 0 CHECK (oral IN (0, 1)),
    report      INTEGER NOT NULL DEFAULT 0 CHECK (report IN (0, 1)),
    opened_on   TEXT NOT NULL,
    closed_on   TEXT,
    source      TEXT,
    external_id TEXT,
    UNIQUE (source, external_id)
) STRICT;
CREATE INDEX cases_person ON cases(person_id, closed_on);

CREATE TABLE assignment (        -- who had the case when
    id         INTEGER PRIMARY KEY,
    case_id    INTEGER NOT NULL REFERENCES cases(id),
    user_id    INTEGER NOT NULL REFERENCES user(id),
    valid_from TEXT NOT NULL,
    valid_to   TEXT,
    reason     TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX assignment_case ON assignment(case_id, valid_from);
CREATE INDEX assignment_user ON assignment(user_id, valid_to);

-- The text of anything written, apart from its digest, so that a file can one day lawfully be
-- destroyed while what points to it still holds.
CREATE TABLE content (
    id   INTEGER PRIMARY KEY,
    body TEXT                    -- NULL once destroyed
) STRICT;

CREATE TABLE event (             -- insert only
    id            INTEGER PRIMARY KEY,
    person_id     INTEGER NOT NULL REFERENCES person(id),
    case_id       INTEGER REFERENCES cases(id),
    subject       TEXT NOT NULL, -- akt, arende, beslutspunkt, insats, bestallning, plan, mottagare, synpunkt
    subject_id    INTEGER NOT NULL DEFAULT 0,
    kind          TEXT NOT NULL,
    day           TEXT NOT NULL,
    time          TEXT,
    until         TEXT,          -- a second date: the day to answer by
    note_id       INTEGER REFERENCES content(id),
    detail        TEXT,          -- structured facts as JSON, by kind
    recorded_at   TEXT NOT NULL,
    recorded_by   INTEGER NOT NULL REFERENCES user(id),
    recorded_role TEXT NOT NULL,
    corrects      INTEGER REFERENCES event(id),
    void          INTEGER NOT NULL DEFAULT 0 CHECK (void IN (0, 1)), -- the corrected event never happened
    source        TEXT           -- import, or NULL when recorded by hand
) STRICT;
CREATE INDEX event_case ON event(case_id, day, id);
CREATE INDEX event_person ON event(person_id, day, id);
CREATE UNIQUE INDEX event_corrects ON event(corrects) WHERE corrects IS NOT NULL;

CREATE TABLE clock_state (       -- pauses and "not applicable"; insert only
    id            INTEGER PRIMARY KEY,
    case_id       INTEGER NOT NULL REFERENCES cases(id),
    rule          TEXT NOT NULL,
    subject       TEXT NOT NULL,
    subject_id    INTEGER NOT NULL DEFAULT 0,
    kind          TEXT NOT NULL CHECK (kind IN ('paus', 'ej_tillamplig')),
    from_day      TEXT NOT NULL,
    until_day     TEXT,          -- a pause's return date
    ended_on      TEXT,          -- ended early on; the first day = as if it never was
    reason        TEXT NOT NULL,
    recorded_at   TEXT NOT NULL,
    recorded_by   INTEGER NOT NULL REFERENCES user(id),
    recorded_role TEXT NOT NULL,
    corrects      INTEGER REFERENCES clock_state(id)
) STRICT;
CREATE INDEX clock_state_case ON clock_state(case_id);
CREATE UNIQUE INDEX clock_state_corrects ON clock_state(corrects) WHERE corrects IS NOT NULL;

-- Projection: every clock of every case, written with the event and rebuilt when rules change.
CREATE TABLE deadline (
    case_id      INTEGER NOT NULL REFERENCES cases(id),
    rule         TEXT NOT NULL,
    revision     TEXT NOT NULL,  -- valid-from of the rule's row that was used
    subject      TEXT NOT NULL,
    subject_id   INTEGER NOT NULL,
    start_day    TEXT NOT NULL,
    due          TEXT NOT NULL,
    warn_from    TEXT NOT NULL,  -- the day it becomes "snart"
    paused_until TEXT,           -- the day it runs again, while a pause runs
    stopped_on   TEXT,
    state        TEXT NOT NULL CHECK (state IN ('oppen', 'klar', 'ej_tillamplig')),
    PRIMARY KEY (case_id, rule, subject, subject_id, start_day)
) STRICT, WITHOUT ROWID;

-- Projection: one row a case, with its nearest open clock as of meta 'dated'. The list reads it by
-- key ranges alone.
CREATE TABLE case_list (
    case_id       INTEGER PRIMARY KEY REFERENCES cases(id),
    unit_id       INTEGER NOT NULL,
    owner_id      INTEGER,
    base_group_id INTEGER,
    hidden        INTEGER NOT NULL, -- protected identity: named people only
    open          INTEGER NOT NULL,
    segment       INTEGER NOT NULL, -- 0 running, 1 paused, 2 possible, 3 no clock runs
    due           TEXT NOT NULL,    -- '9999-12-31' without a clock
    warn_from     TEXT NOT NULL,    -- the day it becomes "snart"
    rule          TEXT NOT NULL,    -- '' without a clock
    subject       TEXT NOT NULL,
    subject_id    INTEGER NOT NULL,
    start_day     TEXT NOT NULL,
    paused_until  TEXT,
    redate_on     TEXT,             -- the next day on which time alone changes this row
    case_type     TEXT NOT NULL,
    step          TEXT NOT NULL,
    next_step     TEXT NOT NULL
) STRICT;
CREATE INDEX case_list_owner ON case_list(owner_id, segment, due, case_id, warn_from) WHERE open = 1;
CREATE INDEX case_list_group ON case_list(base_group_id, segment, due, case_id, warn_from, hidden) WHERE open = 1;
CREATE INDEX case_list_unit  ON case_list(unit_id, segment, due, case_id, warn_from, hidden) WHERE open = 1;
CREATE INDEX case_list_step  ON case_list(unit_id, step, segment, due, case_id) WHERE open = 1;
CREATE INDEX case_list_type  ON case_list(unit_id, case_type, segment, due, case_id) WHERE open = 1;
CREATE INDEX case_list_rule  ON case_list(unit_id, rule, segment, due, case_id) WHERE open = 1;
CREATE INDEX case_list_redate ON case_list(redate_on) WHERE redate_on IS NOT NULL;

-- ---- documents and journal -----------------------------------------------------------------------

CREATE TABLE form_spec (         -- every specification a signed document was written under
    id       TEXT NOT NULL,
    revision INTEGER NOT NULL,
    digest   TEXT NOT NULL,
    body     TEXT NOT NULL,      -- the specification as JSON
    PRIMARY KEY (id, revision, digest)
) STRICT, WITHOUT ROWID;

CREATE TABLE document (          -- signed; insert only
    id            INTEGER PRIMARY KEY,
    person_id     INTEGER NOT NULL REFERENCES person(id),
    case_id       INTEGER NOT NULL REFERENCES cases(id),
    kind          TEXT NOT NULL,
    title         TEXT NOT NULL,
    spec          TEXT NOT NULL,
    revision      INTEGER NOT NULL,
    spec_digest   TEXT NOT NULL,
    day           TEXT NOT NULL,
    signed_at     TEXT NOT NULL,
    signed_by     INTEGER NOT NULL REFERENCES user(id),
    signed_role   TEXT NOT NULL,
    supersedes    INTEGER REFERENCES document(id),
    content_id    INTEGER NOT NULL REFERENCES content(id),
    digest        TEXT NOT NULL, -- SHA-256 of the content
    source        TEXT
) STRICT;
CREATE INDEX document_case ON document(case_id, day, id);
CREATE INDEX document_person ON document(person_id, kind, day, id);
CREATE UNIQUE INDEX document_supersedes ON document(supersedes) WHERE supersedes IS NOT NULL;

CREATE TABLE journal (           -- insert only
    id           INTEGER PRIMARY KEY,
    person_id    INTEGER NOT NULL REFERENCES person(id),
    case_id      INTEGER REFERENCES cases(id),
    day          TEXT NOT NULL,
    time         TEXT,
    written_at   TEXT NOT NULL,
    written_by   INTEGER NOT NULL REFERENCES user(id),
    written_role TEXT NOT NULL,
    corrects     INTEGER REFERENCES journal(id),
    content_id   INTEGER NOT NULL REFERENCES content(id),
    digest       TEXT NOT NULL,
    source       TEXT
) STRICT;
CREATE INDEX journal_case ON journal(case_id, day, id);
CREATE INDEX journal_person ON journal(person_id, day, id);
CREATE UNIQUE INDEX journal_corrects ON journal(corrects) WHERE corrects IS NOT NULL;

CREATE TABLE paper (             -- incoming papers
    id          INTEGER PRIMARY KEY,
    person_id   INTEGER NOT NULL REFERENCES person(id),
    case_id     INTEGER REFERENCES cases(id),
    kind        TEXT NOT NULL,
    received_on TEXT NOT NULL,
    kept_at     TEXT NOT NULL    -- where it lies
) STRICT;
CREATE INDEX paper_person ON paper(person_id, received_on);

CREATE TABLE objection (         -- what the person says is wrong
    id         INTEGER PRIMARY KEY,
    person_id  INTEGER NOT NULL REFERENCES person(id),
    case_id    INTEGER REFERENCES cases(id),
    day        TEXT NOT NULL,
    content_id INTEGER NOT NULL REFERENCES content(id),
    digest     TEXT NOT NULL,
    noted_by   INTEGER NOT NULL REFERENCES user(id)
) STRICT;
CREATE INDEX objection_person ON objection(person_id, day);

CREATE TABLE visit (             -- booked visits
    id        INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person(id),
    case_id   INTEGER REFERENCES cases(id),
    day       TEXT NOT NULL,
    time      TEXT,
    about     TEXT NOT NULL,
    user_id   INTEGER NOT NULL REFERENCES user(id),
    cancelled INTEGER NOT NULL DEFAULT 0 CHECK (cancelled IN (0, 1))
) STRICT;
CREATE INDEX visit_person ON visit(person_id, day);
CREATE INDEX visit_user ON visit(user_id, day);

-- Facts about violence and children are fields, not text (peer review asks for them).
CREATE TABLE violence_fact (
    id         INTEGER PRIMARY KEY,
    person_id  INTEGER NOT NULL REFERENCES person(id),
    case_id    INTEGER NOT NULL REFERENCES cases(id),
    document_id INTEGER REFERENCES document(id),
    day        TEXT NOT NULL,
    asked      INTEGER CHECK (asked IN (0, 1)),
    in_private INTEGER CHECK (in_private IN (0, 1)),
    informed   INTEGER CHECK (informed IN (0, 1))
) STRICT;
CREATE INDEX violence_fact_case ON violence_fact(case_id);

CREATE TABLE child_fact (
    id           INTEGER PRIMARY KEY,
    person_id    INTEGER NOT NULL REFERENCES person(id),
    case_id      INTEGER NOT NULL REFERENCES cases(id),
    document_id  INTEGER REFERENCES document(id),
    day          TEXT NOT NULL,
    own_view     INTEGER NOT NULL CHECK (own_view IN (0, 1)),     -- heard, under its own heading
    consequences INTEGER NOT NULL CHECK (consequences IN (0, 1)) -- analysed in the reasons
) STRICT;
CREATE INDEX child_fact_case ON child_fact(case_id);

-- ---- decisions, measures, orders, plans ----------------------------------------------------------

CREATE TABLE legal_basis (       -- lagrum: dated data
    id         INTEGER PRIMARY KEY,
    law        TEXT NOT NULL,
    sfs        TEXT NOT NULL,
    chapter    INTEGER,
    section    TEXT NOT NULL,
    wording    TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to   TEXT
) STRICT;

CREATE TABLE decision (          -- insert only; followed by another, never edited
    id           INTEGER PRIMARY KEY,
    case_id      INTEGER NOT NULL REFERENCES cases(id),
    document_id  INTEGER REFERENCES document(id),
    day          TEXT NOT NULL,
    decided_by   INTEGER NOT NULL REFERENCES user(id),
    presented_by INTEGER REFERENCES user(id),
    took_part    TEXT NOT NULL DEFAULT '',
    delegation   TEXT NOT NULL DEFAULT '', -- order and row it was made under
    consulted    INTEGER REFERENCES user(id),
    consulted_on TEXT,
    closes       TEXT CHECK (closes IN ('avvisad', 'avskriven', 'aterkallad')) -- of the case, not an item
) STRICT;
CREATE INDEX decision_case ON decision(case_id, day);

CREATE TABLE decision_item (
    id                INTEGER PRIMARY KEY,
    decision_id       INTEGER NOT NULL REFERENCES decision(id),
    intervention      TEXT NOT NULL,
    result            TEXT NOT NULL CHECK (result IN ('bifall', 'delvis', 'avslag')),
    legal_basis_id    INTEGER REFERENCES legal_basis(id),
    basis             TEXT NOT NULL DEFAULT '', -- the unit's id of the legal basis
    valid_from        TEXT,
    valid_to          TEXT,
    until_further     INTEGER NOT NULL DEFAULT 0 CHECK (until_further IN (0, 1)),
    minutes_per_month INTEGER,
    ksi               TEXT,
    CHECK (valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from)
) STRICT;
CREATE INDEX decision_item_decision ON decision_item(decision_id);

CREATE TABLE decision_proposal ( -- a proposal that waits for the one who may decide, and what became of it
    id          INTEGER PRIMARY KEY,
    version     INTEGER NOT NULL DEFAULT 1,
    case_id     INTEGER NOT NULL REFERENCES cases(id),
    content_id  INTEGER NOT NULL REFERENCES content(id), -- the answers; each sending is a new content
    proposed_by INTEGER NOT NULL REFERENCES user(id),
    proposed_on TEXT NOT NULL,
    sent_for    TEXT NOT NULL DEFAULT '', -- why it is another's to decide
    state       TEXT NOT NULL CHECK (state IN ('foreslagen', 'aterlamnad', 'godkand', 'andrad')),
    handled_by  INTEGER REFERENCES user(id),
    handled_on  TEXT,
    comment     TEXT NOT NULL DEFAULT '',
    document_id INTEGER REFERENCES document(id)
) STRICT;
CREATE UNIQUE INDEX decision_proposal_waiting ON decision_proposal(case_id) WHERE state IN ('foreslagen', 'aterlamnad');
CREATE INDEX decision_proposal_state ON decision_proposal(state, proposed_on);

CREATE TABLE provider (          -- utförare
    id               INTEGER PRIMARY KEY,
    version          INTEGER NOT NULL DEFAULT 1,
    unit_id          INTEGER NOT NULL REFERENCES unit(id),
    name             TEXT NOT NULL,
    regime           TEXT NOT NULL CHECK (regime IN ('kommunal', 'privat')),
    contract_manager TEXT NOT NULL DEFAULT '',
    cfar             TEXT,
    ended            TEXT,
    UNIQUE (unit_id, name)
) STRICT;

CREATE TABLE provider_caseworker ( -- two caseworkers responsible for each provider
    provider_id INTEGER NOT NULL REFERENCES provider(id),
    user_id     INTEGER NOT NULL REFERENCES user(id),
    valid_from  TEXT NOT NULL,
    valid_to    TEXT,
    PRIMARY KEY (provider_id, user_id, valid_from)
) STRICT, WITHOUT ROWID;

CREATE TABLE measure (           -- a granted item that runs
    id               INTEGER PRIMARY KEY,
    version          INTEGER NOT NULL DEFAULT 1,
    case_id          INTEGER NOT NULL REFERENCES cases(id),
    decision_item_id INTEGER REFERENCES decision_item(id),
    intervention     TEXT NOT NULL,
    provider_id      INTEGER REFERENCES provider(id),
    started_on       TEXT,
    ended_on         TEXT
) STRICT;
CREATE INDEX measure_case ON measure(case_id);

CREATE TABLE measure_interruption (
    id         INTEGER PRIMARY KEY,
    measure_id INTEGER NOT NULL REFERENCES measure(id),
    from_day   TEXT NOT NULL,
    to_day     TEXT,
    reason     TEXT NOT NULL
) STRICT;
CREATE INDEX measure_interruption_measure ON measure_interruption(measure_id);

CREATE TABLE measure_postponement ( -- by the person, in a system of choice: dated and reasoned
    id         INTEGER PRIMARY KEY,
    measure_id INTEGER NOT NULL REFERENCES measure(id),
    noted_on   TEXT NOT NULL,
    until_day  TEXT,
    reason     TEXT NOT NULL
) STRICT;
CREATE INDEX measure_postponement_measure ON measure_postponement(measure_id);

CREATE TABLE framework_order (   -- rambeställning, as far as it is figures; the text is the document
    id                INTEGER PRIMARY KEY,
    case_id           INTEGER NOT NULL REFERENCES cases(id),
    measure_id        INTEGER REFERENCES measure(id),
    document_id       INTEGER NOT NULL REFERENCES document(id),
    provider_id       INTEGER REFERENCES provider(id),
    provider_name     TEXT NOT NULL DEFAULT '',
    provider_choice   TEXT,      -- 'val' or 'icke_val'
    valid_from        TEXT,
    valid_to          TEXT,
    minutes_per_month INTEGER NOT NULL, -- rounded once from the exact sum of the rows
    weeks_num         INTEGER NOT NULL, -- the factors the sum was made with
    weeks_den         INTEGER NOT NULL,
    days_num          INTEGER NOT NULL,
    days_den          INTEGER NOT NULL,
    uses_mean         INTEGER NOT NULL CHECK (uses_mean IN (0, 1)),
    complete_later    INTEGER NOT NULL DEFAULT 0 CHECK (complete_later IN (0, 1)),
    CHECK (valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from)
) STRICT;
CREATE INDEX framework_order_case ON framework_order(case_id);
CREATE INDEX framework_order_provider ON framework_order(provider_id);

CREATE TABLE estimate_line (
    id              INTEGER PRIMARY KEY,
    order_id        INTEGER NOT NULL REFERENCES framework_order(id),
    line            INTEGER NOT NULL,
    area            TEXT NOT NULL,
    intervention    TEXT NOT NULL,
    minutes         INTEGER NOT NULL CHECK (minutes > 0),
    times_min       INTEGER NOT NULL,
    times_max       INTEGER NOT NULL CHECK (times_max >= times_min),
    per             TEXT NOT NULL CHECK (per IN ('dag', 'vecka', 'tvaveckor', 'manad')),
    double_staffing INTEGER NOT NULL CHECK (double_staffing IN (0, 1)),
    UNIQUE (order_id, line)
) STRICT;

CREATE TABLE plan (              -- genomförandeplan
    id              INTEGER PRIMARY KEY,
    order_id        INTEGER NOT NULL REFERENCES framework_order(id),
    received_on     TEXT NOT NULL,
    goal_understood TEXT CHECK (goal_understood IN ('ja', 'delvis', 'nej')),
    took_part       TEXT CHECK (took_part IN ('ja', 'delvis', 'nej')),
    signed_on       TEXT,
    outcome         TEXT CHECK (outcome IN ('godkand', 'med_anmarkning', 'returnerad')),
    outcome_on      TEXT,
    outcome_reason  TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX plan_order ON plan(order_id, received_on);

CREATE TABLE plan_line (
    id                INTEGER PRIMARY KEY,
    plan_id           INTEGER NOT NULL REFERENCES plan(id),
    line              INTEGER NOT NULL,
    area              TEXT NOT NULL,
    intervention      TEXT NOT NULL,
    minutes_per_month INTEGER,
    UNIQUE (plan_id, line)
) STRICT;

CREATE TABLE plan_reminder (     -- the ladder when no plan comes
    id       INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES framework_order(id),
    rung     TEXT NOT NULL,
    day      TEXT NOT NULL,
    user_id  INTEGER NOT NULL REFERENCES user(id),
    note     TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX plan_reminder_order ON plan_reminder(order_id, day);

CREATE TABLE performed_time (    -- kundlista: performed minutes per order and month
    order_id INTEGER NOT NULL REFERENCES framework_order(id),
    month    TEXT NOT NULL,      -- ÅÅÅÅ-MM
    minutes  INTEGER NOT NULL CHECK (minutes >= 0),
    source   TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (order_id, month)
) STRICT, WITHOUT ROWID;

CREATE TABLE feedback (          -- complaints, views, praise, deviations
    id              INTEGER PRIMARY KEY,
    version         INTEGER NOT NULL DEFAULT 1,
    unit_id         INTEGER NOT NULL REFERENCES unit(id),
    kind            TEXT NOT NULL CHECK (kind IN ('klagomal', 'synpunkt', 'berom', 'avvikelse')),
    way             TEXT NOT NULL DEFAULT '', -- form, phone, visit, letter, e-mail
    received_on     TEXT NOT NULL,
    from_whom       TEXT NOT NULL DEFAULT '',
    about           TEXT NOT NULL DEFAULT '', -- own unit, provider, hospital, ...
    cause           TEXT NOT NULL DEFAULT '',
    person_id       INTEGER REFERENCES person(id),
    case_id         INTEGER REFERENCES cases(id),
    order_id        INTEGER REFERENCES framework_order(id),
    provider_id     INTEGER REFERENCES provider(id),
    content_id      INTEGER REFERENCES content(id),
    settled_at_once INTEGER NOT NULL DEFAULT 0 CHECK (settled_at_once IN (0, 1)),
    answered_on     TEXT,
    answered_to     TEXT NOT NULL DEFAULT '',
    answered_by     INTEGER REFERENCES user(id),
    responsible     INTEGER REFERENCES user(id),
    answer_form     TEXT CHECK (answer_form IN ('muntligt', 'skriftligt')),
    diary_number    TEXT NOT NULL DEFAULT '',
    lex_sarah       INTEGER NOT NULL DEFAULT 0 CHECK (lex_sarah IN (0, 1)),
    incident        INTEGER NOT NULL DEFAULT 0 CHECK (incident IN (0, 1)), -- reported in IA
    lesson          TEXT NOT NULL DEFAULT '',
    meeting_on      TEXT         -- taken up at the workplace meeting (APT)
) STRICT;
CREATE INDEX feedback_unit ON feedback(unit_id, received_on);
CREATE INDEX feedback_person ON feedback(person_id);

-- ---- what a user keeps, and the log --------------------------------------------------------------

CREATE TABLE good_example (      -- the unit's own good examples, de-identified
    id       INTEGER PRIMARY KEY,
    area     TEXT NOT NULL,
    text     TEXT NOT NULL,
    added_by INTEGER NOT NULL REFERENCES user(id),
    added_at TEXT NOT NULL
) STRICT;

CREATE TABLE case_presentation ( -- a case at a meeting where cases are presented (ärendedragning)
    id          INTEGER PRIMARY KEY,
    case_id     INTEGER NOT NULL REFERENCES cases(id),
    day         TEXT NOT NULL,
    proposal    TEXT NOT NULL,
    notes       TEXT NOT NULL,
    outcome     TEXT NOT NULL,
    recorded_by INTEGER NOT NULL REFERENCES user(id),
    recorded_at TEXT NOT NULL,
    UNIQUE (case_id, day)
) STRICT;
CREATE INDEX case_presentation_day ON case_presentation(day);

CREATE TABLE saved_view (
    user_id INTEGER NOT NULL REFERENCES user(id),
    key     INTEGER NOT NULL CHECK (key BETWEEN 1 AND 9),
    version INTEGER NOT NULL DEFAULT 1,
    name    TEXT NOT NULL,
    filter  TEXT NOT NULL,       -- JSON
    PRIMARY KEY (user_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE log (               -- every write, and later every reading; insert only, chained
    id        INTEGER PRIMARY KEY,
    at        TEXT NOT NULL,
    user_id   INTEGER,
    role      TEXT NOT NULL,
    action    TEXT NOT NULL,
    person_id INTEGER,
    case_id   INTEGER,
    row_id    INTEGER,
    detail    TEXT NOT NULL DEFAULT '', -- why; never the text of a file
    hash      TEXT NOT NULL      -- SHA-256 of the previous hash and this row
) STRICT;
CREATE INDEX log_person ON log(person_id, id);

-- ---- what was recorded stays ---------------------------------------------------------------------

CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER event_kept BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER clock_state_stays BEFORE UPDATE ON clock_state BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER clock_state_kept BEFORE DELETE ON clock_state BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER document_stays BEFORE UPDATE ON document BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER document_kept BEFORE DELETE ON document BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER journal_stays BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER journal_kept BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER decision_stays BEFORE UPDATE ON decision BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER decision_kept BEFORE DELETE ON decision BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER log_stays BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER log_kept BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'insert only'); END;
-- A text may be taken away when the law says so, never rewritten.
CREATE TRIGGER content_stays BEFORE UPDATE ON content WHEN NEW.body IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER content_kept BEFORE DELETE ON content BEGIN SELECT RAISE(ABORT, 'insert only'); END;
