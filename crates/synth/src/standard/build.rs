//! Rows drawn one by one: first what a row says of itself, then what it points at, then what its rules ask for.

use super::meets;
use super::repair::repair;
use super::value::Values;
use super::{CityFile, CityOptions};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use utsushi_layout::{FileLayout, FileRuleKind, Is, Relation, Standard};

/// How deep a row may ask for rows in other files that ask for rows in others.
const DEPTH: usize = 4;

pub(super) fn build(standard: &Standard, wanted: &BTreeSet<String>, options: &CityOptions) -> Vec<CityFile> {
    let layouts = standard.files().filter(|file| wanted.contains(&file.id())).cloned();
    let mut builder = Builder::new(layouts.map(State::new).collect(), Values::new(standard, options.seed, 0));
    // What is pointed at most comes first: masters, then residents, then the rest in the standard's order.
    let mut order: Vec<usize> = (0..builder.files.len()).collect();
    order.sort_by_key(|index| {
        let file = &builder.files[*index].layout;
        (file.business != 0, file.id() != "01.resident", *index)
    });
    for file in order {
        let id = builder.files[file].layout.id();
        let business = builder.files[file].layout.business;
        let count = match (id.as_str(), business) {
            ("01.resident", _) => options.residents,
            (_, 0) => 12,
            (_, business) if options.businesses.contains(&business) => (options.residents / 3).max(6),
            _ => 6,
        };
        builder.fill(file, count);
    }
    builder.finish()
}

/// Adds rows to the files that have fewer than `least`; `round` tells their numbers from those of earlier rounds.
pub(super) fn more(
    standard: &Standard,
    files: Vec<CityFile>,
    options: &CityOptions,
    round: u64,
    least: usize,
) -> Vec<CityFile> {
    let states = files.into_iter().map(State::with_rows).collect();
    let mut builder = Builder::new(states, Values::new(standard, options.seed, round));
    for file in 0..builder.files.len() {
        if builder.files[file].rows.len() < least {
            builder.fill(file, least * 4);
        }
    }
    builder.finish()
}

struct State {
    layout: FileLayout,
    rows: Vec<Vec<String>>,
    keys: HashSet<Vec<String>>,
    /// Per file rule, groups that have a row.
    groups: Vec<HashMap<Vec<String>, usize>>,
    pointing: Vec<bool>,
    /// Rows that were begun and could not be finished.
    dead: HashSet<usize>,
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
        State { layout, rows: Vec::new(), keys: HashSet::new(), groups, pointing, dead: HashSet::new() }
    }
}

