//! The rows of one key, one after the other, and what is wrong with them.

use super::fault::{Kind, Lost, RowId};
use super::plan::{Applies, Plan, PlannedRelation, What};
use super::space::{NOT_COUNTED, UNKNOWN, surely_before};
use std::collections::BTreeSet;

/// Rows of one key that are kept to be compared; a key with more is reported by other rules, and those that would
/// have to compare them are named as not run to the end.
const KEPT: usize = 256;
/// Rows of one key that are put in order to find periods that overlap.
const PERIODS: usize = 65_536;

/// Works through keys, one after the other.
pub(super) struct Solver<'p, F: FnMut(usize, RowId, usize, Kind)> {
    plan: &'p Plan,
    /// Whether each rule runs.
    runs: &'p [bool],
    /// Which of a rule's pairs of equal items are filled in both files.
    compares: &'p [Vec<bool>],
    tell: F,
    space: usize,
    begun: bool,
    rows: u64,
    /// How many rows meet each condition, surely and perhaps.
    meets: Vec<(u64, u64)>,
    gone: Option<(u32, u32, Lost)>,
    lost: u64,
    kept: Vec<Row>,
    values: Vec<u64>,
    periods: Vec<Vec<Period>>,
    first: Vec<State>,
    ended: bool,
    pub too_many: BTreeSet<usize>,
}

struct Row {
    sure: u64,
    maybe: u64,
    /// Where its values stand.
    at: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Period {
    order: u64,
    row: RowId,
    start: u64,
    end: u64,
}

/// What a rule knows of a group's rows so far.
#[derive(Clone, Copy, Default)]
struct State {
    first: Option<RowId>,
    last: Option<RowId>,
    found: u64,
    unsure: bool,
}

impl<'p, F: FnMut(usize, RowId, usize, Kind)> Solver<'p, F> {
    pub fn new(plan: &'p Plan, runs: &'p [bool], compares: &'p [Vec<bool>], tell: F) -> Self {
        Solver {
            plan,
            runs,
            compares,
            tell,
            space: 0,
            begun: false,
            rows: 0,
            meets: Vec::new(),
            gone: None,
            lost: 0,
            kept: Vec::new(),
            values: Vec::new(),
            periods: Vec::new(),
            first: Vec::new(),
            ended: false,
            too_many: BTreeSet::new(),
        }
    }

    /// Begins the next key of a space. Its rows follow, then those that are not there, then those that point at it.
    pub fn begin(&mut self, space: usize) {
        self.end();
        self.space = space;
        self.begun = true;
        self.ended = false;
        self.rows = 0;
        self.lost = 0;
        let plan = self.plan;
        let space = &plan.spaces[space];
        self.meets.clear();
        self.meets.resize(space.conditions.len(), (0, 0));
        self.gone = None;
        self.kept.clear();
        self.values.clear();
        self.first.clear();
        self.first.resize(space.rules.len(), State::default());
        self.periods.iter_mut().for_each(Vec::clear);
        self.periods.resize_with(space.rules.len().max(self.periods.len()), Vec::new);
    }

    /// A row that is not there; of several, the first of the input is told, in whatever order they come.
    pub fn gone(&mut self, chunk: u32, record: u32, why: Lost) {
        self.lost += 1;
        let rank = |(chunk, record, why): (u32, u32, Lost)| (chunk, record, why.byte());
        if self.gone.is_none_or(|first| rank((chunk, record, why)) < rank(first)) {
            self.gone = Some((chunk, record, why));
        }
    }

    /// A row; its values are those of the space, and perhaps more.
    pub fn row(&mut self, id: RowId, sure: u64, maybe: u64, values: &[u64]) {
        let plan = self.plan;
        let space = &plan.spaces[self.space];
        self.rows += 1;
        for (bit, counts) in self.meets.iter_mut().enumerate() {
            counts.0 += sure >> bit & 1;
            counts.1 += maybe >> bit & 1;
        }
        let value = |place: usize| values.get(place).copied().unwrap_or(UNKNOWN);
        for (index, rule) in space.rules.iter().enumerate() {
            if !self.runs[*rule] {
                continue;
            }
            let what = &plan.rules[*rule].what;
            let state = &mut self.first[index];
            let (rows, counted) = match what {
                What::Key | What::Relation(_) => (Applies { when: None, except: None }, Some(true)),
                What::Unique { rows } | What::NoOverlap { rows, .. } => (*rows, Some(true)),
                What::OneLatest { rows, flag: bit } | What::OnePerGroup { rows, is: bit } => {
                    (*rows, holds(Some(*bit), sure, maybe))
                }
            };
            match rows.to(sure, maybe) {
                Some(true) => {}
                Some(false) => continue,
                None => {
                    state.unsure = true;
                    continue;
                }
            }
            match what {
                What::NoOverlap { start, end, order, .. } => {
                    let period =
                        Period { order: value(*order), row: id, start: value(*start), end: value(*end) };
                    if period.start != UNKNOWN && period.end != UNKNOWN && period.order != UNKNOWN {
                        self.periods[index].push(period);
                    }
                    if self.periods[index].len() > PERIODS {
                        self.periods[index].pop();
                        self.too_many.insert(*rule);
                    }
                    continue;
                }
                What::Key | What::Unique { .. } => {
                    if let Some(first) = state.first {
                        let file = plan.rules[*rule].file;
                        (self.tell)(file, id, *rule, Kind::Second(first));
                    }
                }
                _ => {
                    state.last = Some(id);
                    match counted {
                        Some(true) => state.found += 1,
                        Some(false) => continue,
                        None => {
                            state.unsure = true;
                            continue;
                        }
                    }
                    if state.found > 1 {
                        (self.tell)(plan.rules[*rule].file, id, *rule, Kind::Nth(state.found));
                    }
                }
            }
            state.first = state.first.or(Some(id));
        }
        if self.kept.len() < KEPT {
            let start = self.values.len();
            self.values.extend((0..space.payload.len()).map(value));
            self.kept.push(Row { sure, maybe, at: start });
        }
    }

