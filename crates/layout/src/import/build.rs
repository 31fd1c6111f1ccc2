//! From what the workbooks say to layouts: slugs, types, code tables and roles, with the help of the older standard.

use super::profile::plain;
use super::read::{self, Business};
use super::size::Written;
use super::tables::file_name;
use super::{Import, ImportRemark, SOURCE, Why, remark};
use crate::{FileLayout, Item, ItemType, Standard};
use std::collections::{BTreeMap, BTreeSet};

/// The new standard, not yet written.
#[derive(Debug, Default)]
pub(super) struct Built {
    pub businesses: Vec<BuiltBusiness>,
    pub codes: BTreeMap<String, Vec<(String, String, String)>>,
    /// File id, name in the older standard, name now.
    pub renames: Vec<(String, String, String)>,
}

#[derive(Debug)]
pub(super) struct BuiltBusiness {
    pub number: u32,
    pub slug: String,
    pub name: String,
    pub workbooks: Vec<String>,
    pub files: Vec<BuiltFile>,
}

#[derive(Debug)]
pub(super) struct BuiltFile {
    pub slug: String,
    pub name: String,
    pub description: String,
    pub items: Vec<Item>,
    /// The file of the older standard whose rules it takes over.
    pub from: Option<FileLayout>,
}

/// Names this much alike are one where the number agrees too.
const ALIKE_WITH_NUMBER: f64 = 0.6;
/// Names this much alike are one by themselves.
const ALIKE: f64 = 0.8;

pub(super) fn build(
    import: &Import<'_>,
    businesses: Vec<Business>,
    remarks: &mut Vec<ImportRemark>,
) -> Built {
    let mut built = Built::default();
    for business in businesses {
        let known = import.from.1.businesses.iter().find(|known| known.number == business.number);
        let slug = known.map_or_else(|| format!("business{}", business.number), |known| known.slug.clone());
        let name = known.map_or_else(|| format!("業務{}", business.number), |known| known.name.clone());
        let mut codes =
            CodeTables { standard: import.from.1, read: &business.codes, slug: &slug, out: &mut built.codes };
        let mut files = Vec::new();
        let mut slugs = BTreeSet::new();
        let endings = &import.profile.words.file_endings;
        let old_files: Vec<&FileLayout> = known.map(|known| known.files.iter().collect()).unwrap_or_default();
        for (index, file) in business.files.into_iter().enumerate() {
            let key = file_name(&file.name, endings);
            let old = old_files.iter().copied().find(|old| file_name(&old.name, endings) == key);
            let slug = old.map_or_else(|| format!("file_{:02}", index + 1), |old| old.slug.clone());
            if !slugs.insert(slug.clone()) {
                continue;
            }
            let id = format!("{:02}.{slug}", business.number);
            let description = match (file.description.is_empty(), old) {
                (true, Some(old)) => old.description.clone(),
                _ => file.description,
            };
            let items = items(import, &id, file.items, old, &mut codes, &mut built.renames, remarks);
            files.push(BuiltFile { slug, name: file.name, description, items, from: old.cloned() });
        }
        built.businesses.push(BuiltBusiness {
            number: business.number,
            slug,
            name,
            workbooks: business.workbooks,
            files,
        });
    }
    built
}

/// For each item read, the item of the older file that it is, and how that is known.
fn partners(read: &[read::Item], old: &[Item]) -> Vec<Option<(usize, u8)>> {
    let mut found: Vec<Option<(usize, u8)>> = vec![None; read.len()];
    let mut taken = vec![false; old.len()];
    let names: Vec<String> = old.iter().map(|item| plain(&item.name)).collect();
    for (index, item) in read.iter().enumerate() {
        let name = plain(&item.name);
        if let Some(at) = (0..old.len()).find(|at| !taken[*at] && names[*at] == name) {
            found[index] = Some((at, 100));
            taken[at] = true;
        }
    }
    let mut candidates = Vec::new();
    for (index, item) in read.iter().enumerate().filter(|(index, _)| found[*index].is_none()) {
        let name = plain(&item.name);
        for at in (0..old.len()).filter(|at| !taken[*at]) {
            let alike = strsim::normalized_damerau_levenshtein(&names[at], &name);
            let same_number = item.number == Some(old[at].number);
            if alike >= ALIKE || (same_number && alike >= ALIKE_WITH_NUMBER) {
                candidates.push(((alike * 100.0).round() as u8, same_number, index, at));
            }
        }
    }
    candidates.sort_by_key(|(alike, number, index, at)| (std::cmp::Reverse((*alike, *number)), *index, *at));
    for (alike, _, index, at) in candidates {
        if found[index].is_none() && !taken[at] {
            found[index] = Some((at, alike.min(99)));
            taken[at] = true;
        }
    }
    found
}

