//! A standard: businesses, files, items, code tables.

use crate::{CodeTable, Item, Rules};
use std::collections::BTreeMap;

/// One standard.
#[derive(Clone, Debug)]
pub struct Standard {
    /// `chukan-2.7`.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Where its content comes from: `reconstructed`, `official` …
    pub basis: String,
    /// Businesses in order of number.
    pub businesses: Vec<Business>,
    pub(crate) codes: BTreeMap<String, CodeTable>,
}

/// One business, such as 住民基本台帳.
#[derive(Clone, Debug)]
pub struct Business {
    /// Official number.
    pub number: u32,
    /// ASCII name: `juki`.
    pub slug: String,
    /// Name: 住民基本台帳.
    pub name: String,
    /// Its files.
    pub files: Vec<FileLayout>,
}

impl Business {
    /// The folder in `layouts/` and `data/`: `01_juki`.
    pub fn folder(&self) -> String {
        folder(self.number, &self.slug)
    }
}

fn folder(number: u32, slug: &str) -> String {
    format!("{number:02}_{slug}")
}

/// One file of a business.
#[derive(Clone, Debug)]
pub struct FileLayout {
    /// Number of the business.
    pub business: u32,
    /// ASCII name of the business.
    pub business_slug: String,
    /// ASCII name: `resident`.
    pub slug: String,
    /// Name: 住民情報.
    pub name: String,
    /// What it holds.
    pub description: String,
    /// Where its item list comes from.
    pub basis: String,
    /// Its items, in order.
    pub items: Vec<Item>,
    /// Its rules.
    pub rules: Rules,
    /// Names that items had in the standard this one was made from, with their slugs: a mapping may go on using them.
    pub old_names: Vec<(String, String)>,
}

impl FileLayout {
    /// How a project names it: `01.resident`.
    pub fn id(&self) -> String {
        format!("{:02}.{}", self.business, self.slug)
    }

    /// The folder of its business: `01_juki`.
    pub fn folder(&self) -> String {
        folder(self.business, &self.business_slug)
    }

    /// Position of the item called `name`: by Japanese name, slug, or a name it had before.
    pub fn item_index(&self, name: &str) -> Option<usize> {
        let by = |name: &str| self.items.iter().position(|item| item.name == name || item.slug == name);
        by(name).or_else(|| by(&self.old_names.iter().find(|(old, _)| old == name)?.1))
    }

    /// Position of the item with a role.
    pub fn role_index(&self, role: &str) -> Option<usize> {
        self.items.iter().position(|item| item.role.as_deref() == Some(role))
    }
}

impl Standard {
    /// Every file.
    pub fn files(&self) -> impl Iterator<Item = &FileLayout> {
        self.businesses.iter().flat_map(|business| &business.files)
    }

    /// The file a project calls `01.resident`.
    pub fn file(&self, id: &str) -> Option<&FileLayout> {
        self.files().find(|file| file.id() == id)
    }

    /// Every code table with its name, in order of name.
    pub fn code_tables(&self) -> impl Iterator<Item = (&str, &CodeTable)> {
        self.codes.iter().map(|(name, table)| (name.as_str(), table))
    }

    /// The code table called `name`.
    pub fn code_table(&self, name: &str) -> Option<&CodeTable> {
        self.codes.get(name)
    }
}
