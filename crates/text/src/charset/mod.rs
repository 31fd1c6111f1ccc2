//! Charsets of old files: bytes in, text out.

pub(crate) mod cp932;
pub(crate) mod cp932_table;
mod euc_jp;
mod jisx0208;
mod jisx0213;
mod multibyte;
mod seen;
mod shift;
mod shift_jis;
mod utf16;
mod utf8;

pub use seen::Seen;

use crate::{OutputEncoding, Unencodable};
use multibyte::Cells;

/// How an old file writes characters as bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Charset {
    /// Windows-31J, Microsoft's Shift_JIS with the extensions of NEC and IBM: what "Shift_JIS" nearly always means.
    ///
    /// Every byte and pair reads as in the WHATWG Encoding Standard. So a byte 80 is U+0080, a control character;
    /// A0 and FD–FF are no characters; the user-defined cells F040–F9FC are U+E000–E757.
    Cp932,
    /// Shift_JIS as JIS has it: JIS X 0201 (5C is ¥, 7E is ‾) and JIS X 0208, and no vendor's characters.
    ///
    /// 815C 8160 8161 817C 8191 8192 81CA are — 〜 ‖ − ¢ £ ¬, where cp932 reads ― ～ ∥ － ￠ ￡ ￢. The user-defined cells
    /// F040–F9FC are U+E000–E757, as in cp932.
    ShiftJis,
    /// Shift_JIS-2004: JIS X 0201 and JIS X 0213:2004. Where cp932 has gaiji and IBM's extensions, it has other kanji.
    ///
    /// 25 of its cells are two code points (か゚).
    ShiftJisx0213,
    /// EUC-JP: ASCII, JIS X 0208 as JIS reads it, half-width kana (8E), JIS X 0212 (8F).
    EucJp,
    /// eucJP-ms: EUC-JP as Microsoft reads it, with NEC's row 13, IBM's extensions and user-defined rows: F5A1–FEFE and
    /// 8FF5A1–8FFEFE are U+E000–E757.
    EucJpMs,
    /// UTF-8. A byte order mark is a character like any other here: who opens the file takes it off.
    Utf8,
    /// UTF-16, the low byte first. A byte order mark is a character like any other.
    Utf16Le,
    /// UTF-16, the high byte first.
    Utf16Be,
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
    pub const ALL: &[Charset] = &[
        Charset::Cp932,
        Charset::ShiftJis,
        Charset::ShiftJisx0213,
        Charset::EucJp,
        Charset::EucJpMs,
        Charset::Utf8,
        Charset::Utf16Le,
        Charset::Utf16Be,
    ];

    /// The name by which a project calls it.
    pub fn name(self) -> &'static str {
        match self {
            Charset::Cp932 => "cp932",
            Charset::ShiftJis => "shift_jis",
            Charset::ShiftJisx0213 => "shift_jisx0213",
            Charset::EucJp => "euc-jp",
            Charset::EucJpMs => "eucjp-ms",
            Charset::Utf8 => "utf-8",
            Charset::Utf16Le => "utf-16le",
            Charset::Utf16Be => "utf-16be",
        }
    }

    /// The charset of this name, in any case of letters. `ms932` and `windows-31j` are `cp932`, `shift_jis-2004` is
    /// `shift_jisx0213`.
    ///
    /// `shift_jis` is not `cp932`: JIS reads 5C, 7E and seven pairs otherwise, and has no ①, ㈱ or 髙.
    pub fn from_name(name: &str) -> Option<Charset> {
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        if is("ms932") || is("windows-31j") {
            return Some(Charset::Cp932);
        }
        if is("shift_jis-2004") {
            return Some(Charset::ShiftJisx0213);
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
            Charset::Utf16Le => utf16::decode_into(bytes, u16::from_le_bytes, out),
            Charset::Utf16Be => utf16::decode_into(bytes, u16::from_be_bytes, out),
            Charset::ShiftJis => shift_jis::CELLS.decode_into(bytes, out),
            Charset::ShiftJisx0213 => jisx0213::CELLS.decode_into(bytes, out),
            Charset::EucJp => euc_jp::CELLS.decode_into(bytes, out),
            Charset::EucJpMs => euc_jp::MICROSOFT.decode_into(bytes, out),
        }
    }

    /// Whether [`Charset::decode_into`] would read all of `bytes`, for whoever does not need the text. What is in
    /// `scratch` is lost.
    #[inline]
    pub fn is_text(self, bytes: &[u8], scratch: &mut String) -> bool {
        match self {
            Charset::Cp932 => cp932::is_text(bytes),
            Charset::Utf8 => std::str::from_utf8(bytes).is_ok(),
            _ => {
                scratch.clear();
                self.decode_into(bytes, scratch).is_ok()
            }
        }
    }

    /// Appends the bytes that `text` is in this charset, without a byte order mark: to look for a text in a file.
    ///
    /// Of several codes of a character the lowest is taken, in cp932 the one that [`OutputEncoding::Cp932`] takes.
    ///
    /// # Errors
    ///
    /// The first character that the charset does not have. `out` then holds what came before it: the caller truncates.
    pub fn encode_into(self, text: &str, out: &mut Vec<u8>) -> Result<(), Unencodable> {
        let by = |cells: &Cells, out: &mut Vec<u8>| {
            let refused = |(offset, character)| Unencodable { offset, character };
            cells.encode_into(text, out).map_err(refused)
        };
        match self {
            Charset::Cp932 => OutputEncoding::Cp932.encode_into(text, out),
            Charset::Utf8 => OutputEncoding::Utf8.encode_into(text, out),
            Charset::Utf16Le => OutputEncoding::Utf16Le.encode_into(text, out),
            Charset::Utf16Be => {
                out.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
                Ok(())
            }
            Charset::ShiftJis => by(&shift_jis::CELLS, out),
            Charset::ShiftJisx0213 => by(&jisx0213::CELLS, out),
            Charset::EucJp => by(&euc_jp::CELLS, out),
            Charset::EucJpMs => by(&euc_jp::MICROSOFT, out),
        }
    }

    /// Whether there is nothing here but spaces, half-width and full-width (U+0020, U+3000), however many.
    #[inline]
    pub fn is_blank(self, bytes: &[u8]) -> bool {
        match self {
            Charset::Cp932 | Charset::ShiftJis | Charset::ShiftJisx0213 => spaces(bytes, *b" ", *b"\x81\x40"),
            Charset::EucJp | Charset::EucJpMs => spaces(bytes, *b" ", *b"\xA1\xA1"),
            Charset::Utf8 => spaces(bytes, *b" ", *b"\xE3\x80\x80"),
            Charset::Utf16Le => spaces(bytes, *b" \0", *b"\x00\x30"),
            Charset::Utf16Be => spaces(bytes, *b"\0 ", *b"\x30\x00"),
        }
    }

    /// Whether a delimiter, a quote or a line end is the byte that it is in ASCII, so that a file can be cut on bytes.
    pub fn is_cut_on_bytes(self) -> bool {
        !matches!(self, Charset::Utf16Le | Charset::Utf16Be)
    }

    /// Whether the second byte of a character can be one of 40–7E, and so look like a delimiter from there.
    pub fn shadows_ascii(self) -> bool {
        matches!(self, Charset::Cp932 | Charset::ShiftJis | Charset::ShiftJisx0213)
    }

    /// Whether this byte, where a character begins, is the first of two of which the second can be taken for ASCII, so
    /// that a cutter must not look at it.
    ///
    /// In cp932 and both of JIS's Shift_JIS 81–9F and E0–FC. In EUC-JP and UTF-8 never. Not for UTF-16, which is not cut on bytes.
    #[inline]
    pub fn is_lead_byte(self, byte: u8) -> bool {
        match self {
            Charset::Cp932 | Charset::ShiftJis | Charset::ShiftJisx0213 => cp932::is_lead_byte(byte),
            Charset::EucJp | Charset::EucJpMs | Charset::Utf8 | Charset::Utf16Le | Charset::Utf16Be => false,
        }
    }
}

