//! Which rules run on the files of a run, and which do not, and why.

use super::source::Source;
use super::space::{CONDITIONS, Keys, Payload, Space};
use super::total::Total;
use std::sync::Arc;
use utsushi_layout::{FileLayout, FileRule, FileRuleKind, Relation, Test};

/// A file of the run.
#[derive(Clone, Debug)]
pub struct FileInRun {
    /// Its layout.
    pub layout: Arc<FileLayout>,
    /// Which of its items are fed at all: a rule on another would find fault with every row.
    pub mapped: Vec<bool>,
}

/// A rule that was not run.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct NotRun {
    /// The file whose rule it is: `01.resident`.
    pub file: String,
    /// `relation`, `unique`, `control_total` …
    pub rule: &'static str,
    /// The items it looks at, by role.
    pub roles: Vec<String>,
    /// The other file it looks at.
    pub to: Option<String>,
    /// Why.
    pub why: Why,
}

/// Why a rule was not run.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Why {
    /// The project names no 基準日.
    NoBaseDate,
    /// The other file is not in the run.
    FileNotDelivered,
    /// An item it looks at is fed by nothing.
    ItemNotMapped,
    /// An item it looks at is blank in every row.
    ItemBlank,
    /// So many rows share one key that not all could be compared.
    TooManyAlike,
}

impl Why {
    /// The word in the manifest.
    pub fn name(self) -> &'static str {
        match self {
            Why::NoBaseDate => "no_base_date",
            Why::FileNotDelivered => "file_not_delivered",
            Why::ItemNotMapped => "item_not_mapped",
            Why::ItemBlank => "item_blank",
            Why::TooManyAlike => "too_many_alike",
        }
    }
}

/// A rule that runs, unless an item turns out to be blank in every row.
#[derive(Debug)]
pub(super) struct Rule {
    pub file: usize,
    pub error: bool,
    /// The item at which it is reported.
    pub item: usize,
    pub what: What,
    /// Items that must be filled in some row: file and item.
    pub needs: Vec<(usize, usize)>,
    /// How it is named where it is not run.
    pub named: NotRun,
}

#[derive(Debug)]
pub(super) enum What {
    /// No two rows have the same key.
    Key,
    Relation(Box<PlannedRelation>),
    OneLatest {
        rows: Applies,
        flag: usize,
    },
    OnePerGroup {
        rows: Applies,
        is: usize,
    },
    Unique {
        rows: Applies,
    },
    NoOverlap {
        rows: Applies,
        start: usize,
        end: usize,
        order: usize,
    },
}

/// Which rows of a group a rule is about: bits of their space.
#[derive(Clone, Copy, Debug)]
pub(super) struct Applies {
    pub when: Option<usize>,
    pub except: Option<usize>,
}

impl What {
    /// Whether a row that meets these conditions counts at all.
    pub fn is_about(&self, sure: u64, maybe: u64) -> bool {
        match self {
            What::Key | What::Relation(_) => true,
            What::OneLatest { rows, .. }
            | What::OnePerGroup { rows, .. }
            | What::Unique { rows }
            | What::NoOverlap { rows, .. } => rows.to(sure, maybe) != Some(false),
        }
    }
}

#[derive(Debug)]
pub(super) struct PlannedRelation {
    pub space: usize,
    pub to: usize,
    pub items: Vec<usize>,
    pub when: Vec<Test>,
    pub to_when: Option<usize>,
    /// The date's item, and where first and last day stand among the values of the row found.
    pub as_of: Option<(usize, Option<usize>, Option<usize>)>,
    /// Own item, and the place of the other among the values of the row found.
    pub equal: Vec<(usize, usize)>,
    /// Items of the other file that are compared.
    pub equal_to: Vec<usize>,
    pub count: Option<usize>,
}

/// What runs.
#[derive(Debug)]
pub struct Plan {
    pub(super) files: Vec<FileInRun>,
    pub(super) spaces: Vec<Space>,
    pub(super) rules: Vec<Rule>,
    pub(super) totals: Vec<Total>,
    pub(super) sources: Vec<Source>,
    pub(super) families: usize,
    pub(super) keys: Keys,
    pub(super) base_date: u64,
    pub(super) base_day: Option<String>,
    pub(super) of_delivery: bool,
    not_run: Vec<NotRun>,
}

