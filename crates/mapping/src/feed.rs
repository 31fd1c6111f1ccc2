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

impl ItemPlan {
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

    fn feeds(&self) -> impl Iterator<Item = &Feed> {
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
