//! The plans of the queries that run on the way of a key: each reads by an index, none scans a table
//! and none sorts. A list reads no more rows than it shows; a count reads one range of one index.
#![allow(clippy::unwrap_used)]

mod common;

use akt::core::query::{Anchor, Filter, Scope, Urgency};
use akt::store::Direction;
use tempfile::tempdir;

/// Every scope with every narrowing, one at a time and all at once.
fn filters() -> Vec<Filter> {
    let mut filters = Vec::new();
    for scope in Scope::ALL {
        let all = Filter::all(*scope);
        filters.push(all.clone());
        for urgency in Urgency::ALL {
            filters.push(Filter {
                urgency: Some(*urgency),
                ..all.clone()
            });
        }
        filters.push(Filter {
            step: Some("utredning".into()),
            ..all.clone()
        });
        filters.push(Filter {
            case_type: Some("hemtjanst".into()),
            ..all.clone()
        });
        filters.push(Filter {
            rule: Some("K2".into()),
            ..all.clone()
        });
        filters.push(Filter {
            urgency: Some(Urgency::Soon),
            step: Some("utredning".into()),
            case_type: Some("hemtjanst".into()),
            rule: Some("K2".into()),
            ..all
        });
    }
    filters
}

fn assert_by_index(plan: &[String], what: &str) {
    let text = plan.join("\n");
    assert!(!text.contains("TEMP B-TREE"), "{what} sorts:\n{text}");
    // What a limited part of a query gave is gone through whole.
    let tables = plan.iter().filter(|l| !l.starts_with("SCAN (subquery"));
    for line in tables {
        assert!(!line.starts_with("SCAN"), "{what} scans:\n{text}");
    }
}

#[test]
fn lists_and_counts_read_by_index_and_never_sort() {
    let folder = tempdir().unwrap();
    let (store, anna) = common::store(folder.path(), "anna.ek");
    let anchor = Anchor {
        segment: 0,
        due: "2026-11-23".into(),
        case: 3,
    };
    for filter in filters() {
        for direction in [Direction::From, Direction::After, Direction::Before] {
            for anchor in [None, Some(&anchor)] {
                for query in store.list_queries(&anna, &filter, anchor, direction, 40) {
                    assert_by_index(
                        &store.plan(&query.sql).unwrap(),
                        &format!("{filter:?} {direction:?}"),
                    );
                }
            }
        }
        for query in store.count_queries(&anna, &filter) {
            let plan = store.plan(&query.sql).unwrap();
            assert_by_index(&plan, &format!("count {filter:?}"));
            let counted = plan.iter().find(|line| line.starts_with("SEARCH")).unwrap();
            assert!(counted.contains("case_list_"), "{plan:?}");
        }
    }
}

#[test]
fn counts_of_every_urgency_are_one_statement() {
    let folder = tempdir().unwrap();
    let (store, anna) = common::store(folder.path(), "anna.ek");
    let sql = |scope: Scope, urgency: Urgency| {
        let filter = Filter {
            urgency: Some(urgency),
            ..Filter::all(scope)
        };
        store.count_queries(&anna, &filter).map(|query| query.sql)
    };
    for scope in Scope::ALL {
        for urgency in Urgency::ALL {
            assert_eq!(sql(*scope, *urgency), sql(*scope, Urgency::Overdue));
        }
    }
}

#[test]
fn looking_up_reads_a_range_of_the_keys() {
    let folder = tempdir().unwrap();
    let (store, _) = common::store(folder.path(), "anna.ek");
    let [keys, hit] = Store::search_sql();
    let plan = store.plan(&keys).unwrap();
    assert_by_index(&plan, "search");
    assert!(plan[0].contains("key>? AND key<?"), "{plan:?}");
    let plan = store.plan(&hit).unwrap();
    assert!(!plan.iter().any(|l| l.starts_with("SCAN")), "{plan:?}");
}

use akt::store::Store;

#[test]
fn what_a_row_corrects_is_found_by_index() {
    let folder = tempdir().unwrap();
    let (store, _) = common::store(folder.path(), "anna.ek");
    for (table, column) in [
        ("event", "corrects"),
        ("clock_state", "corrects"),
        ("journal", "corrects"),
        ("document", "supersedes"),
    ] {
        let plan = store
            .plan(&format!("SELECT n.id FROM {table} n WHERE n.{column} = ?1"))
            .unwrap();
        assert_by_index(&plan, table);
    }
}