impl Plan {
    /// The plan for a run of these files. `base_date` is 基準日, `YYYYMMDD`.
    pub fn new(files: Vec<FileInRun>, base_date: Option<&str>) -> Plan {
        let mut plan = Plan {
            files,
            spaces: Vec::new(),
            rules: Vec::new(),
            totals: Vec::new(),
            sources: Vec::new(),
            families: 0,
            keys: Keys::default(),
            base_date: base_date.map_or(0, super::space::date),
            base_day: base_date.map(str::to_owned),
            of_delivery: false,
            not_run: Vec::new(),
        };
        for file in 0..plan.files.len() {
            plan.add_file(file);
        }
        (plan.sources, plan.families) = super::source::sources(&plan.spaces, &plan.rules);
        plan
    }

    /// The keys under which values of this run are hashed. Facts that are kept for another run mean nothing without
    /// them; they belong where the facts are, and nowhere else.
    pub fn secret(&self) -> [u64; 4] {
        self.keys.secret()
    }

    /// Goes on with the keys of an earlier run. Before the first fact is made.
    pub fn set_secret(&mut self, secret: [u64; 4]) {
        self.keys = Keys::of_secret(secret);
    }

    /// The same for the check of a delivery: what is wrong with the ledger of 支援措置 or with the pages of an image has a
    /// code of its own (SET021, SET022, SET028).
    pub fn of_delivery(self) -> Plan {
        Plan { of_delivery: true, ..self }
    }

    /// Where a file stands in the plan.
    pub fn file(&self, id: &str) -> Option<usize> {
        self.files.iter().position(|file| file.layout.id() == id)
    }

    /// The files.
    pub fn layouts(&self) -> impl Iterator<Item = &Arc<FileLayout>> {
        self.files.iter().map(|file| &file.layout)
    }

    /// Which items of each file are fed.
    pub fn mapped_items(&self) -> impl Iterator<Item = &[bool]> {
        self.files.iter().map(|file| file.mapped.as_slice())
    }

    /// Whether any rule looks at the rows of a file, its own or another's: else its rows need not be remembered.
    pub fn looks_at(&self, file: usize) -> bool {
        self.spaces.iter().any(|space| space.file == file)
            || self.rules.iter().any(|rule| rule.file == file)
            || self.totals.iter().any(|total| total.file == file || total.to == Some(file))
    }

    /// Whether a rule of another file may point at a row of this one.
    pub fn is_pointed_at(&self, file: usize) -> bool {
        self.rules.iter().any(|rule| matches!(&rule.what, What::Relation(relation) if relation.to == file))
    }

    /// Rules that are known not to run before a row has been seen.
    pub fn not_run(&self) -> &[NotRun] {
        &self.not_run
    }

    fn base(&self) -> Option<&str> {
        self.base_day.as_deref()
    }

    fn named(&self, file: usize, rule: &'static str, items: &[usize], to: Option<&str>) -> NotRun {
        let layout = &self.files[file].layout;
        let mut roles: Vec<String> = Vec::new();
        for item in items {
            let item = &layout.items[*item];
            let role = item.role.as_deref().unwrap_or(&item.slug).to_owned();
            if !roles.contains(&role) {
                roles.push(role);
            }
        }
        let to = to.map(str::to_owned);
        NotRun { file: layout.id(), rule, roles, to, why: Why::ItemNotMapped }
    }

    fn leave(&mut self, named: NotRun, why: Why) {
        self.not_run.push(NotRun { why, ..named });
    }

    fn mapped(&self, file: usize, items: &[usize]) -> bool {
        let mapped = &self.files[file].mapped;
        items.iter().all(|item| mapped.get(*item).copied().unwrap_or(false))
    }

