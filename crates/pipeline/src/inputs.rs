//! Which files a job reads, and what stands at their beginning.

use std::io::{Cursor, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::Mutex;
use utsushi_findings::{Problem, Problems, problem};
use utsushi_legacy::{HEADER_MAX, Header, SourceDefinition, looks_like_utf8};
use utsushi_store::{InputFile, ReadInput};
use utsushi_text::Charset;

/// One input whose header has been read.
#[derive(Debug)]
pub(crate) struct Input {
    pub path: PathBuf,
    /// The path as reports and the manifest show it: relative to the project, with forward slashes.
    pub shown: String,
    /// Its size, where it is a file.
    pub size: Option<u64>,
    pub header: Header,
    /// Byte order mark and header lines, as they stand in the file.
    pub head: Vec<u8>,
    /// The file as it was when its header was read.
    seen: ReadInput,
    /// An input that can be read only once, with what was read of it.
    once: Mutex<Option<(InputFile, Vec<u8>)>>,
}

/// The bytes of an input from its beginning.
#[derive(Debug)]
pub(crate) struct Reading {
    before: Cursor<Vec<u8>>,
    file: InputFile,
}

impl Read for Reading {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self.before.read(buffer)? {
            0 => self.file.read(buffer),
            some => Ok(some),
        }
    }
}

impl Reading {
    /// The problem that a failed read is.
    pub fn problem(&self, error: &std::io::Error) -> Problem {
        self.file.problem(error)
    }

    /// Makes sure that what was read is the whole file.
    pub fn finish(self) -> Result<ReadInput, Problem> {
        self.file.finish()
    }
}

impl Input {
    /// Starts reading from the beginning. An input that is no file can be read only once.
    pub fn read(&self) -> Result<Reading, Problem> {
        let once = self.once.lock().ok().and_then(|mut once| once.take());
        match once {
            Some((file, before)) => Ok(Reading { before: Cursor::new(before), file }),
            None => Ok(Reading {
                before: Cursor::default(),
                file: InputFile::open_again(&self.path, &self.seen)?,
            }),
        }
    }

    /// The header lines alone, to stand before rejected records.
    pub fn header_lines(&self) -> &[u8] {
        self.head.get(self.header.raw.clone()).unwrap_or_default()
    }
}

/// How a path is shown: relative to the project where it lies inside, by its name alone where it does not, so that
/// no absolute path is written anywhere.
pub(crate) fn shown(folder: &Path, path: &Path) -> String {
    if path == Path::new("-") {
        return "-".to_owned();
    }
    let inside = path.strip_prefix(folder).unwrap_or(path);
    let absolute =
        inside.is_absolute() || inside.components().any(|part| matches!(part, Component::Prefix(_)));
    let inside = if absolute { Path::new(inside.file_name().unwrap_or_default()) } else { inside };
    let parts: Vec<_> = inside
        .components()
        .filter(|part| !matches!(part, Component::CurDir))
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    parts.join("/")
}

/// Gives different files different names where they are shown: those outside the project, shown by their name alone,
/// get as much of the folders above them as tells them apart, but never a root or a drive; at last a number.
pub(crate) fn distinguish<'a>(inputs: impl Iterator<Item = &'a mut Input>) {
    let mut inputs: Vec<&mut Input> = inputs.collect();
    let mut shown: Vec<(PathBuf, String)> = Vec::new();
    for input in &inputs {
        if !shown.iter().any(|(path, _)| *path == input.path) {
            shown.push((input.path.clone(), input.shown.clone()));
        }
    }
    let shared = |shown: &[(PathBuf, String)], at: usize| {
        shown.iter().enumerate().any(|(other, (_, name))| other != at && *name == shown[at].1)
    };
    for folders in 1.. {
        let same: Vec<usize> = (0..shown.len()).filter(|at| shared(&shown, *at)).collect();
        let mut longer = false;
        for at in same {
            let parts: Vec<_> =
                shown[at].0.components().filter(|part| matches!(part, Component::Normal(_))).collect();
            if let Some(from) = parts.len().checked_sub(folders + 1) {
                let tail = parts[from..].iter().map(|part| part.as_os_str().to_string_lossy());
                shown[at].1 = tail.collect::<Vec<_>>().join("/");
                longer = true;
            }
        }
        if !longer {
            break;
        }
    }
    for at in 0..shown.len() {
        let name = shown[at].1.clone();
        let mut number = 2;
        while shown[..at].iter().any(|(_, before)| *before == shown[at].1) {
            shown[at].1 = format!("{name} ({number})");
            number += 1;
        }
    }
    for input in &mut inputs {
        if let Some((_, name)) = shown.iter().find(|(path, _)| *path == input.path) {
            input.shown.clone_from(name);
        }
    }
}

