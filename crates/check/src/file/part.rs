//! One family's records of one part, in order by key, and handed to the rules.

use super::fault::{Kind, Lost, RowId};
use super::group::Solver;
use super::parts::Reader;
use super::plan::{Plan, What};
use super::source::Source;
use super::space::UNKNOWN;
use utsushi_findings::Problem;
use utsushi_store::Sorter;

/// Records between two looks at whether the run is to stop.
const LOOK: usize = 1 << 14;

/// What the rows of a group are, the rows that are not there, and those that point at them: in this order.
const ROW: u8 = 0;
const GONE: u8 = 1;
const POINTS: u8 = 2;

/// A record in order: its hash, its source, and where it stands among all records of the part.
type Entry = u128;

fn entry(words: &[u64], source: usize, at: usize) -> Entry {
    u128::from(words[0]) << 64 | u128::from(words[1] >> 48) << 48 | (source as u128) << 32 | at as u128
}

fn source_of(entry: Entry) -> usize {
    usize::from((entry >> 32) as u16)
}

fn same_key(a: &Entry, b: &Entry) -> bool {
    a >> 48 == b >> 48
}

/// The records of a part and family, each as its chunk and what follows its hash.
#[derive(Default)]
struct Held {
    entries: Vec<Entry>,
    words: Vec<u64>,
}

impl Held {
    fn id(&self, entry: Entry) -> RowId {
        let at = (entry & 0xffff_ffff) as usize;
        RowId { chunk: self.words[at] as u32, row: self.words[at + 1] as u32 }
    }

    /// What follows the hash of a record.
    fn record(&self, entry: Entry) -> &[u64] {
        &self.words[(entry & 0xffff_ffff) as usize + 1..]
    }
}

/// Works through a part and family that memory holds.
pub(super) fn solve<'p, F: FnMut(usize, RowId, usize, Kind)>(
    plan: &'p Plan,
    part: usize,
    family: usize,
    reader: &mut Reader<'_, '_>,
    solver: &mut Solver<'p, F>,
    go_on: &mut dyn FnMut() -> Result<(), Problem>,
) -> Result<(), Problem> {
    let mut held = Held::default();
    for (index, source) in of_family(plan, family) {
        reader.each(part, (index, source), |chunk, record| {
            held.entries.push(entry(record, index, held.words.len()));
            held.words.push(u64::from(chunk));
            held.words.extend_from_slice(&record[1..]);
            Ok(())
        })?;
    }
    held.entries.sort_unstable();
    let alone: Vec<bool> = plan.sources.iter().map(|source| says_nothing_alone(plan, source)).collect();
    let mut looked = 0;
    let mut pointing = Vec::new();
    for group in held.entries.chunk_by(same_key) {
        if let [one] = group
            && alone[source_of(*one)]
        {
            continue;
        }
        solve_group(plan, &held, group, &mut pointing, solver);
        looked += group.len();
        if looked > LOOK {
            looked = 0;
            go_on()?;
        }
    }
    Ok(())
}

/// Whether nothing can be wrong with a row whose key no other row has.
fn says_nothing_alone(plan: &Plan, source: &Source) -> bool {
    let is_alone = |rule: &usize| {
        matches!(plan.rules[*rule].what, What::Key | What::Unique { .. } | What::NoOverlap { .. })
    };
    source.gone
        || source.points.is_empty()
            && source.space.is_none_or(|space| plan.spaces[space].rules.iter().all(is_alone))
}

fn solve_group<'p, F: FnMut(usize, RowId, usize, Kind)>(
    plan: &'p Plan,
    held: &Held,
    group: &[Entry],
    pointing: &mut Vec<(usize, usize, usize, Entry)>,
    solver: &mut Solver<'p, F>,
) {
    pointing.clear();
    for entry in group {
        let source = &plan.sources[source_of(*entry)];
        if !source.points.is_empty() && !source.gone {
            let mut points = source.read(held.record(*entry)).0.points;
            while points != 0 {
                let bit = points.trailing_zeros() as usize;
                let to = &source.points[bit];
                pointing.push((to.space, to.rule, bit, *entry));
                points &= points - 1;
            }
        }
    }
    pointing.sort_unstable();
    // Sources stand in the order of their spaces, those rows that are not there behind those that are.
    let mut rows = group
        .chunk_by(|a, b| space_of(plan, *a) == space_of(plan, *b))
        .filter_map(|rows| Some((space_of(plan, rows[0])?, rows)))
        .peekable();
    let mut points = pointing.chunk_by(|a, b| a.0 == b.0).peekable();
    loop {
        let (with_rows, with_points) =
            (rows.peek().map(|rows| rows.0), points.peek().map(|points| points[0].0));
        let Some(space) = with_rows.into_iter().chain(with_points).min() else { return };
        let rows = rows.next_if(|rows| rows.0 == space).map_or(&[][..], |rows| rows.1);
        let points = points.next_if(|points| points[0].0 == space).unwrap_or_default();
        if points.is_empty() && plan.spaces[space].rules.is_empty() {
            continue;
        }
        solver.begin(space);
        for entry in rows {
            let source = &plan.sources[source_of(*entry)];
            let id = held.id(*entry);
            if source.gone {
                solver.gone(id.chunk, id.row, why(held.record(*entry)));
            } else {
                let (flags, values) = source.read(held.record(*entry));
                solver.row(id, flags.sure, flags.maybe, values);
            }
        }
        for (_, rule, bit, entry) in points {
            let source = &plan.sources[source_of(*entry)];
            let (_, values) = source.read(held.record(*entry));
            let places = &source.points[*bit].places;
            solver.points(*rule, held.id(*entry), |nth| {
                places.get(nth).map_or(UNKNOWN, |place| values[*place])
            });
        }
        solver.end();
    }
}

