//! A place in a vård- och omsorgsboende: the manager decides, at another desk on the same database.

use crate::common::number;
use crate::harness::Story;

#[test]
fn a_residence_is_proposed_and_decided_by_the_manager() {
    let mut story = Story::begin("boende");
    let mut anna = story.sit("anna.ek");
    anna.press(&format!("N{}<enter>", number("1938-04-11")));
    anna.press("Falk<tab>Ingrid<tab>k<tab>v");
    anna.press("<tab><tab><tab>b<tab><tab>plats på boende<f9>");
    anna.sees(&["Vård- och omsorgsboende", "Beslut om boende inom en månad"]);
    anna.press("s<tab>h<tab>talar, behöver lugn och ro<f9>");
    anna.press("s<f9>s");
    anna.mend(&[
        ("Vad ansökan gäller", "Plats på vård- och omsorgsboende."),
        (
            "Egen syn på situationen",
            "Ingrid är rädd om nätterna och vill inte bo ensam.",
        ),
        ("Mål med egna ord", "Att få sova utan att vara rädd."),
        ("Mat och måltider", "Glömmer att äta när hon är ensam."),
        ("Frågan om våld", "j"),
        ("Information om stöd", "j"),
        (
            "Behov",
            "Tillsyn dygnet runt; hittar inte hem från trapphuset.",
        ),
        (
            "Förslag till beslut",
            "Bifall till vård- och omsorgsboende.",
        ),
        ("Skäl", "Behovet kan inte tillgodoses i det egna hemmet."),
        ("i enskilt", "j"),
    ]);
    anna.shot("utredning");
    anna.press("<f9>j").sees(&["Nästa steg: kommunicera"]);
    anna.press("ss<tab><tab>b<f9>")
        .sees(&["Nästa steg: invänta svar"]);
    drop(anna);

    story.day("2026-11-27");
    let mut anna = story.sit("anna.ek");
    anna.press("/Falk<enter>s<tab><tab>t<tab>Inget att invända.<f9>")
        .press("s");
    // The form says that it is the manager's, and F9 sends the proposal there.
    anna.press("b").shot("vem_beslutar");
    anna.press("<f9>")
        .sees(&["Skicka förslaget till Att besluta?"])
        .press("j");
    anna.sees(&[
        "Nästa steg: hos Eva Holm för beslut",
        "Förslag sedan 27 nov: Vård- och omsorgsboende, bifall",
    ]);

    // Eva Holm starts the program at another desk on the same database.
    let mut eva = story.sit("eva.holm");
    eva.sees(&["1 att besluta"]).press("A");
    eva.key_shot("att_besluta");
    eva.press("<f8>").shot("godkann");
    eva.press("j").sees(&[
        "Beslutet i 26-0001 är fattat.",
        "Inget väntar på ditt beslut.",
    ]);

    // Anna Ek sees it at her next key, sends it home and notes the day Ingrid moved in.
    anna.press("<ctrl-l>")
        .sees(&["27 nov  Beslut, bifall    Eva Holm"]);
    anna.press("s<tab><tab>b<f9>")
        .sees(&["Nästa steg: notera start"]);
    anna.press("D<enter>G").shot("beslutet");
    drop(anna);
    drop(eva);
    story.day("2026-12-14");
    let mut anna = story.sit("anna.ek");
    anna.press("/Falk<enter>s<f9>")
        .sees(&["Nästa steg: följ upp"]);
    anna.key_shot("inflyttad");
}
