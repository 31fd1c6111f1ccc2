//! What stands before the first record.

use crate::cut::Cutting;
use crate::framer::State;
use crate::framing::Framing;
use crate::index::Index;
use crate::walk::{Outcome, Walker};
use crate::{Chunk, CsvDialect, Format, HeaderNames, LineEnd, QuoteRule, Records, SourceDefinition};

use std::ops::Range;
use utsushi_findings::{Problem, did_you_mean, problem};
use utsushi_text::Charset;

/// How much of a file's beginning [`Header::read`] looks at, in bytes.
pub const HEADER_MAX: usize = 256 << 10;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// What stands before the first record. The default is nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Header {
    /// Bytes of the mark and the header lines: framing.
    pub bytes: usize,
    /// Physical header lines, so that the first record stands on line `lines + 1`.
    pub lines: u64,
    /// Whether the file begins with a UTF-8 byte order mark (`FMT007` unless it is UTF-8).
    pub bom: bool,
    /// The header lines in the file's bytes, without the mark.
    pub raw: Range<usize>,
    /// Where the columns stand in another order than the definition (`FMT006`): for each column of the file the field
    /// of the definition.
    pub order: Option<Vec<usize>>,
}

impl Header {
    /// Reads the header from the beginning of a file: its first [`HEADER_MAX`] bytes, or all of it (`at_eof`).
    ///
    /// A file without a byte, or with a mark or a trailer of ^Z only, has no header line.
    ///
    /// # Errors
    ///
    /// Fewer or longer header lines than there should be, or names that are not those of the definition. The caller
    /// adds the path. A line that may be a record is not quoted.
    pub fn read(definition: &SourceDefinition, first_bytes: &[u8], at_eof: bool) -> Result<Header, Problem> {
        let cutting = Cutting::of(definition);
        let (wanted, length) = match &definition.format {
            Format::Csv(dialect) => (dialect.header, 0),
            Format::Fixed(layout) => (layout.header, layout.record_length),
        };
        let bom = first_bytes.starts_with(BYTE_ORDER_MARK);
        let start = if bom { BYTE_ORDER_MARK.len() } else { 0 };
        let content = match at_eof {
            true => start + cutting.trailer_start(&first_bytes[start..], true),
            false => first_bytes.len(),
        };
        let mut header = Header { bytes: start, lines: 0, bom, raw: start..start, order: None };
        if at_eof && content == start {
            return Ok(header);
        }
        let data = &first_bytes[..content];
        let mut last_line = start..start;
        for _ in 0..wanted {
            let found = match cutting.line_end() {
                Some(line_end) => line_end
                    .first_from(data, header.bytes)
                    .filter(|(end, _)| at_eof || !may_be_half_a_crlf(line_end, data, *end)),
                None => Some((header.bytes + length, 0)).filter(|(end, _)| *end <= content),
            };
            let (end, after) = match found {
                Some((end, len)) => (end, end + len),
                None if !at_eof => return Err(too_long(header.lines + 1)),
                None if header.bytes == content || cutting.line_end().is_none() => {
                    return Err(too_few(wanted, header.lines));
                }
                None => (content, content),
            };
            last_line = header.bytes..end;
            header.bytes = after;
            header.lines += 1;
        }
        header.raw.end = header.bytes;
        if let Format::Csv(dialect) = &definition.format
            && dialect.header > 0
            && dialect.header_names == HeaderNames::Match
        {
            let line = header.lines;
            let names =
                names(definition, dialect, &data[last_line]).map_err(|problem| problem.line(line, None))?;
            header.order = order(definition, &names).map_err(|problem| problem.line(line, None))?;
        }
        Ok(header)
    }
}

/// Only the byte after a CR can tell.
fn may_be_half_a_crlf(line_end: LineEnd, data: &[u8], at: usize) -> bool {
    line_end == LineEnd::Auto && data[at] == b'\r' && at + 1 == data.len()
}

fn too_long(line: u64) -> Problem {
    let kib = HEADER_MAX >> 10;
    problem!("見出し行が {kib} KiB を超えても終わりません", "the header line does not end within {kib} KiB")
        .line(line, None)
        .help(
            "source の line_end と header を確かめてください。固定長のファイルではありませんか",
            "check line_end and header in the source definition; is this a fixed-width file?",
        )
}

fn too_few(expected: u8, actual: u64) -> Problem {
    problem!(
        "見出し行は {expected} 行のはずですが、ファイルには {actual} 行しかありません",
        "{expected} header lines expected, but the file has only {actual}"
    )
    .help(
        "ファイルが途中で切れていないか、source の header が正しいかを確かめてください",
        "check that the file is complete, and header in the source definition",
    )
}

