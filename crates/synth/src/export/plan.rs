//! Which vendor file holds which items: as a rule one for each standard file, and in every business one that holds two.

use super::style::Style;
use super::vendor_name;
use crate::random::Random;
use crate::standard::City;
use std::collections::{BTreeMap, HashMap};

/// A file of the old system.
#[derive(Debug)]
pub(super) struct Vendor {
    pub name: String,
    pub targets: Vec<Target>,
    /// The rows of each target that make a record; `None` where the record holds nothing for it.
    pub records: Vec<Vec<Option<usize>>>,
}

/// A standard file that a vendor file feeds.
#[derive(Debug)]
pub(super) struct Target {
    /// Position in the city.
    pub file: usize,
    pub fields: Vec<Field>,
    /// The field that says whether a record holds anything for it; none where every record does.
    pub when_filled: Option<String>,
}

/// A field.
#[derive(Debug)]
pub(super) struct Field {
    pub name: String,
    pub item: usize,
    pub style: Style,
}

pub(super) fn plan(city: &City, random: &mut Random) -> Vec<Vendor> {
    let mut vendors = Vec::new();
    let mut joined: BTreeMap<usize, usize> = BTreeMap::new();
    let mut businesses: Vec<u32> = city.files.iter().map(|file| file.layout.business).collect();
    businesses.dedup();
    for business in &businesses {
        if let Some((parent, child)) = pair(city, *business) {
            joined.insert(parent, child);
        }
    }
    let children: Vec<usize> = joined.values().copied().collect();
    let mut numbers: HashMap<u32, usize> = HashMap::new();
    for (index, file) in city.files.iter().enumerate() {
        if children.contains(&index) {
            continue;
        }
        let number = numbers.entry(file.layout.business).or_default();
        *number += 1;
        let mut targets = vec![target(city, index, None, random)];
        let mut records: Vec<Vec<Option<usize>>> = (0..file.rows.len()).map(|row| vec![Some(row)]).collect();
        if let Some(child) = joined.get(&index) {
            let prefix = format!("{}_", city.files[*child].layout.name.trim_end_matches("情報"));
            let mut second = target(city, *child, Some(&prefix), random);
            let key = city.files[*child].layout.items.iter().position(|item| item.key);
            second.when_filled =
                second.fields.iter().find(|field| Some(field.item) == key).map(|field| field.name.clone());
            let rows = children_of(city, index, *child).unwrap_or_default();
            for (row, record) in records.iter_mut().enumerate() {
                record.push(rows.get(&row).copied());
            }
            targets.push(second);
        }
        vendors.push(Vendor {
            name: vendor_name(&file.layout.business_slug, file.layout.business, *number),
            targets,
            records,
        });
    }
    vendors
}

/// The first parent and child in a business whose rows go together one by one.
fn pair(city: &City, business: u32) -> Option<(usize, usize)> {
    let of = || {
        city.files
            .iter()
            .enumerate()
            .filter(|(_, file)| file.layout.business == business)
            .map(|(index, _)| index)
    };
    of().flat_map(|parent| of().map(move |child| (parent, child)))
        .filter(|(parent, child)| parent != child)
        .find(|(parent, child)| children_of(city, *parent, *child).is_some())
}

/// For each row of the parent the row of the child that points at it; `None` where they do not go together.
fn children_of(city: &City, parent: usize, child: usize) -> Option<HashMap<usize, usize>> {
    let (above, below) = (city.file(parent), city.file(child));
    let keys: Vec<usize> =
        (0..above.layout.items.len()).filter(|item| above.layout.items[*item].key).collect();
    let relation = below.layout.rules.relations.iter().find(|relation| {
        relation.to == above.layout.id()
            && relation.when.is_empty()
            && keys.len() == relation.roles.len()
            && keys.iter().all(|key| relation.roles.contains(key))
            && relation.items.iter().all(|item| below.layout.items[*item].key)
    })?;
    let rows: HashMap<Vec<&str>, usize> = above
        .rows
        .iter()
        .enumerate()
        .map(|(index, row)| (relation.roles.iter().map(|role| row[*role].as_str()).collect(), index))
        .collect();
    let mut found = HashMap::new();
    for (index, row) in below.rows.iter().enumerate() {
        let key: Vec<&str> = relation.items.iter().map(|item| row[*item].as_str()).collect();
        if found.insert(*rows.get(&key)?, index).is_some() {
            return None;
        }
    }
    Some(found)
}

fn target(city: &City, index: usize, prefix: Option<&str>, random: &mut Random) -> Target {
    let file = city.file(index);
    let mut fields = Vec::new();
    for (item, declared) in file.layout.items.iter().enumerate() {
        let values: Vec<&str> = file.rows.iter().map(|row| row[item].as_str()).collect();
        if values.iter().any(|value| !value.is_empty()) {
            let name = format!("{}{}", prefix.unwrap_or_default(), declared.name);
            fields.push(Field { name, item, style: Style::of(declared, &values, random) });
        }
    }
    Target { file: index, fields, when_filled: None }
}
