//! Control totals: counted again, written down, and compared with the figures that were delivered.

use super::fault::RowId;
use super::plan::{NotRun, Plan};
use super::space::meets;
use foldhash::HashMap;
use std::collections::BTreeMap;
use utsushi_layout::{Batch, ControlTotal, FileLayout, Measure, Test};
use utsushi_value::Decimal;

/// Groups of one total that are kept: a total of more is no total.
const GROUPS: usize = 100_000;

#[derive(Debug)]
pub(super) struct Total {
    pub file: usize,
    pub error: bool,
    /// The file of the delivered figures, where there is something to compare with.
    pub to: Option<usize>,
    pub named: NotRun,
    name: String,
    group_by: Vec<usize>,
    measure: Measure,
    when: Vec<Test>,
}

/// One figure as it was counted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CountedTotal {
    /// The file: `01.resident`.
    pub file: String,
    /// Its name: 人口.
    pub name: String,
    /// Slugs of the items that it is broken down by.
    pub group_by: Vec<String>,
    /// The slug of the item that is summed; `None` where rows are counted.
    pub sum_of: Option<String>,
    /// In order of their values. Empty where an item is sensitive: a rare value would tell who it is.
    pub groups: Vec<Group>,
    /// Rows counted.
    pub rows: u64,
    /// The sum of all groups, where there is one.
    pub sum: Option<String>,
}

/// Delivered figures that are kept for people.
const COMPARED: usize = 100_000;

/// A figure that was delivered, beside what was counted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ComparedFigure {
    /// The file: `01.resident`.
    pub file: String,
    /// Its name: 人口.
    pub name: String,
    /// Values of what it is broken down by; `＊` where one is sensitive.
    pub group: Vec<String>,
    /// What was delivered.
    pub delivered: String,
    /// What was counted.
    pub counted: String,
    /// Whether they are the same number.
    pub same: bool,
}

fn groups_of(key: &str) -> Vec<String> {
    key.split(SEPARATOR).map(str::to_owned).collect()
}

/// One line of a figure.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    /// Values of the items that it is broken down by; blank where they are.
    pub values: Vec<String>,
    /// Rows.
    pub rows: u64,
    /// The sum.
    pub sum: Option<String>,
}

/// Groups of one total so far, by their values with a unit separator between.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) groups: HashMap<Box<str>, (u64, i128)>,
    pub(super) rest: (u64, i128),
}

impl Counts {
    fn add(&mut self, key: &str, rows: u64, sum: i128) {
        let full = self.groups.len() >= GROUPS;
        let slot = match self.groups.get_mut(key) {
            Some(slot) => slot,
            None if full => &mut self.rest,
            None => self.groups.entry(key.into()).or_default(),
        };
        slot.0 += rows;
        slot.1 = slot.1.saturating_add(sum);
    }

    /// Whether there were more groups than are kept: what is told of them would depend on which came first.
    pub fn overflows(&self) -> bool {
        self.rest.0 > 0
    }

    pub fn merge(&mut self, other: &Counts) {
        for (key, (rows, sum)) in &other.groups {
            self.add(key, *rows, *sum);
        }
        self.rest.0 += other.rest.0;
        self.rest.1 = self.rest.1.saturating_add(other.rest.1);
    }
}

/// A figure that was delivered, for one of the files of the run.
#[derive(Debug)]
pub(super) struct Figure {
    pub row: RowId,
    pub(super) business: String,
    pub(super) file: String,
    pub(super) name: String,
    pub(super) day: String,
    pub(super) groups: [String; 4],
    pub(super) count: String,
    pub(super) amount: String,
}

const SEPARATOR: char = '\u{1f}';

impl Total {
    pub fn new(
        file: usize,
        total: &ControlTotal,
        when: Vec<Test>,
        to: Option<usize>,
        named: NotRun,
    ) -> Total {
        Total {
            file,
            error: total.error,
            to,
            named,
            name: total.name.clone(),
            group_by: total.group_by.clone(),
            measure: total.measure,
            when,
        }
    }

