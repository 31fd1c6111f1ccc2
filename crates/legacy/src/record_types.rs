//! Files with records of several types, told apart by what one of their fields holds.

use crate::FieldKind;
use crate::numbers;
use utsushi_text::Charset;

/// Which value of the field means what. The default is a file whose records are all of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) struct RecordTypes {
    /// Names of types that hold data, each once.
    pub names: Vec<String>,
    /// Where the value stands; `None` where all records are of one kind.
    pub at: Option<Spot>,
    /// Values in the file's bytes, without blanks at their end, each once.
    pub values: Vec<(Vec<u8>, Role)>,
    /// Where a trailer says how many records there are.
    pub count: Option<(Spot, FieldKind)>,
}

/// A stretch of a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Spot {
    /// Bytes of a record of fixed width.
    Bytes { at: usize, bytes: usize },
    /// A field of the definition.
    Field(usize),
}

/// What records of a type are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Role {
    Header,
    Trailer,
    Skip,
    /// Data, of the type with this index.
    Data(u32),
}

impl RecordTypes {
    /// What a record is whose field holds `value`, if the definition knows it. Blanks at the end do not count.
    #[inline]
    pub fn role(&self, value: &[u8]) -> Option<Role> {
        let value = without_blanks(value);
        self.values.iter().find(|(known, _)| known == value).map(|(_, role)| *role)
    }

    pub fn has_trailer(&self) -> bool {
        self.values.iter().any(|(_, role)| *role == Role::Trailer)
    }

    /// The number that a trailer declares, where `value` is one.
    pub fn declared(&self, value: &[u8], charset: Charset) -> Option<u64> {
        let (_, kind) = self.count?;
        let mut text = String::new();
        numbers::read(kind, value, charset, 0, &mut text).ok()?;
        text.parse().ok()
    }
}

pub(crate) fn without_blanks(value: &[u8]) -> &[u8] {
    let end = value.iter().rposition(|byte| *byte != b' ').map_or(0, |at| at + 1);
    &value[..end]
}
