//! Files in UTF-16: cut and read as UTF-8, told and given back in their own bytes.
//!
//! A [`Transcoder`] makes UTF-8 of them while they are read, so that delimiters, quotes and line ends are single bytes. Nothing
//! is lost on the way: half of a surrogate pair becomes the three bytes that it would be as a character of its own, and a byte
//! that is half a unit, at the end of a file, becomes FF and two more. Neither is UTF-8, so both are found where a field is
//! decoded (`CHR001`), and both can be turned back. So from the transcoded bytes of a whole character on to those of another,
//! [`original_len`] and [`original_into`] tell what stands in the file.

use std::io::{self, Read};
use std::ops::Range;
use utsushi_findings::{Problem, problem};

/// What a definition says of UTF-16.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Utf16 {
    /// `utf-16`: the byte order mark says which; a file without one is refused.
    Marked,
    /// `utf-16le` or `utf-16be`, with a mark or without.
    Declared(ByteOrder),
}

/// Which byte of a unit of UTF-16 comes first.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum ByteOrder {
    /// The low one.
    Little,
    /// The high one.
    Big,
}

/// First byte of what stands for half a unit: no byte of UTF-8.
const HALF: u8 = 0xFF;

impl Utf16 {
    /// The name by which a project calls it.
    pub fn name(self) -> &'static str {
        match self {
            Utf16::Marked => "utf-16",
            Utf16::Declared(ByteOrder::Little) => "utf-16le",
            Utf16::Declared(ByteOrder::Big) => "utf-16be",
        }
    }

    /// The one of this name, in any case of letters.
    pub fn from_name(name: &str) -> Option<Utf16> {
        let known = [Utf16::Marked, Utf16::Declared(ByteOrder::Little), Utf16::Declared(ByteOrder::Big)];
        known.into_iter().find(|known| name.eq_ignore_ascii_case(known.name()))
    }

    /// The byte order of a file that begins with `first`.
    ///
    /// # Errors
    ///
    /// A file without a mark, or with another one; one that has line ends only in the other order; or one that is plainly no
    /// UTF-16: 64 bytes or more, and not one ASCII character. The caller adds the path.
    pub fn byte_order(self, first: &[u8]) -> Result<ByteOrder, Problem> {
        let mark = match first {
            [0xFF, 0xFE, ..] => Some(ByteOrder::Little),
            [0xFE, 0xFF, ..] => Some(ByteOrder::Big),
            _ => None,
        };
        let order = match (self, mark) {
            (Utf16::Marked, Some(mark)) => return Ok(mark),
            (Utf16::Marked, None) if first.is_empty() => return Ok(ByteOrder::Little),
            (Utf16::Marked, None) => {
                let likely = [ByteOrder::Little, ByteOrder::Big]
                    .into_iter()
                    .max_by_key(|order| (order.line_ends(first), order.ascii(first)));
                let likely =
                    likely.filter(|order| order.ascii(first) > 0).map(|order| Utf16::Declared(order).name());
                return Err(problem!(
                    "charset = \"utf-16\" ですが、ファイルの先頭に BOM がなく、バイト順が決まりません",
                    "charset = \"utf-16\", but the file does not begin with a byte order mark, which would say the order of its bytes"
                )
                .help(
                    match likely {
                        Some(name) => format!("中身からは {name} のようです。確かめて charset = \"{name}\" とします"),
                        None => "UTF-16 ではないようです。utsushi inspect で文字コードを確かめてください".to_owned(),
                    },
                    match likely {
                        Some(name) => format!("it looks like {name}: check, and say charset = \"{name}\""),
                        None => "it does not look like UTF-16: see what utsushi inspect says of its charset".to_owned(),
                    },
                ));
            }
            (Utf16::Declared(order), _) => order,
        };
        let other = match order {
            ByteOrder::Little => ByteOrder::Big,
            ByteOrder::Big => ByteOrder::Little,
        };
        let name = self.name();
        if mark == Some(other)
            || (mark.is_none() && order.line_ends(first) == 0 && other.line_ends(first) > 0)
        {
            let actual = Utf16::Declared(other).name();
            return Err(problem!(
                "source は charset = \"{name}\" ですが、このファイルは {actual} です",
                "the source definition says charset = \"{name}\", but this file is {actual}"
            )
            .help(format!("charset = \"{actual}\" とします"), format!("say charset = \"{actual}\"")));
        }
        if mark.is_none() && first.len() >= 64 && order.ascii(first) == 0 {
            return Err(problem!(
                "source は charset = \"{name}\" ですが、このファイルは UTF-16 ではありません (ASCII の文字が一つもありません)",
                "the source definition says charset = \"{name}\", but this file is no UTF-16: not one ASCII character is in it"
            )
            .help(
                "utsushi inspect で文字コードを確かめてください",
                "see what utsushi inspect says of its charset",
            ));
        }
        Ok(order)
    }
}

