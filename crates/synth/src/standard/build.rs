//! Rows drawn one by one: first what a row says of itself, then what it points at, then what its rules ask for.

use super::meets;
use super::repair::repair;
use super::value::Values;
use super::{CityFile, CityOptions};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use utsushi_layout::{FileLayout, FileRuleKind, Is, Relation, Standard};

/// How deep a row may ask for rows in other files that ask for rows in others.
const DEPTH: usize = 5;

pub(super) fn build(standard: &Standard, wanted: &BTreeSet<String>, options: &CityOptions) -> Vec<CityFile> {
    let layouts: Vec<FileLayout> =
        standard.files().filter(|file| wanted.contains(&file.id())).cloned().collect();
    let index = layouts.iter().enumerate().map(|(index, file)| (file.id(), index)).collect();
    let mut builder = Builder {
        files: layouts.into_iter().map(State::new).collect(),
        index,
        values: Values::new(standard, options.seed),
    };
    // What is pointed at most comes first: masters, then residents, then the rest in the standard's order.
    let mut order: Vec<usize> = (0..builder.files.len()).collect();
    order.sort_by_key(|index| {
        let file = &builder.files[*index].layout;
        (file.business != 0, file.id() != "01.resident", *index)
    });
    for file in order {
        let id = builder.files[file].layout.id();
        if id == "00.control_total" {
            continue;
        }
        let business = builder.files[file].layout.business;
        let count = match (id.as_str(), business) {
            ("01.resident", _) => options.residents,
            (_, 0) => 12,
            (_, business) if options.businesses.contains(&business) => (options.residents / 3).max(6),
            _ => 6,
        };
        for _ in 0..count.saturating_sub(builder.files[file].rows.len()) {
            if let Some(row) = builder.row(file, &[], 0) {
                builder.older(file, row);
            }
        }
    }
    builder.files.into_iter().map(|state| CityFile { layout: state.layout, rows: state.rows }).collect()
}

struct State {
    layout: FileLayout,
    rows: Vec<Vec<String>>,
    keys: HashSet<Vec<String>>,
    /// Per file rule, groups that have a row.
    groups: Vec<HashMap<Vec<String>, usize>>,
    pointing: Vec<bool>,
}

impl State {
    fn new(layout: FileLayout) -> State {
        let mut pointing = vec![false; layout.items.len()];
        layout
            .rules
            .relations
            .iter()
            .flat_map(|relation| &relation.items)
            .for_each(|item| pointing[*item] = true);
        let groups = vec![HashMap::new(); layout.rules.files.len()];
        State { layout, rows: Vec::new(), keys: HashSet::new(), groups, pointing }
    }
}

struct Builder<'a> {
    files: Vec<State>,
    index: BTreeMap<String, usize>,
    values: Values<'a>,
}

fn values_of(row: &[String], items: &[usize]) -> Vec<String> {
    items.iter().map(|item| row[*item].clone()).collect()
}

