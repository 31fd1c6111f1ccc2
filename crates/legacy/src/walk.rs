//! One record, walked from its first byte to its end over the positions of an [`Index`].

use crate::QuoteRule;
use crate::framing::{Framing, QUOTE};
use crate::index::Index;

/// In a row of ends: the field holds doubled quotes.
pub(crate) const DOUBLED: u32 = 1 << 31;

/// A place in the data, and where the index has got to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor {
    pub at: usize,
    /// The first delimiter at or after `at`.
    delimiter: usize,
    /// The first quote or line end at or after `at`.
    other: usize,
}

/// What a record turned out to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Outcome {
    /// The fields of the definition: their ends are in `rows`.
    Row,
    /// An empty line that is no record.
    Blank,
    /// Another number of fields.
    Count(u32),
    /// Quoted to the end of the line or the data.
    Unclosed,
    /// A quote that is missing or in the wrong place, in bytes from the record's start.
    Misplaced(u32),
    /// More bytes than a record may have; where it ends is not known.
    TooLong,
}

/// Data with its index.
#[derive(Clone, Copy)]
pub(crate) struct Walker<'a> {
    pub framing: &'a Framing,
    pub data: &'a [u8],
    delimiters: &'a [u32],
    others: &'a [u32],
}

impl<'a> Walker<'a> {
    /// `index` must be that of `data`.
    pub fn new(framing: &'a Framing, data: &'a [u8], index: &'a Index) -> Self {
        Walker { framing, data, delimiters: index.delimiters(), others: index.others() }
    }

    pub fn start(&self) -> Cursor {
        Cursor { at: 0, delimiter: 0, other: 0 }
    }

    #[inline]
    fn delimiter(&self, nth: usize) -> usize {
        self.delimiters.get(nth).map_or(self.data.len(), |at| *at as usize)
    }

    #[inline]
    fn other(&self, nth: usize) -> usize {
        self.others.get(nth).map_or(self.data.len(), |at| *at as usize)
    }

    #[inline]
    fn is_quote(&self, at: usize) -> bool {
        // Where quotes mean nothing the index has none.
        self.data.get(at) == Some(&QUOTE)
    }

    /// The same cursor further on.
    pub fn seek(&self, mut cursor: Cursor, at: usize) -> Cursor {
        cursor.at = at;
        while self.delimiter(cursor.delimiter) < at {
            cursor.delimiter += 1;
        }
        while self.other(cursor.other) < at {
            cursor.other += 1;
        }
        cursor
    }

    /// The cursor at the next line end, quoted or not, or at the end of the data.
    pub fn line_end(&self, mut cursor: Cursor) -> Cursor {
        while self.is_quote(self.other(cursor.other)) {
            cursor.other += 1;
        }
        self.seek(cursor, self.other(cursor.other))
    }

    /// Over the line end at `cursor`, if one is there; how many bytes it has.
    #[inline]
    pub fn step_over_line_end(&self, mut cursor: Cursor) -> (Cursor, usize) {
        let len = self.framing.line_end.len_at(self.data, cursor.at);
        cursor.at += len;
        cursor.other += usize::from(len > 0);
        (cursor, len)
    }

    /// Line ends that begin between two cursors.
    pub fn count_line_ends(&self, from: Cursor, to: Cursor) -> u32 {
        let between = self.others.get(from.other..to.other).unwrap_or_default();
        between.iter().filter(|at| !self.is_quote(**at as usize)).count() as u32
    }

