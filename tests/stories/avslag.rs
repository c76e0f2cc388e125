//! A refusal that is appealed: the reply, the refusal, sent home, the day it reached her, the last day to
//! appeal, the appeal in time, gone through and sent on.

use crate::common::number;
use crate::harness::Story;

#[test]
fn a_refusal_is_appealed_in_time_and_sent_on() {
    let mut story = Story::begin("avslag");

    // Monday 23 November: the application comes by letter, and she is rung the same day.
    let mut anna = story.sit("anna.ek");
    anna.press(&format!("N{}<enter>", number("1940-02-10")));
    anna.press("Sund<tab>Berta<tab>k<tab><tab><tab><tab>b<tab><tab>hjälp med städning<f9>");
    anna.press("s<tab>t<tab>talar<f9>");
    anna.press("s<f9>s");
    anna.mend(&[
        ("Vad ansökan gäller", "Hjälp med städning varannan vecka."),
        (
            "Egen syn på situationen",
            "Berta orkar inte dammsuga längre.",
        ),
        ("Mål med egna ord", "Att ha det rent omkring mig."),
        ("Mat och måltider", "Lagar sin mat själv."),
        ("Frågan om våld", "j"),
        ("Information om stöd", "j"),
        (
            "Behov",
            "Städar det mesta själv, i etapper. Sonen dammsuger varje vecka.",
        ),
        ("Förslag till beslut", "Avslag på hemtjänst för städning."),
        ("Skäl", "Behovet är tillgodosett på annat sätt."),
        ("i enskilt", "j"),
    ]);
    anna.press("<f9>").sees(&["Skriva under som Anna Ek"]);
    anna.press("j")
        .sees(&["Nästa steg: kommunicera"])
        .sees_no("utkast");
    // What is sent is read first, without the appraisal.
    anna.press("s").sees_no("Avslag på hemtjänst").press("s");
    anna.press("<tab><tab>b").shot("kommunicerad");
    anna.press("<f9>").sees(&["Nästa steg: invänta svar"]);
    drop(anna);

    // A week later her reply is here, and the same key leads on to the decision.
    story.day("2026-11-30");
    let mut anna = story.sit("anna.ek");
    anna.press("/Sund<enter>s");
    anna.press("<tab><tab>b<tab>Hon håller inte med: sonen flyttar till våren.<f9>");
    anna.sees(&["Nästa steg: fatta beslut"]).press("s");
    anna.press("a<tab><tab>10<tab>Sonen städar varje vecka och har sagt att han fortsätter.");
    anna.key_shot("beslut");
    anna.press("<f9>j")
        .sees(&["Beslutet är fattat.", "Nästa steg: skicka beslutet"]);
    anna.press("s<tab><tab>b<f9>")
        .sees(&["Nästa steg: notera delgivning"]);
    drop(anna);

    // The receipt comes back: she got it on 7 December, and three weeks run from then.
    story.day("2026-12-08");
    let mut anna = story.sit("anna.ek");
    anna.press("/Sund<enter>s<ctrl-a>2026-12-07<tab><tab>k");
    anna.shot("delgiven");
    anna.press("<f9>").key_shot("sista_dag");
    drop(anna);

    // The last day: the list says so in the morning, and the appeal is in the post.
    story.day("2026-12-28");
    let mut anna = story.sit("anna.ek");
    anna.sees(&["!  i dag       Tid att överklaga      Sund, Berta"]);
    anna.press("/Sund<enter>s<tab><tab>b");
    anna.shot("overklagat");
    anna.press("<f9>").sees(&[
        "I tid: sista dag 28 dec.",
        "Nästa steg: pröva överklagandet",
    ]);
    anna.press("s").shot("provas");
    anna.press("o<tab><tab>Städningen är ordnad; inget nytt har kommit fram.<f9>");
    anna.sees(&["Nästa steg: överlämna överklagandet"]);
    anna.press("s<f9>").sees(&["Nästa steg: invänta domstolen"]);
    anna.key_shot("overlamnat");
}
