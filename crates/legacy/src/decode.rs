//! What a field says.

use crate::numbers::{self, Held};
use crate::{Field, FieldKind, Format, SourceDefinition};
use utsushi_text::{Charset, DecodeProblem};

/// Why a field says nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FieldProblem {
    /// Its bytes are no characters of the charset. Offsets count from the field's first byte, after doubled quotes
    /// were made single.
    Bytes(DecodeProblem),
    /// It should hold a number, and holds something else (`NUM002`).
    Number,
}

impl From<DecodeProblem> for FieldProblem {
    fn from(problem: DecodeProblem) -> Self {
        FieldProblem::Bytes(problem)
    }
}

impl SourceDefinition {
    /// Appends what field `field` of the definition says to `out`, where `value` is what
    /// [`Records::field`](crate::Records::field) gave for it.
    ///
    /// Quotes are single. In records of fixed width, text is without the padding at its end, and numbers are decimal
    /// text without leading zeros (`-12.30`). A field that its record does not have says nothing.
    ///
    /// # Errors
    ///
    /// Why it says nothing. `out` may then hold what of it is text: the caller truncates.
    #[inline]
    pub fn decode(&self, field: usize, value: &Field<'_>, out: &mut String) -> Result<(), FieldProblem> {
        match &self.format {
            Format::Csv(_) if value.doubled_quotes => doubled(self.charset, value, out),
            Format::Csv(_) => {
                self.charset.decode_into(value.bytes, out)?;
                Ok(())
            }
            Format::Fixed(layout) => {
                let Some(definition) = self.fields.get(field).filter(|_| !value.bytes.is_empty()) else {
                    return Ok(());
                };
                let start = out.len();
                let held = if definition.kind == FieldKind::Text {
                    match layout.padding.strip(self.charset, value.bytes) {
                        [] => Held::Blank,
                        text => {
                            self.charset.decode_into(text, out)?;
                            let zero = definition.zero_is_blank && text.iter().all(|byte| *byte == b'0');
                            if zero { Held::Zero } else { Held::Number }
                        }
                    }
                } else {
                    numbers::read(definition.kind, value.bytes, self.charset, definition.decimals, out)?
                };
                match held {
                    Held::Blank if definition.blank_is_zero => {
                        numbers::write_zero(usize::from(definition.decimals), out);
                    }
                    Held::Zero if definition.zero_is_blank => out.truncate(start),
                    _ => {}
                }
                Ok(())
            }
        }
    }
}

impl SourceDefinition {
    /// Whether a field says nothing but spaces: what decoding and trimming would find out, mostly without doing it.
    ///
    /// # Errors
    ///
    /// As [`SourceDefinition::decode`].
    #[inline]
    pub fn is_blank(
        &self,
        field: usize,
        value: &Field<'_>,
        scratch: &mut String,
    ) -> Result<bool, FieldProblem> {
        if let Some(bytes) = self.as_text(field, value)
            && self.charset.is_text(bytes, scratch)
        {
            return Ok(self.charset.is_blank(bytes));
        }
        scratch.clear();
        self.decode(field, value, scratch)?;
        Ok(utsushi_text::trim(scratch).is_empty())
    }

    /// Whether a field's bytes are characters; a number that is none is something else.
    #[inline]
    pub fn is_text(&self, field: usize, value: &Field<'_>, scratch: &mut String) -> bool {
        if value.bytes.is_ascii() && self.charset.is_cut_on_bytes() {
            return true;
        }
        if let Some(bytes) = self.as_text(field, value) {
            return self.charset.is_text(bytes, scratch);
        }
        scratch.clear();
        !matches!(self.decode(field, value, scratch), Err(FieldProblem::Bytes(_)))
    }
}

impl SourceDefinition {
    /// The bytes that decoding a field would read one after the other, where it does nothing else.
    #[inline]
    fn as_text<'a>(&self, field: usize, value: &Field<'a>) -> Option<&'a [u8]> {
        match &self.format {
            Format::Csv(_) => (!value.doubled_quotes).then_some(value.bytes),
            Format::Fixed(layout) => {
                let definition = self.fields.get(field)?;
                let plain = definition.kind == FieldKind::Text
                    && !definition.zero_is_blank
                    && !definition.blank_is_zero;
                plain.then(|| layout.padding.strip(self.charset, value.bytes))
            }
        }
    }
}

#[cold]
fn doubled(charset: Charset, value: &Field<'_>, out: &mut String) -> Result<(), FieldProblem> {
    let mut bytes = Vec::with_capacity(value.bytes.len());
    value.undouble_into(&mut bytes);
    charset.decode_into(&bytes, out)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::path::Path;

    fn sources() -> Vec<SourceDefinition> {
        let read = |text: &str| SourceDefinition::from_toml(Path::new("s.toml"), text).unwrap();
        let mut all = Vec::new();
        for charset in ["cp932", "euc-jp", "utf-8"] {
            all.push(read(&format!("format = 'csv'\ncharset = '{charset}'\nfields = ['a']\n")));
            let field = "[[field]]\nname = 'a'\nat = 1\nbytes = 12\n";
            all.push(read(&format!("format = 'fixed'\ncharset = '{charset}'\nrecord_length = 12\n{field}")));
        }
        all
    }

    proptest! {
        #[test]
        fn a_look_at_the_bytes_finds_what_decoding_finds(
            bytes in prop::collection::vec(prop::sample::select(b" a0\x81\x40\x8A\xA1\xE3\x80\xBF".to_vec()), 0..13),
        ) {
            for source in sources() {
                let value = Field { bytes: &bytes, doubled_quotes: false };
                let (mut text, mut scratch) = (String::new(), String::new());
                let decoded = source.decode(0, &value, &mut text);
                let blank = decoded.map(|()| utsushi_text::trim(&text).is_empty());
                prop_assert_eq!(source.is_blank(0, &value, &mut scratch), blank);
                prop_assert_eq!(source.is_text(0, &value, &mut scratch), blank.is_ok());
            }
        }
    }
}