    /// What can be said once all rows of the key are known.
    fn end_of_rows(&mut self) {
        if std::mem::replace(&mut self.ended, true) {
            return;
        }
        let plan = self.plan;
        for (index, rule) in plan.spaces[self.space].rules.iter().enumerate() {
            let state = self.first[index];
            match (&plan.rules[*rule].what, state.last) {
                (What::OneLatest { .. } | What::OnePerGroup { .. }, Some(last))
                    // A row that was rejected, or whose flag is in error, may have been the one.
                    if state.found == 0 && !state.unsure && self.lost == 0 =>
                {
                    (self.tell)(plan.rules[*rule].file, last, *rule, Kind::Nth(0));
                }
                (What::NoOverlap { .. }, _) => {
                    let periods = &mut self.periods[index];
                    periods.sort_unstable();
                    overlaps(periods, |row, other| {
                        (self.tell)(plan.rules[*rule].file, row, *rule, Kind::Overlap(other));
                    });
                }
                _ => {}
            }
        }
    }

    /// A row that points at the key by a rule; its values are those that the rule compares.
    pub fn points(&mut self, rule: usize, id: RowId, value: impl Fn(usize) -> u64) {
        self.end_of_rows();
        let plan = self.plan;
        let Some(What::Relation(relation)) = plan.rules.get(rule).map(|rule| &rule.what) else { return };
        if !self.runs[rule] {
            return;
        }
        if let Some(kind) = self.judge(rule, relation, &value) {
            (self.tell)(plan.rules[rule].file, id, rule, kind);
            if let Kind::Differs(first) = kind {
                // The first may not be the only one.
                for nth in usize::from(first) + 1..relation.equal.len() {
                    if self.differs(rule, relation, nth, &value) {
                        (self.tell)(plan.rules[rule].file, id, rule, Kind::Differs(nth as u8));
                    }
                }
            }
        }
    }

    fn judge(
        &mut self,
        rule: usize,
        relation: &PlannedRelation,
        value: impl Fn(usize) -> u64,
    ) -> Option<Kind> {
        if self.rows == 0 {
            return Some(match self.gone {
                Some((chunk, record, why)) => Kind::Lost(chunk, record, why),
                None => Kind::None,
            });
        }
        let (sure, maybe) = relation.to_when.map_or((self.rows, 0), |bit| self.meets[bit]);
        if sure + maybe == 0 {
            return Some(match self.gone {
                Some((chunk, record, why)) => Kind::Lost(chunk, record, why),
                None => Kind::Condition,
            });
        }
        let mut place = 0;
        if let Some((_, from, to)) = relation.as_of {
            let day = match value(place) {
                0 => self.plan.base_date,
                day => day,
            };
            place += 1;
            let valid = |row: &Row| {
                let at = |place: Option<usize>| place.map_or(0, |place| self.values[row.at + place]);
                let (from, to) = (at(from), at(to));
                holds(relation.to_when, row.sure, row.maybe) != Some(false)
                    && (from == UNKNOWN || !surely_before(day, from))
                    && (to == UNKNOWN || !surely_before(to, day))
            };
            if !self.kept.iter().any(valid) {
                if self.rows as usize > self.kept.len() {
                    self.too_many.insert(rule);
                    return None;
                }
                return Some(match self.gone {
                    Some((chunk, record, why)) => Kind::Lost(chunk, record, why),
                    None => Kind::NotValid,
                });
            }
        }
        if !relation.equal.is_empty() {
            if let Some(nth) =
                (0..relation.equal.len()).find(|nth| self.differs(rule, relation, *nth, &value))
            {
                if self.rows as usize > self.kept.len() {
                    self.too_many.insert(rule);
                    return None;
                }
                return Some(Kind::Differs(nth as u8));
            }
            place += relation.equal.len();
        }
        if relation.count.is_some() {
            let expected = value(place);
            if expected != NOT_COUNTED && expected != sure && !(sure..=sure + maybe).contains(&expected) {
                return Some(match self.gone {
                    Some((chunk, record, why)) if (sure..=sure + maybe + self.lost).contains(&expected) => {
                        Kind::Lost(chunk, record, why)
                    }
                    _ => Kind::Count(expected, sure),
                });
            }
        }
        None
    }

