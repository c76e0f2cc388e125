use super::*;

fn d(text: &str) -> NaiveDate {
    crate::core::calendar::parse_date(text).unwrap()
}

fn wrong(text: &str) -> String {
    RuleSet::from_toml(text).unwrap_err().to_string()
}

#[test]
fn the_built_in_file_is_read() {
    let (rows, holidays) = read(BUILTIN, &[]).unwrap();
    assert!(holidays.is_empty());
    assert_eq!(rows.len(), 27);
    let ids: Vec<_> = RuleSet::builtin()
        .rules()
        .iter()
        .map(|r| r.id().to_owned())
        .collect();
    assert_eq!(
        ids,
        [
            "K1a", "K1b", "K2", "K3", "K4", "K5", "K6", "K6b", "K6c", "K7", "K7b", "K7c", "K8",
            "K8b", "K8c", "K8d", "K8e", "K9", "K10", "K11", "K12", "K13", "K14", "K14b", "K15"
        ]
    );
}

#[test]
fn every_rule_has_exactly_one_row_for_each_day() {
    let set = RuleSet::builtin();
    let (first, last) = coverage();
    assert_eq!((first, last), (d("2018-07-01"), d("2100-12-31")));
    for rule in set.rules() {
        let mut day = first;
        while day <= last {
            assert_eq!(
                rule.rows().iter().filter(|r| r.valid_on(day)).count(),
                1,
                "{} {day}",
                rule.id()
            );
            day = day.succ_opt().unwrap();
        }
    }
}

#[test]
fn a_changed_law_changes_source_and_wording_not_coverage() {
    let set = RuleSet::builtin();
    for rule in set.rules().iter().filter(|rule| rule.rows().len() > 1) {
        let mut rows = rule.rows().iter().map(|row| {
            let mut row = Rule::clone(row);
            row.source.clear();
            row.section = None;
            (row.valid_from, row.valid_to) = coverage();
            row
        });
        let first = rows.next().unwrap();
        assert!(rows.all(|row| row == first), "{}", rule.id());
    }
    let on = |id: &str, day: &str| {
        set.get(id)
            .unwrap()
            .valid_on(d(day))
            .unwrap()
            .section
            .clone()
            .unwrap()
    };
    assert!(on("K11", "2025-06-30").starts_with("16 kap. 6 f §"));
    assert!(on("K11", "2025-07-01").starts_with("34 kap. 1 §"));
    assert!(on("K15", "2025-06-30").starts_with("12 kap. 1 §"));
    assert!(on("K15", "2025-07-01").starts_with("16 kap. 1 §"));
}

#[test]
fn types_named_in_rules_exist() {
    let types = crate::unit::case_types::CaseTypes::builtin();
    for row in RuleSet::builtin()
        .rules()
        .iter()
        .flat_map(|r| r.rows().to_vec())
    {
        for case_type in row.case_types.iter().chain(&row.except_types) {
            assert!(types.get(case_type).is_some(), "{case_type}");
        }
    }
}

#[test]
fn a_unit_changes_what_it_writes_and_keeps_the_rest() {
    let set = RuleSet::from_toml("[[regel]]\nid = \"K2\"\nlangd = { veckor = 6 }\n").unwrap();
    let before = RuleSet::builtin();
    assert_eq!(set.rules().len(), before.rules().len());
    let row = &set.get("k2").unwrap().rows()[0];
    assert_eq!(row.length, Length::Weeks(6));
    assert_eq!(row.warn_days, 14);
    assert_eq!(row.order, 2);
    assert_eq!(row.name, before.get("K2").unwrap().rows()[0].name);
    assert_eq!(set.get("K3"), before.get("K3"));

    let both = RuleSet::from_toml("[[regel]]\nid = \"k11\"\nvarning_dagar = 30\n").unwrap();
    let rows = both.get("K11").unwrap().rows();
    assert_eq!(rows.len(), 2);
    assert!(rows.iter().all(|row| row.warn_days == 30));
    assert_ne!(rows[0].section, rows[1].section);
}

