//! How the papers begin: assessment, order, journal entry, and a draft that was left open.

use super::Note;
use super::beside::{Beside, Source};
use super::draft::Paper;
use super::ramkoll::FrameCheck;
use super::sign::JOURNAL;
use super::{Form, Work};
use crate::core::calendar::day_month_year;
use crate::core::form::{Answers, DocumentKind, Field, FieldKind, FormFacts, Section, Spec};
use crate::core::lss::Intervention;
use crate::core::person::PersonHead;
use crate::core::query::{CaseView, DocumentRow, JournalRow};
use crate::core::round;
use crate::error::{Error, Result};
use crate::store::draft::Draft;
use crate::ui::screen::Context;
use crate::unit::case_types::CaseLaw;
use crate::unit::order_form::SHORT_ORDER;

impl Form {
    /// The assessment of a case: its draft, begun now or continued.
    ///
    /// # Errors
    /// When the unit has no template, or the draft cannot be read or begun.
    pub fn assessment(case: &CaseView, ctx: &Context<'_>) -> Result<Form> {
        let unit = ctx.store.unit();
        let law = unit
            .case_types
            .get(&case.case_type)
            .map_or(CaseLaw::SoL, |t| t.law);
        let spec = unit
            .forms
            .assessment(law)
            .ok_or_else(|| no_template("utredningen"))?;
        let old = replaced(case, DocumentKind::Assessment).map(|row| row.id);
        let draft = ctx.drafts.begin(
            ctx.user.id,
            case.id,
            DocumentKind::Assessment.word(),
            spec,
            old,
        )?;
        Form::paper(case, draft, ctx)
    }

    /// The framework order of a case: its draft, begun now or continued.
    ///
    /// # Errors
    /// When the unit has no template, or the draft cannot be read or begun.
    pub fn order(case: &CaseView, ctx: &Context<'_>) -> Result<Form> {
        let spec = ctx
            .store
            .unit()
            .forms
            .order()
            .ok_or_else(|| no_template("beställningen"))?;
        let old = replaced(case, DocumentKind::Order).map(|row| row.id);
        let old = old.or_else(|| latest_order(case));
        let kind = DocumentKind::Order.word();
        let mut draft = ctx.drafts.begin(ctx.user.id, case.id, kind, spec, old)?;
        // An order begins with what the one it replaces says, be that signed in a hurry or whole, of this round or
        // of the one before.
        if draft.answers.is_empty()
            && let Some(before) = draft.supersedes
        {
            draft.answers = ctx.store.document(ctx.user, before)?.answers;
            let from = draft.answers.get("tid.from").to_owned();
            if to_complete(case).is_none() && from.as_str() < ctx.today.to_string().as_str() {
                draft.answers.set("tid.from", ctx.today.to_string());
            }
        }
        Form::paper(case, draft, ctx)
    }

    /// An order in a hurry, filled in and shown as it will be signed. `no` leads to its text.
    ///
    /// # Errors
    /// When the case has an order already, the unit has no template, or the draft cannot be begun.
    pub fn short_order(case: &CaseView, answers: Answers, ctx: &Context<'_>) -> Result<Form> {
        let forms = &ctx.store.unit().forms;
        let spec = forms
            .short_order()
            .ok_or_else(|| no_template("beställningen"))?;
        let kind = DocumentKind::Order.word();
        let draft = ctx.drafts.begin(ctx.user.id, case.id, kind, spec, None)?;
        let version = ctx
            .drafts
            .save(draft.id, draft.version, &answers, &draft.place)?;
        let draft = Draft {
            version,
            answers,
            ..draft
        };
        let mut form = Form::paper(case, draft, ctx)?;
        form.sign(ctx)?;
        Ok(form)
    }

