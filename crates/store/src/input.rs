//! Inputs, read front to back. Never memory-mapped: a file that shrinks must be a problem, not a crash.

use crate::stamp::Stamp;
use std::fs::{self, File};
use std::io::{self, Read, Stdin};
use std::path::{Path, PathBuf};
use utsushi_findings::{Problem, problem};

/// An input being read. It counts; hashing is for whoever has a core to spare ([`Sha256Stream`](crate::Sha256Stream)).
#[derive(Debug)]
pub struct InputFile {
    path: PathBuf,
    source: Source,
    bytes: u64,
}

#[derive(Debug)]
enum Source {
    /// The stamp is that of the moment of opening; `None` for a pipe or a device, which have no size.
    File(File, Option<Stamp>),
    Stdin(Stdin),
}

/// An input that was read to its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ReadInput {
    /// How many bytes came.
    pub bytes: u64,
    stamp: Option<Stamp>,
}

impl InputFile {
    /// Opens a file, a pipe or a device.
    ///
    /// # Errors
    /// There is nothing at `path`, it is a folder, or it cannot be read.
    pub fn open(path: &Path) -> Result<InputFile, Problem> {
        let io = |error| Problem::io(path, &error);
        // Windows says only "access denied" of a folder.
        if path.is_dir() {
            return Err(io(io::ErrorKind::IsADirectory.into()));
        }
        let file = File::open(path).map_err(io)?;
        let metadata = file.metadata().map_err(io)?;
        Ok(InputFile {
            path: path.to_owned(),
            source: Source::File(file, metadata.is_file().then(|| Stamp::of(&metadata))),
            bytes: 0,
        })
    }

    /// Opens, for another pass, a file that was read before.
    ///
    /// # Errors
    /// As [`open`](InputFile::open), or it is not the same file any more, or it was written to since.
    pub fn open_again(path: &Path, before: &ReadInput) -> Result<InputFile, Problem> {
        let input = InputFile::open(path)?;
        match &input.source {
            Source::File(_, stamp) if *stamp == before.stamp => Ok(input),
            _ => Err(changed(path, "1 回目に読んでから変わりました", "changed since it was first read")),
        }
    }

    /// What [`open_again`](InputFile::open_again) needs to know of an input that was only looked into.
    pub fn seen(&self) -> ReadInput {
        let stamp = match &self.source {
            Source::File(_, stamp) => *stamp,
            Source::Stdin(_) => None,
        };
        ReadInput { bytes: self.bytes, stamp }
    }

    /// Standard input.
    pub fn stdin() -> InputFile {
        InputFile { path: PathBuf::from("-"), source: Source::Stdin(io::stdin()), bytes: 0 }
    }

    /// The size when it was opened; `None` for standard input, a pipe or a device.
    pub fn size(&self) -> Option<u64> {
        match &self.source {
            Source::File(_, stamp) => stamp.map(|stamp| stamp.bytes),
            Source::Stdin(_) => None,
        }
    }

    /// The path as it was given; `-` for standard input.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Bytes read so far.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The problem that a failed read is.
    pub fn problem(&self, error: &io::Error) -> Problem {
        Problem::io(&self.path, error)
    }

    /// Closes an input that was read to its end, and makes sure that what was read is the file: the whole of it,
    /// and as it was when it was opened.
    ///
    /// # Errors
    /// The file shrank, grew, was written to, replaced or removed meanwhile, or was not read to its end.
    pub fn finish(self) -> Result<ReadInput, Problem> {
        let stamp = match &self.source {
            Source::File(file, Some(opened)) => {
                self.same_to_the_end(file, opened)?;
                Some(*opened)
            }
            Source::File(_, None) | Source::Stdin(_) => None,
        };
        Ok(ReadInput { bytes: self.bytes, stamp })
    }

    fn same_to_the_end(&self, file: &File, opened: &Stamp) -> Result<(), Problem> {
        let path = &self.path;
        let now = Stamp::of(&file.metadata().map_err(|error| self.problem(&error))?);
        let (before, read) = (opened.bytes, self.bytes);
        if now.bytes < before {
            let (ja, en) = (
                format!(
                    "読んでいる間に小さくなりました(開いたときは {before} バイト、今は {} バイト)",
                    now.bytes
                ),
                format!("shrank while it was read ({before} bytes when opened, {} now)", now.bytes),
            );
            return Err(changed(path, &ja, &en));
        }
        if now.bytes > before || read > before {
            let after = now.bytes.max(read);
            let (ja, en) = (
                format!("読んでいる間に大きくなりました(開いたときは {before} バイト、今は {after} バイト)"),
                format!("grew while it was read ({before} bytes when opened, {after} now)"),
            );
            return Err(changed(path, &ja, &en));
        }
        if now.modified != opened.modified {
            return Err(changed(
                path,
                "読んでいる間に書き換えられました",
                "was written to while it was read",
            ));
        }
        if !fs::metadata(path).is_ok_and(|there| Stamp::of(&there) == now) {
            return Err(changed(
                path,
                "読んでいる間に別のファイルに置き換えられたか、消されました",
                "was replaced or removed while it was read",
            ));
        }
        if read < before {
            return Err(problem!(
                "最後まで読めませんでした({before} バイトのうち {read} バイト)",
                "was not read to its end ({read} of {before} bytes)"
            )
            .at(path));
        }
        Ok(())
    }
}

impl Read for InputFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = match &mut self.source {
            Source::File(file, _) => file.read(buffer),
            Source::Stdin(stdin) => stdin.read(buffer),
        }?;
        self.bytes += read as u64;
        Ok(read)
    }
}

