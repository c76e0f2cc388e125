//! Two people, or two windows, wrote in the same form: what only one of them changed is taken, and what both
//! changed is put side by side. Nothing of either is dropped here; a person chooses.

use super::estimate::EstimateLine;
use super::form::{Answers, FieldKind, Spec};

/// A field that both have changed, each in their own way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The field.
    pub field: String,
    /// What it is called.
    pub label: String,
    /// What stands on the screen.
    pub mine: String,
    /// What the other has saved.
    pub theirs: String,
    /// How it is answered.
    pub kind: FieldKind,
}

impl Clash {
    /// Whether both can stand there, one after the other: in texts and time estimates.
    pub fn holds_both(&self) -> bool {
        matches!(self.kind, FieldKind::Text | FieldKind::Estimate)
    }
}

/// Which of the two stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// What stands on the screen.
    Mine,
    /// What the other has saved.
    Theirs,
    /// Both, mine last.
    Both,
}

/// Where the rows of a time estimate are kept as typed while some of them cannot be understood.
pub fn raw_id(field: &str) -> String {
    format!("{field}.rader")
}

/// Puts two versions of the same answers together. `base` is what both began with, where that is known:
/// then a field that only one of them has changed is taken from that one. Gives mine with what could be
/// taken from theirs, and the fields that a person must choose in.
pub fn merge(
    spec: &Spec,
    base: Option<&Answers>,
    mine: &Answers,
    theirs: &Answers,
) -> (Answers, Vec<Clash>) {
    let mut merged = mine.clone();
    let mut clashes = Vec::new();
    for field in spec.sections.iter().flat_map(|s| &s.fields) {
        let estimate = field.kind == FieldKind::Estimate;
        let told = |answers: &Answers| match estimate {
            true => rows(answers, &field.id),
            false => answers.get(&field.id).to_owned(),
        };
        let (my, their) = (told(mine), told(theirs));
        let before = base.map(told);
        let text = matches!(field.kind, FieldKind::Text | FieldKind::Estimate);
        let take = match &before {
            _ if my == their => continue,
            Some(before) if *before == their => continue,
            Some(before) if *before == my => true,
            // Where one text holds the other nothing is lost by the longer.
            None if text && my.contains(&their) => continue,
            None if text && their.contains(&my) => true,
            _ => false,
        };
        let clash = Clash {
            field: field.id.clone(),
            label: field.label.clone(),
            mine: my,
            theirs: their,
            kind: field.kind,
        };
        match take {
            true => choose(&mut merged, &clash, Choice::Theirs, theirs),
            false => clashes.push(clash),
        }
    }
    // What belongs to no field, as what a remark was set aside for, is kept from both.
    for (id, value) in &theirs.values {
        if spec.field(id).is_none() && merged.get(id).is_empty() && base.is_none() {
            merged.set(id, value.clone());
        }
    }
    for aside in &theirs.dismissed {
        if !merged.dismissed.contains(aside) {
            merged.dismissed.push(aside.clone());
        }
    }
    (merged, clashes)
}

/// Lets a choice stand in one field.
pub fn choose(answers: &mut Answers, clash: &Clash, choice: Choice, theirs: &Answers) {
    let id = &clash.field;
    let raw = raw_id(id);
    match (choice, clash.kind == FieldKind::Estimate) {
        (Choice::Mine, _) => return,
        (Choice::Theirs, true) => {
            answers.lines.clone_from(&theirs.lines);
            answers.set(&raw, theirs.get(&raw));
        }
        (Choice::Theirs, false) => answers.set(id, clash.theirs.clone()),
        (Choice::Both, true) => {
            let mine = std::mem::replace(&mut answers.lines, theirs.lines.clone());
            let new = mine.into_iter().filter(|line| !theirs.lines.contains(line));
            answers.lines.extend(new);
            let typed = [theirs.get(&raw), answers.get(&raw)].map(str::to_owned);
            if typed.iter().any(|t| !t.is_empty()) {
                // Rows that are not understood are kept as typed, and then all of them are.
                answers.set(&raw, typed.join("\n").trim_matches('\n').to_owned());
            }
        }
        (Choice::Both, false) => {
            answers.set(id, format!("{}\n\n{}", clash.theirs, clash.mine));
        }
    }
    if theirs.copied.contains(id) {
        answers.copied.insert(id.clone());
    }
}

