//! `akt` itself: the desk. It asks two questions in plain lines, and only the first time.

use std::io::{self, BufRead, IsTerminal, Write};
use std::path::Path;

use super::args::Asked;
use super::out::tell;
use super::session::Session;
use super::{Done, Trouble};
use crate::app::{Desk, Limits, Tools, run as show, window_size};
use crate::core::change::NewUser;
use crate::core::setting::Setting;
use crate::core::text::clean_line;
use crate::core::user::Role;
use crate::error::{Error, Result};
use crate::store::draft::Drafts;
use crate::store::{Ending, Mode, Store};
use crate::ui::config::{Config, theme_dirs};
use crate::ui::screen::form::{back_in, offer};
use crate::ui::screen::list::ListScreen;
use crate::ui::screen::{Message, Step};
use crate::ui::theme::Theme;
use crate::unit::Unit;

pub(super) fn run(asked: &Asked, session: &Session) -> Done {
    let path = session.path("akt.db")?;
    open(asked, session, &path, None)
}

/// Opens the desk on a database; an empty one asks who begins. What is `told` is shown first, unless a
/// draft is offered.
pub(super) fn open(asked: &Asked, session: &Session, path: &Path, told: Option<String>) -> Done {
    terminal()?;
    // A broken theme or configuration is told before anything is made.
    let (theme, config) = looks(asked)?;
    let store = session.open(path, Mode::CreateIfMissing)?;
    if !store.has_users()? {
        first_user(&store, session)?;
    }
    let user = session.user(&store)?;
    let own = store.settings(&user)?;
    let chosen = |setting, config| own.yes(setting).unwrap_or(config);
    let plain =
        asked.has("enkel-terminal") || chosen(Setting::PlainTerminal, config.plain_terminal);
    let thin = asked.has("lagband") || chosen(Setting::ThinLine, config.thin_line);
    let theme = match own.get(Setting::Theme) {
        // A theme that is no longer there is no reason to keep anybody out.
        Some(name) if !asked.has("tema") => named(name).unwrap_or(theme),
        _ => theme,
    };
    let broken_off = store.was_broken_off(&user)?;
    let view = asked.text("vy")?.map(str::to_owned);
    let drafts = Drafts::open(store.path(), session.clock)?;
    let left = drafts.left_open(user.id)?;
    let tools = Tools {
        store,
        drafts,
        user: user.clone(),
        theme,
        keymap: config.keymap.clone(),
    };
    let mut list = ListScreen::new(view);
    if thin {
        list = list.without_facts();
    }
    let mut desk = Desk::logging_in(tools, session.clock.read(), window_size(), Box::new(list))?;
    let limits = Limits::chosen(config.lock_minutes, config.lock_protected_minutes);
    let sooner = |setting| own.minutes(setting);
    desk.set_limits(limits.at_most(sooner(Setting::Lock), sooner(Setting::LockProtected)));
    if thin {
        desk.spare_the_line();
    }
    // What is written over ssh would lie on the unit's machine, not the person's.
    if std::env::var_os("SSH_CONNECTION").is_none() {
        // Without a home none is kept.
        if let Ok(folder) = session.own_folder("utskrifter") {
            desk.keep_texts_in(folder);
        }
    }
    match (left, told) {
        // Who was broken off in the middle of a sentence is back in it; who left is asked.
        (Some(draft), _) if broken_off => desk.begin(|ctx| back_in(draft, ctx)),
        (Some(draft), _) => desk.begin(|ctx| offer(draft, ctx)),
        (None, Some(told)) => desk.begin(|_| Ok(Step::done(told))),
        (None, None) => {}
    }
    if let Some(wrong) = wrong_files(desk.store().unit()) {
        desk.begin(|_| Ok(Step::Say(Message::failed(wrong))));
    }
    let ending = show(&mut desk, session.clock, plain);
    let how = ending.as_ref().copied().unwrap_or(Ending::Cut);
    let logged = desk.store().log_out(&user, how);
    match ending? {
        Ending::ShutOut => Err(Trouble::Refused(
            Error::denied("Din åtkomst till akt är avslutad, och skrivbordet har stängts.")
                .hint("Det du skrev är sparat som utkast. Är det fel, tala med din chef."),
        )),
        Ending::TimedOut => Err(Trouble::Refused(
            Error::user("Du är utloggad: akt har varit låst eller öppet så länge det får, eller koden var fel fem gånger.")
                .hint("Det du skrev är sparat som utkast. Logga in på nytt så kommer du tillbaka till det."),
        )),
        _ => Ok(logged?),
    }
}

