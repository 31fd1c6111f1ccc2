//! What stands at each position of a record, over all records.

use super::class::{CLASSES, Class, classes_into};
use crate::view::Coding;

/// Records that are profiled, spread over all there are.
const PROFILED: usize = 1000;

/// Records with the class of each of their bytes.
pub(super) struct Profiled<'a> {
    pub(super) records: Vec<&'a [u8]>,
    pub(super) classes: Vec<Vec<Class>>,
    pub(super) positions: Vec<Position>,
}

/// One position.
#[derive(Clone)]
pub(super) struct Position {
    classes: [u32; CLASSES],
    bytes: Box<[u32; 256]>,
    all: u32,
}

/// What a position holds in nearly all records in which it is not blank.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Holds {
    /// Spaces in every record.
    Blank,
    /// Full-width spaces in every record that are not spaces.
    WideBlank,
    Digit,
    /// Digits, letters and signs.
    Ascii,
    /// One of the signs that stand in dates and telephone numbers.
    Sign,
    HalfKana,
    Lead,
    Trail,
    Mixed,
}

impl<'a> Profiled<'a> {
    pub(super) fn of(records: &[&'a [u8]], length: usize, coding: Coding) -> Profiled<'a> {
        let step = records.len().div_ceil(PROFILED).max(1);
        let records: Vec<&[u8]> =
            records.iter().copied().step_by(step).filter(|record| record.len() == length).collect();
        let empty = Position { classes: [0; CLASSES], bytes: Box::new([0; 256]), all: 0 };
        let mut positions = vec![empty; length];
        let mut all = Vec::with_capacity(records.len());
        for record in &records {
            let mut classes = Vec::new();
            classes_into(record, coding, &mut classes);
            for ((position, class), byte) in positions.iter_mut().zip(&classes).zip(*record) {
                position.classes[*class as usize] += 1;
                position.bytes[usize::from(*byte)] += 1;
                position.all += 1;
            }
            all.push(classes);
        }
        Profiled { records, classes: all, positions }
    }

    /// Whether a byte of a record is a space, of either width.
    pub(super) fn blank(&self, record: usize, at: usize) -> bool {
        matches!(self.classes[record][at], Class::Blank | Class::WideBlank)
    }

    /// How well a record fits: the share of positions that hold what a twentieth of all records hold there.
    pub(super) fn likeness(&self, record: &[u8], coding: Coding) -> f64 {
        let mut classes = Vec::new();
        classes_into(record, coding, &mut classes);
        let fits = self
            .positions
            .iter()
            .zip(&classes)
            .filter(|(position, class)| position.classes[**class as usize] * 20 >= position.all);
        fits.count() as f64 / self.positions.len().max(1) as f64
    }
}

impl Position {
    fn of(&self, classes: &[Class]) -> u32 {
        classes.iter().map(|class| self.classes[*class as usize]).sum()
    }

    pub(super) fn filled(&self) -> u32 {
        self.all - self.of(&[Class::Blank, Class::WideBlank])
    }

    /// The share of records in which it is filled.
    pub(super) fn fill(&self) -> f64 {
        f64::from(self.filled()) / f64::from(self.all.max(1))
    }

    pub(super) fn holds(&self) -> Holds {
        let filled = self.filled();
        let nearly = |count: u32| count * 100 >= filled * 97;
        if filled == 0 {
            let wide = self.of(&[Class::WideBlank]);
            return if wide > 0 { Holds::WideBlank } else { Holds::Blank };
        }
        match () {
            () if nearly(self.of(&[Class::Digit])) => Holds::Digit,
            () if nearly(self.of(&[Class::Sign])) && nearly(self.signs()) => Holds::Sign,
            () if self.of(&[Class::HalfKana]) * 2 > filled
                && nearly(self.of(&[Class::HalfKana, Class::Sign])) =>
            {
                Holds::HalfKana
            }
            () if self.of(&[Class::Lead]) * 10 >= filled * 9 => Holds::Lead,
            () if self.of(&[Class::Trail]) * 10 >= filled * 9 => Holds::Trail,
            () if nearly(self.of(&[Class::Digit, Class::Letter, Class::Sign])) => Holds::Ascii,
            () => Holds::Mixed,
        }
    }

    fn signs(&self) -> u32 {
        b"-/.:,()".iter().map(|byte| self.bytes[usize::from(*byte)]).sum()
    }

    /// The share of digits among what is filled.
    pub(super) fn digit_share(&self) -> f64 {
        f64::from(self.of(&[Class::Digit])) / f64::from(self.filled().max(1))
    }

    /// Whether all letters are among `letters`, and there are some.
    pub(super) fn only_letters(&self, letters: &[u8]) -> bool {
        let found: u32 = letters.iter().map(|byte| self.bytes[usize::from(*byte)]).sum();
        let others = self.filled() - self.of(&[Class::Digit]);
        found > 0 && found == others
    }

    /// The share of records whose byte passes a test.
    pub(super) fn share(&self, test: impl Fn(u8) -> bool) -> f64 {
        let passing: u32 =
            (0..=255_u8).filter(|byte| test(*byte)).map(|byte| self.bytes[usize::from(byte)]).sum();
        f64::from(passing) / f64::from(self.all.max(1))
    }

    /// How much the digits differ from record to record, in bits: 0 for always the same, 3.3 for any.
    pub(super) fn digit_bits(&self) -> f64 {
        let all: u32 = self.of(&[Class::Digit]);
        self.bytes
            .iter()
            .filter(|count| **count > 0)
            .map(|count| f64::from(*count) / f64::from(all.max(1)))
            .filter(|share| *share < 1.0)
            .map(|share| -share * share.log2())
            .sum()
    }
}