    /// A journal entry, or the correction of one: its draft, begun now or continued.
    ///
    /// # Errors
    /// When the draft cannot be read or begun, or the entry to correct is not in the file.
    pub fn journal(case: &CaseView, corrects: Option<i64>, ctx: &Context<'_>) -> Result<Form> {
        let draft = ctx.drafts.begin(
            ctx.user.id,
            case.id,
            JOURNAL,
            &journal_spec(corrects),
            corrects,
        )?;
        Form::paper(case, draft, ctx)
    }

    /// A draft that was left open, at the same field with the cursor where it was.
    ///
    /// # Errors
    /// When its case can no longer be read.
    pub fn resume(draft: Draft, ctx: &Context<'_>) -> Result<Form> {
        let case = ctx.store.case(ctx.user, draft.case)?;
        Form::paper(&case, draft, ctx)
    }

    pub(super) fn paper(case: &CaseView, draft: Draft, ctx: &Context<'_>) -> Result<Form> {
        if is_signed(case, &draft, ctx)? {
            ctx.drafts.remove(draft.id)?;
            return Err(
                Error::user("Utkastet var redan undertecknat och är nu borttaget.")
                    .hint("Öppna igen för att börja på ett nytt."),
            );
        }
        let draft = ctx.drafts.take(draft)?;
        let paper = Paper::of(&draft, ctx.user.id, ctx);
        let place = draft.place.clone();
        let fresh = draft.answers.is_empty();
        let title = draft.spec.title.clone();
        let work = Work::Paper(Box::new(paper));
        let mut form = Form::new(
            title,
            Some(case.person.clone()),
            draft.spec,
            draft.answers,
            work,
        );
        form.facts = FormFacts {
            child: case.person.is_child(ctx.today),
            oral: case.oral,
        };
        form.ask_fields();
        let mut replaces = String::new();
        let (mut today, mut first) = ("", "");
        match draft.kind.as_str() {
            "utredning" => {
                form.beside = Beside::last_assessment(case.person.id, ctx)?;
                if fresh {
                    form.fill_from_card(&case.person);
                    form.fill_from_type(&case.case_type);
                    form.fill_channel(&case.channel);
                }
            }
            "uppfoljning" => {
                form.against_order(case, ctx)?;
                today = "kontakt.datum";
            }
            "bestallning" => {
                form.suggestions
                    .insert("utforare.namn".to_owned(), ctx.store.providers()?);
                today = "tid.from";
                form.frame = Some(FrameCheck::new(
                    case,
                    is_hurried(case, &form.spec, draft.supersedes),
                    ctx,
                )?);
            }
            "beslut" => {
                form.begin_decision(case, fresh, ctx)?;
                first = "insats1.resultat";
            }
            JOURNAL => {
                (today, first) = ("journal.datum", "journal.text");
                if let Some(old) = draft.supersedes {
                    let row = entry(case, old, ctx)?;
                    replaces = format!("anteckningen från {}", day_month_year(row.day));
                    form.beside = Some(before(row));
                }
            }
            _ => {}
        }
        if let Some(old) = draft.supersedes.filter(|_| draft.kind != JOURNAL) {
            replaces = titled(case, old);
        }
        if draft.kind == DocumentKind::Order.word() {
            form.top = match draft.supersedes {
                Some(_) if replaced(case, DocumentKind::Order).is_none() => {
                    vec![format!("Ersätter {replaces}, och sänds på nytt")]
                }
                Some(_) => vec![format!("Ersätter {replaces}")],
                None => Vec::new(),
            };
        }
        if fresh && !today.is_empty() {
            form.answers.set(today, ctx.today.to_string());
            form.forget_editors();
        }
        if let Work::Paper(paper) = &mut form.work {
            paper.replaces = replaces;
            paper.case_number = case.case_number.clone();
            if fresh {
                paper.untouched(&form.answers);
            }
        }
        if place.field.is_empty() {
            form.at = form.index_of(first).unwrap_or(0);
            form.open_editor();
        } else {
            form.go_to_place(&place);
        }
        form.take_asides(ctx)?;
        Ok(form)
    }
}

