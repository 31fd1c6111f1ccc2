//! What ends a line.

use memchr::{memchr_iter, memrchr_iter, memrchr2};

/// What ends a line of the file. Whatever else looks like a line end is data.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LineEnd {
    /// CRLF, LF or CR, even mixed.
    Auto,
    /// CRLF only: a lone CR or LF is data.
    Crlf,
    /// LF only: a CR before it belongs to the last field.
    Lf,
    /// CR only: an LF after it belongs to the next record.
    Cr,
}

/// How many lines ended in which way. Line ends inside quotes are not counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct LineEnds {
    /// CR LF.
    pub crlf: u64,
    /// LF alone.
    pub lf: u64,
    /// CR alone.
    pub cr: u64,
}

impl LineEnds {
    /// Adds the counts of another part of the file.
    pub fn merge(&mut self, other: LineEnds) {
        self.crlf += other.crlf;
        self.lf += other.lf;
        self.cr += other.cr;
    }

    /// Whether more than one kind occurred (`FMT008`).
    pub fn mixed(self) -> bool {
        [self.crlf, self.lf, self.cr].iter().filter(|count| **count > 0).count() > 1
    }
}

impl LineEnd {
    /// The bytes that can begin a line end.
    pub(crate) fn first_bytes(self) -> (u8, u8) {
        match self {
            LineEnd::Auto => (b'\r', b'\n'),
            LineEnd::Crlf | LineEnd::Cr => (b'\r', b'\r'),
            LineEnd::Lf => (b'\n', b'\n'),
        }
    }

    /// Bytes of the line end that begins at `at`; 0 if none does. The LF of a CRLF begins none.
    #[inline]
    pub(crate) fn len_at(self, data: &[u8], at: usize) -> usize {
        let byte = |at: usize| data.get(at).copied();
        match (self, byte(at)) {
            (LineEnd::Auto, Some(b'\r')) => 1 + usize::from(byte(at + 1) == Some(b'\n')),
            (LineEnd::Auto, Some(b'\n')) => usize::from(at == 0 || byte(at - 1) != Some(b'\r')),
            (LineEnd::Crlf, Some(b'\r')) if byte(at + 1) == Some(b'\n') => 2,
            (LineEnd::Lf, Some(b'\n')) | (LineEnd::Cr, Some(b'\r')) => 1,
            _ => 0,
        }
    }

    /// Just after the last line end that begins before `limit`, if there is one.
    pub(crate) fn last_border(self, data: &[u8], limit: usize) -> Option<usize> {
        let head = &data[..limit.min(data.len())];
        match self {
            LineEnd::Auto => memrchr2(b'\r', b'\n', head).map(|at| at + self.len_at(data, at).max(1)),
            LineEnd::Lf => memrchr_iter(b'\n', head).next().map(|at| at + 1),
            LineEnd::Cr => memrchr_iter(b'\r', head).next().map(|at| at + 1),
            LineEnd::Crlf => {
                memrchr_iter(b'\r', head).find(|at| data.get(at + 1) == Some(&b'\n')).map(|at| at + 2)
            }
        }
    }

    /// Where the first line end at or after `from` begins, and its length.
    pub(crate) fn first_from(self, data: &[u8], from: usize) -> Option<(usize, usize)> {
        let rest = data.get(from..)?;
        let (a, b) = self.first_bytes();
        let found = |at: usize| Some((from + at, self.len_at(data, from + at))).filter(|(_, len)| *len > 0);
        if a == b {
            memchr_iter(a, rest).find_map(found)
        } else {
            memchr::memchr2_iter(a, b, rest).find_map(found)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn auto_takes_crlf_as_one_line_end() {
        let data = b"a\r\nb\rc\n";
        assert_eq!(LineEnd::Auto.len_at(data, 1), 2);
        assert_eq!(LineEnd::Auto.len_at(data, 2), 0);
        assert_eq!(LineEnd::Auto.len_at(data, 4), 1);
        assert_eq!(LineEnd::Auto.len_at(data, 6), 1);
    }

    #[test]
    fn a_border_never_splits_crlf() {
        let data = b"a,b\r\nc,d\r\n";
        for limit in 4..=5 {
            assert_eq!(LineEnd::Auto.last_border(data, limit), Some(5));
            assert_eq!(LineEnd::Crlf.last_border(data, limit), Some(5));
        }
        assert_eq!(LineEnd::Auto.last_border(data, 3), None);
    }

    #[test]
    fn declared_crlf_leaves_lone_cr_and_lf_in_the_data() {
        assert_eq!(LineEnd::Crlf.last_border(b"a\nb\rc\r\nd\re", 11), Some(7));
        assert_eq!(LineEnd::Crlf.first_from(b"a\nb\rc\r\nd", 0), Some((5, 2)));
    }

    #[test]
    fn line_ends_are_mixed_when_two_kinds_occur() {
        let mut ends = LineEnds { crlf: 3, lf: 0, cr: 0 };
        assert!(!ends.mixed());
        ends.merge(LineEnds { crlf: 0, lf: 1, cr: 0 });
        assert!(ends.mixed());
    }
}
