use super::*;
use proptest::prelude::*;

fn d(text: &str) -> NaiveDate {
    parse_date(text).unwrap()
}

#[test]
fn every_day_of_a_century_is_as_the_oracle_says() {
    let oracle: std::collections::HashSet<NaiveDate> =
        include_str!("../../../tests/oracle/red_days.csv")
            .lines()
            .filter(|line| !line.starts_with('#') && !line.starts_with("datum"))
            .map(|line| d(&line[..10]))
            .collect();
    assert!(oracle.len() > 1_100);
    let mut day = d("2005-01-01");
    while day <= d("2100-12-31") {
        assert_eq!(red_day(day).is_some(), oracle.contains(&day), "{day}");
        day = day.succ_opt().unwrap();
    }
}

#[test]
fn the_named_days_of_the_law() {
    let calendar = Calendar::swedish();
    for (date, name) in [
        ("2026-01-01", "nyårsdagen"),
        ("2026-01-06", "trettondedag jul"),
        ("2026-04-03", "långfredagen"),
        ("2026-04-05", "påskdagen"),
        ("2027-03-28", "påskdagen"),
        ("2028-04-16", "påskdagen"),
        ("2025-04-20", "påskdagen"),
        ("2026-04-06", "annandag påsk"),
        ("2026-05-01", "första maj"),
        ("2026-05-14", "Kristi himmelsfärdsdag"),
        ("2026-05-24", "pingstdagen"),
        ("2026-06-06", "Sveriges nationaldag"),
        ("2026-06-19", "midsommarafton"),
        ("2027-06-25", "midsommarafton"),
        ("2026-06-20", "midsommardagen"),
        ("2026-10-31", "alla helgons dag"),
        ("2027-11-06", "alla helgons dag"),
        ("2026-12-24", "julafton"),
        ("2026-12-25", "juldagen"),
        ("2026-12-26", "annandag jul"),
        ("2026-12-31", "nyårsafton"),
    ] {
        assert_eq!(calendar.holiday(d(date)), Some(name), "{date}");
    }
    assert_eq!(calendar.holiday(d("2026-11-22")), None);
    assert_eq!(calendar.free(d("2026-11-22")), Some("söndag"));
    assert_eq!(calendar.free(d("2026-11-21")), Some("lördag"));
    assert_eq!(calendar.free(d("2026-11-23")), None);
}

#[test]
fn a_units_own_day_is_free() {
    let calendar = Calendar::swedish().with_extra(d("2026-11-23"), "verksamhetsdag");
    assert_eq!(calendar.free(d("2026-11-23")), Some("verksamhetsdag"));
    assert_eq!(
        calendar.next_working_day(d("2026-11-21")),
        (
            d("2026-11-24"),
            vec!["lördag".into(), "söndag".into(), "verksamhetsdag".into()]
        )
    );
}

/// Start, length and end, worked from the text of the statute: weeks are `v`, months `m`.
#[test]
fn the_vectors_of_the_statute() {
    let calendar = Calendar::swedish();
    for (start, unit, n, raw, due) in [
        ("2026-11-20", 'v', 3, "2026-12-11", "2026-12-11"),
        ("2026-12-03", 'v', 3, "2026-12-24", "2026-12-28"),
        ("2026-12-10", 'v', 3, "2026-12-31", "2027-01-04"),
        ("2026-05-29", 'v', 3, "2026-06-19", "2026-06-22"),
        ("2026-03-13", 'v', 3, "2026-04-03", "2026-04-07"),
        ("2026-05-16", 'v', 3, "2026-06-06", "2026-06-08"),
        ("2026-01-31", 'm', 1, "2026-02-28", "2026-03-02"),
        ("2026-08-31", 'm', 6, "2027-02-28", "2027-03-01"),
        ("2026-11-30", 'm', 3, "2027-02-28", "2027-03-01"),
        ("2027-11-29", 'm', 3, "2028-02-29", "2028-02-29"),
        ("2026-06-03", 'v', 3, "2026-06-24", "2026-06-24"),
    ] {
        let end = match unit {
            'v' => add_weeks(d(start), n),
            _ => add_months(d(start), n),
        };
        assert_eq!(end, Some(d(raw)), "{start}");
        assert_eq!(calendar.next_working_day(d(raw)).0, d(due), "{start}");
    }
}

#[test]
fn working_days_pass_over_the_free_ones() {
    let calendar = Calendar::swedish();
    assert_eq!(
        calendar.add_working_days(d("2026-12-23"), 1),
        Some(d("2026-12-28"))
    );
    assert_eq!(
        calendar.add_working_days(d("2026-11-20"), 1),
        Some(d("2026-11-23"))
    );
    assert_eq!(
        calendar.add_working_days(d("2026-11-23"), -1),
        Some(d("2026-11-20"))
    );
    assert_eq!(calendar.add_working_days(NaiveDate::MAX, 1), None);
}

#[test]
fn dates_in_words() {
    let date = d("2026-11-19");
    assert_eq!(weekday(date), "torsdag");
    assert_eq!(weekday_short(date), "tors");
    assert_eq!(day_month(date), "19 nov");
    assert_eq!(day_month_year(date), "19 nov 2026");
    assert_eq!(long(date), "torsdag 19 november 2026");
}

#[test]
fn wrong_dates_say_what_is_wrong() {
    assert!(matches!(parse_date("2026-11-1"), Err(DateError::Form(_))));
    assert!(matches!(parse_date(" 2026-11-11"), Err(DateError::Form(_))));
    assert!(matches!(parse_date("20261111"), Err(DateError::Form(_))));
    assert!(matches!(
        parse_date("２０26-11-11"),
        Err(DateError::Form(_))
    ));
    assert!(matches!(parse_date("+202-11-11"), Err(DateError::Form(_))));
    assert_eq!(
        parse_date("2026-02-30"),
        Err(DateError::NoSuchDay("2026-02-30".into()))
    );
    assert_eq!(parse_date("1849-12-31"), Err(DateError::Year(1849)));
    assert_eq!(parse_date("2201-01-01"), Err(DateError::Year(2201)));
    assert!(matches!(parse_time("9:05"), Err(DateError::TimeForm(_))));
    assert!(matches!(parse_time("24:00"), Err(DateError::NoSuchTime(_))));
    assert_eq!(
        parse_date_time("2026-11-19T12:01"),
        Ok((d("2026-11-19"), NaiveTime::from_hms_opt(12, 1, 0)))
    );
}

#[test]
fn the_day_is_stockholms() {
    let late: DateTime<Utc> = "2026-06-30T22:30:59Z".parse().unwrap();
    assert_eq!(stockholm_date(late), d("2026-07-01"));
    assert_eq!(
        stockholm_time(late),
        NaiveTime::from_hms_opt(0, 30, 0).unwrap()
    );
    let winter: DateTime<Utc> = "2026-12-31T22:59:00Z".parse().unwrap();
    assert_eq!(stockholm_date(winter), d("2026-12-31"));
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_fall(text in ".{0,14}") {
        let _ = parse_date(&text);
        let _ = parse_time(&text);
        let _ = parse_date_time(&text);
    }

    #[test]
    fn a_month_ends_on_its_number_or_its_last_day(day in 0i32..60_000, n in 0i32..60) {
        let start = add_days(d("1990-01-01"), day).unwrap();
        let end = add_months(start, n).unwrap();
        prop_assert!(end.day() == start.day() || end.succ_opt().unwrap().day() == 1);
        prop_assert!(end >= start);
    }
}