fn changed(path: &Path, ja: &str, en: &str) -> Problem {
    Problem::new(ja, en).at(path).help(
        "ほかのプログラムがまだ書いていませんか。コピーを作り、それを使ってもう一度実行してください",
        "is another program still writing it? copy it, and run again with the copy",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::OpenOptions;
    use std::io::Write;
    use std::time::{Duration, SystemTime};

    fn file(bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("JUKI01.csv");
        fs::write(&path, bytes).unwrap();
        // So that a write in the same tick of the clock shows too.
        let past = SystemTime::now() - Duration::from_secs(60);
        let file = OpenOptions::new().write(true).open(&path).unwrap();
        file.set_modified(past).unwrap();
        (root, path)
    }

    fn writer(path: &Path) -> File {
        OpenOptions::new().write(true).open(path).unwrap()
    }

    /// Reads half, lets `change` happen, reads the rest.
    fn read_while(change: impl FnOnce(&Path)) -> Result<ReadInput, Problem> {
        let (_root, path) = file(&[7; 1000]);
        let mut input = InputFile::open(&path).unwrap();
        input.read_exact(&mut [0; 500]).unwrap();
        change(&path);
        io::copy(&mut input, &mut io::sink()).unwrap();
        input.finish()
    }

    #[test]
    fn a_file_left_alone_is_counted() {
        assert_eq!(read_while(|_| {}).unwrap().bytes, 1000);
        let (_root, path) = file(b"");
        assert_eq!(InputFile::open(&path).unwrap().finish().unwrap().bytes, 0);
    }

    #[test]
    fn a_file_that_shrinks_is_a_problem_that_says_so() {
        for length in [0, 400, 600, 999] {
            let problem = read_while(|path| writer(path).set_len(length).unwrap()).unwrap_err();
            assert!(problem.to_string().contains("shrank while it was read (1000 bytes"), "{problem}");
        }
    }

    #[test]
    fn a_file_that_grows_is_a_problem_that_says_so() {
        let problem = read_while(|path| {
            let mut file = OpenOptions::new().append(true).open(path).unwrap();
            file.write_all(b"more").unwrap();
        })
        .unwrap_err();
        assert!(problem.to_string().contains("grew while it was read"), "{problem}");
        assert!(problem.to_string().contains("JUKI01.csv"), "{problem}");
    }

    #[test]
    fn a_file_written_over_at_the_same_length_is_a_problem() {
        let problem = read_while(|path| writer(path).write_all(b"other").unwrap()).unwrap_err();
        assert!(problem.to_string().contains("was written to"), "{problem}");
    }

    #[cfg(unix)]
    #[test]
    fn a_file_replaced_or_removed_is_a_problem() {
        let replace = |path: &Path| {
            fs::write(path.with_extension("new"), [7; 1000]).unwrap();
            fs::rename(path.with_extension("new"), path).unwrap();
        };
        for problem in [read_while(replace), read_while(|path| fs::remove_file(path).unwrap())] {
            let text = problem.unwrap_err().to_string();
            assert!(text.contains("replaced or removed"), "{text}");
        }
    }

    #[test]
    fn a_file_not_read_to_its_end_is_a_problem() {
        let (_root, path) = file(b"12345");
        let mut input = InputFile::open(&path).unwrap();
        input.read_exact(&mut [0; 2]).unwrap();
        assert!(input.finish().unwrap_err().to_string().contains("2 of 5 bytes"));
    }

    #[test]
    fn a_second_pass_reads_the_same_file_or_none() {
        let (_root, path) = file(b"12345");
        let read = |mut input: InputFile| {
            io::copy(&mut input, &mut io::sink()).unwrap();
            input.finish().unwrap()
        };
        let first = read(InputFile::open(&path).unwrap());
        assert_eq!(read(InputFile::open_again(&path, &first).unwrap()), first);
        writer(&path).write_all(b"54321").unwrap();
        let problem = InputFile::open_again(&path, &first).unwrap_err();
        assert!(problem.to_string().contains("changed since"), "{problem}");
    }

    #[test]
    fn what_is_missing_or_a_folder_is_named() {
        let root = tempfile::tempdir().unwrap();
        let folder = InputFile::open(root.path()).unwrap_err().to_string();
        assert!(folder.contains("is a folder, not a file"), "{folder}");
        let missing = InputFile::open(&root.path().join("JUKI99.csv")).unwrap_err().to_string();
        assert!(missing.contains("JUKI99.csv") && missing.contains("not found"), "{missing}");
    }

    #[cfg(unix)]
    #[test]
    fn a_device_and_a_pipe_have_no_size() {
        let device = InputFile::open(Path::new("/dev/null")).unwrap();
        assert_eq!(device.size(), None);
        assert_eq!(device.finish().unwrap().bytes, 0);

        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&path).status();
        if !made.is_ok_and(|status| status.success()) {
            return;
        }
        let there = path.clone();
        let writer = std::thread::spawn(move || fs::write(there, "123").unwrap());
        let mut pipe = InputFile::open(&path).unwrap();
        assert_eq!(pipe.size(), None);
        io::copy(&mut pipe, &mut io::sink()).unwrap();
        assert_eq!(pipe.finish().unwrap().bytes, 3);
        writer.join().unwrap();
    }

    #[test]
    fn standard_input_has_no_size() {
        assert_eq!(InputFile::stdin().size(), None);
    }
}
