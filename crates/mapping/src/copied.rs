//! Items that are what a field says, or always the same: whoever needs them alone can do without mapping.

use crate::Mapper;
use crate::feed::{Fed, Feed, ItemPlan};
use crate::transform::Step;

/// What an item is, where no transform but `trim` has a part in it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Copied {
    /// The text of a field (by its position in the source definition), perhaps without the blanks around it.
    Field {
        /// Its position.
        field: usize,
        /// Whether blanks around it are taken off.
        trim: bool,
    },
    /// A constant.
    Constant(String),
}

impl Mapper {
    /// How item `item` is filled, if it is filled the same way in every row and only copied.
    pub fn copied(&self, item: usize) -> Option<Copied> {
        let Some(ItemPlan::Always(Fed { feed, default: None })) = self.plans.get(item)?.as_ref() else {
            return None;
        };
        match feed {
            Feed::Constant(value) => Some(Copied::Constant(value.clone())),
            Feed::Plain { field, trim } => Some(Copied::Field { field: *field, trim: *trim }),
            Feed::Steps { field, steps } if steps.iter().all(|step| matches!(step, Step::Trim)) => {
                Some(Copied::Field { field: *field, trim: !steps.is_empty() })
            }
            Feed::Steps { .. } | Feed::Joined { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Copied;
    use crate::testing::{compile, layout};

    #[test]
    fn only_what_is_taken_as_it_stands_is_copied() {
        let copied = |items: &str, item: &str| {
            let mapper = compile(items).unwrap();
            mapper.copied(layout().item_index(item).unwrap())
        };
        let field = |trim| Some(Copied::Field { field: 1, trim });
        assert_eq!(copied("'氏名' = { from = '値' }", "氏名"), field(false));
        assert_eq!(copied("'氏名' = { from = '値', steps = ['trim'] }", "氏名"), field(true));
        assert_eq!(copied("'氏名' = { constant = 'x' }", "氏名"), Some(Copied::Constant("x".to_owned())));
        for items in [
            "'氏名' = { from = '値', steps = ['kana'] }",
            "'氏名' = { from = '値', default = 'x' }",
            "'氏名' = { from = '値', when = '区分 = \"1\"', otherwise = 'x' }",
            "'氏名' = { from = ['値', '日'], steps = [{ concat = '' }] }",
        ] {
            assert_eq!(copied(items, "氏名"), None, "{items}");
        }
    }
}