#[test]
fn a_unit_splits_a_rule_in_time_and_adds_its_own() {
    let set = RuleSet::from_toml(
        "[[regel]]\nid = \"K12\"\ngiltig_till = 2026-12-31\n\
         [[regel]]\nid = \"K12\"\nlangd = { dagar = 10 }\ngiltig_fran = 2027-01-01\n\
         [[regel]]\nid = \"E1\"\nnamn = \"Beslut om LSS\"\ngor = \"Fatta beslut\"\nstartar = [\"inkom\"]\n\
         stoppar = [\"beslut\", \"avslag\"]\nper = \"arende\"\nlangd = { manader = 3 }\narendetyper = [\"lss\"]\n\
         klass = \"eget_lofte\"\nkalla = \"nämndens mål\"\n\
         [[helgdag]]\ndatum = 2026-11-23\nnamn = \"verksamhetsdag\"\n",
    )
    .unwrap();
    let rule = set.get("K12").unwrap();
    assert_eq!(
        rule.valid_on(d("2026-12-31")).unwrap().length,
        Length::Days(14)
    );
    assert_eq!(
        rule.valid_on(d("2027-01-01")).unwrap().length,
        Length::Days(10)
    );
    assert_eq!(set.rules().last().unwrap().id(), "E1");
    assert!(set.for_type("lss").any(|r| r.id() == "E1"));
    assert!(!set.for_type("hemtjanst").any(|r| r.id() == "E1"));
    assert_eq!(set.calendar().free(d("2026-11-23")), Some("verksamhetsdag"));
}

#[test]
fn slips_are_told_with_line_and_the_nearest_word() {
    assert_eq!(
        wrong("[[regel]]\nid = \"K2\"\nlangt = 3\n"),
        "rad 3: fältet \"langt\" finns inte; menade du \"langd\"?"
    );
    assert_eq!(
        wrong("\n[[regel]]\nid = \"K2\"\nstartar = [\"utredning_inled\"]\n"),
        "rad 2: regel K2: händelsen \"utredning_inled\" finns inte; menade du \"utredning_inledd\"?"
    );
    assert_eq!(
        wrong("[[regel]]\nid = \"K2\"\nlangd = { dagar = 0 }\n"),
        "rad 1: regel K2: längden 0 ska vara 1 till 9999"
    );
    assert_eq!(
        wrong("[[regel]]\nid = \"K2\"\nlangd = { dagar = -3 }\n"),
        "rad 1: regel K2: längden -3 ska vara 1 till 9999"
    );
    assert_eq!(
        wrong("[[regel]]\nid = \"K2\"\ngiltig_fran = 2026-01-01\n"),
        "rad 1: regel K2: ingen rad gäller den 2018-07-01"
    );
    assert_eq!(
        wrong("[[regel]]\nid = \"K2\"\n[[regel]]\nid = \"K2\"\n"),
        "rad 1: regel K2: två rader gäller den 2018-07-01"
    );
    assert_eq!(
        wrong("[[regel]]\nid = \"E9\"\nnamn = \"x\"\n"),
        "rad 1: regel E9: fältet \"startar\" saknas"
    );
    assert!(
        wrong("[[regel]]\nid = \"K2\"\nklass = \"eget_lofta\"\n")
            .contains("menade du \"eget_lofte\"")
    );
    assert!(wrong("regel = ").contains("TOML"));
    assert_eq!(
        wrong("[[regel]]\nid = \"K2\"\nlangd = 3\n"),
        "rad 3: värdet har fel form; jämför med samma fält i den inbyggda filen"
    );
    assert!(wrong("[[regel]]\nid = \"K2\"\nvarning_dagar = -1\n").contains("fel form"));
    assert!(wrong("[[regel]]\nid = \"K2\"\nnamn = \" \"\n").contains("\"namn\" är tomt"));
    assert!(wrong("[[helgdag]]\ndatum = 2026-02-30\nnamn = \"x\"\n").contains("rad 2"));
}

#[test]
fn an_assessment_is_begun_only_where_one_is_written() {
    let set = RuleSet::builtin();
    let row = set.get("K1b").unwrap().nearest(d("2026-11-23"));
    for known in crate::unit::CaseTypes::builtin().all() {
        assert_eq!(
            row.applies_to(&known.id),
            known.template.is_some(),
            "{}",
            known.id
        );
    }
}
