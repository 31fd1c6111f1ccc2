//! Which item each column of a file is.

use super::names::fold;
use std::collections::HashMap;
use utsushi_layout::FileLayout;

/// The columns of a file, matched with the items of a layout.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Columns {
    /// For each column of the file its item.
    pub items: Vec<Option<usize>>,
    /// Names of columns that are no item's, or that stand twice.
    pub unknown: Vec<String>,
    /// Whether the items stand in another order than in the layout.
    pub reordered: bool,
}

impl Columns {
    /// Matches names with items: by name, slug or a name of before, whatever their width and case.
    pub fn of(layout: &FileLayout, names: &[String]) -> Columns {
        let by_name = names_of(layout);
        let mut taken = vec![false; layout.items.len()];
        let mut columns = Columns::default();
        for name in names {
            let item =
                by_name.get(&fold(name)).copied().filter(|item| !std::mem::replace(&mut taken[*item], true));
            if item.is_none() {
                columns.unknown.push(name.clone());
            }
            columns.items.push(item);
        }
        columns.reordered = !columns.items.iter().flatten().is_sorted();
        columns
    }

    /// The items in the layout's order, one a column.
    pub fn in_order(layout: &FileLayout) -> Columns {
        Columns { items: (0..layout.items.len()).map(Some).collect(), ..Columns::default() }
    }

    /// Columns that are some item's.
    pub fn matched(&self) -> usize {
        self.items.iter().flatten().count()
    }

    /// For each item of the layout its column.
    pub fn of_items(&self, layout: &FileLayout) -> Vec<Option<usize>> {
        let mut places = vec![None; layout.items.len()];
        for (column, item) in self.items.iter().enumerate() {
            if let Some(item) = item {
                places[*item] = Some(column);
            }
        }
        places
    }
}

/// The items of a layout by every name they have, folded.
pub(super) fn names_of(layout: &FileLayout) -> HashMap<String, usize> {
    let mut names = HashMap::new();
    for (old, slug) in &layout.old_names {
        if let Some(index) = layout.items.iter().position(|item| item.slug == *slug) {
            names.insert(fold(old), index);
        }
    }
    for (index, item) in layout.items.iter().enumerate() {
        names.insert(fold(&item.name), index);
    }
    for (index, item) in layout.items.iter().enumerate() {
        names.insert(fold(&item.slug), index);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use utsushi_layout::Library;

    #[test]
    fn columns_are_matched_by_any_name_and_counted_once() {
        let standard = Library::Embedded.load("chukan-2.7").unwrap();
        let layout = standard.file("01.koseki_display").unwrap();
        let (first, second) = (&layout.items[0], &layout.items[1]);
        let names = [second.name.clone(), first.slug.to_uppercase(), "謎".into(), first.name.clone()];
        let columns = Columns::of(layout, &names);
        assert_eq!(columns.items, [Some(1), Some(0), None, None]);
        assert_eq!(columns.unknown, ["謎".to_owned(), first.name.clone()]);
        assert!(columns.reordered);
        assert_eq!(columns.of_items(layout)[..2], [Some(1), Some(0)]);
    }
}
