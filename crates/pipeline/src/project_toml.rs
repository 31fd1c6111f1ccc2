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
    pub cleanse: CleanseToml,
    #[serde(default)]
    pub left_behind: Vec<LeftBehindToml>,
    #[serde(default)]
    pub reference: Vec<ReferenceToml>,
    #[serde(default)]
    pub job: Vec<Spanned<JobToml>>,
}

/// What is looked for and removed.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct CleanseToml {
    /// `exact` or `off`, for every file that `files` does not name.
    pub duplicates: Option<Spanned<String>>,
    /// The policy for duplicates, by standard file.
    #[serde(default)]
    pub files: BTreeMap<Spanned<String>, Spanned<String>>,
    /// 名寄せ: done only where it is written.
    pub same_person: Option<Spanned<SamePersonToml>>,
}

/// A rule for 不要データ: records that are not migrated, on whose word and on what ground.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LeftBehindToml {
    pub name: String,
    pub job: Spanned<String>,
    pub when: Spanned<String>,
    /// 根拠.
    pub ground: Spanned<String>,
    /// 保存期限: a day, or `none`.
    pub kept_until: Spanned<String>,
    pub approved_by: Spanned<String>,
    pub approved_on: Option<String>,
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
    /// The table of the old system's gaiji.
    pub gaiji: Option<Spanned<String>>,
    /// Relations of 縮退, in order.
    #[serde(default)]
    pub shrink: Vec<Spanned<String>>,
    /// A table of 行政事務標準文字 for `mj-plus`, and its version.
    pub gj: Option<Spanned<String>>,
    pub gj_version: Option<Spanned<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeliveryToml {
    /// Encoding of the CSV files in `data/`.
    pub encoding: Option<Spanned<String>>,
    /// 基準日: the day as of which the data is delivered.
    pub base_date: Option<Spanned<String>>,
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
    /// Only records of this type.
    pub record: Option<Spanned<String>>,
    pub when: Option<Spanned<String>>,
    /// A row for every occurrence of this repeating group that holds anything.
    pub each: Option<Spanned<String>>,
    /// A file of corrections.
    pub corrections: Option<Spanned<String>>,
}

/// A file that `lookup` and `renumber` may read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReferenceToml {
    pub name: Spanned<String>,
    pub file: Spanned<String>,
    pub charset: Option<Spanned<String>>,
}

/// 名寄せ.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct SamePersonToml {
    /// Standard files whose rows are compared.
    #[serde(default)]
    pub files: Vec<Spanned<String>>,
    /// The score from which a pair is listed.
    pub threshold: Option<Spanned<f64>>,
    /// A file of decisions.
    pub decisions: Option<Spanned<String>>,
    /// Refused: numbers in files are not changed.
    pub renumber: Option<Spanned<bool>>,
}
