//! Roles to styles. The only file that knows colours.
//!
//! Screens name a [`Role`]; a theme file says how roles look. A role the theme does not name
//! falls back along its dots: `deadline.overdue` to `deadline`. Colour is never the only sign.

use std::collections::HashMap;
use std::path::PathBuf;

use ratatui::style::{Color, Modifier, Style};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keymap::unknown;
pub use super::role::Role;
use crate::error::{Error, Result, nearest};

/// Every role with its style.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    styles: Vec<Style>,
    colours: bool,
}

const BUILTIN: &[(&str, &str)] = &[
    ("standard", include_str!("../../themes/standard.toml")),
    ("ljus", include_str!("../../themes/ljus.toml")),
    ("hogkontrast", include_str!("../../themes/hogkontrast.toml")),
    ("mono", include_str!("../../themes/mono.toml")),
];

const COLOURS: &[(&str, Color)] = &[
    ("förvald", Color::Reset),
    ("svart", Color::Black),
    ("röd", Color::Red),
    ("grön", Color::Green),
    ("gul", Color::Yellow),
    ("blå", Color::Blue),
    ("magenta", Color::Magenta),
    ("cyan", Color::Cyan),
    ("grå", Color::Gray),
    ("mörkgrå", Color::DarkGray),
    ("ljusröd", Color::LightRed),
    ("ljusgrön", Color::LightGreen),
    ("ljusgul", Color::LightYellow),
    ("ljusblå", Color::LightBlue),
    ("ljusmagenta", Color::LightMagenta),
    ("ljuscyan", Color::LightCyan),
    ("vit", Color::White),
];

const WEIGHTS: &[(&str, Modifier)] = &[
    ("fet", Modifier::BOLD),
    ("dämpad", Modifier::DIM),
    ("kursiv", Modifier::ITALIC),
    ("understruken", Modifier::UNDERLINED),
    ("omvänd", Modifier::REVERSED),
];

/// Styles by dotted name, as a theme file gives them.
type Named = HashMap<String, Style>;

impl Theme {
    /// The names of the themes that are always there.
    pub fn builtin_names() -> impl Iterator<Item = &'static str> {
        BUILTIN.iter().map(|(name, _)| *name)
    }

    /// A theme that is always there.
    pub fn builtin(name: &str) -> Result<Theme> {
        Theme::load(name, &[])
    }

    /// A theme by name: `NAME.toml` in the first of `dirs` that has it, otherwise the built-in
    /// one. What is wrong in the file is told with file, line and a suggestion.
    pub fn load(name: &str, dirs: &[PathBuf]) -> Result<Theme> {
        let named = Theme::read(name, dirs, &mut Vec::new())?;
        let styles = Role::ALL
            .iter()
            .map(|role| fall_back(&named, role.name()))
            .collect();
        Ok(Theme {
            styles,
            colours: true,
        })
    }

    /// A theme from a text, for checking a file before it is used.
    pub fn parse(text: &str) -> Result<Theme> {
        let named = inherit(text, &[], &mut Vec::new())?;
        let styles = Role::ALL
            .iter()
            .map(|role| fall_back(&named, role.name()))
            .collect();
        Ok(Theme {
            styles,
            colours: true,
        })
    }

    fn read(name: &str, dirs: &[PathBuf], heirs: &mut Vec<String>) -> Result<Named> {
        // A theme file may inherit the built-in theme of its own name, so only names seen
        // twice in the chain are a circle.
        let again = heirs.iter().filter(|h| *h == name).count();
        heirs.push(name.to_owned());
        let file = format!("{name}.toml");
        let plain = !name.is_empty() && !name.contains(['/', '\\', '\0']) && !name.starts_with('.');
        let own = dirs.iter().map(|dir| dir.join(&file)).find(|p| p.is_file());
        if let Some(path) = own.filter(|_| plain && again == 0) {
            let text =
                std::fs::read_to_string(&path).map_err(|e| Error::from(e).at(path.display()))?;
            return inherit(&text, dirs, heirs).map_err(|e| e.at(&file));
        }
        let builtin = BUILTIN.iter().find(|(n, _)| *n == name);
        match builtin {
            Some((_, text)) if again <= 1 => inherit(text, dirs, heirs),
            Some(_) => Err(circle(name)),
            None if again > 0 => Err(circle(name)),
            None => {
                let all = BUILTIN.iter().map(|(n, _)| *n).collect::<Vec<_>>();
                let error = Error::config(format!("Temat ”{name}” finns inte."));
                Err(match nearest(name, all.iter().copied()) {
                    Some(likely) => error.hint(format!("Menade du ”{likely}”?")),
                    None => error.hint(format!("Välj bland: {}.", all.join(", "))),
                })
            }
        }
    }

    /// The same theme without colours: weights are kept. For `NO_COLOR`.
    #[must_use]
    pub fn without_colour(mut self) -> Theme {
        for style in &mut self.styles {
            style.fg = None;
            style.bg = None;
        }
        self.colours = false;
        self
    }

    /// Obeys `NO_COLOR`: any value but the empty one takes the colours away.
    #[must_use]
    pub fn obeying(self, no_color: Option<&std::ffi::OsStr>) -> Theme {
        if no_color.is_some_and(|value| !value.is_empty()) {
            self.without_colour()
        } else {
            self
        }
    }

    /// A theme for tests where each role has a colour of its own, so that a frame can be read
    /// back as a grid of roles.
    pub fn roles() -> Theme {
        let styles = (0u8..)
            .zip(Role::ALL)
            .map(|(i, _)| Style::new().fg(Color::Indexed(i)))
            .collect();
        Theme {
            styles,
            colours: true,
        }
    }

    /// How a role looks.
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(role as usize).copied().unwrap_or_default()
    }

    /// The role that a cell was drawn with, under [`Theme::roles`].
    pub(crate) fn role_of(&self, style: Style) -> Option<Role> {
        match style.fg {
            Some(Color::Indexed(i)) => Role::ALL.get(usize::from(i)).copied(),
            _ => None,
        }
    }

    /// Whether a space in this role looks like no role at all.
    pub(crate) fn is_plain(&self, role: Role) -> bool {
        !matches!(role, Role::FieldActive | Role::FieldSelected)
    }
}

