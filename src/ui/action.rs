//! ONE TABLE of everything that can be done with a key.
//!
//! A row is an action: its name in the configuration file, its default keys, where it applies,
//! the verb in the hint bar, the sentence in the help and the words the palette finds it by. The
//! enum, the keymap, the hint bar, the help, the palette and the README's table of keys all come
//! from here.

/// Where a key is looked up. In a scope where text is typed, letters belong to the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// Everywhere.
    Global,
    /// A list of cases.
    List,
    /// The line that narrows a list; text is typed.
    Search,
    /// One case.
    Case,
    /// "Varför detta datum?".
    Why,
    /// The help.
    Help,
    /// The palette of actions; text is typed.
    Palette,
    /// A form; text is typed.
    Form,
    /// A short form that is kept nowhere until it is done; text is typed.
    Quick,
    /// A journal entry being written; text is typed.
    Journal,
    /// Two people wrote in the same place; which text stays?
    Conflict,
    /// A question with yes and no.
    Dialog,
    /// A text that is read and scrolled.
    Reader,
    /// A provider's plan against the order.
    Plan,
    /// A list to choose from.
    Picker,
    /// *Att besluta*: the proposals that wait for one's decision.
    Proposals,
    /// The first start.
    Start,
    /// A locked desk; the code is typed.
    Lock,
}

impl Scope {
    /// Every scope.
    pub const ALL: &'static [Scope] = &[
        Scope::Global,
        Scope::List,
        Scope::Search,
        Scope::Case,
        Scope::Why,
        Scope::Help,
        Scope::Palette,
        Scope::Form,
        Scope::Quick,
        Scope::Journal,
        Scope::Conflict,
        Scope::Dialog,
        Scope::Reader,
        Scope::Plan,
        Scope::Picker,
        Scope::Proposals,
        Scope::Start,
        Scope::Lock,
    ];

    /// Whether text is typed here, so that a plain letter is never a command.
    pub fn is_text(self) -> bool {
        matches!(
            self,
            Scope::Search
                | Scope::Palette
                | Scope::Form
                | Scope::Quick
                | Scope::Journal
                | Scope::Lock
        )
    }
}

/// One row of the table.
#[derive(Debug)]
pub struct Row {
    /// The name in the configuration file: `nasta-steg`.
    pub name: &'static str,
    /// The default keys, as written in the configuration file.
    pub keys: &'static [&'static str],
    /// Where it applies.
    pub scopes: &'static [Scope],
    /// The verb in the hint bar.
    pub label: &'static str,
    /// The sentence in the help.
    pub help: &'static str,
    /// Further words the palette finds it by.
    pub words: &'static str,
}

/// Declares [`Action`] and everything that follows from its table.
macro_rules! actions {
    ($($variant:ident $name:literal [$($key:literal),*] [$($scope:ident)*]
        $label:literal, $help:literal, $words:literal;)*) => {
        /// Everything that can be done with a key.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action { $(#[doc = $help] $variant,)* }

        impl Action {
            /// Every action, in the order of the help.
            pub const ALL: &'static [Action] = &[$(Action::$variant,)*];

            /// The action's row in the table.
            pub fn row(self) -> &'static Row {
                match self {
                    $(Action::$variant => {
                        static ROW: Row = Row {
                            name: $name,
                            keys: &[$($key),*],
                            scopes: &[$(Scope::$scope),*],
                            label: $label,
                            help: $help,
                            words: $words,
                        };
                        &ROW
                    })*
                }
            }
        }
    };
}

