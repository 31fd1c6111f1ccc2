//! Bytes into pieces: records, blank lines, and what cannot be cut, with nothing left between them.
//!
//! What is made of a place in the file depends on the bytes around it and never on where a chunk begins or ends. Where
//! the beginning of a chunk does not tell, it comes with a [`State`]; where its end does not, because the decision took
//! bytes that lie beyond, with the pieces that were decided.

use crate::BrokenKind;
use crate::walk::{Cursor, Outcome, Walker};

/// What is known at the beginning of a chunk.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum State {
    /// A record begins here.
    #[default]
    Record,
    /// Something that was too much for one reject goes on here.
    Inside {
        kind: BrokenKind,
        /// Bytes of it so far.
        before: u64,
    },
}

/// A stretch of bytes that belongs together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Piece {
    pub start: usize,
    /// Without the line end.
    pub end: usize,
    pub end_with_line_end: usize,
    /// Line ends that begin in it.
    pub lines: u32,
    pub kind: PieceKind,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum PieceKind {
    Row,
    Blank,
    Broken(BrokenKind),
}

impl Piece {
    /// Whether its end was looked for beyond the record's own.
    pub fn skipped(&self) -> bool {
        use BrokenKind::*;
        matches!(self.kind, PieceKind::Broken(UnclosedQuote | MisplacedQuote { .. } | TooLong { .. }))
    }
}

/// Cuts one piece after the other.
pub(crate) struct Framer<'a> {
    walker: Walker<'a>,
    cursor: Cursor,
    state: State,
    /// Pieces that are known beforehand, in order.
    decided: &'a [Piece],
}

impl<'a> Framer<'a> {
    pub fn new(walker: Walker<'a>, state: State, decided: &'a [Piece]) -> Self {
        Framer { walker, cursor: walker.start(), state, decided }
    }

    /// Where the next piece begins, and what is known there.
    pub fn position(&self) -> (usize, State) {
        (self.cursor.at, self.state)
    }

    /// The next piece, or `None` at the end of the data. For [`PieceKind::Row`] a row of ends is appended to `rows`.
    #[inline]
    pub fn next(&mut self, rows: &mut Vec<u32>) -> Option<Piece> {
        let start = self.cursor;
        if start.at >= self.walker.data.len() {
            return None;
        }
        if let [piece, decided @ ..] = self.decided
            && piece.start == start.at
        {
            self.decided = decided;
            self.cursor = self.walker.seek(start, piece.end_with_line_end);
            self.state = State::Record;
            return Some(*piece);
        }
        if let State::Inside { kind, before } = self.state {
            return Some(self.skip(kind, before));
        }
        let multiline = self.walker.framing.multiline;
        let (outcome, end) = self.walker.record(start, multiline, rows);
        let kind = match outcome {
            Outcome::Row => PieceKind::Row,
            Outcome::Blank => PieceKind::Blank,
            Outcome::Count(actual) => PieceKind::Broken(BrokenKind::FieldCount {
                expected: self.walker.framing.fields as u32,
                actual,
            }),
            Outcome::TooLong => return Some(self.skip(self.too_long(0), 0)),
            Outcome::Unclosed if multiline => return Some(self.skip(BrokenKind::UnclosedQuote, 0)),
            Outcome::Unclosed => PieceKind::Broken(BrokenKind::UnclosedQuote),
            Outcome::Misplaced(at) if multiline => {
                return Some(self.skip(BrokenKind::MisplacedQuote { at }, 0));
            }
            Outcome::Misplaced(at) => PieceKind::Broken(BrokenKind::MisplacedQuote { at }),
        };
        Some(self.piece_to(end, kind))
    }

    /// A piece from the cursor over the line end at `end`.
    #[inline]
    fn piece_to(&mut self, end: Cursor, kind: PieceKind) -> Piece {
        let start = self.cursor;
        let (after, line_end) = self.walker.step_over_line_end(end);
        self.cursor = after;
        self.state = State::Record;
        let lines = if self.walker.framing.multiline {
            self.walker.count_line_ends(start, after)
        } else {
            u32::from(line_end > 0)
        };
        Piece { start: start.at, end: end.at, end_with_line_end: after.at, lines, kind }
    }

    fn too_long(&self, bytes: u64) -> BrokenKind {
        let limit = self.walker.framing.record_max as u64;
        BrokenKind::TooLong { limit, actual: bytes.max(limit + 1) }
    }

    /// From the cursor to where records can be trusted again, or as much of that as one reject may hold.
    fn skip(&mut self, kind: BrokenKind, before: u64) -> Piece {
        let mut piece = if self.walker.framing.multiline {
            self.skip_to_a_good_line(kind, before)
        } else {
            let end = self.walker.line_end(self.cursor);
            if end.at - self.cursor.at > self.walker.framing.record_max {
                let at = self.cursor.at + self.walker.framing.record_max;
                let at = self.walker.framing.split(self.walker.data, self.cursor.at, at);
                self.split_at(self.walker.seek(self.cursor, at), kind, before)
            } else {
                self.piece_to(end, PieceKind::Broken(kind))
            }
        };
        if let BrokenKind::TooLong { .. } = kind {
            let bytes = before + (piece.end_with_line_end - piece.start) as u64;
            piece.kind = PieceKind::Broken(self.too_long(bytes));
        }
        piece
    }

    /// To the next line that has the fields of the definition, looked for after the first line end.
    fn skip_to_a_good_line(&mut self, kind: BrokenKind, before: u64) -> Piece {
        let start = self.cursor;
        let region_max = self.walker.framing.region_max;
        let mut unused = Vec::new();
        let mut last_end = None;
        let mut end = self.walker.line_end(start);
        loop {
            if end.at - start.at > region_max {
                return match last_end {
                    Some(last_end) => {
                        let piece = self.piece_to(last_end, PieceKind::Broken(kind));
                        self.go_on_inside(kind, before + (piece.end_with_line_end - piece.start) as u64);
                        piece
                    }
                    None => {
                        let at = self.walker.framing.split(self.walker.data, start.at, start.at + region_max);
                        self.split_at(self.walker.seek(start, at), kind, before)
                    }
                };
            }
            let (line, _) = self.walker.step_over_line_end(end);
            if line.at >= self.walker.data.len() {
                return self.piece_to(end, PieceKind::Broken(kind));
            }
            unused.clear();
            if self.walker.record(line, false, &mut unused).0 == Outcome::Row {
                return self.piece_to(end, PieceKind::Broken(kind));
            }
            last_end = Some(end);
            end = self.walker.line_end(line);
        }
    }

    /// A piece that stops in the middle of a line.
    fn split_at(&mut self, to: Cursor, kind: BrokenKind, before: u64) -> Piece {
        let start = self.cursor;
        let lines = self.walker.count_line_ends(start, to);
        self.cursor = to;
        self.go_on_inside(kind, before + (to.at - start.at) as u64);
        Piece { start: start.at, end: to.at, end_with_line_end: to.at, lines, kind: PieceKind::Broken(kind) }
    }

    fn go_on_inside(&mut self, kind: BrokenKind, before: u64) {
        self.state = State::Inside { kind, before };
    }
}
