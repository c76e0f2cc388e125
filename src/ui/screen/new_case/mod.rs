//! A new case: first the number, which is looked up while it is typed, then the rest in one short form.

mod kept;

use super::case::CaseScreen;
use super::choose::type_into;
use super::form::Form;
use super::person::facts::number;
use super::short_form::{answers, choice, day, field, needed, required, spec, told, yes};
use super::{Context, Input, Screen, Step};
use crate::core::change::{Change, NewCase, PersonFact, PersonRef};
use crate::core::form::{Answers, FieldKind, Spec};
use crate::core::outreach::Resident;
use crate::core::person::{NewPerson, PersonHead, Sex};
use crate::core::personal_number::PersonalNumber;
use crate::core::query::CaseRow;
use crate::error::{Error, Result};
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;
use crate::ui::keymap::Keymap;
use crate::ui::theme::Role;
use crate::ui::widget::{head, person_head};
use crossterm::event::KeyCode;

use kept::{FAMILY, GIVEN, KIND, Kept, LED_BY, LEFT};
pub use kept::{begin, go_on};

/// How an application may have come, the commonest first.
const CHANNELS: &[&str] = &[
    "telefon",
    "blankett",
    "e-tjänst",
    "brev",
    "besök",
    "vårdplanering",
    OTHER,
];

/// Another way than those.
const OTHER: &str = "annat";

/// What comes this way comes by mouth, unless something else is said.
const ORAL: &[&str] = &["telefon", "besök", "vårdplanering"];

const APPLICATION: &str = "ansökan";
const REPORT: &str = "anmälan";

/// What the number leads to.
enum Found {
    /// Too little is typed to say.
    Nothing,
    /// Nobody here has it.
    New(PersonalNumber),
    /// This person has it, with these cases.
    Known(Box<PersonHead>, Vec<CaseRow>),
    /// It is no number; why.
    Wrong(Error),
}

/// The number of the person that a new case is about.
pub struct NewCaseScreen {
    kept: Kept,
    found: Found,
    /// What is wrong is said once the field is left, not while it is typed.
    left: bool,
    /// It is on its way off the screen.
    gone: bool,
}

impl NewCaseScreen {
    /// An empty form.
    #[allow(clippy::new_without_default)]
    pub fn new() -> NewCaseScreen {
        NewCaseScreen::of(Kept::default())
    }

    fn of(kept: Kept) -> NewCaseScreen {
        NewCaseScreen {
            kept,
            found: Found::Nothing,
            left: false,
            gone: false,
        }
    }

    fn look_up(&mut self, ctx: &Context<'_>) -> Result<()> {
        self.found = if self.kept.typed.trim().is_empty() {
            Found::Nothing
        } else {
            match number(&self.kept.typed, self.kept.other, ctx) {
                Err(error) => Found::Wrong(error),
                Ok(number) => match ctx.store.person_by_number(ctx.user, &number.to_string())? {
                    Some(person) => {
                        let cases = ctx.store.file(ctx.user, person.id)?.cases;
                        Found::Known(Box::new(person), cases)
                    }
                    None => Found::New(number),
                },
            }
        };
        Ok(())
    }

    /// On to the rest, or what is wrong with the number.
    fn on(&mut self, ctx: &Context<'_>) -> Result<Step> {
        self.look_up(ctx)?;
        self.left = true;
        Ok(match &self.found {
            Found::Nothing => {
                self.found = Found::Wrong(Error::user("Nummer: skriv personens nummer."));
                Step::Stay
            }
            Found::Wrong(_) => Step::Stay,
            Found::New(number) => {
                let rest = rest(None, Some(number.clone()), self.kept.clone(), ctx);
                Step::Replace(Box::new(rest))
            }
            Found::Known(person, _) => {
                let rest = rest(Some(person), None, self.kept.clone(), ctx);
                Step::Replace(Box::new(rest))
            }
        })
    }
}

