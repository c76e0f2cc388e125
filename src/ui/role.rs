//! What a piece of text is, rather than how it looks. A row here is a name that themes may style.

/// Declares [`Role`] with its dotted name and its letter in test grids.
macro_rules! roles {
    ($($variant:ident $name:literal $letter:literal $doc:literal;)*) => {
        /// What a piece of text is, rather than how it looks.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Role { $(#[doc = $doc] $variant,)* }

        impl Role {
            /// Every role.
            pub const ALL: &'static [Role] = &[$(Role::$variant,)*];

            /// The dotted name in theme files.
            pub fn name(self) -> &'static str {
                match self { $(Role::$variant => $name,)* }
            }

            /// The letter in a test's grid of roles.
            pub fn letter(self) -> char {
                match self { $(Role::$variant => $letter,)* }
            }
        }
    };
}

roles! {
    Text "text" '.' "Ordinary text.";
    TextDim "text.dim" ',' "What matters less.";
    TextStrong "text.strong" ':' "What matters more.";
    Head "head" 'H' "The head line.";
    HeadPerson "head.person" 'P' "The person whose file this is.";
    HeadNote "head.note" 'N' "What to think of about the person.";
    Rule "rule" '-' "The rule under the head and over the hints.";
    Marker "marker" '>' "The marker of the selected row.";
    Marked "marker.marked" '+' "The sign of a row marked for doing something with several.";
    DeadlineOverdue "deadline.overdue" '!' "A due date that has passed.";
    DeadlineToday "deadline.today" '1' "Due today.";
    DeadlineSoon "deadline.soon" '2' "Due within the warning time.";
    DeadlineOntime "deadline.ontime" '3' "Due later.";
    DeadlinePaused "deadline.paused" 'w' "A paused clock.";
    DeadlinePossible "deadline.possible" '?' "A demand is possible; nothing is late.";
    DeadlineDone "deadline.done" 'd' "A clock that is done; never red.";
    Protection "protection" 'S' "Protected identity.";
    FormSection "form.section" 'A' "A section's heading.";
    FormLabel "form.label" 'l' "A field's label.";
    FormRequired "form.required" '*' "The mark of a required field.";
    FormMissing "form.missing" 'm' "A required field that is empty.";
    FormCopied "form.copied" 'c' "Text fetched from before and not yet confirmed.";
    FormGuess "form.guess" 'g' "A value the program guessed.";
    FormHint "form.hint" 'h' "A field's help.";
    FormError "form.error" 'x' "What is wrong in a field.";
    FormDone "form.done" 'D' "A section or field that is complete.";
    FieldText "field.text" 'f' "Text in a field.";
    FieldActive "field.active" 'a' "Text in the field being written in.";
    FieldSelected "field.selected" 's' "Selected text in a field.";
    HintKey "hint.key" 'K' "A key in the hint bar and the help.";
    HintText "hint.text" 'k' "A verb in the hint bar.";
    MessageOk "message.ok" 'o' "Something is done.";
    MessageError "message.error" 'E' "Something was refused.";
    MessageAsk "message.ask" 'Q' "A question.";
    CountOverdue "count.overdue" '4' "The number of overdue in the head.";
    CountToday "count.today" '5' "The number due today in the head.";
    CountSoon "count.soon" '6' "The number due soon in the head.";
    CountOther "count.other" '7' "Other numbers in the head.";
    SearchMatch "search.match" '/' "The part of a text that was searched for.";
    DiffMine "diff.mine" '<' "My version of a text.";
    DiffTheirs "diff.theirs" '}' "Another's version of a text.";
    DiffMissing "diff.missing" '_' "Ordered but not planned.";
    RemarkWarning "remark.warning" '^' "Words of an order that belong in the plan.";
    RemarkHint "remark.hint" '~' "Words of an order worth a thought.";
    DiffExtra "diff.extra" '=' "Planned but not ordered.";
}
