//! An order whose plan never comes: the clocks that watch it, and every rung of the ladder.

use crate::harness::Story;
use crate::way;

#[test]
fn the_plan_that_never_comes() {
    let mut story = Story::begin("planen_uteblir");
    let mut anna = story.sit("anna.ek");
    way::apply(&mut anna);
    way::assess(&mut anna);
    way::send_for_reply(&mut anna);
    drop(anna);
    story.day("2026-11-30");
    let mut anna = story.sit("anna.ek");
    way::decide(&mut anna);
    way::order(&mut anna);
    anna.press("<f9>j")
        .sees(&["Nästa steg: invänta bekräftelse"]);
    drop(anna);

    // Three working days have passed without a word from the provider.
    story.day("2026-12-04");
    let mut anna = story.sit("anna.ek");
    anna.sees(&["Bekräftelse            Holm, Astrid"]);
    anna.press("/Holm<enter>").key_shot("inte_bekraftad");
    anna.press("m<tab><tab>Lovade svara i dag<f9>")
        .sees(&["Utföraren tillfrågad 4 dec."]);
    drop(anna);
    story.day("2026-12-07");
    let mut anna = story.sit("anna.ek");
    anna.press("/Holm<enter>h<enter><f9>").shot("bekraftad");
    drop(anna);

    // The plan is counted from the confirmation: the sixteenth day is late.
    story.day("2026-12-23");
    let mut anna = story.sit("anna.ek");
    anna.key_shot("listan");
    anna.press("/Holm<enter>").key_shot("forsenad");
    drop(anna);
    for (day, told) in [
        ("2026-12-23", "Utföraren tillfrågad 23 dec."),
        ("2026-12-28", "Upp på avstämningsmötet 28 dec."),
        ("2027-01-04", "Chef kontaktade utföraren 4 jan."),
        ("2027-01-11", "Till avdelningschefen 11 jan."),
    ] {
        story.day(day);
        let mut anna = story.sit("anna.ek");
        anna.press("/Holm<enter>m<f9>").sees(&[told]);
    }
    let mut anna = story.sit("anna.ek");
    anna.press("/Holm<enter>/Fältens").key_shot("hela_trappan");
    anna.press("<esc>gv").shot("varfor");
    anna.sees(&["påminn avdelningschefen igen"]);
}
