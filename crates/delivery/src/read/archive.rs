//! What lies in a zip, and one file out of it, unpacked while it is read.
//!
//! Names are read raw: Japanese Windows writes them in CP932 without saying so.

use super::limits::{DIRECTORY_MAX, MEMBERS_MAX, RATIO_FREE, RATIO_MAX, UNPACKED_MAX};
use super::{Member, Remark};
use flate2::Crc;
use flate2::read::DeflateDecoder;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Take};
use std::path::Path;
use utsushi_findings::{Problem, SET008, SET018, SET019, SET020, problem};
use utsushi_text::Charset;
use zip::{CompressionMethod, ZipArchive};

/// Where a file stands in its zip.
#[derive(Clone, Copy, Debug)]
pub(super) struct Packed {
    start: u64,
    bytes: u64,
    deflated: bool,
    crc: u32,
}

/// Every file of a zip that may be opened, and why others may not.
pub(super) fn list(path: &Path) -> Result<(Vec<Member>, Vec<Remark>), Problem> {
    let mut file = File::open(path).map_err(|error| Problem::io(path, &error))?;
    refuse_others(&mut file, path)?;
    let mut archive = ZipArchive::new(file).map_err(|error| damaged(path, &error.to_string()))?;
    if archive.len() > MEMBERS_MAX {
        return Err(too_much(path));
    }
    if archive.has_overlapping_files().map_err(|error| damaged(path, &error.to_string()))? {
        return Err(problem!(
            "zip の中のファイルどうしが重なっています",
            "files in the zip overlap: it is damaged, or made to do harm"
        )
        .at(path)
        .help("zip を作り直してもらってください", "ask for the zip to be made again"));
    }
    let (mut members, mut remarks) = (Vec::new(), Vec::new());
    if archive.has_duplicate_names() {
        remarks.push(Remark::new(&SET018, "", None, "same name twice"));
    }
    let mut all = 0u64;
    for index in 0..archive.len() {
        let entry = match archive.by_index_raw(index) {
            Ok(entry) => entry,
            Err(error) => {
                remarks.push(Remark::new(&SET008, format!("#{index}"), None, error.to_string()));
                continue;
            }
        };
        let name = name(entry.name_raw());
        if entry.is_dir() || is_leftover(&name) {
            continue;
        }
        let mut refuse = |code, text: &str| remarks.push(Remark::new(code, name.clone(), None, text));
        if entry.is_symlink() {
            refuse(&SET018, "link");
            continue;
        }
        let Some(path) = inside(&name) else {
            refuse(&SET018, &name.clone());
            continue;
        };
        if entry.encrypted() {
            refuse(&SET019, "");
            continue;
        }
        let (packed, bytes) = (entry.compressed_size(), entry.size());
        all = all.saturating_add(bytes);
        if all > UNPACKED_MAX || (bytes > RATIO_FREE && bytes / packed.max(1) > RATIO_MAX) {
            refuse(&SET020, &format!("{bytes} / {packed}"));
            continue;
        }
        let deflated = match entry.compression() {
            CompressionMethod::Stored => false,
            CompressionMethod::Deflated => true,
            other => {
                refuse(&SET008, &other.to_string());
                continue;
            }
        };
        match entry.data_start() {
            Some(start) => {
                let packed = Packed { start, bytes: packed, deflated, crc: entry.crc32() };
                members.push(Member::packed(path, bytes, packed));
            }
            None => refuse(&SET008, "zip"),
        }
    }
    Ok((members, remarks))
}

/// What is no zip, and one whose list of contents alone would fill the memory.
fn refuse_others(file: &mut File, path: &Path) -> Result<(), Problem> {
    let io = |error: io::Error| Problem::io(path, &error);
    let length = file.metadata().map_err(io)?.len();
    let tail = length.min(66_000 + 64);
    file.seek(SeekFrom::Start(length - tail)).map_err(io)?;
    let mut bytes = Vec::new();
    file.take(tail).read_to_end(&mut bytes).map_err(io)?;
    file.seek(SeekFrom::Start(0)).map_err(io)?;
    let find = |signature: &[u8]| bytes.windows(4).rposition(|four| four == signature);
    let Some(end) = find(b"PK\x05\x06") else {
        return Err(problem!(
            "納品物はフォルダーか zip です。これはどちらでもありません",
            "a delivery is a folder or a zip; this is neither"
        )
        .at(path)
        .help(
            "zip でない書庫は展開して、そのフォルダーを指定してください",
            "unpack other archives, and name the folder",
        ));
    };
    let number = |at: usize, length: usize| {
        let bytes = bytes.get(at..at + length).unwrap_or_default();
        bytes.iter().rev().fold(0u64, |number, byte| number << 8 | u64::from(*byte))
    };
    let mut directory = number(end + 12, 4);
    if directory == u64::from(u32::MAX) {
        directory = find(b"PK\x06\x06").map_or(u64::MAX, |at| number(at + 40, 8));
    }
    if directory > DIRECTORY_MAX {
        return Err(too_much(path));
    }
    Ok(())
}

