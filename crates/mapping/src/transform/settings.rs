//! Reading the settings of a transform, so that a wrong one is named and an example stands beside it.

use super::Transform;
use std::ops::RangeInclusive;
use utsushi_findings::{Problem, did_you_mean, problem};

/// The table behind a transform's name: `{ pad = { to = 10 } }`.
pub(super) struct Settings<'a> {
    of: &'static Transform,
    table: Option<&'a toml::Table>,
}

impl<'a> Settings<'a> {
    /// `setting` is what stands behind the name, if anything does; `known` are the settings there are.
    pub fn read(
        of: &'static Transform,
        setting: Option<&'a toml::Value>,
        known: &[&str],
    ) -> Result<Settings<'a>, Problem> {
        let name = of.name;
        let settings = Settings { of, table: setting.and_then(toml::Value::as_table) };
        if setting.is_some() && settings.table.is_none() {
            return Err(settings.problem(problem!(
                "変換「{name}」の指定は {{ {name} = {{ … }} }} の形です",
                "the settings of \"{name}\" have the form {{ {name} = {{ … }} }}"
            )));
        }
        for written in settings.table.into_iter().flat_map(toml::Table::keys) {
            if !known.contains(&written.as_str()) {
                let list = known.join(", ");
                let said = problem!(
                    "変換「{name}」に「{written}」という指定はありません (あるもの: {list})",
                    "\"{name}\" has no setting \"{written}\" (there are: {list})"
                );
                return Err(settings.problem(said).suggest(did_you_mean(written, known.iter().copied())));
            }
        }
        Ok(settings)
    }

    /// Adds the example, which is worth more than any explanation.
    pub fn problem(&self, problem: Problem) -> Problem {
        example(self.of, problem)
    }

    fn value(&self, name: &str) -> Option<&'a toml::Value> {
        self.table.and_then(|table| table.get(name))
    }

    fn wrong(&self, name: &str, ja: &str, en: &str) -> Problem {
        let of = self.of.name;
        self.problem(problem!("変換「{of}」の {name} は{ja}です", "{name} of \"{of}\" is {en}"))
    }

    /// A setting that must be there.
    pub fn needed<T>(&self, name: &str, value: Option<T>) -> Result<T, Problem> {
        let of = self.of.name;
        value.ok_or_else(|| {
            self.problem(problem!("変換「{of}」には {name} が要ります", "\"{of}\" needs {name}"))
        })
    }

    pub fn text(&self, name: &str) -> Result<Option<&'a str>, Problem> {
        let text = |value: &'a toml::Value| {
            value.as_str().ok_or_else(|| self.wrong(name, "引用符で囲んだ文字列", "a text in quotes"))
        };
        self.value(name).map(text).transpose()
    }

    pub fn flag(&self, name: &str) -> Result<Option<bool>, Problem> {
        let flag = |value: &toml::Value| {
            value.as_bool().ok_or_else(|| self.wrong(name, " true か false ", "true or false"))
        };
        self.value(name).map(flag).transpose()
    }

    pub fn number(&self, name: &str, range: RangeInclusive<i64>) -> Result<Option<i64>, Problem> {
        let (least, most) = (range.start(), range.end());
        let number = |value: &toml::Value| {
            value.as_integer().filter(|number| range.contains(number)).ok_or_else(|| {
                self.wrong(
                    name,
                    &format!(" {least} から {most} までの整数"),
                    &format!("a whole number from {least} to {most}"),
                )
            })
        };
        self.value(name).map(number).transpose()
    }

    /// One word of a few.
    pub fn word<T: Copy>(&self, name: &str, words: &[(&str, T)]) -> Result<Option<T>, Problem> {
        let written = self.text(name)?;
        written.map(|written| word(self.of, name, written, words)).transpose()
    }
}

/// The meaning of a word; `setting` is the transform itself where the word stands directly behind its name.
pub(super) fn word<T: Copy>(
    of: &'static Transform,
    setting: &str,
    written: &str,
    words: &[(&str, T)],
) -> Result<T, Problem> {
    let found = words.iter().find(|(word, _)| *word == written);
    found.map(|(_, meaning)| *meaning).ok_or_else(|| {
        let name = of.name;
        let known = || words.iter().map(|(word, _)| *word);
        let list = known().collect::<Vec<_>>().join(", ");
        let said = problem!(
            "変換「{name}」の {setting} に「{written}」は使えません ({list} のどれか)",
            "{setting} of \"{name}\" cannot be \"{written}\"; it is one of: {list}"
        );
        example(of, said).suggest(did_you_mean(written, known()))
    })
}

/// A transform that takes one word, or nothing.
pub(super) fn single<'a>(
    of: &'static Transform,
    setting: Option<&'a toml::Value>,
) -> Result<&'a str, Problem> {
    let name = of.name;
    setting.and_then(toml::Value::as_str).ok_or_else(|| {
        let said = problem!(
            "変換「{name}」には引用符で囲んだ指定が要ります",
            "\"{name}\" needs a setting in quotes"
        );
        example(of, said)
    })
}

/// Says what a transform looks like when it is right.
pub(super) fn example(of: &Transform, problem: Problem) -> Problem {
    problem.help(format!("例: {}", of.example), format!("example: {}", of.example))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transform::kana::KANA;

    fn settings(text: &str) -> toml::Value {
        toml::Value::Table(text.parse().unwrap())
    }

    #[test]
    fn a_wrong_setting_is_named_with_the_nearest_or_an_example() {
        let value = settings("to = 0\nside = 'lft'\nwith = 3");
        let read = Settings::read(&KANA, Some(&value), &["to", "with", "side"]).unwrap();
        let said = read.number("to", 1..=9).unwrap_err().to_string();
        assert!(said.contains("from 1 to 9") && said.contains("example: "), "{said}");
        let said = read.word("side", &[("left", 1), ("right", 2)]).unwrap_err().to_string();
        assert!(said.contains("left, right") && said.contains("did you mean \"left\""), "{said}");
        assert!(read.text("with").unwrap_err().to_string().contains("a text in quotes"));
        assert!(read.needed("from", None::<i64>).unwrap_err().to_string().contains("needs from"));
        let said = Settings::read(&KANA, Some(&value), &["too", "with", "side"]).err().unwrap().to_string();
        assert!(said.contains("has no setting \"to\"") && said.contains("did you mean \"too\""), "{said}");
        assert!(Settings::read(&KANA, Some(&toml::Value::Integer(1)), &[]).is_err());
    }
}
