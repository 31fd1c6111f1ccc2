//! Which files a job reads, and what stands at their beginning.

use std::borrow::Cow;
use std::io::{Cursor, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::Mutex;
use utsushi_findings::{Problem, Problems, problem};
use utsushi_legacy::{
    ByteOrder, Format, HEADER_MAX, Header, SourceDefinition, Transcoder, looks_like_utf8, original_len,
};
use utsushi_store::{InputFile, ReadInput, Scratch};
use utsushi_text::Charset;

/// One input whose header has been read.
#[derive(Debug)]
pub(crate) struct Input {
    pub path: PathBuf,
    /// The path as reports and the manifest show it: relative to the project, with forward slashes.
    pub shown: String,
    /// Its size, where it is a file.
    pub size: Option<u64>,
    /// Its places are those in the transcoded bytes, where the file is in UTF-16.
    pub header: Header,
    /// Byte order mark and header lines, as they stand in the file.
    pub head: Vec<u8>,
    /// What stands before rejected records: the header lines, in UTF-16 with the mark.
    pub header_lines: Vec<u8>,
    /// The order of a file in UTF-16.
    pub order: Option<ByteOrder>,
    /// The file as it was when its header was read.
    seen: ReadInput,
    /// An input that can be read only once, with what was read of it.
    once: Mutex<Option<(InputFile, Vec<u8>)>>,
    /// The copy of such an input that can be read again.
    spooled: Mutex<Option<PathBuf>>,
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
    pub fn read(&self) -> Result<Transcoder<Reading>, Problem> {
        let once = self.once.lock().ok().and_then(|mut once| once.take());
        let reading = match once {
            Some((file, before)) => Reading { before: Cursor::new(before), file },
            None => {
                let spooled = self.spooled.lock().ok().and_then(|spooled| spooled.clone());
                let file = match spooled {
                    Some(copy) => InputFile::open(&copy)?,
                    None => InputFile::open_again(&self.path, &self.seen)?,
                };
                Reading { before: Cursor::default(), file }
            }
        };
        Ok(Transcoder::new(reading, self.order))
    }

    /// The same input with fewer records: the file at `path`, which begins with its head. It is shown under the same name.
    pub fn with_records_of(&self, path: &Path) -> Result<Input, Problem> {
        let file = InputFile::open(path)?;
        Ok(Input {
            path: path.to_owned(),
            shown: self.shown.clone(),
            size: file.size(),
            header: self.header.clone(),
            head: self.head.clone(),
            header_lines: self.header_lines.clone(),
            order: self.order,
            seen: file.seen(),
            once: Mutex::default(),
            spooled: Mutex::default(),
        })
    }

    /// Starts reading the bytes of the file as they are; it must be one that can be read again.
    pub fn read_as_it_is(&self) -> Result<InputFile, Problem> {
        InputFile::open_again(&self.path, &self.seen)
    }

    /// Copies an input that can be read only once to scratch, so that it can be read again while the scratch is there.
    pub fn spool(&self, scratch: &Scratch, name: &str) -> Result<(), Problem> {
        let Some((mut file, before)) = self.once.lock().ok().and_then(|mut once| once.take()) else {
            return Ok(());
        };
        let mut copy = scratch.write(name)?;
        copy.write_all(&before).map_err(|error| copy.problem(&error))?;
        let mut buffer = vec![0; 256 << 10];
        loop {
            let read = file.read(&mut buffer).map_err(|error| file.problem(&error))?;
            if read == 0 {
                break;
            }
            copy.write_all(&buffer[..read]).map_err(|error| copy.problem(&error))?;
        }
        file.finish()?;
        if let Ok(mut spooled) = self.spooled.lock() {
            *spooled = Some(scratch.path().join(name));
        }
        Ok(())
    }

    /// The bytes of the file that some bytes of a chunk stand for.
    pub fn original<'a>(&self, bytes: &'a [u8]) -> Cow<'a, [u8]> {
        original(self.order, bytes)
    }

    /// How many bytes of the file some bytes of a chunk stand for.
    pub fn original_len(&self, bytes: &[u8]) -> usize {
        if self.order.is_some() { original_len(bytes) } else { bytes.len() }
    }
}

fn original(order: Option<ByteOrder>, bytes: &[u8]) -> Cow<'_, [u8]> {
    let Some(order) = order else { return Cow::Borrowed(bytes) };
    let mut original = Vec::with_capacity(bytes.len() * 2);
    order.original_into(bytes, &mut original);
    Cow::Owned(original)
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
        if let Some(first) = inputs.iter().find(|first| first.order != input.order && first.size != Some(0))
            && input.size != Some(0)
        {
            let other = &first.shown;
            problems.push(
                problem!(
                    "UTF-16 のバイト順が {other} と違います。バイト順の違うファイルは別のジョブにしてください",
                    "its UTF-16 has another byte order than {other}: put files with another order into a job of their own"
                )
                .at(path),
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
    if (source.charset != Charset::Utf8 || source.utf16.is_some()) && looks_like_utf8(&first) {
        let charset = source.charset_name();
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
    let marked = first.starts_with(b"\xFF\xFE") || first.starts_with(b"\xFE\xFF");
    if source.utf16.is_none() && marked && matches!(source.format, Format::Csv(_)) {
        let charset = source.charset_name();
        return Err(problem!(
            "source は charset = \"{charset}\" ですが、このファイルは UTF-16 です (BOM があります)",
            "the source definition says charset = \"{charset}\", but this file is UTF-16: it begins with the mark"
        )
        .at(path)
        .help("charset = \"utf-16\" とします", "say charset = \"utf-16\""));
    }
    let order = source.utf16.map(|utf16| utf16.byte_order(&first)).transpose()?;
    let transcoded = order.map(|order| order.beginning(&first, at_eof));
    let begins = transcoded.as_deref().unwrap_or(&first);
    let header = Header::read(source, begins, at_eof)?;
    let head = original(order, begins.get(..header.bytes).unwrap_or_default()).into_owned();
    let lines = if order.is_some() { 0..header.bytes } else { header.raw.clone() };
    let header_lines = original(order, begins.get(lines).unwrap_or_default()).into_owned();
    let (size, seen) = (file.size(), file.seen());
    let once = size.is_none().then_some((file, first));
    Ok(Input {
        path: path.to_owned(),
        shown: shown(folder, path),
        size,
        header,
        head,
        header_lines,
        order,
        seen,
        once: Mutex::new(once),
        spooled: Mutex::default(),
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
