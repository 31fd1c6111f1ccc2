//! The parts of a file that are looked at.

use std::io::{self, Read, Seek, SeekFrom};

/// How much is looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Options {
    /// Bytes from the beginning of the file.
    pub first_bytes: usize,
    /// Bytes from the middle, and as many from the end, of a file that is longer.
    pub sample_bytes: usize,
}

impl Default for Options {
    /// 4 MiB from the beginning, 256 KiB from the middle and the end.
    fn default() -> Self {
        Options { first_bytes: 4 << 20, sample_bytes: 256 << 10 }
    }
}

/// The beginning of a file, and pieces from its middle and its end.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sample {
    /// The bytes it begins with; all of them in a short file.
    pub first: Vec<u8>,
    /// Bytes from the middle; empty where `first` is the whole file.
    pub middle: Vec<u8>,
    /// Bytes of the file before `middle`.
    pub middle_at: u64,
    /// The bytes it ends with; empty where `first` is the whole file or nobody knows the end.
    pub tail: Vec<u8>,
    /// How long the file is; `None` for a stream that goes on.
    pub size: Option<u64>,
}

impl Sample {
    /// A file that is wholly in memory.
    pub fn whole(bytes: impl Into<Vec<u8>>) -> Sample {
        let first = bytes.into();
        let size = Some(first.len() as u64);
        Sample { first, size, ..Sample::default() }
    }

    /// Reads the parts of a file.
    ///
    /// # Errors
    ///
    /// Those of the reader.
    pub fn read(file: &mut (impl Read + Seek), options: &Options) -> io::Result<Sample> {
        let size = file.seek(SeekFrom::End(0))?;
        file.seek(SeekFrom::Start(0))?;
        let mut sample = Sample::stream(&mut *file, options)?;
        sample.size = Some(size.max(sample.first.len() as u64));
        let begun = sample.first.len() as u64;
        let rest = size.saturating_sub(begun);
        if rest == 0 {
            return Ok(sample);
        }
        let piece = options.sample_bytes as u64;
        let mut part = |at: u64, len: u64| -> io::Result<Vec<u8>> {
            file.seek(SeekFrom::Start(at))?;
            let mut bytes = Vec::new();
            file.by_ref().take(len).read_to_end(&mut bytes)?;
            Ok(bytes)
        };
        let tail = rest.min(piece);
        // Between the beginning and the end, at an even offset: UTF-16 has two bytes a character.
        if rest > tail + piece {
            sample.middle_at = (begun + (rest - tail - piece) / 2) & !1;
            sample.middle = part(sample.middle_at, piece)?;
        }
        sample.tail = part(size - tail, tail)?;
        Ok(sample)
    }

    /// Reads the beginning of a stream: no middle and no end where it is longer than `first_bytes`.
    ///
    /// # Errors
    ///
    /// Those of the reader.
    pub fn stream(mut stream: impl Read, options: &Options) -> io::Result<Sample> {
        let mut first = Vec::new();
        stream.by_ref().take(options.first_bytes as u64).read_to_end(&mut first)?;
        let ended = first.len() < options.first_bytes || stream.read(&mut [0])? == 0;
        let size = ended.then_some(first.len() as u64);
        Ok(Sample { first, size, ..Sample::default() })
    }

    /// Whether `first` is the whole file.
    pub fn complete(&self) -> bool {
        self.size == Some(self.first.len() as u64)
    }

    /// The last bytes that are known to end the file; empty where nobody knows.
    pub(crate) fn end(&self) -> &[u8] {
        if self.complete() { &self.first } else { &self.tail }
    }

    /// Bytes that were looked at.
    pub(crate) fn looked_at(&self) -> u64 {
        (self.first.len() + self.middle.len() + self.tail.len()) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    const OPTIONS: Options = Options { first_bytes: 10, sample_bytes: 4 };

    #[test]
    fn a_short_file_is_read_once_and_wholly() {
        let sample = Sample::read(&mut Cursor::new(b"0123456789"), &OPTIONS).unwrap();
        assert_eq!(sample, Sample::whole(*b"0123456789"));
        assert!(sample.complete());
    }

    #[test]
    fn a_long_file_gives_its_beginning_middle_and_end() {
        let bytes: Vec<u8> = (0..=99).collect();
        let sample = Sample::read(&mut Cursor::new(&bytes), &OPTIONS).unwrap();
        assert_eq!((sample.first, sample.tail), (bytes[..10].to_vec(), bytes[96..].to_vec()));
        assert_eq!((sample.middle_at, sample.middle), (50, bytes[50..54].to_vec()));
    }

    #[test]
    fn parts_never_overlap() {
        for size in 0..40_u8 {
            let bytes: Vec<u8> = (0..size).collect();
            let sample = Sample::read(&mut Cursor::new(&bytes), &OPTIONS).unwrap();
            let mut seen = [sample.first, sample.middle, sample.tail].concat();
            let all = seen.len();
            seen.dedup();
            assert!(seen.is_sorted() && seen.len() == all, "{size}");
        }
    }

    #[test]
    fn a_stream_that_goes_on_has_no_known_size() {
        assert_eq!(Sample::stream(&[7; 11][..], &OPTIONS).unwrap().size, None);
        assert_eq!(Sample::stream(&[7; 10][..], &OPTIONS).unwrap().size, Some(10));
    }
}
