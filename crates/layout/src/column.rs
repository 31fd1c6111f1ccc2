//! The values of one item for the rows of one chunk, as text.

/// Values back to back, with their ends. A blank is an empty value.
#[derive(Clone, Debug)]
pub struct Column {
    values: String,
    ends: Vec<i32>,
    /// Per row, whether a first cause has settled the cell; empty as long as none has.
    settled: Vec<bool>,
    /// What goes out instead of the value: a blank, or a text with characters replaced. In order of row.
    patches: Vec<(u32, Box<str>)>,
    /// Whether somebody has seen that every character is in the target's repertoire.
    in_repertoire: bool,
    /// The rows, in order, whose value fills the vendor's field; `None` where nobody knows how much that holds.
    full: Option<Vec<u32>>,
}

impl Default for Column {
    fn default() -> Self {
        Column {
            values: String::new(),
            ends: vec![0],
            settled: Vec::new(),
            patches: Vec::new(),
            in_repertoire: false,
            full: None,
        }
    }
}

impl Column {
    /// Forgets the rows and keeps the memory.
    pub fn clear(&mut self) {
        self.values.clear();
        self.ends.truncate(1);
        self.settled.clear();
        self.patches.clear();
        self.in_repertoire = false;
        self.full = None;
    }

    /// Says in which rows, in order, the value fills the vendor's field to the last byte.
    pub fn set_full(&mut self, rows: Vec<u32>) {
        self.full = Some(rows);
    }

    /// Whether a row's value fills the vendor's field; `None` where nobody knows how much that holds.
    pub fn is_full(&self, row: usize) -> Option<bool> {
        let rows = self.full.as_ref()?;
        Some(u32::try_from(row).is_ok_and(|row| rows.binary_search(&row).is_ok()))
    }

    /// Whether every character is known to be in the target's repertoire, so that nobody needs to look again.
    pub fn is_in_repertoire(&self) -> bool {
        self.in_repertoire
    }

    /// Says that every character is in the target's repertoire.
    pub fn set_in_repertoire(&mut self) {
        self.in_repertoire = true;
    }

