//! How a file of text is written, seen from its beginning.

use super::limits::{COLUMNS_MAX, HEAD};
use super::{DeclaredFile, Delivery};
use std::io::Read;
use utsushi_findings::Problem;
use utsushi_text::Charset;

/// How a file of text is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Sniffed {
    /// As a source definition calls it: `utf-8`, `cp932`, `utf-16le` …
    pub charset: String,
    pub delimiter: u8,
    /// The cells of the first line.
    pub cells: Vec<String>,
    /// Whether there is a second line.
    pub more: bool,
    /// A file without a byte but a mark.
    pub empty: bool,
}

/// What stands at the beginning of a file, and further on where that says nothing of its charset.
pub(super) struct Sample {
    head: Vec<u8>,
    whole: bool,
    /// From the first byte on that is not ASCII.
    further: Vec<u8>,
}

impl Sample {
    pub fn take(delivery: &Delivery, member: usize) -> Result<Sample, Problem> {
        let mut reader = delivery.read(member)?;
        let mut head = Vec::new();
        (&mut reader).take(HEAD as u64).read_to_end(&mut head).map_err(|error| reader.problem(&error))?;
        let whole = (head.len() as u64) >= delivery.members[member].bytes && head.len() < HEAD;
        let mut further = Vec::new();
        if !whole && head.is_ascii() && !head.contains(&0) {
            let mut buffer = vec![0; HEAD];
            loop {
                let read = reader.read(&mut buffer).map_err(|error| reader.problem(&error))?;
                if read == 0 {
                    break;
                }
                if buffer[..read].is_ascii() {
                    continue;
                }
                if let Some(at) = buffer[..read].iter().position(|byte| !byte.is_ascii()) {
                    further.extend_from_slice(&buffer[at..read]);
                    (&mut reader)
                        .take(1 << 16)
                        .read_to_end(&mut further)
                        .map_err(|error| reader.problem(&error))?;
                    break;
                }
            }
        }
        Ok(Sample { head, whole, further })
    }
}

/// How the file is written; an error is why it is no table of text. What is declared is believed.
pub(super) fn sniff(sample: &Sample, declared: Option<&DeclaredFile>) -> Result<Sniffed, String> {
    let Sample { head, whole, further } = sample;
    let charset = match declared.and_then(|declared| declared.charset.clone()) {
        Some(charset) => charset,
        None => charset(head, further)?,
    };
    let (_, marked) = without_mark(head);
    let text = decode(&charset, marked);
    let empty = text.chars().all(|c| c == '\u{1a}' || c == '\u{feff}' || c == '\r' || c == '\n');
    let given = declared.and_then(|declared| declared.delimiter.as_deref()).and_then(|d| d.bytes().next());
    if empty && *whole {
        let delimiter = given.unwrap_or(b',');
        return Ok(Sniffed { charset, delimiter, cells: Vec::new(), more: false, empty: true });
    }
    let Some(end) = text.find(['\r', '\n']).or(whole.then_some(text.len())) else {
        return Err("header > 256 KiB".to_owned());
    };
    let delimiter = given.unwrap_or_else(|| delimiter(&text[..end]));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut cells = Vec::new();
    if let Some(Ok(first)) = reader.records().next() {
        if first.len() > COLUMNS_MAX {
            return Err(format!("{} columns > {COLUMNS_MAX}", first.len()));
        }
        cells.extend(first.iter().map(str::to_owned));
    }
    let more = text[end..].chars().any(|c| !matches!(c, '\r' | '\n' | '\u{1a}'));
    Ok(Sniffed { charset, delimiter, cells, more, empty: false })
}

fn without_mark(head: &[u8]) -> (Option<&'static str>, &[u8]) {
    match head {
        [0xEF, 0xBB, 0xBF, rest @ ..] => (Some("utf-8"), rest),
        [0xFF, 0xFE, rest @ ..] => (Some("utf-16le"), rest),
        [0xFE, 0xFF, rest @ ..] => (Some("utf-16be"), rest),
        _ => (None, head),
    }
}

/// What other programs' files begin with.
const MAGIC: [&[u8]; 9] = [
    b"PK\x03\x04",
    b"%PDF",
    b"\x89PNG",
    b"\xFF\xD8\xFF",
    b"GIF8",
    b"\x1F\x8B",
    b"\xD0\xCF\x11\xE0",
    b"7z\xBC\xAF",
    b"Rar!",
];

