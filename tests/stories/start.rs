//! Two people start the program on the same database: what one writes, the other sees.

use crate::harness::Story;

#[test]
fn what_one_writes_the_other_sees() {
    let story = Story::begin("start");
    let mut anna = story.sit("anna.ek");
    let mut eva = story.sit("eva.holm");
    anna.sees(&["Mina ärenden", "Bergström, Karin"]);
    anna.press("/Åberg<enter>s<tab>t<f9>");
    anna.sees(&["Kontakt tagen 23 nov."]);
    eva.press("/Åberg<enter>").sees(&["Kontakt tagen"]);
}