actions! {
    // Moving about.
    Up "upp" ["up", "k"] [List Search Case Why Help Palette Reader Picker Proposals Plan Start]
        "upp", "Gå en rad upp.", "föregående rad";
    Down "ner" ["down", "j"] [List Search Case Why Help Palette Reader Picker Proposals Plan Start]
        "ner", "Gå en rad ner.", "nästa rad";
    PageUp "sida-upp" ["pgup"] [List Search Case Why Help Palette Form Quick Journal Reader Picker Proposals Plan Dialog Conflict]
        "sida upp", "Gå en sida upp.", "bläddra";
    PageDown "sida-ner" ["pgdn"] [List Search Case Why Help Palette Form Quick Journal Reader Picker Proposals Plan Dialog Conflict]
        "sida ner", "Gå en sida ner.", "bläddra";
    First "forst" ["g", "home"] [List Case Why Help Reader Picker Proposals Plan]
        "först", "Gå till första raden.", "början överst";
    Last "sist" ["G", "end"] [List Case Why Help Reader Picker Proposals Plan]
        "sist", "Gå till sista raden.", "slutet nederst";
    NextField "nasta-falt" ["tab"] [Form Quick Journal Case Start]
        "nästa fält", "Gå till nästa fält eller del.", "fält del";
    PrevField "forra-falt" ["shift-tab"] [Form Quick Journal Case Start]
        "förra fältet", "Gå till förra fältet eller delen.", "fält del";
    NextSection "nasta-avsnitt" ["f8"] [Form Case Reader]
        "nästa avsnitt", "Gå till nästa avsnitt.", "rubrik del";
    PrevSection "forra-avsnitt" ["f7"] [Form Case Reader]
        "förra avsnittet", "Gå till förra avsnittet.", "rubrik del";
    Open "oppna" ["enter"] [List Search Case Palette Picker Proposals Plan Start]
        "öppna", "Öppna eller välj raden.", "visa ärende välj";

    // The work.
    NextStep "nasta-steg" ["s"] [List Case Reader]
        "nästa steg", "Gör det som står på tur i ärendet.", "göra härnäst";
    Why "varfor" ["v"] [List Case]
        "varför", "Visa hur fristens datum har räknats.", "datum frist regel källa räknat";
    Note "anteckna" ["a"] [List Case]
        "anteckna", "Skriv en journalanteckning.", "journal skriv notering";
    NewCase "nytt" ["N"] [List Start]
        "nytt", "Registrera en ansökan eller anmälan.", "ärende ny person ansökan anmälan";
    RecordEvent "handelse" ["h"] [List Case]
        "händelse", "Registrera något som har hänt.", "inkom skickat delgiven besök datum";
    Assessment "utredning" ["u"] [List Case]
        "utredning", "Skriv eller läs utredningen.", "bedömning livsområden utreda";
    Order "bestallning" ["b"] [List Case]
        "beställning", "Skriv eller läs beställningen till utföraren.", "rambeställning utförare timmar insats";
    QuickOrder "snabbestallning" ["B"] [Case]
        "snabbt", "Beställ i brådska: kryssa för behov, komplettera senare.", "utskrivning hemgång mall brådskande komplettera";
    Pause "vanta" ["w"] [List Case]
        "vänta", "Pausa fristen medan någon annan ska svara.", "paus uppehåll väntar komplettering";
    NotApplicable "ej-aktuell" ["i"] [List Case]
        "ej aktuell", "Säg att fristen inte gäller här, och varför.", "frist gäller inte ta bort";
    Add "lagg-till" ["l"] [Case]
        "lägg till", "Lägg till eller ändra något om personen.", "uppgift adress telefon närstående ändra namn skydd";
    Assign "lamna-over" ["o"] [Case]
        "lämna över", "Lämna över ärendet till en kollega.", "byt handläggare tilldela fördela kollega";
    WithoutAppraisal "utan-bedomning" ["b"] [Reader]
        "utan bedömning", "Visa utredningen med eller utan bedömning: det som kommuniceras.", "kommunicera skicka yttrande";
    Print "skriv-ut" ["t"] [Reader]
        "skriv ut", "Visa dokumentet som text att skriva ut eller kopiera; en gång till sparar det som fil.", "utskrift papper kopiera fil";
    Correct "ratta" ["r"] [Case Reader]
        "rätta", "Rätta med en ny uppgift; den gamla står kvar.", "ändra fel korrigera";
    Continue "fortsatt" ["c"] [List Case Start]
        "fortsätt", "Fortsätt på ett sparat utkast.", "utkast återuppta";
    Present "arendedragning" ["Ä"] [List Case]
        "ärendedragning", "Visa ärendedragningen; i ärendet: ta upp ärendet där.", "dragning möte avidentifierat presentera";
    Themed "tematisk-dragning" [] [List]
        "tema", "Jämför beviljad tid mellan kön och familjesituation.", "ärendedragning tematisk rapport omfattning statistik";
    FileAccess "behorighet" ["V"] [Case]
        "behörighet", "Visa vem som får arbeta med akten: namngivna och jäv.", "jävig skyddad namnge åtkomst släkting";
    Emergencies "ta-del-av" ["E"] [List]
        "nödåtkomst", "Visa nödåtkomst som väntar på att chefen tar del av den.", "chef logg kontroll";
    EmergencyAccess "nodatkomst" ["f8"] [Search]
        "nödåtkomst", "Begär nödåtkomst till en akt med helt nummer, med skäl.", "jour akut behörighet";
    Person "person" ["P"] [List Case]
        "person", "Visa personen: nummer, adress, närstående, skydd.", "kontakt ombud god man tolk hushåll";
    Journal "journal" ["J"] [List Case]
        "journal", "Läs journalen.", "anteckningar akt";
    Documents "dokument" ["D"] [List Case]
        "dokument", "Visa undertecknade dokument.", "beslut utredning beställning akt";
    Papers "handlingar" ["H"] [List Case]
        "handlingar", "Visa och registrera inkomna handlingar.", "papper brev inkommet intyg";

    // Deciding.
    ToDecide "att-besluta" ["A"] [List Case]
        "att besluta", "Visa förslagen som väntar på ditt beslut.", "förslag beslut chef delegation godkänn";
    NewDecision "fatta-nytt-beslut" [] [Case]
        "nytt beslut", "Fatta ett nytt beslut: ändra eller ompröva det som gäller.", "fatta beslut besluta ändra ompröva omprövning";
    ApproveProposal "godkann-forslag" ["f8"] [Proposals]
        "godkänn", "Fatta beslutet som det är föreslaget.", "bifall besluta";
    ReturnProposal "aterlamna-forslag" ["f6"] [Proposals]
        "återlämna", "Lämna tillbaka förslaget med skäl.", "retur kommentar";
    ChangeProposal "andra-forslag" ["f5"] [Proposals]
        "ändra", "Ändra förslaget och fatta beslutet själv.", "redigera";
    ReadAssessment "las-utredningen" ["u"] [Proposals]
        "utredning", "Läs utredningen som förslaget vilar på.", "läs bedömning";
    FollowUp "uppfoljning" ["U"] [List Case]
        "uppföljning", "Skriv uppföljningen.", "följ upp mål utfört";
    Handover "overlamningsblad" ["O"] [List Case]
        "överlämning", "Visa ärendet på en sida, för den som tar över.", "läget sammanfattning överlämningsblad";

    // The days and the unit.
    Today "i-dag" ["d"] [List]
        "i dag", "Visa allt som väntar på dig i dag och de närmaste dagarna.", "dagen förfaller väntar besök tysta";
    Week "vecka" ["W"] [List]
        "veckan", "Visa veckan dag för dag.", "kalender belastning förfaller";
    PrevDay "forra-dagen" ["left"] [List]
        "förra dagen", "Gå till dagen före.", "kalender";
    NextDay "nasta-dag" ["right"] [List]
        "nästa dag", "Gå till dagen efter.", "kalender";
    PrevMeeting "forra-dragningen" ["left"] [Picker]
        "förra dragningen", "Gå till dragningen före.", "ärendedragning möte";
    NextMeeting "nasta-dragningen" ["right"] [Picker]
        "nästa dragning", "Gå till dragningen efter.", "ärendedragning möte";
    WithMarked "med-markerade" ["M"] [List]
        "med markerade", "Gör samma sak med alla markerade ärenden.", "flera lämna över vänta händelse";
    Absence "franvaro" ["F"] [List]
        "frånvaro", "Visa och ange vem som ersätter vem.", "ersättare semester sjuk ledig";
    Outreach "uppsokande" [] [List]
        "uppsökande", "Visa dem som söks upp i år, och börja ett ärende.", "uppsökande verksamhet fyller 80 befolkning";
    Reports "rapporter" ["R"] [List]
        "rapporter", "Visa en rapport: beslut, ej verkställt, planer, loggkontroll.", "statistik siffror delegationsbeslut ivo genomförandeplaner logg nämnd";
    Staff "medarbetare" [] [List]
        "medarbetare", "Visa och ändra vilka som arbetar i enheten: roll, grupp, nycklar, avsluta.", "användare personal kollega lägg till nyckel avsluta roll basgrupp chef";
    Leftwards "at-vanster" ["left"] [Reader]
        "åt vänster", "Visa kolumnerna före.", "bredd sidled";
    Rightwards "at-hoger" ["right"] [Reader]
        "åt höger", "Visa kolumnerna som följer.", "bredd sidled";
    Plan "plan" ["p"] [Case]
        "planen", "Läs planen mot beställningen, eller registrera en som kommit.", "genomförandeplan utförare";
    Remind "paminn" ["m"] [Case]
        "påminn", "Påminn om planen som inte kommer, ett steg i taget.", "påminn påminnelse trappa plan kommer inte";
    AcceptPlan "godkann-plan" ["f8"] [Plan]
        "godkänn", "Godkänn planen.", "plan ok";
    RemarkPlan "anmark-plan" ["f7"] [Plan]
        "anmärkning", "Godkänn planen med en anmärkning.", "godkänn med anmärkning";
    ReturnPlan "returnera-plan" ["f6"] [Plan]
        "returnera", "Returnera planen till utföraren med skäl.", "skicka tillbaka";

    // Finding.
    Search "sok" ["/"] [List Case Reader Picker]
        "sök", "Sök efter namn, personnummer eller ärendenummer.", "hitta filtrera";
    Filter "filter" ["f"] [List]
        "filter", "Välj vad listan ska visa.", "visa urval begränsa";
    Whose "vems" ["m"] [List]
        "vems", "Växla mellan mina, gruppens och enhetens ärenden.", "mina basgrupp enhet alla";
    ByUrgency "efter-lage" ["B"] [List]
        "läge", "Visa bara ett läge: försenat, i dag, snart.", "brådska försenade frist";
    ByStep "efter-steg" ["S"] [List]
        "steg", "Visa bara ärenden i ett visst steg.", "inkommet utredning beställt pågår";
    ByType "efter-typ" ["T"] [List]
        "typ", "Visa bara en ärendetyp.", "hemtjänst boende lss trygghetslarm";
    ByClock "efter-frist" ["K"] [List]
        "frist", "Visa bara en viss frist.", "klocka regel";
    ShowAll "visa-allt" ["x"] [List]
        "visa allt", "Ta bort alla filter.", "rensa nollställ";
    View1 "vy-1" ["1"] [List] "vy 1", "Visa sparad vy 1.", "vy sparad";
    View2 "vy-2" ["2"] [List] "vy 2", "Visa sparad vy 2.", "vy sparad";
    View3 "vy-3" ["3"] [List] "vy 3", "Visa sparad vy 3.", "vy sparad";
    View4 "vy-4" ["4"] [List] "vy 4", "Visa sparad vy 4.", "vy sparad";
    View5 "vy-5" ["5"] [List] "vy 5", "Visa sparad vy 5.", "vy sparad";
    View6 "vy-6" ["6"] [List] "vy 6", "Visa sparad vy 6.", "vy sparad";
    View7 "vy-7" ["7"] [List] "vy 7", "Visa sparad vy 7.", "vy sparad";
    View8 "vy-8" ["8"] [List] "vy 8", "Visa sparad vy 8.", "vy sparad";
    View9 "vy-9" ["9"] [List] "vy 9", "Visa sparad vy 9.", "vy sparad";
    ChangeCode "byt-kod" [] [List]
        "byt kod", "Välj en ny kod för låset.", "lås lösenord pin skärmlås";
    Settings "installningar" [] [List]
        "inställningar", "Välj tema, lås och uppkoppling för dig själv.", "tema färger lagband långsam lås minuter konfiguration";
    SaveView "spara-vy" ["V"] [List]
        "spara vy", "Spara det som visas som en vy på en siffra.", "vy filter spara";
    TogglePreview "forhandsvisning" ["p"] [List]
        "fakta", "Visa eller dölj fakta om raden.", "förhandsvisning sida";
    Mark "markera" ["space"] [List Picker]
        "markera", "Markera raden för att göra samma sak med flera.", "välj flera";

    // Writing.
    Save "spara" ["ctrl-s"] [Form Journal]
        "spara", "Spara utkastet.", "utkast";
    Sign "skriv-under" ["f9"] [Form Journal]
        "skriv under", "Visa vad som skrivs under, och fråga en gång.", "signera klar färdig lås";
    Submit "klar" ["f9"] [Quick]
        "klar", "Gör det som är ifyllt. Enter i sista fältet är samma sak.", "registrera färdig";
    Missing "saknas" ["f6"] [Form Quick Case]
        "saknas", "Visa allt som saknas, med väg till fälten.", "krav obligatoriskt ofullständigt";
    ShowLast "visa-forra" ["f3"] [Form]
        "förra", "Visa eller dölj förra texten bredvid.", "tidigare föregående jämför";
    CopyLast "hamta-forra" ["f4"] [Form]
        "hämta förra", "Hämta förra texten hit. Den är märkt tills den bekräftas.", "kopiera tidigare";
    ConfirmCopied "bekrafta" ["f5"] [Form]
        "bekräfta", "Bekräfta att den hämtade texten stämmer.", "kopierad godkänn";
    GoodExamples "goda-exempel" ["f2"] [Form]
        "exempel", "Visa goda exempel för fältet.", "hjälp formulering mall";
    NextRemark "nasta-anmarkning" ["ctrl-r"] [Form]
        "anmärkning", "Gå till nästa anmärkning från ramkollen.", "ramkoll detalj";
    DismissRemark "avfarda" ["ctrl-e"] [Form]
        "avfärda", "Avfärda anmärkningen, med skäl, eller ta tillbaka en som är avfärdad.", "ramkoll ta bort anmärkning";
    KeepExample "spara-exempel" ["e"] [Reader]
        "spara exempel", "Spara en text ur beställningen som gott exempel, avidentifierad.", "goda exempel bibliotek";
    AddRow "ny-rad" ["ctrl-n"] [Form Picker]
        "ny rad", "Lägg till en rad.", "insats lägg till";
    RemoveRow "ta-bort-rad" ["ctrl-d"] [Form Picker]
        "ta bort rad", "Ta bort raden.", "insats radera";
    TextUndo "angra-text" ["ctrl-z"] [Form Quick Journal]
        "ångra", "Ångra det senast skrivna.", "text skrivning";
    Redo "gor-om" ["ctrl-y"] [Form Quick Journal]
        "gör om", "Gör om det som ångrades.", "text skrivning";
    KeepMine "behall-mitt" ["f5"] [Conflict]
        "behåll mitt", "Behåll min text.", "samtidigt krock";
    TakeTheirs "ta-andras" ["f6"] [Conflict]
        "ta den andras", "Ta den andras text.", "samtidigt krock";
    KeepBoth "behall-bada" ["f7"] [Conflict]
        "båda", "Behåll båda, min sist.", "samtidigt krock";

    // Answering.
    Yes "ja" ["j"] [Dialog] "ja", "Ja, gör det.", "";
    No "nej" ["n"] [Dialog] "nej", "Nej, låt bli.", "";
    Unlock "las-upp" ["enter"] [Lock]
        "vidare", "Lås upp med koden, eller gå vidare med den nya.", "kod";
    LogOut "logga-ut" ["ctrl-d"] [Lock]
        "logga ut", "Avsluta, och logga in på nytt. Utkastet är sparat.", "glömt kod";

    // Everywhere.
    Undo "angra" ["ctrl-z"] [List Case Reader]
        "ångra", "Ångra det senaste; visar först vad som händer.", "återta tillbaka";
    Back "tillbaka" ["esc"] [Global]
        "tillbaka", "Gå tillbaka. Inget går förlorat.", "stäng avbryt";
    Help "hjalp" ["?", "f1"] [Global]
        "hjälp", "Visa tangenterna här.", "tangenter genvägar";
    Palette "sok-atgard" [":", "ctrl-p"] [Global]
        "sök åtgärd", "Sök bland allt som går att göra.", "kommando meny";
    Deidentify "avidentifiera" ["f10"] [Global]
        "avidentifiera", "Visa initialer i stället för namn, och inga nummer.", "ärendedragning dölj namn";
    Lock "las" ["ctrl-o"] [Global]
        "lås", "Lås skärmen. Utkastet är sparat, och din kod låser upp.", "låsa paus kod skärmlås gå ifrån";
    Redraw "rita-om" ["ctrl-l"] [Global]
        "rita om", "Läs och rita om bilden.", "uppdatera skärm";
    Quit "lamna" ["q"] [Global]
        "lämna", "Lämna programmet. Det du skrivit är sparat.", "avsluta stäng";
}

