//! Bytes that are too long for a record of a [`Sorter`](utsushi_store::Sorter).

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use utsushi_findings::Problem;
use utsushi_store::{Scratch, ScratchFile};

/// The longest that stands in a record.
pub(super) const INLINE_MAX: usize = 48 << 10;

/// A scratch file of byte strings that are too long for a record. Rarely anything stands in it.
#[derive(Debug)]
pub struct Aside<'s> {
    scratch: &'s Scratch,
    name: String,
    file: Option<(ScratchFile, File)>,
    bytes: u64,
}

impl<'s> Aside<'s> {
    /// One whose file in `scratch` is called `name`; it is made with the first long string.
    pub fn new(scratch: &'s Scratch, name: &str) -> Self {
        Aside { scratch, name: name.to_owned(), file: None, bytes: 0 }
    }

    /// Appends what stands for `bytes` in a record.
    pub(super) fn put(&mut self, bytes: &[u8], record: &mut Vec<u8>) -> Result<(), Problem> {
        if bytes.len() <= INLINE_MAX {
            record.push(0);
            record.extend_from_slice(bytes);
            return Ok(());
        }
        if self.file.is_none() {
            let file = self.scratch.write(&self.name)?;
            self.file = Some((file, self.scratch.open(&self.name)?));
        }
        if let Some((file, _)) = &mut self.file {
            file.write_all(bytes).map_err(|error| file.problem(&error))?;
        }
        record.push(1);
        record.extend_from_slice(&self.bytes.to_le_bytes());
        record.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
        self.bytes += bytes.len() as u64;
        Ok(())
    }

    /// Leaves in `out` the bytes that `stands` stands for.
    pub(super) fn get(&mut self, stands: &[u8], out: &mut Vec<u8>) -> Result<(), Problem> {
        out.clear();
        let (tag, rest) = stands.split_first().unwrap_or((&0, &[]));
        if *tag == 0 {
            out.extend_from_slice(rest);
            return Ok(());
        }
        let number = |at: usize| {
            rest.get(at..)
                .and_then(|rest| rest.first_chunk::<8>())
                .map_or(0, |eight| u64::from_le_bytes(*eight))
        };
        out.resize(number(8) as usize, 0);
        let path: PathBuf = self.scratch.path().join(&self.name);
        let Some((_, file)) = &mut self.file else {
            return Err(Problem::io(&path, &std::io::ErrorKind::NotFound.into()));
        };
        let read = file.seek(SeekFrom::Start(number(0))).and_then(|_| file.read_exact(out));
        read.map_err(|error| Problem::io(&path, &error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use utsushi_store::RunFolder;

    #[test]
    fn long_strings_come_back_as_short_ones_do() {
        let root = tempfile::tempdir().unwrap();
        let folder = RunFolder::create(&root.path().join("out"), false, "manifest.json").unwrap();
        let mut aside = Aside::new(folder.scratch(), "aside");
        let strings =
            [vec![1; 3], vec![2; INLINE_MAX], vec![3; INLINE_MAX + 1], vec![], vec![4; INLINE_MAX * 3]];
        let mut records = Vec::new();
        for string in &strings {
            let mut record = Vec::new();
            aside.put(string, &mut record).unwrap();
            records.push(record);
        }
        let mut out = Vec::new();
        for (record, string) in records.iter().zip(&strings).rev() {
            aside.get(record, &mut out).unwrap();
            assert_eq!(&out, string);
        }
    }
}