/// That files of the unit's own are not used, on one line.
fn wrong_files(unit: &Unit) -> Option<String> {
    let first = unit.problems.first()?;
    let line = first.what.line.map(|line| format!(" (rad {line})"));
    let more = match unit.problems.len() - 1 {
        0 => String::new(),
        more => format!(" och {more} till"),
    };
    Some(format!(
        "Enhetens fil {}{}{more} används inte. Vad som är fel: akt doktor",
        first.file,
        line.unwrap_or_default()
    ))
}

/// Refuses what is no terminal in the same words as the desk, but before anything is made.
fn terminal() -> Result<()> {
    if !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
        return Err(Error::user("akt behöver ett terminalfönster att visas i.")
            .hint("Starta akt direkt i ett fönster. Listan som text: akt lista."));
    }
    match std::env::var("TERM").ok().as_deref() {
        None | Some("" | "dumb") => Err(Error::user(
            "Fönstret säger inte vilken terminal det är, så akt kan inte visas.",
        )
        .hint("Sätt TERM, till exempel TERM=xterm-256color. Listan som text: akt lista.")),
        Some(_) => Ok(()),
    }
}

fn looks(asked: &Asked) -> std::result::Result<(Theme, Config), Trouble> {
    let config = Config::load()?;
    let name = asked
        .text("tema")?
        .map(str::to_owned)
        .or_else(|| config.theme.clone());
    Ok((named(name.as_deref().unwrap_or("standard"))?, config))
}

fn named(theme: &str) -> Result<Theme> {
    let theme = Theme::load(theme, &theme_dirs())?;
    Ok(theme.obeying(std::env::var_os("NO_COLOR").as_deref()))
}

/// Asks once for name and role, in plain lines, and says what can be done here.
fn first_user(store: &Store, session: &Session) -> Result<()> {
    let login = session.login();
    tell("Välkommen till akt. Databasen är ny, så först två frågor.\n");
    let name = question(&format!("Ditt namn [{login}]: "))?;
    let name = if name.is_empty() { login.clone() } else { name };
    let roles = Role::ALL;
    tell("Din roll:");
    for (at, role) in roles.iter().enumerate() {
        tell(&format!("  {}  {}", at + 1, role.name()));
    }
    let role = loop {
        let answer = question("Siffra eller ord [1]: ")?;
        if let Some(role) = role_of(&answer) {
            break role;
        }
        tell("Skriv en av siffrorna, till exempel 1.");
    };
    store.register_first_user(
        "",
        &NewUser {
            login,
            name,
            role,
            started: session.today(),
            share: 100,
            base_group: None,
        },
    )?;
    Ok(())
}

fn role_of(answer: &str) -> Option<Role> {
    if answer.is_empty() {
        return Some(Role::Caseworker);
    }
    if let Ok(number) = answer.parse::<usize>() {
        return Role::ALL.get(number.checked_sub(1)?).copied();
    }
    Role::read(answer)
}

fn question(text: &str) -> Result<String> {
    let mut err = io::stderr().lock();
    let _ = err.write_all(text.as_bytes());
    let _ = err.flush();
    drop(err);
    let mut line = String::new();
    let read = io::stdin().lock().read_line(&mut line)?;
    if read == 0 {
        return Err(Error::user("Inget svar. Inget är registrerat.").hint("Starta akt igen."));
    }
    Ok(clean_line(line.trim()))
}
