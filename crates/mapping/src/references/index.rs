//! From a key to its rows.

use super::{Ask, Reference};
use crate::days::Days;
use std::hash::BuildHasher;
use utsushi_findings::{Problems, problem};

/// Rows by key: an open hash table of row numbers, so that no key is held twice.
pub(crate) struct Index {
    hasher: foldhash::fast::RandomState,
    /// The first row of a key, plus one; 0 is free. The length is a power of two, at most half of them taken.
    slots: Vec<u32>,
    /// The row after this one with the same key, plus one; empty as long as no key stands twice.
    next: Vec<u32>,
    /// When each row is valid; empty if the table is not asked as of a day.
    days: Vec<Days>,
}

impl Index {
    /// Estimated memory for so many rows.
    pub fn bytes(rows: usize) -> usize {
        slots(rows) * 4 + rows * 12
    }

    /// Rows with a blank key are left out: a blank is never looked up.
    pub fn new(reference: &Reference, ask: Ask) -> Result<Index, Problems> {
        let rows = reference.rows();
        let mut index =
            Index { hasher: Default::default(), slots: vec![0; slots(rows)], next: vec![], days: vec![] };
        for row in 0..rows {
            let key = reference.cell(row, ask.key);
            if key.is_empty() {
                continue;
            }
            let slot = index.slot(reference, ask.key, key);
            match index.slots[slot] {
                0 => index.slots[slot] = row as u32 + 1,
                first => {
                    index.next.resize(rows, 0);
                    let first = first as usize - 1;
                    index.next[row] = index.next[first];
                    index.next[first] = row as u32 + 1;
                }
            }
        }
        if ask.valid_from.is_some() || ask.valid_to.is_some() {
            let mut told = reference.told();
            for row in 0..rows {
                let text = |column: Option<usize>| column.map_or("", |column| reference.cell(row, column));
                match Days::period(text(ask.valid_from), text(ask.valid_to)) {
                    Some(days) => index.days.push(days),
                    None => {
                        index.days.push(Days::ALL);
                        told.push(
                            problem!(
                                "有効期間が読めないか、終わりが始まりより前です",
                                "the period of validity cannot be read, or ends before it begins"
                            ),
                            reference.line(row),
                        );
                    }
                }
            }
            told.finish()?;
        }
        Ok(index)
    }

    /// The rows of a key: its first, then the others in no order that means anything.
    #[inline]
    pub fn rows<'a>(
        &'a self,
        reference: &Reference,
        column: usize,
        key: &str,
    ) -> impl Iterator<Item = usize> + 'a {
        let first = self.slots[self.slot(reference, column, key)].checked_sub(1);
        std::iter::successors(first, |row| self.next.get(*row as usize)?.checked_sub(1))
            .map(|row| row as usize)
    }

    /// When a row is valid.
    pub fn days(&self, row: usize) -> Days {
        self.days.get(row).copied().unwrap_or(Days::ALL)
    }

    /// Where the key is, or would be put.
    fn slot(&self, reference: &Reference, column: usize, key: &str) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = self.hasher.hash_one(key) as usize & mask;
        loop {
            match self.slots[at] {
                0 => return at,
                row if reference.cell(row as usize - 1, column) == key => return at,
                _ => at = (at + 1) & mask,
            }
        }
    }
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("slots", &self.slots.len()).finish()
    }
}

fn slots(rows: usize) -> usize {
    (rows * 2).next_power_of_two().max(2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;
    use utsushi_text::Charset;

    #[test]
    fn every_key_leads_to_its_rows() {
        let mut text = "key,value\n,blank\n".to_owned();
        for row in 0..1000 {
            text.push_str(&format!("{},{row}\n", row % 700));
        }
        let reference = Reference::from_csv(Path::new("t.csv"), text.as_bytes(), Charset::Utf8).unwrap();
        let index = Index::new(&reference, Ask { key: 0, valid_from: None, valid_to: None }).unwrap();
        for key in 0..700 {
            let rows: Vec<usize> = index.rows(&reference, 0, &key.to_string()).collect();
            let expected = if key < 300 { vec![key + 1, key + 701] } else { vec![key + 1] };
            assert_eq!(rows, expected);
        }
        assert_eq!(index.rows(&reference, 0, "700").count(), 0);
        assert_eq!(index.rows(&reference, 0, "").count(), 0);
    }
}