impl Default for Theme {
    fn default() -> Self {
        // The built-in theme is held by a test; a plain look is the fallback all the same.
        Theme::builtin("standard").unwrap_or(Theme {
            styles: Vec::new(),
            colours: false,
        })
    }
}

fn circle(name: &str) -> Error {
    Error::config(format!("Temat ”{name}” ärver sig självt."))
        .hint("Ändra raden arv så att kedjan slutar i ett annat tema.")
}

fn fall_back(named: &Named, role: &str) -> Style {
    let mut name = role;
    loop {
        if let Some(style) = named.get(name) {
            return *style;
        }
        match name.rsplit_once('.') {
            Some((shorter, _)) => name = shorter,
            None => return Style::new(),
        }
    }
}

fn inherit(text: &str, dirs: &[PathBuf], heirs: &mut Vec<String>) -> Result<Named> {
    let table = DeTable::parse(text).map_err(|e| not_toml(text, &e))?;
    let mut named = Named::new();
    for (key, value) in table.get_ref() {
        let line = line_of(text, key.span().start);
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("arv", DeValue::String(parent)) => {
                let inherited =
                    Theme::read(parent, dirs, heirs).map_err(|e| e.at(format!("rad {line}")))?;
                for (name, style) in inherited {
                    named.entry(name).or_insert(style);
                }
            }
            ("namn", DeValue::String(_)) => {}
            ("roller", DeValue::Table(roles)) => {
                let mut own = Named::new();
                read_roles(text, "", roles, &mut own)?;
                named.extend(own);
            }
            ("arv" | "namn" | "roller", _) => {
                return Err(Error::config(format!(
                    "Rad {line}: ”{}” har fel slags värde.",
                    key.get_ref()
                ))
                .hint("Skriv arv = \"standard\" och rollerna under [roller]."));
            }
            (other, _) => return Err(unknown(line, "raden", other, ["arv", "namn", "roller"])),
        }
    }
    Ok(named)
}

