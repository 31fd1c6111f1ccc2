//! What stands around and between the lines of a file.

use crate::view::{Part, View};
use memchr::{memchr_iter, memchr2};

/// Line ends, counted over what was looked at, and what else frames a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Framing {
    /// CR LF.
    pub crlf: u64,
    /// LF alone.
    pub lf: u64,
    /// CR alone.
    pub cr: u64,
    /// ^Z (1A) at the end of the file, line ends around them apart.
    pub control_z: u64,
    /// Whether the last record ends with a line end; `None` where the end was not seen.
    pub ends_with_line_end: Option<bool>,
}

impl Framing {
    pub(crate) fn of(view: &View) -> Framing {
        let mut framing = Framing::default();
        for part in &view.parts {
            for at in memchr_iter(b'\n', &part.bytes) {
                if at > 0 && part.bytes[at - 1] == b'\r' {
                    framing.crlf += 1;
                } else {
                    framing.lf += 1;
                }
            }
            framing.cr += memchr_iter(b'\r', &part.bytes)
                .filter(|at| part.bytes.get(at + 1).is_some_and(|byte| *byte != b'\n'))
                .count() as u64;
            if part.last {
                let end = content_end(&part.bytes);
                framing.control_z = memchr_iter(0x1A, &part.bytes[end..]).count() as u64;
                framing.ends_with_line_end = Some(matches!(part.bytes[..end], [.., b'\r' | b'\n']));
                framing.cr += u64::from(part.bytes[..end].last() == Some(&b'\r'));
            }
        }
        framing
    }

    /// Line ends of every kind.
    pub fn line_ends(&self) -> u64 {
        self.crlf + self.lf + self.cr
    }

    /// Whether more than one kind occurs.
    pub fn mixed(&self) -> bool {
        [self.crlf, self.lf, self.cr].iter().filter(|count| **count > 0).count() > 1
    }

    /// How a source definition names the line end: `auto` where kinds are mixed.
    pub fn name(&self) -> &'static str {
        match (self.crlf, self.lf, self.cr) {
            (0, 0, 0) => "none",
            (_, 0, 0) => "crlf",
            (0, _, 0) => "lf",
            (0, 0, _) => "cr",
            _ => "auto",
        }
    }
}

/// Where trailing ^Z, and line ends among them, begin.
pub(crate) fn content_end(bytes: &[u8]) -> usize {
    let mut end = bytes.len();
    let mut rest = bytes.len();
    while let [before @ .., b'\r' | b'\n' | 0x1A] = &bytes[..rest] {
        rest = before.len();
        if bytes[rest] == 0x1A {
            end = rest;
        }
    }
    end
}

/// The whole lines of the file's parts, without their ends. `Crlf` or `Lf` inside quotes is a line end here.
pub(crate) fn lines<'a>(view: &'a View) -> Vec<&'a [u8]> {
    let mut lines = Vec::new();
    for (nth, part) in view.parts.iter().enumerate() {
        part_lines(part, nth > 0, &mut lines);
    }
    lines
}

fn part_lines<'a>(part: &'a Part, resumed: bool, lines: &mut Vec<&'a [u8]>) {
    let mut rest: &[u8] = if part.last { &part.bytes[..content_end(&part.bytes)] } else { &part.bytes };
    let mut skip = resumed;
    while let Some(at) = memchr2(b'\r', b'\n', rest) {
        let after = at + 1 + usize::from(rest[at..].starts_with(b"\r\n"));
        if !skip {
            lines.push(&rest[..at]);
        }
        skip = false;
        rest = &rest[after..];
    }
    if part.last && !skip && !rest.is_empty() {
        lines.push(rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CharsetName, Sample};

    fn framing(bytes: &[u8]) -> Framing {
        Framing::of(&View::of(&Sample::whole(bytes), CharsetName::Ascii))
    }

    #[test]
    fn line_ends_are_counted_by_kind() {
        let found = framing(b"a\r\nb\nc\rd\r\n");
        assert_eq!((found.crlf, found.lf, found.cr, found.mixed()), (2, 1, 1, true));
        assert_eq!(framing(b"a\rb\r").cr, 2);
        assert_eq!((framing(b"a\r\n").name(), framing(b"a").name()), ("crlf", "none"));
    }

    #[test]
    fn control_z_counts_only_at_the_end() {
        let found = framing(b"a\x1Ab\r\n\x1A\r\n\x1A");
        assert_eq!((found.control_z, found.ends_with_line_end), (2, Some(true)));
        assert_eq!(framing(b"a\x1A").ends_with_line_end, Some(false));
    }

    #[test]
    fn parts_from_the_middle_give_whole_lines_only() {
        let sample = Sample {
            first: b"1,a\n2,b\n3".to_vec(),
            middle: b",x\n5,e\n6,".to_vec(),
            middle_at: 100,
            tail: b"9\n8,h\n9,i\n\x1A".to_vec(),
            size: Some(1000),
        };
        let view = View::of(&sample, CharsetName::Ascii);
        let text = [&b"1,a"[..], b"2,b", b"5,e", b"8,h", b"9,i"];
        assert_eq!(lines(&view), text);
    }
}
