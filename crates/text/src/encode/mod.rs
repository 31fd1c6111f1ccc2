//! Encodings of what is handed over: text in, bytes out.

pub(crate) mod cp932;

/// How text is written as bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum OutputEncoding {
    /// UTF-8 as it is.
    Utf8,
    /// UTF-8 with a byte order mark before it, for programs that would guess wrongly.
    Utf8Bom,
    /// UTF-16, little endian, with a byte order mark before it.
    Utf16Le,
    /// Windows-31J, as Microsoft and glibc write it.
    ///
    /// Of the 396 characters that have several codes, the one in JIS X 0208's rows is written; else NEC's row 13; else
    /// IBM's extensions; NEC's selection of those never. U+E000–E757 go to the user-defined cells F040–F9FC.
    /// A character is written only if reading gives it back: U+2212 − and U+301C 〜 are refused, never changed.
    Cp932,
}

/// A character that an encoding does not have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unencodable {
    /// Where in the text it stands, in bytes of UTF-8.
    pub offset: usize,
    /// The character.
    pub character: char,
}

impl OutputEncoding {
    /// Every encoding, in the order in which lists show them.
    pub const ALL: &[OutputEncoding] =
        &[OutputEncoding::Utf8, OutputEncoding::Utf8Bom, OutputEncoding::Utf16Le, OutputEncoding::Cp932];

    /// The name by which a project calls it.
    pub fn name(self) -> &'static str {
        match self {
            OutputEncoding::Utf8 => "utf-8",
            OutputEncoding::Utf8Bom => "utf-8-bom",
            OutputEncoding::Utf16Le => "utf-16",
            OutputEncoding::Cp932 => "cp932",
        }
    }

    /// The encoding of this name, in any case of letters.
    pub fn from_name(name: &str) -> Option<OutputEncoding> {
        OutputEncoding::ALL.iter().copied().find(|encoding| name.eq_ignore_ascii_case(encoding.name()))
    }

    /// The byte order mark that a file begins with; empty where none is wanted.
    pub fn bom(self) -> &'static [u8] {
        match self {
            OutputEncoding::Utf8 | OutputEncoding::Cp932 => b"",
            OutputEncoding::Utf8Bom => b"\xEF\xBB\xBF",
            OutputEncoding::Utf16Le => b"\xFF\xFE",
        }
    }

    /// Appends `text` to `out`, without a byte order mark.
    ///
    /// # Errors
    ///
    /// The first character that the encoding does not have. `out` then holds what came before it: the caller truncates.
    #[inline]
    pub fn encode_into(self, text: &str, out: &mut Vec<u8>) -> Result<(), Unencodable> {
        match self {
            OutputEncoding::Utf8 | OutputEncoding::Utf8Bom => out.extend_from_slice(text.as_bytes()),
            OutputEncoding::Utf16Le => {
                out.reserve(text.len());
                for unit in text.encode_utf16() {
                    out.extend_from_slice(&unit.to_le_bytes());
                }
            }
            OutputEncoding::Cp932 => return cp932::encode_into(text, out),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_leads_back_to_its_encoding() {
        for &encoding in OutputEncoding::ALL {
            assert_eq!(OutputEncoding::from_name(encoding.name()), Some(encoding));
        }
        assert_eq!(OutputEncoding::from_name("shift_jis"), None);
    }

    #[test]
    fn a_byte_order_mark_is_u_feff_in_its_encoding() {
        for encoding in [OutputEncoding::Utf8Bom, OutputEncoding::Utf16Le] {
            let mut bytes = Vec::new();
            assert_eq!(encoding.encode_into("\u{FEFF}", &mut bytes), Ok(()));
            assert_eq!(bytes, encoding.bom());
        }
    }

    proptest! {
        #[test]
        fn utf_8_and_utf_16_write_any_text(text: String) {
            for encoding in [OutputEncoding::Utf8, OutputEncoding::Utf8Bom] {
                let mut bytes = Vec::new();
                prop_assert_eq!(encoding.encode_into(&text, &mut bytes), Ok(()));
                prop_assert_eq!(&bytes, text.as_bytes());
            }
            let mut bytes = Vec::new();
            prop_assert_eq!(OutputEncoding::Utf16Le.encode_into(&text, &mut bytes), Ok(()));
            let units: Vec<u16> = bytes.chunks(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]])).collect();
            prop_assert_eq!(String::from_utf16(&units).ok(), Some(text));
        }
    }
}
