use super::Transform;
use super::settings::Settings;
use utsushi_findings::{Both, Problem, problem};

pub(super) static SPLIT: Transform = Transform {
    name: "split",
    summary: Both {
        ja: "by の文字 (既定は半角・全角の空白) で分けた part 番目 (1から、-1 は最後) を取り出す。rest = true ならそこから終わりまで。\
             続いた区切りは一つに数え、両端の区切りは見ない。ない部分は空",
        en: "takes one of the parts that lie between the characters of `by` (half-width and full-width space unless \
             given): the one numbered `part`, from 1, or the last as -1; with rest = true everything from there on. \
             Separators in a row are one, those at the ends do not count; a part that is not there is blank",
    },
    example: r#"{ from = "氏名", steps = [{ split = { by = " 　", part = 2, rest = true } }] }   山田　太郎 → 太郎"#,
};

#[derive(Debug)]
pub(crate) struct Split {
    by: Box<[char]>,
    /// From 0; `None` is the last.
    part: Option<usize>,
    rest: bool,
}

impl Split {
    pub fn read(setting: Option<&toml::Value>) -> Result<Split, Problem> {
        let settings = Settings::read(&SPLIT, setting, &["by", "part", "rest"])?;
        let by: Box<[char]> = settings.text("by")?.unwrap_or(" \u{3000}").chars().collect();
        if by.is_empty() {
            return Err(
                settings.problem(problem!("変換「split」の by が空です", "`by` of \"split\" is empty"))
            );
        }
        let part = match settings.needed("part", settings.number("part", -1..=1000)?)? {
            0 => {
                return Err(settings.problem(problem!(
                    "変換「split」の part は 1 から数えます (-1 は最後)",
                    "parts of \"split\" are counted from 1 (-1 is the last)"
                )));
            }
            number => usize::try_from(number - 1).ok(),
        };
        Ok(Split { by, part, rest: settings.flag("rest")?.unwrap_or(false) })
    }

    pub fn apply<'a>(&self, text: &'a str) -> &'a str {
        let by = |character: char| self.by.contains(&character);
        let whole = text.trim_matches(by);
        let Some(part) = self.part else {
            return whole.rsplit(by).next().unwrap_or("");
        };
        let mut rest = whole;
        for _ in 0..part {
            match rest.find(by) {
                Some(at) => rest = rest[at..].trim_start_matches(by),
                None => return "",
            }
        }
        if self.rest { rest } else { rest.split(by).next().unwrap_or("") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(settings: &str, text: &str) -> String {
        let split = Split::read(Some(&toml::Value::Table(settings.parse().unwrap()))).unwrap();
        split.apply(text).to_owned()
    }

    #[test]
    fn a_name_falls_into_family_and_given_name() {
        assert_eq!(split("part = 1", "山田　　太郎　"), "山田");
        assert_eq!(split("part = 2", "山田　　太郎　"), "太郎");
        assert_eq!(split("part = -1", "山田 太郎"), "太郎");
        assert_eq!(split("part = 2", "山田"), "");
        assert_eq!(split("part = -1", "山田"), "山田");
    }

    #[test]
    fn the_rest_is_kept_as_written() {
        assert_eq!(split("part = 2\nrest = true", "SMITH JOHN  PAUL"), "JOHN  PAUL");
        assert_eq!(split("part = 3\nby = '-−'", "1-2−3"), "3");
        assert_eq!(split("part = 1", "　"), "");
    }

    #[test]
    fn settings_that_cannot_be_are_refused() {
        for text in ["", "part = 0", "part = -2", "part = 1\nby = ''", "part = 1\nrest = 'yes'"] {
            assert!(Split::read(Some(&toml::Value::Table(text.parse().unwrap()))).is_err(), "{text}");
        }
    }
}