    /// Whether no row found has the nth of the values that should be equal.
    fn differs(
        &self,
        rule: usize,
        relation: &PlannedRelation,
        nth: usize,
        value: &impl Fn(usize) -> u64,
    ) -> bool {
        let own = value(usize::from(relation.as_of.is_some()) + nth);
        let (_, place) = relation.equal[nth];
        // Items that are blank in every row of either file are left out.
        if !self.compares[rule].get(nth).copied().unwrap_or(false) {
            return false;
        }
        !self.kept.iter().any(|row| {
            let theirs = self.values[row.at + place];
            holds(relation.to_when, row.sure, row.maybe) != Some(false)
                && (theirs == UNKNOWN || theirs == own)
        })
    }

    /// Ends the group that is open.
    pub fn end(&mut self) {
        if std::mem::take(&mut self.begun) {
            self.end_of_rows();
        }
    }
}

fn holds(bit: Option<usize>, sure: u64, maybe: u64) -> Option<bool> {
    let Some(bit) = bit else { return Some(true) };
    match (sure >> bit & 1, maybe >> bit & 1) {
        (1, _) => Some(true),
        (_, 1) => None,
        _ => Some(false),
    }
}

impl Applies {
    pub fn to(self, sure: u64, maybe: u64) -> Option<bool> {
        let except = self.except.map_or(Some(false), |bit| holds(Some(bit), sure, maybe));
        match (holds(self.when, sure, maybe), except) {
            (Some(false), _) | (_, Some(true)) => Some(false),
            (Some(true), Some(false)) => Some(true),
            _ => None,
        }
    }
}

/// Tells each period that shares a day with one before it. The end of one may be the start of the next; a blank end
/// lasts until the next start; a blank start is before all others.
fn overlaps(periods: &[Period], mut tell: impl FnMut(RowId, RowId)) {
    // The latest end so far, and whose it is.
    let mut latest: Option<Period> = None;
    for (index, period) in periods.iter().enumerate() {
        let next = periods.get(index + 1).map_or(99_999_999, |next| next.start);
        let lasts = if period.end == 0 { next } else { period.end };
        if let Some(before) = latest
            && surely_before(period.start, before.end)
            && !surely_before(lasts, before.start)
            && lasts != before.start
        {
            tell(period.row, before.row);
        }
        let end = if period.end == 0 { period.start } else { period.end };
        if latest.is_none_or(|latest| !surely_before(end, latest.end)) {
            latest = Some(Period { end, ..*period });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(periods: &[(u64, u64)]) -> Vec<(u32, u32)> {
        let id = |row: usize| RowId { chunk: 0, row: row as u32 };
        let period = |(row, (start, end)): (usize, &(u64, u64))| Period {
            order: row as u64,
            row: id(row),
            start: *start,
            end: *end,
        };
        let periods: Vec<Period> = periods.iter().enumerate().map(period).collect();
        let mut found = Vec::new();
        overlaps(&periods, |row, other| found.push((row.row, other.row)));
        found
    }

    #[test]
    fn periods_may_touch_and_must_not_share_more_than_that_day() {
        assert_eq!(found(&[(20200101, 20200301), (20200301, 20200401), (20200402, 0)]), []);
        assert_eq!(found(&[(20200101, 20200301), (20200228, 20200401)]), [(1, 0)]);
        assert_eq!(found(&[(20200101, 20201231), (20200301, 20200401), (20200501, 0)]), [(1, 0), (2, 0)]);
    }

    #[test]
    fn a_blank_end_lasts_until_the_next_start() {
        assert_eq!(found(&[(20200101, 0), (20200301, 0), (20200401, 99999999)]), []);
        assert_eq!(found(&[(20200101, 99999999), (20200301, 0)]), [(1, 0)]);
    }

    #[test]
    fn dates_with_unknown_parts_overlap_only_where_it_is_sure() {
        assert_eq!(found(&[(20200000, 20200300), (20200301, 0)]), []);
        assert_eq!(found(&[(20200000, 20210300), (20200301, 0)]), [(1, 0)]);
    }
}
