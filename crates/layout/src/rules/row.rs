//! Rules within one row.

use super::{Day, Test};

/// A rule across the items of one row. Items are positions in the layout.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordRule {
    /// It applies to rows that meet all of these.
    pub when: Vec<Test>,
    /// What must hold.
    pub kind: RuleKind,
    /// Whether breaking it is an error rather than a warning.
    pub error: bool,
    /// The statute or practice it comes from.
    pub source: String,
}

/// What must hold between items of one row.
#[derive(Clone, Debug, PartialEq)]
pub enum RuleKind {
    /// The one date is not after the other.
    Order {
        /// The date that comes first.
        earlier: usize,
        /// The date that comes later.
        later: usize,
    },
    /// At least one of the items has a value.
    Requires(Vec<usize>),
    /// None of the items has a value.
    Forbids(Vec<usize>),
    /// The item is one of the values, or blank.
    Implies(usize, Vec<String>),
    /// The date is not before this day.
    NotBefore(usize, Day),
    /// The date is not after this day.
    NotAfter(usize, Day),
    /// The period from the one date ends the day before its anniversary.
    Lasts {
        /// Its first day.
        start: usize,
        /// Its last day.
        end: usize,
        /// How many years.
        years: u16,
    },
    /// The date is at least so many years after the other.
    KeepsUntil {
        /// The date.
        item: usize,
        /// The date it is counted from.
        from: usize,
        /// How many years.
        years: u16,
    },
}

impl RuleKind {
    /// As `rule` in the file spells it.
    pub fn name(&self) -> &'static str {
        match self {
            RuleKind::Order { .. } => "order",
            RuleKind::Requires(_) => "requires",
            RuleKind::Forbids(_) => "forbids",
            RuleKind::Implies(..) => "implies",
            RuleKind::NotBefore(..) => "not_before",
            RuleKind::NotAfter(..) => "not_after",
            RuleKind::Lasts { .. } => "lasts",
            RuleKind::KeepsUntil { .. } => "keeps_until",
        }
    }
}

impl RecordRule {
    /// Every item the rule looks at.
    pub fn items(&self) -> Vec<usize> {
        let mut items: Vec<usize> = self.when.iter().map(|test| test.item).collect();
        match &self.kind {
            RuleKind::Order { earlier, later } => items.extend([*earlier, *later]),
            RuleKind::Requires(needed) | RuleKind::Forbids(needed) => items.extend(needed),
            RuleKind::Implies(item, _) | RuleKind::NotBefore(item, _) | RuleKind::NotAfter(item, _) => {
                items.push(*item);
            }
            RuleKind::Lasts { start, end, .. } => items.extend([*start, *end]),
            RuleKind::KeepsUntil { item, from, .. } => items.extend([*item, *from]),
        }
        items
    }

    /// The rule with 基準日 filled in; `None` if it needs one and there is none.
    pub fn resolve(&self, base_date: Option<&str>) -> Option<RecordRule> {
        let kind = match &self.kind {
            RuleKind::NotBefore(item, day) => RuleKind::NotBefore(*item, day.resolve(base_date)?),
            RuleKind::NotAfter(item, day) => RuleKind::NotAfter(*item, day.resolve(base_date)?),
            other => other.clone(),
        };
        let when = Test::resolve_all(&self.when, base_date)?;
        Some(RecordRule { when, kind, error: self.error, source: self.source.clone() })
    }
}