impl Builder<'_> {
    /// Adds a row with these values, and the rows it points at.
    fn row(&mut self, file: usize, fixed: &[(usize, String)], depth: usize) -> Option<usize> {
        let layout = self.files[file].layout.clone();
        for _ in 0..6 {
            if let Some(row) = self.attempt(file, &layout, fixed, depth) {
                return Some(row);
            }
        }
        None
    }

    fn attempt(
        &mut self,
        file: usize,
        layout: &FileLayout,
        fixed: &[(usize, String)],
        depth: usize,
    ) -> Option<usize> {
        let mut row = vec![String::new(); layout.items.len()];
        let mut pinned = vec![false; layout.items.len()];
        for (item, value) in fixed {
            row[*item].clone_from(value);
            pinned[*item] = true;
        }
        let pointing = self.files[file].pointing.clone();
        let flags: Vec<usize> = layout
            .rules
            .files
            .iter()
            .filter_map(|rule| match &rule.kind {
                FileRuleKind::OneLatest(flag) => Some(*flag),
                _ => None,
            })
            .collect();
        for (index, item) in layout.items.iter().enumerate() {
            let role = item.role.as_deref();
            let always = item.key || item.required || flags.contains(&index);
            if pinned[index] || pointing[index] || role == Some("valid_to") && !item.required {
                continue;
            }
            if always || self.values.random.chance(3, 5) {
                row[index] = self.values.of(layout, index);
            }
            if flags.contains(&index) && !pinned[index] {
                row[index] = "1".to_owned();
            }
        }
        // Twice, since what one row found says may make another relation apply.
        for again in [false, true] {
            for relation in &layout.rules.relations {
                if meets::tests(&relation.when, &row)
                    && !self.point(relation, layout, &mut row, &mut pinned, depth, again)
                {
                    return None;
                }
            }
        }
        for (index, item) in layout.items.iter().enumerate() {
            if row[index].is_empty() && !pinned[index] && (item.key || item.required) {
                row[index] = self.values.of(layout, index);
            }
        }
        self.heads(file, layout, &mut row, &pinned);
        if !repair(layout, &mut row, &pinned, &mut self.values) {
            return None;
        }
        self.add(file, layout, row, &pinned)
    }

    /// Finds or makes the row that a relation asks for; false where the row cannot stand without it.
    fn point(
        &mut self,
        relation: &Relation,
        layout: &FileLayout,
        row: &mut [String],
        pinned: &mut [bool],
        depth: usize,
        again: bool,
    ) -> bool {
        let Some(target) = self.index.get(&relation.to).copied() else { return true };
        if relation.items.iter().any(|item| pinned[*item] && row[*item].is_empty()) {
            return true;
        }
        let needed = relation.items.iter().any(|item| {
            let item = &layout.items[*item];
            item.key || item.required
        });
        let given = relation.items.iter().any(|item| !row[*item].is_empty());
        if !needed && !given && (again || self.values.random.chance(1, 3)) {
            return true;
        }
        let known: Vec<(usize, String)> = (relation.items.iter().zip(&relation.roles))
            .chain(relation.equal.iter().map(|(own, other)| (own, other)))
            .filter(|(item, _)| !row[**item].is_empty() && (pinned[**item] || relation.items.contains(item)))
            .map(|(item, role)| (*role, row[*item].clone()))
            .collect();
        let found =
            self.find(target, relation, &known).or_else(|| self.make(target, relation, &known, depth));
        let Some(found) = found else {
            let optional =
                |item: &usize| !layout.items[*item].key && !layout.items[*item].required && !pinned[*item];
            let blankable = relation.items.iter().find(|item| optional(item));
            return match blankable {
                Some(item) => {
                    row[*item].clear();
                    true
                }
                None => false,
            };
        };
        let found = &self.files[target].rows[found];
        for (item, role) in relation.items.iter().zip(&relation.roles) {
            row[*item].clone_from(&found[*role]);
            pinned[*item] = true;
        }
        for (item, role) in &relation.equal {
            if row[*item] != found[*role] {
                if pinned[*item] {
                    return false;
                }
                row[*item].clone_from(&found[*role]);
            }
            pinned[*item] = true;
        }
        true
    }

    fn find(&mut self, target: usize, relation: &Relation, known: &[(usize, String)]) -> Option<usize> {
        let rows = &self.files[target].rows;
        let start = self.values.random.below(rows.len() as u32) as usize;
        (start..rows.len()).chain(0..start).find(|at| {
            let row = &rows[*at];
            known.iter().all(|(item, value)| row[*item] == *value)
                && relation.roles.iter().all(|role| !row[*role].is_empty())
                && meets::tests(&relation.to_when, row)
        })
    }

    fn make(
        &mut self,
        target: usize,
        relation: &Relation,
        known: &[(usize, String)],
        depth: usize,
    ) -> Option<usize> {
        if depth >= DEPTH || self.files[target].layout.id() == "00.control_total" {
            return None;
        }
        let mut fixed = known.to_vec();
        for test in &relation.to_when {
            if fixed.iter().any(|(item, _)| *item == test.item) {
                continue;
            }
            match &test.is {
                Is::In(values) => fixed.push((test.item, values.first()?.clone())),
                Is::Blank => fixed.push((test.item, String::new())),
                Is::Filled => {
                    let layout = self.files[target].layout.clone();
                    let value = self.values.of(&layout, test.item);
                    fixed.push((test.item, value));
                }
                _ => {}
            }
        }
        let made = self.row(target, &fixed, depth + 1)?;
        let row = &self.files[target].rows[made];
        let fits =
            meets::tests(&relation.to_when, row) && relation.roles.iter().all(|role| !row[*role].is_empty());
        fits.then_some(made)
    }

    /// The first row of a group has the value that one row of it must have; later ones have others.
    fn heads(&mut self, file: usize, layout: &FileLayout, row: &mut [String], pinned: &[bool]) {
        for (index, rule) in layout.rules.files.iter().enumerate() {
            let FileRuleKind::OnePerGroup(item, values) = &rule.kind else { continue };
            if pinned[*item] || values.is_empty() {
                continue;
            }
            if self.files[file].groups[index].contains_key(&values_of(row, &rule.key)) {
                for _ in 0..20 {
                    if !values.contains(&row[*item]) {
                        break;
                    }
                    row[*item] = self.values.of(layout, *item);
                }
            } else {
                row[*item].clone_from(&values[0]);
            }
        }
    }

    /// Adds the row where its key and groups are free.
    fn add(
        &mut self,
        file: usize,
        layout: &FileLayout,
        mut row: Vec<String>,
        pinned: &[bool],
    ) -> Option<usize> {
        let keys: Vec<usize> = (0..layout.items.len()).filter(|index| layout.items[*index].key).collect();
        for attempt in 0..30 {
            let taken = self.files[file].keys.contains(&values_of(&row, &keys));
            let clash = layout.rules.files.iter().enumerate().find(|(index, rule)| {
                let applies = meets::tests(&rule.when, &row)
                    && !(!rule.except_when.is_empty() && meets::tests(&rule.except_when, &row));
                let filled = rule.key.iter().all(|item| !row[*item].is_empty());
                let known = self.files[file].groups[*index].contains_key(&values_of(&row, &rule.key));
                let single = match &rule.kind {
                    FileRuleKind::Unique => true,
                    // Older rows of a group come with `older`, which gives them another flag and earlier days.
                    FileRuleKind::OneLatest(flag) => row[*flag] == "1",
                    FileRuleKind::NoOverlap { start, .. } => !pinned[*start],
                    FileRuleKind::OnePerGroup(..) => false,
                };
                applies && filled && known && single
            });
            let items: Vec<usize> = match (taken, clash) {
                (false, None) => break,
                (true, _) => keys.clone(),
                (_, Some((_, rule))) => rule.key.clone(),
            };
            if attempt == 29 {
                return None;
            }
            let Some(item) = items.iter().rev().copied().find(|item| !pinned[*item]) else { return None };
            row[item] = self.values.of(layout, item);
            if !repair(layout, &mut row, pinned, &mut self.values) {
                return None;
            }
        }
        let state = &mut self.files[file];
        state.keys.insert(values_of(&row, &keys));
        for (index, rule) in layout.rules.files.iter().enumerate() {
            state.groups[index].insert(values_of(&row, &rule.key), state.rows.len());
        }
        state.rows.push(row);
        Some(state.rows.len() - 1)
    }

    /// Sometimes a row that came before this one in its history.
    fn older(&mut self, file: usize, newer: usize) {
        let layout = self.files[file].layout.clone();
        let latest = layout.rules.files.iter().find_map(|rule| match &rule.kind {
            FileRuleKind::OneLatest(flag) => Some((*flag, rule.key.clone())),
            _ => None,
        });
        let Some((flag, key)) = latest else { return };
        if !self.values.random.chance(2, 5)
            || key.iter().any(|item| self.files[file].rows[newer][*item].is_empty())
        {
            return;
        }
        let row = self.files[file].rows[newer].clone();
        let mut fixed: Vec<(usize, String)> = key.iter().map(|item| (*item, row[*item].clone())).collect();
        fixed.push((flag, "0".to_owned()));
        for rule in &layout.rules.files {
            if let FileRuleKind::NoOverlap { start, end, .. } = &rule.kind {
                if row[*start].is_empty() || layout.items[*start].key {
                    return;
                }
                let earlier = meets::years_after(&row[*start], 0, -400);
                fixed.push((*start, earlier));
                fixed.push((*end, row[*start].clone()));
            }
        }
        // The older row is numbered before the newer one: their numbers change places.
        if let Some(made) = self.row(file, &fixed, 1)
            && let Some(number) = layout.role_index("history_number").filter(|number| !key.contains(number))
        {
            let rows = &mut self.files[file].rows;
            let swap = rows[newer][number].clone();
            let pointed_at = layout.rules.relations.iter().any(|relation| relation.items.contains(&number));
            if !pointed_at {
                rows[newer][number] = std::mem::replace(&mut rows[made][number], swap);
            }
        }
    }
}
