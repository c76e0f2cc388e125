use super::*;
use proptest::prelude::*;

#[test]
fn escape_sequences_go_whole() {
    for (dirty, clean) in [
        ("a\u{1b}[31mb\u{1b}[0m", "ab"),
        ("a\u{1b}]0;titel\u{7}b", "ab"),
        ("a\u{1b}]8;;http://x\u{1b}\\b", "ab"),
        ("a\u{9b}2Jb", "ab"),
        ("a\u{1b}(Bb", "ab"),
        ("a\u{1b}cb", "ab"),
        ("a\u{1b}P1$r\u{1b}\\b", "ab"),
        ("a\u{1b}[200~b\u{1b}[201~", "ab"),
        ("a\u{1b}\u{1b}[1mb", "ab"),
        ("a\u{1b}]0;aldrig slut", "a0;aldrig slut"),
        ("a\u{1b}[12", "a12"),
        ("a\u{1b}", "a"),
        ("å\u{0}\u{8}\u{7f}b", "åb"),
        ("a\u{202e}b\u{2066}c\u{feff}d\u{200b}e\u{61c}", "abcde"),
        ("a\u{e0041}b\u{e007f}c\u{180e}d\u{206a}e\u{fff9}f", "abcdef"),
    ] {
        assert_eq!(clean_line(dirty), clean, "{dirty:?}");
        assert_eq!(screen_safe(dirty), clean, "{dirty:?}");
    }
}

#[test]
fn lines_and_tabs() {
    assert_eq!(clean_text("a\r\nb\rc\nd\te\u{2028}f"), "a\nb\nc\nd    e\nf");
    assert_eq!(clean_line("a\r\nb\rc\nd\te\u{2029}f"), "a b c d e f");
    assert_eq!(screen_safe("a\nb"), "a b");
    assert!(matches!(screen_safe("Åsa Öberg"), Cow::Borrowed(_)));
    assert_eq!(clean_line("A\u{30a}sa"), "Åsa");
    assert_eq!(clean_line("👩\u{200d}🌾"), "👩\u{200d}🌾");
}

#[test]
fn folding() {
    assert_eq!(
        fold("ÅSA Öberg-Ängström é ø æ ß Ł"),
        "asa oberg-angstrom e o ae ss l"
    );
    assert_eq!(fold_true("ÅSA O\u{308}berg É ü"), "åsa öberg e u");
}

#[test]
fn swedish_order() {
    let names = [
        "Al", "Al Berg", "Alm", "Vik", "Wik", "Wilk", "Yl", "Müller", "Åberg", "Älv", "Æx",
        "Öberg", "Østby",
    ];
    let mut sorted: Vec<&str> = names.to_vec();
    sorted.sort_by_key(|name| sort_key(name));
    assert_eq!(
        sorted,
        [
            "Al", "Al Berg", "Alm", "Müller", "Vik", "Wik", "Wilk", "Yl", "Åberg", "Älv", "Æx",
            "Öberg", "Østby",
        ]
    );
    assert!(sort_key("Zz") < sort_key("Å"));
    assert!(sort_key("A\u{30a}") == sort_key("Å"));
    assert_eq!(sort_key("{|}Ö"), "}");
}

#[test]
fn names_are_found_by_the_beginning_of_a_part() {
    for (query, name, found) in [
        ("karl", "Karl-Erik Åberg", true),
        ("erik", "Karl-Erik Åberg", true),
        ("rik", "Karl-Erik Åberg", false),
        ("aberg", "Karl-Erik Åberg", true),
        ("åberg", "Karl-Erik Aberg", false),
        ("A\u{30a}BE", "Åberg", true),
        ("åb", "A\u{30a}berg", true),
        ("ab", "Äberg", true),
        ("äb", "Åberg", false),
        ("obr", "Öbrink", true),
        ("brien", "Sean O’Brien", true),
        ("o'br", "Sean O'Brien", true),
        ("berg ka", "Karin Berg", true),
        ("ka ka", "Karin Berg", false),
        ("ka kar", "Karin Kajsa Berg", true),
        ("", "Karin", true),
        ("andre", "André", true),
        ("andré", "Andre", true),
    ] {
        assert_eq!(name_starts_with(query, name), found, "{query} {name}");
    }
    assert_eq!(
        name_parts("Karl-Erik  O'Brien"),
        ["Karl", "Erik", "O", "Brien"]
    );
}

fn wild() -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop_oneof![
            any::<char>(),
            prop::sample::select(vec![
                '\u{1b}', '[', ']', '\u{9b}', '\u{9d}', '\u{7}', '\\', 'm', '1', ';', '\r', '\n',
                '\t', '\u{202e}', '\u{30a}', 'a', 'Å', '\u{2028}', '\u{200b}', 'P', '(',
            ]),
        ],
        0..40,
    )
    .prop_map(|chars| chars.into_iter().collect())
}

proptest! {
    #[test]
    fn cleaning_is_clean_and_done_once(text in wild()) {
        let line = clean_line(&text);
        prop_assert!(!line.chars().any(is_unwanted));
        prop_assert_eq!(&clean_line(&line), &line);
        prop_assert_eq!(screen_safe(&line), line.as_str());
        let body = clean_text(&text);
        prop_assert!(!body.chars().any(|c| c != '\n' && is_unwanted(c)));
        prop_assert_eq!(clean_text(&body), body);
        let shown = screen_safe(&text);
        prop_assert!(!shown.chars().any(is_unwanted));
    }

    #[test]
    fn both_forms_fold_and_sort_alike(text in "[a-zA-ZåäöÅÄÖéüøæß' -]{0,20}") {
        let nfd: String = text.nfd().collect();
        prop_assert_eq!(fold(&text), fold(&nfd));
        prop_assert_eq!(fold_true(&text), fold_true(&nfd));
        prop_assert_eq!(sort_key(&text), sort_key(&nfd));
        prop_assert!(fold(&text).is_ascii());
    }

    #[test]
    fn a_name_is_found_by_itself_with_and_without_dots(name in "[A-ZÅÄÖ][a-zåäöéü]{0,8}([ -][A-ZÅÄÖ][a-zåäö]{0,8}){0,3}") {
        let nfd: String = name.nfd().collect();
        prop_assert!(name_starts_with(&name, &nfd));
        prop_assert!(name_starts_with(&nfd, &name));
        prop_assert!(name_starts_with(&fold(&name), &name));
        for part in name_parts(&name) {
            prop_assert!(name_starts_with(&part, &name));
        }
    }

    #[test]
    fn nothing_falls(a in wild(), b in wild()) {
        let _ = (fold(&a), fold_true(&a), sort_key(&a), name_parts(&a), name_starts_with(&a, &b));
    }
}
