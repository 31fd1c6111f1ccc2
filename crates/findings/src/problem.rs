//! Why a run cannot start or go on: said to a person, in both languages, with the place and what to do.

use crate::Lang;
use std::fmt::{self, Write};
use std::path::Path;

/// A place in a file that a person can open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The file, as the user would name it.
    pub path: String,
    /// Line, from 1.
    pub line: Option<u64>,
    /// Column in characters, from 1.
    pub column: Option<u64>,
}

/// One problem.
#[derive(Clone, Debug)]
pub struct Problem {
    ja: String,
    en: String,
    place: Option<Box<Place>>,
    help: Option<Box<(String, String)>>,
}

/// Makes a [`Problem`] from a Japanese and an English format string that share their arguments.
#[macro_export]
macro_rules! problem {
    ($ja:literal, $en:literal $(,)?) => { $crate::Problem::new(format!($ja), format!($en)) };
    ($ja:literal, $en:literal, $($arg:tt)+) => { $crate::Problem::new(format!($ja, $($arg)+), format!($en, $($arg)+)) };
}

impl Problem {
    /// A problem without a place.
    pub fn new(ja: impl Into<String>, en: impl Into<String>) -> Self {
        Problem { ja: ja.into(), en: en.into(), place: None, help: None }
    }

    /// A file that the system would not let us read or write.
    pub fn io(path: &Path, error: &std::io::Error) -> Self {
        use std::io::ErrorKind;
        let (ja, en) = match error.kind() {
            ErrorKind::NotFound => ("見つかりません", "not found"),
            ErrorKind::PermissionDenied => ("読み書きする権限がありません", "permission denied"),
            ErrorKind::StorageFull => ("ディスクの空きがありません", "no space left on the disk"),
            ErrorKind::IsADirectory => ("ファイルではなくフォルダーです", "is a folder, not a file"),
            ErrorKind::QuotaExceeded => ("ディスクの割り当てを使い切りました", "disk quota exceeded"),
            _ => ("読み書きできません", "cannot be read or written"),
        };
        let problem = Problem::new(format!("{ja} ({error})"), format!("{en} ({error})")).at(path);
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => problem.help(
                "空きを作るか、--out で別のディスクを指定してやり直してください。途中の出力は消してあります",
                "free some space, or name another disk with --out, and run again; what was half written has been removed",
            ),
            _ => problem,
        }
    }

    /// Adds the file.
    pub fn at(mut self, path: impl AsRef<Path>) -> Self {
        let place = self.place.get_or_insert_default();
        place.path = path.as_ref().display().to_string();
        self
    }

    /// Adds line and column, both from 1.
    pub fn line(mut self, line: u64, column: Option<u64>) -> Self {
        let place = self.place.get_or_insert_default();
        place.line = Some(line);
        place.column = column;
        self
    }

    /// Adds line and column of a byte offset in `text`.
    pub fn offset(self, text: &str, offset: usize) -> Self {
        let before = text.get(..offset.min(text.len())).unwrap_or(text);
        let line = before.matches('\n').count() as u64 + 1;
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        self.line(line, Some(before[start..].chars().count() as u64 + 1))
    }

    /// Adds what the reader should do.
    pub fn help(mut self, ja: impl Into<String>, en: impl Into<String>) -> Self {
        self.help = Some(Box::new((ja.into(), en.into())));
        self
    }

    /// Adds "did you mean …?" where there is a candidate.
    pub fn suggest(self, candidate: Option<String>) -> Self {
        match candidate {
            Some(name) => {
                self.help(format!("「{name}」ではありませんか"), format!("did you mean \"{name}\"?"))
            }
            None => self,
        }
    }

    /// The place, if it has one.
    pub fn place(&self) -> Option<&Place> {
        self.place.as_deref()
    }

    /// The whole text: place, message, help on a line of its own.
    pub fn render(&self, lang: Lang) -> String {
        let mut out = String::new();
        if let Some(place) = &self.place {
            out.push_str(&place.path);
            for number in [place.line, place.column].into_iter().flatten() {
                let _ = write!(out, ":{number}");
            }
            if !out.is_empty() {
                out.push_str(": ");
            }
        }
        out.push_str(lang.pick(&self.ja, &self.en));
        if let Some(help) = &self.help {
            let _ = write!(out, "\n  → {}", lang.pick(&help.0, &help.1));
        }
        out
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(Lang::En))
    }
}

impl std::error::Error for Problem {}

/// One or more problems found together: a project with five typos is told all five.
#[derive(Clone, Debug, Default)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Collects one more.
    pub fn push(&mut self, problem: impl Into<Problems>) {
        self.0.extend(problem.into().0);
    }

    /// Keeps the value, or collects the problems.
    pub fn take<T, P: Into<Problems>>(&mut self, result: Result<T, P>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(problem) => {
                self.push(problem);
                None
            }
        }
    }

    /// `Ok` if nothing was collected.
    pub fn finish(self) -> Result<(), Problems> {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.0.iter()
    }

    /// Puts `path` on those that have no place yet.
    pub fn at(mut self, path: &Path) -> Self {
        for problem in &mut self.0 {
            if problem.place.as_ref().is_none_or(|place| place.path.is_empty()) {
                problem.place.get_or_insert_default().path = path.display().to_string();
            }
        }
        self
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Problems(vec![problem])
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            problem.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_line_and_column_in_characters() {
        let problem = problem!("だめ", "no").at("a.toml").offset("x\n日本語", 2 + 6);
        assert_eq!(problem.render(Lang::En), "a.toml:2:3: no");
    }
}
