//! What kind of byte stands where.

use crate::view::Coding;
use utsushi_text::Charset;

/// A byte by its part in a character.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Class {
    /// Space or NUL.
    Blank,
    /// Either byte of a full-width space.
    WideBlank,
    Digit,
    Letter,
    /// Any other ASCII sign.
    Sign,
    HalfKana,
    /// The first byte of a character of several.
    Lead,
    /// Another byte of it.
    Trail,
    /// A control character.
    Control,
    /// Anything else.
    Other,
}

pub(crate) const CLASSES: usize = 10;

/// The classes of `bytes`, read from their beginning.
pub(crate) fn classes_into(bytes: &[u8], coding: Coding, out: &mut Vec<Class>) {
    out.clear();
    while let Some(&byte) = bytes.get(out.len()) {
        let rest = &bytes[out.len()..];
        match (coding, rest) {
            (Coding::Ebcdic, _) => out.push(match byte {
                0x40 | 0 => Class::Blank,
                0xF0..=0xF9 => Class::Digit,
                0xC1..=0xC9 | 0xD1..=0xD9 | 0xE2..=0xE9 => Class::Letter,
                0x01..0x40 => Class::Control,
                _ => Class::Other,
            }),
            (_, [0..=0x7F, ..]) => out.push(ascii(byte)),
            (Coding::Cp932, [0x81, 0x40, ..]) => out.extend([Class::WideBlank; 2]),
            (Coding::Cp932, [lead, 0x40..=0x7E | 0x80..=0xFC, ..]) if Charset::Cp932.is_lead_byte(*lead) => {
                out.extend([Class::Lead, Class::Trail]);
            }
            (Coding::Cp932, [0xA1..=0xDF, ..]) => out.push(Class::HalfKana),
            (Coding::Utf8, [0xE3, 0x80, 0x80, ..]) => out.extend([Class::WideBlank; 3]),
            (Coding::Utf8, [0xC0..=0xFF, ..]) => out.push(Class::Lead),
            (Coding::Utf8, _) => out.push(Class::Trail),
            _ => out.push(Class::Other),
        }
    }
}

fn ascii(byte: u8) -> Class {
    match byte {
        b' ' | 0 => Class::Blank,
        b'0'..=b'9' => Class::Digit,
        b'A'..=b'Z' | b'a'..=b'z' => Class::Letter,
        0x01..0x20 | 0x7F => Class::Control,
        _ => Class::Sign,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_has_one_class() {
        let mut out = Vec::new();
        classes_into(b"A1 \xB6\x8A\xBF\x81\x40\x8A1-\0", Coding::Cp932, &mut out);
        use Class::*;
        let lone = Other;
        assert_eq!(
            out,
            [Letter, Digit, Blank, HalfKana, Lead, Trail, WideBlank, WideBlank, lone, Digit, Sign, Blank]
        );
        for byte in 0..=0xFF {
            for coding in [Coding::Cp932, Coding::Utf8, Coding::Ebcdic, Coding::Bytes] {
                classes_into(&[byte], coding, &mut out);
                assert_eq!(out.len(), 1, "{byte:02X}");
            }
        }
    }
}