impl Action {
    /// The actions of a scope, without the global ones.
    pub fn of(scope: Scope) -> impl Iterator<Item = Action> {
        Action::ALL
            .iter()
            .copied()
            .filter(move |action| action.is_of(scope))
    }

    /// Whether it is one of a scope's own.
    pub fn is_of(self, scope: Scope) -> bool {
        self.row().scopes.contains(&scope)
    }

    /// The name in the configuration file.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The verb in the hint bar.
    pub fn label(self) -> &'static str {
        self.row().label
    }

    /// Whether it applies in a scope, there or everywhere.
    pub fn applies(self, scope: Scope) -> bool {
        self.row()
            .scopes
            .iter()
            .any(|s| *s == scope || *s == Scope::Global)
    }

    /// The action that a name in the configuration file means, if any.
    pub fn from_name(name: &str) -> Option<Action> {
        Action::ALL.iter().copied().find(|a| a.name() == name)
    }

    /// The number of the saved view that an action shows, if it shows one.
    pub fn view_number(self) -> Option<usize> {
        const VIEWS: [Action; 9] = [
            Action::View1,
            Action::View2,
            Action::View3,
            Action::View4,
            Action::View5,
            Action::View6,
            Action::View7,
            Action::View8,
            Action::View9,
        ];
        VIEWS.iter().position(|v| *v == self).map(|i| i + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::keymap::Key;
    use std::collections::{HashMap, HashSet};

    fn keys(action: Action) -> Vec<Key> {
        action
            .row()
            .keys
            .iter()
            .map(|k| Key::parse(k).unwrap())
            .collect()
    }

    #[test]
    fn no_key_is_used_twice_in_one_place() {
        for &scope in Scope::ALL {
            let mut taken: HashMap<Key, Action> = HashMap::new();
            for &action in Action::ALL.iter().filter(|a| a.applies(scope)) {
                for key in keys(action) {
                    if scope.is_text() && key.is_typed() {
                        continue;
                    }
                    let other = taken.insert(key, action);
                    assert_eq!(other, None, "{key} in {scope:?} is also {action:?}");
                }
            }
        }
    }

    #[test]
    fn what_applies_while_text_is_typed_has_a_key_that_is_no_letter() {
        for &action in Action::ALL {
            if action == Action::Quit {
                continue;
            }
            for &scope in Scope::ALL.iter().filter(|s| s.is_text()) {
                if action.applies(scope) {
                    assert!(
                        keys(action).iter().any(|k| !k.is_typed()),
                        "{action:?} cannot be reached in {scope:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn no_key_needs_altgr_or_a_dead_key_on_a_swedish_keyboard() {
        for &action in Action::ALL {
            for key in action.row().keys {
                let typed = key.chars().last().unwrap_or(' ');
                assert!(
                    !"@£$€{[]}\\|~^`´¨µ".contains(typed),
                    "{key} of {action:?} needs AltGr"
                );
            }
        }
    }

    #[test]
    fn no_key_is_one_that_a_terminal_sends_as_another() {
        for &action in Action::ALL {
            for key in keys(action) {
                assert_eq!(key.sent_as(), None, "{key} of {action:?}");
            }
        }
    }

    #[test]
    fn names_are_unique_plain_and_read_back() {
        let mut seen = HashSet::new();
        for &action in Action::ALL {
            let name = action.name();
            assert!(seen.insert(name), "{name} twice");
            assert!(
                name.chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
                "{name}"
            );
            assert_eq!(Action::from_name(name), Some(action));
        }
    }

    #[test]
    fn every_row_is_told_in_quiet_sentences() {
        for &action in Action::ALL {
            let row = action.row();
            assert!(row.help.ends_with('.'), "{action:?}");
            assert!(!row.help.contains('!'), "{action:?}");
            assert!(row.label.chars().count() <= 16, "{action:?}");
            assert!(!row.scopes.is_empty(), "{action:?}");
        }
    }
}