    /// The item of the delivered figure.
    pub fn figure_item(&self, plan: &Plan) -> usize {
        let role = match self.measure {
            Measure::Count => "total_count",
            Measure::Sum(_) => "total_amount",
        };
        self.to.and_then(|to| plan.files[to].layout.role_index(role)).unwrap_or(0)
    }

    pub fn count(&self, batch: &Batch, counts: &mut Counts) {
        let mut key = String::new();
        for row in 0..batch.rows() {
            if meets(&self.when, batch, row) != Some(true) {
                continue;
            }
            key.clear();
            for (index, item) in self.group_by.iter().enumerate() {
                if index > 0 {
                    key.push(SEPARATOR);
                }
                key.push_str(batch.value(*item, row));
            }
            let sum = match self.measure {
                Measure::Count => 0,
                Measure::Sum(item) => unscaled(batch.value(item, row)),
            };
            counts.add(&key, 1, sum);
        }
    }

    /// The delivered figure in a row, if it is one of a file of the run on 基準日.
    pub fn figure(&self, plan: &Plan, batch: &Batch, row: usize, id: RowId) -> Option<Figure> {
        let layout = &plan.files[self.to?].layout;
        let value = |role: &str| {
            layout.role_index(role).map_or(String::new(), |item| batch.value(item, row).to_owned())
        };
        let figure = Figure {
            row: id,
            business: value("business_number"),
            file: value("file_name"),
            name: value("total_name"),
            day: value("base_date"),
            groups: ["group1", "group2", "group3", "group4"].map(value),
            count: value("total_count"),
            amount: value("total_amount"),
        };
        let mut totals = plan.totals.iter();
        totals.any(|total| total.is_of(plan, &figure)).then_some(figure)
    }

    fn is_of(&self, plan: &Plan, figure: &Figure) -> bool {
        let layout = &plan.files[self.file].layout;
        let number = figure.business.parse::<u32>().ok();
        self.to.is_some()
            && figure.name == self.name
            && plan.base_day.as_deref() == Some(figure.day.as_str())
            && number.is_none_or(|number| number == layout.business)
            && [&layout.slug, &layout.name, &layout.id()].contains(&&figure.file)
    }

    fn scale(&self, layout: &FileLayout) -> u8 {
        match self.measure {
            Measure::Sum(item) if layout.items[item].kind == utsushi_layout::ItemType::Decimal => {
                layout.items[item].decimals
            }
            _ => 0,
        }
    }

    /// The figure as counted.
    pub fn told(&self, plan: &Plan, counts: &Counts) -> CountedTotal {
        let layout = &plan.files[self.file].layout;
        let sum_of = match self.measure {
            Measure::Count => None,
            Measure::Sum(item) => Some(layout.items[item].slug.clone()),
        };
        let scale = self.scale(layout);
        let sum = |sum: i128| sum_of.is_some().then(|| written(sum, scale));
        let ordered: BTreeMap<&str, (u64, i128)> =
            counts.groups.iter().map(|(key, counted)| (&**key, *counted)).collect();
        let rows = ordered.values().map(|(rows, _)| rows).sum::<u64>() + counts.rest.0;
        let all = ordered.values().fold(counts.rest.1, |all, (_, sum)| all.saturating_add(*sum));
        // A rare value in a histogram says who it is.
        let sensitive = self.group_by.iter().any(|item| layout.items[*item].sensitive);
        let hidden = sensitive || self.group_by.is_empty() || counts.overflows();
        let groups = ordered.iter().filter(|_| !hidden).map(|(key, (rows, added))| Group {
            values: key.split(SEPARATOR).map(str::to_owned).collect(),
            rows: *rows,
            sum: sum(*added),
        });
        CountedTotal {
            file: layout.id(),
            name: self.name.clone(),
            group_by: self.group_by.iter().map(|item| layout.items[*item].slug.clone()).collect(),
            sum_of: sum_of.clone(),
            groups: groups.collect(),
            rows,
            sum: sum(all),
        }
    }