impl State {
    /// A file that has rows already.
    fn with_rows(file: CityFile) -> State {
        let mut state = State::new(file.layout);
        let keys: Vec<usize> =
            (0..state.layout.items.len()).filter(|item| state.layout.items[*item].key).collect();
        for (at, row) in file.rows.into_iter().enumerate() {
            state.keys.insert(values_of(&row, &keys));
            for (index, rule) in state.layout.rules.files.iter().enumerate() {
                state.groups[index].insert(values_of(&row, &rule.key), at);
            }
            state.rows.push(row);
        }
        state
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

impl<'a> Builder<'a> {
    fn new(files: Vec<State>, values: Values<'a>) -> Self {
        let index = files.iter().enumerate().map(|(index, file)| (file.layout.id(), index)).collect();
        let mut builder = Builder { files, index, values };
        builder.parents();
        builder
    }

    /// Adds rows until there are so many, or it has been tried as often.
    fn fill(&mut self, file: usize, count: usize) {
        if self.files[file].layout.id() == "00.control_total" {
            return;
        }
        for _ in 0..count.saturating_sub(self.files[file].rows.len() - self.files[file].dead.len()) {
            if let Some(row) = self.row(file, &[], 0) {
                self.older(file, row);
            }
        }
    }

    fn finish(self) -> Vec<CityFile> {
        let finished = |state: State| {
            let State { layout, rows, dead, .. } = state;
            let rows = rows.into_iter().enumerate().filter(|(at, _)| !dead.contains(at)).map(|(_, row)| row);
            CityFile { layout, rows: rows.collect() }
        };
        self.files.into_iter().map(finished).collect()
    }

    /// A key that points at rows which do not have it as their own key points at children: it is given out here, not
    /// there.
    fn parents(&mut self) {
        for file in 0..self.files.len() {
            let layout = self.files[file].layout.clone();
            for relation in &layout.rules.relations {
                let equal = relation.equal.iter().map(|(own, other)| (own, other));
                for (own, other) in relation.items.iter().zip(&relation.roles).chain(equal) {
                    let digits = layout.items[*own].digits;
                    let limit = self.values.limits.entry((relation.to.clone(), *other)).or_insert(digits);
                    *limit = digits.min(*limit);
                }
            }
            let mut taken = vec![false; layout.items.len()];
            for relation in layout.rules.relations.iter().filter(|relation| relation.count_equals.is_none()) {
                let target = self.index.get(&relation.to).map(|target| &self.files[*target].layout);
                let whole_key = target.is_some_and(|target| {
                    target
                        .items
                        .iter()
                        .enumerate()
                        .all(|(item, declared)| !declared.key || relation.roles.contains(&item))
                });
                // A file whose rows point back at this key, as children or as equals: whichever row comes first gives
                // the key out.
                let keys = |item: &usize| layout.items[*item].key;
                let mutual = target.is_some_and(|target| {
                    let back = |other: &&Relation| other.to == layout.id();
                    target.rules.relations.iter().filter(back).any(|other| {
                        (0..layout.items.len()).filter(keys).all(|item| other.roles.contains(&item))
                    })
                });
                let whole_key = whole_key && !mutual;
                let own_key = |item: usize| layout.items[item].key;
                relation
                    .items
                    .iter()
                    .filter(|item| whole_key || !own_key(**item))
                    .for_each(|item| taken[*item] = true);
            }
            for (item, taken) in taken.iter().enumerate() {
                if layout.items[item].key {
                    self.files[file].pointing[item] = *taken;
                }
            }
        }
    }

    /// Adds a row with these values, and the rows it points at.
    fn row(&mut self, file: usize, fixed: &[(usize, String)], depth: usize) -> Option<usize> {
        let layout = self.files[file].layout.clone();
        // Rows that others ask for get one try: each may ask for more, and tries would multiply.
        for _ in 0..if depth == 0 { 4 } else { 1 } {
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
            let rare = role.is_some_and(|role| {
                role.contains("removal") || role.contains("death") || role.contains("merged")
            });
            if always || self.values.random.chance(if rare { 1 } else { 6 }, 10) {
                row[index] = self.values.of(layout, index);
            }
            if flags.contains(&index) && !pinned[index] {
                row[index] = "1".to_owned();
            }
        }
        self.heads(file, layout, &mut row, &pinned);
        if !repair(layout, &mut row, &pinned, &mut self.values) {
            return None;
        }
        let mut place = None;
        match self.complete(file, layout, &mut row, &mut pinned, depth, &mut place) {
            true => place,
            false => {
                if let Some(place) = place {
                    self.files[file].dead.insert(place);
                }
                None
            }
        }
    }

    /// Lets the row point at others, which may point back at it: it stands among the rows as soon as its key is known.
    fn complete(
        &mut self,
        file: usize,
        layout: &FileLayout,
        row: &mut [String],
        pinned: &mut [bool],
        depth: usize,
        place: &mut Option<usize>,
    ) -> bool {
        // Twice, since what one row found says may make another relation apply.
        for again in [false, true] {
            for relation in &layout.rules.relations {
                if !self.stand(file, layout, row, pinned, place) {
                    return false;
                }
                if meets::tests(&relation.when, row)
                    && !self.point(relation, layout, row, pinned, depth, again)
                {
                    return false;
                }
            }
        }
        for (index, item) in layout.items.iter().enumerate() {
            if row[index].is_empty() && !pinned[index] && (item.key || item.required) {
                row[index] = self.values.of(layout, index);
            }
        }
        if !self.stand(file, layout, row, pinned, place) || !repair(layout, row, pinned, &mut self.values) {
            return false;
        }
        self.groups(file, layout, row, pinned, place)
    }

    /// Puts the row among the others once its key is complete, and its present state there.
    fn stand(
        &mut self,
        file: usize,
        layout: &FileLayout,
        row: &mut [String],
        pinned: &mut [bool],
        place: &mut Option<usize>,
    ) -> bool {
        if let Some(place) = *place {
            self.files[file].rows[place].clone_from_slice(row);
            return true;
        }
        let keys: Vec<usize> = (0..layout.items.len()).filter(|index| layout.items[*index].key).collect();
        if keys.iter().any(|item| row[*item].is_empty()) {
            return true;
        }
        for _ in 0..30 {
            if !self.files[file].keys.contains(&values_of(row, &keys)) {
                break;
            }
            let Some(item) = keys.iter().rev().copied().find(|item| !pinned[*item]) else { return false };
            row[item] = self.values.of(layout, item);
        }
        let state = &mut self.files[file];
        if !state.keys.insert(values_of(row, &keys)) {
            return false;
        }
        keys.iter().for_each(|item| pinned[*item] = true);
        *place = Some(state.rows.len());
        state.rows.push(row.to_vec());
        true
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
        let found = self
            .find(layout, row, target, relation, &known)
            .or_else(|| self.make(target, relation, &known, depth));
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
                match (pinned[*item], found[*role].is_empty()) {
                    // The other row is not finished, and will take this value from here.
                    (true, true) => continue,
                    (true, false) => return false,
                    (false, _) => row[*item].clone_from(&found[*role]),
                }
            }
            pinned[*item] = true;
        }
        true
    }