fn items(
    import: &Import<'_>,
    id: &str,
    read: Vec<read::Item>,
    old: Option<&FileLayout>,
    codes: &mut CodeTables<'_>,
    renames: &mut Vec<(String, String, String)>,
    remarks: &mut Vec<ImportRemark>,
) -> Vec<Item> {
    let none: &[Item] = &[];
    let old_items = old.map_or(none, |old| &old.items);
    let partners = partners(&read, old_items);
    let mut slugs: BTreeSet<String> =
        partners.iter().flatten().map(|(at, _)| old_items[*at].slug.clone()).collect();
    // Numbers must rise: where the workbook's do not, the line's own place counts.
    let rising = read.windows(2).all(|pair| pair[0].number < pair[1].number)
        && read.iter().all(|item| item.number.is_some());
    let any_key = read.iter().any(|item| item.key);
    let mut items = Vec::new();
    for (index, item) in read.into_iter().enumerate() {
        let number = if rising { item.number.unwrap_or(0) } else { index as u32 + 1 };
        let partner = partners[index].map(|(at, alike)| (&old_items[at], alike));
        let mut guess = |ja: String, en: String| {
            remarks.push(remark(Why::Guessed, &item.workbook, item.place.clone(), ja, en));
        };
        if let Some((old, alike)) = partner
            && alike < 100
        {
            let (was, is) = (&old.name, &item.name);
            guess(
                format!("「{is}」を「{was}」の新しい名前とみなしました (類似 {alike} %)"),
                format!("\"{is}\" is taken for \"{was}\" under a new name ({alike} % alike)"),
            );
        }
        if let Some((old, _)) = partner
            && old.name != item.name
        {
            renames.push((id.to_owned(), old.name.clone(), item.name.clone()));
        }
        let slug = partner.map_or_else(
            || {
                let mut slug = format!("item_{number:03}");
                while !slugs.insert(slug.clone()) {
                    slug.push_str("_new");
                }
                slug
            },
            |(old, _)| old.slug.clone(),
        );
        let table = codes.of(&item, partner.map(|partner| partner.0));
        let kind = kind(&item, partner.map(|partner| partner.0), table.is_some(), import);
        let longest = table.as_deref().and_then(|table| codes.longest(table)).unwrap_or(0);
        let digits = match kind {
            ItemType::Date => 8,
            _ => item
                .size
                .digits
                .or(item.bytes)
                .or(partner.map(|(old, _)| old.digits))
                .unwrap_or(0)
                .max(longest)
                .max(1),
        };
        if item.size.digits.is_none() && item.bytes.is_none() && kind != ItemType::Date {
            guess(
                format!("「{}」に桁数がなく、{digits} 桁としました", item.name),
                format!("\"{}\" says no size; {digits} is taken", item.name),
            );
        }
        let named = |words: &[String]| words.iter().any(|word| item.name.contains(word.as_str()));
        let sensitive =
            partner.map_or_else(|| named(&import.profile.words.sensitive), |(old, _)| old.sensitive);
        let decimals = if kind == ItemType::Decimal { item.size.decimals.min(18) as u8 } else { 0 };
        items.push(Item {
            number,
            slug,
            key: match any_key {
                true => item.key,
                // A workbook without a key column: the keys of the older standard stay.
                false => partner.map_or(index == 0 && old.is_none(), |(old, _)| old.key),
            },
            required: item.required,
            kind,
            digits: if kind == ItemType::Decimal { digits.max(u32::from(decimals) + 1) } else { digits },
            bytes: item.bytes.filter(|bytes| *bytes >= digits),
            decimals,
            code_table: table,
            role: partner.and_then(|(old, _)| old.role.clone()),
            sensitive,
            source: format!("{} {} {}", SOURCE.ja, item.workbook, item.place),
            notes: item.description,
            name: item.name,
        });
    }
    let kept: BTreeSet<&str> = items.iter().filter_map(|item| item.role.as_deref()).collect();
    let rules_file = old.map(|old| format!("{}.rules.toml", old.slug)).unwrap_or_default();
    for (item, role) in old_items.iter().filter_map(|item| Some((item, item.role.as_deref()?))) {
        if !kept.contains(role) {
            let name = &item.name;
            remarks.push(remark(
                Why::RoleLost,
                &rules_file,
                role,
                format!("{id} に「{name}」に当たる項目がなく、役割 {role} が付きませんでした"),
                format!("{id} has no item like \"{name}\"; the role {role} found no place"),
            ));
        }
    }
    if !items.iter().any(|item| item.key)
        && let Some(first) = items.first_mut()
    {
        first.key = true;
        remarks.push(remark(
            Why::NotUnderstood,
            id,
            "",
            format!("{id} のキーが分からず、先頭の項目をキーとしました"),
            format!("{id} names no key; its first item is taken"),
        ));
    }
    items
}

