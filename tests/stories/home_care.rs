//! Home care, from the application to the second follow-up.

use crate::harness::Story;
use crate::way::{self, fill};

#[test]
fn from_application_to_second_follow_up() {
    let mut story = Story::begin("hemtjanst");
    let mut anna = story.sit("anna.ek");
    way::apply(&mut anna);
    anna.key_shot("ansokan");
    way::assess(&mut anna);
    anna.shot("utredning");
    way::send_for_reply(&mut anna);
    drop(anna);

    story.day("2026-11-30");
    let mut anna = story.sit("anna.ek");
    way::decide(&mut anna);
    anna.key_shot("beslut");
    way::order(&mut anna);
    anna.key_shot("bestallning");
    anna.press("<f9>j")
        .sees(&["Nästa steg: invänta bekräftelse"]);
    drop(anna);

    story.day("2026-12-01");
    let mut anna = story.sit("anna.ek");
    anna.press("/Holm<enter>s<f9>")
        .sees(&["Nästa steg: invänta planen"]);
    drop(anna);

    // The first plan lacks the meals: it is returned, and a new one is waited for from that day.
    story.day("2026-12-11");
    let mut anna = story.sit("anna.ek");
    anna.press("/Holm<enter>s<tab>hygien 20 h<f9>")
        .key_shot("planen");
    anna.press("<f6><f9>").shot("returnerad");
    drop(anna);
    story.day("2026-12-16");
    let mut anna = story.sit("anna.ek");
    anna.press("/Holm<enter>s<tab>hygien 20 h<enter>måltider 10 h<f9><f8>j");
    anna.sees(&["Nästa steg: notera start"])
        .press("s<f9>")
        .key_shot("start");
    drop(anna);

    // Two months after the start.
    story.day("2027-02-10");
    let mut anna = story.sit("anna.ek");
    anna.sees(&["Första uppföljning"]).press("/Holm<enter>s");
    fill(&mut anna, &["<space>"; 7]);
    anna.press("<f9>").shot("uppfoljning");
    anna.press("j").key_shot("uppfoljd");
    drop(anna);

    // A year later the need has changed, and the follow-up begins what it leads to.
    story.day("2028-02-01");
    let mut anna = story.sit("anna.ek");
    anna.press("/Holm<enter>").key_shot("aret_darpa");
    anna.press("s");
    fill(
        &mut anna,
        &[
            "<space>", "<space>", "<space>", "<space>", "<space>", "<space>", "nnn",
        ],
    );
    anna.press("<f9>j").key_shot("leder_till");
    anna.press("<enter><f9>").shot("nyprovning");
}
