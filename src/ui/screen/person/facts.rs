//! What can be added to a person's file or changed on the card: a short form each.

use std::cell::RefCell;
use std::rc::Rc;

use super::super::choose::Choose;
use super::super::form::{Elsewhere, Form, when};
use super::super::short_form::{
    answers, choice, day, day_opt, field, finish, needed, required, spec, time_opt, told, yes,
};
use super::super::{Context, Step};
use crate::core::change::{Change, PersonFact};
use crate::core::form::{Answers, Field, FieldKind, Spec};
use crate::core::person::{
    ContactRole, PersonHead, PersonPatch, Protection, Sex, Situation, words,
};
use crate::core::personal_number::{NumberKind, PersonalNumber};
use crate::error::{Error, Result};

words! {
    /// What is added or changed.
    Fact {
        /// Somebody around the person.
        Contact = "kontakt", "Närstående, god man, ombud";
        /// Phone.
        Phone = "telefon", "Telefon";
        /// Address.
        Address = "adress", "Adress";
        /// Household and family situation.
        Household = "hushall", "Hushåll";
        /// Booked visit.
        Visit = "besok", "Bokat besök";
        /// Incoming paper.
        Paper = "handling", "Inkommen handling";
        /// The person's own objection.
        Objection = "invandning", "Invändning från personen";
        /// Names, pronoun, sex, birth date, communication, interpreter.
        Card = "kort", "Namn, pronomen, kommunikation, tolk";
        /// Another number.
        Number = "nummer", "Nytt personnummer eller annat id";
        /// Protected identity.
        Protection = "skydd", "Skyddade personuppgifter";
        /// Moved away.
        Moved = "flyttad", "Flyttad från kommunen";
        /// Died.
        Died = "avliden", "Avliden";
        /// Entered twice.
        SameAs = "samma", "Samma person som i en annan akt";
    }
}

/// The answer that takes the mark of protection away.
const NO_PROTECTION: &str = "inget skydd längre";

/// Offers everything that can be added.
pub fn any(person: &PersonHead, case: Option<i64>) -> Step {
    let options = Fact::ALL
        .iter()
        .map(|fact| (*fact, fact.name().to_owned(), more(*fact).to_owned()))
        .collect();
    let head = person.clone();
    Step::open(Choose::new(
        "Lägg till eller ändra",
        Some(person.clone()),
        options,
        move |fact, ctx| Ok(open(*fact, &head, case, ctx)),
    ))
}

fn more(fact: Fact) -> &'static str {
    match fact {
        Fact::Contact => "vem som rings först, fullmakt",
        Fact::Paper => "vad, när och var den ligger",
        Fact::Number => "det gamla går att söka på",
        Fact::SameAs => "när någon är inlagd två gånger",
        Fact::Objection => "det personen säger är fel",
        _ => "",
    }
}

/// The card's field for how the person communicates.
pub const COMMUNICATION: &str = "kommunikation";
/// The card's field for the day of birth.
pub const BORN: &str = "fodd";

/// The form for one of them.
pub fn open(fact: Fact, person: &PersonHead, case: Option<i64>, ctx: &Context<'_>) -> Step {
    Step::open(asked(fact, person, case, ctx))
}

/// Opens the form of the card at a field.
pub fn open_card_at(field: &str, person: &PersonHead, case: i64, ctx: &Context<'_>) -> Step {
    Step::open(asked(Fact::Card, person, Some(case), ctx).at_field(field))
}

fn asked(fact: Fact, person: &PersonHead, case: Option<i64>, ctx: &Context<'_>) -> Form {
    // The card as it stands on the screen: what others save while it is open comes into it.
    let shown = Rc::new(RefCell::new(person.clone()));
    let head = Rc::clone(&shown);
    let form = Form::quick(
        fact.name(),
        Some(person.clone()),
        form(fact),
        prefilled(fact, person, ctx),
        move |answers, ctx| submit(fact, &head.borrow(), case, answers, ctx),
    );
    match fact {
        Fact::Card => form.following(move |ctx| {
            let id = shown.borrow().id;
            let (now, saved) = ctx.store.card(ctx.user, id)?;
            let answers = prefilled(fact, &now, ctx);
            shown.replace(now);
            Ok(Elsewhere {
                answers,
                saved: saved.map(|(name, at)| (name, when(&at, ctx))),
            })
        }),
        _ => form,
    }
}

fn line(id: &str, label: &str, help: &str) -> Field {
    field(id, label, FieldKind::Line, help)
}

fn line_needed(id: &str, label: &str, help: &str) -> Field {
    required(id, label, FieldKind::Line, help)
}

