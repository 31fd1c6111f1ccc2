//! Which characters the receiving side takes.

mod bare;
mod gj;
mod sets;

use std::sync::Arc;

pub use gj::{GjGlyph, GjTable};

use crate::ascii;
use crate::character::{is_control, is_private_use, is_variation_selector};
use crate::mj;
use bare::BareSet;
use sets::Set;

/// A set of characters that a text may use. In all of them control characters and private use are outside (but for the
/// private use that `mj-plus` gives a meaning to), and JIS X 0201's letters and half-width katakana inside.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Repertoire {
    /// The 58,862 glyphs of 文字情報基盤 as they are written in UCS, IVS or SVS; 変体仮名; the signs, kana and letters of
    /// JIS X 0213 and of Windows-31J.
    Mj,
    /// 行政事務標準文字: [`Repertoire::Mj`] and the GJ glyphs of a table that the user supplies.
    MjPlus(Arc<GjTable>),
    /// JIS X 0213:2004.
    JisX0213,
    /// JIS X 0208. Where Microsoft and JIS name a cell differently (～ 〜, － −, ∥ ‖ …) both are taken.
    JisX0208,
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
    /// How long it is there, in bytes: with the variation selector that belongs to it.
    pub length: usize,
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
    /// A character for private use, a gaiji: in no repertoire but as a GJ glyph.
    PrivateUse,
    /// A variation selector with nothing before it that it could vary.
    LoneSelector,
    /// A character with a variation selector that MJ文字情報一覧表 does not register for it.
    UnregisteredSequence,
    /// A character that others may take, but this repertoire does not.
    Outside,
}

impl Repertoire {
    /// Every repertoire that needs nothing from the user, in the order in which lists show them.
    pub const ALL: &[Repertoire] =
        &[Repertoire::Mj, Repertoire::JisX0213, Repertoire::JisX0208, Repertoire::Cp932];