fn read_roles(text: &str, prefix: &str, table: &DeTable<'_>, out: &mut Named) -> Result<()> {
    let mut style = None;
    for (key, value) in table {
        let word = key.get_ref().as_ref();
        let line = line_of(text, key.span().start);
        if !prefix.is_empty() && matches!(word, "farg" | "bakgrund" | "stil") {
            style = Some(property(
                text,
                line,
                word,
                value,
                style.unwrap_or_default(),
            )?);
            continue;
        }
        let name = if prefix.is_empty() {
            word.to_owned()
        } else {
            format!("{prefix}.{word}")
        };
        let group = format!("{name}.");
        let known = Role::ALL
            .iter()
            .any(|r| r.name() == name || r.name().starts_with(&group));
        match value.get_ref() {
            DeValue::Table(inner) if known => read_roles(text, &name, inner, out)?,
            _ if known => {
                return Err(
                    Error::config(format!("Rad {line}: ”{name}” har fel slags värde."))
                        .hint("Skriv till exempel { farg = \"röd\", stil = [\"fet\"] }."),
                );
            }
            _ => {
                let roles = Role::ALL.iter().map(|r| r.name());
                let words = roles.chain(["farg", "bakgrund", "stil"]);
                return Err(unknown(line, "rollen", &name, words));
            }
        }
    }
    if let Some(style) = style {
        out.insert(prefix.to_owned(), style);
    }
    Ok(())
}

fn property(
    text: &str,
    line: usize,
    word: &str,
    value: &Spanned<DeValue<'_>>,
    style: Style,
) -> Result<Style> {
    match (word, value.get_ref()) {
        ("farg", DeValue::String(name)) => Ok(style.fg(colour(line, name)?)),
        ("bakgrund", DeValue::String(name)) => Ok(style.bg(colour(line, name)?)),
        ("stil", DeValue::Array(list)) => {
            let mut style = style;
            for item in list {
                let line = line_of(text, item.span().start);
                let name = item.get_ref().as_str().unwrap_or_default();
                let Some((_, weight)) = WEIGHTS.iter().find(|(w, _)| *w == name) else {
                    let words = WEIGHTS.iter().map(|(w, _)| *w);
                    return Err(unknown(line, "stilen", name, words));
                };
                style = style.add_modifier(*weight);
            }
            Ok(style)
        }
        _ => Err(
            Error::config(format!("Rad {line}: ”{word}” har fel slags värde."))
                .hint("Skriv farg = \"röd\", bakgrund = \"svart\" eller stil = [\"fet\"]."),
        ),
    }
}

fn colour(line: usize, name: &str) -> Result<Color> {
    if let Some((_, colour)) = COLOURS.iter().find(|(n, _)| *n == name) {
        return Ok(*colour);
    }
    let hex = name
        .strip_prefix('#')
        .filter(|h| h.len() == 6 && h.chars().all(|c| c.is_ascii_hexdigit()));
    if let Some(rgb) = hex.and_then(|h| u32::from_str_radix(h, 16).ok()) {
        let [_, r, g, b] = rgb.to_be_bytes();
        return Ok(Color::Rgb(r, g, b));
    }
    let error = unknown(line, "färgen", name, COLOURS.iter().map(|(n, _)| *n));
    Err(if error.hint.is_some() {
        error
    } else {
        error.hint("Skriv ett namn som röd, grön, gul eller blå, eller \"#rrggbb\".")
    })
}

/// The line, from 1, where a byte of a text stands.
pub(crate) fn line_of(text: &str, at: usize) -> usize {
    let before = text.as_bytes().get(..at).unwrap_or(text.as_bytes());
    before.iter().filter(|b| **b == b'\n').count() + 1
}

