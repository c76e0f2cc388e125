use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::*;

mod kinds;

fn words() -> &'static Words {
    static WORDS: std::sync::LazyLock<Words> = std::sync::LazyLock::new(Words::builtin);
    &WORDS
}

fn verdict(text: &str) -> &'static str {
    check_intervention(words(), text).verdict.word()
}

fn goal(text: &str) -> &'static str {
    check_goal(words(), text).verdict.word()
}

/// The kinds and the words they stand on.
fn remarks(text: &str) -> Vec<(&'static str, &str)> {
    check_intervention(words(), text)
        .remarks
        .into_iter()
        .map(|r| (r.kind.word(), &text[r.span]))
        .collect()
}

#[test]
fn says_when_on_the_day() {
    for text in [
        "Kväll, tillsyn, hjälpa till med kvällsmål",
        "Tillsyn mellan eftermiddag och kväll samt kväll",
        "Hjälp på morgonen",
        "Hjälp på kvällarna",
        "Kvällsbesök",
        "Lunchbesök",
        "Besök vid 20-tiden",
        "Besök halv åtta",
        "Tillsyn kl 8",
        "Tillsyn kl. 08.00",
        "Tillsyn klockan åtta",
        "Städ förmiddag",
        "Städ varannan onsdag",
        "Hjälp innan läggdags",
        "Hjälp innan hon lägger sig",
        "Hjälp efter frukost",
        "Besök nattetid",
        "Eftermiddagskaffe med en stunds samvaro",
        "Toalettbesök i samband med frukost, lunch och middag",
        "Medicin ges vid sänggåendet",
        "Så snart hon vaknat behöver hon hjälp",
        "Hjälp upp innan barnbarnen kommer från skolan",
        "Karin orkar mest på förmiddagen, dusch bör därför ske då",
        "Huvudmål serveras 12 och 17",
        "Ögondroppar 08–14–20",
        "Tjugo över sju behövs hjälp ur sängen",
        "Maten ska stå framme före åtta p.g.a. taxin",
        "Nedre hygien sköts av hemtjänsten varje morgon",
        "Fru Lindeborg ska få hjälp med dusch på förmiddagen",
        "Hjälp på kvälen",
        "Eftermidag: byte av skydd",
        "pa formiddagen dusch",
        "Inga besök efter kl 21",
        "Dottern önskar att hennes mamma får hjälp på kvällen",
        "Hon behöver inte hjälp med maten men med kläderna på kvällen",
        "Dusch: innan hon lägger sig",
        "Hon ska få hjälp vid 7 att klä sig",
        "Besök var tredje timme mellan 8 och 20",
    ] {
        assert_eq!(verdict(text), "detalj", "{text}");
    }
    assert_eq!(
        remarks("Stöd med hygien. På kvällen hjälp med nattkläder."),
        [("nar_pa_dagen", "På kvällen")]
    );
}

#[test]
fn says_how_step_by_step() {
    for text in [
        "Hjälp med tillagning av lunch och servering",
        "Laga och servera lunch",
        "Först dusch, därefter påklädning och sedan frukost",
        "Bädda sängen, diska och ta ut soporna",
        "Bädda. Diska. Damma. Ta ut soporna.",
        "1. Bädda sängen 2. Diska 3. Gå ut med soporna",
        "Grönsakerna skalas, köttet bryns och rätten kokas",
        "Tas duken bort, torkas bordet av och ställs dosetten fram",
        "Tvättas sittande vid handfatet, sedan underkroppen; sist smörjs ryggen",
        "Arbetsgång: bäddning, dammning, toaletten",
        "Fyll baljan, låt fötterna ligga i vattnet och räck handduken",
        "När han är duschad ska han smörjas in och därefter få på sig kläder",
    ] {
        assert_eq!(verdict(text), "detalj", "{text}");
    }
    assert_eq!(remarks("Laga och servera lunch"), [("hur_steg", "lunch")]);
}

#[test]
fn frequency_is_a_hint_or_allowed() {
    assert_eq!(
        remarks("Stöd vid förflyttningar dagligen"),
        [("daglig_frekvens", "dagligen")]
    );
    assert_eq!(
        remarks("Stöd med hygien två gånger per dag"),
        [("daglig_frekvens", "två gånger per dag")]
    );
    assert_eq!(
        remarks("Personlig omvårdnad 3 ggr/dag"),
        [("daglig_frekvens", "3 ggr/dag")]
    );
    assert_eq!(
        remarks("Promenad två gånger i veckan"),
        [("promenad_frekvens", "två gånger i veckan")]
    );
    for text in [
        "Dusch en till två gånger per vecka",
        "Städ varannan vecka",
        "Daglig verksamhet",
        "Hjälp med dagligvaror",
    ] {
        assert_eq!(remarks(text), [], "{text}");
    }
    for text in ["Stöd dagligen", "Promenad varje dag"] {
        assert_eq!(verdict(text), "ram", "{text}");
    }
}

#[test]
fn background_and_needs_are_not_judged() {
    for text in [
        "Hjälp och stöd med att tillreda/värma och servera samtliga måltider",
        "Påminna och stötta vid hygien och klädsel",
        "Dottern handlar på lördagar",
        "Hembesök gjordes 3 mars kl 10",
        "Klarar själv sin morgontoalett",
        "Maken lagar lunch",
        "Föll på kvällen den 12 oktober",
        "25 minuter per gång",
        "Tillsyn nattetid",
        "Tillsyn under natten",
        "Behov av tillsyn natt",
        "Hjälp med frukost, lunch och middag",
        "Hämta morgontidningen",
        "Hjälp även helger",
        "Inget behov av hjälp på kvällen",
        "Hemtjänst behövs inte på helgerna",
        "Behovet av morgonhjälp upphörde i maj",
        "Föregående beställning angav morgon och kväll",
        "Nattpatrullen har larmats vid 3-tiden",
        "Andreas handlar på lördagar åt sin mamma",
        "Annas dotter kommer på söndagar",
        "Hunden rastas kl 8, 12 och 18 av grannen",
        "Får hjälp av frun på kvällen",
        "Sedan operationen behövs stöd, därefter ny prövning",
        "Svårt att se skillnad på dag och kväll",
        "Dammsugning, golvtorkning, damning, rengöring av badrum",
        "Stöd med kvällskläder",
    ] {
        assert_eq!(remarks(text), [], "{text}");
    }
}

