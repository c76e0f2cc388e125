//! The one table of commands and options: parsing, `--help` and suggestions all come from it.

/// An option.
#[derive(Debug)]
pub struct Opt {
    /// The name without `--`.
    pub name: &'static str,
    /// What its value is called, if it takes one.
    pub value: Option<&'static str>,
    /// One line of help.
    pub help: &'static str,
}

/// A command.
#[derive(Debug)]
pub struct Command {
    /// The word after `akt`; empty for the desk.
    pub name: &'static str,
    /// What its own words are called, as shown in the usage line.
    pub words: &'static str,
    /// How many words it takes at most.
    pub most: usize,
    /// One line of help.
    pub summary: &'static str,
    /// What `--help` teaches, with examples.
    pub long: &'static str,
    /// Its own options.
    pub options: &'static [Opt],
}

impl Command {
    /// "akt lista".
    pub fn called(&self) -> String {
        format!("akt {}", self.name).trim_end().to_owned()
    }

    /// "akt lista [--json] [--alla] [--frist LÄGE]".
    pub fn usage(&self) -> String {
        let mut line = self.called();
        if !self.words.is_empty() {
            line.push(' ');
            line.push_str(self.words);
        }
        for option in self.options {
            line.push_str(&match option.value {
                Some(value) => format!(" [--{} {value}]", option.name),
                None => format!(" [--{}]", option.name),
            });
        }
        line
    }
}

const JSON: Opt = flag("json", "svara som JSON, för andra program");

const fn flag(name: &'static str, help: &'static str) -> Opt {
    Opt {
        name,
        value: None,
        help,
    }
}

const fn valued(name: &'static str, value: &'static str, help: &'static str) -> Opt {
    Opt {
        name,
        value: Some(value),
        help,
    }
}

/// The options that every command takes, before or after its name.
pub const GLOBALS: &[Opt] = &[
    valued(
        "db",
        "FIL",
        "databasen; annars akt.db i mappen för egna data",
    ),
    valued(
        "idag",
        "ÅÅÅÅ-MM-DD",
        "räkna som om det vore den dagen (även miljövariabeln AKT_IDAG)",
    ),
    valued(
        "skal",
        "TEXT",
        "varför en skyddad akt öppnas; skrivs i loggen (- läser en rad som skickas in)",
    ),
    valued(
        "som",
        "ANVÄNDARE",
        "vem du är; annars inloggningen på datorn",
    ),
    valued(
        "tema",
        "NAMN",
        "färger: standard, ljus, hogkontrast, mono eller ett eget",
    ),
    valued("vy", "NAMN", "öppna eller skriv ut en sparad vy"),
    flag(
        "enkel-terminal",
        "visa på enklast möjliga sätt, om bilden blir fel i fönstret",
    ),
    flag(
        "lagband",
        "skicka minsta möjliga över en långsam uppkoppling",
    ),
];

