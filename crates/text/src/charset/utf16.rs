//! UTF-16 in: two bytes a unit, in one order or the other.

use super::{DecodeProblem, DecodeProblemKind, Seen};

/// `unit` puts two bytes together. A byte order mark is a character like any other here: who opens the file takes it off.
pub(super) fn decode_into(
    bytes: &[u8],
    unit: fn([u8; 2]) -> u16,
    out: &mut String,
) -> Result<Seen, DecodeProblem> {
    out.reserve(bytes.len() * 3 / 2);
    let mut seen = Seen::default();
    let mut at = 0;
    let (units, rest) = bytes.as_chunks::<2>();
    for character in char::decode_utf16(units.iter().map(|bytes| unit(*bytes))) {
        match character {
            Ok(character) => {
                out.push(character);
                seen |= Seen::of_character(character);
                at += character.len_utf16() * 2;
            }
            Err(lone) => {
                let high = matches!(lone.unpaired_surrogate(), 0xD800..=0xDBFF);
                let at_end = at + 2 + rest.len() == bytes.len();
                let (len, kind) = match high && at_end {
                    true => (2 + rest.len(), DecodeProblemKind::LoneLead),
                    false => (2, DecodeProblemKind::Undefined),
                };
                return Err(DecodeProblem { offset: at, len, kind });
            }
        }
    }
    match rest {
        [] => Ok(seen),
        _ => Err(DecodeProblem { offset: at, len: 1, kind: DecodeProblemKind::LoneLead }),
    }
}

#[cfg(test)]
mod tests {
    use crate::{Charset, DecodeProblem, DecodeProblemKind};
    use proptest::prelude::*;

    fn bytes_of(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_be_bytes).collect()
    }

    #[test]
    fn half_a_unit_and_half_a_pair_are_told() {
        let problem = |bytes: &[u8]| Charset::Utf16Be.decode_into(bytes, &mut String::new()).unwrap_err();
        let (lone, undefined) = (DecodeProblemKind::LoneLead, DecodeProblemKind::Undefined);
        assert_eq!(problem(b"\0A\0"), DecodeProblem { offset: 2, len: 1, kind: lone });
        assert_eq!(problem(b"\0A\xD8\x42"), DecodeProblem { offset: 2, len: 2, kind: lone });
        assert_eq!(problem(b"\xD8\x42\0A"), DecodeProblem { offset: 0, len: 2, kind: undefined });
        assert_eq!(problem(b"\xDF\xB7\0A"), DecodeProblem { offset: 0, len: 2, kind: undefined });
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text: String) {
            let mut big = String::new();
            prop_assert!(Charset::Utf16Be.decode_into(&bytes_of(&text), &mut big).is_ok());
            prop_assert_eq!(&big, &text);
            let little: Vec<u8> = bytes_of(&text).chunks(2).flat_map(|unit| [unit[1], unit[0]]).collect();
            let mut read = String::new();
            prop_assert!(Charset::Utf16Le.decode_into(&little, &mut read).is_ok());
            prop_assert_eq!(read, text);
        }
    }
}