fn date(id: &str, label: &str) -> Field {
    required(id, label, FieldKind::Date, "")
}

/// What is asked about it.
pub fn form(fact: Fact) -> Spec {
    let fields = match fact {
        Fact::Contact => vec![
            choice("roll", "Roll", ContactRole::ALL.iter().map(|r| r.name())),
            line_needed("namn", "Namn", ""),
            line("relation", "Relation", "Till exempel: dottern."),
            line("telefon", "Telefon", ""),
            field(
                "forst",
                "Rings först",
                FieldKind::YesNo,
                "Den som rings före personen själv.",
            ),
            line(
                "omfattar",
                "Omfattar",
                "Vad fullmakten eller uppdraget gäller.",
            ),
            date("fran", "Från"),
        ],
        Fact::Phone => vec![line_needed("nummer", "Telefon", ""), date("fran", "Från")],
        Fact::Address => vec![
            line_needed("gata", "Gatuadress", ""),
            line("postnummer", "Postnummer", ""),
            line("ort", "Ort", ""),
            date("fran", "Från"),
        ],
        Fact::Household => vec![
            choice("bor", "Bor", Situation::ALL.iter().map(|s| s.name())),
            line("mer", "Mer om hushållet", ""),
            date("fran", "Från"),
        ],
        Fact::Visit => vec![
            date("dag", "Datum"),
            line("tid", "Klockslag", "Till exempel 13.30."),
            line_needed(
                "galler",
                "Var och varför",
                "Till exempel: hembesök om dusch.",
            ),
        ],
        Fact::Paper => vec![
            line_needed("vad", "Handling", "Till exempel: läkarintyg."),
            date("dag", "Inkom"),
            line_needed("var", "Förvaras", "Till exempel: aktskåp 2."),
        ],
        Fact::Objection => vec![
            required(
                "text",
                "Invändning",
                FieldKind::Text,
                "Vad personen säger är fel, med egna ord. Det som står i akten ändras inte.",
            ),
            date("dag", "Datum"),
        ],
        Fact::Card => vec![
            line_needed("efternamn", "Efternamn", ""),
            line_needed("fornamn", "Förnamn", ""),
            line("kallas", "Kallas", "Det namn personen vill bli kallad vid."),
            line("pronomen", "Pronomen", ""),
            choice("kon", "Juridiskt kön", Sex::ALL.iter().map(|s| s.name())),
            field(
                BORN,
                "Född",
                FieldKind::Date,
                "Kan vara en annan dag än den i numret.",
            ),
            line(
                COMMUNICATION,
                "Kommunikation",
                "Till exempel: hör dåligt, tala tydligt.",
            ),
            line("tolk", "Tolk", "Språk. Tomt om ingen tolk behövs."),
        ],
        Fact::Number => vec![
            line_needed("nummer", "Nummer", "ÅÅÅÅMMDD-NNNK, eller ett annat id."),
            choice(
                "slag",
                "Slag",
                ["personnummer eller samordningsnummer", "annat id"],
            ),
            date("fran", "Från"),
        ],
        Fact::Protection => vec![
            choice(
                "skydd",
                "Skydd",
                Protection::ALL
                    .iter()
                    .map(|p| p.name())
                    .chain([NO_PROTECTION]),
            ),
            line_needed("kalla", "Källa", "Till exempel: folkbokföringen."),
            date("dag", "Sedan"),
        ],
        Fact::Moved => vec![
            line("vart", "Till", "Kommun eller land."),
            date("dag", "Datum"),
        ],
        Fact::Died => vec![date("dag", "Datum")],
        Fact::SameAs => vec![line_needed(
            "nummer",
            "Nummer i den akt som gäller",
            "Den här akten stängs och pekar dit. Öppna ärenden avslutas först.",
        )],
    };
    let help = match fact {
        Fact::Protection => {
            "Bara de som arbetar med personens ärenden ser akten. Adress och telefon döljs."
        }
        Fact::Died => "Ärenden avslutas vart och ett, med sin egen händelse.",
        _ => "",
    };
    spec(fact.word(), fact.name(), help, fields)
}