    fn find(
        &mut self,
        layout: &FileLayout,
        own: &[String],
        target: usize,
        relation: &Relation,
        known: &[(usize, String)],
    ) -> Option<usize> {
        let rows = &self.files[target].rows;
        let start = self.values.random.below(rows.len() as u32) as usize;
        let state = &self.files[self.index[&layout.id()]];
        // What this row would have as its key, or as the key of a group that has one row, must still be free.
        let within =
            |items: &[usize]| items.iter().all(|item| relation.items.contains(item)) && !items.is_empty();
        let keys: Vec<usize> = (0..layout.items.len()).filter(|item| layout.items[*item].key).collect();
        let open = own.is_empty() || keys.iter().any(|item| own[*item].is_empty());
        let of = |row: &[String], items: &[usize]| -> Vec<String> {
            let place = |item: &usize| relation.items.iter().position(|own| own == item).unwrap_or(0);
            items.iter().map(|item| row[relation.roles[place(item)]].clone()).collect()
        };
        let taken = |row: &[String]| {
            within(&keys) && state.keys.contains(&of(row, &keys))
                || layout.rules.files.iter().zip(&state.groups).any(|(rule, groups)| {
                    let single = !matches!(rule.kind, FileRuleKind::OnePerGroup(..));
                    single && within(&rule.key) && groups.contains_key(&of(row, &rule.key))
                })
        };
        (start..rows.len()).chain(0..start).find(|at| {
            let row = &rows[*at];
            !self.files[target].dead.contains(at)
                && known.iter().all(|(item, value)| row[*item] == *value)
                && relation.roles.iter().all(|role| !row[*role].is_empty())
                && !(open && taken(row))
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

    /// Whether the groups of the file's rules have room for the row; then it counts among them.
    fn groups(
        &mut self,
        file: usize,
        layout: &FileLayout,
        row: &mut [String],
        pinned: &mut [bool],
        place: &mut Option<usize>,
    ) -> bool {
        for attempt in 0..30 {
            let clash = layout.rules.files.iter().enumerate().find(|(index, rule)| {
                let applies = meets::tests(&rule.when, row)
                    && (rule.except_when.is_empty() || !meets::tests(&rule.except_when, row));
                let filled = rule.key.iter().all(|item| !row[*item].is_empty());
                let known = self.files[file].groups[*index].contains_key(&values_of(row, &rule.key));
                let single = match &rule.kind {
                    FileRuleKind::Unique => true,
                    // Older rows of a group come with `older`, which gives them another flag and earlier days.
                    FileRuleKind::OneLatest(flag) => row[*flag] == "1",
                    FileRuleKind::NoOverlap { start, .. } => !pinned[*start],
                    FileRuleKind::OnePerGroup(..) => false,
                };
                applies && filled && known && single
            });
            let Some((_, rule)) = clash else { break };
            let Some(item) = rule.key.iter().rev().copied().find(|item| !pinned[*item]) else { return false };
            row[item] = self.values.of(layout, item);
            if attempt == 29 || !repair(layout, row, pinned, &mut self.values) {
                return false;
            }
        }
        if !self.stand(file, layout, row, pinned, place) {
            return false;
        }
        let state = &mut self.files[file];
        for (index, rule) in layout.rules.files.iter().enumerate() {
            state.groups[index].insert(values_of(row, &rule.key), place.unwrap_or(0));
        }
        true
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
