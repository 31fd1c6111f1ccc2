//! The roles that rules may speak of: `layouts/roles.csv`.

use std::collections::BTreeMap;

/// What a role means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// What an item with this role is, in Japanese.
    pub name: String,
    /// Every item with this role is sensitive.
    pub sensitive: bool,
}

/// All roles by name.
#[derive(Clone, Debug, Default)]
pub struct Roles(pub(crate) BTreeMap<String, Role>);

impl Roles {
    /// The role called `name`.
    pub fn get(&self, name: &str) -> Option<&Role> {
        self.0.get(name)
    }

    /// The names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