/// The type: as written; for a number, what the older standard or the name says it is.
fn kind(item: &read::Item, old: Option<&Item>, has_table: bool, import: &Import<'_>) -> ItemType {
    let is_code =
        has_table && !matches!(item.size.kind, Some(Written::Known(ItemType::Date | ItemType::Decimal)));
    if is_code {
        return ItemType::Code;
    }
    match (item.size.kind, old) {
        (Some(Written::Known(ItemType::Code)) | None, Some(old)) if old.kind != ItemType::Code => old.kind,
        (Some(Written::Known(ItemType::Code)) | None, _) => ItemType::Ascii,
        // 「N」 is any text: kana where the older standard knows it as such.
        (Some(Written::Known(ItemType::Text)), Some(old)) if old.kind == ItemType::Kana => ItemType::Kana,
        (Some(Written::Known(kind)), _) => kind,
        (Some(Written::Number), _) if item.size.decimals > 0 => ItemType::Decimal,
        (Some(Written::Number), Some(old)) if old.kind != ItemType::Code && old.kind != ItemType::Text => {
            old.kind
        }
        (Some(Written::Number), _) => {
            let amount =
                import.profile.words.amounts.iter().any(|ending| item.name.ends_with(ending.as_str()));
            let counted = (item.size.signed || amount) && item.size.digits.unwrap_or(0) <= 18;
            if counted { ItemType::Integer } else { ItemType::Digits }
        }
    }
}

/// The code tables of the new standard, made as items ask for them.
struct CodeTables<'a> {
    standard: &'a Standard,
    read: &'a [read::Codes],
    slug: &'a str,
    out: &'a mut BTreeMap<String, Vec<(String, String, String)>>,
}

impl CodeTables<'_> {
    /// The name of the table of an item: the workbook's, or the older standard's.
    fn of(&mut self, item: &read::Item, old: Option<&Item>) -> Option<String> {
        let old_table = old.and_then(|old| old.code_table.clone());
        let wanted = plain(&item.code);
        let name = plain(&item.name);
        let ending = |text: &str| text.trim_end_matches("コード").trim_end_matches("区分").to_owned();
        let read = self.read.iter().position(|codes| {
            let table = plain(&codes.name);
            (!wanted.is_empty() && table == wanted) || table == name || ending(&table) == ending(&name)
        });
        match (read, old_table) {
            (Some(index), old_table) => {
                let codes = &self.read[index];
                // A table that other items of the older standard share may not change under them.
                let name = match old_table {
                    Some(table) if !self.out.contains_key(&table) || self.same(&table, codes) => table,
                    _ => format!("{}_code_{:02}", self.slug, index + 1),
                };
                let source = format!("{} {}", SOURCE.ja, codes.place);
                let entries =
                    codes.entries.iter().map(|(value, name)| (value.clone(), name.clone(), source.clone()));
                self.out.insert(name.clone(), entries.collect());
                Some(name)
            }
            (None, Some(table)) => {
                if !self.out.contains_key(&table) {
                    let source = format!("{} ({})", self.standard.name, self.standard.basis);
                    let entries = self.standard.code_table(&table)?.entries().iter();
                    let entries = entries.map(|(value, name)| (value.clone(), name.clone(), source.clone()));
                    self.out.insert(table.clone(), entries.collect());
                }
                Some(table)
            }
            (None, None) => None,
        }
    }

    fn same(&self, table: &str, codes: &read::Codes) -> bool {
        self.out.get(table).is_some_and(|known| {
            known.len() == codes.entries.len()
                && known
                    .iter()
                    .zip(&codes.entries)
                    .all(|(known, (value, name))| known.0 == *value && known.1 == *name)
        })
    }

    fn longest(&self, table: &str) -> Option<u32> {
        self.out.get(table)?.iter().map(|entry| entry.0.chars().count() as u32).max()
    }
}
