//! Finding the records of a chunk.

use super::{NO_TYPE, RecordSpan, Records, Slot, Trailer};
use crate::fixed::{FixedFramer, FixedFraming};
use crate::framer::{Framer, Piece, PieceKind, State};
use crate::framing::Framing;
use crate::record_types::{RecordTypes, Role, Spot};
use crate::walk::Walker;
use crate::{Broken, BrokenKind, Chunk, Field, Format, Header, LineEnds, QuoteRule, SourceDefinition};
use std::borrow::Cow;

/// What a piece turned out to be.
enum Verdict {
    Record { broken: Option<BrokenKind>, record_type: u32 },
    Framing,
}

impl Records {
    /// Finds the records of `chunk` and their fields. `definition` must be the one with which the chunk was cut, and
    /// `header` that of its file.
    pub fn parse(&mut self, definition: &SourceDefinition, header: &Header, chunk: &Chunk) {
        self.clear();
        match &definition.format {
            Format::Csv(dialect) => {
                for members in definition.groups.iter().flat_map(|group| &group.members) {
                    let start = self.occurrences.len() as u32;
                    self.occurrences.extend(members);
                    self.members.push(start..self.occurrences.len() as u32);
                }
                let typed = definition.record_types.at.is_some().then_some(definition);
                self.parse_csv(&Framing::of(definition, dialect), typed, header, chunk);
            }
            Format::Fixed(layout) => {
                self.parse_fixed(&FixedFraming::of(definition, layout), definition, chunk);
            }
        }
    }

    /// `typed` is the definition where there are record types.
    pub(crate) fn parse_csv(
        &mut self,
        framing: &Framing,
        typed: Option<&SourceDefinition>,
        header: &Header,
        chunk: &Chunk,
    ) {
        self.fields = framing.fields;
        self.quoted = framing.quote != QuoteRule::Never;
        if let Some(order) = &header.order {
            self.columns.resize(framing.fields, 0);
            for (column, field) in order.iter().enumerate() {
                if let Some(slot) = self.columns.get_mut(*field) {
                    *slot = column as u32;
                }
            }
        }
        let data = content(chunk);
        let mut index = std::mem::take(&mut self.index);
        index.build(framing, data);
        let mut framer = Framer::new(Walker::new(framing, data, &index), chunk.state, &chunk.decided);
        while let Some(piece) = framer.next(&mut self.ends) {
            let verdict = match (piece.kind, typed) {
                (PieceKind::Blank, _) => {
                    self.blank_lines += 1;
                    Verdict::Framing
                }
                (PieceKind::Row, None) => Verdict::Record { broken: None, record_type: NO_TYPE },
                (PieceKind::Broken(kind), None) => broken(kind),
                (kind, Some(definition)) => self.line_of_a_type(framing, definition, &piece, kind, data),
            };
            if let Verdict::Record { broken: Some(_), .. } = verdict {
                // Ends at which every field is empty.
                let row = self.spans.len() * (framing.fields + 1);
                self.ends.truncate(row);
                self.ends.extend(0..=framing.fields as u32);
            }
            self.take(&piece, data, verdict, typed.is_some());
        }
        self.index = index;
        self.framing_bytes += (chunk.data.len() - data.len()) as u64;
    }

    pub(crate) fn parse_fixed(
        &mut self,
        framing: &FixedFraming,
        definition: &SourceDefinition,
        chunk: &Chunk,
    ) {
        let slots = definition.fields.iter().enumerate().map(|(nth, field)| {
            let place = field.place.unwrap_or_default();
            Slot {
                at: place.at as u32,
                bytes: place.bytes as u32,
                stride: place.stride as u32,
                times: definition.times(nth) as u32,
                record_type: field.record_type.map_or(NO_TYPE, |nth| nth as u32),
            }
        });
        self.slots.extend(slots);
        let data = content(chunk);
        let types = &definition.record_types;
        for piece in FixedFramer::new(framing, data, chunk.last, chunk.state) {
            let verdict = match (piece.kind, types.at) {
                (PieceKind::Blank, _) => {
                    self.blank_lines += 1;
                    Verdict::Framing
                }
                (PieceKind::Broken(kind), _) => broken(kind),
                (PieceKind::Row, Some(Spot::Bytes { at, bytes })) => {
                    let record = &data[piece.start..piece.end];
                    let value = stretch(record, at, bytes);
                    let count = match types.count {
                        Some((Spot::Bytes { at, bytes }, _)) => Some(stretch(record, at, bytes)),
                        _ => None,
                    };
                    let count = || count.and_then(|count| types.declared(count, definition.charset));
                    self.of_type(types, value, &piece, count)
                }
                (PieceKind::Row, _) => Verdict::Record { broken: None, record_type: NO_TYPE },
            };
            self.take(&piece, data, verdict, types.at.is_some());
        }
        self.framing_bytes += (chunk.data.len() - data.len()) as u64;
    }

