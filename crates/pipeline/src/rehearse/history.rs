//! A folder of rehearsals: a file each, and a page over them.

use std::path::{Path, PathBuf};
use utsushi_delivery::rehearsal::{REHEARSAL_FORM, Rehearsal};
use utsushi_findings::{Problem, problem};
use utsushi_store::write_file;

/// An entry is a list of counts; a file beyond this is none.
const LARGEST: u64 = 64 << 20;
/// The page over all of them.
pub const HISTORY_PAGE: &str = "history.html";

/// What stands in a history's folder.
#[derive(Debug, Default)]
pub struct History {
    /// The entries that could be read, by number.
    pub entries: Vec<Rehearsal>,
    /// Files that look like entries and were not read, and why.
    pub skipped: Vec<(String, Problem)>,
    last: u32,
}

/// The number with which the name of an entry begins.
fn number_of(name: &str) -> Option<u32> {
    let (number, _) = name.strip_suffix(".json")?.split_once('-')?;
    let digits = number.len() >= 4 && number.bytes().all(|byte| byte.is_ascii_digit());
    if digits { number.parse().ok() } else { None }
}

impl History {
    /// Reads a history. A folder that is not there is an empty one; a file that is broken or of a newer version is skipped.
    ///
    /// # Errors
    /// The folder is there and cannot be read.
    pub fn read(folder: &Path) -> Result<History, Problem> {
        let mut history = History::default();
        let entries = match std::fs::read_dir(folder) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(history),
            entries => entries.map_err(|error| Problem::io(folder, &error))?,
        };
        let mut names: Vec<String> = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|error| Problem::io(folder, &error))?;
            names.extend(entry.file_name().into_string().ok().filter(|name| number_of(name).is_some()));
        }
        names.sort();
        for name in names {
            history.last = history.last.max(number_of(&name).unwrap_or(0));
            match read_entry(&folder.join(&name)) {
                Ok(entry) => history.entries.push(entry),
                Err(problem) => history.skipped.push((name, problem)),
            }
        }
        history.entries.sort_by_key(|entry| (entry.number, entry.began));
        Ok(history)
    }

    /// The number of the next entry.
    pub fn next_number(&self) -> u32 {
        self.last.saturating_add(1)
    }

    /// Writes an entry beside the others: whole, or not at all.
    ///
    /// # Errors
    /// The system refuses, or there is one of that name.
    pub fn append(&mut self, folder: &Path, entry: Rehearsal) -> Result<PathBuf, Problem> {
        let path = folder.join(entry.file_name());
        write_file(&path, entry.to_json().as_bytes(), false)?;
        self.last = self.last.max(entry.number);
        self.entries.push(entry);
        Ok(path)
    }
}

fn read_entry(path: &Path) -> Result<Rehearsal, Problem> {
    let found = std::fs::metadata(path).map_err(|error| Problem::io(path, &error))?;
    if !found.is_file() || found.len() > LARGEST {
        return Err(problem!("リハーサルの記録ではありません", "is no entry of a rehearsal").at(path));
    }
    let bytes = std::fs::read(path).map_err(|error| Problem::io(path, &error))?;
    let broken = |error: serde_json::Error| {
        let (line, column) = (error.line(), error.column());
        problem!(
            "リハーサルの記録として読めません ({line} 行 {column} 桁)",
            "cannot be read as an entry of a rehearsal (line {line}, column {column})"
        )
        .at(path)
        .help(
            "壊れているなら、フォルダーから除いてください。ほかの記録はそのまま使えます",
            "if it is broken, take it out of the folder; the other entries are not touched",
        )
    };
    let value: serde_json::Value = serde_json::from_slice(&bytes).map_err(broken)?;
    let form = value.pointer("/utsushi/manifest").and_then(serde_json::Value::as_u64).unwrap_or(0);
    if form > u64::from(REHEARSAL_FORM) {
        return Err(problem!(
            "新しい版の utsushi が書いた記録です (形式 {form})",
            "was written by a newer utsushi (form {form})"
        )
        .at(path)
        .help("その版の utsushi を使ってください", "use that version of utsushi"));
    }
    serde_json::from_slice(&bytes).map_err(broken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_or_newer_entry_is_named_and_skipped_and_its_number_stays_taken() {
        let folder = tempfile::tempdir().unwrap();
        let mut history = History::read(&folder.path().join("none")).unwrap();
        let entry = |number| {
            let mut entry = Rehearsal { number, ..Rehearsal::default() };
            entry.utsushi.manifest = REHEARSAL_FORM;
            entry
        };
        for number in [1, 2] {
            history.append(folder.path(), entry(number)).unwrap();
        }
        for (name, text) in [
            ("0007-a.json", "{\"utsushi\": {\"version\": \"9\", \"manifest\": 99}}"),
            ("0008-b.json", "{\"utsushi\": "),
            ("0009-c.json", "\u{0}\u{1}"),
            ("0010-d.json", "[]"),
            ("notes.json", "of people"),
            (".0011-e.json", "hidden"),
        ] {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let history = History::read(folder.path()).unwrap();
        assert_eq!(history.entries.iter().map(|entry| entry.number).collect::<Vec<_>>(), [1, 2]);
        let skipped: Vec<&str> = history.skipped.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(skipped, ["0007-a.json", "0008-b.json", "0009-c.json", "0010-d.json"]);
        assert_eq!(history.next_number(), 11);
    }
}
