use super::*;
use proptest::prelude::*;

fn line(area: &str, intervention: &str, hours: Option<u64>) -> OrderLine {
    OrderLine {
        area: area.into(),
        intervention: intervention.into(),
        minutes_per_month: hours.map(|h| h * 60),
    }
}

fn lines(rows: &[(&str, u64)]) -> Vec<OrderLine> {
    rows.iter()
        .map(|(name, hours)| line("", name, Some(*hours)))
        .collect()
}

fn concepts(text: &str) -> Vec<String> {
    Synonyms::builtin().concepts(text).into_iter().collect()
}

#[test]
fn the_sketch_of_plan_against_order() {
    let order = lines(&[
        ("hygien, klädsel", 25),
        ("måltider", 30),
        ("tvätt", 2),
        ("tillsyn nattetid", 5),
    ]);
    let plan = lines(&[
        ("hygien, klädsel", 24),
        ("frukost, lunch", 22),
        ("toalettbesök", 4),
    ]);
    let view = compare(&order, &plan, &Synonyms::builtin());
    let told: Vec<_> = view
        .rows
        .iter()
        .map(|r| (r.ordered.as_str(), r.planned.as_str(), r.standing))
        .collect();
    assert_eq!(
        told,
        [
            ("hygien, klädsel", "hygien, klädsel", Standing::Met),
            ("måltider", "frukost, lunch", Standing::Less(8 * 60)),
            ("tvätt", "", Standing::Missing),
            ("tillsyn nattetid", "", Standing::Missing),
            ("", "toalettbesök", Standing::Extra),
        ]
    );
    assert_eq!(view.rows[2].area, "hemliv");
    assert_eq!(view.rows[2].ordered_minutes, Some(120));
    assert_eq!(view.rows[4].planned_minutes, Some(240));
    assert_eq!(
        (view.met, view.less, view.more, view.missing, view.extra),
        (1, 1, 0, 2, 1)
    );
    assert!(!view.fully_matching);
}

#[test]
fn what_the_inspection_found_is_found() {
    // Framed orders of the inspection, in its own words, and plans that lack what it saw lacking.
    let order: Vec<OrderLine> = [
        "Följeslagning till läkare",
        "Tvätt",
        "Påminna och stötta vid hygien och klädsel",
        "Stöd vid förflyttningar dagligen",
        "Sällskap vid måltid",
        "Tillsyn nattetid",
        "Hjälp och stöd med att tillreda/värma och servera samtliga måltider",
    ]
    .iter()
    .map(|text| line("", text, None))
    .collect();
    let missing = |plan: &[&str]| {
        let plan: Vec<_> = plan.iter().map(|text| line("", text, None)).collect();
        let view = compare(&order, &plan, &Synonyms::builtin());
        let of = |standing| -> Vec<String> {
            let rows = view.rows.iter().filter(|r| r.standing == standing);
            rows.flat_map(|r| r.concepts.clone()).collect()
        };
        (
            of(Standing::Missing),
            of(Standing::Extra),
            view.fully_matching,
        )
    };
    let (gaps, extra, _) = missing(&["Frukost, lunch och middag"]);
    assert_eq!(
        gaps,
        [
            "ledsagning",
            "tvatt",
            "hygien",
            "kladsel",
            "forflyttning",
            "maltidssallskap",
            "nattillsyn"
        ]
    );
    assert!(extra.is_empty());
    let (gaps, extra, full) = missing(&[
        "Ledsagning till läkarbesök",
        "tvättstuga varannan vecka",
        "Morgonhygien, på- och avklädning",
        "Värma mat och servera måltiderna",
        "Äta tillsammans",
        "Nattillsyn",
        "Toalettbesök",
        "Byte av inkontinensskydd",
    ]);
    assert_eq!(gaps, ["forflyttning"]);
    assert_eq!(extra, ["toalett", "inkontinens"]);
    assert!(!full);
    // Moving was found both lacking and unordered.
    let view = compare(
        &[line("", "hygien", None)],
        &[
            line("", "hygien", None),
            line("", "Överflyttning säng–stol", None),
        ],
        &Synonyms::builtin(),
    );
    assert_eq!((view.missing, view.extra), (0, 1));
    assert_eq!(view.rows[1].concepts, ["forflyttning"]);
    assert_eq!(view.rows[1].area, "forflyttning");
}

#[test]
fn words_are_read_as_they_are_written() {
    let table: &[(&str, &[&str])] = &[
        ("frukost, lunch", &["maltider"]),
        ("Hjälp med att tvätta sig", &["hygien"]),
        ("tvätta kläder", &["tvatt"]),
        ("På- och avklädning", &["kladsel"]),
        ("Tillsyn en gång per natt", &["nattillsyn"]),
        ("tillsyn dagtid", &["tillsyn"]),
        ("Tillsyn, hygien natt", &["hygien", "tillsyn"]),
        ("Sällskap vid alla måltider", &["maltidssallskap"]),
        ("sällskap och lunch", &["maltider", "samvaro"]),
        ("byta skydd", &["inkontinens"]),
        ("Städ/tvätt/inköp", &["inkop", "stad", "tvatt"]),
        (
            "kväll, tillsyn, hjälpa till med kvällsmål",
            &["maltider", "tillsyn"],
        ),
        ("dusch 1–2 ggr/vecka", &["dusch"]),
        ("Bingo", &["bingo"]),
        ("hygien och bingo", &["bingo", "hygien"]),
        ("stöd", &["stöd"]),
        ("", &[]),
    ];
    for (text, expected) in table {
        assert_eq!(concepts(text), *expected, "{text}");
    }
}

