//! `migration.toml` as it is written.

use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProjectToml {
    pub lang: Option<Spanned<String>>,
    pub municipality: MunicipalityToml,
    pub standard: StandardToml,
    #[serde(default)]
    pub characters: CharactersToml,
    #[serde(default)]
    pub policy: BTreeMap<Spanned<String>, Spanned<String>>,
    #[serde(default)]
    pub delivery: DeliveryToml,
    #[serde(default)]
    pub job: Vec<Spanned<JobToml>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MunicipalityToml {
    pub code: Spanned<String>,
    pub name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StandardToml {
    pub name: Spanned<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct CharactersToml {
    pub repertoire: Option<Spanned<String>>,
    pub unmapped: Option<Spanned<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeliveryToml {
    /// Encoding of the CSV files in `data/`.
    pub encoding: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct JobToml {
    pub name: Spanned<String>,
    pub source: Spanned<String>,
    pub files: Vec<Spanned<String>>,
    #[serde(default)]
    pub target: Vec<TargetToml>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TargetToml {
    pub file: Spanned<String>,
    pub mapping: Spanned<String>,
    pub when: Option<Spanned<String>>,
}
