//! Which items of two files stand beside each other.

use crate::Side;
use std::sync::Arc;
use utsushi_layout::{FileLayout, Item};

/// The items that both sides have, and those that only one has.
#[derive(Clone, Debug)]
pub struct Columns {
    a: Arc<FileLayout>,
    b: Arc<FileLayout>,
    /// Items of A and of B, in A's order.
    both: Vec<(usize, usize)>,
    /// The key: places in `both`. Empty where rows are compared as wholes.
    key: Vec<usize>,
    only_a: Vec<usize>,
    only_b: Vec<usize>,
}

impl Columns {
    /// The columns of two files of which each has the items that `mapped` says. Items are the same by slug, or by a name that
    /// one of them had before. Where a key item is missing on a side, or the layouts have other keys, or none, rows are compared as
    /// wholes.
    pub fn of(a: &Arc<FileLayout>, mapped_a: &[bool], b: &Arc<FileLayout>, mapped_b: &[bool]) -> Columns {
        let has = |mapped: &[bool], item: usize| mapped.get(item).copied().unwrap_or(false);
        let mut taken = vec![false; b.items.len()];
        let mut both = Vec::new();
        let mut only_a = Vec::new();
        for (index, item) in a.items.iter().enumerate() {
            if !has(mapped_a, index) {
                continue;
            }
            let other = b.item_index(&item.slug).or_else(|| {
                let renamed = a.old_names.iter().filter(|(_, slug)| *slug == item.slug);
                renamed.filter_map(|(old, _)| b.item_index(old)).next()
            });
            match other.filter(|other| has(mapped_b, *other) && !taken[*other]) {
                Some(other) => {
                    taken[other] = true;
                    both.push((index, other));
                }
                None => only_a.push(index),
            }
        }
        let only_b = (0..b.items.len()).filter(|item| has(mapped_b, *item) && !taken[*item]).collect();
        let is_key = |pair: &(usize, usize)| a.items[pair.0].key && b.items[pair.1].key;
        let key: Vec<usize> = (0..both.len()).filter(|at| is_key(&both[*at])).collect();
        let keys = |layout: &FileLayout| layout.items.iter().filter(|item| item.key).count();
        let whole = key.len() == keys(a) && key.len() == keys(b);
        let key = if whole { key } else { Vec::new() };
        Columns { a: Arc::clone(a), b: Arc::clone(b), both, key, only_a, only_b }
    }

    /// All items of one layout, whatever columns a file has: what it lacks is blank.
    pub fn whole(layout: &Arc<FileLayout>) -> Columns {
        let all = vec![true; layout.items.len()];
        Columns::of(layout, &all, layout, &all)
    }

    /// Whether rows are found by a key.
    pub fn is_keyed(&self) -> bool {
        !self.key.is_empty()
    }

    /// How many items are compared.
    pub fn len(&self) -> usize {
        self.both.len()
    }

    /// Whether there is nothing to compare.
    pub fn is_empty(&self) -> bool {
        self.both.is_empty()
    }

    /// The compared item at a place, as A's layout has it.
    pub fn item(&self, at: usize) -> &Item {
        &self.a.items[self.both[at].0]
    }

    /// The same as B's layout has it.
    pub fn item_of_b(&self, at: usize) -> &Item {
        &self.b.items[self.both[at].1]
    }

    /// The places of the key items.
    pub fn key(&self) -> &[usize] {
        &self.key
    }

    /// A side's item at each place.
    pub fn items(&self, side: Side) -> impl ExactSizeIterator<Item = usize> + '_ {
        self.both.iter().map(move |pair| if side == Side::A { pair.0 } else { pair.1 })
    }

    /// Items that only this side has.
    pub fn only(&self, side: Side) -> &[usize] {
        if side == Side::A { &self.only_a } else { &self.only_b }
    }

    /// A side's layout.
    pub fn layout(&self, side: Side) -> &Arc<FileLayout> {
        if side == Side::A { &self.a } else { &self.b }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use utsushi_layout::Library;

    #[test]
    fn a_renamed_item_stands_beside_itself_and_a_missing_key_makes_rows_wholes() {
        let standard = Library::Embedded.load("chukan-2.7").unwrap();
        let a = Arc::new(standard.file("01.resident").unwrap().clone());
        let mut newer = (*a).clone();
        newer.items[5].slug = "quite_new".into();
        newer.old_names.push((a.items[5].slug.clone(), "quite_new".into()));
        let b = Arc::new(newer);
        let all = vec![true; a.items.len()];
        let columns = Columns::of(&a, &all, &b, &all);
        assert_eq!((columns.len(), columns.only_a.len(), columns.only_b.len()), (a.items.len(), 0, 0));
        assert!(columns.is_keyed());
        let back = Columns::of(&b, &all, &a, &all);
        assert_eq!(back.len(), a.items.len());
        let mut without = all.clone();
        without[a.items.iter().position(|item| item.key).unwrap()] = false;
        let columns = Columns::of(&a, &all, &b, &without);
        assert!(!columns.is_keyed());
        assert_eq!(columns.only_a.len(), 1);
    }
}