impl Form {
    /// What the person's card knows is filled in, and says where it is from.
    fn fill_from_card(&mut self, person: &PersonHead) {
        let interpreter = person.interpreter.as_deref().unwrap_or_default();
        let needed = if interpreter.is_empty() { "" } else { "ja" };
        let known = [
            (
                "bakgrund.kommunikation",
                person.communication.as_deref().unwrap_or_default(),
            ),
            ("bakgrund.tolk", needed),
            ("bakgrund.tolk_sprak", interpreter),
        ];
        for (id, value) in known {
            if !value.is_empty() && self.spec.field(id).is_some() {
                self.answers.set(id, value);
                self.notes
                    .insert(id.to_owned(), Note::Told("Från personens kort.".to_owned()));
            }
        }
        self.forget_editors();
    }
}

/// The intervention that is applied for, in the assessment under LSS.
const SOUGHT: &str = "insats.sokt";

/// How the application came in, in the assessment.
const CHANNEL: &str = "bakgrund.kanal";

impl Form {
    /// How the application came in was told as the case was registered.
    fn fill_channel(&mut self, told: &str) {
        let field = self.spec.field(CHANNEL);
        if field.is_some_and(|field| field.choices.iter().any(|choice| choice == told)) {
            self.answers.set(CHANNEL, told);
            let note = Note::Told("Från registreringen av ärendet.".to_owned());
            self.notes.insert(CHANNEL.to_owned(), note);
        }
    }

    /// What the case's type says already is filled in: the intervention of 9 § LSS.
    fn fill_from_type(&mut self, case_type: &str) {
        let Some(sought) = Intervention::from_word(case_type) else {
            return;
        };
        let number = format!("{} ", sought.number());
        let field = self.spec.field(SOUGHT);
        let choice = field.and_then(|f| f.choices.iter().find(|c| c.starts_with(&number)));
        if let Some(choice) = choice.cloned() {
            self.answers.set(SOUGHT, choice);
            let told = Note::Told("Enligt ärendets typ.".to_owned());
            self.notes.insert(SOUGHT.to_owned(), told);
        }
    }
}

/// Whether the draft is what was signed last: the program ended between the signature and the
/// draft's removal.
fn is_signed(case: &CaseView, draft: &Draft, ctx: &Context<'_>) -> Result<bool> {
    let answers = &draft.answers;
    if answers.is_empty() {
        return Ok(false);
    }
    if draft.kind == JOURNAL {
        let (day, text) = (
            answers.get("journal.datum"),
            answers.get("journal.text").trim_end(),
        );
        let same = |row: &JournalRow| {
            row.day.to_string() == day
                && row.text.as_deref() == Some(text)
                && row.corrects == draft.supersedes
        };
        return Ok(!text.is_empty() && case.journal.iter().any(same));
    }
    let mut documents = case
        .documents
        .iter()
        .filter(|d| d.spec == draft.spec.id && d.case == case.id);
    match documents.next() {
        // What replaces the latest may begin as its double.
        Some(latest) if draft.supersedes == Some(latest.id) => Ok(false),
        Some(latest) => {
            let latest = ctx.store.document(ctx.user, latest.id)?;
            let (mut signed, mut draft) = (latest.answers, answers.clone());
            // What was added as the decision was made is not of the draft, and what it did not ask was left out.
            signed.values.retain(|id, _| !id.starts_with("fattat."));
            if let Some(spec) = latest
                .spec
                .filter(|spec| spec.kind == DocumentKind::Decision)
            {
                draft.values.retain(|id, _| spec.field(id).is_some());
            }
            Ok(signed == draft)
        }
        None => Ok(false),
    }
}

/// A form on a draft.
pub(super) fn begun(case: &CaseView, draft: Draft, ctx: &Context<'_>) -> Result<Form> {
    Form::paper(case, draft, ctx)
}

pub(super) fn no_template(what: &str) -> Error {
    Error::config(format!("Mallen för {what} saknas.")).hint("Kontrollera enhetens egna mallar.")
}

