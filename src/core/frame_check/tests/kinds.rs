//! The kinds of wording by which an order says when or how, each with what is like it and says neither.

use super::verdict;

fn reads(detail: &[&str], frame: &[&str]) {
    for text in detail {
        assert_eq!(verdict(text), "detalj", "{text}");
    }
    for text in frame {
        assert_eq!(verdict(text), "ram", "{text}");
    }
}

/// Days, whole or shortened, and parts of the week.
#[test]
fn days_and_parts_of_the_week() {
    reads(
        &[
            "Dusch ti, HT stöttar i och ur badkaret",
            "Må, on och fr: hjälp att träna",
            "Städ må, tvätt to.",
            "Städ udda veckor, torsd.",
            "Insatsen ges vardagar",
            "Helgstädning av kök",
            "Inköp dagen före helg",
            "Städning görs tidigt i veckan",
            "Bankärenden uträttas den 19:e i varje månad",
            "Städdag är varannan tisdag",
            "Duschen är på tisdagar",
            "Maken åker på dialys mån och fre, de dagarna behövs hjälp med lunch",
            "Sopor bärs ut, det vill säga tisdagar",
        ],
        &[
            "Stöd må-sö",
            "Hjälp både vardagar och helger",
            "Hjälp även helger",
            "Stöd i vardagen",
            "Apoteksärende 1 gång i mån.",
            "Mår bra av sällskap, stöd med samvaro",
            "Hemtjänsten hann inte fram i lördags. Hjälp med dusch",
            "Hunden Fredag behöver komma ut",
            "Fru Söndag behöver hjälp med dusch",
            "Insatsen startar på måndag",
            "Pensionen kommer den 19:e varje månad. Stöd med räkningar",
            "Planering med utföraren görs på måndag",
            "Dagverksamhet mån och tors. Behov av hjälp med dusch",
        ],
    );
}

/// Hours with no preposition, or with one that is seldom met.
#[test]
fn hours_with_few_words() {
    reads(
        &[
            "HT går in åtta och tolv",
            "Tillsyn åtta, tolv och sjutton",
            "Sista vändan ca 22.",
            "Frukost 8, lunch 12, middag 17",
            "Uppe och klädd till niofikat",
            "Inte senare än 20 ska han vara i säng",
            "Hjälp från 16 och framåt",
            "Personal ska vara där på slaget åtta",
            "Tillsyn 22-06",
            "Vändschema: 22, 02, 06",
            "Nattetid tittar man in kl 01 och 04",
            "Låt henne sova till nio",
            "Önskad tid är halv nio",
            "Väcks sju.",
            "Inhalation 08 och 20.",
            "HT kommer mellan 19 och 20",
            "När klockan är åtta ska någon hjälpa honom upp",
        ],
        &[
            "Dusch ca 20 minuter",
            "Tid per månad ca 20 timmar",
            "Städning ca 2 timmar, två rum",
            "Hon har man och två barn",
            "Har två söner, 52 och 55 år",
            "Hemtjänst sedan 2019 med besök kl 8. Nu ny bedömning",
            "På avdelningen åt hon lunch klockan tolv",
        ],
    );
}

/// What happens at a time of the day, and the rounds of the staff.
#[test]
fn events_as_times() {
    reads(
        &[
            "Påklädning ska ske direkt efter att tidningen burits in",
            "Sällskap när kvällstidningen kommer, då läser ni rubrikerna",
            "Kaffesällskap, kom lagom till eftermiddagsfikat",
            "Hygien varje kväll innan hon kryper ner",
            "Promenad när solen gått ner",
            "Rullgardinen dras ner när det blir mörkt",
            "Så fort hemtjänstens dag börjar ska de åka till Rut",
            "Personalen väntas under dygnets första timmar",
            "Ska stå först på listan",
            "Sista kontrollen görs när nattpersonalen går på",
            "Taxin går 8.15, hjälpen ska vara avslutad innan dess",
            "Kvällsturen hjälper henne med linser",
            "Syrgas kopplas på när hon lagt sig",
            "Sena besök önskas",
            "Ett besök tidigt och ett sent",
            "Läggning så sent som möjligt",
            "Morgonen är viktigast",
            "Tyngdpunkten i hjälpen ligger på kvällen",
        ],
        &[
            "Hjälp att ta in posten",
            "Stöd att gå till posten och banken",
            "Hjälp att komma till taxin",
            "Ledsagning till gudstjänsten en gång i månaden",
            "Kom hem från sjukhuset på kvällen den 4 maj",
            "Hjälp att komma ut innan hon tappar mer kraft",
            "Stöd tills han kan klara sig själv",
            "Demens i tidigt stadium. Påminnelse om måltider",
            "Morgnarna är svåra för henne",
            "Hjälp så fort som möjligt",
            "Svårt att somna på kvällen utan sällskap",
        ],
    );
}