fn too_much(path: &Path) -> Problem {
    problem!("zip の中のファイルが多すぎます", "there are too many files in the zip")
        .at(path)
        .help("展開して、そのフォルダーを指定してください", "unpack it, and name the folder")
}

fn damaged(path: &Path, why: &str) -> Problem {
    problem!("zip が壊れています ({why})", "the zip is damaged ({why})")
        .at(path)
        .help("もう一度受け取ってください", "ask for it again")
}

/// A raw name as text: UTF-8 where it is that, else CP932.
fn name(raw: &[u8]) -> String {
    let name = match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => {
            let mut name = String::new();
            match Charset::Cp932.decode_into(raw, &mut name) {
                Ok(_) => name,
                Err(_) => String::from_utf8_lossy(raw).into_owned(),
            }
        }
    };
    name.replace('\\', "/")
}

fn is_leftover(name: &str) -> bool {
    name.starts_with("__MACOSX/")
        || name.rsplit('/').next().is_some_and(|last| {
            last.is_empty()
                || last.starts_with('.') && last != ".." && last != "."
                || ["thumbs.db", "desktop.ini"].contains(&last.to_lowercase().as_str())
        })
}

/// The name as a path inside the delivery; `None` if it leads elsewhere.
fn inside(name: &str) -> Option<String> {
    let drive = name.as_bytes().get(1) == Some(&b':');
    let wrong = |part: &str| part == ".." || part.contains('\0') || part.contains(':');
    if name.starts_with('/') || drive || name.split('/').any(wrong) {
        return None;
    }
    let parts: Vec<&str> = name.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    (!parts.is_empty()).then(|| parts.join("/"))
}

/// A file of a zip being read.
pub struct Unpacking {
    source: Source,
    left: u64,
    crc: Crc,
    expected: u32,
    done: bool,
}

impl std::fmt::Debug for Unpacking {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Unpacking").field("left", &self.left).finish_non_exhaustive()
    }
}

enum Source {
    Stored(Take<File>),
    Deflated(DeflateDecoder<Take<File>>),
}

impl Packed {
    /// Starts reading; `bytes` is what the zip says that it unpacks to: not a byte more is given.
    pub fn open(&self, zip: &Path, bytes: u64) -> Result<Unpacking, Problem> {
        let io = |error: io::Error| Problem::io(zip, &error);
        let mut file = File::open(zip).map_err(io)?;
        file.seek(SeekFrom::Start(self.start)).map_err(io)?;
        let taken = file.take(self.bytes);
        let source = match self.deflated {
            true => Source::Deflated(DeflateDecoder::new(taken)),
            false => Source::Stored(taken),
        };
        Ok(Unpacking { source, left: bytes, crc: Crc::new(), expected: self.crc, done: false })
    }
}

impl Read for Unpacking {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.done || buffer.is_empty() {
            return Ok(0);
        }
        let read = match &mut self.source {
            Source::Stored(source) => source.read(buffer),
            Source::Deflated(source) => source.read(buffer),
        }?;
        let damaged = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what.to_owned());
        if read as u64 > self.left {
            return Err(damaged("longer than the zip says"));
        }
        self.left -= read as u64;
        self.crc.update(&buffer[..read]);
        if read == 0 {
            self.done = true;
            if self.left > 0 {
                return Err(damaged("shorter than the zip says"));
            }
            if self.crc.sum() != self.expected {
                return Err(damaged("CRC"));
            }
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_inside_or_is_refused() {
        for bad in ["../a.csv", "a/../../b", "/etc/passwd", "C:/a", "a\0b", "", "./"] {
            assert_eq!(inside(bad), None, "{bad:?}");
        }
        assert_eq!(inside("./01_juki//住民.csv").as_deref(), Some("01_juki/住民.csv"));
    }

    #[test]
    fn names_in_cp932_are_read() {
        let mut raw = Vec::new();
        Charset::Cp932.encode_into("01\\住民情報.csv", &mut raw).unwrap();
        assert_eq!(name(&raw), "01/住民情報.csv");
        assert_eq!(name("表.csv".as_bytes()), "表.csv");
    }
}