impl ByteOrder {
    fn unit(self, pair: [u8; 2]) -> u16 {
        match self {
            ByteOrder::Little => u16::from_le_bytes(pair),
            ByteOrder::Big => u16::from_be_bytes(pair),
        }
    }

    fn bytes(self, unit: u16) -> [u8; 2] {
        match self {
            ByteOrder::Little => unit.to_le_bytes(),
            ByteOrder::Big => unit.to_be_bytes(),
        }
    }

    /// How many units of ASCII are in the bytes.
    fn ascii(self, bytes: &[u8]) -> usize {
        bytes.as_chunks().0.iter().filter(|pair| matches!(self.unit(**pair), 0x01..0x80)).count()
    }

    /// How many CR and LF are in the bytes. In the other order they are U+0D00 and U+0A00, which Japanese files do not have; a
    /// full-width space is 0 there.
    fn line_ends(self, bytes: &[u8]) -> usize {
        bytes.as_chunks().0.iter().filter(|pair| matches!(self.unit(**pair), 0x0A | 0x0D)).count()
    }

    /// Appends the bytes of the file that some transcoded bytes stand for; they begin and end with whole characters.
    pub fn original_into(self, transcoded: &[u8], out: &mut Vec<u8>) {
        let mut rest = transcoded;
        while let [lead, ..] = *rest {
            let (character, after) = rest.split_at(width(lead).min(rest.len()));
            rest = after;
            match *character {
                [HALF, high, low] => out.push((high & 0x0F) << 4 | low & 0x0F),
                [a] => out.extend(self.bytes(u16::from(a))),
                [a, b] => out.extend(self.bytes(u16::from(a & 0x1F) << 6 | tail(b))),
                [a, b, c] => out.extend(self.bytes(u16::from(a & 0x0F) << 12 | tail(b) << 6 | tail(c))),
                [a, b, c, d] => {
                    let tails = u32::from(tail(b)) << 12 | u32::from(tail(c)) << 6 | u32::from(tail(d));
                    let mut units = [0; 2];
                    if let Some(character) = char::from_u32(u32::from(a & 0x07) << 18 | tails) {
                        character.encode_utf16(&mut units);
                    }
                    units.iter().for_each(|unit| out.extend(self.bytes(*unit)));
                }
                _ => {}
            }
        }
    }

    /// Appends what `raw` is, without what may belong to a character of which the rest comes later; how many bytes that took.
    fn transcode(self, raw: &[u8], at_end: bool, out: &mut Vec<u8>) -> usize {
        let (pairs, odd) = raw.as_chunks::<2>();
        let mut nth = 0;
        while let Some(pair) = pairs.get(nth) {
            let unit = self.unit(*pair);
            if unit < 0x80 {
                out.push(unit as u8);
                nth += 1;
                continue;
            }
            let low = match (unit, pairs.get(nth + 1)) {
                (0xD800..=0xDBFF, None) if !at_end => break,
                (0xD800..=0xDBFF, Some(next)) => {
                    Some(self.unit(*next)).filter(|low| matches!(low, 0xDC00..=0xDFFF))
                }
                _ => None,
            };
            let [a, b, c] = [unit >> 12, unit >> 6, unit].map(|part| part as u8 & 0x3F | 0x80);
            match low {
                Some(low) => {
                    let code = 0x1_0000 + (u32::from(unit - 0xD800) << 10 | u32::from(low - 0xDC00));
                    let character = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
                    out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                }
                None if unit < 0x800 => out.extend([(unit >> 6) as u8 | 0xC0, c]),
                None => out.extend([a & 0x0F | 0xE0, b, c]),
            }
            nth += if low.is_some() { 2 } else { 1 };
        }
        match (at_end, odd) {
            (true, [half]) => {
                out.extend([HALF, half >> 4 | 0x80, half & 0x0F | 0x80]);
                raw.len()
            }
            _ => nth * 2,
        }
    }

    /// The beginning of a file, transcoded: all of it (`at_eof`), or as far as its characters are whole.
    pub fn beginning(self, raw: &[u8], at_eof: bool) -> Vec<u8> {
        let mut out = Vec::with_capacity(raw.len());
        self.transcode(raw, at_eof, &mut out);
        out
    }
}

fn tail(byte: u8) -> u16 {
    u16::from(byte & 0x3F)
}

/// Transcoded bytes of the character that begins with this one.
fn width(lead: u8) -> usize {
    match lead {
        0..0xC0 => 1,
        0xC0..0xE0 => 2,
        0xE0..0xF0 | HALF => 3,
        0xF0..HALF => 4,
    }
}

/// How many bytes of the file some transcoded bytes stand for. It adds up wherever they are cut.
pub fn original_len(transcoded: &[u8]) -> usize {
    transcoded
        .iter()
        .map(|byte| match byte {
            0x80..0xC0 => 0,
            0xF0..HALF => 4,
            &HALF => 1,
            _ => 2,
        })
        .sum()
}

