//! What the rows of one file are grouped by, and what a fact about a row carries.

use super::sip::sip;
use super::source::Key;
use crate::record::when::holds;
use std::hash::{BuildHasher, RandomState};
use utsushi_layout::{Batch, Test};

/// The rows of one file, grouped by some of its items.
#[derive(Debug)]
pub(super) struct Space {
    pub file: usize,
    pub key: Vec<usize>,
    /// Conditions that the rules ask about: a bit each.
    pub conditions: Vec<Vec<Test>>,
    /// Values that the rules compare.
    pub payload: Vec<Payload>,
    /// Rules over the rows of a group.
    pub rules: Vec<usize>,
}

/// Conditions that one space can hold; a rule that needs more gets another space.
pub(super) const CONDITIONS: usize = 60;

/// A value in eight bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Payload {
    /// `YYYYMMDD` as a number; 0 is blank.
    Date(usize),
    /// Its hash; 0 is blank.
    Same(usize),
    /// What comes first: a number, or the beginning of a text.
    Order(usize),
    /// How many, as the item says; [`NOT_COUNTED`] where it does not.
    Count(usize),
}

/// In place of a value that an error has settled: nobody can say what it is.
pub(super) const UNKNOWN: u64 = u64::MAX;

/// In place of a count that is blank or no number.
pub(super) const NOT_COUNTED: u64 = u64::MAX - 1;

impl Space {
    /// The bit of a condition, which may be new; `None` for one that always holds.
    pub fn condition(&mut self, tests: Vec<Test>) -> Option<usize> {
        if tests.is_empty() {
            return None;
        }
        Some(self.conditions.iter().position(|known| *known == tests).unwrap_or_else(|| {
            self.conditions.push(tests);
            self.conditions.len() - 1
        }))
    }

    /// The place of a value, which may be new.
    pub fn payload(&mut self, payload: Payload) -> usize {
        self.payload.iter().position(|known| *known == payload).unwrap_or_else(|| {
            self.payload.push(payload);
            self.payload.len() - 1
        })
    }
}

/// The keys of a run: drawn anew each time. They are written nowhere but beside facts that are kept for another run.
#[derive(Debug)]
pub(super) struct Keys {
    key: (u64, u64),
    value: (u64, u64),
}

impl Default for Keys {
    fn default() -> Self {
        let drawn = RandomState::new();
        let of = |first: u64| (drawn.hash_one(first), drawn.hash_one(first + 1));
        Keys { key: of(0), value: of(2) }
    }
}

/// Hashes keys, and holds the memory for it.
pub(super) struct KeyHasher {
    key: (u64, u64),
    bytes: Vec<u8>,
}

impl KeyHasher {
    /// The hash of a row's key values; `None` where one is blank or in error.
    pub fn key(&mut self, batch: &Batch, items: &[usize], row: usize) -> Option<Key> {
        if items.iter().any(|item| batch.value(*item, row).is_empty() || batch.has_error(*item, row)) {
            return None;
        }
        Some(self.of(items.iter().map(|item| batch.value(*item, row))))
    }

    /// The hash of key values.
    pub fn of<'v>(&mut self, values: impl Iterator<Item = &'v str>) -> Key {
        self.bytes.clear();
        for value in values {
            // A byte that UTF-8 never holds keeps "1", "23" from being "12", "3".
            self.bytes.extend_from_slice(value.as_bytes());
            self.bytes.push(0xff);
        }
        let (high, low) = sip(self.key, &self.bytes);
        Key { high, low: low as u16 }
    }
}

impl Keys {
    pub fn secret(&self) -> [u64; 4] {
        [self.key.0, self.key.1, self.value.0, self.value.1]
    }

    pub fn of_secret([a, b, c, d]: [u64; 4]) -> Keys {
        Keys { key: (a, b), value: (c, d) }
    }

    /// For hashing on one thread.
    pub fn hasher(&self) -> KeyHasher {
        KeyHasher { key: self.key, bytes: Vec::new() }
    }

    fn value(&self, value: &str) -> u64 {
        sip(self.value, value.as_bytes()).0.clamp(1, UNKNOWN - 1)
    }

    /// What a fact carries of a row's item.
    pub fn payload(&self, payload: Payload, batch: &Batch, row: usize) -> u64 {
        let (Payload::Date(item) | Payload::Same(item) | Payload::Order(item) | Payload::Count(item)) =
            payload;
        if batch.has_error(item, row) {
            return UNKNOWN;
        }
        let value = batch.value(item, row);
        match payload {
            Payload::Count(_) => value.parse().map_or(NOT_COUNTED, |count: u64| count.min(NOT_COUNTED)),
            _ if value.is_empty() => 0,
            Payload::Date(_) => date(value),
            Payload::Same(_) => self.value(value),
            Payload::Order(_) => order(value),
        }
    }
}

/// A date as a number; 0 if it is none.
pub(super) fn date(value: &str) -> u64 {
    if value.len() == 8 { value.parse().unwrap_or(0) } else { 0 }
}

fn order(value: &str) -> u64 {
    if value.len() <= 18 && value.bytes().all(|byte| byte.is_ascii_digit()) {
        return value.parse().unwrap_or(0);
    }
    let mut first = [0; 8];
    let length = value.len().min(8);
    first[..length].copy_from_slice(&value.as_bytes()[..length]);
    u64::from_be_bytes(first).min(UNKNOWN - 1)
}

/// Whether a row meets a condition: surely, surely not, or nobody can say.
pub(super) fn meets(tests: &[Test], batch: &Batch, row: usize) -> Option<bool> {
    let mut sure = true;
    for test in tests {
        if batch.has_error(test.item, row) {
            sure = false;
        } else if !holds(&test.is, batch.value(test.item, row)) {
            return Some(false);
        }
    }
    sure.then_some(true)
}

/// Whether `a` lies before `b` whatever their unknown parts are; both `YYYYMMDD`, 0 is no date.
pub(super) fn surely_before(a: u64, b: u64) -> bool {
    if a == 0 || b == 0 {
        return false;
    }
    for (unit, size) in [(10_000, 10_000), (100, 100), (1, 100)] {
        let (x, y) = (a / unit % size, b / unit % size);
        if unit < 10_000 && (x == 0 || y == 0) {
            return false;
        }
        if x != y {
            return x < y;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::time;

    #[test]
    fn dates_as_numbers_compare_as_dates_as_text() {
        let dates = ["19800401", "19800400", "19800000", "19800331", "19810101", "99999999", "19800501"];
        for a in dates {
            for b in dates {
                assert_eq!(surely_before(date(a), date(b)), time::surely_before(a, b), "{a} {b}");
            }
        }
        assert!(!surely_before(0, 19800401) && !surely_before(19800401, 0));
    }

    #[test]
    fn keys_of_several_values_do_not_run_together_and_differ_from_run_to_run() {
        let keys = Keys::default();
        let (mut one, mut other) = (keys.hasher(), Keys::default().hasher());
        assert_ne!(one.of(["1", "23"].into_iter()), one.of(["12", "3"].into_iter()));
        assert_eq!(one.of(["1"].into_iter()), keys.hasher().of(["1"].into_iter()));
        assert_ne!(one.of(["1"].into_iter()), other.of(["1"].into_iter()));
    }

    #[test]
    fn history_numbers_are_put_in_order_as_numbers() {
        assert!(order("9") < order("10") && order("A") < order("B"));
    }
}