/// The rows of a time estimate in words, as typed where they are not understood.
fn rows(answers: &Answers, field: &str) -> String {
    let raw = raw_id(field);
    if !answers.get(&raw).is_empty() {
        return answers.get(&raw).to_owned();
    }
    let lines: Vec<String> = answers.lines.iter().map(row).collect();
    lines.join("\n")
}

fn row(line: &EstimateLine) -> String {
    let times = match line.times_min == line.times_max {
        true => line.times_max.to_string(),
        false => format!("{}–{}", line.times_min, line.times_max),
    };
    let double = if line.double_staffing {
        ", dubbel bemanning"
    } else {
        ""
    };
    format!(
        "{} {} min, {times} {}{double}",
        line.intervention,
        line.minutes,
        line.per.name()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::form::{DocumentKind, Field, Section};

    fn spec() -> Spec {
        let field = |id: &str, kind| Field {
            id: id.to_owned(),
            label: id.to_uppercase(),
            kind,
            required: false,
            help: String::new(),
            choices: Vec::new(),
            legal_basis: String::new(),
            appraisal: false,
            area: String::new(),
            condition: String::new(),
        };
        Spec {
            id: "prov".into(),
            revision: 1,
            title: String::new(),
            kind: DocumentKind::Assessment,
            sections: vec![Section {
                id: String::new(),
                title: String::new(),
                help: String::new(),
                sent: true,
                fields: vec![field("a", FieldKind::Text), field("b", FieldKind::Line)],
            }],
        }
    }

    fn answers(a: &str, b: &str) -> Answers {
        let mut answers = Answers::default();
        answers.set("a", a);
        answers.set("b", b);
        answers
    }

    #[test]
    fn what_one_alone_has_changed_is_taken_from_that_one() {
        let base = answers("grund", "tolk");
        let (merged, clashes) = merge(
            &spec(),
            Some(&base),
            &answers("grund och mitt", "tolk"),
            &answers("grund", "arabiska"),
        );
        assert_eq!(merged, answers("grund och mitt", "arabiska"));
        assert_eq!(clashes, []);
        // Also what the other has taken away, where I have not touched it.
        let (merged, clashes) = merge(&spec(), Some(&base), &base, &answers("grund", ""));
        assert_eq!((merged, clashes), (answers("grund", ""), vec![]));
    }

    #[test]
    fn what_both_have_changed_is_chosen_by_a_person_and_neither_is_lost() {
        let base = answers("grund", "tolk");
        let (mine, theirs) = (answers("mitt", "tolk"), answers("deras", "tolk"));
        let (merged, clashes) = merge(&spec(), Some(&base), &mine, &theirs);
        assert_eq!(merged, mine);
        let [clash] = clashes.as_slice() else {
            panic!("{clashes:?}")
        };
        assert_eq!(
            (clash.mine.as_str(), clash.theirs.as_str()),
            ("mitt", "deras")
        );
        for (choice, told) in [
            (Choice::Mine, "mitt"),
            (Choice::Theirs, "deras"),
            (Choice::Both, "deras\n\nmitt"),
        ] {
            let mut chosen = merged.clone();
            choose(&mut chosen, clash, choice, &theirs);
            assert_eq!(chosen.get("a"), told);
        }
    }

    #[test]
    fn where_nobody_knows_what_was_before_the_longer_of_two_texts_holds_the_shorter() {
        let (merged, clashes) = merge(
            &spec(),
            None,
            &answers("en mening", "x"),
            &answers("en mening till", "x"),
        );
        assert_eq!((merged.get("a"), clashes.len()), ("en mening till", 0));
        let (_, clashes) = merge(&spec(), None, &answers("", "x"), &answers("", "y"));
        assert_eq!(clashes.len(), 1);
        assert!(!clashes[0].holds_both());
    }
}
