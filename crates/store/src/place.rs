//! The places of a run folder: the final one and its dotted siblings, and the moves between them.
//!
//! ```text
//! out                      the finished folder
//! .out.utsushi-partial     being written, or being thrown away: never anything to keep
//! .out.utsushi-old         the folder that is being replaced, whole, between two renames
//! .out.utsushi-lock        locked by the run that lives
//! ```
//!
//! Every change of what counts is one rename, so that a kill at any moment leaves a state that
//! [`recover`](Place::recover) knows. All of it is done by the holder of the lock.

use crate::permissions;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use utsushi_findings::{Problem, problem};

#[derive(Debug)]
pub(crate) struct Place {
    /// As the user named it: for messages.
    pub(crate) shown: PathBuf,
    pub(crate) folder: PathBuf,
    pub(crate) parent: PathBuf,
    pub(crate) partial: PathBuf,
    pub(crate) old: PathBuf,
    pub(crate) lock: PathBuf,
    marker: String,
}

/// What stands at the final path.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Found {
    Nothing,
    Empty,
    /// A folder with the marker in it.
    Run,
    /// A folder with anything else in it.
    Stranger,
}

impl Place {
    /// Where `shown` is. A link to a folder means the folder that it leads to.
    pub(crate) fn of(shown: &Path, marker: &str) -> Result<Place, Problem> {
        let io = |error| Problem::io(shown, &error);
        if shown.as_os_str().is_empty() {
            return Err(problem!("出力先のフォルダー名が空です", "the name of the output folder is empty"));
        }
        let mut folder = std::path::absolute(shown).map_err(io)?;
        if folder.file_name().is_none() || folder.is_symlink() {
            folder = fs::canonicalize(&folder).map_err(io)?;
        }
        let (Some(parent), Some(name)) = (folder.parent(), folder.file_name()) else {
            return Err(problem!(
                "出力先にはフォルダーの名前が要ります",
                "the output must be a folder with a name"
            )
            .at(shown));
        };
        let sibling = |role: &str| {
            let mut hidden = OsString::from(".");
            hidden.push(name);
            hidden.push(".utsushi-");
            hidden.push(role);
            parent.join(hidden)
        };
        Ok(Place {
            shown: shown.to_owned(),
            parent: parent.to_owned(),
            partial: sibling("partial"),
            old: sibling("old"),
            lock: sibling("lock"),
            marker: marker.to_owned(),
            folder,
        })
    }

    /// Refuses, before hours of work, a folder that the system will not let us replace at the end.
    pub(crate) fn refuse_unmovable(&self) -> Result<(), Problem> {
        let Ok(folder) = fs::canonicalize(&self.folder) else {
            return Ok(());
        };
        let inside = std::env::current_dir().and_then(fs::canonicalize);
        if inside.is_ok_and(|current| current.starts_with(&folder)) {
            return Err(problem!(
                "いま居るフォルダーは出力先にできません(終わりに新しいフォルダーと入れ替えるため)",
                "the current folder cannot be the output: it is replaced by a new one at the end"
            )
            .at(&self.shown)
            .help("この中の新しいフォルダーを指定してください", "name a new folder in it"));
        }
        if is_mount_point(&folder, &self.parent) {
            return Err(problem!(
                "マウントポイントは出力先にできません(終わりに新しいフォルダーと入れ替えるため)",
                "a mount point cannot be the output: it is replaced by a new folder at the end"
            )
            .at(&self.shown)
            .help("この中の新しいフォルダーを指定してください", "name a new folder in it"));
        }
        Ok(())
    }

    /// Clears what a killed run left. With `keep`, a partial folder stays, if it is one that a run was writing; whether
    /// there is one.
    pub(crate) fn recover(&self, keep: bool) -> Result<bool, Problem> {
        // Where there is an old folder too, the partial one may be another old one, half thrown away.
        if keep && !self.old.is_dir() && permissions::is_ours(&self.partial) {
            return Ok(true);
        }
        self.clear().map(|()| false)
    }

    fn clear(&self) -> Result<(), Problem> {
        remove(&self.partial).map_err(|error| Problem::io(&self.partial, &error))?;
        if !self.old.is_dir() {
            return Ok(());
        }
        match self.found()? {
            Found::Run => {
                self.discard_old();
                Ok(())
            }
            // Killed between the two renames of `replace`: the old folder is the only one there is.
            Found::Nothing => self.restore_old(),
            Found::Empty => fs::remove_dir(&self.folder)
                .map_err(|error| Problem::io(&self.shown, &error))
                .and_then(|()| self.restore_old()),
            // Somebody put another folder there since. The caller refuses it, and nothing is touched.
            Found::Stranger => Ok(()),
        }
    }

    /// What stands at the final path, if the path is free or that may be replaced.
    pub(crate) fn check(&self, overwrite: bool) -> Result<Found, Problem> {
        match (self.found()?, overwrite) {
            (found @ (Found::Nothing | Found::Empty), _) | (found @ Found::Run, true) => Ok(found),
            (Found::Run | Found::Stranger, false) => Err(problem!(
                "出力先のフォルダーはすでにあり、空ではありません",
                "the output folder exists and is not empty"
            )
            .at(&self.shown)
            .help(
                "--overwrite を付けて置き換えるか、--out で別のフォルダーを指定してください",
                "replace it with --overwrite, or name another folder with --out",
            )),
            (Found::Stranger, true) => {
                let marker = &self.marker;
                Err(problem!(
                    "utsushi の出力フォルダーではない({marker} がない)ので、置き換えません",
                    "this is not a run folder of utsushi (it holds no {marker}); not touching it"
                )
                .at(&self.shown)
                .help("--out で別のフォルダーを指定してください", "name another folder with --out"))
            }
        }
    }