    /// A line of a CSV file with several record types. Headers, trailers and lines to be skipped may have any number of
    /// fields.
    fn line_of_a_type(
        &mut self,
        framing: &Framing,
        definition: &SourceDefinition,
        piece: &Piece,
        kind: PieceKind,
        data: &[u8],
    ) -> Verdict {
        let types = &definition.record_types;
        let mut line = Records::default();
        let whole = kind == PieceKind::Row;
        let chunk = match kind {
            PieceKind::Broken(kind) => {
                let BrokenKind::FieldCount { actual, .. } = kind else {
                    return broken(kind);
                };
                let chunk = Chunk {
                    offset: 0,
                    data: data[piece.start..piece.end].to_vec(),
                    last: true,
                    content: piece.end - piece.start,
                    state: State::Record,
                    decided: vec![],
                };
                let framing = Framing { fields: actual as usize, ..*framing };
                line.parse_csv(&framing, None, &Header::default(), &chunk);
                Some(chunk)
            }
            _ => None,
        };
        let value = |spot: Spot| {
            let Spot::Field(field) = spot else {
                return Field::default();
            };
            match (self.column_of(field), &chunk) {
                (Some(column), Some(chunk)) => line.cell(&chunk.data, 0, column),
                (Some(column), None) => self.cell(data, self.spans.len(), column),
                (None, _) => Field::default(),
            }
        };
        let single = |field: Field<'_>| {
            let mut bytes = Vec::new();
            field.undouble_into(&mut bytes);
            bytes
        };
        let type_field = value(types.at.unwrap_or(Spot::Field(0)));
        let type_value: Cow<'_, [u8]> = match type_field.doubled_quotes {
            true => single(type_field).into(),
            false => type_field.bytes.into(),
        };
        if let (PieceKind::Broken(kind), None | Some(Role::Data(_))) = (kind, types.role(&type_value)) {
            return broken(kind);
        }
        let count =
            types.count.and_then(|(spot, _)| types.declared(&single(value(spot)), definition.charset));
        let type_value = type_value.into_owned();
        let verdict = self.of_type(types, &type_value, piece, || count);
        if whole && matches!(verdict, Verdict::Framing) {
            self.ends.truncate(self.spans.len() * (framing.fields + 1));
        }
        verdict
    }

    /// What a record is whose type stands in it as `value`. `count` reads what a trailer declares.
    #[inline]
    fn of_type(
        &mut self,
        types: &RecordTypes,
        value: &[u8],
        piece: &Piece,
        count: impl FnOnce() -> Option<u64>,
    ) -> Verdict {
        match types.role(value) {
            Some(Role::Data(record_type)) => return Verdict::Record { broken: None, record_type },
            None => return broken(BrokenKind::unknown_type(value)),
            Some(Role::Header) => {}
            Some(Role::Skip) => self.skipped += 1,
            Some(Role::Trailer) => self.trailers.push(Trailer {
                declared: count(),
                records: self.spans.len() as u32,
                offset: piece.start as u32,
                line: self.lines,
            }),
        }
        Verdict::Framing
    }

    /// Accounts for a piece.
    #[inline]
    fn take(&mut self, piece: &Piece, data: &[u8], verdict: Verdict, typed: bool) {
        let bytes = (piece.end_with_line_end - piece.start) as u64;
        match verdict {
            Verdict::Framing => self.framing_bytes += bytes,
            Verdict::Record { broken, record_type } => {
                self.record_bytes += bytes;
                if typed {
                    self.types.push(record_type);
                }
                self.spans.push(RecordSpan {
                    start: piece.start as u32,
                    end: piece.end as u32,
                    end_with_line_end: piece.end_with_line_end as u32,
                    line: self.lines,
                    broken: broken.map(|kind| Broken { kind }),
                });
            }
        }
        self.lines += piece.lines;
        count_line_end(&mut self.line_ends, &data[piece.end..piece.end_with_line_end]);
    }
}

fn broken(kind: BrokenKind) -> Verdict {
    Verdict::Record { broken: Some(kind), record_type: NO_TYPE }
}

pub(crate) fn content(chunk: &Chunk) -> &[u8] {
    &chunk.data[..chunk.content.min(chunk.data.len())]
}

fn stretch(record: &[u8], at: usize, bytes: usize) -> &[u8] {
    record.get(at..at + bytes).unwrap_or_default()
}

#[inline]
fn count_line_end(counts: &mut LineEnds, line_end: &[u8]) {
    match line_end {
        [b'\r', b'\n'] => counts.crlf += 1,
        [b'\n'] => counts.lf += 1,
        [b'\r'] => counts.cr += 1,
        _ => {}
    }
}
