//! Which characters the receiving side takes.

use std::sync::LazyLock;

use crate::ascii;
use crate::character::{is_control, is_private_use};
use crate::charset::cp932_table::TABLE;

/// A set of characters that a text may use.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Repertoire {
    /// What Windows-31J can write, without private use and without control characters.
    ///
    /// It is just what [`Charset::Cp932`](crate::Charset::Cp932) reads without [`control`](crate::Seen::control) and
    /// [`private_use`](crate::Seen::private_use): text from there needs no look here.
    Cp932,
}

/// A character outside a repertoire.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CharacterProblem {
    /// Where in the text it stands, in bytes of UTF-8.
    pub offset: usize,
    /// The character.
    pub character: char,
    /// Why it is outside.
    pub kind: CharacterProblemKind,
}

/// Why a character is outside a repertoire.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum CharacterProblemKind {
    /// A control character: in no repertoire.
    Control,
    /// A character for private use, a gaiji: in no repertoire.
    PrivateUse,
    /// A character that others may take, but this repertoire does not.
    Outside,
}

impl Repertoire {
    /// Every repertoire, in the order in which lists show them.
    pub const ALL: &[Repertoire] = &[Repertoire::Cp932];

    /// The name by which a project calls it.
    pub fn name(self) -> &'static str {
        match self {
            Repertoire::Cp932 => "cp932",
        }
    }

    /// The repertoire of this name, in any case of letters.
    pub fn from_name(name: &str) -> Option<Repertoire> {
        Repertoire::ALL.iter().copied().find(|repertoire| name.eq_ignore_ascii_case(repertoire.name()))
    }

    /// Whether a text may use this character.
    #[inline]
    pub fn contains(self, character: char) -> bool {
        self.set().contains(character)
    }

    /// The first character of `text` that is outside.
    pub fn first_problem(self, text: &str) -> Option<CharacterProblem> {
        let set = self.set();
        let mut offset = 0;
        loop {
            let (length, control) = ascii::run(&text.as_bytes()[offset..]);
            if control {
                return text[offset..].char_indices().find(|&(_, character)| is_control(character)).map(
                    |(further, character)| CharacterProblem {
                        offset: offset + further,
                        character,
                        kind: CharacterProblemKind::Control,
                    },
                );
            }
            offset += length;
            let mut rest = text[offset..].chars();
            loop {
                let character = rest.next()?;
                if character.is_ascii() {
                    break;
                }
                if !set.contains(character) {
                    return Some(CharacterProblem { offset, character, kind: kind_of(character) });
                }
                offset += character.len_utf8();
            }
        }
    }

    #[inline]
    fn set(self) -> &'static BasicPlaneSet {
        match self {
            Repertoire::Cp932 => &CP932,
        }
    }
}

#[cold]
fn kind_of(character: char) -> CharacterProblemKind {
    if is_control(character) {
        CharacterProblemKind::Control
    } else if is_private_use(character) {
        CharacterProblemKind::PrivateUse
    } else {
        CharacterProblemKind::Outside
    }
}

static CP932: LazyLock<BasicPlaneSet> = LazyLock::new(|| {
    TABLE
        .characters()
        .map(|(_, character)| character)
        .filter(|&character| !is_control(character) && !is_private_use(character))
        .collect()
});

/// A set of characters of the basic plane: a bit for each, 8 KiB.
struct BasicPlaneSet(Box<[u64; 0x400]>);

impl BasicPlaneSet {
    #[inline]
    fn contains(&self, character: char) -> bool {
        let code = character as usize;
        self.0.get(code >> 6).is_some_and(|word| word >> (code & 63) & 1 != 0)
    }
}

impl FromIterator<char> for BasicPlaneSet {
    fn from_iter<I: IntoIterator<Item = char>>(characters: I) -> BasicPlaneSet {
        let mut words = Box::new([0; 0x400]);
        for character in characters {
            let code = character as usize;
            if let Some(word) = words.get_mut(code >> 6) {
                *word |= 1 << (code & 63);
            }
        }
        BasicPlaneSet(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OutputEncoding;
    use proptest::prelude::*;

    #[test]
    fn a_name_leads_back_to_its_repertoire() {
        for &repertoire in Repertoire::ALL {
            assert_eq!(Repertoire::from_name(repertoire.name()), Some(repertoire));
        }
        assert_eq!(Repertoire::from_name("shift_jis"), None);
    }

    #[test]
    fn cp932_holds_what_can_be_written_without_controls_and_private_use() {
        for character in '\0'..=char::MAX {
            let text = character.to_string();
            let written = OutputEncoding::Cp932.encode_into(&text, &mut Vec::new()).is_ok();
            let expected = written && !is_control(character) && !is_private_use(character);
            assert_eq!(Repertoire::Cp932.contains(character), expected, "{character:?}");
            assert_eq!(Repertoire::Cp932.first_problem(&text).is_none(), expected, "{character:?}");
        }
    }

    #[test]
    fn the_first_problem_says_where_what_and_why() {
        use CharacterProblemKind::{Control, Outside, PrivateUse};
        for (text, offset, character, kind) in [
            ("東京\t\0", 6, '\t', Control),
            ("0123456789\u{7F}", 10, '\u{7F}', Control),
            ("a\u{80}", 1, '\u{80}', Control),
            ("山\u{E000}𠮷", 3, '\u{E000}', PrivateUse),
            ("\u{F0000}", 0, '\u{F0000}', PrivateUse),
            ("髙𠮷", 3, '𠮷', Outside),
            ("葛\u{E0100}", 3, '\u{E0100}', Outside),
            ("１−２", 3, '−', Outside),
        ] {
            let expected = CharacterProblem { offset, character, kind };
            assert_eq!(Repertoire::Cp932.first_problem(text), Some(expected));
        }
        assert_eq!(Repertoire::Cp932.first_problem("髙﨑①㈱ ｶﾅ～－∥ abc"), None);
        assert_eq!(Repertoire::Cp932.first_problem(""), None);
    }

    proptest! {
        #[test]
        fn the_first_problem_is_what_a_plain_loop_finds(text in "([ -~]{0,12}|[亜-黑ア-ン]{0,4}|.){0,6}") {
            let found = Repertoire::Cp932.first_problem(&text).map(|problem| (problem.offset, problem.character));
            let expected = text.char_indices().find(|&(_, character)| !Repertoire::Cp932.contains(character));
            prop_assert_eq!(found, expected);
        }
    }
}
