//! Discharge from hospital: the notices by the minute, an order in a hurry, and its completion.

use crate::common::number;
use crate::harness::Story;

#[test]
fn home_from_hospital() {
    let mut story = Story::begin("utskrivning");
    let mut anna = story.sit("anna.ek");
    anna.press(&format!("N{}<enter>", number("1940-02-11")));
    anna.press("Granat<tab>Elsa<tab>k<tab>u<tab><tab><f9>");
    anna.sees(&["Utskrivning från slutenvård"]);
    anna.press("h").shot("notiser");
    anna.press("<enter><tab>9.15<tab>Ersta, avd 12<f9>");
    anna.press("h/kallelse<enter><tab>13.05<f9>");
    drop(anna);
    story.day("2026-11-24");
    let mut anna = story.sit("anna.ek");
    anna.press("/Granat<enter>");
    anna.press("h/utskrivningsklar<enter><tab>12.40")
        .shot("klar");
    // After noon: four days, not three.
    anna.press("<f9>").sees(&["om 4 d       28 nov"]);
    anna.key_shot("frister");
    anna.press("B").key_shot("snabbt");
    anna.press("<tab><tab><tab><tab>j")
        .sees(&["3 behov, 65,9 h per månad."]);
    anna.press("<f9>").shot("skriv_under");
    anna.press("j").key_shot("att_komplettera");
    // The home-coming is what is next, and it is answered in time.
    anna.press("s<f9>").sees(&["Hemgång ordnad 24 nov."]);
    drop(anna);
    story.day("2026-11-30");
    let mut anna = story.sit("anna.ek");
    anna.sees(&["Bekräftelse            Granat, Elsa"]);
    anna.press("/Granat<enter>h/bekräftad<enter><f9>");
    // What was ordered in a hurry is what the whole order begins with.
    anna.press("b").key_shot("komplettera");
    anna.press("<tab><tab><tab>”Jag vill kunna koka mitt kaffe själv.”<f9>")
        .shot("ersatter");
    anna.press("j").key_shot("kompletterad");
    anna.sees_no("att komplettera, ");
    anna.press(
        "p<tab>hygien 20 h<enter>på- och avklädning 10 h<enter>måltider 30 h<enter>tillsyn 5 h<f9>",
    );
    anna.press("<f8>j").key_shot("plan_godkand");
}