/// Whether `bytes` are nothing but these two characters. Fields of fixed width are full of them, so eight go at a time.
#[inline]
fn spaces<const HALF: usize, const FULL: usize>(bytes: &[u8], half: [u8; HALF], full: [u8; FULL]) -> bool {
    let mut rest = bytes;
    loop {
        while let Some((b"        ", after)) = rest.split_first_chunk().filter(|_| HALF == 1) {
            rest = after;
        }
        rest = match (rest.split_first_chunk(), rest.split_first_chunk()) {
            (Some((first, after)), _) if *first == half => after,
            (_, Some((first, after))) if *first == full => after,
            _ => return rest.is_empty(),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_of_both_widths_are_blank_and_nothing_else_is() {
        for charset in Charset::ALL {
            let bytes = |text: &str| {
                let mut out = Vec::new();
                charset.encode_into(text, &mut out).map(|()| out).unwrap()
            };
            for count in 0..20 {
                for text in [" ".repeat(count), "\u{3000}".repeat(count), " \u{3000}  ".repeat(count)] {
                    assert!(charset.is_blank(&bytes(&text)), "{} {text:?}", charset.name());
                    for place in 0..=text.chars().count() {
                        let mut other: Vec<char> = text.chars().collect();
                        other.insert(place, 'あ');
                        let other: String = other.into_iter().collect();
                        assert!(!charset.is_blank(&bytes(&other)), "{} {other:?}", charset.name());
                    }
                }
            }
        }
        assert!(!Charset::Cp932.is_blank(b"        \x81"), "half a space is none");
    }

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
        assert_eq!(Charset::from_name("Shift_JIS"), Some(Charset::ShiftJis));
        for name in ["sjis", "", "cp943", "euc", "utf-16"] {
            assert_eq!(Charset::from_name(name), None);
        }
    }

    #[test]
    fn spaces_of_either_width_are_blank_in_every_charset_and_other_characters_are_not() {
        let is_blank = |charset: Charset, text: &str| {
            let mut bytes = Vec::new();
            charset.encode_into(text, &mut bytes).unwrap();
            charset.is_blank(&bytes)
        };
        for &charset in Charset::ALL {
            assert!(is_blank(charset, "") && is_blank(charset, "  \u{3000} "), "{}", charset.name());
            // 83 40 ends in the byte that ends the full-width space of Shift_JIS; 、 begins as that of EUC-JP does.
            for text in ["ァ", " 0", "、", "\u{3000}亜", "ー"] {
                assert!(!is_blank(charset, text), "{} {text}", charset.name());
            }
        }
        assert!(!Charset::Utf8.is_blank(b"\x81\x40"), "the space of another charset");
    }

    #[test]
    fn lead_bytes_are_those_of_two_byte_characters() {
        let leads =
            |charset: Charset| (0..=0xFF).filter(|&byte| charset.is_lead_byte(byte)).collect::<Vec<u8>>();
        assert_eq!(leads(Charset::Cp932), (0x81..=0x9F).chain(0xE0..=0xFC).collect::<Vec<u8>>());
        assert!(leads(Charset::Utf8).is_empty());
    }
}