/// "rambeställning från 6 november 2026".
fn titled(case: &CaseView, document: i64) -> String {
    let row = case.documents.iter().find(|d| d.id == document);
    row.map_or(String::new(), |d| {
        format!("{} från {}", d.title.to_lowercase(), day_month_year(d.day))
    })
}

/// The order that was signed last in the case.
fn latest_order(case: &CaseView) -> Option<i64> {
    case.documents
        .iter()
        .find(|d| d.kind == DocumentKind::Order && d.case == case.id && d.superseded_by.is_none())
        .map(|d| d.id)
}

/// The order of the case that waits to be completed.
fn to_complete(case: &CaseView) -> Option<&DocumentRow> {
    case.documents
        .iter()
        .find(|d| d.spec == SHORT_ORDER && d.case == case.id && d.superseded_by.is_none())
}

/// The signed document that a new one takes the place of: one made in the same round of the case, or an
/// order that waits to be completed. After a new round has begun an assessment stands as it is, and an order gives way
/// to the next one as a whole.
pub fn replaced(case: &CaseView, kind: DocumentKind) -> Option<&DocumentRow> {
    if kind == DocumentKind::Order
        && let Some(short) = to_complete(case)
    {
        return Some(short);
    }
    let standing = case
        .events
        .iter()
        .filter(|e| !e.void && e.corrected_by.is_none());
    let round = round::begun(kind, standing.map(|e| (e.kind, e.day)));
    case.documents
        .iter()
        .filter(|d| d.kind == kind && d.case == case.id && d.superseded_by.is_none())
        .find(|d| round.is_none_or(|begun| d.day >= begun))
}

/// Whether an order is one that is written in a hurry, or takes the place of one.
fn is_hurried(case: &CaseView, spec: &Spec, supersedes: Option<i64>) -> bool {
    let short = to_complete(case).map(|row| row.id);
    spec.id == SHORT_ORDER || (short.is_some() && short == supersedes)
}

fn entry(case: &CaseView, id: i64, ctx: &Context<'_>) -> Result<JournalRow> {
    ctx.store
        .journal(ctx.user, case.person.id)?
        .into_iter()
        .find(|row| row.id == id)
        .ok_or_else(|| Error::user("Anteckningen som ska rättas finns inte i akten."))
}

fn before(row: JournalRow) -> Beside {
    Beside {
        title: format!(
            "Anteckningen som rättas, {}, {}",
            day_month_year(row.day),
            row.written_by
        ),
        source: Source::Text(row.text.unwrap_or_else(|| "Texten är gallrad.".to_owned())),
        shown: None,
        part: 0,
    }
}

/// The form of a journal entry. A correction has an id of its own for each entry, so that two
/// drafts never become one.
fn journal_spec(corrects: Option<i64>) -> Spec {
    let field = |id: &str, label: &str, kind: FieldKind, required: bool, help: &str| Field {
        id: id.to_owned(),
        label: label.to_owned(),
        kind,
        required,
        help: help.to_owned(),
        choices: Vec::new(),
        legal_basis: String::new(),
        appraisal: false,
        area: String::new(),
        condition: String::new(),
    };
    Spec {
        id: corrects.map_or(JOURNAL.to_owned(), |id| format!("rattelse-{id}")),
        revision: 1,
        title: match corrects {
            Some(_) => "Rättelse i journalen".to_owned(),
            None => "Journalanteckning".to_owned(),
        },
        kind: DocumentKind::FollowUp,
        sections: vec![Section {
            id: "journal".to_owned(),
            title: String::new(),
            help: String::new(),
            sent: true,
            fields: vec![
                field(
                    "journal.datum",
                    "Dag",
                    FieldKind::Date,
                    true,
                    "Dagen det gäller. +1 och -1 räknas från i dag.",
                ),
                field(
                    "journal.tid",
                    "Klockslag",
                    FieldKind::Line,
                    false,
                    "Om det har betydelse, till exempel 14.30.",
                ),
                field("journal.text", "Anteckning", FieldKind::Text, true, ""),
            ],
        }],
    }
}
