//! UTF-8 in: checked, copied, looked through.

use super::{DecodeProblem, DecodeProblemKind, Seen};

pub(super) fn decode_into(bytes: &[u8], out: &mut String) -> Result<Seen, DecodeProblem> {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => {
            out.push_str(text);
            return Ok(Seen::of(text));
        }
        Err(error) => error,
    };
    let (valid, rest) = bytes.split_at(error.valid_up_to());
    out.push_str(std::str::from_utf8(valid).unwrap_or_default());
    Err(match error.error_len() {
        Some(len) => DecodeProblem { offset: valid.len(), len, kind: DecodeProblemKind::Undefined },
        None => DecodeProblem { offset: valid.len(), len: rest.len(), kind: DecodeProblemKind::LoneLead },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decode(bytes: &[u8]) -> (String, Result<Seen, DecodeProblem>) {
        let mut out = String::from("前");
        let result = decode_into(bytes, &mut out);
        (out, result)
    }

    fn problem(offset: usize, len: usize, kind: DecodeProblemKind) -> Result<Seen, DecodeProblem> {
        Err(DecodeProblem { offset, len, kind })
    }

    #[test]
    fn text_is_appended_unchanged() {
        assert_eq!(decode("髙橋\u{E0100}".as_bytes()), ("前髙橋\u{E0100}".to_owned(), Ok(Seen::NON_ASCII)));
    }

    #[test]
    fn bytes_that_are_no_character_are_told_with_their_place_and_number() {
        use DecodeProblemKind::Undefined;
        assert_eq!(decode(b"ab\xFFcd"), ("前ab".to_owned(), problem(2, 1, Undefined)));
        assert_eq!(decode(b"\xE6\x82,"), ("前".to_owned(), problem(0, 2, Undefined)));
        // A surrogate half and an overlong slash are not UTF-8.
        assert_eq!(decode(b"\xED\xA0\x80"), ("前".to_owned(), problem(0, 1, Undefined)));
        assert_eq!(decode(b"\xC0\xAF"), ("前".to_owned(), problem(0, 1, Undefined)));
    }

    #[test]
    fn a_character_cut_at_the_end_is_a_lone_lead() {
        assert_eq!(decode(b"a\xE6\xBC"), ("前a".to_owned(), problem(1, 2, DecodeProblemKind::LoneLead)));
        assert_eq!(decode(b"\xF0"), ("前".to_owned(), problem(0, 1, DecodeProblemKind::LoneLead)));
    }

    proptest! {
        #[test]
        fn any_bytes_are_text_up_to_the_problem(bytes: Vec<u8>) {
            let (out, result) = decode(&bytes);
            let valid = result.map_or_else(|problem| problem.offset, |_| bytes.len());
            prop_assert_eq!(out.as_bytes(), ["前".as_bytes(), &bytes[..valid]].concat());
            if let Err(problem) = result {
                prop_assert!(problem.len > 0 && problem.offset + problem.len <= bytes.len());
            }
        }
    }
}
