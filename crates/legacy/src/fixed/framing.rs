//! Bytes into records of a fixed length, with nothing left between them.

use crate::framer::{Piece, PieceKind, State};
use crate::framing::{CTRL_Z, LINE_MAX, TRAILER_MAX, trailing_run};
use crate::numbers::is_packed;
use crate::{BrokenKind, FieldKind, FixedLayout, LineEnd, SourceDefinition};
use std::ops::Range;

/// The few facts of a definition that cutting needs, and the limits it keeps.
#[derive(Clone, Debug)]
pub(crate) struct FixedFraming {
    pub length: usize,
    pub line_end: Option<LineEnd>,
    /// Where packed numbers stand in a record, of which the last byte may look like a line end.
    pub packed: Vec<Range<usize>>,
    /// Longest line that stays one reject.
    pub line_max: usize,
    pub trailer_max: usize,
}

impl FixedFraming {
    pub fn of(definition: &SourceDefinition, layout: &FixedLayout) -> FixedFraming {
        let packed =
            definition.fields.iter().enumerate().filter(|(_, field)| field.kind == FieldKind::Packed);
        FixedFraming {
            length: layout.record_length,
            line_end: layout.line_end,
            packed: packed
                .flat_map(|(nth, field)| {
                    let place = field.place.unwrap_or_default();
                    (0..definition.times(nth)).map(move |time| {
                        let start = place.at + time * place.stride;
                        start..start + place.bytes
                    })
                })
                .collect(),
            line_max: LINE_MAX,
            trailer_max: TRAILER_MAX,
        }
    }

    /// Where the trailer of a file that ends with `data` begins, looked for in the last `trailer_max` bytes. `begins`:
    /// `data` begins where a record does.
    ///
    /// It is the first ^Z after which nothing stands but ^Z and line ends; where records have no line ends only from
    /// a record's border on, and then line ends that are no record may be all of it; where there are packed digits, which
    /// end in 1A for +1, only at the beginning of a line or where no line end follows.
    pub fn trailer_start(&self, data: &[u8], begins: bool) -> usize {
        let run = trailing_run(data, self.trailer_max);
        let len = data.len();
        if self.line_end.is_none() {
            let borders = (run.next_multiple_of(self.length)..len).step_by(self.length);
            return { borders }.find(|at| data[*at] == CTRL_Z || len - at < self.length).unwrap_or(len);
        }
        let last_line = if self.packed.is_empty() {
            run
        } else {
            data.iter().rposition(|byte| matches!(byte, b'\r' | b'\n')).map_or(0, |at| at + 1)
        };
        let begins_line = |at: usize| match at.checked_sub(1) {
            Some(before) => matches!(data[before], b'\r' | b'\n'),
            None => begins,
        };
        let starts = |at: &usize| data[*at] == CTRL_Z && (*at >= last_line || begins_line(*at));
        (run..len).find(|at| starts(at)).unwrap_or(len)
    }

    /// Where the record that begins at `start` ends, and the length of its line end. `whole`: the file ends with `data`.
    fn record_end(&self, line_end: LineEnd, data: &[u8], start: usize, whole: bool) -> (usize, usize) {
        if !self.packed.is_empty() {
            let end = start + self.length;
            let after = data.get(end..).map_or(0, |after| line_end.len_at(after, 0));
            if (after > 0 || (whole && end == data.len())) && self.all_packed(line_end, data, start) {
                return (end, after);
            }
        }
        line_from(line_end, data, start)
    }

    /// Whether all that looks like a line end in the record of the right length is the end of a packed number: the
    /// last digit 0 and a sign, as every other byte of it holds two digits.
    fn all_packed(&self, line_end: LineEnd, data: &[u8], start: usize) -> bool {
        let record = &data[start..start + self.length];
        let (first, second) = line_end.first_bytes();
        let mut found = memchr::memchr2_iter(first, second, record).map(|at| at + 1);
        found.all(|end| {
            line_end.len_at(data, start + end - 1) == 0
                || self.packed.iter().any(|number| number.end == end && is_packed(&record[number.clone()]))
        })
    }
}

/// Where the line ends on which `start` is, and the length of its end.
fn line_from(line_end: LineEnd, data: &[u8], start: usize) -> (usize, usize) {
    line_end.first_from(data, start).unwrap_or((data.len(), 0))
}

/// Cuts one record after the other.
pub(crate) struct FixedFramer<'a> {
    framing: &'a FixedFraming,
    data: &'a [u8],
    /// Whether the file ends with `data`.
    whole: bool,
    at: usize,
    state: State,
}

impl<'a> FixedFramer<'a> {
    pub fn new(framing: &'a FixedFraming, data: &'a [u8], whole: bool, state: State) -> Self {
        FixedFramer { framing, data, whole, at: 0, state }
    }

    fn line(&mut self, line_end: LineEnd) -> Piece {
        let FixedFraming { length, line_max, .. } = *self.framing;
        let start = self.at;
        let (inside, before) = match self.state {
            State::Record => (false, 0),
            State::Inside { before, .. } => (true, before),
        };
        let (end, after) = match inside {
            true => line_from(line_end, self.data, start),
            false => self.framing.record_end(line_end, self.data, start, self.whole),
        };
        let too_long = |bytes: u64| {
            let limit = line_max as u64;
            BrokenKind::TooLong { limit, actual: bytes.max(limit + 1) }
        };
        if end - start > line_max {
            let kind = too_long(before + line_max as u64);
            self.state = State::Inside { kind, before: before + line_max as u64 };
            return piece(start, start + line_max, 0, PieceKind::Broken(kind));
        }
        self.state = State::Record;
        let kind = if inside {
            PieceKind::Broken(too_long(before + (end + after - start) as u64))
        } else if end == start {
            PieceKind::Blank
        } else {
            self.kind(end - start, length)
        };
        piece(start, end, after, kind)
    }

    fn kind(&self, actual: usize, length: usize) -> PieceKind {
        match actual == length {
            true => PieceKind::Row,
            false => {
                PieceKind::Broken(BrokenKind::WrongLength { expected: length as u32, actual: actual as u32 })
            }
        }
    }
}

fn piece(start: usize, end: usize, after: usize, kind: PieceKind) -> Piece {
    Piece { start, end, end_with_line_end: end + after, lines: u32::from(after > 0), kind }
}

impl Iterator for FixedFramer<'_> {
    type Item = Piece;

    #[inline]
    fn next(&mut self) -> Option<Piece> {
        let rest = self.data.len().checked_sub(self.at).filter(|rest| *rest > 0)?;
        let piece = match self.framing.line_end {
            Some(line_end) => self.line(line_end),
            None => {
                let bytes = rest.min(self.framing.length);
                // Where there are no lines, every record is one.
                Piece {
                    lines: 1,
                    ..piece(self.at, self.at + bytes, 0, self.kind(bytes, self.framing.length))
                }
            }
        };
        self.at = piece.end_with_line_end;
        Some(piece)
    }
}
