//! A place in a text, moved forward by what is recognised there.

use crate::era::Era;

/// The eras by their names, longer names first.
const NAMES: [(&str, Era); 19] = [
    ("昭和", Era::Showa),
    ("平成", Era::Heisei),
    ("令和", Era::Reiwa),
    ("大正", Era::Taisho),
    ("明治", Era::Meiji),
    ("慶応", Era::Keio),
    ("慶應", Era::Keio),
    ("文久", Era::Bunkyu),
    ("昭", Era::Showa),
    ("平", Era::Heisei),
    ("令", Era::Reiwa),
    ("大", Era::Taisho),
    ("明", Era::Meiji),
    ("慶", Era::Keio),
    ("㍼", Era::Showa),
    ("㍻", Era::Heisei),
    ("㋿", Era::Reiwa),
    ("㍽", Era::Taisho),
    ("㍾", Era::Meiji),
];

/// What stands before the year.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum EraMark {
    None,
    Era(Era),
    CommonEra,
    Unknown,
}

#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    rest: &'a str,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Cursor { rest: text }
    }

    pub(super) fn at_end(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next character, in half width.
    fn peek(&self) -> Option<char> {
        self.rest.chars().next().map(half_width)
    }

    fn skip(&mut self) {
        let mut chars = self.rest.chars();
        chars.next();
        self.rest = chars.as_str();
    }

    pub(super) fn at_digit(&self) -> bool {
        self.peek().is_some_and(|c| c.is_ascii_digit())
    }

    pub(super) fn eat(&mut self, word: &str) -> bool {
        match self.rest.strip_prefix(word) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    pub(super) fn eat_any(&mut self, words: &[&str]) -> bool {
        words.iter().any(|word| self.eat(word))
    }

    /// Skips spaces; whether there were any.
    pub(super) fn spaces(&mut self) -> bool {
        let before = self.rest.len();
        self.rest = self.rest.trim_start_matches([' ', '\u{3000}', '\t']);
        self.rest.len() != before
    }

    /// A run of one to eight digits: its value and how many they are.
    pub(super) fn number(&mut self) -> Option<(u32, u8)> {
        let (mut value, mut digits) = (0, 0);
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(10)) {
            if digits == 8 {
                return None;
            }
            value = value * 10 + digit;
            digits += 1;
            self.skip();
        }
        (digits > 0).then_some((value, digits))
    }

    /// A month or day: one or two digits.
    pub(super) fn part(&mut self) -> Option<u8> {
        match self.number()? {
            (value, 1 | 2) => u8::try_from(value).ok(),
            _ => None,
        }
    }

    /// A separator; those of one kind give the same character.
    pub(super) fn separator(&mut self) -> Option<char> {
        let kind = match self.peek()? {
            '.' | '・' | '･' => '.',
            '/' => '/',
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            _ => return None,
        };
        self.skip();
        Some(kind)
    }

    /// What stands before the year, which has to follow for it to count.
    pub(super) fn era(&mut self) -> EraMark {
        if self.at_year() {
            return EraMark::None;
        }
        if let Some(after) = self.after("西暦") {
            *self = after;
            return EraMark::CommonEra;
        }
        let named = NAMES.iter().find_map(|&(name, era)| Some((self.after(name)?, era)));
        let (after, mark) = match named {
            Some((after, era)) => (after, EraMark::Era(era)),
            None => self.letters(),
        };
        *self = after;
        mark
    }

    /// One or two letters or kanji before a year; only single letters can be an era.
    fn letters(&self) -> (Self, EraMark) {
        let mut after = *self;
        let letter = after.peek();
        for length in 1..=2 {
            if !after.peek().is_some_and(char::is_alphabetic) {
                break;
            }
            after.skip();
            let mut year = after;
            year.spaces();
            if year.at_year() {
                let era = letter.filter(|_| length == 1).and_then(Era::from_letter);
                return (year, era.map_or(EraMark::Unknown, EraMark::Era));
            }
        }
        (*self, EraMark::None)
    }

    /// The place of the year after a name, if both stand here.
    fn after(&self, name: &str) -> Option<Self> {
        let mut after = *self;
        let found = after.eat(name);
        after.spaces();
        (found && after.at_year()).then_some(after)
    }

    fn at_year(&self) -> bool {
        // 元 is year 1, unless it begins a name: 元治
        let gannen = |rest: &str| rest.starts_with('年') || !rest.starts_with(char::is_alphabetic);
        self.at_digit() || self.rest.strip_prefix('元').is_some_and(gannen)
    }

    /// Whether a number with this unit (年, 月, 日) stands here.
    pub(super) fn at_number_of(&self, unit: &str) -> bool {
        let mut ahead = *self;
        ahead.number().is_some() && {
            ahead.spaces();
            ahead.eat(unit)
        }
    }
}

fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_era_counts_only_before_a_year() {
        for (text, mark) in [
            ("昭和元年", EraMark::Era(Era::Showa)),
            ("昭　５５", EraMark::Era(Era::Showa)),
            ("ｈ１", EraMark::Era(Era::Heisei)),
            ("西暦1980", EraMark::CommonEra),
            ("明和5", EraMark::Unknown),
            ("SH55", EraMark::Unknown),
            ("X1", EraMark::Unknown),
            ("55", EraMark::None),
            ("昭和", EraMark::None),
            ("不詳", EraMark::None),
            ("", EraMark::None),
        ] {
            assert_eq!(Cursor::new(text).era(), mark, "{text}");
        }
    }

    #[test]
    fn digits_of_both_widths_make_one_number_of_eight_at_most() {
        assert_eq!(Cursor::new("1９80年").number(), Some((1980, 4)));
        assert_eq!(Cursor::new("123456789").number(), None);
        assert_eq!(Cursor::new("年").number(), None);
        assert_eq!(Cursor::new("012").part(), None);
    }
}
