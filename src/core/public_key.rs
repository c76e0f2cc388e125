//! A public SSH key, as it stands in a `.pub` file. Nothing but the key itself is taken over from what is read:
//! no options, no line break, nothing that means anything to the SSH server.
//!
//! Format: RFC 4253 §6.6, RFC 5656 §3.1, RFC 8709 §4, and OpenSSH's PROTOCOL.u2f for keys on a card.

use std::fmt;

use super::text::clean_line;

/// The kinds that let a person in, the shortest RSA key among them in bits.
const KINDS: &[&str] = &[
    "ssh-ed25519",
    "sk-ssh-ed25519@openssh.com",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "sk-ecdsa-sha2-nistp256@openssh.com",
    "ssh-rsa",
];
const SHORTEST_RSA: usize = 3072;

/// Longer than any key worth having.
const LONGEST_LINE: usize = 4096;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Why a line is no key that lets a person in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyProblem {
    /// The half that is never to leave its machine.
    Private,
    /// More than one line, or too long.
    NotOneLine,
    /// Something stands before the key, such as options.
    SomethingBefore,
    /// `ssh-dss`, or RSA shorter than 3072 bits.
    TooWeak,
    /// No public key, or of a kind that is not taken.
    NotAKey,
    /// Cut off or altered.
    Damaged,
}

impl fmt::Display for KeyProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            KeyProblem::Private => "Det är en hemlig nyckel. Den ska aldrig lämna sin dator.",
            KeyProblem::NotOneLine => "Nyckeln är inte en enda rad text.",
            KeyProblem::SomethingBefore => {
                "Det står något före nyckeln. Bara själva nyckeln tas emot."
            }
            KeyProblem::TooWeak => {
                "Nyckeln är för svag. Skapa en ny: ssh-keygen -t ed25519, eller RSA med minst 3072 bitar."
            }
            KeyProblem::NotAKey => "Det är inte en öppen SSH-nyckel.",
            KeyProblem::Damaged => "Nyckeln är skadad eller avklippt.",
        })
    }
}

/// A key that has been read and found whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    /// Its kind, `ssh-ed25519` for one.
    pub kind: &'static str,
    /// The key in base64, in its one form.
    pub body: String,
    /// The words after it, cleaned: which machine it lies on, mostly.
    pub label: String,
}

impl PublicKey {
    /// Reads one line of a `.pub` file.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(line: &str) -> Result<PublicKey, KeyProblem> {
        let line = line.trim_matches([' ', '\t', '\r', '\n']);
        if line.contains("PRIVATE KEY") {
            return Err(KeyProblem::Private);
        }
        if line.len() > LONGEST_LINE || line.chars().any(|c| c.is_control() && c != '\t') {
            return Err(KeyProblem::NotOneLine);
        }
        let mut words = line.split([' ', '\t']).filter(|word| !word.is_empty());
        let first = words.next().unwrap_or_default();
        let known = |word: &str| KINDS.iter().copied().find(|kind| *kind == word);
        let Some(kind) = known(first) else {
            return Err(match first {
                "ssh-dss" => KeyProblem::TooWeak,
                _ if words.any(|word| known(word).is_some()) => KeyProblem::SomethingBefore,
                _ => KeyProblem::NotAKey,
            });
        };
        let body = words.next().unwrap_or_default();
        let blob = decode(body).ok_or(KeyProblem::Damaged)?;
        check(kind, &blob)?;
        let label = clean_line(&words.collect::<Vec<_>>().join(" "));
        Ok(PublicKey {
            kind,
            body: body.to_owned(),
            label: label.chars().take(60).collect(),
        })
    }
}

