//! Ledsagarservice under LSS for a child: the personkrets with its criteria, the child's own view, what the
//! measure means for the child, and the decision under the simple order of delegation.

use crate::common::number;
use crate::harness::Story;

#[test]
fn a_child_is_granted_ledsagarservice() {
    let files = [(
        "delegation.toml",
        "[[galler]]\nordning = \"enkel\"\nfran = 2018-07-01\n",
    )];
    let mut story = Story::with("ledsagarservice", &files);
    let mut anna = story.sit("anna.ek");
    anna.press(&format!("N{}<enter>", number("2013-08-19")));
    anna.press("Nordin<tab>Alve<tab>m<tab>lllll");
    anna.press("<tab><tab><tab>b<tab><tab>följe till fritidsaktiviteter<f9>");
    anna.sees(&["13 år, barn", "LSS 9 § 3, ledsagarservice"]);
    // His mother has the custody, and is rung first.
    anna.press("Pl<enter>v<tab>Mira Nordin<tab>mamma<tab>070-000 00 00<tab>j<f9>");
    anna.press("<esc>s<tab>h<tab>bildstöd och tecken<tab><tab>mamma<f9>");
    anna.sees(&["ring mamma först", "Nästa steg: inled utredning"]);
    anna.press("s<f9>s");
    anna.mend(&[("Personkrets: Personkrets", "3")]);
    anna.press("<f6>").key_shot("saknas").press("<esc>");
    anna.mend(&[
        (
            "Skäl för personkrets",
            "Intyg från habiliteringen: varaktig och stor nedsättning av rörelseförmågan.",
        ),
        (
            "Egen syn på situationen",
            "Alve vill gå på simningen utan mamma.",
        ),
        ("Mål med egna ord", "Att simma med kompisarna på torsdagar."),
        ("Frågan om våld", "j"),
        ("Information om stöd", "j"),
        (
            "Barnets egen inställning",
            "Visar med bilder att han vill ha någon ung med sig.",
        ),
        (
            "Konsekvenser för barnet",
            "Han får göra det som jämnåriga gör utan en förälder.",
        ),
        (
            "Förslag till beslut",
            "Bifall till ledsagarservice, 20 timmar i månaden.",
        ),
        ("Skäl", "Behovet är inte tillgodosett på annat sätt."),
    ]);
    // Personkrets 3 has four criteria, and all of them are to be met.
    anna.press("<f6>").shot("rekvisit").press("<esc>");
    anna.mend(&[
        ("varaktig", "j"),
        ("åldrande", "j"),
        ("stor", "j"),
        ("svårigheter", "j"),
        ("i enskilt", "j"),
    ]);
    anna.press("<f9>")
        .sees(&["Rekvisit 1: varaktig               ja"]);
    anna.press("j").sees(&["Nästa steg: kommunicera"]);
    anna.press("ss<tab>m<tab>b").shot("kommunicerad");
    anna.press("<f9>").sees(&["Nästa steg: invänta svar"]);
    drop(anna);

    // Whoever it was sent to is the guess for who answers.
    story.day("2026-11-30");
    let mut anna = story.sit("anna.ek");
    anna.press("/Nordin<enter>s<tab>")
        .sees(&["● Mira Nordin, mamma"]);
    anna.press("<tab>t<tab>Hon är nöjd, och Alve vill börja efter jul.<f9>");
    anna.press("s")
        .press("b<tab><tab><ctrl-a>2027-01-11<tab>2028-01-10<tab>20");
    anna.key_shot("beslut");
    anna.press("<f9>j")
        .sees(&["Beslutet är fattat.", "Nästa steg: skicka beslutet"]);
    anna.press("s<tab>m<tab>b<f9>")
        .sees(&["Nästa steg: skriv beställning"]);
    anna.press("D<enter>G").shot("beslutet");
}