    /// The name by which a project calls it.
    pub fn name(&self) -> &'static str {
        match self {
            Repertoire::Mj => "mj",
            Repertoire::MjPlus(_) => "mj-plus",
            Repertoire::JisX0213 => "jisx0213",
            Repertoire::JisX0208 => "jisx0208",
            Repertoire::Cp932 => "cp932",
        }
    }

    /// The repertoire of this name, in any case of letters. `mj-plus` is none without its table.
    pub fn from_name(name: &str) -> Option<Repertoire> {
        Repertoire::ALL.iter().find(|repertoire| name.eq_ignore_ascii_case(repertoire.name())).cloned()
    }

    /// Whether a text may use this character as it stands, with no variation selector behind it.
    #[inline]
    pub fn contains(&self, character: char) -> bool {
        self.set().bare.contains(character) || self.has_gj(character)
    }

    /// Whether every character of `text` is inside without a look at its neighbours. It answers for several values
    /// written one behind the other, which [`Repertoire::first_problem`] does not: a selector at the beginning of the second
    /// would seem to belong to the first. `false` says only that a closer look is needed.
    pub fn is_plain(&self, text: &str) -> bool {
        self.first_not_plain(text, 0).is_none()
    }

    /// The first character of `text`, one value, that is outside.
    pub fn first_problem(&self, text: &str) -> Option<CharacterProblem> {
        let mut from = 0;
        while let Some(offset) = self.first_not_plain(text, from) {
            match self.look(text, offset) {
                Ok(end) => from = end,
                Err(problem) => return Some(problem),
            }
        }
        None
    }

    /// The first character from `offset` on that is not in the set of bare characters.
    #[inline]
    fn first_not_plain(&self, text: &str, mut offset: usize) -> Option<usize> {
        let set = &self.set().bare;
        loop {
            let (length, control) = ascii::run(&text.as_bytes()[offset..]);
            if control {
                let mut rest = text[offset..].char_indices();
                return rest
                    .find(|&(_, character)| is_control(character))
                    .map(|(further, _)| offset + further);
            }
            offset += length;
            let mut rest = text[offset..].chars();
            loop {
                let character = rest.next()?;
                if character.is_ascii() {
                    break;
                }
                if !set.contains(character) {
                    return Some(offset);
                }
                offset += character.len_utf8();
            }
        }
    }

    /// Where the character that begins at `offset`, and is not a plain one, ends if it is inside after all.
    #[cold]
    fn look(&self, text: &str, offset: usize) -> Result<usize, CharacterProblem> {
        let mut rest = text[offset..].chars();
        let Some(character) = rest.next() else { return Ok(text.len()) };
        let next = rest.next();
        let end = offset + character.len_utf8();
        let problem = |offset: usize, end: usize, character, kind| {
            Err(CharacterProblem { offset, length: end - offset, character, kind })
        };
        if is_control(character) {
            return problem(offset, end, character, CharacterProblemKind::Control);
        }
        // A mark that stands behind a plain character.
        if let Some(base) = text[..offset].chars().next_back() {
            if self.set().has_sequence(base, character) {
                return Ok(end);
            }
            if is_variation_selector(character) && varies(base) {
                let start = offset - base.len_utf8();
                return problem(start, end, base, self.kind_of_sequence(base, character));
            }
        }
        if is_variation_selector(character) {
            return problem(offset, end, character, CharacterProblemKind::LoneSelector);
        }
        match next.filter(|next| is_variation_selector(*next) || self.set().has_sequence(character, *next)) {
            Some(mark) if self.set().has_sequence(character, mark) => Ok(end + mark.len_utf8()),
            Some(mark) if varies(character) => {
                problem(offset, end + mark.len_utf8(), character, self.kind_of_sequence(character, mark))
            }
            _ if self.has_gj(character) => Ok(end),
            _ if is_private_use(character) => {
                problem(offset, end, character, CharacterProblemKind::PrivateUse)
            }
            _ => problem(offset, end, character, CharacterProblemKind::Outside),
        }
    }

    fn kind_of_sequence(&self, base: char, selector: char) -> CharacterProblemKind {
        match mj::is_registered_sequence(base, selector) {
            true => CharacterProblemKind::Outside,
            false => CharacterProblemKind::UnregisteredSequence,
        }
    }

    fn has_gj(&self, character: char) -> bool {
        matches!(self, Repertoire::MjPlus(table) if table.holds(character))
    }

    #[inline]
    fn set(&self) -> &'static Set {
        match self {
            Repertoire::Mj | Repertoire::MjPlus(_) => &sets::MJ,
            Repertoire::JisX0213 => &sets::JISX0213,
            Repertoire::JisX0208 => &sets::JISX0208,
            Repertoire::Cp932 => &sets::CP932,
        }
    }
}