    /// Walks the record that begins at `cursor`, which must not be the end of the data. With `multiline` quoted
    /// line ends belong to it.
    ///
    /// For [`Outcome::Row`] appends to `rows` the byte before the record (wrapping), then the end of each field. The
    /// cursor returned is at the end of the record, before its line end; for [`Outcome::TooLong`], and with
    /// `multiline` for [`Outcome::Unclosed`] and [`Outcome::Misplaced`], it means nothing.
    #[inline]
    pub fn record(&self, cursor: Cursor, multiline: bool, rows: &mut Vec<u32>) -> (Outcome, Cursor) {
        let end = self.other(cursor.other);
        if end - cursor.at > self.framing.record_max {
            // Whatever stands there: what is beyond the limit must not matter.
            return (Outcome::TooLong, cursor);
        }
        if self.is_quote(end) {
            return self.quoted_record(cursor, multiline, rows);
        }
        let fields = self.framing.fields;
        let mut after = cursor;
        after.at = end;
        if end == cursor.at && fields != 1 {
            return (Outcome::Blank, after);
        }
        if self.framing.quote == QuoteRule::Always {
            return (Outcome::Misplaced(0), self.seek(after, end));
        }
        // The line holds the right number of fields if the last delimiter it needs is in it and the next is not.
        let last = cursor.delimiter + fields - 1;
        if self.delimiter(last) < end || (fields > 1 && self.delimiter(last - 1) >= end) {
            let after = self.seek(after, end);
            let count = after.delimiter - cursor.delimiter + 1;
            return (Outcome::Count(count as u32), after);
        }
        after.delimiter = last;
        rows.push((cursor.at as u32).wrapping_sub(1));
        rows.extend_from_slice(&self.delimiters[cursor.delimiter..last]);
        rows.push(end as u32);
        (Outcome::Row, after)
    }

    /// The same for a record with a quote in its first line, field by field.
    fn quoted_record(&self, start: Cursor, multiline: bool, rows: &mut Vec<u32>) -> (Outcome, Cursor) {
        let row = rows.len();
        rows.push((start.at as u32).wrapping_sub(1));
        let (outcome, cursor) = self.quoted_fields(start, multiline, rows);
        if outcome != Outcome::Row {
            rows.truncate(row);
        }
        match outcome {
            Outcome::Unclosed | Outcome::Misplaced(_) if !multiline => {
                let end = self.line_end(cursor);
                if end.at - start.at > self.framing.record_max {
                    return (Outcome::TooLong, end);
                }
                (outcome, end)
            }
            _ => (outcome, cursor),
        }
    }

    fn quoted_fields(&self, start: Cursor, multiline: bool, rows: &mut Vec<u32>) -> (Outcome, Cursor) {
        let limit = start.at.saturating_add(self.framing.record_max);
        let mut cursor = start;
        let mut count = 0;
        loop {
            let mut flag = 0;
            if self.other(cursor.other) == cursor.at && self.is_quote(cursor.at) {
                cursor.other += 1;
                loop {
                    let at = self.other(cursor.other);
                    if at > limit {
                        return (Outcome::TooLong, cursor);
                    }
                    if !self.is_quote(at) {
                        if !multiline || at == self.data.len() {
                            return (Outcome::Unclosed, cursor);
                        }
                        cursor.other += 1;
                    } else if self.is_quote(at + 1) {
                        flag = DOUBLED;
                        cursor.other += 2;
                    } else {
                        cursor.other += 1;
                        cursor.at = at + 1;
                        break;
                    }
                }
                while self.delimiter(cursor.delimiter) < cursor.at {
                    cursor.delimiter += 1;
                }
                // A line end and the end of the data are the next of the others, or their last.
                if self.delimiter(cursor.delimiter) != cursor.at && self.other(cursor.other) != cursor.at {
                    return (Outcome::Misplaced((cursor.at - start.at) as u32), cursor);
                }
            } else if self.framing.quote == QuoteRule::Always {
                return (Outcome::Misplaced((cursor.at - start.at) as u32), cursor);
            } else {
                let delimiter = self.delimiter(cursor.delimiter);
                while self.other(cursor.other) < delimiter && self.is_quote(self.other(cursor.other)) {
                    cursor.other += 1;
                }
                cursor.at = delimiter.min(self.other(cursor.other));
            }
            if cursor.at > limit {
                return (Outcome::TooLong, cursor);
            }
            count += 1;
            if count <= self.framing.fields {
                rows.push(cursor.at as u32 | flag);
            }
            // At the end of the data both lists stand at its length: that is no delimiter.
            if cursor.at < self.data.len() && self.delimiter(cursor.delimiter) == cursor.at {
                cursor.delimiter += 1;
                cursor.at += 1;
            } else if count == self.framing.fields {
                return (Outcome::Row, cursor);
            } else {
                return (Outcome::Count(count as u32), cursor);
            }
        }
    }
}