/// What is filled in beforehand.
pub fn prefilled(fact: Fact, person: &PersonHead, ctx: &Context<'_>) -> Answers {
    let today = ctx.today.to_string();
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    match fact {
        Fact::Card => answers([
            ("efternamn", person.family_name.clone()),
            ("fornamn", person.given_name.clone()),
            ("kallas", text(&person.wished_name)),
            ("pronomen", text(&person.pronoun)),
            ("kon", person.sex.name().to_owned()),
            (
                BORN,
                person.birth_date.map(|d| d.to_string()).unwrap_or_default(),
            ),
            (COMMUNICATION, text(&person.communication)),
            ("tolk", text(&person.interpreter)),
        ]),
        Fact::Contact => {
            let role = match person.is_spoken_for(ctx.today) {
                true => ContactRole::Custodian,
                false => ContactRole::Relative,
            };
            answers([("roll", role.name().to_owned()), ("fran", today)])
        }
        Fact::Number => answers([
            ("slag", "personnummer eller samordningsnummer".to_owned()),
            ("fran", today),
        ]),
        // The day of a death is never guessed.
        Fact::Died | Fact::SameAs => Answers::default(),
        Fact::Phone | Fact::Address | Fact::Household => answers([("fran", today)]),
        Fact::Visit => Answers::default(),
        Fact::Paper | Fact::Objection | Fact::Protection | Fact::Moved => answers([("dag", today)]),
    }
}

/// The value that a choice's words mean.
fn chosen<T: Copy>(
    answers: &Answers,
    id: &str,
    label: &str,
    all: &[T],
    name: impl Fn(T) -> &'static str,
) -> Result<T> {
    let said = needed(answers, id, label)?;
    all.iter()
        .copied()
        .find(|value| name(*value) == said)
        .ok_or_else(|| Error::user(format!("{label}: ”{said}” finns inte bland alternativen.")))
}

fn text(answers: &Answers, id: &str) -> String {
    answers.get(id).trim().to_owned()
}

fn must(answers: &Answers, id: &str, label: &str) -> Result<String> {
    needed(answers, id, label).map(str::to_owned)
}

/// Reads a number as its kind; what is wrong is told with the field's label first.
///
/// # Errors
/// When it is no number of that kind.
pub fn number(typed: &str, other: bool, ctx: &Context<'_>) -> Result<PersonalNumber> {
    let read = if other {
        PersonalNumber::other(typed)
    } else {
        PersonalNumber::parse(typed, ctx.today)
    };
    let number = read.map_err(|error| Error::user(format!("Nummer: {error}.")))?;
    let demo = ctx.store.is_demo()?;
    match number.kind() {
        NumberKind::Invented if !demo => Err(Error::user(format!(
            "Nummer: {number} är påhittat (födelsenummer 000) och får bara finnas i en demo."
        ))
        .hint("Kontrollera numret mot legitimation eller folkbokföring.")),
        NumberKind::Personal | NumberKind::Coordination if demo => Err(Error::user(
            "Nummer: demon tar inte emot riktiga personnummer.",
        )
        .hint("Använd ett påhittat nummer, ÅÅÅÅMMDD-000K.")),
        _ => Ok(number),
    }
}