/// The Swedish word for a text that is not written as such a file must be.
pub(crate) fn not_toml(text: &str, error: &toml::de::Error) -> Error {
    let line = line_of(text, error.span().map_or(0, |s| s.start));
    Error::config(format!("Rad {line}: raden går inte att läsa."))
        .hint("En rad skrivs namn = \"värde\". Kontrollera citattecken och parenteser.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_builtin_theme_is_whole() {
        for name in Theme::builtin_names() {
            let theme = Theme::builtin(name).unwrap();
            assert_eq!(theme.styles.len(), Role::ALL.len(), "{name}");
        }
    }

    #[test]
    fn the_default_needs_no_more_than_sixteen_colours_and_few() {
        let theme = Theme::builtin("standard").unwrap();
        let mut used = Vec::new();
        for style in &theme.styles {
            for colour in [style.fg, style.bg].into_iter().flatten() {
                assert!(
                    !matches!(colour, Color::Rgb(..) | Color::Indexed(_)),
                    "{colour}"
                );
                if !used.contains(&colour) {
                    used.push(colour);
                }
            }
        }
        assert!(used.len() <= 5, "{used:?}");
    }

    #[test]
    fn no_color_takes_colours_and_keeps_weights() {
        let theme = Theme::builtin("standard").unwrap();
        let plain = theme.clone().obeying(Some("1".as_ref()));
        for role in Role::ALL {
            let style = plain.style(*role);
            assert_eq!((style.fg, style.bg), (None, None));
            assert_eq!(style.add_modifier, theme.style(*role).add_modifier);
        }
        assert_eq!(theme.clone().obeying(Some("".as_ref())), theme);
        assert_eq!(theme.clone().obeying(None), theme);
    }

    #[test]
    fn mono_has_no_colour_and_still_tells_the_urgent() {
        let theme = Theme::builtin("mono").unwrap();
        assert!(
            theme
                .styles
                .iter()
                .all(|s| s.fg.is_none() && s.bg.is_none())
        );
        assert_ne!(
            theme.style(Role::DeadlineOverdue),
            theme.style(Role::DeadlineOntime)
        );
    }

    #[test]
    fn roles_fall_back_along_the_dots_and_inherit() {
        let theme = Theme::parse("[roller]\ndeadline = { farg = \"blå\" }").unwrap();
        assert_eq!(theme.style(Role::DeadlineSoon).fg, Some(Color::Blue));
        assert_eq!(theme.style(Role::Text).fg, None);
        let theme = Theme::parse(
            "arv = \"standard\"\n[roller]\n\"deadline.today\" = { farg = \"#0a0b0c\" }",
        )
        .unwrap();
        assert_eq!(
            theme.style(Role::DeadlineToday).fg,
            Some(Color::Rgb(10, 11, 12))
        );
        assert_eq!(
            theme.style(Role::DeadlineOverdue),
            Theme::default().style(Role::DeadlineOverdue)
        );
    }

    #[test]
    fn wrong_files_are_told_with_line_and_suggestion() {
        let told = |text: &str| Theme::parse(text).unwrap_err().to_string();
        assert_eq!(
            told("[roller]\ntext.dimm = { farg = \"röd\" }"),
            "Rad 2: rollen ”text.dimm” finns inte.\nMenade du ”text.dim”?"
        );
        assert_eq!(
            told("[roller]\ntext = { farg = \"ljusröt\" }"),
            "Rad 2: färgen ”ljusröt” finns inte.\nMenade du ”ljusröd”?"
        );
        assert!(told("[roller]\ntext = { stil = [\"fett\"] }").contains("Menade du ”fet”?"));
        assert!(told("arv = \"standrad\"").contains("Menade du ”standard”?"));
        assert!(told("namn = \"x\"\n[roller").starts_with("Rad 2: "));
        assert!(told("[roller]\ntext = 3").contains("fel slags värde"));
    }

    #[test]
    fn own_files_come_first_and_may_inherit_their_namesake() {
        let dir = tempfile::tempdir().unwrap();
        let file = |name: &str, text: &str| {
            std::fs::write(dir.path().join(name), text).unwrap();
        };
        file(
            "standard.toml",
            "arv = \"standard\"\n[roller]\ntext = { farg = \"gul\" }",
        );
        file("a.toml", "arv = \"b\"");
        file("b.toml", "arv = \"a\"");
        let dirs = [dir.path().to_owned()];
        let theme = Theme::load("standard", &dirs).unwrap();
        assert_eq!(theme.style(Role::Text).fg, Some(Color::Yellow));
        let circle = Theme::load("a", &dirs).unwrap_err();
        assert!(circle.text.contains("ärver sig självt"), "{circle}");
        assert!(Theme::load("../a", &dirs).is_err());
    }

    #[test]
    fn names_and_letters_are_unique() {
        let mut letters: Vec<_> = Role::ALL.iter().map(|r| r.letter()).collect();
        letters.sort_unstable();
        letters.dedup();
        assert_eq!(letters.len(), Role::ALL.len());
    }
}
