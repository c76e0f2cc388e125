//! `akt skriv-ut`: a signed document as plain text fit to be printed.

use super::Done;
use super::args::{Asked, usage};
use super::out::Out;
use super::session::Session;
use crate::core::form::DocumentKind;
use crate::report::printout::{About, print};

pub(super) fn run(asked: &Asked, session: &Session, out: &mut Out) -> Done {
    let number = asked.value(0, "Dokumentets nummer")?;
    let sent = asked.has("utan-bedomning");
    let (store, user) = session.reader()?;
    let id = store.document_by_number(&user, number)?;
    let mut document = store.document_to_print(&user, id)?;
    if sent {
        if document.row.kind != DocumentKind::Assessment {
            return Err(usage(
                "--utan-bedomning hör till utredningar; andra dokument har ingen bedömning att lämna bort.",
            ));
        }
        document = document.without_appraisal();
    }
    let case = store.case(&user, document.row.case)?;
    let number = store.document_number(&user, id)?;
    let printed = print(
        &document,
        &About {
            person: &case.person,
            number: &number,
            factor: &store.unit().factor,
            sent,
        },
    );
    out.lines("", &printed)
}