fn charset(head: &[u8], further: &[u8]) -> Result<String, String> {
    if let (Some(name), _) = without_mark(head) {
        return Ok(name.to_owned());
    }
    if MAGIC.iter().any(|magic| head.starts_with(magic)) {
        return Err("not text".to_owned());
    }
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if head.len() >= 8 && (even + odd) * 10 > head.len() {
        return match (even, odd) {
            (even, odd) if odd > even * 8 => Ok("utf-16le".to_owned()),
            (even, odd) if even > odd * 8 => Ok("utf-16be".to_owned()),
            _ => Err("not text".to_owned()),
        };
    }
    let strange = |byte: &&u8| matches!(**byte, 0..=8 | 0x0B | 0x0C | 0x0E..=0x19 | 0x1B..=0x1F | 0x7F);
    if head.iter().filter(strange).count() * 20 > head.len() {
        return Err("not text".to_owned());
    }
    let look = if further.is_empty() { head } else { further };
    let bad = |charset: Charset| {
        let lines = look.split(|byte| *byte == b'\n').filter(|line| !line.is_ascii());
        let wrong = |line: &&[u8]| charset.decode_into(line, &mut String::new()).is_err();
        lines.filter(wrong).count()
    };
    let all = look.split(|byte| *byte == b'\n').filter(|line| !line.is_ascii()).count();
    let known = [(Charset::Utf8, "utf-8"), (Charset::Cp932, "cp932"), (Charset::EucJp, "euc-jp")];
    let best = known.iter().map(|(charset, name)| (bad(*charset), *name)).min_by_key(|(bad, _)| *bad);
    match best {
        // The last line may be cut in the middle of a character.
        Some((bad, name)) if bad * 2 <= all + 1 => Ok(name.to_owned()),
        _ => Err("not text".to_owned()),
    }
}

/// The text of the beginning; what cannot be decoded is left out, line by line.
fn decode(charset: &str, bytes: &[u8]) -> String {
    let named = match charset {
        "utf-16" => Charset::Utf16Le,
        name => Charset::from_name(name).unwrap_or(Charset::Utf8),
    };
    let mut text = String::new();
    if !named.is_cut_on_bytes() {
        let even = &bytes[..bytes.len() / 2 * 2];
        let units = even.as_chunks::<2>().0.iter().map(|pair| match named {
            Charset::Utf16Be => u16::from_be_bytes(*pair),
            _ => u16::from_le_bytes(*pair),
        });
        text.extend(char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')));
        return text;
    }
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let start = text.len();
        if named.decode_into(line, &mut text).is_err() {
            text.truncate(start);
            text.push_str(&String::from_utf8_lossy(line));
        }
    }
    text
}

/// The one of the usual delimiters that stands most often in the first line.
fn delimiter(line: &str) -> u8 {
    let usual = [b',', b'\t', b';', b'|'];
    let count = |delimiter: u8| line.bytes().filter(|byte| *byte == delimiter).count();
    // Of several as frequent, the first.
    usual.into_iter().rev().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bytes: &[u8]) -> Result<Sniffed, String> {
        sniff(&Sample { head: bytes.to_vec(), whole: true, further: Vec::new() }, None)
    }

    fn encoded(charset: Charset, text: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        charset.encode_into(text, &mut bytes).unwrap();
        bytes
    }

    #[test]
    fn a_text_is_known_by_its_bytes() {
        let text = "宛名番号,氏名\r\n1,\"山田　太郎\"\r\n";
        let cases = [
            (text.as_bytes().to_vec(), "utf-8"),
            ([b"\xEF\xBB\xBF", text.as_bytes()].concat(), "utf-8"),
            (encoded(Charset::Cp932, text), "cp932"),
            ([&b"\xFF\xFE"[..], &encoded(Charset::Utf16Le, text)].concat(), "utf-16le"),
            (encoded(Charset::Utf16Be, "number,name\r\n1,a\r\n"), "utf-16be"),
        ];
        for (bytes, charset) in cases {
            let sniffed = of(&bytes).unwrap();
            assert_eq!((sniffed.charset.as_str(), sniffed.cells.len(), sniffed.more), (charset, 2, true));
        }
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for bytes in [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], b"PK\x03\x04ab"]
        {
            assert!(of(bytes).is_err(), "{bytes:?}");
        }
        let wide = vec![b','; 1_000_000];
        assert!(of(&wide).is_err());
        let endless = Sample { head: vec![b','; HEAD], whole: false, further: Vec::new() };
        assert!(sniff(&endless, None).is_err());
    }

    #[test]
    fn tabs_and_semicolons_separate_too() {
        assert_eq!(of(b"a\tb\tc\r\n").unwrap().delimiter, b'\t');
        assert_eq!(of(b"a;b\n").unwrap().delimiter, b';');
        assert_eq!(of(b"a\n").unwrap().delimiter, b',');
    }

    #[test]
    fn a_file_without_a_line_is_empty() {
        assert!(of(b"").unwrap().empty && of(b"\xEF\xBB\xBF\r\n\x1A").unwrap().empty);
    }
}
