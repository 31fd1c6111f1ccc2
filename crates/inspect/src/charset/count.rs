//! Sequences, counted per charset.

use super::{Candidate, CharsetName, SjisCells};
use utsushi_text::{Charset, is_half_width_kana};

/// What the bytes of a file are, in every charset at once.
pub(super) struct Counts {
    pub(super) all: u64,
    pub(super) high: u64,
    pub(super) nul: u64,
    /// Control characters other than tab, line ends and ^Z.
    pub(super) controls: u64,
    /// `ESC $` and `ESC (`.
    pub(super) escapes: u64,
    pub(super) cp932_valid: u64,
    pub(super) cp932_invalid: u64,
    cp932_usual: u64,
    pub(super) cp932_kana: u64,
    /// Half-width katakana and their signs where they hardly ever stand: a ﾞ after ﾅ, 、 and 。.
    pub(super) odd_kana: u64,
    pub(super) cells: SjisCells,
    pub(super) utf8: Candidate,
    pub(super) utf8_kana: u64,
    pub(super) euc: Candidate,
    pub(super) euc_kana: u64,
    ebcdic: u64,
    ascii_spaces: u64,
}

impl Default for Counts {
    fn default() -> Self {
        let none = |charset| Candidate { charset, valid: 0, invalid: 0, usual: 0 };
        Counts {
            all: 0,
            high: 0,
            nul: 0,
            controls: 0,
            escapes: 0,
            cp932_valid: 0,
            cp932_invalid: 0,
            cp932_usual: 0,
            cp932_kana: 0,
            odd_kana: 0,
            cells: SjisCells::default(),
            utf8: none(CharsetName::Utf8),
            utf8_kana: 0,
            euc: none(CharsetName::EucJp),
            euc_kana: 0,
            ebcdic: 0,
            ascii_spaces: 0,
        }
    }
}

impl Counts {
    /// `whole`: a character that is cut off at the end is a bad one, not one of which the rest was not read.
    pub(super) fn add(&mut self, bytes: &[u8], whole: bool) {
        self.all += bytes.len() as u64;
        for &byte in bytes {
            self.high += u64::from(byte >= 0x80);
            self.nul += u64::from(byte == 0);
            self.controls += u64::from(byte < 0x20 && !matches!(byte, b'\t' | b'\r' | b'\n' | 0x1A));
            self.ascii_spaces += u64::from(byte == b' ');
            // Space, digits and the letters of every EBCDIC: three blocks of each case.
            self.ebcdic +=
                u64::from(matches!(byte, 0x40 | 0xF0..=0xF9 | 0xC1..=0xC9 | 0xD1..=0xD9 | 0xE2..=0xE9));
        }
        self.escapes += bytes.windows(2).filter(|pair| matches!(pair, [0x1B, b'$' | b'('])).count() as u64;
        self.add_cp932(bytes, whole);
        self.add_utf8(bytes, whole);
        self.add_euc(bytes, whole);
    }

    pub(super) fn cp932(&self) -> Candidate {
        Candidate {
            charset: CharsetName::Cp932,
            valid: self.cp932_valid,
            invalid: self.cp932_invalid,
            usual: self.cp932_usual,
        }
    }

    /// Mostly EBCDIC's spaces, digits and letters, and no ASCII spaces to speak of.
    pub(super) fn looks_like_ebcdic(&self) -> bool {
        self.all >= 16 && self.ebcdic * 10 > self.all * 6 && self.ascii_spaces * 50 < self.all
    }

    fn add_cp932(&mut self, bytes: &[u8], whole: bool) {
        let mut text = String::new();
        let mut before = 0u8;
        let mut at = 0;
        while at < bytes.len() {
            let byte = bytes[at];
            if byte < 0x80 {
                before = byte;
                at += 1;
                continue;
            }
            let len = if Charset::Cp932.is_lead_byte(byte) { 2 } else { 1 };
            if at + len > bytes.len() {
                self.cp932_invalid += u64::from(whole);
                return;
            }
            text.clear();
            let pair = &bytes[at..at + len];
            let decoded = Charset::Cp932.decode_into(pair, &mut text);
            match (decoded, pair) {
                (Ok(_), &[lead, trail]) => {
                    self.cells.add(u16::from_be_bytes([lead, trail]));
                    self.cp932_usual += u64::from(matches!(lead, 0x81..=0x84 | 0x87..=0x98));
                    self.cp932_valid += 1;
                }
                (Ok(_), _) if byte >= 0xA1 => {
                    self.cp932_kana += 1;
                    self.cp932_usual += 1;
                    self.cp932_valid += 1;
                    // ﾞ after ｳ ｶ–ﾄ ﾊ–ﾎ, ﾟ after ﾊ–ﾎ.
                    let odd = match byte {
                        0xDE => !matches!(before, 0xB3 | 0xB6..=0xC4 | 0xCA..=0xCE),
                        0xDF => !matches!(before, 0xCA..=0xCE),
                        0xA1..=0xA4 => true,
                        _ => false,
                    };
                    self.odd_kana += u64::from(odd);
                }
                _ => {
                    // Perhaps a pair of which only Shift_JIS-2004 knows: counted there, and bad here.
                    if let &[lead, trail @ (0x40..=0x7E | 0x80..=0xFC)] = pair {
                        self.cells.add(u16::from_be_bytes([lead, trail]));
                        at += 1;
                    }
                    self.cp932_invalid += 1;
                    before = 0;
                    at += 1;
                    continue;
                }
            }
            before = byte;
            at += len;
        }
    }