/// The files that a pattern of `files` stands for, in order of name. `-` is standard input.
pub(crate) fn expand(pattern: &str, folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    if pattern == "-" {
        return Ok(vec![PathBuf::from("-")]);
    }
    let plain = folder.join(pattern);
    if plain.symlink_metadata().is_ok() || !pattern.contains(['*', '?', '[']) {
        return Ok(vec![plain]);
    }
    let whole = match Path::new(pattern).is_absolute() {
        true => pattern.to_owned(),
        false => Path::new(&glob::Pattern::escape(&folder.to_string_lossy()))
            .join(pattern)
            .to_string_lossy()
            .into_owned(),
    };
    let options = glob::MatchOptions {
        case_sensitive: !cfg!(windows),
        require_literal_separator: true,
        require_literal_leading_dot: true,
    };
    let found = glob::glob_with(&whole, options).map_err(|error| {
        problem!(
            "パターン「{pattern}」が読めません ({error})",
            "cannot read the pattern \"{pattern}\" ({error})"
        )
    })?;
    let mut files = Vec::new();
    for path in found {
        let path = path.map_err(|error| Problem::io(error.path(), error.error()))?;
        if !path.is_dir() {
            files.push(path);
        }
    }
    files.sort();
    if files.is_empty() {
        return Err(problem!("「{pattern}」に当たるファイルがありません", "no file matches \"{pattern}\"")
            .help(
                "パスは migration.toml のあるフォルダーからの相対です",
                "paths are relative to the folder of migration.toml",
            ));
    }
    Ok(files)
}

/// Opens every file and reads its header.
pub(crate) fn open(
    files: &[PathBuf],
    folder: &Path,
    source: &SourceDefinition,
) -> Result<Vec<Input>, Problems> {
    let mut problems = Problems::default();
    let mut inputs: Vec<Input> = Vec::new();
    for path in files {
        let input = open_one(path, folder, source);
        let Some(input) = problems.take(input.map_err(|problem| place_at(problem, path))) else { continue };
        if let Some(first) = inputs.iter().find(|first| !first.head.is_empty() && !input.head.is_empty())
            && first.header.order != input.header.order
        {
            let other = &first.shown;
            problems.push(
                problem!(
                    "見出しの並びが {other} と違います。並びの違うファイルは別のジョブにしてください",
                    "its header has another order than {other}: put files with another order into a job of their own"
                )
                .at(path)
                .line(1, None),
            );
        }
        inputs.push(input);
    }
    problems.finish()?;
    Ok(inputs)
}

fn place_at(problem: Problem, path: &Path) -> Problem {
    match problem.place() {
        Some(place) if !place.path.is_empty() => problem,
        _ => problem.at(path),
    }
}

fn open_one(path: &Path, folder: &Path, source: &SourceDefinition) -> Result<Input, Problem> {
    let mut file = if path == Path::new("-") { InputFile::stdin() } else { InputFile::open(path)? };
    let mut first = Vec::new();
    let want = HEADER_MAX as u64 + 1;
    (&mut file).take(want).read_to_end(&mut first).map_err(|error| file.problem(&error))?;
    let at_eof = (first.len() as u64) < want;
    if source.charset != Charset::Utf8 && looks_like_utf8(&first) {
        let charset = source.charset.name();
        return Err(problem!(
            "source は charset = \"{charset}\" ですが、このファイルは UTF-8 です",
            "the source definition says charset = \"{charset}\", but this file is UTF-8"
        )
        .at(path)
        .help(
            format!(
                "source の charset を \"utf-8\" にするか、元のシステムから {charset} で出力し直してください"
            ),
            format!(
                "set charset = \"utf-8\" in the source definition, or export the file again in {charset}"
            ),
        ));
    }
    let header = Header::read(source, &first, at_eof)?;
    let head = first.get(..header.bytes).unwrap_or_default().to_vec();
    let (size, seen) = (file.size(), file.seen());
    let once = size.is_none().then_some((file, first));
    Ok(Input {
        path: path.to_owned(),
        shown: shown(folder, path),
        size,
        header,
        head,
        seen,
        once: Mutex::new(once),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_relative_to_the_project_and_never_absolute() {
        assert_eq!(shown(Path::new("p/q"), Path::new("p/q/input/a.csv")), "input/a.csv");
        assert_eq!(shown(Path::new("/p"), Path::new("/elsewhere/a.csv")), "a.csv");
        assert_eq!(shown(Path::new("."), Path::new("./input/a.csv")), "input/a.csv");
    }

    #[test]
    fn a_pattern_is_expanded_in_order_and_a_folder_with_brackets_is_taken_as_it_is() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("旧[1]");
        std::fs::create_dir_all(folder.join("JUKI99.csv")).unwrap();
        for name in ["JUKI02.csv", "JUKI01.csv", "other.csv"] {
            std::fs::write(folder.join(name), "x").unwrap();
        }
        let names: Vec<String> =
            expand("JUKI*.csv", &folder).unwrap().iter().map(|path| shown(&folder, path)).collect();
        assert_eq!(names, ["JUKI01.csv", "JUKI02.csv"]);
        assert!(expand("KOSEKI*.csv", &folder).is_err());
    }
}
