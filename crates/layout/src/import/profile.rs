//! How a specification workbook names its columns: data that a user can edit.

use serde::Deserialize;
use std::path::Path;
use utsushi_findings::{Problem, Problems, did_you_mean, from_toml, problem};

const EMBEDDED: [(&str, &str); 2] = [
    ("chukan", include_str!("../../profiles/chukan.toml")),
    ("kihon-data-list", include_str!("../../profiles/kihon-data-list.toml")),
];

/// Which words mean what in a workbook.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// The kind of workbook it reads.
    pub title: String,
    pub(super) columns: Columns,
    pub(super) codes: CodeColumns,
    pub(super) labels: Labels,
    pub(super) types: Types,
    pub(super) words: Words,
    pub(super) skip: Skip,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Columns {
    number: Vec<String>,
    file: Vec<String>,
    item: Vec<String>,
    #[serde(rename = "type")]
    kind: Vec<String>,
    digits: Vec<String>,
    bytes: Vec<String>,
    decimals: Vec<String>,
    required: Vec<String>,
    key: Vec<String>,
    code: Vec<String>,
    description: Vec<String>,
    revision: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CodeColumns {
    table: Vec<String>,
    value: Vec<String>,
    name: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Labels {
    pub file: Vec<String>,
    pub business: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Types {
    pub text: Vec<String>,
    pub kana: Vec<String>,
    pub ascii: Vec<String>,
    pub number: Vec<String>,
    pub decimal: Vec<String>,
    pub date: Vec<String>,
    pub code: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub yes: Vec<String>,
    pub amounts: Vec<String>,
    pub sensitive: Vec<String>,
    pub file_endings: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Skip {
    pub sheets: Vec<String>,
}

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
pub(super) enum Meaning {
    Number,
    File,
    Item,
    Kind,
    Digits,
    Bytes,
    Decimals,
    Required,
    Key,
    Code,
    Description,
    Revision,
}

impl Profile {
    /// The names of the profiles inside the program.
    pub fn names() -> impl Iterator<Item = &'static str> {
        EMBEDDED.iter().map(|(name, _)| *name)
    }

    /// The text of a profile inside the program, to be copied and edited.
    pub fn text(name: &str) -> Option<&'static str> {
        EMBEDDED.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
    }

    /// A profile inside the program, or a file of that form.
    ///
    /// # Errors
    /// There is none of that name, or the file is not of that form.
    pub fn load(name: &str) -> Result<Profile, Problems> {
        let path = Path::new(name);
        let profile: Profile = match Profile::text(name) {
            Some(text) => from_toml(Path::new(&format!("{name}.toml")), text)?,
            None if path.is_file() => {
                let text = std::fs::read_to_string(path).map_err(|error| Problem::io(path, &error))?;
                from_toml(path, &text)?
            }
            None => {
                let said = problem!("プロファイル「{name}」はありません", "there is no profile \"{name}\"");
                return Err(match did_you_mean(name, Profile::names()) {
                    None => said.help(
                        "chukan、kihon-data-list、または TOML のファイルを指定してください",
                        "say chukan, kihon-data-list, or name a TOML file",
                    ),
                    nearest => said.suggest(nearest),
                }
                .into());
            }
        };
        Ok(profile)
    }

    /// What a column titled so holds.
    pub(super) fn column(&self, title: &str) -> Option<Meaning> {
        let columns = &self.columns;
        [
            (Meaning::Item, &columns.item),
            (Meaning::File, &columns.file),
            (Meaning::Number, &columns.number),
            (Meaning::Kind, &columns.kind),
            (Meaning::Digits, &columns.digits),
            (Meaning::Bytes, &columns.bytes),
            (Meaning::Decimals, &columns.decimals),
            (Meaning::Required, &columns.required),
            (Meaning::Key, &columns.key),
            (Meaning::Code, &columns.code),
            (Meaning::Description, &columns.description),
            (Meaning::Revision, &columns.revision),
        ]
        .into_iter()
        .find(|(_, titles)| is_one(title, titles))
        .map(|(meaning, _)| meaning)
    }

    /// Whether a title stands over the names of code tables (0), their values (1), or the names of these (2).
    pub(super) fn code_column(&self, title: &str) -> [bool; 3] {
        [&self.codes.table, &self.codes.value, &self.codes.name].map(|titles| is_one(title, titles))
    }
}

/// Whether `text` is one of `words`, however it is spaced and whatever its width.
pub(super) fn is_one(text: &str, words: &[String]) -> bool {
    let text = plain(text);
    !text.is_empty() && words.iter().any(|word| plain(word) == text)
}

/// A title as it is compared: half width, no spaces or line breaks, no case, no footnote mark.
pub(super) fn plain(text: &str) -> String {
    let mut half = String::new();
    utsushi_text::ascii_to_half_width(text, &mut half);
    let mut plain: String =
        half.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    if let Some(at) = plain.rfind(['※', '*'])
        && at > 0
        && plain[at..].chars().skip(1).all(|c| c.is_ascii_digit())
    {
        plain.truncate(at);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profiles_that_ship_can_be_read() {
        for name in Profile::names() {
            assert_eq!(Profile::load(name).unwrap().name, name);
        }
        let said = Profile::load("chukn").unwrap_err().to_string();
        assert!(said.contains("did you mean \"chukan\""), "{said}");
    }

    #[test]
    fn titles_are_compared_without_width_space_case_and_footnotes() {
        let profile = Profile::load("chukan").unwrap();
        assert_eq!(profile.column("Ｎｏ．"), Some(Meaning::Number));
        assert_eq!(profile.column("データ\n項目 名※１"), Some(Meaning::Item));
        assert_eq!(profile.column("ｋｅｙ"), Some(Meaning::Key));
        assert_eq!(profile.column(""), None);
    }
}
