//! Whether a path still leads to the file it led to before, and whether that file is unchanged.

use std::fs::Metadata;
use std::time::SystemTime;

/// What the system says of a file at one moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Stamp {
    pub(crate) bytes: u64,
    pub(crate) modified: Option<SystemTime>,
    pub(crate) id: Id,
}

/// Which file it is: device and inode on Unix; elsewhere the moment of its creation, the nearest that `std` offers.
#[cfg(unix)]
pub(crate) type Id = (u64, u64);
#[cfg(not(unix))]
pub(crate) type Id = Option<SystemTime>;

impl Stamp {
    pub(crate) fn of(metadata: &Metadata) -> Stamp {
        Stamp { bytes: metadata.len(), modified: metadata.modified().ok(), id: id(metadata) }
    }
}

#[cfg(unix)]
fn id(metadata: &Metadata) -> Id {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino())
}

#[cfg(not(unix))]
fn id(metadata: &Metadata) -> Id {
    metadata.created().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn two_files_of_one_size_are_two_files() {
        let root = tempfile::tempdir().unwrap();
        let [a, b] = ["a", "b"].map(|name| {
            let path = root.path().join(name);
            fs::write(&path, "x").unwrap();
            std::thread::sleep(std::time::Duration::from_millis(2));
            Stamp::of(&fs::metadata(path).unwrap())
        });
        assert_eq!(a.bytes, b.bytes);
        assert_ne!(a.id, b.id);
    }
}
