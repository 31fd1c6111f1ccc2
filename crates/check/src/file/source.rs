//! What of each row is remembered, in words of eight bytes.
//!
//! A source is the rows of one file under one hash of some items. Its record serves all that is asked of that hash: the
//! row as one of a space, and the row as one that points at other spaces. Spaces that rows of one source tie together
//! are a family: only keys of a family are ever compared.

use super::plan::{Rule, What};
use super::space::{Payload, Space};

/// Rules by which the rows of one source point elsewhere: a bit each.
const POINTS: usize = 64;

#[derive(Debug)]
pub(super) struct Source {
    pub file: usize,
    pub items: Vec<usize>,
    pub family: usize,
    /// The space of which its rows are.
    pub space: Option<usize>,
    /// Its rows are those that were not written.
    pub gone: bool,
    pub points: Vec<Pointing>,
    /// Values that its records carry; those of the space come first.
    pub values: Vec<Payload>,
    /// Every row counts, not only those that a rule is about.
    pub always: bool,
    conditions: usize,
}

/// A rule by which a row points at a space.
#[derive(Debug)]
pub(super) struct Pointing {
    pub rule: usize,
    pub space: usize,
    /// Where the values that the rule compares stand among those of the record.
    pub places: Vec<usize>,
}

/// What a record says of its row.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Flags {
    /// Conditions that it meets surely, and those that it may meet.
    pub sure: u64,
    pub maybe: u64,
    /// Rules by which it points.
    pub points: u64,
}

/// A hash of key values: 80 bits of it, and six more in the part that a record is kept in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Key {
    pub high: u64,
    pub low: u16,
}

impl Source {
    fn is_narrow(&self) -> bool {
        self.gone || self.conditions * 2 + self.points.len() <= 16
    }

    /// Words of a record.
    pub fn width(&self) -> usize {
        2 + if self.is_narrow() { 0 } else { 3 } + self.values.len()
    }

    /// Begins a record; its values follow.
    pub fn write(&self, key: Key, row: u32, flags: Flags, out: &mut Vec<u64>) {
        let head = u64::from(key.low) << 48 | u64::from(row);
        if self.is_narrow() {
            let n = self.conditions;
            let flags = flags.sure | flags.maybe << n | flags.points << (2 * n);
            out.extend([key.high, head | flags << 32]);
        } else {
            out.extend([key.high, head, flags.sure, flags.maybe, flags.points]);
        }
    }

    /// Writes a row that is not there.
    pub fn write_gone(&self, key: Key, record: u32, why: u8, out: &mut Vec<u64>) {
        out.extend([key.high, u64::from(key.low) << 48 | u64::from(why) << 32 | u64::from(record)]);
    }

    /// The flags and the values of a record without its hash.
    pub fn read<'w>(&self, words: &'w [u64]) -> (Flags, &'w [u64]) {
        if self.is_narrow() {
            let n = self.conditions;
            let flags = words[0] >> 32 & 0xffff;
            let of = |shift: usize| flags >> shift & ((1 << n) - 1);
            (Flags { sure: of(0), maybe: of(n), points: flags >> (2 * n) }, &words[1..])
        } else {
            (Flags { sure: words[1], maybe: words[2], points: words[3] }, &words[4..])
        }
    }

    fn value(&mut self, value: Payload) -> usize {
        self.values.iter().position(|known| *known == value).unwrap_or_else(|| {
            self.values.push(value);
            self.values.len() - 1
        })
    }
}

/// The sources of a plan, and how many families they make.
pub(super) fn sources(spaces: &[Space], rules: &[Rule]) -> (Vec<Source>, usize) {
    let relations = || {
        rules.iter().enumerate().filter_map(|(index, rule)| match &rule.what {
            What::Relation(relation) => Some((index, rule.file, relation)),
            _ => None,
        })
    };
    let pointed_at = |space: usize| relations().any(|(_, _, relation)| relation.space == space);
    let mut sources = Vec::new();
    for (index, space) in
        spaces.iter().enumerate().filter(|(index, s)| pointed_at(*index) || !s.rules.is_empty())
    {
        for gone in [false, true] {
            sources.push(Source {
                file: space.file,
                items: space.key.clone(),
                family: index,
                space: Some(index),
                gone,
                points: Vec::new(),
                values: if gone { Vec::new() } else { space.payload.clone() },
                always: pointed_at(index),
                conditions: space.conditions.len(),
            });
        }
    }
    for (rule, file, relation) in relations() {
        let fits = |source: &Source| {
            source.file == file
                && source.items == relation.items
                && !source.gone
                && source.points.len() < POINTS
        };
        let at = sources.iter().position(fits).unwrap_or_else(|| {
            sources.push(Source {
                file,
                items: relation.items.clone(),
                family: relation.space,
                space: None,
                gone: false,
                points: Vec::new(),
                values: Vec::new(),
                always: false,
                conditions: 0,
            });
            sources.len() - 1
        });
        let source = &mut sources[at];
        let dated = relation.as_of.map(|(item, ..)| Payload::Date(item));
        let same = relation.equal.iter().map(|(item, _)| Payload::Same(*item));
        let count = relation.count.map(Payload::Count);
        let places = dated.into_iter().chain(same).chain(count).map(|value| source.value(value)).collect();
        source.points.push(Pointing { rule, space: relation.space, places });
    }
    // What one source touches is one family.
    let mut family: Vec<usize> = (0..spaces.len()).collect();
    for source in &sources {
        let touched: Vec<usize> = source
            .space
            .into_iter()
            .chain(source.points.iter().map(|to| to.space))
            .map(|s| family[s])
            .collect();
        let least = touched.iter().copied().min().unwrap_or(0);
        family.iter_mut().filter(|family| touched.contains(family)).for_each(|family| *family = least);
    }
    let mut known: Vec<usize> = family.clone();
    known.sort_unstable();
    known.dedup();
    for source in &mut sources {
        source.family = known.binary_search(&family[source.family]).unwrap_or(0);
    }
    (sources, known.len())
}
