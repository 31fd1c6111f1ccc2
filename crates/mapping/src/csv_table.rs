//! The CSV files that a project hands to a mapping: references and corrections.

use std::path::Path;
use utsushi_findings::{Problem, Problems, problem};
use utsushi_text::{Charset, DecodeProblem, trim};

/// More problems of one file than this tell nobody anything.
const MOST_PROBLEMS: usize = 20;

/// Problems of one file, of which only the first are told.
pub(crate) struct Told<'a> {
    path: &'a Path,
    problems: Problems,
    count: usize,
}

impl<'a> Told<'a> {
    pub fn new(path: &'a Path) -> Self {
        Told { path, problems: Problems::default(), count: 0 }
    }

    pub fn push(&mut self, problem: Problem, line: u64) {
        self.count += 1;
        if self.count <= MOST_PROBLEMS {
            self.problems.push(problem.at(self.path).line(line, None));
        }
    }

    pub fn finish(mut self) -> Result<(), Problems> {
        if let more @ 1.. = self.count.saturating_sub(MOST_PROBLEMS) {
            self.problems.push(problem!("ほかに {more} 件あります", "and {more} more").at(self.path));
        }
        self.problems.finish()
    }
}

/// The text of a file. A byte order mark and a ^Z at the end are no part of it.
pub(crate) fn decode(path: &Path, bytes: &[u8], charset: Charset) -> Result<String, Problem> {
    let bytes = match charset {
        Charset::Utf8 => bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes),
        Charset::Utf16Le => bytes.strip_prefix(b"\xFF\xFE").unwrap_or(bytes),
        Charset::Utf16Be => bytes.strip_prefix(b"\xFE\xFF").unwrap_or(bytes),
        _ => bytes,
    };
    let bytes = bytes.strip_suffix(b"\x1A").unwrap_or(bytes);
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 2);
    let said = |DecodeProblem { offset, .. }: DecodeProblem| {
        let before = bytes.get(..offset).unwrap_or(bytes);
        let line = before.iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
        let name = charset.name();
        problem!("{name} の文字として読めません", "holds bytes that are no characters in {name}")
            .at(path)
            .line(line, None)
    };
    charset.decode_into(bytes, &mut text).map_err(said)?;
    Ok(text)
}

/// Reads a header and the rows below it: `row` is given the trimmed cells, as many as there are columns, with the
/// line they stand on.
///
/// # Errors
/// No header, columns of the same name, rows with more or fewer cells, and cells with a line end inside: nearly always
/// a quote that was not closed.
pub(crate) fn read(
    path: &Path,
    text: &str,
    header: impl FnOnce(&[&str]) -> Result<(), Problem>,
    mut row: impl FnMut(&[&str], u64, &mut Told<'_>),
) -> Result<(), Problems> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut told = Told::new(path);
    let mut record = csv::StringRecord::new();
    let mut header = Some(header);
    let mut columns = 0;
    // The reader counts a line only when it has seen what follows it.
    let (mut counted, mut line) = (0, 1);
    loop {
        let start = usize::try_from(reader.position().byte()).unwrap_or(text.len());
        let rest = text.get(start..).unwrap_or("");
        let start = text.len() - rest.trim_start_matches(['\r', '\n']).len();
        line += text.get(counted..start).map_or(0, |passed| passed.matches('\n').count()) as u64;
        counted = counted.max(start);
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                told.push(problem!("CSV として読めません: {error}", "cannot be read as CSV: {error}"), line);
                break;
            }
        }
        let cells: Vec<&str> = record.iter().map(trim).collect();
        if cells.iter().any(|cell| cell.contains(['\n', '\r'])) {
            told.push(
                problem!(
                    "値の中に改行があります (引用符が閉じていないようです)",
                    "a value holds a line end: a quote seems not to be closed"
                ),
                line,
            );
        } else if let Some(header) = header.take() {
            columns = cells.len();
            let twice = cells.iter().enumerate().find(|(at, name)| {
                let before = cells.get(..*at).unwrap_or_default();
                !name.is_empty() && before.contains(name)
            });
            if let Some((_, name)) = twice {
                told.push(problem!("列「{name}」が二度あります", "the column \"{name}\" stands twice"), line);
            } else if let Err(problem) = header(&cells) {
                told.push(problem, line);
            }
            if told.count > 0 {
                break;
            }
        } else if cells.len() == columns {
            row(&cells, line, &mut told);
        } else {
            let actual = cells.len();
            let said = problem!(
                "{columns} 列のはずが {actual} 列です",
                "{columns} columns expected, {actual} found"
            );
            told.push(said, line);
        }
    }
    if header.is_some() && told.count == 0 {
        told.push(problem!("見出しの行がありません", "there is no header line"), 1);
    }
    told.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Result<Vec<(String, u64)>, String> {
        let mut rows = Vec::new();
        let row = |cells: &[&str], line, _: &mut Told<'_>| rows.push((cells.join("|"), line));
        let read = read(Path::new("t.csv"), text, |_| Ok(()), row);
        read.map_err(|problems| problems.to_string())?;
        Ok(rows)
    }

    #[test]
    fn rows_come_trimmed_with_their_lines() {
        let rows = lines("a,b\r\n 1 ,\"x,y　\"\r\n\r\n2,\r\n").unwrap();
        assert_eq!(rows, [("1|x,y".to_owned(), 2), ("2|".to_owned(), 4)]);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        assert!(lines("").unwrap_err().contains("t.csv:1: there is no header"));
        assert!(lines("a,a\n").unwrap_err().contains("stands twice"));
        assert!(lines("a,b\n1,2\n1\n").unwrap_err().contains("t.csv:3: 2 columns expected, 1 found"));
        assert!(lines("a,b\n1,\"2\n3,4\n").unwrap_err().contains("t.csv:2: a value holds a line end"));
        let many = lines(&format!("a,b\n{}", "1\n".repeat(100))).unwrap_err();
        assert!(many.lines().count() == MOST_PROBLEMS + 1 && many.ends_with("and 80 more"), "{many}");
    }

    #[test]
    fn text_is_what_the_charset_says() {
        let path = Path::new("t.csv");
        assert_eq!(decode(path, b"\xEF\xBB\xBFa\x1A", Charset::Utf8).unwrap(), "a");
        assert_eq!(decode(path, b"\x8E\x52", Charset::Cp932).unwrap(), "山");
        let said = decode(path, b"a\n\x8E", Charset::Cp932).unwrap_err().to_string();
        assert!(said.contains("t.csv:2: holds bytes that are no characters in cp932"), "{said}");
    }
}
