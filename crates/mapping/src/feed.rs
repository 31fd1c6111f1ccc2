//! How an item is fed: what a mapping comes to when every name is resolved.

use crate::Condition;
use crate::record::Record;
use crate::transform::Step;

/// How one item is filled.
#[derive(Debug)]
pub(crate) enum ItemPlan {
    /// The same way in every row.
    Always(Fed),
    /// By the first case whose condition holds, else with a constant.
    Cases { cases: Vec<(Option<Condition>, Fed)>, otherwise: String },
}

/// A feed with what is written where it gives a blank.
#[derive(Debug)]
pub(crate) struct Fed {
    pub feed: Feed,
    pub default: Option<String>,
}

#[derive(Debug)]
pub(crate) enum Feed {
    Constant(String),
    /// One field, decoded and perhaps trimmed: the hot path.
    Plain {
        field: usize,
        trim: bool,
    },
    Steps {
        field: usize,
        steps: Vec<Step>,
    },
    Joined {
        fields: Vec<usize>,
        before: Vec<Step>,
        separator: String,
        after: Vec<Step>,
    },
}

/// What the steps of an item are about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum StepKind {
    /// How characters are written.
    Characters,
    /// Anything else.
    Value,
}

impl ItemPlan {
    /// What its steps are about; `None` where it takes what a field says.
    pub fn kind(&self) -> Option<StepKind> {
        if self.feeds().all(|feed| matches!(feed, Feed::Plain { .. } | Feed::Constant(_))) {
            return None;
        }
        let characters =
            |step: &Step| matches!(step, Step::Seiji | Step::Width(_) | Step::Kana(_) | Step::Normalize(_));
        let mut steps = self.feeds().flat_map(|feed| feed.steps().into_iter().flatten());
        Some(if steps.any(characters) { StepKind::Characters } else { StepKind::Value })
    }

    /// What feeds the item in this record, or the constant that it gets because no case holds.
    #[inline]
    pub fn of(&self, record: Record<'_>, text: &mut String) -> Result<&Fed, &str> {
        match self {
            ItemPlan::Always(fed) => Ok(fed),
            ItemPlan::Cases { cases, otherwise } => {
                let case = cases.iter().find(|(when, _)| match when {
                    Some(when) => when.holds_in(record, text),
                    None => true,
                });
                case.map(|(_, fed)| fed).ok_or(otherwise)
            }
        }
    }

    pub fn feeds(&self) -> impl Iterator<Item = &Feed> {
        let (always, cases) = match self {
            ItemPlan::Always(fed) => (Some(&fed.feed), [].as_slice()),
            ItemPlan::Cases { cases, .. } => (None, cases.as_slice()),
        };
        always.into_iter().chain(cases.iter().map(|(_, fed)| &fed.feed))
    }

    /// Every field whose data reaches the item: as its value, or as the date on which a lookup is answered.
    pub fn used_fields(&self) -> impl Iterator<Item = usize> {
        self.feeds().flat_map(|feed| {
            let dates = feed.steps().into_iter().flatten().filter_map(Step::second_field);
            feed.fields().iter().copied().chain(dates)
        })
    }
}

impl Feed {
    /// The fields whose text it takes.
    pub fn fields(&self) -> &[usize] {
        match self {
            Feed::Constant(_) => &[],
            Feed::Plain { field, .. } | Feed::Steps { field, .. } => std::slice::from_ref(field),
            Feed::Joined { fields, .. } => fields,
        }
    }

    pub fn steps(&self) -> [&[Step]; 2] {
        match self {
            Feed::Constant(_) | Feed::Plain { .. } => [&[], &[]],
            Feed::Steps { steps, .. } => [steps, &[]],
            Feed::Joined { before, after, .. } => [before, after],
        }
    }
}
