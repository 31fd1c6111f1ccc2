//! Blocks of households: each made from its own number alone, so that any thread may make any of them.

use super::Format;
use super::city::{self, Dirt};
use super::csv::{self, Numbers};
use super::defect::{self, Defect};
use super::household::{MEMBERS_MAX, household};
use crate::random::Random;
use utsushi_text::OutputEncoding;

/// Households in a block.
pub(crate) const HOUSEHOLDS: u64 = 1024;

/// What stays the same from block to block.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    pub seed: u64,
    pub format: Format,
    pub errors: bool,
    pub dirt: Option<Dirt>,
    pub duplicates: Option<Dirt>,
}

/// A block as bytes of the file.
#[derive(Debug)]
pub(crate) struct Block {
    pub bytes: Vec<u8>,
    /// Where each record ends in `bytes`, line end included.
    pub ends: Vec<u32>,
    /// How many records there are when each household is complete.
    pub households: Vec<u32>,
    /// What was planted, with the place of its record in the block.
    pub planted: Vec<(u32, &'static Defect)>,
}

impl Plan {
    /// Makes block `block`, or as much of it as `records` records.
    pub fn block(&self, block: u64, records: u64) -> Block {
        let mut random = Random::new(self.seed, block);
        let expected = records.min(HOUSEHOLDS * 5 / 2) as usize;
        let mut made = Block {
            bytes: Vec::with_capacity(expected * 420),
            ends: Vec::with_capacity(expected),
            households: Vec::with_capacity(HOUSEHOLDS as usize),
            planted: Vec::new(),
        };
        let mut dice = Random::new(self.seed ^ 0xD1_47, block);
        let mut others = Random::new(self.seed ^ 0xD0_0B1E, block);
        let mut fixed = city::FixedLine::default();
        let mut line = String::with_capacity(1024);
        for nth in 0..HOUSEHOLDS {
            let household = household(&mut random);
            for resident in &household.members {
                if made.ends.len() as u64 == records {
                    break;
                }
                let numbers = Numbers {
                    seed: self.seed,
                    person: block * HOUSEHOLDS * MEMBERS_MAX as u64 + made.ends.len() as u64 + 1,
                    household: block * HOUSEHOLDS + nth + 1,
                };
                line.clear();
                csv::record(&household, resident, numbers, &mut line);
                if self.format == Format::Fixed {
                    let begin = made.bytes.len();
                    fixed.put(&line, &mut made.bytes);
                    if self.dirt.is_some_and(|dirt| dirt.falls(&mut dice)) {
                        let (defect, at, value) = defect::any_fixed(&mut dice, &fixed);
                        city::FixedLine::replace(at, &value, begin, &mut made.bytes);
                        made.planted.push((made.ends.len() as u32, defect));
                    }
                    made.ends.push(made.bytes.len() as u32);
                } else {
                    self.put(&line, &mut dice, &mut made);
                    self.again(&mut others, made.ends.len() as u64 == records, &mut made);
                }
            }
            made.households.push(made.ends.len() as u32);
            if made.ends.len() as u64 == records {
                break;
            }
        }
        made
    }

    /// Makes the last record stand twice, now and then: as it is, or with another postal code.
    fn again(&self, dice: &mut Random, full: bool, made: &mut Block) {
        let Some(rate) = self.duplicates else { return };
        let (exact, by_key) = (rate.falls(dice), rate.falls(dice));
        let planted = made.planted.last().is_some_and(|(record, _)| *record + 1 == made.ends.len() as u32);
        // A record with a defect comes once: what is wrong with it is not to be told twice.
        if full || planted || !(exact || by_key) {
            return;
        }
        let start = made.ends.iter().rev().nth(1).map_or(0, |end| *end as usize);
        let again = made.bytes.len();
        made.bytes.extend_from_within(start..);
        let defect = if exact { &defect::TWICE } else { &defect::SAME_KEY };
        made.bytes.truncate(made.bytes.len() - 2);
        defect.plant(&mut made.bytes, again);
        made.bytes.extend_from_slice(b"\r\n");
        made.planted.push((made.ends.len() as u32, defect));
        made.ends.push(made.bytes.len() as u32);
    }

    fn put(&self, line: &str, dice: &mut Random, made: &mut Block) {
        let start = made.bytes.len();
        put_line(line, &mut made.bytes);
        let record = made.ends.len() as u32;
        let defect = match self.dirt {
            Some(dirt) => dirt.falls(dice).then(|| defect::any(dice, &made.bytes[start..])),
            None if self.errors => defect::of_record(record),
            None => None,
        };
        if let Some(defect) = defect {
            defect.plant(&mut made.bytes, start);
            made.planted.push((record, defect));
        }
        made.bytes.extend_from_slice(b"\r\n");
        made.ends.push(made.bytes.len() as u32);
    }
}

/// Appends a line in CP932, without its end.
pub(crate) fn put_line(line: &str, out: &mut Vec<u8>) {
    // Every table that lines are made of is seen by a test to lie in CP932.
    let written = OutputEncoding::Cp932.encode_into(line, out);
    debug_assert_eq!(written, Ok(()), "{line}");
}

impl Block {
    /// Leaves only the first `records` records, and says how many of the households have any of them.
    pub fn cut(&mut self, records: u64) -> u64 {
        if records < self.ends.len() as u64 {
            self.ends.truncate(records as usize);
            self.bytes.truncate(self.ends.last().map_or(0, |&end| end as usize));
        }
        let records = self.ends.len() as u32;
        self.planted.retain(|planted| planted.0 < records);
        let complete = self.households.partition_point(|&so_far| so_far < records);
        if records == 0 { 0 } else { complete as u64 + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_that_stops_early_begins_like_the_whole_one() {
        let plan =
            Plan { seed: 9, format: Format::Csv, errors: true, dirt: None, duplicates: Dirt::of(0.02) };
        let whole = plan.block(3, u64::MAX);
        assert_eq!(whole.households.len(), 1024);
        for records in [0, 1, 2, 500, whole.ends.len() as u64 - 1] {
            let mut cut = plan.block(3, u64::MAX);
            let households = cut.cut(records);
            let part = plan.block(3, records);
            assert_eq!(cut.bytes, part.bytes, "{records}");
            assert_eq!(cut.ends.len() as u64, records);
            assert!(whole.bytes.starts_with(&part.bytes));
            assert!(households <= records && households * 6 >= records);
        }
    }

    #[test]
    fn blocks_of_two_seeds_or_places_differ() {
        let block = |seed, block| {
            Plan { seed, format: Format::Csv, errors: false, dirt: None, duplicates: None }
                .block(block, 10)
                .bytes
        };
        assert_ne!(block(1, 0), block(2, 0));
        assert_ne!(block(1, 0), block(1, 1));
    }
}
