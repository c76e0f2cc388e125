//! Why a file is opened: asked before anything of it is shown, and kept in the log.

use std::cell::RefCell;

use super::Step;
use super::form::Form;
use super::short_form::{needed, required, spec};
use crate::core::form::{Answers, FieldKind};

/// Asks why a person's file is opened, and then takes the step that was refused.
pub fn ask_reason(person: i64, why: &str, then: Step) -> Form {
    // A form asks its answers once; the step can be taken once.
    let then = RefCell::new(Some(then));
    let help =
        format!("{why} Skriv det kort, till exempel: uppföljning i ärendet. Det står i loggen.");
    let spec = spec(
        "skal",
        "Skäl",
        "",
        vec![required("skal", "Skäl", FieldKind::Line, &help)],
    );
    Form::quick(
        "Varför öppnar du akten?",
        None,
        spec,
        Answers::default(),
        move |answers, ctx| {
            ctx.store
                .give_reason(person, needed(answers, "skal", "Skälet")?)?;
            let then = then.borrow_mut().take().unwrap_or(Step::Stay);
            Ok(Step::Many(vec![Step::Close, then]))
        },
    )
    .about(person)
}
