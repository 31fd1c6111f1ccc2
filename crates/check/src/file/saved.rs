//! Facts as bytes, for a run that goes on where another stopped. They mean something only to the same program, with the
//! same plan and under the same keys; what was not made so is refused, never believed.

use super::facts::Facts;
use super::fault::RowId;
use super::parts::Records;
use super::plan::Plan;
use super::total::{Counts, Figure};

impl Facts {
    /// Appends the facts to `out`.
    pub fn save(&self, out: &mut Vec<u8>) {
        number(self.records.len() as u64, out);
        for records in &self.records {
            number(records.source as u64, out);
            number(records.chunk.into(), out);
            number(records.words.len() as u64, out);
            out.reserve(records.words.len() * 8);
            records.words.iter().for_each(|word| number(*word, out));
        }
        number(self.filled.len() as u64, out);
        for (file, filled) in &self.filled {
            number(*file as u64, out);
            number(filled.len() as u64, out);
            filled.iter().for_each(|count| number(*count, out));
        }
        number(self.counts.len() as u64, out);
        for counts in &self.counts {
            number(counts.groups.len() as u64, out);
            // Which groups come first decides nothing, but the same facts should be the same bytes.
            let mut groups: Vec<_> = counts.groups.iter().collect();
            groups.sort_unstable();
            for (key, counted) in groups {
                text(key, out);
                pair(*counted, out);
            }
            pair(counts.rest, out);
        }
        number(self.figures.len() as u64, out);
        for figure in &self.figures {
            number(figure.row.chunk.into(), out);
            number(figure.row.row.into(), out);
            let [a, b, c, d] = &figure.groups;
            let Figure { business, file, name, day, count, amount, .. } = figure;
            for value in [business, file, name, day, a, b, c, d, count, amount] {
                text(value, out);
            }
        }
    }

    /// The facts that `bytes` are, and nothing else; `None` where they are not facts of this plan.
    pub fn load(plan: &Plan, bytes: &[u8]) -> Option<Facts> {
        let mut from = From(bytes);
        let mut records = Vec::new();
        for _ in 0..from.number()? {
            let source = usize::try_from(from.number()?).ok()?;
            let width = plan.sources.get(source)?.width();
            let chunk = u32::try_from(from.number()?).ok()?;
            let length = usize::try_from(from.number()?).ok()?.checked_mul(8)?;
            let words = from.take(length)?.as_chunks::<8>().0.iter().map(|word| u64::from_le_bytes(*word));
            records.push(Records::again(source, chunk, width, words.collect())?);
        }
        let mut filled = Vec::new();
        for _ in 0..from.number()? {
            let file = usize::try_from(from.number()?).ok()?;
            let items = plan.files.get(file)?.layout.items.len();
            let counts = (0..from.number()?).map(|_| from.number()).collect::<Option<Vec<u64>>>()?;
            (counts.len() == items).then_some(())?;
            filled.push((file, counts));
        }
        let mut counts = Vec::new();
        for _ in 0..from.number()? {
            let mut counted = Counts::default();
            for _ in 0..from.number()? {
                let key = from.text()?;
                counted.groups.insert(key.into(), from.pair()?);
            }
            counted.rest = from.pair()?;
            counts.push(counted);
        }
        (counts.len() == plan.totals.len()).then_some(())?;
        let mut figures = Vec::new();
        for _ in 0..from.number()? {
            let row = RowId {
                chunk: u32::try_from(from.number()?).ok()?,
                row: u32::try_from(from.number()?).ok()?,
            };
            let mut value = || from.text().map(str::to_owned);
            figures.push(Figure {
                row,
                business: value()?,
                file: value()?,
                name: value()?,
                day: value()?,
                groups: [value()?, value()?, value()?, value()?],
                count: value()?,
                amount: value()?,
            });
        }
        from.0.is_empty().then_some(Facts { records, filled, counts, figures })
    }
}

fn number(number: u64, out: &mut Vec<u8>) {
    out.extend_from_slice(&number.to_le_bytes());
}

fn text(text: &str, out: &mut Vec<u8>) {
    number(text.len() as u64, out);
    out.extend_from_slice(text.as_bytes());
}

fn pair((rows, sum): (u64, i128), out: &mut Vec<u8>) {
    number(rows, out);
    out.extend_from_slice(&sum.to_le_bytes());
}

/// Bytes being read.
struct From<'b>(&'b [u8]);

impl<'b> From<'b> {
    fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<u64> {
        self.take(8)?.first_chunk().map(|bytes| u64::from_le_bytes(*bytes))
    }

    fn text(&mut self) -> Option<&'b str> {
        let length = usize::try_from(self.number()?).ok()?;
        std::str::from_utf8(self.take(length)?).ok()
    }

    fn pair(&mut self) -> Option<(u64, i128)> {
        let rows = self.number()?;
        Some((rows, self.take(16)?.first_chunk().map(|bytes| i128::from_le_bytes(*bytes))?))
    }
}
