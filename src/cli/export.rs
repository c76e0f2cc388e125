//! `akt exportera`: the whole content as a register.

use super::Done;
use super::out::Out;
use super::session::Session;

pub(super) fn run(session: &Session, out: &mut Out) -> Done {
    let (store, user) = session.reader()?;
    out.json_pretty(&store.register(&user)?)
}
