//! What changed between two standards, or two editions of one.

use crate::{FileLayout, Item, Standard};
use std::collections::BTreeSet;

/// Everything that differs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    /// Files only in the second.
    pub added: Vec<(String, String)>,
    /// Files only in the first.
    pub removed: Vec<(String, String)>,
    /// Files in both that differ, in the order of the second.
    pub changed: Vec<FileDiff>,
}

/// What differs in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileDiff {
    /// Its id in the second: `01.resident`.
    pub file: String,
    /// Its name in the second.
    pub name: String,
    /// Its id and name in the first, where they are others.
    pub was: Option<(String, String)>,
    /// Items, in the order of the second; removed ones at the end.
    pub items: Vec<ItemDiff>,
}

/// What differs in one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemDiff {
    /// Its name (in the second, where it has one there).
    pub item: String,
    /// Its slug.
    pub slug: String,
    /// What happened to it.
    pub change: Change,
}

/// What happened to an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It had another name: taken for the same by its slug, or by how alike the names are (0 to 100).
    Renamed {
        /// The name it had.
        from: String,
        /// How alike; 100 where the slug says so.
        alike: u8,
        /// What else differs: (attribute, was, is).
        attributes: Vec<(&'static str, String, String)>,
    },
    /// The same item with other attributes: (attribute, was, is).
    Attributes(Vec<(&'static str, String, String)>),
}

impl Diff {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }
}

/// Names this much alike are taken for one that was changed.
const ALIKE: f64 = 0.6;

/// What differs between `old` and `new`. Files are paired by id, then by name; items by name, then by slug, then by
/// the likeness of their names.
pub fn diff(old: &Standard, new: &Standard) -> Diff {
    let old_files: Vec<&FileLayout> = old.files().collect();
    let new_files: Vec<&FileLayout> = new.files().collect();
    let by_id = |a: &&FileLayout, b: &&FileLayout| a.id() == b.id();
    let by_name = |a: &&FileLayout, b: &&FileLayout| a.business == b.business && a.name == b.name;
    let pairs = pair(&old_files, &new_files, &[&by_id, &by_name]);
    let mut result = Diff::default();
    for (index, file) in new_files.iter().enumerate() {
        match pairs[index] {
            None => result.added.push((file.id(), file.name.clone())),
            Some(was) => {
                let was = old_files[was];
                let items = items(old, &was.items, new, &file.items);
                let renamed =
                    (was.id() != file.id() || was.name != file.name).then(|| (was.id(), was.name.clone()));
                if !items.is_empty() || renamed.is_some() {
                    result.changed.push(FileDiff {
                        file: file.id(),
                        name: file.name.clone(),
                        was: renamed,
                        items,
                    });
                }
            }
        }
    }
    let kept: BTreeSet<usize> = pairs.into_iter().flatten().collect();
    result.removed = (0..old_files.len())
        .filter(|index| !kept.contains(index))
        .map(|index| (old_files[index].id(), old_files[index].name.clone()))
        .collect();
    result
}

type Same<'a, T> = &'a dyn Fn(&T, &T) -> bool;

/// For each of `new` its partner in `old`: by the first test that pairs it, each partner once.
fn pair<T>(old: &[T], new: &[T], tests: &[Same<'_, T>]) -> Vec<Option<usize>> {
    let mut pairs = vec![None; new.len()];
    let mut taken = vec![false; old.len()];
    for test in tests {
        for (index, item) in new.iter().enumerate() {
            if pairs[index].is_none()
                && let Some(found) = (0..old.len()).find(|at| !taken[*at] && test(&old[*at], item))
            {
                pairs[index] = Some(found);
                taken[found] = true;
            }
        }
    }
    pairs
}

fn items(old_standard: &Standard, old: &[Item], new_standard: &Standard, new: &[Item]) -> Vec<ItemDiff> {
    let same_name = |a: &Item, b: &Item| a.name == b.name;
    let same_slug = |a: &Item, b: &Item| a.slug == b.slug;
    let mut pairs = pair(old, new, &[&same_name, &same_slug]);
    let mut likeness = vec![100; new.len()];
    // The most alike first, so that a good pair is not taken apart by a fair one before it.
    let mut candidates = Vec::new();
    let taken: BTreeSet<usize> = pairs.iter().copied().flatten().collect();
    for (to, item) in new.iter().enumerate().filter(|(to, _)| pairs[*to].is_none()) {
        for (from, was) in old.iter().enumerate().filter(|(from, _)| !taken.contains(from)) {
            let alike = strsim::normalized_damerau_levenshtein(&was.name, &item.name);
            if alike >= ALIKE && was.kind == item.kind {
                candidates.push(((alike * 100.0).round() as u8, from, to));
            }
        }
    }
    candidates.sort_by_key(|(alike, from, to)| (std::cmp::Reverse(*alike), *to, *from));
    let mut taken = taken;
    for (alike, from, to) in candidates {
        if pairs[to].is_none() && taken.insert(from) {
            pairs[to] = Some(from);
            likeness[to] = alike;
        }
    }
    let mut found = Vec::new();
    for (index, item) in new.iter().enumerate() {
        let change = match pairs[index] {
            None => Change::Added,
            Some(was) => {
                let was = &old[was];
                let attributes = attributes(old_standard, was, new_standard, item);
                if was.name != item.name {
                    Change::Renamed { from: was.name.clone(), alike: likeness[index], attributes }
                } else if attributes.is_empty() {
                    continue;
                } else {
                    Change::Attributes(attributes)
                }
            }
        };
        found.push(ItemDiff { item: item.name.clone(), slug: item.slug.clone(), change });
    }
    let kept: BTreeSet<usize> = pairs.into_iter().flatten().collect();
    for (_, item) in old.iter().enumerate().filter(|(index, _)| !kept.contains(index)) {
        found.push(ItemDiff { item: item.name.clone(), slug: item.slug.clone(), change: Change::Removed });
    }
    found
}

fn attributes(
    old_standard: &Standard,
    old: &Item,
    new_standard: &Standard,
    new: &Item,
) -> Vec<(&'static str, String, String)> {
    let yes = |flag: bool| if flag { "yes" } else { "" }.to_owned();
    let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
    let mut found = Vec::new();
    let mut compare = |name: &'static str, was: String, is: String| {
        if was != is {
            found.push((name, was, is));
        }
    };
    compare("number", old.number.to_string(), new.number.to_string());
    compare("slug", old.slug.clone(), new.slug.clone());
    compare("key", yes(old.key), yes(new.key));
    compare("required", yes(old.required), yes(new.required));
    compare("type", old.kind.name().to_owned(), new.kind.name().to_owned());
    compare("digits", old.digits.to_string(), new.digits.to_string());
    compare("bytes", number(old.bytes), number(new.bytes));
    compare("decimals", old.decimals.to_string(), new.decimals.to_string());
    compare(
        "code_table",
        old.code_table.clone().unwrap_or_default(),
        new.code_table.clone().unwrap_or_default(),
    );
    compare("role", old.role.clone().unwrap_or_default(), new.role.clone().unwrap_or_default());
    compare("sensitive", yes(old.sensitive), yes(new.sensitive));
    let codes = |standard: &Standard, item: &Item| -> Vec<(String, String)> {
        let table = item.code_table.as_deref().and_then(|name| standard.code_table(name));
        table.map(|table| table.entries().to_vec()).unwrap_or_default()
    };
    let (was, is) = (codes(old_standard, old), codes(new_standard, new));
    if was != is && old.code_table.is_some() && new.code_table.is_some() {
        let only = |a: &[(String, String)], b: &[(String, String)]| {
            let entries = a.iter().filter(|entry| !b.contains(entry));
            entries.map(|(value, name)| format!("{value} {name}")).collect::<Vec<_>>().join("; ")
        };
        found.push(("codes", only(&was, &is), only(&is, &was)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Library;

    fn changed(change: impl Fn(&mut Standard)) -> Diff {
        let old = Library::Embedded.load("chukan-2.7").unwrap();
        let mut new = old.clone();
        change(&mut new);
        diff(&old, &new)
    }

    fn resident(standard: &mut Standard) -> &mut FileLayout {
        standard
            .businesses
            .iter_mut()
            .flat_map(|b| &mut b.files)
            .find(|file| file.id() == "01.resident")
            .unwrap()
    }

    #[test]
    fn a_standard_does_not_differ_from_itself() {
        assert!(changed(|_| ()).is_empty());
    }

    #[test]
    fn an_item_is_added_removed_renamed_or_changed() {
        let found = changed(|standard| {
            let file = resident(standard);
            let at = |file: &FileLayout, slug: &str| file.item_index(slug).unwrap();
            let index = at(file, "postal_code");
            file.items[index].digits = 9;
            let index = at(file, "birth_date");
            file.items[index].name = "出生年月日".into();
            let index = at(file, "address");
            file.items[index].name = "住所等".into();
            file.items[index].slug = "place".into();
            let index = at(file, "sex");
            let mut new = file.items.remove(index);
            new.name = "まったく別のもの".into();
            new.slug = "something_else".into();
            new.kind = crate::ItemType::Integer;
            file.items.push(new);
        });
        let [file] = found.changed.as_slice() else { panic!("{found:?}") };
        let change = |name: &str| &file.items.iter().find(|item| item.item == name).unwrap().change;
        assert_eq!(change("性別"), &Change::Removed);
        assert_eq!(change("まったく別のもの"), &Change::Added);
        assert!(
            matches!(change("出生年月日"), Change::Renamed { from, alike: 100, .. } if from == "生年月日")
        );
        assert!(matches!(change("住所等"), Change::Renamed { from, alike: 67, .. } if from == "住所"));
        assert_eq!(change("郵便番号"), &Change::Attributes(vec![("digits", "7".into(), "9".into())]));
        assert_eq!(file.items.len(), 5);
    }

    #[test]
    fn files_come_and_go() {
        let found = changed(|standard| {
            let files = &mut standard.businesses[1].files;
            let removed = files.remove(0);
            files.push(FileLayout { slug: "brand_new".into(), name: "新情報".into(), ..removed });
        });
        assert_eq!(found.removed, [("01.resident".to_owned(), "住民情報".to_owned())]);
        assert_eq!(found.added, [("01.brand_new".to_owned(), "新情報".to_owned())]);
    }
}
