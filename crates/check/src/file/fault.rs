//! What is wrong with a row because of other rows, as bytes that can be put in order.

use super::plan::{Plan, Rule, What};
use crate::record::when::describe;
use utsushi_findings::{
    Both, DUP001, Entry, REC013, REC014, REC015, REC016, REC017, REC018, REC019, REC020, REF001, REF002,
    REF003, REF004, REF005, REF006, REF007, REF008, REF009, REF010, REF011, SET002, SET003, SET021, SET022,
    SET028,
};

/// A row that was written: which batch of its file, and where in it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct RowId {
    /// Number of the chunk of the run that it came in.
    pub chunk: u32,
    /// Its place in the chunk's batch of its file.
    pub row: u32,
}

/// Why a row of the old data is not in the file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lost {
    /// It was rejected.
    Rejected,
    /// A rule left it behind.
    LeftBehind,
    /// It was removed as a duplicate.
    Duplicate,
}

impl Lost {
    const ALL: [Lost; 3] = [Lost::Rejected, Lost::LeftBehind, Lost::Duplicate];

    pub(super) fn byte(self) -> u8 {
        self as u8
    }

    pub(super) fn of_byte(byte: u8) -> Lost {
        Lost::ALL.get(usize::from(byte)).copied().unwrap_or(Lost::Rejected)
    }

    /// As it is told.
    pub fn name(self) -> Both {
        match self {
            Lost::Rejected => Both { ja: "除外", en: "rejected" },
            Lost::LeftBehind => Both { ja: "移行対象外", en: "left behind" },
            Lost::Duplicate => Both { ja: "重複として除外", en: "removed as a duplicate" },
        }
    }
}

/// What fills the message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Told {
    /// Names and figures; never a value of a record.
    Text(String),
    /// What should be and what is.
    Counts {
        /// What should be.
        expected: u64,
        /// What is.
        actual: u64,
    },
    /// Another row of a file of the plan.
    Row(usize, RowId),
    /// A record of a chunk (from 0) whose row is not in the file.
    Lost(u32, u32, Lost),
}

/// One thing that is wrong with a row.
#[derive(Clone, PartialEq, Debug)]
pub struct Fault {
    /// The row's file, by its place in the plan.
    pub file: usize,
    /// The row.
    pub row: RowId,
    /// The item that is wrong.
    pub item: usize,
    /// What is wrong.
    pub code: &'static Entry,
    /// What fills the message.
    pub told: Told,
}

/// Kinds of fault, in the order in which they are told of one row and rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// A second row.
    Second(RowId),
    /// No row found.
    None,
    /// The row found was not written.
    Lost(u32, u32, Lost),
    /// Not valid on the day.
    NotValid,
    /// Does not meet the condition.
    Condition,
    /// The nth of the items that should be equal is not.
    Differs(u8),
    /// The rows found are not as many as the item says.
    Count(u64, u64),
    /// The nth row of which there should be one.
    Nth(u64),
    /// Shares a day with this row.
    Overlap(RowId),
}

pub(super) fn write(file: usize, row: RowId, rule: usize, kind: Kind, out: &mut Vec<u8>) {
    out.clear();
    out.extend_from_slice(&(file as u16).to_be_bytes());
    out.extend_from_slice(&row.chunk.to_be_bytes());
    out.extend_from_slice(&row.row.to_be_bytes());
    out.extend_from_slice(&(rule as u32).to_be_bytes());
    let (tag, a, b, c) = match kind {
        Kind::Second(row) => (0, u64::from(row.chunk), u64::from(row.row), 0),
        Kind::None => (1, 0, 0, 0),
        Kind::Lost(chunk, record, why) => (2, chunk.into(), record.into(), why.byte()),
        Kind::NotValid => (3, 0, 0, 0),
        Kind::Condition => (4, 0, 0, 0),
        Kind::Differs(nth) => (5, 0, 0, nth),
        Kind::Count(expected, actual) => (6, expected, actual, 0),
        Kind::Nth(nth) => (7, nth, 0, 0),
        Kind::Overlap(row) => (8, row.chunk.into(), row.row.into(), 0),
    };
    out.push(tag);
    out.push(c);
    out.extend_from_slice(&a.to_be_bytes());
    out.extend_from_slice(&b.to_be_bytes());
}

/// A control total that differs, at the row that gives the figure.
pub(super) fn write_total(file: usize, row: RowId, rule: usize, text: &str, out: &mut Vec<u8>) {
    write(file, row, rule, Kind::None, out);
    let tag = out.len() - 18;
    out[tag] = 9;
    out.extend_from_slice(text.as_bytes());
}