    fn space(&mut self, file: usize, key: &[usize]) -> usize {
        let known = |space: &Space| {
            space.file == file && space.key == key && space.conditions.len() + 3 <= CONDITIONS
        };
        self.spaces.iter().position(known).unwrap_or_else(|| {
            self.spaces.push(Space {
                file,
                key: key.to_vec(),
                conditions: Vec::new(),
                payload: Vec::new(),
                rules: Vec::new(),
            });
            self.spaces.len() - 1
        })
    }

    fn add_file(&mut self, file: usize) {
        let layout = Arc::clone(&self.files[file].layout);
        let key: Vec<usize> = (0..layout.items.len()).filter(|item| layout.items[*item].key).collect();
        for rule in &layout.rules.records {
            let named = self.named(file, rule.kind.name(), &rule.items(), None);
            if rule.resolve(self.base()).is_none() {
                self.leave(named, Why::NoBaseDate);
            } else if !self.mapped(file, &rule.items()) {
                self.leave(named, Why::ItemNotMapped);
            }
        }
        let named = self.named(file, "key", &key, None);
        if self.mapped(file, &key) {
            let space = self.space(file, &key);
            let item = key.first().copied().unwrap_or(0);
            self.push(space, Rule { file, error: true, item, what: What::Key, needs: Vec::new(), named });
        } else {
            self.leave(named, Why::ItemNotMapped);
        }
        for relation in &layout.rules.relations {
            self.add_relation(file, relation);
        }
        for rule in &layout.rules.files {
            self.add_rule(file, rule);
        }
        for total in &layout.rules.totals {
            let mut items: Vec<usize> = total.when.iter().map(|test| test.item).collect();
            items.extend(&total.group_by);
            if let utsushi_layout::Measure::Sum(item) = total.measure {
                items.push(item);
            }
            let named = self.named(file, "control_total", &items, Some(&total.to));
            let to = self.file(&total.to);
            let when = Test::resolve_all(&total.when, self.base());
            let Some(when) = when else {
                self.leave(named, Why::NoBaseDate);
                continue;
            };
            if !self.mapped(file, &items) {
                self.leave(named, Why::ItemNotMapped);
                continue;
            }
            let compared = match (self.base_date, to) {
                (_, None) => Some(Why::FileNotDelivered),
                (0, _) => Some(Why::NoBaseDate),
                _ => None,
            };
            if let Some(why) = compared {
                // The figure is counted and stands in the manifest; nothing is there to compare it with.
                self.leave(named.clone(), why);
            }
            self.totals.push(Total::new(file, total, when, to.filter(|_| compared.is_none()), named));
        }
    }

    fn push(&mut self, space: usize, rule: Rule) {
        self.spaces[space].rules.push(self.rules.len());
        self.rules.push(rule);
    }

    fn add_relation(&mut self, file: usize, relation: &Relation) {
        let mut items = relation.items.clone();
        items.extend(relation.when.iter().map(|test| test.item));
        items.extend(relation.as_of);
        items.extend(relation.equal.iter().map(|(item, _)| *item));
        items.extend(relation.count_equals);
        let named = self.named(file, "relation", &items, Some(&relation.to));
        let Some(to) = self.file(&relation.to) else { return self.leave(named, Why::FileNotDelivered) };
        let when = Test::resolve_all(&relation.when, self.base());
        let to_when = Test::resolve_all(&relation.to_when, self.base());
        let (Some(when), Some(to_when)) = (when, to_when) else {
            return self.leave(named, Why::NoBaseDate);
        };
        // A pair of equal items that either side does not feed is left out; the others are compared.
        let fed = |(own, other): &&(usize, usize)| self.mapped(file, &[*own]) && self.mapped(to, &[*other]);
        let equal: Vec<(usize, usize)> = relation.equal.iter().filter(fed).copied().collect();
        let own: Vec<usize> = relation
            .items
            .iter()
            .chain(when.iter().map(|test| &test.item))
            .chain(&relation.as_of)
            .chain(&relation.count_equals)
            .copied()
            .collect();
        let mut others = relation.roles.clone();
        others.extend(to_when.iter().map(|test| test.item));
        others.extend(relation.valid.0);
        let nothing = equal.is_empty() && !relation.equal.is_empty();
        if nothing || !self.mapped(file, &own) || !self.mapped(to, &others) {
            return self.leave(named, Why::ItemNotMapped);
        }
        let mut needs: Vec<(usize, usize)> = relation.items.iter().map(|item| (file, *item)).collect();
        needs.extend(relation.roles.iter().map(|item| (to, *item)));
        needs.extend(relation.count_equals.map(|item| (file, item)));
        needs.extend(must_be_filled(&when).map(|item| (file, item)));
        needs.extend(must_be_filled(&to_when).map(|item| (to, item)));
        let space = self.space(to, &relation.roles);
        let over = &mut self.spaces[space];
        let to_when = over.condition(to_when);
        let as_of = relation.as_of.map(|item| {
            let mut place = |item: Option<usize>| item.map(|item| over.payload(Payload::Date(item)));
            (item, place(relation.valid.0), place(relation.valid.1))
        });
        let places = equal.iter().map(|(item, other)| (*item, over.payload(Payload::Same(*other)))).collect();
        let planned = PlannedRelation {
            space,
            to,
            items: relation.items.clone(),
            when,
            to_when,
            as_of,
            equal: places,
            equal_to: equal.iter().map(|(_, other)| *other).collect(),
            count: relation.count_equals,
        };
        let item = relation.items.first().copied().unwrap_or(0);
        let what = What::Relation(Box::new(planned));
        self.rules.push(Rule { file, error: relation.error, item, what, needs, named });
    }