/// The names in a header line, trimmed. Quotes need not stand where records must have them.
fn names(definition: &SourceDefinition, dialect: &CsvDialect, line: &[u8]) -> Result<Vec<String>, Problem> {
    let mut framing = Framing::of(definition, dialect);
    framing.multiline = false;
    framing.record_max = line.len();
    framing.fields = 1;
    if framing.quote == QuoteRule::Always {
        framing.quote = QuoteRule::WhenNeeded;
    }
    let mut index = Index::default();
    index.build(&framing, line);
    let walker = Walker::new(&framing, line, &index);
    match walker.record(walker.start(), false, &mut Vec::new()).0 {
        Outcome::Row | Outcome::Blank => {}
        Outcome::Count(count) => framing.fields = count as usize,
        Outcome::Unclosed | Outcome::Misplaced(_) | Outcome::TooLong => {
            return Err(problem!(
                "見出し行の引用符 (\") の使い方が誤っています",
                "quotes are misplaced in the header line"
            ));
        }
    }
    let chunk = Chunk {
        offset: 0,
        data: line.to_vec(),
        last: true,
        content: line.len(),
        state: State::Record,
        decided: vec![],
    };
    let mut records = Records::default();
    records.parse_csv(&framing, None, &Header::default(), &chunk);
    let mut bytes = Vec::new();
    (0..framing.fields)
        .map(|field| {
            bytes.clear();
            records.field(&chunk, 0, field).undouble_into(&mut bytes);
            decode(definition.charset, &bytes)
        })
        .collect()
}

fn decode(charset: Charset, bytes: &[u8]) -> Result<String, Problem> {
    let mut text = String::new();
    match charset.decode_into(bytes, &mut text) {
        Ok(_) => Ok(text.trim_matches([' ', '\t', '\u{3000}']).to_owned()),
        Err(_) => {
            let name = charset.name();
            Err(problem!("見出し行を {name} として読めません", "the header line cannot be read as {name}")
                .help("source の charset を確かめてください", "check charset in the source definition"))
        }
    }
}

/// How the columns named `names` map to the fields, `None` if they stand as in the definition.
fn order(definition: &SourceDefinition, names: &[String]) -> Result<Option<Vec<usize>>, Problem> {
    let fields = definition.columns();
    if fields.len() == names.len() && fields.iter().zip(names).all(|(field, name)| field.name == *name) {
        return Ok(None);
    }
    let mut seen = vec![false; fields.len()];
    let mut order = Vec::new();
    let mut unknown = Vec::new();
    for name in names {
        match fields.iter().position(|field| field.name == *name) {
            Some(field) if !seen[field] => {
                seen[field] = true;
                order.push(field);
            }
            _ => unknown.push(name.as_str()),
        }
    }
    let missing =
        || fields.iter().zip(&seen).filter(|(_, seen)| !**seen).map(|(field, _)| field.name.as_str());
    if unknown.is_empty() && order.len() == fields.len() {
        return Ok(Some(order));
    }
    Err(mismatch(&missing().collect::<Vec<_>>(), &unknown, order.len()))
}

fn mismatch(missing: &[&str], unknown: &[&str], matched: usize) -> Problem {
    let (mut ja, mut en) = (String::new(), String::new());
    if !missing.is_empty() {
        ja += &format!("; ない項目: {}", short(missing, "ほか"));
        en += &format!("; missing: {}", short(missing, "and more:"));
    }
    let is_header = matched >= unknown.len();
    if is_header && !unknown.is_empty() {
        ja += &format!("; 定義にない、または重複する項目: {}", short(unknown, "ほか"));
        en += &format!("; unknown or repeated: {}", short(unknown, "and more:"));
    }
    let problem = problem!(
        "見出し行の項目名が source の fields と合いません{ja}",
        "the names in the header line are not those of fields in the source definition{en}"
    );
    if !is_header {
        // Perhaps a record: nobody's data in a message.
        return problem.help(
            "最後の見出し行に fields の項目名がほとんどありません。見出しのないファイルなら header = 0、項目名が違うだけなら header_names = \"ignore\" を指定してください",
            "the last header line holds hardly any of the names; set header = 0 if the file has no header, or header_names = \"ignore\" if only the names differ",
        );
    }
    match (missing, unknown) {
        ([_], [unknown]) => problem.suggest(did_you_mean(unknown, missing.iter().copied())),
        _ => problem,
    }
}