#[test]
fn part_of_a_line_may_be_missing() {
    let order = lines(&[("hygien, klädsel", 25)]);
    let plan = lines(&[("hygien", 12)]);
    let view = compare(&order, &plan, &Synonyms::builtin());
    assert_eq!(view.rows[0].standing, Standing::Less(13 * 60));
    assert_eq!(view.rows[1].ordered, "på- och avklädning");
    assert_eq!(view.rows[1].standing, Standing::Missing);
    assert_eq!(view.rows[1].ordered_minutes, None);
    assert!(!view.fully_matching);
}

#[test]
fn one_line_may_answer_several_and_several_one() {
    let order = lines(&[("städning", 4), ("tvätt", 2)]);
    let plan = lines(&[("städ, tvätt", 6)]);
    let view = compare(&order, &plan, &Synonyms::builtin());
    assert_eq!(view.rows.len(), 1);
    assert_eq!(view.rows[0].ordered, "städning, tvätt");
    assert_eq!(view.rows[0].standing, Standing::Met);
    assert!(view.fully_matching);
    let view = compare(&plan, &order, &Synonyms::builtin());
    assert!(view.fully_matching);
    // Ordered twice and not planned is missing once.
    let view = compare(
        &lines(&[("tvätt", 1), ("Tvätthjälp", 1)]),
        &[],
        &Synonyms::builtin(),
    );
    assert_eq!((view.rows.len(), view.missing), (1, 1));
    assert_eq!(view.rows[0].ordered_minutes, Some(120));
}

#[test]
fn words_that_nobody_knows_are_matched_within_their_area() {
    let order = [line("samhalle", "Bingo på onsdagar", None)];
    let same = [line("samhalle", "bingon på onsdagar", None)];
    let other = [line("hemliv", "Bingo på onsdagar", None)];
    let bare = [line("", "Bingo på onsdagar", None)];
    let full = |plan: &[PlanLine]| compare(&order, plan, &Synonyms::builtin()).fully_matching;
    assert!(full(&same));
    assert!(!full(&other));
    assert!(full(&bare));
    // A known intervention is itself, wherever either side has put it.
    let view = compare(
        &[line("personlig_vard", "tillsyn", None)],
        &[line("trygghet", "tillsyn", None)],
        &Synonyms::builtin(),
    );
    assert!(view.fully_matching);
    assert_eq!(view.rows[0].area, "personlig_vard");
}

#[test]
fn the_tolerance_is_of_what_is_ordered() {
    assert_eq!(standing(Some(1000), Some(950), 5), Standing::Met);
    assert_eq!(standing(Some(1000), Some(949), 5), Standing::Less(51));
    assert_eq!(standing(Some(1000), Some(1051), 5), Standing::More(51));
    assert_eq!(standing(Some(1000), None, 5), Standing::Met);
    assert_eq!(standing(Some(0), Some(1), 5), Standing::More(1));
    assert_eq!(
        standing(Some(u64::MAX), Some(0), 5),
        Standing::Less(u64::MAX)
    );
}

fn any_lines() -> impl Strategy<Value = Vec<OrderLine>> {
    const TEXTS: &[&str] = &[
        "hygien",
        "hygien, klädsel",
        "frukost",
        "lunch och middag",
        "tvätt",
        "städ, tvätt",
        "tillsyn natt",
        "bingo",
        "bingo och dusch",
        "toalettbesök",
        "",
        "stöd",
    ];
    let area = prop::sample::select(vec!["", "hemliv", "personlig_vard"]);
    let one = (
        area,
        prop::sample::select(TEXTS),
        prop::option::of(0u64..4000),
    )
        .prop_map(|(area, text, minutes)| OrderLine {
            minutes_per_month: minutes,
            ..line(area, text, None)
        });
    prop::collection::vec(one, 0..7)
}

/// Every standing with its concepts, whatever the order of the rows.
fn found(view: &Coverage, standing: Standing) -> BTreeSet<String> {
    let rows = view.rows.iter().filter(|row| row.standing == standing);
    rows.flat_map(|row| row.concepts.clone()).collect()
}

proptest! {
    #[test]
    fn an_order_matches_itself(lines in any_lines()) {
        let view = compare(&lines, &lines, &Synonyms::builtin());
        prop_assert!(view.fully_matching);
        prop_assert_eq!(view.met, view.rows.len());
    }

    /// What is missing one way is extra the other way; minutes are neither lost nor counted twice
    /// where both sides state them; rows may come in any order.
    #[test]
    fn the_two_sides_mirror_each_other(mut order in any_lines(), mut plan in any_lines()) {
        let synonyms = Synonyms::builtin();
        // Words in two areas are told apart only on the plan's side; the mirror is for lines without.
        order.iter_mut().chain(&mut plan).for_each(|line| line.area.clear());
        let view = compare(&order, &plan, &synonyms);
        let mirror = compare(&plan, &order, &synonyms);
        prop_assert_eq!(found(&view, Standing::Missing), found(&mirror, Standing::Extra));
        prop_assert_eq!(found(&view, Standing::Extra), found(&mirror, Standing::Missing));
        prop_assert_eq!(view.missing, found(&view, Standing::Missing).len());
        prop_assert_eq!(view.fully_matching, mirror.fully_matching);
        order.reverse();
        plan.reverse();
        let turned = compare(&order, &plan, &synonyms);
        prop_assert_eq!((turned.met, turned.less, turned.more), (view.met, view.less, view.more));
        prop_assert_eq!((turned.missing, turned.extra), (view.missing, view.extra));
    }

    #[test]
    fn any_text_is_read(text in "[ -~åäö–,/\n]{0,60}") {
        let found = concepts(&text);
        prop_assert_eq!(found.is_empty(), !text.chars().any(char::is_alphanumeric));
    }
}