    fn add_rule(&mut self, file: usize, rule: &FileRule) {
        let mut items = rule.key.clone();
        items.extend(rule.when.iter().chain(&rule.except_when).map(|test| test.item));
        let (mut item, mut filled) = (rule.key.first().copied().unwrap_or(0), rule.key.clone());
        match &rule.kind {
            FileRuleKind::OneLatest(flag) => {
                item = *flag;
                filled.push(*flag);
            }
            FileRuleKind::OnePerGroup(role, _) => {
                item = *role;
                filled.push(*role);
            }
            FileRuleKind::NoOverlap { start, end, order } => {
                item = *start;
                filled.push(*start);
                items.push(*end);
                items.extend(*order);
            }
            FileRuleKind::Unique => {}
        }
        items.extend(&filled);
        let named = self.named(file, rule.kind.name(), &items, None);
        let when = Test::resolve_all(&rule.when, self.base());
        let except = Test::resolve_all(&rule.except_when, self.base());
        let (Some(when), Some(except)) = (when, except) else {
            return self.leave(named, Why::NoBaseDate);
        };
        if !self.mapped(file, &items) {
            return self.leave(named, Why::ItemNotMapped);
        }
        filled.extend(must_be_filled(&when));
        let needs = filled.iter().map(|item| (file, *item)).collect();
        let index = self.space(file, &rule.key);
        let space = &mut self.spaces[index];
        let rows = Applies { when: space.condition(when), except: space.condition(except) };
        let mut one = |item: usize, values: Vec<String>| {
            space.condition(vec![Test { item, is: utsushi_layout::Is::In(values) }]).unwrap_or(0)
        };
        let what = match &rule.kind {
            FileRuleKind::OneLatest(flag) => What::OneLatest { rows, flag: one(*flag, vec!["1".into()]) },
            FileRuleKind::OnePerGroup(role, values) => {
                What::OnePerGroup { rows, is: one(*role, values.clone()) }
            }
            FileRuleKind::Unique => What::Unique { rows },
            FileRuleKind::NoOverlap { start, end, order } => What::NoOverlap {
                rows,
                start: space.payload(Payload::Date(*start)),
                end: space.payload(Payload::Date(*end)),
                order: space.payload(order.map_or(Payload::Date(*start), Payload::Order)),
            },
        };
        self.push(index, Rule { file, error: rule.error, item, what, needs, named });
    }
}

/// Items without which no row can meet the tests.
pub(super) fn must_be_filled(tests: &[Test]) -> impl Iterator<Item = usize> + '_ {
    use utsushi_layout::Is;
    tests.iter().filter(|test| !matches!(test.is, Is::Blank | Is::NotIn(_))).map(|test| test.item)
}