/// Every command; the first is the desk.
pub const COMMANDS: &[Command] = &[
    Command {
        name: "",
        words: "",
        most: 0,
        summary: "öppna skrivbordet med dina ärenden",
        long: "Skrivbordet visar dina ärenden med den frist som löper ut först överst. Allt görs med
tangentbordet; ? visar tangenterna och : söker bland allt som går att göra.

Första gången frågar akt efter namn och roll. Bara akt kod frågar också något.

  akt                     skrivbordet
  akt --vy Försenat       skrivbordet med en sparad vy
  akt --som anna.ek       skrivbordet som en annan användare
  akt demo                en påhittad enhet att prova på",
        options: &[],
    },
    Command {
        name: "demo",
        words: "",
        most: 0,
        summary: "bygg en påhittad enhet och öppna den",
        long: "Bygger en enhet med påhittade personer (nummer ÅÅÅÅMMDD-000K, som ingen kan ha) och öppnar
skrivbordet som handläggaren Anna Ek. Samma frö och samma dag ger samma enhet. En demo som redan
finns öppnas som den är; med --personer eller --fro görs den om från början.

Användare i demon: demo (handläggare), demo-chef och demo-admin. Ingen fråga ställs.
Utan --db ligger den i demo.db i mappen för egna data. En fil som inte är en demo rörs inte.

  akt demo                          1 400 personer
  akt demo --personer 0             en tom demo att fylla själv
  akt demo --fro 7 --bara-skapa     en annan enhet, utan att öppna den
  akt demo --db prov.db --bara-skapa
  akt --db prov.db lista            demons ärenden som text",
        options: &[
            valued("personer", "N", "antal personer, 0–20000 (annars 1400)"),
            valued("fro", "N", "frö: ett annat tal ger en annan enhet (annars 1)"),
            flag("bara-skapa", "skapa den men öppna inte skrivbordet"),
        ],
    },
    Command {
        name: "lista",
        words: "",
        most: 0,
        summary: "öppna ärenden med den närmaste fristen",
        long: "En rad för varje öppet ärende, det som löper ut först överst. Därefter pausade, sedan de där
en begäran är möjlig, sist de utan frist.

Lägen för --frist:
  forsenad  passerad               idag    löper ut i dag
  snart     inom varningstiden     i_tid   löper, inte nära
  pausad    väntar på något        mojlig  begäran möjlig
  klar      ingen frist löper

  akt lista                         mina ärenden
  akt lista --alla --frist forsenad hela enhetens försenade
  akt lista --vy Försenat           en sparad vy
  akt lista --json | jq .           för andra program",
        options: &[
            JSON,
            flag("alla", "alla öppna ärenden i enheten, inte bara mina"),
            valued("frist", "LÄGE", "bara ärenden vars frist står så"),
        ],
    },
    Command {
        name: "visa",
        words: "ÄRENDE",
        most: 1,
        summary: "ett ärende: väg, frister, händelser, dokument, journal",
        long: "Skriver ut hela ärendet för den som får läsa det. Innehållet är sekretessbelagt: skriv inte ut det
till filer som andra kommer åt.

  akt visa 26-0412
  akt visa 26-0412 --json
  akt visa 26-0412 --overlamning    en sida för den som tar över
  akt visa 26-0412 | less",
        options: &[
            JSON,
            flag("overlamning", "det viktigaste på en sida, för den som tar över"),
        ],
    },
    Command {
        name: "varfor",
        words: "ÄRENDE",
        most: 1,
        summary: "varför ärendets frister löper ut när de gör",
        long: "För varje frist: regel, källa, den händelse som startade den, hur dagarna är räknade, vilken helg
den är flyttad för, pauser, och om den är lagens tid eller enhetens löfte.

  akt varfor 26-0412
  akt varfor 26-0412 --json",
        options: &[JSON],
    },
    Command {
        name: "importera",
        words: "FIL.csv|FIL.json",
        most: 1,
        summary: "läs in ett register",
        long: "Läser in det som enheten har fått ut ur sitt gamla register. Inget skrivs om inte hela filen är
rätt; varje felaktig rad visas med radnummer, kolumn och skäl. Samma fil två gånger ändrar inget.

CSV med ; eller , i UTF-8 eller Windows-1252, med en rubrikrad (kolumnerna i valfri ordning):
  personnummer;efternamn;fornamn   måste finnas
  arende;datum                     måste finnas när handelse finns
  kon;arendetyp;handlaggare;handelse;tid;anteckning   får finnas
En rad är en händelse. En rad utan handelse är bara ett ärende, utan arende bara en person. Namn
behövs första gången en person nämns, ärendetyp första gången ett ärende nämns. Datum skrivs
ÅÅÅÅ-MM-DD, tid TT:MM. Handläggaren är en inloggning eller ett helt namn; tom betyder du.

JSON är det som akt exportera skriver.

Utförd tid läses med --utford-tid ur en CSV med manad (ÅÅÅÅ-MM), minuter eller timmar, och vilken
beställning det är: bestallning (26-0412/bestallning/1), arende eller personnummer, med utforare där
det finns flera. En ny uppgift för samma månad rättar den förra, som ligger kvar.

Befolkningslistan för uppsökande verksamhet läses med --befolkning: personnummer;efternamn;fornamn,
och om de finns kon;gata;postnummer;ort;skyddad. Den ligger skild från akterna. En nyare lista ersätter
den förra, men ingen som har kontaktats tas bort. Den som är skyddad läses inte in.

  akt importera --befolkning befolkning.csv
  akt importera --utford-tid oktober.csv
  akt importera --ord                       orden för ärendetyper och händelser
  akt importera register.csv
  akt importera register.csv --hoppa-over-fel   läs in de rätta raderna
  akt importera enheten.json",
        options: &[
            flag("hoppa-over-fel", "läs in de rader som är rätta och hoppa över resten"),
            flag("befolkning", "filen är en befolkningslista för uppsökande verksamhet"),
            flag("utford-tid", "filen är utförd tid per beställning och månad"),
            flag("ord", "visa orden för ärendetyper, händelser och kön"),
        ],
    },
    Command {
        name: "exportera",
        words: "",
        most: 0,
        summary: "skriv ut allt innehåll som JSON",
        long: "Skriver hela innehållet som du får se, i fast ordning: samma innehåll är samma byte. Utkast och
logg är inte med. Filen är sekretessbelagd.

  akt exportera > enheten.json
  akt --db ny.db importera enheten.json",
        options: &[flag("json", "JSON, som är den form som finns")],
    },
    Command {
        name: "kontrollera",
        words: "",
        most: 0,
        summary: "pröva att loggen är hel",
        long: "Läser hela loggen och följer kedjan: varje rad är räknad på raden före, så att en rad som ändrats,
tagits bort, lagts till eller flyttats syns. Sist skrivs kedjans huvud, det sista värdet. Spara det
utanför datorn: med --huvud prövas nästa gång att slutet finns kvar och att kedjan är densamma.

Slutkod 0 när loggen är hel, annars 1. Inget ändras.

  akt kontrollera
  akt kontrollera --huvud 9f2c…     huvudet från förra gången
  akt kontrollera --format json",
        options: &[
            valued("huvud", "VÄRDE", "kedjans huvud från förra gången"),
            valued("format", "text|json", "hur svaret skrivs (annars text)"),
        ],
    },
    Command {
        name: "loggkontroll",
        words: "",
        most: 0,
        summary: "dra ett urval ur loggen för chefens kontroll",
        long: "Drar öppningar av akter med lott: en öppning är det en användare gjorde med en akt en dag. Reglerna i
enhetens log_check.toml ger flaggor åt dem som är värda en fråga. För chefer och administratörer.

Kontrollen sparas innan den visas: vem, när, frö, vilka som drogs och deras flaggor. Samma frö och
samma period, när den är slut, ger samma urval. Lotten är SHA-256 av \"FRÖ LOGGRAD\"; de lägsta dras.
Akter som du inte får se är inte med: de kontrolleras av en chef som är namngiven för dem.

Flaggor: manga_akter, avslutade_arenden, samma_efternamn, samma_adress, skyddad, natt.

  akt loggkontroll
  akt loggkontroll --fran 2026-10-01 --till 2026-10-31 --antal 30
  akt loggkontroll --fran 2026-10-01 --till 2026-10-31 --fro 481516   samma urval igen
  akt loggkontroll --flagga natt
  akt loggkontroll --kontroll 3 --resultat \"Inget att anmärka\"
  akt loggkontroll --tidigare",
        options: &[
            valued("fran", "ÅÅÅÅ-MM-DD", "från och med den dagen (annars enhetens 30 dagar)"),
            valued("till", "ÅÅÅÅ-MM-DD", "till och med den dagen (annars i dag)"),
            valued("antal", "N", "hur många öppningar som dras (annars enhetens 20)"),
            valued("fro", "N", "urvalets frö; annars dras ett"),
            valued("flagga", "FLAGGA", "dra bara bland dem med flaggan"),
            valued("format", "text|csv|json", "hur den skrivs (annars text)"),
            flag("tidigare", "visa de kontroller som är gjorda"),
            valued("kontroll", "NUMMER", "kontrollen som resultatet gäller"),
            valued("resultat", "TEXT", "vad kontrollen visade"),
        ],
    },
    Command {
        name: "loggutdrag",
        words: "PERSON",
        most: 1,
        summary: "vem som har varit i en persons akt, att lämna ut",
        long: "Skriver ut vem som har öppnat, läst, skrivit i eller skrivit ut ur akten, när och med vilket skäl.
Texten är 80 tecken bred, med sidhuvuden. Personen anges med hela personnumret eller ett ärendenummer.
För chefer och administratörer; en skyddad akt kräver --skal.

Utdraget står i loggen innan det visas. Pröva enligt offentlighets- och sekretesslagen innan det lämnas ut.

  akt loggutdrag 19420318-0007
  akt loggutdrag 26-0412 --fran 2026-01-01 --till 2026-06-30 | lpr
  akt loggutdrag 26-0412 --format csv > utdrag.csv",
        options: &[
            valued("fran", "ÅÅÅÅ-MM-DD", "från och med den dagen"),
            valued("till", "ÅÅÅÅ-MM-DD", "till och med den dagen"),
            valued("format", "text|csv|json", "hur det skrivs (annars text)"),
        ],
    },
    Command {
        name: "frist",
        words: "REGEL DATUM|-",
        most: 2,
        summary: "vilket datum en regel ger från en dag",
        long: "Räknar en frist utan databas. Med - läses ett datum på varje rad, och varje rad får ett svar som
JSON: rule, start, raw (före flytt), due, moved_for; för K10 även begin, dagen att börja.
K13 räknas från ett klockslag, ÅÅÅÅ-MM-DDTHH:MM. Reglerna: akt regler

  akt frist K6 2026-12-03                flyttad förbi julafton
  akt frist K13 2026-11-20T13:00
  akt frist K6 2026-12-03 --json
  cat datum.txt | akt frist K6 -",
        options: &[JSON],
    },
    Command {
        name: "ramkoll",
        words: "FIL|-",
        most: 1,
        summary: "läs beställningar rad för rad: ram eller detalj",
        long: "Läser en text på varje rad, ur en fil eller med - det som skickas in, och säger hur ramkollen läser
den. Tomma rader hoppas över. Ingen databas behövs; enhetens egna ord används om de finns.

  insats (förvald)  ram eller detalj
  mal               ok, mal_lag eller mal_rutin

Med --json ett objekt för varje rad, även en tom: text, verdict, remarks.

  akt ramkoll insatser.txt
  akt ramkoll mal.txt --falt mal
  cat insatser.txt | akt ramkoll - --json",
        options: &[JSON, valued("falt", "FÄLT", "vad texten är: insats eller mal")],
    },
    Command {
        name: "regler",
        words: "[prova FIL]",
        most: 2,
        summary: "fristernas regler, och att prova ändrade regler",
        long: "Listar reglerna med längd, slag, vad de gäller och källa. Enheten ändrar dem i filen enhet/rules.toml
bredvid databasen: det som inte skrivs där står kvar.

akt regler prova FIL visar vilka öppna ärenden som skulle få andra datum med filens regler och
helgdagar, från när till när. Inget ändras.

  akt regler
  akt regler --toml > rules.toml         de inbyggda reglerna att utgå från
  akt regler prova rules.toml
  akt regler prova rules.toml --json",
        options: &[JSON, flag("toml", "de inbyggda reglerna som fil att utgå från")],
    },
    Command {
        name: "skriv-ut",
        words: "DOKUMENT",
        most: 1,
        summary: "ett undertecknat dokument som text att skriva ut",
        long: "Skriver dokumentet som ren text, 80 tecken bred, med sidhuvuden. Numret står när dokumentet läses:
ärende, slag och vilket i ordningen. Utan det sista talet är det det senaste av slaget.

Med --utan-bedomning lämnas bedömningen bort: det är så utredningen kommuniceras före beslutet.
Innehållet är sekretessbelagt.

  akt skriv-ut 26-0412/utredning/1
  akt skriv-ut 26-0412/utredning --utan-bedomning > utredning.txt
  akt skriv-ut 26-0412/bestallning/1 | lpr",
        options: &[flag("utan-bedomning", "lämna bort bedömningen, inför kommunicering")],
    },
    Command {
        name: "kod",
        words: "",
        most: 0,
        summary: "välj koden som låser upp skärmen",
        long: "Frågar två gånger efter den nya koden; den syns inte när du skriver. Koden är minst sex tecken.
På skrivbordet väljs den med ctrl-o första gången du låser, och byts med sökordet ”byt kod”.

Skrivbordet låser sig efter tio minuter utan tangent, efter tre med en skyddad akt framme. Koden
låser upp, fem försök. Efter trettio minuter låst, eller tolv timmar i allt, avslutas akt; det du
skrev är sparat som utkast. Tiderna kan kortas i konfig.toml: las-minuter, las-skyddad-minuter.

  akt kod",
        options: &[],
    },
    Command {
        name: "rapport",
        words: "RAPPORT",
        most: 1,
        summary: "rapporter till nämnd, revisorer och inspektion",
        long: "Skriver ut en rapport ur de akter som du får läsa. Innehållet är sekretessbelagt.

Rapporter:
  delegationsbeslut   beslut med stöd av delegation, att anmäla till nämnden
  ivo                 beslut som inte verkställts inom tre månader och avbrott som inte återupptagits,
                      som de stod vid periodens slut (annars i dag); --kvartal eller --till
  genomforandeplaner  beställningar som skickades under tiden, och hur planerna svarar mot dem
  tema                beviljad tid jämförd mellan kön och familjesituation, till den tematiska dragningen
  uppsokande          de i befolkningslistan som fyller 80 under året och saknar insats och ärende

  akt rapport delegationsbeslut --fran 2026-11-01 --till 2026-11-30
  akt rapport delegationsbeslut --format csv > beslut.csv
  akt rapport ivo --kvartal 2026-K4
  akt rapport genomforandeplaner --fran 2026-01-01 --till 2026-06-30
  akt rapport tema --fran 2026-07-01 --till 2026-12-31
  akt rapport uppsokande --ar 2027",
        options: &[
            valued("fran", "ÅÅÅÅ-MM-DD", "från och med den dagen"),
            valued("till", "ÅÅÅÅ-MM-DD", "till och med den dagen"),
            valued("ar", "ÅÅÅÅ", "ett helt år"),
            valued("kvartal", "ÅÅÅÅ-KN", "ett kvartal, till exempel 2026-K4"),
            valued("format", "text|csv|json", "hur den skrivs (annars text)"),
        ],
    },
    Command {
        name: "anvandare",
        words: "[VAD INLOGGNING …]",
        most: 3,
        summary: "vilka som arbetar här: roll, grupp, andel, nycklar",
        long: "Chefen, och den som sköter installationen, bestämmer vilka som arbetar i akt. Allt är daterat, det som
gällde förut ligger kvar, och varje ändring står i loggen. Utan ord visas alla.

Den som har tjänstekontot, och inte är någon i databasen, är den som sköter installationen. Den första
chefen skapas en gång, medan enheten inte har någon.

  akt anvandare forsta-chef eva.holm \"Eva Holm\" --enhet Östra
  akt anvandare lagg-till anna.ek \"Anna Ek\" --roll handlaggare --grupp Norr
  akt anvandare nyckel anna.ek anna.pub       släpp in nyckeln (- läser det som
                                              skickas in)
  akt anvandare nyckel anna.ek                visa nycklarna
  akt anvandare nyckel anna.ek --ta-bort 1    stäng ute en nyckel, och personens
                                              öppna skrivbord
  akt anvandare roll anna.ek specialisthandlaggare --fran 2026-12-01
  akt anvandare grupp anna.ek Söder           från i dag, eller --fran
  akt anvandare andel anna.ek 80              tjänstgöringsgrad i procent
  akt anvandare start anna.ek 2023-09-01      rätta första dagen i tjänsten
  akt anvandare utsedd anna.ek samrad         utse; --slut DATUM avslutar
  akt anvandare avsluta anna.ek --tar-over petra.sand
                                              stäng ute nu; öppna ärenden och
                                              ensamma namngivningar går över
  akt anvandare avsluta anna.ek --sista-dag 2026-12-31
  akt anvandare tillbaka anna.ek              åter, eller avslutad av misstag
  akt anvandare lista --json",
        options: &[
            JSON,
            valued("roll", "ROLL", "handlaggare (annars), specialisthandlaggare, bitr_enhetschef, enhetschef, administrator"),
            valued("grupp", "GRUPP", "basgruppen"),
            valued("andel", "PROCENT", "tjänstgöringsgrad (annars 100)"),
            valued("start", "ÅÅÅÅ-MM-DD", "första dagen i tjänsten (annars i dag)"),
            valued("fran", "ÅÅÅÅ-MM-DD", "från och med den dagen (annars i dag)"),
            valued("till", "ÅÅÅÅ-MM-DD", "till och med den dagen"),
            valued("slut", "ÅÅÅÅ-MM-DD", "uppdragets sista dag"),
            valued("sista-dag", "ÅÅÅÅ-MM-DD", "sista dagen (annars i dag, och då genast)"),
            valued("tar-over", "INLOGGNING", "vem som får ärenden och namngivningar när någon slutar"),
            valued("enhet", "NAMN", "enheten, där det finns flera eller med den första chefen"),
            valued("ta-bort", "NUMMER", "nyckeln att ta bort"),
        ],
    },
    Command {
        name: "nycklar",
        words: "",
        most: 0,
        summary: "raderna till authorized_keys, en för varje nyckel",
        long: "Skriver raderna som SSH-servern läser: varje nyckel öppnar skrivbordet för den person den hör till,
och inget annat. Används som AuthorizedKeysCommand, eller för hand.

Vad klienten ber att få köra (SSH_ORIGINAL_COMMAND) läses aldrig.

  akt nycklar
  akt nycklar --konto %U --nyckel %k    så som SSH-servern frågar",
        options: &[
            valued("konto", "NUMMER", "kontot som frågan gäller; för ett annat än det egna svaras inget"),
            valued("nyckel", "BASE64", "bara den nyckel som visades"),
        ],
    },
    Command {
        name: "ssh-installera",
        words: "",
        most: 0,
        summary: "så sätts akt upp på en värd för många, över SSH",
        long: "Skriver ut stegen och de filer som läggs på värden: tjänstekontot, SSH-serverns inställningar,
gränserna och timern för säkerhetskopior. Inget ändras; kör dem själv.

  akt ssh-installera --visa",
        options: &[flag("visa", "skriv ut stegen (det enda som finns)")],
    },
    Command {
        name: "kopiera",
        words: "MÅL",
        most: 1,
        summary: "en säkerhetskopia, provad innan den räknas",
        long: "Tar en kopia medan andra arbetar. Kopian återställs på prov bredvid sig själv: varje sida, index
och sigill, loggens kedja och antalet rader jämförs. Först därefter får den sitt namn och sin rad i
loggen. Den kan bara läsas av den som tog den. Utkast är inte med. Innehållet är sekretessbelagt.

Loggens huvud, som skrivs ut, sparas någon annanstans: med det syns det om loggen har kortats.

  akt kopiera /kopior/akt-2026-11-23.db
  akt --db /var/lib/akt/akt.db kopiera /kopior/akt-$(date +%F).db",
        options: &[],
    },
    Command {
        name: "aterstall",
        words: "KOPIA",
        most: 1,
        summary: "lägg tillbaka en säkerhetskopia",
        long: "Provar kopian och lägger den där --db säger. Inget skrivs över: flytta först undan den gamla
databasen med det som ligger bredvid den (-wal, -shm).

  akt --db /var/lib/akt/akt.db aterstall /kopior/akt-2026-11-23.db",
        options: &[],
    },
    Command {
        name: "doktor",
        words: "",
        most: 0,
        summary: "hur databasen mår: versioner, plats, kopior, innehåll",
        long: "Ser efter versioner, inställningar, rättigheter, ledig plats, senaste kopia, äldsta utkast, att
varje sida, index och sigill stämmer och att loggens kedja är hel. Svarar 0 också vid varningar,
1 när något är fel.

  akt doktor
  akt --db /var/lib/akt/akt.db doktor --format json",
        options: &[valued("format", "text|json", "hur svaret skrivs (annars text)")],
    },
    Command {
        name: "nyckel",
        words: "byt",
        most: 1,
        summary: "byt den nyckel som databasen är krypterad med",
        long: "Bara för akt byggt med kryptering. Nyckeln är 32 byte i filen NAMN.nyckel bredvid databasen, som bara
ägaren kan läsa; den görs när databasen görs. Den anges aldrig på kommandoraden.

Vid bytet krypteras databasen och utkasten om med en ny nyckel. Ingen annan får ha dem öppna. Äldre
kopior behöver den gamla nyckeln: spara den hos dem.

  akt --db /var/lib/akt/akt.db nyckel byt",
        options: &[],
    },
];