/// The unit of UTF-16, or the half of one, that stands at `at` and is no character: in hex, the high digits first.
pub fn original_hex(transcoded: &[u8], at: usize) -> String {
    let lead = transcoded.get(at).copied().unwrap_or_default();
    let mut bytes = Vec::new();
    let whole: Range<usize> = at..(at + width(lead)).min(transcoded.len());
    ByteOrder::Big.original_into(transcoded.get(whole).unwrap_or_default(), &mut bytes);
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

/// The last place at or before `at` where a character of transcoded bytes begins.
pub(crate) fn character_start(transcoded: &[u8], at: usize) -> usize {
    let inside = |at: &usize| transcoded.get(*at).is_some_and(|byte| matches!(byte, 0x80..0xC0));
    (at.saturating_sub(3)..=at).rev().find(|at| !inside(at)).unwrap_or(at)
}

/// Reads a file: as it is, or UTF-16 as UTF-8.
#[derive(Debug)]
pub struct Transcoder<R> {
    reader: R,
    order: Option<ByteOrder>,
    raw: Vec<u8>,
    made: Vec<u8>,
    given: usize,
    at_end: bool,
}

/// Bytes that are read at once.
const BLOCK: usize = 64 << 10;

impl<R: Read> Transcoder<R> {
    /// `order` is `None` for a file that is not UTF-16. `reader` stands at the beginning of the file.
    pub fn new(reader: R, order: Option<ByteOrder>) -> Self {
        Transcoder { reader, order, raw: Vec::new(), made: Vec::new(), given: 0, at_end: false }
    }

    /// The reader of the file itself.
    pub fn into_inner(self) -> R {
        self.reader
    }
}

impl<R: Read> Read for Transcoder<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(order) = self.order else { return self.reader.read(buffer) };
        while self.given == self.made.len() && !self.at_end {
            let read = self.reader.by_ref().take(BLOCK as u64).read_to_end(&mut self.raw)?;
            self.at_end = read < BLOCK;
            self.made.clear();
            self.given = 0;
            let taken = order.transcode(&self.raw, self.at_end, &mut self.made);
            self.raw.drain(..taken);
        }
        let rest = &self.made[self.given..];
        let len = rest.len().min(buffer.len());
        buffer[..len].copy_from_slice(&rest[..len]);
        self.given += len;
        Ok(len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn transcoded(order: ByteOrder, raw: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        Transcoder::new(raw, Some(order)).read_to_end(&mut out).unwrap();
        out
    }

    #[test]
    fn the_mark_or_the_definition_says_the_order_and_they_must_not_disagree() {
        let order = |name: &str, first: &[u8]| {
            Utf16::from_name(name).unwrap().byte_order(first).map_err(|problem| problem.to_string())
        };
        assert_eq!(order("UTF-16", b"\xFF\xFEa\0"), Ok(ByteOrder::Little));
        assert_eq!(order("utf-16", b"\xFE\xFF\0a"), Ok(ByteOrder::Big));
        assert_eq!(order("utf-16be", b"\0a"), Ok(ByteOrder::Big));
        for (name, first) in
            [("utf-16", &b"a\0b\0"[..]), ("utf-16le", b"\xFE\xFF\0a"), ("utf-16le", b"\x30\0\0\n")]
        {
            assert!(order(name, first).is_err(), "{name}");
        }
        assert!(order("utf-16le", &b"\x8E\x52\x93\x63".repeat(16)).is_err());
    }

    #[test]
    fn what_is_no_utf_16_is_no_utf_8_either_and_shown_as_it_stands() {
        let made = transcoded(ByteOrder::Little, b"a\0\x42\xD8b\0\xDF");
        assert_eq!(std::str::from_utf8(&made).unwrap_err().valid_up_to(), 1);
        assert_eq!(original_hex(&made, 1), "D842");
        assert_eq!(original_hex(&made, 5), "DF");
    }

    proptest! {
        /// Whatever the bytes: they come back, and wherever characters are cut the lengths add up.
        #[test]
        fn every_byte_comes_back(
            raw in prop_oneof![
                prop::collection::vec(any::<u8>(), 0..300),
                prop::collection::vec(prop::sample::select(vec![0xD8, 0xDC, 0xDF, 0x42, 0x00, 0x0A, 0x30]), 0..300),
            ],
            little: bool,
            cut in 0..400_usize,
        ) {
            let order = if little { ByteOrder::Little } else { ByteOrder::Big };
            let made = transcoded(order, &raw);
            let cut = character_start(&made, cut.min(made.len()));
            let mut back = Vec::new();
            order.original_into(&made[..cut], &mut back);
            prop_assert_eq!(back.len(), original_len(&made[..cut]));
            order.original_into(&made[cut..], &mut back);
            prop_assert_eq!(original_len(&made), raw.len());
            prop_assert_eq!(back, raw);
        }

        #[test]
        fn text_becomes_utf_8(text: String, times in 1..3000_usize) {
            let text = text.repeat(times);
            let raw: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            prop_assert_eq!(transcoded(ByteOrder::Big, &raw), text.into_bytes());
        }
    }
}