/// The form for a new case of a known person, to which a follow-up in another has led.
pub fn led_by(case: i64, person: &PersonHead, ctx: &Context<'_>) -> Form {
    rest(Some(person), None, Kept::led_by(case, person), ctx)
}

/// The form for everything but the number.
fn rest(
    known: Option<&PersonHead>,
    new: Option<PersonalNumber>,
    kept: Kept,
    ctx: &Context<'_>,
) -> Form {
    let title = match &new {
        Some(number) => format!("Nytt ärende  {number}"),
        None => "Nytt ärende".to_owned(),
    };
    let id = known.map(|person| person.id);
    let mut first = prefilled(ctx);
    for (field, answer) in kept.filled().values {
        first.set(&field, answer);
    }
    Form::quick(
        title,
        known.cloned(),
        form(known.is_some(), ctx),
        first,
        move |answers, ctx| submit(id, new.as_ref(), answers, ctx),
    )
    .kept_as(KIND, kept.name(), LEFT)
}

/// An outreach case for somebody of the population list, with all that is known filled in.
///
/// # Errors
/// When the person's file cannot be read.
pub fn for_resident(resident: &Resident, ctx: &Context<'_>) -> Result<Step> {
    let one = resident.told.clone();
    let known = match resident.person {
        Some(_) => ctx
            .store
            .person_by_number(ctx.user, &one.number.to_string())?,
        None => None,
    };
    let types = &ctx.store.unit().case_types;
    let kind = types.get(&ctx.store.unit().outreach.case_type);
    let mut first = answers([
        (FAMILY, one.family_name.clone()),
        (GIVEN, one.given_name.clone()),
        ("typ", kind.map(|t| t.name.clone()).unwrap_or_default()),
        ("inkom", ctx.today.to_string()),
        ("satt", OTHER.to_owned()),
    ]);
    if one.sex != Sex::Unknown {
        first.set("kon", one.sex.name());
    }
    let mut form = form(known.is_some(), ctx);
    // Nobody has applied or reported; the unit came by itself.
    for section in &mut form.sections {
        section
            .fields
            .retain(|field| !["slag", "muntlig"].contains(&field.id.as_str()));
    }
    let id = known.as_ref().map(|person| person.id);
    let title = format!("Nytt ärende  {}", one.number);
    let is_new = known.is_none();
    Ok(Step::open(Form::quick(
        title,
        known,
        form,
        first,
        move |given, ctx| {
            let number = is_new.then_some(&one.number);
            let step = submit(id, number, given, ctx)?;
            let address = (is_new && !one.street.is_empty()).then(|| PersonFact::Address {
                street: one.street.clone(),
                postcode: one.postcode.clone(),
                city: one.city.clone(),
                from: ctx.today,
            });
            Ok(with_address(step, address))
        },
    )))
}

/// The address of the list goes to the new person's file with the case.
fn with_address(step: Step, address: Option<PersonFact>) -> Step {
    match (step, address) {
        (Step::Apply(change, then), Some(fact)) => Step::apply_then(change, |applied| {
            let next = then(applied);
            match applied.person {
                Some(person) => Step::Many(vec![
                    Step::apply(Change::AddToPerson { person, fact }),
                    next,
                ]),
                None => next,
            }
        }),
        (step, _) => step,
    }
}

/// What is asked after the number; a known person's name and sex are not.
pub fn form(known: bool, ctx: &Context<'_>) -> Spec {
    let mut fields = Vec::new();
    if !known {
        fields.push(required(FAMILY, "Efternamn", FieldKind::Line, ""));
        fields.push(required(GIVEN, "Förnamn", FieldKind::Line, ""));
        fields.push(choice(
            "kon",
            "Juridiskt kön",
            Sex::ALL.iter().map(|s| s.name()),
        ));
    }
    let types = ctx.store.unit().case_types.clone();
    fields.push(choice(
        "typ",
        "Ärendetyp",
        types.all().iter().map(|t| t.name.as_str()),
    ));
    fields.push(required(
        "inkom",
        "Inkom",
        FieldKind::Date,
        "Den dag det nådde enheten.",
    ));
    fields.push(choice("slag", "Vad som kom", [APPLICATION, REPORT]));
    fields.push(choice("satt", "Hur det kom", CHANNELS.iter().copied()));
    fields.push(field(
        "muntlig",
        "Muntlig",
        FieldKind::YesNo,
        "Tomt är ja vid telefon, besök och vårdplanering. Skälet skrivs i utredningen.",
    ));
    fields.push(field(
        "galler",
        "Gäller",
        FieldKind::Line,
        "Några ord, till exempel: stöd efter fall.",
    ));
    spec("nytt_arende", "Nytt ärende", "", fields)
}

