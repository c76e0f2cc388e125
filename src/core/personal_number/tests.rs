use super::*;
use proptest::prelude::*;

fn d(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn today() -> NaiveDate {
    d(2026, 11, 22)
}

fn read(text: &str) -> Result<PersonalNumber, NumberError> {
    PersonalNumber::parse(text, today())
}

/// A number of a day with its check digit made, for what serial 000 cannot show.
fn made(birth: NaiveDate, day_plus: u32, serial: u32) -> String {
    let twelve = format!(
        "{:04}{:02}{:02}{serial:03}",
        birth.year(),
        birth.month(),
        birth.day() + day_plus
    );
    format!("{twelve}{}", check_digit(&twelve[2..]))
}

#[test]
fn the_worked_example_of_the_check_digit() {
    assert_eq!(check_digit("640823323"), '4');
}

#[test]
fn every_way_of_writing_is_the_same_number() {
    let number = PersonalNumber::invented(d(1942, 3, 18));
    assert_eq!(number.kind(), NumberKind::Invented);
    let shown = number.to_string();
    assert_eq!(shown.len(), 13);
    assert!(shown.starts_with("19420318-000"));
    let digits = number.as_str();
    for text in [
        digits.to_owned(),
        shown.clone(),
        digits[2..].to_owned(),
        format!("{}-{}", &digits[2..8], &digits[8..]),
        format!("  {} {} ", &digits[..8], &digits[8..]),
        format!("{}–{}", &digits[..8], &digits[8..]),
    ] {
        assert_eq!(read(&text), Ok(number.clone()), "{text}");
    }
    assert_eq!(number.birth_date(), Some(d(1942, 3, 18)));
    assert_eq!(number.age(today()), Some(84));
}

#[test]
fn the_plus_sign_goes_by_the_calendar_year() {
    let hundred = PersonalNumber::invented(d(1926, 12, 1));
    let ten = &hundred.as_str()[2..];
    assert_eq!(
        read(&format!("{}+{}", &ten[..6], &ten[6..])),
        Ok(hundred.clone())
    );
    // Without a sign the youngest who can have been born is meant; a dash says who is too young.
    assert_eq!(read(ten), Ok(hundred.clone()));
    assert_eq!(
        read(&format!("{}-{}", &ten[..6], &ten[6..])),
        Err(NumberError::Future(d(2026, 12, 1)))
    );
    let young = PersonalNumber::invented(d(1927, 1, 1));
    let twelve = young.as_str();
    assert_eq!(
        read(&format!("{}+{}", &twelve[..8], &twelve[8..])),
        Err(NumberError::NotHundred(1927))
    );
    assert_eq!(read(&twelve[2..]), Ok(young));
}

#[test]
fn coordination_numbers_are_numbers() {
    let text = made(d(1985, 2, 28), 60, 1);
    let number = read(&text).unwrap();
    assert_eq!(number.kind(), NumberKind::Coordination);
    assert_eq!(number.birth_date(), Some(d(1985, 2, 28)));
}

#[test]
fn wrong_numbers_say_what_is_wrong() {
    assert_eq!(read(""), Err(NumberError::Empty));
    assert_eq!(read("  "), Err(NumberError::Empty));
    assert_eq!(read("-"), Err(NumberError::Signs));
    assert_eq!(read("194203180"), Err(NumberError::Length(9)));
    assert_eq!(read("1942031-80000"), Err(NumberError::Signs));
    assert_eq!(read("19420318--0000"), Err(NumberError::Signs));
    assert_eq!(read("１9420318-0000"), Err(NumberError::Signs));
    assert_eq!(read("19420230-0000"), Err(NumberError::NoSuchDay));
    assert_eq!(read("18490101-0000"), Err(NumberError::NoSuchDay));
    assert_eq!(read("19420392-0000"), Err(NumberError::NoSuchDay));
    let ahead = PersonalNumber::invented(d(2026, 11, 23));
    assert_eq!(
        read(ahead.as_str()),
        Err(NumberError::Future(d(2026, 11, 23)))
    );
    for error in [
        NumberError::Empty,
        NumberError::Signs,
        NumberError::CheckDigit,
    ] {
        assert!(!error.to_string().is_empty());
    }
}

#[test]
fn another_id_is_any_clean_text() {
    assert_eq!(
        PersonalNumber::other(" R-17 b ").unwrap().to_string(),
        "R-17 b"
    );
    assert_eq!(PersonalNumber::other(""), Err(NumberError::BadOther));
    assert_eq!(
        PersonalNumber::other("a\u{202e}b"),
        Err(NumberError::BadOther)
    );
    assert_eq!(PersonalNumber::other("a\nb"), Err(NumberError::BadOther));
    assert_eq!(
        PersonalNumber::other(&"x".repeat(33)),
        Err(NumberError::BadOther)
    );
}

#[test]
fn age_turns_on_the_day() {
    assert_eq!(age_on(d(1942, 11, 22), d(2026, 11, 21)), 83);
    assert_eq!(age_on(d(1942, 11, 22), d(2026, 11, 22)), 84);
    assert_eq!(age_on(d(2000, 2, 29), d(2027, 2, 28)), 27);
    assert_eq!(age_on(d(2000, 2, 29), d(2028, 2, 28)), 27);
    assert_eq!(age_on(d(2000, 2, 29), d(1999, 1, 1)), 0);
}

fn birth() -> impl Strategy<Value = NaiveDate> {
    (0i32..115 * 365).prop_map(|days| crate::core::calendar::add_days(today(), -days).unwrap())
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_fall(text in "\\PC{0,20}|[0-9+ -]{0,16}") {
        let _ = read(&text);
        let _ = PersonalNumber::other(&text);
        for kind in NumberKind::ALL {
            let _ = PersonalNumber::from_stored(&text, *kind);
        }
    }

    #[test]
    fn a_right_number_reads_back(birth in birth(), plus in prop::sample::select(vec![0u32, 60])) {
        let number = read(&made(birth, plus, 0)).unwrap();
        prop_assert_eq!(read(&number.to_string()), Ok(number.clone()));
        prop_assert_eq!(read(number.as_str()), Ok(number.clone()));
        prop_assert_eq!(PersonalNumber::from_stored(number.as_str(), number.kind()), Ok(number.clone()));
        prop_assert_eq!(number.birth_date(), Some(birth));
        if plus == 0 {
            prop_assert_eq!(PersonalNumber::invented(birth), number);
        }
    }

    #[test]
    fn one_wrong_digit_is_caught(birth in birth(), at in 2usize..12, to in 0u8..10) {
        let number = PersonalNumber::invented(birth);
        let mut bytes = number.as_str().as_bytes().to_vec();
        prop_assume!(bytes[at] != b'0' + to);
        bytes[at] = b'0' + to;
        prop_assert!(read(std::str::from_utf8(&bytes).unwrap()).is_err());
    }

    #[test]
    fn two_digits_swapped_are_caught(birth in birth(), at in 2usize..11) {
        let number = PersonalNumber::invented(birth);
        let mut bytes = number.as_str().as_bytes().to_vec();
        let pair = (bytes[at].min(bytes[at + 1]), bytes[at].max(bytes[at + 1]));
        // The check digit cannot tell 09 from 90.
        prop_assume!(pair.0 != pair.1 && pair != (b'0', b'9'));
        bytes.swap(at, at + 1);
        prop_assert!(read(std::str::from_utf8(&bytes).unwrap()).is_err());
    }

    #[test]
    fn ten_digits_mean_the_same_person(birth in birth()) {
        let number = PersonalNumber::invented(birth);
        let ten = &number.as_str()[2..];
        let sign = if today().year() - birth.year() >= 100 { '+' } else { '-' };
        let text = format!("{}{sign}{}", &ten[..6], &ten[6..]);
        prop_assert_eq!(read(&text), Ok(number));
    }
}
