//! One record of a chunk, and the text of its fields.

use utsushi_legacy::{Chunk, Field, FieldProblem, Records, SourceDefinition};

/// One record of the chunk that is being mapped.
#[derive(Clone, Copy)]
pub(crate) struct Record<'a> {
    pub source: &'a SourceDefinition,
    pub chunk: &'a Chunk,
    pub records: &'a Records,
    pub number: usize,
    /// Which row of the repeating group, from 0, and the group.
    pub occurrence: Option<(usize, usize)>,
}

impl<'a> Record<'a> {
    #[inline]
    pub fn field(&self, field: usize) -> Field<'a> {
        match self.occurrence {
            Some((group, occurrence)) if self.source.fields[field].group == Some(group) => {
                self.records.field_in(self.chunk, self.number, field, occurrence)
            }
            _ => self.records.field(self.chunk, self.number, field),
        }
    }

    /// Appends a field's text.
    #[inline]
    pub fn decode(&self, field: usize, out: &mut String) -> Result<(), FieldProblem> {
        self.source.decode(field, &self.field(field), out)
    }
}
