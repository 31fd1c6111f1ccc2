//! One file for a person: it appears whole or not at all.

use crate::permissions;
use std::fs;
use std::io::Write;
use std::path::Path;
use utsushi_findings::{Problem, problem};

/// Writes `bytes` to `path`, beside its place first, then renamed into it; only its owner can read it. A file that is
/// there is left as it is unless `overwrite`.
///
/// # Errors
/// The file is there, or the system refuses; nothing half-written is left.
pub fn write_file(path: &Path, bytes: &[u8], overwrite: bool) -> Result<(), Problem> {
    if !overwrite && fs::symlink_metadata(path).is_ok() {
        return Err(problem!("すでにあります", "is already there").at(path).help(
            "置き換えてよければ --overwrite を付け、そうでなければ別の名前を指定してください",
            "add --overwrite to replace it, or name another file",
        ));
    }
    let Some(name) = path.file_name() else {
        return Err(problem!("ファイルの名前ではありません", "is not the name of a file").at(path));
    };
    let mut beside = std::ffi::OsString::from(".");
    beside.push(name);
    beside.push(format!(".{}.partial", std::process::id()));
    let beside = path.with_file_name(beside);
    let write = || {
        let mut file = permissions::create_file(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        drop(file);
        fs::rename(&beside, path)
    };
    write().map_err(|error| {
        let _ = fs::remove_file(&beside);
        Problem::io(path, &error)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_only_when_told_to() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("一覧.csv");
        write_file(&path, b"1", false).unwrap();
        let said = write_file(&path, b"2", false).unwrap_err().to_string();
        assert!(said.contains("--overwrite"), "{said}");
        assert_eq!(fs::read(&path).unwrap(), b"1");
        write_file(&path, b"2", true).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"2");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_cannot_be_written_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        assert!(write_file(&dir.path().join("no/such/folder.csv"), b"1", false).is_err());
        assert!(write_file(dir.path(), b"1", true).is_err());
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }
}
