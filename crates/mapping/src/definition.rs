//! What a mapping file says, before its names are resolved.

use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MappingToml {
    /// Item name or slug → how it is fed.
    #[serde(default)]
    pub item: BTreeMap<Spanned<String>, ItemToml>,
    /// Name of a code table → vendor value → standard value.
    #[serde(default)]
    pub code: BTreeMap<String, BTreeMap<String, Spanned<String>>>,
    /// For people.
    #[serde(default, rename = "note")]
    pub _note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ItemToml {
    /// The condition under which the rest holds.
    pub when: Option<Spanned<String>>,
    /// What stands there where it does not.
    pub otherwise: Option<Spanned<String>>,
    /// Ways to feed the item, of which the first that holds is taken.
    pub cases: Option<Spanned<Vec<Spanned<ItemToml>>>>,
    /// A field name or a list of them.
    pub from: Option<Spanned<toml::Value>>,
    #[serde(default)]
    pub steps: Vec<Spanned<toml::Value>>,
    pub constant: Option<Spanned<String>>,
    pub default: Option<Spanned<String>>,
    #[serde(default, rename = "note")]
    pub _note: String,
}

impl ItemToml {
    /// The fields in `from`, each with its place in `text`; `None` if it is neither a name nor a list of names.
    pub fn fields<'a>(&'a self, text: &str) -> Option<Vec<(&'a str, usize)>> {
        let Some(from) = &self.from else { return Some(Vec::new()) };
        let span = from.span();
        let names = match from.get_ref() {
            toml::Value::String(name) => vec![name.as_str()],
            toml::Value::Array(names) => names.iter().map(toml::Value::as_str).collect::<Option<_>>()?,
            _ => return None,
        };
        let place = |name: &str| {
            text.get(span.clone()).and_then(|part| part.find(&format!("\"{name}\""))).unwrap_or(0)
        };
        Some(names.into_iter().map(|name| (name, span.start + place(name))).collect())
    }
}