/// The type that is offered first: the unit's commonest.
const COMMONEST: &str = "hemtjanst";

/// What is filled in beforehand. Sex is never guessed, least of all from the number.
pub fn prefilled(ctx: &Context<'_>) -> Answers {
    let types = &ctx.store.unit().case_types;
    let usual = types.get(COMMONEST).or_else(|| types.all().first());
    answers([
        ("typ", usual.map(|t| t.name.clone()).unwrap_or_default()),
        ("inkom", ctx.today.to_string()),
        ("slag", APPLICATION.to_owned()),
        (
            "satt",
            CHANNELS.first().copied().unwrap_or_default().to_owned(),
        ),
    ])
}

/// Registers the case and opens it.
///
/// # Errors
/// What is wrong, with the field's label first.
pub fn submit(
    known: Option<i64>,
    new: Option<&PersonalNumber>,
    answers: &Answers,
    ctx: &Context<'_>,
) -> Result<Step> {
    let person = match (known, new) {
        (Some(id), _) => PersonRef::Known(id),
        (None, Some(number)) => {
            let sex = needed(answers, "kon", "Juridiskt kön")?;
            PersonRef::New(NewPerson {
                number: number.clone(),
                family_name: needed(answers, FAMILY, "Efternamn")?.to_owned(),
                given_name: needed(answers, GIVEN, "Förnamn")?.to_owned(),
                sex: Sex::ALL
                    .iter()
                    .copied()
                    .find(|s| s.name() == sex)
                    .ok_or_else(|| Error::user("Juridiskt kön: välj ett av alternativen."))?,
                birth_date: number.birth_date(),
            })
        }
        (None, None) => return Err(Error::user("Nummer: skriv personens nummer.")),
    };
    let name = needed(answers, "typ", "Ärendetyp")?;
    let types = &ctx.store.unit().case_types;
    let case_type = types
        .all()
        .iter()
        .find(|t| t.name == name)
        .ok_or_else(|| Error::user(format!("Ärendetyp: ”{name}” finns inte.")))?;
    let received = day(answers, "inkom", "Inkom")?;
    if received > ctx.today {
        return Err(Error::user(format!(
            "Inkom: {received} ligger framåt i tiden."
        )));
    }
    let change = Change::OpenCase(NewCase {
        person,
        case_type: case_type.id.clone(),
        received,
        channel: answers.get("satt").to_owned(),
        oral: yes(answers, "muntlig")
            || (answers.get("muntlig").is_empty() && ORAL.contains(&answers.get("satt"))),
        report: answers.get("slag") == REPORT,
        about: answers.get("galler").trim().to_owned(),
        owner: None,
        case_number: None,
        led_by: answers.get(LED_BY).parse().ok(),
    });
    Ok(Step::apply_then(change, |applied| match applied.case {
        Some(case) => Step::Many(vec![
            Step::Replace(Box::new(CaseScreen::new(case))),
            Step::done("Ärendet är registrerat."),
        ]),
        None => Step::Close,
    }))
}

fn key(keymap: &Keymap, action: Action) -> String {
    keymap.hint(Scope::Quick, action).unwrap_or_default()
}

impl Screen for NewCaseScreen {
    fn scope(&self) -> Scope {
        Scope::Quick
    }

    fn title(&self) -> String {
        "Nytt ärende".to_owned()
    }