    /// Gives rows another value: `values` in order of row. What was settled stays so, and a patch stays what goes out.
    pub fn rewrite<'v>(&mut self, values: impl IntoIterator<Item = (usize, &'v str)>) {
        let mut values = values.into_iter().peekable();
        if values.peek().is_none() {
            return;
        }
        let mut text = String::with_capacity(self.values.len() + 64);
        let mut ends = Vec::with_capacity(self.ends.len());
        ends.push(0);
        for row in 0..self.len() {
            text.push_str(match values.next_if(|(at, _)| *at == row) {
                Some((_, value)) => value,
                None => self.get(row),
            });
            ends.push(i32::try_from(text.len()).unwrap_or(i32::MAX));
        }
        (self.values, self.ends) = (text, ends);
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.ends.len() - 1
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Appends a row.
    pub fn push(&mut self, value: &str) {
        self.values.push_str(value);
        self.commit();
    }

    /// Appends that many blank rows.
    pub fn push_blanks(&mut self, rows: usize) {
        let end = self.ends.last().copied().unwrap_or(0);
        self.ends.resize(self.ends.len() + rows, end);
    }

    /// Makes room for that many rows more.
    pub fn reserve(&mut self, rows: usize) {
        self.ends.reserve(rows);
    }

    /// The buffer behind the last row: append a value to it, then [`Column::commit`].
    pub fn buffer(&mut self) -> &mut String {
        &mut self.values
    }

    /// Where the row being appended begins in [`Column::buffer`].
    pub fn start(&self) -> usize {
        self.ends.last().map_or(0, |end| *end as usize)
    }

    /// Makes what was appended to the buffer the next row.
    pub fn commit(&mut self) {
        // A chunk is at most 2 MiB, and no transform makes a megabyte of a byte.
        self.ends.push(i32::try_from(self.values.len()).unwrap_or(i32::MAX));
    }

    /// Takes back what was appended since the last commit.
    pub fn discard(&mut self) {
        let start = self.start();
        self.values.truncate(start);
    }

    /// The value of a row as it was mapped.
    #[inline]
    pub fn get(&self, row: usize) -> &str {
        match (self.ends.get(row), self.ends.get(row + 1)) {
            (Some(start), Some(end)) => self.values.get(*start as usize..*end as usize).unwrap_or(""),
            _ => "",
        }
    }

    /// The value of a row as it goes out: blanked or with characters replaced, where a finding did so.
    #[inline]
    pub fn outgoing(&self, row: usize) -> &str {
        if self.patches.is_empty() {
            return self.get(row);
        }
        match self.patches.binary_search_by_key(&(row as u32), |patch| patch.0) {
            Ok(at) => &self.patches[at].1,
            Err(_) => self.get(row),
        }
    }

    /// All values, one behind the other.
    pub fn text(&self) -> &str {
        &self.values
    }

    /// Whether a finding has already settled the cell: the first cause wins.
    #[inline]
    pub fn is_settled(&self, row: usize) -> bool {
        self.settled.get(row).copied().unwrap_or(false)
    }

    pub(crate) fn settle(&mut self, row: usize) {
        if self.settled.len() <= row {
            self.settled.resize(row + 1, false);
        }
        self.settled[row] = true;
    }

    /// Which of the rows for which `keep` holds are settled; empty if no row is.
    pub(crate) fn settled(&self, keep: Option<&[bool]>) -> Vec<bool> {
        if !self.settled.contains(&true) {
            return Vec::new();
        }
        let kept = |row: &usize| keep.is_none_or(|keep| keep.get(*row).copied().unwrap_or(false));
        (0..self.len()).filter(kept).map(|row| self.is_settled(row)).collect()
    }

    pub(crate) fn patch(&mut self, row: usize, value: &str) {
        let row = row as u32;
        match self.patches.binary_search_by_key(&row, |patch| patch.0) {
            Ok(at) => self.patches[at].1 = value.into(),
            Err(at) => self.patches.insert(at, (row, value.into())),
        }
    }

    /// The values that go out: patched, and only of the rows for which `keep` holds.
    pub(crate) fn seal(&mut self, keep: Option<&[bool]>) -> (Vec<i32>, String) {
        if keep.is_none() && self.patches.is_empty() {
            // The next chunk's values will need about as much room: growing towards it would move them again and again.
            let values = String::with_capacity(self.values.len() + self.values.len() / 16);
            let mut ends = Vec::with_capacity(self.ends.len() + self.ends.len() / 16);
            ends.push(0);
            return (std::mem::replace(&mut self.ends, ends), std::mem::replace(&mut self.values, values));
        }
        let mut values = String::with_capacity(self.values.len());
        let mut ends = Vec::with_capacity(self.ends.len());
        ends.push(0);
        let mut patches = self.patches.iter().peekable();
        let kept = |row: usize| keep.is_none_or(|keep| keep.get(row).copied().unwrap_or(false));
        let mut row = 0;
        while row < self.len() {
            let patch = patches.next_if(|patch| patch.0 as usize == row);
            if let (true, Some((_, value))) = (kept(row), patch) {
                values.push_str(value);
                ends.push(i32::try_from(values.len()).unwrap_or(i32::MAX));
            }
            if patch.is_some() || !kept(row) {
                row += 1;
                continue;
            }
            // Rows that stay as they are go together.
            let border = patches.peek().map_or(self.len(), |patch| patch.0 as usize);
            let end = (row..border).find(|row| !kept(*row)).unwrap_or(border);
            let from = self.ends[row];
            let moved = i32::try_from(values.len()).unwrap_or(i32::MAX) - from;
            values.push_str(&self.values[from as usize..self.ends[end] as usize]);
            ends.extend(self.ends[row + 1..=end].iter().map(|end| end + moved));
            row = end;
        }
        (ends, values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sealing_drops_rows_and_applies_patches() {
        let mut column = Column::default();
        for value in ["a", "", "日本", "d"] {
            column.push(value);
        }
        column.patch(2, "〓");
        let (ends, values) = column.seal(Some(&[false, true, true, true]));
        assert_eq!(ends, [0, 0, 3, 4]);
        assert_eq!(values, "〓d");
    }

    #[test]
    fn rewriting_changes_some_rows_and_leaves_the_others() {
        let mut column = Column::default();
        for value in ["a", "外", "", "d"] {
            column.push(value);
        }
        column.patch(3, "");
        column.rewrite([(1, "邉\u{E0119}"), (2, "x")]);
        assert_eq!(["a", "邉\u{E0119}", "x", "d"], [0, 1, 2, 3].map(|row| column.get(row)));
        assert_eq!(column.seal(None).1, "a邉\u{E0119}x");
    }

    #[test]
    fn a_discarded_value_leaves_no_trace() {
        let mut column = Column::default();
        column.push("a");
        column.buffer().push_str("half");
        column.discard();
        column.push_blanks(0);
        column.push("b");
        assert_eq!((column.get(0), column.get(1), column.len()), ("a", "b", 2));
    }
}
