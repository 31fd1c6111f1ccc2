//! Files that are measured over: made, read once so that they lie in memory, removed.

use super::{Result, SEED, UTSUSHI, Usage, timed};
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};

/// Makes a city with `utsushi synth` and these arguments.
pub fn make(arguments: &[&str], records: u64, log: &Path, out: &Path) -> Result<Usage> {
    remove(out)?;
    let mut command = Command::new(UTSUSHI);
    command.arg("synth").args(arguments).args(["--records", &records.to_string(), "--seed", SEED]);
    timed(command.arg("--out").arg(out).stdout(Stdio::null()), log)
}

/// The first bytes of a file; none where there is no file.
pub fn begin(path: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(100_000).read_to_end(&mut bytes));
    read.map_or(Vec::new(), |_| bytes)
}

/// Lines of a file; reading it also brings it into the page cache.
pub fn lines(path: &Path) -> Result<u64> {
    let (mut file, mut buffer, mut lines) = (File::open(path)?, vec![0; 1 << 18], 0);
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(lines),
            read => lines += buffer[..read].iter().filter(|byte| **byte == b'\n').count() as u64,
        }
    }
}

/// Reads all files of a folder, so that they lie in the page cache; their bytes.
pub fn warm(folder: &Path) -> Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        bytes += match path.is_dir() {
            true => warm(&path)?,
            false => lines(&path).and(Ok(fs::metadata(&path)?.len()))?,
        };
    }
    Ok(bytes)
}

/// Removes a folder, if it is there.
pub fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