    fn load(&mut self, ctx: &Context<'_>) -> Result<()> {
        self.look_up(ctx)
    }

    fn actions(&self) -> Vec<Action> {
        vec![Action::NextField, Action::PrevField, Action::Submit]
    }

    fn update(&mut self, action: Action, ctx: &Context<'_>) -> Result<Step> {
        match action {
            Action::NextField | Action::Submit => self.on(ctx),
            Action::PrevField => {
                self.kept.other = !self.kept.other;
                self.left = false;
                self.look_up(ctx)?;
                Ok(Step::Stay)
            }
            _ => Ok(Step::Stay),
        }
    }

    fn input(&mut self, input: Input, ctx: &Context<'_>) -> Result<Step> {
        if let Input::Key(key) = &input
            && key.code == KeyCode::Enter
        {
            return self.on(ctx);
        }
        type_into(&mut self.kept.typed, input);
        self.left = false;
        self.look_up(ctx)?;
        Ok(Step::Stay)
    }

    fn back(&mut self, _ctx: &Context<'_>) -> Result<Step> {
        self.gone = true;
        Ok(if self.kept.is_begun() {
            Step::Many(vec![Step::Close, Step::done(LEFT)])
        } else {
            Step::Close
        })
    }

    fn save(&mut self, ctx: &Context<'_>) -> Result<()> {
        self.kept.keep(!self.gone, ctx)
    }

    fn view(&self, ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        let start = head(canvas, &[(Role::Head, "Nytt ärende")], &[]);
        let mut body = canvas.below(start + 1);
        let (label, hint) = if self.kept.other {
            ("Annat id", "Till exempel ett reservnummer.")
        } else {
            ("Personnummer", "ÅÅÅÅMMDD-NNNK, även samordningsnummer.")
        };
        let x = 1 + body.text(1, 0, Role::FormLabel, label) + 2;
        let taken = body.text(x, 0, Role::FieldActive, &self.kept.typed);
        body.cursor(x + taken, 0);
        body.text(x, 1, Role::FormHint, hint);
        let change = key(ctx.keymap, Action::PrevField);
        let to = if self.kept.other {
            "personnummer"
        } else {
            "annat id"
        };
        body.text(x, 2, Role::FormHint, &format!("{change} byter till {to}."));
        self.draw_found(ctx, &mut body.below(4));
    }

    fn hints(&self, _ctx: &Context<'_>) -> Vec<Action> {
        vec![Action::NextField, Action::Back]
    }
}

impl NewCaseScreen {
    fn draw_found(&self, ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        let columns = canvas.width().saturating_sub(2);
        match &self.found {
            Found::Nothing => {}
            Found::Wrong(error) if self.left => {
                canvas.paragraph(1, 0, columns, Role::FormError, &error.to_string());
            }
            Found::Wrong(_) => {}
            Found::New(number) => {
                canvas.text(1, 0, Role::TextStrong, &format!("{number} är ny här."));
                canvas.text(1, 1, Role::TextDim, "Namn och kön skrivs i nästa steg.");
            }
            Found::Known(person, cases) => {
                canvas.text(1, 0, Role::TextStrong, "Finns redan här:");
                let y = 1 + person_head(&mut canvas.below(1), person, ctx.today);
                let types = &ctx.store.unit().case_types;
                for (row, case) in (y + 1..).zip(cases) {
                    let name = types
                        .get(&case.case_type)
                        .map_or(case.case_type.as_str(), |t| t.name.as_str());
                    let closed = case.step == crate::core::case::Step::Closed;
                    let role = if closed { Role::TextDim } else { Role::Text };
                    let due = case.deadline.as_ref().map_or(String::new(), |d| {
                        format!("  frist {}", told(d.due, ctx.today))
                    });
                    let text = format!(
                        "{}  {name}, {}, {}{due}",
                        case.case_number,
                        super::short_form::lower(case.step.name()),
                        case.caseworker,
                    );
                    canvas.cell(1, row, columns, role, &text);
                }
            }
        }
    }
}
