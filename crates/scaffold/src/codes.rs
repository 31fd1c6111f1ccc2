//! Vendor codes: which standard values they may be.

use crate::names::fold;
use crate::profile::Content;
use std::collections::BTreeMap;
use utsushi_layout::{CodeTable, Item};

/// Records that must share a value before it is shown, unless it is short and of ASCII or a name of the standard: a
/// value that few share may identify a person.
const SHARED: u64 = 5;

/// What a code table has to do.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Codes {
    /// The values are the standard's, but for so many records: too few to be other codes.
    Standard(u64),
    /// Every value is one of the standard's without its leading zeros: digits it has to have.
    Padded(u32),
    /// A table has to be filled.
    Table(CodeGuess),
    /// A table has to be filled, and the values may not be shown.
    Hidden,
}

/// A value of the standard, and its name.
type Guessed = (String, String);

/// A code table to begin with.
#[derive(Clone, Default, PartialEq, Debug)]
pub(crate) struct CodeGuess {
    /// Vendor value, how often it stands there, and the standard's value with its name if one is likely.
    pub lines: Vec<(String, u64, Option<Guessed>)>,
    /// Values that are not shown, and how often they stand there.
    pub hidden: (usize, u64),
}

/// What to do about the codes of a field for a code item; `None` where nothing was seen.
pub(crate) fn codes(item: &Item, table: &CodeTable, content: Option<&Content>) -> Option<Codes> {
    let content = content.filter(|content| content.field.filled > 0)?;
    let Some(values) = &content.values else { return Some(Codes::Hidden) };
    let others: u64 = values.iter().filter(|(value, _)| !table.contains(value)).map(|(_, count)| count).sum();
    if others * 20 <= content.field.filled {
        return Some(Codes::Standard(others));
    }
    let length = table.entries().first().map_or(0, |(value, _)| value.len());
    let same = table.entries().iter().all(|(value, _)| value.len() == length);
    let padded = |value: &str| format!("{value:0>length$}");
    let digits = values.keys().all(|value| value.bytes().all(|byte| byte.is_ascii_digit()));
    if same && digits && values.keys().all(|value| table.contains(&padded(value))) {
        return Some(Codes::Padded(length as u32));
    }
    if item.sensitive {
        return Some(Codes::Hidden);
    }
    Some(Codes::Table(guess(table, values)))
}

fn guess(table: &CodeTable, values: &BTreeMap<String, u64>) -> CodeGuess {
    let mut guess = CodeGuess::default();
    let named = |value: &str| -> Option<(String, String)> {
        let folded = fold(value);
        let entries = || table.entries().iter();
        let exact = entries().find(|(_, name)| fold(name) == folded);
        // 男 and 男性: one begins with the other, and no other name does.
        let mut begins = entries().filter(|(_, name)| {
            let name = fold(name);
            !folded.is_empty() && (name.starts_with(&folded) || folded.starts_with(&name))
        });
        let only = begins.next().filter(|_| begins.next().is_none() && !value.is_ascii());
        exact.or(only).cloned()
    };
    // Numbers that are partly the standard's mean the standard's only if all do: "1" may be another thing here.
    for (value, count) in values {
        let meant = named(value);
        let short = value.len() <= 4 && value.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if meant.is_some() || short || *count >= SHARED {
            guess.lines.push((value.clone(), *count, meant));
        } else {
            guess.hidden.0 += 1;
            guess.hidden.1 += count;
        }
    }
    guess
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Profiles;
    use std::path::Path;
    use utsushi_layout::Library;
    use utsushi_legacy::SourceDefinition;

    fn of(values: &[&str], sensitive: bool) -> Codes {
        let standard = Library::Embedded.load("chukan-2.7").unwrap();
        let file = standard.file("01.resident").unwrap();
        let mut item = file.items[file.item_index("性別").unwrap()].clone();
        item.sensitive = sensitive;
        let text = "format = \"csv\"\ncharset = \"utf-8\"\nfields = [\"性別\", \"b\"]\n";
        let source = SourceDefinition::from_toml(Path::new("s.toml"), text).unwrap();
        let lines: String = values.iter().map(|value| format!("{value},\n")).collect();
        let profiles = Profiles::read(lines.as_bytes(), &source).unwrap();
        codes(&item, standard.code_table("sex").unwrap(), profiles.content(None, 0)).unwrap()
    }

    #[test]
    fn the_standards_own_codes_need_no_table() {
        assert_eq!(of(&["1", "2", "1"], false), Codes::Standard(0));
    }

    #[test]
    fn values_are_matched_by_the_names_of_the_standard() {
        let Codes::Table(guess) = of(&["男", "女", "M"], false) else { panic!("a table") };
        let meant: Vec<(&str, Option<&str>)> = guess
            .lines
            .iter()
            .map(|(value, _, meant)| (value.as_str(), meant.as_ref().map(|(code, _)| code.as_str())))
            .collect();
        assert_eq!(meant, [("M", None), ("女", Some("2")), ("男", Some("1"))]);
    }

    #[test]
    fn rare_words_and_sensitive_codes_are_not_shown() {
        let Codes::Table(guess) = of(&["男", "山田花子"], false) else { panic!("a table") };
        assert_eq!((guess.lines.len(), guess.hidden), (1, (1, 1)));
        assert_eq!(of(&["男", "女"], true), Codes::Hidden);
    }
}
