//! Whether the first lines hold names.

use crate::Confidence;
use crate::field::{Column, is_item_name};
use std::collections::HashSet;

/// Header lines, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HeaderEvidence {
    /// Lines before the first record.
    pub lines: u8,
    /// The names in the last of them, trimmed; empty without a header. Data is never taken for names unless it looks
    /// like names in every respect.
    pub names: Vec<String>,
    /// Cells that are no data of their column, or that are words for items.
    pub votes_for: usize,
    /// Cells that look like data.
    pub votes_against: usize,
    /// How sure it is that there is, or is not, a header.
    pub confidence: Confidence,
}

impl HeaderEvidence {
    /// Whether a reader can match columns by these names: each is there, once.
    pub fn names_are_unique(&self) -> bool {
        let mut seen = HashSet::new();
        self.names.iter().all(|name| !name.is_empty() && seen.insert(name))
    }
}

/// Judges the first rows by the columns of those below.
pub(super) fn judge(rows: &[Vec<String>], width: usize, columns: &[Column]) -> HeaderEvidence {
    let mut none = HeaderEvidence {
        lines: 0,
        names: vec![],
        votes_for: 0,
        votes_against: 0,
        confidence: Confidence::Low,
    };
    for (nth, row) in rows.iter().enumerate() {
        let filled = row.iter().filter(|cell| !cell.is_empty()).count();
        if row.len() != width {
            // A title above the names: few fields.
            if filled * 3 <= width.max(3) { continue } else { break }
        }
        let (mut votes_for, mut votes_against, mut words) = (0, 0, 0);
        for (cell, column) in row.iter().zip(columns) {
            if cell.is_empty() {
                continue;
            }
            let word = is_item_name(cell);
            words += usize::from(word);
            if column.fits(cell) == Some(true) && !word {
                votes_against += 1;
            } else if word || column.fits(cell) == Some(false) {
                votes_for += 1;
            }
        }
        if nth == 0 {
            (none.votes_for, none.votes_against) = (votes_for, votes_against);
        }
        let enough = if columns.iter().all(Column::is_empty) {
            words * 2 >= width
        } else {
            votes_for * 10 >= width * 3
        };
        if enough && votes_for > 0 && votes_against * 5 <= votes_for {
            let sure = votes_for * 10 >= width * 6 || words >= 3;
            return HeaderEvidence {
                lines: nth as u8 + 1,
                names: row.clone(),
                votes_for,
                votes_against,
                confidence: if sure { Confidence::High } else { Confidence::Medium },
            };
        }
        if filled * 3 > width {
            break;
        }
    }
    none.confidence = match none.votes_against {
        0 => Confidence::Low,
        against if against > none.votes_for => Confidence::High,
        _ => Confidence::Medium,
    };
    none
}
