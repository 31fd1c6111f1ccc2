//! Charsets of old files: bytes in, text out.

pub(crate) mod cp932;
pub(crate) mod cp932_table;
mod seen;
mod utf8;

pub use seen::Seen;

/// How an old file writes characters as bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Charset {
    /// Windows-31J, Microsoft's Shift_JIS with the extensions of NEC and IBM: what "Shift_JIS" nearly always means.
    ///
    /// Every byte and pair reads as in the WHATWG Encoding Standard. So a byte 80 is U+0080, a control character;
    /// A0 and FD–FF are no characters; the user-defined cells F040–F9FC are U+E000–E757.
    Cp932,
    /// UTF-8. A byte order mark is a character like any other here: who opens the file takes it off.
    Utf8,
}

/// Where bytes stop being characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DecodeProblem {
    /// Of the first byte in question, counted from the beginning of what was decoded.
    pub offset: usize,
    /// How many bytes are in question; decoding could go on after them.
    pub len: usize,
    /// What is wrong with them.
    pub kind: DecodeProblemKind,
}

/// Why bytes are no character.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum DecodeProblemKind {
    /// A byte, or bytes together, to which the charset gives no character.
    Undefined,
    /// The beginning of a character, and nothing after it: it was cut in half.
    LoneLead,
}

impl Charset {
    /// Every charset, in the order in which lists show them.
    pub const ALL: &[Charset] = &[Charset::Cp932, Charset::Utf8];

    /// The name by which a project calls it.
    pub fn name(self) -> &'static str {
        match self {
            Charset::Cp932 => "cp932",
            Charset::Utf8 => "utf-8",
        }
    }

    /// The charset of this name, in any case of letters. `ms932` and `windows-31j` are `cp932`.
    ///
    /// `shift_jis` is not: JIS reads 5C, 7E and eight pairs otherwise.
    pub fn from_name(name: &str) -> Option<Charset> {
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        if is("ms932") || is("windows-31j") {
            return Some(Charset::Cp932);
        }
        Charset::ALL.iter().copied().find(|charset| is(charset.name()))
    }

    /// Appends the text that `bytes` hold to `out`, and says what kinds of characters went by.
    ///
    /// # Errors
    ///
    /// The first bytes that are no character. `out` then holds what came before them: the caller truncates.
    #[inline]
    pub fn decode_into(self, bytes: &[u8], out: &mut String) -> Result<Seen, DecodeProblem> {
        match self {
            Charset::Cp932 => cp932::decode_into(bytes, out),
            Charset::Utf8 => utf8::decode_into(bytes, out),
        }
    }

    /// Whether this byte, where a character begins, is the first of two, so that a cutter must not look at the next.
    ///
    /// In cp932 81–9F and E0–FC. In UTF-8 never: there no byte of a longer character can be taken for ASCII.
    #[inline]
    pub fn is_lead_byte(self, byte: u8) -> bool {
        match self {
            Charset::Cp932 => cp932::is_lead_byte(byte),
            Charset::Utf8 => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_back_to_its_charset() {
        for &charset in Charset::ALL {
            assert_eq!(Charset::from_name(charset.name()), Some(charset));
        }
        for name in ["CP932", "ms932", "MS932", "Windows-31J"] {
            assert_eq!(Charset::from_name(name), Some(Charset::Cp932));
        }
    }

    #[test]
    fn shift_jis_is_another_charset_and_never_taken_for_cp932() {
        for name in ["shift_jis", "Shift_JIS", "sjis", "", "cp943"] {
            assert_eq!(Charset::from_name(name), None);
        }
    }

    #[test]
    fn lead_bytes_are_those_of_two_byte_characters() {
        let leads =
            |charset: Charset| (0..=0xFF).filter(|&byte| charset.is_lead_byte(byte)).collect::<Vec<u8>>();
        assert_eq!(leads(Charset::Cp932), (0x81..=0x9F).chain(0xE0..=0xFC).collect::<Vec<u8>>());
        assert!(leads(Charset::Utf8).is_empty());
    }
}
