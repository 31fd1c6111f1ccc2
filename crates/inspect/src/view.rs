//! The parts of a file as this crate looks at them: bytes, and how they stand for characters.

use crate::{CharsetName, Sample};
use std::borrow::Cow;
use utsushi_text::Charset;

/// How the bytes of a [`View`] stand for characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Coding {
    /// cp932, or ASCII.
    Cp932,
    /// UTF-8, perhaps made from another charset.
    Utf8,
    /// Some EBCDIC: spaces, digits and letters are known, nothing else.
    Ebcdic,
    /// Characters are not known.
    Bytes,
}

impl Coding {
    /// Whether the byte at a delimiter's place may be the second of a character.
    pub(crate) fn is_lead_byte(self, byte: u8) -> bool {
        self == Coding::Cp932 && Charset::Cp932.is_lead_byte(byte)
    }

    /// The text of a field, spaces and all, and whether every byte of it was a character. What is none is left out.
    pub(crate) fn decode(self, bytes: &[u8], out: &mut String) -> bool {
        out.clear();
        let charset = match self {
            Coding::Cp932 => Charset::Cp932,
            Coding::Utf8 => Charset::Utf8,
            Coding::Ebcdic => {
                out.extend(bytes.iter().map(|byte| ebcdic(*byte)));
                return true;
            }
            Coding::Bytes => {
                out.extend(bytes.iter().map(|byte| if byte.is_ascii() { *byte as char } else { '\u{FFFD}' }));
                return bytes.is_ascii();
            }
        };
        let mut rest = bytes;
        let mut good = true;
        while let Err(problem) = charset.decode_into(rest, out) {
            good = false;
            rest = &rest[problem.offset + problem.len.max(1)..];
        }
        good
    }
}

/// The characters that every EBCDIC has at the same places.
fn ebcdic(byte: u8) -> char {
    let letter = |first: u8, at: u8| char::from(first + (byte - at));
    match byte {
        0x40 => ' ',
        0xF0..=0xF9 => letter(b'0', 0xF0),
        0xC1..=0xC9 => letter(b'A', 0xC1),
        0xD1..=0xD9 => letter(b'J', 0xD1),
        0xE2..=0xE9 => letter(b'S', 0xE2),
        _ => '\u{FFFD}',
    }
}

/// A piece of the file.
pub(crate) struct Part<'a> {
    /// Its bytes, without a byte order mark at the beginning of the file.
    pub(crate) bytes: Cow<'a, [u8]>,
    /// Bytes of the file before it, mark and all. Not known where the charset was changed.
    pub(crate) at: u64,
    /// Whether it ends where the file ends.
    pub(crate) last: bool,
}

pub(crate) struct View<'a> {
    pub(crate) coding: Coding,
    /// The beginning, and what there is of middle and end.
    pub(crate) parts: Vec<Part<'a>>,
}

impl<'a> View<'a> {
    pub(crate) fn of(sample: &'a Sample, charset: CharsetName) -> View<'a> {
        let coding = match charset {
            CharsetName::Ascii | CharsetName::Cp932 | CharsetName::ShiftJis | CharsetName::ShiftJisx0213 => {
                Coding::Cp932
            }
            CharsetName::Utf8
            | CharsetName::Utf16Le
            | CharsetName::Utf16Be
            | CharsetName::EucJp
            | CharsetName::EucJpMs => Coding::Utf8,
            CharsetName::Ebcdic => Coding::Ebcdic,
            CharsetName::Iso2022Jp | CharsetName::Unknown => Coding::Bytes,
        };
        let mark: &[u8] = match charset {
            CharsetName::Utf8 => b"\xEF\xBB\xBF",
            CharsetName::Utf16Le => b"\xFF\xFE",
            CharsetName::Utf16Be => b"\xFE\xFF",
            _ => b"",
        };
        let skipped = if sample.first.starts_with(mark) { mark.len() } else { 0 };
        let first = &sample.first[skipped..];
        let tail_at = sample.size.unwrap_or(0).saturating_sub(sample.tail.len() as u64);
        let raw = [
            (first, skipped as u64, sample.complete()),
            (&sample.middle[..], sample.middle_at, false),
            (&sample.tail[..], tail_at, true),
        ];
        let parts = raw
            .into_iter()
            .enumerate()
            .filter(|(nth, (bytes, ..))| *nth == 0 || !bytes.is_empty())
            .map(|(_, (bytes, at, last))| Part { bytes: to_utf8(bytes, at, charset), at, last })
            .collect();
        View { coding, parts }
    }

    pub(crate) fn first(&self) -> &[u8] {
        self.parts.first().map_or(b"", |part| &part.bytes)
    }
}

fn to_utf8(bytes: &[u8], at: u64, charset: CharsetName) -> Cow<'_, [u8]> {
    let encoding = match charset {
        CharsetName::Utf16Le => encoding_rs::UTF_16LE,
        CharsetName::Utf16Be => encoding_rs::UTF_16BE,
        CharsetName::EucJp | CharsetName::EucJpMs => encoding_rs::EUC_JP,
        _ => return Cow::Borrowed(bytes),
    };
    let odd = usize::from(!matches!(charset, CharsetName::EucJp | CharsetName::EucJpMs) && at % 2 == 1)
        .min(bytes.len());
    let (text, _) = encoding.decode_without_bom_handling(&bytes[odd..]);
    Cow::Owned(text.into_owned().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_character_is_left_out_and_told() {
        let mut out = String::new();
        assert!(!Coding::Cp932.decode(b"a\xFFb\x81", &mut out));
        assert_eq!(out, "ab");
        assert!(Coding::Utf8.decode("漢".as_bytes(), &mut out));
        assert_eq!(out, "漢");
    }

    #[test]
    fn other_charsets_become_utf8_without_their_mark() {
        let sample = Sample::whole(*b"\xFF\xFEa\0B\x30");
        let view = View::of(&sample, CharsetName::Utf16Le);
        assert_eq!((view.first(), view.parts[0].at), ("a\u{3042}".as_bytes(), 2));
    }
}
