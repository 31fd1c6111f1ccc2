//! From a sample to a report.

use crate::view::{Coding, View};
use crate::{
    CharsetEvidence, CharsetName, Confidence, Delimited, Doubt, Field, Fixed, Format, Framing, Report,
    Sample, charset, delimited, fixed, framing, hex,
};

/// Says what the file of a sample probably is.
pub fn inspect(sample: &Sample) -> Report {
    let charset = charset::evidence(sample);
    let view = View::of(sample, charset.guess);
    let framing = Framing::of(&view);
    let (format, fields) = read(sample, &view, &framing);
    let mut report = Report {
        size: sample.size,
        looked_at: sample.looked_at(),
        charset,
        framing,
        format,
        fields,
        doubts: vec![],
        hex: hex::lines(sample),
    };
    report.doubts = doubts(&report, sample);
    report
}

/// Longest line that is a line: beyond, line ends are data.
const LONGEST_LINE: usize = 1 << 20;

/// A file of one line that is no longer than this may be a single delimited record.
const SINGLE_LINE: usize = 8 << 10;

fn read(sample: &Sample, view: &View, framing: &Framing) -> (Format, Vec<Field>) {
    let lines = framing::lines(view);
    let filled = lines.iter().filter(|line| !line.is_empty()).count();
    if sample.size == Some(0) || (filled == 0 && sample.complete()) {
        return (Format::Empty, vec![]);
    }
    let end_seen = view.parts.iter().any(|part| part.last);
    let text = view.coding != Coding::Bytes && view.coding != Coding::Ebcdic;
    let short_lines = lines.iter().all(|line| line.len() <= LONGEST_LINE);
    let as_delimited = |found: (Delimited, Vec<Field>)| (Format::Delimited(found.0), found.1);
    let as_fixed = |found: (Fixed, Vec<Field>)| (Format::Fixed(found.0), found.1);
    let delimited = (text && short_lines).then(|| delimited::read(&lines, view.coding, end_seen)).flatten();
    let unbroken = || fixed::read_unbroken(view, sample.size.map(|size| size_in_view(size, sample, view)));
    if filled < 3 {
        let longest = lines.iter().map(|line| line.len()).max().unwrap_or(0);
        return match delimited {
            Some(found) if longest <= SINGLE_LINE => as_delimited(found),
            _ if framing.line_ends() > 0 && longest <= SINGLE_LINE && text => {
                as_delimited(delimited::read_single(&lines, view.coding))
            }
            found => match (unbroken(), found) {
                (Some(fixed), _) => as_fixed(fixed),
                (None, Some(found)) => as_delimited(found),
                (None, None) if text && filled > 0 && longest <= SINGLE_LINE => {
                    as_delimited(delimited::read_single(&lines, view.coding))
                }
                (None, None) => (Format::Unknown, vec![]),
            },
        };
    }
    let regular = |found: &Delimited| found.uneven * 10 <= found.records;
    match delimited {
        Some(found) if regular(&found.0) => return as_delimited(found),
        found => {
            if let Some(fixed) = fixed::read_lines(&lines, view.coding, framing, end_seen) {
                return as_fixed(fixed);
            }
            if let Some(found) = found {
                return as_delimited(found);
            }
        }
    }
    // Lines of text of any length, or bytes that only look like line ends.
    let average = view.first().len() / lines.len().max(1);
    if text && short_lines && average <= 1000 {
        return as_delimited(delimited::read_single(&lines, view.coding));
    }
    unbroken().map_or((Format::Unknown, vec![]), as_fixed)
}

/// The size of the file in the bytes of the view, which are more or fewer where the charset was changed.
fn size_in_view(size: u64, sample: &Sample, view: &View) -> u64 {
    if sample.complete() { view.parts[0].at + view.first().len() as u64 } else { size }
}