/// Whether a character can have a variation selector behind it at all.
fn varies(character: char) -> bool {
    !(is_control(character) || is_variation_selector(character) || matches!(character, ' ' | '\u{3000}'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OutputEncoding;
    use proptest::prelude::*;

    #[test]
    fn a_name_leads_back_to_its_repertoire() {
        for repertoire in Repertoire::ALL {
            assert_eq!(Repertoire::from_name(repertoire.name()).as_ref(), Some(repertoire));
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
        use CharacterProblemKind::{Control, LoneSelector, Outside, PrivateUse, UnregisteredSequence};
        for (text, offset, length, character, kind) in [
            ("東京\t\0", 6, 1, '\t', Control),
            ("0123456789\u{7F}", 10, 1, '\u{7F}', Control),
            ("a\u{80}", 1, 2, '\u{80}', Control),
            ("山\u{E000}𠮷", 3, 3, '\u{E000}', PrivateUse),
            ("\u{F0000}", 0, 4, '\u{F0000}', PrivateUse),
            ("髙𠮷", 3, 4, '𠮷', Outside),
            ("山葛\u{E0102}", 3, 7, '葛', Outside),
            ("山葛\u{E0100}", 3, 7, '葛', UnregisteredSequence),
            ("𠮷\u{E0100}", 0, 8, '𠮷', UnregisteredSequence),
            ("\u{E0100}葛", 0, 4, '\u{E0100}', LoneSelector),
            ("　\u{FE00}", 3, 3, '\u{FE00}', LoneSelector),
            ("１−２", 3, 3, '−', Outside),
        ] {
            let expected = CharacterProblem { offset, length, character, kind };
            assert_eq!(Repertoire::Cp932.first_problem(text), Some(expected), "{text:?}");
        }
        assert_eq!(Repertoire::Cp932.first_problem("髙﨑①㈱ ｶﾅ～－∥ abc"), None);
        assert_eq!(Repertoire::Cp932.first_problem(""), None);
    }

    // The issue's own examples.
    #[test]
    fn every_spelling_of_every_glyph_is_in_mj_and_other_sequences_are_not() {
        assert_eq!(
            Repertoire::Mj.first_problem("髙﨑𠮷邉邉\u{E0119}邉\u{E011B}\u{FA19}神\u{FE00}ｶﾅ①か\u{309A}"),
            None
        );
        for glyph in mj::glyphs() {
            for way in glyph.spellings() {
                assert_eq!(Repertoire::Mj.first_problem(&way), None, "{glyph} {way}");
            }
        }
        let wrong = Repertoire::Mj.first_problem("邉\u{E0100}").unwrap();
        assert_eq!(wrong.kind, CharacterProblemKind::UnregisteredSequence);
        // U+2A000 has no glyph of the table.
        assert_eq!(Repertoire::Mj.first_problem("\u{1F600}").unwrap().kind, CharacterProblemKind::Outside);
        assert!(Repertoire::Mj.first_problem("\u{1B002}").is_none());
    }

    #[test]
    fn jisx0208_is_the_smaller_and_jisx0213_the_larger() {
        for (text, in_0208, in_0213) in [
            ("高崎", true, true),
            ("髙", false, false),
            ("﨑", false, true),
            ("𠮷", false, false),
            ("①", false, true),
            ("～〜－−", true, true),
            ("神\u{FE00}", false, false),
        ] {
            assert_eq!(Repertoire::JisX0208.first_problem(text).is_none(), in_0208, "{text}");
            assert_eq!(Repertoire::JisX0213.first_problem(text).is_none(), in_0213, "{text}");
        }
        let count =
            |repertoire: Repertoire| ('一'..='\u{9FFF}').filter(|kanji| repertoire.contains(*kanji)).count();
        // 2,965 of the first level, 3,390 of the second, and 仝, which JIS counts among the signs.
        assert_eq!(count(Repertoire::JisX0208), 2_965 + 3_390 + 1);
    }

    #[test]
    fn plain_columns_are_plain_and_a_selector_at_a_border_is_not() {
        assert!(Repertoire::Mj.is_plain("髙𠮷ABC"));
        // 神 ends one value, and the next begins with a selector.
        assert!(!Repertoire::Mj.is_plain("神\u{FE00}"));
    }

    #[test]
    fn gj_glyphs_are_in_mj_plus_and_in_nothing_else() {
        let glyph = GjGlyph { number: 1, character: '\u{F0001}' };
        let plus = Repertoire::MjPlus(Arc::new(GjTable::new("2026-08".into(), [glyph])));
        assert_eq!(plus.first_problem("山\u{F0001}髙"), None);
        assert_eq!(plus.first_problem("\u{F0002}").unwrap().kind, CharacterProblemKind::PrivateUse);
        assert!(Repertoire::Mj.first_problem("\u{F0001}").is_some());
    }

    proptest! {
        #[test]
        fn the_first_problem_is_what_a_plain_loop_finds(text in "([ -~]{0,12}|[亜-黑ア-ン]{0,4}|[^\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}]){0,6}") {
            let found = Repertoire::Cp932.first_problem(&text).map(|problem| (problem.offset, problem.character));
            let expected = text.char_indices().find(|&(_, character)| !Repertoire::Cp932.contains(character));
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn what_is_plain_has_no_problem_and_any_text_has_an_answer(text in "[葛神\u{E0100}-\u{E0105}\u{FE00} か\u{309A}\u{E000}\0a]{0,8}|.{0,8}") {
            for repertoire in Repertoire::ALL {
                let problem = repertoire.first_problem(&text);
                prop_assert!(!repertoire.is_plain(&text) || problem.is_none());
                if let Some(problem) = problem {
                    prop_assert!(text.get(problem.offset..problem.offset + problem.length).is_some());
                }
            }
        }
    }
}
