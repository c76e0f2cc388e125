use chrono::NaiveDate;

use super::*;
use crate::core::legal::Changed;
use crate::core::next::Decides;
use crate::unit::rules::coverage;

fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

#[test]
fn the_built_in_rows_are_read() {
    assert_eq!(read(BUILTIN, &CaseTypes::builtin()).err(), None);
    let basis = LegalBasis::builtin();
    let row = basis.get("sol2025_11_1").unwrap();
    assert_eq!(row.short(), "SoL 11 kap. 1 §");
    assert_eq!(row.to_string(), "SoL (2025:400) 11 kap. 1 §");
    let row = basis.get("lss_9_3").unwrap();
    assert_eq!(row.to_string(), "LSS (1993:387) 9 § 3");
}

#[test]
fn the_new_law_begins_on_its_day() {
    let basis = LegalBasis::builtin();
    let first = |case_type, on| basis.for_decision(case_type, on)[0].id.clone();
    assert_eq!(first("hemtjanst", day(2025, 6, 30)), "sol2001_4_1");
    assert_eq!(first("hemtjanst", day(2025, 7, 1)), "sol2025_11_1");
    assert_eq!(first("avgift", day(2025, 6, 30)), "sol2001_8_2");
    assert_eq!(first("avgift", day(2025, 7, 1)), "sol2025_32_4");
    assert_eq!(first("lss_ledsagarservice", day(2025, 7, 1)), "lss_9_3");
    for known in CaseTypes::builtin().all() {
        for (on, gone) in [
            (day(2025, 6, 30), "2025:400"),
            (day(2025, 7, 1), "2001:453"),
        ] {
            let rows = basis.for_decision(&known.id, on);
            assert!(rows.iter().all(|row| row.sfs != gone), "{} {on}", known.id);
        }
    }
    // What the old law called the level of living is not what the new one calls it.
    for row in basis.all() {
        let old_words = row.wording.contains("levnadsnivå");
        assert!(!old_words || row.sfs == "2001:453", "{}", row.id);
    }
}

#[test]
fn every_type_with_a_decision_has_a_ground_on_every_day() {
    let basis = LegalBasis::builtin();
    let (first, last) = coverage();
    // Which rows hold changes only where one begins or ends, so those days stand for all.
    let mut turns = vec![first, last];
    for row in basis.all() {
        turns.push(row.from);
        turns.extend(row.from.pred_opt());
        turns.extend(row.to);
        turns.extend(row.to.and_then(|to| to.succ_opt()));
    }
    turns.retain(|on| (first..=last).contains(on));
    for known in CaseTypes::builtin().all() {
        let decided = known.decides != Decides::Nobody;
        for on in &turns {
            let some = !basis.for_decision(&known.id, *on).is_empty();
            assert_eq!(some, decided, "{} {on}", known.id);
        }
    }
}

#[test]
fn a_change_to_detriment_needs_a_ground_of_its_time() {
    let basis = LegalBasis::builtin();
    let ids = |case_type, decided, until_further, on| {
        let changed = Changed {
            case_type,
            decided,
            until_further,
        };
        let rows = basis.for_detriment(changed, on);
        rows.iter().map(|row| row.id.clone()).collect::<Vec<_>>()
    };
    let new = ids("hemtjanst", day(2025, 7, 1), true, day(2026, 11, 23));
    assert_eq!(new, ["fl_37_1", "fl_37_2", "fl_37_3", "sol2025_14_9"]);
    let three = ["fl_37_1", "fl_37_2", "fl_37_3"];
    assert_eq!(
        ids("hemtjanst", day(2025, 6, 30), true, day(2026, 11, 23)),
        three
    );
    assert_eq!(
        ids("hemtjanst", day(2026, 1, 1), false, day(2026, 11, 23)),
        three
    );
    assert_eq!(
        ids(
            "lss_kontaktperson",
            day(2026, 1, 1),
            true,
            day(2026, 11, 23)
        ),
        three
    );
    assert_eq!(basis.duty_to_change(day(2026, 11, 23)).len(), 1);
    assert_eq!(basis.for_skipped_reply("vobo", day(2026, 11, 23)).len(), 3);
}

#[test]
fn a_unit_adds_a_row_and_a_broken_one_is_told() {
    let types = CaseTypes::builtin();
    let row = "[[lagrum]]\nid=\"egen\"\nlag=\"SoL\"\nsfs=\"2025:400\"\nkapitel=11\nparagraf=\"1\"\nlydelse=\"Kort\"\narendetyper=[\"hemtjanst\"]\ngiltig_fran=2030-01-01\n";
    let basis = LegalBasis::from_toml(row, &types).unwrap();
    let ids = |on| basis.for_decision("hemtjanst", on).len();
    assert_eq!(ids(day(2030, 1, 1)), ids(day(2029, 12, 31)) + 1);
    let wrong = |from: &str, to: &str| {
        LegalBasis::from_toml(&row.replacen(from, to, 1), &types)
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        wrong("\"hemtjanst\"", "\"hemtjanster\""),
        "rad 1: ärendetypen \"hemtjanster\" finns inte; menade du \"hemtjanst\"?"
    );
    assert_eq!(
        wrong("lydelse", "lydelsen"),
        "rad 7: fältet \"lydelsen\" finns inte; menade du \"lydelse\"?"
    );
    assert_eq!(
        wrong("2030-01-01\n", "2030-01-01\ngiltig_till=2029-01-01\n"),
        "rad 1: giltig_fran 2030-01-01 är efter giltig_till 2029-01-01"
    );
}
