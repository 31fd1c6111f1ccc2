//! What lies in a delivery.

use super::archive::{self, Packed, Unpacking};
use super::limits::DESCRIPTION_MAX;
use super::{Declared, Package, Remark, folder};
use crate::Manifest;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use utsushi_findings::{Problem, SET008, problem};
use utsushi_store::InputFile;

/// What a delivery is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// The folder of a run of ours: it has a manifest.
    Run,
    /// Any other folder.
    Folder,
    /// A zip.
    Zip,
}

impl Kind {
    /// The word in `verification.json`.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Run => "run",
            Kind::Folder => "folder",
            Kind::Zip => "zip",
        }
    }
}

/// One file of a delivery.
#[derive(Clone, Debug)]
pub struct Member {
    /// Its path in the delivery, with forward slashes.
    pub path: String,
    /// Its size, unpacked.
    pub bytes: u64,
    place: Place,
}

#[derive(Clone, Debug)]
enum Place {
    File(PathBuf),
    Zip(Packed),
}

impl Member {
    pub(super) fn file(path: String, bytes: u64, place: PathBuf) -> Self {
        Member { path, bytes, place: Place::File(place) }
    }

    pub(super) fn packed(path: String, bytes: u64, packed: Packed) -> Self {
        Member { path, bytes, place: Place::Zip(packed) }
    }

    /// The last part of its path.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// What stands after the last dot of its name, in lower case; empty if there is none.
    pub fn extension(&self) -> String {
        self.name().rsplit_once('.').map(|(_, extension)| extension.to_lowercase()).unwrap_or_default()
    }

    /// Where it lies on disk, if it lies there as it is.
    pub fn on_disk(&self) -> Option<&Path> {
        match &self.place {
            Place::File(path) => Some(path),
            Place::Zip(_) => None,
        }
    }
}

/// A delivery, looked into but not read.
#[derive(Debug)]
pub struct Delivery {
    /// Where it is.
    pub path: PathBuf,
    /// Its name, without the folders above it.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Its files, in order of path.
    pub members: Vec<Member>,
    /// What is wrong with it so far.
    pub remarks: Vec<Remark>,
    /// `manifest.json` of a run of ours.
    pub manifest: Option<Manifest>,
    /// `datapackage.json`.
    pub package: Option<Package>,
    /// `delivery.toml`, or beside a zip `<name>.delivery.toml`.
    pub declared: Declared,
    /// What its files in scratch are called by, so that those of two deliveries can lie there.
    pub(super) label: &'static str,
}

impl Delivery {
    /// Looks into a folder or a zip.
    ///
    /// # Errors
    /// There is nothing at `path`, it cannot be read, it is neither a folder nor a zip, or its `delivery.toml` is wrong.
    pub fn open(path: &Path) -> Result<Delivery, utsushi_findings::Problems> {
        let metadata = std::fs::metadata(path).map_err(|error| Problem::io(path, &error))?;
        let whole = path.canonicalize().map_err(|error| Problem::io(path, &error))?;
        let name = whole.file_name().map_or("delivery".into(), |name| name.to_string_lossy().into_owned());
        let (kind, (mut members, remarks)) = if metadata.is_dir() {
            (Kind::Folder, folder::list(path)?)
        } else {
            (Kind::Zip, archive::list(path)?)
        };
        if kind == Kind::Zip {
            leave_out_top_folder(&mut members);
        }
        members.sort_by(|a, b| a.path.cmp(&b.path));
        let mut delivery = Delivery {
            path: path.to_owned(),
            name,
            kind,
            members,
            remarks,
            manifest: None,
            package: None,
            declared: Declared::default(),
            label: "",
        };
        delivery.describe()?;
        Ok(delivery)
    }

    /// As [`Delivery::open`], and also a single file that is no zip: a delivery of this file, of which a `delivery.toml` beside it may
    /// tell.
    ///
    /// # Errors
    /// As [`Delivery::open`].
    pub fn open_or_file(path: &Path) -> Result<Delivery, utsushi_findings::Problems> {
        let metadata = std::fs::metadata(path).map_err(|error| Problem::io(path, &error))?;
        let mut first = [0; 2];
        if !metadata.is_file() || is_zip(path, &mut first).map_err(|error| Problem::io(path, &error))? {
            return Delivery::open(path);
        }
        let whole = path.canonicalize().map_err(|error| Problem::io(path, &error))?;
        let name = whole.file_name().map_or("delivery".into(), |name| name.to_string_lossy().into_owned());
        let folder = whole.parent().unwrap_or(Path::new(".")).to_owned();
        let mut delivery = Delivery {
            members: vec![Member::file(name.clone(), metadata.len(), whole.clone())],
            path: folder.clone(),
            name,
            kind: Kind::Folder,
            remarks: Vec::new(),
            manifest: None,
            package: None,
            declared: Declared::default(),
            label: "",
        };
        let declared = folder.join(super::DECLARED);
        if let Ok(bytes) = std::fs::read(&declared) {
            delivery.declare(&declared, bytes)?;
        }
        Ok(delivery)
    }

    /// Calls its files in scratch by `label` too: where two deliveries are read in one run.
    pub fn labelled(mut self, label: &'static str) -> Delivery {
        self.label = label;
        self
    }

    fn declare(&mut self, path: &Path, bytes: Vec<u8>) -> Result<(), utsushi_findings::Problems> {
        let text = String::from_utf8(bytes).map_err(|_| {
            problem!("UTF-8 ではありません", "is not UTF-8")
                .at(path)
                .help("UTF-8 で保存し直してください", "save it as UTF-8")
        })?;
        self.declared = Declared::read(path, text.trim_start_matches('\u{feff}'))?;
        Ok(())
    }