    fn add_utf8(&mut self, bytes: &[u8], whole: bool) {
        for chunk in bytes.utf8_chunks() {
            for character in chunk.valid().chars().filter(|character| !character.is_ascii()) {
                self.utf8.valid += u64::from(character != '\u{FEFF}');
                self.utf8.usual += u64::from(usual(character));
                self.utf8_kana += u64::from(is_half_width_kana(character));
            }
            let bad = chunk.invalid();
            // An error at the very end is the beginning of a character that was not read.
            let cut = !whole && bytes.as_ptr_range().end == bad.as_ptr_range().end;
            self.utf8.invalid += u64::from(!bad.is_empty() && !cut);
        }
    }

    fn add_euc(&mut self, bytes: &[u8], whole: bool) {
        let mut at = 0;
        while at < bytes.len() {
            let len = match bytes[at] {
                0..0x80 => {
                    at += 1;
                    continue;
                }
                0x8F => 3,
                0x8E | 0xA1..=0xFE => 2,
                _ => {
                    self.euc.invalid += 1;
                    at += 1;
                    continue;
                }
            };
            let Some(sequence) = bytes.get(at..at + len) else {
                self.euc.invalid += u64::from(whole);
                return;
            };
            let good = match sequence {
                [0x8E, trail] => matches!(trail, 0xA1..=0xDF),
                [_, trails @ ..] => trails.iter().all(|byte| matches!(byte, 0xA1..=0xFE)),
                [] => false,
            };
            if good {
                let kana = sequence[0] == 0x8E;
                self.euc.valid += 1;
                self.euc_kana += u64::from(kana);
                self.euc.usual += u64::from(kana || matches!(sequence[0], 0xA1..=0xA8 | 0xB0..=0xCF));
                at += len;
            } else {
                self.euc.invalid += 1;
                at += 1;
            }
        }
    }
}

/// Of what Japanese text is mostly made.
fn usual(character: char) -> bool {
    matches!(character, '\u{3000}'..='\u{30FF}' | '\u{4E00}'..='\u{9FFF}' | '\u{FF00}'..='\u{FF9F}')
}

/// How well bytes read in a charset that is a table.
pub(super) fn by_table(bytes: &[u8], whole: bool, name: CharsetName, charset: Charset) -> Candidate {
    let mut candidate = Candidate { charset: name, valid: 0, invalid: 0, usual: 0 };
    let (mut rest, mut text) = (bytes, String::new());
    loop {
        text.clear();
        let decoded = charset.decode_into(rest, &mut text);
        for character in text.chars().filter(|character| !character.is_ascii()) {
            candidate.valid += 1;
            candidate.usual += u64::from(usual(character));
        }
        let Err(problem) = decoded else { return candidate };
        // Half a character at the end is one that was not read.
        let after = problem.offset + problem.len;
        candidate.invalid += u64::from(whole || after < rest.len());
        rest = &rest[after..];
    }
}

/// How well the beginning of a file reads as UTF-16.
pub(super) fn utf16(first: &[u8], charset: CharsetName) -> Candidate {
    let units = first.chunks_exact(2).map(|pair| match charset {
        CharsetName::Utf16Be => u16::from_be_bytes([pair[0], pair[1]]),
        _ => u16::from_le_bytes([pair[0], pair[1]]),
    });
    let mut candidate = Candidate { charset, valid: 0, invalid: 0, usual: 0 };
    for character in char::decode_utf16(units) {
        match character {
            Ok('\u{FEFF}') => {}
            Ok(character) => {
                let control = character.is_control() && !matches!(character, '\t' | '\r' | '\n' | '\u{1A}');
                candidate.valid += u64::from(!control);
                candidate.invalid += u64::from(control);
                candidate.usual += u64::from(character.is_ascii_graphic() || usual(character));
            }
            Err(_) => candidate.invalid += 1,
        }
    }
    candidate
}