/// Writes what the form says.
///
/// # Errors
/// What is wrong, with the field's label first.
pub fn submit(
    fact: Fact,
    person: &PersonHead,
    case: Option<i64>,
    answers: &Answers,
    ctx: &Context<'_>,
) -> Result<Step> {
    let from = || day(answers, "fran", "Från");
    let on = |label: &str| day(answers, "dag", label);
    let (added, done) = match fact {
        Fact::Card => return card(person, answers, ctx),
        Fact::Contact => {
            let name = must(answers, "namn", "Namn")?;
            let done = format!("{name} är tillagd.");
            let contact = PersonFact::Contact {
                role: chosen(answers, "roll", "Roll", ContactRole::ALL, ContactRole::name)?,
                name,
                relation: text(answers, "relation"),
                phone: text(answers, "telefon"),
                call_first: yes(answers, "forst"),
                covers: text(answers, "omfattar"),
                from: from()?,
            };
            (contact, done)
        }
        Fact::Phone => (
            PersonFact::Phone {
                number: must(answers, "nummer", "Telefon")?,
                from: from()?,
            },
            "Telefonnumret är tillagt.".to_owned(),
        ),
        Fact::Address => (
            PersonFact::Address {
                street: must(answers, "gata", "Gatuadress")?,
                postcode: text(answers, "postnummer"),
                city: text(answers, "ort"),
                from: from()?,
            },
            format!("Ny adress från {}.", told(from()?, ctx.today)),
        ),
        Fact::Household => (
            PersonFact::Household {
                situation: chosen(answers, "bor", "Bor", Situation::ALL, Situation::name)?,
                note: text(answers, "mer"),
                from: from()?,
            },
            format!("Hushållet ändrat från {}.", told(from()?, ctx.today)),
        ),
        Fact::Visit => (
            PersonFact::Visit {
                day: on("Datum")?,
                time: time_opt(answers, "tid", "Klockslag")?,
                about: must(answers, "galler", "Var och varför")?,
                case,
            },
            format!("Besök bokat {}.", told(on("Datum")?, ctx.today)),
        ),
        Fact::Paper => {
            let kind = must(answers, "vad", "Handling")?;
            let done = format!("{kind} registrerad.");
            let paper = PersonFact::Paper {
                kind,
                received: on("Inkom")?,
                kept_at: must(answers, "var", "Förvaras")?,
                case,
            };
            (paper, done)
        }
        Fact::Objection => (
            PersonFact::Objection {
                text: must(answers, "text", "Invändning")?,
                day: on("Datum")?,
                case,
            },
            "Invändningen står i akten.".to_owned(),
        ),
        Fact::Number => {
            let number = number(
                needed(answers, "nummer", "Nummer")?,
                answers.get("slag") == "annat id",
                ctx,
            )?;
            let done = format!("{number} gäller från {}.", told(from()?, ctx.today));
            (
                PersonFact::Number {
                    number,
                    from: from()?,
                },
                done,
            )
        }
        Fact::Protection => {
            let level = match answers.get("skydd") {
                NO_PROTECTION => None,
                _ => Some(chosen(
                    answers,
                    "skydd",
                    "Skydd",
                    Protection::ALL,
                    Protection::name,
                )?),
            };
            let done = match level {
                Some(level) => format!("Skyddad: {}.", level.name()),
                None => "Skyddet är borttaget.".to_owned(),
            };
            let protection = PersonFact::Protection {
                level,
                source: must(answers, "kalla", "Källa")?,
                date: on("Sedan")?,
            };
            (protection, done)
        }
        Fact::Moved => (
            PersonFact::Moved {
                to: text(answers, "vart"),
                day: on("Datum")?,
            },
            format!("Flyttad {}.", told(on("Datum")?, ctx.today)),
        ),
        Fact::Died => (
            PersonFact::Died { day: on("Datum")? },
            format!("Avliden {}.", told(on("Datum")?, ctx.today)),
        ),
        Fact::SameAs => {
            let typed = needed(answers, "nummer", "Nummer")?;
            let shown = PersonalNumber::parse(typed, ctx.today)
                .map_or_else(|_| typed.to_owned(), |number| number.to_string());
            let other = ctx
                .store
                .person_by_number(ctx.user, &shown)?
                .ok_or_else(|| {
                    Error::user(format!("Nummer: {shown} finns inte i någon akt."))
                        .hint("Kontrollera numret i den akt som ska vara kvar.")
                })?;
            let done = format!("Akten pekar nu på {}.", other.list_name());
            (PersonFact::SameAs { other: other.id }, done)
        }
    };
    let change = Change::AddToPerson {
        person: person.id,
        fact: added,
    };
    Ok(finish(change, done))
}

/// Changes the card, only where something is changed, on the version that was on the screen.
fn card(person: &PersonHead, answers: &Answers, ctx: &Context<'_>) -> Result<Step> {
    let birth = day_opt(answers, BORN, "Född")?;
    if birth.is_some_and(|birth| birth > ctx.today) {
        return Err(Error::user("Född: dagen ligger framåt i tiden."));
    }
    let optional = |id: &str, now: &Option<String>| {
        let said = text(answers, id);
        (said != now.clone().unwrap_or_default()).then_some(said)
    };
    let name = |id: &str, label: &str, now: &str| -> Result<Option<String>> {
        let said = must(answers, id, label)?;
        Ok((said != now).then_some(said))
    };
    let sex = chosen(answers, "kon", "Juridiskt kön", Sex::ALL, Sex::name)?;
    let patch = PersonPatch {
        family_name: name("efternamn", "Efternamn", &person.family_name)?,
        given_name: name("fornamn", "Förnamn", &person.given_name)?,
        wished_name: optional("kallas", &person.wished_name),
        pronoun: optional("pronomen", &person.pronoun),
        sex: (sex != person.sex).then_some(sex),
        birth_date: birth.filter(|birth| Some(*birth) != person.birth_date),
        communication: optional(COMMUNICATION, &person.communication),
        interpreter: optional("tolk", &person.interpreter),
    };
    if patch == PersonPatch::default() {
        return Ok(Step::Many(vec![
            Step::Close,
            Step::done("Inget är ändrat."),
        ]));
    }
    let change = Change::UpdatePerson {
        person: person.id,
        version: person.version,
        patch,
    };
    Ok(finish(change, "Personuppgifterna är ändrade."))
}