pub(super) fn read(plan: &Plan, bytes: &[u8]) -> Option<Fault> {
    let number = |at: usize, length: usize| {
        let bytes = bytes.get(at..at + length)?;
        Some(bytes.iter().fold(0u64, |number, byte| number << 8 | u64::from(*byte)))
    };
    let file = number(0, 2)? as usize;
    let row = RowId { chunk: number(2, 4)? as u32, row: number(6, 4)? as u32 };
    let rule = number(10, 4)? as usize;
    let (tag, c, a, b) = (number(14, 1)?, number(15, 1)?, number(16, 8)?, number(24, 8)?);
    if tag == 9 {
        let total = plan.totals.get(rule)?;
        let text = String::from_utf8_lossy(bytes.get(32..)?).into_owned();
        let code = if total.error { &SET002 } else { &SET003 };
        return Some(Fault { file, row, item: total.figure_item(plan), code, told: Told::Text(text) });
    }
    let rule = plan.rules.get(rule)?;
    let pair = |error: &'static Entry, warning: &'static Entry| if rule.error { error } else { warning };
    let other = |chunk: u64, at: u64| Told::Row(file, RowId { chunk: chunk as u32, row: at as u32 });
    let (to, to_when) = match &rule.what {
        What::Relation(relation) => {
            let layout = &plan.files[relation.to].layout;
            let condition = relation.to_when.map(|bit| &plan.spaces[relation.space].conditions[bit]);
            (layout.name.clone(), condition.map(|tests| describe(tests, layout)).unwrap_or_default())
        }
        _ => Default::default(),
    };
    let (code, told) = match tag {
        0 => match rule.what {
            What::Key => (&DUP001, other(a, b)),
            _ => (pair(&REC017, &REC018), other(a, b)),
        },
        1 => (pair(&REF001, &REF002), Told::Text(to)),
        2 => (&REF003, Told::Lost(a as u32, b as u32, Lost::of_byte(c as u8))),
        3 => (pair(&REF004, &REF005), Told::Text(to)),
        4 => (pair(&REF006, &REF007), Told::Text(to_when)),
        5 => (pair(&REF008, &REF009), Told::Text(to)),
        6 => (pair(&REF010, &REF011), Told::Counts { expected: a, actual: b }),
        7 => {
            let code = match rule.what {
                What::OneLatest { .. } => pair(&REC013, &REC014),
                _ => pair(&REC019, &REC020),
            };
            (code, Told::Counts { expected: 1, actual: a })
        }
        _ => (pair(&REC015, &REC016), other(a, b)),
    };
    let (code, told) = match of_delivery(plan, rule, tag) {
        Some(code) => match &told {
            Told::Counts { expected, actual } => (code, Told::Text(format!("{actual} / {expected}"))),
            _ => (code, Told::Text(plan.files[to_file(rule)].layout.name.clone())),
        },
        None => (code, told),
    };
    let item = match (&rule.what, tag) {
        (What::Relation(relation), 5) => relation.equal.get(c as usize).map_or(rule.item, |(item, _)| *item),
        (What::Relation(relation), 6) => relation.count.unwrap_or(rule.item),
        _ => rule.item,
    };
    Some(Fault { file, row, item, code, told })
}

fn to_file(rule: &Rule) -> usize {
    match &rule.what {
        What::Relation(relation) => relation.to,
        _ => rule.file,
    }
}

/// The code of its own that a broken relation has in a delivery: a protected person without the flag, a flag without a
/// row in the ledger of 支援措置 (住民基本台帳事務処理要領第5-10), pages of an image that do not add up.
fn of_delivery(plan: &Plan, rule: &Rule, tag: u64) -> Option<&'static Entry> {
    let What::Relation(relation) = &rule.what else { return None };
    if !plan.of_delivery {
        return None;
    }
    let has = |file: usize, role: &str| plan.files[file].layout.role_index(role);
    let tests = |tests: &[utsushi_layout::Test], file: usize, role: &str| {
        has(file, role).is_some_and(|item| tests.iter().any(|test| test.item == item))
    };
    let to_when = relation.to_when.map(|bit| plan.spaces[relation.space].conditions[bit].as_slice());
    let of_ledger = has(rule.file, "support_status").is_some();
    if tag == 4 && of_ledger && tests(to_when.unwrap_or_default(), relation.to, "protected_flag") {
        return rule.error.then_some(&SET021);
    }
    let to_ledger = has(relation.to, "support_status").is_some();
    if tag == 1 && to_ledger && tests(&relation.when, rule.file, "protected_flag") {
        return rule.error.then_some(&SET022);
    }
    (tag == 6 && rule.file == relation.to && has(rule.file, "image_key").is_some()).then_some(&SET028)
}