#[test]
fn goals() {
    for text in [
        "skälig levnadsnivå",
        "skäliga levnadsförhållanden",
        "skälig levnads nivå",
        "goda levnadsvillkor",
        "leva ett värdigt liv och känna välbefinnande",
        "självständigt liv",
        "jämlikhet i levnadsvillkor och full delaktighet",
        "kunna leva som andra",
        "trygga levnadsförhållanden",
        "aktiv och meningsfull tillvaro i gemenskap med andra",
        "enligt 4 kap. 1 § SoL",
        "11 kap. 1 §",
        "\"Jag vill ha en skälig levnadsnivå\"",
    ] {
        assert_eq!(goal(text), "mal_lag", "{text}");
    }
    for text in [
        "fungerande vardag",
        "att vardagen ska fungera",
        "vardagen fungerar bra",
        "få vardagen att fungera",
        "ett välfungerande hem",
        "fungerande hushåll",
        "hushållet ska fungera",
        "fung. vardag",
        "FUNGERNDE VARDAG",
        "vardagen, trots sjukdomen, ska fungera",
        "en vardag som i stort sett fungerar",
        "hemmets skötsel ska fungera",
        "stöd för att vardagen även fortsättningsvis ska fungera",
        "hemmet ska hållas i fungerande skick",
        "att Karin kan fungera i sin vardag",
        "upprätthålla en fungerande tillvaro",
    ] {
        assert_eq!(goal(text), "mal_rutin", "{text}");
    }
    let own = check_goal(
        words(),
        "\"Jag vill kunna bo kvar och själv koka mitt kaffe.\"",
    );
    assert_eq!(own.verdict, Verdict::GoalOk);
    assert_eq!(own.remarks.len(), 1);
    assert_eq!(
        (own.remarks[0].kind, own.remarks[0].level),
        (Kind::OwnWords, Level::Good)
    );
    assert_eq!(goal("bo kvar hemma och själv koka kaffe"), "ok");
    assert_eq!(goal("en rullstol som fungerar hemma"), "ok");
    assert_eq!(goal("att larmet i hemmet fungerar"), "ok");
}

#[test]
fn a_whole_order() {
    let empty = check_order(words(), &OrderParts::default());
    let kinds: Vec<&str> = empty.remarks.iter().map(|(_, r)| r.kind.word()).collect();
    assert_eq!(
        kinds,
        ["saknar_behov", "saknar_syfte", "saknar_mal", "saknar_tid"]
    );
    assert!(!empty.is_order());
    let order = check_order(
        words(),
        &OrderParts {
            need: "Stöd med hygien. Hjälp på kvällen.",
            purpose: "Minska risken för fall.",
            goal: "Jag vill sova i min egen säng.",
            has_time: true,
        },
    );
    assert!(order.is_order());
    assert_eq!(order.verdict, Verdict::Detail);
    assert_eq!(order.goal, Some(Verdict::GoalOk));
    assert_eq!(order.remarks.len(), 2);
}

/// Words that the reading turns on, put together at random.
fn sentences() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "hjälp",
        "på",
        "kvällen",
        "behöver",
        "kl",
        "kl.",
        "8",
        "08.00",
        "halv",
        "åtta",
        "innan",
        "hon",
        "lägger",
        "sig",
        "dottern",
        "föll",
        "själv",
        "klarar",
        "och",
        "sedan",
        "därefter",
        "laga",
        "lunch",
        ".",
        ",",
        ":",
        "\n",
        "natt",
        "besök",
        "varje",
        "dag",
        "onsdag",
        "mån",
        "-",
        "fre",
        "vardag",
        "fungerar",
        "fungerande",
        "som",
        "för",
        "att",
        "skälig",
        "levnads",
        "nivå",
        "§",
        "4",
        "kap",
        "SoL",
        "\"",
        "jag",
        "värdigt",
        "liv",
        "(",
        ")",
        "2026-11-23",
        "fm",
    ]);
    prop::collection::vec(word, 0..40).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn any_text_is_read(text in any::<String>()) {
        for reading in [check_intervention(words(), &text), check_goal(words(), &text)] {
            for remark in reading.remarks {
                prop_assert!(text.get(remark.span).is_some());
            }
        }
    }

    #[test]
    fn spans_lie_in_the_text(text in sentences()) {
        for text in [text.clone(), text.nfd().collect()] {
            for reading in [check_intervention(words(), &text), check_goal(words(), &text)] {
                for remark in reading.remarks {
                    prop_assert!(!remark.span.is_empty());
                    prop_assert!(text.get(remark.span).is_some());
                }
            }
        }
    }

    #[test]
    fn case_and_composition_make_no_difference(text in sentences()) {
        let forms = [text.to_uppercase(), text.nfd().collect(), text.to_uppercase().nfd().collect::<String>()];
        for other in forms {
            prop_assert_eq!(verdict(&text), verdict(&other));
            prop_assert_eq!(goal(&text), goal(&other));
        }
    }
}
