//! Slips of the pen: a letter dropped or doubled, two that changed places, and letters without their dots.

/// Shorter words have too many neighbours that are words of their own.
const SHORTEST: usize = 6;

/// Endings that a word that may be inflected is misspelt with.
const ENDINGS: &[&str] = &["", "en", "ar", "arna", "s"];

/// The ways an entry of the unit's list is often misspelt; a star stands for its endings.
pub(super) fn slips(entry: &str) -> Vec<String> {
    match entry.strip_suffix('*') {
        Some(stem) => ENDINGS
            .iter()
            .flat_map(|ending| of_word(&format!("{stem}{ending}")))
            .collect(),
        None => of_word(entry),
    }
}

fn of_word(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let mut found = Vec::new();
    let plain: String = letters.iter().map(|c| without_dots(*c)).collect();
    if plain != word && letters.len() >= SHORTEST - 1 {
        found.push(plain);
    }
    if letters.len() < SHORTEST {
        return found;
    }
    for at in 1..letters.len() {
        let with = |change: &dyn Fn(&mut Vec<char>)| {
            let mut form = letters.clone();
            change(&mut form);
            form.into_iter().collect::<String>()
        };
        // The ending is left alone: without its last letter a word is only another form.
        if at + 1 < letters.len() {
            found.push(with(&|form| {
                form.remove(at);
            }));
            found.push(with(&|form| form.swap(at, at + 1)));
        }
        found.push(with(&|form| form.insert(at, letters[at])));
    }
    found.retain(|form| form != word);
    found
}

fn without_dots(c: char) -> char {
    match c {
        'å' | 'ä' => 'a',
        'ö' => 'o',
        c => c,
    }
}