/// Visits bound to one another or to meals.
#[test]
fn visits_that_are_spread() {
    reads(
        &[
            "Besöken ska spridas ut så att det går minst fyra timmar emellan",
            "Fyra tillfällen om dagen, jämnt fördelade",
            "Det får inte gå mer än fem timmar mellan besöken",
            "Besök fyra gånger per dygn: frukost, lunch, middag och sänggående",
            "Tillsyn mellan frukost och lunch samt mellan lunch och middag",
            "Under lördag tillkommer stöd med hygienen",
            "Duschar på lördagskvällen med hjälp",
        ],
        &[
            "Behöver vändas med jämna mellanrum",
            "Timmarna fördelas över veckan",
            "Personal går in varannan timme",
            "Tre besök om dagen",
            "Stöd vid frukost, lunch och kvällsmat",
            "Tillkommer oro på kvällen, det lugnar maken",
            "Mellanmål och dryck mellan måltiderna",
        ],
    );
}

/// Chores put in order, and the staff divided between them.
#[test]
fn order_between_chores() {
    reads(
        &[
            "Omvårdnad ges i följande ordning: ansikte, överkropp, fötter",
            "Påklädning sker efter det att hon har tvättats",
            "När sängen är bäddad ska golvet torkas",
            "Hjälp till toaletten och därefter till fåtöljen",
            "Hon serveras kaffe på sängen och hjälps därefter till duschen",
            "Underkroppen tvättas sist",
            "Personalen börjar med köket",
            "Steg 1: medicin. Steg 2: hygien",
            "Tvätta från huvudet och nedåt",
            "En i personalen duschar henne medan den andra byter lakan",
            "Lyft: en person bakom, en framför",
            "Personalen ska knacka, vänta på svar, gå in och hälsa",
            "Brygg kaffe, bred två smörgåsar och vänta kvar tills hon har börjat äta",
            "Bäddar, vädrar, tömmer nattstolen och sätter på kaffet",
            "Gör i ordning mackor, häll upp juice, ställ i kylen",
            "Torka ur kylskåpet, frosta av frysen, kasta gammal mat",
            "Selen läggs under, lyften körs fram och banden hakas fast",
        ],
        &[
            "Stöd vid båda momenten",
            "Svårt med ordningsföljd. Behöver stöd vid påklädning",
            "Har svårt att göra saker i rätt ordning, behöver stöd",
            "Guidning steg för steg behövs",
            "Behöver hjälp i tre månader, därefter ny bedömning",
            "Hjälp med dusch efter att hon opererats",
            "Den ena armen är förlamad, den andra svag. Hjälp med påklädning",
            "Två personal, varav minst en med delegering",
            "Personalen ska motivera, uppmuntra och stötta",
            "Hemtjänsten ska laga mat, städa och tvätta",
            "Hjälp med insmörjning efter dusch",
            "Maken bäddar, diskar och går ut med soporna",
        ],
    );
}

/// What others do, what is not wanted and what ends.
#[test]
fn what_others_do_stays_theirs() {
    reads(
        &[
            "Sjuksköterskan tar prov måndagar, personalen ska ha väckt henne då",
            "Usk duschar henne på fredagar",
            "Hygienen sköts morgontid i badrummet",
            "Telefonsamtal varje morgon från hemtjänsten",
            "Han lägger sig vid nio och behöver hjälp med det",
            "Orkar mest före lunch, därför dusch då",
        ],
        &[
            "Hemsjukvården ansvarar för medicinen, den ges kl 8 och 20",
            "Sjuksköterska delar dosett på torsdagar och HT påminner",
            "Vill inte ha hjälp på helger",
            "Kvällsbesöken avslutas.",
            "Ring sonen före kl 17",
            "Insulin tas kl 8 och 20, sköts av hemsjukvården",
            "Personalen på dagverksamheten ger honom lunch kl 12",
            "Tandläkartid torsdag kl 11, behöver ledsagare",
            "Dottern bor nära. Hjälper henne på helgerna",
            "Ekonomin sköts av god man",
        ],
    );
}

#[test]
fn a_time_that_leads_without_a_comma() {
    reads(
        &[
            "När hon har vaknat ska hon få hjälp.",
            "När hon ätit klart får hon hjälp till vilstolen.",
            "Efter att han har ätit hjälper personalen honom till sängen.",
        ],
        &[
            "När hon är ledsen behöver hon tröst.",
            "När hon äter behöver hon stöd.",
            "När maken är borta får hon hjälp av dottern.",
            "När hon hade ätit klart gick dottern hem.",
            "När hon vaknar på natten behöver hon hjälp till toaletten.",
            "Tillsyn på natten då hon går upp och är ostadig.",
            "Tillsyn nattetid när hon vaknar.",
        ],
    );
}

#[test]
fn an_hour_after_what_is_done() {
    reads(
        &[
            "Ska väckas åtta.",
            "Väck henne åtta.",
            "Ska duschas sju.",
            "Besök runt halvtolvtiden.",
        ],
        &["Ska hjälpas av två.", "Ska väckas av två personer."],
    );
}

#[test]
fn two_things_told_to_be_done_with_the_same() {
    reads(
        &[
            "Värm maten och ställ fram den på bordet.",
            "Koka kaffe och ställ fram det.",
        ],
        &[
            "Städa lägenheten och tvätta kläder.",
            "Handla mat och bär in den.",
            "Hjälp med att värma maten och servera den.",
        ],
    );
}
