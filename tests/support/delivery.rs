//! Deliveries for the tests of `verify`: the small city's files, changed here and there, in any form.

use super::{Found, Run, copy, utsushi};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tempfile::TempDir;

/// A run of `samples/all-businesses`, made once.
pub fn city() -> &'static Path {
    static CITY: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    &CITY
        .get_or_init(|| {
            let root = tempfile::tempdir().unwrap();
            let out = root.path().join("run");
            let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/all-businesses");
            let done = utsushi().arg("convert").arg(sample).arg("--out").arg(&out).output().unwrap();
            assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
            (root, out)
        })
        .1
}

/// A delivery in a folder of its own.
pub struct Delivery {
    pub root: TempDir,
}

impl Delivery {
    /// Nothing yet.
    pub fn empty() -> Delivery {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("delivery")).unwrap();
        Delivery { root }
    }

    /// CSV of the common files and of the residents, as a plain folder.
    pub fn small() -> Delivery {
        let delivery = Delivery::empty();
        for business in ["00_common", "01_juki"] {
            copy(&city().join("data").join(business), &delivery.path(business));
        }
        delivery.remove_all("parquet");
        delivery
    }

    pub fn folder(&self) -> PathBuf {
        self.root.path().join("delivery")
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder().join(name)
    }

    pub fn remove_all(&self, extension: &str) {
        for path in files(&self.folder()) {
            if path.extension().is_some_and(|is| is == extension) {
                fs::remove_file(path).unwrap();
            }
        }
    }

    pub fn remove(self, name: &str) -> Delivery {
        fs::remove_file(self.path(name)).unwrap();
        self
    }

    pub fn write(self, name: &str, bytes: impl AsRef<[u8]>) -> Delivery {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    pub fn table(&self, name: &str) -> Table {
        Table::read(&self.path(name))
    }

    /// Replaces the value of a column in a record, from 1.
    pub fn set(self, name: &str, record: usize, column: &str, value: &str) -> Delivery {
        let mut table = self.table(name);
        table.set(record, column, value);
        table.save(&self.path(name));
        self
    }

    /// Adds a copy of a record at the end.
    pub fn again(self, name: &str, record: usize) -> Delivery {
        let mut table = self.table(name);
        let row = table.rows[record - 1].clone();
        table.rows.push(row);
        table.save(&self.path(name));
        self
    }

    /// Adds to the number of records that the table of totals says a file has.
    pub fn stated(self, file: &str, more: i64) -> Delivery {
        let name = "00_common/control_total.csv";
        let mut table = self.table(name);
        let (at, is, count) =
            (table.column("file_name"), table.column("total_name"), table.column("total_count"));
        for row in &mut table.rows {
            if row[at] == file && row[is] == "件数" {
                row[count] = (row[count].parse::<i64>().unwrap() + more).to_string();
            }
        }
        table.save(&self.path(name));
        self
    }

    pub fn verify(&self, arguments: &[&str]) -> Verified {
        self.verify_path(&self.folder(), arguments)
    }

    pub fn verify_path(&self, delivery: &Path, arguments: &[&str]) -> Verified {
        let out = self.root.path().join("result");
        let output = utsushi()
            .args(["verify", "--lang", "en", "--overwrite", "--base-date", "2026-04-01", "--out"])
            .arg(&out)
            .args(arguments)
            .arg(delivery)
            .output()
            .unwrap();
        Verified(Run::of(output, out))
    }
}

/// A verification that was run.
pub struct Verified(pub Run);

impl Verified {
    pub fn result(&self) -> serde_json::Value {
        serde_json::from_slice(&self.0.bytes("verification.json")).unwrap()
    }

    pub fn findings(&self) -> Vec<Found> {
        self.0.findings()
    }

    /// Codes of all findings, sorted.
    pub fn codes(&self) -> Vec<String> {
        let mut codes: Vec<String> = self.0.codes().into_iter().map(|(_, code)| code).collect();
        codes.sort();
        codes
    }

    pub fn expect(&self, exit: i32, codes: &[&str]) {
        self.0.expect(exit);
        let mut codes: Vec<String> = codes.iter().map(|code| (*code).to_owned()).collect();
        codes.sort();
        assert_eq!(self.codes(), codes);
    }
}

/// A CSV in memory.
#[derive(Clone)]
pub struct Table {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    pub fn read(path: &Path) -> Table {
        let mut reader = csv::Reader::from_path(path).unwrap();
        let columns = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        Table { columns, rows }
    }

    pub fn column(&self, name: &str) -> usize {
        self.columns.iter().position(|column| column == name).unwrap()
    }

    pub fn set(&mut self, record: usize, column: &str, value: &str) {
        let column = self.column(column);
        self.rows[record - 1][column] = value.to_owned();
    }

    pub fn text(&self, delimiter: u8, header: bool) -> String {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(delimiter)
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        if header {
            writer.write_record(&self.columns).unwrap();
        }
        self.rows.iter().for_each(|row| writer.write_record(row).unwrap());
        String::from_utf8(writer.into_inner().unwrap()).unwrap()
    }

    pub fn save(&self, path: &Path) {
        fs::write(path, self.text(b',', true)).unwrap();
    }
}

/// Every file below a folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// A file of a zip: its raw name, its bytes, whether they are packed, and flags.
pub struct Zipped {
    pub name: Vec<u8>,
    pub bytes: Vec<u8>,
    pub packed: bool,
    pub flags: u16,
    /// File type and permissions as Unix has them; 0 for none.
    pub mode: u32,
}

/// A zip made by hand: names are raw bytes, as Japanese Windows writes them.
pub fn zip(files: &[Zipped]) -> Vec<u8> {
    use std::io::Write;
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    let two = |n: usize| (n as u16).to_le_bytes();
    let four = |n: usize| (n as u32).to_le_bytes();
    for file in files {
        let mut crc = flate2::Crc::new();
        crc.update(&file.bytes);
        let packed = if file.packed {
            let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
            encoder.write_all(&file.bytes).unwrap();
            encoder.finish().unwrap()
        } else {
            file.bytes.clone()
        };
        let mut middle = Vec::new();
        middle.extend(file.flags.to_le_bytes());
        middle.extend(two(if file.packed { 8 } else { 0 }));
        middle.extend([0; 4]);
        middle.extend(crc.sum().to_le_bytes());
        middle.extend(four(packed.len()));
        middle.extend(four(file.bytes.len()));
        middle.extend(two(file.name.len()));
        middle.extend(two(0));
        let at = out.len();
        out.extend(b"PK\x03\x04\x14\x00");
        out.extend(&middle);
        out.extend(&file.name);
        out.extend(&packed);
        directory.extend(b"PK\x01\x02\x14\x03\x14\x00");
        directory.extend(&middle);
        directory.extend([0; 6]);
        directory.extend(four((file.mode as usize) << 16));
        directory.extend(four(at));
        directory.extend(&file.name);
    }
    let (at, size) = (out.len(), directory.len());
    out.extend(directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(two(files.len()));
    out.extend(two(files.len()));
    out.extend(four(size));
    out.extend(four(at));
    out.extend(two(0));
    out
}