fn space_of(plan: &Plan, entry: Entry) -> Option<usize> {
    plan.sources[source_of(entry)].space
}

fn why(record: &[u64]) -> Lost {
    Lost::of_byte((record[0] >> 32) as u8)
}

fn of_family(plan: &Plan, family: usize) -> impl Iterator<Item = (usize, &Source)> {
    plan.sources.iter().enumerate().filter(move |(_, source)| source.family == family)
}

/// Works through a part and family that memory does not hold: so many rows, or so many with one key.
pub(super) fn solve_many<'p, F: FnMut(usize, RowId, usize, Kind)>(
    plan: &'p Plan,
    part: usize,
    family: usize,
    reader: &mut Reader<'_, '_>,
    mut sorter: Sorter<'_>,
    solver: &mut Solver<'p, F>,
    go_on: &mut dyn FnMut() -> Result<(), Problem>,
) -> Result<(), Problem> {
    let mut fact = Vec::new();
    let mut seen = 0;
    for (index, source) in of_family(plan, family) {
        reader.each(part, (index, source), |chunk, record| {
            let begin = |fact: &mut Vec<u8>, space: usize, tag: u8| {
                fact.clear();
                fact.extend_from_slice(&(space as u16).to_be_bytes());
                fact.extend_from_slice(&record[0].to_be_bytes());
                fact.extend_from_slice(&record[1].to_be_bytes()[..2]);
                fact.push(tag);
            };
            let id = |fact: &mut Vec<u8>| {
                fact.extend_from_slice(&chunk.to_be_bytes());
                fact.extend_from_slice(&(record[1] as u32).to_be_bytes());
            };
            seen += 1;
            if seen % LOOK == 0 {
                go_on()?;
            }
            if let (true, Some(space)) = (source.gone, source.space) {
                begin(&mut fact, space, GONE);
                id(&mut fact);
                fact.push(why(&record[1..]).byte());
                return sorter.add(&fact);
            }
            let (flags, values) = source.read(&record[1..]);
            if let Some(space) = source.space {
                begin(&mut fact, space, ROW);
                id(&mut fact);
                let places = plan.spaces[space].payload.len();
                for word in [&flags.sure, &flags.maybe].into_iter().chain(&values[..places]) {
                    fact.extend_from_slice(&word.to_be_bytes());
                }
                sorter.add(&fact)?;
            }
            for (bit, to) in source.points.iter().enumerate().filter(|(bit, _)| flags.points >> bit & 1 == 1)
            {
                begin(&mut fact, to.space, POINTS);
                fact.extend_from_slice(&(to.rule as u32).to_be_bytes());
                id(&mut fact);
                let places = &source.points[bit].places;
                places.iter().for_each(|place| fact.extend_from_slice(&values[*place].to_be_bytes()));
                sorter.add(&fact)?;
            }
            Ok(())
        })?;
    }
    let mut sorted = sorter.finish()?;
    let mut open = Vec::new();
    let mut values = Vec::new();
    while let Some(fact) = sorted.next()? {
        let Some((head, rest)) = fact.split_at_checked(13) else { continue };
        if open != head[..12] {
            open.clear();
            open.extend_from_slice(&head[..12]);
            solver.begin(usize::from(u16::from_be_bytes([head[0], head[1]])));
        }
        let half = |at: usize| number(rest, at, 4) as u32;
        let id = |at: usize| RowId { chunk: half(at), row: half(at + 4) };
        match head[12] {
            GONE => solver.gone(half(0), half(4), Lost::of_byte(number(rest, 8, 1) as u8)),
            POINTS => solver.points(half(0) as usize, id(4), |nth| number(rest, 12 + nth * 8, 8)),
            _ => {
                values.clear();
                values.extend(
                    rest.get(24..)
                        .unwrap_or_default()
                        .as_chunks::<8>()
                        .0
                        .iter()
                        .map(|v| u64::from_be_bytes(*v)),
                );
                solver.row(id(0), number(rest, 8, 8), number(rest, 16, 8), &values);
            }
        }
        seen += 1;
        if seen % LOOK == 0 {
            go_on()?;
        }
    }
    solver.end();
    Ok(())
}

fn number(bytes: &[u8], at: usize, length: usize) -> u64 {
    let bytes = bytes.get(at..at + length).unwrap_or_default();
    bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}