    /// Every delivered figure that is not what was counted: its row and what is said; without a row, a group that has
    /// no figure though others of the same total have.
    ///
    /// `compared` takes every figure, whether it agrees or not.
    pub fn compare(
        &self,
        plan: &Plan,
        counts: &Counts,
        figures: &[Figure],
        compared: &mut Vec<ComparedFigure>,
    ) -> Vec<(Option<RowId>, String)> {
        let layout = &plan.files[self.file].layout;
        let (scale, sensitive) =
            (self.scale(layout), self.group_by.iter().any(|item| layout.items[*item].sensitive));
        let mut seen: Vec<String> = Vec::new();
        let mut found = Vec::new();
        let told = |key: &str, delivered: &str, counted: &str| {
            let group = if sensitive { "＊".to_owned() } else { key.replace(SEPARATOR, "/") };
            let place = if self.group_by.is_empty() { String::new() } else { format!(" {group}") };
            format!("{} {}{place}: {delivered} / {counted}", layout.id(), self.name)
        };
        for figure in figures.iter().filter(|figure| self.is_of(plan, figure)) {
            let groups = figure.groups.iter().take(self.group_by.len());
            let key = groups.map(String::as_str).collect::<Vec<_>>().join("\u{1f}");
            let (rows, sum) = counts.groups.get(key.as_str()).copied().unwrap_or_default();
            let (delivered, counted, same) = match self.measure {
                Measure::Count => (
                    &figure.count,
                    rows.to_string(),
                    figure.count.parse().is_ok_and(|count: u64| count == rows),
                ),
                Measure::Sum(_) => {
                    let counted = written(sum, scale);
                    let same = trimmed(&figure.amount) == trimmed(&counted);
                    (&figure.amount, counted, same)
                }
            };
            if !same {
                found.push((Some(figure.row), told(&key, delivered, &counted)));
            }
            if compared.len() < COMPARED {
                let group = if sensitive { vec!["＊".to_owned()] } else { groups_of(&key) };
                let group = if self.group_by.is_empty() { Vec::new() } else { group };
                compared.push(ComparedFigure {
                    file: layout.id(),
                    name: self.name.clone(),
                    group,
                    delivered: delivered.clone(),
                    counted: counted.clone(),
                    same,
                });
            }
            seen.push(key);
        }
        if !seen.is_empty() {
            seen.sort();
            let mut missing: Vec<_> = counts
                .groups
                .iter()
                .filter(|(key, _)| seen.binary_search_by(|s| s.as_str().cmp(key)).is_err())
                .collect();
            missing.sort();
            for (key, (rows, sum)) in missing {
                let counted = match self.measure {
                    Measure::Count => rows.to_string(),
                    Measure::Sum(_) => written(*sum, scale),
                };
                found.push((None, told(key, "-", &counted)));
            }
        }
        found
    }
}

/// A number of the standard form without its point.
fn unscaled(value: &str) -> i128 {
    let digits: String = value.chars().filter(|c| *c != '.').collect();
    digits.parse().unwrap_or(0)
}

fn written(unscaled: i128, scale: u8) -> String {
    let mut text = String::new();
    Decimal { unscaled, scale }.write(&mut text);
    text
}

/// Without the zeros that only a longer scale adds.
fn trimmed(number: &str) -> &str {
    if number.contains('.') { number.trim_end_matches('0').trim_end_matches('.') } else { number }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_of_different_scales_are_compared_as_numbers() {
        assert_eq!(trimmed("1200.5000"), trimmed("1200.50"));
        assert_eq!(trimmed("1200.0000"), trimmed("1200"));
        assert_eq!(trimmed("1200"), "1200");
        assert_eq!(unscaled("-12.50"), -1250);
    }

    #[test]
    fn what_does_not_fit_is_counted_still() {
        let mut counts = Counts::default();
        (0..GROUPS + 5).for_each(|n| counts.add(&n.to_string(), 1, 2));
        assert_eq!((counts.groups.len(), counts.rest), (GROUPS, (5, 10)));
    }
}