    /// Position of the file at `path`.
    pub fn member(&self, path: &str) -> Option<usize> {
        self.members.binary_search_by(|member| member.path.as_str().cmp(path)).ok()
    }

    /// Starts reading a file.
    ///
    /// # Errors
    /// The system refuses, or the zip is damaged.
    pub fn read(&self, member: usize) -> Result<MemberReader, Problem> {
        let member = &self.members[member];
        Ok(match &member.place {
            Place::File(path) => MemberReader::File(InputFile::open(path)?),
            Place::Zip(packed) => MemberReader::Zip {
                unpacking: Box::new(packed.open(&self.path, member.bytes)?),
                path: format!("{}/{}", self.name, member.path),
            },
        })
    }

    /// The whole of a small file; `None` if it is larger than `limit` bytes.
    ///
    /// # Errors
    /// As [`Delivery::read`].
    pub fn whole(&self, member: usize, limit: u64) -> Result<Option<Vec<u8>>, Problem> {
        if self.members[member].bytes > limit {
            return Ok(None);
        }
        let mut reader = self.read(member)?;
        let mut bytes = Vec::new();
        let read = (&mut reader).take(limit + 1).read_to_end(&mut bytes);
        read.map_err(|error| reader.problem(&error))?;
        Ok((bytes.len() as u64 <= limit).then_some(bytes))
    }

    /// Reads what the delivery says of itself.
    fn describe(&mut self) -> Result<(), utsushi_findings::Problems> {
        if let Some(at) = self.member("manifest.json") {
            let bytes = self.whole(at, DESCRIPTION_MAX)?.unwrap_or_default();
            match serde_json::from_slice::<Manifest>(&bytes) {
                Ok(manifest) => {
                    self.manifest = Some(manifest);
                    if self.kind == Kind::Folder {
                        self.kind = Kind::Run;
                    }
                }
                // Somebody else's may be of any form; one that says it is ours must be.
                Err(_) if !bytes.windows(11).any(|part| part == b"\"utsushi\": ") => {}
                Err(error) => {
                    let text = format!("line {}", error.line());
                    self.remarks.push(Remark::new(&SET008, "manifest.json", None, text));
                }
            }
        }
        if let Some(at) = self.member("datapackage.json") {
            let bytes = self.whole(at, DESCRIPTION_MAX)?.unwrap_or_default();
            match Package::read(&bytes) {
                Ok(package) => self.package = Some(package),
                Err(text) => self.remarks.push(Remark::new(&SET008, "datapackage.json", None, text)),
            }
        }
        let path = declared_path(self);
        let bytes = match self.kind {
            Kind::Zip => std::fs::read(&path).ok(),
            _ => None,
        };
        let bytes = match (bytes, self.member(super::DECLARED)) {
            (Some(bytes), _) => Some(bytes),
            (None, Some(at)) => self.whole(at, DESCRIPTION_MAX)?,
            (None, None) => None,
        };
        if let Some(bytes) = bytes {
            self.declare(&path, bytes)?;
        }
        Ok(())
    }
}

fn is_zip(path: &Path, first: &mut [u8; 2]) -> io::Result<bool> {
    let read = std::fs::File::open(path)?.read(first)?;
    Ok(read == 2 && first == b"PK")
}

/// A zip of one folder is that folder.
fn leave_out_top_folder(members: &mut [Member]) {
    let top =
        members.first().and_then(|member| member.path.split_once('/')).map(|(top, _)| format!("{top}/"));
    if let Some(top) = top.filter(|top| members.iter().all(|member| member.path.starts_with(top.as_str())))
        && !top.starts_with(|c: char| c.is_ascii_digit())
    {
        members.iter_mut().for_each(|member| drop(member.path.drain(..top.len())));
    }
}

/// Where `delivery.toml` of a delivery stands: in it, or beside a zip.
pub fn declared_path(delivery: &Delivery) -> PathBuf {
    match delivery.kind {
        Kind::Zip => declared_beside(&delivery.path),
        _ => delivery.path.join(super::DECLARED),
    }
}

/// Where what is declared of a zip stands: beside it, as it cannot be put into it.
pub(super) fn declared_beside(zip: &Path) -> PathBuf {
    let stem = zip.file_stem().map_or("delivery".into(), |stem| stem.to_string_lossy().into_owned());
    zip.with_file_name(format!("{stem}.{}", super::DECLARED))
}

/// A file being read.
#[derive(Debug)]
pub enum MemberReader {
    /// From disk.
    File(InputFile),
    /// Out of a zip.
    Zip {
        /// What unpacks it.
        unpacking: Box<Unpacking>,
        /// For messages.
        path: String,
    },
}

impl MemberReader {
    /// The problem that a failed read is.
    pub fn problem(&self, error: &io::Error) -> Problem {
        match self {
            MemberReader::File(file) => file.problem(error),
            MemberReader::Zip { path, .. } => {
                problem!("zip から取り出せません ({error})", "cannot be taken out of the zip ({error})")
                    .at(path)
            }
        }
    }

    /// Makes sure that what was read is the whole file.
    ///
    /// # Errors
    /// The file changed while it was read.
    pub fn finish(self) -> Result<(), Problem> {
        match self {
            MemberReader::File(file) => file.finish().map(|_| ()),
            MemberReader::Zip { .. } => Ok(()),
        }
    }
}

impl Read for MemberReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            MemberReader::File(file) => file.read(buffer),
            MemberReader::Zip { unpacking, .. } => unpacking.read(buffer),
        }
    }
}