fn doubts(report: &Report, sample: &Sample) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    if report.format == Format::Empty {
        return vec![Doubt::NoRecords];
    }
    charset_doubts(&report.charset, &mut doubts);
    // In fixed width it was read as UTF-8, with as many bytes as that has.
    let transcoded = matches!(
        report.charset.guess,
        CharsetName::Utf16Le | CharsetName::Utf16Be | CharsetName::EucJp | CharsetName::EucJpMs
    );
    if transcoded && matches!(report.format, Format::Fixed(_)) {
        doubts.push(Doubt::ForeignCharset(report.charset.guess));
    }
    let records = report.records();
    if report.charset.nul_bytes > 0
        && !matches!(report.charset.guess, CharsetName::Utf16Le | CharsetName::Utf16Be)
    {
        doubts.push(Doubt::NulBytes(report.charset.nul_bytes));
    }
    match &report.format {
        Format::Delimited(found) => delimited_doubts(found, &report.framing, &mut doubts),
        Format::Fixed(found) => fixed_doubts(found, &mut doubts),
        Format::Unknown => doubts.push(Doubt::UnknownFormat),
        Format::Empty => {}
    }
    if records < 20 && report.format != Format::Unknown {
        doubts.push(Doubt::FewRecords(records));
    }
    if !sample.complete() && sample.tail.is_empty() {
        doubts.push(Doubt::EndNotSeen);
    }
    doubts
}

fn charset_doubts(charset: &CharsetEvidence, doubts: &mut Vec<Doubt>) {
    match charset.guess {
        CharsetName::Unknown => doubts.push(Doubt::UnknownCharset),
        CharsetName::Ascii => doubts.push(Doubt::OnlyAscii),
        CharsetName::Cp932 | CharsetName::Utf8 => {}
        foreign => {
            if utsushi_text::Charset::from_name(foreign.name()).is_none() {
                doubts.push(Doubt::ForeignCharset(foreign));
            }
        }
    }
    if let Some(rival) = charset.rival {
        doubts.push(Doubt::TwoCharsets(charset.guess, rival));
    }
    let cells = &charset.cells;
    if cells.differ + cells.jis2004_only > 0 {
        doubts.push(Doubt::Jis2004(cells.differ, cells.jis2004_only));
    }
    let euc = &charset.euc_cells;
    if euc.differ + euc.microsoft_only > 0 {
        doubts.push(Doubt::EucMicrosoft(euc.differ, euc.microsoft_only));
    }
    if let Some((utf8, cp932)) = charset.mixed {
        doubts.push(Doubt::MixedCharsets(utf8, cp932));
    }
    let bad = charset.candidates.iter().find(|candidate| candidate.charset == charset.guess);
    if let Some(bad) = bad.filter(|candidate| candidate.invalid > 0) {
        doubts.push(Doubt::BadBytes(bad.invalid));
    }
}

fn delimited_doubts(found: &Delimited, framing: &Framing, doubts: &mut Vec<Doubt>) {
    if framing.mixed() {
        doubts.push(Doubt::MixedLineEnds);
    }
    if found.columns == 1 {
        doubts.push(Doubt::OneField);
    }
    let trailer = u64::from(found.last_line.is_some());
    if found.uneven > trailer {
        doubts.push(Doubt::Uneven(found.uneven - trailer));
    }
    if found.misquoted > 0 && found.quoting != delimited::Quoting::Never {
        doubts.push(Doubt::Misquoted(found.misquoted));
    }
    if let Some((rival, columns, share)) = found.rival
        && share > 0.9
        && columns * 2 > found.columns
    {
        doubts.push(Doubt::TwoDelimiters(found.delimiter, rival));
    }
    if found.header.confidence < Confidence::High && found.columns > 1 {
        doubts.push(Doubt::UnclearHeader);
    }
    if !found.header.names_are_unique() {
        doubts.push(Doubt::UnusableNames);
    }
    if let Some(cells) = found.last_line {
        doubts.push(Doubt::OddLastLine(cells));
    }
}

fn fixed_doubts(found: &Fixed, doubts: &mut Vec<Doubt>) {
    if found.uneven > 0 {
        doubts.push(Doubt::Uneven(found.uneven));
    }
    if let Some(remainder @ 1..) = found.length.remainder {
        doubts.push(Doubt::Remainder(remainder));
    }
    if found.length.confidence < Confidence::High {
        doubts.push(Doubt::UnclearLength(found.length.rivals.clone()));
    }
    doubts.push(Doubt::GuessedBorders);
}