    /// Moves the partial folder to the final path, in place of what [`check`](Place::check) allows there. On a
    /// problem the final path is as it was.
    pub(crate) fn replace(&self, overwrite: bool) -> Result<(), Problem> {
        match self.check(overwrite)? {
            Found::Nothing => self.appear(),
            Found::Empty => {
                fs::remove_dir(&self.folder).map_err(|error| self.in_use(&error))?;
                self.appear().inspect_err(|_| {
                    let _ = fs::create_dir(&self.folder);
                })
            }
            Found::Run | Found::Stranger => {
                rename(&self.folder, &self.old).map_err(|error| self.in_use(&error))?;
                self.appear().inspect_err(|_| {
                    let _ = rename(&self.old, &self.folder);
                })?;
                self.discard_old();
                Ok(())
            }
        }
    }

    fn found(&self) -> Result<Found, Problem> {
        let io = |error: io::Error| Problem::io(&self.shown, &error);
        match fs::symlink_metadata(&self.folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
            Err(error) => return Err(io(error)),
            Ok(metadata) if !metadata.is_dir() => {
                return Err(problem!(
                    "出力先と同じ名前の、フォルダーではないものがあります",
                    "the output must be a folder, and something else has that name"
                )
                .at(&self.shown)
                .help("--out で別のフォルダーを指定してください", "name another folder with --out"));
            }
            Ok(_) => {}
        }
        match fs::read_dir(&self.folder).map_err(io)?.next() {
            None => Ok(Found::Empty),
            Some(Err(error)) => Err(io(error)),
            Some(Ok(_)) if is_file(&self.folder.join(&self.marker)) => Ok(Found::Run),
            Some(Ok(_)) => Ok(Found::Stranger),
        }
    }

    fn appear(&self) -> Result<(), Problem> {
        rename(&self.partial, &self.folder).map_err(|error| self.in_use(&error))
    }

    fn restore_old(&self) -> Result<(), Problem> {
        rename(&self.old, &self.folder).map_err(|error| Problem::io(&self.old, &error))
    }

    /// Throws the replaced folder away, under the name of what is never kept: half of it must not be restored.
    /// What the system refuses to remove now, the next run clears.
    fn discard_old(&self) {
        if rename(&self.old, &self.partial).is_ok() {
            let _ = remove(&self.partial);
        }
    }

    fn in_use(&self, error: &io::Error) -> Problem {
        let problem = Problem::io(&self.shown, error);
        if error.kind() == io::ErrorKind::PermissionDenied || error.kind() == io::ErrorKind::ResourceBusy {
            return problem.help(
                "このフォルダーの中のファイルを開いているプログラムを閉じて、もう一度実行してください",
                "close every program that has a file of this folder open, and run again",
            );
        }
        problem
    }
}

/// Removes a folder with all that is in it, or a file; a link is removed, not followed.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
        Ok(metadata) if metadata.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
    }
}

/// Windows refuses to rename a folder as long as a virus scanner or an indexer looks at a file in it: ask again.
fn rename(from: &Path, to: &Path) -> io::Result<()> {
    let mut pause = std::time::Duration::from_millis(20);
    loop {
        match fs::rename(from, to) {
            Err(error)
                if cfg!(windows)
                    && error.kind() == io::ErrorKind::PermissionDenied
                    && pause.as_secs() < 3 =>
            {
                std::thread::sleep(pause);
                pause *= 2;
            }
            other => return other,
        }
    }
}

fn is_file(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file())
}

#[cfg(unix)]
fn is_mount_point(folder: &Path, parent: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (fs::metadata(folder), fs::metadata(parent)) {
        (Ok(folder), Ok(parent)) => folder.dev() != parent.dev(),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_mount_point(_folder: &Path, _parent: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn siblings_are_dotted_and_beside_the_folder() {
        let place = Place::of(Path::new("a/出力"), "manifest.json").unwrap();
        assert_eq!(place.partial, place.parent.join(".出力.utsushi-partial"));
        assert_eq!(place.old, place.parent.join(".出力.utsushi-old"));
        assert_eq!(place.lock, place.parent.join(".出力.utsushi-lock"));
        assert!(place.parent.ends_with("a") && place.parent.is_absolute());
    }

    #[test]
    fn an_output_without_a_name_is_refused() {
        for path in ["", "/"] {
            assert!(Place::of(Path::new(path), "m").is_err(), "{path}");
        }
    }

    #[test]
    fn the_current_folder_and_those_around_it_are_refused() {
        for path in [".", ".."] {
            let problem = Place::of(Path::new(path), "m").unwrap().refuse_unmovable().unwrap_err();
            assert!(problem.to_string().contains("current folder"), "{problem}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_mount_point_is_refused() {
        let problem = Place::of(Path::new("/proc"), "m").unwrap().refuse_unmovable().unwrap_err();
        assert!(problem.to_string().contains("mount point"), "{problem}");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_means_the_folder_that_it_leads_to() {
        let root = tempfile::tempdir().unwrap();
        let disk = root.path().join("disk");
        fs::create_dir(&disk).unwrap();
        let link = root.path().join("link");
        std::os::unix::fs::symlink(&disk, &link).unwrap();
        let place = Place::of(&link, "m").unwrap();
        assert_eq!(place.folder, fs::canonicalize(&disk).unwrap());
        fs::remove_dir(&disk).unwrap();
        assert!(Place::of(&link, "m").is_err(), "a link to nothing is no place");
    }
}