/// Whether the key says its kind and holds what such a key holds, to the last byte.
fn check(kind: &str, blob: &[u8]) -> Result<(), KeyProblem> {
    let mut rest = blob;
    let mut next = || part(&mut rest).unwrap_or_default();
    if next() != kind.as_bytes() {
        return Err(KeyProblem::Damaged);
    }
    let whole = match kind {
        "ssh-ed25519" => next().len() == 32,
        "sk-ssh-ed25519@openssh.com" => next().len() == 32 && !next().is_empty(),
        "ssh-rsa" => {
            let exponent = !next().is_empty();
            let modulus = next();
            let modulus = modulus.strip_prefix(&[0]).unwrap_or(modulus);
            if exponent && !modulus.is_empty() && modulus.len() * 8 < SHORTEST_RSA {
                return Err(KeyProblem::TooWeak);
            }
            exponent && !modulus.is_empty()
        }
        _ => {
            let curve = next();
            let named =
                !curve.is_empty() && kind.as_bytes().windows(curve.len()).any(|w| w == curve);
            let point = next().first() == Some(&4);
            named && point && (!kind.starts_with("sk-") || !next().is_empty())
        }
    };
    if whole && rest.is_empty() {
        Ok(())
    } else {
        Err(KeyProblem::Damaged)
    }
}

/// The next part of a key: four bytes of length, then so many bytes.
fn part<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, after) = rest.split_first_chunk::<4>()?;
    let (part, after) = after.split_at_checked(u32::from_be_bytes(*length) as usize)?;
    *rest = after;
    Some(part)
}

/// Base64 in its one form: no blanks, whole groups, the bits that are left over zero.
fn decode(text: &str) -> Option<Vec<u8>> {
    if text.is_empty() || !text.len().is_multiple_of(4) {
        return None;
    }
    let digits = text.trim_end_matches('=');
    let fill = text.len() - digits.len();
    if fill > 2 {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut held) = (0_u32, 0);
    for digit in digits.bytes() {
        let value = ALPHABET.iter().position(|known| *known == digit)?;
        bits = bits << 6 | u32::try_from(value).ok()?;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    (bits == 0 && bytes.len() % 3 == (3 - fill) % 3).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ED: &str =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE5H0oamP0FyE4MfhZAZEbmLICgkACSTiMEE6ZOgF8zv";

    #[test]
    fn a_key_is_read_with_its_label_and_nothing_more() {
        let key = PublicKey::read(&format!("  {ED} anna@kontoret\n")).unwrap();
        assert_eq!(
            (key.kind, key.label.as_str()),
            ("ssh-ed25519", "anna@kontoret")
        );
        assert!(
            PublicKey::read(&format!("{ED} \u{202e}etikett"))
                .unwrap()
                .label
                .contains("etikett")
        );
    }

    #[test]
    fn nothing_is_smuggled_in_beside_the_key() {
        let smuggled = [
            format!("command=\"/bin/sh\" {ED}"),
            format!("no-pty,{ED}"),
            format!("{ED}\nssh-ed25519 AAAA"),
            format!("{ED} a\rcommand=\"x\""),
            format!("{ED}\0"),
            "ssh-ed25519".to_owned(),
            "-----BEGIN OPENSSH PRIVATE KEY-----".to_owned(),
            "ssh-dss AAAAB3NzaC1kc3M=".to_owned(),
            ED.replace("ssh-ed25519 ", "ssh-rsa "),
            ED[..ED.len() - 4].to_owned(),
            format!("{ED}AAAA"),
            format!("{}=", ED),
            ED.replace('E', "\""),
            String::new(),
        ];
        for line in smuggled {
            assert!(PublicKey::read(&line).is_err(), "{line:?}");
        }
    }

    #[test]
    fn base64_has_one_form() {
        assert_eq!(decode("aGVq"), Some(b"hej".to_vec()));
        assert_eq!(decode("aGU="), Some(b"he".to_vec()));
        assert_eq!(decode("aA=="), Some(b"h".to_vec()));
        for wrong in ["aA", "aB==", "aGV=", "a===", "aG q", "====", "aA==aGVq"] {
            assert_eq!(decode(wrong), None, "{wrong}");
        }
    }
}