/// The first few names, and how many there are besides.
fn short(names: &[&str], more: &str) -> String {
    const SHOWN: usize = 5;
    let mut text = names[..names.len().min(SHOWN)].join(", ");
    if names.len() > SHOWN {
        text += &format!(", {more} {}", names.len() - SHOWN);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{cp932, definition};
    use std::path::Path;
    use utsushi_findings::Lang;

    fn residents(keys: &str) -> SourceDefinition {
        let text = format!(
            "format = \"csv\"\ncharset = \"cp932\"\n{keys}\nfields = [\"宛名番号\", \"氏名\", \"表示\"]"
        );
        SourceDefinition::from_toml(Path::new("x.toml"), &text).unwrap()
    }

    fn problem(definition: &SourceDefinition, text: &str) -> String {
        Header::read(definition, &cp932(text), true).unwrap_err().render(Lang::En)
    }

    #[test]
    fn names_in_the_order_of_the_definition_need_no_order() {
        let bytes = cp932("宛名番号,\"氏名\", 表示　\r\n1,2,3\r\n");
        let header = Header::read(&residents("header = 1"), &bytes, true).unwrap();
        assert_eq!((header.bytes, header.lines, header.bom), (25, 1, false));
        assert_eq!((header.raw, header.order), (0..25, None));
    }

    #[test]
    fn columns_in_another_order_are_matched_by_name() {
        let bytes = cp932("表示,宛名番号,氏名");
        let header = Header::read(&residents("header = 1"), &bytes, true).unwrap();
        assert_eq!(header.order, Some(vec![2, 0, 1]));
        assert_eq!(header.bytes, bytes.len());
    }

    #[test]
    fn names_may_hold_the_delimiter_as_a_second_byte() {
        // 表 is 95 5C.
        let bytes = cp932("宛名番号\\氏名\\表示\r\n");
        let definition = residents("header = 1\ndelimiter = \"\\\\\"");
        assert_eq!(Header::read(&definition, &bytes, true).unwrap().order, None);
    }

    #[test]
    fn only_the_last_header_line_is_compared() {
        let bytes = cp932("住民一覧\r\n宛名番号,氏名,表示\r\n1,2,3");
        let header = Header::read(&residents("header = 2"), &bytes, true).unwrap();
        assert_eq!((header.lines, header.bytes), (2, bytes.len() - 5));
    }

    #[test]
    fn missing_and_unknown_columns_are_both_named() {
        let text = problem(&residents("header = 1"), "宛名番号,シメイ,表示\r\n");
        assert!(text.starts_with(":1: "), "{text}");
        assert!(text.contains("missing: 氏名") && text.contains("unknown or repeated: シメイ"), "{text}");
        let text = problem(&residents("header = 1"), "宛名番号,宛名番号,氏名,表示\r\n");
        assert!(text.contains("unknown or repeated: 宛名番号") && !text.contains("missing"), "{text}");
        let text = problem(&residents("header = 1"), "宛名番后,氏名,表示\r\n");
        assert!(text.contains("did you mean \"宛名番号\""), "{text}");
    }

    #[test]
    fn a_record_in_place_of_the_header_is_not_quoted() {
        let text = problem(&residents("header = 1"), "0001,山田　太郎,1\r\n");
        assert!(!text.contains("山田"), "{text}");
        assert!(text.contains("header = 0"), "{text}");
    }

    #[test]
    fn ignored_names_may_be_anything() {
        let definition = residents("header = 1\nheader_names = \"ignore\"");
        let header = Header::read(&definition, b"\x81\xFF\"\r\nx", true).unwrap();
        assert_eq!((header.bytes, header.lines), (5, 1));
    }

    #[test]
    fn a_byte_order_mark_is_skipped_and_told() {
        let definition = definition(1, "header = 1\ncharset = \"utf-8\"");
        let header = Header::read(&definition, b"\xEF\xBB\xBFf0\nx", true).unwrap();
        assert_eq!((header.bytes, header.lines, header.bom, header.raw), (6, 1, true, 3..6));
    }

    #[test]
    fn an_empty_file_has_no_header_line() {
        for bytes in [&b""[..], b"\xEF\xBB\xBF", b"\x1A", b"\xEF\xBB\xBF\x1A\r\n"] {
            let header = Header::read(&residents("header = 1"), bytes, true).unwrap();
            assert_eq!((header.lines, header.bytes), (0, if header.bom { 3 } else { 0 }));
        }
    }

    #[test]
    fn a_file_that_ends_within_the_header_is_a_problem() {
        let text = problem(&residents("header = 2"), "宛名番号,氏名,表示\r\n");
        assert!(text.contains("2 header lines expected"), "{text}");
    }

    #[test]
    fn a_header_that_does_not_end_is_a_problem() {
        let definition = residents("header = 1");
        let long = vec![b'x'; HEADER_MAX];
        assert!(Header::read(&definition, &long, false).is_err());
        // A CR at the very end may be half of a CRLF.
        assert!(Header::read(&residents("header = 1\nheader_names = \"ignore\""), b"x\r", false).is_err());
        assert!(Header::read(&residents("header = 1\nheader_names = \"ignore\""), b"x\r\n", false).is_ok());
    }

    #[test]
    fn a_header_in_another_charset_is_a_problem() {
        let error =
            Header::read(&residents("header = 1"), "宛名番号,氏名,あ\r\n".as_bytes(), true).unwrap_err();
        assert!(error.render(Lang::Ja).contains("cp932"), "{error}");
    }
}
