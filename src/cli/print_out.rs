//! `akt skriv-ut`: a signed document as plain text fit to be printed.

use super::Done;
use super::args::{Asked, usage};
use super::out::Out;
use super::session::Session;
use crate::core::form::DocumentKind;
use crate::report::printout::of_document;

pub(super) fn run(asked: &Asked, session: &Session, out: &mut Out) -> Done {
    let number = asked.value(0, "Dokumentets nummer")?;
    let sent = asked.has("utan-bedomning");
    let (store, user) = session.reader()?;
    let id = store.document_by_number(&user, number)?;
    if sent && store.document(&user, id)?.row.kind != DocumentKind::Assessment {
        return Err(usage(
            "--utan-bedomning hör till utredningar; andra dokument har ingen bedömning att lämna bort.",
        ));
    }
    out.lines("", &of_document(&store, &user, id, sent)?.text)
}
