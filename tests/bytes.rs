//! What each story costs on the wire, against the table in the repository: none may grow by more than
//! two in a hundred unseen. Written anew with `AKT_SKRIV=1 cargo test --test bytes`.
#![allow(clippy::unwrap_used)]

#[path = "common/meter.rs"]
mod meter;
#[path = "common/scene.rs"]
mod scene;

use std::collections::BTreeMap;

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/bytes.tsv");

#[test]
fn no_story_has_grown() {
    let folder = tempfile::tempdir().unwrap();
    let told = meter::stories(env!("CARGO_BIN_EXE_akt"), folder.path());
    if std::env::var_os("AKT_SKRIV").is_some() {
        let mut text = "berättelse\tbyte\tsynliga tecken\n".to_owned();
        for t in &told {
            text += &format!("{}\t{}\t{}\n", t.story, t.bytes, t.seen);
        }
        std::fs::write(TABLE, text).unwrap();
        return;
    }
    let table = std::fs::read_to_string(TABLE).unwrap();
    let kept: BTreeMap<&str, usize> = table
        .lines()
        .skip(1)
        .map(|line| {
            let mut cells = line.split('\t');
            let story = cells.next().unwrap();
            (story, cells.next().unwrap().parse().unwrap())
        })
        .collect();
    let grown: Vec<String> = told
        .iter()
        .filter(|t| {
            kept.get(t.story)
                .is_none_or(|kept| 50 * t.bytes > 51 * kept)
        })
        .map(|t| format!("{}: {:?} → {}", t.story, kept.get(t.story), t.bytes))
        .collect();
    assert!(
        grown.is_empty() && kept.len() == told.len(),
        "if it is worth it, write the table anew: AKT_SKRIV=1 cargo test --test bytes\n{}",
        grown.join("\n")
    );
}
